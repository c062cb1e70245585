"""What is published of frames on real texts is what this version gives, and is good enough."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

TABLES = Path(__file__).parents[2] / "benchmarks" / "tables"
PLAIN, LEADING = "plain tf-idf", "words and cues"
DATASETS = ("narrative_frames_dev", "gvfc_dev")


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(TABLES / f"frames_{name}.csv")


@pytest.fixture(scope="module")
def benchmark() -> Iterator[ModuleType]:
    folder = str(TABLES.parent)
    sys.path.insert(0, folder)
    try:
        import frames

        yield frames
    finally:
        sys.path.remove(folder)
        sys.modules.pop("frames", None)


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_published_macro_f1_is_above_the_plain_one_by_more_than_three_hundredths(
    dataset: str,
) -> None:
    rows = table("f1")
    macro = rows[(rows["dataset"] == dataset) & (rows["frame"] == "(macro)")].set_index("method")
    assert macro.loc[LEADING, "over_plain_low"] > 0.03
    # Most of that is the threshold; the comparison that says so stands beside it.
    tuned = macro.loc["plain tf-idf, thresholds chosen", "f1"]
    assert macro.loc[LEADING, "f1"] > tuned + 0.03
    assert len(macro) >= 8


@pytest.mark.parametrize("dataset", DATASETS)
def test_at_seven_tenths_of_the_verdicts_the_error_is_lower_by_a_third(dataset: str) -> None:
    rows = table("risk")
    rows = rows[(rows["dataset"] == dataset) & (rows["frame"] == "(all)")]
    for _, part in rows.groupby("method"):
        error = part.set_index("coverage")["error"]
        assert error[0.7] < error[1.0] * 2 / 3


def test_published_probabilities_are_calibrated() -> None:
    for _, part in table("calibration").groupby(["dataset", "method"]):
        gap = (part["probability"] - part["share"]).abs()
        assert np.average(gap, weights=part["n"]) < 0.03


@pytest.mark.real
def test_the_leading_classifier_gives_what_is_published(benchmark: ModuleType) -> None:
    data = benchmark.read_narrative()
    found = benchmark.judge(data, benchmark.METHODS[LEADING])
    truth = data.truth.to_numpy()
    score = float(benchmark.f1_of(found.said > 0, truth).mean())
    rows = table("f1").set_index(["dataset", "method", "frame"])
    assert score == pytest.approx(rows.loc[(data.name, LEADING, "(macro)"), "f1"], abs=0.02)
    assert score > 0.55


@pytest.mark.real
def test_items_and_voices_are_those_published(
    benchmark: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: dict[str, pd.DataFrame] = {}
    monkeypatch.setattr(benchmark, "write", lambda found, name: made.update({name: found}))
    benchmark.measure_items()
    with pytest.warns(match="quotations were opened"):
        benchmark.measure_voices()
    for name, found in made.items():
        published = table(name)
        assert list(found) == list(published)
        numbers = published.select_dtypes("number").columns
        np.testing.assert_allclose(found[numbers], published[numbers], rtol=1e-4)
