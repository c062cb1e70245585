"""Every article as stretches of one voice, end to end."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.columns import KIND_VOICE, SECTIONS, VOICES
from framing.corpus import Corpus
from framing.errors import TableError, require_columns, unknown_name

__all__ = ["CARRIED_COLUMNS", "SEGMENT_COLUMNS", "cues", "positions", "segment"]

SEGMENT_COLUMNS = (
    "doc_id",
    "outlet",
    "event",
    "field",
    "section",
    "start",
    "end",
    "text",
    "voice",
    "attribution_id",
    "words",
)
CARRIED_COLUMNS = (
    "kind",
    "within",
    "source",
    "speaker",
    "cue_start",
    "cue_end",
    "cue",
    "stance",
    "rule",
    "confidence",
)
"""What a segment repeats of the attribution it belongs to, so that later verbs need no join."""

_DATE = "datetime64[s]"
_BARE = ("np", "np-to", "passive_negated")
"""Rules whose content is a noun phrase."""
_CARRIED = tuple(name for name in CARRIED_COLUMNS if name != "within")
_NEEDED = ("doc_id", "field", "attribution_id", "parent_id", "start", "end", *_CARRIED)


def segment(corpus: Corpus, attributions: pd.DataFrame) -> pd.DataFrame:
    """Divide every article into stretches of one voice in one section.

    The innermost attribution holds each character; what no attribution holds is the outlet's own.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    attributions : DataFrame
        What `attribute` returned for them, or rows of your own with the same columns.

    Returns
    -------
    DataFrame
        One row per segment: `doc_id`, `outlet`, `event`, `field`, `section`, `start`, `end`
        (code points of the field), `text`, `voice`, `attribution_id`, `words`; carried along:
        `date` and the attribution's `kind`, `within` (the voice around it), `source`, `speaker`,
        `cue_start`, `cue_end`, `cue`, `stance`, `rule`, `confidence`.
        The segments of a field, end to end, are that field.

    Raises
    ------
    TableError
        If a column is missing, an attribution names an article that is not in the corpus, or
        lies outside its text.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing import attribute, read_corpus
    >>> text = "Mara Dolen said the plan was “reckless”."
    >>> corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": [text]}))
    >>> segments = segment(corpus, attribute(corpus))
    >>> "".join(segments["text"]) == text
    True
    """
    require_columns("segment", attributions.columns, _NEEDED)
    number = _numbers(corpus, attributions)
    pieces = _overlay(corpus, attributions, number)
    owner = pieces["owner"].to_numpy()
    texts = corpus.index.texts
    places = corpus.places.iloc[pieces["number"]].reset_index(drop=True)
    known = [name for name in ("outlet", "event", "date") if name in corpus.articles]
    # Only these: repeating the texts themselves for every stretch would take longer than the rest.
    articles = corpus.articles[known].iloc[places["row"]].reset_index(drop=True)
    start, end = pieces["start"].to_numpy(), pieces["end"].to_numpy()
    held = attributions.reset_index(drop=True).reindex(np.where(owner >= 0, owner, -1))
    held = held.reset_index(drop=True)
    # Attributions without a cue give it the place 0, where a real cue can stand too.
    uncued = ~(held["cue_end"] > held["cue_start"])
    held[["cue_start", "cue_end"]] = held[["cue_start", "cue_end"]].mask(uncued)
    voice = held["kind"].map(KIND_VOICE).fillna("outlet")
    held["within"] = _enclosing(attributions, held)
    dated = "date" in articles
    cut = zip(pieces["number"].tolist(), start.tolist(), end.tolist(), strict=True)
    table = pd.DataFrame(
        {
            "doc_id": places["doc_id"],
            "outlet": articles["outlet"],
            "event": _column(articles, "event"),
            "field": places["field"],
            "section": pd.Categorical(pieces["section"], categories=SECTIONS),
            "start": start,
            "end": end,
            "text": pd.array([texts[n][a:b] for n, a, b in cut], "str"),
            "voice": pd.Categorical(voice, categories=VOICES),
            "attribution_id": held["attribution_id"].fillna(""),
            "words": corpus.index.count_words(pieces["number"].to_numpy(), start, end),
            "date": articles["date"] if dated else pd.Series(pd.NaT, articles.index, _DATE),
        }
    )
    for name in CARRIED_COLUMNS:
        if name == "confidence":
            table[name] = held[name].astype("float64")
        else:
            cue = name.startswith("cue_")
            table[name] = held[name].astype("Int64") if cue else held[name].fillna("")
    return table


def _enclosing(attributions: pd.DataFrame, held: pd.DataFrame) -> npt.NDArray[np.object_]:
    """Return the voice around each attributed stretch: its parent's, or else the outlet's."""
    voice = pd.Series(
        attributions["kind"].map(KIND_VOICE).to_numpy(),
        index=pd.MultiIndex.from_frame(attributions[["doc_id", "attribution_id"]]),
    )
    voice = voice[~voice.index.duplicated()]
    parents = pd.MultiIndex.from_frame(held[["doc_id", "parent_id"]])
    around = voice.reindex(parents).fillna("outlet")
    return np.where(held["attribution_id"].notna(), around, "")


def cues(segments: pd.DataFrame) -> pd.DataFrame:
    """Return one row per introduced source: the cue, its place, and the voice it stands in.

    Parameters
    ----------
    segments : DataFrame
        What `segment` returned.

    Returns
    -------
    DataFrame
        `doc_id`, `outlet`, `event`, `date`, `field`, `section`, `start`, `end`, `text` of the
        cue, `voice` and `attribution_id` of the segment it stands in, and `stance`, `source`,
        `speaker` of what it introduces. A cue that introduces several contents counts once. One
        that introduces only noun phrases (*showed the clip*, *was recognized*) vouches for no
        claim and doubts none: its stance is neutral, unless it is hostile (*slammed the plan*).
    """
    said = segments[segments["cue_start"].notna() & ~segments["kind"].isin(["concession", "scare"])]
    place = ["doc_id", "field", "cue_start"]
    bare = said["rule"].astype("str").isin(_BARE).groupby([said[name] for name in place])
    stance = said["stance"].astype("str")
    stance = stance.mask(bare.transform("all") & (stance != "hostile"), "neutral")
    said = said.drop(columns="text").assign(stance=stance).drop_duplicates(place)
    where = positions(segments, said["doc_id"], said["field"], said["cue_start"].astype("int64"))
    # Where rows were left out (a voice, an article's part) a cue may have lost its home.
    said, where = said[where >= 0].reset_index(drop=True), where[where >= 0]
    # Without the texts: a long stretch with many cues would be copied once for each.
    home = segments.drop(columns="text").iloc[where].reset_index(drop=True)
    return pd.DataFrame(
        {
            **{
                name: home[name]
                for name in ("doc_id", "outlet", "event", "date", "field", "section")
            },
            "start": said["cue_start"].astype("int64"),
            "end": said["cue_end"].astype("int64"),
            "text": said["cue"],
            **{name: home[name] for name in ("voice", "attribution_id")},
            **{name: said[name] for name in ("stance", "source", "speaker")},
            "enclosing": home["speaker"],
        }
    )


def positions(
    segments: pd.DataFrame, doc_id: pd.Series, field: pd.Series, place: pd.Series
) -> npt.NDArray[np.int64]:
    """Return the row of the segment that holds each place, or -1 where none does.

    Parameters
    ----------
    segments : DataFrame
        What `segment` returned, in its order.
    doc_id, field, place : Series
        Where to look.
    """
    # Numbered one by one: pairs of strings cost several times as much.
    docs, known = pd.factorize(segments["doc_id"])
    kinds, fields = pd.factorize(segments["field"])
    codes = docs.astype(np.int64) * max(len(fields), 1) + kinds
    doc, kind = pd.Index(known).get_indexer(doc_id), pd.Index(fields).get_indexer(field)
    number = np.where((doc >= 0) & (kind >= 0), doc * max(len(fields), 1) + kind, -1)
    stride = int(segments["end"].max()) + 1 if len(segments) else 1
    keys = codes * stride + segments["start"].to_numpy()
    place_at = place.to_numpy().astype(np.int64)
    wanted = number.astype(np.int64) * stride + place_at
    order = np.argsort(keys, kind="stable")
    found = np.searchsorted(keys, wanted, side="right", sorter=order) - 1
    if not len(segments):
        return np.full(len(place), -1, np.int64)
    row = order[np.maximum(found, 0)]
    held = (codes[row] == number) & (place_at < segments["end"].to_numpy()[row])
    return np.where((found >= 0) & held, row, -1)


def _column(articles: pd.DataFrame, name: str) -> pd.Series:
    return articles[name] if name in articles else pd.Series([""] * len(articles), dtype="str")


def _numbers(corpus: Corpus, attributions: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return the number of the text each attribution lies in."""
    keys = pd.MultiIndex.from_frame(corpus.places[["doc_id", "field"]])
    number = keys.get_indexer(pd.MultiIndex.from_frame(attributions[["doc_id", "field"]]))
    if (number < 0).any():
        row = attributions.iloc[int(np.argmax(number < 0))]
        raise TableError(
            f"segment: attribution {row['attribution_id']!r} lies in the {row['field']} of article "
            f"{row['doc_id']!r}; the corpus has no such field; pass the attributions of this corpus"
        )
    unknown = ~attributions["kind"].isin(list(KIND_VOICE))
    if unknown.any():
        kind = attributions.loc[unknown, "kind"].iloc[0]
        raise TableError(unknown_name("segment", "kind of attribution", kind, KIND_VOICE))
    size = np.array([len(text) for text in corpus.index.texts], np.int64)
    start, end = attributions["start"].to_numpy(), attributions["end"].to_numpy()
    outside = (start < 0) | (end > size[number]) | (start >= end) if len(number) else number < 0
    if outside.any():
        row = attributions.iloc[int(np.argmax(outside))]
        raise TableError(
            f"segment: attribution {row['attribution_id']!r} of article {row['doc_id']!r} runs "
            f"from {row['start']} to {row['end']}; its {row['field']} holds "
            f"{size[number][int(np.argmax(outside))]} characters; offsets are half-open code points"
        )
    return np.asarray(number, np.int64)


