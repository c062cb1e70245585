"""Which of several names is written, by outlet, voice and month."""

from __future__ import annotations

from framing.namings.mentions import MARKED
from framing.namings.shares import NAME_COLUMNS, share_names
from framing.periods import NO_DATE

__all__ = ["MARKED", "NAME_COLUMNS", "NO_DATE", "share_names"]
