"""Sentences with the chance that a reader would call them loaded, and the words that say so."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.assessments.models import read_assessor
from framing.assessments.vectors import embed
from framing.assessments.words import Units, WordFacts
from framing.attributions import attribute
from framing.columns import VOICES
from framing.corpus import Corpus, read_corpus
from framing.errors import FramingWarning, TableError, require_columns, unknown_name
from framing.evidence import EVIDENCE_COLUMNS
from framing.lexicon import read_lexicon
from framing.models.fields import Numbers
from framing.segments import positions, segment
from framing.stats.jackknives import jackknife_t
from framing.units import list_sentences

__all__ = [
    "ASSESSED_COLUMNS",
    "SHARE_COLUMNS",
    "assess",
    "estimate_shares",
    "find_learned",
    "hear",
]

ASSESSED_COLUMNS = (
    "doc_id",
    "outlet",
    "event",
    "field",
    "section",
    "start",
    "end",
    "voice",
    "words",
    "probability",
    "why",
)
SHARE_COLUMNS = (
    "group",
    "n_docs",
    "n_sentences",
    "mean_probability",
    "estimate",
    "conf_low",
    "conf_high",
    "method",
)
_SHOWN = 4
_WORTH_SHOWING = 0.1
_METHOD = "mean probability, spread learned between outlets; delete-one-article jackknife-t"
_FEW = 5

Floats = npt.NDArray[np.float64]


def assess(corpus: Corpus, segments: pd.DataFrame, *, vectors: bool = False) -> pd.DataFrame:
    """Say of every sentence how likely readers trained for it would call it loaded.

    Two linear stages, learned from the sentences of BABE (Spinde and others 2021), in which five
    experts voted and marked words. The first weighs every word in its place: the word, its
    neighbours, its form, what the codebook `loaded` says, whose voice it is. The second adds up
    the sentence. Both are tables of weights (`models/assessment`, with a card).

    Parameters
    ----------
    corpus : Corpus
        The articles.
    segments : DataFrame
        What `segment` returned for them.
    vectors : bool, default False
        Whether to look at a vector of each sentence as well (MiniLM without torch, about 100
        sentences a second). Better; needs ``requirements/vectors.txt``.

    Returns
    -------
    DataFrame
        One row per sentence of headline, lede and body: `doc_id`, `outlet`, `event`, `field`,
        `section`, `start`, `end`, `voice` (of most of its words), `words`, `probability`, `why`
        (the words most likely loaded, each with its own probability).

    Raises
    ------
    TableError
        If a column is missing or the segments are not those of this corpus.
    MissingExtraError
        If vectors are asked for and what makes them is not installed.

    References
    ----------
    Spinde, Plank, Krieger, Ruas, Gipp, Aizawa (2021), Neural media bias detection using distant
    supervision with BABE, Findings of EMNLP.

    Examples
    --------
    >>> from framing import attribute, read_corpus, segment
    >>> text = "The shameless regime lied to us all again. The council met on Tuesday."
    >>> corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": [text]}))
    >>> found = assess(corpus, segment(corpus, attribute(corpus)))
    >>> (found["probability"] > 0.5).tolist()
    [True, False]
    """
    sentences = list_sentences(corpus, segments)
    model = read_assessor("vectors" if vectors else "words")
    facts, units = _facts(corpus, segments, sentences)
    texts = _texts(corpus, sentences)
    chances = model.weigh_words(facts, units)
    found = embed(texts) if vectors else None
    sentences["probability"] = model.weigh_sentences(facts, units, chances, texts, found)
    sentences["words"] = units.end - units.first
    sentences["why"] = pd.array(_reasons(corpus, units, chances), "str")
    return sentences[list(ASSESSED_COLUMNS)]


def find_learned(
    corpus: Corpus, segments: pd.DataFrame, *, threshold: float = 0.25
) -> pd.DataFrame:
    """Return the words that the learned layer calls loaded, as evidence.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    segments : DataFrame
        What `segment` returned for them.
    threshold : float, default 0.25
        How likely a word must be loaded where it stands.

    Returns
    -------
    DataFrame
        Rows of evidence with the category and entry ``learned``; `weight` and `confidence` are
        the probability. They count in no index: put beside what `annotate` found, they say what
        the codebook does not list.

    Raises
    ------
    TableError
        If a column is missing, the segments are not those of this corpus, or the threshold is no
        probability.

    Examples
    --------
    >>> from framing import attribute, read_corpus, segment
    >>> corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": ["A shameless lie."]}))
    >>> find_learned(corpus, segment(corpus, attribute(corpus)))["text"].tolist()[:1]
    ['shameless']
    """
    if not 0 < threshold < 1:
        raise TableError(
            f"find_learned: the threshold is {threshold!r}; a probability lies between 0 and 1; "
            "write such a number"
        )
    sentences = list_sentences(corpus, segments)
    model = read_assessor()
    facts, units = _facts(corpus, segments, sentences)
    chances = model.weigh_words(facts, units)
    kept = np.flatnonzero(chances >= threshold)
    places, owners = units.places[kept], units.owners[kept]
    index = corpus.index
    table = sentences.iloc[owners][["doc_id", "outlet", "event", "field"]].reset_index(drop=True)
    table["start"] = index.starts[places].astype(np.int64)
    table["end"] = index.ends[places].astype(np.int64)
    home = segments.iloc[positions(segments, table["doc_id"], table["field"], table["start"])]
    for name in ("section", "voice", "attribution_id", "speaker"):
        table[name] = home[name].array
    words = [
        index.texts[n][a:b]
        for n, a, b in zip(index.text_of[places], table["start"], table["end"], strict=True)
    ]
    table["text"] = pd.array(words, "str")
    table["category"] = pd.Categorical(["learned"] * len(table), categories=["learned"])
    table["weight"] = table["confidence"] = np.round(chances[kept], 4)
    return table.assign(
        entry="learned",
        polarity=0,
        negated=False,
        straddles=False,
        target="",
        lexicon="assessment",
        distancer="",
    ).reindex(columns=list(EVIDENCE_COLUMNS))


def estimate_shares(sentences: pd.DataFrame, *, by: str = "outlet") -> pd.DataFrame:
    """Return the share of loaded sentences of each group, with its interval.

    The mean probability of a group lies too near to that of all: a model that is unsure of every
    sentence is unsure of outlets. How much too near was learned between the outlets of BABE, each
    left out in its turn, and is undone here (in log odds, a + b x).

    Parameters
    ----------
    sentences : DataFrame
        What `assess` returned.
    by : str, default "outlet"
        The column that groups them.

    Returns
    -------
    DataFrame
        `group`, `n_docs`, `n_sentences`, `mean_probability`, `estimate`, `conf_low`, `conf_high`
        (95 %, over articles; what is unsure about a and b is not in it), `method`.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> table = pd.DataFrame({"doc_id": ["a", "b"], "outlet": "Post", "probability": [0.6, 0.8]})
    >>> estimate_shares(table)["mean_probability"].tolist()
    [0.7]
    """
    require_columns("estimate_shares", sentences.columns, ("doc_id", "probability"))
    if by not in sentences.columns:
        raise TableError(unknown_name("estimate_shares", "column", by, list(sentences.columns)))
    spread = read_assessor().spread
    rows = []
    for group, part in sentences.groupby(sentences[by].astype(str), sort=True):
        docs = part.groupby("doc_id")["probability"].agg(["sum", "size"])
        total, size = docs["sum"].sum(), docs["size"].sum()
        mean = total / size
        low = high = np.nan
        if len(docs) >= _FEW:
            rest = (total - docs["sum"]) / (size - docs["size"])
            ends = jackknife_t(_odds(mean), _odds(rest.to_numpy()))
            low, high = (_share(float(end[0]), spread) for end in ends)
        share = _share(float(_odds(mean)), spread)
        rows.append((group, len(docs), int(size), mean, share, low, high, _METHOD))
    return pd.DataFrame(rows, columns=list(SHARE_COLUMNS))


def _odds(share: npt.ArrayLike) -> Floats:
    clipped = np.clip(np.asarray(share, float), 1e-6, 1 - 1e-6)
    odds: Floats = np.log(clipped / (1 - clipped))
    return odds


def _share(odds: float, spread: tuple[float, float]) -> float:
    return float(1 / (1 + np.exp(-(spread[0] + spread[1] * odds))))


def _facts(
    corpus: Corpus, segments: pd.DataFrame, sentences: pd.DataFrame
) -> tuple[WordFacts, Units]:
    """Return the facts about the words of the corpus, and its sentences as words."""
    index = corpus.index
    voices = _voices(corpus, segments)
    facts = WordFacts(index, read_lexicon("loaded"), voices)
    owners = _numbers(corpus, sentences)
    first, end = (
        index.first[owners]
        + index.count_words(owners, np.zeros(len(sentences), np.int64), sentences[name].to_numpy())
        for name in ("start", "end")
    )
    return facts, Units(first, end)


def _voices(corpus: Corpus, segments: pd.DataFrame) -> Numbers:
    """Return the number of every word's voice, from 1."""
    index = corpus.index
    voice = pd.Categorical(segments["voice"], categories=VOICES).codes.astype(np.int64) + 1
    number, start = _numbers(corpus, segments), segments["start"].to_numpy()
    stride = int(segments["end"].max()) + 1 if len(segments) else 1
    keys = number * stride + start
    order = np.argsort(keys, kind="stable")
    wanted = index.text_of.astype(np.int64) * stride + index.starts
    at = np.maximum(np.searchsorted(keys[order], wanted, side="right") - 1, 0)
    voices: Numbers = voice[order][at]
    return voices


