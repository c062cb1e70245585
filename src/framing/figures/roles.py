"""Who is cast as hero, villain or victim, in whose voice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.errors import TableError, require_columns, unknown_name
from framing.figures.forest import draw_forest, dress, get_axes, height_for, write_beside
from framing.figures.labels import line_labels, show_count
from framing.figures.looks import PALETTE, Look, give_looks
from framing.figures.tables import SHARE, read_points, unique

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_roles"]

_NEEDED = ("group", "caller", "entity", "role", "estimate", "conf_low", "conf_high", "n_docs",
           "n_events", "hits", "exposure", "note")  # fmt: skip
_ROLES = {
    "hero": Look(PALETTE["blue"], "^", "hero"),
    "villain": Look(PALETTE["vermillion"], "s", "villain"),
    "victim": Look(PALETTE["orange"], "o", "victim"),
}


def plot_roles(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw who is cast as hero, villain or victim in whose voice, with intervals. Experimental.

    Parameters
    ----------
    table : DataFrame
        What `count_roles` returned: a line per entity and caller, and per group where there are
        several, in the order of the table; the three roles stand side by side in it.
    ax : Axes, optional
        Where to draw; a new figure of fitting size when left out.

    Returns
    -------
    Axes

    Raises
    ------
    TableError
        If a column is missing, the table is empty, or it holds another role or two rows for one
        point.

    Examples
    --------
    >>> import matplotlib, pandas as pd
    >>> matplotlib.use("Agg")
    >>> row = {"group": "The Lantern", "caller": "its sources", "entity": "Mara Dolen"}
    >>> row |= {"role": "hero", "estimate": 0.2, "conf_low": 0.1, "conf_high": 0.4}
    >>> row |= {"n_docs": 15, "n_events": 0, "hits": 3, "exposure": 15, "note": ""}
    >>> ax = plot_roles(pd.DataFrame([row]))
    >>> ax.get_title(loc="left")
    'Who is cast as what, in whose words (experimental): The Lantern'
    """
    where = "plot_roles"
    require_columns(where, table.columns, _NEEDED)
    if table.empty:
        raise TableError(
            f"{where}: the table is empty; a figure needs at least one row; see whether a filter "
            "before it left nothing"
        )
    strange = [role for role in unique(map(str, table["role"])) if role not in _ROLES]
    if strange:
        raise TableError(unknown_name(where, "role", strange[0], _ROLES))
    groups = unique(map(str, table["group"]))
    rows: list[dict[str, Any]] = [
        {**{str(name): value for name, value in row.items()}, "at": at}
        for at, row in enumerate(table.to_dict("records"))
    ]
    for row in rows:
        inside = f" in {row['group']}" if len(groups) > 1 else ""
        row["line"] = f"{row['entity']}{inside}: {row['caller']}"
    points = [
        replace(p, beside=f"{show_count(p.hits)} of {show_count(p.exposure)}")
        for p in read_points(where, rows, line="line", series="role")
    ]
    looks = give_looks((p.series for p in points), _ROLES)
    order = unique(p.line for p in points)
    labels = line_labels(points, order)
    ax = get_axes(ax, height_for(order, labels, len(looks)))
    draw_forest(ax, points, order, looks, SHARE, labels=labels)
    of = f": {groups[0]}" if len(groups) == 1 else ""
    title = f"Who is cast as what, in whose words (experimental){of}"
    dress(ax, title, "share of articles; bar: 95% interval", looks)
    write_beside(ax, points, order, looks, "articles")
    return ax
