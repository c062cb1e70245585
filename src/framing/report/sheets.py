"""A table of the report: as HTML whose numbers lead to their evidence, and as LaTeX."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pandas as pd

from framing.highlights.marks import attribute_safe, show_controls, text_safe
from framing.report.materials import records

__all__ = [
    "ESTIMATES",
    "SIDEWAYS",
    "Column",
    "Notes",
    "Sheet",
    "finding",
    "show",
    "write_latex",
    "write_notes",
    "write_sheet",
]

SIDEWAYS = '<span class="sideways"> Scroll sideways to see all of it.</span>'
_MOST = 80
"""Rows in the page; all of them stand in the files."""
_WORDS = ("text", "day", "note")
_CLASSES = {"text": "", "day": " class=d", "note": " class=note"}


class Column(NamedTuple):
    """A column as a reader sees it: where it comes from, its heading, and what it holds.

    `find` says which evidence a cell leads to, where it is not that of the row.
    """

    name: str
    heading: str
    kind: str = "text"
    find: Callable[[Mapping[str, Any]], str] | None = None


class Sheet(NamedTuple):
    """A table, what is shown of it, and which evidence the hits of each row are.

    `named` is how many columns at the start say what a row is about.
    """

    name: str
    caption: str
    table: pd.DataFrame
    columns: Sequence[Column]
    find: Callable[[Mapping[str, Any]], str] | None = None
    folded: bool = False
    named: int = 1


class Notes(NamedTuple):
    """Lines about one thing, folded below a line that sums them up."""

    title: str
    lines: Sequence[str]


ESTIMATES = (
    Column("estimate", "Estimate", "rate"),
    Column("conf_low", "95 % interval", "interval"),
    Column("hits", "Hits", "count"),
    Column("exposure", "Out of", "count"),
    Column("n_docs", "Articles", "count"),
    Column("note", "Note", "note"),
)
"""What every estimate is shown with."""
_OF_HITS = ("estimate", "conf_low", "hits")
"""Columns that lead to the evidence of their row: the hits, and what is made of them."""


def finding(**wanted: object) -> str:
    """Say which evidence a number counts, as the filters of the page read it.

    Examples
    --------
    >>> finding(o="Valley & Co", c="index:loaded", v="")
    'o=Valley+%26+Co&c=index%3Aloaded'
    """
    # The page's script knows names as they are shown.
    return urlencode({key: show_controls(value) for key, value in wanted.items() if str(value)})


def show(value: Any, kind: str) -> str:
    """Write a value as a reader sees it.

    Examples
    --------
    >>> show(0.12345, "rate"), show(1234.0, "count"), show(0.12345, "share"), show(0.0004, "p")
    ('0.123', '1,234', '12.3 %', '< .001')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)) or value is pd.NaT:
        return ""
    if kind == "count":
        return f"{value:,.0f}"
    if kind == "share":
        return f"{100 * value:.1f} %"
    if kind == "p":
        return "< .001" if value < 0.001 else f"{value:.3f}".lstrip("0")
    if kind == "rate":
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}".replace("-", "−")
    return str(value)


