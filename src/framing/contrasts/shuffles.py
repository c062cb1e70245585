"""The test of a pair of sides: how often labels dealt out at random differ as much."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from framing.contrasts.counts import Counts
from framing.contrasts.rows import joined, many, plural
from framing.contrasts.sides import Side
from framing.stats.arithmetic import Floats
from framing.stats.arrangements import Block, all_labels, arrangements, draw_labels
from framing.stats.clusters import cluster_sums
from framing.stats.permutations import studentised_p

__all__ = ["REST", "Dealer", "Verdict", "judge"]

REST = "rest"
FEWEST = 5
"""Articles per group, and events where there are any, below which no p-value is given."""
EXACT = 100_000
"""Arrangements up to which all are tried."""
DRAWS = 9_999


@dataclass(frozen=True)
class Verdict:
    """The permutation test of one pair, a value per column."""

    p: Floats
    smallest: Floats
    method: list[str]
    notes: list[str]
    matched: NDArray[np.intp]  # events (or articles) in which both sides have exposure


class Dealer:
    """Deals labels out again once per set of articles, for all columns (and groups) at once."""

    def __init__(self, counts: Counts, seed: int) -> None:
        self.counts = counts
        self.seed = seed
        self.rest: list[Block] | None = None

    def strata(self, rows: NDArray[np.intp]) -> tuple[NDArray[np.intp], str]:
        """Return within what labels are dealt out, and what that is called."""
        if self.counts.events(rows) > 1:
            return self.counts.event[rows], self.counts.noun
        if len(np.unique(self.counts.month[rows])) > 1:
            return self.counts.month[rows], "month"
        return np.zeros(len(rows), dtype=np.intp), ""

    def deal(
        self, rows: NDArray[np.intp], labels: NDArray[np.int16], strata: NDArray[np.intp], key: str
    ) -> tuple[list[Block], NDArray[np.int16], str]:
        """Return blocks, the labels they rearrange, and how they came about."""
        count = arrangements(labels, strata)
        if count <= EXACT:
            return all_labels(labels, strata), labels, f"exact, {count:,} arrangements"
        seed = [self.seed, crc32(key.encode())]
        said = f"{DRAWS:,} draws"
        if key != REST:
            return draw_labels(labels, strata, draws=DRAWS, seed=seed), labels, said
        groups = self.counts.group[rows]
        if self.rest is None:
            self.rest = draw_labels(groups, strata, draws=DRAWS, seed=seed)
        return self.rest, groups, said


def judge(dealer: Dealer, first: Side, second: Side, *, rest: bool) -> Verdict:
    """Test whether sides differ within strata; `rest`: the second is all that is not the first."""
    counts = dealer.counts
    rows = np.sort(np.concatenate([first.rows, second.rows]))
    mine = np.isin(rows, first.rows)
    strata, kind = dealer.strata(rows)
    clustered = kind == counts.noun
    hits, exposure = counts.hits[rows], counts.exposure[rows]
    exposed = exposure > 0
    ours = cluster_sums(exposed & mine[:, None], strata)
    theirs = cluster_sums(exposed & ~mine[:, None], strata)
    both = (ours > 0) & (theirs > 0)
    shared = both.sum(axis=0).astype(np.intp)
    place = np.unique(strata, return_inverse=True)[1].reshape(-1)
    enough = [np.where(both, n, 0).sum(axis=0).astype(int) for n in (ours, theirs)]
    width = len(counts.columns)
    notes, method = [""] * width, [""] * width
    usable = np.zeros(width, dtype=bool)
    for k in range(width):
        if not exposed[mine, k].any() or not exposed[~mine, k].any():
            continue
        articles = [(first.name, int(enough[0][k])), (second.name, int(enough[1][k]))]
        notes[k] = _refusal(bool(hits[:, k].any()), kind, int(shared[k]), articles, clustered)
        usable[k] = not notes[k]
        outside = int(exposed[:, k].sum()) - sum(n for _, n in articles)
        if usable[k] and outside:
            lone = rows[exposed[:, k] & ~both[place, k]]
            left = many(counts.articles(lone), "article")
            notes[k] = f"{left} outside shared {plural(kind)} not tested"
    p, smallest = np.full(width, np.nan), np.full(width, np.nan)
    if usable.any():
        key = REST if rest else "\0".join(sorted((first.name, second.name)))
        blocks, labels, said = dealer.deal(rows, mine.astype(np.int16), strata, key)
        code = first.groups[0] if blocks is dealer.rest else 1
        p[usable], smallest[usable] = studentised_p(
            blocks, labels, code, hits[:, usable], exposure[:, usable], clustered=clustered
        )
        for k in (int(i) for i in np.flatnonzero(usable)):
            among = f"within {many(int(shared[k]), kind)}" if kind else "unstratified"
            method[k] = f"labels permuted {among}, studentised, {said}"
            if smallest[k] > 0.05:
                p[k] = np.nan
                notes[k] = joined(
                    notes[k], f"p refused: {smallest[k]:.3g} is the smallest attainable"
                )
    events = shared if clustered else np.zeros(width, dtype=np.intp)
    return Verdict(p, smallest, method, notes, events)


def _refusal(
    any_hits: bool, kind: str, shared: int, articles: list[tuple[str, int]], clustered: bool
) -> str:
    """Say why a column cannot be tested; `articles` are those of each side in shared strata."""
    if not any_hits:
        return "no hits on either side: nothing to test"
    if clustered and shared < FEWEST:
        return f"p refused: {many(shared, kind)} with both sides ({FEWEST} needed)"
    lacking = [f"{many(n, 'article')} of {name}" for name, n in articles if n < FEWEST]
    if not lacking:
        return ""
    where = f" in shared {plural(kind)}" if kind else ""
    return f"p refused: {' and '.join(lacking)}{where} ({FEWEST} needed)"
