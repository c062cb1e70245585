"""Rates and shares with their intervals, and whether to trust them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from made_scores import POST, clumped, one, rows

from framing.contrasts import estimate


def test_rate_is_pooled_per_1000_words_with_a_jackknife_interval() -> None:
    scores = rows({POST: [2, 6, 4]}, words={POST: [1000, 2000, 1000]})
    row = one(estimate(scores), estimand="own")
    assert (row["estimate"], row["hits"], row["exposure"], row["n_docs"]) == (3.0, 12, 4000, 3)
    assert row[["conf_low", "conf_high"]].tolist() == pytest.approx([1.7229, 5.2238], abs=1e-4)
    assert row["method"] == "jackknife-t over 3 articles, log scale"
    assert (row["measure"], row["reference"], row["note"]) == ("rate_per_1000", "", "")
    assert np.isnan(row[["p_value", "p_adj", "p_smallest"]].astype(float)).all()


def test_headlines_are_a_share_of_their_own() -> None:
    body = rows({POST: [5, 5, 5]})
    heads = rows({POST: [1, 0, 1]}, words=1, section="headline", unit="headlines")
    row = one(estimate(pd.concat([body, heads]), section="headline"), estimand="own")
    assert (row["measure"], row["estimate"]) == ("share", pytest.approx(2 / 3))
    assert 0 < row["conf_low"] < row["conf_high"] < 1
    assert row["method"] == "jackknife-t over 3 articles, logit scale, linearised"
    assert row["note"] == "all hits or all misses in one article"
    assert one(estimate(pd.concat([body, heads])), estimand="own")["estimate"] == 5.0


@pytest.mark.parametrize(
    ("hits", "note", "method"),
    [
        ([4], "one article: the interval cannot see how articles differ", "Poisson bounds"),
        (
            [9, 0, 0],
            "all hits in one article",
            "jackknife-t over 3 articles, log scale, linearised",
        ),
    ],
)
def test_odd_intervals_are_named(hits: list[int], note: str, method: str) -> None:
    row = one(estimate(rows({POST: hits})), estimand="own")
    assert (row["note"], row["method"]) == (note, method)
    assert row["conf_low"] < row["estimate"] < row["conf_high"]


def test_a_share_of_1_has_exact_bounds() -> None:
    scores = rows({POST: [2, 3, 1]}, words={POST: [2, 3, 1]}, unit="alternatives")
    row = one(estimate(scores), estimand="own")
    assert (row["estimate"], row["conf_high"]) == (1.0, 1.0)
    assert (row["method"], row["note"]) == ("Clopper-Pearson bounds", "nothing but hits")


@pytest.mark.parametrize(
    ("hits", "words", "unit", "method", "ends"),
    [
        # Clopper and Pearson's bounds of 4 of 8; Garwood's of 600 in 6,000 words.
        ([1] * 4, 2, "alternatives", "Clopper-Pearson bounds", (0.1570, 0.8430)),
        ([100] * 6, 1000, "words", "Poisson bounds", (92.158, 108.332)),
    ],
)
def test_articles_that_do_not_differ_leave_the_interval_its_width(
    hits: list[int], words: int, unit: str, method: str, ends: tuple[float, float]
) -> None:
    row = one(estimate(rows({POST: hits}, words=words, unit=unit)), estimand="own")
    assert (row["conf_low"], row["conf_high"]) == pytest.approx(ends, rel=1e-4)
    assert (row["method"], row["note"]) == (method, "clusters do not differ")


@pytest.mark.slow
@pytest.mark.parametrize(("articles", "per_1000"), [(10, 1.0), (30, 1.0), (30, 5.0), (100, 5.0)])
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
    assert 0.91 <= inside.mean() <= 0.98
