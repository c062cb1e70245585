"""Shares estimated from stratified samples, with intervals that hold at small n."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from framing.stats.arithmetic import SAME, Floats, floats
from framing.stats.jackknives import LEVEL

__all__ = ["Share", "stratified_share"]


class Share(NamedTuple):
    """A share with its interval; `effective` is the size of a simple sample as precise."""

    estimate: float
    low: float
    high: float
    effective: float


def stratified_share(
    values: ArrayLike,
    weights: ArrayLike,
    strata: ArrayLike,
    domain: ArrayLike | None = None,
    *,
    level: float = LEVEL,
) -> Share:
    """Return the share of a domain, from units drawn at random within strata.

    The estimate is the weighted mean over the domain, its variance that of the ratio estimator
    linearised within strata (units outside the domain count as 0 there; a stratum of one unit is
    centred at the overall mean), and the interval that of Korn and Graubard: the exact binomial
    one at the effective sample size (that of a simple sample with this variance), which is the
    sample size where all values are alike. It is not narrowed for units that are a large part of
    their stratum.

    Parameters
    ----------
    values : array
        Between 0 and 1, per unit of the sample.
    weights : array
        1 / inclusion probability.
    strata : array of int
        Numbers of strata.
    domain : array of bool, optional
        The units the share is about; all when left out.
    level : float
        Coverage aimed at.

    Returns
    -------
    Share
        Missing where the domain has no unit.

    References
    ----------
    Korn and Graubard (1998), Survey Methodology 24(2); Särndal, Swensson and Wretman (1992),
    sections 5.8 and 10.3.

    Examples
    --------
    >>> found = stratified_share([1] * 17 + [0] * 43, [1.0] * 60, [0] * 60)
    >>> [round(x, 3) for x in found]
    [0.283, 0.175, 0.414, 60.0]
    """
    y, w, stratum = floats(values), floats(weights), np.asarray(strata)
    inside = np.ones(len(y), bool) if domain is None else np.asarray(domain, bool)
    count = int(inside.sum())
    if not count:
        return Share(np.nan, np.nan, np.nan, 0.0)
    total = float(w[inside].sum())
    share = float((w * y)[inside].sum() / total)
    residuals = np.where(inside, w * (y - share) / total, 0.0)
    variance, degrees = _variance(residuals, stratum)
    effective = float(count)
    if variance > SAME * SAME and SAME < share < 1 - SAME:
        effective = 1 + share * (1 - share) / variance
        # Few units know their own spread badly.
        effective *= (_t(count - 1, level) / _t(degrees, level)) ** 2
        effective = min(effective, float(count))
    low, high = _exact(share * effective, effective, level)
    return Share(share, low, high, effective)


def _variance(residuals: Floats, strata: NDArray[np.int64]) -> tuple[float, int]:
    """Return the variance of a total of residuals, and its degrees of freedom."""
    names, number = np.unique(strata, return_inverse=True)
    sizes = floats(np.bincount(number))
    means = np.bincount(number, weights=residuals) / sizes
    means[sizes == 1] = residuals.mean()
    squares = np.bincount(number, weights=(residuals - means[number]) ** 2)
    # Where nothing is in the domain there is nothing to be uncertain about.
    variance = float((squares * sizes / np.maximum(sizes - 1, 1)).sum())
    return variance, max(len(residuals) - len(names), 1)


def _t(degrees: int, level: float) -> float:
    from scipy.stats import t

    return float(t.ppf((1 + level) / 2, max(degrees, 1)))


def _exact(successes: float, trials: float, level: float) -> tuple[float, float]:
    from scipy.stats import beta

    tail = (1 - level) / 2
    failures = trials - successes
    low = beta.ppf(tail, successes, failures + 1) if successes > SAME else 0.0
    high = beta.ppf(1 - tail, successes + 1, failures) if failures > SAME else 1.0
    return float(low), float(high)
