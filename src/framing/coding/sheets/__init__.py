"""Coding sheets, one module per format; `write_sheet` and `read_coding` are their door."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pandas as pd

from framing.coding.forms import Form
from framing.coding.sheets.making import check_sample, make_sheet
from framing.coding.sheets.placing import Placer, places_of
from framing.coding.sheets.rows import CODING_COLUMNS
from framing.columns import RECEIPT_COLUMNS
from framing.errors import CodingError, FramingWarning, require_columns, unknown_name

__all__ = ["CODING_COLUMNS", "Coding", "read_coding", "write_sheet"]

FORMATS = {
    "csv": "csv_files",
    "xlsx": "xlsx_files",
    "doccano": "doccano",
    "label_studio": "label_studio",
    "brat": "brat",
    "xmi": "xmi",
}
"""Format -> its module."""

_ENDINGS = {".csv": "csv", ".xlsx": "xlsx", ".jsonl": "doccano", ".json": "label_studio"}
_GRIDS = ("csv", "xlsx")


class Coding(NamedTuple):
    """What `read_coding` returns: the codings, and the receipt of what could not be placed."""

    codings: pd.DataFrame
    receipt: pd.DataFrame


def write_sheet(
    sample: pd.DataFrame,
    form: Form,
    path: str | Path,
    *,
    coder: str | None = None,
    format: str | None = None,
    mask: bool | Sequence[str] = False,
    codings: pd.DataFrame | None = None,
) -> Path:
    """Write what one coder gets to see of a sample, for a spreadsheet or an annotation tool.

    Coders see the text around each unit and the questions; of the sample's further columns only
    those the form shows. Every coder has an order of their own.

    Parameters
    ----------
    sample : DataFrame
        From `draw_sample`.
    form : Form
        From `make_form` or `read_form`.
    path : path
        A file ending in ``.csv``, ``.xlsx``, ``.jsonl`` (doccano) or ``.json`` (Label Studio), or
        a folder for ``format="brat"`` or ``"xmi"`` (UIMA CAS XMI, as INCEpTION reads it).
    coder : str, optional
        Whose units; all of them, without a name, when left out.
    format : str, optional
        ``csv``, ``xlsx``, ``doccano``, ``label_studio``, ``brat`` or ``xmi``, where the ending
        does not say it.
    mask : bool or sequence of str
        Whether to cover the names of the sample's outlets and authors in the texts; or the names
        to cover. Every letter is covered by one mark, so that places hold.
    codings : DataFrame, optional
        Answers to begin with, such as those of a first pass.

    Returns
    -------
    Path

    Raises
    ------
    CodingError
        If the format cannot hold the form, nobody of this name codes, or the sample is damaged.
    TableError
        If a column is missing.
    MissingExtraError
        If the format needs a library that is not installed.

    Examples
    --------
    >>> import tempfile
    >>> from framing.coding.forms import read_form
    >>> sample = pd.DataFrame(
    ...     {
    ...         "unit_id": ["u1"],
    ...         "doc_id": ["d"],
    ...         "start": [2],
    ...         "end": [10],
    ...         "context_start": [0],
    ...         "context": ["A reckless plan."],
    ...         "coders": ["ana"],
    ...     }
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = write_sheet(sample, read_form("voice"), f"{folder}/ana.csv", coder="ana")
    ...     print(path.read_text(encoding="utf-8-sig").splitlines()[1])
    "u1","ana","A ","reckless"," plan.","",""
    """
    where = "write_sheet"
    path = Path(path)
    kind = _format_of(where, path, format)
    spans = [variable.name for variable in form.variables if variable.spans]
    if spans and kind in _GRIDS:
        raise CodingError(
            f"{where}: form {form.name!r} has coders mark stretches ({spans[0]!r}), for which a "
            "spreadsheet has no pen; write .jsonl for doccano, .json for Label Studio, or a folder "
            'with format="brat" or "xmi"'
        )
    sheet = make_sheet(where, sample, form, coder=coder, mask=mask, codings=codings)
    _module(kind).write(sheet, path)
    return path


def _format_of(where: str, path: Path, format: str | None) -> str:
    if format is not None:
        if format not in FORMATS:
            raise CodingError(unknown_name(where, "format", format, FORMATS))
        return format
    found = _ENDINGS.get(path.suffix.lower())
    if found is None:
        raise CodingError(
            f"{where}: {path.name!r} does not say its format; endings that do are "
            f"{', '.join(_ENDINGS)}; use one of them, or name the format of a folder: "
            'format="brat" or "xmi"'
        )
    return found


def _module(kind: str) -> ModuleType:
    return import_module(f"framing.coding.sheets.{FORMATS[kind]}")


def read_coding(
    paths: str | Path | Sequence[str | Path],
    sample: pd.DataFrame,
    form: Form,
    *,
    coder: str | None = None,
) -> Coding:
    """Read coded sheets back in, of one coder or several, whatever happened to their rows.

    Rows are placed by their `unit_id`, in any order. What cannot be placed is named in the
    receipt, with the reason; what a spreadsheet program did to an answer is undone where only one
    code fits. Places in the original come from the sample, never from the file.

    Parameters
    ----------
    paths : path or sequence of paths
        Files and folders in any format `write_sheet` knows; CSV with commas, semicolons or tabs.
    sample : DataFrame
        The sample the sheets were written from.
    form : Form
        What was asked.
    coder : str, optional
        Who coded, where the files do not say so or say it wrongly.

    Returns
    -------
    Coding
        `codings`: `unit_id`, `coder`, `variable`, `value`, `note`, `start`, `end`, one row per
        unit, coder and variable, and for marked stretches one per stretch (one with an empty
        value and no length where a coder marked none). `receipt`: `source`, `row`, `doc_id`,
        `rule`, `action`, `reason`.

    Raises
    ------
    CodingError
        If a file is no sheet, none of its units is in the sample, or the sample is damaged.
    TableError
        If the sample lacks a column.

    Warns
    -----
    FramingWarning
        Once, with counts, for what the receipt lists.

    Examples
    --------
    >>> import tempfile
    >>> from framing.coding.forms import read_form
    >>> form = read_form("voice")
    >>> sample = pd.DataFrame(
    ...     {
    ...         "unit_id": ["u1"],
    ...         "doc_id": ["d"],
    ...         "start": [2],
    ...         "end": [10],
    ...         "context_start": [0],
    ...         "context": ["A reckless plan."],
    ...         "coders": ["ana"],
    ...     }
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = write_sheet(sample, form, f"{folder}/ana.csv", coder="ana")
    ...     coded = path.read_text(encoding="utf-8-sig").replace('plan.",""', 'plan.","outlet"')
    ...     _ = path.write_text(coded, encoding="utf-8")
    ...     read_coding(path, sample, form).codings[["coder", "value", "start"]].values.tolist()
    [['ana', 'outlet', 2]]
    """
    where = "read_coding"
    check_sample(where, sample)
    require_columns(where, sample.columns, ("doc_id",))
    files = [paths] if isinstance(paths, str | Path) else list(paths)
    if not files:
        raise CodingError(f"{where}: no sheet was given; there is nothing to read; name a file")
    placer = Placer(places_of(sample), form)
    for name in files:
        path = Path(name)
        rows = _module(_kind_of(where, path)).read(path, form)
        if not placer.place(path.name, rows, coder):
            raise CodingError(
                f"{path}: none of its units is in the sample of {len(sample):,}; it was written "
                "from another sample, or holds no rows; pass the sample it belongs to"
            )
    placer.name_missing()
    receipt = pd.DataFrame(placer.notes, columns=list(RECEIPT_COLUMNS)).astype("str")
    if placer.notes:
        listed = ", ".join(f"{count:,} {rule}" for rule, count in sorted(placer.counts.items()))
        warnings.warn(f"{where}: {listed}; the receipt names each", FramingWarning, stacklevel=2)
    return Coding(placer.table(), receipt)


def _kind_of(where: str, path: Path) -> str:
    """Return the format of a file or folder that is there."""
    if path.is_dir():
        if any(path.glob("*.xmi")):
            return "xmi"
        if any(path.glob("*.ann")):
            return "brat"
        raise CodingError(
            f"{path}: the folder holds no sheet; a folder of brat has .ann files, one of UIMA "
            ".xmi files; name such a folder, or a file"
        )
    if not path.is_file():
        raise CodingError(f"{path}: there is no such file or folder; name the coded sheet")
    suffix = path.suffix.lower()
    if suffix in (".tsv", ".txt"):
        return "csv"
    if suffix in (".xmi", ".zip"):
        return "xmi"
    if suffix not in _ENDINGS:
        raise CodingError(
            f"{path}: sheets are read from {', '.join(_ENDINGS)}, .tsv, .txt and .zip; this is "
            "another kind of file; save it as XLSX or CSV, or export it again"
        )
    return _ENDINGS[suffix]
