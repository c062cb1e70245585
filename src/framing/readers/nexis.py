"""Nexis Uni and LexisNexis: DOCX, RTF and plain text, one document or hundreds in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from framing.errors import CorpusError
from framing.readers.charsets import decode
from framing.readers.documents import gather, note_length, say
from framing.readers.rich_texts import (
    Line,
    docx_lines,
    is_docx,
    is_rtf,
    plain_lines,
    rtf_lines,
    skim_rtf,
)

__all__ = ["looks_like_nexis", "read_nexis"]

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|"
    "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_DATE = re.compile(
    rf"(?:(?:{_DAYS}),?\s+)?(?:(?:{_MONTHS})\.?\s+\d{{1,2}},?\s+\d{{4}}"
    rf"|\d{{1,2}}\s+(?:{_MONTHS})\.?,?\s+\d{{4}})(?:,?\s+(?:{_DAYS}))?"
    r"(?:,?\s+\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?\s*[a-z]{0,5})?",
    re.IGNORECASE,
)
# A date in other words or of another precision: kept as it is written, and read by nobody here.
_DATE_LIKE = re.compile(r"(?=.{4,45}$)(?:.*\D)?(?:1[89]|20)\d{2}(?:,?\s+[^\W\d]+)?")
_COUNT = re.compile(r"\s*\d+\s+of\s+\d+\s+DOCUMENTS?\s*")
_END = re.compile(r"\s*(?:End of Document|Dokumentende|Fin du document|Einde document)\s*")
_FIELDS = {
    "section": "section",
    "length": "length",
    "byline": "author",
    "dateline": "dateline",
    "highlight": "highlight",
    "headline": "title",
    "series": "series",
}
_AFTER = {
    "load-date": "load_date",
    "language": "language",
    "publication-type": "publication_type",
    "journal-code": "journal_code",
    "graphic": "graphic",
    "correction-date": "correction_date",
    "correction": "correction",
    "notes": "notes",
    **dict.fromkeys(
        re.findall(
            r"[\w-]+",
            "classification subject organization company industry geographic person ticker type "
            "country state city url document-type acc-no accession-number",
        ),
        "",
    ),
}
_FIELD = re.compile(rf"\s*({'|'.join(_FIELDS)})\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
# Alone on a line such a word may be a heading of the article's own, but for these four.
_TAIL = re.compile(
    rf"\s*(?:({'|'.join(sorted(_AFTER, key=len, reverse=True))})\s*:\s*(.*)"
    r"|(Graphic|Classification|Notes|Correction)\s*)",
    re.IGNORECASE | re.DOTALL,
)
_COPYRIGHT = re.compile(r"\s*(?:Copyright\b|©|\(c\)).*", re.IGNORECASE | re.DOTALL)
_RIGHTS = re.compile(r"\s*All\s+rights\s+reserved\.?\s*", re.IGNORECASE)
_MARKS = re.compile(
    r"(?im)^\s*(?:length:\s*[\d,.]+\s+words|load-date:|end of document\b|\d+ of \d+ documents\b)"
)


def looks_like_nexis(name: str, head: bytes) -> bool:
    r"""Say whether a file is an export of Nexis Uni or LexisNexis.

    Examples
    --------
    >>> looks_like_nexis("old.txt", b"   1 of 50 DOCUMENTS\n"), looks_like_nexis("a.txt", b"Hi")
    (True, False)
    """
    if is_docx(name, head):
        return True
    if is_rtf(head):
        return bool(_MARKS.search(skim_rtf(head)))
    return bool(re.search(rb"(?m)^\s*\d+ of \d+ DOCUMENTS?\s*$", head))


def read_nexis(name: str, data: bytes, notes: list[dict[str, Any]]) -> pd.DataFrame:
    """Read the documents of a Nexis Uni or LexisNexis export.

    Parameters
    ----------
    name : str
        The file, as the receipt names it.
    data : bytes
        DOCX, RTF or plain text.
    notes : list of dict
        The receipt.

    Returns
    -------
    DataFrame
        One row per document: `outlet`, `title`, `date` (the one under the outlet's name, never
        the date of loading), `text`, `author`, `section`, `language`; further ones as `length`,
        `copyright`, `load_date`, `highlight`, `graphic` where there.

    Raises
    ------
    CorpusError
        If the file cannot be read or holds no document of this kind.
    MissingExtraError
        If the extra 'archives' is not installed.
    """
    if is_docx(name, data[:65536]):
        lines = docx_lines(name, data)
    elif is_rtf(data[:64]) or name.lower().endswith(".rtf"):
        lines = rtf_lines(name, data, notes)
    else:
        lines = plain_lines(decode(data, "", (name, ""), notes))
    counted = any(_COUNT.fullmatch(line.text) for line in lines)
    parts = list(_split_counted(lines) if counted else _split_ended(lines))
    rows: list[tuple[object, dict[str, str]]] = []
    for number, (part, whole) in enumerate(parts, start=1):
        place = (name, number)
        found = _read_counted(part) if counted else _read_ended(part)
        if not found.get("title") and not found.get("text"):
            say(notes, place, "no document", "dropped", "it has neither a headline nor a text")
            continue
        if not found.get("text"):
            reason = "it has no text under 'Body'; only its headline is counted"
            say(notes, place, "no body", "marked", reason)
        elif not whole:
            reason = "the file ends before the document does; its text may be cut off"
            say(notes, place, "cut off", "marked", reason)
        else:
            note_length(notes, place, found["text"], found.get("length", ""))
        rows.append((number, found))
    if not rows:
        raise CorpusError(
            f"{name}: no document was found in it; one ends with 'End of Document' or begins with "
            "'1 of 50 DOCUMENTS'; export full documents from Nexis as DOCX, RTF or text"
        )
    return gather(name, rows, notes)


def _split_ended(lines: Sequence[Line]) -> Iterator[tuple[list[Line], bool]]:
    part: list[Line] = []
    for line in lines:
        if _END.fullmatch(line.text):
            yield part, True
            part = []
        else:
            part.append(line)
    if any(line.text.strip() == "Body" or _FIELD.fullmatch(line.text) for line in part):
        yield part, False


def _split_counted(lines: Sequence[Line]) -> Iterator[tuple[list[Line], bool]]:
    part: list[Line] | None = None
    for line in lines:
        if _COUNT.fullmatch(line.text):
            if part is not None:
                yield part, True
            part = []
        elif part is not None:
            part.append(line)
    if part is not None:
        whole = any(_TAIL.fullmatch(line.text) or _COPYRIGHT.match(line.text) for line in part)
        yield part, whole


def _read_ended(lines: Sequence[Line]) -> dict[str, str]:
    """Read a document as Nexis Uni sets it: headline, outlet, date, fields, Body."""
    filled = [line for line in lines if line.text.strip()]
    texts = [line.text.strip() for line in filled]
    body = next((i for i, text in enumerate(texts) if text == "Body"), None)
    head = next((i for i, text in enumerate(texts) if _is_field(text)), len(texts))
    head = min(head, len(texts) if body is None else body)
    dated = _find_date(texts[:head])
    found: dict[str, str] = {}
    names = texts[: head if dated is None else dated]
    headings = [i for i in range(len(names)) if filled[i].heading]
    if headings:
        # A long headline is set in several paragraphs of one style.
        last = headings[-1]
        first = last
        while first - 1 in headings:
            first -= 1
        found["title"] = " ".join(names[first : last + 1])
        found["outlet"] = names[last + 1] if last + 1 < len(names) else ""
    else:
        found["outlet"] = names[-1] if names else ""
        found["title"] = names[-2] if len(names) > 1 else ""
    if dated is not None:
        found["date"] = texts[dated]
        found["edition"] = " ".join(texts[dated + 1 : head])
    end = len(texts) if body is None else body
    rest = _read_fields(texts[head:end], found)
    _read_text(rest if body is None else texts[body + 1 :], found)
    return {key: value for key, value in found.items() if value}


def _find_date(lines: Sequence[str]) -> int | None:
    """Return which line is a date, or else which below the first looks like one."""
    read = (i for i, line in enumerate(lines) if _DATE.fullmatch(line))
    like = (i for i, line in enumerate(lines) if i and _DATE_LIKE.fullmatch(line))
    return next(read, next(like, None))


def _is_field(text: str) -> bool:
    return bool(_FIELD.fullmatch(text) or _COPYRIGHT.fullmatch(text))


def _read_fields(blocks: Sequence[str], found: dict[str, str]) -> list[str]:
    """Take the fields above the text; return what follows the last of them."""
    last = -1
    for i, text in enumerate(blocks):
        if field := _FIELD.fullmatch(text):
            name = _FIELDS[field.group(1).lower()]
            value = re.sub(r"^[Bb][Yy]\s+", "", field.group(2)) if name == "author" else field[2]
            found[name] = found.get(name) or value.strip()
            last = i
        elif _COPYRIGHT.fullmatch(text) or _RIGHTS.fullmatch(text):
            found.setdefault("copyright", text)
            last = i
    return list(blocks[last + 1 :])


def _read_text(blocks: Sequence[str], found: dict[str, str]) -> None:
    """Take the text, and the fields below it."""
    paragraphs: list[str] = []
    tail = ""
    for text in blocks:
        if field := _TAIL.fullmatch(text):
            tail = _AFTER[(field.group(1) or field.group(3)).lower()]
            value = (field.group(2) or "").strip()
            if tail and value:
                found.setdefault(tail, value)
            tail = tail or "unread"
        elif _COPYRIGHT.fullmatch(text) and len(text) < 200:
            found.setdefault("copyright", text)
            tail = "unread"
        elif not tail:
            paragraphs.append(text)
        elif tail == "graphic":
            found[tail] = f"{found[tail]} {text}" if tail in found else text
    found["text"] = "\n\n".join(paragraphs)


def _read_counted(lines: Sequence[Line]) -> dict[str, str]:
    """Read a document as LexisNexis set it: outlet, date, headline, fields, wrapped text."""
    groups: list[list[str]] = [[]]
    for line in lines:
        text = line.text.strip()
        if not text or _FIELD.fullmatch(text) or _TAIL.fullmatch(text):
            groups.append([])
        groups[-1] += [text] * bool(text)
    groups = [group for group in groups if group]
    found: dict[str, str] = {}
    while groups and (_COPYRIGHT.match(groups[0][0]) or _RIGHTS.fullmatch(groups[0][0])):
        found.setdefault("copyright", groups.pop(0)[0])
    fields = [i for i, group in enumerate(groups) if _FIELD.match(group[0])]
    head = fields[0] if fields else len(groups)
    flat = [(i, k) for i in range(head) for k in range(len(groups[i]))]
    date = _find_date([groups[i][k] for i, k in flat])
    if date is None:
        found["outlet"] = " ".join(groups[0]) if groups else ""
        after = 1
    else:
        dated, at = flat[date]
        group = groups[dated]
        found["date"] = group[at]
        above = group[:at] or (groups[dated - 1] if dated else [])
        found["outlet"] = " ".join(above)
        found["edition"] = " ".join(group[at + 1 :])
        after = dated + 1
    blocks = [" ".join(group) for group in groups]
    if fields:
        last = head
        # Fields stand together; one of these words may begin a paragraph further down.
        while last + 1 in fields:
            last += 1
        title = " ".join(blocks[after:head])
        rest = _read_fields(blocks[head : last + 1], found) + blocks[last + 1 :]
    else:
        title, rest = " ".join(blocks[after : after + 1]), blocks[after + 1 :]
    found["title"] = found.get("title") or title
    _read_text(rest, found)
    return {key: value for key, value in found.items() if value}
