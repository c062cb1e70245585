"""The sheet of events: least certain first, and every edit and every mistake comes back by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from cases import says
from made_news import ACCORD, FERRY, FLOOD, news

from framing import (
    Corpus,
    FramingWarning,
    TableError,
    match_events,
    read_events,
    with_events,
    write_events,
)
from framing.events import EVENT_COLUMNS
from framing.events.sheets import SHEET_COLUMNS

DAY = "2031-03-04"
Row = dict[str, str]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return news(
        ("c1", "Courier", DAY, ACCORD[0]),
        ("c2", "Courier", DAY, FERRY[0]),
        ("h1", "Herald", DAY, ACCORD[1]),
        ("h2", "Herald", "2031-03-05", FERRY[1]),
        ("h3", "Herald", DAY, FLOOD),
        title=["=SUM(1)", "Ferry; “lost”", "+ Accord", "Ferry", "-"],
        url=["u1", "u2", "u3", "u4", "u5"],
    )


@pytest.fixture(scope="module")
def events(corpus: Corpus) -> pd.DataFrame:
    return match_events(corpus)


def rows_of(path: Path) -> list[Row]:
    if path.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    page = openpyxl.load_workbook(path)["Events"]
    names, *rows = page.iter_rows(values_only=True)
    return [{n: v or "" for n, v in zip(names, row, strict=True)} for row in rows]


def put(path: Path, rows: list[Row]) -> Path:
    """Save a sheet as a person's program would."""
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        book.active.append(list(rows[0]))
        for row in rows:
            book.active.append(list(row.values()))
        book.save(path)
        return path
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(params=[".csv", ".xlsx"])
def sheet(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / f"events{request.param}"


def test_a_sheet_nobody_touched_comes_back_as_it_was(
    events: pd.DataFrame, corpus: Corpus, sheet: Path
) -> None:
    checked = read_events(write_events(events, corpus, sheet), corpus)
    assert checked.changes == 0
    assert checked.receipt.empty
    assert tuple(checked.events.columns) == EVENT_COLUMNS
    kept = ["doc_id", "outlet", "date", "event"]
    pd.testing.assert_frame_equal(checked.events[kept], events[kept])
    assert (checked.events["confidence"] - events["confidence"]).abs().max() <= 0.005


def test_the_same_events_give_the_same_bytes(
    events: pd.DataFrame, corpus: Corpus, tmp_path: Path, sheet: Path
) -> None:
    again = tmp_path / f"again{sheet.suffix}"
    shuffled = events.sample(frac=1, random_state=3)
    written = write_events(events, corpus, sheet).read_bytes()
    assert written == write_events(shuffled, corpus, again).read_bytes()


def test_the_least_certain_event_stands_first_and_events_stand_together(
    events: pd.DataFrame, corpus: Corpus, sheet: Path
) -> None:
    assert events["event"].nunique() == 3  # two events and none
    unsure = events.assign(confidence=events["confidence"].where(events["doc_id"] != "h1", 0.4))
    rows = rows_of(write_events(unsure, corpus, sheet))
    assert list(rows[0]) == list(SHEET_COLUMNS)
    assert [row["doc_id"] for row in rows] == ["c1", "h1", "c2", "h2", "h3"]
    assert [row["confidence"] for row in rows][1::3] == ["0.40", ""]
    assert all(row["event"] == row["found"] for row in rows)
    assert [row["date"] for row in rows] == [DAY, DAY, DAY, "2031-03-05", DAY]


def test_no_program_takes_a_headline_for_a_formula(
    events: pd.DataFrame, corpus: Corpus, tmp_path: Path
) -> None:
    rows = rows_of(write_events(events, corpus, tmp_path / "events.csv"))
    titles = {row["doc_id"]: row["title"] for row in rows}
    assert titles["c1"] == "'=SUM(1)"
    assert titles["h1"] == "'+ Accord"
    page = openpyxl.load_workbook(write_events(events, corpus, tmp_path / "events.xlsx"))["Events"]
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value} == {"s"}


