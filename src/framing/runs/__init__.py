"""Large corpora: read in parts, made in parallel, merged to the same bytes."""

from __future__ import annotations

from framing.runs.doors import Done, merge, process

__all__ = ["Done", "merge", "process"]
