"""G2, by which corpora are often compared word by word."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from framing.stats.arithmetic import Floats, divide, floats, log

__all__ = ["log_likelihood_ratio"]


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
    a, n, b, m = (floats(x) for x in (hits_a, words_a, hits_b, words_b))
    rate = (a + b) / (n + m)
    pairs = [(a, n * rate), (b, m * rate)]
    if cells == 4:
        pairs += [(n - a, n * (1 - rate)), (m - b, m * (1 - rate))]
    # 0 ln 0 is 0.
    terms = [seen * log(np.where(seen > 0, divide(seen, due), 1.0)) for seen, due in pairs]
    return floats(2 * np.sum(terms, axis=0))
