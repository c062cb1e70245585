"""War headlines: two workbooks, dates in two places, and the whole against the ready copy."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from cases import says

from framing import DatasetError, FramingWarning, read_corpus
from framing.datasets.converters import war_headlines

openpyxl = pytest.importorskip("openpyxl")

SPUTNIK = [["title_name", "title_url", "title_date"]]
KYIV = [["title_name", "title_url", None], ["Talks fail", "https://k.example/talks", None]]


def workbooks(folder: Path, sputnik: list[list[Any]], kyiv: list[list[Any]]) -> Path:
    (folder / "war_headlines").mkdir()
    for name, rows in (("Sputnik_FULL", sputnik), ("Kyiv_Ind_FULL", kyiv)):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        # A third column is in the original, too, whether or not a row has a date.
        book.active.cell(2, 3).number_format = "@"
        book.save(folder / "war_headlines" / f"{name}.xlsx")
        book.close()
    return folder


def test_dates_come_from_the_address_and_from_a_column_without_a_name(tmp_path: Path) -> None:
    day = datetime(2031, 3, 5)
    sputnik = [*SPUTNIK, ["Talks begin", "https://s.example/20310304/talks-1.html", "Yesterday"]]
    kyiv = [*KYIV, [None, None, None], ["They met", "https://k.example/20310304/met", day]]
    records = war_headlines.convert(workbooks(tmp_path, sputnik, kyiv))["war_headlines"]
    assert [(r["id"], r["outlet"], r["headline"], r["date"]) for r in records] == [
        ("hl-0000", "sputnik", "Talks begin", "2031-03-04"),
        ("hl-0001", "kyiv independent", "Talks fail", None),
        ("hl-0002", "kyiv independent", "nan", None),
        ("hl-0003", "kyiv independent", "They met", "2031-03-05"),
    ]
    assert records[2]["url"] is None


def test_a_date_that_is_none_is_refused(tmp_path: Path) -> None:
    kyiv = [*KYIV, ["They met", "https://k.example/met", "soon"]]
    with pytest.raises(DatasetError) as caught:
        war_headlines.convert(workbooks(tmp_path, SPUTNIK, kyiv))
    assert says(
        caught.value,
        "…Kyiv_Ind_FULL.xlsx, row 3: column C is 'soon'; a date or nothing stands there; the "
        "file is damaged, fetch it again",
    )


def test_a_workbook_without_the_column_of_dates_is_refused(tmp_path: Path) -> None:
    kyiv = [["title_name", "title_url", "day"], ["They met", "https://k.example/met", None]]
    with pytest.raises(DatasetError, match="row 1: the sheet lacks the column 'C'; it has"):
        war_headlines.convert(workbooks(tmp_path, SPUTNIK, kyiv))


def record(**fields: Any) -> dict[str, Any]:
    whole = {"id": "hl-0000", "outlet": "kyiv independent", "headline": "Talks fail"}
    return whole | {"date": None, "url": "https://k.example/talks"} | fields


@pytest.mark.parametrize(
    ("outlet", "headline", "title"),
    [
        ("kyiv independent", "ÔBlowÕ to DolenÕs plan Ñ or 3Ð4", "‘Blow’ to Dolen’s plan — or 3–4"),
        ("kyiv independent", "‘Blow’ to Dolen’s plan", "‘Blow’ to Dolen’s plan"),
        ("sputnik", "Ô", "Ô"),
    ],
)
def test_misread_signs_are_put_back(outlet: str, headline: str, title: str) -> None:
    records = {"war_headlines": [record(outlet=outlet, headline=headline)]}
    table = war_headlines.arrange(records)["articles"]
    assert table.loc[0, "title"] == title
    assert len(title) == len(headline)
    assert bool(table.loc[0, "mended"]) == (title != headline)


def test_the_empty_row_has_no_title() -> None:
    records = {"war_headlines": [record(headline="nan", url=None), record(headline="nan")]}
    assert war_headlines.arrange(records)["articles"]["title"].tolist() == ["", "nan"]


@pytest.mark.real
def test_the_originals_become_the_ready_copy(real_data: Path) -> None:
    with gzip.open(real_data / "war_headlines.jsonl.gz", "rt", encoding="utf-8") as file:
        ready = [json.loads(line) for line in file]
    records = war_headlines.convert(real_data / "upstream" / "samples")
    assert len(ready) == 3_861
    assert records == {"war_headlines": ready}
    table = war_headlines.arrange(records)["articles"]
    assert table["mended"].sum() == 74
    with pytest.warns(FramingWarning, match="empty text"):
        assert len(read_corpus(table)) == 3_860
