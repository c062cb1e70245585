"""The words that cast somebody: what they do to whom, read from `cues/role_words.csv`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from framing.cues import inflect, read_table
from framing.errors import LexiconError, unknown_name

__all__ = ["KINDS", "ROLES", "RoleWord", "role_words"]

ROLES = ("hero", "villain", "victim")
KINDS = ("called", "harm", "threat", "blame", "suffering", "help", "fight", "praise")
"""What a cue tells: what somebody is called, does, undergoes or is said to deserve."""
_PARTS = ("verb", "noun", "person", "adjective")
_COLUMNS = ("word", "pos", "irregular", "bearer", "patient", "links", "kind", "note")


class RoleWord(NamedTuple):
    """A word with the roles it gives.

    Attributes
    ----------
    word : str
        Its dictionary form.
    pos : str
        ``"verb"``, ``"noun"`` (*is a threat to*), ``"person"`` (who is called so) or
        ``"adjective"``.
    bearer : str
        The role of its subject, of who is called so, or of the noun it stands with; or empty.
    patient : str
        The role of a verb's object; or empty.
    links : dict
        Preposition -> the role of what stands behind it (*protect from*).
    kind : str
        One of `KINDS`.
    """

    word: str
    pos: str
    bearer: str
    patient: str
    links: Mapping[str, str]
    kind: str


@lru_cache(maxsize=1)
def role_words() -> Mapping[str, Mapping[str, tuple[str, RoleWord]]]:
    """Return folded form -> part of speech -> its tag and its word.

    Tags of verbs are those of `framing.cues.inflect`; others have ``"s"`` in the singular, ``"p"``
    in the plural.

    Raises
    ------
    LexiconError
        If a row names a role, kind or part of speech that there is not.

    Examples
    --------
    >>> role_words()["protects"]["verb"][1].bearer, role_words()["victims"]["noun"][0]
    ('hero', 'p')
    """
    found: dict[str, dict[str, tuple[str, RoleWord]]] = {}
    for line, row in read_table("role_words", _COLUMNS):
        place = f"cues/role_words.csv, line {line}"
        word, pos, irregular, bearer, patient, links, kind, _ = row
        pairs = [link.partition("=") for link in links.split("|") if link]
        for what, value, known in (
            ("part of speech", pos, _PARTS),
            ("kind", kind, KINDS),
            *(("role", role, ROLES) for role in (bearer, patient) if role),
            *(("role", role, ROLES) for _, _, role in pairs),
        ):
            if value not in known:
                raise LexiconError(unknown_name(place, what, value, known))
        given = RoleWord(word, pos, bearer, patient, {p: r for p, _, r in pairs}, kind)
        for form, tag in _forms(given, irregular).items():
            found.setdefault(form, {})[pos] = (tag, given)
    return found


def _forms(word: RoleWord, irregular: str) -> dict[str, str]:
    if word.pos == "verb":
        return inflect(word.word, irregular)
    if word.pos == "adjective":
        return {word.word: "s"}
    soft_y = word.word.endswith("y") and word.word[-2] not in "aeiou"
    sibilant = word.word.endswith(("s", "x", "z", "ch", "sh", "hero"))
    plural = word.word[:-1] + "ies" if soft_y else word.word + ("es" if sibilant else "s")
    return {word.word: "s", plural: "p"}
