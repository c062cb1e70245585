"""Exact bounds of counts, for where clumping cannot be seen."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from framing.stats.arithmetic import Floats, divide, floats
from framing.stats.jackknives import LEVEL

__all__ = ["poisson_bounds", "share_bounds"]


def poisson_bounds(
    hits: ArrayLike, exposure: ArrayLike, *, level: float = LEVEL
) -> tuple[Floats, Floats]:
    """Return the exact Poisson bounds of a rate (Garwood 1936).

    They assume that hits do not clump, so they are too narrow for words in articles; used
    where clumping cannot be seen: no hits at all, or one cluster.

    Parameters
    ----------
    hits : array
        Counts.
    exposure : array
        What the rate is per, e.g. words.
    level : float
        Coverage aimed at.

    Returns
    -------
    low, high : arrays
        Hits per unit of exposure.

    Examples
    --------
    >>> low, high = poisson_bounds(0, 1000)
    >>> float(low), float(high.round(6))
    (0.0, 0.003689)
    """
    from scipy.special import gammaincinv

    count = floats(hits)
    tail = (1 - level) / 2
    low = np.where(count > 0, gammaincinv(np.maximum(count, 1e-300), tail), 0.0)
    return divide(low, exposure), divide(gammaincinv(count + 1, 1 - tail), exposure)


def share_bounds(
    hits: ArrayLike, trials: ArrayLike, *, level: float = LEVEL
) -> tuple[Floats, Floats]:
    """Return the exact binomial bounds of a share (Clopper and Pearson 1934).

    Parameters
    ----------
    hits, trials : array
        Counts, hits not above trials.
    level : float
        Coverage aimed at.

    Returns
    -------
    low, high : arrays
        Shares between 0 and 1.

    Examples
    --------
    >>> low, high = share_bounds(17, 60)
    >>> float(low.round(4)), float(high.round(4))
    (0.1745, 0.4144)
    """
    from scipy.special import betaincinv

    x, n = np.broadcast_arrays(floats(hits), floats(trials))
    tail = (1 - level) / 2
    inner_low = betaincinv(np.where(x > 0, x, 1.0), n - x + 1, tail)
    inner_high = betaincinv(x + 1, np.where(x < n, n - x, 1.0), 1 - tail)
    return floats(np.where(x > 0, inner_low, 0.0)), floats(np.where(x < n, inner_high, 1.0))
