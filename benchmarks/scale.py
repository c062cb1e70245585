"""How long statistics take on millions of rows of scores, how much memory, and beside scipy.

    python benchmarks/scale.py

Scores are made (seeded): 10 outlets, two years, 10 categories in 5 voices, headlines and bodies,
100 rows for an article, hits that clump (k = .3); 1 and 10 million rows in a Parquet file as
`framing score` writes them. For `try_alternatives` the rows are segments and expressions, half
each, of events of 40 articles, with a column of texts that nobody needs; without events there is
a row for every article left out, each over all articles. Each job has a process of its own, reads
from the file, and gets one core; seconds are of wall-clock, `peak_mb` is the largest resident size
of the process, libraries (`nothing`) included.

`aggregate` is the sum of hits and exposure by article, voice and category in pyarrow (`group_by`,
from dictionary-encoded columns) and by the numbers of names (`bincount`), from the same file.

`bootstrap` is 9,999 samples of articles for the ratio of one outlet to the rest, 75 columns, 2,000
articles, BCa: `bca_ratio` for all columns at once, `scipy.stats.bootstrap` column by column (some
are timed, and the time is multiplied); median CPU seconds of three interleaved rounds. `apart` is
how far the ends of the intervals are from scipy's, as a share of their width, in the median.

`benchmarks/tables/scale_statistics.csv` is never re-made by CI.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from framing import compare, estimate, read_table, try_alternatives, write_table
from framing.columns import UNITS, VOICES
from framing.contrasts.counts import gather
from framing.contrasts.requests import open_scores
from framing.extracts import read_extract
from framing.stats.bootstraps import bca_ratio

TABLES = Path(__file__).parent / "tables"
SIZES = (10_000, 100_000)
OUTLETS = [f"Outlet {k}" for k in range(10)]
CATEGORIES = [f"c{k:02}" for k in range(10)]
PER_ARTICLE = 100
ROUNDS, DRAWS, EVERY = 3, 9_999, 5


def names(prefix: str, codes: np.ndarray) -> pd.Series:
    """Return a column of strings, as a table has them."""
    levels = np.array([f"{prefix}{k:06}" for k in range(codes.max() + 1)], object)
    return pd.Series(levels[codes], dtype="str")


def write_scores(path: Path, articles: int) -> None:
    """Write scores of so many articles."""
    rng = np.random.default_rng(1)
    doc = np.repeat(np.arange(articles), PER_ARTICLE)
    outlet = rng.integers(0, len(OUTLETS), articles)[doc]
    day = np.datetime64("2031-01-01", "s") + 86_400 * rng.integers(0, 730, articles)[doc]
    section = np.tile(np.repeat([0, 1], 50), articles)
    exposure = np.repeat(rng.integers(10, 400, articles * 10), 10)
    clump = np.repeat(rng.gamma(0.3, 1 / 0.3, articles), PER_ARTICLE)
    hits = rng.poisson(exposure * 0.004 * clump * (1 + 0.1 * (outlet == 3)))
    table = pd.DataFrame(
        {
            "doc_id": names("a", doc),
            "outlet": pd.Series(np.array(OUTLETS, object)[outlet], dtype="str"),
            "event": pd.Series(np.full(len(doc), None, object), dtype="str"),
            "date": day,
            "section": pd.Categorical.from_codes(section, ["headline", "body"]),
            "voice": pd.Categorical.from_codes(np.tile(np.repeat(np.arange(5), 10), articles * 2),
                                               VOICES),
            "category": pd.Categorical.from_codes(np.tile(np.arange(10), articles * 10),
                                                  CATEGORIES),
            "hits": hits,
            "exposure": exposure,
            "unit": pd.Categorical.from_codes(np.where(section == 0, 4, 0), UNITS),
        }
    )  # fmt: skip
    write_table(table, path / "scores.parquet")


def write_materials(path: Path, articles: int) -> None:
    """Write segments and evidence, with texts that nobody needs."""
    rng = np.random.default_rng(2)
    half = PER_ARTICLE // 2
    doc = np.repeat(np.arange(articles), half)
    outlet = rng.integers(0, len(OUTLETS), articles)[doc]
    sections = pd.Categorical.from_codes(np.where(rng.random(len(doc)) < 0.05, 0, 1),
                                         ["headline", "body"])  # fmt: skip
    shared = {
        "doc_id": names("a", doc),
        "outlet": pd.Series(np.array(OUTLETS, object)[outlet], dtype="str"),
        "event": names("e", rng.integers(0, articles // 40, articles)[doc]),
        "section": sections,
        "text": pd.Series(np.array([f"word{k} " * 20 for k in range(1000)], object)[
            rng.integers(0, 1000, len(doc))], dtype="str"),
        "voice": pd.Categorical.from_codes(rng.integers(0, 5, len(doc)), VOICES),
    }  # fmt: skip
    segments = pd.DataFrame(shared).assign(words=rng.integers(5, 60, len(doc)))
    write_table(segments, path / "segments.parquet")
    evidence = pd.DataFrame(shared).assign(
        category=pd.Categorical.from_codes(rng.integers(0, 10, len(doc)), CATEGORIES),
        entry=names("w", rng.integers(0, 200, len(doc))),
        negated=rng.random(len(doc)) < 0.05,
        weight=1.0,
    )
    write_table(evidence, path / "evidence.parquet")


def make(path: Path) -> None:
    """Write what the jobs read; the folder is called by the number of articles."""
    path.mkdir()
    write_scores(path, int(path.name))
    write_materials(path, int(path.name))


def by_pyarrow(path: Path) -> object:
    """Add up in pyarrow."""
    import pyarrow.parquet as pq

    asked = ["doc_id", "section", "voice", "category", "hits", "exposure"]
    table = pq.read_table(path / "scores.parquet", columns=asked, read_dictionary=["doc_id"])
    cells = table.unify_dictionaries().group_by(asked[:4])
    return cells.aggregate([("hits", "sum"), ("exposure", "sum")])


def by_bincount(path: Path) -> object:
    """Add up by the numbers of names."""
    asked = ["doc_id", "section", "voice", "category", "hits", "exposure"]
    table = read_extract("scale", path, "scores", asked)
    named = [table[name].cat for name in asked[:4]]
    shape = tuple(len(found.categories) for found in named)
    cell = np.ravel_multi_index([found.codes.to_numpy() for found in named], shape)
    return [np.bincount(cell, table[name], int(np.prod(shape))) for name in asked[4:]]


def by_gather(path: Path) -> object:
    """Check and add up as estimate and compare do."""
    return gather("scale", open_scores("scale", path, "outlet"), "outlet", None, "all", "body",
                  by_voice=True)  # fmt: skip


def alternatives(path: Path) -> object:
    """Try them."""
    return try_alternatives(path, path, category="c01", group=OUTLETS[3])


def without_events(path: Path) -> object:
    """Try them where every article is left out once."""
    asked = ["doc_id", "outlet", "section", "voice", "words"]
    segments = pd.read_parquet(path / "segments.parquet", columns=asked).assign(event=None)
    return try_alternatives(path, segments, category="c01", group=OUTLETS[3])


JOBS: dict[str, Callable[[Path], object]] = {
    "nothing": lambda path: None,
    "aggregate: pyarrow group_by": by_pyarrow,
    "aggregate: bincount": by_bincount,
    "aggregate: bincount, checked and laid out": by_gather,
    "estimate": lambda path: estimate(path),
    "estimate, of a table in memory": lambda path: estimate(read_table(path / "scores.parquet")),
    "compare, two categories": lambda path: compare(path, categories=CATEGORIES[:2], seed=1),
    "compare, all categories": lambda path: compare(path, seed=1),
    "compare, one category, BCa beside": lambda path: compare(
        path, categories="c01", against=OUTLETS[0], beside="bca", seed=1
    ),
    "try_alternatives": alternatives,
    "try_alternatives, no events": without_events,
}
SMALL_ONLY = ("try_alternatives, no events",)


def run(name: str, path: Path) -> tuple[float, float]:
    """Return seconds and MB of one job in a process of its own."""
    alone = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
    done = subprocess.run([sys.executable, "-W", "ignore", __file__, name, str(path)], check=True,
                          capture_output=True, env=os.environ | alone)  # fmt: skip
    seconds, peak = json.loads(done.stdout)
    return seconds, peak


def do(name: str, path: Path) -> None:
    """Do one job and say how long it took."""
    begun = time.perf_counter()
    (make if name == "make" else JOBS[name])(path)
    spent = time.perf_counter() - begun
    print(json.dumps([spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def by_scipy(hits: np.ndarray, words: np.ndarray, first: np.ndarray) -> tuple[float, np.ndarray]:
    """Return CPU seconds for all columns, and the intervals of some."""
    from scipy.stats import bootstrap

    begun, ends = time.process_time(), []
    for k in range(0, hits.shape[1], EVERY):

        def ratio(a: np.ndarray, b: np.ndarray, axis: int, k: int = k) -> np.ndarray:
            sides = [(hits[x, k].sum(axis=axis), words[x, k].sum(axis=axis))
                     for x in (a.astype(np.intp), b.astype(np.intp))]  # fmt: skip
            return np.log(sides[0][0] / sides[0][1]) - np.log(sides[1][0] / sides[1][1])

        found = bootstrap((np.flatnonzero(first), np.flatnonzero(~first)), ratio, method="BCa",
                          n_resamples=DRAWS, batch=500, rng=np.random.default_rng(k))  # fmt: skip
        ends.append([found.confidence_interval.low, found.confidence_interval.high])
    return (time.process_time() - begun) * hits.shape[1] / len(ends), np.array(ends)


def measure_bootstraps() -> list[dict[str, object]]:
    """Hold bca_ratio against scipy, the same job."""
    rng = np.random.default_rng(3)
    words = np.repeat(rng.integers(30, 400, (2_000, 5)), 15, axis=1).astype(float)
    hits = rng.poisson(words * 0.004 * rng.gamma(0.3, 1 / 0.3, words.shape)).astype(float)
    first = np.arange(2_000) % 10 == 3
    sides = [np.where(m[:, None], x, 0.0) for m in (first, ~first) for x in (hits, words)]
    spent: dict[str, list[float]] = {"bca_ratio": [], "scipy": []}
    for _ in range(ROUNDS):
        begun = time.process_time()
        low, high = bca_ratio(*sides, seed=[1], draws=DRAWS)
        spent["bca_ratio"].append(time.process_time() - begun)
        seconds, theirs = by_scipy(hits, words, first)
        spent["scipy"].append(seconds)
    ours = np.log(np.column_stack([low, high])[::EVERY])
    apart = np.median(np.abs(ours - theirs) / np.diff(theirs, axis=1))
    ours_s, theirs_s = (float(np.median(spent[name])) for name in ("bca_ratio", "scipy"))
    return [
        {"what": "bootstrap: bca_ratio", "seconds": ours_s, "times": 1.0, "apart": apart},
        {"what": "bootstrap: scipy.stats.bootstrap", "seconds": theirs_s,
         "times": theirs_s / ours_s, "apart": 0.0},
    ]  # fmt: skip


def main() -> None:
    """Measure and write."""
    if len(sys.argv) == 3:
        do(sys.argv[1], Path(sys.argv[2]))
        return
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        for articles in SIZES:
            path = Path(folder) / str(articles)
            # Elsewhere, because a process counts the memory of the one that started it.
            run("make", path)
            for name in JOBS:
                if name in SMALL_ONLY and articles > SIZES[0]:
                    continue
                seconds, peak = run(name, path)
                rows.append({"what": name, "rows": articles * PER_ARTICLE, "articles": articles,
                             "seconds": seconds, "peak_mb": peak})  # fmt: skip
                print(rows[-1], flush=True)
    with threadpool_limits(1):
        rows += measure_bootstraps()
    table = pd.DataFrame(rows)
    for name in ("rows", "articles"):
        table[name] = table[name].astype("Int64")
    table.to_csv(TABLES / "scale_statistics.csv", index=False, float_format="%.3g",
                 lineterminator="\n")  # fmt: skip
    print(table.to_string())


if __name__ == "__main__":
    main()
