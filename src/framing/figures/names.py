"""Which name is chosen, over time, beside the days on which house styles changed."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from framing.errors import TableError, require_columns
from framing.figures.forest import NORMAL, SMALL, dress
from framing.figures.labels import show_count
from framing.figures.looks import PALETTE, Look, give_looks
from framing.figures.tables import Point, list_some, only_one, plain, read_points, unique

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_names_over_time"]

_NEEDED = ("group", "voice", "period", "set", "alternative", "estimate", "conf_low", "conf_high",
           "n_docs", "n_events", "hits", "exposure", "house_style", "note")  # fmt: skip
_CALENDAR = re.compile(r"\d{4}(-\d{2}|Q[1-4])?$")
_STYLE = re.compile(r"(.+: .+) since (\d{4}-\d{2}-\d{2})$")
_MOST = 7
_CROWDED = 16
"""Periods above which counts are written upright."""
_LINE = 0.085
"""Height of a line of writing, in shares."""
_VOICES = {
    "own": "own voice",
    "outlet": "own voice",
    "wording": "the outlet’s wording",
    "all": "all voices",
}


class _Style(NamedTuple):
    text: str
    since: date


def plot_names_over_time(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the share of one name by month, an outlet beside the other, and when styles changed.

    Months without a mention have no point, and no line leads across them. Below the shares stand
    the mentions of any name of the set over the articles they stand in.

    Parameters
    ----------
    table : DataFrame
        What `share_names` returned by month, quarter or year, narrowed to one set, one
        alternative (such as ``(marked)``) and one voice. Articles without a date are left out.
        House styles that began in these months are drawn as lines.
    ax : Axes, optional
        Where to draw; a new figure of fitting size when left out.

    Returns
    -------
    Axes

    Raises
    ------
    TableError
        If a column is missing, the table is empty, holds several sets, alternatives or voices,
        more than seven groups, two rows for one point, or periods that are none of the calendar.

    Examples
    --------
    >>> import matplotlib, pandas as pd
    >>> matplotlib.use("Agg")
    >>> row = {"group": "The Lantern", "voice": "own", "set": "port", "alternative": "Karsk"}
    >>> row |= {"estimate": 0.5, "conf_low": 0.2, "conf_high": 0.8, "n_docs": 4, "n_events": 0}
    >>> row |= {"hits": 4, "exposure": 8, "house_style": "Post: Karsko since 2031-02-11"}
    >>> ax = plot_names_over_time(pd.DataFrame([{**row, "period": "2031-02", "note": ""}]))
    >>> ax.get_title(loc="left")
    '“Karsk” among the names for “port”, own voice'
    """
    where = "plot_names_over_time"
    rows = _read(where, table)
    only = {name: only_one(where, name, rows) for name in ("set", "alternative", "voice")}
    periods = sorted({str(row["period"]) for row in rows})
    points = read_points(where, rows, line="group", series="period")
    looks = give_looks((point.line for point in points), {})
    if len(looks) > _MOST:
        raise TableError(
            f"{where}: seven groups can be told apart; the table holds {len(looks)} "
            f"({list_some(list(looks), 3)}); choose some with table[table['group'].isin([...])]"
        )
    spans = _spans(periods)
    styles = _styles(rows, spans)
    top = 1.03 + _LINE * len(styles)
    bottom = -0.05 - _height(len(spans)) * len(looks)
    ax = _axes(ax, len(spans), top - bottom)
    ax.set_xlim(-0.6, len(spans) - 0.4)
    ax.set_ylim(bottom, top)
    at = {name: number for number, (name, _, _) in enumerate(spans)}
    _draw_points(ax, points, looks, at)
    _write_counts(ax, points, looks, at)
    _draw_styles(ax, styles, spans)
    _dress_axes(ax, looks, spans)
    named = "The marked names" if only["alternative"] == "(marked)" else f"“{only['alternative']}”"
    title = f"{plain(named)} among the names for “{plain(only['set'])}”"
    voice = _VOICES.get(only["voice"], f"{only['voice']} voice")
    of = {4: "year", 6: "quarter"}.get(len(periods[0]), "month")
    unit = f"{of}; height: share of mentions of any of these names, bar: 95% interval"
    dress(ax, f"{title}, {voice}", unit, looks, always=True)
    return ax


