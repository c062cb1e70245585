"""How the error of a classifier falls when it may abstain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from framing.errors import TableError, require_columns
from framing.figures.forest import SMALL, get_axes
from framing.figures.looks import PALETTE, give_looks
from framing.figures.tables import plain, unique

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_risk"]

_NEEDED = ("frame", "coverage", "n_verdicts", "error", "conf_low", "conf_high")
_ALL = "(all)"
_MOST = 10


def plot_risk(risk: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the share of wrong verdicts against the share of verdicts that are given.

    Parameters
    ----------
    risk : DataFrame
        What `measure_risk` returned, or some of its frames. The band is the 95 % interval, drawn
        for all frames together, or for a single one; of several, whiskers end each line.
    ax : Axes, optional
        Where to draw; a new figure when left out.

    Returns
    -------
    Axes
        The key says how many verdicts stand behind a line at its right end.

    Raises
    ------
    TableError
        If a column is missing, the table is empty, two rows are one point, or there are more than
        ten frames.

    Examples
    --------
    >>> import matplotlib, pandas as pd
    >>> matplotlib.use("Agg")
    >>> rows = {"frame": "(all)", "coverage": [0.5, 1.0], "n_verdicts": [50, 100]}
    >>> rows |= {"error": [0.1, 0.2], "conf_low": [0.05, 0.15], "conf_high": [0.2, 0.3]}
    >>> plot_risk(pd.DataFrame(rows)).get_legend().get_texts()[0].get_text()
    'all frames, 100 verdicts'
    """
    where = "plot_risk"
    require_columns(where, risk.columns, _NEEDED)
    names = unique(risk["frame"].astype("str"))
    if not names:
        raise TableError(f"{where}: the table is empty; there is nothing to draw; pass its rows")
    if len(names) > _MOST:
        raise TableError(
            f"{where}: {len(names)} frames cannot be told apart; ten can; choose some with "
            "table[table['frame'].isin([...])]"
        )
    if risk.duplicated(["frame", "coverage"]).any():
        raise TableError(
            f"{where}: two rows have the same frame and coverage; one point is drawn for each; "
            "draw datasets and methods apart"
        )
    ax = get_axes(ax, 4.6, 6.6)
    looks = give_looks(names, {})
    for name in names:
        rows = risk[risk["frame"].astype("str") == name].sort_values("coverage")
        whole = name == _ALL or len(names) == 1
        colour = looks[name].colour
        # Black is for all frames together.
        colour = PALETTE["grey"] if colour == PALETTE["black"] else colour
        colour = PALETTE["black"] if whole else colour
        last = rows.iloc[-1]
        label = "all frames" if name == _ALL else plain(name)
        ax.plot(
            rows["coverage"], rows["error"], color=colour, linewidth=2.2 if whole else 1.1,
            marker=looks[name].marker, markersize=4 if whole else 3, gid=f"line-{name}",
            label=f"{label}, {int(last['n_verdicts']):,} verdicts",
        )  # fmt: skip
        if whole:
            ax.fill_between(rows["coverage"], rows["conf_low"], rows["conf_high"], color=colour,
                            alpha=0.15, linewidth=0, gid=f"band-{name}")  # fmt: skip
        else:
            ax.vlines(last["coverage"], last["conf_low"], last["conf_high"], color=colour,
                      linewidth=1, gid=f"whisker-{name}")  # fmt: skip
    ax.set_xlim(0, 1.03)
    ax.set_ylim(0, None)
    ax.set_xlabel("share of verdicts given, the surest first")
    ax.set_ylabel("share of them that is wrong; band, bar: 95% interval")
    ax.set_title("What silence gains", loc="left")
    ax.legend(fontsize=SMALL, frameon=False)
    return ax
