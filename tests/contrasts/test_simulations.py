"""Scores of a known truth: the law they follow, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from cases import says

from framing import ComparisonError, compare, simulate_scores
from framing.scores import SCORE_COLUMNS


def test_rates_clumps_and_lengths_are_those_asked_for() -> None:
    scores = simulate_scores(articles=(4000, 4000), ratio=2.0, per_1000=6.0, seed=1)
    rate = scores.groupby("outlet")["hits"].sum() / scores.groupby("outlet")["exposure"].sum()
    assert (1000 * rate).tolist() == pytest.approx([12.0, 6.0], rel=0.08)
    assert scores.groupby("outlet")["exposure"].median().tolist() == pytest.approx(
        [900, 450], rel=0.05
    )
    # P(0) = (k / (k + m))^k at k = 0.3: most articles have none.
    mean = scores["exposure"] * np.where(scores["outlet"] == "Harbour Post", 0.012, 0.006)
    expected = ((0.3 / (0.3 + mean)) ** 0.3).mean()
    assert (scores["hits"] == 0).mean() == pytest.approx(expected, abs=0.015)


def test_events_have_both_outlets_and_every_category_the_same_articles() -> None:
    scores = simulate_scores(events=8, categories=3, seed=2)
    assert set(scores.columns) <= set(SCORE_COLUMNS)
    assert scores.groupby("event")["outlet"].nunique().tolist() == [2] * 8
    assert scores.groupby("doc_id")["exposure"].nunique().max() == 1
    assert compare(scores, seed=1)["n_events"].max() == 8


def test_the_seed_gives_the_same_scores() -> None:
    one, two, other = (simulate_scores(seed=seed) for seed in (3, 3, 4))
    pd.testing.assert_frame_equal(one, two)
    assert not one["hits"].equals(other["hits"])


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"seed": None}, "simulate_scores: the random arrangements need a seed; …"),
        ({"seed": 1, "ratio": 0}, "simulate_scores: ratio is 0; it is a number above 0; …"),
        ({"seed": 1, "clumping": -1}, "simulate_scores: clumping is -1; it is a number above 0; …"),
        ({"seed": 1, "words": (0, 5)}, "simulate_scores: words is 0; it is a number above 0; …"),
        ({"seed": 1, "articles": (5, 0)}, "simulate_scores: articles is (5, 0) and events 0; …"),
        ({"seed": 1, "events": 2.5}, "simulate_scores: articles is (30, 30) and events 2.5; …"),
        ({"seed": 1, "articles": (5,)}, "simulate_scores: articles is (5,) and events 0; …"),
    ],
)
def test_errors_name_what_is_wrong(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(ComparisonError) as caught:
        simulate_scores(**asked)
    says(caught.value, message)
