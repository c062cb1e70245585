"""Who holds the floor."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from framing.figures.forest import (
    NORMAL,
    SMALL,
    draw_forest,
    get_axes,
    set_lines,
    set_ticks,
    set_title,
    write_footnotes,
)
from framing.figures.labels import line_labels
from framing.figures.looks import VOICES, Look, give_looks
from framing.figures.tables import SHARE, of_kind, rank_lines, read_points, read_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_voices"]


def plot_voices(estimates: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw who holds the floor: the share of words that each voice has, by outlet.

    A stacked bar shows the whole; one panel per voice beside it shows each share with its
    interval, on a scale of its own so that small voices can be read too.

    Parameters
    ----------
    estimates : DataFrame
        What `estimate` returned for the categories ``floor:outlet``, ``floor:quoted``, ...
        (shares between 0 and 1); of several estimands ``all`` is drawn.
    ax : Axes, optional
        Where to draw; a new figure of fitting size when left out.

    Returns
    -------
    Axes
        The Axes that hold the title; the panels are its ``child_axes``, the bars first.

    Raises
    ------
    TableError
        If a column is missing, there is no ``floor:`` category, or two rows for one point.

    Examples
    --------
    >>> import matplotlib, pandas as pd
    >>> matplotlib.use("Agg")
    >>> row = {"group": "The Lantern", "estimand": "all", "measure": "share"}
    >>> row |= {"n_docs": 20, "n_events": 5, "exposure": 9000, "note": ""}
    >>> table = pd.DataFrame([row, row])
    >>> table["category"], table["hits"] = ["floor:outlet", "floor:quoted"], [6300, 2700]
    >>> table["estimate"] = [0.7, 0.3]
    >>> table["conf_low"], table["conf_high"] = [0.6, 0.2], [0.8, 0.4]
    >>> ax = plot_voices(table)
    >>> len(ax.child_axes)
    3
    """
    where = "plot_voices"
    rows = of_kind(where, read_rows(where, estimates), "floor:", "all")
    for row in rows:
        row["voice"] = str(row["category"]).removeprefix("floor:")
    points = read_points(where, rows, line="group", series="voice")
    looks = give_looks((p.series for p in points), VOICES)
    order = rank_lines(points, next(iter(looks)))
    labels = line_labels(points, order)
    tall = max(label.count("\n") + 1 for label in labels)
    ax = get_axes(ax, 1.5 + len(order) * max(0.42, 0.155 * tall + 0.1), width=10.5)
    ax.set_axis_off()
    set_title(ax, "Who holds the floor: share of words by voice; bar: 95% interval", pad=44)
    notes: list[str] = []
    share = 0.3
    panel = (1 - share) / len(looks)
    bars = ax.inset_axes((0, 0, share, 1))
    set_lines(bars, order, labels)
    left = dict.fromkeys(order, 0.0)
    for voice, look in looks.items():
        for point in points:
            if point.series == voice and not math.isnan(point.estimate):
                bars.barh(
                    order.index(point.line),
                    point.estimate,
                    left=left[point.line],
                    height=0.56,
                    color=look.colour,
                    hatch=look.hatch,
                    edgecolor="white",
                    linewidth=0.6,
                    gid=f"bar-{point.row}",
                )
                left[point.line] += point.estimate
    bars.set_xlim(0, 1)
    set_ticks(bars, SHARE, few=True)
    _voice_legend(bars, looks)
    for number, (voice, look) in enumerate(looks.items()):
        here = [p for p in points if p.series == voice]
        small = ax.inset_axes((share + number * panel + 0.035, 0, panel - 0.035, 1))
        draw_forest(small, here, order, {voice: look}, SHARE, labels=labels, notes=notes)
        small.set_yticks([])
        small.set_title(look.name, loc="left", fontsize=NORMAL, parse_math=False)
    write_footnotes(ax, notes, drop=26)
    return ax


def _voice_legend(ax: Axes, looks: Mapping[str, Look]) -> None:
    from matplotlib.patches import Patch

    ax.legend(
        handles=[
            Patch(facecolor=k.colour, hatch=k.hatch, edgecolor="white", linewidth=0.6)
            for k in looks.values()
        ],
        labels=[look.name for look in looks.values()],
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=3,
        frameon=False,
        fontsize=SMALL,
        borderaxespad=0.2,
        columnspacing=1.2,
        handletextpad=0.5,
    )
