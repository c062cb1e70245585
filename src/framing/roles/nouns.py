"""Who is called something, or is so: nouns, names for persons, and adjectives of roles."""

from __future__ import annotations

from collections.abc import Iterator

from framing.cues import word_set
from framing.phrases import group_start, source_left
from framing.roles.entities import Entities
from framing.roles.links import NOBODY, Casting, Place, follow, make, make_all

__all__ = ["by_adjective", "by_noun", "by_person"]

_POSES = word_set(
    "pose poses posed posing represent represents represented become becomes became remain remains"
    " remained present presents constitute constitutes prove proves proved seem seems looks"
)


def _opening(entities: Entities, k: int, low: int) -> int:
    """Return where the phrase of a noun begins."""
    tags = entities.reading.tags
    while k > low and tags[k - 1] in "xejrKNn":
        if tags[k - 1] == "e" and k - 1 > low and tags[k - 2] in "xKNpqo":
            # Aid reached survivors: a verb, and no part of the phrase.
            return k
        k -= 1
    return k - 1 if k > low and tags[k - 1] in "dg'" else k


def _predicated(entities: Entities, opening: int, low: int) -> tuple[int, int, bool]:
    """Return the subject of *be* or *pose* before a phrase, and whether that is denied."""
    tags, word = entities.reading.tags, entities.actors.word
    k, denied = opening - 1, False
    while k > low and tags[k] in "rz":
        denied = denied or tags[k] == "z"
        k -= 1
    if k <= low or not (tags[k] == "v" or word(k) in _POSES):
        return opening, opening, False
    s = tags[low:opening]
    group = group_start(s, k - low)
    denied = denied or "z" in s[group:] or word(opening) == "no"
    start, end = source_left(s, group)
    return low + start, low + end, denied


def by_noun(entities: Entities, place: Place) -> Iterator[Casting]:
    """Yield who is one (*is a threat*), and whom its prepositions lead to (*to the town*)."""
    k, low, _, word = place
    if entities.actors.word(_opening(entities, k, low)) in NOBODY:
        return
    start, end, denied = _predicated(entities, _opening(entities, k, low), low)
    if denied:
        return
    yield from make_all(entities, start, end, word.bearer, place, "who is one", acts=False)
    if word.bearer and start == end:
        run = entities.actors.name_end(k + 1, place.high)
        if run > k + 1:
            yield from make(entities.named(k + 1, run), word.bearer, place, "whose title it is")
    yield from follow(entities, place, k + 1, word.links)


def by_person(entities: Entities, place: Place) -> Iterator[Casting]:
    """Yield who is called so: a subject, a name behind it, or the phrase itself."""
    k, low, high, word = place
    tags = entities.reading.tags
    opening = _opening(entities, k, low)
    start, end, denied = _predicated(entities, opening, low)
    if denied or tags[k + 1 : k + 2] in tuple("xK'"):
        # A terrorist attack: nobody is called so.
        return
    if end > start:
        yield from make_all(entities, start, end, word.bearer, place, "who is one", acts=False)
        return
    run = entities.actors.name_end(k + 1, high)
    if run > k + 1:
        yield from make(entities.named(k + 1, run), word.bearer, place, "whose title it is")
    elif tags[opening : opening + 1] != "g":
        yield from make(entities.named(opening, k + 1), word.bearer, place, "who is called so")


def by_adjective(entities: Entities, place: Place) -> Iterator[Casting]:
    """Yield the noun it stands with, or the subject that is so."""
    k, low, high, word = place
    tags = entities.reading.tags
    if tags[k] == "N" and k > low:
        # The Endangered Waters Act is a name.
        return
    if k + 1 < high and tags[k + 1] in "xKNje":
        end = entities.end(k + 1, high)
        name = entities.named(k + 1, end) if end > k + 1 else ""
        yield from make(name, word.bearer, place, "whose noun it stands with")
        return
    start, end, denied = _predicated(entities, k, low)
    if not denied and end > start:
        yield from make_all(entities, start, end, word.bearer, place, "who is so", acts=False)
        yield from follow(entities, place, k + 1, word.links)
