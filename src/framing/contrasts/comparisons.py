"""What separates each group from the others: ratios, differences, intervals, tests."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from framing.contrasts.besides import BESIDE, beside_rows
from framing.contrasts.copies import COPIES, drop_copies
from framing.contrasts.counts import Counts, gather
from framing.contrasts.pairs import pair_row, pair_up
from framing.contrasts.registrations import AnalysisPlan
from framing.contrasts.requests import VOICE, open_scores
from framing.contrasts.rows import as_table, joined, many
from framing.contrasts.shuffles import REST, Dealer, judge
from framing.contrasts.sides import Side, add_up
from framing.errors import ComparisonError, FramingWarning, unknown_name
from framing.stats.families import benjamini_hochberg

__all__ = ["PAIRS", "compare", "whole_seed"]

PAIRS = "pairs"


def compare(
    scores: pd.DataFrame | str | Path,
    *,
    by: str | None = None,
    against: str | None = None,
    categories: Sequence[str] | str | None = None,
    estimands: Sequence[str] | str = ("own", "wording", "all"),
    section: str | None = None,
    plan: AnalysisPlan | None = None,
    duplicates: pd.DataFrame | None = None,
    copies: str | None = None,
    beside: Sequence[str] | str = (),
    seed: int | None = None,
) -> pd.DataFrame:
    """Return what separates each group from the others: ratios, differences, intervals, tests.

    Three measures stand under each other. `rate_ratio`: pooled rate over pooled rate, 95 %
    delete-one-cluster jackknife-t on the log scale, clusters being events where there are any,
    else articles within each side. `difference`: group minus reference, per 1,000 words (shares:
    between -1 and 1), its interval recovered from those of both sides (Zou and Donner 2008).
    `mh_rate_ratio`, with events: Mantel-Haenszel over events, so that covering other events is
    not mistaken for using other words. Where clusters do not differ, and the jackknife would give
    no width, or a side has fewer than 5 (for `mh_rate_ratio`: both share fewer), ratios too are
    recovered from the intervals of both sides; `note` says how many there are. Where a side is
    one article or one event there is no interval, and so no estimate: how others would differ
    cannot be seen (the rates are in `estimate`).

    One test serves the three: labels are permuted within events where both sides share 5 or more,
    or where more than a quarter of a side's articles stand in events with others, which then are
    no independent draws; else within months, else over all articles; the statistic is the hits of
    the group minus those its exposure would bring at the rate of event or month, studentised. All
    arrangements are tried up to 100,000, else 9,999 random ones. `p_smallest` is the smallest p
    the data can reach. No p-value is given below 5 articles on a side or 5 shared events, or where
    `p_smallest` exceeds .05; the reason stands in `note`. `p_adj` is Benjamini-Hochberg over the
    family of the call: all tested rows of one measure, that is all its groups, categories and
    estimands. Comparing by month leaves differences in what is covered within the month.

    Simulated without a true difference (negative binomial, k = 0.3, articles of one side twice
    as long; 5, 10 and 40 events, 10 to 100 articles a side without): the test rejects .044 to
    .059 at .05, where G2 of the pooled counts rejects .33 to .64; the ratios cover .92 to .97,
    the difference .94 to .99. With 2 to 4 articles or events on a side ratios and differences
    cover .93 to 1, and are wide. Where a quarter of the articles have events, the test rejects
    .04 to .07. Two limits: with 6 or 10 articles against ten times as many,
    without events, ratios cover .91, and where lengths also differ twofold the test rejects .09.

    Parameters
    ----------
    scores : DataFrame or path
        From `score`; or where they are: a Parquet file, or the folder of a run. Read from there,
        names never become a string per row.
    by : str, default "outlet"
        The column that groups articles: of the scores, or one of the articles joined on, as in
        ``scores.merge(corpus.articles[["doc_id", "side"]], on="doc_id")``. With ``voice`` the
        words of each voice are held against each other, within events, else within articles: what
        an outlet says against what it quotes. The estimand is then ``voice``. With ``event``
        each event is a side, and its articles are the clusters.
    against : str, default "rest"
        `rest`: each group against all others; `pairs`: each pair once; or the name of a group.
    categories : str or sequence of str, optional
        All of them unless named, with a plan its family and those named; fewer make a smaller
        family.
    estimands : str or sequence of str
        Which of `own`, `wording` and `all`; naming fewer makes a smaller family.
    section : str, default "body"
        `body` (lede and body) or `headline`.
    plan : AnalysisPlan, optional
        From `plan`: says `by`, `against`, `section` and `copies` where they are not given. The
        column `plan` then says of each row whether it was ``primary``, ``planned`` or is
        ``exploratory``; what was planned is one family, `plan_id` the first digits of its digest.
    duplicates : DataFrame, optional
        From `find_duplicates`; what happens to copies is said by `copies`.
    copies : str, default "once per outlet"
        As in `drop_copies`; how many articles went is in `note`.
    beside : str or sequence of str
        What others would compute, as further rows: ``bca`` (the BCa bootstrap of whole clusters,
        `rate_ratio_bca`) and ``nb2`` (a negative binomial model with the errors of clusters,
        `rate_ratio_nb2`; needs ``framing[models]``).
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
        If columns are missing, rows are there twice, hits, exposure or units cannot be right, or
        a path leads to no such table.
    ComparisonError
        If there are fewer than two groups, a name is unknown, or the seed is missing.
    MissingExtraError
        If NB2 is asked for without statsmodels.

    See Also
    --------
    estimate : the rate of each group.
    summarise : what a table says, in words.
    plan : write down what will be compared.

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
    by = by or (plan.by if plan else "outlet")
    against = against or (plan.against if plan else REST)
    section = section or (plan.section if plan else "body")
    if copies is not None and duplicates is None and copies != "all":
        raise ComparisonError(
            f"{where}: copies is {copies!r}, but which articles are copies is not said; pass "
            "duplicates=find_duplicates(corpus)"
        )
    copies = copies or (plan.copies if plan else "once per outlet")
    wanted = _beside(where, beside)
    if plan:
        named = [categories] if isinstance(categories, str) else list(categories or ())
        categories = [*named, *(name for name in plan.family if name not in named)]
    if plan and by != VOICE and plan.estimand not in estimands:
        estimands = [*([estimands] if isinstance(estimands, str) else estimands), plan.estimand]
    scores = open_scores(where, scores, by)
    scores, gone = _without_copies(where, scores, duplicates, copies, by)
    counts = gather(where, scores, by, categories, estimands, section, voices=True)
    if by == "event":
        counts = counts.apart()
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
    others = [beside_rows(counts, pair, wanted, number) if wanted else [] for pair in pairs]
    table = as_table(
        [
            row
            for k in range(len(counts.columns))
            for pair, further in zip(pairs, others, strict=True)
            for row in (
                *(pair_row(counts, pair, measure, k) for measure in pair.measures),
                *(further[k] if further else ()),
            )
        ]
    )
    if gone:
        table["note"] = [joined(note, gone) for note in table["note"]]
    if plan is None:
        return _adjust(table)
    kept = plan.copies == copies if duplicates is not None else plan.copies == "all"
    as_planned = (by, against, section) == (plan.by, plan.against, plan.section) and kept
    return _adjust_planned(table, plan, as_planned)


