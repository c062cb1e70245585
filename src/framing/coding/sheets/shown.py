"""The text as coders see it: one character for each of the original, so that places hold.

Tools disagree about line ends, control characters and how many characters an emoji has. What is
shown is therefore made of characters they agree about, one for one, and places are converted
where a tool counts UTF-16 units.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

__all__ = ["MASK", "Utf16", "bracket", "close_lines", "mask_names", "show", "unbracket"]

MASK = "█"
"""Stands for every character of a name that coders must not see."""

_OPEN, _CLOSE = "⟦", "⟧"
_BLANK_LINES = re.compile(r"\n\s*\n")
_LOST = "\ufffd"
_RETURNS = re.compile(r"\r(?=\n)")
_LINES = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
# What XML 1.0 cannot hold, what is no character, and what a spreadsheet refuses.
_UNSHOWN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def show(text: str) -> str:
    r"""Return a text of the same length whose characters no tool changes.

    Line ends of every kind become a line feed (of CR LF, the CR a blank); control characters and
    halves of surrogate pairs become U+FFFD.

    Examples
    --------
    >>> show("one\r\ntwo\x00")
    'one \ntwo\ufffd'
    """
    return _UNSHOWN.sub(_LOST, _LINES.sub("\n", _RETURNS.sub(" ", text)))


def mask_names(text: str, names: Iterable[str]) -> str:
    """Return the text with every letter and digit of the names covered.

    Capitals, and what stands between the words of a name, do not matter.

    Examples
    --------
    >>> mask_names("The Halvern Courier (halverncourier.example)", ["Halvern Courier"])
    'The ███████ ███████ (██████████████.example)'
    """
    wanted = sorted({name.strip() for name in names if name.strip()}, key=len, reverse=True)
    if not wanted:
        return text
    parts = (r"[\W_]*".join(re.escape(word) for word in name.split()) for name in wanted)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)
    return pattern.sub(lambda found: re.sub(r"\w", MASK, found.group()), text)


class Utf16:
    """Places of a text counted in code points and in UTF-16 units, one into the other.

    Examples
    --------
    >>> places = Utf16("a🕊b")
    >>> places.units(2), places.points(3), places.points(2)
    (3, 2, None)
    """

    def __init__(self, text: str) -> None:
        wide = [place for place, character in enumerate(text) if character > "\uffff"]
        self._wide: Sequence[int] = wide
        self._after: Sequence[int] = [place + k + 2 for k, place in enumerate(wide)]
        self._length = len(text)

    def units(self, place: int) -> int:
        """Return a place in UTF-16 units."""
        return place + bisect_right(self._wide, place - 1)

    def points(self, place: int) -> int | None:
        """Return a place in code points; None if it is inside a character or outside the text."""
        before = bisect_right(self._after, place)
        point = place - before
        if not 0 <= point <= self._length:
            return None
        # The unit after the first half of a pair is inside a character.
        inside = before < len(self._wide) and self._after[before] == place + 1
        return None if inside else point


def close_lines(text: str) -> str:
    r"""Return the text without its blank lines, for reading only: places move.

    Examples
    --------
    >>> close_lines("one\n \ntwo")
    'one\ntwo'
    """
    return _BLANK_LINES.sub("\n", text)


def bracket(text: str, start: int, end: int) -> str:
    """Return the text with brackets around a unit, for tools that cannot mark it.

    Examples
    --------
    >>> bracket("A reckless plan.", 2, 10)
    'A ⟦reckless⟧ plan.'
    """
    return f"{text[:start]}{_OPEN}{text[start:end]}{_CLOSE}{text[end:]}"


def unbracket(text: str, place: object) -> str:
    """Return the text as it was before `bracket`.

    Parameters
    ----------
    text : str
    place : object
        Start and end of the unit, where known; else the first pair of brackets goes.

    Examples
    --------
    >>> unbracket("A ⟦reckless⟧ plan.", [2, 10])
    'A reckless plan.'
    """
    if isinstance(place, list) and len(place) == 2 and all(isinstance(p, int) for p in place):
        start, end = place[0], place[1] + 1
        if text[start : start + 1] == _OPEN and text[end : end + 1] == _CLOSE:
            return text[:start] + text[start + 1 : end] + text[end + 1 :]
    return text.replace(_OPEN, "", 1).replace(_CLOSE, "", 1)
