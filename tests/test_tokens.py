"""Words and marks as tokens: what is one, what is none, and that groups of texts change nothing."""

from __future__ import annotations

import numpy as np
import pytest
from cases import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from framing import tokens
from framing.tokens import Tokenizer
from framing.words import WordIndex


def tokenizer(texts: list[str]) -> Tokenizer:
    index = WordIndex(texts)
    return Tokenizer(index, np.full(len(index.types), ord("x"), np.uint8))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Russia’s so-called plan.", ["Russia", "’s", "so-called", "plan"]),
        ("The workers’ plan: no", ["The", "workers", "plan", ":", "no"]),
        ("1,200 at 10:30, said A", ["1", "200", "at", "10", "30", ",", "said", "A"]),
        ("Left - right -- and—off", ["Left", "-", "right", "-", "-", "and", "—", "off"]),
        ("-x", ["-", "x"]),
        ('See <a href="plan, too">the plan</a>.', ["See", "the", "plan"]),
        ("Is 3 < 4, or > 2?", ["Is", "3", "4", ",", "or", "2", "?"]),
        ("Dolen's, the 's-word", ["Dolen", "'s", ",", "the", "s-word"]),
        ("", []),
        ("…", []),
    ],
)
def test_tokens_are_words_with_their_hyphens_clitics_and_marks(text: str, words: list[str]) -> None:
    found = tokenizer(["One, two.", text, "’s"]).read(1)
    places = zip(found.starts, found.ends, strict=True)
    assert [text[a:b] for a, b in places] == words
    assert [kind >= 0 for kind in found.types] == [tag == "x" for tag in found.tags]


@given(st.lists(HOSTILE, min_size=1, max_size=5), st.integers(1, 9))
def test_a_text_has_the_same_tokens_alone_and_in_groups_of_any_size(
    texts: list[str], size: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "_GROUP", size)
        among = tokenizer(texts)
        for number in (*range(len(texts)), 0):
            read, alone = among.read(number), tokenizer([texts[number]]).read(0)
            assert read[:3] == alone[:3]
