"""What every dictionary format comes down to: terms below categories."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Entry", "Left"]


class Entry(NamedTuple):
    """One term of a dictionary.

    Attributes
    ----------
    term : str
        Words; `*` stands for any ending, a space parts the words of a phrase.
    levels : tuple of str
        The categories above it, the outermost first.
    line : int
        Where it stands in the file, 0 where the format has no lines.
    weight : float
    need_next, block_next : str
        The word that must, or must not, stand behind.
    """

    term: str
    levels: tuple[str, ...]
    line: int = 0
    weight: float = 1.0
    need_next: str = ""
    block_next: str = ""


class Left(NamedTuple):
    """Something of a file that is not read, and why."""

    line: int
    what: str
    reason: str
