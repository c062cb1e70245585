"""From what, by what and with what tables were made; nothing that differs by run."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from framing.columns import SCHEMA
from framing.lexicon import Lexicon
from framing.readers.files import corpus_files

__all__ = ["digest", "list_inputs", "made_with"]


def made_with(lexicon: Lexicon) -> dict[str, object]:
    """Name the versions and the codebook."""
    return {
        "schema": SCHEMA,
        "framing": version("framing"),
        "packages": {name: version(name) for name in ("numpy", "pandas", "pyarrow")},
        "lexicon": {
            "name": lexicon.name,
            "version": lexicon.version,
            "fingerprint": lexicon.fingerprint,
            "terms": len(lexicon),
        },
    }


def list_inputs(inputs: Sequence[str | Path]) -> list[dict[str, object]]:
    """Name the files of the inputs as they stand in them, with size and digest."""
    return [said for name in inputs for said in _digests(Path(name))]


def _digests(path: Path) -> list[dict[str, object]]:
    """Name the files of an input as they stand in it; a single text stands in its outlet's folder.

    Not the way there: the manifest must be the same wherever the input lies.
    """
    files, folder = [path.absolute()], path.absolute().parent
    if path.is_dir():
        files, folder = corpus_files(files[0]), files[0]
    elif path.suffix.lower() == ".txt":
        folder = folder.parent
    return [
        {
            # A file's name may hold bytes that are no letters.
            "name": item.relative_to(folder).as_posix().encode("utf-8", "replace").decode("utf-8"),
            "bytes": item.stat().st_size,
            "sha256": digest(item),
        }
        for item in files
    ]


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
