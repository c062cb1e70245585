"""Whom a phrase names with its expression, or whose the thing is that it describes."""

from __future__ import annotations

import re

from framing.cues import word_set
from framing.targets.actors import DEFINITE, REGIMES
from framing.targets.places import Hit, View

__all__ = ["agent", "apposition", "by_whom", "described", "mass", "owner", "rule_of", "title"]

_ARMED = word_set(
    "terrorist terrorists militant militants extremist extremists bandit bandits gunman gunmen thug"
    " thugs separatists rebels insurgents jihadists fanatics"
)
"""Labels of a force, which has the name of its country or body."""
_MASSES = word_set("wave waves flood floods influx surge swarm swarms tide torrent tsunami deluge")
_MASS = re.compile(r"f?[dgn]*[rxejN]*?([xKN])(?![xK])")
_BY = re.compile(r"(?:[dgn]*[rxejKNEny]*')*[dgn]*[rxejKN]*[xKN]|[og]")


def title(view: View, hit: Hit) -> str:
    """Return the name behind it (*strongman Ilko Varn*, *the reckless Mara Dolen*)."""
    stop, tags = hit.stop, view.reading.tags
    if tags[stop - 1] in "fit" or stop >= hit.high or tags[stop] != "N" or not view.joined(stop):
        return ""
    end = view.actors.name_end(stop, hit.high)
    if end < hit.high and tags[end] in "xK" and view.joined(end):
        # The brutal Karsk police: of the country, and no name.
        return ""
    # A full name right behind a label is somebody's, though it stand nowhere else.
    led = tags[hit.opening] in "dg'" and set(tags[hit.opening + 1 : hit.first]) <= set("rn")
    verbal = is_verbal(view, hit) and not led
    loosely = hit.naming and end - stop > 1
    return "" if verbal else view.actors.named(stop, end, loosely=loosely)


def is_verbal(view: View, hit: Hit) -> bool:
    """Say whether the expression may be a participle (*had exasperated Dolen*)."""
    return view.actors.word(hit.stop - 1).endswith(("ed", "ing"))


def apposition(view: View, hit: Hit) -> str:
    """Return the name a comma away (*Ilko Varn, a strongman*; *the strongman, Ilko Varn,*)."""
    tags = view.reading.tags
    before, behind = hit.opening - 1, hit.head + 1
    if not hit.naming and not view.actors.is_somebody(hit.head):
        # Karsovia, the brutal war
        return ""
    if before > hit.low and tags[before] == "," and tags[hit.opening] in "dg":
        start = before
        while start > hit.low and tags[start - 1] == "N":
            start -= 1
        listed = start > hit.low and tags[start - 1] in ",&"
        closes = tags[behind : behind + 1] in (",", "", "f", "i", "q", ")", ":", "-") or (
            behind >= hit.high
        )
        if start < before and closes and not listed:
            return view.actors.named(start, before, loosely=hit.naming and before - start > 1)
    comma = tags[behind : behind + 1] == "," and behind + 1 < hit.high
    # A cowards’ war,” Dolen said: the marks part them.
    if comma and view.joined(behind) and view.joined(behind + 1) and tags[hit.opening] in "dg":
        end = view.actors.name_end(behind + 1, hit.high)
        if end > behind + 1 and (end >= hit.high or tags[end] == ","):
            return view.actors.named(behind + 1, end, loosely=hit.naming and end - behind > 2)
    return ""


def rule_of(view: View, hit: Hit) -> str:
    """Return who rules (*the Karsk regime*, *the puppet government in Karsk*)."""
    tags, head, own = view.reading.tags, hit.head, view.actors.word(hit.stop - 1)
    if own in REGIMES or own in _ARMED:
        # The regime slept: what follows is its verb.
        head = hit.stop - 1
    armed = view.actors.word(head) in _ARMED
    if view.actors.word(head) not in REGIMES and not armed:
        return ""
    start = hit.first
    while start > hit.low and tags[start - 1] == "N":
        start -= 1
    if start < hit.first and tags[hit.first] != "N":
        return view.actors.named(start, hit.first, loosely=True)
    if hit.stop < head and tags[hit.stop] == "N":
        return view.actors.named(hit.stop, view.actors.name_end(hit.stop, head), loosely=True)
    if tags[hit.opening] in "g'":
        return "" if armed else owner(view, hit)
    led = hit.opening > hit.low + 1 and tags[hit.opening - 2 : hit.opening] == "iN"
    if led and tags[hit.opening] == "d" and not armed:
        # In Velmora the regime
        return view.actors.named(hit.opening - 1, hit.opening, loosely=True)
    if tags[head + 1 : head + 2] in (("f",) if armed else ("i", "f")) and head + 2 < hit.high:
        begin = head + 2 + (tags[head + 2] == "d")
        end = view.actors.name_end(begin, hit.high)
        if tags[end : end + 1] != "'":
            return view.actors.named(begin, end, loosely=True)
    return ""


