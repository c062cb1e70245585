"""What a noun phrase names: a person by the fullest name, a thing as it is printed."""

from __future__ import annotations

import re
from collections.abc import Callable

from framing.cues import word_set
from framing.phrases import phrase_left
from framing.targets.actors import Actors

__all__ = ["Entities"]

_PHRASE = re.compile(r"[dgn]*(?:[rxejKNGEny]|(?<=[dgxejnN'])B|(?<=[xKNy])'(?=[xejKNn]))*[xKNyB]")
_MEASURES = word_set(
    "millions thousands hundreds dozens scores tens billions lot lots number numbers majority group"
    " groups lives life rest part parts half all most many some one percent share generation"
    " generations type types kind kinds majority amount amounts"
)
"""Words before *of* that stand for what follows it."""
_NOTHING = word_set(
    "it there this that these those here one ones thing things way ways lot fact part time times"
    " case point something anything nothing everything someone anyone nobody none more most much"
    " less least other others both each what same such first second last day days week weeks month"
    " months year years moment all any own effort efforts place matter question kind sort issue"
    " problem example order reason addition percent number end rest"
)
_DEEDS = word_set(
    "warming drilling fracking farming fishing flooding logging mining housing shelling bombing"
    " hunting trafficking poaching bleaching spending funding"
)
"""Nouns that look like participles."""
_ADJECTIVES = ("al", "ous", "ive", "ful", "less", "able", "ible", "ic")
_NOUNS = word_set(
    "animal animals capital rival rivals criminal criminals official hospital hospitals individual"
    " individuals metal mineral coral chemical chemicals signal republic public clinic traffic"
    " critic topic music cable table vegetable relative executive initiative native natives olive"
    " detective representative automobile fable proposal professional removal renewal survival"
    " arrival festival journal material terminal tribunal trial approval goal coal deal meal seal"
    " refusal withdrawal plastic arctic antarctic pacific atlantic mosaic epidemic pandemic"
)
_LIMIT = 6


class Entities:
    """The entities of a text, by the tokens that name them.

    Parameters
    ----------
    actors : Actors
        Of the text, read through its quotation marks.
    speaker_at : callable
        Code point -> who speaks there, or an empty string.
    """

    def __init__(self, actors: Actors, speaker_at: Callable[[int], str]) -> None:
        self.actors = actors
        self.reading = actors.reading
        self.speaker_at = speaker_at

    def end(self, start: int, high: int) -> int:
        """Return the end of the noun phrase that begins at `start`; `start` where none does."""
        tags = self.reading.tags
        if (start < high and tags[start] in "po") or tags[start : start + 1] == "g":
            following = _PHRASE.match(tags, start, high)
            return following.end() if following else start + 1
        match = _PHRASE.match(tags, start, high)
        end = match.end() if match else start
        if not match and tags[start : start + 2] == "nf":
            # Hundreds of
            return start + 1
        deed = end if match else start + (tags[start : start + 1] == "x")
        return deed + 1 if deed < high and self.actors.word(deed) in _DEEDS else end

    def named(self, start: int, end: int, *, acts: bool = False) -> str:
        """Return the entity that the tokens ``[start, end)`` name, or an empty string.

        Parameters
        ----------
        start, end : int
            A noun phrase or pronoun.
        acts : bool
            Whether it does something: then a thing stands for its owner (*her plan*).
        """
        tags, word = self.reading.tags, self.actors.word
        while start < end and tags[start] in "r&i":
            start += 1
        if tags[start : start + 2] == "nf":
            start += 2
        if start >= end:
            return ""
        speaker = self.speaker_at(self.reading.starts[start])
        if tags[start] in "qh" and end - start == 1:
            return self._antecedent(start, acts)
        if tags[start] in "po" and end - start == 1:
            return self.actors.meant(start, end, speaker)
        head = self.actors.head(start, end)
        if tags[head + 1 : head + 2] == "f" and head + 2 < end and word(head) in _MEASURES:
            # Millions of workers
            return self.named(head + 2, end, acts=acts)
        if word(head) in _NOTHING or tags[head] not in "xKNjB" or self._is_quality(head):
            return ""
        owned = tags[start] == "g" or "'" in tags[start:head]
        if tags[head] == "N" or (acts and owned and not self.actors.is_somebody(head)):
            meant = self.actors.meant(start, head + 1, speaker)
            if meant:
                return meant
        elif word(start) == "the" and head - start == 1 and self.actors.is_somebody(head):
            # The mayor: whoever of the article that is.
            meant = self.actors.meant(start, head + 1, speaker)
            if " " in meant:
                return meant
        return self._printed(start, head)

    def _is_quality(self, k: int) -> bool:
        """Say whether a word is an adjective or a deed that names nobody (*political*)."""
        word, tag = self.actors.word(k), self.reading.tags[k]
        if tag == "j":
            return word not in _DEEDS
        return tag == "x" and word.endswith(_ADJECTIVES) and word not in _NOUNS

    def _antecedent(self, k: int, acts: bool) -> str:
        low = self.actors.speakers.names.sentence_start(k)
        tags = self.reading.tags[low:k].rstrip(",")
        start, end = phrase_left(tags, len(tags))
        if end <= start or tags[start] in "qh":
            return ""
        return self.named(low + start, low + end, acts=acts)

    def _printed(self, start: int, head: int) -> str:
        """Return a phrase as it is printed, without its determiner and beginning."""
        tags = self.reading.tags
        while start < head and (tags[start] in "dgnr'" or self.actors.word(start) == "such"):
            start += 1
        start = max(start, head + 1 - _LIMIT)
        clitic = tags.rfind("'", start, head)
        start = clitic + 1 if clitic >= 0 else start
        if start > head:
            return ""
        return self.actors.speakers.names.printed(start, head + 1)
