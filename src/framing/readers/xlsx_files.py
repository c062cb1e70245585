"""Workbooks: the sheet that has the columns, dates as dates, what formulas last gave."""

from __future__ import annotations

import io
import warnings
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any
from zipfile import BadZipFile, ZipFile

import pandas as pd

from framing.errors import CorpusError, import_extra
from framing.readers import ARTICLE_COLUMNS, ROW
from framing.readers.csv_files import header_names
from framing.readers.inputs import Input, Reading
from framing.readers.receipts import note_place
from framing.readers.zip_limits import check_sizes

__all__ = ["read_workbook"]

_UNREADABLE = (
    BadZipFile,
    EOFError,
    KeyError,
    IndexError,
    NotImplementedError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    zlib.error,
)


def read_workbook(item: Input, how: Reading) -> Iterator[pd.DataFrame]:
    """Read the one sheet that has the columns needed."""
    openpyxl = import_extra("read_corpus, XLSX", "openpyxl", "openpyxl", "archives")
    data = item.read()
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise CorpusError(
            f"{item.name}: this workbook is locked by a password or in the form before 2007; its "
            "cells cannot be read; open it in a spreadsheet program and save it as plain XLSX"
        )
    try:
        with ZipFile(io.BytesIO(data)) as inside:
            check_sizes(item.name, inside, len(data))
        sheets = _load(openpyxl, data)
        name, header, rows = _choose(item, how, sheets)
        yield _frame(item, how, name, header, rows, lambda: _formulas(openpyxl, data))
    except CorpusError:
        raise
    except _UNREADABLE as fault:
        raise CorpusError(
            f"{item.name}: this is not a readable workbook ({fault}); it is damaged or another "
            "kind of file; open it in a spreadsheet program and save it as XLSX"
        ) from fault


_Cells = list[list[Any]]


def _load(openpyxl: Any, data: bytes, results: bool = True) -> list[tuple[str, _Cells]]:
    with warnings.catch_warnings():
        # Drop-down lists and styles that openpyxl does not know hold no articles.
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=results)
        sheets = []
        for sheet in book.worksheets:
            # The size a workbook states can be wrong; without it the rows are counted.
            sheet.reset_dimensions()
            sheets.append((str(sheet.title), [list(row) for row in sheet.iter_rows()]))
        book.close()
    return sheets


def _formulas(openpyxl: Any, data: bytes) -> dict[str, _Cells]:
    """Return the sheets with formulas instead of results; none, and quickly, where none are."""
    with ZipFile(io.BytesIO(data)) as inside:
        pages = [name for name in inside.namelist() if name.startswith("xl/worksheets/")]
        if not any(b"<f>" in page or b"<f " in page for page in map(inside.read, pages)):
            return {}
    return dict(_load(openpyxl, data, False))


def _choose(
    item: Input, how: Reading, sheets: list[tuple[str, _Cells]]
) -> tuple[str, list[str], list[tuple[int, list[Any]]]]:
    """Return the sheet with the columns needed: its name, its header, its rows by number."""
    needed = {how.columns.get(name, name) for name in ("outlet", "text")}
    filled = []
    for name, cells in sheets:
        rows = [(k, row) for k, row in enumerate(cells, start=1) if any(map(_holds, row))]
        if rows:
            filled.append((name, _header(rows[0][1], how), rows[1:]))
    if not filled:
        raise CorpusError(
            f"{item.name}: the workbook has no filled sheet; there is nothing to read; name a "
            "file with articles"
        )
    fit = [sheet for sheet in filled if needed <= set(sheet[1])]
    if len(fit) == 1 or len(filled) == 1:
        return (fit or filled)[0]
    listed = "; ".join(f"{name!r}: {', '.join(header)}" for name, header, _ in fit or filled)
    many = f"{len(fit)} sheets have" if fit else "no sheet has"
    raise CorpusError(
        f"{item.name}: {many} the columns {' and '.join(sorted(needed))}; there are {listed}; "
        + (
            "keep one of them in the workbook, or save each as CSV and pass them all"
            if fit
            else "name yours with columns= (on the command line --column text=yours)"
        )
    )


def _header(cells: list[Any], how: Reading) -> list[str]:
    names = [_text(cell.value) for cell in cells]
    while names and not names[-1].strip():
        names.pop()
    return header_names(names, how)


def _frame(
    item: Input,
    how: Reading,
    sheet: str,
    header: list[str],
    rows: list[tuple[int, list[Any]]],
    formulas: Callable[[], dict[str, _Cells]],
) -> pd.DataFrame:
    ours = {*ARTICLE_COLUMNS, *how.columns.values()}
    width = len(header)
    table: list[list[str]] = []
    empty: list[tuple[int, int, int]] = []
    for number, (line, cells) in enumerate(rows, start=1):
        made = []
        for place, cell in enumerate([*cells, *[None] * (width - len(cells))][:width]):
            value = None if cell is None else cell.value
            where = f"row {line}, column {header[place]!r} of the sheet {sheet!r}"
            if cell is not None and cell.data_type == "e":
                reason = f"{where} holds the error {value}; left empty"
                note_place(how.notes, item.name, number, "error in a cell", "marked", reason)
                value = None
            elif value is None and header[place] in ours:
                empty.append((number, line, place))
            made.append(_text(value))
        table.append(made)
    written = formulas().get(sheet, []) if empty else []
    if written:
        for number, line, place in empty:
            cells = written[line - 1]
            if place < len(cells) and cells[place].data_type == "f":
                reason = (
                    f"row {line}, column {header[place]!r} of the sheet {sheet!r} is a formula "
                    "without a result; left empty; a spreadsheet program that saves it gives one"
                )
                note_place(how.notes, item.name, number, "no result", "marked", reason)
    frame = pd.DataFrame(
        {k: pd.array([row[k] for row in table], "str") for k in range(width)},
        index=range(len(table)),
    )
    frame.columns = pd.Index(header)
    frame[ROW] = range(1, len(table) + 1)
    return frame


def _holds(cell: Any) -> bool:
    return cell.value is not None and _text(cell.value).strip() != ""


def _text(value: object) -> str:
    """Return a value as its cell shows it: a day without hours, a whole number without a point."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    from openpyxl.utils.escape import unescape

    return str(unescape(value)) if isinstance(value, str) and "_x" in value else str(value)
