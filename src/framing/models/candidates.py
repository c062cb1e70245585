"""What the later layers may know: of each clause the rules make, and of each edge it may have."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from framing.clauses import Clause
from framing.models.fields import CONFIDENCES, LIKELY, PLACES, Numbers, is_believed
from framing.tags import Reading

__all__ = ["Edge", "clause_fields", "edge_fields", "edges_of"]

Floats = npt.NDArray[np.float64]

_LENGTHS = (2, 3, 5, 9, 16, 30)
_MOVES = (-8, -3, 0, 1, 4, 9)
_TEMPTING = 0.06
"""A token at least so likely to be an edge is looked at as one."""
_FURTHER = 40
"""How many tokens beyond the rule's edge an edge is looked for."""


def clause_fields(
    reading: Reading,
    clauses: Sequence[Clause],
    likely: Floats,
    words: Numbers,
    names: Callable[[str], int],
) -> dict[str, Numbers]:
    """Return the columns of the layer that believes or doubts a clause, one row per clause.

    Parameters
    ----------
    reading : Reading
        One text.
    clauses : sequence of Clause
        Candidates.
    likely : array, tokens by 4
        Chances of content, beginning, end and cue.
    words : array of int
        Numbers of every token's word.
    names : callable
        Gives the number of a name, from 1.
    """
    size = len(words)
    # Beyond the text stands nothing.
    tags = np.append(np.frombuffer(reading.tags.encode("latin-1"), np.uint8), 1).astype(np.int64)
    words = np.append(words, 1)
    held = np.zeros(size + 1, np.int64)
    for clause in clauses:
        if is_believed(clause):
            for a, b in clause.content:
                held[a:b] += 1
    total = np.concatenate([[0.0], np.cumsum(likely[:, 0])])
    rows = [_row(clause, held, total, names) for clause in clauses]
    given = dict(zip(_ROW, np.array(rows).T, strict=True))
    named = {name: given[name].astype(np.int64) for name in _NAMED}
    first, last, start, end, source = (given[name].astype(np.int64) for name in _PLACED)
    begins = np.array([a for a, _ in reading.sentences], np.int64)
    place = first - begins[np.searchsorted(begins, first, side="right") - 1]
    return {
        **named,
        "known": _bin(given["confidence"], CONFIDENCES),
        "mean": _bin(given["mean"], LIKELY),
        "cue": _bin(np.maximum(likely[first, 3], likely[last - 1, 3]), LIKELY),
        "begin": _bin(likely[start, 1], LIKELY),
        "end": _bin(likely[end - 1, 2], LIKELY),
        "length": _bin(given["length"], _LENGTHS),
        "source_tag": tags[source],
        "source_word": words[source],
        "first_tag": tags[start],
        "first_word": words[start],
        "next_tag": tags[last],
        "next_word": words[last],
        "former_word": np.where(first > 0, words[first - 1], 1),
        "place": _bin(place, PLACES),
    }


_NAMED = ("lemma", "frame", "left", "form", "rule", "kind", "stance", "held", "parts")
_PLACED = ("cue_start", "cue_end", "start", "end", "source")
_ROW = (*_NAMED, *_PLACED, "confidence", "mean", "length")


def _row(
    clause: Clause, held: Numbers, total: Floats, names: Callable[[str], int]
) -> tuple[float, ...]:
    first, last = clause.cue
    left, frame, form = clause.pattern.split("|")
    own = is_believed(clause) and any(p <= first < q for p, q in clause.content)
    length = sum(q - p for p, q in clause.content)
    inside = sum(total[q] - total[p] for p, q in clause.content)
    source = clause.source[1] - 1 if clause.source[1] > clause.source[0] else -1
    start, end = clause.content[0]
    return (
        names("=" + clause.word.lemma + ("#" if clause.word.noun else "")),
        names("_" + frame),
        names("<" + left),
        names(">" + form),
        names(clause.rule),
        names("/" + clause.word.kind),
        names("!" + clause.word.stance),
        int(held[first] - own > 0) + 1,
        min(len(clause.content), 3),
        first, last, start, end, source,
        clause.confidence, inside / length, length,
    )  # fmt: skip


