"""The words of texts: where they stand, what glues them, and nothing of the text changed."""

from __future__ import annotations

import numpy as np
import pytest
from cases import HOSTILE, marked, plain
from hypothesis import given
from hypothesis import strategies as st
from slow_readers import slow_words

from framing import words
from framing.words import BREAK, END, HYPHEN, SPACE, WordIndex, fold


@pytest.mark.parametrize(
    "case",
    [
        "‹Russia›’s ‹so›-‹called› ‹plan›.",
        "‹He› ‹doesn’t› ‹know› ‹O’Brien›, ‹or› ‹rock'n'roll›.",
        "‹The› ‹workers›’ ‹own› ‹1990s›.",
        "“‹reckless›,” ‹she› ‹said›: ‘‹no›’.",
        "‹anti›‑‹war› ‹soft\u00adhy\u00adphen› \u00ad ‹edge›\u00ad, \u00ad‹edge›",
        "‹İstanbul› ‹Straße› ‹ﬁre› ‹cafe\u0301› 🕊 ‹naïve›",
        "‹one›\u00a0‹two›\u200b‹three›\r\n‹four›\r‹five›\u2028‹six›",
        "‹3›.‹5› ‹million›, ‹U›.‹S›. ‹AT›&‹T› ‹a›_‹b›",
        "— … “” ’ '‹s›",
        "",
    ],
)
def test_words_stand_where_they_are_marked(case: str) -> None:
    text = plain(case)
    index = WordIndex([text])
    assert marked(text, zip(index.starts.tolist(), index.ends.tolist(), strict=True)) == case


@given(st.lists(HOSTILE, max_size=4))
def test_words_are_those_found_one_character_at_a_time(texts: list[str]) -> None:
    index = WordIndex(texts)
    for number, text in enumerate(texts):
        mine = slice(index.first[number], index.first[number + 1])
        places = list(zip(index.starts[mine].tolist(), index.ends[mine].tolist(), strict=True))
        assert places == slow_words(text)
        assert [text[a:b] for a, b in places] == [index.types[k] for k in index.ids[mine]]
        assert (index.text_of[mine] == number).all()


@given(st.lists(HOSTILE, min_size=1, max_size=4), st.integers(1, 30))
def test_the_size_of_a_chunk_changes_nothing(texts: list[str], size: int) -> None:
    whole = WordIndex(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_CHUNK", size)
        parts = WordIndex(texts)
    assert parts.types == whole.types
    for name in ("starts", "ends", "text_of", "ids", "glue", "first"):
        assert np.array_equal(getattr(parts, name), getattr(whole, name)), name


@given(st.lists(HOSTILE, min_size=1, max_size=4))
def test_a_text_has_the_same_words_alone_and_among_others(texts: list[str]) -> None:
    index = WordIndex(texts)
    for number, text in enumerate(texts):
        alone, mine = WordIndex([text]), slice(index.first[number], index.first[number + 1])
        assert np.array_equal(alone.starts, index.starts[mine])
        assert np.array_equal(alone.glue, index.glue[mine])


@given(HOSTILE, st.data())
def test_counting_words_is_counting_their_beginnings(text: str, data: st.DataObject) -> None:
    index = WordIndex(["a b", text, "c"])
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    mine = index.starts[index.text_of == 1]
    expected = int(((mine >= start) & (mine < end)).sum())
    assert index.count_words(np.array([1]), np.array([start]), np.array([end])).tolist() == [
        expected
    ]


@pytest.mark.parametrize(
    ("text", "glue"),
    [
        ("a b", SPACE),
        ("a  \t b", SPACE),
        ("a\nb", SPACE),
        ("a\r\nb", SPACE),
        ("a\u00a0b", SPACE),
        ("a’s b", SPACE),
        ("a-b", HYPHEN),
        ("a‑b", HYPHEN),
        ("a\u00ad b", SPACE),
        ("a - b", BREAK),
        ("a, b", BREAK),
        ("a “b", BREAK),
        ("a--b", BREAK),
        ("a,\nb", BREAK),
        ("a\n\nb", END),
        ("a\r\n\r\nb", END),
        ("a.\n \nb", END),
        ("a\u2029\u2029b", END),
    ],
)
def test_glue_is_what_stands_before_the_next_word(text: str, glue: int) -> None:
    assert WordIndex([text]).glue.tolist() == [glue, END]


def test_texts_do_not_touch() -> None:
    index = WordIndex(["a", "", "-", "b"])
    assert index.glue.tolist() == [END, END]
    assert index.text_of.tolist() == [0, 3]
    assert index.first.tolist() == [0, 1, 1, 1, 2]


def test_no_texts_are_no_words() -> None:
    index = WordIndex([])
    assert len(index) == 0
    assert index.first.tolist() == [0]
    assert index.ids_where(bool) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("Doesn’t", "DOESN'T"), ("Straße", "STRASSE"), ("ﬁre", "FIRE"), ("cafe\u0301", "CAFÉ"),
     ("ＮＡＴＯ", "nato"), ("reck\u00adless", "Reckless"), ("ςίγμα", "ΣΊΓΜΑ")],
)  # fmt: skip
def test_spellings_of_one_word_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(HOSTILE)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_types_are_found_by_their_folded_form() -> None:
    index = WordIndex(["Reckless RECKLESS reckless wrecked"])
    assert index.type_ids["reckless"] == (0, 1, 2)
    assert index.ids_where(lambda word: word.endswith("ed")) == (3,)
