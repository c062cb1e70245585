"""Names of events: the day of the first report, and what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from framing.events.vectors import Vectors

__all__ = ["name_events"]

KEYWORDS = 2


def name_events(
    groups: Sequence[Sequence[int]], vectors: Vectors, days: Sequence[str]
) -> list[str]:
    """Return a name for each group, such as ``2031-03-04-sarn-talks``.

    It is made of the earliest day (``undated`` where none is known) and of the two words that
    weigh most in the articles together, in the order of their weight. Where two groups would be
    named alike, the later ones take a further word, or a number when there is none.

    Parameters
    ----------
    groups : sequence of sequences of int
        Rows of the vectors.
    vectors : Vectors
    days : sequence of str
        ISO dates of the articles, or "".

    Examples
    --------
    >>> from framing.events.vectors import weigh_words
    >>> vectors = weigh_words([["talks", "sarn"], ["sarn", "talks"], ["fire"]])
    >>> name_events([[0, 1]], vectors, ["2031-03-05", "2031-03-04", ""])
    ['2031-03-04-sarn-talks']
    """
    taken: set[str] = set()
    names = []
    for group in groups:
        day = min((days[k] for k in group if days[k]), default="undated")
        words = _keywords(group, vectors)
        name = "-".join([day, *words[:KEYWORDS]])
        for word in (*words[KEYWORDS:], *map(str, range(2, len(groups) + 2))):
            if name not in taken:
                break
            name = "-".join([day, *words[:KEYWORDS], word])
        taken.add(name)
        names.append(name)
    return names


def _keywords(group: Sequence[int], vectors: Vectors) -> list[str]:
    part = vectors.matrix[list(group)].tocsc()
    weight = np.asarray(part.sum(axis=0)).ravel()
    # A word of one article alone does not name what several report.
    weight = weight * (np.diff(part.indptr) > 1)
    order = np.lexsort((np.arange(len(weight)), -weight.round(10)))
    words = (vectors.words[k] for k in order[: KEYWORDS + 5].tolist() if weight[k] > 0)
    cleaned = (re.sub(r"\W+", "", word) for word in words)
    return [word for word in cleaned if word and not word.isdigit()]
