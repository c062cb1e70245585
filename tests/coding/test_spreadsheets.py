"""CSV and workbooks: nothing in them runs, and what programs and people do to them is read."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from cases import HOSTILE, says
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from framing.coding.forms import Form, Value, Variable
from framing.coding.sheets import read_coding, write_sheet
from framing.coding.sheets.cells import escape, neutralise, restore
from framing.errors import CodingError, FramingWarning

BROKEN = Path(__file__).parents[1] / "broken" / "sheets"
SIGNS = "=+-@＝＋－＠"
FORM = Form("f", (Variable("hit", "Is it?", (Value("yes"), Value("no"))),))
FORMULAS = st.text(f"{SIGNS}'\"; \t\r\n,a\x00\u00a0", max_size=8)


def sample_of(texts: list[str], word: str = "reckless") -> pd.DataFrame:
    starts = [text.find(word) for text in texts]
    return pd.DataFrame(
        {
            "unit_id": [f"u{k:010x}" for k in range(len(texts))],
            "doc_id": [f"d{k}" for k in range(len(texts))],
            "start": [500 + start for start in starts],
            "end": [500 + start + len(word) for start in starts],
            "context": texts,
            "context_start": 500,
            "coders": "ana",
        }
    )


SAMPLE = sample_of(["The reckless plan.", "A reckless row.", "It is reckless, he said."])


def split_badly(text: str, delimiter: str) -> list[str]:
    """Part cells as a program does that expects another delimiter than the file has.

    A quotation mark counts at the beginning of a cell only; after the one that closes it the rest
    of the cell is taken as it stands.
    """
    cells, place = [], 0
    while place < len(text):
        cell = ""
        if text[place] == '"':
            while (end := text.find('"', place + 1)) > 0 and text[end + 1 : end + 2] == '"':
                cell += text[place + 1 : end + 1]
                place = end + 1
            end = end if end > 0 else len(text)
            cell += text[place + 1 : end]
            place = end + 1
        rest = re.compile(f"[^\r\n{delimiter}]*").match(text, place)
        assert rest is not None
        cells.append(cell + rest.group())
        place = rest.end() + 1
    return cells


@given(HOSTILE | FORMULAS)
def test_what_was_kept_from_running_comes_back(text: str) -> None:
    assert restore(neutralise(text)) == text
    assert restore(escape(text)) == text


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=FORMULAS, after=FORMULAS, note=FORMULAS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_program_finds_a_formula_however_it_parts_the_cells(
    tmp_path: Path, delimiter: str, before: str, after: str, note: str
) -> None:
    sample = sample_of([f"{before}reckless{after}"])
    codings = pd.DataFrame({"unit_id": sample["unit_id"], "coder": "ana", "variable": "hit"})
    codings = codings.assign(value="yes", note=note)
    path = write_sheet(sample, FORM, tmp_path / "a.csv", coder="ana", codings=codings)
    cells = split_badly(path.read_text(encoding="utf-8-sig"), delimiter)
    assert len(cells) > 1
    assert not [cell for cell in cells if cell.lstrip(" \x00\u00a0")[:1] in {*SIGNS}]


def test_a_parser_that_splits_badly_does_find_formulas_where_nothing_guards_them() -> None:
    assert split_badly('"u1","a;=1"\r\n', ";") == ['u1,"a', '=1"', ""]
    assert split_badly('"u1","a;""=1"\r\n', ";") == ['u1,"a', '=1"', ""]
    assert split_badly('"a ""b"" c",d\r\n', ",") == ['a "b" c', "d", ""]


def answered(path: Path, value: str = "yes") -> Path:
    book = load_workbook(path)
    page = book["Coding"]
    for row in range(2, page.max_row + 1):
        page.cell(row, column_of(page, "hit")).value = value
    book.save(path)
    return path


def column_of(page: Any, name: str) -> int:
    return next(cell.column for cell in page[1] if cell.value == name)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return answered(write_sheet(SAMPLE, FORM, tmp_path / "ana.xlsx", coder="ana"))


def delete_the_guide(book: Any) -> None:
    del book["Read me first"]


def rename_the_page(book: Any) -> None:
    book["Coding"].title = "Sheet 7"


def hide_rows_and_columns(book: Any) -> None:
    page = book["Coding"]
    page.column_dimensions["A"].hidden = True
    page.row_dimensions[3].hidden = True
    page.auto_filter.add_filter_column(0, ["u0000000000"])


def put_rows_above(book: Any) -> None:
    book["Coding"].insert_rows(1, 3)
    book["Coding"]["B2"] = "Please finish by Friday"


def write_the_names_otherwise(book: Any) -> None:
    for cell in book["Coding"][1]:
        cell.value = f" {cell.value} ".upper().replace("_", " ")


def swap_columns(book: Any) -> None:
    page = book["Coding"]
    for row in range(1, page.max_row + 1):
        first, last = page.cell(row, 1), page.cell(row, column_of(page, "note") or 1)
        first.value, last.value = last.value, first.value


def copy_the_page(book: Any) -> None:
    book.copy_worksheet(book["Coding"])


def add_a_page_of_names(book: Any) -> None:
    book.create_sheet("Mine").append(["unit_id", "remark"])


def add_a_remark(book: Any) -> None:
    book["Coding"].cell(2, 12).value = "a remark of mine"


def add_a_column_twice(book: Any) -> None:
    book["Coding"].cell(1, 9).value = "hit"


@pytest.mark.parametrize(
    ("change", "notes"),
    [
        (delete_the_guide, []),
        (rename_the_page, []),
        (hide_rows_and_columns, []),
        (put_rows_above, []),
        (write_the_names_otherwise, []),
        (add_a_page_of_names,
         [("the file", "doubtful", "the page 'Mine' lacks columns of the form and is not read")]),
        (add_a_remark,
         [("row 2", "doubtful",
           "'a remark of mine' stands in no column of the sheet and is not read")]),
        (add_a_column_twice, [("row 1", "doubtful", "of two columns the first is read: hit")]),
        (copy_the_page,
         [(f"page 'Coding Copy', row {k}", "doubled row",
           f"{{{k - 2}}} of ana stands in ana.xlsx, page 'Coding', row {k} too, with the same "
           "answers") for k in (2, 3, 4)]),
    ],
)  # fmt: skip
def test_a_workbook_is_read_however_it_was_changed(
    workbook: Path, change: Callable[[Any], None], notes: list[tuple[str, str, str]]
) -> None:
    book = load_workbook(workbook)
    units = [book["Coding"].cell(row, 1).value for row in (2, 3, 4)]
    change(book)
    book.save(workbook)
    if notes:
        with pytest.warns(FramingWarning):
            codings, receipt = read_coding(workbook, SAMPLE, FORM)
    else:
        codings, receipt = read_coding(workbook, SAMPLE, FORM)
    assert receipt[["row", "rule", "reason"]].values.tolist() == [
        [row, rule, reason.format(*units)] for row, rule, reason in notes
    ]
    assert codings[["unit_id", "value", "start", "end"]].values.tolist() == [
        [unit, "yes", start, end]
        for unit, start, end in SAMPLE[["unit_id", "start", "end"]].values.tolist()
    ]


def replace_part(path: Path, old: str, new: str) -> None:
    """Change the XML of the page for coding, as a program writes it and openpyxl cannot."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = "xl/worksheets/sheet2.xml"
    content = parts[name].decode()
    changed = re.sub(old, new, content)
    assert changed != content
    parts[name] = changed.encode()
    with zipfile.ZipFile(path, "w") as book:
        for key, part in parts.items():
            book.writestr(key, part)


