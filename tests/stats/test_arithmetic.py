"""What is undefined is missing, without a warning."""

from __future__ import annotations

import numpy as np

from framing.stats.arithmetic import divide, log


def test_nothing_over_nothing_is_missing() -> None:
    np.testing.assert_array_equal(divide([0, 1, -1, 6], [0, 0, 0, 3]), [np.nan, np.inf, -np.inf, 2])


def test_the_logarithm_of_0_is_minus_infinity() -> None:
    np.testing.assert_array_equal(log([0, 1, -1]), [-np.inf, 0, np.nan])
