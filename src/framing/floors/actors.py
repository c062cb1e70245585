"""Whom the articles name, as one name per actor over the whole corpus."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.floors.people import key_of
from framing.speakers import Speakers
from framing.tags import Tagger
from framing.words import fold

__all__ = ["Actors", "find_actors"]

_VOICED = ("named_person", "organisation", "medium")
_WORD = re.compile(r"\w+")
_SILENT = ("scare", "concession", "unsure")


class Actors:
    """Who is named and who speaks in each article.

    Attributes
    ----------
    named, voiced : dict
        Article -> set of keys.
    names : dict
        Key -> the name most often used for it.
    """

    def __init__(self) -> None:
        self.named: defaultdict[str, set[str]] = defaultdict(set)
        self.voiced: defaultdict[str, set[str]] = defaultdict(set)
        self.names: dict[str, str] = {}


def find_actors(corpus: Corpus, attributions: pd.DataFrame) -> Actors:
    """Return who is named and who speaks in each article of a corpus.

    Named are the persons an article gives a name, and whoever speaks anywhere in the corpus,
    wherever that name stands in a text. *Mara J. Dolen* and *Mara Dolen* are one.
    A surname alone is the one person of the corpus who bears it.
    """
    heard = attributions[~attributions["kind"].isin(_SILENT) & (attributions["speaker"] != "")]
    heard = heard[heard["source_type"].isin(_VOICED)]
    tagger = Tagger(corpus.index)
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    mentioned: list[tuple[str, str]] = []
    for number, (doc_id, field) in enumerate(
        zip(corpus.places["doc_id"], corpus.places["field"], strict=True)
    ):
        if field != "text":
            continue
        persons = Speakers(tagger.read(number), tagger).persons
        mentioned += [(str(doc_id), person.name) for person in persons]
    spoken = list(zip(heard["doc_id"].astype("str"), heard["speaker"].astype("str"), strict=True))
    for _, name in [*mentioned, *spoken]:
        written[key_of(name)][name] += 1
    alias = _surnames(written)
    actors = Actors()
    for doc_id, name in mentioned:
        actors.named[doc_id].add(alias.get(key_of(name), key_of(name)))
    for doc_id, name in spoken:
        key = alias.get(key_of(name), key_of(name))
        actors.voiced[doc_id].add(key)
        actors.named[doc_id].add(key)
    for key in list(written):
        whole = alias.get(key, key)
        actors.names[whole] = max(written[whole], key=lambda n: (written[whole][n], n))
    _add_written(corpus, heard, actors, alias)
    return actors


def _surnames(written: defaultdict[str, Counter[str]]) -> dict[str, str]:
    """Return surname -> the key of its only bearer."""
    bearers: defaultdict[str, set[str]] = defaultdict(set)
    for key in written:
        words = key.split()
        if len(words) > 1:
            bearers[words[-1]].add(key)
    return {
        key: next(iter(bearers[key]))
        for key in written
        if " " not in key and len(bearers.get(key, ())) == 1
    }


def _add_written(
    corpus: Corpus, heard: pd.DataFrame, actors: Actors, alias: dict[str, str]
) -> None:
    """Count whoever speaks anywhere as named wherever the name stands."""
    by_word: defaultdict[str, list[str]] = defaultdict(list)
    for name in heard["speaker"].astype("str").unique():
        by_word[fold((_WORD.findall(name) or [name])[-1])].append(name)
    index = corpus.index
    wanted = np.array([word in by_word for word in index.folded], bool)
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
                # A whole name: no letter goes on before or behind it.
                if at >= 0 and not (text[end : end + 1].isalnum() or text[at - 1 : at].isalnum()):
                    key = key_of(name)
                    actors.named[str(doc_id)].add(alias.get(key, key))
