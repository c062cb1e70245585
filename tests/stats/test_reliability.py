"""Agreement beyond chance: against published values, nltk and brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from framing.stats.reliability import leave_out, measure_agreement, resample, tabulate

LEVELS = ("nominal", "ordinal", "interval", "ratio")
COUNTS = st.integers(2, 4)
RATINGS = st.tuples(st.integers(2, 8), COUNTS).flatmap(
    lambda shape: arrays(
        np.float64, shape, elements=st.sampled_from([1.0, 2.0, 3.0, 5.0, float("nan")])
    )
)


def coefficients(ratings, level="nominal"):
    table = tabulate(ratings, level=level)
    return table.coefficients(np.ones((1, table.units)))[0]


@pytest.mark.parametrize("level", LEVELS)
def test_the_canonical_data_have_their_alphas(entries, level) -> None:
    entry = entries["krippendorff_canonical"]
    ratings = np.array(entry["inputs"]["rows_coders"], dtype=float).T
    alpha, _, ac1 = coefficients(ratings, level)
    assert alpha == pytest.approx(entry["expected"][level], rel=entry["rel_tol"])
    irr = entry["expected"]["irrCAC_nominal"]
    assert ac1 == pytest.approx(irr["gwet_AC1"], abs=6e-6)


def test_leaving_out_a_unit_is_what_others_compute(entries) -> None:
    entry = entries["krippendorff_canonical"]
    table = tabulate(np.array(entry["inputs"]["rows_coders"], dtype=float).T)
    without = table.coefficients(leave_out(table.units))[:, 0]
    expected = entry["expected"]["jackknife_units_0_to_10_nominal"]
    assert without == pytest.approx(expected, rel=1e-9)


def test_two_coders_have_their_coefficients(entries) -> None:
    entry = entries["kappa_two_coders"]
    ratings = np.column_stack([entry["inputs"]["x"], entry["inputs"]["y"]])
    alpha, percent, ac1 = coefficients(ratings)
    assert alpha == pytest.approx(entry["expected"]["krippendorff_nominal"])
    assert percent == pytest.approx(entry["expected"]["percent_agreement"])
    assert ac1 == pytest.approx(entry["expected"]["gwet_AC1_irrCAC"], abs=6e-6)


@settings(max_examples=15)
@given(RATINGS)
def test_nltk_agrees_where_it_has_the_level(ratings) -> None:
    from nltk.metrics.agreement import AnnotationTask
    from nltk.metrics.distance import binary_distance, interval_distance

    there = np.isfinite(ratings)
    kept = ratings[there.sum(axis=1) > 1]
    if len(kept) == 0 or len(np.unique(kept[np.isfinite(kept)])) < 2:
        return
    data = [
        (f"c{c}", f"u{u}", kept[u, c]) for u, c in zip(*np.nonzero(np.isfinite(kept)), strict=True)
    ]
    for level, distance in (("nominal", binary_distance), ("interval", interval_distance)):
        peer = AnnotationTask(data=data, distance=distance).alpha()
        assert coefficients(ratings, level)[0] == pytest.approx(peer, abs=1e-9)


def brute_alpha(ratings, level) -> float:
    """Alpha as its definition reads: pairs within units over pairs of all values."""
    units = [row[np.isfinite(row)] for row in ratings]
    units = [row for row in units if len(row) > 1]
    values = np.concatenate(units) if units else np.array([])

    def apart(a: float, b: float) -> float:
        if level == "nominal":
            return float(a != b)
        if level == "interval":
            return (a - b) ** 2
        if level == "ratio":
            return ((a - b) / (a + b)) ** 2 if a + b else 0.0
        low, high = min(a, b), max(a, b)
        between = np.sum((values >= low) & (values <= high))
        return (
            float(between - (np.sum(values == a) + np.sum(values == b)) / 2) ** 2 if a != b else 0
        )

    n = len(values)
    seen = sum(
        apart(a, b) / (len(row) - 1)
        for row in units
        for i, a in enumerate(row)
        for j, b in enumerate(row)
        if i != j
    )
    chance = sum(apart(a, b) for i, a in enumerate(values) for j, b in enumerate(values) if i != j)
    return 1 - (n - 1) * seen / chance if chance else float("nan")


@settings(max_examples=25)
@given(RATINGS, st.sampled_from(LEVELS))
def test_alpha_is_its_definition(ratings, level) -> None:
    table = tabulate(ratings, level=level)
    if not table.units:
        return
    expected = brute_alpha(ratings, level)
    found = table.coefficients(np.ones((1, table.units)))[0, 0]
    assert found == pytest.approx(expected, nan_ok=True, abs=1e-9)


@settings(max_examples=25)
@given(RATINGS, st.sampled_from(LEVELS), st.integers(0, 2**32))
def test_a_weight_of_two_is_a_unit_that_stands_twice(ratings, level, seed) -> None:
    table = tabulate(ratings, level=level)
    if not table.units:
        return
    kept = ratings[np.isfinite(ratings).sum(axis=1) > 1]
    picked = np.random.default_rng(seed).integers(0, len(kept), len(kept))
    weights = np.bincount(picked, minlength=len(kept)).astype(float)[None]
    # The number of categories is that of all units; AC1 would differ without it.
    whole = tabulate(kept, level=level)
    again = tabulate(kept[picked], level=level, categories=whole.categories)
    found = whole.coefficients(weights)[0]
    expected = again.coefficients(np.ones((1, len(kept))))[0]
    assert found == pytest.approx(expected, nan_ok=True, abs=1e-9)


def test_one_value_throughout_has_no_alpha_and_is_not_perfect() -> None:
    found = measure_agreement(np.ones((10, 2)), draws=50, seed=1)
    assert np.isnan(found.alpha.value)
    assert found.percent.value == 1
    assert found.percent.low == pytest.approx(0.025 ** (1 / 10))


def test_coders_who_never_differ_have_an_exact_lower_bound() -> None:
    ratings = np.repeat(np.arange(20)[:, None] % 2, 2, axis=1)
    found = measure_agreement(ratings, draws=50, seed=1)
    assert found.alpha.value == found.alpha.high == 1
    # Of 20 units up to 17 % may differ for all we know, and chance would let half of them differ.
    assert 0.6 < found.alpha.low < 0.7


def test_nobody_codes_twice() -> None:
    found = measure_agreement([[1, np.nan], [np.nan, 2]], seed=1)
    assert (found.units, found.values) == (0, 0)
    assert np.isnan(found.alpha.value)


def test_whole_clusters_are_drawn() -> None:
    # Two texts of fifty words each: the first all agreement, the second none.
    ratings = np.concatenate([np.repeat([[1.0, 1.0], [2.0, 2.0]], 25, axis=0), [[1.0, 2.0]] * 50])
    apart = measure_agreement(ratings, draws=400, seed=1).percent
    whole = measure_agreement(ratings, clusters=[0] * 50 + [1] * 50, draws=400, seed=1).percent
    assert apart.high - apart.low < 0.3
    assert whole.high - whole.low > 0.9


def test_draws_are_of_the_right_size_and_the_same_each_time() -> None:
    one, two = (resample(np.random.default_rng(3), 40, 7) for _ in range(2))
    assert (one == two).all()
    assert (one.sum(axis=1) == 7).all()
    assert leave_out(3).tolist() == [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    many = leave_out(1_000)
    assert len(many) == 200
    assert ((1 - many).sum(axis=0) == 1).all()


@pytest.mark.slow
@pytest.mark.parametrize("level", LEVELS)
def test_ten_thousand_units_take_less_than_five_seconds(level) -> None:
    import time

    generator = np.random.default_rng(1)
    truth = generator.integers(0, 3000, 10_000)
    noise = generator.random((10_000, 3)) < 0.2
    ratings = np.where(noise, generator.permutation(truth)[:, None], truth[:, None]).astype(float)
    begun = time.perf_counter()
    found = measure_agreement(ratings, level=level, seed=1)
    assert time.perf_counter() - begun < 5
    assert found.alpha.low < found.alpha.value < found.alpha.high


@pytest.mark.slow
@pytest.mark.parametrize(("coders", "prevalence"), [(2, 0.5), (3, 0.3)])
def test_intervals_cover(coders, prevalence) -> None:
    generator = np.random.default_rng(5)

    def draw(units):
        truth = generator.random(units) < prevalence
        guess = generator.random((units, coders)) < prevalence
        guessed = generator.random((units, coders)) < 0.3
        return np.where(guessed, guess, truth[:, None]).astype(float)

    truth = coefficients(draw(500_000))[0]
    held = 0
    for number in range(300):
        alpha = measure_agreement(draw(100), draws=400, seed=number).alpha
        held += alpha.low <= truth <= alpha.high
    assert held / 300 > 0.91
