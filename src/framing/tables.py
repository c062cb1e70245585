"""Tables to files and back: whole or not at all, the same bytes each time."""

from __future__ import annotations

import csv
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pandas as pd

from framing.columns import SCHEMA
from framing.errors import TableError, unknown_name

__all__ = [
    "FORMATS",
    "has_returns",
    "read_table",
    "remove_table",
    "replacing",
    "write_json",
    "write_table",
]

FORMATS = ("csv", "parquet")
_KEY = b"framing"
_NUMBERS = (
    "start", "end", "words", "cue_start", "cue_end", "source_start", "source_end", "confidence",
    "polarity", "weight", "hits", "exposure", "estimate", "conf_low", "conf_high", "p_value",
    "p_adj", "p_smallest", "n_docs", "n_events", "context_start", "inclusion_probability",
    "n_coders", "n_units", "n_values", "alpha", "alpha_low", "alpha_high", "percent_agreement",
    "percent_low", "percent_high", "ac1", "ac1_low", "ac1_high", "precision", "n_effective",
)  # fmt: skip
_SWITCHES = ("negated", "straddles")


@contextmanager
def replacing(path: str | Path) -> Iterator[BinaryIO]:
    """Write a file beside its place and move it there when it is whole.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replacing(Path(folder) / "note.txt") as file:
    ...         _ = file.write(b"whole")
    ...     (Path(folder) / "note.txt").read_text()
    'whole'
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        # A temporary file is private; a table is as readable as any file made here.
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_table(table: pd.DataFrame, path: str | Path) -> Path:
    """Write a table as CSV or Parquet, by the ending of the path.

    CSV is UTF-8 with line feeds, six significant digits and ISO dates. Parquet carries the
    schema number in its metadata.

    Parameters
    ----------
    table : DataFrame
        Any of the package's tables.
    path : path
        Where; missing folders are made.

    Returns
    -------
    Path

    Raises
    ------
    TableError
        If the ending is neither `.csv` nor `.parquet`.
    """
    path = Path(path)
    if path.suffix == ".csv":
        text = table.to_csv(
            index=False,
            lineterminator="\n",
            float_format="%.6g",
            date_format="%Y-%m-%d",
            # The csv module leaves a lone carriage return unquoted, and readers end the row there.
            quoting=csv.QUOTE_NONNUMERIC if has_returns(table) else csv.QUOTE_MINIMAL,
        )
        with replacing(path) as file:
            file.write(text.encode("utf-8"))
    elif path.suffix == ".parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        arrow = pa.Table.from_pandas(table, preserve_index=False)
        mark = {_KEY: json.dumps({"schema": SCHEMA}).encode()}
        with replacing(path) as file:
            pq.write_table(
                arrow.replace_schema_metadata({**(arrow.schema.metadata or {}), **mark}),
                file,
                compression="zstd",
            )
    else:
        raise TableError(unknown_name(str(path), "table format", path.suffix, FORMATS))
    return path


def has_returns(table: pd.DataFrame) -> bool:
    """Say whether a text holds a carriage return, which the csv module leaves unquoted."""
    texts = table.select_dtypes(["str", "object"])
    return any(isinstance(v, str) and "\r" in v for name in texts for v in texts[name].tolist())


def read_table(path: str | Path) -> pd.DataFrame:
    """Read a table that `write_table` wrote.

    Raises
    ------
    TableError
        If the file is of another schema or format.
    """
    path = Path(path)
    if path.suffix == ".csv":
        manifest = path.parent / "manifest.json"
        if manifest.is_file():
            _check(path, json.loads(manifest.read_text(encoding="utf-8")).get("schema", SCHEMA))
        table = pd.read_csv(path, dtype="str", keep_default_na=False)
        for name in table.columns.intersection(list(_NUMBERS)):
            table[name] = pd.to_numeric(table[name].replace("", None))
        for name in table.columns.intersection(list(_SWITCHES)):
            table[name] = table[name] == "True"
        if "date" in table:
            table["date"] = pd.to_datetime(table["date"].replace("", None)).astype("datetime64[s]")
        return table
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        arrow = pq.read_table(path)
        mark = (arrow.schema.metadata or {}).get(_KEY)
        if mark is not None:
            _check(path, json.loads(mark).get("schema"))
        frame: pd.DataFrame = arrow.to_pandas()
        if "date" in frame and frame["date"].dtype.kind == "M":
            # Parquet knows no whole seconds; it keeps them as thousandths.
            frame["date"] = frame["date"].astype("datetime64[s]")
        return frame
    raise TableError(unknown_name(str(path), "table format", path.suffix, FORMATS))


def remove_table(path: str | Path, columns: Sequence[str]) -> bool:
    """Remove a table that `write_table` wrote, and nobody else's file of that name.

    Parameters
    ----------
    path : path
        The table, or no file.
    columns : sequence of str
        By these a CSV file is known; Parquet carries a mark.

    Returns
    -------
    bool
        Whether there was one.

    Examples
    --------
    >>> remove_table("no-such-table.csv", ["doc_id"])
    False
    """
    path = Path(path)
    if not path.is_file():
        return False
    if path.suffix == ".csv":
        header = ",".join(columns).encode("utf-8")
        with path.open("rb") as file:
            # Texts with lone carriage returns have every name in quotation marks.
            ours = file.readline(10_000).replace(b'"', b"").rstrip(b"\n") == header
    else:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            ours = _KEY in (pq.read_schema(path).metadata or {})
        except pa.ArrowInvalid:
            ours = False
    if ours:
        path.unlink()
    return ours


def _check(path: Path, schema: object) -> None:
    if schema != SCHEMA:
        raise TableError(
            f"{path}: the file is of schema {schema}; this version reads schema {SCHEMA}; "
            "make the tables again with this version, or read them with the one that made them"
        )


def write_json(data: object, path: str | Path) -> Path:
    """Write sorted, indented JSON, whole or not at all."""
    text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)
    with replacing(path) as file:
        file.write((text + "\n").encode("utf-8"))
    return Path(path)
