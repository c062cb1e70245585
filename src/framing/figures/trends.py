"""Rates over time: one outlet beside the other, months without articles left open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from textwrap import shorten
from typing import TYPE_CHECKING

import pandas as pd

from framing.errors import TableError, require_columns
from framing.figures.forest import NORMAL, SMALL, dress
from framing.figures.labels import show_count, title_of
from framing.figures.looks import PALETTE, Look, give_looks
from framing.figures.tables import Point, list_some, only_one, plain, read_points

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_trend"]

_NEEDED = ("category", "estimand", "group", "period", "measure", "estimate", "conf_low",
           "conf_high", "n_docs", "n_events", "hits", "exposure", "note")  # fmt: skip
_MOST = 7
_ROOM = 3.0
"""How many times the highest estimate a whisker may reach before it is cut."""
_NOT_TIME = ("(change)", "(no date)")
_VOICES = {"own": "own voice", "wording": "the outlet’s wording", "all": "all voices"}


def plot_trend(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw rates over time, an outlet beside the other, each with its interval.

    A period without articles has no point, and no line leads across it. Below the axis stand the
    articles behind each point. Whiskers that reach beyond three times the highest rate end in an
    arrow.

    Parameters
    ----------
    table : DataFrame
        What `trend` returned, narrowed to one category and one estimand. Changes and articles
        without a date are left out.
    ax : Axes, optional
        Where to draw; a new figure of fitting size when left out.

    Returns
    -------
    Axes

    Raises
    ------
    TableError
        If a column is missing, the table has no period, holds several categories, estimands or
        measures, more than seven groups or two rows for one point.

    Examples
    --------
    >>> import matplotlib, pandas as pd
    >>> matplotlib.use("Agg")
    >>> row = {"category": "metaphor", "estimand": "own", "group": "The Lantern"}
    >>> row |= {"measure": "rate_per_1000", "estimate": 2.0, "conf_low": 1.0, "conf_high": 4.0}
    >>> row |= {"n_docs": 9, "n_events": 0, "hits": 8, "exposure": 4000, "note": ""}
    >>> ax = plot_trend(pd.DataFrame([row | {"period": "2031-02"}, row | {"period": "2031-03"}]))
    >>> [tick.get_text() for tick in ax.get_xticklabels()]
    ['2031-02', '2031-03']
    """
    where = "plot_trend"
    require_columns(where, table.columns, _NEEDED)
    rows = [
        {**{str(name): value for name, value in row.items()}, "at": at}
        for at, row in enumerate(table.to_dict("records"))
        if str(row["period"]) not in _NOT_TIME
    ]
    if not rows:
        raise TableError(
            f"{where}: the table has no row of a period; a figure needs at least one; pass what "
            "trend() returned, narrowed to one category and estimand"
        )
    only = {name: only_one(where, name, rows) for name in ("category", "estimand", "measure")}
    share = only["measure"] == "share"
    # A period keeps its place in the table: names of days do not sort as time does.
    periods = list(dict.fromkeys(str(row["period"]) for row in rows))
    points = read_points(where, rows, line="group", series="period")
    if share:
        points = [
            replace(p, estimate=100 * p.estimate, low=100 * p.low, high=100 * p.high)
            for p in points
        ]
    looks = give_looks((point.line for point in points), {})
    if len(looks) > _MOST:
        raise TableError(
            f"{where}: seven groups can be told apart; the table holds {len(looks)} "
            f"({list_some(list(looks), 3)}); choose some with table[table['group'].isin([...])]"
        )
    at = {name: number for number, name in enumerate(periods)}
    ax = _axes(ax, len(periods), len(looks))
    known = [p.estimate for p in points if p.estimate == p.estimate]
    whiskers = [p.high for p in points if p.high == p.high]
    top = min(max(whiskers, default=1.0), _ROOM * max(known, default=1.0)) or 1.0
    step = 0.075 * top * (1.6 if len(periods) > 16 else 1.0)
    ax.set_xlim(-0.6, len(periods) - 0.4)
    ax.set_ylim(-step * (len(looks) + 0.4), 1.04 * top)
    _draw(ax, points, looks, at, top)
    _write_counts(ax, points, looks, at, step)
    _dress_axes(ax, looks, periods, top, step, share)
    voice = _VOICES.get(only["estimand"], only["estimand"])
    unit = "share in per cent" if share else "hits per 1,000 words"
    dress(ax, f"{title_of(only['category'])} over time, {voice}",
          f"height: {unit}, bar: 95% interval; below: articles", looks, always=True)  # fmt: skip
    return ax


