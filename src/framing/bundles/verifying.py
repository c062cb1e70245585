"""A bundle made again from its counts, file by file."""

from __future__ import annotations

import json
import tempfile
import zipfile
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import pandas as pd

from framing.bundles.making import COUNTS, MANIFEST, PACKAGES
from framing.bundles.remaking import remake
from framing.columns import SCHEMA
from framing.errors import FramingError
from framing.lexicon import Lexicon, read_lexicon

__all__ = ["VERIFIED_COLUMNS", "verify_bundle"]

VERIFIED_COLUMNS = ("file", "state", "note")
SAME, ALIKE, DIFFERS, UNCHECKED = "same", "same by value", "differs", "not compared"
_LARGEST = 500_000_000
_ALIKE = 2e-5
"""Tables have six significant digits."""


def verify_bundle(path: str | Path) -> pd.DataFrame:
    """Make every table and figure of a bundle again, from its counts alone, and say what differs.

    Parameters
    ----------
    path : path
        What `write_bundle` wrote.

    Returns
    -------
    DataFrame
        One row per file: `file`; `state`: ``same`` (byte for byte), ``same by value`` (a table
        whose numbers agree to five digits), ``not compared`` (a figure drawn by another version of
        matplotlib), ``differs``; `note`.

    Raises
    ------
    FramingError
        If the file is no bundle, is damaged, or of another schema.

    Examples
    --------
    >>> import tempfile
    >>> from framing import annotate, attribute, read_corpus, read_lexicon, score, segment
    >>> from framing.bundles import write_bundle
    >>> corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": ["A quiet plan."]}))
    >>> segments = segment(corpus, attribute(corpus))
    >>> scores = score(annotate(corpus, segments, read_lexicon("loaded")), segments)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     out = write_bundle(scores, out=f"{folder}/study.zip", seed=1)
    ...     set(verify_bundle(out)["state"])
    {'same'}
    """
    with tempfile.TemporaryDirectory() as made:
        there, again = Path(made) / "there", Path(made) / "again"
        facts = _unpack(Path(path), there)
        rows = _check_files(there, facts)
        book = _read_codebook(there)
        rows.append(_check_codebook(book, facts))
        broken = {row[0] for row in rows if row[1] == DIFFERS}
        if book is not None and not {COUNTS, "counts.json"} & broken:
            remake(there / COUNTS, book, again, int(facts["seed"]))
            rows += [_compare(name, there, again, facts) for name in sorted(facts["remade"])]
            more = {p.relative_to(again).as_posix() for p in again.rglob("*.*")}
            rows += [
                (name, DIFFERS, "made here, not in the bundle")
                for name in sorted(more - set(facts["remade"]))
            ]
    found: dict[str, tuple[str, str, str]] = {}
    for row in rows:
        # A file that is not as it was written differs, whatever is made again.
        if row[0] not in found or found[row[0]][1] != DIFFERS:
            found[row[0]] = row
    return pd.DataFrame(list(found.values()), columns=list(VERIFIED_COLUMNS))


def _unpack(path: Path, folder: Path) -> dict[str, Any]:
    """Write the files of a bundle into a folder, none outside it; return its manifest."""
    try:
        with zipfile.ZipFile(path) as archive:
            facts: dict[str, Any] = json.loads(archive.read(MANIFEST))
            size = sum(item.file_size for item in archive.infolist())
            if size > _LARGEST:
                raise FramingError(
                    f"verify_bundle: {path.name} would unpack to {size:,} bytes; a bundle holds "
                    "counts, tables and figures; get it again from where it was published"
                )
            for name in facts["files"]:
                parts = PurePosixPath(name)
                if parts.is_absolute() or ".." in parts.parts or "\\" in name:
                    raise FramingError(
                        f"verify_bundle: {path.name} names a file outside itself ({name}); it is "
                        "no bundle; get it again from where it was published"
                    )
                if name in archive.namelist():
                    place = folder.joinpath(*parts.parts)
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(archive.read(name))
    except (OSError, zipfile.BadZipFile, KeyError, json.JSONDecodeError, TypeError) as fault:
        raise FramingError(
            f"verify_bundle: {path} is no bundle, or is damaged ({fault}); a bundle is the .zip "
            "that framing bundle writes; check the path, or get it again"
        ) from fault
    if facts.get("schema") != SCHEMA:
        raise FramingError(
            f"verify_bundle: {path.name} is of schema {facts.get('schema')}; this version reads "
            f"schema {SCHEMA}; install framing {facts.get('framing')}, which made it"
        )
    return facts


