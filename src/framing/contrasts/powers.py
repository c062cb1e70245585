"""How many articles or events it takes to see a ratio of a given size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from framing.contrasts.comparisons import whole_seed
from framing.contrasts.counts import Counts, gather
from framing.contrasts.rows import joined, many
from framing.errors import ComparisonError
from framing.stats.arithmetic import Floats
from framing.stats.ratios import ratio_interval

__all__ = ["POWER_COLUMNS", "power"]

POWER_COLUMNS = (
    "category",
    "estimand",
    "unit",
    "n",
    "ratio",
    "power",
    "conf_low",
    "conf_high",
    "width",
    "undefined",
    "method",
    "note",
)
DRAWS = 1_000
_FEWEST = 5
_ALIKE = 1.5
"""Rates of groups further apart than this are said to differ."""


def power(
    scores: pd.DataFrame,
    *,
    by: str = "outlet",
    categories: Sequence[str] | str | None = None,
    ratio: float = 1.5,
    n: Sequence[int] | int = (10, 20, 50, 100, 200),
    seed: int | None = None,
) -> pd.DataFrame:
    """Return how often so many articles, or events, would show a rate ratio of a given size.

    A study of that size is drawn a thousand times from your own scores, whatever group they are
    of, so lengths and clumping are those of your corpus. The hits of the lower side are then
    thinned (each is kept with the chance of the ratio, which leaves clumps as they are), so the
    higher side has your rate. It shows the ratio when the 95 % interval that `compare` would draw
    leaves out 1. Where five events or more are reported on by two groups, whole events are drawn,
    and two of their groups are compared within them; else articles, as many on each side. The
    answer is as good as the sample it is drawn from: from twenty articles nobody knows how two
    hundred clump. Where groups of the pilot differ, their difference counts as clumping, and the
    power is too low (.80 instead of .94 where the true ratio is 2); `note` says so, and passing
    the scores of groups that are alike helps.

    Parameters
    ----------
    scores : DataFrame
        From `score`: a pilot, or what you have.
    by : str
        The column that groups articles.
    categories : str or sequence of str, optional
        All of them unless named.
    ratio : float, default 1.5
        The ratio to be seen, above 0; 1 gives how often a difference is seen where there is none.
    n : int or sequence of int
        Articles on each side, or events.
    seed : int
        Of the draws; must be given.

    Returns
    -------
    DataFrame
        Columns as in `POWER_COLUMNS`: a row per category, estimand and `n`; `unit` is ``articles``
        (on each side) or ``events``; `power` the share of draws, with the 95 % interval of so many
        draws; `width` the median upper over the lower end; `undefined` the share of draws without
        an interval (they show nothing).

    Raises
    ------
    TableError
        If columns are missing, rows are there twice, or hits, exposure or units cannot be right.
    ComparisonError
        If a name is unknown, a number is out of its range, or the seed is missing.

    References
    ----------
    Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 25, for drawing the
    sample sizes one has not got from the sample one has.

    Examples
    --------
    >>> scores = pd.DataFrame(
    ...     {
    ...         "doc_id": [f"a{i}" for i in range(40)],
    ...         "outlet": ["Harbour Post", "Valley Wire"] * 20,
    ...         "section": "body",
    ...         "voice": "outlet",
    ...         "category": "evaluation",
    ...         "hits": [3, 5, 4, 6, 2, 7, 5, 4] * 5,
    ...         "exposure": 1000,
    ...         "unit": "words",
    ...     }
    ... )
    >>> table = power(scores, ratio=1.5, n=[5, 20], seed=1)
    >>> own = table[table["estimand"] == "own"]
    >>> (own["power"] > [0.15, 0.8]).tolist(), own["unit"].tolist()
    ([True, True], ['articles', 'articles'])
    """
    where = "power"
    number = whole_seed(where, seed)
    if not 0 < ratio < float("inf"):
        raise ComparisonError(
            f"{where}: the ratio is {ratio!r}; it is a rate over another, above 0; write such as "
            "ratio=1.5"
        )
    sizes = list(n) if isinstance(n, Iterable) else [n]
    if not sizes or any(not np.isfinite(s) or int(s) != s or s < 2 for s in sizes):
        raise ComparisonError(
            f"{where}: n is {sizes!r}; it names how many articles or events there would be, whole "
            "numbers of 2 or more; write such as n=[20, 50]"
        )
    counts = gather(where, scores, by, categories, None, section="body")
    rows = [
        _row(counts, k, int(size), ratio, np.random.default_rng([number, k, int(size)]))
        for k in range(len(counts.columns))
        for size in sizes
    ]
    return pd.DataFrame(rows, columns=list(POWER_COLUMNS))


def _row(
    counts: Counts, k: int, size: int, ratio: float, dice: np.random.Generator
) -> dict[str, object]:
    category, estimand = counts.columns[k]
    rows = np.flatnonzero(counts.exposure[:, k] > 0)
    facts: dict[str, object] = {"category": category, "estimand": estimand, "n": size,
                                "ratio": ratio, "power": np.nan, "conf_low": np.nan,
                                "conf_high": np.nan, "width": np.nan, "undefined": np.nan,
                                "method": ""}  # fmt: skip
    events = _events(counts, rows)
    facts["unit"] = "events" if events else "articles"
    if not events and len(rows) < _FEWEST:
        note = f"refused: {many(len(rows), 'article')} to draw from ({_FEWEST} needed)"
        return facts | {"note": note}
    if not counts.hits[rows, k].any():
        return facts | {"note": "no hits to draw from"}
    if events:
        sides = _draw_events(counts, k, events, size, dice)
        source = many(len(events), "event")
    else:
        sides = _draw_articles(counts, k, rows, size, dice)
        source = many(len(rows), "article")
    hits = [sides[0], sides[2]]
    hits[int(ratio > 1)] = _thinned(hits[int(ratio > 1)], min(ratio, 1 / ratio), dice)
    found = ratio_interval(hits[0], sides[1], hits[1], sides[3], matched=bool(events))
    known = np.isfinite(found.low) & np.isfinite(found.high) & ~found.same
    shown = known & ((found.low > 1) | (found.high < 1))
    share = float(shown.mean())
    error = 1.96 * (share * (1 - share) / DRAWS) ** 0.5
    width = float(np.median(found.high[known] / found.low[known])) if known.any() else np.nan
    measure = "Mantel-Haenszel within events" if events else "pooled"
    few = size > 5 * (len(events) or len(rows))
    return facts | {
        "power": share,
        "conf_low": max(0.0, share - error),
        "conf_high": min(1.0, share + error),
        "width": width,
        "undefined": float(1 - known.mean()),
        "method": f"{DRAWS:,} studies drawn from {source}; rate ratio {measure}, jackknife-t",
        "note": joined(
            "many times more than there are to draw from" if few else "", _differing(counts, k)
        ),
    }


def _differing(counts: Counts, k: int) -> str:
    """Say where the groups drawn from differ by more than chance would often have it."""
    rates = []
    for g in range(len(counts.groups)):
        rows = np.flatnonzero((counts.group == g) & (counts.exposure[:, k] > 0))
        if len(rows) >= _FEWEST:
            rates.append(counts.hits[rows, k].sum() / counts.exposure[rows, k].sum())
    if len(rates) < 2 or max(rates) <= _ALIKE * min(rates):
        return ""
    return "groups of the pilot differ, which counts as clumping: the power is too low"


def _events(counts: Counts, rows: np.ndarray) -> list[list[np.ndarray]]:
    """Return, per known event of two groups or more, the articles of each group."""
    found: list[list[np.ndarray]] = []
    rows = rows[counts.known[rows]]
    for event in np.unique(counts.event[rows]):
        mine = rows[counts.event[rows] == event]
        parts = [mine[counts.group[mine] == g] for g in np.unique(counts.group[mine])]
        if len(parts) > 1:
            found.append(parts)
    return found if len(found) >= _FEWEST else []


def _draw_articles(
    counts: Counts, k: int, rows: np.ndarray, size: int, dice: np.random.Generator
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return hits and exposure of both sides: articles by draws, each article on one side."""
    chosen = dice.choice(rows, (2 * size, DRAWS))
    first = (np.arange(2 * size) < size)[:, None]
    hits, exposure = counts.hits[chosen, k], counts.exposure[chosen, k]
    return (
        np.where(first, hits, 0.0),
        np.where(first, exposure, 0.0),
        np.where(first, 0.0, hits),
        np.where(first, 0.0, exposure),
    )


def _draw_events(
    counts: Counts, k: int, events: list[list[np.ndarray]], size: int, dice: np.random.Generator
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return hits and exposure of two groups of every event: events by draws."""
    sums = [
        np.array([[counts.hits[r, k].sum(), counts.exposure[r, k].sum()] for r in parts])
        for parts in events
    ]
    made = np.zeros((4, size, DRAWS))
    chosen = dice.integers(0, len(events), (size, DRAWS))
    for number, table in enumerate(sums):
        at = np.nonzero(chosen == number)
        one = dice.integers(0, len(table), len(at[0]))
        two = (one + dice.integers(1, len(table), len(at[0]))) % len(table)
        for side, group in ((0, one), (2, two)):
            made[side][at], made[side + 1][at] = table[group, 0], table[group, 1]
    return made[0], made[1], made[2], made[3]


def _thinned(hits: Floats, chance: float, dice: np.random.Generator) -> Floats:
    """Keep each hit with a chance: a mixed Poisson count stays one, with a lower mean."""
    kept: Floats = dice.binomial(np.round(hits).astype(np.int64), chance).astype(np.float64)
    return kept
