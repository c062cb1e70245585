"""Tables from Parquet files: the same answers as from memory, and files that are none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cases import says

from framing import (
    TableError,
    annotate,
    attribute,
    compare,
    estimate,
    read_corpus,
    read_lexicon,
    read_table,
    score,
    segment,
    try_alternatives,
    write_table,
)
from framing.columns import UNITS, VOICES
from framing.extracts import read_extract

POST, WIRE, STAR = "Harbour Post", "Valley Wire", "Morning Star of Ost"
TEXTS = (
    "The reckless plan failed. “A cruel plan,” said Ada Lind. Nobody was hurt.",
    "The plan failed. Officials said the brutal raid was over.",
    "A brutal, reckless raid began. The so-called plan failed on the day.",
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tables of a few articles, two rows to a group of rows."""
    folder = tmp_path_factory.mktemp("run")
    rows = [
        {
            "doc_id": f"{k:02}",
            "outlet": (POST, WIRE, STAR)[k % 3],
            "date": f"2031-0{1 + k % 4}-03",
            "event": f"e{k % 5}" if k % 7 else None,
            "title": f"Reckless plan {k} failed" if k % 2 else f"Plan {k} failed",
            "text": f"{TEXTS[k % 3]} {TEXTS[k % 2]} {k}.",
        }
        for k in range(36)
    ]
    corpus = read_corpus(pd.DataFrame(rows))
    segments = segment(corpus, attribute(corpus))
    evidence = annotate(corpus, segments, read_lexicon("loaded"))
    tables = {"segments": segments, "evidence": evidence, "scores": score(evidence, segments)}
    for name, table in tables.items():
        path = write_table(table, folder / f"{name}.parquet")
        pq.write_table(pq.read_table(path), path, row_group_size=97)
    return folder


@pytest.mark.parametrize("verb", [estimate, compare])
@pytest.mark.parametrize("options", [{}, {"by": "voice"}, {"section": "headline"}, {"by": "event"}])
@pytest.mark.filterwarnings("ignore::framing.FramingWarning")
def test_a_path_is_its_table(
    run: Path, monkeypatch: pytest.MonkeyPatch, verb: Any, options: dict[str, Any]
) -> None:
    more = {"categories": ["evaluation", "hedge"], **options}
    more |= {"seed": 1} if verb is compare else {}
    expected = verb(read_table(run / "scores.parquet"), **more)
    assert expected["estimate"].notna().any()
    monkeypatch.setattr("framing.extracts._ROWS", 100)
    path = run if verb is compare else str(run / "scores.parquet")
    pd.testing.assert_frame_equal(verb(path, **more), expected)


def test_alternatives_of_a_run_read_no_text(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"category": "evaluation", "group": POST}
    tables = [read_table(run / f"{name}.parquet") for name in ("evidence", "segments")]
    expected = try_alternatives(*tables, **asked)
    read: list[str] = []

    def seen(where: str, path: Path, table: str, columns: list[str]) -> pd.DataFrame:
        found = read_extract(where, path, table, columns)
        read.extend(found.columns)
        return found

    monkeypatch.setattr("framing.sensitivity.materials.read_extract", seen)
    pd.testing.assert_frame_equal(try_alternatives(run, run, **asked), expected)
    assert "doc_id" in read
    assert "text" not in read
    others = {"other": run / "evidence.parquet"}
    both = try_alternatives(*tables, lexicons=others, **asked)
    assert set(both["lexicon"]) == {"as given", "other"}


def test_columns_are_as_they_were_written(run: Path, tmp_path: Path) -> None:
    table = read_table(run / "scores.parquet")
    found = read_extract("here", run, "scores", [*table.columns, "no such column"])
    assert list(found) == list(table)
    for name in table:
        told, read = table[name], found[name]
        if isinstance(told.dtype, pd.CategoricalDtype):
            assert list(read.cat.categories) == list(told.cat.categories)
        assert read.isna().tolist() == told.isna().tolist()
        assert read[told.notna()].tolist() == told[told.notna()].tolist()
    # Names that come late are known, missing numbers make the others no whole numbers.
    odd = pd.DataFrame({"name": [f"n{k % 300:03}" for k in range(400)], "hits": range(400)})
    odd["hits"] = odd["hits"].astype("Int64").where(odd.index != 399)
    write_table(odd, tmp_path / "odd.parquet")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("framing.extracts._ROWS", 50)
        read = read_extract("here", tmp_path / "odd.parquet", "scores", ["name", "hits"])
    assert read["name"].tolist() == odd["name"].tolist()
    assert read["hits"][:399].tolist() == list(range(399))
    assert np.isnan(read["hits"][399])


