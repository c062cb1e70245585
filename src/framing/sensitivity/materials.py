"""Hits and words of every article, apart by all that an analysis could decide otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from framing.columns import DEVICES, INDICES, SECTION_GROUPS, VOICES, base_category, unit_of
from framing.contrasts.requests import names_of
from framing.errors import ComparisonError, TableError, require_columns, unknown_name
from framing.stats.arithmetic import Floats

__all__ = ["SECTIONS", "Materials", "lay_out"]

SECTIONS = ("headline", "body")
_NEEDED = ("doc_id", "section", "voice", "category", "entry", "negated", "weight")


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
    of: dict[str, Floats]
    """By entry of the first lexicon, the same."""


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
    require_columns(
        where, segments.columns, ("doc_id", "outlet", "event", "section", "voice", "words")
    )
    if by not in segments:
        have = ", ".join(str(name) for name in segments.columns)
        raise TableError(
            f"{where}: the segments have no column {by!r} to group by; they have {have}; join one "
            f'of the articles on: segments.merge(corpus.articles[["doc_id", "{by}"]], on="doc_id")'
        )
    docs = pd.Index(sorted(set(segments["doc_id"].astype(str))), dtype=object)
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
    hits, of = {name: pair[0] for name, pair in found.items()}, found["as given"][1]
    return Materials(
        docs=docs,
        group=facts[by],
        outlet=[str(name) for name in facts["outlet"]],
        event=facts["event"],
        words=_add_up(segments.assign(number=segments["words"]), docs)[0],
        hits=hits,
        entries=sorted(of),
        of=of,
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
) -> tuple[Floats, dict[str, Floats]]:
    mine = table[table["category"].astype(str).isin(wanted)]
    # Indices do not count what has no weight, such as unmarked alternatives.
    if index:
        mine = mine[mine["weight"] != 0]
    lost = ~mine["doc_id"].astype(str).isin(docs)
    if lost.any():
        raise TableError(
            f"{where}: the evidence {name!r} stands in article {mine['doc_id'][lost].iloc[0]!r}, "
            "of which there are no segments; pass the segments that the evidence was found in"
        )
    mine = mine.assign(number=1.0)
    parts = {str(entry): part for entry, part in mine.groupby(mine["entry"].astype(str))}
    return _add_up(mine, docs), {entry: _add_up(part, docs) for entry, part in parts.items()}


def _add_up(table: pd.DataFrame, docs: pd.Index[Any]) -> Floats:
    """Return the sums of `number`: negated or not, section, voice, article."""
    section = table["section"].astype(str).map(SECTION_GROUPS)
    kept = section.isin(SECTIONS).to_numpy()
    codes = [
        table["negated"].to_numpy(bool).astype(np.intp)
        if "negated" in table
        else np.zeros(len(table), np.intp),
        pd.Index(SECTIONS).get_indexer(pd.Index(section.fillna(""))),
        pd.Index(VOICES).get_indexer(pd.Index(table["voice"].astype(str))),
        docs.get_indexer(pd.Index(table["doc_id"].astype(str), dtype=object)),
    ]
    shape = (2, len(SECTIONS), len(VOICES), len(docs))
    flat = np.ravel_multi_index([code[kept] for code in codes], shape)
    added = np.bincount(
        flat, weights=table["number"].to_numpy(np.float64)[kept], minlength=int(np.prod(shape))
    )
    return np.asarray(added.reshape(shape), dtype=np.float64)
