"""What a report says, chapter by chapter: what was read, who speaks, and what is loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import pandas as pd

from framing.columns import VOICES
from framing.contrasts import estimate
from framing.contrasts.rows import many
from framing.figures import plot_rates, plot_sources, plot_stances, plot_voices
from framing.floors import introductions, speaking
from framing.report.findings import OTHERS, SPEAKS
from framing.report.materials import Materials
from framing.report.pictures import Picture
from framing.report.sheets import ESTIMATES, Column, Notes, Sheet, finding

__all__ = ["ESTIMAND_NAMES", "MOST_DRAWN", "Chapter", "find_estimate", "list_loaded",
           "list_reading", "list_speakers", "list_stances"]  # fmt: skip

MOST_DRAWN = 7
"""Outlets that one figure can tell apart."""
ESTIMAND_NAMES = {
    "own": "own voice", "wording": "outlet’s wording", "all": "all voices", "voice": "this voice",
}  # fmt: skip
_DRAWN_SPEAKERS = 5
_INDICES = ("index:loaded", "index:epistemic")
_UNITS = (
    "per 1,000 words; agent deletion in per cent of what is said of harm, stances in per cent of "
    "the speakers that are introduced"
)


class Chapter(NamedTuple):
    """A chapter: its name in addresses, its title, what it says, its tables and figures."""

    name: str
    title: str
    said: Sequence[str]
    parts: Sequence[Sheet | Picture | Notes] = ()


def find_estimate(row: Mapping[str, Any]) -> str:
    """Say which evidence an estimate of a group counts."""
    voice = "" if row["estimand"] == "all" else row["estimand"]
    return finding(o=row["group"], v=voice, c=row["category"], w="counted")


def name_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Add the names of categories and estimands as a reader knows them."""
    named = table.assign(
        measured=table["category"].astype("str").map(name_category),
        counted=table["estimand"].astype("str").map(ESTIMAND_NAMES),
    )
    return named.reset_index(drop=True)


def name_category(category: str) -> str:
    """Return a category as a reader knows it.

    Examples
    --------
    >>> (
    ...     name_category("index:loaded"),
    ...     name_category("agent_deletion"),
    ...     name_category("floor:quoted"),
    ... )
    ('loaded (index)', 'agent deletion', 'words quoted')
    """
    kind, _, name = category.partition(":")
    if kind == "index":
        return f"{name} (index)"
    if kind == "floor":
        return f"words {name}"
    return category.replace("_", " ").replace(":", ": ")


def list_reading(materials: Materials) -> Chapter:
    """Say what was read, and what was dropped and why."""
    articles = materials.articles
    rows = []
    for group in sorted(materials.groups):
        here = articles[articles["group"] == group]
        days = here["date"].dropna()
        rows.append(
            {
                "group": group,
                "n_docs": len(here),
                "words": int(here["words"].sum()),
                "first": f"{days.min():%Y-%m-%d}" if len(days) else "",
                "last": f"{days.max():%Y-%m-%d}" if len(days) else "",
                "undated": len(here) - len(days),
                "n_events": int(here.loc[here["event"] != "", "event"].nunique()),
            }
        )
    outlets = Sheet(
        "outlets", "Articles by outlet", pd.DataFrame(rows),
        (Column("group", "Outlet", find=lambda row: finding(o=row["group"])),
         Column("n_docs", "Articles", "count"), Column("words", "Words of lede and body", "count"),
         Column("first", "First day", "day"), Column("last", "Last day", "day"),
         Column("undated", "Without a date", "count"), Column("n_events", "Events", "count")),
    )  # fmt: skip
    receipt = materials.receipt
    counts = receipt.groupby(["action", "rule"]).agg(n=("rule", "size")).reset_index()
    sheet = Sheet(
        "receipt", "What was dropped, marked or set aside on reading, by reason", counts,
        (Column("action", "What was done"), Column("rule", "Why"),
         Column("n", "Times", "count", lambda _: "#receipt-rows" if materials.listed else "")),
    )  # fmt: skip
    dropped = int((receipt["action"] == "dropped").sum())
    words = int(articles["words"].sum())
    aside = len(materials.quarantine)
    said = [
        f"{many(len(articles), 'article')} of {many(articles['outlet'].nunique(), 'outlet')} "
        f"with {words:,} words of lede and body were analysed"
        + (f"; dropped on reading: {many(dropped, 'record')}" if dropped else "")
        + (f"; set aside as not to be processed: {many(aside, 'article')}" if aside else "")
        + "."
    ]
    if materials.only_counts:
        said.append("Counts do not say what was dropped on reading.")
    elif not len(receipt):
        said.append("Nothing was dropped, marked or doubted on reading.")
    if materials.articles["outlet"].nunique() > len(materials.groups):
        said.append(
            f"The {len(materials.groups) - 1} outlets with most articles are told apart; all "
            "others count as one group."
        )
    return Chapter("reading", "What was read and dropped", said,
                   [outlets, sheet] if len(counts) else [outlets])  # fmt: skip


