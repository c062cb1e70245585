"""Many tests at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from framing.stats.arithmetic import Floats, floats

__all__ = ["benjamini_hochberg", "holm"]


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
    p = floats(p_values)
    adjusted = np.full(p.shape, np.nan)
    tested = np.flatnonzero(np.isfinite(p))
    order = tested[np.argsort(-p[tested], kind="stable")]
    ranks = np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum.accumulate(np.minimum(p[order] * len(order) / ranks, 1.0))
    return adjusted


def holm(p_values: ArrayLike) -> Floats:
    """Return p-values adjusted so that any false alarm in the family is rare (Holm 1979).

    Parameters
    ----------
    p_values : array
        One family; missing values are not part of it and stay missing.

    Returns
    -------
    array

    Examples
    --------
    >>> holm([0.01, float("nan"), 0.04]).tolist()
    [0.02, nan, 0.04]
    """
    p = floats(p_values)
    adjusted = np.full(p.shape, np.nan)
    tested = np.flatnonzero(np.isfinite(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    left = np.arange(len(order), 0, -1)
    adjusted[order] = np.maximum.accumulate(np.minimum(p[order] * left, 1.0))
    return adjusted
