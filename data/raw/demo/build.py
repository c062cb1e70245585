"""Make `articles.csv`, `gold.csv`, the reading pages and the README's tables from the marked texts.

The marked articles are the one truth: `marked/<doc_id>.txt` holds a header (`key: value`), an
empty line and the text, in which ``{words|category|voice|speaker|target}`` marks what a reader
should find. Marks may nest. Run ``python data/raw/demo/build.py`` after changing one. It needs
nothing but Python, so that the gold never depends on the program that is measured against it.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ARTICLE_COLUMNS = (
    "doc_id", "outlet", "date", "event", "title", "author", "section", "frozen", "text",
)  # fmt: skip
GOLD_COLUMNS = (
    "doc_id", "field", "start", "end", "text", "category", "voice", "speaker", "target",
    "coinage", "frozen",
)  # fmt: skip
PROFILE_COLUMNS = ("outlet", "measure", "planted", "counted", "hits", "exposure", "unit")
NOTICE = (
    "# A constructed corpus: outlets, persons, places and events are invented. CC BY 4.0. "
    "See README.md beside this file."
)
LOADED = ("evaluation", "label", "euphemism", "dysphemism", "metaphor", "intensifier")
VOICES = ("outlet", "reported", "quoted", "distanced")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
ASIDE = re.compile(
    r"^(?:MORE|Read more|PICTURED|In the print issue|Photograph)\b|^By [A-Z]|^\(Reporting by"
    r"|© |(?:Photograph|Picture|Pic): "
)
"""Captions, teasers, bylines and credits: marked like the rest, but no part of the profile."""

PLANTED = {
    # outlet: own, reported, quoted, distanced, hedges, factive + implicative, generalisation,
    # concession, so-called, scare, coinages
    "Tessel Wire": "0-1,0-1,2,0,1,0-1,0,0,0,0,0",
    "Velmora Standard": "7-8,0-1,0-1,0,0,2,0-1,0,1,0,2",
    "Vestra": "3,1,2,1,1,1-2,1,0-1,0,1,1",
    "Halvern Courier": "0,0-1,13-15,0,0,0,0,0,0,0,1",
    "Margin Review": "1,0-1,1-2,3,4-5,1,2-3,2,1,2-3,1",
    "Daily Hammer": "5-6,3,1,0,0-1,1-2,1,0,0,0-1,2",
}
NOT_AS_PLANTED = frozenset({"vestra-e02"})
"""The twin of a real article follows that article, not its outlet's profile."""

NAMING = {
    # set: (alternatives counted as hits, name of the measure)
    "government": ("regime", "“regime” among the names of governments"),
    "war": ("war,invasion", "“war” or “invasion” among the names of the war"),
    "rebels": ("terrorists,militants", "“terrorists” or “militants” among the names of the Guard"),
    "migrants": ("migrants,illegals", "“migrants” or “illegals” among the names of the displaced"),
    "dorvyn": ("Dorvin", "“Dorvin” among the spellings of the city"),
    "soryv": ("Sorev", "“Sorev” among the spellings of the capital"),
}


class Mark(NamedTuple):
    """A marked expression, by its place in the plain text."""

    start: int
    end: int
    category: str
    voice: str
    speaker: str
    target: str


class Article(NamedTuple):
    """An article without marks, its marks by field, and its coinages."""

    columns: dict[str, str]
    marks: list[tuple[str, Mark]]
    coinages: frozenset[str]


def plain(marked: str) -> tuple[str, list[Mark]]:
    """Take the marks out of a text and return their places in what is left."""
    out: list[str] = []
    marks: list[Mark] = []
    open_at: list[int] = []
    length = place = 0
    while place < len(marked):
        char = marked[place]
        if char == "{":
            open_at.append(length)
        elif char == "|":
            close = marked.index("}", place)
            values = [value.strip() for value in marked[place + 1 : close].split("|")]
            values += [""] * (4 - len(values))
            marks.append(Mark(open_at.pop(), length, *values[:4]))
            place = close
        elif char == "}":
            raise ValueError(f"a mark without a category closes at character {place}")
        else:
            out.append(char)
            length += 1
        place += 1
    if open_at:
        raise ValueError(f"{len(open_at)} marks are not closed")
    return "".join(out), sorted(marks, key=lambda m: (m.start, -m.end, m.category))


