"""Whom *he* or *she* means: the person before it whose mentions weigh most.

Lappin and Leass (1994) weigh a mention by how near it stands and what part it plays in its
sentence; here a subject, the last speaker, and a person of known gender weigh more; a possessor
(*Dolen's office*) and somebody behind a preposition less.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from framing.cues import word_set
from framing.speakers.names import Names

__all__ = ["gender_of_pronoun", "person_meant"]

_MASCULINE = word_set("he his him himself")
_FEMININE = word_set("she her hers herself")
_REACH = 400
"""How many tokens back a pronoun looks for a name."""
_MENTIONS = 24
"""How many mentions back."""
_WEIGHTS = {
    "token": -0.01,
    "sentence": -0.35,
    "subject": 0.8,
    "possessor": -0.6,
    "oblique": -0.5,
    "gender": 0.6,
    "spoke_last": 1.2,
    "spoke_before": 0.4,
    "named_often": 0.05,
}


def gender_of_pronoun(word: str) -> str:
    """Return the gender a pronoun tells, or an empty string.

    Examples
    --------
    >>> gender_of_pronoun("she"), gender_of_pronoun("they")
    ('f', '')
    """
    return "m" if word in _MASCULINE else "f" if word in _FEMININE else ""


def person_meant(
    names: Names,
    token: int,
    gender: str,
    spoke: Sequence[str] = (),
    aside: Sequence[tuple[int, int]] = (),
) -> str:
    """Return the name of the person a pronoun means, or an empty string.

    Parameters
    ----------
    names : Names
        Who is named in the text.
    token : int
        Where the pronoun stands.
    gender : str
        ``"m"``, ``"f"``, or empty for either.
    spoke : sequence of str
        Who spoke before, the last one first.
    aside : sequence of (int, int)
        Tokens in which nobody is looked for: what the pronoun itself is said to say.
    """
    sentence = names.sentence_start(token)
    k = bisect_left(names.places, token)
    ahead = _announced(names, sentence, token, gender)
    if ahead:
        return ahead
    worth: dict[int, float] = {}
    seen: dict[int, int] = {}
    here = names.sentence_number(token)
    for i in range(max(0, k - _MENTIONS), k):
        a, b, number = names.mentions[i]
        person = names.persons[number]
        if person.gender and gender and person.gender != gender:
            continue
        if token - a > _REACH or any(p <= a < q for p, q in aside):
            continue
        value = (token - a) * _WEIGHTS["token"]
        number_there, subject, part = names.parts[i]
        value += (here - number_there) * _WEIGHTS["sentence"]
        if a >= sentence and b == token:
            continue
        if subject:
            value += _WEIGHTS["subject"]
        if part:
            value += _WEIGHTS[part]
        if person.gender:
            value += _WEIGHTS["gender"]
        if spoke and person.name == spoke[0]:
            value += _WEIGHTS["spoke_last"]
        elif person.name in spoke[1:]:
            value += _WEIGHTS["spoke_before"]
        seen[number] = seen.get(number, 0) + 1
        worth[number] = max(worth.get(number, value), value)
    if not worth:
        return ""
    best = max(worth, key=lambda n: worth[n] + min(seen[n], 6) * _WEIGHTS["named_often"])
    return names.persons[best].name


def _announced(names: Names, sentence: int, token: int, gender: str) -> str:
    """Return who is named behind an opening phrase (*In addition to his fears, Revin saw*)."""
    tags = names.reading.tags
    if token - sentence > 8 or tags[sentence] not in "ijs" or token == sentence:
        return ""
    k = bisect_left(names.places, token)
    if k == len(names.mentions):
        return ""
    a, b, number = names.mentions[k]
    person = names.persons[number]
    fits = person.gender in ("", gender) and tags[b : b + 1] != "'"
    comma = tags[a - 1] == "," or (tags[a - 2 : a] in (",x", ",N") and a - token > 1)
    there = a - token < 10 and names.sentence_start(a) == sentence
    return person.name if fits and comma and there else ""
