"""Rates and shares with their intervals, and the difference of two."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from framing.stats.arithmetic import SAME, Floats, divide, floats, log
from framing.stats.bounds import CLUMPING, CORRELATION, clumped_bounds, clustered_bounds
from framing.stats.jackknives import LEVEL, jackknife, linearise, t_quantile

__all__ = ["Interval", "difference_interval", "rate_interval"]


class Interval(NamedTuple):
    """An estimate with its interval, one number per column.

    `linearised` says where a delete-one value did not exist, because all hits lay in one
    cluster, so that the interval rests on influence values instead; `same` where no cluster
    moved the estimate, so that the jackknife saw no spread and could not give an interval.
    """

    estimate: Floats
    low: Floats
    high: Floats
    linearised: NDArray[np.bool_]
    same: NDArray[np.bool_]


def _rate_replicates(
    hits: Floats, exposure: Floats, *, share: bool
) -> tuple[Floats, NDArray[np.bool_]]:
    """Log (or logit) of the pooled rate without each cluster; linearised where undefined."""
    all_hits, all_exposure = hits.sum(axis=0), exposure.sum(axis=0)
    rest = divide(all_hits - hits, all_exposure - exposure)
    rate = divide(all_hits, all_exposure)
    odds = (lambda r: log(r) - log(1 - r)) if share else log
    values, centre = odds(rest), odds(rate)
    slope = divide(1, rate * (1 - rate) if share else rate)
    with np.errstate(invalid="ignore"):
        influence = divide((hits - rate * exposure) * slope, all_exposure)
    here = exposure > 0
    return linearise(values, centre, influence, here, here.sum(axis=0))


def rate_interval(
    hits: ArrayLike,
    exposure: ArrayLike,
    *,
    share: bool = False,
    correlation: ArrayLike = CORRELATION,
    clumping: float = CLUMPING,
    level: float = LEVEL,
) -> Interval:
    """Return pooled rates with delete-one-cluster jackknife-t intervals.

    Computed on the log scale (shares: logit), so that the interval stays positive (a share:
    below 1). Simulated with negative binomial hits (k = 0.3), 5 to 100 clusters and 0.7 or 5
    hits per 1,000 words, this covers .92 to .99; the plain scale, clipped at 0, covers .79 to
    .93, the linearised log scale .89 to .98, which stands in only where all hits lie in one
    cluster. No hits (or a share of 1), one cluster, or clusters that do not differ: the data
    cannot show how clusters vary, and bounds take them to vary as is known of news. Shares have
    Clopper-Pearson bounds of the effective number (`clustered_bounds`), rates those of negative
    binomial counts (`clumped_bounds`).

    Parameters
    ----------
    hits, exposure : array, clusters by columns
        Counts, and what they are per.
    share : bool
        Whether hits are part of the exposure.
    correlation : array
        Of shares: how far what is in one cluster is alike, by column (`clustered_bounds`).
    clumping : float
        Of rates: the k of one cluster (`clumped_bounds`).
    level : float
        Coverage aimed at.

    Returns
    -------
    Interval
        Hits per unit of exposure; missing where there is no exposure.

    Examples
    --------
    >>> found = rate_interval([[2.0], [6.0], [4.0]], [[1000.0], [2000.0], [1000.0]])
    >>> [float(x[0].round(5)) for x in found[:3]]
    [0.003, 0.00172, 0.00522]
    """
    h, e = floats(hits), floats(exposure)
    total, trials = h.sum(axis=0), e.sum(axis=0)
    rate = divide(total, trials)
    values, linear = _rate_replicates(h, e, share=share)
    se, df = jackknife(values, e > 0)
    half = t_quantile(df, level) * se
    safe = np.where(trials > 0, trials, 1.0)
    if share:
        exact = clustered_bounds(
            total, safe, (e**2).sum(axis=0), (e > 0).sum(axis=0), correlation=correlation,
            level=level,
        )  # fmt: skip
    else:
        alike = divide(safe**2, np.where(trials > 0, (e**2).sum(axis=0), 1.0))
        exact = clumped_bounds(total, safe, alike, clumping=clumping, level=level)
    if share:
        centre = log(rate) - log(1 - rate)
        with np.errstate(over="ignore", invalid="ignore"):
            low, high = 1 / (1 + np.exp(half - centre)), 1 / (1 + np.exp(-half - centre))
    else:
        with np.errstate(over="ignore", invalid="ignore"):
            low, high = rate * np.exp(-half), rate * np.exp(half)
    edge = (total <= 0) | (share & (total >= trials)) | ~np.isfinite(half)
    # Clusters that happen to agree do not make an estimate exact.
    same = ~edge & (se <= SAME)
    edge = edge | same
    low, high = np.where(edge, exact[0], low), np.where(edge, exact[1], high)
    known = trials > 0
    return Interval(
        rate,
        np.where(known, low, np.nan),
        np.where(known, high, np.nan),
        linear & ~edge,
        same,
    )


def difference_interval(first: Interval, second: Interval) -> tuple[Floats, Floats, Floats]:
    """Return first - second with the interval recovered from the intervals of both.

    Zou and Donner (2008): the distance of each bound is the root of the squared distances of
    the two intervals. A plain jackknife-t of the difference covers .77 to .87 when 6 articles
    meet 60 or 20 meet 200 (k = 0.3); this covers .91 to .97 there. Events
    that move both sides together are not used to narrow it.

    Parameters
    ----------
    first, second : Interval

    Returns
    -------
    difference, low, high : arrays

    Examples
    --------
    >>> no = np.array([False])
    >>> a = Interval(np.array([5.0]), np.array([2.0]), np.array([9.0]), no, no)
    >>> b = Interval(np.array([1.0]), np.array([0.0]), np.array([4.0]), no, no)
    >>> [float(x[0].round(3)) for x in difference_interval(a, b)]
    [4.0, -0.243, 8.123]
    """
    gap = first.estimate - second.estimate
    low = gap - np.hypot(first.estimate - first.low, second.high - second.estimate)
    high = gap + np.hypot(first.high - first.estimate, second.estimate - second.low)
    return gap, low, high
