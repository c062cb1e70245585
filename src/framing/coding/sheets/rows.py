"""What goes into a sheet and what comes back, whatever the format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from framing.coding.forms import Form

__all__ = ["CODING_COLUMNS", "Mark", "Row", "Sheet", "Unit"]

CODING_COLUMNS = ("unit_id", "coder", "variable", "value", "note", "start", "end")


class Mark(NamedTuple):
    """A stretch that a coder marked, in code points of the text that was shown.

    `said` is what the tool says stands there, or None where the format does not say.
    """

    variable: str
    value: str
    start: int
    end: int
    said: str | None = None


class Unit(NamedTuple):
    """A unit as a coder sees it; `text` has one character for each of the sample's `context`.

    `coded` says that it has been coded before, if only with no stretch marked.
    """

    unit_id: str
    text: str
    start: int
    end: int
    shown: Mapping[str, str]
    values: Mapping[str, str]
    marks: tuple[Mark, ...] = ()
    note: str = ""
    coded: bool = False


class Sheet(NamedTuple):
    """What one coder gets."""

    form: Form
    coder: str
    units: tuple[Unit, ...]


class Row(NamedTuple):
    """A unit as a file has it on its way back.

    `where` is its place in the file ("row 7"); `text` is the shown text as the file has it, or
    None where it has none, and `before` the part of it before the unit, where the file parts it;
    `values` are as read (texts, numbers, dates), blank where not coded.
    `problem` says what makes the row unusable, `doubt` what is doubtful about it or the file;
    `coded` is whether the coder has been there, where no mark means that there is nothing to mark.
    """

    where: str
    unit_id: str
    coder: str = ""
    text: str | None = None
    values: Mapping[str, object] = {}
    marks: tuple[Mark, ...] = ()
    note: str = ""
    problem: str = ""
    doubt: str = ""
    coded: bool = True
    before: str | None = None
