"""Dispersion over parts against R and counting by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from framing.stats.dispersions import dispersion, dispersion_of_places

Values = dict[str, Any]
Near = Callable[[Any, str], Any]


@pytest.mark.parametrize("case", ["dispersion_gries_example", "dispersion_unequal"])
def test_deviation_of_proportions_equals_r(case: str, entries: Values, near: Near) -> None:
    inputs, expected = entries[case]["inputs"], entries[case]["expected"]
    found = dispersion(np.array(inputs["subfreq"])[:, None], inputs["partsize"])
    assert found.dp == near([expected["DP_gries2008_griesdir"]], case)
    assert found.dp_norm == near([expected["DPnorm_lijffijt_gries2012_griesdir"]], case)


@pytest.mark.parametrize(
    ("hits", "sizes", "dp", "dp_norm"),
    [
        ([2, 4, 6], [10, 20, 30], 0, 0),  # each has its due share
        ([0, 0, 5], [10, 20, 10], 0.75, 1),  # all in one of the smallest
        ([0, 6, 0], [10, 20, 10], 0.5, 2 / 3),
        ([1, 1], [30, 10], 0.25, 1 / 3),
    ],
)
def test_cases_counted_by_hand(
    hits: list[int], sizes: list[int], dp: float, dp_norm: float
) -> None:
    found = dispersion(np.array(hits)[:, None], sizes)
    assert (found.dp, found.dp_norm) == (pytest.approx([dp]), pytest.approx([dp_norm]))


def test_columns_are_words_of_their_own() -> None:
    found = dispersion([[1, 0], [1, 4]], [10, 10])
    assert found.dp.tolist() == [0, 0.5]


def test_no_hits_and_a_single_part_have_no_dispersion() -> None:
    assert np.isnan(dispersion([[0], [0]], [10, 10])).all()
    alone = dispersion([[3]], [10])
    assert alone.dp.tolist() == [0]
    assert np.isnan(alone.dp_norm).all()


def test_the_cells_that_are_not_0_are_enough() -> None:
    random = np.random.default_rng(1)
    hits, sizes = random.poisson(0.4, (30, 12)), random.integers(1, 500, 30)
    part, column = np.nonzero(hits)
    found = dispersion_of_places(column, part, hits[part, column], sizes, 12)
    due = sizes / sizes.sum()
    for k in range(12):
        direct = 0.5 * np.abs(hits[:, k] / hits[:, k].sum() - due).sum()
        assert found.dp[k] == pytest.approx(direct)
        assert found.dp_norm[k] == pytest.approx(direct / (1 - due.min()))
