"""Spans are half-open code points of the original."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from framing import Span

places = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda p: Span(*sorted(p)))


def test_a_span_counts_code_points_not_bytes() -> None:
    text = "🕊️ “İstanbul” talks"
    start = text.index("İ")
    assert Span(start, start + 8).of(text) == "İstanbul"


@given(places, places)
def test_overlap_is_a_shared_code_point(one: Span, other: Span) -> None:
    shared = set(range(*one)) & set(range(*other))
    assert one.overlaps(other) == bool(shared) or one.start == one.end or other.start == other.end
    assert one.overlaps(other) == other.overlaps(one)


@given(places, places)
def test_a_span_holds_what_lies_inside(one: Span, other: Span) -> None:
    assert one.holds(other) == (one.start <= other.start and other.end <= one.end)
    assert one.holds(one)
