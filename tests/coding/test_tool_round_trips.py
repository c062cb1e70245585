"""Out and back in, in every format: the same places, answers and notes, whatever the text holds."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from cases import HOSTILE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.coding.forms import Form, Value, Variable
from framing.coding.sheets import read_coding, write_sheet

ANSWERS = Form(
    "answers",
    (
        Variable("hit", "Is it?", (Value("yes"), Value("no"), Value("=1+1"), Value("naming:a/b"))),
        Variable("grade", values=(Value("1"), Value("2")), level="ordinal"),
    ),
)
SPANS = Form(
    "spans",
    (Variable("found", values=(Value("loaded"), Value("naming:war/war")), spans=True),),
)
BOTH = Form("both", (*ANSWERS.variables[:1], *SPANS.variables))
FORMATS = {
    "csv": (ANSWERS,),
    "xlsx": (ANSWERS,),
    "jsonl": (ANSWERS, SPANS, BOTH),
    "json": (ANSWERS, SPANS, BOTH),
    "brat": (ANSWERS, SPANS, BOTH),
    "xmi": (ANSWERS, SPANS, BOTH),
}
CASES = [(kind, form) for kind, forms in FORMATS.items() for form in forms]


@st.composite
def coded(draw: st.DrawFn) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Return a sample and, by the name of a form, codings of all its units."""
    texts = draw(st.lists(HOSTILE.map(lambda text: f"x{text}y"), min_size=1, max_size=3))
    units, rows = [], {form.name: [] for form in (ANSWERS, SPANS, BOTH)}
    for number, text in enumerate(texts):
        cut = st.integers(0, len(text))
        start, end = sorted((draw(cut), draw(cut)))
        if start == end:
            start, end = 0, len(text)
        first = draw(st.integers(0, 500))
        unit = f"u{number:010x}"
        units.append((unit, "d", start + first, end + first, text, first, "ana"))
        note = " ".join(draw(st.sampled_from(["", "=cmd", "“so” – ל", "a 🕊", "'tis"])).split())
        for form in (ANSWERS, SPANS, BOTH):
            for variable in form.variables:
                if not variable.spans:
                    code = draw(st.sampled_from(variable.codes))
                    rows[form.name].append(
                        (unit, "ana", variable.name, code, note, start + first, end + first)
                    )
                    continue
                marks = []
                for code in variable.codes:
                    a, b = sorted((draw(cut), draw(cut)))
                    # Blank ends are not what a coder marks, and brat has no place for them.
                    if text[a:b].strip() and text[a:b] == text[a:b].strip():
                        marks.append((a + first, b + first, code))
                for a, b, code in sorted(marks):
                    rows[form.name].append((unit, "ana", variable.name, code, note, a, b))
                if not marks:
                    place = start + first
                    rows[form.name].append((unit, "ana", variable.name, "", note, place, place))
    names = ["unit_id", "doc_id", "start", "end", "context", "context_start", "coders"]
    sample = pd.DataFrame(units, columns=names)
    columns = ["unit_id", "coder", "variable", "value", "note", "start", "end"]
    return sample, {name: pd.DataFrame(r, columns=columns) for name, r in rows.items()}


def written(folder: Path, kind: str, sample: pd.DataFrame, form: Form, codings: pd.DataFrame):
    name = {"brat": "brat", "xmi": "xmi"}.get(kind, f"sheet.{kind}")
    where = folder / f"{len(list(folder.iterdir()))}" / name
    asked = kind if kind in ("brat", "xmi") else None
    return write_sheet(sample, form, where, coder="ana", format=asked, codings=codings)


def check_round_trip(folder: Path, kind: str, form: Form, made) -> None:
    sample, codings = made
    path = written(folder, kind, sample, form, codings[form.name])
    back, receipt = read_coding(path, sample, form)
    assert receipt.empty, receipt.to_string()
    assert back.values.tolist() == codings[form.name].values.tolist()
    # The same sheet is the same bytes, whenever it is written.
    again = written(folder, kind, sample, form, codings[form.name])
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    for file in files:
        other = again / file.name if path.is_dir() else again
        assert file.read_bytes() == other.read_bytes()


KINDS = pytest.mark.parametrize(("kind", "form"), CASES, ids=lambda c: getattr(c, "name", c))
SHARED_FOLDER = [HealthCheck.function_scoped_fixture]


@KINDS
@settings(max_examples=5, suppress_health_check=SHARED_FOLDER)
@given(coded())
def test_what_goes_out_comes_back(tmp_path: Path, kind: str, form: Form, made) -> None:
    check_round_trip(tmp_path, kind, form, made)


@pytest.mark.slow
@KINDS
@settings(max_examples=60, suppress_health_check=SHARED_FOLDER)
@given(coded())
def test_what_goes_out_comes_back_many_times(tmp_path: Path, kind: str, form: Form, made) -> None:
    check_round_trip(tmp_path, kind, form, made)


@settings(max_examples=25, suppress_health_check=SHARED_FOLDER)
@given(coded())
def test_a_javascript_tool_finds_the_marked_words_at_our_places(tmp_path: Path, made) -> None:
    sample, codings = made
    path = written(tmp_path, "json", sample, SPANS, codings["spans"])
    for task in json.loads(path.read_text(encoding="utf-8")):
        wide = task["data"]["text"].encode("utf-16-le")
        for annotation in task.get("annotations", []):
            for region in annotation["result"]:
                value = region["value"]
                if "start" in value:
                    cut = wide[2 * value["start"] : 2 * value["end"]].decode("utf-16-le")
                    assert cut == value["text"]
