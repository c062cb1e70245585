"""A gap over all words, beside the two parts it is made of."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from framing.errors import TableError, require_columns
from framing.figures.forest import draw_forest, dress, get_axes, height_for
from framing.figures.labels import line_labels, title_of
from framing.figures.looks import PALETTE, Look, give_looks
from framing.figures.tables import DIFFERENCE, list_some, only_one, plain, read_points, unique

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_decomposition"]

_NEEDED = ("category", "group", "reference", "component", "voice", "estimate", "conf_low",
           "conf_high", "n_docs", "n_events", "hits", "exposure", "note")  # fmt: skip
_LOOKS = {
    "gap": Look(PALETTE["black"], "o", "gap over all words"),
    "floor": Look(PALETTE["orange"], "s", "who is given the floor"),
    "rate": Look(PALETTE["blue"], "D", "how loaded each voice is"),
}
_MOST_LINES = 40


def plot_decomposition(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw every gap over all words beside the two parts that add up to it.

    One line per pair of groups, by the size of the gap. The rows of single voices are left out.

    Parameters
    ----------
    table : DataFrame
        What `decompose` returned, narrowed to one category.
    ax : Axes, optional
        Where to draw; a new figure of fitting size when left out.

    Returns
    -------
    Axes

    Raises
    ------
    TableError
        If a column is missing, the table is empty or holds several categories, two rows for one
        point or more lines than can be read.

    Examples
    --------
    >>> import matplotlib, pandas as pd
    >>> matplotlib.use("Agg")
    >>> row = {"category": "metaphor", "group": "The Lantern", "reference": "rest", "voice": ""}
    >>> row |= {"conf_low": -1.0, "conf_high": 5.0, "n_docs": 20, "n_events": 5, "note": ""}
    >>> row |= {"hits": 31, "exposure": 15500}
    >>> parts = {"gap": 4.0, "floor": 2.5, "rate": 1.5}
    >>> rows = [row | {"component": name, "estimate": value} for name, value in parts.items()]
    >>> plot_decomposition(pd.DataFrame(rows)).get_title(loc="left")
    'Metaphor: the gap over all words and its parts'
    """
    where = "plot_decomposition"
    require_columns(where, table.columns, _NEEDED)
    rows = [
        {**{str(name): value for name, value in row.items()}, "at": at}
        for at, row in enumerate(table.to_dict("records"))
        if not str(row["voice"])
    ]
    if not rows:
        raise TableError(
            f"{where}: the table has no row without a voice; a figure needs gap, floor and rate; "
            "pass what decompose() returned, narrowed to one category at most"
        )
    category = only_one(where, "category", rows)
    for row in rows:
        row["line"] = f"{plain(row['group'])} / {plain(row['reference'])}"
    points = read_points(where, rows, line="line", series="component")
    strange = [p.series for p in points if p.series not in _LOOKS]
    if strange:
        raise TableError(
            f"{where}: there is no component {strange[0]!r}; there are {', '.join(_LOOKS)}; pass "
            "what decompose() returned"
        )
    # In the order of the gap; what was refused comes last.
    gap = {p.line: p.estimate for p in points if p.series == "gap" and not math.isnan(p.estimate)}
    order = sorted(
        unique(p.line for p in points), key=lambda line: (-gap.get(line, -math.inf), line)
    )
    if len(order) > _MOST_LINES:
        raise TableError(
            f"{where}: the table would need {len(order)} lines, more than the {_MOST_LINES} that "
            f"can be read; it holds {list_some(order, 3)}; choose some groups"
        )
    names = {str(row["line"]): str(row["line"]) for row in rows}
    title = f"{title_of(category)}: the gap over all words and its parts"
    references = unique(str(row["reference"]) for row in rows)
    if len(references) == 1 and len(order) > 1:
        names = {str(row["line"]): plain(row["group"]) for row in rows}
        title += f", each against {plain(references[0])}"
    looks = give_looks((p.series for p in points), _LOOKS)
    labels = line_labels(points, order, names)
    ax = get_axes(ax, height_for(order, labels, len(looks)))
    draw_forest(ax, points, order, looks, DIFFERENCE, labels=labels)
    dress(ax, title, "difference in hits per 1,000 words; bar: 95% interval", looks, always=True)
    return ax
