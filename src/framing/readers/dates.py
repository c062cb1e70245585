"""Whole, unambiguous dates; anything else is missing and in the receipt."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pandas as pd

from framing.readers.receipts import note
from framing.readers.strings import as_string

__all__ = ["parse_dates"]

# In English: strptime would take the names from the system's language.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_DAYS = "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?|r)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"  # noqa: E501
_ZONE = r"(?: ?(?:z|utc|gmt|[a-z]{2,4}t|[+-]\d{2}(?::?\d{2})?|\([a-z]{3,4}\)))*"
_TIME = rf"(?:,? (?:at )?\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?: ?[ap]\.?m\.?)?{_ZONE})?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})\.?"
_WRITTEN = [
    re.compile(rf"(?:(?:{_DAYS})\.?,? )?{form}{_TIME}(?:,? \(?(?:{_DAYS})\)?)?{_TIME}", re.ASCII)
    for form in (
        rf"{_DAY} (?:of )?{_MONTH},? (?P<year>\d{{4}})",
        rf"{_MONTH} {_DAY},? (?P<year>\d{{4}})",
        rf"{_DAY}[-/]{_MONTH}[-/](?P<year>\d{{4}})",
    )
]
# The year first: nobody writes the day after it. Eight digits, not fewer: 203111 is a month too.
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?P<sep>[-/._]?)(?P<month>\d{2})(?P=sep)(?P<day>\d{2})"
    rf"(?:[t ]\d{{2}}(?::?\d{{2}}(?::?\d{{2}}(?:[.,]\d+)?)?)?{_ZONE})?",
    re.ASCII,
)


def _parse_date(value: object) -> pd.Timestamp | None:
    """Read a whole, unambiguous date; anything else is missing."""
    if isinstance(value, pd.Timestamp) or hasattr(value, "isoformat"):
        value = value.isoformat()
    text = " ".join(as_string(value).split()).lower()
    found = _YEAR_FIRST.fullmatch(text) or next(
        filter(None, (f.fullmatch(text) for f in _WRITTEN)), None
    )
    if found is None:
        return None
    month = _MONTHS.get(found["month"]) or int(found["month"])
    try:
        # What no calendar has, such as 30 February, is missing too.
        return pd.Timestamp(date(int(found["year"]), month, int(found["day"])))
    except ValueError:
        return None


def parse_dates(frame: pd.DataFrame, notes: list[dict[str, Any]]) -> None:
    """Read the column `date`; keep it as it was written in `date_raw`."""
    written = frame["date"].tolist()
    raw = [as_string(value).strip() for value in written]
    cache = {text: _parse_date(value) for text, value in zip(raw, written, strict=True)}
    dates = [cache[text] for text in raw]
    if "date_raw" not in frame:
        frame["date_raw"] = pd.array(raw, "str")
    ids = frame["doc_id"].tolist() if "doc_id" in frame else [""] * len(frame)
    for row, (text, day) in enumerate(zip(raw, dates, strict=True)):
        if text and day is None:
            reason = f"{text!r} is not one whole, unambiguous date; left missing"
            note(notes, frame.iloc[row], ids[row], "date not read", "marked", reason)
    frame["date"] = pd.Series(
        pd.to_datetime(pd.Series(dates)).to_numpy("datetime64[s]"), index=frame.index
    )