def test_edits_come_back_with_their_number(
    events: pd.DataFrame, corpus: Corpus, sheet: Path
) -> None:
    rows = rows_of(write_events(events, corpus, sheet))
    for row in rows:
        if row["doc_id"] in ("c2", "h3"):
            row["event"] = " fires  in Oster "
        if row["doc_id"] == "h2":
            row["event"] = ""
    checked = read_events(put(sheet, rows[::-1]), corpus)
    assert checked.changes == 3
    found = checked.events.set_index("doc_id")
    assert found.loc[["c2", "h3"], "event"].tolist() == ["fires in Oster"] * 2
    assert found.loc["h2", "event"] == ""
    assert found.loc["c1", "event"] == events["event"].iloc[0]
    assert found.loc[["c2", "h3"], "confidence"].tolist() == [1, 1]
    assert pd.isna(found.loc["h2", "confidence"])
    before = events.set_index("doc_id")["event"]
    assert found.loc[["h3", "c2", "c1"], "note"].tolist() == [
        "by hand; was without an event",
        f"by hand; was {before['c2']}",
        "",
    ]
    filled = with_events(corpus, checked.events)
    assert filled.articles["event"].tolist() == checked.events["event"].tolist()


def edited(change: Callable[[list[Row]], list[Row]], rows: list[Row]) -> list[Row]:
    by_id = {row["doc_id"]: dict(row) for row in rows}
    return change([by_id[k] for k in ("c1", "h1", "c2", "h2", "h3")])


