"""BABE: sentences from news, labelled as biased or not, with the words that make them so.

Spinde et al. (2021), Neural Media Bias Detection Using Distant Supervision With BABE, Findings of
EMNLP. Experts labelled the sentences of SG1 and SG2, crowd workers those of MBIC; SG1 and MBIC
are the same sentences, and many come again in SG2.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from framing.datasets.originals import read_rows
from framing.datasets.records import Record
from framing.datasets.workbooks import read_sheet
from framing.errors import DatasetError

__all__ = ["ADDED", "arrange", "convert"]

ADDED = ("votes_biased", "votes_total", "annotator_words")
"""Fields of the ready copies that come from the single labels, which are not fetched."""

_FILES = {
    "babe_sg2_dev": "final_labels_SG2.csv",
    "babe_sg1_dev": "final_labels_SG1.csv",
    "babe_mbic_dev": "final_labels_MBIC.xlsx",
}
_COLUMNS = (
    "text",
    "news_link",
    "outlet",
    "topic",
    "type",
    "label_bias",
    "label_opinion",
    "biased_words",
)
# What columns were called before BABE took the sentences over.
_OLDER = {"sentence": "text", "biased_words4": "biased_words"}
# Other names in a publisher's address than the outlet's own without spaces.
_ADDRESSES = {"msnbc": ("nbcnews",), "new york times": ("nytimes",)}


def convert(folder: Path) -> dict[str, list[Record]]:
    """Read the originals below `folder`: stem of a ready copy -> its records.

    Ids number the rows of a file, from 0. The ready copies hold back part of the articles (their
    names end in ``_dev``); from the whole files come all rows, under the same ids. The reading of
    the workbook `final_labels_MBIC.xlsx` follows what the ready copy made of it says of its
    columns, and has not been tried on the original.

    Parameters
    ----------
    folder : path
        Holds ``babe/data`` with one or more of the three files of final labels.

    Returns
    -------
    dict
        ``babe_sg2_dev``, ``babe_sg1_dev``, ``babe_mbic_dev``. `at` are the places of a biased
        word in `text` (half-open code points): where it stands as a whole word, in any case, or
        else inside others; none where annotators misspelt it.

    Raises
    ------
    DatasetError
        If no file is there, or one is damaged.
    MissingExtraError
        If the workbook is there and the extra `datasets` is not installed.
    """
    data = folder / "babe" / "data"
    there = {stem: data / name for stem, name in _FILES.items() if (data / name).is_file()}
    if not there:
        raise DatasetError(
            f"{data}: none of {', '.join(_FILES.values())} is there; one at least is needed; "
            "fetch the originals again"
        )
    return {
        stem: [
            _record(f"{stem.split('_')[1].upper()}-{number:04d}", where, row)
            for number, (where, row) in enumerate(_rows(path))
        ]
        for stem, path in there.items()
    }


def _rows(path: Path) -> Iterable[tuple[str, dict[str, str]]]:
    if path.suffix == ".csv":
        rows = read_rows(path, _COLUMNS, delimiter=";")
        return [(f"{path}, line {line}", row) for line, row in rows]
    sheet = [
        {_our_name(name): "" if cell is None else str(cell) for name, cell in row.items()}
        for row in read_sheet(path)
    ]
    missing = [name for name in _COLUMNS if sheet and name not in sheet[0]]
    if missing:
        raise DatasetError(
            f"{path}, row 1: the sheet lacks the column {', '.join(map(repr, missing))}; it has "
            f"{', '.join(sheet[0])}; fetch the file again"
        )
    return [(f"{path}, row {number + 2}", row) for number, row in enumerate(sheet)]


def _our_name(name: str) -> str:
    low = name.strip().lower()
    return _OLDER.get(low, low)


def _record(number: str, where: str, row: Mapping[str, str]) -> Record:
    text, outlet = row["text"], row["outlet"].lower().replace("-", " ")
    return {
        "id": number,
        "text": text,
        "outlet": outlet,
        "outlet_matches_url": _matches(outlet, row["news_link"]),
        "url": row["news_link"] or None,
        "topic": row["topic"] or None,
        "leaning": row["type"] or None,
        "label_bias": row["label_bias"],
        "label_opinion": row["label_opinion"].replace("’", "'"),
        "biased_words": [
            {"word": word, "at": _places(word, text)} for word in _words(where, row["biased_words"])
        ],
    }


def _matches(outlet: str, url: str) -> bool | None:
    """Say whether an address is the outlet's; feeds and reprints elsewhere are not."""
    if not url:
        return None
    host = urlsplit(url).hostname or ""
    names = (outlet.replace(" ", ""), *_ADDRESSES.get(outlet, ()))
    return any(name in host for name in names)


def _words(where: str, cell: str) -> list[str]:
    """Read a list as Python prints it."""
    try:
        words = ast.literal_eval(cell or "[]")
    except (ValueError, SyntaxError):
        words = None
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise DatasetError(
            f"{where}: biased_words is {cell!r}; a list of words stands there, as in "
            "['blasted', 'horde']; the file is damaged, fetch it again"
        )
    return words


def _places(word: str, text: str) -> list[list[int]]:
    alone = rf"(?<!\w){re.escape(word)}(?!\w)"
    for pattern in (alone, re.escape(word)):
        found = [[m.start(), m.end()] for m in re.finditer(pattern, text, re.IGNORECASE)]
        if found:
            return found
    return []


def arrange(records: Mapping[str, Sequence[Record]]) -> dict[str, pd.DataFrame]:
    """Return the records of one or more ready copies as tables.

    Parameters
    ----------
    records : mapping
        Stem of a ready copy -> its records.

    Returns
    -------
    dict
        `articles`, one row per sentence of SG2, the set published as BABE: `doc_id`, `outlet`,
        `text`, `url`, `topic`, `leaning`, `label_bias`, `label_opinion`, `outlet_matches_url`,
        `labelled_in`, and `votes_biased` of `votes_total` where the records have them. `sg1` and
        `mbic`, the same of the smaller sets: they share sentences with it and with each other, so
        that one corpus of all three would count them again. `words`, of all three, one row per
        marked word and place: `doc_id`, `start`, `end`, `word`; `start` and `end` are missing where
        the word, misspelt, has no place.
    """
    every = [record for part in records.values() for record in part]
    columns: dict[str, Any] = {
        "doc_id": [record["id"] for record in every],
        **{name: [record[name] for record in every] for name in ("outlet", "text")},
        **{
            name: [record[name] or "" for record in every]
            for name in ("url", "topic", "leaning", "label_bias", "label_opinion")
        },
        "outlet_matches_url": pd.array(
            [record["outlet_matches_url"] for record in every], "boolean"
        ),
        "labelled_in": [record["id"].split("-")[0] for record in every],
    }
    for name in ("votes_biased", "votes_total"):
        if any(name in record for record in every):
            columns[name] = pd.array([record.get(name) for record in every], "Int64")
    words = [
        (record["id"], start, end, marked["word"])
        for record in every
        for marked in record["biased_words"]
        for start, end in marked["at"] or [(None, None)]
    ]
    sentences = pd.DataFrame(columns)
    sets = {"articles": "SG2", "sg1": "SG1", "mbic": "MBIC"}
    return {
        **{
            name: sentences[sentences["labelled_in"] == label].reset_index(drop=True)
            for name, label in sets.items()
        },
        "words": pd.DataFrame(words, columns=["doc_id", "start", "end", "word"]).astype(
            {"start": "Int64", "end": "Int64"}
        ),
    }
