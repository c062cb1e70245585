"""How well frames are told: against simple models on the same folds, with silence, by outlet.

    FRAMING_DATA=... python benchmarks/frames.py [PART ...]

Parts: f1 outlets learning items voices verdicts (all when left out; about ten minutes on two quiet
cores). `f1` needs what ``requirements/vectors.txt`` brings. Writes `benchmarks/tables/frames_*`;
`verdicts` writes what the classifier says of each climate article, numbered and without its text,
to `data/processed/frames-of-climate/verdicts.csv`, which notebook 13 reads.

Data (none of their text is kept). narrative_frames_dev (phenixace/narrative-framing @197314dfe8,
MIT): 295 articles on climate change of 36 outlets; a frame is missing where coders did not agree
(one cell). gvfc_dev (arajshah/NLP_headline_body_sentiment @dbb115e478, no licence stated): 898
headlines with ledes on gun violence. Of its 2,075 rows, 251 are not relevant and 926 relevant ones
have neither frame nor outlet nor lede: they were never coded for frames and are left out.

Folds: five, whole outlets (domains; those of one house together) in one fold; what shares three
tenths of its five-word shingles with a text judged is not learned from. Everything a method
chooses, it chooses on inner folds of the learning side. Macro-F1 is the mean over frames of the F1
of having the frame (`two_class` averages it with that of not having it). Intervals: 95 %,
percentile bootstrap over outlets. The cues were written from the literature and from what is
generally known of such topics, by somebody who knew the names of the frames and had seen one
article and some twenty ledes when getting to know the files; what those cues find here may flatter
them a little. Their contexts were tried on invented sentences alone.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from framing import (
    FrameClassifier,
    agree,
    annotate,
    attribute,
    find_overlaps,
    measure_learning,
    measure_risk,
    plot_risk,
    read_corpus,
    read_lexicon,
    save_figure,
    segment,
    share_frames,
    write_table,
)
from framing.errors import FramingWarning
from framing.frames.calibrations import best_threshold, calibrate, to_chance
from framing.frames.curves import f1_of
from framing.frames.layers import deal
from framing.frames.texts import Texts, hear_texts
from framing.stats.bounds import share_bounds

TABLES = Path(__file__).parent / "tables"
FOLDS, SEED, DRAWS = 5, 0, 1000
NARRATIVE, GUNS = "narrative_frames_dev", "gvfc_dev"
CUES: Mapping[str, tuple[str, ...]] = {
    "resolution": ("frame:responsibility", "function:remedy"),
    "human_interest": ("frame:human_interest",),
    "conflict": ("frame:conflict",),
    "morality": ("frame:morality",),
    "economic": ("frame:economic",),
    "economic_consequences": ("frame:economic",),
    "gun_2nd_amendment_rights": ("policy:law",),
    "gun_control_regulation": ("policy:prescription",),
    "mental_health": ("policy:health",),
    "politics": ("policy:politics",),
    "public_opinion": ("policy:opinion",),
    "race_ethnicity": ("policy:fairness",),
    "school_public_space_safety": ("policy:security",),
    "society_culture": ("policy:culture",),
}
LETTERS = {
    "RE": "resolution", "HI": "human_interest", "CO": "conflict", "MO": "morality",
    "EC": "economic",
}  # fmt: skip
MODELS = {
    "words": (None, False),
    "words and cues": ("frames", False),
    "words and vectors": (None, True),
    "words, cues and vectors": ("frames", True),
}
LEADING = "words and cues"
Floats = np.ndarray[Any, np.dtype[np.float64]]
Ints = np.ndarray[Any, np.dtype[np.int64]]


class Said(NamedTuple):
    """What a method said of texts it had not learned from, with its probability if it has one."""

    said: Ints
    chance: Floats | None = None
    decided: Ints | None = None


class Coded(NamedTuple):
    """Coded texts, what was coded, and what stays together."""

    name: str
    texts: list[str]
    truth: pd.DataFrame
    outlets: list[str]
    alike: list[tuple[int, int]]

    @property
    def numbers(self) -> Ints:
        """The number of each text's outlet."""
        return np.unique(self.outlets, return_inverse=True)[1].astype(np.int64)

    def learned_from(self, judged: Ints) -> Ints:
        """Return the texts that may be learned from when these are judged."""
        here = set(judged.tolist())
        near = {a for pair in self.alike for a in pair if here & set(pair)}
        kept = [k for k in range(len(self.texts)) if k not in here | near]
        return np.array(kept, np.int64)

    def folds(self) -> Iterator[tuple[Ints, Ints]]:
        """Yield the texts learned from, and those judged."""
        fold = deal(self.numbers, FOLDS, SEED)
        for k in range(FOLDS):
            judged = np.flatnonzero(fold == k)
            yield self.learned_from(judged), judged