FAULTS: dict[str, tuple[Callable[[list[Row]], list[Row]], tuple[str, str, str, str, str]]] = {
    "an id of no article": (
        lambda rows: [*rows, rows[0] | {"doc_id": "zz"}],
        ("7", "zz", "unknown doc_id", "dropped", "'zz' is of no article of the corpus; …"),
    ),
    "an id lost": (
        lambda rows: [*rows, rows[0] | {"doc_id": ""}],
        ("7", "", "no doc_id", "dropped", "no doc_id; the row is not used"),
    ),
    "twice the same": (
        lambda rows: [*rows, rows[1]],
        ("7", "h1", "doc_id twice", "dropped", "row 3 says the same of this article"),
    ),
    "twice, another event": (
        lambda rows: [*rows, rows[4] | {"event": "flood"}],
        ("7", "h3", "doc_id twice", "marked",
         "row 6 says 'no event', this row 'flood'; the article is left without an event"),
    ),
    "a row deleted": (
        lambda rows: rows[:4],
        ("", "h3", "no row", "marked",
         "the sheet has no row of this article; it is left without an event"),
    ),
    "an event of one outlet": (
        lambda rows: [*rows[:4], rows[4] | {"event": "flood"}],
        ("6", "h3", "event of one outlet", "marked",
         "'flood' has articles of Herald only: nothing to compare"),
    ),
    "capitals part an event": (
        lambda rows: [rows[0] | {"event": "Flood"}, rows[1] | {"event": "Flood"},
                      rows[2] | {"event": "flood"}, rows[3] | {"event": "flood"}, rows[4]],
        ("4", "c2", "names alike", "marked", "'flood' and 'Flood' are taken for two events"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_every_problem_is_named_by_its_row(
    fault: str, events: pd.DataFrame, corpus: Corpus, sheet: Path
) -> None:
    change, expected = FAULTS[fault]
    rows = edited(change, rows_of(write_events(events, corpus, sheet)))
    with pytest.warns(FramingWarning) as caught:
        checked = read_events(put(sheet, rows), corpus)
    assert says(
        caught[0].message,
        f"read_events: {sheet.name}: {expected[2]}: 1; the receipt names each",
    )
    assert len(checked.receipt) == 1
    note = checked.receipt.iloc[0]
    assert note["source"] == sheet.name
    assert tuple(note[["row", "doc_id", "rule", "action"]]) == expected[:4]
    assert says(note["reason"], expected[4])
    assert checked.events["doc_id"].tolist() == corpus.articles["doc_id"].tolist()


def test_an_article_put_into_two_events_has_none(
    events: pd.DataFrame, corpus: Corpus, sheet: Path
) -> None:
    rows = rows_of(write_events(events, corpus, sheet))
    again = [row | {"event": "other"} for row in rows if row["doc_id"] == "c1"]
    with pytest.warns(FramingWarning):
        checked = read_events(put(sheet, [*rows, *again]), corpus)
    assert checked.events.set_index("doc_id").loc["c1", "event"] == ""
    assert checked.changes == 1


@pytest.mark.parametrize(
    ("gone", "message"),
    [
        (
            ("event",),
            "{path}: the sheet lacks the column 'event'; it has found, doc_id; pass a sheet that "
            "write_events wrote, its names of columns kept",
        ),
        (
            ("doc_id", "found"),
            "{path}: the sheet lacks the columns 'event', 'found', 'doc_id'; it has event; pass a "
            "sheet that write_events wrote, its names of columns kept",
        ),
    ],
)
def test_a_sheet_without_its_columns(
    gone: tuple[str, ...], message: str, corpus: Corpus, sheet: Path
) -> None:
    row = {"event": "a", "found": "a", "doc_id": "c1"}
    put(sheet, [{name: value for name, value in row.items() if name not in gone}])
    with pytest.raises(TableError) as caught:
        read_events(sheet, corpus)
    assert says(caught.value, message.format(path=sheet))


def test_a_sheet_of_another_corpus(events: pd.DataFrame, corpus: Corpus, sheet: Path) -> None:
    write_events(events, corpus, sheet)
    other = news(("x", "A", DAY, FLOOD), ("y", "B", DAY, FLOOD))
    with pytest.raises(TableError) as caught:
        read_events(sheet, other)
    assert says(
        caught.value,
        f"{sheet}: of none of its 5 rows the article is in the corpus of 2; it was written for "
        "another corpus; pass the one it belongs to",
    )


def test_files_that_are_no_sheets(corpus: Corpus, tmp_path: Path) -> None:
    missing = tmp_path / "gone.csv"
    with pytest.raises(TableError) as caught:
        read_events(missing, corpus)
    assert says(caught.value, f"{missing}: there is no such file; name the checked sheet")
    torn = tmp_path / "torn.csv"
    torn.write_text('event,found,doc_id\n"a,a,c1\n', encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_events(torn, corpus)
    assert says(
        caught.value,
        f"{torn}, line 2: the sheet is no readable CSV (…); there is a quotation mark too many or "
        "too few; mend the line, or save the sheet again from a spreadsheet program",
    )
    book = tmp_path / "no_book.xlsx"
    book.write_bytes(b"event,found,doc_id")
    with pytest.raises(TableError) as caught:
        read_events(book, corpus)
    assert says(
        caught.value,
        f"{book}: this is not a readable workbook (…); it is damaged or another kind of file; open "
        "it in a spreadsheet program and save it as XLSX",
    )


def test_other_endings_and_other_articles_are_refused(
    events: pd.DataFrame, corpus: Corpus, tmp_path: Path
) -> None:
    with pytest.raises(TableError) as caught:
        write_events(events, corpus, tmp_path / "events.ods")
    assert says(
        caught.value,
        f"{tmp_path / 'events.ods'}: there is no sheet format '.ods'; there are .csv, .xlsx; …",
    )
    other = news(("x", "A", DAY, FLOOD), ("y", "B", DAY, FERRY[0]))
    with pytest.raises(TableError) as caught:
        write_events(events, other, tmp_path / "events.csv")
    assert says(
        caught.value,
        "write_events: the id 'c1' is of no article of the corpus (5 such ids); pass the corpus "
        "that the events were matched in",
    )
    assert list(tmp_path.iterdir()) == []
