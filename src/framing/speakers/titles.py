"""Titles and offices: which of them are one and the same, and what they tell of somebody."""

from __future__ import annotations

from functools import lru_cache

from framing.cues import read_table, word_set

__all__ = ["HONORIFICS", "genders_of_roles", "office_of", "place_of", "same_office"]

HONORIFICS = {
    "mr": "m", "sir": "m", "lord": "m", "mrs": "f", "ms": "f", "miss": "f", "mme": "f",
    "dame": "f", "lady": "f", "dr": "", "prof": "", "sen": "", "rep": "", "gov": "", "gen": "",
    "col": "", "lt": "", "sgt": "", "capt": "", "maj": "", "adm": "", "rev": "", "fr": "m",
    "pope": "m", "king": "m", "queen": "f", "prince": "m", "princess": "f", "former": "",
    "then": "", "justice": "", "det": "", "insp": "", "hon": "", "corporal": "", "cpl": "",
    "private": "", "brigadier": "", "marshal": "", "constable": "", "inspector": "",
    "superintendent": "", "lieutenant": "", "sergeant": "", "captain": "", "major": "",
    "madame": "f", "madam": "f",
}  # fmt: skip
_OFFICES = {
    "sen": "senator", "rep": "representative", "gov": "governor", "gen": "general",
    "col": "colonel", "lt": "lieutenant", "sgt": "sergeant", "capt": "captain", "maj": "major",
    "adm": "admiral", "rev": "reverend", "dr": "doctor", "prof": "professor", "det": "detective",
    "insp": "inspector", "justice": "justice", "king": "king", "queen": "queen", "pope": "pope",
    "prince": "prince", "princess": "princess",
}  # fmt: skip
"""The office a short title tells."""
_KIN = {
    other: words[0]
    for words in (
        ("representative", "congressman", "congresswoman", "congressperson", "lawmaker"),
        ("legislator", "assemblyman", "assemblywoman"),
        ("candidate", "nominee", "contender", "hopeful", "frontrunner", "front-runner"),
        ("businessman", "businesswoman", "billionaire", "mogul", "tycoon", "magnate",
         "entrepreneur", "developer"),
        ("spokesman", "spokeswoman", "spokesperson"),
        ("chair", "chairman", "chairwoman", "chairperson"),
        ("writer", "author", "novelist"),
        ("attorney", "lawyer"),
        ("adviser", "advisor", "aide", "consultant"),
        ("leader", "chief", "head", "boss"),
        ("doctor", "physician"),
        ("premier", "prime minister"),
    )
    for other in words
}  # fmt: skip
"""Words for one and the same office."""
_PORTFOLIOS = word_set(
    "prime foreign defence defense interior finance health education transport justice home deputy"
    " vice police fire press party army navy assistant chief general attorney energy trade labour"
    " labor environment agriculture justice culture opposition presidential government"
)
"""Words that tell one minister, secretary or spokesman of an article from another."""


@lru_cache(maxsize=1)
def genders_of_roles() -> dict[str, str]:
    """Return the roles that tell a gender."""
    table = read_table("roles", ("noun", "source_type", "gender"))
    return {row[0]: row[2] for _, row in table if row[2]}


@lru_cache(maxsize=1)
def _short_names() -> dict[str, str]:
    return {row[0]: row[1] for _, row in read_table("short_names", ("word", "stands_for"))}


def office_of(title: str) -> str:
    """Return the office that a short title before a name tells, or an empty string.

    Examples
    --------
    >>> office_of("sen"), office_of("mr")
    ('senator', '')
    """
    return _OFFICES.get(title, "")


def place_of(word: str) -> str:
    """Return the place or party that a short form or an adjective stands for.

    Examples
    --------
    >>> place_of("fla"), place_of("british"), place_of("vermont")
    ('florida', 'britain', 'vermont')
    """
    return _short_names().get(word, word)


def same_office(held: str, asked: str) -> bool:
    """Say whether a held office can be meant; the foreign minister is no prime minister.

    Examples
    --------
    >>> same_office("foreign minister", "minister"), same_office("congressman", "representative")
    (True, True)
    >>> same_office("foreign minister", "prime minister")
    False
    """
    if held == asked:
        return True
    which, _, what = held.rpartition(" ")
    wanted, _, head = asked.rpartition(" ")
    if _KIN.get(what, what) != _KIN.get(head, head):
        return False
    return not (wanted in _PORTFOLIOS and which in _PORTFOLIOS)