def _bin(values: npt.NDArray[np.generic], edges: Sequence[float]) -> Numbers:
    return np.searchsorted(edges, values, side="right").astype(np.int64) + 1


class Edge(NamedTuple):
    """A place where a stretch of content may begin or end.

    Attributes
    ----------
    clause, part : int
        Numbers of the clause and of its stretch.
    place : int
        Token: the first of the content, or the first behind it.
    """

    clause: int
    part: int
    place: int


def edges_of(
    reading: Reading, clauses: Sequence[Clause], likely: Floats, *, end: bool
) -> list[Edge]:
    """Return where each stretch may begin (or end): where the rule says, and where chances are."""
    found: list[Edge] = []
    tempting = (np.flatnonzero(likely[:, 2 if end else 1] > _TEMPTING) + end).tolist()
    starts = [a for a, _ in reading.sentences]
    tags = reading.tags
    for number, clause in enumerate(clauses):
        sentence = reading.sentences[bisect_right(starts, clause.cue[0]) - 1]
        for part, (a, b) in enumerate(clause.content):
            if tags[a:b] == "Q":
                continue
            # A stretch stays on its side of the cue.
            behind = a >= clause.cue[1]
            low, high = (clause.cue[1], sentence[1]) if behind else (sentence[0], clause.cue[0])
            low, high = (a + 1, min(high, b + _FURTHER)) if end else (max(low, a - _FURTHER), b - 1)
            places = set(tempting[bisect_right(tempting, low - 1) : bisect_right(tempting, high)])
            places.add(b if end else a)
            found.extend(Edge(number, part, place) for place in sorted(places))
    return found


def edge_fields(
    edges: Sequence[Edge],
    clauses: Sequence[Clause],
    reading: Reading,
    likely: Floats,
    words: Numbers,
    names: Callable[[str], int],
    *,
    end: bool,
) -> dict[str, Numbers]:
    """Return the columns of the layer that chooses an edge, one row per candidate."""
    size = len(words)
    tags = np.append(np.frombuffer(reading.tags.encode("latin-1"), np.uint8), 1).astype(np.int64)
    words = np.append(words, 1)
    places = np.array([edge.place for edge in edges], np.int64)
    of = np.array([edge.clause for edge in edges], np.int64)
    parts = np.array([clauses[e.clause].content[e.part] for e in edges], np.int64)
    rules = np.array([names(clause.rule) for clause in clauses], np.int64)
    frames = np.array([names("_" + clause.pattern.split("|")[1]) for clause in clauses], np.int64)
    total = np.concatenate([[0.0], np.cumsum(likely[:, 0])])

    def mean(one: Numbers, other: Numbers) -> Numbers:
        low, high = (
            np.clip(np.minimum(one, other), 0, size),
            np.clip(np.maximum(one, other), 0, size),
        )
        return _bin((total[high] - total[low]) / np.maximum(high - low, 1), LIKELY)

    given, other = (parts[:, 1], parts[:, 0]) if end else (parts[:, 0], parts[:, 1])
    outward, inward = (3, -3) if end else (-3, 3)
    chance = likely[np.clip(places - end, 0, size - 1), 2 if end else 1]
    return {
        "chance": _bin(chance, LIKELY),
        "at": _bin(places - given, _MOVES),
        "rule": rules[of],
        "frame": frames[of],
        "inside": mean(places, other),
        "moved": mean(places, given),
        "beyond": mean(places, places + outward),
        "within": mean(places, places + inward),
        "tag": tags[places],
        "former_tag": tags[np.maximum(places - 1, 0)],
        "next_tag": tags[np.minimum(places + 1, size)],
        "word": words[places],
        "former_word": words[np.maximum(places - 1, 0)],
        "length": _bin(np.abs(places - other), _LENGTHS),
    }
