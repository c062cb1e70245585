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
_HIDDEN = "a name that begins with a dot is the system's or an editor's, not an article's"


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
    if _form(item) is None and item.ending == ".zip":
        with open_zip(item) as entries:
            yield from _read_tree(name, entries, how, of_zip=True)
        return
    if fault := _unread(item):
        raise CorpusError(
            f"{name}: {fault[1]}; there are {', '.join(_endings())} (gzipped too), and folders and "
            "zips of them; convert the file"
        )
    for frame in _read(item, how):
        yield name, require(name, rename(name, frame, how.columns))


def corpus_files(folder: Path) -> list[Path]:
    """Return the files of a folder that are read, in order."""
    return sorted(
        file
        for file in folder.rglob("*")
        if file.is_file()
        and not _is_hidden(file.relative_to(folder).as_posix())
        and not _unread(file_input(file, str(file), file.name))
    )


def _read_tree(name: str, items: list[Input], how: Reading, *, of_zip: bool = False) -> Frames:
    """Read every file by its own reader: texts first, then the others in their order."""
    texts: list[Input] = []
    others: list[Input] = []
    for item in items:
        if _is_hidden(item.path):
            if of_zip or item.ending in _endings():
                note_place(how.notes, name, item.path, "hidden file", "dropped", _HIDDEN)
        elif fault := _unread(item):
            note_place(how.notes, name, item.path, fault[0], "dropped", fault[1])
        elif item.ending == ".txt" and _form(item) is None:
            texts.append(item)
        else:
            others.append(item)
    if not texts and not others:
        raise CorpusError(
            f"{name}: the {'zip' if of_zip else 'folder'} holds no file that is read; there are "
            f"{', '.join(_endings())}; put each article in OUTLET/name.txt, or name a table file "
            "instead"
        )
    # Texts have their columns from us; beside tables only those have the caller's names.
    for frame in read_texts(name, texts, how):
        yield name, require(name, rename(name, frame, how.columns, fixed=bool(others)))
    for item in others:
        form = _form(item)
        if form is None and item.ending == ".zip":
            with open_zip(item) as entries:
                yield from _read_tree(item.name, entries, how, of_zip=True)
            continue
        said = fields_of(how.pattern, item.path) if how.pattern else None
        for frame in _read(item, how):
            frame = rename(item.name, frame, how.columns, fixed=form is not None)
            yield item.name, require(item.name, fill(frame, said or {}))


def _read(item: Input, how: Reading) -> Iterator[pd.DataFrame]:
    found = _form(item)
    if found is not None:
        form, data = found
        return iter([form.read(item.name, data(), how.notes)])
    return _READERS[item.ending](item, how)


def _form(item: Input) -> tuple[ArchiveFormat, Callable[[], bytes]] | None:
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


def _unread(item: Input) -> tuple[str, str] | None:
    """Return the rule and the reason by which an input is not read, if it is not."""
    if item.ending in (*_READERS, ".zip") or _form(item) is not None:
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
