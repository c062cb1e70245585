"""The counts of real outlets: without text, and what the program makes of the articles today."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from framing import estimate, read_counts, read_table, write_table

ROOT = Path(__file__).resolve().parents[1]
COMMITTED = ROOT / "data" / "processed" / "allsides"


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("allsides", ROOT / "benchmarks" / "allsides.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_counts_hold_no_text_and_no_article_was_lost() -> None:
    counts = read_table(COMMITTED / "counts.csv")
    assert (read_counts(COMMITTED / "counts.csv")["section"] == "body").all()
    columns = "doc_id outlet date section voice category hits exposure"
    assert list(counts.columns) == columns.split()
    assert counts["outlet"].nunique() == 10
    run = tomllib.loads((COMMITTED / "run.toml").read_text(encoding="utf-8"))
    assert run["articles"] == 1682
    assert run["quarantined"] == run["dropped"] == 0


def test_every_rate_of_the_outlets_has_its_interval() -> None:
    rates = read_table(COMMITTED / "estimates.csv")
    assert rates["group"].nunique() == 10
    assert set(rates["estimand"]) == {"own", "wording", "all"}
    assert (rates["conf_low"] <= rates["estimate"]).all()
    assert (rates["estimate"] <= rates["conf_high"]).all()


def test_the_rates_are_made_again_from_the_counts(tmp_path: Path) -> None:
    scores = read_counts(COMMITTED / "counts.csv")
    rates = pd.concat(
        [
            estimate(scores, categories=list(script().CATEGORIES)),
            estimate(scores, categories=list(script().FLOORS), estimands="all"),
        ],
        ignore_index=True,
    )
    made = write_table(rates, tmp_path / "estimates.csv")
    assert made.read_bytes() == (COMMITTED / "estimates.csv").read_bytes()


@pytest.mark.real
def test_the_committed_counts_are_what_the_program_makes_now(
    real_data: Path, tmp_path: Path
) -> None:
    script().make(real_data, tmp_path)
    for name in ("counts.csv", "counts.json", "estimates.csv", "run.toml"):
        assert (tmp_path / name).read_bytes() == (COMMITTED / name).read_bytes(), name
