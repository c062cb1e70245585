"""What spreadsheet programs do to cells, kept from them or undone."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from cases import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from framing.coding.forms import Value, Variable
from framing.coding.sheets.cells import fold_text, neutralise, read_value, restore

HIT = Variable("hit", values=(Value("yes"), Value("no"), Value("not sure")))
STAGE = Variable("stage", values=(Value("1-2"), Value("3-4"), Value("10-12")))
GRADE = Variable("grade", values=(Value("01"), Value("2"), Value("-1")), level="ordinal")
TRUTH = Variable("truth", values=(Value("true"), Value("false")))
BOTH_WAYS = Variable("way", values=(Value("1-2"), Value("2-1")))
SCALE = Variable("scale", level="interval", low=0, high=10)
FREE = Variable("free", level="ratio")
SCORE = Variable("score", values=(Value("1:2"), Value("21:9"), Value("1-2")))
TOPIC = Variable("topic", values=(Value("1.2.3"), Value("12.1.4"), Value("12/1")))
ACCENTS = Variable("accents", values=(Value("café"), Value("1/2"), Value("so..."), Value("‘odd’")))


@given(HOSTILE | st.text("='+-@\t\r\n ＝a", max_size=6))
def test_no_cell_begins_like_a_formula_and_each_comes_back(text: str) -> None:
    safe = neutralise(text)
    assert restore(safe) == text
    assert safe.lstrip(" \x00")[:1] not in {*"=+-@\t\r\n", *"＝＋－＠"}


@pytest.mark.parametrize(
    ("variable", "cell", "code"),
    [
        (HIT, "yes", "yes"),
        (HIT, " YES ", "yes"),
        (HIT, "Not  sure", "not sure"),
        (HIT, True, "yes"),
        (HIT, "FALSE", "no"),
        (TRUTH, True, "true"),
        (TRUTH, "WAHR", "true"),
        (STAGE, "1–2", "1-2"),
        (STAGE, datetime(2026, 1, 2), "1-2"),
        (STAGE, date(2026, 2, 1), "1-2"),
        (STAGE, "02-Jan", "1-2"),
        (STAGE, "2-Jan", "1-2"),
        (STAGE, "Jan-02", "1-2"),
        (STAGE, "2026-03-04 00:00:00", "3-4"),
        (STAGE, "03/04/26", "3-4"),
        (STAGE, "4.3.2026", "3-4"),
        (STAGE, datetime(2012, 10, 1), "10-12"),
        (GRADE, 1, "01"),
        (GRADE, 1.0, "01"),
        (GRADE, "1.0", "01"),
        (GRADE, "2,0", "2"),
        (GRADE, "'-1", "-1"),
        (GRADE, -1, "-1"),
        (SCALE, 2.5, "2.5"),
        (SCALE, "2,5", "2.5"),
        (SCALE, " 7 ", "7"),
        (SCALE, "1,234", "1.234"),
        (SCALE, "'3", "3"),
        (SCALE, "５", "5"),
        (FREE, "1,234,567", "1234567"),
        (FREE, "0,234", "0.234"),
        (FREE, "−2", "-2"),
        (FREE, 1e15, "1e+15"),
        (SCORE, time(1, 2), "1:2"),
        (SCORE, "01:02:00", "1:2"),
        (SCORE, "21:09", "21:9"),
        (SCORE, date(2026, 2, 1), "1-2"),
        (STAGE, 46_024, "1-2"),
        (STAGE, "46054.0", "1-2"),
        (TOPIC, date(2003, 2, 1), "1.2.3"),
        (TOPIC, "01.02.2003", "1.2.3"),
        (TOPIC, "12.1.4 ", "12.1.4"),
        (ACCENTS, "½", "1/2"),
        (HIT, "'yes", "yes"),
        (HIT, "’No ", "no"),
        (ACCENTS, "cafe\u0301", "café"),
        (ACCENTS, "so…", "so..."),
        (ACCENTS, "'odd'", "‘odd’"),
    ],
)
def test_an_answer_is_known_again(variable: Variable, cell: object, code: str) -> None:
    reading = read_value(variable, cell)
    assert (reading.code, reading.problem) == (code, "")


@pytest.mark.parametrize("cell", [None, "", "  ", "'", float("nan")])
def test_a_blank_is_no_answer_and_no_mistake(cell: object) -> None:
    if cell == "'":
        assert read_value(HIT, cell).problem == '"\'" is no code'
    else:
        assert read_value(HIT, cell) == (None, "", "")


@pytest.mark.parametrize(
    ("variable", "cell", "problem"),
    [
        (HIT, "yse", "'yse' is no code"),
        (HIT, 3, "'3' is no code"),
        (HIT, 3.0, "'3' is no code"),
        (STAGE, datetime(2026, 5, 6), "'2026-05-06 00:00:00' is no code"),
        (BOTH_WAYS, datetime(2026, 1, 2), "'2026-01-02 00:00:00' could be 1-2 or 2-1"),
        (SCALE, "many", "'many' is no number"),
        (SCALE, True, "'True' is no number"),
        (SCALE, 11, "11 is not between 0 and 10"),
        (SCALE, "1e999", "inf is not between 0 and 10"),
        (FREE, "1e999", "'1e999' is too large a number"),
        (FREE, "1,234", "'1,234' could be 1.234 or 1234"),
        (FREE, date(2026, 1, 2), "'2026-01-02' is no number"),
        (FREE, "1.234,5", "'1.234,5' is no number"),
        (TOPIC, date(2004, 1, 12), "'2004-01-12' could be 12.1.4 or 12/1"),
        (SCORE, time(3, 4), "'03:04:00' is no code"),
        (STAGE, 46_025, "'46025' is no code"),
        (HIT, 46_024, "'46024' is no code"),
    ],
)
def test_what_is_no_answer_is_said(variable: Variable, cell: object, problem: str) -> None:
    reading = read_value(variable, cell)
    assert (reading.code, reading.problem) == (None, problem)


@given(HOSTILE)
def test_a_text_is_known_again_after_marks_and_blanks_were_changed(text: str) -> None:
    changed = text.replace("“", '"').replace("’", "'").replace("\r\n", "\n").strip() + " "
    assert fold_text(changed) == fold_text(text)
