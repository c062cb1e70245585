"""Rows and units: every answer stands with its unit, or the receipt says why it does not."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest
from cases import says
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.coding.forms import Form, Value, Variable
from framing.coding.sheets import Coding, read_coding, write_sheet
from framing.coding.sheets.placing import Placer, places_of
from framing.coding.sheets.rows import Mark, Row
from framing.coding.sheets.texts import Texts
from framing.errors import CodingError, FramingWarning

FORM = Form("f", (Variable("hit", values=(Value("yes"), Value("no"))),))
TWO = Form("f", (*FORM.variables, Variable("strength", level="interval", low=0, high=5)))
MANY = Form("f", (Variable("hit", values=tuple(Value(f"category {k}") for k in range(20))),))
SPANS = Form("s", (Variable("found", values=(Value("loaded"), Value("hedge")), spans=True),))
TEXT = "A reckless plan, a reckless row and a brutal end."
# Three units of one short text, whose context is the whole of it.
SAMPLE = pd.DataFrame(
    {
        "unit_id": ["u0", "u1", "u2"],
        "doc_id": ["d1", "d1", "d2"],
        "start": [102, 119, 138],
        "end": [110, 127, 144],
        "context": TEXT,
        "context_start": 100,
        "coders": "ana ben",
        "outlet": "Halvern Courier",
    }
)


class Sheet:
    """A CSV whose cells a test changes by the unit and the name of the column."""

    def __init__(self, folder: Path, form: Form = FORM, coder: str = "ana", **options) -> None:
        self.path = write_sheet(SAMPLE, form, folder / f"{coder}.csv", coder=coder, **options)
        text = self.path.read_text(encoding="utf-8-sig")
        self.names, *rows = list(csv.reader(io.StringIO(text, newline="")))
        self.rows = {row[0]: dict(zip(self.names, row, strict=True)) for row in sorted(rows)}
        self.extra: list[dict[str, str]] = []

    def answer(self, column: str = "hit", *values: str) -> Sheet:
        for row, value in zip(self.rows.values(), values, strict=True):
            row[column] = value
        return self

    def repeat(self, unit: str, **cells: str) -> Sheet:
        self.extra.append(self.rows[unit] | cells)
        return self

    def save(self) -> Path:
        out = io.StringIO()
        writer = csv.DictWriter(out, self.names)
        writer.writeheader()
        writer.writerows([*self.rows.values(), *self.extra])
        self.path.write_text(out.getvalue(), encoding="utf-8", newline="")
        return self.path


def read(*sheets: Sheet, form: Form = FORM, **options: str) -> Coding:
    with pytest.warns(FramingWarning) as caught:
        coding = read_coding([sheet.save() for sheet in sheets], SAMPLE, form, **options)
    assert len(caught) == 1
    return coding


def values(coding: Coding) -> list[list[str]]:
    return coding.codings[["unit_id", "coder", "value"]].values.tolist()


def notes(coding: Coding) -> list[list[str]]:
    return coding.receipt[["row", "rule", "reason"]].values.tolist()


def test_units_of_one_text_sorted_apart_are_told_by_where_they_stand(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path).answer("hit", "yes", "no", "yes")
    first, second = sheet.rows["u0"], sheet.rows["u1"]
    first["unit_id"], second["unit_id"] = "u1", "u0"
    coding = read(sheet)
    assert values(coding) == [["u2", "ana", "yes"]]
    why = "; a column was sorted without the others, so the answer belongs to nobody knows which"
    assert notes(coding) == [
        ["row 2", "text of another unit", f"the row is named u1 and shows the text of u0{why}"],
        ["row 3", "text of another unit", f"the row is named u0 and shows the text of u1{why}"],
    ]


@pytest.mark.parametrize("mask", [False, ["plan"]])
def test_a_covered_text_is_its_unit_s_and_nobody_else_s(tmp_path: Path, mask) -> None:
    sheet = Sheet(tmp_path, mask=mask).answer("hit", "yes", "no", "yes")
    assert values(Coding(*read_coding(sheet.save(), SAMPLE, FORM)))[1] == ["u1", "ana", "no"]
    sheet.rows["u0"]["unit_id"], sheet.rows["u2"]["unit_id"] = "u2", "u0"
    assert values(read(sheet)) == [["u1", "ana", "no"]]


def test_what_is_covered_is_found_among_texts_of_its_length() -> None:
    places = places_of(SAMPLE.assign(context=[TEXT, TEXT.replace("row", "war"), TEXT]))
    texts = Texts(places.values())
    seen = TEXT.replace("plan", "████")
    assert texts.find(Row("", "", text=seen.replace("row", "war")), "u0") == "u1"
    assert texts.find(Row("", "", text=seen.replace("row", "███")), "u2") == "u2"
    assert texts.find(Row("", "", text=seen.replace("end", "start")), "u0") is None


def test_a_row_that_is_not_taken_is_not_missing_too(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path).answer("hit", "yes", "maybe", "no")
    assert notes(read(sheet)) == [
        ["row 3", "no such answer", "hit of u1: 'maybe' is no code; the answers are yes, no"]
    ]
    del sheet.rows["u1"]
    assert notes(read(sheet)) == [
        ["", "missing row", "u1 is to be coded by ana; no row of it was found"]
    ]


def test_where_there_are_many_answers_the_nearest_is_named(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, MANY).answer("hit", "category 3", "Category 33", "zzz")
    assert notes(read(sheet, form=MANY)) == [
        ["row 3", "no such answer", "hit of u1: 'Category 33' is no code; the 20 answers stand in "
         "the form; the nearest is 'category 3'"],
        ["row 4", "no such answer", "hit of u2: 'zzz' is no code; the 20 answers stand in the "
         "form"],
    ]  # fmt: skip


def test_blanks_are_one_row_for_each_question_and_counted(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path, TWO).answer("hit", "yes", "", "").answer("strength", "1,5", "2", "")
    with pytest.warns(FramingWarning) as caught:
        coding = read_coding(sheet.save(), SAMPLE, TWO)
    assert says(
        caught[0].message,
        "read_coding: 3 not coded, 1 value mended; the receipt names each",
    )
    assert coding.codings[["unit_id", "variable", "value"]].values.tolist() == [
        ["u0", "hit", "yes"],
        ["u0", "strength", "1.5"],
        ["u1", "strength", "2"],
    ]
    assert notes(coding) == [
        ["row 2", "value mended", "strength of u0: 1,5 (a number) is read as 1.5"],
        ["", "not coded", "hit of 2 units of ana is blank: u1, u2"],
        ["", "not coded", "strength of u2 is blank"],
    ]


def test_a_note_without_an_answer_is_not_lost(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path).answer("hit", "yes", "", "no")
    sheet.rows["u0"]["note"] = "clear"
    sheet.rows["u1"]["note"] = "whose plan?"
    coding = read(sheet)
    assert coding.codings["note"].tolist() == ["clear", ""]
    assert notes(coding)[0] == [
        "row 3", "note without answer", "u1 has a note and no answer: 'whose plan?'"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kept", "reason"),
    [
        ("ANA ", "ana", None),
        ("anna", "anna",
         "the sample has no coder 'anna', perhaps 'ana'; the rows are kept under the name they "
         "have; name the coder when reading if it is another"),
        ("cy@courier.example", "cy@courier.example", None),
    ],
)  # fmt: skip
def test_a_name_is_the_one_the_sample_has_or_doubted(
    tmp_path: Path, name: str, kept: str, reason: str | None
) -> None:
    sheet = Sheet(tmp_path).answer("hit", "yes", "no", "no").answer("coder", name, name, name)
    if reason is None:
        coding = read_coding(sheet.save(), SAMPLE, FORM)
    else:
        coding = read(sheet)
        assert notes(coding) == [["row 2", "unknown coder", reason]]
    assert set(coding.codings["coder"]) == {kept}
    named = read_coding(sheet.save(), SAMPLE, FORM, coder="ben")
    assert set(named.codings["coder"]) == {"ben"}
    assert named.receipt.empty


SAME = "u0 of ana stands in ana.csv, row 2 too, with the same answers"


@pytest.mark.parametrize(
    ("first", "second", "left", "rule", "reason"),
    [
        (("yes", ""), ("yes", ""), ("yes", ""), "doubled row", SAME),
        (("", ""), ("yes", "late"), ("yes", "late"), "doubled row", SAME),
        (("yes", "sure"), ("", ""), ("yes", "sure"), "doubled row", SAME),
        (("yes", ""), ("yes", "late"), ("yes", "late"), "doubled row", SAME),
        (("yes", "sure"), ("yes", "late"), ("yes", "sure"), "doubled row",
         f"{SAME}; the note 'late' of this row is not taken"),
        (("yes", "sure"), ("no", ""), None, "contradiction",
         "u0 of ana stands in ana.csv, row 2 too, with other answers; neither is taken"),
    ],
)  # fmt: skip
def test_two_rows_of_a_unit_are_one_or_none(
    tmp_path: Path,
    first: tuple[str, str],
    second: tuple[str, str],
    left: tuple[str, str] | None,
    rule: str,
    reason: str,
) -> None:
    sheet = Sheet(tmp_path).answer("hit", first[0], "no", "no")
    sheet.rows["u0"]["note"] = first[1]
    sheet.repeat("u0", hit=second[0], note=second[1])
    coding = read(sheet)
    found = coding.codings.set_index("unit_id")
    assert notes(coding) == [["row 5", rule, reason]]
    assert len(found) == (2 if left is None else 3)
    if left is not None:
        assert tuple(found.loc["u0", ["value", "note"]]) == left


def test_a_third_row_does_not_bring_a_contradiction_back(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path).answer("hit", "yes", "no", "no")
    sheet.repeat("u0", hit="no").repeat("u0", hit="yes")
    coding = read(sheet)
    assert values(coding) == [["u1", "ana", "no"], ["u2", "ana", "no"]]
    assert coding.receipt["rule"].tolist() == ["contradiction", "doubled row"]


def test_two_files_of_one_coder_add_up(tmp_path: Path) -> None:
    (tmp_path / "later").mkdir()
    early = Sheet(tmp_path).answer("hit", "yes", "no", "")
    late = Sheet(tmp_path / "later").answer("hit", "yes", "yes", "no")
    coding = read(early, late)
    assert values(coding) == [["u0", "ana", "yes"], ["u2", "ana", "no"]]
    assert coding.receipt["rule"].tolist() == ["doubled row", "contradiction", "doubled row"]


def mark(value: str, start: int, end: int, said: str | None = None) -> Mark:
    return Mark("found", value, start, end, said)


@pytest.mark.parametrize(
    ("marks", "left", "reasons"),
    [
        ([mark("loaded", 2, 10, "reckless"), mark("hedge", 5, 12)],
         [("loaded", 102, 110), ("hedge", 105, 112)], []),
        ([mark("loaded", 2, 10), mark("loaded", 2, 10)], [("loaded", 102, 110)], []),
        ([], [("", 102, 102)], []),
        ([mark("loaded", 2, 10, "brutal")], [],
         ["loaded at 2 to 10 of u0 is 'brutal' in the file and 'reckless' in the text"]),
        ([mark("loaded", -1, 10)], [],
         ["loaded at -1 to 10 of u0 lies outside its text of 49 characters"]),
        ([mark("loaded", 40, 50)], [],
         ["loaded at 40 to 50 of u0 lies outside its text of 49 characters"]),
        ([mark("loaded", 4, 4)], [],
         ["loaded at 4 to 4 of u0 lies outside its text of 49 characters"]),
        ([mark("loaded", 2, 10), mark("loaded", 8, 15)], [("loaded", 102, 110)],
         ["loaded at 8 to 15 of u0 overlaps another stretch of loaded"]),
        ([mark("loud", 2, 10)], [], ["loud at 2 to 10 of u0: the answers are loaded, hedge"]),
        ([Mark("other", "x", 2, 10)], [("", 102, 102)],
         ["u0: the form asks for no stretches of 'other'"]),
    ],
)  # fmt: skip
def test_stretches_stand_in_the_original_or_are_named(
    marks: Sequence[Mark], left: list[tuple[str, int, int]], reasons: list[str]
) -> None:
    placer = Placer(places_of(SAMPLE), SPANS)
    assert placer.place("a.jsonl", [Row("line 1", "u0", "ana", marks=tuple(marks))], None)
    found = placer.table()[["value", "start", "end"]]
    assert list(found.itertuples(index=False, name=None)) == left
    assert [note["reason"] for note in placer.notes] == reasons


def drop(rows: list[list[str]], k: int) -> None:
    del rows[k]


def repeat(rows: list[list[str]], k: int) -> None:
    rows.append(list(rows[k]))


def answer_otherwise(rows: list[list[str]], k: int) -> None:
    rows.append([*rows[k][:5], "no" if rows[k][5] == "yes" else "yes", *rows[k][6:]])


def forget_the_name(rows: list[list[str]], k: int) -> None:
    rows[k][0] = ""


def rename(rows: list[list[str]], k: int) -> None:
    rows[k][0] = "u9"


def shift_names(rows: list[list[str]], k: int) -> None:
    rows[k][0], rows[k - 1][0] = rows[k - 1][0], rows[k][0]


def write_nonsense(rows: list[list[str]], k: int) -> None:
    rows[k][5] = "perhaps"


def clear(rows: list[list[str]], k: int) -> None:
    rows[k][5] = "  "


EDITS = (
    drop, repeat, answer_otherwise, forget_the_name, rename, shift_names, write_nonsense, clear,
)  # fmt: skip


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 20)), max_size=5),
    order=st.randoms(use_true_random=False),
)
@pytest.mark.filterwarnings("ignore::framing.FramingWarning")
def test_no_unit_gets_another_s_answer_and_none_is_lost_without_a_word(
    tmp_path: Path, edits: list[tuple[Callable[[list[list[str]], int], None], int]], order
) -> None:
    sheet = Sheet(tmp_path).answer("hit", "yes", "no", "yes")
    truth = {"u0": "yes", "u1": "no", "u2": "yes"}
    rows = [list(row.values()) for row in sheet.rows.values()]
    for edit, place in edits:
        if rows:
            edit(rows, place % len(rows))
    # A row that names a unit of the sample; without one the file is refused, as another test says.
    rows.append(list(sheet.rows["u2"].values()))
    order.shuffle(rows)
    out = io.StringIO()
    csv.writer(out).writerows([sheet.names, *rows])
    sheet.path.write_text(out.getvalue(), encoding="utf-8", newline="")
    codings, receipt = read_coding(sheet.path, SAMPLE, FORM)
    known = SAMPLE.set_index("unit_id")
    made_up = {edit for edit, _ in edits} & {answer_otherwise}
    for row in codings.itertuples():
        assert (row.start, row.end) == tuple(known.loc[row.unit_id, ["start", "end"]])
        assert made_up or row.value == truth[row.unit_id]
    said = " ".join(receipt["reason"])
    for unit in truth:
        assert unit in set(codings["unit_id"]) or unit in said
    named = set(receipt["row"])
    for number, row in enumerate(rows, start=2):
        unknown = row[0] not in truth or row[5] == "perhaps"
        assert not unknown or f"row {number}" in named


BAD_SAMPLES = [
    (SAMPLE.assign(unit_id=["u0", "u1", "u0"]),
     "{where}: unit 'u0' stands twice in the sample of 3; a unit has one row, or its answers could "
     "not be placed; pass the sample as draw_sample returned it"),
    (SAMPLE.assign(context_start=[100, 125, 100]),
     "{where}: unit 'u1' is at 119 to 127 and its context of 49 characters begins at 125; a unit "
     "stands inside its context; pass the sample as draw_sample returned it"),
    (SAMPLE.assign(end=[110, 127, 150]),
     "{where}: unit 'u2' is at 138 to 150 and its context of 49 characters begins at 100; a unit "
     "stands inside its context; pass the sample as draw_sample returned it"),
]  # fmt: skip


@pytest.mark.parametrize(("sample", "message"), BAD_SAMPLES)
def test_a_damaged_sample_is_refused(tmp_path: Path, sample: pd.DataFrame, message: str) -> None:
    with pytest.raises(CodingError) as caught:
        write_sheet(sample, FORM, tmp_path / "a.csv")
    assert says(caught.value, message.format(where="write_sheet"))
    path = Sheet(tmp_path).save()
    with pytest.raises(CodingError) as caught:
        read_coding(path, sample, FORM)
    assert says(caught.value, message.format(where="read_coding"))


def test_a_sheet_begins_with_the_answers_of_one_coder(tmp_path: Path) -> None:
    codings = pd.DataFrame({"unit_id": ["u0", "u0"], "coder": ["ben", "ana"], "variable": "hit"})
    codings = codings.assign(value=["no", "yes"])
    assert Sheet(tmp_path, codings=codings).rows["u0"]["hit"] == "yes"
    with pytest.raises(CodingError) as caught:
        write_sheet(SAMPLE, FORM, tmp_path / "a.csv", codings=codings)
    assert says(
        caught.value,
        "write_sheet: the codings are of ana, ben; a sheet begins with the answers of one; name "
        "the coder",
    )


def test_what_the_sample_does_not_know_is_shown_as_nothing(tmp_path: Path) -> None:
    form = Form("f", FORM.variables, shows=("entry",))
    sample = SAMPLE.assign(entry=[None, "reckless", float("nan")])
    path = write_sheet(sample, form, tmp_path / "a.csv", coder="ana")
    rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    assert sorted(row[5] for row in rows) == ["", "", "entry", "reckless"]
