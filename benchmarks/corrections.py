"""Whether corrections correct: a published table, real sentences, and gaps that were planted.

    FRAMING_DATA=... python benchmarks/corrections.py [ecosent] [babe] [events] [demo] [counts]

Written to `benchmarks/tables`:

`ecosent`, `corrections_ecosent.csv`: accuracy and ordinal alpha of every method of Van Atteveldt,
van der Velden and Boukes (2021), Table 2, from their gold and predictions (vanatteveldt/ecosent
@9c4c6120af, MIT), with delete-one-headline jackknife intervals; `published` as printed.

`babe`, `corrections_babe.csv`: sentences of BABE (the development parts, every sentence once; the
experts' majority is the truth) by leaning and by outlet (those with more than 200). In every
replication articles are drawn anew with replacement, then so many sentences of each group are
labelled. Predictions: ``lexicon``, a hit of the codebook `loaded` in the outlet's own voice;
``tf-idf``, a logistic regression cross-validated over articles. `bias` is that of the mean
estimate; `coverage_error` that of so many replications (95 %); by outlet, coverage is the mean over
outlets or pairs, `lowest` and `highest` stand beside; `width_to_labels` is the mean width over
that of labels alone; `defined` is the share of replications that have an estimate.

`events`, `corrections_events.csv`: the same of two invented outlets that tell the same few events,
in which outcomes clump, with 50 labels each; sentences of one outlet are harder.

`counts`, `data/processed/the-coders/babe.csv`: in how many sentences of each article the codebook
has a hit, and how many the experts call biased; articles are numbered. Notebook 12 reads it.

`demo`, `corrections_demo.csv`: the demo corpus, where the marks of all sentences are known: share
of the outlets' own sentences with a loaded word in their own voice, 40 coded per outlet.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import warnings
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from framing import (
    annotate,
    attribute,
    correct,
    draw_sample,
    list_sentences,
    read_corpus,
    read_lexicon,
    segment,
    write_table,
)
from framing.columns import INDICES, base_category
from framing.errors import FramingWarning
from framing.stats.jackknives import jackknife_t
from framing.stats.reliability import tabulate
from framing.validations.estimates import METHODS, estimate_all
from framing.validations.frames import Frame

ROOT = Path(__file__).resolve().parents[1]
TABLES = ROOT / "benchmarks" / "tables"
DEMO = ROOT / "data" / "raw" / "demo"
PUBLISHED = {
    "manual1": ("0.82", "0.82"), "manual3": ("0.88", "0.90"), "crowd3": ("0.77", "0.81"),
    "cnn": ("0.63", "0.50"), "nb": ("0.58", "0.39"), "svm": ("0.57", "0.41"),
    "HuLiu_deepl": ("0.46", "0.34"), "LMD_deepl": ("0.50", "0.29"), "DANEW": ("0.42", "0.10"),
    "pattern": ("0.39", "0.07"), "polyglot": ("0.42", "0.26"),
}  # fmt: skip
SIZES, WAYS, SEED, FOLDS, MOST = (50, 100, 200), 2000, 11, 5, 200
FILES = ("babe_sg2_dev", "babe_sg1_dev", "babe_mbic_dev")
Floats = np.ndarray[Any, np.dtype[np.float64]]
Rows = list[dict[str, Any]]


def folder() -> Path:
    """Return the folder of the shared data."""
    path = Path(os.environ.get("FRAMING_DATA", ""))
    if not (path / "babe_sg2_dev.jsonl.gz").is_file():
        sys.exit("FRAMING_DATA does not name a folder with babe_sg2_dev.jsonl.gz")
    return path


# --- a published table ----------------------------------------------------------------------------


def ecosent(place: Path) -> pd.DataFrame:
    """Return accuracy and ordinal alpha of every method."""
    gold = pd.read_csv(place / "gold.csv")
    said = pd.read_csv(place / "combined_predictions.csv.gz")
    said = said[(said["language"] != "google") & ~said["variable"].isin(["recessie", "boukes"])]
    both = said.merge(gold, on="id", suffixes=("", "_gold"))
    # Beyond half a point, not by the sign: many scores are mixtures near 0.
    both["cut"] = np.select([both["value"] > 0.5, both["value"] < -0.5], [1.0, -1.0], 0.0)
    rows = []
    for (method, variable), part in both.groupby(["method", "variable"]):
        ids = np.unique(part["id"])
        weights = np.vstack([np.ones(len(ids)), 1 - np.eye(len(ids))])
        found = []
        for _, once in part.groupby("repetition", dropna=False):
            table = tabulate(once[["cut", "value_gold"]].to_numpy(float), level="ordinal")
            here = weights[:, np.searchsorted(ids, once["id"].to_numpy())]
            # Percent agreement of two coders is accuracy.
            found.append(table.coefficients(here)[:, [1, 0]])
        means = np.mean(found, axis=0)
        low, high = jackknife_t(means[0], means[1:])
        printed = PUBLISHED.get(str(variable), ("", ""))
        for k, measure in enumerate(("accuracy", "alpha")):
            rows.append({
                "method": method, "variable": variable, "measure": measure,
                "repetitions": len(found), "n": len(ids), "estimate": means[0, k],
                "conf_low": low[k], "conf_high": high[k], "published": printed[k],
            })  # fmt: skip
    return pd.DataFrame(rows)


# --- real sentences -------------------------------------------------------------------------------


def sentences(place: Path) -> pd.DataFrame:
    """Return the judged sentences, each once, with both predictions."""
    rows = []
    for name in FILES:
        with gzip.open(place / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows += [json.loads(line) for line in lines]
    table = pd.DataFrame(rows)
    table = table[table["label_bias"].isin(["Biased", "Non-biased"]) & table["outlet"].notna()]
    table = table[~table["text"].str.split().str.join(" ").str.casefold().duplicated()]
    table = table[table["leaning"].notna()].reset_index(drop=True)
    table["article"] = table["url"].where(table["url"].fillna("") != "", table["id"])
    table["truth"] = (table["label_bias"] == "Biased").astype(float)
    table["lexicon"] = hits(table)
    table["tf-idf"] = learned(table)
    return table


def hits(table: pd.DataFrame) -> Floats:
    """Return whether the codebook finds a loaded word in the outlet's own voice."""
    articles = table[["id", "outlet", "text"]].rename(columns={"id": "doc_id"})
    with warnings.catch_warnings():
        # Single sentences: some quotations are cut, some texts stand twice but for their letters.
        warnings.simplefilter("ignore", FramingWarning)
        corpus = read_corpus(articles)
        segments = segment(corpus, attribute(corpus))
        evidence = annotate(corpus, segments, read_lexicon("loaded"))
    loaded = evidence["category"].astype(str).map(base_category).isin(INDICES["loaded"])
    mine = evidence[loaded & (evidence["voice"] == "outlet") & ~evidence["negated"]]
    return table["id"].isin(mine["doc_id"].astype(str)).to_numpy(float)


