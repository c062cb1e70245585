"""The same text twice: overlaps, clusters of copies, agencies' copy, and what to do about them."""

from __future__ import annotations

from framing.duplicates.clusters import DUPLICATE_COLUMNS, find_duplicates
from framing.duplicates.copies import drop_copies
from framing.duplicates.overlaps import OVERLAP_COLUMNS, find_overlaps
from framing.duplicates.wires import WIRE_COLUMNS, find_wire

__all__ = [
    "DUPLICATE_COLUMNS",
    "OVERLAP_COLUMNS",
    "WIRE_COLUMNS",
    "drop_copies",
    "find_duplicates",
    "find_overlaps",
    "find_wire",
]
