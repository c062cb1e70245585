"""Words and terms found the slow way: one character, one word after the other, nothing clever.

What the docstrings of `WordIndex` and `find_hits` say, written down again on plain strings. Only
the first word of an entry is looked up in a dictionary, or whole corpora could not be read.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from framing.lexicon import GAP, Term
from framing.words import fold

APOSTROPHES = "'’ʼ＇"


def is_letter(char: str) -> bool:
    known = unicodedata.category(char)[0] in "LNM" or char in "\u200c\u200d"
    return known and char not in APOSTROPHES


def slow_words(text: str) -> list[tuple[int, int]]:
    """Find words one character at a time, as the docstring of the index says it."""
    letters = [is_letter(char) for char in text]
    inside = [
        letters[k] or (text[k] in APOSTROPHES + "\u00ad" and 0 < k < len(text) - 1
                       and all(letters[k - 1 : k + 2 : 2]))
        for k in range(len(text))
    ]  # fmt: skip
    found, place = [], 0
    while place < len(text):
        end = place
        while end < len(text) and inside[end]:
            end += 1
        if end > place:
            clitic = text[place:end][-2:-1] in (*APOSTROPHES,) and text[end - 1] in "sS"
            found.append((place, end - 2 if clitic else end))
        place = end + 1
    return found


def is_joined(text: str, end: int, start: int) -> bool:
    """Say whether two words stand in a row: blanks, at most one new line, or a hyphen between."""
    gap = text[end:start]
    if gap[:1] in APOSTROPHES and gap[1:2] in ("s", "S"):
        gap = "  " + gap[2:]
    if gap in ("-", "‐", "‑"):
        return True
    if sum(char in "\n\x0b\x0c\x85\u2028\u2029" for char in gap) > 1:
        return False
    return all(char.isspace() or char in "\u200b\ufeff\u00ad" for char in gap)


def fits(word: str, folded: str, forms: frozenset[str], case: bool) -> bool:
    for form in forms:
        if "*" in form:
            first, *rest = form.split("*")
            if not folded.startswith(first):
                continue
            tail, good = folded[len(first) :], True
            for k, part in enumerate(rest):
                at = tail.rfind(part) if k == len(rest) - 1 else tail.find(part)
                if at < 0 or (k == len(rest) - 1 and at + len(part) != len(tail)):
                    good = False
                    break
                tail = tail[at + len(part) :]
            if good:
                return True
        elif (word if case else folded) == form:
            return True
    return False


class SlowReader:
    """Finds the terms of a codebook, whatever is around them, longest first in a category."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.by_first: dict[str, list[tuple[Term, tuple[frozenset[str], ...]]]] = {}
        self.always: list[tuple[Term, tuple[frozenset[str], ...]]] = []
        for term in terms:
            for pattern in term.patterns:
                if any("*" in form for form in pattern[0]):
                    self.always.append((term, pattern))
                for form in pattern[0]:
                    self.by_first.setdefault(fold(form), []).append((term, pattern))

    def find(self, text: str) -> set[tuple[int, int, str]]:
        """Return start, end and category of every hit, in characters."""
        words = slow_words(text)
        forms = [(text[a:b].replace("\u00ad", ""), fold(text[a:b])) for a, b in words]
        found: dict[str, set[tuple[int, int]]] = {}
        for at, (_, folded) in enumerate(forms):
            for term, pattern in (*self.by_first.get(folded, ()), *self.always):
                for last in self._ends(text, words, forms, at, pattern, term.case):
                    found.setdefault(term.category.partition("/")[0], set()).add((at, last))
        kept = set()
        for family, places in found.items():
            taken: set[int] = set()
            for first, last in sorted(places, key=lambda p: (p[0] - p[1], p[0])):
                if taken.isdisjoint(range(first, last + 1)):
                    taken.update(range(first, last + 1))
                    kept.add((words[first][0], words[last][1], family))
        return kept

    def _ends(
        self,
        text: str,
        words: list[tuple[int, int]],
        forms: list[tuple[str, str]],
        at: int,
        pattern: tuple[frozenset[str], ...],
        case: bool,
    ) -> Iterator[int]:
        """Yield the nearest last word of a pattern that begins at a word."""
        if not fits(*forms[at], pattern[0], case):
            return
        rest, reach = pattern[1:], 0
        while rest and GAP in rest[0]:
            rest, reach = rest[1:], 3
        if not rest:
            yield at
            return
        for step in range(reach + 1):
            here = at + step
            if here + 1 >= len(words) or not is_joined(text, words[here][1], words[here + 1][0]):
                return
            for last in self._ends(text, words, forms, here + 1, rest, case):
                yield last
                return


def slow_hits(text: str, terms: Sequence[Term]) -> set[tuple[int, int, str]]:
    """Return what a reader of these terms finds in one text."""
    return SlowReader(terms).find(text)
