"""Web archives: the pages among the records of a WARC."""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from framing.errors import CorpusError, import_extra
from framing.readers.documents import gather, say
from framing.readers.pages import read_page

__all__ = ["looks_like_warc", "read_warc"]

_GZIP = b"\x1f\x8b\x08"
_BEGINS = b"WARC/1."
_PIECE = 4096
_PAGES = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


class _Record(NamedTuple):
    kind: str
    address: str
    fetched: str
    status: str
    content_type: str
    content: bytes
    fault: str


def looks_like_warc(name: str, head: bytes) -> bool:
    r"""Say whether a file is a web archive.

    Examples
    --------
    >>> looks_like_warc("crawl", b"WARC/1.0\r\n"), looks_like_warc("a.warc.gz", b"")
    (True, True)
    """
    return head.startswith(b"WARC/") or name.lower().endswith((".warc", ".warc.gz"))


def read_warc(name: str, data: bytes, notes: list[dict[str, Any]]) -> pd.DataFrame:
    """Read the pages of a web archive.

    Parameters
    ----------
    name : str
        The file, as the receipt names it.
    data : bytes
        WARC, gzipped or not.
    notes : list of dict
        The receipt: each response that is no page or holds no article, and where the file is
        damaged; what stands after the damage is read.

    Returns
    -------
    DataFrame
        As `read_pages`, one row per article, and `fetched`, when it was archived: that is no
        date of the article's.

    Raises
    ------
    CorpusError
        If the file holds no record.
    MissingExtraError
        If the extra 'archives' is not installed.
    """
    rows: list[tuple[object, dict[str, str]]] = []
    others: Counter[str] = Counter()
    number = 0
    for number, record in enumerate(_records(name, data, notes), start=1):
        place = (name, number)
        if record.kind not in ("response", "resource"):
            others[record.kind] += 1
            continue
        reason = _refuse(record)
        if reason:
            say(notes, place, "no page", "dropped", f"{record.address}: {reason}", record.address)
            continue
        if record.fault:
            reason = f"{record.address}: {record.fault}; its text may be cut off"
            say(notes, place, "cut off", "marked", reason, record.address)
        charset = _CHARSET.search(record.content_type)
        page = read_page(
            record.content,
            place,
            notes,
            charset=charset.group(1) if charset else "",
            address=record.address,
        )
        if page is not None:
            rows.append((number, {**page, "fetched": record.fetched}))
    if not number:
        raise CorpusError(
            f"{name}: no record was found in it; a web archive holds records that begin with "
            "'WARC/1.0'; fetch the archive again"
        )
    for kind, count in sorted(others.items()):
        reason = f"{count:,} records of the kind {kind!r} hold no page"
        say(notes, (name, ""), "no page", "dropped", reason)
    return gather(name, rows, notes)


def _refuse(record: _Record) -> str:
    kind = record.content_type.partition(";")[0].strip().lower()
    if record.status and record.status != "200":
        return f"the server answered {record.status}"
    if kind and kind not in _PAGES:
        return f"it is {kind}, not a page"
    return "" if record.content.strip() else "it is empty"


def _records(name: str, data: bytes, notes: list[dict[str, Any]]) -> Iterator[_Record]:
    """Give the records; after damage go on at the next that begins as one does."""
    library = import_extra("read_corpus", "warcio.archiveiterator", "warcio", "archives")
    for offset, part in _members(name, data, notes):
        start = 0 if part.startswith(_BEGINS) else part.find(_BEGINS)
        while start >= 0:
            reached = 0
            iterator = library.ArchiveIterator(io.BytesIO(part[start:]))
            try:
                for record in iterator:
                    reached = iterator.offset
                    yield _read(record)
                break
            # What a damaged record raises depends on where it is damaged.
            except Exception:
                damaged = start + reached
                start = part.find(_BEGINS, damaged + 1)
                _say_damage(name, offset + damaged, offset + start if start >= 0 else -1, notes)


def _members(name: str, data: bytes, notes: list[dict[str, Any]]) -> Iterator[tuple[int, bytes]]:
    """Give the parts of an archive that are gzipped one by one, or all of it as it is."""
    if not data.startswith(_GZIP):
        yield 0, data
        return
    start = 0
    while start >= 0 and start < len(data):
        unzip = zlib.decompressobj(wbits=31)
        plain = bytearray()
        try:
            # In pieces: what stands before the damage is kept.
            for at in range(start, len(data), _PIECE):
                plain += unzip.decompress(data[at : at + _PIECE])
                if unzip.eof:
                    break
        except zlib.error:
            pass
        yield start, bytes(plain)
        if unzip.eof:
            start = min(at + _PIECE, len(data)) - len(unzip.unused_data)
        else:
            after = _next_member(data, start + 1)
            _say_damage(name, start, after, notes)
            start = after


def _next_member(data: bytes, start: int) -> int:
    while (start := data.find(_GZIP, start)) >= 0:
        try:
            if (
                zlib.decompressobj(wbits=31)
                .decompress(data[start : start + _PIECE], 64)
                .startswith(_BEGINS)
            ):
                return start
        except zlib.error:
            pass
        start += 1
    return -1


def _say_damage(name: str, at: int, after: int, notes: list[dict[str, Any]]) -> None:
    what = f"read on at byte {after:,}" if after >= 0 else "nothing can be read after it"
    reason = f"from byte {at:,} on a record is damaged or cut off; {what}"
    say(notes, (name, ""), "damaged archive", "marked", reason)


def _read(record: Any) -> _Record:
    headers, http = record.rec_headers, record.http_headers
    kind = str(record.rec_type)
    wanted = kind in ("response", "resource")
    content, fault = b"", ""
    if wanted:
        content = record.content_stream().read()
        missing = getattr(record.raw_stream, "limit", 0)
        fault = f"{missing:,} of its bytes are missing" if missing else ""
    source = http if http is not None else headers
    return _Record(
        kind=kind,
        address=headers.get_header("WARC-Target-URI") or "",
        fetched=headers.get_header("WARC-Date") or "",
        status=(http.get_statuscode() or "") if http is not None else "",
        content_type=source.get_header("Content-Type") or "",
        content=content,
        fault=fault,
    )
