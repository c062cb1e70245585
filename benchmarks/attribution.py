"""Measure the rules of attribution against PolNeAR, and count cues on its training part.

Run ``python benchmarks/attribution.py`` (with the folder of the real articles in the environment
variable FRAMING_DATA) to write `benchmarks/tables/attribution.csv` and
`benchmarks/tables/attribution_outlets.csv`; with ``--learn`` it first counts the cues again and
writes `src/framing/cues/counts.csv` and `patterns.csv`.

PolNeAR (Newell, Margolin and Ruths 2018, LREC): networkdynamics/PolNeAR @c3eee833c0; no licence is
stated for the data. Only counts of single words and patterns, and the figures below, come from it.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import framing.clauses
from framing.clauses import find_clauses
from framing.statements import Attribution, find_attributions
from framing.tags import Tagger
from framing.words import WordIndex

DEV_LOOKS = 7
"""How often the development part was looked at to choose between rules, this run included."""

HERE = Path(__file__).parent
CUES = HERE.parent / "src" / "framing" / "cues"
TOKEN = re.compile(r"\w+|[^\w\s]")
MARKS = re.compile("[\"“”«»„]|''|``")
HOW_TO_GET = (
    "FRAMING_DATA does not name a folder with polnear_{split}.jsonl.gz; the folder is described "
    "in data/README.md; set FRAMING_DATA to it"
)
Mask = npt.NDArray[np.bool_]
Gold = dict[str, Any]


def read(split: str) -> list[dict[str, Any]]:
    """Return the articles of one part of PolNeAR."""
    path = Path(os.environ.get("FRAMING_DATA", "")) / f"polnear_{split}.jsonl.gz"
    if not path.is_file():
        sys.exit(HOW_TO_GET.format(split=split))
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


class Tokens:
    """The tokens of one text, to count by."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = np.array([m.start() for m in TOKEN.finditer(text)], np.int64)

    def mask(self, spans: Iterable[Sequence[int]]) -> Mask:
        """Say which tokens begin inside one of the spans."""
        mask = np.zeros(len(self.starts), bool)
        for start, end in spans:
            low, high = np.searchsorted(self.starts, (start, end))
            mask[low:high] = True
        return mask


class Tally:
    """Hits, false finds and misses."""

    def __init__(self) -> None:
        self.hit = self.false = self.missed = 0

    def add(self, found: Mask, gold: Mask) -> None:
        """Count one text's tokens."""
        self.hit += int((found & gold).sum())
        self.false += int((found & ~gold).sum())
        self.missed += int((~found & gold).sum())

    def rows(self, name: str) -> list[tuple[str, float]]:
        """Return precision, recall and F1."""
        precision = self.hit / max(self.hit + self.false, 1)
        recall = self.hit / max(self.hit + self.missed, 1)
        f1 = 2 * self.hit / max(2 * self.hit + self.false + self.missed, 1)
        return [
            (f"{name} precision", precision),
            (f"{name} recall", recall),
            (f"{name} F1", f1),
        ]


def head_of(text: str, spans: Sequence[Sequence[int]]) -> tuple[int, int]:
    """Return the head word of a source: the last word before a comma, a preposition or *who*."""
    start, end = spans[0]
    words = list(re.finditer(r"[\w’'.-]+|,", text[start:end]))
    stops = {",", "of", "for", "from", "in", "at", "with", "who", "on", "to", "which", "that", "by"}
    kept = []
    for word in words:
        if word.group().lower() in stops and kept:
            break
        kept.append(word)
    last = kept[-1] if kept else None
    return (start + last.start(), start + last.end()) if last else (start, end)


