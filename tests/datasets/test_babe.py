"""BABE out of its tables: rows keep their numbers, marked words find their places.

The constructed sentences are invented: outlets, persons and places do not exist.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from cases import says

from framing import read_corpus
from framing.datasets.converters import babe
from framing.errors import DatasetError

HEADER = "text;news_link;outlet;topic;type;label_bias;label_opinion;biased_words\r\n"
ROW = (
    "Reckless Dolen?;https://www.valleywire.example/a;Valley-Wire;harbour;left;Biased;"
    "Expresses writer’s opinion;['reckless']\r\n"
)
SG2, SG1, MBIC = "final_labels_SG2.csv", "final_labels_SG1.csv", "final_labels_MBIC.xlsx"


def original(folder: Path, content: str, name: str = SG2) -> Path:
    data = folder / "babe" / "data"
    data.mkdir(parents=True, exist_ok=True)
    (data / name).write_text(content, encoding="utf-8", newline="")
    return folder


def workbook(folder: Path, header: list[str], *rows: list[object]) -> Path:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (header, *rows):
        book.active.append(row)
    path = folder / "babe" / "data" / MBIC
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return folder


def test_a_row_is_a_record(tmp_path: Path) -> None:
    assert babe.convert(original(tmp_path, HEADER + ROW)) == {
        "babe_sg2_dev": [
            {
                "id": "SG2-0000",
                "text": "Reckless Dolen?",
                "outlet": "valley wire",
                "outlet_matches_url": True,
                "url": "https://www.valleywire.example/a",
                "topic": "harbour",
                "leaning": "left",
                "label_bias": "Biased",
                "label_opinion": "Expresses writer's opinion",
                "biased_words": [{"word": "reckless", "at": [[0, 8]]}],
            }
        ]
    }


def test_rows_are_numbered_by_file_and_cells_may_hold_separators(tmp_path: Path) -> None:
    quoted = '"Dolen; ""a fraud"",\r\nsaid so. ";;Ost Star;;;Non-biased;No agreement;[]\r\n'
    original(tmp_path, HEADER + ROW + quoted)
    original(tmp_path, HEADER + quoted, SG1)
    converted = babe.convert(tmp_path)
    assert {stem: [r["id"] for r in part] for stem, part in converted.items()} == {
        "babe_sg2_dev": ["SG2-0000", "SG2-0001"],
        "babe_sg1_dev": ["SG1-0000"],
    }
    record = converted["babe_sg1_dev"][0]
    assert record["text"] == 'Dolen; "a fraud",\r\nsaid so. '
    assert [record[name] for name in ("url", "topic", "leaning", "outlet_matches_url")] == [
        None
    ] * 4


@pytest.mark.parametrize(
    ("word", "text", "places"),
    [
        ("mob", "A mob, a Mob, mobs.", ["mob", "Mob"]),  # whole words, in any case
        ("idea", "An ideal.", ["idea"]),  # within a word only where it stands nowhere alone
        ("so-called", "The so-called so-called", ["so-called", "so-called"]),
        ("“held”", "They “held” it.", ["“held”"]),
        ("(sic)", "A plan (sic).", ["(sic)"]),
        ("recless", "A reckless man.", []),
    ],
)
def test_the_places_of_a_word(word: str, text: str, places: list[str]) -> None:
    assert [text[start:end] for start, end in babe._places(word, text)] == places


@pytest.mark.parametrize(
    ("outlet", "url", "matches"),
    [
        ("valley wire", "https://www.valleywire.example/a", True),
        ("valley wire", "http://feeds.example/valleywire/a", False),
        ("msnbc", "https://www.nbcnews.com/", True),
        ("msnbc", "https://www.msn.com/", False),
        ("new york times", "https://www.nytimes.com/", True),
        ("valley wire", "", None),
        ("valley wire", "valleywire", False),
    ],
)
def test_whose_address_it_is(outlet: str, url: str, matches: bool | None) -> None:
    assert babe._matches(outlet, url) is matches


def test_the_workbook_reads_as_the_tables_do(tmp_path: Path) -> None:
    cells: list[object] = ROW.strip().split(";")
    folder = workbook(tmp_path, HEADER.strip().split(";"), cells, [*cells[:1], None, *cells[2:7]])
    first, second = babe.convert(folder)["babe_mbic_dev"]
    original(tmp_path / "other", HEADER + ROW)
    (expected,) = babe.convert(tmp_path / "other")["babe_sg2_dev"]
    assert first == expected | {"id": "MBIC-0000"}
    assert second == expected | {
        "id": "MBIC-0001",
        "url": None,
        "outlet_matches_url": None,
        "biased_words": [],
    }


def test_the_workbook_may_have_older_names_and_further_columns(tmp_path: Path) -> None:
    header = ["sentence", "news_link", "outlet", "topic", "type", "group_id", "Label_bias"]
    header += ["Label_opinion", "article", "biased_words4"]
    text, url, outlet, topic, leaning, bias, opinion, words = ROW.strip().split(";")
    row: list[object] = [text, url, outlet, topic, leaning, 7, bias, opinion, "long", words]
    (record,) = babe.convert(workbook(tmp_path, header, row))["babe_mbic_dev"]
    original(tmp_path / "other", HEADER + ROW)
    (expected,) = babe.convert(tmp_path / "other")["babe_sg2_dev"]
    assert record == expected | {"id": "MBIC-0000"}


def test_a_workbook_without_a_column_is_an_error(tmp_path: Path) -> None:
    header = HEADER.strip().split(";")
    cells: list[object] = ROW.strip().split(";")
    folder = workbook(tmp_path, header[:-1], cells[:-1])
    with pytest.raises(DatasetError) as fault:
        babe.convert(folder)
    assert says(
        fault.value,
        f"{folder / 'babe' / 'data' / MBIC}, row 1: the sheet lacks the column 'biased_words'; it "
        f"has {', '.join(header[:-1])}; fetch the file again",
    )


@pytest.mark.parametrize("cell", ["reckless", "[reckless]", "['reckless', 3]", "'reckless'"])
def test_words_that_are_no_list_are_an_error(tmp_path: Path, cell: str) -> None:
    folder = original(tmp_path, HEADER + ROW + ROW.replace("['reckless']", cell))
    with pytest.raises(DatasetError) as fault:
        babe.convert(folder)
    assert says(
        fault.value,
        f"{folder / 'babe' / 'data' / SG2}, line 3: biased_words is {cell!r}; a list of words "
        "stands there, as in ['blasted', 'horde']; the file is damaged, fetch it again",
    )


def test_no_file_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as fault:
        babe.convert(tmp_path)
    assert says(
        fault.value,
        f"{tmp_path / 'babe' / 'data'}: none of {SG2}, {SG1}, {MBIC} is there; one at least is "
        "needed; fetch the originals again",
    )


def test_the_tables(tmp_path: Path) -> None:
    misspelt = ROW.replace("['reckless']", "['recless', 'Dolen']").replace(";left;", ";;")
    records = babe.convert(original(tmp_path, HEADER + ROW + misspelt))
    tables = babe.arrange(records)
    assert list(tables) == ["articles", "sg1", "mbic", "words"]
    assert len(tables["sg1"]) == len(tables["mbic"]) == 0
    articles = tables["articles"]
    assert articles[["doc_id", "outlet", "leaning", "labelled_in"]].values.tolist() == [
        ["SG2-0000", "valley wire", "left", "SG2"],
        ["SG2-0001", "valley wire", "", "SG2"],
    ]
    assert "votes_biased" not in articles
    words = tables["words"]
    assert words[["doc_id", "word"]].values.tolist() == [
        ["SG2-0000", "reckless"],
        ["SG2-0001", "recless"],
        ["SG2-0001", "Dolen"],
    ]
    assert words["start"].tolist() == [0, pd.NA, 9]
    assert words["end"].tolist() == [8, pd.NA, 14]
    voted = {
        "babe_sg2_dev": [r | {"votes_biased": 2, "votes_total": 5} for r in records["babe_sg2_dev"]]
    }
    assert babe.arrange(voted)["articles"]["votes_total"].tolist() == [5, 5]


def ready(folder: Path, name: str) -> list[dict[str, Any]]:
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8", newline="\n") as file:
        return [json.loads(row) for row in file]


@pytest.mark.real
def test_the_samples_give_the_records_of_the_ready_copies(real_data: Path) -> None:
    """Rows were taken out of the samples: sentences are found by their text, ids by their order."""
    converted = babe.convert(real_data / "upstream" / "samples")
    assert {stem: len(part) for stem, part in converted.items()} == {
        "babe_sg2_dev": 60,
        "babe_sg1_dev": 60,
    }
    for stem, part in converted.items():
        by_text = defaultdict(list)
        for record in ready(real_data, stem):
            by_text[record["text"]].append(record)
        ids = []
        for record in part:
            (copy,) = by_text[record["text"]]
            ids.append(copy["id"])
            assert record | {"id": copy["id"]} == {
                name: value for name, value in copy.items() if name not in babe.ADDED
            }
        assert ids == sorted(ids)
        assert ids[0] == part[0]["id"]


@pytest.mark.real
@pytest.mark.parametrize(
    ("stem", "table", "rows"),
    [
        ("babe_sg2_dev", "articles", 2937),
        ("babe_sg1_dev", "sg1", 1340),
        ("babe_mbic_dev", "mbic", 1340),
    ],
)
def test_all_that_is_derived_is_as_in_the_ready_copies(
    real_data: Path, stem: str, table: str, rows: int
) -> None:
    records = ready(real_data, stem)
    assert len(records) == rows
    for record in records:
        assert babe._matches(record["outlet"], record["url"] or "") is record["outlet_matches_url"]
        for marked in record["biased_words"]:
            assert babe._places(marked["word"], record["text"]) == marked["at"]
    made = babe.arrange({stem: records})[table]
    assert len(made) == rows
    assert made["votes_total"].notna().all()


@pytest.mark.real
@pytest.mark.filterwarnings("ignore:read_corpus. same text")
def test_the_sentences_are_a_corpus(real_data: Path) -> None:
    tables = babe.arrange({"babe_sg2_dev": ready(real_data, "babe_sg2_dev")})
    corpus = read_corpus(tables["articles"])
    texts = corpus.articles.set_index("doc_id")["text"].to_dict()
    placed = tables["words"].dropna()
    assert len(placed) > 3000
    for row in placed.to_dict("records"):
        said = texts[row["doc_id"]][row["start"] : row["end"]]
        assert said.lower() == row["word"].lower()
