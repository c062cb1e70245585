"""How far words of an unsure voice could move a rate."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.columns import ESTIMANDS
from framing.contrasts.codes import is_name
from framing.contrasts.requests import names_of
from framing.contrasts.rows import PER

__all__ = ["Doubt", "find_doubts", "say_doubt"]

UNSURE = "unsure"


class Doubt(NamedTuple):
    """What stands in the voice `unsure`: hits, and the words they are among."""

    hits: float
    words: float


def find_doubts(scores: pd.DataFrame, by: str, section: str) -> dict[tuple[str, str], Doubt]:
    """Return what is unsure in each group and category that is counted per words.

    Parameters
    ----------
    scores : DataFrame
        From `score`.
    by : str
        The column that groups articles.
    section : str

    Returns
    -------
    dict
        (group, category) -> hits and words; only where there are such words.

    Examples
    --------
    >>> row = {"outlet": "Harbour Post", "section": "body", "voice": "unsure", "hits": 1}
    >>> row |= {"category": "hedge", "exposure": 40, "unit": "words"}
    >>> find_doubts(pd.DataFrame([row, row]), "outlet", "body")
    {('Harbour Post', 'hedge'): Doubt(hits=2.0, words=80.0)}
    """
    asked = {"voice": UNSURE, "unit": "words", "section": section}
    here = np.logical_and.reduce([is_name(scores[name], is_) for name, is_ in asked.items()])
    found = scores[here]
    group, category = names_of(found[by]).to_numpy(), found["category"].astype(str).to_numpy()
    sums = found[["hits", "exposure"]].astype(np.float64).groupby([group, category]).sum()
    return {
        (str(name), str(kind)): Doubt(float(hits), float(words))
        for (name, kind), hits, words in zip(
            sums.index, sums["hits"], sums["exposure"], strict=True
        )
        if words > 0
    }


def say_doubt(doubt: Doubt | None, estimand: str, hits: float, words: float) -> str:
    """Say between what the rate per 1,000 words lies, whoever speaks the unsure words.

    At least: they all belong to the estimand, and none of their hits. At most: their hits do,
    and no other word of them. No way to assign them leads outside.

    Parameters
    ----------
    doubt : Doubt or None
        What is unsure, if anything.
    estimand : str
        Nothing is in doubt where it counts the unsure voice.
    hits, words : float
        Those of the estimand.

    Returns
    -------
    str
        Empty where nothing is in doubt, or three digits cannot show it.

    Examples
    --------
    >>> say_doubt(Doubt(1, 50), "own", 3, 900)
    'unsure words could move it to 3.16-4.44'
    """
    if doubt is None or not words or UNSURE in ESTIMANDS[estimand]:
        return ""
    low, high = hits / (words + doubt.words), (hits + doubt.hits) / words
    ends = [_digits(rate * PER) for rate in (low, high)]
    return f"unsure words could move it to {'-'.join(ends)}" if ends[0] != ends[1] else ""


def _digits(rate: float) -> str:
    return np.format_float_positional(rate, precision=3, fractional=False, trim="-")
