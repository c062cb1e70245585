"""What stands around the text: heading, key, counts and tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from framing.columns import FIELDS, VOICES
from framing.highlights.marks import (
    Hit,
    Row,
    Stretch,
    attribute_safe,
    cell,
    code_of,
    index_of,
    mark_text,
    remarks,
    text_safe,
)
from framing.highlights.style import WRAPPER

__all__ = ["write_body"]


def write_body(
    article: Row,
    texts: Mapping[str, str],
    stretches: Mapping[str, list[Stretch]],
    hits: Sequence[Hit],
) -> str:
    """Return an article as HTML, with all that is known of its words."""
    by_field = {name: [hit for hit in hits if str(hit.row["field"]) == name] for name in FIELDS}
    heading = (
        mark_text(texts["title"], stretches["title"], by_field["title"])
        or f"<bdi>{text_safe(cell(article, 'doc_id'))}</bdi>"
    )
    language = cell(article, "language")
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", language):
        language = "en"
    every = [stretch for name in FIELDS for stretch in stretches[name]]
    named = attribute_safe(f"Article {cell(article, 'doc_id')}")
    return "\n".join(
        [
            f'<article class="{WRAPPER}" lang="en" aria-label="{named}">',
            f'<h2 lang="{language}">{heading}</h2>',
            _about(article),
            _sum(every, hits),
            _key(every, hits),
            f'<div class="text" dir="auto" lang="{language}">'
            + mark_text(texts["text"], stretches["text"], by_field["text"])
            + "</div>",
            _hit_table(hits, every),
            _voice_table(every),
            "</article>",
        ]
    )


def _about(article: Row) -> str:
    date = cell(article, "date").removesuffix(" 00:00:00")
    said = [cell(article, "outlet"), date, cell(article, "author"), cell(article, "event")]
    said.append(cell(article, "doc_id"))
    shown = [f"<bdi>{text_safe(item)}</bdi>" for item in said if item]
    url = cell(article, "url")
    if re.match(r"https?://", url):
        link = f'<a rel="noopener noreferrer" href="{attribute_safe(url)}">'
        shown.append(f"{link}<bdi>{text_safe(url)}</bdi></a>")
    elif url:
        shown.append(f"<bdi>{text_safe(url)}</bdi>")
    return f'<p class="about">{" · ".join(shown)}</p>'


def _sum(stretches: Sequence[Stretch], hits: Sequence[Hit]) -> str:
    words = dict.fromkeys(VOICES, 0)
    for stretch in stretches:
        voice = cell(stretch.row, "voice")
        words[voice] = words.get(voice, 0) + int(stretch.row["words"])
    total = sum(words.values())
    shares = [
        f"{voice} {count:,} ({100 * count / total:.0f}%)"
        for voice, count in words.items()
        if total and (count or voice != "unsure")
    ]
    found = f"{len(hits):,} expression{'' if len(hits) == 1 else 's'} found"
    return (
        f'<p class="sum">{total:,} words by voice: {text_safe(", ".join(shares) or "none")}. '
        f"{found}.</p>"
    )


def _key(stretches: Sequence[Stretch], hits: Sequence[Hit]) -> str:
    there = {cell(stretch.row, "voice") for stretch in stretches}
    voices = [
        f'<li><span class="seg {voice}" data-label="{voice}">{meaning}</span></li>'
        for voice, meaning in (
            ("quoted", "a source’s words"),
            ("reported", "a source’s content in the outlet’s words"),
            ("distanced", "held at arm’s length"),
            ("unsure", "broken quotation marks"),
        )
        if voice in there
    ]
    items = []
    categories: dict[str, int] = {}
    for hit in hits:
        category = cell(hit.row, "category")
        categories[category] = categories.get(category, 0) + 1
    for category, count in sorted(categories.items()):
        tag, name = attribute_safe(code_of(category)), text_safe(category.replace("_", " "))
        items.append(
            f'<li><mark class="{index_of(category)} a z" data-tag="{tag}"><bdi>{name}</bdi></mark> '
            f"{count:,}</li>"
        )
    return "".join(
        f'<ul class="key" aria-label="{name}">{"".join(listed)}</ul>'
        for name, listed in (("Voices", voices), ("Categories", items))
        if listed
    )


def _table(name: str, columns: Sequence[str], rows: Sequence[Sequence[str]], opened: bool) -> str:
    head = "".join(f'<th scope="col">{text_safe(column)}</th>' for column in columns)
    lines = "".join(
        "<tr>"
        + "".join(
            f'<td class="n">{text_safe(value)}</td>'
            if re.fullmatch(r"[\d,]+", value)
            else f"<td><bdi>{_breaking(value)}</bdi></td>"
            for value in row
        )
        + "</tr>\n"
        for row in rows
    )
    label = attribute_safe(name)
    return (
        f"<details{' open' if opened else ''}><summary>{text_safe(name)}</summary>\n"
        f'<div class="wide" tabindex="0" role="region" aria-label="{label}"><table><thead><tr>'
        f"{head}</tr></thead>\n<tbody>{lines}</tbody></table></div></details>"
    )


def _breaking(value: str) -> str:
    """Return a cell whose long names may break, so that the last column is not pushed out."""
    return re.sub(r"(?<=\w)([:/_])(?=\w)", r"\1<wbr>", text_safe(value))


def _hit_table(hits: Sequence[Hit], stretches: Sequence[Stretch]) -> str:
    if not hits:
        return '<p class="sum">No expression of the codebook was found in this article.</p>'
    rows = []
    for hit in hits:
        home = _home(hit, stretches)
        rows.append(
            [
                str(hit.number),
                cell(hit.row, "text"),
                cell(hit.row, "category").replace("_", " "),
                cell(hit.row, "entry"),
                cell(hit.row, "voice"),
                cell(hit.row, "speaker") or cell(home, "speaker"),
                cell(home, "rule"),
                cell(hit.row, "section"),
                remarks(hit.row),
            ]
        )
    columns = ["no.", "words", "category", "entry", "voice", "speaker", "rule", "section"]
    return _table("What was found", [*columns, "remarks"], rows, opened=True)


def _home(hit: Hit, stretches: Sequence[Stretch]) -> Row:
    """Return the segment a hit belongs to: of those it touches, the first of its own voice."""
    touched = [
        s.row
        for s in stretches
        if str(s.row["field"]) == str(hit.row["field"]) and s.start < hit.end and hit.start < s.end
    ]
    own = [row for row in touched if cell(row, "voice") == cell(hit.row, "voice")]
    return (own or touched or [{}])[0]


def _voice_table(stretches: Sequence[Stretch]) -> str:
    rows = [
        [
            cell(s.row, "voice"),
            cell(s.row, "speaker"),
            cell(s.row, "source"),
            cell(s.row, "cue"),
            cell(s.row, "rule"),
            cell(s.row, "words"),
            (words := cell(s.row, "text"))[:60] + ("…" if len(words) > 60 else ""),
        ]
        for s in stretches
        if cell(s.row, "voice") != "outlet"
    ]
    if not rows:
        return ""
    columns = ["voice", "speaker", "source", "cue", "rule", "length", "words"]
    return _table("Who speaks besides the outlet", columns, rows, opened=False)
