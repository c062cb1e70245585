"""Validation: measures with their names, intervals, and where errors differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from cases import says
from made_studies import code, draw, make_units

from framing import validate
from framing.errors import CodingError, TableError
from framing.stats.differential_errors import Part, judge_alike
from framing.stats.validations import Drawn, judge, ratio
from framing.validations.measures import VALIDATION_COLUMNS


def simple(truth: list[str], said: list[Any]) -> tuple[pd.DataFrame, pd.DataFrame]:
    units = [f"u{k}" for k in range(len(truth))]
    sample = pd.DataFrame({"unit_id": units, "stratum": "all", "inclusion_probability": 0.1})
    codings = pd.DataFrame({"unit_id": units, "coder": "ana", "variable": "hit", "value": truth})
    return codings, sample.assign(predicted=said)


def of(table: pd.DataFrame, measure: str, label: str = "", by: str = "", group: str = "") -> Any:
    wanted = {"measure": measure, "label": label, "by": by, "group": group}
    mask = np.logical_and.reduce([table[name] == value for name, value in wanted.items()])
    assert mask.sum() == 1, wanted
    return table[mask].iloc[0]


def test_averages_of_f1_are_those_of_scikit_learn(root: Any) -> None:
    import json

    entries = json.loads((root / "tests" / "reference_values.json").read_text("utf-8"))["entries"]
    expected = next(e for e in entries if e["id"] == "f1_average_trap")["expected"]
    truth = ["yes"] * 30 + ["no"] * 70
    said = [True] * 20 + [False] * 10 + [True] * 15 + [False] * 55
    table = validate(*simple(truth, said), by=[])
    assert tuple(table.columns) == VALIDATION_COLUMNS
    named = {"f1": "binary", "f1_macro": "macro", "f1_weighted": "weighted", "accuracy": "micro"}
    for measure, name in named.items():
        label = "yes" if measure == "f1" else ""
        assert of(table, measure, label)["estimate"] == pytest.approx(expected[name], rel=1e-12)
    assert "mean of the labels' F1" in of(table, "f1_macro")["method"]
    recall = of(table, "recall", "yes")
    assert (recall["estimate"], recall["count"], recall["n"]) == (pytest.approx(2 / 3), 20, 30)
    assert recall["conf_low"] < 2 / 3 < recall["conf_high"]
    assert table["conf_low"].notna().all()


def test_several_labels_and_their_confusion() -> None:
    truth = ["good", "bad", "none"] * 20
    said = ["good", "bad", "bad"] * 15 + ["good", "bad", "none"] * 5
    table = validate(*simple(truth, said), by=[])
    cells = table[table["measure"] == "confusion"].set_index(["label", "predicted"])
    assert cells.loc[("none", "bad"), "estimate"] == 0.75
    assert cells.loc[("none", "bad"), "count"] == 15
    assert cells["count"].sum() == 60
    assert of(table, "precision", "bad")["estimate"] == pytest.approx(20 / 35)


def test_chances_weigh_and_articles_widen() -> None:
    codings, sample = simple((["yes"] * 8 + ["no"] * 2) * 4, [True] * 20 + [False] * 20)
    sample["inclusion_probability"] = [0.5] * 20 + [0.1] * 20
    sample["stratum"] = ["hit"] * 20 + ["no hit"] * 20
    table = validate(codings, sample, by=[])
    # 16 of 40 that were found against 16 of 200 that were missed.
    assert of(table, "recall", "yes")["estimate"] == pytest.approx(32 / (32 + 160))
    apart = of(table, "precision", "yes")
    together = of(
        validate(codings, sample.assign(doc_id=np.repeat(range(8), 5)), by=[]), "precision", "yes"
    )
    assert together["n_docs"] == 4
    assert together["conf_high"] - together["conf_low"] > apart["conf_high"] - apart["conf_low"]


def test_variance_is_that_of_clusters_within_strata() -> None:
    drawn = Drawn(np.ones(8), np.repeat([0, 1], 4), np.repeat(np.arange(4), 2))
    found = judge(ratio([1, 1, 1, 0, 0, 0, 1, 0], np.ones(8), drawn), drawn)
    # Sums of articles less their strata: (.5, -.5) and (-.5, .5), of 8 units.
    assert found.variance == pytest.approx(4 * 0.25 / 64 * 4 / 3)
    assert found.df == 3


def test_units_coded_before_the_end_stand_for_all_drawn_in_their_stratum() -> None:
    codings, sample = simple(["yes"] * 20 + ["no"] * 20, [True] * 30 + [False] * 10)
    sample["stratum"] = ["first"] * 20 + ["second"] * 20
    dealt = sample.iloc[[*range(10), *range(20, 40), *range(10, 20)]]
    early = validate(codings.drop(index=range(10, 20)), dealt, by=[])
    # 10 yes stand for the 20 that were drawn with them.
    assert of(early, "share", "yes")["estimate"] == pytest.approx(0.5)
    assert of(early, "share", "yes")["n"] == 30


def test_nothing_missed_among_units_that_stand_for_many_is_not_nothing_missed() -> None:
    codings, sample = simple(["yes"] * 20 + ["no"] * 50, [True] * 20 + [False] * 50)
    sample["inclusion_probability"] = [0.5] * 20 + [0.02] * 50
    sample["stratum"] = ["hit"] * 20 + ["no hit"] * 50
    recall = of(validate(codings, sample, by=[]), "recall", "yes")
    assert recall["estimate"] == 1
    # One miss would stand for 50 units, more than the 40 that were found.
    assert recall["conf_low"] < 0.4
    even = sample.assign(inclusion_probability=0.1, stratum="all")
    assert of(validate(codings, even, by=[]), "recall", "yes")["conf_low"] > 0.8


def test_predictions_may_be_words_of_a_file_and_one_column_needs_no_list() -> None:
    units = make_units(300)
    sample = draw(units, 60)
    expected = validate(code(sample), sample, by="outlet")
    pd.testing.assert_frame_equal(validate(code(sample), sample, by=["outlet"]), expected)
    numbers = sample["predicted"].astype(int)
    for said in (sample["predicted"].astype(object), sample["predicted"].astype("str"),
                 numbers.astype("str")):  # fmt: skip
        found = validate(code(sample), sample.assign(predicted=said), by="outlet")
        pd.testing.assert_frame_equal(found, expected)
    some = sample.assign(outlet=sample["outlet"].where(sample["outlet"] == "Vestra"))
    found = validate(code(sample), some, by="outlet")
    assert set(found["group"]) == {"", "Vestra", "missing"}
    blank = code(sample)
    blank["value"] = blank["value"].where(blank.index != 3, "")
    assert of(validate(blank, sample, by=[]), "accuracy")["n"] == 119


def test_errors_that_differ_by_outlet_are_found_and_others_not() -> None:
    units = make_units()
    sample = draw(units)
    table = validate(code(sample), sample)
    alike = of(table, "recall_alike", "yes", "outlet")
    assert alike["p_adj"] < 0.001
    assert alike["note"].startswith("F(1, ")
    gap = of(table, "recall_difference", "yes", "outlet", "Tessel Wire")
    assert gap["estimate"] == pytest.approx(0.4, abs=0.2)
    assert gap["conf_low"] > 0
    assert of(table, "recall_alike", "yes", "voice")["p_value"] > 0.05
    assert of(table, "bias", "yes", "outlet", "Vestra")["conf_high"] < 0
    groups = set(table.loc[table["by"] == "outlet", "group"])
    assert groups == {"", "Tessel Wire", "Vestra"}


def test_probabilities_are_held_against_labels() -> None:
    rng = np.random.default_rng(4)
    chance = rng.uniform(0.05, 0.95, 600)
    truth = np.where(rng.random(600) < chance, "yes", "no").tolist()
    table = validate(*simple(truth, chance.tolist()), by=[])
    for measure, right in (("calibration_slope", 1.0), ("calibration_intercept", 0.0)):
        found = of(table, measure, "yes")
        assert found["conf_low"] < right < found["conf_high"]
    assert of(table, "brier", "yes")["estimate"] == pytest.approx(0.18, abs=0.03)
    sharp = np.clip(1.8 * (chance - 0.5) + 0.5, 0.01, 0.99)
    table = validate(*simple(truth, sharp.tolist()), by=[])
    assert of(table, "calibration_slope", "yes")["conf_high"] < 1


def test_coders_who_differ_count_with_their_shares_and_unsure_is_no_answer() -> None:
    codings, sample = simple(["yes", "no"] * 15, [True, False] * 15)
    other = codings.assign(coder="ben", value=["no", "no"] + ["yes", "no"] * 14)
    table = validate(pd.concat([codings, other]), sample, by=[])
    assert of(table, "precision", "yes")["estimate"] == pytest.approx(14.5 / 15)
    unsure = codings.assign(value=["unsure", *codings["value"][1:]])
    assert of(validate(unsure, sample, by=[]), "share", "yes")["n"] == 29


def wrong_chance(sample: pd.DataFrame) -> pd.DataFrame:
    return sample.assign(inclusion_probability=np.nan)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda s: s.assign(predicted=True),
         "validate: all 30 coded units are predicted 'yes'; of the units predicted otherwise "
         "nothing is known, so there is no recall; draw from all sentences, with and without hits "
         "(list_sentences), or ask for the precision of hits alone: verify_hits"),
        (lambda s: s.drop(columns="predicted"),
         "validate: there is no column of the sample 'predicted'; there are unit_id, …"),
        (wrong_chance,
         "validate: unit 'u0' has the inclusion_probability …nan…; 30 of 30 units have none "
         "between 0 and 1: a sample of convenience stands for nothing but itself; draw one by "
         "chance with draw_sample"),
        (lambda s: s.assign(predicted=np.arange(30)),
         "validate: 'predicted' reaches from 0 to 29; the answers are yes and no, so predictions "
         "are True and False or probabilities; compare counts with a bound first: "
         "sample['hits'] > 0"),
        (lambda s: s.assign(predicted=["loaded", "plain"] * 15),
         "validate: 'predicted' holds loaded, plain; the answers are no, yes; write predictions "
         "with the codes of the question"),
        (lambda s: s.assign(predicted=[None, *s["predicted"][1:]]),
         "validate: 1 of 30 coded units have no 'predicted'; every unit needs a prediction; "
         "predict for all"),
        (lambda s: s.assign(unit_id="u0"),
         "validate: unit 'u0' stands twice in the sample; a unit is drawn once; pass the sample "
         "as draw_sample returned it"),
    ],
)  # fmt: skip
def test_samples_that_cannot_be_used_are_refused(
    change: Callable[[pd.DataFrame], pd.DataFrame], expected: str
) -> None:
    codings, sample = simple(["yes", "no"] * 15, [True, False, True] * 10)
    with pytest.raises(CodingError) as caught:
        validate(codings, change(sample), by=[])
    says(caught.value, expected)


def test_codings_that_cannot_be_used_are_refused() -> None:
    codings, sample = simple(["yes", "no"] * 15, [True, False, True] * 10)
    twice = pd.concat([codings, codings[:1]])
    unsure = codings.assign(value="unsure")
    for given, expected in (
        (twice, "validate: ana coded unit 'u0' twice for 'hit'; a coder has one answer; …"),
        (unsure, "validate: every answer to 'hit' is unsure; nothing was judged; code some units"),
        (codings.assign(variable="x"), "validate: there is no variable 'hit'; there are x; …"),
    ):
        with pytest.raises(CodingError) as caught:
            validate(given, sample, by=[])
        says(caught.value, expected)
    with pytest.raises(TableError):
        validate(codings.drop(columns="coder"), sample, by=[])


@pytest.mark.slow
def test_the_test_of_alike_errors_holds_its_level() -> None:
    rng = np.random.default_rng(8)
    ways = 2000
    rejected = 0
    for _ in range(ways):
        parts = []
        for n in (15, 30, 60):
            # Articles of three units that err together.
            level = rng.beta(7, 3, n // 3)
            right = rng.binomial(3, level)
            share = right.sum() / n
            moves = right - 3 * share
            variance = (moves**2).sum() / n**2 * (n // 3) / (n // 3 - 1)
            parts.append(Part(share, variance, n, n // 3))
        rejected += judge_alike(parts)[3] <= 0.05
    error = 1.96 * (0.05 * 0.95 / ways) ** 0.5
    assert 0.02 <= rejected / ways <= 0.07 + error, rejected / ways
