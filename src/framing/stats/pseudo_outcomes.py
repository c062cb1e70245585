"""The published forms of two corrections, which ours are held against."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from framing.stats.arithmetic import Floats, floats
from framing.stats.clusters import cluster_sums

__all__ = ["Line", "power", "pseudo_outcomes", "regress", "tune"]


class Line(NamedTuple):
    """Coefficients, and how they vary together."""

    coefficients: Floats
    covariance: Floats


def pseudo_outcomes(
    labels: ArrayLike, predictions: ArrayLike, chances: ArrayLike, weight: float = 1.0
) -> Floats:
    """Return w f + (R / pi)(y - w f), which has the mean of the labels whatever f is.

    Parameters
    ----------
    labels : array
        Missing where nobody coded.
    predictions, chances : array
        Of every unit; each chance above 0.
    weight : float
        1 in design-based supervised learning (Egami et al. 2023).

    Examples
    --------
    >>> pseudo_outcomes([1.0, np.nan], [0.0, 1.0], [0.5, 0.5]).tolist()
    [2.0, 1.0]
    """
    y, f = floats(labels), weight * floats(predictions)
    return f + np.where(np.isfinite(y), (np.nan_to_num(y) - f) / floats(chances), 0.0)


def regress(design: ArrayLike, values: ArrayLike, clusters: ArrayLike | None = None) -> Line:
    """Return least squares with the sandwich covariance (HC0, or of sums of clusters).

    Without any allowance for few clusters: this is the published form.

    Examples
    --------
    >>> found = regress([[1.0], [1.0], [1.0]], [1.0, 2.0, 3.0])
    >>> found.coefficients.round(3).tolist(), found.covariance.round(3).tolist()
    ([2.0], [[0.222]])
    """
    x, y = floats(design), floats(values)
    bread = np.linalg.inv(x.T @ x)
    found = bread @ x.T @ y
    scores = x * (y - x @ found)[:, None]
    sums = scores if clusters is None else cluster_sums(scores, clusters)
    return Line(found, bread @ sums.T @ sums @ bread)


def tune(labels: ArrayLike, predictions: ArrayLike, others: ArrayLike) -> float:
    """Return lambda of PPI++ for a mean: Cov(y, f) / ((1 + n / N) Var f), from 0 to 1.

    Parameters
    ----------
    labels, predictions : array
        Of the n labelled units.
    others : array
        Predictions of the N units without label.

    Examples
    --------
    >>> round(tune([1, 1, 0, 0], [1, 1, 1, 0], [1, 0] * 10), 3)
    0.536
    """
    y, f, rest = floats(labels), floats(predictions), floats(others)
    every = np.concatenate([f, rest])
    spread = (1 + len(y) / len(rest)) * every.var(ddof=1)
    return float(np.clip(np.cov(y, f)[0, 1] / spread, 0, 1)) if spread > 0 else 0.0


def power(
    labelled: tuple[ArrayLike, ArrayLike, ArrayLike],
    others: tuple[ArrayLike, ArrayLike],
    weight: float = 1.0,
    *,
    ddof: int = 0,
) -> Line:
    """Return prediction-powered least squares (Angelopoulos et al. 2023).

    Parameters
    ----------
    labelled : tuple of arrays
        Design, labels and predictions of the labelled units.
    others : tuple of arrays
        Design and predictions of the units without label.
    weight : float
        Lambda: 1 is plain prediction-powered inference, 0 the labels alone.
    ddof : int
        Of the variances: the authors' package takes 0 for means and 1 for lines.

    Examples
    --------
    >>> ones = np.ones((4, 1))
    >>> found = power((ones, [1, 1, 0, 1], [1, 1, 1, 1]), (np.ones((8, 1)), [1, 0] * 4))
    >>> found.coefficients.round(3).tolist(), found.covariance.round(4).tolist()
    ([0.25], [[0.0781]])
    """
    x, y, f = (floats(part) for part in labelled)
    z, g = (floats(part) for part in others)
    n, more = len(x), len(z)
    shared = np.linalg.inv(z.T @ z / more)
    found = weight * shared @ z.T @ g / more
    found = found + np.linalg.inv(x.T @ x / n) @ x.T @ (y - weight * f) / n
    every = np.linalg.inv(np.vstack([x, z]).T @ np.vstack([x, z]) / (n + more))
    unlabelled = weight * z * (z @ found - g)[:, None]
    rest = x * ((1 - weight) * (x @ found) - (y - weight * f))[:, None]
    middle = np.atleast_2d(np.cov(unlabelled.T, ddof=ddof)) / more
    middle = middle + np.atleast_2d(np.cov(rest.T, ddof=ddof)) / n
    return Line(found, every @ middle @ every)
