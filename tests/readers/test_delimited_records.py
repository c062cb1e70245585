"""Delimited text: what was written comes back, and the delimiter is found without being named."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from cases import HOSTILE, says
from hypothesis import given
from hypothesis import strategies as st
from made_files import ROWS, noted, write

from framing import CorpusError, read_corpus
from framing.readers.delimited import DELIMITERS, split_records

TABLES = st.lists(st.tuples(HOSTILE, HOSTILE, HOSTILE), min_size=1, max_size=4)


@given(
    TABLES,
    st.sampled_from(DELIMITERS),
    # The module quotes only the line ends that it writes itself.
    st.sampled_from(
        [
            ("\n", csv.QUOTE_ALL),
            ("\r", csv.QUOTE_ALL),
            ("\r\n", csv.QUOTE_ALL),
            ("\r\n", csv.QUOTE_MINIMAL),
        ]
    ),
)
def test_what_the_csv_module_writes_comes_back(
    rows: list[tuple[str, str, str]], mark: str, form: tuple[str, int]
) -> None:
    ends, quoting = form
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=mark, lineterminator=ends, quoting=quoting).writerows(
        [("outlet", "title", "text"), *rows]
    )
    lines = io.StringIO(file.getvalue(), newline="")
    kept = [list(row) for row in rows if mark.join(row).strip(" \r\n") or quoting == csv.QUOTE_ALL]
    found = [cells for _, cells in split_records(lines, mark, where="x")]
    assert found[0] == ["outlet", "title", "text"]
    assert found[1:] == kept


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a,b\n1,2\n", [1, 2]),
        ('a,b\n"1\n\n",2\n3,4\n', [1, 2, 5]),
        ("a,b\r\n\r\n1,2\r\n", [1, 3]),
        ('a,b\r"1\r",2\r3,4', [1, 2, 4]),
    ],
)
def test_a_record_knows_the_line_it_begins_in(text: str, lines: list[int]) -> None:
    found = split_records(io.StringIO(text, newline=""), ",", where="x")
    assert [line for line, _ in found] == lines


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('a "b" c,d', ['a "b" c', "d"]),
        ('"a" ,d', ["a", "d"]),
        ('"",', ["", ""]),
        ('"a""","""b"', ['a"', '"b']),
        ('5" by 3",d', ['5" by 3"', "d"]),
        ("“a, b”,d", ["“a", " b”", "d"]),
    ],
)
def test_a_quotation_mark_counts_where_a_cell_begins(line: str, cells: list[str]) -> None:
    assert [found for _, found in split_records([line], ",", where="x")] == [cells]


@pytest.mark.parametrize(
    "text",
    [
        'outlet|text\nPost|"Talks, they; failed | again"\n',
        'outlet;text;"a, b, c, d"\nPost;"Talks, they; failed | again";x\n',
        'text,outlet\n"Talks, they; failed | again",Post\n',
        'sep=;\r\noutlet;text;a,b\r\nPost;"Talks, they; failed | again";1,2\r\n',
        "outlet\ttext\tc,d,e,f\nPost\tTalks, they; failed | again\t1,2,3,4\n",
        '# of 2031, read; by | hand\noutlet|text\nPost|"Talks, they; failed | again"\n',
    ],
)
def test_the_delimiter_is_found(tmp_path: Path, text: str) -> None:
    articles = read_corpus(write(tmp_path / "a.csv", text)).articles
    assert articles[["outlet", "text"]].values.tolist() == [["Post", "Talks, they; failed | again"]]


def test_our_names_in_the_header_outweigh_a_rival_delimiter(tmp_path: Path) -> None:
    text = "paper;body,of;it,all\nPost;One, two;x,y\nTimes;Three, four;x,y\n"
    path = write(tmp_path / "a.csv", text)
    corpus = read_corpus(path, columns={"outlet": "paper", "text": "body,of"})
    assert corpus.articles["text"].tolist() == ["One, two", "Three, four"]


def test_empty_lines_before_the_header_are_skipped(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "\r\n \n# note\n\noutlet,text\nPost,One.\nPost\n")
    corpus, receipt = noted(path)
    assert corpus.articles["text"].tolist() == ["One."]
    assert receipt[0][3].startswith("line 7 has 1 cells, the header 2")


def test_where_nearly_all_rows_do_not_fit_the_rest_is_not_waited_for(tmp_path: Path) -> None:
    text = "outlet,text\n" + "Post,Talks, again, failed.\n" * 3000 + "Post,One.\n" * 9000
    path = write(tmp_path / "a.csv", text)
    with pytest.raises(CorpusError) as caught:
        read_corpus(path)
    assert says(
        caught.value,
        f"{path}, line 2: the row has 4 cells, the header in line 1 2, and so it is with 1001 of "
        "1001 rows; the delimiter is taken for ','; put cells that hold it between quotation "
        "marks, or mend the header",
    )


@pytest.mark.parametrize("rows", ["Post,One.,,\nTimes,Two.,,,\n", "Post,One.\n\n  \nTimes,Two.\n"])
def test_empty_cells_and_lines_after_the_last_are_no_fault(tmp_path: Path, rows: str) -> None:
    corpus = read_corpus(write(tmp_path / "a.csv", f"outlet,text\n{rows}"))
    assert corpus.articles["text"].tolist() == ["One.", "Two."]


def test_a_row_in_the_receipt_is_counted_with_those_that_were_dropped(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "outlet,text\nPost\nPost,One.\nPost, \nPost,Two.\n")
    corpus, receipt = noted(path)
    assert [row[:2] for row in receipt] == [["1", "cells do not fit"], ["3", "empty text"]]
    assert corpus.articles["text"].tolist() == ["One.", "Two."]


def test_columns_without_a_name_or_with_another_s_are_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "outlet, text ,,x,x.2,x,x\nPost,One.,1,2,3,4,5\n")
    assert read_corpus(path).articles.drop(columns="doc_id").to_dict("records") == [
        {
            "outlet": "Post",
            "text": "One.",
            "Unnamed: 2": "1",
            "x": "2",
            "x.2": "3",
            "x.1": "4",
            "x.3": "5",
        }
    ]


def test_frames_of_a_file_end_between_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from framing.readers import csv_files

    text = "outlet,text\n" + "".join(f'Post,"Text\n{k}, of ""many"""\n' for k in range(50))
    path = write(tmp_path / "a.csv", text.replace('Post,"Text\n7,', 'Post,x,"Text\n7,'))
    whole, receipt = noted(path)
    monkeypatch.setattr(csv_files, "CHUNK", 30)
    parts, again = noted(path)
    assert parts.articles.equals(whole.articles)
    assert again == receipt == [
        ["8", "cells do not fit", "dropped", "line 16 has 3 cells, the header 2"]
    ]  # fmt: skip


def test_a_cell_may_be_longer_than_the_csv_module_allows(tmp_path: Path) -> None:
    text = "The talks failed. " * 20_000
    path = write(tmp_path / "a.csv", f'outlet,text\nPost,"{text}"\n')
    assert read_corpus(path).articles["text"].tolist() == [text]


def test_rows_are_the_same_from_every_kind(tmp_path: Path) -> None:
    for number, mark in enumerate(DELIMITERS):
        file = io.StringIO(newline="")
        csv.writer(file, delimiter=mark).writerows([tuple(ROWS[0]), *(r.values() for r in ROWS)])
        path = write(tmp_path / f"{number}.csv", file.getvalue())
        assert read_corpus(path).articles.to_dict("records") == ROWS
