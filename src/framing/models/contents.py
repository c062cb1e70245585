"""The learned tagger of attribution: it proposes cues, believes or doubts clauses, moves edges.

Four linear models whose weights are tables. The first says of each token how likely it is inside
somebody's words, begins or ends them, or is a cue; words that may be cues though no table has
them go through the same rules as all others. The second says of each clause the rules make of a
cue how likely it is an attribution; the last two choose where its content begins and ends.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from framing.clauses import Clause, find_clauses
from framing.cues import Cue
from framing.models.candidates import Edge, clause_fields, edge_fields, edges_of
from framing.models.fields import Layout, Numbers, token_fields
from framing.models.weights import Linear, read_weights
from framing.phrases import group_start, source_left
from framing.tags import Reading, Tagger

__all__ = [
    "LAYERS",
    "OTHER",
    "TEMPLATES",
    "UNKNOWN",
    "ContentTagger",
    "Model",
    "ending",
    "read_model",
]

Floats = npt.NDArray[np.float64]

LAYERS = ("tokens", "clauses", "starts", "ends")
_AT_EDGE = (
    "chance", "at", "chance at", "at rule", "at frame", "inside", "moved", "moved at", "beyond",
    "within", "within beyond", "tag", "former_tag", "former_tag tag", "tag next_tag", "word",
    "former_word", "tag at", "word at", "chance tag", "length", "length at", "rule tag",
    "former_tag tag next_tag",
)  # fmt: skip
TEMPLATES = {
    "tokens": (
        "word-2", "word-1", "word", "word+1", "word+2", "ending", "ending-1", "ending+1",
        "tag-1 tag tag+1", "tag-3 tag-2 tag-1 tag", "tag tag+1 tag+2 tag+3",
        "tag-4 tag-3 tag-2 tag-1",
        "state", "state-1 state", "state state+1", "edge state", "edge-1 edge edge+1",
        "rule state", "rule tag",
        "verb", "verb marks", "verb role", "cue_word role", "far marks role",
        "role share before after", "role opens before quoted", "first role", "last role",
        "place role",
    ),
    "clauses": (
        "lemma", "frame", "left", "form", "rule", "kind", "stance", "known", "mean", "cue",
        "begin", "end", "length", "held", "parts", "source_tag", "source_word", "first_tag",
        "first_word", "next_tag", "next_word", "former_word", "place",
        "lemma frame", "lemma left", "frame left form", "frame source_tag", "lemma form",
        "mean cue", "mean begin", "known mean", "known cue", "cue begin", "rule mean",
        "rule known", "kind frame", "held mean", "length mean", "frame first_tag",
        "left source_tag", "held kind", "rule source_tag", "frame next_word",
    ),
    "starts": _AT_EDGE,
    "ends": _AT_EDGE,
}  # fmt: skip
HEADS = {
    "tokens": ("content", "begin", "end", "cue"),
    "clauses": ("attribution",),
    "starts": ("start",),
    "ends": ("end",),
}
UNKNOWN = 1
OTHER = "*"
"""How a table writes a word that it does not know."""
PROPOSED = 0.12
"""A word at least so likely a cue is tried as one though no table has it."""
BELIEVED = 0.35
"""A clause more likely than this is an attribution; like FILLED and FEW it was chosen by
cross-validation on the training part."""
FILLED = 0.45
"""A token more likely than this is content even where no clause holds it."""
FEW = 6
"""So many such tokens in a row make a stretch."""
_SHARED = 0.2
_DOUBTED = 0.19
_TAKEN = 0.5
_CUE = 0.1
_FADES = 0.9
_WINDOW = 200
"""How many tokens away a cue is looked for: a line without end is read in pieces."""
_TAKEN_FOR = {"e": "V", "u": "V", "j": "G", "x": "K", "r": "K"}
_VERBAL = frozenset("tm")


class Model(NamedTuple):
    """The layers by name, and the numbers of the words they know."""

    layers: dict[str, Linear]
    vocabulary: dict[str, int]


@lru_cache(maxsize=1)
def read_model() -> Model:
    """Return the model that ships with the package.

    Examples
    --------
    >>> read_model().layers["tokens"].heads
    ('content', 'begin', 'end', 'cue')
    """
    folder = files("framing") / "models" / "attribution"
    vocabulary: dict[str, int] = {}

    def number(word: str) -> int:
        if word == OTHER:
            return UNKNOWN
        return vocabulary.setdefault(word, len(vocabulary) + UNKNOWN + 1)

    layers = {}
    for name in LAYERS:
        place = f"models/attribution/{name}.csv"
        text = (folder / f"{name}.csv").read_text(encoding="utf-8")
        layers[name] = read_weights(text, place, number)
    return Model(layers, vocabulary)


def ending(word: str) -> str:
    """Return a word's last three letters, marked as an ending.

    Examples
    --------
    >>> ending("reckless"), ending("an")
    ('~ess', '~an')
    """
    return "~" + word[-3:]


class ContentTagger:
    """Says of the texts of one index which clauses are attributions, and where their content is.

    Parameters
    ----------
    tagger : Tagger
        Over the index.
    model : Model, optional
        The one that ships when left out.
    """

    def __init__(self, tagger: Tagger, model: Model | None = None) -> None:
        self.model = read_model() if model is None else model
        self.tagger = tagger
        self.folded = tagger.index.folded
        known = self.model.vocabulary
        # The last place is for marks, whose type is -1.
        self._word = np.array([*(known.get(w, UNKNOWN) for w in self.folded), UNKNOWN], np.int64)
        self._end = np.array(
            [*(known.get(ending(w), UNKNOWN) for w in self.folded), UNKNOWN], np.int64
        )
        self._mark = np.array([known.get(chr(c), UNKNOWN) for c in range(256)], np.int64)

    def name(self, name: str) -> int:
        """Return the number of a name; a table parts values by blanks, so a name has none."""
        return self.model.vocabulary.get(name.replace(" ", "_"), UNKNOWN)

    def words(self, reading: Reading) -> Numbers:
        """Return the number of every token's word."""
        types, tags = self._types(reading)
        words: Numbers = np.where(types >= 0, self._word[types], self._mark[tags])
        return words

    def _types(self, reading: Reading) -> tuple[Numbers, npt.NDArray[np.uint8]]:
        tags = np.frombuffer(reading.tags.encode("latin-1"), np.uint8)
        return np.array(reading.types, np.int64), tags

    def columns(
        self, reading: Reading, clauses: Sequence[Clause]
    ) -> tuple[Layout, dict[str, Numbers]]:
        """Return the columns of the first layer."""
        layout = Layout.of(reading)
        types, tags = self._types(reading)
        ends = np.where(types >= 0, self._end[types], self._mark[tags])
        words = self.words(reading)
        return layout, token_fields(reading, clauses, layout, words, ends, self.name)

    def chances(self, reading: Reading, clauses: Sequence[Clause]) -> Floats:
        """Return each token's chances of content, beginning, end and cue."""
        layout, columns = self.columns(reading, clauses)
        return self.model.layers["tokens"].predict(columns, layout.at)

    def propose(self, reading: Reading, clauses: Sequence[Clause], likely: Floats) -> list[Clause]:
        """Return the clauses with those of further words that may be cues."""
        tags = list(reading.tags)
        more: dict[int, Cue] = {}
        for k in np.flatnonzero(likely[:, 3] > PROPOSED).tolist():
            tag = _TAKEN_FOR.get(tags[k])
            if tag is None or reading.types[k] < 0:
                continue
            if tag == "K" and k and tags[k - 1] in _VERBAL:
                tag = "B"
            tags[k] = tag
            word = self.folded[reading.types[k]]
            more[k] = Cue(word, "indirect", "neutral", tag == "K")
        if not more:
            return list(clauses)
        tried = sorted(more)
        sentences = [
            (a, b)
            for a, b in reading.sentences
            if bisect_right(tried, b - 1) > bisect_right(tried, a - 1)
        ]
        altered = reading._replace(tags="".join(tags), sentences=sentences)
        found = find_clauses(altered, self.tagger, more)
        fresh = [
            c._replace(confidence=0.0)
            for c in found
            if any(k in more for k in range(c.cue[0], c.cue[1]))
        ]
        return sorted([*clauses, *fresh], key=lambda c: c.cue)

    def revise(self, reading: Reading, clauses: Sequence[Clause]) -> list[Clause]:
        """Return the clauses as the tagger believes them, in order of their cues.

        Parameters
        ----------
        reading : Reading
            One text of the index.
        clauses : sequence of Clause
            What the rules found there.
        """
        if not reading.tags:
            return list(clauses)
        likely = self.chances(reading, clauses)
        tried = self.propose(reading, clauses, likely)
        if not tried:
            return []
        words = self.words(reading)
        rows = clause_fields(reading, tried, likely, words, self.name)
        at = np.arange(len(tried))
        sure = self.model.layers["clauses"].predict(rows, at)[:, 0]
        kept: list[Clause] = []
        for clause, chance in zip(tried, sure.tolist(), strict=True):
            if all(reading.tags[p:q] == "Q" for p, q in clause.content):
                # Whole quotations need no belief: their marks speak for them.
                kept.append(clause)
            elif chance > BELIEVED:
                kept.append(clause._replace(confidence=max(chance, _TAKEN)))
            elif clause.confidence:
                kept.append(clause._replace(confidence=min(clause.confidence, _DOUBTED)))
        settled = self._settled(reading, kept, likely, words)
        return _Filler(reading, settled, likely, self.folded).fill()

    def _settled(
        self, reading: Reading, clauses: list[Clause], likely: Floats, words: Numbers
    ) -> list[Clause]:
        """Return the believed clauses with the edges that are most likely."""
        parts = [list(clause.content) for clause in clauses]
        believed = [c if c.confidence > _DOUBTED else c._replace(content=()) for c in clauses]
        for layer, end in (("starts", False), ("ends", True)):
            edges = edges_of(reading, believed, likely, end=end)
            if not edges:
                continue
            columns = edge_fields(edges, believed, reading, likely, words, self.name, end=end)
            chance = self.model.layers[layer].predict(columns, np.arange(len(edges)))[:, 0]
            for (clause, part), best in _best(edges, chance.tolist()):
                a, b = parts[clause][part]
                parts[clause][part] = (a, best) if end else (best, b)
        return [
            clause._replace(content=tuple(p for p in found if p[1] > p[0]) or clause.content)
            for clause, found in zip(clauses, parts, strict=True)
        ]


