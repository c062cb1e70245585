"""How often each group uses each category, with an interval."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from framing.contrasts.counts import Counts, gather
from framing.contrasts.requests import VOICE, open_scores
from framing.contrasts.rows import (
    ALIKE,
    PER,
    as_table,
    count,
    few_clusters,
    joined,
    left_out,
    many,
)
from framing.contrasts.sides import Side, add_up
from framing.contrasts.unsure import Doubt, find_doubts, say_doubt

__all__ = ["estimate"]


def estimate(
    scores: pd.DataFrame | str | Path,
    *,
    by: str = "outlet",
    categories: Sequence[str] | str | None = None,
    estimands: Sequence[str] | str = ("own", "wording", "all"),
    section: str = "body",
) -> pd.DataFrame:
    """Return how often each group uses each category, with an interval.

    Rates are pooled (all hits over all exposure) and stand per 1,000 words; counts that are part
    of their exposure are shares between 0 and 1. Intervals are 95 % delete-one-cluster
    jackknife-t on the log (share: logit) scale, clusters being events where a group has two or
    more, else articles; `method` says which and names the exceptions. Where there are no hits (or
    nothing but hits), one cluster, or clusters that do not differ, the data cannot show how much
    they vary, and bounds take them to vary as is known of news: shares have Clopper-Pearson
    bounds of the effective number of words (correlation 0.1 within a cluster; of names 1), rates
    those of negative binomial counts (k = 0.3 in an article; in an event by its articles). What
    all of this covers is in `benchmarks/tables/contrasts_coverage.csv`. Below 5 clusters `note`
    says how many there are, and no interval of a rate goes beyond one hit a word.

    Words whose voice is `unsure` count in `all` only. Where a group has some, `note` bounds what
    they could do to its `own` and `wording` rates: lowest with all these words and none of their
    hits, highest with their hits and no further word. The interval does not include that.

    Parameters
    ----------
    scores : DataFrame or path
        From `score`; or where they are: a Parquet file, or the folder of a run. Read from there,
        names never become a string per row.
    by : str
        The column that groups articles: of the scores, or one of the articles joined on, as in
        ``scores.merge(corpus.articles[["doc_id", "side"]], on="doc_id")``.
    categories : str or sequence of str, optional
        All of them unless named.
    estimands : str or sequence of str
        `own`, `wording`, `all`; `floor:*` stands under `all` only.
    section : str
        `body` (lede and body) or `headline`.

    Returns
    -------
    DataFrame
        Columns as in `CONTRAST_COLUMNS`, `reference` and the p-values empty; a row for every
        group, category and estimand, also where nothing was found (rate 0) or could be found
        (no exposure: no rate, and a note). `n_docs` and `n_events` count articles with exposure.

    Raises
    ------
    TableError
        If columns are missing, rows are there twice, hits, exposure or units cannot be right, or
        a path leads to no such table.
    ComparisonError
        If a category, estimand, section or grouping is unknown.

    See Also
    --------
    compare : what separates the groups.

    References
    ----------
    Tukey (1958), Bias and confidence in not-quite large samples; Garwood (1936), Fiducial
    limits for the Poisson distribution, of which the negative binomial ones are the like; Church
    and Gale (1995), Poisson mixtures; Clopper and Pearson (1934); Korn and Graubard (1998),
    Confidence intervals for proportions with small expected number of positive counts.

    Examples
    --------
    >>> scores = pd.DataFrame(
    ...     {
    ...         "doc_id": ["a", "b", "c"],
    ...         "outlet": "Harbour Post",
    ...         "section": "body",
    ...         "voice": "outlet",
    ...         "category": "evaluation",
    ...         "hits": [2, 6, 4],
    ...         "exposure": [1000, 2000, 1000],
    ...         "unit": "words",
    ...     }
    ... )
    >>> table = estimate(scores, estimands="own")
    >>> table[["group", "measure", "estimate", "conf_low", "conf_high"]].round(2)
              group        measure  estimate  conf_low  conf_high
    0  Harbour Post  rate_per_1000       3.0      1.72       5.22
    >>> table["method"][0]
    'jackknife-t over 3 articles, log scale'
    >>> table["note"][0]
    '3 articles: too few to show how they differ'
    """
    scores = open_scores("estimate", scores, by)
    counts = gather("estimate", scores, by, categories, estimands, section, voices=True)
    sides = [add_up(counts, name, [g]) for g, name in enumerate(counts.groups)]
    columns = range(len(counts.columns))
    doubts = {} if by == VOICE else find_doubts(scores, by, section)
    return as_table([_rate_row(counts, side, k, doubts) for k in columns for side in sides])


def _rate_row(
    counts: Counts, side: Side, k: int, doubts: dict[tuple[str, str], Doubt]
) -> dict[str, object]:
    share = bool(counts.shares[k])
    here = counts.exposed(side.rows, k)
    hits, exposure = float(counts.hits[here, k].sum()), float(counts.exposure[here, k].sum())
    times = 1.0 if share else PER
    clusters, noun = int(side.clusters[k]), side.noun
    method = f"jackknife-t over {many(clusters, noun)}, {'logit' if share else 'log'} scale"
    kind = "Clopper-Pearson" if share else f"negative binomial (k = {side.clumping:.2g})"
    bound = f"{kind} bounds over {many(clusters, noun)}"
    if share and counts.alike[k] < 1:
        bound += f", correlation {counts.alike[k]:g}"
    note, few = "", few_clusters(clusters, noun) if clusters else ""
    if not len(side.rows):
        method, note = "", "no articles"
    elif not len(here):
        method, note = "", "no exposure"
    elif hits == 0:
        method, note = bound, "no hits"
    elif share and hits >= exposure:
        method, note = bound, "nothing but hits"
    elif clusters == 1:
        method = bound
    elif side.interval.same[k]:
        method, note = bound, ALIKE
    elif side.interval.linearised[k]:
        what = "all hits or all misses" if share else "all hits"
        method, note = f"{method}, linearised", f"{what} in one {noun}"
    high = side.interval.high[k] * times
    cut = "upper end cut at one hit a word" if not share and high == PER else ""
    category, estimand = counts.columns[k]
    unsure = "" if share else say_doubt(doubts.get((side.name, category)), estimand, hits, exposure)
    return {
        "category": category,
        "estimand": estimand,
        "group": side.name,
        "reference": "",
        "measure": "share" if share else "rate_per_1000",
        "estimate": side.interval.estimate[k] * times,
        "conf_low": side.interval.low[k] * times,
        "conf_high": high,
        "method": method,
        "n_docs": len(here),
        "n_events": counts.events(here) if counts.noun == "event" else 0,
        "hits": count(counts, hits),
        "exposure": count(counts, exposure),
        "note": joined(note, few, cut, unsure, *left_out(counts, side.groups, k)),
    }
