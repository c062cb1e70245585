"""The formats of archives and exports that are recognised by what stands in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from framing.readers.factiva import looks_like_factiva, read_factiva
from framing.readers.mediacloud import looks_like_mediacloud, read_mediacloud
from framing.readers.nexis import looks_like_nexis, read_nexis
from framing.readers.pages import looks_like_page, read_pages
from framing.readers.warcs import looks_like_warc, read_warc

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


# The first that a file looks like reads it: a Factiva export in HTML is a page, too.
ARCHIVES: tuple[ArchiveFormat, ...] = (
    ArchiveFormat("web archive", looks_like_warc, read_warc, (".warc", ".warc.gz")),
    ArchiveFormat("Media Cloud stories", looks_like_mediacloud, read_mediacloud, (".csv",)),
    ArchiveFormat("Nexis export", looks_like_nexis, read_nexis, (".docx", ".rtf", ".txt")),
    ArchiveFormat("Factiva export", looks_like_factiva, read_factiva, (".rtf", ".html", ".htm")),
    ArchiveFormat("saved page", looks_like_page, read_pages, (".html", ".htm", ".xhtml")),
)
