"""About how many articles there are, so that a bar can say how long it takes."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

__all__ = ["expected_articles"]

_SAMPLE = 1 << 22


def expected_articles(inputs: Sequence[str | Path]) -> int | None:
    """Return an estimate from sizes and first lines, or None where only reading can tell.

    Examples
    --------
    >>> expected_articles([]), expected_articles(["no-such-file.csv"])
    (0, None)
    """
    total = 0
    for name in inputs:
        path = Path(name)
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            found = _of_file(file)
            if found is None:
                return None
            total += found
    return total


def _of_file(file: Path) -> int | None:
    ending = file.suffix.lower()
    try:
        if ending == ".txt":
            return 1
        if ending == ".parquet":
            from pyarrow import parquet

            return int(parquet.read_metadata(file).num_rows)
        size = file.stat().st_size
        with file.open("rb") as stream:
            head = stream.read(_SAMPLE)
    except Exception:  # what is wrong with it, its reader says
        return None
    if ending in (".jsonl", ".ndjson"):
        rows = head.count(b"\n") + (not head.endswith(b"\n"))
    elif ending in (".csv", ".tsv"):
        text = head.decode("utf-8", "replace")
        mark = "\t" if ending == ".tsv" else ","
        try:
            rows = sum(1 for _ in csv.reader(io.StringIO(text, newline=""), delimiter=mark)) - 1
        except csv.Error:
            return None
    else:
        return None
    return max(1, round(rows * size / max(len(head), 1)))
