"""Where the terms of a codebook stand: types looked up once, contexts checked at each place.

An entry is resolved against the vocabulary, not against the text: each of its words becomes the
set of types that may stand there, and the rarest of its words in this corpus is where the search
for it begins.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from framing.columns import base_category
from framing.lexicon import GAP, Lexicon, Phrase, Term
from framing.words import BREAK, END, HYPHEN, SPACE, WordIndex

__all__ = ["Hit", "Reader", "find_hits"]

_REACH = 8
_LONGEST_GAP = 3
_NEGATIONS = frozenset(
    {"not", "no", "never", "neither", "nor", "without", "hardly", "cannot", "nothing", "nobody"}
)
# A presupposition survives its negation, and a name is a name.
_BEYOND_NEGATION = frozenset(
    {"factive", "implicative", "hedge", "naming", "generalisation", "so_called",
     "agent_deletion", "harm_mention"}
)  # fmt: skip
_TURNS = frozenset({"but", "only", "because", "although", "though"})
_FINITE = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "may",
     "might", "must", "should", "did", "does", "do", "shall"}
)  # fmt: skip
_SUBJECTS = frozenset(
    {"he", "she", "it", "they", "we", "you", "there", "i", "this", "these", "those", "the", "a",
     "an", "his", "her", "their", "its", "our", "no", "some", "many", "most", "all"}
)  # fmt: skip
# The words that many headlines leave without a capital.
_SMALL = frozenset(
    {"a", "about", "above", "across", "after", "against", "along", "amid", "among", "an",
     "and", "are", "around", "as", "at", "be", "because", "been", "before", "behind", "being",
     "below", "beneath", "beside", "between", "beyond", "but", "by", "can", "could", "de",
     "despite", "did", "do", "does", "down", "during", "few", "for", "from", "had", "has",
     "have", "he", "her", "his", "how", "if", "in", "inside", "into", "is", "it", "its",
     "like", "may", "might", "more", "must", "near", "no", "nor", "not", "of", "off", "on",
     "onto", "or", "our", "out", "outside", "over", "per", "she", "should", "since", "so",
     "some", "than", "that", "the", "their", "them", "these", "they", "this", "those",
     "through", "to", "toward", "towards", "under", "until", "up", "upon", "versus", "via",
     "vs", "was", "we", "were", "what", "when", "where", "which", "while", "who", "why",
     "will", "with", "within", "without", "would", "yet", "you", "your"}
)  # fmt: skip
_HEADLINE_WORDS = 3
_HEADLINE_SHARE = 0.85
_STOP = re.compile(r"[.!?;:\n]")
_SENTENCE_START = re.compile(r"[.!?:;“”\"«»„‘\n•–—()-]")


class Hit(NamedTuple):
    """A term found: the words `first..last` of the index, and whether it is negated."""

    term: int
    first: int
    last: int
    head: int
    negated: bool


class Reader:
    """What stands at and around a word of an index, as the context rules ask for it."""

    def __init__(self, index: WordIndex) -> None:
        self.index = index
        self.ids: list[int] = index.ids.tolist()
        self.glue: list[int] = index.glue.tolist()
        self.folded, self.types = index.folded, index.types
        self._throughout: dict[int, bool] = {}

    @cached_property
    def _starts(self) -> list[int]:
        return list(self.index.starts.tolist())

    @cached_property
    def _ends(self) -> list[int]:
        return list(self.index.ends.tolist())

    def word(self, place: int) -> str:
        """Return the folded word at a place."""
        return self.folded[self.ids[place]]

    def written(self, place: int) -> str:
        """Return the word at a place as written."""
        return self.types[self.ids[place]]

    def gap(self, place: int) -> str:
        """Return the characters between a word and the next of the same text."""
        text = int(self.index.text_of[place])
        if self.glue[place] == END and (
            place + 1 >= len(self.ids) or self.index.text_of[place + 1] != text
        ):
            return self.index.texts[text][self._ends[place] :]
        return self.index.texts[text][self._ends[place] : self._starts[place + 1]]

    def opens(self, place: int) -> bool:
        """Say whether a word begins a sentence, a quotation, a bracket or a line."""
        if place == 0 or self.index.text_of[place - 1] != self.index.text_of[place]:
            return True
        if self.glue[place - 1] in (SPACE, HYPHEN):
            return "\n" in self.gap(place - 1)
        return self.glue[place - 1] == END or bool(_SENTENCE_START.search(self.gap(place - 1)))

    def joined(self, place: int) -> bool:
        """Say whether only blanks or a hyphen stand between a word and the next."""
        return 0 <= place < len(self.glue) and self.glue[place] <= HYPHEN

    def after(self, place: int, reach: int = _REACH) -> list[int]:
        """Return the places after a word, in its sentence."""
        found: list[int] = []
        while len(found) < reach and place < len(self.ids) - 1:
            if self.glue[place] == END:
                break
            if self.glue[place] == BREAK and _STOP.search(self.gap(place)):
                break
            place += 1
            found.append(place)
        return found

    def before(self, place: int, reach: int = _REACH) -> list[int]:
        """Return the places before a word, nearest first, in its sentence."""
        found: list[int] = []
        while len(found) < reach and place > 0:
            if self.glue[place - 1] == END:
                break
            if self.glue[place - 1] == BREAK and _STOP.search(self.gap(place - 1)):
                break
            place -= 1
            found.append(place)
        return found

    def negates(self, first: int) -> bool:
        """Say whether a negation within four words before, in the same clause, holds the word."""
        place = first
        for _ in range(4):
            place -= 1
            if place < 0 or self.glue[place] >= BREAK:
                return False
            word = self.word(place)
            if word in _TURNS:
                return False
            if word in _NEGATIONS or word.endswith("n't"):
                following = self.word(place + 1) if place + 1 <= first else ""
                return following != "only"
        return False

    def capital(self, place: int) -> bool:
        """Say whether a word is written with a capital."""
        return self.written(place)[:1].isupper()

    def capitals_throughout(self, place: int) -> bool:
        """Say whether a word's line has capitals throughout, as a headline or a shout has."""
        if place not in self._throughout:
            line = self._line(place)
            self._throughout.update(dict.fromkeys(line, self._is_capitalised(line[1:])))
        return self._throughout[place]

    def _line(self, place: int) -> range:
        first = last = place
        while first > 0 and not self._ends_line(first - 1):
            first -= 1
        while last < len(self.ids) - 1 and not self._ends_line(last):
            last += 1
        return range(first, last + 1)

    def _ends_line(self, place: int) -> bool:
        return self.glue[place] == END or "\n" in self.gap(place)

    def _is_capitalised(self, line: range) -> bool:
        capital = plain = 0
        for place in line:
            if self.capital(place):
                # "I" has its capital everywhere.
                capital += self.written(place) != "I"
            elif self.glue[place - 1] != HYPHEN and self.word(place) not in _SMALL:
                plain += self.written(place)[:1].islower()
        enough = _HEADLINE_SHARE * (capital + plain)
        return capital >= _HEADLINE_WORDS and capital >= enough


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
        if _counts(reader, lexicon.terms[hit.term], hit)
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
                sets.append(frozenset(types))
            if any(found is not None and not found for found in sets):
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


