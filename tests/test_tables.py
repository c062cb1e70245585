"""Tables to files and back: whole or not at all, the same bytes each time."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import pytest

from framing import TableError
from framing.columns import SCHEMA
from framing.tables import read_table, replacing, write_json, write_table

TABLE = pd.DataFrame(
    {
        "doc_id": ["a", "b", "c"],
        "text": ["“A plan,”\r\nhe said;\tit\n", 'a lone\rreturn, "quoted"', "İ🕊\u2028"],
        "category": pd.Categorical(["x", "y", "x"], categories=["x", "y", "never"]),
        "date": pd.to_datetime(["2031-03-04", None, "2031-03-05"]).astype("datetime64[s]"),
        "hits": [1, 2, 3],
        "estimate": [1 / 3, 1e-9, 123456.789],
        "cue_start": pd.array([4, None, 0], "Int64"),
        "negated": [True, False, True],
        "outlet": ["NA", "", "nan"],
    }
)


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_table_comes_back(tmp_path: Path, ending: str) -> None:
    back = read_table(write_table(TABLE, tmp_path / "deep" / f"t.{ending}"))
    assert list(back) == list(TABLE)
    for name in ("doc_id", "text", "hits", "negated", "outlet", "date"):
        assert (
            back[name].astype("object").fillna("").tolist()
            == TABLE[name].astype("object").fillna("").tolist()
        ), name
    assert back["estimate"].tolist() == pytest.approx(TABLE["estimate"].tolist(), rel=1e-5)
    assert back["cue_start"].isna().tolist() == [False, True, False]


def test_parquet_keeps_the_categories_that_never_occur(tmp_path: Path) -> None:
    back = read_table(write_table(TABLE, tmp_path / "t.parquet"))
    assert back["category"].cat.categories.tolist() == ["x", "y", "never"]


def test_parquet_gives_back_the_same_table(tmp_path: Path) -> None:
    table = TABLE.assign(text=pd.array(TABLE["text"], "str"))
    back = read_table(write_table(table, tmp_path / "t.parquet"))
    pd.testing.assert_frame_equal(back, table)
    assert back["date"].dtype == read_table(write_table(table, tmp_path / "t.csv"))["date"].dtype


def test_csv_has_line_feeds_six_digits_and_iso_dates(tmp_path: Path) -> None:
    data = write_table(TABLE.drop(columns="text"), tmp_path / "t.csv").read_bytes()
    assert data == (
        b"doc_id,category,date,hits,estimate,cue_start,negated,outlet\n"
        b"a,x,2031-03-04,1,0.333333,4,True,NA\nb,y,,2,1e-09,,False,\n"
        b"c,x,2031-03-05,3,123457,0,True,nan\n"
    )


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_the_same_table_is_the_same_bytes(tmp_path: Path, ending: str) -> None:
    one = write_table(TABLE, tmp_path / f"one.{ending}").read_bytes()
    assert write_table(TABLE.copy(), tmp_path / f"two.{ending}").read_bytes() == one


@pytest.mark.parametrize("verb", [lambda p: write_table(TABLE, p), read_table])
@pytest.mark.parametrize(
    ("ending", "hint"), [(".xlsx", "choose one of these"), (".parq", "did you mean 'parquet'?")]
)
def test_a_format_nobody_knows_is_refused(
    tmp_path: Path, verb: object, ending: str, hint: str
) -> None:
    path = tmp_path / f"t{ending}"
    with pytest.raises(TableError) as caught:
        verb(path)  # type: ignore[operator]
    message = f"{path}: there is no table format '{ending}'; there are csv, parquet; {hint}"
    assert str(caught.value) == message


def of_another_schema(folder: Path, ending: str) -> Path:
    path = write_table(TABLE, folder / f"t.{ending}")
    if ending == "csv":
        write_json({"schema": 99}, folder / "manifest.json")
        return path
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    pq.write_table(table.replace_schema_metadata({b"framing": b'{"schema": 99}'}), path)
    return path


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_file_of_another_schema_is_refused(tmp_path: Path, ending: str) -> None:
    path = of_another_schema(tmp_path, ending)
    with pytest.raises(TableError) as caught:
        read_table(path)
    assert str(caught.value) == (
        f"{path}: the file is of schema 99; this version reads schema {SCHEMA}; make the tables "
        "again with this version, or read them with the one that made them"
    )


def test_parquet_says_its_schema(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    path = write_table(TABLE, tmp_path / "t.parquet")
    assert json.loads(pq.read_schema(path).metadata[b"framing"]) == {"schema": SCHEMA}


@pytest.mark.parametrize("fault", [RuntimeError, KeyboardInterrupt])
def test_a_file_is_whole_or_as_it_was(tmp_path: Path, fault: type[BaseException]) -> None:
    path = tmp_path / "note.txt"
    path.write_text("before")

    def interrupted() -> None:
        with replacing(path) as file:
            file.write(b"half of")
            raise fault

    with pytest.raises(fault):
        interrupted()
    assert path.read_text() == "before"
    assert os.listdir(tmp_path) == ["note.txt"]


@pytest.mark.skipif(os.name == "nt", reason="rights are of another kind there")
def test_a_file_is_as_readable_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    path = write_json({}, tmp_path / "note.json")
    assert path.stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_json_is_sorted_and_ends_with_a_line(tmp_path: Path) -> None:
    path = write_json({"b": "“é”", "a": [1]}, tmp_path / "x.json")
    assert path.read_bytes().decode() == '{\n  "a": [\n    1\n  ],\n  "b": "“é”"\n}\n'


def test_a_sample_comes_back_with_its_numbers(tmp_path: Path) -> None:
    sample = pd.DataFrame(
        {"unit_id": ["u1"], "context": ["=1 “x”\r\n"], "context_start": [7], "start": [8],
         "inclusion_probability": [0.25], "coders": ["ana ben"]}
    )  # fmt: skip
    back = read_table(write_table(sample, tmp_path / "sample.csv"))
    pd.testing.assert_frame_equal(back, sample)
