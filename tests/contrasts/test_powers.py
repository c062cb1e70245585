"""How many articles or events would show a ratio: against a formula, and where there is none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from cases import says
from made_scores import POST, WIRE, clumped, rows
from scipy.stats import norm

from framing import ComparisonError, compare, power, simulate_scores


def flat(n: int = 200, rate: float = 5.0) -> pd.DataFrame:
    """Articles of 1,000 words whose hits do not clump."""
    dice = np.random.default_rng(3)
    return rows({POST: dice.poisson(rate, n).tolist(), WIRE: dice.poisson(rate, n).tolist()})


def own(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["estimand"] == "own"].reset_index(drop=True)


@pytest.mark.parametrize(("ratio", "n"), [(1.3, 20), (1.5, 15), (1.2, 60)])
def test_without_clumps_it_is_what_the_formula_says(ratio: float, n: int) -> None:
    row = own(power(flat(), ratio=ratio, n=[n], seed=1)).iloc[0]
    error = np.sqrt(1 / (5 * n) + ratio / (5 * n))
    expected = norm.cdf(np.log(ratio) / error - 1.96)
    # The jackknife-t is a little more careful than the normal law.
    assert row["power"] == pytest.approx(expected, abs=0.07)
    assert row["conf_low"] < row["power"] < row["conf_high"]


def test_clumps_take_more_articles_and_more_articles_show_more() -> None:
    scores = clumped(1, sides=(100, 100), per_1000=5.0, ways=1)
    table = own(power(scores, ratio=1.5, n=[10, 50, 200], seed=1))
    assert table["power"].is_monotonic_increasing
    assert table["width"].is_monotonic_decreasing
    assert table["power"].iloc[1] < own(power(flat(), ratio=1.5, n=[50], seed=1))["power"].iloc[0]


def test_where_there_is_no_difference_few_draws_show_one() -> None:
    scores = clumped(2, sides=(100, 100), per_1000=5.0, ways=1)
    table = own(power(scores, ratio=1.0, n=[30, 100], seed=1))
    assert (table["power"] <= 0.08).all()


def test_events_are_drawn_whole_where_there_are_some() -> None:
    scores = clumped(1, events=40, per_1000=5.0, ways=1)
    table = own(power(scores, ratio=2.0, n=[5, 40], seed=1))
    assert table["unit"].tolist() == ["events", "events"]
    assert "Mantel-Haenszel within events" in table["method"].iloc[0]
    assert table["power"].iloc[1] > table["power"].iloc[0]
    none = own(power(scores, ratio=1.0, n=[40], seed=1))
    assert none["power"].iloc[0] <= 0.1


@pytest.mark.slow
@pytest.mark.parametrize(("n", "ratio"), [(30, 2.0), (60, 2.0), (60, 1.5)])
def test_power_is_the_share_of_fresh_studies_that_show_the_ratio(
    n: int, ratio: float, capsys: pytest.CaptureFixture[str]
) -> None:
    # Articles of one length law on both sides, because power draws both from one pool.
    pilot = simulate_scores(articles=(400, 400), words=(600, 600), seed=5)
    said = own(power(pilot, ratio=ratio, n=[n], seed=1)).iloc[0]
    shown = []
    for seed in range(4):
        # The higher side has the pilot's rate, the lower one is that over the ratio.
        fresh = simulate_scores(articles=(n, n), words=(600, 600), ratio=1 / ratio, categories=300,
                                seed=100 + seed)  # fmt: skip
        table = compare(fresh, against=WIRE, seed=seed)
        table = table[(table["estimand"] == "own") & (table["measure"] == "rate_ratio")]
        shown += ((table["conf_low"] > 1) | (table["conf_high"] < 1)).tolist()
    share = float(np.mean(shown))
    error = 1.96 * (share * (1 - share) / len(shown)) ** 0.5
    with capsys.disabled():
        print(f"\nn {n}, ratio {ratio}: power says {said['power']:.3f} "
              f"[{said['conf_low']:.3f}, {said['conf_high']:.3f}], seen "
              f"{share:.3f} -+ {error:.3f}")  # fmt: skip
    assert said["conf_low"] - error - 0.04 <= share <= said["conf_high"] + error + 0.04


def test_a_ratio_below_one_is_seen_as_well() -> None:
    row = own(power(flat(), ratio=0.5, n=[20], seed=1)).iloc[0]
    assert row["power"] > 0.9


def test_the_same_seed_gives_the_same_table() -> None:
    one, two = (power(flat(), n=[10], seed=5) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


@pytest.mark.parametrize(
    ("scores", "note"),
    [
        (rows({POST: [1, 2], WIRE: [1, 0]}), "refused: 4 articles to draw from (5 needed)"),
        (rows({POST: [0] * 5, WIRE: [0] * 5}), "no hits to draw from"),
    ],
)
def test_what_cannot_be_said_is_refused(scores: pd.DataFrame, note: str) -> None:
    row = own(power(scores, n=[10], seed=1)).iloc[0]
    assert np.isnan(row["power"])
    assert row["note"] == note


def test_groups_that_differ_are_said_to_make_it_too_low() -> None:
    scores = simulate_scores(articles=(60, 60), ratio=4.0, clumping=5, seed=1)
    assert "groups of the pilot differ" in own(power(scores, n=20, seed=1))["note"].iloc[0]


def test_more_than_there_is_to_draw_from_is_said() -> None:
    row = own(power(flat(5), n=[100], seed=1)).iloc[0]
    assert row["note"] == "many times more than there are to draw from"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"seed": None}, "power: the random arrangements need a seed; it is None; …"),
        ({"ratio": 0}, "power: the ratio is 0; it is a rate over another, above 0; …"),
        ({"n": []}, "power: n is []; it names how many articles or events there would be, …"),
        ({"n": [float("nan")]}, "power: n is [nan]; it names how many articles or events …"),
        ({"n": [1]}, "power: n is [1]; it names how many articles or events there would be, …"),
        ({"categories": "moon"}, "power: there is no category 'moon'; …"),
    ],
)
def test_errors_name_what_is_wrong(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(ComparisonError) as caught:
        power(flat(10), **({"seed": 1} | asked))
    says(caught.value, message)
