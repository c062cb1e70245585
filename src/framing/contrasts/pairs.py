"""Two sides next to each other: ratio, difference and test, and the rows that tell them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from framing.contrasts.counts import Counts
from framing.contrasts.rows import (
    ALIKE,
    FEWEST,
    PER,
    count,
    few_clusters,
    joined,
    left_out,
    many,
    plural,
)
from framing.contrasts.shuffles import Verdict
from framing.contrasts.sides import Side
from framing.stats.arithmetic import Floats
from framing.stats.clusters import cluster_sums
from framing.stats.rates import Interval, difference_interval
from framing.stats.ratios import ratio_interval, recover

__all__ = ["Pair", "Spread", "add_up_pair", "lone_side", "measure_pair", "pair_row", "pair_up"]


class Spread(NamedTuple):
    """How many clusters have exposure, a number per column."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    both: NDArray[np.intp]
    either: NDArray[np.intp]

    @property
    def fewest(self) -> NDArray[np.intp]:
        """Those of the side with fewer."""
        return np.minimum(self.first, self.second)


@dataclass(frozen=True)
class Pair:
    """Everything that stands in the rows of one pair of sides, a value per column."""

    sides: tuple[Side, Side]
    measures: dict[str, Interval]
    noun: str
    """What a cluster is called."""
    clusters: Spread
    test: Verdict


def pair_up(counts: Counts, sides: tuple[Side, Side], test: Verdict, *, matched: bool) -> Pair:
    """Return the measures of a pair; `matched`: also those within events."""
    sums, noun = add_up_pair(counts, sides)
    measures, clusters = measure_pair(counts, sides, sums, matched=matched)
    return Pair(sides, measures, noun, clusters, test)


def measure_pair(
    counts: Counts, sides: tuple[Side, Side], sums: Sequence[Floats], *, matched: bool
) -> tuple[dict[str, Interval], Spread]:
    """Return ratio and difference of a pair, the ratio within events, and the clusters.

    Where a side is one cluster there is no interval: how such clusters differ cannot be seen.
    """
    ours, theirs = sums[1] > 0, sums[3] > 0
    clusters = Spread(
        *(x.sum(axis=0).astype(np.intp) for x in (ours, theirs, ours & theirs, ours | theirs))
    )
    first, second = (side.interval for side in sides)
    times = np.where(counts.shares, 1.0, PER)
    gap, low, high = (bound * times for bound in difference_interval(first, second))
    few = clusters.fewest < FEWEST
    measures = {
        "rate_ratio": recover(ratio_interval(*sums), first, second, few),
        "difference": Interval(
            gap, low, high, first.linearised | second.linearised, first.same | second.same
        ),
    }
    if matched:
        inside = ratio_interval(*sums, matched=True)
        measures["mh_rate_ratio"] = recover(inside, first, second, clusters.both < FEWEST)
    lone = clusters.fewest < 2
    return {
        name: found._replace(
            low=np.where(lone, np.nan, found.low), high=np.where(lone, np.nan, found.high)
        )
        for name, found in measures.items()
    }, clusters


def lone_side(clusters: Spread, names: Sequence[str], noun: str, k: int) -> str:
    """Say which side is one cluster and has no interval, nothing if both are more."""
    alone = [
        name
        for name, number in zip(names, (clusters.first[k], clusters.second[k]), strict=True)
        if number == 1
    ]
    return f"one {noun} of {' and of '.join(alone)}: no interval" if alone else ""


def add_up_pair(counts: Counts, sides: tuple[Side, Side]) -> tuple[list[Floats], str]:
    """Return hits and exposure of both sides by cluster, and what a cluster is called."""
    rows = np.concatenate([side.rows for side in sides])
    mine = np.arange(len(rows))[:, None] < len(sides[0].rows)
    clusters, noun = counts.clusters(rows)
    sums = [
        cluster_sums(np.where(mine == first, values[rows], 0.0), clusters)
        for first in (True, False)
        for values in (counts.hits, counts.exposure)
    ]
    return sums, noun


