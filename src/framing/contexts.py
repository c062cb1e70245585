"""Whether the words around a term let it count: what must stand there, and what must not.

The rules of a codebook ask for words next to, before or near a term; a capital beside it may make
it part of a name. All of them read the index word by word, in the sentence or line of the term.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache

from framing.lexicon import Phrase, Term
from framing.words import BREAK, END, HYPHEN, SPACE, WordIndex

__all__ = ["Reader", "context_allows"]

_REACH = 8
_NEGATIONS = frozenset(
    {"not", "no", "never", "neither", "nor", "without", "hardly", "cannot", "nothing", "nobody"}
)
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


def context_allows(reader: Reader, term: Term, first: int, last: int) -> bool:
    """Say whether the context lets the words from first to last count as a term.

    Parameters
    ----------
    reader : Reader
        Of the index the words stand in.
    term : Term
        The term whose words they are.
    first, last : int
        Places of the index.

    Returns
    -------
    bool

    Examples
    --------
    >>> term = Term("reckless", "evaluation", "reckless", (), block_next=(("driving",),))
    >>> reader = Reader(WordIndex(["Reckless driving and a reckless plan."]))
    >>> [context_allows(reader, term, place, place) for place in (0, 4)]
    [False, True]
    """
    if not term.name and reader.capital(first) and _in_name(reader, first, last):
        return False
    if term.block_next and _stands_next(reader, last, term.block_next):
        return False
    if term.block_prev and _stands_before(reader, first, term.block_prev):
        return False
    if term.block_near and _stands_near(reader, first, last, term.block_near):
        return False
    if term.need_next and not _stands_next(reader, last, term.need_next):
        return False
    if term.need_prev and not _stands_before(reader, first, term.need_prev):
        return False
    return not term.need_near or _stands_near(reader, first, last, term.need_near)


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


def _stands_near(reader: Reader, first: int, last: int, phrases: tuple[Phrase, ...]) -> bool:
    places = reader.before(first)[::-1] + reader.after(last)
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


def _in_name(reader: Reader, first: int, last: int) -> bool:
    """Say whether the words are part of a longer capitalised name, as in Reckless Records."""
    before = (
        reader.joined(first - 1)
        and not reader.opens(first)
        and not reader.opens(first - 1)
        and _builds_name(reader, first - 1, first)
    )
    after = reader.joined(last) and reader.capital(last) and _builds_name(reader, last + 1, last)
    if not before and not after:
        return False
    if after and not before and reader.opens(first) and first == last:
        # A capital at the start of a sentence says nothing: "Brutal Karsovian shelling".
        return False
    return not reader.capitals_throughout(first)


def _builds_name(reader: Reader, place: int, beside: int) -> bool:
    """Say whether a word may be one of a name together with its neighbour."""
    if not reader.capital(place) or (reader.word(place) in _SMALL and reader.word(place) != "the"):
        return False
    # Two words shouted are no name.
    return not (reader.written(place).isupper() and reader.written(beside).isupper())
