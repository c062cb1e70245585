"""Where an expression stands: its sentence, its phrase, the noun it goes with."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from framing.cues import word_set
from framing.tags import Reading
from framing.targets.actors import Actors

__all__ = ["Hit", "View"]

_GROUPS = word_set("den bunch gang pack nest band group clique handful lot cabal crew")
_MODIFIERS = frozenset("xejrKnN&")


class Hit(NamedTuple):
    """An expression in its sentence.

    Attributes
    ----------
    first, stop : int
        Its tokens.
    low, high : int
        Those of its sentence.
    opening : int
        Where its phrase begins: a determiner, a possessor's clitic, or itself.
    head : int
        The noun it stands before, or its own last token.
    speaker : str
        Whose words it stands in, for *I* and *my*.
    naming : bool
        Whether it is a name for somebody, and no quality.
    """

    first: int
    stop: int
    low: int
    high: int
    opening: int
    head: int
    speaker: str
    naming: bool


class View:
    """A text as the rules see it.

    Parameters
    ----------
    reading : Reading
        The text, read through its quotation marks.
    actors : Actors
        Who is named in it.
    """

    def __init__(self, reading: Reading, actors: Actors) -> None:
        self.reading = reading
        self.actors = actors
        self._sentences = [a for a, _ in reading.sentences]

    def place(self, start: int, end: int, speaker: str, naming: bool) -> Hit | None:
        """Return the expression at code points ``[start, end)``, if it has tokens."""
        reading = self.reading
        first = bisect_right(reading.starts, start) - 1
        stop = max(bisect_left(reading.starts, end), first + 1)
        k = bisect_right(self._sentences, first) - 1
        if first < 0 or k < 0 or reading.ends[first] <= start:
            return None
        low, high = reading.sentences[k]
        stop = min(stop, high)
        opening, head = self.opening(first, low), self.head(stop, high)
        return Hit(first, stop, low, high, opening, head, speaker, naming)

    def opening(self, first: int, low: int) -> int:
        """Return where the phrase of the expression begins: its determiner or owner, or itself."""
        tags = self.reading.tags
        for k in range(first - 1, max(low, first - 6) - 1, -1):
            if tags[k] in "dg'":
                return k
            if tags[k] == "e" and tags[k - 1 : k] in ("x", "K", "N"):
                # A bill faced dismal prospects
                break
            if tags[k] not in _MODIFIERS:
                break
        while first > low and tags[first - 1] == "r":
            first -= 1
        if first > low + 1 and tags[first - 1] == "f" and self.actors.word(first - 2) in _GROUPS:
            # A den of thieves
            return self.opening(first - 2, low)
        return first

    def head(self, stop: int, high: int) -> int:
        """Return the noun that the expression stands before, or its own last token."""
        tags, k = self.reading.tags, stop
        if tags[k : k + 1] == "&" and tags[k + 1 : k + 2] in ("x", "e", "j"):
            # His weak and reckless plan
            k += 2 if tags[k + 2 : k + 3] in ("x", "K", "N") else 0
        while k < min(high, stop + 5) and self.joined(k):
            if tags[k] in "xKNjrBG" or (tags[k] == "e" and tags[k + 1 : k + 2] in ("x", "K")):
                k += 1
            else:
                break
        while k > stop and tags[k - 1] in "rj":
            k -= 1
        return k - 1

    def joined(self, k: int) -> bool:
        """Say whether nothing but blanks stands before a token."""
        reading = self.reading
        return not reading.text[reading.ends[k - 1] : reading.starts[k]].strip(" -\u00a0\t\n\r")
