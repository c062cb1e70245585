"""The regular forms of English words: what a codebook need not list.

Forms are looked up among words that occur, so a form too many does no harm; one too few loses
hits. Irregular forms stand in the codebook itself.
"""

from __future__ import annotations

import re

__all__ = ["noun_forms", "spellings", "verb_forms"]

_VOWELS = "aeiou"
# Stems whose -our is -or in American spelling; a list, because "four" is no "for".
_OUR = tuple(
    re.findall(
        r"\w+",
        "arm behavi clam col endeav fav ferv harb hon hum lab neighb od parl ranc rig rum sav "
        "splend succ tum val vap vig",
    )
)


def noun_forms(word: str) -> frozenset[str]:
    """Return a noun and its regular plural.

    Examples
    --------
    >>> sorted(noun_forms("puppet")), sorted(noun_forms("atrocity")), sorted(noun_forms("putsch"))
    (['puppet', 'puppets'], ['atrocities', 'atrocity'], ['putsch', 'putsches'])
    """
    if word.endswith("y") and (word[-2:-1] not in _VOWELS or word.endswith("quy")):
        return frozenset({word, word[:-1] + "ies"})
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return frozenset({word, word + "es"})
    forms = {word, word + "s"}
    if word.endswith("o"):
        forms.add(word + "es")
    for tail, plural in (("f", "ves"), ("fe", "ves"), ("man", "men")):
        if word.endswith(tail):
            forms.add(word[: -len(tail)] + plural)
    return frozenset(forms)


def verb_forms(word: str) -> frozenset[str]:
    """Return a verb and its regular -s, -ed and -ing forms.

    Examples
    --------
    >>> sorted(verb_forms("slam"))
    ['slam', 'slammed', 'slamming', 'slams']
    >>> sorted(verb_forms("decry"))
    ['decried', 'decries', 'decry', 'decrying']
    >>> sorted(verb_forms("accuse"))
    ['accuse', 'accused', 'accuses', 'accusing']
    """
    if word.endswith("e"):
        stem = word[:-1]
        continuous = word + "ing" if word.endswith(("ee", "oe", "ye")) else stem + "ing"
        if word.endswith("ie"):
            continuous = word[:-2] + "ying"
        return frozenset({word, word + "s", word + "d", continuous})
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return frozenset({word, word[:-1] + "ies", word[:-1] + "ied", word + "ing"})
    third = word + "es" if word.endswith(("s", "x", "z", "ch", "sh", "o")) else word + "s"
    forms = {word, third, word + "ed", word + "ing"}
    if _doubles(word):
        forms |= {word + word[-1] + "ed", word + word[-1] + "ing"}
        if word[-1] not in "ls" and _syllables(word) == 1:
            forms -= {word + "ed", word + "ing"}
    if word.endswith("ic"):
        forms |= {word + "ked", word + "king"}
    return frozenset(forms)


def _syllables(word: str) -> int:
    return sum(
        1
        for k, char in enumerate(word)
        if char in _VOWELS and (k == 0 or word[k - 1] not in _VOWELS)
    )


def _doubles(word: str) -> bool:
    return (
        len(word) > 2
        and word[-1] in "bdgklmnprstvz"
        and word[-2] in _VOWELS
        and (word[-3] not in _VOWELS or word[-4:-2] == "qu")
    )


def spellings(word: str) -> frozenset[str]:
    """Return a word with its British and American spellings.

    Examples
    --------
    >>> sorted(spellings("demonise")), sorted(spellings("dishonour"))
    (['demonise', 'demonize'], ['dishonor', 'dishonour'])
    >>> sorted(spellings("four"))
    ['four']
    """
    found = {word}
    if len(word) > 6:
        for left, right in (("is", "iz"), ("ys", "yz")):
            for tail in ("e", "ed", "es", "ing", "er", "ers", "ation", "ations"):
                for one, other in ((left, right), (right, left)):
                    if word.endswith(one + tail):
                        found.add(word[: -len(one + tail)] + other + tail)
    for stem in _OUR:
        if stem + "our" in word:
            found.add(word.replace(stem + "our", stem + "or"))
        elif stem + "or" in word:
            found.add(word.replace(stem + "or", stem + "our"))
    for one, other in (("defence", "defense"), ("offence", "offense"), ("centre", "center")):
        if one in word or other in word:
            found |= {word.replace(one, other), word.replace(other, one)}
    for tail in ("ed", "ing", "er"):
        if word.endswith("ll" + tail):
            found.add(word[: -len(tail) - 1] + tail)
    return frozenset(found)
