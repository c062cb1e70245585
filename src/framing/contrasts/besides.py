"""What others would compute, beside the answer: a BCa bootstrap and a negative binomial model."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from framing.contrasts.counts import Counts
from framing.contrasts.pairs import Pair, add_up_pair, lone_side, pair_row
from framing.contrasts.rows import FEWEST, count, many, plural
from framing.stats.arithmetic import Floats
from framing.stats.bootstraps import DRAWS, bca_ratio
from framing.stats.negative_binomials import nb2_rate_ratio

__all__ = ["BESIDE", "beside_rows"]

BESIDE = ("bca", "nb2")
"""What can stand beside the pooled rate ratio."""
_MOST_EFFECTS = 300
_ENOUGH = 100
"""Articles a side from which the errors of NB2 without effects are about right."""

Row = dict[str, object]


def beside_rows(counts: Counts, pair: Pair, beside: Sequence[str], seed: int) -> list[list[Row]]:
    """Return, per column, the rows that stand beside the pooled ratio of a pair."""
    width = len(counts.columns)
    rows: list[list[Row]] = [[] for _ in range(width)]
    if "bca" in beside:
        ends = _bca(counts, pair, seed)
        for k in range(width):
            rows[k].append(_bca_row(counts, pair, k, ends))
    if "nb2" in beside:
        for k in range(width):
            rows[k].append(_nb2_row(counts, pair, k))
    return rows


def _plain(counts: Counts, pair: Pair, k: int, measure: str) -> Row:
    """Return the row of the pooled ratio, without what is its own."""
    row = pair_row(counts, pair, "rate_ratio", k)
    return row | {"measure": measure, "estimate": np.nan, "conf_low": np.nan, "conf_high": np.nan,
                  "p_value": np.nan, "p_smallest": np.nan, "method": "", "note": ""}  # fmt: skip


def _bca(counts: Counts, pair: Pair, seed: int) -> tuple[Floats, Floats]:
    # Drawn in the order of the names, so that swapping sides gives the inverse.
    names = [side.name for side in pair.sides]
    turned = names != sorted(names)
    sides = (pair.sides[1], pair.sides[0]) if turned else pair.sides
    key = crc32("\0".join(sorted(names)).encode())
    low, high = bca_ratio(*add_up_pair(counts, sides)[0], seed=[seed, key])
    return (1 / high, 1 / low) if turned else (low, high)


def _bca_row(counts: Counts, pair: Pair, k: int, ends: tuple[Floats, Floats]) -> Row:
    row = _plain(counts, pair, k, "rate_ratio_bca")
    pooled = pair.measures["rate_ratio"]
    if pair.clusters.fewest[k] == 1:
        return row | {"note": lone_side(pair.clusters, [s.name for s in pair.sides], pair.noun, k)}
    found = [float(values[k]) for values in (pooled.estimate, *ends)]
    if not np.isfinite(found).all():
        return row | {"note": "no BCa interval: too few clusters with hits"}
    number = int(pair.clusters.either[k])
    return row | dict(zip(("estimate", "conf_low", "conf_high"), found, strict=True)) | {
        "method": f"BCa bootstrap, {DRAWS:,} draws of {many(number, pair.noun)}, log scale",
        "note": "" if number >= 40 else "too narrow with few clusters: covers .81 at 5, "
        ".85 to .89 at 10, .89 to .94 at 40",
    }  # fmt: skip


def _nb2_row(counts: Counts, pair: Pair, k: int) -> Row:
    row = _plain(counts, pair, k, "rate_ratio_nb2")
    if counts.shares[k]:
        return row | {"note": "no NB2: a share is no count"}
    rows = np.concatenate([counts.exposed(side.rows, k) for side in pair.sides])
    first = np.isin(rows, pair.sides[0].rows)
    few = min(int(first.sum()), int((~first).sum()))
    if few < FEWEST:
        return row | {"note": f"NB2 refused: {many(few, 'article')} on a side ({FEWEST} needed)"}
    clusters, noun = counts.clusters(rows)
    effects, said = None, ""
    if "mh_rate_ratio" in pair.measures:
        both = np.intersect1d(counts.event[rows[first]], counts.event[rows[~first]])
        inside = np.isin(counts.event[rows], both)
        if not FEWEST <= len(both) <= _MOST_EFFECTS:
            shared = many(len(both), f"shared {counts.noun}")
            return row | {"note": f"NB2 refused: {shared} ({FEWEST} to {_MOST_EFFECTS} needed)"}
        outside = counts.articles(rows[~inside])
        said = (
            f"{many(outside, 'article')} outside shared {plural(counts.noun)} left out"
            if outside
            else ""
        )
        rows, first, noun = rows[inside], first[inside], counts.noun
        clusters = effects = counts.event[rows]
    found = nb2_rate_ratio(
        "compare", counts.hits[rows, k], counts.exposure[rows, k], first, clusters, effects
    )
    if found.reason:
        return row | {"note": f"no NB2: {found.reason}"}
    within = f", {noun} effects" if effects is not None else ""
    return row | {
        "estimate": found.estimate,
        "conf_low": found.low,
        "conf_high": found.high,
        "p_value": found.p_value,
        "n_docs": counts.articles(rows),
        "hits": count(counts, float(counts.hits[rows, k].sum())),
        "exposure": count(counts, float(counts.exposure[rows, k].sum())),
        "note": said
        if effects is not None or few >= _ENOUGH
        else "errors too small with few articles: rejects .09 to .11 at .05 with 10 to 30 a side",
        "method": f"NB2, alpha {found.alpha:.3g}, offset log exposure{within}, robust to "
        f"{many(found.clusters, noun)}, t",
    }
