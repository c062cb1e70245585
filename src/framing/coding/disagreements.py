"""Where coders differ: as a table, and as a page to discuss."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from framing.coding.forms import Form
from framing.coding.samples import require_units
from framing.coding.sheets.shown import close_lines, show
from framing.errors import CodingError, require_columns
from framing.highlights.marks import text_safe
from framing.highlights.pages import Highlight, write_page
from framing.highlights.style import WRAPPER

__all__ = ["DISAGREEMENT_COLUMNS", "find_disagreements", "write_disagreements"]

DISAGREEMENT_COLUMNS = ("variable", "unit_id", "coder", "value", "note", "start", "end")
_CODINGS = ("unit_id", "coder", "variable", "value")
_SAMPLE = ("unit_id", "start", "end", "context", "context_start")


def find_disagreements(codings: pd.DataFrame) -> pd.DataFrame:
    """Return the codings of every unit on which its coders differ.

    Two coders agree on a unit when they give the same values, of marked stretches also at the
    same places. Units coded by one coder only are left out: there is nothing to differ from.

    Parameters
    ----------
    codings : DataFrame
        What `read_coding` returned: `unit_id`, `coder`, `variable`, `value`, and where known
        `note`, `start`, `end`.

    Returns
    -------
    DataFrame
        `variable`, `unit_id`, `coder`, `value`, `note`, `start`, `end`: all codings of these
        units, variable by variable in the order of the codings, coders in alphabetical order.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> codings = pd.DataFrame(
    ...     {
    ...         "unit_id": ["u1", "u1", "u2", "u2"],
    ...         "coder": ["A", "B", "A", "B"],
    ...         "variable": "hit",
    ...         "value": ["yes", "no", "yes", "yes"],
    ...     }
    ... )
    >>> find_disagreements(codings)[["unit_id", "coder", "value"]].values.tolist()
    [['u1', 'A', 'yes'], ['u1', 'B', 'no']]
    """
    require_columns("find_disagreements", codings.columns, _CODINGS)
    table = codings.reset_index(drop=True)
    if "note" not in table:
        table["note"] = pd.array([""] * len(table), "str")
    for name in ("start", "end"):
        if name not in table:
            table[name] = 0
    said: dict[tuple[str, str], dict[str, set[tuple[int, int, str]]]] = {}
    rows = table[["variable", "unit_id", "coder", "start", "end", "value"]]
    for variable, unit, coder, start, end, value in rows.itertuples(index=False):
        verdicts = said.setdefault((str(variable), str(unit)), {})
        verdicts.setdefault(str(coder), set()).add((int(start), int(end), str(value)))
    differ = {
        key
        for key, verdicts in said.items()
        if len({frozenset(verdict) for verdict in verdicts.values()}) > 1
    }
    place = {key: number for number, key in enumerate(said)}
    first = {key[0]: number for key, number in reversed(place.items())}
    keys = list(zip(table["variable"].astype(str), table["unit_id"].astype(str), strict=True))
    table["_variable"] = [first[variable] for variable, _ in keys]
    table["_unit"] = [place[key] for key in keys]
    kept = table[[key in differ for key in keys]]
    kept = kept.sort_values(["_variable", "_unit", "coder", "start", "end"], kind="stable")
    return kept[list(DISAGREEMENT_COLUMNS)].reset_index(drop=True)


class _Verdict(NamedTuple):
    coder: str
    value: str
    note: str
    start: int
    end: int


def write_disagreements(
    path: str | os.PathLike[str],
    codings: pd.DataFrame,
    sample: pd.DataFrame,
    *,
    form: Form | None = None,
    title: str = "Disagreements to discuss",
) -> Path:
    """Write a page that shows every unit on which coders differ, with what each of them said.

    Outlets and predictions are not shown, so that the discussion stays blind. The page stands
    alone, and prints with room for the decision.

    Parameters
    ----------
    path : path
        The HTML file to write.
    codings, sample : DataFrame
        From `read_coding` and `draw_sample`.
    form : Form, optional
        What was asked; its questions head the parts of the page, and the columns it shows are
        shown.
    title : str

    Returns
    -------
    Path

    Raises
    ------
    TableError
        If a column is missing.
    CodingError
        If coders differ nowhere, or a unit is not in the sample.

    Examples
    --------
    >>> import tempfile
    >>> sample = pd.DataFrame(
    ...     {
    ...         "unit_id": ["u1"],
    ...         "start": [2],
    ...         "end": [10],
    ...         "context": ["A reckless plan."],
    ...         "context_start": [0],
    ...     }
    ... )
    >>> codings = pd.DataFrame(
    ...     {
    ...         "unit_id": "u1",
    ...         "coder": ["A", "B"],
    ...         "variable": "hit",
    ...         "value": ["yes", "no"],
    ...     }
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = write_disagreements(f"{folder}/page.html", codings, sample)
    ...     "A <mark" in page.read_text(encoding="utf-8")
    True
    """
    where = "write_disagreements"
    shows = form.shows if form is not None else ()
    require_columns(where, sample.columns, (*_SAMPLE, *shows))
    table = find_disagreements(codings)
    if table.empty:
        raise CodingError(
            f"{where}: coders differ on no unit of these codings; there is nothing to discuss; "
            "write the page when some do"
        )
    units = {str(row["unit_id"]): row for row in sample.to_dict("records")}
    require_units(where, table["unit_id"], sample)
    parts = [
        _part(variable, list(rows), units, form, shows)
        for variable, rows in groupby(table.to_dict("records"), lambda row: str(row["variable"]))
    ]
    return write_page(path, parts, title=title)


def _part(
    variable: str,
    rows: Sequence[Any],
    units: dict[str, Any],
    form: Form | None,
    shows: Sequence[str],
) -> Highlight:
    """Return the part of the page about one variable."""
    asked = next((v for v in form.variables if v.name == variable), None) if form else None
    by_unit = [(unit, list(g)) for unit, g in groupby(rows, lambda row: str(row["unit_id"]))]
    number = len(by_unit)
    heading = f"{variable}: {number} unit{'s' * (number != 1)}"
    question = f'<p class="about">{text_safe(asked.question)}</p>' if asked else ""
    found = "".join(
        _unit(n, units[unit], [_verdict(row) for row in said], shows, bool(asked and asked.spans))
        for n, (unit, said) in enumerate(by_unit, 1)
    )
    body = f'<div class="{WRAPPER}"><h2>{text_safe(heading)}</h2>{question}{found}</div>'
    return Highlight(variable, heading, body)


def _verdict(row: Any) -> _Verdict:
    note = "" if pd.isna(row["note"]) else str(row["note"])
    return _Verdict(str(row["coder"]), str(row["value"]), note, int(row["start"]), int(row["end"]))


def _unit(
    number: int, unit: Any, said: Sequence[_Verdict], shows: Sequence[str], spans: bool
) -> str:
    start, context = int(unit["context_start"]), str(unit["context"])
    place = (int(unit["start"]) - start, int(unit["end"]) - start)
    facts = [f"{name}: {unit[name]}" for name in shows]
    about = " · ".join([str(unit["unit_id"]), *facts])
    lines = []
    for coder, verdicts in groupby(said, lambda verdict: verdict.coder):
        given = list(verdicts)
        marks = [(v.start - start, v.end - start) for v in given if v.value and v.end > v.start]
        if spans or len(given) > 1:
            quoted = [f"{v.value}: {context[v.start - start : v.end - start]}" for v in given]
            value = "; ".join(q for q, v in zip(quoted, given, strict=True) if v.value) or "nothing"
            shown = f'<p class="text">{_marked(context, marks)}</p>'
        else:
            value, shown = given[0].value, ""
        notes = "; ".join(dict.fromkeys(v.note for v in given if v.note))
        lines.append(
            f"<tr><th scope='row'>{text_safe(coder)}</th><td><bdi>{text_safe(show(value))}</bdi>"
            f"{shown}</td><td><bdi>{text_safe(show(notes))}</bdi></td></tr>"
        )
    text = "" if spans else f'<p class="text">{_marked(context, [place])}</p>'
    return (
        f'<section aria-label="Unit {number}"><p class="about">{number}. '
        f"<bdi>{text_safe(show(about))}</bdi></p>{text}"
        "<table><thead><tr><th scope='col'>Coder</th><th scope='col'>Value</th>"
        f"<th scope='col'>Note</th></tr></thead><tbody>{''.join(lines)}"
        "<tr><th scope='row'>Decided</th><td>&nbsp;</td><td>&nbsp;</td></tr>"
        "</tbody></table></section>"
    )


def _marked(context: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the text with stretches marked, escaped; overlapping ones are shown as one."""
    text = show(context)
    pieces: list[str] = []
    done = 0
    for start, end in sorted(spans):
        first = max(start, done)
        if first >= end:
            continue
        pieces.append(text_safe(close_lines(text[done:first])))
        pieces.append(f'<mark class="a z">{text_safe(text[first:end])}</mark>')
        done = end
    return "".join([*pieces, text_safe(close_lines(text[done:]))])
