"""Rates by outlet, the names an outlet chooses, and what both figures are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from framing.errors import TableError
from framing.figures.forest import draw_forest, dress, get_axes, height_for, write_beside
from framing.figures.labels import line_labels, noun_of, show_count, title_of, unit_label
from framing.figures.looks import ESTIMANDS, Look, give_looks
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
    unit = unit_label(scale, category)
    title = f"{title_of(category)}: {unit}"
    if len({row["estimand"] for row in rows}) == 1:
        title += f", {estimand_of(rows)}"
    words = Words(title, unit, "hits in " + noun_of(scale, category), "in")
    return draw_groups(where, rows, scale, words, series="estimand", known=ESTIMANDS, ax=ax)


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
    words = Words(
        title=f"Names chosen for “{plain(sets[0])}”, {estimand_of(rows)}",
        unit="share of mentions of any of these names",
        header="mentions",
        between="of",
        noun="mentions",
        always=True,
    )
    return draw_groups(where, rows, SHARE, words, series="name", ax=ax)


class Words(NamedTuple):
    """What is written on a figure of groups."""

    title: str
    unit: str
    header: str
    """What stands above the counts at the right."""
    between: str
    """What stands between hits and exposure there."""
    noun: str = ""
    """In what each line also says its exposure, if at all."""
    always: bool = False
    """Whether one series has a key too."""


def estimand_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """Say in words which estimand the rows are of; they have one."""
    name = next(str(row["estimand"]) for row in rows)
    return give_looks([name], ESTIMANDS)[name].name


def draw_groups(
    where: str,
    rows: Sequence[Mapping[str, Any]],
    scale: str,
    words: Words,
    *,
    series: str,
    known: Mapping[str, Look] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a line per group, the values of a column as series; highest first by the first one."""
    points = [
        replace(p, beside=f"{show_count(p.hits)} {words.between} {show_count(p.exposure)}")
        for p in read_points(where, rows, line="group", series=series)
    ]
    looks = give_looks((p.series for p in points), known or {})
    order = rank_lines(points, next(iter(looks)))
    labels = line_labels(points, order, noun=words.noun)
    ax = get_axes(ax, height_for(order, labels, len(looks)))
    draw_forest(ax, points, order, looks, scale, labels=labels)
    dress(ax, words.title, f"{words.unit}; bar: 95% interval", looks, words.always)
    write_beside(ax, points, order, looks, words.header)
    return ax
