"""The tables of matched events: shares are counts over counts, and say what is claimed of them."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from framing import read_table
from framing.events.links import DATED, TYPICAL, UNDATED, find_backgrounds
from framing.events.matches import THRESHOLD

ROOT = Path(__file__).resolve().parents[2]
TABLES = ROOT / "benchmarks" / "tables"


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    found = read_table(TABLES / "events.csv")
    shares = ["threshold", "right", "true_pairs", "recall", "recall_low", "recall_high"]
    more = ["pairs", "precision_low", "precision_high"]
    return found.assign(**{name: pd.to_numeric(found[name]) for name in [*shares, *more]})


def part(table: pd.DataFrame, method: str, outlets: str, dates: str = "days") -> pd.DataFrame:
    kept = (table["corpus"] == "roundups") & (table["half"] == "test")
    kept &= (table["method"] == method) & (table["outlets"] == outlets) & (table["dates"] == dates)
    assert kept.any()
    return table[kept].set_index("threshold")


def test_shares_are_counts_over_counts_inside_their_intervals(table: pd.DataFrame) -> None:
    said = table[table["pairs"] > 0]
    assert (said["precision"] - said["right"] / said["pairs"]).abs().max() < 1e-5
    assert (said["recall"] - said["right"] / said["true_pairs"]).abs().max() < 1e-5
    for name in ("precision", "recall"):
        assert (said[f"{name}_low"] <= said[name] + 1e-9).all()
        assert (said[name] <= said[f"{name}_high"] + 1e-9).all()


def test_the_goal_is_reached_on_the_half_that_taught_nothing(table: pd.DataFrame) -> None:
    for outlets in ("outlet", "side"):
        found = part(table, "match_events", outlets)
        assert ((found["precision"] >= 0.9) & (found["recall"] >= 0.7)).any()
    assert part(table, "match_events", "side").loc[THRESHOLD, "precision"] > 0.95


def test_the_floor_is_lower(table: pd.DataFrame) -> None:
    floor, ours = part(table, "cosine", "outlet"), part(table, "match_events", "outlet")
    assert floor.loc[floor["recall"] >= 0.7, "precision"].max() < 0.8
    assert ours.loc[ours["recall"] >= 0.7, "precision"].max() > 0.9


def test_the_same_threshold_is_as_precise_without_dates(table: pd.DataFrame) -> None:
    undated = part(table, "match_events", "outlet", "none").loc[THRESHOLD]
    assert undated["precision"] >= part(table, "match_events", "outlet").loc[THRESHOLD, "precision"]
    assert undated["recall"] < 0.4


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    place = ROOT / "benchmarks" / "events.py"
    spec = importlib.util.spec_from_file_location("events_benchmark", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "events_benchmark", module)
    spec.loader.exec_module(module)
    return module


@pytest.mark.real
def test_the_weights_are_those_of_the_training_half(benchmark: ModuleType, real_data: Path) -> None:
    rows = benchmark.read_roundups()
    train = rows[rows["half"] == "train"]
    case = benchmark.make_case(train, "outlet", "days")
    assert benchmark.fit(case, dated=True) == pytest.approx(DATED, abs=0.02)
    assert find_backgrounds(case.vectors.matrix).mean() == pytest.approx(TYPICAL, abs=0.005)
    undated = benchmark.fit(benchmark.make_case(train, "outlet", "none"), dated=False)
    assert undated[1:] == pytest.approx(UNDATED[1:], abs=0.02)
    assert undated[0] - UNDATED[0] == pytest.approx(1.33, abs=0.02)
