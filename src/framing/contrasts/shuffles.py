"""The test of a pair of sides: how often labels dealt out at random differ as much."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from framing.contrasts.counts import Counts
from framing.contrasts.rows import FEWEST, joined, many, plural
from framing.contrasts.sides import Side
from framing.stats.arithmetic import Floats
from framing.stats.arrangements import all_labels, arrangements, draw_labels
from framing.stats.clusters import cluster_sums
from framing.stats.permutations import studentised_p, studentised_ps

__all__ = ["REST", "Dealer", "Verdict", "judge"]

REST = "rest"
EXACT = 100_000
"""Arrangements up to which all are tried."""
DRAWS = 9_999
_MOST_GROUPED = 0.25
"""Share of a side's articles in events with others up to which articles are dealt out alone.

Simulated without a difference (events of 4 to 20 articles of one side, levels with a log SD of
1): a quarter rejects .05 to .07 at .05, a half up to .18, all .34.
"""
_NUMBERS = 10_000_000
"""Numbers that are kept of all groups tested under the same draws, twice: 160 MB."""


@dataclass(frozen=True)
class Verdict:
    """The permutation test of one pair, a value per column."""

    p: Floats
    smallest: Floats
    method: list[str]
    notes: list[str]
    matched: NDArray[np.intp]  # events (or articles) in which both sides have exposure


class Dealer:
    """Deals labels out again, for all columns at once and for as many groups as memory allows."""

    def __init__(self, counts: Counts, seed: int) -> None:
        self.counts = counts
        self.seed = seed
        self.tested: dict[int, tuple[Floats, Floats]] = {}

    def strata(
        self, first: NDArray[np.intp], second: NDArray[np.intp]
    ) -> tuple[NDArray[np.intp], str]:
        """Return within what the labels of two sides are dealt out, and what that is called.

        Events, where both sides share as many as a test needs, or where most articles of a side
        stand in events with others, which then are no independent draws; else months, else all.
        """
        counts = self.counts
        rows = np.sort(np.concatenate([first, second]))
        if self._by_event(first, second):
            return counts.event[rows], counts.noun
        if len(np.unique(counts.month[rows])) > 1:
            return counts.month[rows], "month"
        return np.zeros(len(rows), dtype=np.intp), ""

    def _by_event(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> bool:
        counts = self.counts
        rows = np.concatenate([first, second])
        if counts.events(rows) < 2 or counts.parted:
            return counts.events(rows) > 1
        here = [side[(counts.exposure[side] > 0).any(axis=1)] for side in (first, second)]
        shared = np.intersect1d(counts.event[here[0]], counts.event[here[1]])
        if len(shared) >= FEWEST:
            return True
        size = np.bincount(counts.event[np.concatenate(here)], minlength=1)
        grouped = [float(np.mean(size[counts.event[side]] > 1)) for side in here if len(side)]
        return max(grouped, default=0.0) > _MOST_GROUPED

    def test(
        self, first: Side, second: Side, usable: NDArray[np.bool_], *, rest: bool
    ) -> tuple[Floats, Floats, str]:
        """Return p and smallest p of the usable columns, and how the labels came about."""
        counts = self.counts
        rows = np.sort(np.concatenate([first.rows, second.rows]))
        labels = np.isin(rows, first.rows).astype(np.int16)
        strata, kind = self.strata(first.rows, second.rows)
        ways = arrangements(labels, strata)
        exact = ways <= EXACT
        said = f"exact, {ways:,} arrangements" if exact else f"{DRAWS:,} draws"
        if rest and not exact:
            group = first.groups[0]
            if group not in self.tested:
                self._test_groups(group, rows, strata, kind)
            p, smallest = (values[usable] for values in self.tested[group])
            return p, smallest, said
        key = REST if rest else "\0".join(sorted((first.name, second.name)))
        blocks = (
            all_labels(labels, strata)
            if exact
            else draw_labels(labels, strata, draws=DRAWS, seed=self._key(key))
        )
        hits, exposure = (x[np.ix_(rows, usable)] for x in (counts.hits, counts.exposure))
        p, smallest = studentised_p(
            blocks, labels, 1, hits, exposure, clustered=kind == counts.noun
        )
        return p, smallest, said

    def _test_groups(
        self, first: int, rows: NDArray[np.intp], strata: NDArray[np.intp], kind: str
    ) -> None:
        """Test a group and those after it, each against all others, under the same draws.

        All of them are dealt out within the same strata.
        """
        groups = self.counts.group[rows]
        # Columns without hits, and groups of a few articles, are not tested.
        columns = np.flatnonzero(self.counts.hits.any(axis=0))
        enough = np.flatnonzero(np.bincount(groups, minlength=first + 1) >= FEWEST)
        at_once = max(1, _NUMBERS // ((DRAWS + 1) * max(1, len(columns))))
        alike = (int(g) for g in enough if g > first and self._kind(rows, int(g)) == kind)
        sides = [first, *islice(alike, at_once - 1)]
        hits, exposure = (
            x[np.ix_(rows, columns)] for x in (self.counts.hits, self.counts.exposure)
        )
        blocks = draw_labels(groups, strata, draws=DRAWS, seed=self._key(REST))
        found = studentised_ps(
            blocks, groups, sides, hits, exposure, clustered=kind == self.counts.noun
        )
        width = len(self.counts.columns)
        for side, pair in zip(sides, found, strict=True):
            whole = np.full(width, np.nan), np.full(width, np.nan)
            for values, part in zip(whole, pair, strict=True):
                values[columns] = part
            self.tested[side] = whole

    def _kind(self, rows: NDArray[np.intp], group: int) -> str:
        mine = self.counts.group[rows] == group
        return self.strata(rows[mine], rows[~mine])[1]

    def _key(self, name: str) -> list[int]:
        return [self.seed, crc32(name.encode())]


def judge(dealer: Dealer, first: Side, second: Side, *, rest: bool) -> Verdict:
    """Test whether sides differ within strata; `rest`: the second is all that is not the first."""
    counts = dealer.counts
    rows = np.sort(np.concatenate([first.rows, second.rows]))
    mine = np.isin(rows, first.rows)
    strata, kind = dealer.strata(first.rows, second.rows)
    clustered = kind == counts.noun
    hits, exposure = counts.hits[rows], counts.exposure[rows]
    exposed = exposure > 0
    ours = cluster_sums(exposed & mine[:, None], strata)
    theirs = cluster_sums(exposed & ~mine[:, None], strata)
    both = (ours > 0) & (theirs > 0)
    shared = both.sum(axis=0).astype(np.intp)
    events = shared if clustered else _shared(counts.event[rows], exposed, mine)
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
        p[usable], smallest[usable], said = dealer.test(first, second, usable, rest=rest)
        for k in (int(i) for i in np.flatnonzero(usable)):
            among = f"within {many(int(shared[k]), kind)}" if kind else "unstratified"
            if not clustered and counts.events(rows):
                among += f" ({many(int(events[k]), 'shared event')}: too few)"
            method[k] = f"labels permuted {among}, studentised, {said}"
            if smallest[k] > 0.05:
                p[k] = np.nan
                notes[k] = joined(
                    notes[k], f"p refused: {smallest[k]:.3g} is the smallest attainable"
                )
    return Verdict(p, smallest, method, notes, events)


def _shared(
    event: NDArray[np.intp], exposed: NDArray[np.bool_], mine: NDArray[np.bool_]
) -> NDArray[np.intp]:
    """Return in how many events both sides have exposure."""
    sides = [cluster_sums(exposed & side[:, None], event) > 0 for side in (mine, ~mine)]
    return np.asarray((sides[0] & sides[1]).sum(axis=0), dtype=np.intp)


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
