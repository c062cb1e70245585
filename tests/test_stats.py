"""Formulas against closed forms and values that R and other packages computed."""

from __future__ import annotations

import json
from itertools import product
from math import comb, exp, log
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing import stats

ENTRIES = {
    entry["id"]: entry
    for entry in json.loads(
        (Path(__file__).parent / "reference_values.json").read_text(encoding="utf-8")
    )["entries"]
}


def near(value: Any, entry: str) -> Any:
    return pytest.approx(value, rel=ENTRIES[entry]["rel_tol"])


@pytest.fixture(scope="module")
def toy() -> dict[str, np.ndarray]:
    """24 articles: 6 events x 2 outlets x 2 articles."""
    data = ENTRIES["toy_articles"]["inputs"]
    return {
        "event": np.unique(data["event"], return_inverse=True)[1],
        "first": np.array([name == "A" for name in data["outlet"]]),
        "hits": np.array(data["hits"], dtype=float)[:, None],
        "words": np.array(data["tokens"], dtype=float)[:, None],
    }


@pytest.fixture(scope="module")
def by_event(toy: dict[str, np.ndarray]) -> list[np.ndarray]:
    """Hits and words of A, hits and words of B, by event."""
    return [
        stats.cluster_sums(np.where(toy["first"][:, None] == side, toy[name], 0.0), toy["event"])
        for side in (True, False)
        for name in ("hits", "words")
    ]


# -- G2 ------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["keyness_case1", "keyness_case2", "keyness_case3_zero"])
def test_g2_equals_r(case: str) -> None:
    given_, expected = ENTRIES[case]["inputs"], ENTRIES[case]["expected"]
    cells = (given_["a"], given_["N1"], given_["b"], given_["N2"])
    assert stats.log_likelihood_ratio(*cells) == near(expected["G2_4cell"], case)
    assert stats.log_likelihood_ratio(*cells, cells=2) == near(expected["G2_2cell"], case)


# -- jackknife and rate ratios -------------------------------------------------------------


def test_pooled_ratio_and_its_jackknife_equal_r(by_event: list[np.ndarray]) -> None:
    expected = ENTRIES["toy_event_bootstrap"]["expected"]["R"]
    found = stats.ratio_interval(*by_event)
    assert np.log(found.estimate) == near(expected["theta"], "toy_event_bootstrap")
    half = 2.5705818356363146 * expected["jackknife_se"]  # t(5)
    assert np.log(found.high) == near(expected["theta"] + half, "toy_event_bootstrap")
    assert np.log(found.low) == near(expected["theta"] - half, "toy_event_bootstrap")
    assert not found.linearised.any()


def test_jackknife_se_equals_r() -> None:
    expected = ENTRIES["toy_event_bootstrap"]["expected"]["R"]
    replicates = np.array(expected["jackknife_values"])
    se, df = stats.jackknife(replicates[:, None])
    assert se == near([expected["jackknife_se"]], "toy_event_bootstrap")
    assert df.tolist() == [5.0]
    low, high = stats.jackknife_t(expected["theta"], replicates)
    assert high - low == near(
        [2 * 2.5705818356363146 * expected["jackknife_se"]], "toy_event_bootstrap"
    )


def test_jackknife_of_a_mean_is_the_textbook_standard_error() -> None:
    values = np.array([3.0, 1.0, 4.0, 1.0, 5.0])
    se, df = stats.jackknife(((values.sum() - values) / 4)[:, None])
    assert se == pytest.approx([values.std(ddof=1) / 5**0.5])
    assert df.tolist() == [4.0]


def test_jackknife_of_two_independent_sides_is_the_welch_test() -> None:
    from scipy.stats import ttest_ind

    a, b = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0]), np.array([2.0, 6.0, 5.0, 3.5])
    gap = a.mean() - b.mean()
    without_a = (a.sum() - a) / 5 - b.mean()
    without_b = a.mean() - (b.sum() - b) / 3
    kinds = np.r_[np.zeros(6, int), np.ones(4, int)][:, None]
    se, df = stats.jackknife(np.r_[without_a, without_b][:, None], kinds=kinds)
    welch = ttest_ind(a, b, equal_var=False)
    assert gap / se[0] == pytest.approx(welch.statistic)
    assert df[0] == pytest.approx(welch.df)


