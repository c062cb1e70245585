"""Every cue of a corpus with the voice it stands in."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from framing.columns import SECTION_GROUPS
from framing.corpus import Corpus
from framing.roles.finders import Cue, Finder
from framing.tags import Tagger

__all__ = ["Place", "find_places"]

_LOADED = ("evaluation", "label", "dysphemism", "metaphor")
_HARM = ("agent_deletion", "harm_mention")
_Key = tuple[str, str]


class Place(NamedTuple):
    """A cue with the text and the voice it stands in."""

    cue: Cue
    doc_id: str
    field: str
    section: str
    voice: str
    text: str


class _Stretch(NamedTuple):
    start: int
    section: str
    voice: str
    speaker: str


class _Voices:
    """The segments of one text, asked by place."""

    def __init__(self, stretches: Sequence[_Stretch]) -> None:
        self.stretches = stretches
        self.starts = [stretch.start for stretch in stretches]

    def at(self, place: int) -> _Stretch:
        return self.stretches[max(bisect_right(self.starts, place) - 1, 0)]

    def speaker(self, place: int) -> str:
        """Return who says *I* there."""
        stretch = self.at(place)
        return stretch.speaker if stretch.voice == "quoted" else ""


def find_places(corpus: Corpus, segments: pd.DataFrame, evidence: pd.DataFrame) -> list[Place]:
    """Return the cues of headlines, ledes and bodies, in the order of the texts."""
    finder = Finder(Tagger(corpus.index))
    voices, loaded, harm = _voices(segments), _loaded(evidence), _harm(evidence)
    places = corpus.places
    found: list[Place] = []
    for number, key in enumerate(
        zip(places["doc_id"].astype(str), places["field"].astype(str), strict=True)
    ):
        if key not in voices:
            continue
        mine, text = voices[key], corpus.index.texts[number]
        cues = {
            *loaded.get(key, ()),
            *finder.find(number, mine.speaker, harm.get(key, frozenset()), title=key[1] == "title"),
        }
        for cue in sorted(cues):
            stretch = mine.at(cue.start)
            if stretch.section in SECTION_GROUPS:
                found.append(Place(cue, *key, stretch.section, stretch.voice, text))
    return found


def _voices(segments: pd.DataFrame) -> Mapping[_Key, _Voices]:
    columns = ("doc_id", "field", "start", "section", "voice", "speaker")
    found: defaultdict[_Key, list[_Stretch]] = defaultdict(list)
    kept = segments.sort_values(["doc_id", "field", "start"])
    for doc_id, field, start, *rest in zip(*(kept[c].tolist() for c in columns), strict=True):
        found[str(doc_id), str(field)].append(_Stretch(int(start), *map(str, rest)))
    return {key: _Voices(stretches) for key, stretches in found.items()}


def _loaded(evidence: pd.DataFrame) -> Mapping[_Key, list[Cue]]:
    """Return the loaded expressions with a target and a sign, as cues."""
    about = evidence["category"].astype(str).isin(_LOADED) & (evidence["polarity"] != 0)
    kept = evidence[about & (evidence["target"] != "") & ~evidence["negated"].astype(bool)]
    columns = ("doc_id", "field", "start", "end", "target", "polarity", "text", "target_rule")
    found: defaultdict[_Key, list[Cue]] = defaultdict(list)
    for doc_id, field, start, end, target, sign, text, rule in zip(
        *(kept[c].tolist() for c in columns), strict=True
    ):
        role = "villain" if sign < 0 else "hero"
        why = f"{' '.join(text.split())}: its target ({rule})"
        found[doc_id, field].append(Cue(start, end, target, role, "called", why))
    return found


def _harm(evidence: pd.DataFrame) -> Mapping[_Key, frozenset[int]]:
    """Return where the codebook's words of harm end."""
    kept = evidence[evidence["category"].astype(str).isin(_HARM)]
    found: defaultdict[_Key, set[int]] = defaultdict(set)
    for doc_id, field, end in zip(kept["doc_id"], kept["field"], kept["end"], strict=True):
        found[str(doc_id), str(field)].add(int(end))
    return {key: frozenset(ends) for key, ends in found.items()}
