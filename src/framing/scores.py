"""Hits and the exposure that belongs to them, per article, section, voice and category."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.columns import (
    DEVICES,
    ESTIMANDS,
    INDICES,
    SECTION_GROUPS,
    UNITS,
    VOICES,
    base_category,
    unit_of,
)
from framing.errors import FramingError, TableError, require_columns
from framing.evidence import EVIDENCE_COLUMNS
from framing.segments import CARRIED_COLUMNS, SEGMENT_COLUMNS, cues, positions

__all__ = ["SCORE_COLUMNS", "score"]

SCORE_COLUMNS = (
    "doc_id",
    "outlet",
    "event",
    "date",
    "section",
    "voice",
    "category",
    "hits",
    "exposure",
    "unit",
)
_ARTICLE = ["doc_id", "outlet", "event", "date"]
_CELL = ["doc_id", "section", "voice"]
_NOT_SCORED = ("harm_mention",)


def score(
    evidence: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    negated: bool = False,
    min_confidence: float = 0.0,
) -> pd.DataFrame:
    """Count hits beside their exposure, so that every rate has the words it is a rate of.

    The rows are laid out so that an estimand (own, wording, all) is a plain sum of `hits` and of
    `exposure` over its voices within an article:

    - words of the same voice for most categories (a rate per 1,000 words), also for the three
      indices `index:loaded`, `index:epistemic`, `index:structural`;
    - distancing devices are an act of whoever distances: the outlet's stand in voice `outlet`
      over all words of the outlet's wording (outlet + reported + distanced);
    - `stance:*` over the attributions whose cue stands in that voice, `naming:SET/ALTERNATIVE`
      over the mentions of any alternative of the set, `agent_deletion` over the mentions of harm;
    - `floor:VOICE` is the share of the article's words spoken in that voice;
    - in section `headline` everything is the share of headlines with at least one hit: exposure 1
      per headline stands in voice `outlet`, and the hit in the first of outlet, reported,
      distanced, quoted, unsure that has one.

    Parameters
    ----------
    evidence : DataFrame
        What `annotate` returned.
    segments : DataFrame
        The segments it was found in.
    negated : bool, default False
        Whether negated expressions ("was not reckless") count.
    min_confidence : float, default 0.0
        Expressions below this confidence do not count (scare quotes are candidates).

    Returns
    -------
    DataFrame
        One row per article, section group (`body` = lede and body; `headline`), voice and
        category: `doc_id`, `outlet`, `event`, `date`, `section`, `voice`, `category` (knows every
        category, also those that never occur), `hits`, `exposure`, `unit`. A voice without words
        in an article has no row, because it has no rate.

    Raises
    ------
    TableError
        If a column is missing, or expressions stand in no segment.
    FramingError
        If `min_confidence` is not between 0 and 1.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing import annotate, attribute, read_corpus, read_lexicon, segment
    >>> text = "The reckless plan failed. Nobody was hurt on the day."
    >>> corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": [text]}))
    >>> segments = segment(corpus, attribute(corpus))
    >>> scores = score(annotate(corpus, segments, read_lexicon("loaded")), segments)
    >>> scores.loc[
    ...     scores["category"] == "evaluation", ["voice", "hits", "exposure"]
    ... ].values.tolist()
    [['outlet', 1, 10]]
    """
    require_columns("score", evidence.columns, EVIDENCE_COLUMNS)
    require_columns("score", segments.columns, (*SEGMENT_COLUMNS, *CARRIED_COLUMNS))
    if not 0 <= min_confidence <= 1:
        raise FramingError(
            f"score: min_confidence is {min_confidence}; a confidence lies between 0 and 1; "
            "leave it out to count every candidate"
        )
    if not isinstance(evidence["category"].dtype, pd.CategoricalDtype):
        raise TableError(
            "score: the column 'category' of the evidence is no categorical, so categories that "
            "never occur are unknown; CSV does not keep them; pass what annotate returned, or a "
            "Parquet file of it"
        )
    _check_places(evidence, segments)
    names = list(evidence["category"].cat.categories)
    kept = evidence if negated else evidence[~evidence["negated"].astype(bool)]
    kept = kept[kept["confidence"] >= min_confidence]
    kept = kept.assign(
        section=kept["section"].astype("str").map(SECTION_GROUPS),
        category=kept["category"].astype("str"),
        voice=kept["voice"].astype("str"),
    )
    body = segments.assign(
        section=segments["section"].astype("str").map(SECTION_GROUPS),
        voice=segments["voice"].astype("str"),
    )
    words = body.groupby(_CELL)["words"].sum().reset_index()
    words = words[words["words"] > 0]
    scored = [name for name in names if name not in _NOT_SCORED]
    # A device counts for whoever distances, an unsure or nested one for that voice.
    device = kept["category"].isin(DEVICES)
    own = kept["distancer"].isin(ESTIMANDS["wording"])
    kept.loc[device, "voice"] = kept["distancer"].where(~own, "outlet")
    text = kept[kept["section"] == "body"]
    parts = [
        _per_words(text, words[words["section"] == "body"], scored),
        _per_alternative(text, scored),
        _per_attribution(segments, text, scored),
        _per_harm(text, names),
        _floor(words[words["section"] == "body"]),
        _headlines(kept[kept["section"] == "headline"], body, scored),
    ]
    # Articles of nothing but dots have no words, and so no rates.
    table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    articles = segments.drop_duplicates("doc_id").reset_index(drop=True)
    articles["_row"] = range(len(articles))
    table = table.merge(articles[[*_ARTICLE, "_row"]], on="doc_id", how="left")
    units = {name: unit_of(name) for name in table["category"].unique()}
    table["unit"] = pd.Categorical(
        np.where(table["section"] == "headline", "headlines", table["category"].map(units)),
        categories=UNITS,
    )
    known = [*scored, *(f"index:{name}" for name in INDICES), *(f"floor:{v}" for v in VOICES)]
    table["category"] = pd.Categorical(table["category"], categories=known)
    table["voice"] = pd.Categorical(table["voice"], categories=VOICES)
    table["section"] = pd.Categorical(table["section"], categories=["headline", "body"])
    table[["hits", "exposure"]] = table[["hits", "exposure"]].astype("int64")
    table = table.sort_values(["_row", "section", "voice", "category"], ignore_index=True)
    return table[list(SCORE_COLUMNS)]


def _check_places(evidence: pd.DataFrame, segments: pd.DataFrame) -> None:
    """Refuse expressions whose words were left out: a rate needs both or neither."""
    lost = np.ones(len(evidence), bool)
    for place in (evidence["start"], evidence["end"] - 1):
        lost &= positions(segments, evidence["doc_id"], evidence["field"], place) < 0
    if lost.any():
        row = evidence[lost].iloc[0]
        raise TableError(
            f"score: {int(lost.sum()):,} of {len(evidence):,} expressions stand in no segment, the "
            f"first is {row['text']!r} in article {row['doc_id']!r} ({row['voice']}); their words "
            "would be missing from the exposure; leave the same articles and voices out of both"
        )


def _counted(found: pd.DataFrame, categories: Sequence[str]) -> pd.DataFrame:
    """Return hits per cell and category, with the three indices beside."""
    hits = found[found["category"].isin(list(categories))]
    parts = [hits[[*_CELL, "category"]]]
    base = hits["category"].map(base_category)
    for name, members in INDICES.items():
        # The unmarked alternatives of a naming set have weight 0.
        inside = hits[base.isin(members) & (hits["weight"] != 0)]
        parts.append(inside[_CELL].assign(category=f"index:{name}"))
    return _count(pd.concat(parts), "category", "hits")


def _count(found: pd.DataFrame, within: str, name: str) -> pd.DataFrame:
    """Count rows per cell and `within`."""
    counts: pd.Series[int] = found.groupby([*_CELL, within]).size()
    return counts.rename(name).reset_index()


def _per_words(found: pd.DataFrame, words: pd.DataFrame, scored: Sequence[str]) -> pd.DataFrame:
    """Rates per words of the same voice; devices over the words of the outlet's wording."""
    lexical = [name for name in scored if unit_of(name) == "words"]
    indices = [f"index:{name}" for name in INDICES]
    grid = words.merge(pd.DataFrame({"category": [*lexical, *indices]}), how="cross")
    wording = words[words["voice"].isin(ESTIMANDS["wording"])]
    chosen = wording.groupby(["doc_id", "section"])["words"].sum().reset_index()
    device = grid["category"].isin(DEVICES)
    plain = grid[~device]
    # The outlet's row carries the wording of all three voices, so theirs carry none.
    carried = chosen.assign(voice="outlet").merge(
        pd.DataFrame({"category": [name for name in lexical if name in DEVICES]}), how="cross"
    )
    others = grid[device & ~grid["voice"].isin(ESTIMANDS["wording"])]
    grid = pd.concat([plain, carried, others], ignore_index=True)
    hits = _counted(found, scored)
    hits = hits[hits["category"].isin([*lexical, *indices])]
    # An act of a voice without words of its own ("“election”" is the whole text) still counts.
    table = grid.merge(hits, on=[*_CELL, "category"], how="outer").fillna({"words": 0, "hits": 0})
    return table.rename(columns={"words": "exposure"})


