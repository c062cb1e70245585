"""Rules that find who is cast in which role, read from the tags around a role word.

No parser is asked: a verb's subject stands before it, its object behind it; a passive turns them
round; a preposition leads to the rest. Where no rule speaks nobody is cast.
"""

from __future__ import annotations

from collections.abc import Iterator

from framing.roles.entities import Entities
from framing.roles.links import Casting, Place
from framing.roles.nouns import by_adjective, by_noun, by_person
from framing.roles.verbs import by_verb, use_of
from framing.roles.words import RoleWord

__all__ = ["cast_by"]

_LEADS = ("t", "f", "i")


def cast_by(
    entities: Entities, k: int, low: int, high: int, uses: dict[str, tuple[str, RoleWord]]
) -> Iterator[Casting]:
    """Yield whom the role word at token `k` casts.

    Parameters
    ----------
    entities : Entities
    k : int
        The word.
    low, high : int
        Tokens of its sentence.
    uses : dict
        Part of speech -> tag and word, as `framing.roles.words.role_words` gives them.
    """
    verb = uses.get("verb")
    if verb is not None:
        how = use_of(entities, k, low, high, verb)
        if how == "active" and "noun" in uses and entities.reading.tags[k + 1 : k + 2] in _LEADS:
            # Did damage to the river
            how = ""
        if how:
            yield from by_verb(entities, Place(k, low, high, verb[1]), how)
            return
    for pos, rule in (("adjective", by_adjective), ("person", by_person), ("noun", by_noun)):
        if pos in uses:
            yield from rule(entities, Place(k, low, high, uses[pos][1]))
