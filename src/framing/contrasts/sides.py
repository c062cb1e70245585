"""One side of a comparison: its articles, added up by event or article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from framing.contrasts.counts import Counts
from framing.stats.bounds import CLUMPING, clumping_of
from framing.stats.clusters import cluster_sums
from framing.stats.rates import Interval, rate_interval

__all__ = ["Side", "add_up"]

_MOST = 1.0
"""Hits a word: beyond it no interval of a rate reaches."""


@dataclass(frozen=True)
class Side:
    """The articles of one side, with the interval of the rate in each column."""

    name: str
    groups: tuple[int, ...]
    rows: NDArray[np.intp]
    interval: Interval
    noun: str
    """What a cluster is called."""
    clusters: NDArray[np.intp]
    """Clusters with exposure, by column."""
    clumping: float
    """The k by which hits are taken to clump where the data cannot show it."""


def add_up(counts: Counts, name: str, groups: Sequence[int]) -> Side:
    """Return the side of these groups; its clusters are events where there are two or more."""
    rows = np.flatnonzero(np.isin(counts.group, groups))
    clusters, noun = counts.clusters(rows)
    hits = cluster_sums(counts.hits[rows], clusters)
    exposure = cluster_sums(counts.exposure[rows], clusters)
    number = max(1, len(np.unique(clusters)))
    clumping = CLUMPING if noun == "article" else clumping_of(counts.articles(rows) / number)
    width = len(counts.columns)
    estimate, low, high = (np.full(width, np.nan) for _ in range(3))
    found = Interval(estimate, low, high, np.zeros(width, bool), np.zeros(width, bool))
    for share in (False, True):
        mine = counts.shares == share
        if len(rows) and mine.any():
            part = rate_interval(
                hits[:, mine], exposure[:, mine], share=share, correlation=counts.alike[mine],
                clumping=clumping,
            )  # fmt: skip
            if not share:
                part = part._replace(high=np.minimum(part.high, np.maximum(part.estimate, _MOST)))
            for whole, piece in zip(found, part, strict=True):
                whole[mine] = piece
    here = (exposure > 0).sum(axis=0).astype(np.intp)
    return Side(name, tuple(groups), rows, found, noun, here, clumping)
