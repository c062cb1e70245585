"""Whether shares of errors differ between groups more than chance makes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from framing.stats.arithmetic import floats

__all__ = ["Part", "compare_two", "judge_alike"]


class Part(NamedTuple):
    """A group's share, the variance it was seen to have, its units and its clusters."""

    share: float
    variance: float
    units: int
    clusters: int


def judge_alike(parts: Sequence[Part]) -> tuple[float, float, float, float]:
    """Test whether all shares are the same: Pearson's test with the design effect of each group.

    Parameters
    ----------
    parts : sequence of Part
        Two or more.

    Returns
    -------
    f, df, df_rest, p_value : float
        Held against F(groups - 1, clusters - groups).

    References
    ----------
    Rao and Scott (1981), Journal of the American Statistical Association 76.

    Examples
    --------
    >>> found = judge_alike([Part(0.8, 0.004, 40, 40), Part(0.4, 0.006, 40, 40)])
    >>> round(found[0], 2), round(found[3], 4)
    (13.33, 0.0005)
    """
    from scipy.special import fdtrc

    share = floats([part.share for part in parts])
    size = floats([part.units / _effect(part, parts) for part in parts])
    pooled = float((size * share).sum() / size.sum())
    chance = pooled * (1 - pooled)
    df = len(parts) - 1.0
    rest = max(float(sum(part.clusters for part in parts) - len(parts)), 1.0)
    if chance <= 0:
        return 0.0, df, rest, 1.0
    f = float((size * (share - pooled) ** 2).sum() / chance / df)
    return f, df, rest, float(fdtrc(df, rest, f))


def compare_two(one: Part, other: Part) -> float:
    """Return the p-value of two shares being the same.

    Examples
    --------
    >>> round(compare_two(Part(0.8, 0.004, 40, 40), Part(0.4, 0.006, 40, 40)), 4)
    0.0005
    """
    return judge_alike([one, other])[3]


def _effect(part: Part, parts: Sequence[Part]) -> float:
    """Return the design effect: how much more a share varies than in a simple sample.

    A group in which nothing varies shows none: it has that of the others.
    """
    seen = [_seen(each) for each in parts if 0 < each.share < 1 and each.variance > 0]
    mine = _seen(part) if 0 < part.share < 1 and part.variance > 0 else None
    return max(1.0, mine if mine is not None else float(np.mean(seen)) if seen else 1.0)


def _seen(part: Part) -> float:
    return part.variance * part.units / (part.share * (1 - part.share))
