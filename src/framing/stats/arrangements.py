"""The ways in which labels can be dealt out again within strata."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from math import comb, prod

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Block", "all_labels", "arrangements", "draw_labels"]


Labels = NDArray[np.int16]


@dataclass(frozen=True)
class Block:
    """The arranged labels of one stratum, made anew whenever they are asked for.

    Held whole, those of 100,000 articles and 10,000 arrangements are two gigabytes.
    """

    members: NDArray[np.intp]
    count: int
    """Arrangements."""
    pieces: Callable[[int], Iterator[Labels]]
    """Yields them in order, at most so many at a time, each a row of labels by member."""

    @property
    def labels(self) -> Labels:
        """All of them: `labels[arrangement, member]`."""
        return np.concatenate(list(self.pieces(self.count)))


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
        Block(members, len(row), partial(_listed, table, row))
        for members, table, row in zip(parts, tables, rows, strict=True)
    ]


def _listed(table: Labels, row: NDArray[np.intp], size: int) -> Iterator[Labels]:
    for start in range(0, len(row), size):
        yield table[row[start : start + size]]


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
    parts = _strata(marks, strata)
    dealt = _Deals([marks[members] for members in parts], draws, seed)
    return [
        Block(members, draws + 1, partial(dealt.pieces, number))
        for number, members in enumerate(parts)
    ]


class _Deals:
    """Labels dealt out one stratum after the other, the same however often and in what pieces."""

    def __init__(self, seen: Sequence[Labels], draws: int, seed: Sequence[int]) -> None:
        self.seen = seen
        self.draws = draws
        # Where the generator stands before each stratum, as far as they were dealt.
        self.states = [np.random.default_rng(list(seed)).bit_generator.state]

    def pieces(self, number: int, size: int) -> Iterator[Labels]:
        """Yield the labels of a stratum, those seen first, `size` rows at a time."""
        while len(self.states) <= number:
            for _ in self.pieces(len(self.states) - 1, size):
                pass
        rng = np.random.default_rng()
        rng.bit_generator.state = self.states[number]
        seen = self.seen[number]
        for start in range(0, self.draws + 1, size):
            stop = min(start + size, self.draws + 1)
            drawn = stop - max(start, 1)
            rows = rng.permuted(np.broadcast_to(seen, (drawn, len(seen))), axis=1)
            yield rows if start else np.vstack([seen[None, :], rows])
        if len(self.states) == number + 1:
            self.states.append(rng.bit_generator.state)
