"""The rows of estimates and contrasts: their columns, their numbers and their words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.contrasts.counts import Counts

__all__ = [
    "ALIKE",
    "CONTRAST_COLUMNS",
    "FEWEST",
    "PER",
    "as_table",
    "count",
    "few_clusters",
    "joined",
    "left_out",
    "many",
    "plural",
]

CONTRAST_COLUMNS = (
    "category",
    "estimand",
    "group",
    "reference",
    "measure",
    "estimate",
    "conf_low",
    "conf_high",
    "p_value",
    "p_adj",
    "p_smallest",
    "method",
    "n_docs",
    "n_events",
    "hits",
    "exposure",
    "note",
)

PER = 1_000.0
"""Words a rate is per."""

ALIKE = "clusters do not differ"
"""What is noted where the jackknife sees no spread."""

FEWEST = 5
"""Articles or events below which no p-value is given, and intervals carry a caution."""


def as_table(rows: list[dict[str, object]]) -> pd.DataFrame:
    """Return rows as a table of all columns; numbers that a row leaves out are missing.

    Examples
    --------
    >>> as_table([{"group": "Harbour Post", "estimate": 3.0}])[["group", "estimate", "p_adj"]]
              group  estimate  p_adj
    0  Harbour Post       3.0    NaN
    """
    table = pd.DataFrame(rows, columns=list(CONTRAST_COLUMNS))
    numbers = ["estimate", "conf_low", "conf_high", "p_value", "p_adj", "p_smallest"]
    table[numbers] = table[numbers].astype(np.float64)
    return table


def many(number: int, noun: str) -> str:
    """Return a number of things in words.

    Examples
    --------
    >>> many(1, "event"), many(1200, "article"), many(3, "event or lone article")
    ('1 event', '1,200 articles', '3 events and lone articles')
    >>> many(2, "copy")
    '2 copies'
    """
    return f"{number:,} {noun if number == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """Return what several are called.

    Examples
    --------
    >>> plural("event"), plural("copy"), plural("shared event or lone article")
    ('events', 'copies', 'shared events and lone articles')
    """
    if " or " in noun:
        return f"{noun.replace(' or ', 's and ')}s"
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def joined(*parts: str) -> str:
    """Return what there is to say, in one line.

    Examples
    --------
    >>> joined("no hits", "", "1 article without exposure")
    'no hits; 1 article without exposure'
    """
    return "; ".join(part for part in parts if part)


def few_clusters(number: int, noun: str, of: str = "") -> str:
    """Caution that few clusters hardly show how they differ, nothing where there are enough.

    Examples
    --------
    >>> few_clusters(2, "article", "Harbour Post")
    '2 articles of Harbour Post: too few to show how they differ'
    >>> few_clusters(1, "event"), few_clusters(5, "event")
    ('one event: the interval cannot see how events differ', '')
    """
    if number >= FEWEST:
        return ""
    whose = f" of {of}" if of else ""
    if number == 1:
        return f"one {noun}{whose}: the interval cannot see how {plural(noun)} differ"
    return f"{many(number, noun)}{whose}: too few to show how they differ"


def left_out(counts: Counts, groups: Sequence[int], k: int) -> list[str]:
    """Note articles that have no words (mentions, ...) of the kind, and so no rate."""
    notes = []
    rows = list(groups)
    empty, lost = int(counts.empty[rows, k].sum()), float(counts.lost[rows, k].sum())
    if 0 < empty < counts.docs[rows].sum():
        notes.append(f"{many(empty, 'article')} without exposure")
    if lost:
        notes.append(f"{lost:g} hit{'' if lost == 1 else 's'} without exposure left out")
    return notes


def count(counts: Counts, value: float) -> float | int:
    """Return a sum as a whole number, where hits are whole numbers."""
    return int(value) if counts.whole and value.is_integer() else value
