"""From a sample to what one coder gets to see of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pandas as pd

from framing.coding.forms import Form
from framing.coding.samples import require_units
from framing.coding.sheets.rows import Mark, Sheet, Unit
from framing.coding.sheets.shown import mask_names, show
from framing.errors import CodingError, require_columns, unknown_name

__all__ = ["check_sample", "make_sheet"]

_NEEDED = ("unit_id", "start", "end", "context", "context_start", "coders")
_NAMES = ("outlet", "author")


def check_sample(where: str, sample: pd.DataFrame) -> None:
    """Refuse a sample whose units could not be told apart or found.

    Raises
    ------
    TableError
        If a column is missing.
    CodingError
        If a unit stands twice, or outside its context.
    """
    require_columns(where, sample.columns, _NEEDED)
    doubled = sample["unit_id"][sample["unit_id"].duplicated()]
    if len(doubled):
        raise CodingError(
            f"{where}: unit {doubled.iloc[0]!r} stands twice in the sample of {len(sample):,}; a "
            "unit has one row, or its answers could not be placed; pass the sample as draw_sample "
            "returned it"
        )
    first = sample["context_start"].astype("int64")
    start, end = sample["start"].astype("int64"), sample["end"].astype("int64")
    outside = (start < first) | (end < start) | (end > first + sample["context"].str.len())
    if outside.any():
        row = sample[outside].iloc[0]
        raise CodingError(
            f"{where}: unit {row['unit_id']!r} is at {row['start']} to {row['end']} and its "
            f"context of {len(row['context']):,} characters begins at {row['context_start']}; a "
            "unit stands inside its context; pass the sample as draw_sample returned it"
        )


def make_sheet(
    where: str,
    sample: pd.DataFrame,
    form: Form,
    *,
    coder: str | None = None,
    mask: bool | Sequence[str] = False,
    codings: pd.DataFrame | None = None,
) -> Sheet:
    """Return the units of a coder in an order of the coder's own, as they are shown.

    Raises
    ------
    TableError
        If a column is missing.
    CodingError
        If nobody of this name codes, or the codings name a unit that is not in the sample.
    """
    check_sample(where, sample)
    require_columns(where, sample.columns, form.shows)
    table = sample
    if coder is not None:
        known = dict.fromkeys(name for names in sample["coders"] for name in str(names).split())
        if coder not in known:
            raise CodingError(unknown_name(where, "coder in the sample", coder, known))
        table = sample[[coder in str(names).split() for names in sample["coders"]]]
    hidden = _hidden(sample, mask)
    answers = _answers(where, sample, form, coder, codings)
    units = []
    for row in table.to_dict("records"):
        unit, context = str(row["unit_id"]), mask_names(show(str(row["context"])), hidden)
        first = int(row["context_start"])
        values, marks, note = answers.get(unit, ({}, (), ""))
        units.append(
            Unit(
                unit_id=unit,
                text=context,
                start=int(row["start"]) - first,
                end=int(row["end"]) - first,
                shown={name: mask_names(show(_text(row[name])), hidden) for name in form.shows},
                values=values,
                marks=tuple(
                    mark._replace(start=mark.start - first, end=mark.end - first) for mark in marks
                ),
                note=note,
                coded=unit in answers,
            )
        )
    units.sort(key=lambda unit: _order(coder or "", unit.unit_id))
    return Sheet(form, coder or "", tuple(units))


def _order(coder: str, unit: str) -> bytes:
    return hashlib.sha256(f"{coder}\x1f{unit}".encode()).digest()


def _hidden(sample: pd.DataFrame, mask: bool | Sequence[str]) -> list[str]:
    """Return the names to cover: those given, or the outlets and authors of the sample."""
    if not isinstance(mask, bool):
        return [mask] if isinstance(mask, str) else list(mask)
    if not mask:
        return []
    names: set[str] = set()
    for column in _NAMES:
        if column in sample:
            names |= set(sample[column].dropna().astype(str))
    # An article before the name is not part of it: "the Post", "Post reporters".
    return sorted(names | {name.removeprefix("The ") for name in names})


def _answers(
    where: str,
    sample: pd.DataFrame,
    form: Form,
    coder: str | None,
    codings: pd.DataFrame | None,
) -> dict[str, tuple[dict[str, str], tuple[Mark, ...], str]]:
    """Return what was answered before: by unit, the values, the marks and the note."""
    if codings is None:
        return {}
    require_columns(where, codings.columns, ("unit_id", "coder", "variable", "value"))
    names = sorted(set(codings["coder"].astype(str)))
    if coder is None and len(names) > 1:
        raise CodingError(
            f"{where}: the codings are of {', '.join(names)}; a sheet begins with the answers of "
            "one; name the coder"
        )
    table = codings if coder is None else codings[codings["coder"] == coder]
    require_units(where, table["unit_id"], sample)
    found: dict[str, tuple[dict[str, str], tuple[Mark, ...], str]] = {}
    for row in table.to_dict("records"):
        unit = str(row["unit_id"])
        values, marks, note = found.setdefault(unit, ({}, (), ""))
        variable = form[str(row["variable"])]
        value = str(row["value"])
        if not variable.spans:
            values[variable.name] = value
        elif value:
            marks = (*marks, Mark(variable.name, value, int(row["start"]), int(row["end"])))
        found[unit] = (values, marks, note or _text(row.get("note", "")))
    return found


def _text(value: object) -> str:
    missing = value is None or value is pd.NA or value is pd.NaT or value != value
    return "" if missing else str(value)
