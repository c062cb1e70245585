"""Official statements: the Kremlin, Ukraine's president and the US government on the war.

Two repositories: CSV files of the two presidents' offices, and a workbook of four US departments.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd

from framing.datasets.originals import read_text
from framing.datasets.records import Record
from framing.datasets.workbooks import read_sheet
from framing.errors import DatasetError

__all__ = ["ADDED", "arrange", "convert"]

ADDED: tuple[str, ...] = ()
"""Fields of the ready copy that are not in the originals: none."""

_OFFICES = (
    ("putin.csv", "kremlin", "russian", ("link", "headline", "date", "summary", "body")),
    ("zelenskyy.csv", "president of ukraine", "ukrainian", ("link", "headline", "date", "body")),
)
_US_COLUMNS = ("source", "date", "title", "url", "article")
_DEPARTMENTS = (
    ("white", "white house"),
    ("treasury", "us treasury"),
    ("defense", "us defense"),
    ("state", "us state"),
)
_CELL = 32_767  # characters that a cell of a workbook can hold; longer texts end there
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_US_DATE = re.compile(r"([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2}),\s+(\d{4})")
# The day on which the workbook's maker downloaded the Treasury's statements: it stands as the
# date of all of them, whatever they are about.
_DOWNLOADED = {"us treasury": "2023-04-17"}


def convert(folder: Path) -> dict[str, list[Record]]:
    """Read the originals below `folder`: stem of the ready copy -> its records.

    A statement that the workbook has under several keywords is taken once, one without text not at
    all. A date that cannot be read is empty, and `datetime` keeps it. `truncated` marks texts that
    end where a cell of a workbook does.

    Parameters
    ----------
    folder : path
        Holds ``official_statements/press_release_data`` with `putin.csv` and `zelenskyy.csv`,
        and ``official_statements_us/data/Government_Data.xlsx``.

    Returns
    -------
    dict
        ``official_statements``, by date, source and address. The id is the number in this order,
        so a part of the statements gets other ids than the whole.

    Raises
    ------
    DatasetError
        If a file is missing or damaged.
    """
    presidents = folder / "official_statements" / "press_release_data"
    us = folder / "official_statements_us" / "data" / "Government_Data.xlsx"
    records = [
        record
        for name, source, side, columns in _OFFICES
        for record in _office(presidents / name, source, side, columns)
    ]
    records += _government(us)
    records = [record for record in records if record["text"]]
    records.sort(key=lambda r: (r["date"], r["source"], r["url"] or ""))
    return {
        "official_statements": [
            {**record, "id": f"stmt-{n:04}"} for n, record in enumerate(records)
        ]
    }


def _office(path: Path, source: str, side: str, columns: tuple[str, ...]) -> Iterator[Record]:
    try:
        with warnings.catch_warnings():
            # Without this a row with a cell too many is cut off, with a warning only.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            # Not the csv module: some texts are longer than the longest cell it reads.
            table = pd.read_csv(
                StringIO(read_text(path), newline=""), dtype="str", na_filter=False, index_col=False
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning, pd.errors.EmptyDataError) as fault:
        raise DatasetError(
            f"{path}: the rows do not fit the header ({str(fault).strip()}); it is damaged, "
            "fetch it again"
        ) from fault
    missing = [name for name in columns if name not in table]
    if missing:
        raise DatasetError(
            f"{path}, row 1: the table lacks the column {', '.join(map(repr, missing))}; it has "
            f"{', '.join(table.columns)}; fetch the file again"
        )
    for row in table.to_dict("records"):
        written = str(row["date"])
        dated = re.match(r"\d{4}-\d\d-\d\d(?=T\d\d:)", written)
        yield _record(
            source,
            side,
            dated.group() if dated else "",
            written,
            title=row["headline"],
            summary=str(row.get("summary", "")) or None,
            url=row["link"],
            text=str(row["body"]).strip(),
        )


def _government(path: Path) -> Iterator[Record]:
    seen: set[tuple[str, object, str]] = set()
    for row in read_sheet(path, _US_COLUMNS):
        written, article = str(row["date"] or ""), str(row["article"] or "")
        # One empty line at most, wherever the page had more.
        text = re.sub(r"\n{3,}", "\n\n", article.replace("\xa0", " ")).strip()
        source = _department(row["source"])
        key = (source, row["url"] or row["title"], text)
        if key in seen:
            continue
        seen.add(key)
        record = _record(
            source,
            "western",
            _us_date(written),
            written,
            title=row["title"],
            url=row["url"],
            text=text,
        )
        yield {**record, "truncated": len(article) >= _CELL}


def _record(
    source: str,
    side: str,
    date: str,
    written: str,
    *,
    title: Any,
    url: Any,
    text: str,
    summary: str | None = None,
) -> Record:
    return {
        "source": source,
        "side": side,
        "date": date,
        "datetime": written,
        "title": " ".join(str(title or "").split()) or None,
        "summary": summary,
        "url": str(url) if url else None,
        "text": text,
        "truncated": False,
    }


def _department(name: object) -> str:
    """Return the short name of a department; one that nobody foresaw keeps its own."""
    low = str(name or "").strip().lower()
    return next((source for part, source in _DEPARTMENTS if part in low), low)


def _us_date(written: str) -> str:
    """Return an American date in ISO's form, or nothing; months are whole or cut short."""
    found = _US_DATE.fullmatch(written.strip())
    if found is None or found[1].lower() not in _MONTHS:
        return ""
    month = _MONTHS.index(found[1].lower()) + 1
    try:
        return datetime(int(found[3]), month, int(found[2])).date().isoformat()
    except ValueError:
        return ""


def arrange(records: Mapping[str, Sequence[Record]]) -> dict[str, pd.DataFrame]:
    """Return the records as a table of articles; the outlet is the office that speaks.

    The workbook dates all of the Treasury's statements on the day of its download, so their
    date is left empty here; `date_raw` keeps what stood there.

    Parameters
    ----------
    records : mapping
        Stem of the ready copy -> its records.

    Returns
    -------
    dict
        `articles`: `doc_id`, `outlet`, `side`, `title` ("" where there is none), `date`,
        `date_raw`, `text`, `url` ("" where unknown), `summary` (the Kremlin's own, else ""),
        `truncated`.
    """
    rows = [
        {
            "doc_id": record["id"],
            "outlet": record["source"],
            "side": record["side"],
            "title": record["title"] or "",
            "date": "" if _DOWNLOADED.get(record["source"]) == record["date"] else record["date"],
            "date_raw": record["datetime"],
            "text": record["text"],
            # The ready copy has NaN where the workbook has no address.
            "url": record["url"] if isinstance(record["url"], str) else "",
            "summary": record["summary"] or "",
            "truncated": record["truncated"],
        }
        for part in records.values()
        for record in part
    ]
    return {"articles": pd.DataFrame(rows)}
