"""Real input through the command line: 1,682 AllSides articles to counts and rates, no text.

Needs the folder of ready copies that FRAMING_DATA names (file allsides_matched.jsonl.gz, from
ramybaly/Article-Bias-Prediction @ced8111a72, Apache-2.0). Writes to data/processed/allsides:

- ``counts.csv`` and ``counts.json``: hits and exposure of the ten outlets with the most articles,
  per article, voice and category, body only, as `read_counts` reads them;
- ``estimates.csv``: rates with intervals of those outlets;
- ``run.toml``: what went in and came out.

    FRAMING_DATA=... python benchmarks/allsides.py
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pandas as pd

from framing import estimate, read_table, write_counts, write_table
from framing.cli import main
from framing.columns import SCHEMA
from framing.tables import replacing

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "data" / "processed" / "allsides"
COMMIT = "ced8111a72"
OUTLETS = 10
CATEGORIES = ("index:loaded", "index:epistemic", "evaluation", "label", "intensifier", "hedge")
FLOORS = tuple(f"floor:{voice}" for voice in ("outlet", "quoted", "reported", "distanced"))


def make(folder: Path, out: Path) -> None:
    """Score the corpus in a scratch folder and write what may be published."""
    source = folder / "allsides_matched.jsonl.gz"
    with tempfile.TemporaryDirectory() as scratch:
        code = main(["score", str(source), "--column", "doc_id=id", "--out", scratch])
        scores = read_table(Path(scratch) / "scores.parquet")
        receipt = read_table(Path(scratch) / "receipt.parquet")
    if code:
        raise SystemExit(code)
    articles = scores.drop_duplicates("doc_id")
    # Ties in the number of articles are broken by name, so that the ten are always the same.
    sizes = articles.groupby("outlet").size().rename("n").reset_index()
    largest = sizes.sort_values(["n", "outlet"], ascending=[False, True])["outlet"].head(OUTLETS)
    chosen = scores[scores["outlet"].isin(largest) & (scores["section"] == "body")]
    about = {"dataset": "allsides", "commit": COMMIT, "part": "allsides_matched, ten outlets"}
    write_counts(chosen.reset_index(drop=True), out / "counts.csv", about=about)
    write_table(
        pd.concat(
            [
                estimate(chosen, categories=list(CATEGORIES)),
                estimate(chosen, categories=list(FLOORS), estimands="all"),
            ],
            ignore_index=True,
        ),
        out / "estimates.csv",
    )
    lines = [
        "# Written by benchmarks/allsides.py",
        f"schema = {SCHEMA}",
        'repository = "ramybaly/Article-Bias-Prediction"',
        f'commit = "{COMMIT}"',
        f"articles = {len(articles)}",
        f"outlets = {articles['outlet'].nunique()}",
        f"quarantined = {int((receipt['action'] == 'quarantined').sum())}",
        f"dropped = {int((receipt['action'] == 'dropped').sum())}",
    ]
    with replacing(out / "run.toml") as file:
        file.write(("\n".join(lines) + "\n").encode())


if __name__ == "__main__":
    if "FRAMING_DATA" not in os.environ:
        sys.exit(
            "benchmarks/allsides.py: FRAMING_DATA is not set; the articles may not be "
            "redistributed; set it to the folder that holds allsides_matched.jsonl.gz"
        )
    make(Path(os.environ["FRAMING_DATA"]), OUT)
