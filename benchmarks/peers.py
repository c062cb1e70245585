"""How fast the steps are beside peers, in one run: spaCy and VADER, from the registries.

    FRAMING_DATA=... python benchmarks/peers.py

Corpus: the first 600 articles of allsides_matched. Entries: terms of `loaded`, 600 and 5,000 of
them drawn, without wildcards. Peers run in an environment of their own, which the script makes; all
are interleaved, three rounds, one core each, CPU seconds, medians. `benchmarks/tables/peers.csv`
gets MB of text (1,000,000 characters) a second, and how many times the peer's rate ours is, with
what the step must reach. Ours includes what a peer has not: offsets into the original, voices, an
evidence table. Timings are never re-made by CI.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from coded_samples import read
from threadpoolctl import threadpool_limits

from framing import annotate, attribute, read_lexicon, score, segment
from framing.corpus import Corpus

TABLES = Path(__file__).parent / "tables"
ARTICLES, FEW, MANY, ROUNDS = 600, 600, 5_000, 3
PEER = """
import json, sys, time
what, path = sys.argv[1:3]
found = json.load(open(path, encoding="utf-8"))
texts, terms = found["texts"], found["terms"]
clock = time.process_time
if what == "VADER":
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    analyser = SentimentIntensityAnalyzer()
    texts = texts[:60]
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
# Ours, the peer, and the least ratio.
PAIRS = (
    ("words, offsets and 600 entries", "spaCy PhraseMatcher, 600", 6.0),
    ("600 entries on an index that is there", "spaCy PhraseMatcher, 600", 100.0),
    ("the whole way, rules", "spaCy blank tokenizer", 0.8),
    ("the whole way, tagger", "VADER", 1.2),
)


def rate(texts: list[str], do: Callable[[], object]) -> float:
    """Return MB a second of CPU."""
    begun = time.process_time()
    do()
    return sum(map(len, texts)) / 1e6 / (time.process_time() - begun)


def ours(articles: pd.DataFrame, books: dict[int, object]) -> dict[str, float]:
    """Return the rates of our steps."""
    texts = articles["text"].tolist()
    found: dict[str, float] = {}
    corpus = Corpus(articles)
    found["words (index)"] = rate(texts, lambda: len(corpus.index))
    segments = segment(corpus, attribute(corpus, tagger="rules"))
    for count, name in ((FEW, "600"), (MANY, "5,000")):
        alone = rate(texts, lambda c=count: annotate(corpus, segments, books[c]))  # type: ignore[arg-type, misc]
        found[f"{name} entries on an index that is there"] = alone
        both = 1 / (1 / found["words (index)"] + 1 / alone)
        found[f"words, offsets and {name} entries"] = both
    for tagger in ("rules", "learned"):

        def whole(tagger: str = tagger) -> None:
            fresh = Corpus(articles)
            parts = segment(fresh, attribute(fresh, tagger=tagger))
            score(annotate(fresh, parts, books[FEW]), parts)  # type: ignore[arg-type]

        name = {"learned": "tagger"}.get(tagger, tagger)
        found[f"the whole way, {name}"] = rate(texts, whole)
    return found


def main() -> None:
    """Measure and write."""
    warnings.simplefilter("ignore")
    records = list(read("allsides_matched"))[:ARTICLES]
    table = pd.DataFrame([(str(r["id"]), r["outlet"], r["text"]) for r in records],
                         columns=["doc_id", "outlet", "text"])  # fmt: skip
    terms = sorted({t.term for t in read_lexicon("loaded").terms if "_" not in t.term})
    random.Random(1).shuffle(terms)
    rows: list[tuple[str, float]] = []
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1):
        place = Path(folder)
        books: dict[int, object] = {}
        for count in (FEW, MANY):
            path = place / f"terms-{count}.csv"
            pd.DataFrame({"term": terms[:count], "category": "evaluation"}).to_csv(
                path, index=False
            )
            books[count] = read_lexicon(str(path))
        given = {"texts": table["text"].tolist(), "terms": terms[:MANY]}
        (place / "given.json").write_text(json.dumps(given), encoding="utf-8")
        (place / "peer.py").write_text(PEER, encoding="utf-8")
        subprocess.run([sys.executable, "-m", "venv", place / "env"], check=True)
        python = place / "env" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        install = [python, "-m", "pip", "install", "--quiet", "spacy", "vaderSentiment"]
        subprocess.run(install, check=True)
        for _ in range(ROUNDS):
            for name in PEERS:
                said = subprocess.run([python, place / "peer.py", name, place / "given.json"],
                                      capture_output=True, text=True, check=True)  # fmt: skip
                rows.append((name, float(said.stdout)))
            rows += list(ours(table, books).items())
            print(rows[-12:], flush=True)
    rates = pd.DataFrame(rows, columns=["step", "mb_per_s"]).groupby("step")["mb_per_s"].median()
    result = rates.reset_index()
    for name, column in (("peer", 1), ("must", 2)):
        result[name] = result["step"].map({pair[0]: pair[column] for pair in PAIRS})
    few, many = (rates[f"{n} entries on an index that is there"] for n in ("600", "5,000"))
    last = {"step": "time of 5,000 entries over that of 600", "times_peer": few / many, "must": 2.0}
    result = pd.concat([result, pd.DataFrame([last])], ignore_index=True)
    beside = result["mb_per_s"] / result["peer"].map(rates)
    result["times_peer"] = result["times_peer"].fillna(beside)
    result = result[["step", "mb_per_s", "peer", "times_peer", "must"]]
    result.to_csv(TABLES / "peers.csv", index=False, float_format="%.3g", lineterminator="\n")
    print(result.to_string())


if __name__ == "__main__":
    main()
