"""Intervals from samples of whole clusters."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from framing.stats.arithmetic import SAME, Floats, divide, floats, log
from framing.stats.jackknives import LEVEL

__all__ = ["bca_interval", "bca_ratio"]

DRAWS = 1_999
_CELLS = 500_000
"""How often clusters were drawn, at most so many numbers together: 4 MB stay near the processor."""


def bca_interval(
    estimate: float, draws: ArrayLike, replicates: ArrayLike, *, level: float = LEVEL
) -> tuple[float, float]:
    """Return the bias-corrected and accelerated bootstrap interval (Efron 1987).

    With few clusters it is too narrow (.81 at 5 events, k = 0.3): it stands beside the
    jackknife-t interval, never instead of it.

    Parameters
    ----------
    estimate : float
    draws : array
        The estimate in each bootstrap sample of whole clusters; ties count one half.
    replicates : array
        The estimate without each cluster, for the acceleration.
    level : float
        Coverage aimed at.

    Returns
    -------
    low, high : float

    Examples
    --------
    >>> low, high = bca_interval(3.0, np.arange(7.0), [2.5, 3.0, 3.5])
    >>> round(low, 3), round(high, 3)
    (0.15, 5.85)
    """
    found, without = np.sort(floats(draws)), floats(replicates)
    normal = NormalDist()
    # The same sum in another order differs in its last digits: a tie is a tie.
    ties = np.isclose(found, estimate, rtol=SAME, atol=0)
    below = (np.sum((found < estimate) & ~ties) + ties.sum() / 2) / len(found)
    # An estimate beyond all draws is as far out as these can tell.
    least = 0.5 / len(found)
    shift = normal.inv_cdf(float(min(max(below, least), 1 - least)))
    bend = without.mean() - without
    spread = float(np.sum(bend**2)) ** 1.5
    acceleration = float(np.sum(bend**3)) / (6 * spread) if spread > 0 else 0.0
    ends = []
    for tail in ((1 - level) / 2, (1 + level) / 2):
        moved = shift + normal.inv_cdf(tail)
        ends.append(normal.cdf(shift + moved / (1 - acceleration * moved)))
    low, high = np.quantile(found, ends)
    return float(low), float(high)


def bca_ratio(
    hits_a: ArrayLike,
    exposure_a: ArrayLike,
    hits_b: ArrayLike,
    exposure_b: ArrayLike,
    *,
    seed: Sequence[int],
    draws: int = DRAWS,
    level: float = LEVEL,
) -> tuple[Floats, Floats]:
    """Return BCa intervals of pooled rate ratios, from samples of whole clusters.

    Clusters that are all on one side (articles) are drawn within their side, else (events)
    together; the interval is found on the log scale.

    Parameters
    ----------
    hits_a, exposure_a, hits_b, exposure_b : array, clusters by columns
        As in `ratio_interval`.
    seed : sequence of int
    draws : int
    level : float
        Coverage aimed at.

    Returns
    -------
    low, high : arrays
        Missing where a sample, or all clusters but one, leave a side without hits too often to
        tell where the interval ends.

    Examples
    --------
    >>> hits, others, words = (
    ...     [[4.0], [6.0], [8.0], [5.0]],
    ...     [[2.0], [4.0], [3.0], [3.0]],
    ...     [[1e3]] * 4,
    ... )
    >>> low, high = bca_ratio(hits, words, others, words, seed=[1])
    >>> bool(1.4 < low[0] < 1.917 < high[0] < 2.8)
    True
    """
    sums = [floats(x) for x in (hits_a, exposure_a, hits_b, exposure_b)]
    on_a, on_b = np.any(sums[1] > 0, axis=1), np.any(sums[3] > 0, axis=1)
    kinds = [on_a | on_b] if (on_a & on_b).any() else [on_a, on_b]
    at_once = max(1, min(draws, _CELLS // max(1, len(sums[0]))))

    def ratio(parts: Sequence[Floats]) -> Floats:
        return log(divide(parts[0], parts[1])) - log(divide(parts[2], parts[3]))

    with np.errstate(invalid="ignore"):
        whole = ratio([x.sum(axis=0) for x in sums])
        drawn_sums = [np.zeros((draws, len(whole))) for _ in sums]
        rng = np.random.default_rng(list(seed))
        for kind in kinds:
            members = np.flatnonzero(kind)
            if len(members):
                _draw_sums(rng, [x[members] for x in sums], drawn_sums, at_once)
        found = ratio(drawn_sums)
        without = ratio([x.sum(axis=0) - x for x in sums])
    low, high = np.full(len(whole), np.nan), np.full(len(whole), np.nan)
    for k in range(len(whole)):
        present = (sums[1][:, k] > 0) | (sums[3][:, k] > 0)
        if present.sum() < 2 or not np.isfinite([whole[k], *without[present, k]]).all():
            continue
        # A sample without hits on a side lies beyond all others; without exposure it says nothing.
        drawn = found[~np.isnan(found[:, k]), k]
        ends = bca_interval(float(whole[k]), np.clip(drawn, -1e9, 1e9), without[present, k],
                            level=level)  # fmt: skip
        if max(abs(end) for end in ends) < 1e3:
            low[k], high[k] = np.exp(ends)
    return low, high


def _draw_sums(
    rng: np.random.Generator, sums: Sequence[Floats], into: Sequence[Floats], at_once: int
) -> None:
    """Add what samples of these clusters add up to, `at_once` samples at a time.

    The samples are the same in whatever pieces they are made.
    """
    size = len(sums[0])
    # Columns share their exposure, and clusters of one side have none of the other's.
    parts = [
        (whole, *np.unique(x, axis=1, return_inverse=True))
        for whole, x in zip(into, sums, strict=True)
        if x.any()
    ]
    values = np.hstack([np.zeros((size, 0)), *(part for _, part, _ in parts)])
    for start in range(0, len(into[0]), at_once):
        rows = min(at_once, len(into[0]) - start)
        drawn = rng.integers(0, size, (rows, size))
        drawn += np.arange(rows)[:, None] * size
        weight = np.bincount(drawn.ravel(), minlength=rows * size).reshape(rows, size)
        found = weight.astype(np.float64) @ values
        at = 0
        for whole, part, column in parts:
            mine = found[:, at : at + part.shape[1]]
            whole[start : start + rows] += mine[:, column.reshape(-1)]
            at += part.shape[1]
