"""What stands beside the pooled ratio: it changes nothing else, and says what it is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from cases import says
from made_scores import POST, WIRE, clumped, matched, one, rows

from framing.contrasts import compare
from framing.errors import ComparisonError
from framing.stats.families import benjamini_hochberg


def test_both_stand_under_the_rows_that_were_there() -> None:
    scores = matched([9, 7, 8, 9, 6, 9, 4, 12], [1, 2, 1, 3, 1, 1, 2, 4])
    plain = compare(scores, against=WIRE, seed=1)
    table = compare(scores, against=WIRE, beside=["bca", "nb2"], seed=1)
    further = table["measure"].isin(["rate_ratio_bca", "rate_ratio_nb2"])
    pd.testing.assert_frame_equal(table[~further].reset_index(drop=True), plain)
    own = table[table["estimand"] == "own"].set_index("measure")
    assert own.index.tolist() == [
        "rate_ratio", "difference", "mh_rate_ratio", "rate_ratio_bca", "rate_ratio_nb2"
    ]  # fmt: skip
    assert own["estimate"]["rate_ratio_bca"] == own["estimate"]["rate_ratio"]
    assert own["estimate"]["rate_ratio_nb2"] == pytest.approx(
        own["estimate"]["rate_ratio"], rel=0.3
    )
    assert own["method"]["rate_ratio_bca"] == "BCa bootstrap, 1,999 draws of 8 events, log scale"
    assert own["note"]["rate_ratio_bca"].startswith("too narrow with few clusters: covers .81 at 5")
    assert own["method"]["rate_ratio_nb2"].endswith(
        "offset log exposure, event effects, robust to 8 events, t; BH over 3 tests"
    )
    assert np.isnan(own["p_value"]["rate_ratio_bca"])
    nb2 = table[table["measure"] == "rate_ratio_nb2"]
    np.testing.assert_allclose(nb2["p_adj"], benjamini_hochberg(nb2["p_value"]))


def test_articles_are_the_clusters_without_events() -> None:
    scores = rows({POST: [9, 7, 0, 9, 6, 9], WIRE: [1, 2, 1, 0, 1, 1]})
    table = compare(scores, against=WIRE, beside=["bca", "nb2"], seed=1)
    bca = one(table, estimand="own", measure="rate_ratio_bca")
    assert "draws of 12 articles" in bca["method"]
    nb2 = one(table, estimand="own", measure="rate_ratio_nb2")
    assert "exposure, robust to 12 articles" in nb2["method"]


@pytest.mark.parametrize(
    ("scores", "measure", "note"),
    [
        (rows({POST: [5, 6, 7], WIRE: [2, 1, 2, 3, 1]}), "rate_ratio_nb2",
         "NB2 refused: 3 articles on a side (5 needed)"),
        (rows({POST: [5, 6, 7, 4, 5], WIRE: [0] * 5}), "rate_ratio_nb2",
         "no NB2: a side has no hits"),
        (rows({POST: [5, 6, 7, 4, 5], WIRE: [0] * 5}), "rate_ratio_bca",
         "no BCa interval: too few clusters with hits"),
        (matched([5, 6, 7, 4], [2, 1, 2, 3]), "rate_ratio_nb2",
         "NB2 refused: 4 articles on a side (5 needed)"),
        (rows({POST: [1, 0, 1, 1, 0], WIRE: [0, 1, 0, 1, 0]}, words=1, unit="headlines"),
         "rate_ratio_nb2", "no NB2: a share is no count"),
    ],
)  # fmt: skip
def test_what_cannot_be_had_says_why(scores: pd.DataFrame, measure: str, note: str) -> None:
    table = compare(scores, against=WIRE, beside=["bca", "nb2"], seed=1)
    row = one(table, estimand="own", measure=measure)
    assert row["note"] == note
    assert np.isnan([row["estimate"], row["conf_low"], row["conf_high"], row["p_value"]]).all()


def test_one_name_is_enough_and_an_unknown_one_is_refused() -> None:
    scores = clumped(1, sides=(8, 8), per_1000=5.0, ways=1)
    table = compare(scores, against=WIRE, beside="bca", seed=1)
    assert "rate_ratio_nb2" not in set(table["measure"])
    with pytest.raises(ComparisonError) as caught:
        compare(scores, beside="bayes", seed=1)
    says(caught.value, "compare: there is no estimate beside 'bayes'; there are bca, nb2…")


def test_swapping_sides_turns_both() -> None:
    scores = clumped(3, events=12, per_1000=5.0, ways=2)
    there = compare(scores, against=WIRE, beside=["bca", "nb2"], seed=4)
    back = compare(scores, against=POST, beside=["bca", "nb2"], seed=4)
    nb2 = (there["measure"] == "rate_ratio_nb2").to_numpy()
    for name, other in (("estimate", "estimate"), ("conf_low", "conf_high")):
        np.testing.assert_allclose(there[name][nb2], 1 / back[other][nb2], rtol=1e-3)
    bca = (there["measure"] == "rate_ratio_bca").to_numpy()
    np.testing.assert_allclose(there["estimate"][bca], 1 / back["estimate"][bca])
    np.testing.assert_allclose(there["conf_low"][bca], 1 / back["conf_high"][bca])


def test_nb2_says_what_it_was_fitted_on() -> None:
    scores = matched([9, 7, 8, 9, 6, 9, 4, 12], [1, 2, 1, 3, 1, 1, 2, 4])
    lone = rows({POST: [7, 8], WIRE: []}, events={POST: ["x", "y"], WIRE: []})
    both = pd.concat([scores, lone.assign(doc_id=["z1", "z2"])])
    table = compare(both, against=WIRE, beside="nb2", seed=1)
    row = one(table, estimand="own", measure="rate_ratio_nb2")
    assert row[["n_docs", "hits"]].tolist() == [16, 79]
    assert row["note"] == "2 articles outside shared events left out"


def test_clumped_counts_are_never_taken_for_poisson() -> None:
    scores = clumped(22, events=10, per_1000=10.0, ways=1)
    row = one(compare(scores, against=WIRE, beside="nb2", seed=1), estimand="own",
              measure="rate_ratio_nb2")  # fmt: skip
    assert "alpha 0," not in row["method"]
