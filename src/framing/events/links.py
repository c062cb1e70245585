"""How likely two articles of different outlets report the same event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = [
    "Links",
    "Pairs",
    "find_backgrounds",
    "find_chances",
    "find_links",
    "find_pairs",
    "trust",
]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FLOOR = 0.01
"""Pairs less likely than this are as good as impossible."""
SAMPLE = 700
"""Articles among which the background of each is looked for; so many it was learned with."""
TYPICAL = 0.26
"""The mean background where it was learned."""
RANKS = (10, 50)
"""An event has few reports; the articles most like one, these aside, are of its topic only."""
_CELLS = 4_000_000  # of a dense block

# Learned by benchmarks/events.py on the training half of the round-ups: logistic regression of
# "same event" on the root of the cosine, the days between, and both backgrounds. Without dates the
# intercept is lower by 1.33, so that the same threshold reaches the same precision.
DATED = (-1.93, 18.04, -2.24, -9.52)
UNDATED = (-7.3, 21.22, 0.0, -10.47)
# Of "the others of the group report the same event" on the logit of the mean chance.
TRUST = (1.81, 0.6)


class Pairs(NamedTuple):
    """Pairs of articles `a` < `b`: root of the cosine, days between, sum of their backgrounds."""

    a: Ints
    b: Ints
    root: Floats
    apart: Floats
    ground: Floats


class Links(NamedTuple):
    """Pairs of articles `a` < `b` and the chance that they report the same event."""

    a: Ints
    b: Ints
    chance: Floats


def _find_roots(matrix: Any, rows: Ints, columns: Ints) -> Iterator[tuple[Ints, Floats]]:
    """Yield some rows at a time and the roots of their cosines to the columns."""
    other = matrix[columns].T.tocsr()
    step = max(1, _CELLS // max(len(columns), 1))
    for low in range(0, len(rows), step):
        here = rows[low : low + step]
        yield here, np.sqrt(np.clip((matrix[here] @ other).toarray(), 0, 1))


def find_backgrounds(matrix: Any) -> Floats:
    """Return how like each article the articles of its topic are that report other events.

    The mean root of the cosine to the 11th to 50th most similar of an even sample of 700. A
    smaller corpus says less of a topic: there it is mixed with what is typical, by the share of
    700 that the corpus has.
    """
    count, (first, last) = matrix.shape[0], RANKS
    sample = np.unique(np.linspace(0, count - 1, min(count, SAMPLE)).astype(np.int64))
    found = np.zeros(count)
    for here, roots in _find_roots(matrix, np.arange(count), sample):
        roots[here[:, None] == sample[None, :]] = 0
        ranked = -np.sort(-roots, axis=1)[:, first:last]
        found[here] = ranked.sum(axis=1) / max(last - first, 1)
    own = min(count / SAMPLE, 1.0)
    mixed: Floats = own * found + (1 - own) * TYPICAL
    return mixed


def find_pairs(matrix: Any, day: Floats, outlet: Ints, *, days: int) -> Iterator[Pairs]:
    """Yield the pairs of articles of different outlets that are not too far apart.

    Parameters
    ----------
    matrix : sparse matrix
        A vector of length 1 per article.
    day : ndarray of float
        Days from any day on; NaN where there is no date.
    outlet : ndarray of int
        A number per outlet.
    days : int
        Articles further apart report different events.
    """
    ground = find_backgrounds(matrix)
    for rows, columns in _find_windows(day, days):
        for here, roots in _find_roots(matrix, rows, columns):
            apart = np.abs(day[here, None] - day[None, columns])
            # A pair is met from either side; once is enough.
            possible = (here[:, None] < columns[None, :]) & (roots > 0)
            possible &= (outlet[here, None] != outlet[None, columns]) & ~(apart > days)
            row, column = np.nonzero(possible)
            a, b = here[row], columns[column]
            yield Pairs(a, b, roots[row, column], apart[row, column], ground[a] + ground[b])


def _find_windows(day: Floats, days: int) -> Iterator[tuple[Ints, Ints]]:
    """Yield articles of one week or without a date, and those that may be near enough."""
    undated = np.isnan(day)
    week = np.floor_divide(np.where(undated, 0, day), 7)
    for number in np.unique(week[~undated]):
        rows = np.flatnonzero(~undated & (week == number))
        near = (day >= day[rows].min() - days) & (day <= day[rows].max() + days)
        yield rows, np.flatnonzero(near | undated)
    if undated.any():
        yield np.flatnonzero(undated), np.arange(len(day))


def find_links(matrix: Any, day: Floats, outlet: Ints, *, days: int) -> Links:
    """Return the pairs that may report the same event; parameters as of `find_pairs`."""
    parts = []
    for a, b, *facts in find_pairs(matrix, day, outlet, days=days):
        chance = find_chances(*facts)
        kept = chance >= FLOOR
        parts.append((a[kept], b[kept], chance[kept]))
    a, b, chance = (np.concatenate([part[k] for part in parts]) for k in range(3))
    order = np.lexsort((b, a))
    return Links(a[order], b[order], chance[order])


def find_chances(root: Floats, apart: Floats, ground: Floats) -> Floats:
    """Return the chance of pairs; without a date (`apart` is NaN) on the text alone."""
    undated = np.isnan(apart)
    dated = DATED[0] + DATED[1] * root + DATED[2] * np.nan_to_num(apart) + DATED[3] * ground
    alone = UNDATED[0] + UNDATED[1] * root + UNDATED[3] * ground
    return _logistic(np.where(undated, alone, dated))


def trust(chance: Floats) -> Floats:
    """Return how likely an article belongs with its group, by its mean chance with the others."""
    inside = np.clip(chance, 1e-6, 1 - 1e-6)
    return _logistic(TRUST[0] + TRUST[1] * np.log(inside / (1 - inside)))


def _logistic(value: Floats) -> Floats:
    found: Floats = 1 / (1 + np.exp(-np.clip(value, -50, 50)))
    return found