def read(path: Path) -> tuple[dict[str, str], list[tuple[str, Mark]]]:
    """Read one marked article: its columns, and its marks by field."""
    header, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    values = {name: value for name, _, value in (s.partition(": ") for s in header.splitlines())}
    title, in_title = plain(values.get("title", ""))
    text, in_text = plain(body.strip("\n"))
    values |= {"title": title, "text": text, "frozen": values.get("frozen", "no")}
    marks = [("title", mark) for mark in in_title] + [("text", mark) for mark in in_text]
    return {name: values.get(name, "") for name in ARTICLE_COLUMNS}, marks


def read_all() -> list[Article]:
    """Read every marked article, ordered by event, date and name."""
    with (HERE / "coinages.csv").open(encoding="utf-8", newline="") as file:
        coined = [(row["doc_id"], row["text"]) for row in csv.DictReader(file)]
    articles = []
    for path in sorted((HERE / "marked").glob("*.txt")):
        try:
            columns, marks = read(path)
        except ValueError as fault:
            raise ValueError(f"{path.name}: {fault}") from fault
        own = frozenset(text for doc_id, text in coined if doc_id == columns["doc_id"])
        articles.append(Article(columns, marks, own))
    articles.sort(key=lambda a: (a.columns["event"], a.columns["date"], a.columns["doc_id"]))
    return articles


def gold_rows(articles: list[Article]) -> list[dict[str, str]]:
    """Return one row per mark."""
    rows = []
    for columns, marks, coinages in articles:
        for field, mark in marks:
            words = columns[field][mark.start : mark.end]
            coined = words in coinages and mark.category in LOADED
            values = (
                columns["doc_id"], field, str(mark.start), str(mark.end), words, mark.category,
                mark.voice, mark.speaker, mark.target, "yes" if coined else "no",
                columns["frozen"],
            )  # fmt: skip
            rows.append(dict(zip(GOLD_COLUMNS, values, strict=True)))
    return rows


def is_reprint(columns: dict[str, str]) -> bool:
    """Say whether an article is another outlet's copy."""
    return columns["doc_id"].endswith("w")


def body_spans(columns: dict[str, str]) -> list[tuple[int, int]]:
    """Return the paragraphs that count for the profile: no title, caption, teaser or credit."""
    spans = []
    for found in re.finditer(r"[^\n]+", columns["text"]):
        if found[0] != columns["title"] and not ASIDE.search(found[0]):
            spans.append(found.span())
    return spans


def profile(articles: list[Article]) -> list[dict[str, str]]:
    """Count what each outlet was given, beside what was planned."""
    rows = []
    for outlet, planted in PLANTED.items():
        own = [a for a in articles if a.columns["outlet"] == outlet and not is_reprint(a.columns)]
        rows += _profile_of(outlet, planted.split(","), own)
    return rows


