"""How well loaded language is found: words, sentences, outlets; against lists and simple models.

    FRAMING_DATA=... python benchmarks/loaded.py [PART ...]

Parts: lists learned ptc subj ablation rates (all when left out). `learned` needs what
``requirements/vectors.txt`` brings, and takes half an hour; the others minutes. Each writes
`benchmarks/tables/loaded_PART*.csv`.

Data (none of their text is kept): BABE SG2, SG1 and MBIC development parts (Spinde and others
2021; AGPL-3.0), PTC (SemEval-2020 task 11), subj_dev (CheckThat! 2025), PolNeAR's training part.
Folds are grouped by article, the same text under two addresses being one article. Intervals: 95 %,
percentile bootstrap over articles. Averaging: word figures are micro over words, `macro_f1` is the
mean of the F1 of both verdicts, `within_outlet_auc` the unweighted mean over outlets with 90
sentences or more. The hand codebook was finished before anybody looked at a marked word of BABE.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score

from framing import (
    annotate,
    assess,
    attribute,
    estimate,
    find_learned,
    read_corpus,
    read_lexicon,
    score,
    segment,
)
from framing.assessments.remaking import gather, vectors_of
from framing.assessments.training import (
    Judgements,
    folds_of,
    learn_spread,
    predict,
    train_assessor,
)
from framing.columns import INDICES, base_category
from framing.corpus import Corpus
from framing.errors import FramingWarning
from framing.lexicon import Lexicon

TABLES = Path(__file__).parent / "tables"
FOLDS, SEED, DRAWS, LEAST = 5, 0, 500, 90
THRESHOLDS = np.arange(0.1, 0.5, 0.02)
CONTEXTS = ("block_next", "block_prev", "block_near", "need_next", "need_prev", "need_near")
LISTS = {
    "hu_liu": lambda r: True,
    "vader": lambda r: abs(float(r["score"] or 0)) >= 1,
    "mpqa strong": lambda r: r["category"] == "strongsubj",
    "recasens_bias": lambda r: True,
    "emfd": lambda r: abs(float(r["score"] or 0)) >= 0.1,
    "words_weasels": lambda r: True,
}  # fmt: skip
Bools = np.ndarray[Any, np.dtype[np.bool_]]
Floats = np.ndarray[Any, np.dtype[np.float64]]


def folder() -> Path:
    """Return the folder of the shared data."""
    path = Path(os.environ.get("FRAMING_DATA", ""))
    if not (path / "babe_sg2_dev.jsonl.gz").is_file():
        sys.exit(
            "FRAMING_DATA does not name a folder with babe_sg2_dev.jsonl.gz; see data/README.md"
        )
    return path


def records(name: str) -> list[dict[str, Any]]:
    """Return the records of one file."""
    with gzip.open(folder() / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def lists() -> dict[str, frozenset[str]]:
    """Return the words of other lists, those they would mark."""
    found: dict[str, set[str]] = {name: set() for name in LISTS}
    with gzip.open(folder() / "lexicons.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for name, wanted in LISTS.items():
                if row["lexicon"] == name.partition(" ")[0] and wanted(row):
                    found[name].add(row["entry"].lower())
    return {name: frozenset(words) for name, words in found.items()}


def write(table: pd.DataFrame, name: str) -> None:
    """Write a table."""
    path = TABLES / f"loaded_{name}.csv"
    table.to_csv(path, index=False, float_format="%.6g", lineterminator="\n")
    print(
        f"{path.name}\n{table.to_string(index=False, float_format=lambda x: f'{x:.3f}')}\n",
        flush=True,
    )


def interval(
    statistic: Callable[[Floats], float], groups: np.ndarray[Any, Any]
) -> tuple[float, float, float]:
    """Return a statistic of weights per row, and its interval over groups of rows."""
    random = np.random.default_rng(SEED)
    numbers = np.unique(groups, return_inverse=True)[1]
    size = int(numbers.max()) + 1
    draws = []
    for _ in range(DRAWS):
        weight = np.bincount(random.integers(0, size, size), minlength=size).astype(float)
        draws.append(statistic(weight[numbers]))
    low, high = np.nanpercentile(draws, [2.5, 97.5])
    return statistic(np.ones(len(groups))), float(low), float(high)


def word_rows(name: str, found: Bools, gold: Bools, groups: np.ndarray[Any, Any]) -> Iterator[Any]:
    """Yield precision, recall and F1 of marked words."""

    def of(measure: str) -> Callable[[Floats], float]:
        def statistic(weight: Floats) -> float:
            right = float((weight * (found & gold)).sum())
            mine, true = float((weight * found).sum()), float((weight * gold).sum())
            value = {"precision": right / mine if mine else np.nan, "recall": right / true}
            value["f1"] = 2 * right / (mine + true)
            return value[measure]

        return statistic

    for measure in ("precision", "recall", "f1"):
        yield (name, measure, *interval(of(measure), groups))


WORD_COLUMNS = ["method", "measure", "estimate", "conf_low", "conf_high"]


def as_corpus(texts: Sequence[str], outlets: Sequence[str] | None = None) -> Corpus:
    """Return texts as a corpus, all of them."""
    table = pd.DataFrame({"doc_id": [f"t{k:06d}" for k in range(len(texts))]})
    table["outlet"] = list(outlets) if outlets is not None else "none"
    return read_corpus(table.assign(text=list(texts)))


def places_of(corpus: Corpus, table: pd.DataFrame) -> Bools:
    """Return which words of a corpus lie in the stretches of a table."""
    index = corpus.index
    number = dict(zip(corpus.places["doc_id"], range(len(corpus.places)), strict=True))
    inside = np.zeros(len(index), bool)
    for row in table.itertuples():
        here = slice(*index.first[number[row.doc_id] : number[row.doc_id] + 2])
        inside[here] |= (index.starts[here] < row.end) & (index.ends[here] > row.start)
    return inside


def loaded_of(evidence: pd.DataFrame, voices: Sequence[str] = ()) -> pd.DataFrame:
    """Return the rows of the loaded index that are not negated, of some voices."""
    kept = evidence["category"].astype(str).map(base_category).isin(INDICES["loaded"])
    kept &= ~evidence["negated"].astype(bool)
    if voices:
        kept &= evidence["voice"].isin(voices)
    return evidence[kept]


WORDING = ("outlet", "reported", "distanced")


def measure_lists() -> None:
    """BABE SG2 words and sentences: the hand codebook and other lists, nothing learned."""
    judgements = gather(folder() / "babe_sg2_dev.jsonl.gz")
    corpus = as_corpus([one.text for one in judgements.judged])
    segments = segment(corpus, attribute(corpus))
    evidence = annotate(corpus, segments, read_lexicon("loaded"))
    groups = judgements.articles[judgements.units.owners]
    folded = np.array(judgements.index.folded)[judgements.index.ids]
    found = {
        "codebook, own": places_of(corpus, loaded_of(evidence, ("outlet",))),
        "codebook, wording": places_of(corpus, loaded_of(evidence, WORDING)),
        "codebook, all": places_of(corpus, loaded_of(evidence)),
    } | {name: np.isin(folded, sorted(words)) for name, words in lists().items()}
    rows = [r for name, f in found.items() for r in word_rows(name, f, judgements.gold, groups)]
    write(pd.DataFrame(rows, columns=WORD_COLUMNS), "lists_words")
    outlets = np.array([one.outlet for one in judgements.judged])
    rows = []
    for name, marked in found.items():
        hits = np.bincount(judgements.units.owners, marked, len(outlets))
        rows += sentence_rows(name, "none", hits, hits >= 1, judgements, outlets)
    write(pd.DataFrame(rows, columns=SENTENCE_COLUMNS), "lists_sentences")


SENTENCE_COLUMNS = ["method", "folds", "measure", "n", "estimate", "conf_low", "conf_high"]


def sentence_rows(
    name: str,
    folds: str,
    likely: Floats,
    called: Bools,
    judgements: Judgements,
    outlets: np.ndarray[Any, Any],
    chosen: Bools | None = None,
) -> list[tuple[Any, ...]]:
    """Return macro-F1, AUC and AUC within outlets of sentences with a verdict."""
    kept = judgements.verdict >= 0
    if chosen is not None:
        kept &= chosen
    truth, score_of, verdict = judgements.verdict[kept], likely[kept], called[kept]
    outlet, article = outlets[kept], judgements.articles[kept]
    large = [o for o in sorted(set(outlet)) if (outlet == o).sum() >= LEAST]

    def within(weight: Floats) -> float:
        parts = []
        for name_of in large:
            here = (outlet == name_of) & (weight > 0)
            if len(set(truth[here])) == 2:
                parts.append(roc_auc_score(truth[here], score_of[here], sample_weight=weight[here]))
        return float(np.mean(parts))

    def macro(weight: Floats) -> float:
        return float(f1_score(truth, verdict, average="macro", sample_weight=weight))

    def auc(weight: Floats) -> float:
        here = weight > 0
        return float(roc_auc_score(truth[here], score_of[here], sample_weight=weight[here]))

    measures = {"macro_f1": macro, "auc": auc, "within_outlet_auc": within}
    return [
        (name, folds, measure, int(kept.sum()), *interval(statistic, article))
        for measure, statistic in measures.items()
    ]


def splits(judgements: Judgements, outlets: np.ndarray[Any, Any], main: Bools) -> dict[str, Any]:
    """Return for each scheme its pairs of training and test rows."""
    fold = folds_of(judgements.articles, FOLDS)
    by_article = [(np.flatnonzero(fold != k), np.flatnonzero(fold == k)) for k in range(FOLDS)]
    by_outlet = []
    for name in sorted(set(outlets[main])):
        own = np.flatnonzero(outlets == name)
        if main[own].sum() < LEAST:
            continue
        near = np.isin(judgements.articles, judgements.articles[own])
        by_outlet.append((np.flatnonzero(~near & (outlets != name)), own))
    return {"articles": by_article, "one outlet out": by_outlet}


def measure_learned() -> None:
    """BABE SG2, cross-validated and with each outlet left out."""
    names = ("babe_sg2_dev", "babe_sg1_dev", "babe_mbic_dev")
    paths = [folder() / f"{name}.jsonl.gz" for name in names]
    judgements = gather(paths[0], paths[1:])
    outlets = np.array([one.outlet for one in judgements.judged])
    main = judgements.weight == 1
    by_word, vectors = vectors_of(judgements)
    texts = [one.text for one in judgements.judged]
    owners = judgements.units.owners
    rows: list[tuple[Any, ...]] = []
    for scheme, pairs in splits(judgements, outlets, main).items():
        likely = {name: np.full(len(texts), np.nan) for name in METHODS}
        chances = np.zeros(len(judgements.index))
        points = []
        for train, test in pairs:
            models = train_assessor(
                judgements, train, word_vectors=by_word, vectors=vectors, seed=SEED
            )
            units = judgements.some(test)
            chances[units.places] = models[0].weigh_words(judgements.facts, units)
            both = predict(judgements, test, models, vectors)
            likely["assess"][test], likely["assess, vectors"][test] = both
            likely["tf-idf"][test] = plain(texts, judgements, train, test)
            likely["outlet only"][test] = guess(outlets, judgements, train, test)
            if scheme != "articles":
                points += outlet_rows(
                    judgements, outlets, main, train, test, both, by_word, vectors
                )
            print(scheme, len(test), flush=True)
        there = main & np.isfinite(likely["assess"])
        for name, values in likely.items():
            if scheme == "articles" or name != "outlet only":
                rows += sentence_rows(
                    name, scheme, values, values > 0.5, judgements, outlets, there
                )
        if scheme == "articles":
            write(words_table(judgements, chances, main[owners]), "learned_words")
            write(calibration(judgements, likely, main), "calibration")
        else:
            table = pd.DataFrame(points, columns=OUTLET_COLUMNS)
            write(table, "outlets")
            write(lines_of(table), "outlets_lines")
    write(pd.DataFrame(rows, columns=SENTENCE_COLUMNS), "learned_sentences")


METHODS = ("outlet only", "tf-idf", "assess", "assess, vectors")
OUTLET_COLUMNS = ["method", "outlet", "n", "annotated", "mean_probability", "estimate"]


def plain(texts: Sequence[str], judgements: Judgements, train: Any, test: Any) -> Floats:
    """Return what a plain tf-idf model with logistic regression says."""
    train = train[judgements.verdict[train] >= 0]
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    matrix = vectorizer.fit_transform([texts[k] for k in train])
    model = LogisticRegression(C=3, max_iter=1000)
    model.fit(matrix, judgements.verdict[train], sample_weight=judgements.weight[train])
    return model.predict_proba(vectorizer.transform([texts[k] for k in test]))[:, 1]


def guess(outlets: Any, judgements: Judgements, train: Any, test: Any) -> Floats:
    """Return the share of biased sentences of the same outlet in training: no text at all."""
    train = train[judgements.verdict[train] >= 0]
    rates = {
        name: np.average(
            judgements.verdict[train][outlets[train] == name],
            weights=judgements.weight[train][outlets[train] == name],
        )
        for name in set(outlets[train])
    }
    return np.array([rates.get(name, 0.5) for name in outlets[test]])


def words_table(judgements: Judgements, chances: Floats, main: Bools) -> pd.DataFrame:
    """Return how well words are found; the threshold of a fold is that of the other folds."""
    fold = folds_of(judgements.articles, FOLDS)[judgements.units.owners]
    found = np.zeros(len(chances), bool)
    for k in range(FOLDS):
        rest, own = main & (fold != k), main & (fold == k)
        best = max(THRESHOLDS, key=lambda t: f1_score(judgements.gold[rest], chances[rest] > t))
        found[own] = chances[own] > best
    groups = judgements.articles[judgements.units.owners]
    rows = word_rows("learned words", found[main], judgements.gold[main], groups[main])
    return pd.DataFrame(list(rows), columns=WORD_COLUMNS)


def calibration(judgements: Judgements, likely: Mapping[str, Floats], main: Bools) -> pd.DataFrame:
    """Return the reliability curve: ten classes of probability, and how many were biased."""
    rows = []
    kept = main & (judgements.verdict >= 0)
    for name in ("assess", "assess, vectors"):
        values, truth = likely[name][kept], judgements.verdict[kept]
        article = judgements.articles[kept]
        edges = np.quantile(values, np.linspace(0, 1, 11))
        number = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, 9)
        for k in range(10):
            here = number == k
            share = interval(
                lambda w, t=truth[here]: float((w * t).sum() / w.sum()) if w.sum() else np.nan,
                article[here],
            )
            rows.append((name, k + 1, int(here.sum()), float(values[here].mean()), *share))
        gaps = [abs(r[3] - r[4]) * r[2] for r in rows if r[0] == name]
        rows.append((name, "expected calibration error", int(kept.sum()), np.nan,
                     sum(gaps) / kept.sum(), np.nan, np.nan))  # fmt: skip
    columns = ["method", "class", "n", "mean_probability", "share", "conf_low", "conf_high"]
    return pd.DataFrame(rows, columns=columns)


def outlet_rows(
    judgements: Judgements,
    outlets: Any,
    main: Bools,
    train: Any,
    test: Any,
    both: tuple[Floats, Floats | None],
    by_word: Mapping[str, Floats],
    vectors: Floats,
) -> list[tuple[Any, ...]]:
    """Return an outlet's annotated and estimated share; its own sentences took no part."""
    spreads = learn_spread(judgements, train, word_vectors=by_word, vectors=vectors, seed=SEED)
    kept = main[test] & (judgements.verdict[test] >= 0)
    true = float(judgements.verdict[test][kept].mean())
    rows = []
    for name, values, (shift, slope) in zip(METHODS[2:], both, spreads, strict=True):
        mean = float(values[kept].mean())
        estimate_of = 1 / (1 + np.exp(-(shift + slope * np.log(mean / (1 - mean)))))
        rows.append((name, outlets[test][0], int(kept.sum()), true, mean, float(estimate_of)))
    return rows


