"""Originals from their repositories: checked by hash, in parallel, and from where it broke off."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from framing.datasets.archives import unpack
from framing.datasets.registry import Dataset, File, Source
from framing.errors import DatasetError, MissingExtraError

if TYPE_CHECKING:
    from requests import Session

__all__ = ["download", "lacking", "open_pooch"]

_AT_ONCE = 4
"""Connections at a time: the hosts are free of charge, and others want them too."""
_CHUNK = 1 << 16
_SECONDS = (10, 60)  # to connect, and between two pieces


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
        if source.how == "archive":
            mark = folder / source.name / ".tree"
            if not mark.is_file() or mark.read_text(encoding="utf-8") != source.tree:
                missing.append((source, None))
            continue
        missing += [
            (source, file)
            for file in source.files
            if not _is_whole(folder / source.name / file.path, file)
        ]
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
        Seconds to wait after a host's first refusal; doubled twice.

    Raises
    ------
    MissingExtraError
        If the extra `datasets` is not installed.
    DatasetError
        If a host is gone or refuses, a file is not what the registry knows, or the disk is full.
    """
    missing = lacking(dataset, folder)
    if not missing:
        return
    with _session(patience) as session, _bar(dataset, missing, progress) as told:
        stop = Event()
        try:
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                jobs = [
                    pool.submit(_get, *part, _Continued(session, told, stop), folder)
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


def _get(source: Source, file: File | None, continued: _Continued, folder: Path) -> None:
    """Get one file, or one archive and what is wanted of it."""
    if file is not None:
        place, known = folder / source.name / file.path, f"sha256:{file.sha256}"
        _retrieve(source.address_of(file.path), known, place, continued)
        return
    archive = folder / f"{source.name}.tar.gz"
    # Code hosts pack anew each time: only the tree inside has an id that lasts.
    _retrieve(source.address_of(), None, archive, continued)
    try:
        unpack(archive, source, folder / source.name)
    except OSError as fault:
        raise _unwritten(archive, fault) from fault
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
    pooch.get_logger().setLevel("WARNING")
    return pooch


def _retrieve(address: str, known: str | None, place: Path, continued: _Continued) -> None:
    import requests

    pooch = open_pooch()
    continued.partial = place.with_name(f".{place.name}.part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if known is None:
            place.unlink(missing_ok=True)
        pooch.retrieve(address, known, place.name, place.parent, downloader=continued)
    except requests.HTTPError as fault:
        response: Any = fault.response
        answer = f"{response.status_code} {response.reason}"
        raise DatasetError(
            f"{address}: the host answered {answer}; the registry expects a file there; try again "
            "later, and if it stays away, look whether the repository moved"
        ) from fault
    except requests.RequestException as fault:
        raise DatasetError(
            f"{address}: the host cannot be reached or broke off ({type(fault).__name__}); nothing "
            "that came is lost; call again, and it goes on from there"
        ) from fault
    except OSError as fault:
        raise _unwritten(place, fault) from fault
    except ValueError as fault:
        if isinstance(fault, DatasetError):
            raise
        raise DatasetError(
            f"{address}: what came is not the file the registry knows ({fault}); it was changed or "
            "damaged on the way, and is not kept; call again"
        ) from fault


def _unwritten(place: Path, fault: OSError) -> DatasetError:
    full = fault.errno in (errno.ENOSPC, errno.EDQUOT)
    what = "the disk is full" if full else f"this cannot be written ({fault.strerror or fault})"
    return DatasetError(
        f"{place}: {what}; no half file stands in its place; make room or choose another folder, "
        "and call again"
    )


class _Continued:
    """A downloader for pooch that goes on where an earlier one broke off."""

    partial: Path

    def __init__(self, session: Session, told: Callable[[int], object], stop: Event) -> None:
        self.session = session
        self.told = told
        self.stop = stop

    def __call__(self, url: str, output_file: str, pooch: object, check_only: bool = False) -> None:
        begun = self.partial.stat().st_size if self.partial.is_file() else 0
        # Packed bytes could not be continued at an offset.
        headers = {"Accept-Encoding": "identity"}
        if begun:
            headers["Range"] = f"bytes={begun}-"
        with self.session.get(url, headers=headers, stream=True, timeout=_SECONDS) as answer:
            if answer.status_code == 416:
                # What was kept is longer than the file: it is another one's.
                self.partial.unlink()
                return self(url, output_file, pooch)
            answer.raise_for_status()
            goes_on = answer.status_code == 206
            self.told(begun if goes_on else 0)
            with self.partial.open("ab" if goes_on else "wb") as file:
                for chunk in answer.iter_content(_CHUNK):
                    file.write(chunk)
                    self.told(len(chunk))
                    if self.stop.is_set():
                        raise DatasetError(f"{url}: stopped, because another part failed")
        os.replace(self.partial, output_file)


@contextmanager
def _session(patience: float) -> Iterator[Session]:
    open_pooch()
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.util import Retry

    retry = Retry(
        total=3,
        backoff_factor=patience,
        status_forcelist=(429, 500, 502, 503, 504),
        allowed_methods=("GET",),
        raise_on_status=False,
    )
    with requests.Session() as session:
        adapter = HTTPAdapter(max_retries=retry, pool_maxsize=_AT_ONCE)
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
