"""The methods paragraph, the limitations and the references, made from what was done."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from importlib.resources import files
from typing import NamedTuple

import pandas as pd

from framing.columns import INDICES
from framing.contrasts.rows import many
from framing.report.limits import list_limits
from framing.report.materials import Materials
from framing.report.namings import is_verification

__all__ = ["Methods", "describe"]

_PACKAGES = ("numpy", "pandas", "scipy", "scikit-learn", "nltk", "matplotlib")
_REPORTED = ("loaded", "epistemic")
_REASONS = (
    (r"articles? of ", "fewer than five articles on a side"),
    (r"with both sides", "fewer than five shared events"),
    (r"smallest attainable", "no attainable p below .05"),
    (r"no hits", "nothing found on either side"),
    (r"no exposure", "no words of that voice"),
    (r": no interval", "one article or event on a side"),
)


class Methods(NamedTuple):
    """Paragraphs for a paper: what was done, what limits it, and what is cited."""

    methods: list[str]
    limits: list[str]
    references: list[str]
    versions: list[tuple[str, str]]


def describe(
    materials: Materials,
    contrasts: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    validation: Sequence[pd.DataFrame],
) -> Methods:
    """Describe an analysis in the words of a methods section.

    `contrasts` are what `compare` returned, `tables` those of the report by their names.
    """
    used = {"always"} if materials.only_counts else {"always", "attributed"}
    said = [str(how) for table in tables.values() for how in table.get("method", ())]
    intervals, binomial = _intervals(materials, said)
    used |= {"binomial"} if binomial else set()
    methods = [
        f"{_corpus(materials)} {_dropped(materials)}",
        _codebook(materials),
        _estimands(),
        intervals,
    ]
    changes = tables.get("changes", pd.DataFrame({"p_value": []}))
    if len(contrasts):
        used |= {"compared"} if materials.only_counts else {"compared", "varied"}
        methods.append(_comparison(materials, contrasts))
        if (contrasts["measure"] == "mh_rate_ratio").any():
            used.add("events")
    if len(changes):
        methods.append(_change(changes))
    for table in (contrasts, changes):
        if len(table) and table["p_value"].notna().any():
            used.add("tests")
    methods += _judged(validation)
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
        list_limits(materials, contrasts, validation),
        sorted([own, *listed, *([book] if book else [])], key=str.casefold),
        _versions(materials),
    )


def _corpus(materials: Materials) -> str:
    articles = materials.articles
    days, inside = materials.dates, int((articles["event"] != "").sum())
    when, on = "", ""
    if len(days):
        span = f"between {_day(days.min())} and {_day(days.max())}"
        some = f"{len(days):,} of them dated, {span}"
        when = f", published {span}" if len(days) == len(articles) else f", {some}"
    if inside:
        on = f", on {many(materials.events, 'event')}"
        if inside < len(articles):
            on = f", {inside:,} of them on {many(materials.events, 'event')}"
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
    # A record may be marked for several reasons.
    once = receipt.drop_duplicates(["source", "row", "doc_id", "action"])
    counts = once[once["action"] == "dropped"]["rule"].value_counts().sort_index()
    why = ", ".join(f"{rule}: {n:,}" for rule, n in counts.items())
    told = "No record was dropped on reading."
    if why:
        told = f"{_so_many(int(counts.sum()), 'record')} dropped on reading ({why})."
    marked = int((once["action"] == "marked").sum())
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
        if name in _REPORTED
    )
    return (
        f"Expressions were found with the codebook “{book.name}”"
        + (f" (version {book.version}, " if book.version else " (")
        + f"fingerprint {book.fingerprint}, {len(book):,} entries), each with the rules of context "
        f"in which it counts; negated expressions were left out. Two indices are reported and "
        f"never added up ({parts}), following Recasens et al. (2013) for the epistemic one. Every "
        "word was attributed to a voice (the outlet, a quotation, reported speech, words held at a "
        "distance, or unsure)"
        + (
            " before it was counted."
            if materials.only_counts
            else " by rules over which linear models decide that were learned from a corpus of "
            "annotated attributions (tagger “learned”; Newell et al. 2018)."
        )
    )


def _estimands() -> str:
    return (
        "Three estimands are reported side by side: expressions in the outlet’s own voice over "
        "the words of that voice (own); those in the outlet’s voice, in reported speech and in "
        "words held at a distance over the words of these (wording); and those in all voices over "
        "all words (all). Rates are pooled over articles and given per 1,000 words of lede and "
        "body (agent deletion as a share of what is said of harm, stances as a share of the "
        "speakers introduced, names as a share of the mentions of any name of their set); "
        "headlines are reported as the share with at least one expression; captions, teasers and "
        "boilerplate are not counted."
    )


def _intervals(materials: Materials, said: Sequence[str]) -> tuple[str, bool]:
    """Describe the intervals that the methods of all estimates name; say if any is binomial."""
    inside = int((materials.articles["event"] != "").sum())
    clusters = "articles"
    if inside:
        clusters = "events where an outlet covers two or more, else articles"
    if 0 < inside < len(materials.articles):
        clusters += ", and articles without an event each by itself"
    told = (
        "Articles, not words, are taken as drawn (cf. Lijffijt et al. 2016): intervals are 95 % "
        "delete-one-cluster jackknife intervals with t quantiles (Tukey 1958), of rates and ratios "
        "on the log scale, of shares on the logit scale, of the parts of gaps as they are; "
        f"clusters are {clusters}."
    )
    if any("linearised" in how for how in said):
        told += (
            " Where all hits lie in one cluster, so that nothing is left without it, linearised "
            "values stand in for those without each cluster."
        )
    shares = any("Clopper-Pearson" in how for how in said)
    rates = any("negative binomial" in how for how in said)
    if shares or rates:
        bounds = []
        if shares:
            effective = "bounds of the effective number (Korn and Graubard 1998)"
            bounds.append(f"shares have Clopper-Pearson {effective}")
        if rates:
            bounds.append("rates those of negative binomial counts (k = 0.3 in an article)")
        told += (
            " Where nothing was found, there is one cluster, or clusters do not differ, how they "
            f"vary is not seen in the data but taken as known of news: {', '.join(bounds)}."
        )
    if any("from the intervals of both sides, log scale" in how for how in said):
        told += (
            " Ratios of sides with fewer than five clusters, or with clusters that do not differ, "
            "have the interval recovered from those of both sides (Zou and Donner 2008)."
        )
    return told, shares


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
        how = " or ".join(_strata(tested["method"].tolist()))
        said += (
            f"The test permutes outlet labels ({how}), studentised (Janssen 1997), trying all "
            "arrangements where there are at most 100,000 and 9,999 random ones otherwise; "
            f"p-values are adjusted within one family of {many(family, 'test')} per measure "
            "(Benjamini and Hochberg 1995). "
        )
    ratios = contrasts[contrasts["measure"] == "rate_ratio"]
    refused = ratios[ratios["p_value"].isna()]
    if len(refused):
        why = [
            reason
            for pattern, reason in _REASONS
            if refused["note"].astype("str").str.contains(pattern, regex=True).any()
        ]
        because = f" ({', or '.join(why)})" if why else ""
        said += (
            f"For {len(refused):,} of {many(len(ratios), 'ratio')} no p-value is given, since the "
            f"data cannot bear one{because}. "
        )
    if materials.rest:
        said += f"The smaller outlets were compared as one group, {materials.rest}. "
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


def _strata(said: Sequence[str]) -> list[str]:
    """Say among whom labels were dealt out again, in the order of preference."""
    told = " ".join(said)
    within = set(re.findall(r"labels permuted within [\d,]+ (\w+?)s?\b", told))
    found = [f"within {noun}s" for noun in ("event", "month") if noun in within]
    return [*found, *(["among all articles"] if "permuted unstratified" in told else [])]


def _change(changes: pd.DataFrame) -> str:
    tested = int(changes["p_value"].notna().sum())
    said = (
        "Change over time is the ratio from one period to the next that fits best (log-linear, "
        "Poisson likelihood), over the articles that have a date"
    )
    if not tested:
        return f"{said}; it was not tested, since there are too few articles or events."
    return (
        f"{said}; its test deals the periods out again among clusters, studentised (Janssen 1997), "
        f"with p-values adjusted within one family of {many(tested, 'test')} (Benjamini and "
        "Hochberg 1995)."
    )


def _judged(validation: Sequence[pd.DataFrame]) -> list[str]:
    """Say what people judged in this corpus."""
    said = []
    for table in filter(is_verification, validation):
        whole = table[table["by"] == ""]
        if len(whole):
            row = whole.iloc[0]
            said.append(
                f"A sample of {many(int(row['n']), 'expression')} of this corpus was judged by "
                f"hand; {100 * row['precision']:.1f} % were right (95 % interval "
                f"{100 * row['conf_low']:.1f} to {100 * row['conf_high']:.1f} %)."
            )
    return said


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