def lines_of(table: pd.DataFrame) -> pd.DataFrame:
    """Return slope (with interval), intercept and error of estimated on annotated shares."""
    rows = []
    for name, part in table.groupby("method", sort=False):
        for column in ("mean_probability", "estimate"):
            x, y = part["annotated"].to_numpy(), part[column].to_numpy()
            n = len(x)
            slope, shift = np.polyfit(x, y, 1)
            error = y - slope * x - shift
            spread = np.sqrt((error**2).sum() / (n - 2) / ((x - x.mean()) ** 2).sum())
            from scipy.stats import t

            half = t.ppf(0.975, n - 2) * spread
            rmse = float(np.sqrt(((y - x) ** 2).mean()))
            rows.append((name, column, n, slope, slope - half, slope + half, shift, rmse))
    columns = ["method", "of", "n", "slope", "conf_low", "conf_high", "intercept", "rmse"]
    return pd.DataFrame(rows, columns=columns)


def measure_ptc() -> None:
    """PTC: words inside Loaded_Language or Name_Calling, by what has seen nothing of PTC."""
    every = records("ptc_train")
    corpus = as_corpus([r["text"] for r in every])
    index = corpus.index
    gold = np.zeros(len(index), bool)
    for number, record in enumerate(every):
        here = slice(*index.first[number : number + 2])
        for span in record["spans"]:
            if span["technique"] in ("Loaded_Language", "Name_Calling,Labeling", "Name_Calling"):
                gold[here] |= (index.starts[here] < span["end"]) & (
                    index.ends[here] > span["start"]
                )
    segments = segment(corpus, attribute(corpus))
    evidence = annotate(corpus, segments, read_lexicon("loaded"))
    folded = np.array(index.folded)[index.ids]
    learned = find_learned(corpus, segments, threshold=0.2)
    found = {
        "codebook, all": places_of(corpus, loaded_of(evidence)),
        "codebook, wording": places_of(corpus, loaded_of(evidence, WORDING)),
        "learned words": places_of(corpus, learned),
        "codebook or learned": places_of(corpus, loaded_of(evidence)) | places_of(corpus, learned),
    } | {name: np.isin(folded, sorted(words)) for name, words in lists().items()}
    rows = [r for name, f in found.items() for r in word_rows(name, f, gold, index.text_of)]
    write(pd.DataFrame(rows, columns=WORD_COLUMNS), "ptc")


