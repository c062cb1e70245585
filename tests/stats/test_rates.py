"""Rates and shares against closed forms and the survey package of R."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log
from typing import Any

import numpy as np
import pytest

from framing.stats.bounds import clumped_bounds, share_bounds
from framing.stats.rates import Interval, difference_interval, rate_interval

Values = dict[str, Any]
Near = Callable[[Any, str], Any]


def test_rate_interval_closed_form() -> None:
    hits, words = np.array([[2.0], [6], [4]]), np.array([[1000.0], [2000], [1000]])
    found = rate_interval(hits, words)
    logs = np.log(np.array([10 / 3000, 6 / 2000, 8 / 3000]))
    half = 4.302652729749464 * (2 / 3 * np.sum((logs - logs.mean()) ** 2)) ** 0.5
    assert found.estimate == pytest.approx([0.003])
    assert found.low == pytest.approx([0.003 * exp(-half)])
    assert found.high == pytest.approx([0.003 * exp(half)])


def test_share_interval_is_symmetric_in_hits_and_misses() -> None:
    hits, trials = np.array([[2.0], [3], [1], [0]]), np.array([[4.0], [3], [5], [2]])
    there = rate_interval(hits, trials, share=True)
    back = rate_interval(trials - hits, trials, share=True)
    assert there.low == pytest.approx(1 - back.high)
    assert 0 < there.low < there.estimate < there.high < 1


def test_no_hits_give_rate_0_and_the_bound_of_clumped_hits() -> None:
    found = rate_interval(np.zeros((5, 1)), np.full((5, 1), 200.0))
    assert (found.estimate[0], found.low[0]) == (0.0, 0.0)
    # Five articles at k = 0.3: (1 + m / 0.3) ** -0.3 of each is without hits.
    mean = 0.3 * (exp(-log(0.025) / 1.5) - 1)
    assert found.high == pytest.approx([mean / 200])
    long = rate_interval(np.zeros((5, 1)), np.array([[600.0], [100], [100], [100], [100]]))
    assert long.high[0] > found.high[0]


@pytest.mark.parametrize(("hits", "low", "high"), [(0, 0.0, 0.6024), (1, 0.3976, 1.0)])
def test_shares_of_0_and_1_give_the_exact_bounds(hits: int, low: float, high: float) -> None:
    found = rate_interval(np.full((4, 1), hits), np.ones((4, 1)), share=True)
    assert found.estimate[0] == hits
    assert [found.low[0], found.high[0]] == pytest.approx([low, high], abs=1e-4)


def test_all_hits_in_one_article_still_give_an_interval() -> None:
    found = rate_interval([[5.0], [0], [0]], [[1000.0], [1000], [1000]])
    assert found.linearised.all()
    # Linearised on the log scale: the standard error of the rate over the rate is 1 here.
    assert found.high == pytest.approx([5 / 3000 * exp(4.302652729749464)])


def test_no_exposure_has_no_rate() -> None:
    found = rate_interval(np.zeros((3, 1)), np.zeros((3, 1)))
    assert np.isnan([found.estimate, found.low, found.high]).all()
    names = rate_interval(np.zeros((3, 2)), np.zeros((3, 2)), share=True, correlation=[0.1, 1])
    assert np.isnan([names.estimate, names.low, names.high]).all()


def test_one_cluster_has_bounds_of_one_observation() -> None:
    found = rate_interval([[4.0], [0.0]], [[1000.0], [0.0]])
    low, high = clumped_bounds(4, 1000, 1)
    assert (found.low[0], found.high[0]) == (pytest.approx(low), pytest.approx(high))
    found = rate_interval([[17.0]], [[17.0]], share=True, correlation=1)
    assert (found.low[0], found.high[0]) == (pytest.approx(0.025), 1.0)
    # 17 alike to 0.1 are worth 17 / 2.6 drawn one by one.
    found = rate_interval([[17.0]], [[17.0]], share=True)
    assert found.low[0] == pytest.approx(0.025 ** (2.6 / 17))


@pytest.mark.parametrize("share", [False, True])
def test_of_clusters_that_do_not_differ_each_is_an_observation(share: bool) -> None:
    # Sevenths, so that the sums without one cluster differ in their last digits.
    hits, words = np.array([[1.0], [2], [3], [5]]), np.array([[7.0], [14], [21], [35]])
    found = rate_interval(hits, words, share=share, correlation=1)
    alike = 77**2 / (7**2 + 14**2 + 21**2 + 35**2)
    low, high = share_bounds(4 / 7, 4) if share else clumped_bounds(11, 77, alike)
    assert found.same.tolist() == [True]
    assert (found.low[0], found.high[0]) == (pytest.approx(low), pytest.approx(high))
    assert found.low[0] < 1 / 7 < found.high[0]


def test_toy_rates_equal_the_survey_package(
    toy: dict[str, np.ndarray], entries: Values, near: Near
) -> None:
    expected = entries["toy_svyratio"]["expected"]
    for side, name in ((toy["first"], "A"), (~toy["first"], "B")):
        found = rate_interval(toy["hits"][side], toy["words"][side])
        assert found.estimate == near([expected["rate"][name]], "toy_svyratio")


def test_difference_of_equal_halves_is_pythagoras() -> None:
    no = np.array([False])
    side = Interval(np.array([3.0]), np.array([2.0]), np.array([4.0]), no, no)
    gap, low, high = difference_interval(side, side)
    assert (gap[0], low[0], high[0]) == (0, pytest.approx(-(2**0.5)), pytest.approx(2**0.5))


@pytest.mark.slow
@pytest.mark.parametrize("clusters", [1, 3, 10])
def test_shares_are_covered_though_words_clump(clusters: int) -> None:
    # Who is given the floor in an article has many of its words: intraclass correlation 0.1.
    rng = np.random.default_rng([clusters, 4])
    words = np.round(rng.lognormal(np.log(300), 0.5, (clusters, 4000)))
    for share in (0.05, 0.9):
        chance = rng.beta(9 * share, 9 * (1 - share), words.shape)
        found = rate_interval(rng.binomial(words.astype(int), chance), words, share=True)
        inside = (found.low <= share) & (share <= found.high)
        assert inside.mean() > 0.9
        edge = np.isin(found.estimate, [0, 1])
        if edge.sum() > 100:
            assert inside[edge].mean() > 0.95
