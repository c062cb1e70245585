"""Scores as small files without a word of the articles, from which every rate can be made again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from framing.columns import DEVICES, ESTIMANDS, SCHEMA, UNITS, VOICES, unit_of
from framing.errors import TableError, require_columns, unknown_name
from framing.scores import SCORE_COLUMNS
from framing.tables import read_table, write_json, write_table

__all__ = ["COUNT_COLUMNS", "read_counts", "write_counts"]

COUNT_COLUMNS = tuple(name for name in SCORE_COLUMNS if name != "unit")
_ARTICLE = ["doc_id", "outlet", "event", "date"]
_CELL = ["doc_id", "section", "voice"]
_SECTIONS = ("headline", "body")
# Their exposure may stand without a hit, so it has a row of its own.
_STANDING = ("words", "attributions", "harm_mentions", "headlines")


def write_counts(
    scores: pd.DataFrame, path: str | Path, *, about: Mapping[str, Any] | None = None
) -> Path:
    """Write scores as counts that may be published: no text, and no row that only says zero.

    Parameters
    ----------
    scores : DataFrame
        What `score` returned, or whole articles, sections or categories of it.
    path : path
        The `.csv` file. Beside it, with the ending `.json`, go the categories (also those that
        never occur) and `about`.
    about : mapping, optional
        What the counts were made from and with: corpus, commit, codebook.

    Returns
    -------
    Path
        The CSV: columns `COUNT_COLUMNS`; rows of a category with hits, and the exposure of each
        article, section and voice as rows of the categories `words`, `attributions`,
        `harm_mentions`, `headlines` with 0 hits.

    Raises
    ------
    TableError
        If a column is missing, or the scores could not be made again from the counts.

    See Also
    --------
    read_counts : the scores again.

    Examples
    --------
    >>> import tempfile
    >>> from framing import annotate, attribute, read_corpus, read_lexicon, score, segment
    >>> corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": ["A reckless plan."]}))
    >>> segments = segment(corpus, attribute(corpus))
    >>> scores = score(annotate(corpus, segments, read_lexicon("loaded")), segments)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = write_counts(scores, Path(folder) / "counts.csv")
    ...     len(read_table(path)), read_counts(path).equals(scores)
    (3, True)
    """
    require_columns("write_counts", scores.columns, SCORE_COLUMNS)
    path = Path(path)
    categories = _categories(scores)
    counts = _compact(scores)
    made = _lay_out(counts, categories)
    if not _equal(made, scores):
        raise TableError(
            f"write_counts: {len(scores):,} rows of scores would come back as {len(made):,} other "
            "ones; some rows of an article, voice or category are missing; pass what score "
            "returned, or whole articles, sections or categories of it"
        )
    write_table(counts, path)
    write_json(
        {"schema": SCHEMA, "categories": categories, "about": dict(about or {})},
        path.with_suffix(".json"),
    )
    return path


def read_counts(path: str | Path) -> pd.DataFrame:
    """Read counts that `write_counts` wrote, as the scores they were made from.

    Parameters
    ----------
    path : path
        The `.csv` file; its `.json` must lie beside it.

    Returns
    -------
    DataFrame
        The columns and rows of `score`, zeros included.

    Raises
    ------
    TableError
        If a file is missing or of another schema, names a category the other does not know, or
        holds what cannot be counts: unknown voices, negative numbers, a row twice.
    """
    path = Path(path)
    beside = path.with_suffix(".json")
    for file in (path, beside):
        if not file.is_file():
            raise TableError(
                f"{file}: there is no such file; counts are two files, {path.name} and "
                f"{beside.name}; copy both"
            )
    try:
        told = json.loads(beside.read_text(encoding="utf-8"))
        told["categories"] = [str(name) for name in told["categories"]]
    except (ValueError, KeyError, TypeError) as fault:
        raise TableError(
            f"{beside}: this does not name the categories of the counts ({fault!r}); write_counts "
            "wrote it beside them; copy both files again"
        ) from fault
    if told.get("schema") != SCHEMA:
        raise TableError(
            f"{beside}: the counts are of schema {told.get('schema')}; this version reads schema "
            f"{SCHEMA}; make them again with this version, or read them with the one that made them"
        )
    try:
        counts = read_table(path)
    except ValueError as fault:
        raise TableError(
            f"{path}: this is no table of counts ({fault}); write_counts wrote one; copy it again"
        ) from fault
    require_columns(str(path), counts.columns, [c for c in COUNT_COLUMNS if c != "event"])
    _check(path, counts)
    categories = list(told["categories"])
    sets = {name.partition("/")[0] for name in categories if name.startswith("naming:")}
    unknown = set(counts["category"]) - {*categories, *_STANDING, *sets}
    if unknown:
        raise TableError(
            f"{path}: there is a category {sorted(unknown)[0]!r}; {beside.name} names "
            f"{len(categories)} others; the two files do not belong together; copy both again"
        )
    if "event" not in counts:
        counts["event"] = pd.array([""] * len(counts), "str")
    return _lay_out(counts, categories)


def _check(path: Path, counts: pd.DataFrame) -> None:
    """Refuse rows that would be counted twice, or not at all."""
    for name, known in (("section", _SECTIONS), ("voice", VOICES)):
        strange = sorted(set(counts[name]) - set(known))
        if strange:
            raise TableError(unknown_name(str(path), name, strange[0], known))
    for name in ("hits", "exposure"):
        values = counts[name]
        bad = ~((values >= 0) & (values % 1 == 0))
        if bad.any():
            raise TableError(
                f"{path}, row {int(np.argmax(bad)) + 1}: {name} is {values[bad].iloc[0]}; counts "
                "are whole numbers from 0; copy the file again"
            )
    again = counts.duplicated([*_CELL, "category"])
    if again.any():
        row = counts[again].iloc[0]
        raise TableError(
            f"{path}, row {int(np.argmax(again)) + 1}: {row['category']!r} of article "
            f"{row['doc_id']!r} in {row['section']}, {row['voice']} stands there twice; it would "
            "be counted twice; copy the file again"
        )


def _categories(scores: pd.DataFrame) -> list[str]:
    column = scores["category"]
    if isinstance(column.dtype, pd.CategoricalDtype):
        return [str(name) for name in column.cat.categories]
    return sorted(set(column.astype("str")))


def _plain(scores: pd.DataFrame) -> pd.DataFrame:
    names = ["section", "voice", "category", "unit"]
    return scores.assign(**{name: scores[name].astype("str") for name in names})


def _compact(scores: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with hits, and one row for each exposure that stands by itself."""
    table = _plain(scores).reset_index(drop=True)
    table["_row"] = pd.factorize(table["doc_id"])[0]
    floor = table["category"].str.startswith("floor:")
    device = table["category"].isin(DEVICES) & (table["unit"] == "words")
    standing = table[~floor & ~device & table["unit"].isin(_STANDING) & (table["exposure"] > 0)]
    standing = standing.drop_duplicates([*_CELL, "unit"])
    standing = standing.assign(category=standing["unit"], hits=0, _rank=-1)
    found = table[(table["hits"] > 0) & ~floor]
    named = table[table["unit"] == "alternatives"]
    named = named.assign(category=_sets(named["category"]))
    # Where only alternatives that are left out were found, their number stands for itself.
    silent = named.groupby([*_CELL, "category"])["hits"].transform("sum") == 0
    silent_sets = named[silent].drop_duplicates([*_CELL, "category"]).assign(_rank=-1)
    standing = pd.concat([standing, silent_sets])
    rank = {name: number for number, name in enumerate(_categories(scores))}
    found = found.assign(_rank=found["category"].map(rank))
    kept = pd.concat([standing, found])
    for name, order in (("section", _SECTIONS), ("voice", VOICES)):
        kept[name] = pd.Categorical(kept[name], categories=order)
    kept = kept.sort_values(["_row", "section", "voice", "_rank", "category"], ignore_index=True)
    columns = [c for c in COUNT_COLUMNS if c != "event" or (kept["event"] != "").any()]
    return kept[columns]


