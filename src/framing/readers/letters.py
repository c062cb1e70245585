"""Doubts about letters: read in a wrong encoding before they came here, or cut off."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from framing.readers.receipts import note
from framing.readers.strings import each

__all__ = ["note_cuts", "note_mojibake"]

EXCEL_MOST = 32_767

# The letters that cp1252 has for the bytes 80 to BF, which go on a letter of UTF-8.
_GO_ON = (
    "".join(bytes([k]).decode("cp1252", "replace") for k in range(0x80, 0xC0)).replace("\ufffd", "")
    + "\x81\x8d\x8f\x90\x9d"
)
_C = f"[{re.escape(_GO_ON)}]"
# With which misread letters begin, or which are misread ones.
_BEGIN = "âÃÂðÐÑ‚ÕÒ"
# Not every such pair: “CAFÉ» and à « are French.
_MOJIBAKE = re.compile(
    rf"â€{_C}|Ã{_C}|Â[\xa0-\xbf]|ðŸ{_C}|[ÐÑ]{_C}[ÐÑ]{_C}"
    # The quotation marks and the apostrophe of UTF-8 and of Mac Roman, misread.
    r"|‚Ä[ôúùòìîï¶]|[a-z]Õ[a-z]|Ò[A-Za-z][^ÒÓ\n]{0,400}Ó"
)


def note_mojibake(articles: pd.DataFrame, notes: list[dict[str, Any]]) -> None:
    """Doubt letters that are another encoding's read wrongly; nothing is repaired."""
    for name in ("title", "text"):
        if name not in articles:
            continue
        for row, text in enumerate(each(articles[name])):
            # Nearly all texts have none of these letters, and a search for one is quick.
            if text.isascii() or not any(letter in text for letter in _BEGIN):
                continue
            found = [match.group()[:12] for match in _MOJIBAKE.finditer(text)]
            if found:
                reason = (
                    f"{len(found)} in the {name}, the first {found[0]!r}: text of one encoding was "
                    "read as another before it came here; not repaired; take it from its origin"
                )
                article = articles.iloc[row]
                note(notes, article, article["doc_id"], "mojibake", "marked", reason)


def note_cuts(articles: pd.DataFrame, notes: list[dict[str, Any]]) -> None:
    """Doubt texts of exactly the length at which Excel cuts cells."""
    for row, text in enumerate(each(articles["text"])):
        size = len(text)
        if size < EXCEL_MOST and size > EXCEL_MOST // 2 and not text.isascii():
            # Excel counts letters beyond the first plane twice.
            size += sum(char > "\uffff" for char in text)
        if size == EXCEL_MOST:
            reason = f"the text has exactly {EXCEL_MOST:,} characters, where Excel cuts off a cell"
            article = articles.iloc[row]
            note(notes, article, article["doc_id"], "cut by Excel", "marked", reason)