def files(folder: Path) -> dict[str, Path]:
    """Files and folders that hold no scores, by what is wrong with them."""
    made = {name: folder / f"{name}.parquet" for name in ("empty", "text", "other", "schema")}
    made["empty"].touch()
    made["text"].write_text("doc_id,hits\n", encoding="utf-8")
    write_table(pd.DataFrame({"a": [1], "b": [2]}), made["other"])
    marked = pa.table({"doc_id": ["a"]}).replace_schema_metadata({b"framing": b'{"schema": 99}'})
    pq.write_table(marked, made["schema"])
    (folder / "folder").mkdir()
    (folder / "folder" / "notes.txt").touch()
    (folder / "scores.csv").touch()
    made |= {"folder": folder / "folder", "csv": folder / "scores.csv"}
    made["partly"] = write_table(pd.DataFrame({"doc_id": ["a"], "hits": [1]}), folder / "p.parquet")
    made["rowless"] = write_table(
        pd.DataFrame(
            columns=["doc_id", "outlet", "section", "voice", "category", "hits", "exposure", "unit"]
        ),
        folder / "r.parquet",
    )
    return made | {"missing": folder / "missing.parquet"}


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        (
            "empty",
            "estimate: empty.parquet is empty; a Parquet file has at least a schema; write the "
            "scores again",
        ),
        (
            "text",
            "estimate: text.parquet is no Parquet file, or damaged (…); pass the scores.parquet of "
            "a run, or what write_table wrote",
        ),
        (
            "other",
            "estimate: other.parquet is no table of scores; it has the columns a, b; pass the "
            "scores.parquet of a run, or what write_table wrote",
        ),
        (
            "schema",
            "estimate: schema.parquet is of schema 99; this version reads schema 1; make the "
            "tables again with this version, or read them with the one that made them",
        ),
        (
            "folder",
            "estimate: the folder folder has no scores.parquet; there are notes.txt; pass the "
            "folder of a finished run, or a table",
        ),
        (
            "csv",
            "estimate: scores.csv is no Parquet file by its ending; columns are read from Parquet "
            "only; pass read_table(path), or write the table as .parquet",
        ),
        (
            "missing",
            "estimate: there is no file …missing.parquet; scores are a table, a Parquet file or "
            "the folder of a run; check the path",
        ),
        (
            "partly",
            "estimate: the table lacks the columns 'section', 'voice', 'category', 'exposure', "
            "'unit'; it has doc_id, hits; pass the table the verb before it returned",
        ),
        (
            "rowless",
            "estimate: the table of scores is empty; it has no rows; check the receipt for "
            "articles that were dropped",
        ),
    ],
)
def test_files_that_are_no_scores(tmp_path: Path, kind: str, message: str) -> None:
    with pytest.raises(TableError) as caught:
        estimate(files(tmp_path)[kind])
    assert says(caught.value, message)


_JOB = """
import sys, resource
from framing import compare, estimate
{job}
kilo = 1024 if sys.platform == "darwin" else 1
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // kilo // 1024)
"""


def peak(job: str) -> int:
    """Return the MB that a process needed."""
    # In between, a process that is small: one counts the memory of whoever started it.
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {_JOB.format(job=job)!r}], check=True)"  # noqa: E501
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True,
                          env=os.environ | {"OPENBLAS_NUM_THREADS": "1"})  # fmt: skip
    return int(done.stdout)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows counts memory otherwise")
def test_a_million_rows_take_little_memory(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    articles, rows = 50_000, 1_000_000
    doc = np.repeat(np.arange(articles), rows // articles)
    table = pd.DataFrame(
        {
            "doc_id": pd.Series([f"a{k:06}" for k in range(articles)], dtype="str")[doc].array,
            "outlet": pd.Series([POST, WIRE], dtype="str")[doc % 2].array,
            "section": pd.Categorical.from_codes(np.ones(rows, int), ["headline", "body"]),
            "voice": pd.Categorical.from_codes(np.arange(rows) % 5, VOICES),
            "category": pd.Categorical.from_codes(np.arange(rows) // 5 % 4, list("abcd")),
            "hits": rng.poisson(0.5, rows),
            "exposure": rng.integers(10, 300, rows),
            "unit": pd.Categorical.from_codes(np.zeros(rows, int), UNITS),
        }
    )
    path = str(write_table(table, tmp_path / "scores.parquet"))
    nothing = peak("")
    assert peak(f"estimate({path!r})") < nothing + 250
    # Labels of 50,000 articles and 9,999 draws, held whole, are a gigabyte.
    job = f"compare({path!r}, categories='a', estimands='own', against={WIRE!r}, beside='bca', "
    assert peak(f"{job} seed=1)") < nothing + 350
