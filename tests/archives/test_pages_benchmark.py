"""The table of how well pages are read: counts that add up, and what is promised of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

TABLE = Path(__file__).resolve().parents[2] / "benchmarks" / "tables" / "pages.csv"
PARTS = ("developed", "looked at later", "never looked at")


@pytest.fixture
def table() -> pd.DataFrame:
    return pd.read_csv(TABLE)


def test_shares_are_counts_over_counts(table: pd.DataFrame) -> None:
    assert (table["recall"] - table["right"] / table["expected"]).abs().max() < 1e-5
    assert (table["precision"] - table["right"] / table["found"]).abs().max() < 1e-5


def test_the_parts_and_the_outlets_add_up_to_all_pages(table: pd.DataFrame) -> None:
    counts = ["pages", "expected", "found", "right"]
    sums = table[table["outlet"] == "all outlets"].set_index("part")[counts]
    single = table[table["outlet"] != "all outlets"]
    assert single["outlet"].is_unique
    assert single.groupby("part")[counts].sum().equals(sums.loc[list(PARTS)])
    assert sums.loc[list(PARTS)].sum().equals(sums.loc["all"])
    assert sums.loc[list(PARTS[1:])].sum().equals(sums.loc["held out"])
    assert sums.loc["all", "pages"] == 91


def test_the_body_is_found_as_promised_and_better_than_by_trafilatura(table: pd.DataFrame) -> None:
    whole = table[table["outlet"] == "all outlets"].set_index("part")
    assert whole.loc["all", "recall"] >= 0.96
    assert whole.loc["all", "precision"] >= 0.95
    assert (whole["recall"] > whole["trafilatura_recall"]).all()
    assert whole.loc["all", "teasers"] == 0
    assert (whole["precision"] > whole["trafilatura_precision"] + 0.05).all()
