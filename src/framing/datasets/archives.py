"""Archives of whole repositories: checked against the id that git gives their tree."""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import IO, NamedTuple

from framing.datasets.registry import Source
from framing.errors import DatasetError

__all__ = ["is_unpacked", "tree_id", "unpack"]

_LARGEST, _LARGEST_SUM = 100_000_000, 4_000_000_000
"""Bytes that one file, and all together, may have: more is a trap, not a corpus."""
_CHUNK = 1 << 20
_LIST = ".tree"


class _Member(NamedTuple):
    """A file of an archive: where, of which mode, its git id, and its content if it is wanted."""

    path: str
    mode: str
    blob: bytes
    data: bytes | None


def tree_id(blobs: Mapping[str, tuple[str, bytes]]) -> str:
    r"""Return the id that git gives a tree of files.

    Parameters
    ----------
    blobs : mapping
        Path from the root, with ``/`` -> mode (as in ``"100644"``) and the 20 bytes of the id of
        the file's content.

    Returns
    -------
    str
        40 hexadecimal digits: SHA-1 over the sorted entries of every folder.

    Raises
    ------
    ValueError
        If a path is both a file and a folder.

    Examples
    --------
    >>> empty = hashlib.sha1(b"blob 0\0").digest()
    >>> tree_id({"a.txt": ("100644", empty)})
    '65a457425a679cbe9adf0d2741785d3ceabb44a7'
    >>> tree_id({})
    '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
    """
    root: dict[str, object] = {}
    for path, blob in blobs.items():
        *folders, name = path.split("/")
        at = root
        for folder in folders:
            inner = at.setdefault(folder, {})
            if not isinstance(inner, dict):
                raise ValueError(f"{path!r} is both a file and a folder")
            at = inner
        if name in at:
            raise ValueError(f"{path!r} is both a file and a folder")
        at[name] = blob
    return _digest(root).hex()


def _digest(folder: Mapping[str, object]) -> bytes:
    entries = []
    for name, item in folder.items():
        # Names in git are bytes, in whatever encoding they were written.
        raw = name.encode("utf-8", "surrogateescape")
        if isinstance(item, tuple):
            mode, digest = item
            entries.append((raw, mode.encode() + b" " + raw + b"\0" + digest))
        else:
            # Git sorts a folder as if its name ended in a slash.
            digest = _digest(item)  # type: ignore[arg-type]
            entries.append((raw + b"/", b"40000 " + raw + b"\0" + digest))
    body = b"".join(entry for _, entry in sorted(entries))
    return hashlib.sha1(b"tree %d\0" % len(body) + body).digest()


def unpack(archive: Path, source: Source, folder: Path) -> int:
    """Check an archive against its repository's tree, and unpack what a converter needs.

    Parameters
    ----------
    archive : path
        A `.tar.gz` with one folder at its top, as code hosts make them.
    source : Source
        Its `tree` is the id the whole must have, its `paths` patterns of what is wanted.
    folder : path
        Gets the wanted files, below their paths, and a list of them with the tree's id; made whole
        or not at all.

    Returns
    -------
    int
        How many files were unpacked.

    Raises
    ------
    DatasetError
        If the archive is no archive, is another tree, or holds what a repository cannot.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        blobs: dict[str, tuple[str, bytes]] = {}
        kept: list[str] = []
        for member in _members(archive, source.paths.split()):
            if member.path in blobs:
                raise _strange(archive, member.path, "twice")
            blobs[member.path] = (member.mode, member.blob)
            if member.data is not None:
                target = scratch / member.path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(member.data)
                kept.append(f"{member.blob.hex()} {member.path}\n")
        try:
            found = tree_id(blobs)
        except ValueError as fault:
            raise _strange(archive, str(fault), "in a way no repository can") from fault
        if found != source.tree:
            raise DatasetError(
                f"{archive}: the git tree of this archive is {found}; that of {source.repository} "
                f"at {source.commit[:10]} is {source.tree}; the archive was changed or damaged, "
                "and nothing of it was kept; fetch it again"
            )
        (scratch / _LIST).write_text(f"{found}\n{''.join(kept)}", encoding="utf-8")
        _share(scratch)
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(scratch, folder)
        return len(kept)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def is_unpacked(source: Source, folder: Path) -> bool:
    """Say whether a folder holds what `unpack` put there, every byte of it."""
    listed = folder / _LIST
    if not listed.is_file():
        return False
    tree, *lines = listed.read_text(encoding="utf-8").splitlines()
    if tree != source.tree:
        return False
    for line in lines:
        blob, _, name = line.partition(" ")
        path = folder / name
        if not path.is_file():
            return False
        with path.open("rb") as file:
            if _blob_id(file, path.stat().st_size)[0].hex() != blob:
                return False
    return True


def _share(folder: Path) -> None:
    """Give a folder made for one user the rights of any folder made here."""
    mask = os.umask(0)
    os.umask(mask)
    folder.chmod(0o777 & ~mask)


def _members(archive: Path, wanted: list[str]) -> Iterator[_Member]:
    """Yield every file, by its path without the folder at the top."""
    whole = 0
    try:
        with tarfile.open(archive, "r:gz") as tar:
            for member in tar:
                _, _, path = member.name.partition("/")
                if member.isdir() or not path:
                    continue
                whole += member.size
                if not _safe(path) or not (member.isreg() or member.issym()):
                    raise _strange(archive, member.name, "which is no plain file in it")
                if member.size > _LARGEST or whole > _LARGEST_SUM:
                    raise _strange(archive, member.name, f"of {member.size:,} bytes")
                if member.issym():
                    link = member.linkname.encode("utf-8", "surrogateescape")
                    yield _Member(path, "120000", _blob(link), None)
                    continue
                file = tar.extractfile(member)
                assert file is not None  # a plain file
                keep = any(fnmatch(path, pattern) for pattern in wanted)
                blob, data = _blob_id(file, member.size, keep=keep)
                yield _Member(path, "100755" if member.mode & 0o100 else "100644", blob, data)
    except (tarfile.TarError, EOFError, OSError, zlib.error, UnicodeError) as fault:
        raise DatasetError(
            f"{archive}: this is not a readable .tar.gz ({fault}); it is cut off or damaged; "
            "fetch it again"
        ) from fault


def _strange(archive: Path, name: str, what: str) -> DatasetError:
    return DatasetError(
        f"{archive}: the archive holds {name!r} {what}; a repository has no such file; it is not "
        "what was asked for, and nothing of it was kept; fetch it again"
    )


def _safe(path: str) -> bool:
    return not path.startswith("/") and ".." not in path.split("/") and "\\" not in path


def _blob(data: bytes) -> bytes:
    return hashlib.sha1(b"blob %d\0" % len(data) + data).digest()


def _blob_id(file: IO[bytes], size: int, *, keep: bool = False) -> tuple[bytes, bytes | None]:
    """Return the git id of a file's content, read in pieces, and the content if it is kept."""
    digest = hashlib.sha1(b"blob %d\0" % size)
    pieces = []
    while piece := file.read(_CHUNK):
        digest.update(piece)
        if keep:
            pieces.append(piece)
    return digest.digest(), b"".join(pieces) if keep else None
