"""Folders of anything, and what a pattern reads out of their paths."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pandas as pd
import pytest
from cases import says
from made_files import ROWS, noted, write

from framing import CorpusError, read_corpus
from framing.readers.patterns import fields_of

PATTERN = "{outlet}/{date}_{title}.txt"


@pytest.mark.parametrize(
    ("pattern", "path", "fields"),
    [
        (PATTERN, "Post/2031-03-04_talks_fail.txt", ("Post", "2031-03-04", "talks_fail")),
        (PATTERN, "Post/2031_03_04_talks_fail.TXT", ("Post", "2031_03_04", "talks_fail")),
        (PATTERN, "Post/20310304_talks.v2.txt", ("Post", "20310304", "talks.v2")),
        (PATTERN, "Post/Spring 2031_talks.txt", ("Post", "Spring 2031", "talks")),
        (PATTERN, "Post/talks.txt", None),
        (PATTERN, "Post/deep/2031-03-04_talks.txt", None),
        (PATTERN, "Post/2031-03-04_.txt", None),
        (PATTERN, "2031-03-04_talks.txt", None),
        ("{outlet} - {title}.txt", "Daily Post - A - B.txt", ("Daily Post", "A - B")),
        ("{date}/{outlet}/*.txt", "2031-03-04/Post/7.txt", ("2031-03-04", "Post")),
        ("*/{outlet}/*_{date}.txt", "corpus/Post/a_b_2031-03-04.txt", ("Post", "2031-03-04")),
        ("{outlet}.{event}.txt", "Post.e(1)+.txt", ("Post", "e(1)+")),
    ],
)  # fmt: skip
def test_a_pattern_reads_a_path(pattern: str, path: str, fields: tuple[str, ...] | None) -> None:
    found = fields_of(pattern, path)
    assert (None if found is None else tuple(found.values())) == fields


NAMES = "doc_id, outlet, title, date, event, url, author, section, language, side"


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("{outlet}/{titel}.txt", f"there is no article column 'titel'; there are {NAMES}; did you "
         "mean 'title'?"),
        ("{outlet}/{text}", f"there is no article column 'text'; there are {NAMES}; did you mean "
         "'outlet'?"),
        ("{outlet}/{outlet}.txt", "{outlet} stands in it twice; a column has one value; name the "
         "other place * or leave it out"),
        ("{outlet}/{date}{title}.txt", "'{outlet}/{date}{title}' ends in two fields without a sign "
         "between them; where one ends cannot be told; put a sign or a slash between them"),
        ("*/*.txt", f"it names no column; there are {NAMES}; write for instance "
         "'{outlet}/{date}_{title}.txt'"),
    ],
)  # fmt: skip
def test_a_pattern_that_cannot_be_is_named(tmp_path: Path, pattern: str, message: str) -> None:
    write(tmp_path / "Post" / "talks.txt", "Talks failed.")
    with pytest.raises(CorpusError) as caught:
        read_corpus(tmp_path, pattern=pattern)
    assert says(caught.value, f"pattern={pattern!r}: {message}")


def test_texts_have_outlet_date_and_title_of_their_path(tmp_path: Path) -> None:
    write(tmp_path / "Post" / "2031-03-04_talks.txt", "Talks failed.")
    write(tmp_path / "NA" / "20310305_met.txt.gz", gzip.compress(b"They met."))
    whole = read_corpus(tmp_path, pattern=PATTERN)
    assert whole.articles.drop(columns="date_raw").astype(str).values.tolist() == [
        ["NA/20310305_met", "NA", "They met.", "met", "2031-03-05"],
        ["Post/2031-03-04_talks", "Post", "Talks failed.", "talks", "2031-03-04"],
    ]
    one = read_corpus(tmp_path / "Post" / "2031-03-04_talks.txt", pattern=PATTERN)
    assert one.articles.equals(whole.articles[1:].reset_index(drop=True))


def test_a_pattern_without_an_ending_reads_names_without_theirs(tmp_path: Path) -> None:
    write(tmp_path / "Post" / "talks.txt", "Talks failed.")
    corpus = read_corpus(tmp_path, pattern="{outlet}/{title}")
    assert corpus.articles["title"].tolist() == ["talks"]


def test_a_date_of_a_path_that_is_none_is_missing(tmp_path: Path) -> None:
    write(tmp_path / "Post" / "04-03-2031_talks.txt", "Talks failed.")
    corpus, receipt = noted(tmp_path, pattern=PATTERN)
    assert corpus.articles["date"].isna().all()
    assert corpus.articles["date_raw"].tolist() == ["04-03-2031"]
    assert [row[1] for row in receipt] == ["date not read"]


def test_a_pattern_without_an_outlet_leaves_none(tmp_path: Path) -> None:
    write(tmp_path / "2031-03-04.txt", "Talks failed.")
    with pytest.raises(CorpusError) as caught:
        read_corpus(tmp_path, pattern="{date}.txt")
    assert says(
        caught.value,
        f"{tmp_path}: no article is left of 1 rows; no outlet (dropped): 1; give every article an "
        "outlet and a text",
    )


def test_no_text_that_fits_is_a_fault(tmp_path: Path) -> None:
    path = write(tmp_path / "Post" / "talks.txt", "Talks failed.")
    with pytest.raises(CorpusError) as caught:
        read_corpus(tmp_path, pattern=PATTERN)
    assert says(
        caught.value,
        f"{tmp_path}: no article is left; path does not fit (dropped): 1; the receipt's rules say "
        "why; mend the files or the pattern",
    )
    with pytest.raises(CorpusError) as caught:
        read_corpus(path, pattern=PATTERN)
    assert says(
        caught.value,
        f"{path}: the end of the path, 'Post/talks.txt', does not fit the pattern {PATTERN!r}; a "
        "field is one or more letters without a slash; mend the pattern",
    )


def mixed(folder: Path) -> Path:
    write(folder / "Post" / "talks.txt", "Talks failed.")
    write(folder / "b.csv", "paper,body\nTimes,They met.\n")
    write(folder / "Herald" / "c.jsonl", json.dumps({"paper": "Herald", "body": "They left."}))
    write(folder / "Post" / "picture.jpg", "x")
    write(folder / ".d.csv", "x")
    write(folder / "Post" / "noending", "x")
    return folder


def test_every_file_of_a_folder_is_read_by_its_own_reader(tmp_path: Path) -> None:
    columns = {"outlet": "paper", "text": "body"}
    corpus, receipt = noted(mixed(tmp_path), columns=columns)
    assert corpus.articles[["outlet", "text"]].values.tolist() == [
        ["Post", "Talks failed."],
        ["Herald", "They left."],
        ["Times", "They met."],
    ]
    assert [row[:3] for row in receipt] == [
        [".d.csv", "hidden file", "dropped"],
        ["Post/noending", "unknown ending", "dropped"],
        ["Post/picture.jpg", "unknown ending", "dropped"],
    ]
    assert receipt[1][3] == "files ending in 'nothing' are not read"


def test_a_table_in_a_folder_must_have_the_columns(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as caught:
        read_corpus(mixed(tmp_path), columns={"text": "body"})
    assert says(
        caught.value,
        f"{tmp_path}/Herald/c.jsonl: there is no column 'outlet'; there are paper, text; name "
        "yours with columns={'outlet': 'yours'} (on the command line --column outlet=yours)",
    )


def test_a_path_fills_what_a_table_leaves_empty(tmp_path: Path) -> None:
    text = "text,date\nOne.,\nTwo.,2031-03-05\n"
    write(tmp_path / "Post" / "2031-03-04.csv", text)
    corpus = read_corpus(tmp_path, pattern="{outlet}/{date}.csv")
    assert corpus.articles["outlet"].tolist() == ["Post", "Post"]
    assert corpus.articles["date_raw"].tolist() == ["2031-03-04", "2031-03-05"]


def test_a_folder_may_hold_zips(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("Post/talks.txt", "Talks failed.")
    write(tmp_path / "Times" / "met.txt", "They met.")
    articles = read_corpus(tmp_path).articles
    assert articles["doc_id"].tolist() == ["Times/met", "Post/talks"]


def test_json_of_every_form(tmp_path: Path) -> None:
    lines = "\n".join(map(json.dumps, ROWS))
    forms = {
        "array": json.dumps(ROWS),
        "indented": json.dumps(ROWS, indent=2),
        "object": json.dumps({"status": "ok", "tags": ["a"], "articles": ROWS}),
        "lines": lines,
    }
    for name, text in forms.items():
        assert (
            read_corpus(write(tmp_path / f"{name}.json", text)).articles.to_dict("records") == ROWS
        )
    one = read_corpus(write(tmp_path / "one.json", json.dumps(ROWS[0])))
    assert one.articles.to_dict("records") == ROWS[:1]
    data = gzip.compress(forms["array"].encode())
    assert len(read_corpus(write(tmp_path / "a.json.gz", data))) == 2


def test_the_index_of_a_parquet_file_is_kept_where_it_has_a_name(tmp_path: Path) -> None:
    frame = pd.DataFrame(ROWS)
    frame.set_index("doc_id").to_parquet(tmp_path / "a.parquet")
    frame.iloc[::-1].to_parquet(tmp_path / "b.parquet")
    assert read_corpus(tmp_path / "a.parquet").articles.to_dict("records") == ROWS
    assert read_corpus(tmp_path / "b.parquet").articles.to_dict("records") == ROWS[::-1]


def test_bytes_of_a_parquet_file_that_are_no_letters_are_an_error(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "a.parquet"
    words = pa.array(["Post", "Talks failed."])
    spoiled = pa.py_buffer(words.buffers()[2].to_pybytes().replace(b"k", b"\xff"))
    text = pa.Array.from_buffers(pa.string(), 2, [None, words.buffers()[1], spoiled])
    pq.write_table(pa.table({"outlet": ["Post", "Post"], "text": text}), path)
    with pytest.raises(CorpusError) as caught:
        read_corpus(path)
    assert says(caught.value, f"{path}: this is not a readable Parquet file (…); write it again")


def test_a_cut_off_parquet_file_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pd.DataFrame(ROWS).to_parquet(path)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(CorpusError) as caught:
        read_corpus(path)
    assert says(caught.value, f"{path}: this is not a readable Parquet file (…); write it again")
