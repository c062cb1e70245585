"""Sheets as UIMA CAS XMI, as INCEpTION and other UIMA tools read it: a folder of documents.

UIMA counts UTF-16 units; the library converts. The layers are in `TypeSystem.xml`:
`webanno.custom.CodingUnit` marks the unit and holds its answers, `webanno.custom.CodingSpan` is a
marked stretch. In INCEpTION, make two custom span layers of these names with the same features
(or import the type system) before the documents.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any

from framing.coding.forms import Form
from framing.coding.sheets.rows import Mark, Row, Sheet, Unit
from framing.errors import CodingError, import_extra
from framing.tables import replacing

__all__ = ["read", "write"]

_UNIT, _SPAN = "webanno.custom.CodingUnit", "webanno.custom.CodingSpan"
_TYPES = "TypeSystem.xml"
_ANSWER = "answer_"
_MOST = 50_000_000  # bytes of one document
_STRING = "uima.cas.String"


def _cassis() -> ModuleType:
    return import_extra("UIMA CAS XMI", "cassis", "dkpro-cassis", "coding")


def _type_system(form: Form) -> Any:
    types = _cassis().TypeSystem()
    asked = [variable for variable in form.variables if not variable.spans]
    unit = types.create_type(name=_UNIT, supertypeName="uima.tcas.Annotation")
    for name in ("unit_id", "coder", "note", *(f"{_ANSWER}{v.name}" for v in asked)):
        types.create_feature(domainType=unit, name=name, rangeType=_STRING)
    span = types.create_type(name=_SPAN, supertypeName="uima.tcas.Annotation")
    for name in ("variable", "value"):
        types.create_feature(domainType=span, name=name, rangeType=_STRING)
    return types


def write(sheet: Sheet, path: Path) -> None:
    """Write a folder with a document per unit, and the types."""
    types = _type_system(sheet.form)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise CodingError(
            f"{path}: this is {'a folder with files in it' if path.is_dir() else 'a file'}; a tool "
            "imports every document of a folder; name a new folder"
        )
    with replacing(path / _TYPES) as file:
        file.write(types.to_xml().encode("utf-8"))
    for unit in sheet.units:
        with replacing(path / f"{unit.unit_id}.xmi") as file:
            file.write(_document(types, sheet, unit).encode("utf-8"))


def _document(types: Any, sheet: Sheet, unit: Unit) -> str:
    cas = _cassis().Cas(typesystem=types)
    cas.sofa_string, cas.sofa_mime = unit.text, "text/plain"
    facts = {f"{_ANSWER}{name}": code for name, code in unit.values.items()}
    mark = types.get_type(_UNIT)(
        begin=unit.start,
        end=unit.end,
        unit_id=unit.unit_id,
        coder=sheet.coder,
        note=unit.note,
        **facts,
    )
    cas.add(mark)
    for found in unit.marks:
        span = types.get_type(_SPAN)
        cas.add(span(begin=found.start, end=found.end, variable=found.variable, value=found.value))
    return str(cas.to_xmi())


def read(path: Path, form: Form) -> Iterator[Row]:
    """Yield a row for each document of a folder, a zip file, or one document.

    Raises
    ------
    CodingError
        If a document is no XMI, declares entities, or is larger than 50 MB.
    """
    asked = [variable.name for variable in form.variables if not variable.spans]
    types, documents = _open(path)
    system = _type_system(form) if types is None else _load_types(path, types)
    for name, content in documents:
        try:
            yield _row(path, name, content, system, asked)
        except CodingError as fault:
            # One broken document among others is named, and the others are kept.
            if len(documents) == 1:
                raise
            yield Row(name, PurePosixPath(name).stem, problem=str(fault))


def _open(path: Path) -> tuple[bytes | None, list[tuple[str, bytes]]]:
    """Return the type system, where there is one, and the documents by name."""
    if path.is_dir():
        own = path / _TYPES
        types = own.read_bytes() if own.is_file() else None
        files = sorted(path.glob("*.xmi"))
        return types, [(file.name, _bounded(file, file.stat().st_size, file)) for file in files]
    if path.suffix.lower() == ".zip":
        return _open_zip(path)
    own = path.parent / _TYPES
    types = own.read_bytes() if own.is_file() else None
    return types, [(path.name, _bounded(path, path.stat().st_size, path))]


def _bounded(where: Path, size: int, file: Path) -> bytes:
    _check_size(where, size)
    return file.read_bytes()


def _check_size(where: Path, size: int) -> None:
    if size > _MOST:
        raise CodingError(
            f"{where}: a document has {size:,} bytes; a coded unit has far fewer than {_MOST:,}; "
            "it is another kind of file, leave it out"
        )


def _open_zip(path: Path) -> tuple[bytes | None, list[tuple[str, bytes]]]:
    types: bytes | None = None
    documents: list[tuple[str, bytes]] = []
    try:
        with zipfile.ZipFile(path) as archive:
            # Read in place, never unpacked: a name cannot lead outside.
            for info in sorted(archive.infolist(), key=lambda item: item.filename):
                name = PurePosixPath(info.filename).name
                if name != _TYPES and not name.endswith(".xmi"):
                    continue
                _check_size(path / name, info.file_size)
                content = archive.read(info)
                if name == _TYPES:
                    types = content
                else:
                    documents.append((info.filename, content))
    except zipfile.BadZipFile as fault:
        raise CodingError(
            f"{path}: this is not a readable zip file ({fault}); export it again"
        ) from fault
    return types, documents


def _refuse_entities(where: str, content: bytes) -> None:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content[:200]:
        raise CodingError(
            f"{where}: the document declares entities, or is not UTF-8; XMI does neither, and "
            "entities can stand for anything; export it again from the annotation tool"
        )


def _load_types(path: Path, content: bytes) -> Any:
    _refuse_entities(f"{path}, {_TYPES}", content)
    try:
        return _cassis().load_typesystem(io.BytesIO(content))
    except Exception as fault:  # lxml and the library raise many kinds
        raise CodingError(
            f"{path}, {_TYPES}: this is no type system of UIMA ({fault}); export it again"
        ) from fault


def _row(path: Path, name: str, content: bytes, system: Any, asked: list[str]) -> Row:
    where = f"{path}, {name}"
    _refuse_entities(where, content)
    try:
        with warnings.catch_warnings():
            # Types of the tool's own, which hold no answers.
            warnings.simplefilter("ignore")
            cas = _cassis().load_cas_from_xmi(io.BytesIO(content), typesystem=system, lenient=True)
        text = str(cas.sofa_string or "")
        units, spans = _select(cas, _UNIT), _select(cas, _SPAN)
    except Exception as fault:  # lxml and the library raise many kinds
        raise CodingError(
            f"{where}: this is no readable XMI ({fault}); export it again from the annotation tool"
        ) from fault
    if len(units) != 1:
        problem = f"the document has {len(units)} marks of the layer CodingUnit; it needs its one"
        return Row(name, PurePosixPath(name).stem, problem=problem)
    unit = units[0]
    marks = [
        Mark(_text(span, "variable"), _text(span, "value"), _place(span.begin), _place(span.end))
        for span in spans
    ]
    return Row(
        where=name,
        unit_id=_text(unit, "unit_id") or PurePosixPath(name).stem,
        coder=_text(unit, "coder"),
        text=text,
        values={key: _text(unit, f"{_ANSWER}{key}") for key in asked},
        marks=tuple(marks),
        note=_text(unit, "note"),
    )


def _select(cas: Any, name: str) -> list[Any]:
    return list(cas.select(name)) if cas.typesystem.contains_type(name) else []


def _place(value: object) -> int:
    """Return a place in code points; the library gives none for one inside a character."""
    return value if isinstance(value, int) else -1


def _text(mark: Any, name: str) -> str:
    value = getattr(mark, name, None)
    return "" if value is None else str(value)
