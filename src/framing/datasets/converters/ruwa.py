"""RUWA: headlines and ledes of nine sites on nine events of the Russia-Ukraine war.

Khairova et al. (2023). The original is one CSV in a zip file, which also holds what the maker's
system adds.
"""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

import pandas as pd

from framing.datasets.records import Record
from framing.errors import DatasetError

__all__ = ["ADDED", "arrange", "convert"]

ADDED: tuple[str, ...] = ()
"""Fields of the ready copy that are not in the original: none."""

_FILE = "RUWA_01.08.23.csv.zip"
_MOST = 64 * 1024 * 1024  # bytes that may come out of the zip; the original has 9 million
_COLUMNS = ("src", "desc", "title", "ref", "Date", "Site", "Event", "KW")
_SITES = {
    "aljazeera.com": ("al jazeera", "other"),
    "bbc.co.uk": ("bbc", "western"),
    "censor.net": ("censor.net", "ukrainian"),
    "en.news-front.info": ("news-front", "russian"),
    "reuters.com": ("reuters", "western"),
    "rt.com": ("rt", "russian"),
    "tass.com": ("tass", "russian"),
    "ukrinform.net": ("ukrinform", "ukrainian"),
    "www.msnbc.com": ("msnbc", "western"),
}
# What these two put around every headline and lede: the minute, the section, their name.
_AROUND = {
    ("censor.net", "title"): re.compile(r"\s*\(\d\d\.\d\d\.\d\d \d\d:\d\d\) « .*$", re.DOTALL),
    ("censor.net", "desc"): re.compile(r"^\d\d\.\d\d\.\d\d \d\d:\d\d - "),
    ("ukrinform.net", "desc"): re.compile(r"\s*— Ukrinform\.\s*$"),
}
# Found by comparison with the ready copy: it names all of its records right.
_TOPIC = re.compile(
    r"\b(?:Ukrain|Russia|Kyiv|Kiev|Putin|Zelensk|Moscow|Kremlin|Donbas|Donetsk\b|Luhansk|Mariupol"
    r"|Azov|Crimea|Bucha|Zaporo|Zaporizh|Kherson|Kharkiv|Moskva|NATO\b|occupier|invader)",
    re.IGNORECASE,
)
_SLUG = re.compile(r"/(?:\d+-)?([^/]*-[^/]*)/?$")


def convert(folder: Path) -> dict[str, list[Record]]:
    """Read the original below `folder`: stem of the ready copy -> its records.

    Blanks are single; what Censor.net and Ukrinform put around each line is taken off. Where
    there is no headline, `slug` has the words of the address that stand in its place. On topic
    is what names a place, side or person of the war in headline, lede or slug.

    Parameters
    ----------
    folder : path
        Holds ``ruwa/RUWA_01.08.23.csv.zip``.

    Returns
    -------
    dict
        ``ruwa``, by event, date, outlet and address; `date` is ISO. The id is the number in this
        order, so a part of the rows gets other ids than the whole.

    Raises
    ------
    DatasetError
        If the file is missing or damaged, or a row is not of this collection.
    """
    path = folder / "ruwa" / _FILE
    records = [_record(where, row) for where, row in _rows(path)]
    records.sort(key=lambda r: (r["event"], r["date"], r["outlet"], r["url"]))
    return {"ruwa": [{"id": f"ruwa-{n:05}", **record} for n, record in enumerate(records)]}


def _rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    name, text = _unpack(path)
    reader = csv.DictReader(StringIO(text, newline=""), restkey="\0more")
    header = list(reader.fieldnames or [])
    missing = [column for column in _COLUMNS if column not in header]
    if missing:
        raise DatasetError(
            f"{path}, {name}, line 1: the table lacks the column "
            f"{', '.join(map(repr, missing))}; it has {', '.join(header) or 'no columns'}; "
            "fetch the file again"
        )
    line = reader.line_num + 1
    for row in reader:
        where = f"{path}, {name}, line {line}"
        if None in row.values() or "\0more" in row:
            raise DatasetError(
                f"{where}: the row has more or fewer cells than the header's {len(header)}; "
                "the file is damaged, fetch it again"
            )
        yield where, row
        line = reader.line_num + 1


