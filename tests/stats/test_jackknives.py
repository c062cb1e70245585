"""Delete-one-cluster errors against R, the textbook and the Welch test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from framing.stats.jackknives import jackknife, jackknife_t, linearise

Values = dict[str, Any]
Near = Callable[[Any, str], Any]


def test_jackknife_se_equals_r(entries: Values, near: Near) -> None:
    expected = entries["toy_event_bootstrap"]["expected"]["R"]
    replicates = np.array(expected["jackknife_values"])
    se, df = jackknife(replicates[:, None])
    assert se == near([expected["jackknife_se"]], "toy_event_bootstrap")
    assert df.tolist() == [5.0]
    low, high = jackknife_t(expected["theta"], replicates)
    assert high - low == near(
        [2 * 2.5705818356363146 * expected["jackknife_se"]], "toy_event_bootstrap"
    )


def test_jackknife_of_a_mean_is_the_textbook_standard_error() -> None:
    values = np.array([3.0, 1.0, 4.0, 1.0, 5.0])
    se, df = jackknife(((values.sum() - values) / 4)[:, None])
    assert se == pytest.approx([values.std(ddof=1) / 5**0.5])
    assert df.tolist() == [4.0]


def test_jackknife_of_two_independent_sides_is_the_welch_test() -> None:
    from scipy.stats import ttest_ind

    a, b = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0]), np.array([2.0, 6.0, 5.0, 3.5])
    gap = a.mean() - b.mean()
    without_a = (a.sum() - a) / 5 - b.mean()
    without_b = a.mean() - (b.sum() - b) / 3
    kinds = np.r_[np.zeros(6, int), np.ones(4, int)][:, None]
    se, df = jackknife(np.r_[without_a, without_b][:, None], kinds=kinds)
    welch = ttest_ind(a, b, equal_var=False)
    assert gap / se[0] == pytest.approx(welch.statistic)
    assert df[0] == pytest.approx(welch.df)


def test_jackknife_counts_only_clusters_with_exposure() -> None:
    values = np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0], [9.0, 9.0]])
    present = np.array([[1, 1], [1, 1], [1, 1], [0, 1]], dtype=bool)
    se, df = jackknife(values, present)
    assert df.tolist() == [2.0, 3.0]
    assert se[0] == pytest.approx((2 / 3 * 2) ** 0.5)


def test_one_cluster_has_no_standard_error() -> None:
    se, df = jackknife([[1.0]])
    assert np.isnan(se).all()
    assert np.isnan(df).all()


def test_influence_stands_in_only_where_leaving_one_out_leaves_nothing() -> None:
    values = np.array([[-np.inf, 0.2, 0.0], [0.4, 0.4, -np.inf]])
    influence = np.array([[0.5, 0.5, 0.5], [-0.5, -0.5, -0.5]])
    present = np.array([[True, True, True], [True, True, False]])
    found, linearised = linearise(values, np.zeros(3), influence, present, present.sum(axis=0))
    assert linearised.tolist() == [True, False, False]
    assert found[:, 0].tolist() == [-1.0, 1.0]
    assert found[:, 1:].tolist() == values[:, 1:].tolist()


def test_nothing_stands_in_for_an_estimate_that_does_not_exist() -> None:
    values = np.full((2, 1), -np.inf)
    found, linearised = linearise(values, np.array([-np.inf]), np.ones((2, 1)), [[True]] * 2, 2)
    assert not linearised.any()
    assert found.tolist() == values.tolist()
