"""The studentised test against R and by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from framing.stats.arrangements import all_labels, arrangements, draw_labels
from framing.stats.permutations import studentised_p, studentised_ps

Values = dict[str, Any]
Near = Callable[[Any, str], Any]


def test_one_article_a_side_and_event_is_the_sign_flip_test(entries: Values, near: Near) -> None:
    expected = entries["toy_event_sign_flip"]["expected"]["R"]
    gaps = np.array(expected["event_rate_diff"])
    hits = np.c_[20 + gaps / 2, 20 - gaps / 2].reshape(-1, 1)
    labels, events = np.tile([1, 0], 6), np.repeat(np.arange(6), 2)
    found = studentised_p(
        all_labels(labels, events), labels, 1, hits, np.ones((12, 1)), clustered=True
    )
    assert found[0] == near([expected["p_two_sided"]], "toy_event_sign_flip")
    assert found[1] == near([expected["p_two_sided"]], "toy_event_sign_flip")


@pytest.mark.parametrize("clustered", [True, False])
def test_statistic_by_hand(toy: dict[str, np.ndarray], clustered: bool) -> None:
    labels, events = toy["first"].astype(int), toy["event"]
    hits, words = toy["hits"][:, 0], toy["words"][:, 0]

    def statistic(first: np.ndarray) -> float:
        total, variance = 0.0, 0.0
        for event in range(6):
            here = events == event
            rest = hits[here] - hits[here].sum() / words[here].sum() * words[here]
            mine = first[here] == 1
            gap = rest[mine].sum()
            total += gap
            share = words[here][mine].sum() / words[here].sum()
            variance += (
                gap**2
                if clustered
                else ((1 - share) ** 2 * rest[mine] ** 2).sum()
                + (share**2 * rest[~mine] ** 2).sum()
            )
        return abs(total) / variance**0.5

    blocks = draw_labels(labels, events, draws=300, seed=[3])
    dealt = np.zeros((301, 24))
    for block in blocks:
        dealt[:, block.members] = block.labels
    values = np.array([statistic(row) for row in dealt])
    found = studentised_p(blocks, labels, 1, toy["hits"], toy["words"], clustered=clustered)
    assert found[0] == pytest.approx([np.mean(values >= values[0] * (1 - 1e-9))])
    assert found[1] == pytest.approx([np.mean(values >= values.max() * (1 - 1e-9))])


def test_drawn_p_is_near_the_exact_one(toy: dict[str, np.ndarray]) -> None:
    labels = toy["first"].astype(int)
    table = (toy["hits"], toy["words"])
    exact, _ = studentised_p(all_labels(labels, toy["event"]), labels, 1, *table, clustered=True)
    drawn = draw_labels(labels, toy["event"], draws=9_999, seed=[1])
    assert studentised_p(drawn, labels, 1, *table, clustered=True)[0] == pytest.approx(
        exact, abs=0.015
    )


def test_nothing_to_rearrange_gives_p_1() -> None:
    labels, strata = [1, 1, 0, 0], [0, 0, 1, 1]
    assert arrangements(labels, strata) == 1
    assert all_labels(labels, strata) == []
    found = studentised_p([], labels, 1, np.ones((4, 2)), np.ones((4, 2)), clustered=True)
    assert [x.tolist() for x in found] == [[1.0, 1.0]] * 2
    assert arrangements([], []) == 1


def test_equal_rates_give_p_1() -> None:
    labels, strata = np.tile([1, 0], 6), np.zeros(12, int)
    words = np.arange(1.0, 13)[:, None]
    blocks = all_labels(labels, strata)
    p, smallest = studentised_p(blocks, labels, 1, words / 4, words, clustered=False)
    assert (p[0], smallest[0]) == (1.0, 1.0)


@pytest.mark.parametrize("clustered", [True, False])
def test_sides_together_and_in_pieces_are_sides_alone(
    monkeypatch: pytest.MonkeyPatch, clustered: bool
) -> None:
    rng = np.random.default_rng(5)
    labels, strata = rng.integers(0, 3, 60), rng.integers(0, 6, 60)
    words = rng.integers(100, 900, (60, 4)).astype(float)
    hits = rng.poisson(words / 100).astype(float)
    hits[:, 2], words[:, 3] = 0.0, words[:, 1]
    blocks = draw_labels(labels, strata, draws=299, seed=[3])
    alone = [
        studentised_p(blocks, labels, side, hits, words, clustered=clustered) for side in range(4)
    ]
    monkeypatch.setattr("framing.stats.permutations._CELLS", 30)
    together = studentised_ps(blocks, labels, range(4), hits, words, clustered=clustered)
    assert np.array_equal(alone, together)
    # Nobody has the label 3.
    assert (together[3][0] == 1).all()
    assert (together[0][0] < 1).any()
