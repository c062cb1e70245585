"""Samples: every chance known, nothing drawn twice, strata independent of each other."""

from __future__ import annotations

import pandas as pd
import pytest
from cases import HOSTILE, says
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import read_corpus
from framing.coding.plans import plan_sample
from framing.coding.samples import SAMPLE_COLUMNS, draw_sample
from framing.coding.strata import share_out
from framing.errors import CodingError, FramingWarning, TableError

OUTLETS = {"Halvern Courier": 40, "Tessel Wire": 25, "Vestra": 7}


@pytest.fixture(scope="module")
def corpus():
    rows = [
        {
            "doc_id": f"{outlet[0]}{k}",
            "outlet": outlet,
            "text": f"Day {k}. A reckless plan, {outlet} wrote. {'And so it went on. ' * 40}",
        }
        for outlet, count in OUTLETS.items()
        for k in range(count)
    ]
    return read_corpus(pd.DataFrame(rows))


@pytest.fixture(scope="module")
def evidence(corpus):
    table = corpus.articles[["doc_id", "outlet"]].assign(field="text", category="evaluation")
    table["start"] = corpus.articles["text"].str.index("reckless")
    table["end"] = table["start"] + 8
    table["text"] = "reckless"
    table["voice"] = ["quoted" if k % 5 == 0 else "outlet" for k in range(len(table))]
    table["confidence"] = [k % 7 / 7 for k in range(len(table))]
    return table


def test_every_chance_is_units_drawn_over_units_there(corpus, evidence) -> None:
    sample = draw_sample(evidence, corpus, n=6, by=["outlet", "voice"], seed=1)
    assert tuple(sample.columns[: len(SAMPLE_COLUMNS)]) == SAMPLE_COLUMNS
    assert {"outlet", "voice", "category", "confidence"} <= set(sample.columns)
    whole = evidence.groupby(["outlet", "voice"]).size()
    for (outlet, voice), part in sample.groupby(["outlet", "voice"]):
        size = whole[outlet, voice]
        assert (part["stratum"] == f"outlet={outlet} voice={voice}").all()
        assert part["inclusion_probability"].tolist() == [len(part) / size] * len(part)
        assert (1 / part["inclusion_probability"]).sum() == pytest.approx(size)
    assert sample["outlet"].value_counts().to_dict() == dict.fromkeys(OUTLETS, 6)
    assert sample["unit_id"].is_unique
    assert sample["unit_id"].str.fullmatch("u[0-9a-f]{10}").all()


def test_units_and_contexts_are_the_original(corpus, evidence) -> None:
    sample = draw_sample(evidence, corpus, n=5, seed=3)
    texts = corpus.articles.set_index("doc_id")["text"]
    for row in sample.itertuples():
        whole = texts[row.doc_id]
        assert whole[row.start : row.end] == row.text == "reckless"
        end = row.context_start + len(row.context)
        assert whole[row.context_start : end] == row.context
        assert row.context_start <= row.start < row.end <= end
        assert len(row.context) < 700


def test_the_same_seed_draws_the_same_and_rows_may_come_in_any_order(corpus, evidence) -> None:
    one = draw_sample(evidence, corpus, n=5, by=["outlet", "voice"], seed=9)
    two = draw_sample(evidence[::-1], corpus, n=5, by=["outlet", "voice"], seed=9)
    pd.testing.assert_frame_equal(one, two)
    other = draw_sample(evidence, corpus, n=5, by=["outlet", "voice"], seed=10)
    assert set(one["unit_id"]) != set(other["unit_id"])


def test_an_outlet_more_changes_no_other_outlets_draw(corpus, evidence) -> None:
    fewer = evidence[evidence["outlet"] != "Vestra"]
    whole = draw_sample(evidence, corpus, n=5, seed=1)
    part = draw_sample(fewer, corpus, n=5, seed=1)
    kept = whole.loc[whole["outlet"] != "Vestra", "unit_id"]
    assert kept.tolist() == part["unit_id"].tolist()


def test_outlets_are_mixed_so_that_no_coder_meets_them_in_a_row(corpus, evidence) -> None:
    sample = draw_sample(evidence, corpus, n=7, seed=1)
    changes = (sample["outlet"] != sample["outlet"].shift()).sum()
    assert changes > 8


@pytest.mark.parametrize(("overlap", "shared"), [(0, 0), (0.01, 1), (0.2, 5), (1, 21)])
def test_the_overlap_goes_to_everybody_and_the_rest_is_dealt_out(
    corpus, evidence, overlap, shared
) -> None:
    names = ["ana", "ben", "cy"]
    sample = draw_sample(evidence, corpus, n=7, coders=names, overlap=overlap, seed=2)
    counts = sample["coders"].value_counts()
    assert counts.get("ana ben cy", 0) == shared
    alone = [counts.get(name, 0) for name in names]
    assert sum(alone) == 21 - shared
    assert max(alone) - min(alone) <= 1
    if overlap == 0.2:
        # Every outlet has its part of the overlap.
        assert sample.loc[sample["coders"] == "ana ben cy", "outlet"].nunique() == 3


