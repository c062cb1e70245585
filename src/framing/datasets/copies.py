"""Ready copies: a folder of converted corpora, so that nothing has to be downloaded."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import zlib
from pathlib import Path

from framing.datasets.records import Record
from framing.datasets.registry import Copy, Dataset
from framing.errors import DatasetError

__all__ = ["VARIABLE", "copies_folder", "read_copies"]

VARIABLE = "FRAMING_DATA"
"""The environment variable that names the folder of ready copies."""


def copies_folder() -> Path | None:
    """Return the folder of ready copies, if the environment names one.

    Raises
    ------
    DatasetError
        If it names something that is no folder.
    """
    named = os.environ.get(VARIABLE, "")
    if not named:
        return None
    folder = Path(named).expanduser()
    if not folder.is_dir():
        raise DatasetError(
            f"{VARIABLE}: {named} is no folder; it names the one that holds ready copies of public "
            "corpora; mend it, or unset it and the originals are downloaded"
        )
    return folder


def read_copies(dataset: Dataset, folder: Path) -> dict[str, list[Record]]:
    """Read the ready copies of a corpus: name of the records -> records.

    Parameters
    ----------
    dataset : Dataset
        Which.
    folder : path
        Where the copies lie.

    Raises
    ------
    DatasetError
        If a copy is missing, is not the file the registry knows, or holds fewer records.
    """
    return {copy.stem: _read(copy, folder / copy.file) for copy in dataset.copies}


def _read(copy: Copy, path: Path) -> list[Record]:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DatasetError(
            f"{VARIABLE}: {path.parent} holds no {path.name}; fetch needs this ready copy; put it "
            f"there, or unset {VARIABLE} and the originals are downloaded"
        ) from None
    except OSError as fault:
        raise DatasetError(
            f"{path}: this ready copy cannot be read ({fault.strerror or fault}); fetch needs the "
            "file; mend its rights or copy it again"
        ) from fault
    found = hashlib.sha256(data).hexdigest()
    if found != copy.sha256:
        raise DatasetError(
            f"{path}: the sha256 of this ready copy is {found}; the registry knows {copy.sha256}; "
            "the file was changed or damaged; copy it again"
        )
    records = _parse(path, data)
    if len(records) != copy.records:
        raise DatasetError(
            f"{path}: the ready copy holds {len(records):,} records; the registry knows "
            f"{copy.records:,}; registry and copy do not belong together; get both anew"
        )
    return records


def _parse(path: Path, data: bytes) -> list[Record]:
    try:
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
        if ".jsonl" in path.suffixes:
            return [json.loads(line) for line in text.split("\n") if line.strip()]
        return list(csv.DictReader(io.StringIO(text, newline="")))
    except (OSError, EOFError, zlib.error, ValueError) as fault:
        raise DatasetError(
            f"{path}: this ready copy cannot be read ({fault}); it is cut off or damaged; copy it "
            "again"
        ) from fault
