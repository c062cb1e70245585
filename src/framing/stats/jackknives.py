"""How far an estimate moves when one cluster is left out."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from framing.stats.arithmetic import Floats, divide, floats

__all__ = ["LEVEL", "jackknife", "jackknife_t", "linearise", "t_quantile"]

LEVEL = 0.95
"""Coverage aimed at."""


def t_quantile(df: ArrayLike, level: float) -> Floats:
    """Return how many standard errors an interval of Student's t reaches to each side.

    Examples
    --------
    >>> float(t_quantile(5, 0.95).round(4))
    2.5706
    """
    from scipy.special import stdtrit

    return floats(stdtrit(df, (1 + level) / 2))


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
    values = np.atleast_2d(floats(replicates))
    here = np.ones(values.shape, bool) if present is None else np.asarray(present, bool)
    which = np.full(values.shape, 2) if kinds is None else np.asarray(kinds)

    def spread(mask: NDArray[np.bool_], around: Floats | None = None) -> tuple[Floats, Floats]:
        n = mask.sum(axis=0).astype(np.float64)
        kept = np.where(mask, values, 0.0)
        centre = divide(kept.sum(axis=0), n) if around is None else around
        with np.errstate(invalid="ignore"):
            squares = np.where(mask, (values - centre) ** 2, 0.0).sum(axis=0)
        return n, np.asarray(squares, dtype=np.float64)

    n, squares = spread(here)
    whole = divide((n - 1) * squares, n)
    centre = divide(np.where(here, values, 0.0).sum(axis=0), n)
    shared = (here & (which == 2)).any(axis=0)
    split = np.zeros_like(n)
    top = np.zeros_like(n)
    bottom = np.zeros_like(n)
    for kind in (0, 1, 2):
        mask = here & (which == kind)
        count, inside = spread(mask)
        if kind < 2:
            # One article on a side: its variance cannot be seen, and there is no interval.
            part = np.where(count > 1, divide((count - 1) * inside, count), np.nan)
            split = split + np.where(shared, 0.0, part)
        _, about = spread(mask, centre)
        weight = np.where(shared, about, divide((count - 1) * inside, count))
        weight = np.where(count > 0, weight, 0.0)
        top = top + weight
        bottom = bottom + weight**2 / np.maximum(count - 1, 1)
    variance = np.where(shared, whole, split)
    df = np.where(top > 0, divide(top**2, bottom), n - 1)
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
    values = floats(replicates)
    se, df = jackknife(values[:, None] if values.ndim == 1 else values)
    half = t_quantile(df, level) * se
    return floats(estimate) - half, floats(estimate) + half


def linearise(
    values: Floats, centre: Floats, influence: Floats, present: ArrayLike, clusters: ArrayLike
) -> tuple[Floats, NDArray[np.bool_]]:
    """Put influence values where an estimate without one cluster does not exist.

    Parameters
    ----------
    values : array, clusters by columns
        The estimate without each cluster, not finite where leaving it out leaves no hits.
    centre : array, one number per column
        The estimate with all clusters.
    influence : array, clusters by columns
        How far each cluster moves the estimate.
    present : array of bool, clusters by columns
        Where a cluster has exposure.
    clusters : array
        The number of clusters each one stands among.

    Returns
    -------
    values, linearised : arrays
        Whole columns are replaced, and only where `centre` exists.

    Examples
    --------
    >>> values, linearised = linearise(
    ...     np.array([[-np.inf], [0.7]]), np.zeros(1), np.array([[1.0], [-1.0]]), [[True]] * 2, 2
    ... )
    >>> values.tolist(), linearised.tolist()
    ([[-2.0], [2.0]], [True])
    """
    linear = ~np.isfinite(np.where(present, values, 0.0)).all(axis=0) & np.isfinite(centre)
    n = floats(clusters)
    with np.errstate(invalid="ignore"):
        stand_in = centre - influence * (n / np.maximum(n - 1, 1))
    return np.where(linear, stand_in, values), linear
