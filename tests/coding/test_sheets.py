"""Sheets out and back in: what coders see, and what becomes of rows that cannot be placed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from cases import says

from framing.coding.forms import Form, Value, Variable
from framing.coding.sheets import read_coding, write_sheet
from framing.errors import CodingError, FramingWarning, MissingExtraError, TableError

FORM = Form(
    "f",
    (Variable("hit", "Is it?", (Value("yes", "It is."), Value("no"), Value("unsure"))),),
    shows=("category",),
)
SPANS = Form("s", (Variable("found", values=(Value("loaded"), Value("hedge")), spans=True),))
TEXTS = [
    "The Halvern Courier calls it a reckless plan.",
    "Nobody “knows” how the brutal row\r\nwill end.",
    "A shameful deal, by Orla Fenwick.",
    "=1+1 and a bitter end",
]
WORDS = ["reckless", "brutal", "shameful", "bitter"]


@pytest.fixture
def sample() -> pd.DataFrame:
    places = [(text.index(w), w) for text, w in zip(TEXTS, WORDS, strict=True)]
    return pd.DataFrame(
        {
            "unit_id": [f"u{k:010x}" for k in range(4)],
            "doc_id": ["halvern-1", "vestra-1", "halvern-2", "vestra-2"],
            "start": [100 + start for start, _ in places],
            "end": [100 + start + len(word) for start, word in places],
            "context": TEXTS,
            "context_start": 100,
            "coders": ["ana ben", "ana", "ana ben", "ben"],
            "outlet": ["The Halvern Courier", "Vestra"] * 2,
            "author": ["Orla Fenwick", "", "Orla Fenwick", ""],
            "category": ["evaluation", "evaluation", "evaluation", "=label"],
            "voice": "quoted",
        }
    )


def grid(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def edit(path: Path, change: Callable[[list[list[str]]], list[list[str]]]) -> Path:
    """Change the rows of a CSV, as somebody might."""
    rows = change(grid(path))
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    return path


def answer(rows: list[list[str]], value: str = "yes") -> list[list[str]]:
    at = rows[0].index("hit")
    return [rows[0], *([*row[:at], value, *row[at + 1 :]] for row in rows[1:])]


@pytest.fixture
def coded(sample: pd.DataFrame, tmp_path: Path) -> Path:
    path = write_sheet(sample, FORM, tmp_path / "ana.csv", coder="ana")
    return edit(path, answer)


def noted(paths: object, sample: pd.DataFrame, form: Form = FORM, **options: str):
    with pytest.warns(FramingWarning) as caught:
        codings, receipt = read_coding(paths, sample, form, **options)
    assert len(caught) == 1
    assert str(caught[0].message).startswith("read_coding: ")
    return codings, receipt


class TestOut:
    def test_coders_see_their_units_and_nothing_the_form_does_not_show(self, sample, tmp_path):
        path = write_sheet(sample, FORM, tmp_path / "ana.csv", coder="ana")
        rows = grid(path)
        assert rows[0] == [
            "unit_id", "coder", "before", "text", "after", "category", "hit", "note"
        ]  # fmt: skip
        assert {row[0] for row in rows[1:]} == {"u0000000000", "u0000000001", "u0000000002"}
        assert {row[1] for row in rows[1:]} == {"ana"}
        flat = path.read_text(encoding="utf-8-sig")
        for hidden in ("vestra-1", "halvern-1", "quoted"):
            assert hidden not in flat

    def test_every_coder_has_an_order_of_their_own(self, tmp_path):
        many = pd.DataFrame({"unit_id": [f"u{k:010x}" for k in range(30)], "doc_id": "d"})
        many = many.assign(start=0, end=1, context="x", context_start=0, coders="ana ben")
        form = Form("f", FORM.variables)
        orders = [
            [r[0] for r in grid(write_sheet(many, form, tmp_path / f"{c}.csv", coder=c))]
            for c in ("ana", "ben", "ana")
        ]
        assert orders[0] == orders[2]
        assert orders[0] != orders[1]
        assert sorted(orders[0]) == sorted(orders[1])

    def test_names_are_covered_on_request(self, sample, tmp_path):
        path = write_sheet(sample, FORM, tmp_path / "a.csv", coder="ana", mask=True)
        flat = path.read_text(encoding="utf-8-sig")
        assert "Courier" not in flat
        assert "Fenwick" not in flat
        assert "███████ ███████ calls it a " in flat
        own = write_sheet(sample, FORM, tmp_path / "b.csv", mask=["reckless"])
        assert "████████" in own.read_text(encoding="utf-8-sig")
        codings, receipt = read_coding(edit(path, answer), sample, FORM)
        assert receipt.empty
        assert len(codings) == 3

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_nothing_is_a_formula(self, sample, tmp_path, kind):
        codings = pd.DataFrame({"unit_id": ["u0000000003"], "coder": "ben", "variable": "hit"})
        codings = codings.assign(value="no", note="+cmd|' /C calc'!A0")
        path = write_sheet(sample, FORM, tmp_path / f"b.{kind}", coder="ben", codings=codings)
        if kind == "csv":
            cells = [cell for row in grid(path) for cell in row]
            assert not [cell for cell in cells if cell[:1] and cell[:1] in "=+-@\t\r"]
            assert "'=label" in cells
        else:
            from openpyxl import load_workbook

            book = load_workbook(path)
            cells = [cell for page in book for row in page.iter_rows() for cell in row]
            assert {cell.data_type for cell in cells if cell.value} == {"s"}
            assert all(cell.quotePrefix for cell in cells if cell.value)
            assert "=label" in [cell.value for cell in cells]

    def test_a_workbook_begins_with_the_instructions_and_offers_the_answers(self, sample, tmp_path):
        from openpyxl import load_workbook

        from framing import make_form, read_lexicon

        form = make_form(read_lexicon("loaded"), ask="category")
        book = load_workbook(write_sheet(sample, form, tmp_path / "a.xlsx", coder="ana"))
        assert book.sheetnames == ["Read me first", "Coding"]
        guide = [cell.value for row in book["Read me first"].iter_rows() for cell in row]
        assert any(str(text).startswith("A word that judges") for text in guide)
        assert any("‹reckless›" in str(text) for text in guide)
        rule = book["Coding"].data_validations.dataValidation[0]
        assert rule.formula1 == f'"{",".join(form["category"].codes)}"'
        assert book["Coding"].freeze_panes == "B2"

    def test_long_lists_and_codes_with_commas_stand_on_a_hidden_page(self, sample, tmp_path):
        from openpyxl import load_workbook

        long = tuple(Value(f"a rather long answer {k}") for k in range(20))
        form = Form("l", (Variable("a", values=long), Variable("b", values=(Value("x,y"),))))
        book = load_workbook(write_sheet(sample, form, tmp_path / "a.xlsx", coder="ana"))
        rules = book["Coding"].data_validations.dataValidation
        assert [rule.formula1 for rule in rules] == ["Lists!$A$1:$A$20", "Lists!$B$1:$B$1"]
        assert book["Lists"].sheet_state == "hidden"
        assert book["Lists"]["B1"].value == "x,y"

    def test_a_text_longer_than_a_cell_is_cut_where_it_says_so(self, sample, tmp_path):
        whole = sample[:1].assign(context="x" * 40_000 + " reckless " + "y" * 40_000)
        whole = whole.assign(start=40_101, end=40_109)
        with pytest.warns(FramingWarning) as caught:
            path = write_sheet(whole, FORM, tmp_path / "a.xlsx", coder="ana")
        assert says(
            caught[0].message,
            "write_sheet: 2 texts of a.xlsx did not fit into a cell (32,000 characters) and are "
            "cut where the cell says so; write JSON for doccano or Label Studio to show them whole",
        )
        _, receipt = noted(path, whole)
        assert receipt["rule"].tolist() == ["not coded"]

    BAD = (
        ({"coder": "anna"}, "a.csv", FORM, "write_sheet: there is no coder in the sample 'anna'; "
         "there are ana, ben; did you mean 'ana'?"),
        ({}, "a.doc", FORM, "write_sheet: 'a.doc' does not say its format; endings that do are "
         ".csv, .xlsx, .jsonl, .json; use one of them, or name the format of a folder: "
         'format="brat" or "xmi"'),
        ({"format": "docano"}, "a.x", FORM, "write_sheet: there is no format 'docano'; there are "
         "csv, xlsx, doccano, label_studio, brat, xmi; did you mean 'doccano'?"),
        ({}, "a.csv", SPANS, "write_sheet: form 's' has coders mark stretches ('found'), for which "
         "a spreadsheet has no pen; write .jsonl for doccano, .json for Label Studio, or a folder "
         'with format="brat" or "xmi"'),
        ({}, "a.jsonl", Form("n", (Variable("x", level="ratio"),)), "write_sheet: form 'n' asks "
         "for a number ('x'); doccano knows labels only; write CSV, XLSX or Label Studio's JSON, "
         "or list its values"),
    )  # fmt: skip

    @pytest.mark.parametrize(("options", "name", "form", "message"), BAD)
    def test_a_sheet_that_cannot_be_is_refused(
        self, sample, tmp_path, options, name, form, message
    ):
        with pytest.raises(CodingError) as caught:
            write_sheet(sample, form, tmp_path / name, **options)
        assert says(caught.value, message)
        assert not list(tmp_path.iterdir())

    def test_codings_of_another_sample_are_refused(self, sample, tmp_path):
        codings = pd.DataFrame(
            {"unit_id": ["u9"], "coder": "ana", "variable": "hit", "value": "no"}
        )
        with pytest.raises(CodingError) as caught:
            write_sheet(sample, FORM, tmp_path / "a.csv", codings=codings)
        assert says(
            caught.value,
            "write_sheet: the codings name unit 'u9'; the sample of 4 units has none of that name; "
            "pass the sample that was coded",
        )
        with pytest.raises(TableError, match="lacks the column 'category'"):
            write_sheet(sample.drop(columns="category"), FORM, tmp_path / "a.csv")

    @pytest.mark.parametrize(("library", "name"), [("openpyxl", "a.xlsx"), ("cassis", "a")])
    def test_a_missing_extra_is_named(self, sample, tmp_path, monkeypatch, library, name):
        monkeypatch.setitem(__import__("sys").modules, library, None)
        kind = "xmi" if library == "cassis" else None
        with pytest.raises(MissingExtraError, match=r"pip install 'framing\[coding\]'"):
            write_sheet(sample, FORM, tmp_path / name, format=kind)

    @pytest.mark.parametrize("kind", ["brat", "xmi"])
    def test_a_folder_with_files_is_never_written_into(self, sample, tmp_path, kind):
        (tmp_path / "own.txt").write_text("keep")
        with pytest.raises(CodingError, match="this is a folder with files in it"):
            write_sheet(sample, FORM, tmp_path, format=kind)


class TestBack:
    def test_rows_in_any_order_come_back(self, sample, coded):
        edit(coded, lambda rows: [rows[0], *rows[:0:-1]])
        codings, receipt = read_coding(coded, sample, FORM)
        assert receipt.empty
        assert codings["unit_id"].tolist() == sample["unit_id"][:3].tolist()
        assert codings["start"].tolist() == sample["start"][:3].tolist()
        assert codings["end"].tolist() == sample["end"][:3].tolist()
        assert set(codings["coder"]) == {"ana"}

    def test_columns_in_any_order_and_more_of_them_come_back(self, sample, coded):
        edit(coded, lambda rows: [[*row[::-1], "mine"] for row in rows])
        codings, receipt = noted(coded, sample)
        assert receipt[["row", "rule", "reason"]].values.tolist() == [
            ["row 1", "doubtful", "columns that are no part of a sheet are not read: mine"]
        ]
        assert len(codings) == 3

    @pytest.mark.parametrize(
        ("encoding", "delimiter"),
        [("utf-8", ";"), ("utf-8-sig", "\t"), ("utf-16", "\t"), ("utf-16", ",")],
    )
    def test_whatever_program_saved_it(self, sample, coded, encoding, delimiter):
        rows = grid(coded)
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter).writerows(rows)
        coded.write_text(out.getvalue(), encoding=encoding, newline="")
        codings, receipt = read_coding(coded, sample, FORM)
        assert receipt.empty
        assert len(codings) == 3

    def test_windows_letters_are_read_with_a_mark(self, sample, coded):
        coded.write_bytes(coded.read_text(encoding="utf-8").encode("cp1252"))
        codings, receipt = noted(coded, sample)
        assert receipt[["row", "rule", "action"]].values.tolist() == [
            ["the file", "doubtful", "marked"]
        ]
        assert len(codings) == 3

    def test_smart_quotes_blanks_and_line_ends_change_nothing(self, sample, coded):
        edit(
            coded,
            lambda rows: [
                [c.replace("“", '"').replace("”", '"').replace("\n", " ") + "  " for c in row]
                for row in rows
            ],
        )
        codings, receipt = noted(coded, sample)
        assert set(receipt["rule"]) == {"value mended"}
        assert codings["value"].tolist() == ["yes"] * 3

    def test_several_coders_come_in_one_table(self, sample, coded, tmp_path):
        ben = edit(write_sheet(sample, FORM, tmp_path / "ben.csv", coder="ben"), answer)
        codings, receipt = read_coding([coded, ben], sample, FORM)
        assert receipt.empty
        assert codings.groupby("coder").size().to_dict() == {"ana": 3, "ben": 3}

    def test_the_coder_may_be_named_on_reading(self, sample, coded):
        codings, receipt = read_coding(coded, sample, FORM, coder="cy")
        assert set(codings["coder"]) == {"cy"}
        assert receipt.empty

    CASES = (
        ("a row of another sample", lambda r: [*r, ["u99", *r[1][1:]]], "unknown unit", "dropped",
         "the sample has no unit 'u99'; the row is of another sample, or its name was changed", 3),
        ("a row without its name", lambda r: [*r[:3], ["", *r[3][1:]]], "no unit", "dropped",
         "the row has no unit_id; write back the one of its unit", 2),
        ("a doubled row", lambda r: [*r, r[1]], "doubled row", "marked",
         "{1} of ana stands in ana.csv, row 2 too, with the same answers", 3),
        ("a contradiction", lambda r: [*r, *answer([r[0], r[1]], "no")[1:]], "contradiction",
         "dropped", "{1} of ana stands in ana.csv, row 2 too, with other answers; neither is taken",
         2),
        ("a missing row", lambda r: r[:-1], "missing row", "marked",
         "{3} is to be coded by ana; no row of it was found", 2),
        ("a blank", lambda r: [*r[:3], *answer([r[0], r[3]], "")[1:]], "not coded", "marked",
         "hit of {3} is blank", 2),
        ("another word", lambda r: [*r[:3], *answer([r[0], r[3]], "yess")[1:]], "no such answer",
         "dropped", "hit of {3}: 'yess' is no code; the answers are yes, no, unsure", 2),
        ("a mended answer", lambda r: [*r[:3], *answer([r[0], r[3]], "YES ")[1:]], "value mended",
         "marked", "hit of {3}: YES  (blanks, capitals or quotation marks) is read as yes", 3),
        ("a changed text", lambda r: [*r[:3], [*r[3][:3], "else", *r[3][4:]]], "text changed",
         "marked", "the text of {3} was changed in the sheet; the original counts", 3),
        ("nobody", lambda r: [*r[:3], [r[3][0], "", *r[3][2:]]], "no coder", "dropped",
         "nobody is named as the coder of {3}; name the coder when reading", 2),
        ("a blank row", lambda r: [*r[:2], [""] * 8, *r[2:]], None, None, None, 3),
    )  # fmt: skip

    @pytest.mark.parametrize(
        ("change", "rule", "action", "reason", "left"),
        [case[1:] for case in CASES],
        ids=[case[0] for case in CASES],
    )
    def test_every_row_is_placed_or_named(self, sample, coded, change, rule, action, reason, left):
        units = [row[0] for row in grid(coded)]
        edit(coded, change)
        if rule is None:
            codings, receipt = read_coding(coded, sample, FORM)
            assert receipt.empty
        else:
            codings, receipt = noted(coded, sample)
            rows = receipt[receipt["rule"] == rule]
            assert rows[["action", "reason"]].values.tolist() == [[action, reason.format(*units)]]
            assert set(receipt["rule"]) <= {rule, "missing row"}
        assert len(codings) == left
        known = sample.set_index("unit_id")
        for row in codings.itertuples():
            assert (row.start, row.end) == tuple(known.loc[row.unit_id, ["start", "end"]])

    def test_names_and_texts_sorted_apart_belong_to_nobody_knows_which(self, sample, coded):
        def sort_names(rows: list[list[str]]) -> list[list[str]]:
            names = [rows[2][0], rows[3][0], rows[1][0]]
            return [rows[0], *([n, *row[1:]] for n, row in zip(names, rows[1:], strict=True))]

        edit(coded, sort_names)
        codings, receipt = noted(coded, sample)
        assert codings.empty
        assert receipt["rule"].tolist().count("text of another unit") == 3

    def test_a_sheet_of_another_sample_is_refused(self, sample, coded):
        other = sample.assign(unit_id=[f"u{k:010x}" for k in range(90, 94)])
        with pytest.raises(CodingError) as caught:
            read_coding(coded, other, FORM)
        assert says(
            caught.value,
            f"{coded}: none of its units is in the sample of 4; it was written from another "
            "sample, or holds no rows; pass the sample it belongs to",
        )

    FILES = (
        ("a.csv", b"", "{path}: there is no column 'unit_id'; the first row has nothing; pass a "
         "sheet that write_sheet wrote, its names of columns kept"),
        ("a.csv", b"id,hit\nu1,yes\n", "{path}: there is no column 'unit_id'; the first row has "
         "id, hit; pass a sheet that write_sheet wrote, its names of columns kept"),
        ("a.csv", b"unit_id,coder\nu1,ana\n", "{path}: there is no column 'hit'; the sheet has "
         "unit_id, coder; read it with the form it was written for (this is 'f')"),
        ("a.xlsx", b"PK", "{path}: this is not a readable workbook (…); it is damaged or another "
         "kind of file; open it in a spreadsheet program and save it as XLSX"),
        ("a.jsonl", b'{"unit_id": \n', "{path}, line 1: this is not JSON (…); an export of doccano "
         "has one JSON object a line; export it again as JSONL"),
        ("a.jsonl", b"[1]\n", "{path}, line 1: this is list, no object; an export of doccano has "
         "one JSON object a line; export it again as JSONL"),
        ("a.jsonl", b"\xff", "{path}: this is not UTF-8 (…); doccano exports UTF-8; export it "
         "again"),
        ("a.json", b"{", "{path}: this is not JSON (…); Label Studio exports a list of tasks as "
         "JSON; export it again"),
        ("a.json", b'{"a": 1}', "{path}: this is no list of tasks; Label Studio exports one as "
         "JSON; export it again in the format JSON"),
        ("a.xmi", b"<xmi", "{path}, a.xmi: this is no readable XMI (…); export it again from the "
         "annotation tool"),
        ("a.xmi", b'<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>', "{path}, a.xmi: the document "
         "declares entities, or is not UTF-8; XMI does neither, and entities can stand for "
         "anything; export it again from the annotation tool"),
        ("a.zip", b"PK", "{path}: this is not a readable zip file (…); export it again"),
    )  # fmt: skip

    @pytest.mark.parametrize(
        ("name", "content", "message"), FILES, ids=[f"{n}-{c[:9]!r}" for n, c, _ in FILES]
    )
    def test_a_broken_file_is_named(self, sample, tmp_path, name, content, message):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(CodingError) as caught:
            read_coding(path, sample, FORM)
        assert says(caught.value, message.replace("{path}", str(path)))

    def test_what_is_not_there_is_named(self, sample, tmp_path):
        with pytest.raises(CodingError) as caught:
            read_coding(tmp_path / "a.csv", sample, FORM)
        assert says(
            caught.value,
            f"{tmp_path / 'a.csv'}: there is no such file or folder; name the coded sheet",
        )
        with pytest.raises(CodingError) as caught:
            read_coding(tmp_path, sample, FORM)
        assert says(
            caught.value,
            f"{tmp_path}: the folder holds no sheet; a folder of brat has .ann files, one of UIMA "
            ".xmi files; name such a folder, or a file",
        )
        with pytest.raises(CodingError) as caught:
            read_coding([], sample, FORM)
        assert says(
            caught.value,
            "read_coding: no sheet was given; there is nothing to read; name a file",
        )
