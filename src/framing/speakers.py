"""Who a source is: the fullest name the article gives, and what type of source it is.

Nothing is guessed silently: a pronoun, a role or *the paper* is resolved when the article names
somebody who fits and stands near enough; else the speaker stays empty.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from framing.cues import place_names, read_table, roles, word_set
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


@dataclass
class _Person:
    name: str
    gender: str = ""
    roles: set[str] = field(default_factory=set)


_OF = re.compile(r"fd?N+(?:&N+)?")
_RUN = re.compile(r"N(?:N|x{1,3}(?=N))*")
_PARTICLES = word_set("de van von der den bin al ibn la le di da dos du del el ter zu ben")
_HONORIFICS = {
    "mr": "m", "sir": "m", "lord": "m", "mrs": "f", "ms": "f", "miss": "f", "mme": "f",
    "dame": "f", "lady": "f", "dr": "", "prof": "", "sen": "", "rep": "", "gov": "", "gen": "",
    "col": "", "lt": "", "sgt": "", "capt": "", "maj": "", "adm": "", "rev": "", "fr": "m",
    "pope": "m", "king": "m", "queen": "f", "prince": "m", "princess": "f", "former": "",
    "then": "", "justice": "", "det": "", "insp": "", "hon": "",
}  # fmt: skip
_ORGANISED = word_set(
    "party committee council ministry department agency office university college institute"
    " institution center centre foundation association union federation court senate congress"
    " parliament house bank group company corporation corp inc ltd llc church army navy force"
    " forces police service services bureau administration commission board league club nations"
    " state states kingdom republic county city street avenue road airport hospital school"
    " campaign fund coalition alliance network project society team staff cabinet kremlin pentagon"
    " nato white street america russia ukraine china israel washington moscow kyiv kiev london"
    " brussels beijing berlin paris tehran republicans democrats"
)
_OF_STATE = word_set(
    "state defense defence staff treasury interior health commerce justice labor labour energy"
    " education agriculture transportation police mission operations"
)
_MASCULINE = word_set("he his him himself")
_FEMININE = word_set("she her hers herself")
_UNNAMED = word_set(
    "critics sources source insiders insider opponents detractors skeptics sceptics some many"
    " others observers rumors rumours supporters"
)
_SOMEBODY = word_set(
    "people person officials official men one those someone aide aides diplomat diplomats"
)
_CLOSE = word_set("close familiar briefed knowledge aware")
_REACH = 400
"""How many tokens back a pronoun looks for a name."""


@lru_cache(maxsize=1)
def _first_names() -> dict[str, str]:
    return {row[0]: row[1] for _, row in read_table("first_names", ("name", "gender"))}


@lru_cache(maxsize=1)
def _media() -> dict[str, str]:
    return {row[0]: row[1] for _, row in read_table("media", ("word", "use"))}


@lru_cache(maxsize=1)
def _genders() -> dict[str, str]:
    table = read_table("roles", ("noun", "source_type", "gender"))
    return {row[0]: row[2] for _, row in table if row[2]}


class Speakers:
    """The persons and media an article names, in the order of the text.

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
        self.elsewhere = elsewhere
        self.reading = reading
        self.types = tagger.index.types
        self.folded = tagger.index.folded
        self.persons: list[_Person] = []
        self.mentions: list[tuple[int, int, int]] = []
        self.media: list[tuple[int, str]] = []
        self.last: list[tuple[int, Source]] = []
        self._surnames: dict[str, list[int]] = {}
        self._lone: dict[int, bool] = {}
        self._firsts = {a for a, b in reading.sentences if b > a}
        self._find()
        self._places = [m[0] for m in self.mentions]

    def _words(self, start: int, end: int) -> list[str]:
        types, words = self.reading.types, self.types
        return [words[types[k]] if types[k] >= 0 else "" for k in range(start, end)]

    def _fold(self, k: int) -> str:
        number = self.reading.types[k]
        return self.folded[number] if number >= 0 else ""

    def _find(self) -> None:
        tags = self.reading.tags
        seen_inside: set[str] = set()
        runs: list[tuple[int, int]] = []
        cuts = self._firsts
        for match in _RUN.finditer(tags):
            a, b = match.span()
            # A run may cross a sentence's edge: cut it there.
            for k in range(a + 1, b):
                if k in cuts:
                    runs.append((a, k))
                    a = k
            runs.append((a, b))
        pieces: list[tuple[int, int]] = []
        for a, b in runs:
            left = a
            for k in range(a, b):
                # Small words join a name only when they are part of names (de, van, bin).
                if tags[k] == "x" and self.types[self.reading.types[k]] not in _PARTICLES:
                    if k > left:
                        pieces.append((left, k))
                    left = k + 1
            if b > left:
                pieces.append((left, b))
        for a, b in pieces:
            seen_inside.update(self._words(a + 1 if a in cuts else a, b))
        for a, b in pieces:
            self._enter(a, b, seen_inside)

    def _enter(self, a: int, b: int, seen_inside: set[str]) -> None:
        if b - a == 1:
            number = self.reading.types[a]
            word = self.types[number]
            known_as = self._surnames.get(word)
            if known_as:
                if a not in self._firsts or word in seen_inside:
                    self._mention(a, b, known_as[-1], "", "")
                return
            lone = self._lone.get(number)
            if lone is None:
                lone = bool(_media().get(word)) or bool(self._elsewhere(word))
                self._lone[number] = lone
            if not lone and (a in self._firsts or self.reading.tags[a - 1 : a] != "x"):
                return
        words = self._words(a, b)
        if a in self._firsts and len(words) == 1 and words[0] not in seen_inside:
            if _media().get(words[0]) == "name":
                self.media.append((a, words[0]))
            return
        known = roles()
        media = _media()
        lowered = [w.lower() for w in words]
        before = self.reading.tags[a - 1 : a] if a not in self._firsts else ""
        titled = ""
        role = ""
        first = 0
        for k, word in enumerate(lowered[:-1]):
            if word in _HONORIFICS or (word in known and known[word] in ("office", "collective")):
                first = k + 1
                titled = word
                if word in known:
                    role = word
        if before == "f" and lowered[first] in _OF_STATE and len(words) - first > 2:
            first += 1
            titled = titled or self._fold(a - 2)
            role = role or titled
        if media.get(words[-1]) or (len(words) > 1 and media.get(words[0]) == "name"):
            alone = media.get(words[-1]) == "head" and len(words) == 1
            if (not alone and words[0] not in _first_names()) or len(words) > 2:
                self.media.append((a, " ".join(words)))
                return
        if first == 0 and before == "x":
            previous = self._fold(a - 1)
            if previous in known and known[previous] == "office":
                titled = role = previous
        elif first == 0 and before == ",":
            previous = self._fold(a - 2)
            if known.get(previous) == "office":
                titled = role = previous
        while first < len(words) - 1 and _shouts(words[first]):
            first += 1
        while first < len(words) - 2 and place_names().get(lowered[first]) == "place":
            first += 1
        name_words = words[first:]
        if not name_words or any(w.lower() in _ORGANISED for w in name_words):
            return
        if name_words[-1].lower() in known or name_words[-1].lower() in _HONORIFICS:
            # Deputy Prime Minister: an office, and nobody's name.
            return
        surname = name_words[-1]
        gender = _HONORIFICS.get(titled, "") or _genders().get(role, "")
        firsts = _first_names()
        while len(name_words) > 2 and name_words[0] not in firsts and not titled:
            # Nationalities and parties before a name: look for where the name begins.
            later = next((k for k, w in enumerate(name_words[1:-1], 1) if w in firsts), 0)
            if not later:
                break
            name_words = name_words[later:]
        if len(name_words) == 1:
            numbers = self._surnames.get(surname)
            if numbers:
                self._mention(a, b, numbers[-1], gender, role)
            elif self._elsewhere(surname):
                self._new(a, b, self._elsewhere(surname), gender, role)
            elif titled and titled != "former" and not surname.isupper():
                self._new(a, b, surname, gender, role)
            return
        if len(name_words) > 4 or (before == "d" and not titled and name_words[0] not in firsts):
            return
        personal = name_words[0] in firsts or titled or self._acts(b)
        if not personal or (
            len(name_words[0]) > 1 and name_words[0].isupper() and len(surname) < 4
        ):
            return
        name = self.reading.text[
            self.reading.starts[b - len(name_words)] : self.reading.ends[b - 1]
        ]
        gender = gender or firsts.get(name_words[0], "")
        for number in self._surnames.get(surname, ()):
            person = self.persons[number]
            if " " not in person.name or person.name.split()[0] == name_words[0]:
                if len(name) > len(person.name):
                    person.name = name
                self._mention(a, b, number, gender, role)
                return
        self._new(a, b, name, gender, role)

    def _acts(self, b: int) -> bool:
        return self.reading.tags[b : b + 2][:1] == "V" or self.reading.tags[b : b + 2] == ",q"

    def _new(self, a: int, b: int, name: str, gender: str, role: str) -> None:
        self.persons.append(_Person(name))
        self._surnames.setdefault(name.split()[-1], []).append(len(self.persons) - 1)
        self._mention(a, b, len(self.persons) - 1, gender, role)

    def _mention(self, a: int, b: int, number: int, gender: str, role: str) -> None:
        person = self.persons[number]
        person.gender = person.gender or gender
        if role:
            person.roles.add(role)
        tags = self.reading.tags
        if tags[b : b + 1] == "," and b not in self._firsts:
            # Mara Dolen, the minister: the first noun in the apposition that names a role.
            for k in range(b + 1, min(b + 8, len(tags))):
                if tags[k] in ",;Q" or k in self._firsts:
                    break
                word = self._fold(k)
                if roles().get(word) == "office":
                    person.roles.add(word)
                    person.gender = person.gender or _genders().get(word, "")
        numbers = self._surnames.get(person.name.split()[-1], [])
        if number in numbers and numbers[-1] != number:
            numbers.remove(number)
            numbers.append(number)
        self.mentions.append((a, b, number))

    def note(self, token: int, source: Source) -> None:
        """Remember who spoke last, for the pronouns that follow."""
        if source.source_type != "none":
            self.last.append((token, source))

    def resolve(self, start: int, end: int) -> Source:
        """Return who the tokens ``[start, end)`` name.

        Parameters
        ----------
        start, end : int
            Token numbers; equal for no source.
        """
        reading = self.reading
        if end <= start:
            return Source(0, 0, "", "none")
        place = (reading.starts[start], reading.ends[end - 1])
        tags = reading.tags[start:end]
        if tags[0] in "pog" and end - start == 1:
            return Source(*place, *self._pronoun(start))
        if tags[0] in "qh" and end - start == 1:
            return Source(*place, *self._antecedent(start))
        speaker, kind = self._named(start, end, tags)
        return Source(*place, speaker, kind)

    def _named(self, start: int, end: int, tags: str) -> tuple[str, str]:
        head_end = _head_end(tags)
        stop = start + head_end
        head = self._fold(stop - 1)
        known = roles()
        kind = known.get(head) or _plural_kind(head, known)
        k = bisect_left(self._places, start)
        while k < len(self.mentions) and self.mentions[k][0] < end:
            a, b, number = self.mentions[k]
            # The head of the phrase, or a name right behind it (the aide, Mara Dolen, ...).
            behind = kind == "office" and (
                (a in (stop, stop + 1) and self._follows(a, stop, number))
                or (b == end and self._after_place(b, number))
            )
            if (a < stop or behind) and b <= end and self.reading.tags[b : b + 1] != "'":
                return self.persons[number].name, "named_person"
            k += 1
        first = self._fold(start)
        words = self._words(start, stop)
        medium = self._medium(start, stop, words, head)
        if medium is not None:
            return medium
        reach = [self._fold(i) for i in range(start, min(end, stop + 4))]
        if head in _UNNAMED or _is_unnamed(reach):
            return "", "anonymous"
        capital = tags[head_end - 1] == "N"
        if (
            kind
            and stop - 1 in self._firsts
            and head not in place_names()
            and not words[-1].isupper()
        ):
            # Experts say: the capital is the sentence's.
            capital = False
        if kind == "office":
            person = self._by_role(head, start)
            definite = first in ("the", "this", "that", "his", "her", "their", "its")
            if person and (definite or capital):
                return person, "named_person"
            return "", "office"
        if capital:
            return self._capital(start, stop, end, head, kind)
        if kind:
            return "", kind
        if head.endswith("s") and not head.endswith("ss"):
            return "", "collective"
        return "", "office" if head.endswith(("er", "or", "ist", "man", "ian")) else "organisation"

    def _after_place(self, b: int, number: int) -> bool:
        """Say whether a place stands right before a name (*minister of Velmora Mara Dolen*)."""
        k = b - len(self.persons[number].name.split()) - 1
        return k > 0 and place_names().get(self._fold(k)) == "place"

    def _follows(self, a: int, stop: int, number: int) -> bool:
        """Say whether a name behind an office is its holder's."""
        between = self.reading.tags[stop:a]
        if between != "f":
            return between in ("", ",")
        # Secretary of State Mara Dolen, but not: spokesman of Mara Dolen.
        return self._words(a, a + 1)[0] != self.persons[number].name.split()[0]

    def _capital(self, start: int, stop: int, end: int, head: str, kind: str) -> tuple[str, str]:
        """Name what has a capital and is no known person: a place, a body, somebody new."""
        named = self._name_words(start, stop)
        while len(named) > 1 and named[0].lower() in ("the", "a", "an"):
            named = named[1:]
        if len(named) == 1:
            person = self._elsewhere(named[0])
            if person:
                return person, "named_person"
        name = " ".join(named)
        behind = _OF.match(self.reading.tags, stop, end)
        if behind:
            # The Ministry of Defence, the Bureau of Roads and Mills.
            name += " " + " ".join(self._words(stop, behind.end()))
        before = self._fold(stop - len(named) - 1) if stop - len(named) > start else ""
        if kind and kind != "office":
            return (f"the {name}" if before == "the" and kind == "collective" else name), kind
        lowered = [w.lower() for w in named]
        body = any(w in _ORGANISED for w in lowered) or any(w in place_names() for w in lowered)
        short = any(len(w) <= 5 and w.isupper() for w in named)
        if body or short or before == "the" or len(named) > 3 or head.endswith("s"):
            return name, "organisation"
        return name, "named_person"

    def _elsewhere(self, surname: str) -> str:
        if self.elsewhere is None:
            return ""
        numbers = self.elsewhere._surnames.get(surname)
        return self.elsewhere.persons[numbers[-1]].name if numbers else ""

    def _name_words(self, start: int, end: int) -> list[str]:
        tags = self.reading.tags
        j = end
        while j > start and tags[j - 1] == "N":
            j -= 1
        return self._words(j, end)

    def _medium(self, start: int, end: int, words: list[str], head: str) -> tuple[str, str] | None:
        for place, name in self.media:
            if start <= place < end:
                return name, "medium"
        media = _media()
        last = words[-1]
        if media.get(last) == "name" or (media.get(last) == "head" and len(words) > 1):
            return " ".join(self._name_words(start, end)) or last, "medium"
        if roles().get(head) == "medium":
            if words[0].lower() in ("the", "this", "that", "its"):
                before = [name for place, name in self.media if place < start]
                if before:
                    return before[-1], "medium"
            return "", "medium"
        return None

    def _by_role(self, role: str, start: int) -> str:
        k = bisect_left(self._places, start)
        for a, _, number in reversed(self.mentions[:k]):
            if role in self.persons[number].roles:
                return self.persons[number].name
            if start - a > 3 * _REACH:
                break
        return ""

    def _pronoun(self, token: int) -> tuple[str, str]:
        word = self._fold(token)
        if word in _MASCULINE or word in _FEMININE:
            wanted = "m" if word in _MASCULINE else "f"
            return self._person_before(token, wanted), "named_person"
        previous = [s for place, s in self.last[-6:] if place < token]
        if word in ("they", "their", "them"):
            for source in reversed(previous):
                if source.source_type in ("collective", "anonymous", "organisation"):
                    return source.speaker, source.source_type
            return "", "collective"
        if word in ("it", "its"):
            for source in reversed(previous):
                if source.source_type in ("organisation", "medium", "document"):
                    return source.speaker, source.source_type
            return "", "organisation"
        if word in ("everyone", "everybody", "nobody", "others", "we", "you"):
            return "", "collective"
        return "", "anonymous" if word in ("someone", "somebody", "one", "ones") else "none"

    def _person_before(self, token: int, gender: str) -> str:
        k = bisect_left(self._places, token)
        sentence = self._sentence_start(token)
        best: tuple[float, str] = (-1.0, "")
        for a, b, number in self.mentions[max(0, k - 14) : k]:
            person = self.persons[number]
            if person.gender and person.gender != gender:
                continue
            if token - a > _REACH or (self.reading.tags[b : b + 1] == "'" and a < sentence):
                continue
            worth = -(token - a) / 40
            begins = a in self._firsts or self._opens(a)
            if begins:
                worth += 0.8
            if person.gender:
                worth += 0.5
            spoke = next((p for p, s in self.last[-2:] if s.speaker == person.name), None)
            if spoke is not None:
                worth += max(0.0, 1.2 - (token - spoke) / 70)
            if best[1] == "" or worth > best[0]:
                best = (worth, person.name)
        if not best[1]:
            for place, source in reversed(self.last[-3:]):
                if source.source_type == "named_person" and source.speaker and place < token:
                    person_gender = self._gender_of(source.speaker)
                    if person_gender in ("", gender):
                        return source.speaker
        return best[1]

    def _gender_of(self, name: str) -> str:
        return next((p.gender for p in self.persons if p.name == name), "")

    def _sentence_start(self, token: int) -> int:
        places = self.reading.sentences
        k = bisect_left(places, (token + 1, 0)) - 1
        return places[max(k, 0)][0]

    def _opens(self, a: int) -> bool:
        """Say whether only titles and adverbs stand between the sentence start and the name."""
        start = self._sentence_start(a)
        return all(c in "Nxdrn,&" for c in self.reading.tags[start:a]) and a - start < 8

    def _antecedent(self, token: int) -> tuple[str, str]:
        tags = self.reading.tags
        j = token
        while j and tags[j - 1] in ",-&":
            j -= 1
        i = j
        while i and tags[i - 1] in "Nxdgnejf'K":
            i -= 1
        return self._named(i, j, tags[i:j]) if j > i else ("", "none")


def _shouts(word: str) -> bool:
    """Say whether a word in capitals before a name is no part of it (*WATCH Dolen*, *US*)."""
    return word.isupper() and (len(word) > 2 or word in ("US", "UK", "EU", "UN"))


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
