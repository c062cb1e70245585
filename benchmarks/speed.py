"""How fast the whole way is, stage by stage, beside two floors measured in the same run.

The corpus is allsides_matched from the folder that FRAMING_DATA names, else the demo repeated.
Rates are MB of text (1,000,000 characters) per second of CPU time on one core, the median of
interleaved runs; only their ratios travel between machines.

    FRAMING_DATA=... python benchmarks/speed.py [--write]

With ``--write`` the table goes to benchmarks/tables/speed.csv. Timings are never re-made by CI.
"""

from __future__ import annotations

import os
import re
import sys
import time
import warnings
from pathlib import Path

import pandas as pd

from framing import annotate, attribute, read_corpus, read_lexicon, score, segment, write_table
from framing.corpus import Corpus

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3
ARTICLES = 600


def articles() -> tuple[str, pd.DataFrame]:
    """Return the corpus measured on, and its name."""
    folder = os.environ.get("FRAMING_DATA")
    if folder:
        path = Path(folder) / "allsides_matched.jsonl.gz"
        return "allsides_matched", read_corpus(path, columns={"doc_id": "id"}).articles[:ARTICLES]
    demo = read_corpus(ROOT / "data" / "raw" / "demo" / "articles.csv").articles
    parts = [demo.assign(doc_id=demo["doc_id"] + f"-{k}") for k in range(ARTICLES // len(demo))]
    return "demo, repeated", pd.concat(parts, ignore_index=True)


def measure(table: pd.DataFrame) -> dict[str, float]:
    """Return CPU seconds per stage of one run from articles to scores."""
    lexicon = read_lexicon("loaded")
    corpus = Corpus(table.reset_index(drop=True))
    spent: dict[str, float] = {}
    clock = time.process_time

    def lap(stage: str, begun: float) -> None:
        spent[stage] = clock() - begun

    begun = clock()
    for text in corpus.articles["text"]:
        re.findall(r"\w+", text)
    lap("floor: re.findall of words", begun)
    begun = clock()
    for text in corpus.articles["text"]:
        re.findall('[“”"«»„]', text)
    lap("floor: re.findall of quotation marks", begun)
    begun = clock()
    len(corpus.index)
    lap("words (index)", begun)
    begun = clock()
    attributions = attribute(corpus)
    lap("attribute", begun)
    begun = clock()
    segments = segment(corpus, attributions)
    lap("segment", begun)
    begun = clock()
    evidence = annotate(corpus, segments, lexicon)
    lap("annotate", begun)
    begun = clock()
    score(evidence, segments)
    lap("score", begun)
    stages = ("words (index)", "attribute", "segment", "annotate", "score")
    spent["the whole way"] = sum(spent[stage] for stage in stages)
    return spent


def main() -> None:
    """Measure, print, and with --write commit."""
    name, table = articles()
    size = table["text"].str.len().sum() / 1e6
    words = len(Corpus(table.reset_index(drop=True)).index)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rounds = pd.DataFrame([measure(table) for _ in range(ROUNDS)])
    seconds = rounds.median()
    result = pd.DataFrame(
        {
            "stage": seconds.index,
            "mb_per_s": (size / seconds).to_numpy(),
            "words_per_s": (words / seconds).round(-3).to_numpy(),
            "share_of_the_way": (seconds / seconds["the whole way"]).to_numpy(),
        }
    )
    floor = result["stage"].str.startswith("floor")
    result.loc[floor, "share_of_the_way"] = float("nan")
    print(f"{name}: {len(table):,} articles, {size:.1f} MB, {words:,} words; one core, rules")
    print(result.round(3).to_string(index=False))
    if "--write" in sys.argv:
        write_table(result.assign(corpus=name), ROOT / "benchmarks" / "tables" / "speed.csv")


if __name__ == "__main__":
    main()
