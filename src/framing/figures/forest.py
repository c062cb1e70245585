"""Dots and whiskers, one line each: what most figures are made of."""

from __future__ import annotations

import itertools
import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from framing.figures.labels import note_mark, show_value
from framing.figures.looks import PALETTE, Look
from framing.figures.tables import ESTIMATE, RATE, RATIO, SHARE, Point

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SMALL, NORMAL, _LARGE = 8.0, 9.0, 11.0
_MOST_NOTES = 12
_CROWDED = 16
"""Lines above which they stand closer."""


def place_lines(order: Sequence[str]) -> tuple[dict[str, float], list[float]]:
    """Return where each line stands and the edges between them, from the top; headings are low."""
    edges = [-0.5]
    for line in order:
        edges.append(edges[-1] + (0.5 if line.startswith("# ") else 1.0))
    middles = [(a + b) / 2 for a, b in itertools.pairwise(edges)]
    return dict(zip(order, middles, strict=True)), edges


def height_for(order: Sequence[str], labels: Sequence[str], series: int) -> float:
    """Return the height in inches that lets every line breathe, many of them less."""
    tall = max(label.count("\n") + 1 for label in labels)
    # A taller figure is made smaller on paper, and its writing with it.
    each = 0.22 if len(order) <= _CROWDED else 0.17
    return 1.35 + (place_lines(order)[1][-1] + 0.5) * max(each * series + 0.14, 0.155 * tall + 0.14)


def get_axes(ax: Axes | None, height: float, width: float = 8.6) -> Axes:
    """Return the Axes given, or those of a new figure of this size in inches."""
    if ax is not None:
        return ax
    from matplotlib import pyplot as plt

    _, made = plt.subplots(figsize=(width, height), layout="constrained")
    return made