def measure_subj() -> None:
    """subj_dev: whether a sentence is subjective, by what has learned from BABE only."""
    every = records("subj_dev")
    corpus = as_corpus([r["text"] for r in every])
    segments = segment(corpus, attribute(corpus))
    truth = np.array([r["label"] == "SUBJ" for r in every])
    number = {doc: k for k, doc in enumerate(corpus.articles["doc_id"])}
    evidence = annotate(corpus, segments, read_lexicon("loaded"))
    index = corpus.index
    folded = np.array(index.folded)[index.ids]
    scores: dict[str, Floats] = {}
    for name, vectors in (("assess", False), ("assess, vectors", True)):
        found = assess(corpus, segments, vectors=vectors)
        at = found["doc_id"].map(number).to_numpy()
        likely = np.zeros(len(every))
        np.maximum.at(likely, at, found["probability"].to_numpy())
        scores[name] = likely
    marked = {"codebook": places_of(corpus, loaded_of(evidence))}
    marked |= {name: np.isin(folded, sorted(words)) for name, words in lists().items()}
    for name, inside in marked.items():
        # By share of words: by number, every list finds that subjective sentences are long.
        for way in ("share", "count"):
            hits = np.bincount(index.text_of, inside, len(every))
            sizes = np.bincount(index.text_of, minlength=len(every))
            scores[f"{name}, {way}"] = hits / np.maximum(sizes, 1) if way == "share" else hits
    groups = np.arange(len(every))
    rows = []
    for name, values in scores.items():

        def auc(weight: Floats, values: Floats = values) -> float:
            here = weight > 0
            return float(roc_auc_score(truth[here], values[here], sample_weight=weight[here]))

        rows.append((name, "auc", *interval(auc, groups)))
    write(pd.DataFrame(rows, columns=WORD_COLUMNS), "subj")


