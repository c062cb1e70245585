"""Who a source is: the fullest name the article gives, and what type of source it is.

Nothing is guessed silently: a pronoun, a role or *the paper* is resolved when the article names
somebody who fits and stands near enough; else the speaker stays empty.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from framing.cues import function_words, place_names, read_table, roles, word_set
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
_IN_PLACE = re.compile("[if]d?N+")
_RUN = re.compile(r"N(?:N|x{1,3}(?=N))*")
_PARTICLES = word_set("de van von der den bin al ibn la le di da dos du del el ter zu ben")
_HONORIFICS = {
    "mr": "m", "sir": "m", "lord": "m", "mrs": "f", "ms": "f", "miss": "f", "mme": "f",
    "dame": "f", "lady": "f", "dr": "", "prof": "", "sen": "", "rep": "", "gov": "", "gen": "",
    "col": "", "lt": "", "sgt": "", "capt": "", "maj": "", "adm": "", "rev": "", "fr": "m",
    "pope": "m", "king": "m", "queen": "f", "prince": "m", "princess": "f", "former": "",
    "then": "", "justice": "", "det": "", "insp": "", "hon": "", "corporal": "", "cpl": "",
    "private": "", "brigadier": "", "marshal": "", "constable": "", "inspector": "",
    "superintendent": "", "lieutenant": "", "sergeant": "", "captain": "", "major": "",
    "madame": "f", "madam": "f",
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
_DEFINITE = word_set("the this that these those")
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
_WITHIN = word_set("in into near inside outside across around")
_COMPASS = word_set(
    "north south east west northern southern eastern western central greater new old upper lower"
    " great little inner outer occupied saint san santa los las port mount lake fort cape"
)
_INTRODUCED = re.compile(",|a?r*v(?![^,;:?]{0,6}[eEj])")
_SAYS = re.compile("r*[amv]*r*V")
_TELLING = frozenset("xKNej")
_PORTFOLIOS = word_set(
    "prime foreign defence defense interior finance health education transport justice home deputy"
    " vice police fire press party army navy assistant chief general attorney energy trade labour"
    " labor environment agriculture justice culture opposition presidential government"
)
"""Words that tell one minister, secretary or spokesman of an article from another."""
_NEAR = 30
"""How many tokens behind a new name its pronoun is looked for."""
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
        self._pairs: dict[str, str] = {}
        self._seen: dict[tuple[int, int], int] = {}
        self._printed: dict[str, str] = {}
        self._acting: set[int] = set()
        self._within: set[int] = set()
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
        pieces = self._pieces()
        types, tags, firsts = self.reading.types, self.reading.tags, self._firsts
        inside: set[int] = set()
        lasts: set[int] = set()
        for a, b in pieces:
            if b - a > 1:
                inside.update(types[a + 1 if a in firsts else a : b])
                lasts.add(types[b - 1])
            elif a not in firsts:
                inside.add(types[a])
        for a, b in pieces:
            if b - a > 1:
                if b - a == 2 and self._fold(a) in _HONORIFICS:
                    self._acting.add(types[a + 1])
            elif a and tags[a - 1] == "i" and tags[b : b + 1] != "'":
                if self._fold(a - 1) in _WITHIN:
                    self._within.add(types[a])
            elif types[a] in lasts and self._speaks_alone(a):
                self._acting.add(types[a])
        self._acting -= self._within
        media = _media()
        words = self.types
        for a, b in pieces:
            if (
                b - a > 1
                or types[a] in lasts
                or self._is_lone(types[a], media, words)
                or (tags[a - 1 : a] == "x" and a not in firsts)
            ):
                self._enter(a, b, inside)

    def _pieces(self) -> list[tuple[int, int]]:
        """Return the runs of capitalised words, cut at sentences and at words no name has."""
        tags, types, words = self.reading.tags, self.reading.types, self.types
        cuts = self._firsts
        pieces: list[tuple[int, int]] = []
        for match in _RUN.finditer(tags):
            a, b = match.span()
            left = a
            for k in range(a + 1, b):
                if k in cuts:
                    # A run may cross a sentence's edge.
                    if k > left:
                        pieces.append((left, k))
                    left = k
                if tags[k] == "x" and words[types[k]] not in _PARTICLES:
                    # Small words join a name only when they are part of names (de, van, bin).
                    if k > left:
                        pieces.append((left, k))
                    left = k + 1
            if b > left:
                pieces.append((left, b))
        return pieces

    def _is_lone(self, number: int, media: Mapping[str, str], words: Sequence[str]) -> bool:
        """Say whether a word can name somebody though no longer name here ends with it."""
        lone = self._lone.get(number)
        if lone is None:
            word = words[number]
            lone = bool(media.get(word)) or bool(self._elsewhere(word))
            self._lone[number] = lone
        return lone

    def _speaks_alone(self, a: int) -> bool:
        """Say whether a lone name does what only somebody can: it says, or bears an office."""
        tags = self.reading.tags
        before = tags[a - 1 : a] if a not in self._firsts else ""
        if before == "d":
            return False
        if tags[a - 2 : a] == "At" or _SAYS.match(tags, a + 1):
            return True
        if before == "V" and tags[a - 2 : a - 1] in ("Q", ",", "}"):
            return True
        if tags[a + 1 : a + 2] == ":" and before == "":
            return True
        return before in ("x", "K") and roles().get(self._fold(a - 1)) == "office"

    def _enter(self, a: int, b: int, inside: set[int]) -> None:
        types, tags = self.reading.types, self.reading.tags
        starts_sentence = a in self._firsts
        if b - a == 2:
            seen = self._seen.get((types[a], types[a + 1]))
            if seen is not None and (starts_sentence or tags[a - 1] not in "fxK,"):
                self._mention(a, b, seen, "", "")
                return
        if b - a == 1:
            known_as = self._surnames.get(self.types[types[a]])
            if known_as:
                if not starts_sentence or types[a] in inside:
                    self._mention(a, b, known_as[-1], "", "")
                return
            before = tags[a - 1 : a]
            if not self._lone.get(types[a]) and (starts_sentence or before != "x"):
                return
        words = self._words(a, b)
        media = _media()
        if starts_sentence and len(words) == 1 and types[a] not in inside:
            if media.get(words[0]) == "name":
                self.media.append((a, words[0]))
            return
        before = tags[a - 1 : a] if not starts_sentence else ""
        first, titled, role = self._title(a, words, before)
        lowered = [w.lower() for w in words]
        if media.get(words[-1]) or (len(words) > 1 and media.get(words[0]) == "name"):
            alone = media.get(words[-1]) == "head" and len(words) == 1
            if (not alone and words[0] not in _first_names()) or len(words) > 2:
                self.media.append((a, " ".join(words)))
                return
        while first < len(words) - 1 and _shouts(words[first]):
            first += 1
        while first < len(words) - 2 and place_names().get(lowered[first]) == "place":
            first += 1
        name_words = words[first:]
        if not name_words or not _ORGANISED.isdisjoint(lowered[first:]):
            return
        if lowered[-1] in roles() or lowered[-1] in _HONORIFICS:
            # Deputy Prime Minister: an office, and nobody's name.
            return
        firsts = _first_names()
        while len(name_words) > 2 and name_words[0] not in firsts and not titled:
            # Nationalities and parties before a name: look for where the name begins.
            later = next((k for k, w in enumerate(name_words[1:-1], 1) if w in firsts), 0)
            if not later:
                break
            name_words = name_words[later:]
        if len(name_words) > 2 and not titled and self._leads_in(a, b - len(name_words), before):
            # In Brel Mara Dolen said: the place is no part of her name.
            name_words = name_words[1:]
        head = role.rpartition(" ")[2]
        gender = _HONORIFICS.get(titled, "") or _genders().get(head, "")
        if len(name_words) == 1:
            self._enter_surname(a, b, name_words[0], titled, gender, role)
        elif len(name_words) <= 4 and (
            titled
            or name_words[0] in firsts
            or (before != "d" and self._is_person(a, b, name_words, before))
        ):
            self._enter_full(a, b, name_words, gender or firsts.get(name_words[0], ""), role)
        elif before != "d" and b - a == 2 and types[a + 1] not in self._within:
            self._pairs.setdefault(words[1], " ".join(words))

    def _leads_in(self, a: int, first: int, before: str) -> bool:
        within = before == "i" and first == a and self._fold(a - 1) in _WITHIN
        return within or self.reading.types[first] in self._within

    def _title(self, a: int, words: list[str], before: str) -> tuple[int, str, str]:
        """Return where the name begins, the title before it, and the office it tells."""
        known = roles()
        lowered = [w.lower() for w in words]
        titled = role = ""
        first = 0
        for k, word in enumerate(lowered[:-1]):
            if word in _HONORIFICS or (word in known and known[word] in ("office", "collective")):
                first = k + 1
                titled = word
                if word in known:
                    role = self._office(a + k)
        if before == "f" and lowered[first] in _OF_STATE and len(words) - first > 2:
            first += 1
            titled = titled or self._fold(a - 2)
            role = role or titled
        if first == 0 and before in ("x", "K", ","):
            behind = a - (2 if before == "," else 1)
            previous = self._fold(behind)
            if known.get(previous) == "office":
                titled, role = previous, self._office(behind)
            elif previous in _HONORIFICS and before != ",":
                titled = previous
        return first, titled, role

    def _office(self, k: int) -> str:
        """Return the office at a token with the word that tells which (*foreign minister*)."""
        head = self._fold(k)
        if not k or k in self._firsts or self.reading.tags[k - 1] not in _TELLING:
            return head
        before = self._fold(k - 1)
        return f"{before} {head}" if before else head

    def _enter_surname(
        self, a: int, b: int, surname: str, titled: str, gender: str, role: str
    ) -> None:
        numbers = self._surnames.get(surname)
        if numbers:
            self._mention(a, b, numbers[-1], gender, role)
        elif self._elsewhere(surname):
            self._new(a, b, self._elsewhere(surname), gender, role)
        elif titled and titled != "former" and not surname.isupper():
            self._new(a, b, surname, gender, role)

    def _is_person(self, a: int, b: int, words: list[str], before: str) -> bool:
        """Say whether a name whose first word is no known first name is somebody's all the same."""
        if len(words[0]) > 1 and words[0].isupper() and len(words[-1]) < 4:
            return False
        tags = self.reading.tags
        last = self.reading.types[b - 1]
        compass = words[0].lower() in _COMPASS
        if compass and last in self._within:
            return False
        if tags[b : b + 1] == "V" or tags[b : b + 2] == ",q":
            return True
        if compass or last in self._within:
            return False
        if last in self._acting:
            return True
        if a in self._firsts and len(words) == 2 and tags[b : b + 1] in ("e", "u"):
            # Mara Dolen carried two goats. "They weigh little," she said.
            return self._called_back(b)
        if tags[b : b + 1] != "," or b in self._firsts:
            return False
        if before == "," and tags[b + 1 : b + 2] == "V" and tags[a - 2 : a - 1] in ("x", "K"):
            # His patron, Mara Dolen, said.
            return True
        if before == "i" and a - 1 in self._firsts:
            # In New Brel, the mayor said.
            return False
        stop = self._apposition_end(b)
        return stop < len(tags) and tags[stop] == "," and bool(self._offices(b + 1, stop))

    def _called_back(self, b: int) -> bool:
        """Say whether the next pronoun of a person stands close behind."""
        tags = self.reading.tags
        return any(
            tags[k] == "p" and self._fold(k) in ("he", "she")
            for k in range(b, min(b + _NEAR, len(tags)))
        )

    def _apposition_end(self, comma: int) -> int:
        tags = self.reading.tags
        stop = comma + 1
        limit = min(comma + 12, len(tags))
        while stop < limit and tags[stop] not in ",;:?-()QwqV" and stop not in self._firsts:
            stop += 1
        return stop

    def _offices(self, start: int, stop: int) -> list[str]:
        """Return the offices a stretch names, but not whose spokesmen and cousins."""
        known = roles()
        found: list[str] = []
        for k in range(start, stop):
            if self.reading.tags[k] in "f'i" and found:
                break
            if known.get(self._fold(k)) == "office" and self.reading.tags[k + 1 : k + 2] != "'":
                if found and known.get(self._fold(k - 1)) == "office":
                    found.pop()
                found.append(self._office(k))
        return found

    def _enter_full(self, a: int, b: int, words: list[str], gender: str, role: str) -> None:
        reading = self.reading
        seen = (reading.types[a], reading.types[b - 1]) if b - a == len(words) == 2 else None
        name = reading.text[reading.starts[b - len(words)] : reading.ends[b - 1]]
        for number in self._surnames.get(words[-1], ()):
            person = self.persons[number]
            if " " not in person.name or person.name.split()[0] == words[0]:
                if len(name) > len(person.name):
                    person.name = name
                self._mention(a, b, number, gender, role)
                break
        else:
            self._new(a, b, name, gender, role)
            number = len(self.persons) - 1
        if seen is not None:
            self._seen[seen] = number

    def _new(self, a: int, b: int, name: str, gender: str, role: str) -> None:
        self.persons.append(_Person(name))
        self._surnames.setdefault(name.split()[-1], []).append(len(self.persons) - 1)
        self._mention(a, b, len(self.persons) - 1, gender, role)

    def _mention(self, a: int, b: int, number: int, gender: str, role: str) -> None:
        person = self.persons[number]
        person.gender = person.gender or gender
        if role:
            person.roles.add(role)
        behind = _INTRODUCED.match(self.reading.tags, b)
        if behind and b not in self._firsts:
            # Mara Dolen, the minister; Mara Dolen has been minister.
            start = behind.end()
            for office in self._offices(start, self._apposition_end(start - 1)):
                person.roles.add(office)
                head = office.rpartition(" ")[2]
                person.gender = person.gender or _genders().get(head, "")
        numbers = self._surnames.get(person.name.split()[-1], [])
        if number in numbers and numbers[-1] != number:
            numbers.remove(number)
            numbers.append(number)
        self.mentions.append((a, b, number))

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
        k = bisect_left(self._places, start)
        if k == len(self.mentions):
            return ""
        a, b, number = self.mentions[k]
        opens = a < end and self._opens(a) and self.reading.tags[b : b + 1] != "'"
        return self.persons[number].name if opens else ""

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
            behind = (
                kind == "office"
                and (
                    (a in (stop, stop + 1) and self._follows(a, stop, number))
                    or (b == end and self._after_place(b, number))
                )
            ) or (not kind and a == stop + 1 and b == end and self._follows(a, stop, number))
            if (a < stop or behind) and b <= end and self.reading.tags[b : b + 1] != "'":
                return self.persons[number].name, "named_person"
            k += 1
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
            person = self._surnamed(named[0])
            if person:
                return person, "named_person"
        reading = self.reading
        place = reading.starts[stop - len(named)]
        # As printed, with the dots of initials.
        name = " ".join(reading.text[place : reading.ends[stop - 1]].split())
        lowered = [w.lower() for w in named]
        body = any(w in _ORGANISED or w in place_names() for w in lowered)
        behind = _OF.match(self.reading.tags, stop, end)
        # The Ministry of Defence, the Bureau of Roads and Mills; but: Mara Dolen of Open Hands.
        before = self._fold(stop - len(named) - 1) if stop - len(named) > start else ""
        if behind and (body or kind or len(named) == 1 or before == "the"):
            name += " " + " ".join(self._words(stop, behind.end()))
        if kind and kind != "office":
            return (f"the {name}" if before == "the" and kind == "collective" else name), kind
        short = any(len(w) <= 5 and w.isupper() for w in named)
        if body or short or before == "the" or len(named) > 3 or head.endswith("s"):
            return name, "organisation"
        if (len(named) == 1 or lowered[0] in _COMPASS) and self._is_within(stop - 1):
            return name, "organisation"
        return name, "named_person"

    def _elsewhere(self, surname: str) -> str:
        if self.elsewhere is None:
            return ""
        numbers = self.elsewhere._surnames.get(surname)
        return self.elsewhere.persons[numbers[-1]].name if numbers else ""

    def _surnamed(self, word: str) -> str:
        """Return the full name the article gives somebody elsewhere, before or behind."""
        for known in (word, word.capitalize()) if word.isupper() and len(word) > 3 else (word,):
            numbers = self._surnames.get(known)
            if numbers:
                return self.persons[numbers[-1]].name
            person = self._elsewhere(known)
            if person:
                return person
            if self.elsewhere is not None and known in self.elsewhere._pairs:
                # Who speaks in the headline is somebody, though the text only names them.
                return self.elsewhere._pairs[known]
        return ""

    def _is_within(self, k: int) -> bool:
        """Say whether something stands in what the word names, so that it is a place."""
        if self.reading.types[k] in self._within:
            return True
        return self.elsewhere is not None and self.reading.types[k] in self.elsewhere._within

    def _as_printed(self, start: int, stop: int, end: int) -> str:
        """Name a body or document by the words that stand there, if they tell which one it is."""
        reading = self.reading
        which = True
        while start < stop - 1 and reading.tags[start] in "dngr":
            which = which and self._fold(start) in _DEFINITE
            start += 1
        head = self._fold(stop - 1)
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
        if bare and start in self._firsts:
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

    def _by_role(self, start: int, stop: int, *, capital: bool) -> str:
        """Return who was introduced with the office that ends at `stop`, if only one fits."""
        office = self._office(stop - 1)
        head = self._fold(stop - 1)
        first = self._fold(start)
        if stop - start == 1:
            office = head
        bare = stop - start == 1 and not capital
        owned = first in ("his", "her", "their", "its") or "'" in self.reading.tags[start:stop]
        if not (first in _DEFINITE or capital or owned or bare):
            return ""
        k = bisect_left(self._places, start)
        near: list[int] = []
        for a, _, number in reversed(self.mentions[:k]):
            if start - a > 3 * _REACH:
                break
            if number not in near and self._holds(number, office, head):
                near.append(number)
        if near and not owned and not bare:
            return self.persons[near[0]].name
        # Introduced later, or somebody's own: only when nobody else bears the office.
        holders = [n for n in range(len(self.persons)) if self._holds(n, office, head)]
        if len(holders) == 1:
            return self.persons[holders[0]].name
        if not holders and self.elsewhere is not None:
            others = self.elsewhere
            holders = [n for n in range(len(others.persons)) if others._holds(n, office, head)]
            if len(holders) == 1:
                return others.persons[holders[0]].name
        return ""

    def _holds(self, number: int, office: str, head: str) -> bool:
        """Say whether a person's office can be meant; the foreign minister is no prime minister."""
        for held in self.persons[number].roles:
            which, _, what = held.rpartition(" ")
            if held == office:
                return True
            if what == head:
                asked = office.rpartition(" ")[0]
                if not (asked in _PORTFOLIOS and which in _PORTFOLIOS):
                    return True
        return False

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
