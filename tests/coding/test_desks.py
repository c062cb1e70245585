"""The desk in the notebook: one unit after the other, every answer saved, taken up again."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest
from cases import says

from framing.coding.desks import Desk, open_desk
from framing.coding.forms import Form, Value, Variable
from framing.coding.sheets import CODING_COLUMNS
from framing.errors import CodingError, MissingExtraError
from framing.tables import read_table

YES_NO = (Value("yes", "It is."), Value("no"))
FORM = Form("f", (Variable("hit", "Is it?", YES_NO),), guide=(Value("evaluation", "Judges."),),
            shows=("category",))  # fmt: skip
TEXT = "A reckless <b>plan</b> of the Tessel Wire."


@pytest.fixture
def sample() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "unit_id": [f"u{k}" for k in range(3)],
            "start": [102, 202, 302],
            "end": [110, 210, 310],
            "context": TEXT,
            "context_start": [100, 200, 300],
            "coders": ["ana", "ana ben", "ana"],
            "category": "evaluation",
            "outlet": "Tessel Wire",
        }
    )


def question(desk: Desk, name: str = "hit"):
    return desk._questions[name]


def press(desk: Desk, name: str) -> None:
    desk._buttons[name].click()


def test_an_answer_is_saved_and_the_next_unit_shown(sample, tmp_path: Path) -> None:
    path = tmp_path / "ana.csv"
    desk = open_desk(sample, FORM, path, coder="ana", mask=True)
    assert "<mark>reckless</mark> &lt;b&gt;plan" in desk._text.value
    assert "Tessel" not in desk._text.value
    assert "Judges." in desk._text.value
    question(desk).value = "yes"
    assert question(desk).value is None
    desk._note.value = "hm "
    question(desk).value = "no"
    assert repr(desk) == f"Desk of ana: 2 of 3 units coded, in {path}"
    table = read_table(path)
    assert tuple(table.columns) == CODING_COLUMNS
    pd.testing.assert_frame_equal(table, desk.codings)
    first, second = (unit.unit_id for unit in desk._sheet.units[:2])
    rows = table.set_index("unit_id")
    assert rows.loc[first, ["value", "note"]].tolist() == ["yes", ""]
    assert rows.loc[second, ["value", "note"]].tolist() == ["no", "hm"]
    places = sample.set_index("unit_id")
    assert (rows["start"] == places.loc[rows.index, "start"]).all()


def test_work_goes_on_where_it_stopped_and_answers_can_be_changed(sample, tmp_path: Path) -> None:
    path = tmp_path / "ana.csv"
    question(open_desk(sample, FORM, path, coder="ana")).value = "yes"
    desk = open_desk(sample, FORM, path, coder="ana")
    assert desk._at == 1
    press(desk, "Back")
    assert question(desk).value == "yes"
    question(desk).value = "no"
    assert desk.codings["value"].tolist() == ["no"]
    assert desk._at == 1
    press(desk, "Next")
    assert desk._at == 2
    assert desk._buttons["Next"].disabled
    press(desk, "Next open")
    assert desk._at == 1


def test_the_end_is_told(sample, tmp_path: Path) -> None:
    desk = open_desk(sample, FORM, tmp_path / "ben.csv", coder="ben")
    question(desk).value = "yes"
    assert "All 1 units are coded" in desk._said.value
    assert len(desk.codings) == 1


def test_several_questions_wait_for_all_answers_and_numbers_are_checked(
    sample, tmp_path: Path
) -> None:
    many = tuple(Value(f"answer {k}") for k in range(30))
    form = Form("g", (Variable("hit", values=YES_NO), Variable("kind", values=many),
                      Variable("strength", level="interval", low=0, high=5)))  # fmt: skip
    desk = open_desk(sample, form, tmp_path / "a.csv", coder="ana")
    question(desk).value = "yes"
    question(desk, "kind").value = "answer 29"
    for wrong, said in (("much", "'much' is no number."), ("9", "9 is not between 0 and 5.")):
        question(desk, "strength").value = wrong
        assert said.replace("'", "&#x27;") in desk._said.value
    assert desk._at == 0
    question(desk, "strength").value = "2.5"
    assert desk._at == 1
    assert desk.codings["value"].tolist() == ["yes", "answer 29", "2.5"]


def test_the_notebook_gets_a_widget(sample, tmp_path: Path) -> None:
    desk = open_desk(sample, FORM, tmp_path / "a.csv", coder="ana")
    assert "application/vnd.jupyter.widget-view+json" in desk._repr_mimebundle_()


def test_what_does_not_belong_together_is_refused(sample, tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "ana.csv"
    question(open_desk(sample, FORM, path, coder="ana")).value = "yes"
    with pytest.raises(CodingError) as caught:
        open_desk(sample, FORM, path, coder="ben")
    assert says(
        caught.value,
        f"open_desk: {path} holds the answers of ana; 'ben' is to code; keep one file per coder, "
        "under another name",
    )
    other = sample.assign(unit_id=["x1", "x2", "x3"])
    with pytest.raises(CodingError) as caught:
        open_desk(other, FORM, path, coder="ana")
    assert says(
        caught.value,
        f"open_desk: {path} holds answers about unit '…'; this sample of 3 units has none of that "
        "name; open the sample it belongs to, or choose another file",
    )
    with pytest.raises(CodingError, match=r"choose a name that ends in \.csv"):
        open_desk(sample, FORM, tmp_path / "a.xlsx", coder="ana")
    spans = Form("s", (Variable("found", values=YES_NO, spans=True),))
    with pytest.raises(CodingError, match="in a notebook a unit is answered as a whole"):
        open_desk(sample, spans, tmp_path / "a.csv", coder="ana")
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'framing\[coding\]'"):
        open_desk(sample, FORM, tmp_path / "b.csv", coder="ana")
