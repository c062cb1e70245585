"""Tables of stories of Media Cloud: headlines without texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import says
from made_archives import BROKEN, noted

from framing import annotate, attribute, read_corpus, read_lexicon, score, segment
from framing.errors import CorpusError
from framing.readers.mediacloud import looks_like_mediacloud, read_mediacloud

HEADER = "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
ONLY = (
    "Media Cloud gives no texts; of {} stories only the headlines are counted; fetch the pages "
    "under their addresses for the texts"
)
ALONE = "the text is empty; only the headline is counted"


def test_stories_are_headlines_and_the_receipt_says_so(tmp_path: Path) -> None:
    path = tmp_path / "stories.csv"
    path.write_text(
        HEADER
        + "a1b2,2031-03-05 01:02:03.123456,en,herald.example,https://herald.example/,2031-03-04,"
        '"Talks in Sarn, “in vain”, fail",https://herald.example/talks\n'
        "c3d4,2031-03-05 01:02:03,en,NA,https://na.example/,,Reckless night,https://na.example/n\n",
        encoding="utf-8",
    )
    corpus, receipt = noted(path)
    first, second = (corpus.articles.iloc[row] for row in (0, 1))
    assert first["title"] == "Talks in Sarn, “in vain”, fail"
    assert corpus.articles["doc_id"].tolist() == ["a1b2", "c3d4"]
    assert corpus.articles["outlet"].tolist() == ["herald.example", "NA"]
    assert corpus.articles["text"].tolist() == ["", ""]
    assert str(first["date"])[:10] == "2031-03-04"
    assert str(second["date"]) == "NaT"
    assert first["indexed_date"] == "2031-03-05 01:02:03.123456"
    assert receipt == [
        ("", "headlines only", "marked", ONLY.format(2)),
        ("2", "no date", "marked", "it names no date of its own; left missing"),
        ("1", "headline alone", "marked", ALONE),
        ("2", "headline alone", "marked", ALONE),
    ]
    segments = segment(corpus, attribute(corpus))
    assert set(segments["section"].astype("str")) == {"headline"}
    found = score(annotate(corpus, segments, read_lexicon("loaded")), segments)
    assert found.loc[found["hits"] > 0, "outlet"].unique().tolist() == ["NA"]


MARKED = {
    "repeated-id.csv": ("3", "id given twice", "marked"),
    "repeated-row.csv": ("2", "repeated document", "dropped"),
    "row-with-a-cell-too-many.csv": ("2", "broken row", "dropped"),
    "row-without-a-title.csv": ("2", "empty text", "dropped"),
    "row-without-a-source.csv": ("2", "no outlet", "dropped"),
    "bytes-of-another-encoding.csv": ("", "read as cp1252", "marked"),
    "date-of-two-readings.csv": ("1", "date not read", "marked"),
}
REASONS = {
    "id given twice": "the id '101' was there before with another text; both are kept, this one "
    "with an id made from its content",
    "repeated document": "the id '101' was there before with the same outlet, title and text",
    "broken row": "it has 6 cells, the header 5; mend the row",
}


@pytest.mark.parametrize("name", MARKED)
def test_what_is_broken_in_a_row_is_named_and_the_rest_is_read(name: str) -> None:
    corpus, receipt = noted(BROKEN / "mediacloud" / name)
    found = {(row, rule, action): reason for row, rule, action, reason in receipt}
    assert MARKED[name] in found
    expected = REASONS.get(MARKED[name][1], found[MARKED[name]])
    assert found[MARKED[name]].startswith(expected)
    assert "Talks fail" in corpus.articles["title"].tolist()
    assert corpus.articles["doc_id"].is_unique


REFUSED = {
    "header-only.csv": "the table holds no story; a line of it is a story; download it again",
    "without-an-id.csv": "the table lacks the column 'stories_id'; it has publish_date, title, "
    "url, media_name; download the stories from Media Cloud again",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_holds_no_story_is_refused(name: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read_corpus(BROKEN / "mediacloud" / name)
    assert says(caught.value, f"{BROKEN / 'mediacloud' / name}: {REFUSED[name]}")


def test_every_broken_file_is_tested() -> None:
    names = {file.name for file in (BROKEN / "mediacloud").iterdir()}
    assert names == MARKED.keys() | REFUSED.keys()


def test_a_table_without_the_columns_is_refused() -> None:
    with pytest.raises(CorpusError) as caught:
        read_mediacloud("a.csv", b"id,title\n1,Talks fail\n", [])
    assert says(
        caught.value,
        "a.csv: the table lacks the column 'media_name'; it has id, title; download the stories "
        "from Media Cloud again",
    )


def test_a_cell_of_any_length_is_read_up_to_the_limit_and_then_named() -> None:
    notes: list[dict[str, object]] = []
    head = b"id,media_name,publish_date,title,url\n1,Herald,,Talks fail,u\n"
    frame = read_mediacloud("a.csv", head + b'2,Herald,,"' + b"x" * 200_000 + b'",u\n', notes)
    assert frame["title"].tolist() == ["Talks fail"]
    assert ("2", "cut off") in [(str(n["row"]), n["rule"]) for n in notes]


def test_a_table_with_texts_is_one_of_the_users() -> None:
    assert not looks_like_mediacloud("a.csv", (HEADER.strip() + ",text\n").encode())
    assert looks_like_mediacloud("a.csv", b"\xef\xbb\xbf" + HEADER.encode())
