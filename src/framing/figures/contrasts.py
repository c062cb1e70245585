"""Contrasts between outlets: ratios and differences."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.columns import base_category, unit_of
from framing.errors import TableError
from framing.figures.forest import (
    draw_forest,
    dress,
    get_axes,
    height_for,
    write_beside,
    write_footnotes,
)
from framing.figures.labels import capital, line_labels, note_mark, title_of
from framing.figures.looks import ESTIMANDS, give_looks
from framing.figures.tables import (
    DIFFERENCE,
    RATIO,
    Point,
    list_some,
    plain,
    rank_lines,
    read_points,
    read_rows,
    to_number,
    unique,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_contrasts"]

_MOST_LINES = 60


def plot_contrasts(contrasts: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how much more (or less) one outlet has of something than another.

    Ratios stand on a logarithmic axis with a line at 1, differences on a linear one with a line
    at 0; of several measures the pooled ratio is drawn. The adjusted p-value is written beside
    each point. A point whose test was refused is hollow and the refusal is written out.

    Parameters
    ----------
    contrasts : DataFrame
        What `compare` returned: the columns of `plot_rates` and `reference`, `p_value`, `p_adj`.
        It may hold several categories.
    ax : Axes, optional
        Where to draw; a new figure of fitting size when left out.

    Returns
    -------
    Axes

    Raises
    ------
    TableError
        If a column is missing, the table is empty, holds no contrasts, two rows for one point,
        or more lines than can be read.

    Examples
    --------
    >>> import matplotlib, pandas as pd
    >>> matplotlib.use("Agg")
    >>> row = {"category": "metaphor", "estimand": "own", "measure": "rate_ratio"}
    >>> row |= {"group": "The Lantern", "reference": "rest", "p_value": 0.01, "p_adj": 0.03}
    >>> row |= {"estimate": 2.0, "conf_low": 1.1, "conf_high": 3.6}
    >>> row |= {"n_docs": 20, "n_events": 5, "hits": 31, "exposure": 15500, "note": ""}
    >>> ax = plot_contrasts(pd.DataFrame([row]))
    >>> ax.get_xscale()
    'log'
    """
    where = "plot_contrasts"
    rows = read_rows(where, contrasts, "reference", "p_value", "p_adj")
    rows, scale, label = _choose_measure(where, rows)
    pairs = unique(_pair(row) for row in rows)
    categories = unique(str(row["category"]) for row in rows)
    for row in rows:
        row["line"] = f"{row['category']}\n{_pair(row)}"
    points = []
    notes: list[str] = []
    for row, point in zip(
        rows, read_points(where, rows, line="line", series="estimand"), strict=True
    ):
        refused = math.isnan(to_number(row["p_value"]))
        beside = "" if math.isnan(point.estimate) else _p(to_number(row["p_adj"]), refused)
        if refused and beside:
            beside += note_mark(_refusal(point.note), notes)
        points.append(replace(point, hollow=refused, beside=beside))
    looks = give_looks((p.series for p in points), ESTIMANDS)
    references = unique(str(row["reference"]) for row in rows)
    order, names = _arrange(points, categories, pairs, next(iter(looks)))
    if len(pairs) > 1 and len(references) == 1:
        names |= {row["line"]: plain(row["group"]) for row in rows}
    if len(order) > _MOST_LINES:
        raise TableError(
            f"{where}: the table would need {len(order)} lines, more than the {_MOST_LINES} that "
            f"can be read; it holds {len(categories)} categories ({list_some(categories)}) and "
            f"{len(pairs)} pairs; choose some, e.g. "
            f"table[table['category'] == {categories[0]!r}]"
        )
    title = (
        f"{title_of(categories[0])}: {label}"
        if len(categories) == 1
        else f"{capital(label)} by category"
    )
    if len(pairs) == 1:
        title += f", {pairs[0]}"
    elif len(references) == 1:
        title += f", each against {plain(references[0])}"
    labels = line_labels(points, order, names)
    ax = get_axes(ax, height_for(order, labels, len(looks)))
    draw_forest(ax, points, order, looks, scale, labels=labels)
    dress(ax, title, f"{label}; bar: 95% interval", looks, always=True)
    write_beside(ax, points, order, looks, "adjusted p")
    write_footnotes(ax, notes)
    return ax


def _arrange(
    points: Sequence[Point], categories: Sequence[str], pairs: Sequence[str], lead: str
) -> tuple[list[str], dict[str, str]]:
    """Return the lines from the top, and their names: pairs, under a heading for each category."""
    order: list[str] = []
    names: dict[str, str] = {}
    if len(pairs) == 1:
        order = rank_lines(points, lead)
        return order, {line: title_of(line.partition("\n")[0]) for line in order}
    for category in categories:
        if len(categories) > 1:
            order.append(f"# {category}")
            names[order[-1]] = title_of(category)
        here = [p for p in points if p.line.startswith(f"{category}\n")]
        for line in rank_lines(here, lead):
            order.append(line)
            names[line] = line.partition("\n")[2]
    return order, names


def _choose_measure(
    where: str, rows: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], str, str]:
    """Keep the rows of one measure: the pooled ratio first, other ratios before differences."""
    measures = unique(str(row["measure"]) for row in rows)
    known = [m for m in ("rate_ratio", *measures) if m in measures and m.endswith("ratio")]
    known += [m for m in measures if m == "difference"]
    if not known:
        raise TableError(
            f"{where}: it draws contrasts (a ratio or a difference); the table's measure is "
            f"{list_some(measures)}; pass what compare() returned, or use plot_rates"
        )
    rows = [row for row in rows if str(row["measure"]) == known[0]]
    if known[0] != "difference":
        named = {"rate_ratio": "rate ratio", "mh_rate_ratio": "rate ratio within events"}
        return rows, RATIO, named.get(known[0], known[0].replace("_", " "))
    shares = [str(row["category"]) for row in rows if _is_share(row)]
    if not shares:
        return rows, DIFFERENCE, "difference in hits per 1,000 words"
    if len(shares) == len(rows):
        return rows, DIFFERENCE, "difference between shares (0 to 1)"
    raise TableError(
        f"{where}: differences of rates and of shares have no common axis; "
        f"{list_some(unique(shares))} are shares, the others rates; draw them apart"
    )


def _is_share(row: Mapping[str, Any]) -> bool:
    category = str(row["category"])
    # A headline counts once, so only there is exposure no more than the number of articles.
    counted_once = to_number(row["exposure"]) <= to_number(row["n_docs"])
    return unit_of(category) != "words" or base_category(category) == "floor" or counted_once


def _pair(row: Mapping[str, Any]) -> str:
    reference = "" if pd.isna(row["reference"]) else plain(row["reference"])
    return f"{plain(row['group'])} / {reference}" if reference else plain(row["group"])


def _refusal(note: str) -> str:
    """Return the part of a note that is about the test."""
    parts = [part for part in note.split("; ") if "refused" in part or "test" in part]
    return "; ".join(parts) or note


def _p(adjusted: float, refused: bool) -> str:
    if refused:
        return "refused"
    if math.isnan(adjusted):
        return "not adjusted"
    return "<.001" if adjusted < 0.001 else f"{adjusted:.3f}".lstrip("0") if adjusted < 1 else "1"
