"""Who speaks how much, and how sources are introduced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.errors import TableError, require_columns
from framing.figures.forest import draw_forest, dress, get_axes, height_for, write_beside
from framing.figures.labels import line_labels, show_count
from framing.figures.looks import PALETTE, Look, give_looks
from framing.figures.tables import (
    RATIO,
    SHARE,
    list_some,
    only_one,
    rank_lines,
    read_points,
    unique,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_callings", "plot_sources", "plot_stances"]

_MOST = 7
_NEEDED = ("group", "source", "measure", "estimate", "conf_low", "conf_high", "n_docs", "n_events",
           "hits", "exposure", "note")  # fmt: skip
_OF = {
    "words": "share of all words that sources speak",
    "attributions": "share of all attributions",
    "quotations": "share of all quotations",
    "articles": "share of articles in which anybody speaks",
    "first": "share of articles, by who speaks first",
    "last": "share of articles, by who speaks last",
}
_STANCES = {
    "neutral": Look(PALETTE["blue"], "o", "neutral (said, told)"),
    "endorsing": Look(PALETTE["green"], "^", "endorsing (explained, admitted)"),
    "distancing": Look(PALETTE["vermillion"], "s", "distancing (claimed, alleged)"),
    "hostile": Look(PALETTE["black"], "D", "hostile (blasted, vowed)"),
}


def plot_sources(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw who speaks how much, by outlet, with intervals.

    Parameters
    ----------
    table : DataFrame
        What `sources` returned, narrowed to one measure. Up to seven sources stand side by side
        in the line of each outlet; more sources get a line each, with up to seven outlets side by
        side.
    ax : Axes, optional
        Where to draw; a new figure of fitting size when left out.

    Returns
    -------
    Axes

    Raises
    ------
    TableError
        If a column is missing, the table is empty or holds several measures, two rows for one
        point, or more than seven sources of more than seven groups.

    Examples
    --------
    >>> import matplotlib, pandas as pd
    >>> matplotlib.use("Agg")
    >>> row = {"group": "The Lantern", "source": "Mara Dolen", "measure": "words"}
    >>> row |= {"estimate": 0.2, "conf_low": 0.1, "conf_high": 0.4, "n_docs": 9, "n_events": 0}
    >>> ax = plot_sources(pd.DataFrame([{**row, "hits": 20, "exposure": 100, "note": ""}]))
    >>> ax.get_xlabel()
    'share of all words that sources speak; bar: 95% interval'
    """
    where = "plot_sources"
    rows = _rows(where, table)
    measure = only_one(where, "measure", rows)
    if measure not in _OF:
        raise TableError(
            f"{where}: it draws what sources() returned ({', '.join(_OF)}); the table's measure is "
            f"{measure!r}; pass that table, narrowed to one measure"
        )
    names, groups = (unique(str(row[c]) for row in rows) for c in ("source", "group"))
    line, series = ("group", "source") if len(names) <= _MOST else ("source", "group")
    if len(names) > _MOST and len(groups) > _MOST:
        raise TableError(
            f"{where}: seven series can be told apart; the table holds {len(names)} sources "
            f"({list_some(names, 3)}) of {len(groups)} groups; choose some with "
            "table[table['source'].isin([...])]"
        )
    return _draw(where, rows, SHARE, line, series, {}, "Who speaks", _OF[measure], ax)


