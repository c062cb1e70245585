"""What in a text is not the article: marked by named rules, with a receipt, never cut."""

from __future__ import annotations

from framing.cleaning.doors import EFFECT_COLUMNS, clean, effect_of_cleaning

__all__ = ["EFFECT_COLUMNS", "clean", "effect_of_cleaning"]
