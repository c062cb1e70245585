"""Rows of the table of agreement, whatever is measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from framing.stats.reliability import Agreement, Estimate

__all__ = ["FEW", "Measure", "agreement_row", "interval_cells", "note_few"]

RARE = 10
"""Below so many units of a rare value the intervals were seen to be too narrow."""

FEW = 5
"""Below so many units there is an estimate and no interval."""

Measure = Callable[[frozenset[str], int, int], list[dict[str, Any]]]
"""From units, draws and a seed to rows."""


def interval_cells(name: str, estimate: Estimate, units: int) -> dict[str, float]:
    """Return the interval of a coefficient, where there are units enough for one."""
    low, high = (estimate.low, estimate.high) if units >= FEW else (np.nan, np.nan)
    return {f"{name}_low": low, f"{name}_high": high}


def note_few(units: int) -> list[str]:
    """Return what is to be noted where units are few."""
    return [f"{units} units: too few for an interval"] if units < FEW else []


def agreement_row(
    found: Agreement, label: str, measure: str, level: str, coders: int, units: int
) -> dict[str, Any]:
    """Return a row without what it is about."""
    notes = []
    if units and not np.isfinite(found.alpha.value):
        notes.append("all coders gave one value throughout: alpha is undefined")
    elif found.undefined:
        notes.append(f"alpha is undefined in {found.undefined:,} draws, which are left out")
    if measure == "alpha" and level in ("nominal", "ordinal") and 0 < found.others < RARE:
        plural = "units hold" if found.others > 1 else "unit holds"
        notes.append(
            f"{found.others} {plural} another value than the commonest: the interval is too narrow"
        )
    if units and found.percent.value == 1:
        notes.append("coders never differ: lower bounds are exact ones")
    if not units:
        notes.append("no unit was coded by two")
    return {
        "label": label,
        "measure": measure,
        "level": level,
        "n_coders": coders,
        "n_units": units,
        "n_values": found.values,
        "alpha": found.alpha.value,
        **interval_cells("alpha", found.alpha, units),
        "percent_agreement": found.percent.value,
        **interval_cells("percent", found.percent, units),
        "ac1": found.ac1.value,
        **interval_cells("ac1", found.ac1, units),
        "note": "; ".join([*notes, *(note_few(units) if units else [])]),
    }
