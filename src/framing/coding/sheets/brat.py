"""Sheets as a folder for brat: a text and its marks per unit, and the folder's configuration.

brat counts code points. The unit is marked as `Unit`, its answers are attributes of that mark,
stretches are marks of their own. brat knows no coders: `coder.txt` says whose folder it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from framing.coding.forms import Form, Variable
from framing.coding.sheets.labels import label_of, place_label, refuse_numbers
from framing.coding.sheets.rows import Mark, Row, Sheet, Unit
from framing.errors import CodingError
from framing.tables import replacing

__all__ = ["read", "safe_name", "unsafe_name", "write"]

_UNIT = "_unit_"  # no name that safe_name makes: what stands between the lines is hexadecimal
_CODER = "coder.txt"
_PASSAGE = re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t?(.*)", re.DOTALL)
_ATTRIBUTE = re.compile(r"[AM]\d+\t(\S+) (T\d+)(?: (\S+))?\s*")
_NOTE = re.compile(r"#\d+\t\S+ (T\d+)\t(.*)", re.DOTALL)


def safe_name(name: str) -> str:
    """Return a name that brat takes for a type; `unsafe_name` takes it back.

    Examples
    --------
    >>> safe_name("naming:war"), unsafe_name(safe_name("naming:war"))
    ('naming_3a_war', 'naming:war')
    """
    return re.sub(r"[^A-Za-z0-9-]", lambda found: f"_{ord(found[0]):x}_", name)


def unsafe_name(name: str) -> str:
    """Return what `safe_name` was given."""
    return re.sub(r"_([0-9a-f]{1,6})_", _character, name)


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if code < 0x110000 else found[0]


def _split(form: Form) -> tuple[list[Variable], list[Variable]]:
    units = [variable for variable in form.variables if not variable.spans]
    return units, [variable for variable in form.variables if variable.spans]


def write(sheet: Sheet, path: Path) -> None:
    """Write a folder with a text and its marks per unit."""
    refuse_numbers("brat", sheet.form)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise CodingError(
            f"{path}: this is {'a folder with files in it' if path.is_dir() else 'a file'}; brat "
            "takes every file of a folder for one of its own; name a new folder"
        )
    asked, spans = _split(sheet.form)
    _write(path / "annotation.conf", _configuration(asked, spans))
    _write(path / "visual.conf", _looks(asked, spans))
    _write(path / _CODER, sheet.coder + "\n")
    for unit in sheet.units:
        _write(path / f"{unit.unit_id}.txt", unit.text)
        _write(path / f"{unit.unit_id}.ann", _marks(unit, spans))


def _write(path: Path, text: str) -> None:
    with replacing(path) as file:
        file.write(text.encode("utf-8"))


def _labels(spans: list[Variable]) -> list[str]:
    return [label_of(spans, v.name, code) for v in spans for code in v.codes]


def _configuration(asked: list[Variable], spans: list[Variable]) -> str:
    types = [_UNIT, *(safe_name(label) for label in _labels(spans))]
    attributes = [
        f"{v.name}\tArg:{_UNIT}, Value:{'|'.join(safe_name(code) for code in v.codes)}"
        for v in asked
    ]
    return "\n".join(
        ["[entities]", *types, "[relations]", "[events]", "[attributes]", *attributes, ""]
    )


def _looks(asked: list[Variable], spans: list[Variable]) -> str:
    names = [f"{_UNIT} | unit"]
    names += [f"{safe_name(label)} | {label}" for label in _labels(spans)]
    names += [f"{variable.name} | {variable.name}" for variable in asked]
    return "\n".join(["[labels]", *names, "[drawing]", ""])


def _marks(unit: Unit, spans: list[Variable]) -> str:
    lines = [_passage("T1", _UNIT, unit.text, unit.start, unit.end)]
    for number, (name, code) in enumerate(unit.values.items(), start=1):
        lines.append(f"A{number}\t{name} T1 {safe_name(code)}")
    for number, mark in enumerate(unit.marks, start=2):
        label = safe_name(label_of(spans, mark.variable, mark.value))
        lines.append(_passage(f"T{number}", label, unit.text, mark.start, mark.end))
    if unit.note:
        lines.append(f"#1\tAnnotatorNotes T1\t{' '.join(unit.note.split())}")
    return "".join(f"{line}\n" for line in lines)


def _passage(mark: str, kind: str, text: str, start: int, end: int) -> str:
    """Return a passage; brat wants one over several lines in parts, without the line ends."""
    parts = [(found.start(), found.end()) for found in re.finditer("[^\n]+", text[start:end])]
    parts = parts or [(0, end - start)]
    places = ";".join(f"{start + a} {start + b}" for a, b in parts)
    said = " ".join(text[start + a : start + b] for a, b in parts).replace("\n", " ")
    return f"{mark}\t{kind} {places}\t{said}"


def read(path: Path, form: Form) -> Iterator[Row]:
    """Yield a row for each text of the folder.

    Raises
    ------
    CodingError
        If a file is not UTF-8.
    """
    asked, spans = _split(form)
    coder = _read(path / _CODER).strip() if (path / _CODER).is_file() else ""
    for file in sorted(path.glob("*.txt")):
        if file.name == _CODER:
            continue
        marks = file.with_suffix(".ann")
        if not marks.is_file():
            yield Row(file.name, file.stem, coder, coded=False)
            continue
        yield _row(marks, file.stem, coder, _read(file), _read(marks), asked, spans)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise CodingError(
            f"{path}: this is not UTF-8 ({fault}); brat writes UTF-8; copy the folder from brat "
            "again"
        ) from fault


def _row(
    path: Path,
    unit: str,
    coder: str,
    text: str,
    content: str,
    asked: list[Variable],
    spans: list[Variable],
) -> Row:
    found: list[Mark] = []
    units: set[str] = set()
    values: dict[str, object] = {}
    notes: list[str] = []
    doubts: list[str] = []
    names = {variable.name for variable in asked}
    lines = [line.removesuffix("\r") for line in content.split("\n") if line.strip()]
    # Marks stand before what is said about them only where nobody has sorted the file.
    for line in sorted(lines, key=lambda line: not line.startswith("T")):
        passage = _PASSAGE.fullmatch(line)
        attribute, note = _ATTRIBUTE.fullmatch(line), _NOTE.fullmatch(line)
        if passage and passage[2] == _UNIT:
            units.add(passage[1])
        elif passage:
            name, code = place_label(spans, unsafe_name(passage[2])) if spans else ("", "")
            if not name:
                doubts.append(f"a passage of the type {passage[2]!r} is not asked for")
                continue
            found += [Mark(name, code, a, b, s) for a, b, s in _parts(passage, text)]
        elif attribute and attribute[1] in names and attribute[2] in units:
            name, code = attribute[1], unsafe_name(attribute[3] or "")
            if values.get(name, code) != code:
                problem = f"{name} has two answers, {values[name]!r} and {code!r}"
                return Row(path.name, unit, problem=problem)
            values[name] = code
        elif note:
            notes.append(note[2].strip())
        else:
            doubts.append(f"the line {line[:60]!r} is not asked for")
    return Row(
        where=path.name,
        unit_id=unit,
        coder=coder,
        text=text,
        values=values,
        marks=tuple(found),
        note=" ".join(notes),
        doubt="; ".join(doubts),
    )


def _parts(passage: re.Match[str], text: str) -> list[tuple[int, int, str | None]]:
    """Return the stretches of a passage; parts with nothing but blanks between are one."""
    spans = [tuple(int(n) for n in part.split(" ")) for part in passage[3].split(";")]
    joined = [spans[0]]
    for start, end in spans[1:]:
        if joined[-1][1] <= start and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    said = passage[4] if len(joined) == 1 else None
    return [(start, end, said) for start, end in joined]
