"""Ratios against R, closed forms and their own symmetries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from framing.stats.jackknives import t_quantile
from framing.stats.rates import rate_interval
from framing.stats.ratios import mantel_haenszel_rate_ratio, ratio_interval, recover

Values = dict[str, Any]
Near = Callable[[Any, str], Any]


def test_pooled_ratio_and_its_jackknife_equal_r(
    by_event: list[np.ndarray], entries: Values, near: Near
) -> None:
    expected = entries["toy_event_bootstrap"]["expected"]["R"]
    found = ratio_interval(*by_event)
    assert np.log(found.estimate) == near(expected["theta"], "toy_event_bootstrap")
    half = 2.5705818356363146 * expected["jackknife_se"]  # t(5)
    assert np.log(found.high) == near(expected["theta"] + half, "toy_event_bootstrap")
    assert np.log(found.low) == near(expected["theta"] - half, "toy_event_bootstrap")
    assert not found.linearised.any()


def test_six_against_many_count_as_few() -> None:
    rng = np.random.default_rng(1)
    words = np.full((66, 1), 500.0)
    hits = rng.poisson(3, (66, 1)).astype(float)
    first = (np.arange(66) < 6)[:, None]
    sides = [np.where(first == side, x, 0.0) for side in (True, False) for x in (hits, words)]
    found = ratio_interval(*sides)
    log_a, log_b = np.log((hits[:6].sum() - hits[:6]) / 2500), np.log(hits[6:].sum() - hits[6:])
    parts = [5 / 6 * np.sum((log_a - log_a.mean()) ** 2), 0.0]
    parts[1] = 59 / 60 * np.sum((log_b - log_b.mean()) ** 2)
    df = sum(parts) ** 2 / (parts[0] ** 2 / 5 + parts[1] ** 2 / 59)
    half = t_quantile(df, 0.95) * sum(parts) ** 0.5
    assert df < 10
    assert np.log(found.high / found.estimate) == pytest.approx([half])


def test_mantel_haenszel_closed_forms() -> None:
    # One stratum: the plain ratio. The same ratio in all strata: that ratio, whatever the sizes.
    assert mantel_haenszel_rate_ratio([6], [100], [2], [50]) == pytest.approx(1.5)
    words_a, words_b = np.array([100.0, 700, 20]), np.array([300.0, 50, 90])
    base = np.array([0.01, 0.2, 0.5])
    ratio = mantel_haenszel_rate_ratio(3 * base * words_a, words_a, base * words_b, words_b)
    assert ratio == pytest.approx(3)
    # A stratum with one side weighs nothing.
    more = mantel_haenszel_rate_ratio([6, 99], [100, 10], [2, 0], [50, 0])
    assert more == pytest.approx(1.5)
    assert np.isnan(mantel_haenszel_rate_ratio([6], [100], [0], [50]))


def test_matched_ratio_is_mantel_haenszel(by_event: list[np.ndarray]) -> None:
    found = ratio_interval(*by_event, matched=True)
    assert found.estimate == pytest.approx(mantel_haenszel_rate_ratio(*by_event))
    # The Poisson model with event effects estimates the same thing: .7762 in R.
    assert np.log(found.estimate) == pytest.approx([0.776], abs=0.02)
    assert found.low < found.estimate < found.high


@pytest.mark.parametrize("matched", [False, True])
def test_swapping_sides_inverts_the_ratio(by_event: list[np.ndarray], matched: bool) -> None:
    there = ratio_interval(*by_event, matched=matched)
    back = ratio_interval(*by_event[2:], *by_event[:2], matched=matched)
    assert there.estimate == pytest.approx(1 / back.estimate)
    assert there.low == pytest.approx(1 / back.high)


@pytest.mark.parametrize("matched", [False, True])
def test_all_hits_in_one_cluster_are_linearised(matched: bool) -> None:
    words = np.full((6, 1), 100.0)
    a, b = np.array([[9.0], [0], [0], [0], [0], [0]]), np.array([[1.0], [2], [0], [3], [1], [1]])
    found = ratio_interval(a, words, b, words, matched=matched)
    assert found.linearised.all()
    assert np.isfinite([found.low, found.high]).all()
    influence = a / 9 - b / 8
    se = (6 / 5 * np.sum(influence**2)) ** 0.5
    assert np.log(found.high / found.estimate) == pytest.approx([2.5705818356363146 * se])


def test_ratio_without_hits_is_missing() -> None:
    words = np.full((3, 1), 100.0)
    found = ratio_interval(words * 0, words, words / 50, words)
    assert np.isnan([found.estimate, found.low, found.high]).all()


@pytest.mark.parametrize("matched", [False, True])
def test_the_same_ratio_everywhere_is_no_certainty(matched: bool) -> None:
    words = np.full((4, 1), 100.0)
    first, second = np.array([[2.0], [6], [10], [4]]), np.array([[1.0], [3], [5], [2]])
    bare = ratio_interval(first, words, second, words, matched=matched)
    assert bare.same.tolist() == [True]
    a, b = rate_interval(first, words), rate_interval(second, words)
    found = recover(bare, a, b)
    down = np.hypot(np.log(a.estimate / a.low), np.log(b.high / b.estimate))
    up = np.hypot(np.log(a.high / a.estimate), np.log(b.estimate / b.low))
    assert found.estimate == pytest.approx(2)
    assert np.log(found.estimate / found.low) == pytest.approx(down)
    assert np.log(found.high / found.estimate) == pytest.approx(up)


def test_a_ratio_that_has_an_interval_keeps_it(by_event: list[np.ndarray]) -> None:
    found = ratio_interval(*by_event)
    sides = rate_interval(*by_event[:2]), rate_interval(*by_event[2:])
    assert recover(found, *sides)[:3] == found[:3]


def test_the_pooled_ratio_is_that_of_a_poisson_model_and_its_error_that_of_cr2(
    by_event: list[np.ndarray], entries: Values, near: Near
) -> None:
    poisson = entries["toy_poisson"]["expected"]
    found = ratio_interval(*by_event)
    assert np.log(found.estimate) == near([poisson["R_glm"]["coef"]["outletA"]], "toy_poisson")
    gee = entries["toy_gee"]["expected"]["geepack_independence"]
    assert np.log(found.estimate) == near([gee["coef"]["outletA"]], "toy_gee")
    # Delete-one-event jackknife and bias-reduced sandwich estimate the same thing.
    se = np.log(found.high / found.estimate) / t_quantile(5, 0.95)
    assert se == pytest.approx([poisson["R_cluster_event"]["CR2"]["outletA"]], rel=0.02)


def test_without_each_term_the_ratio_is_that_of_the_rest(entries: Values, near: Near) -> None:
    found = entries["leave_one_term_out"]
    terms = np.array(list(found["inputs"]["terms_A_B"].values()), float)
    words = [found["inputs"][f"tokens_{side}"] for side in "AB"]
    without = terms.sum(axis=0) - terms
    sides = [x for k in (0, 1) for x in ([without[:, k]], [[words[k]] * len(terms)])]
    ratios = np.log(ratio_interval(*sides).estimate)
    for name, value in zip(found["inputs"]["terms_A_B"], ratios, strict=True):
        expected = found["expected"][f"without_{name}"]
        assert value == near(expected, "leave_one_term_out")