def _per_alternative(found: pd.DataFrame, scored: Sequence[str]) -> pd.DataFrame:
    """Mentions of each alternative over the mentions of any of its set."""
    named = found[found["category"].str.startswith("naming:")]
    named = named.assign(set=_sets(named["category"]))
    names = [name for name in scored if name.startswith("naming:")]
    members = pd.DataFrame({"category": names}, dtype="str")
    members["set"] = _sets(members["category"])
    return _with_hits(_count(named, "set", "exposure").merge(members, on="set"), named)


def _sets(categories: pd.Series) -> pd.Series:
    """Return the naming set of each category: what stands before the slash."""
    return categories.map(lambda name: name.partition("/")[0]).astype("str")


def _per_attribution(
    segments: pd.DataFrame, found: pd.DataFrame, scored: Sequence[str]
) -> pd.DataFrame:
    """Cues of each stance over the attributions whose cue stands in the same voice."""
    said = cues(segments)
    said = said.assign(
        section=said["section"].astype("str").map(SECTION_GROUPS), voice=said["voice"].astype("str")
    )
    names = [name for name in scored if name.startswith("stance:")]
    total = _count(said[said["section"] == "body"].assign(any="any"), "any", "exposure")
    table = total.merge(pd.DataFrame({"category": names}, dtype="str"), how="cross")
    return _with_hits(table, found)


