"""Strata: what a sample is drawn from, and how many units each of them gives."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.errors import CodingError, TableError, require_columns, unknown_name

__all__ = ["MISSING", "Frame", "make_frame", "share_out"]

MISSING = "missing"
"""The stratum of units that lack a value."""

_CLASSES = 4
_IDENTITY = ("doc_id", "field", "start", "end", "category", "entry", "attribution_id", "kind")


class Frame(NamedTuple):
    """The units that can be drawn, with their strata and how many each stratum gives.

    Attributes
    ----------
    units : DataFrame
        As given, with `unit_id`, `field`, `start`, `end`, `text`, and with `_group` (the value of
        the first column), `stratum`.
    sizes : dict
        Stratum -> units to draw.
    asked : dict
        Group -> units asked for.
    """

    units: pd.DataFrame
    sizes: dict[str, int]
    asked: dict[str, int]


def make_frame(
    where: str,
    units: pd.DataFrame,
    corpus: Corpus,
    n: int | Mapping[str, int],
    by: str | Sequence[str],
) -> Frame:
    """Return the sampling frame of a table of units.

    Raises
    ------
    TableError
        If the units are not those of the corpus.
    CodingError
        If a column to stratify by is unknown, `n` is no number of units, or a unit stands twice.
    """
    names = [by] if isinstance(by, str) else list(by)
    table = _placed(where, units, corpus)
    if table.empty:
        raise CodingError(f"{where}: there is no unit to draw from; the table is empty; pass units")
    values = {name: _classes(_column(where, table, corpus, name)) for name in names}
    table["_group"] = values[names[0]] if names else "all"
    labels = [[f"{name}={value}" for value in values[name]] for name in names]
    strata = [" ".join(parts) for parts in zip(*labels, strict=True)] or ["all"] * len(table)
    table["stratum"] = pd.array(strata, "str")
    asked = _asked(where, n, sorted(set(table["_group"])))
    sizes: dict[str, int] = {}
    for group, number in asked.items():
        there = table.loc[table["_group"] == group, "stratum"].value_counts()
        sizes |= share_out(number, {str(stratum): int(size) for stratum, size in there.items()})
    return Frame(table, sizes, asked)


def share_out(number: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """Divide a number of units evenly among strata, none of which gives more than it has.

    What a small stratum cannot give is divided among the others; what is left of a division goes
    to the largest strata, of equals to the first in the alphabet.

    Examples
    --------
    >>> share_out(10, {"outlet": 90, "quoted": 50, "reported": 2})
    {'outlet': 4, 'quoted': 4, 'reported': 2}
    """
    given = dict.fromkeys(sizes, 0)
    left = min(number, sum(sizes.values()))
    smallest_first = sorted(sorted(sizes, reverse=True), key=lambda stratum: sizes[stratum])
    for done, stratum in enumerate(smallest_first):
        given[stratum] = min(sizes[stratum], left // (len(sizes) - done))
        left -= given[stratum]
    return given


def _placed(where: str, units: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Return the units with their place in the original, their words and their names."""
    require_columns(where, units.columns, ("doc_id",))
    table = units.reset_index(drop=True)
    if "start" not in table and "end" not in table:
        table = _whole_articles(table, corpus)
    require_columns(where, table.columns, ("doc_id", "field", "start", "end"))
    places = pd.MultiIndex.from_frame(corpus.places[["doc_id", "field"]])
    number = places.get_indexer(pd.MultiIndex.from_frame(table[["doc_id", "field"]].astype("str")))
    rows = zip(number.tolist(), table["start"].tolist(), table["end"].tolist(), strict=True)
    words = []
    for row, (text, start, end) in enumerate(rows):
        whole = corpus.index.texts[text] if text >= 0 else ""
        said = whole[int(start) : int(end)] if 0 <= start < end <= len(whole) else None
        if said is None or (
            "text" in units and "start" in units and units["text"].iloc[row] != said
        ):
            raise TableError(
                f"{where}: unit {row + 1} of the table stands at {start} to {end} of the "
                f"{table['field'].iloc[row]} of article {table['doc_id'].iloc[row]!r}; the corpus "
                f"has {said if said is None else said[:40]!r} there; pass the corpus the units "
                "were found in"
            )
        words.append(said)
    table["text"] = pd.array(words, "str")
    table["_text_number"] = number
    table["unit_id"] = pd.array(_names(table), "str")
    twice = table["unit_id"].duplicated(keep=False)
    if twice.any():
        first = table[twice].iloc[0]
        raise CodingError(
            f"{where}: {int(twice.sum()):,} units stand more than once in the table, such as "
            f"{first['text'][:40]!r} at {first['start']} of {first['doc_id']!r}; a unit is drawn "
            "and coded once; drop the duplicates"
        )
    return table