def hear(texts: Sequence[str]) -> tuple[Corpus, Numbers]:
    """Return texts as a corpus, and the number of every word's voice, from 1."""
    rows = pd.DataFrame({"doc_id": [f"t{k}" for k in range(len(texts))], "outlet": "none"})
    with warnings.catch_warnings():
        # Sentences recur, and one cut out of its article may end inside a quotation.
        warnings.simplefilter("ignore", FramingWarning)
        corpus = read_corpus(rows.assign(text=list(texts)))
        segments = segment(corpus, attribute(corpus))
    return corpus, _voices(corpus, segments)


def _numbers(corpus: Corpus, table: pd.DataFrame) -> Numbers:
    """Return the number of the text that each row stands in."""
    places = pd.MultiIndex.from_frame(corpus.places[["doc_id", "field"]])
    return places.get_indexer(pd.MultiIndex.from_frame(table[["doc_id", "field"]])).astype(np.int64)


def _texts(corpus: Corpus, sentences: pd.DataFrame) -> list[str]:
    number = _numbers(corpus, sentences)
    texts = corpus.index.texts
    rows = zip(number.tolist(), sentences["start"], sentences["end"], strict=True)
    return [texts[n][a:b] for n, a, b in rows]


def _reasons(corpus: Corpus, units: Units, chances: Floats) -> list[str]:
    """Return for each sentence the words most likely loaded, with their probability."""
    index, places, owners = corpus.index, units.places, units.owners
    likely = np.flatnonzero(chances >= _WORTH_SHOWING)
    found: list[list[str]] = [[] for _ in units.first]
    for k in likely[np.argsort(-chances[likely], kind="stable")].tolist():
        reasons = found[owners[k]]
        if len(reasons) < _SHOWN:
            reasons.append(f"{index.types[index.ids[places[k]]]} {chances[k]:.2f}")
    return [", ".join(reasons) for reasons in found]
