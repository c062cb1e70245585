"""Files, folders, zips and tables into frames that have an outlet and a text: the one door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import pandas as pd

from framing.errors import CorpusError
from framing.readers.archives import ARCHIVES, ArchiveFormat
from framing.readers.csv_files import read_csv
from framing.readers.inputs import HEAD, Input, Reading, file_input
from framing.readers.json_files import read_json, read_json_lines
from framing.readers.names import fill, rename, require
from framing.readers.parquet_files import read_parquet
from framing.readers.patterns import fields_of
from framing.readers.receipts import note_place
from framing.readers.txt_files import read_text, read_texts
from framing.readers.xlsx_files import read_workbook
from framing.readers.zips import open_zip

__all__ = ["Source", "corpus_files", "read_frames"]

Source = str | Path | pd.DataFrame
Frames = Iterator[tuple[str, pd.DataFrame]]
_Found = tuple[ArchiveFormat, Callable[[], bytes]]

_READERS: dict[str, Callable[[Input, Reading], Iterator[pd.DataFrame]]] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".json": read_json,
    ".parquet": read_parquet,
    ".xlsx": read_workbook,
    ".txt": read_text,
}
_HIDDEN = "a name with a dot in front, or __MACOSX, is the system's or an editor's, no article's"


def read_frames(source: Source, how: Reading) -> Frames:
    """Give a source's name and its rows, frame by frame, under our names for the columns."""
    if isinstance(source, pd.DataFrame):
        yield "table", require("table", rename("table", source.reset_index(drop=True), how.columns))
        return
    path, name = Path(source), str(source)
    if path.is_dir():
        items = [
            file_input(file, str(file), file.relative_to(path).as_posix())
            for file in sorted(path.rglob("*"))
            if file.is_file()
        ]
        yield from _read_tree(name, items, how)
        return
    if not path.exists():
        raise CorpusError(f"{source}: there is no such file or folder; check the path")
    item = file_input(path, name, path.absolute().as_posix())
    found = _form(item)
    if found is None and item.ending == ".zip":
        with open_zip(item) as entries:
            yield from _read_tree(name, entries, how, of_zip=True)
        return
    if fault := _unread(item, found):
        raise CorpusError(
            f"{name}: {fault[1]}; there are {', '.join(_endings())} (gzipped too), and folders and "
            "zips of them; convert the file"
        )
    for frame in _read(item, found, how):
        yield name, require(name, rename(name, frame, how.columns))


def corpus_files(folder: Path) -> list[Path]:
    """Return the files of a folder that are read, in order."""
    items = (
        (file, file_input(file, str(file), file.relative_to(folder).as_posix()))
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    )
    return [
        file for file, item in items if not _is_hidden(item.path) and not _unread(item, _form(item))
    ]


def _read_tree(name: str, items: list[Input], how: Reading, *, of_zip: bool = False) -> Frames:
    """Read every file by its own reader: texts first, then the others in their order."""
    texts: list[Input] = []
    others: list[tuple[Input, _Found | None]] = []
    for item in items:
        found = None if _is_hidden(item.path) else _form(item)
        if _is_hidden(item.path):
            if of_zip or item.ending in _endings():
                note_place(how.notes, name, item.path, "hidden file", "dropped", _HIDDEN)
        elif fault := _unread(item, found):
            note_place(how.notes, name, item.path, fault[0], "dropped", fault[1])
        elif item.ending == ".txt" and found is None:
            texts.append(item)
        else:
            others.append((item, found))
    if not texts and not others:
        raise CorpusError(
            f"{name}: the {'zip' if of_zip else 'folder'} holds no file that is read; there are "
            f"{', '.join(_endings())}; put each article in OUTLET/name.txt, or name a table file "
            "instead"
        )
    # Texts have their columns from us; beside tables only those have the caller's names.
    for frame in read_texts(name, texts, how):
        yield name, require(name, rename(name, frame, how.columns, fixed=bool(others)))
    for item, found in others:
        if found is None and item.ending == ".zip":
            with open_zip(item) as entries:
                yield from _read_tree(item.name, entries, how, of_zip=True)
            continue
        said = fields_of(how.pattern, item.path) if how.pattern else None
        try:
            frames = _read(item, found, how)
        except CorpusError as fault:
            # One export that is damaged is no reason to lose the others.
            if found is None or len(texts) + len(others) == 1:
                raise
            reason = str(fault).removeprefix(f"{item.name}: ")
            note_place(how.notes, name, item.path, "unreadable file", "dropped", reason)
            continue
        for frame in frames:
            frame = rename(item.name, frame, how.columns, fixed=found is not None)
            yield item.name, require(item.name, fill(frame, said or {}))


def _read(item: Input, found: _Found | None, how: Reading) -> Iterator[pd.DataFrame]:
    if found is not None:
        form, data = found
        return iter([form.read(item.name, data(), how.notes)])
    return _READERS[item.ending](item, how)


def _form(item: Input) -> _Found | None:
    """Find the archive or export that an input is, as it lies there or without its gzip."""
    if not ARCHIVES:
        return None
    name = PurePosixPath(item.path).name
    head = item.raw(HEAD)
    for form in ARCHIVES:
        if form.looks(name, head):
            return form, item.raw
    if head.startswith(b"\x1f\x8b"):
        with item.open() as stream:
            head = stream.read(HEAD)
        for form in ARCHIVES:
            if form.looks(name, head):
                return form, item.read
    return None


def _unread(item: Input, found: _Found | None) -> tuple[str, str] | None:
    """Return the rule and the reason by which an input is not read, if it is not."""
    if item.ending in (*_READERS, ".zip") or found is not None:
        return None
    ending = item.ending or "nothing"
    if item.ending in _endings():
        forms = " or ".join(form.name for form in ARCHIVES if item.ending in form.endings)
        reason = f"files ending in {ending!r} are read, but what this holds is no {forms}"
        return "not what its ending says", reason
    return "unknown ending", f"files ending in {ending!r} are not read"


def _endings() -> list[str]:
    more = [ending for form in ARCHIVES for ending in form.endings]
    return list(dict.fromkeys([*_READERS, *more, ".zip"]))


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in path.split("/"))
