"""Intervals from samples of whole clusters."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from framing.stats.arithmetic import SAME, floats
from framing.stats.jackknives import LEVEL

__all__ = ["bca_interval"]


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
    found, without = np.sort(floats(draws)), floats(replicates)
    normal = NormalDist()
    # The same sum in another order differs in its last digits: a tie is a tie.
    ties = np.isclose(found, estimate, rtol=SAME, atol=0)
    below = (np.sum((found < estimate) & ~ties) + ties.sum() / 2) / len(found)
    # An estimate beyond all draws is as far out as these can tell.
    least = 0.5 / len(found)
    shift = normal.inv_cdf(float(min(max(below, least), 1 - least)))
    bend = without.mean() - without
    spread = float(np.sum(bend**2)) ** 1.5
    acceleration = float(np.sum(bend**3)) / (6 * spread) if spread > 0 else 0.0
    ends = []
    for tail in ((1 - level) / 2, (1 + level) / 2):
        moved = shift + normal.inv_cdf(tail)
        ends.append(normal.cdf(shift + moved / (1 - acceleration * moved)))
    low, high = np.quantile(found, ends)
    return float(low), float(high)
