"""What every test and every example gets."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_figures_left() -> Iterator[None]:
    """Close what an example drew: pyplot warns of many open figures, and a warning is an error."""
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")
