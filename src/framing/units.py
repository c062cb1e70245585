"""Sentences as units: for coding in full, where recall counts and not only precision."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.columns import INDICES, SECTION_GROUPS, SECTIONS, VOICES, base_category
from framing.corpus import Corpus
from framing.errors import TableError, require_columns
from framing.sentences import find_sentences
from framing.span import Span

__all__ = ["SENTENCE_COLUMNS", "list_sentences"]

SENTENCE_COLUMNS = (
    "doc_id",
    "outlet",
    "event",
    "field",
    "section",
    "start",
    "end",
    "voice",
    "voices",
    "hits",
)
_SEGMENTS = ("doc_id", "outlet", "event", "field", "section", "start", "end", "voice")
_LOADED = INDICES["loaded"]


def list_sentences(
    corpus: Corpus, segments: pd.DataFrame, evidence: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the sentences of headlines, ledes and bodies, each with its voice.

    No sentence ends inside a quotation. Captions, teasers and boilerplate are left out, as they
    are from the scores.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    segments : DataFrame
        What `segment` returned for them.
    evidence : DataFrame, optional
        What `annotate` returned for them.

    Returns
    -------
    DataFrame
        `doc_id`, `outlet`, `event`, `field`, `section`, `start`, `end`, `voice` (of most of its
        words; of equals the first), `voices` (how many voices share it), `hits` (expressions of
        the loaded index that are not negated and begin in it; 0 without evidence).

    Raises
    ------
    TableError
        If a column is missing or the segments are not those of this corpus.

    Examples
    --------
    >>> from framing import attribute, read_corpus, segment
    >>> text = "The ferry sank. “We told them. Twice,” Mara Dolen said."
    >>> corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": [text]}))
    >>> found = list_sentences(corpus, segment(corpus, attribute(corpus)))
    >>> [text[a:b] for a, b in zip(found["start"], found["end"])]
    ['The ferry sank.', '“We told them. Twice,” Mara Dolen said.']
    >>> found["voice"].tolist()
    ['outlet', 'quoted']
    """
    where = "list_sentences"
    require_columns(where, segments.columns, _SEGMENTS)
    if evidence is not None:
        require_columns(
            where, evidence.columns, ("doc_id", "field", "start", "category", "negated")
        )
    places = pd.MultiIndex.from_frame(corpus.places[["doc_id", "field"]])
    number = places.get_indexer(pd.MultiIndex.from_frame(segments[["doc_id", "field"]]))
    if (number < 0).any() or len(np.unique(number)) != len(places):
        raise TableError(
            f"{where}: the segments cover {len(np.unique(number[number >= 0])):,} texts and titles "
            f"of the corpus, which has {len(places):,}; pass the segments of this corpus, all of "
            "them"
        )
    hits = _hit_starts(places, evidence)
    rows: list[tuple[object, ...]] = []
    ordered = segments.assign(_number=number).sort_values(["_number", "start"], kind="stable")
    by_text = ordered.groupby("_number").indices
    for text in range(len(places)):
        found = hits.get(text, np.zeros(0, np.int64))
        rows += _sentences(corpus, text, ordered.iloc[by_text[text]], found)
    table = pd.DataFrame(rows, columns=list(SENTENCE_COLUMNS))
    for name in ("doc_id", "outlet", "event", "field"):
        table[name] = table[name].astype("str")
    for name in ("start", "end", "voices", "hits"):
        table[name] = table[name].astype("int64")
    table["section"] = pd.Categorical(table["section"], categories=SECTIONS)
    table["voice"] = pd.Categorical(table["voice"], categories=VOICES)
    return table


def _hit_starts(
    places: pd.MultiIndex, evidence: pd.DataFrame | None
) -> dict[int, NDArray[np.int64]]:
    if evidence is None:
        return {}
    loaded = evidence["category"].astype("str").map(base_category).isin(_LOADED)
    kept = evidence[loaded & ~evidence["negated"].astype(bool)]
    number = places.get_indexer(pd.MultiIndex.from_frame(kept[["doc_id", "field"]].astype("str")))
    starts = kept["start"].to_numpy(np.int64)
    return {int(text): np.sort(starts[number == text]) for text in np.unique(number)}


def _sentences(
    corpus: Corpus,
    number: int,
    parts: pd.DataFrame,
    hits: NDArray[np.int64],
) -> list[tuple[object, ...]]:
    """Return the rows of one text or title."""
    index = corpus.index
    words = index.starts[index.first[number] : index.first[number + 1]]
    starts = parts["start"].tolist()
    voices = parts["voice"].astype("str").tolist()
    sections = parts["section"].astype("str").tolist()
    quoted = parts["voice"].isin(["quoted", "unsure"])
    whole = [Span(int(a), int(b)) for a, b in parts.loc[quoted, ["start", "end"]].to_numpy()]
    facts = [parts[name].iloc[0] for name in ("doc_id", "outlet", "event", "field")]
    rows: list[tuple[object, ...]] = []
    for start, end in find_sentences(index.texts[number], whole=whole):
        section = sections[bisect_right(starts, start) - 1]
        if section not in SECTION_GROUPS:
            continue
        inside = words[np.searchsorted(words, start) : np.searchsorted(words, end)].tolist()
        said = [voices[bisect_right(starts, place) - 1] for place in inside or [start]]
        most = max(dict.fromkeys(said), key=said.count)
        count = int(np.searchsorted(hits, end) - np.searchsorted(hits, start))
        rows.append((*facts, section, start, end, most, len(set(said)), count))
    return rows
