"""Files, folders and tables into frames that have an outlet and a text."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from framing.errors import CorpusError, unknown_name
from framing.readers import ARTICLE_COLUMNS, ROW, SOURCE
from framing.readers.receipts import note
from framing.readers.records import read_csv, read_lines

__all__ = ["Source", "read_frames", "text_files"]

Source = str | Path | pd.DataFrame
_REQUIRED = ("outlet", "text")
_ENDINGS = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".txt")


def read_frames(
    source: Source, columns: Mapping[str, str], encoding: str, notes: list[dict[str, Any]]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Give a source's name and its rows, under our names for the columns."""
    if isinstance(source, pd.DataFrame):
        yield "table", _rename("table", source.reset_index(drop=True), columns)
        return
    path = Path(source)
    if path.is_dir():
        for file in text_files(path, hidden=True):
            where = pd.Series({SOURCE: str(source), ROW: file.relative_to(path).as_posix()})
            reason = (
                "a name that begins with a dot is the system's or an editor's, not an article's"
            )
            note(notes, where, "", "hidden file", "dropped", reason)
        yield str(source), _rename(str(source), _read_folder(path, encoding), columns)
        return
    if not path.exists():
        raise CorpusError(f"{source}: there is no such file or folder; check the path")
    yield str(source), _rename(str(source), _read_file(path, encoding), columns)


def _rename(name: str, frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    frame = frame.rename(columns=str)
    for ours, theirs in columns.items():
        if ours not in ARTICLE_COLUMNS:
            raise CorpusError(unknown_name("read_corpus", "article column", ours, ARTICLE_COLUMNS))
        if theirs not in frame:
            raise CorpusError(unknown_name(name, "column", theirs, frame.columns))
    if len(set(columns.values())) < len(columns):
        twice = next(n for n in columns.values() if list(columns.values()).count(n) > 1)
        raise CorpusError(
            f"{name}: the column {twice!r} is named for more than one of ours "
            f"({', '.join(ours for ours, theirs in columns.items() if theirs == twice)}); each "
            "column of a source has one meaning; name it once"
        )
    doubled = frame.columns[frame.columns.duplicated()]
    if len(doubled):
        raise CorpusError(
            f"{name}: there are several columns {doubled[0]!r}; a name stands for one column; "
            "rename or drop the others"
        )
    # A mapped column takes the name; one that held it before steps aside and is kept.
    taken = {ours: f"{ours}_original" for ours, theirs in columns.items() if ours != theirs}
    frame = frame.rename(columns={k: v for k, v in taken.items() if k not in columns.values()})
    frame = frame.rename(columns={theirs: ours for ours, theirs in columns.items()})
    missing = [column for column in _REQUIRED if column not in frame]
    if missing:
        raise CorpusError(
            f"{name}: there is no column {' and no '.join(map(repr, missing))}; there are "
            f"{', '.join(frame.columns)}; name yours with columns={{{missing[0]!r}: 'yours'}} "
            f"(on the command line --column {missing[0]}=yours)"
        )
    return frame


def _open(path: Path) -> bytes:
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        try:
            return gzip.decompress(data)
        except (EOFError, OSError, zlib.error) as fault:
            raise CorpusError(
                f"{path}: the gzip stream is broken ({fault}); it is cut off or damaged; "
                "copy or download the file again"
            ) from fault
    return data


def _decode(path: Path, data: bytes, encoding: str) -> str:
    try:
        text = data.decode("utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding)
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        likely = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"
        raise CorpusError(
            f"{path}, line {line}: byte 0x{data[fault.start]:02x} is not {encoding}; "
            f"the file was written in another encoding; pass encoding={likely!r} or the one it has"
        ) from fault
    except (LookupError, UnicodeError) as fault:
        raise CorpusError(
            f"read_corpus: there is no encoding {encoding!r}; there are utf-8, cp1252, utf-16 "
            "and others that Python knows; choose one of these"
        ) from fault
    return text


def _read_file(path: Path, encoding: str) -> pd.DataFrame:
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    ending = suffixes[-1] if suffixes else ""
    if ending == ".parquet":
        try:
            return pd.read_parquet(path)
        except Exception as fault:
            raise CorpusError(
                f"{path}: this is not a readable Parquet file ({fault}); write it again"
            ) from fault
    if ending in {".jsonl", ".ndjson"}:
        # As objects: an id of 7 must not become 7.0 where another record has none.
        return pd.DataFrame(read_lines(path, _decode(path, _open(path), encoding)), dtype=object)
    if ending in {".csv", ".tsv"}:
        text = _decode(path, _open(path), encoding)
        return read_csv(path, text, "\t" if ending == ".tsv" else "")
    if ending == ".txt":
        return pd.DataFrame([_article(path, path.absolute().parent.parent, encoding)], dtype=object)
    raise CorpusError(
        f"{path}: files ending in {ending or 'nothing'!r} are not read; there are "
        f"{', '.join(_ENDINGS[:-1])} (gzipped too) and folders of .txt; convert the file"
    )


def text_files(path: Path, *, hidden: bool = False) -> list[Path]:
    """Return the articles of a folder, or what stands in it under a hidden name, in order."""
    return sorted(
        file
        for file in path.rglob("*")
        if file.name.lower().endswith(".txt")
        and any(part.startswith(".") for part in file.relative_to(path).parts) == hidden
        and file.is_file()
    )


def _read_folder(path: Path, encoding: str) -> pd.DataFrame:
    files = text_files(path)
    if not files:
        raise CorpusError(
            f"{path}: the folder holds no .txt file; put each article in OUTLET/name.txt, or name "
            "a table file instead"
        )
    rows = []
    for file in files:
        inner = file.relative_to(path)
        if len(inner.parts) < 2:
            raise CorpusError(
                f"{file}: the file stands in no outlet's folder; its outlet is unknown; move it "
                f"to {path / 'OUTLET' / file.name}"
            )
        rows.append(_article(file, path, encoding))
    return pd.DataFrame(rows, dtype=object)


def _article(file: Path, root: Path, encoding: str) -> dict[str, str]:
    """Read ``OUTLET/name.txt``; a date only where the name begins with one."""
    inner = file.absolute().relative_to(root.absolute())
    dated = re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", file.name)
    return {
        "doc_id": inner.with_suffix("").as_posix(),
        "outlet": inner.parts[0],
        "text": _decode(file, file.read_bytes(), encoding),
        "date": dated.group() if dated else "",
    }
