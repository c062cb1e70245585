"""How fast the steps are beside peers and floors, in one run on one core.

    FRAMING_DATA=... python benchmarks/speed.py [--mb 100] [--rounds 3]

Corpus: allsides_matched from the folder that FRAMING_DATA names, else articles generated with the
lengths, vocabulary and repetition of news (seeded), repeated under new ids to so many MB (1,000,000
characters). What takes long on both sides (VADER, the whole way) is measured on the first tenth.
Entries: terms of `loaded`, drawn without wildcards, and for 20,000 words and pairs of words of the
corpus. Peers run in an environment of their own, which the script makes from the registries. All
are interleaved, CPU seconds, medians of the rounds; only ratios travel between machines.

Tables (timings are never re-made by CI):

- `speed.csv`: MB a second per step, how many times the rate of a peer or floor, what must be
  reached and what is aimed at. Ours includes what peers have not: offsets into the original, voices
  and an evidence table.
- `speed_stages.csv`: the stages of the whole way and their shares.
- `growth.csv`, with a figure: seconds by number of entries; by number of articles as `runs.csv`
  has them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from coded_samples import read
from threadpoolctl import threadpool_limits

from framing import annotate, attribute, read_lexicon, score, segment, write_table
from framing.corpus import Corpus

TABLES = Path(__file__).parent / "tables"
ENTRIES = (600, 5_000, 20_000)
PEER = """
import json, sys, time
what, path = sys.argv[1:3]
found = json.load(open(path, encoding="utf-8"))
texts, terms = found["texts"], found["terms"]
clock = time.process_time
if what == "VADER":
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    analyser = SentimentIntensityAnalyzer()
    texts = texts[:found["tenth"] // 2]
    begun = clock()
    for text in texts:
        analyser.polarity_scores(text)
else:
    import spacy
    from spacy.matcher import PhraseMatcher
    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    count = {"spaCy PhraseMatcher, 600": 600, "spaCy PhraseMatcher, 5,000": 5000}.get(what, 0)
    matcher.add("x", [nlp.make_doc(term) for term in terms[:count]] or [nlp.make_doc("x")])
    begun = clock()
    for text in texts:
        doc = nlp.make_doc(text)
        if count:
            sum(1 for _ in matcher(doc))
print(sum(map(len, texts)) / 1e6 / (clock() - begun))
"""
PEERS = ("spaCy blank tokenizer", "spaCy PhraseMatcher, 600", "spaCy PhraseMatcher, 5,000", "VADER")
# Ours, the peer, the least ratio, and what is aimed at.
PAIRS = (
    ("words, offsets and 600 entries", "spaCy PhraseMatcher, 600", 6.0, 25.0),
    ("words, offsets and 5,000 entries", "spaCy PhraseMatcher, 5,000", np.nan, np.nan),
    ("600 entries on an index that is there", "spaCy PhraseMatcher, 600", 100.0, 400.0),
    ("the whole way, rules", "spaCy blank tokenizer", 0.8, 2.5),
    ("the whole way, tagger", "VADER", 1.2, 4.0),
)


def made_articles(seed: int = 1) -> pd.DataFrame:
    """Return articles of invented words, distributed like those of news."""
    rng = np.random.default_rng(seed)
    small = "the of and to in a that is was he for it with as his on be at by had not are but from"
    loaded = [
        t.term for t in read_lexicon("loaded").terms if "_" not in t.term and "*" not in t.term
    ]
    sounds = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
    made = ["".join(rng.choice(sounds, n)) for n in rng.integers(2, 5, 40_000)]
    words = np.array([*small.split(), *loaded, *made], object)
    # Zipf and Mandelbrot: the hundred most frequent words are half of the text.
    weights = 1 / (np.arange(len(words)) + 2.7)
    weights /= weights.sum()
    rows = []
    for number in range(1_600):
        sentences = []
        for _ in range(max(3, int(rng.lognormal(3.4, 0.6)))):
            said = list(rng.choice(words, max(4, int(rng.normal(21, 8))), p=weights))
            kind = rng.random()
            whole = " ".join(said).capitalize()
            if kind < 0.2:
                whole = f"“{whole},” Mara Dolen said"
            elif kind < 0.3:
                whole = f"Mayor Ivo Revin said that {whole.lower()}"
            sentences.append(whole + ".")
        cuts = range(0, len(sentences), 3)
        text = "\n\n".join(" ".join(sentences[k : k + 3]) for k in cuts)
        rows.append((f"m{number}", f"Outlet {number % 7}", text))
    return pd.DataFrame(rows, columns=["doc_id", "outlet", "text"])


def articles(mb: float) -> tuple[str, pd.DataFrame]:
    """Return the corpus measured on, and its name."""
    name = "generated"
    if os.environ.get("FRAMING_DATA"):
        name = "allsides_matched"
        rows = [(str(r["id"]), r["outlet"], r["text"]) for r in read("allsides_matched")]
        table = pd.DataFrame(rows, columns=["doc_id", "outlet", "text"])
    else:
        table = made_articles()
    size = table["text"].str.len().sum() / 1e6
    parts = [table.assign(doc_id=table["doc_id"] + f"-{k}") for k in range(int(mb / size) + 1)]
    table = pd.concat(parts, ignore_index=True)
    kept = table["text"].str.len().cumsum() <= mb * 1e6
    return name, table[kept].reset_index(drop=True)


def entries(table: pd.DataFrame) -> list[str]:
    """Return 20,000 entries, the first 5,000 of them terms of the codebook."""
    terms = {t.term for t in read_lexicon("loaded").terms if not set("_*") & set(t.term)}
    listed = sorted(terms)
    random.Random(1).shuffle(listed)
    more: dict[str, None] = {}
    for text in table["text"][:1_500]:
        words = re.findall(r"[a-z]{3,}", text)
        more.update(dict.fromkeys(words))
        more.update(
            dict.fromkeys(f"{a} {b}" for a, b in zip(words[::7], words[1::7], strict=False))
        )
    others = sorted(more.keys() - terms)
    random.Random(2).shuffle(others)
    # Filled up with words of the corpus, should the codebook have fewer.
    return [*listed, *others][: ENTRIES[-1]]


def rate(texts: list[str], do: Callable[[], object]) -> float:
    """Return MB a second of CPU."""
    begun = time.process_time()
    do()
    return sum(map(len, texts)) / 1e6 / (time.process_time() - begun)


def stages(table: pd.DataFrame, lexicon: Any, tagger: str) -> dict[str, float]:
    """Return CPU seconds per stage of one run from articles to scores."""
    corpus = Corpus(table)
    spent: dict[str, float] = {}

    def lap(stage: str, do: Callable[[], Any]) -> Any:
        begun = time.process_time()
        found = do()
        spent[stage] = time.process_time() - begun
        return found

    lap("words (index)", lambda: len(corpus.index))
    attributions = lap("attribute", lambda: attribute(corpus, tagger=tagger))
    segments = lap("segment", lambda: segment(corpus, attributions))
    evidence = lap("annotate", lambda: annotate(corpus, segments, lexicon))
    lap("score", lambda: score(evidence, segments))
    return spent


def help_seconds() -> float:
    """Return the CPU seconds of `framing --help`."""
    child = subprocess.Popen(
        [sys.executable, "-c", "from framing.cli import main; main(['--help'])"],
        stdout=subprocess.DEVNULL,
    )
    _, _, usage = os.wait4(child.pid, 0)
    return usage.ru_utime + usage.ru_stime


def read_books(place: Path, terms: list[str]) -> dict[int, Any]:
    """Return the first so many entries as codebooks."""
    books = {}
    for count in ENTRIES:
        path = place / f"terms-{count}.csv"
        pd.DataFrame({"term": terms[:count], "category": "evaluation"}).to_csv(path, index=False)
        books[count] = read_lexicon(str(path))
    return books


def measure(
    table: pd.DataFrame,
    tenth: pd.DataFrame,
    books: dict[int, Any],
    held: tuple[Corpus, pd.DataFrame],
) -> tuple[dict[str, float], pd.DataFrame]:
    """Return the rates of our steps in one round, and the stages of the whole way."""
    texts, few = table["text"].tolist(), tenth["text"].tolist()
    found = {
        "re.findall of words": rate(few, lambda: [re.findall(r"\w+", text) for text in few]),
        "re.findall of quotation marks": rate(few, lambda: [re.findall('[“”"]', t) for t in few]),
        "words (index)": rate(texts, lambda: len(Corpus(table).index)),
    }
    corpus, segments = held
    for count in ENTRIES:
        alone = rate(texts, lambda c=count: annotate(corpus, segments, books[c]))  # type: ignore[misc]
        found[f"{count:,} entries on an index that is there"] = alone
        found[f"words, offsets and {count:,} entries"] = 1 / (
            1 / found["words (index)"] + 1 / alone
        )
    size = sum(map(len, few)) / 1e6
    rows = []
    for tagger, name in (("rules", "rules"), ("learned", "tagger")):
        spent = stages(tenth, books[ENTRIES[0]], tagger)
        found[f"the whole way, {name}"] = size / sum(spent.values())
        rows += [(name, stage, size / seconds, seconds) for stage, seconds in spent.items()]
    return found, pd.DataFrame(rows, columns=["tagger", "stage", "mb_per_s", "seconds"])


def compared(rates: dict[str, float], name: str, mb: float, bare: float) -> pd.DataFrame:
    """Return the table of rates, with what they are held against."""
    table = pd.DataFrame({"step": list(rates), "value": list(rates.values()), "unit": "MB/s"})
    for column, k in (("peer", 1), ("must", 2), ("aim", 3)):
        table[column] = table["step"].map({pair[0]: pair[k] for pair in PAIRS})
    table["times_peer"] = table["value"] / table["peer"].map(rates)
    few, many, most = (rates[f"words, offsets and {count:,} entries"] for count in ENTRIES)
    last = pd.DataFrame(
        [
            ("time of 5,000 entries over that of 600", few / many, "ratio", 2.0, 1.3),
            ("time of 20,000 entries over that of 600", few / most, "ratio", np.nan, np.nan),
            ("framing --help", bare, "s", 0.3, 0.15),
        ],
        columns=["step", "value", "unit", "must", "aim"],
    )
    table = pd.concat([table, last], ignore_index=True)
    at_least = table["times_peer"] >= table["must"]
    good = np.where(table["unit"] == "MB/s", at_least, table["value"] <= table["must"])
    table["met"] = np.where(table["must"].isna(), "", np.where(good, "yes", "no"))
    columns = ["step", "value", "unit", "peer", "times_peer", "must", "aim", "met"]
    return table[columns].assign(corpus=name, corpus_mb=mb)


def draw_growth(table: pd.DataFrame) -> None:
    """Draw seconds by entries and by articles, beside a line of equal growth."""
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for ax, (what, label) in zip(
        axes, (("entries", "entries of the codebook"), ("articles", "articles")), strict=True
    ):
        for (name, marker), color in zip(
            (("one process", "o"), ("two processes", "s")), ("#0072B2", "#D55E00"), strict=True
        ):
            part = table[(table["grows"] == what) & (table["how"] == name)]
            if part.empty:
                continue
            ax.plot(part["count"], part["seconds"], marker=marker, color=color, label=name)
        first = table[(table["grows"] == what) & (table["how"] == "one process")].iloc[0]
        span = np.array(sorted(table.loc[table["grows"] == what, "count"].unique()))
        ax.plot(span, first["seconds"] * span / first["count"], ls=":", color="#666666",
                label="in proportion")  # fmt: skip
        ax.set(xscale="log", yscale="log", xlabel=label, ylabel="seconds")
        ax.set_xticks(span, [f"{n:,}" for n in span], minor=False)
        ax.minorticks_off()
        ax.spines[["top", "right"]].set_visible(False)
        ax.legend(frameon=False)
    axes[0].set_title("Looking up more entries", loc="left", fontsize=10)
    axes[1].set_title("Scoring more articles, rules", loc="left", fontsize=10)
    for ending in ("png", "svg"):
        metadata = {"Date": None} if ending == "svg" else None
        with plt.rc_context({"svg.hashsalt": "growth"}):
            figure.savefig(TABLES / f"growth.{ending}", dpi=150, metadata=metadata)


def growth(rates: dict[str, float], mb: float) -> pd.DataFrame:
    """Return seconds by number of entries (on an index that is there) and of articles."""
    rows = [
        (
            "entries",
            count,
            "one process",
            mb / rates[f"{count:,} entries on an index that is there"],
        )
        for count in ENTRIES
    ]
    runs = pd.read_csv(TABLES / "runs.csv")
    for found in runs.itertuples():
        how = "one process" if found.processes == 1 else "two processes"
        rows.append(("articles", found.articles, how, found.seconds))
    return pd.DataFrame(rows, columns=["grows", "count", "how", "seconds"])


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mb", type=float, default=100.0)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    name, table = articles(options.mb)
    tenth = table[: max(1, len(table) // 10)].reset_index(drop=True)
    mb = table["text"].str.len().sum() / 1e6
    terms = entries(table)
    found: defaultdict[str, list[float]] = defaultdict(list)
    parts: list[pd.DataFrame] = []
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1):
        place = Path(folder)
        books = read_books(place, terms)
        given = {"texts": table["text"].tolist(), "terms": terms, "tenth": len(tenth)}
        (place / "given.json").write_text(json.dumps(given), encoding="utf-8")
        (place / "peer.py").write_text(PEER, encoding="utf-8")
        subprocess.run([sys.executable, "-m", "venv", place / "env"], check=True)
        python = place / "env" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        install = [python, "-m", "pip", "install", "--quiet", "spacy", "vaderSentiment"]
        subprocess.run(install, check=True)
        corpus = Corpus(table)
        held = corpus, segment(corpus, attribute(corpus, tagger="rules"))
        for number in range(options.rounds):
            for peer in PEERS:
                said = subprocess.run([python, place / "peer.py", peer, place / "given.json"],
                                      capture_output=True, text=True, check=True)  # fmt: skip
                found[peer].append(float(said.stdout))
            ours, stage = measure(table, tenth, books, held)
            parts.append(stage)
            for step, value in ours.items():
                found[step].append(value)
            print(number + 1, {k: round(v[-1], 2) for k, v in found.items()}, flush=True)
    rates = {step: statistics.median(values) for step, values in found.items()}
    bare = statistics.median(help_seconds() for _ in range(7))
    result = compared(rates, name, round(mb, 1), bare)
    write_table(result, TABLES / "speed.csv")
    spent = pd.concat(parts).groupby(["tagger", "stage"], sort=False).median().reset_index()
    whole = spent.groupby("tagger")["seconds"].transform("sum")
    write_table(spent.assign(share=spent["seconds"] / whole), TABLES / "speed_stages.csv")
    grown = growth(rates, mb)
    write_table(grown, TABLES / "growth.csv")
    draw_growth(grown)
    print(result.to_string())


if __name__ == "__main__":
    main()
