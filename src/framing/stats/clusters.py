"""Rows added up by event or by article."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from framing.stats.arithmetic import Floats, floats

__all__ = ["cluster_sums"]


def cluster_sums(values: ArrayLike, clusters: ArrayLike) -> Floats:
    """Add up the rows of each cluster, clusters in sorted order.

    Parameters
    ----------
    values : array, rows by columns
    clusters : array of int
        The cluster of each row.

    Returns
    -------
    array, clusters by columns

    Examples
    --------
    >>> cluster_sums([[1.0], [2.0], [4.0]], [0, 1, 0])
    array([[5.],
           [2.]])
    """
    rows = floats(values)
    codes = np.asarray(clusters)
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(codes[order]) != 0])[: len(codes)]
    if not len(codes):
        return np.zeros((0, *rows.shape[1:]))
    return np.add.reduceat(rows[order], starts, axis=0)
