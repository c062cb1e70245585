"""Archives of whole repositories: checked against the id that git gives their tree."""

from __future__ import annotations

import hashlib
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path

from framing.datasets.registry import Source
from framing.errors import DatasetError

__all__ = ["tree_id", "unpack"]

_LARGEST = 2_000_000_000
"""Bytes that an unpacked file may have: more is a trap, not a corpus."""


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
            at = at.setdefault(folder, {})  # type: ignore[assignment]
        at[name] = blob
    return _digest(root).hex()


def _digest(folder: Mapping[str, object]) -> bytes:
    entries = []
    for name, item in folder.items():
        if isinstance(item, tuple):
            mode, digest = item
            entries.append((name.encode(), f"{mode} {name}".encode() + b"\0" + digest))
        else:
            # Git sorts a folder as if its name ended in a slash.
            digest = _digest(item)  # type: ignore[arg-type]
            entries.append((f"{name}/".encode(), f"40000 {name}".encode() + b"\0" + digest))
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
        Gets the wanted files, below their paths, and the tree's id in ``.tree``; made whole or not
        at all.

    Returns
    -------
    int
        How many files were unpacked.

    Raises
    ------
    DatasetError
        If the archive is no archive, is another tree, or holds a file that is far too large.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        blobs: dict[str, tuple[str, bytes]] = {}
        wanted = source.paths.split()
        kept = 0
        for path, mode, data in _members(archive):
            blobs[path] = (mode, hashlib.sha1(b"blob %d\0" % len(data) + data).digest())
            if mode != "120000" and any(fnmatch(path, pattern) for pattern in wanted):
                target = scratch / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
                kept += 1
        found = tree_id(blobs)
        if found != source.tree:
            raise DatasetError(
                f"{archive}: the git tree of this archive is {found}; that of {source.repository} "
                f"at {source.commit[:10]} is {source.tree}; the archive was changed or damaged, "
                "and nothing of it was kept; fetch it again"
            )
        (scratch / ".tree").write_text(found, encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(scratch, folder)
        return kept
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _members(archive: Path) -> Iterator[tuple[str, str, bytes]]:
    """Yield path, git mode and content of every file, without the folder at the top."""
    try:
        with tarfile.open(archive, "r:gz") as tar:
            for member in tar:
                _, _, path = member.name.partition("/")
                if member.isdir() or not path:
                    continue
                if not _safe(path) or member.size > _LARGEST:
                    raise DatasetError(
                        f"{archive}: the archive holds {member.name!r} of {member.size:,} bytes; a "
                        "corpus has no such file; it is not what was asked for; fetch it again"
                    )
                if member.issym():
                    yield path, "120000", member.linkname.encode()
                    continue
                file = tar.extractfile(member)
                mode = "100755" if member.mode & 0o100 else "100644"
                yield path, mode, file.read() if file else b""
    except (tarfile.TarError, EOFError, OSError) as fault:
        raise DatasetError(
            f"{archive}: this is not a readable .tar.gz ({fault}); it is cut off or damaged; "
            "fetch it again"
        ) from fault


def _safe(path: str) -> bool:
    return not path.startswith("/") and ".." not in path.split("/") and "\\" not in path
