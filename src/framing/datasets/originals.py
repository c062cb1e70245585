"""Originals as they stand: their text, and their rows with the line each begins on."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

from framing.errors import DatasetError

__all__ = ["read_rows", "read_text", "whole_number"]

_SHOWN = 5  # names of files


def read_text(path: Path) -> str:
    """Read a file, character by character as it stands: no line end is changed.

    Raises
    ------
    DatasetError
        If the file is not there or not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as fault:
        folder = path.parent
        names = sorted(item.name for item in folder.iterdir()) if folder.is_dir() else []
        there = ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
        raise DatasetError(
            f"{path}: there is no such file; its folder holds {there or 'nothing'}; "
            "fetch the originals again"
        ) from fault
    except UnicodeDecodeError as fault:
        raise DatasetError(
            f"{path}: byte {fault.start} is not UTF-8; the original is, throughout; "
            "the file is damaged, fetch it again"
        ) from fault


def read_rows(
    path: Path,
    columns: tuple[str, ...],
    *,
    delimiter: str = ",",
    quoted: bool = True,
    skip: int = 0,
) -> list[tuple[int, dict[str, str]]]:
    r"""Read a table: every row with the number of the line it begins on.

    Parameters
    ----------
    path : path
        The file.
    columns : tuple of str
        The columns that must be there.
    delimiter : str
        What separates the cells.
    quoted : bool
        Whether quotation marks enclose cells; they are plain characters otherwise.
    skip : int
        Lines above the header.

    Raises
    ------
    DatasetError
        If the file is not there or not UTF-8, lacks a column, or has a row with more or fewer
        cells than columns.
    """
    lines = read_text(path).removeprefix("\ufeff").split("\n", skip)
    body = lines[skip] if len(lines) > skip else ""
    reader = csv.reader(
        StringIO(body, newline=""),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
    )
    header = next(reader, [])
    missing = [name for name in columns if name not in header]
    if missing:
        raise DatasetError(
            f"{path}, line {skip + 1}: the table lacks the column "
            f"{', '.join(map(repr, missing))}; it has {', '.join(header) or 'no columns'}; "
            "fetch the file again"
        )
    rows: list[tuple[int, dict[str, str]]] = []
    line = skip + reader.line_num + 1
    for cells in reader:
        if cells and len(cells) != len(header):
            raise DatasetError(
                f"{path}, line {line}: there are {len(cells)} cells; the header names "
                f"{len(header)} columns; the file is damaged, fetch it again"
            )
        if cells:
            rows.append((line, dict(zip(header, cells, strict=True))))
        line = skip + reader.line_num + 1
    return rows


def whole_number(where: str, name: str, value: str) -> int:
    """Return the whole number of a cell.

    Raises
    ------
    DatasetError
        If it holds something else.

    Examples
    --------
    >>> whole_number("a.csv, line 2", "start", "17")
    17
    """
    try:
        return int(value)
    except ValueError as fault:
        raise DatasetError(
            f"{where}: {name} is {value!r}; a whole number stands there; "
            "the file is damaged, fetch it again"
        ) from fault
