"""Harm with and without its agent: *were killed* beside *shells killed*.

A passive or a nominalisation lets a sentence tell of harm without saying who did it. Every mention
of harm is found, because a share needs both kinds (agent deletion as in Trew 1979; Henley, Miller
and Beazley 1995).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from framing.matching import Hit, Reader
from framing.words import BREAK, END

__all__ = ["Harm", "read_harm"]

_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "got", "get", "gets"})
_HAVE = frozenset({"has", "have", "had", "having"})
_MODALS = frozenset({"will", "would", "may", "might", "could", "can", "must", "should"})
_SKIPPED = frozenset({"also", "not", "never", "reportedly", "allegedly", "then", "later", "once",
                      "either", "both", "all", "since", "just", "fatally", "badly",
                      "found", "left"})  # fmt: skip
_FOLLOW_PARTICIPLE = frozenset({"in", "at", "on", "near", "when", "while", "during", "after",
                                "since", "by", "and", "or", "so", "there", "this", "last", "over",
                                "across", "outside", "inside", "as", "before", "overnight",
                                "yesterday", "today", "including", "along"})  # fmt: skip
_TIMES = frozenset({"noon", "midnight", "dawn", "dusk", "then", "now", "nightfall", "morning",
                    "evening", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
                    "sunday", "early", "late", "mid"})  # fmt: skip
_CLAUSE_END = re.compile(r"[.!?;:\n]")
_POSSESSIVE = re.compile(r"^(?:['’ʼ]s|['’ʼ])\s")
_DETERMINERS = frozenset({"the", "a", "an", "this", "that", "these", "those", "his", "her", "its",
                          "their", "our", "of", "in", "and", "for", "after", "new"})  # fmt: skip
_COUNTS = frozenset({"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
                     "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
                     "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "dozens",
                     "hundreds", "thousands", "scores", "those", "dead", "were"})  # fmt: skip
_OWNERS = frozenset({"his", "her", "its", "their", "our", "my", "your"})


class Harm(NamedTuple):
    """A mention of harm: the words it runs over, and whether its agent is left out."""

    first: int
    last: int
    agentless: bool


def read_harm(reader: Reader, hit: Hit, kind: str) -> Harm | None:
    """Read one harm word in its clause.

    Parameters
    ----------
    reader : Reader
        Of the index the hit stands in.
    hit : Hit
        A verb (`kind` "passive") or a nominalisation ("nominal") of harm.
    kind : str
        The term's subtype.

    Returns
    -------
    Harm or None
        Nothing where the word is a name or cannot be read as harm.
    """
    return _nominal(reader, hit) if kind == "nominal" else _verbal(reader, hit)


def _agent_follows(reader: Reader, last: int) -> bool:
    """Say whether the clause names who did it with *by*."""
    place = last
    for _ in range(9):
        if place + 1 >= len(reader.ids) or reader.glue[place] == END:
            return False
        if reader.glue[place] == BREAK and _CLAUSE_END.search(reader.gap(place)):
            return False
        place += 1
        if reader.word(place) == "by":
            following = reader.after(place, 1)
            return bool(following) and reader.word(following[0]) not in _TIMES
    return False


def _verbal(reader: Reader, hit: Hit) -> Harm | None:
    word = reader.word(hit.last)
    if word.endswith("ing"):
        first = hit.first - 1
        if first >= 0 and reader.joined(first) and reader.word(first) == "being":
            start = _auxiliaries(reader, first)
            return Harm(start, hit.last, not _agent_follows(reader, hit.last))
        if first >= 0 and reader.joined(first) and reader.word(first) in _DETERMINERS:
            return _nominal(reader, hit)
        return Harm(hit.first, hit.last, False)
    place = hit.first - 1
    for _ in range(3):
        if place < 0 or not reader.joined(place):
            break
        before = reader.word(place)
        if before in _BE:
            first = _auxiliaries(reader, place)
            return Harm(first, hit.last, not _agent_follows(reader, hit.last))
        if before not in _SKIPPED and not before.endswith("ly"):
            break
        place -= 1
    if word.endswith(("s", "l")) and not word.endswith("ss"):
        return Harm(hit.first, hit.last, False)
    if _bare_participle(reader, hit):
        return Harm(hit.first, hit.last, not _agent_follows(reader, hit.last))
    return Harm(hit.first, hit.last, False)


def _auxiliaries(reader: Reader, place: int) -> int:
    """Return where the verb group begins: *have been*, *may be*."""
    while place > 0 and reader.joined(place - 1):
        before = reader.word(place - 1)
        if before not in _HAVE | _MODALS | _BE:
            break
        place -= 1
    return place


def _bare_participle(reader: Reader, hit: Hit) -> bool:
    """Say whether *killed* stands for *who were killed*, as in "31 killed in the market"."""
    if not reader.before(hit.first, 1):
        return False
    before = reader.before(hit.first, 1)[0]
    if not reader.joined(before):
        return False
    if not reader.word(before).isdigit() and reader.word(before) not in _COUNTS:
        return False
    following = reader.after(hit.last, 1)
    ends = not following or not reader.joined(hit.last)
    return ends or reader.word(following[0]) in _FOLLOW_PARTICIPLE


def _nominal(reader: Reader, hit: Hit) -> Harm | None:
    before = hit.first - 1
    # The apostrophe of a plural owner ("the rebels’ killing") parts the words in the index.
    owner = hit.first > 0 and bool(_POSSESSIVE.match(reader.gap(before)))
    owned = owner or (
        reader.joined(before)
        and (
            reader.word(before) in _OWNERS
            or (reader.capital(before) and not reader.opens(before))
            or (reader.capital(before) and reader.word(before) not in _DETERMINERS)
        )
    )
    return Harm(hit.first, hit.last, not owned and not _agent_follows(reader, hit.last))
