"""By what corpora are often compared word by word: G2, log ratio, and their cautious kin."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from framing.stats.arithmetic import Floats, divide, floats, log

__all__ = ["bayes_factor", "conservative_log_ratio", "log_likelihood_ratio", "log_ratio"]


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


def log_ratio(
    hits_a: ArrayLike, words_a: ArrayLike, hits_b: ArrayLike, words_b: ArrayLike
) -> Floats:
    """Return the binary logarithm of the ratio of two rates; no hit counts as half a hit.

    References
    ----------
    Hardie (2014), Log Ratio: an informal introduction.

    Examples
    --------
    >>> log_ratio([120, 12], 100_000, [60, 0], 100_000).round(3).tolist()
    [1.0, 4.585]
    """
    a, n, b, m = (floats(x) for x in (hits_a, words_a, hits_b, words_b))
    a, b = np.where(a > 0, a, 0.5), np.where(b > 0, b, 0.5)
    return floats((log(divide(a, n)) - log(divide(b, m))) / np.log(2))


def bayes_factor(
    hits_a: ArrayLike, words_a: ArrayLike, hits_b: ArrayLike, words_b: ArrayLike
) -> Floats:
    """Return G2 (of two cells) minus the logarithm of all words: an approximate Bayes factor (BIC).

    Below 0 it speaks for no difference; above 10 strongly for one. As G2 it takes words for
    independent, which they are not.

    References
    ----------
    Wilson (2013), Embracing Bayes factors for key item analysis in corpus linguistics.

    Examples
    --------
    >>> float(bayes_factor(120, 100_000, 60, 100_000).round(3))
    8.182
    """
    words = floats(words_a) + floats(words_b)
    return floats(log_likelihood_ratio(hits_a, words_a, hits_b, words_b, cells=2) - log(words))


def conservative_log_ratio(
    hits_a: ArrayLike,
    words_a: ArrayLike,
    hits_b: ArrayLike,
    words_b: ArrayLike,
    *,
    tests: int = 1,
    level: float = 0.95,
) -> Floats:
    """Return the end nearest to 0 of an exact interval of the log ratio, 0 where it holds 0.

    Given all hits of a word, those of one side are binomial; the interval is that of Clopper and
    Pearson, divided among so many tests (Bonferroni).

    References
    ----------
    Evert (2022), Measuring keyness.

    Examples
    --------
    >>> conservative_log_ratio([120, 3], 100_000, [60, 2], 100_000).round(3).tolist()
    [0.541, 0.0]
    """
    from scipy.special import betaincinv

    a, n, b, m = np.broadcast_arrays(*(floats(x) for x in (hits_a, words_a, hits_b, words_b)))
    tail = (1 - level) / (2 * max(tests, 1))
    low = np.where(a > 0, betaincinv(np.maximum(a, 1), b + 1, tail), 0.0)
    high = np.where(b > 0, betaincinv(a + 1, np.maximum(b, 1), 1 - tail), 1.0)

    def ratio(share: Floats) -> Floats:
        return floats((log(divide(share, 1 - share)) + log(divide(m, n))) / np.log(2))

    with np.errstate(divide="ignore"):
        below, above = ratio(floats(low)), ratio(floats(high))
    return floats(np.where(below > 0, below, np.where(above < 0, above, 0.0)))
