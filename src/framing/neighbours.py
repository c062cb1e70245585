"""Words and phrases that may stand around a term, ready to be asked for."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

__all__ = ["Neighbours", "Phrase", "fits"]

Phrase = tuple[str, ...]
"""Folded words in a row; one ending in ``*`` stands for all that begin so."""


def fits(word: str, wanted: str) -> bool:
    """Say whether a folded word is the one wanted, which may hold stars.

    Examples
    --------
    >>> fits("driving", "driv*"), fits("driving", "drive")
    (True, False)
    """
    head, star, tail = wanted.partition("*")
    if not star:
        return word == wanted
    return fnmatchcase(word, wanted) if tail else word.startswith(head)


class Neighbours:
    """Phrases a rule asks for; most are single words, which a set answers at once.

    Parameters
    ----------
    phrases : sequence of Phrase
        Each from the word nearest to the term on.

    Attributes
    ----------
    special : tuple of str
        What no word answers, such as ``"<to-inf>"``.

    Examples
    --------
    >>> asked = Neighbours([("driving",), ("state", "of"), ("end*", "ment")])
    >>> asked.hold("driving"), asked.hold("state"), asked.begin_with("state")
    (True, False, (('state', 'of'),))
    """

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.special = tuple(p[0] for p in phrases if p[0].startswith("<"))
        single = [p[0] for p in phrases if len(p) == 1 and not p[0].startswith("<")]
        self.words = frozenset(word for word in single if "*" not in word)
        self._starts = tuple(
            w[:-1] for w in single if w.find("*") == len(w) - 1 and w not in self.words
        )
        self._globs = tuple(w for w in single if "*" in w[:-1])
        self._runs: dict[str, tuple[Phrase, ...]] = {}
        loose: list[Phrase] = []
        for phrase in phrases:
            if len(phrase) > 1 and "*" in phrase[0]:
                loose.append(phrase)
            elif len(phrase) > 1:
                self._runs[phrase[0]] = (*self._runs.get(phrase[0], ()), phrase)
        self._loose = tuple(loose)

    def hold(self, word: str) -> bool:
        """Say whether a word alone is asked for."""
        return (
            word in self.words
            or word.startswith(self._starts)
            or any(fnmatchcase(word, glob) for glob in self._globs)
        )

    def begin_with(self, word: str) -> tuple[Phrase, ...]:
        """Return the phrases of several words that may begin with a word."""
        found = self._runs.get(word, ())
        if self._loose:
            found += tuple(phrase for phrase in self._loose if fits(word, phrase[0]))
        return found

    def hold_any(self, words: Sequence[str]) -> bool:
        """Say whether one of the phrases stands among words in a row."""
        if not self.words.isdisjoint(words):
            return True
        if (self._starts or self._globs) and any(map(self.hold, words)):
            return True
        if not (self._runs or self._loose):
            return False
        return any(
            len(phrase) <= len(words) - k and all(map(fits, words[k : k + len(phrase)], phrase))
            for k, word in enumerate(words)
            for phrase in self.begin_with(word)
        )
