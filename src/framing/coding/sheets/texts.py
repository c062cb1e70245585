"""Whether a row still shows its unit, or another one's text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from framing.coding.sheets.cells import fold_text
from framing.coding.sheets.rows import Row
from framing.coding.sheets.shown import MASK

__all__ = ["Place", "Texts", "same_text"]


class Place(NamedTuple):
    """A unit of the sample: where it stands in the original, and what was shown of it."""

    unit_id: str
    doc_id: str
    start: int
    end: int
    context_start: int
    shown: str
    coders: tuple[str, ...]


class Texts:
    """The texts of a sample, folded, so that a row's can be found among them."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._folded: dict[str, tuple[str, int]] = {}
        self._by_text: dict[str, list[str]] = {}
        for place in places:
            text = fold_text(place.shown)
            before = len(fold_text(place.shown[: place.start - place.context_start]))
            self._folded[place.unit_id] = text, before
            self._by_text.setdefault(text, []).append(place.unit_id)

    def find(self, row: Row, unit_id: str) -> str | None:
        """Return the unit that a row shows: its own if that is possible, None if none of these."""
        here = fold_text(row.text or "")
        before = None if row.before is None else len(fold_text(row.before))
        if self._is(unit_id, here, before):
            return unit_id
        # What is covered can be the text of any unit of its length.
        among: Mapping[str, object] | list[str]
        among = self._folded if MASK in here else self._by_text.get(here, [])
        return next((other for other in among if self._is(other, here, before)), None)

    def _is(self, unit_id: str, here: str, before: int | None) -> bool:
        text, place = self._folded[unit_id]
        # Two units of one text differ in where they stand.
        return before in (None, place) and _matches(here, text)


def same_text(here: str, there: str) -> bool:
    """Say whether two texts are the same but for what programs do to them, and what was covered.

    Examples
    --------
    >>> same_text("the ████ said", "the Post  said"), same_text("the Post", "the Mail")
    (True, False)
    """
    return _matches(fold_text(here), fold_text(there))


def _matches(here: str, there: str) -> bool:
    if here == there:
        return True
    if MASK not in here or len(here) != len(there):
        return False
    return all(a in (b, MASK) for a, b in zip(here, there, strict=True))
