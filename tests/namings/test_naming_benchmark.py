"""The tables of names in real articles: whole, without text, every share with its interval."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from framing import read_lexicon, read_table
from framing.namings import MARKED, NAME_COLUMNS

TABLES = Path(__file__).resolve().parents[2] / "benchmarks" / "tables"
KEYS = ["group", "voice", "period", "set"]


@pytest.fixture(params=["naming_kyiv", "naming_kyiv_months", "naming_sets"])
def table(request: pytest.FixtureRequest) -> pd.DataFrame:
    return read_table(TABLES / f"{request.param}.csv")


def test_shares_are_counts_over_counts_inside_their_intervals(table: pd.DataFrame) -> None:
    assert tuple(table.columns) == NAME_COLUMNS
    said = table[table["exposure"] > 0]
    assert (said["estimate"] - said["hits"] / said["exposure"]).abs().max() < 1e-5
    assert ((said["conf_low"] <= said["estimate"]) & (said["estimate"] <= said["conf_high"])).all()
    silent = table[table["exposure"] == 0]
    assert silent[["estimate", "conf_low", "conf_high"]].isna().all(axis=None)
    assert (silent["note"] != "").all()


def test_the_names_of_a_set_are_those_of_the_codebook_and_add_up(table: pd.DataFrame) -> None:
    naming = read_lexicon("loaded").naming
    plain = table[table["alternative"] != MARKED]
    for name, inside in plain.groupby("set"):
        assert set(inside["alternative"]) == set(naming[name].alternatives)
    sums = plain.groupby(KEYS).agg(hits=("hits", "sum"), of=("exposure", "max"))
    assert (sums["hits"] == sums["of"]).all()
