"""Many tests against R and statsmodels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from framing.stats.families import benjamini_hochberg, holm

Values = dict[str, Any]
Near = Callable[[Any, str], Any]


def test_benjamini_hochberg_equals_r_and_python(entries: Values, near: Near) -> None:
    entry = entries["multiple_testing"]
    found = benjamini_hochberg(entry["inputs"]["p"])
    assert found == near(entry["expected"]["R"]["BH"], "multiple_testing")
    assert found == near(entry["expected"]["python"]["fdr_bh"], "multiple_testing")


def test_holm_equals_r_and_python(entries: Values, near: Near) -> None:
    entry = entries["multiple_testing"]
    for found in (holm(entry["inputs"]["p"]), holm([*entry["inputs"]["p"], np.nan])[:-1]):
        assert found == near(entry["expected"]["R"]["holm"], "multiple_testing")
        assert found == near(entry["expected"]["python"]["holm"], "multiple_testing")


@given(st.lists(st.floats(0, 1) | st.just(float("nan")), max_size=30), st.randoms())
def test_benjamini_hochberg_knows_no_order(p_values: list[float], random: Any) -> None:
    order = list(range(len(p_values)))
    random.shuffle(order)
    found = benjamini_hochberg(p_values)
    mixed = benjamini_hochberg([p_values[i] for i in order])
    np.testing.assert_allclose(mixed, found[order], rtol=1e-12)
    np.testing.assert_array_equal(np.isnan(found), np.isnan(p_values))
    tested = ~np.isnan(found)
    assert (found[tested] >= np.array(p_values)[tested] * (1 - 1e-12)).all()
    assert (found[tested] <= 1).all()