def test_jackknife_counts_only_clusters_with_exposure() -> None:
    values = np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0], [9.0, 9.0]])
    present = np.array([[1, 1], [1, 1], [1, 1], [0, 1]], dtype=bool)
    se, df = stats.jackknife(values, present)
    assert df.tolist() == [2.0, 3.0]
    assert se[0] == pytest.approx((2 / 3 * 2) ** 0.5)


def test_one_cluster_has_no_standard_error() -> None:
    se, df = stats.jackknife([[1.0]])
    assert np.isnan(se).all()
    assert np.isnan(df).all()


def test_six_against_many_count_as_few() -> None:
    rng = np.random.default_rng(1)
    words = np.full((66, 1), 500.0)
    hits = rng.poisson(3, (66, 1)).astype(float)
    first = (np.arange(66) < 6)[:, None]
    sides = [np.where(first == side, x, 0.0) for side in (True, False) for x in (hits, words)]
    found = stats.ratio_interval(*sides)
    log_a, log_b = np.log((hits[:6].sum() - hits[:6]) / 2500), np.log(hits[6:].sum() - hits[6:])
    parts = [5 / 6 * np.sum((log_a - log_a.mean()) ** 2), 0.0]
    parts[1] = 59 / 60 * np.sum((log_b - log_b.mean()) ** 2)
    df = sum(parts) ** 2 / (parts[0] ** 2 / 5 + parts[1] ** 2 / 59)
    half = stats._t_quantile(df, 0.95) * sum(parts) ** 0.5
    assert df < 10
    assert np.log(found.high / found.estimate) == pytest.approx([half])


def test_mantel_haenszel_closed_forms() -> None:
    # One stratum: the plain ratio. The same ratio in all strata: that ratio, whatever the sizes.
    assert stats.mantel_haenszel_rate_ratio([6], [100], [2], [50]) == pytest.approx(1.5)
    words_a, words_b = np.array([100.0, 700, 20]), np.array([300.0, 50, 90])
    base = np.array([0.01, 0.2, 0.5])
    ratio = stats.mantel_haenszel_rate_ratio(3 * base * words_a, words_a, base * words_b, words_b)
    assert ratio == pytest.approx(3)
    # A stratum with one side weighs nothing.
    more = stats.mantel_haenszel_rate_ratio([6, 99], [100, 10], [2, 0], [50, 0])
    assert more == pytest.approx(1.5)
    assert np.isnan(stats.mantel_haenszel_rate_ratio([6], [100], [0], [50]))


def test_matched_ratio_is_mantel_haenszel(by_event: list[np.ndarray]) -> None:
    found = stats.ratio_interval(*by_event, matched=True)
    assert found.estimate == pytest.approx(stats.mantel_haenszel_rate_ratio(*by_event))
    # The Poisson model with event effects estimates the same thing: .7762 in R.
    assert np.log(found.estimate) == pytest.approx([0.776], abs=0.02)
    assert found.low < found.estimate < found.high


@pytest.mark.parametrize("matched", [False, True])
def test_swapping_sides_inverts_the_ratio(by_event: list[np.ndarray], matched: bool) -> None:
    there = stats.ratio_interval(*by_event, matched=matched)
    back = stats.ratio_interval(*by_event[2:], *by_event[:2], matched=matched)
    assert there.estimate == pytest.approx(1 / back.estimate)
    assert there.low == pytest.approx(1 / back.high)


@pytest.mark.parametrize("matched", [False, True])
def test_all_hits_in_one_cluster_are_linearised(matched: bool) -> None:
    words = np.full((6, 1), 100.0)
    a, b = np.array([[9.0], [0], [0], [0], [0], [0]]), np.array([[1.0], [2], [0], [3], [1], [1]])
    found = stats.ratio_interval(a, words, b, words, matched=matched)
    assert found.linearised.all()
    assert np.isfinite([found.low, found.high]).all()
    influence = a / 9 - b / 8
    se = (6 / 5 * np.sum(influence**2)) ** 0.5
    assert np.log(found.high / found.estimate) == pytest.approx([2.5705818356363146 * se])


