"""Saved pages: the article out of its HTML, and a receipt of what stood beside it."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from framing.errors import import_extra
from framing.readers.charsets import declared_charset, decode
from framing.readers.documents import gather, say
from framing.readers.page_bodies import find_body
from framing.readers.page_metadata import read_metadata

__all__ = ["looks_like_page", "read_page", "read_pages"]

_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_GZIP = b"\x1f\x8b"
_ENDINGS = (".html", ".htm", ".xhtml", ".shtml")
_XML = re.compile(r"^\s*<\?xml[^>]*>")
_SHOWN = 3
_SHOWN_LETTERS = 60


def looks_like_page(name: str, head: bytes) -> bool:
    """Say whether a file is a saved page.

    Examples
    --------
    >>> looks_like_page("story", b"<!DOCTYPE html><html>"), looks_like_page("a.csv", b"id,text")
    (True, False)
    """
    if head.startswith(_GZIP):
        return False
    return name.lower().removesuffix(".gz").endswith(_ENDINGS) or bool(_BEGINS.match(head))


def read_pages(name: str, data: bytes, notes: list[dict[str, Any]]) -> pd.DataFrame:
    """Read one saved page.

    Parameters
    ----------
    name : str
        The file, as the receipt names it.
    data : bytes
        The page.
    notes : list of dict
        The receipt.

    Returns
    -------
    DataFrame
        One row, or none where the page holds no article: `doc_id` (its address), `outlet`,
        `title`, `date`, `text`, `url`, `author`, `section`, `language`, and `host`.

    Raises
    ------
    MissingExtraError
        If the extra 'archives' is not installed.
    """
    found = read_page(data, (name, 1), notes)
    return gather(name, [] if found is None else [(1, found)], notes)


def read_page(
    data: bytes,
    place: tuple[str, object],
    notes: list[dict[str, Any]],
    *,
    charset: str = "",
    address: str = "",
) -> dict[str, str] | None:
    """Read one page, with what its server said of it; nothing where it holds no article."""
    library = import_extra("read_corpus", "lxml.html", "lxml", "archives")
    text = decode(data, charset or declared_charset(data), place, notes)
    # The parser stops at a null, and refuses letters that say they are bytes.
    markup = _XML.sub("", text.replace("\0", "\N{REPLACEMENT CHARACTER}"))
    try:
        root = library.document_fromstring(markup, library.HTMLParser(huge_tree=True))
    except (ValueError, library.etree.LxmlError) as fault:
        reason = f"the page cannot be read ({fault}); it is empty or no HTML"
        say(notes, place, "no page", "dropped", reason, address)
        return None
    about = read_metadata(root, markup, address)
    if about.kind == "front page":
        reason = "its address is the site's own and it does not call itself an article"
        say(notes, place, "front page", "dropped", reason, about.url)
        return None
    body = find_body(root, markup, about)
    paragraphs = body.paragraphs
    if not paragraphs and about.body.strip():
        paragraphs = tuple(line for line in about.body.splitlines() if line.strip())
        reason = "the page shows no article; the text in its JSON-LD is taken"
        say(notes, place, "text from metadata", "marked", reason, about.url)
    if not paragraphs:
        reason = "no paragraphs of an article were found; it may be an index, a video or cut off"
        say(notes, place, "no article on the page", "dropped", reason, about.url)
        return None
    if body.left and body.paragraphs:
        say(notes, place, "beside the article", "dropped", _list(body.left), about.url)
    for doubt in about.doubts:
        say(notes, place, "doubtful page", "marked", doubt, about.url)
    return {
        "doc_id": about.url,
        "outlet": about.outlet,
        "title": about.title,
        "date": about.date,
        "text": "\n\n".join(paragraphs),
        "url": about.url,
        "author": about.author,
        "section": about.section,
        "language": about.language,
        "host": about.host,
    }


def _list(left: dict[str, list[str]]) -> str:
    """Name what was left out: how many of each kind, and how they begin."""
    parts = []
    for kind in sorted(left):
        texts = left[kind]
        begin = [t if len(t) <= _SHOWN_LETTERS else f"{t[:_SHOWN_LETTERS]}…" for t in texts]
        more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
        parts.append(f"{kind} {len(texts)} ({' | '.join(begin[:_SHOWN])}{more})")
    total = sum(map(len, left.values()))
    noun = "paragraph" if total == 1 else "paragraphs"
    return f"{total} {noun} that stood by the article, not of it: {'; '.join(parts)}"
