"""Letters out of a document's bytes: as declared, else UTF-8, else cp1252, else a noted guess."""

from __future__ import annotations

import codecs
import re
from typing import Any

from framing.errors import import_extra
from framing.readers.documents import say

__all__ = ["declared_charset", "decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What browsers take these names for.
_AS_CP1252 = frozenset({"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin-1", "latin1", "l1"})
_META = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_BETTER_THAN = 10


def declared_charset(markup: bytes) -> str:
    """Return the encoding that a page names in its first 4 KB, or nothing.

    Examples
    --------
    >>> declared_charset(b'<html><head><meta charset="ISO-8859-1">')
    'iso-8859-1'
    """
    found = _META.search(markup[:4096])
    return found.group(1).decode("ascii", "replace").lower() if found else ""


def decode(
    data: bytes, declared: str, place: tuple[str, object], notes: list[dict[str, Any]]
) -> str:
    r"""Read a document's letters; say in the receipt where the encoding is doubtful.

    Parameters
    ----------
    data : bytes
        The document.
    declared : str
        The encoding it or its server names; empty for none.
    place : (str, object)
        The file and the number in it, for the receipt.
    notes : list of dict
        The receipt.

    Examples
    --------
    >>> decode("“Talks failed.”".encode("cp1252"), "iso-8859-1", ("a.html", 1), [])
    '“Talks failed.”'
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _text(data, name) or data.decode(name, "replace")
    codec = _codec(declared)
    plain = _text(data, "utf-8")
    if declared and not codec:
        say(notes, place, "unknown encoding", "marked", f"it declares {declared!r}; not heeded")
    if plain is not None:
        # Bytes that are UTF-8 with letters of several bytes are so by no accident.
        if codec in ("cp1252", "iso8859-15") and not plain.isascii():
            reason = f"it declares {declared}, and its letters are UTF-8; read as UTF-8"
            say(notes, place, "wrong encoding declared", "marked", reason)
            return plain
        if not codec or codec == "utf-8":
            return plain
    text = _text(data, codec) if codec else None
    if text is not None:
        return text
    if codec:
        reason = f"it declares {declared}, which its bytes are not"
        say(notes, place, "wrong encoding declared", "marked", reason)
    # What calls itself UTF-8 and has more letters of it than broken ones is damaged UTF-8.
    return _doubtful(data, place, notes, 1 if codec == "utf-8" else _BETTER_THAN)


def _doubtful(
    data: bytes, place: tuple[str, object], notes: list[dict[str, Any]], better: int
) -> str:
    if (text := _text(data, "utf-8")) is not None:
        return text
    loose = data.decode("utf-8", "replace")
    broken = loose.count("\N{REPLACEMENT CHARACTER}")
    letters = len(loose) - len(loose.encode("ascii", "ignore")) - broken
    # One damaged byte must not turn every curly quotation mark into three letters.
    if letters > better * broken:
        reason = f"of its bytes {broken} are not UTF-8, which the rest is; replaced by U+FFFD"
        say(notes, place, "broken bytes", "marked", reason)
        return loose
    if (text := _text(data, "cp1252")) is not None:
        say(notes, place, "read as cp1252", "marked", "its bytes are not UTF-8; read as cp1252")
        return text
    library = import_extra("read_corpus", "charset_normalizer", "charset-normalizer", "archives")
    best = library.from_bytes(data).best()
    if best is not None and (text := _text(data, str(best.encoding))) is not None:
        reason = f"its bytes are neither UTF-8 nor cp1252; taken for {best.encoding}"
        say(notes, place, "encoding guessed", "marked", reason)
        return text
    reason = f"no encoding fits its bytes; {broken} that are not UTF-8 are replaced by U+FFFD"
    say(notes, place, "broken bytes", "marked", reason)
    return loose


def _codec(name: str) -> str:
    if name.strip().lower() in _AS_CP1252:
        return "cp1252"
    try:
        found = codecs.lookup(name.strip()).name if name.strip() else ""
        "a".encode(found or "utf-8")
    except (LookupError, UnicodeError, ValueError):
        return ""
    return found


def _text(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError):
        return None