def variants(lexicon: Lexicon) -> dict[str, Lexicon]:
    """Return the codebook without one kind of rule, and as a plain list."""

    def without(*names: str, name: bool = False) -> Lexicon:
        free = dict.fromkeys(names, ())
        terms = [replace(t, **free, **({"name": True} if name else {})) for t in lexicon.terms]
        return replace(lexicon, terms=tuple(terms))

    return {
        "whole": lexicon,
        "without blocks": without(*CONTEXTS[:3]),
        "without required neighbours": without(*CONTEXTS[3:]),
        "without names": without(name=True),
        "plain list": without(*CONTEXTS, name=True),
    }


def measure_ablation() -> None:
    """Measure what context rules, names and voice add on the words of BABE."""
    every = records("babe_sg2_dev")
    judgements = gather(folder() / "babe_sg2_dev.jsonl.gz")
    groups = judgements.articles[judgements.units.owners]
    corpus = as_corpus([r["text"] for r in every])
    segments = segment(corpus, attribute(corpus))
    rows = []
    for name, lexicon in variants(read_lexicon("loaded")).items():
        evidence = annotate(corpus, segments, lexicon)
        for how, table in (
            ("wording", loaded_of(evidence, WORDING)),
            ("voice-blind", loaded_of(evidence)),
        ):
            found = places_of(corpus, table)
            rows += [(*r, len(table)) for r in
                     word_rows(f"{name}, {how}", found, judgements.gold, groups)]  # fmt: skip
    write(pd.DataFrame(rows, columns=[*WORD_COLUMNS, "hits"]), "ablation")