def _lay_out(counts: pd.DataFrame, categories: list[str]) -> pd.DataFrame:
    """Return every row of the scores that the counts stand for."""
    counts = counts.assign(section=counts["section"].astype("str"))
    counts["voice"] = counts["voice"].astype("str")
    if "event" not in counts:
        counts["event"] = pd.array([""] * len(counts), "str")
    articles = counts[_ARTICLE].drop_duplicates("doc_id").reset_index(drop=True)
    articles["_row"] = range(len(articles))
    columns = [*_CELL, "category", "hits", "exposure"]
    found = counts.loc[counts["category"].isin(categories), columns]
    exposures = {
        unit: counts.loc[counts["category"] == unit, [*_CELL, "exposure"]] for unit in _STANDING
    }
    parts = [*_grids(exposures, categories), _alternatives(counts, categories)]
    grid = pd.concat([found, *(part.assign(hits=0) for part in parts)], ignore_index=True)
    grid = grid.drop_duplicates([*_CELL, "category"])
    table = pd.concat([grid, _floors(exposures["words"], categories)], ignore_index=True)
    table = table.merge(articles, on="doc_id", how="left")
    units = {name: unit_of(name) for name in categories}
    table["unit"] = pd.Categorical(
        np.where(table["section"] == "headline", "headlines", table["category"].map(units)),
        categories=UNITS,
    )
    for name, order in (("section", _SECTIONS), ("voice", VOICES), ("category", categories)):
        table[name] = pd.Categorical(table[name], categories=order)
    table[["hits", "exposure"]] = table[["hits", "exposure"]].astype("int64")
    table = table.sort_values(["_row", "section", "voice", "category"], ignore_index=True)
    return table[list(SCORE_COLUMNS)]


