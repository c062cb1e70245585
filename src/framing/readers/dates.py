"""Whole, unambiguous dates; anything else is missing and in the receipt."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pandas as pd

from framing.readers.receipts import note
from framing.readers.strings import as_string

__all__ = ["parse_dates"]

_WRITTEN_DATES = (
    "%d %B %Y",
    "%B %d, %Y",
    "%d %b %Y",
    "%b %d, %Y",
    "%Y/%m/%d",
)


def _parse_date(value: object) -> pd.Timestamp | None:
    """Read a whole, unambiguous date; anything else is missing."""
    if isinstance(value, pd.Timestamp) or hasattr(value, "isoformat"):
        value = value.isoformat()
    text = as_string(value).strip()
    # Eight digits, not fewer: 203111 is a month as well as a day.
    iso = re.match(r"(\d{4}-\d{2}-\d{2})(?:$|[T ]\d{2}:)|(\d{8})$", text, re.ASCII)
    try:
        if iso:
            return pd.Timestamp(iso.group(1) or iso.group(2))
        for form in _WRITTEN_DATES:
            try:
                # Not pandas: it reads "today" as this day whatever the form.
                return pd.Timestamp(datetime.strptime(text, form))
            except ValueError:
                continue
    except ValueError:
        return None
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
    for row, (text, date) in enumerate(zip(raw, dates, strict=True)):
        if text and date is None:
            reason = f"{text!r} is not one whole, unambiguous date; left missing"
            note(notes, frame.iloc[row], ids[row], "date not read", "marked", reason)
    frame["date"] = pd.Series(
        pd.to_datetime(pd.Series(dates)).to_numpy("datetime64[s]"), index=frame.index
    )