def records(name: str) -> list[dict[str, Any]]:
    """Return the records of one file of the shared data."""
    path = Path(os.environ.get("FRAMING_DATA", "")) / f"{name}.jsonl.gz"
    if not path.is_file():
        sys.exit(f"FRAMING_DATA does not name a folder with {path.name}; see data/README.md")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_narrative() -> Coded:
    """Return the articles on climate change."""
    rows = records(NARRATIVE)
    truth = pd.DataFrame([row["frames"] for row in rows]).rename(columns=LETTERS).astype(float)
    return coded(NARRATIVE, [r["text"] for r in rows], truth, [r["outlet"] for r in rows])


def read_guns() -> Coded:
    """Return the headlines on gun violence that were coded for frames."""
    rows = [row for row in records(GUNS) if row["frame1"]]
    frames = sorted({row["frame1"] for row in rows})
    truth = pd.DataFrame(
        [[float(frame in (row["frame1"], row["frame2"])) for frame in frames] for row in rows],
        columns=frames,
    )
    texts = [f"{row['headline']}\n\n{row['lede'] or ''}" for row in rows]
    return coded(GUNS, texts, truth, [house(row["outlet"]) for row in rows])


def house(domain: str) -> str:
    """Return the house a domain belongs to."""
    parts = [part for part in domain.split(".") if part not in ("com", "org", "go")]
    return parts[-1]


def coded(name: str, texts: list[str], truth: pd.DataFrame, outlets: list[str]) -> Coded:
    """Return coded texts with the pairs that are nearly alike."""
    ids = [f"{k:05d}" for k in range(len(texts))]
    corpus = read_corpus(pd.DataFrame({"doc_id": ids, "outlet": outlets, "text": texts}))
    pairs = find_overlaps(corpus, threshold=0.3)[["doc_id", "other"]].astype(int)
    return Coded(name, texts, truth, outlets, list(pairs.itertuples(index=False, name=None)))


def write(table: pd.DataFrame, name: str) -> None:
    """Write a table, and print it."""
    write_table(table, TABLES / f"frames_{name}.csv")
    print(f"frames_{name}.csv\n{table.to_string(index=False, max_rows=30)}\n", flush=True)


# --- methods: each gets the texts, which to learn from and which to judge ------------------------


def majority(data: Coded, rest: Ints, own: Ints) -> Said:
    """Say of every frame what most texts learned from have."""
    common = np.nanmean(data.truth.to_numpy()[rest], axis=0) > 0.5
    return Said(np.tile(common, (len(own), 1)).astype(np.int64))


def cue_counts(data: Coded, rest: Ints, own: Ints) -> Said:
    """Say a frame from so many of its own cues per word on; where there is none, never."""
    rates = CUE_RATES[data.name]
    truth = data.truth.to_numpy()
    said = np.zeros((len(own), truth.shape[1]), np.int64)
    for k in range(truth.shape[1]):
        known = rest[~np.isnan(truth[rest, k])]
        tried = np.unique(rates[known, k][rates[known, k] > 0])
        scores = [
            f1_of((rates[known, k] >= cut)[:, None], truth[known, k : k + 1])[0] for cut in tried
        ]
        said[:, k] = rates[own, k] >= tried[int(np.argmax(scores))]
    return Said(said)


def plain(data: Coded, rest: Ints, own: Ints) -> Said:
    """TfidfVectorizer and LogisticRegression as they come."""
    chance = plain_chance(data, rest, own)
    return Said((chance >= 0.5).astype(np.int64), chance)


def plain_chance(data: Coded, rest: Ints, own: Ints) -> Floats:
    """Return the probabilities of the plain model."""
    words = TfidfVectorizer()
    learned = words.fit_transform([data.texts[k] for k in rest])
    return by_frame(data, rest, learned, words.transform([data.texts[k] for k in own]))


