"""Measure who-says-what against PolNeAR, and count cues on its training part.

Run ``python benchmarks/attribution.py`` (with the folder of the real articles in the environment
variable FRAMING_DATA; some ten minutes on two cores) to write into `benchmarks/tables`:

- ``attribution.csv``: content, cues and sources, for the rules alone and with the learned tagger,
  on the development part and cross-validated on the training part;
- ``attribution_outlets.csv``: the own-voice share of each outlet by hand, found and by marks, with
  the error's interval; ``attribution_rates.csv``: the error in its rate of loaded words;
- ``attribution_ablation.csv``: what is lost without each family of rules and part of the tagger;
- ``attribution_speed.csv``: words per second on one core.

With ``--learn`` it counts the cues again and writes `src/framing/cues/counts.csv` and
`patterns.csv` (then ``framing train attribution`` makes the weights again). With ``--dev`` it
prints the figures of the development part only, with ``--train`` those of the rules on the
training part, on which their words were counted. Judgements of coded samples: `coded_samples.py`.

Cross-validated: in five folds by article, cues counted and weights learned on the other four.

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
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

import framing.clauses
import framing.cues
import framing.statements
from framing import annotate, attribute, read_corpus, read_lexicon, segment
from framing.clauses import Clause, find_clauses
from framing.columns import INDICES, base_category
from framing.cues import adjective_cues
from framing.models import contents
from framing.models.contents import ContentTagger, Model
from framing.models.training import train_model
from framing.statements import Attribution, find_attributions
from framing.stats.jackknives import jackknife_t
from framing.tags import Tagger
from framing.words import WordIndex

FOLDS = 5
DEV_LOOKS = 12
"""How often the development part was looked at to choose between rules, this run included."""

HERE = Path(__file__).parent
TABLES = HERE / "tables"
PICKED = Path(tempfile.gettempdir()) / "framing-attribution" / "cross_validated.json.gz"
"""What was found in the training part by cross-validation, for `coded_samples.py`; no text."""
KEYS = (
    "content tokens F1",
    "exact content spans F1",
    "cues, by overlap F1",
    "own voice share, largest error over outlets",
)
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


def count_cues(
    articles: list[dict[str, Any]],
) -> tuple[dict[tuple[str, str], list[int]], dict[str, list[int]]]:
    """Count how often each word and pattern was an attribution."""
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
    return pairs, patterns


def learn(articles: list[dict[str, Any]]) -> None:
    """Count how often each word and pattern was an attribution, and write the two tables."""
    pairs, patterns = count_cues(articles)
    write(CUES / "counts.csv", ["lemma", "frame", "seen", "marked"],
          [[*key, *pairs[key]] for key in sorted(pairs)])  # fmt: skip
    write(CUES / "patterns.csv", ["pattern", "seen", "marked"],
          [[key, *patterns[key]] for key in sorted(patterns)])  # fmt: skip


def use_counts(articles: list[dict[str, Any]]) -> None:
    """Let the rules of this process know no other articles than these."""
    pairs, patterns = count_cues(articles)
    lemmas: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    frames: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (lemma, _), (seen, marked) in pairs.items():
        lemmas[lemma][0] += seen
        lemmas[lemma][1] += marked
    for pattern, (seen, marked) in patterns.items():
        _, frame, form = pattern.split("|")
        name = frame + "#" if form == "K" else frame
        frames[name][0] += seen
        frames[name][1] += marked
    overall = sum(b for _, b in frames.values()) / sum(a for a, _ in frames.values())
    tables = [
        {key: (a, b) for key, (a, b) in table.items()}
        for table in (lemmas, frames, pairs, patterns)
    ]
    counted = framing.cues.Counts(tables[0], tables[1], tables[2], tables[3], overall)  # type: ignore[arg-type]
    framing.cues.counts = lambda: counted  # type: ignore[assignment]
    framing.cues.confidence.cache_clear()


FAMILIES: dict[str, tuple[str, ...]] = {
    "according to": ("according",),
    "verb and that-clause": ("that", "clause", "np-that", "adjunct-that", "np-clause"),
    "verb and infinitive": ("to", "np-to"),
    "verb and object": ("np", "obj"),
    "verb and preposition": ("prep:",),
    "verb and question": ("wh", "np-wh", "adjunct-wh"),
    "verb before a quotation or colon": ("quote", "adjunct-quote", "np-quote", "colon",
                                         "adjunct-colon"),
    "cue inside or behind its content": ("inserted", "inverted", "quote_first"),
    "passive": ("passive",),
    "relative pronoun": ("relative",),
    "noun": ("noun",),
}  # fmt: skip
STEPS = {
    "speakers before a colon": "claim_labels",
    "quotations without a cue": "claim_quotations",
    "quoted words in other sentences": "claim_fragments",
}
PARTS = {"further cues": ("PROPOSED", 2.0), "stretches no clause holds": ("FILLED", 2.0)}
"""Part of the tagger -> the number in `framing.models.contents` that turns it off."""


def in_family(clause: Clause, family: str) -> bool:
    """Say whether a clause is made by a family of rules."""
    if family == "adjective":
        return clause.word.lemma in adjective_cues()
    return any(
        clause.rule == rule
        or (rule in ("according", "prep:", "passive") and clause.rule.startswith(rule))
        for rule in FAMILIES[family]
    )


@contextmanager
def without(name: str) -> Iterator[None]:
    """Do without a family of rules, a step or a part of the tagger for a while."""
    find, devices = framing.statements.find_clauses, framing.statements.find_devices
    maker: Any = framing.statements._Maker
    kept = {step: getattr(maker, step) for step in STEPS.values()}
    numbers = {key: getattr(contents, key) for key, _ in PARTS.values()}
    settle = ContentTagger._settled
    if name in FAMILIES or name == "adjective":
        framing.statements.find_clauses = lambda *given: [
            c for c in find(*given) if not in_family(c, name)
        ]
    elif name in STEPS:
        setattr(maker, STEPS[name], lambda *_: None)
    elif name == "devices of distance":
        framing.statements.find_devices = lambda *_: []
    elif name in PARTS:
        setattr(contents, *PARTS[name])
    elif name == "chosen edges":
        ContentTagger._settled = lambda _, reading, clauses, *more: clauses  # type: ignore[assignment]
    try:
        yield
    finally:
        framing.statements.find_clauses, framing.statements.find_devices = find, devices
        ContentTagger._settled = settle  # type: ignore[method-assign]
        for step, method in kept.items():
            setattr(maker, step, method)
        for key, value in numbers.items():
            setattr(contents, key, value)


RULE_PARTS = (*FAMILIES, "adjective", *STEPS, "devices of distance")
TAGGER_PARTS = (*PARTS, "chosen edges")
Found = dict[str, list[list[Attribution]]]


def find(articles: list[dict[str, Any]], model: Model | None, *, parts: bool) -> Found:
    """Find attributions with and without the tagger, and without each part of either."""
    tagger = Tagger(WordIndex([a["text"] for a in articles]))
    learned = ContentTagger(tagger, model)

    def run(contents: ContentTagger | None) -> list[list[Attribution]]:
        return [
            find_attributions(tagger, number, contents=contents) for number in range(len(articles))
        ]

    found = {"rules": run(None), "learned": run(learned)}
    for name in RULE_PARTS if parts else ():
        with without(name):
            found[f"rules without {name}"] = run(None)
    for name in TAGGER_PARTS if parts else ():
        with without(name):
            found[f"learned without {name}"] = run(learned)
    return found


def folds_of(articles: list[dict[str, Any]]) -> npt.NDArray[np.int64]:
    """Return the fold of each article."""
    return np.random.default_rng(0).permutation(len(articles)) % FOLDS


def cross(fold: int) -> Found:
    """Find attributions in one fold by what was learned from the others."""
    articles = read("train")
    folds = folds_of(articles)
    use_counts([a for a, f in zip(articles, folds, strict=True) if f != fold])
    model = train_model([a for a, f in zip(articles, folds, strict=True) if f != fold])
    return find([a for a, f in zip(articles, folds, strict=True) if f == fold], model, parts=True)


def cross_validate(articles: list[dict[str, Any]]) -> Found:
    """Return what is found in every article by what was learned from the other folds."""
    folds = folds_of(articles)
    found: Found = {}
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for fold, part in enumerate(pool.map(cross, range(FOLDS))):
            places = np.flatnonzero(folds == fold).tolist()
            for name, rows in part.items():
                whole = found.setdefault(name, [[] for _ in articles])
                for place, row in zip(places, rows, strict=True):
                    whole[place] = row
    return found


def outlet_rows(
    articles: list[dict[str, Any]], found: Sequence[Sequence[Attribution]]
) -> list[list[object]]:
    """Return the own-voice share of each outlet, and the error with its interval."""
    by_outlet: dict[str, list[tuple[int, int, int, int]]] = defaultdict(list)
    for article, attributions in zip(articles, found, strict=True):
        tokens = Tokens(article["text"])
        gold = tokens.mask(s for g in article["attributions"] for s in g["content"])
        mask = tokens.mask((a.start, a.end) for a in attributions if a.kind != "unsure")
        marks = tokens.mask(quotation_spans(article["text"]))
        sums = [int((~m).sum()) for m in (gold, mask, marks)]
        by_outlet[article["outlet"]].append((len(gold), *sums))
    rows: list[list[object]] = []
    for outlet, counts in sorted(by_outlet.items()):
        table = np.array(counts, float)
        n, gold, own, marks = table.sum(axis=0)
        rest = table.sum(axis=0) - table
        low, high = jackknife_t((own - gold) / n, (rest[:, 2] - rest[:, 1]) / rest[:, 0])
        rows.append([outlet, len(counts), gold / n, own / n, marks / n, (own - gold) / n,
                     float(low[0]), float(high[0])])  # fmt: skip
    return rows


def rate_rows(
    articles: list[dict[str, Any]], found: Sequence[Sequence[Attribution]]
) -> list[list[object]]:
    """Return each outlet's rate of loaded words in its own voice, by hand and found."""
    texts = pd.DataFrame(
        {
            "doc_id": [a["id"] for a in articles],
            "outlet": [a["outlet"] for a in articles],
            "text": [a["text"] for a in articles],
        }
    )
    corpus = read_corpus(texts)
    hits = annotate(
        corpus, segment(corpus, attribute(corpus, tagger="rules")), read_lexicon("loaded")
    )
    loaded = hits["category"].astype(str).map(base_category).isin(INDICES["loaded"])
    places: dict[str, list[int]] = defaultdict(list)
    for doc_id, start in zip(hits.loc[loaded, "doc_id"], hits.loc[loaded, "start"], strict=True):
        places[doc_id].append(start)
    by_outlet: dict[str, list[list[int]]] = defaultdict(list)
    for article, attributions in zip(articles, found, strict=True):
        tokens = Tokens(article["text"])
        word = np.array([article["text"][s].isalnum() for s in tokens.starts], bool)
        gold = tokens.mask(s for g in article["attributions"] for s in g["content"])
        mask = tokens.mask((a.start, a.end) for a in attributions if a.kind != "unsure")
        at = np.searchsorted(tokens.starts, places[article["id"]])
        at = at[at < len(tokens.starts)]
        by_outlet[article["outlet"]].append(
            [int((~gold[at]).sum()), int((~gold & word).sum()),
             int((~mask[at]).sum()), int((~mask & word).sum()), len(at)]
        )  # fmt: skip
    rows: list[list[object]] = []
    for outlet, counts in sorted(by_outlet.items()):
        table = np.array(counts, float)

        def ratio(sums: npt.NDArray[np.float64]) -> Any:
            return np.log((sums[..., 2] / sums[..., 3]) / (sums[..., 0] / sums[..., 1]))

        total = table.sum(axis=0)
        low, high = jackknife_t(ratio(total), ratio(total - table))
        rows.append(
            [outlet, len(counts), int(total[4]), 1000 * total[0] / total[1],
             1000 * total[2] / total[3], np.exp(ratio(total)), np.exp(low[0]), np.exp(high[0])]
        )  # fmt: skip
    return rows


