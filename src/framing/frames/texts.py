"""Texts with what a classifier may know of them: words, cues by voice, vectors of sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.assessments.doors import hear
from framing.assessments.vectors import DIMENSIONS, embed
from framing.assessments.words import Units
from framing.columns import VOICES
from framing.errors import ModelError
from framing.lexicon import Lexicon
from framing.matching import find_hits
from framing.models.fields import Numbers
from framing.sentences import find_sentences
from framing.words import WordIndex

__all__ = ["Hit", "Texts", "hear_texts", "name_cues", "sentences_of"]

Floats = npt.NDArray[np.float64]

Hit = tuple[int, int, int]
"""First and last word of an expression, and the number of its cue."""
_NONE = "."
"""What an empty text is read as: it holds no word."""


@dataclass(frozen=True)
class Texts:
    """Texts that have been heard once, for all that is learned from some of them.

    Attributes
    ----------
    index : WordIndex
        All of their words.
    voices : array of int
        Per word the number of its voice, from 1.
    hits : tuple of Hit
        The codebook's expressions.
    cues : array, texts by cues
        How often each cue stands in all texts of the index.
    vectors : array, texts by dimensions
        The mean of the vectors of a text's sentences; no columns where none were asked for.
    rows : array of int
        Which texts of the index these are.
    """

    index: WordIndex
    voices: Numbers
    hits: tuple[Hit, ...]
    cues: Floats
    vectors: Floats
    rows: Numbers

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, rows: npt.ArrayLike) -> Texts:
        """Return some of the texts."""
        return replace(self, rows=self.rows[np.asarray(rows)])

    @property
    def units(self) -> Units:
        """The words of each text."""
        return Units(self.index.first[self.rows], self.index.first[self.rows + 1])


def name_cues(lexicon: Lexicon) -> list[str]:
    """Return the cues of a codebook: each category in the outlet's own voice, and in others'.

    Examples
    --------
    >>> from framing.lexicon import read_lexicon
    >>> name_cues(read_lexicon("frames"))[:2]
    ['frame:conflict own', 'frame:conflict others']
    """
    return [f"{name} {voice}" for name in lexicon.evidence_categories for voice in _WHOSE]


_WHOSE = ("own", "others")


def hear_texts(texts: Iterable[object], lexicon: Lexicon | None, vectors: bool) -> Texts:
    """Return texts with their words, the voices of these, the cues and the vectors.

    Parameters
    ----------
    texts : iterable of str
    lexicon : Lexicon or None
        The codebook whose expressions are cues.
    vectors : bool
        Whether vectors are wanted.

    Raises
    ------
    ModelError
        If they are no texts.
    """
    if isinstance(texts, Texts):
        return texts
    given = _checked(texts)
    corpus, voices = hear(given)
    index = corpus.index
    hits = tuple(sorted(_hits(index, lexicon, voices))) if lexicon else ()
    counts = np.zeros((len(given), len(name_cues(lexicon)) if lexicon else 0))
    for first, _, cue in hits:
        counts[index.text_of[first], cue] += 1
    means = _means(given) if vectors else np.zeros((len(given), 0))
    return Texts(index, voices, hits, counts, means, np.arange(len(given)))


def _checked(texts: Iterable[Any]) -> list[str]:
    where = "FrameClassifier"
    if isinstance(texts, str) or not hasattr(texts, "__iter__"):
        raise ModelError(
            f"{where}: the texts are {type(texts).__name__}, one value; there must be a sequence "
            "of texts; write them in a list, [text]"
        )
    given = list(texts)
    for number, text in enumerate(given):
        if not isinstance(text, str):
            raise ModelError(
                f"{where}: text {number} is {text!r} ({type(text).__name__}); texts are strings "
                "and nothing else is turned into one; leave it out, or read it as text"
            )
    if not given:
        raise ModelError(f"{where}: there are no texts; there is nothing to do; pass one or more")
    return [text if text.strip() else _NONE for text in given]


def _hits(index: WordIndex, lexicon: Lexicon, voices: Numbers) -> Iterable[Hit]:
    number = {name: k for k, name in enumerate(lexicon.evidence_categories)}
    own = voices == VOICES.index("outlet") + 1
    for hit in find_hits(index, lexicon):
        category = number[lexicon.terms[hit.term].category]
        yield hit.first, hit.last, 2 * category + int(not own[hit.head])


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a text, and all of it where there are none.

    Examples
    --------
    >>> sentences_of("It fell. Nobody spoke.")
    [(0, 8), (9, 22)]
    """
    return [(span.start, span.end) for span in find_sentences(text)] or [(0, len(text))]


def _means(texts: Sequence[str]) -> Floats:
    """Return for each text the mean of the vectors of its sentences."""
    owners: list[int] = []
    pieces: list[str] = []
    for number, text in enumerate(texts):
        for start, end in sentences_of(text):
            owners.append(number)
            pieces.append(text[start:end])
    total = np.zeros((len(texts), DIMENSIONS))
    np.add.at(total, owners, embed(pieces))
    means: Floats = total / np.bincount(owners, minlength=len(texts))[:, None]
    return means
