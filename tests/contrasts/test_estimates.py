"""Rates and shares with their intervals, and whether to trust them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from made_scores import POST, WIRE, clumped, one, rows

from framing.contrasts import compare, estimate


def test_rate_is_pooled_per_1000_words_with_a_jackknife_interval() -> None:
    scores = rows({POST: [2, 6, 4]}, words={POST: [1000, 2000, 1000]})
    row = one(estimate(scores), estimand="own")
    assert (row["estimate"], row["hits"], row["exposure"], row["n_docs"]) == (3.0, 12, 4000, 3)
    assert row[["conf_low", "conf_high"]].tolist() == pytest.approx([1.7229, 5.2238], abs=1e-4)
    assert row["method"] == "jackknife-t over 3 articles, log scale"
    assert (row["measure"], row["reference"]) == ("rate_per_1000", "")
    assert row["note"] == "3 articles: too few to show how they differ"
    assert np.isnan(row[["p_value", "p_adj", "p_smallest"]].astype(float)).all()


def test_headlines_are_a_share_of_their_own() -> None:
    body = rows({POST: [5, 5, 5]})
    heads = rows({POST: [1, 0, 1]}, words=1, section="headline", unit="headlines")
    row = one(estimate(pd.concat([body, heads]), section="headline"), estimand="own")
    assert (row["measure"], row["estimate"]) == ("share", pytest.approx(2 / 3))
    assert 0 < row["conf_low"] < row["conf_high"] < 1
    assert row["method"] == "jackknife-t over 3 articles, logit scale, linearised"
    assert row["note"].startswith("all hits or all misses in one article; 3 articles: too few")
    assert one(estimate(pd.concat([body, heads])), estimand="own")["estimate"] == 5.0


@pytest.mark.parametrize(
    ("hits", "note", "method"),
    [
        (
            [4],
            "one article: the interval cannot see how articles differ; upper end cut at one hit a "
            "word",
            "negative binomial (k = 0.3) bounds over 1 article",
        ),
        (
            [9, 0, 0, 0, 0],
            "all hits in one article",
            "jackknife-t over 5 articles, log scale, linearised",
        ),
        ([0] * 5, "no hits", "negative binomial (k = 0.3) bounds over 5 articles"),
        ([1, 2, 0, 3, 1], "", "jackknife-t over 5 articles, log scale"),
    ],
)
def test_odd_intervals_are_named(hits: list[int], note: str, method: str) -> None:
    row = one(estimate(rows({POST: hits})), estimand="own")
    assert (row["note"], row["method"]) == (note, method)
    assert row["conf_low"] <= row["estimate"] < row["conf_high"]


def test_no_rate_reaches_beyond_one_hit_a_word() -> None:
    # Student's t with one degree of freedom: 12.7 standard errors.
    row = one(estimate(rows({POST: [9, 1]}, words=400)), estimand="own")
    assert (row["estimate"], row["conf_high"]) == (12.5, 1000.0)
    assert row["note"] == (
        "2 articles: too few to show how they differ; upper end cut at one hit a word"
    )
    wire = compare(rows({POST: [9, 1], WIRE: [2, 1, 3, 2, 1]}), against=WIRE, seed=1)
    assert one(wire, estimand="own", measure="difference")["conf_high"] < 1000


def test_words_of_one_article_or_event_are_alike() -> None:
    # 0 of 4,560 words: Clopper and Pearson's bound over words is 0.08 %, over 10 events 31 %; with
    # 456 words an event, alike to 0.1, they are worth 4,560 / (1 + 455 * 0.1) = 98 words.
    events = {POST: [f"e{i // 2}" for i in range(20)]}
    silent = rows({POST: [0] * 20}, words=4570 // 20, events=events, category="floor:quoted")
    row = one(estimate(silent, estimands="all"))
    assert (row["conf_low"], row["conf_high"]) == (0, pytest.approx(1 - 0.025 ** (46.5 / 4560)))
    said = "Clopper-Pearson bounds over 10 events, correlation 0.1"
    assert (row["method"], row["note"]) == (said, "no hits")
    # 7 of 76 words in one article: 3.8 to 18 % over words.
    alone = rows({POST: [7]}, words=76, category="floor:quoted")
    row = one(estimate(alone, estimands="all"))
    assert row["conf_low"] < 0.01
    assert row["conf_high"] > 0.4
    assert row["method"] == "Clopper-Pearson bounds over 1 article, correlation 0.1"
    assert row["note"] == "one article: the interval cannot see how articles differ"
    # A headline an article: nothing is alike.
    heads = rows({POST: [0] * 20}, words=1, category="floor:quoted")
    high = one(estimate(heads, estimands="all"))["conf_high"]
    assert high == pytest.approx(1 - 0.025 ** (1 / 20))


def test_a_share_of_1_has_exact_bounds() -> None:
    scores = rows({POST: [2, 3, 1]}, words={POST: [2, 3, 1]}, unit="alternatives")
    row = one(estimate(scores), estimand="own")
    assert (row["estimate"], row["conf_high"]) == (1.0, 1.0)
    assert row["conf_low"] == pytest.approx(0.025 ** (1 / 3))
    assert row["method"] == "Clopper-Pearson bounds over 3 articles"
    assert row["note"] == "nothing but hits; 3 articles: too few to show how they differ"


@pytest.mark.parametrize(
    ("hits", "words", "unit", "method", "ends"),
    [
        # Half of six articles; 6 negative binomial hits in six articles.
        ([1] * 6, 2, "alternatives", "Clopper-Pearson", (0.11812, 0.88188)),
        ([1] * 6, 1000, "words", "negative binomial (k = 0.3)", (0.23570, 11.9502)),
    ],
)
def test_articles_that_do_not_differ_leave_the_interval_its_width(
    hits: list[int], words: int, unit: str, method: str, ends: tuple[float, float]
) -> None:
    row = one(estimate(rows({POST: hits}, words=words, unit=unit)), estimand="own")
    assert (row["conf_low"], row["conf_high"]) == pytest.approx(ends, rel=1e-4)
    assert row["method"] == f"{method} bounds over 6 articles"
    assert row["note"] == "clusters do not differ"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("articles", "per_1000"),
    [(1, 5.0), (2, 5.0), (3, 5.0), (5, 5.0), (10, 1.0), (30, 1.0), (30, 5.0), (100, 5.0)],
)
def test_the_interval_of_a_rate_covers_it(
    articles: int, per_1000: float, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = []
    for seed in range(4):
        scores = clumped(seed, sides=(articles, articles), per_1000=per_1000, ways=300)
        parts.append(estimate(scores, estimands="own"))
    table = pd.concat(parts)
    inside = (table["conf_low"] <= per_1000) & (per_1000 <= table["conf_high"])
    error = 1.96 * (0.95 * 0.05 / len(table)) ** 0.5
    with capsys.disabled():
        print(f"\n{articles} articles, {per_1000:g} per 1,000: covers {inside.mean():.3f}", end="")
        print(f" -+ {error:.3f} of {len(table):,}")
    assert 0.91 <= inside.mean() <= (0.98 if articles >= 10 else 1)
