"""Sums by cluster."""

from __future__ import annotations

import numpy as np

from framing.stats.clusters import cluster_sums


def test_cluster_sums_of_nothing() -> None:
    assert cluster_sums(np.zeros((0, 3)), []).shape == (0, 3)
