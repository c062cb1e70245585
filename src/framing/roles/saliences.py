"""How much an article is about an entity, and what that says of a role."""

from __future__ import annotations

import re
from math import exp, log2

import numpy as np

from framing.corpus import Corpus
from framing.words import fold

__all__ = ["Saliences", "agreement"]

_WORD = re.compile(r"\w+")
_EARLY = 60
"""So many words are the beginning of an article."""
# Learned by benchmarks/roles.py --learn from its development half.
_CONSTANT, _CUES, _MENTIONS, _BEGINNING, _NAME, _HERO = -2.64, 0.58, 0.40, 0.57, 0.49, -1.05


def agreement(cues: int, mentions: int, *, early: bool, name: bool, role: str) -> float:
    """Return how often people give the same role to the same entity, by what is seen of it.

    Parameters
    ----------
    cues, mentions : int
        Signs of the role, and how often the entity is mentioned.
    early, name : bool
        Whether it is mentioned in the beginning, and has a capital.
    role : str

    Examples
    --------
    >>> agreement(1, 1, early=False, name=False, role="victim") < 0.1
    True
    >>> agreement(4, 20, early=True, name=True, role="villain") > 0.5
    True
    """
    odds = _CONSTANT + _CUES * log2(cues) + _MENTIONS * log2(max(mentions, 1))
    odds += _BEGINNING * early + _NAME * name + _HERO * (role == "hero")
    return 1 / (1 + exp(-odds))


class Saliences:
    """How often and how early the articles of a corpus mention an entity.

    Parameters
    ----------
    corpus : Corpus
    """

    def __init__(self, corpus: Corpus) -> None:
        self.index = corpus.index
        places = corpus.places
        self.numbers = {
            str(doc_id): number
            for number, (doc_id, field) in enumerate(
                zip(places["doc_id"], places["field"], strict=True)
            )
            if field == "text"
        }

    def of(self, doc_id: str, entity: str) -> tuple[int, bool]:
        """Return how often the last word of an entity stands in an article, and if early."""
        number = self.numbers.get(doc_id, -1)
        words = _WORD.findall(entity)
        if number < 0 or not words:
            return 0, False
        word = fold(words[-1])
        alike = {word, word + "s", word.removesuffix("s"), word + "'s"}
        wanted = [k for w in alike for k in self.index.type_ids.get(w, ())]
        types = self.index.ids[self.index.first[number] : self.index.first[number + 1]]
        there = np.isin(types, wanted)
        return int(there.sum()), bool(there[:_EARLY].any())
