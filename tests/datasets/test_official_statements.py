"""Official statements: two CSV files and a workbook, the sample and the whole."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from cases import says

from framing import DatasetError
from framing.datasets.converters import official_statements

openpyxl = pytest.importorskip("openpyxl")

PUTIN = ["link", "headline", "date", "location", "summary", "body"]
ZELENSKYY = ["link", "headline", "date", "body"]
US = ["source", "keyword", "date", "title", "url", "article"]
AT = "2031-03-04T10:00:00Z"


def originals(
    folder: Path,
    putin: list[list[str]] | None = None,
    zelenskyy: list[list[str]] | None = None,
    us: list[list[Any]] | None = None,
) -> Path:
    presidents = folder / "official_statements" / "press_release_data"
    data = folder / "official_statements_us" / "data"
    presidents.mkdir(parents=True)
    data.mkdir(parents=True)
    for name, header, rows in (("putin", PUTIN, putin), ("zelenskyy", ZELENSKYY, zelenskyy)):
        with (presidents / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *(rows or [])])
    book = openpyxl.Workbook()
    for row in [US, *(us or [])]:
        book.active.append(row)
    book.save(data / "Government_Data.xlsx")
    book.close()
    return folder


def converted(folder: Path, **rows: list[list[Any]]) -> list[dict[str, Any]]:
    return official_statements.convert(originals(folder, **rows))["official_statements"]


def test_offices_are_read_in_the_order_of_date_source_and_address(tmp_path: Path) -> None:
    records = converted(
        tmp_path,
        putin=[
            ["b", "On grain", AT, "", "A summary.", "Talks  failed. \n\r "],
            ["a", "", AT, "", "", "They met."],
        ],
        zelenskyy=[["c", "On\u00a0talks", "2031-03-05T00:00:00Z", "No, they “met”."]],
        us=[["statedept", "x", "March 4, 2031", "On aid", None, "We help."]],
    )
    assert [r["id"] for r in records] == [f"stmt-000{n}" for n in range(4)]
    assert [(r["source"], r["side"], r["url"], r["title"]) for r in records] == [
        ("kremlin", "russian", "a", None),
        ("kremlin", "russian", "b", "On grain"),
        ("us state", "western", None, "On aid"),
        ("president of ukraine", "ukrainian", "c", "On talks"),
    ]
    assert [r["summary"] for r in records] == [None, "A summary.", None, None]
    assert records[1]["text"] == "Talks  failed."
    assert (records[2]["date"], records[2]["datetime"]) == ("2031-03-04", "March 4, 2031")


def test_a_text_longer_than_the_csv_module_reads(tmp_path: Path) -> None:
    body = "word " * 40_000
    (record,) = converted(tmp_path, putin=[["a", "Long", AT, "", "", body]])
    assert record["text"] == body.strip()
    assert not record["truncated"]


def test_a_text_that_fills_its_cell_is_marked_as_cut_off(tmp_path: Path) -> None:
    day = "April 17, 2023"
    records = converted(
        tmp_path,
        us=[
            ["treasury", "x", day, "Full", "https://t.example/1", "w" * 32_766 + " "],
            ["treasury", "x", day, "Not full", "https://t.example/2", "w" * 32_766],
        ],
    )
    assert [(r["title"], r["truncated"]) for r in records] == [("Full", True), ("Not full", False)]


def test_a_statement_found_under_two_keywords_is_taken_once(tmp_path: Path) -> None:
    one = ["whitehouse", "a", "Sept. 4, 2031", "On aid", "https://w.example/1", "We\n\n\n\nhelp."]
    other = ["whitehouse", "a", "Sept. 4, 2031", "On aid", "https://w.example/2", "We help."]
    again = ["whitehouse", "b", *one[2:]]
    records = converted(tmp_path, us=[one, other, again])
    assert [r["text"] for r in records] == ["We\n\nhelp.", "We help."]
    assert {r["date"] for r in records} == {"2031-09-04"}


def test_a_statement_without_text_is_left_out(tmp_path: Path) -> None:
    records = converted(
        tmp_path,
        putin=[["a", "Empty", AT, "", "", " "], ["b", "Not empty", AT, "", "", "They met."]],
        us=[["whitehouse", "x", "March 4, 2031", "On aid", "c", None]],
    )
    assert [(r["id"], r["title"]) for r in records] == [("stmt-0000", "Not empty")]


@pytest.mark.parametrize("written", ["4 March", "Smarch 4, 2031", "Feb. 30, 2031", ""])
def test_a_date_that_cannot_be_read_is_empty_and_kept(tmp_path: Path, written: str) -> None:
    records = converted(
        tmp_path,
        putin=[["a", "b", written, "", "", "x"]],
        us=[["whitehouse", "x", written, "b", "c", "d"]],
    )
    assert [(r["date"], r["datetime"]) for r in records] == [("", written)] * 2


def test_a_department_that_nobody_foresaw_keeps_its_name(tmp_path: Path) -> None:
    (record,) = converted(tmp_path, us=[["Harbour Office", "x", "March 4, 2031", "b", "c", "d"]])
    assert (record["source"], record["date"]) == ("harbour office", "2031-03-04")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            {"zelenskyy": [["a", "b", AT, "c", "more"]]},
            "…zelenskyy.csv: the rows do not fit the header (…); it is damaged, fetch it again",
        ),
    ],
)
def test_a_row_of_another_kind_is_refused(
    tmp_path: Path, rows: dict[str, list[list[Any]]], message: str
) -> None:
    with pytest.raises(DatasetError) as caught:
        converted(tmp_path, **rows)
    assert says(caught.value, message)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "link,headline,date\n",
            "…putin.csv, row 1: the table lacks the column 'summary', 'body'; it has link, "
            "headline, date; fetch the file again",
        ),
        (
            "",
            "…putin.csv: the rows do not fit the header (…); it is damaged, fetch it again",
        ),
        (
            ",".join(PUTIN) + '\na,b,c,"d',
            "…putin.csv: the rows do not fit the header (…); it is damaged, fetch it again",
        ),
    ],
)
def test_a_table_without_its_columns_is_refused(tmp_path: Path, content: str, message: str) -> None:
    folder = originals(tmp_path)
    path = folder / "official_statements" / "press_release_data" / "putin.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DatasetError) as caught:
        official_statements.convert(folder)
    assert says(caught.value, message)


def test_the_table_has_no_date_where_the_download_s_day_stands(tmp_path: Path) -> None:
    rows = [
        [office, "x", "April 17, 2023", "On aid", f"https://{office}.example", "We help."]
        for office in ("treasury", "whitehouse")
    ]
    table = official_statements.arrange({"official_statements": converted(tmp_path, us=rows)})[
        "articles"
    ]
    assert table["outlet"].tolist() == ["us treasury", "white house"]
    assert table["date"].tolist() == ["", "2023-04-17"]
    assert table["date_raw"].tolist() == ["April 17, 2023"] * 2
    assert not table.isna().any(axis=None)


@pytest.fixture(scope="module")
def ready(real_data: Path) -> list[dict[str, Any]]:
    path = real_data / "official_statements.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    for record in records:
        # JSON knows no NaN; it stands for the address that the workbook does not have.
        record["url"] = record["url"] if isinstance(record["url"], str) else None
    return records


@pytest.mark.real
def test_the_samples_become_records_of_the_ready_copy(
    real_data: Path, ready: list[dict[str, Any]]
) -> None:
    # A part of the rows is numbered otherwise, so the address says which record it is.
    known = {record["url"]: record for record in ready}
    records = official_statements.convert(real_data / "upstream" / "samples")
    made = records["official_statements"]
    assert len(made) == 120
    there = [known[record["url"]] for record in made]
    assert [{**record, "id": ""} for record in made] == [{**record, "id": ""} for record in there]
    assert [record["id"] for record in there] == sorted(record["id"] for record in there)


@pytest.mark.real
def test_the_whole_put_back_into_its_form_gets_the_ready_copy_s_ids(
    tmp_path: Path, ready: list[dict[str, Any]]
) -> None:
    of: dict[str, list[list[Any]]] = {"kremlin": [], "president of ukraine": [], "us": []}
    for r in reversed(ready):
        title, summary = r["title"] or "", r["summary"] or ""
        if r["source"] == "kremlin":
            of["kremlin"].append([r["url"], title, r["datetime"], "", summary, r["text"]])
        elif r["source"] == "president of ukraine":
            of["president of ukraine"].append([r["url"], title, r["datetime"], r["text"]])
        else:
            text = r["text"].ljust(32_767) if r["truncated"] else r["text"]
            of["us"].append([r["source"], "x", r["datetime"], title, r["url"], text])
    # Statements without an address stand in the workbook in the order of the ready copy.
    of["us"].sort(key=lambda row: row[4] is not None)
    none = [row for row in of["us"] if row[4] is None]
    of["us"][: len(none)] = reversed(none)
    made = converted(
        tmp_path, putin=of["kremlin"], zelenskyy=of["president of ukraine"], us=of["us"]
    )
    assert len(made) == 2_037
    assert made == ready


@pytest.mark.real
def test_who_speaks_and_when(ready: list[dict[str, Any]]) -> None:
    table = official_statements.arrange({"official_statements": ready})["articles"]
    assert table["outlet"].value_counts().to_dict() == {
        "president of ukraine": 979,
        "kremlin": 815,
        "white house": 119,
        "us treasury": 61,
        "us defense": 40,
        "us state": 23,
    }
    assert set(table.loc[table["date"] == "", "outlet"]) == {"us treasury"}
    assert (table["date"] == "").sum() == 61
    assert table["truncated"].sum() == 3
