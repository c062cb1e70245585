"""Rates with their intervals, and what separates one group of articles from another."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing import stats
from framing.columns import ESTIMANDS, SECTION_GROUPS, VOICES
from framing.errors import (
    ComparisonError,
    FramingWarning,
    TableError,
    require_columns,
    unknown_name,
)

__all__ = ["CONTRAST_COLUMNS", "compare", "estimate"]

CONTRAST_COLUMNS = (
    "category",
    "estimand",
    "group",
    "reference",
    "measure",
    "estimate",
    "conf_low",
    "conf_high",
    "p_value",
    "p_adj",
    "p_smallest",
    "method",
    "n_docs",
    "n_events",
    "hits",
    "exposure",
    "note",
)

REST = "rest"
PAIRS = "pairs"
FLOOR = "floor:"
FEWEST = 5
"""Articles per group, and events where there are any, below which no p-value is given."""
EXACT = 100_000
"""Arrangements up to which all are tried."""
DRAWS = 9_999
PER = 1_000.0

_NEEDED = ("doc_id", "section", "voice", "category", "hits", "exposure", "unit")
_MONTH = re.compile(r"\d{4}-\d{2}")

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _Counts:
    """Hits and exposure of every article, a column per category and estimand."""

    groups: tuple[str, ...]
    group: NDArray[np.int16]
    event: NDArray[np.intp]  # articles without an event are numbered on their own
    known: NDArray[np.bool_]  # whether the event is known
    month: NDArray[np.intp]
    columns: tuple[tuple[str, str], ...]
    shares: NDArray[np.bool_]
    hits: Floats
    exposure: Floats
    lost: Floats  # hits of articles without exposure, by group and column
    empty: NDArray[np.intp]  # articles without exposure, by group and column
    docs: NDArray[np.intp]  # articles by group
    whole: bool  # whether hits are whole numbers


@dataclass(frozen=True)
class _Side:
    """The articles of one side, added up by cluster, with the interval of its rate."""

    rows: NDArray[np.intp]
    interval: stats.Interval
    by: str
    clusters: NDArray[np.intp]


def _months(dates: pd.Series[Any]) -> list[str]:
    found = (_MONTH.match(str(date)) for date in dates)
    return [match.group() if match else "" for match in found]


def _texts(values: pd.Series[Any]) -> pd.Series[Any]:
    """Names as strings, nothing and blank as missing."""
    named = values.astype(object).where(values.notna(), None)
    clean = [None if v is None or not str(v).strip() else str(v) for v in named]
    return pd.Series(clean, index=values.index, dtype=object)


def _levels(values: pd.Series[Any]) -> list[str]:
    """Every level a column knows of, also those that never occur."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return [str(level) for level in values.cat.categories]
    return sorted({value for value in _texts(values) if value is not None})


def _property(where: str, table: pd.DataFrame, name: str, docs: pd.Index[Any]) -> pd.Series[Any]:
    """Return what a column says of each article, in the order of `docs`."""
    pairs = pd.DataFrame({"doc_id": table["doc_id"].astype(str), name: _texts(table[name])})
    pairs = pairs.drop_duplicates()
    twice = pairs["doc_id"][pairs["doc_id"].duplicated()]
    if len(twice):
        doc = sorted(twice)[0]
        values = sorted(str(v) for v in pairs[name][pairs["doc_id"] == doc])
        raise TableError(
            f"{where}: article {doc!r} has more than one {name}: {', '.join(values)}; an article "
            f"belongs to one; give every article its own doc_id, or choose another column"
        )
    return pairs.set_index("doc_id")[name].reindex(docs)


def _names(where: str, what: str, asked: object, known: Sequence[str]) -> list[str]:
    """Return the names asked for, each of which must be known, or all where none are named."""
    if asked is None:
        return list(known)
    names = (
        [asked] if isinstance(asked, str) else list(asked) if isinstance(asked, Iterable) else []
    )
    if not names:
        raise ComparisonError(
            f"{where}: no {what} is named; there are {', '.join(known)}; name one or leave it out"
        )
    for name in names:
        if name not in known:
            raise ComparisonError(unknown_name(where, what, name, known))
    return [name for name in known if name in names]


