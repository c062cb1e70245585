"""Files of an original: read as they stand, and refused with the line where they break."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import says

from framing.datasets.originals import read_rows, read_text, whole_number
from framing.errors import DatasetError


def written(folder: Path, content: bytes, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_text_is_read_as_it_stands(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeffOne.\r\nTwo\u2028three.\rFour “five”".encode(), "a.txt")
    assert read_text(path) == "\ufeffOne.\r\nTwo\u2028three.\rFour “five”"


def test_a_row_knows_the_line_it_begins_on(tmp_path: Path) -> None:
    path = written(tmp_path, b'a,b\r\n1,"two\r\nlines"\r\n\r\n3,"say ""so"""\r\n')
    assert read_rows(path, ("a", "b")) == [
        (2, {"a": "1", "b": "two\r\nlines"}),
        (5, {"a": "3", "b": 'say "so"'}),
    ]


def test_lines_above_the_header_are_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, b"sep=;\na;b\n1;2\n")
    assert read_rows(path, ("a",), delimiter=";", skip=1) == [(3, {"a": "1", "b": "2"})]


def test_quotation_marks_are_characters_where_nothing_is_quoted(tmp_path: Path) -> None:
    path = written(tmp_path, b'a\tb\n"Never\tagain"\n')
    rows = read_rows(path, ("a", "b"), delimiter="\t", quoted=False)
    assert rows == [(2, {"a": '"Never', "b": 'again"'})]


def test_a_byte_order_mark_is_no_part_of_a_name(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeffa,b\n1,2\n".encode())
    assert read_rows(path, ("a", "b"))[0][1] == {"a": "1", "b": "2"}


def test_a_missing_file_is_named_with_its_neighbours(tmp_path: Path) -> None:
    for name in "abcdef":
        written(tmp_path, b"", f"{name}.txt")
    with pytest.raises(DatasetError) as fault:
        read_text(tmp_path / "gold.csv")
    assert says(
        fault.value,
        f"{tmp_path / 'gold.csv'}: there is no such file; its folder holds a.txt, b.txt, c.txt, "
        "d.txt, e.txt, ...; fetch the originals again",
    )


def test_a_missing_folder_holds_nothing(tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as fault:
        read_text(tmp_path / "data" / "gold.csv")
    assert says(
        fault.value,
        f"{tmp_path / 'data' / 'gold.csv'}: there is no such file; its folder holds nothing; "
        "fetch the originals again",
    )


def test_bytes_of_another_encoding_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "Caf\u00e9".encode("latin-1"))
    with pytest.raises(DatasetError) as fault:
        read_text(path)
    assert says(
        fault.value,
        f"{path}: byte 3 is not UTF-8; the original is, throughout; the file is damaged, "
        "fetch it again",
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a,b\n1,2\n", "line 1: the table lacks the column 'c', 'd'; it has a, b"),
        (b"", "line 1: the table lacks the column 'a', 'c', 'd'; it has no columns"),
    ],
)
def test_a_missing_column_is_named(tmp_path: Path, content: bytes, expected: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(DatasetError) as fault:
        read_rows(path, ("a", "c", "d"))
    assert says(fault.value, f"{path}, {expected}; fetch the file again")


@pytest.mark.parametrize(
    ("content", "line", "cells"),
    [
        (b'a,b\n1,"2\n2"\n3\n4,5\n', 4, 1),
        (b"a,b\n1,2,3\n", 2, 3),
        (b'a,b\n1,2\n3,4\n"5,6\n7,8\n', 4, 1),  # a quotation mark that never closes
    ],
)
def test_a_row_of_another_width_is_named(
    tmp_path: Path, content: bytes, line: int, cells: int
) -> None:
    path = written(tmp_path, content)
    with pytest.raises(DatasetError) as fault:
        read_rows(path, ("a", "b"))
    assert says(
        fault.value,
        f"{path}, line {line}: there are {cells} cells; the header names 2 columns; the file is "
        "damaged, fetch it again",
    )


def test_a_word_is_no_number() -> None:
    with pytest.raises(DatasetError) as fault:
        whole_number("a.csv, line 2", "start", "1.5")
    assert says(
        fault.value,
        "a.csv, line 2: start is '1.5'; a whole number stands there; the file is damaged, "
        "fetch it again",
    )
