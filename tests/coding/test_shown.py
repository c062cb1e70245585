"""What coders see has a character for every character of the original."""

from __future__ import annotations

import pytest
from cases import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from framing.coding.sheets.shown import MASK, Utf16, mask_names, show

ANY = st.text(st.characters(), max_size=30) | HOSTILE


@given(ANY)
def test_every_place_stays(text: str) -> None:
    shown = show(text)
    assert len(shown) == len(text)
    assert show(shown) == shown
    # What may change is what tools change: line ends and what cannot be shown.
    for there, here in zip(shown, text, strict=True):
        assert there == here or there in "\n \ufffd"


@given(ANY)
def test_no_tool_finds_a_line_end_of_its_own_or_a_character_xml_forbids(text: str) -> None:
    shown = show(text)
    assert shown.splitlines() == shown.removesuffix("\n").split("\n") or not shown
    assert not {c for c in shown if ord(c) < 32} - {"\n", "\t"}
    shown.encode("utf-8")


@given(ANY)
def test_utf_16_places_are_those_a_javascript_string_has(text: str) -> None:
    shown = show(text)
    places = Utf16(shown)
    wide = shown.encode("utf-16-le")
    for place in range(len(shown) + 1):
        unit = places.units(place)
        assert wide[: 2 * unit].decode("utf-16-le") == shown[:place]
        assert places.points(unit) == place
    whole = {places.units(place) for place in range(len(shown) + 1)}
    for unit in range(-1, len(wide) // 2 + 3):
        assert (places.points(unit) is not None) == (unit in whole)


@pytest.mark.parametrize(
    ("text", "names", "masked"),
    [
        ("The Tessel Wire said", ["Tessel Wire"], "The ██████ ████ said"),
        ("tessel\nwire, TESSEL-WIRE", ["Tessel Wire"], "██████\n████, ██████-████"),
        ("tesselwire.example", ["Tessel Wire"], "██████████.example"),
        ("Vestra’s own; investra", ["Vestra"], "██████’s own; investra"),
        ("nothing", ["", " "], "nothing"),
        ("a (b) c", ["(b)"], "a (█) c"),
    ],
)
def test_names_are_covered_letter_by_letter(text: str, names: list[str], masked: str) -> None:
    assert mask_names(text, names) == masked
    assert len(masked) == len(text)
    assert MASK in masked or masked == text
