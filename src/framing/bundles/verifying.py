"""A bundle made again from its counts, file by file."""

from __future__ import annotations

import json
import re
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import pandas as pd

from framing.bundles.making import BESIDE, COUNTS, MANIFEST, PACKAGES, write_texts
from framing.bundles.remaking import remake
from framing.columns import SCHEMA
from framing.errors import FramingError
from framing.lexicon import Lexicon, read_lexicon

__all__ = ["VERIFIED_COLUMNS", "tell_verified", "verify_bundle"]

VERIFIED_COLUMNS = ("file", "state", "note")
SAME, ALIKE, DIFFERS = "same", "same by value", "differs"
HELD, UNCHECKED = "digest only", "not compared"
_LARGEST = 500_000_000
_ALIKE = 2e-5
"""Tables have six significant digits."""
_VERSION = re.compile(r"[0-9A-Za-z.+!_-]{1,40}")
_DAMAGES = (OSError, zipfile.BadZipFile, zlib.error, LookupError, TypeError, AttributeError,
            ValueError, RuntimeError)  # fmt: skip
"""What a file that is no bundle can raise while it is unpacked."""
_Row = tuple[str, str, str]


def verify_bundle(path: str | Path) -> pd.DataFrame:
    """Make every table and figure of a bundle again, from its counts alone, and say what differs.

    Parameters
    ----------
    path : path
        What `write_bundle` wrote.

    Returns
    -------
    DataFrame
        One row per file: `file`; `state`; `note`. Made again: ``same`` (byte for byte), ``same by
        value`` (a table whose numbers agree to five digits), ``not compared`` (made by other
        versions, so that other bytes say nothing: somebody has to look). Not made again: ``digest
        only`` (counts, codebook and what was added, as the manifest has them). ``differs``: made
        again otherwise, changed, missing, or not listed.

    Raises
    ------
    FramingError
        If the file is no bundle, is damaged, or of another schema.

    Notes
    -----
    All of it lies in one file, so it proves nothing against whoever made that file: counts can be
    invented and the rest made of them. Hold the bundle's SHA-256 against one published elsewhere.

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
    ...     sorted(set(verify_bundle(out)["state"]))
    ['digest only', 'same']
    """
    with tempfile.TemporaryDirectory() as made:
        there, again = Path(made) / "there", Path(made) / "again"
        facts, rows = _unpack(Path(path), there)
        rows += _check_files(there, facts)
        book, fault = _read_codebook(there)
        rows.append(_check_codebook(book, fault, facts))
        rows += _make_again(there, again, book, rows, facts)
    found: dict[str, _Row] = {}
    for row in rows:
        # A file that is not as it was written differs, whatever is made again.
        if row[0] not in found or found[row[0]][1] != DIFFERS:
            found[row[0]] = row
    return pd.DataFrame(list(found.values()), columns=list(VERIFIED_COLUMNS))


def tell_verified(found: pd.DataFrame) -> list[str]:
    """Say what came out, worst first; nothing is called the same that was not made again."""
    total = f"of {len(found):,} files"
    by_state = {state: found[found["state"] == state] for state in (DIFFERS, UNCHECKED, HELD)}
    lines = [
        f"{state}: {row.file}: {row.note}"
        for state in (DIFFERS, UNCHECKED)
        for row in by_state[state].itertuples()
    ]
    wrong, unseen, held = (len(rows) for rows in by_state.values())
    same = int(found["state"].isin([SAME, ALIKE]).sum())
    if wrong:
        lines.append(f"{wrong:,} {total} differ")
    if unseen:
        lines.append(
            f"{unseen:,} {total} could not be compared, so what they show is not vouched for: "
            "install the bundle's requirements.txt and verify again"
        )
    lines.append(f"{same:,} {total} were made again and came out the same")
    if held:
        places = dict.fromkeys(
            top + ("/" if rest else "")
            for top, _, rest in (str(name).partition("/") for name in by_state[HELD]["file"])
        )
        lines.append(
            f"{held:,} {total} ({', '.join(places)}) are not made again, only held against digests "
            "in the same bundle"
        )
    return lines


