"""Workbooks: the sheet with the columns, dates as dates, results of formulas, errors named."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import pytest
from cases import says
from made_files import ROWS, noted, write

from framing import CorpusError, MissingExtraError, read_corpus

openpyxl = pytest.importorskip("openpyxl")
HEADER = ("outlet", "text", "date", "title")


def book(path: Path, **sheets: list[tuple[object, ...]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def repacked(path: Path, pattern: str, new: str) -> Path:
    """Change the first sheet's own words, as other programs write them."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name], found = re.subn(pattern.encode(), new.encode(), parts[name], flags=re.DOTALL)
    assert found
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for part, data in parts.items():
            made.writestr(part, data)
    return path


def test_a_workbook_gives_what_a_csv_gives(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", News=[tuple(ROWS[0]), *(tuple(r.values()) for r in ROWS)])
    assert read_corpus(path).articles.to_dict("records") == ROWS


def test_dates_are_dates_and_numbers_as_their_cells_show_them(tmp_path: Path) -> None:
    header = ("doc_id", "outlet", "text", "date", "page", "share", "seen")
    rows = [
        (7, "Post", "One.", dt.datetime(2031, 3, 4), 3.0, 0.25, True),
        (8, "Post", "Two.", dt.datetime(2031, 3, 4, 10, 15), 4, None, None),
        (9, "Post", "Three.", "March 4, 2031", 5, "", dt.time(10, 15)),
    ]
    articles = read_corpus(book(tmp_path / "a.xlsx", News=[header, *rows])).articles
    assert articles["doc_id"].tolist() == ["7", "8", "9"]
    assert articles["date"].astype(str).tolist() == ["2031-03-04"] * 3
    assert articles["date_raw"].tolist() == ["2031-03-04", "2031-03-04T10:15:00", "March 4, 2031"]
    assert articles["page"].tolist() == ["3", "4", "5"]
    assert articles["share"].tolist() == ["0.25", "", ""]
    assert articles["seen"].tolist() == ["True", "", "10:15:00"]


def test_rows_before_the_header_and_gaps_are_no_articles(tmp_path: Path) -> None:
    rows = [(), (None, " "), ("outlet", "text", None), (), ("Post", "One."), (), ("Post", "Two.")]
    articles = read_corpus(book(tmp_path / "a.xlsx", News=rows)).articles
    assert articles.drop(columns="doc_id").values.tolist() == [["Post", "One."], ["Post", "Two."]]


def test_line_ends_are_those_that_were_typed(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", News=[("outlet", "text"), ("Post", "One,\ntwo.")])
    coded = book(
        tmp_path / "b.xlsx", News=[("outlet", "text"), ("Post", "One_x000D_\ntwo_x005F_x.")]
    )
    assert read_corpus(path).articles["text"].tolist() == ["One,\ntwo."]
    assert read_corpus(coded).articles["text"].tolist() == ["One\r\ntwo_x."]


@pytest.mark.parametrize("columns", [{}, {"text": "body"}])
def test_of_several_sheets_the_one_with_the_columns_is_read(
    tmp_path: Path, columns: dict[str, str]
) -> None:
    name = columns.get("text", "text")
    path = book(
        tmp_path / "a.xlsx",
        Notes=[("what", "when"), ("Coded by hand", "2031")],
        News=[("outlet", name), ("Post", "One.")],
        Empty=[],
    )
    assert read_corpus(path, columns=columns).articles["text"].tolist() == ["One."]


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        (
            {
                "A": [("outlet", "text"), ("Post", "One.")],
                "B": [("text", "outlet"), ("1.", "Post")],
            },
            "2 sheets have the columns outlet and text; there are 'A': outlet, text; 'B': text, "
            "outlet; keep one of them in the workbook, or save each as CSV and pass them all",
        ),
        (
            {"A": [("outlet", "body"), ("Post", "One.")], "B": [("x",)]},
            "no sheet has the columns outlet and text; there are 'A': outlet, body; 'B': x; name "
            "yours with columns= (on the command line --column text=yours)",
        ),
        (
            {"A": [("outlet", "body"), ("Post", "One.")]},
            "there is no column 'text'; there are outlet, body; name yours with columns={'text': "
            "'yours'} (on the command line --column text=yours)",
        ),
        (
            {"A": [], "B": [("", " ")]},
            "the workbook has no filled sheet; there is nothing to read; name a file with articles",
        ),
    ],
)
def test_sheets_that_do_not_do_are_named(
    tmp_path: Path, sheets: dict[str, list[tuple[object, ...]]], message: str
) -> None:
    path = book(tmp_path / "a.xlsx", **sheets)
    with pytest.raises(CorpusError) as caught:
        read_corpus(path)
    assert says(caught.value, f"{path}: {message}")