def _check_numbers(where: str, table: pd.DataFrame) -> None:
    for name in ("hits", "exposure"):
        values = pd.to_numeric(table[name], errors="coerce").to_numpy(dtype=np.float64)
        bad = ~(np.isfinite(values) & (values >= 0))
        if bad.any():
            row = table[bad].iloc[0]
            raise TableError(
                f"{where}: {name} must be counts of 0 or more; article {row['doc_id']!r} has "
                f"{row[name]} in {row['category']!r}; pass the table that score returned"
            )


def _gather(
    where: str,
    scores: pd.DataFrame,
    by: str,
    categories: object,
    estimands: object,
    section: str,
) -> _Counts:
    if not isinstance(scores, pd.DataFrame):
        raise TableError(
            f"{where}: scores must be a table; it is a {type(scores).__name__}; "
            f"pass the table that score returned"
        )
    require_columns(where, scores.columns, [*_NEEDED, by])
    if by in ("doc_id", "section", "voice", "category", "hits", "exposure", "unit"):
        raise ComparisonError(
            f"{where}: articles cannot be grouped by {by!r}; it is not a property that articles "
            f"share; group by outlet, event or another column of the articles"
        )
    sections = sorted(set(SECTION_GROUPS.values()))
    if section not in sections:
        raise ComparisonError(unknown_name(where, "section", section, sections))
    if not len(scores):
        raise TableError(
            f"{where}: the table of scores is empty; it has no rows; "
            f"check the receipt for articles that were dropped"
        )
    wanted_estimands = _names(where, "estimand", estimands, list(ESTIMANDS))
    wanted = _names(where, "category", categories, _levels(scores["category"]))
    voices = set(_texts(scores["voice"]).dropna())
    for voice in sorted(voices - set(VOICES)):
        raise TableError(unknown_name(where, "voice", voice, VOICES))
    groups = _levels(scores[by])
    columns = tuple(
        (category, estimand)
        for category in wanted
        for estimand in wanted_estimands
        if estimand == "all" or not category.startswith(FLOOR)
    )
    if not columns:
        raise ComparisonError(
            f"{where}: who holds the floor is counted under 'all' only; the estimands asked for "
            f"are {', '.join(wanted_estimands)}; ask for 'all'"
        )
    nameless = scores[_texts(scores[by]).isna()]["doc_id"].nunique()
    if nameless:
        warnings.warn(
            f"{where}: {nameless} article{'s have' if nameless > 1 else ' has'} no {by} and "
            f"{'are' if nameless > 1 else 'is'} left out",
            FramingWarning,
            stacklevel=3,
        )
    if not groups:
        raise ComparisonError(
            f"{where}: no article has a value of {by!r}; there are none to group by; "
            f"fill the column or group by another"
        )
    table = scores[_texts(scores[by]).notna()]
    table = table[(table["section"].astype(str) == section)]
    table = table[table["category"].astype(str).isin(wanted)]
    _check_numbers(where, table)
    return _tabulate(where, table, by, groups, columns)


