"""AllSides: articles of many US outlets with the leaning AllSides gives each outlet.

Baly et al. (2020), We Can Detect Your Bias: Predicting the Political Ideology of News Articles,
EMNLP. One JSON file per article, 37,554 in all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from framing.datasets.originals import read_text
from framing.datasets.records import Record
from framing.errors import DatasetError

__all__ = ["ADDED", "NEAR_DUPLICATE_COLUMNS", "TERMS", "arrange", "convert"]

ADDED = ("theme", "cluster", "split_random", "split_media")
"""Fields of the ready copy that are not in the originals: `theme` and `cluster` (articles on the
same event, where found) were given by those who selected the articles; the splits stand in other
files of the repository."""

NEAR_DUPLICATE_COLUMNS = (
    "a",
    "b",
    "outlet_a",
    "outlet_b",
    "date_a",
    "date_b",
    "bias_a",
    "bias_b",
    "title_a",
    "title_b",
    "containment",
    "jaccard",
    "same_outlet",
)

TERMS = {
    "ukraine": re.compile(r"\bUkrain"),
    "kiev_kyiv": re.compile(r"\b(?:Kiev|Kyiv)\b"),
    "crimea": re.compile(r"\bCrimea"),
    "donbas": re.compile(r"\b(?:Donbas|Donetsk|Luhansk|Lugansk|Novorossiya)"),
    "russia": re.compile(r"\bRussia"),
    "putin": re.compile(r"\bPutin"),
    "moscow_kremlin": re.compile(r"\b(?:Moscow|Kremlin)\b"),
    "nato": re.compile(r"\bNATO\b"),
}
"""What `terms` counts in a text, and `in_title` looks for in a title; capitals matter."""

_NEEDED = ("ID", "source", "content_original")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_ADDRESS_DATE = re.compile(r"/(\d{4})/(\d\d)/(\d\d)/")
_MARKS = ("topic", "bias", "theme", "in_title", "split_random", "split_media")


def convert(folder: Path) -> dict[str, list[Record]]:
    """Read the originals below `folder`: name of the corpus -> its records.

    The text is the original one, not the tokenised one from which outlets' names are taken out.
    The ready copy is a selection of these records: those that name Ukraine or Russia (`TERMS`)
    in the title, or Ukraine and its places three times or more in the text, and have 300 words
    or more.

    Parameters
    ----------
    folder : path
        Holds ``allsides/data/jsons`` with a file per article.

    Returns
    -------
    dict
        ``allsides``, by date (unknown dates first) and id. `date` is the article's, or that of its
        address, or None; `date_source` says which (``field``, ``url``).

    Raises
    ------
    DatasetError
        If there is no file, or one is no JSON or lacks its id, outlet or text.
    """
    jsons = folder / "allsides" / "data" / "jsons"
    records = [_record(path) for path in sorted(jsons.glob("*.json"))]
    if not records:
        raise DatasetError(
            f"{jsons}: there is no article in it; it should hold a .json file for each; "
            "fetch the originals again"
        )
    records.sort(key=lambda record: (record["date"] or "", record["id"]))
    return {"allsides": records}


def _record(path: Path) -> Record:
    try:
        article: Any = json.loads(read_text(path))
    except (json.JSONDecodeError, RecursionError) as fault:
        raise DatasetError(
            f"{path}: this is not JSON ({fault}); a file holds one article; it is damaged, "
            "fetch it again"
        ) from fault
    names = list(article) if isinstance(article, dict) else []
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise DatasetError(
            f"{path}: the article lacks {', '.join(map(repr, missing))}; it has "
            f"{', '.join(names) or 'no fields'}; fetch it again"
        )
    given = {name: value or "" for name, value in article.items()}
    written, title, text = given.get("date", ""), given.get("title", ""), given["content_original"]
    url = given.get("url", "")
    date, source = _date(written, url)
    return {
        "id": given["ID"],
        "outlet": given["source"],
        "topic": given.get("topic", ""),
        "url": url,
        "title": title,
        "authors": given.get("authors", ""),
        "bias": given.get("bias_text", ""),
        "date": date,
        "date_raw": written,
        "date_source": source,
        "in_title": any(term.search(title) for term in TERMS.values()),
        "terms": {name: len(term.findall(text)) for name, term in TERMS.items()},
        "text": text,
    }


def _date(written: str, url: str) -> tuple[str | None, str | None]:
    if _ISO.fullmatch(written):
        return written, "field"
    found = _ADDRESS_DATE.search(url)
    return ("-".join(found.groups()), "url") if found else (None, None)


def arrange(records: Mapping[str, Sequence[Record]]) -> dict[str, pd.DataFrame]:
    """Return the records as tables.

    Parameters
    ----------
    records : mapping
        ``allsides`` (the whole) or ``allsides_matched`` (the ready copy), and
        ``allsides_neardup`` where it is there -> their records.

    Returns
    -------
    dict
        `articles`: `doc_id`, `outlet`, `title`, `date` ("" where unknown), `text`, `url`,
        `author`, `topic`, `bias` (left, center, right: the outlet's, as AllSides has it),
        `theme`, `in_title`, `split_random`, `split_media` (those that are there, "" where
        unknown), `date_source`, `cluster` (articles on one event, "" where none was found), and
        a column ``terms_...`` per count. With near-duplicates also
        `near_duplicates`: pairs of ids with the share of 8-word runs they have in common,
        columns `NEAR_DUPLICATE_COLUMNS`.
    """
    rows = [
        {
            "doc_id": record["id"],
            "outlet": record["outlet"],
            "title": record["title"],
            "date": record["date"] or "",
            "text": record["text"],
            "url": record["url"],
            "author": record["authors"],
            **{name: _known(record[name]) for name in _MARKS if name in record},
            "date_source": record["date_source"] or "",
            "cluster": _known(record.get("cluster")),
            **{f"terms_{name}": count for name, count in record["terms"].items()},
        }
        for stem, part in records.items()
        if stem != "allsides_neardup"
        for record in part
    ]
    tables = {"articles": pd.DataFrame(rows)}
    if "allsides_neardup" in records:
        pairs = pd.DataFrame(records["allsides_neardup"], columns=list(NEAR_DUPLICATE_COLUMNS))
        tables["near_duplicates"] = pairs.fillna({"date_a": "", "date_b": ""})
    return tables


def _known(value: Any) -> Any:
    return "" if value is None else value
