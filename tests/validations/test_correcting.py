"""Corrected gaps: what stands in the table, what is refused, and whether it is right."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from cases import says
from made_studies import code, draw, make_units

from framing import correct
from framing.errors import CodingError, TableError
from framing.validations.corrections import CORRECTION_COLUMNS
from framing.validations.outlooks import Outlook, labels_for, say

PAIR = ("Tessel Wire", "Vestra")


def rows_of(table: pd.DataFrame, group: str, reference: str = "") -> pd.DataFrame:
    some = table[(table["group"] == group) & (table["reference"] == reference)]
    return some.set_index("method")


def test_a_gap_the_predictions_hide_is_there_after_correction() -> None:
    units = make_units()
    sample = draw(units)
    table = correct(units, code(sample), sample)
    assert tuple(table.columns) == CORRECTION_COLUMNS
    assert len(table) == 3 * 5
    gap = rows_of(table, *PAIR)
    truth = units.groupby("outlet")["truth"].mean().diff().iloc[-1] * -1
    assert truth == pytest.approx(-0.3, abs=0.05)
    assert gap.loc["raw", "conf_low"] > -0.06, "predictions alone see nothing"
    for method in ("labels", "dsl", "ppi"):
        assert gap.loc[method, "conf_low"] < truth < gap.loc[method, "conf_high"] < 0, method
        assert gap.loc[method, "n_labels"] == 300
    assert table["conf_low"].notna().sum() >= 13
    ends = rows_of(table, "Tessel Wire")
    assert 0 < ends.loc["ppi", "lambda"] < 1.2
    assert ends.loc["dsl", "lambda"] == 1
    width = gap["conf_high"] - gap["conf_low"]
    assert width["ppi"] < 1.05 * width["labels"]


def test_rogan_gladen_uses_each_outlets_own_errors_and_is_refused_below_its_bound() -> None:
    units = make_units()
    sample = draw(units)
    table = correct(units, code(sample), sample)
    wire, vestra = (rows_of(table, name).loc["rogan_gladen"] for name in PAIR)
    assert wire["conf_low"] < 0.2 < wire["conf_high"]
    vague = make_units(false=0.35)
    sample = draw(vague)
    found = rows_of(correct(vague, code(sample), sample), "Vestra").loc["rogan_gladen"]
    assert np.isnan(found["estimate"])
    assert found["note"].startswith("refused: sensitivity + specificity - 1 is ")
    assert found["note"].endswith("below 0.3")
    assert vestra["n_labels"] == 150
    chances = units.assign(predicted=units["predicted"] * 0.8 + 0.1)
    sample = draw(units)
    found = rows_of(correct(chances, code(sample), sample), "Vestra").loc["rogan_gladen"]
    assert found["note"] == "refused: it corrects yes and no, and the predictions are numbers"


def test_an_outlet_without_labels_is_named_and_not_dropped() -> None:
    units = make_units()
    more = units[:300].assign(outlet="Margin Review", unit_id=[f"m{k}" for k in range(300)])
    sample = draw(units)
    table = correct(pd.concat([units, more]), code(sample), sample)
    found = rows_of(table, "Margin Review")
    assert np.isfinite(found.loc["raw", "estimate"])
    assert np.isnan(found.loc["ppi", "estimate"])
    assert found.loc["ppi", "note"] == "Margin Review: no unit was drawn here: no label"
    assert "Margin Review" in rows_of(table, "Margin Review", "Vestra").loc["dsl", "note"]


def test_events_are_clusters_where_there_are_events() -> None:
    units = make_units()
    told = units.assign(event=[f"e{k // 3 % 6}" for k in range(len(units))])
    sample = draw(units)
    by_event = rows_of(correct(told, code(sample), sample), *PAIR)
    assert by_event.loc["ppi", "n_clusters"] == 6
    assert rows_of(correct(units, code(sample), sample), *PAIR).loc["ppi", "n_clusters"] > 200


def test_counts_are_means_and_words_need_to_be_told_which_counts() -> None:
    units = make_units()
    sample = draw(units)
    numbers = code(sample).assign(value=np.where(sample["truth"], "3", "0"))
    table = correct(units.assign(predicted=units["predicted"] * 2), numbers, sample)
    assert set(table["measure"]) == {"mean", "difference"}
    assert rows_of(table, "Vestra").loc["ppi", "estimate"] == pytest.approx(1.5, abs=0.3)
    words = code(sample).assign(value=np.where(sample["truth"], "loaded", "plain"))
    said = units.assign(predicted=np.where(units["predicted"], "loaded", "plain"))
    named = correct(said, words, sample, positive="loaded")
    plain = correct(units, code(sample), sample)
    assert named["estimate"].tolist() == pytest.approx(plain["estimate"].tolist(), nan_ok=True)
    with pytest.raises(CodingError) as caught:
        correct(said, words, sample)
    says(caught.value, "correct: there is no answer that counts as positive 'yes'; there are …; "
         "choose one of these; name it: positive=...")  # fmt: skip


def test_coding_may_stop_early_but_units_may_not_be_picked() -> None:
    units = make_units()
    sample = draw(units)
    early = correct(units, code(sample[:200]), sample)
    gap = rows_of(early, *PAIR).loc["ppi"]
    assert gap["n_labels"] == 200
    assert gap["conf_low"] < -0.3 < gap["conf_high"]
    short = draw(units, 10)
    correct(units, code(short.drop(index=[3, 8])), short)  # Two slips of the hand.
    with pytest.raises(CodingError):
        correct(units, code(short.drop(index=[3, 8, 11])), short)
    picked = code(sample[sample["predicted"]])
    with pytest.raises(CodingError) as caught:
        correct(units, picked, sample)
    says(
        caught.value,
        "correct: ana coded … units and left out … that stand before the last of them, such as …; "
        "units that are picked make a sample of convenience; code them too (unsure is an answer), "
        "or pass the sample in the order in which it was drawn",
    )
    unsure = code(sample).assign(value=["unsure"] * 5 + code(sample)["value"].tolist()[5:])
    notes = rows_of(correct(units, unsure, sample), *PAIR)["note"]
    assert "5 units nobody was sure about left out" in notes["labels"]


def test_a_stratum_nobody_coded_takes_the_estimate_away() -> None:
    units = make_units()
    sample = draw(units)
    sample["stratum"] = sample["stratum"] + " voice=" + sample["voice"]
    first = sample["stratum"] == "outlet=Vestra voice=quoted"
    late = pd.concat([sample[~first], sample[first]]).reset_index(drop=True)
    coded = code(late[: (~first).sum()])
    found = rows_of(correct(units, coded, late), "Vestra").loc["ppi"]
    assert np.isnan(found["estimate"])
    assert "'outlet=Vestra voice=quoted' was judged: no label" in found["note"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"inclusion_probability": 0.0}, "correct: unit … has the inclusion_probability …0.0…; …"),
        ({"inclusion_probability": 1.5}, "correct: unit … has the inclusion_probability …1.5…; …"),
    ],
)
def test_samples_of_convenience_are_refused(change: dict[str, Any], expected: str) -> None:
    units = make_units()
    sample = draw(units)
    with pytest.raises(CodingError) as caught:
        correct(units, code(sample), sample.assign(**change))
    says(caught.value, expected)


def test_units_that_were_not_drawn_or_are_not_there_are_refused() -> None:
    units = make_units()
    sample = draw(units)
    with pytest.raises(CodingError) as caught:
        correct(units, code(sample), sample[:-1])
    says(caught.value, "correct: the codings name unit …; the sample of 299 units has none …")
    with pytest.raises(CodingError) as caught:
        correct(units[:2000], code(sample), sample)
    says(caught.value, "correct: … of 300 drawn units, such as …, are not among the 2,000 …")
    some = units[units["unit_id"].isin(sample["unit_id"]) | (units.index % 2 == 0)]
    with pytest.raises(CodingError) as caught:
        correct(some, code(sample), sample)
    says(caught.value, "correct: Tessel Wire: there are predictions for … units, and the sample "
         "stands for 1,500 (the sum of 1 / inclusion_probability); pass predictions for exactly "
         "the units it was drawn from")  # fmt: skip
    with pytest.raises(CodingError) as caught:
        correct(pd.concat([units, units[:1]]), code(sample), sample)
    says(caught.value, "correct: unit u0 stands twice among the predictions; a unit counts once; "
         "drop the duplicates")  # fmt: skip
    with pytest.raises(CodingError) as caught:
        correct(units.assign(predicted=np.nan), code(sample), sample)
    says(caught.value, "correct: 3,000 of 3,000 units have no prediction; every unit needs one; …")
    with pytest.raises(TableError) as nameless:
        correct(units.drop(columns="unit_id"), code(sample), sample)
    says(nameless.value, "correct: the predictions cannot be joined with the sample; they have …")
    with pytest.raises(CodingError) as caught:
        correct(units, code(sample), sample, half_width=0)
    says(caught.value, "correct: half_width is 0; it is how far the interval may reach to each …")


def test_blanks_are_neither_predictions_nor_answers() -> None:
    units = make_units(300)
    sample = draw(units, 60)
    words = pd.Series(np.where(units["predicted"], "yes", "no"))
    for blank in (None, " "):
        lost = words.astype(object).where(units.index != 3, blank)
        with pytest.raises(CodingError) as caught:
            correct(units.assign(predicted=lost), code(sample), sample)
        says(caught.value, "correct: 1 of 600 units have no prediction; every unit needs one; …")
        codings = code(sample)
        codings["value"] = codings["value"].astype(object).where(codings.index != 3, blank)
        pd.testing.assert_frame_equal(
            correct(units, codings, sample), correct(units, code(sample).drop(index=3), sample)
        )
        with pytest.raises(CodingError) as caught:
            correct(units, codings.assign(value=blank), sample)
        says(caught.value, "correct: every answer to 'hit' is blank; nothing was judged; …")
    nowhere = units.assign(doc_id=units["doc_id"].where(units.index != 3))
    with pytest.raises(CodingError) as caught:
        correct(nowhere, code(sample), sample)
    says(caught.value, "correct: 1 of 600 units with a prediction have no 'doc_id'; every one …")
    with pytest.raises(CodingError) as caught:
        correct(units, code(sample), sample.assign(stratum=None))
    says(caught.value, "correct: 120 of 120 units of the sample have no 'stratum'; every one …")
    with pytest.raises(CodingError) as caught:
        correct(units.assign(predicted=np.inf), code(sample), sample)
    says(caught.value, "correct: 600 of 600 units have an infinite prediction; a mean needs …")


def test_true_and_false_may_be_objects_or_words_and_an_outlet_may_be_missing() -> None:
    units = make_units(300)
    sample = draw(units, 60)
    expected = correct(units, code(sample), sample)
    for kind in (object, "str", "boolean"):
        said = units.assign(predicted=units["predicted"].astype(kind))
        pd.testing.assert_frame_equal(correct(said, code(sample), sample), expected)
    named = units.assign(outlet=units["outlet"].where(units["outlet"] == "Vestra"))
    assert set(correct(named, code(sample), sample)["group"]) == {"Vestra", "missing"}


def test_labels_that_are_all_alike_are_not_explained_and_refusals_name_the_group() -> None:
    units = make_units(300)
    sample = draw(units, 60)
    gap = rows_of(correct(units, code(sample).assign(value="yes"), sample), *PAIR)
    assert gap.loc["ppi", "explained"] == 0
    assert gap.loc["ppi", "labels_wanted"] > 10
    assert gap.loc["rogan_gladen", "note"].startswith("Tessel Wire: refused: all labels are alike")
    assert "; Vestra: refused" in gap.loc["rogan_gladen", "note"]


def test_units_are_joined_by_their_places_too() -> None:
    units = make_units().assign(field="text", start=range(3000), end=range(1, 3001))
    sample = draw(units)
    by_place = correct(units.drop(columns="unit_id"), code(sample), sample)
    pd.testing.assert_frame_equal(by_place, correct(units, code(sample), sample))


def test_advice_says_what_helps_more_and_how_many() -> None:
    weak = Outlook((100,), (5000,), (0.25,), (0.05,))
    assert "57 more labels do; more labels help more; ±0.05 takes about 367" in say(weak, 0.05)
    # Where predictions would do what a doubling does not, they help more: noise in labels is all.
    assert "better predictions help more" not in say(weak, 0.05)
    good = Outlook((100, 100), (5000, 5000), (0.25, 0.25), (0.6, 0.6))
    assert "more labels help more, as no better predictions than .40 are known" in say(good, 0.05)
    assert "in each" in say(good, 0.05)
    few = Outlook((100,), (120,), (0.25,), (0.0,))
    assert "out of reach of labels: there are too few units" in say(few, 0.05)
    assert np.isnan(labels_for(few, 0.05))
    reached = labels_for(weak, 0.05)
    assert weak.variance((reached,), weak.explained) <= (0.05 / 1.96) ** 2
    assert weak.variance((reached - 1,), weak.explained) > (0.05 / 1.96) ** 2