def test_one_coder_codes_everything(corpus, evidence) -> None:
    assert set(draw_sample(evidence, corpus, n=4, coders="ana", seed=1)["coders"]) == {"ana"}


def test_numbers_are_cut_into_classes_a_person_can_read(corpus, evidence) -> None:
    sample = draw_sample(evidence, corpus, n=7, by=["outlet", "confidence"], seed=1)
    classes = set(sample["stratum"].str.split("confidence=").str[1])
    assert classes == {"0 to 0.142857", "0.142857 to 0.428571", "0.428571 to 0.714286",
                       "0.714286 to 0.857143"}  # fmt: skip


def test_what_is_missing_is_a_stratum(corpus, evidence) -> None:
    gaps = evidence.assign(speaker=["Mara Dolen", None] * (len(evidence) // 2))
    sample = draw_sample(gaps, corpus, n=4, by=["outlet", "speaker"], seed=1)
    assert sample["stratum"].str.endswith("speaker=missing").sum() == 6


def test_a_column_of_the_articles_is_joined(corpus, evidence) -> None:
    bare = evidence.drop(columns="outlet")
    sample = draw_sample(bare, corpus, n=4, seed=1)
    assert sample["stratum"].value_counts().to_dict() == {f"outlet={o}": 4 for o in OUTLETS}


def test_without_columns_all_units_are_one_stratum(corpus, evidence) -> None:
    sample = draw_sample(evidence, corpus, n=18, by=[], seed=1)
    assert set(sample["stratum"]) == {"all"}
    assert set(sample["inclusion_probability"]) == {18 / 72}


def test_articles_are_units_too(corpus) -> None:
    sample = draw_sample(corpus.articles, corpus, n=3, seed=1)
    texts = corpus.articles.set_index("doc_id")["text"]
    assert (sample["text"] == texts[sample["doc_id"]].to_numpy()).all()
    assert (sample["context"] == sample["text"]).all()


def test_a_headline_alone_is_an_article() -> None:
    with pytest.warns(FramingWarning):
        corpus = read_corpus(
            pd.DataFrame({"outlet": ["P"], "title": ["Ferry sinks"], "text": [""]})
        )
    sample = draw_sample(corpus.articles, corpus, n=1, seed=1)
    assert sample[["field", "text"]].values.tolist() == [["title", "Ferry sinks"]]


def test_few_units_are_all_taken_and_counted(corpus, evidence) -> None:
    with pytest.warns(FramingWarning) as caught:
        sample = draw_sample(evidence, corpus, n=30, seed=1)
    assert says(
        caught[0].message,
        "draw_sample: 2 groups have fewer units than were asked for (Tessel Wire 25 of 30, Vestra "
        "7 of 30); all of them are taken",
    )
    assert sample["outlet"].value_counts().to_dict() == {
        "Halvern Courier": 30, "Tessel Wire": 25, "Vestra": 7
    }  # fmt: skip


def test_a_number_for_each_outlet(corpus, evidence) -> None:
    sample = draw_sample(evidence, corpus, n={"Vestra": 2, "Tessel Wire": 5}, seed=1)
    assert sample["outlet"].value_counts().to_dict() == {"Tessel Wire": 5, "Vestra": 2}


@pytest.mark.slow
def test_every_unit_has_the_chance_that_is_written_down(corpus, evidence) -> None:
    units = evidence[evidence["outlet"] == "Tessel Wire"]
    drawn = pd.concat(draw_sample(units, corpus, n=5, seed=k)[["unit_id"]] for k in range(120))
    counts = drawn["unit_id"].value_counts()
    assert len(counts) == 25
    # 120 draws at 1 in 5: 24 times each, give or take four standard deviations.
    assert counts.between(24 - 18, 24 + 18).all()
    assert ((counts - 24) ** 2 / (24 * 0.8)).sum() < 51  # chi-square, 24 degrees, p about .001


@settings(max_examples=50)
@given(
    st.integers(0, 60), st.dictionaries(st.text("abc", min_size=1), st.integers(1, 30), min_size=1)
)
def test_sharing_out_gives_all_there_is_and_nobody_too_much(number, sizes) -> None:
    given_out = share_out(number, sizes)
    assert sum(given_out.values()) == min(number, sum(sizes.values()))
    assert all(0 <= given_out[s] <= sizes[s] for s in sizes)
    # Whoever has less than another, and more to give, differs by one at most.
    for a in sizes:
        for b in sizes:
            if given_out[a] < sizes[a]:
                assert given_out[a] >= given_out[b] - 1


@settings(max_examples=10)
@given(st.lists(HOSTILE.filter(lambda text: len(text) > 2), min_size=1, max_size=3, unique=True))
def test_hostile_texts_keep_their_places(texts) -> None:
    articles = pd.DataFrame({"doc_id": [str(k) for k in range(len(texts))], "outlet": "P"})
    articles["text"] = [f"a{text}b" for text in texts]
    from framing.corpus import Corpus

    corpus = Corpus(articles)
    units = articles[["doc_id"]].assign(field="text", start=1, end=3)
    with pytest.warns(FramingWarning):
        sample = draw_sample(units, corpus, n=9, seed=1)
    for row in sample.itertuples():
        whole = articles["text"].iloc[int(row.doc_id)]
        assert whole[1:3] == row.text
        assert whole[row.context_start :].startswith(row.context)


BAD = [
    ({"n": 0}, "draw_sample: n is 0; it is how many units to draw for each value of the first "
     "column, 1 or more; write a whole number"),
    ({"n": {"Vestr": 3}}, "draw_sample: there is no group 'Vestr'; there are Halvern Courier, "
     "Tessel Wire, Vestra; did you mean 'Vestra'?"),
    ({"by": "voise"}, "draw_sample: there is no column to stratify by 'voise'; there are doc_id, "
     "outlet, field, category, voice, confidence; did you mean 'voice'?"),
    ({"overlap": 1.5}, "draw_sample: overlap is 1.5; it is the share of the units that all coders "
     "code, from 0 to 1; write such a number"),
    ({"coders": []}, "draw_sample: the coders are []; they are one or more different names without "
     'blanks; write for instance coders=["ana", "ben"]'),
    ({"coders": ["ana b"]}, "draw_sample: the coders are ['ana b']; they are one or more different "
     'names without blanks; write for instance coders=["ana", "ben"]'),
    ({"coders": ["a", "a"]}, "draw_sample: the coders are ['a', 'a']; they are one or more "
     'different names without blanks; write for instance coders=["ana", "ben"]'),
]  # fmt: skip


@pytest.mark.parametrize(("options", "message"), BAD, ids=[str(o) for o, _ in BAD])
def test_a_wish_that_cannot_be_met_is_named(corpus, evidence, options, message) -> None:
    with pytest.raises(CodingError) as caught:
        draw_sample(evidence, corpus, seed=1, **options)
    assert says(caught.value, message)


def test_units_that_are_not_there_are_named(corpus, evidence) -> None:
    moved = evidence.assign(start=evidence["start"] + 1)
    with pytest.raises(TableError) as caught:
        draw_sample(moved, corpus, n=2, seed=1)
    assert says(
        caught.value,
        "draw_sample: unit 1 of the table stands at 10 to 17 of the text of article 'H0'; the "
        "corpus has 'eckless' there; pass the corpus the units were found in",
    )
    with pytest.raises(TableError, match="has None there"):
        draw_sample(evidence.assign(doc_id="x"), corpus, n=2, seed=1)
    with pytest.raises(CodingError) as caught:
        draw_sample(pd.concat([evidence, evidence[:1]]), corpus, n=2, seed=1)
    assert says(
        caught.value,
        "draw_sample: 2 units stand more than once in the table, such as 'reckless' at 9 of 'H0'; "
        "a unit is drawn and coded once; drop the duplicates",
    )
    with pytest.raises(CodingError) as caught:
        draw_sample(evidence[:0], corpus, seed=1)
    assert says(
        caught.value,
        "draw_sample: there is no unit to draw from; the table is empty; pass units",
    )


class TestPlans:
    def test_a_plan_says_how_wide_intervals_will_be(self, corpus, evidence) -> None:
        plan = plan_sample(evidence, corpus, n=20, share=0.8).set_index("group")
        row = plan.loc["Halvern Courier"]
        assert (row["units"], row["articles"], row["n"], row["codings"]) == (40, 40, 20, 24)
        assert row["half_width"] == pytest.approx(1.96 * (0.8 * 0.2 / 20) ** 0.5, rel=1e-3)
        assert row["half_width_difference"] == pytest.approx(row["half_width"] * 2**0.5)
        assert row["design_effect"] == pytest.approx(1)
        assert plan.loc["Vestra", "n"] == 7

    @pytest.mark.parametrize(("n", "low", "high"), [(50, 0.32, 0.37), (100, 0.22, 0.26),
                                                    (200, 0.15, 0.18)])  # fmt: skip
    def test_the_widths_are_those_a_study_of_two_outlets_found(self, n, low, high) -> None:
        # Labels alone, two outlets, about one sentence of five or four biased.
        table = pd.DataFrame({"outlet": "P", "text": [f"Day {k}." for k in range(400)]})
        corpus = read_corpus(table)
        plan = plan_sample(corpus.articles, corpus, n=n, share=0.24)
        assert low <= 2 * plan["half_width_difference"].iloc[0] <= high

    def test_unequal_chances_widen_it(self, corpus, evidence) -> None:
        plan = plan_sample(evidence, corpus, n=14, by=["outlet", "voice"]).set_index("group")
        # 32 and 8 units, 7 from each: weights 32/7 and 8/7 (Kish 1965).
        assert plan.loc["Halvern Courier", "design_effect"] == pytest.approx(
            14 * 7 * ((32 / 7) ** 2 + (8 / 7) ** 2) / (7 * (32 / 7 + 8 / 7)) ** 2
        )

    def test_a_share_outside_is_refused(self, corpus, evidence) -> None:
        with pytest.raises(CodingError) as caught:
            plan_sample(evidence, corpus, share=1)
        assert says(
            caught.value,
            "plan_sample: share is 1; it is the share you expect to find, between 0 and 1; write "
            "such a number, or leave it out for the worst case",
        )