def _check_files(there: Path, facts: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Hold every file against its digest."""
    rows = []
    for name, wanted in sorted(facts["files"].items()):
        place = there / name
        if not place.is_file():
            rows.append((name, DIFFERS, "it is not in the bundle"))
        elif sha256(place.read_bytes()).hexdigest() != wanted:
            rows.append((name, DIFFERS, "it was changed after the bundle was made"))
        elif name not in facts["remade"]:
            rows.append((name, SAME, ""))
    return rows


def _read_codebook(there: Path) -> Lexicon | None:
    """Return the codebook that lies in the bundle, if there is one."""
    places = sorted((there / "codebook").iterdir()) if (there / "codebook").is_dir() else []
    books = []
    for place in places:
        tables = sorted(place.glob("*.csv"))
        books.append(place if (place / "lexicon.toml").is_file() else tables[0])
    return read_lexicon(*books) if books else None


def _check_codebook(book: Lexicon | None, facts: dict[str, Any]) -> tuple[str, str, str]:
    """Hold the codebook against the one that was counted with."""
    wanted = facts["codebook"]["fingerprint"]
    found = "none" if book is None else book.fingerprint
    if found == wanted:
        return "codebook", SAME, f"fingerprint {wanted}"
    return "codebook", DIFFERS, f"fingerprint {found}; counted with {wanted}"


def _compare(name: str, there: Path, again: Path, facts: dict[str, Any]) -> tuple[str, str, str]:
    """Say whether a file comes out as it is in the bundle."""
    one, other = there / name, again / name
    if not one.is_file():
        return name, DIFFERS, "it is not in the bundle"
    if not other.is_file():
        return name, DIFFERS, "it is not made here"
    if one.read_bytes() == other.read_bytes():
        return name, SAME, ""
    if name.endswith(".csv"):
        note = _first_difference(one, other)
        return (name, DIFFERS, note) if note else (name, ALIKE, "numbers agree to five digits")
    made_with = {name: facts["packages"].get(name) for name in PACKAGES}
    here = {name: version(name) for name in PACKAGES}
    others = [f"{n} {made_with[n]}, here {here[n]}" for n in PACKAGES if made_with[n] != here[n]]
    if others:
        return name, UNCHECKED, f"made by other versions: {'; '.join(others)}"
    return name, DIFFERS, "the same versions make it otherwise"


def _first_difference(one: Path, other: Path) -> str:
    """Return where two tables differ first, or nothing."""
    before, after = (pd.read_csv(p, dtype=str, keep_default_na=False) for p in (one, other))
    if list(before) != list(after):
        return f"columns {', '.join(map(str, before))}; made again {', '.join(map(str, after))}"
    if len(before) != len(after):
        return f"{len(before):,} rows; made again {len(after):,}"
    for column in before:
        x, y = (pd.to_numeric(t[column], errors="coerce").to_numpy(float) for t in (before, after))
        close = np.isclose(x, y, rtol=_ALIKE, atol=1e-9)
        wrong = (before[column].to_numpy() != after[column].to_numpy()) & ~close
        if wrong.any():
            row = int(np.argmax(wrong))
            return (
                f"{column} in row {row + 1}: {before[column].iloc[row]!r}; made again "
                f"{after[column].iloc[row]!r}"
            )
    return ""
