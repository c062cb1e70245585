"""Whom the articles name, as one name per actor over the whole corpus."""

from __future__ import annotations

import re
from collections import defaultdict

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.floors.people import same_names
from framing.speakers import Names
from framing.tags import Tagger
from framing.words import fold

__all__ = ["Actors", "find_actors"]

_WORD = re.compile(r"\w+")
_VOICED = ("named_person", "organisation", "medium")
_SILENT = ("scare", "concession", "unsure")


class Actors:
    """Who is named and who speaks in each article.

    Attributes
    ----------
    named, voiced : dict
        Article -> set of names, each as it is written most often.
    """

    def __init__(self) -> None:
        self.named: defaultdict[str, set[str]] = defaultdict(set)
        self.voiced: defaultdict[str, set[str]] = defaultdict(set)


def find_actors(corpus: Corpus, attributions: pd.DataFrame) -> Actors:
    """Return who is named and who speaks in each article of a corpus.

    Named are the persons an article gives a name, and whoever speaks anywhere in the corpus,
    wherever that name stands in a text. `same_names` says which names are one actor.
    """
    heard = attributions[~attributions["kind"].isin(_SILENT) & (attributions["speaker"] != "")]
    # Names only: "the company" is another one in every article.
    named = heard["speaker"].astype("str").str.contains(r"[^\W\d_a-z]", regex=True)
    heard = heard[heard["source_type"].isin(_VOICED) & named]
    spoken = list(zip(heard["doc_id"].astype("str"), heard["speaker"].astype("str"), strict=True))
    mentioned = [*_persons(corpus), *_written(corpus, {name for _, name in spoken})]
    one = same_names(name for _, name in [*mentioned, *spoken])
    actors = Actors()
    for doc_id, name in spoken:
        actors.voiced[doc_id].add(one[name])
    for doc_id, name in [*mentioned, *spoken]:
        actors.named[doc_id].add(one[name])
    return actors


def _persons(corpus: Corpus) -> list[tuple[str, str]]:
    """Return article and name of the persons its text names."""
    tagger = Tagger(corpus.index)
    return [
        (str(doc_id), person.name)
        for number, (doc_id, field) in enumerate(
            zip(corpus.places["doc_id"], corpus.places["field"], strict=True)
        )
        if field == "text"
        for person in Names(tagger.read(number), tagger).persons
    ]


def _written(corpus: Corpus, names: set[str]) -> list[tuple[str, str]]:
    """Return article and name wherever one of the names stands, as a whole name."""
    by_word: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        by_word[fold((_WORD.findall(name) or [name])[-1])].append(name)
    index = corpus.index
    wanted = np.array([word in by_word for word in index.folded], bool)
    found = []
    for number, (doc_id, field) in enumerate(
        zip(corpus.places["doc_id"], corpus.places["field"], strict=True)
    ):
        if field != "text":
            continue
        text = index.texts[number]
        types = np.unique(index.ids[index.first[number] : index.first[number + 1]])
        for kind in types[wanted[types]].tolist():
            for name in by_word[index.folded[kind]]:
                at = text.find(name)
                end = at + len(name)
                # No letter goes on before or behind it.
                if at >= 0 and not (text[end : end + 1].isalnum() or text[at - 1 : at].isalnum()):
                    found.append((str(doc_id), name))
    return found
