"""How far predictions agree with labels, from units drawn within strata and standing in clusters.

Labels may be shares: of two coders one said yes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from framing.stats.arithmetic import Floats, divide, floats
from framing.stats.clusters import cluster_sums
from framing.stats.score_intervals import mean_interval, score_interval

__all__ = ["Drawn", "Measure", "Ratio", "judge", "ratio"]


_EVEN = 1e-9


class Drawn(NamedTuple):
    """Per unit: what it stands for, its stratum and its cluster."""

    weights: Floats
    strata: NDArray[np.int64]
    clusters: NDArray[np.int64]


class Ratio(NamedTuple):
    """An estimate, and how far each unit moves it; `inside` are the units it is about.

    `leap` is the share that one more unit would have of it, where labels decide what it is about.
    """

    estimate: float
    moves: Floats
    inside: NDArray[np.bool_]
    leap: float = 0.0

    def plus(self, other: Ratio, one: float = 1.0, two: float = 1.0) -> Ratio:
        """Return a sum of two estimates, each taken so many times."""
        return Ratio(
            one * self.estimate + two * other.estimate,
            one * self.moves + two * other.moves,
            self.inside | other.inside,
            max(self.leap, other.leap),
        )


class Measure(NamedTuple):
    """An estimate with its interval, its variance, and how well that is known."""

    estimate: float
    low: float
    high: float
    variance: float
    df: float


def ratio(top: ArrayLike, bottom: ArrayLike, drawn: Drawn, *, labelled: bool = False) -> Ratio:
    """Return a ratio of two totals, such as recall: found over there.

    Parameters
    ----------
    top, bottom : array
        Per unit.
    drawn : Drawn
    labelled : bool
        Whether labels decide which units it is about, as of recall.

    Returns
    -------
    Ratio
        Missing where the bottom is 0.

    Examples
    --------
    >>> drawn = Drawn(np.ones(4), np.zeros(4, int), np.arange(4))
    >>> ratio([1, 0, 0, 0], [1, 1, 0, 0], drawn).estimate
    0.5
    """
    a, b = floats(top), floats(bottom)
    total = float((drawn.weights * b).sum())
    if total <= 0:
        return Ratio(np.nan, np.full(len(a), np.nan), b > 0)
    found = float((drawn.weights * a).sum() / total)
    leap = float(drawn.weights.max()) / total if labelled else 0.0
    return Ratio(found, drawn.weights * (a - found * b) / total, b > 0, leap)


def judge(found: Ratio, drawn: Drawn, *, share: bool = True) -> Measure:
    """Return the interval of an estimate, by what clusters move it (Taylor linearisation).

    Moves are taken from the mean of their stratum. A share has Wilson's interval at its effective
    sample size, anything else Student's t; degrees of freedom are the clusters it is about, less 1.
    Where a label of another unit would weigh more than those there are, half of one is allowed for.

    Parameters
    ----------
    found : Ratio
    drawn : Drawn
    share : bool

    Returns
    -------
    Measure
        Without interval where all stands in one cluster.

    References
    ----------
    Särndal, Swensson and Wretman (1992), sections 5.5 and 5.8.

    Examples
    --------
    >>> drawn = Drawn(np.ones(40), np.zeros(40, int), np.arange(40))
    >>> found = judge(ratio([1, 1, 1, 0] * 10, np.ones(40), drawn), drawn)
    >>> [round(x, 2) for x in found[:3]]
    [0.75, 0.59, 0.86]
    """
    gone = Measure(found.estimate, np.nan, np.nan, np.nan, np.nan)
    about = len(np.unique(drawn.clusters[found.inside]))
    if not np.isfinite(found.estimate) or about < 2:
        return gone
    numbers = np.unique(drawn.strata, return_inverse=True)[1]
    sizes = np.bincount(numbers)
    means = np.where(sizes > 1, divide(np.bincount(numbers, found.moves), sizes), 0.0)
    sums = cluster_sums(found.moves - means[numbers], drawn.clusters)
    variance = float((sums**2).sum()) * about / (about - 1)
    df, count = about - 1, float(found.inside.sum())
    if share and found.leap * count > 1 + _EVEN:
        count, variance = min(count, 1 / found.leap), max(variance, found.leap**2 / 2)
    if share:
        low, high = score_interval(found.estimate, variance, df, count)
    else:
        low, high = mean_interval(found.estimate, variance, df)
    return Measure(found.estimate, float(low), float(high), variance, float(df))
