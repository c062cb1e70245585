"""Arrangements against enumeration in R."""

from __future__ import annotations

from collections.abc import Callable
from math import comb
from typing import Any

import numpy as np

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
