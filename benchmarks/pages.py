"""How well saved pages are read: 91 real pages of 63 outlets, with what a reader would copy.

Needs the folder of ready copies that FRAMING_DATA names (file html_pages.jsonl.gz, from
flairNLP/fundus @18da6e5359, MIT). Writes ``benchmarks/tables/pages.csv``, counts and shares only:
by outlet, by half, and of all pages together.

What is compared, after folding of blanks (any run of white space is one blank):

- `recall`, `precision`: of the body. Found are the paragraphs of the read text whose section is
  lede or body; expected are the standfirst, the subheadings and the paragraphs that the originals
  list. A paragraph is right when it equals one that is expected, each counted once.
- `trafilatura_recall`, `trafilatura_precision`: the same of trafilatura's own text without
  comments, one paragraph a line.
- `title`, `author`, `date`: shares of pages whose headline is equal, whose names of authors are
  equal and in the same order, whose date is the same day as it is written.

The rules were developed on half of the outlets, drawn with SEED (`developed`). The other half
(`held out`) was measured and not looked at. The originals list no lists and few standfirsts: list
items that they leave out count against precision. Where a page prints one headline and gives
search engines another, the originals take either; the reader takes the printed one.

    FRAMING_DATA=... python benchmarks/pages.py
"""

from __future__ import annotations

import os
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import trafilatura
from coded_samples import read, write

from framing.readers.pages import read_page
from framing.sections import mark_sections

OUT = Path(__file__).parent / "tables" / "pages.csv"
SEED = 20311
BODY = ("lede", "body")


def fold(text: str) -> str:
    """Return a text with one blank for every run of them."""
    return " ".join(text.split())


def halves(outlets: list[str]) -> dict[str, str]:
    """Draw the half of the outlets that the rules were developed on."""
    names = sorted(set(outlets))
    random.Random(SEED).shuffle(names)
    cut = len(names) // 2
    return {name: "developed" if k < cut else "held out" for k, name in enumerate(names)}


def expected_of(page: dict[str, Any]) -> Counter[str]:
    """Return the paragraphs that the originals list."""
    listed = list(page["expected"]["summary"] or [])
    for section in page["expected"]["sections"]:
        listed += [*section["headline"], *section["paragraphs"]]
    return Counter(fold(text) for text in listed if fold(text))


def body_of(text: str, title: str) -> Counter[str]:
    """Return the paragraphs of a read text that are counted as lede or body."""
    found: list[str] = []
    for mark in mark_sections(text, title):
        if mark.section in BODY:
            found += [fold(line) for line in text[mark.start : mark.end].splitlines()]
    return Counter(line for line in found if line)


def same_day(written: str, expected: str | None) -> bool:
    """Say whether two dates name the same day, each as it is written."""
    if not expected or not written:
        return not expected and not written
    return bool(pd.Timestamp(written).date() == pd.Timestamp(expected).date())


def measure(page: dict[str, Any]) -> dict[str, Any]:
    """Read one page, and count."""
    notes: list[dict[str, Any]] = []
    data = page["html"].encode("utf-8", "replace")
    got = read_page(data, (page["id"], 1), notes, charset="utf-8") or {}
    wanted = expected_of(page)
    found = body_of(got.get("text", ""), got.get("title", ""))
    rough = trafilatura.extract(page["html"], include_comments=False) or ""
    lines = Counter(fold(line) for line in rough.splitlines() if fold(line))
    expected = page["expected"]
    authors = [fold(name) for name in got.get("author", "").split("; ") if name]
    return {
        "outlet": page["outlet"],
        "pages": 1,
        "expected": wanted.total(),
        "found": found.total(),
        "right": (found & wanted).total(),
        "trafilatura_found": lines.total(),
        "trafilatura_right": (lines & wanted).total(),
        "title": fold(got.get("title", "")) == fold(expected["title"] or ""),
        "author": authors == [fold(name) for name in expected["authors"] or []],
        "date": same_day(got.get("date", ""), expected["published"]),
    }


def summarise(part: str, outlet: str, rows: pd.DataFrame) -> dict[str, Any]:
    """Return the shares of some pages."""
    sums = rows.drop(columns=["outlet", "part"]).sum()
    return {
        "part": part,
        "outlet": outlet,
        "pages": int(sums["pages"]),
        "expected": int(sums["expected"]),
        "recall": sums["right"] / sums["expected"],
        "precision": sums["right"] / max(1, sums["found"]),
        "trafilatura_recall": sums["trafilatura_right"] / sums["expected"],
        "trafilatura_precision": sums["trafilatura_right"] / max(1, sums["trafilatura_found"]),
        **{name: sums[name] / sums["pages"] for name in ("title", "author", "date")},
    }


def main() -> None:
    """Read the pages and write the table."""
    pages = read("html_pages")
    part_of = halves([page["outlet"] for page in pages])
    rows = pd.DataFrame([measure(page) for page in pages])
    rows.insert(0, "part", rows["outlet"].map(part_of))
    table = [summarise("all", "all outlets", rows)]
    table += [summarise(str(p), "all outlets", rows[rows["part"] == p]) for p in set_of(rows, "part")]
    table += [summarise(part_of[o], o, rows[rows["outlet"] == o]) for o in set_of(rows, "outlet")]
    write(pd.DataFrame(table), OUT)


def set_of(rows: pd.DataFrame, column: str) -> list[str]:
    """Return the values of a column in their order."""
    return sorted(rows[column].unique())


if __name__ == "__main__":
    if "FRAMING_DATA" not in os.environ:
        sys.exit(
            "benchmarks/pages.py: FRAMING_DATA is not set; the pages may not be redistributed; set "
            "it to the folder that holds html_pages.jsonl.gz"
        )
    main()
