"""What else could have been counted, and whether the answer would have been another."""

from __future__ import annotations

from framing.sensitivity.alternatives import ALTERNATIVE_COLUMNS, try_alternatives
from framing.sensitivity.tellings import summarise_alternatives

__all__ = ["ALTERNATIVE_COLUMNS", "summarise_alternatives", "try_alternatives"]
