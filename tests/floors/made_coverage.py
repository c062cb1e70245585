"""An invented coverage of which every count is known."""

from __future__ import annotations

import warnings
from typing import NamedTuple

import pandas as pd

from framing import Corpus, attribute, read_corpus, segment

__all__ = ["Coverage", "cover"]


class Coverage(NamedTuple):
    corpus: Corpus
    attributions: pd.DataFrame
    segments: pd.DataFrame


def cover(*articles: tuple[str, str]) -> Coverage:
    """Return the tables of articles given as outlet and text."""
    table = pd.DataFrame(
        {
            "doc_id": [f"d{n}" for n in range(len(articles))],
            "outlet": [outlet for outlet, _ in articles],
            "event": [f"e{n % 2}" for n in range(len(articles))],
            "text": [text for _, text in articles],
        }
    )
    with warnings.catch_warnings():
        # Invented articles may repeat one another.
        warnings.simplefilter("ignore")
        corpus = read_corpus(table)
    found = attribute(corpus, tagger="rules")
    return Coverage(corpus, found, segment(corpus, found))
