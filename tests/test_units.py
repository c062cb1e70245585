"""Sentences as units: places, voices, sections and hits."""

from __future__ import annotations

from functools import cache, partial

import pandas as pd
import pytest
from cases import HOSTILE, article, says
from hypothesis import given, settings

from framing import annotate, attribute, read_lexicon, segment
from framing.columns import SECTION_GROUPS
from framing.errors import TableError
from framing.units import SENTENCE_COLUMNS, list_sentences

pytestmark = pytest.mark.filterwarnings("ignore::framing.FramingWarning")


LEXICON = cache(partial(read_lexicon, "loaded"))


def sentences(text: str, **columns: str) -> tuple[pd.DataFrame, dict[str, str]]:
    corpus = article(text, **columns)
    segments = segment(corpus, attribute(corpus))
    evidence = annotate(corpus, segments, LEXICON())
    return list_sentences(corpus, segments, evidence), {"text": text, **columns}


def test_sentences_have_their_voice_and_their_hits() -> None:
    found, texts = sentences(
        "The reckless plan failed. “It was never brutal. Never,” Mara Dolen said of it in "
        "Lorvik. The mayor said that the shameful deal was over.",
        title="A bitter row",
    )
    assert tuple(found.columns) == SENTENCE_COLUMNS
    said = [texts[f][a:b] for f, a, b in found[["field", "start", "end"]].to_numpy()]
    assert said == [
        "A bitter row",
        "The reckless plan failed.",
        "“It was never brutal. Never,” Mara Dolen said of it in Lorvik.",
        "The mayor said that the shameful deal was over.",
    ]
    assert found["section"].tolist() == ["headline", "lede", "lede", "lede"]
    assert found["voice"].tolist() == ["outlet", "outlet", "outlet", "reported"]
    assert found["voices"].tolist() == [1, 1, 2, 2]
    # "never brutal" is negated, and counted apart.
    assert found["hits"].tolist() == [1, 1, 0, 1]


def test_captions_and_teasers_are_left_out() -> None:
    found, texts = sentences(
        "The ferry sank on Monday.\n\nRead more: A reckless captain\n\nNobody was hurt at all."
    )
    said = [texts["text"][a:b] for a, b in found[["start", "end"]].to_numpy()]
    assert said == ["The ferry sank on Monday.", "Nobody was hurt at all."]


@settings(max_examples=12)
@given(HOSTILE)
def test_sentences_are_apart_and_in_the_text(text: str) -> None:
    text = f"Go. {text} Stop."
    corpus = article(text)
    found = list_sentences(corpus, segment(corpus, attribute(corpus)))
    ends = 0
    for start, end, section in found[["start", "end", "section"]].to_numpy():
        assert ends <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert section in SECTION_GROUPS
        ends = end


def test_segments_of_another_corpus_are_refused() -> None:
    corpus = article("One. Two.")
    segments = segment(corpus, attribute(corpus))
    with pytest.raises(TableError) as caught:
        list_sentences(corpus, segments.assign(doc_id="other"))
    assert says(
        caught.value,
        "list_sentences: the segments cover 0 texts and titles of the corpus, which has 1; pass "
        "the segments of this corpus, all of them",
    )
    with pytest.raises(TableError, match="list_sentences: the table lacks the column 'voice'"):
        list_sentences(corpus, segments.drop(columns="voice"))
