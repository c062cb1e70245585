"""A corpus in memory, by one process or several: the same tables, in the same order."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest
from cases import says

from framing import Corpus, read_corpus, read_lexicon
from framing.errors import FramingError
from framing.runs import pools
from framing.runs.pools import Piece, make_pieces


def all_of(*tables: pd.DataFrame) -> tuple[pd.DataFrame, ...]:
    return tables


def die(*_: pd.DataFrame) -> tuple[pd.DataFrame, ...]:
    os._exit(1)


@pytest.fixture(scope="module")
def demo(root: Path) -> Corpus:
    return read_corpus(root / "data" / "raw" / "demo" / "articles.csv")


def joined(pieces: list[Piece]) -> list[pd.DataFrame]:
    tables = [made for piece in pieces for made in piece.tables]
    return [pd.concat([part[k] for part in tables], ignore_index=True) for k in range(4)]


@pytest.mark.slow
def test_several_processes_and_a_cache_make_the_same_tables(
    demo: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "SIZE", 25)
    lexicon, cache = read_lexicon("loaded"), tmp_path / "kept"
    plain = list(make_pieces(demo, lexicon, narrow=all_of))
    assert [piece.articles for piece in plain] == [25, 25, 12]
    for how in ({"jobs": 2}, {"jobs": 2, "cache": cache}, {"cache": cache}):
        made = list(make_pieces(demo, lexicon, narrow=all_of, **how))  # type: ignore[arg-type]
        for one, other in zip(joined(plain), joined(made), strict=True):
            pd.testing.assert_frame_equal(one, other)
    assert len(list(cache.glob("*.json"))) == 3


@pytest.mark.slow
def test_a_process_that_dies_says_where(demo: Corpus) -> None:
    with pytest.raises(FramingError) as caught:
        list(make_pieces(demo, read_lexicon("loaded"), narrow=die, jobs=2))
    first, last = demo.articles["doc_id"].iloc[0], demo.articles["doc_id"].iloc[-1]
    assert says(
        caught.value,
        f"--jobs: a process died at one of the articles {first!r} to {last!r} or beside them "
        "(memory, or a fault of a library); framing score finds and sets aside such an article; "
        "fewer jobs take less memory",
    )
