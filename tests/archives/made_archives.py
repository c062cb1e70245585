"""Exports in the shape of each archive, of invented outlets; and what reading them says."""

from __future__ import annotations

import gzip
import io
import warnings
from collections.abc import Sequence
from pathlib import Path

import docx

from framing import Corpus, FramingWarning, read_corpus

BROKEN = Path(__file__).parents[1] / "broken" / "archives"


def noted(source: object) -> tuple[Corpus, list[tuple[str, str, str, str]]]:
    """Read with one warning at most; return the articles and row, rule, action, reason."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        corpus = read_corpus(source)  # type: ignore[arg-type]
    assert [item.category for item in caught] == [FramingWarning] * (len(corpus.receipt) > 0)
    columns = ["row", "rule", "action", "reason"]
    return corpus, list(corpus.receipt[columns].itertuples(index=False, name=None))


def rules(source: object) -> list[str]:
    """Return which rules reading applied, in order."""
    return [rule for _, rule, _, _ in noted(source)[1]]


def save_docx(path: Path, paragraphs: Sequence[str], *, headings: bool = True) -> Path:
    """Write a DOCX whose paragraphs that begin with '# ' are headings."""
    document = docx.Document()
    for text in paragraphs:
        bare = text.removeprefix("# ")
        styled = headings and bare != text
        document.add_paragraph(bare, style="Heading 1" if styled else None)
    document.save(str(path))
    return path


def rich(lines: Sequence[str]) -> str:
    """Return RTF of the lines, curly marks and accents written as RTF writes them."""
    escaped = []
    for line in lines:
        text = line.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
        letters = (c if c.isascii() else f"\\u{ord(c)}?" for c in text)
        escaped.append("".join(letters) + "\\par")
    return "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\n" + "\n".join(escaped) + "}"


def page(
    *paragraphs: str,
    title: str = "Talks in Sarn fail",
    url: str = "https://courier.example/world/talks",
    head: str = "",
    date: str = "2031-03-04T10:12:00Z",
) -> str:
    """Return a page of the Courier as a browser saves it; paragraphs are HTML."""
    about = f"""<script type="application/ld+json">{{"@context": "https://schema.org",
      "@type": "NewsArticle", "headline": "{title}", "datePublished": "{date}",
      "author": [{{"@type": "Person", "name": "Mara Dolen"}}],
      "publisher": {{"@type": "Organization", "name": "The Courier"}}}}</script>"""
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | The Courier</title>
<link rel="canonical" href="{url}">{about if date else ""}{head}</head>
<body><nav><ul><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>{title}</h1>
<div class="story-body">{"".join(paragraphs)}</div></article></main>
<footer><p>Copyright 2031 The Courier. All rights reserved.</p></footer></body></html>"""


PROSE = (
    "<p>The talks between the harbour council and the dockers of Sarn ended without a result on "
    "Tuesday, the mediator said after eleven hours in the town hall.</p>",
    "<p>Both sides had met for the third time since January, and neither had moved on the length "
    "of the night shift, which is what the quarrel is about.</p>",
    "<p>“We will come back when there is something to come back for,” said Ilan Dorvyn, who speaks "
    "for the dockers, and left by the side door of the hall.</p>",
    "<p>The council’s chair, Petra Sarn, told reporters that the offer stays on the table until "
    "the end of the month and will not be made a second time.</p>",
)


def warc(*records: tuple[str, str, str, bytes], zipped: bool = False) -> bytes:
    """Return a web archive of responses: address, status, content type, content."""
    parts = [_record("warcinfo", "", "application/warc-fields", b"software: made by hand\r\n")]
    for address, status, content_type, content in records:
        http = f"HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\n".encode()
        http += f"Content-Length: {len(content)}\r\n\r\n".encode() + content
        parts.append(_record("response", address, "application/http; msgtype=response", http))
    return b"".join(gzip.compress(part, mtime=0) if zipped else part for part in parts)


def _record(kind: str, address: str, content_type: str, block: bytes) -> bytes:
    number = len(address) % 10
    target = f"WARC-Target-URI: {address}\r\n" if address else ""
    out = io.BytesIO()
    out.write(
        f"WARC/1.0\r\nWARC-Type: {kind}\r\n{target}WARC-Date: 2031-04-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{number}>\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n".encode()
    )
    out.write(block + b"\r\n\r\n")
    return out.getvalue()
