"""Reading articles: nothing lost, nothing changed, everything doubted is in the receipt."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from cases import HOSTILE, says
from hypothesis import given
from hypothesis import strategies as st

from framing import (
    Corpus,
    CorpusError,
    FramingWarning,
    annotate,
    attribute,
    estimate,
    read_corpus,
    read_lexicon,
    score,
    segment,
)
from framing.columns import RECEIPT_COLUMNS

BROKEN = Path(__file__).parent / "broken" / "corpora"
FAULTS = {
    "latin-1-bytes.csv": "{path}, line 2: byte 0xe9 is not utf-8; the file was written in another "
    "encoding; pass encoding='cp1252' or the one it has",
    "utf-16.csv": "{path}, line 1: byte 0xff is not utf-8; the file was written in another "
    "encoding; pass encoding='utf-16' or the one it has",
    "cut-off.csv.gz": "{path}: the gzip stream is broken (…); it is cut off or damaged; copy or "
    "download the file again",
    "damaged.csv.gz": "{path}: the gzip stream is broken (…); it is cut off or damaged; copy or "
    "download the file again",
    "number-without-end.jsonl": "{path}, line 1: this is not JSON (…), and so it is with 1 of 1 "
    'lines; JSON lines hold one whole record such as {"outlet": ..., "text": ...} per line; mend '
    "or remove the lines",
    "empty.jsonl": "{path}: the file holds no record; JSON lines hold one article per line; name a "
    "file with articles",
    "empty.csv": "{path}: the file holds no header line; name the columns in line 1",
    "header-only.csv": "{path}: no article is left of 0 rows; nothing was dropped; give every "
    "article an outlet and a text",
    "quote-not-closed.csv": "{path}, line 2: a quotation mark opens a cell and is not closed to "
    "the end of the file; the rows after it cannot be told apart; close it there, and double marks "
    "inside cells",
    "no-text-column.csv": "{path}: there is no column 'text'; there are outlet, body; name yours "
    "with columns={'text': 'yours'} (on the command line --column text=yours)",
    "one-id-for-two-articles.csv": "{path} row 1 and {path} row 3: the id 'a1' is given to "
    "different articles (1 ids in all); an id names one article; make the ids unique, or leave the "
    "column out and they are made from the content",
    "texts-of-blanks.csv": "{path}: no article is left of 2 rows; empty text (dropped): 2; give "
    "every article an outlet and a text",
    "no-parquet.parquet": "{path}: this is not a readable Parquet file (…); write it again",
    "unread-ending.odt": "{path}: files ending in '.odt' are not read; there are .csv, .tsv, "
    ".jsonl, … (gzipped too), and folders and zips of them; convert the file",
    "no-txt-folder": "{path}: the folder holds no file that is read; there are .csv, …; put each "
    "article in OUTLET/name.txt, or name a table file instead",
    "txt-outside-an-outlet": "{path}/lost.txt: the file stands in no outlet's folder; its outlet "
    "is unknown; move it to {path}/OUTLET/lost.txt or say with pattern= where the outlet is",
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_file_is_named_with_what_to_do(name: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read_corpus(BROKEN / name, encoding="utf-8")
    assert says(caught.value, FAULTS[name].replace("{path}", str(BROKEN / name)))


def test_every_broken_file_is_tried() -> None:
    assert {path.name for path in BROKEN.iterdir()} == set(FAULTS)


def test_no_source_and_no_such_file_are_faults(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as caught:
        read_corpus([])
    assert str(caught.value) == (
        "read_corpus: no source was given; there is nothing to read; name a file"
    )
    missing = tmp_path / "no.csv"
    with pytest.raises(CorpusError) as caught:
        read_corpus(missing)
    assert str(caught.value) == f"{missing}: there is no such file or folder; check the path"


@pytest.mark.parametrize("encoding", ["utf-ate", "", "rot13", "undefined"])
def test_an_encoding_nobody_knows_is_a_fault(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, "a.csv", "outlet,text\nPost,The talks failed.\n")
    with pytest.raises(CorpusError) as caught:
        read_corpus(path, encoding=encoding)
    assert str(caught.value) == (
        f"read_corpus: there is no encoding {encoding!r}; there are utf-8, cp1252, utf-16 and "
        "others that Python knows; choose one of these"
    )


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def table(*texts: str, **columns: list) -> pd.DataFrame:
    return pd.DataFrame({"outlet": ["Post"] * len(texts), "text": list(texts), **columns})


# Formats.

ROWS = [
    {"doc_id": "a1", "outlet": "Post", "text": "The “talks”\r\nfailed, he said.", "page": "3"},
    {"doc_id": "a2", "outlet": "NA", "text": 'They met; "at last"\tagain.', "page": ""},
]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("begin", ["", "\ufeff", "# a note\n# another, longer\n"])
def test_csv_of_all_kinds(tmp_path: Path, mark: str, ends: str, begin: str) -> None:
    text = pd.DataFrame(ROWS).to_csv(sep=mark, index=False, lineterminator=ends)
    path = write(tmp_path, "a.csv", begin + text)
    assert read_corpus(path).articles.to_dict("records") == ROWS


@pytest.mark.parametrize(
    "name", ["a.jsonl", "a.ndjson", "a.jsonl.gz", "a.csv.gz", "a.tsv", "a.parquet"]
)
def test_every_ending_gives_the_same_articles(tmp_path: Path, name: str) -> None:
    path, frame = tmp_path / name, pd.DataFrame(ROWS)
    if "json" in name or "ndjson" in name:
        data = "\r\n".join(json.dumps(row) for row in ROWS).encode()
    else:
        data = frame.to_csv(index=False, sep="\t" if "tsv" in name else ",").encode()
    if name.endswith("parquet"):
        frame.to_parquet(path)
    else:
        path.write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    assert read_corpus(path).articles.to_dict("records") == ROWS


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "begin", ["", "# a note, with a comma\n", "#v1, of 2031\n", "#\n#note\n\n"]
)
def test_a_header_may_begin_with_a_hash(tmp_path: Path, mark: str, ends: str, begin: str) -> None:
    row = ("1", "Post", f'"Talks{mark} in Karsk{ends} failed; they say."')
    text = begin.replace("\n", ends) + mark.join(("#id", "outlet", "text")) + ends + mark.join(row)
    path = write(tmp_path, "a.csv", text + ends)
    articles = read_corpus(path, columns={"doc_id": "#id"}).articles
    assert articles[["doc_id", "outlet"]].values.tolist() == [["1", "Post"]]
    assert articles["text"].tolist() == [row[2].strip('"')]


def test_a_file_of_tabs_may_have_commas_in_its_header(tmp_path: Path) -> None:
    path = write(tmp_path, "a.tsv", "outlet\ttext\tage, sex, town\nPost\tTalks, they failed.\tx\n")
    assert list(read_corpus(path).articles) == ["doc_id", "outlet", "text", "age, sex, town"]
    data = gzip.compress(path.read_bytes())
    assert read_corpus(write(tmp_path, "a.tsv.gz", data)).articles["text"].tolist() == [
        "Talks, they failed."
    ]


def test_utf_16_is_read_when_it_is_named() -> None:
    corpus = read_corpus(BROKEN / "utf-16.csv", encoding="utf-16")
    assert corpus.articles["text"].tolist() == ["The talks failed."]


def test_a_folder_of_texts_takes_outlet_and_date_from_the_names(tmp_path: Path) -> None:
    write(tmp_path, "Post/2031-03-04-talks.txt", "The talks\r\nfailed.\n")
    write(tmp_path, "Post/20310304.txt", "They met.")
    write(tmp_path, "Daily Hammer/deep/2031-03-045.txt", "\ufeffThey met again.")
    articles = read_corpus(tmp_path).articles
    assert articles["doc_id"].tolist() == [
        "Daily Hammer/deep/2031-03-045", "Post/2031-03-04-talks", "Post/20310304"
    ]  # fmt: skip
    assert articles["outlet"].tolist() == ["Daily Hammer", "Post", "Post"]
    assert articles["text"].tolist() == ["They met again.", "The talks\r\nfailed.\n", "They met."]
    assert articles["date"].isna().tolist() == [True, False, True]


def test_the_case_of_an_ending_does_not_matter(tmp_path: Path) -> None:
    write(tmp_path, "Post/one.TXT", "One.")
    write(tmp_path, "Post/two.Txt", "Two.")
    articles = read_corpus(tmp_path).articles
    assert articles[["doc_id", "text"]].values.tolist() == [
        ["Post/one", "One."],
        ["Post/two", "Two."],
    ]


def test_a_hidden_file_is_no_article_and_in_the_receipt(tmp_path: Path) -> None:
    for name in ("Post/one.txt", "Post/._one.txt", ".trash/two.txt", ".three.txt", "Post/.four"):
        write(tmp_path, name, "The talks failed.")
    corpus = receipt(tmp_path, "hidden file (dropped): 3")
    assert corpus.articles["doc_id"].tolist() == ["Post/one"]
    reason = "a name with a dot in front, or __MACOSX, is the system's or an editor's, no article's"
    assert corpus.receipt.values.tolist() == [
        [str(tmp_path), name, "", "hidden file", "dropped", reason]
        for name in (".three.txt", ".trash/two.txt", "Post/._one.txt")
    ]


def test_one_text_file_belongs_to_its_folder(tmp_path: Path) -> None:
    path = write(tmp_path, "Post/talks.txt", "The talks failed.")
    articles = read_corpus(path).articles
    assert articles.loc[0, ["doc_id", "outlet"]].tolist() == ["Post/talks", "Post"]


def test_several_sources_are_read_in_their_order(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "outlet,text,title\nPost,One.,First\n")
    corpus = read_corpus([path, table("Two.")])
    assert corpus.articles["text"].tolist() == ["One.", "Two."]
    assert corpus.articles["title"].tolist() == ["First", ""]


# What is kept.


@pytest.mark.parametrize("outlet", ["NA", "None", "nan", "null", "NaN", "N/A", "-", "0"])
def test_an_outlet_may_be_called_anything(tmp_path: Path, outlet: str) -> None:
    path = write(tmp_path, "a.csv", f"outlet,text\n{outlet},The talks failed.\n")
    assert read_corpus(path).articles["outlet"].tolist() == [outlet]


@given(st.lists(HOSTILE.filter(str.strip), min_size=1, max_size=4, unique=True))
@pytest.mark.filterwarnings("ignore::framing.FramingWarning")
def test_a_text_is_never_changed(texts: list[str]) -> None:
    assert read_corpus(table(*texts)).articles["text"].tolist() == texts


def test_further_columns_are_kept_and_follow_ours(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "_id,page,text,outlet,NA\n007,3,The talks failed.,Post,\n")
    articles = read_corpus(path).articles
    assert list(articles) == ["doc_id", "outlet", "text", "_id", "page", "NA"]
    assert articles["_id"].tolist() == ["007"]


def test_an_id_that_is_a_number_stays_as_it_is_written(tmp_path: Path) -> None:
    lines = [
        '{"doc_id": 7, "outlet": "Post", "text": "One."}',
        '{"outlet": "Post", "text": "Two."}',
    ]
    path = write(tmp_path, "a.jsonl", "\n".join(lines))
    assert read_corpus(path).articles["doc_id"].iloc[0] == "7"


def test_columns_of_another_name_are_mapped() -> None:
    frame = pd.DataFrame({"id": ["a1"], "paper": ["Post"], "body": ["The talks failed."]})
    articles = read_corpus(
        frame, columns={"doc_id": "id", "outlet": "paper", "text": "body"}
    ).articles
    assert articles.to_dict("records") == [
        {"doc_id": "a1", "outlet": "Post", "text": "The talks failed."}
    ]
    assert list(frame) == ["id", "paper", "body"]


def test_a_mapped_name_that_is_taken_steps_aside() -> None:
    frame = table("A teaser.", full=["The talks failed."])
    articles = read_corpus(frame, columns={"text": "full"}).articles
    assert articles["text"].tolist() == ["The talks failed."]
    assert articles["text_original"].tolist() == ["A teaser."]


def test_two_columns_may_change_places() -> None:
    frame = table("Talks fail", title=["The talks failed."])
    articles = read_corpus(frame, columns={"text": "title", "title": "text"}).articles
    assert articles.loc[0, ["title", "text"]].tolist() == ["Talks fail", "The talks failed."]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"txt": "text"},
            "read_corpus: there is no article column 'txt'; there are doc_id, outlet, text, title, "
            "date, date_raw, event, url, author, section, language, side; did you mean 'text'?",
        ),
        (
            {"title": "headlin"},
            "table: there is no column 'headlin'; there are outlet, text, headline; "
            "did you mean 'headline'?",
        ),
        (
            {"title": "headline", "event": "headline"},
            "table: the column 'headline' is named for more than one of ours (title, event); each "
            "column of a source has one meaning; name it once",
        ),
    ],
)
def test_a_mapping_that_cannot_be(columns: dict[str, str], message: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read_corpus(table("The talks failed.", headline=["Talks fail"]), columns=columns)
    assert str(caught.value) == message


def test_a_column_twice_is_a_fault() -> None:
    frame = pd.DataFrame([["Post", "One.", "Two."]], columns=["outlet", "text", "text"])
    with pytest.raises(CorpusError) as caught:
        read_corpus(frame)
    assert str(caught.value) == (
        "table: there are several columns 'text'; a name stands for one column; rename or drop the "
        "others"
    )


# Ids.


def test_an_id_made_from_content_is_the_same_each_time_and_in_any_company(tmp_path: Path) -> None:
    def ids(source: object) -> dict[str, str]:
        articles = read_corpus(source).articles  # type: ignore[arg-type]
        return dict(zip(articles["text"], articles["doc_id"], strict=True))

    frame = table("One.", "Two.", "Three.")
    alone = ids(frame)
    assert len(set(alone.values())) == 3
    assert ids(frame[::-1]) == alone
    assert ids(frame.iloc[1:]).items() <= alone.items()
    other = pd.DataFrame({"outlet": ["Post"], "text": ["Four."], "title": ["4"], "date": [""]})
    assert alone.items() <= ids([frame, other]).items()
    path = tmp_path / "a.csv"
    frame.to_csv(path, index=False)
    assert ids(path) == alone


@pytest.mark.filterwarnings("ignore:read_corpus. same text:framing.FramingWarning")
@pytest.mark.parametrize("column", ["outlet", "title", "date", "text"])
def test_an_id_made_from_content_differs_with_it(column: str) -> None:
    one = {"outlet": "Post", "title": "Talks", "date": "2031-03-04", "text": "The talks failed."}
    other = {**one, column: "2031-03-05"}
    assert read_corpus(pd.DataFrame([one, other])).articles["doc_id"].is_unique


def test_given_ids_are_kept_beside_made_ones() -> None:
    ids = read_corpus(table("One.", "Two.", doc_id=["a1", ""])).articles["doc_id"].tolist()
    assert ids[0] == "a1"
    assert len(ids[1]) == 12


# The receipt.


def receipt(source: object, message: str, **options: object) -> Corpus:
    with pytest.warns(FramingWarning) as caught:
        corpus = read_corpus(source, **options)  # type: ignore[arg-type]
    assert [str(item.message) for item in caught] == [
        f"read_corpus: {message}; the receipt names each"
    ]
    assert tuple(corpus.receipt.columns) == RECEIPT_COLUMNS
    return corpus


def test_a_clean_corpus_has_an_empty_receipt() -> None:
    corpus = read_corpus(table("The talks failed."))
    assert tuple(corpus.receipt.columns) == RECEIPT_COLUMNS
    assert corpus.receipt.empty
    assert repr(corpus) == "Corpus of 1 articles from 1 outlets"


def test_empty_texts_and_outlets_are_dropped_and_counted() -> None:
    frame = pd.DataFrame(
        {
            "outlet": ["Post", "Post", " ", None, "Post"],
            "text": ["One.", " \n", "Two.", "Three.", None],
        }
    )
    corpus = receipt(frame, "empty text (dropped): 2, no outlet (dropped): 2")
    assert corpus.articles["text"].tolist() == ["One."]
    assert corpus.receipt[["source", "row", "rule", "action"]].values.tolist() == [
        ["table", "2", "empty text", "dropped"],
        ["table", "5", "empty text", "dropped"],
        ["table", "3", "no outlet", "dropped"],
        ["table", "4", "no outlet", "dropped"],
    ]
    assert repr(corpus) == "Corpus of 1 articles from 1 outlets; 4 rows in the receipt"


def test_a_headline_without_a_text_stays_and_is_counted_as_a_headline() -> None:
    frame = pd.DataFrame(
        {
            "doc_id": ["a", "b", "c", "d"],
            "outlet": ["Post", "Post", "Post", " "],
            "title": ["A reckless plan", "A reckless plan", " ", "Talks fail"],
            "text": ["", " \n", "", ""],
        }
    )
    corpus = receipt(
        frame, "empty text (dropped): 1, headline alone (marked): 2, no outlet (dropped): 1"
    )
    assert corpus.articles["doc_id"].tolist() == ["a", "b"]
    segments = segment(corpus, attribute(corpus))
    assert segments[["doc_id", "field", "text"]].values.tolist() == [
        ["a", "title", "A reckless plan"],
        ["b", "title", "A reckless plan"],
        ["b", "text", " \n"],
    ]
    scores = score(annotate(corpus, segments, read_lexicon("loaded")), segments)
    rates = estimate(scores, categories="evaluation", section="headline")
    assert rates[["n_docs", "hits", "exposure"]].values.tolist() == [[2, 2, 2]] * 3
    assert set(scores["section"]) == {"headline"}


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", "\u3000", "\u200b", "\ufeff", "\r\n"])
def test_a_blank_makes_no_other_outlet_event_or_id(blank: str) -> None:
    frame = pd.DataFrame(
        {
            "doc_id": ["a", f"b{blank}", "c"],
            "outlet": ["The Post", f"The Post{blank}", f"{blank}The Post"],
            "event": ["e1", f"{blank}e1{blank}", blank],
            "text": ["One.", "Two.", " Three. "],
        }
    )
    corpus = receipt(frame, "blanks around name (marked): 2")
    assert corpus.articles["doc_id"].tolist() == ["a", "b", "c"]
    assert corpus.articles["outlet"].unique().tolist() == ["The Post"]
    assert corpus.articles["event"].tolist() == ["e1", "e1", ""]
    assert corpus.articles["text"].iloc[2] == " Three. "
    assert corpus.receipt.values.tolist() == [
        ["table", "2", "b", "blanks around name", "marked",
         "cut off around doc_id and outlet and event: a blank makes no other name"],
        ["table", "3", "c", "blanks around name", "marked",
         "cut off around outlet: a blank makes no other name"],
    ]  # fmt: skip


def test_an_id_differs_by_more_than_a_blank() -> None:
    with pytest.raises(CorpusError, match="table row 1 and table row 2: the id 'a' is given to"):
        read_corpus(table("One.", "Two.", doc_id=["a", "a "]))


def test_repeated_rows_are_dropped_and_counted() -> None:
    frame = table("One.", "Two.", "One.", "One.", doc_id=["a", "b", "a", "a"])
    corpus = receipt(frame, "repeated row (dropped): 2")
    assert corpus.articles["doc_id"].tolist() == ["a", "b"]
    assert corpus.receipt["reason"].unique().tolist() == [
        "the row repeats an earlier one in id, outlet, title, date and text"
    ]
    assert corpus.receipt["row"].tolist() == ["3", "4"]


def test_the_same_text_under_two_ids_is_kept_and_counted() -> None:
    frame = table("One.", "One.", "Two.", " One.\n", "One.", doc_id=["a", "b", "c", "d", "e"])
    frame.loc[4, "outlet"] = "The Courier"
    corpus = receipt(frame, "same text (marked): 2")
    assert corpus.articles["doc_id"].tolist() == ["a", "b", "c", "d", "e"]
    reason = "the outlet has the same text under the id 'a'; both are counted"
    assert corpus.receipt.values.tolist() == [
        ["table", "2", "b", "same text", "marked", reason],
        ["table", "4", "d", "same text", "marked", reason],
    ]


def test_half_a_surrogate_pair_is_marked_and_offsets_stay(tmp_path: Path) -> None:
    line = (
        '{"doc_id": "a", "outlet": "P", "text": "A \\ud83d plan \\ud83d\\ude00.", "x": "\\udc00"}'
    )
    path = write(tmp_path, "a.jsonl", line)
    corpus = receipt(path, "lone surrogate (marked): 1")
    assert corpus.articles["text"].tolist() == ["A \ufffd plan 😀."]
    assert corpus.articles["x"].tolist() == ["\ufffd"]
    assert corpus.receipt.loc[0].tolist() == [
        str(path), "1", "a", "lone surrogate", "marked",
        "half of a surrogate pair, replaced one to one by U+FFFD",
    ]  # fmt: skip


def test_a_text_in_another_language_is_doubted_and_kept() -> None:
    foreign = "Die Gespräche sind am Montag in Karsk gescheitert, wie der Minister sagte. " * 3
    corpus = receipt(table(foreign, "The talks failed."), "not English (marked): 1")
    assert len(corpus) == 2
    assert corpus.receipt["doc_id"].tolist() == corpus.articles["doc_id"].tolist()[:1]
    reason = corpus.receipt["reason"].iloc[0]
    assert reason == "8% of its first words are common English ones; English has about 40%"


@pytest.mark.parametrize(
    "text", ["“Talks failed,” Mira Dolan insisted.", "Karsk café closed.", "…"]
)
def test_a_short_english_text_is_not_doubted(text: str) -> None:
    assert read_corpus(table(text)).receipt.empty


def test_a_short_text_in_another_script_is_doubted() -> None:
    receipt(table("Переговоры в Карске провалились."), "not English (marked): 1")


# Dates.


@pytest.mark.parametrize(
    "value",
    ["2031-03-04", " 2031-03-04 ", "2031-03-04T23:30:00", "2031-03-04T23:30:00-05:00",
     "2031-03-04 01:00:00+09:00", "2031-03-04T10:00:00Z", "20310304", "2031/03/04", "4 March 2031",
     "04 Mar 2031", "March 4, 2031", "Mar 04, 2031", date(2031, 3, 4), datetime(2031, 3, 4, 23, 30),
     datetime(2031, 3, 4, 23, 30, tzinfo=UTC), pd.Timestamp("2031-03-04 23:30"),
     pd.Timestamp("2031-03-04 23:30", tz="Asia/Tokyo")],
)  # fmt: skip
def test_a_whole_date_is_read_as_it_is_written(value: object) -> None:
    articles = read_corpus(table("The talks failed.", date=[value])).articles
    assert articles["date"].tolist() == [pd.Timestamp("2031-03-04")]
    assert articles["date"].dtype == "datetime64[s]"
    assert articles["date_raw"].tolist() == [str(value).strip()]


@pytest.mark.parametrize(
    "value",
    [
        "03/04/2031",
        "4.3.2031",
        "47915",
        "203103",
        "203111",
        "2031034",
        "March 2031",
        "2031-03",
        "2031",
        "now",
        "2031-02-30",
        "2031-13-01",
        "0000-00-00",
        "1930000000",
        "today",
        "4 March",
        "2031-03-04?",
        "Spring 2031",
        "12",
        "２０３１０３０４",
    ],
)
def test_a_doubtful_date_is_missing_and_in_the_receipt(value: str) -> None:
    corpus = receipt(table("The talks failed.", date=[value]), "date not read (marked): 1")
    assert corpus.articles["date"].isna().all()
    assert corpus.articles["date_raw"].tolist() == [value]
    reason = f"{value!r} is not one whole, unambiguous date; left missing"
    assert corpus.receipt["reason"].tolist() == [reason]


@pytest.mark.parametrize("value", ["", None, np.nan, pd.NaT, "  "])
def test_no_date_is_missing_without_a_word(value: object) -> None:
    corpus = read_corpus(table("The talks failed.", date=[value]))
    assert corpus.articles["date"].isna().all()
    assert corpus.receipt.empty


def test_dates_far_away_are_dates() -> None:
    dates = ["0600-01-01", "9999-12-31"]
    articles = read_corpus(table("One.", "Two.", date=dates)).articles
    assert articles["date"].dt.year.tolist() == [600, 9999]


# The index.


def test_titles_are_read_before_texts_and_blank_ones_not_at_all() -> None:
    corpus = read_corpus(table("One.", "Two.", "Three.", title=["First", "", " \n"]))
    assert corpus.places["field"].tolist() == ["title", "text", "text", "text"]
    assert corpus.index.texts == ("First", "One.", "Two.", "Three.")
    assert corpus.sections["section"].tolist() == ["headline", "lede", "lede", "lede"]


def test_reading_changes_no_table_that_was_passed() -> None:
    frame = table("One.", date=["2031-03-04"])
    before = frame.copy(deep=True)
    read_corpus(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_a_notebook_shows_outlets_and_doubts_and_runs_nothing() -> None:
    table = pd.DataFrame(
        {
            "outlet": ["Post", "Wire <script>", "Wire <script>"],
            "text": ["The talks failed.", "The talks went on.", "Nobody came."],
            "date": ["2031-02-11", "2031-02-12", ""],
        }
    )
    shown = read_corpus(table)._repr_html_()
    assert "Corpus of 3 articles from 2 outlets" in shown
    assert "2031-02-12" in shown
    assert "<script" not in shown
