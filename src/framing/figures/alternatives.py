"""One difference counted in many ways, and without each of its parts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.errors import TableError, require_columns
from framing.figures.forest import (
    SMALL,
    draw_forest,
    dress,
    get_axes,
    height_for,
    set_title,
    write_beside,
)
from framing.figures.labels import line_labels
from framing.figures.looks import PALETTE, Look
from framing.figures.tables import RATIO, list_some, plain, read_points, to_number, unique

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_alternatives", "plot_left_out"]

_CHOICES = {
    "lexicon": "lexicon",
    "estimand": "whose words",
    "unsure": "unsure speaker",
    "negated": "negated",
    "headlines": "headlines",
    "copies": "copies",
    "min_words": "least words",
}
_NEEDED = ("kind", "left_out", *_CHOICES, "estimate", "conf_low", "conf_high", "hits", "exposure",
           "n_docs", "n_events", "taken", "crosses", "note")  # fmt: skip
_KINDS = ("entry", "event", "outlet", "article")
_LOOKS = {
    "main": Look(PALETTE["black"], "s", "main analysis"),
    "without": Look(PALETTE["blue"], "o", "without"),
    "carries": Look(PALETTE["vermillion"], "D", "without what takes half of it"),
}
_HALF = 0.5


def plot_alternatives(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the ratio of every specification, in order of size, and below what each one is.

    The main analysis is a black square, those whose interval leaves out 1 are filled. Choices of
    which there is only one are not shown.

    Parameters
    ----------
    table : DataFrame
        What `try_alternatives` returned.
    ax : Axes, optional
        Where to draw the curve; the choices get a part below it. A new figure when left out.

    Returns
    -------
    Axes
        Of the curve.

    Raises
    ------
    TableError
        If a column is missing, or no specification has a ratio.

    References
    ----------
    Simonsohn, Simmons and Nelson (2020), Specification curve analysis.

    Examples
    --------
    >>> import matplotlib, pandas as pd
    >>> matplotlib.use("Agg")
    >>> row = dict.fromkeys(_NEEDED, "") | {
    ...     "kind": "specification",
    ...     "estimate": 2.0,
    ...     "min_words": 0,
    ... }
    >>> row |= {"conf_low": 1.2, "conf_high": 3.0, "estimand": "own", "n_docs": 9}
    >>> ax = plot_alternatives(pd.DataFrame([row, row | {"estimand": "all", "estimate": 1.5}]))
    >>> ax.get_yscale()
    'log'
    """
    where = "plot_alternatives"
    require_columns(where, table.columns, _NEEDED)
    numbered = table.assign(_at=range(len(table)))
    known = numbered[(table["kind"] == "specification") & table["estimate"].notna()]
    if known.empty:
        raise TableError(
            f"{where}: no specification has a ratio; there is no curve to draw; pass what "
            "try_alternatives returned, of groups with hits"
        )
    # Equal ratios keep the order of the table.
    order = known.sort_values("estimate", kind="stable").reset_index(drop=True)
    main = numbered[numbered["kind"] == "main"]
    shown = [name for name in _CHOICES if order[name].nunique() > 1]
    lines = [(name, value) for name in shown for value in dict.fromkeys(known[name])]
    tall = 0.2 * (len(lines) + 0.6 * len(shown)) + 0.1
    # A page of a notebook shrinks what is wider than itself, and its letters with it.
    ax, below = _axes(ax, tall, max(8.6, min(10.0, 0.065 * len(order) + 2.0)))
    own = _is_main(order, main)
    _draw_curve(ax, order, own)
    _draw_choices(below, order, own, lines)
    counted = len(known)
    lost = int((table["kind"] == "specification").sum()) - counted
    words = f", {lost:,} more have no ratio" if lost else ""
    set_title(ax, f"Rate ratio in {counted:,} specifications{words}", pad=22)
    return ax


def _is_main(order: pd.DataFrame, main: pd.DataFrame) -> np.ndarray:
    """Say which specification is the main analysis."""
    if main.empty:
        return np.zeros(len(order), bool)
    same = np.ones(len(order), bool)
    for name in _CHOICES:
        same &= (order[name].astype(str) == str(main[name].iloc[0])).to_numpy()
    return same