def _tabulate(
    where: str,
    table: pd.DataFrame,
    by: str,
    groups: list[str],
    columns: tuple[tuple[str, str], ...],
) -> _Counts:
    docs = pd.Index(sorted(set(table["doc_id"].astype(str))), dtype=object)
    category = table["category"].astype(str)
    units = pd.DataFrame({"category": category, "unit": table["unit"].astype(str)})
    units = units.drop_duplicates().sort_values(["category", "unit"])
    mixed = units["category"][units["category"].duplicated()]
    if len(mixed):
        name = mixed.iloc[0]
        raise TableError(
            f"{where}: category {name!r} is counted per "
            f"{' and per '.join(units['unit'][units['category'] == name])}; a rate has one unit; "
            f"score both parts with the same settings"
        )
    unit = dict(zip(units["category"], units["unit"], strict=True))
    shares = np.array(
        [c.startswith(FLOOR) or unit.get(c, "words") != "words" for c, _ in columns], dtype=bool
    )
    row = docs.get_indexer(pd.Index(table["doc_id"].astype(str), dtype=object))
    names = list(dict.fromkeys(c for c, _ in columns))
    place = pd.Index(names, dtype=object).get_indexer(pd.Index(category, dtype=object))
    voice = table["voice"].astype(str)
    parts: dict[tuple[str, str], Floats] = {}
    for estimand in dict.fromkeys(e for _, e in columns):
        heard = voice.isin(ESTIMANDS[estimand]).to_numpy()
        for name in ("hits", "exposure"):
            added = np.bincount(
                row[heard] * len(names) + place[heard],
                weights=table[name].to_numpy(dtype=np.float64)[heard],
                minlength=len(docs) * len(names),
            )
            # Without any row the counts come back whole, weights or not.
            parts[estimand, name] = added.astype(np.float64).reshape(len(docs), len(names))
    at = {name: i for i, name in enumerate(names)}
    hits, exposure = (
        np.column_stack([parts[e, name][:, at[c]] for c, e in columns])
        for name in ("hits", "exposure")
    )
    beyond = shares & (hits > exposure) & (exposure > 0)
    if beyond.any():
        doc, column = (int(i) for i in np.argwhere(beyond)[0])
        raise TableError(
            f"{where}: a share cannot exceed 1; article {docs[doc]!r} has "
            f"{hits[doc, column]:g} hits of {exposure[doc, column]:g} {unit[columns[column][0]]} "
            f"in {columns[column][0]!r}; pass the table that score returned"
        )
    group = _property(where, table, by, docs)
    code = np.array([groups.index(name) for name in group], dtype=np.int16)
    without = exposure <= 0
    inside = [code == g for g in range(len(groups))]
    lost = np.array([np.where(without[m], hits[m], 0.0).sum(axis=0) for m in inside])
    empty = np.array([without[m].sum(axis=0) for m in inside], dtype=np.intp)
    events = (
        _property(where, table, "event", docs)
        if "event" in table
        else pd.Series([None] * len(docs), dtype=object)
    )
    dates = _property(where, table, "date", docs) if "date" in table else [""] * len(docs)
    known = events.notna().to_numpy(dtype=bool)
    # A name cannot begin with this character twice: an article alone is never an event's name.
    event = [
        name if name is not None else f"\0{doc}" for name, doc in zip(events, docs, strict=True)
    ]
    return _Counts(
        groups=tuple(groups),
        group=code,
        event=np.unique(np.array(event, dtype=object), return_inverse=True)[1].reshape(-1),
        known=known,
        month=np.unique(_months(pd.Series(dates, dtype=object)), return_inverse=True)[1].reshape(
            -1
        ),
        columns=columns,
        shares=shares,
        hits=np.where(without, 0.0, hits),
        exposure=exposure,
        lost=lost,
        empty=empty,
        docs=np.array([m.sum() for m in inside], dtype=np.intp),
        whole=bool(np.equal(np.mod(hits, 1), 0).all()),
    )


def _noun(counts: _Counts, rows: NDArray[np.intp], by_event: bool) -> str:
    if not by_event:
        return "article"
    return "event" if counts.known[rows].all() else "event or lone article"


def _side(counts: _Counts, rows: NDArray[np.intp]) -> _Side:
    """Add up the articles of one side by event, or by article where events are not known."""
    known = counts.event[rows][counts.known[rows]]
    by_event = len(np.unique(known)) > 1
    clusters = counts.event[rows] if by_event else np.arange(len(rows))
    hits = stats.cluster_sums(counts.hits[rows], clusters)
    exposure = stats.cluster_sums(counts.exposure[rows], clusters)
    width = len(counts.columns)
    estimate, low, high = (np.full(width, np.nan) for _ in range(3))
    found = stats.Interval(estimate, low, high, np.zeros(width, bool))
    for share in (False, True):
        mine = counts.shares == share
        if len(rows) and mine.any():
            part = stats.rate_interval(hits[:, mine], exposure[:, mine], share=share)
            for whole, piece in zip(found, part, strict=True):
                whole[mine] = piece
    here = (exposure > 0).sum(axis=0).astype(np.intp)
    return _Side(rows, found, _noun(counts, rows, by_event), here)


