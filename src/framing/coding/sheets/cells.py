"""What spreadsheet programs do to cells: kept from running them, undone where it is clear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from framing.coding.codebooks import Variable, code_key

__all__ = ["Reading", "fold_text", "neutralise", "read_value", "restore"]

# Programs also take the full-width twins, and blanks before, for the beginning of a formula.
_FORMULA = re.compile(r"'*[\s\x00]*[=+\-@\t\r\n＝＋－＠]")
_TWINS = {"'": "‘’‚‛ʼ′`´", '"': "“”„‟«»″", "-": "‐‑‒–—―−"}
_QUOTES = {ord(twin): plain for plain, twins in _TWINS.items() for twin in twins}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TRUE = {"true": True, "false": False, "wahr": True, "falsch": False, "vrai": True, "faux": False}
_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_NAMED = re.compile(r"(\d{1,4})[-. /]([a-z]{3})[a-z]*\.?|([a-z]{3})[a-z]*\.?[-. /](\d{1,4})")
_DAY = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](?:\d{4}|\d\d)")
_PAIR = re.compile(r"(\d{1,4})\s*[-/.]\s*(\d{1,4})")


def neutralise(text: str) -> str:
    """Return a cell that no spreadsheet program takes for a formula; `restore` takes it back.

    Examples
    --------
    >>> neutralise("=1+1"), restore(neutralise("=1+1")), neutralise("plain")
    ("'=1+1", '=1+1', 'plain')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def restore(text: str) -> str:
    """Return what was in a cell before `neutralise`.

    Examples
    --------
    >>> restore("'quoted'"), restore("''=x")
    ("'quoted'", "'=x")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def fold_text(text: str) -> str:
    r"""Return what two copies of a text have in common after a spreadsheet program had one.

    Examples
    --------
    >>> fold_text("“It’s  over” –\r\n he said ") == fold_text('"It\'s over" - he said')
    True
    """
    return "".join(text.translate(_QUOTES).split())


class Reading(NamedTuple):
    """What a cell says: the code, or None; how it was changed, or why it is none."""

    code: str | None
    change: str = ""
    problem: str = ""


def read_value(variable: Variable, cell: object) -> Reading:
    """Return the answer that a cell holds; a blank one has neither code nor problem.

    Parameters
    ----------
    variable : Variable
        What was asked.
    cell : object
        Text, number, date or truth value, as a file has it.

    Examples
    --------
    >>> from framing.coding.codebooks import Value
    >>> variable = Variable("stage", values=(Value("1-2"), Value("3-4")))
    >>> read_value(variable, date(2026, 2, 1))
    Reading(code='1-2', change='a date', problem='')
    """
    if cell is None or (isinstance(cell, float) and cell != cell):
        return Reading(None)
    if isinstance(cell, str):
        cell = restore(cell)
        if not cell.strip():
            return Reading(None)
    if not variable.values:
        return _read_number(variable, cell)
    if isinstance(cell, str) and cell in variable.codes:
        return Reading(cell)
    for change, match in _ways(variable, cell):
        fitting = list(dict.fromkeys(match))
        if len(fitting) == 1:
            return Reading(fitting[0], change)
        if fitting:
            return Reading(None, problem=f"{_as_text(cell)!r} could be {' or '.join(fitting)}")
    return Reading(None, problem=f"{_as_text(cell)!r} is no code")


def _as_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _ways(variable: Variable, cell: object) -> Iterator[tuple[str, list[str]]]:
    """Yield the codes a changed cell could have been, the gentlest change first."""
    codes = variable.codes
    text = _as_text(cell)
    if not isinstance(cell, date):
        key = code_key(text.translate(_QUOTES))
        yield (
            "blanks, capitals or quotation marks",
            [code for code in codes if code_key(code.translate(_QUOTES)) == key],
        )
    truth = cell if isinstance(cell, bool) else _TRUE.get(text.strip().casefold())
    if truth is not None:
        said = ("true", "yes", "1") if truth else ("false", "no", "0")
        yield "a truth value", [code for code in codes if code_key(code) in said]
    number = _number(cell)
    if number is not None:
        yield "a number", [code for code in codes if _number(code) == number]
    days = _days(cell)
    if days:
        yield "a date", [code for code in codes if _pair(code) in days]


def _number(cell: object) -> float | None:
    if isinstance(cell, bool | date):
        return None
    if isinstance(cell, int | float):
        return float(cell)
    text = str(cell).strip().replace("\u00a0", "")
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        text = text.replace(",", ".")
    if not re.fullmatch(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", text):
        return None
    return float(text)


def _pair(code: str) -> tuple[int, int] | None:
    found = _PAIR.fullmatch(code.strip())
    return (int(found[1]), int(found[2])) if found else None


def _days(cell: object) -> set[tuple[int, int]]:
    """Return the pairs of numbers a date could have been made of: 1-2 is read as a day."""
    text = str(cell).strip().casefold()
    iso = _ISO.fullmatch(text)
    if isinstance(cell, date):
        year, month, day = cell.year, cell.month, cell.day
    elif iso:
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
    elif day_of := _DAY.fullmatch(text):
        first, second = int(day_of[1]), int(day_of[2])
        return {(first, second), (second, first)}
    else:
        named = _NAMED.fullmatch(text)
        word = (named[2] or named[3]) if named else ""
        if named is None or word not in _MONTHS:
            return set()
        number, month = int(named[1] or named[4]), _MONTHS.index(word) + 1
        return {(number, month), (month, number), (month, number % 100)}
    pairs = {(day, month), (month, day)}
    # A pair too large for a day was taken for month and year.
    return pairs | ({(month, year % 100), (month, year)} if day == 1 else set())


def _read_number(variable: Variable, cell: object) -> Reading:
    number = _number(cell)
    if number is None:
        return Reading(None, problem=f"{_as_text(cell)!r} is no number")
    low = variable.low if variable.low is not None else -float("inf")
    high = variable.high if variable.high is not None else float("inf")
    if not low <= number <= high:
        return Reading(None, problem=f"{number:g} is not between {low:g} and {high:g}")
    code = f"{number:.15g}"
    changed = isinstance(cell, str) and cell.strip() != code
    return Reading(code, "a number" if changed and "," in str(cell) else "")
