"""What a linear model may know of each token of a text: one column of small numbers per fact.

Nought means "outside the sentence" in every column, so that a neighbour beyond its edge is told
from any that is there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from framing.clauses import Clause
from framing.tags import Reading

__all__ = [
    "CONFIDENCES",
    "LIKELY",
    "MARGIN",
    "PLACES",
    "Layout",
    "Numbers",
    "is_believed",
    "token_fields",
]

Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

MARGIN = 5
"""So many tokens to either side can be asked for."""
BELIEVED = 0.2
_SOURCELESS = 0.5
CONFIDENCES = (0.03, 0.07, 0.12, 0.2, 0.35, 0.5, 0.7, 0.9)
_SHARES = (0.01, 0.3, 0.7, 0.99)
PLACES = (1, 3, 8, 16)
LIKELY = (0.03, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97)
_OUT, _CONTENT, _CUE, _SOURCE = range(4)


class Layout(NamedTuple):
    """Where the tokens of a text stand in columns that part its sentences by empty rows.

    Attributes
    ----------
    at : array of int
        Token -> row.
    sentence : array of int
        Token -> number of its sentence.
    begin : array of int
        Sentence -> its first token.
    size : int
        Rows of a column.
    """

    at: Numbers
    sentence: Numbers
    begin: Numbers
    size: int

    @classmethod
    def of(cls, reading: Reading) -> Layout:
        """Lay out the tokens of a text."""
        lengths = np.array([b - a for a, b in reading.sentences], np.int64)
        sentence = np.repeat(np.arange(len(lengths)), lengths)
        at = np.arange(len(sentence)) + MARGIN * (sentence + 1)
        begin = np.array([a for a, _ in reading.sentences], np.int64)
        size = int(len(sentence) + MARGIN * (len(lengths) + 2))
        return cls(at, sentence, begin, size)

    def spread(self, values: Numbers) -> Numbers:
        """Return a column that has the values at the tokens' rows and nought between."""
        column = np.zeros(self.size, np.int64)
        column[self.at] = values
        return column

    def of_sentence(self, values: Numbers) -> Numbers:
        """Return a column that has at every token the value of its sentence."""
        return self.spread(values[self.sentence])


def is_believed(clause: Clause) -> bool:
    """Say whether the counts alone would take a clause for an attribution."""
    sourceless = clause.source[0] == clause.source[1] and (
        clause.word.noun or clause.rule == "passive"
    )
    return clause.confidence >= (_SOURCELESS if sourceless else BELIEVED)


def token_fields(
    reading: Reading,
    clauses: Sequence[Clause],
    layout: Layout,
    words: Numbers,
    suffixes: Numbers,
    names: Callable[[str], int],
) -> dict[str, Numbers]:
    """Return the columns of the first layer.

    Parameters
    ----------
    reading : Reading
        One text.
    clauses : sequence of Clause
        What the rules found there.
    layout : Layout
        Of the same text.
    words, suffixes : array of int
        Numbers of every token's word and of its ending, from 1.
    names : callable
        Gives the number of a rule's name, from 1.
    """
    size = len(words)
    tags = np.frombuffer(reading.tags.encode("latin-1"), np.uint8).astype(np.int64)
    state, rule, edge, covered = _mark_clauses(clauses, size, names)
    sentence, begin = layout.sentence, layout.begin
    place = np.arange(size)
    first = begin[sentence]
    verbal = np.isin(tags, _VERBAL)
    left = _last(verbal, place, first)
    cue = _last(np.isin(tags, _CUES), place, first)
    marks = np.cumsum(np.isin(tags, _MARKS))
    has_left, has_cue = left >= 0, cue >= 0
    behind = np.where(has_left, marks - marks[left] - np.isin(tags, _MARKS), marks - marks[first])
    shares = np.bincount(sentence, covered, len(begin)) / np.maximum(
        np.bincount(sentence, minlength=len(begin)), 1
    )
    share = np.digitize(shares, _SHARES) + 1
    paragraphs = np.array(reading.paragraphs, np.int64)
    opens = np.ones(len(begin), np.int64)
    opens[1:] += paragraphs[1:] != paragraphs[:-1]
    quoted = (
        1
        + 2 * _holds(tags == ord("Q"), sentence, len(begin))
        + _holds(tags == ord("{"), sentence, len(begin))
    )
    # Sentences without a token stand where their neighbours do.
    firsts = np.minimum(begin, size - 1)
    lasts = np.maximum(np.append(begin[1:], size) - 1, 0)
    spread, of_sentence = layout.spread, layout.of_sentence
    role = state // 16
    return {
        "word": spread(words),
        "ending": spread(suffixes),
        "tag": spread(tags),
        "state": spread(state + 1),
        "role": spread(role + 1),
        "rule": spread(rule),
        "edge": spread(edge + 1),
        "verb": spread(np.where(has_left, words[left], 1)),
        "cue_word": spread(np.where(has_cue, words[cue], 1)),
        "marks": spread(np.minimum(behind, 3) + 1),
        "far": spread(np.where(has_left, np.minimum(place - left, 9), 9) + 1),
        "place": spread(np.digitize(place - first, PLACES) + 1),
        "share": of_sentence(share),
        "before": of_sentence(np.append(1, share[:-1])),
        "after": of_sentence(np.append(share[1:], 1)),
        "opens": of_sentence(opens),
        "quoted": of_sentence(quoted),
        "first": of_sentence(words[firsts]),
        "last": of_sentence(words[lasts]),
    }


_VERBAL = np.frombuffer(b"VBGEejuAK", np.uint8)
_CUES = np.frombuffer(b"VBGEKA", np.uint8)
_MARKS = np.frombuffer(b",;:-()", np.uint8)


def _mark_clauses(
    clauses: Sequence[Clause], size: int, names: Callable[[str], int]
) -> tuple[Numbers, Numbers, Numbers, Floats]:
    """Return each token's part in what the rules found: state, rule, edge, believed content."""
    confidence = np.zeros(size)
    role = np.zeros(size, np.int64)
    rule = np.ones(size, np.int64)
    edge = np.zeros(size, np.int64)
    covered = np.zeros(size)
    for clause in clauses:
        name = names(f"{clause.rule}/{clause.word.kind}{'#' if clause.word.noun else ''}")
        believed = is_believed(clause)
        for start, end in clause.content:
            part = slice(start, end)
            better = confidence[part] < clause.confidence
            rule[part][better] = name
            role[part][better & believed] = _CONTENT
            confidence[part] = np.maximum(confidence[part], clause.confidence)
            edge[start] |= 1
            edge[end - 1] |= 2
            if believed:
                covered[part] = 1
    for clause in clauses:
        for what, (start, end) in ((_SOURCE, clause.source), (_CUE, clause.cue)):
            part = slice(start, end)
            free = role[part] != _CONTENT
            role[part][free] = what
            confidence[part][free] = clause.confidence
    state = role * 16 + np.digitize(confidence, CONFIDENCES)
    return state, rule, edge, covered


def _last(there: npt.NDArray[np.bool_], place: Numbers, first: Numbers) -> Numbers:
    """Return the last place before each token, in its sentence, where something is; or -1."""
    at = np.maximum.accumulate(np.where(there, place, -1))
    before = np.append(-1, at[:-1])
    found: Numbers = np.where(before >= first, before, -1)
    return found


def _holds(there: npt.NDArray[np.bool_], sentence: Numbers, sentences: int) -> Numbers:
    return (np.bincount(sentence[there], minlength=sentences) > 0).astype(np.int64)
