"""Originals from their repositories: checked by hash, in parallel, and from where it broke off."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from framing.datasets.archives import is_unpacked, unpack
from framing.datasets.registry import Dataset, File, Source
from framing.errors import DatasetError, MissingExtraError

if TYPE_CHECKING:
    from requests import Response, Session

__all__ = ["download", "lacking", "open_pooch", "unwritten"]

_AT_ONCE = 4
"""Connections at a time: the hosts are free of charge, and others want them too."""
_CHUNK = 1 << 16
_SECONDS = (10, 20)  # to connect, and between two pieces
_BUSY = (429, 500, 502, 503, 504)
_TRIES = 4
_LONGEST_WAIT = 60.0


def lacking(dataset: Dataset, folder: Path) -> list[tuple[Source, File | None]]:
    """Return what is not there yet, or not as the registry knows it; of an archive, no file.

    Parameters
    ----------
    dataset : Dataset
        Which.
    folder : path
        Where each source has a folder of its own.
    """
    missing: list[tuple[Source, File | None]] = []
    for source in dataset.sources:
        here = folder / source.name
        if source.how == "archive":
            missing += [] if is_unpacked(source, here) else [(source, None)]
            continue
        missing += [(source, f) for f in source.files if not _is_whole(here / f.path, f)]
    return missing


def _is_whole(path: Path, file: File) -> bool:
    if not path.is_file() or path.stat().st_size != file.size:
        return False
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest() == file.sha256


def download(
    dataset: Dataset, folder: Path, *, progress: bool = True, patience: float = 1.0
) -> None:
    """Download what is lacking, and check every byte of it.

    Whatever arrived stays: a second call goes on where the first broke off, in the middle of a
    file too where the host allows it.

    Parameters
    ----------
    dataset : Dataset
        Which.
    folder : path
        Where each source gets a folder of its own.
    progress : bool, default True
        Whether to draw a bar on standard error.
    patience : float, default 1.0
        Seconds to wait after a busy host's first refusal, doubled each time, unless the host says
        how long; never more than a minute.

    Raises
    ------
    MissingExtraError
        If the extra `datasets` is not installed.
    DatasetError
        If a host is gone or refuses, a file is not what the registry knows, the disk is full, or
        another download into the same folder is under way.
    """
    if not lacking(dataset, folder):
        return
    pooch = open_pooch()
    with _alone(dataset, folder), _quiet(pooch), _session() as session:
        missing = lacking(dataset, folder)
        stop = Event()
        try:
            with (
                _bar(dataset, missing, progress) as told,
                ThreadPoolExecutor(_AT_ONCE) as pool,
            ):
                jobs = [
                    pool.submit(_get, pooch, *part, _Line(session, told, stop, patience), folder)
                    for part in missing
                ]
                _finish(pool, jobs, stop)
        except DatasetError as fault:
            left = len(lacking(dataset, folder))
            raise DatasetError(
                f"{fault}; {left:,} of {len(missing):,} parts of {dataset.name} are still to come, "
                f"the others stay in {folder}"
            ) from fault


def _finish(pool: ThreadPoolExecutor, jobs: Sequence[Future[None]], stop: Event) -> None:
    """Wait for all, or for the first that fails, and stop the others after that."""
    try:
        done, _ = wait(jobs, return_when=FIRST_EXCEPTION)
        for job in done:
            job.result()
    finally:
        # Reached by Ctrl-C too: nobody waits for the rest of an archive.
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True)
class _Line:
    """What every part needs to be fetched: a session, a bar, a way to be stopped, patience."""

    session: Session
    told: Callable[[int], object]
    stop: Event
    patience: float


def _get(pooch: Any, source: Source, file: File | None, line: _Line, folder: Path) -> None:
    """Get one file, or one archive and what is wanted of it."""
    if file is not None:
        place = folder / source.name / file.path
        partial = place.with_name(f".{place.name}.{file.sha256[:12]}.part")
        known = f"sha256:{file.sha256}"
        continued = _Continued(source.address_of(file.path), partial, line, file.size)
        _retrieve(pooch, continued, place, known)
        return
    archive = folder / f"{source.name}.tar.gz"
    partial = archive.with_name(f".{archive.name}.{source.commit[:12]}.part")
    continued = _Continued(source.address_of(), partial, line, None)
    try:
        archive.unlink(missing_ok=True)
        # Code hosts pack anew each time: only the tree inside has an id that lasts.
        _retrieve(pooch, continued, archive, None)
        unpack(archive, source, folder / source.name)
    except OSError as fault:
        raise unwritten(archive, fault) from fault
    finally:
        archive.unlink(missing_ok=True)


def open_pooch() -> Any:
    """Return the library that downloads.

    Raises
    ------
    MissingExtraError
        If it is not installed.
    """
    try:
        import pooch
    except ImportError as fault:
        raise MissingExtraError(
            "fetch: downloading needs pooch, which is not installed; install the extra: "
            "pip install 'framing[datasets]'"
        ) from fault
    return pooch


@contextmanager
def _quiet(pooch: Any) -> Iterator[None]:
    """Keep pooch from announcing every file, for as long as ours come."""
    logger = pooch.get_logger()
    level = logger.level
    logger.setLevel("WARNING")
    try:
        yield
    finally:
        logger.setLevel(level)


def _retrieve(pooch: Any, continued: _Continued, place: Path, known: str | None) -> None:
    import requests

    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            pooch.retrieve(continued.address, known, place.name, place.parent, downloader=continued)
        except ValueError:
            # What was kept of an earlier try may have been damaged: once more, from the beginning.
            if not continued.went_on:
                raise
            pooch.retrieve(continued.address, known, place.name, place.parent, downloader=continued)
    except requests.HTTPError as fault:
        response: Any = fault.response
        answer = f"{response.status_code} {response.reason}"
        raise DatasetError(
            f"{continued.address}: the host answered {answer}; the registry expects a file there; "
            "try again later, and if it stays away, look whether the repository moved"
        ) from fault
    except requests.RequestException as fault:
        raise DatasetError(
            f"{continued.address}: the host cannot be reached or broke off "
            f"({type(fault).__name__}); nothing that came is lost; call again, and it goes on from "
            "there"
        ) from fault
    except OSError as fault:
        raise unwritten(place, fault) from fault
    except ValueError as fault:
        if isinstance(fault, DatasetError):
            raise
        raise DatasetError(
            f"{continued.address}: what came is not the file the registry knows ({fault}); it was "
            "changed or damaged on the way, and is not kept; call again"
        ) from fault


def unwritten(place: Path, fault: OSError) -> DatasetError:
    """Return the error that says why nothing could be written at a place."""
    full = fault.errno in (errno.ENOSPC, errno.EDQUOT)
    what = "the disk is full" if full else f"this cannot be written ({fault.strerror or fault})"
    return DatasetError(
        f"{place}: {what}; no half file stands in its place; make room or choose another folder, "
        "and call again"
    )


@dataclass
class _Continued:
    """A downloader for pooch that goes on where an earlier one broke off."""

    address: str
    partial: Path
    line: _Line
    size: int | None
    went_on: bool = False

    def __call__(self, url: str, output_file: str, pooch: object, check_only: bool = False) -> None:
        begun = self.partial.stat().st_size if self.partial.is_file() else 0
        self.went_on = begun > 0
        if not begun or begun != self.size:
            self._receive(begun)
        os.replace(self.partial, output_file)

    def _receive(self, begun: int) -> None:
        with self._ask(begun) as answer:
            if answer.status_code == 416 and begun:
                # What was kept is longer than the file: it is no beginning of it.
                self.partial.unlink()
                self._receive(0)
                return
            answer.raise_for_status()
            goes_on = answer.status_code == 206
            self.line.told(begun if goes_on else 0)
            with self.partial.open("ab" if goes_on else "wb") as file:
                for chunk in answer.iter_content(_CHUNK):
                    file.write(chunk)
                    self.line.told(len(chunk))
                    if self.line.stop.is_set():
                        raise self._stopped()

    def _ask(self, begun: int) -> Response:
        """Ask for the rest of the file; give a busy host time."""
        # Packed bytes could not be continued at an offset.
        headers = {"Accept-Encoding": "identity"}
        if begun:
            headers["Range"] = f"bytes={begun}-"
        for tried in range(_TRIES):
            answer = self.line.session.get(
                self.address, headers=headers, stream=True, timeout=_SECONDS
            )
            if answer.status_code not in _BUSY or tried == _TRIES - 1:
                break
            answer.close()
            told = answer.headers.get("Retry-After", "")
            seconds = float(told) if told.isdigit() else self.line.patience * 2.0**tried
            if self.line.stop.wait(min(seconds, _LONGEST_WAIT)):
                raise self._stopped()
        return answer

    def _stopped(self) -> DatasetError:
        return DatasetError(f"{self.address}: stopped, because another part failed")


@contextmanager
def _alone(dataset: Dataset, folder: Path) -> Iterator[None]:
    """Keep a second process from writing the same half files."""
    path = folder / f".{dataset.name}.lock"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("w")
    except OSError as fault:
        raise unwritten(path, fault) from fault
    with file:
        if sys.platform != "win32":
            import fcntl

            try:
                # The system lets go of it when the process ends, however it ends.
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as fault:
                raise DatasetError(
                    f"{folder}: another process is downloading {dataset.name} into this folder; "
                    "two would write into the same files; wait for it, or choose another folder"
                ) from fault
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


@contextmanager
def _session() -> Iterator[Session]:
    import requests
    from requests.adapters import HTTPAdapter

    with requests.Session() as session:
        adapter = HTTPAdapter(pool_maxsize=_AT_ONCE)
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        session.headers["User-Agent"] = "framing (research; four connections at most)"
        yield session


@contextmanager
def _bar(
    dataset: Dataset, missing: Sequence[tuple[Source, File | None]], progress: bool
) -> Iterator[Callable[[int], object]]:
    from tqdm import tqdm

    size = sum(file.size for _, file in missing if file) or None
    bar: Any = tqdm(
        total=size,
        unit="B",
        unit_scale=True,
        desc=f"{dataset.name}, {len(missing):,} files",
        file=sys.stderr,
        disable=not progress,
    )
    with bar:
        yield bar.update
