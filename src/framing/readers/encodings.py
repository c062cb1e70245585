"""Which encoding a file has: declared, UTF-8, cp1252, a guess; never without a word."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import IO, Any, NamedTuple, TextIO

from framing.errors import CorpusError, MissingExtraError, import_extra
from framing.readers.inputs import HEAD, Input
from framing.readers.receipts import note_place

__all__ = ["Encoding", "find_encoding", "open_text"]

_BLOCK = 1 << 20
_SAMPLE = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


class Encoding(NamedTuple):
    """A codec's name, and what happens to bytes it does not allow: `strict` or `replace`."""

    name: str
    errors: str = "strict"


class _Fault(NamedTuple):
    line: int
    byte: int


@contextmanager
def open_text(
    item: Input, encoding: str | None, notes: list[dict[str, Any]], *, newline: str = ""
) -> Iterator[TextIO]:
    """Open an input as text, line ends as they are."""
    found = find_encoding(item, encoding, notes)
    with item.open() as stream:
        text = io.TextIOWrapper(stream, found.name, found.errors, newline)
        try:
            yield text
        finally:
            text.detach()


def find_encoding(item: Input, encoding: str | None, notes: list[dict[str, Any]]) -> Encoding:
    """Find the encoding of an input; a doubtful one is noted, a named one must fit.

    Without a name the order is: byte order mark, UTF-8, cp1252, a guess.
    """
    if encoding is not None:
        return _named(item, encoding)
    with item.open() as stream:
        head = stream.read(HEAD)
    for mark, name in _MARKS:
        if head.startswith(mark):
            fault = _survey(item, name)
            if fault is None:
                return Encoding(name)
            if mark == codecs.BOM_UTF8:
                return _broken_letters(item, fault, name, notes)
            raise CorpusError(
                f"{item.name}, line {fault.line}: byte 0x{fault.byte:02x} is not {name}, which the "
                "byte order mark declares; the file is cut off or damaged; copy it again, or pass "
                "the encoding= it has"
            )
    if (wide := _without_mark(head)) and _survey(item, wide) is None:
        reason = f"every other byte is zero; read as {wide}; pass encoding= if it has another"
        note_place(notes, item.name, "", "encoding guessed", "marked", reason)
        return Encoding(wide)
    fault = _survey(item, "utf-8")
    if fault is None:
        return Encoding("utf-8")
    letters, broken, other = _count(item)
    # One damaged byte must not turn every curly quotation mark of the file into three letters.
    if letters >= 2 * broken:
        return _broken_letters(item, fault, "utf-8", notes)
    what = f"line {fault.line}: byte 0x{fault.byte:02x} is not UTF-8"
    if not other:
        reason = f"{what}; read as cp1252; pass encoding= if the file has another"
        note_place(notes, item.name, "", "read as cp1252", "marked", reason)
        return Encoding("cp1252")
    guess = _guess(item, f"{item.name}, {what} and others are not cp1252")
    if guess is None or _survey(item, guess) is not None:
        raise CorpusError(
            f"{item.name}, {what}, other bytes are not cp1252, and no guess fits; the file is in a "
            "rare encoding, damaged or no text; pass the encoding= it has or save it as UTF-8"
        )
    reason = f"{what}, others are not cp1252; taken for {guess}; pass the encoding= it has"
    note_place(notes, item.name, "", "encoding guessed", "marked", reason)
    return Encoding(guess)


def _named(item: Input, encoding: str) -> Encoding:
    try:
        b"a".decode(encoding)
    except UnicodeDecodeError:
        pass
    except (LookupError, UnicodeError) as fault:
        raise CorpusError(
            f"read_corpus: there is no encoding {encoding!r}; there are utf-8, cp1252, utf-16 "
            "and others that Python knows; choose one of these"
        ) from fault
    name = "utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding
    found = _survey(item, name)
    if found is not None:
        with item.open() as stream:
            begin = stream.read(2)
        likely = "utf-16" if begin in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "cp1252"
        raise CorpusError(_not(item, found, encoding, likely))
    return Encoding(name)


def _not(item: Input, fault: _Fault, encoding: str, likely: str) -> str:
    return (
        f"{item.name}, line {fault.line}: byte 0x{fault.byte:02x} is not {encoding}; the file was "
        f"written in another encoding; pass encoding={likely!r} or the one it has"
    )


def _broken_letters(item: Input, fault: _Fault, name: str, notes: list[dict[str, Any]]) -> Encoding:
    broken = _count(item)[1]
    reason = (
        f"{broken} bytes are not UTF-8, which the rest of the file is (the first, "
        f"0x{fault.byte:02x}, in line {fault.line}); each replaced by U+FFFD"
    )
    note_place(notes, item.name, "", "broken bytes", "marked", reason)
    return Encoding(name, "replace")


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    while block := stream.read(_BLOCK):
        yield block


def _survey(item: Input, name: str) -> _Fault | None:
    """Return the first byte that an encoding does not allow."""
    decoder = codecs.getincrementaldecoder(name)()
    lines = 0
    block = b""
    with item.open() as stream:
        try:
            for block in _blocks(stream):
                lines += block.count(b"\n")
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as fault:
            # A decoder keeps the begun letter of the block before; count from the end.
            rest = fault.object[fault.start :]
            return _Fault(lines - rest.count(b"\n") + 1, fault.object[fault.start])
        except UnicodeError:  # UTF-16 without its byte order mark
            return _Fault(1, block[0] if block else 0)
    return None


def _count(item: Input) -> tuple[int, int, bool]:
    """Count letters of several bytes and broken bytes as UTF-8; find what cp1252 lacks."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    letters = broken = 0
    other = False
    with item.open() as stream:
        for block in chain(_blocks(stream), (b"",)):
            text = decoder.decode(block, final=not block)
            lost = text.count("\N{REPLACEMENT CHARACTER}")
            letters += len(text) - len(text.encode("ascii", "ignore")) - lost
            broken += lost
            other = other or _NOT_CP1252.search(block) is not None
    return letters, broken, other


def _without_mark(head: bytes) -> str:
    """Name UTF-16 without a byte order mark: every other byte of English in it is zero."""
    if len(head) < 8 or b"\0" not in head:
        return ""
    for name, places in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if places.count(b"\0") > 0.7 * len(places):
            return name
    return ""


def _guess(item: Input, where: str) -> str | None:
    try:
        library = import_extra(where, "charset_normalizer", "charset-normalizer", "archives")
    except MissingExtraError as fault:
        raise MissingExtraError(
            f"{where}; guessing another encoding needs charset-normalizer, which is not "
            "installed; pass the encoding= it has, or install the extra: "
            "pip install 'framing[archives]'"
        ) from fault
    best = library.from_bytes(_sample(item)).best()
    return None if best is None else str(best.encoding)


def _sample(item: Input) -> bytes:
    """Take the lines with letters beyond ASCII: among many without them a guess goes astray."""
    lines: list[bytes] = []
    size = 0
    odd = False
    with item.open() as stream:
        for block in _blocks(stream):
            for line in block.split(b"\n"):
                if line.isascii() or (size > _SAMPLE and (odd or not _NOT_CP1252.search(line))):
                    continue
                odd = odd or _NOT_CP1252.search(line) is not None
                lines.append(line)
                size += len(line)
            if size > _SAMPLE and odd:
                break
    return b"\n".join(lines)