def test_results_of_formulas_are_read_and_those_without_are_named(tmp_path: Path) -> None:
    rows = [("outlet", "text", "title"), ("Post", "One.", "=A2&B2"), ("Post", "Two.", "=A3&B3")]
    path = book(tmp_path / "a.xlsx", News=[*rows, ("Post", "Three.", None)])
    repacked(path, r"<c r=\"C2\"><f>A2&amp;B2</f><v ?/?>(</v>)?</c>",
             '<c r="C2" t="str"><f>A2&amp;B2</f><v>Talks fail</v></c>')  # fmt: skip
    corpus, receipt = noted(path)
    assert corpus.articles["title"].tolist() == ["Talks fail", "", ""]
    assert receipt == [
        ["2", "no result", "marked", "row 3, column 'title' of the sheet 'News' is a formula "
         "without a result; left empty; a spreadsheet program that saves it gives one"]
    ]  # fmt: skip


def test_errors_in_cells_are_named_and_left_empty(tmp_path: Path) -> None:
    rows = [("outlet", "text", "title"), ("Post", "One.", "#REF!"), ("Post", "#N/A", None)]
    corpus, receipt = noted(book(tmp_path / "a.xlsx", News=[*rows, ("Post", "Two.", "#3")]))
    assert corpus.articles[["text", "title"]].values.tolist() == [["One.", ""], ["Two.", "#3"]]
    assert receipt == [
        ["1", "error in a cell", "marked",
         "row 2, column 'title' of the sheet 'News' holds the error #REF!; left empty"],
        ["2", "error in a cell", "marked",
         "row 3, column 'text' of the sheet 'News' holds the error #N/A; left empty"],
        ["2", "empty text", "dropped", "the text holds nothing but blanks"],
    ]  # fmt: skip


def test_a_size_that_a_workbook_states_wrongly_loses_nothing(tmp_path: Path) -> None:
    rows = [("outlet", "text"), *(("Post", f"Text {k}.") for k in range(9))]
    path = book(tmp_path / "a.xlsx", News=rows)
    repacked(path, '<dimension ref="A1:B10" ?/>', '<dimension ref="A1"/>')
    assert len(read_corpus(path)) == 9


def test_a_cell_at_excel_s_limit_is_marked(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", News=[("outlet", "text"), ("Post", "x" * 40_000)])
    corpus, receipt = noted(path)
    assert corpus.articles["text"].str.len().tolist() == [32_767]
    assert [row[:3] for row in receipt] == [["1", "cut by Excel", "marked"]]


def test_a_workbook_that_swells_is_not_opened(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", News=[("outlet", "text"), ("Post", "One.")])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/media/zeros.bin", bytes(40 << 20))
    with pytest.raises(CorpusError) as caught:
        read_corpus(path)
    assert says(
        caught.value,
        f"{path}: the zip unpacks to … bytes, … times its size; the most is 250 times, for texts "
        "shrink less; if you trust it, unpack it yourself and read the folder",
    )


def test_a_damaged_workbook_is_named(tmp_path: Path) -> None:
    data = book(tmp_path / "a.xlsx", News=[("outlet", "text"), ("Post", "One.")]).read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name)[: -20 if "sheet1" in name else None])
    for path in (write(tmp_path / "c.xlsx", data[: len(data) // 2]), tmp_path / "b.xlsx"):
        with pytest.raises(CorpusError) as caught:
            read_corpus(path)
        assert says(
            caught.value,
            f"{path}: this is not a readable workbook (…); it is damaged or another kind of file; "
            "open it in a spreadsheet program and save it as XLSX",
        )


def test_workbooks_need_their_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "a.xlsx", News=[("outlet", "text"), ("Post", "One.")])
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(MissingExtraError) as caught:
        read_corpus(path)
    assert says(
        caught.value,
        "read_corpus, XLSX: this needs openpyxl, which is not installed; there is no other way to "
        "do it; install the extra: pip install 'framing[archives]'",
    )
