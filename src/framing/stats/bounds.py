"""Bounds of counts, for where the data cannot show how they vary."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from framing.stats.arithmetic import Floats, divide, floats
from framing.stats.jackknives import LEVEL

__all__ = ["CLUMPING", "CORRELATION", "clumped_bounds", "clumping_of", "clustered_bounds",
           "share_bounds"]  # fmt: skip

CLUMPING = 0.3
"""The k of the negative binomial law by which words of news clump in articles (about 0.3)."""
_EVENTS = 0.28
"""The squared coefficient of variation of events: levels with a log SD of 0.5."""
CORRELATION = 0.1
"""How far words, speeches or headlines of one article or event are alike (intraclass)."""


def clumping_of(articles: float) -> float:
    """Return the k of an event of so many articles, each of which clumps with `CLUMPING`.

    Squared coefficients of variation add up: that of events, and that of articles in them.

    Examples
    --------
    >>> round(clumping_of(1), 2), round(clumping_of(10), 2), round(clumping_of(1000), 2)
    (0.22, 1.42, 3.52)
    """
    return 1 / (_EVENTS + (1 + _EVENTS) / (CLUMPING * articles))


def clumped_bounds(
    hits: ArrayLike,
    exposure: ArrayLike,
    clusters: ArrayLike,
    *,
    clumping: float = CLUMPING,
    level: float = LEVEL,
) -> tuple[Floats, Floats]:
    """Return the bounds of a rate whose hits clump in clusters by a negative binomial law.

    Garwood's bounds (1936) with the sum of negative binomial counts instead of a Poisson count:
    each cluster has its own rate, gamma distributed with shape `clumping`. Used where clumping
    cannot be seen: no hits at all, one cluster, or clusters that happen to agree. Simulated at
    k = 0.3, 0.3 to 20 hits per 1,000 words and 1 to 5 articles, these bounds bring the coverage
    of all intervals together from .26 to 1 (Poisson) to .91 to 1; where words clump more
    than that (k = 0.1) they are still too low with 10 articles.

    Parameters
    ----------
    hits, exposure : array
        Counts, and what the rate is per, e.g. words.
    clusters : array
        How many clusters of equal exposure there are; of unequal ones as many as vary alike,
        (sum of exposure)^2 / sum of exposure^2.
    clumping : float
        The k of one cluster; without end, these are Poisson bounds.
    level : float
        Coverage aimed at.

    Returns
    -------
    low, high : arrays
        Hits per unit of exposure.

    Examples
    --------
    >>> low, high = clumped_bounds(0, 5000, 10)
    >>> float(low), float(high.round(5))
    (0.0, 0.00145)
    >>> float(clumped_bounds(0, 5000, 10, clumping=1e6)[1].round(5))
    0.00074
    """
    from scipy.special import betaincinv

    count, tail = floats(hits), (1 - level) / 2
    shape = clumping * floats(clusters)
    # P(X <= hits) and P(X >= hits) as incomplete beta functions of shape / (shape + mean).
    rest = betaincinv(shape, count + 1, tail)
    most = divide(shape * (1 - rest), rest)
    part = betaincinv(np.where(count > 0, count, 1.0), shape, tail)
    least = np.where(count > 0, divide(shape * part, 1 - part), 0.0)
    return divide(least, exposure), divide(most, exposure)


def clustered_bounds(
    hits: ArrayLike,
    trials: ArrayLike,
    squares: ArrayLike,
    clusters: ArrayLike,
    *,
    correlation: ArrayLike = CORRELATION,
    level: float = LEVEL,
) -> tuple[Floats, Floats]:
    """Return binomial bounds of a share whose trials are alike within clusters.

    Clopper and Pearson's bounds of the effective number of trials (Korn and Graubard 1998): all
    of them over the design effect, 1 + (mean size - 1) correlation (Kish 1965), where large
    clusters count as often as they have trials; but never fewer than there are clusters.

    Parameters
    ----------
    hits, trials : array
        Counts, hits not above trials.
    squares : array
        The sum of the squared sizes of clusters.
    clusters : array
        How many there are.
    correlation : array
        Of trials within a cluster, from 0 (as if drawn one by one) to 1 (all the same).
    level : float
        Coverage aimed at.

    Returns
    -------
    low, high : arrays
        Shares between 0 and 1.

    Examples
    --------
    >>> clustered_bounds(0, 4570, 10 * 457**2, 10, correlation=[0, 0.1, 1])[1].round(4).tolist()
    [0.0008, 0.0369, 0.3085]
    """
    n = np.where(floats(trials) > 0, floats(trials), 1.0)
    design = 1 + np.maximum(floats(squares) / n - 1, 0.0) * floats(correlation)
    number = np.minimum(np.maximum(n / design, floats(clusters)), n)
    return share_bounds(floats(hits) / n * number, number, level=level)


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