def _per_harm(found: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Harm told without its agent over all mentions of harm."""
    if "agent_deletion" not in names:
        return pd.DataFrame()
    harm = found[found["category"].isin(["agent_deletion", "harm_mention"])]
    table = _count(harm.assign(category="agent_deletion"), "category", "exposure")
    return _with_hits(table, found)


def _with_hits(table: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    table = table.merge(_count(found, "category", "hits"), on=[*_CELL, "category"], how="left")
    table["hits"] = table["hits"].fillna(0)
    return table


def _floor(words: pd.DataFrame) -> pd.DataFrame:
    """Words of each voice over the words of the article: who holds the floor."""
    articles = words.groupby(["doc_id", "section"])["words"].sum().reset_index()
    grid = articles.rename(columns={"words": "exposure"}).merge(
        pd.DataFrame({"voice": list(VOICES)}), how="cross"
    )
    table = grid.merge(words, on=_CELL, how="left").fillna({"words": 0})
    return table.rename(columns={"words": "hits"}).assign(category="floor:" + table["voice"])


def _headlines(found: pd.DataFrame, segments: pd.DataFrame, scored: Sequence[str]) -> pd.DataFrame:
    """Headlines with at least one hit, laid out so that sums over nested voices are shares."""
    with_one = segments.loc[segments["section"] == "headline", "doc_id"].drop_duplicates()
    names = [*scored, *(f"index:{name}" for name in INDICES)]
    grid = pd.DataFrame({"doc_id": with_one}).merge(pd.DataFrame({"category": names}), how="cross")
    grid = grid.assign(section="headline", voice="outlet", exposure=1)
    order = {voice: k for k, voice in enumerate(_HEADLINE_ORDER)}
    hits = _counted(found, scored)
    hits = hits.assign(rank=hits["voice"].map(order)).sort_values("rank", kind="stable")
    first = hits.drop_duplicates(["doc_id", "category"]).assign(hits=1, exposure=0)
    table = pd.concat([grid.assign(hits=0), first[[*grid.columns, "hits"]]])
    return table.groupby([*_CELL, "category"])[["hits", "exposure"]].sum().reset_index()


_HEADLINE_ORDER = ("outlet", "reported", "distanced", "quoted", "unsure")