def _counts(reader: Reader, term: Term, hit: Hit) -> bool:
    """Say whether the context lets a candidate count."""
    if not term.name and reader.capital(hit.first) and _in_name(reader, hit):
        return False
    if term.block_next and _stands_next(reader, hit.last, term.block_next):
        return False
    if term.block_prev and _stands_before(reader, hit.first, term.block_prev):
        return False
    if term.block_near and _stands_near(reader, hit, term.block_near):
        return False
    if term.need_next and not _stands_next(reader, hit.last, term.need_next):
        return False
    if term.need_prev and not _stands_before(reader, hit.first, term.need_prev):
        return False
    return not term.need_near or _stands_near(reader, hit, term.need_near)


@lru_cache(maxsize=1 << 16)
def _parted(phrases: tuple[Phrase, ...]) -> tuple[frozenset[str], tuple[Phrase, ...]]:
    """Part phrases into plain single words, which a set answers at once, and the others."""
    plain = {p[0] for p in phrases if len(p) == 1 and p[0][0] != "<" and "*" not in p[0]}
    return frozenset(plain), tuple(p for p in phrases if len(p) > 1 or p[0] not in plain)


def _fits(word: str, wanted: str) -> bool:
    head, star, tail = wanted.partition("*")
    if not star:
        return word == wanted
    return fnmatchcase(word, wanted) if tail else word.startswith(head)