@pytest.mark.parametrize(
    ("result", "value", "reason"),
    [
        ("<v>yes</v>", ["yes"], "F2 is a formula, read as its last result"),
        ("", [], "F2 is a formula, without a result"),
    ],
)
def test_a_formula_is_read_as_its_result_and_named(
    tmp_path: Path, result: str, value: list[str], reason: str
) -> None:
    sample = SAMPLE[:1]
    path = answered(write_sheet(sample, FORM, tmp_path / "ana.xlsx", coder="ana"))
    cell = f'<c r="F2" t="str"><f>"y"&amp;"es"</f>{result}</c>'
    replace_part(path, r'<c r="F2".*?</c>', cell.replace("\\", "\\\\"))
    with pytest.warns(FramingWarning):
        codings, receipt = read_coding(path, sample, FORM)
    assert codings["value"].tolist() == value
    assert receipt["reason"].tolist()[0] == reason
    assert receipt["rule"].tolist() == ["doubtful", *(["not coded"] if not value else [])]


NOTES = ["_x0041_ and _x000D_", "_x005F_x0041_", "'=1+1", "''tis", "a;'-b", "=A1", "so\n\n'+1"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("note", NOTES)
def test_notes_that_look_like_marks_of_the_format_come_back(
    tmp_path: Path, kind: str, note: str
) -> None:
    sample = sample_of([f"{note} reckless {note}"])
    codings = pd.DataFrame({"unit_id": sample["unit_id"], "coder": "ana", "variable": "hit"})
    codings = codings.assign(value="no", note=note)
    path = write_sheet(sample, FORM, tmp_path / f"a.{kind}", coder="ana", codings=codings)
    back, receipt = read_coding(path, sample, FORM)
    assert receipt.empty
    assert back["note"].tolist() == [note]


def test_characters_a_program_wrote_as_numbers_are_read(workbook: Path) -> None:
    book = load_workbook(workbook)
    page = book["Coding"]
    page.cell(2, column_of(page, "note")).value = "one_x000D_two"
    book.save(workbook)
    codings, _ = read_coding(workbook, SAMPLE, FORM)
    assert "one\ntwo" in codings["note"].tolist()


def test_rules_of_answers_hold_what_the_form_says(tmp_path: Path) -> None:
    form = Form(
        "f",
        (
            Variable("size", "How large?", level="ratio", low=1_234_567.25, high=98_765_432.5),
            Variable("free", level="interval"),
            Variable("said", values=(Value("a, b"), Value('"c"'))),
            Variable("plain", values=(Value("a"), Value("b"))),
            Variable("many", values=tuple(Value(f"answer number {k}") for k in range(30))),
        ),
    )
    book = load_workbook(write_sheet(SAMPLE, form, tmp_path / "a.xlsx", coder="ana"))
    rules = book["Coding"].data_validations.dataValidation
    assert [(rule.formula1, rule.formula2) for rule in rules] == [
        ("1234567.25", "98765432.5"),
        ("-1e+300", "1e+300"),
        ("Lists!$A$1:$A$2", None),
        ('"a,b"', None),
        ("Lists!$B$1:$B$30", None),
    ]
    assert [str(rule.sqref) for rule in rules] == [f"{letter}2:{letter}4" for letter in "FGHIJ"]
    lists = book["Lists"]
    assert [lists["A1"].value, lists["A2"].value] == ["a, b", '"c"']
    assert lists["B30"].value == "answer number 29"


def test_the_words_of_a_unit_stay_whole_where_its_text_is_cut(tmp_path: Path) -> None:
    text = "🕊" * 30_000 + " reckless " + "y" * 40_000
    with pytest.warns(FramingWarning, match="2 texts of a.xlsx did not fit"):
        path = write_sheet(sample_of([text]), FORM, tmp_path / "a.xlsx", coder="ana")
    before, words, after = (load_workbook(path)["Coding"].cell(2, k).value for k in (3, 4, 5))
    assert words == "reckless"
    assert before.startswith("[cut here: 14,001 characters] 🕊")
    assert before.endswith("🕊 ")
    assert after.startswith(" yyy")
    assert after.endswith("y [cut here: 24,001 characters]")
    assert max(len(cell.encode("utf-16-le")) // 2 for cell in (before, after)) < 32_767


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "sep=;\r\n" + text.replace(",", ";"),
        lambda text: "\r\n;;;\r\n" + text.replace(",", ";"),
        lambda text: text.replace("unit_id", "Unit ID ").replace("hit", "HIT"),
        lambda text: text.replace('"', ""),
        lambda text: text.replace("\r\n", "\r"),
        lambda text: text + ",,,\r\n\r\n",
    ],
)
def test_a_csv_is_read_however_it_was_saved(tmp_path: Path, change: Callable[[str], str]) -> None:
    sample = sample_of(["The reckless plan.", "A reckless row."])
    path = write_sheet(sample, FORM, tmp_path / "a.csv", coder="ana")
    text = path.read_text(encoding="utf-8-sig").replace('"",""\n', '"no",""\n')
    path.write_text(change(text.replace("\n", "\r\n")), encoding="utf-8", newline="")
    codings, receipt = read_coding(path, sample, FORM)
    assert receipt.empty
    assert codings["value"].tolist() == ["no", "no"]


