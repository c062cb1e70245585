"""A table, read and checked, as points ready to be drawn."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from framing.errors import TableError, require_columns

_COLUMNS = [
    "category",
    "estimand",
    "group",
    "measure",
    "estimate",
    "conf_low",
    "conf_high",
    "n_docs",
    "n_events",
    "hits",
    "exposure",
    "note",
]


_UNSEEN = (
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
RATE, SHARE, RATIO, DIFFERENCE = "rate", "share", "ratio", "difference"
ESTIMATE = "estimate"
"""Shares or means on one axis with their differences."""


@dataclass(frozen=True)
class Point:
    """One row of a table, ready to be drawn."""

    row: int
    line: str
    series: str
    estimate: float
    low: float
    high: float
    note: str
    docs: float
    events: float
    hits: float
    exposure: float
    hollow: bool = False
    beside: str = ""


def read_rows(where: str, table: pd.DataFrame, *more: str) -> list[dict[str, Any]]:
    """Return the rows, each with its position `at` in the table, if all columns are there."""
    require_columns(where, table.columns, [*_COLUMNS, *more])
    if table.empty:
        raise TableError(
            f"{where}: the table is empty; a figure needs at least one row; "
            "see whether a filter before it left nothing"
        )
    return [
        {**{str(name): value for name, value in row.items()}, "at": at}
        for at, row in enumerate(table.to_dict("records"))
    ]


def read_points(
    where: str, rows: Sequence[Mapping[str, Any]], *, line: str, series: str
) -> list[Point]:
    """Return a point for each row; `line` and `series` name the columns that say where it goes."""
    points = []
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        at, on, of = int(row["at"]), str(row[line]), str(row[series])
        if (on, of) in seen:
            raise TableError(
                f"{where}: rows {seen[on, of]} and {at} of the table are both {plain(on)!r}, "
                f"{of!r}; one point needs one row; narrow the table to one row each"
            )
        seen[on, of] = at

        def cell(column: str, row: Mapping[str, Any] = row) -> float:
            return to_number(row[column], f"{where}, row {row['at']}, column {column!r}")

        points.append(
            Point(
                row=at,
                line=on,
                series=of,
                estimate=cell("estimate"),
                low=cell("conf_low"),
                high=cell("conf_high"),
                note="" if pd.isna(row["note"]) else plain(row["note"]),
                docs=cell("n_docs"),
                events=cell("n_events"),
                hits=cell("hits"),
                exposure=cell("exposure"),
            )
        )
    return points


def to_number(value: Any, where: str = "") -> float:
    """Return a cell as a float, missing as NaN."""
    if pd.isna(value):
        return math.nan
    try:
        return float(value)
    except (TypeError, ValueError):
        raise TableError(
            f"{where}: a number is needed; there is {value!r}; pass the table as the verb "
            "before it returned it"
        ) from None


def only_one(where: str, column: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """Return the one value of a column; several are an error that names them."""
    values = unique(str(row[column]) for row in rows)
    if len(values) > 1:
        plural = {"category": "categories"}.get(column, f"{column}s")
        raise TableError(
            f"{where}: one Axes shows one {column}; the table holds {len(values)} {plural} "
            f"({list_some(values)}); choose one, e.g. table[table[{column!r}] == {values[0]!r}]"
        )
    return values[0]


def of_kind(
    where: str, rows: list[dict[str, Any]], prefix: str, estimand: str
) -> list[dict[str, Any]]:
    """Keep the rows of one kind of category, and of one estimand where there are several."""
    kept = [row for row in rows if str(row["category"]).startswith(prefix)]
    if not kept:
        raise TableError(
            f"{where}: no category of the table begins with {prefix!r}; it holds "
            f"{list_some(unique(str(row['category']) for row in rows))}; "
            f"pass the estimates of the {prefix} categories"
        )
    scale_of_estimates(where, kept)
    estimands = unique(str(row["estimand"]) for row in kept)
    if estimand in estimands:
        return [row for row in kept if str(row["estimand"]) == estimand]
    only_one(where, "estimand", kept)
    return kept


def scale_of_estimates(where: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """Say whether the rows are rates or shares."""
    measure = only_one(where, "measure", rows)
    if measure not in ("rate_per_1000", "share"):
        raise TableError(
            f"{where}: it draws estimates (measure rate_per_1000 or share); the table's measure "
            f"is {measure!r}; pass what estimate() returned, or use plot_contrasts"
        )
    return RATE if measure == "rate_per_1000" else SHARE


def rank_lines(points: Sequence[Point], lead: str | None) -> list[str]:
    """Return the lines, highest first by the leading series; those without a value come last."""
    best: dict[str, float] = {}
    for point in points:
        best.setdefault(point.line, -math.inf)
        if (lead is None or point.series == lead) and not math.isnan(point.estimate):
            best[point.line] = point.estimate
    return sorted(best, key=lambda line: (-best[line], line))


def has_value(points: Iterable[Point], line: str) -> bool:
    """Say whether a line has an estimate at all."""
    return any(p.line == line and not math.isnan(p.estimate) for p in points)


def unique(values: Iterable[str]) -> list[str]:
    """Return the values once each, in the order they come."""
    return list(dict.fromkeys(values))


def list_some(values: Sequence[str], most: int = 12) -> str:
    """Name the values, the first ones where they are many."""
    shown = ", ".join(values[:most])
    return f"{shown} and {len(values) - most} more" if len(values) > most else shown


def plain(text: object) -> str:
    """One line, without control characters (they have no glyph)."""
    return " ".join(re.sub(_UNSEEN, " ", str(text)).split())