def list_speakers(materials: Materials, who: pd.Series | None) -> Chapter:
    """Say who holds the floor."""
    floors = estimate(
        materials.scores, by="group", estimands="all",
        categories=[f"floor:{voice}" for voice in VOICES],
    )  # fmt: skip
    parts: list[Sheet | Picture] = [
        Picture("voices", "Who holds the floor", "The share of the words of lede and body that "
                "each voice has, by outlet, with 95 % intervals; the table has every number.",
                partial(plot_voices, floors)),
        Sheet("floors", "Share of words by voice and outlet", _name_voices(floors),
              (Column("group", "Outlet"),
               Column("measured", "Voice", find=lambda row: _find_floor(row, who is not None)),
               *ESTIMATES[:2], Column("hits", "Words", "count"), *ESTIMATES[3:]),
              folded=True, named=2),
    ]  # fmt: skip
    said = [
        "A voice is whose words a stretch of text is: the outlet’s own narration; words quoted "
        "from a source; a source’s content reported in the outlet’s wording; words held at arm’s "
        "length (distanced); or unsure, where quotation marks are broken."
    ]
    if who is None:
        said.append("Counts hold no names, so who speaks is not said here.")
        return Chapter("voices", "Who holds the floor", said, parts)
    table = speaking.sources(
        materials.attributions.assign(heard=who),
        materials.segments,
        of="heard",
        by="group",
        most=30,
    )
    words = table[table["measure"] == "attributions"]
    if len(words):
        parts += _draw_sources(materials, words)
        parts.append(
            Sheet("speakers", "Who speaks: share of all attributions, by outlet",
                  _ranked(words), (Column("source", "Speaker"), Column("group", "Outlet"),
                                   *ESTIMATES), _find_speaker, folded=True, named=2)
        )  # fmt: skip
    else:
        said.append("Nobody but the outlets themselves was found to speak.")
    return Chapter("voices", "Who speaks", said, parts)


def _name_voices(floors: pd.DataFrame) -> pd.DataFrame:
    return name_rows(floors).assign(
        measured=[str(category).removeprefix("floor:") for category in floors["category"]]
    )


def _find_floor(row: Mapping[str, Any], spoken: bool) -> str:
    voice = str(row["category"]).removeprefix("floor:")
    category = SPEAKS if spoken and voice != "outlet" else ""
    return finding(o=row["group"], v=voice, c=category)


