"""Texts of one article each; outlet, date and title are in the path."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

import pandas as pd

from framing.errors import CorpusError
from framing.readers.encodings import open_text
from framing.readers.inputs import Input, Reading
from framing.readers.patterns import fields_of, parts_of
from framing.readers.receipts import note_place

__all__ = ["read_text", "read_texts"]


def read_text(item: Input, how: Reading) -> Iterator[pd.DataFrame]:
    """Read one text; its folders are those it lies in."""
    parts = PurePosixPath(item.path).parts[-parts_of(how.pattern or "{outlet}/x") :]
    inner = Input(item.name, "/".join(parts), item.opener)
    articles = [_article(inner, item.name, inner.path, how)]
    if articles[0] is None:
        raise CorpusError(
            f"{item.name}: the end of the path, {inner.path!r}, does not fit the pattern "
            f"{how.pattern!r}; a field is one or more letters without a slash; mend the pattern"
        )
    yield pd.DataFrame(articles, dtype=object)


def read_texts(folder: str, items: Iterable[Input], how: Reading) -> Iterator[pd.DataFrame]:
    """Read the texts of a folder into one frame; one that does not fit the pattern is dropped."""
    rows = []
    paths = []
    for item in items:
        row = _article(item, folder, item.path, how)
        if row is None:
            reason = f"the path does not fit the pattern {how.pattern!r}"
            note_place(how.notes, folder, item.path, "path does not fit", "dropped", reason)
            continue
        rows.append(row)
        paths.append(PurePosixPath(item.path).parts)
    if not how.pattern and len(rows) > 1:
        _doubt_one_folder(folder, paths, how)
    if rows:
        yield pd.DataFrame(rows, dtype=object)


def _article(item: Input, folder: str, path: str, how: Reading) -> dict[str, str] | None:
    fields = _default(item, folder, path) if how.pattern is None else _fields(how.pattern, path)
    if fields is None:
        return None
    with open_text(item, how.encoding, how.notes) as stream:
        text = stream.read()
    return {"doc_id": _without_ending(path), "outlet": "", "text": text} | fields


def _fields(pattern: str, path: str) -> dict[str, str] | None:
    if pattern.lower().endswith(".txt"):
        return fields_of(pattern, re.sub(r"\.gz$", "", path, flags=re.IGNORECASE))
    return fields_of(pattern, _without_ending(path))


def _without_ending(path: str) -> str:
    return re.sub(r"\.txt(\.gz)?$", "", path, flags=re.IGNORECASE)


def _default(item: Input, folder: str, path: str) -> dict[str, str]:
    """Read ``OUTLET/name.txt``; a date only where the name begins with one."""
    parts = PurePosixPath(path).parts
    if len(parts) < 2:
        raise CorpusError(
            f"{item.name}: the file stands in no outlet's folder; its outlet is unknown; move it "
            f"to {folder}/OUTLET/{path} or say with pattern= where the outlet is"
        )
    dated = re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", parts[-1])
    return {"outlet": parts[0], "date": dated.group() if dated else ""}


def _doubt_one_folder(folder: str, paths: list[tuple[str, ...]], how: Reading) -> None:
    """Doubt an outlet that all texts have, when below it are several folders: theirs, perhaps."""
    inner = {parts[1] for parts in paths if len(parts) > 2}
    if len({parts[0] for parts in paths}) > 1 or len(inner) < 2 or min(map(len, paths)) < 3:
        return
    reason = (
        f"all {len(paths)} texts stand under {paths[0][0]!r}, which is taken for their outlet; if "
        f"it is the folder of outlets, pass pattern='{paths[0][0]}/{{outlet}}/*.txt'"
    )
    note_place(how.notes, folder, "", "one outlet for all", "marked", reason)
