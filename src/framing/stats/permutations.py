"""Whether the labels matter: what dealing them out again gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from framing.stats.arithmetic import SAME, Floats, floats
from framing.stats.arrangements import Block

__all__ = ["studentised_p", "studentised_ps"]

_CHUNK = 1_000
_CELLS = 4_000_000
"""Labels that are looked at together, at most: 32 MB of numbers."""


def studentised_p(
    blocks: Sequence[Block],
    labels: ArrayLike,
    side: int,
    hits: ArrayLike,
    exposure: ArrayLike,
    *,
    clustered: bool,
) -> tuple[Floats, Floats]:
    """Return two-sided permutation p-values of "the same rate within strata".

    The statistic is the hits of one side minus what the stratum's pooled rate gives it for its
    exposure (the score of the Mantel-Haenszel ratio), over its standard error: from the strata
    as clusters (`clustered`), or from the articles within strata. Studentised, so that the test
    stays valid in larger samples when lengths or clumping differ between sides (Janssen 1997;
    Chung and Romano 2013).

    Parameters
    ----------
    blocks : sequence of Block
        From `all_labels` (exact) or `draw_labels`.
    labels : array of int
        As seen.
    side : int
        The label to test against all others.
    hits, exposure : array, articles by columns
    clustered : bool
        Whether strata are events, which differ as wholes.

    Returns
    -------
    p, p_smallest : arrays, one per column
        The share of arrangements at least as extreme as the one seen, and as the most extreme.

    Examples
    --------
    >>> from framing.stats.arrangements import all_labels
    >>> labels, strata = [1, 0] * 5, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    >>> hits, words = [[9.0], [1.0]] * 5, [[500.0]] * 10
    >>> found = studentised_p(all_labels(labels, strata), labels, 1, hits, words, clustered=True)
    >>> [float(x[0]) for x in found]
    [0.0625, 0.0625]
    """
    (found,) = studentised_ps(blocks, labels, [side], hits, exposure, clustered=clustered)
    return found


def studentised_ps(
    blocks: Sequence[Block],
    labels: ArrayLike,
    sides: Sequence[int],
    hits: ArrayLike,
    exposure: ArrayLike,
    *,
    clustered: bool,
) -> list[tuple[Floats, Floats]]:
    """Return what `studentised_p` does, for several sides while labels are dealt out once.

    Memory is that of some arrangements of the largest stratum, and of a number for each
    arrangement, side and column.

    Parameters
    ----------
    blocks, labels, hits, exposure, clustered
        As in `studentised_p`.
    sides : sequence of int
        The labels to test, each against all others.

    Returns
    -------
    list of (p, p_smallest)

    Examples
    --------
    >>> from framing.stats.arrangements import draw_labels
    >>> labels, strata, words = [0, 1, 2] * 4, [0] * 12, [[500.0]] * 12
    >>> hits = [[9.0], [1.0], [1.0]] * 4
    >>> dealt = draw_labels(labels, strata, draws=999, seed=[1])
    >>> found = studentised_ps(dealt, labels, [0, 1], hits, words, clustered=False)
    >>> [bool(p[0] < 0.05) for p, _ in found]
    [True, False]
    """
    h, e = floats(hits), floats(exposure)
    marks = np.asarray(labels, dtype=np.int16)
    widths, column = np.unique(e, axis=1, return_inverse=True)
    column = column.reshape(-1)
    tallies = [_Tally(side, blocks[0].count if blocks else 0, h.shape[1]) for side in sides]
    for block in blocks:
        # A stratum that holds only one kind of label adds nothing, however it is dealt.
        seen = marks[block.members]
        those = [t for t in tallies if 0 < np.sum(seen == t.side) < len(seen)]
        if not those:
            continue
        mine, words, width = (x[block.members] for x in (h, e, widths))
        stratum, squares = _lay_out(mine, words, width, column, clustered=clustered)
        for tally in those:
            tally.see(stratum, seen, squares)
        start = 0
        for part in block.pieces(max(1, min(_CHUNK, _CELLS // len(seen)))):
            for tally in those:
                tally.add(stratum, part, start)
            start += len(part)
    return [tally.result() for tally in tallies]


class _Stratum(NamedTuple):
    """What the articles of a stratum give to the statistic, articles by columns."""

    values: Floats  # residuals; their squares and the widths too, where articles vary
    sums: Floats
    width: int
    column: NDArray[np.intp]  # which width is that of each column

    def parts(self, chosen: Floats) -> tuple[Floats, Floats]:
        """Return what a choice of articles adds to the statistic and to its variance."""
        # One product: what was chosen is far larger than what it is multiplied with.
        found, n = chosen @ self.values, self.width
        gap = found[:, :n]
        if self.values.shape[1] == n:
            return gap, np.square(gap)
        mine, given = found[:, n : 2 * n], found[:, 2 * n :]
        share = (given / np.maximum(self.sums[2 * n :], 1e-300))[:, self.column]
        return gap, mine * (1 - 2 * share) + self.sums[n : 2 * n] * share**2


def _lay_out(
    h: Floats, e: Floats, widths: Floats, column: NDArray[np.intp], *, clustered: bool
) -> tuple[_Stratum, Floats]:
    """Return a stratum, and its squared residuals added up."""
    inside = h.sum(axis=0) / np.maximum(e.sum(axis=0), 1e-300)
    rest = h - np.where(e.sum(axis=0) > 0, inside, 0) * e
    values = rest if clustered else np.hstack([rest, rest**2, widths])
    return _Stratum(values, values.sum(axis=0), h.shape[1], column), (rest**2).sum(axis=0)


class _Tally:
    """The statistic of one side in every arrangement, added up stratum by stratum."""

    def __init__(self, side: int, count: int, width: int) -> None:
        self.side = side
        self.total, self.variance = np.zeros((count, width)), np.zeros((count, width))
        self.seen = np.zeros((1, width)), np.zeros((1, width))
        self.scale = np.zeros(width)

    def see(self, stratum: _Stratum, seen: NDArray[np.int16], squares: Floats) -> None:
        """Add a stratum as it is."""
        chosen = (seen[None, :] == self.side).astype(np.float64)
        for whole, part in zip(self.seen, stratum.parts(chosen), strict=True):
            whole += part
        self.scale += squares

    def add(self, stratum: _Stratum, labels: NDArray[np.int16], start: int) -> None:
        """Add some arrangements of a stratum."""
        chosen = (labels == self.side).astype(np.float64)
        gap, variance = stratum.parts(chosen)
        self.total[start : start + len(labels)] += gap
        self.variance[start : start + len(labels)] += variance

    def result(self) -> tuple[Floats, Floats]:
        """Return p and the smallest p."""
        if not self.scale.size or not len(self.total):
            return np.ones(len(self.scale)), np.ones(len(self.scale))
        seen = self._statistic(*self.seen)[0]
        values = self._statistic(self.total, self.variance)
        most = np.maximum(values.max(axis=0), seen)

        def reached(bar: Floats) -> Floats:
            return floats((values >= bar * (1 - SAME) - SAME).mean(axis=0))

        return reached(seen), reached(most)

    def _statistic(self, total: Floats, variance: Floats) -> Floats:
        safe = variance > SAME**2 * self.scale
        return np.where(safe, np.abs(total) / np.sqrt(np.where(safe, variance, 1.0)), 0.0)
