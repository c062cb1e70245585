"""One id for every article, and doubts about texts that come twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import repeat
from typing import Any

import numpy as np
import pandas as pd

from framing.errors import CorpusError
from framing.readers import ROW, SOURCE
from framing.readers.receipts import note
from framing.readers.strings import as_string, each

__all__ = ["digests", "note_same_texts", "unique"]


def unique(articles: pd.DataFrame, notes: list[dict[str, Any]]) -> pd.DataFrame:
    """Give every article one id of its own, and drop rows that repeat one."""
    if articles.empty:
        return articles.assign(doc_id=pd.array([], "str"))
    content = _content_ids(articles)
    given = articles["doc_id"].fillna("").to_numpy(object) if "doc_id" in articles else content
    ids = pd.Series(np.where(given == "", content, given), dtype="str")
    articles = articles.reset_index(drop=True).assign(doc_id=ids)
    same = ["doc_id", "outlet", "text"] + [c for c in ("title", "date") if c in articles]
    again = pd.Series(digests(articles, same)).duplicated()
    for row in np.flatnonzero(again):
        reason = "the row repeats an earlier one in id, outlet, title, date and text"
        note(notes, articles.iloc[row], ids[row], "repeated row", "dropped", reason)
    if again.any():
        articles = articles[~again].reset_index(drop=True)
    clash = articles["doc_id"].duplicated(keep=False)
    if clash.any():
        first = articles.loc[clash].iloc[0]
        rows = articles.loc[articles["doc_id"] == first["doc_id"]]
        places = " and ".join(f"{r[SOURCE]} row {r[ROW]}" for _, r in rows.head(3).iterrows())
        raise CorpusError(
            f"{places}: the id {first['doc_id']!r} is given to different articles "
            f"({articles.loc[clash, 'doc_id'].nunique()} ids in all); an id names one article; "
            "make the ids unique, or leave the column out and they are made from the content"
        )
    return articles


def _content_ids(articles: pd.DataFrame) -> np.ndarray[Any, Any]:
    # A column that another source lacks must not change the ids, so all four always count.
    found = digests(articles, ("outlet", "title", "date_raw", "text"))
    return np.array([digest[:12] for digest in found], dtype=object)


def digests(articles: pd.DataFrame, names: Iterable[str]) -> list[str]:
    """Return a digest of each row, of the named columns; one that is not there is empty."""
    parts = [
        map(as_string, each(articles[name])) if name in articles else repeat("", len(articles))
        for name in names
    ]
    rows = zip(*parts, strict=True)
    return [hashlib.sha256("\x1f".join(row).encode()).hexdigest() for row in rows]


def note_same_texts(articles: pd.DataFrame, notes: list[dict[str, Any]]) -> None:
    """Doubt a text that its outlet has under another id as well."""
    first: dict[bytes, str] = {}
    columns = (each(articles[name]) for name in ("doc_id", "outlet", "text"))
    for row, (doc_id, outlet, text) in enumerate(zip(*columns, strict=True)):
        if not text.strip():
            continue  # a headline alone
        key = hashlib.sha256(f"{outlet}\x1f{text.strip()}".encode()).digest()
        earlier = first.setdefault(key, doc_id)
        if earlier != doc_id:
            reason = f"the outlet has the same text under the id {earlier!r}; both are counted"
            note(notes, articles.iloc[row], doc_id, "same text", "marked", reason)
