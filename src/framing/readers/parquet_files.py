"""Parquet, whose types and encoding are its own."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pandas as pd

from framing.errors import CorpusError
from framing.readers import ROW
from framing.readers.inputs import Input, Reading

__all__ = ["read_parquet"]

_AT_ONCE = 1_000


def read_parquet(item: Input, how: Reading) -> Iterator[pd.DataFrame]:
    """Read a Parquet file, some rows at a time; an index becomes columns where it has names."""
    import pyarrow
    from pyarrow import parquet

    with item.open() as stream:
        try:
            source = stream if stream.seekable() else io.BytesIO(stream.read())
            # Without it, all that was read stays in memory.
            file = parquet.ParquetFile(source, pre_buffer=False, buffer_size=1 << 20)
            count = _counted_index(file.schema_arrow.pandas_metadata)
            begun = 0
            for batch in file.iter_batches(_AT_ONCE):
                # Bytes that are no letters would come to light only where somebody looks at them.
                batch.validate(full=True)
                table = pyarrow.Table.from_batches([batch])
                # Whole numbers stay whole where some are missing.
                frame = table.to_pandas(integer_object_nulls=True)
                named = [name for name in frame.index.names if name is not None]
                frame = frame.reset_index(drop=not named)
                if count is not None:
                    name, start, step = count
                    frame[name] = range(
                        start + begun * step, start + (begun + len(frame)) * step, step
                    )
                yield frame.assign(**{ROW: range(begun + 1, begun + len(frame) + 1)})
                begun += len(frame)
            if not begun:
                yield file.schema_arrow.empty_table().to_pandas().reset_index(drop=True)
        except CorpusError:
            raise
        except Exception as fault:
            raise CorpusError(
                f"{item.name}: this is not a readable Parquet file ({fault}); write it again"
            ) from fault


def _counted_index(metadata: dict[str, Any] | None) -> tuple[str, int, int] | None:
    """Return name, start and step of an index that is a count; it stands in no column."""
    for index in (metadata or {}).get("index_columns", []):
        if isinstance(index, dict) and index.get("kind") == "range" and index.get("name"):
            return str(index["name"]), int(index["start"]), int(index["step"])
    return None
