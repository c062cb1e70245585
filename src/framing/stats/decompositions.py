"""A gap between two rates, split into what they are made of and how high each part is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from framing.stats.arithmetic import Floats, divide, floats

__all__ = ["Parts", "kitagawa"]


class Parts(NamedTuple):
    """What each kind adds to the gap: by its share, and by its rate."""

    share: Floats
    rate: Floats


def kitagawa(
    hits: ArrayLike, exposure: ArrayLike, hits_other: ArrayLike, exposure_other: ArrayLike
) -> Parts:
    """Split the gap between two pooled rates over kinds of exposure (Kitagawa 1955).

    A rate is the sum over kinds of share times rate. The gap is the sum over kinds of (difference
    of shares) times (mean rate), and (difference of rates) times (mean share). A kind that one
    side lacks has no rate there; it takes the other side's, so that its whole effect is one of
    shares.

    Parameters
    ----------
    hits, exposure, hits_other, exposure_other : array, any shape by kinds
        Of the side, and of the side it is held against.

    Returns
    -------
    Parts
        Arrays of the same shape; all of both added up over kinds are the gap.

    Examples
    --------
    >>> parts = kitagawa([4.0, 2.0], [400.0, 100.0], [2.0, 6.0], [200.0, 300.0])
    >>> parts.share.round(3).tolist(), parts.rate.round(3).tolist()
    ([0.004, -0.008], [0.0, 0.0])
    """
    counts = [floats(values) for values in (hits, exposure, hits_other, exposure_other)]
    h, e, h_other, e_other = counts
    rate, rate_other = divide(h, e), divide(h_other, e_other)
    rate, rate_other = (
        np.where(e > 0, rate, rate_other),
        np.where(e_other > 0, rate_other, rate),
    )
    share = divide(e, e.sum(axis=-1, keepdims=True))
    share_other = divide(e_other, e_other.sum(axis=-1, keepdims=True))
    neither = (e <= 0) & (e_other <= 0)
    by_share = (share - share_other) * (rate + rate_other) / 2
    by_rate = (rate - rate_other) * (share + share_other) / 2
    return Parts(np.where(neither, 0.0, by_share), np.where(neither, 0.0, by_rate))
