"""Whether the same text is found twice, and how fast, beside MinHash libraries.

    FRAMING_DATA=... python benchmarks/duplicates.py [pairs] [speed]

`pairs` writes `benchmarks/tables/duplicates.csv`:

- ``listed``: the pairs of allsides_neardup of which both texts are at hand; right is what that list
  gives a containment of .5 or more: of runs of eight words, so `find_overlaps(words=8)`.
- ``eight words``, ``five words``: all pairs of allsides_matched with a containment of .5 or more of
  runs of so many words, counted here by sets of the whole text; framing leaves captions, teasers
  and boilerplate out, which moves a pair near the threshold.
- ``generated``: 37,000 articles with the lengths and word frequencies of allsides_matched and 1,500
  planted copies (cut, lengthened, or in part rewritten); right is a containment of .5 or more of
  runs of five words, counted by sets for every planted pair.

`speed` writes `benchmarks/tables/duplicates_speed.csv`: from generated texts to pairs (candidates
of the libraries, exact ones of framing), each library in a process of its own (128 permutations,
runs of five words), interleaved with framing, three rounds; installs the libraries into an
environment of its own. One core, seconds.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from coded_samples import read

from framing import find_overlaps, read_corpus
from framing.corpus import Corpus
from framing.duplicates.shingles import pairs, shingle
from framing.errors import FramingWarning

TABLES = Path(__file__).parent / "tables"
ARTICLES, COPIES, ROUNDS = 37_000, 1_500, 3
PEERS = {"rensa": "rensa", "datasketch": "datasketch"}
PEER = """
import json, re, sys, time
name, path = sys.argv[1:3]
texts = json.load(open(path, encoding="utf-8"))
begun = time.perf_counter()
word = re.compile(r"\\w+")
def runs(text):
    words = word.findall(text.lower())
    return [" ".join(words[i:i + 5]) for i in range(max(len(words) - 4, 0))]
pairs = set()
if name == "rensa":
    from rensa import RMinHash, RMinHashLSH
    index = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    made = []
    for k, text in enumerate(texts):
        m = RMinHash(num_perm=128, seed=1)
        m.update(runs(text))
        index.insert(k, m)
        made.append(m)
    for k, m in enumerate(made):
        pairs.update((k, o) for o in index.query(m) if o > k)
else:
    from datasketch import MinHash, MinHashLSH
    index = MinHashLSH(threshold=0.5, num_perm=128)
    for k, text in enumerate(texts):
        m = MinHash(num_perm=128)
        m.update_batch([r.encode() for r in runs(text)])
        pairs.update((o, k) for o in index.query(m))
        index.insert(k, m)
print(time.perf_counter() - begun, len(pairs))
"""


def corpus_of(texts: list[str], ids: list[str]) -> Corpus:
    """Return texts as a corpus, doubts unsaid."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        return read_corpus(pd.DataFrame({"doc_id": ids, "outlet": "Post", "text": texts}))


def runs_of(text: str, length: int) -> set[tuple[str, ...]]:
    """Return the distinct runs of so many words."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def containment(one: set[tuple[str, ...]], two: set[tuple[str, ...]]) -> float:
    """Return the share of the smaller set that is in the other."""
    return len(one & two) / max(min(len(one), len(two)), 1)


def by_sets(ids: list[str], texts: list[str], length: int) -> tuple[int, set[tuple[str, str]]]:
    """Return how many pairs share a run, and those that share half of the shorter one's."""
    sets = dict(zip(ids, (runs_of(text, length) for text in texts), strict=True))
    where: dict[tuple[str, ...], list[str]] = {}
    for name, runs in sets.items():
        for run in runs:
            where.setdefault(run, []).append(name)
    near = {
        (min(a, b), max(a, b))
        for names in where.values()
        if len(names) < 60  # what more share is a formula of the language
        for k, a in enumerate(names)
        for b in names[k + 1 :]
    }
    return len(near), {(a, b) for a, b in near if containment(sets[a], sets[b]) >= 0.5}


