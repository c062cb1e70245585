"""Whether `suggest` finds what a codebook lacks: half of its evaluations are hidden from it.

    FRAMING_DATA=... python benchmarks/suggest.py

On allsides_matched (1,682 articles). In each draw half of the entries of the category `evaluation`
that stand in the corpus (words, and phrases of up to three words) are taken out of the codebook;
how many of them come back among the first 50, 100, 200 and 500 proposals? `precision` counts
hidden entries only: a proposal that is right and was never listed counts as wrong, so it is a
lower bound. `words` leaves the phrases out (every tenth proposal is one). Sentences are assessed
by the model that ships, which knows the hidden words as listed ones; `without assess` is the
honest figure. Beside it each reason alone, and the commonest words. Mean and range over five
draws; the reasons, the penalty and the share of phrases were chosen on two others.
Writes `benchmarks/tables/suggest.csv`.
"""

from __future__ import annotations

import itertools
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from coded_samples import read

from framing import assess, attribute, read_corpus, read_lexicon, segment, suggest
from framing.errors import FramingWarning

DRAWS = 5
EVERY = 100_000
AT = (50, 100, 200, 500)


def main() -> None:
    """Write the table."""
    warnings.simplefilter("ignore", FramingWarning)
    rows = [(str(r["id"]), r["outlet"], r["text"]) for r in read("allsides_matched")]
    corpus = read_corpus(pd.DataFrame(rows, columns=["doc_id", "outlet", "text"]))
    segments = segment(corpus, attribute(corpus))
    sentences = assess(corpus, segments)
    lexicon = read_lexicon("loaded")
    entries: dict[str, set[str]] = {}
    for term in lexicon.terms:
        if term.category == "evaluation":
            entries.setdefault(term.entry, set()).update(
                " ".join(chosen)
                for pattern in term.patterns
                if len(pattern) <= 3
                for chosen in itertools.product(*pattern)
            )
    result = []
    for draw in range(DRAWS, 2 * DRAWS):
        random = np.random.default_rng(draw)
        names = sorted(entries)
        hidden = set(random.permutation(names)[: len(names) // 2].tolist())
        terms = tuple(
            t for t in lexicon.terms if t.category != "evaluation" or t.entry not in hidden
        )
        weaker = replace(lexicon, terms=terms)
        table = suggest(corpus, segments, weaker, sentences=sentences, most=EVERY)
        plain = suggest(corpus, segments, weaker, most=EVERY)
        of_form = {form: name for name in hidden for form in entries[name]}
        reachable = len({of_form[t] for t in table["term"] if t in of_form})
        words, alone = (t[~t["term"].str.contains(" ")] for t in (table, plain))
        orders = {
            "all reasons": table["term"].tolist(),
            "all reasons, words": words["term"].tolist(),
            "without assess": plain["term"].tolist(),
            "without assess, words": alone["term"].tolist(),
        }
        for name in ("z_own", "z_loaded", "similarity", "hits"):
            ordered = words.sort_values(name, ascending=False, kind="stable")["term"].tolist()
            orders["commonest words" if name == "hits" else f"{name} alone, words"] = ordered
        for way, ordered in orders.items():
            for k in AT:
                found = [of_form[t] for t in ordered[:k] if t in of_form]
                result.append((way, k, draw, len(found) / k, len(set(found)) / reachable))
    frame = pd.DataFrame(result, columns=["way", "proposals", "draw", "precision", "recall"])
    table = frame.groupby(["way", "proposals"], sort=False)[["precision", "recall"]].agg(
        ["mean", "min", "max"]
    )
    table.columns = [f"{a}_{b}" for a, b in table.columns]
    path = Path(__file__).parent / "tables" / "suggest.csv"
    table.reset_index().to_csv(path, index=False, float_format="%.6g", lineterminator="\n")
    print(table.round(3).to_string())


if __name__ == "__main__":
    main()
