"""RUWA: the zip file, its rows, and the whole against the ready copy."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pytest
from cases import says

from framing import DatasetError, FramingWarning, read_corpus
from framing.datasets.converters import ruwa

HEADER = ",Unnamed: 0,src,desc,title,ref,Date,Site,Event,KW"
NAME = "RUWA_01.08.23.csv.zip"


def row(**cells: str) -> str:
    """A line of the CSV; what is not given is that of an invented report."""
    whole = {
        "src": "https://news.example/talks-fail",
        "desc": "Envoys left.",
        "title": "Talks fail",
        "ref": "[{'event': 'talks'}]",
        "Date": "03/04/2031",
        "Site": "reuters.com",
        "Event": "talks",
        "KW": "['talks']",
    } | cells
    return ",".join(["0", "1", *(f'"{cell}"' for cell in whole.values())])


def packed(folder: Path, *lines: str, name: str = "other.csv", **more: str) -> Path:
    (folder / "ruwa").mkdir(exist_ok=True)
    with ZipFile(folder / "ruwa" / NAME, "w") as file:
        file.writestr(name, "\n".join([HEADER, *lines]) + "\n")
        file.writestr(f"__MACOSX/._{name}", b"\x00\x05")
        for extra, content in more.items():
            file.writestr(f"{extra}.csv", content)
    return folder


def only(folder: Path, *lines: str) -> dict[str, Any]:
    (record,) = ruwa.convert(packed(folder, *lines))["ruwa"]
    return record


def test_a_row_is_a_record(tmp_path: Path) -> None:
    refs = "[{'event': 'talks', 'kw': 'a'}, {'event': 'general'}, {'event': 'talks'}]"
    assert only(tmp_path, row(ref=refs, KW="['b', 'a']")) == {
        "id": "ruwa-00000",
        "outlet": "reuters",
        "side": "western",
        "event": "talks",
        "events_all": ["general", "talks"],
        "keywords": ["b", "a"],
        "date": "2031-03-04",
        "url": "https://news.example/talks-fail",
        "headline": "Talks fail",
        "lede": "Envoys left.",
        "slug": None,
        "on_topic": False,
    }


@pytest.mark.parametrize(
    ("site", "title", "desc", "headline", "lede"),
    [
        (
            "censor.net",
            "Talks (04.03.31 10:15) « World | X",
            "04.03.31 10:15 - No.",
            "Talks",
            "No.",
        ),
        ("reuters.com", "Talks (04.03.31 10:15) « X", "04.03.31 10:15 - No.", None, None),
        ("ukrinform.net", "Talks fail ", "Envoys left. — Ukrinform.", "Talks fail", "Envoys left."),
        ("bbc.co.uk", "Talks\u00a0 fail", "They left.", "Talks fail", None),
    ],
)
def test_what_stands_around_a_line_is_taken_off(
    tmp_path: Path, site: str, title: str, desc: str, headline: str | None, lede: str | None
) -> None:
    record = only(tmp_path, row(Site=site, title=title, desc=desc))
    # None: as it stands.
    assert (record["headline"], record["lede"]) == (headline or title, lede or desc)


@pytest.mark.parametrize(
    ("address", "slug"),
    [
        ("https://x.example//world/555496-talks-fail/", "talks fail"),
        ("https://x.example/news/world-60372815", "world 60372815"),
        ("https://x.example/news/60372815", None),
        ("https://x.example/live-blog/ncrd12", None),
    ],
)
def test_without_a_headline_the_words_of_the_address_are_kept(
    tmp_path: Path, address: str, slug: str | None
) -> None:
    assert only(tmp_path, row(src=address, title=""))["slug"] == slug


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("Ukrainians vote", True),
        ("Invaders leave", True),
        ("Nato meets", True),
        ("Senators meet", False),
        ("Near Severodonetsk", False),
    ],
)
def test_on_topic_is_what_names_the_war(tmp_path: Path, title: str, topic: bool) -> None:
    assert only(tmp_path, row(title=title))["on_topic"] is topic


def test_rows_are_numbered_by_event_date_outlet_and_address(tmp_path: Path) -> None:
    lines = [
        row(Event="b", src="1"),
        row(Event="a", Date="03/05/2031", src="2"),
        row(Event="a", src="4"),
        row(Event="a", src="3"),
        row(Event="a", Site="bbc.co.uk", src="5"),
    ]
    records = ruwa.convert(packed(tmp_path, *lines))["ruwa"]
    assert [r["url"] for r in records] == ["5", "3", "4", "2", "1"]
    assert [r["id"] for r in records][::4] == ["ruwa-00000", "ruwa-00004"]


def test_the_table_has_our_names_and_no_missing_values(tmp_path: Path) -> None:
    records = ruwa.convert(packed(tmp_path, row(title="", desc="", KW="['a', 'b']")))
    table = ruwa.arrange(records)["articles"]
    assert table.loc[0, ["outlet", "title", "text", "keywords", "slug"]].tolist() == [
        "reuters",
        "",
        "",
        "a; b",
        "talks fail",
    ]
    assert not table.isna().any(axis=None)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            row(Site="halvern.example"),
            "…zip, other.csv, line 2: there is no site 'halvern.example'; there are "
            "aljazeera.com, …; the file is not the one this was written for, fetch it again",
        ),
        (
            row(Date="2031-03-04"),
            "…zip, other.csv, line 2: Date is '2031-03-04'; a date as 02/28/2022 stands there; "
            "the file is damaged, fetch it again",
        ),
        (
            row(KW="talks"),
            "…zip, other.csv, line 2: KW is 'talks'; a list stands there; the file is damaged, "
            "fetch it again",
        ),
        (
            row(KW="__import__('os').getcwd()"),
            "…zip, other.csv, line 2: KW is \"__import__('os').getcwd()\"; a list stands there; "
            "the file is damaged, fetch it again",
        ),
        (
            row(ref="['talks']"),
            "…zip, other.csv, line 2: ref is \"['talks']\"; a list of {'event': ...} stands "
            "there; the file is damaged, fetch it again",
        ),
        (
            '"two\nlines",1',
            "…zip, other.csv, line 2: the row has more or fewer cells than the header's 10; the "
            "file is damaged, fetch it again",
        ),
        (
            row() + ",more",
            "…zip, other.csv, line 2: the row has more or fewer cells than the header's 10; the "
            "file is damaged, fetch it again",
        ),
    ],
)
def test_a_row_of_another_kind_is_refused(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(DatasetError) as caught:
        ruwa.convert(packed(tmp_path, line))
    assert says(caught.value, message)


def test_a_message_names_the_line_a_row_begins_on(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="line 4: there is no site"):
        ruwa.convert(packed(tmp_path, row(desc="Two\nlines."), row(Site="x")))


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ruwa").mkdir()
    with ZipFile(tmp_path / "ruwa" / NAME, "w") as file:
        file.writestr("other.csv", "src,desc,title,ref,Date,Site,Event\n")
    with pytest.raises(DatasetError) as caught:
        ruwa.convert(tmp_path)
    assert says(
        caught.value,
        "…zip, other.csv, line 1: the table lacks the column 'KW'; it has src, desc, title, ref, "
        "Date, Site, Event; fetch the file again",
    )


def test_a_zip_with_several_tables_or_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as caught:
        ruwa.convert(packed(tmp_path, row(), more=HEADER))
    assert says(
        caught.value,
        "…zip: there are 2 CSV files in it, not one; it holds 'other.csv', "
        "'__MACOSX/._other.csv', 'more.csv'; fetch it again",
    )
    with pytest.raises(DatasetError, match="there are 0 CSV files in it"):
        ruwa.convert(packed(tmp_path, name="other.txt"))


def test_a_name_that_leaves_the_folder_is_only_a_name(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    assert len(ruwa.convert(packed(inner, row(), name="../../out.csv"))["ruwa"]) == 1
    files = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    assert files == [NAME]


def test_a_table_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ruwa, "_MOST", 100)
    with pytest.raises(DatasetError) as caught:
        ruwa.convert(packed(tmp_path, row()))
    assert says(
        caught.value,
        "…zip: other.csv has more than 100 bytes; the original has 9 million; it is another "
        "file, fetch it again",
    )


def test_a_file_that_is_no_zip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as caught:
        ruwa.convert(tmp_path)
    assert says(caught.value, "…zip: there is no such file; fetch the original again")
    path = packed(tmp_path, row()) / "ruwa" / NAME
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(DatasetError) as caught:
        ruwa.convert(tmp_path)
    assert says(
        caught.value,
        "…zip: this is not a readable zip file (…); it is damaged; fetch it again",
    )


def test_bytes_that_are_not_utf8_are_refused(tmp_path: Path) -> None:
    (tmp_path / "ruwa").mkdir()
    with ZipFile(tmp_path / "ruwa" / NAME, "w") as file:
        file.writestr("other.csv", b"src,\xff")
    with pytest.raises(DatasetError) as caught:
        ruwa.convert(tmp_path)
    assert says(
        caught.value,
        "…zip: byte 4 of other.csv is not UTF-8; the original is, throughout; the file is "
        "damaged, fetch it again",
    )


@pytest.fixture(scope="module")
def whole(real_data: Path) -> list[dict[str, Any]]:
    return ruwa.convert(real_data / "upstream" / "samples")["ruwa"]


@pytest.mark.real
def test_the_original_becomes_the_ready_copy(real_data: Path, whole: list[dict[str, Any]]) -> None:
    with gzip.open(real_data / "ruwa.jsonl.gz", "rt", encoding="utf-8") as file:
        ready = [json.loads(line) for line in file]
    assert len(whole) == 16_545
    assert whole == ready


@pytest.mark.real
def test_sites_without_headlines_and_without_ledes(whole: list[dict[str, Any]]) -> None:
    table = ruwa.arrange({"ruwa": whole})["articles"]
    counts = pd.DataFrame(
        {name: (table[name] != "").groupby(table["outlet"]).sum() for name in ("title", "text")}
    )
    assert set(counts.index[counts["title"] == 0]) == {"rt"}
    assert set(counts.index[counts["text"] == 0]) == {"bbc", "reuters", "news-front"}
    sites = table["outlet"].value_counts()
    assert (len(sites), sites["ukrinform"], sites["tass"]) == (9, 6749, 34)
    assert table["event"].nunique() == 9
    assert (table.loc[table["outlet"] == "rt", "slug"] != "").all()


@pytest.mark.real
def test_the_table_is_a_corpus(whole: list[dict[str, Any]]) -> None:
    with pytest.warns(FramingWarning, match="empty text"):
        corpus = read_corpus(ruwa.arrange({"ruwa": whole})["articles"])
    dropped = corpus.receipt[corpus.receipt["action"] == "dropped"]
    assert len(corpus) + len(dropped) == 16_545
    assert len(dropped) == 194