def speed_rows(articles: list[dict[str, Any]]) -> list[list[object]]:
    """Return words per second of the rules, the tagger and two floors, in interleaved runs."""
    texts = [a["text"] for a in articles]
    words = sum(len(text.split()) for text in texts)
    verbs = re.compile(r"\b(?:said|says|told|added|claimed|wrote|asked|argued|noted)\b")

    def plain() -> None:
        for text in texts:
            list(MARKS.finditer(text))
            list(verbs.finditer(text))

    def run(learned: bool) -> None:
        tagger = Tagger(WordIndex(texts))
        contents = ContentTagger(tagger) if learned else None
        for number in range(len(texts)):
            find_attributions(tagger, number, contents=contents)

    ways = {
        "marks and nine verbs by regular expression (floor)": plain,
        "rules": lambda: run(False),
        "learned": lambda: run(True),
    }
    seconds: dict[str, list[float]] = defaultdict(list)
    for _ in range(5):
        for name, way in ways.items():
            begun = time.perf_counter()
            way()
            seconds[name].append(time.perf_counter() - begun)
    return [[name, len(texts), words, words / float(np.median(s))] for name, s in seconds.items()]


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
    parser = argparse.ArgumentParser(description="Measure attribution.")
    parser.add_argument("--learn", action="store_true", help="count the cues on train")
    parser.add_argument("--train", action="store_true", help="the rules on train, printed")
    parser.add_argument("--dev", action="store_true", help="the development part, printed")
    parser.add_argument("--speed", action="store_true", help="write the table of speed only")
    chosen = parser.parse_args()
    if chosen.learn:
        # Counting must not look at what was counted before.
        framing.clauses.confidence = lambda cue, pattern: 1.0  # type: ignore[assignment]
        learn(read("train"))
        return
    dev = read("dev")
    if chosen.train or chosen.dev:
        articles = dev if chosen.dev else read("train")
        for name, rows in find(articles, None, parts=False).items():
            if chosen.dev or name == "rules":
                for measure_name, value in measure(articles, rows)[0]:
                    print(f"{name:8} {value:.4f} {measure_name}")
        return
    speed = speed_rows(read("train")[:200])
    write(TABLES / "attribution_speed.csv", ["way", "articles", "words", "words_per_second"], speed)
    if chosen.speed:
        return
    train = read("train")
    found = cross_validate(train)
    on_dev = find(dev, None, parts=False)
    rows_: list[list[object]] = []
    outlets: list[list[object]] = []
    rates: list[list[object]] = []
    for split, articles, made in (
        ("train, cross-validated", train, found), ("dev", dev, on_dev),
    ):  # fmt: skip
        for tagger in ("rules", "learned"):
            figures, _ = measure(articles, made[tagger])
            rows_ += [[split, len(articles), tagger, name, value] for name, value in figures]
            outlets += [[split, tagger, *row] for row in outlet_rows(articles, made[tagger])]
            rates += [[split, tagger, *row] for row in rate_rows(articles, made[tagger])]
    rows_.append(["dev", len(dev), "", "times dev was looked at", DEV_LOOKS])
    ablation: list[list[object]] = []
    whole = {name: dict(measure(train, found[name])[0]) for name in ("rules", "learned")}
    for name, rows in found.items():
        values = dict(measure(train, rows)[0])
        base = whole[name.partition(" ")[0]]
        ablation.append([name, *(values[key] for key in KEYS), values[KEYS[0]] - base[KEYS[0]]])
    write(TABLES / "attribution.csv", ["split", "articles", "tagger", "measure", "value"], rows_)
    write(
        TABLES / "attribution_outlets.csv",
        ["split", "tagger", "outlet", "articles", "own_voice_by_hand", "own_voice_found",
         "own_voice_by_marks", "error", "conf_low", "conf_high"],
        outlets,
    )  # fmt: skip
    write(
        TABLES / "attribution_rates.csv",
        ["split", "tagger", "outlet", "articles", "loaded_hits", "own_rate_by_hand",
         "own_rate_found", "ratio", "conf_low", "conf_high"],
        rates,
    )  # fmt: skip
    write(
        TABLES / "attribution_ablation.csv",
        ["what", "content_tokens_f1", "content_spans_f1", "cues_f1", "largest_own_voice_error",
         "change_in_content_tokens_f1"],
        ablation,
    )  # fmt: skip
    PICKED.parent.mkdir(exist_ok=True)
    with gzip.open(PICKED, "wt", encoding="utf-8") as file:
        json.dump([[list(a) for a in rows] for rows in found["learned"]], file)


if __name__ == "__main__":
    main()