def _draw_curve(ax: Axes, order: pd.DataFrame, own: np.ndarray) -> None:
    ax.set_yscale("log")
    apart = (order["conf_low"] > 1) | (order["conf_high"] < 1)
    values = order[["estimate", "conf_low", "conf_high"]].to_numpy(float)
    ends = np.log(values[np.isfinite(values) & (values > 0)])
    middle = np.log(order["estimate"].to_numpy(float))
    # One enormous interval does not press everything else together.
    reach = 3.0 * max(float(np.abs(middle).max()), 0.2)
    low, high = max(float(ends.min()), -reach), min(float(ends.max()), reach)
    low, high = min(low, 0.0), max(high, 0.0)
    pad = 0.06 * (high - low)
    ax.set_ylim(float(np.exp(low - pad)), float(np.exp(high + pad)))
    ax.axhline(1.0, color=PALETTE["grey"], linewidth=1.0, zorder=1)
    for x, (value, low_end, high_end) in enumerate(values.tolist()):
        colour = PALETTE["black" if own[x] else "blue"]
        (line,) = ax.plot([x, x], [low_end, high_end], color=colour,
                          linewidth=1.6 if own[x] else 0.9, alpha=1.0 if own[x] else 0.55,
                          zorder=3 if own[x] else 2)  # fmt: skip
        line.set_gid(f"whisker-{order['_at'].iloc[x]}")
        (dot,) = ax.plot([x], [value], "s" if own[x] else "o", color=colour,
                         markerfacecolor=colour if apart.iloc[x] else "white",
                         markersize=6.5 if own[x] else 4.0, zorder=5 if own[x] else 4)  # fmt: skip
        dot.set_gid(f"point-{order['_at'].iloc[x]}")
    ax.set_xlim(-1, len(order))
    ax.set_xticks([])
    _set_ticks(ax)
    ax.set_ylabel("rate ratio, 95% interval", fontsize=SMALL)
    for side in ("top", "right", "bottom"):
        ax.spines[side].set_visible(False)
    docs = sorted({int(n) for n in order["n_docs"] if str(n)})
    parts = [f"{docs[0]:,} to {docs[-1]:,} articles" if docs[1:] else f"{docs[0]:,} articles"]
    parts += ["■ main analysis"] if own.any() else []
    if apart.any():
        parts.append("filled: interval leaves out 1")
    if not apart.all():
        parts.append("hollow: it holds 1")
    ax.text(0.0, 1.015, "; ".join(parts), transform=ax.transAxes, fontsize=SMALL, va="bottom")