def measure_rates() -> None:
    """Rates of PolNeAR's outlets by estimand, beside a plain list that knows no voice."""
    every = records("polnear_train")
    corpus = as_corpus([r["text"] for r in every], [r["outlet"] for r in every])
    segments = segment(corpus, attribute(corpus))
    parts = []
    lexicon = read_lexicon("loaded")
    for name, one in (("codebook", lexicon), ("plain list", variants(lexicon)["plain list"])):
        scores = score(annotate(corpus, segments, one), segments)
        scores = scores[scores["section"] == "body"]
        wanted = ["own", "wording", "all"] if name == "codebook" else "all"
        table = estimate(scores, categories=["index:loaded"], estimands=wanted)
        parts.append(table.assign(method=name))
    table = pd.concat(parts, ignore_index=True)
    table["rank"] = table.groupby(["method", "estimand"])["estimate"].rank(ascending=False)
    columns = ["method", "estimand", "group", "rank", "estimate", "conf_low", "conf_high",
               "n_docs", "hits", "exposure"]  # fmt: skip
    write(table[columns].sort_values(["method", "estimand", "rank"]), "rates")


PARTS = {
    "lists": measure_lists,
    "ptc": measure_ptc,
    "subj": measure_subj,
    "ablation": measure_ablation,
    "rates": measure_rates,
    "learned": measure_learned,
}


def main() -> None:
    """Measure the parts asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART")
    chosen = parser.parse_args().parts or list(PARTS)
    if set(chosen) - set(PARTS):
        sys.exit(f"no part {sorted(set(chosen) - set(PARTS))}; there are {list(PARTS)}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        for part in chosen:
            PARTS[part]()


if __name__ == "__main__":
    main()
