"""Parts put under each other: one file per table, the same bytes however they were made."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from framing.columns import SCHEMA
from framing.runs.parts import Made, read_made
from framing.tables import replacing

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

__all__ = ["merge_table"]

_GROUP = 50_000
"""Rows of a group of rows, at least."""


def merge_table(folder: Path, parts: Sequence[Made], table: str, path: Path) -> int:
    """Write a table from its parts, one at a time, and return its rows."""
    if path.suffix == ".parquet":
        return _to_parquet(folder, parts, table, path)
    return _to_csv(folder, parts, table, path)


def _to_parquet(folder: Path, parts: Sequence[Made], table: str, path: Path) -> int:
    import pyarrow.parquet as pq

    rows = 0
    waiting: list[pa.Table] = []

    with replacing(path) as file:
        writer = None
        for made in parts:
            found = pq.read_table(read_made(folder, made, table))
            if writer is None:
                mark = {b"framing": json.dumps({"schema": SCHEMA}).encode()}
                schema = found.schema.with_metadata({**(found.schema.metadata or {}), **mark})
                writer = pq.ParquetWriter(file, schema, compression="zstd")
            rows += len(found)
            waiting.append(found.cast(schema))
            # By rows alone, so that the bytes do not depend on how the parts were made.
            if sum(map(len, waiting)) >= _GROUP:
                _write_group(writer, waiting)
        if writer is not None:
            if waiting or not rows:
                _write_group(writer, waiting)
            writer.close()
    return rows


def _write_group(writer: pq.ParquetWriter, waiting: list[pa.Table]) -> None:
    """Write what is waiting as one group; categories are the same in all of it."""
    import pyarrow as pa

    whole = pa.concat_tables(waiting).unify_dictionaries().combine_chunks()
    writer.write_table(whole, row_group_size=max(len(whole), 1))
    waiting.clear()


def _to_csv(folder: Path, parts: Sequence[Made], table: str, path: Path) -> int:
    import pandas as pd

    rows = 0
    # The csv module leaves a lone carriage return unquoted, and readers end the row there.
    returns = any(made.returns[table] for made in parts)
    with replacing(path) as file:
        for number, made in enumerate(parts):
            found = pd.read_parquet(read_made(folder, made, table))
            text = found.to_csv(
                index=False,
                header=number == 0,
                lineterminator="\n",
                float_format="%.6g",
                date_format="%Y-%m-%d",
                quoting=csv.QUOTE_NONNUMERIC if returns else csv.QUOTE_MINIMAL,
            )
            file.write(text.encode("utf-8"))
            rows += len(found)
    return rows
