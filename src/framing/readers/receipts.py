"""The receipt: one row per thing dropped, marked or doubted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from framing.columns import RECEIPT_COLUMNS
from framing.readers import ROW, SOURCE
from framing.readers.strings import mend

__all__ = ["count_notes", "note", "note_place"]


def note(
    notes: list[dict[str, Any]],
    row: pd.Series[Any],
    doc_id: str,
    rule: str,
    action: str,
    reason: str,
) -> None:
    """Add what was done with a row, and why."""
    # A file's name may hold bytes that are no letters.
    values = (*(mend(str(row[name])) for name in (SOURCE, ROW)), doc_id, rule, action, reason)
    notes.append(dict(zip(RECEIPT_COLUMNS, values, strict=True)))


def note_place(
    notes: list[dict[str, Any]], source: str, row: object, rule: str, action: str, reason: str
) -> None:
    """Add what was done with a file, or with a record that has become no row."""
    note(notes, pd.Series({SOURCE: source, ROW: row}), "", rule, action, reason)


def count_notes(notes: Sequence[Mapping[str, Any]]) -> str:
    """Say how often each rule was applied."""
    rules = pd.Series([f"{item['rule']} ({item['action']})" for item in notes], dtype="str")
    counts = rules.value_counts().sort_index()
    return ", ".join(f"{rule}: {count}" for rule, count in counts.items()) or "nothing was dropped"
