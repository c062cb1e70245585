"""Exports as the annotation tools write them: their shapes, their counting, their gaps."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from framing.coding.forms import Form, Value, Variable
from framing.coding.sheets import read_coding, write_sheet
from framing.errors import FramingWarning

TEXT = "🕊 A reckless plan, reportedly."
HIT = Form("hit", (Variable("hit", "Is it?", (Value("yes"), Value("no"))),))
SPANS = Form("s", (Variable("found", values=(Value("loaded"), Value("hedge")), spans=True),))
BOTH = Form("b", (*HIT.variables, *SPANS.variables))
SAMPLE = pd.DataFrame(
    {
        "unit_id": ["u0000000001"], "doc_id": ["d"], "start": [1004], "end": [1012],
        "context": [TEXT], "context_start": [1000], "coders": ["ana ben"],
    }
)  # fmt: skip


def rows(path: Path, form: Form, **options: str) -> list[list[object]]:
    codings, receipt = read_coding(path, SAMPLE, form, **options)
    assert receipt.empty, receipt.to_string()
    return codings.drop(columns="unit_id").values.tolist()


def named(path: Path, form: Form, **options: str):
    with pytest.warns(FramingWarning):
        codings, receipt = read_coding(path, SAMPLE, form, **options)
    return codings, receipt[["rule", "reason"]].values.tolist()


def jsonl(folder: Path, **record: object) -> Path:
    base = {"id": 7, "unit_id": "u0000000001", "coder": "ana", "text": TEXT}
    path = folder / "admin.jsonl"
    path.write_text(json.dumps({**base, **record}) + "\n", encoding="utf-8")
    return path


class TestDoccano:
    def test_both_shapes_of_stretches_count_utf_16(self, tmp_path):
        # The dove is two units: "reckless" begins at 5 for doccano and at 4 for us.
        for given in (
            {"label": [[5, 13, "loaded"], [20, 30, "hedge"]]},
            {"entities": [
                {"id": 1, "label": "hedge", "start_offset": 20, "end_offset": 30},
                {"id": 2, "label": "loaded", "start_offset": 5, "end_offset": 13},
            ], "relations": []},
        ):  # fmt: skip
            assert rows(jsonl(tmp_path, **given, Comments=["look"]), SPANS) == [
                ["ana", "found", "loaded", "look", 1004, 1012],
                ["ana", "found", "hedge", "look", 1019, 1029],
            ]

    def test_a_text_without_labels_holds_none(self, tmp_path):
        assert rows(jsonl(tmp_path, label=[]), SPANS) == [["ana", "found", "", "", 1004, 1004]]

    def test_a_class_label_is_the_answer_and_brackets_are_ours(self, tmp_path):
        shown = TEXT.replace("reckless", "⟦reckless⟧")
        path = jsonl(tmp_path, text=shown, label=["no"], unit_place=[4, 12])
        assert rows(path, HIT) == [["ana", "hit", "no", "", 1004, 1012]]

    def test_both_kinds_in_one_project(self, tmp_path):
        path = jsonl(tmp_path, cats=["yes"], entities=[[5, 13, "loaded"]])
        assert [row[2] for row in rows(path, BOTH)] == ["yes", "loaded"]

    def test_the_text_shows_the_unit_and_labels_are_ready_to_import(self, tmp_path):
        path = write_sheet(SAMPLE, HIT, tmp_path / "ana.jsonl", coder="ana")
        record = json.loads(path.read_text(encoding="utf-8"))
        assert record["text"] == TEXT.replace("reckless", "⟦reckless⟧")
        labels = json.loads((tmp_path / "ana.labels.json").read_text(encoding="utf-8"))
        assert [label["text"] for label in labels] == ["yes", "no"]

    def test_places_that_cut_a_character_and_strange_labels_are_named(self, tmp_path):
        codings, receipt = named(jsonl(tmp_path, label=[[1, 13, "loaded"]]), SPANS)
        assert codings.empty
        assert receipt[0][0] == "doubtful"
        assert receipt[0][1].startswith("the stretch 1 to 13 cuts a character")
        codings, receipt = named(jsonl(tmp_path, label=[[5, 13, "PER"]]), SPANS)
        assert receipt[0][1] == "PER at 4 to 12 of u0000000001: the answers are loaded, hedge"
        codings, receipt = named(jsonl(tmp_path, label=["yes", "no"]), HIT)
        assert receipt[0] == ["unusable row", "hit has two answers, 'yes' and 'no'"]


def tasks(folder: Path, *annotations: dict[str, object], **data: object) -> Path:
    base = {"unit_id": "u0000000001", "coder": "ana", "text": TEXT}
    path = folder / "export.json"
    task = {"id": 1, "data": {**base, **data}, "annotations": list(annotations)}
    path.write_text(json.dumps([task]), encoding="utf-8")
    return path


def region(start: int, end: int, text: str, label: str = "loaded") -> dict[str, object]:
    value = {"start": start, "end": end, "text": text, "labels": [label]}
    return {"from_name": "found", "to_name": "text", "type": "labels", "value": value}


class TestLabelStudio:
    def test_regions_count_utf_16(self, tmp_path):
        path = tasks(tmp_path, {"result": [region(5, 13, "reckless")], "completed_by": 3})
        assert rows(path, SPANS) == [["ana", "found", "loaded", "", 1004, 1012]]

    def test_several_annotations_are_several_coders(self, tmp_path):
        choice = {"from_name": "hit", "to_name": "text", "type": "choices"}
        yes, no = ({**choice, "value": {"choices": [code]}} for code in ("yes", "no"))
        note = {"from_name": "note", "type": "textarea", "value": {"text": ["hm"]}}
        path = tasks(
            tmp_path,
            {"result": [yes], "completed_by": {"id": 1, "email": "ana@x.example"}},
            {"result": [no, note], "completed_by": 2},
        )
        assert [row[:4] for row in rows(path, HIT)] == [
            ["2", "hit", "no", "hm"],
            ["ana@x.example", "hit", "yes", ""],
        ]

    def test_tasks_nobody_did_and_skipped_ones_are_no_codings(self, tmp_path):
        codings, receipt = named(tasks(tmp_path), SPANS)
        assert codings.empty
        assert receipt[0] == ["not coded", "found of u0000000001 was not looked at"]
        codings, receipt = named(tasks(tmp_path, {"result": [], "was_cancelled": True}), SPANS)
        assert receipt[0][1] == "u0000000001: 1 skipped by the coder; it holds no answer"

    def test_regions_that_say_other_words_are_named(self, tmp_path):
        codings, receipt = named(tasks(tmp_path, {"result": [region(4, 12, "reckless")]}), SPANS)
        assert codings.empty
        assert receipt[0] == [
            "stretch not placed",
            "loaded at 3 to 11 of u0000000001 is 'reckless' in the file and ' reckles' in the text",
        ]
        path = tasks(tmp_path, {"result": [region(1, 12, "x")]})
        _, receipt = named(path, SPANS)
        assert "cuts a character or leaves the text" in receipt[0][1]
        path = tasks(
            tmp_path, {"result": [region(5, 13, "reckless"), region(5, 18, "reckless plan")]}
        )
        codings, receipt = named(path, SPANS)
        assert (
            receipt[0][1] == "loaded at 4 to 17 of u0000000001 overlaps another stretch of loaded"
        )
        assert len(codings) == 1

    def test_the_configuration_asks_what_the_form_asks(self, tmp_path):
        from xml.etree import ElementTree

        form = Form(
            "f",
            (
                Variable("hit", 'Is it "<loaded>"?', (Value("yes", "It's & it."), Value("no"))),
                Variable("strength", level="interval", low=0, high=5),
                *SPANS.variables,
            ),
            instructions="Read <all>.",
        )
        write_sheet(SAMPLE, form, tmp_path / "a.json")
        view = ElementTree.fromstring((tmp_path / "a.config.xml").read_text(encoding="utf-8"))
        controls = {item.get("name"): item.tag for item in view.iter() if item.get("toName")}
        assert controls == {
            "hit": "Choices", "strength": "Number", "found": "Labels", "note": "TextArea"
        }  # fmt: skip
        assert [c.get("value") for c in view.iter("Choice")] == ["yes", "no"]
        assert view.find("Text").get("value") == "$text"


def folder(place: Path, marks: str | None) -> Path:
    path = write_sheet(SAMPLE, BOTH, place / "brat", coder="ana", format="brat")
    file = path / "u0000000001.ann"
    if marks is None:
        file.unlink()
        (path / "other.ann").write_text("")
    else:
        file.write_text(marks, encoding="utf-8", newline="")
    return path


class TestBrat:
    def test_marks_in_any_order_and_with_windows_line_ends(self, tmp_path):
        path = folder(
            tmp_path,
            "#1\tAnnotatorNotes T1\tlook here\r\nA1\thit T1 yes\r\n"
            "T2\tloaded 4 12\treckless\r\nT1\t_unit_ 4 12\treckless\r\n",
        )
        assert rows(path, BOTH) == [
            ["ana", "hit", "yes", "look here", 1004, 1012],
            ["ana", "found", "loaded", "look here", 1004, 1012],
        ]

    def test_parts_with_words_between_are_stretches_of_their_own(self, tmp_path):
        path = folder(tmp_path, "T1\t_unit_ 4 12\treckless\nA1\thit T1 no\n"
                                "T2\tloaded 4 12;13 17\treckless plan\n"
                                "T3\thedge 2 3;19 29\tA reportedly\n")  # fmt: skip
        assert [row[2:] for row in rows(path, BOTH)] == [
            ["no", "", 1004, 1012],
            ["hedge", "", 1002, 1003],
            ["loaded", "", 1004, 1017],
            ["hedge", "", 1019, 1029],
        ]

    def test_a_text_without_marks_and_strange_lines_are_named(self, tmp_path):
        path = folder(
            tmp_path, "T1\t_unit_ 4 12\treckless\nA1\thit T1 no\nT9\tPerson 0 1\t🕊\nwhat\n"
        )
        _, receipt = named(path, BOTH)
        assert (
            receipt[0][1] == ("Person at 0 to 1 of u0000000001: the answers are loaded, hedge")
            or "'what' is not asked for" in receipt[0][1]
        )
        codings, receipt = named(folder(tmp_path / "two", None), BOTH)
        assert codings.empty
        assert {rule for rule, _ in receipt} == {"not coded"}

    def test_the_configuration_names_types_and_answers(self, tmp_path):
        path = folder(tmp_path, "")
        text = (path / "annotation.conf").read_text(encoding="utf-8")
        assert "_unit_\nloaded\nhedge\n" in text
        assert "hit\tArg:_unit_, Value:yes|no" in text


class TestUima:
    def test_a_zip_of_documents_is_read_in_place(self, tmp_path):
        codings = pd.DataFrame({"unit_id": ["u0000000001"] * 2, "coder": "ana"})
        codings = codings.assign(variable=["hit", "found"], value=["yes", "loaded"], note="n")
        codings = codings.assign(start=1004, end=1012)
        path = write_sheet(SAMPLE, BOTH, tmp_path / "x", coder="ana", format="xmi", codings=codings)
        with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
            for file in path.iterdir():
                archive.write(file, f"../../{file.name}")
        assert [row[2] for row in rows(tmp_path / "x.zip", BOTH)] == ["yes", "loaded"]
        assert sorted(p.name for p in tmp_path.iterdir()) == ["x", "x.zip"]

    def test_places_are_utf_16_in_the_file(self, tmp_path):
        path = write_sheet(SAMPLE, HIT, tmp_path / "x", coder="ana", format="xmi")
        text = (path / "u0000000001.xmi").read_text(encoding="utf-8")
        assert 'begin="5" end="13"' in text

    def test_a_broken_document_among_others_loses_only_itself(self, tmp_path):
        both = pd.concat([SAMPLE, SAMPLE.assign(unit_id="u0000000002")])
        path = write_sheet(both, SPANS, tmp_path / "x", coder="ana", format="xmi")
        (path / "u0000000002.xmi").write_text("<broken", encoding="utf-8")
        with pytest.warns(FramingWarning):
            codings, receipt = read_coding(path, both, SPANS)
        assert codings["unit_id"].tolist() == ["u0000000001"]
        assert "u0000000002.xmi: this is no readable XMI" in receipt["reason"].iloc[0]

    def test_a_document_without_its_unit_is_named(self, tmp_path):
        path = write_sheet(SAMPLE, HIT, tmp_path / "x", coder="ana", format="xmi")
        file = path / "u0000000001.xmi"
        text = file.read_text(encoding="utf-8")
        start = text.index("<custom:CodingUnit")
        end = text.index("/>", start) + 2
        text = (text[:start] + text[end:]).replace('members="2"', 'members=""')
        file.write_text(text, encoding="utf-8")
        _, receipt = named(path, HIT)
        assert receipt[0] == [
            "unusable row",
            "the document has 0 marks of the layer CodingUnit; it needs its one",
        ]
