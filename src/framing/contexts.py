"""Whether the words around a term let it count: what must stand there, and what must not.

The rules of a codebook ask for words next to, before or near a term; a capital beside it may make
it part of a name. All of them read the index word by word, in the sentence or line of the term.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from framing.lexicon import ContextRule, Term
from framing.neighbours import Neighbours, Phrase, fits
from framing.words import BREAK, END, HYPHEN, SPACE, WordIndex

__all__ = ["Reader", "context_allows", "find_named", "find_negated"]

_REACH = 8
_NEGATION_REACH = 4
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
_UNREAD, _NEITHER, _CAPITAL, _PLAIN = 0, 1, 2, 3
_ENDS = bytes([END])
_HEADLINE_WORDS = 3
_HEADLINE_SHARE = 0.85
_STOP = re.compile(r"[.!?;:\n]")
_SENTENCE_START = re.compile(r"[.!?:;“”\"«»„‘\n•–—()-]")


class Reader:
    """What stands at and around a word of an index, as the context rules ask for it."""

    def __init__(self, index: WordIndex) -> None:
        self.index = index
        # Read one by one these are faster than arrays, and nothing is copied.
        self.ids, self.glue = index.ids.data, index.glue.data
        self._starts, self._ends = index.starts.data, index.ends.data
        self._text_of = index.text_of.data
        self.folded, self.types = index.folded, index.types
        self._throughout: dict[int, bool] = {}
        self._kinds = np.full(len(index.types), _UNREAD, np.uint8)

    def word(self, place: int) -> str:
        """Return the folded word at a place."""
        return self.folded[self.ids[place]]

    def written(self, place: int) -> str:
        """Return the word at a place as written."""
        return self.types[self.ids[place]]

    def gap(self, place: int) -> str:
        """Return the characters between a word and the next of the same text."""
        text = self._text_of[place]
        if self.glue[place] == END and (
            place + 1 >= len(self.ids) or self._text_of[place + 1] != text
        ):
            return self.index.texts[text][self._ends[place] :]
        return self.index.texts[text][self._ends[place] : self._starts[place + 1]]

    def opens(self, place: int) -> bool:
        """Say whether a word begins a sentence, a quotation, a bracket or a line."""
        if place == 0 or self._text_of[place - 1] != self._text_of[place]:
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

    def capital(self, place: int) -> bool:
        """Say whether a word is written with a capital."""
        return self.written(place)[:1].isupper()

    def capitals_throughout(self, place: int) -> bool:
        """Say whether a word's line has capitals throughout, as a headline or a shout has."""
        line = self._line(place)
        if line.stop not in self._throughout:
            self._throughout[line.stop] = self._is_capitalised(line[1:])
        return self._throughout[line.stop]

    def _line(self, place: int) -> range:
        """Return the words between two new lines, or paragraphs, around a word."""
        number = self._text_of[place]
        text, (low, high) = self.index.texts[number], self.index.first[number : number + 2].tolist()
        left = text.rfind("\n", 0, self._starts[place]) + 1
        right = text.find("\n", self._ends[place])
        first = bisect_left(self._starts, left, low, high)
        stop = bisect_left(self._starts, right, low, high) if right >= 0 else high
        glue = self.glue[first:stop].tobytes()
        # Other marks than a new line end paragraphs, too.
        before = glue.rfind(_ENDS, 0, place - first)
        behind = glue.find(_ENDS, place - first)
        return range(first + before + 1, first + behind + 1 if behind >= 0 else stop)

    def _is_capitalised(self, line: range) -> bool:
        if len(line) < _HEADLINE_WORDS:
            return False
        glue = self.index.glue[line.start - 1 : line.stop - 1]
        types = self.index.ids[line.start : line.stop]
        for number in types[self._kinds[types] == _UNREAD].tolist():
            self._kinds[number] = _kind_of(self.types[number], self.folded[number])
        kinds = self._kinds[types]
        capital = int((kinds == _CAPITAL).sum())
        plain = int(((kinds == _PLAIN) & (glue != HYPHEN)).sum())
        return capital >= max(_HEADLINE_WORDS, _HEADLINE_SHARE * (capital + plain))


