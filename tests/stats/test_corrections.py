"""Corrected means: the published forms, ours beside them, and what each must keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from framing.stats.corrections import correct_means, mean_of_predictions
from framing.stats.misclassifications import Apparent, rogan_gladen, rogan_gladen_interval
from framing.stats.pseudo_outcomes import power, pseudo_outcomes, regress, tune
from framing.stats.score_intervals import difference_interval, mean_interval, score_interval

Near = Callable[[Any, str], Any]


@pytest.fixture
def study(entries: dict[str, Any]) -> dict[str, np.ndarray]:
    given = entries["dsl"]["inputs"]
    y = np.array(given["hand_label"], float)
    return {
        "y": np.where(y < 0, np.nan, y),
        "f": np.array(given["auto_label"], float),
        "a": np.array([float(name == "A") for name in given["outlet"]]),
        "event": np.unique(given["event"], return_inverse=True)[1],
        "pi": np.full(24, given["sample_prob"]),
    }


def test_dsl_is_that_of_its_authors(
    entries: dict[str, Any], study: dict[str, np.ndarray], near: Near
) -> None:
    expected = entries["dsl"]["expected"]
    made = pseudo_outcomes(study["y"], study["f"], study["pi"])
    assert made.tolist() == near(expected["closed_form"]["y_tilde"], "dsl")
    design = np.column_stack([np.ones(24), study["a"]])
    line, clustered = regress(design, made), regress(design, made, study["event"])
    for name, found in (
        ("coef", line.coefficients),
        ("se", np.sqrt(np.diag(line.covariance))),
        ("se_cluster_event", np.sqrt(np.diag(clustered.covariance))),
    ):
        assert found.tolist() == near(list(expected[name].values()), "dsl"), name
    closed = expected["closed_form"]
    assert line.coefficients[1] == pytest.approx(closed["diff"], abs=1e-9)
    assert np.sqrt(line.covariance[1, 1]) == pytest.approx(closed["ols_HC0_se_diff"], abs=1e-9)
    by_outlet = np.column_stack([1 - study["a"], study["a"]])
    groups = regress(by_outlet, made)
    assert groups.coefficients.tolist() == near(list(expected["group_means"].values()), "dsl")
    spread = np.sqrt(np.diag(groups.covariance)).tolist()
    assert spread == near(list(expected["group_se"].values()), "dsl")


def test_with_chances_by_outlet_both_forms_of_dsl_agree(
    entries: dict[str, Any], study: dict[str, np.ndarray]
) -> None:
    expected = entries["dsl"]["expected"]["closed_form"]["stratified_pi_by_outlet"]
    pi = np.where(study["a"] == 1, expected["pi"]["A"], expected["pi"]["B"])
    made = pseudo_outcomes(study["y"], study["f"], pi)
    by_outlet = np.column_stack([study["a"], 1 - study["a"]])
    theirs = regress(by_outlet, made, study["event"]).coefficients
    groups = 1 - study["a"].astype(int)
    ours = correct_means(
        study["y"], study["f"], pi, groups, clusters=study["event"], weight=1
    ).estimate
    wanted = [expected["mean_A"], expected["mean_B"]]
    assert theirs.tolist() == pytest.approx(wanted, abs=1e-12)
    assert ours.tolist() == pytest.approx(wanted, abs=1e-12)


def ends(estimate: float, variance: float) -> tuple[float, float]:
    low, high = mean_interval(estimate, variance, 1e12)
    return float(low), float(high)


def test_ppi_of_a_mean_is_that_of_its_authors(entries: dict[str, Any], near: Near) -> None:
    given, expected = entries["ppi_mean"]["inputs"], entries["ppi_mean"]["expected"]
    y, f, g = (np.array(given[name]) for name in ("Y", "Yhat", "Yhat_unlabeled"))
    labelled, others = (np.ones((12, 1)), y, f), (np.ones((30, 1)), g)
    formula = tune(y, f, g)
    assert formula == near(expected["lambda_formula_cov_over_(1+n/N)var"], "ppi_mean")
    # The package takes a covariance with ddof=0: its own lambda is smaller by 11 / 12.
    for name, weight in (("lam0_classical", 0.0), ("lam1_PPI", 1.0),
                         ("lam_tuned_PPI++", formula * 11 / 12)):  # fmt: skip
        line = power(labelled, others, weight)
        assert line.coefficients[0] == near(expected[name]["point"], "ppi_mean"), name
        found = ends(line.coefficients[0], line.covariance[0, 0])
        assert list(found) == near(expected[name]["ci95"], "ppi_mean"), name


def test_ppi_of_a_difference_is_that_of_its_authors(entries: dict[str, Any], near: Near) -> None:
    given, expected = entries["ppi_ols"]["inputs"], entries["ppi_ols"]["expected"]
    x, z = (np.array(given[f"X_{name}_outletA"]) for name in ("labeled", "unlabeled"))
    line = power(
        (np.column_stack([np.ones(12), x]), given["Y"], given["Yhat"]),
        (np.column_stack([np.ones(30), z]), given["Yhat_unlabeled"]),
        ddof=1,
    )
    assert line.coefficients.tolist() == near(expected["coef"], "ppi_ols")
    low, high = mean_interval(line.coefficients, np.diag(line.covariance), 1e12)
    assert low.tolist() == near(expected["ci_low"], "ppi_ols")
    assert high.tolist() == near(expected["ci_high"], "ppi_ols")


def test_in_a_simple_sample_the_tuned_weight_and_mean_are_those_of_ppi(
    entries: dict[str, Any],
) -> None:
    given = entries["ppi_mean"]["inputs"]
    y, f, g = (np.array(given[name]) for name in ("Y", "Yhat", "Yhat_unlabeled"))
    labels, every = np.r_[y, np.full(30, np.nan)], np.r_[f, g]
    ours = correct_means(labels, every, np.full(42, 12 / 42), np.zeros(42, int))
    weight = tune(y, f, g)
    assert ours.weight[0] * 30 / 42 == pytest.approx(weight, rel=1e-12)
    theirs = power((np.ones((12, 1)), y, f), (np.ones((30, 1)), g), weight)
    assert ours.estimate[0] == pytest.approx(theirs.coefficients[0], rel=1e-12)
    assert np.sqrt(ours.covariance[0, 0] / theirs.covariance[0, 0]) == pytest.approx(1.07, abs=0.05)


def test_rogan_and_gladen(entries: dict[str, Any], near: Near) -> None:
    given = entries["rogan_gladen"]["inputs"]["example"]
    expected = entries["rogan_gladen"]["expected"]
    found = rogan_gladen(given["apparent"], given["sens"], given["spec"])
    assert found == near(expected["corrected"], "rogan_gladen")
    for outlet in "AB":
        part = expected["two_outlets"][outlet]
        found = rogan_gladen(part["apparent"], part["sens"], part["spec"])
        assert found == near(part["corrected"], "rogan_gladen")
    assert rogan_gladen(0.4, 0.65, 0.65) == pytest.approx(5 / 30 / 1, abs=0.01)
    assert np.isnan(rogan_gladen(0.4, 0.7, 0.59)), "below .3 it is refused"
    known = rogan_gladen_interval(Apparent(0.4, 1e4), Apparent(0.9, 1e6), Apparent(0.9, 1e6))
    assert known == pytest.approx((0.363, 0.387), abs=1e-3)
    few = rogan_gladen_interval(Apparent(0.4, 1e4), Apparent(0.9, 20), Apparent(0.9, 20))
    assert few[0] < 0.25 < 0.45 < few[1]


def corpus(seed: int, n: int = 400, per: int = 1) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    f = rng.random(n)
    y = (rng.random(n) < f).astype(float)
    pi = np.where(f > 0.5, 0.5, 0.1)
    return {"y": y, "f": f, "pi": pi, "drawn": rng.random(n) < pi, "cluster": np.arange(n) // per}


def test_unequal_chances_are_weighed_out_and_unequal_clusters_widen() -> None:
    estimates: dict[str, list[float]] = {"naive": [], "labels": [], "ppi": []}
    for seed in range(200):
        c = corpus(seed)
        y = np.where(c["drawn"], c["y"], np.nan)
        zero = np.zeros(400, int)
        estimates["naive"].append(np.nanmean(y))
        for name, weight in (("labels", 0.0), ("ppi", None)):
            estimates[name].append(
                correct_means(y, c["f"], c["pi"], zero, weight=weight).estimate[0]
            )
    means = {name: float(np.mean(found)) for name, found in estimates.items()}
    assert means["naive"] > 0.6
    assert means["labels"] == pytest.approx(0.5, abs=0.01)
    assert means["ppi"] == pytest.approx(0.5, abs=0.01)
    assert np.std(estimates["ppi"]) < np.std(estimates["labels"])


def test_copies_of_a_unit_in_one_cluster_are_one_observation() -> None:
    c = corpus(3)
    y = np.where(c["drawn"], c["y"], np.nan)
    single = correct_means(y, c["f"], c["pi"], np.zeros(400, int), weight=1)
    five = [np.repeat(values, 5) for values in (y, c["f"], c["pi"], c["cluster"])]
    many = correct_means(*five[:3], np.zeros(2000, int), clusters=five[3], weight=1)
    assert many.estimate == pytest.approx(single.estimate)
    assert many.covariance == pytest.approx(single.covariance, rel=1e-6)
    blind = correct_means(*five[:3], np.zeros(2000, int), weight=1)
    assert blind.covariance[0, 0] == pytest.approx(single.covariance[0, 0] / 5, rel=0.05)


def test_shared_events_make_estimates_of_outlets_vary_together() -> None:
    rng = np.random.default_rng(5)
    event = np.repeat(np.arange(20), 20)
    group = np.tile([0, 1], 200)
    high = np.repeat(rng.random(20), 20)
    y = (rng.random(400) < high).astype(float)
    drawn = rng.random(400) < 0.5
    found = correct_means(
        np.where(drawn, y, np.nan), np.zeros(400), np.full(400, 0.5), group, clusters=event,
        weight=0,
    )  # fmt: skip
    assert found.covariance[0, 1] > 0.3 * found.covariance[0, 0]
    assert found.clusters.tolist() == [20, 20]
    assert (found.df <= 19).all()


def test_predictions_that_say_nothing_are_given_no_weight() -> None:
    c = corpus(7)
    y = np.where(c["drawn"], c["y"], np.nan)
    zero = np.zeros(400, int)
    for f in (np.ones(400), 1 - c["f"]):
        found = correct_means(y, f, c["pi"], zero)
        plain = correct_means(y, f, c["pi"], zero, weight=0)
        assert found.weight[0] == 0
        assert found.estimate == pytest.approx(plain.estimate)
        assert found.covariance == pytest.approx(plain.covariance)


def test_the_variance_of_few_clusters_is_that_of_their_jackknife() -> None:
    # Three articles of 1, 2 and 3 labels, nothing predicted.
    y, home = [1.0, 0, 1, 0, 0, 1], np.array([0, 1, 1, 2, 2, 2])
    labels = np.r_[y, np.full(600, np.nan)]
    clusters = np.r_[home, np.arange(3, 603)]
    found = correct_means(labels, np.zeros(606), np.full(606, 6 / 606), np.zeros(606, int),
                          clusters=clusters, weight=0)  # fmt: skip
    without = np.array([np.mean([v for v, c in zip(y, home, strict=True) if c != k])
                        for k in range(3)])  # fmt: skip
    expected = 2 / 3 * ((without - 0.5) ** 2).sum()
    assert found.covariance[0, 0] == pytest.approx(expected, rel=1e-9)
    assert found.df.tolist() == [2]


def test_strata_that_differ_vary_with_the_articles_too() -> None:
    # Labels do not vary within strata of perfect predictions; articles could have held others.
    f = np.tile([1.0, 0.0], 100)
    y = np.where(np.arange(200) < 100, f, np.nan)
    for weight in (0.0, 1.0, None):
        found = correct_means(y, f, np.full(200, 0.5), np.zeros(200, int), strata=f, weight=weight)
        assert found.covariance[0, 0] >= 0.25 / 200, weight
    # Where an article holds units of one stratum alone, fewer of them are known.
    told = correct_means(
        y, 0 * f, np.full(200, 0.5), np.zeros(200, int), strata=f, weight=0,
        clusters=np.repeat(np.arange(10), 20) * 2 + np.tile([0, 1], 100),
    )  # fmt: skip
    assert told.covariance[0, 0] > 5 * 0.25 / 200


def test_a_stratum_without_variation_whose_units_stand_for_many_is_not_known_for_sure() -> None:
    y = np.full(200, np.nan)
    y[:10] = [1, 0] * 5
    y[20:40] = 0
    pi = np.where(np.arange(200) < 20, 0.5, 20 / 180)
    strata = (np.arange(200) >= 20).astype(int)
    zero = np.zeros(200, int)
    found = correct_means(y, zero, pi, zero, strata=strata, weight=0)
    assert found.covariance[0, 0] >= 9**2 / 2 / 200**2
    # Of many strata alike one may hold the error, not every one.
    many = correct_means(
        np.where(np.arange(200) % 2, np.nan, 0.0), zero, np.full(200, 0.5), zero,
        strata=np.arange(200) // 20, weight=0,
    )  # fmt: skip
    assert many.covariance[0, 0] == pytest.approx(2**2 / 2 / 200**2)


def test_noise_of_predictions_does_not_move_a_rare_share_away_from_0() -> None:
    low, high = score_interval(0.03, 0.0003, 1e9, 100)
    wide = score_interval(0.03, 0.0013, 1e9, 100, noise=0.001)
    assert wide[0] + wide[1] == pytest.approx(low + high)
    expected = np.sqrt(((high - low) / 2) ** 2 + 1.959964**2 * 0.001)
    assert (wide[1] - wide[0]) / 2 == pytest.approx(expected, rel=1e-6)
    taken_for_a_share = score_interval(0.03, 0.0013, 1e9, 100)
    assert wide[1] - wide[0] < 0.9 * (taken_for_a_share[1] - taken_for_a_share[0])


def test_where_all_are_labelled_all_agree_and_one_cluster_tells_nothing() -> None:
    c = corpus(9)
    ones, zero = np.ones(400), np.zeros(400, int)
    for weight in (0.0, 1.0, None):
        found = correct_means(c["y"], c["f"], ones, zero, weight=weight)
        assert found.estimate[0] == pytest.approx(c["y"].mean())
        assert found.covariance[0, 0] == pytest.approx(c["y"].var(ddof=1) / 400, rel=0.01)
    alone = correct_means([1.0, np.nan], [1.0, 0.0], [0.5, 0.5], [0, 0])
    assert np.isnan(alone.estimate).all()
    none = correct_means([1.0, 0.0, np.nan], [1.0, 0.0, 1.0], [1, 1, 1], [0, 0, 1])
    assert none.labels.tolist() == [2, 0]
    assert np.isnan(none.estimate[1])
    assert mean_of_predictions([1.0, 0.0, 1.0], [0, 0, 1]).estimate[0] == 0.5


def test_intervals() -> None:
    low, high = score_interval(17 / 60, (17 / 60) * (43 / 60) / 60, 1e12, 60)
    assert (float(low), float(high)) == pytest.approx((0.18506828, 0.40767285), rel=1e-6)
    low, high = score_interval([-0.02, 1.0], [0.001, 0.0], [40, 40], [50, 50])
    assert low[0] <= -0.02 < high[0]
    assert low[1] < 0.95 < high[1] == 1
    apart = difference_interval((0.5, 0.4, 0.6), (0.5, 0.4, 0.6))
    together = difference_interval((0.5, 0.4, 0.6), (0.5, 0.4, 0.6), 0.5)
    assert apart == pytest.approx((-0.1 * 2**0.5, 0.1 * 2**0.5))
    assert together == pytest.approx((-0.1, 0.1))