def overlap(a: Sequence[int], b: Sequence[int]) -> int:
    """Return how many code points two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def measure(
    articles: list[dict[str, Any]], found: list[list[Attribution]]
) -> tuple[list[tuple[str, float]], list[tuple[str, float, float, float]]]:
    """Return the figures, and per outlet the share of own voice by hand, found and by marks."""
    every, marked, inside = Tally(), Tally(), Tally()
    exact, cues = Tally(), Tally()
    heads = [0, 0]
    shares: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for article, attributions in zip(articles, found, strict=True):
        text = article["text"]
        tokens = Tokens(text)
        gold: list[Gold] = article["attributions"]
        gold_spans = [tuple(s) for g in gold for s in g["content"]]
        spans = [(a.start, a.end) for a in attributions if a.kind != "unsure"]
        gold_mask, mask = tokens.mask(gold_spans), tokens.mask(spans)
        every.add(mask, gold_mask)
        quoted_gold = tokens.mask(s for s in gold_spans if MARKS.search(text[s[0] : s[1]]))
        quoted = tokens.mask(s for s in spans if MARKS.search(text[s[0] : s[1]]))
        marked.hit += int((quoted & gold_mask).sum())
        marked.false += int((quoted & ~gold_mask).sum())
        marked.missed += int((quoted_gold & ~mask).sum())
        between = tokens.mask(quotation_spans(text))
        inside.add(mask & between, gold_mask & between)
        score_spans(text, gold, attributions, exact, cues, heads)
        share = shares[article["outlet"]]
        share[0] += len(tokens.starts)
        share[1] += int((~gold_mask).sum())
        share[2] += int((~mask).sum())
        share[3] += int((~between).sum())
    rows = [
        *every.rows("content tokens"),
        *marked.rows("content with quotation marks, tokens"),
        *inside.rows("tokens inside quotation marks"),
        *exact.rows("exact content spans"),
        *cues.rows("cues, by overlap"),
        ("source head accuracy, given content and a source in both", heads[0] / max(heads[1], 1)),
    ]
    outlets = [
        (name, gold / n, own / n, marks / n)
        for name, (n, gold, own, marks) in sorted(shares.items())
    ]
    errors = [abs(own - gold) for _, gold, own, _ in outlets]
    rows.append(("own voice share, largest error over outlets", max(errors)))
    return rows, outlets


def quotation_spans(text: str) -> list[tuple[int, int]]:
    """Return what stands between quotation marks."""
    from framing.quotes import find_quotes

    return [(q.start, q.end) for q in find_quotes(text) if q.depth == 0]


def score_spans(
    text: str,
    gold: list[Gold],
    attributions: list[Attribution],
    exact: Tally,
    cues: Tally,
    heads: list[int],
) -> None:
    """Count exact spans, overlapping cues and heads of sources of one article."""
    trimmed = {trim(text, *s) for g in gold for s in g["content"]}
    # Quoted words inside an indirect content are rows of their own here, not in PolNeAR.
    own = {trim(text, a.start, a.end) for a in attributions if a.kind not in ("partial", "unsure")}
    exact.hit += len(trimmed & own)
    exact.false += len(own - trimmed)
    exact.missed += len(trimmed - own)
    gold_cues = [s for g in gold for s in g["cue"]]
    found_cues = sorted({(a.cue_start, a.cue_end) for a in attributions if a.cue_end})
    cues.hit += sum(any(overlap(c, g) for g in gold_cues) for c in found_cues)
    cues.false += sum(not any(overlap(c, g) for g in gold_cues) for c in found_cues)
    cues.missed += sum(not any(overlap(c, g) for c in found_cues) for g in gold_cues)
    for g in gold:
        if not g["source"] or not g["content"]:
            continue
        best = max(
            (a for a in attributions if a.kind != "unsure"),
            key=lambda a: (
                sum(overlap((a.start, a.end), s) for s in g["content"]) - 0.2 * (a.end - a.start)
            ),
            default=None,
        )
        if best is None or not any(overlap((best.start, best.end), s) for s in g["content"]):
            continue
        if best.source_end == best.source_start:
            continue
        heads[1] += 1
        heads[0] += overlap((best.source_start, best.source_end), head_of(text, g["source"])) > 0


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without blanks and stops at its edges."""
    while start < end and text[start] in " \n.,;:":
        start += 1
    while start < end and text[end - 1] in " \n.,;:":
        end -= 1
    return start, end


def learn(articles: list[dict[str, Any]]) -> None:
    """Count how often each word and pattern was an attribution, and write the two tables."""
    tagger = Tagger(WordIndex([a["text"] for a in articles]))
    pairs: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    patterns: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for number, article in enumerate(articles):
        reading = tagger.read(number)
        cues = np.zeros(len(article["text"]) + 1, bool)
        for g in article["attributions"]:
            for start, end in g["cue"]:
                cues[start:end] = True
        for clause in find_clauses(reading, tagger):
            start, end = reading.starts[clause.cue[0]], reading.ends[clause.cue[1] - 1]
            hit = int(cues[start:end].any())
            noun = "#" if clause.word.noun else ""
            frame = clause.pattern.split("|")[1]
            for count in (
                pairs[clause.word.lemma + noun, frame + noun],
                patterns[clause.pattern],
            ):
                count[0] += 1
                count[1] += hit
    write(CUES / "counts.csv", ["lemma", "frame", "seen", "marked"],
          [[*key, *pairs[key]] for key in sorted(pairs)])  # fmt: skip
    write(CUES / "patterns.csv", ["pattern", "seen", "marked"],
          [[key, *patterns[key]] for key in sorted(patterns)])  # fmt: skip


def write(path: Path, header: list[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table, numbers with six significant digits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(header)
        for row in rows:
            table.writerow([f"{cell:.6g}" if isinstance(cell, float) else cell for cell in row])


def main() -> None:
    """Write the tables."""
    parser = argparse.ArgumentParser(description="Measure the rules of attribution.")
    parser.add_argument("--learn", action="store_true", help="count the cues on train first")
    parser.add_argument("--train", action="store_true", help="measure on train only, print it")
    chosen = parser.parse_args()
    if chosen.learn:
        # Counting must not look at what was counted before.
        framing.clauses.confidence = lambda cue, pattern: 1.0  # type: ignore[assignment]
        learn(read("train"))
        return
    splits = ["train"] if chosen.train else ["train", "dev"]
    rows: list[list[object]] = []
    outlets: list[list[object]] = []
    for split in splits:
        articles = read(split)
        tagger = Tagger(WordIndex([a["text"] for a in articles]))
        found = [find_attributions(tagger, number) for number in range(len(articles))]
        figures, by_outlet = measure(articles, found)
        rows += [[split, len(articles), name, value] for name, value in figures]
        outlets += [[split, *line] for line in by_outlet]
    if chosen.train:
        for row in rows:
            print(*row)
        return
    rows.append(["dev", 84, "times dev was looked at", DEV_LOOKS])
    write(HERE / "tables" / "attribution.csv", ["split", "articles", "measure", "value"], rows)
    write(
        HERE / "tables" / "attribution_outlets.csv",
        ["split", "outlet", "own_voice_by_hand", "own_voice_found", "own_voice_by_marks"],
        outlets,
    )


if __name__ == "__main__":
    main()
