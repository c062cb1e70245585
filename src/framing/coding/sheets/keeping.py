"""The answers of all files: one for each unit, coder and variable, or none where two differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from framing.coding.sheets.rows import CODING_COLUMNS

__all__ = ["Answer", "Kept"]


class Answer(NamedTuple):
    """A value, a note, and the place in the original."""

    value: str
    note: str
    start: int
    end: int


class Kept:
    """Answers by unit, coder and variable."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, str, str], list[Answer]] = {}
        self._first: dict[tuple[str, str], str] = {}
        self._differ: set[tuple[str, str]] = set()

    def add(
        self, unit: str, coder: str, where: str, answers: Mapping[str, Sequence[Answer]]
    ) -> tuple[str | None, bool, str]:
        """Add the answers of a row.

        Returns
        -------
        first : str or None
            Where the coder's first row of this unit stands; None if this is it.
        same : bool
            Whether the rows say the same, as far as both say anything.
        lost : str
            The note of this row that does not fit beside the first.
        """
        first = self._first.get((unit, coder))
        self._first.setdefault((unit, coder), where)
        same, lost = True, ""
        for variable, given in answers.items():
            key = unit, coder, variable
            before = self._answers.get(key)
            if before is None:
                self._answers[key] = list(given)
            elif _values(before) != _values(given):
                same = False
                self._differ.add((unit, coder))
            elif given and given[0].note != before[0].note:
                if before[0].note:
                    lost = given[0].note
                else:
                    self._answers[key] = list(given)
        return first, same, lost

    def has(self, unit: str, coder: str, variable: str) -> bool:
        """Say whether the coder has answered this somewhere."""
        return (unit, coder, variable) in self._answers

    def table(self, units: Iterable[str], variables: Iterable[str]) -> pd.DataFrame:
        """Return the codings, in the order of the units, the coders' names and the variables."""
        order = {unit: number for number, unit in enumerate(units)}
        names = {variable: number for number, variable in enumerate(variables)}
        keys = [key for key in self._answers if key[:2] not in self._differ]
        keys.sort(key=lambda key: (order[key[0]], key[1], names[key[2]]))
        rows = [(*key[:2], key[2], *answer) for key in keys for answer in self._answers[key]]
        table = pd.DataFrame(rows, columns=list(CODING_COLUMNS))
        kinds = {name: "str" for name in CODING_COLUMNS} | {"start": "int64", "end": "int64"}
        return table.astype(kinds)


def _values(answers: Iterable[Answer]) -> list[tuple[str, int, int]]:
    return [(answer.value, answer.start, answer.end) for answer in answers]
