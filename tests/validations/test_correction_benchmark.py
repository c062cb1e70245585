"""A published validation table again, and whether corrected intervals cover."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from framing import read_table

ROOT = Path(__file__).resolve().parents[2]
TABLES = ROOT / "benchmarks" / "tables"
PUBLISHED = {
    "manual1": (0.8179, 0.8158), "manual3": (0.8785, 0.9004), "crowd3": (0.7687, 0.8073),
    "cnn": (0.6313, 0.4951), "nb": (0.5810, 0.3950), "svm": (0.5739, 0.4053),
    "HuLiu_deepl": (0.4648, 0.3393), "LMD_deepl": (0.5000, 0.2930), "DANEW": (0.4190, 0.1016),
    "pattern": (0.3873, 0.0673), "polyglot": (0.4155, 0.2629),
}  # fmt: skip
CORRECTED = ["labels", "dsl", "ppi"]


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "corrections_benchmark", ROOT / "benchmarks" / "corrections.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def check_published(table: pd.DataFrame, digits: float) -> None:
    wide = table.pivot(index="variable", columns="measure", values="estimate")
    for variable, (accuracy, alpha) in PUBLISHED.items():
        found = wide.loc[variable, ["accuracy", "alpha"]].tolist()
        assert found == pytest.approx([accuracy, alpha], abs=digits), variable
    assert (table["conf_low"] < table["estimate"]).all()
    assert (table["estimate"] < table["conf_high"]).all()


def test_the_committed_table_is_the_published_one() -> None:
    table = read_table(TABLES / "corrections_ecosent.csv")
    check_published(table, 6e-5)


@pytest.mark.real
def test_a_published_validation_table_is_reproduced(benchmark: ModuleType, real_data: Path) -> None:
    check_published(benchmark.ecosent(real_data / "ecosent"), 5.1e-5)


def check_simulation(found: pd.DataFrame, least: float = 0.93, most: float = 0.97) -> None:
    some = found[found["method"].isin(CORRECTED)]
    assert (some["coverage"] + some["coverage_error"] >= least).all(), some
    assert (some["coverage"] - some["coverage_error"] <= most).all(), some
    tuned = found[found["method"] == "ppi"]
    assert (tuned["width_to_labels"] <= 1.05).all()
    assert (some["bias"].abs() < 0.01).all()


def test_the_committed_simulation_covers_and_shows_the_bias_of_the_raw_gap() -> None:
    table = read_table(
        TABLES / "corrections_babe.csv",
    )
    for name in ("coverage", "coverage_error", "bias", "width_to_labels", "truth"):
        table[name] = pd.to_numeric(table[name])
    leaning = table[table["by"] == "leaning"]
    check_simulation(leaning)
    every = table[(table["by"] == "outlet") & table["method"].isin(CORRECTED)]
    assert every["coverage"].between(0.93, 0.97).all()
    gap = leaning[(leaning["group"] == "center") & (leaning["reference"] == "right")]
    raw = gap[(gap["method"] == "raw") & (gap["predictor"] == "lexicon")]
    assert (raw["bias"] > 0.15).all(), "the lexicon hides 20 of 45 points"
    assert (raw["coverage"] < 0.01).all()


@pytest.mark.real
def test_corrected_intervals_cover_on_real_sentences(
    benchmark: ModuleType, real_data: Path
) -> None:
    table = benchmark.sentences(real_data)
    for predictor in ("lexicon", "tf-idf"):
        for n in (50, 100, 200):
            said = benchmark.simulate(table, "leaning", predictor, n, 300, 3)
            found = benchmark.summarise(said)
            check_simulation(found.assign(bias=found["bias"] / 3))
            raw = found[(found["method"] == "raw") & (found["reference"] == "right")]
            raw = raw[raw["group"] == "center"]
            assert raw["bias"].iloc[0] > 0.15
            assert raw["coverage"].iloc[0] < 0.05


@pytest.mark.slow
def test_corrected_intervals_cover_with_few_events(benchmark: ModuleType) -> None:
    found = benchmark.events(ways=300)
    some = found[found["method"].isin(CORRECTED) & (found["events"] > 5)]
    assert (some["coverage"] + some["coverage_error"] >= 0.93).all(), some
    pairs = found[found["method"].isin(CORRECTED) & (found["reference"] != "")]
    assert (pairs["coverage"] + pairs["coverage_error"] >= 0.93).all(), pairs
    raw = found[(found["method"] == "raw") & (found["reference"] != "")]
    assert (raw["coverage"] < 0.5).all()
    assert np.isfinite(some["width"]).all()
