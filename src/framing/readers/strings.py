"""Strings of what a cell holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isnan
from typing import Any

import pandas as pd

__all__ = ["as_string", "each", "mend"]


def as_string(value: object) -> str:
    """Return a cell as a string; what is missing is empty."""
    if isinstance(value, str):
        return value
    if (
        value is None
        or value is pd.NA
        or value is pd.NaT
        or (isinstance(value, float) and isnan(value))
    ):
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return str(value)


def mend(text: str) -> str:
    """Return the text itself, or a copy without lone surrogates, which no file could hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text)
    return text


def each(column: pd.Series[Any]) -> Iterator[Any]:
    """Give the values one by one; never all texts at once as objects, which are twice as large."""
    for start in range(0, len(column), 1000):
        yield from column.iloc[start : start + 1000].tolist()
