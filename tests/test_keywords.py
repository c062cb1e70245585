"""Which words set groups apart: counted by hand on invented texts."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd
import pytest
from cases import HOSTILE, says
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import ComparisonError, Corpus, FramingWarning, TableError, read_corpus
from framing.keywords import KEYNESS_COLUMNS, drop_fragments, keyness
from framing.stats.dispersions import dispersion
from framing.stats.log_odds import log_odds

# Invented statements of three sides on an invented quarrel.
STATEMENTS = {
    "harbour": [
        "The Karsk regime broke its word. The regime has to answer.",
        "We never trusted the Karsk regime, and the council met.",
        "The council met; the Karsk regime did not.",
    ],
    "karsk": [
        "The harbour blockade is a provocation. The council met.",
        "A provocation by the harbour, nothing else.",
    ],
    "valley": ["The council met and the valley waits.", "The valley waits for the council."],
}


def statements(**more: Any) -> Corpus:
    rows = [
        {"doc_id": f"{side}-{k}", "outlet": "Gazette", "side": side, "text": text}
        for side, texts in STATEMENTS.items()
        for k, text in enumerate(texts)
    ]
    return read_corpus(pd.DataFrame(rows).assign(**more))


def corpus_of(*texts: tuple[str, str], **columns: list[str]) -> Corpus:
    sides, bodies = zip(*texts, strict=True)
    table = {"outlet": "Gazette", "side": sides, "text": bodies, **columns}
    ids = [f"d{k}" for k in range(len(texts))]
    # Not read, so that no odd text is warned of.
    return Corpus(pd.DataFrame({"doc_id": ids, **table}))


def features(table: pd.DataFrame, group: str) -> list[str]:
    return sorted(table.loc[table["group"] == group, "feature"])


def one(table: pd.DataFrame, group: str, feature: str) -> pd.Series:
    found = table[(table["group"] == group) & (table["feature"] == feature)]
    assert len(found) == 1
    return found.iloc[0]


def test_hits_articles_and_places_are_those_counted_by_hand() -> None:
    table = keyness(statements(), min_docs=2)
    assert list(table) == list(KEYNESS_COLUMNS)
    row = one(table, "harbour", "karsk regime")
    assert row[["size", "n_target", "n_reference"]].tolist() == [2, 3, 0]
    assert row[["docs_target", "docs_reference"]].tolist() == [3, 0]
    assert row[["n_docs_target", "n_docs_reference"]].tolist() == [3, 4]
    # 11 + 10 + 8 words in 2 + 2 + 2 stretches, against 9 + 7 + 7 + 6 words in 2 + 2 + 1 + 1.
    assert row[["exposure_target", "exposure_reference"]].tolist() == [23, 23]
    single = one(table, "harbour", "regime")
    assert single[["n_target", "docs_target", "exposure_target"]].tolist() == [4, 3, 29]


def test_odds_and_dispersion_are_those_of_the_counts() -> None:
    row = one(keyness(statements(), min_docs=2, alpha_0=7), "harbour", "regime")
    direct = log_odds(4, 29, 0, 29, prior=4 / 58, alpha_0=7)
    assert (row["log_odds"], row["z"]) == (pytest.approx(direct.log_odds), pytest.approx(direct.z))
    spread = dispersion([[2], [1], [1]], [11, 10, 8])
    assert row["dp_norm"] == pytest.approx(float(spread.dp_norm[0]))


def test_the_weight_of_the_prior_is_in_the_table() -> None:
    table = keyness(statements(), min_docs=2)
    places = table["exposure_target"] + table["exposure_reference"]
    assert table["alpha_0"].tolist() == pytest.approx((places / 10).tolist())
    assert set(keyness(statements(), min_docs=2, alpha_0=500)["alpha_0"]) == {500.0}


def test_each_group_is_held_against_all_others_highest_z_first() -> None:
    table = keyness(statements(), min_docs=2)
    assert table["group"].unique().tolist() == ["harbour", "karsk", "valley"]
    for _, rows in table.groupby("group"):
        assert rows["z"].is_monotonic_decreasing
        assert (rows["log_odds"] > 0).all()
    assert features(table, "karsk") == [
        "a",
        "a provocation",
        "harbour",
        "provocation",
        "the harbour",
    ]
    expected = (
        "council, the, the council, the valley, the valley waits, valley, valley waits, waits"
    )
    assert features(table, "valley") == expected.split(", ")


def test_two_groups_mirror_each_other() -> None:
    corpus = corpus_of(("a", "no no yes"), ("b", "no yes yes"))
    table = keyness(corpus, sizes=1, min_docs=1)
    assert table[["group", "feature"]].values.tolist() == [["a", "no"], ["b", "yes"]]
    assert table["z"][0] == pytest.approx(table["z"][1])


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("The plan failed. They left.", {"the plan", "plan failed", "they left"}),
        ("The plan\n\nthey left", {"the plan", "they left"}),
        ("The plan, they say", {"the plan", "they say"}),
        ("The “plan” failed", {""}),
        ("a so-called plan", {"a so", "so called", "called plan"}),
        ("Karsk’s PLAN", {"karsk plan"}),
    ],
)
def test_phrases_run_over_blanks_and_hyphens_only(text: str, phrases: set[str]) -> None:
    corpus = corpus_of(("one", text), ("two", "Nothing else."))
    found = keyness(corpus, sizes=2, min_docs=1)
    assert set(features(found, "one")) == phrases - {""}


def test_headlines_count_and_teasers_do_not() -> None:
    text = "The council met.\n\nThey will meet again.\n\nRead more: Valley waits"
    corpus = corpus_of(("one", text), ("two", "Nothing else at all."), title=["Karsk regime", ""])
    found = features(keyness(corpus, min_docs=1), "one")
    assert "karsk regime" in found
    assert "valley" not in found
    # No phrase begins in the headline and ends in the text.
    assert not {"regime the", "met they"} & set(found)


@pytest.mark.parametrize(
    ("min_docs", "kept"),
    [(1, {"a", "b", "c"}), (2, {"a", "b"}), (3, {"a"}), (0.5, {"a", "b"}), (0.51, {"a"})],
)
def test_a_phrase_must_stand_in_enough_articles_of_the_group(
    min_docs: float, kept: set[str]
) -> None:
    texts = ["a b c c c c", "a b", "a x", "x"]
    corpus = corpus_of(*(("one", text) for text in texts), ("two", "x x x x x x x x x"))
    assert set(features(keyness(corpus, sizes=1, min_docs=min_docs), "one")) == kept


def test_a_word_of_one_article_has_a_dispersion_near_1() -> None:
    texts = ["a b b b b", "a c d e f", "a g h i j", "a k l m n"]
    corpus = corpus_of(*(("one", text) for text in texts), ("two", "x"))
    table = keyness(corpus, sizes=1, min_docs=1)
    assert one(table, "one", "a")["dp_norm"] == pytest.approx(0)
    assert one(table, "one", "b")["dp_norm"] == pytest.approx(1)


def test_another_column_can_group() -> None:
    corpus = corpus_of(("", "ay"), ("", "be"), month=["May", "June"])
    table = keyness(corpus, by="month", min_docs=1)
    assert table[["group", "feature"]].values.tolist() == [["June", "be"], ["May", "ay"]]


def test_articles_without_a_group_are_left_out_and_counted() -> None:
    corpus = corpus_of(("one", "ay"), ("two", "be"), ("", "ay ay ce"), (" ", "be be"))
    with pytest.warns(FramingWarning) as caught:
        table = keyness(corpus, min_docs=1)
    assert says(caught[0].message, "keyness: 2 articles have no side and are left out")
    assert table["n_reference"].tolist() == [0, 0]
    assert table["n_docs_reference"].tolist() == [1, 1]
    assert "ce" not in set(table["feature"])


def test_a_size_that_all_others_have_nothing_of_is_left_out() -> None:
    corpus = corpus_of(("one", "ay be ce"), ("two", "de. ef."), ("three", "ge. ha."))
    table = keyness(corpus, min_docs=1)
    assert features(table, "one") == ["ay", "be", "ce"]
    assert set(table["size"]) == {1}


def test_nothing_in_enough_articles_is_an_empty_table_with_its_columns() -> None:
    table = keyness(statements(), min_docs=50)
    assert (len(table), list(table)) == (0, list(KEYNESS_COLUMNS))


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (
            {"by": "sides"},
            "keyness: there is no column to group by 'sides'; there are outlet, side; did you mean "
            "'side'?",
        ),
        (
            {"by": "text"},
            "keyness: there is no column to group by 'text'; there are outlet, side; did you mean "
            "'outlet'?",
        ),
        (
            {"by": "outlet"},
            "keyness: 'outlet' has 1 value (Gazette); a group is held against all others; group by "
            "another column",
        ),
        (
            {"sizes": (0, 1)},
            "keyness: sizes is (0, 1); phrases have 1 to 5 words; name such numbers, as in "
            "(1, 2, 3)",
        ),
        (
            {"sizes": ()},
            "keyness: sizes is (); phrases have 1 to 5 words; name such numbers, as in (1, 2, 3)",
        ),
        (
            {"min_docs": 0},
            "keyness: min_docs is 0; it is a count of articles, 1 or more, or a share of them, "
            "between 0 and 1; write such a number",
        ),
        (
            {"min_docs": 2.5},
            "keyness: min_docs is 2.5; it is a count of articles, 1 or more, or a share of them, "
            "between 0 and 1; write such a number",
        ),
        (
            {"alpha_0": 0},
            "keyness: alpha_0 is 0; the prior has a weight above 0, in words; write such a number "
            "or leave it out",
        ),
    ],
)
def test_what_cannot_be_asked_is_named(wanted: dict[str, Any], message: str) -> None:
    with pytest.raises(ComparisonError) as fault:
        keyness(statements(), **wanted)
    assert says(fault.value, message)


def test_a_column_without_values_cannot_group() -> None:
    with pytest.raises(ComparisonError) as fault:
        keyness(statements(side=""))
    assert says(
        fault.value,
        "keyness: 'side' has 0 values (none); a group is held against all others; group by another "
        "column",
    )


@settings(max_examples=40)
@given(st.lists(st.text("ab .-\n", max_size=30), min_size=2, max_size=6), st.integers(1, 3))
def test_counts_equal_those_of_walking_through_the_words(texts: list[str], size: int) -> None:
    corpus = corpus_of(*((f"s{k % 2}", f"{text} z") for k, text in enumerate(texts)))
    table = keyness(corpus, sizes=size, min_docs=1)
    index = corpus.index
    counted: dict[tuple[str, str], int] = {}
    for first in range(len(index) - size + 1):
        if (index.glue[first : first + size - 1] > 1).any():
            continue
        phrase = " ".join(index.folded[i] for i in index.ids[first : first + size])
        key = (f"s{index.text_of[first] % 2}", phrase)
        counted[key] = counted.get(key, 0) + 1
    for group, phrase, ours, others in table[
        ["group", "feature", "n_target", "n_reference"]
    ].itertuples(index=False):
        other = "s1" if group == "s0" else "s0"
        assert ours == counted[group, phrase]
        assert others == counted.get((other, phrase), 0)


@settings(max_examples=40)
@given(HOSTILE, HOSTILE)
def test_any_text_can_be_counted(first: str, second: str) -> None:
    corpus = corpus_of(("one", f"{first} x"), ("two", f"{second} y"))
    table = keyness(corpus, min_docs=1)
    assert np.isfinite(table[["log_odds", "z"]]).all(axis=None)
    assert not table.duplicated(["group", "feature"]).any()


def test_the_order_of_the_articles_changes_nothing() -> None:
    articles = statements().articles
    tables = [
        keyness(Corpus(articles.iloc[list(order)].reset_index(drop=True)), min_docs=1)
        for order in itertools.islice(itertools.permutations(range(7)), 0, 5040, 997)
    ]
    for table in tables[1:]:
        pd.testing.assert_frame_equal(tables[0], table)


PHRASES = pd.DataFrame(
    [
        ("harbour", "old karsk regime", 6),
        ("harbour", "karsk regime", 8),  # 6 of 8 lie inside the first
        ("harbour", "karsk", 9),  # 8 of 9 lie inside the second
        ("harbour", "regime", 30),
        ("valley", "karsk", 9),  # there is no longer one in its group
        ("harbour", "arsk regim", 6),  # no words of the others
    ],
    columns=["group", "feature", "n_target"],
)


@pytest.mark.parametrize(
    ("share", "left"),
    [
        (0.75, ["old karsk regime", "karsk regime", "regime", "karsk", "arsk regim"]),
        (0.74, ["old karsk regime", "regime", "karsk", "arsk regim"]),
        (0.9, ["old karsk regime", "karsk regime", "karsk", "regime", "karsk", "arsk regim"]),
    ],
)
def test_what_is_mostly_part_of_a_longer_phrase_is_dropped(share: float, left: list[str]) -> None:
    found = drop_fragments(PHRASES, share=share)
    assert found["feature"].tolist() == left
    pd.testing.assert_frame_equal(found, PHRASES.loc[found.index])


def test_dropping_needs_the_columns_of_keyness_and_a_share() -> None:
    with pytest.raises(TableError) as fault:
        drop_fragments(PHRASES[["group", "feature"]])
    assert says(
        fault.value,
        "drop_fragments: the table lacks the column 'n_target'; it has group, feature; pass the "
        "table the verb before it returned",
    )
    with pytest.raises(ComparisonError) as wrong:
        drop_fragments(PHRASES, share=1)
    assert says(
        wrong.value,
        "drop_fragments: share is 1; it is a share of a phrase's hits, between 0 and 1; write such "
        "a number",
    )


@pytest.mark.parametrize("share", [0.07, 0.28, 0.55])
def test_a_share_of_the_articles_is_no_hair_more(share: float) -> None:
    with_it = round(share * 100)
    texts = ["The Karsk regime met."] * with_it + ["They met."] * (100 - with_it)
    articles = pd.DataFrame(
        {
            "doc_id": [str(n) for n in range(102)],
            "outlet": "Post",
            "side": ["a"] * 100 + ["b"] * 2,
            "text": [*texts, "They left.", "They stayed."],
        }
    )
    found = keyness(Corpus(articles), sizes=np.int64(2), min_docs=share)
    assert "karsk regime" in found["feature"].tolist()


def clumped_texts(seed: int, *, planted: bool = False) -> Corpus:
    """Articles of two sides that do not differ, in which words come in clumps."""
    dice = np.random.default_rng([seed, 5])
    words = [f"w{a}{b}" for a in "bdfgk" for b in "aeiou"]
    rows = []
    for number in range(40):
        side = "a" if number % 2 else "b"
        chances = dice.gamma(0.3, 1, len(words))
        text = dice.choice(words, 80, p=chances / chances.sum()).tolist()
        if planted and side == "a":
            text += ["vorkel", "fell"]
        rows.append((side, " ".join(text)))
    return corpus_of(*rows)


def test_a_planted_word_has_a_small_p_and_without_a_seed_there_is_none() -> None:
    corpus = clumped_texts(1, planted=True)
    table = keyness(corpus, sizes=1, min_docs=2, seed=1)
    assert one(table, "a", "vorkel")["p_value"] == pytest.approx(0.0002)
    assert one(table, "a", "vorkel")["p_adj"] < 0.05
    assert one(table, "a", "vorkel")["lrc"] > 0
    assert keyness(corpus, sizes=1, min_docs=2)["p_value"].isna().all()
    pd.testing.assert_frame_equal(table, keyness(corpus, sizes=1, min_docs=2, seed=1))


@pytest.mark.slow
def test_articles_dealt_out_hold_the_level_where_pooled_counts_do_not() -> None:
    p_values, pooled = [], []
    for seed in range(60):
        table = keyness(clumped_texts(seed), sizes=1, min_docs=1, seed=seed)
        p_values += table["p_value"].tolist()
        pooled += (table["g2_2cell"] > 3.84).tolist()
    # Only what a group uses more is listed: the two sides together are all words once.
    assert 0.03 <= np.mean(np.array(p_values) <= 0.05) <= 0.07
    assert np.mean(pooled) > 0.25


def found(*rows: tuple[str, str]) -> pd.DataFrame:
    doc, entry = zip(*rows, strict=True)
    return pd.DataFrame({"doc_id": doc, "entry": entry, "source": entry})


def test_entries_of_a_table_are_counted_per_word_of_the_article() -> None:
    corpus = statements()
    of = found(("harbour-0", "regime"), ("harbour-0", "regime"), ("harbour-1", "regime"),
               ("karsk-0", "provocation"), ("karsk-1", "provocation"), ("karsk-1", "regime"),
               ("valley-0", None))  # fmt: skip
    table = keyness(corpus, of=of, min_docs=1)
    row = one(table, "harbour", "regime")
    assert row[["size", "n_target", "n_reference"]].tolist() == [0, 3, 1]
    assert row[["docs_target", "docs_reference"]].tolist() == [2, 1]
    words = keyness(corpus, sizes=1, min_docs=1)
    assert row["exposure_target"] == one(words, "harbour", "regime")["exposure_target"]
    plain = log_odds(3, row["exposure_target"], 1, row["exposure_reference"],
                     prior=4 / (row["exposure_target"] + row["exposure_reference"]),
                     alpha_0=row["alpha_0"])  # fmt: skip
    assert row["z"] == pytest.approx(float(plain.z))


def test_sources_are_a_share_of_all_that_are_named() -> None:
    of = found(("harbour-0", "envoy"), ("harbour-0", "mayor"), ("harbour-1", "envoy"),
               ("karsk-0", "mayor"), ("valley-0", "mayor"))  # fmt: skip
    table = keyness(statements(), of=of, feature="source", per="rows", min_docs=1)
    row = one(table, "harbour", "envoy")
    assert row[["n_target", "exposure_target", "exposure_reference"]].tolist() == [2, 3, 2]


def test_segments_say_what_hits_of_one_voice_are_per() -> None:
    corpus = statements()
    doc = corpus.articles["doc_id"]
    segments = pd.DataFrame({"doc_id": [*doc, *doc], "words": 7})
    segments["section"] = ["body"] * len(doc) + ["caption"] * len(doc)
    of = found(("harbour-0", "regime"), ("karsk-0", "provocation"))
    row = one(keyness(corpus, of=of, per=segments, min_docs=1), "harbour", "regime")
    assert row[["exposure_target", "exposure_reference"]].tolist() == [21, 28]


def test_tables_of_other_articles_and_unknown_exposures_are_refused() -> None:
    of = found(("harbour-0", "regime"), ("elsewhere", "regime"))
    with pytest.raises(TableError) as lost:
        keyness(statements(), of=of)
    says(lost.value, "keyness: of holds the article 'elsewhere', which the corpus does not; …")
    with pytest.raises(ComparisonError) as unknown:
        keyness(statements(), of=of[:1], per="lines")
    says(unknown.value, "keyness: there is no exposure 'lines'; there are words, rows; …")
    with pytest.raises(TableError):
        keyness(statements(), of=of, feature="name")


def test_a_rare_word_in_half_of_a_groups_articles_is_told_from_chance() -> None:
    # Of 10 articles 5 have it, of 52 others 3: by Fisher's exact test .002.
    texts = [("a", f"vorkel {k}" if k < 5 else f"word {k}") for k in range(10)]
    texts += [("b", f"vorkel {k}" if k < 3 else f"word {k}") for k in range(52)]
    p = one(keyness(corpus_of(*texts), sizes=1, min_docs=2, seed=1), "a", "vorkel")["p_value"]
    assert p <= 0.03


def test_rare_words_are_not_tested_where_they_were_found() -> None:
    # In five articles of one group and in none of the other: chosen for that, it proves nothing.
    dice = np.random.default_rng(4)
    texts = [
        (side, " ".join(f"w{k}" for k in np.flatnonzero(dice.random(300) < 0.12)))
        for side in ("a", "b") * 20
    ]
    table = keyness(corpus_of(*texts), sizes=1, min_docs=5, seed=1)
    assert table["p_smallest"].unique().tolist() == [2 / 10_000]
    assert not (table["p_adj"] < 0.05).any()
    # The family is larger than what is shown.
    least = table.loc[table["p_value"].idxmin()]
    assert least["p_adj"] > least["p_value"] * len(table) / len(table[table["z"] > 0]) * 1.2


@pytest.mark.parametrize("seed", [-1, 1.5, "x", True])
def test_a_seed_is_a_whole_number(seed: Any) -> None:
    with pytest.raises(ComparisonError, match="keyness: the random arrangements need a seed"):
        keyness(statements(), seed=seed)
