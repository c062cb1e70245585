"""What every reader of archives gives back: rows of strings, ids that name one document each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from framing.readers import ROW, SOURCE
from framing.readers.receipts import note

__all__ = ["gather", "note_length", "say"]

_FIRST = ("doc_id", "outlet", "title", "date", "text")
_ENOUGH = 0.6


def say(
    notes: list[dict[str, Any]],
    place: tuple[str, object],
    rule: str,
    action: str,
    reason: str,
    doc_id: str = "",
) -> None:
    """Add what was done with the document at a place: the file's name, and the number in it."""
    source, row = place
    note(notes, pd.Series({SOURCE: source, ROW: row}), doc_id, rule, action, reason)


def gather(
    name: str, rows: Sequence[tuple[object, Mapping[str, str]]], notes: list[dict[str, Any]]
) -> pd.DataFrame:
    """Make the documents of one file a table of strings.

    Parameters
    ----------
    name : str
        The file, as the receipt names it.
    rows : sequence of (place, document)
        Where each stands in the file, and its columns.
    notes : list of dict
        The receipt: documents that come twice, ids given twice, dates missing.

    Returns
    -------
    DataFrame
        `doc_id` (empty where the document has none), `outlet`, `title`, `date`, `text` and what
        else there is, all strings.

    Examples
    --------
    >>> found = [(1, {"doc_id": "A", "title": "Talks fail", "date": "4 March 2031"})]
    >>> gather("export.rtf", found, []).loc[0, ["doc_id", "outlet", "title"]].tolist()
    ['A', '', 'Talks fail']
    """
    kept: list[Mapping[str, str]] = []
    places: list[object] = []
    first: dict[str, Mapping[str, str]] = {}
    for place, row in rows:
        doc_id = row.get("doc_id", "")
        where = (name, place)
        if doc_id and doc_id in first:
            if _content(first[doc_id]) == _content(row):
                reason = f"the id {doc_id!r} was there before with the same outlet, title and text"
                say(notes, where, "repeated document", "dropped", reason, doc_id)
                continue
            reason = (
                f"the id {doc_id!r} was there before with another text; both are kept, this one "
                "with an id made from its content"
            )
            say(notes, where, "id given twice", "marked", reason, doc_id)
            row = {**row, "doc_id": ""}
        elif doc_id:
            first[doc_id] = row
        if not row.get("date", ""):
            reason = "it names no date of its own; left missing"
            say(notes, where, "no date", "marked", reason, doc_id)
        kept.append(row)
        places.append(place)
    names = list(dict.fromkeys([*_FIRST, *(key for row in kept for key in row)]))
    columns = {key: [row.get(key, "") for row in kept] for key in names}
    frame = pd.DataFrame({key: pd.array(values, "str") for key, values in columns.items()})
    # The receipt names a document by its number in the file, also where others were dropped.
    return frame.assign(**{ROW: pd.array([str(place) for place in places], "str")})


def _content(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row.get(key, "") for key in ("outlet", "title", "date", "text"))


def note_length(
    notes: list[dict[str, Any]], place: tuple[str, object], text: str, stated: str
) -> None:
    """Doubt a text that has far fewer words than its archive says."""
    digits = "".join(re.findall(r"\d", stated.partition(" ")[0]))
    said, have = int(digits or 0), len(text.split())
    if have < _ENOUGH * said:
        reason = f"it says {said} words and has {have}; a part of the text may be missing"
        say(notes, place, "shorter than stated", "marked", reason)
