"""Sheets as a grid of cells: the columns of CSV and XLSX, out and back in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from framing.coding.forms import Form
from framing.coding.sheets.cells import restore
from framing.coding.sheets.rows import Row, Sheet, Unit
from framing.errors import CodingError

__all__ = ["CUT", "cells_of", "find_header", "header_of", "rows_of"]

CUT = "[cut here:"
"""Stands where a cell could not hold the whole text."""

_PARTS = ("before", "text", "after")
_TOP = 50  # rows among which the names of the columns are looked for


class _Header(NamedTuple):
    """The row of the names, and the place of each column; `doubled` stand twice."""

    row: int
    columns: Mapping[str, int]
    doubled: tuple[str, ...]


def header_of(form: Form) -> list[str]:
    """Return the columns of a sheet, in their order."""
    names = [variable.name for variable in form.variables]
    return ["unit_id", "coder", *_PARTS, *form.shows, *names, "note"]


def cells_of(sheet: Sheet, unit: Unit) -> list[str]:
    """Return the cells of a unit, in the order of the columns."""
    form = sheet.form
    return [
        unit.unit_id,
        sheet.coder,
        unit.text[: unit.start],
        unit.text[unit.start : unit.end],
        unit.text[unit.end :],
        *(unit.shown.get(name, "") for name in form.shows),
        *(unit.values.get(variable.name, "") for variable in form.variables),
        unit.note,
    ]


def find_header(table: Sequence[Sequence[object]]) -> _Header | None:
    """Return the first row that names a column `unit_id`, whatever its place and capitals."""
    for row, cells in enumerate(table[:_TOP]):
        columns: dict[str, int] = {}
        doubled = []
        for place, cell in enumerate(cells):
            name = _fold(restore(str(cell))) if cell is not None else ""
            if name in columns:
                doubled.append(name)
            elif name:
                columns[name] = place
        if "unit_id" in columns:
            return _Header(row, columns, tuple(doubled))
    return None


def rows_of(
    path: Path,
    form: Form,
    table: Sequence[Sequence[object]],
    *,
    page: str = "",
    doubts: Mapping[int, str] | None = None,
) -> Iterator[Row]:
    """Yield the rows of a table of cells below the names of its columns.

    Parameters
    ----------
    path, form
        Where the table stands, and what was asked.
    table : sequence of rows
    page : str
        The page of the table, where there are several.
    doubts : mapping of int to str, optional
        What is doubtful about a row, by its number from 0.

    Raises
    ------
    CodingError
        If no row names the columns, or one of the form's is not among them.
    """
    header = find_header(table)
    if header is None:
        seen = ", ".join(str(cell) for cell in (table[0] if table else []) if not _blank(cell))
        raise CodingError(
            f"{path}: there is no column 'unit_id'; the first row has {seen[:200] or 'nothing'}; "
            "pass a sheet that write_sheet wrote, its names of columns kept"
        )
    asked = [variable.name for variable in form.variables]
    lost = [name for name in asked if name not in header.columns]
    if lost:
        raise CodingError(
            f"{path}: there is no column {lost[0]!r}; the sheet has {', '.join(header.columns)}; "
            f"read it with the form it was written for (this is {form.name!r})"
        )
    where = f"page {page!r}, " if page else ""
    if doubt := _doubt_of_header(form, header):
        yield Row(f"{where}row {header.row + 1}", "", doubt=doubt)
    for number, cells in enumerate(table[header.row + 1 :], start=header.row + 1):
        if any(not _blank(cell) for cell in cells):
            doubt = (doubts or {}).get(number, "")
            yield _row(f"{where}row {number + 1}", header.columns, asked, cells, doubt)


def _doubt_of_header(form: Form, header: _Header) -> str:
    known = {_fold(name) for name in header_of(form)}
    further = [name for name in header.columns if name not in known]
    twice = [name for name in dict.fromkeys(header.doubled) if name in known]
    doubts = []
    if further:
        doubts.append(f"columns that are no part of a sheet are not read: {', '.join(further)}")
    if twice:
        doubts.append(f"of two columns the first is read: {', '.join(twice)}")
    return "; ".join(doubts)


def _row(
    where: str,
    columns: Mapping[str, int],
    asked: Sequence[str],
    cells: Sequence[object],
    doubt: str,
) -> Row:
    def at(name: str) -> object:
        place = columns.get(name, len(cells))
        return cells[place] if place < len(cells) else None

    def text(name: str) -> str:
        cell = at(name)
        return "" if _blank(cell) and name not in _PARTS else restore(_said(cell))

    named = set(columns.values())
    beside = [str(c) for place, c in enumerate(cells) if place not in named and not _blank(c)]
    if beside:
        more = f"{'; '.join(beside)[:200]!r} stands in no column of the sheet and is not read"
        doubt = "; ".join(part for part in (doubt, more) if part)
    shown = "".join(text(name) for name in _PARTS)
    whole = all(name in columns for name in _PARTS) and CUT not in shown
    return Row(
        where=where,
        unit_id=text("unit_id").strip(),
        coder=text("coder").strip(),
        text=shown if whole else None,
        values={name: at(name) for name in asked},
        note=text("note").strip(),
        doubt=doubt,
        before=text("before") if whole else None,
    )


def _fold(name: str) -> str:
    return "_".join(name.casefold().split())


def _said(cell: object) -> str:
    return "" if cell is None else str(cell)


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