def _find_speaker(row: Mapping[str, Any]) -> str:
    return finding(o=row["group"], c=SPEAKS, n=row["source"], w="counted")


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Put those first that speak most in all outlets, the lumped ones last."""
    total = table.groupby("source")["hits"].transform("sum")
    lumped = table["source"].str.startswith("(")
    order = pd.DataFrame({"lumped": lumped, "n": -total, "name": table["source"],
                          "group": table["group"].astype("str")})  # fmt: skip
    order = order.sort_values(["lumped", "n", "name", "group"], kind="stable")
    return table.loc[order.index].reset_index(drop=True)


def _draw_sources(materials: Materials, table: pd.DataFrame) -> list[Sheet | Picture]:
    groups = materials.groups[:MOST_DRAWN]
    named = table[~table["source"].str.startswith("(") & table["group"].isin(groups)]
    if not len(named):
        return []
    drawn = _ranked(named)
    drawn = drawn[drawn["source"].isin(drawn["source"].unique()[:_DRAWN_SPEAKERS])]
    return [
        Picture("speakers", "Who speaks", "The share of all attributions that each of the "
                "commonest speakers has, by outlet, with 95 % intervals.",
                partial(plot_sources, drawn))
    ]  # fmt: skip


def list_stances(materials: Materials, who: pd.Series) -> Chapter:
    """Say how speakers are introduced."""
    made = introductions.stances(
        materials.attributions.assign(heard=who), materials.segments, of="heard", by="group"
    )
    made = made[made["exposure"] > 0].reset_index(drop=True)
    title = "How speakers are introduced"
    if not len(made):
        return Chapter("stances", title, ["No outlet introduces a speaker with a cue of its own."])
    all_of = introductions.stances(
        materials.attributions.assign(heard="all speakers"), materials.segments, of="heard",
        by="group",
    )  # fmt: skip
    all_of = all_of[all_of["exposure"] > 0].reset_index(drop=True)
    picture = Picture(
        "stances", "How speakers are introduced", "The share of introductions in the outlet’s own "
        "voice that are neutral, endorsing, distancing or hostile, with 95 % intervals.",
        partial(plot_stances, all_of.assign(source="speakers")),
    )  # fmt: skip
    columns = (
        Column("source", "Speaker"), Column("group", "Outlet"), Column("stance", "Introduced"),
        *ESTIMATES,
    )  # fmt: skip
    ranked = _ranked(made.assign(source=made["source"].astype("str")))
    return Chapter(
        "stances", title,
        ["Said and told are neutral, admitted and pointed out endorse, claimed and alleged keep a "
         "distance, blasted and vowed are hostile. Only cues in the outlet’s own voice count."],
        [picture,
         Sheet("stances", "All speakers together: how they are introduced, by outlet", all_of,
               columns[1:], lambda row: _find_stance(row, ""), folded=True, named=2),
         Sheet("stances_by_speaker", "Each speaker: how they are introduced, by outlet",
               ranked[ranked["source"] != OTHERS].reset_index(drop=True), columns,
               lambda row: _find_stance(row, row["source"]), folded=True, named=3)],
    )  # fmt: skip


def _find_stance(row: Mapping[str, Any], who: object) -> str:
    return finding(o=row["group"], c=f"{SPEAKS}:{row['stance']}", n=who, w="introduced")


def list_loaded(materials: Materials, findings: pd.DataFrame) -> Chapter:
    """Say what is loaded, and in whose voice."""
    scores = materials.scores
    categories = [*_INDICES, *_lexical(materials)]
    voiced = estimate(scores, by="voice", categories=categories)
    voiced = voiced[voiced["exposure"] > 0].reset_index(drop=True)
    rated = estimate(scores, by="group", categories=list(_INDICES))
    heads = estimate(scores, by="group", categories=list(_INDICES), section="headline",
                     estimands="all")  # fmt: skip
    loaded = rated[rated["category"] == "index:loaded"]
    parts: list[Sheet | Picture] = [
        Picture("rates", "Loaded expressions by outlet", "Loaded expressions per 1,000 words in "
                "the outlet’s own voice, in all words it chose and in everything printed, with "
                "95 % intervals.", partial(plot_rates, loaded)),
        Sheet("rates", "Loaded and epistemic expressions per 1,000 words, by outlet",
              name_rows(rated), (Column("measured", "Category"), Column("group", "Outlet"),
                                 Column("counted", "Counted in"), *ESTIMATES), find_estimate,
              named=3),
        Sheet("rates_by_voice", f"Every category in each voice, all outlets together: {_UNITS}",
              name_rows(voiced), (Column("measured", "Category"), Column("group", "Voice"),
                                  *ESTIMATES), _find_voice, folded=True, named=2),
        *([] if materials.only_counts else [_entries(findings)]),
        Sheet("headlines", "Share of headlines with at least one expression, by outlet (a link "
              "leads to every expression in them)",
              name_rows(heads[heads["exposure"] > 0]),
              (Column("measured", "Category"), Column("group", "Outlet"), *ESTIMATES),
              lambda row: finding(o=row["group"], c=row["category"], w="headline"), folded=True,
              named=2),
        Sheet("rates_by_category", f"Every category, by outlet: {_UNITS}",
              name_rows(estimate(scores, by="group", categories=_lexical(materials))),
              (Column("measured", "Category"), Column("group", "Outlet"),
               Column("counted", "Counted in"), *ESTIMATES), find_estimate, folded=True, named=3),
    ]  # fmt: skip
    n = int(findings["counted"].where(findings["indices"] % 2 == 1, False).sum())
    said = [
        f"{many(n, 'loaded expression')} were counted: evaluations, labels, euphemisms, "
        "dysphemisms, metaphors and intensifiers. Each is counted in the voice it stands in, over "
        "the words of that voice.",
    ]
    if not n:
        said.append("No loaded expression of the codebook was found; zero is a finding too.")
    there = [part for part in parts if not isinstance(part, Sheet) or len(part.table)]
    return Chapter("loaded", "What is loaded, and in whose voice", said, there)


def _lexical(materials: Materials) -> list[str]:
    """Return the categories that are no naming set: those of the codebook, also without a hit."""
    return [
        name
        for name in materials.scores["category"].cat.categories
        if not name.startswith(("naming:", "index:", "floor:"))
    ]


def _find_voice(row: Mapping[str, Any]) -> str:
    return finding(v=row["group"], c=row["category"], w="counted")


def _entries(findings: pd.DataFrame) -> Sheet:
    """Return the commonest entries, with the share of their hits in the outlets' own voice."""
    counted = findings[findings["counted"] & (findings["indices"] % 2 == 1)]
    by_entry = counted.assign(own=counted["voice"] == "outlet").groupby(["entry", "category"])
    table = by_entry.agg(
        hits=("own", "size"), own=("own", "sum"), n_docs=("doc_id", "nunique"),
        outlets=("group", "nunique"),
    ).reset_index()  # fmt: skip
    table = table.sort_values(["hits", "entry"], ascending=[False, True], kind="stable")
    return Sheet(
        "entries", "The commonest loaded expressions", table.reset_index(drop=True),
        (Column("entry", "Entry"), Column("category", "Category"), Column("hits", "Hits", "count"),
         Column("own", "in own voice", "count",
                lambda row: finding(c=row["category"], n=row["entry"], v="own", w="counted")),
         Column("n_docs", "Articles", "count"),
         Column("outlets", "Outlets", "count")),
        lambda row: finding(c=row["category"], n=row["entry"], w="counted"), folded=True,
        named=2,
    )  # fmt: skip
