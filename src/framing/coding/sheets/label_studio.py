"""Sheets as JSON for Label Studio, with the labelling configuration beside.

Label Studio counts UTF-16 units. Import the JSON into a project whose labelling interface is the
file `NAME.config.xml`, and export it as JSON (not JSON-MIN, which drops who coded).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from framing.coding.forms import Form, Variable
from framing.coding.sheets.rows import Mark, Row, Sheet, Unit
from framing.coding.sheets.shown import Utf16, bracket
from framing.errors import CodingError
from framing.tables import replacing

__all__ = ["read", "write"]

_NOTE = "note"


def write(sheet: Sheet, path: Path) -> None:
    """Write one task per unit, and the configuration beside."""
    tasks = [_task(sheet, number, unit) for number, unit in enumerate(sheet.units, start=1)]
    with replacing(path) as file:
        file.write((json.dumps(tasks, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
    with replacing(path.with_suffix(".config.xml")) as file:
        file.write(_configuration(sheet.form).encode("utf-8"))


def _task(sheet: Sheet, number: int, unit: Unit) -> dict[str, Any]:
    task: dict[str, Any] = {
        "id": number,
        "data": {
            "unit_id": unit.unit_id,
            "coder": sheet.coder,
            "text": unit.text,
            "shown": bracket(unit.text, unit.start, unit.end),
            **{f"show_{name}": value for name, value in unit.shown.items()},
        },
    }
    if unit.coded:
        task["annotations"] = [{"id": number, "result": _result(sheet.form, unit)}]
    return task


def _result(form: Form, unit: Unit) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    def add(name: str, kind: str, value: dict[str, Any]) -> None:
        key = f"{unit.unit_id}-{len(found)}"
        found.append(
            {"id": key, "from_name": name, "to_name": "text", "type": kind, "value": value}
        )

    for name, code in unit.values.items():
        if form[name].values:
            add(name, "choices", {"choices": [code]})
        else:
            add(name, "number", {"number": float(code)})
    places = Utf16(unit.text)
    for mark in unit.marks:
        start, end = places.units(mark.start), places.units(mark.end)
        said = unit.text[mark.start : mark.end]
        value = {"start": start, "end": end, "text": said, "labels": [mark.value]}
        add(mark.variable, "labels", value)
    if unit.note:
        add(_NOTE, "textarea", {"text": [unit.note]})
    return found


def _configuration(form: Form) -> str:
    spans = any(variable.spans for variable in form.variables)
    lines = ["<View>"]
    if form.instructions:
        lines.append(f"  <Header size='6' value={quoteattr(form.instructions)}/>")
    lines += [
        f"  <Header size='5' value={quoteattr(f'{name}: $show_{name}')}/>" for name in form.shows
    ]
    # Stretches are counted in the bare text; brackets would move them.
    lines.append(f"  <Text name='text' value='{'$text' if spans else '$shown'}'/>")
    for variable in form.variables:
        lines += _control(variable)
    lines.append(
        f"  <TextArea name='{_NOTE}' toName='text' placeholder='Note' maxSubmissions='1' rows='1'/>"
    )
    return "\n".join([*lines, "</View>", ""])


def _control(variable: Variable) -> list[str]:
    name = variable.name
    head = f"  <Header size='4' value={quoteattr(variable.question or name)}/>"
    if not variable.values:
        low = "" if variable.low is None else f" min='{variable.low:g}'"
        high = "" if variable.high is None else f" max='{variable.high:g}'"
        return [head, f"  <Number name='{name}' toName='text'{low}{high}/>"]
    tag, item = ("Labels", "Label") if variable.spans else ("Choices", "Choice")
    extra = "" if variable.spans else " choice='single' showInline='true'"
    items = [
        f"    <{item} value={quoteattr(value.code)}"
        + (f" hint={quoteattr(value.meaning)}" if value.meaning else "")
        + "/>"
        for value in variable.values
    ]
    return [head, f"  <{tag} name='{name}' toName='text'{extra}>", *items, f"  </{tag}>"]


def read(path: Path, form: Form) -> Iterator[Row]:
    """Yield the rows of an export: one per annotation, so several per task with several coders.

    Raises
    ------
    CodingError
        If the file is no list of tasks.
    """
    try:
        tasks = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError) as fault:
        raise CodingError(
            f"{path}: this is not JSON ({fault}); Label Studio exports a list of tasks as JSON; "
            "export it again"
        ) from fault
    if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
        raise CodingError(
            f"{path}: this is no list of tasks; Label Studio exports one as JSON; export it again "
            "in the format JSON"
        )
    for number, task in enumerate(tasks, start=1):
        yield from _rows(f"task {number}", task, form)


def _rows(where: str, task: dict[str, Any], form: Form) -> Iterator[Row]:
    data = task.get("data")
    if not isinstance(data, dict):
        problem = "the task has no data; export the format JSON, not JSON-MIN"
        yield Row(where, str(task.get("unit_id") or ""), problem=problem)
        return
    unit, text = str(data.get("unit_id") or ""), str(data.get("text") or "")
    made = [item for item in task.get("annotations") or [] if isinstance(item, dict)]
    kept = [item for item in made if not item.get("was_cancelled")]
    if len(kept) < len(made):
        skipped = f"{len(made) - len(kept)} skipped by the coder"
        yield Row(where, unit, problem=f"{unit}: {skipped}; it holds no answer")
        if not kept:
            return
    if not kept:
        yield Row(where, unit, str(data.get("coder") or ""), text, coded=False)
        return
    for item in kept:
        named = _coder(item)
        coder = str(data.get("coder") or "") or named
        if len(kept) > 1:
            coder = named or coder
        yield _row(where, unit, coder, text, item.get("result") or [], form)


def _coder(annotation: dict[str, Any]) -> str:
    who = annotation.get("completed_by")
    if isinstance(who, dict):
        who = who.get("email") or who.get("username") or who.get("id")
    return "" if who is None else str(who)


def _row(
    where: str, unit: str, coder: str, text: str, result: list[dict[str, Any]], form: Form
) -> Row:
    places = Utf16(text)
    values: dict[str, object] = {}
    marks: list[Mark] = []
    doubts: list[str] = []
    note = ""
    for region in result:
        name, value = str(region.get("from_name") or ""), region.get("value")
        if not isinstance(value, dict):
            doubts.append(f"a region of {name!r} has no value")
        elif name == _NOTE:
            note = " ".join(str(part) for part in value.get("text") or [])
        elif "choices" in value:
            chosen = [str(code) for code in value["choices"]]
            if len(chosen) != 1:
                return Row(where, unit, problem=f"{name} has {len(chosen)} answers, not one")
            values[name] = chosen[0]
        elif "number" in value:
            values[name] = value["number"]
        elif "labels" in value:
            more, doubt = _marks(name, value, places)
            marks += more
            doubts += doubt
        else:
            doubts.append(f"a region of {name!r} is of a kind the form does not ask for")
    unknown = [name for name in values if name not in {v.name for v in form.variables}]
    doubts += [f"the form asks for no {name!r}" for name in unknown]
    return Row(where, unit, coder, text, values, tuple(marks), note, doubt="; ".join(doubts))


def _marks(name: str, value: dict[str, Any], places: Utf16) -> tuple[list[Mark], list[str]]:
    """Return a region as stretches in code points, and what is wrong with it."""
    ends = [
        places.points(place) if isinstance(place, int) else None
        for place in (value.get("start"), value.get("end"))
    ]
    labels = [str(label) for label in value["labels"]]
    if ends[0] is None or ends[1] is None:
        doubt = (
            f"a stretch of {name!r} at {value.get('start')} to {value.get('end')} cuts a character "
            "or leaves the text"
        )
        return [Mark(name, "", -1, -1)], [doubt]
    said = value.get("text")
    words = str(said) if isinstance(said, str) else None
    return [Mark(name, label, ends[0], ends[1], words) for label in labels], []