# --- reading ------------------------------------------------------------------------------------


def _unpack(path: Path, folder: Path) -> tuple[dict[str, Any], list[_Row]]:
    """Write what the manifest lists into a folder; return the manifest, and what else is there."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(item.file_size for item in archive.infolist())
            if size > _LARGEST:
                raise FramingError(
                    f"verify_bundle: {path.name} would unpack to {size:,} bytes; a bundle holds "
                    "counts, tables and figures; get it again from where it was published"
                )
            facts: dict[str, Any] = json.loads(archive.read(MANIFEST))
            _check_manifest(path, facts)
            names = Counter(archive.namelist())
            for name in facts["files"]:
                parts = PurePosixPath(name)
                if parts.is_absolute() or ".." in parts.parts or "\\" in name:
                    raise FramingError(
                        f"verify_bundle: {path.name} names a file outside itself ({name}); it is "
                        "no bundle; get it again from where it was published"
                    )
                if name in names:
                    place = folder.joinpath(*parts.parts)
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(archive.read(name))
    except FramingError:
        raise
    except _DAMAGES as fault:
        raise FramingError(
            f"verify_bundle: {path} is no bundle, or is damaged ({fault}); a bundle is the .zip "
            "that framing bundle writes; check the path, or get it again"
        ) from fault
    return facts, _check_names(names, facts)


def _check_manifest(path: Path, facts: Any) -> None:
    """Refuse a manifest that nothing can be made again from."""
    if isinstance(facts, dict) and facts.get("schema") != SCHEMA:
        raise FramingError(
            f"verify_bundle: {path.name} is of schema {facts.get('schema')}; this version reads "
            f"schema {SCHEMA}; install framing {facts.get('framing')}, which made it"
        )
    numbers = {name: facts["packages"].get(name) for name in PACKAGES}
    for name, number in {"framing": facts["framing"], **numbers}.items():
        if not (isinstance(number, str) and _VERSION.fullmatch(number)):
            raise TypeError(f"{MANIFEST} names no version of {name}")
    texts = (*facts["remade"], *facts["files"], *facts["files"].values())
    if not all(isinstance(text, str) for text in (*texts, facts["codebook"]["fingerprint"])):
        raise TypeError(f"{MANIFEST} does not list names and digests")
    if type(facts["seed"]) is not int:
        raise TypeError(f"{MANIFEST} names no seed")


def _check_names(names: Mapping[str, int], facts: Mapping[str, Any]) -> list[_Row]:
    """Name what lies in the bundle and should not, or stands there twice."""
    listed = {MANIFEST, *facts["files"]}
    rows = [
        (name, DIFFERS, "not listed: it was added after the bundle was made")
        for name in sorted(set(names) - listed)
    ]
    twice = sorted(name for name, number in names.items() if number > 1 and name in listed)
    return rows + [(name, DIFFERS, "it is in the bundle more than once") for name in twice]


def _check_files(there: Path, facts: Mapping[str, Any]) -> list[_Row]:
    """Hold every file against its digest."""
    rows = []
    for name, wanted in sorted(facts["files"].items()):
        place = there / name
        if not place.is_file():
            rows.append((name, DIFFERS, "it is not in the bundle"))
        elif sha256(place.read_bytes()).hexdigest() != wanted:
            rows.append((name, DIFFERS, "it was changed after the bundle was made"))
        else:
            rows.append((name, HELD, _why_held(name)))
    lost = [name for name in (COUNTS, BESIDE) if name not in facts["files"]]
    return rows + [(name, DIFFERS, "it is not in the bundle") for name in lost]


def _why_held(name: str) -> str:
    if name in (COUNTS, BESIDE):
        return "what all else is made from"
    if name.startswith("codebook/"):
        return "what was counted with"
    return "goes along"


def _read_codebook(there: Path) -> tuple[Lexicon | None, str]:
    """Return the codebook that lies in the bundle, or why there is none."""
    places = sorted((there / "codebook").iterdir()) if (there / "codebook").is_dir() else []
    try:
        books: list[Path] = []
        for place in places:
            whole = (place / "lexicon.toml").is_file()
            books += [place] if whole else sorted(place.glob("*.csv"))[:1]
        return (read_lexicon(*books), "") if books else (None, "there is none")
    except (FramingError, OSError, ValueError) as fault:
        return None, f"it cannot be read: {_without(there, fault)}"


def _without(folder: Path, fault: Exception) -> str:
    """Return an error's text without the folder it happened in."""
    return str(fault).replace(f"{folder}/", "").replace(f"{folder}\\", "")


