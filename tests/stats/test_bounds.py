"""Exact bounds against scipy and statsmodels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from framing.stats.bounds import clumped_bounds, share_bounds

Values = dict[str, Any]
Near = Callable[[Any, str], Any]


@pytest.mark.parametrize("hits", [0, 1, 7, 250])
def test_without_clumps_bounds_are_those_of_garwood(hits: int) -> None:
    from scipy.stats import chi2

    low, high = clumped_bounds(hits, 1.0, 1, clumping=1e7)
    assert low == pytest.approx(chi2.ppf(0.025, 2 * hits) / 2 if hits else 0.0, rel=1e-4)
    assert high == pytest.approx(chi2.ppf(0.975, 2 * hits + 2) / 2, rel=1e-4)


@pytest.mark.parametrize(("hits", "clusters"), [(0, 5), (3, 2.5), (40, 12)])
def test_clumped_bounds_equal_negative_binomial_tails(hits: int, clusters: float) -> None:
    from scipy.stats import nbinom

    low, high = (float(x) for x in clumped_bounds(hits, 1.0, clusters))
    shape = 0.3 * clusters
    assert nbinom.cdf(hits, shape, shape / (shape + high)) == pytest.approx(0.025)
    if hits:
        assert nbinom.sf(hits - 1, shape, shape / (shape + low)) == pytest.approx(0.025)
    else:
        assert low == 0


def test_share_bounds_equal_statsmodels(entries: Values, near: Near) -> None:
    given_ = entries["proportion_ci"]["inputs"]
    found = share_bounds(given_["x"], given_["n"])
    assert found == near(tuple(entries["proportion_ci"]["expected"]["beta"]), "proportion_ci")
    assert [float(x) for x in share_bounds(0, 4)] == [0.0, pytest.approx(1 - 0.025**0.25)]
    assert [float(x) for x in share_bounds(4, 4)] == [pytest.approx(0.025**0.25), 1.0]