def test_ratio_without_hits_is_missing() -> None:
    words = np.full((3, 1), 100.0)
    found = stats.ratio_interval(words * 0, words, words / 50, words)
    assert np.isnan([found.estimate, found.low, found.high]).all()


# -- rates and shares ----------------------------------------------------------------------


def test_rate_interval_closed_form() -> None:
    hits, words = np.array([[2.0], [6], [4]]), np.array([[1000.0], [2000], [1000]])
    found = stats.rate_interval(hits, words)
    logs = np.log(np.array([10 / 3000, 6 / 2000, 8 / 3000]))
    half = 4.302652729749464 * (2 / 3 * np.sum((logs - logs.mean()) ** 2)) ** 0.5
    assert found.estimate == pytest.approx([0.003])
    assert found.low == pytest.approx([0.003 * exp(-half)])
    assert found.high == pytest.approx([0.003 * exp(half)])


def test_share_interval_is_symmetric_in_hits_and_misses() -> None:
    hits, trials = np.array([[2.0], [3], [1], [0]]), np.array([[4.0], [3], [5], [2]])
    there = stats.rate_interval(hits, trials, share=True)
    back = stats.rate_interval(trials - hits, trials, share=True)
    assert there.low == pytest.approx(1 - back.high)
    assert 0 < there.low < there.estimate < there.high < 1


def test_no_hits_give_rate_0_and_the_poisson_bound() -> None:
    found = stats.rate_interval(np.zeros((5, 1)), np.full((5, 1), 200.0))
    assert (found.estimate[0], found.low[0]) == (0.0, 0.0)
    assert found.high == pytest.approx([-log(0.025) / 1000])


@pytest.mark.parametrize(("hits", "low", "high"), [(0, 0.0, 0.6024), (1, 0.3976, 1.0)])
def test_shares_of_0_and_1_give_the_exact_bounds(hits: int, low: float, high: float) -> None:
    found = stats.rate_interval(np.full((4, 1), hits), np.ones((4, 1)), share=True)
    assert found.estimate[0] == hits
    assert [found.low[0], found.high[0]] == pytest.approx([low, high], abs=1e-4)


def test_all_hits_in_one_article_still_give_an_interval() -> None:
    found = stats.rate_interval([[5.0], [0], [0]], [[1000.0], [1000], [1000]])
    assert found.linearised.all()
    # Linearised on the log scale: the standard error of the rate over the rate is 1 here.
    assert found.high == pytest.approx([5 / 3000 * exp(4.302652729749464)])


def test_no_exposure_has_no_rate() -> None:
    found = stats.rate_interval(np.zeros((3, 1)), np.zeros((3, 1)))
    assert np.isnan([found.estimate, found.low, found.high]).all()


def test_one_cluster_has_exact_bounds() -> None:
    found = stats.rate_interval([[4.0]], [[1000.0]])
    low, high = stats.poisson_bounds(4, 1000)
    assert (found.low[0], found.high[0]) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize("hits", [0, 1, 7, 250])
def test_poisson_bounds_equal_chi_square_quantiles(hits: int) -> None:
    from scipy.stats import chi2

    low, high = stats.poisson_bounds(hits, 1.0)
    assert low == pytest.approx(chi2.ppf(0.025, 2 * hits) / 2 if hits else 0.0)
    assert high == pytest.approx(chi2.ppf(0.975, 2 * hits + 2) / 2)


def test_share_bounds_equal_statsmodels() -> None:
    given_ = ENTRIES["proportion_ci"]["inputs"]
    found = stats.share_bounds(given_["x"], given_["n"])
    assert found == near(tuple(ENTRIES["proportion_ci"]["expected"]["beta"]), "proportion_ci")
    assert [float(x) for x in stats.share_bounds(0, 4)] == [0.0, pytest.approx(1 - 0.025**0.25)]
    assert [float(x) for x in stats.share_bounds(4, 4)] == [pytest.approx(0.025**0.25), 1.0]


def test_toy_rates_equal_the_survey_package(toy: dict[str, np.ndarray]) -> None:
    expected = ENTRIES["toy_svyratio"]["expected"]
    for side, name in ((toy["first"], "A"), (~toy["first"], "B")):
        found = stats.rate_interval(toy["hits"][side], toy["words"][side])
        assert found.estimate == near([expected["rate"][name]], "toy_svyratio")


