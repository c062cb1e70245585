"""Voices held against each other: what an outlet says beside what it quotes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from made_scores import POST, WIRE, one, rows

from framing.contrasts import compare, estimate, plan
from framing.errors import ComparisonError, TableError
from framing.stats.ratios import mantel_haenszel_rate_ratio


def spoken(own: list[int], quoted: list[int], *, events: list[str] | None = None) -> pd.DataFrame:
    """Articles of one outlet in which both voices have words."""
    kinds = {POST: events} if events else None
    parts = [
        rows({POST: own}, voice="outlet", words=600, events=kinds),
        rows({POST: quoted}, voice="quoted", words=300, events=kinds),
    ]
    return pd.concat(parts, ignore_index=True)


def test_voices_are_compared_within_articles() -> None:
    own, quoted = [2, 0, 3, 1, 2, 4], [6, 3, 7, 2, 5, 9]
    table = compare(spoken(own, quoted), by="voice", against="outlet", seed=1)
    assert table["measure"].tolist() == ["rate_ratio", "difference", "mh_rate_ratio"]
    assert set(table["estimand"]) == {"voice"}
    row = one(table, measure="mh_rate_ratio")
    assert (row["group"], row["reference"]) == ("quoted", "outlet")
    sides = [np.array(x, float) for x in (quoted, [300] * 6, own, [600] * 6)]
    assert row["estimate"] == pytest.approx(float(mantel_haenszel_rate_ratio(*sides)))
    assert row["n_docs"] == 6
    assert row["n_events"] == 0
    assert row["hits"] == sum(own) + sum(quoted)
    assert row["method"].startswith(
        "jackknife-t over 6 shared articles, log scale; labels permuted"
    )
    # All six articles go one way: 2 of 64 arrangements.
    assert row["p_value"] == pytest.approx(2 / 64)


def test_an_article_with_one_voice_is_outside_of_what_is_tested() -> None:
    scores = spoken([2, 0, 3, 1, 2, 4, 9], [6, 3, 7, 2, 5, 9, 0])
    alone = scores["doc_id"].eq(scores["doc_id"].iloc[6]) & scores["voice"].eq("quoted")
    row = one(compare(scores[~alone], by="voice", against="outlet", seed=1), measure="rate_ratio")
    assert row["n_docs"] == 7
    assert "1 article outside shared articles not tested" in row["note"]
    few = compare(spoken([1, 2, 1, 0], [3, 4, 5, 2]), by="voice", seed=1)
    assert few["note"].str.contains(r"p refused: 4 articles with both sides \(5 needed\)").all()


def test_with_events_events_are_the_clusters() -> None:
    events = ["a", "a", "b", "b", "c", "d", "e", "f"]
    scores = spoken([2, 0, 3, 1, 2, 4, 1, 2], [6, 3, 7, 2, 5, 9, 4, 5], events=events)
    row = one(compare(scores, by="voice", against="outlet", seed=1), measure="mh_rate_ratio")
    assert row["n_events"] == 6
    assert row["n_docs"] == 8
    assert "labels permuted within 6 events" in row["method"]


def test_rates_of_voices_are_estimated() -> None:
    table = estimate(spoken([2, 0, 3], [6, 3, 7]), by="voice")
    assert table["group"].tolist() == ["outlet", "quoted"]
    assert table["estimate"].tolist() == pytest.approx([5 / 1.8, 16 / 0.9])
    assert table["n_docs"].tolist() == [3, 3]


def test_who_holds_the_floor_is_no_rate_of_a_voice() -> None:
    scores = spoken([2, 0, 3, 1, 2], [6, 3, 7, 2, 5])
    floor = scores.assign(category="floor:quoted")
    table = compare(pd.concat([scores, floor]), by="voice", seed=1)
    assert set(table["category"]) == {"evaluation"}


def test_outlets_are_compared_in_one_voice_by_choosing_its_rows() -> None:
    both = pd.concat(
        [
            rows({POST: [3, 4, 2, 5, 6], WIRE: [1, 1, 2, 0, 1]}, voice=v)
            for v in ("outlet", "quoted")
        ]
    )
    quoted = both[both["voice"] == "quoted"]
    row = one(compare(quoted, against=WIRE, seed=1), estimand="all", measure="rate_ratio")
    assert row["estimate"] == pytest.approx(4.0)


def test_under_no_difference_voices_of_hot_articles_are_rejected_no_more_than_chance() -> None:
    rng = np.random.default_rng(8)
    rejected = []
    for seed in range(60):
        heat = rng.gamma(0.5, 2, 14)
        own, quoted = rng.poisson(3 * heat), rng.poisson(1.5 * heat)
        table = compare(spoken(own.tolist(), quoted.tolist()), by="voice", seed=seed)
        rejected.append(float(one(table, group="outlet", measure="difference")["p_value"]) <= 0.05)
    assert sum(rejected) <= 8


def test_articles_without_an_event_are_strata_of_their_own() -> None:
    events = ["a", "a", "b", "b", None, None, None, None]
    scores = spoken([2, 0, 3, 1, 2, 4, 1, 2], [6, 3, 7, 2, 5, 9, 4, 5], events=events)
    row = one(compare(scores, by="voice", against="outlet", seed=1), measure="mh_rate_ratio")
    assert row["method"].startswith("jackknife-t over 6 shared events and lone articles")
    assert row["note"] == ""
    assert (row["n_docs"], row["n_events"]) == (8, 2)


def test_a_plan_for_voices_can_be_kept() -> None:
    intended = plan("evaluation", by="voice", against="outlet")
    assert intended.estimand == "voice"
    table = compare(spoken([2, 0, 3, 1, 2, 4], [6, 3, 7, 2, 5, 9]), plan=intended, seed=1)
    assert (table["plan"] == "primary").sum() == 1
    with pytest.raises(ComparisonError):
        plan("evaluation", by="voice", estimand="all")


def test_rows_without_a_voice_are_refused() -> None:
    scores = spoken([2, 0, 3, 1, 2], [6, 3, 7, 2, 5])
    scores.loc[3, "voice"] = None
    with pytest.raises(TableError, match="1 rows have no voice, the first in article 'H003'"):
        compare(scores, seed=1)
    with pytest.raises(ComparisonError, match="who holds the floor is no rate of a voice"):
        compare(spoken([1] * 5, [1] * 5).assign(category="floor:quoted"), by="voice",
                categories="floor:quoted", seed=1)  # fmt: skip
