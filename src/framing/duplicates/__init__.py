"""The same text twice: overlaps, clusters of copies, and agencies' copy."""

from __future__ import annotations

from framing.duplicates.clusters import DUPLICATE_COLUMNS, find_duplicates
from framing.duplicates.overlaps import OVERLAP_COLUMNS, find_overlaps
from framing.duplicates.wires import WIRE_COLUMNS, find_wire

__all__ = [
    "DUPLICATE_COLUMNS",
    "OVERLAP_COLUMNS",
    "WIRE_COLUMNS",
    "find_duplicates",
    "find_overlaps",
    "find_wire",
]