def _best(edges: Sequence[Edge], chances: Sequence[float]) -> list[tuple[tuple[int, int], int]]:
    """Return for each stretch its likeliest edge."""
    found = []
    rows = zip(edges, chances, strict=True)
    key: Callable[[tuple[Edge, float]], tuple[int, int]] = lambda row: row[0][:2]  # noqa: E731
    for stretch, group in groupby(rows, key=key):
        best, _ = max(group, key=lambda row: row[1])
        found.append((stretch, best.place))
    return found


class _Filler:
    """Gives stretches that are content by their words, and that no clause holds, to somebody."""

    def __init__(
        self, reading: Reading, clauses: list[Clause], likely: Floats, folded: Sequence[str]
    ) -> None:
        self.reading = reading
        self.clauses = clauses
        self.cues = [clause.cue[0] for clause in clauses]
        self.starts = [a for a, _ in reading.sentences]
        self.likely = likely
        self.folded = folded

    def fill(self) -> list[Clause]:
        """Return the clauses with the further ones, in order of their cues."""
        runs = self._runs()
        for run in runs:
            sure = float(self.likely[run[0] : run[1], 0].mean())
            k = self._doubted(run)
            if k is not None:
                self.clauses[k] = self.clauses[k]._replace(
                    content=(run,), confidence=max(sure, _TAKEN)
                )
            else:
                fresh = self._fresh(run, sure)
                if fresh is not None:
                    self.clauses.append(fresh)
        return sorted(self.clauses, key=lambda c: c.cue) if runs else self.clauses

    def _runs(self) -> list[tuple[int, int]]:
        tags = self.reading.tags
        free = np.frombuffer(tags.encode("latin-1"), np.uint8) != ord("Q")
        for clause in self.clauses:
            if clause.confidence > _DOUBTED:
                for a, b in (clause.cue, *clause.content):
                    free[a:b] = False
        inside = (self.likely[:, 0] > FILLED) & free
        # A stretch ends with its sentence.
        cuts = np.zeros(len(inside) + 1, bool)
        cuts[[a for a, _ in self.reading.sentences]] = True
        steps = np.diff(np.concatenate([[False], inside, [False]]).astype(np.int8)) != 0
        edges = np.flatnonzero(steps | (cuts & np.append(inside, False)))
        runs = [(a, b) for a, b in pairwise(edges.tolist()) if inside[a] and b - a >= FEW]
        return [_bare(tags, a, b) for a, b in runs]

    def _doubted(self, run: tuple[int, int]) -> int | None:
        """Return the doubted clause whose content fits a stretch best, if one does."""
        best, most = None, _SHARED
        low = bisect_right(self.cues, run[0] - _WINDOW)
        for k in range(low, bisect_right(self.cues, run[1] + _WINDOW)):
            clause = self.clauses[k]
            if clause.confidence > _DOUBTED or run[0] <= clause.cue[0] < run[1]:
                continue
            shared = sum(max(0, min(q, run[1]) - max(p, run[0])) for p, q in clause.content)
            whole = sum(q - p for p, q in clause.content) + run[1] - run[0]
            if shared / (whole - shared) > most:
                best, most = k, shared / (whole - shared)
        return best

    def _fresh(self, run: tuple[int, int], sure: float) -> Clause | None:
        """Return a clause for a stretch, with the likeliest word near it as its cue."""
        a, b = self.reading.sentences[bisect_right(self.starts, run[0]) - 1]
        a, b = max(a, run[0] - _WINDOW), min(b, run[1] + _WINDOW)
        place = np.arange(a, b)
        away = np.maximum(np.maximum(run[0] - 1 - place, place - run[1]), 0)
        chances = self.likely[a:b, 3] * _FADES**away
        chances[run[0] - a : run[1] - a] = 0
        k = int(chances.argmax())
        if chances[k] < _CUE:
            return None
        s = self.reading.tags[a:b]
        start, end = source_left(s, group_start(s, k))
        source = (a + start, a + end) if end > start else (a + k, a + k)
        number = self.reading.types[a + k]
        word = Cue(self.folded[number] if number >= 0 else s[k], "indirect", "neutral", False)
        return Clause((a + k, a + k + 1), source, (run,), word, "||", "learned", max(sure, _TAKEN))


def _bare(tags: str, a: int, b: int) -> tuple[int, int]:
    """Return a stretch without the marks at its edges."""
    while b > a + 1 and tags[b - 1] in ",;:-":
        b -= 1
    while a + 1 < b and tags[a] in ",;:.-)}":
        a += 1
    return a, b