def _whole_articles(table: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Let an article be its text, or its title where it has no text."""
    texts = dict(zip(corpus.articles["doc_id"], corpus.articles["text"], strict=True))
    titles = (
        dict(zip(corpus.articles["doc_id"], corpus.articles.get("title", ""), strict=True))
        if "title" in corpus.articles
        else {}
    )
    ids = table["doc_id"].tolist()
    fields = ["text" if texts.get(i) or not titles.get(i) else "title" for i in ids]
    lengths = [
        len((texts if field == "text" else titles).get(i, ""))
        for i, field in zip(ids, fields, strict=True)
    ]
    kept = table.drop(columns=[name for name in ("text", "title") if name in table])
    return kept.assign(field=pd.array(fields, "str"), start=0, end=lengths)


def _names(table: pd.DataFrame) -> list[str]:
    columns = [table[name].astype("str").tolist() for name in _IDENTITY if name in table]
    return [
        "u" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]
        for parts in zip(*columns, strict=True)
    ]


def _column(where: str, table: pd.DataFrame, corpus: Corpus, name: str) -> pd.Series:
    if name in table and not name.startswith("_"):
        return table[name]
    if name in corpus.articles and name not in ("text", "title"):
        known = corpus.articles.set_index("doc_id")[name]
        return known.reindex(table["doc_id"]).reset_index(drop=True)
    hidden = ("text", "title", "start", "end", "unit_id")
    names = dict.fromkeys(str(n) for n in [*table.columns, *corpus.articles.columns])
    shown = [n for n in names if n not in hidden and not n.startswith("_")]
    raise CodingError(unknown_name(where, "column to stratify by", name, shown))


def _classes(column: pd.Series) -> list[str]:
    """Return the stratum of each value; numbers are cut into classes at their quantiles."""
    numeric = pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)
    there = column.notna()
    if not numeric or column[there].nunique() <= _CLASSES:
        texts = column.astype(object).where(there, MISSING).astype(str)
        return [text.strip() or MISSING for text in texts]
    numbers = column[there].to_numpy(float)
    inner = np.unique(np.quantile(numbers, np.arange(1, _CLASSES) / _CLASSES))
    inner = inner[inner < numbers.max()]
    edges = [numbers.min(), *inner.tolist(), numbers.max()]
    names = [f"{a:g} to {b:g}" for a, b in pairwise(edges)]
    classes = np.searchsorted(inner, column.to_numpy(float), side="left")
    return [names[k] if ok else MISSING for k, ok in zip(classes, there, strict=True)]


def _asked(where: str, n: int | Mapping[str, int], groups: Sequence[str]) -> dict[str, int]:
    wanted = dict(n) if isinstance(n, Mapping) else dict.fromkeys(groups, n)
    for group, number in wanted.items():
        if group not in groups:
            raise CodingError(unknown_name(where, "group", group, groups))
        if isinstance(number, bool) or int(number) != number or number < 1:
            raise CodingError(
                f"{where}: n is {number!r}; it is how many units to draw for each value of the "
                "first column, 1 or more; write a whole number"
            )
    return {group: int(wanted[group]) for group in groups if group in wanted}
