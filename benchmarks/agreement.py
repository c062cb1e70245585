"""Measure agreement: PolNeAR's six annotators, the coverage of the intervals, the speed.

Run ``python benchmarks/agreement.py`` (with the folder of the real articles in the environment
variable FRAMING_DATA) to write `benchmarks/tables/agreement_polnear.csv`; with ``--coverage`` it
writes `agreement_coverage.csv` (some minutes), with ``--speed`` `agreement_speed.csv`.

PolNeAR (Newell, Margolin and Ruths 2018, LREC): networkdynamics/PolNeAR @c3eee833c0. Its README
reports a token-wise Krippendorff's alpha of 75.4 %.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import time
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.coding.agreements import agree
from framing.coding.forms import Form, Value, Variable
from framing.stats.jackknives import t_quantile
from framing.stats.reliability import leave_out, measure_agreement, resample, tabulate
from framing.tables import write_table

TABLES = Path(__file__).parent / "tables"
ROLES = ("source", "cue", "content")
FORM = Form("polnear", (Variable("role", values=tuple(map(Value, ROLES)), spans=True),))
REPORTED = 0.754

Floats = NDArray[np.float64]


# --- PolNeAR ----------------------------------------------------------------------------------


def read_annotators(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the four articles as a sample, and the six annotators' marks as codings."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    sample = pd.DataFrame(
        {
            "unit_id": [record["id"] for record in records],
            "start": 0,
            "end": [len(record["text"]) for record in records],
            "context": [record["text"] for record in records],
            "context_start": 0,
        }
    )
    rows = []
    for record in records:
        everybody = {record["annotator"]: record["attributions"], **record["other_annotators"]}
        for coder, attributions in everybody.items():
            marks = set()
            for attribution, role in product(attributions, ROLES):
                for start, end in attribution[role]:
                    marks.add((start, end, role))
            for start, end, role in join(marks):
                rows.append((record["id"], coder, "role", role, start, end))
            if not marks:
                rows.append((record["id"], coder, "role", "", 0, 0))
    names = ["unit_id", "coder", "variable", "value", "start", "end"]
    return sample, pd.DataFrame(rows, columns=names)


def join(marks: set[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return stretches of one role that do not overlap."""
    found: list[tuple[int, int, str]] = []
    for role in ROLES:
        own = sorted((start, end) for start, end, name in marks if name == role)
        joined: list[list[int]] = []
        for start, end in own:
            if joined and start < joined[-1][1]:
                joined[-1][1] = max(end, joined[-1][1])
            else:
                joined.append([start, end])
        found += [(start, end, role) for start, end in joined]
    return found


def measure_polnear(folder: Path) -> pd.DataFrame:
    """Return the agreement of six annotators on four articles, beside the reported figure."""
    sample, codings = read_annotators(folder / "polnear_annotator_training.jsonl.gz")
    table = agree(codings, sample, levels=FORM, seed=1)
    whole = (table["measure"] == "token alpha") & (table["label"] == "")
    table["reported"] = np.where(whole, REPORTED, np.nan)
    return table.drop(columns=["variable", "by", "group"])


# --- coverage ---------------------------------------------------------------------------------


def draw_ratings(
    generator: np.random.Generator, units: int, coders: int, error: float, prevalence: float
) -> Floats:
    """Return ratings of two values: the truth, or with some chance a guess at its prevalence."""
    truth = generator.random(units) < prevalence
    guess = generator.random((units, coders)) < prevalence
    guessed = generator.random((units, coders)) < error
    return np.where(guessed, guess, truth[:, None]).astype(float)


