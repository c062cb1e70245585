"""Arithmetic on columns of numbers, where what is undefined is missing."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["SAME", "Floats", "divide", "floats", "log"]

Floats = NDArray[np.float64]

SAME = 1e-9
"""The same sum in another order differs by less, relative to its size."""


def floats(values: ArrayLike) -> Floats:
    """Return the values as an array of floats.

    Examples
    --------
    >>> floats([1, 2]).tolist()
    [1.0, 2.0]
    """
    return np.asarray(values, dtype=np.float64)


def divide(top: ArrayLike, bottom: ArrayLike) -> Floats:
    """Return top / bottom; 0 / 0 is missing, anything else over 0 infinite.

    Examples
    --------
    >>> divide([1, 1, 0], [2, 0, 0]).tolist()
    [0.5, inf, nan]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(floats(top) / floats(bottom), dtype=np.float64)


def log(values: ArrayLike) -> Floats:
    """Return natural logarithms; that of 0 is minus infinity, below 0 there is none.

    Examples
    --------
    >>> log([1, 0, -1]).tolist()
    [0.0, -inf, nan]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log(floats(values)), dtype=np.float64)
