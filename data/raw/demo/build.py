"""Make `articles.csv` and `gold.csv` from the marked articles beside this file.

The marked articles are the one truth: `marked/<doc_id>.txt` holds a header (`key: value`), an
empty line and the text, in which ``{words|category|voice|speaker|target}`` marks what a reader
should find. Marks may nest. Run ``python data/raw/demo/build.py`` after changing one.
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ARTICLE_COLUMNS = (
    "doc_id",
    "outlet",
    "date",
    "event",
    "title",
    "author",
    "section",
    "frozen",
    "text",
)
GOLD_COLUMNS = (
    "doc_id", "field", "start", "end", "text", "category", "voice", "speaker", "target", "frozen",
)  # fmt: skip
NOTICE = (
    "# A constructed corpus: outlets, persons, places and events are invented. CC BY 4.0. "
    "See README.md beside this file."
)


class Mark(NamedTuple):
    """A marked expression, by its place in the plain text."""

    start: int
    end: int
    category: str
    voice: str
    speaker: str
    target: str


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
    values = dict(
        line.split(": ", 1) if ": " in line else (line.rstrip(":"), "")
        for line in header.splitlines()
    )
    title, in_title = plain(values.get("title", ""))
    text, in_text = plain(body.strip("\n"))
    values |= {"title": title, "text": text, "frozen": values.get("frozen", "no")}
    marks = [("title", mark) for mark in in_title] + [("text", mark) for mark in in_text]
    return {name: values.get(name, "") for name in ARTICLE_COLUMNS}, marks


def build() -> dict[str, str]:
    """Return the contents of both files."""
    articles, gold = [], []
    for path in sorted((HERE / "marked").glob("*.txt")):
        try:
            article, marks = read(path)
        except ValueError as fault:
            raise ValueError(f"{path.name}: {fault}") from fault
        articles.append(article)
        for field, mark in marks:
            text = article["title" if field == "title" else "text"]
            gold.append(
                dict(
                    zip(
                        GOLD_COLUMNS,
                        (
                            article["doc_id"],
                            field,
                            mark.start,
                            mark.end,
                            text[mark.start : mark.end],
                            *mark[2:],
                            article["frozen"],
                        ),
                        strict=True,
                    )
                )
            )
    articles.sort(key=lambda a: (a["event"], a["date"], a["doc_id"]))
    order = {article["doc_id"]: k for k, article in enumerate(articles)}
    gold.sort(key=lambda g: order[g["doc_id"]])
    return {
        "articles.csv": f"{NOTICE}\n{_csv(ARTICLE_COLUMNS, articles)}",
        "gold.csv": _csv(GOLD_COLUMNS, gold),
    }


def _csv(columns: tuple[str, ...], rows: list[dict[str, str]]) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


if __name__ == "__main__":
    for name, content in build().items():
        (HERE / name).write_bytes(content.encode("utf-8"))
        print(f"{name}: {content.count(chr(10))} lines", file=sys.stderr)
