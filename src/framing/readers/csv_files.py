"""CSV and its kin, streamed: a bad row is named by its line, not the end of the file."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, count, islice

import pandas as pd

from framing.errors import CorpusError
from framing.readers import ARTICLE_COLUMNS, ROW
from framing.readers.delimited import find_delimiter, is_comment, split_records
from framing.readers.encodings import open_text
from framing.readers.inputs import Input, Reading
from framing.readers.receipts import note_place

__all__ = ["header_names", "read_csv"]

# Characters of one frame: what is read is at most one frame ahead of what is kept.
CHUNK = 1 << 22
_HEAD_LINES, _HEAD_SIZE = 500, 1 << 18
_MANY = 1000


def read_csv(item: Input, how: Reading) -> Iterator[pd.DataFrame]:
    """Read CSV as strings, frame by frame; the delimiter is the one that fits, unless tabs are."""
    with open_text(item, how.encoding, how.notes) as stream:
        head = _head(stream)
        if head and head[0].startswith("PK\x03\x04"):
            raise CorpusError(
                f"{item.name}: this is a workbook or zip, whatever its name says; its cells are "
                "not text; rename it to what it is, .xlsx or .zip"
            )
        skipped, declared = _skip(head)
        head = head[skipped:]
        if not head:
            raise CorpusError(
                f"{item.name}: the file holds no header line; name the columns in line 1"
            )
        names = {"outlet", "text", *how.columns.values()}
        tabs = item.ending == ".tsv" and "\t" in head[0]
        mark = declared or ("\t" if tabs else find_delimiter(head, names))
        quoted = not (mark == "\t" and _plain(head, item.name))
        if not quoted:
            reason = "quotation marks of its cells are not closed or doubled; all read as they are"
            note_place(how.notes, item.name, "", "quotation marks kept", "marked", reason)
        records = split_records(
            chain(head, stream), mark, where=item.name, first=skipped + 1, quoted=quoted
        )
        first, header = next(records)
        yield from _frames(item, how, header_names(header, how), records, mark, first)


def header_names(cells: list[str], how: Reading) -> list[str]:
    """Return the names of columns, and names of their own for those without or with another's.

    A name that is ours, or named by the caller, stays as it is: which column it means is no guess.
    """
    ours = {*ARTICLE_COLUMNS, *how.columns.values()}
    names: list[str] = []
    for number, cell in enumerate(cells):
        name = cell.strip("\ufeff \u00a0\t\r\n") or f"Unnamed: {number}"
        more = (f"{name}.{k}" for k in count(1))
        taken = name in names and name not in ours
        names.append(next(one for one in more if one not in names) if taken else name)
    return names


def _head(stream: Iterator[str]) -> list[str]:
    """Take lines from the beginning, enough to see how the file is made."""
    lines: list[str] = []
    size = 0
    for line in islice(stream, _HEAD_LINES):
        lines.append(line)
        size += len(line)
        if size > _HEAD_SIZE:
            break
    return lines


def _skip(head: list[str]) -> tuple[int, str]:
    """Count the lines before the header; a spreadsheet's ``sep=;`` names the delimiter."""
    place = 0
    while place < len(head) and (
        not head[place].strip() or is_comment(head[place], head[place + 1 :])
    ):
        place += 1
    line = head[place].strip("\r\n") if place < len(head) else ""
    if line.lower().startswith("sep=") and len(line) == 5:
        return place + 1, line[4]
    return place, ""


def _plain(head: list[str], name: str) -> bool:
    """Say whether a file of tabs knows no quoting: marks do not pair, and its tabs fit."""
    try:
        for _ in split_records(head, "\t", where=name):
            pass
    except CorpusError:
        counts = {line.count("\t") for line in head if line.strip()}
        return len(counts) == 1
    return False


def _frames(
    item: Input,
    how: Reading,
    header: list[str],
    records: Iterator[tuple[int, list[str]]],
    mark: str,
    first: int,
) -> Iterator[pd.DataFrame]:
    width = len(header)
    columns: list[list[str]] = [[] for _ in header]
    rows: list[int] = []
    size = kept = bad = number = 0
    worst = (0, 0)
    for number, (line, cells) in enumerate(records, start=1):
        if len(cells) > width and not any(cells[width:]):
            del cells[width:]  # a spreadsheet ends rows with delimiters of empty columns
        if len(cells) != width:
            bad += 1
            worst = worst if bad > 1 else (line, len(cells))
            few = "; a line break without quotation marks cuts the row before" * (
                len(cells) < width
            )
            reason = f"line {line} has {len(cells)} cells, the header {width}{few}"
            note_place(how.notes, item.name, number, "cells do not fit", "dropped", reason)
            if bad > max(kept + len(rows), _MANY):
                break
            continue
        rows.append(number)
        for column, cell in zip(columns, cells, strict=True):
            column.append(cell)
            size += len(cell)
        if size > CHUNK:
            yield _frame(header, columns, rows)
            kept, size, rows = kept + len(rows), 0, []
            columns = [[] for _ in header]
    if bad > kept + len(rows):
        raise CorpusError(
            f"{item.name}, line {worst[0]}: the row has {worst[1]} cells, the header in line "
            f"{first} {width}, and so it is with {bad} of {number} rows; the delimiter is taken "
            f"for {mark!r}; put cells that hold it between quotation marks, or mend the header"
        )
    if rows or not kept:
        yield _frame(header, columns, rows)


def _frame(header: list[str], columns: list[list[str]], rows: list[int]) -> pd.DataFrame:
    made = [pd.Series(pd.array(column, "str")) for column in columns]
    frame = pd.concat(made, axis=1, keys=range(len(made)))
    frame.columns = pd.Index(header)
    frame[ROW] = rows
    return frame
