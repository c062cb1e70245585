"""What separates each group from the others: ratios, differences, intervals, tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from framing.contrasts.counts import Counts, gather
from framing.contrasts.pairs import pair_row, pair_up
from framing.contrasts.rows import as_table, joined, many
from framing.contrasts.shuffles import REST, Dealer, judge
from framing.contrasts.sides import Side, add_up
from framing.errors import ComparisonError, unknown_name
from framing.stats.families import benjamini_hochberg

__all__ = ["PAIRS", "compare", "whole_seed"]

PAIRS = "pairs"


def compare(
    scores: pd.DataFrame,
    *,
    by: str = "outlet",
    against: str = "rest",
    categories: Sequence[str] | str | None = None,
    section: str = "body",
    seed: int | None = None,
) -> pd.DataFrame:
    """Return what separates each group from the others: ratios, differences, intervals, tests.

    Three measures stand under each other. `rate_ratio`: pooled rate over pooled rate, 95 %
    delete-one-cluster jackknife-t on the log scale, clusters being events where there are any,
    else articles within each side. `difference`: group minus reference, per 1,000 words (shares:
    between -1 and 1), its interval recovered from those of both sides (Zou and Donner 2008).
    `mh_rate_ratio`, with events: Mantel-Haenszel over events, so that covering other events is
    not mistaken for using other words. Where clusters do not differ, and the jackknife would give
    no width, ratios too are recovered from the intervals of both sides; `note` says so.

    One test serves the three: labels are permuted within events, else within months, else over
    all articles; the statistic is the hits of the group minus those its exposure would bring at
    the rate of event or month, studentised. All arrangements are tried up to 100,000, else
    9,999 random ones. `p_smallest` is the smallest p the data can reach. No p-value is given
    below 5 articles on a side or 5 shared events, or where `p_smallest` exceeds .05; the reason
    stands in `note`. `p_adj` is Benjamini-Hochberg over the family of the call: all tested rows
    of one measure, that is all its groups, categories and estimands. Comparing by month leaves
    differences in what is covered within the month.

    Simulated without a true difference (negative binomial, k = 0.3, articles of one side twice
    as long; 5, 10 and 40 events, 10 to 100 articles a side without): the test rejects .044 to
    .059 at .05, where G2 of the pooled counts rejects .33 to .64; the ratios cover .92 to .97,
    the difference .94 to .97. Two limits: with 6 or 10 articles against ten times as many,
    without events, ratios cover .91, and where lengths also differ twofold the test rejects .09.

    Parameters
    ----------
    scores : DataFrame
        From `score`.
    by : str
        The column that groups articles: of the scores, or one of the articles joined on, as in
        ``scores.merge(corpus.articles[["doc_id", "side"]], on="doc_id")``.
    against : str
        `rest`: each group against all others; `pairs`: each pair once; or the name of a group.
    categories : str or sequence of str, optional
        All of them unless named; naming fewer makes a smaller family.
    section : str
        `body` (lede and body) or `headline`.
    seed : int
        Of the random arrangements; must be given. The same seed gives the same table.

    Returns
    -------
    DataFrame
        Columns as in `CONTRAST_COLUMNS`. `n_docs`, `hits` and `exposure` are those of both
        sides together, `n_events` the events in which both have exposure.

    Raises
    ------
    TableError
        If columns are missing, rows are there twice, or hits, exposure or units cannot be right.
    ComparisonError
        If there are fewer than two groups, a name is unknown, or the seed is missing.

    See Also
    --------
    estimate : the rate of each group.

    References
    ----------
    Mantel and Haenszel (1959); Zou and Donner (2008), Construction of confidence limits about
    effect measures; Janssen (1997), Studentized permutation tests; Lijffijt et al. (2016),
    Significance testing of word frequencies in corpora; Benjamini and Hochberg (1995).

    Examples
    --------
    >>> scores = pd.DataFrame(
    ...     {
    ...         "doc_id": [f"{outlet}{i}" for outlet in "AB" for i in range(6)],
    ...         "outlet": ["Harbour Post"] * 6 + ["Valley Wire"] * 6,
    ...         "section": "body",
    ...         "voice": "outlet",
    ...         "category": "evaluation",
    ...         "hits": [9, 7, 8, 9, 6, 9, 1, 2, 0, 3, 1, 1],
    ...         "exposure": 1000,
    ...         "unit": "words",
    ...     }
    ... )
    >>> table = compare(scores, against="Valley Wire", seed=1)
    >>> own = table[table["estimand"] == "own"]
    >>> own[["group", "measure", "estimate", "conf_low", "conf_high", "p_value"]].round(3)
              group     measure  estimate  conf_low  conf_high  p_value
    0  Harbour Post  rate_ratio     6.000     2.550     14.116    0.002
    1  Harbour Post  difference     6.667     4.488      8.290    0.002
    """
    where = "compare"
    number = whole_seed(where, seed)
    counts = gather(where, scores, by, categories, None, section)
    names = counts.groups
    if len(names) < 2:
        raise ComparisonError(
            f"{where}: it takes two groups; by {by!r} there is only {names[0]!r}; "
            f"add articles of another or group by another column"
        )
    if against not in (REST, PAIRS, *names):
        raise ComparisonError(unknown_name(where, by, against, [REST, PAIRS, *names]))
    dealer = Dealer(counts, number)
    matched = counts.events(np.arange(len(counts.event))) > 1
    own = [add_up(counts, name, [g]) for g, name in enumerate(names)]
    pairs = [
        pair_up(counts, sides, judge(dealer, *sides, rest=against == REST), matched=matched)
        for sides in _opposed(counts, own, against)
    ]
    return _adjust(
        as_table(
            [
                pair_row(counts, pair, measure, k)
                for k in range(len(counts.columns))
                for pair in pairs
                for measure in pair.measures
            ]
        )
    )


def _opposed(counts: Counts, own: list[Side], against: str) -> Iterator[tuple[Side, Side]]:
    """Yield every side with what it is compared with."""
    for g, side in enumerate(own):
        if against == REST:
            yield side, add_up(counts, REST, [h for h in range(len(own)) if h != g])
        elif against == PAIRS:
            yield from ((side, other) for other in own[g + 1 :])
        else:
            yield from ((side, other) for other in own if against == other.name != side.name)


def _adjust(table: pd.DataFrame) -> pd.DataFrame:
    """Benjamini-Hochberg over all tested rows of a measure: the family of the call."""
    for measure in dict.fromkeys(table["measure"]):
        rows = table["measure"] == measure
        tested = rows & table["p_value"].notna()
        family = int(tested.sum())
        table.loc[rows, "p_adj"] = benjamini_hochberg(table.loc[rows, "p_value"])
        table.loc[tested, "method"] += f"; BH over {many(family, 'test')}"
        alone = tested & (table["p_smallest"] * family > 0.05)
        said = f"could not pass .05 on its own among {many(family, 'test')}"
        table.loc[alone, "note"] = [joined(note, said) for note in table.loc[alone, "note"]]
    return table


def whole_seed(where: str, seed: object) -> int:
    """Return the seed as a number; refuse to go without one."""
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ComparisonError(
            f"{where}: the random arrangements need a seed; it is {seed!r}; "
            f"pass a whole number such as seed=1"
        )
    return int(seed)