def _profile_of(outlet: str, planted: list[str], own: list[Article]) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []

    def add(measure: str, planned: str, hits: int, exposure: int, unit: str) -> None:
        value = 1000 * hits / exposure if unit == "per 1,000 words" and exposure else (
            hits / exposure if exposure else 0.0
        )
        counted = "" if not exposure else f"{value:.2f}" if unit == "share" else f"{value:.1f}"
        if unit == "number":
            counted = f"{hits:,}"
        values = (outlet, measure, planned, counted, str(hits), str(exposure), unit)
        rows.append(dict(zip(PROFILE_COLUMNS, values, strict=True)))

    found: Counter[tuple[str, str]] = Counter()
    as_planted: Counter[tuple[str, str]] = Counter()
    words = said = 0
    for article in own:
        spans = body_spans(article.columns)
        text = article.columns["text"]
        words += sum(len(WORD.findall(text[a:b])) for a, b in spans)
        said += sum(len(re.findall(r"\bsa(?:id|ys?)\b", text[a:b])) for a, b in spans)
        here = Counter(
            (mark.category, mark.voice)
            for field, mark in article.marks
            if field == "text" and any(a <= mark.start < b for a, b in spans)
        )
        found += here
        if article.columns["doc_id"] not in NOT_AS_PLANTED:
            as_planted += here
    coined = sum(len(a.coinages) for a in own)
    n_all = len(own)
    n = sum(a.columns["doc_id"] not in NOT_AS_PLANTED for a in own)

    def sum_of(counts: Counter[tuple[str, str]], names: tuple[str, ...], voice: str = "") -> int:
        return sum(v for (c, w), v in counts.items() if c in names and voice in ("", w))

    add("articles", "10", n_all, 1, "number")
    add("words", "", words, 1, "number")
    for voice, planned in zip(VOICES, planted, strict=False):
        add(f"loaded, {voice}", planned, sum_of(as_planted, LOADED, voice), n, "per article")
    devices = ("concession", "so_called", "scare")
    groups = {
        "hedges, outlet": (("hedge",), "outlet"),
        "factive and implicative": (("factive", "implicative"), ""),
        "vague sources": (("generalisation",), ""),
        **{name.replace("_", "-"): ((name,), "") for name in devices},
    }
    for (name, (categories, voice)), planned in zip(groups.items(), planted[4:10], strict=True):
        add(name, planned, sum_of(as_planted, categories, voice), n, "per article")
    add("coinages", planted[10], coined, n, "per article")
    add("loaded, outlet", "", sum_of(found, LOADED, "outlet"), words, "per 1,000 words")
    add("loaded, all voices", "", sum_of(found, LOADED), words, "per 1,000 words")
    harm = sum_of(found, ("agent_deletion",))
    all_harm = harm + sum_of(found, ("harm_mention",))
    add("harm without an agent", "", harm, all_harm, "share")
    add("“said”, “says”", "", said, n_all, "per article")
    for stance in ("endorsing", "distancing", "hostile"):
        add(f"cues, {stance}", "", sum_of(found, (f"stance:{stance}",)), n_all, "per article")
    for name, (chosen, measure) in NAMING.items():
        at = {c: v for (c, _), v in found.items() if c.startswith(f"naming:{name}/")}
        every = sum(v for (c, _), v in found.items() if c in at)
        hits = sum(
            v for (c, _), v in found.items() if c in at and c.split("/")[1] in chosen.split(",")
        )
        add(measure, "", hits, every, "share")
    return rows


def profile_table(rows: list[dict[str, str]]) -> str:
    """Set the profile as a table in Markdown: a row per measure, a column per outlet."""
    outlets = list(dict.fromkeys(row["outlet"] for row in rows))
    lines = [f"| | {' | '.join(outlets)} |", "|---" + "|--:" * len(outlets) + "|"]
    cells = {(r["measure"], r["unit"], r["outlet"]): r for r in rows}
    for measure, unit in dict.fromkeys((r["measure"], r["unit"]) for r in rows):
        shown = []
        for outlet in outlets:
            row = cells[measure, unit, outlet]
            plan = f"{row['planted'].replace('-', '–')} → " if row["planted"] else ""
            shown.append(f"{plan}{row['counted'] or 'none'}")
        name = measure if unit == "number" else f"{measure}, {unit}"
        lines.append(f"| {name} | {' | '.join(shown)} |")
    return "\n".join(lines)


def contents_table(articles: list[Article]) -> str:
    """Count articles, words and marks, as a table in Markdown."""
    marks = Counter(
        mark.category.partition(":")[0] for article in articles for _, mark in article.marks
    )
    words = [len(WORD.findall(a.columns["text"])) for a in articles]
    decoys = marks.pop("decoy")
    coinages = sum(len(a.coinages) for a in articles)
    rows = [
        ("articles", f"{len(articles)}, {sum(is_reprint(a.columns) for a in articles)} of them "
                     "reprints of wire copy"),
        ("outlets, events", f"{len({a.columns['outlet'] for a in articles})}, "
                            f"{len({a.columns['event'] for a in articles})}"),
        ("words", f"{sum(words):,}; {min(words)} to {max(words)} an article"),
        ("frozen articles", f"{sum(a.columns['frozen'] == 'yes' for a in articles)}"),
        ("marks", f"{sum(marks.values()):,}, and {decoys} decoys"),
        ("coinages", f"{coinages}"),
        *((f"`{name}`", f"{number}") for name, number in sorted(marks.items())),
    ]  # fmt: skip
    return "\n".join(["| | |", "|---|---|", *(f"| {a} | {b} |" for a, b in rows)])


