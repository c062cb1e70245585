"""Scores as arrays: hits and exposure of every article, a column per category and estimand."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.columns import ESTIMANDS, VOICES
from framing.contrasts.codes import as_codes, encode
from framing.contrasts.requests import FLOOR, VOICE, Request, names_of, read_request
from framing.errors import TableError
from framing.stats.arithmetic import Floats
from framing.stats.bounds import CORRELATION

__all__ = ["Counts", "gather"]

_MONTH = re.compile(r"\d{4}-\d{2}")
_PART = "\0voice:"
_ALONE = "\0article:"


@dataclass(frozen=True)
class Counts:
    """Hits and exposure of every article, a column per category and estimand."""

    groups: tuple[str, ...]
    group: NDArray[np.int16]
    names: tuple[str, ...]  # of the rows, in their order
    doc: NDArray[np.intp]  # the article: of voices, several rows are one
    parted: bool  # whether several rows can be one article
    noun: str  # what `event` is called: articles are, where voices are compared within them
    event: NDArray[np.intp]  # articles without an event are numbered on their own
    known: NDArray[np.bool_]  # whether the event is known
    month: NDArray[np.intp]
    columns: tuple[tuple[str, str], ...]
    shares: NDArray[np.bool_]
    alike: Floats  # of shares: how far what is in one cluster is taken to be alike, by column
    hits: Floats
    exposure: Floats
    lost: Floats  # hits of articles without exposure, by group and column
    empty: NDArray[np.intp]  # articles without exposure, by group and column
    docs: NDArray[np.intp]  # articles by group
    whole: bool  # whether hits are whole numbers

    def events(self, rows: NDArray[np.intp]) -> int:
        """Return how many known events these articles are of."""
        return len(np.unique(self.event[rows][self.known[rows]]))

    def clusters(self, rows: NDArray[np.intp]) -> tuple[NDArray[np.intp], str]:
        """Return what varies as a whole, events or else articles, and what it is called."""
        if self.events(rows) < 2:
            return rows, "article"
        return self.event[rows], self.noun if self.known[rows].all() else "event or lone article"

    def articles(self, rows: NDArray[np.intp]) -> int:
        """Return how many articles these rows are of."""
        return len(np.unique(self.doc[rows])) if self.parted else len(rows)

    def apart(self) -> Counts:
        """Return the same with each article on its own: where sides are events, articles vary."""
        return replace(self, event=self.doc, known=np.zeros_like(self.known))

    def exposed(self, rows: NDArray[np.intp], k: int) -> NDArray[np.intp]:
        """Return those of the articles that have exposure in a column."""
        here: NDArray[np.bool_] = self.exposure[rows, k] > 0
        return rows[here]


def gather(
    where: str,
    scores: pd.DataFrame,
    by: str,
    categories: object,
    estimands: object,
    section: str,
    *,
    by_voice: bool = False,
    voices: bool = False,
) -> Counts:
    """Return the counts asked for; parameters and errors are those of `read_request`.

    With `by_voice` there is a column per category and voice instead, in the order of `VOICES`.

    Raises
    ------
    TableError
        Also if a category has two units, a share exceeds 1, an article is in two groups or a row
        is there twice.
    """
    request = read_request(where, scores, by, categories, estimands, section, voices=voices)
    if by_voice:
        names = dict.fromkeys(category for category, _ in request.columns)
        request = request._replace(columns=tuple((n, v) for n in names for v in VOICES))
    noun = "event"
    if by == VOICE:
        of = _property(where, request.table, "event", _docs(request.table))
        noun = "article"
        if of.nunique() > 1:
            noun = "event" if of.notna().all() else "event or lone article"
        asked = {category for category, _ in request.columns}
        kept = request.table[as_codes(request.table["category"], sorted(asked)) >= 0]
        request = request._replace(table=_by_voice(kept, within_articles=noun == "article"))
    table, groups, columns = request
    docs = _docs(table)
    unit = _units(where, table)
    shares = np.array([c.startswith(FLOOR) or unit.get(c, "words") != "words" for c, _ in columns])
    hits, exposure = _add_up(request, docs)
    beyond = shares & (hits > exposure) & (exposure > 0)
    if beyond.any():
        doc, column = (int(i) for i in np.argwhere(beyond)[0])
        category = columns[column][0]
        raise TableError(
            f"{where}: a share cannot exceed 1; article {docs[doc]!r} has "
            f"{hits[doc, column]:g} hits of {exposure[doc, column]:g} {unit[category]} "
            f"in {category!r}; pass the table that score returned"
        )
    group = _property(where, table, by, docs)
    _check_once(where, table, docs)
    code = np.array([groups.index(name) for name in group], dtype=np.int16)
    without = exposure <= 0
    inside = [code == g for g in range(len(groups))]
    event = _property(where, table, "event", docs)
    # A name cannot begin with this character twice: an article alone is never an event's name.
    clusters = [f"\0{doc}" if name is None else name for name, doc in zip(event, docs, strict=True)]
    months = [_MONTH.match(str(date)) for date in _property(where, table, "date", docs)]
    return Counts(
        groups=groups,
        group=code,
        names=tuple(str(doc) for doc in docs),
        doc=_numbered(
            [str(doc).partition(_PART)[0] for doc in docs] if by == VOICE else list(docs)
        ),
        parted=by == VOICE,
        noun=noun,
        event=_numbered(clusters),
        known=_known(event, lone=" or " in noun),
        month=_numbered([month.group() if month else "" for month in months]),
        columns=columns,
        shares=shares,
        # An outlet that has chosen a name keeps to it.
        alike=np.array([1.0 if unit.get(c) == "alternatives" else CORRELATION for c, _ in columns]),
        hits=np.where(without, 0.0, hits),
        exposure=exposure,
        lost=np.array([np.where(without[m], hits[m], 0.0).sum(axis=0) for m in inside]),
        empty=np.array([without[m].sum(axis=0) for m in inside], dtype=np.intp),
        docs=np.array([m.sum() for m in inside], dtype=np.intp),
        whole=bool(np.equal(np.mod(hits, 1), 0).all()),
    )


def _known(event: pd.Series[Any], *, lone: bool) -> NDArray[np.bool_]:
    """Say which rows are of a known event; a lone article is a stratum, and no event."""
    there: NDArray[np.bool_] = event.notna().to_numpy(dtype=bool)
    if lone:
        return there & ~event.astype(str).str.startswith(_ALONE).to_numpy(bool)
    return there


def _docs(table: pd.DataFrame) -> pd.Index[Any]:
    known = table["doc_id"].cat.categories
    there = np.bincount(table["doc_id"].cat.codes.to_numpy(), minlength=len(known)) > 0
    return pd.Index(sorted(str(name) for name in known[there]), dtype=object)


def _by_voice(table: pd.DataFrame, *, within_articles: bool) -> pd.DataFrame:
    """Return every article as one row of counts for each voice in it."""
    doc = table["doc_id"].astype(str)
    alone = _ALONE + doc
    if within_articles:
        event = alone
    else:
        event = names_of(table["event"])
        event = event.where(event.notna(), alone)
    parts = doc + _PART + table["voice"].astype(str)
    return table.assign(doc_id=encode(parts, blank=True), event=encode(event))


def _numbered(names: list[str]) -> NDArray[np.intp]:
    return np.unique(np.array(names, dtype=object), return_inverse=True)[1].reshape(-1)


def _property(where: str, table: pd.DataFrame, name: str, docs: pd.Index[Any]) -> pd.Series[Any]:
    """Return what a column, if there is one, says of each article, in the order of `docs`."""
    if name not in table:
        return pd.Series([None] * len(docs), index=docs, dtype=object)
    known = encode(table[name]).cat
    row, code = as_codes(table["doc_id"], list(docs)), known.codes.to_numpy()
    # The last value of each article; whoever says another one has more than one.
    said = np.full(len(docs), -1, code.dtype)
    said[row] = code
    names = np.array([*(str(level) for level in known.categories), None], dtype=object)
    other = said[row] != code
    if other.any():
        doc = int(row[other].min())
        values = sorted(str(names[value]) for value in np.unique(code[row == doc]))
        raise TableError(
            f"{where}: article {docs[doc]!r} has more than one {name}: {', '.join(values)}; an "
            f"article belongs to one; give every article its own doc_id, or choose another column"
        )
    return pd.Series(names[said], index=docs, dtype=object)


def _check_once(where: str, table: pd.DataFrame, docs: pd.Index[Any]) -> None:
    """Refuse rows that would be added up twice; all are of one section."""
    names = [str(name) for name in table["category"].cat.categories]
    sizes = (len(docs), len(VOICES), len(names))
    codes = [as_codes(table["doc_id"], list(docs)), as_codes(table["voice"], list(VOICES))]
    cell = np.ravel_multi_index([*codes, table["category"].cat.codes.to_numpy(np.intp)], sizes)
    there = np.zeros(np.prod(sizes, dtype=np.intp), bool)
    there[cell] = True
    if int(there.sum()) < len(table):
        again = pd.Series(cell).duplicated().to_numpy()
        row = table[again].iloc[0]
        raise TableError(
            f"{where}: an article has one row of scores per section, voice and category; article "
            f"{row['doc_id']!r} has more in {row['section']}, {row['voice']}, {row['category']!r} "
            f"(rows too many: {int(again.sum()):,}); pass what score returned once, and give "
            f"every article its own doc_id"
        )


def _units(where: str, table: pd.DataFrame) -> dict[str, str]:
    category, unit = (table[name].cat for name in ("category", "unit"))
    # A unit that is missing is the last one.
    known = [*(str(name) for name in unit.categories), "nan"]
    cell = category.codes.to_numpy(np.intp) * len(known) + unit.codes.to_numpy(np.intp) % len(known)
    pairs = np.flatnonzero(np.bincount(cell)) if len(cell) else cell
    found: dict[str, list[str]] = {}
    for pair in pairs:
        name, counted = str(category.categories[int(pair) // len(known)]), known[pair % len(known)]
        found[name] = sorted([*found.get(name, []), counted])
    mixed = sorted(name for name, counted in found.items() if len(counted) > 1)
    if mixed:
        raise TableError(
            f"{where}: category {mixed[0]!r} is counted per "
            f"{' and per '.join(found[mixed[0]])}; a rate has one unit; "
            f"score both parts with the same settings"
        )
    return {name: counted[0] for name, counted in found.items()}


def _add_up(request: Request, docs: pd.Index[Any]) -> tuple[Floats, Floats]:
    """Return hits and exposure, articles by columns: an estimand is the sum of its voices."""
    table, _, columns = request
    names = pd.Index(list(dict.fromkeys(category for category, _ in columns)), dtype=object)
    row = as_codes(table["doc_id"], list(docs))
    place = as_codes(table["category"], list(names))
    at = names.get_indexer(pd.Index([category for category, _ in columns], dtype=object))
    voice = as_codes(table["voice"], list(VOICES))
    sums = [np.zeros((len(docs), len(columns))) for _ in range(2)]
    heard_in = ESTIMANDS | {VOICE: VOICES}
    for estimand in dict.fromkeys(estimand for _, estimand in columns):
        asked = [VOICES.index(name) for name in heard_in.get(estimand, (estimand,))]
        heard = np.isin(voice, asked)
        mine = np.array([estimand == e for _, e in columns])
        for whole, name in zip(sums, ("hits", "exposure"), strict=True):
            added = np.bincount(
                row[heard] * len(names) + place[heard],
                weights=table[name].to_numpy(dtype=np.float64)[heard],
                minlength=len(docs) * len(names),
            )
            whole[:, mine] = added.reshape(len(docs), len(names))[:, at[mine]]
    return sums[0], sums[1]
