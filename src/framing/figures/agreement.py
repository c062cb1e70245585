"""How far coders agree, part by part."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.errors import TableError, require_columns
from framing.figures.forest import (
    SMALL,
    draw_forest,
    dress,
    get_axes,
    height_for,
    place_lines,
    write_beside,
)
from framing.figures.looks import PALETTE, give_looks
from framing.figures.tables import RATE, Point, plain, to_number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_agreement"]

_NEEDED = ("variable", "label", "measure", "by", "group", "n_units", "n_coders", "alpha",
           "alpha_low", "alpha_high", "note")  # fmt: skip
_BARS = ((0.667, "tentative"), (0.8, "reliable"))
"""Krippendorff's (2004) conventions."""
_UNIT = "Krippendorff’s alpha (0: chance, 1: perfect); bar: 95% interval"


def plot_agreement(agreement: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    r"""Draw Krippendorff's alpha with its interval, for all units and for every part of them.

    Parameters
    ----------
    agreement : DataFrame
        What `agree` returned, or some of its rows.
    ax : Axes, optional
        Where to draw; a new figure of fitting size when left out.

    Returns
    -------
    Axes
        Vertical lines stand at .667 and .8, Krippendorff's (2004) conventions for conclusions
        that are tentative and reliable. Where alpha is undefined the line says so.

    Raises
    ------
    TableError
        If a column is missing or the table is empty.

    Examples
    --------
    >>> import matplotlib, pandas as pd
    >>> matplotlib.use("Agg")
    >>> row = {"variable": "hit", "label": "", "measure": "alpha", "by": "", "group": ""}
    >>> row |= {"n_units": 40, "n_coders": 2, "note": ""}
    >>> row |= {"alpha": 0.8, "alpha_low": 0.6, "alpha_high": 0.9}
    >>> ax = plot_agreement(pd.DataFrame([row]))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['hit: all\n40 units, 2 coders']
    """
    where = "plot_agreement"
    require_columns(where, agreement.columns, _NEEDED)
    rows: list[dict[str, Any]] = [
        {str(k): v for k, v in row.items()} for row in agreement.to_dict("records")
    ]
    if not rows:
        raise TableError(f"{where}: the table is empty; there is nothing to draw; pass its rows")
    order, labels, line_of = _lines(rows)
    points = [_point(number, row, line_of[number]) for number, row in enumerate(rows)]
    looks = give_looks((point.series for point in points), {})
    ax = get_axes(ax, height_for(order, labels, len(looks)))
    seen = [v for p in points for v in (p.estimate, p.low) if math.isfinite(v)]
    limits = (min(0.0, max(-1.0, min(seen, default=0.0))), 1.0, False, False)
    draw_forest(ax, points, order, looks, RATE, labels=labels, limits=limits)
    _, edges = place_lines(order)
    for place, name in _BARS:
        ax.axvline(place, color=PALETTE["grey"], linewidth=1, linestyle=(0, (4, 3)), zorder=0)
        ax.annotate(name, (place, edges[0]), xytext=(0, 2), textcoords="offset points",
                    fontsize=SMALL, alpha=0.75, ha="center", annotation_clip=False)  # fmt: skip
    dress(ax, "Agreement of coders", _UNIT, looks)
    write_beside(ax, points, order, looks, "alpha [95% interval]")
    return ax


def _point(number: int, row: Mapping[str, Any], line: str) -> Point:
    value, low, high = (to_number(row[name]) for name in ("alpha", "alpha_low", "alpha_high"))
    beside = "undefined"
    if math.isfinite(value):
        whole = math.isfinite(low) and math.isfinite(high)
        beside = f"{value:.2f} [{low:.2f}, {high:.2f}]" if whole else f"{value:.2f} [no interval]"
    units = to_number(row["n_units"])
    return Point(
        row=number, line=line, series=str(row["measure"]), estimate=value, low=low, high=high,
        note="", docs=units, events=0, hits=units, exposure=units, hollow=False, beside=beside,
    )  # fmt: skip


def _lines(rows: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[str], list[str]]:
    """Return the lines from the top with their labels, and the line of every row."""
    order: list[str] = []
    labels: list[str] = []
    line_of: list[str] = []
    several = len({str(row["variable"]) for row in rows}) > 1
    for row in rows:
        variable, by = str(row["variable"]), str(row["by"])
        heading = f"# {variable}, by {by}" if several and by else f"# by {by}"
        if by and heading not in order:
            order.append(heading)
            labels.append(plain(heading.removeprefix("# ")))
        label = f", {row['label']}" if str(row["label"]) else ""
        name = str(row["group"]) if by else f"{variable}: all"
        line = "\x1f".join([variable, by, str(row["group"]), str(row["label"])])
        if line not in order:
            order.append(line)
            units, coders = int(row["n_units"]), int(row["n_coders"])
            counted = f"{units:,} unit{'s' * (units != 1)}, {coders} coder{'s' * (coders != 1)}"
            labels.append(f"{plain(name + label)}\n{counted}")
        line_of.append(line)
    return order, labels, line_of
