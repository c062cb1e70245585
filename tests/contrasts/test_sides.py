"""What varies on a side: events, or else articles."""

from __future__ import annotations

import pytest
from made_scores import POST, one, rows

from framing.contrasts import compare, estimate


def test_clusters_are_events_where_there_are_two() -> None:
    events = {POST: ["flood", "flood", "vote", "vote"]}
    row = one(estimate(rows({POST: [2, 6, 4, 1]}, events=events)), estimand="own")
    assert row["method"] == "jackknife-t over 2 events, log scale"
    assert row["n_events"] == 2
    one_event = {POST: ["flood"] * 4}
    row = one(estimate(rows({POST: [2, 6, 4, 1]}, events=one_event)), estimand="own")
    assert row["method"] == "jackknife-t over 4 articles, log scale"
    some = {POST: ["flood", "vote", None, ""]}
    row = one(estimate(rows({POST: [2, 6, 4, 1]}, events=some)), estimand="own")
    assert row["method"] == "jackknife-t over 4 events and lone articles, log scale"
    assert row["n_events"] == 2


def test_a_group_may_be_called_rest() -> None:
    scores = rows({"rest": [1, 2, 3], POST: [5, 6, 7, 4]})
    table = compare(scores, against="rest", seed=1).query("measure == 'difference'")
    own = table[table["estimand"] == "own"]
    assert own["group"].tolist() == [POST, "rest"]
    assert own["estimate"].tolist() == pytest.approx([3.5, -3.5])
    assert own["note"].tolist() == [
        "4 articles of Harbour Post: too few to show how they differ; 3 articles of rest: too few "
        "to show how they differ; p refused: 4 articles of Harbour Post and 3 articles of rest (5 "
        "needed)",
        "3 articles of rest: too few to show how they differ; 4 articles of rest: too few to show "
        "how they differ; p refused: 3 articles of rest and 4 articles of rest (5 needed)",
    ]
