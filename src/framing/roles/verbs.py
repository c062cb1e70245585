"""Who does what to whom: subjects, objects and passives of the verbs of roles."""

from __future__ import annotations

from collections.abc import Iterator

from framing.cues import word_set
from framing.phrases import group_start, object_before, source_left, subject_before
from framing.roles.entities import Entities
from framing.roles.links import NOBODY, Casting, Place, follow, make, make_all, widen
from framing.roles.words import RoleWord

__all__ = ["by_verb", "use_of"]

_FAILS = word_set(
    "fail fails failed failing refuse refuses refused refusing decline declines declined unable"
    " without stop stops stopped stopping cease ceases ceased never neither pretend pretends"
    " pretended claim claims claimed supposedly"
)
"""Words before a verb that say it is not done, or not really."""
_OPENS = frozenset("dgnNxKpojerG{")
"""What an object begins with."""


def use_of(entities: Entities, k: int, low: int, high: int, verb: tuple[str, RoleWord]) -> str:
    """Return how a form is used: ``active``, ``passive``, ``attributive``, or no verb at all."""
    tags, word = entities.reading.tags, entities.actors.word
    form, given = verb
    before = k - 1
    while before >= low and tags[before] in "rz":
        before -= 1
    left = tags[before] if before >= low else ""
    right = tags[k + 1] if k + 1 < high else ""
    name = word(k)
    if name.endswith("ing"):
        return "" if left and left in "dg'" else "active"
    if form == "B" or (form == "V" and name.endswith("s") and not name.endswith("ss")):
        if left == "" or left in "dg'nifbjv-":
            # A base form after been is a participle (has been hit).
            return "passive" if left == "v" and form == "B" and right != "N" else ""
        if left in "tmapqh,&":
            return "active"
        plural = word(before).endswith("s") or word(before) in ("people", "women", "men")
        if form == "B":
            return "active" if plural and left in "xKN" else ""
        return "active" if right and right in "dgNnoxjep" and left in "xKNye)" else ""
    if left == "v" or right == "b":
        return "passive"
    if left in ("", *"dg'nif,&") and right and right in "xKN":
        return "attributive"
    if left and left in "dg'if":
        return ""
    # Homes destroyed in the flood: without an object it is done to them.
    return "active" if not given.patient or (right and right in _OPENS) else "passive"


def by_verb(entities: Entities, place: Place, how: str) -> Iterator[Casting]:
    """Yield who does it, to whom, and whom its prepositions lead to; nobody where it is denied."""
    k, low, high, word = place
    tags = entities.reading.tags
    if how == "attributive":
        if word.patient and (tags[k] != "N" or k == low):
            end = entities.end(k + 1, high)
            name = entities.named(k + 1, end)
            yield from make(name, word.patient, place, "whose noun it stands with")
        return
    if _denied(entities, k, low):
        return
    s = tags[low:high]
    subject = _subject(s, k - low, how)
    nobody = subject[1] > subject[0] and entities.actors.word(low + subject[0]) in NOBODY
    if nobody:
        return
    start, end = low + subject[0], low + subject[1]
    if how == "passive":
        yield from make_all(
            entities, start, end, word.patient, place, "its subject, passive", acts=False
        )
        yield from follow(entities, place, k + 1, {"by": word.bearer, **word.links})
        return
    yield from make_all(entities, start, end, word.bearer, place, "its subject", acts=True)
    begin = k + 1
    while begin < high and tags[begin] == "r":
        begin += 1
    end = entities.end(begin, high) if begin < high else begin
    if end > begin:
        yield from make_all(entities, begin, widen(entities, begin, end, high), word.patient, place,
                        "its object", acts=False)  # fmt: skip
        if tags[end : end + 1] == "&":
            more = entities.end(end + 1, high)
            if more > end + 1 and tags[more : more + 1] not in tuple("vumaV"):
                name = entities.named(end + 1, more)
                yield from make(name, word.patient, place, "its object")
    yield from follow(entities, place, end, word.links)


def _subject(s: str, verb: int, how: str) -> tuple[int, int]:
    group = group_start(s, verb)
    if group and s[group - 1] == "t":
        governed = object_before(s, group - 1)
        return governed if governed[1] > governed[0] else subject_before(s, group - 1)
    start, end = source_left(s, group)
    if end > start:
        return start, end
    return subject_before(s, group) if how == "active" else (group, group)


def _denied(entities: Entities, k: int, low: int) -> bool:
    """Say whether what stands before a verb takes it back (*did not protect*, *failed to help*)."""
    tags = entities.reading.tags
    j = k - 1
    while j >= low and tags[j] in "ravmzt":
        if tags[j] == "z":
            return True
        j -= 1
    return entities.actors.word(j) in _FAILS if j >= low else False
