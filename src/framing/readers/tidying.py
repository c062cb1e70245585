"""Texts strings, dates dates, names without blanks; what is no article is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from framing.readers import ARTICLE_COLUMNS, ROW, SOURCE
from framing.readers.dates import parse_dates
from framing.readers.receipts import note
from framing.readers.strings import as_string, mend

__all__ = ["tidy"]

# Rows that are strings of Python at once, which take twice what the table takes and more.
SLICE = 1_000

_NAMES = ("doc_id", "outlet", "event")
# What nobody sees at the ends of a name: blanks of all kinds, joiners, a byte order mark.
_UNSEEN = re.compile(r"^[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+$")


def tidy(name: str, frame: pd.DataFrame, notes: list[dict[str, Any]]) -> Iterator[pd.DataFrame]:
    """Make texts strings, dates dates, and drop what is no article, slice by slice."""
    if ROW not in frame:
        frame = frame.assign(**{ROW: np.arange(1, len(frame) + 1)})
    for start in range(0, max(len(frame), 1), SLICE):
        part = frame.iloc[start : start + SLICE].reset_index(drop=True)
        part[SOURCE] = mend(name)
        yield _tidy(part, notes)


def _tidy(frame: pd.DataFrame, notes: list[dict[str, Any]]) -> pd.DataFrame:
    known = [column for column in ARTICLE_COLUMNS if column in frame and column != "date"]
    for column in frame.columns.difference([*known, "date", SOURCE, ROW]):
        if frame[column].dtype == object:
            values = [mend(v) if isinstance(v, str) else v for v in frame[column].tolist()]
            frame[column] = pd.Series(values, frame.index, dtype=object).infer_objects()
    broken = np.zeros(len(frame), bool)
    for column in known:
        values = [as_string(value) for value in frame[column].tolist()]
        mended = [mend(value) for value in values]
        broken |= np.array([a is not b for a, b in zip(values, mended, strict=True)], bool)
        frame[column] = pd.array(mended, "str")
    padded = _strip_names(frame)
    if "date" in frame:
        parse_dates(frame, notes)
    ids = frame["doc_id"] if "doc_id" in frame else pd.Series([""] * len(frame), dtype="str")
    for row in np.flatnonzero(broken):
        reason = "half of a surrogate pair, replaced one to one by U+FFFD"
        note(notes, frame.iloc[row], ids.iloc[row], "lone surrogate", "marked", reason)
    blank = frame["text"].str.strip() == ""
    titled = frame["title"].str.strip() != "" if "title" in frame else ~blank
    empty = blank & ~titled
    homeless = (frame["outlet"] == "") & ~empty
    # Collections of headlines have no texts, and a headline is counted on its own.
    alone = blank & titled & ~homeless
    for mask, rule, action, reason in (
        (empty, "empty text", "dropped", "the text holds nothing but blanks"),
        (homeless, "no outlet", "dropped", "the outlet is empty"),
        (alone, "headline alone", "marked", "the text is empty; only the headline is counted"),
    ):
        for row in np.flatnonzero(mask):
            note(notes, frame.iloc[row], ids.iloc[row], rule, action, reason)
    kept = ~empty & ~homeless
    for row in np.flatnonzero(kept):
        if padded[row]:
            reason = f"cut off around {' and '.join(padded[row])}: a blank makes no other name"
            note(notes, frame.iloc[row], ids.iloc[row], "blanks around name", "marked", reason)
    return frame[kept]


def _strip_names(frame: pd.DataFrame) -> list[list[str]]:
    """Cut unseen ends off the names, by which articles are grouped; say of which, row by row."""
    cut: list[list[str]] = [[] for _ in range(len(frame))]
    for column in _NAMES:
        if column not in frame:
            continue
        names = [_UNSEEN.sub("", name) for name in frame[column].tolist()]
        for row, (name, written) in enumerate(zip(names, frame[column].tolist(), strict=True)):
            if name and name != written:
                cut[row].append(column)
        frame[column] = pd.array(names, "str")
    return cut