def _overlay(
    corpus: Corpus, attributions: pd.DataFrame, number: npt.NDArray[np.int64]
) -> pd.DataFrame:
    """Cut every text where a section or the holder of the words changes."""
    start, end = attributions["start"].tolist(), attributions["end"].tolist()
    within: dict[int, list[int]] = {}
    for row, text in enumerate(number.tolist()):
        within.setdefault(text, []).append(row)
    marks = corpus.sections
    by_text: dict[int, list[tuple[int, int, str]]] = {}
    for text, *mark in marks[["number", "start", "end", "section"]].itertuples(index=False):
        by_text.setdefault(text, []).append((mark[0], mark[1], mark[2]))
    pieces: list[tuple[int, int, int, str, int]] = []
    for text, sections in by_text.items():
        rows = within.get(text, ())
        cuts = sorted(
            {s for s, _, _ in sections}
            | {start[r] for r in rows}
            | {end[r] for r in rows}
            | {sections[-1][1]}
        )
        place = {cut: k for k, cut in enumerate(cuts)}
        holder = [-1] * len(cuts)
        # The longest is painted first, so that the innermost holds; of equals, the later row.
        for row in sorted(rows, key=lambda r: (start[r] - end[r], r)):
            first, last = place[start[row]], place[end[row]]
            holder[first:last] = [row] * (last - first)
        section = [""] * len(cuts)
        for a, b, name in sections:
            section[place[a] : place[b]] = [name] * (place[b] - place[a])
        opened = 0
        for k in range(1, len(cuts)):
            last_piece = k == len(cuts) - 1
            if last_piece or (holder[k], section[k]) != (holder[opened], section[opened]):
                pieces.append((text, cuts[opened], cuts[k], section[opened], holder[opened]))
                opened = k
    return pd.DataFrame(pieces, columns=["number", "start", "end", "section", "owner"])
