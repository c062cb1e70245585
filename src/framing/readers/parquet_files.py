"""Parquet, whose types and encoding are its own."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pandas as pd

from framing.errors import CorpusError
from framing.readers.inputs import Input, Reading

__all__ = ["read_parquet"]


def read_parquet(item: Input, how: Reading) -> Iterator[pd.DataFrame]:
    """Read a Parquet file; its index becomes columns only where it has names."""
    import pyarrow

    data = io.BytesIO(item.read())
    try:
        frame = pd.read_parquet(data)
        strings: pd.DataFrame = frame.select_dtypes("str")
        for name in strings:
            # Bytes that are no letters would come to light only where somebody looks at the text.
            pyarrow.array(strings[name]).validate(full=True)
    except Exception as fault:
        raise CorpusError(
            f"{item.name}: this is not a readable Parquet file ({fault}); write it again"
        ) from fault
    named = [name for name in frame.index.names if name is not None]
    yield frame.reset_index(drop=not named)