def _many(number: int, noun: str) -> str:
    plural = "events and lone articles" if " or " in noun else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def _left_out(counts: _Counts, groups: Sequence[int], k: int) -> list[str]:
    """Note articles that have no words (mentions, ...) of the kind, and so no rate."""
    notes = []
    empty, lost = int(counts.empty[groups, k].sum()), float(counts.lost[groups, k].sum())
    if 0 < empty < counts.docs[groups].sum():
        notes.append(f"{_many(empty, 'article')} without exposure")
    if lost:
        notes.append(f"{lost:g} hit{'' if lost == 1 else 's'} without exposure left out")
    return notes


def _number(counts: _Counts, value: float) -> float | int:
    return int(value) if counts.whole and value.is_integer() else value


def _table(rows: list[dict[str, object]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(CONTRAST_COLUMNS))
    numbers = ["estimate", "conf_low", "conf_high", "p_value", "p_adj", "p_smallest"]
    table[numbers] = table[numbers].astype(np.float64)
    return table


def estimate(
    scores: pd.DataFrame,
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
    more, else articles; `method` says which and names the exceptions. Simulated with clumped
    hits (negative binomial, k = 0.3) they cover .92 to .99 from 5 articles on, where the same
    on the plain scale, clipped at 0, covers .79 to .93. Without any hit the upper end is the
    exact Poisson bound (3.69 / exposure), which assumes that hits do not clump and is too low
    where they do.

    Parameters
    ----------
    scores : DataFrame
        From `score`.
    by : str
        The column that groups articles.
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
        If columns are missing, or hits, exposure or units cannot be right.
    ComparisonError
        If a category, estimand, section or grouping is unknown.

    See Also
    --------
    compare : what separates the groups.

    References
    ----------
    Tukey (1958), Bias and confidence in not-quite large samples; Garwood (1936), Fiducial
    limits for the Poisson distribution; Clopper and Pearson (1934).

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
    """
    counts = _gather("estimate", scores, by, categories, estimands, section)
    sides = [_side(counts, np.flatnonzero(counts.group == g)) for g in range(len(counts.groups))]
    rows: list[dict[str, object]] = []
    for k, (category, estimand) in enumerate(counts.columns):
        for g, group in enumerate(counts.groups):
            rows.append(_rate_row(counts, sides[g], g, k) | {"group": group})
            rows[-1] |= {"category": category, "estimand": estimand}
    return _table(rows)


def _rate_row(counts: _Counts, side: _Side, g: int, k: int) -> dict[str, object]:
    share = bool(counts.shares[k])
    here = side.rows[counts.exposure[side.rows, k] > 0]
    hits, exposure = counts.hits[here, k].sum(), counts.exposure[here, k].sum()
    times = 1.0 if share else PER
    notes = []
    clusters = int(side.clusters[k])
    method = f"jackknife-t over {_many(clusters, side.by)}, {'logit' if share else 'log'} scale"
    bound = "Clopper-Pearson bounds" if share else "Poisson bounds"
    if not counts.docs[g]:
        method, notes = "", ["no articles"]
    elif not len(here):
        method, notes = "", ["no exposure"]
    elif hits == 0:
        method, notes = bound, ["no hits"]
    elif share and hits >= exposure:
        method, notes = bound, ["nothing but hits"]
    elif clusters == 1:
        method = bound
        notes = [f"one {side.by}: the interval cannot see how {side.by}s differ"]
    elif side.interval.linearised[k]:
        what = "all hits or all misses" if share else "all hits"
        method, notes = f"{method}, linearised", [f"{what} in one {side.by}"]
    return {
        "reference": "",
        "measure": "share" if share else "rate_per_1000",
        "estimate": side.interval.estimate[k] * times,
        "conf_low": side.interval.low[k] * times,
        "conf_high": side.interval.high[k] * times,
        "p_value": np.nan,
        "p_adj": np.nan,
        "p_smallest": np.nan,
        "method": method,
        "n_docs": len(here),
        "n_events": len(np.unique(counts.event[here][counts.known[here]])),
        "hits": _number(counts, float(hits)),
        "exposure": _number(counts, float(exposure)),
        "note": "; ".join(notes + _left_out(counts, [g], k)),
    }


@dataclass(frozen=True)
class _Test:
    """The permutation test of one pair, a value per column."""

    p: Floats
    smallest: Floats
    method: list[str]
    notes: list[list[str]]
    matched: NDArray[np.intp]  # events in which both sides have exposure


class _Dealer:
    """Deals labels out again once per set of articles, for all columns (and groups) at once."""

    def __init__(self, counts: _Counts, seed: int) -> None:
        self.counts = counts
        self.seed = seed
        self.rest: list[stats.Block] | None = None

    def strata(self, rows: NDArray[np.intp]) -> tuple[NDArray[np.intp], str]:
        known = self.counts.event[rows][self.counts.known[rows]]
        if len(np.unique(known)) > 1:
            return self.counts.event[rows], "event"
        if len(np.unique(self.counts.month[rows])) > 1:
            return self.counts.month[rows], "month"
        return np.zeros(len(rows), dtype=np.intp), ""

    def deal(
        self, rows: NDArray[np.intp], labels: NDArray[np.int16], strata: NDArray[np.intp], key: str
    ) -> tuple[list[stats.Block], NDArray[np.int16], str]:
        """Blocks, the labels they rearrange, and how they came about."""
        count = stats.arrangements(labels, strata)
        if count <= EXACT:
            return stats.all_labels(labels, strata), labels, f"exact, {count:,} arrangements"
        seed = [self.seed, crc32(key.encode())]
        said = f"{DRAWS:,} draws"
        if key != REST:
            return stats.draw_labels(labels, strata, draws=DRAWS, seed=seed), labels, said
        groups = self.counts.group[rows]
        if self.rest is None:
            self.rest = stats.draw_labels(groups, strata, draws=DRAWS, seed=seed)
        return self.rest, groups, said


def _test(
    dealer: _Dealer, first: _Side, second: _Side, names: tuple[str, str], side: int | None
) -> _Test:
    """Test whether the sides differ within strata; `side` is the group tested against the rest."""
    counts = dealer.counts
    rows = np.sort(np.concatenate([first.rows, second.rows]))
    mine = np.isin(rows, first.rows)
    strata, kind = dealer.strata(rows)
    hits, exposure = counts.hits[rows], counts.exposure[rows]
    exposed = exposure > 0
    ours = stats.cluster_sums(exposed & mine[:, None], strata)
    theirs = stats.cluster_sums(exposed & ~mine[:, None], strata)
    both = (ours > 0) & (theirs > 0)
    matched = both.sum(axis=0).astype(np.intp)
    enough = [np.where(both, n, 0).sum(axis=0).astype(int) for n in (ours, theirs)]
    width = len(counts.columns)
    notes: list[list[str]] = [[] for _ in range(width)]
    usable = np.zeros(width, dtype=bool)
    where = f" in shared {kind}s" if kind else ""
    for k in range(width):
        lacking = [i for i in (0, 1) if enough[i][k] < FEWEST]
        if not exposed[mine, k].any() or not exposed[~mine, k].any():
            continue
        if not hits[:, k].any():
            notes[k].append("no hits on either side: nothing to test")
        elif kind == "event" and matched[k] < FEWEST:
            notes[k].append(
                f"p refused: {_many(int(matched[k]), 'event')} with both sides ({FEWEST} needed)"
            )
        elif lacking:
            told = " and ".join(f"{_many(enough[i][k], 'article')} of {names[i]}" for i in lacking)
            notes[k].append(f"p refused: {told}{where} ({FEWEST} needed)")
        else:
            usable[k] = True
            outside = int(exposed[:, k].sum()) - enough[0][k] - enough[1][k]
            if outside:
                notes[k].append(f"{_many(outside, 'article')} outside shared {kind}s not tested")
    p, smallest = np.full(width, np.nan), np.full(width, np.nan)
    method = [""] * width
    if usable.any():
        key = REST if side is not None else "\0".join(sorted(names))
        labels = mine.astype(np.int16)
        blocks, labels, said = dealer.deal(rows, labels, strata, key)
        code = side if side is not None and blocks is dealer.rest else 1
        p[usable], smallest[usable] = stats.studentised_p(
            blocks, labels, code, hits[:, usable], exposure[:, usable], clustered=kind == "event"
        )
        for k in (int(i) for i in np.flatnonzero(usable)):
            among = f"within {_many(int(matched[k]), kind)}" if kind else "unstratified"
            method[k] = f"labels permuted {among}, studentised, {said}"
            if smallest[k] > 0.05:
                p[k] = np.nan
                notes[k].append(f"p refused: {smallest[k]:.3g} is the smallest attainable")
    events = matched if kind == "event" else np.zeros(width, dtype=np.intp)
    return _Test(p, smallest, method, notes, events)


@dataclass(frozen=True)
class _Pair:
    """Everything that stands in the rows of one pair of sides, a value per column."""

    names: tuple[str, str]
    groups: tuple[list[int], list[int]]
    sides: tuple[_Side, _Side]
    measures: dict[str, tuple[Floats, Floats, Floats]]
    linearised: dict[str, NDArray[np.bool_]]
    clusters: tuple[str, NDArray[np.intp]]
    test: _Test


def _pair(
    counts: _Counts,
    sides: tuple[_Side, _Side],
    names: tuple[str, str],
    groups: tuple[list[int], list[int]],
    test: _Test,
    matched: bool,
) -> _Pair:
    rows = np.concatenate([side.rows for side in sides])
    mine = np.arange(len(rows))[:, None] < len(sides[0].rows)
    known = counts.event[rows][counts.known[rows]]
    by_event = len(np.unique(known)) > 1
    clusters = counts.event[rows] if by_event else rows
    sums = [
        stats.cluster_sums(np.where(mine == first, values[rows], 0.0), clusters)
        for first in (True, False)
        for values in (counts.hits, counts.exposure)
    ]
    first, second = (side.interval for side in sides)
    gap, low, high = stats.difference_interval(first, second)
    times = np.where(counts.shares, 1.0, PER)
    ratio = stats.ratio_interval(*sums)
    measures = {
        "rate_ratio": ratio[:3],
        "difference": (gap * times, low * times, high * times),
    }
    linearised = {
        "rate_ratio": ratio.linearised,
        "difference": first.linearised | second.linearised,
    }
    if matched:
        pooled = stats.ratio_interval(*sums, matched=True)
        measures["mh_rate_ratio"] = pooled[:3]
        linearised["mh_rate_ratio"] = pooled.linearised
    here = ((sums[1] > 0) | (sums[3] > 0)).sum(axis=0).astype(np.intp)
    noun = _noun(counts, rows, by_event)
    return _Pair(names, groups, sides, measures, linearised, (noun, here), test)


def _pair_row(counts: _Counts, pair: _Pair, measure: str, k: int) -> dict[str, object]:
    value, low, high = (float(column[k]) for column in pair.measures[measure])
    noun, clusters = pair.clusters[0], int(pair.clusters[1][k])
    exposed = [side.rows[counts.exposure[side.rows, k] > 0] for side in pair.sides]
    hits = [float(counts.hits[rows, k].sum()) for rows in exposed]
    if measure == "difference":
        method = "from the intervals of both sides"
    elif measure == "rate_ratio":
        method = f"jackknife-t over {_many(clusters, noun)}, log scale"
    else:
        within = int(pair.test.matched[k])
        method = f"jackknife-t over {_many(within, 'shared event')}, log scale"
    if pair.linearised[measure][k]:
        method += ", linearised"
    notes = []
    bare = [name for name, rows in zip(pair.names, exposed, strict=True) if not len(rows)]
    if bare:
        method, notes = "", [f"no exposure in {' and '.join(bare)}"]
    elif measure == "difference":
        for side, name, found in zip(pair.sides, pair.names, hits, strict=True):
            if side.clusters[k] == 1:
                notes.append(f"one {side.by} of {name}: the interval cannot see how they differ")
            elif not found:
                notes.append(f"no hits in {name}")
    elif not all(hits):
        method = ""
        none = [name for name, found in zip(pair.names, hits, strict=True) if not found]
        notes = [f"ratio undefined: no hits in {' and '.join(none)}"]
    elif not np.isfinite([value, low, high]).all():
        method = ""
        shared = int(pair.test.matched[k])
        if measure != "mh_rate_ratio":
            notes = [f"one {noun} on a side: no interval"]
        elif shared < 2:
            notes = [f"{_many(shared, 'shared event')}: no interval"]
        else:
            notes = ["ratio undefined: a side has no hits in shared events"]
    if not np.isfinite([value, low, high]).all():
        # An estimate never stands without its interval.
        value = low = high = np.nan
    groups = [*pair.groups[0], *pair.groups[1]]
    method = "; ".join(part for part in (method, pair.test.method[k]) if part)
    return {
        "group": pair.names[0],
        "reference": pair.names[1],
        "measure": measure,
        "estimate": value,
        "conf_low": low,
        "conf_high": high,
        "p_value": pair.test.p[k],
        "p_adj": np.nan,
        "p_smallest": pair.test.smallest[k],
        "method": method,
        "n_docs": sum(len(rows) for rows in exposed),
        "n_events": int(pair.test.matched[k]),
        "hits": _number(counts, sum(hits)),
        "exposure": _number(counts, sum(float(counts.exposure[rows, k].sum()) for rows in exposed)),
        "note": "; ".join(notes + pair.test.notes[k] + _left_out(counts, groups, k)),
    }


def _adjust(table: pd.DataFrame) -> pd.DataFrame:
    """Benjamini-Hochberg over all tested rows of a measure: the family of the call."""
    for measure in dict.fromkeys(table["measure"]):
        rows = table["measure"] == measure
        tested = rows & table["p_value"].notna()
        family = int(tested.sum())
        table.loc[rows, "p_adj"] = stats.benjamini_hochberg(table.loc[rows, "p_value"])
        table.loc[tested, "method"] += f"; BH over {_many(family, 'test')}"
        alone = tested & (table["p_smallest"] * family > 0.05)
        said = f"could not pass .05 on its own among {_many(family, 'test')}"
        table.loc[alone, "note"] = [
            "; ".join(part for part in (note, said) if part) for note in table.loc[alone, "note"]
        ]
    return table


def _whole(where: str, seed: object) -> int:
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ComparisonError(
            f"{where}: the random arrangements need a seed; it is {seed!r}; "
            f"pass a whole number such as seed=1"
        )
    return int(seed)


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
    not mistaken for using other words.

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
        The column that groups articles.
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
        If columns are missing, or hits, exposure or units cannot be right.
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
    number = _whole(where, seed)
    counts = _gather(where, scores, by, categories, None, section)
    names = counts.groups
    if len(names) < 2:
        raise ComparisonError(
            f"{where}: it takes two groups; by {by!r} there is only {names[0]!r}; "
            f"add articles of another or group by another column"
        )
    if against not in (REST, PAIRS, *names):
        raise ComparisonError(unknown_name(where, by, against, [REST, PAIRS, *names]))
    dealer = _Dealer(counts, number)
    matched = len(np.unique(counts.event[counts.known])) > 1
    rows_of = [np.flatnonzero(counts.group == g) for g in range(len(names))]
    own = [_side(counts, rows) for rows in rows_of]
    pairs = []
    for g, group in enumerate(names):
        if against == REST:
            others = [h for h in range(len(names)) if h != g]
            rest = _side(counts, np.flatnonzero(counts.group != g))
            test = _test(dealer, own[g], rest, (group, REST), g)
            pairs.append(_pair(counts, (own[g], rest), (group, REST), ([g], others), test, matched))
            continue
        for h, other in enumerate(names):
            if (h > g) if against == PAIRS else (other == against and h != g):
                test = _test(dealer, own[g], own[h], (group, other), None)
                sides = (own[g], own[h])
                pairs.append(_pair(counts, sides, (group, other), ([g], [h]), test, matched))
    rows = [
        _pair_row(counts, pair, measure, k) | {"category": category, "estimand": estimand}
        for k, (category, estimand) in enumerate(counts.columns)
        for pair in pairs
        for measure in pair.measures
    ]
    return _adjust(_table(rows))
