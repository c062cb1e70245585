"""What spreadsheet programs do to cells: kept from running them, undone where it is clear."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from datetime import date, time, timedelta
from math import inf, isinf
from typing import NamedTuple

from framing.coding.forms import Variable, code_key

__all__ = ["Reading", "escape", "fold_text", "neutralise", "read_value", "restore"]

# Programs also take the full-width twins, and blanks before, for the beginning of a formula.
_FORMULA = re.compile(r"'*[\s\x00]*[=+\-@\t\r\n＝＋－＠]")
# A program that parts cells by semicolons or tabs begins new ones inside a text; there a quotation
# mark opens the cell.
_INSIDE = re.compile(r"(?<=[;\t\r\n])(?='*(?:[^\S\t\r\n]|[\"\x00])*[=+\-@＝＋－＠])")
_GUARD = re.compile(r"(?<=[;\t\r\n])'(?='*(?:[^\S\t\r\n]|[\"\x00])*[=+\-@＝＋－＠])")
_TWINS = {"'": "‘’‚‛ʼ′`´", '"': "“”„‟«»″", "-": "‐‑‒–—―−"}
_QUOTES = {ord(twin): plain for plain, twins in _TWINS.items() for twin in twins}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TRUE = {"true": True, "false": False, "wahr": True, "falsch": False, "vrai": True, "faux": False}
_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_NAMED = re.compile(r"(\d{1,4})[-. /]([a-z]{3})[a-z]*\.?|([a-z]{3})[a-z]*\.?[-. /](\d{1,4})")
_DAY = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d\d)")
_TIME = re.compile(r"(\d{1,3}):(\d\d)(?::00(?:\.0+)?)?")
_PARTS = re.compile(r"\d{1,4}(?:\s*[-/.]\s*\d{1,4}){1,2}")
_CLOCK = re.compile(r"(\d{1,3})\s*:\s*(\d{1,3})")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_COMMA = re.compile(r"([+-]?)(\d+),(\d+)")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+")
_DAY_NOUGHT = date(1899, 12, 30)  # from which programs count days
_CENTURY = range(36_526, 73_051)  # the days of the years 2000 to 2099


def neutralise(text: str) -> str:
    r"""Return a cell that no spreadsheet program takes for a formula; `restore` takes it back.

    Nor does it hold one for a program that parts cells at semicolons, tabs or line ends without
    heeding quotation marks.

    Examples
    --------
    >>> neutralise("=1+1"), restore(neutralise("=1+1")), neutralise("plain")
    ("'=1+1", '=1+1', 'plain')
    >>> neutralise("so;=1+1")
    "so;'=1+1"
    """
    text = _INSIDE.sub("'", text)
    return f"'{text}" if _FORMULA.match(text) else text


def restore(text: str) -> str:
    """Return what was in a cell before `neutralise` or `escape`.

    Examples
    --------
    >>> restore("'quoted'"), restore("''=x")
    ("'quoted'", "'=x")
    """
    text = text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
    return _GUARD.sub("", text)


def escape(text: str) -> str:
    """Return a cell that `restore` takes back, where nothing needs to be neutralised.

    Examples
    --------
    >>> escape("=1+1"), escape("'=1+1")
    ('=1+1', "''=1+1")
    """
    text = _GUARD.sub("''", text)
    return f"'{text}" if text.startswith("'") and _FORMULA.match(text[1:]) else text


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
        Text, number, date, time or truth value, as a file has it.

    Examples
    --------
    >>> from framing.coding.forms import Value
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
    for change, fitting in _ways(variable.codes, cell):
        if len(fitting) == 1:
            return Reading(fitting[0], change)
        if fitting:
            return Reading(None, problem=f"{_as_text(cell)!r} could be {' or '.join(fitting)}")
    return Reading(None, problem=f"{_as_text(cell)!r} is no code")


def _as_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _plain(text: str) -> str:
    """Return a text without what programs put in the place of plain characters."""
    # One half of typed fractions is a sign of its own, with a slash of its own.
    return unicodedata.normalize("NFKC", text.translate(_QUOTES)).replace("\u2044", "/").strip()


def _ways(codes: Collection[str], cell: object) -> Iterator[tuple[str, list[str]]]:
    """Yield the codes a changed cell could have been, the gentlest change first."""
    text = _plain(_as_text(cell))
    if not isinstance(cell, date | time):
        for change, key in (
            ("blanks, capitals or quotation marks", code_key(text)),
            ("a leading apostrophe", code_key(text.lstrip("'"))),
        ):
            yield change, [code for code in codes if code_key(_plain(code)) == key]
        text = text.lstrip("'")
    truth = cell if isinstance(cell, bool) else _TRUE.get(text.strip().casefold())
    if truth is not None:
        said = ("true", "yes", "1") if truth else ("false", "no", "0")
        yield "a truth value", [code for code in codes if code_key(code) in said]
    numbers = _numbers(cell)
    yield "a number", [code for code in codes if set(_numbers(code)) & set(numbers)]
    days = _days(cell, text.casefold())
    yield "a date", [code for code in codes if _parts(code) in days]
    clock = _TIME.fullmatch(text)
    if clock:
        pair = int(clock[1]), int(clock[2])
        yield "a time", [code for code in codes if _clock(code) == pair]
    if len(numbers) == 1 and numbers[0] in _CENTURY:
        days = _dates(_DAY_NOUGHT + timedelta(days=int(numbers[0])))
        yield "the number of a date", [code for code in codes if _parts(code) in days]


def _numbers(cell: object) -> list[float]:
    """Return the numbers a cell could mean: none, one, or two where a comma can be either."""
    if isinstance(cell, bool | date | time):
        return []
    if isinstance(cell, int | float):
        return [float(cell)]
    text = _plain(str(cell)).lstrip("'")
    if _NUMBER.fullmatch(text):
        return [float(text)]
    found = [float(_COMMA.sub(r"\1\2.\3", text))] if _COMMA.fullmatch(text) else []
    if _THOUSANDS.fullmatch(text):
        found.append(float(text.replace(",", "")))
    return found


def _parts(code: str) -> tuple[int, ...]:
    """Return the two or three numbers of a code that a program takes for a date."""
    code = _plain(code)
    return tuple(map(int, re.split(r"[-/.]", code))) if _PARTS.fullmatch(code) else ()


def _clock(code: str) -> tuple[int, int] | None:
    found = _CLOCK.fullmatch(code)
    return (int(found[1]), int(found[2])) if found else None


def _days(cell: object, text: str) -> set[tuple[int, ...]]:
    """Return the numbers a date could have been made of: 1-2 is read as a day."""
    if isinstance(cell, date):
        return _dates(cell)
    if iso := _ISO.fullmatch(text):
        return _readings(int(iso[1]), int(iso[2]), int(iso[3]))
    if day_of := _DAY.fullmatch(text):
        first, second, year = int(day_of[1]), int(day_of[2]), int(day_of[3])
        return _readings(year, first, second) | _readings(year, second, first)
    named = _NAMED.fullmatch(text)
    word = (named[2] or named[3]) if named else ""
    if named is None or word not in _MONTHS:
        return set()
    number, month = int(named[1] or named[4]), _MONTHS.index(word) + 1
    return {(number, month), (month, number), (month, number % 100)}


def _dates(day: date) -> set[tuple[int, ...]]:
    return _readings(day.year, day.month, day.day)


def _readings(year: int, month: int, day: int) -> set[tuple[int, ...]]:
    found: set[tuple[int, ...]] = {(day, month), (month, day)}
    for years in (year, year % 100):
        found |= {(day, month, years), (month, day, years), (years, month, day)}
        # A pair too large for a day was taken for month and year.
        if day == 1:
            found.add((month, years))
    return found


def _read_number(variable: Variable, cell: object) -> Reading:
    low = -inf if variable.low is None else variable.low
    high = inf if variable.high is None else variable.high
    numbers = _numbers(cell)
    fitting = [number for number in numbers if low <= number <= high and not isinf(number)]
    if not numbers:
        return Reading(None, problem=f"{_as_text(cell)!r} is no number")
    if not fitting and low == -inf and high == inf:
        return Reading(None, problem=f"{_as_text(cell)!r} is too large a number")
    if not fitting:
        return Reading(None, problem=f"{numbers[0]:g} is not between {low:g} and {high:g}")
    codes = [f"{number:.15g}" for number in fitting]
    if len(codes) > 1:
        return Reading(None, problem=f"{_as_text(cell)!r} could be {' or '.join(codes)}")
    changed = isinstance(cell, str) and any(mark in cell for mark in ",'")
    return Reading(codes[0], "a number" if changed else "")
