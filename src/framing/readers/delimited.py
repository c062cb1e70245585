"""Records of delimited text, cell by cell, with the line in which each begins."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from framing.errors import CorpusError

__all__ = ["DELIMITERS", "find_delimiter", "is_comment", "split_records"]

DELIMITERS = (",", ";", "\t", "|")
_ENDS = "\r\n"


def split_records(
    lines: Iterable[str], mark: str, *, where: str, first: int = 1, quoted: bool = True
) -> Iterator[tuple[int, list[str]]]:
    r"""Split lines with their ends into records; a cell in quotation marks may hold line ends.

    Not the csv module: it cannot say where an open quotation mark stands, takes what follows a
    closed one for the cell's, and has one limit of length for the whole process.

    Raises
    ------
    CorpusError
        If a quotation mark is not closed, or something follows a closed one.

    Examples
    --------
    >>> list(split_records(["a,b\n", '1,"2,\n', '3"\n'], ",", where="x"))
    [(1, ['a', 'b']), (2, ['1', '2,\n3'])]
    """
    source = enumerate(lines, start=first)
    for begun, line in source:
        if not line.strip(" \r\n"):
            continue
        if not quoted or '"' not in line:
            yield begun, line.rstrip(_ENDS).split(mark)
            continue
        number, place, cells = begun, 0, []
        while True:
            if not line.startswith('"', place):
                end = line.find(mark, place)
                if end < 0:
                    cells.append(line[place:].rstrip(_ENDS))
                    break
                cells.append(line[place:end])
                place = end + 1
                continue
            opened, parts, begin = number, [], place + 1
            place = begin
            while True:
                place = line.find('"', place)
                if place < 0:
                    parts.append(line[begin:])
                    number, line = next(source, (0, ""))
                    if not line:
                        raise CorpusError(
                            f"{where}, line {opened}: a quotation mark opens a cell and is not "
                            "closed to the end of the file; the rows after it cannot be told "
                            "apart; close it there, and double marks inside cells"
                        )
                    place = begin = 0
                elif line.startswith('"', place + 1):
                    parts.append(line[begin : place + 1])
                    begin = place = place + 2
                else:
                    parts.append(line[begin:place])
                    place += 1
                    break
            cells.append("".join(parts))
            end = line.find(mark, place)
            after = line[place : end if end >= 0 else len(line)]
            if after.strip(" \r\n"):
                raise CorpusError(
                    f"{where}, line {number}: the cell whose quotation mark opens in line {opened} "
                    f"goes on with {after.strip(_ENDS)[:20]!r} after its closing mark; one mark is "
                    "not closed or not doubled; close it, or double the marks inside the cell"
                )
            if end < 0:
                break
            place = end + 1
        yield begun, cells


def is_comment(line: str, rest: Sequence[str]) -> bool:
    """Say whether a first line with '#' is a remark, not a header such as ``#id,outlet,text``."""
    if not line.startswith("#"):
        return False
    if line[1:2].isspace() or not line[1:].strip(_ENDS):
        return True
    if not "".join(rest).strip():
        return False
    return not any(
        len(mine) == len(theirs) > 1
        for mark in DELIMITERS
        for mine, theirs in [_first_two([line, *rest], mark)]
    )


def _first_two(lines: Sequence[str], mark: str) -> tuple[list[str], list[str]]:
    records = []
    try:
        for _, cells in split_records(lines, mark, where=""):
            records.append(cells)
            if len(records) == 2:
                return records[0], records[1]
    except CorpusError:
        pass
    return [], []


def find_delimiter(lines: Sequence[str], names: Collection[str]) -> str:
    r"""Find the delimiter under which the header has our names and the rows its number of cells.

    Examples
    --------
    >>> find_delimiter(["outlet;text\n", '"Post, Daily";"One, two; three"\n'], {"outlet", "text"})
    ';'
    """

    def rank(mark: str) -> tuple[int, float, int]:
        widths: list[int] = []
        header: list[str] = []
        try:
            for _, cells in split_records(lines, mark, where=""):
                header = header or cells
                widths.append(len(cells))
        except CorpusError:
            pass  # the lines at hand may end within a cell
        if not widths or widths[0] < 2:
            return 0, 0.0, 0
        known = sum(cell.strip() in names for cell in header)
        return known, widths.count(widths[0]) / len(widths), widths[0]

    return max(DELIMITERS, key=rank)
