"""What is read: a file, an entry of a zip or bytes, opened alike and watched while it is read."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast
from zipfile import BadZipFile

from framing.errors import CorpusError

__all__ = ["HEAD", "Input", "Reading", "file_input"]

HEAD = 65_536


@dataclass(frozen=True)
class Reading:
    """How the caller wants it read, and where doubts are noted."""

    columns: Mapping[str, str]
    encoding: str | None
    pattern: str | None
    notes: list[dict[str, Any]]


@dataclass(frozen=True)
class Input:
    """One file or entry.

    Attributes
    ----------
    name : str
        As messages and the receipt name it.
    path : str
        Where it stands in its folder or zip, with slashes; ids and patterns are made of it.
    opener : callable
        Opens its bytes as they lie there.
    """

    name: str
    path: str
    opener: Callable[[], AbstractContextManager[IO[bytes]]]

    @property
    def ending(self) -> str:
        """What its name ends in, without the `.gz` around it."""
        suffixes = [s.lower() for s in PurePosixPath(self.path).suffixes if s.lower() != ".gz"]
        return suffixes[-1] if suffixes else ""

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open it, without the gzip around it."""
        with self.opener() as raw:
            begin = raw.read(2)
            raw.seek(0)
            if begin != b"\x1f\x8b":
                yield raw
                return
            try:
                with gzip.open(raw) as stream:
                    yield cast(IO[bytes], stream)
            except (EOFError, gzip.BadGzipFile, zlib.error) as fault:
                raise CorpusError(
                    f"{self.name}: the gzip stream is broken ({fault}); it is cut off or damaged; "
                    "copy or download the file again"
                ) from fault

    def read(self) -> bytes:
        """Return all of it, without the gzip around it."""
        with self.open() as stream:
            return stream.read()

    def held(self) -> Input:
        """Return it with its bytes in memory: small files are opened once, not at every look."""
        data = self.read()
        return Input(self.name, self.path, lambda: io.BytesIO(data))

    def raw(self, size: int = -1) -> bytes:
        """Return its first bytes as they lie there."""
        with self.opener() as stream:
            return stream.read(size)


def file_input(file: Path, name: str, path: str) -> Input:
    """Return a file as an input; one that changes while it is read is an error."""
    first = _state(file.stat())

    @contextmanager
    def opener() -> Iterator[IO[bytes]]:
        with file.open("rb") as stream:
            try:
                yield stream
            except (CorpusError, EOFError, BadZipFile, zlib.error) as fault:
                # What is half-written looks broken; that it changed is what helps.
                if _state(os.fstat(stream.fileno())) != first:
                    raise CorpusError(_changed(name)) from fault
                raise
            if _state(os.fstat(stream.fileno())) != first:
                raise CorpusError(_changed(name))

    return Input(name, path, opener)


def _state(state: os.stat_result) -> tuple[int, int]:
    return state.st_size, state.st_mtime_ns


def _changed(name: str) -> str:
    return (
        f"{name}: the file changed while it was read; what was read is neither the old nor the new "
        "one; wait until nothing writes to it and read it again"
    )
