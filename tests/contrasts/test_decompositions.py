"""A gap over all words and its two parts: exact sums, known truths, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from cases import says
from hypothesis import given
from hypothesis import strategies as st
from made_scores import POST, STAR, WIRE, one

from framing import ComparisonError, TableError, decompose, estimate, plot_decomposition
from framing.columns import VOICES
from framing.stats.decompositions import kitagawa

KEY = ["doc_id", "outlet", "event", "section", "voice", "category", "hits", "exposure", "unit"]


def made(
    seed: int = 0, *, n: int = 30, events: int = 0, floor: tuple[float, float] = (0.4, 0.2),
    own: tuple[float, float] = (4.0, 4.0), quoted: tuple[float, float] = (12.0, 12.0),
) -> pd.DataFrame:  # fmt: skip
    """Articles of two outlets: shares of quoted words and rates per 1,000 words as given."""
    rng = np.random.default_rng([seed, 7])
    rows: list[tuple[Any, ...]] = []
    for side, outlet in enumerate((POST, WIRE)):
        for i in range(n):
            words = int(rng.lognormal(6.6, 0.4))
            share = rng.beta(20 * floor[side], 20 * (1 - floor[side]))
            event = f"e{i % events}" if events else ""
            parts = (("outlet", 1 - share, own), ("quoted", share, quoted))
            for voice, part, rates in parts:
                said = round(part * words)
                clump = rng.gamma(1, 1)
                hits = int(rng.poisson(rates[side] * said / 1000 * clump))
                doc = f"{outlet[0]}{i:03}"
                rows.append((doc, outlet, event, "body", voice, "metaphor", hits, said, "words"))
    return pd.DataFrame(rows, columns=KEY)


def total(table: pd.DataFrame, component: str) -> pd.Series[Any]:
    return one(table, component=component, voice="", group=POST)


def test_the_parts_add_up_to_the_gap_that_estimate_shows() -> None:
    scores = made()
    table = decompose(scores, against=WIRE)
    rates = estimate(scores, estimands="all").set_index("group")["estimate"]
    assert total(table, "gap")["estimate"] == pytest.approx(rates[POST] - rates[WIRE])
    parts = total(table, "floor")["estimate"] + total(table, "rate")["estimate"]
    assert parts == pytest.approx(total(table, "gap")["estimate"])
    for component in ("floor", "rate"):
        voices = table[(table["component"] == component) & (table["voice"] != "")]
        assert voices["voice"].tolist() == list(VOICES)
        assert voices["estimate"].sum() == pytest.approx(total(table, component)["estimate"])


def test_an_outlet_that_only_quotes_more_has_a_gap_of_floor() -> None:
    # Without chance: 4 and 12 per 1,000 in both; the Post gives sources 400 words, the Wire 200.
    rows = [
        (f"{outlet[0]}{i}", outlet, "", "body", voice, "metaphor", hits, words, "words")
        for outlet, said in ((POST, 400), (WIRE, 200))
        for i in range(6)
        for voice, words, hits in (
            ("outlet", 1000 - said, (1000 - said) * 4 / 1000),
            ("quoted", said, said * 12 / 1000),
        )
    ]
    table = decompose(pd.DataFrame(rows, columns=KEY), against=WIRE)
    assert total(table, "gap")["estimate"] == pytest.approx(1.6)
    assert total(table, "floor")["estimate"] == pytest.approx(1.6)
    assert total(table, "rate")["estimate"] == pytest.approx(0)


def test_swapping_the_outlets_turns_every_sign_and_row_order_changes_nothing() -> None:
    scores = made(3, events=10)
    table = decompose(scores, against="pairs")
    names = {POST: WIRE, WIRE: POST}
    turned = decompose(scores.assign(outlet=scores["outlet"].map(names)), against="pairs")
    numbers = ["estimate", "conf_low", "conf_high"]
    flipped = -turned[numbers].rename(columns={"conf_low": "conf_high", "conf_high": "conf_low"})
    pd.testing.assert_frame_equal(table[numbers], flipped[numbers])
    shuffled = decompose(scores.sample(frac=1, random_state=1), against="pairs")
    pd.testing.assert_frame_equal(table, shuffled)


def test_a_voice_that_one_side_lacks_counts_as_floor() -> None:
    scores = made()
    scores = scores[(scores["outlet"] == POST) | (scores["voice"] == "outlet")]
    table = decompose(scores, against=WIRE)
    quoted = one(table, component="rate", voice="quoted")
    assert quoted["estimate"] == 0
    assert f"{WIRE} has no words of voice quoted" in quoted["note"]
    assert one(table, component="floor", voice="quoted")["estimate"] > 0
    assert one(table, component="rate", voice="outlet")["note"] == ""


def test_events_held_against_each_other_vary_by_article() -> None:
    scores = made(events=2)
    table = decompose(scores, by="event", against="pairs")
    renamed = scores.rename(columns={"event": "story"})
    pd.testing.assert_frame_equal(table, decompose(renamed, by="story", against="pairs"))
    assert table.loc[table["component"] == "gap", "estimate"].notna().all()


@pytest.mark.parametrize("against", ["rest", "pairs", STAR])
def test_every_way_of_comparing_is_there(against: str) -> None:
    third = made(5).assign(outlet=STAR, doc_id=lambda t: "x" + t["doc_id"])
    table = decompose(pd.concat([made(), third]), against=against)
    pairs = table[["group", "reference"]].drop_duplicates().to_numpy().tolist()
    assert (
        pairs
        == {
            "rest": [[POST, "rest"], [STAR, "rest"], [WIRE, "rest"]],
            "pairs": [[POST, STAR], [POST, WIRE], [STAR, WIRE]],
            STAR: [[POST, STAR], [WIRE, STAR]],
        }[against]
    )


@pytest.mark.parametrize(
    ("scores", "note"),
    [
        (made(n=4), f"refused: fewer than 5 articles in {POST} and {WIRE}"),
        (
            # Both write about one event, of which alone the Wire does.
            made(events=8).query("outlet == @POST or event == event.min()").pipe(
                lambda t: pd.concat(
                    [t, *(t[t["outlet"] == WIRE].assign(doc_id=t["doc_id"] + f"-{i}")
                          for i in range(5))]
                )
            ),
            f"one event of {WIRE}: no interval",
        ),
        (made().assign(exposure=lambda t: t["exposure"].where(t["outlet"] == POST, 0),
                       hits=lambda t: t["hits"].where(t["outlet"] == POST, 0)),
         f"no exposure in {WIRE}"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_is_refused_with_a_reason(scores: pd.DataFrame, note: str) -> None:
    table = decompose(scores, against=WIRE)
    assert table["estimate"].isna().all()
    assert table["note"].str.startswith(note).all()


def test_errors_name_what_is_wrong() -> None:
    scores = made()
    with pytest.raises(ComparisonError) as caught:
        decompose(scores[scores["outlet"] == POST])
    says(
        caught.value,
        "decompose: it takes two groups; by 'outlet' there is only 'Harbour Post'; add articles "
        "of another or group by another column",
    )
    with pytest.raises(ComparisonError) as caught:
        decompose(scores, against="Moon")
    says(caught.value, "decompose: there is no outlet 'Moon'; …")
    named = scores.assign(category="naming:capital", unit="alternatives", hits=0)
    both = pd.concat([scores, named])
    with pytest.raises(ComparisonError) as caught:
        decompose(both, categories=["metaphor", "naming:capital"])
    says(
        caught.value,
        "decompose: only rates of words can be split by voice; 'naming:capital' is a share; name "
        "others, such as metaphor",
    )
    assert set(decompose(both)["category"]) == {"metaphor"}


counts = st.lists(st.integers(0, 50), min_size=3, max_size=3)


@given(counts, counts, counts, counts)
def test_the_parts_always_add_up(
    a: list[int], more: list[int], b: list[int], too: list[int]
) -> None:
    words = [h + m + (k == 0) for k, (h, m) in enumerate(zip(a, more, strict=True))]
    other = [h + m + (k == 0) for k, (h, m) in enumerate(zip(b, too, strict=True))]
    parts = kitagawa(a, words, b, other)
    gap = sum(a) / sum(words) - sum(b) / sum(other)
    assert float(parts.share.sum() + parts.rate.sum()) == pytest.approx(gap, abs=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize(("n", "events"), [(20, 0), (60, 0), (60, 10)])
def test_planted_parts_are_recovered_and_intervals_cover(
    n: int, events: int, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = {"floor": 1.6, "rate": 0.7 * 2.0, "gap": 0.0}
    # Shares .4 and .2; own 5 against 3, quoted 12 in both.
    truth["floor"] = 0.2 * 12 - 0.2 * 4
    truth["gap"] = truth["floor"] + truth["rate"]
    found = []
    for seed in range(400):
        table = decompose(made(seed, n=n, events=events, own=(5.0, 3.0)), against=WIRE)
        for component, value in truth.items():
            row = total(table, component)
            inside = row["conf_low"] <= value <= row["conf_high"]
            found.append((component, row["estimate"], inside))
    frame = pd.DataFrame(found, columns=["component", "estimate", "inside"])
    said = frame.groupby("component").mean()
    with capsys.disabled():
        print(f"\nn {n}, events {events}: {said.round(3).to_dict()}; truth {truth}")
    assert said["inside"].between(0.92, 0.98).all()
    error = frame.groupby("component")["estimate"].sem()
    assert ((said["estimate"] - pd.Series(truth)).abs() < 4 * error).all()


def test_a_group_called_rest_is_compared_once() -> None:
    scores = made().replace({"outlet": {WIRE: "rest"}})
    table = decompose(scores)
    assert not table.duplicated(["category", "group", "reference", "component", "voice"]).any()


def test_the_figure_shows_gap_and_parts_by_the_size_of_the_gap() -> None:
    third = made(5, floor=(0.1, 0.1), own=(2.0, 2.0))
    third = third[third["outlet"] == WIRE].assign(outlet=STAR, doc_id=lambda t: "x" + t["doc_id"])
    table = decompose(pd.concat([made(), third]))
    ax = plot_decomposition(table)
    labels = [text.get_text().partition("\n")[0] for text in ax.get_yticklabels()]
    gaps = table[table["component"] == "gap"].set_index("group")["estimate"]
    assert [label.partition(" ")[0] for label in labels] == [
        name.partition(" ")[0] for name in gaps.sort_values(ascending=False).index
    ]
    for at, row in table[table["voice"] == ""].iterrows():
        point = next(line for line in ax.lines if line.get_gid() == f"point-{at}")
        assert point.get_xdata()[0] == pytest.approx(row["estimate"])
    with pytest.raises(TableError) as caught:
        plot_decomposition(table[table["voice"] != ""])
    says(caught.value, "plot_decomposition: the table has no row without a voice; …")