def _grids(exposures: Mapping[str, pd.DataFrame], categories: list[str]) -> list[pd.DataFrame]:
    """Return a row for every category that shares an exposure."""
    counted = [name for name in categories if not name.startswith("floor:")]
    members = {
        "headlines": counted,
        "words": [n for n in counted if unit_of(n) == "words" and n not in DEVICES],
        "attributions": [n for n in counted if unit_of(n) == "attributions"],
        "harm_mentions": [n for n in counted if unit_of(n) == "harm_mentions"],
    }
    grids = [
        exposures[unit].merge(pd.DataFrame({"category": names}, dtype="str"), how="cross")
        for unit, names in members.items()
    ]
    # The outlet's row of a device carries the words of all the wording, so the others carry none.
    words = exposures["words"]
    inside = words["voice"].isin(ESTIMANDS["wording"])
    carried = words[inside].groupby(["doc_id", "section"])["exposure"].sum().reset_index()
    devices = pd.DataFrame({"category": [n for n in counted if n in DEVICES]}, dtype="str")
    for part in (carried.assign(voice="outlet"), words[~inside]):
        grids.append(part.merge(devices, how="cross"))
    return grids


def _sets(categories: pd.Series[str]) -> pd.Series[str]:
    """Return the naming set of each category: what stands before the slash."""
    return categories.str.split("/").str[0]


def _alternatives(counts: pd.DataFrame, categories: list[str]) -> pd.DataFrame:
    """Return a row for every alternative of a naming set of which one was found."""
    named = [name for name in categories if unit_of(name) == "alternatives"]
    members = pd.DataFrame({"category": named}, dtype="str")
    members["set"] = _sets(members["category"])
    there = counts[(counts["section"] == "body") & counts["category"].str.startswith("naming:")]
    there = there.assign(set=_sets(there["category"]))
    there = there.drop_duplicates([*_CELL, "set"])[[*_CELL, "set", "exposure"]]
    return there.merge(members, on="set").drop(columns="set")


def _floors(words: pd.DataFrame, categories: list[str]) -> pd.DataFrame:
    """Return the words of each voice over the words of the article."""
    voices = [voice for voice in VOICES if f"floor:{voice}" in categories]
    whole = words.groupby(["doc_id", "section"])["exposure"].sum().reset_index()
    grid = whole.merge(pd.DataFrame({"voice": voices}, dtype="str"), how="cross")
    spoken = words.rename(columns={"exposure": "hits"})
    table = grid.merge(spoken, on=_CELL, how="left").fillna({"hits": 0})
    return table.assign(category="floor:" + table["voice"])


def _equal(made: pd.DataFrame, scores: pd.DataFrame) -> bool:
    keys = ["doc_id", "section", "voice", "category"]
    left, right = (
        _plain(table)[list(SCORE_COLUMNS)].sort_values(keys, ignore_index=True)
        for table in (made, scores)
    )
    return left.astype("str").equals(right.astype("str"))