def reading_page(outlet: str, articles: list[Article]) -> str:
    """Set an outlet's articles in Markdown, every mark shown behind its words."""
    lines = [
        f"# {outlet}: the marked articles", "",
        "A constructed corpus: outlet, persons, places and events are invented. CC BY 4.0. Made by "
        "`build.py` from `marked/`; change those, not this page.", "",
        "**Bold** words are marked; behind them stands what they are, in whose voice, who speaks, "
        "and after the arrow whom it is about. Around a mark that holds others stand ‹ ›. Words in "
        "*italics* are decoys: a plain list would count them, a reader does not.", "",
    ]  # fmt: skip
    lines += [
        f"- [{a.columns['doc_id']}](#{a.columns['doc_id']}) "
        f"{_escape(a.columns['title'])}" for a in articles
    ]  # fmt: skip
    for columns, marks, _ in articles:
        frozen = ", frozen" if columns["frozen"] == "yes" else ""
        lines += ["", f"## {columns['doc_id']}", ""]
        lines += [f"{columns['date']}, {columns['section']}, {columns['author']}{frozen}", ""]
        lines += [_marked_up(columns["title"], [m for f, m in marks if f == "title"], "### "), ""]
        lines += [_marked_up(columns["text"], [m for f, m in marks if f == "text"])]
    return "\n".join(lines) + "\n"


def _marked_up(text: str, marks: list[Mark], before: str = "") -> str:
    spans: dict[tuple[int, int], list[Mark]] = {}
    for mark in marks:
        spans.setdefault((mark.start, mark.end), []).append(mark)
    opens: dict[int, list[str]] = {}
    closes: dict[int, list[str]] = {}
    for (start, end), here in sorted(spans.items(), key=lambda s: (s[0][0], -s[0][1])):
        holds = any((a, b) != (start, end) and start <= a and b <= end for a, b in spans)
        decoy = all(mark.category.startswith("decoy:") for mark in here)
        tag = "i" if decoy else "b"
        left, right = (f"<{tag}>‹</{tag}>", f"<{tag}>›</{tag}>") if holds else (
            f"<{tag}>", f"</{tag}>"
        )  # fmt: skip
        opens.setdefault(start, []).append(left)
        closes.setdefault(end, []).insert(0, f"{right}<sub>[{_label(here)}]</sub>")
    out, last = [before], 0
    for place in sorted({*opens, *closes}):
        out += [_escape(text[last:place]), *closes.get(place, []), *opens.get(place, [])]
        last = place
    out.append(_escape(text[last:]))
    return re.sub(r"(?m)^(\d+)\. ", r"\1\\. ", "".join(out))


def _label(marks: list[Mark]) -> str:
    names = " + ".join(mark.category for mark in marks)
    first = max(marks, key=lambda mark: len(mark.target))
    shown = " · ".join(part for part in (names, first.voice, first.speaker) if part)
    return _escape(f"{shown} → {first.target}" if first.target else shown)


def _escape(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace("@", "&#64;")
    return re.sub(r"([\\`*_\[\]#])(?!64;)", r"\\\1", text)


def build() -> dict[str, str]:
    """Return the contents of every file made here, by its path beside this one."""
    articles = read_all()
    made = {
        "articles.csv": f"{NOTICE}\n{to_csv(ARTICLE_COLUMNS, [a.columns for a in articles])}",
        "gold.csv": to_csv(GOLD_COLUMNS, gold_rows(articles)),
    }
    for outlet in sorted({a.columns["outlet"] for a in articles}):
        own = [a for a in articles if a.columns["outlet"] == outlet]
        made[f"reading/{outlet.lower().replace(' ', '-')}.md"] = reading_page(outlet, own)
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    for name, table in (
        ("contents", contents_table(articles)),
        ("profile", profile_table(profile(articles))),
    ):
        place = re.compile(rf"(<!-- {name}: made by build\.py -->\n).*?(<!-- end -->)", re.DOTALL)
        if len(place.findall(readme)) != 1:
            raise ValueError(f"README.md: the table {name!r} must have one place")
        readme = place.sub(rf"\g<1>{table}\n\g<2>", readme)
    return made | {"README.md": readme}


def to_csv(columns: tuple[str, ...], rows: list[dict[str, str]]) -> str:
    """Write rows as CSV with ``\\n`` line ends."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


if __name__ == "__main__":
    for name, content in build().items():
        path = HERE / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode("utf-8"))
        print(f"{name}: {content.count(chr(10))} lines", file=sys.stderr)
