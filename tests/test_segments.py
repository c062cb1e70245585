"""Segments: end to end the article, each of one voice in one section."""

from __future__ import annotations

import pandas as pd
import pytest
from cases import HOSTILE, article, says
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import TableError, attribute, read_corpus, segment
from framing.attributions import ATTRIBUTION_COLUMNS
from framing.columns import KIND_VOICE, KINDS, SECTIONS, VOICES
from framing.segments import CARRIED_COLUMNS, SEGMENT_COLUMNS, cues, positions


def row(start: int, end: int, kind: str = "direct", **more: object) -> dict[str, object]:
    blank = dict.fromkeys(ATTRIBUTION_COLUMNS, "")
    numbers = dict.fromkeys(("source_start", "source_end", "cue_start", "cue_end"), 0)
    known = {"doc_id": "one", "field": "text", "attribution_id": f"a{start}-{end}-{kind}"}
    return {**blank, **numbers, "confidence": 1.0, **known, "start": start, "end": end,
            "kind": kind, **more}  # fmt: skip


def rows(*made: dict[str, object]) -> pd.DataFrame:
    table = pd.DataFrame(list(made), columns=list(ATTRIBUTION_COLUMNS))
    for name in ("start", "end", "source_start", "source_end", "cue_start", "cue_end"):
        table[name] = table[name].astype("int64")
    return table


TEXT = "The plan was reckless, he said, and it failed."


def test_what_nobody_holds_is_the_outlets_own() -> None:
    table = segment(article(TEXT), rows())
    assert table[["text", "voice", "section", "words", "attribution_id"]].values.tolist() == [
        [TEXT, "outlet", "lede", 9, ""]
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_heard_in_its_voice(kind: str) -> None:
    table = segment(article(TEXT), rows(row(4, 8, kind)))
    assert table["voice"].tolist() == ["outlet", KIND_VOICE[kind], "outlet"]
    assert table["text"].tolist() == ["The ", "plan", TEXT[8:]]
    assert table["words"].tolist() == [1, 1, 7]


def test_the_innermost_holds_the_words() -> None:
    table = segment(article(TEXT), rows(row(13, 21, "scare"), row(0, 30, "indirect")))
    assert list(zip(table["text"], table["voice"], strict=True)) == [
        (TEXT[:13], "reported"),
        ("reckless", "distanced"),
        (TEXT[21:30], "reported"),
        (TEXT[30:], "outlet"),
    ]


def test_columns_types_and_what_is_carried() -> None:
    made = rows(
        row(0, 21, "indirect", source="he", speaker="Toma Revin", cue="said",
            cue_start=26, cue_end=30, stance="neutral", rule="said", confidence=0.9, parent_id=""),
        row(40, 45, "direct"),
    )  # fmt: skip
    table = segment(article(TEXT), made)
    assert list(table) == [*SEGMENT_COLUMNS, "date", *CARRIED_COLUMNS]
    assert table["voice"].cat.categories.tolist() == list(VOICES)
    assert table["section"].cat.categories.tolist() == list(SECTIONS)
    first, _, uncued, _ = table.to_dict("records")
    assert (first["speaker"], first["cue_start"], first["cue_end"]) == ("Toma Revin", 26, 30)
    assert first["confidence"] == 0.9
    assert pd.isna(uncued["cue_start"])


def test_a_title_is_a_headline_of_its_own() -> None:
    table = segment(article("Talks fail\n\n" + TEXT, title="Talks fail"), rows())
    assert table[["field", "section", "text"]].values.tolist() == [
        ["title", "headline", "Talks fail"],
        ["text", "boilerplate", "Talks fail\n\n"],
        ["text", "lede", TEXT],
    ]


@settings(max_examples=60)
@given(HOSTILE.filter(str.strip), st.data())
@pytest.mark.filterwarnings("ignore::framing.FramingWarning")
def test_segments_end_to_end_are_the_article_whatever_holds_it(
    text: str, data: st.DataObject
) -> None:
    corpus = read_corpus(
        pd.DataFrame({"doc_id": ["one", "two"], "outlet": "Post", "text": [text, TEXT]})
    )
    place = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    spans = data.draw(st.lists(place.filter(lambda p: p[0] < p[1]), max_size=6))
    kinds = data.draw(st.lists(st.sampled_from(KINDS), min_size=6, max_size=6))
    made = rows(*(row(a, b, kind) for (a, b), kind in zip(spans, kinds, strict=False)))
    table = segment(corpus, made)
    for number, doc_id in enumerate(("one", "two")):
        mine = table[table["doc_id"] == doc_id]
        assert "".join(mine["text"]) == corpus.index.texts[number]
        assert mine["start"].tolist() == [0, *mine["end"].tolist()[:-1]]
        assert mine["words"].sum() == int((corpus.index.text_of == number).sum())
    # Each character belongs to the shortest attribution around it.
    for at in range(len(text)):
        around = [(b - a, -k) for k, (a, b) in enumerate(spans) if a <= at < b]
        segment_here = table[
            (table["doc_id"] == "one") & (table["start"] <= at) & (table["end"] > at)
        ]
        voice = KIND_VOICE[kinds[-min(around)[1]]] if around else "outlet"
        assert segment_here["voice"].tolist() == [voice]


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (
            row(0, 4, doc_id="two"),
            "segment: attribution 'a0-4-direct' lies in the text of article 'two'; the corpus has "
            "no such field; pass the attributions of this corpus",
        ),
        (
            row(0, 4, field="title"),
            "segment: attribution 'a0-4-direct' lies in the title of article 'one'; the corpus has "
            "no such field; pass the attributions of this corpus",
        ),
        (
            row(0, 4, "shouted"),
            "segment: there is no kind of attribution 'shouted'; there are "
            f"{', '.join(KIND_VOICE)}; choose one of these",
        ),
        (
            row(0, 47),
            "segment: attribution 'a0-47-direct' of article 'one' runs from 0 to 47; its text "
            "holds 46 characters; offsets are half-open code points",
        ),
        (
            row(4, 4),
            "segment: attribution 'a4-4-direct' of article 'one' runs from 4 to 4; its text holds "
            "46 characters; offsets are half-open code points",
        ),
        (
            row(-1, 4),
            "segment: attribution 'a-1-4-direct' of article 'one' runs from -1 to 4; its text "
            "holds 46 characters; offsets are half-open code points",
        ),
    ],
)
def test_an_attribution_that_does_not_fit_is_named(made: dict[str, object], message: str) -> None:
    with pytest.raises(TableError) as caught:
        segment(article(TEXT), rows(row(5, 9), made))
    assert str(caught.value) == message