def find_limits(
    points: Iterable[Point], scale: str, also: Iterable[float] = ()
) -> tuple[float, float, bool, bool]:
    """Return where whiskers end, left and right, and whether some are cut there.

    Estimates are never cut off; a whisker is when it would press everything else together.
    """
    points = list(points)
    see = [math.log(v) for v in also if v > 0] if scale == RATIO else [*also]
    inner = [v for v in (_place(p.estimate, scale) for p in points) if math.isfinite(v)]
    inner += [v for v in see if math.isfinite(v)]
    outer = [_place(v, scale) for p in points for v in (p.low, p.high)]
    outer = [v for v in outer if not math.isnan(v)]
    # Three times as far as the farthest estimate, and never so near that usual whiskers are cut.
    usual = sorted(abs(v) for v in outer if 0 < abs(v) < math.inf)
    reach = 3.0 * max((abs(v) for v in inner), default=0.0)
    reach = max(reach, 2.5 * usual[(len(usual) - 1) // 2]) if usual else reach or 1.0
    seen = [*inner, *(v for v in outer if abs(v) <= reach), 0.0]
    low, high = min(seen), max(seen)
    if scale == SHARE:
        high = min(max(high, 0.01), 1.0)
    outer += [_place(p.estimate, scale) for p in points if not math.isnan(p.estimate)]
    cut_low, cut_high = any(v < low for v in outer), any(v > high for v in outer)
    if low == high:
        low, high = (0.0 if scale in (RATE, SHARE) else -1.0), 1.0
    span = high - low
    return low - 0.1 * span * cut_low, high + 0.1 * span * cut_high, cut_low, cut_high


def _place(value: float, scale: str) -> float:
    """Return where a value stands on its axis: ratios are laid out by their logarithm."""
    if scale != RATIO or math.isnan(value):
        return value
    return math.log(value) if value > 0 else -math.inf


def set_lines(ax: Axes, order: Sequence[str], labels: Sequence[str]) -> None:
    """Write the names of the lines."""
    height, edges = place_lines(order)
    ax.set_ylim(edges[-1], edges[0])
    ax.set_yticks(list(height.values()), labels=labels, fontsize=NORMAL, parse_math=False)
    ax.tick_params(axis="y", length=0)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)


def draw_forest(
    ax: Axes,
    points: Sequence[Point],
    order: Sequence[str],
    looks: Mapping[str, Look],
    scale: str,
    *,
    labels: Sequence[str],
    notes: list[str] | None = None,
    apart: bool = True,
    limits: tuple[float, float, bool, bool] | None = None,
) -> None:
    """Draw dots and whiskers, one line each; `notes` collects reasons where there is no room."""
    low, high, cut_low, cut_high = limits or find_limits(points, scale)
    back = math.exp if scale == RATIO else float
    span = high - low
    room = 0.14 if notes is None else 0.35
    left = low - (room if cut_low else 0.025) * span
    right = high + (room if cut_high else 0.025) * span
    if scale == RATIO:
        ax.set_xscale("log")
    ax.set_xlim(back(left), back(right))
    set_lines(ax, order, labels)
    height, edges = place_lines(order)
    shaded = True
    for number, line in enumerate(order):
        if line.startswith("# "):
            ax.get_yticklabels()[number].set_fontweight("bold")
            shaded = True
            continue
        if shaded:
            span_of_line = edges[number : number + 2]
            ax.axhspan(*span_of_line, color=PALETTE["grey"], alpha=0.08, linewidth=0)
        shaded = not shaded
    ax.axvline(1.0 if scale == RATIO else 0.0, color=PALETTE["grey"], linewidth=1.0, zorder=1)
    set_ticks(ax, scale, few=notes is not None)
    aside = _aside(points, looks) if apart else {}
    told: set[str] = set()
    for point in points:
        look = looks[point.series]
        if math.isnan(point.estimate):
            alike = [(p.estimate, p.note) for p in points if p.line == point.line]
            if len(alike) > 1 and all(math.isnan(e) and n == point.note for e, n in alike):
                # A line that has nothing at all says so once.
                if point.line not in told:
                    _refuse(ax, point, height[point.line], "", scale, notes)
                told.add(point.line)
                continue
            of = look.name if apart and len(looks) > 1 else ""
            _refuse(ax, point, height[point.line] + aside.get(point.row, 0.0), of, scale, notes)
        else:
            y = height[point.line] + aside.get(point.row, 0.0)
            _dot(ax, point, y, look, scale, (low, high), 6.5 if notes is None else 5.0)


def _aside(points: Sequence[Point], looks: Mapping[str, Look]) -> dict[int, float]:
    """Return how far each point stands above or below the middle of its line."""
    step = min(0.26, 0.78 / len(looks))
    aside = {}
    for line in {point.line for point in points}:
        here = sorted(
            (point for point in points if point.line == line),
            key=lambda point: list(looks).index(point.series),
        )
        for number, point in enumerate(here):
            aside[point.row] = (number - (len(here) - 1) / 2) * step
    return aside


def _refuse(ax: Axes, point: Point, y: float, of: str, scale: str, notes: list[str] | None) -> None:
    """Write that there is no estimate, of which series and why, at the left end of its line.

    In words and ink: pale colours on white cannot be read, and a marker would look like a value.
    """
    names = {RATE: "no rate", SHARE: "no share", RATIO: "no ratio", ESTIMATE: "no estimate"}
    what = names.get(scale, "no difference") + (f", {of}" if of else "")
    if notes is None:
        # The first part of a note is about the estimate, the others about the test.
        reason = point.note.partition("; ")[0].removeprefix("ratio undefined: ")
        shown = textwrap.shorten(f"{what}: {reason}" if reason else what, 80, placeholder=" …")
    else:
        shown = what + note_mark(point.note, notes)
    left = (0.0, y) if scale in (RATE, SHARE) else (ax.get_xlim()[0], y)
    ax.annotate(
        shown,
        left,
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        fontsize=SMALL,
        fontstyle="italic",
        parse_math=False,
        gid=f"refused-{point.row}",
    )


def _dot(
    ax: Axes,
    point: Point,
    y: float,
    look: Look,
    scale: str,
    limits: tuple[float, float],
    size: float,
) -> None:
    back = math.exp if scale == RATIO else float
    low, high = limits
    middle = _place(point.estimate, scale)
    ends = [_place(point.low, scale), _place(point.high, scale)]
    if math.isnan(ends[0]) and math.isnan(ends[1]):
        _beyond(ax, "no interval", (back(min(max(middle, low), high)), y), 1)
    else:
        ends = [middle if math.isnan(end) else end for end in ends]
        shown_ends = [back(min(max(end, low), high)) for end in ends]
        ax.plot(
            shown_ends,
            [y, y],
            color=look.colour,
            linewidth=1.8,
            solid_capstyle="butt",
            gid=f"whisker-{point.row}",
            zorder=2,
        )
        for end, at, bound, side in (
            (ends[0], shown_ends[0], point.low, -1),
            (ends[1], shown_ends[1], point.high, 1),
        ):
            if not low <= end <= high:
                ax.plot([at], [y], marker="<" if side < 0 else ">", color=look.colour, ms=6)
                _beyond(ax, show_value(bound, scale), (at, y), side)
    at = back(min(max(middle, low), high))
    ax.plot(
        [at],
        [y],
        marker=look.marker,
        markersize=size,
        linestyle="none",
        color=look.colour,
        markerfacecolor="white" if point.hollow else look.colour,
        markeredgewidth=1.4,
        clip_on=False,
        gid=f"point-{point.row}",
        zorder=3,
    )


def _beyond(ax: Axes, text: str, at: tuple[float, float], side: int) -> None:
    ax.annotate(
        text,
        at,
        xytext=(7 * side, 0),
        textcoords="offset points",
        ha="left" if side > 0 else "right",
        va="center",
        fontsize=SMALL,
    )


def set_ticks(ax: Axes, scale: str, few: bool = False) -> None:
    """Set the scale's ticks and their grid."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

    if scale == RATIO:
        left, right = ax.get_xlim()
        nice = [m * 10.0**e for e in range(-4, 5) for m in (1, 2, 5)]
        if right / left < 12:
            nice += [0.25, 0.75, 1.5, 3, 4, 0.3, 0.4]
        if right / left < 2.2:
            nice += [round(0.5 + 0.1 * n, 1) for n in range(20)]
        ticks = sorted({round(tick, 6) for tick in nice if left <= tick <= right})
        ax.xaxis.set_major_locator(FixedLocator(ticks))
        ax.xaxis.set_minor_locator(NullLocator())
    else:
        ax.xaxis.set_major_locator(MaxNLocator(3 if few else 6, steps=[1, 2, 2.5, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda v, _: show_value(round(v, 9), scale)))
    ax.tick_params(axis="x", labelsize=SMALL)
    ax.grid(True, axis="x", color=PALETTE["grey"], alpha=0.25, linewidth=0.6)
    ax.set_axisbelow(True)


def set_title(ax: Axes, text: str, pad: float) -> None:
    """Write the title, `pad` points above the Axes."""
    shown = "\n".join(textwrap.wrap(text, 82))
    ax.set_title(shown, loc="left", fontsize=_LARGE, fontweight="bold", pad=pad, parse_math=False)


def dress(ax: Axes, title: str, unit: str, looks: Mapping[str, Look], always: bool = False) -> None:
    """Write what is plotted, its unit and what the markers mean."""
    keyed = always or len(looks) > 1
    names = [textwrap.shorten(look.name, 32, placeholder=" …") for look in looks.values()]
    columns = max(1, min(len(names), 90 // (max(map(len, names)) + 6)))
    set_title(ax, title, pad=12 + 14 * math.ceil(len(names) / columns) if keyed else 18)
    ax.set_xlabel(unit, fontsize=NORMAL)
    if not keyed:
        return
    from matplotlib.lines import Line2D

    ax.legend(
        handles=[
            Line2D([], [], color=k.colour, marker=k.marker, markersize=6.5, linewidth=1.8)
            for k in looks.values()
        ],
        labels=names,
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=columns,
        frameon=False,
        fontsize=SMALL,
        borderaxespad=0.2,
        columnspacing=1.4,
        handletextpad=0.5,
    )


def write_beside(
    ax: Axes,
    points: Sequence[Point],
    order: Sequence[str],
    looks: Mapping[str, Look],
    header: str,
) -> None:
    """Write the right-hand column: one cell per point."""
    aside = _aside(points, looks)
    height, _ = place_lines(order)
    ax.annotate(
        header,
        (1, 1),
        xycoords="axes fraction",
        xytext=(8, 5),
        textcoords="offset points",
        fontsize=SMALL,
        alpha=0.75,
        annotation_clip=False,
    )
    for point in points:
        ax.annotate(
            point.beside,
            (1, height[point.line] + aside[point.row]),
            xycoords=ax.get_yaxis_transform(),
            xytext=(8, 0),
            textcoords="offset points",
            fontsize=SMALL,
            va="center",
            annotation_clip=False,
            parse_math=False,
            gid=f"beside-{point.row}",
        )


def write_footnotes(ax: Axes, notes: Sequence[str], drop: float = 42.0) -> None:
    """Write below the axis what the figures in brackets stand for."""
    lines = [
        part
        for number, note in enumerate(notes[:_MOST_NOTES], 1)
        for part in textwrap.wrap(f"({number}) {note}", 110, subsequent_indent="      ")
    ]
    if len(notes) > _MOST_NOTES:
        lines.append(f"… and {len(notes) - _MOST_NOTES} more in the table")
    if lines:
        ax.annotate(
            "\n".join(lines),
            (0, 0),
            xycoords="axes fraction",
            xytext=(0, -drop),
            textcoords="offset points",
            va="top",
            fontsize=SMALL,
            annotation_clip=False,
            parse_math=False,
            gid="footnotes",
        )
