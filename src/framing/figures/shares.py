"""Several categories side by side, by outlet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.columns import base_category, unit_of
from framing.errors import TableError
from framing.figures.labels import name_together, noun_of
from framing.figures.rates import Words, draw_groups, estimand_of
from framing.figures.tables import (
    RATE,
    SHARE,
    list_some,
    only_one,
    read_rows,
    scale_of_estimates,
    to_number,
    unique,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_shares"]

_MOST_SERIES = 6


def plot_shares(estimates: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw two to six categories side by side in the line of each outlet, with their intervals.

    Parameters
    ----------
    estimates : DataFrame
        What `estimate` returned, narrowed to these categories and one estimand: `category`,
        `estimand`, `group`, `measure` (``share``, between 0 and 1, or ``rate_per_1000``, in hits
        per 1,000 words), `estimate`, `conf_low`, `conf_high`, `n_docs`, `n_events`, `hits`,
        `exposure`, `note`. The categories are drawn in the order of the table; the first one
        orders the lines.
    ax : Axes, optional
        Where to draw; a new figure of fitting size when left out.

    Returns
    -------
    Axes

    Raises
    ------
    TableError
        If a column is missing, the table is empty, holds fewer than two or more than six
        categories, several estimands or measures, shares of different things, or two rows for
        one point.

    See Also
    --------
    plot_rates : one category under several estimands.

    Examples
    --------
    >>> import matplotlib, pandas as pd
    >>> matplotlib.use("Agg")
    >>> row = {"group": "The Lantern", "estimand": "own", "measure": "share"}
    >>> row |= {"n_docs": 20, "n_events": 5, "exposure": 200, "note": ""}
    >>> table = pd.DataFrame([row, row])
    >>> table["category"], table["hits"] = ["stance:distancing", "stance:hostile"], [20, 8]
    >>> table["estimate"] = [0.1, 0.04]
    >>> table["conf_low"], table["conf_high"] = [0.06, 0.02], [0.15, 0.07]
    >>> plot_shares(table).get_title(loc="left")
    'Stance of reporting verbs: share of attributions, own voice'
    """
    where = "plot_shares"
    rows = read_rows(where, estimates)
    scale = scale_of_estimates(where, rows)
    only_one(where, "estimand", rows)
    categories = unique(str(row["category"]) for row in rows)
    _check_number(where, categories)
    noun = _noun(where, rows, scale, categories)
    together, names = name_together(categories)
    named = dict(zip(categories, names, strict=True))
    # Two categories may read alike; they are two series all the same.
    for row in rows:
        category = str(row["category"])
        row["name"] = named[category] if names.count(named[category]) == 1 else category
    unit = "hits per 1,000 words" if scale == RATE else f"share of {noun}"
    headlines = noun == "headlines"
    words = Words(
        title=f"{together}: {unit}, {estimand_of(rows)}",
        unit=f"{unit} with at least one" if headlines else unit,
        header=f"hits in {noun}" if scale == RATE else noun,
        between="in" if scale == RATE else "of",
        noun="" if headlines else noun,
    )
    return draw_groups(where, rows, scale, words, series="name", ax=ax)


def _check_number(where: str, categories: Sequence[str]) -> None:
    if not 2 <= len(categories) <= _MOST_SERIES:
        named = "category" if len(categories) == 1 else "categories"
        raise TableError(
            f"{where}: two to six categories can be told apart side by side; the table holds "
            f"{len(categories)} {named} ({list_some(categories)}); choose some with "
            "table[table['category'].isin([...])], or draw one with plot_rates"
        )


def _noun(
    where: str, rows: Sequence[Mapping[str, Any]], scale: str, categories: Sequence[str]
) -> str:
    """Say what the categories are shares of, if it is one thing."""
    if scale == SHARE and _of_headlines(rows, categories):
        return "headlines"
    nouns = {category: noun_of(scale, category) for category in categories}
    if len(set(nouns.values())) > 1:
        told = [f"{category} of {noun}" for category, noun in nouns.items()]
        raise TableError(
            f"{where}: shares of different things have no common axis; the table holds "
            f"{list_some(told)}; draw them apart"
        )
    return nouns[categories[0]]


def _of_headlines(rows: Sequence[Mapping[str, Any]], categories: Sequence[str]) -> bool:
    """Say whether these are shares of headlines, in which all is counted once per article."""
    # A category counted per words is a share in headlines only.
    if any(unit_of(c) == "words" and base_category(c) != "floor" for c in categories):
        return True
    counted = [(to_number(row["exposure"]), to_number(row["n_docs"])) for row in rows]
    return all(a == b for a, b in counted) and any(docs > 1 for _, docs in counted)
