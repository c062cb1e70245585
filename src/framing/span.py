"""Places in a text: half-open, in code points of the original."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Span"]


class Span(NamedTuple):
    """A half-open stretch `[start, end)` of code points in an original text.

    Examples
    --------
    >>> place = Span(4, 12)
    >>> place.of("The reckless plan")
    'reckless'
    >>> place.overlaps(Span(12, 15))
    False
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words at this place of `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Say whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Say whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end