MARK = (
    "; there is a quotation mark too many or too few; mend the line, or save the sheet again "
    "from a spreadsheet program"
)
FAULTS = {
    "quote-not-closed.csv": "{path}, line 3: the sheet is no readable CSV (…)" + MARK,
    "quotes-not-doubled.csv": "{path}, line 2: the sheet is no readable CSV (…)" + MARK,
    "header-only.csv": "{path}: none of its units is in the sample of 3; it was written from "
    "another sample, or holds no rows; pass the sample it belongs to",
    "answers-of-another-form.csv": "{path}: there is no column 'hit'; the sheet has unit_id, "
    "coder, before, text, after, voice, note; read it with the form it was written for (this is "
    "'f')",
    "header-deleted.csv": "{path}: there is no column 'unit_id'; the first row has u0000000000, "
    "ana, The , reckless,  plan., yes; pass a sheet that write_sheet wrote, its names of columns "
    "kept",
    "csv-named-xlsx.xlsx": "{path}: this is not a readable workbook (File is not a zip file); it "
    "is damaged or another kind of file; open it in a spreadsheet program and save it as XLSX",
    "spreadsheet.ods": "{path}: sheets are read from .csv, .xlsx, .jsonl, .json, .tsv, .txt and "
    ".zip; this is another kind of file; save it as XLSX or CSV, or export it again",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(path.name for path in BROKEN.iterdir()))
