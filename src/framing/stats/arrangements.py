"""The ways in which labels can be dealt out again within strata."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import comb, prod
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Block", "all_labels", "arrangements", "draw_labels"]


class Block(NamedTuple):
    """The arranged labels of one stratum: `labels[arrangement, member]`."""

    members: NDArray[np.intp]
    labels: NDArray[np.int16]


def _strata(labels: NDArray[np.int16], strata: ArrayLike) -> list[NDArray[np.intp]]:
    """Members of each stratum in which labels differ; the others cannot be rearranged."""
    codes = np.asarray(strata)
    order = np.argsort(codes, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(codes[order])) + 1) if len(order) else []
    return [part for part in parts if len(np.unique(labels[part])) > 1]


def arrangements(labels: ArrayLike, strata: ArrayLike) -> int:
    """Return in how many ways labels can be dealt out again within strata.

    Parameters
    ----------
    labels : array of int
        Two kinds of labels.
    strata : array of int

    Returns
    -------
    int

    Examples
    --------
    >>> arrangements([0, 0, 1, 1, 0, 1], [1, 1, 1, 1, 2, 2])
    12
    """
    marks = np.asarray(labels, dtype=np.int16)
    if not len(marks):
        return 1
    return prod(comb(len(m), int(np.sum(marks[m] == marks.max()))) for m in _strata(marks, strata))


def all_labels(labels: ArrayLike, strata: ArrayLike) -> list[Block]:
    """Return every arrangement of two kinds of labels within strata.

    Parameters
    ----------
    labels : array of int
        Two kinds of labels.
    strata : array of int

    Returns
    -------
    list of Block
        One per stratum with both labels; row i of all blocks is arrangement i.

    Examples
    --------
    >>> [block.labels.tolist() for block in all_labels([0, 1, 1, 0], [1, 1, 2, 2])]
    [[[1, 0], [1, 0], [0, 1], [0, 1]], [[1, 0], [0, 1], [1, 0], [0, 1]]]
    """
    marks = np.asarray(labels, dtype=np.int16)
    parts = _strata(marks, strata)
    tables = []
    for members in parts:
        values = np.unique(marks[members])
        chosen = list(combinations(range(len(members)), int(np.sum(marks[members] == values[1]))))
        table = np.full((len(chosen), len(members)), values[0], dtype=np.int16)
        for row, places in enumerate(chosen):
            table[row, list(places)] = values[1]
        tables.append(table)
    sizes = tuple(len(table) for table in tables)
    rows = np.unravel_index(np.arange(prod(sizes)), sizes) if sizes else ()
    return [
        Block(members, table[row]) for members, table, row in zip(parts, tables, rows, strict=True)
    ]


def draw_labels(
    labels: ArrayLike, strata: ArrayLike, *, draws: int, seed: Sequence[int]
) -> list[Block]:
    """Return labels as they are (first row) and dealt out again at random within strata.

    Parameters
    ----------
    labels : array of int
        Any number of kinds.
    strata : array of int
    draws : int
        Random arrangements, beside the one seen.
    seed : sequence of int

    Returns
    -------
    list of Block

    Examples
    --------
    >>> (block,) = draw_labels([0, 1, 2], [1, 1, 1], draws=2, seed=[1])
    >>> block.labels[0].tolist(), block.labels.shape
    ([0, 1, 2], (3, 3))
    """
    marks = np.asarray(labels, dtype=np.int16)
    rng = np.random.default_rng(list(seed))
    blocks = []
    for members in _strata(marks, strata):
        seen = marks[members]
        dealt = rng.permuted(np.broadcast_to(seen, (draws, len(seen))), axis=1)
        blocks.append(Block(members, np.vstack([seen[None, :], dealt])))
    return blocks
