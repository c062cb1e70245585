"""Rates and contrasts: what the tables hold, what is refused, and whether to trust it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from framing import stats
from framing.contrasts import CONTRAST_COLUMNS, compare, estimate
from framing.errors import ComparisonError, FramingWarning, TableError

POST, WIRE, STAR = "Harbour Post", "Valley Wire", "Morning Star of Ost"


def rows(
    hits: dict[str, list[int]],
    *,
    words: int | dict[str, list[int]] = 1000,
    events: dict[str, list[Any]] | None = None,
    dates: dict[str, list[Any]] | None = None,
    **more: Any,
) -> pd.DataFrame:
    """One row per article; `hits` by outlet."""
    table = []
    for outlet, counts in hits.items():
        for i, count in enumerate(counts):
            table.append(
                {
                    "doc_id": f"{outlet[:1]}{i:03}",
                    "outlet": outlet,
                    "event": events[outlet][i] if events else None,
                    "date": dates[outlet][i] if dates else None,
                    "section": "body",
                    "voice": "outlet",
                    "category": "evaluation",
                    "hits": count,
                    "exposure": words if isinstance(words, int) else words[outlet][i],
                    "unit": "words",
                }
                | more
            )
    return pd.DataFrame(table)


def matched(first: list[int], second: list[int], **more: Any) -> pd.DataFrame:
    """One article of each outlet per event."""
    names = [f"e{i}" for i in range(len(first))]
    return rows({POST: first, WIRE: second}, events={POST: names, WIRE: names}, **more)


def one(table: pd.DataFrame, **where: str) -> pd.Series[Any]:
    for name, value in where.items():
        table = table[table[name] == value]
    assert len(table) == 1, table
    return table.iloc[0]


# -- estimate ------------------------------------------------------------------------------


def test_columns_are_those_of_the_schema() -> None:
    scores = rows({POST: [1, 2, 3], WIRE: [1, 1, 0]})
    assert tuple(estimate(scores).columns) == CONTRAST_COLUMNS
    assert tuple(compare(scores, seed=1).columns) == CONTRAST_COLUMNS


def test_rate_is_pooled_per_1000_words_with_a_jackknife_interval() -> None:
    scores = rows({POST: [2, 6, 4]}, words={POST: [1000, 2000, 1000]})
    row = one(estimate(scores), estimand="own")
    assert (row["estimate"], row["hits"], row["exposure"], row["n_docs"]) == (3.0, 12, 4000, 3)
    assert row[["conf_low", "conf_high"]].tolist() == pytest.approx([1.7229, 5.2238], abs=1e-4)
    assert row["method"] == "jackknife-t over 3 articles, log scale"
    assert (row["measure"], row["reference"], row["note"]) == ("rate_per_1000", "", "")
    assert np.isnan(row[["p_value", "p_adj", "p_smallest"]].astype(float)).all()


def test_clusters_are_events_where_there_are_two() -> None:
    events = {POST: ["flood", "flood", "vote", "vote"]}
    row = one(estimate(rows({POST: [2, 6, 4, 1]}, events=events)), estimand="own")
    assert row["method"] == "jackknife-t over 2 events, log scale"
    assert row["n_events"] == 2
    one_event = {POST: ["flood"] * 4}
    row = one(estimate(rows({POST: [2, 6, 4, 1]}, events=one_event)), estimand="own")
    assert row["method"] == "jackknife-t over 4 articles, log scale"
    some = {POST: ["flood", "vote", None, ""]}
    row = one(estimate(rows({POST: [2, 6, 4, 1]}, events=some)), estimand="own")
    assert row["method"] == "jackknife-t over 4 events and lone articles, log scale"
    assert row["n_events"] == 2


def test_estimands_add_up_their_voices() -> None:
    parts = [
        rows({POST: [k, k, k + 1]}, voice=voice, words=100 * k)
        for k, voice in enumerate(["outlet", "quoted", "reported", "distanced", "unsure"], start=1)
    ]
    table = estimate(pd.concat(parts))
    assert table["estimand"].tolist() == ["own", "wording", "all"]
    assert table["hits"].tolist() == [4, 4 + 10 + 13, 4 + 7 + 10 + 13 + 16]
    assert table["exposure"].tolist() == [300, 300 + 900 + 1200, 4500]


def test_the_floor_is_a_share_and_stands_under_all() -> None:
    scores = rows({POST: [30, 50, 40]}, words=100, category="floor:quoted", voice="quoted")
    table = estimate(scores)
    assert table["estimand"].tolist() == ["all"]
    assert table["measure"].tolist() == ["share"]
    assert table["estimate"].tolist() == [0.4]


def test_headlines_are_a_share_of_their_own() -> None:
    body = rows({POST: [5, 5, 5]})
    heads = rows({POST: [1, 0, 1]}, words=1, section="headline", unit="headlines")
    row = one(estimate(pd.concat([body, heads]), section="headline"), estimand="own")
    assert (row["measure"], row["estimate"]) == ("share", pytest.approx(2 / 3))
    assert 0 < row["conf_low"] < row["conf_high"] < 1
    assert row["method"] == "jackknife-t over 3 articles, logit scale, linearised"
    assert row["note"] == "all hits or all misses in one article"
    assert one(estimate(pd.concat([body, heads])), estimand="own")["estimate"] == 5.0


def test_every_category_and_group_stays_in_the_table() -> None:
    scores = rows({POST: [1, 2], WIRE: [0, 0]})
    scores["category"] = pd.Categorical(scores["category"], ["metaphor", "evaluation"])
    scores["outlet"] = pd.Categorical(scores["outlet"], [STAR, WIRE, POST])
    table = estimate(scores, estimands="own")
    assert list(zip(table["category"], table["group"], table["note"], strict=True)) == [
        ("metaphor", STAR, "no articles"),
        ("metaphor", WIRE, "no exposure"),
        ("metaphor", POST, "no exposure"),
        ("evaluation", STAR, "no articles"),
        ("evaluation", WIRE, "no hits"),
        ("evaluation", POST, ""),
    ]
    assert table["estimate"].isna().tolist() == [True, True, True, True, False, False]
    silent = one(table, category="evaluation", group=WIRE)
    assert silent["estimate"] == 0
    assert silent["conf_high"] == pytest.approx(-np.log(0.025) / 2)
    assert silent["method"] == "Poisson bounds"


def test_articles_without_exposure_are_dropped_and_counted() -> None:
    scores = rows({POST: [2, 3, 4, 1]}, words={POST: [1000, 1000, 1000, 0]})
    row = one(estimate(scores), estimand="own")
    assert (row["estimate"], row["n_docs"], row["hits"]) == (3.0, 3, 9)
    assert row["note"] == "1 article without exposure; 1 hit without exposure left out"


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


def test_part_of_the_table_can_be_asked_for() -> None:
    scores = pd.concat([rows({POST: [1, 2]}, category=c) for c in ("hedge", "label", "metaphor")])
    table = estimate(scores, categories=["metaphor", "hedge"], estimands=["all", "own"])
    assert list(zip(table["category"], table["estimand"], strict=True)) == [
        ("hedge", "own"),
        ("hedge", "all"),
        ("metaphor", "own"),
        ("metaphor", "all"),
    ]


def test_weights_that_are_no_whole_numbers_stay() -> None:
    scores = rows({POST: [1, 2]})
    scores["hits"] = [0.5, 2.0]
    assert one(estimate(scores), estimand="own")["hits"] == 2.5


# -- compare -------------------------------------------------------------------------------


def test_ratio_difference_and_mantel_haenszel_by_hand() -> None:
    scores = matched([9, 7, 8, 9, 6, 9], [1, 2, 0, 3, 1, 1])
    table = compare(scores, against=WIRE, seed=1)
    own = table[table["estimand"] == "own"].set_index("measure")
    assert own.index.tolist() == ["rate_ratio", "difference", "mh_rate_ratio"]
    assert own["estimate"].tolist() == pytest.approx([6.0, 40 / 6, 6.0])
    assert own["n_events"].tolist() == [6] * 3
    assert own["hits"].tolist() == [56] * 3
    assert own["exposure"].tolist() == [12000] * 3
    # Six pairs all in one direction: 2 of 64 arrangements.
    assert own["p_value"].tolist() == own["p_smallest"].tolist() == [2 / 64] * 3
    assert own["method"]["mh_rate_ratio"] == (
        "jackknife-t over 6 shared events, log scale; labels permuted within 6 events, "
        "studentised, exact, 64 arrangements; BH over 3 tests"
    )
    assert own["note"]["mh_rate_ratio"] == "could not pass .05 on its own among 3 tests"
    sides = estimate(scores, estimands="own").set_index("group")
    near, far = sides.loc[POST], sides.loc[WIRE]
    low = 40 / 6 - np.hypot(near["estimate"] - near["conf_low"], far["conf_high"] - far["estimate"])
    assert own["conf_low"]["difference"] == pytest.approx(low)


def test_mantel_haenszel_is_not_misled_by_which_events_are_covered() -> None:
    # Both use the same words, but the Post writes about the event that everyone writes hotly of.
    events = {POST: ["hot"] * 8 + ["cold"] * 2, WIRE: ["hot"] * 2 + ["cold"] * 8}
    scores = rows({POST: [20] * 8 + [2] * 2, WIRE: [20] * 2 + [2] * 8}, events=events)
    table = compare(scores, against=WIRE, seed=1)
    own = table[table["estimand"] == "own"].set_index("measure")
    assert own["estimate"]["rate_ratio"] == pytest.approx(164 / 56)
    assert own["estimate"]["mh_rate_ratio"] == pytest.approx(1)


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


def test_a_side_without_hits_has_a_difference_and_a_test_but_no_ratio() -> None:
    table = compare(rows({POST: [5, 6, 7, 4, 5, 6], WIRE: [0] * 6}), against=WIRE, seed=1)
    own = table[table["estimand"] == "own"].set_index("measure")
    assert own["estimate"].isna().tolist() == [True, False]
    assert own["note"].tolist() == [
        "ratio undefined: no hits in Valley Wire",
        "no hits in Valley Wire",
    ]
    assert own["conf_low"]["difference"] > 0
    assert own["p_value"].tolist() == pytest.approx([2 / 924] * 2)


def test_a_side_without_exposure_has_nothing() -> None:
    words = {POST: [100] * 6, WIRE: [0] * 6}
    scores = rows({POST: [5, 6, 7, 4, 5, 6], WIRE: [0] * 6}, words=words)
    own = compare(scores, against=WIRE, seed=1).query("estimand == 'own'")
    values = ["estimate", "conf_low", "conf_high", "p_value", "p_adj", "p_smallest"]
    assert own[values].isna().all(axis=None)
    assert own["note"].tolist() == ["no exposure in Valley Wire; 6 articles without exposure"] * 2
    assert own["method"].tolist() == ["", ""]


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


@pytest.mark.parametrize(
    ("scores", "measure", "note"),
    [
        (rows({POST: [3, 4, 5], WIRE: [2]}), "rate_ratio", "one article on a side: no interval"),
        (
            rows({POST: [3, 4, 5], WIRE: [2]}),
            "difference",
            "one article of Valley Wire: the interval cannot see how they differ",
        ),
        (
            rows(
                {POST: [3, 4, 5], WIRE: [2, 2]},
                events={POST: ["a", "b", "c"], WIRE: ["a", "d"]},
            ),
            "mh_rate_ratio",
            "1 shared event: no interval",
        ),
        (
            rows(
                {POST: [3, 4, 5], WIRE: [2, 2]},
                events={POST: ["a", "b", "c"], WIRE: ["e", "d"]},
            ),
            "mh_rate_ratio",
            "0 shared events: no interval",
        ),
        (
            rows(
                {POST: [0, 0, 5], WIRE: [2, 2]},
                events={POST: ["a", "b", "c"], WIRE: ["a", "b"]},
            ),
            "mh_rate_ratio",
            "ratio undefined: a side has no hits in shared events",
        ),
    ],
)
def test_missing_intervals_say_why(scores: pd.DataFrame, measure: str, note: str) -> None:
    row = one(compare(scores, against=WIRE, seed=1), estimand="own", measure=measure)
    assert row["note"].startswith(note)


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
        expected = stats.benjamini_hochberg(here["p_value"])
        np.testing.assert_allclose(here["p_adj"], expected)
        assert here["method"][tested].str.endswith("BH over 18 tests").all()


# -- properties ----------------------------------------------------------------------------

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


def test_tables_given_are_left_as_they_were() -> None:
    scores = rows({POST: [1, 2, 3], WIRE: [1, 1, 0]})
    before = scores.copy(deep=True)
    compare(scores, seed=1)
    estimate(scores)
    pd.testing.assert_frame_equal(scores, before)


# -- errors --------------------------------------------------------------------------------

GOOD = rows({POST: [1, 2, 3], WIRE: [1, 1, 0]})


def bad(**columns: Any) -> pd.DataFrame:
    return GOOD.assign(**columns)


@pytest.mark.parametrize(
    ("scores", "options", "kind", "message"),
    [
        (
            GOOD.drop(columns=["hits", "unit"]),
            {},
            TableError,
            "estimate: the table lacks the columns 'hits', 'unit'; it has doc_id, outlet, event, "
            "date, section, voice, category, exposure; pass the table the verb before it returned",
        ),
        (
            GOOD,
            {"by": "side"},
            TableError,
            "estimate: the table lacks the column 'side'; it has doc_id, outlet, event, date, "
            "section, voice, category, hits, exposure, unit; pass the table the verb before it "
            "returned",
        ),
        (
            [1],
            {},
            TableError,
            "estimate: scores must be a table; it is a list; pass the table that score returned",
        ),
        (
            GOOD.iloc[:0],
            {},
            TableError,
            "estimate: the table of scores is empty; it has no rows; "
            "check the receipt for articles that were dropped",
        ),
        (
            GOOD,
            {"by": "voice"},
            ComparisonError,
            "estimate: articles cannot be grouped by 'voice'; it is not a property that articles "
            "share; group by outlet, event or another column of the articles",
        ),
        (
            GOOD,
            {"categories": ["evaluations"]},
            ComparisonError,
            "estimate: there is no category 'evaluations'; there are evaluation; "
            "did you mean 'evaluation'?",
        ),
        (
            GOOD,
            {"categories": []},
            ComparisonError,
            "estimate: no category is named; there are evaluation; name one or leave it out",
        ),
        (
            GOOD,
            {"estimands": "owm"},
            ComparisonError,
            "estimate: there is no estimand 'owm'; there are own, wording, all; "
            "did you mean 'own'?",
        ),
        (
            GOOD,
            {"section": "lede"},
            ComparisonError,
            "estimate: there is no section 'lede'; there are body, headline; choose one of these",
        ),
        (
            bad(category="floor:quoted"),
            {"estimands": ["own", "wording"]},
            ComparisonError,
            "estimate: who holds the floor is counted under 'all' only; the estimands asked for "
            "are own, wording; ask for 'all'",
        ),
        (
            bad(outlet=None),
            {},
            ComparisonError,
            "estimate: no article has a value of 'outlet'; there are none to group by; "
            "fill the column or group by another",
        ),
        (
            bad(voice="outlets"),
            {},
            TableError,
            "estimate: there is no voice 'outlets'; there are outlet, quoted, reported, "
            "distanced, unsure; did you mean 'outlet'?",
        ),
        (
            bad(hits=[1, 2, 3, -1, 1, 0]),
            {},
            TableError,
            "estimate: hits must be counts of 0 or more; article 'V000' has -1 in 'evaluation'; "
            "pass the table that score returned",
        ),
        (
            bad(exposure=[1.0, np.nan, 3, 1, 1, 1]),
            {},
            TableError,
            "estimate: exposure must be counts of 0 or more; article 'H001' has nan in "
            "'evaluation'; pass the table that score returned",
        ),
        (
            bad(unit=["words"] * 5 + ["articles"]),
            {},
            TableError,
            "estimate: category 'evaluation' is counted per articles and per words; a rate has "
            "one unit; score both parts with the same settings",
        ),
        (
            bad(unit="alternatives", exposure=2),
            {},
            TableError,
            "estimate: a share cannot exceed 1; article 'H002' has 3 hits of 2 alternatives in "
            "'evaluation'; pass the table that score returned",
        ),
        (
            bad(doc_id="a1"),
            {},
            TableError,
            "estimate: article 'a1' has more than one outlet: Harbour Post, Valley Wire; an "
            "article belongs to one; give every article its own doc_id, or choose another column",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore::framing.errors.FramingWarning")
def test_estimate_says_what_is_wrong(
    scores: Any, options: dict[str, Any], kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        estimate(scores, **options)
    if "estimands" not in options:
        with pytest.raises(kind, match=f"^{re.escape(message.replace('estimate', 'compare', 1))}$"):
            compare(scores, seed=1, **options)


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


@pytest.mark.parametrize(
    ("missing", "text"),
    [(1, "1 article has no outlet and is left out"), (2, "2 articles have no outlet and are")],
)
def test_articles_without_a_group_are_left_out_with_a_warning(missing: int, text: str) -> None:
    scores = bad(outlet=[""] * missing + [POST] * (3 - missing) + [WIRE] * 3)
    with pytest.warns(FramingWarning, match=f"^estimate: {text}"):
        table = estimate(scores, estimands="own")
    assert table["n_docs"].tolist() == [3 - missing, 3]


# -- honesty -------------------------------------------------------------------------------


def clumped(
    seed: int, *, events: int = 0, sides: tuple[int, int] = (0, 0), per_1000: float, ways: int
) -> pd.DataFrame:
    """Articles of two outlets that do not differ; every category is one more simulated corpus.

    Negative binomial hits (k = 0.3) around a rate that each event sets for both; the Post
    writes twice as long as the Wire, one to three articles of each per event.
    """
    rng = np.random.default_rng([seed, 2031])
    counts = rng.integers(1, 4, (max(events, 1), 2)) if events else np.array([sides])
    first = np.concatenate([np.repeat([0, 1], pair) for pair in counts])
    event = np.repeat(np.arange(len(counts)), counts.sum(axis=1))
    words = np.round(rng.lognormal(np.log(np.where(first == 0, 900, 450)), 0.5)).clip(50)
    heat = rng.normal(0, 0.5 if events else 0.0, (len(counts), ways))
    mean = per_1000 * words[:, None] / 1000 * np.exp(heat - heat.var() / 2)[event]
    hits = rng.poisson(mean * rng.gamma(0.3, 1 / 0.3, mean.shape))
    return pd.DataFrame(
        {
            "doc_id": np.repeat([f"d{i:04}" for i in range(len(first))], ways),
            "outlet": np.repeat(np.where(first == 0, POST, WIRE), ways),
            "event": np.repeat([f"e{e}" for e in event], ways) if events else None,
            "section": "body",
            "voice": "outlet",
            "category": np.tile([f"c{j:04}" for j in range(ways)], len(first)),
            "hits": hits.ravel(),
            "exposure": np.repeat(words.astype(int), ways),
            "unit": "words",
        }
    )


def pooled_g2(scores: pd.DataFrame) -> float:
    """Share of categories in which G2 of the pooled counts calls the outlets different."""
    from scipy.stats import chi2

    sums = scores.groupby(["category", "outlet"])[["hits", "exposure"]].sum().unstack()
    sides = [sums[name, outlet] for outlet in (POST, WIRE) for name in ("hits", "exposure")]
    return float((chi2.sf(stats.log_likelihood_ratio(*sides), 1) <= 0.05).mean())


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
    for seed in range(6):
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
    # The difference does not use that events move both sides: it is wide rather than narrow.
    assert 0.92 <= covered.pop("difference") <= 0.985
    assert all(0.92 <= share <= 0.97 for share in covered.values()), covered


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
