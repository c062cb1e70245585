"""Sheets as a grid of cells: the columns of CSV and XLSX, out and back in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from framing.coding.codebooks import Form
from framing.coding.sheets.cells import restore
from framing.coding.sheets.rows import Row, Sheet, Unit
from framing.errors import CodingError

__all__ = ["CUT", "cells_of", "header_of", "rows_of"]

CUT = "[cut here:"
"""Stands where a cell could not hold the whole text."""

_TOP = 50  # rows among which the names of the columns are looked for


def header_of(form: Form) -> list[str]:
    """Return the columns of a sheet, in their order."""
    names = [variable.name for variable in form.variables]
    return ["unit_id", "coder", "before", "text", "after", *form.shows, *names, "note"]


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


def rows_of(path: Path, form: Form, table: Sequence[Sequence[object]]) -> Iterator[Row]:
    """Yield the rows of a table of cells whose first row of names has a `unit_id`."""
    top, columns = _find_header(path, table)
    names = {variable.name: columns.get(variable.name) for variable in form.variables}
    lost = [name for name, place in names.items() if place is None]
    if lost:
        raise CodingError(
            f"{path}: there is no column {lost[0]!r}; the sheet has {', '.join(columns)}; read it "
            f"with the form it was written for (this is {form.name!r})"
        )
    for number, cells in enumerate(table[top + 1 :], start=top + 2):
        if any(not _blank(cell) for cell in cells):
            yield _row(f"row {number}", columns, names, cells)


def _find_header(path: Path, table: Sequence[Sequence[object]]) -> tuple[int, dict[str, int]]:
    for top, cells in enumerate(table[:_TOP]):
        columns: dict[str, int] = {}
        for place, cell in enumerate(cells):
            name = "_".join(str(cell if cell is not None else "").casefold().split())
            if name:
                columns.setdefault(name, place)
        if "unit_id" in columns:
            return top, columns
    seen = ", ".join(str(cell) for cell in (table[0] if table else []) if not _blank(cell))
    raise CodingError(
        f"{path}: there is no column 'unit_id'; the first row has {seen[:200] or 'nothing'}; pass "
        "a sheet that write_sheet wrote, its names of columns kept"
    )


def _row(
    where: str,
    columns: dict[str, int],
    names: dict[str, int | None],
    cells: Sequence[object],
) -> Row:
    def at(place: int | None) -> object:
        return cells[place] if place is not None and place < len(cells) else None

    def text(name: str) -> str:
        cell = at(columns.get(name))
        return "" if _blank(cell) else restore(str(cell))

    parts = [name for name in ("before", "text", "after") if name in columns]
    shown = "".join(text(name) for name in parts)
    return Row(
        where=where,
        unit_id=text("unit_id").strip(),
        coder=text("coder").strip(),
        text=shown if len(parts) == 3 and CUT not in shown else None,
        values={name: at(place) for name, place in names.items()},
        note=text("note").strip(),
    )


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
