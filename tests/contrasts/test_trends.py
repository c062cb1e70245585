"""Rates over time: known slopes, months without articles, and when nothing changes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from cases import says
from made_scores import POST, WIRE, one

from framing import ComparisonError, TableError, estimate, plot_trend, trend
from framing.contrasts import CHANGE
from framing.stats.trends import log_slope, trend_p


def made(
    seed: int = 0, *, per_month: int = 12, months: int = 6, ratio: float = 1.0, k: float = 1.0,
    rate: float = 5.0, events: int = 0,
) -> pd.DataFrame:  # fmt: skip
    """Articles of one outlet, whose rate is multiplied by `ratio` from month to month."""
    rng = np.random.default_rng([seed, 11])
    n = per_month * months
    month = np.repeat(np.arange(months), per_month)
    words = np.round(rng.lognormal(6.3, 0.5, n)).clip(50).astype(int)
    event = rng.integers(0, events, n) if events else np.arange(n)
    if events:  # an event has its month
        month = (event * months // events).astype(int)
    heat = rng.gamma(2, 0.5, events)[event] if events else 1.0
    mean = rate * words / 1000 * ratio**month * rng.gamma(k, 1 / k, n) * heat
    return pd.DataFrame(
        {
            "doc_id": [f"d{i:04}" for i in range(n)],
            "outlet": POST,
            "event": [f"e{e}" if events else "" for e in event],
            "date": pd.to_datetime(
                [f"2031-{m + 1:02}-{1 + i % 27:02}" for i, m in enumerate(month)]
            ),
            "section": "body",
            "voice": "outlet",
            "category": "metaphor",
            "hits": rng.poisson(mean),
            "exposure": words,
            "unit": "words",
        }
    )


def own(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["estimand"] == "own"].reset_index(drop=True)


def test_the_rate_of_a_month_is_that_of_its_articles() -> None:
    scores = made(ratio=1.3)
    table = own(trend(scores, seed=1))
    march = scores[scores["date"].dt.month == 3]
    alone = one(estimate(march, estimands="own"))
    row = one(table, period="2031-03")
    for name in ("estimate", "conf_low", "conf_high", "n_docs", "hits", "exposure", "method"):
        assert row[name] == alone[name]
    assert table["period"].tolist() == [*(f"2031-{m:02}" for m in range(1, 7)), CHANGE]


def test_a_month_without_articles_stays_empty_and_counts_for_nothing() -> None:
    scores = made(ratio=1.3)
    holed = scores[scores["date"].dt.month != 3]
    table = own(trend(holed, seed=1))
    row = one(table, period="2031-03")
    assert np.isnan(row["estimate"])
    assert (row["n_docs"], row["exposure"], row["note"]) == (0, 0, "no articles")
    # The slope is the one over months that are there, at their true distance.
    by_month = holed.groupby(holed["date"].dt.month)[["hits", "exposure"]].sum()
    by_month = by_month.reindex(range(1, 7), fill_value=0)
    slope = log_slope(by_month["hits"].to_numpy(), by_month["exposure"].to_numpy())
    assert one(table, period=CHANGE)["estimate"] == pytest.approx(float(np.exp(slope)))


def test_the_slope_is_that_of_a_poisson_regression() -> None:
    import statsmodels.api as sm

    scores = made(2, ratio=0.8)
    step = (scores["date"].dt.month - 1).to_numpy()
    fit = sm.GLM(
        scores["hits"], sm.add_constant(step), family=sm.families.Poisson(),
        exposure=scores["exposure"],
    ).fit()  # fmt: skip
    row = one(own(trend(scores, seed=1)), period=CHANGE)
    assert row["estimate"] == pytest.approx(float(np.exp(fit.params.iloc[1])), rel=1e-6)


def test_around_a_day_the_change_is_the_rate_after_over_the_rate_before() -> None:
    scores = made(3, ratio=1.4)
    table = own(trend(scores, period="2031-04-01", seed=1))
    assert table["period"].tolist() == ["before 2031-04-01", "from 2031-04-01", CHANGE]
    before, after, change = (table.iloc[k] for k in range(3))
    assert change["estimate"] == pytest.approx(after["estimate"] / before["estimate"])
    assert change["p_value"] < 0.05
    assert "jackknife-t over 72 articles" in change["method"]


def test_a_group_without_a_date_is_shown_and_left_out_of_the_change() -> None:
    scores = made()
    scores.loc[:9, "date"] = pd.NaT
    table = own(trend(scores, seed=1))
    assert one(table, period="(no date)")["n_docs"] == 10
    assert one(table, period=CHANGE)["n_docs"] == 62


@pytest.mark.parametrize(
    ("scores", "note"),
    [
        (made(months=1), "no change: articles of one period only"),
        (made().assign(hits=0), "ratio undefined: no hits"),
        (made(per_month=1, months=4), "p refused: 4 articles (5 needed)"),
        (
            made(per_month=4, months=3).assign(hits=lambda t: t["hits"].where(t.index < 4, 0)),
            "ratio undefined: all hits in the first or last period",
        ),
    ],
)
def test_what_cannot_be_said_is_refused_with_a_reason(scores: pd.DataFrame, note: str) -> None:
    row = one(own(trend(scores, seed=1)), period=CHANGE)
    assert note in row["note"]
    assert pd.isna(row["p_value"]) or "undefined: all" in note


def test_row_order_changes_nothing_and_a_seed_gives_the_same_table() -> None:
    scores = pd.concat([made(1), made(2).assign(outlet=WIRE, doc_id=lambda t: "w" + t["doc_id"])])
    table = trend(scores, seed=4)
    pd.testing.assert_frame_equal(table, trend(scores.sample(frac=1, random_state=3), seed=4))
    assert not table["p_adj"].dropna().empty


@pytest.mark.parametrize(
    ("asked", "kind", "message"),
    [
        ({}, ComparisonError, "trend: the random arrangements need a seed; it is None; …"),
        ({"seed": 1, "period": "moon"}, ComparisonError, "trend: there is no period 'moon'; …"),
        ({"seed": 1, "categories": "x"}, ComparisonError, "trend: there is no category 'x'; …"),
    ],
)
def test_errors_name_what_is_wrong(asked: dict[str, Any], kind: type, message: str) -> None:
    with pytest.raises(kind) as caught:
        trend(made(), **asked)
    says(caught.value, message)
    with pytest.raises(ComparisonError) as caught:
        trend(made().assign(date=pd.NaT), seed=1)
    says(caught.value, "trend: no article has a date; …")


def test_articles_without_exposure_in_a_category_do_not_shift_the_others() -> None:
    # Headlines, harm, names: `score` writes no row where an article has no exposure.
    whole = made(3, per_month=6)
    other = whole.assign(category="hedge")
    other = other[~other["doc_id"].isin(sorted(set(other["doc_id"]))[:5])]
    both = pd.concat([whole, other])
    alone = trend(both, categories="hedge", seed=1)
    among = trend(both, seed=1)
    among = among[among["category"] == "hedge"].reset_index(drop=True)
    for name in ("estimate", "conf_low", "conf_high", "n_docs", "hits"):
        np.testing.assert_allclose(alone[name], among[name])


@pytest.mark.slow
@pytest.mark.parametrize(("events", "per_month"), [(0, 6), (0, 20), (12, 12)])
def test_without_a_change_the_test_holds_its_level_and_the_interval_covers(
    events: int, per_month: int, capsys: pytest.CaptureFixture[str]
) -> None:
    rejected, covered = [], []
    for seed in range(400):
        scores = made(seed, per_month=per_month, k=0.3, events=events)
        cells = scores.groupby("event" if events else "doc_id").agg(
            hits=("hits", "sum"), exposure=("exposure", "sum"), date=("date", "first")
        )
        step = cells["date"].dt.month.to_numpy() - 1.0
        found = trend_p(step, cells["hits"], cells["exposure"], draws=299, seed=seed)
        rejected.append(found.p <= 0.05)
        if seed < 80:
            row = one(own(trend(scores, seed=seed)), period=CHANGE)
            if row["estimate"] == row["estimate"]:
                covered.append(row["conf_low"] <= 1 <= row["conf_high"])
    share, inside = float(np.mean(rejected)), float(np.mean(covered))
    error = 1.96 * (0.05 * 0.95 / len(rejected)) ** 0.5
    with capsys.disabled():
        print(f"\nevents {events}, {per_month} a month: rejected {share:.3f} -+ {error:.3f}; "
              f"covers {inside:.3f} of {len(covered)}")  # fmt: skip
    assert 0.02 <= share <= 0.065 + error / 2
    assert 0.88 <= inside <= 1


@pytest.mark.slow
def test_a_planted_trend_is_recovered() -> None:
    found, inside = [], []
    for seed in range(60):
        row = one(own(trend(made(seed, ratio=1.25, per_month=20), seed=seed)), period=CHANGE)
        found.append(np.log(row["estimate"]))
        inside.append(row["conf_low"] <= 1.25 <= row["conf_high"])
    assert np.exp(np.mean(found)) == pytest.approx(1.25, abs=0.03)
    assert np.mean(inside) >= 0.88


def test_the_figure_leaves_a_month_without_articles_open() -> None:
    scores = pd.concat([made(1), made(2).assign(outlet=WIRE, doc_id=lambda t: "w" + t["doc_id"])])
    scores = scores[(scores["outlet"] == POST) | (scores["date"].dt.month != 3)]
    table = trend(scores, seed=1)
    ax = plot_trend(own(table))
    drawn = own(table)
    for at, row in drawn[drawn["period"] != CHANGE].iterrows():
        points = [line for line in ax.lines if line.get_gid() == f"point-{at}"]
        assert len(points) == (0 if np.isnan(row["estimate"]) else 1)
        if points:
            assert points[0].get_ydata()[0] == pytest.approx(row["estimate"])
    with pytest.raises(TableError) as caught:
        plot_trend(drawn[drawn["period"] == CHANGE])
    says(caught.value, "plot_trend: the table has no row of a period; …")
    with pytest.raises(TableError):
        plot_trend(table)
