"""Lines out of word processors' files: RTF and DOCX."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from framing.errors import CorpusError, import_extra
from framing.readers.charsets import decode

__all__ = ["Line", "docx_lines", "is_docx", "is_rtf", "plain_lines", "rtf_lines", "skim_rtf"]

_CONTROLS = re.compile(rb"\\[a-z]+-?\d* ?|[{}]|\\\*")
_PAGE = re.compile(r"\s*Page\s+\d+\s+of\s+\d+\s*")


class Line(NamedTuple):
    """One line, and whether it is styled as a heading."""

    text: str
    heading: bool = False


def is_rtf(head: bytes) -> bool:
    """Say whether a file is RTF by how it begins."""
    return head.lstrip().startswith(b"{\\rtf")


def is_docx(name: str, head: bytes) -> bool:
    """Say whether a file is DOCX, by its name or by what its zip holds first."""
    # A zip of such files may hold their names as well.
    inside = head.startswith(b"PK") and b"word/document.xml" in head
    return name.lower().endswith(".docx") or (inside and not name.lower().endswith(".zip"))


def skim_rtf(head: bytes) -> str:
    r"""Return roughly what the beginning of an RTF file says, without the library for it.

    Examples
    --------
    >>> skim_rtf(rb"{\rtf1\ansi{\b Length:} 515 words\par}")
    'Length: 515 words\n'
    """
    return _CONTROLS.sub(b"", head.replace(b"\\par", b"\n\\par")).decode("latin-1")


def rtf_lines(name: str, data: bytes, notes: list[dict[str, Any]]) -> list[Line]:
    """Return the lines of an RTF file."""
    library = import_extra("read_corpus", "striprtf.striprtf", "striprtf", "archives")
    if not is_rtf(data[:64]):
        raise CorpusError(
            f"{name}: the file does not begin as RTF does; it is another format under this name; "
            "export it again, or give it the ending it should have"
        )
    written = decode(data, "", (name, ""), notes)
    try:
        text = library.rtf_to_text(written, errors="replace")
    except (ValueError, IndexError, KeyError, RecursionError, LookupError) as fault:
        raise CorpusError(
            f"{name}: the RTF cannot be read ({fault}); it is damaged; export it again"
        ) from fault
    return plain_lines(text)


def plain_lines(text: str) -> list[Line]:
    """Return the lines of a text, without the page numbers of its print-out."""
    # A form feed stands alone between documents; other line ends stand inside paragraphs.
    lines = re.split(r"\r\n|[\r\n\f]", text)
    return [Line(line.rstrip()) for line in lines if not _PAGE.fullmatch(line)]


def docx_lines(name: str, data: bytes) -> list[Line]:
    """Return the paragraphs of a DOCX file, those in tables too."""
    library = import_extra("read_corpus", "docx", "python-docx", "archives")
    try:
        document = library.Document(io.BytesIO(data))
        return [line for line in _paragraphs(document) if not _PAGE.fullmatch(line.text)]
    # What a damaged package raises depends on which of its parts is damaged.
    except Exception as fault:
        what = "it is no zip, which DOCX is" if not data.startswith(b"PK") else f"{fault}"
        raise CorpusError(
            f"{name}: the DOCX cannot be read ({what}); it is damaged or another format under "
            "this name; download it again"
        ) from fault


def _paragraphs(container: Any) -> Iterator[Line]:
    for item in container.iter_inner_content():
        if hasattr(item, "rows"):
            cells = (cell for row in item.rows for cell in row.cells)
            # Cells that are merged come once for every column they span.
            for cell in dict.fromkeys(cells):
                yield from _paragraphs(cell)
            continue
        style = item.style.name or "" if item.style is not None else ""
        heading = style.startswith(("Heading", "Title"))
        for text in re.split(r"[\n\f]", item.text):
            yield Line(text.rstrip(), heading)
