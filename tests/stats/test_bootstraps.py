"""The bootstrap against the enumeration of every sample."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np

from framing.stats.bootstraps import bca_interval

Values = dict[str, Any]
Near = Callable[[Any, str], Any]


def test_bca_equals_enumeration(by_event: list[np.ndarray], entries: Values, near: Near) -> None:
    expected = entries["toy_event_bootstrap"]["expected"]["R"]
    ha, wa, hb, wb = (x[:, 0] for x in by_event)
    picks = np.array(list(product(range(6), repeat=6)))
    draws = np.log(ha[picks].sum(1) / wa[picks].sum(1)) - np.log(
        hb[picks].sum(1) / wb[picks].sum(1)
    )
    assert draws.mean() == near(expected["exact_mean"], "toy_event_bootstrap")
    found = bca_interval(expected["theta"], draws, expected["jackknife_values"])
    assert found == near(tuple(expected["bca_ci_midp"]), "toy_event_bootstrap")
