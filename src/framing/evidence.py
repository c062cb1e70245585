"""Found expressions, each with its place, its category and the voice it stands in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.columns import DEVICES, ESTIMANDS, VOICES, base_category
from framing.corpus import Corpus
from framing.errors import TableError, require_columns
from framing.harm import read_harm
from framing.lexicon import Lexicon
from framing.matching import Hits, Reader, find_hits
from framing.segments import CARRIED_COLUMNS, SEGMENT_COLUMNS, cues, positions

__all__ = ["EVIDENCE_COLUMNS", "annotate", "kwic"]

EVIDENCE_COLUMNS = (
    "doc_id",
    "outlet",
    "event",
    "field",
    "section",
    "start",
    "end",
    "text",
    "category",
    "entry",
    "polarity",
    "weight",
    "voice",
    "attribution_id",
    "speaker",
    "negated",
    "straddles",
    "target",
    "confidence",
    "lexicon",
    "distancer",
)
_TYPES = {
    **{name: "str" for name in EVIDENCE_COLUMNS if name not in ("section", "category", "voice")},
    "start": "int64",
    "end": "int64",
    "polarity": "int64",
    "weight": "float64",
    "negated": "bool",
    "straddles": "bool",
    "confidence": "float64",
}
Numbers = npt.NDArray[np.int64]
_MADE_HERE = [name for name in EVIDENCE_COLUMNS if name not in ("text", "lexicon")]
_MARKS = "\"'“”‘’„‟‚«»‹›`´ "


def annotate(corpus: Corpus, segments: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Find a codebook's expressions in the articles, each with the voice it stands in.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    segments : DataFrame
        What `segment` returned for them.
    lexicon : Lexicon
        The codebook. Of its rule categories `stance`, `concession`, `so_called`, `scare` and
        `agent_deletion`, those it declares are found by rule.

    Returns
    -------
    DataFrame
        One row per expression, in the order of the articles: `doc_id`, `outlet`, `event`, `field`,
        `section`, `start`, `end` (code points of the field), `text`, `category` (a categorical
        that knows every category of the codebook), `entry`, `polarity`, `weight`, `voice`,
        `attribution_id`, `speaker`, `negated`, `straddles` (crosses a border between voices; the
        voice is that of its head word), `target`, `confidence`, `lexicon`, `distancer` (for a
        distancing device, the voice that distances).

    Raises
    ------
    TableError
        If a column is missing or the segments are not those of this corpus.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing import attribute, read_corpus, read_lexicon, segment
    >>> text = "The reckless plan failed. “It was a brutal idea,” Mara Dolen said."
    >>> corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": [text]}))
    >>> segments = segment(corpus, attribute(corpus))
    >>> evidence = annotate(corpus, segments, read_lexicon("loaded"))
    >>> evidence.loc[evidence["category"] == "evaluation", ["text", "voice"]].values.tolist()
    [['reckless', 'outlet'], ['brutal', 'quoted']]
    """
    require_columns("annotate", segments.columns, (*SEGMENT_COLUMNS, *CARRIED_COLUMNS))
    covered = pd.Index(segments["doc_id"].unique())
    if not covered.equals(pd.Index(corpus.articles["doc_id"])):
        _check_covered(corpus, covered)
    found = _matched(corpus, segments, lexicon)
    devices = _devices(segments, lexicon)
    found = _without_shorter(found, devices)
    parts = [found]
    for others in (devices, _stances(segments, lexicon)):
        if len(others):
            parts.append(others.assign(_number=_numbers(corpus, others)))
    table = pd.concat(parts, ignore_index=True)
    _take_off_marks(corpus, table)
    table["text"] = pd.array(_texts(corpus, table), "str")
    table["lexicon"] = lexicon.label
    table["category"] = pd.Categorical(table["category"], categories=lexicon.evidence_categories)
    table["voice"] = pd.Categorical(table["voice"], categories=VOICES)
    # Texts are numbered in the order of the articles, the title first.
    table = table.sort_values(
        ["_number", "start", "end", "category", "entry"], kind="stable", ignore_index=True
    )
    # Also where nothing was found, or tables put together would lose their types.
    return table[list(EVIDENCE_COLUMNS)].astype(_TYPES)


def _check_covered(corpus: Corpus, covered: pd.Index) -> None:
    """Refuse segments of other articles, or of some only."""
    unknown = ~covered.isin(corpus.articles["doc_id"])
    if unknown.any() or len(covered) != len(corpus):
        raise TableError(
            f"annotate: the segments cover {len(covered):,} articles, {int(unknown.sum()):,} of "
            f"them unknown; the corpus holds {len(corpus):,}; pass the segments of this corpus"
        )


