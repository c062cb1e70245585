"""Words asked for around a term: alone, with stars, in a row."""

from __future__ import annotations

import pytest

from framing.neighbours import Neighbours, Phrase, fits


@pytest.mark.parametrize(
    ("word", "wanted", "expected"),
    [
        ("driving", "driving", True),
        ("driving", "driv", False),
        ("driving", "driv*", True),
        ("driving", "*ing", True),
        ("driving", "d*v*g", True),
        ("drive", "d*v*g", False),
        ("", "*", True),
    ],
)
def test_a_star_stands_for_any_letters(word: str, wanted: str, expected: bool) -> None:
    assert fits(word, wanted) is expected
    assert Neighbours([(wanted,)]).hold(word) is expected


PHRASES: list[Phrase] = [
    ("driving",),
    ("state", "of"),
    ("state", "law*"),
    ("end*", "ment"),
    ("<cap>",),
]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["a", "driving", "rain"], True),
        (["the", "state", "of", "things"], True),
        (["state", "laws"], True),
        (["of", "state"], False),
        (["state"], False),
        (["endow", "ment"], True),
        (["ment", "endow"], False),
        ([], False),
    ],
)
def test_one_of_the_phrases_stands_among_words(words: list[str], expected: bool) -> None:
    assert Neighbours(PHRASES).hold_any(words) is expected


def test_what_no_word_answers_is_kept_apart() -> None:
    asked = Neighbours(PHRASES)
    assert asked.special == ("<cap>",)
    assert not asked.hold("<cap>")
    assert asked.begin_with("state") == (("state", "of"), ("state", "law*"))
    assert asked.begin_with("endless") == (("end*", "ment"),)
    assert asked.begin_with("law") == ()
