"""Values that R and other packages computed, and the articles they were computed from."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from framing.stats.clusters import cluster_sums


@pytest.fixture(scope="session")
def entries(root: Path) -> dict[str, Any]:
    """Inputs, expected values and tolerance of every reference computation."""
    text = (root / "tests" / "reference_values.json").read_text(encoding="utf-8")
    return {entry["id"]: entry for entry in json.loads(text)["entries"]}


@pytest.fixture(scope="session")
def near(entries: dict[str, Any]) -> Callable[[Any, str], Any]:
    """Compare with the tolerance of an entry."""
    return lambda value, entry: pytest.approx(value, rel=entries[entry]["rel_tol"])


@pytest.fixture(scope="session")
def toy(entries: dict[str, Any]) -> dict[str, np.ndarray]:
    """24 articles: 6 events x 2 outlets x 2 articles."""
    data = entries["toy_articles"]["inputs"]
    return {
        "event": np.unique(data["event"], return_inverse=True)[1],
        "first": np.array([name == "A" for name in data["outlet"]]),
        "hits": np.array(data["hits"], dtype=float)[:, None],
        "words": np.array(data["tokens"], dtype=float)[:, None],
    }


@pytest.fixture(scope="session")
def by_event(toy: dict[str, np.ndarray]) -> list[np.ndarray]:
    """Hits and words of A, hits and words of B, by event."""
    return [
        cluster_sums(np.where(toy["first"][:, None] == side, toy[name], 0.0), toy["event"])
        for side in (True, False)
        for name in ("hits", "words")
    ]
