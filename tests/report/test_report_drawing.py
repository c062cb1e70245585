"""Figures of a report drawn by other processes are those this one draws."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import matplotlib as mpl
import pytest
from cases import says

from framing import Corpus, FramingError, read_corpus, read_lexicon, write_report
from framing.report.pictures import Picture, drawing

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::framing.FramingWarning")]


def test_several_processes_write_the_same_bytes(root: Path, tmp_path: Path) -> None:
    articles = read_corpus(root / "data" / "raw" / "demo" / "articles.csv").articles
    corpus, lexicon = Corpus(articles.groupby("outlet").head(4)), read_lexicon("loaded")
    # Settings of the caller, which a new process would not know.
    with mpl.rc_context({"font.size": 13, "axes.facecolor": "#ffffee"}):
        for jobs in (1, 2):
            write_report(corpus, lexicon, out=tmp_path / str(jobs), seed=1, jobs=jobs)
    plain = {p.relative_to(tmp_path / "1"): p for p in (tmp_path / "1").rglob("*") if p.is_file()}
    assert len([name for name in plain if name.suffix == ".pdf"]) > 5
    for name, path in plain.items():
        assert (tmp_path / "2" / name).read_bytes() == path.read_bytes(), name
    assert b"#ffffee" in plain[Path("figures/rates.svg")].read_bytes()


def test_a_process_that_dies_says_at_which_figure() -> None:
    picture = Picture("rates", "Rates", "Rates.", partial(os._exit, 1))  # type: ignore[arg-type]
    with drawing(2) as draw:
        with pytest.raises(FramingError) as caught:
            draw(picture)()
        with pytest.raises(FramingError, match="a process died drawing"):
            draw(picture)
    assert says(
        caught.value,
        "--jobs: a process died drawing the figure 'rates' or beside it (memory, or a fault of a "
        "library); fewer jobs take less memory",
    )