def _axes(ax: Axes | None, periods: int, groups: int) -> Axes:
    if ax is not None:
        return ax
    from matplotlib import pyplot as plt

    width = min(max(8.6, 2.2 + 0.2 * periods), 18.0)
    _, made = plt.subplots(figsize=(width, 3.9 + 0.22 * groups), layout="constrained")
    return made


def _draw(
    ax: Axes, points: Sequence[Point], looks: Mapping[str, Look], at: Mapping[str, int], top: float
) -> None:
    step = min(0.22, 0.7 / len(looks))
    for number, (group, look) in enumerate(looks.items()):
        aside = (number - (len(looks) - 1) / 2) * step
        mine = sorted((p for p in points if p.line == group), key=lambda p: at[p.series])
        there = [p for p in mine if p.estimate == p.estimate]
        for one, two in pairwise(there):
            if at[two.series] - at[one.series] == 1:
                ends = [at[one.series] + aside, at[two.series] + aside]
                ax.plot(ends, [one.estimate, two.estimate], color=look.colour, linewidth=0.9,
                        alpha=0.45, zorder=1.5)  # fmt: skip
        for point in there:
            x = at[point.series] + aside
            if point.low == point.low:
                ax.plot([x, x], [max(point.low, 0.0), min(point.high, top)], color=look.colour,
                        linewidth=1.4, alpha=0.75, solid_capstyle="butt",
                        gid=f"whisker-{point.row}", zorder=2)  # fmt: skip
            if point.high > top:
                ax.plot([x], [top], marker="^", color=look.colour, markersize=5)
            ax.plot([x], [point.estimate], marker=look.marker, markersize=5, linestyle="none",
                    color=look.colour, clip_on=False, gid=f"point-{point.row}",
                    zorder=3)  # fmt: skip


def _write_counts(
    ax: Axes, points: Sequence[Point], looks: Mapping[str, Look], at: Mapping[str, int],
    step: float,
) -> None:  # fmt: skip
    order = list(looks)
    for point in points:
        ax.text(at[point.series], -step * (order.index(point.line) + 0.7), show_count(point.docs),
                ha="center", va="center", fontsize=SMALL - 1.0,
                rotation=90 if len(at) > 24 else 0, alpha=1.0 if point.docs else 0.6,
                gid=f"count-{point.row}")  # fmt: skip


def _dress_axes(
    ax: Axes, looks: Mapping[str, Look], periods: Sequence[str], top: float, step: float,
    share: bool,
) -> None:  # fmt: skip
    from matplotlib.ticker import MaxNLocator

    every = max(1, -(-len(periods) // 14)) if len(periods[0]) < 12 else 1
    shown = range(0, len(periods), every)
    ax.set_xticks(list(shown), [periods[k] for k in shown], fontsize=SMALL)
    heights = [h for h in MaxNLocator(5).tick_values(0, top) if 0 <= h <= 1.04 * top]
    rows = [-step * (number + 0.7) for number in range(len(looks))]
    names = [f"{shorten(plain(group), 28, placeholder=' …')}: articles" for group in looks]
    written = [f"{h:g} %" if share else f"{h:g}" for h in heights]
    ax.set_yticks([*heights, *rows], [*written, *names], fontsize=SMALL, parse_math=False)
    for row, look in zip(rows, looks.values(), strict=True):
        # Numbers in pale colours cannot be read: the marker says whose they are.
        ax.plot([0.0], [row], marker=look.marker, color=look.colour, markersize=5,
                linestyle="none", clip_on=False, transform=ax.get_yaxis_transform())  # fmt: skip
    ax.tick_params(axis="y", length=0, labelsize=NORMAL - 1, pad=7)
    for height in heights:
        ax.axhline(height, color=PALETTE["grey"], alpha=0.3, linewidth=0.6, zorder=0)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
