"""Workbooks: rows of the first sheet, and what is said of a file that is none."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from cases import says

from framing import DatasetError, MissingExtraError
from framing.datasets.workbooks import read_sheet

openpyxl = pytest.importorskip("openpyxl")


def workbook(folder: Path, *rows: list[Any]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.create_sheet("notes").append(["not", "this"])
    path = folder / "made.xlsx"
    book.save(path)
    book.close()
    return path


def test_a_row_is_a_record_with_the_kinds_of_its_cells(tmp_path: Path) -> None:
    day = datetime(2031, 3, 4)
    path = workbook(tmp_path, ["name", " votes ", "day"], ["Mara Dolen", 7, day], ["Ilse Brandt"])
    assert read_sheet(path) == [
        {"name": "Mara Dolen", "votes": 7, "day": day},
        {"name": "Ilse Brandt", "votes": None, "day": None},
    ]


def test_only_the_columns_that_are_needed(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["name", "votes"], ["Mara Dolen", 7])
    assert read_sheet(path, ["votes"]) == [{"votes": 7}]


def test_a_column_without_a_name_goes_by_its_letter(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["name"], ["Mara Dolen", None, 3])
    assert read_sheet(path, ["name", "C"]) == [{"name": "Mara Dolen", "C": 3}]


def test_an_empty_row_between_others_keeps_its_place_and_those_at_the_end_go(
    tmp_path: Path,
) -> None:
    path = workbook(tmp_path, ["name", "seen"], ["A"], [], ["B"], [None, "x"], [])
    assert [row["name"] for row in read_sheet(path, ["name"])] == ["A", None, "B"]
    assert [row["name"] for row in read_sheet(path)] == ["A", None, "B", None]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [["name", "votes"], ["A", 1]],
            "…made.xlsx, row 1: the sheet lacks the column 'label'; it has name, votes; fetch the "
            "file again",
        ),
        (
            [],
            "…made.xlsx, row 1: the sheet lacks the column 'label'; it has no columns; fetch the "
            "file again",
        ),
        (
            [["label", "label"], ["A", "B"]],
            "…made.xlsx, row 1: there are several columns 'label'; a name stands for one column; "
            "fetch the file again",
        ),
    ],
)
def test_a_sheet_with_other_columns_is_refused(
    tmp_path: Path, rows: list[list[str]], message: str
) -> None:
    with pytest.raises(DatasetError) as caught:
        read_sheet(workbook(tmp_path, *rows), ["label"])
    assert says(caught.value, message)


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "made.xlsx"
    with pytest.raises(DatasetError) as caught:
        read_sheet(path)
    assert says(
        caught.value,
        "…made.xlsx: there is no such file; the workbook belongs to the originals; fetch them "
        "again",
    )
    path.write_bytes(b"name,votes\n")
    with pytest.raises(DatasetError) as caught:
        read_sheet(path)
    assert says(
        caught.value,
        "…made.xlsx: this is not a readable workbook (…); it is damaged or another kind of file; "
        "fetch it again",
    )


def test_a_workbook_cut_off_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["name"], ["Mara Dolen"])
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(DatasetError, match="not a readable workbook"):
        read_sheet(path)


def test_without_the_library_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtraError) as caught:
        read_sheet(tmp_path / "made.xlsx")
    assert says(
        caught.value,
        "made.xlsx: reading workbooks needs openpyxl, which is not installed; install the extra: "
        "pip install 'framing[datasets]'",
    )