def by_frame(data: Coded, rest: Ints, learned: Any, judged: Any) -> Floats:
    """Return probabilities of a logistic regression with the usual penalty for each frame."""
    columns = []
    for truth in data.truth.to_numpy()[rest].T:
        known = np.flatnonzero(~np.isnan(truth))
        model = LogisticRegression(max_iter=1000).fit(learned[known], truth[known])
        columns.append(model.predict_proba(judged)[:, 1])
    return np.stack(columns, axis=1)


def bayes_chance(data: Coded, rest: Ints, own: Ints) -> Floats:
    """Return the probabilities of words and pairs weighed by log-count ratios (NB-SVM)."""
    words = CountVectorizer(ngram_range=(1, 2), min_df=2, binary=True)
    learned = words.fit_transform([data.texts[k] for k in rest]).tocsr()
    judged = words.transform([data.texts[k] for k in own]).tocsr()
    columns = []
    for truth in data.truth.to_numpy()[rest].T:
        known = np.flatnonzero(~np.isnan(truth))
        yes, no = (np.asarray(learned[known][truth[known] == v].sum(0))[0] + 1.0 for v in (1, 0))
        ratio = np.log(yes / yes.sum()) - np.log(no / no.sum())
        model = LogisticRegression(max_iter=1000).fit(learned[known].multiply(ratio), truth[known])
        columns.append(model.predict_proba(judged.multiply(ratio))[:, 1])
    return np.stack(columns, axis=1)


def tuned(chance: Callable[[Coded, Ints, Ints], Floats]) -> Callable[[Coded, Ints, Ints], Said]:
    """Return a method with probabilities calibrated, and thresholds chosen, on inner folds."""

    def method(data: Coded, rest: Ints, own: Ints) -> Said:
        fold = deal(np.unique(data.numbers[rest], return_inverse=True)[1], FOLDS, SEED)
        held = np.zeros((len(rest), data.truth.shape[1]))
        for k in range(FOLDS):
            held[fold == k] = chance(data, rest[fold != k], rest[fold == k])
        found = chance(data, rest, own)
        held, found = (
            np.log(np.clip(p, 1e-9, None) / np.clip(1 - p, 1e-9, None)) for p in (held, found)
        )
        said, made = np.zeros(found.shape, np.int64), np.zeros(found.shape)
        for k, truth in enumerate(data.truth.to_numpy()[rest].T):
            known = ~np.isnan(truth)
            a, b = calibrate(held[known, k], truth[known])
            made[:, k] = to_chance(a + b * found[:, k])
            said[:, k] = made[:, k] >= best_threshold(to_chance(a + b * held[known, k]))
        return Said(said, made)

    return method


def classifier(cues: str | None, vectors: bool) -> Callable[[Coded, Ints, Ints], Said]:
    """Return the classifier of this package as a method."""

    def method(data: Coded, rest: Ints, own: Ints) -> Said:
        heard = heard_of(data, cues, vectors)
        model = FrameClassifier(cues=cues, vectors=vectors, random_state=SEED)
        model.fit(heard.take(rest), data.truth.iloc[rest], data.numbers[rest].tolist())
        judged = heard.take(own)
        return Said(model.predict(judged), model.predict_proba(judged), model.decide(judged))

    return method


HEARD: dict[str, Texts] = {}
CUE_RATES: dict[str, Floats] = {}


def heard_of(data: Coded, cues: str | None, vectors: bool) -> Texts:
    """Return the texts as heard once, without what a method does not look at."""
    key = f"{data.name} {'vectors' if vectors else ''}"
    if key not in HEARD:
        HEARD[key] = hear_texts(data.texts, read_lexicon("frames"), vectors)
    heard = HEARD[key]
    return heard if cues else replace(heard, hits=(), cues=heard.cues[:, :0])


def rate_cues(data: Coded) -> Floats:
    """Return how many cues of each frame a text has per word."""
    heard = heard_of(data, "frames", False)
    names = list(read_lexicon("frames").evidence_categories)
    pairs = heard.cues.reshape(len(heard), len(names), 2).sum(axis=2)
    words = np.maximum(np.diff(heard.index.first), 1)[:, None]
    chosen = [[names.index(name) for name in CUES[frame]] for frame in data.truth.columns]
    return np.stack([pairs[:, some].sum(axis=1) for some in chosen], axis=1) / words


