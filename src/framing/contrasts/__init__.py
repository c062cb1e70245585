"""Rates with their intervals, and what separates one group of articles from another."""

from __future__ import annotations

from framing.contrasts.comparisons import compare
from framing.contrasts.copies import drop_copies
from framing.contrasts.decompositions import DECOMPOSITION_COLUMNS, decompose
from framing.contrasts.estimates import estimate
from framing.contrasts.powers import POWER_COLUMNS, power
from framing.contrasts.registrations import AnalysisPlan, plan, read_plan, write_plan
from framing.contrasts.rows import CONTRAST_COLUMNS
from framing.contrasts.simulations import simulate_scores
from framing.contrasts.summaries import summarise
from framing.contrasts.trends import CHANGE, TREND_COLUMNS, trend

__all__ = [
    "CHANGE",
    "CONTRAST_COLUMNS",
    "DECOMPOSITION_COLUMNS",
    "POWER_COLUMNS",
    "TREND_COLUMNS",
    "AnalysisPlan",
    "compare",
    "decompose",
    "drop_copies",
    "estimate",
    "plan",
    "power",
    "read_plan",
    "simulate_scores",
    "summarise",
    "trend",
    "write_plan",
]