def test_a_broken_sheet_is_named_by_what_is_wrong_with_it(name: str) -> None:
    with pytest.raises(CodingError) as caught:
        read_coding(BROKEN / name, SAMPLE, FORM)
    assert says(caught.value, FAULTS[name].replace("{path}", str(BROKEN / name)))


def test_a_workbook_without_a_sheet_is_named(workbook: Path) -> None:
    book = load_workbook(workbook)
    del book["Coding"]
    book.save(workbook)
    with pytest.raises(CodingError) as caught:
        read_coding(workbook, SAMPLE, FORM)
    assert says(
        caught.value,
        f"{workbook}: no page has a column 'unit_id'; there are the pages 'Read me first'; pass a "
        "sheet that write_sheet wrote, its names of columns kept",
    )


def test_a_wide_csv_row_keeps_its_remark_in_the_receipt(tmp_path: Path) -> None:
    path = write_sheet(SAMPLE, FORM, tmp_path / "a.csv", coder="ana")
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    rows = [rows[0], *([*row[:-2], "yes", "", "", "odd; one"] for row in rows[1:])]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    with pytest.warns(FramingWarning, match="3 doubtful"):
        codings, receipt = read_coding(path, SAMPLE, FORM)
    assert len(codings) == 3
    assert set(receipt["reason"]) == {"'odd; one' stands in no column of the sheet and is not read"}
