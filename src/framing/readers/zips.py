"""Zips, read entry by entry without unpacking anything to the disk."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from framing.errors import CorpusError
from framing.readers.inputs import Input
from framing.readers.zip_limits import check_names, check_sizes

__all__ = ["open_zip"]


@contextmanager
def open_zip(item: Input) -> Iterator[list[Input]]:
    """Open a zip and give its entries, in the order of their names.

    Raises
    ------
    CorpusError
        If the zip is damaged, too large, nested, or has entries that are no plain files of it.
    """
    try:
        with item.open() as stream, ZipFile(stream) as archive:
            size = stream.seek(0, 2)
            check_sizes(item.name, archive, size)
            check_names(item.name, archive)
            entries = [_entry(item.name, archive, one) for one in archive.infolist()]
            nested = [one for one in entries if one is not None and one.ending == ".zip"]
            if nested:
                raise CorpusError(
                    f"{item.name}: the entry {nested[0].path!r} is a zip itself; a zip within a "
                    "zip is not read; unpack the outer one and read the folder"
                )
            yield sorted((one for one in entries if one is not None), key=lambda one: one.path)
    except (BadZipFile, NotImplementedError) as fault:
        raise CorpusError(
            f"{item.name}: this is not a readable zip ({fault}); it is cut off or damaged; copy "
            "or download the file again"
        ) from fault


def _entry(name: str, archive: ZipFile, info: ZipInfo) -> Input | None:
    path = info.filename.replace("\\", "/")
    if info.is_dir() or path.endswith("/"):
        return None
    return Input(f"{name}/{path}", path, _opener(f"{name}/{path}", archive, info))


def _opener(
    name: str, archive: ZipFile, info: ZipInfo
) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    @contextmanager
    def opener() -> Iterator[IO[bytes]]:
        try:
            with archive.open(info) as stream:
                yield stream
        except (BadZipFile, EOFError, OSError, zlib.error) as fault:
            raise CorpusError(
                f"{name}: the entry of the zip is broken ({fault}); the zip is cut off or "
                "damaged; copy or download it again"
            ) from fault
        except NotImplementedError as fault:
            raise CorpusError(
                f"{name}: the entry is packed in a way that is not read ({fault}); there are "
                "stored, deflate, bzip2 and lzma; unpack it and read the folder"
            ) from fault

    return opener
