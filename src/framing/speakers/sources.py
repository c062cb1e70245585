"""Who a source is: the fullest name the article gives, and what type of source it is.

Nothing is guessed silently: a pronoun, a role or *the paper* is resolved when the article names
somebody who fits and stands near enough; else the speaker stays empty.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from framing.cues import function_words, place_names, roles, word_set
from framing.speakers.names import COMPASS, ORGANISED, Names, media_words
from framing.speakers.pronouns import gender_of_pronoun, person_meant
from framing.speakers.titles import place_of
from framing.tags import Reading, Tagger

__all__ = ["Source", "Speakers"]


class Source(NamedTuple):
    """Where a source stands and who it is.

    Attributes
    ----------
    start, end : int
        Code points; equal when there is none.
    speaker : str
        The fullest name in the article, or empty.
    source_type : str
        ``"named_person"``, ``"office"``, ``"organisation"``, ``"medium"``, ``"document"``,
        ``"collective"``, ``"anonymous"`` or ``"none"``.
    """

    start: int
    end: int
    speaker: str
    source_type: str


_OF = re.compile(r"fd?N+(?:&N+)?")
_IN_PLACE = re.compile("[if]d?N+")
_DEFINITE = word_set("the this that these those")
_OWN = word_set("his her their its")
_ONE = word_set("someone somebody one ones")
_THINGS = ("", "document", "medium", "none", "collective", "organisation")
_AUTHORS = ("named_person", "organisation", "medium")
_BY = re.compile(r"(?:e?b|i|f)d?(N+)")
_DESCRIBED = word_set(
    "candidate nominee contender frontrunner politician billionaire businessman businesswoman"
    " tycoon mogul celebrity"
)
"""What somebody may be called who was never introduced so."""
_ELECTED = word_set("senator governor president representative secretary lady mayor member")
_FINDINGS = word_set("results findings data numbers figures")
_ASKING = ("poll", "survey", "study")
_ALWAYS_NAMES = word_set(
    "democrats republicans americans russians ukrainians christians catholics muslims jews"
    " hispanics latinos westerners conservatives tories"
)
_UNNAMED = word_set(
    "critics sources source insiders insider opponents detractors skeptics sceptics some many"
    " others observers rumors rumours supporters"
)
_SOMEBODY = word_set(
    "people person officials official men one those someone aide aides diplomat diplomats"
)
_CLOSE = word_set("close familiar briefed knowledge aware")
_REACH = 1200
"""How many tokens back an office looks for its holder."""
_NEARBY = 60
"""How many tokens back *it*, *the company* and *the statement* look."""


class Speakers:
    """Who the sources of a text are, asked in the order of the text.

    Parameters
    ----------
    reading : Reading
        One text.
    tagger : Tagger
        The one that read it.
    elsewhere : Speakers, optional
        Those of another text of the same article, for names that are given short here.

    Examples
    --------
    >>> from framing.words import WordIndex
    >>> tagger = Tagger(WordIndex(["Minister Mara Dolen left. She said little."]))
    >>> speakers = Speakers(tagger.read(0), tagger)
    >>> speakers.resolve(4, 5).speaker
    'Mara Dolen'
    """

    def __init__(self, reading: Reading, tagger: Tagger, elsewhere: Speakers | None = None) -> None:
        self.reading = reading
        self.names: Names = Names(
            reading, tagger, elsewhere.names if elsewhere is not None else None
        )
        self.last: list[tuple[int, Source]] = []
        self._printed: dict[str, str] = {}
        self._authors: dict[str, str] = {}

    def note(self, token: int, source: Source) -> None:
        """Remember who spoke last, for the pronouns that follow."""
        if source.source_type != "none":
            self.last.append((token, source))

    def subject(self, start: int, end: int) -> str:
        """Return the person whose name opens a sentence, or an empty string.

        Parameters
        ----------
        start, end : int
            Token numbers of the sentence.
        """
        k = bisect_left(self.names.places, start)
        if k == len(self.names.mentions):
            return ""
        a, b, number = self.names.mentions[k]
        opens = a < end and self.names.opens(a) and self.reading.tags[b : b + 1] != "'"
        return self.names.persons[number].name if opens else ""

    def resolve(self, start: int, end: int, content: Sequence[tuple[int, int]] = ()) -> Source:
        """Return who the tokens ``[start, end)`` name.

        Parameters
        ----------
        start, end : int
            Token numbers; equal for no source.
        content : sequence of (int, int)
            Tokens of what the source is said to say, in which a pronoun looks for nobody.
        """
        reading = self.reading
        if end <= start:
            return Source(0, 0, "", "none")
        place = (reading.starts[start], reading.ends[end - 1])
        tags = reading.tags[start:end]
        if tags[0] in "pog" and end - start == 1:
            return Source(*place, *self._pronoun(start, content))
        if tags[0] in "qh" and end - start == 1:
            return Source(*place, *self._antecedent(start))
        speaker, kind = self._named(start, end, tags)
        if not speaker or kind == "document":
            meant = self._implied(start, end, kind, content)
            speaker, kind = meant if meant[0] else (speaker, kind)
        return Source(*place, speaker, kind)

    def _implied(
        self, start: int, end: int, kind: str, content: Sequence[tuple[int, int]]
    ) -> tuple[str, str]:
        """Return who is behind a thing or a description: its owner, its author, the one at hand."""
        tags = self.reading.tags
        stop = start + _head_end(tags[start:end])
        head = self.names.fold(stop - 1)
        if tags[start] == "g" and kind in _THINGS and gender_of_pronoun(self.names.fold(start)):
            # His fears, her website.
            return self._pronoun(start, content)
        if tags[start] == "q" and kind in _THINGS:
            # Mara Dolen, whose new book
            return self._antecedent(start)
        possessed = "'" in tags[start:stop]
        if kind == "document" or (kind == "medium" and possessed):
            return self._author(start, stop, end), kind
        if self.names.fold(start) != "the":
            return "", kind
        if head in _DESCRIBED and stop == end:
            return self._described(start), "named_person"
        if kind == "organisation" and stop - start == 2 and stop == end:
            return self._body_before(start, opening=False)[0], kind
        return "", kind

    def _described(self, token: int) -> str:
        """Return the one most often named near by who can be a candidate or a billionaire."""
        names = self.names
        near = {
            n
            for a, _, n in names.mentions[: bisect_left(names.places, token)]
            if token - a <= 2 * _NEARBY
        }
        fitting = [
            n
            for n in sorted(near)
            if all(role.rpartition(" ")[2] in _ELECTED for role in names.persons[n].roles)
        ]
        best = max(fitting, key=lambda n: names.persons[n].times, default=-1)
        return names.persons[best].name if best >= 0 else ""

    def _author(self, start: int, stop: int, end: int) -> str:
        """Return who wrote, issued or took a document, poll or site, if the words say it."""
        tags, names = self.reading.tags, self.names
        possessor = tags.find("'", start, stop)
        until = possessor if possessor > start else stop - 1
        first = until
        while first > start and tags[first - 1] == "N":
            first -= 1
        if first == until and stop < end:
            # A letter from Mara Dolen; a statement released by Fenwick News.
            behind = _BY.match(tags, stop, end)
            if behind:
                first, until = behind.span(1)
        if first < until:
            speaker, kind = self._named(first, until, tags[first:until])
            author = speaker if speaker and kind != "document" else names.printed(first, until)
            self._authors[names.fold(stop - 1)] = author
            return author
        head = names.fold(stop - 1)
        if names.fold(start) != "the" or stop < end:
            return ""
        if head in _FINDINGS:
            return next((self._authors[h] for h in _ASKING if h in self._authors), "")
        if head in self._authors:
            return self._authors[head]
        if stop - start == 2:
            near = [s for place, s in self.last[-2:] if 0 < start - place < _NEARBY]
            given = [s.speaker for s in near if s.source_type in _AUTHORS and s.speaker]
            return given[-1] if given else ""
        return ""

    def _named(self, start: int, end: int, tags: str) -> tuple[str, str]:
        head_end = _head_end(tags)
        stop = start + head_end
        head = self.names.fold(stop - 1)
        known = roles()
        kind = known.get(head) or _plural_kind(head, known)
        k = bisect_left(self.names.places, start)
        while k < len(self.names.mentions) and self.names.mentions[k][0] < end:
            a, b, number = self.names.mentions[k]
            # The head of the phrase, or a name right behind it (the aide, Mara Dolen, ...).
            behind = (
                kind == "office"
                and (
                    (a in (stop, stop + 1) and self._follows(a, stop, number))
                    or (b == end and self._after_place(b, number))
                )
            ) or (not kind and a == stop + 1 and b == end and self._follows(a, stop, number))
            if (a < stop or behind) and b <= end and self.reading.tags[b : b + 1] != "'":
                return self.names.persons[number].name, "named_person"
            k += 1
        words = self.names.words(start, stop)
        medium = self._medium(start, stop, words, head)
        if medium is not None:
            return medium
        reach = [self.names.fold(i) for i in range(start, min(end, stop + 4))]
        if head in _UNNAMED or head in _ONE or _is_unnamed(reach):
            return "", "anonymous"
        capital = tags[head_end - 1] == "N"
        if (
            kind
            and stop - 1 in self.names.firsts
            and head not in place_names()
            and head not in _ALWAYS_NAMES
            and not words[-1].isupper()
        ):
            # Experts say: the capital is the sentence's.
            capital = False
        if kind == "office":
            person = self._by_role(start, stop, capital=capital)
            return (person, "named_person") if person else ("", "office")
        if capital:
            return self._capital(start, stop, end, head, kind)
        if kind in ("organisation", "document"):
            return self._as_printed(start, stop, end), kind
        if kind:
            return "", kind
        if head in function_words() or tags[head_end - 1] in "dn":
            # Both, many, a third of them: people in number; a stray small word is nobody.
            return "", "collective" if tags[head_end - 1] in "dnp" else "none"
        if head.endswith("s") and not head.endswith("ss"):
            return "", "collective"
        return "", "office" if head.endswith(("er", "or", "ist", "man", "ian")) else "organisation"

    def _after_place(self, b: int, number: int) -> bool:
        """Say whether a place stands right before a name (*minister of Velmora Mara Dolen*)."""
        k = b - len(self.names.persons[number].name.split()) - 1
        return k > 0 and place_names().get(self.names.fold(k)) == "place"

    def _follows(self, a: int, stop: int, number: int) -> bool:
        """Say whether a name behind an office is its holder's."""
        between = self.reading.tags[stop:a]
        if between != "f":
            return between in ("", ",")
        # Secretary of State Mara Dolen, but not: spokesman of Mara Dolen.
        return self.names.words(a, a + 1)[0] != self.names.persons[number].name.split()[0]

    def _capital(self, start: int, stop: int, end: int, head: str, kind: str) -> tuple[str, str]:
        """Name what has a capital and is no known person: a place, a body, somebody new."""
        named = self._name_words(start, stop)
        while len(named) > 1 and named[0].lower() in ("the", "a", "an"):
            named = named[1:]
        if len(named) == 1:
            person = self.names.surnamed(named[0])
            if person:
                return person, "named_person"
        reading = self.reading
        place = reading.starts[stop - len(named)]
        # As printed, with the dots of initials.
        name = " ".join(reading.text[place : reading.ends[stop - 1]].split())
        lowered = [w.lower() for w in named]
        body = any(w in ORGANISED or w in place_names() for w in lowered)
        behind = _OF.match(self.reading.tags, stop, end)
        # The Ministry of Defence, the Bureau of Roads and Mills; but: Mara Dolen of Open Hands.
        before = self.names.fold(stop - len(named) - 1) if stop - len(named) > start else ""
        if behind and (body or kind or len(named) == 1 or before == "the"):
            name += " " + " ".join(self.names.words(stop, behind.end()))
        if kind and kind != "office":
            return (f"the {name}" if before == "the" and kind == "collective" else name), kind
        short = any(len(w) <= 5 and w.isupper() for w in named)
        if body or short or before == "the" or len(named) > 3 or head.endswith("s"):
            return name, "organisation"
        if (len(named) == 1 or lowered[0] in COMPASS) and self.names.is_within(stop - 1):
            return name, "organisation"
        return name, "named_person"

    def _as_printed(self, start: int, stop: int, end: int) -> str:
        """Name a body or document by the words that stand there, if they tell which one it is."""
        reading = self.reading
        which = True
        while start < stop - 1 and reading.tags[start] in "dngr":
            which = which and self.names.fold(start) in _DEFINITE
            start += 1
        head = self.names.fold(stop - 1)
        bare = stop - start == 1
        if bare:
            behind = _IN_PLACE.match(reading.tags, stop, end)
            if behind:
                # The council in Brel.
                stop = behind.end()
            elif not which:
                return ""
            elif head in self._printed:
                return self._printed[head]
        name = reading.text[reading.starts[start] : reading.ends[stop - 1]]
        if bare and start in self.names.firsts:
            # Police say: the capital is the sentence's.
            name = name[0].lower() + name[1:]
        if " " in name:
            self._printed[head] = name
        return name

    def _name_words(self, start: int, end: int) -> list[str]:
        tags = self.reading.tags
        j = end
        while j > start and tags[j - 1] == "N":
            j -= 1
        return self.names.words(j, end)

    def _medium(self, start: int, end: int, words: list[str], head: str) -> tuple[str, str] | None:
        for place, name in self.names.media:
            if start <= place < end:
                return name, "medium"
        media = media_words()
        last = words[-1]
        if media.get(last) == "name" or (media.get(last) == "head" and len(words) > 1):
            return " ".join(self._name_words(start, end)) or last, "medium"
        if roles().get(head) == "medium":
            if words[0].lower() in ("the", "this", "that", "its"):
                before = [name for place, name in self.names.media if place < start]
                if before:
                    return before[-1], "medium"
            return "", "medium"
        return None

    def _by_role(self, start: int, stop: int, *, capital: bool) -> str:
        """Return who was introduced with the office that ends at `stop`, if only one fits."""
        names = self.names
        alone = stop - start == 1
        office = names.fold(stop - 1) if alone else names.office(stop - 1)
        first = names.fold(start)
        bare = alone and not capital
        owned = first in _OWN or "'" in self.reading.tags[start:stop]
        if not (first in _DEFINITE or capital or owned or bare):
            return ""
        told = {place_of(names.fold(k)) for k in range(start, stop - 1) if names.is_name(k)}
        near = self._holders_before(start, office)
        if near and not owned and not bare:
            marked = [n for n in near if told and not told.isdisjoint(names.persons[n].marks)]
            fitting = marked or [n for n in near if not self._other(told, n)]
            return names.persons[fitting[0]].name if fitting else ""
        # Introduced later, or somebody's own: only when nobody else bears the office.
        holders = [n for n in range(len(names.persons)) if names.holds(n, office)]
        if len(holders) == 1:
            return names.persons[holders[0]].name
        others = names.elsewhere
        if not holders and others is not None:
            holders = [n for n in range(len(others.persons)) if others.holds(n, office)]
            if len(holders) == 1:
                return others.persons[holders[0]].name
        return ""

    def _other(self, told: set[str], number: int) -> bool:
        """Say whether somebody is of another place than a description tells."""
        places = place_names()
        theirs = {word for word in self.names.persons[number].marks if word in places}
        asked = {word for word in told if word in places}
        return bool(theirs and asked) and theirs.isdisjoint(asked)

    def _holders_before(self, token: int, office: str) -> list[int]:
        """Return those who bear an office and were named before, the latest first."""
        names = self.names
        near: list[int] = []
        for a, _, number in reversed(names.mentions[: bisect_left(names.places, token)]):
            if token - a > _REACH:
                break
            if number not in near and names.holds(number, office):
                near.append(number)
        return near

    def _pronoun(self, token: int, content: Sequence[tuple[int, int]]) -> tuple[str, str]:
        word = self.names.fold(token)
        gender = gender_of_pronoun(word)
        previous = [s for place, s in self.last[-6:] if place < token]
        if gender:
            spoke = [s.speaker for s in reversed(previous[-3:]) if s.source_type == "named_person"]
            meant = person_meant(self.names, token, gender, spoke, content)
            return meant or self._spoke(spoke, gender), "named_person"
        if word in ("they", "their", "them"):
            body = self._body_before(token)[0]
            if body.endswith("s"):
                return body, "collective"
            for source in reversed(previous):
                if source.source_type in ("collective", "anonymous", "organisation"):
                    return source.speaker, source.source_type
            return "", "collective"
        if word in ("it", "its"):
            return self._it(token)
        if word in ("everyone", "everybody", "nobody", "others", "we", "you"):
            return "", "collective"
        return "", "anonymous" if word in _ONE else "none"

    def _spoke(self, spoke: Sequence[str], gender: str) -> str:
        """Return the last speaker of a gender who is named in another text only."""
        known = {p.name: p.gender for p in self.names.persons}
        return next((name for name in spoke if name and known.get(name, "") in ("", gender)), "")

    def _it(self, token: int) -> tuple[str, str]:
        """Return the body, medium or document that spoke last or opens a sentence near by."""
        body, place = self._body_before(token)
        for spoke, source in reversed(self.last[-6:]):
            if spoke < token and source.source_type in ("organisation", "medium", "document"):
                if body and spoke < place:
                    break
                return source.speaker, source.source_type
        return body, "organisation"

    def _body_before(self, token: int, *, opening: bool = True) -> tuple[str, int]:
        """Return the last company, party or committee (that opens a sentence), and where."""
        names = self.names
        for a, b in reversed(names.bodies):
            if token - a > _NEARBY:
                break
            opens = not opening or a in names.firsts or names.opens(a)
            if a < token and opens and names.spelling(b - 1) not in names.surnames:
                behind = _OF.match(self.reading.tags, b)
                return names.printed(a, behind.end() if behind else b), a
        return "", -1

    def _antecedent(self, token: int) -> tuple[str, str]:
        tags = self.reading.tags
        j = token
        while j and tags[j - 1] in ",-&":
            j -= 1
        if j and tags[j - 1] == ")":
            # Mara Dolen (I-Brel), who
            j = max(tags.rfind("(", max(0, j - 8), j), 0) or j
        i = j
        while i and tags[i - 1] in "Nxdgnejf'K":
            i -= 1
        return self._named(i, j, tags[i:j]) if j > i else ("", "none")


def _plural_kind(head: str, known: Mapping[str, str]) -> str:
    """Return the type of a plural: several outlets are media, several ministers a collective."""
    if not head.endswith("s") or head.endswith("ss"):
        return ""
    single = head[:-3] + "y" if head.endswith("ies") else head[:-1]
    kind = known.get(single, "")
    return "collective" if kind == "office" else kind


def _is_unnamed(words: list[str]) -> bool:
    """Say whether people are named only by their nearness (*two people close to her office*)."""
    return any(w in _CLOSE for w in words) and any(w in _SOMEBODY for w in words)


_BASE = re.compile(r"(?:[dgn]*[xejrKBVGENny&{}]*?[xKNynoBejp]'[rxej]*)*[dgn]*[rxejKBVGENny{}]*")


def _head_end(tags: str) -> int:
    """Return where the first noun phrase without its additions ends.

    Examples
    --------
    >>> _head_end("dxiNN"), _head_end("NN,dx"), _head_end("N'xiN")
    (2, 2, 3)
    """
    match = _BASE.match(tags)
    end = match.end() if match else 0
    return max(1, min(end, len(tags)))
