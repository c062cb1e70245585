"""Who is meant by a noun phrase, when it is somebody: a person, a body, a country, a medium.

A phrase about a thing means its owner (*Dolen's plan*, *the plan of Mara Dolen*, *her plan*), a
phrase about somebody means that one (*Dolen's spokesman*), and a thing without an owner nobody.
"""

from __future__ import annotations

import re
from functools import cached_property

from framing.cues import place_names, roles, word_set
from framing.phrases import phrase_left
from framing.speakers import Speakers
from framing.speakers.names import COMPASS
from framing.speakers.titles import place_of
from framing.tags import Reading, Tagger

__all__ = ["DEFINITE", "REGIMES", "Actors"]

DEFINITE = word_set("the this that these those")

REGIMES = word_set(
    "regime regimes junta juntas dictatorship dictatorships kleptocracy clique cabal theocracy"
    " autocracy tyranny government governments authorities leadership administration"
)
"""Words for a rule, which has the name of its country or its ruler."""
_SPEAKER = word_set("i me my myself mine")
_NOBODY = word_set("we us our you your yours it this that these those there one who")
_ACTORS = ("named_person", "organisation", "medium", "office", "collective")
_WITHOUT_AGENT = ("ing", "ion", "ions", "ment", "als", "al", "ure", "ures")
_DONE_TO = word_set(
    "attack attacks assault assaults murder murders killer killers siege war wars betrayal abuse"
    " death deaths loss rape torture bombardment defeat slaughter massacre raid raids purge end"
)
"""Nouns of a deed: behind *of* stands its victim."""
_BEARERS = ("or", "ist", "ists", "man", "men", "woman", "women", "ors", "runner", "leader")
_SIDES = word_set(
    "ally allies supporter supporters critic critics backer backers rival rivals opponent opponents"
    " foe foes fan fans enemy enemies follower followers loyalist loyalists"
)
_NO_BEARERS = word_set(
    "error errors terror horror humor labor favor favors behavior rumor rumors color colors"
    " honor honors factor factors sector sectors floor door doors harbor list lists for nor or"
    " minor major human german specimen regimen corridor mirror motor vapor tremor anchor"
    " armor ardor candor endeavor flavor neighborhood odor parlor poor rigor tumor valor vigor"
    " exist resist insist persist consist assist twist twists mist mists fists"
)
_CREEDS = word_set(
    "islamic islamist muslim christian jewish hindu nazi communist marxist republican democratic"
    " conservative liberal catholic evangelical protestant sunni shiite shia european western"
    " eastern northern southern african asian arab soviet black white hispanic latino"
)
"""Adjectives with a capital that name no one country or body."""
_GENERAL = word_set("country countries nation nations state world")
"""Words that could be any country's."""
_MARKS = re.compile('["“”‘«»„]')
_HEADS = frozenset("xKNnjy")


