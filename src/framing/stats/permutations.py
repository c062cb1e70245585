"""Whether the labels matter: what dealing them out again gives."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from framing.stats.arithmetic import SAME, Floats, floats
from framing.stats.arrangements import Block

__all__ = ["studentised_p"]

_CHUNK = 1_000


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
    h, e = floats(hits), floats(exposure)
    marks = np.asarray(labels, dtype=np.int16)
    # A stratum that holds only one kind of label adds nothing, however it is dealt.
    blocks = [b for b in blocks if 0 < np.sum(marks[b.members] == side) < len(b.members)]
    if not blocks:
        return np.ones(h.shape[1]), np.ones(h.shape[1])
    widths, column = np.unique(e, axis=1, return_inverse=True)
    column = column.reshape(-1)
    residuals = []
    for members, _ in blocks:
        inside = h[members].sum(axis=0) / np.maximum(e[members].sum(axis=0), 1e-300)
        residuals.append(h[members] - np.where(e[members].sum(axis=0) > 0, inside, 0) * e[members])

    scale = np.sum([(rest**2).sum(axis=0) for rest in residuals], axis=0)

    def statistics(rows: Sequence[NDArray[np.int16]]) -> Floats:
        total = np.zeros((len(rows[0]), h.shape[1]))
        variance = np.zeros_like(total)
        for (members, _), part, rest in zip(blocks, rows, residuals, strict=True):
            chosen = (part == side).astype(np.float64)
            gap = chosen @ rest
            total += gap
            if clustered:
                variance += np.square(gap, out=gap)
                continue
            width = widths[members]
            given = chosen @ width / np.maximum(width.sum(axis=0), 1e-300)
            mine = chosen @ rest**2
            share = given[:, column]
            variance += mine * (1 - 2 * share) + (rest**2).sum(axis=0) * share**2
        safe = variance > SAME**2 * scale
        return np.where(safe, np.abs(total) / np.sqrt(np.where(safe, variance, 1.0)), 0.0)

    seen = statistics([marks[block.members][None, :] for block in blocks])[0]
    count = len(blocks[0].labels)
    values = np.concatenate(
        [
            statistics([block.labels[start : start + _CHUNK] for block in blocks])
            for start in range(0, count, _CHUNK)
        ]
    )
    most = np.maximum(values.max(axis=0), seen)

    def reached(bar: Floats) -> Floats:
        return floats((values >= bar * (1 - SAME) - SAME).mean(axis=0))

    return reached(seen), reached(most)
