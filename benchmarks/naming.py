"""Which names American and British outlets chose, on 1,682 AllSides articles, 2012 to 2020.

Needs the folder of ready copies that FRAMING_DATA names (file allsides_matched.jsonl.gz, from
ramybaly/Article-Bias-Prediction @ced8111a72, Apache-2.0). Writes to benchmarks/tables what
`share_names` returns, counts and shares only:

- ``naming_kyiv.csv``: Kiev and Kyiv by outlet, before and from 14 August 2019 (Associated Press),
  by voice;
- ``naming_kyiv_months.csv``: the same of all outlets together by month, in the outlets' wording;
- ``naming_sets.csv``: war, government, rebels and migrants by outlet and voice, all dates together;
  marked names together, too.

Outlets are the ten with the most articles, and all of them together, `(all outlets)`. Articles
without a date are a period of their own. Near-duplicates (76 articles in 28 clusters) count as one
event each, so that an agency's text is one observation.

    FRAMING_DATA=... python benchmarks/naming.py
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

import pandas as pd

from framing import read_corpus, read_lexicon, share_names, write_table
from framing.errors import FramingWarning
from framing.pipeline import process

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "benchmarks" / "tables"
OUTLETS = 10
ALL = "(all outlets)"
VOICES = ("own", "wording", "quoted", "reported")
COLUMNS = {"doc_id": "id", "event": "cluster"}
CHANGE = "2019-08-14"
SETS = ("war", "government", "rebels", "migrants")


def make(folder: Path, out: Path) -> None:
    """Find the names, count them and write the three tables."""
    lexicon = read_lexicon("loaded")
    with warnings.catch_warnings():
        # What they say stands in the receipt: texts there twice, dates missing;
        # and words in marks that are not closed have the voice unsure, which is not asked for.
        warnings.simplefilter("ignore", FramingWarning)
        corpus = read_corpus(folder / "allsides_matched.jsonl.gz", columns=COLUMNS)
        scores = process(corpus, lexicon).scores
    scores = scores[scores["category"].astype("str").str.match("naming:|floor:outlet")]
    largest = scores.drop_duplicates("doc_id").groupby("outlet").size().rename("n").reset_index()
    largest = largest.sort_values(["n", "outlet"], ascending=[False, True])["outlet"].head(OUTLETS)
    some, every = scores[scores["outlet"].isin(largest)], scores.assign(outlet=ALL)
    pair = (every, some)
    write_table(
        pd.concat(
            [share_names(s, lexicon, sets="kyiv", voices=VOICES, period=CHANGE) for s in pair],
            ignore_index=True,
        ),
        out / "naming_kyiv.csv",
    )
    write_table(
        share_names(every, lexicon, sets="kyiv", voices="wording"), out / "naming_kyiv_months.csv"
    )
    write_table(
        pd.concat(
            [share_names(s, lexicon, sets=SETS, voices=VOICES, period="all") for s in pair],
            ignore_index=True,
        ),
        out / "naming_sets.csv",
    )


if __name__ == "__main__":
    if "FRAMING_DATA" not in os.environ:
        sys.exit(
            "benchmarks/naming.py: FRAMING_DATA is not set; the articles may not be "
            "redistributed; set it to the folder that holds allsides_matched.jsonl.gz"
        )
    make(Path(os.environ["FRAMING_DATA"]), OUT)
