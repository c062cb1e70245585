"""Strings of what a cell holds."""

from __future__ import annotations

import re
from math import isnan

import pandas as pd

__all__ = ["as_string", "mend"]


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
