"""Factiva: RTF and HTML, with field codes or as displayed, up to a hundred documents in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from framing.errors import CorpusError, import_extra
from framing.readers.charsets import declared_charset, decode
from framing.readers.documents import gather, note_length, say
from framing.readers.page_blocks import find_blocks
from framing.readers.rich_texts import is_rtf, rtf_lines

__all__ = ["looks_like_factiva", "read_factiva"]

_CODES = {
    "SE": "section",
    "HD": "title",
    "BY": "author",
    "CR": "credit",
    "WC": "length",
    "PD": "date",
    "ET": "time",
    "SN": "outlet",
    "SC": "source_code",
    "ED": "edition",
    "PG": "page",
    "VOL": "volume",
    "LA": "language",
    "CY": "copyright",
    "LP": "text",
    "TD": "text",
    "ART": "graphic",
    **dict.fromkeys(re.findall(r"\w+", "CT RF CO IN NS RE IPC IPD PUB CLM"), ""),
    "AN": "doc_id",
}
_CODE = re.compile(rf"({'|'.join(_CODES)})(?:\s*\||\s{{2,}}|\t|\s*$)\s*(.*)", re.DOTALL)
_WORDS = re.compile(
    r"[\d.,\s]+\s(?:words?|mots|Wörter|palabras|parole|woorden|palavras|ord|слов)", re.IGNORECASE
)
_DATE = re.compile(r"\d{1,2}\.?\s+[^\W\d_]+\s+\d{4}")
# In other words or of another precision; kept as it is written, and read by nobody here.
_DATE_LIKE = re.compile(r"(?=.{4,30}$)(?:.*\D)?(?:1[89]|20)\d{2}")
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AP]M)?(?:\s+[A-Z]{2,5})?", re.IGNORECASE)
_SOURCE_CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}")
_COPYRIGHT = re.compile(r"(?:Copyright\b|©|\(c\)).*", re.IGNORECASE | re.DOTALL)
_RIGHTS = re.compile(r"All\s+rights\s+reserved\.?", re.IGNORECASE)
_NUMBER = re.compile(r"(?:Document|Dokument|Documento)\s+([A-Z0-9][A-Za-z0-9]{9,})\s*")
_LANGUAGES = frozenset(
    re.findall(
        r"\w+",
        "english german french spanish italian dutch portuguese russian polish swedish danish "
        "norwegian finnish turkish arabic chinese japanese korean czech hungarian ukrainian",
    )
)
_CLASSES = re.compile(rb"class=[\"']article \w{2}Article|articleParagraph|<title>\s*Factiva", re.I)
_BYLINE = re.compile(r"(?:By|BY)\s+\S.*", re.DOTALL)
_LONGEST_NAME = 5  # words
_LONGEST_SECTION = 4


def looks_like_factiva(name: str, head: bytes) -> bool:
    """Say whether a file is an export of Factiva; RTF is one unless it is of Nexis.

    Examples
    --------
    >>> looks_like_factiva("a.html", b"<div class='article enArticle'>")
    True
    >>> looks_like_factiva("a.html", b"<html><body><article>")
    False
    """
    return is_rtf(head) or name.lower().endswith(".rtf") or bool(_CLASSES.search(head))


def read_factiva(name: str, data: bytes, notes: list[dict[str, Any]]) -> pd.DataFrame:
    """Read the documents of a Factiva export.

    Parameters
    ----------
    name : str
        The file, as the receipt names it.
    data : bytes
        RTF or HTML, with field codes or without.
    notes : list of dict
        The receipt.

    Returns
    -------
    DataFrame
        One row per document: `doc_id` (the accession number), `outlet`, `title`, `date`, `text`
        (lead and rest), `author`, `section`, `language`; further ones as `length`,
        `source_code`, `edition`, `page`, `copyright` where there.

    Raises
    ------
    CorpusError
        If the file cannot be read or holds no document of this kind.
    MissingExtraError
        If the extra 'archives' is not installed.
    """
    rich = is_rtf(data[:64]) or name.lower().endswith(".rtf")
    parts = _rtf_parts(name, data, notes) if rich else _html_parts(name, data, notes)
    rows: list[tuple[object, dict[str, str]]] = []
    for number, (lines, whole) in enumerate(parts, start=1):
        place = (name, number)
        coded = sum(bool(_CODE.fullmatch(line)) for line in lines) > 2
        found = _read_codes(lines) if coded else _read_display(lines)
        doc_id = found.get("doc_id", "")
        if not found.get("title") and not found.get("text"):
            reason = "it has neither a headline nor a text"
            say(notes, place, "no document", "dropped", reason, doc_id)
            continue
        if not whole:
            reason = "the file ends before the document does; its text may be cut off"
            say(notes, place, "cut off", "marked", reason, doc_id)
        elif not found.get("text"):
            reason = "it has no text; only its headline is counted"
            say(notes, place, "no body", "marked", reason, doc_id)
        else:
            note_length(notes, place, found["text"], found.get("length", ""))
        rows.append((number, found))
    if not rows:
        raise CorpusError(
            f"{name}: no document was found in it; one has the codes HD, PD, SN, LP, TD, or ends "
            "with 'Document' and its accession number; export full articles from Factiva as RTF "
            "or HTML"
        )
    return gather(name, rows, notes)


def _rtf_parts(
    name: str, data: bytes, notes: list[dict[str, Any]]
) -> Iterator[tuple[list[str], bool]]:
    part: list[str] = []
    for line in rtf_lines(name, data, notes):
        # Cells of a table come with bars between them.
        text = re.sub(r"\s*\|\s*$", "", line.text).strip()
        if text:
            part.append(text)
        if _NUMBER.fullmatch(re.sub(r"^AN\b[\s|]*", "", text)):
            yield part, True
            part = []
    if any(_WORDS.fullmatch(line) or _CODE.fullmatch(line) for line in part):
        yield part, False


def _html_parts(
    name: str, data: bytes, notes: list[dict[str, Any]]
) -> Iterator[tuple[list[str], bool]]:
    library = import_extra("read_corpus", "lxml.html", "lxml", "archives")
    markup = decode(data, declared_charset(data), (name, ""), notes)
    markup = re.sub(r"^\s*<\?xml[^>]*>", "", markup)
    if not markup.strip():
        raise CorpusError(f"{name}: the file is empty; export it again")
    root = library.document_fromstring(markup, library.HTMLParser(huge_tree=True))
    found = root.xpath("//div[contains(concat(' ', @class), ' article ')]")
    for element in found:
        part = [block.text for block in find_blocks(element)]
        yield part, any(_NUMBER.fullmatch(line) for line in part)


def _read_codes(lines: Sequence[str]) -> dict[str, str]:
    """Read a document by its field codes."""
    values: dict[str, list[str]] = {}
    code = ""
    for line in lines:
        match = _CODE.fullmatch(line)
        # Two capitals alone may be a line of the text; a code comes once.
        if match and match.group(1) not in values:
            code = match.group(1)
            values[code] = [match.group(2).strip(" |")] if match.group(2).strip(" |") else []
        elif code:
            values[code].append(line)
    found: dict[str, str] = {}
    for code, name in _CODES.items():
        if not name or code not in values:
            continue
        value = ("\n\n" if name == "text" else " ").join(values[code])
        found[name] = "\n\n".join(part for part in (found.get(name), value) if part)
    number = _NUMBER.fullmatch(found.get("doc_id", ""))
    # Without the code AN the number ends what stands before it.
    last = _NUMBER.fullmatch(lines[-1])
    found["doc_id"] = (number or last)[1] if (number or last) else ""  # type: ignore[index]
    if last and "AN" not in values:
        found["text"] = found.get("text", "").removesuffix(lines[-1]).rstrip()
    found["author"] = re.sub(r"^[Bb][Yy]\s+", "", found.get("author", ""))
    return {key: value for key, value in found.items() if value}


def _read_display(lines: Sequence[str]) -> dict[str, str]:
    """Read a document as Factiva displays it: the number of words divides names from text."""
    texts = [line for line in lines if line.strip()]
    found: dict[str, str] = {}
    if texts and (number := _NUMBER.fullmatch(texts[-1])):
        found["doc_id"] = number[1]
        texts.pop()
    at = next((i for i, line in enumerate(texts) if _WORDS.fullmatch(line)), None)
    if at is None:
        found["title"] = texts[0] if texts else ""
        found["text"] = "\n\n".join(texts[1:])
        return {key: value for key, value in found.items() if value}
    _read_names(texts[:at], found)
    found["length"] = texts[at]
    rest = texts[at + 1 :]
    if rest and (_DATE.fullmatch(rest[0]) or _DATE_LIKE.fullmatch(rest[0])):
        found["date"] = rest.pop(0)
    if rest and _TIME.fullmatch(rest[0]):
        found["time"] = rest.pop(0)
    if rest:
        found["outlet"] = rest.pop(0)
    if rest and _SOURCE_CODE.fullmatch(rest[0]):
        found["source_code"] = rest.pop(0)
    end = _end_of_head(rest)
    for line in rest[:end]:
        if line.lower() in _LANGUAGES:
            found.setdefault("language", line)
        elif _COPYRIGHT.fullmatch(line):
            found.setdefault("copyright", line)
        elif not _RIGHTS.fullmatch(line):
            key = "page" if re.search(r"\d", line) and len(line) < 8 else "edition"
            found.setdefault(key, line)
    found["text"] = "\n\n".join(rest[end:])
    return {key: value for key, value in found.items() if value}


def _end_of_head(rest: Sequence[str]) -> int:
    """Return where the text begins: below the copyright, else below the language."""
    end = 0
    for i, line in enumerate(rest[:8]):
        if line.lower() in _LANGUAGES or _COPYRIGHT.fullmatch(line) or _RIGHTS.fullmatch(line):
            end = i + 1
    return end


def _read_names(above: Sequence[str], found: dict[str, str]) -> None:
    names = list(above)
    if len(names) > 1 and (_BYLINE.fullmatch(names[-1]) or _is_name(names[-1])):
        found["author"] = re.sub(r"^[Bb][Yy]\s+", "", names.pop())
    if len(names) > 1 and len(names[0].split()) <= _LONGEST_SECTION:
        found["section"] = names.pop(0)
    found["title"] = " ".join(names)


def _is_name(line: str) -> bool:
    words = line.split()
    capital = all(word[0].isupper() or not word[0].isalpha() for word in words)
    return 1 < len(words) <= _LONGEST_NAME and capital and not re.search(r"\d|[.!?]$", line)
