"""Whether the test holds its level and the intervals cover, and how fast both are.

    python benchmarks/contrasts.py [null] [coverage] [speed]

`null` writes `benchmarks/tables/contrasts_null.csv`: 2,100 simulated comparisons of two invented
outlets without any difference (`simulate_scores`: hits clump, k = .3; the Post writes twice as
long), in each world; beside them what pooled G2, a test per article (Welch) and NB2 say of the same
counts. `error` is that of so many replications, 95 %.

`coverage` writes `benchmarks/tables/contrasts_coverage.csv`: how often the 95 % intervals hold the
truth with one to thirty articles or events on a side, in 4,000 simulated studies of each world, for
rates (hits clump, k = .3; in events of four articles, whose levels have a log SD of .5), shares
(beta-binomial, `alike` their intraclass correlation) and ratios (the other side has thirty); of
all of them, and of those in which nothing or all was a hit.

`speed` writes `benchmarks/tables/contrasts_speed.csv`: 9,999 draws for 10 outlets, each against the
rest, 15 categories in 5 voices, 2,000 articles, on one core; `compare` whole, the test alone in all
75 cells of each outlet, and `scipy.stats.bootstrap` called cell by cell: for the rate of an outlet,
and for what the test is about, its ratio to the rest (some cells are timed, and the time is
multiplied). Seconds of CPU, median of three interleaved rounds.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import bootstrap, chi2, ttest_ind
from threadpoolctl import threadpool_limits

from framing import compare, simulate_scores
from framing.columns import VOICES
from framing.contrasts.counts import gather
from framing.contrasts.rows import FEWEST
from framing.contrasts.shuffles import Dealer, judge
from framing.contrasts.sides import add_up
from framing.stats.bounds import CLUMPING, clumping_of
from framing.stats.likelihoods import log_likelihood_ratio
from framing.stats.negative_binomials import nb2_rate_ratio
from framing.stats.rates import Interval, rate_interval
from framing.stats.ratios import ratio_interval, recover

TABLES = Path(__file__).parent / "tables"
POST, WIRE = "Harbour Post", "Valley Wire"
WORLDS: tuple[dict[str, object], ...] = (
    {"events": 5}, {"events": 10}, {"events": 40},
    {"articles": (10, 10)}, {"articles": (30, 30)}, {"articles": (100, 100)},
)  # fmt: skip
SEEDS, WAYS, NB2_WAYS = 7, 300, 50
STUDIES = 4_000
ROUNDS, DRAWS, EVERY = 3, 9_999, 10


def others(scores: pd.DataFrame) -> tuple[list[bool], list[bool], list[bool]]:
    """Return which comparisons G2, Welch's test and NB2 call significant at .05."""
    sums = scores.groupby(["category", "outlet"])[["hits", "exposure"]].sum().unstack()
    sides = [sums[name, outlet] for outlet in (POST, WIRE) for name in ("hits", "exposure")]
    pooled = (chi2.sf(log_likelihood_ratio(*sides), 1) <= 0.05).tolist()
    rate = (scores["hits"] / scores["exposure"]).to_numpy()
    welch, modelled = [], []
    for number, (_, at) in enumerate(scores.groupby("category").indices.items()):
        first = (scores["outlet"].to_numpy() == POST)[at]
        value = float(ttest_ind(rate[at][first], rate[at][~first], equal_var=False).pvalue)
        welch.append(value <= 0.05)
        if number < NB2_WAYS:
            part = scores.iloc[at]
            known = part["event"].notna().all()
            event = part["event" if known else "doc_id"].to_numpy()
            found = nb2_rate_ratio(
                "null", part["hits"], part["exposure"], first, event, event if known else None
            )
            modelled.append(found.p_value <= 0.05)
    return pooled, welch, modelled


