"""Contrasts as a whole: families, symmetries, refusals, and whether to trust them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from made_scores import GOOD, POST, STAR, WIRE, clumped, one, rows

from framing.contrasts import compare, estimate, simulate_scores
from framing.errors import ComparisonError
from framing.stats.families import benjamini_hochberg
from framing.stats.likelihoods import log_likelihood_ratio


def test_rest_pairs_and_one_reference() -> None:
    scores = rows({POST: [5, 6, 7, 4, 5], WIRE: [2, 1, 2, 3, 1], STAR: [0, 1, 1, 2, 0]})

    def sides(**how: str) -> list[tuple[str, str]]:
        table = compare(scores, seed=1, **how)
        table = table[(table["estimand"] == "own") & (table["measure"] == "difference")]
        return list(zip(table["group"], table["reference"], strict=True))

    assert sides() == [(POST, "rest"), (STAR, "rest"), (WIRE, "rest")]
    assert sides(against="pairs") == [(POST, STAR), (POST, WIRE), (STAR, WIRE)]
    assert sides(against=STAR) == [(POST, STAR), (WIRE, STAR)]
    rest = one(compare(scores, seed=1), estimand="own", group=POST, measure="rate_ratio")
    assert rest["estimate"] == pytest.approx((27 / 5) / (13 / 10))
    assert rest["n_docs"] == 15


def test_an_estimate_never_stands_without_its_interval() -> None:
    hits = {POST: [5, 0, 7, 0], WIRE: [3], STAR: [0, 0, 9]}
    events = {POST: ["a", "b", "c", "d"], WIRE: ["a"], STAR: ["a", "b", None]}
    scores = rows(hits, events=events)
    for against in ("rest", "pairs", POST):
        for table in (compare(scores, against=against, seed=1), estimate(scores)):
            has = table["estimate"].notna()
            assert (has == table["conf_low"].notna()).all()
            assert (has == table["conf_high"].notna()).all()
            assert (table["note"][~has] != "").all()


def test_the_family_is_all_tested_rows_of_a_measure() -> None:
    parts = [
        rows({POST: hits, WIRE: [1, 2, 1, 0, 2, 1]}, category=category)
        for category, hits in {
            "hedge": [9, 7, 8, 9, 6, 9],
            "label": [1, 2, 3, 1, 0, 1],
            "metaphor": [0] * 6,
        }.items()
    ]
    parts.append(rows({POST: [0, 0], WIRE: [0, 1]}, category="so_called"))
    table = compare(pd.concat(parts), seed=1)
    for measure in ("rate_ratio", "difference"):
        here = table[table["measure"] == measure]
        tested = here["p_value"].notna()
        assert tested.sum() == 2 * 3 * 3
        expected = benjamini_hochberg(here["p_value"])
        np.testing.assert_allclose(here["p_adj"], expected)
        assert here["method"][tested].str.endswith("BH over 18 tests").all()


TABLES = st.tuples(
    arrays(np.int64, (2, 12), elements=st.integers(0, 9)),
    arrays(np.int64, (2, 12), elements=st.integers(200, 900)),
    st.booleans(),
)


def built(parts: tuple[Any, Any, bool]) -> pd.DataFrame:
    hits, words, with_events = parts
    events = {name: [f"e{i % 6}" for i in range(12)] for name in (POST, WIRE)}
    return rows(
        {POST: hits[0].tolist(), WIRE: hits[1].tolist()},
        words={POST: words[0].tolist(), WIRE: words[1].tolist()},
        events=events if with_events else None,
    )


@given(TABLES)
@settings(max_examples=15)
def test_swapping_groups_turns_every_sign(parts: Any) -> None:
    scores = built(parts)
    there = compare(scores, against=WIRE, categories="evaluation", seed=4)
    back = compare(scores, against=POST, categories="evaluation", seed=4)
    ratio = (there["measure"] != "difference").to_numpy()
    with np.errstate(divide="ignore"):
        for name, other in (("estimate", "estimate"), ("conf_low", "conf_high")):
            expected = np.where(ratio, 1 / back[other], -back[other])
            np.testing.assert_allclose(there[name], expected, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(there["p_value"], back["p_value"], rtol=1e-12)
    np.testing.assert_allclose(there["p_smallest"], back["p_smallest"], rtol=1e-12)


@given(TABLES, st.randoms())
@settings(max_examples=10)
def test_row_order_changes_nothing(parts: Any, random: Any) -> None:
    scores = built(parts)
    order = list(range(len(scores)))
    random.shuffle(order)
    mixed = scores.iloc[order].reset_index(drop=True)
    pd.testing.assert_frame_equal(compare(mixed, seed=4), compare(scores, seed=4))
    pd.testing.assert_frame_equal(estimate(mixed), estimate(scores))


@given(TABLES, st.sampled_from([2, 10]))
@settings(max_examples=10)
def test_scale_of_exposure_only_scales_rates(parts: Any, factor: int) -> None:
    scores = built(parts)
    longer = scores.assign(exposure=scores["exposure"] * factor)
    there, here = compare(longer, against=WIRE, seed=4), compare(scores, against=WIRE, seed=4)
    ratio = (here["measure"] != "difference").to_numpy()
    for name in ("estimate", "conf_low", "conf_high"):
        expected = np.where(ratio, here[name], here[name] / factor)
        np.testing.assert_allclose(there[name], expected, rtol=1e-9)
    np.testing.assert_allclose(there["p_value"], here["p_value"], rtol=1e-12)


def test_the_seed_gives_the_same_table_and_other_groups_do_not_touch_a_pair() -> None:
    rng = np.random.default_rng(2)
    hits = {name: rng.poisson(4, 30).tolist() for name in (POST, WIRE, STAR)}
    scores = rows(hits)
    first = compare(scores, against="pairs", seed=7)
    assert first.to_csv() == compare(scores, against="pairs", seed=7).to_csv()
    assert first.to_csv() != compare(scores, against="pairs", seed=8).to_csv()
    alone = compare(scores[scores["outlet"] != STAR], against="pairs", seed=7)
    pair = first[(first["group"] == POST) & (first["reference"] == WIRE)]
    assert alone["p_value"].tolist() == pair["p_value"].tolist()
    assert compare(scores, seed=np.int64(7)).equals(compare(scores, seed=7))  # type: ignore[arg-type]


def test_events_held_against_each_other_vary_by_article() -> None:
    """Each side is one event: as a cluster it would leave nothing to see a difference by."""
    scores = simulate_scores(articles=(12, 12), events=2, seed=3)
    renamed = scores.rename(columns={"event": "story"})
    by_event = compare(scores, by="event", against="pairs", seed=1)
    pd.testing.assert_frame_equal(by_event, compare(renamed, by="story", against="pairs", seed=1))
    ratio = one(by_event, measure="rate_ratio", estimand="own")
    assert ratio["n_events"] == 0  # none is on both sides
    assert ratio["conf_low"] < ratio["estimate"] < ratio["conf_high"]
    assert not by_event["measure"].eq("mh_rate_ratio").any()
    assert estimate(scores, by="event")["n_events"].eq(1).all()


def test_tables_given_are_left_as_they_were() -> None:
    scores = rows({POST: [1, 2, 3], WIRE: [1, 1, 0]})
    before = scores.copy(deep=True)
    compare(scores, seed=1)
    estimate(scores)
    pd.testing.assert_frame_equal(scores, before)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {},
            "compare: the random arrangements need a seed; it is None; "
            "pass a whole number such as seed=1",
        ),
        (
            {"seed": -1},
            "compare: the random arrangements need a seed; it is -1; "
            "pass a whole number such as seed=1",
        ),
        (
            {"seed": 1, "against": "Valley Wirr"},
            "compare: there is no outlet 'Valley Wirr'; there are rest, pairs, Harbour Post, "
            "Valley Wire; did you mean 'Valley Wire'?",
        ),
    ],
)
def test_compare_says_what_is_wrong(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ComparisonError, match=f"^{re.escape(message)}$"):
        compare(GOOD, **options)


def test_one_group_cannot_be_compared() -> None:
    message = (
        "compare: it takes two groups; by 'outlet' there is only 'Harbour Post'; "
        "add articles of another or group by another column"
    )
    with pytest.raises(ComparisonError, match=f"^{re.escape(message)}$"):
        compare(rows({POST: [1, 2, 3]}), seed=1)


def pooled_g2(scores: pd.DataFrame) -> float:
    """Share of categories in which G2 of the pooled counts calls the outlets different."""
    from scipy.stats import chi2

    sums = scores.groupby(["category", "outlet"])[["hits", "exposure"]].sum().unstack()
    sides = [sums[name, outlet] for outlet in (POST, WIRE) for name in ("hits", "exposure")]
    return float((chi2.sf(log_likelihood_ratio(*sides), 1) <= 0.05).mean())


WORLDS = [
    {"events": 5, "per_1000": 1.0},
    {"events": 10, "per_1000": 1.0},
    {"events": 40, "per_1000": 1.0},
    {"events": 5, "per_1000": 5.0},
    {"events": 10, "per_1000": 5.0},
    {"events": 40, "per_1000": 5.0},
    {"sides": (10, 10), "per_1000": 1.0},
    {"sides": (30, 30), "per_1000": 1.0},
    {"sides": (30, 30), "per_1000": 5.0},
    {"sides": (100, 100), "per_1000": 5.0},
]


@pytest.fixture(autouse=True)
def wide_output() -> Iterator[None]:
    with pd.option_context("display.width", 200, "display.max_columns", 20):
        yield


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS, ids=lambda w: f"{w.get('events') or w['sides']}")
def test_under_a_true_null_the_test_holds_its_level_and_the_intervals_cover(
    world: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    tables, naive = [], []
    for seed in range(7):  # 2,100 replications
        scores = clumped(seed, ways=300, **world)
        table = compare(scores, against=WIRE, seed=seed)
        tables.append(table[table["estimand"] == "own"])
        naive.append(pooled_g2(scores))
    table = pd.concat(tables)
    difference = table[table["measure"] == "difference"]
    tested = difference["p_value"].notna()
    rejected = float((difference["p_value"][tested] <= 0.05).mean())
    told = [f"{world}: {tested.sum():,} tested, rejected {rejected:.3f}"]
    told[0] += f" -+ {1.96 * (0.05 * 0.95 / tested.sum()) ** 0.5:.3f}, G2 {np.mean(naive):.3f}"
    covered = {}
    for measure, rows_ in table.groupby("measure"):
        has = rows_[rows_["estimate"].notna()]
        truth = 0.0 if measure == "difference" else 1.0
        inside = (has["conf_low"] <= truth) & (truth <= has["conf_high"])
        covered[measure] = float(inside.mean())
        error = 1.96 * (0.95 * 0.05 / len(has)) ** 0.5
        told.append(f"{measure} covers {inside.mean():.3f} -+ {error:.3f} of {len(has):,}")
    with capsys.disabled():
        print("\n" + "; ".join(told))
    assert 0.035 <= rejected <= 0.065
    assert np.mean(naive) > 0.25
    # As far as the replications can tell. Where few clusters have no hits, the upper bound of
    # their rate is on the safe side, and so is that of a difference.
    for measure, share in covered.items():
        most = 0.99 if measure == "difference" else 0.97
        assert 0.92 - 0.005 <= share <= most + 0.005, covered


@pytest.mark.slow
@pytest.mark.parametrize("world", [{"events": 10}, {"events": 40}, {"articles": (30, 30)}],
                         ids=str)  # fmt: skip
@pytest.mark.parametrize("ratio", [1.5, 3.0])
def test_planted_ratios_are_recovered_and_intervals_cover(
    world: dict[str, Any], ratio: float, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = []
    for seed in range(7):
        scores = simulate_scores(ratio=ratio, categories=300, seed=seed, **world)
        table = compare(scores, against=WIRE, seed=seed)
        tables.append(table[(table["estimand"] == "own") & (table["measure"] != "difference")])
    told = []
    for measure, found in pd.concat(tables).groupby("measure"):
        has = found[found["estimate"].notna()]
        inside = float(((has["conf_low"] <= ratio) & (ratio <= has["conf_high"])).mean())
        middle = float(np.exp(np.log(has["estimate"]).mean()))
        told.append(f"{measure} {middle:.3f}, covers {inside:.3f} of {len(has):,}")
        assert 0.92 - 0.007 <= inside <= 0.97
        assert middle == pytest.approx(ratio, rel=0.06)
    with capsys.disabled():
        print(f"\n{world}, planted {ratio}: {'; '.join(told)}")