# -- bootstrap -----------------------------------------------------------------------------


def test_bca_equals_enumeration(by_event: list[np.ndarray]) -> None:
    expected = ENTRIES["toy_event_bootstrap"]["expected"]["R"]
    ha, wa, hb, wb = (x[:, 0] for x in by_event)
    picks = np.array(list(product(range(6), repeat=6)))
    draws = np.log(ha[picks].sum(1) / wa[picks].sum(1)) - np.log(
        hb[picks].sum(1) / wb[picks].sum(1)
    )
    assert draws.mean() == near(expected["exact_mean"], "toy_event_bootstrap")
    found = stats.bca_interval(expected["theta"], draws, expected["jackknife_values"])
    assert found == near(tuple(expected["bca_ci_midp"]), "toy_event_bootstrap")


# -- permutation ---------------------------------------------------------------------------


def test_every_arrangement_equals_enumeration_in_r(toy: dict[str, np.ndarray]) -> None:
    expected = ENTRIES["toy_stratified_permutation"]["expected"]["R"]
    labels = toy["first"].astype(int)
    blocks = stats.all_labels(labels, toy["event"])
    count = expected["n_perm"]
    assert stats.arrangements(labels, toy["event"]) == count == comb(4, 2) ** 6
    dealt = np.zeros((count, 24))
    for block in blocks:
        dealt[:, block.members] = block.labels
    assert len(np.unique(dealt, axis=0)) == count
    hits, words = toy["hits"][:, 0], toy["words"][:, 0]
    rates = 1000 * hits / words
    observed, values = [], []
    for rows, into in ((dealt, values), (labels[None, :], observed)):
        into.append((rows @ rates) / 12 - ((1 - rows) @ rates) / 12)
        a, b = (rows @ hits) / (rows @ words), ((1 - rows) @ hits) / ((1 - rows) @ words)
        into.append(np.log(a / b))
    for name, seen, all_ in zip(("T1", "T2"), observed, values, strict=True):
        p = np.mean(np.abs(all_) >= np.abs(seen) * (1 - 1e-9))
        assert p == near(expected[f"p_two_sided_abs_{name}"], "toy_stratified_permutation")


def test_one_article_a_side_and_event_is_the_sign_flip_test() -> None:
    expected = ENTRIES["toy_event_sign_flip"]["expected"]["R"]
    gaps = np.array(expected["event_rate_diff"])
    hits = np.c_[20 + gaps / 2, 20 - gaps / 2].reshape(-1, 1)
    labels, events = np.tile([1, 0], 6), np.repeat(np.arange(6), 2)
    found = stats.studentised_p(
        stats.all_labels(labels, events), labels, 1, hits, np.ones((12, 1)), clustered=True
    )
    assert found[0] == near([expected["p_two_sided"]], "toy_event_sign_flip")
    assert found[1] == near([expected["p_two_sided"]], "toy_event_sign_flip")


@pytest.mark.parametrize("clustered", [True, False])
def test_statistic_by_hand(toy: dict[str, np.ndarray], clustered: bool) -> None:
    labels, events = toy["first"].astype(int), toy["event"]
    hits, words = toy["hits"][:, 0], toy["words"][:, 0]

    def statistic(first: np.ndarray) -> float:
        total, variance = 0.0, 0.0
        for event in range(6):
            here = events == event
            rest = hits[here] - hits[here].sum() / words[here].sum() * words[here]
            mine = first[here] == 1
            gap = rest[mine].sum()
            total += gap
            share = words[here][mine].sum() / words[here].sum()
            variance += (
                gap**2
                if clustered
                else ((1 - share) ** 2 * rest[mine] ** 2).sum()
                + (share**2 * rest[~mine] ** 2).sum()
            )
        return abs(total) / variance**0.5

    blocks = stats.draw_labels(labels, events, draws=300, seed=[3])
    dealt = np.zeros((301, 24))
    for block in blocks:
        dealt[:, block.members] = block.labels
    values = np.array([statistic(row) for row in dealt])
    found = stats.studentised_p(blocks, labels, 1, toy["hits"], toy["words"], clustered=clustered)
    assert found[0] == pytest.approx([np.mean(values >= values[0] * (1 - 1e-9))])
    assert found[1] == pytest.approx([np.mean(values >= values.max() * (1 - 1e-9))])


