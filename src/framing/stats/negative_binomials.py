"""Counts that clump, by a model: negative binomial regression with whole clusters."""

from __future__ import annotations

import warnings
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from framing.errors import import_extra
from framing.stats.arithmetic import floats
from framing.stats.jackknives import LEVEL, t_quantile

__all__ = ["ModelledRatio", "nb2_rate_ratio"]


class ModelledRatio(NamedTuple):
    """A rate ratio from a model; missing, with a reason, where the model has no solution."""

    estimate: float
    low: float
    high: float
    p_value: float
    alpha: float
    clusters: int
    reason: str = ""


def nb2_rate_ratio(
    where: str,
    hits: ArrayLike,
    exposure: ArrayLike,
    first: ArrayLike,
    clusters: ArrayLike,
    effects: ArrayLike | None = None,
    *,
    level: float = LEVEL,
) -> ModelledRatio:
    """Return the rate ratio of a negative binomial model (NB2) with an offset for exposure.

    The variance is mu + alpha mu^2; errors are robust to clusters (Liang and Zeger 1986) and
    taken to the t of clusters - 1. With few clusters they are too small: the ratio stands beside
    the jackknife and the permutation, never instead of them.

    Parameters
    ----------
    where : str
        The verb that asks, for the message where statsmodels is not installed.
    hits, exposure : array, one per article
        Articles with exposure.
    first : array of bool
        The side in the numerator.
    clusters : array of int
        What varies as a whole.
    effects : array of int, optional
        Events that each have a level of their own; one without hits tells nothing and is left out.
    level : float
        Coverage aimed at.

    Returns
    -------
    ModelledRatio

    Raises
    ------
    MissingExtraError
        Without statsmodels.

    References
    ----------
    Hilbe (2011), Negative Binomial Regression.

    Examples
    --------
    >>> found = nb2_rate_ratio(
    ...     "compare", [4, 9, 2, 6, 1, 3], [900] * 6, [1, 1, 1, 0, 0, 0], range(6)
    ... )
    >>> round(found.estimate, 3), found.low < 1 < found.high, found.clusters
    (1.5, True, 6)
    """
    models = import_extra(where, "statsmodels.discrete.discrete_model", "statsmodels", "models")
    y, width = floats(hits), floats(exposure)
    side = np.asarray(first, bool)
    group = np.unique(np.asarray(clusters), return_inverse=True)[1]
    design = [np.ones(len(y)), side.astype(np.float64)]
    if effects is not None:
        level_of = np.unique(np.asarray(effects), return_inverse=True)[1]
        kept = np.bincount(level_of, weights=y)[level_of] > 0
        y, width, side, group, level_of = (
            y[kept],
            width[kept],
            side[kept],
            group[kept],
            level_of[kept],
        )
        names = np.unique(level_of)
        design = [np.ones(len(y)), side.astype(np.float64)]
        design += [(level_of == name).astype(np.float64) for name in names[1:]]
    group = np.unique(group, return_inverse=True)[1]
    n = len(np.unique(group))
    none = ModelledRatio(np.nan, np.nan, np.nan, np.nan, np.nan, n)
    if not y[side].any() or not y[~side].any():
        return none._replace(reason="a side has no hits")
    if n < 2:
        return none._replace(reason="one cluster")
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        robust = {"disp": 0, "cov_type": "cluster", "cov_kwds": {"groups": group}}
        x = np.column_stack(design)
        plain = _fitted(models.Poisson(y, x, exposure=width), robust)
        if plain is None:
            return none._replace(reason="the model has no solution")
        mean = plain.predict()
        spread = float(np.sum((y - mean) ** 2 / mean)) / max(len(y) - x.shape[1], 1)
        found, alpha = None, 0.0
        model = models.NegativeBinomial(y, x, exposure=width)
        for begin in (0.1, 1.0, max(spread, 0.1)):
            start = np.r_[plain.params, begin]
            for method in ("bfgs", "newton"):
                found = _fitted(model, {**robust, "method": method, "maxiter": 300,
                                        "start_params": start})  # fmt: skip
                if found is not None and float(found.params[-1]) >= 0:
                    alpha = float(found.params[-1])
                    break
                found = None
            if found is not None:
                break
        if found is None:
            # Counts that clump no more than chance would have it: Poisson is NB2 with alpha 0.
            if spread > 1:
                return none._replace(reason="the model has no solution")
            found = plain
    beta, se = float(found.params[1]), float(found.bse[1])
    from scipy.special import stdtr

    half = float(t_quantile(n - 1, level)) * se
    return ModelledRatio(
        estimate=float(np.exp(beta)),
        low=float(np.exp(beta - half)),
        high=float(np.exp(beta + half)),
        p_value=float(2 * stdtr(n - 1, -abs(beta / se))),
        alpha=alpha,
        clusters=n,
    )


def _fitted(model: Any, how: dict[str, Any]) -> Any:
    """Return what a model finds, or None where it finds nothing that can be used."""
    try:
        found = model.fit(**how)
    except (np.linalg.LinAlgError, ValueError, FloatingPointError):
        return None
    known = np.isfinite([found.params[1], found.bse[1]]).all() and 0 < found.bse[1] < 50
    return found if known and found.mle_retvals["converged"] else None
