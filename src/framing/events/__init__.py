"""Events: which articles of different outlets report the same, checked by a person."""

from __future__ import annotations

from framing.events.checks import read_events
from framing.events.matches import EVENT_COLUMNS, match_events, with_events
from framing.events.sheets import write_events

__all__ = ["EVENT_COLUMNS", "match_events", "read_events", "with_events", "write_events"]
