"""Where the terms of a codebook stand: types looked up once, the places of phrases walked.

An entry is resolved against the vocabulary, not against the text: each of its words becomes the
set of types that may stand there, and the rarest of its words in this corpus is where the search
for it begins.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from framing.columns import base_category
from framing.contexts import Reader, context_allows
from framing.lexicon import GAP, Lexicon
from framing.words import WordIndex

__all__ = ["Hit", "Reader", "find_hits"]

_LONGEST_GAP = 3
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


def find_hits(index: WordIndex, lexicon: Lexicon, reader: Reader | None = None) -> list[Hit]:
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
    list of Hit
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
    hits = [
        hit
        for hit in _candidates(index, lexicon, reader)
        if context_allows(reader, lexicon.terms[hit.term], hit.first, hit.last)
    ]
    return [
        hit._replace(negated=True)
        if base_category(lexicon.terms[hit.term].category) not in _BEYOND_NEGATION
        and reader.negates(hit.first)
        else hit
        for hit in _longest(hits, lexicon)
    ]


class _Rooted(NamedTuple):
    """A pattern with the types that may stand at each of its words, and where to begin."""

    term: int
    sets: tuple[frozenset[int] | None, ...]
    anchor: int
    head: int


def _resolve(index: WordIndex, lexicon: Lexicon) -> Iterator[_Rooted]:
    """Turn terms into types; those with a word that never occurs are done."""
    counts = np.bincount(index.ids, minlength=len(index.types))
    by_form = index.type_ids
    written: dict[str, list[int]] = {}
    for number, word in enumerate(index.types):
        written.setdefault(word.replace("\N{SOFT HYPHEN}", ""), []).append(number)
    ordered = sorted(by_form)
    globs: dict[str, frozenset[int]] = {}
    for number, term in enumerate(lexicon.terms):
        known: Mapping[str, Sequence[int]] = written if term.case else by_form
        for pattern in term.patterns:
            sets = _types_of(pattern, known, globs, ordered, by_form)
            if sets is None:
                continue
            weights = [
                int(counts[list(found)].sum()) if found is not None else np.iinfo(np.int64).max
                for found in sets
            ]
            head = term.head if term.head >= 0 else len(sets) - 1
            # How far a gap reaches must not hang on which words are rare in the other texts.
            first = next(k for k, found in enumerate(sets) if found is not None)
            anchor = first if None in sets else int(np.argmin(weights))
            yield _Rooted(number, tuple(sets), anchor, min(head, len(sets) - 1))


def _types_of(
    pattern: tuple[frozenset[str], ...],
    known: Mapping[str, Sequence[int]],
    globs: dict[str, frozenset[int]],
    ordered: Sequence[str],
    by_form: dict[str, tuple[int, ...]],
) -> list[frozenset[int] | None] | None:
    """Return the types that may stand at each word of a pattern, or None if one has none."""
    sets: list[frozenset[int] | None] = []
    for forms in pattern:
        if GAP in forms:
            sets.append(None)
            continue
        types: set[int] = set()
        for form in forms:
            if "*" in form:
                if form not in globs:
                    globs[form] = _glob(form, ordered, by_form)
                types |= globs[form]
            else:
                types.update(known.get(form, ()))
        if not types:
            return None
        sets.append(frozenset(types))
    return sets


def _glob(form: str, ordered: Sequence[str], by_form: dict[str, tuple[int, ...]]) -> frozenset[int]:
    prefix = form.partition("*")[0]
    pattern = re.compile(".*".join(map(re.escape, form.split("*"))), re.DOTALL)
    first = bisect_left(ordered, prefix)
    found: set[int] = set()
    for word in ordered[first:]:
        if not word.startswith(prefix):
            break
        if pattern.fullmatch(word):
            found.update(by_form[word])
    return frozenset(found)


def _candidates(index: WordIndex, lexicon: Lexicon, reader: Reader) -> Iterator[Hit]:
    rooted: dict[int, list[_Rooted]] = {}
    for pattern in _resolve(index, lexicon):
        anchor = pattern.sets[pattern.anchor]
        for number in anchor or ():
            rooted.setdefault(number, []).append(pattern)
    interesting = np.zeros(len(index.types) + 1, bool)
    interesting[list(rooted)] = True
    ids = reader.ids
    for place in np.flatnonzero(interesting[index.ids]).tolist():
        for pattern in rooted[ids[place]]:
            if len(pattern.sets) == 1:
                yield Hit(pattern.term, place, place, place, False)
                continue
            places = _walk(reader, pattern, place)
            if places:
                yield Hit(pattern.term, places[0], places[-1], places[pattern.head], False)


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
    sets: Sequence[frozenset[int] | None],
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


def _longest(hits: list[Hit], lexicon: Lexicon) -> list[Hit]:
    """Keep the longest of overlapping hits in a category, then the leftmost."""

    def order(hit: Hit) -> tuple[int, int, bool, str, str]:
        # The last three make the choice between equals independent of the order of the rows.
        term = lexicon.terms[hit.term]
        return (hit.first - hit.last, hit.first, not term.case, term.entry, term.term)

    kept: list[Hit] = []
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        # The alternatives of a naming set compete with each other for a place.
        family = lexicon.terms[hit.term].category.partition("/")[0]
        groups.setdefault(family, []).append(hit)
    for group in groups.values():
        taken: set[int] = set()
        for hit in sorted(group, key=order):
            places = range(hit.first, hit.last + 1)
            if taken.isdisjoint(places):
                taken.update(places)
                kept.append(hit)
    return sorted(kept, key=lambda h: (h.first, h.last, h.term))
