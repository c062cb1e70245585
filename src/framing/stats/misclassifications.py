"""The share of positives behind a test whose errors are known: Rogan and Gladen's correction."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from framing.stats.jackknives import LEVEL, t_quantile

__all__ = ["LEAST", "Apparent", "rogan_gladen", "rogan_gladen_interval"]

LEAST = 0.3
"""Sensitivity + specificity - 1 below which the correction multiplies noise rather than removes."""


class Apparent(NamedTuple):
    """A share, and the size of a simple sample that knows it as well."""

    share: float
    size: float


def rogan_gladen(apparent: float, sensitivity: float, specificity: float) -> float:
    """Return the share of true positives: (p + sp - 1) / (se + sp - 1).

    It may lie outside 0 and 1 by chance. Missing where sensitivity + specificity - 1 is below
    `LEAST`.

    References
    ----------
    Rogan and Gladen (1978), American Journal of Epidemiology 107.

    Examples
    --------
    >>> round(rogan_gladen(0.4, 0.72, 0.88), 4)
    0.4667
    """
    gain = sensitivity + specificity - 1
    # The negated form refuses what is missing, too.
    if not gain >= LEAST:
        return np.nan
    return (apparent + specificity - 1) / gain


def rogan_gladen_interval(
    apparent: Apparent,
    sensitivity: Apparent,
    specificity: Apparent,
    *,
    df: float = np.inf,
    level: float = LEVEL,
) -> tuple[float, float]:
    """Return the interval of Lang and Reiczigel, which knows that error rates are estimated.

    Parameters
    ----------
    apparent, sensitivity, specificity : Apparent
        Shares with the sizes of the samples they come from.
    df : float
        Degrees of freedom.
    level : float
        Coverage aimed at.

    Returns
    -------
    low, high : float
        Within 0 and 1.

    References
    ----------
    Lang and Reiczigel (2014), Preventive Veterinary Medicine 113.

    Examples
    --------
    >>> low, high = rogan_gladen_interval(
    ...     Apparent(0.4, 500), Apparent(0.72, 60), Apparent(0.88, 90)
    ... )
    >>> round(low, 3), round(high, 3)
    (0.341, 0.605)
    """
    z = float(t_quantile(df if np.isfinite(df) else 1e9, level))
    n, a, b = apparent.size + z * z, sensitivity.size + 2, specificity.size + 2
    p = (apparent.share * apparent.size + z * z / 2) / n
    se = (sensitivity.share * sensitivity.size + 1) / a
    sp = (specificity.share * specificity.size + 1) / b
    gain = se + sp - 1
    share = (p + sp - 1) / gain
    missed, false = se * (1 - se) / a, sp * (1 - sp) / b
    shift = 2 * z * z * (share * missed - (1 - share) * false)
    spread = (p * (1 - p) / n + share**2 * missed + (1 - share) ** 2 * false) / gain**2
    half = z * float(np.sqrt(spread))
    low, high = share + shift - half, share + shift + half
    return float(np.clip(low, 0, 1)), float(np.clip(high, 0, 1))
