"""The bootstrap against the enumeration of every sample."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest

from framing.stats.bootstraps import bca_interval, bca_ratio

Values = dict[str, Any]
Near = Callable[[Any, str], Any]


def test_bca_equals_enumeration(by_event: list[np.ndarray], entries: Values, near: Near) -> None:
    expected = entries["toy_event_bootstrap"]["expected"]["R"]
    ha, wa, hb, wb = (x[:, 0] for x in by_event)
    picks = np.array(list(product(range(6), repeat=6)))
    draws = np.log(ha[picks].sum(1) / wa[picks].sum(1)) - np.log(
        hb[picks].sum(1) / wb[picks].sum(1)
    )
    assert draws.mean() == near(expected["exact_mean"], "toy_event_bootstrap")
    found = bca_interval(expected["theta"], draws, expected["jackknife_values"])
    assert found == near(tuple(expected["bca_ci_midp"]), "toy_event_bootstrap")


def test_draws_of_events_come_to_the_enumeration(
    by_event: list[np.ndarray], entries: Values
) -> None:
    expected = entries["toy_event_bootstrap"]["expected"]["R"]
    low, high = bca_ratio(*by_event, seed=[3], draws=40_000)
    # The reference itself allows .01 for draws.
    assert np.log([low[0], high[0]]).tolist() == pytest.approx(expected["bca_ci_midp"], abs=0.015)


def test_articles_are_drawn_within_their_side() -> None:
    # Every article of a side is alike: whichever are drawn, the rates are the same.
    words = np.array([[900.0]] * 4 + [[0.0]] * 5)
    others = np.where(words > 0, 0.0, 500.0)
    low, high = bca_ratio(words / 100, words, others / 100, others, seed=[1])
    assert [low[0], high[0]] == pytest.approx([1.0, 1.0])


def test_sides_that_are_often_without_hits_have_no_interval() -> None:
    hits = np.array([[3.0], [0.0], [0.0], [0.0]])
    words = np.full((4, 1), 900.0)
    low, high = bca_ratio(hits, words, np.full((4, 1), 2.0), words, seed=[1])
    assert np.isnan([low[0], high[0]]).all()


def test_seed_and_columns() -> None:
    rng = np.random.default_rng(1)
    sums = [rng.poisson(5, (12, 3)).astype(float), np.full((12, 3), 900.0)] * 2
    first, again = (bca_ratio(*sums, seed=[7]) for _ in range(2))
    assert np.array_equal(first, again)
    alone = bca_ratio(*(x[:, 1:2] for x in sums), seed=[7])
    assert [x[0] for x in alone] == [x[1] for x in first]


@pytest.mark.parametrize("events", [True, False])
def test_samples_are_the_same_in_pieces(monkeypatch: pytest.MonkeyPatch, events: bool) -> None:
    rng = np.random.default_rng(2)
    words = [rng.integers(100, 900, (30, 3)).astype(float) for _ in range(2)]
    if not events:
        first = np.arange(30)[:, None] < 9
        words = [np.where(mine, w, 0.0) for mine, w in zip((first, ~first), words, strict=True)]
    sums = [x for w in words for x in (rng.poisson(w / 90).astype(float), w)]
    whole = bca_ratio(*sums, seed=[7], draws=199)
    monkeypatch.setattr("framing.stats.bootstraps._CELLS", 100)
    assert np.array_equal(whole, bca_ratio(*sums, seed=[7], draws=199))
    # By hand: all samples of the first kind of clusters, then all of the second.
    draws = np.random.default_rng([7])
    sides = [np.arange(30)] if events else [np.arange(9), np.arange(9, 30)]
    picks = [those[draws.integers(0, len(those), (199, len(those)))] for those in sides]
    added = [sum(x[pick].sum(axis=1) for pick in picks) for x in sums]
    logs = np.log(added[0] / added[1]) - np.log(added[2] / added[3])
    centre = [x.sum(axis=0) for x in sums]
    seen = np.log(centre[0] / centre[1]) - np.log(centre[2] / centre[3])
    rest = [c - x for c, x in zip(centre, sums, strict=True)]
    without = np.log(rest[0] / rest[1]) - np.log(rest[2] / rest[3])
    for k in range(3):
        ends = np.exp(bca_interval(float(seen[k]), logs[:, k], without[:, k]))
        assert [whole[0][k], whole[1][k]] == pytest.approx(ends.tolist(), rel=1e-12)
