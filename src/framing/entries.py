"""Where the words of a codebook's entries stand next to each other: types looked up, not tokens.

An entry is resolved against the vocabulary, not against the text: each of its words becomes the
set of types that may stand there, and the rarest of its words in this corpus is where the search
for it begins. All entries are then followed at once, word by word, as columns; only those with a
gap are walked one by one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from framing.contexts import Reader
from framing.lexicon import GAP, Lexicon
from framing.words import HYPHEN, WordIndex

__all__ = ["Places", "find_places"]

_LONGEST_GAP = 3
Numbers = npt.NDArray[np.int64]
Types = frozenset[int]


class Places(NamedTuple):
    """Terms whose words stand in a row: numbers of terms, and words of the index, as columns."""

    term: Numbers
    first: Numbers
    last: Numbers
    head: Numbers


class _Rooted(NamedTuple):
    """A pattern with the types that may stand at each of its words, and where to begin."""

    term: int
    sets: tuple[Types | None, ...]
    anchor: int
    head: int


def find_places(index: WordIndex, lexicon: Lexicon, reader: Reader) -> Places:
    """Return where the words of each term stand, whatever is around them; places may overlap.

    Parameters
    ----------
    index : WordIndex
        The words of the texts.
    lexicon : Lexicon
        The codebook.
    reader : Reader
        Of the same index.

    Examples
    --------
    >>> from framing.lexicon import read_lexicon
    >>> index = WordIndex(["They carried it out."])
    >>> lexicon = read_lexicon("loaded")
    >>> len(find_places(index, lexicon, Reader(index)).term) == len(
    ...     find_places(index, lexicon, Reader(index)).first
    ... )
    True
    """
    singles: list[_Rooted] = []
    phrases: list[_Rooted] = []
    gapped: list[_Rooted] = []
    for pattern in _resolve(index, lexicon):
        if None in pattern.sets:
            gapped.append(pattern)
        else:
            (phrases if len(pattern.sets) > 1 else singles).append(pattern)
    anchors = np.zeros(len(index.types), bool)
    every = (*singles, *phrases, *gapped)
    anchors[[number for pattern in every for number in pattern.sets[pattern.anchor] or ()]] = True
    # The one look at all words; from here on only places where something may begin are asked.
    places = np.flatnonzero(anchors[index.ids])
    found = [
        _alone(index, singles, places),
        _in_a_row(index, phrases, places),
        _around_gaps(index, gapped, places, reader),
    ]
    return Places(*(np.concatenate(columns) for columns in zip(*found, strict=True)))


def _resolve(index: WordIndex, lexicon: Lexicon) -> list[_Rooted]:
    """Turn terms into types; those with a word that never occurs are done."""
    counts = index.counts.tolist()
    globs: dict[str, Types] = {}
    found: list[_Rooted] = []
    for number, term in enumerate(lexicon.terms):
        known = index.written_ids if term.case else index.type_ids
        for pattern in term.patterns:
            sets = _types_of(pattern, known, globs, index)
            if sets is None:
                continue
            anchor = 0
            if len(sets) > 1:
                named = [k for k, types in enumerate(sets) if types is not None]
                # How far a gap reaches must not hang on which words are rare in the other texts.
                anchor = named[0]
                if len(named) == len(sets):
                    anchor = min(named, key=lambda k: sum(counts[i] for i in sets[k] or ()))
            head = term.head if term.head >= 0 else len(sets) - 1
            found.append(_Rooted(number, tuple(sets), anchor, min(head, len(sets) - 1)))
    return found


def _types_of(
    pattern: tuple[frozenset[str], ...],
    known: Mapping[str, Sequence[int]],
    globs: dict[str, Types],
    index: WordIndex,
) -> list[Types | None] | None:
    """Return the types that may stand at each word of a pattern, or None if one has none."""
    sets: list[Types | None] = []
    for forms in pattern:
        if GAP in forms:
            sets.append(None)
            continue
        types: set[int] = set()
        for form in forms:
            if "*" in form:
                if form not in globs:
                    globs[form] = _glob(form, index)
                types |= globs[form]
            else:
                types.update(known.get(form, ()))
        if not types:
            return None
        sets.append(frozenset(types))
    return sets


def _glob(form: str, index: WordIndex) -> Types:
    prefix = form.partition("*")[0]
    pattern = re.compile(".*".join(map(re.escape, form.split("*"))), re.DOTALL)
    ordered, by_form = index.ordered_forms, index.type_ids
    found: set[int] = set()
    for word in ordered[bisect_left(ordered, prefix) :]:
        if not word.startswith(prefix):
            break
        if pattern.fullmatch(word):
            found.update(by_form[word])
    return frozenset(found)


def _meet(
    index: WordIndex, patterns: Sequence[_Rooted], places: Numbers
) -> tuple[Numbers, Numbers]:
    """Return every place of a pattern's anchor, and the number of the pattern."""
    pairs = [(t, n) for n, p in enumerate(patterns) for t in p.sets[p.anchor] or ()]
    types, rows = np.array(sorted(pairs), np.int64).reshape(-1, 2).T
    many = np.bincount(types, minlength=len(index.types))
    kinds = index.ids[places]
    kept = (many > 0)[kinds]
    places, kinds = places[kept], kinds[kept]
    repeats = many[kinds]
    before = np.cumsum(repeats) - repeats
    rank = np.arange(repeats.sum()) - np.repeat(before, repeats)
    return np.repeat(places, repeats), rows[
        np.repeat((np.cumsum(many) - many)[kinds], repeats) + rank
    ]


