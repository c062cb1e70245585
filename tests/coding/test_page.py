"""The page about coding works as it is written, with coders who answer by chance."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from framing import annotate, attribute, read_corpus, read_lexicon, segment, write_sheet

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::framing.FramingWarning")]


def test_the_page_runs(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (root / "docs" / "coding.md").read_text(encoding="utf-8")
    sheets, desk = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    corpus = read_corpus(root / "data" / "raw" / "demo" / "articles.csv")
    lexicon = read_lexicon("loaded")
    segments = segment(corpus, attribute(corpus))
    given = {"corpus": corpus, "lexicon": lexicon, "evidence": annotate(corpus, segments, lexicon)}
    out, back = sheets.split("codings, receipt", 1)
    exec(out, given)
    generator = np.random.default_rng(1)
    units = given["sample"].assign(coder=given["sample"]["coders"].str.split()).explode("coder")
    units = units.assign(variable="hit", note="", value=generator.choice(["yes", "no"], len(units)))
    for coder in ("ana", "ben"):
        path = f"coding/{coder}.xlsx"
        write_sheet(given["sample"], given["form"], path, coder=coder, codings=units)
    exec("codings, receipt" + back.replace("agree(", "found = agree("), given)
    assert given["receipt"].empty
    assert len(given["codings"]) == len(units)
    assert set(given["found"]["by"]) == {"", "category", "outlet"}
    verdict = "desk._questions['hit'].value = 'no'\nx = verify_hits(desk"
    exec(desk.replace("verify_hits(desk", verdict), given)
    assert given["x"]["n"].iloc[0] == 1
    assert isinstance(given["x"], pd.DataFrame)