def plot_stances(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how sources are introduced, or the claimed-to-said ratio of each outlet.

    Parameters
    ----------
    table : DataFrame
        What `stances` returned, narrowed to one measure: ``share`` (a line per source; of several
        groups, a line per source and group) or ``claimed_to_said_ratio`` (a line per group).
    ax : Axes, optional
        Where to draw; a new figure of fitting size when left out.

    Returns
    -------
    Axes

    Raises
    ------
    TableError
        If a column is missing, the table is empty or holds several measures, or two rows for one
        point.

    Examples
    --------
    >>> import matplotlib, pandas as pd
    >>> matplotlib.use("Agg")
    >>> row = {"group": "The Lantern", "source": "East", "reference": "West"}
    >>> row |= {"stance": "distancing", "measure": "claimed_to_said_ratio", "estimate": 2.0}
    >>> row |= {"conf_low": 1.1, "conf_high": 4.0, "n_docs": 9, "n_events": 0, "hits": 5}
    >>> ax = plot_stances(pd.DataFrame([{**row, "exposure": 20, "note": ""}]))
    >>> ax.get_title(loc="left")
    'Claimed-to-said ratio: East over West'
    """
    where = "plot_stances"
    rows = _rows(where, table, "stance", "reference")
    measure = only_one(where, "measure", rows)
    if measure == "claimed_to_said_ratio":
        pairs = unique(f"{row['source']} over {row['reference']}" for row in rows)
        if len(pairs) > 1:
            raise TableError(
                f"{where}: one Axes shows one pair; the table holds {list_some(pairs)}; choose one"
            )
        unit = "odds of a distancing cue over odds of a neutral one, ratio of both sides"
        title = f"Claimed-to-said ratio: {pairs[0]}"
        return _draw(where, rows, RATIO, "group", "source", {}, title, unit, ax)
    if measure != "share":
        raise TableError(
            f"{where}: it draws what stances() returned (share, claimed_to_said_ratio); the "
            f"table's measure is {measure!r}; pass that table, narrowed to one measure"
        )
    several = len({str(row["group"]) for row in rows}) > 1
    for row in rows:
        row["line"] = f"{row['source']} in {row['group']}" if several else str(row["source"])
    unit = "share of the source's attributions, cues in the outlet's voice"
    title = "How sources are introduced"
    return _draw(where, rows, SHARE, "line", "stance", _STANCES, title, unit, ax)


def plot_callings(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw who is called what by whom: a line per target with its commonest words.

    Parameters
    ----------
    table : DataFrame
        What `count_callings` returned, narrowed to one caller. Up to seven groups stand side by
        side in the line of each target.
    ax : Axes, optional
        Where to draw; a new figure of fitting size when left out.

    Returns
    -------
    Axes

    Raises
    ------
    TableError
        If a column is missing, the table is empty or holds several callers, or two rows for one
        point.

    Examples
    --------
    >>> import matplotlib, pandas as pd
    >>> matplotlib.use("Agg")
    >>> row = {"group": "The Lantern", "caller": "the outlet", "target": "Mara Dolen"}
    >>> row |= {"words": "reckless 3", "measure": "loaded expressions", "estimate": 0.2}
    >>> row |= {"conf_low": 0.1, "conf_high": 0.4, "n_docs": 9, "n_events": 0, "hits": 3}
    >>> ax = plot_callings(pd.DataFrame([{**row, "exposure": 15, "note": ""}]))
    >>> ax.get_title(loc="left")
    'Who is called what, in the words of the outlet'
    """
    where = "plot_callings"
    require_columns(where, table.columns, ("caller", "target", "words"))
    rows = _rows(where, table.assign(source=table["target"]), "target")
    caller = only_one(where, "caller", rows)
    for row in rows:
        words = f": {row['words']}" if row["words"] else ""
        row["line"] = f"{row['target']} in {row['group']}{words}"
    unit = "share of the loaded expressions with a known target"
    title = f"Who is called what, in the words of {caller}"
    return _draw(where, rows, SHARE, "line", "caller", {}, title, unit, ax)


def _rows(where: str, table: pd.DataFrame, *more: str) -> list[dict[str, Any]]:
    require_columns(where, table.columns, [*_NEEDED, *more])
    if table.empty:
        raise TableError(
            f"{where}: the table is empty; a figure needs at least one row; see whether a filter "
            "before it left nothing"
        )
    return [
        {**{str(name): value for name, value in row.items()}, "at": at}
        for at, row in enumerate(table.to_dict("records"))
    ]


def _draw(
    where: str,
    rows: Sequence[Mapping[str, Any]],
    scale: str,
    line: str,
    series: str,
    known: Mapping[str, Look],
    title: str,
    unit: str,
    ax: Axes | None,
) -> Axes:
    points = [
        replace(p, beside=f"{show_count(p.hits)} of {show_count(p.exposure)}")
        for p in read_points(where, rows, line=line, series=series)
    ]
    looks = give_looks((p.series for p in points), known)
    order = rank_lines(points, next(iter(looks)))
    labels = line_labels(points, order)
    ax = get_axes(ax, height_for(order, labels, len(looks)))
    draw_forest(ax, points, order, looks, scale, labels=labels)
    dress(ax, title, f"{unit}; bar: 95% interval", looks)
    write_beside(ax, points, order, looks, "counted")
    return ax
