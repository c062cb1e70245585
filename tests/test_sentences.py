"""Paragraphs and sentences: ``|`` stands where one ends and the next begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.quotes import find_quotes
from framing.sentences import find_paragraphs, find_sentences
from framing.span import Span

SENTENCES = {
    "plain": "It rained.| The bridge held.",
    "question": "Who came?| Nobody came!| It rained.",
    "title": "Dr. Dolen met Mr. Revin and Gov. Pesh.| They spoke.",
    "initials": "J. R. Dolen left.| He was late.",
    "acronym goes on": "The U.S. Senate met.| It rained.",
    "acronym ends": "They came from the U.S.| The bridge held.",
    "time": "They met at 5 p.m. Monday.| It rained.",
    "time ends": "They met at 5 p.m.| The bridge held.",
    "month": "On Jan. 5 it rained.| It stopped.",
    "number": "It rose by 3.5 percent.| It fell.",
    "company": "Mills Inc. closed.| It was old.",
    "ellipsis": "It rained ... and rained.| It stopped.",
    "lower case goes on": "It rained. but not for long.",
    "bracket": "(It rained.)| The bridge held.",
    "no blank": "It rained.The bridge held.",
    "address": "Visit www.example.org for more.| It rained.",
    "I ends": "So did I.| The bridge held.",
}


@pytest.mark.parametrize("marked", SENTENCES.values(), ids=SENTENCES.keys())
def test_sentences(marked: str) -> None:
    text = marked.replace("|", "")
    assert [s.of(text) for s in find_sentences(text)] == [s.strip() for s in marked.split("|")]


def test_no_sentence_ends_inside_a_quotation() -> None:
    text = "“It rained. It stopped. We left,” she said. “Nobody came.” The bridge held."
    whole = [Span(q.start, q.end) for q in find_quotes(text)]
    assert [s.of(text) for s in find_sentences(text, whole=whole)] == [
        "“It rained. It stopped. We left,” she said.",
        "“Nobody came.”",
        "The bridge held.",
    ]


PARAGRAPHS = {
    "blank lines": ("One.\n\nTwo.", ["One.", "Two."]),
    "lines": ("One\nTwo.\nThree.", ["One", "Two.", "Three."]),
    "carriage returns": ("One.\r\n\r\nTwo.\r\nThree.", ["One.", "Two.", "Three."]),
    "old carriage returns": ("One.\rTwo.", ["One.", "Two."]),
    "blanks around": ("  One.  \n \n\t Two. ", ["One.", "Two."]),
    "wrapped": ("it\nrained\nhere.\n\nTwo.", ["it\nrained\nhere.", "Two."]),
    "empty": ("", []),
    "only blanks": (" \n\n ", []),
    "no-break space": ("\u00a0One.\u00a0\nTwo.", ["One.", "Two."]),
}


@pytest.mark.parametrize(("text", "wanted"), PARAGRAPHS.values(), ids=PARAGRAPHS.keys())
def test_paragraphs(text: str, wanted: list[str]) -> None:
    assert [p.of(text) for p in find_paragraphs(text)] == wanted


texts = st.text(alphabet="Aa bU.S!?…“”\"'()\n\r-0İ。", max_size=80)


@given(texts)
def test_sentences_are_in_order_inside_paragraphs_and_leave_only_blanks_out(text: str) -> None:
    paragraphs = find_paragraphs(text)
    spans = find_sentences(text, paragraphs)
    covered = [False] * len(text)
    last = 0
    for span in spans:
        assert last <= span.start < span.end <= len(text)
        assert any(p.holds(span) for p in paragraphs)
        covered[span.start : span.end] = [True] * (span.end - span.start)
        last = span.end
    assert all(done or char.isspace() for done, char in zip(covered, text, strict=True))