def learned(table: pd.DataFrame) -> Floats:
    """Return the probability a tf-idf model gives that has not seen the article."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold

    found = np.zeros(len(table))
    truth, texts = table["truth"].to_numpy(), table["text"]
    for train, test in GroupKFold(FOLDS).split(truth, groups=table["article"]):
        words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        model = LogisticRegression(C=3, max_iter=1000)
        model.fit(words.fit_transform(texts.iloc[train]), truth[train])
        found[test] = model.predict_proba(words.transform(texts.iloc[test]))[:, 1]
    return found


def frame_of(
    truth: Floats, said: Floats, groups: Any, docs: Any, clusters: Any, n: int, rng: Any
) -> Frame:
    """Return units of which so many in each group are labelled by chance."""
    labels, chances = np.full(len(truth), np.nan), np.ones(len(truth))
    count = int(groups.max()) + 1
    for k in range(count):
        there = np.flatnonzero(groups == k)
        drawn = rng.permutation(there)[:n]
        labels[drawn] = truth[drawn]
        chances[there] = min(n / len(there), 1.0)
    names = tuple(str(k) for k in range(count))
    none = np.zeros(count, int)
    return Frame(labels, said, chances, groups, groups, clusters, docs, names, {}, none)


def draw_articles(groups: Any, articles: Any, rng: Any) -> tuple[Any, Any]:
    """Return the sentences of articles drawn anew within groups, and new names of articles."""
    picked, names, count = [], [], 0
    order = np.lexsort([articles, groups])
    keys = groups[order].astype(np.int64) * (articles.max() + 1) + articles[order]
    starts = np.flatnonzero(np.r_[True, np.diff(keys) != 0])
    members = np.split(order, starts[1:])
    home = groups[order][starts]
    for k in range(int(groups.max()) + 1):
        mine = np.flatnonzero(home == k)
        for number in rng.choice(mine, len(mine)):
            picked.append(members[number])
            names.append(np.full(len(members[number]), count))
            count += 1
    return np.concatenate(picked), np.concatenate(names)


def simulate(
    table: pd.DataFrame, by: str, predictor: str, n: int, ways: int, seed: int
) -> pd.DataFrame:
    """Return what every method says in every replication: estimate, low, high and truth."""
    groups, names = pd.factorize(table[by], sort=True)
    articles = pd.factorize(table["article"])[0]
    truth, said = table["truth"].to_numpy(float), table[predictor].to_numpy(float)
    right = np.bincount(groups, truth) / np.bincount(groups)
    rows = []
    for way in range(ways):
        rng = np.random.default_rng([seed, n, way])
        at, docs = draw_articles(groups, articles, rng)
        frame = frame_of(truth[at], said[at], groups[at], docs, docs, n, rng)
        rows += _said(frame, right, list(names))
    return pd.DataFrame(rows, columns=SAID)


SAID = ["method", "group", "reference", "truth", "estimate", "low", "high"]


def _said(frame: Frame, right: Floats, names: list[str]) -> list[tuple[Any, ...]]:
    found = estimate_all(frame)
    count = len(right)
    rows: list[tuple[Any, ...]] = []
    for method in METHODS:
        for k in range(count):
            rows.append((method, names[k], "", right[k], *found.interval(method, (k,))))
        for k, m in combinations(range(count), 2):
            gap = right[k] - right[m]
            rows.append((method, names[k], names[m], gap, *found.interval(method, (k, m))))
    return rows


def summarise(said: pd.DataFrame) -> pd.DataFrame:
    """Return bias, coverage and width by method and group or pair."""
    said = said.assign(
        defined=said["estimate"].notna(),
        covered=((said["low"] <= said["truth"]) & (said["truth"] <= said["high"])).where(
            said["estimate"].notna()
        ),
        width=said["high"] - said["low"],
    )
    said["covered"] = said["covered"].astype(float)
    parts = said.groupby(["method", "group", "reference"], sort=False)
    found = parts.agg(
        truth=("truth", "first"), mean_estimate=("estimate", "mean"), defined=("defined", "mean"),
        coverage=("covered", "mean"), width=("width", "mean"), replications=("defined", "size"),
    ).reset_index()  # fmt: skip
    found["bias"] = found["mean_estimate"] - found["truth"]
    done = found["replications"] * found["defined"]
    spread = found["coverage"] * (1 - found["coverage"]) / done.where(done > 0)
    found["coverage_error"] = 1.96 * np.sqrt(spread)
    labels = found[found["method"] == "labels"].set_index(["group", "reference"])["width"]
    key = pd.MultiIndex.from_frame(found[["group", "reference"]])
    found["width_to_labels"] = found["width"] / labels.reindex(key).to_numpy()
    return found


def over_all(found: pd.DataFrame) -> pd.DataFrame:
    """Return the means over groups and over pairs; bias is the mean of its size."""
    kind = np.where(found["reference"] == "", "(all outlets)", "(all pairs)")
    parts = found.assign(group=kind, size=found["bias"].abs()).groupby(["method", "group"])
    made = parts.agg(
        bias=("size", "mean"), coverage=("coverage", "mean"), lowest=("coverage", "min"),
        highest=("coverage", "max"), coverage_error=("coverage_error", "mean"),
        width=("width", "mean"), width_to_labels=("width_to_labels", "mean"),
        defined=("defined", "mean"), replications=("replications", "first"),
    ).reset_index()  # fmt: skip
    rank = {method: k for k, method in enumerate(METHODS)}
    return made.sort_values(["group", "method"], key=lambda c: c.map(rank).fillna(0)
                            if c.name == "method" else c)  # fmt: skip


COLUMNS = [
    "by", "predictor", "n_labels", "method", "group", "reference", "truth", "mean_estimate", "bias",
    "coverage", "coverage_error", "lowest", "highest", "width", "width_to_labels", "defined",
    "explained", "replications",
]  # fmt: skip


def babe(table: pd.DataFrame, ways: int = WAYS) -> pd.DataFrame:
    """Return bias, coverage and width by leaning and by outlet."""
    large = table["outlet"].map(table["outlet"].value_counts()) > MOST
    parts = []
    for by, some in (("leaning", table), ("outlet", table[large])):
        for predictor in ("lexicon", "tf-idf"):
            explained = np.corrcoef(some["truth"], some[predictor])[0, 1] ** 2
            for n in SIZES:
                found = summarise(simulate(some, by, predictor, n, ways, SEED))
                if by == "outlet":
                    found = over_all(found)
                parts.append(found.assign(by=by, predictor=predictor, n_labels=n,
                                          explained=explained))  # fmt: skip
                print(by, predictor, n, flush=True)
    return pd.concat(parts).reindex(columns=COLUMNS)


# --- few events -----------------------------------------------------------------------------------


def events(ways: int = WAYS) -> pd.DataFrame:
    """Return the same where two outlets tell the same few events."""
    parts = []
    for count in (5, 10, 40):
        said = []
        for way in range(ways):
            rng = np.random.default_rng([SEED, count, way])
            said += _said(*_told(count, rng))
        found = summarise(pd.DataFrame(said, columns=SAID))
        parts.append(found.assign(events=count))
    columns = ["events", *(c for c in COLUMNS[3:] if c not in ("lowest", "highest", "explained"))]
    return pd.concat(parts).reindex(columns=columns)


def _told(count: int, rng: Any, articles: int = 2, per: int = 30) -> tuple[Any, ...]:
    event = np.repeat(np.arange(count), 2 * articles * per)
    group = np.tile(np.repeat([0, 1], articles * per), count)
    docs = np.repeat(np.arange(count * 2 * articles), per)
    mood, way = rng.normal(0, 0.6, count), rng.normal(0, 0.4, count * 2 * articles)
    level = np.array([-0.4, -1.4])[group]
    chance = 1 / (1 + np.exp(-(level + mood[event] + way[docs])))
    truth = (rng.random(len(event)) < chance).astype(float)
    seen = np.where(truth > 0, np.where(group == 0, 0.4, 0.7), 0.15)
    said = (rng.random(len(event)) < seen).astype(float)
    return frame_of(truth, said, group, docs, event, 50, rng), _EXPECTED, ["first", "second"]


def _expected(levels: tuple[float, ...]) -> Floats:
    """Return the mean of logistic chances over what varies."""
    points, weights = np.polynomial.hermite_e.hermegauss(60)
    spread = np.sqrt(0.6**2 + 0.4**2)
    chances = 1 / (1 + np.exp(-(np.array(levels)[:, None] + spread * points)))
    return np.asarray((chances * weights).sum(axis=1) / weights.sum())


_EXPECTED = _expected((-0.4, -1.4))


# --- gaps that were planted -----------------------------------------------------------------------


def demo(n: int = 40, seed: int = 1) -> pd.DataFrame:
    """Return raw, corrected and true shares of the demo's outlets and their differences."""
    corpus = read_corpus(DEMO / "articles.csv")
    with warnings.catch_warnings():
        # Two articles hold a mark that is never closed, on purpose.
        warnings.simplefilter("ignore", FramingWarning)
        segments = segment(corpus, attribute(corpus))
    evidence = annotate(corpus, segments, read_lexicon("loaded", DEMO / "lexicon"))
    units = list_sentences(corpus, segments, evidence[evidence["voice"] == "outlet"])
    units = units[(units["voice"] == "outlet") & (units["field"] == "text")].reset_index(drop=True)
    units["predicted"] = units["hits"] > 0
    gold = pd.read_csv(DEMO / "gold.csv")
    marks = gold[gold["category"].isin(INDICES["loaded"]) & (gold["voice"] == "outlet")]
    starts = {key: part["start"].to_numpy() for key, part in marks.groupby(["doc_id", "field"])}
    truth = []
    for row in units.itertuples():
        at = starts.get((row.doc_id, row.field), np.zeros(0))
        truth.append(bool(((at >= row.start) & (at < row.end)).any()))
    units["truth"] = truth
    sample = draw_sample(units, corpus, n=n, by="outlet", coders=["gold"], seed=seed)
    value = np.where(sample["truth"], "yes", "no")
    codings = sample[["unit_id"]].assign(coder="gold", variable="hit", value=value)
    found = correct(units, codings, sample)
    shares = units.groupby("outlet")["truth"].mean()
    other = found["reference"].map(shares).astype(float).fillna(0.0)
    found["truth"] = found["group"].map(shares).astype(float) - other
    return found