def _check_codebook(book: Lexicon | None, fault: str, facts: Mapping[str, Any]) -> _Row:
    """Hold the codebook against the one that was counted with."""
    wanted = facts["codebook"]["fingerprint"]
    if book is None:
        return "codebook", DIFFERS, f"{fault}; counted with {wanted}"
    if book.fingerprint == wanted:
        return "codebook", SAME, f"fingerprint {wanted}"
    return "codebook", DIFFERS, f"fingerprint {book.fingerprint}; counted with {wanted}"


# --- making again -------------------------------------------------------------------------------


def _make_again(
    there: Path, again: Path, book: Lexicon | None, rows: Iterable[_Row], facts: Mapping[str, Any]
) -> list[_Row]:
    """Make everything again and compare it; whatever is made here must be in the bundle."""
    write_texts(again, facts)
    broken = {name for name, state, _ in rows if state == DIFFERS}
    told: list[_Row] = []
    if book is None or {COUNTS, BESIDE} & broken:
        fault = "nothing could be made again: see counts and codebook"
    else:
        fault = ""
        try:
            remake(there / COUNTS, book, again, facts["seed"])
        except (ValueError, LookupError) as error:
            fault = "nothing could be made again"
            told.append((COUNTS, DIFFERS, f"{fault}: {_without(there, error)}"))
    made = {path.relative_to(again).as_posix() for path in again.rglob("*.*")}
    for name in sorted(made | {*facts["remade"]}):
        here = name in made or not fault
        told.append(_compare(name, there, again, facts) if here else (name, UNCHECKED, fault))
    return told


def _compare(name: str, there: Path, again: Path, facts: Mapping[str, Any]) -> _Row:
    """Say whether a file comes out as it is in the bundle."""
    one, other = there / name, again / name
    if not one.is_file():
        return name, DIFFERS, "it is not in the bundle"
    others = _other_versions(facts)
    if not other.is_file():
        return name, DIFFERS, "it is not made here" + (f" ({others})" if others else "")
    if one.read_bytes() == other.read_bytes():
        return name, SAME, ""
    if name.endswith(".csv"):
        note = _first_difference(one, other)
        return (name, DIFFERS, note) if note else (name, ALIKE, "numbers agree to five digits")
    if others:
        return name, UNCHECKED, f"made by other versions: {others}"
    return name, DIFFERS, "the same versions make it otherwise"


def _other_versions(facts: Mapping[str, Any]) -> str:
    """Name the packages that the bundle says it was made with, and that are others here."""
    said = {"framing": facts["framing"], **{name: facts["packages"][name] for name in PACKAGES}}
    here = {name: version(name) for name in said}
    return "; ".join(f"{n} {said[n]}, here {here[n]}" for n in said if said[n] != here[n])


def _first_difference(one: Path, other: Path) -> str:
    """Return where two tables differ first, or nothing."""
    try:
        before, after = (pd.read_csv(p, dtype=str, keep_default_na=False) for p in (one, other))
    except ValueError as fault:
        return f"it is no table: {fault}"
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
