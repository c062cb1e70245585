"""Intervals and tests for rates that clump: arrays in, arrays out, no tables.

Words of one kind come in clumps: an article that calls somebody reckless once does so again.
Every function here therefore takes articles or events, never single words, as what varies.
A column is one category under one estimand; all columns are computed at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import comb, prod
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Block",
    "Interval",
    "all_labels",
    "arrangements",
    "bca_interval",
    "benjamini_hochberg",
    "cluster_sums",
    "difference_interval",
    "draw_labels",
    "jackknife",
    "jackknife_t",
    "log_likelihood_ratio",
    "mantel_haenszel_rate_ratio",
    "poisson_bounds",
    "rate_interval",
    "ratio_interval",
    "share_bounds",
    "studentised_p",
]

Floats = NDArray[np.float64]

LEVEL = 0.95
_CHUNK = 1_000
_SAME = 1e-9


class Interval(NamedTuple):
    """An estimate with its interval, one number per column.

    `linearised` says where a delete-one value did not exist, because all hits lay in one
    cluster, so that the interval rests on influence values instead.
    """

    estimate: Floats
    low: Floats
    high: Floats
    linearised: NDArray[np.bool_]


class Block(NamedTuple):
    """The arranged labels of one stratum: `labels[arrangement, member]`."""

    members: NDArray[np.intp]
    labels: NDArray[np.int16]


def _floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)


def _divide(top: ArrayLike, bottom: ArrayLike) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(_floats(top) / _floats(bottom), dtype=np.float64)


def _log(values: ArrayLike) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log(_floats(values)), dtype=np.float64)


def _t_quantile(df: ArrayLike, level: float) -> Floats:
    from scipy.special import stdtrit

    return _floats(stdtrit(df, (1 + level) / 2))


def cluster_sums(values: ArrayLike, clusters: ArrayLike) -> Floats:
    """Add up the rows of each cluster, clusters in sorted order.

    Parameters
    ----------
    values : array, rows by columns
    clusters : array of int
        The cluster of each row.

    Returns
    -------
    array, clusters by columns

    Examples
    --------
    >>> cluster_sums([[1.0], [2.0], [4.0]], [0, 1, 0])
    array([[5.],
           [2.]])
    """
    rows = _floats(values)
    codes = np.asarray(clusters)
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(codes[order]) != 0])[: len(codes)]
    if not len(codes):
        return np.zeros((0, *rows.shape[1:]))
    return np.add.reduceat(rows[order], starts, axis=0)


def jackknife(
    replicates: ArrayLike, present: ArrayLike | None = None, kinds: ArrayLike | None = None
) -> tuple[Floats, Floats]:
    """Return the delete-one-cluster standard error and its degrees of freedom.

    The variance is (n - 1) / n times the squared spread of the delete-one estimates
    (Quenouille 1956; Tukey 1958). With `kinds`, clusters of one kind are independent of those
    of another: without a shared cluster (kind 2) the variances of the kinds are added, and the
    degrees of freedom follow Satterthwaite (1946), so that 6 articles against 600 count as few.

    Parameters
    ----------
    replicates : array, clusters by columns
        The estimate without each cluster.
    present : array of bool, clusters by columns, optional
        Where a cluster has exposure; the others do not count.
    kinds : array of int, clusters by columns, optional
        0: on the first side only, 1: on the second side only, 2: on both.

    Returns
    -------
    se, df : arrays, one number per column
        Missing where fewer than two clusters are left.

    Examples
    --------
    >>> se, df = jackknife([[1.0], [2.0], [3.0]])
    >>> float(se[0].round(4)), float(df[0])
    (1.1547, 2.0)
    """
    values = np.atleast_2d(_floats(replicates))
    here = np.ones(values.shape, bool) if present is None else np.asarray(present, bool)
    which = np.full(values.shape, 2) if kinds is None else np.asarray(kinds)

    def spread(mask: NDArray[np.bool_], around: Floats | None = None) -> tuple[Floats, Floats]:
        n = mask.sum(axis=0).astype(np.float64)
        kept = np.where(mask, values, 0.0)
        centre = _divide(kept.sum(axis=0), n) if around is None else around
        with np.errstate(invalid="ignore"):
            squares = np.where(mask, (values - centre) ** 2, 0.0).sum(axis=0)
        return n, np.asarray(squares, dtype=np.float64)

    n, squares = spread(here)
    whole = _divide((n - 1) * squares, n)
    centre = _divide(np.where(here, values, 0.0).sum(axis=0), n)
    shared = (here & (which == 2)).any(axis=0)
    split = np.zeros_like(n)
    top = np.zeros_like(n)
    bottom = np.zeros_like(n)
    for kind in (0, 1, 2):
        mask = here & (which == kind)
        count, inside = spread(mask)
        if kind < 2:
            # One article on a side: its variance cannot be seen, and there is no interval.
            part = np.where(count > 1, _divide((count - 1) * inside, count), np.nan)
            split = split + np.where(shared, 0.0, part)
        _, about = spread(mask, centre)
        weight = np.where(shared, about, _divide((count - 1) * inside, count))
        weight = np.where(count > 0, weight, 0.0)
        top = top + weight
        bottom = bottom + weight**2 / np.maximum(count - 1, 1)
    variance = np.where(shared, whole, split)
    df = np.where(top > 0, _divide(top**2, bottom), n - 1)
    enough = (n > 1) & np.isfinite(variance)
    return (
        np.where(enough, np.sqrt(np.where(enough, variance, 0.0)), np.nan),
        np.where(enough, df, np.nan),
    )


def jackknife_t(
    estimate: ArrayLike, replicates: ArrayLike, *, level: float = LEVEL
) -> tuple[Floats, Floats]:
    """Return estimate -+ t(clusters - 1) times the jackknife standard error.

    Parameters
    ----------
    estimate : number or array, one per column
    replicates : array, clusters or clusters by columns
        The estimate without each cluster, on the same scale.
    level : float
        Coverage aimed at.

    Returns
    -------
    low, high : arrays

    Examples
    --------
    >>> low, high = jackknife_t(2.0, [1.0, 2.0, 3.0])
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([-2.968], [6.968])
    """
    values = _floats(replicates)
    se, df = jackknife(values[:, None] if values.ndim == 1 else values)
    half = _t_quantile(df, level) * se
    return _floats(estimate) - half, _floats(estimate) + half


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

    count = _floats(hits)
    tail = (1 - level) / 2
    low = np.where(count > 0, gammaincinv(np.maximum(count, 1e-300), tail), 0.0)
    return _divide(low, exposure), _divide(gammaincinv(count + 1, 1 - tail), exposure)


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

    x, n = np.broadcast_arrays(_floats(hits), _floats(trials))
    tail = (1 - level) / 2
    inner_low = betaincinv(np.where(x > 0, x, 1.0), n - x + 1, tail)
    inner_high = betaincinv(x + 1, np.where(x < n, n - x, 1.0), 1 - tail)
    return _floats(np.where(x > 0, inner_low, 0.0)), _floats(np.where(x < n, inner_high, 1.0))


def _rate_replicates(hits: Floats, exposure: Floats, *, share: bool) -> tuple[Floats, Any]:
    """Log (or logit) of the pooled rate without each cluster; linearised where undefined."""
    all_hits, all_exposure = hits.sum(axis=0), exposure.sum(axis=0)
    n = (exposure > 0).sum(axis=0)
    rest = _divide(all_hits - hits, all_exposure - exposure)
    rate = _divide(all_hits, all_exposure)
    odds = (lambda r: _log(r) - _log(1 - r)) if share else _log
    values, centre = odds(rest), odds(rate)
    slope = _divide(1, rate * (1 - rate) if share else rate)
    with np.errstate(invalid="ignore"):
        influence = _divide((hits - rate * exposure) * slope, all_exposure)
    linear = ~np.isfinite(np.where(exposure > 0, values, 0.0)).all(axis=0) & np.isfinite(centre)
    with np.errstate(invalid="ignore"):
        stand_in = centre - influence * _divide(n, n - 1)
    return np.where(linear, stand_in, values), linear


def rate_interval(
    hits: ArrayLike, exposure: ArrayLike, *, share: bool = False, level: float = LEVEL
) -> Interval:
    """Return pooled rates with delete-one-cluster jackknife-t intervals.

    Computed on the log scale (shares: logit), so that the interval stays positive (a share:
    below 1). Simulated with negative binomial hits (k = 0.3), 5 to 100 clusters and 0.7 or 5
    hits per 1,000 words, this covers .92 to .99; the plain scale, clipped at 0, covers .79 to
    .93, the linearised log scale .89 to .98, which stands in only where all hits lie in one
    cluster. No hits (or a share of 1): the exact Poisson (binomial) bound. One cluster: exact
    bounds, which cannot see clumping.

    Parameters
    ----------
    hits, exposure : array, clusters by columns
        Counts, and what they are per.
    share : bool
        Whether hits are part of the exposure.
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
    h, e = _floats(hits), _floats(exposure)
    total, trials = h.sum(axis=0), e.sum(axis=0)
    rate = _divide(total, trials)
    values, linear = _rate_replicates(h, e, share=share)
    se, df = jackknife(values, e > 0)
    half = _t_quantile(df, level) * se
    safe = np.where(trials > 0, trials, 1.0)
    exact = (share_bounds if share else poisson_bounds)(total, safe, level=level)
    if share:
        centre = _log(rate) - _log(1 - rate)
        with np.errstate(over="ignore", invalid="ignore"):
            low, high = 1 / (1 + np.exp(half - centre)), 1 / (1 + np.exp(-half - centre))
    else:
        with np.errstate(over="ignore", invalid="ignore"):
            low, high = rate * np.exp(-half), rate * np.exp(half)
    edge = (total <= 0) | (share & (total >= trials)) | ~np.isfinite(half)
    low, high = np.where(edge, exact[0], low), np.where(edge, exact[1], high)
    known = trials > 0
    return Interval(
        rate,
        np.where(known, low, np.nan),
        np.where(known, high, np.nan),
        linear & ~edge,
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
    ha, ea, hb, eb = (_floats(x) for x in (hits_a, exposure_a, hits_b, exposure_b))
    kinds = np.where((ea > 0) & (eb > 0), 2, np.where(ea > 0, 0, 1))
    if matched:
        width = np.where(ea + eb > 0, ea + eb, 1.0)
        top, bottom = ha * eb / width, hb * ea / width
        present = (ea > 0) & (eb > 0)
        tops, bottoms = top.sum(axis=0), bottom.sum(axis=0)
        centre = _log(_divide(tops, bottoms))
        values = _log(_divide(tops - top, bottoms - bottom))
        influence = _divide(top, tops) - _divide(bottom, bottoms)
        count = present.sum(axis=0) + np.zeros_like(values)
    else:
        present = (ea > 0) | (eb > 0)
        sums = [x.sum(axis=0) for x in (ha, ea, hb, eb)]
        rate_a, rate_b = _divide(sums[0], sums[1]), _divide(sums[2], sums[3])
        centre = _log(_divide(rate_a, rate_b))
        without_a = _divide(sums[0] - ha, sums[1] - ea)
        without_b = _divide(sums[2] - hb, sums[3] - eb)
        values = _log(_divide(without_a, without_b))
        influence = _divide(ha - rate_a * ea, sums[0]) - _divide(hb - rate_b * eb, sums[2])
        shared = (kinds == 2).any(axis=0)
        count = np.zeros_like(values)
        for kind in (0, 1):
            mine = present & (kinds == kind)
            count = np.where(mine, mine.sum(axis=0), count)
        count = np.where(shared, present.sum(axis=0), count)
    linear = ~np.isfinite(np.where(present, values, 0.0)).all(axis=0) & np.isfinite(centre)
    with np.errstate(invalid="ignore"):
        stand_in = centre - influence * _divide(count, np.maximum(count - 1, 1))
    values = np.where(linear, stand_in, values)
    se, df = jackknife(values, present, kinds)
    half = np.where(np.isfinite(centre), _t_quantile(df, level) * se, np.nan)
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
    ha, ea, hb, eb = (_floats(x) for x in (hits_a, exposure_a, hits_b, exposure_b))
    width = np.where(ea + eb > 0, ea + eb, 1.0)
    top, bottom = (ha * eb / width).sum(axis=0), (hb * ea / width).sum(axis=0)
    return _floats(np.where((top > 0) & (bottom > 0), _divide(top, bottom), np.nan))


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
    >>> a = Interval(np.array([5.0]), np.array([2.0]), np.array([9.0]), np.array([False]))
    >>> b = Interval(np.array([1.0]), np.array([0.0]), np.array([4.0]), np.array([False]))
    >>> [float(x[0].round(3)) for x in difference_interval(a, b)]
    [4.0, -0.243, 8.123]
    """
    gap = first.estimate - second.estimate
    low = gap - np.hypot(first.estimate - first.low, second.high - second.estimate)
    high = gap + np.hypot(first.high - first.estimate, second.estimate - second.low)
    return gap, low, high


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
    found, without = np.sort(_floats(draws)), _floats(replicates)
    normal = NormalDist()
    # The same sum in another order differs in its last digits: a tie is a tie.
    ties = np.isclose(found, estimate, rtol=_SAME, atol=0)
    below = (np.sum((found < estimate) & ~ties) + ties.sum() / 2) / len(found)
    shift = normal.inv_cdf(float(below))
    bend = without.mean() - without
    spread = float(np.sum(bend**2)) ** 1.5
    acceleration = float(np.sum(bend**3)) / (6 * spread) if spread > 0 else 0.0
    ends = []
    for tail in ((1 - level) / 2, (1 + level) / 2):
        moved = shift + normal.inv_cdf(tail)
        ends.append(normal.cdf(shift + moved / (1 - acceleration * moved)))
    low, high = np.quantile(found, ends)
    return float(low), float(high)


def benjamini_hochberg(p_values: ArrayLike) -> Floats:
    """Return p-values adjusted for the false discovery rate (Benjamini and Hochberg 1995).

    Parameters
    ----------
    p_values : array
        One family; missing values are not part of it and stay missing.

    Returns
    -------
    array

    Examples
    --------
    >>> benjamini_hochberg([0.01, float("nan"), 0.04]).tolist()
    [0.02, nan, 0.04]
    """
    p = _floats(p_values)
    adjusted = np.full(p.shape, np.nan)
    tested = np.flatnonzero(np.isfinite(p))
    order = tested[np.argsort(-p[tested], kind="stable")]
    ranks = np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum.accumulate(np.minimum(p[order] * len(order) / ranks, 1.0))
    return adjusted


def log_likelihood_ratio(
    hits_a: ArrayLike, words_a: ArrayLike, hits_b: ArrayLike, words_b: ArrayLike, *, cells: int = 4
) -> Floats:
    """Return G2 of pooled counts: a ranking, not a test, because words clump.

    Parameters
    ----------
    hits_a, words_a, hits_b, words_b : array
        Counts on both sides.
    cells : {4, 2}
        4: hits and non-hits (Dunning 1993); 2: hits only (Rayson and Garside 2000).

    Returns
    -------
    array

    Examples
    --------
    >>> float(log_likelihood_ratio(120, 100_000, 60, 100_000).round(3))
    20.406
    """
    a, n, b, m = (_floats(x) for x in (hits_a, words_a, hits_b, words_b))
    rate = (a + b) / (n + m)
    pairs = [(a, n * rate), (b, m * rate)]
    if cells == 4:
        pairs += [(n - a, n * (1 - rate)), (m - b, m * (1 - rate))]
    # 0 ln 0 is 0.
    terms = [seen * _log(np.where(seen > 0, _divide(seen, due), 1.0)) for seen, due in pairs]
    return _floats(2 * np.sum(terms, axis=0))


def _strata(labels: NDArray[np.int16], strata: ArrayLike) -> list[NDArray[np.intp]]:
    """Members of each stratum in which labels differ; the others cannot be rearranged."""
    codes = np.asarray(strata)
    order = np.argsort(codes, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(codes[order])) + 1) if len(order) else []
    return [part for part in parts if len(np.unique(labels[part])) > 1]


def arrangements(labels: ArrayLike, strata: ArrayLike) -> int:
    """Return in how many ways labels can be dealt out again within strata.

    Parameters
    ----------
    labels : array of int
        Two kinds of labels.
    strata : array of int

    Returns
    -------
    int

    Examples
    --------
    >>> arrangements([0, 0, 1, 1, 0, 1], [1, 1, 1, 1, 2, 2])
    12
    """
    marks = np.asarray(labels, dtype=np.int16)
    if not len(marks):
        return 1
    return prod(comb(len(m), int(np.sum(marks[m] == marks.max()))) for m in _strata(marks, strata))


def all_labels(labels: ArrayLike, strata: ArrayLike) -> list[Block]:
    """Return every arrangement of two kinds of labels within strata.

    Parameters
    ----------
    labels : array of int
        Two kinds of labels.
    strata : array of int

    Returns
    -------
    list of Block
        One per stratum with both labels; row i of all blocks is arrangement i.

    Examples
    --------
    >>> [block.labels.tolist() for block in all_labels([0, 1, 1, 0], [1, 1, 2, 2])]
    [[[1, 0], [1, 0], [0, 1], [0, 1]], [[1, 0], [0, 1], [1, 0], [0, 1]]]
    """
    marks = np.asarray(labels, dtype=np.int16)
    parts = _strata(marks, strata)
    tables = []
    for members in parts:
        values = np.unique(marks[members])
        chosen = list(combinations(range(len(members)), int(np.sum(marks[members] == values[1]))))
        table = np.full((len(chosen), len(members)), values[0], dtype=np.int16)
        for row, places in enumerate(chosen):
            table[row, list(places)] = values[1]
        tables.append(table)
    sizes = tuple(len(table) for table in tables)
    rows = np.unravel_index(np.arange(prod(sizes)), sizes) if sizes else ()
    return [
        Block(members, table[row]) for members, table, row in zip(parts, tables, rows, strict=True)
    ]


def draw_labels(
    labels: ArrayLike, strata: ArrayLike, *, draws: int, seed: Sequence[int]
) -> list[Block]:
    """Return labels as they are (first row) and dealt out again at random within strata.

    Parameters
    ----------
    labels : array of int
        Any number of kinds.
    strata : array of int
    draws : int
        Random arrangements, beside the one seen.
    seed : sequence of int

    Returns
    -------
    list of Block

    Examples
    --------
    >>> (block,) = draw_labels([0, 1, 2], [1, 1, 1], draws=2, seed=[1])
    >>> block.labels[0].tolist(), block.labels.shape
    ([0, 1, 2], (3, 3))
    """
    marks = np.asarray(labels, dtype=np.int16)
    rng = np.random.default_rng(list(seed))
    blocks = []
    for members in _strata(marks, strata):
        seen = marks[members]
        dealt = rng.permuted(np.broadcast_to(seen, (draws, len(seen))), axis=1)
        blocks.append(Block(members, np.vstack([seen[None, :], dealt])))
    return blocks


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
    >>> labels, strata = [1, 0] * 5, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    >>> hits, words = [[9.0], [1.0]] * 5, [[500.0]] * 10
    >>> found = studentised_p(all_labels(labels, strata), labels, 1, hits, words, clustered=True)
    >>> [float(x[0]) for x in found]
    [0.0625, 0.0625]
    """
    h, e = _floats(hits), _floats(exposure)
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
        safe = variance > _SAME**2 * scale
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
        return _floats((values >= bar * (1 - _SAME) - _SAME).mean(axis=0))

    return reached(seen), reached(most)
