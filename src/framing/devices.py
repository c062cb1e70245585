"""Words held at arm's length: concessions (*what the West calls a victory*) and *so-called*."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from framing.cues import Cue, cue_words, word_set
from framing.tags import Reading, Tagger

__all__ = ["Device", "find_devices"]


class Device(NamedTuple):
    """A device of distance, in token numbers.

    Attributes
    ----------
    kind : str
        ``"concession"`` or ``"scare"``.
    cue, source, content : (int, int)
        Half-open; the source is empty for *so-called*.
    word : Cue
    rule : str
    """

    kind: str
    cue: tuple[int, int]
    source: tuple[int, int]
    content: tuple[int, int]
    word: Cue
    rule: str


_NAMING = word_set(
    "call consider describe regard see view deem term label brand dub portray characterize"
    " characterise perceive depict think nickname"
)
_CLAIMING = word_set("say claim insist argue allege believe maintain contend assert")
_PRONOUNS = word_set("what which")
_WHAT = re.compile(r"[wq][dgnrejxKBN'fip&]{1,9}?(?=r*[am]*r*[VEB])|[wq](?:p)(?=r*[am]*r*[VEB])")
_GROUP = re.compile(r"[ram]*[VEB]")
_BY = re.compile(r",([rE]?[EV])(?:s)?b?")
_COMPLEMENT = re.compile(
    r"(?:\{[^{}]{1,14}(?<!,)\}|[^,;:?()\-wqhVvmcQ{}]){0,14}(?:\{[^{}]{0,14},\})?"
)
_SO_CALLED = re.compile(r"\{[^{}]{1,12}\}|[rejxKBnE]{0,3}[xKN]['xKN]{0,4}|[rejxKBnVE]{1,3}")
_SO_CALLED_CUE = Cue("so-called", "indirect", "distancing", False)


def find_devices(reading: Reading, tagger: Tagger) -> list[Device]:
    """Return the concessions and *so-called* of a text, in order.

    Parameters
    ----------
    reading : Reading
        One text.
    tagger : Tagger
        The one that read it.

    Examples
    --------
    >>> from framing.words import WordIndex
    >>> text = "They fired into what the League considers its own land."
    >>> tagger = Tagger(WordIndex([text]))
    >>> reading = tagger.read(0)
    >>> found = find_devices(reading, tagger)[0]
    >>> text[reading.starts[found.content[0]] : reading.ends[found.content[1] - 1]]
    'what the League considers its own land'
    """
    folded = tagger.index.folded
    types = reading.types
    found: list[Device] = []
    asks = reading.number in tagger.texts_with(_PRONOUNS)
    for a, b in reading.sentences if asks else ():
        s = reading.tags[a:b]
        if "w" in s or "q" in s:
            for match in _WHAT.finditer(s):
                device = _concession(s, match, a, types, folded)
                if device is not None:
                    found.append(device)
    if reading.number in tagger.texts_with(_SIGNS):
        found.extend(_so_called(reading, folded))
    found.sort(key=lambda d: d.content)
    return found


def _concession(
    s: str, match: re.Match[str], a: int, types: list[int], folded: tuple[str, ...]
) -> Device | None:
    k = match.start()
    pronoun = folded[types[a + k]] if types[a + k] >= 0 else ""
    if pronoun not in _PRONOUNS:
        return None
    if pronoun == "which" and (k == 0 or s[k - 1] not in ",-("):
        return None
    group = _GROUP.match(s, match.end())
    if group is None:
        return None
    verb = group.end() - 1
    word = folded[types[a + verb]]
    entry = cue_words().get(word)
    if entry is None:
        return None
    cue = entry[1]
    naming = cue.lemma in _NAMING
    if not naming and not (cue.lemma in _CLAIMING and pronoun == "what"):
        return None
    after = verb + 1
    nxt = s[after : after + 1]
    if not nxt:
        return None
    if not naming:
        # what the ministry said was a drill; but not: What she said was true.
        if not (nxt in "vm" and k > 0 and s[k - 1] not in ",-&"):
            return None
        after += 1
    elif nxt == "s" or nxt == "t":
        after += 1
        if nxt == "t" and s[after : after + 1] == "v":
            after += 1
    elif nxt in "yihwqp,;:?-v&" or (nxt in "dgn" and s[after + 1 : after + 2] in ("y", "ny")):
        return None
    if cue.lemma in ("see", "think", "view", "regard") and nxt not in "st":
        return None
    complement = _COMPLEMENT.match(s, after)
    if complement is None or complement.end() == after:
        return None
    end = complement.end()
    start = k
    return Device(
        "concession",
        (a + verb, a + verb + 1),
        (a + k + 1, a + match.end()),
        (a + start, a + end),
        cue,
        "concession",
    )


def _so_called(reading: Reading, folded: tuple[str, ...]) -> list[Device]:
    found: list[Device] = []
    text, types = reading.text, reading.types
    for match in _HELD_OFF.finditer(text):
        k = _token_at(reading.starts, match.start())
        if k is None or types[k] < 0:
            continue
        before = folded[types[k - 1]] if k and types[k - 1] >= 0 else ""
        if before in _VERBAL and not match["so"]:
            continue
        end = k
        while end < len(reading.ends) and reading.ends[end] < match.end():
            end += 1
        after = end + 1
        content = _SO_CALLED.match(reading.tags, after)
        if content is None or content.end() == after:
            continue
        found.append(
            Device("scare", (k, after), (k, k), (after, content.end()), _SO_CALLED_CUE, "so_called")
        )
    return found


_HELD_OFF = re.compile(
    r"\b(?:(?P<so>so[-‐‑ ]called)|soi[-‐‑]disant|purported|putative|supposed|ostensible"
    r"|self[-‐‑](?:styled|proclaimed|appointed|professed|declared|anointed|designated))\b"
    r"(?![ \u00a0](?:to|that)\b)",
    re.I,
)
_SIGNS = word_set("called disant self purported putative supposed ostensible")
"""Words without one of which nothing is held off."""
# "was supposed", "they supposed": a verb, and nobody's claim is held off.
_VERBAL = word_set(
    "is are was were be been being am has have had he she it they we i you who which that"
)


def _token_at(starts: list[int], place: int) -> int | None:
    k = bisect_left(starts, place)
    return k if k < len(starts) and starts[k] == place else None
