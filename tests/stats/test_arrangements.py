"""Arrangements against enumeration in R."""

from __future__ import annotations

from collections.abc import Callable
from math import comb
from typing import Any

import numpy as np
import pytest

from framing.stats.arrangements import all_labels, arrangements, draw_labels

Values = dict[str, Any]
Near = Callable[[Any, str], Any]


def test_every_arrangement_equals_enumeration_in_r(
    toy: dict[str, np.ndarray], entries: Values, near: Near
) -> None:
    expected = entries["toy_stratified_permutation"]["expected"]["R"]
    labels = toy["first"].astype(int)
    blocks = all_labels(labels, toy["event"])
    count = expected["n_perm"]
    assert arrangements(labels, toy["event"]) == count == comb(4, 2) ** 6
    dealt = np.zeros((count, 24))
    for block in blocks:
        dealt[:, block.members] = block.labels
    assert len(np.unique(dealt, axis=0)) == count
    hits, words = toy["hits"][:, 0], toy["words"][:, 0]
    rates = 1000 * hits / words
    observed, values = [], []
    for rows, into in ((dealt, values), (labels[None, :], observed)):
        into.append((rows @ rates) / 12 - ((1 - rows) @ rates) / 12)
        a, b = (rows @ hits) / (rows @ words), ((1 - rows) @ hits) / ((1 - rows) @ words)
        into.append(np.log(a / b))
    for name, seen, all_ in zip(("T1", "T2"), observed, values, strict=True):
        p = np.mean(np.abs(all_) >= np.abs(seen) * (1 - 1e-9))
        assert p == near(expected[f"p_two_sided_abs_{name}"], "toy_stratified_permutation")


def test_draws_keep_the_labels_of_every_stratum() -> None:
    labels, strata = [0, 1, 2, 0, 0, 1, 1], [5, 5, 5, 5, 7, 7, 9]
    blocks = draw_labels(labels, strata, draws=50, seed=[1, 2])
    assert [block.members.tolist() for block in blocks] == [[0, 1, 2, 3], [4, 5]]
    for block in blocks:
        assert (np.sort(block.labels, axis=1) == np.sort(block.labels[0])).all()
    again = draw_labels(labels, strata, draws=50, seed=[1, 2])
    assert all((x.labels == y.labels).all() for x, y in zip(blocks, again, strict=True))


@pytest.mark.parametrize("size", [1, 7, 50, 51, 1000])
def test_labels_are_the_same_in_pieces_of_any_size(size: int) -> None:
    labels, strata = np.array([0, 1, 2, 0, 0, 1, 1, 1, 0]), np.array([5, 5, 5, 5, 7, 7, 9, 3, 3])
    rng = np.random.default_rng([1, 2])
    blocks = draw_labels(labels, strata, draws=50, seed=[1, 2])
    for block, members in zip(blocks, ([7, 8], [0, 1, 2, 3], [4, 5]), strict=True):
        seen = labels[members].astype(np.int16)
        # As one would draw them at once.
        whole = rng.permuted(np.broadcast_to(seen, (50, len(seen))), axis=1)
        pieces = list(block.pieces(size))
        assert max(len(piece) for piece in pieces) <= size
        assert (np.concatenate(pieces) == np.vstack([seen, whole])).all()
    # The last stratum asked for first, and twice.
    late = draw_labels(labels, strata, draws=50, seed=[1, 2])[2]
    for _ in range(2):
        assert (np.concatenate(list(late.pieces(size))) == blocks[2].labels).all()
    exact = all_labels(labels > 0, strata)
    for block in exact:
        assert (np.concatenate(list(block.pieces(size))) == block.labels).all()
