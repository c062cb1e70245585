"""Articles read in parts: the same ones, in the same order, each id once."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from cases import says
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import CorpusError, read_corpus
from framing.readers.inputs import Reading
from framing.runs import streams
from framing.runs.streams import Part, fingerprint, stream_parts

pytestmark = pytest.mark.filterwarnings("ignore::framing.FramingWarning")


def articles(count: int) -> pd.DataFrame:
    texts = [f"The plan of day {k} failed. Nobody in Sarn was hurt." for k in range(count)]
    return pd.DataFrame({"outlet": [f"Outlet {k % 3}" for k in range(count)], "text": texts})


def parts_of(path: Path, size: int) -> list[Part]:
    return list(stream_parts([path], Reading({}, None, None, []), size))


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("size", [1, 7, 40, 100])
def test_parts_are_the_corpus_in_pieces(tmp_path: Path, ending: str, size: int) -> None:
    table, path = articles(40), tmp_path / f"a.{ending}"
    if ending == "csv":
        table.to_csv(path, index=False)
    elif ending == "jsonl":
        table.to_json(path, orient="records", lines=True)
    else:
        table.to_parquet(path, row_group_size=11)
    parts = parts_of(path, size)
    assert [part.number for part in parts] == list(range(len(parts)))
    assert [len(part.articles) for part in parts[:-1]] == [size] * (len(parts) - 1)
    whole = read_corpus(path).articles
    joined = pd.concat([part.articles for part in parts], ignore_index=True)
    pd.testing.assert_frame_equal(joined, whole, check_dtype=False)


def test_repeated_rows_are_dropped_across_parts_and_an_id_of_two_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    table = articles(9).assign(doc_id=[f"d{k}" for k in range(9)])
    pd.concat([table, table.iloc[[2]]]).to_csv(path, index=False)
    parts = parts_of(path, 4)
    assert sum(len(part.articles) for part in parts) == 9
    assert parts[-1].receipt[["doc_id", "rule", "action"]].values.tolist() == [
        ["d2", "repeated row", "dropped"]
    ]
    pd.concat([table, table.iloc[[2]].assign(text="Another.")]).to_csv(path, index=False)
    with pytest.raises(CorpusError) as caught:
        parts_of(path, 4)
    says(caught.value, "…a.csv row 10: the id 'd2' was given to another article before; …")


def test_the_same_text_under_another_id_is_doubted_across_parts(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    table = articles(6).assign(doc_id=[f"d{k}" for k in range(6)])
    again = table.iloc[[0]].assign(doc_id="again")
    pd.concat([table, again]).to_csv(path, index=False)
    receipt = pd.concat([part.receipt for part in parts_of(path, 2)])
    assert receipt[["doc_id", "rule", "action"]].values.tolist() == [
        ["again", "same text", "marked"]
    ]


def test_nothing_at_all_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("outlet,text\nPost,\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="no article is left; empty text"):
        parts_of(path, 5)


@settings(max_examples=60)
@given(st.lists(st.lists(st.integers(0, 30), max_size=12), max_size=12))
def test_hashes_know_what_was_there(groups: list[list[int]]) -> None:
    hashes, known = streams._Hashes(), set[int]()
    for group in groups:
        there = hashes.add(np.array(group, np.uint64))
        for value, said in zip(group, there.tolist(), strict=True):
            assert said == (value in known)
            known.add(value)


def test_the_fingerprint_of_a_part_is_that_of_what_stands_in_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    articles(3).to_csv(path, index=False)
    (one,), (two,) = parts_of(path, 5), parts_of(path, 5)
    assert fingerprint(one) == fingerprint(two)
    changed = one.articles.copy()
    changed.loc[1, "text"] += "!"
    assert fingerprint(one._replace(articles=changed)) != fingerprint(one)
    assert fingerprint(one._replace(articles=one.articles.iloc[::-1])) != fingerprint(one)


@pytest.mark.parametrize("count", [900, 2300])
def test_rows_mean_the_same_on_both_sides_of_an_edge(tmp_path: Path, count: int) -> None:
    table = articles(count)
    numbers = pd.array([2**53 + k for k in range(count)], "Int64")
    numbers[count - 1] = pd.NA
    table.assign(doc_id=numbers).to_parquet(tmp_path / "numbers.parquet")
    ids = read_corpus(tmp_path / "numbers.parquet").articles["doc_id"]
    assert ids.head(count - 1).tolist() == [str(2**53 + k) for k in range(count - 1)]
    counted = table.set_axis(pd.RangeIndex(5, 5 + count, name="doc_id"))
    counted.to_parquet(tmp_path / "counted.parquet")
    found = read_corpus(tmp_path / "counted.parquet").articles["doc_id"]
    assert found.tolist() == [str(5 + k) for k in range(count)]
    late = table.assign(outlet=[None] * (count - 5) + ["Post"] * 5).to_dict("records")
    lines = [json.dumps({k: v for k, v in row.items() if v is not None}) for row in late]
    (tmp_path / "late.jsonl").write_text("\n".join(lines), encoding="utf-8")
    corpus = read_corpus(tmp_path / "late.jsonl")
    assert len(corpus) == 5
    assert (corpus.receipt["rule"] == "no outlet").sum() == count - 5
