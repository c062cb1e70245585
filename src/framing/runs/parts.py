"""What was made of one part, in a folder of its own: whole or not there."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from framing.errors import FramingError
from framing.runs.manifests import digest
from framing.tables import FORMATS, has_returns, write_json, write_table

__all__ = [
    "TABLES",
    "Made",
    "clear_halves",
    "clear_temporary",
    "find_made",
    "read_made",
    "write_made",
]

TABLES = ("attributions", "segments", "evidence", "scores", "receipt")
_FACTS = "part.json"
_HALF = ".half"


class Made(NamedTuple):
    """A part that is there: its number, the key of what it was made from, and what it holds."""

    number: int
    key: str
    articles: int
    quarantined: int
    unclosed: int
    rows: dict[str, int]
    returns: dict[str, bool]
    """Whether a table holds lone carriage returns, which CSV has to quote."""
    sha256: dict[str, str]


def _place(folder: Path, number: int, key: str) -> Path:
    return folder / f"{number:08}-{key[:16]}"


def write_made(
    folder: Path, number: int, key: str, tables: Mapping[str, pd.DataFrame], tag: str, **facts: int
) -> Made:
    """Write the tables of a part; the folder gets its name when all of them are in it.

    `tag` names the shard: only it clears what it left half-written.
    """
    place = _place(folder, number, key)
    here = f"{platform.node()}-{os.getpid()}"
    half = place.with_name(f"{place.name}.{tag}.{here}{_HALF}")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    try:
        for name in TABLES:
            write_table(tables[name], half / f"{name}.parquet")
        made = Made(
            number=number,
            key=key,
            rows={name: len(tables[name]) for name in TABLES},
            returns={name: has_returns(tables[name]) for name in TABLES},
            sha256={name: digest(half / f"{name}.parquet") for name in TABLES},
            **facts,
        )
        write_json(made._asdict(), half / _FACTS)
        for path in half.iterdir():
            _to_disk(path)
        if find_made(folder, number, key) is None:
            # What stands there is damaged: it would be in the way for ever.
            shutil.rmtree(place, ignore_errors=True)
            try:
                half.rename(place)
            except OSError:
                # Another process made the same part meanwhile: the same bytes.
                if find_made(folder, number, key) is None:
                    raise
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return made


def _to_disk(path: Path) -> None:
    """Wait until a file is on the disk: a name must not outlive what it names."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def find_made(folder: Path, number: int, key: str) -> Made | None:
    """Return the part if it is there and whole."""
    place = _place(folder, number, key)
    try:
        made = Made(**json.loads((place / _FACTS).read_text(encoding="utf-8")))
        whole = all(digest(place / f"{name}.parquet") == made.sha256[name] for name in TABLES)
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return made if whole and made.key == key else None


def read_made(folder: Path, made: Made, table: str) -> Path:
    """Return the file of a table of a part, after its digest was held against what was written.

    Raises
    ------
    FramingError
        If it is not the file that was written.
    """
    path = _place(folder, made.number, made.key) / f"{table}.parquet"
    if not path.is_file() or digest(path) != made.sha256[table]:
        raise FramingError(
            f"{path.parent.name}/{path.name}: the file is not the one that was written; it was "
            "changed or lost; remove the folder and run again, only that part is made anew"
        )
    return path


def clear_halves(folder: Path, tag: str) -> None:
    """Remove what a run of the same shard, that was killed, left half-written."""
    for place in _folders(folder):
        if place.name.endswith(_HALF) and f".{tag}." in place.name:
            shutil.rmtree(place, ignore_errors=True)


def clear_temporary(out: Path) -> None:
    """Remove what a merge that was killed left half-written."""
    names = [f"{name}.{form}" for name in TABLES for form in FORMATS] + ["manifest.json"]
    begun = re.compile(rf"\.(?:{'|'.join(map(re.escape, names))})\.[a-z0-9_]{{8}}")
    for path in out.glob(".*") if out.is_dir() else ():
        if begun.fullmatch(path.name) and path.is_file():
            path.unlink(missing_ok=True)


def _folders(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from (place for place in sorted(folder.iterdir()) if place.is_dir())
