"""Shares from stratified samples: closed forms, published values, and coverage."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from framing.stats.proportions import stratified_share


def test_a_simple_sample_has_the_exact_interval(entries, near) -> None:
    x, n = entries["proportion_ci"]["inputs"]["x"], entries["proportion_ci"]["inputs"]["n"]
    found = stratified_share([1] * x + [0] * (n - x), np.ones(n), np.zeros(n))
    assert [found.low, found.high] == near(
        entries["proportion_ci"]["expected"]["beta"], "proportion_ci"
    )
    assert found.effective == pytest.approx(n)


@pytest.mark.parametrize(("x", "n"), [(0, 12), (12, 12), (1, 5), (30, 100)])
def test_statsmodels_agrees(x: int, n: int) -> None:
    found = stratified_share([1] * x + [0] * (n - x), np.full(n, 7.0), np.zeros(n))
    assert (found.low, found.high) == pytest.approx(proportion_confint(x, n, method="beta"))


def test_the_estimate_weighs_strata_by_their_size() -> None:
    # 10 of 100 units say 1, 10 of 1,000 say 0: the share of all 1,100 is 100 / 1,100.
    values, weights = [1.0] * 10 + [0.0] * 10, [10.0] * 10 + [100.0] * 10
    found = stratified_share(values, weights, [0] * 10 + [1] * 10)
    assert found.estimate == pytest.approx(100 / 1100)


def test_unequal_chances_cost_precision() -> None:
    generator = np.random.default_rng(0)
    values = generator.integers(0, 2, 200).astype(float)
    even = stratified_share(values, np.ones(200), np.zeros(200))
    uneven = stratified_share(values, np.tile([1.0, 9.0], 100), np.tile([0, 1], 100))
    kish = 200 * (1 + 81) / 2 / 25
    assert uneven.effective == pytest.approx(200 * 200 / kish, rel=0.15)
    assert uneven.high - uneven.low > 1.2 * (even.high - even.low)


def test_a_domain_without_units_is_missing_and_one_unit_says_little() -> None:
    nothing = stratified_share([1.0, 0.0], [1.0, 1.0], [0, 0], [False, False])
    assert np.isnan(nothing.estimate)
    one = stratified_share([1.0, 0.0], [1.0, 1.0], [0, 1], [True, False])
    assert (one.estimate, one.high) == (1.0, 1.0)
    assert one.low == pytest.approx(0.025)


@pytest.mark.slow
def test_intervals_cover_in_a_domain_over_strata() -> None:
    generator = np.random.default_rng(2)
    sizes, rates, drawn = [400, 2_000, 8_000], [0.6, 0.8, 0.95], [30, 30, 40]
    strata = np.repeat(np.arange(3), sizes)
    truth = (generator.random(len(strata)) < np.array(rates)[strata]).astype(float)
    domain = generator.random(len(strata)) < 0.5
    share = truth[domain].mean()
    held = 0
    for _ in range(600):
        rows = np.concatenate(
            [
                generator.choice(np.flatnonzero(strata == h), drawn[h], replace=False)
                for h in range(3)
            ]
        )
        weights = (np.array(sizes) / np.array(drawn))[strata[rows]]
        found = stratified_share(truth[rows], weights, strata[rows], domain[rows])
        held += found.low <= share <= found.high
    assert held / 600 > 0.94
