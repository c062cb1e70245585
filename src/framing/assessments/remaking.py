"""From files of judged sentences to the tables of weights that ship."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from framing.assessments.doors import hear
from framing.assessments.models import read_assessor, write_assessor
from framing.assessments.training import (
    Judgements,
    learn_spread,
    read_judged,
    train_assessor,
    words_of,
)
from framing.assessments.vectors import embed
from framing.errors import FramingError
from framing.lexicon import read_lexicon

__all__ = ["MORE_WEIGHT", "Made", "gather", "learn", "vectors_of"]

MORE_WEIGHT = 0.5
"""What a sentence of the files after the first counts: other judges, fewer or less trained."""
_FEWEST = 100

Floats = npt.NDArray[np.float64]


class Made(NamedTuple):
    """Tables of weights by file name, and what they were learned from."""

    tables: dict[str, str]
    sentences: int
    words: int


def gather(first: str | Path, more: Sequence[str | Path] = ()) -> Judgements:
    """Read judged sentences with the facts about their words.

    Raises
    ------
    FramingError
        If a line is no judged sentence, or there are too few.
    """
    judged = read_judged(first)
    for path in more:
        judged += read_judged(path, weight=MORE_WEIGHT)
    if len(judged) < _FEWEST:
        raise FramingError(
            f"{first}: {len(judged)} sentences are too few to learn from; there must be {_FEWEST} "
            "and should be thousands; mark more"
        )
    corpus, voices = hear([one.text for one in judged])
    return Judgements(judged, read_lexicon("loaded"), corpus.index, voices)


def vectors_of(
    judgements: Judgements, words: Iterable[str] = ()
) -> tuple[dict[str, Floats], Floats]:
    """Return the vectors of all words, with more ones, and those of the sentences."""
    names = words_of(judgements, words)
    by_word = dict(zip(names, embed(names), strict=True))
    return by_word, embed([one.text for one in judgements.judged])


def learn(
    first: str | Path,
    more: Sequence[str | Path] = (),
    *,
    vocabulary: str | Path | None = None,
    seed: int = 0,
) -> Made:
    """Learn both models from files of judged sentences.

    Parameters
    ----------
    first : path
        JSON lines; see `read_judged`.
    more : sequence of path
        Further ones, whose sentences count half.
    vocabulary : path, optional
        A text file with a word per line: priors are written for these too. Left out, the words of
        the priors that ship are taken, so that the tables can be made again from the judged
        sentences alone.
    seed : int, default 0
    """
    judgements = gather(first, more)
    if vocabulary is None:
        words: Iterable[str] = read_assessor().priors
    else:
        words = Path(vocabulary).read_text(encoding="utf-8").split()
    by_word, vectors = vectors_of(judgements, words)
    every = np.arange(len(judgements.judged))
    one, two = train_assessor(judgements, every, word_vectors=by_word, vectors=vectors, seed=seed)
    spreads = learn_spread(judgements, every, word_vectors=by_word, vectors=vectors, seed=seed)
    one = replace(one, spread=spreads[0])
    two = replace(two, spread=spreads[1]) if two is not None else None
    return Made(write_assessor(one, two), len(judgements.judged), len(by_word))
