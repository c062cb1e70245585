"""Means of what people would say, from predictions for all units and labels for some.

Labels are missing (NaN) where nobody coded; chances and strata count for labelled units only.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from framing.stats.arithmetic import Floats, floats
from framing.stats.labelled_units import LabelledUnits

__all__ = ["Means", "correct_means", "mean_of_predictions"]

Codes = NDArray[np.int64]


class Means(NamedTuple):
    """One mean per group, how they vary together, and what they stand on.

    Attributes
    ----------
    estimate : array
        Missing where fewer than two clusters of a group hold labels.
    covariance : array, groups by groups
    df : array
        Degrees of freedom of each variance.
    weight : array
        How far predictions are trusted: lambda of the pseudo-outcome.
    labels, clusters : array of int
        Labelled units, and the clusters they stand in.
    """

    estimate: Floats
    covariance: Floats
    df: Floats
    weight: Floats
    labels: Codes
    clusters: Codes


def correct_means(
    labels: ArrayLike,
    predictions: ArrayLike,
    chances: ArrayLike,
    groups: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    weight: float | None = None,
) -> Means:
    """Return group means of pseudo-outcomes: w f + (R / pi)(y - w f).

    With the weight w = 1 this is design-based supervised learning (DSL), with 0 the labels alone,
    with None prediction-powered inference whose weight is tuned per group (PPI++), to
    Cov(y, f) / Var f clipped so that lambda, that times the share of units without label, lies
    between 0 and 1. The tuned weight falls back to 0 where it would not narrow.

    The mean of the residuals is that of the strata, each weighted by the units it stands for. The
    variance is that of the sums of the clusters, residuals taken from the mean of their stratum
    (they were drawn within it), with the jackknife's allowance for what a cluster pulls its own
    mean by; units are drawn from more like them, so it stays above 0 where all are labelled.
    Where labels are shares and predictions were right for all of them, half an error is allowed
    for. Degrees of freedom follow Satterthwaite over strata, and are below the number of clusters.

    Parameters
    ----------
    labels, predictions, chances : array
        Per unit; `chances` are those of having been drawn and coded.
    groups : array of int
        From 0.
    strata, clusters : array of int, optional
        One stratum per group and one cluster per unit when left out.
    weight : float, optional

    Returns
    -------
    Means

    References
    ----------
    Egami, Hinck, Stewart and Wei (2023), NeurIPS 36; Angelopoulos, Duchi and Zrnic (2023),
    arXiv:2311.01453; Särndal, Swensson and Wretman (1992), chapters 6 and 7.

    Examples
    --------
    >>> y = [1, 0, 1, 1] + [np.nan] * 4
    >>> found = correct_means(y, [1, 0, 0, 1] * 2, [0.5] * 8, [0] * 8, weight=1)
    >>> found.estimate.tolist(), found.covariance.round(4).tolist()
    ([0.75], [[0.0596]])
    """
    units = LabelledUnits.of(labels, predictions, chances, groups, strata, clusters)
    count = units.groups
    chosen = np.full(count, 0.0 if weight is None else weight)
    if weight is None:
        tuned = units.tune()
        plain, better = (units.influence(w).variances for w in (chosen, tuned))
        chosen = np.where(better < plain, tuned, 0.0)
    found = units.influence(chosen, tuned=weight is None)
    known = units.spread >= 2
    known_both = np.outer(known, known)
    return Means(
        np.where(known, units.mean(chosen), np.nan),
        np.where(known_both, found.covariance, np.nan),
        np.where(known, found.df, np.nan),
        np.where(known, chosen, np.nan),
        units.counts,
        units.spread,
    )


def mean_of_predictions(
    predictions: ArrayLike, groups: ArrayLike, *, clusters: ArrayLike | None = None
) -> Means:
    """Return group means of the predictions alone, with the variance of sums of clusters.

    Examples
    --------
    >>> mean_of_predictions([1, 0, 1, 1], [0] * 4).covariance.round(4).tolist()
    [[0.0625]]
    """
    f = floats(predictions)
    return correct_means(f, np.zeros(len(f)), np.ones(len(f)), groups, clusters=clusters, weight=0)