def _matched(corpus: Corpus, segments: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Return what the terms find, harm already told apart by its agent."""
    index = corpus.index
    reader = Reader(index)
    hits = find_hits(index, lexicon, reader)
    first, last, category = _harm_told_apart(hits, lexicon, reader)
    kept = np.flatnonzero(category != "")
    first, last, term = first[kept], last[kept], hits.term[kept]
    number = index.text_of[first]
    found = pd.DataFrame(
        {
            "_number": number.astype(np.int64),
            "start": index.starts[first].astype(np.int64),
            "end": index.ends[last].astype(np.int64),
            "head": index.starts[hits.head[kept]].astype(np.int64),
            "category": category[kept],
            "entry": pd.array([t.entry for t in lexicon.terms], "str").take(term),
            "polarity": np.array([t.polarity for t in lexicon.terms], np.int64)[term],
            "weight": np.array([t.weight for t in lexicon.terms], np.float64)[term],
            "negated": hits.negated[kept],
        }
    )
    places = corpus.places.iloc[number].reset_index(drop=True)
    where = positions(segments, places["doc_id"], places["field"], found["head"].astype("int64"))
    if (where < 0).any():
        lost = places["doc_id"].iloc[int(np.argmax(where < 0))]
        raise TableError(
            f"annotate: the segments of article {lost!r} do not cover its text; end to end they "
            "are the article; pass all that segment returned"
        )
    # Without the texts: a long stretch with many hits would be copied once for each.
    carried = ["doc_id", "outlet", "event", "field", "section", "voice", "attribution_id",
               "speaker"]  # fmt: skip
    home = segments[[*carried, "start", "end"]].take(where).reset_index(drop=True)
    found[carried] = home[carried]
    start, end = found["start"].to_numpy(), found["end"].to_numpy()
    found["straddles"] = (start < home["start"].to_numpy()) | (end > home["end"].to_numpy())
    # A listed device ("ostensibly free") is the act of the voice it stands in.
    device = found["category"].isin(DEVICES)
    found["distancer"] = found["voice"].astype("str").where(device, "")
    return found.assign(target="", confidence=1.0).drop(columns="head")


def _harm_told_apart(
    hits: Hits, lexicon: Lexicon, reader: Reader
) -> tuple[Numbers, Numbers, npt.NDArray[np.object_]]:
    """Return the words and the category of each hit; "" where it is none that is counted."""
    counted = {name for name in lexicon.categories if name != "harm_mention"}
    names = [
        term.category
        if term.category in counted or base_category(term.category) == "naming"
        else ""
        for term in lexicon.terms
    ]
    harmful = np.array([term.category == "agent_deletion" for term in lexicon.terms], bool)
    category = np.array(names, object)[hits.term]
    first, last = hits.first.copy(), hits.last.copy()
    rows = np.flatnonzero(harmful[hits.term])
    for row, hit in zip(rows.tolist(), hits.only(rows), strict=True):
        harm = read_harm(reader, hit, lexicon.terms[hit.term].subtype)
        name = ""
        if harm is not None:
            first[row], last[row] = harm.first, harm.last
            name = "agent_deletion" if harm.agentless else "harm_mention"
        category[row] = name if name in lexicon.categories else ""
    return first, last, category


def _devices(segments: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Return concessions, so-called and scare quotes: the outlet's act, in distanced words."""
    declared = [name for name in DEVICES if name in lexicon.categories]
    held = segments[segments["kind"].isin(["concession", "scare"])] if declared else segments[:0]
    if held.empty:
        return held.reindex(columns=_MADE_HERE)
    whole = held.groupby(["doc_id", "field", "attribution_id"], sort=False).agg(
        first_row=("start", "idxmin"), start=("start", "min"), end=("end", "max")
    )
    table = held.loc[whole["first_row"]].reset_index(drop=True)
    table["start"], table["end"] = whole["start"].to_numpy(), whole["end"].to_numpy()
    category = np.where(table["rule"] == "so_called", "so_called", table["kind"])
    table["category"] = category
    cue = (table["category"] == "so_called") & table["cue_start"].notna()
    table.loc[cue, "start"] = table.loc[cue, ["start", "cue_start"]].min(axis=1).astype("int64")
    # Indirect speech is in the outlet's wording, so a device inside it is the outlet's too.
    wording = table["within"].isin(ESTIMANDS["wording"])
    table["distancer"] = table["within"].mask(wording, "outlet")
    table = table[table["category"].isin(declared)]
    return table.assign(
        entry=table["category"], polarity=0, weight=1.0, negated=False, straddles=False, target=""
    )[_MADE_HERE]


def _stances(segments: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    """Return the cues that take a stance; their target is whom they introduce."""
    if "stance" not in lexicon.categories:
        return segments.iloc[:0].reindex(columns=_MADE_HERE)
    table = cues(segments)
    table = table[table["stance"].isin(["endorsing", "distancing", "hostile"])]
    return table.assign(
        category="stance:" + table["stance"].astype("str"),
        entry=table["text"].str.lower(),
        target=table["speaker"].where(table["speaker"] != "", table["source"]),
        speaker=table["enclosing"],
        polarity=0,
        weight=1.0,
        negated=False,
        straddles=False,
        confidence=1.0,
        distancer="",
    )[_MADE_HERE]


def _without_shorter(found: pd.DataFrame, devices: pd.DataFrame) -> pd.DataFrame:
    """Drop a listed device word ("so-called") where the whole device was found."""
    listed = found["category"].isin(DEVICES)
    if not listed.any() or devices.empty:
        return found
    pairs = (
        found[listed]
        .reset_index()
        .merge(
            devices[["doc_id", "field", "start", "end"]],
            on=["doc_id", "field"],
            suffixes=("", "_of"),
        )
    )
    inside = (pairs["start_of"] < pairs["end"]) & (pairs["start"] < pairs["end_of"])
    return found[~found.index.isin(pairs.loc[inside, "index"])]


def _take_off_marks(corpus: Corpus, table: pd.DataFrame) -> None:
    """Let a scare quote be the words, without their marks, in place."""
    start, end = table["start"].to_numpy(copy=True), table["end"].to_numpy(copy=True)
    rows = np.flatnonzero(table["category"] == "scare")
    for row, text in zip(rows.tolist(), _texts(corpus, table.iloc[rows]), strict=True):
        inside = text.strip(_MARKS)
        if inside:
            start[row] += text.index(inside)
            end[row] = start[row] + len(inside)
    table["start"], table["end"] = start, end


def _numbers(corpus: Corpus, table: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return the number of the text in which each row stands."""
    places = pd.MultiIndex.from_frame(corpus.places[["doc_id", "field"]])
    return np.asarray(places.get_indexer(pd.MultiIndex.from_frame(table[["doc_id", "field"]])))


def _texts(corpus: Corpus, table: pd.DataFrame) -> list[str]:
    texts = corpus.texts
    columns = (table[name].tolist() for name in ("_number", "start", "end"))
    rows = zip(*columns, strict=True)
    return [texts[n][a:b] for n, a, b in rows]


def kwic(corpus: Corpus, evidence: pd.DataFrame, *, width: int = 60) -> pd.DataFrame:
    """Show every expression in its context, one per line.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    evidence : DataFrame
        What `annotate` returned, or some of its rows.
    width : int, default 60
        How many characters to show on each side; line ends are shown as blanks.

    Returns
    -------
    DataFrame
        `doc_id`, `outlet`, `category`, `voice`, `speaker`, `pre`, `keyword`, `post`.

    Raises
    ------
    TableError
        If a column is missing, or the evidence was found in other articles.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing import attribute, read_corpus, read_lexicon, segment
    >>> corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": ["A reckless plan."]}))
    >>> segments = segment(corpus, attribute(corpus))
    >>> evidence = annotate(corpus, segments, read_lexicon("loaded"))
    >>> kwic(corpus, evidence)[["pre", "keyword", "post"]].values.tolist()
    [['A ', 'reckless', ' plan.']]
    """
    shown = ("doc_id", "outlet", "category", "voice", "speaker")
    require_columns("kwic", evidence.columns, (*shown, "field", "start", "end", "text"))
    places = pd.MultiIndex.from_frame(corpus.places[["doc_id", "field"]])
    number = places.get_indexer(pd.MultiIndex.from_frame(evidence[["doc_id", "field"]]))
    if (number < 0).any():
        lost = evidence["doc_id"].iloc[int(np.argmax(number < 0))]
        raise TableError(
            f"kwic: the evidence names article {lost!r}; the corpus has no such article or title; "
            "pass the corpus it was found in"
        )
    texts = corpus.index.texts
    rows = list(zip(number.tolist(), evidence["start"], evidence["end"], strict=True))
    for (n, a, b), words in zip(rows, evidence["text"], strict=True):
        if texts[n][a:b] != words:
            raise TableError(
                f"kwic: the evidence has {words!r} at {a} to {b} of article "
                f"{corpus.places['doc_id'].iloc[n]!r}; the corpus has {texts[n][a:b]!r} there; "
                "pass the corpus it was found in"
            )

    def flat(pieces: Sequence[str]) -> list[str]:
        return [piece.replace("\r", " ").replace("\n", " ") for piece in pieces]

    table = evidence[list(shown)].reset_index(drop=True)
    table["pre"] = pd.array(flat([texts[n][max(0, a - width) : a] for n, a, _ in rows]), "str")
    table["keyword"] = pd.array([texts[n][a:b] for n, a, b in rows], "str")
    table["post"] = pd.array(flat([texts[n][b : b + width] for n, _, b in rows]), "str")
    return table