METHODS: Mapping[str, Callable[[Coded, Ints, Ints], Said]] = {
    "majority": majority,
    "cue counts": cue_counts,
    "plain tf-idf": plain,
    "plain tf-idf, thresholds chosen": tuned(plain_chance),
    "log-count ratios, thresholds chosen": tuned(bayes_chance),
    **{name: classifier(*how) for name, how in MODELS.items()},
}


# --- parts ---------------------------------------------------------------------------------------


def judge(data: Coded, method: Callable[[Coded, Ints, Ints], Said]) -> Said:
    """Return what a method says of all texts, each by what has not learned from it."""
    shape = data.truth.shape
    said, chance, decided = np.zeros(shape, np.int64), np.zeros(shape), np.zeros(shape, np.int64)
    found = Said(said)
    for rest, own in data.folds():
        found = method(data, rest, own)
        said[own] = found.said
        chance[own] = found.said if found.chance is None else found.chance
        decided[own] = found.said if found.decided is None else found.decided
    return Said(
        said, None if found.chance is None else chance, None if found.decided is None else decided
    )


def measure_f1() -> None:
    """Compare methods on the same folds; then what silence gains the leading ones."""
    scores, risks, bins, silences = [], [], [], []
    for data in (read_narrative(), read_guns()):
        CUE_RATES[data.name] = rate_cues(data)
        made = {name: judge(data, method) for name, method in METHODS.items()}
        scores += list(score_rows(data, made))
        for name in (LEADING, "words, cues and vectors"):
            verdicts = list_verdicts(data, made[name])
            risks.append(measure_risk(verdicts).assign(dataset=data.name, method=name))
            bins.append(reliability(verdicts).assign(dataset=data.name, method=name))
            silences += list(silence_rows(data, name, made[name]))
    columns = ["dataset", "method", "frame", "n_texts", "n_framed", "f1", "conf_low", "conf_high",
               "two_class", "over_plain", "over_plain_low", "over_plain_high"]  # fmt: skip
    write(pd.DataFrame(scores, columns=columns), "f1")
    table = pd.concat(risks, ignore_index=True)
    draw_risk(table[["dataset", "method", *table.columns.drop(["dataset", "method"])]])
    table = pd.concat(bins, ignore_index=True)
    write(table[["dataset", "method", *table.columns.drop(["dataset", "method"])]], "calibration")
    columns = [
        "dataset",
        "method",
        "frame",
        "n_texts",
        "error",
        "error_half",
        "coverage",
        "error_decided",
    ]
    write(pd.DataFrame(silences, columns=columns), "abstention")


def draw_risk(table: pd.DataFrame) -> None:
    """Draw what silence gains, and write the table beside the figure."""
    figure, axes = plt.subplots(1, 2, figsize=(12.5, 4.8), layout="constrained")
    for ax, name in zip(axes, (NARRATIVE, GUNS), strict=True):
        chosen = (table["dataset"] == name) & (table["method"] == LEADING)
        plot_risk(table[chosen], ax=ax).set_title(f"{name}, {LEADING}", loc="left")
    save_figure(figure, TABLES / "frames_risk", table)
    whole = table[(table["frame"] == "(all)") & table["coverage"].isin([0.5, 0.7, 1.0])]
    print(f"frames_risk\n{whole.to_string(index=False)}\n", flush=True)


def score_rows(data: Coded, made: Mapping[str, Said]) -> Iterator[tuple[Any, ...]]:
    """Yield the F1 of each method and frame, and its macro-F1 beside that of the plain model."""
    truth, numbers = data.truth.to_numpy(), data.numbers
    random = np.random.default_rng(SEED)
    size = int(numbers.max()) + 1
    weights = [
        np.bincount(random.integers(0, size, size), minlength=size)[numbers] for _ in range(DRAWS)
    ]
    base = [weighted_f1(made["plain tf-idf"].said, truth, w).mean() for w in weights]
    whole = f1_of(made["plain tf-idf"].said > 0, truth).mean()
    for name, found in made.items():
        draws = np.array([weighted_f1(found.said, truth, w) for w in weights])
        point = f1_of(found.said > 0, truth)
        other = f1_of(found.said == 0, 1 - truth)
        both = (point + other) / 2
        for k, frame in enumerate(data.truth.columns):
            low, high = np.percentile(draws[:, k], [2.5, 97.5])
            coded_here = ~np.isnan(truth[:, k])
            yield (data.name, name, frame, int(coded_here.sum()), int(np.nansum(truth[:, k])),
                   point[k], low, high, both[k], np.nan, np.nan, np.nan)  # fmt: skip
        low, high = np.percentile(draws.mean(axis=1), [2.5, 97.5])
        over = np.percentile(draws.mean(axis=1) - base, [2.5, 97.5])
        yield (data.name, name, "(macro)", len(truth), int((np.nansum(truth, axis=1) > 0).sum()),
               point.mean(), low, high, both.mean(), point.mean() - whole, *over)  # fmt: skip


