"""What outlets differ in, before and after correction."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.errors import TableError, require_columns, unknown_name
from framing.figures.forest import (
    SMALL,
    draw_forest,
    dress,
    find_limits,
    get_axes,
    height_for,
    place_lines,
    write_beside,
)
from framing.figures.labels import show_value
from framing.figures.looks import PALETTE, Look, give_looks
from framing.figures.tables import ESTIMATE, Point, list_some, plain, to_number, unique

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_correction"]

_NEEDED = ("group", "reference", "method", "measure", "estimate", "conf_low", "conf_high",
           "n_labels", "n_units", "n_docs", "n_clusters", "note")  # fmt: skip
_LOOKS = {
    "raw": Look(PALETTE["grey"], "X", "predictions alone"),
    "labels": Look(PALETTE["black"], "s", "labels alone"),
    "dsl": Look(PALETTE["orange"], "^", "DSL"),
    "ppi": Look(PALETTE["blue"], "o", "PPI++"),
    "rogan_gladen": Look(PALETTE["purple"], "D", "Rogan-Gladen"),
}
_MOST = 30


def plot_correction(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    r"""Draw what outlets have, and how they differ, by the predictions alone and corrected.

    Parameters
    ----------
    table : DataFrame
        What `correct` returned, or some of its rows. Where a column `truth` is there, the true
        value stands as a vertical stroke.
    ax : Axes, optional
        Where to draw; a new figure of fitting size when left out.

    Returns
    -------
    Axes
        Groups above, differences below. Where there is no estimate, the line says why.

    Raises
    ------
    TableError
        If a column is missing, the table is empty, a method is unknown, two rows are for one
        point, or there are more lines than can be read.

    Examples
    --------
    >>> import matplotlib, pandas as pd
    >>> matplotlib.use("Agg")
    >>> row = {"group": "Post", "reference": "", "method": "ppi", "measure": "share"}
    >>> row |= {"estimate": 0.3, "conf_low": 0.2, "conf_high": 0.4, "n_labels": 80}
    >>> row |= {"n_units": 900, "n_docs": 60, "n_clusters": 50, "note": ""}
    >>> ax = plot_correction(pd.DataFrame([row]))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Post\n80 labels, 900 units, 60 articles']
    """
    where = "plot_correction"
    require_columns(where, table.columns, _NEEDED)
    rows: list[dict[str, Any]] = [
        {str(k): v for k, v in row.items()} for row in table.to_dict("records")
    ]
    if not rows:
        raise TableError(f"{where}: the table is empty; there is nothing to draw; pass its rows")
    for row in rows:
        if row["method"] not in _LOOKS:
            raise TableError(unknown_name(where, "method", row["method"], _LOOKS))
    points = [_point(number, row) for number, row in enumerate(rows)]
    _check_points(where, points)
    order = _order(points)
    labels = [_label(line, rows, points) for line in order]
    looks = give_looks((point.series for point in points), _LOOKS)
    truths = _truths(rows, points)
    ax = get_axes(ax, height_for(order, labels, len(looks)))
    limits = find_limits(points, ESTIMATE, truths.values())
    draw_forest(ax, points, order, looks, ESTIMATE, labels=labels, limits=limits)
    _mark_truth(ax, order, truths)
    dress(ax, "Before and after correction", f"{_unit(rows)}; bar: 95% interval", looks, True)
    write_beside(ax, points, order, looks, "estimate [95% interval]")
    return ax


def _point(number: int, row: Mapping[str, Any]) -> Point:
    value, low, high = (to_number(row[name]) for name in ("estimate", "conf_low", "conf_high"))
    line = f"{row['group']}\x1f{row['reference'] if not pd.isna(row['reference']) else ''}"
    return Point(
        row=number, line=line, series=str(row["method"]), estimate=value, low=low, high=high,
        note="" if pd.isna(row["note"]) else plain(row["note"]), docs=to_number(row["n_docs"]),
        events=to_number(row["n_clusters"]), hits=to_number(row["n_labels"]),
        exposure=to_number(row["n_units"]), beside=_beside(value, low, high),
    )  # fmt: skip


def _check_points(where: str, points: Sequence[Point]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for point in points:
        key = (point.line, point.series)
        if key in seen:
            raise TableError(
                f"{where}: rows {seen[key]} and {point.row} of the table are both {_name(key[0])}, "
                f"{key[1]!r}; one point needs one row; narrow the table to one row each"
            )
        seen[key] = point.row
    lines = unique(point.line for point in points)
    if len(lines) > _MOST:
        raise TableError(
            f"{where}: the table would need {len(lines)} lines, more than the {_MOST} that can be "
            f"read ({list_some([_name(line) for line in lines], 3)}); choose some with "
            "table[table['group'].isin([...])]"
        )


def _name(line: str) -> str:
    group, _, reference = line.partition("\x1f")
    return plain(group) + (f" − {plain(reference)}" if reference else "")


def _order(points: Sequence[Point]) -> list[str]:
    """Return groups and then pairs, under headings where there are both."""
    lines = unique(point.line for point in points)
    groups = [line for line in lines if line.endswith("\x1f")]
    pairs = [line for line in lines if not line.endswith("\x1f")]
    return ["# groups", *groups, "# differences", *pairs] if groups and pairs else lines


def _label(line: str, rows: Sequence[Mapping[str, Any]], points: Sequence[Point]) -> str:
    if line.startswith("# "):
        several = {str(row["measure"]) for row in rows} - {"difference"}
        kind = {"share": "shares", "mean": "means"}.get(min(several, default=""), "")
        return kind if line == "# groups" else "differences"
    here = [point for point in points if point.line == line]
    counts = (
        (max(point.hits for point in here), "label"),
        (here[0].exposure, "unit"),
        (here[0].docs, "article"),
    )
    shown = ", ".join(f"{n:,.0f} {noun}{'s' * (n != 1)}" for n, noun in counts)
    return f"{_name(line)}\n{shown}"


def _unit(rows: Sequence[Mapping[str, Any]]) -> str:
    kinds = unique(str(row["measure"]) for row in rows)
    words = {"share": "share of units", "mean": "mean of units", "difference": "difference"}
    return ", or ".join(words.get(kind, kind) for kind in kinds)


def _beside(value: float, low: float, high: float) -> str:
    if math.isnan(value):
        return ""
    shown, *ends = (show_value(round(number, 3) + 0.0, ESTIMATE) for number in (value, low, high))
    return f"{shown} [no interval]" if math.isnan(low) else f"{shown} [{', '.join(ends)}]"


def _truths(rows: Sequence[Mapping[str, Any]], points: Sequence[Point]) -> dict[str, float]:
    found = {
        point.line: to_number(row["truth"])
        for row, point in zip(rows, points, strict=True)
        if "truth" in row
    }
    return {line: value for line, value in found.items() if not math.isnan(value)}


def _mark_truth(ax: Axes, order: Sequence[str], truths: Mapping[str, float]) -> None:
    height, _ = place_lines(order)
    for number, (line, value) in enumerate(truths.items()):
        ends = [height[line] - 0.44, height[line] + 0.44]
        ax.plot([value] * 2, ends, color=PALETTE["green"], linewidth=2.2, zorder=1.5,
                solid_capstyle="butt", gid=f"truth-{number}")  # fmt: skip
    if truths:
        ax.annotate("green stroke: the truth", (1, 1), xycoords="axes fraction", xytext=(-2, 5),
                    textcoords="offset points", fontsize=SMALL, ha="right",
                    annotation_clip=False, gid="truth-key")  # fmt: skip