def pair_row(counts: Counts, pair: Pair, measure: str, k: int) -> dict[str, object]:
    """Return the row of one measure in one column."""
    value, low, high = (float(bound[k]) for bound in pair.measures[measure][:3])
    exposed = [counts.exposed(side.rows, k) for side in pair.sides]
    hits = [float(counts.hits[rows, k].sum()) for rows in exposed]
    exposure = [float(counts.exposure[rows, k].sum()) for rows in exposed]
    if not np.isfinite([value, low, high]).all():
        # An estimate never stands without its interval.
        value = low = high = np.nan
    note = _why_missing(counts, pair, measure, k, hits, exposure)
    method = "" if note else _method(counts, pair, measure, k)
    if not note:
        note = _caution(counts, pair, measure, k, hits)
    category, estimand = counts.columns[k]
    groups = [g for side in pair.sides for g in side.groups]
    return {
        "category": category,
        "estimand": estimand,
        "group": pair.sides[0].name,
        "reference": pair.sides[1].name,
        "measure": measure,
        "estimate": value,
        "conf_low": low,
        "conf_high": high,
        "p_value": pair.test.p[k],
        "p_smallest": pair.test.smallest[k],
        "method": joined(method, pair.test.method[k]),
        "n_docs": counts.articles(np.concatenate(exposed)),
        "n_events": _shared_events(counts, pair, exposed, k),
        "hits": count(counts, sum(hits)),
        "exposure": count(counts, sum(exposure)),
        "note": joined(note, pair.test.notes[k], *left_out(counts, groups, k)),
    }


def _shared_events(counts: Counts, pair: Pair, exposed: Sequence[NDArray[np.intp]], k: int) -> int:
    """Return in how many events both sides have exposure; an article of its own is none."""
    if counts.noun == "event" or not pair.test.matched[k]:
        return int(pair.test.matched[k])
    first, second = (set(counts.event[rows[counts.known[rows]]].tolist()) for rows in exposed)
    return len(first & second) if counts.noun != "article" else 0


def _few(pair: Pair, measure: str, k: int) -> bool:
    """Say whether a side, or what both sides share, is so few that the jackknife fails."""
    within = measure == "mh_rate_ratio"
    return bool((pair.clusters.both if within else pair.clusters.fewest)[k] < FEWEST)


def _method(counts: Counts, pair: Pair, measure: str, k: int) -> str:
    if measure == "difference":
        method = "from the intervals of both sides"
    elif pair.measures[measure].same[k] or _few(pair, measure, k):
        method = "from the intervals of both sides, log scale"
    elif measure == "rate_ratio":
        method = f"jackknife-t over {many(int(pair.clusters.either[k]), pair.noun)}, log scale"
    else:
        shared = many(int(pair.test.matched[k]), f"shared {counts.noun}")
        method = f"jackknife-t over {shared}, log scale"
    return f"{method}, linearised" if pair.measures[measure].linearised[k] else method


def _without(pair: Pair, numbers: list[float]) -> str:
    """Name the sides whose number is 0."""
    sides = zip(pair.sides, numbers, strict=True)
    return " and ".join(side.name for side, number in sides if not number)


def _why_missing(
    counts: Counts, pair: Pair, measure: str, k: int, hits: list[float], exposure: list[float]
) -> str:
    """Say why there is no estimate, nothing where there is one."""
    if not all(exposure):
        return f"no exposure in {_without(pair, exposure)}"
    if measure != "difference" and not all(hits):
        return f"ratio undefined: no hits in {_without(pair, hits)}"
    lone = lone_side(pair.clusters, [side.name for side in pair.sides], pair.noun, k)
    if lone or np.isfinite([bound[k] for bound in pair.measures[measure][:3]]).all():
        return lone
    shared = int(pair.test.matched[k])
    if shared < 2:
        return f"{many(shared, f'shared {counts.noun}')}: no interval"
    return f"ratio undefined: a side has no hits in shared {plural(counts.noun)}"


def _caution(counts: Counts, pair: Pair, measure: str, k: int, hits: list[float]) -> str:
    """Say what an interval cannot see."""
    notes = []
    numbers = pair.clusters.first[k], pair.clusters.second[k]
    found = pair.measures[measure]
    if measure == "difference":
        for side, n in zip(pair.sides, hits, strict=True):
            if not n:
                notes.append(f"no hits in {side.name}")
            elif side.interval.same[k]:
                notes.append(f"{ALIKE} in {side.name}")
    elif found.same[k]:
        notes.append(f"all hits in one {pair.noun}" if found.linearised[k] else ALIKE)
    if measure == "mh_rate_ratio":
        notes.append(few_clusters(int(pair.clusters.both[k]), f"shared {counts.noun}"))
    else:
        for side, number in zip(pair.sides, numbers, strict=True):
            notes.append(few_clusters(int(number), pair.noun, side.name))
    return joined(*notes)
