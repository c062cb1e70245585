"""Precision from verdicts: weighted, by part, and never without its interval."""

from __future__ import annotations

import pandas as pd
import pytest
from cases import says
from statsmodels.stats.proportion import proportion_confint

from framing.coding.verifications import VERIFICATION_COLUMNS, verify_hits
from framing.errors import CodingError, TableError


def make_sample(*parts: tuple[str, str, int, float]) -> pd.DataFrame:
    rows = [
        (category, outlet, f"{category} {outlet}", chance)
        for category, outlet, count, chance in parts
        for _ in range(count)
    ]
    names = ["category", "outlet", "stratum", "inclusion_probability"]
    sample = pd.DataFrame(rows, columns=names)
    return sample.assign(unit_id=[f"u{k}" for k in range(len(sample))])


def verdicts(sample: pd.DataFrame, values: list[str], coder: str = "ana") -> pd.DataFrame:
    table = pd.DataFrame({"unit_id": sample["unit_id"][: len(values)], "value": values})
    return table.assign(coder=coder, variable="hit")


def test_fifty_lines_give_precision_by_category_and_outlet() -> None:
    sample = make_sample(("evaluation", "Vestra", 25, 0.1), ("label", "Tessel Wire", 25, 0.1))
    found = verify_hits(verdicts(sample, ["yes"] * 20 + ["no"] * 5 + ["yes"] * 25), sample)
    assert tuple(found.columns) == VERIFICATION_COLUMNS
    assert found[["by", "group", "n", "yes", "no"]].values.tolist() == [
        ["", "", 50, 45, 5],
        ["category", "evaluation", 25, 20, 5],
        ["category", "label", 25, 25, 0],
        ["outlet", "Tessel Wire", 25, 25, 0],
        ["outlet", "Vestra", 25, 20, 5],
    ]
    part = found.iloc[1]
    assert part["precision"] == 0.8
    low, high = proportion_confint(20, 25, method="beta")
    assert (part["conf_low"], part["conf_high"]) == pytest.approx((low, high), abs=0.02)
    whole = found.iloc[2]
    assert (whole["precision"], whole["conf_high"]) == (1, 1)
    assert whole["conf_low"] == pytest.approx(0.025 ** (1 / 25))


def test_a_rare_stratum_counts_by_what_it_stands_for() -> None:
    # One of ten there against one of a hundred: 100 hits at .5 and 1,000 at 1.
    sample = make_sample(("label", "A", 10, 0.1), ("label", "B", 10, 0.01))
    found = verify_hits(verdicts(sample, ["yes", "no"] * 5 + ["yes"] * 10), sample)
    assert found["precision"].iloc[0] == pytest.approx((50 + 1000) / 1100)
    assert found.set_index("group").loc["A", "precision"] == 0.5


def test_unsure_is_in_no_precision_and_its_reach_is_told() -> None:
    sample = make_sample(("label", "A", 30, 0.5))
    values = ["yes"] * 18 + ["no"] * 6 + ["unsure"] * 6
    found = verify_hits(verdicts(sample, values), sample, by=[])
    assert found[["n", "unsure", "precision"]].values.tolist() == [[24, 6, 0.75]]
    assert found["note"].tolist() == ["with unsure ones taken for no or yes 0.60-0.80"]


def test_several_coders_count_with_their_mean_and_are_told_apart_in_the_note() -> None:
    sample = make_sample(("label", "A", 20, 1))
    ana, ben = verdicts(sample, ["yes"] * 20), verdicts(sample, ["yes"] * 16 + ["no"] * 4, "ben")
    found = verify_hits(pd.concat([ana, ben]), sample, by=[])
    assert found[["n", "yes", "no", "precision"]].values.tolist() == [[20, 18, 2, 0.9]]
    assert found["note"].tolist() == ["coders differ on 4"]


def test_what_is_not_coded_yet_stays_in_sight() -> None:
    sample = make_sample(("evaluation", "A", 25, 0.5), ("label", "A", 5, 0.5))
    found = verify_hits(verdicts(sample, ["yes"] * 22), sample, by=["category"])
    rows = found.set_index("group")
    assert rows.loc["evaluation", "note"] == "3 of 25 units not coded yet"
    assert pd.isna(rows.loc["label", "precision"])
    assert rows.loc["label", "note"] == "nothing judged yes or no; 5 of 5 units not coded yet"


def test_a_stratum_half_coded_counts_as_whole() -> None:
    sample = make_sample(("label", "A", 10, 0.1), ("label", "B", 10, 0.1))
    found = verify_hits(verdicts(sample, ["yes"] * 10 + ["no"] * 5), sample, by=[])
    assert found["precision"].iloc[0] == pytest.approx(0.5)


def test_few_units_say_so() -> None:
    sample = make_sample(("label", "A", 1, 0.5))
    found = verify_hits(verdicts(sample, ["yes"]), sample, by=[])
    assert found["note"].tolist() == ["1 unit: too few to say much"]


def test_categories_come_in_the_order_of_the_codebook() -> None:
    sample = make_sample(("label", "A", 3, 1), ("evaluation", "A", 3, 1))
    sample["category"] = pd.Categorical(sample["category"], ["label", "hedge", "evaluation"])
    found = verify_hits(verdicts(sample, ["yes"] * 6), sample, by=["category"])
    assert found["group"].tolist() == ["", "label", "evaluation"]


def test_what_cannot_be_verified_is_named() -> None:
    sample = make_sample(("label", "A", 3, 1))
    given = verdicts(sample, ["yes", "no", "maybe"])
    with pytest.raises(CodingError) as caught:
        verify_hits(given, sample)
    assert says(
        caught.value,
        "verify_hits: a verdict of 'hit' is 'maybe'; hits are judged yes, no or unsure; code them "
        'with make_form(lexicon, ask="hit")',
    )
    with pytest.raises(CodingError) as caught:
        verify_hits(given, sample, variable="hits")
    assert says(
        caught.value,
        "verify_hits: there is no variable 'hits'; there are hit; did you mean 'hit'?",
    )
    with pytest.raises(CodingError) as caught:
        verify_hits(verdicts(sample, ["yes"] * 3), sample[:2])
    assert says(
        caught.value,
        "verify_hits: the codings name unit 'u2'; the sample of 2 units has none of that name; "
        "pass the sample that was coded",
    )
    with pytest.raises(CodingError, match="there is no column of the sample 'voice'"):
        verify_hits(given, sample, by=["voice"])
    with pytest.raises(TableError, match="lacks the column 'stratum'"):
        verify_hits(given, sample.drop(columns="stratum"))
