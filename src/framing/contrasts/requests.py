"""Which scores are asked for: every name must be known, every number possible."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.columns import ESTIMANDS, SECTION_GROUPS, VOICES
from framing.contrasts.codes import as_codes, encode, is_name
from framing.errors import (
    ComparisonError,
    FramingWarning,
    TableError,
    require_columns,
    unknown_name,
)
from framing.extracts import read_extract

__all__ = ["FLOOR", "VOICE", "Request", "names_of", "open_scores", "read_request"]

FLOOR = "floor:"

_TAKEN = ("doc_id", "section", "voice", "category", "hits", "exposure", "unit")
VOICE = "voice"
"""What groups words instead of articles: who speaks them."""


class Request(NamedTuple):
    """The rows of scores asked for, every group, and a column per category and estimand."""

    table: pd.DataFrame
    groups: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]


def open_scores(where: str, scores: pd.DataFrame | str | Path, by: str) -> pd.DataFrame:
    """Return scores as they are, or from a Parquet file those columns that a comparison needs."""
    if not isinstance(scores, str | Path):
        return scores
    asked = dict.fromkeys((*_TAKEN, "outlet", "event", "date", by))
    return read_extract(where, scores, "scores", list(asked))


def names_of(values: pd.Series[Any]) -> pd.Series[Any]:
    """Return names as strings, nothing and blank as missing.

    Examples
    --------
    >>> names_of(pd.Series(["flood", " ", None], dtype=object)).tolist()
    ['flood', None, None]
    """
    codes, levels = pd.factorize(values)
    clean = [str(level) if str(level).strip() else None for level in levels]
    # The last one is for what is missing, which has the code -1.
    return pd.Series(np.array([*clean, None], object)[codes], index=values.index, dtype=object)


def _levels(values: pd.Series[Any]) -> list[str]:
    """Every level a column knows of, also those that never occur."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        # A blank is no name: it is how nothing is written.
        return [str(level) for level in values.cat.categories if str(level).strip()]
    return sorted(str(name) for name in encode(values).cat.categories)


def _choose(where: str, what: str, asked: object, known: Sequence[str]) -> list[str]:
    """Return the names asked for, each of which must be known, or all where none are named."""
    if asked is None:
        return list(known)
    names = [asked] if isinstance(asked, str) else asked if isinstance(asked, Iterable) else []
    names = list(names)
    if not names:
        raise ComparisonError(
            f"{where}: no {what} is named; there are {', '.join(known)}; name one or leave it out"
        )
    for name in names:
        if name not in known:
            raise ComparisonError(unknown_name(where, what, name, known))
    return [name for name in known if name in names]


def _columns(
    where: str, categories: Sequence[str], estimands: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    columns = tuple(
        (category, estimand)
        for category in categories
        for estimand in estimands
        if estimand == "all" or not category.startswith(FLOOR)
    )
    if not columns:
        raise ComparisonError(
            f"{where}: who holds the floor is counted under 'all' only; the estimands asked for "
            f"are {', '.join(estimands)}; ask for 'all'"
        )
    return columns


def _check_table(where: str, scores: pd.DataFrame, by: str, voices: bool) -> None:
    if not isinstance(scores, pd.DataFrame):
        raise TableError(
            f"{where}: scores must be a table; it is a {type(scores).__name__}; "
            f"pass the table that score returned"
        )
    require_columns(where, scores.columns, _TAKEN)
    if by in _TAKEN and not (by == VOICE and voices):
        raise ComparisonError(
            f"{where}: articles cannot be grouped by {by!r}; it is not a property that articles "
            f"share; group by outlet, event or a column of the articles joined on by doc_id"
        )
    if by not in scores:
        have = ", ".join(str(name) for name in scores.columns)
        raise TableError(
            f"{where}: the scores have no column {by!r} to group by; they have {have}; join one "
            f'of the articles on: scores.merge(corpus.articles[["doc_id", "{by}"]], on="doc_id")'
        )


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


def read_request(
    where: str,
    scores: pd.DataFrame,
    by: str,
    categories: object,
    estimands: object,
    section: str,
    *,
    voices: bool = False,
) -> Request:
    """Return the scores asked for; `where` is the verb that errors and warnings name.

    Parameters
    ----------
    where : str
    scores : DataFrame
    by : str
        The column that groups articles.
    categories, estimands : str, sequence of str or None
        All of them unless named.
    section : str
    voices : bool
        Whether words may be grouped by who speaks them; they are then one estimand, ``voice``.

    Returns
    -------
    Request

    Raises
    ------
    TableError
        If columns or rows are missing, or voices, hits or exposure cannot be right.
    ComparisonError
        If a category, estimand, section or grouping is unknown, or no article has a group.
    """
    _check_table(where, scores, by, voices)
    sections = sorted(set(SECTION_GROUPS.values()))
    if section not in sections:
        raise ComparisonError(unknown_name(where, "section", section, sections))
    if not len(scores):
        raise TableError(
            f"{where}: the table of scores is empty; it has no rows; "
            f"check the receipt for articles that were dropped"
        )
    # Who speaks is then the group: there is nothing to add up over voices.
    heard = [VOICE] if by == VOICE else _choose(where, "estimand", estimands, list(ESTIMANDS))
    wanted = _choose(where, "category", categories, _levels(scores["category"]))
    _choose(where, "estimand", estimands, list(ESTIMANDS))
    voices_there = encode(scores["voice"])
    if voices_there.isna().any():
        lost = scores["doc_id"][voices_there.isna()]
        raise TableError(
            f"{where}: {len(lost):,} rows have no voice, the first in article {lost.iloc[0]!r}; "
            f"words belong to {', '.join(VOICES)}; pass the table that score returned"
        )
    for voice in sorted(set(voices_there.unique()) - set(VOICES)):
        raise TableError(unknown_name(where, "voice", voice, VOICES))
    if by == VOICE and categories is not None and all(c.startswith(FLOOR) for c in wanted):
        raise ComparisonError(
            f"{where}: who holds the floor is no rate of a voice; name categories that are counted "
            "in words"
        )
    columns = _columns(where, wanted, heard)
    there = set(voices_there.unique())
    groups = [v for v in VOICES if v in there] if by == VOICE else _levels(scores[by])
    grouped = encode(scores[by])
    named = grouped.notna()
    nameless = scores["doc_id"][~named].nunique()
    if nameless:
        warnings.warn(
            f"{where}: {nameless} article{'s have' if nameless > 1 else ' has'} no {by} and "
            f"{'are' if nameless > 1 else 'is'} left out",
            FramingWarning,
            stacklevel=4,
        )
    if not groups:
        raise ComparisonError(
            f"{where}: no article has a value of {by!r}; there are none to group by; "
            f"fill the column or group by another"
        )
    kept = named.to_numpy() & is_name(scores["section"], section)
    kept &= as_codes(scores["category"], wanted) >= 0
    # Only the columns that are used, names as numbers: tables can have millions of rows.
    table = scores[[name for name in (*_TAKEN, "event", "date") if name in scores and name != by]]
    table = table.assign(**{by: grouped})[kept]
    _check_numbers(where, table)
    table = table.assign(
        **{name: encode(table[name], blank=True) for name in ("doc_id", "category", "unit")}
    )
    table = table.assign(
        **{name: encode(table[name]) for name in ("event", "date") if name in table}
    )
    return Request(table, tuple(groups), columns)
