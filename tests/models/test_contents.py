"""The learned tagger: what it may and may not do to what the rules found."""

from __future__ import annotations

import numpy as np
import pytest
from cases import HOSTILE
from hypothesis import given

from framing.clauses import find_clauses
from framing.models.contents import LAYERS, ContentTagger, ending, read_model
from framing.models.fields import Layout
from framing.statements import Attribution, find_attributions
from framing.tags import Tagger
from framing.words import WordIndex

TEXT = (
    "Mara Dolen said that the bridge was closed. The council met on Monday.\n"
    "“We waited for hours,” Ilya Brel said, “and nobody came.” He was furious about the delay.\n"
    "According to the Gazette, the port will reopen in May, but traders doubt that."
)


def rows_of(text: str) -> tuple[list[Attribution], list[Attribution]]:
    tagger = Tagger(WordIndex([text]))
    contents = ContentTagger(tagger)
    return find_attributions(tagger, 0), find_attributions(tagger, 0, contents=contents)


def test_the_shipped_model_is_small_and_its_tables_can_be_read() -> None:
    model = read_model()
    assert set(model.layers) == set(LAYERS)
    assert all(len(keys) for layer in model.layers.values() for keys in layer.keys)
    assert max(model.vocabulary.values()) < 1 << 16


def test_chances_are_chances_and_there_is_one_row_per_token() -> None:
    tagger = Tagger(WordIndex([TEXT]))
    reading = tagger.read(0)
    likely = ContentTagger(tagger).chances(reading, find_clauses(reading, tagger))
    assert likely.shape == (len(reading.tags), 4)
    assert ((likely >= 0) & (likely <= 1)).all()


def test_the_tagger_agrees_with_the_rules_where_a_sentence_is_plain() -> None:
    rules, learned = rows_of(TEXT)
    plain = {(r.start, r.end) for r in rules if r.rule in ("that", "quote_first")}
    assert plain <= {(r.start, r.end) for r in learned}


def test_whole_quotations_are_never_lost() -> None:
    _, learned = rows_of(TEXT)
    quoted = [TEXT[r.start : r.end] for r in learned if r.kind == "direct"]
    assert quoted == ["“We waited for hours,”", "“and nobody came.”"]


def test_chances_do_not_depend_on_other_texts() -> None:
    alone = rows_of(TEXT)[1]
    tagger = Tagger(WordIndex(["A reckless, shameful plan.", TEXT]))
    assert find_attributions(tagger, 1, contents=ContentTagger(tagger)) == alone


@given(HOSTILE)
def test_stretches_stay_inside_the_text_and_nest(text: str) -> None:
    stack: list[int] = []
    for row in rows_of(text)[1]:
        assert 0 <= row.start < row.end <= len(text)
        assert 0 <= row.source_start <= row.source_end <= len(text)
        assert 0 <= row.cue_start <= row.cue_end <= len(text)
        assert 0 <= row.confidence <= 1
        while stack and stack[-1] <= row.start:
            stack.pop()
        assert not stack or row.end <= stack[-1]
        stack.append(row.end)


@pytest.mark.parametrize("text", ["", " ", ".", "“", "\n\n", "said", "“a” “b"])
def test_next_to_nothing_is_no_trouble(text: str) -> None:
    rows_of(text)


def test_a_layout_parts_sentences_so_that_neighbours_end_with_them() -> None:
    tagger = Tagger(WordIndex(["It rained. We left."]))
    layout = Layout.of(tagger.read(0))
    column = layout.spread(np.arange(1, len(layout.at) + 1))
    last = layout.at[layout.sentence == 0][-1]
    assert column[last] > 0
    assert column[last + 1] == 0


def test_an_ending_is_told_from_a_word() -> None:
    assert ending("ess") != "ess"
