"""Web archives: their pages are read, everything else in them is named."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pandas as pd
import pytest
from cases import says
from made_archives import BROKEN, PROSE, noted, page, warc

from framing import read_corpus
from framing.errors import CorpusError, MissingExtraError
from framing.readers.warcs import looks_like_warc

HTML = "text/html; charset=utf-8"
TALKS = "https://courier.example/world/talks"
NIGHT = "https://herald.example/night"
TEXT = "\n\n".join(text.removeprefix("<p>").removesuffix("</p>") for text in PROSE)
TWO = (
    (TALKS, "200", HTML, page(*PROSE).encode("utf-8")),
    (NIGHT, "200", HTML, page(*PROSE[::-1], title="Quiet night", url=NIGHT).encode("utf-8")),
)
INFO = ("", "no page", "dropped", "1 records of the kind 'warcinfo' hold no page")


@pytest.mark.parametrize("zipped", [False, True])
def test_every_page_of_an_archive_is_an_article(zipped: bool, tmp_path: Path) -> None:
    path = tmp_path / ("crawl.warc.gz" if zipped else "crawl.warc")
    path.write_bytes(warc(*TWO, zipped=zipped))
    corpus, receipt = noted(path)
    articles = corpus.articles
    assert articles["title"].tolist() == ["Talks in Sarn fail", "Quiet night"]
    assert articles["doc_id"].tolist() == articles["url"].tolist() == [TALKS, NIGHT]
    assert articles["text"][0] == TEXT
    assert articles["date"].tolist() == [pd.Timestamp("2031-03-04")] * 2
    assert articles["fetched"].tolist() == ["2031-04-01T00:00:00Z"] * 2
    assert receipt == [INFO]


def test_when_it_was_fetched_is_never_the_date(tmp_path: Path) -> None:
    undated = page(*PROSE, date="", url=TALKS).encode("utf-8")
    path = tmp_path / "crawl.warc"
    path.write_bytes(warc((TALKS, "200", HTML, undated)))
    corpus, receipt = noted(path)
    assert corpus.articles["date"].isna().all()
    assert ("2", "no date", "marked", "it names no date of its own; left missing") in receipt


def test_the_encoding_the_server_names_goes_before_the_page_s(tmp_path: Path) -> None:
    written = page(*PROSE).replace('charset="utf-8"', 'charset="iso-8859-5"').encode("cp1252")
    path = tmp_path / "crawl.warc"
    path.write_bytes(warc((TALKS, "200", "text/html; charset=windows-1252", written)))
    assert noted(path)[0].articles["text"].tolist() == [TEXT]


def test_what_is_no_page_is_named_one_by_one(tmp_path: Path) -> None:
    others = (
        ("https://courier.example/a.png", "200", "image/png", b"\x89PNG"),
        ("https://courier.example/gone", "404", HTML, b"<html><body>gone"),
        ("https://courier.example/empty", "200", HTML, b"\n"),
        ("https://courier.example/video", "200", HTML, page("<video></video>").encode()),
        ("https://courier.example/", "200", HTML, page(*PROSE, date="", url="").encode()),
    )
    path = tmp_path / "crawl.warc"
    path.write_bytes(warc(*others, TWO[0]))
    corpus, receipt = noted(path)
    assert len(corpus) == 1
    at = "https://courier.example/"
    assert receipt == [
        ("2", "no page", "dropped", f"{at}a.png: it is image/png, not a page"),
        ("3", "no page", "dropped", f"{at}gone: the server answered 404"),
        ("4", "no page", "dropped", f"{at}empty: it is empty"),
        (
            "5",
            "no article on the page",
            "dropped",
            "no paragraphs of an article were found; it may be an index, a video or cut off",
        ),
        (
            "6",
            "front page",
            "dropped",
            "its address is the site's own and it does not call itself an article",
        ),
        INFO,
    ]


def test_a_page_fetched_twice_is_kept_once_and_a_changed_one_twice(tmp_path: Path) -> None:
    changed = (TALKS, "200", HTML, page(*PROSE[:3]).encode("utf-8"))
    path = tmp_path / "crawl.warc"
    path.write_bytes(warc(TWO[0], TWO[0], changed))
    corpus, receipt = noted(path)
    assert len(corpus) == 2
    assert corpus.articles["doc_id"][0] == TALKS
    assert corpus.articles["doc_id"].is_unique
    assert [rule for _, rule, _, _ in receipt] == ["no page", "repeated document", "id given twice"]


def test_an_address_with_marks_of_a_campaign_is_the_page_s_own(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    path.write_bytes(warc((f"{TALKS}?utm_source=x", "200", HTML, TWO[0][3])))
    assert noted(path)[0].articles["doc_id"].tolist() == [TALKS]


@pytest.mark.parametrize("zipped", [False, True])
def test_after_damage_the_next_records_are_read(zipped: bool, tmp_path: Path) -> None:
    parts = [warc(TWO[k], zipped=zipped)[len(warc(zipped=zipped)) :] for k in (0, 1)]
    head = warc(zipped=zipped)
    damaged = bytearray(parts[0])
    if zipped:
        damaged[60:90] = b"\0" * 30
    else:
        damaged[0:4] = b"WORK"
    path = tmp_path / "crawl.warc"
    path.write_bytes(head + bytes(damaged) + parts[1])
    corpus, receipt = noted(path)
    assert corpus.articles["title"].tolist() == ["Quiet night"]
    reasons = [reason for _, rule, _, reason in receipt if rule == "damaged archive"]
    damage = len(head) if zipped else 0
    assert reasons == [
        f"from byte {damage:,} on a record is damaged or cut off; read on at byte "
        f"{len(head) + len(damaged):,}"
    ]


MARKED = {
    "cut-in-the-second-page.warc": ("3", "cut off", f"{NIGHT}: … of its bytes are missing; …"),
    "cut-in-the-second-page.warc.gz": (
        "",
        "damaged archive",
        "from byte … on a record is damaged or cut off; nothing can be read after it",
    ),
    "record-without-its-length.warc": (
        "",
        "damaged archive",
        "from byte … on a record is damaged or cut off; read on at byte …",
    ),
}


@pytest.mark.parametrize("name", MARKED)
def test_what_is_broken_in_an_archive_is_named_and_the_rest_is_read(name: str) -> None:
    corpus, receipt = noted(BROKEN / "warcs" / name)
    row, rule, expected = MARKED[name]
    assert "Talks in Sarn fail" in corpus.articles["title"].tolist()
    found = [reason for at, r, _, reason in receipt if (at, r) == (row, rule)]
    assert found
    assert says(found[0], expected)


REFUSED = {
    "no-archive.warc": "no record was found in it; a web archive holds records that begin with "
    "'WARC/1.0'; fetch the archive again",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_holds_no_record_is_refused(name: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read_corpus(BROKEN / "warcs" / name)
    assert says(caught.value, f"{BROKEN / 'warcs' / name}: {REFUSED[name]}")


def test_every_broken_archive_is_tested() -> None:
    names = {file.name for file in (BROKEN / "warcs").iterdir()}
    assert names == MARKED.keys() | REFUSED.keys()


def test_an_archive_is_known_by_its_first_bytes() -> None:
    assert looks_like_warc("crawl", b"WARC/1.1\r\n")
    assert not looks_like_warc("crawl", gzip.compress(b"id,text\n"))


def test_without_the_extra_the_reader_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "crawl.warc"
    path.write_bytes(warc(*TWO))
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    with pytest.raises(MissingExtraError) as caught:
        read_corpus(path)
    assert says(caught.value, "read_corpus: this needs warcio, which is not installed; …")
