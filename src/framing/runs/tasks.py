"""What a worker does: one part, with a codebook that it reads once."""

from __future__ import annotations

import json
import os
import signal
import warnings
from collections.abc import Sequence
from hashlib import sha256
from multiprocessing import parent_process
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pandas as pd

from framing.columns import RECEIPT_COLUMNS
from framing.corpus import Corpus
from framing.errors import FramingError, FramingWarning
from framing.lexicon import Lexicon, read_lexicon
from framing.pipeline import attempt
from framing.runs.caches import Cache
from framing.runs.parts import Made, write_made
from framing.runs.streams import Part

__all__ = ["Work", "keep", "key_of", "make_part", "probe", "stand_by"]


_ONE = pd.DataFrame({"doc_id": ["one"], "outlet": ["one"], "text": ["A word."]}, dtype="str")


class Work(NamedTuple):
    """What is done with every part."""

    folder: str
    lexicon: tuple[str, ...]
    fingerprint: str
    tagger: str
    version: str
    tag: str = ""
    """Which shard of how many: no part of the key."""
    cache: str = ""
    """Where words and attributions are kept, or nowhere; no part of the key either."""


def stand_by() -> None:
    """Leave Ctrl-C to the process that handed out the work, and end when that one ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


_BOOKS: dict[tuple[str, ...], Lexicon] = {}


def keep(paths: tuple[str, ...], lexicon: Lexicon) -> None:
    """Remember a codebook that this process has read."""
    _BOOKS.clear()
    _BOOKS[paths] = lexicon


def _lexicon(paths: tuple[str, ...], fingerprint: str) -> Lexicon:
    if paths not in _BOOKS or _BOOKS[paths].fingerprint != fingerprint:
        keep(paths, read_lexicon(*paths))
    if _BOOKS[paths].fingerprint != fingerprint:
        raise FramingError(
            f"framing score: the codebook {', '.join(paths)} changed while it was used; run again"
        )
    return _BOOKS[paths]


def key_of(work: Work, content: str) -> str:
    """Return the digest of all that a part is made from."""
    told = [work.fingerprint, work.tagger, work.version, content]
    return sha256(json.dumps(told).encode()).hexdigest()


def make_part(work: Work, part: Part, key: str, poison: Sequence[tuple[str, str]] = ()) -> Made:
    """Attribute, segment, annotate and score a part, and write what came of it.

    `poison` are ids of articles that are not to be touched, each with the reason.
    """
    lexicon = _lexicon(work.lexicon, work.fingerprint)
    left_out = dict(poison)
    articles = part.articles[~part.articles["doc_id"].isin(list(left_out))].reset_index(drop=True)
    values = [("process", "", doc_id, "unforeseen error", "quarantined", reason)
              for doc_id, reason in left_out.items()]  # fmt: skip
    bad = [dict(zip(RECEIPT_COLUMNS, row, strict=True)) for row in values]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        done = _attempted(articles, lexicon, work, bad)
        if not done:
            # Without an article the tables are empty, with the columns they have elsewhere.
            made = attempt(Corpus(_ONE), lexicon, work.tagger, [])
            done = [tuple(table.iloc[:0] for table in made[0])]
    joined = [
        parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)
        for parts in map(list, zip(*done, strict=True))
    ]
    tables = dict(zip(("attributions", "segments", "evidence", "scores"), joined, strict=True))
    quarantine = pd.DataFrame(bad, columns=list(RECEIPT_COLUMNS), dtype="str")
    tables["receipt"] = pd.concat([part.receipt, quarantine], ignore_index=True)
    return write_made(
        Path(work.folder), part.number, key, tables, work.tag,
        articles=len(part.articles), quarantined=len(bad),
        unclosed=int((tables["attributions"]["kind"] == "unsure").sum()),
    )  # fmt: skip


def _attempted(
    articles: pd.DataFrame, lexicon: Lexicon, work: Work, bad: list[dict[str, str]]
) -> list[tuple[pd.DataFrame, ...]]:
    """Process articles; one for which there is too little memory is quarantined like others."""
    if not len(articles):
        return []
    try:
        kept = Cache(work.cache).attribute if work.cache else None
        return attempt(Corpus(articles), lexicon, work.tagger, bad, kept)
    except MemoryError:
        if len(articles) == 1:
            doc_id = str(articles["doc_id"].iloc[0])
            values = ("process", "", doc_id, "unforeseen error", "quarantined", "MemoryError")
            bad.append(dict(zip(RECEIPT_COLUMNS, values, strict=True)))
            return []
    half = (len(articles) + 1) // 2
    return [
        tables
        for some in (articles.iloc[:half], articles.iloc[half:])
        for tables in _attempted(some.reset_index(drop=True), lexicon, work, bad)
    ]


def probe(work: Work, articles: pd.DataFrame) -> bool:
    """Process articles and keep nothing; whoever asks wants to know whether the process lives."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        attempt(Corpus(articles), _lexicon(work.lexicon, work.fingerprint), work.tagger, [])
    return True
