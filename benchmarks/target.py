"""How often the target of a loaded expression is right, on the demo, whose targets are marked.

    python benchmarks/target.py

Writes `benchmarks/tables/demo_targets.csv`. Articles marked `frozen` took no part in choosing the
rules. The marks name the side an expression is aimed at, also where only its capital, its minister
or nothing at all is named (*it was merciless*); the rules read one sentence and know no sides. So a
capital, a leader or an army given for its side counts as right in the rows of the `side`:

- ``given``: share of found expressions for which any target is given;
- ``right``: of those given, the marked target, or a name with it (*Sulmark Guard*: *Sulmark*);
- ``right, side``: of those given, the marked target or one of its side;
- ``found, side``: of all with a marked target, given rightly but for the side;
- ``found``: of all with a marked target, rightly given;
- ``found, named``: of those whose marked target stands in the same sentence by name, rightly given.

Intervals: 95 %, percentile bootstrap over articles.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from framing import annotate, attribute, find_targets, read_corpus, read_lexicon, segment
from framing.errors import FramingWarning
from framing.sentences import find_sentences

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "data" / "raw" / "demo"
DRAWS, SEED = 1000, 0
SIDES = {
    "Karsovia": ("tolmar", "karsovian", "staven", "doleth", "orlim", "tresk"),
    "Velmora": ("soryv", "sorev", "velmoran", "toskyn", "toskin", "hesk", "marvost", "damrow",
                "pelline"),
    "Astrelle": ("halvern", "astrellan", "ashgrave", "lyle"),
    "Sulmark": ("guard", "arvesh", "solt"),
    "Compact": ("lorimel",),
}  # fmt: skip
"""Capitals, adjectives and leaders of the invented sides."""
ABOUT = ["evaluation", "label", "dysphemism", "metaphor"]


def pairs() -> pd.DataFrame:
    """Return the marked expressions that are found, with both targets."""
    gold = pd.read_csv(DEMO / "gold.csv", keep_default_na=False)
    corpus = read_corpus(DEMO / "articles.csv")
    segments = segment(corpus, attribute(corpus))
    lexicon = read_lexicon(DEMO / "lexicon", "loaded")
    found = find_targets(corpus, annotate(corpus, segments, lexicon), lexicon)
    found = found[found["category"].isin(ABOUT)]
    texts = {
        (d, f): t
        for d, f, t in zip(
            corpus.places["doc_id"], corpus.places["field"], corpus.index.texts, strict=True
        )
    }
    by_text = dict(list(found.groupby(["doc_id", "field"])))
    rows: list[tuple[Any, ...]] = []
    for mark in gold[gold["category"].isin(ABOUT)].itertuples():
        hits = by_text.get((mark.doc_id, mark.field))
        if hits is None:
            continue
        hits = hits[(hits["start"] < mark.end) & (hits["end"] > mark.start)]
        if hits.empty:
            continue
        hit = hits.iloc[0]
        text = texts[mark.doc_id, mark.field]
        near = next((text[a:b] for a, b in find_sentences(text) if a <= mark.start < b), "")
        rows.append(
            (mark.doc_id, mark.frozen == "yes", mark.category, mark.target, hit["target"],
             hit["target_rule"], bool(mark.target) and mark.target[:5] in near)
        )  # fmt: skip
    columns = ["doc_id", "frozen", "category", "marked", "given", "rule", "named"]
    return pd.DataFrame(rows, columns=columns)


def share(right: pd.Series, docs: pd.Series) -> tuple[int, float, float, float]:
    """Return n, the share, and its interval over articles."""
    if not len(right):
        return 0, np.nan, np.nan, np.nan
    table = pd.DataFrame({"doc": docs, "right": right.astype(float)}).groupby("doc")["right"]
    sums, sizes = table.sum().to_numpy(), table.size().to_numpy()
    random = np.random.default_rng(SEED)
    draws = random.integers(0, len(sums), (DRAWS, len(sums)))
    values = sums[draws].sum(1) / sizes[draws].sum(1)
    low, high = np.percentile(values, [2.5, 97.5])
    return len(right), float(right.mean()), float(low), float(high)


def main() -> None:
    """Write the table."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        table = pairs()
    table["right"] = [
        bool(m) and (m == g or m in g.split() or g in m.split())
        for m, g in zip(table["marked"], table["given"], strict=True)
    ]
    table["side"] = [
        r or any(word in g.lower() for word in SIDES.get(m, ()))
        for r, m, g in zip(table["right"], table["marked"], table["given"], strict=True)
    ]
    rows = []
    parts = {"frozen": table[table["frozen"]], "others": table[~table["frozen"]], "all": table}
    parts |= {f"all, {name}": part for name, part in table.groupby("category")}
    parts |= {
        f"all, rule {name}": part for name, part in table[table["given"] != ""].groupby("rule")
    }
    for name, part in parts.items():
        given, marked = part[part["given"] != ""], part[part["marked"] != ""]
        if "rule" not in name:
            rows.append((name, "given", *share(part["given"] != "", part["doc_id"])))
        rows.append((name, "right", *share(given["right"], given["doc_id"])))
        rows.append((name, "right, side", *share(given["side"], given["doc_id"])))
        if "rule" not in name:
            rows.append((name, "found", *share(marked["right"], marked["doc_id"])))
            rows.append((name, "found, side", *share(marked["side"], marked["doc_id"])))
            named = marked[marked["named"]]
            rows.append((name, "found, named", *share(named["right"], named["doc_id"])))
    columns = ["part", "measure", "n", "share", "conf_low", "conf_high"]
    result = pd.DataFrame(rows, columns=columns)
    result.to_csv(
        ROOT / "benchmarks" / "tables" / "demo_targets.csv",
        index=False, float_format="%.6g", lineterminator="\n",
    )  # fmt: skip
    print(result.to_string(index=False, float_format=lambda x: f"{x:.3f}"))


if __name__ == "__main__":
    main()
