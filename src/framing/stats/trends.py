"""How a rate changes from step to step, and whether it changes at all."""

from __future__ import annotations

from math import lgamma
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from framing.stats.arithmetic import SAME, Floats, divide, floats

__all__ = ["Change", "log_slope", "trend_p"]

_STEPS = 60
_CHUNK = 500


class Change(NamedTuple):
    """A permutation p-value, and the smallest that could be reached."""

    p: float
    smallest: float


def log_slope(hits: ArrayLike, exposure: ArrayLike) -> Floats:
    """Return the slope of a log-linear Poisson rate over steps 0, 1, 2 and so on.

    The maximum likelihood estimate of ``b`` in ``rate = a * exp(b * step)``; with two steps it is
    the log of the ratio of both rates. Found by halving the interval in which the score changes
    its sign, which cannot run away.

    Parameters
    ----------
    hits, exposure : array, any shape by steps

    Returns
    -------
    array
        Missing where all hits stand in the first or in the last step that has exposure, or there
        is but one such step.

    Examples
    --------
    >>> slope = log_slope([10.0, 20.0, 40.0], [1000.0, 1000.0, 1000.0])
    >>> float(np.exp(slope).round(6))
    2.0
    """
    h, e = np.broadcast_arrays(floats(hits), floats(exposure))
    steps = np.arange(h.shape[-1], dtype=np.float64)
    some = e > 0
    first = np.where(some, steps, np.inf).min(axis=-1)
    last = np.where(some, steps, -np.inf).max(axis=-1)
    total = h.sum(axis=-1)
    mean = divide((h * steps).sum(axis=-1), total)
    found = (total > 0) & (mean > first + SAME) & (mean < last - SAME)
    low = np.full(total.shape, -30.0)
    high = np.full(total.shape, 30.0)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        # The largest term is 1, so that nothing overflows.
        power = np.where(some, middle[..., None] * steps, -np.inf)
        weight = e * np.exp(power - np.where(found, power.max(axis=-1), 0.0)[..., None])
        expected = divide((weight * steps).sum(axis=-1), weight.sum(axis=-1))
        up = expected < mean
        low, high = np.where(up, middle, low), np.where(up, high, middle)
    return np.where(found, (low + high) / 2, np.nan)


def trend_p(
    steps: ArrayLike, hits: ArrayLike, exposure: ArrayLike, *, draws: int, seed: int | list[int]
) -> Change:
    """Return the permutation p-value of "the rate does not rise or fall from step to step".

    The steps are dealt out again among clusters (articles, or events). The statistic is the score
    of the log-linear slope, over its standard error from the clusters, so that the test stays
    valid where lengths or clumping differ (Janssen 1997).

    Parameters
    ----------
    steps, hits, exposure : array, one number per cluster
    draws : int
    seed : int or list of int

    Returns
    -------
    Change

    Examples
    --------
    >>> steps = np.arange(12.0)
    >>> trend_p(steps, steps * 5, np.full(12, 1000.0), draws=999, seed=1).p
    0.004
    """
    x, h, e = floats(steps), floats(hits), floats(exposure)
    rest = h - divide(h.sum(), e.sum()) * e

    def statistic(order: NDArray[np.intp]) -> Floats:
        dealt = x[order]
        centred = dealt - divide((dealt * e).sum(axis=-1), e.sum())[..., None]
        spread = np.sqrt(((centred * rest) ** 2).sum(axis=-1))
        return np.abs(divide((centred * rest).sum(axis=-1), spread))

    seen = float(statistic(np.arange(len(x))[None, :])[0])
    random = np.random.default_rng(seed)
    count = 0
    for start in range(0, draws, _CHUNK):
        order = random.permuted(np.tile(np.arange(len(x)), (min(_CHUNK, draws - start), 1)), axis=1)
        values = np.nan_to_num(statistic(order))
        count += int((values >= seen * (1 - SAME) - SAME).sum())
    _, ties = np.unique(x, return_counts=True)
    arrangements = lgamma(len(x) + 1) - sum(lgamma(n + 1) for n in ties.tolist())
    smallest = max(1 / (draws + 1), float(np.exp(-arrangements)))
    if not np.isfinite(seen):
        return Change(1.0, smallest)
    return Change((count + 1) / (draws + 1), smallest)