def judge_null() -> None:
    """Write level and cover under a true null."""
    rows = []
    for world in WORLDS:
        for per_1000 in (1.0, 5.0):
            tables, said = [], ([], [], [])  # type: ignore[var-annotated]
            for seed in range(SEEDS):
                scores = simulate_scores(per_1000=per_1000, categories=WAYS, seed=seed, **world)  # type: ignore[arg-type]
                table = compare(scores, against=WIRE, estimands="own", beside="bca", seed=seed)
                tables.append(table)
                for whole, part in zip(said, others(scores), strict=True):
                    whole.extend(part)
            table = pd.concat(tables)
            main = table[table["measure"] == "difference"]
            tested = main["p_value"].notna()
            name = ", ".join(f"{k} {v}" for k, v in world.items())
            level = {
                "permutation (ours)": (main["p_value"][tested] <= 0.05).tolist(),
                "G2, pooled": said[0],
                "Welch, articles": said[1],
                "NB2, robust to clusters": said[2],
            }
            for method, hits in level.items():
                rows.append((name, per_1000, method, "rejected at .05", len(hits), np.mean(hits)))
            for measure, part in table.groupby("measure"):
                has = part[part["estimate"].notna()]
                truth = 0.0 if measure == "difference" else 1.0
                inside = (has["conf_low"] <= truth) & (truth <= has["conf_high"])
                rows.append((name, per_1000, measure, "covers, of .95", len(has), inside.mean()))
    columns = ["world", "per_1000", "method", "what", "n", "share"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["error"] = 1.96 * (frame["share"] * (1 - frame["share"]) / frame["n"]) ** 0.5
    frame.to_csv(TABLES / "contrasts_null.csv", index=False, float_format="%.4g",
                 lineterminator="\n")  # fmt: skip
    print(frame.to_string())


def clumped(
    rng: np.random.Generator, clusters: int, per_1000: float, events: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Return hits and words, clusters by studies; an event has four articles."""
    size = (clusters, 4 if events else 1, STUDIES)
    words = np.round(rng.lognormal(np.log(400), 0.5, size))
    level = rng.lognormal(-0.125, 0.5, (clusters, 1, STUDIES)) if events else 1.0
    hits = rng.poisson(per_1000 / 1000 * words * level * rng.gamma(0.3, 1 / 0.3, size))
    return hits.sum(axis=1).astype(float), words.sum(axis=1)


def alike(
    rng: np.random.Generator, clusters: int, share: float, correlation: float, most: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return hits and trials of shares, clusters by studies."""
    trials = np.maximum(1, np.round(rng.lognormal(np.log(most), 0.5, (clusters, STUDIES))))
    prior = (1 - correlation) / correlation
    chance = rng.beta(share * prior, (1 - share) * prior, trials.shape)
    return rng.binomial(trials.astype(int), chance).astype(float), trials


def judge_coverage() -> None:
    """Write how often intervals of few clusters hold the truth."""
    rows = []

    def add(name: str, clusters: int, truth: float, found: Interval) -> None:
        known = np.isfinite(found.low) & np.isfinite(found.estimate)
        inside = (found.low <= truth * (1 + 1e-12)) & (truth <= found.high)
        edge = known & ((found.estimate == 0) | (found.estimate == 1)) & ("ratio" not in name)
        for what, these in (("all", known), ("nothing or all a hit", edge)):
            if these.sum() >= 40:
                rows.append((name, clusters, what, int(these.sum()), inside[these].mean()))

    for clusters in (1, 2, 3, 5, 10, 30):
        rng = np.random.default_rng([clusters, 5])
        for events in (False, True):
            k = clumping_of(4) if events else CLUMPING
            where = "events" if events else "articles"
            for per_1000 in (0.3, 1.0, 5.0, 20.0):
                hits, words = clumped(rng, clusters, per_1000, events)
                side = rate_interval(hits, words, clumping=k)
                add(f"rate, {per_1000:g} per 1,000, {where}", clusters, per_1000 / 1000, side)
                if per_1000 in (1.0, 5.0) and clusters > 1:
                    more, others = clumped(rng, 30, per_1000, events)
                    rest = rate_interval(more, others, clumping=k)
                    few = np.full(STUDIES, clusters < FEWEST)
                    after, before = ((0, 30), (0, 0)), ((clusters, 0), (0, 0))
                    first = np.pad(hits, after), np.pad(words, after)
                    second = np.pad(more, before), np.pad(others, before)
                    ratio = recover(ratio_interval(*first, *second), side, rest, few)
                    add(f"ratio, {per_1000:g} per 1,000, {where}", clusters, 1.0, ratio)
        for most, noun in ((400, "words"), (25, "headlines")):
            for share in (0.02, 0.1, 0.3):
                for correlation in (0.05, 0.1, 0.3):
                    name = f"share of {noun}, {share:g}, alike {correlation:g}"
                    hits, trials = alike(rng, clusters, share, correlation, most)
                    add(name, clusters, share, rate_interval(hits, trials, share=True))
    frame = pd.DataFrame(rows, columns=["what", "clusters", "studies", "n", "covers"])
    frame["error"] = 1.96 * (frame["covers"] * (1 - frame["covers"]) / frame["n"]) ** 0.5
    frame.to_csv(TABLES / "contrasts_coverage.csv", index=False, float_format="%.3g",
                 lineterminator="\n")  # fmt: skip
    print(frame.groupby(["studies", "clusters"])["covers"].describe().to_string())


def made() -> pd.DataFrame:
    """Return scores of 10 outlets, 15 categories, 5 voices and 2,000 articles."""
    rng = np.random.default_rng(1)
    words = rng.integers(30, 400, (2000, 5))
    exposure = np.tile(words[:, None, :], (1, 15, 1)).ravel()
    doc = np.repeat(np.arange(2000), 75)
    return pd.DataFrame(
        {
            "doc_id": [f"d{i:04}" for i in doc],
            "outlet": [f"Outlet {i % 10}" for i in doc],
            "section": "body",
            "voice": np.tile(VOICES, 15 * 2000),
            "category": np.tile(np.repeat([f"c{i:02}" for i in range(15)], 5), 2000),
            "hits": rng.poisson(exposure * 0.004 * rng.gamma(0.3, 1 / 0.3, len(exposure))),
            "exposure": exposure,
            "unit": "words",
        }
    )


def test_alone(scores: pd.DataFrame) -> int:
    """Test every outlet against the rest in every category and voice; return the tests."""
    counts = gather("compare", scores, "outlet", None, "all", "body", by_voice=True)
    dealer = Dealer(counts, 1)
    sides = [add_up(counts, name, [g]) for g, name in enumerate(counts.groups)]
    done = 0
    for g, side in enumerate(sides):
        rest = add_up(counts, "rest", [h for h in range(len(sides)) if h != g])
        done += int(np.isfinite(judge(dealer, side, rest, rest=True).p).sum())
    return done


def rates_by_scipy(scores: pd.DataFrame) -> float:
    """Return the seconds that scipy's bootstrap would take for the rates of all cells."""
    cells = list(scores.groupby(["outlet", "category", "voice"]))[::EVERY]

    def rate(hits: np.ndarray, words: np.ndarray, axis: int) -> np.ndarray:
        return hits.sum(axis=axis) / words.sum(axis=axis)

    begun = time.process_time()
    for number, (_, part) in enumerate(cells):
        sides = (part["hits"].to_numpy(float), part["exposure"].to_numpy(float))
        bootstrap(sides, rate, n_resamples=DRAWS, paired=True, vectorized=True, method="percentile",
                  rng=np.random.default_rng(number))  # fmt: skip
    return (time.process_time() - begun) * EVERY


def ratios_by_scipy(scores: pd.DataFrame) -> float:
    """Return the seconds that it would take for the ratios of all cells, outlet to rest."""
    cells = list(scores.groupby(["category", "voice"]))[:: EVERY * 2]
    begun = time.process_time()
    for number, (_, part) in enumerate(cells):
        hits, words = part["hits"].to_numpy(float), part["exposure"].to_numpy(float)
        first = (part["outlet"] == "Outlet 3").to_numpy()

        def ratio(
            a: np.ndarray, b: np.ndarray, axis: int, h: np.ndarray = hits, w: np.ndarray = words
        ) -> np.ndarray:
            a, b = a.astype(np.intp), b.astype(np.intp)
            rate = h[a].sum(axis=axis) / w[a].sum(axis=axis)
            return rate / (h[b].sum(axis=axis) / w[b].sum(axis=axis))

        bootstrap((np.flatnonzero(first), np.flatnonzero(~first)), ratio, n_resamples=DRAWS,
                  vectorized=True, method="percentile", batch=500,
                  rng=np.random.default_rng(number))  # fmt: skip
    return (time.process_time() - begun) / len(cells) * 750


def measure_speed() -> None:
    """Write the seconds."""
    scores = made()
    spent: list[tuple[str, float]] = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        compare(scores, seed=1)
        spent.append(("compare, 15 categories, 3 estimands", time.process_time() - begun))
        begun = time.process_time()
        done = test_alone(scores)
        spent.append(("the test, 15 categories, 5 voices", time.process_time() - begun))
        spent.append(("scipy.stats.bootstrap by cell, rates", rates_by_scipy(scores)))
        spent.append(("scipy.stats.bootstrap by cell, ratios", ratios_by_scipy(scores)))
    table = pd.DataFrame(spent, columns=["what", "seconds"]).groupby("what").median()
    ours = table.loc["the test, 15 categories, 5 voices", "seconds"]
    table["times_the_test"] = table["seconds"] / ours
    table["tests"] = [450 if name.startswith("compare") else done for name in table.index]
    table = table.reset_index().sort_values("seconds")
    table.to_csv(TABLES / "contrasts_speed.csv", index=False, float_format="%.3g",
                 lineterminator="\n")  # fmt: skip
    print(table.to_string())


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=["null", "coverage", "speed", []], default=[])
    parts = parser.parse_args().parts or ["null", "coverage", "speed"]
    if "null" in parts:
        judge_null()
    if "coverage" in parts:
        judge_coverage()
    if "speed" in parts:
        with threadpool_limits(1):
            measure_speed()


if __name__ == "__main__":
    main()
