"""Named rules that find whom a loaded expression is about, tried in the order of their precision.

No parser is asked: the rules read the tags around the expression (`framing.tags`) and a few lists
of verbs. Where no rule speaks the target stays empty; most often it is a thing or an event then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from framing.speakers import Speakers
from framing.tags import Reading, Tagger
from framing.targets.actors import DEFINITE, Actors
from framing.targets.clauses import blamed, called, manner, predicate, subject, verb_of_calling
from framing.targets.phrases import agent, apposition, described, mass, owner, rule_of, title
from framing.targets.places import Hit, View

__all__ = ["RULES", "Target", "Targets"]

RULES = (
    "called",
    "title",
    "apposition",
    "predicate",
    "blamed",
    "rule_of",
    "described",
    "owner",
    "agent",
    "subject",
    "manner",
    "mass",
    "again",
)
"""The names of the rules."""


class Target(NamedTuple):
    """The actor an expression is about, and the rule that found it; both empty where none did."""

    actor: str
    rule: str


_NAMING = ("label", "dysphemism")
_Rule = Callable[[View, Hit], str]
_ORDER: dict[str, tuple[_Rule, ...]] = {
    "name": (called, title, apposition, rule_of, predicate, agent, described),
    "quality": (
        called, title, apposition, mass, described, owner, agent, predicate,
        blamed,
    ),
    "act": (blamed, subject),
    "manner": (manner,),
}  # fmt: skip


class Targets:
    """Whom the loaded expressions of one text are about, asked in the order of the text.

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
    >>> text = "The puppet, President Ilko Varn, left. Mara Dolen called him reckless."
    >>> tagger = Tagger(WordIndex([text]))
    >>> targets = Targets(tagger.read(0, through=True), tagger)
    >>> targets.find(4, 10, "label")
    Target(actor='Ilko Varn', rule='apposition')
    >>> targets.find(61, 69, "evaluation")
    Target(actor='Ilko Varn', rule='called')
    """

    def __init__(self, reading: Reading, tagger: Tagger, elsewhere: Speakers | None = None) -> None:
        self.reading = reading
        self.actors = Actors(reading, tagger, elsewhere)
        self.view = View(reading, self.actors)
        self.told: dict[str, str] = {}

    def find(
        self, start: int, end: int, category: str, *, verb: bool = False, speaker: str = ""
    ) -> Target:
        """Return whom the expression at code points ``[start, end)`` is about.

        Parameters
        ----------
        start, end : int
            Where it stands.
        category : str
            As in the evidence; labels and dysphemisms are read as names, others as qualities.
        verb : bool
            Whether the codebook lists it as a verb.
        speaker : str
            Whose words it stands in, for *I* and *my*.
        """
        hit = self.view.place(start, end, speaker, category in _NAMING)
        if hit is None:
            return Target("", "")
        kind = self._kind(hit, category, verb)
        for rule in _ORDER[kind]:
            actor = rule(self.view, hit)
            if actor:
                if kind == "name":
                    self.told[self._key(hit)] = actor
                return Target(actor, rule.__name__)
            if rule is called and verb_of_calling(self.view, hit) >= 0:
                # Who is called so is somebody else than whose it is.
                break
        actor = self._again(hit) if kind == "name" else ""
        return Target(actor, "again" if actor else "")

    def _kind(self, hit: Hit, category: str, verb: bool) -> str:
        tags = self.reading.tags
        tag = tags[hit.first]
        before = tags[hit.first - 1] if hit.first > hit.low else ""
        if verb and tag in "euVBGEjKx" and before not in ("d", "g", "'", "i", "f"):
            noun = before == "x" and tags[hit.opening] in "dg'" and hit.opening < hit.first
            # Karsk meddling is a noun, is meddling a verb.
            if not noun and (tag not in "jG" or before in ("v", "r", "z", "t")):
                return "act"
        if tags[hit.stop - 1] == "r":
            return "manner"
        return "name" if category in _NAMING else "quality"

    def _key(self, hit: Hit) -> str:
        return self.actors.word(hit.stop - 1)

    def _again(self, hit: Hit) -> str:
        """Return whom the article has called so before (*the regime*, *the strongman*)."""
        tags = self.reading.tags
        if hit.opening != hit.first - 1 or tags[hit.opening] != "d" or hit.head >= hit.stop:
            return ""
        definite = self.actors.word(hit.opening) in DEFINITE
        return self.told.get(self._key(hit), "") if definite else ""
