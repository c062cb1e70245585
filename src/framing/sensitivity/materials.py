"""Hits and words of every article, apart by all that an analysis could decide otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.columns import DEVICES, INDICES, SECTION_GROUPS, VOICES, base_category, unit_of
from framing.contrasts.codes import as_codes, encode
from framing.contrasts.requests import names_of
from framing.errors import ComparisonError, TableError, require_columns, unknown_name
from framing.extracts import read_extract
from framing.stats.arithmetic import Floats

__all__ = ["SECTIONS", "Materials", "lay_out", "open_materials"]

SECTIONS = ("headline", "body")
_OF_SEGMENTS = ("doc_id", "outlet", "event", "section", "voice", "words")
_NEEDED = ("doc_id", "section", "voice", "category", "entry", "negated", "weight")


def open_materials(
    where: str, table: pd.DataFrame | str | Path, name: str, by: str
) -> pd.DataFrame:
    """Return a table as it is, or from a Parquet file the columns that are counted, no texts."""
    if not isinstance(table, str | Path):
        return table
    asked = _NEEDED if name == "evidence" else dict.fromkeys((*_OF_SEGMENTS, by))
    return read_extract(where, table, name, list(asked))


@dataclass(frozen=True)
class Materials:
    """Counts by article, from which every alternative is a sum."""

    docs: pd.Index[Any]
    group: list[str | None]
    outlet: list[str]
    event: list[str | None]
    words: Floats
    """Section, voice, article."""
    hits: dict[str, Floats]
    """By lexicon: negated or not, section, voice, article."""
    entries: list[str]
    places: dict[str, NDArray[np.intp]]
    """By entry of the first lexicon, where each of its hits would be counted."""

    def of(self, entry: str) -> Floats:
        """Return the hits of an entry, laid out as those of all."""
        shape = self.hits["as given"].shape
        return _counted(self.places[entry], np.ones(len(self.places[entry])), shape)


def lay_out(
    where: str,
    evidence: pd.DataFrame,
    segments: pd.DataFrame,
    lexicons: Mapping[str, pd.DataFrame],
    category: str,
    by: str,
) -> Materials:
    """Return the counts of a category; its hits must be per words.

    Raises
    ------
    TableError
        If a column is missing, or evidence stands in articles without segments.
    ComparisonError
        If the category is unknown, or counted per something else than words of its voice.
    """
    require_columns(where, segments.columns, _OF_SEGMENTS)
    if by not in segments:
        have = ", ".join(str(name) for name in segments.columns)
        raise TableError(
            f"{where}: the segments have no column {by!r} to group by; they have {have}; join one "
            f'of the articles on: segments.merge(corpus.articles[["doc_id", "{by}"]], on="doc_id")'
        )
    docs = pd.Index(sorted(str(doc) for doc in segments["doc_id"].unique()), dtype=object)
    tables = {"as given": evidence} | dict(lexicons)
    for table in tables.values():
        require_columns(where, table.columns, _NEEDED)
    wanted = _members(where, category, tables)
    first = segments.drop_duplicates("doc_id")
    first = first.set_index(pd.Index(first["doc_id"].astype(str), dtype=object))
    facts = {name: names_of(first[name]).reindex(docs).tolist() for name in {by, "outlet", "event"}}
    index = category.startswith("index:")
    found = {
        name: _count(where, name, table, docs, wanted, index=index)
        for name, table in tables.items()
    }
    hits, places = {name: pair[0] for name, pair in found.items()}, found["as given"][1]
    return Materials(
        docs=docs,
        group=facts[by],
        outlet=[str(name) for name in facts["outlet"]],
        event=facts["event"],
        words=_add_up(segments, docs, segments["words"])[0],
        hits=hits,
        entries=sorted(places),
        places=places,
    )


def _members(where: str, category: str, tables: Mapping[str, pd.DataFrame]) -> frozenset[str]:
    """Return the categories of evidence that count."""
    known = sorted({str(name) for table in tables.values() for name in table["category"].unique()})
    kind, _, name = category.partition(":")
    if kind == "index" and name in ("loaded", "epistemic"):
        return frozenset(c for c in known if base_category(c) in INDICES[name])
    offered = [c for c in known if unit_of(c) == "words" and c not in DEVICES]
    offered += ["index:loaded", "index:epistemic"]
    if category not in offered:
        if category in known or kind == "index":
            raise ComparisonError(
                f"{where}: {category!r} is no count per words of the voice that says it; "
                f"alternatives are tried for such, which are {', '.join(offered)}; choose one"
            )
        raise ComparisonError(unknown_name(where, "category", category, offered))
    return frozenset({category})


def _count(
    where: str,
    name: str,
    table: pd.DataFrame,
    docs: pd.Index[Any],
    wanted: frozenset[str],
    *,
    index: bool,
) -> tuple[Floats, dict[str, NDArray[np.intp]]]:
    mine = table[as_codes(table["category"], sorted(wanted)) >= 0]
    # Indices do not count what has no weight, such as unmarked alternatives.
    if index:
        mine = mine[mine["weight"] != 0]
    lost = as_codes(mine["doc_id"], list(docs)) < 0
    if lost.any():
        raise TableError(
            f"{where}: the evidence {name!r} stands in article {mine['doc_id'][lost].iloc[0]!r}, "
            "of which there are no segments; pass the segments that the evidence was found in"
        )
    flat, kept, shape = _places(mine, docs)
    entry = encode(mine["entry"], blank=True)[kept]
    order = np.argsort(entry.cat.codes.to_numpy(), kind="stable")
    codes, starts = np.unique(entry.cat.codes.to_numpy()[order], return_index=True)
    parts = np.split(flat[order], starts[1:])[: len(codes)]  # of nothing it makes one part
    names = [str(entry.cat.categories[code]) for code in codes]
    return _counted(flat, np.ones(len(flat)), shape), dict(zip(names, parts, strict=True))


def _add_up(table: pd.DataFrame, docs: pd.Index[Any], numbers: pd.Series[Any]) -> Floats:
    """Return the sums of the numbers: negated or not, section, voice, article."""
    flat, kept, shape = _places(table, docs)
    return _counted(flat, numbers.to_numpy(np.float64)[kept], shape)


def _counted(flat: NDArray[np.intp], numbers: Floats, shape: tuple[int, ...]) -> Floats:
    added = np.bincount(flat, weights=numbers, minlength=int(np.prod(shape)))
    return np.asarray(added.reshape(shape), dtype=np.float64)


def _places(
    table: pd.DataFrame, docs: pd.Index[Any]
) -> tuple[NDArray[np.intp], NDArray[np.bool_], tuple[int, ...]]:
    """Return where each row is counted, which rows are, and the shape of what they add up to."""
    known = encode(table["section"], blank=True).cat
    groups = [SECTION_GROUPS.get(str(name)) for name in known.categories]
    section = np.array(
        [*(SECTIONS.index(name) if name in SECTIONS else -1 for name in groups), -1], np.intp
    )[known.codes.to_numpy()]
    kept = section >= 0
    negated = (
        table["negated"].to_numpy(bool).astype(np.intp)
        if "negated" in table
        else np.zeros(len(table), np.intp)
    )
    voice, doc = as_codes(table["voice"], list(VOICES)), as_codes(table["doc_id"], list(docs))
    shape = (2, len(SECTIONS), len(VOICES), len(docs))
    flat = np.ravel_multi_index([code[kept] for code in (negated, section, voice, doc)], shape)
    return np.asarray(flat, dtype=np.intp), kept, shape
