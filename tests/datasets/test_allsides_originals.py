"""AllSides: a file per article, and the ready copy put back into that form."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from cases import says

from framing import DatasetError
from framing.datasets.converters import allsides

ARTICLE = {
    "topic": "trade",
    "source": "Halvern Courier",
    "bias": 1,
    "url": "https://courier.example/talks",
    "title": "Talks fail",
    "date": "2031-03-04",
    "authors": "Mara Dolen, Ilse Brandt",
    "content": "Talks with ███ failed .",
    "content_original": "Talks with Orlen failed.\n\n\nThey left. ",
    "source_url": "courier.example",
    "bias_text": "center",
    "ID": "aB1",
}


def corpus(folder: Path, *articles: dict[str, Any]) -> Path:
    jsons = folder / "allsides" / "data" / "jsons"
    jsons.mkdir(parents=True)
    for article in articles:
        text = json.dumps(ARTICLE | article)
        (jsons / f"{(ARTICLE | article)['ID']}.json").write_text(text, encoding="utf-8")
    return folder


def only(folder: Path, **fields: Any) -> dict[str, Any]:
    (record,) = allsides.convert(corpus(folder, fields))["allsides"]
    return record


def test_an_article_is_a_record_with_its_original_text(tmp_path: Path) -> None:
    assert only(tmp_path) == {
        "id": "aB1",
        "outlet": "Halvern Courier",
        "topic": "trade",
        "url": "https://courier.example/talks",
        "title": "Talks fail",
        "authors": "Mara Dolen, Ilse Brandt",
        "bias": "center",
        "date": "2031-03-04",
        "date_raw": "2031-03-04",
        "date_source": "field",
        "in_title": False,
        "terms": dict.fromkeys(allsides.TERMS, 0),
        "text": "Talks with Orlen failed.\n\n\nThey left. ",
    }


@pytest.mark.parametrize(
    ("written", "url", "date", "source"),
    [
        ("2031-03-04", "https://x.example/2031/03/05/a", "2031-03-04", "field"),
        ("", "https://x.example/2031/2031/03/05/a", "2031-03-05", "url"),
        ("", "https://x.example/2031/03/talks", None, None),
        ("spring", "https://x.example/talks", None, None),
    ],
)
def test_a_date_is_the_article_s_or_that_of_its_address(
    tmp_path: Path, written: str, url: str, date: str | None, source: str | None
) -> None:
    record = only(tmp_path, date=written, url=url)
    assert (record["date"], record["date_source"], record["date_raw"]) == (date, source, written)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ukraine, Ukrainians and UKRAINE", {"ukraine": 2}),
        ("Kiev, Kyiv, Kievan, KYIV", {"kiev_kyiv": 2}),
        ("Donbass, Donetsk, Severodonetsk, Novorossiya", {"donbas": 3}),
        ("Putin, Rasputin, the Kremlin’s, Kremlinology", {"putin": 1, "moscow_kremlin": 1}),
        ("NATO, Nato, NATO's, NATOs", {"nato": 2}),
    ],
)
def test_terms_are_counted_with_their_capitals(
    tmp_path: Path, text: str, found: dict[str, int]
) -> None:
    record = only(tmp_path, content_original=text)
    assert {name: count for name, count in record["terms"].items() if count} == found
    assert record["in_title"] is False


def test_a_term_in_the_title_is_noted_and_not_counted(tmp_path: Path) -> None:
    record = only(tmp_path, title="Russia leaves")
    assert record["in_title"] is True
    assert record["terms"]["russia"] == 0


def test_records_stand_by_date_and_id(tmp_path: Path) -> None:
    dates = {"c": "2031-03-04", "b": "2031-03-04", "d": "2031-03-01", "a": "2031-03-09", "e": ""}
    folder = corpus(tmp_path, *({"ID": name, "date": date} for name, date in dates.items()))
    assert "".join(r["id"] for r in allsides.convert(folder)["allsides"]) == "edbca"


def test_the_tables_of_the_whole_and_of_the_selection(tmp_path: Path) -> None:
    record = only(tmp_path, date="")
    whole = allsides.arrange({"allsides": [record]})
    assert list(whole) == ["articles"]
    first = whole["articles"].loc[0]
    assert (first["doc_id"], first["author"]) == ("aB1", "Mara Dolen, Ilse Brandt")
    assert (first["date"], first["date_source"], first["cluster"]) == ("", "", "")
    assert first["terms_nato"] == 0
    assert "theme" not in first
    more = {"theme": "trade", "split_random": "train", "split_media": None, "cluster": "one"}
    pair = dict.fromkeys(allsides.NEAR_DUPLICATE_COLUMNS, "x") | {"date_a": None}
    tables = allsides.arrange({"allsides_matched": [record | more], "allsides_neardup": [pair]})
    assert list(tables) == ["articles", "near_duplicates"]
    first = tables["articles"].loc[0]
    assert (first["theme"], first["split_media"], first["cluster"]) == ("trade", "", "one")
    assert tables["near_duplicates"].loc[0, ["a", "date_a"]].tolist() == ["x", ""]


def test_what_an_article_does_not_say_is_empty(tmp_path: Path) -> None:
    folder = tmp_path / "allsides" / "data" / "jsons"
    folder.mkdir(parents=True)
    article = {"ID": "aB1", "source": "Valley Wire", "content_original": "They met.", "url": None}
    (folder / "aB1.json").write_text(json.dumps(article), encoding="utf-8")
    (record,) = allsides.convert(tmp_path)["allsides"]
    assert (record["title"], record["url"], record["authors"], record["date"]) == ("", "", "", None)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            '{"topic": ',
            "…aB1.json: this is not JSON (…); a file holds one article; it is damaged, fetch it "
            "again",
        ),
        (
            '{"ID": "aB1", "title": "Talks"}',
            "…aB1.json: the article lacks 'source', 'content_original'; it has ID, title; fetch it "
            "again",
        ),
        (
            "[1]",
            "…aB1.json: the article lacks 'ID', …; it has no fields; fetch it again",
        ),
    ],
)
def test_a_file_that_holds_no_article_is_refused(
    tmp_path: Path, content: str, message: str
) -> None:
    folder = corpus(tmp_path, {})
    (folder / "allsides" / "data" / "jsons" / "aB1.json").write_text(content, encoding="utf-8")
    with pytest.raises(DatasetError) as caught:
        allsides.convert(folder)
    assert says(caught.value, message)


def test_a_folder_without_articles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as caught:
        allsides.convert(corpus(tmp_path))
    assert says(
        caught.value,
        "…jsons: there is no article in it; it should hold a .json file for each; fetch the "
        "originals again",
    )


@pytest.fixture(scope="module")
def ready(real_data: Path) -> list[dict[str, Any]]:
    path = real_data / "allsides_matched.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.mark.real
def test_the_samples_become_records(real_data: Path, ready: list[dict[str, Any]]) -> None:
    samples = real_data / "upstream" / "samples"
    records = allsides.convert(samples)["allsides"]
    assert len(records) == 6
    # None of them is in the selection, as what they do not name says.
    assert not {r["id"] for r in records} & {r["id"] for r in ready}
    assert not any(r["in_title"] or any(r["terms"].values()) for r in records)
    for record in records:
        path = samples / "allsides" / "data" / "jsons" / f"{record['id']}.json"
        article = json.loads(path.read_text(encoding="utf-8"))
        assert record["text"] == article["content_original"]
        assert record["date"] == article["date"]


@pytest.mark.real
def test_the_ready_copy_put_back_into_its_form_becomes_itself(
    tmp_path: Path, ready: list[dict[str, Any]]
) -> None:
    theirs = {"source": "outlet", "bias_text": "bias", "date": "date_raw"}
    theirs |= {"content_original": "text", "ID": "id"}
    ours = {name: theirs.get(name, name) for name in ARTICLE if name in theirs or name in ready[0]}
    articles = [{name: record[our] for name, our in ours.items()} for record in ready]
    made = allsides.convert(corpus(tmp_path, *articles))["allsides"]
    derived = [{k: v for k, v in r.items() if k not in allsides.ADDED} for r in ready]
    assert made == derived
    assert Counter(r["date_source"] for r in made) == {"field": 1432, None: 249, "url": 1}


@pytest.mark.real
def test_the_ready_copy_is_what_names_the_war(ready: list[dict[str, Any]]) -> None:
    places = ("ukraine", "kiev_kyiv", "crimea", "donbas")
    named = [r["in_title"] or sum(r["terms"][name] for name in places) >= 3 for r in ready]
    assert all(named)
    assert min(len(r["text"].split()) for r in ready) >= 300
    table = allsides.arrange({"allsides_matched": ready})["articles"]
    assert len(table) == 1_682
    assert not table.isna().any(axis=None)
