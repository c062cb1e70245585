"""Ratios and differences of two sides, and why one is missing."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from made_scores import POST, WIRE, clumped, matched, one, rows

from framing.contrasts import compare, estimate


def test_ratio_difference_and_mantel_haenszel_by_hand() -> None:
    scores = matched([9, 7, 8, 9, 6, 9], [1, 2, 0, 3, 1, 1])
    table = compare(scores, against=WIRE, seed=1)
    own = table[table["estimand"] == "own"].set_index("measure")
    assert own.index.tolist() == ["rate_ratio", "difference", "mh_rate_ratio"]
    assert own["estimate"].tolist() == pytest.approx([6.0, 40 / 6, 6.0])
    assert own["n_events"].tolist() == [6] * 3
    assert own["hits"].tolist() == [56] * 3
    assert own["exposure"].tolist() == [12000] * 3
    # Six pairs all in one direction: 2 of 64 arrangements.
    assert own["p_value"].tolist() == own["p_smallest"].tolist() == [2 / 64] * 3
    assert own["method"]["mh_rate_ratio"] == (
        "jackknife-t over 6 shared events, log scale; labels permuted within 6 events, "
        "studentised, exact, 64 arrangements; BH over 3 tests"
    )
    assert own["note"]["mh_rate_ratio"] == "could not pass .05 on its own among 3 tests"
    sides = estimate(scores, estimands="own").set_index("group")
    near, far = sides.loc[POST], sides.loc[WIRE]
    low = 40 / 6 - np.hypot(near["estimate"] - near["conf_low"], far["conf_high"] - far["estimate"])
    assert own["conf_low"]["difference"] == pytest.approx(low)


def test_mantel_haenszel_is_not_misled_by_which_events_are_covered() -> None:
    # Both use the same words, but the Post writes about the event that everyone writes hotly of.
    events = {POST: ["hot"] * 8 + ["cold"] * 2, WIRE: ["hot"] * 2 + ["cold"] * 8}
    scores = rows({POST: [20] * 8 + [2] * 2, WIRE: [20] * 2 + [2] * 8}, events=events)
    table = compare(scores, against=WIRE, seed=1)
    own = table[table["estimand"] == "own"].set_index("measure")
    assert own["estimate"]["rate_ratio"] == pytest.approx(164 / 56)
    assert own["estimate"]["mh_rate_ratio"] == pytest.approx(1)


def test_a_side_without_hits_has_a_difference_and_a_test_but_no_ratio() -> None:
    table = compare(rows({POST: [5, 6, 7, 4, 5, 6], WIRE: [0] * 6}), against=WIRE, seed=1)
    own = table[table["estimand"] == "own"].set_index("measure")
    assert own["estimate"].isna().tolist() == [True, False]
    assert own["note"].tolist() == [
        "ratio undefined: no hits in Valley Wire",
        "no hits in Valley Wire",
    ]
    assert own["conf_low"]["difference"] > 0
    assert own["p_value"].tolist() == pytest.approx([2 / 924] * 2)


def test_a_side_without_exposure_has_nothing() -> None:
    words = {POST: [100] * 6, WIRE: [0] * 6}
    scores = rows({POST: [5, 6, 7, 4, 5, 6], WIRE: [0] * 6}, words=words)
    own = compare(scores, against=WIRE, seed=1).query("estimand == 'own'")
    values = ["estimate", "conf_low", "conf_high", "p_value", "p_adj", "p_smallest"]
    assert own[values].isna().all(axis=None)
    assert own["note"].tolist() == ["no exposure in Valley Wire; 6 articles without exposure"] * 2
    assert own["method"].tolist() == ["", ""]


@pytest.mark.parametrize(
    ("scores", "measure", "note"),
    [
        (
            rows({POST: [3, 4, 5], WIRE: [2]}),
            "rate_ratio",
            "one article of Valley Wire: no interval; ",
        ),
        (
            rows({POST: [3, 4, 5], WIRE: [2]}),
            "difference",
            "one article of Valley Wire: no interval; ",
        ),
        (
            # The only event of a side is shared: the others do not show how it would vary.
            rows(
                {POST: [3, 4, 5, 3, 4, 5], WIRE: [2, 1, 0, 3, 2]},
                events={POST: ["a", "b", "c", "d", "e", "f"], WIRE: ["a"] * 5},
            ),
            "rate_ratio",
            "one event of Valley Wire: no interval; ",
        ),
        (
            rows(
                {POST: [3, 4, 5], WIRE: [2, 2]},
                events={POST: ["a", "b", "c"], WIRE: ["a", "d"]},
            ),
            "mh_rate_ratio",
            "1 shared event: no interval",
        ),
        (
            rows(
                {POST: [3, 4, 5], WIRE: [2, 2]},
                events={POST: ["a", "b", "c"], WIRE: ["e", "d"]},
            ),
            "mh_rate_ratio",
            "0 shared events: no interval",
        ),
        (
            rows(
                {POST: [0, 0, 5], WIRE: [2, 2]},
                events={POST: ["a", "b", "c"], WIRE: ["a", "b"]},
            ),
            "mh_rate_ratio",
            "ratio undefined: a side has no hits in shared events",
        ),
    ],
)
def test_missing_intervals_say_why(scores: pd.DataFrame, measure: str, note: str) -> None:
    row = one(compare(scores, against=WIRE, seed=1), estimand="own", measure=measure)
    assert row["note"].startswith(note)


@pytest.mark.parametrize(
    ("scores", "notes"),
    [
        (
            rows({POST: [100] * 6, WIRE: [50] * 6}),
            {
                "rate_ratio": "clusters do not differ",
                "difference": "clusters do not differ in Harbour Post; "
                "clusters do not differ in Valley Wire",
            },
        ),
        (
            # Events move both sides together.
            matched([2, 6, 10, 4, 8, 2], [1, 3, 5, 2, 4, 1]),
            {
                "rate_ratio": "clusters do not differ",
                "difference": "",
                "mh_rate_ratio": "clusters do not differ",
            },
        ),
        (
            # Without the one event that has hits, there is no ratio.
            matched([3, 0, 0, 0, 0], [1, 0, 0, 0, 0]),
            {"rate_ratio": "all hits in one event", "mh_rate_ratio": "all hits in one event"},
        ),
        (
            rows({POST: [1] * 6, WIRE: [1] * 6}, words=1, section="headline", unit="headlines"),
            {"rate_ratio": "clusters do not differ", "difference": ""},
        ),
    ],
)
def test_clusters_that_do_not_differ_leave_no_interval_without_width(
    scores: pd.DataFrame, notes: dict[str, str]
) -> None:
    table = compare(scores, against=WIRE, section=scores["section"][0], seed=1)
    own = table[table["estimand"] == "own"].set_index("measure")
    assert (own["conf_low"] < own["conf_high"] - 1e-3).all()
    assert own["method"]["rate_ratio"].startswith("from the intervals of both sides, log scale")
    for measure, note in notes.items():
        assert own["note"][measure].startswith(note), measure


def test_few_clusters_are_cautioned_and_recovered_from_both_sides() -> None:
    table = compare(rows({POST: [5, 3], WIRE: [2, 1, 0, 3, 1, 2]}), against=WIRE, seed=1)
    own = table[table["estimand"] == "own"].set_index("measure")
    assert own["method"].tolist() == [
        "from the intervals of both sides, log scale",
        "from the intervals of both sides",
    ]
    caution = "2 articles of Harbour Post: too few to show how they differ; "
    assert own["note"].str.startswith(caution).all()
    within = compare(matched([5, 3, 4], [2, 1, 3]), against=WIRE, seed=1)
    row = one(within, estimand="own", measure="mh_rate_ratio")
    assert row["note"].startswith("3 shared events: too few to show how they differ; ")
    assert row["method"] == "from the intervals of both sides, log scale"


def test_what_stands_beside_has_no_interval_either_where_a_side_is_one_article() -> None:
    scores = rows({POST: [5], WIRE: [2, 1, 0, 3, 1, 2]})
    row = one(
        compare(scores, against=WIRE, beside="bca", seed=1),
        estimand="own",
        measure="rate_ratio_bca",
    )
    assert np.isnan([row["estimate"], row["conf_low"]]).all()
    assert row["note"] == "one article of Harbour Post: no interval"


@pytest.mark.slow
@pytest.mark.parametrize("events", [1, 2, 3, 4])
def test_the_intervals_of_a_side_of_few_events_cover_or_are_not_there(
    events: int, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = []
    for seed in range(4):
        scores = clumped(seed, events=10, per_1000=5.0, ways=300)
        kept = (scores["outlet"] == WIRE) | (scores["event"] < f"e{events:03}")
        tables.append(compare(scores[kept], against=WIRE, estimands="own", seed=1))
    told = []
    for measure, found in pd.concat(tables).groupby("measure"):
        truth = 0.0 if measure == "difference" else 1.0
        has = found[found["estimate"].notna()]
        assert (len(has) > 300) == (events > 1)
        if len(has):
            inside = float(((has["conf_low"] <= truth) & (truth <= has["conf_high"])).mean())
            told.append(f"{measure} covers {inside:.3f} of {len(has):,}")
            assert inside >= 0.93
    with capsys.disabled():
        print(f"\n{events} events of 10: {'; '.join(told) or 'nothing is estimated'}")
