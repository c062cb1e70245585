"""Ratios of two rates with their intervals, pooled or within clusters."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from framing.stats.arithmetic import Floats, divide, floats, log
from framing.stats.jackknives import LEVEL, jackknife, linearise, t_quantile
from framing.stats.rates import Interval

__all__ = ["mantel_haenszel_rate_ratio", "ratio_interval"]


class _Parts(NamedTuple):
    """What `linearise` takes, on the log scale."""

    values: Floats
    centre: Floats
    influence: Floats
    present: NDArray[np.bool_]
    clusters: Floats


def _within(ha: Floats, ea: Floats, hb: Floats, eb: Floats, kinds: NDArray[np.int_]) -> _Parts:
    """Compare sides within clusters; only those with both sides count."""
    width = np.where(ea + eb > 0, ea + eb, 1.0)
    top, bottom = ha * eb / width, hb * ea / width
    present = kinds == 2
    tops, bottoms = top.sum(axis=0), bottom.sum(axis=0)
    return _Parts(
        log(divide(tops - top, bottoms - bottom)),
        log(divide(tops, bottoms)),
        divide(top, tops) - divide(bottom, bottoms),
        present,
        floats(present.sum(axis=0)),
    )


def _pooled(ha: Floats, ea: Floats, hb: Floats, eb: Floats, kinds: NDArray[np.int_]) -> _Parts:
    """Compare all hits over all exposure; without a shared cluster, sides are counted apart."""
    present = (ea > 0) | (eb > 0)
    hits_a, words_a, hits_b, words_b = (x.sum(axis=0) for x in (ha, ea, hb, eb))
    rate_a, rate_b = divide(hits_a, words_a), divide(hits_b, words_b)
    without_a, without_b = divide(hits_a - ha, words_a - ea), divide(hits_b - hb, words_b - eb)
    on_a, on_b = ((present & (kinds == kind)).sum(axis=0) for kind in (0, 1))
    shared = (kinds == 2).any(axis=0)
    return _Parts(
        log(divide(without_a, without_b)),
        log(divide(rate_a, rate_b)),
        divide(ha - rate_a * ea, hits_a) - divide(hb - rate_b * eb, hits_b),
        present,
        floats(np.where(shared, present.sum(axis=0), np.where(kinds == 0, on_a, on_b))),
    )


def ratio_interval(
    hits_a: ArrayLike,
    exposure_a: ArrayLike,
    hits_b: ArrayLike,
    exposure_b: ArrayLike,
    *,
    matched: bool = False,
    level: float = LEVEL,
) -> Interval:
    """Return rate ratios with delete-one-cluster jackknife-t intervals on the log scale.

    Row i of all four arrays is the same cluster (event or article); where it has no exposure on
    a side, that side holds 0. Pooled: (all hits / all exposure) of the first side over the
    second. Matched: the Mantel-Haenszel ratio over clusters. Simulated at k = 0.3 the interval
    covers .92 to .96 at 5, 10 and 40 events.

    Parameters
    ----------
    hits_a, exposure_a, hits_b, exposure_b : array, clusters by columns
    matched : bool
        Whether to compare within clusters (Mantel and Haenszel 1959; rates: Rothman 1986).
    level : float
        Coverage aimed at.

    Returns
    -------
    Interval
        Ratios; missing where a side has no hits (in matched clusters).

    Examples
    --------
    >>> found = ratio_interval(
    ...     [[4.0], [6.0], [8.0]], [[1e3]] * 3, [[2.0], [4.0], [3.0]], [[1e3]] * 3
    ... )
    >>> [float(x[0].round(3)) for x in found[:3]]
    [2.0, 0.808, 4.948]
    """
    ha, ea, hb, eb = (floats(x) for x in (hits_a, exposure_a, hits_b, exposure_b))
    kinds = np.where((ea > 0) & (eb > 0), 2, np.where(ea > 0, 0, 1))
    parts = (_within if matched else _pooled)(ha, ea, hb, eb, kinds)
    values, linear = linearise(*parts)
    centre, present = parts.centre, parts.present
    se, df = jackknife(values, present, kinds)
    half = np.where(np.isfinite(centre), t_quantile(df, level) * se, np.nan)
    with np.errstate(over="ignore", invalid="ignore"):
        estimate = np.where(np.isfinite(centre), np.exp(centre), np.nan)
        return Interval(estimate, np.exp(centre - half), np.exp(centre + half), linear)


def mantel_haenszel_rate_ratio(
    hits_a: ArrayLike, exposure_a: ArrayLike, hits_b: ArrayLike, exposure_b: ArrayLike
) -> Floats:
    """Return the Mantel-Haenszel rate ratio over strata, one per column.

    sum(hits_a * exposure_b / (exposure_a + exposure_b)) over the same with sides exchanged
    (Mantel and Haenszel 1959; for rates: Rothman 1986). A stratum with one side weighs nothing.

    Parameters
    ----------
    hits_a, exposure_a, hits_b, exposure_b : array, strata or strata by columns

    Returns
    -------
    array
        The ratio; missing where either sum is 0.

    Examples
    --------
    >>> mantel_haenszel_rate_ratio([4, 20], [1000, 500], [2, 30], [1000, 1500]).tolist()
    2.0
    """
    ha, ea, hb, eb = (floats(x) for x in (hits_a, exposure_a, hits_b, exposure_b))
    width = np.where(ea + eb > 0, ea + eb, 1.0)
    top, bottom = (ha * eb / width).sum(axis=0), (hb * ea / width).sum(axis=0)
    return floats(np.where((top > 0) & (bottom > 0), divide(top, bottom), np.nan))