def test_a_column_that_is_missing_is_named() -> None:
    with pytest.raises(TableError) as caught:
        segment(article(TEXT), rows().drop(columns=["kind", "end"]))
    assert says(
        caught.value,
        "segment: the table lacks the columns 'end', 'kind'; it has …; pass the table the verb "
        "before it returned",
    )


# Cues.

SAID = (
    "“We won,” Mara Dolen claimed. “It is over. It is late,” she said. “Nobody knew.”\n\nThe end."
)


def test_a_cue_counts_once_in_the_voice_it_stands_in() -> None:
    corpus = article(SAID)
    table = cues(segment(corpus, attribute(corpus)))
    assert [SAID[a:b] for a, b in zip(table["start"], table["end"], strict=True)] == table[
        "text"
    ].tolist()
    assert table["text"].tolist() == ["claimed", "said"]
    assert table["voice"].tolist() == ["outlet", "outlet"]


def test_an_attribution_without_a_cue_has_none() -> None:
    corpus = article("“Nobody knew.”\n\nThe end.")
    segments = segment(corpus, attribute(corpus))
    assert "quoted" in segments["voice"].tolist()
    assert cues(segments).empty


def test_a_cue_whose_segment_was_left_out_is_left_out() -> None:
    corpus = article(SAID)
    segments = segment(corpus, attribute(corpus))
    assert cues(segments[segments["voice"] != "outlet"]).empty


def test_a_place_is_found_in_any_order_of_the_rows() -> None:
    corpus = read_corpus(
        pd.DataFrame({"doc_id": ["a", "b"], "outlet": "Post", "text": [TEXT, SAID]})
    )
    segments = segment(corpus, attribute(corpus))
    mixed = segments.iloc[::-1].reset_index(drop=True)
    last = segments["end"] - 1
    where = positions(mixed, segments["doc_id"], segments["field"], last)
    assert mixed.iloc[where]["text"].tolist() == segments["text"].tolist()
    outside = positions(mixed, pd.Series(["a", "c"]), pd.Series(["text"] * 2), pd.Series([999, 0]))
    assert outside.tolist() == [-1, -1]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Ana Brel showed the clip of the bridge.", "neutral"),
        ("Ana Brel showed that the bridge was sound.", "endorsing"),
        ("Ana Brel slammed the bridge.", "hostile"),
        ("Ana Brel claimed that the bridge was sound.", "distancing"),
    ],
)
def test_who_introduces_a_mere_thing_vouches_for_no_claim(text: str, stance: str) -> None:
    corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": [text]}))
    assert cues(segment(corpus, attribute(corpus)))["stance"].tolist() == [stance]
