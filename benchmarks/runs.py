"""How long runs over many articles take, how much memory, and what a second process is worth.

    FRAMING_DATA=... python benchmarks/runs.py

Articles are those of allsides_matched, drawn again and again under new ids (JSON lines). Each run
is `framing score` in a process of its own, attribution by rules. `benchmarks/tables/runs.csv` gets
seconds of wall-clock, articles a second, the peak of memory of the largest process (MB), and how
many times faster two processes are than one. Timings are never re-made by CI.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd
from coded_samples import read

TABLES = Path(__file__).parent / "tables"
SIZES = (1_000, 5_000, 40_000)


def write_articles(path: Path, count: int) -> None:
    """Write so many articles."""
    records = list(read("allsides_matched"))
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            found = records[number % len(records)]
            row = {"doc_id": f"a{number:06}", "outlet": found["outlet"], "date": found["date"],
                   "text": found["text"]}  # fmt: skip
            file.write(json.dumps(row) + "\n")


def run(path: Path, out: Path, jobs: int) -> tuple[float, float]:
    """Return seconds and MB of one run."""
    begun = time.perf_counter()
    words = ["-W", "ignore", "-m", "framing.cli", "score", path, "--out", out, "--tagger", "rules"]
    child = subprocess.Popen([sys.executable, *words, "--jobs", str(jobs)],
                             stderr=subprocess.DEVNULL)  # fmt: skip
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"framing score ended with {status}")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024


def main() -> None:
    """Measure and write."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for count in SIZES:
            path = Path(folder) / "articles.jsonl"
            write_articles(path, count)
            size = path.stat().st_size / 1e6
            for jobs in (1, 2):
                seconds, peak = run(path, Path(folder) / f"out-{count}-{jobs}", jobs)
                rows.append((count, size, jobs, seconds, count / seconds, peak))
                print(rows[-1], flush=True)
    columns = ["articles", "mb", "processes", "seconds", "articles_per_s", "peak_mb"]
    table = pd.DataFrame(rows, columns=columns)
    alone = table["articles"].map(table[table["processes"] == 1].set_index("articles")["seconds"])
    table["times_faster"] = alone / table["seconds"]
    least = table[table["articles"] == SIZES[0]].set_index("processes")["peak_mb"]
    table["times_memory"] = table["peak_mb"] / table["processes"].map(least)
    table.to_csv(TABLES / "runs.csv", index=False, float_format="%.4g", lineterminator="\n")
    print(table.to_string())


if __name__ == "__main__":
    main()
