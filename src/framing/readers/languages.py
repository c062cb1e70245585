"""Doubts about texts that may not be English."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from framing.readers.receipts import note
from framing.readers.strings import each

__all__ = ["note_languages"]

_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the of and to in a is that for on was with as it by at from has be are have had his not "
        "but an were this they said who which their he she its after been will would",
    )
)


def _mostly_latin(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return sum(char.isascii() for char in letters) >= 0.8 * len(letters)


def note_languages(articles: pd.DataFrame, notes: list[dict[str, Any]]) -> None:
    """Doubt texts in which the commonest English words are rare."""
    for row, text in enumerate(each(articles["text"])):
        words = text[:3000].lower().split()
        if len(words) < 40:
            words = text[:12000].lower().split()
        if not words or (len(words) < 20 and _mostly_latin(text)):
            continue
        share = sum(map(_FUNCTION_WORDS.__contains__, words)) / len(words)
        if share < 0.12:
            reason = (
                f"{share:.0%} of its first words are common English ones; English has about 40%"
            )
            article = articles.iloc[row]
            note(notes, article, article["doc_id"], "not English", "marked", reason)
