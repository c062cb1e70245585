"""Sheets as XLSX: instructions on the first page, answers from a list on the second."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from framing.coding.forms import Form, Value, Variable
from framing.coding.sheets.cells import escape
from framing.coding.sheets.grids import CUT, cells_of, find_header, header_of, rows_of
from framing.coding.sheets.rows import Row, Sheet
from framing.coding.sheets.shown import show
from framing.errors import CodingError, FramingWarning, import_extra
from framing.tables import replacing

__all__ = ["put_text", "read", "timeless", "write"]

_GUIDE, _CODING, _LISTS = "Read me first", "Coding", "Lists"
_LONGEST_CELL = 32_000  # programs stop at 32,767
_LONGEST_LIST = 250  # characters of a list written into the cell's rule; programs stop at 255
_WIDTHS = {"unit_id": 13, "coder": 9, "before": 48, "text": 26, "after": 48, "note": 30}
_HOW = (
    f"Answer on the page “{_CODING}”: one line per unit, the words to judge in the column text, "
    "what stands around them in before and after. Choose answers from the lists. Do not change "
    "unit_id or coder. Sorting whole lines is fine."
)
_HIGHEST = 400.0  # points; programs stop at 409
_MOMENT = (1980, 1, 1, 0, 0, 0)
# Programs write a character they cannot hold as _x and its number, so such a text needs a mark.
_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LIKE_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def _openpyxl(where: str) -> ModuleType:
    return import_extra(f"{where}, XLSX", "openpyxl", "openpyxl", "coding")


def write(sheet: Sheet, path: Path) -> None:
    """Write a workbook; the same sheet gives the same bytes.

    Warns
    -----
    FramingWarning
        If texts were longer than a cell can hold and were cut.
    """
    openpyxl = _openpyxl("write_sheet")
    from openpyxl.worksheet.properties import PageSetupProperties

    book = openpyxl.Workbook()
    guide, coding = book.active, book.create_sheet(_CODING)
    guide.title = _GUIDE
    _write_guide(guide, sheet.form)
    cut = _write_units(coding, sheet)
    _add_rules(book, coding, sheet)
    for page in book:
        # Printed, a line is not torn over several pages.
        page.page_setup.orientation = "landscape"
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    book.active = 0
    content = io.BytesIO()
    book.save(content)
    with replacing(path) as file:
        file.write(timeless(content.getvalue()))
    if cut:
        warnings.warn(
            f"write_sheet: {cut:,} text{'s' * (cut > 1)} of {path.name} did not fit into a cell "
            f"({_LONGEST_CELL:,} characters) and {'are' if cut > 1 else 'is'} cut where the cell "
            "says so; write JSON for doccano or Label Studio to show them whole",
            FramingWarning,
            stacklevel=3,
        )


def put_text(page: Any, row: int, column: int, text: str, **style: Any) -> Any:
    """Write a text as a text, whatever it begins with."""
    from openpyxl.styles import Alignment

    cell = page.cell(row=row, column=column)
    cell.value = _LIKE_CODED.sub("_x005F_", text)
    cell.data_type = "s"
    cell.quotePrefix = True
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    for name, value in style.items():
        setattr(cell, name, value)
    return cell


def _write_guide(page: Any, form: Form) -> None:
    from openpyxl.styles import Font

    bold, large = Font(bold=True), Font(bold=True, size=14)
    page.column_dimensions["A"].width = 22
    page.column_dimensions["B"].width = 100
    row = 1
    put_text(page, row, 1, "Instructions", font=large)
    put_text(page, row, 2, form.instructions)
    lines = [("How", _HOW, False)]
    for variable in form.variables:
        lines.append((variable.name, variable.question, True))
        if not variable.values:
            lines.append(("", _range(variable), False))
        lines += _definitions(variable.values)
    if form.guide:
        lines.append(("Definitions", "", True))
        lines += _definitions(form.guide)
    for row, (head, text, strong) in enumerate(lines, start=2):
        put_text(page, row, 1, head, font=bold)
        put_text(page, row, 2, text, **({"font": bold} if strong else {}))
    for row in range(1, len(lines) + 2):
        _fit_height(page, row, {1: 22, 2: 100})


def _range(variable: Variable) -> str:
    low = "" if variable.low is None else f" from {variable.low:g}"
    high = "" if variable.high is None else f" to {variable.high:g}"
    return f"A number{low}{high}."


def _definitions(values: Sequence[Value]) -> list[tuple[str, str, bool]]:
    lines = []
    for value in values:
        lines.append((value.code, value.meaning, False))
        lines += [("", f"counts: {example}", False) for example in value.examples]
        lines += [("", f"does not: {example}", False) for example in value.counterexamples]
    return lines


def _write_units(page: Any, sheet: Sheet) -> int:
    """Write the units, and return how many texts were cut."""
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    bold = Font(bold=True)
    answer, head = PatternFill("solid", fgColor="FFF4D6"), PatternFill("solid", fgColor="E3E6EA")
    names = header_of(sheet.form)
    asked = {variable.name for variable in sheet.form.variables} | {"note"}
    for column, name in enumerate(names, start=1):
        put_text(page, 1, column, name, font=bold, fill=head)
        page.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, 18)
    cut = 0
    for row, unit in enumerate(sheet.units, start=2):
        for column, (name, text) in enumerate(zip(names, cells_of(sheet, unit), strict=True), 1):
            kept, more = _fit(escape(text), end=name != "before")
            cut += more
            style: dict[str, Any] = {"font": bold} if name == "text" else {}
            style |= {"fill": answer} if name in asked else {}
            put_text(page, row, column, kept, **style)
        _fit_height(page, row, {k: _WIDTHS.get(name, 18) for k, name in enumerate(names, 1)})
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(names))}{max(len(sheet.units) + 1, 2)}"
    return cut


def _fit_height(page: Any, row: int, widths: Mapping[int, int]) -> None:
    """Make a row as high as its longest text; not every program does so on opening."""
    most = 1
    for column, width in widths.items():
        text = str(page.cell(row=row, column=column).value or "")
        # Letters are a little narrower than the unit of a column's width, words break early.
        most = max(most, sum(1 + len(line) // max(width - 4, 1) for line in text.split("\n")))
    page.row_dimensions[row].height = min(14.5 * most, _HIGHEST)


def _fit(text: str, *, end: bool) -> tuple[str, int]:
    """Return the part of a text that a cell holds: what stands next to the unit is kept."""
    # Programs count UTF-16 units; every character has two at most.
    length = len(text) + sum(character > "\uffff" for character in text)
    if length <= _LONGEST_CELL:
        return text, 0
    size = _LONGEST_CELL // 2
    gone = f"{CUT} {len(text) - size:,} characters]"
    return (f"{text[:size]} {gone}" if end else f"{gone} {text[-size:]}"), 1


def _add_rules(book: Any, page: Any, sheet: Sheet) -> None:
    """Let answers be chosen from lists, and numbers be numbers."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    names, last = header_of(sheet.form), max(len(sheet.units) + 1, 2)
    lists: Any = None
    for variable in sheet.form.variables:
        letter = get_column_letter(names.index(variable.name) + 1)
        if variable.values:
            listed = ",".join(variable.codes)
            formula = f'"{listed}"'
            if len(listed) > _LONGEST_LIST or any(set(code) & set(',"') for code in variable.codes):
                if lists is None:
                    lists = book.create_sheet(_LISTS)
                    lists.sheet_state = "hidden"
                column = (lists.max_column if lists.max_row > 1 or lists["A1"].value else 0) + 1
                for row, code in enumerate(variable.codes, start=1):
                    put_text(lists, row, column, code)
                place = get_column_letter(column)
                formula = f"{_LISTS}!${place}$1:${place}${len(variable.codes)}"
            rule = DataValidation(type="list", formula1=formula, allow_blank=True)
            rule.error = "Choose one of the answers in the list."
        else:
            low = -1e300 if variable.low is None else variable.low
            high = 1e300 if variable.high is None else variable.high
            rule = DataValidation(
                type="decimal", operator="between", formula1=f"{low:.15g}",
                formula2=f"{high:.15g}", allow_blank=True,
            )  # fmt: skip
            rule.error = _range(variable)
        rule.showErrorMessage = True
        # Excel's window holds no more than this.
        rule.promptTitle, rule.prompt = variable.name[:32], variable.question[:250]
        rule.showInputMessage = bool(variable.question)
        page.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{last}")


