"""G2 and its kin against R."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from framing.stats.likelihoods import (
    bayes_factor,
    conservative_log_ratio,
    log_likelihood_ratio,
    log_ratio,
)

Values = dict[str, Any]
Near = Callable[[Any, str], Any]


@pytest.mark.parametrize("case", ["keyness_case1", "keyness_case2", "keyness_case3_zero"])
def test_g2_equals_r(case: str, entries: Values, near: Near) -> None:
    given_, expected = entries[case]["inputs"], entries[case]["expected"]
    cells = (given_["a"], given_["N1"], given_["b"], given_["N2"])
    assert log_likelihood_ratio(*cells) == near(expected["G2_4cell"], case)
    assert log_likelihood_ratio(*cells, cells=2) == near(expected["G2_2cell"], case)


@pytest.mark.parametrize("case", ["keyness_case1", "keyness_case2", "keyness_case3_zero"])
def test_log_ratio_bayes_factor_and_lrc_equal_the_reference(
    case: str, entries: Values, near: Near
) -> None:
    given_, expected = entries[case]["inputs"], entries[case]["expected"]
    cells = (given_["a"], given_["N1"], given_["b"], given_["N2"])
    assert log_ratio(*cells) == near(expected["log_ratio_base2_zero_as_0.5"], case)
    assert bayes_factor(*cells) == near(expected["bic_bayes_factor_G2_2cell_minus_lnN"], case)
    assert conservative_log_ratio(*cells) == near(expected["LRC_single_test_95"], case)


def test_lrc_turns_its_sign_and_shrinks_with_the_tests() -> None:
    cells = (120, 100_000, 60, 100_000)
    turned = (60, 100_000, 120, 100_000)
    assert conservative_log_ratio(*turned) == pytest.approx(-conservative_log_ratio(*cells))
    many = conservative_log_ratio(*cells, tests=1_000)
    assert 0 < many < conservative_log_ratio(*cells)
    assert conservative_log_ratio(1, 100_000, 1, 100_000) == 0
