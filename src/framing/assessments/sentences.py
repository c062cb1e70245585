"""What the second stage knows of a sentence: its words' chances, what is listed, its terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from framing.assessments.words import LISTED, Units, WordFacts
from framing.columns import INDICES, VOICES
from framing.models.fields import Numbers
from framing.words import WordIndex

__all__ = ["SUMS", "WORD_LENGTH", "TermTable", "keys_of_terms", "list_terms", "sum_up"]

Floats = npt.NDArray[np.float64]

_FIRST = frozenset(["i", "we", "our", "us", "my", "me", "mine", "ours", "you", "your"])
WORD_LENGTH = 60
"""A longer word is no term."""
_TOP, _TOP_OWN = 4, 3
_LOWEST = -9.0
_LOADED = len(INDICES["loaded"])
SUMS = (
    *(f"top {k + 1}" for k in range(_TOP)),
    *(f"top {k + 1} unquoted" for k in range(_TOP_OWN)),
    "sum", "sum unquoted", "any", "any unquoted", "mean", "words", "log words",
    *(f"listed {name}" for name in LISTED),
    "listed unquoted", "listed quoted",
    *(f"voice {name}" for name in VOICES),
    "first person", "exclamation", "question", "marks", "digits", "capitals",
)  # fmt: skip
"""The facts about a sentence."""


def sum_up(facts: WordFacts, units: Units, chances: Floats, texts: Sequence[str]) -> Floats:
    """Return the facts about sentences, sentences by `SUMS`.

    Parameters
    ----------
    facts : WordFacts
        Of the index the sentences stand in.
    units : Units
        The sentences.
    chances : array
        Of each of their words, in order: how likely it is loaded.
    texts : sequence of str
        The sentences.
    """
    places, owners, count = units.places, units.owners, len(units.first)
    sizes = np.maximum(units.end - units.first, 1)
    unquoted = ~facts.quoted[places]
    clipped = np.clip(chances, 1e-4, 1 - 1e-4)
    odds = np.log(clipped / (1 - clipped))

    def total(values: npt.ArrayLike) -> Floats:
        summed: Floats = np.bincount(owners, np.asarray(values, float), count).astype(float)
        return summed

    free = total(np.log1p(-clipped))
    free_unquoted = total(np.where(unquoted, np.log1p(-clipped), 0.0))
    listed = facts.listed[places]
    loaded = listed[:, :_LOADED].any(1)
    index = facts.index
    kinds = index.ids[places]
    personal = np.array([word in _FIRST for word in index.folded], bool)[kinds]
    capital = np.array([word[:1].isupper() for word in index.types], bool)[kinds]
    marks = [_marks_of(text) for text in texts]
    columns = [
        *_highest(odds, owners, count, _TOP).T,
        *_highest(np.where(unquoted, odds, _LOWEST), owners, count, _TOP_OWN).T,
        np.log1p(total(chances)),
        np.log1p(total(chances * unquoted)),
        -np.expm1(free),
        -np.expm1(free_unquoted),
        10 * total(chances) / sizes,
        sizes / 30,
        np.log1p(sizes),
        *(np.minimum(total(listed[:, k]), 3) for k in range(len(LISTED))),
        total(loaded & unquoted),
        total(loaded & ~unquoted),
        *(total(facts.voices[places] == k + 1) / sizes for k in range(len(VOICES))),
        total(personal) / 3,
        *np.array(marks, float).reshape(-1, 4).T,
        total(capital) / sizes,
    ]
    return np.column_stack(columns)


def _marks_of(text: str) -> tuple[float, float, float, float]:
    quoted = text.count('"') + text.count("“")
    return text.count("!"), text.count("?"), quoted, sum(map(str.isdigit, text)) / 20


def _highest(values: Floats, owners: Numbers, count: int, most: int) -> Floats:
    """Return the highest values of each owner, from the first down."""
    found = np.full((count, most), _LOWEST)
    order = np.lexsort((-values, owners))
    begin = np.searchsorted(owners[order], np.arange(count))
    rank = np.arange(len(order)) - begin[owners[order]]
    kept = rank < most
    found[owners[order][kept], rank[kept]] = values[order][kept]
    return found


class TermTable(NamedTuple):
    """Words and pairs of words with what they are worth in a sentence.

    Attributes
    ----------
    numbers : dict
        Word -> number, of the words that stand in terms.
    keys : array of int, sorted
        A word's number, or that of a pair.
    idf, weights : array
        Per key.
    """

    numbers: dict[str, int]
    keys: Numbers
    idf: Floats
    weights: Floats

    @classmethod
    def of(cls, rows: Mapping[str, tuple[float, float]]) -> TermTable:
        """Make a table of term -> (idf, weight); a term is a word, or two parted by a blank."""
        words = sorted({word for term in rows for word in term.split(" ")})
        numbers = {word: k + 1 for k, word in enumerate(words)}
        keys = np.array([_key(term, numbers) for term in rows], np.int64)
        order = np.argsort(keys)
        values = np.array(list(rows.values()), float).reshape(-1, 2)[order]
        return cls(numbers, keys[order], values[:, 0], values[:, 1])

    @property
    def spelled(self) -> list[str]:
        """The terms as they are written, in the order of `keys`."""
        words = ["", *sorted(self.numbers, key=self.numbers.__getitem__)]
        size = len(self.numbers) + 1
        pairs = (divmod(key, size) for key in self.keys.tolist())
        return [words[a] + (f" {words[b]}" if b else "") for a, b in pairs]

    def find(self, index: WordIndex, units: Units) -> tuple[Numbers, Numbers, Floats]:
        """Return sentence, term (its place in `keys`) and value of every term found.

        Values are (1 + log count) * idf, each sentence scaled to length 1.
        """
        owners, keys = keys_of_terms(index, units, self.numbers)
        where = self.keys.searchsorted(keys)
        there = self.keys.take(where, mode="clip") == keys if len(self.keys) else where < 0
        # One number for both sorts ten times faster than a pair of them.
        pairs = owners[there] * max(1, len(self.keys)) + where[there]
        found, counts = np.unique(pairs, return_counts=True)
        rows, terms = np.divmod(found, max(1, len(self.keys)))
        values = (1 + np.log(counts)) * self.idf[terms]
        length = np.sqrt(np.bincount(rows, values**2, len(units.first)))
        return rows, terms, values / length[rows]

    def worth(self, index: WordIndex, units: Units) -> Floats:
        """Return what the terms of each sentence are worth, in log odds."""
        owners, terms, values = self.find(index, units)
        worth = np.bincount(owners, values * self.weights[terms], len(units.first))
        return worth.astype(float)


def _key(term: str, numbers: Mapping[str, int]) -> int:
    first, _, second = term.partition(" ")
    size = len(numbers) + 1
    return numbers[first] * size + (numbers[second] if second else 0)


def keys_of_terms(
    index: WordIndex, units: Units, numbers: Mapping[str, int]
) -> tuple[Numbers, Numbers]:
    """Return sentence and key of all words and pairs whose words have a number."""
    size = len(numbers) + 1
    by_type = np.array([numbers.get(word, 0) for word in index.folded], np.int64)
    words = by_type[index.ids[units.places]]
    owners = units.owners
    pair = (owners[1:] == owners[:-1]) & (words[1:] > 0) & (words[:-1] > 0)
    known = words > 0
    return (
        np.concatenate([owners[known], owners[:-1][pair]]),
        np.concatenate([words[known] * size, words[:-1][pair] * size + words[1:][pair]]),
    )


def list_terms(index: WordIndex, units: Units, least: int) -> TermTable:
    """Return the words and pairs of words that stand in so many sentences, or texts, or more."""
    folded = sorted({index.folded[k] for k in np.unique(index.ids[units.places]).tolist()})
    numbers = {w: k + 1 for k, w in enumerate(w for w in folded if len(w) < WORD_LENGTH)}
    owners, keys = keys_of_terms(index, units, numbers)
    size = (len(numbers) + 1) ** 2
    pairs = np.unique(owners * size + keys)
    seen, count = np.unique(pairs % size, return_counts=True)
    often = count >= least
    idf = np.log((1 + len(units.first)) / (1 + count[often])) + 1
    return TermTable(numbers, seen[often], idf, np.zeros(int(often.sum())))
