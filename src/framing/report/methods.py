"""The methods paragraph, the limitations and the references, made from what was done."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version
from importlib.resources import files
from typing import NamedTuple

import pandas as pd

from framing.columns import INDICES
from framing.contrasts.rows import many
from framing.report.materials import Materials, records
from framing.report.namings import read_measured
from framing.report.sheets import show

__all__ = ["Methods", "describe"]

_PACKAGES = ("numpy", "pandas", "scipy", "scikit-learn", "nltk", "matplotlib")
_BOOK = "loaded"


class Methods(NamedTuple):
    """Paragraphs for a paper: what was done, what limits it, and what is cited."""

    methods: list[str]
    limits: list[str]
    references: list[str]
    versions: list[tuple[str, str]]


def describe(materials: Materials, contrasts: pd.DataFrame, coded: bool) -> Methods:
    """Describe an analysis in the words of a methods section."""
    used = {"always", "intervals"}
    methods = [
        f"{_corpus(materials)} {_dropped(materials)}",
        _codebook(materials),
        _estimands(),
        _intervals(materials),
    ]
    if len(contrasts):
        used |= {"compared"} if materials.only_counts else {"compared", "varied"}
        methods.append(_comparison(materials, contrasts))
        if contrasts["p_value"].notna().any():
            used.add("tests")
        if (contrasts["measure"] == "mh_rate_ratio").any():
            used.add("events")
    methods.append(
        f"All random choices were made with seed {materials.seed}. Analyses were run with framing "
        f"{version('framing')} ({', '.join(f'{n} {version(n)}' for n in _PACKAGES)})."
    )
    text = files("framing.report").joinpath("references.toml").read_text(encoding="utf-8")
    listed = [r["text"] for r in tomllib.loads(text)["reference"] if r["when"] in used]
    own = f"The framing contributors. framing (version {version('framing')}) [Computer software]."
    book = materials.lexicon.citation.strip()
    return Methods(
        methods,
        _limits(materials, contrasts, coded),
        sorted([own, *listed, *([book] if book else [])]),
        _versions(materials),
    )


def _corpus(materials: Materials) -> str:
    articles = materials.articles
    days = materials.dates
    when = f", published between {_day(days.min())} and {_day(days.max())}" if len(days) else ""
    on = f", on {many(materials.events, 'event')}" if materials.events else ""
    outlets = sorted(set(articles["outlet"]))
    named = f" ({', '.join(outlets)})" if len(outlets) <= 12 else ""
    return (
        f"We analysed {many(len(articles), 'article')} ({int(articles['words'].sum()):,} words of "
        f"lede and body) from {many(len(outlets), 'outlet')}{named}{when}{on}."
    )


def _day(day: pd.Timestamp) -> str:
    return f"{day.day} {day:%B %Y}"


def _dropped(materials: Materials) -> str:
    if materials.only_counts:
        return "This report was made from their counts, without the texts."
    receipt = materials.corpus.receipt
    counts = receipt[receipt["action"] == "dropped"]["rule"].value_counts().sort_index()
    why = ", ".join(f"{rule}: {n:,}" for rule, n in counts.items())
    told = "No record was dropped on reading."
    if why:
        told = f"{_so_many(int(counts.sum()), 'record')} dropped on reading ({why})."
    marked = int((receipt["action"] == "marked").sum())
    if marked:
        told += f" {_so_many(marked, 'record')} marked as doubtful and kept."
    if len(materials.quarantine):
        told += f" {many(len(materials.quarantine), 'article')} could not be processed."
    return told


def _so_many(n: int, noun: str) -> str:
    return f"{many(n, noun)} {'was' if n == 1 else 'were'}"


def _codebook(materials: Materials) -> str:
    book = materials.lexicon
    parts = "; ".join(
        f"{name}: {', '.join(part.replace('_', ' ') for part in members)}"
        for name, members in INDICES.items()
    )
    return (
        f"Expressions were found with the codebook “{book.name}”"
        + (f" (version {book.version}, " if book.version else " (")
        + f"fingerprint {book.fingerprint}, {len(book):,} entries), each with the rules of context "
        f"in which it counts; negated expressions were left out. Three indices are reported and "
        f"never added up ({parts}), following Recasens et al. (2013) for the epistemic one. Every "
        "word was attributed to a voice (the outlet, a quotation, reported speech, words held at a "
        "distance, or unsure)"
        + (
            " before it was counted."
            if materials.only_counts
            else " by rules over which linear models decide that were learned from a corpus of "
            "annotated attributions (tagger “learned”)."
        )
    )


def _estimands() -> str:
    return (
        "Three estimands are reported side by side: expressions in the outlet’s own voice over "
        "the words of that voice (own); those in the outlet’s voice, in reported speech and in "
        "words held at a distance over the words of these (wording); and those in all voices over "
        "all words (all). Rates are pooled over articles and given per 1,000 words of lede and "
        "body; headlines are reported as the share with at least one expression; captions, "
        "teasers and boilerplate are not counted."
    )


def _intervals(materials: Materials) -> str:
    clusters = "events where an outlet covers two or more, else articles" if (
        materials.events) else "articles"  # fmt: skip
    return (
        f"Intervals are 95 % delete-one-cluster jackknife intervals (Tukey 1958) with t quantiles "
        f"on the log scale, shares on the logit scale; clusters are {clusters}. Where nothing was "
        "found, or clusters do not differ, bounds are exact (Garwood 1936; Clopper and Pearson "
        "1934)."
    )


def _comparison(materials: Materials, contrasts: pd.DataFrame) -> str:
    tested = contrasts[contrasts["p_value"].notna()]
    said = (
        "Each outlet was compared with all others together by the ratio of their pooled rates and "
        "by their difference (intervals of differences after Zou and Donner 2008)"
    )
    if (contrasts["measure"] == "mh_rate_ratio").any():
        said += ", and within events by the Mantel-Haenszel rate ratio (Mantel and Haenszel 1959)"
    said += ". "
    if len(tested):
        family = int((tested["measure"] == "rate_ratio").sum())
        within = re.findall(r"labels permuted within [\d,]+ (\w+)", " ".join(tested["method"]))
        how = f"within {within[0]}" if within else "among all articles"
        said += (
            f"The test permutes outlet labels ({how}), studentised (Janssen 1997), trying all "
            "arrangements where there are at most 100,000 and 9,999 random ones otherwise; "
            f"p-values are adjusted within one family of {many(family, 'test')} per measure "
            "(Benjamini and Hochberg 1995). "
        )
    refused = contrasts["p_value"].isna() & (contrasts["measure"] == "rate_ratio")
    if refused.any():
        said += (
            f"For {int(refused.sum()):,} of {int((contrasts['measure'] == 'rate_ratio').sum()):,} "
            "ratios no p-value is given, since the data cannot bear one (fewer than five articles "
            "on a side, or five shared events, or no attainable p below .05). "
        )
    said += (
        "Gaps over all words were split into who is given the floor and how loaded each voice is "
        "(Kitagawa 1955)."
    )
    if materials.only_counts:
        return said
    return said + (
        " For the outlets with most articles, the main ratio was recomputed under "
        "every combination of estimand, unsure words, negation, headlines and minimum length, and "
        f"without single entries, {'events' if materials.events else 'articles'} and outlets (cf. "
        "Simonsohn et al. 2020)."
    )


def _limits(materials: Materials, contrasts: pd.DataFrame, coded: bool) -> list[str]:
    limits = [
        "A codebook finds what it lists: an expression that is not in it is missed, and irony, "
        "implication and what is left out are not seen. Counts are a proxy for loaded language, "
        "and a rate says nothing about whether an expression is deserved.",
    ]
    if _BOOK in materials.lexicon.name.split("+"):
        limits += _measured()
    if not coded:
        limits.append(
            "No part of this corpus was coded by hand, so the precision of the codebook in it is "
            "unknown, and differences in precision between outlets are not corrected for."
        )
    floor = materials.scores["category"] == "floor:unsure"
    unsure = materials.scores.loc[floor, "hits"].sum()
    if unsure:
        limits.append(
            f"{int(unsure):,} words stand in quotation marks that are never opened or closed; they "
            "count in no estimand but “all”"
            + (
                "."
                if materials.only_counts
                else ", and bounds say how far they could move the ratios."
            )
        )
    if not materials.events and len(materials.groups) > 1:
        limits.append(
            "Articles are not grouped by event, so a difference between outlets may be one of what "
            "they report on, and not of how they write."
        )
    small = [g for g in materials.groups if (materials.articles["group"] == g).sum() < 5]
    if small and len(materials.groups) > 1:
        limits.append(f"Fewer than five articles stand for: {', '.join(sorted(small))}.")
    if not len(contrasts):
        limits.append("One outlet alone cannot be said to write more or less loaded than others.")
    limits.append(
        "The results describe these articles; they rank no outlet beyond them, unless the articles "
        "were drawn at random from what the outlet published."
    )
    return limits


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


def _versions(materials: Materials) -> list[tuple[str, str]]:
    book = materials.lexicon
    return [
        ("framing", version("framing")),
        ("codebook", f"{book.name} {book.version}".strip()),
        ("fingerprint of the codebook", book.fingerprint),
        ("entries", f"{len(book):,}"),
        *([] if materials.only_counts else [("tagger", "learned")]),
        ("seed", str(materials.seed)),
        *((name, version(name)) for name in _PACKAGES),
    ]
