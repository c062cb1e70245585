"""A text cut at the borders of voices and evidence, as safe HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd

from framing.columns import INDICES, base_category
from framing.highlights.style import CODES

__all__ = [
    "Hit",
    "Stretch",
    "attribute_safe",
    "code_of",
    "index_of",
    "mark_text",
    "show_controls",
    "text_safe",
]

Row = Mapping[str, Any]

# What a browser or a terminal may obey instead of showing; the pictures stand one for one.
_PICTURES = {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n\r"}
_PICTURES |= {0x7F: "\u2421"}
_PICTURES |= dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd")


class Hit(NamedTuple):
    """One row of evidence: its number in the table below the article, and its place."""

    number: int
    start: int
    end: int
    row: Row


class Stretch(NamedTuple):
    """One segment: its place, and the row that says whose voice it is."""

    start: int
    end: int
    row: Row


def show_controls(text: object) -> str:
    """Put a picture in the place of every letter that a browser or terminal may obey.

    Examples
    --------
    >>> show_controls("a" + chr(27) + "[2J")
    'a␛[2J'
    """
    return str(text).translate(_PICTURES)


def text_safe(text: object) -> str:
    """Escape a text so that it is shown, whatever it says.

    Examples
    --------
    >>> text_safe("<script>" + chr(27))
    '&lt;script&gt;␛'
    """
    shown = show_controls(text)
    # A parser would turn a bare carriage return into a line feed.
    return html.escape(shown, quote=False).replace("\r", "&#13;")


def attribute_safe(text: object) -> str:
    """Escape a text for the inside of double quotes."""
    shown = show_controls(text)
    return html.escape(shown, quote=True).replace("\r", "&#13;").replace("\n", "&#10;")


def cell(row: Row, name: str) -> str:
    """Return what a row says in a column, on one line; nothing when it is missing."""
    return " ".join(whole_cell(row, name).split())


def whole_cell(row: Row, name: str) -> str:
    """Return what a row says in a column, as it stands; nothing when it is missing."""
    value: Any = row.get(name, "")
    return "" if pd.isna(value) else str(value)


def index_of(category: str) -> str:
    """Return the index a category counts in, or nothing.

    Examples
    --------
    >>> index_of("hedge"), index_of("naming:war/invasion"), index_of("mine")
    ('epistemic', 'structural', '')
    """
    base = base_category(category)
    return next((index for index, names in INDICES.items() if base in names), "")


def code_of(category: str) -> str:
    """Return the short form of a category.

    Examples
    --------
    >>> code_of("evaluation"), code_of("naming:war/invasion"), code_of("my_own_one")
    ('eval', 'name', 'my own one')
    """
    base = base_category(category)
    return CODES.get(base, base.replace("_", " ")[:12])


def describe_voice(row: Row) -> str:
    """Say whose voice a segment is, and how that was found."""
    parts = [f"voice: {cell(row, 'voice')}"]
    for name in ("speaker", "source", "cue", "stance", "rule"):
        said = cell(row, name)
        if said and not (name == "source" and said == cell(row, "speaker")):
            parts.append(f"{name}: {said}")
    return "\n".join(parts)


def describe_hit(hit: Hit, stretch: Row) -> str:
    """Say what was found, by which entry, and in whose voice."""
    parts = [f"{hit.number}. {cell(hit.row, 'category')}: {cell(hit.row, 'entry')}"]
    parts += [f"voice: {cell(hit.row, 'voice')}"]
    speaker = cell(hit.row, "speaker") or cell(stretch, "speaker")
    for name, said in (
        ("speaker", speaker),
        ("cue", cell(stretch, "cue")),
        ("rule", cell(stretch, "rule")),
        ("remarks", remarks(hit.row)),
    ):
        if said:
            parts.append(f"{name}: {said}")
    return "\n".join(parts)


def remarks(row: Row) -> str:
    """Say what else a row of evidence knows about itself."""
    said = [name for name in ("negated", "straddles") if row.get(name) in (True, 1, "True", "true")]
    for name in ("polarity", "target", "distancer"):
        value = cell(row, name)
        if value and value not in ("0", "0.0"):
            said.append(f"{name} {value}")
    return ", ".join(said)


def mark_text(text: str, stretches: Iterable[Stretch], hits: Sequence[Hit]) -> str:
    """Return a text as HTML; without its tags it is the text.

    Parameters
    ----------
    text : str
        The text, as published.
    stretches : iterable of Stretch
        Its segments, end to end.
    hits : sequence of Hit
        What was found in it; hits may nest, overlap and cross segments.

    Returns
    -------
    str

    Examples
    --------
    >>> mark_text("a < b", [Stretch(0, 5, {"voice": "outlet"})], [])
    '<span class="seg outlet">a &lt; b</span>'
    """
    return "".join(_mark_stretch(text, stretch, hits) for stretch in stretches)


def _mark_stretch(text: str, stretch: Stretch, hits: Sequence[Hit]) -> str:
    here = [hit for hit in hits if hit.start < stretch.end and stretch.start < hit.end]
    borders = {stretch.start, stretch.end}
    for hit in here:
        borders |= {max(hit.start, stretch.start), min(hit.end, stretch.end)}
    cuts = sorted(borders)
    inside = "".join(
        _mark_piece(
            text[start:end],
            start,
            end,
            [hit for hit in here if hit.start <= start and end <= hit.end],
            stretch.row,
        )
        for start, end in pairwise(cuts)
    )
    voice, section = cell(stretch.row, "voice"), cell(stretch.row, "section")
    classes = ["seg", re.sub(r"[^a-z_]", "", voice)]
    label = "" if voice == "outlet" else voice
    who = cell(stretch.row, "speaker") or cell(stretch.row, "source")
    if label and who:
        label += f": {who if len(who) <= 40 else who[:39] + '…'}"
    if section in ("caption", "teaser", "boilerplate"):
        classes.append("aside")
        label = f"{section}, not scored" + (f"; {label}" if label else "")
    extra = ""
    if label:
        told = describe_voice(stretch.row)
        extra = f' data-label="{attribute_safe(label)}" title="{attribute_safe(told)}"'
    return f'<span class="{" ".join(classes)}"{extra}>{inside}</span>'


def _mark_piece(text: str, start: int, end: int, hits: Sequence[Hit], stretch: Row) -> str:
    shown = text_safe(text)
    if not hits:
        return shown
    indices = dict.fromkeys(index_of(cell(hit.row, "category")) for hit in hits)
    first, last = any(hit.start == start for hit in hits), any(hit.end == end for hit in hits)
    flags = (("many", len(hits) > 1), ("a", first), ("z", last))
    classes = [index for index in indices if index][:1] + [name for name, on in flags if on]
    told = attribute_safe("\n\n".join(describe_hit(hit, stretch) for hit in hits))
    tags = [f"{code_of(cell(h.row, 'category'))} {h.number}" for h in hits if h.end == end]
    tag = f' data-tag="{attribute_safe(", ".join(tags))}"' if tags else ""
    # One stop of the tabulator for each hit, not for each piece of it.
    stop = ' tabindex="0"' if first else ""
    return (
        f'<mark class="{" ".join(classes)}"{stop} title="{told}" data-tip="{told}"{tag}>'
        f"{shown}</mark>"
    )
