"""The persons and media a text names, in the order of the text.

A name is a run of capitalised words that ends with a surname somebody bears here: a first name, a
title, an apposition or a verb of saying tells persons from bodies and places.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from framing.cues import place_names, read_table, roles, word_set
from framing.speakers.titles import HONORIFICS, genders_of_roles, office_of, place_of, same_office
from framing.tags import Reading, Tagger

__all__ = ["COMPASS", "ORGANISED", "Names", "Person", "media_words"]


@dataclass
class Person:
    """Somebody a text names, with what it tells about them.

    Attributes
    ----------
    name : str
        The fullest the text gives.
    gender : str
        ``"m"``, ``"f"`` or empty.
    roles : set of str
        Offices, with the word that tells which one (*foreign minister*).
    marks : set of str
        Other words of their introductions (*Vermont*, *Republican*), by which a description
        (*the Vermont senator*) tells them from others of the same office.
    times : int
        How often they are named.
    """

    name: str
    gender: str = ""
    roles: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)
    times: int = 0


_RUN = re.compile(r"N(?:N|x{1,3}(?=N))*")
_FULL = re.compile(r"\b[A-Z][\w’'-]+(?: [A-Z]\.?)?(?: [A-Z][a-z]\w*(?:-\w+)?){1,2}\b(?![’'-]\w)")
_SHORT = frozenset(["US", "UK", "EU", "UN", "AG", "DA", "PM", "FM", "MP", "VP"])
_PARTICLES = word_set("de van von der den bin al ibn la le di da dos du del el ter zu ben")
ORGANISED = word_set(
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
_WITHIN = word_set("in into near inside outside across around")
COMPASS = word_set(
    "north south east west northern southern eastern western central greater new old upper lower"
    " great little inner outer occupied saint san santa los las port mount lake fort cape"
)
_INTRODUCED = re.compile(",|a?r*v(?![^,;:?]{0,6}[eEj])")
_SAYS = re.compile("r*[amv]*r*V")
_TELLING = frozenset("xKNej")
_NEAR = 30
"""How many tokens behind a new name its pronoun is looked for."""


@lru_cache(maxsize=1)
def first_names() -> dict[str, str]:
    return {row[0]: row[1] for _, row in read_table("first_names", ("name", "gender"))}


@lru_cache(maxsize=1)
def media_words() -> dict[str, str]:
    """Return the words media are known by: a whole name, or the head of one."""
    return {row[0]: row[1] for _, row in read_table("media", ("word", "use"))}


class Names:
    """The persons and media a text names.

    Parameters
    ----------
    reading : Reading
        One text.
    tagger : Tagger
        The one that read it.
    elsewhere : Names, optional
        Those of another text of the same article, for names that are given short here.

    Attributes
    ----------
    persons : list of Person
    mentions : list of (int, int, int)
        First token, end and person's number of every mention, in the order of the text.
    media : list of (int, str)
        Token and name of every medium.
    bodies : list of (int, int)
        First token and end of what else has a name: companies, parties, committees.

    Examples
    --------
    >>> from framing.words import WordIndex
    >>> tagger = Tagger(WordIndex(["Minister Mara Dolen left. Dolen said little."]))
    >>> names = Names(tagger.read(0), tagger)
    >>> names.persons[0].name, [a for a, _, _ in names.mentions]
    ('Mara Dolen', [0, 4])
    """

    def __init__(self, reading: Reading, tagger: Tagger, elsewhere: Names | None = None) -> None:
        self.elsewhere = elsewhere
        self.reading = reading
        self.spelt = tagger.index.types
        self.folded = tagger.index.folded
        self.persons: list[Person] = []
        self.mentions: list[tuple[int, int, int]] = []
        self.media: list[tuple[int, str]] = []
        self.bodies: list[tuple[int, int]] = []
        self.surnames: dict[str, list[int]] = {}
        self._lone: dict[int, bool] = {}
        self.pairs: dict[str, str] = {}
        self._seen: dict[tuple[int, int], int] = {}
        self._acting: set[int] = set()
        self.within: set[int] = set()
        self.firsts = {a for a, b in reading.sentences if b > a}
        self._find_quoted()
        self._find()
        self.places = [m[0] for m in self.mentions]

    def words(self, start: int, end: int) -> list[str]:
        """Return the words of a stretch as they are spelt."""
        return list(map(self.spelling, range(start, end)))

    def spelling(self, k: int) -> str:
        """Return the word of one token as it is spelt."""
        reading, number = self.reading, self.reading.types[k]
        if number < 0:
            return ""
        word = self.spelt[number]
        # A word with hyphens has the type of its first part.
        start, end = reading.starts[k], reading.ends[k]
        return word if end - start == len(word) else reading.text[start:end]

    def is_name(self, k: int) -> bool:
        """Say whether a token is a word with a capital."""
        return self.reading.tags[k] == "N"

    def fold(self, k: int) -> str:
        """Return the word of one token, case-folded."""
        number = self.reading.types[k]
        return self.folded[number] if number >= 0 else ""

    def _find_quoted(self) -> None:
        """Enter the full names that stand in quotations only, where nobody looks for *he*."""
        reading, known = self.reading, first_names()
        for number in sorted(reading.direct):
            quote = reading.quotes[number]
            for match in _FULL.finditer(reading.text, quote.inner_start, quote.inner_end):
                first, *_, last = match[0].split()
                bearers = (self.persons[n].name.split()[0] for n in self.surnames.get(last, ()))
                body = last in known or last.lower() in ORGANISED
                if first in known and not body and first not in bearers:
                    self.persons.append(Person(match[0], known[first]))
                    self.surnames.setdefault(last, []).append(len(self.persons) - 1)

    def _find(self) -> None:
        pieces = self._pieces()
        types, tags, firsts = self.reading.types, self.reading.tags, self.firsts
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
                if b - a == 2 and self.fold(a) in HONORIFICS:
                    self._acting.add(types[a + 1])
            elif a and tags[a - 1] == "i" and tags[b : b + 1] != "'":
                if self.fold(a - 1) in _WITHIN:
                    self.within.add(types[a])
            elif types[a] in lasts and self._speaks_alone(a):
                self._acting.add(types[a])
        self._acting -= self.within
        media = media_words()
        words = self.spelt
        for a, b in pieces:
            if (
                b - a > 1
                or types[a] in lasts
                or self._is_lone(types[a], media, words)
                or (tags[a - 1 : a] == "x" and a not in firsts)
            ):
                self._enter(a, b, inside)
            elif a and self.fold(a - 1) == "named" and self.spelling(a) in first_names():
                # A neighbour named Mara.
                name = self.spelling(a)
                self._new(a, b, name, first_names()[name], "")
            elif types[a] in inside and self._is_body(a):
                self.bodies.append((a, b))

    def _is_body(self, a: int) -> bool:
        """Say whether one capitalised word can be a company or a party, and is no place."""
        word = self.fold(a)
        known = place_names().get(word)
        if word in ORGANISED and self.reading.tags[a + 1 : a + 2] == "f":
            # The Department of Mills.
            return True
        return known == "body" or not (known or roles().get(word) or word in HONORIFICS)

    def printed(self, start: int, stop: int) -> str:
        """Return a stretch as it is printed, on one line."""
        reading = self.reading
        return " ".join(reading.text[reading.starts[start] : reading.ends[stop - 1]].split())

    def _pieces(self) -> list[tuple[int, int]]:
        """Return the runs of capitalised words, cut at sentences and at words no name has."""
        tags, types, words = self.reading.tags, self.reading.types, self.spelt
        cuts = self.firsts
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
            lone = bool(media.get(word)) or bool(self.known_elsewhere(word))
            self._lone[number] = lone
        return lone

    def _speaks_alone(self, a: int) -> bool:
        """Say whether a lone name does what only somebody can: it says, or bears an office."""
        tags = self.reading.tags
        before = tags[a - 1 : a] if a not in self.firsts else ""
        if before == "d":
            return False
        if tags[a - 2 : a] == "At" or _SAYS.match(tags, a + 1):
            return True
        if before == "V" and tags[a - 2 : a - 1] in ("Q", ",", "}"):
            return True
        if tags[a + 1 : a + 2] == ":" and before == "":
            return True
        return before in ("x", "K") and roles().get(self.fold(a - 1)) == "office"

    def _enter(self, a: int, b: int, inside: set[int]) -> None:
        types, tags = self.reading.types, self.reading.tags
        starts_sentence = a in self.firsts
        if b - a == 2:
            seen = self._seen.get((types[a], types[a + 1]))
            if seen is not None and (starts_sentence or tags[a - 1] not in "fxK,"):
                self._mention(a, b, seen, "", "")
                return
        if b - a == 1:
            known_as = self.bearer(self.spelling(a))
            if known_as >= 0:
                if not starts_sentence or types[a] in inside:
                    self._mention(a, b, known_as, "", "")
                return
            before = tags[a - 1 : a]
            if not self._lone.get(types[a]) and (starts_sentence or before != "x"):
                return
        words = self.words(a, b)
        media = media_words()
        if starts_sentence and len(words) == 1 and types[a] not in inside:
            if media.get(words[0]) == "name":
                self.media.append((a, words[0]))
            return
        before = tags[a - 1 : a] if not starts_sentence else ""
        if before == "f" and tags[a - 2] == "N" and self.fold(a - 2) in ORGANISED:
            # The Office of Mill Affairs.
            return
        first, titled, role = self._title(a, words, before)
        lowered = [w.lower() for w in words]
        if media.get(words[-1]) or (len(words) > 1 and media.get(words[0]) == "name"):
            alone = media.get(words[-1]) == "head" and len(words) == 1
            somebody = media.get(words[-1]) == "name" and not first_names().keys().isdisjoint(words)
            if not somebody and ((not alone and words[0] not in first_names()) or len(words) > 2):
                self.media.append((a, self.printed(a, b)))
                return
        while first < len(words) - 1 and _shouts(words[first]):
            first += 1
        while first < len(words) - 2 and place_names().get(lowered[first]) == "place":
            first += 1
        name_words = words[first:]
        if not name_words or not ORGANISED.isdisjoint(lowered[first:]):
            self.bodies.append((a, b))
            return
        if lowered[-1] in roles() or lowered[-1] in HONORIFICS:
            # Deputy Prime Minister: an office, and nobody's name.
            return
        firsts = first_names()
        while len(name_words) > 2 and name_words[0] not in firsts:
            # Nationalities and parties before a name: look for where the name begins.
            later = next((k for k, w in enumerate(name_words[1:-1], 1) if w in firsts), 0)
            if not later:
                break
            name_words = name_words[later:]
        if len(name_words) > 2 and not titled and self._leads_in(a, b - len(name_words), before):
            # In Brel Mara Dolen said: the place is no part of her name.
            name_words = name_words[1:]
        head = role.rpartition(" ")[2]
        gender = HONORIFICS.get(titled, "") or genders_of_roles().get(head, "")
        if len(name_words) == 1:
            self._enter_surname(a, b, name_words[0], titled, gender, role)
        elif len(name_words) <= 4 and (
            titled
            or name_words[0] in firsts
            or (before != "d" and self._is_person(a, b, name_words, before))
        ):
            self._enter_full(a, b, name_words, gender or firsts.get(name_words[0], ""), role)
        elif before != "d" and b - a == 2 and types[a + 1] not in self.within:
            self.pairs.setdefault(words[1], " ".join(words))

    def _leads_in(self, a: int, first: int, before: str) -> bool:
        within = before == "i" and first == a and self.fold(a - 1) in _WITHIN
        return within or self.reading.types[first] in self.within

    def _title(self, a: int, words: list[str], before: str) -> tuple[int, str, str]:
        """Return where the name begins, the title before it, and the office it tells."""
        known = roles()
        lowered = [w.lower() for w in words]
        titled = role = ""
        first = 0
        for k, word in enumerate(lowered[:-1]):
            if word in HONORIFICS or (word in known and known[word] in ("office", "collective")):
                first = k + 1
                titled = word
                role = self.office(a + k) if word in known else office_of(word) or role
        if before == "f" and lowered[first] in _OF_STATE and len(words) - first > 2:
            first += 1
            titled = titled or self.fold(a - 2)
            role = role or titled
        if first == 0 and before in ("x", "K", ","):
            behind = a - (2 if before == "," else 1)
            previous = self.fold(behind)
            if known.get(previous) == "office":
                titled, role = previous, self.office(behind)
            elif previous in HONORIFICS and before != ",":
                titled = previous
                role = office_of(previous)
        return first, titled, role

    def office(self, k: int) -> str:
        """Return the office at a token with the word that tells which (*foreign minister*)."""
        head = self.fold(k)
        if not k or k in self.firsts or self.reading.tags[k - 1] not in _TELLING:
            return head
        before = self.fold(k - 1)
        return f"{before} {head}" if before else head

    def _enter_surname(
        self, a: int, b: int, surname: str, titled: str, gender: str, role: str
    ) -> None:
        number = self.bearer(surname, gender)
        if number >= 0:
            self._mention(a, b, number, gender, role)
        elif self.known_elsewhere(surname):
            self._new(a, b, self.known_elsewhere(surname), gender, role)
        elif titled and titled != "former" and not surname.isupper():
            self._new(a, b, surname, gender, role)

    def _is_person(self, a: int, b: int, words: list[str], before: str) -> bool:
        """Say whether a name whose first word is no known first name is somebody's all the same."""
        if (len(words[0]) > 1 and words[0].isupper() and len(words[-1]) < 4) or self._headed(a):
            return False
        tags = self.reading.tags
        last = self.reading.types[b - 1]
        compass = words[0].lower() in COMPASS
        if compass and last in self.within:
            return False
        if tags[b : b + 1] == "V" or tags[b : b + 2] == ",q":
            return True
        if compass or last in self.within:
            return False
        if last in self._acting:
            return True
        if a in self.firsts and len(words) == 2 and tags[b : b + 1] in ("e", "u"):
            # Mara Dolen carried two goats. "They weigh little," she said.
            return self._called_back(b)
        if tags[b : b + 1] != "," or b in self.firsts:
            return False
        if before == "," and tags[b + 1 : b + 2] == "V" and tags[a - 2 : a - 1] in ("x", "K"):
            # His patron, Mara Dolen, said.
            return True
        if before == "i" and a - 1 in self.firsts:
            # In New Brel, the mayor said.
            return False
        stop = self._apposition_end(b)
        return stop < len(tags) and tags[stop] == "," and bool(self._offices(b + 1, stop))

    def _headed(self, a: int) -> bool:
        """Say whether a sentence is written like a headline, where every word has a capital."""
        start = self.sentence_start(a)
        k = bisect_left(self.reading.sentences, (start, 0))
        stop = self.reading.sentences[k][1]
        named = self.reading.tags.count("N", start, stop)
        return stop - start > 6 and named > 0.7 * (stop - start)

    def _called_back(self, b: int) -> bool:
        """Say whether the next pronoun of a person stands close behind."""
        tags = self.reading.tags
        return any(
            tags[k] == "p" and self.fold(k) in ("he", "she")
            for k in range(b, min(b + _NEAR, len(tags)))
        )

    def _apposition_end(self, comma: int) -> int:
        tags = self.reading.tags
        stop = comma + 1
        limit = min(comma + 12, len(tags))
        while stop < limit and tags[stop] not in ",;:?-()QwqV" and stop not in self.firsts:
            stop += 1
        return stop

    def _offices(self, start: int, stop: int) -> list[str]:
        """Return the offices a stretch names, but not whose spokesmen and cousins."""
        known = roles()
        found: list[str] = []
        for k in range(start, stop):
            if self.reading.tags[k] in "f'i" and found:
                break
            if known.get(self.fold(k)) == "office" and self.reading.tags[k + 1 : k + 2] != "'":
                if found and known.get(self.fold(k - 1)) == "office":
                    found.pop()
                found.append(self.office(k))
        return found

    def _enter_full(self, a: int, b: int, words: list[str], gender: str, role: str) -> None:
        reading = self.reading
        seen = (reading.types[a], reading.types[b - 1]) if b - a == len(words) == 2 else None
        name = reading.text[reading.starts[b - len(words)] : reading.ends[b - 1]]
        for number in self.surnames.get(words[-1], ()):
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
        self.persons.append(Person(name))
        self.surnames.setdefault(name.split()[-1], []).append(len(self.persons) - 1)
        self._mention(a, b, len(self.persons) - 1, gender, role)

    def _mention(self, a: int, b: int, number: int, gender: str, role: str) -> None:
        person = self.persons[number]
        person.gender = person.gender or gender
        if role:
            person.roles.add(role)
        tags = self.reading.tags
        self._mark(person, a, b)
        if tags[b : b + 1] == "(":
            self._mark(person, b + 1, max(b + 1, tags.find(")", b, b + 8)))
        behind = _INTRODUCED.match(tags, b)
        if behind and b not in self.firsts:
            # Mara Dolen, the minister; Mara Dolen has been minister.
            start = behind.end()
            stop = self._apposition_end(start - 1)
            self._mark(person, start, stop)
            for office in self._offices(start, stop):
                person.roles.add(office)
                head = office.rpartition(" ")[2]
                person.gender = person.gender or genders_of_roles().get(head, "")
        person.times += 1
        self.mentions.append((a, b, number))

    def bearer(self, surname: str, gender: str = "") -> int:
        """Return the person a surname alone means, or -1.

        Of several, one of the title's gender who is named most often: papers give the others
        their first names again.
        """
        numbers = [
            n
            for n in self.surnames.get(surname, ())
            if not gender or self.persons[n].gender in ("", gender)
        ]
        return max(numbers, key=lambda n: self.persons[n].times) if numbers else -1

    def _mark(self, person: Person, start: int, stop: int) -> None:
        """Note the capitalised words of an introduction."""
        for k in range(start, stop):
            if self.reading.tags[k] == "N":
                # R-Fla. tells the party and the place.
                person.marks.update(place_of(part) for part in self.spelling(k).lower().split("-"))

    def known_elsewhere(self, surname: str) -> str:
        """Return the full name that the article's other text gives a surname."""
        if self.elsewhere is None:
            return ""
        number = self.elsewhere.bearer(surname)
        return self.elsewhere.persons[number].name if number >= 0 else ""

    def surnamed(self, word: str) -> str:
        """Return the full name the article gives somebody elsewhere, before or behind."""
        for known in (word, word.capitalize()) if word.isupper() and len(word) > 3 else (word,):
            number = self.bearer(known)
            if number >= 0:
                return self.persons[number].name
            person = self.known_elsewhere(known)
            if person:
                return person
            if self.elsewhere is not None and known in self.elsewhere.pairs:
                # Who speaks in the headline is somebody, though the text only names them.
                return self.elsewhere.pairs[known]
        return ""

    def is_within(self, k: int) -> bool:
        """Say whether something stands in what the word names, so that it is a place."""
        if self.reading.types[k] in self.within:
            return True
        return self.elsewhere is not None and self.reading.types[k] in self.elsewhere.within

    def holds(self, number: int, office: str) -> bool:
        """Say whether a person was introduced with an office that can be meant."""
        return any(same_office(held, office) for held in self.persons[number].roles)

    def sentence_start(self, token: int) -> int:
        """Return the first token of the sentence around one."""
        places = self.reading.sentences
        k = bisect_left(places, (token + 1, 0)) - 1
        return places[max(k, 0)][0]

    def sentence_number(self, token: int) -> int:
        """Return how many sentences begin up to a token."""
        return bisect_left(self.reading.sentences, (token + 1, 0))

    @cached_property
    def parts(self) -> list[tuple[int, bool, str]]:
        """Per mention, its sentence, whether it is a subject, and a lesser part it plays."""
        tags, found = self.reading.tags, []
        for a, b, _ in self.mentions:
            part = ""
            if tags[b : b + 1] == "'":
                part = "possessor"
            elif a and tags[a - 1] in "if" and a not in self.firsts:
                part = "oblique"
            found.append((self.sentence_number(a), a in self.firsts or self.opens(a), part))
        return found

    def opens(self, a: int) -> bool:
        """Say whether only titles and adverbs stand between the sentence start and the name."""
        start = self.sentence_start(a)
        return all(c in "Nxdrn,&" for c in self.reading.tags[start:a]) and a - start < 8


def _shouts(word: str) -> bool:
    """Say whether a word in capitals before a name is no part of it (*WATCH Dolen*, *US*)."""
    return word.isupper() and (len(word) > 2 or word in _SHORT)
