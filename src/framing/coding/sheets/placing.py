"""From the rows of a file to codings: each placed by its unit, or named with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

import pandas as pd

from framing.coding.forms import Form, Variable, code_key
from framing.coding.sheets.cells import read_value
from framing.coding.sheets.keeping import Answer, Kept
from framing.coding.sheets.rows import Mark, Row
from framing.coding.sheets.shown import show
from framing.coding.sheets.texts import Place, Texts, same_text

__all__ = ["Placer", "places_of"]

DROPPED, MARKED = "dropped", "marked"
_LISTED = 12  # more answers than this are not listed in a reason


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
    counts : Counter
        How often each rule held; blank answers of one question are one row of the receipt.
    """

    def __init__(self, places: Mapping[str, Place], form: Form) -> None:
        self._places, self._form = places, form
        self.notes: list[dict[str, str]] = []
        self.counts: Counter[str] = Counter()
        self._kept = Kept()
        self._seen: dict[str, set[str]] = {}
        self._blank: dict[tuple[str, str, str], list[str]] = {}
        self._texts = Texts(places.values())
        coders = dict.fromkeys(name for place in places.values() for name in place.coders)
        self._coders = {code_key(name): name for name in coders}
        self._strangers: set[tuple[str, str]] = set()

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
        who = coder or self._coder_of(source, row, place)
        if not who:
            reason = f"nobody is named as the coder of {unit}; name the coder when reading"
            self._note(source, row, "no coder", DROPPED, reason, place)
            return True
        self._seen.setdefault(who, set()).add(unit)
        if self._shows_its_unit(source, row, place):
            self._keep(source, row, place, who, self._answers(source, row, place, who))
        return True

    def _coder_of(self, source: str, row: Row, place: Place) -> str:
        """Return the coder a row names, as the sample spells the name."""
        name = row.coder.strip()
        who = self._coders.get(code_key(name), name)
        if who in self._coders.values() or (source, who) in self._strangers:
            return who
        self._strangers.add((source, who))
        if near := get_close_matches(code_key(name), self._coders, n=1, cutoff=0.7):
            reason = (
                f"the sample has no coder {who!r}, perhaps {self._coders[near[0]]!r}; the rows are "
                "kept under the name they have; name the coder when reading if it is another"
            )
            self._note(source, row, "unknown coder", MARKED, reason, place)
        return who

    def _note(
        self,
        source: str,
        row: Row | str,
        rule: str,
        action: str,
        reason: str,
        place: Place | None = None,
        *,
        count: int = 1,
    ) -> None:
        self.counts[rule] += count
        where = row if isinstance(row, str) else row.where
        doc_id = place.doc_id if place else ""
        self.notes.append(
            {
                "source": source,
                "row": where,
                "doc_id": doc_id,
                "rule": rule,
                "action": action,
                "reason": reason,
            }
        )

    def _shows_its_unit(self, source: str, row: Row, place: Place) -> bool:
        """Say whether a row can be of its unit; a changed text is marked."""
        if row.text is None:
            return True
        shown = self._texts.find(row, place.unit_id)
        if shown == place.unit_id:
            return True
        if shown is not None:
            reason = (
                f"the row is named {place.unit_id} and shows the text of {shown}; a column was "
                "sorted without the others, so the answer belongs to nobody knows which"
            )
            self._note(source, row, "text of another unit", DROPPED, reason, place)
            return False
        reason = f"the text of {place.unit_id} was changed in the sheet; the original counts"
        self._note(source, row, "text changed", MARKED, reason, place)
        return True

    def _answers(
        self, source: str, row: Row, place: Place, coder: str
    ) -> dict[str, Sequence[Answer]]:
        """Return the answers of a row by variable; what is no answer is named."""
        found: dict[str, Sequence[Answer]] = {}
        spans = {variable.name for variable in self._form.variables if variable.spans}
        for variable in self._form.variables:
            if variable.spans and row.coded:
                marks = [mark for mark in row.marks if mark.variable == variable.name]
                found[variable.name] = self._marks(source, row, place, marks)
                continue
            cell = None if variable.spans else row.values.get(variable.name)
            reading = read_value(variable, cell)
            where = f"{variable.name} of {place.unit_id}"
            if reading.problem:
                reason = f"{where}: {reading.problem}{_hint(variable, cell)}"
                self._note(source, row, "no such answer", DROPPED, reason, place)
            elif reading.code is None:
                key = source, variable.name, coder
                self._blank.setdefault(key, []).append(place.unit_id)
            else:
                if reading.change:
                    reason = f"{where}: {cell!s} ({reading.change}) is read as {reading.code}"
                    self._note(source, row, "value mended", MARKED, reason, place)
                answer = Answer(reading.code, row.note, place.start, place.end)
                found[variable.name] = [answer]
        for mark in row.marks:
            if mark.variable not in spans:
                reason = f"{place.unit_id}: the form asks for no stretches of {mark.variable!r}"
                self._note(source, row, "no such answer", DROPPED, reason, place)
        if row.note and not any(found.values()):
            reason = f"{place.unit_id} has a note and no answer: {row.note[:200]!r}"
            self._note(source, row, "note without answer", MARKED, reason, place)
        return found

    def _marks(self, source: str, row: Row, place: Place, marks: Iterable[Mark]) -> list[Answer]:
        kept: list[Answer] = []
        ends: dict[str, int] = {}
        lost = False
        for mark in sorted(set(marks), key=lambda m: (m.value, m.start, m.end)):
            if problem := self._problem(mark, place, ends.get(mark.value, 0)):
                self._note(source, row, "stretch not placed", DROPPED, problem, place)
                lost = True
                continue
            ends[mark.value] = mark.end
            start = place.context_start + mark.start
            end = place.context_start + mark.end
            kept.append(Answer(mark.value, row.note, start, end))
        kept.sort(key=lambda answer: (answer.start, answer.end, answer.value))
        # A row that marks nothing says that there is nothing to mark.
        return kept if kept or lost else [Answer("", row.note, place.start, place.start)]

    def _problem(self, mark: Mark, place: Place, taken: int) -> str:
        """Say why a stretch is none of the text; `taken` is where the last of its kind ends."""
        where = f"{mark.value} at {mark.start} to {mark.end} of {place.unit_id}"
        said = place.shown[max(mark.start, 0) : max(mark.end, 0)]
        codes = self._form[mark.variable].codes
        if mark.value not in codes:
            return f"{where}: the answers are {', '.join(codes)}"
        if not 0 <= mark.start < mark.end <= len(place.shown):
            return f"{where} lies outside its text of {len(place.shown)} characters"
        if mark.said is not None and not same_text(mark.said, said):
            return f"{where} is {mark.said[:40]!r} in the file and {said[:40]!r} in the text"
        return f"{where} overlaps another stretch of {mark.value}" if mark.start < taken else ""

    def _keep(
        self,
        source: str,
        row: Row,
        place: Place,
        coder: str,
        answers: Mapping[str, Sequence[Answer]],
    ) -> None:
        """Keep the answers of a row, unless the coder has answered otherwise elsewhere."""
        unit = place.unit_id
        first, same, lost = self._kept.add(unit, coder, f"{source}, {row.where}", answers)
        if first is None:
            return
        stands = f"{unit} of {coder} stands in {first} too"
        if same:
            more = f"; the note {lost[:200]!r} of this row is not taken" if lost else ""
            reason = f"{stands}, with the same answers{more}"
            self._note(source, row, "doubled row", MARKED, reason, place)
        else:
            reason = f"{stands}, with other answers; neither is taken"
            self._note(source, row, "contradiction", DROPPED, reason, place)

    def name_missing(self) -> None:
        """Name what was not coded, and the units that their coders have no row of."""
        for (source, variable, coder), units in self._blank.items():
            open_units = [unit for unit in units if not self._kept.has(unit, coder, variable)]
            if not open_units:
                continue
            state = "was not looked at" if self._form[variable].spans else "is blank"
            listed = ", ".join(open_units[:3]) + ", ..." * (len(open_units) > 3)
            reason = f"{variable} of {len(open_units):,} units of {coder} {state}: {listed}"
            place = None
            if len(open_units) == 1:
                place, reason = self._places[open_units[0]], f"{variable} of {listed} {state}"
            self._note(source, "", "not coded", MARKED, reason, place, count=len(open_units))
        for coder in sorted(self._seen):
            for place in self._places.values():
                if coder in place.coders and place.unit_id not in self._seen[coder]:
                    reason = f"{place.unit_id} is to be coded by {coder}; no row of it was found"
                    self._note("", "", "missing row", MARKED, reason, place)

    def table(self) -> pd.DataFrame:
        """Return the codings, in the order of the sample."""
        return self._kept.table(self._places, [variable.name for variable in self._form.variables])


def _hint(variable: Variable, cell: object) -> str:
    """Return the answers there are, or the nearest where they are many."""
    codes = variable.codes
    if not codes:
        return ""
    if len(codes) <= _LISTED:
        return f"; the answers are {', '.join(codes)}"
    near = get_close_matches(code_key(str(cell)), [code_key(code) for code in codes], n=1)
    said = f"; the nearest is {next(c for c in codes if code_key(c) == near[0])!r}" if near else ""
    return f"; the {len(codes)} answers stand in the form{said}"