def _unpack(path: Path) -> tuple[str, str]:
    """Return name and text of the one CSV, read into memory: its path in the zip is not used."""
    if not path.is_file():
        raise DatasetError(f"{path}: there is no such file; fetch the original again")
    try:
        with ZipFile(path) as packed:
            tables = [entry for entry in packed.infolist() if _is_table(entry)]
            if len(tables) != 1:
                names = ", ".join(repr(entry.filename) for entry in packed.infolist()[:5])
                raise DatasetError(
                    f"{path}: there are {len(tables)} CSV files in it, not one; it holds "
                    f"{names or 'nothing'}; fetch it again"
                )
            with packed.open(tables[0]) as file:
                data = file.read(_MOST + 1)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as fault:
        raise DatasetError(
            f"{path}: this is not a readable zip file ({fault}); it is damaged; fetch it again"
        ) from fault
    name = tables[0].filename
    if len(data) > _MOST:
        raise DatasetError(
            f"{path}: {name} has more than {_MOST:,} bytes; the original has 9 million; it is "
            "another file, fetch it again"
        )
    try:
        return name, data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise DatasetError(
            f"{path}: byte {fault.start} of {name} is not UTF-8; the original is, throughout; "
            "the file is damaged, fetch it again"
        ) from fault


def _is_table(entry: ZipInfo) -> bool:
    parts = entry.filename.split("/")
    extra = "__MACOSX" in parts or parts[-1].startswith("._")
    return parts[-1].lower().endswith(".csv") and not extra


def _record(where: str, row: Mapping[str, str]) -> Record:
    if row["Site"] not in _SITES:
        raise DatasetError(
            f"{where}: there is no site {row['Site']!r}; there are {', '.join(_SITES)}; the file "
            "is not the one this was written for, fetch it again"
        )
    outlet, side = _SITES[row["Site"]]
    headline, lede = _line(row, "title"), _line(row, "desc")
    slug = None if headline else _slug(row["src"])
    found = _literal(where, "ref", row["ref"])
    if not all(isinstance(one, dict) and "event" in one for one in found):
        raise _unreadable(where, "ref", row["ref"], "a list of {'event': ...}")
    return {
        "outlet": outlet,
        "side": side,
        "event": row["Event"],
        "events_all": sorted({one["event"] for one in found}),
        "keywords": _literal(where, "KW", row["KW"]),
        "date": _date(where, row["Date"]),
        "url": row["src"],
        "headline": headline,
        "lede": lede,
        "slug": slug,
        "on_topic": bool(_TOPIC.search(" ".join(filter(None, (headline, lede, slug))))),
    }


def _line(row: Mapping[str, str], column: str) -> str | None:
    around = _AROUND.get((row["Site"], column))
    text = around.sub("", row[column]) if around else row[column]
    return " ".join(text.split()) or None


def _slug(url: str) -> str | None:
    """Return the words of an address: ``/555496-talks-fail/`` has "talks fail", ``/619`` none."""
    found = _SLUG.search(url)
    return found[1].replace("-", " ") if found else None


def _literal(where: str, column: str, cell: str) -> list[Any]:
    try:
        value = ast.literal_eval(cell)
    except (ValueError, SyntaxError, MemoryError, RecursionError) as fault:
        raise _unreadable(where, column, cell, "a list") from fault
    if not isinstance(value, list):
        raise _unreadable(where, column, cell, "a list")
    return value


def _date(where: str, cell: str) -> str:
    try:
        return datetime.strptime(cell, "%m/%d/%Y").date().isoformat()
    except ValueError as fault:
        raise _unreadable(where, "Date", cell, "a date as 02/28/2022") from fault


def _unreadable(where: str, column: str, cell: str, what: str) -> DatasetError:
    return DatasetError(
        f"{where}: {column} is {cell[:40]!r}; {what} stands there; the file is damaged, "
        "fetch it again"
    )


def arrange(records: Mapping[str, Sequence[Record]]) -> dict[str, pd.DataFrame]:
    """Return the records as a table of articles.

    RT has no headlines; the BBC, Reuters and News-Front have no ledes; some rows have neither
    and are there for the count. Censor.net repeats the headline at the head of its lede and
    ends it with "View news."

    Parameters
    ----------
    records : mapping
        Stem of the ready copy -> its records.

    Returns
    -------
    dict
        `articles`: `doc_id`, `outlet`, `title` (the headline, "" where there is none), `text`
        (the lede, likewise), `event`, `date`, `side`, `url`, `on_topic`, `keywords` and
        `events_all` (joined by "; "), `slug`.
    """
    rows = [
        {
            "doc_id": record["id"],
            "outlet": record["outlet"],
            "title": record["headline"] or "",
            "text": record["lede"] or "",
            "event": record["event"],
            "date": record["date"],
            "side": record["side"],
            "url": record["url"],
            "on_topic": record["on_topic"],
            "keywords": "; ".join(record["keywords"]),
            "events_all": "; ".join(record["events_all"]),
            "slug": record["slug"] or "",
        }
        for part in records.values()
        for record in part
    ]
    return {"articles": pd.DataFrame(rows)}