def _stands_next(reader: Reader, last: int, phrases: tuple[Phrase, ...]) -> bool:
    if not reader.joined(last):
        return False
    words, others = _parted(phrases)
    return reader.word(last + 1) in words or any(
        _SPECIAL[phrase[0]](reader, last)
        if phrase[0].startswith("<")
        else _runs(reader, last, phrase, +1)
        for phrase in others
    )


def _stands_before(reader: Reader, first: int, phrases: tuple[Phrase, ...]) -> bool:
    if not reader.joined(first - 1):
        return False
    words, others = _parted(phrases)
    return reader.word(first - 1) in words or any(
        _runs(reader, first, phrase[::-1], -1) for phrase in others
    )


def _runs(reader: Reader, place: int, phrase: Phrase, step: int) -> bool:
    """Say whether a phrase's words stand one after the other from a place on."""
    for wanted in phrase:
        if not reader.joined(place if step > 0 else place - 1):
            return False
        place += step
        if not _fits(reader.word(place), wanted):
            return False
    return True


def _stands_near(reader: Reader, hit: Hit, phrases: tuple[Phrase, ...]) -> bool:
    places = reader.before(hit.first)[::-1] + reader.after(hit.last)
    near = [reader.word(place) for place in places]
    words, others = _parted(phrases)
    if not words.isdisjoint(near):
        return True
    for phrase in others:
        size = len(phrase)
        for k in range(len(near) - size + 1):
            if all(_fits(near[k + m], phrase[m]) for m in range(size)):
                return True
    return False


def _to_infinitive(reader: Reader, last: int) -> bool:
    places = reader.after(last, 2)
    return (
        len(places) == 2
        and reader.joined(last)
        and reader.joined(last + 1)
        and reader.word(places[0]) == "to"
    )


def _that_clause(reader: Reader, last: int) -> bool:
    places = reader.after(last, _REACH)
    if not places or not reader.joined(last):
        return False
    if reader.word(places[0]) == "that":
        # "revealed that night" has no clause after it.
        return len(places) > 2
    if reader.word(places[0]) not in _SUBJECTS and not reader.capital(places[0]):
        return False
    words = [reader.word(place) for place in places[1:]]
    return any(word in _FINITE for word in words)


def _capitalised(reader: Reader, last: int) -> bool:
    places = reader.after(last, 1)
    return bool(places) and reader.joined(last) and reader.capital(places[0])


_SPECIAL = {"<to-inf>": _to_infinitive, "<that>": _that_clause, "<cap>": _capitalised}


def _in_name(reader: Reader, hit: Hit) -> bool:
    """Say whether the words are part of a longer capitalised name, as in Reckless Records."""
    before = (
        reader.joined(hit.first - 1)
        and not reader.opens(hit.first)
        and not reader.opens(hit.first - 1)
        and _builds_name(reader, hit.first - 1, hit.first)
    )
    after = (
        reader.joined(hit.last)
        and reader.capital(hit.last)
        and _builds_name(reader, hit.last + 1, hit.last)
    )
    if not before and not after:
        return False
    if after and not before and reader.opens(hit.first) and hit.first == hit.last:
        # A capital at the start of a sentence says nothing: "Brutal Karsovian shelling".
        return False
    return not reader.capitals_throughout(hit.first)


def _builds_name(reader: Reader, place: int, beside: int) -> bool:
    """Say whether a word may be one of a name together with its neighbour."""
    if not reader.capital(place) or (reader.word(place) in _SMALL and reader.word(place) != "the"):
        return False
    # Two words shouted are no name.
    return not (reader.written(place).isupper() and reader.written(beside).isupper())


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
