"""The role words of a text, with whom they cast."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple

from framing.roles.entities import Entities
from framing.roles.rules import cast_by
from framing.roles.words import RoleWord, role_words
from framing.speakers import Speakers
from framing.tags import Reading, Tagger
from framing.targets.actors import Actors
from framing.words import fold

__all__ = ["Cue", "Finder"]

_HARM = RoleWord("", "verb", "villain", "victim", {}, "harm")
_DEED = RoleWord("", "noun", "", "", {"of": "victim", "by": "villain", "on": "victim"}, "harm")


class Cue(NamedTuple):
    """One sign that somebody is cast in a role.

    Attributes
    ----------
    start, end : int
        Where the word stands.
    entity, role : str
        Who is cast, and as what.
    kind, why : str
        What the sign is, and how it was read.
    """

    start: int
    end: int
    entity: str
    role: str
    kind: str
    why: str


class Finder:
    """Finds the cues of each text of an index.

    Parameters
    ----------
    tagger : Tagger
        Of the index.

    Examples
    --------
    >>> from framing.words import WordIndex
    >>> finder = Finder(Tagger(WordIndex(["Floods destroyed the village."])))
    >>> [(cue.entity, cue.role) for cue in finder.find(0, lambda place: "")]
    [('Floods', 'villain'), ('village', 'victim')]
    """

    def __init__(self, tagger: Tagger) -> None:
        self.tagger = tagger
        # A word with hyphens has the type of its first part.
        firsts = {form.partition("-")[0] for form in role_words()}
        self.types = frozenset(k for w in firsts for k in tagger.index.type_ids.get(w, ()))

    def find(
        self,
        number: int,
        speaker_at: Callable[[int], str],
        harm: frozenset[int] = frozenset(),
        *,
        title: bool = False,
    ) -> Iterator[Cue]:
        """Yield the cues of text `number`, in its order.

        Parameters
        ----------
        number : int
        speaker_at : callable
            Code point -> who speaks there, for *I* and *my*.
        harm : frozenset of int
            Where words of harm that the codebook found end.
        title : bool
            Whether the text is the title of the next one, which names in full who is short here.
        """
        reading = self.tagger.read(number, through=True)
        places = [
            k
            for k, kind in enumerate(reading.types)
            if kind in self.types or reading.ends[k] in harm
        ]
        if not places:
            return
        elsewhere = None
        if title:
            elsewhere = Speakers(self.tagger.read(number + 1, through=True), self.tagger)
        entities = Entities(Actors(reading, self.tagger, elsewhere), speaker_at)
        lows = [a for a, _ in reading.sentences]
        for k in places:
            low, high = reading.sentences[bisect_right(lows, k) - 1]
            uses = self._uses(reading, k, harm)
            for found in cast_by(entities, k, low, high, uses):
                start, end = reading.starts[k], reading.ends[k]
                yield Cue(start, end, found.entity, found.role, found.kind, found.why)

    def _uses(
        self, reading: Reading, k: int, harm: frozenset[int]
    ) -> dict[str, tuple[str, RoleWord]]:
        spelt = fold(reading.text[reading.starts[k] : reading.ends[k]])
        uses = dict(role_words().get(spelt, {}))
        if not uses and reading.ends[k] in harm:
            form = "V" if spelt.endswith(("s", "ed")) else "B"
            deed = spelt.endswith(("ion", "ment", "ing", "ings", "ions", "er"))
            if not deed:
                uses["verb"] = (form, _HARM._replace(word=spelt))
            uses["noun"] = ("s", _DEED._replace(word=spelt))
        return uses
