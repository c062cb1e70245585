"""Which outlet has articles on which event."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from framing.errors import TableError, require_columns
from framing.figures.forest import NORMAL, SMALL, get_axes, set_title
from framing.figures.looks import PALETTE
from framing.figures.tables import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_events"]

_NEEDED = ("doc_id", "outlet", "event", "confidence")
_MOST = 60
_SURE = 0.95


def plot_events(events: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    r"""Draw which outlets have articles on which event: a dot where there are some.

    Parameters
    ----------
    events : DataFrame
        What `match_events` or `read_events` returned, or some of its rows. Articles without an
        event are only counted.
    ax : Axes, optional
        Where to draw; a new figure of fitting size when left out.

    Returns
    -------
    Axes
        One line per event, in the order of their names (which begin with the day), one column per
        outlet. A dot is hollow where the least certain of its articles has a confidence below .95
        (or none); a number stands in it where there are several. A dot has the ``gid``
        ``point-i``, where ``i`` is the position of its first article in the table.

    Raises
    ------
    TableError
        If a column is missing, or the table has no event, or more than 60.

    Examples
    --------
    >>> import matplotlib, pandas as pd
    >>> matplotlib.use("Agg")
    >>> table = pd.DataFrame({"doc_id": ["c1", "h1"], "outlet": ["Courier", "Herald"]})
    >>> table["event"], table["confidence"] = "2031-03-04-sarn-talks", 0.98
    >>> [label.get_text() for label in plot_events(table).get_yticklabels()]
    ['2031-03-04-sarn-talks\n2 articles, 2 outlets']
    """
    where = "plot_events"
    require_columns(where, events.columns, _NEEDED)
    table = events.reset_index(drop=True)
    event, outlet = (table[name].astype("str").fillna("") for name in ("event", "outlet"))
    names = sorted(set(event) - {""})
    if not names:
        raise TableError(
            f"{where}: no article of the {len(table):,} has an event; there is nothing to draw; "
            "pass what match_events or read_events returned"
        )
    if len(names) > _MOST:
        raise TableError(
            f"{where}: the table has {len(names):,} events; one Axes has room for {_MOST}; choose "
            "some, e.g. table[table['event'] < '2031-03-08']"
        )
    outlets = sorted(set(outlet))
    ax = get_axes(ax, 1.4 + 0.36 * len(names), 4.2 + 0.7 * len(outlets))
    for (name, by), rows in table[event != ""].groupby([event, outlet], sort=True):
        _dot(ax, (outlets.index(str(by)), names.index(str(name))), rows)
    ax.set_xlim(-0.6, len(outlets) - 0.4)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xticks(range(len(outlets)), [plain(o) for o in outlets], rotation=30, ha="right")
    labels = []
    for name in names:
        articles, papers = int((event == name).sum()), outlet[event == name].nunique()
        labels.append(f"{plain(name)}\n{_many(articles, 'article')}, {_many(papers, 'outlet')}")
    ax.set_yticks(range(len(names)), labels)
    ax.tick_params(labelsize=SMALL, length=0)
    ax.grid(color=PALETTE["grey"], alpha=0.3, linewidth=0.6)
    ax.set_axisbelow(True)
    ax.spines[:].set_visible(False)
    set_title(ax, f"{_many(len(names), 'event')} of {_many(len(outlets), 'outlet')}", pad=12)
    lone = _many(int((event == "").sum()), "article")
    ax.set_xlabel(f"hollow: confidence below {_SURE}; {lone} without an event", fontsize=NORMAL)
    return ax


def _dot(ax: Axes, at: tuple[int, int], rows: pd.DataFrame) -> None:
    least = float(rows["confidence"].astype("float64").min(skipna=False))
    sure = not math.isnan(least) and least >= _SURE
    colour = PALETTE["blue"]
    ax.plot(
        *at, marker="o", markersize=11, markeredgewidth=1.6, linestyle="none", color=colour,
        markerfacecolor=colour if sure else "white", gid=f"point-{rows.index[0]}",
    )  # fmt: skip
    if len(rows) > 1:
        ax.annotate(f"{len(rows)}", at, xytext=(9, 0), textcoords="offset points", va="center",
                    fontsize=SMALL)  # fmt: skip


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' * (count != 1)}"