class Actors:
    """The persons, bodies and countries of a text, by the phrases that mean them.

    Parameters
    ----------
    reading : Reading
        The text, read through its quotation marks.
    tagger : Tagger
        The one that read it.
    elsewhere : Speakers, optional
        Those of another text of the same article.

    Examples
    --------
    >>> from framing.words import WordIndex
    >>> tagger = Tagger(WordIndex(["Minister Mara Dolen left. Her plan failed."]))
    >>> Actors(tagger.read(0, through=True), tagger).meant(4, 6)
    'Mara Dolen'
    """

    def __init__(self, reading: Reading, tagger: Tagger, elsewhere: Speakers | None = None) -> None:
        self.reading = reading
        self.tagger = tagger
        self.elsewhere = elsewhere

    @cached_property
    def speakers(self) -> Speakers:
        """Who is named in the text; found when first asked for, as most texts never ask."""
        return Speakers(self.reading, self.tagger, self.elsewhere)

    def word(self, k: int) -> str:
        """Return the word of one token, case-folded."""
        number = self.reading.types[k] if 0 <= k < len(self.reading.types) else -1
        return self.tagger.index.folded[number] if number >= 0 else ""

    def meant(self, start: int, end: int, speaker: str = "") -> str:
        """Return the actor that the tokens ``[start, end)`` mean, or an empty string.

        Parameters
        ----------
        start, end : int
            A noun phrase or pronoun.
        speaker : str
            Whose words it stands in, for *I* and *my*.
        """
        tags = self.reading.tags
        if end <= start:
            return ""
        if tags[start] in "pogqh" and (end - start == 1 or tags[start] == "g"):
            if tags[start] == "g" and self.is_somebody(self.head(start, end)):
                # Her minister may be named; her donors are not herself.
                named = self._resolved(start, end)
                return "" if named == self._pronoun(start, speaker) else named
            return self._pronoun(start, speaker)
        head = self.head(start, end)
        if tags[start] == "N" and start in self.speakers.names.firsts and self._is_compound(start):
            # Eighty-one per cent
            return ""
        if tags[start] == "N":
            # Mara Dolen, the mayor; Karsovia of old
            run = self.name_end(start, end)
            if run == end or tags[run : run + 1] != "'":
                named = self.named(start, run) if tags[head] == "N" else ""
                if named or run == end:
                    return named
                if run <= head and tags[head] != "N" and "'" not in tags[run:head]:
                    # Velmoran commandos; but the officials of Dolen are not Dolen.
                    office = self._role(head) == "office"
                    return self._resolved(start, end) if office else self._country(run - 1)
        clitic = tags.rfind("'", start, head)
        if not self.is_somebody(head) and tags[head] != "N":
            return self._owner(start, clitic, head, end, speaker)
        if tags[head] != "N" and "N" in tags[start:head] and "'" not in tags[start:head]:
            # The Dolen campaign
            speaker_meant = self.speakers.resolve(start, end)
            if speaker_meant.source_type == "named_person" and self._role(head) != "office":
                return ""
        return self._resolved(start, end)

    def _role(self, k: int) -> str:
        return roles().get(self.word(k), "")

    def _owner(self, start: int, clitic: int, head: int, end: int, speaker: str) -> str:
        """Return whose a thing is: before it, or behind *of* where that is no victim."""
        tags = self.reading.tags
        if clitic > start:
            return self.meant(start, clitic, speaker)
        return self.behind_of(head, end, speaker) if tags[head + 1 : head + 2] == "f" else ""

    def behind_of(self, head: int, end: int, speaker: str = "") -> str:
        """Return whose the thing at `head` is by the *of* that follows it."""
        tags, word = self.reading.tags, self.word(head)
        if tags[head + 1 : head + 2] != "f" or word in _DONE_TO or word.endswith(_WITHOUT_AGENT):
            return ""
        match = _AFTER_OF.match(tags, head + 2, end)
        if not match:
            return ""
        start, stop = match.span()
        # The streets of Brel are not what Brel does.
        place = stop - start == 1 and self.speakers.names.is_within(start)
        return "" if place and word not in REGIMES else self.meant(start, stop, speaker)

    def head(self, start: int, end: int) -> int:
        """Return the token of a phrase's head: the last noun before its additions."""
        tags = self.reading.tags
        match = _PHRASE.match(tags, start, end)
        stop = match.end() if match else start + 1
        while stop > start + 1 and tags[stop - 1] not in _HEADS:
            stop -= 1
        return max(stop - 1, start)

    def is_somebody(self, k: int) -> bool:
        """Say whether a word is one for persons or bodies."""
        word = self.word(k)
        kind = self._role(k)
        bearer = word.endswith(_BEARERS) and word not in _NO_BEARERS
        return kind not in ("document", "") or (not kind and (bearer or word in _SIDES))

    def name_end(self, start: int, end: int) -> int:
        """Return the end of the run of capitalised words that begins at `start`."""
        match = _NAMES.match(self.reading.tags, start, end)
        return match.end() if match else start

    def named(self, start: int, end: int, *, loosely: bool = False) -> str:
        """Return whom a run of capitalised words names; loosely, also what is named but once."""
        if end <= start:
            return ""
        reading = self.reading
        if _MARKS.search(reading.text, reading.starts[start], reading.ends[end - 1]):
            return ""
        if self.word(end - 1) in _CREEDS or (self._is_compound(end - 1) and loosely):
            return ""
        country = self._country(end - 1, start)
        if country:
            return country
        names = self.speakers.names
        word = self.word(end - 1)
        known = (
            names.surnamed(names.spelling(end - 1)) != ""
            or self.is_somebody(end - 1)
            or any(start <= k < end for k, _ in names.media)
            or any(a < end and start < b for a, b in names.bodies)
            or any(reading.types[b - 1] == reading.types[end - 1] for _, b in names.bodies)
            or (word in place_names() and start not in names.firsts)
            or place_names().get(word) is not None
        )
        if not known and not (loosely and start not in names.firsts):
            return ""
        return self._resolved(start, end)

    def _is_compound(self, k: int) -> bool:
        reading = self.reading
        return "-" in reading.text[reading.starts[k] : reading.ends[k]]

    def _country(self, k: int, start: int = -1) -> str:
        """Return the country of an adjective (*Velmoran*), as the text or a list has it."""
        word = self.word(k)
        if self._is_compound(k) or self.speakers.names.spelling(k).isupper():
            return ""
        known = place_of(word)
        if known != word:
            compass = self.word(k - 1) if 0 <= start < k else ""
            return (f"{compass} {known}" if compass in COMPASS else known).title()
        if word.endswith(("an", "en", "in")):
            stems = {word[:-1], word[:-2], word[:-3], word[:-3] + "a", word[:-2] + "e"}
            for a, b in self.speakers.names.bodies:
                if b - a == 1 and a != k and self.word(a) in stems and len(self.word(a)) > 3:
                    return self.speakers.names.spelling(a)
        return ""

    def _pronoun(self, k: int, speaker: str) -> str:
        word = self.word(k)
        if word in _SPEAKER:
            return speaker
        if word == "whose":
            low = self.speakers.names.sentence_start(k)
            tags = self.reading.tags[low:k].rstrip(",")
            start, end = phrase_left(tags, len(tags))
            return self.meant(low + start, low + end, speaker)
        tags = self.reading.tags
        if word in _NOBODY and tags[k] not in "qh":
            return ""
        if tags[k] == "h" and (k in self.speakers.names.firsts or tags[k - 1] not in "xKN"):
            # That was: what was said or done, and nobody.
            return ""
        names = self.speakers.names
        own = [(a, b) for a, b, n in names.mentions if speaker and names.persons[n].name == speaker]
        source = self.speakers.resolve(k, k + 1, own)
        return source.speaker if source.source_type in _ACTORS else ""

    def _resolved(self, start: int, end: int) -> str:
        source = self.speakers.resolve(start, end)
        named = source.source_type in _ACTORS and source.speaker not in _GENERAL
        return source.speaker if named else ""


_NAMES = re.compile("N(?:N|x{1,2}(?=N))*")
_PHRASE = re.compile(r"(?:[dgn]*[rxejKNGEny]*')*[dgn]*[rxejKNGEny]+")
_AFTER_OF = re.compile(r"(?:[dgn]*[rxejKNGEny]*')*[dgn]*[rxejKN]*[xKN]|[og]")
