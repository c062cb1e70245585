"""Scores of invented outlets whose difference is known, to see what a method makes of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.contrasts.comparisons import whole_seed
from framing.errors import ComparisonError

__all__ = ["simulate_scores"]

OUTLETS = ("Harbour Post", "Valley Wire")
_HEAT, _SPREAD, _SHORTEST = 0.5, 0.5, 50


def simulate_scores(
    *,
    articles: Sequence[int] = (30, 30),
    events: int = 0,
    per_1000: float = 5.0,
    ratio: float = 1.0,
    clumping: float = 0.3,
    words: Sequence[float] = (900, 450),
    categories: int = 1,
    seed: int | None = None,
) -> pd.DataFrame:
    """Return scores of two invented outlets, the Harbour Post and the Valley Wire.

    Hits are negative binomial, so that they clump in articles as words do. With events, each
    sets a level for both outlets, and each outlet writes one to three articles on it. Every
    category is one more corpus of the same articles, drawn on its own.

    Parameters
    ----------
    articles : two int, default (30, 30)
        Of either outlet, without events.
    events : int
        How many events both report on; 0 for none.
    per_1000 : float, default 5.0
        Hits per 1,000 words of the Wire.
    ratio : float, default 1.0
        The rate of the Post over that of the Wire: 1 is a true null.
    clumping : float, default 0.3
        The k of the negative binomial: the smaller, the more hits clump; words of news have about
        0.3.
    words : two float, default (900, 450)
        The median length of an article of either outlet.
    categories : int, default 1
        How many corpora.
    seed : int
        Must be given. The same seed gives the same scores.

    Returns
    -------
    DataFrame
        As from `score`: `doc_id`, `outlet`, `event` (missing without events), `section`, `voice`
        (``outlet``), `category` (``c0000`` and so on), `hits`, `exposure`, `unit`.

    Raises
    ------
    ComparisonError
        If a number is out of its range, or the seed is missing.

    References
    ----------
    Church and Gale (1995), Poisson mixtures, on how words clump.

    Examples
    --------
    >>> scores = simulate_scores(articles=(3, 2), ratio=2, seed=1)
    >>> scores[["doc_id", "outlet", "event", "category", "unit"]].iloc[0].tolist()
    ['d0000', 'Harbour Post', None, 'c0000', 'words']
    """
    where = "simulate_scores"
    number = whole_seed(where, seed)
    for name, value in (("per_1000", per_1000), ("ratio", ratio), ("clumping", clumping),
                        ("words", min(words)), ("categories", categories)):  # fmt: skip
        if not 0 < value < float("inf"):
            raise ComparisonError(
                f"{where}: {name} is {value!r}; it is a number above 0; write such a one"
            )
    sides = np.array(articles)
    if (
        int(events) != events
        or events < 0
        or (not events and (sides.shape != (2,) or sides.min() < 1))
    ):
        raise ComparisonError(
            f"{where}: articles is {articles!r} and events {events!r}; there are two outlets with "
            "articles, or events that both report on; write such as articles=(30, 30) or events=10"
        )
    rng = np.random.default_rng([number, 2031])
    counts = rng.integers(1, 4, (events, 2)) if events else sides[None, :]
    first = np.concatenate([np.repeat([0, 1], pair) for pair in counts])
    event = np.repeat(np.arange(len(counts)), counts.sum(axis=1))
    median = np.where(first == 0, words[0], words[1])
    length = np.round(rng.lognormal(np.log(median), _SPREAD)).clip(_SHORTEST)
    heat = rng.normal(0, _HEAT if events else 0.0, (len(counts), categories))
    mean = per_1000 * length[:, None] / 1000 * np.exp(heat - heat.var() / 2)[event]
    mean *= np.where(first == 0, ratio, 1.0)[:, None]
    hits = rng.poisson(mean * rng.gamma(clumping, 1 / clumping, mean.shape))
    return pd.DataFrame(
        {
            "doc_id": np.repeat([f"d{i:04}" for i in range(len(first))], categories),
            "outlet": np.repeat([OUTLETS[side] for side in first], categories),
            "event": np.repeat([f"e{e:03}" for e in event], categories) if events else None,
            "section": "body",
            "voice": "outlet",
            "category": np.tile([f"c{j:04}" for j in range(categories)], len(first)),
            "hits": hits.ravel(),
            "exposure": np.repeat(length.astype(int), categories),
            "unit": "words",
        }
    )