def counts(table: pd.DataFrame) -> Path:
    """Write sentences by article, prediction and judgement."""
    table = table.assign(article=pd.factorize(table["article"])[0])
    columns = {"lexicon": "predicted", "truth": "loaded"}
    table = table.rename(columns=columns).astype(dict.fromkeys(columns.values(), int))
    found = table.groupby(["leaning", "article", *columns.values()]).size().rename("n")
    path = ROOT / "data" / "processed" / "the-coders" / "babe.csv"
    return write_table(found.reset_index(), path)


def write(table: pd.DataFrame, name: str) -> None:
    """Write a table."""
    path = write_table(table, TABLES / f"corrections_{name}.csv")
    print(f"{path.name}\n{table.to_string(index=False, float_format=lambda x: f'{x:.3f}')}\n")


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", nargs="*", default=["ecosent", "babe", "events", "demo", "counts"])
    asked = parser.parse_args().what
    if "ecosent" in asked:
        write(ecosent(folder() / "ecosent"), "ecosent")
    if "babe" in asked or "counts" in asked:
        judged = sentences(folder())
    if "babe" in asked:
        write(babe(judged), "babe")
    if "counts" in asked:
        print(counts(judged))
    if "events" in asked:
        write(events(), "events")
    if "demo" in asked:
        write(demo(), "demo")


if __name__ == "__main__":
    main()
