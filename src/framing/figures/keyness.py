"""What sets two groups apart: bars to either side."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.errors import TableError, require_columns
from framing.figures.forest import SMALL, get_axes, set_lines, set_title
from framing.figures.looks import PALETTE
from framing.figures.tables import list_some, plain, to_number, unique

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_keyness"]

_NEEDED = (
    "group", "feature", "log_odds", "z", "n_target", "docs_target", "n_docs_target", "alpha_0"
)  # fmt: skip
_COLOURS = ("blue", "vermillion")
_MOST = 40


def plot_keyness(
    table: pd.DataFrame,
    *,
    groups: Sequence[str] | None = None,
    top: int = 15,
    ax: Axes | None = None,
) -> Axes:
    """Draw what each of two groups uses more than all others, as bars to either side.

    The length of a bar is the log-odds, its whisker the 95 % interval of words taken for
    independent draws, which is too short: they clump. The order is that of `z`. Beside each bar
    stand hits and in how many of the group's articles they are. A bar is filled where dealing out
    articles would seldom set the groups so far apart (`p_adj` below .05), hollow where it often
    would, hatched where it was not tested, dotted where the draws are too few to tell among so
    many tests.

    Parameters
    ----------
    table : DataFrame
        What `keyness` returned, or some of its rows.
    groups : two str, optional
        To the left and to the right; needed where the table has more than two.
    top : int, default 15
        How many of each group.
    ax : Axes, optional
        Where to draw; a new figure of fitting size when left out.

    Returns
    -------
    Axes

    Raises
    ------
    TableError
        If a column is missing, the table is empty, or groups are not two that it holds.

    Examples
    --------
    >>> import matplotlib, pandas as pd
    >>> matplotlib.use("Agg")
    >>> row = {"n_target": 9, "docs_target": 4, "n_docs_target": 7, "alpha_0": 50.0}
    >>> rows = [
    ...     row | {"group": "a", "feature": "regime", "log_odds": 1.2, "z": 2.9},
    ...     row | {"group": "b", "feature": "council", "log_odds": 0.8, "z": 2.1},
    ... ]
    >>> ax = plot_keyness(pd.DataFrame(rows))
    >>> [text.get_text() for text in ax.get_yticklabels()]
    ['council', 'regime']
    """
    where = "plot_keyness"
    require_columns(where, table.columns, _NEEDED)
    there = unique(str(name) for name in table["group"])
    chosen = [str(name) for name in (groups if groups is not None else there)]
    if len(chosen) not in (1, 2) or not set(chosen) <= set(there) or top < 1:
        raise TableError(
            f"{where}: it draws one group or two, one to either side; the table has {len(there)} "
            f"({list_some(there, 5)}) and asked for is {list_some(chosen, 5) or 'none'}, the first "
            f"{top} of each; name two, as in groups=({there[0]!r}, {there[-1]!r})"
            if there
            else f"{where}: the table is empty; no row sets a group apart; ask for fewer min_docs"
        )
    top = min(top, _MOST // len(chosen))
    numbered = table.assign(_at=range(len(table)))
    parts = [
        numbered[numbered["group"].astype(str) == name].sort_values("z", ascending=False).head(top)
        for name in chosen
    ]
    # From the top: the right one's strongest first; the left one's strongest last.
    right = parts[-1]
    left = parts[0].iloc[::-1] if len(parts) == 2 else parts[0].iloc[:0]
    rows: list[tuple[float, dict[str, Any]]] = [
        *((1.0, _record(row)) for _, row in right.iterrows()),
        *((-1.0, _record(row)) for _, row in left.iterrows()),
    ]
    # A name may be drawn twice: lines are numbered.
    order = [str(number) for number in range(len(rows))]
    ax = get_axes(ax, 1.35 + 0.25 * (len(rows) + 1), 8.6)
    set_lines(ax, order, [plain(row["feature"]) for _, row in rows])
    # A whisker that would press all bars together is cut, with an arrow.
    longest = max(row["log_odds"] for _, row in rows)
    reach = min(max(row["log_odds"] + 1.96 * _error(row) for _, row in rows), 2.2 * longest)
    for y, (side, row) in enumerate(rows):
        _bar(ax, y, side, row, PALETTE[_COLOURS[0 if side < 0 else 1]], reach)
    ax.axvline(0.0, color=PALETTE["grey"], linewidth=1.0, zorder=3)
    ax.set_xlim(-1.8 * reach if len(parts) == 2 else 0, 1.8 * reach)
    ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    weight = to_number(rows[0][1]["alpha_0"])
    ax.set_xlabel(
        f"log-odds (natural), α₀ {weight:,.0f}; whisker: ±1.96 standard errors, words taken as "
        f"independent\n{_key(rows)}\nnumbers: hits in how many of the group’s articles",
        fontsize=SMALL,
    )
    title = (
        f"Used more than by all others: ← {_short(chosen[0])} | {_short(chosen[1])} →"
        if len(parts) == 2
        else f"{_short(chosen[0])}: used more than by all others"
    )
    set_title(ax, title, pad=10)
    ax.grid(axis="x", color=PALETTE["grey"], alpha=0.25, linewidth=0.6)
    ax.set_axisbelow(True)
    return ax


def _short(name: str) -> str:
    return textwrap.shorten(plain(name), 24, placeholder=" …")


def _record(row: pd.Series[Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


def _error(row: dict[str, Any]) -> float:
    return abs(row["log_odds"] / row["z"]) if row["z"] else 0.0


def _bar(ax: Axes, y: int, side: float, row: dict[str, Any], colour: str, reach: float) -> None:
    tested = to_number(row.get("p_adj", math.nan))
    sure = tested < 0.05
    hatch = "///" if math.isnan(tested) else "..." if _too_few(row) else ""
    length = side * row["log_odds"]
    bars = ax.barh(
        y,
        length,
        height=0.68,
        facecolor=colour if sure else "white",
        edgecolor=colour,
        hatch=hatch,
        linewidth=1.2,
        zorder=2,
    )
    bars[0].set_gid(f"point-{row['_at']}")
    error = 1.96 * _error(row)
    ends = [max(length - error, -reach), min(length + error, reach)]
    (line,) = ax.plot(ends, [y, y], color=PALETTE["black"], linewidth=1.0, zorder=4)
    line.set_gid(f"whisker-{row['_at']}")
    for end, whole in zip(ends, (length - error, length + error), strict=True):
        if end != whole:
            ax.plot(end, y, "<" if end < 0 else ">", color=PALETTE["black"], markersize=4, zorder=4)
    ax.annotate(
        f"{int(row['n_target']):,} in {int(row['docs_target']):,} of {int(row['n_docs_target']):,}",
        (side * min(abs(length) + error, reach), y),
        xytext=(5 * side, 0),
        textcoords="offset points",
        ha="left" if side > 0 else "right",
        va="center",
        fontsize=SMALL,
    )


def _too_few(row: dict[str, Any]) -> bool:
    """Say whether no draw was as far apart, and that is not enough among so many tests."""
    least = to_number(row.get("p_smallest", math.nan))
    at_least = to_number(row.get("p_value", math.nan)) <= least * (1 + 1e-9)
    return at_least and to_number(row["p_adj"]) >= 0.05


def _key(rows: Sequence[tuple[float, dict[str, Any]]]) -> str:
    """Say what fillings mean, of those that occur."""
    found = [to_number(row.get("p_adj", math.nan)) for _, row in rows]
    said = []
    if any(p < 0.05 for p in found):
        said.append("filled: adjusted p below .05, articles dealt out")
    if any(p >= 0.05 and not _too_few(row) for p, (_, row) in zip(found, rows, strict=True)):
        said.append("hollow: not")
    if any(p >= 0.05 and _too_few(row) for p, (_, row) in zip(found, rows, strict=True)):
        said.append("dotted: too few draws to tell")
    if any(math.isnan(p) for p in found):
        said.append("hatched: not tested")
    return "; ".join(said)
