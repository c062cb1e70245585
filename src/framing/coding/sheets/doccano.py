"""Sheets as JSON lines for doccano.

A form of one answer per unit is a project of text classification, one of marked stretches a
project of sequence labelling, one of both of intent detection and slot filling. doccano counts
UTF-16 units, so the project's option "Count grapheme clusters as one character" must stay off.
The labels to import stand in the file `NAME.labels.json` beside the sheet.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from framing.coding.forms import Form, Variable
from framing.coding.sheets.labels import label_of, place_label, refuse_numbers
from framing.coding.sheets.rows import Mark, Row, Sheet, Unit
from framing.coding.sheets.shown import Utf16, bracket, unbracket
from framing.errors import CodingError
from framing.tables import replacing

__all__ = ["read", "write"]

_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#E69F00", "#CC79A7", "#56B4E9", "#555555")


def _split(form: Form) -> tuple[list[Variable], list[Variable]]:
    """Return the questions about units, and those about stretches."""
    units = [variable for variable in form.variables if not variable.spans]
    return units, [variable for variable in form.variables if variable.spans]


def write(sheet: Sheet, path: Path) -> None:
    """Write one line per unit, and the labels beside."""
    form = sheet.form
    refuse_numbers("doccano", form)
    asked, spans = _split(form)
    lines = [_line(sheet, unit, asked, spans) for unit in sheet.units]
    with replacing(path) as file:
        file.write("".join(f"{line}\n" for line in lines).encode("utf-8"))
    labels = [
        label_of(group, variable.name, code)
        for group in (asked, spans)
        for variable in group
        for code in variable.codes
    ]
    listed = [
        {"text": label, "background_color": _COLOURS[k % len(_COLOURS)], "text_color": "#ffffff"}
        for k, label in enumerate(dict.fromkeys(labels))
    ]
    with replacing(path.with_suffix(".labels.json")) as file:
        file.write((json.dumps(listed, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))


def _line(sheet: Sheet, unit: Unit, asked: list[Variable], spans: list[Variable]) -> str:
    places = Utf16(unit.text)
    answers = [
        label_of(asked, variable.name, unit.values[variable.name])
        for variable in asked
        if variable.name in unit.values
    ]
    marks = [
        [places.units(m.start), places.units(m.end), label_of(spans, m.variable, m.value)]
        for m in unit.marks
    ]
    given: dict[str, Any] = {"label": marks if spans else answers}
    if asked and spans:
        given = {"cats": answers, "entities": marks}
    record: dict[str, Any] = {
        # Stretches are counted in the bare text; brackets would move them.
        "text": unit.text if spans else bracket(unit.text, unit.start, unit.end),
        **given,
        "unit_id": unit.unit_id,
        "coder": sheet.coder,
        "unit_place": [unit.start, unit.end],
        "unit": unit.text[unit.start : unit.end],
        **unit.shown,
    }
    if unit.note:
        record["Comments"] = [unit.note]
    return json.dumps(record, ensure_ascii=False)


def read(path: Path, form: Form) -> Iterator[Row]:
    """Yield the rows of an export, in either of doccano's shapes.

    Raises
    ------
    CodingError
        If a line is not JSON.
    """
    asked, spans = _split(form)
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as fault:
        raise CodingError(
            f"{path}: this is not UTF-8 ({fault}); doccano exports UTF-8; export it again"
        ) from fault
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as fault:
            raise CodingError(
                f"{path}, line {number}: this is not JSON ({fault}); an export of doccano has one "
                "JSON object a line; export it again as JSONL"
            ) from fault
        if not isinstance(record, dict):
            raise CodingError(
                f"{path}, line {number}: this is {type(record).__name__}, no object; an export of "
                "doccano has one JSON object a line; export it again as JSONL"
            )
        yield _row(f"line {number}", record, asked, spans)


def _row(where: str, record: dict[str, Any], asked: list[Variable], spans: list[Variable]) -> Row:
    text = str(record.get("text") or record.get("data") or "")
    given = [
        item for key in ("label", "labels", "cats", "entities") for item in (record.get(key) or [])
    ]
    doubts: list[str] = []
    values: dict[str, object] = {}
    marks: list[Mark] = []
    places = Utf16(text)
    for item in given:
        if isinstance(item, str):
            name, code = place_label(asked, item) if asked else ("", item)
            if not name:
                doubts.append(f"the label {item!r} belongs to no question of the form")
            elif name in values:
                return Row(
                    where,
                    _text(record, "unit_id"),
                    problem=f"{name} has two answers, {values[name]!r} and {code!r}",
                )
            else:
                values[name] = code
            continue
        mark = _mark(item, spans, places)
        if isinstance(mark, str):
            doubts.append(mark)
            mark = Mark(spans[0].name if spans else "", "", -1, -1)
        marks.append(mark)
    comments = record.get("Comments") or record.get("comments") or []
    notes = comments if isinstance(comments, list) else [comments]
    return Row(
        where=where,
        unit_id=_text(record, "unit_id"),
        coder=_text(record, "coder"),
        text=text if spans else unbracket(text, record.get("unit_place")),
        values=values,
        marks=tuple(marks),
        note=" ".join(str(note) for note in notes).strip(),
        doubt="; ".join(doubts),
    )


def _mark(item: object, spans: Sequence[Variable], places: Utf16) -> Mark | str:
    """Return a stretch in code points, or what is wrong with it."""
    if isinstance(item, dict):
        item = [item.get("start_offset"), item.get("end_offset"), item.get("label")]
    if not isinstance(item, list) or len(item) != 3 or not isinstance(item[2], str):
        return f"{item!r} is no stretch of start, end and label"
    name, code = place_label(spans, item[2]) if spans else ("", item[2])
    if not name:
        return f"the label {item[2]!r} belongs to no question about stretches"
    ends = [places.points(place) if isinstance(place, int) else None for place in item[:2]]
    if ends[0] is None or ends[1] is None:
        return (
            f"the stretch {item[0]} to {item[1]} cuts a character or leaves the text; was the "
            "project set to count grapheme clusters?"
        )
    return Mark(name, code, ends[0], ends[1])


def _text(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    return "" if value is None else str(value)
