"""Which articles of different outlets report the same event."""

from __future__ import annotations

import math
import warnings
from dataclasses import replace

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.errors import CorpusError, FramingWarning, TableError, require_columns
from framing.events.groups import group_articles, mean_chances
from framing.events.links import Floats, Links, find_links, trust
from framing.events.names import name_events
from framing.events.vectors import list_words, weigh_words

__all__ = ["EVENT_COLUMNS", "THRESHOLD", "match_events", "with_events"]

EVENT_COLUMNS = ("doc_id", "outlet", "date", "event", "confidence", "note")
THRESHOLD = 0.6
"""The middle of those that reach precision .90 and recall .70 on the training half of round-ups."""

_UNDATED = "no date: matched on text alone"


def match_events(
    corpus: Corpus,
    *,
    days: int = 3,
    threshold: float = THRESHOLD,
    per_outlet: int | None = None,
) -> pd.DataFrame:
    """Return which articles of different outlets report the same event.

    Headlines and first two hundred words are compared by TF-IDF. How likely a pair reports the same
    event follows from its cosine, the days between, and how like each the other articles on its
    topic are. A pair of two outlets counts as mates where each is the other's likeliest of that
    outlet; mates are grouped, the likeliest first, as long as the mean chance between all articles
    of the two groups stays above the threshold, so that no chain of likenesses grows. Articles
    without a date are matched on their text alone, which takes much more likeness. English texts;
    function words of other languages would count.

    Groups are to be checked: `write_events`, `read_events`.

    Parameters
    ----------
    corpus : Corpus
        Articles of two or more outlets. An `event` that they have already is not looked at.
    days : int, default 3
        Articles further apart report different events.
    threshold : float
        The least mean chance, between 0 and 1; higher finds fewer groups, of fewer wrong pairs.
    per_outlet : int, optional
        The most articles of one outlet in an event; any number unless given.

    Returns
    -------
    DataFrame
        One row per article, in the order of the corpus: `doc_id`, `outlet`, `date`, `event` (empty
        where no other outlet reports the same), `confidence` (between 0 and 1, that the others of
        the event report the same; missing where there is no event) and `note`.

    Raises
    ------
    CorpusError
        If all articles are of one outlet, or a setting makes no sense.

    Warns
    -----
    FramingWarning
        Once, with counts, if articles have no date or no words; their `note` says so.

    Notes
    -----
    Weights, threshold and confidence were learned on half of the weeks of 505 round-ups of news
    (headline and lede, 145 outlets). On the other half 88 % of the pairs found are right and 73 %
    of the right ones are found; 96 % and 73 % where three outlets report every event; without
    dates 95 % and 28 % (benchmarks/tables/events.csv). A story that goes on for days is what is
    mistaken most often.

    References
    ----------
    Salton, Buckley (1988), Term-weighting approaches in automatic text retrieval; Sokal, Michener
    (1958), A statistical method for evaluating systematic relationships.

    Examples
    --------
    >>> from framing import read_corpus
    >>> texts = [
    ...     "Envoys of Dorvyn and Sarn signed a grain accord in Vell on Monday.",
    ...     "Sarn and Dorvyn signed the grain accord in Vell.",
    ...     "A ferry sank in the harbour of Oster; nobody was hurt.",
    ... ]
    >>> table = pd.DataFrame({"outlet": ["Courier", "Herald", "Herald"], "text": texts})
    >>> table["doc_id"], table["date"] = ["c1", "h1", "h2"], "2031-03-04"
    >>> match_events(read_corpus(table))[["doc_id", "event"]].values.tolist()
    [['c1', '2031-03-04-accord-dorvyn'], ['h1', '2031-03-04-accord-dorvyn'], ['h2', '']]
    """
    where = "match_events"
    _check(where, corpus, days, threshold, per_outlet)
    # Rows in the order of their ids: how the corpus was sorted must decide nothing.
    articles = corpus.articles.reset_index(drop=True)
    order = np.argsort(articles["doc_id"].astype("str").to_numpy(object), kind="stable")
    sorted_ = articles.iloc[order].reset_index(drop=True)
    documents = list_words(corpus)
    vectors = weigh_words([documents[k] for k in order])
    day = _days(sorted_)
    outlet = pd.factorize(sorted_["outlet"].astype("str"), sort=True)[0].astype(np.int64)
    links = find_links(vectors.matrix, day, outlet, days=days)
    groups = group_articles(links, outlet, threshold=threshold, per_outlet=per_outlet)
    written = [str(np.datetime64(int(d), "D")) if d == d else "" for d in day]
    names = name_events(groups, vectors, written)
    event = [""] * len(sorted_)
    for name, group in zip(names, groups, strict=True):
        for k in group:
            event[k] = name
    confidence = np.full(len(sorted_), np.nan)
    for k, chance in mean_chances(links, groups, outlet).items():
        confidence[k] = trust(np.array([chance]))[0]
    blank = np.diff(vectors.matrix.indptr) == 0
    notes = _notes(sorted_["doc_id"].tolist(), event, links, day, blank)
    table = pd.DataFrame(
        {
            "doc_id": sorted_["doc_id"].astype("str"),
            "outlet": sorted_["outlet"].astype("str"),
            "date": sorted_["date"] if "date" in sorted_ else pd.Series(pd.NaT, sorted_.index),
            "event": pd.array(event, "str"),
            "confidence": confidence,
            "note": pd.array(notes, "str"),
        }
    )
    table["date"] = table["date"].astype("datetime64[s]")
    _warn(where, day, blank)
    return table.iloc[np.argsort(order)].reset_index(drop=True)[list(EVENT_COLUMNS)]


