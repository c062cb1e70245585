"""What the alternatives say, in words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.contrasts.rows import many
from framing.errors import TableError, require_columns
from framing.sensitivity.alternatives import ALTERNATIVE_COLUMNS

__all__ = ["HALF", "summarise_alternatives"]

HALF = 0.5
"""Share of the log ratio from which what is left out is said to carry the difference."""


def summarise_alternatives(table: pd.DataFrame) -> str:
    """Say in words how far the answer depends on how it was counted.

    Parameters
    ----------
    table : DataFrame
        From `try_alternatives`.

    Returns
    -------
    str
        A sentence or two a line: the main row, how many specifications point the same way and
        their median, the bounds, and for entries, events, outlets and articles which one carries
        the difference (takes half of the log ratio or more), if one does.

    Raises
    ------
    TableError
        If a column is missing, or there is no main row with an estimate.

    Examples
    --------
    >>> row = dict.fromkeys(ALTERNATIVE_COLUMNS, "")
    >>> row |= {"kind": "main", "estimand": "own", "estimate": 2.0, "conf_low": 1.2}
    >>> row |= {"conf_high": 3.3, "taken": np.nan, "crosses": False}
    >>> row |= {"note": ""}
    >>> without = row | {"kind": "entry", "left_out": "regime", "estimate": 1.2, "conf_low": 0.8}
    >>> without |= {"conf_high": 1.9, "taken": 0.74, "crosses": True}
    >>> print(summarise_alternatives(pd.DataFrame([row, without])))
    Main: own, ratio 2 [1.2, 3.3].
    Without one entry (1 tried): 'regime' carries it: without it 1.2 [0.8, 1.9], 74 % of the log \
ratio less; the interval then holds 1 without 1 of them.
    """
    require_columns("summarise_alternatives", table.columns, ALTERNATIVE_COLUMNS)
    main = table[(table["kind"] == "main") & table["estimate"].notna()]
    if main.empty:
        raise TableError(
            "summarise_alternatives: the table has no main row with an estimate; there is nothing "
            "to hold the others against; pass what try_alternatives returned, of groups with hits"
        )
    first = main.iloc[0]
    lines = [f"Main: {first['estimand']}, ratio {_shown(first)}."]
    lines += _curve(table[table["kind"] == "specification"], float(first["estimate"]))
    bounds = table[(table["kind"] == "bound") & table["estimate"].notna()]
    if len(bounds):
        low, high = bounds["estimate"].min(), bounds["estimate"].max()
        lines.append(f"Unsure words could move the main ratio to {low:.3g} to {high:.3g}, no more.")
    for kind in ("entry", "event", "outlet", "article"):
        lines += _single(table[table["kind"] == kind], kind, first)
    return "\n".join(lines)


def _shown(row: pd.Series[float]) -> str:
    return f"{row['estimate']:.3g} [{row['conf_low']:.3g}, {row['conf_high']:.3g}]"


def _curve(rows: pd.DataFrame, main: float) -> list[str]:
    known = rows[rows["estimate"].notna()]
    if known.empty:
        return []
    # Choices that change nothing, such as headlines where there are none, count once.
    distinct = known.drop_duplicates(["hits", "exposure", "n_docs", "estimate"])
    same = np.sign(np.log(distinct["estimate"])) == np.sign(np.log(main))
    apart = (distinct["conf_low"] > 1) | (distinct["conf_high"] < 1)
    undefined = len(rows) - len(known)
    lost = f"; {undefined:,} have no ratio" if undefined else ""
    counted = many(len(known), "specification")
    if len(distinct) < len(known):
        counted += f", {len(distinct):,} of them different,"
    return [
        f"Of {counted} {int(same.sum()):,} point the same way, and the "
        f"intervals of {int((same & apart).sum()):,} of these leave out 1 "
        f"({int((~same & apart).sum()):,} the other way); median ratio "
        f"{distinct['estimate'].median():.3g}, from {distinct['estimate'].min():.3g} to "
        f"{distinct['estimate'].max():.3g}{lost}."
    ]


def _single(rows: pd.DataFrame, kind: str, main: pd.Series[float]) -> list[str]:
    if rows.empty:
        return []
    said = f"Without one {kind} ({len(rows):,} tried): "
    emptied = rows[rows["note"].astype(str).str.startswith("no hits")]
    known = rows[rows["taken"].notna()]
    if main["conf_low"] <= 1 <= main["conf_high"]:
        low, high = (known["estimate"].agg(end) for end in ("min", "max"))
        span = f"the ratio lies between {low:.3g} and {high:.3g}" if len(known) else "no ratio"
        return [f"{said}{span}; the main interval holds 1, so there is no gap to carry."]
    crossing = int(rows["crosses"].sum())
    holds = f"; the interval then holds 1 without {crossing:,} of them" if crossing else ""
    if len(emptied):
        first = emptied.iloc[0]
        more = f" (so do {len(emptied) - 1:,} others)" if len(emptied) > 1 else ""
        return [
            f"{said}{first['left_out']!r} carries it{more}: without it there are "
            f"{first['note']}{holds}."
        ]
    if known.empty:
        return []
    most = known.iloc[int(known["taken"].argmax())]
    if most["taken"] >= HALF:
        said += (
            f"{most['left_out']!r} carries it: without it {_shown(most)}, "
            f"{100 * most['taken']:.0f} % of the log ratio less"
        )
    else:
        said += (
            f"none carries it; the most is {most['left_out']!r}, without which it is {_shown(most)}"
        )
    return [f"{said}{holds}."]
