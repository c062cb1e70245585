"""What follows a cue word: the complement that says whether and where its content stands."""

from __future__ import annotations

import re
from collections.abc import Callable

from framing.phrases import phrase_end

__all__ = ["find_frame"]

_TIME = re.compile(r"(?:i?[dn]?y+)+")
# In an interview, on the radio: may stand between the cue and its content.
_ADJUNCT = re.compile(r"i[^,;hQ{wVvmaup:]{1,14}?(?=[hQ{w:]|,[Q{]),?")
_CLOSED = {"h": "that", "w": "wh", "q": "wh", "t": "to", "p": "clause", "&": "and", "c": "end"}


def find_frame(s: str, r: int, word: Callable[[int], str]) -> tuple[str, int]:
    """Return the name of what follows the cue, and where its content would begin.

    Parameters
    ----------
    s : str
        The sentence as a tag string.
    r : int
        The token after the cue.
    word : callable
        Token number -> folded word.

    Examples
    --------
    >>> find_frame("NViyhxe", 2, str), find_frame("NVdxhxe", 2, str), find_frame("NVix", 2, str)
    (('that', 4), ('np-that', 4), ('prep:2', 2))
    """
    n = len(s)
    while r < n and s[r] == "r":
        r += 1
    if r >= n or s[r] in ";?!)]-":
        return "end", r
    c = s[r]
    if c in "Q{":
        return "quote", r
    if c in ",:":
        if s[r + 1 : r + 2] in ("Q", "{"):
            return "quote", r + 1
        return ("end", r) if c == "," else ("colon", r + 1)
    if c in "yi" or (c in "dn" and s[r + 1 : r + 2] == "y"):
        match = _TIME.match(s, r)
        if match:
            if match.end() >= n:
                return "end", r
            inner, place = find_frame(s, match.end(), word)
            if c == "i" or inner in ("that", "quote", "end", "to", "wh"):
                return inner, place
            return "clause", r
    if c in _CLOSED:
        return _CLOSED[c], r
    if c in "ifbs":
        match = _ADJUNCT.match(s, r) if c == "i" else None
        if match and match.end() < n and s[match.end()] in "hQ{w:":
            place = match.end()
            after = s[place]
            if after == ":":
                return "adjunct-colon", place + 1
            return "adjunct-" + {"h": "that", "w": "wh"}.get(after, "quote"), place
        return "prep:" + word(r), r
    if c in "odgNnxejKBEVG'uy":
        return _after_object(s, r)
    return "other", r


def _after_object(s: str, r: int) -> tuple[str, int]:
    n = len(s)
    t = r + 1 if s[r] == "o" and s[r : r + 2] != "oV" else phrase_end(s, r)
    while t < n and s[t] in "ryz" and s[r] != "o":
        t += 1
    following = s[t : t + 1]
    if following and following in "vmauVq" and s[r] != "o":
        return "clause", r
    if following == "h":
        return "np-that", t
    if following == "w":
        return "np-wh", t
    if following == "t":
        return "np-to", r
    if following and following in "Q{":
        return "np-quote", t
    if following and following in ",:" and s[t + 1 : t + 2] in ("Q", "{"):
        return "np-quote", t + 1
    if following and following in "dgp":
        # Told the paper the bridge was closed.
        return "np-clause", t
    return ("obj" if s[r] == "o" else "np"), r
