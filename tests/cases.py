"""The notation of the tests: the expectation stands in the text, between ‹ and ›."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
from hypothesis import strategies as st

from framing import Corpus, Lexicon, read_corpus, read_lexicon
from framing.lexicon import TERM_COLUMNS
from framing.matching import find_hits
from framing.words import WordIndex

__all__ = ["HOSTILE", "article", "book", "marked", "plain", "says", "words_found"]

HOSTILE = st.lists(
    st.sampled_from(
        [
            *"aAbs09 .,-'\n\r\t\x00\x1c",
            "\u2028",
            "\u2029",
            "\u200b",
            "\u200d",
            "\u00a0",
            "\u00ad",
            "’",
            "“",
            "”",
            "‘",
            "İ",
            "ß",
            "ﬁ",
            "é",
            "e\u0301",
            "\u0301",
            "🕊",
            "👩\u200d🚀",
            "\ufeff",
            "ل",
            "א",
            "\u202e",
            "中",
            "ʼ",
            "‑",
            "\x85",
            "\r\n",
            "\n\n",
            " said ",
            "Mara Dolen ",
            "reckless ",
            "so-called ",
            "Read more: ",
            "Russia’s ",
        ]
    ),
    max_size=40,
).map("".join)
"""Texts of what tends to break offsets: marks, joiners, line ends of all kinds, other scripts."""


def book(folder: Path, *rows: dict[str, str]) -> Lexicon:
    """Return a codebook of the rows, each a mapping of the columns that are not empty."""
    path = folder / "mine.csv"
    lines = [",".join(row.get(column, "") for column in TERM_COLUMNS) for row in rows]
    path.write_text("\n".join([",".join(TERM_COLUMNS), *lines]) + "\n", encoding="utf-8")
    return read_lexicon(path)


def plain(case: str) -> str:
    """Return a case without its marks."""
    return re.sub("[‹›]", "", case)


def marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text with marks around the spans."""
    for start, end in sorted(set(spans), reverse=True):
        text = f"{text[:start]}‹{text[start:end]}›{text[end:]}"
    return text


def words_found(text: str, lexicon: Lexicon) -> str:
    """Return a text with marks around every hit of a codebook."""
    index = WordIndex([text])
    hits = find_hits(index, lexicon)
    return marked(text, [(int(index.starts[h.first]), int(index.ends[h.last])) for h in hits])


def article(text: str, **columns: str) -> Corpus:
    """Return a corpus of one article."""
    return read_corpus(
        pd.DataFrame(
            {"doc_id": ["one"], "outlet": ["Post"], "text": [text]}
            | {name: [value] for name, value in columns.items()}
        )
    )


def says(fault: object, expected: str) -> bool:
    """Say whether a message is the expected one, in which … stands for a library's own words."""
    pattern = ".*".join(re.escape(part) for part in expected.split("…"))
    assert re.fullmatch(pattern, str(fault), re.DOTALL), f"\n{fault}\nis not\n{expected}"
    return True