def _set_ticks(ax: Axes) -> None:
    """Write plain numbers on a logarithmic axis of ratios."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    low, high = ax.get_ylim()
    wide = high / low > 12
    ax.yaxis.set_major_locator(
        LogLocator(base=10, subs=(1, 2, 5) if wide else (1, 1.5, 2, 3, 5, 7))
    )
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.yaxis.set_minor_formatter(NullFormatter())
    ax.tick_params(axis="y", labelsize=SMALL)


def _axes(ax: Axes | None, tall: float, width: float) -> tuple[Axes, Axes]:
    """Return where the curve goes and where the choices do, that many inches high."""
    if ax is None:
        from matplotlib import pyplot as plt

        _, (curve, below) = plt.subplots(
            2, 1, figsize=(width, 3.4 + tall), layout="constrained", sharex=True,
            height_ratios=(3.0, tall),
        )  # fmt: skip
        return curve, below
    from mpl_toolkits.axes_grid1 import make_axes_locatable

    return ax, make_axes_locatable(ax).append_axes("bottom", size=tall, pad=0.12, sharex=ax)


def _draw_choices(
    below: Axes, order: pd.DataFrame, own: np.ndarray, lines: list[tuple[str, Any]]
) -> None:
    y, ticks, labels, before = 0.0, [], [], ""
    for name, value in lines:
        if name != before:
            y += 0.6
            below.text(-0.012, y, _CHOICES[name], transform=below.get_yaxis_transform(),
                       fontsize=SMALL, fontweight="bold", ha="right", va="center")  # fmt: skip
            y += 1.0
            before = name
        there = (order[name] == value).to_numpy()
        below.plot(np.flatnonzero(there), np.full(there.sum(), y), "|", color=PALETTE["blue"],
                   markersize=6, markeredgewidth=1.1)  # fmt: skip
        mine = there & own
        below.plot(np.flatnonzero(mine), np.full(mine.sum(), y), "s", color=PALETTE["black"],
                   markersize=5)  # fmt: skip
        ticks.append(y)
        labels.append(plain(value))
        y += 1.0
    below.set_ylim(y - 0.4, -0.2)
    below.set_yticks(ticks, labels=labels, fontsize=SMALL, parse_math=False)
    below.tick_params(axis="both", length=0)
    below.set_xticks([])
    for side in below.spines.values():
        side.set_visible(False)


def plot_left_out(
    table: pd.DataFrame, *, kind: str = "entry", top: int = 15, ax: Axes | None = None
) -> Axes:
    """Draw the main ratio, and below it the ratios without those parts that move it most.

    Parameters
    ----------
    table : DataFrame
        What `try_alternatives` returned.
    kind : str, default "entry"
        ``entry``, ``event``, ``outlet`` or ``article``.
    top : int, default 15
        How many.
    ax : Axes, optional
        Where to draw; a new figure of fitting size when left out.

    Returns
    -------
    Axes

    Raises
    ------
    TableError
        If a column is missing, or nothing of the kind was left out.

    Examples
    --------
    >>> import matplotlib, pandas as pd
    >>> matplotlib.use("Agg")
    >>> row = dict.fromkeys(_NEEDED, "") | {"kind": "main", "estimate": 2.0, "conf_low": 1.2}
    >>> row |= {"conf_high": 3.0, "hits": 9, "exposure": 900, "n_docs": 9, "n_events": 0}
    >>> without = row | {"kind": "entry", "left_out": "regime", "estimate": 1.3, "taken": 0.6}
    >>> ax = plot_left_out(pd.DataFrame([row, without]))
    >>> [text.get_text().partition(chr(10))[0] for text in ax.get_yticklabels()]
    ['everything', 'without regime']
    """
    where = "plot_left_out"
    require_columns(where, table.columns, _NEEDED)
    there = [name for name in _KINDS if (table["kind"] == name).any()]
    if kind not in there or not (table["kind"] == "main").any() or top < 1:
        raise TableError(
            f"{where}: nothing of the kind {kind!r} was left out, or the main row is missing; "
            f"there are {list_some(there) or 'none'}; name one of these"
        )
    numbered = table.assign(at=range(len(table)))
    main = numbered[numbered["kind"] == "main"].head(1)
    single = numbered[numbered["kind"] == kind]
    moved = pd.to_numeric(single["taken"], errors="coerce").abs()
    chosen = single.assign(_moved=moved.fillna(np.inf)).sort_values(
        ["_moved", "left_out"], ascending=[False, True]
    ).head(top)  # fmt: skip
    rows = [
        {str(k): v for k, v in row.items()} for row in pd.concat([main, chosen]).to_dict("records")
    ]
    for row in rows:
        first = row["kind"] == "main"
        emptied = str(row["note"]).startswith("no hits")
        taken = to_number(row["taken"]) if row["taken"] != "" else np.nan
        carries = not first and (emptied or taken >= _HALF)
        row["series"] = "main" if first else "carries" if carries else "without"
        row["line"] = "everything" if first else f"without {plain(row['left_out'])}"
    points = [
        replace(point, beside="" if row["kind"] == "main" else _share(row["taken"]))
        for row, point in zip(
            rows, read_points(where, rows, line="line", series="series"), strict=True
        )
    ]
    order = unique(point.line for point in points)
    looks = {name: look for name, look in _LOOKS.items() if name in {p.series for p in points}}
    labels = line_labels(points, order, {line: line for line in order})
    ax = get_axes(ax, height_for(order, labels, 1))
    draw_forest(ax, points, order, looks, RATIO, labels=labels, apart=False)
    left = int((table["kind"] == kind).sum()) - len(chosen)
    noun = {"entry": "entries"}.get(kind, f"{kind}s")
    more = f" ({left:,} {noun} that move it less are not shown)" if left else ""
    dress(ax, f"Rate ratio without each {kind}{more}", "rate ratio; bar: 95% interval", looks,
          always=True)  # fmt: skip
    write_beside(ax, points, order, looks, "of it taken")
    return ax


def _share(taken: Any) -> str:
    value = to_number(taken)
    return "" if np.isnan(value) else f"{100 * value:.0f} %"
