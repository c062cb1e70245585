"""Which words and sentences carry a frame, and whose voice they are in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.assessments.sentences import keys_of_terms
from framing.assessments.vectors import embed
from framing.columns import VOICES
from framing.frames.layers import count
from framing.frames.texts import Texts, sentences_of
from framing.models.fields import Numbers

if TYPE_CHECKING:
    from framing.frames.classifiers import FrameClassifier

__all__ = ["EXPLANATION_COLUMNS", "Pieces", "explain", "find_pieces"]

Floats = npt.NDArray[np.float64]

EXPLANATION_COLUMNS = ("row", "frame", "piece", "start", "end", "text", "voice", "log_odds")
_WORD, _CUE = 0, 1
_NAMES = ("word", "cue", "sentence")


class Pieces(NamedTuple):
    """Every place that counts in a text, with what it adds to each frame.

    Attributes
    ----------
    first, last : array of int
        Words of the index.
    kinds : array of int
        A word (or two), or a cue.
    worth : array, places by frames
    """

    first: Numbers
    last: Numbers
    kinds: Numbers
    worth: Floats


def find_pieces(model: FrameClassifier, texts: Texts) -> Pieces:
    """Return all places of one text that count; without vectors, with the bias they are all."""
    first, last, kinds, worth = [], [], [], []
    layer, units = model.layer_, texts.units
    # A word may stand in several terms: its places are read in the order of the keys.
    _, keys = keys_of_terms(texts.index, units, layer.terms.numbers)
    size = len(layer.terms.numbers) + 1
    by_type = np.array([layer.terms.numbers.get(w, 0) for w in texts.index.folded], np.int64)
    words = by_type[texts.index.ids[units.places]]
    known = words > 0
    pair = (words[1:] > 0) & (words[:-1] > 0)
    at = np.concatenate([units.places[known], units.places[:-1][pair]])
    where = layer.terms.keys.searchsorted(keys)
    none = not len(layer.terms.keys)
    there = where < 0 if none else layer.terms.keys.take(where, mode="clip") == keys
    _, columns, values = layer.terms.find(texts.index, texts.units)
    value = dict(zip(columns.tolist(), values.tolist(), strict=True))
    times = np.bincount(where[there], minlength=len(layer.terms.keys))
    for place, key, term in zip(at[there], keys[there], where[there], strict=True):
        first.append(int(place))
        last.append(int(place) + int(key % size > 0))
        kinds.append(_WORD)
        worth.append(layer.weights[term] * value[int(term)] / times[term])
    counts, logs = texts.cues[texts.rows[0]], count(texts)[0]
    for begin, end, cue in _hits_of(texts):
        first.append(begin)
        last.append(end)
        kinds.append(_CUE)
        share = logs[cue] / layer.cues.scales[cue] / counts[cue]
        worth.append(layer.cues.weights[cue] * share)
    slopes = model.calibrations_[:, 1]
    made = np.array(worth, float).reshape(-1, len(model.frames_)) * slopes
    return Pieces(np.array(first, np.int64), np.array(last, np.int64), np.array(kinds), made)


def _hits_of(texts: Texts) -> Iterator[tuple[int, int, int]]:
    # Hits stand in the order of the texts: those of one are a stretch of them.
    low, high = int(texts.units.first[0]), int(texts.units.end[0])
    here = slice(bisect_left(texts.hits, (low,)), bisect_left(texts.hits, (high,)))
    return iter(texts.hits[here])


def explain(model: FrameClassifier, texts: Texts, top: int) -> pd.DataFrame:
    """Return the words, cues and sentences that say most for or against each frame."""
    rows: list[tuple[object, ...]] = []
    for number in range(len(texts)):
        one = texts.take([number])
        text = one.index.texts[one.rows[0]]
        pieces = find_pieces(model, one)
        starts = one.index.starts[pieces.first].astype(int)
        ends = one.index.ends[pieces.last].astype(int)
        voices = one.voices[pieces.first]
        spans, sums, told = _sentences(model, one, pieces, starts)
        for k, frame in enumerate(model.frames_):
            order = np.argsort(-np.abs(pieces.worth[:, k]), kind="stable")[:top].tolist()
            for j in order:
                a, b = int(starts[j]), int(ends[j])
                voice, kind = VOICES[voices[j] - 1], _NAMES[pieces.kinds[j]]
                rows.append((number, frame, kind, a, b, text[a:b], voice, pieces.worth[j, k]))
            for j in np.argsort(-np.abs(sums[:, k]), kind="stable")[:top].tolist():
                a, b = spans[j]
                rows.append((number, frame, "sentence", a, b, text[a:b], told[j], sums[j, k]))
    return pd.DataFrame(rows, columns=list(EXPLANATION_COLUMNS))


def _sentences(
    model: FrameClassifier, one: Texts, pieces: Pieces, starts: Numbers
) -> tuple[list[tuple[int, int]], Floats, list[str]]:
    """Return the sentences of a text, what each adds to each frame, and whose most of it is."""
    text = one.index.texts[one.rows[0]]
    spans = sentences_of(text)
    begins = np.array([a for a, _ in spans])
    sums = np.zeros((len(spans), len(model.frames_)))
    np.add.at(sums, np.maximum(begins.searchsorted(starts, side="right") - 1, 0), pieces.worth)
    if len(model.layer_.vectors.means):
        shares = model.layer_.vectors.apply(embed([text[a:b] for a, b in spans])) / len(spans)
        sums += (shares @ model.layer_.vectors.weights) * model.calibrations_[:, 1]
    low, high = one.units.first[0], one.units.end[0]
    homes = np.maximum(begins.searchsorted(one.index.starts[low:high], side="right") - 1, 0)
    heard = np.zeros((len(spans), len(VOICES)), np.int64)
    np.add.at(heard, (homes, one.voices[low:high] - 1), 1)
    return spans, sums, [VOICES[k] for k in heard.argmax(axis=1).tolist()]
