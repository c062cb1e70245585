"""Media Cloud: tables of stories, whose texts are not in them; the headlines are."""

from __future__ import annotations

import csv
import io
from typing import Any

import pandas as pd

from framing.errors import CorpusError
from framing.readers.charsets import decode
from framing.readers.documents import gather, say

__all__ = ["looks_like_mediacloud", "read_mediacloud"]

_IDS = ("stories_id", "story_id", "id")
_OURS = {
    "media_name": "outlet",
    "title": "title",
    "publish_date": "date",
    "url": "url",
    "language": "language",
}
_TEXTS = ("text", "story_text", "body", "content")


def looks_like_mediacloud(name: str, head: bytes) -> bool:
    r"""Say whether a file is a table of stories of Media Cloud, without their texts.

    Examples
    --------
    >>> looks_like_mediacloud("a.csv", b"id,media_name,publish_date,title,url\r\n")
    True
    >>> looks_like_mediacloud("a.csv", b"id,outlet,text\r\n")
    False
    """
    first = head.removeprefix(b"\xef\xbb\xbf").splitlines()[:1]
    columns = _header(first[0].decode("latin-1")) if first else []
    there = {"media_name", "publish_date", "title", "url"} <= set(columns)
    return there and not set(_TEXTS) & set(columns)


def _header(line: str) -> list[str]:
    row = next(csv.reader([line]), [])
    return [column.strip().lower() for column in row]


def read_mediacloud(name: str, data: bytes, notes: list[dict[str, Any]]) -> pd.DataFrame:
    """Read the stories of a Media Cloud table; their texts are empty, their headlines count.

    Parameters
    ----------
    name : str
        The file, as the receipt names it.
    data : bytes
        CSV with `media_name`, `publish_date`, `title`, `url` and `stories_id` or `id`.
    notes : list of dict
        The receipt.

    Returns
    -------
    DataFrame
        One row per story: `doc_id`, `outlet`, `title`, `date`, an empty `text`, `url`,
        `language`, and the further columns.

    Raises
    ------
    CorpusError
        If the table lacks one of these columns, or holds no story.
    """
    text = decode(data, "", (name, ""), notes)
    records = csv.reader(io.StringIO(text.replace("\0", "")))
    header = [column.strip().lower() for column in next(records, [])]
    lacks = [column for column in ("media_name", "title", "publish_date") if column not in header]
    key = next((column for column in _IDS if column in header), "")
    if lacks or not key:
        raise CorpusError(
            f"{name}: the table lacks the column {(lacks or ['stories_id'])[0]!r}; it has "
            f"{', '.join(header) or 'none'}; download the stories from Media Cloud again"
        )
    rows: list[tuple[object, dict[str, str]]] = []
    number = 0
    try:
        for number, record in enumerate(records, start=1):
            if not any(cell.strip() for cell in record):
                continue
            if len(record) != len(header):
                reason = f"it has {len(record)} cells, the header {len(header)}; mend the row"
                say(notes, (name, number), "broken row", "dropped", reason)
                continue
            rows.append((number, _story(dict(zip(header, record, strict=True)), key)))
    except csv.Error as fault:
        reason = f"the table cannot be read from line {records.line_num} on ({fault})"
        say(notes, (name, number + 1), "cut off", "dropped", reason)
    if not rows:
        raise CorpusError(
            f"{name}: the table holds no story; a line of it is a story; download it again"
        )
    reason = (
        f"Media Cloud gives no texts; of {len(rows):,} stories only the headlines are counted; "
        "fetch the pages under their addresses for the texts"
    )
    say(notes, (name, ""), "headlines only", "marked", reason)
    return gather(name, rows, notes)


def _story(cells: dict[str, str], key: str) -> dict[str, str]:
    story = {"doc_id": cells.pop(key).strip(), "text": ""}
    for theirs, ours in _OURS.items():
        if theirs in cells:
            story[ours] = cells.pop(theirs).strip()
    return story | {name: value for name, value in cells.items() if name and name not in story}
