"""Some columns of a table in a Parquet file: names as numbers, texts never read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.columns import SCHEMA
from framing.errors import TableError

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

__all__ = ["read_extract"]

_ROWS = 131_072


def read_extract(where: str, path: str | Path, table: str, columns: Sequence[str]) -> pd.DataFrame:
    """Return those of the columns that a Parquet file has, in memory that texts do not need.

    Names are read as numbers, a hundred thousand rows at a time, and are categoricals: what was
    written as one keeps its categories, also those that never occur, in their order; others
    have those that occur, sorted.

    Parameters
    ----------
    where : str
        The verb that errors name.
    path : path
        A Parquet file, or the folder of a run with one.
    table : str
        What the table is called: the file in a folder.
    columns : sequence of str
        Those wanted.

    Returns
    -------
    DataFrame

    Raises
    ------
    TableError
        If there is no such file, it is no Parquet, of another schema, or has none of the columns.
    """
    import pyarrow.parquet as pq

    path = _find(where, Path(path), table)
    with _open(where, path, table) as file:
        schema = file.schema_arrow
        there = [name for name in columns if name in schema.names]
        if not there:
            raise TableError(
                f"{where}: {path.name} is no table of {table}; it has the columns "
                f"{', '.join(schema.names) or 'of no name'}; pass the {table}.parquet of a run, "
                "or what write_table wrote"
            )
        texts = [name for name in there if _holds_names(schema.field(name).type)]
    # Buffered beforehand, all that was read would stay in memory.
    with pq.ParquetFile(path, read_dictionary=texts, pre_buffer=False) as file:
        found = _Columns(there, file)
    return found.table({name: _kept(schema.field(name).type) for name in there})


def _find(where: str, path: Path, table: str) -> Path:
    if path.is_dir():
        inside = path / f"{table}.parquet"
        if not inside.is_file():
            names = sorted(found.name for found in path.iterdir())[:10]
            raise TableError(
                f"{where}: the folder {path.name} has no {table}.parquet; there are "
                f"{', '.join(names) or 'no files'}; pass the folder of a finished run, or a table"
            )
        return inside
    if not path.is_file():
        raise TableError(
            f"{where}: there is no file {path}; {table} are a table, a Parquet file or the folder "
            "of a run; check the path"
        )
    if path.suffix != ".parquet":
        raise TableError(
            f"{where}: {path.name} is no Parquet file by its ending; columns are read from Parquet "
            "only; pass read_table(path), or write the table as .parquet"
        )
    return path


def _open(where: str, path: Path, table: str) -> pq.ParquetFile:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not path.stat().st_size:
        raise TableError(
            f"{where}: {path.name} is empty; a Parquet file has at least a schema; "
            f"write the {table} again"
        )
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as fault:
        raise TableError(
            f"{where}: {path.name} is no Parquet file, or damaged ({str(fault).splitlines()[0]}); "
            f"pass the {table}.parquet of a run, or what write_table wrote"
        ) from fault
    mark = (file.schema_arrow.metadata or {}).get(b"framing")
    schema = json.loads(mark).get("schema") if mark is not None else SCHEMA
    if schema != SCHEMA:
        file.close()
        raise TableError(
            f"{where}: {path.name} is of schema {schema}; this version reads schema {SCHEMA}; "
            "make the tables again with this version, or read them with the one that made them"
        )
    return file


def _holds_names(kind: pa.DataType) -> bool:
    import pyarrow.types as kinds

    return bool(kinds.is_string(kind) or kinds.is_large_string(kind))


def _kept(kind: pa.DataType) -> bool:
    """Say whether categories stay as they are, also those that never occur."""
    import pyarrow.types as kinds

    return bool(kinds.is_dictionary(kind))


class _Columns:
    """Columns as arrays, filled piece by piece; names as numbers that hold for all pieces."""

    def __init__(self, names: Sequence[str], file: pq.ParquetFile) -> None:
        self.rows = file.metadata.num_rows
        self.arrays: dict[str, NDArray[Any]] = {}
        self.known: dict[str, dict[str, int]] = {}
        start = 0
        for batch in file.iter_batches(_ROWS, columns=list(names)):
            for name in names:
                column = batch.column(name)
                coded = hasattr(column, "dictionary")
                self._put(name, start, self._codes(name, column) if coded else _values(column))
            start += len(batch)

    def _put(self, name: str, start: int, values: NDArray[Any]) -> None:
        """Put values in their place, which is no wider than it has to be."""
        whole = self.arrays.get(name)
        if whole is None:
            whole = np.empty(self.rows, values.dtype)
        else:
            whole = whole.astype(np.result_type(whole, values), copy=False)
        whole[start : start + len(values)] = values
        self.arrays[name] = whole

    def _codes(self, name: str, column: pa.DictionaryArray) -> NDArray[Any]:
        known = self.known.setdefault(name, {})
        new = [known.setdefault(str(v), len(known)) for v in column.dictionary.to_pylist()]
        codes = column.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        found: NDArray[Any] = np.array([*new, -1], np.min_scalar_type(-len(known) - 1))[codes]
        return found

    def table(self, kept: dict[str, bool]) -> pd.DataFrame:
        """Return the table; `kept` says which categories are not sorted."""
        found: dict[str, object] = {}
        for name in kept:
            whole = self.arrays.pop(name, np.zeros(0))
            found[name] = self._named(name, whole, kept[name]) if name in self.known else whole
        # Without copying, columns stay arrays of their own.
        return pd.DataFrame(found, copy=False)

    def _named(self, name: str, codes: NDArray[Any], kept: bool) -> pd.Categorical[Any]:
        levels = list(self.known[name])
        if kept:
            return pd.Categorical.from_codes(codes, pd.Index(levels, dtype="str"))
        place = {level: number for number, level in enumerate(sorted(levels))}
        turned = np.array([*(place[level] for level in levels), -1], codes.dtype)[codes]
        return pd.Categorical.from_codes(turned, pd.Index(sorted(levels), dtype="str"))


def _values(column: pa.Array) -> NDArray[np.generic]:
    values: NDArray[np.generic] = column.to_numpy(zero_copy_only=False)
    # Parquet knows no whole seconds; it keeps them as thousandths.
    return values.astype("datetime64[s]", copy=False) if values.dtype.kind == "M" else values
