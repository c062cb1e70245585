"""How evenly a word is spread over the parts of a corpus."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from framing.stats.arithmetic import Floats, divide, floats

__all__ = ["Dispersion", "dispersion", "dispersion_of_places"]


class Dispersion(NamedTuple):
    """Gries' deviation of proportions per word, as it is and over the most it can be."""

    dp: Floats
    dp_norm: Floats


def dispersion(hits: ArrayLike, sizes: ArrayLike) -> Dispersion:
    """Return how far words are from being spread over parts as the parts are long.

    0: every part has its due share; near 1: one small part has all. A word with fewer hits than
    there are parts cannot come near 0, so that words of unlike frequency do not compare.

    Parameters
    ----------
    hits : array, parts by columns
        Counts, a column per word.
    sizes : array
        All words of each part.

    Returns
    -------
    Dispersion
        Missing for a word without hits, and where there is only one part (`dp_norm`).

    References
    ----------
    Gries (2008), Dispersions and adjusted frequencies in corpora, International Journal of Corpus
    Linguistics 13(4); Lijffijt and Gries (2012), a correction, the same 17(1), for `dp_norm`.

    Examples
    --------
    >>> found = dispersion([[0], [0], [1], [2], [5]], [1000, 1000, 1000, 1000, 1000])
    >>> found.dp.round(3).tolist(), found.dp_norm.round(3).tolist()
    ([0.475], [0.594])
    """
    table = floats(hits)
    part, column = np.nonzero(table)
    return dispersion_of_places(column, part, table[part, column], sizes, table.shape[1])


def dispersion_of_places(
    columns: ArrayLike, parts: ArrayLike, hits: ArrayLike, sizes: ArrayLike, n_columns: int
) -> Dispersion:
    """Return the same from the cells that are not 0, for tables too large to be written out.

    Parameters
    ----------
    columns, parts : array of int
        The column and the part of each cell, each pair once.
    hits : array
        Its count.
    sizes : array
        All words of each part.
    n_columns : int
        How many columns there are.

    Returns
    -------
    Dispersion

    Examples
    --------
    >>> dispersion_of_places([0, 0], [0, 1], [1, 3], [10, 30], 1).dp.tolist()
    [0.0]
    """
    column: NDArray[np.intp] = np.asarray(columns, dtype=np.intp)
    seen, due = floats(hits), divide(sizes, floats(sizes).sum())
    share = due[np.asarray(parts, dtype=np.intp)]

    def per_column(values: Floats) -> Floats:
        return floats(np.bincount(column, weights=values, minlength=n_columns))

    total = per_column(seen)
    gap = np.abs(divide(seen, total[column]) - share)
    # The parts without hits are each off by their due share, and those shares add up to 1.
    dp = (per_column(gap) + 1 - per_column(share)) / 2
    dp = np.where(total > 0, dp, np.nan)
    return Dispersion(dp, divide(dp, 1 - due.min()))
