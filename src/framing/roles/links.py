"""A role word in its sentence, and the phrases that a preposition or *and* joins to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from framing.cues import word_set
from framing.roles.entities import Entities
from framing.roles.words import RoleWord

__all__ = ["NOBODY", "Casting", "Place", "follow", "make", "make_all", "widen"]

NOBODY = word_set("no none nobody nothing neither few")
"""Determiners and pronouns that leave nobody."""
_REACH = 8


class Casting(NamedTuple):
    """One cue: who is cast, as what, and why."""

    entity: str
    role: str
    kind: str
    token: int
    why: str


class Place(NamedTuple):
    """A role word in its sentence."""

    k: int
    low: int
    high: int
    word: RoleWord


def make(name: str, role: str, place: Place, why: str) -> Iterator[Casting]:
    """Yield a casting, if there is somebody and a role."""
    if name and role:
        yield Casting(name, role, place.word.kind, place.k, f"{place.word.word}: {why}")


def make_all(
    entities: Entities, start: int, end: int, role: str, place: Place, why: str, *, acts: bool
) -> Iterator[Casting]:
    """Yield a casting per part of a phrase that *and* joins."""
    if not role:
        return
    tags = entities.reading.tags
    while start < end:
        joint = tags.find("&", start, end)
        stop = joint if joint > start else end
        yield from make(entities.named(start, stop, acts=acts), role, place, why)
        start = stop + 1


def widen(entities: Entities, begin: int, end: int, high: int) -> int:
    """Return the end of a phrase with the *of* behind it (*millions of workers*)."""
    if entities.reading.tags[end : end + 1] == "f":
        # Millions of workers
        return max(entities.end(end + 1, high), end)
    return end


def follow(entities: Entities, place: Place, k: int, links: Mapping[str, str]) -> Iterator[Casting]:
    """Yield whom the prepositions behind a word lead to."""
    tags, word = entities.reading.tags, entities.actors.word
    stop = min(place.high, k + _REACH)
    while k < stop:
        if tags[k] in "eEV" and tags[k + 1 : k + 2] == "b":
            # The threat posed by
            k += 1
        if tags[k] not in "iftb":
            if k == place.k + 1 and tags[k] in "xKr":
                k += 1
                continue
            return
        end = entities.end(k + 1, place.high)
        if end == k + 1:
            return
        role = links.get(word(k), "")
        if role and tags[end - 1 : end] not in ("G", "j"):
            name = entities.named(
                k + 1, widen(entities, k + 1, end, place.high), acts=word(k) == "by"
            )
            yield from make(name, role, place, f"behind “{word(k)}”")
        k = end