def timeless(content: bytes) -> bytes:
    """Return the workbook without the time of its making."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(out, "w") as kept:
        for name in made.namelist():
            part = made.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb">\d{4}-\d\d-\d\dT[\d:.]+Z?<", b">1980-01-01T00:00:00Z<", part)
            info = zipfile.ZipInfo(name, date_time=_MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # else it says which system made it
            kept.writestr(info, part)
    return out.getvalue()


def read(path: Path, form: Form) -> Iterator[Row]:
    """Yield the rows of the pages that have a column `unit_id`.

    Raises
    ------
    CodingError
        If the file is no workbook, or none of its pages is a sheet.
    """
    pages = {page.title: list(page.iter_rows()) for page in _load(path).worksheets}
    headers = {title: find_header(_values(cells)) for title, cells in pages.items()}
    found = [title for title, header in headers.items() if header]
    if not found:
        names = ", ".join(repr(title) for title in pages)
        raise CodingError(
            f"{path}: no page has a column 'unit_id'; there are the pages {names}; pass a sheet "
            "that write_sheet wrote, its names of columns kept"
        )
    asked = {variable.name for variable in form.variables}
    whole = [t for t in found if (header := headers[t]) and asked <= header.columns.keys()]
    for title in found if whole else ():
        if title not in whole:
            doubt = f"the page {title!r} lacks columns of the form and is not read"
            yield Row("the file", "", doubt=doubt)
    kept = whole or found[:1]
    formulas = any(c.data_type == "f" for title in kept for row in pages[title] for c in row)
    results = _load(path, data_only=True) if formulas else None
    for title in kept:
        table, doubts = _values(pages[title]), {}
        if results is not None:
            for number, row in enumerate(pages[title]):
                doubts[number] = _take_results(results[title], row, table[number])
        # A page and its copy are both read; rows that say the same are one.
        page = title if len(kept) > 1 else ""
        yield from rows_of(path, form, table, page=page, doubts=doubts)


def _load(path: Path, *, data_only: bool = False) -> Any:
    openpyxl = _openpyxl("read_coding")
    try:
        with warnings.catch_warnings(), path.open("rb") as file:
            # Styles and lists that openpyxl does not know hold no answers.
            warnings.simplefilter("ignore", UserWarning)
            return openpyxl.load_workbook(file, data_only=data_only)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, SyntaxError) as fault:
        raise CodingError(
            f"{path}: this is not a readable workbook ({fault}); it is damaged or another kind of "
            "file; open it in a spreadsheet program and save it as XLSX"
        ) from fault


def _values(cells: Sequence[Sequence[Any]]) -> list[list[object]]:
    return [[_decoded(cell.value) for cell in row] for row in cells]


def _decoded(value: object) -> object:
    if isinstance(value, str):
        return show(_CODED.sub(lambda found: chr(int(found[1], 16)), value))
    return value


def _take_results(page: Any, row: Sequence[Any], values: list[object]) -> str:
    """Put the results of a row's formulas in their places, and say which there are."""
    said = []
    for place, cell in enumerate(row):
        if cell.data_type == "f":
            values[place] = _decoded(page[cell.coordinate].value)
            there = "without a result" if values[place] is None else "read as its last result"
            said.append(f"{cell.coordinate} is a formula, {there}")
    return "; ".join(said)
