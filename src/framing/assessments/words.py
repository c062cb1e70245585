"""What the first stage knows of each word: one column of small numbers per fact.

Nought means "outside the sentence" in every column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from framing.columns import INDICES, VOICES, base_category
from framing.lexicon import Lexicon
from framing.matching import find_hits
from framing.models.fields import Numbers
from framing.tags import tag_type
from framing.words import WordIndex

__all__ = ["LISTED", "TEMPLATES", "Units", "WordFacts", "beginning", "tail"]

Floats = npt.NDArray[np.float64]

LISTED = (*INDICES["loaded"], "hedge", "factive", "implicative", "generalisation")
"""The categories of the codebook that are facts about a word."""
TEMPLATES = (
    "word", "word-1", "word+1", "word-1 word", "word word+1", "ending", "tail", "beginning",
    "tag", "tag-1 tag", "tag tag+1", "capital tag", "length",
    "voice", "listed", "listed voice", "other", "polarity", "listed-1 listed+1", "around",
    "prior", "prior-1", "prior+1", "prior voice", "prior listed", "prior tag",
)  # fmt: skip
_MARGIN = 2
_CUTS = (-6.0, -5.2, -4.6, -4.1, -3.6, -3.1, -2.6, -2.1, -1.6, -1.0, -0.4)
_LONGEST = 12
_MOST = 3
_LOADED = len(INDICES["loaded"])


class Units(NamedTuple):
    """Sentences as stretches of words of an index.

    Attributes
    ----------
    first, end : array of int
        The words of a sentence.
    """

    first: Numbers
    end: Numbers

    @property
    def places(self) -> Numbers:
        """The words of all sentences, one after the other."""
        sizes = self.end - self.first
        shift = self.first - (np.cumsum(sizes) - sizes)
        places: Numbers = np.arange(int(sizes.sum())) + np.repeat(shift, sizes)
        return places

    @property
    def owners(self) -> Numbers:
        """For each of these words, the number of its sentence."""
        return np.repeat(np.arange(len(self.first)), self.end - self.first)


class WordFacts:
    """The facts about the words of an index: by type, by what the codebook says, by voice.

    Parameters
    ----------
    index : WordIndex
        The texts.
    lexicon : Lexicon
        The codebook whose hits are facts.
    voices : array of int
        Per word of the index, the number of its voice in `VOICES`, from 1.

    Attributes
    ----------
    listed : array of bool, words by LISTED
    quoted : array of bool
        Whether a word is somebody's own.
    """

    def __init__(self, index: WordIndex, lexicon: Lexicon, voices: Numbers) -> None:
        self.index = index
        self.voices = voices
        self.quoted = voices == VOICES.index("quoted") + 1
        self.listed = np.zeros((len(index), len(LISTED)), bool)
        self.polarity = np.full(len(index), 2, np.int64)
        for hit in find_hits(index, lexicon):
            term = lexicon.terms[hit.term]
            category = base_category(term.category)
            if category in LISTED:
                here = slice(hit.first, hit.last + 1)
                self.listed[here, LISTED.index(category)] = True
                self.polarity[here] = term.polarity + 2

    def columns(
        self, units: Units, number: Callable[[str], int], priors: Mapping[str, float]
    ) -> tuple[dict[str, Numbers], Numbers]:
        """Return the columns of the words of some sentences, and the rows of these words.

        Parameters
        ----------
        units : Units
            The sentences.
        number : callable
            Gives the number of a word, ending or beginning.
        priors : mapping
            Word -> how likely it is loaded wherever it stands, in log odds.
        """
        places, owners = units.places, units.owners
        at = np.arange(len(places)) + _MARGIN * (owners + 1)
        size = len(places) + _MARGIN * (len(units.first) + 2)
        kinds = self.index.ids[places].astype(np.int64)
        types, inverse = np.unique(kinds, return_inverse=True)
        facts = self._of_types(types, number, priors)
        opening = places == units.first[owners]
        values = {name: column[inverse] for name, column in facts.items()}
        values["capital"] = np.where(opening & (values["capital"] == 3), 2, values["capital"])
        values["voice"] = self.voices[places]
        loaded = self.listed[places, :_LOADED]
        kind: Numbers = loaded.argmax(1).astype(np.int64) + 2
        values["listed"] = np.where(loaded.any(1), kind, np.int64(1))
        values["other"] = np.asarray(self.listed[places, _LOADED:].any(1), np.int64) + 1
        values["polarity"] = self.polarity[places]
        hits = loaded.any(1).astype(np.int64)
        total = np.bincount(owners, hits, len(units.first)).astype(np.int64)
        values["around"] = 1 + np.minimum(total[owners] - hits, _MOST)
        columns = {}
        for name, value in values.items():
            columns[name] = np.zeros(size, np.int64)
            columns[name][at] = value
        return columns, at

    def _of_types(
        self, types: Numbers, number: Callable[[str], int], priors: Mapping[str, float]
    ) -> dict[str, Numbers]:
        folded = [self.index.folded[k] for k in types.tolist()]
        written = [self.index.types[k] for k in types.tolist()]
        likely = np.array([priors.get(word, np.nan) for word in folded])
        bucket = np.where(np.isnan(likely), 1, 2 + np.digitize(likely, _CUTS))
        made: dict[str, list[int]] = {
            "word": [number(word) for word in folded],
            "ending": [number("~" + word[-3:]) for word in folded],
            "tail": [number(tail(word)) for word in folded],
            "beginning": [number(beginning(word)) for word in folded],
            "tag": [ord(tag_type(w, f)[0]) for w, f in zip(written, folded, strict=True)],
            "capital": [_capital(word) for word in written],
            "length": [min(len(word), _LONGEST) for word in folded],
        }
        columns = {name: np.array(values, np.int64) for name, values in made.items()}
        columns["prior"] = bucket.astype(np.int64)
        return columns


def tail(word: str) -> str:
    """Return a word's last four letters, marked as such.

    Examples
    --------
    >>> tail("reckless"), beginning("reckless")
    ('~~less', 'reck~')
    """
    return "~~" + word[-4:]


def beginning(word: str) -> str:
    """Return a word's first four letters, marked as such."""
    return word[:4] + "~"


def _capital(word: str) -> int:
    if word[:1].isdigit():
        return 5
    if len(word) > 1 and word.isupper():
        return 4
    return 3 if word[:1].isupper() else 1
