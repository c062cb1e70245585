"""Rows out of a spreadsheet file (.xlsx)."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from framing.errors import DatasetError, MissingExtraError

__all__ = ["read_sheet"]


def read_sheet(path: Path, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """Read the first sheet of a workbook: one record per row below the header.

    Parameters
    ----------
    path : path
        The `.xlsx` file.
    columns : sequence of str, optional
        The columns that are needed; all of them unless given. A column without a name in row 1
        goes by its letter, as in a spreadsheet ("C").

    Returns
    -------
    list of dict
        Name of the column -> the cell's value (text, number, date, or None where it is empty).
        Record `i` is row ``i + 2`` of the sheet: an empty row between others is a record of None,
        empty rows at the end are left out.

    Raises
    ------
    MissingExtraError
        If the extra `datasets` is not installed.
    DatasetError
        If the file is not there, is no workbook, or lacks a column or names it twice.
    """
    header, rows = _cells(Path(path))
    wanted = header if columns is None else list(columns)
    missing = [name for name in wanted if name not in header]
    if missing:
        raise DatasetError(
            f"{path}, row 1: the sheet lacks the column {', '.join(map(repr, missing))}; it has "
            f"{', '.join(header) or 'no columns'}; fetch the file again"
        )
    doubled = [name for name in wanted if header.count(name) > 1]
    if doubled:
        raise DatasetError(
            f"{path}, row 1: there are several columns {doubled[0]!r}; a name stands for one "
            "column; fetch the file again"
        )
    places = [(name, header.index(name)) for name in wanted]
    records = [{name: row[place] for name, place in places} for row in rows]
    while records and all(value is None for value in records[-1].values()):
        records.pop()
    return records


def _cells(path: Path) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the names of the columns and the rows below them."""
    try:
        from openpyxl import load_workbook
        from openpyxl.utils import get_column_letter
    except ImportError as fault:
        raise MissingExtraError(
            f"{path.name}: reading workbooks needs openpyxl, which is not installed; "
            "install the extra: pip install 'framing[datasets]'"
        ) from fault
    if not path.is_file():
        raise DatasetError(
            f"{path}: there is no such file; the workbook belongs to the originals; "
            "fetch them again"
        )
    try:
        with warnings.catch_warnings(), path.open("rb") as file:
            # Drop-down lists and styles that openpyxl does not know hold no cells.
            warnings.simplefilter("ignore", UserWarning)
            book = load_workbook(file, read_only=True, data_only=True)
            sheet = book.worksheets[0]
            # The size a workbook states can be wrong; without it the rows are counted.
            sheet.reset_dimensions()
            rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
            book.close()
    except (BadZipFile, KeyError, IndexError, ValueError, OSError, SyntaxError) as fault:
        raise DatasetError(
            f"{path}: this is not a readable workbook ({fault}); it is damaged or another kind "
            "of file; fetch it again"
        ) from fault
    # Rows of a sheet end where their last cell does.
    width = max((len(row) for row in rows), default=0)
    whole = [row + (None,) * (width - len(row)) for row in rows]
    names = [
        ("" if cell is None else str(cell).strip()) or get_column_letter(number)
        for number, cell in enumerate(whole[0] if whole else (), start=1)
    ]
    return names, whole[1:]
