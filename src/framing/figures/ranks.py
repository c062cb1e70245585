"""The same outlets ranked twice."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framing.errors import TableError, require_columns
from framing.figures.forest import (
    NORMAL,
    SMALL,
    draw_forest,
    find_limits,
    get_axes,
    set_title,
    write_footnotes,
)
from framing.figures.labels import line_labels, title_of, unit_label
from framing.figures.looks import Look, give_looks
from framing.figures.tables import (
    has_value,
    list_some,
    only_one,
    rank_lines,
    read_points,
    read_rows,
    scale_of_estimates,
    to_number,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_ranks"]


def plot_ranks(
    naive: pd.DataFrame,
    own: pd.DataFrame,
    *,
    truth: pd.DataFrame | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the same outlets ranked by naive counts and by their own voice, side by side.

    Lines join an outlet's two places. Both panels share one scale.

    Parameters
    ----------
    naive, own : DataFrame
        Two tables as `estimate` returns them, each narrowed to one row per outlet, of one measure.
    truth : DataFrame, optional
        `group` and `estimate`: the rates planted in a constructed corpus, in the same unit.
    ax : Axes, optional
        Where to draw; a new figure of fitting size when left out.

    Returns
    -------
    Axes
        The Axes that hold the links; its ``child_axes`` are the two panels.

    Raises
    ------
    TableError
        If a column is missing, an outlet has several rows, or the tables differ in their outlets
        or measures.

    Examples
    --------
    >>> import matplotlib, pandas as pd
    >>> matplotlib.use("Agg")
    >>> row = {"category": "evaluation", "estimand": "all", "measure": "rate_per_1000"}
    >>> row |= {"n_docs": 20, "n_events": 5, "hits": 31, "exposure": 15500, "note": ""}
    >>> naive = pd.DataFrame([row, row])
    >>> naive["group"], naive["estimate"] = ["The Lantern", "Harbour News"], [9.0, 6.0]
    >>> naive["conf_low"], naive["conf_high"] = [7.0, 5.0], [11.0, 7.0]
    >>> ax = plot_ranks(naive, naive.assign(estimate=[2.0, 4.0], conf_low=1.0, conf_high=5.0))
    >>> [panel.get_yticklabels()[0].get_text().splitlines()[0] for panel in ax.child_axes]
    ['1  The Lantern', '1  Harbour News']
    """
    where = "plot_ranks"
    both = [read_rows(where, naive), read_rows(where, own)]
    scale = scale_of_estimates(where, [*both[0], *both[1]])
    panels = [read_points(where, rows, line="group", series="group") for rows in both]
    for rows, name in zip(both, ("naive", "own"), strict=True):
        for column in ("category", "estimand"):
            only_one(f"{where} ({name})", column, rows)
    groups = [{p.line for p in points} for points in panels]
    if groups[0] != groups[1]:
        apart = sorted(groups[0] ^ groups[1])
        raise TableError(
            f"{where}: both tables must hold the same outlets; {list_some(apart)} stands in one "
            "only; give the two tables the same groups"
        )
    planted = _planted(where, truth, groups[0])
    looks = give_looks(sorted(groups[0]), {})
    orders = [rank_lines(points, None) for points in panels]
    label_sets = [
        [
            f"{rank if has_value(points, line) else '–'}  {label}"
            for rank, (line, label) in enumerate(
                zip(order, line_labels(points, order), strict=True), 1
            )
        ]
        for points, order in zip(panels, orders, strict=True)
    ]
    tall = max(label.count("\n") + 1 for labels in label_sets for label in labels)
    ax = get_axes(ax, 1.6 + len(looks) * max(0.45, 0.155 * tall + 0.12), width=11.0)
    ax.set_axis_off()
    ax.set_xlim(0, 1)
    ax.set_ylim(len(looks) - 0.5, -0.5)
    category, unit = str(both[1][0]["category"]), unit_label(scale, str(both[1][0]["category"]))
    set_title(ax, f"{title_of(category)}: outlets ranked by naive counts and by own voice", pad=34)
    limits = find_limits([*panels[0], *panels[1]], scale, planted.values())
    notes: list[str] = []
    for number, (points, order, labels) in enumerate(zip(panels, orders, label_sets, strict=True)):
        panel = ax.inset_axes((0.62 * number, 0, 0.38, 1))
        draw_forest(
            panel,
            points,
            order,
            looks,
            scale,
            labels=labels,
            limits=limits,
            notes=notes,
            apart=False,
        )
        if number:
            panel.yaxis.tick_right()
            panel.tick_params(axis="y", length=0)
        panel.set_title(("naive counts", "own voice")[number], loc="left", fontsize=NORMAL)
        panel.set_xlabel(f"{unit}; bar: 95% interval", fontsize=NORMAL)
        _mark_truth(panel, order, planted, key=number == 0)
    _links(ax, orders, looks)
    write_footnotes(ax, notes)
    return ax


def _planted(where: str, truth: pd.DataFrame | None, groups: set[str]) -> dict[str, float]:
    if truth is None:
        return {}
    require_columns(f"{where} (truth)", truth.columns, ["group", "estimate"])
    planted: dict[str, float] = {}
    for group, value in zip(truth["group"], truth["estimate"], strict=True):
        if str(group) in planted:
            raise TableError(
                f"{where} (truth): {str(group)!r} stands there more than once; one outlet has one "
                "true rate; narrow the table to one category"
            )
        planted[str(group)] = to_number(value, f"{where} (truth), {str(group)!r}")
    lacking = sorted(groups - planted.keys())
    if lacking:
        raise TableError(
            f"{where} (truth): {list_some(lacking)} has no row; there are "
            f"{list_some(sorted(planted))}; give a true rate for every outlet of the other tables"
        )
    return planted


def _mark_truth(ax: Axes, order: Sequence[str], planted: Mapping[str, float], key: bool) -> None:
    from matplotlib import rcParams

    for number, line in enumerate(order):
        if line in planted and not math.isnan(planted[line]):
            ax.plot(
                [planted[line]] * 2,
                [number - 0.34, number + 0.34],
                color=rcParams["text.color"],
                linewidth=2.2,
                gid=f"truth-{number}",
                zorder=2.5,
            )
    if planted and key:
        from matplotlib.lines import Line2D

        ink = rcParams["text.color"]
        ax.legend(
            handles=[Line2D([], [], color=ink, marker="|", ms=12, mew=2.2, linestyle="none")],
            labels=["planted truth"],
            loc="lower right",
            bbox_to_anchor=(1.0, 1.0),
            frameon=False,
            fontsize=SMALL,
            borderaxespad=0.2,
            handlelength=1.0,
            handletextpad=0.3,
        )


def _links(ax: Axes, orders: Sequence[Sequence[str]], looks: Mapping[str, Look]) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Curve

    for number, line in enumerate(orders[0]):
        other = orders[1].index(line)
        corners = [(0.39, number), (0.5, number), (0.5, other), (0.61, other)]
        curve = Curve(corners, [Curve.MOVETO, Curve.CURVE4, Curve.CURVE4, Curve.CURVE4])
        look = looks[line]
        moved = number != other
        # Colours come round again after seven outlets; the marker tells the links apart.
        ax.plot([0.39, 0.61], [number, other], look.marker, ms=5, color=look.colour)
        ax.add_patch(
            PathPatch(
                curve,
                facecolor="none",
                edgecolor=look.colour,
                linewidth=2.0 if moved else 1.2,
                linestyle="-" if moved else (0, (4, 3)),
                gid=f"link-{number}",
            )
        )
