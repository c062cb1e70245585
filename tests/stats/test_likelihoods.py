"""G2 against R."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from framing.stats.likelihoods import log_likelihood_ratio

Values = dict[str, Any]
Near = Callable[[Any, str], Any]


@pytest.mark.parametrize("case", ["keyness_case1", "keyness_case2", "keyness_case3_zero"])
def test_g2_equals_r(case: str, entries: Values, near: Near) -> None:
    given_, expected = entries[case]["inputs"], entries[case]["expected"]
    cells = (given_["a"], given_["N1"], given_["b"], given_["N2"])
    assert log_likelihood_ratio(*cells) == near(expected["G2_4cell"], case)
    assert log_likelihood_ratio(*cells, cells=2) == near(expected["G2_2cell"], case)
