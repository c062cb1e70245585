"""A gap over all words, split into who is given the floor and how loaded each voice is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.columns import VOICES
from framing.contrasts.comparisons import PAIRS
from framing.contrasts.counts import Counts, gather
from framing.contrasts.rows import PER, joined, many
from framing.contrasts.shuffles import REST
from framing.errors import ComparisonError, unknown_name
from framing.stats.arithmetic import Floats
from framing.stats.clusters import cluster_sums
from framing.stats.decompositions import kitagawa
from framing.stats.jackknives import LEVEL, jackknife, t_quantile

__all__ = ["DECOMPOSITION_COLUMNS", "decompose"]

DECOMPOSITION_COLUMNS = (
    "category",
    "group",
    "reference",
    "component",
    "voice",
    "estimate",
    "conf_low",
    "conf_high",
    "method",
    "n_docs",
    "n_events",
    "hits",
    "exposure",
    "note",
)
_FEWEST = 5
"""Articles on a side below which no interval is drawn up."""


def decompose(
    scores: pd.DataFrame,
    *,
    by: str = "outlet",
    against: str = "rest",
    categories: Sequence[str] | str | None = None,
    section: str = "body",
) -> pd.DataFrame:
    """Split every gap in "all words" into who is given the floor and how loaded each voice is.

    The rate over all words is the sum over voices of the voice's share of the words times its
    own rate. So the gap between two outlets is the sum of two parts: `floor`, the difference of
    shares times the mean rate (whom they let speak), and `rate`, the difference of rates times
    the mean share (how loaded each voice is there). Whom to quote is a choice too: a gap that is
    all `floor` is one of quoting, not of wording. A voice that one side lacks counts as `floor`.

    Intervals are 95 % delete-one-cluster jackknife-t, clusters being events where there are two
    or more, else articles within each side, as in `compare`.

    Parameters
    ----------
    scores : DataFrame
        From `score`.
    by : str
        The column that groups articles; with ``event`` articles are the clusters, as in `compare`.
    against : str
        `rest`: each group against all others; `pairs`: each pair once; or the name of a group.
    categories : str or sequence of str, optional
        Of those counted per words, all unless named.
    section : str
        `body` (lede and body) or `headline`.

    Returns
    -------
    DataFrame
        Columns as in `DECOMPOSITION_COLUMNS`; per category and pair one row with `component`
        `gap`, one each for `floor` and `rate` in all (`voice` empty), and one each for every
        voice; `estimate` per 1,000 words, group minus reference. The rows of the voices add up
        to those without, and `floor` and `rate` to `gap`.

    Raises
    ------
    TableError
        If columns are missing, rows are there twice, or hits, exposure or units cannot be right.
    ComparisonError
        If there are fewer than two groups, a name is unknown, or a category is no rate of words.

    See Also
    --------
    compare : whether the gap is there at all.

    References
    ----------
    Kitagawa (1955), Components of a difference between two rates.

    Examples
    --------
    >>> rows = [
    ...     (f"{outlet}{i}", outlet, "body", voice, "metaphor", hits, words, "words")
    ...     for outlet, quoted in (("A", 600), ("B", 200))
    ...     for i in range(6)
    ...     for voice, hits, words in (
    ...         ("outlet", 2, 1000 - quoted),
    ...         ("quoted", quoted // 100, quoted),
    ...     )
    ... ]
    >>> names = ["doc_id", "outlet", "section", "voice", "category", "hits", "exposure", "unit"]
    >>> table = decompose(pd.DataFrame(rows, columns=names), against="B")
    >>> table.loc[table["voice"] == "", ["component", "estimate"]].round(2).values.tolist()
    [['gap', 4.0], ['floor', 2.5], ['rate', 1.5]]
    """
    where = "decompose"
    counts = gather(where, scores, by, categories, "all", section, by_voice=True)
    if by == "event":
        counts = counts.apart()
    names = counts.groups
    if len(names) < 2:
        raise ComparisonError(
            f"{where}: it takes two groups; by {by!r} there is only {names[0]!r}; add articles of "
            "another or group by another column"
        )
    if against not in (REST, PAIRS, *names):
        raise ComparisonError(unknown_name(where, by, against, [REST, PAIRS, *names]))
    kinds = [name for name, _ in counts.columns[:: len(VOICES)]]
    per_words = ~counts.shares[:: len(VOICES)]
    if categories is not None and not per_words.all():
        wrong = kinds[int(np.flatnonzero(~per_words)[0])]
        raise ComparisonError(
            f"{where}: only rates of words can be split by voice; {wrong!r} is a share; name "
            f"others, such as {', '.join(n for n, p in zip(kinds, per_words, strict=True) if p)}"
        )
    rows: list[dict[str, object]] = []
    for k in np.flatnonzero(per_words).tolist():
        for name, mine, other_name, others in _opposed(counts, against):
            rows += _split(counts, k, (name, mine), (other_name, others))
    return pd.DataFrame(rows, columns=list(DECOMPOSITION_COLUMNS))


def _opposed(counts: Counts, against: str) -> Iterator[tuple[str, list[int], str, list[int]]]:
    every = range(len(counts.groups))
    for g in every:
        name = counts.groups[g]
        if against == REST:
            yield name, [g], REST, [h for h in every if h != g]
        elif against == PAIRS:
            yield from ((name, [g], counts.groups[h], [h]) for h in every if g < h)
        elif name != against:
            yield name, [g], against, [counts.groups.index(against)]


def _split(
    counts: Counts, k: int, mine: tuple[str, list[int]], other: tuple[str, list[int]]
) -> list[dict[str, object]]:
    at = slice(k * len(VOICES), (k + 1) * len(VOICES))
    sides = [np.flatnonzero(np.isin(counts.group, groups)) for _, groups in (mine, other)]
    rows = np.concatenate(sides)
    clusters, noun = counts.clusters(rows)
    first = (np.arange(len(rows)) < len(sides[0]))[:, None]
    hits, exposure = counts.hits[rows, at], counts.exposure[rows, at]
    sums = [
        cluster_sums(np.where(side, values, 0.0), clusters)
        for side in (first, ~first)
        for values in (hits, exposure)
    ]
    whole = [table.sum(axis=0) for table in sums]
    exposed = [int((counts.exposure[side, at].sum(axis=1) > 0).sum()) for side in sides]
    facts: dict[str, object] = {
        "category": counts.columns[at][0][0],
        "group": mine[0],
        "reference": other[0],
        "n_docs": sum(exposed),
        "n_events": counts.events(rows),
        "hits": whole[0].sum() + whole[2].sum(),
        "exposure": whole[1].sum() + whole[3].sum(),
    }
    values, spread, number, note = _judge(sums, whole, exposed, (mine[0], other[0]), noun)
    if not note:
        facts["method"] = f"jackknife-t over {many(number, noun)}"
    missing = [
        f"{name} has no words of voice {voice}"
        for name, words, words_other in (
            (mine[0], whole[1], whole[3]),
            (other[0], whole[3], whole[1]),
        )
        for voice, here, there in zip(VOICES, words, words_other, strict=True)
        if not here and there
    ]
    labels = [("gap", ""), ("floor", ""), ("rate", "")]
    labels += [(component, voice) for component in ("floor", "rate") for voice in VOICES]
    return [
        facts
        | {
            "component": component,
            "voice": voice,
            "estimate": values[n],
            "conf_low": values[n] - spread[n],
            "conf_high": values[n] + spread[n],
            "note": joined(note, *(m for m in missing if not voice or m.endswith(f" {voice}"))),
        }
        for n, (component, voice) in enumerate(labels)
    ]


def _judge(
    sums: list[Floats],
    whole: list[Floats],
    exposed: list[int],
    names: tuple[str, str],
    noun: str,
) -> tuple[Floats, Floats, int, str]:
    """Return the parts per 1,000 words, how far their intervals reach, and over what."""
    values = _lay_out(whole)
    nothing = np.full(len(values), np.nan)
    lacking = [name for name, n in zip(names, exposed, strict=True) if not n]
    if lacking:
        return nothing, nothing, 0, f"no exposure in {' and '.join(lacking)}"
    present = [table.sum(axis=1) > 0 for table in (sums[1], sums[3])]
    here = present[0] | present[1]
    without = _lay_out([total - table for total, table in zip(whole, sums, strict=True)])
    # On both sides, on the first only, or on the second only.
    kinds = np.where(present[0] & present[1], 2, np.where(present[0], 0, 1))
    shape = without.shape
    se, df = jackknife(
        without, np.broadcast_to(here[:, None], shape), np.broadcast_to(kinds[:, None], shape)
    )
    if min(exposed) < _FEWEST:
        few = " and ".join(n for n, e in zip(names, exposed, strict=True) if e < _FEWEST)
        return nothing, nothing, 0, f"refused: fewer than {_FEWEST} articles in {few}"
    # Where both sides share the one cluster of a side, the jackknife would not see it.
    alone = [name for name, side in zip(names, present, strict=True) if side.sum() < 2]
    if alone or not np.isfinite(se).all():
        return nothing, nothing, 0, f"one {noun} of {' and of '.join(alone or names)}: no interval"
    return values, t_quantile(df, LEVEL) * se, int(here.sum()), ""


def _lay_out(counts: list[Floats]) -> Floats:
    """Return gap, floor, rate, and the parts of each voice, per 1,000 words."""
    parts = kitagawa(*counts)
    floor, rate = parts.share.sum(axis=-1), parts.rate.sum(axis=-1)
    totals = np.stack([floor + rate, floor, rate], axis=-1)
    laid: NDArray[np.float64] = np.concatenate([totals, parts.share, parts.rate], axis=-1) * PER
    return laid
