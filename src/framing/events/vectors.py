"""What an article is about, as a vector: the words of its headline and first paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from framing.corpus import Corpus
from framing.cues import function_words
from framing.words import WordIndex

__all__ = ["Vectors", "list_words", "weigh_words"]

WORDS = 200
"""Words of the lede and what follows that are read."""
TITLE = 2
"""Times that a word of the headline counts."""

_PROSE = ("lede", "body")


class Vectors(NamedTuple):
    """One row per article, of length 1 or empty, and what the columns stand for."""

    matrix: Any
    words: tuple[str, ...]


def list_words(corpus: Corpus, *, words: int = WORDS, title: int = TITLE) -> list[list[str]]:
    """Return the folded words of each article's headline (`title` times) and first `words` words.

    Captions, teasers and house lines are passed over, as are words of one letter.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing import read_corpus
    >>> table = pd.DataFrame({"outlet": ["A"], "title": ["Talks fail"], "text": ["A fire burns."]})
    >>> list_words(read_corpus(table))
    [['talks', 'fail', 'talks', 'fail', 'fire', 'burns']]
    """
    index, places, sections = corpus.index, corpus.places, corpus.sections
    row_of = places["row"].to_numpy()
    headline: list[list[str]] = [[] for _ in range(len(corpus))]
    prose: list[list[str]] = [[] for _ in range(len(corpus))]
    stretches = (sections[name].tolist() for name in ("number", "start", "end", "section"))
    for number, start, end, section in zip(*stretches, strict=True):
        row = int(row_of[number])
        if section == "headline":
            headline[row] += _between(index, number, start, end)
        elif section in _PROSE and len(prose[row]) < words:
            prose[row] += _between(index, number, start, end)
    return [
        [word for word in h * title + p[:words] if len(word) > 1]
        for h, p in zip(headline, prose, strict=True)
    ]


def _between(index: WordIndex, number: int, start: int, end: int) -> list[str]:
    first, last = int(index.first[number]), int(index.first[number + 1])
    low, high = first + np.searchsorted(index.starts[first:last], [start, end])
    return [index.folded[k] for k in index.ids[low:high].tolist()]


def weigh_words(documents: Sequence[Sequence[str]]) -> Vectors:
    """Return TF-IDF vectors (1 + log tf, smoothed idf, length 1), without function words.

    References
    ----------
    Salton, Buckley (1988), Term-weighting approaches in automatic text retrieval.

    Examples
    --------
    >>> vectors = weigh_words([["sarn", "talks"], ["sarn", "fire"], ["the"]])
    >>> vectors.words
    ('fire', 'sarn', 'talks')
    >>> (vectors.matrix @ vectors.matrix.T).toarray().round(2).tolist()
    [[1.0, 0.37, 0.0], [0.37, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

    grammar = function_words()
    kept = [[word for word in words if word not in grammar] for words in documents]
    if not any(kept):
        return Vectors(csr_matrix((len(kept), 1)), ("",))
    vectorizer = TfidfVectorizer(analyzer=list, sublinear_tf=True)
    matrix = vectorizer.fit_transform(kept)
    return Vectors(matrix, tuple(vectorizer.get_feature_names_out().tolist()))
