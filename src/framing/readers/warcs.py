"""Web archives: the pages among the records of a WARC."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from framing.errors import CorpusError, import_extra
from framing.readers.documents import gather, say
from framing.readers.pages import read_page

__all__ = ["looks_like_warc", "read_warc"]

_GZIP = b"\x1f\x8b\x08"
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
    begins = _GZIP if data.startswith(_GZIP) else b"WARC/1."
    start = 0
    while start < len(data):
        iterator = library.ArchiveIterator(io.BytesIO(data[start:]))
        reached = 0
        try:
            for record in iterator:
                reached = iterator.offset
                yield _read(record)
            return
        # What a damaged archive raises depends on where it is damaged.
        except Exception as fault:
            after = data.find(begins, start + reached + 1)
            where = f"at byte {start + reached:,} the archive is damaged ({fault})"
            what = "cut off here" if after < 0 else f"read on at byte {after:,}"
            say(notes, (name, ""), "damaged archive", "dropped", f"{where}; {what}")
            if after < 0:
                return
            start = after


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
