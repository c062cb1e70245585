"""A report of counts alone: what can be said where there are no articles any more."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.columns import INDICES, RECEIPT_COLUMNS, VOICES, base_category
from framing.corpus import Corpus
from framing.errors import FramingError, require_columns
from framing.lexicon import Lexicon
from framing.report.findings import FINDING_COLUMNS
from framing.report.materials import Materials, group_outlets, with_groups
from framing.scores import SCORE_COLUMNS

__all__ = ["find_counts", "gather_counts", "missing_counts"]

_NEEDED = ("index:loaded", "index:epistemic", *(f"floor:{voice}" for voice in VOICES))


def missing_counts(scores: pd.DataFrame) -> list[str]:
    """Return the categories that a report needs and these scores do not know."""
    column = scores["category"].astype("category")
    return [name for name in _NEEDED if name not in column.cat.categories]


def gather_counts(scores: pd.DataFrame, lexicon: Lexicon, seed: int) -> Materials:
    """Lay ready what scores say; the tables of texts are empty.

    Raises
    ------
    FramingError
        If there is no article, or the scores are of some categories only.
    TableError
        If a column of `score` is missing.
    """
    require_columns("write_report", scores.columns, SCORE_COLUMNS)
    if not len(scores):
        raise FramingError(
            "write_report: the counts hold no articles; a report needs one; see how they were made"
        )
    missing = missing_counts(scores)
    if missing:
        raise FramingError(
            f"write_report: the counts hold no {missing[0]!r}; a report needs those of all "
            "categories; pass all rows that score returned"
        )
    articles = scores[["doc_id", "outlet", "event", "date"]].drop_duplicates("doc_id")
    floors = scores[scores["category"].astype("str").str.startswith("floor:")]
    words = floors[floors["section"] == "body"].groupby("doc_id")["hits"].sum()
    articles = articles.assign(
        title="", url="",
        outlet=articles["outlet"].astype("str"),
        event=articles["event"].fillna("").astype("str"),
        date=pd.to_datetime(articles["date"]).astype("datetime64[s]"),
        words=articles["doc_id"].map(words).fillna(0).astype("int64"),
    ).reset_index(drop=True)  # fmt: skip
    articles["group"] = group_outlets(articles["outlet"])
    nothing = pd.DataFrame()
    scores = scores.copy()
    groups = with_groups(articles, scores)
    return Materials(
        corpus=Corpus(pd.DataFrame(columns=["doc_id", "outlet", "text"], dtype="str")),
        lexicon=lexicon, seed=seed, articles=articles, attributions=nothing, segments=nothing,
        evidence=nothing, scores=scores,
        quarantine=pd.DataFrame(columns=list(RECEIPT_COLUMNS), dtype="str"), groups=groups,
        text=False, only_counts=True,
    )  # fmt: skip


def find_counts(materials: Materials) -> pd.DataFrame:
    """Return one row per hit, with the columns of `find_all`: which article, voice and category.

    Of an index as many rows are members as it has hits in that voice: in headlines it counts once
    where several categories have one.
    """
    scores = materials.scores
    category = scores["category"].astype("str")
    table = scores[scores["hits"] > 0].assign(category=category)
    cell = ["doc_id", "section", "voice"]
    indexed = table[table["category"].str.startswith("index:")].set_index([*cell, "category"])
    rows = table[~table["category"].str.startswith(("index:", "floor:"))]
    rows = rows.loc[rows.index.repeat(rows["hits"])].reset_index(drop=True)
    base = rows["category"].map({name: base_category(name) for name in rows["category"].unique()})
    rows["indices"] = 0
    for k, (name, members) in enumerate(INDICES.items()):
        inside = base.isin(members)
        number = rows[inside].groupby(cell, observed=True).cumcount()
        keys = pd.MultiIndex.from_frame(rows.loc[inside, cell].assign(category=f"index:{name}"))
        most = indexed["hits"].reindex(keys).fillna(0).to_numpy()
        rows.loc[inside, "indices"] += np.where(number.to_numpy() < most, 2**k, 0)
    articles = materials.articles.set_index("doc_id")
    months = articles["date"].dt.strftime("%Y-%m").fillna("")
    headline = rows["section"].astype("str") == "headline"
    named = rows["category"].str.replace("_", " ")
    rows = rows.assign(
        group=rows["doc_id"].map(articles["group"]), month=rows["doc_id"].map(months),
        field=np.where(headline, "title", "text"), section="", start=0, end=0, text=named,
        voice=rows["voice"].astype("str"), entry=named, speaker="", negated=False,
        counted=~headline, headline=headline, introduced=False,
    )  # fmt: skip
    row = rows["doc_id"].map(pd.Series(range(len(articles)), index=articles.index))
    order = pd.DataFrame({"row": row, "title": ~headline}).sort_values(
        ["row", "title"], kind="stable"
    )
    return rows.loc[order.index, list(FINDING_COLUMNS)].reset_index(drop=True)
