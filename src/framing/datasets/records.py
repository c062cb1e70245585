"""What every converter makes of an original: records, as the ready copies hold them."""

from __future__ import annotations

from typing import Any

__all__ = ["Record"]

Record = dict[str, Any]
"""Name of a field -> its value, as JSON knows them."""
