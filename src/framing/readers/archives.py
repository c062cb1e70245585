"""The formats of archives and exports that are recognised by what stands in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

__all__ = ["ARCHIVES", "ArchiveFormat"]


class ArchiveFormat(NamedTuple):
    """One format: how it looks, and what reads it.

    Attributes
    ----------
    name : str
        As messages name it.
    looks : callable
        Of the file's name and its first 64 KB: whether it is of this format.
    read : callable
        Of the display name, all bytes and the notes of the receipt: the articles.
    endings : tuple of str
        What its files end in.
    """

    name: str
    looks: Callable[[str, bytes], bool]
    read: Callable[[str, bytes, list[dict[str, Any]]], pd.DataFrame]
    endings: tuple[str, ...]


ARCHIVES: tuple[ArchiveFormat, ...] = ()
