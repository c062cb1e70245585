"""Within what labels are shuffled, and when no p-value is given."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from made_scores import POST, STAR, WIRE, matched, one, rows

from framing.contrasts import compare, simulate_scores


def test_months_hold_together_what_events_do_not() -> None:
    days = [dt.date(2031, 1 + i % 2, 3) for i in range(10)]
    scores = rows({POST: list(range(10)), WIRE: [1] * 10}, dates={POST: days, WIRE: days})
    row = one(compare(scores, against=WIRE, seed=1), estimand="own", measure="difference")
    assert (
        "labels permuted within 2 months, studentised, exact, 63,504 arrangements" in row["method"]
    )
    as_text = scores.assign(date=[str(date) for date in scores["date"]])
    as_time = scores.assign(date=pd.to_datetime(scores["date"]))
    for other in (as_text, as_time):
        pd.testing.assert_frame_equal(
            compare(other, against=WIRE, seed=1), compare(scores, against=WIRE, seed=1)
        )
    without = scores.drop(columns=["date", "event"])
    row = one(compare(without, against=WIRE, seed=1), estimand="own", measure="difference")
    assert "labels permuted unstratified, studentised, 9,999 draws" in row["method"]


def test_what_is_outside_shared_events_is_in_the_rate_but_not_in_the_test() -> None:
    events = {POST: [f"e{i}" for i in range(6)] + ["alone"], WIRE: [f"e{i}" for i in range(6)]}
    scores = rows({POST: [9, 7, 8, 9, 6, 9, 5], WIRE: [1, 2, 0, 3, 1, 1]}, events=events)
    row = one(compare(scores, against=WIRE, seed=1), estimand="own", measure="rate_ratio")
    assert row["note"].startswith("1 article outside shared events not tested")
    assert (row["n_docs"], row["n_events"]) == (13, 6)
    assert "jackknife-t over 7 events" in row["method"]


def mixed(grouped: int, shared: int, *, lone: int = 30) -> pd.DataFrame:
    """Articles, some of them in pairs: `grouped` of the Post, `shared` of Post and Wire."""
    pairs = [f"p{i // 2}" for i in range(grouped)]
    both = [f"b{i}" for i in range(shared)]
    post, wire = pairs + both, list(both)
    events = {POST: post + [None] * (lone - len(post)), WIRE: wire + [None] * (lone - len(wire))}
    hits = {POST: [i % 5 for i in range(lone)], WIRE: [i % 3 for i in range(lone)]}
    return rows(hits, events=events)


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        (mixed(0, 4), "labels permuted unstratified (4 shared events: too few), studentised, "),
        (mixed(6, 0), "labels permuted unstratified (0 shared events: too few), studentised, "),
        (mixed(0, 5), "labels permuted within 5 events, studentised, exact, 32 arrangements"),
        (mixed(0, 6), "labels permuted within 6 events, studentised, exact, 64 arrangements"),
        # More than a quarter of the articles of a side are no draws of their own.
        (mixed(8, 0), "p refused: 0 events with both sides (5 needed)"),
        (mixed(4, 4), "p refused: 4 events with both sides (5 needed)"),
        (
            mixed(0, 4).assign(date=["2031-01-02", "2031-02-03"] * 30),
            "labels permuted within 2 months (4 shared events: too few), studentised, ",
        ),
    ],
)
def test_events_are_strata_only_where_enough_are_shared(scores: pd.DataFrame, said: str) -> None:
    row = one(compare(scores, against=WIRE, seed=1), estimand="own", measure="mh_rate_ratio")
    assert said in row["method"] + row["note"]
    shared = scores.dropna(subset="event").groupby("event")["outlet"].nunique()
    assert row["n_events"] == (shared == 2).sum()


def test_each_group_has_its_own_strata(monkeypatch: pytest.MonkeyPatch) -> None:
    third = mixed(0, 0, lone=60).query("outlet == @POST").assign(outlet=STAR)
    scores = pd.concat([mixed(0, 12, lone=60), third.assign(doc_id="s" + third["doc_id"])])
    table = compare(scores, categories="evaluation", estimands="own", seed=1)
    table = table[table["measure"] == "difference"].set_index("group")
    assert "within 12 events" in table["method"][POST]
    assert "within 12 events" in table["method"][WIRE]
    assert "unstratified (0 shared events: too few)" in table["method"][STAR]
    monkeypatch.setattr("framing.contrasts.shuffles._NUMBERS", 1)
    alone = compare(scores, categories="evaluation", estimands="own", seed=1)
    alone = alone[alone["measure"] == "difference"].set_index("group")
    pd.testing.assert_frame_equal(table, alone)


@pytest.mark.parametrize(
    ("scores", "reason"),
    [
        (
            rows({POST: [1, 2, 3, 4], WIRE: [1, 2, 3, 4, 5]}),
            "p refused: 4 articles of Harbour Post (5 needed)",
        ),
        (
            rows({POST: [1, 2, 3, 4], WIRE: [1]}),
            "p refused: 4 articles of Harbour Post and 1 article of Valley Wire (5 needed)",
        ),
        (matched([1, 2, 3, 4], [2, 3, 4, 1]), "p refused: 4 events with both sides (5 needed)"),
        (
            rows(
                {POST: [1, 2, 3, 4, 5], WIRE: [1, 2, 3, 4, 5]},
                dates={
                    POST: ["2031-01-02"] * 4 + ["2031-02-02"],
                    WIRE: ["2031-01-02"] * 5,
                },
            ),
            "p refused: 4 articles of Harbour Post in shared months (5 needed)",
        ),
        (matched([9, 7, 8, 9, 6], [1, 2, 0, 3, 1]), "p refused: 0.0625 is the smallest attainable"),
        (rows({POST: [0] * 6, WIRE: [0] * 6}), "no hits on either side: nothing to test"),
    ],
)
def test_no_p_value_where_there_is_none(scores: pd.DataFrame, reason: str) -> None:
    table = compare(scores, against=WIRE, seed=1)
    own = table[table["estimand"] == "own"]
    assert own["p_value"].isna().all()
    assert own["p_adj"].isna().all()
    assert own["note"].str.contains(reason, regex=False).all(), own["note"].tolist()


def test_groups_are_the_same_tested_together_or_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = simulate_scores(articles=(12, 30), categories=3, per_1000=5.0, seed=4)
    lone = pd.Series([f"{doc}".endswith("7") for doc in scores["doc_id"]])
    scores["outlet"] = scores["outlet"].astype(str).mask(lone, STAR)
    together = compare(scores, estimands="own", seed=1)
    assert together["p_value"].notna().any()
    monkeypatch.setattr("framing.contrasts.shuffles._NUMBERS", 1)
    pd.testing.assert_frame_equal(together, compare(scores, estimands="own", seed=1))


@pytest.mark.slow
@pytest.mark.parametrize("months", [1, 3])
def test_the_test_holds_its_level_where_a_quarter_of_the_articles_have_events(
    months: int, capsys: pytest.CaptureFixture[str]
) -> None:
    found = []
    for seed in range(6 if months == 1 else 3):
        lone = simulate_scores(articles=(36, 36), categories=200, seed=seed)
        shared = simulate_scores(events=4, categories=200, seed=seed + 50)
        shared["doc_id"] = "e" + shared["doc_id"].astype(str)
        scores = pd.concat([lone, shared], ignore_index=True)
        number = scores["doc_id"].str[-3:].astype(int)
        scores["date"] = "2031-0" + (1 + number % months).astype(str) + "-03"
        found.append(compare(scores, against=WIRE, estimands="own", seed=seed))
    table = pd.concat(found)
    table = table[(table["measure"] == "difference") & table["p_value"].notna()]
    within = "unstratified" if months == 1 else "within 3 months"
    assert table["method"].str.contains(f"{within} (4 shared events: too few)", regex=False).all()
    rejected = float((table["p_value"] <= 0.05).mean())
    with capsys.disabled():
        print(f"\n{within}: rejected {rejected:.3f} of {len(table):,}")
    assert len(table) == (1_200 if months == 1 else 600)
    assert 0.035 <= rejected <= 0.065
