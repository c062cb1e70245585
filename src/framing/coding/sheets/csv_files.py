"""Sheets as CSV: what every spreadsheet program opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from framing.coding.forms import Form
from framing.coding.sheets.cells import neutralise
from framing.coding.sheets.grids import cells_of, header_of, rows_of
from framing.coding.sheets.rows import Row, Sheet
from framing.errors import CodingError
from framing.tables import replacing

__all__ = ["decode", "read", "write"]

_DELIMITERS = (",", ";", "\t")
_LONGEST_FIELD = 10_000_000
_TOP = 50  # lines among which the names of the columns are looked for


def write(sheet: Sheet, path: Path) -> None:
    """Write a CSV: UTF-8 with the mark that makes spreadsheet programs read it as such."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for cells in (header_of(sheet.form), *(cells_of(sheet, unit) for unit in sheet.units)):
        writer.writerow([neutralise(cell) for cell in cells])
    with replacing(path) as file:
        file.write(text.getvalue().encode("utf-8-sig"))


def read(path: Path, form: Form) -> Iterator[Row]:
    """Yield the rows of a CSV, whichever program saved it.

    Raises
    ------
    CodingError
        If the file holds no sheet.
    """
    text, doubt = decode(path.read_bytes())
    if doubt:
        yield Row(where="the file", unit_id="", doubt=doubt)
    yield from rows_of(path, form, _parse(path, text))


def decode(content: bytes) -> tuple[str, str]:
    """Return the text, and what is doubtful about it."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace"), ""
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        # Programs that know no UTF-8 save in the encoding of Western Windows.
        doubt = "it is not UTF-8 and was read as Windows-1252; other letters may be wrong"
        return content.decode("cp1252", errors="replace"), doubt


def _parse(path: Path, text: str) -> list[list[object]]:
    lines = text.splitlines()[:_TOP]
    if lines and lines[0].lower().startswith("sep="):
        text = text.split("\n", 1)[-1]
    named = next((line for line in lines if "unit" in line.casefold()), "")
    delimiter = max(_DELIMITERS, key=named.count)
    before = csv.field_size_limit(_LONGEST_FIELD)
    # Without `strict` a forgotten quotation mark swallows the rows up to the next one.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return [list(row) for row in reader]
    except csv.Error as fault:
        raise CodingError(
            f"{path}, line {reader.line_num}: the sheet is no readable CSV ({fault}); there is a "
            "quotation mark too many or too few; mend the line, or save the sheet again from a "
            "spreadsheet program"
        ) from fault
    finally:
        csv.field_size_limit(before)