def measure_coverage(simulations: int = 400, draws: int = 500) -> pd.DataFrame:
    """Return how often 95 % intervals hold the alpha of a million units."""
    rows = []
    cases = product((2, 3), (0.5, 0.1), (0.55, 0.3, 0.1), (20, 50, 100, 400))
    for number, (coders, prevalence, error, units) in enumerate(cases):
        generator = np.random.default_rng(number)
        large = draw_ratings(generator, 1_000_000, coders, error, prevalence)
        truth = float(tabulate(large).coefficients(np.ones((1, len(large))))[0, 0])
        held = {"bca": 0, "percentile": 0, "jackknife_t": 0}
        defined = 0
        for _ in range(simulations):
            ratings = draw_ratings(generator, units, coders, error, prevalence)
            found = measure_agreement(ratings, draws=draws, seed=number)
            if not np.isfinite(found.alpha.value):
                continue
            defined += 1
            held["bca"] += found.alpha.low <= truth <= found.alpha.high
            table = tabulate(ratings)
            drawn = table.coefficients(resample(generator, draws, units))[:, 0]
            low, high = np.nanquantile(drawn, [0.025, 0.975])
            held["percentile"] += low <= truth <= high
            without = table.coefficients(leave_out(units))[:, 0]
            count = len(without)
            spread = np.sqrt((count - 1) / count * np.nansum((without - np.nanmean(without)) ** 2))
            half = float(t_quantile(np.array([count - 1.0]), 0.95)[0]) * spread
            held["jackknife_t"] += abs(found.alpha.value - truth) <= half
        rows.append(
            {
                "coders": coders,
                "prevalence": prevalence,
                "units": units,
                "alpha": round(truth, 3),
                "undefined": simulations - defined,
                **{name: round(count / defined, 3) for name, count in held.items()},
            }
        )
    return pd.DataFrame(rows)


# --- speed ------------------------------------------------------------------------------------


def measure_speed() -> pd.DataFrame:
    """Return seconds for alpha with its interval, beside nltk's alpha without one."""
    from nltk.metrics.agreement import AnnotationTask
    from nltk.metrics.distance import binary_distance, interval_distance

    generator = np.random.default_rng(1)
    rows = []
    for values, level in product((2, 5, 101, 3000), ("nominal", "ordinal", "interval", "ratio")):
        truth = generator.integers(0, values, 10_000)
        ratings = np.column_stack(
            [np.where(generator.random(10_000) < 0.8, truth, generator.permutation(truth))] * 2
            + [np.where(generator.random(10_000) < 0.7, truth, generator.permutation(truth))]
        ).astype(float)
        begun = time.perf_counter()
        found = measure_agreement(ratings, level=level, seed=1)
        seconds = time.perf_counter() - begun
        row = {"units": 10_000, "coders": 3, "values": values, "level": level}
        row |= {"alpha": found.alpha.value, "seconds_with_interval": round(seconds, 2)}
        if level in ("nominal", "interval") and values <= 101:
            data = [(c, u, ratings[u, c]) for u in range(10_000) for c in range(3)]
            distance = binary_distance if level == "nominal" else interval_distance
            begun = time.perf_counter()
            peer = AnnotationTask(data=data, distance=distance).alpha()
            row |= {"nltk_alpha": peer, "nltk_seconds": round(time.perf_counter() - begun, 2)}
        rows.append(row)
    return pd.DataFrame(rows)


def main() -> None:
    """Write the tables that were asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--coverage", action="store_true")
    parser.add_argument("--speed", action="store_true")
    asked = parser.parse_args()
    if asked.coverage:
        write_table(measure_coverage(), TABLES / "agreement_coverage.csv")
    elif asked.speed:
        write_table(measure_speed(), TABLES / "agreement_speed.csv")
    else:
        folder = Path(os.environ.get("FRAMING_DATA", ""))
        if not (folder / "polnear_annotator_training.jsonl.gz").is_file():
            sys.exit(
                "FRAMING_DATA does not name a folder with polnear_annotator_training.jsonl.gz; the "
                "folder is described in data/README.md; set FRAMING_DATA to it"
            )
        write_table(measure_polnear(folder), TABLES / "agreement_polnear.csv")


if __name__ == "__main__":
    main()
