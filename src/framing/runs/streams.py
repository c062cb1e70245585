"""Articles from files, so many at a time: what is read is never held as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.columns import RECEIPT_COLUMNS
from framing.corpus import finish
from framing.errors import CorpusError
from framing.readers import ROW, SOURCE
from framing.readers.files import Source, read_frames
from framing.readers.identities import digests, unique
from framing.readers.inputs import Reading
from framing.readers.receipts import count_notes, note
from framing.readers.tidying import tidy

__all__ = ["Part", "fingerprint", "stream_parts"]


class Part(NamedTuple):
    """Some articles in the order read, and what was noted until they were."""

    number: int
    articles: pd.DataFrame
    receipt: pd.DataFrame


def stream_parts(sources: Sequence[Source], how: Reading, size: int) -> Iterator[Part]:
    """Yield the articles of all sources, so many at a time, each id once.

    Raises
    ------
    CorpusError
        As `read_corpus` does; also late, where a fault stands late in a file.
    """
    seen, waiting, number = _Seen(), _Waiting(), 0
    for source in sources:
        for name, frame in read_frames(source, how):
            for piece in tidy(name, frame, how.notes):
                waiting.add(piece)
                while waiting.count >= size:
                    yield _part(number, waiting.take(size), how, seen)
                    number += 1
    if waiting.count or how.notes or not number:
        if not waiting.count and not how.notes:
            raise CorpusError(f"{sources[0]}: there is no article; give every one outlet and text")
        if not waiting.count and not number:
            raise CorpusError(
                f"{sources[0]}: no article is left; {count_notes(how.notes)}; the receipt's rules "
                "say why; mend the files or the pattern"
            )
        yield _part(number, waiting.take(size), how, seen)


def _part(number: int, articles: pd.DataFrame, how: Reading, seen: _Seen) -> Part:
    articles = unique(articles, how.notes)
    articles = seen.drop_repeated(articles, how.notes)
    articles = finish(articles, how.notes, same_texts=False)
    seen.note_same_texts(articles, how.notes)
    receipt = pd.DataFrame(how.notes, columns=list(RECEIPT_COLUMNS)).astype("str")
    how.notes.clear()
    return Part(number, articles.drop(columns=[SOURCE, ROW], errors="ignore"), receipt)


class _Waiting:
    """Tidy rows that no part has taken yet."""

    def __init__(self) -> None:
        self.frames: list[pd.DataFrame] = []
        self.count = 0
        self.last = pd.DataFrame()

    def add(self, frame: pd.DataFrame) -> None:
        if len(frame):
            self.frames.append(frame)
            self.count += len(frame)

    def take(self, size: int) -> pd.DataFrame:
        taken: list[pd.DataFrame] = []
        left = min(size, self.count)
        self.count -= left
        while left:
            first = self.frames[0]
            if len(first) <= left:
                taken.append(self.frames.pop(0))
            else:
                taken.append(first.iloc[:left])
                self.frames[0] = first.iloc[left:]
            left -= len(taken[-1])
        self.last = taken[-1].iloc[:0] if taken else self.last
        return pd.concat(taken, ignore_index=True) if taken else self.last


class _Hashes:
    """Numbers that were there: eight bytes each, sorted, in a few arrays of doubling size."""

    def __init__(self) -> None:
        self.arrays: list[NDArray[np.uint64]] = []

    def add(self, values: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Say which were there before, or earlier among these, and keep them."""
        there = np.ones(len(values), bool)
        there[np.unique(values, return_index=True)[1]] = False
        for array in self.arrays:
            at = np.minimum(np.searchsorted(array, values), len(array) - 1)
            there |= array[at] == values
        new = np.sort(values[~there])
        if len(new):
            self.arrays.append(new)
        while len(self.arrays) > 1 and len(self.arrays[-2]) <= 2 * len(self.arrays[-1]):
            self.arrays[-2:] = [np.sort(np.concatenate(self.arrays[-2:]))]
        return there


class _Seen:
    """What earlier parts held: ids, rows and texts."""

    def __init__(self) -> None:
        self.ids, self.rows, self.texts = _Hashes(), _Hashes(), _Hashes()

    def drop_repeated(self, articles: pd.DataFrame, notes: list[dict[str, Any]]) -> pd.DataFrame:
        """Drop what repeats an article of an earlier part; refuse its id for another one."""
        same = ["doc_id", "outlet", "text"] + [c for c in ("title", "date") if c in articles]
        row = self.rows.add(_short(digests(articles, same)))
        known = self.ids.add(_short(digests(articles, ["doc_id"])))
        for at in np.flatnonzero(known & ~row):
            first = articles.iloc[at]
            raise CorpusError(
                f"{first[SOURCE]} row {first[ROW]}: the id {first['doc_id']!r} was given to "
                "another article before; an id names one article; make the ids unique, or leave "
                "the column out and they are made from the content"
            )
        reason = "the row repeats an earlier one in id, outlet, title, date and text"
        for at in np.flatnonzero(row):
            one = articles.iloc[at]
            note(notes, one, one["doc_id"], "repeated row", "dropped", reason)
        return articles[~row].reset_index(drop=True)

    def note_same_texts(self, articles: pd.DataFrame, notes: list[dict[str, Any]]) -> None:
        """Doubt a text that its outlet has had before under another id."""
        full = articles[articles["text"].str.strip() != ""]
        stripped = full.assign(text=full["text"].str.strip())
        again = self.texts.add(_short(digests(stripped, ["outlet", "text"])))
        reason = "the outlet has the same text under another id before; both are counted"
        for at in np.flatnonzero(again):
            one = full.iloc[at]
            note(notes, one, one["doc_id"], "same text", "marked", reason)


def _short(names: Sequence[str]) -> NDArray[np.uint64]:
    return np.array([int(name[:16], 16) for name in names], np.uint64)


def fingerprint(part: Part) -> str:
    """Return a digest of the articles of a part, by content and order."""
    told = hashlib.sha256()
    for name in sorted(part.articles.columns):
        told.update(f"\0{name}\0".encode())
        for value in map(str, part.articles[name].tolist()):
            told.update(value.encode("utf-8", "surrogatepass"))
            told.update(b"\x1f")
    told.update(part.receipt.to_csv(index=False).encode("utf-8", "surrogatepass"))
    return told.hexdigest()