def _cells(sheet: Sheet, row: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """Yield heading, value and whether it is a number, for every column shown."""
    unit = "share" if _is_share(row) else "rate"
    for column in sheet.columns:
        kind = unit if column.kind in ("rate", "interval") else column.kind
        if column.kind == "interval":
            low, high = show(row["conf_low"], kind), show(row["conf_high"], kind)
            yield column.heading, f"{low} to {high}" if low or high else "", True
        else:
            yield column.heading, show(row[column.name], kind), column.kind not in _WORDS


def _is_share(row: Mapping[str, Any]) -> bool:
    return str(row.get("measure", "")) in ("share", "words", "attributions")


def write_sheet(sheet: Sheet) -> str:
    """Return a table as HTML; hits, and what is made of them, are links to their evidence."""
    rows = records(sheet.table.head(_MOST))
    used = [c for c in sheet.columns if c.name != "note" or any(str(r["note"]) for r in rows)]
    sheet = sheet._replace(columns=used)
    head = "".join(
        f'<th scope="col"{_CLASSES.get(column.kind, " class=n")}>{text_safe(column.heading)}</th>'
        for column in sheet.columns
    )
    body = "\n".join(_write_row(sheet, row) for row in rows)
    label = attribute_safe(sheet.caption)
    left = len(sheet.table) - len(rows)
    more = f" The first {len(rows)} of {len(sheet.table):,} rows." if left else ""
    files = " ".join(
        f'<a download href="tables/{sheet.name}.{form}">{form.upper().replace("TEX", "LaTeX")}'
        f'<span class="unseen"> of: {text_safe(sheet.caption)}</span></a>'
        for form in ("csv", "tex")
    )
    made = (
        f'<div class="wide" tabindex="0" role="region" aria-label="Table: {label}"><table>'
        f"<caption><span>{text_safe(sheet.caption)}.{more}{SIDEWAYS}</span></caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>\n"
        f'<p class="files">{files}</p>'
    )
    if not sheet.folded:
        return made
    return f"<details><summary>Table: {text_safe(sheet.caption)}</summary>\n{made}</details>"


def write_notes(notes: Notes) -> str:
    """Return lines as HTML, folded."""
    lines = "".join(f"<li><bdi>{text_safe(line)}</bdi></li>" for line in notes.lines)
    title = f"<bdi>{text_safe(notes.title)}</bdi>"
    return f"<details><summary>{title}</summary>\n<ul>{lines}</ul></details>"


def _write_row(sheet: Sheet, row: Mapping[str, Any]) -> str:
    of_row = sheet.find(row) if sheet.find else ""
    cells = []
    linked: set[str] = set()
    cell_of = list(_cells(sheet, row))
    named = " ".join(value for _, value, _ in cell_of[: sheet.named] if value)
    for k, (column, (heading, value, number)) in enumerate(
        zip(sheet.columns, cell_of, strict=True)
    ):
        shown = f"<bdi>{text_safe(value)}</bdi>" if not number else text_safe(value)
        find = column.find(row) if column.find else of_row if column.name in _OF_HITS else ""
        if value and find:
            # Numbers that have one evidence are one stop of the tabulator.
            told = attribute_safe(f"{heading} {value}, evidence: {named}")
            stop = ' tabindex="-1"' if find in linked else f' aria-label="{told}"'
            target = find if "#" in find else "#evidence"
            data = "" if "#" in find else f' data-find="{attribute_safe(find)}"'
            shown = f'<a href="{target}"{data}{stop}>{shown}</a>'
            linked.add(find)
        kind = _CLASSES.get(column.kind, " class=n")
        # A header without words would be read as one that was lost.
        tag, more = ("th", ' scope="row"') if k < sheet.named and value else ("td", "")
        cells.append(f"<{tag}{more}{kind}>{shown}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>"


_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "^": r"\textasciicircum{}", "_": r"\_", "~": r"\textasciitilde{}", "%": r"\%",
    "−": "$-$", "<": r"\textless{}", ">": r"\textgreater{}",
}  # fmt: skip
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]"
)


def _tex(text: str) -> str:
    r"""Escape a cell for LaTeX.

    Examples
    --------
    >>> print(_tex("50 % of {x} & more"))
    50 \% of \{x\} \& more
    """
    return "".join(_TEX.get(letter, letter) for letter in _UNSEEN.sub(" ", text))


def write_latex(sheet: Sheet) -> str:
    """Return a table as LaTeX that needs no package; wide notes want a paragraph column."""
    rows = records(sheet.table)
    align = "".join("l" if column.kind in _WORDS else "r" for column in sheet.columns)
    lines = [
        r"\begin{table}",
        rf"\caption{{{_tex(sheet.caption)}}}",
        rf"\label{{tab:{sheet.name}}}",
        rf"\begin{{tabular}}{{{align}}}",
        r"\hline",
        " & ".join(_tex(column.heading) for column in sheet.columns) + r" \\",
        r"\hline",
    ]
    for row in rows:
        lines.append(" & ".join(_tex(value) for _, value, _ in _cells(sheet, row)) + r" \\")
    return "\n".join([*lines, r"\hline", r"\end{tabular}", r"\end{table}", ""])
