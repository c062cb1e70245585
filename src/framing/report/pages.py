"""The page around chapters and evidence: HTML that is readable without its script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from framing.columns import INDICES, VOICES
from framing.contrasts.rows import many
from framing.highlights.marks import attribute_safe, text_safe
from framing.highlights.style import STYLE
from framing.periods import NO_DATE
from framing.report.chapters import Chapter, name_category
from framing.report.findings import DATED, SPEAKS
from framing.report.materials import Materials, records
from framing.report.methods import Methods
from framing.report.payloads import Payload, publishable
from framing.report.pictures import Files, Picture, write_picture
from framing.report.sheets import Notes, Sheet, finding, write_notes, write_sheet

__all__ = ["write_html"]

_SAMPLES = 8
"""Places of a category that a reader without scripts sees."""
_RECEIPT = 200


def write_html(
    materials: Materials,
    chapters: Sequence[Chapter],
    methods: Methods,
    findings: pd.DataFrame,
    payload: Payload,
    *,
    figures: Path,
    drawn: Mapping[str, Files],
    progress: Callable[[str, int, int], object],
) -> str:
    """Return the report as one HTML document, and write its figures, by name in `drawn`."""
    script, style = (_file(name) for name in ("page.js", "page.css"))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        "base-uri 'none'; form-action 'none'"
    )
    title = "Framing report"

    def picture(part: Picture) -> str:
        made = write_picture(part, drawn[part.name](), figures)
        progress("figures", 1, len(drawn))
        return made

    body = [_chapter(chapter, picture, materials) for chapter in chapters]
    last = [("methods", "Methods and limitations"), ("evidence", "Evidence")]
    names = [*((c.name, c.title) for c in chapters), *last]
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{title}</title>\n<style>{style}{STYLE}</style>\n</head>\n<body>",
            '<a class="skip" href="#main">Skip to the report</a>\n'
            '<a class="skip" href="#evidence-title">Skip to the evidence</a>',
            _header(title, materials, findings, payload),
            _contents(names),
            '<main id="main" tabindex="-1">',
            *body,
            _methods(methods),
            _evidence(materials, findings),
            "</main>",
            "<footer><p>Made with framing. The tables (CSV, LaTeX) and figures (PNG, SVG, PDF) "
            "lie in the folders tables and figures beside this page.</p></footer>",
            f'<script type="application/json" id="evidence-data">{payload.text}</script>',
            f"<script>{script}</script>\n</body>\n</html>\n",
        ]
    )


def _file(name: str) -> str:
    return files("framing.report").joinpath(name).read_text(encoding="utf-8")


def _paragraphs(lines: Iterable[str]) -> str:
    return "\n".join(f"<p><bdi>{text_safe(line)}</bdi></p>" for line in lines if line)


def _header(title: str, materials: Materials, findings: pd.DataFrame, payload: Payload) -> str:
    articles = materials.articles
    loaded = findings["counted"] & (findings["indices"] % 2 == 1)
    own = loaded & (findings["voice"] == "outlet")
    counted = finding(c="index:loaded", w="counted")
    facts = [
        ("Articles", len(articles), ""),
        ("Outlets", articles["outlet"].nunique(), ""),
        ("Words", articles["words"].sum(), ""),
        ("Loaded expressions", loaded.sum(), counted),
        ("In the outlets’ own voice", own.sum(), finding(v="own", c="index:loaded", w="counted")),
    ]
    shown = "".join(_fact(name, int(value), find) for name, value, find in facts)
    told = (
        "Loaded language in news, by whose words it is. In the tables, what was found (hits), and "
        "the rates and ratios made of it, are links to the places that are counted."
    )
    if materials.only_counts:
        told = (
            "Loaded language in news, by whose words it is, made from counts alone. In the tables, "
            "hits, and the rates and ratios made of them, are links to the articles, voices and "
            "categories that are counted. Who "
            "speaks, how speakers are introduced, and how far the result depends on how it was "
            "counted can only be said where the articles are."
        )
    elif not materials.text:
        told += " This edition holds no text of articles: counts and single expressions only."
    if materials.numbered:
        told += " Articles are numbered in the order of the corpus."
    if payload.shown < payload.articles:
        told += (
            f" All numbers are of all {payload.articles:,} articles; the page itself holds "
            f"a random sample of {payload.shown:,} of them"
            + (", and tables/evidence.csv all evidence." if not materials.only_counts else ".")
        )
    return f'<header>\n<h1>{title}</h1>\n<p>{told}</p>\n<dl class="glance">{shown}</dl>\n</header>'


def _fact(name: str, value: int, find: str) -> str:
    shown = f"{value:,}"
    if find:
        shown = (
            f'<a href="#evidence" data-find="{attribute_safe(find)}" '
            f'aria-label="{name}: {shown}, show the evidence">{shown}</a>'
        )
    return f"<div><dt>{name}</dt><dd>{shown}</dd></div>"


def _contents(names: Sequence[tuple[str, str]]) -> str:
    listed = "".join(f'<li><a href="#{name}">{text_safe(title)}</a></li>' for name, title in names)
    return (
        '<nav class="contents" aria-labelledby="contents-title"><h2 id="contents-title">Contents'
        f"</h2><ol>{listed}</ol></nav>"
    )


def _chapter(chapter: Chapter, picture: Callable[[Picture], str], materials: Materials) -> str:
    parts = [_part(part, picture) for part in chapter.parts]
    if chapter.name == "reading" and materials.listed:
        parts.append(_receipt(materials))
    inside = "\n".join([_paragraphs(chapter.said), *parts])
    return _section(chapter.name, chapter.title, inside)


def _part(part: Sheet | Picture | Notes, picture: Callable[[Picture], str]) -> str:
    if isinstance(part, Picture):
        return picture(part)
    return write_notes(part) if isinstance(part, Notes) else write_sheet(part)


def _section(name: str, title: str, inside: str) -> str:
    return (
        f'<section id="{name}" aria-labelledby="{name}-title">\n'
        f'<h2 id="{name}-title">{text_safe(title)}</h2>\n{inside}\n</section>'
    )


def _receipt(materials: Materials) -> str:
    """List what was dropped or marked, one by one."""
    table = materials.receipt
    names = ["source", "row", "doc_id", "action", "rule", "reason"]
    head = "".join(f'<th scope="col">{name.replace("doc_id", "article")}</th>' for name in names)
    rows = "\n".join(
        "<tr>" + "".join(f"<td><bdi>{text_safe(value)}</bdi></td>" for value in row) + "</tr>"
        for row in table[names].head(_RECEIPT).fillna("").itertuples(index=False)
    )
    more = f" (the first {_RECEIPT} of {len(table):,})" if len(table) > _RECEIPT else ""
    return (
        f'<details id="receipt-rows"><summary>Each record that was dropped or marked{more}'
        '</summary>\n<div class="wide" tabindex="0" role="region" '
        'aria-label="Table: records that were dropped or marked"><table><caption>Records that '
        f"were dropped or marked{more}</caption><thead><tr>{head}</tr></thead>\n<tbody>{rows}"
        "</tbody></table></div></details>"
    )


def _methods(methods: Methods) -> str:
    versions = "".join(
        f'<tr><th scope="row">{text_safe(name)}</th><td><bdi>{text_safe(value)}</bdi></td></tr>'
        for name, value in methods.versions
    )
    listed = "".join(f"<li><bdi>{text_safe(item)}</bdi></li>" for item in methods.limits)
    cited = "".join(f"<li><bdi>{text_safe(item)}</bdi></li>" for item in methods.references)
    return _section(
        "methods",
        "Methods and limitations",
        "<h3>Methods, for a paper</h3>\n"
        + _paragraphs(methods.methods)
        + f"\n<h3>Limitations</h3>\n<ul>{listed}</ul>\n<h3>References</h3>\n<ul>{cited}</ul>\n"
        "<h3>Versions and fingerprints</h3>\n"
        '<div class="wide" tabindex="0" role="region" aria-label="Table: versions"><table>'
        "<caption>What this report was made with</caption><thead><tr>"
        '<th scope="col">What</th><th scope="col">Version</th></tr></thead>'
        f"<tbody>{versions}</tbody></table></div>"
        '\n<p class="files"><a download href="methods.txt">Methods, limitations and references as '
        "text</a></p>",
    )


# --- evidence -----------------------------------------------------------------------------------


def _evidence(materials: Materials, findings: pd.DataFrame) -> str:
    told = (
        "Every expression that was found and every place where a source speaks. Choose outlet, "
        "voice, category or entry; "
        + ("a line opens its article with the place marked." if materials.text else
           "this edition shows the expression alone, without the text around it.")
    )  # fmt: skip
    if materials.only_counts:
        told = "Every hit that was counted. Choose outlet, voice or category; counts hold no words."
    reader = (
        '<dialog id="reader" aria-labelledby="reader-title"><div class="bar">'
        '<button type="button" id="reader-close">Close</button>'
        '<button type="button" id="reader-before">Previous place</button>'
        '<button type="button" id="reader-after">Next place</button>'
        '<p id="reader-place" role="status"></p></div><div id="reader-view">'
        '<h2 id="reader-title">Article</h2></div></dialog>'
    )
    inside = (
        f"<p>{told}</p>\n"
        f'<div id="scripted" hidden>\n{_form(materials, findings)}\n'
        '<p id="found" role="status" aria-live="polite" tabindex="-1"></p>\n'
        '<ol id="hits" aria-label="Evidence"></ol>\n'
        '<p><button type="button" id="more" hidden>Show more</button></p>\n</div>\n'
        f"<noscript><p>The filters need scripts, which are off. Below stand up to {_SAMPLES} "
        "places of each category; tables/evidence.csv has all of them.</p>"
        f"{_samples(materials, findings)}</noscript>\n{reader}"
    )
    return _section("evidence", "Evidence", inside)


def _form(materials: Materials, findings: pd.DataFrame) -> str:
    months = sorted({month for month in findings["month"] if month})
    times = [(month, month) for month in months]
    if months and (findings["month"] == "").any():
        times += [(DATED, "all with a date"), (NO_DATE, "without a date")]
    groups = [(name, name) for name in sorted(materials.groups)]
    voices = [
        ("own", "own: the outlet alone"),
        ("wording", "wording: outlet, reported, distanced"),
        *((name, name) for name in VOICES),
    ]
    where = [
        ("counted", "counted in rates and shares"),
        ("headline", "in headlines"),
        ("introduced", "introduced by the outlet"),
    ]
    parts = [
        _select("o", "Outlet", groups),
        _select("v", "Voice", voices),
        _categories(findings),
        _select("n", "Entry or speaker", []),
        _select("w", "Where", where),
        _select("t", "Month", times),
    ]
    return (
        '<form id="filters" class="filters" aria-label="Filter the evidence">'
        + "".join(parts)
        + '<div class="buttons"><button type="button" id="clear">Show everything</button>'
        '<button type="button" id="back" hidden>Back to the number</button></div></form>'
    )


def _options(options: Iterable[tuple[str, str]]) -> str:
    return "".join(
        f'<option value="{attribute_safe(value)}">{text_safe(name)}</option>'
        for value, name in options
    )


def _select(key: str, label: str, options: Iterable[tuple[str, str]], inside: str = "") -> str:
    return (
        f'<div><label for="filter-{key}">{label}</label><select id="filter-{key}">'
        f'<option value="">all</option>{inside or _options(options)}</select></div>'
    )


def _categories(findings: pd.DataFrame) -> str:
    """Group the categories that occur: indices, categories, naming sets, speakers."""
    there = sorted(set(findings["category"]))
    sets = sorted({name.partition("/")[0] for name in there if name.startswith("naming:")})
    plain = [name for name in there if not name.startswith(("naming:", SPEAKS))]
    spoken = sorted({SPEAKS, *(name for name in there if name.startswith(SPEAKS))})
    blocks = [
        ("Indices", [(f"index:{name}", f"{name} (index)") for name in INDICES]),
        ("Categories", [(name, name_category(name)) for name in plain]),
        ("Naming sets", [(name, name_category(name)) for name in sets]),
        ("Who speaks", [(name, _speaking(name)) for name in spoken]),
    ]
    inside = "".join(
        f'<optgroup label="{label}">{_options(options)}</optgroup>'
        for label, options in blocks
        if options
    )
    return _select("c", "Category", [], inside)


def _speaking(category: str) -> str:
    return "anybody speaks" if category == SPEAKS else name_category(category)


def _samples(materials: Materials, findings: pd.DataFrame) -> str:
    """Show some places of each category, spread over its evidence, to readers without scripts."""
    texts = materials.corpus.articles.set_index("doc_id")
    blocks = []
    for category, rows in findings.groupby("category", sort=True):
        step = max(1, len(rows) // _SAMPLES)
        chosen = rows.iloc[::step].head(_SAMPLES)
        lines = "".join(_sample(texts, row, materials.text) for row in records(chosen))
        blocks.append(
            f"<details><summary><bdi>{text_safe(name_category(str(category)))}</bdi> "
            f"({many(len(rows), 'place')})</summary>\n<ul>{lines}</ul></details>"
        )
    return "\n".join(blocks)


def _sample(texts: pd.DataFrame, row: dict[str, Any], text: bool) -> str:
    about = (
        f"<bdi>{text_safe(row['group'])}</bdi>, voice: {text_safe(row['voice'])}, "
        f"<bdi>{text_safe(row['doc_id'])}</bdi>"
    )
    if not text:
        said = publishable(str(row["text"]), str(row["entry"]), str(row["category"]))
        return f'<li class="sample"><b><bdi>{text_safe(said)}</bdi></b> ({about})</li>'
    whole = str(texts.at[row["doc_id"], row["field"]])
    start, end = int(row["start"]), int(row["end"])
    left, right = whole[max(0, start - 60) : start], whole[end : end + 60]
    hit = whole[start:end]
    shown = "".join(
        f"<{tag}>{text_safe(' '.join(part.split()))}</{tag.split()[0]}>" + gap
        for tag, part, gap in (("bdi", left, " "), ("b", hit[:160], " "), ("bdi", right, ""))
    )
    return f'<li class="sample">{shown} ({about})</li>'
