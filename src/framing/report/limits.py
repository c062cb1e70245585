"""What limits a report: what is not seen, not measured or not to be compared."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from framing.contrasts.rows import many
from framing.report.materials import Materials, records
from framing.report.namings import is_verification, read_measured
from framing.report.sheets import show

__all__ = ["list_limits"]

_BOOK = "loaded"
_FEW = 5
_MOST_NAMED = 12


def list_limits(
    materials: Materials, contrasts: pd.DataFrame, validation: Sequence[pd.DataFrame]
) -> list[str]:
    """Return the limitations of an analysis, one sentence or two each."""
    limits = [
        "A codebook finds what it lists: an expression that is not in it is missed, and irony, "
        "implication and what is left out are not seen. Counts are a proxy for loaded language, "
        "and a rate says nothing about whether an expression is deserved.",
    ]
    if _BOOK in materials.lexicon.name.split("+"):
        limits += _measured()
    uncorrected = "differences in precision between outlets are not corrected for."
    if any(map(is_verification, validation)):
        limits.append(f"Precision was judged on a sample of this corpus; {uncorrected}")
    else:
        limits.append(
            "No sample of the expressions of this corpus was judged by hand, so the precision of "
            f"the codebook in it is unknown, and {uncorrected}"
        )
    floor = materials.scores["category"] == "floor:unsure"
    unsure = materials.scores.loc[floor, "hits"].sum()
    if unsure:
        bounds = ", and bounds say how far they could move the ratios"
        limits.append(
            f"{int(unsure):,} words stand in quotation marks that are never opened or closed; they "
            f"count in no estimand but “all”{'' if materials.only_counts else bounds}."
        )
    if len(materials.groups) > 1:
        limits += [*_events(materials), *_small(materials)]
    if not len(contrasts):
        limits.append("One outlet alone cannot be said to write more or less loaded than others.")
    limits.append(
        "The results describe these articles; they rank no outlet beyond them, unless the articles "
        "were drawn at random from what the outlet published."
    )
    return limits


def _events(materials: Materials) -> list[str]:
    """Say how few articles report what others report, too, if they are fewer than half."""
    articles = materials.articles
    if not materials.events:
        said = "Articles are not grouped by event"
    else:
        named = articles[articles["event"] != ""]
        shared = named.groupby("event")["outlet"].nunique() > 1
        inside = int(named["event"].map(shared).sum())
        if 2 * inside >= len(articles):
            return []
        said = (
            f"{inside:,} of {many(len(articles), 'article')} report an event that several outlets "
            "report"
        )
    return [
        f"{said}, so a difference between outlets may be one of what they report on, and not of "
        "how they write."
    ]


def _small(materials: Materials) -> list[str]:
    counts = materials.articles["outlet"].value_counts()
    small = sorted(counts.index[counts < _FEW])
    if not small:
        return []
    named = ", ".join(small) if len(small) <= _MOST_NAMED else many(len(small), "outlet")
    return [f"Fewer than five articles stand for: {named}."]


def _measured() -> list[str]:
    """Quote what was measured of the codebook and of attribution, from the tables that say so."""
    precision = read_measured("precision")
    first = precision[precision["coder"] == "A"].sort_values("precision", kind="stable")
    told = "; ".join(
        f"{row['category'].replace('_', ' ')} {show(row['precision'], 'share')}"
        f" [{show(row['conf_low'], 'share')}, {show(row['conf_high'], 'share')}]"
        for row in records(first)
    )
    measured = read_measured("measured")
    recall = measured[(measured["measure"] == "recall") & (measured["what"] == "loaded")]
    missed = " and ".join(show(value, "share") for value in recall["share"])
    speech = measured[measured["what"] == "attribution"].set_index("measure")["share"]
    return [
        f"Precision of the codebook “{_BOOK}” by category, as one coder judged expressions in "
        f"other news corpora, with 95 % intervals: {told}. {_second(precision)}",
        f"Of the loaded expressions that two coders marked in sentences of other news corpora it "
        f"found {missed}.",
        f"Attribution of words to speakers reaches a token-level F1 of "
        f"{speech['content tokens F1']:.2f} on articles it was not learned from; inside quotation "
        f"marks {speech['tokens inside quotation marks F1']:.2f}. Names of speakers are weaker.",
    ]


def _second(precision: pd.DataFrame) -> str:
    wide = precision.pivot(index="category", columns="coder", values="precision").dropna()
    lower = int((wide["B"] < wide["A"]).sum())
    return (
        f"A second coder, who judged a quarter of them, confirmed fewer in {lower} of {len(wide)} "
        "categories."
    )
