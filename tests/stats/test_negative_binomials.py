"""NB2 against R and statsmodels, and what it does where it has no answer."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from framing.errors import MissingExtraError
from framing.stats.negative_binomials import nb2_rate_ratio

Values = dict[str, Any]
Near = Callable[[Any, str], Any]


def test_coefficient_and_alpha_equal_the_reference(
    toy: dict[str, np.ndarray], entries: Values, near: Near
) -> None:
    hits, words = toy["hits"][:, 0], toy["words"][:, 0]
    found = nb2_rate_ratio("compare", hits, words, toy["first"], toy["event"])
    expected = entries["toy_negbin"]["expected"]
    assert np.log(found.estimate) == near(expected["R_glm_nb"]["coef"]["outletA"], "toy_negbin")
    assert found.alpha == near(expected["R_glm_nb"]["alpha"], "toy_negbin")
    assert found.clusters == 6


def test_planted_ratios_are_found_and_the_errors_of_clusters_cover() -> None:
    rng = np.random.default_rng(5)
    inside = []
    for _ in range(60):
        event = np.repeat(np.arange(30), 4)
        first = np.tile([True, True, False, False], 30)
        heat = rng.normal(0, 0.5, 30)[event]
        mean = 4 * np.exp(heat) * np.where(first, 2.0, 1.0)
        hits = rng.poisson(mean * rng.gamma(1 / 0.6, 0.6, 120))
        found = nb2_rate_ratio("compare", hits, np.full(120, 900), first, event, event)
        inside.append(found.low <= 2 <= found.high)
        assert 1 < found.estimate < 4
    assert sum(inside) >= 50


def test_an_event_without_hits_tells_nothing() -> None:
    hits, first, event = [4, 2, 6, 3, 5, 1], [1, 0] * 3, [0, 0, 1, 1, 2, 2]
    more = nb2_rate_ratio("compare", [*hits, 0, 0], [900] * 8, [*first, 1, 0], [*event, 3, 3],
                          [*event, 3, 3])  # fmt: skip
    assert more == nb2_rate_ratio("compare", hits, [900] * 6, first, event, event)


def test_counts_that_clump_less_than_chance_have_alpha_0() -> None:
    hits, first = [5, 5, 5, 5, 2, 2, 2, 3], [1] * 4 + [0] * 4
    found = nb2_rate_ratio("compare", hits, [900] * 8, first, list(range(8)))
    assert found.alpha == pytest.approx(0, abs=1e-4)
    assert found.estimate == pytest.approx(20 / 9, rel=1e-4)
    assert found.low < 20 / 9 < found.high


@pytest.mark.parametrize(
    ("hits", "clusters", "reason"),
    [
        ([0, 0, 0, 2, 3, 1], range(6), "a side has no hits"),
        ([1, 2, 1, 2, 3, 1], [4] * 6, "one cluster"),
    ],
)
def test_no_answer_has_a_reason(hits: list[int], clusters: Any, reason: str) -> None:
    found = nb2_rate_ratio("compare", hits, [900] * 6, [1, 1, 1, 0, 0, 0], list(clusters))
    assert found.reason == reason
    assert np.isnan([found.estimate, found.low, found.high, found.p_value]).all()


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "statsmodels.discrete.discrete_model", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'framing\[models\]'"):
        nb2_rate_ratio("compare", [1, 2], [9, 9], [1, 0], [1, 2])