def generate(texts: list[str]) -> tuple[list[str], list[tuple[int, int]]]:
    """Return texts of the same lengths and word frequencies, and which are planted copies."""
    random = np.random.default_rng(7)
    words: dict[str, int] = {}
    lengths = []
    for text in texts:
        found = text.split()
        lengths.append(max(len(found), 30))
        for word in found:
            words[word] = words.get(word, 0) + 1
    names = np.array(sorted(words))
    chances = np.array([words[name] for name in names.tolist()], float)
    chances /= chances.sum()
    sizes = random.choice(lengths, ARTICLES - COPIES)
    drawn = random.choice(len(names), int(sizes.sum()), p=chances)
    ends = np.cumsum(sizes)
    made = [
        names[drawn[a:b]].tolist()
        for a, b in zip([0, *ends[:-1].tolist()], ends.tolist(), strict=True)
    ]
    planted = []
    for source in random.choice(len(made), COPIES, replace=False).tolist():
        copy = list(made[source])
        kind = len(planted) % 3
        if kind == 0:  # cut to between a fifth and all of it
            copy = copy[: max(25, int(len(copy) * random.uniform(0.2, 1)))]
        elif kind == 1:  # with a text before and behind
            more = names[random.choice(len(names), 200, p=chances)].tolist()
            copy = [*more[:100], *copy, *more[100:]]
        else:  # every so many words another one
            step = int(random.integers(5, 60))
            copy[::step] = names[random.choice(len(names), len(copy[::step]), p=chances)].tolist()
        planted.append((source, len(made)))
        made.append(copy)
    return [" ".join(text) for text in made], planted


def judge_pairs() -> None:
    """Write recall and precision."""
    records = list(read("allsides_matched"))
    ids, texts = [str(r["id"]) for r in records], [r["text"] for r in records]
    corpus = corpus_of(texts, ids)
    found = {}
    for length in (8, 5):
        table = find_overlaps(corpus, words=length)
        found[length] = set(zip(table["doc_id"], table["other"], strict=True))
    listed = {
        (min(r["a"], r["b"]), max(r["a"], r["b"])): r["containment"]
        for r in read("allsides_neardup")
        if r["a"] in set(ids) and r["b"] in set(ids)
    }
    rows = []
    true = {pair for pair, share in listed.items() if share >= 0.5}
    rows.append(("listed", len(listed), true, found[8] & listed.keys()))
    for name, length in (("eight words", 8), ("five words", 5)):
        looked, true = by_sets(ids, texts, length)
        rows.append((name, looked, true, found[length]))
    made, planted = generate(texts)
    names = [f"g{k:05}" for k in range(len(made))]
    table = find_overlaps(corpus_of(made, names))
    planned = set(zip(table["doc_id"], table["other"], strict=True))
    true = {
        (names[a], names[b])
        for a, b in planted
        if containment(runs_of(made[a], 5), runs_of(made[b], 5)) >= 0.5
    }
    rows.append(("generated", len(planted), true, planned))
    result = [
        (name, looked, len(true), len(mine), len(true & mine), len(true & mine) / len(true),
         len(true & mine) / len(mine))
        for name, looked, true, mine in rows
    ]  # fmt: skip
    columns = ["pairs", "looked_at", "true", "found", "right", "recall", "precision"]
    frame = pd.DataFrame(result, columns=columns)
    frame.to_csv(TABLES / "duplicates.csv", index=False, float_format="%.6g", lineterminator="\n")
    print(frame.to_string())


def measure_speed() -> None:
    """Write the seconds from texts to candidates."""
    made, _ = generate([r["text"] for r in read("allsides_matched")])
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "texts.json").write_text(json.dumps(made), encoding="utf-8")
        (place / "peer.py").write_text(PEER, encoding="utf-8")
        subprocess.run([sys.executable, "-m", "venv", place / "env"], check=True)
        python = place / "env" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PEERS.values()], check=True)
        ids = [f"g{k:05}" for k in range(len(made))]
        for number in range(ROUNDS):
            for name in PEERS:
                said = subprocess.run(
                    [python, place / "peer.py", name, place / "texts.json"],
                    capture_output=True, text=True, check=True,
                ).stdout.split()  # fmt: skip
                rows.append((number, name, float(said[0]), int(said[1])))
            frame = pd.DataFrame({"doc_id": ids, "outlet": "Post", "text": made})
            corpus = Corpus(frame)
            begun = time.perf_counter()
            found = sum(1 for _ in pairs(shingle(corpus, 5), 0.5))
            rows.append((number, "framing", time.perf_counter() - begun, found))
            print(rows[-3:])
    table = pd.DataFrame(rows, columns=["round", "library", "seconds", "candidates"])
    table = table.groupby("library").agg(
        seconds=("seconds", "median"), fastest=("seconds", "min"), candidates=("candidates", "max")
    )
    table["times_rensa"] = table["seconds"] / table.loc["rensa", "seconds"]
    table = table.reset_index().sort_values("seconds")
    path = TABLES / "duplicates_speed.csv"
    table.to_csv(path, index=False, float_format="%.3g", lineterminator="\n")
    print(table.to_string())


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=["pairs", "speed", []], default=[])
    parts = parser.parse_args().parts or ["pairs", "speed"]
    if "pairs" in parts:
        judge_pairs()
    if "speed" in parts:
        measure_speed()


if __name__ == "__main__":
    main()
