"""What a zip may hold: paths within it, plain files, no more than a disk and a day can bear."""

from __future__ import annotations

import re
import stat
from zipfile import ZipFile, ZipInfo

from framing.errors import CorpusError

__all__ = ["MOST_BYTES", "MOST_ENTRIES", "MOST_RATIO", "check_names", "check_sizes"]

MOST_ENTRIES = 200_000
MOST_BYTES = 4 << 30
# English text shrinks to a third or a tenth, tables of markup to a hundredth at most.
MOST_RATIO = 250
_SMALL = 16 << 20


def check_sizes(name: str, archive: ZipFile, size: int) -> None:
    """Refuse a zip that grows beyond all bounds when it is unpacked.

    Parameters
    ----------
    name : str
        As messages name it.
    archive : ZipFile
        The zip.
    size : int
        Its own bytes.

    Raises
    ------
    CorpusError
        If it has too many entries, too many bytes, or more than its own size can mean.
    """
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    go_on = "if you trust it, unpack it yourself and read the folder"
    if len(entries) > MOST_ENTRIES:
        raise CorpusError(
            f"{name}: the zip holds {len(entries):,} entries; the most that are read from one are "
            f"{MOST_ENTRIES:,}; {go_on}, or make several zips of it"
        )
    if total > MOST_BYTES:
        raise CorpusError(
            f"{name}: the zip unpacks to {total:,} bytes; the most that are read from one are "
            f"{MOST_BYTES:,}; {go_on}, or make several zips of it"
        )
    if total > max(_SMALL, MOST_RATIO * size):
        raise CorpusError(
            f"{name}: the zip unpacks to {total:,} bytes, {total // max(size, 1):,} times its "
            f"size; the most is {MOST_RATIO} times, for texts shrink less; {go_on}"
        )


def check_names(name: str, archive: ZipFile) -> None:
    """Refuse a zip with entries that point out of it, are links or locked.

    Parameters
    ----------
    name : str
        As messages name it.
    archive : ZipFile
        The zip.

    Raises
    ------
    CorpusError
        If an entry's path leaves the zip, is absolute, stands there twice, or is a link, or if an
        entry is encrypted.
    """
    seen: set[str] = set()
    for entry in archive.infolist():
        path = entry.filename.replace("\\", "/")
        what = _fault(entry, path)
        if not what and path in seen:
            what = "stands in the zip twice"
        if what:
            raise CorpusError(
                f"{name}: the entry {entry.filename!r} {what}; an entry is a plain file within "
                "the zip, once and without a password; unpack it yourself, look at it and read "
                "the folder"
            )
        seen.add(path)


def _fault(entry: ZipInfo, path: str) -> str:
    if ".." in path.split("/"):
        return "points out of the zip"
    if path.startswith("/") or re.match(r"[A-Za-z]:", path):
        return "has an absolute path"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "is a link to another file"
    if entry.flag_bits & 1:
        return "is encrypted"
    return ""
