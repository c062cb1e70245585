"""Every table, figure and report of a bundle, from its counts, codebook and a seed alone."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from framing.columns import INDICES
from framing.contrasts import compare, decompose, estimate
from framing.counts import read_counts
from framing.errors import ComparisonError, FramingWarning
from framing.figures import plot_contrasts, plot_decomposition, plot_rates, save_figure
from framing.figures.saving import forget_figure
from framing.lexicon import Lexicon
from framing.report import write_report
from framing.report.counted import missing_counts
from framing.tables import write_table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["REPORT", "remake"]

REPORT = "report"


def remake(counts: Path, lexicon: Lexicon, folder: Path, seed: int) -> list[str]:
    """Write tables, figures and the report into a folder; return their names.

    Rates and differences of the three indices, each beside its figure; what cannot be compared (one
    outlet, nothing found) is left out, here as there. The report is that of counts alone;
    counts of some categories only have none.
    """
    scores = read_counts(counts)
    there = set(scores.loc[scores["hits"] > 0, "category"].astype(str))
    indices = [f"index:{name}" for name in INDICES if f"index:{name}" in there]
    with warnings.catch_warnings():
        # The same doubts were told when the study was made.
        warnings.simplefilter("ignore", FramingWarning)
        tables = {"estimates": estimate(scores)}
        if scores["outlet"].nunique() > 1 and indices:
            tables["contrasts"] = compare(scores, categories=indices, seed=seed)
        for name, table in tables.items():
            write_table(table, folder / "tables" / f"{name}.csv")
        for index in indices:
            for kind, axes, table in _drawn(scores, index, tables):
                save_figure(axes, folder / "figures" / f"{kind}-{index.partition(':')[2]}", table)
                forget_figure(axes)
        if not missing_counts(scores):
            write_report(scores, lexicon, out=folder / REPORT, seed=seed)
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def _drawn(
    scores: pd.DataFrame, index: str, tables: dict[str, pd.DataFrame]
) -> list[tuple[str, Axes, pd.DataFrame]]:
    """Return what is drawn of an index: its rates, its differences, and what these are made of."""
    rates = tables["estimates"]
    rates = rates[rates["category"] == index]
    found: list[tuple[str, Axes, pd.DataFrame]] = [("rates", plot_rates(rates), rates)]
    if "contrasts" in tables:
        gaps = tables["contrasts"]
        gaps = gaps[gaps["category"] == index]
        found.append(("contrasts", plot_contrasts(gaps), gaps))
        try:
            parts = decompose(scores, categories=index)
        except ComparisonError:
            return found
        found.append(("parts", plot_decomposition(parts), parts))
    return found
