"""Rates over time, and whether they change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zlib import crc32

import numpy as np
import pandas as pd

from framing.contrasts.comparisons import whole_seed
from framing.contrasts.counts import Counts, gather
from framing.contrasts.estimates import estimate
from framing.contrasts.rows import CONTRAST_COLUMNS, FEWEST, count, few_clusters, joined, many
from framing.contrasts.shuffles import DRAWS
from framing.errors import TableError, require_columns
from framing.periods import NO_DATE, Period, find_periods
from framing.stats.clusters import cluster_sums
from framing.stats.families import benjamini_hochberg
from framing.stats.jackknives import LEVEL, jackknife, t_quantile
from framing.stats.trends import log_slope, trend_p

__all__ = ["CHANGE", "TREND_COLUMNS", "trend"]

CHANGE = "(change)"
"""The period of the rows that hold the change from period to period."""
TREND_COLUMNS = (*CONTRAST_COLUMNS[:3], "period", *CONTRAST_COLUMNS[4:])
_CELL = "\0cell"


def trend(
    scores: pd.DataFrame,
    *,
    by: str = "outlet",
    period: str | date | Sequence[str | date] = "month",
    categories: Sequence[str] | str | None = None,
    section: str = "body",
    seed: int | None = None,
) -> pd.DataFrame:
    """Return the rate of each group in every week, month or around given days, and its change.

    The rates of periods are those of `estimate`. The change is the ratio from one period to the
    next that fits best (log-linear, Poisson likelihood; around one day it is the rate after over
    the rate before), with a 95 % delete-one-cluster jackknife-t on the log scale; its test deals
    the periods out again among articles, studentised. Clusters are events where a group has two
    or more, which then are dealt out as wholes, else articles. Nothing is filled in: a period
    without articles stays, without a rate, and counts for no change.

    Parameters
    ----------
    scores : DataFrame
        From `score`, with the column `date`.
    by : str
        The column that groups articles.
    period : str, date or sequence of these
        ``week``, ``month``, ``quarter``, ``year``, or one or more days on which a new period
        begins, such as ``"2031-03-04"``.
    categories : str or sequence of str, optional
        All of them unless named; naming fewer makes a smaller family.
    section : str
        `body` (lede and body) or `headline`.
    seed : int
        Of the random arrangements; must be given.

    Returns
    -------
    DataFrame
        Columns as in `TREND_COLUMNS`: a row per category, estimand, group and period (measure
        `rate_per_1000` or `share`), and one with the period `CHANGE` (measure `ratio_per_period`)
        with `p_value`, `p_adj` (Benjamini-Hochberg over the changes of the call) and
        `p_smallest`. Articles without a date stand in a period of their own and in no change. No
        p-value is given below 5 articles or 5 events.

    Raises
    ------
    TableError
        If columns are missing, rows are there twice, or hits, exposure or units cannot be right.
    ComparisonError
        If a name or period is unknown, no article has a date, or the seed is missing.

    See Also
    --------
    share_names : the same for names.

    References
    ----------
    Janssen (1997), Studentized permutation tests; Benjamini and Hochberg (1995).

    Examples
    --------
    >>> scores = pd.DataFrame(
    ...     {
    ...         "doc_id": [f"a{i}" for i in range(12)],
    ...         "outlet": "Harbour Post",
    ...         "date": pd.to_datetime([f"2031-{1 + i // 4:02}-10" for i in range(12)]),
    ...         "section": "body",
    ...         "voice": "outlet",
    ...         "category": "evaluation",
    ...         "hits": [2, 1, 3, 2, 4, 5, 3, 4, 8, 9, 7, 8],
    ...         "exposure": 1000,
    ...         "unit": "words",
    ...     }
    ... )
    >>> table = trend(scores, seed=1)
    >>> own = table[table["estimand"] == "own"]
    >>> own[["period", "measure", "estimate", "p_value"]].round(3)
         period           measure  estimate  p_value
    0   2031-01     rate_per_1000       2.0      NaN
    1   2031-02     rate_per_1000       4.0      NaN
    2   2031-03     rate_per_1000       8.0      NaN
    3  (change)  ratio_per_period       2.0      0.0
    """
    where = "trend"
    number = whole_seed(where, seed)
    require_columns(where, scores.columns, ("doc_id", "date", "section", by))
    counts = gather(where, scores, by, categories, None, section)
    articles = _articles(where, scores, by, section)
    named, periods = find_periods(where, articles["date"], period)
    articles = articles.assign(period=named)
    rates = _rates(scores, articles, periods, counts, section)
    places = {p.name: n for n, p in enumerate(q for q in periods if q.name != NO_DATE)}
    # Where a category has no exposure in an article, `gather` has no row of it.
    when = articles.set_index("doc_id")["period"].reindex(list(counts.names))
    step = when.map(places).to_numpy(np.float64, na_value=np.nan)
    changes = pd.DataFrame(
        [
            _change(counts, g, k, step, len(places), number)
            for k in range(len(counts.columns))
            for g in range(len(counts.groups))
        ]
    )
    changes["p_adj"] = benjamini_hochberg(changes["p_value"])
    family = int(changes["p_value"].notna().sum())
    tested = changes["p_value"].notna()
    changes.loc[tested, "method"] += f"; BH over {many(family, 'test')}"
    table = pd.concat([rates, changes], ignore_index=True)
    order = {column: n for n, column in enumerate(counts.columns)}
    keys = [
        (order[c, e], g) for c, e, g in zip(table["category"], table["estimand"], table["group"],
                                            strict=True)
    ]  # fmt: skip
    table = table.iloc[sorted(range(len(table)), key=lambda n: keys[n])]
    table = table.reindex(columns=list(TREND_COLUMNS)).reset_index(drop=True)
    numbers = ["estimate", "conf_low", "conf_high", "p_value", "p_adj", "p_smallest"]
    table[numbers] = table[numbers].astype("float64")
    return table.fillna({"method": "", "note": ""})


def _articles(where: str, scores: pd.DataFrame, by: str, section: str) -> pd.DataFrame:
    inside = scores[scores["section"].astype(str) == section]
    table = inside[["doc_id", by, "date"]].drop_duplicates()
    table = table[table[by].notna() & (table[by].astype(str).str.strip() != "")]
    table = table.assign(
        doc_id=table["doc_id"].astype(str), group=table[by].astype(str),
        date=pd.to_datetime(table["date"], errors="coerce"),
    )  # fmt: skip
    twice = table["doc_id"].duplicated()
    if twice.any():
        raise TableError(
            f"{where}: article {table.loc[twice, 'doc_id'].iloc[0]!r} has more than one date; an "
            "article has one; give every article its own doc_id"
        )
    return table[["doc_id", "group", "date"]].reset_index(drop=True)


def _rates(
    scores: pd.DataFrame,
    articles: pd.DataFrame,
    periods: Sequence[Period],
    counts: Counts,
    section: str,
) -> pd.DataFrame:
    """Return a row for every group and period, also where there are no articles."""
    cells = articles[["group", "period"]].drop_duplicates().reset_index(drop=True)
    cells[_CELL] = [f"{number:09d}" for number in range(len(cells))]
    cell_of = articles.merge(cells, on=["group", "period"])[["doc_id", _CELL]]
    joined_on = scores.assign(doc_id=scores["doc_id"].astype(str)).merge(cell_of, on="doc_id")
    asked = list(dict.fromkeys(category for category, _ in counts.columns))
    made = estimate(joined_on, by=_CELL, categories=asked, section=section)
    made = made.rename(columns={"group": _CELL}).merge(cells, on=_CELL)
    columns = pd.DataFrame(counts.columns, columns=["category", "estimand"])
    grid = columns.merge(pd.DataFrame({"group": list(counts.groups)}), how="cross")
    grid = grid.merge(pd.DataFrame({"period": [p.name for p in periods]}), how="cross")
    table = grid.merge(made, on=["category", "estimand", "group", "period"], how="left")
    measure = {c: "share" if s else "rate_per_1000" for (c, _), s in zip(
        counts.columns, counts.shares.tolist(), strict=True)}  # fmt: skip
    table["measure"] = table["category"].map(measure)
    none = table["n_docs"].isna()
    sizes = articles.groupby(["group", "period"]).size()
    there = sizes.reindex(pd.MultiIndex.from_frame(table[["group", "period"]])).fillna(0)
    table["note"] = table["note"].mask(none.to_numpy() & (there.to_numpy() == 0), "no articles")
    whole = ["n_docs", "n_events", "hits", "exposure"]
    return table.fillna(dict.fromkeys(whole, 0)).drop(columns=[_CELL, "reference"])


def _change(
    counts: Counts, g: int, k: int, step: np.ndarray, width: int, seed: int
) -> dict[str, object]:
    """Return the row of one group's change in one column."""
    rows = np.flatnonzero(counts.group == g)
    rows = rows[(counts.exposure[rows, k] > 0) & np.isfinite(step[rows])]
    clusters, noun = counts.clusters(rows)
    hits, exposure = counts.hits[rows, k], counts.exposure[rows, k]
    category, estimand = counts.columns[k]
    facts: dict[str, object] = {
        "category": category,
        "estimand": estimand,
        "group": counts.groups[g],
        "period": CHANGE,
        "measure": "ratio_per_period",
        "n_docs": len(rows),
        "n_events": counts.events(rows),
        "hits": count(counts, float(hits.sum())),
        "exposure": count(counts, float(exposure.sum())),
        "p_value": np.nan,
        "method": "",
    }
    at = step[rows].astype(np.intp)
    if len(np.unique(at)) < 2:
        return facts | {"note": "no change: articles of one period only" if len(rows) else
                        "no exposure"}  # fmt: skip
    spread = np.eye(width)[at]
    sums = [cluster_sums(spread * values[:, None], clusters) for values in (hits, exposure)]
    whole = [table.sum(axis=0) for table in sums]
    slope = float(log_slope(*whole))
    without = log_slope(whole[0] - sums[0], whole[1] - sums[1])
    number = len(sums[0])
    note = ""
    se, df = jackknife(without[:, None])
    reach = float(t_quantile(df, LEVEL)[0] * se[0])
    if not hits.any():
        note = "ratio undefined: no hits"
    elif not np.isfinite(slope):
        note = "ratio undefined: all hits in the first or last period"
    elif not np.isfinite(without).all():
        note = f"ratio undefined without one {noun}: no interval"
    else:
        facts |= {
            "estimate": np.exp(slope),
            "conf_low": np.exp(slope - reach),
            "conf_high": np.exp(slope + reach),
            "method": f"log-linear, jackknife-t over {many(number, noun)}",
        }
        note = few_clusters(number, noun)
    few = [("event", counts.events(rows))] if counts.events(rows) > 1 else []
    lacking = [f"{many(n, what)}" for what, n in [("article", len(rows)), *few] if n < FEWEST]
    if hits.any() and not lacking:
        share = sums[1] / sums[1].sum(axis=1, keepdims=True)
        key = [seed, crc32(f"{category}\0{estimand}\0{counts.groups[g]}".encode())]
        found = trend_p(
            share @ np.arange(width), sums[0].sum(axis=1), sums[1].sum(axis=1),
            draws=DRAWS, seed=key,
        )  # fmt: skip
        facts |= {"p_smallest": found.smallest}
        if found.smallest <= 0.05:
            facts |= {"p_value": found.p}
            told = f"periods permuted over {many(number, noun)}, studentised, {DRAWS:,} draws"
            facts["method"] = joined(str(facts["method"]), told)
        else:
            note = joined(note, f"p refused: {found.smallest:.3g} is the smallest attainable")
    elif hits.any():
        note = joined(note, f"p refused: {' and '.join(lacking)} ({FEWEST} needed)")
    return facts | {"note": note}
