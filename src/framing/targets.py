"""Whom an expression is about: named rules over the tags of its sentence, in order of precision.

Experimental: `benchmarks/tables/demo_targets.csv` says how often it is right.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from framing.cues import place_names, word_set
from framing.phrases import group_start, phrase_end, phrase_left, source_left
from framing.speakers import Speakers
from framing.tags import Reading, Tagger
from framing.words import WordIndex

__all__ = ["RULES", "THE_SPEAKER", "Target", "TargetFinder"]

RULES = ("title", "named", "called", "predicate", "owner", "of", "phrase", "object", "subject")
"""In the order in which they are tried."""

_CALLS = word_set(
    "call calls called calling brand brands branded branding dub dubs dubbed dubbing label labels"
    " labelled labeled labelling labeling describe describes described describing denounce"
    " denounces denounced denouncing condemn condemns condemned condemning decry decries decried"
    " paint paints painted portray portrays portrayed deem deems deemed think thinks thought"
    " consider considers considered find finds found make makes made"
)
_BLAMES = word_set(
    "slam slams slammed slamming blast blasts blasted blasting mock mocks mocked mocking bash"
    " bashes bashed bashing ridicule ridicules ridiculed smear smears smeared smearing berate"
    " berates berated lambast lambasts lambasted lambaste castigate castigates castigated excoriate"
    " excoriated skewer skewered savage savaged trash trashed denigrate denigrated disparage"
    " disparaged vilify vilified malign maligned demonise demonised demonize demonized humiliate"
    " humiliated betray betrayed bully bullied taunt taunted pillory pilloried slander slandered"
    " deride derided derides pillories heckle heckled heckles attack attacked attacks demonized"
    " demonises demonizes inflame inflamed laud lauded tout touted hail hailed lionise lionised"
    " snub snubbed rebuke rebuked"
)
_RULERS = word_set(
    "regime junta government administration authorities leadership clique dictatorship machine"
    " apparatus propaganda oligarch oligarchs puppet puppets thug thugs"
)
_BE = re.compile(r"v[drgnxejKNz{}'&,]*$")
_STATE = re.compile(r"[drgnxejKz{}&]*$")
_OF = re.compile(r"[xKnje]*fd?g?(N+|[x]+)")
_SPEAKER = word_set("i me my mine myself")
_NOBODY = word_set("it this that there these those its what which")
THE_SPEAKER = "(speaker)"
"""The target of what somebody says of themselves."""
_LEAST = 4
_SHOUTED = 0.6
_ENDINGS = ("n", "an", "ian", "ish", "ese", "i", "s", "ns", "ans", "ians", "er", "ers")


class Target(NamedTuple):
    """Whom a stretch is about, and the rule that says so."""

    name: str
    rule: str


class TargetFinder:
    """Finds targets in one text.

    Parameters
    ----------
    reading : Reading
        The text.
    tagger : Tagger
        The one that read it.
    elsewhere : Speakers, optional
        Those of the article's other text, for names that are given short here.

    Examples
    --------
    >>> from framing.words import WordIndex
    >>> text = "Mara Dolen is reckless. The strongman Ilko Varn left."
    >>> tagger = Tagger(WordIndex([text]))
    >>> finder = TargetFinder(tagger.read(0), tagger)
    >>> finder.find(text.index("reckless"), text.index("reckless") + 8)
    Target(name='Mara Dolen', rule='predicate')
    >>> finder.find(text.index("strongman"), text.index("strongman") + 9)
    Target(name='Ilko Varn', rule='title')
    """

    def __init__(self, reading: Reading, tagger: Tagger, elsewhere: Speakers | None = None) -> None:
        self.reading = reading
        self.speakers = Speakers(reading, tagger, elsewhere)
        self.names = self.speakers.names
        self._first = [a for a, _ in reading.sentences]
        self._stems: dict[str, str] | None = None
        self._inside: dict[int, TargetFinder] = {}

    def find(self, start: int, end: int) -> Target:
        """Return the target of the stretch ``[start, end)`` of the text, or an empty one."""
        reading = self.reading
        low = bisect_right(reading.starts, start) - 1
        high = bisect_right(reading.starts, end - 1)
        if low < 0 or not reading.sentences:
            return Target("", "")
        number = max(bisect_right(self._first, low) - 1, 0)
        a, b = reading.sentences[number]
        if not a <= low < b:
            return Target("", "")
        if reading.tags[low] == "Q":
            return self._within(reading.quote_of.get(low, -1), start, end)
        place = _Place(reading.tags[a:b], a, low - a, min(high, b) - a)
        if place.tags.count("N") > _SHOUTED * len(place.tags):
            # A headline in capitals tells no names.
            return Target("", "")
        ways: dict[str, Callable[[_Place], tuple[int, int] | None]] = {
            "title": self._title, "named": self._named, "called": self._called,
            "predicate": self._predicate, "owner": self._owner, "of": self._of,
            "phrase": self._phrase, "object": self._object, "subject": self._subject,
        }  # fmt: skip
        for rule in RULES:
            found = ways[rule](place)
            if found is not None and found[1] > found[0]:
                lone = rule in ("phrase", "subject")
                name = self._resolve(a + found[0], a + found[1], (low, high), lone)
                if name[:1].isupper() or name == THE_SPEAKER:
                    return Target(name, rule)
        return Target("", "")

    def _within(self, number: int, start: int, end: int) -> Target:
        """Look inside a whole quotation, which its sentence holds as one token."""
        if number < 0:
            return Target("", "")
        quote = self.reading.quotes[number]
        if number not in self._inside:
            tagger = Tagger(WordIndex([self.reading.text[quote.inner_start : quote.inner_end]]))
            self._inside[number] = TargetFinder(tagger.read(0), tagger, self.speakers)
        by = quote.inner_start
        return self._inside[number].find(start - by, end - by)

    def _resolve(self, start: int, end: int, hit: tuple[int, int], people: bool) -> str:
        """Return the fullest name of an actor, or (unless only people may be meant) any name."""
        if end == start + 1 and self.names.fold(start) in _SPEAKER:
            return THE_SPEAKER
        if self.names.fold(start) in _NOBODY:
            return ""
        source = self.speakers.resolve(start, end)
        if people:
            return source.speaker if source.source_type == "named_person" else ""
        if source.speaker and source.source_type not in ("document", "medium"):
            return self._whole(source.speaker)
        tags = self.reading.tags
        # A loaded word with a capital is no name.
        letters = "".join(
            "x" if hit[0] <= k < hit[1] else tag for k, tag in enumerate(tags[start:end], start)
        )
        run = re.search("N+", letters)
        if run is None:
            return ""
        words = [self.names.spelling(k) for k in range(start + run.start(), start + run.end())]
        return self._whole(" ".join(words))

    def _whole(self, name: str) -> str:
        """Return the country behind its adjective (*Karsovian*), where the text names it."""
        if " " in name:
            return name
        if self._stems is None:
            found = {
                self.names.spelling(k) for k, tag in enumerate(self.reading.tags) if tag == "N"
            }
            self._stems = {}
            for word in sorted(found):
                for other in found:
                    if _is_adjective_of(word, other):
                        self._stems[word] = other
        return self._stems.get(name, name)

    def _word(self, place: _Place, k: int) -> str:
        return self.names.fold(place.a + k)

    def _title(self, place: _Place) -> tuple[int, int] | None:
        """Read: strongman Ilko Varn; Ilko Varn, a strongman."""
        s, end = place.tags, place.high
        if s[end : end + 1] == "N" and s[place.low] in "xKje" and not s[end:].startswith("N'"):
            return end, _names_end(s, end)
        before = re.search(r"(N+),d?[rejxn]{0,2}$", s[: place.low])
        if before and s[end : end + 1] in ("", ",", ".", "?", "!", "i", "f", "q"):
            return before.span(1)
        return None

    def _named(self, place: _Place) -> tuple[int, int] | None:
        """Read: the Karsk regime."""
        s = place.tags
        if self._word(place, place.high - 1) not in _RULERS:
            return None
        before = re.search(r"(N+)'?[rejx]*$", s[: place.low])
        if before:
            return before.span(1)
        after = re.match(r"[id]{1,2}(N+)", s[place.high :])
        return _moved(after, place.high) if after else None

    def _called(self, place: _Place) -> tuple[int, int] | None:
        """Read: called Dolen a puppet; described the mayor as reckless."""
        s = place.tags
        for k in range(place.low - 1, max(place.low - 10, -1), -1):
            if self._word(place, k) in _CALLS:
                end = phrase_end(s, k + 1)
                between = s[end : place.low]
                if k + 1 < end <= place.low and re.fullmatch(r"[sidrejxn{]*", between):
                    return k + 1, end
                return None
        return None

    def _predicate(self, place: _Place) -> tuple[int, int] | None:
        """Read: Mara Dolen is reckless; he was a puppet."""
        match = _BE.search(place.tags[: place.low])
        if match is None or "," in match.group()[1:]:
            return None
        return source_left(place.tags, group_start(place.tags, match.start()))

    def _owner(self, place: _Place) -> tuple[int, int] | None:
        """Read: Dolen's reckless plan; their reckless plan."""
        s = place.tags
        match = re.search(r"(N+)'[rejxnK{}]*$", s[: place.low])
        if match:
            return match.span(1)
        match = re.search(r"(g)[rejxnK{}]*$", s[: place.low])
        return match.span(1) if match else None

    def _of(self, place: _Place) -> tuple[int, int] | None:
        """Read: the reckless plan of Mara Dolen."""
        match = _OF.match(place.tags, place.high)
        return match.span(1) if match else None

    def _phrase(self, place: _Place) -> tuple[int, int] | None:
        """Read: the reckless mayor; brutal Karsovian shelling."""
        s = place.tags
        if s[place.high - 1] in "VBEGur":
            return None
        start = phrase_left(s, place.high)[0]
        end = phrase_end(s, start) if start < place.high else phrase_end(s, place.low)
        if end < place.high or start > place.low:
            start, end = place.low, phrase_end(s, place.low)
        return start, end

    def _object(self, place: _Place) -> tuple[int, int] | None:
        """Read: slammed the mayor."""
        if self._word(place, place.low) not in _BLAMES:
            return None
        end = phrase_end(place.tags, place.high)
        return (place.high, end) if place.tags[place.high : place.high + 1] in _OPENS else None

    def _subject(self, place: _Place) -> tuple[int, int] | None:
        """Read: Dolen botched the talks; Dolen recklessly sold the port."""
        s = place.tags
        if s[place.low] not in "VBuermaEGj":
            return None
        return source_left(s, group_start(s, place.low))


class _Place(NamedTuple):
    """A stretch in a sentence: its tags, the sentence's first token, tokens from low to high."""

    tags: str
    a: int
    low: int
    high: int


_OPENS = tuple("dgnNoxe")


def _names_end(s: str, start: int) -> int:
    while s[start : start + 1] == "N":
        start += 1
    return start


def _moved(match: re.Match[str], by: int) -> tuple[int, int]:
    return match.start(1) + by, match.end(1) + by


def _is_adjective_of(word: str, name: str) -> bool:
    """Say whether a word is made of a place's name: Karsovian of Karsovia, Velmoran of Velmora.

    Examples
    --------
    >>> _is_adjective_of("Karsovian", "Karsovia"), _is_adjective_of("Varnas", "Varn")
    (True, False)
    """
    if len(name) < _LEAST or word == name or word.lower() in place_names():
        return False
    stems = {name, name.rstrip("aeiouy"), name[:-1]}
    return any(
        len(stem) >= _LEAST and word == stem + ending for stem in stems for ending in _ENDINGS
    )
