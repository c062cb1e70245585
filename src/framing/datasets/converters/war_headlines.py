"""War headlines: what Sputnik and the Kyiv Independent wrote over their articles on the war.

Two workbooks of a master's thesis (Basa). Sputnik's dates are those of its addresses: its column
of dates says "Yesterday" too. The Kyiv Independent's stand in a column without a name, for some
rows only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from framing.datasets.records import Record
from framing.datasets.workbooks import read_sheet
from framing.errors import DatasetError

__all__ = ["ADDED", "arrange", "convert"]

ADDED: tuple[str, ...] = ()
"""Fields of the ready copy that are not in the originals: none."""

_DATED = re.compile(r"/(\d{4})(\d\d)(\d\d)/")
# Some cells were saved on a Mac and read as if on Windows, so quotation marks and dashes became
# these letters, one for one; the outlet's headlines have none of them otherwise.
_MISREAD = str.maketrans("ÔÕÐÑ", "‘’–—")


def convert(folder: Path) -> dict[str, list[Record]]:
    """Read the originals below `folder`: stem of the ready copy -> its records.

    Parameters
    ----------
    folder : path
        Holds ``war_headlines/Sputnik_FULL.xlsx`` and ``war_headlines/Kyiv_Ind_FULL.xlsx``.

    Returns
    -------
    dict
        ``war_headlines``: first Sputnik's, then the Kyiv Independent's, in their order. An empty
        row has the headline "nan", as in the ready copy, and no address.

    Raises
    ------
    DatasetError
        If a workbook is missing or damaged, or a date is none.
    """
    own = folder / "war_headlines"
    sputnik, kyiv = own / "Sputnik_FULL.xlsx", own / "Kyiv_Ind_FULL.xlsx"
    records = [
        _record("sputnik", row, _address_date(row["title_url"]))
        for row in read_sheet(sputnik, ["title_name", "title_url"])
    ]
    records += [
        _record("kyiv independent", row, _cell_date(f"{kyiv}, row {number}", row["C"]))
        for number, row in enumerate(read_sheet(kyiv, ["title_name", "title_url", "C"]), start=2)
    ]
    return {"war_headlines": [{**record, "id": f"hl-{n:04}"} for n, record in enumerate(records)]}


def _record(outlet: str, row: Mapping[str, Any], date: str | None) -> Record:
    headline, url = row["title_name"], row["title_url"]
    return {
        "outlet": outlet,
        "headline": "nan" if headline is None else str(headline),
        "date": date,
        "url": None if url is None else str(url),
    }


def _address_date(url: object) -> str | None:
    found = _DATED.search(str(url))
    return "-".join(found.groups()) if found else None


def _cell_date(where: str, cell: object) -> str | None:
    if cell is None:
        return None
    if not isinstance(cell, datetime):
        raise DatasetError(
            f"{where}: column C is {str(cell)[:40]!r}; a date or nothing stands there; the file "
            "is damaged, fetch it again"
        )
    return cell.date().isoformat()


def arrange(records: Mapping[str, Sequence[Record]]) -> dict[str, pd.DataFrame]:
    """Return the records as a table of articles without texts.

    Parameters
    ----------
    records : mapping
        Stem of the ready copy -> its records.

    Returns
    -------
    dict
        `articles`: `doc_id`, `outlet`, `title`, `text` (""), `date` ("" where unknown), `url`,
        `mended` (whether quotation marks or dashes of the headline, misread as other letters
        in the original, were put back, sign for sign). The row without headline has title "".
    """
    rows = []
    for part in records.values():
        for record in part:
            headline = record["headline"] if record["url"] else ""
            foreign = record["outlet"] == "kyiv independent"
            title = headline.translate(_MISREAD) if foreign else headline
            rows.append(
                {
                    "doc_id": record["id"],
                    "outlet": record["outlet"],
                    "title": title,
                    "text": "",
                    "date": record["date"] or "",
                    "url": record["url"] or "",
                    "mended": title != headline,
                }
            )
    return {"articles": pd.DataFrame(rows)}
