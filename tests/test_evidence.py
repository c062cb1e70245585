"""Evidence: the very words, their voice, and what else is known of them."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from cases import article, says
from test_segments import row, rows

from framing import (
    TableError,
    annotate,
    attribute,
    kwic,
    read_corpus,
    read_lexicon,
    segment,
)
from framing.columns import VOICES
from framing.evidence import EVIDENCE_COLUMNS

LEXICON = read_lexicon("loaded")
TEXT = "The reckless plan failed. “It was a brutal idea,” Mara Dolen claimed. He was not brutal."


def found(text: str, made: pd.DataFrame | None = None, **columns: str) -> pd.DataFrame:
    corpus = article(text, **columns)
    return annotate(corpus, segment(corpus, attribute(corpus) if made is None else made), LEXICON)


def of(table: pd.DataFrame, category: str, *columns: str) -> list[list[object]]:
    return table.loc[table["category"] == category, list(columns)].values.tolist()


def test_columns_types_and_places() -> None:
    table = found(TEXT)
    assert list(table) == list(EVIDENCE_COLUMNS)
    assert table["category"].cat.categories.tolist() == list(LEXICON.evidence_categories)
    assert table["voice"].cat.categories.tolist() == list(VOICES)
    assert [TEXT[a:b] for a, b in zip(table["start"], table["end"], strict=True)] == table[
        "text"
    ].tolist()
    assert table["lexicon"].unique().tolist() == [LEXICON.label]
    assert not table[["voice", "category", "confidence", "distancer"]].isna().any().any()


def test_an_expression_takes_the_voice_of_the_words_it_stands_in() -> None:
    assert of(found(TEXT), "evaluation", "text", "voice", "speaker", "negated") == [
        ["reckless", "outlet", "", False],
        ["brutal", "quoted", "Mara Dolen", False],
        ["brutal", "outlet", "", True],
    ]


def test_a_cue_takes_a_stance_in_its_own_voice() -> None:
    assert of(found(TEXT), "stance:distancing", "text", "entry", "voice", "target") == [
        ["claimed", "claimed", "outlet", "Mara Dolen"]
    ]


@pytest.mark.parametrize(
    ("start", "end", "voice"), [(0, 17, "outlet"), (18, 30, "quoted"), (11, 30, "quoted")]
)
def test_the_head_word_decides_where_a_phrase_crosses_a_border(
    start: int, end: int, voice: str
) -> None:
    text = "They sent a death squad at once to the town."
    # "death squad" stands at 12..23; its head is "squad".
    table = found(text, rows(row(start, end)) if voice == "quoted" else rows())
    here = table[table["text"].str.contains("squad")]
    assert set(here["voice"]) == {voice}
    assert here["straddles"].tolist() == [start == 18] * len(here)


def test_context_is_read_across_a_border() -> None:
    text = "He spoke of reckless driving."
    assert of(found(text, rows(row(12, 20, "partial"))), "evaluation", "text") == []


def test_a_listed_device_is_the_act_of_the_voice_it_stands_in(tmp_path: Path) -> None:
    (tmp_path / "lexicon.toml").write_text("[category.so_called]\n")
    (tmp_path / "terms.csv").write_text("term,category\nostensibly,so_called\n")
    text = "An ostensibly free vote. It was ostensibly free."
    corpus = article(text)
    table = annotate(corpus, segment(corpus, rows(row(25, 48))), read_lexicon(tmp_path))
    assert table[["voice", "distancer"]].values.tolist() == [["outlet"] * 2, ["quoted"] * 2]


def test_a_headline_is_evidence_too() -> None:
    table = found("The talks failed.", title="Reckless plan fails")
    assert of(table, "evaluation", "field", "section", "start") == [["title", "headline", 0]]


def test_an_article_without_a_hit_has_none_and_the_categories_stay() -> None:
    table = found("The talks were held on Monday.")
    assert table.empty
    assert table["category"].cat.categories.tolist() == list(LEXICON.evidence_categories)
    assert list(table) == list(EVIDENCE_COLUMNS)


def test_categories_of_ones_own_are_found(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("term,category\nplan,frame:economy\nfailed,frame:loss\n")
    corpus = article("The plan failed.")
    table = annotate(corpus, segment(corpus, rows()), read_lexicon(path))
    assert table["category"].tolist() == ["frame:economy", "frame:loss"]


def test_the_order_is_that_of_the_articles_and_of_the_words() -> None:
    frame = pd.DataFrame(
        {
            "doc_id": ["z", "a"],
            "outlet": "Post",
            "text": [TEXT, TEXT + " So."],
            "title": ["", "Brutal plan"],
        }
    )
    corpus = read_corpus(frame)
    table = annotate(corpus, segment(corpus, attribute(corpus)), LEXICON)
    assert table["doc_id"].drop_duplicates().tolist() == ["z", "a"]
    assert table.loc[table["doc_id"] == "a", "field"].tolist()[0] == "title"
    for _, mine in table.groupby(["doc_id", "field"], sort=False):
        assert mine["start"].is_monotonic_increasing


def test_segments_of_another_corpus_are_refused() -> None:
    corpus = article(TEXT)
    segments = segment(corpus, rows())
    other = read_corpus(pd.DataFrame({"doc_id": ["two"], "outlet": ["Post"], "text": [TEXT]}))
    with pytest.raises(TableError) as caught:
        annotate(other, segments, LEXICON)
    assert str(caught.value) == (
        "annotate: the segments cover 1 articles, 1 of them unknown; the corpus holds 1; pass the "
        "segments of this corpus"
    )


def test_segments_with_a_hole_are_refused() -> None:
    corpus = article(TEXT)
    segments = segment(corpus, attribute(corpus))
    with pytest.raises(TableError) as caught:
        annotate(corpus, segments[segments["voice"] == "quoted"], LEXICON)
    assert str(caught.value) == (
        "annotate: the segments of article 'one' do not cover its text; end to end they are the "
        "article; pass all that segment returned"
    )


@pytest.mark.parametrize("verb", ["annotate", "kwic"])
def test_a_missing_column_is_named(verb: str) -> None:
    corpus = article(TEXT)
    segments = segment(corpus, rows())
    evidence = annotate(corpus, segments, LEXICON).drop(columns="voice")
    calls = {
        "kwic": lambda: kwic(corpus, evidence),
        "annotate": lambda: annotate(corpus, segments.drop(columns="voice"), LEXICON),
    }
    with pytest.raises(TableError) as caught:
        calls[verb]()
    message = "{}: the table lacks the column 'voice'; it has …; pass the table the verb before it "
    assert says(caught.value, message.format(verb) + "returned")


def test_kwic_shows_each_expression_in_its_context() -> None:
    text = "The\r\nreckless plan\nfailed."
    corpus = article(text)
    table = annotate(corpus, segment(corpus, rows()), LEXICON)
    shown = kwic(corpus, table, width=7)
    assert list(shown) == [
        "doc_id", "outlet", "category", "voice", "speaker", "pre", "keyword", "post"
    ]  # fmt: skip
    mine = shown[shown["category"] == "evaluation"]
    assert mine[["pre", "keyword", "post"]].values.tolist() == [["The  ", "reckless", " plan f"]]
    assert kwic(corpus, table.iloc[:0]).empty


def test_kwic_of_another_corpus_is_refused() -> None:
    corpus = article(TEXT)
    table = annotate(corpus, segment(corpus, rows()), LEXICON).assign(doc_id="two")
    with pytest.raises(TableError) as caught:
        kwic(corpus, table)
    assert str(caught.value) == (
        "kwic: the evidence names article 'two'; the corpus has no such article or title; pass the "
        "corpus it was found in"
    )


def test_harm_without_its_agent_is_told_from_harm_with_it() -> None:
    table = found("Forty were killed in Karsk. Soldiers killed two. He was killed by soldiers.")
    assert of(table, "agent_deletion", "text") == [["were killed"]]
    assert of(table, "harm_mention", "text") == [["killed"], ["was killed"]]


def test_offsets_are_numbers() -> None:
    table = found(TEXT)
    for name in ("start", "end"):
        assert np.issubdtype(table[name].dtype, np.integer)


def test_an_empty_table_has_the_types_of_a_full_one() -> None:
    full, empty = found(TEXT), found("The talks were held on Monday.")
    assert empty.dtypes.astype("str").to_dict() == full.dtypes.astype("str").to_dict()


@pytest.mark.slow
def test_many_hits_in_one_long_stretch_cost_no_copy_of_it_each() -> None:
    corpus = article("The reckless plan and " * 20_000)
    segments = segment(corpus, attribute(corpus))
    tracemalloc.start()
    evidence = annotate(corpus, segments, LEXICON)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (evidence["category"] == "evaluation").sum() == 20_000
    # One copy of this text per hit would be nine gigabytes.
    assert peak < 300e6


def test_kwic_refuses_a_corpus_in_which_other_words_stand() -> None:
    corpus = article("The reckless plan failed.", doc_id="a")
    evidence = annotate(corpus, segment(corpus, attribute(corpus)), LEXICON)
    other = article("Nobody here spoke of anything at all.", doc_id="a")
    with pytest.raises(TableError) as caught:
        kwic(other, evidence)
    assert says(
        caught.value,
        "kwic: the evidence has 'reckless' at 4 to 12 of article 'a'; the corpus has … there; "
        "pass the corpus it was found in",
    )
