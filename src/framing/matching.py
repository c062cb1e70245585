"""The terms of a codebook in texts: longest first, each in a context that lets it count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from framing.columns import base_category
from framing.contexts import Reader, context_allows, find_named, find_negated
from framing.entries import Numbers, Places, find_places
from framing.lexicon import Lexicon, Term
from framing.words import WordIndex

__all__ = ["Hit", "Hits", "Reader", "find_hits"]

# A presupposition survives its negation, and a name is a name.
_BEYOND_NEGATION = frozenset(
    {"factive", "implicative", "hedge", "naming", "generalisation", "so_called",
     "agent_deletion", "harm_mention"}
)  # fmt: skip


class Hit(NamedTuple):
    """A term found: the words `first..last` of the index, and whether it is negated."""

    term: int
    first: int
    last: int
    head: int
    negated: bool


@dataclass(frozen=True)
class Hits:
    """Terms found, as columns; one by one they are `Hit`.

    Attributes
    ----------
    term : ndarray of int64
        Numbers of the codebook's terms.
    first, last, head : ndarray of int64
        Words of the index.
    negated : ndarray of bool
    """

    term: Numbers
    first: Numbers
    last: Numbers
    head: Numbers
    negated: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.term)

    def __iter__(self) -> Iterator[Hit]:
        return self.only(slice(None))

    def only(self, rows: slice | Numbers) -> Iterator[Hit]:
        """Yield some of the hits."""
        columns = (self.term, self.first, self.last, self.head, self.negated)
        return map(Hit._make, zip(*(column[rows].tolist() for column in columns), strict=True))


def find_hits(index: WordIndex, lexicon: Lexicon, reader: Reader | None = None) -> Hits:
    """Find every term of a codebook, longest first, once per category and place.

    Parameters
    ----------
    index : WordIndex
        The words of the texts.
    lexicon : Lexicon
        The codebook.
    reader : Reader, optional
        One made before for this index.

    Returns
    -------
    Hits
        In the order of the texts; within a category no two overlap.

    Examples
    --------
    >>> from framing.lexicon import read_lexicon
    >>> index = WordIndex(["Their reckless plan was not reckless driving."])
    >>> [
    ...     index.folded[index.ids[hit.first]]
    ...     for hit in find_hits(index, read_lexicon("loaded"))
    ...     if read_lexicon("loaded").terms[hit.term].category == "evaluation"
    ... ]
    ['reckless']
    """
    reader = reader or Reader(index)
    terms = lexicon.terms
    places = find_places(index, lexicon, reader)
    places = _keep(places, _allowed(places, terms, reader))
    places = _keep(places, _longest(places, terms))
    order = np.lexsort((places.term, places.last, places.first))
    places = _keep(places, order)
    negatable = np.array([base_category(t.category) not in _BEYOND_NEGATION for t in terms], bool)
    negated = find_negated(index, places.first) & negatable[places.term]
    return Hits(*places, negated)


def _keep(places: Places, which: npt.NDArray[np.bool_] | Numbers) -> Places:
    return Places(*(column[which] for column in places))


def _allowed(places: Places, terms: Sequence[Term], reader: Reader) -> npt.NDArray[np.bool_]:
    """Say of each place whether its context lets it count; most terms ask for nothing."""
    asks = np.array([bool(term.context) for term in terms], bool)
    named = np.array([not term.name for term in terms], bool)
    doubtful = asks[places.term] | (
        named[places.term] & find_named(reader.index, places.first, places.last)
    )
    allowed = ~doubtful
    rows = zip(*(column[doubtful].tolist() for column in places[:3]), strict=True)
    allowed[doubtful] = [context_allows(reader, terms[t], a, b) for t, a, b in rows]
    return allowed


def _longest(places: Places, terms: Sequence[Term]) -> npt.NDArray[np.bool_]:
    """Keep the longest of overlapping places in a category, then the leftmost."""
    # The alternatives of a naming set compete with each other for a place.
    families = [term.category.partition("/")[0] for term in terms]
    numbers = {name: n for n, name in enumerate(dict.fromkeys(families))}
    family = np.array([numbers[name] for name in families], np.int64)[places.term]
    width = int(places.last.max(initial=0)) + 1
    begin, end = family * width + places.first, family * width + places.last
    order = np.lexsort((end, begin))
    reach = np.maximum.accumulate(end[order])
    # A place that begins beyond all before it, and ends before the next begins, has no rival.
    opens = np.append(True, begin[order][1:] > reach[:-1]) if len(order) else np.zeros(0, bool)
    rivals = ~(opens & np.append(opens[1:], True)) if len(order) else opens
    kept = np.ones(len(order), bool)
    contested = order[rivals]
    kept[contested] = False

    def rank(row: int) -> tuple[int, int, bool, str, str, int]:
        # The last four make the choice between equals independent of the order of the rows.
        term = terms[places.term[row]]
        first, last = int(places.first[row]), int(places.last[row])
        return first - last, first, not term.case, term.entry, term.term, int(places.head[row])

    taken: set[int] = set()
    for row in sorted(contested.tolist(), key=rank):
        words = range(int(begin[row]), int(end[row]) + 1)
        if taken.isdisjoint(words):
            taken.update(words)
            kept[row] = True
    return kept
