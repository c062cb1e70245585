"""Texts of one article each; outlet, date and title are in the path."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

import pandas as pd

from framing.errors import CorpusError
from framing.readers import ROW
from framing.readers.encodings import open_text
from framing.readers.inputs import Input, Reading
from framing.readers.patterns import fields_of, parts_of
from framing.readers.receipts import note_place
from framing.readers.tidying import SLICE

__all__ = ["read_text", "read_texts"]


def read_text(item: Input, how: Reading) -> Iterator[pd.DataFrame]:
    """Read one text; its folders are those it lies in."""
    parts = PurePosixPath(item.path).parts[-parts_of(how.pattern or "{outlet}/x") :]
    inner = Input(item.name, "/".join(parts), item.opener)
    said = _said(inner, item.name, inner.path, how)
    if said is None:
        raise CorpusError(
            f"{item.name}: the end of the path, {inner.path!r}, does not fit the pattern "
            f"{how.pattern!r}; a field is one or more letters without a slash; mend the pattern"
        )
    yield pd.DataFrame([_read(inner.held(), how) | said], dtype=object)


def read_texts(folder: str, items: Iterable[Input], how: Reading) -> Iterator[pd.DataFrame]:
    """Read the texts of a folder into one frame; one that cannot be is dropped and named."""
    rows: list[dict[str, str]] = []
    paths: list[tuple[str, ...]] = []
    for item in items:
        row = _said(item, folder, item.path, how)
        if row is None:
            reason = f"the path does not fit the pattern {how.pattern!r}"
            note_place(how.notes, folder, item.path, "path does not fit", "dropped", reason)
            continue
        held = item.held()
        try:
            rows.append(_read(held, how) | row)
        except CorpusError as fault:
            # A named encoding is strict; without one, a damaged text is not worth the folder.
            if how.encoding is not None:
                raise
            reason = str(fault).removeprefix(f"{item.name}, ").split("; ")[0]
            note_place(how.notes, folder, item.path, "no encoding fits", "dropped", reason)
            continue
        paths.append(PurePosixPath(item.path).parts)
        if len(rows) == SLICE:
            yield _frame(rows, len(paths))
            rows = []
    if not how.pattern and len(paths) > 1:
        _doubt_one_folder(folder, paths, how)
    if rows:
        yield _frame(rows, len(paths))


def _frame(rows: list[dict[str, str]], last: int) -> pd.DataFrame:
    return pd.DataFrame(rows, dtype=object).assign(**{ROW: range(last - len(rows) + 1, last + 1)})


def _said(item: Input, folder: str, path: str, how: Reading) -> dict[str, str] | None:
    """Return what the path says, or None where it does not fit the pattern."""
    fields = _default(item, folder, path) if how.pattern is None else _fields(how.pattern, path)
    return None if fields is None else {"doc_id": _without_ending(path)} | fields


def _read(item: Input, how: Reading) -> dict[str, str]:
    with open_text(item, how.encoding, how.notes) as stream:
        return {"doc_id": "", "outlet": "", "text": stream.read()}


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
