"""How long reports of large corpora take, how large they are, and how fast the page answers.

    python benchmarks/reports.py [ARTICLES ...]

Reads the real articles in the folder that the environment variable FRAMING_DATA names
(`allsides_matched`, `polnear_train`). Of up to as many as there are it takes a random sample; of
more it makes articles from two thirds of the paragraphs of one and a third of another, shuffled,
since copies would be quicker to read. Four in five have a day within three years. `framing report
--jobs 2` runs in a process of its own: seconds of wall-clock, `peak_mb` its largest resident size
(its two readers not included). The page is opened in Chromium: until its list stands, and from
choosing a category to the new list.

Writes `benchmarks/tables/reports.csv` (1,000, 8,000 and 40,000 articles unless asked for others);
CI never makes it again.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from playwright.sync_api import sync_playwright

TABLES = Path(__file__).parent / "tables"
SOURCES = ("allsides_matched", "polnear_train")
RUN = "import sys; from framing.cli import main; sys.exit(main(sys.argv[1:]))"


def read_sources() -> pd.DataFrame:
    """Return outlet, title and text of the real articles."""
    folder, rows = Path(os.environ["FRAMING_DATA"]), []
    for name in SOURCES:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                if record.get("text"):
                    rows.append({key: record.get(key) or "" for key in ("outlet", "title", "text")})
    return pd.DataFrame(rows)


def write_corpus(articles: int, path: Path) -> None:
    """Write so many articles as CSV."""
    real, rng = read_sources(), np.random.default_rng(1)
    if articles <= len(real):
        made = real.iloc[rng.permutation(len(real))[:articles]].reset_index(drop=True)
    else:
        paragraphs = [text.split("\n") for text in real["text"]]
        most, least = (rng.integers(0, len(real), articles) for _ in range(2))
        texts = []
        for one, other in zip(most, least, strict=True):
            first, second = paragraphs[one], paragraphs[other]
            kept = [first[k] for k in rng.permutation(len(first))[: max(1, 2 * len(first) // 3)]]
            kept += [second[k] for k in rng.permutation(len(second))[: len(second) // 3]]
            texts.append("\n".join(kept))
        made = real.iloc[most].reset_index(drop=True).assign(text=texts)
    days = pd.Timestamp("2031-01-01") + pd.to_timedelta(rng.integers(0, 1000, articles), unit="D")
    dated = np.where(rng.random(articles) < 0.8, days.strftime("%Y-%m-%d"), "")
    made.assign(doc_id=[f"a{k:06}" for k in range(articles)], date=dated).to_csv(path, index=False)


def open_page(page_file: Path) -> tuple[float, float]:
    """Return seconds until the list stands, and until it is another one."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        begun = time.perf_counter()
        page.goto(page_file.as_uri())
        page.wait_for_selector("#hits li")
        opened = time.perf_counter() - begun
        begun = time.perf_counter()
        page.select_option("#filter-c", "evaluation")
        page.locator("#found").inner_text()
        return opened, time.perf_counter() - begun


def measure(articles: int) -> dict[str, object]:
    """Make a report of so many articles, and say what it took."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, out = Path(folder) / "articles.csv", Path(folder) / "report"
        write_corpus(articles, corpus)
        words = [sys.executable, "-c", RUN, "report", str(corpus), "--out", str(out), "--jobs", "2"]
        begun = time.perf_counter()
        process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        spent = time.perf_counter() - begun
        if status:
            raise RuntimeError(f"framing report of {articles:,} articles failed ({status})")
        text = (out / "report.html").read_text(encoding="utf-8")
        data = json.loads(text.split('id="evidence-data">')[1].split("</script>")[0])
        opened, filtered = open_page(out / "report.html")
        return {
            "articles": articles,
            "seconds": spent,
            "peak_mb": used.ru_maxrss / 1000,
            "page_mb": len(text.encode()) / 1e6,
            "texts_in_page": len(data["articles"]),
            "open_s": opened,
            "filter_s": filtered,
        }


def main() -> None:
    """Measure each size, and add it to the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="*", type=int, default=[1000, 8000, 40_000])
    path = TABLES / "reports.csv"
    known = pd.read_csv(path) if path.exists() else pd.DataFrame(columns=["articles"])
    for articles in parser.parse_args().articles:
        row = pd.DataFrame([measure(articles)])
        known = pd.concat([known[known["articles"] != articles], row]).sort_values("articles")
        whole = ["articles", "texts_in_page"]
        known[whole] = known[whole].astype(int)
        known.to_csv(path, index=False, float_format="%.3g", lineterminator="\n")
        print(known.to_string(), flush=True)


if __name__ == "__main__":
    main()
