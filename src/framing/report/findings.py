"""The evidence of a report: every expression, and everyone who speaks, one row each."""

from __future__ import annotations

import pandas as pd

from framing.columns import DEVICES, ESTIMANDS, INDICES, KIND_VOICE, SECTION_GROUPS, base_category
from framing.floors.tallies import labels_of
from framing.report.materials import Materials

__all__ = ["DATED", "FINDING_COLUMNS", "HEARD", "OTHERS", "SPEAKS", "find_all", "heard"]

FINDING_COLUMNS = (
    "doc_id", "group", "month", "field", "section", "start", "end", "text", "voice", "category",
    "entry", "speaker", "negated", "counted", "headline", "introduced", "indices",
)  # fmt: skip
DATED = "(dated)"
"""Of the filter of months: articles that have a date."""
SPEAKS = "speaks"
"""The category of rows in which somebody speaks; behind the colon stands how it is introduced."""
HEARD = 10
"""Speakers that are named in the tables; the others are counted together."""
OTHERS = "(other speakers)"
_SILENT = ("scare", "concession", "unsure")


def heard(materials: Materials) -> pd.Series:
    """Return whom each attribution is counted under: the commonest speakers by name."""
    labels = labels_of("write_report", materials.attributions, "speaker")
    once = ~materials.attributions.duplicated(["doc_id", "attribution_id"])
    spoken = once & ~materials.attributions["kind"].isin(_SILENT)
    named = spoken & ~labels.str.startswith("(")
    counts = labels[named].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    kept = set(counts.index[:HEARD])
    return labels.where(labels.isin(kept) | labels.str.startswith("("), OTHERS)


def find_all(materials: Materials, who: pd.Series) -> pd.DataFrame:
    """Return the evidence as the page filters it, in the order of the articles.

    `counted` says that a row stands in the rates (or shares of speakers), `headline` that it
    stands in a headline, `introduced` that the outlet itself says how a source speaks; `indices`
    adds 1, 2 and 4 for the loaded, epistemic and structural index.
    """
    table = pd.concat([_expressions(materials), _speeches(materials, who)], ignore_index=True)[
        [name for name in FINDING_COLUMNS if name not in ("group", "month")]
    ]
    articles = materials.articles.set_index("doc_id")
    row = pd.Series(range(len(articles)), index=articles.index)
    table["_row"] = table["doc_id"].map(row)
    table = table[table["_row"].notna()]
    table["group"] = table["doc_id"].map(articles["group"])
    months = articles["date"].dt.strftime("%Y-%m").fillna("")
    table["month"] = table["doc_id"].map(months)
    table["_title"] = table["field"] != "title"
    table = table.sort_values(["_row", "_title", "start", "end", "category"], kind="stable")
    return table[list(FINDING_COLUMNS)].reset_index(drop=True)


def _expressions(materials: Materials) -> pd.DataFrame:
    table = materials.evidence
    category, voice = table["category"].astype("str"), table["voice"].astype("str")
    # As in the scores: a device counts for whoever distances.
    device = category.isin(DEVICES)
    own = table["distancer"].isin(ESTIMANDS["wording"])
    voice = voice.where(~device, table["distancer"].astype("str").where(~own, "outlet"))
    section = table["section"].astype("str")
    scored = ~table["negated"].astype(bool) & (category != "harm_mention")
    base = category.map({name: base_category(name) for name in category.unique()})
    indices = sum(
        (base.isin(members) & (table["weight"] != 0)).astype("int64") * 2**k
        for k, members in enumerate(INDICES.values())
    )
    return table[["doc_id", "field", "start", "end", "text", "entry", "speaker", "negated"]].assign(
        section=section,
        voice=voice,
        category=category,
        counted=scored & (section.map(SECTION_GROUPS) == "body"),
        headline=scored & (section == "headline"),
        introduced=False,
        indices=indices,
    )


def _speeches(materials: Materials, who: pd.Series) -> pd.DataFrame:
    """One row per attribution: where its words begin."""
    table = materials.attributions.assign(entry=who)
    table = table[~table.duplicated(["doc_id", "attribution_id"])]
    stance = table["stance"].astype("str")
    spoken = ~table["kind"].isin(_SILENT)
    introduced = (table["cue_end"] > table["cue_start"]) & (table["parent_id"] == "")
    introduced &= stance != ""
    table = table.assign(
        section="",
        voice=table["kind"].astype("str").map(KIND_VOICE).fillna("unsure"),
        category=(SPEAKS + ":" + stance).str.removesuffix(":"),
        negated=False,
        counted=spoken,
        headline=table["field"] == "title",
        introduced=introduced,
        indices=0,
    )
    return table[spoken | introduced]