def test_drawn_p_is_near_the_exact_one(toy: dict[str, np.ndarray]) -> None:
    labels = toy["first"].astype(int)
    table = (toy["hits"], toy["words"])
    exact, _ = stats.studentised_p(
        stats.all_labels(labels, toy["event"]), labels, 1, *table, clustered=True
    )
    drawn = stats.draw_labels(labels, toy["event"], draws=9_999, seed=[1])
    assert stats.studentised_p(drawn, labels, 1, *table, clustered=True)[0] == pytest.approx(
        exact, abs=0.015
    )


def test_draws_keep_the_labels_of_every_stratum() -> None:
    labels, strata = [0, 1, 2, 0, 0, 1, 1], [5, 5, 5, 5, 7, 7, 9]
    blocks = stats.draw_labels(labels, strata, draws=50, seed=[1, 2])
    assert [block.members.tolist() for block in blocks] == [[0, 1, 2, 3], [4, 5]]
    for block in blocks:
        assert (np.sort(block.labels, axis=1) == np.sort(block.labels[0])).all()
    again = stats.draw_labels(labels, strata, draws=50, seed=[1, 2])
    assert all((x.labels == y.labels).all() for x, y in zip(blocks, again, strict=True))


def test_nothing_to_rearrange_gives_p_1() -> None:
    labels, strata = [1, 1, 0, 0], [0, 0, 1, 1]
    assert stats.arrangements(labels, strata) == 1
    assert stats.all_labels(labels, strata) == []
    found = stats.studentised_p([], labels, 1, np.ones((4, 2)), np.ones((4, 2)), clustered=True)
    assert [x.tolist() for x in found] == [[1.0, 1.0]] * 2
    assert stats.arrangements([], []) == 1


def test_equal_rates_give_p_1() -> None:
    labels, strata = np.tile([1, 0], 6), np.zeros(12, int)
    words = np.arange(1.0, 13)[:, None]
    blocks = stats.all_labels(labels, strata)
    p, smallest = stats.studentised_p(blocks, labels, 1, words / 4, words, clustered=False)
    assert (p[0], smallest[0]) == (1.0, 1.0)


def test_cluster_sums_of_nothing() -> None:
    assert stats.cluster_sums(np.zeros((0, 3)), []).shape == (0, 3)


# -- many tests ----------------------------------------------------------------------------


def test_benjamini_hochberg_equals_r_and_python() -> None:
    entry = ENTRIES["multiple_testing"]
    found = stats.benjamini_hochberg(entry["inputs"]["p"])
    assert found == near(entry["expected"]["R"]["BH"], "multiple_testing")
    assert found == near(entry["expected"]["python"]["fdr_bh"], "multiple_testing")


@given(st.lists(st.floats(0, 1) | st.just(float("nan")), max_size=30), st.randoms())
def test_benjamini_hochberg_knows_no_order(p_values: list[float], random: Any) -> None:
    order = list(range(len(p_values)))
    random.shuffle(order)
    found = stats.benjamini_hochberg(p_values)
    mixed = stats.benjamini_hochberg([p_values[i] for i in order])
    np.testing.assert_allclose(mixed, found[order], rtol=1e-12)
    np.testing.assert_array_equal(np.isnan(found), np.isnan(p_values))
    tested = ~np.isnan(found)
    assert (found[tested] >= np.array(p_values)[tested] * (1 - 1e-12)).all()
    assert (found[tested] <= 1).all()


# -- difference ----------------------------------------------------------------------------


def test_difference_of_equal_halves_is_pythagoras() -> None:
    side = stats.Interval(np.array([3.0]), np.array([2.0]), np.array([4.0]), np.array([False]))
    gap, low, high = stats.difference_interval(side, side)
    assert (gap[0], low[0], high[0]) == (0, pytest.approx(-(2**0.5)), pytest.approx(2**0.5))