def described(view: View, hit: Hit) -> str:
    """Return somebody who stands in the phrase (*the reckless mayor*, *a brutal police*)."""
    tags = view.reading.tags
    office = hit.head
    while office > hit.stop and tags[office] == "N":
        # The puppet president Ilko Varn
        office -= 1
    somebody = hit.head >= hit.stop and view.actors.is_somebody(office)
    if not somebody or tags[hit.opening] not in "dg'":
        return ""
    start = hit.opening
    if tags[start] == "'":
        return ""
    end = hit.head + 1
    if tags[end : end + 1] in ("f", "i") and tags[end + 1 : end + 2] == "N":
        end = view.actors.name_end(end + 1, hit.high)
    elif tags[end : end + 1] == "N" and view.joined(end):
        end = view.actors.name_end(end, hit.high)
    definite = tags[start] == "g" or view.actors.word(start) in DEFINITE
    actor = view.actors.meant(start, end, hit.speaker) if definite else ""
    return "" if view.actors.word(hit.stop - 1) in actor.casefold() else actor


def owner(view: View, hit: Hit) -> str:
    """Return whose the thing is (*her reckless plan*, *the arrogance of Dolen*)."""
    tags, opening = view.reading.tags, hit.opening
    if hit.head >= hit.stop and view.actors.is_somebody(hit.head):
        return ""
    if tags[opening] == "'":
        start = opening
        while start > hit.low and tags[start - 1] in "NxKdn":
            start -= 1
            if tags[start] == "d":
                break
        return view.actors.meant(start, opening, hit.speaker)
    if tags[opening] == "g":
        return view.actors.meant(opening, opening + 1, hit.speaker)
    for start, limit in ((hit.stop, hit.head), (opening + 1, hit.first)):
        if start < limit and tags[start] == "N":
            return view.actors.named(start, view.actors.name_end(start, limit))
    return view.actors.behind_of(hit.head, hit.high, hit.speaker)


def agent(view: View, hit: Hit) -> str:
    """Return who does it (*a brutal attack by the Karsk army*)."""
    tags = view.reading.tags
    if hit.head < hit.stop and tags[hit.stop : hit.stop + 1] == "b" and is_verbal(view, hit):
        # Horrified by Dolen: whom it describes is another question than who horrifies.
        return ""
    return by_whom(view, hit)


def by_whom(view: View, hit: Hit) -> str:
    """Return who stands behind the next *by*."""
    tags = view.reading.tags
    by = tags.find("b", hit.stop, min(hit.high, hit.head + 8))
    if by < 0 or not set(tags[hit.head + 1 : by]) <= set("fidxKNye"):
        return ""
    match = _BY.match(tags, by + 1, hit.high)
    return view.actors.meant(*match.span(), hit.speaker) if match else ""


def mass(view: View, hit: Hit) -> str:
    """Return the people who come in waves and floods, as written."""
    if view.actors.word(hit.first) not in _MASSES:
        return ""
    match = _MASS.match(view.reading.tags, hit.stop, hit.high)
    if not match or view.reading.tags[hit.stop - 1 : hit.stop + 1].find("f") < 0:
        return people_at(view, hit.stop, hit) if view.actors.word(hit.stop - 1) == "of" else ""
    return people_at(view, match.start(1), hit)


def people_at(view: View, k: int, hit: Hit) -> str:
    word = view.actors.word(k)
    return word if k < hit.high and word.endswith("s") and view.actors.is_somebody(k) else ""
