"""The tables behind a validation of sentiment analysis on Dutch economic headlines.

Van Atteveldt, van der Velden and Boukes (2021), The Validity of Sentiment Analysis: Comparing
Manual Annotation, Crowd-Coding, Dictionary Approaches, and Machine Learning Algorithms,
Communication Methods and Measures. Numbers only, no headline.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from framing.datasets.originals import read_rows
from framing.datasets.records import Record
from framing.errors import DatasetError

__all__ = ["ADDED", "arrange", "convert"]

ADDED: tuple[str, ...] = ()
"""Fields of the ready copies that are not in the originals: none."""

_GOLD = ("id", "value")
_PREDICTIONS = (
    "id",
    "method",
    "variable",
    "language",
    "dictionary",
    "value",
    "confidence",
    "repetition",
)


def convert(folder: Path) -> dict[str, list[Record]]:
    """Read the originals below `folder`: stem of a ready copy -> its records.

    Parameters
    ----------
    folder : path
        Holds ``ecosent/data/intermediate`` with `gold.csv` and `combined_predictions.csv`.

    Returns
    -------
    dict
        ``gold`` and ``combined_predictions``, one record per row, cells as they are written
        (``NA`` where there is nothing).

    Raises
    ------
    DatasetError
        If a file is missing, lacks a column, or holds a value that is no number.
    """
    data = folder / "ecosent" / "data" / "intermediate"
    read: dict[str, list[Record]] = {}
    for stem, columns in (("gold", _GOLD), ("combined_predictions", _PREDICTIONS)):
        path = data / f"{stem}.csv"
        rows = read_rows(path, columns)
        for line, row in rows:
            _check_number(f"{path}, line {line}", row["value"])
        read[stem] = [dict(row) for _, row in rows]
    return read


def _check_number(where: str, value: str) -> None:
    try:
        float(value)
    except ValueError as fault:
        raise DatasetError(
            f"{where}: value is {value!r}; a number stands there; "
            "the file is damaged, fetch it again"
        ) from fault


def arrange(records: Mapping[str, Sequence[Record]]) -> dict[str, pd.DataFrame]:
    """Return the records of the ready copies as tables.

    Parameters
    ----------
    records : mapping
        Stem of a ready copy -> its records.

    Returns
    -------
    dict
        `gold`, one row per headline: `id`, `value` (-1 negative, 0 neutral, 1 positive).
        `predictions`, one row per headline and measurement: `id`, `method` (manual, crowd,
        dictionary, ml), `variable`, `language` and `dictionary` ("" where none), `value`,
        `confidence` and `repetition` (missing where none).
    """
    gold = pd.DataFrame(list(records.get("gold", ())), columns=list(_GOLD)).astype("str")
    gold["value"] = gold["value"].astype("int64")
    table = pd.DataFrame(
        list(records.get("combined_predictions", ())), columns=list(_PREDICTIONS)
    ).astype("str")
    for name in ("language", "dictionary"):
        table[name] = table[name].where(table[name] != "NA", "")
    table["value"] = table["value"].astype("float64")
    confidence, repetition = (
        pd.to_numeric(table[name].where(table[name] != "NA"))
        for name in ("confidence", "repetition")
    )
    table["confidence"] = confidence.astype("float64")
    table["repetition"] = repetition.astype("Int64")
    return {"gold": gold, "predictions": table}