def _read(where: str, table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows that have a place in the calendar, which all with a date must have."""
    require_columns(where, table.columns, _NEEDED)
    rows = [
        {**{str(name): value for name, value in row.items()}, "at": at}
        for at, row in enumerate(table.to_dict("records"))
    ]
    dated = [row for row in rows if str(row["period"]) != "(no date)"]
    if not dated:
        raise TableError(
            f"{where}: the table has no row with a date; a figure needs at least one; "
            "see whether a filter before it left nothing"
        )
    kinds = {len(str(row["period"])) for row in dated}
    for row in dated:
        if not _CALENDAR.match(str(row["period"])) or len(kinds) > 1:
            raise TableError(
                f"{where}: the period {str(row['period'])!r} has no place on the axis; it shows "
                "either months, or quarters, or years; make the table with share_names(..., "
                "period='month'), or draw a table of estimate with plot_naming"
            )
    return dated


def _spans(periods: Sequence[str]) -> list[tuple[str, date, date]]:
    """Return every period from the first to the last with its first and last day."""
    freq = {4: "Y", 6: "Q"}.get(len(periods[0]), "M")
    whole = pd.period_range(periods[0], periods[-1], freq=freq)
    return [(str(p), p.start_time.date(), p.end_time.date()) for p in whole]


def _styles(
    rows: Sequence[Mapping[str, Any]], spans: Sequence[tuple[str, date, date]]
) -> list[_Style]:
    """Return the styles that began in the time drawn, those of one day together."""
    parts = unique(part for row in rows for part in str(row["house_style"]).split("; "))
    found: dict[date, list[str]] = {}
    for match in filter(None, map(_STYLE.match, parts)):
        day = date.fromisoformat(match[2])
        if spans[0][1] <= day <= spans[-1][2]:
            found.setdefault(day, []).append(plain(match[1]))
    return [_Style(f"{'; '.join(texts)} ({day})", day) for day, texts in sorted(found.items())]


def _axes(ax: Axes | None, periods: int, units: float) -> Axes:
    if ax is not None:
        return ax
    from matplotlib import pyplot as plt

    width = min(max(8.6, 2.2 + 0.17 * periods), 18.0)
    _, made = plt.subplots(figsize=(width, 1.3 + 2.6 * units), layout="constrained")
    return made


def _draw_points(
    ax: Axes, points: Sequence[Point], looks: Mapping[str, Look], at: Mapping[str, int]
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
            ax.plot([x, x], [point.low, point.high], color=look.colour, linewidth=1.4, alpha=0.75,
                    solid_capstyle="butt", gid=f"whisker-{point.row}", zorder=2)  # fmt: skip
            ax.plot([x], [point.estimate], marker=look.marker, markersize=5, linestyle="none",
                    color=look.colour, clip_on=False, gid=f"point-{point.row}",
                    zorder=3)  # fmt: skip


def _write_counts(
    ax: Axes, points: Sequence[Point], looks: Mapping[str, Look], at: Mapping[str, int]
) -> None:
    """Write below the shares how many mentions in how many articles stand behind each."""
    crowded = len(at) > _CROWDED
    for point in points:
        none = point.exposure == 0
        counts = "0" if none else f"{show_count(point.exposure)}/{show_count(point.docs)}"
        ax.text(
            at[point.series],
            _row_of(point.line, looks, len(at)),
            counts,
            ha="center",
            va="center",
            fontsize=SMALL - 1.0,
            rotation=90 if crowded else 0,
            alpha=0.6 if none else 1.0,
            gid=f"count-{point.row}",
        )


def _height(periods: int) -> float:
    """Return the height of a row of counts, which stand upright where there are many."""
    return 0.16 if periods > _CROWDED else _LINE


def _row_of(group: str, looks: Mapping[str, Look], periods: int) -> float:
    return -0.05 - _height(periods) * (list(looks).index(group) + 0.5)


def _draw_styles(
    ax: Axes, styles: Sequence[_Style], spans: Sequence[tuple[str, date, date]]
) -> None:
    for number, style in enumerate(styles):
        x = next(
            k - 0.5 + (style.since - first).days / ((last - first).days + 1)
            for k, (_, first, last) in enumerate(spans)
            if first <= style.since <= last
        )
        height = 1.03 + _LINE * (len(styles) - number - 0.5)
        left = x <= len(spans) / 2 - 0.5
        ax.plot([x, x], [0, height], color=PALETTE["black"], linewidth=0.9,
                linestyle=(0, (4, 2)), gid=f"style-{number}", zorder=1)  # fmt: skip
        ax.annotate(
            style.text,
            (x, height),
            xytext=(4 if left else -4, 0),
            textcoords="offset points",
            ha="left" if left else "right",
            va="center",
            fontsize=SMALL,
            parse_math=False,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
            gid=f"style-name-{number}",
        )


def _dress_axes(
    ax: Axes, looks: Mapping[str, Look], spans: Sequence[tuple[str, date, date]]
) -> None:
    every = max(1, -(-len(spans) // 14))
    shown = range(0, len(spans), every)
    ax.set_xticks(list(shown), [spans[k][0] for k in shown], fontsize=SMALL)
    heights = [0.0, 0.25, 0.5, 0.75, 1.0]
    rows = [_row_of(group, looks, len(spans)) for group in looks]
    names = [
        f"{textwrap.shorten(plain(group), 28, placeholder=' …')}: mentions/articles"
        for group in looks
    ]
    ax.set_yticks([*heights, *rows], [*(f"{h:.0%}" for h in heights), *names], fontsize=SMALL,
                  parse_math=False)  # fmt: skip
    for row, look in zip(rows, looks.values(), strict=True):
        # Writing in pale colours cannot be read: the marker says whose it is.
        ax.plot([0.0], [row], marker=look.marker, color=look.colour, markersize=5,
                linestyle="none", clip_on=False, transform=ax.get_yaxis_transform())  # fmt: skip
    ax.tick_params(axis="y", length=0, labelsize=NORMAL - 1, pad=7)
    for height in heights:
        ax.axhline(height, color=PALETTE["grey"], alpha=0.3, linewidth=0.6, zorder=0)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
