"""Round-ups: one event as the left, the centre and the right reported it, headline and lede.

Collected from allsides.com for Lee et al. (2022), NeuS: Neutral Multi-News Summarization for
Mitigating Framing Bias, NAACL.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from framing.datasets.originals import read_text
from framing.datasets.records import Record
from framing.errors import DatasetError

__all__ = ["ADDED", "arrange", "convert"]

ADDED: tuple[str, ...] = ()
"""Fields of the ready copy that are not in the originals: none."""

_FILE = "headline_11_2021-10-19_crawled_all.jsonl"
_ROUNDUP = ("id", "issue", "topic", "date", "roundup", "news")
_ITEM = ("newsSource", "newsTitle", "newsLink", "newBody", "opinionTag")
_ARTICLES = (
    "doc_id",
    "outlet",
    "text",
    "title",
    "date",
    "event",
    "url",
    "side",
    "topic",
    "opinion",
)
_ROUNDUPS = ("event", "issue", "topic", "date", "text", "items")


def convert(folder: Path) -> dict[str, list[Record]]:
    """Read the originals below `folder`: stem of a ready copy -> its records.

    Parameters
    ----------
    folder : path
        Holds ``roundups/data/raw_crawled`` with the file of round-ups.

    Returns
    -------
    dict
        ``roundups``, one record per round-up with its `items`. A side whose report was not
        collected has no item. Paragraphs are joined by a space. `date` is the day of the
        round-up, not of the reports.

    Raises
    ------
    DatasetError
        If the file is missing, a line is no JSON, or something is missing or of another kind.
    """
    path = folder / "roundups" / "data" / "raw_crawled" / _FILE
    lines = enumerate(read_text(path).split("\n"), start=1)
    return {"roundups": [_record(f"{path}, line {n}", line) for n, line in lines if line.strip()]}


def _record(where: str, line: str) -> Record:
    try:
        read = json.loads(line)
    except json.JSONDecodeError as fault:
        raise DatasetError(
            f"{where}: this is no JSON ({fault}); a round-up stands on each line; "
            "the file is damaged, fetch it again"
        ) from fault
    _require(where, "the round-up", read, _ROUNDUP)
    news = read["news"]
    _require(where, "news", news, ())
    for side, item in news.items():
        _require(where, f"the report of the {side}", item, _ITEM)
    return {
        "id": f"round-{read['id']}",
        "issue": read["issue"],
        "topic": read["topic"],
        "date": read["date"][:10],
        "roundup": _joined(where, "roundup", read["roundup"]),
        "items": [
            {
                "side": side,
                "outlet": item["newsSource"],
                "title": item["newsTitle"],
                "url": item["newsLink"],
                "lede": _joined(where, f"newBody of the {side}", item["newBody"]),
                "opinion": bool(item["opinionTag"]),
            }
            for side, item in news.items()
        ],
    }


def _joined(where: str, what: str, paragraphs: Any) -> str:
    if not isinstance(paragraphs, list) or not all(isinstance(part, str) for part in paragraphs):
        raise DatasetError(
            f"{where}: {what} is {type(paragraphs).__name__}; a list of texts stands there; "
            "the file is damaged, fetch it again"
        )
    return " ".join(paragraphs)


def _require(where: str, what: str, read: Any, names: tuple[str, ...]) -> None:
    if not isinstance(read, dict):
        raise DatasetError(
            f"{where}: {what} is a {type(read).__name__}; names and values stand there; "
            "the file is damaged, fetch it again"
        )
    missing = [name for name in names if name not in read]
    if missing:
        raise DatasetError(
            f"{where}: {what} lacks {', '.join(map(repr, missing))}; it has "
            f"{', '.join(read) or 'nothing'}; fetch the file again"
        )


def arrange(records: Mapping[str, Sequence[Record]]) -> dict[str, pd.DataFrame]:
    """Return the records of the ready copy as tables.

    Parameters
    ----------
    records : mapping
        Stem of a ready copy -> its records.

    Returns
    -------
    dict
        `articles`, one row per report: `doc_id` (as in ``round-5607-left``), `outlet`, `text`
        (the lede; "" where there is none), `title`, `date` (the day of the round-up), `event`
        (the round-up's id), `url`, `side` (left, center, right), `topic`, `opinion` (marked as
        opinion or analysis). `roundups`, one row per event: `event`, `issue`, `topic`, `date`,
        `text` of the round-up, `items` (how many reports; one event may have two round-ups, one
        of them with none).
    """
    every = [record for part in records.values() for record in part]
    articles = [
        (
            f"{record['id']}-{item['side']}",
            item["outlet"],
            item["lede"],
            item["title"],
            record["date"],
            record["id"],
            item["url"],
            item["side"],
            record["topic"],
            item["opinion"],
        )
        for record in every
        for item in record["items"]
    ]
    roundups = [
        (
            record["id"],
            record["issue"],
            record["topic"],
            record["date"],
            record["roundup"],
            len(record["items"]),
        )
        for record in every
    ]
    return {
        "articles": pd.DataFrame(articles, columns=list(_ARTICLES)),
        "roundups": pd.DataFrame(roundups, columns=list(_ROUNDUPS)),
    }
