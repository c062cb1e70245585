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
- `teasers`, `trafilatura_teasers`: how many of the paragraphs found begin as teasers do ("READ
  MORE", "See also", "Sign up" and their like) and are not expected.
- `title`, `author`, `date`: shares of pages whose headline is equal, whose names of authors are
  equal and in the same order, whose date is the same day as it is written.

Rules were developed on half of the outlets, drawn with SEED (`developed`). The other half, `held
out`, was then measured for the first time: recall 0.961, precision 0.924. After that half of its
outlets, drawn with SEED + 1, were looked at too (`looked at later`), and rules for what pages of
all kinds do were added; the rest was only ever counted (`never looked at`).

The originals list no lists and few standfirsts: what of them is read counts against precision.
Where a page prints one headline and gives search engines another, the originals take either; the
reader takes the printed one.

    FRAMING_DATA=... python benchmarks/pages.py
"""

from __future__ import annotations

import os
import random
import re
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
TEASER = re.compile(
    r"\W*(?:read (?:more|next|also|this)|see also|also read|related|more:|more on|watch|recommended"
    r"|you may (?:also )?like|don.t miss|most read|sign up|subscribe|click here|follow us)\b",
    re.IGNORECASE,
)


def fold(text: str) -> str:
    """Return a text with one blank for every run of them."""
    return " ".join(text.split())


def parts_of(outlets: list[str]) -> dict[str, str]:
    """Draw which outlets the rules were developed on, and which were looked at later or never."""
    names = sorted(set(outlets))
    random.Random(SEED).shuffle(names)
    cut = len(names) // 2
    held_out = sorted(names[cut:])
    random.Random(SEED + 1).shuffle(held_out)
    later = len(held_out) // 2
    return {
        **dict.fromkeys(names[:cut], "developed"),
        **dict.fromkeys(held_out[:later], "looked at later"),
        **dict.fromkeys(held_out[later:], "never looked at"),
    }


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


def teasers_of(found: Counter[str], wanted: Counter[str]) -> int:
    """Count what begins as a teaser does and is not expected."""
    return sum(n for line, n in (found - wanted).items() if TEASER.match(line))


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
        "teasers": teasers_of(found, wanted),
        "trafilatura_teasers": teasers_of(lines, wanted),
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
        **{name: int(sums[name]) for name in ("expected", "found", "right")},
        "recall": sums["right"] / sums["expected"],
        "precision": sums["right"] / max(1, sums["found"]),
        "trafilatura_recall": sums["trafilatura_right"] / sums["expected"],
        "trafilatura_precision": sums["trafilatura_right"] / max(1, sums["trafilatura_found"]),
        **{name: int(sums[name]) for name in ("teasers", "trafilatura_teasers")},
        **{name: sums[name] / sums["pages"] for name in ("title", "author", "date")},
    }


def main() -> None:
    """Read the pages and write the table."""
    pages = read("html_pages")
    part_of = parts_of([page["outlet"] for page in pages])
    rows = pd.DataFrame([measure(page) for page in pages])
    rows.insert(0, "part", rows["outlet"].map(part_of))
    held_out = rows[rows["part"] != "developed"]
    table = [summarise("all", "all outlets", rows), summarise("held out", "all outlets", held_out)]
    by_part = [(str(part), some) for part, some in rows.groupby("part")]
    table += [summarise(part, "all outlets", some) for part, some in by_part]
    for part, some in by_part:
        table += [summarise(part, str(name), pages) for name, pages in some.groupby("outlet")]
    write(pd.DataFrame(table), OUT)


if __name__ == "__main__":
    if "FRAMING_DATA" not in os.environ:
        sys.exit(
            "benchmarks/pages.py: FRAMING_DATA is not set; the pages may not be redistributed; set "
            "it to the folder that holds html_pages.jsonl.gz"
        )
    main()