def _column(patterns: Sequence[_Rooted], name: str) -> Numbers:
    return np.array([getattr(pattern, name) for pattern in patterns], np.int64)


def _alone(index: WordIndex, patterns: Sequence[_Rooted], anchors: Numbers) -> Places:
    places, rows = _meet(index, patterns, anchors)
    return Places(_column(patterns, "term")[rows], places, places, places)


class _Members:
    """Which types each of some sets holds, asked for many words at once."""

    def __init__(self, index: WordIndex, sets: Sequence[Types | None]) -> None:
        self._ids, self._types = index.ids, len(index.types)
        self.numbers = {types: n for n, types in enumerate(dict.fromkeys(filter(None, sets)))}
        keys = [n * self._types + t for types, n in self.numbers.items() for t in types]
        self._keys = np.array(sorted(keys), np.int64)

    def hold(self, sets: Numbers, places: Numbers) -> npt.NDArray[np.bool_]:
        """Say whether the word at each place is in each set; beyond the last word none is."""
        there = places < len(self._ids)
        wanted = sets * self._types + self._ids[np.where(there, places, 0)]
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        return np.asarray(there & (self._keys[at] == wanted))


def _in_a_row(index: WordIndex, patterns: Sequence[_Rooted], anchors: Numbers) -> Places:
    places, rows = _meet(index, patterns, anchors)
    if not len(rows):
        return Places(rows, rows, rows, rows)
    members = _Members(index, [types for pattern in patterns for types in pattern.sets])
    size = np.array([len(pattern.sets) for pattern in patterns])
    sets = np.zeros((len(patterns), size.max()), np.int64)
    for row, pattern in enumerate(patterns):
        sets[row, : size[row]] = [members.numbers[types] for types in pattern.sets if types]
    anchor = _column(patterns, "anchor")
    joined = index.glue <= HYPHEN
    for step in (*range(1, int(size.max())), *range(-1, -int(size.max()), -1)):
        word = anchor[rows] + step
        asked = (word >= 0) & (word < size[rows])
        beside = places[asked] + step
        good = ~asked
        # The glue of the earlier of two neighbours says whether they are joined.
        good[asked] = joined[np.minimum(beside, beside - np.sign(step))] & members.hold(
            sets[rows[asked], word[asked]], beside
        )
        places, rows = places[good], rows[good]
    first = places - anchor[rows]
    return Places(
        _column(patterns, "term")[rows],
        first,
        first + size[rows] - 1,
        first + _column(patterns, "head")[rows],
    )


def _around_gaps(
    index: WordIndex, patterns: Sequence[_Rooted], anchors: Numbers, reader: Reader
) -> Places:
    places, rows = _meet(index, patterns, anchors)
    found: list[tuple[int, int, int, int]] = []
    for place, row in zip(*_reachable(index, patterns, places, rows), strict=True):
        pattern = patterns[row]
        words = _walk(reader, pattern, place)
        if words:
            found.append((pattern.term, words[0], words[-1], words[pattern.head]))
    return Places(*np.array(found, np.int64).reshape(-1, 4).T)


def _reachable(
    index: WordIndex, patterns: Sequence[_Rooted], places: Numbers, rows: Numbers
) -> tuple[list[int], list[int]]:
    """Keep the places near which the next word of the pattern stands at all."""
    following = [next(filter(None, p.sets[p.anchor + 1 :]), None) for p in patterns]
    members = _Members(index, following)
    if not members.numbers:
        return places.tolist(), rows.tolist()
    wanted = np.array([members.numbers.get(types, -1) for types in following])[rows]  # type: ignore[arg-type]
    longest = max(len(pattern.sets) for pattern in patterns) * (_LONGEST_GAP + 1)
    near = wanted < 0
    for step in range(1, longest):
        near[~near] = members.hold(wanted[~near], places[~near] + step)
    return places[near].tolist(), rows[near].tolist()


def _walk(reader: Reader, pattern: _Rooted, place: int) -> list[int]:
    """Return the places of a phrase's words around its anchor, or nothing."""
    right = _side(reader, pattern.sets[pattern.anchor + 1 :], place, +1)
    if right is None:
        return []
    left = _side(reader, pattern.sets[: pattern.anchor][::-1], place, -1)
    if left is None:
        return []
    return [*left[::-1], place, *right]


def _side(
    reader: Reader,
    sets: Sequence[Types | None],
    place: int,
    step: int,
    slack: int = 0,
) -> list[int] | None:
    """Return the nearest places of the words on one side, or nothing."""
    if not sets:
        return []
    if sets[0] is None:
        rest = _side(reader, sets[1:], place, step, _LONGEST_GAP)
        return None if rest is None else [place, *rest]
    for _ in range(slack + 1):
        if not reader.joined(place if step > 0 else place - 1):
            return None
        place += step
        if not 0 <= place < len(reader.ids):
            return None
        if reader.ids[place] in sets[0]:
            rest = _side(reader, sets[1:], place, step)
            if rest is not None:
                return [place, *rest]
    return None