def weighted_f1(said: Ints, truth: Floats, weight: Ints) -> Floats:
    """Return the F1 of each frame when texts count so often."""
    known = ~np.isnan(truth)
    mine, true = (said > 0) & known, (truth == 1) & known
    right = weight @ (mine & true)
    return 2 * right / np.maximum(weight @ mine + weight @ true, 1)


def list_verdicts(data: Coded, found: Said) -> pd.DataFrame:
    """Return one row per text and frame."""
    truth = data.truth.to_numpy()
    assert found.chance is not None
    return pd.DataFrame(
        {
            "frame": list(data.truth.columns) * len(truth),
            "probability": found.chance.ravel(),
            "said": found.said.ravel() > 0,
            "truth": truth.ravel(),
        }
    )


def reliability(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return how often frames are there, by how likely they were said to be."""
    kept = verdicts[verdicts["truth"].notna()]
    tenth = np.minimum((kept["probability"] * 10).astype(int), 9)
    table = kept.groupby(tenth).agg(
        n=("truth", "size"), probability=("probability", "mean"), framed=("truth", "sum")
    )
    low, high = share_bounds(table["framed"], table["n"])
    table["share"] = table["framed"] / table["n"]
    return table.assign(conf_low=low, conf_high=high).reset_index(drop=True)


def silence_rows(data: Coded, name: str, found: Said) -> Iterator[tuple[Any, ...]]:
    """Yield the error of all verdicts, and of those given at the limit chosen on inner folds.

    Thresholds are chosen for F1, which says rare frames too often; `error_half` is the error if a
    frame were said from one half on.
    """
    truth, decided = data.truth.to_numpy(), found.decided
    assert decided is not None
    assert found.chance is not None
    known = ~np.isnan(truth)
    wrong = (found.said != truth) & known
    given = (decided >= 0) & known
    for k, frame in [
        (slice(None), "(all)"),
        *((slice(j, j + 1), f) for j, f in enumerate(data.truth)),
    ]:
        some = given[:, k]
        share = wrong[:, k][some].mean() if some.any() else np.nan
        error = wrong[:, k].sum() / known[:, k].sum()
        half = ((found.chance[:, k] >= 0.5) != (truth[:, k] == 1))[known[:, k]].mean()
        given_share = some.sum() / known[:, k].sum()
        yield (data.name, name, frame, len(truth), error, half, given_share, share)


def measure_outlets() -> None:
    """Leave out one outlet at a time, and as many texts drawn from all outlets for comparison."""
    data = read_narrative()
    method = classifier(*MODELS[LEADING])
    sizes = pd.Series(data.outlets).value_counts()
    # The sixteen outlets with fewer than five articles are left out together.
    named = np.array([name if sizes[name] >= 5 else "(other outlets)" for name in data.outlets])
    data = data._replace(outlets=named.tolist())
    mixed = np.random.default_rng(SEED).permutation(data.numbers)
    truth = data.truth.to_numpy()
    made = {}
    for name, numbers in (("an outlet", data.numbers), ("as many of all outlets", mixed)):
        said = np.zeros(truth.shape, np.int64)
        for k in range(int(numbers.max()) + 1):
            own = np.flatnonzero(numbers == k)
            said[own] = method(data, data.learned_from(own), own).said
        made[name] = said
    rows = []
    for frame, k in [
        ("(macro)", slice(None)),
        *((f, slice(j, j + 1)) for j, f in enumerate(data.truth)),
    ]:
        a, b = (f1_of(said[:, k] > 0, truth[:, k]).mean() for said in made.values())
        rows.append(("", frame, len(truth), a, b, b - a))
    rows += [
        (outlet, "(errors)", int(here.sum()), *errors, errors[0] - errors[1])
        for outlet in dict.fromkeys(data.outlets)
        if (here := np.array(data.outlets) == outlet).sum() >= 10
        for errors in [
            [float((s[here] != truth[here])[~np.isnan(truth[here])].mean()) for s in made.values()]
        ]
    ]
    columns = ["outlet", "measure", "n_texts", "left_out_alone", "left_out_mixed", "drop"]
    write(pd.DataFrame(rows, columns=columns), "outlets")


def measure_curve() -> None:
    """Learn from a quarter, a half, three quarters and all."""
    parts = []
    for data in (read_narrative(), read_guns()):
        model = FrameClassifier(random_state=SEED)
        heard = heard_of(data, "frames", False)
        table = measure_learning(
            model, heard, data.truth, groups=data.outlets, shares=(0.25, 0.5, 1.0)
        )
        summed = table.groupby("share", as_index=False).agg(
            n_texts=("n_texts", "mean"), macro_f1=("macro_f1", "mean"),
            lowest_fold=("macro_f1", "min"), highest_fold=("macro_f1", "max"),
        )  # fmt: skip
        parts.append(summed.assign(dataset=data.name))
    table = pd.concat(parts, ignore_index=True)
    write(table[["dataset", *table.columns.drop("dataset")]], "learning")


def measure_items() -> None:
    """Agreement of the coders of narrative_frames_dev on each item they answered."""
    rows = [
        (record["id"], f"coder{k}", item, answer)
        for record in records(NARRATIVE)
        for item, (_, answers) in record["raw"].items()
        for k, answer in enumerate(answers)
        if answer in ("yes", "no")
    ]
    codings = pd.DataFrame(rows, columns=["unit_id", "coder", "variable", "value"])
    found = agree(codings, seed=SEED)
    share = (codings["value"] == "yes").groupby(codings["variable"]).mean()
    found.insert(1, "share_yes", found["variable"].map(share))
    columns = ["variable", "share_yes", "n_coders", "n_units", "n_values", "alpha", "alpha_low",
               "alpha_high", "percent_agreement", "ac1", "note"]  # fmt: skip
    write(found.sort_values("variable")[columns], "items")


def measure_voices() -> None:
    """In whose voice the cues of each frame stand, by outlet; outlets with ten articles or more."""
    data = read_narrative()
    sizes = pd.Series(data.outlets).value_counts()
    named = [o if sizes[o] >= 10 else "(other outlets)" for o in data.outlets]
    corpus = read_corpus(pd.DataFrame({"outlet": named, "text": data.texts}))
    segments = segment(corpus, attribute(corpus))
    table = share_frames(annotate(corpus, segments, read_lexicon("frames")), segments)
    kept = table["frame"].str.startswith(("frame:", "function:"))
    write(table[kept & table["voice"].isin(["outlet", "quoted", "reported"])], "voices")


def list_all_verdicts() -> None:
    """Write probability, verdict and people's answer for every climate article and frame."""
    data = read_narrative()
    found = judge(data, METHODS[LEADING])
    assert found.decided is not None
    rows = records(NARRATIVE)
    count = len(data.truth.columns)
    table = list_verdicts(data, found)
    table.insert(0, "article", np.repeat(np.arange(len(rows)), count))
    table.insert(1, "outlet", np.repeat(data.outlets, count))
    table.insert(2, "leaning", np.repeat([row["leaning"] for row in rows], count))
    table["decided"] = found.decided.ravel()
    folder = Path(__file__).parents[1] / "data" / "processed" / "frames-of-climate"
    print(write_table(table, folder / "verdicts.csv"))


PARTS = {
    "items": measure_items,
    "voices": measure_voices,
    "f1": measure_f1,
    "outlets": measure_outlets,
    "learning": measure_curve,
    "verdicts": list_all_verdicts,
}


def main(words: Sequence[str] | None = None) -> None:
    """Measure the parts asked for."""
    matplotlib.use("agg")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART")
    chosen = parser.parse_args(words).parts or list(PARTS)
    if set(chosen) - set(PARTS):
        sys.exit(f"no part {sorted(set(chosen) - set(PARTS))}; there are {list(PARTS)}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        for part in chosen:
            PARTS[part]()


if __name__ == "__main__":
    main()