def _kind_of(word: str, folded: str) -> int:
    """Say whether a word has a capital, or could have one in a headline."""
    letter = word[:1]
    if letter.isupper():
        # "I" has its capital everywhere.
        return _NEITHER if word == "I" else _CAPITAL
    return _PLAIN if letter.islower() and folded not in _SMALL else _NEITHER


def find_negated(index: WordIndex, first: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Say of words whether a negation within four words before, in the same clause, holds them.

    Examples
    --------
    >>> index = WordIndex(["They were not reckless, but not only brutal."])
    >>> find_negated(index, np.array([3, 7])).tolist()
    [True, False]
    """
    near = np.maximum(first[:, None] - np.arange(_NEGATION_REACH + 1), 0)
    negates = _types_that(index, near, lambda word: word in _NEGATIONS or word.endswith("n't"))
    turns = _types_that(index, near, _TURNS.__contains__)
    only = _types_that(index, near, lambda word: word == "only")
    found = np.zeros(len(first), bool)
    rows = np.arange(len(first))
    for step in range(1, _NEGATION_REACH + 1):
        place = first[rows] - step
        rows = rows[(place >= 0) & (index.glue[np.maximum(place, 0)] < BREAK)]
        kinds = index.ids[first[rows] - step]
        after = index.ids[first[rows] - step + 1]
        found[rows] = negates[kinds] & ~only[after]
        rows = rows[~(negates[kinds] | turns[kinds])]
    return found


def _types_that(
    index: WordIndex,
    places: npt.NDArray[np.int64],
    test: Callable[[str], bool],
    forms: Sequence[str] | None = None,
) -> npt.NDArray[np.bool_]:
    """Return, per type, whether its folded form passes; only types at these places are asked."""
    forms = index.folded if forms is None else forms
    seen = np.zeros(len(index.types), bool)
    seen[index.ids[places]] = True
    types = np.flatnonzero(seen)
    seen[types] = [test(forms[k]) for k in types.tolist()]
    return seen


def find_named(
    index: WordIndex, first: npt.NDArray[np.int64], last: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Say of words whether capitals beside their own may make them part of a name.

    Examples
    --------
    >>> index = WordIndex(["Reckless Records made reckless plans."])
    >>> find_named(index, np.array([0, 3]), np.array([0, 3])).tolist()
    [True, False]
    """
    joined = index.glue <= HYPHEN
    before, after = np.maximum(first - 1, 0), np.minimum(last + 1, len(index) - 1)
    around = np.stack([first, before, after])
    capital = _types_that(index, around, lambda word: word[:1].isupper(), index.types)
    here, left, right = capital[index.ids[around]]
    left &= (first > 0) & joined[before]
    return np.asarray(here & (left | (right & joined[last])))


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
    return all(_stands(reader, first, last, rule) is rule.needed for rule in term.context)


def _stands(reader: Reader, first: int, last: int, rule: ContextRule) -> bool:
    if not rule.step:
        return _stands_near(reader, first, last, rule.wanted)
    return _stands_beside(reader, last if rule.step > 0 else first, rule.step, rule.wanted)


def _stands_beside(reader: Reader, place: int, step: int, wanted: Neighbours) -> bool:
    if not reader.joined(place if step > 0 else place - 1):
        return False
    word = reader.word(place + step)
    return (
        wanted.hold(word)
        or any(_runs(reader, place, phrase, step) for phrase in wanted.begin_with(word))
        or any(_SPECIAL[name](reader, place) for name in wanted.special)
    )


def _runs(reader: Reader, place: int, phrase: Phrase, step: int) -> bool:
    """Say whether a phrase's words stand one after the other from a place on."""
    for wanted in phrase:
        if not reader.joined(place if step > 0 else place - 1):
            return False
        place += step
        if not fits(reader.word(place), wanted):
            return False
    return True


def _stands_near(reader: Reader, first: int, last: int, wanted: Neighbours) -> bool:
    places = reader.before(first)[::-1] + reader.after(last)
    return wanted.hold_any([reader.word(place) for place in places])


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
