"""Where coders differ, as a table and as a page."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from cases import says

from framing.coding.disagreements import find_disagreements, write_disagreements
from framing.coding.forms import Form, Value, Variable
from framing.errors import CodingError, TableError

TEXT = "A reckless plan\x00 and <b>brutal</b> talks."
SAMPLE = pd.DataFrame(
    {
        "unit_id": ["u1", "u2"],
        "outlet": ["Halvern Courier", "Vestra"],
        "category": ["evaluation", "label"],
        "start": [102, 121],
        "end": [110, 134],
        "context": TEXT,
        "context_start": 100,
    }
)


def codings(*rows: tuple[object, ...]) -> pd.DataFrame:
    names = ["unit_id", "coder", "variable", "value", "note", "start", "end"]
    return pd.DataFrame(rows, columns=names)


BOTH = codings(
    ("u2", "B", "hit", "no", "", 121, 134),
    ("u2", "A", "hit", "yes", "why <not>?", 121, 134),
    ("u1", "A", "hit", "yes", "", 102, 110),
    ("u1", "B", "hit", "yes", "surely", 102, 110),
    ("u3", "A", "hit", "yes", "", 0, 1),
)


def test_only_units_on_which_coders_differ_are_listed() -> None:
    found = find_disagreements(BOTH)
    assert found[["unit_id", "coder", "value", "note"]].values.tolist() == [
        ["u2", "A", "yes", "why <not>?"],
        ["u2", "B", "no", ""],
    ]


def test_the_same_label_at_another_place_is_a_disagreement_and_row_order_is_not() -> None:
    same = [("u1", c, "spans", v, "", a, b) for c in "AB" for v, a, b in [("x", 1, 3), ("y", 5, 8)]]
    assert find_disagreements(codings(*same[:2], *same[:1:-1])).empty
    other = codings(*same[:3], ("u1", "B", "spans", "y", "", 5, 9))
    assert len(find_disagreements(other)) == 4


def test_the_page_shows_words_values_notes_and_hides_the_outlet(tmp_path: Path) -> None:
    form = Form(
        "f",
        (Variable("hit", "Is it <one>?", (Value("yes"), Value("no"))),),
        shows=("category",),
    )
    page = write_disagreements(tmp_path / "p.html", BOTH, SAMPLE, form=form)
    html = page.read_text(encoding="utf-8")
    assert "Is it &lt;one&gt;?" in html
    assert '<mark class="a z">&lt;b&gt;brutal&lt;/b' in html
    assert "why &lt;not&gt;?" in html
    assert "label" in html
    assert "hit: 1 unit<" in html
    assert "\x00" not in html
    assert "Vestra" not in html


def test_marks_of_each_coder_are_shown_in_the_text(tmp_path: Path) -> None:
    rows = codings(
        ("u1", "A", "spans", "evaluation", "", 102, 110),
        ("u1", "A", "spans", "label", "", 106, 115),
        ("u1", "B", "spans", "", "nothing here", 102, 102),
    )
    form = Form("f", (Variable("spans", values=(Value("evaluation"), Value("label")), spans=True),))
    html = write_disagreements(tmp_path / "p.html", rows, SAMPLE, form=form).read_text("utf-8")
    assert "evaluation: reckless; label: less plan" in html
    assert 'A <mark class="a z">reckless</mark><mark class="a z"> plan</mark>' in html
    assert "nothing here" in html


def test_what_cannot_be_shown_is_said(tmp_path: Path) -> None:
    with pytest.raises(CodingError) as caught:
        write_disagreements(tmp_path / "p.html", BOTH[2:], SAMPLE)
    assert says(
        caught.value,
        "write_disagreements: coders differ on no unit of these codings; there is nothing to "
        "discuss; write the page when some do",
    )
    with pytest.raises(CodingError) as caught:
        write_disagreements(tmp_path / "p.html", BOTH, SAMPLE[:1])
    assert says(
        caught.value,
        "write_disagreements: the codings name unit 'u2'; the sample of 1 units has none of that "
        "name; pass the sample that was coded",
    )
    with pytest.raises(TableError, match="find_disagreements: the table lacks the column 'value'"):
        find_disagreements(BOTH.drop(columns="value"))
    assert not list(tmp_path.iterdir())
