"""Rates by outlet, and the names an outlet chooses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from framing.errors import TableError
from framing.figures.forest import draw_forest, dress, get_axes, height_for, write_beside
from framing.figures.labels import line_labels, noun_of, show_count, title_of, unit_label
from framing.figures.looks import ESTIMANDS, give_looks
from framing.figures.tables import (
    SHARE,
    list_some,
    of_kind,
    only_one,
    plain,
    rank_lines,
    read_points,
    read_rows,
    scale_of_estimates,
    unique,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_naming", "plot_rates"]


def plot_rates(estimates: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the rate of one category by outlet, with its interval.

    One line per outlet, highest first; the estimands of a table stand side by side in it. An
    outlet without a rate keeps its line and says why.

    Parameters
    ----------
    estimates : DataFrame
        What `estimate` returned, narrowed to one category: `category`, `estimand`, `group`,
        `measure` (``rate_per_1000``, in hits per 1,000 words, or ``share``, between 0 and 1),
        `estimate`, `conf_low`, `conf_high`, `n_docs`, `n_events`, `hits`, `exposure`, `note`.
    ax : Axes, optional
        Where to draw; a new figure of fitting size when left out.

    Returns
    -------
    Axes

    Raises
    ------
    TableError
        If a column is missing, the table is empty, holds several categories or measures, or two
        rows for one point.

    Examples
    --------
    >>> import matplotlib, pandas as pd
    >>> matplotlib.use("Agg")
    >>> row = {"category": "metaphor", "estimand": "own", "measure": "rate_per_1000"}
    >>> row |= {"estimate": 2.0, "conf_low": 1.1, "conf_high": 3.0}
    >>> row |= {"n_docs": 20, "n_events": 5, "hits": 31, "exposure": 15500, "note": ""}
    >>> ax = plot_rates(pd.DataFrame([{**row, "group": "The Lantern"}]))
    >>> ax.get_title(loc="left")
    'Metaphor: hits per 1,000 words, own voice'
    """
    where = "plot_rates"
    rows = read_rows(where, estimates)
    category = only_one(where, "category", rows)
    scale = scale_of_estimates(where, rows)
    points = read_points(where, rows, line="group", series="estimand")
    looks = give_looks((p.series for p in points), ESTIMANDS)
    unit = unit_label(scale, category)
    title = f"{title_of(category)}: {unit}"
    if len(looks) == 1:
        title += f", {next(iter(looks.values())).name}"
    points = [
        replace(p, beside=f"{show_count(p.hits)} in {show_count(p.exposure)}") for p in points
    ]
    order = rank_lines(points, next(iter(looks)))
    labels = line_labels(points, order)
    ax = get_axes(ax, height_for(order, labels, len(looks)))
    draw_forest(ax, points, order, looks, scale, labels=labels)
    dress(ax, title, f"{unit}; bar: 95% interval", looks)
    write_beside(ax, points, order, looks, "hits in " + noun_of(scale, category))
    return ax


def plot_naming(estimates: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw which name an outlet chooses: the share of each alternative of one naming set.

    Parameters
    ----------
    estimates : DataFrame
        What `estimate` returned for the categories ``naming:SET/ALTERNATIVE`` of one set (shares
        between 0 and 1 of the mentions of any alternative); of several estimands ``wording`` is
        drawn, the words the outlet chose.
    ax : Axes, optional
        Where to draw; a new figure of fitting size when left out.

    Returns
    -------
    Axes

    Raises
    ------
    TableError
        If a column is missing, there is no ``naming:`` category, several sets, or two rows for
        one point.

    Examples
    --------
    >>> import matplotlib, pandas as pd
    >>> matplotlib.use("Agg")
    >>> row = {"group": "The Lantern", "estimand": "wording", "measure": "share"}
    >>> row |= {"n_docs": 20, "n_events": 5, "exposure": 10, "note": ""}
    >>> table = pd.DataFrame([row, row])
    >>> table["category"] = ["naming:clash/riot", "naming:clash/protest"]
    >>> table["hits"], table["estimate"] = [4, 6], [0.4, 0.6]
    >>> table["conf_low"], table["conf_high"] = [0.2, 0.4], [0.6, 0.8]
    >>> ax = plot_naming(table)
    >>> ax.get_yticklabels()[0].get_text().splitlines()
    ['The Lantern', '20 articles, 5 events, 10 mentions']
    """
    where = "plot_naming"
    rows = of_kind(where, read_rows(where, estimates), "naming:", "wording")
    for row in rows:
        row["set"], _, row["name"] = str(row["category"]).removeprefix("naming:").partition("/")
    sets = unique(str(row["set"]) for row in rows)
    if len(sets) > 1:
        raise TableError(
            f"{where}: one Axes shows one naming set; the table holds {len(sets)} "
            f"({list_some(sets)}); choose one, e.g. "
            f"table[table['category'].str.startswith('naming:{sets[0]}/')]"
        )
    points = read_points(where, rows, line="group", series="name")
    points = [
        replace(p, beside=f"{show_count(p.hits)} of {show_count(p.exposure)}") for p in points
    ]
    looks = give_looks((p.series for p in points), {})
    order = rank_lines(points, next(iter(looks)))
    estimand = next(iter(give_looks([str(rows[0]["estimand"])], ESTIMANDS).values())).name
    labels = line_labels(points, order, mentions=True)
    ax = get_axes(ax, height_for(order, labels, len(looks)))
    draw_forest(ax, points, order, looks, SHARE, labels=labels)
    title = f"Names chosen for “{plain(sets[0])}”, {estimand}"
    dress(ax, title, "share of mentions of any of these names; bar: 95% interval", looks, True)
    write_beside(ax, points, order, looks, "mentions")
    return ax