def _check(where: str, corpus: Corpus, days: int, threshold: float, per_outlet: int | None) -> None:
    outlets = sorted(corpus.articles["outlet"].astype("str").unique())
    if len(outlets) < 2:
        raise CorpusError(
            f"{where}: events are matched between outlets; all {len(corpus):,} articles are of "
            f"{', '.join(map(repr, outlets)) or 'none'}; read the articles of another outlet too"
        )
    if days < 0:
        raise CorpusError(
            f"{where}: days is {days}; it is the most days between two reports of an event, 0 or "
            "more; leave it out for 3"
        )
    if not 0 < threshold <= 1:
        raise CorpusError(
            f"{where}: the threshold is {threshold:g}; it is a chance above 0 and up to 1; leave "
            f"it out for {THRESHOLD:g}"
        )
    if per_outlet is not None and per_outlet < 1:
        raise CorpusError(
            f"{where}: per_outlet is {per_outlet}; an event has one article of an outlet or more; "
            "leave it out for any number"
        )


def _days(articles: pd.DataFrame) -> Floats:
    if "date" not in articles:
        return np.full(len(articles), math.nan)
    dates = pd.to_datetime(articles["date"]).to_numpy("datetime64[D]")
    return np.where(np.isnat(dates), math.nan, dates.astype(np.int64))


def _notes(
    ids: list[str], event: list[str], links: Links, day: Floats, blank: np.ndarray
) -> list[str]:
    """Say what a reader of the table should know of each article."""
    likeliest: dict[int, tuple[float, int]] = {}
    for a, b, chance in zip(*(part.tolist() for part in links), strict=True):
        for mine, other in ((a, b), (b, a)):
            if (-chance, other) < likeliest.get(mine, (0.0, 0)):
                likeliest[mine] = (-chance, other)
    notes = []
    for k, name in enumerate(event):
        said = [_UNDATED] if day[k] != day[k] else []
        if blank[k]:
            said.append("no words to match")
        elif not name and k in likeliest:
            chance, other = likeliest[k]
            said.append(f"likeliest: {ids[other]} ({-chance:.2f})")
        notes.append("; ".join(said))
    return notes


def _warn(where: str, day: Floats, blank: np.ndarray) -> None:
    doubts = []
    if undated := int(np.isnan(day).sum()):
        doubts.append(f"{undated:,} of {len(day):,} articles have no date, matched on text alone")
    if wordless := int(blank.sum()):
        doubts.append(f"{wordless:,} of {len(day):,} articles have no words to match")
    if doubts:
        warnings.warn(
            f"{where}: {'; '.join(doubts)}; their note says so", FramingWarning, stacklevel=3
        )


def with_events(corpus: Corpus, events: pd.DataFrame) -> Corpus:
    """Return the corpus with its column `event` filled from a table of events.

    Events that the articles had are replaced; an article without an event has "" there. What is
    made of the corpus afterwards (`segment`, `score`, `compare`) compares within these events.

    Parameters
    ----------
    corpus : Corpus
    events : DataFrame
        From `match_events` or `read_events`: `doc_id`, `event`.

    Returns
    -------
    Corpus

    Raises
    ------
    TableError
        If a column is missing, an id is unknown or there twice, or an article has no row.

    Examples
    --------
    >>> from framing import read_corpus
    >>> corpus = read_corpus(pd.DataFrame({"outlet": ["A"], "text": ["Talks."], "doc_id": ["a"]}))
    >>> table = pd.DataFrame({"doc_id": ["a"], "event": ["2031-03-04-sarn-talks"]})
    >>> with_events(corpus, table).articles["event"].tolist()
    ['2031-03-04-sarn-talks']
    """
    where = "with_events"
    require_columns(where, events.columns, ("doc_id", "event"))
    ids, known = events["doc_id"].astype("str"), corpus.articles["doc_id"].astype("str")
    for fault, wrong in (
        ("is of no article of the corpus", ids[~ids.isin(known)]),
        ("stands in two rows or more", ids[ids.duplicated()]),
        ("of the corpus has no row", known[~known.isin(ids)]),
    ):
        if len(wrong):
            raise TableError(
                f"{where}: the id {wrong.iloc[0]!r} {fault} ({wrong.nunique():,} such ids); the "
                "table has one row per article; pass what match_events or read_events returned "
                "for this corpus"
            )
    event_of = dict(zip(ids, events["event"].astype("str").fillna(""), strict=True))
    filled = pd.array([event_of[doc_id] for doc_id in known], "str")
    return replace(corpus, articles=corpus.articles.assign(event=filled))
