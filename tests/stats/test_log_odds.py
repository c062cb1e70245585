"""Log-odds with a prior against ConvoKit, scattertext and counting by hand."""

from __future__ import annotations

from collections.abc import Callable
from math import log, sqrt
from typing import Any

import numpy as np
import pytest

from framing.stats.log_odds import LogOdds, log_odds

Values = dict[str, Any]
Near = Callable[[Any, str], Any]
CASE = "fightin_words"


def fight(inputs: Values, prior: np.ndarray, alpha_0: float) -> LogOdds:
    a, b = np.array(inputs["y_i"]), np.array(inputs["y_j"])
    return log_odds(a, a.sum(), b, b.sum(), prior=prior, alpha_0=alpha_0)


def test_informative_prior_equals_convokit_and_scattertext(entries: Values, near: Near) -> None:
    inputs, expected = entries[CASE]["inputs"], entries[CASE]["expected"]["informative"]
    background = np.array(inputs["background"])
    found = fight(inputs, background / background.sum(), inputs["alpha0_informative"])
    assert found.log_odds.tolist() == near(expected["delta"], CASE)
    assert found.z.tolist() == near(expected["z_four_term_scattertext"], CASE)


def test_even_prior_equals_scattertext(entries: Values, near: Near) -> None:
    inputs, expected = entries[CASE]["inputs"], entries[CASE]["expected"]["uninformative_0.01"]
    found = fight(inputs, np.full(6, 1 / 6), 0.06)
    assert found.log_odds.tolist() == near(expected["delta"], CASE)
    assert found.z.tolist() == near(expected["z_four_term_scattertext"], CASE)


def test_a_case_counted_by_hand() -> None:
    # 3 of 10 against 1 of 20, with 4 words of prior of which the word is a half.
    found = log_odds(3, 10, 1, 20, prior=0.5, alpha_0=4)
    ratio = log(5 / 9) - log(3 / 21)
    assert found.log_odds == pytest.approx(ratio)
    assert found.z == pytest.approx(ratio / sqrt(1 / 5 + 1 / 9 + 1 / 3 + 1 / 21))


def test_sides_that_change_places_change_the_sign() -> None:
    there = log_odds([8, 0], 100, [2, 5], 300, prior=[0.02, 0.01], alpha_0=50)
    back = log_odds([2, 5], 300, [8, 0], 100, prior=[0.02, 0.01], alpha_0=50)
    assert there.log_odds == pytest.approx(-back.log_odds)
    assert there.z == pytest.approx(-back.z)


def test_a_heavier_prior_draws_to_nothing() -> None:
    found = [
        float(log_odds(20, 1000, 5, 1000, prior=0.0125, alpha_0=weight).log_odds)
        for weight in (1, 100, 10_000, 1_000_000)
    ]
    assert found == sorted(found, reverse=True)
    assert found[0] == pytest.approx(log(20 / 980) - log(5 / 995), rel=0.01)
    assert abs(found[-1]) < 0.01


def test_a_word_one_side_never_uses_has_finite_log_odds() -> None:
    found = log_odds(12, 30_000, 0, 40_000, prior=12 / 70_000, alpha_0=7000)
    assert np.isfinite([found.log_odds, found.z]).all()