def _beside(where: str, asked: Sequence[str] | str) -> list[str]:
    names = [asked] if isinstance(asked, str) else list(asked)
    for name in names:
        if name not in BESIDE:
            raise ComparisonError(unknown_name(where, "estimate beside", name, BESIDE))
    return names


def _without_copies(
    where: str, scores: pd.DataFrame, duplicates: pd.DataFrame | None, copies: str, by: str
) -> tuple[pd.DataFrame, str]:
    """Return the scores that are left, and what to say of the others."""
    if copies not in COPIES:
        raise ComparisonError(unknown_name(where, "way to keep copies", copies, COPIES))
    if duplicates is None:
        return scores, ""
    left = drop_copies(scores, duplicates, keep=copies)
    gone = scores["doc_id"].nunique() - left["doc_id"].nunique()
    if by in scores:
        lost = sorted(set(scores[by].dropna().astype(str)) - set(left[by].dropna().astype(str)))
        if lost:
            warnings.warn(
                f"{where}: without copies no article is left of {', '.join(lost)}",
                FramingWarning,
                stacklevel=3,
            )
    return left, f"{many(gone, 'copy')} left out (kept: {copies})" if gone else ""


def _adjust_planned(table: pd.DataFrame, plan: AnalysisPlan, as_planned: bool) -> pd.DataFrame:
    """Test what was planned as one family and the rest as another, and say which is which."""
    planned = (table["estimand"] == plan.estimand) & (table["measure"] == plan.measure)
    planned &= table["category"].isin(plan.family) & as_planned
    primary = planned & (table["category"] == plan.primary)
    if as_planned and not primary.any():
        raise ComparisonError(
            f"compare: nothing here is what the plan calls primary ({plan.primary}, "
            f"{plan.estimand}, {plan.measure}); mh_rate_ratio needs two events, floor: categories "
            "the estimand all; compare without the plan, or write another one and say so"
        )
    kind = pd.Series("exploratory", index=table.index).mask(planned, "planned")
    table["plan"] = kind.mask(primary, "primary")
    table["plan_id"] = plan.digest[:12]
    parts = [_adjust(table[mask].copy()) for mask in (planned, ~planned) if mask.any()]
    return pd.concat(parts).sort_index()


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
