"""A corpus that is in memory, made into tables a part at a time, by one process or several."""

from __future__ import annotations

import warnings
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from framing.corpus import Corpus
from framing.errors import FramingError, FramingWarning
from framing.lexicon import Lexicon
from framing.pipeline import attempt
from framing.runs.caches import Cache
from framing.runs.engines import Processes
from framing.runs.shards import SIZE

__all__ = ["Piece", "make_pieces"]

Narrow = Callable[..., tuple[pd.DataFrame, ...]]


class Piece(NamedTuple):
    """What was made of some articles, and which of them could not be processed."""

    articles: int
    tables: list[tuple[pd.DataFrame, ...]]
    bad: list[dict[str, str]]


def make_pieces(
    corpus: Corpus,
    lexicon: Lexicon,
    *,
    narrow: Narrow,
    jobs: int = 1,
    cache: str | Path | None = None,
) -> Iterator[Piece]:
    """Yield the tables of a corpus in its order, each part as soon as it is made.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    lexicon : Lexicon
        The codebook.
    narrow : callable
        Takes attributions, segments, evidence and scores of a part and returns what is to be kept
        of them; with several processes it must be a function of a module.
    jobs : int, default 1
        Processes.
    cache : path, optional
        As in `process`, with which it is shared.

    Raises
    ------
    FramingError
        If a process dies.
    """
    if jobs == 1:
        for part in corpus.parts(SIZE):
            yield _make(part, lexicon, narrow, cache)
        return
    engine = Processes(jobs)
    running: deque[tuple[Corpus, Future[Piece]]] = deque()
    try:
        for part in corpus.parts(SIZE):
            running.append((part, engine.submit(_make, part, lexicon, narrow, cache)))
            if len(running) >= 2 * jobs:
                yield _result(*running.popleft())
        while running:
            yield _result(*running.popleft())
    finally:
        engine.close()


def _make(part: Corpus, lexicon: Lexicon, narrow: Narrow, cache: str | Path | None) -> Piece:
    bad: list[dict[str, str]] = []
    kept = Cache(cache).attribute if cache is not None and part.marks is None else None
    with warnings.catch_warnings():
        # Each part would warn on its own.
        warnings.simplefilter("ignore", FramingWarning)
        made = attempt(part, lexicon, "learned", bad, kept)
    return Piece(len(part), [narrow(*tables) for tables in made], bad)


def _result(part: Corpus, future: Future[Piece]) -> Piece:
    try:
        return future.result()
    except Processes.died as fault:
        first, last = part.articles["doc_id"].iloc[[0, -1]]
        raise FramingError(
            f"--jobs: a process died at one of the articles {first!r} to {last!r} or beside them "
            "(memory, or a fault of a library); framing score finds and sets aside such an "
            "article; fewer jobs take less memory"
        ) from fault
