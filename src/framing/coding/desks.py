"""Coding in a notebook, for people without any other tool: one unit after the other."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from math import isfinite
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

from framing.coding.forms import Form, Value, Variable
from framing.coding.sheets.making import make_sheet
from framing.coding.sheets.rows import CODING_COLUMNS, Sheet, Unit
from framing.coding.sheets.shown import close_lines
from framing.errors import CodingError, import_extra, require_columns
from framing.tables import read_table, write_table

__all__ = ["Desk", "open_desk"]

_BUTTONS_AT_MOST = 24
"""More answers than this are a list to choose from."""


def open_desk(
    sample: pd.DataFrame,
    form: Form,
    path: str | Path,
    *,
    coder: str,
    mask: bool | Sequence[str] = False,
) -> Desk:
    """Open a desk in the notebook at which one coder answers a form, unit by unit.

    Every answer is saved at once, so that the cell can be run again at any time to go on.

    Parameters
    ----------
    sample : DataFrame
        From `draw_sample`.
    form : Form
        From `make_form` or `read_form`; without marked stretches, for which the notebook has no
        pen.
    path : path
        The CSV the answers are kept in, one per coder, without any text: `unit_id`, `coder`,
        `variable`, `value`, `note`, `start`, `end`. `read_table` reads it.
    coder : str
        Who codes: a name in the sample's column `coders`.
    mask : bool or sequence of str
        As in `write_sheet`.

    Returns
    -------
    Desk
        A notebook shows it; `Desk.codings` is the table so far.

    Raises
    ------
    CodingError
        If the coder has no units, the form asks for marked stretches, or the file belongs to
        another coder or sample.
    MissingExtraError
        If ipywidgets is not installed.
    """
    where = "open_desk"
    for variable in form.variables:
        if variable.spans:
            raise CodingError(
                f"{where}: form {form.name!r} has coders mark stretches ({variable.name!r}); in a "
                "notebook a unit is answered as a whole; write a sheet for doccano, Label Studio, "
                "brat or INCEpTION instead"
            )
    path = Path(path)
    if path.suffix != ".csv":
        raise CodingError(
            f"{where}: {path.name!r} is to hold the answers; they are kept as CSV; choose a name "
            "that ends in .csv"
        )
    answers, notes = _read_answers(where, path, sample, coder)
    sheet = make_sheet(where, sample, form, coder=coder, mask=mask)
    places = {
        str(unit): (int(start), int(end))
        for unit, start, end in zip(sample["unit_id"], sample["start"], sample["end"], strict=True)
    }
    widgets = import_extra(where, "ipywidgets", "ipywidgets", "coding")
    return Desk(widgets, sheet, path, places, answers, notes)


def _read_answers(
    where: str, path: Path, sample: pd.DataFrame, coder: str
) -> tuple[dict[tuple[str, str], str], dict[str, str]]:
    """Return what was answered before, by unit and variable, and the notes by unit."""
    if not path.exists():
        return {}, {}
    table = read_table(path)
    require_columns(str(path), table.columns, CODING_COLUMNS)
    others = sorted(set(table["coder"]) - {coder})
    if others:
        raise CodingError(
            f"{where}: {path} holds the answers of {', '.join(others)}; {coder!r} is to code; "
            "keep one file per coder, under another name"
        )
    units = set(sample["unit_id"].astype(str))
    lost = [unit for unit in table["unit_id"] if unit not in units]
    if lost:
        raise CodingError(
            f"{where}: {path} holds answers about unit {lost[0]!r}; this sample of {len(units):,} "
            "units has none of that name; open the sample it belongs to, or choose another file"
        )
    rows = table[["unit_id", "variable", "value", "note"]].itertuples(index=False)
    answers, notes = {}, {}
    for unit, variable, value, note in rows:
        answers[(unit, variable)] = value
        notes[unit] = note
    return answers, notes


class Desk:
    """What `open_desk` returns: units one by one, their questions, and the answers so far.

    Attributes
    ----------
    widget : ipywidgets.Widget
        What the notebook shows.
    """

    def __init__(
        self,
        widgets: ModuleType,
        sheet: Sheet,
        path: Path,
        places: Mapping[str, tuple[int, int]],
        answers: dict[tuple[str, str], str],
        notes: dict[str, str],
    ) -> None:
        self._sheet, self._path, self._places = sheet, path, places
        self._answers, self._notes = answers, notes
        self._quiet = False
        self._at = self._next_open(-1)
        self._progress = widgets.HTML()
        self._text = widgets.HTML()
        self._said = widgets.HTML()
        self._questions = {v.name: _question(widgets, v) for v in sheet.form.variables}
        self._note = widgets.Text(
            description="Note",
            placeholder="optional; write it before you answer",
            layout={"width": "97%"},
        )
        self._buttons = {
            name: widgets.Button(description=name, tooltip=tip, layout={"width": "auto"})
            for name, tip in (
                ("Back", "The unit before"),
                ("Next", "The unit after"),
                ("Next open", "The next unit without all answers"),
            )
        }
        for name, question in self._questions.items():
            question.observe(lambda change, name=name: self._answer(name, change["new"]), "value")
        self._note.observe(lambda change: self._write_note(change["new"]), "value")
        self._buttons["Back"].on_click(lambda _: self._go(self._at - 1))
        self._buttons["Next"].on_click(lambda _: self._go(self._at + 1))
        self._buttons["Next open"].on_click(lambda _: self._go(self._next_open(self._at)))
        asked: list[Any] = []
        for variable in sheet.form.variables:
            asked += [widgets.HTML(_asked(variable)), self._questions[variable.name]]
        self.widget = widgets.VBox(
            [
                self._progress,
                self._text,
                *asked,
                self._note,
                self._said,
                widgets.HBox(list(self._buttons.values())),
                widgets.HTML(_guide(sheet.form)),
            ],
            layout={"max_width": "52rem"},
        )
        self._show()

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.widget._repr_mimebundle_(**options)

    @property
    def codings(self) -> pd.DataFrame:
        """The answers so far: the columns of a table of codings."""
        rows = []
        for unit in self._sheet.units:
            start, end = self._places[unit.unit_id]
            for variable in self._sheet.form.variables:
                value = self._answers.get((unit.unit_id, variable.name))
                if value is not None:
                    note = self._notes.get(unit.unit_id, "")
                    rows.append(
                        (unit.unit_id, self._sheet.coder, variable.name, value, note, start, end)
                    )
        table = pd.DataFrame(rows, columns=list(CODING_COLUMNS))
        kinds = {name: "str" for name in CODING_COLUMNS} | {"start": "int64", "end": "int64"}
        return table.astype(kinds)

    def __repr__(self) -> str:
        done, units = self._done(), len(self._sheet.units)
        return f"Desk of {self._sheet.coder}: {done:,} of {units:,} units coded, in {self._path}"

    def _unit(self) -> Unit:
        return self._sheet.units[self._at]

    def _is_open(self, unit: Unit) -> bool:
        names = [variable.name for variable in self._sheet.form.variables]
        return any((unit.unit_id, name) not in self._answers for name in names)

    def _done(self) -> int:
        return sum(not self._is_open(unit) for unit in self._sheet.units)

    def _next_open(self, after: int) -> int:
        """Return the next unit with a question open, from there on and round; else stay."""
        count = len(self._sheet.units)
        for step in range(1, count + 1):
            place = (after + step) % count
            if self._is_open(self._sheet.units[place]):
                return place
        return max(after, 0)

    def _go(self, place: int) -> None:
        self._at = min(max(place, 0), len(self._sheet.units) - 1)
        self._show()

    def _answer(self, name: str, value: object) -> None:
        if self._quiet or value is None:
            return
        variable, unit = self._sheet.form[name], self._unit()
        text = str(value).strip()
        if not variable.values:
            problem = _number_problem(variable, text)
            if problem:
                self._say(problem)
                return
        self._answers[(unit.unit_id, name)] = text
        self._save()
        if not self._is_open(unit):
            self._go(
                self._next_open(self._at) if self._done() < len(self._sheet.units) else self._at
            )
        else:
            self._count()

    def _write_note(self, text: str) -> None:
        if self._quiet:
            return
        unit = self._unit()
        self._notes[unit.unit_id] = " ".join(text.split())
        if any((unit.unit_id, v.name) in self._answers for v in self._sheet.form.variables):
            self._save()
        else:
            self._say("The note is saved with the answer.")

    def _save(self) -> None:
        write_table(self.codings, self._path)

    def _say(self, text: str) -> None:
        self._said.value = f'<p role="status">{html.escape(text)}</p>' if text else ""

    def _count(self) -> None:
        done, count = self._done(), len(self._sheet.units)
        where = f"Unit {self._at + 1} of {count}" if count else "No unit"
        self._progress.value = (
            f"<p><b>{where}</b> · {done} coded · coder {html.escape(self._sheet.coder)} "
            f'<progress value="{done}" max="{count}" aria-label="Units coded"></progress></p>'
        )
        self._say(
            f"All {count} units are coded. The answers are in {self._path}."
            if done == count
            else ""
        )

    def _show(self) -> None:
        unit = self._unit()
        self._quiet = True
        try:
            self._text.value = _shown(unit, self._sheet.form)
            for name, question in self._questions.items():
                answer = self._answers.get((unit.unit_id, name))
                question.value = answer if self._sheet.form[name].values else answer or ""
            self._note.value = self._notes.get(unit.unit_id, "")
        finally:
            self._quiet = False
        self._buttons["Back"].disabled = self._at == 0
        self._buttons["Next"].disabled = self._at == len(self._sheet.units) - 1
        self._count()


def _question(widgets: ModuleType, variable: Variable) -> Any:
    if not variable.values:
        return widgets.Text(placeholder="a number", continuous_update=False)
    if len(variable.values) > _BUTTONS_AT_MOST:
        return widgets.Dropdown(options=list(variable.codes), value=None, layout={"width": "auto"})
    return widgets.ToggleButtons(
        options=list(variable.codes),
        value=None,
        tooltips=[value.meaning or value.code for value in variable.values],
        style={"button_width": "auto"},
    )


def _number_problem(variable: Variable, text: str) -> str:
    try:
        number = float(text)
    except ValueError:
        return f"{text!r} is no number."
    low = variable.low if variable.low is not None else -float("inf")
    high = variable.high if variable.high is not None else float("inf")
    if not isfinite(number) or not low <= number <= high:
        return f"{text} is not between {low:g} and {high:g}."
    return ""


def _asked(variable: Variable) -> str:
    return f"<p><b>{html.escape(variable.question or variable.name)}</b></p>"


def _shown(unit: Unit, form: Form) -> str:
    """Return the unit in its context; what is shown beside it stands above, defined if it is."""
    before, text, after = (
        html.escape(close_lines(part))
        for part in (
            unit.text[: unit.start],
            unit.text[unit.start : unit.end],
            unit.text[unit.end :],
        )
    )
    defined = {value.code: value.meaning for value in form.guide}
    facts = ""
    for name, value in unit.shown.items():
        meaning = defined.get(value, "")
        facts += (
            f"<p>{html.escape(name)}: <b>{html.escape(value)}</b>"
            + (f"<br><small>{html.escape(meaning)}</small>" if meaning else "")
            + "</p>"
        )
    return (
        f'{facts}<div dir="auto" style="white-space: pre-wrap; font: 1.1rem/1.6 Georgia, serif; '
        "border: 1px solid currentColor; border-radius: 6px; padding: .6rem .9rem; "
        f'overflow-wrap: anywhere;">{before}<mark>{text}</mark>{after}</div>'
    )


def _guide(form: Form) -> str:
    """Return the instructions, folded."""
    parts = [f"<p>{html.escape(form.instructions)}</p>"] if form.instructions else []
    for variable in form.variables:
        parts.append(f"<p><b>{html.escape(variable.name)}</b></p>{_definitions(variable.values)}")
    parts.append(_definitions(form.guide))
    return f"<details><summary>Instructions</summary>{''.join(parts)}</details>"


def _definitions(values: Sequence[Value]) -> str:
    found = ""
    for value in values:
        examples = "".join(
            f"<li>{word}: {html.escape(example)}</li>"
            for word, some in (("yes", value.examples), ("no", value.counterexamples))
            for example in some
        )
        found += (
            f"<dt><b>{html.escape(value.code)}</b></dt><dd>{html.escape(value.meaning)}"
            f"<ul>{examples}</ul></dd>"
        )
    return f"<dl>{found}</dl>" if found else ""
