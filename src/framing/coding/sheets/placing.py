"""From the rows of a file to codings: each placed by its unit, or named with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from framing.coding.codebooks import Form
from framing.coding.sheets.cells import fold_text, read_value
from framing.coding.sheets.rows import CODING_COLUMNS, Mark, Row
from framing.coding.sheets.shown import MASK, show

__all__ = ["Place", "Placer", "places_of"]

DROPPED, MARKED = "dropped", "marked"


class Place(NamedTuple):
    """A unit of the sample: where it stands in the original, and what was shown of it."""

    unit_id: str
    doc_id: str
    start: int
    end: int
    context_start: int
    shown: str
    coders: tuple[str, ...]


class _Answer(NamedTuple):
    value: str
    note: str
    start: int
    end: int


def places_of(sample: pd.DataFrame) -> dict[str, Place]:
    """Return the units of a sample by their names."""
    rows = sample.to_dict("records")
    return {
        str(row["unit_id"]): Place(
            str(row["unit_id"]),
            str(row["doc_id"]),
            int(row["start"]),
            int(row["end"]),
            int(row["context_start"]),
            show(str(row["context"])),
            tuple(str(row["coders"]).split()),
        )
        for row in rows
    }


class Placer:
    """Places the rows of files, and keeps a receipt.

    Attributes
    ----------
    notes : list of dict
        Rows of the receipt: `source`, `row`, `doc_id`, `rule`, `action`, `reason`.
    """

    def __init__(self, places: Mapping[str, Place], form: Form) -> None:
        self._places, self._form = places, form
        self.notes: list[dict[str, str]] = []
        self._found: dict[tuple[str, str, str], list[_Answer]] = {}
        self._from: dict[tuple[str, str], tuple[str, str]] = {}
        self._conflicts: set[tuple[str, str]] = set()
        self._seen: dict[str, set[str]] = {}
        self._by_text: dict[str, str] | None = None

    def place(self, source: str, rows: Iterable[Row], coder: str | None) -> bool:
        """Place the rows of one file; say whether any of its units is in the sample."""
        known = False
        for row in rows:
            if row.doubt:
                self._note(source, row, "doubtful", MARKED, row.doubt)
            if not row.unit_id and row.doubt and row.text is None and not row.values:
                continue
            known |= self._place_row(source, row, coder)
        return known

    def _place_row(self, source: str, row: Row, coder: str | None) -> bool:
        unit = row.unit_id.strip().strip("'")
        unit = unit if unit in self._places else unit.casefold()
        if row.problem:
            self._note(source, row, "unusable row", DROPPED, row.problem)
            return unit in self._places
        if not unit:
            reason = "the row has no unit_id; write back the one of its unit"
            self._note(source, row, "no unit", DROPPED, reason)
            return False
        place = self._places.get(unit)
        if place is None:
            reason = (
                f"the sample has no unit {unit!r}; the row is of another sample, or its name was "
                "changed"
            )
            self._note(source, row, "unknown unit", DROPPED, reason)
            return False
        who = coder or row.coder
        if not who:
            reason = f"nobody is named as the coder of {unit}; name the coder when reading"
            self._note(source, row, "no coder", DROPPED, reason, place)
            return True
        if not self._same_text(source, row, place):
            return True
        answers = self._answers(source, row, place)
        self._keep(source, row, place, who, answers)
        return True

    def _note(
        self,
        source: str,
        row: Row | str,
        rule: str,
        action: str,
        reason: str,
        place: Place | None = None,
    ) -> None:
        where = row if isinstance(row, str) else row.where
        self.notes.append(
            {
                "source": source,
                "row": where,
                "doc_id": place.doc_id if place else "",
                "rule": rule,
                "action": action,
                "reason": reason,
            }
        )

    def _same_text(self, source: str, row: Row, place: Place) -> bool:
        """Say whether the row still shows its unit; a changed text is marked."""
        if row.text is None:
            return True
        here, there = fold_text(row.text), fold_text(place.shown)
        if _matches(here, there):
            return True
        if self._by_text is None:
            self._by_text = {fold_text(p.shown): p.unit_id for p in self._places.values()}
        other = self._by_text.get(here)
        if other is None and MASK in here:
            others = (u for text, u in self._by_text.items() if _matches(here, text))
            other = next(others, None)
        if other is not None:
            reason = (
                f"the row is named {place.unit_id} and shows the text of {other}; a column was "
                "sorted without the others, so the answer belongs to nobody knows which"
            )
            self._note(source, row, "text of another unit", DROPPED, reason, place)
            return False
        reason = f"the text of {place.unit_id} was changed in the sheet; the original counts"
        self._note(source, row, "text changed", MARKED, reason, place)
        return True

    def _answers(self, source: str, row: Row, place: Place) -> dict[str, list[_Answer]]:
        """Return the answers of a row by variable; what is no answer is named."""
        found: dict[str, list[_Answer]] = {}
        for variable in self._form.variables:
            if variable.spans and not row.coded:
                reason = f"{variable.name} of {place.unit_id} was not looked at"
                self._note(source, row, "not coded", MARKED, reason, place)
                continue
            if variable.spans:
                marks = [mark for mark in row.marks if mark.variable == variable.name]
                found[variable.name] = self._marks(source, row, place, marks)
                continue
            reading = read_value(variable, row.values.get(variable.name))
            where = f"{variable.name} of {place.unit_id}"
            if reading.problem:
                codes = ", ".join(variable.codes)
                hint = f"; the answers are {codes}" if codes else ""
                reason = f"{where}: {reading.problem}{hint}"
                self._note(source, row, "no such answer", DROPPED, reason, place)
            elif reading.code is None:
                reason = f"{where} is blank"
                self._note(source, row, "not coded", MARKED, reason, place)
            else:
                if reading.change:
                    said = f"{row.values[variable.name]!s} ({reading.change})"
                    reason = f"{where}: {said} is read as {reading.code}"
                    self._note(source, row, "value mended", MARKED, reason, place)
                answer = _Answer(reading.code, row.note, place.start, place.end)
                found[variable.name] = [answer]
        names = {variable.name for variable in self._form.variables if variable.spans}
        for mark in row.marks:
            if mark.variable not in names:
                reason = f"{place.unit_id}: the form asks for no stretches of {mark.variable!r}"
                self._note(source, row, "no such answer", DROPPED, reason, place)
        return found

    def _marks(self, source: str, row: Row, place: Place, marks: Iterable[Mark]) -> list[_Answer]:
        kept: list[_Answer] = []
        ends: dict[str, int] = {}
        for mark in sorted(set(marks), key=lambda m: (m.value, m.start, m.end)):
            said = place.shown[max(mark.start, 0) : max(mark.end, 0)]
            where = f"{mark.value} at {mark.start} to {mark.end} of {place.unit_id}"
            problem = ""
            if mark.value not in self._form[mark.variable].codes:
                problem = f"{where}: the answers are {', '.join(self._form[mark.variable].codes)}"
            elif not 0 <= mark.start < mark.end <= len(place.shown):
                problem = f"{where} lies outside its text of {len(place.shown)} characters"
            elif mark.said is not None and not _matches(fold_text(mark.said), fold_text(said)):
                problem = f"{where} is {mark.said[:40]!r} in the file and {said[:40]!r} in the text"
            elif mark.start < ends.get(mark.value, 0):
                problem = f"{where} overlaps another stretch of {mark.value}"
            if problem:
                self._note(source, row, "stretch not placed", DROPPED, problem, place)
                continue
            ends[mark.value] = mark.end
            start = place.context_start + mark.start
            end = place.context_start + mark.end
            kept.append(_Answer(mark.value, row.note, start, end))
        if not kept and marks:
            return []
        kept.sort(key=lambda answer: (answer.start, answer.end, answer.value))
        # A row that marks nothing says that there is nothing to mark.
        return kept or [_Answer("", row.note, place.start, place.start)]

    def _keep(
        self,
        source: str,
        row: Row,
        place: Place,
        coder: str,
        answers: Mapping[str, list[_Answer]],
    ) -> None:
        """Keep the answers of a row, unless the coder has answered otherwise elsewhere."""
        unit = place.unit_id
        self._seen.setdefault(coder, set()).add(unit)
        before = self._from.get((unit, coder))
        self._from.setdefault((unit, coder), (source, row.where))
        if before is not None:
            first = f"{before[0]}, {before[1]}"
            old = {v: self._found.get((unit, coder, v)) for v in answers}
            if all(_values(old[v]) in (None, _values(answers[v])) for v in answers):
                reason = f"{unit} of {coder} stands in {first} too, with the same answers"
                self._note(source, row, "doubled row", MARKED, reason, place)
            else:
                reason = (
                    f"{unit} of {coder} stands in {first} too, with other answers; neither is taken"
                )
                self._note(source, row, "contradiction", DROPPED, reason, place)
                self._conflicts.add((unit, coder))
        for variable, given in answers.items():
            self._found.setdefault((unit, coder, variable), given)

    def name_missing(self) -> None:
        """Name the units that their coders have no row of, coder by coder."""
        for coder in sorted(self._seen):
            for place in self._places.values():
                if coder in place.coders and place.unit_id not in self._seen[coder]:
                    reason = f"{place.unit_id} is to be coded by {coder}; no row of it was found"
                    self._note("", "", "missing row", MARKED, reason, place)

    def table(self) -> pd.DataFrame:
        """Return the codings, in the order of the sample."""
        order = {unit: number for number, unit in enumerate(self._places)}
        names = {variable.name: n for n, variable in enumerate(self._form.variables)}
        keys = [key for key in self._found if key[:2] not in self._conflicts]
        keys.sort(key=lambda key: (order[key[0]], key[1], names[key[2]]))
        rows = [
            (unit, coder, variable, *answer)
            for unit, coder, variable in keys
            for answer in self._found[unit, coder, variable]
        ]
        table = pd.DataFrame(rows, columns=list(CODING_COLUMNS))
        kinds = {name: "str" for name in CODING_COLUMNS} | {"start": "int64", "end": "int64"}
        return table.astype(kinds)


def _values(answers: list[_Answer] | None) -> list[tuple[str, int, int]] | None:
    return None if answers is None else [(a.value, a.start, a.end) for a in answers]


def _matches(here: str, there: str) -> bool:
    """Say whether two folded texts are the same but for what was covered."""
    if here == there:
        return True
    if MASK not in here or len(here) != len(there):
        return False
    return all(a in (b, MASK) for a, b in zip(here, there, strict=True))
