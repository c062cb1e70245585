"""Round-ups out of their lines of JSON. Constructed ones are of invented outlets and events."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from cases import says

from framing import read_corpus
from framing.datasets.converters import roundups
from framing.errors import DatasetError

ITEM = {
    "stance": "left",
    "newsSource": "Harbour Post (News)",
    "newsTitle": "Talks fail",
    "newsLink": "https://post.example/a",
    "newBody": ["Talks failed\u2028on Monday. ", "Nobody\u00a0came..."],
    "topicID": "7",
    "opinionTag": None,
}
ROUNDUP = {
    "id": 17,
    "issue": "Talks in Ost",
    "topic": "Harbours",
    "link": "/story/talks",
    "date": "2031-03-04T23:15:00-07:00",
    "roundup": ["Talks failed.", "The left said so first."],
    "news": {
        "right": ITEM | {"newsSource": "Ost Star", "opinionTag": "ANALYSIS", "newBody": []},
        "left": ITEM,
    },
}


def original(folder: Path, *lines: object) -> Path:
    place = folder / "roundups" / "data" / "raw_crawled"
    place.mkdir(parents=True)
    rows = [
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
    ]
    path = place / "headline_11_2021-10-19_crawled_all.jsonl"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="")
    return path


def test_a_line_is_a_round_up_with_its_reports(tmp_path: Path) -> None:
    original(tmp_path, ROUNDUP, ROUNDUP | {"id": 18, "news": {}})
    first, second = roundups.convert(tmp_path)["roundups"]
    assert first == {
        "id": "round-17",
        "issue": "Talks in Ost",
        "topic": "Harbours",
        "date": "2031-03-04",
        "roundup": "Talks failed. The left said so first.",
        "items": [
            {
                "side": "right",
                "outlet": "Ost Star",
                "title": "Talks fail",
                "url": "https://post.example/a",
                "lede": "",
                "opinion": True,
            },
            {
                "side": "left",
                "outlet": "Harbour Post (News)",
                "title": "Talks fail",
                "url": "https://post.example/a",
                "lede": "Talks failed\u2028on Monday.  Nobody\u00a0came...",
                "opinion": False,
            },
        ],
    }
    assert second == first | {"id": "round-18", "items": []}


def test_the_tables(tmp_path: Path) -> None:
    original(tmp_path, ROUNDUP, ROUNDUP | {"id": 18, "news": {}})
    tables = roundups.arrange(roundups.convert(tmp_path))
    assert list(tables) == ["articles", "roundups"]
    assert tables["articles"].iloc[1].to_dict() == {
        "doc_id": "round-17-left",
        "outlet": "Harbour Post (News)",
        "text": "Talks failed\u2028on Monday.  Nobody\u00a0came...",
        "title": "Talks fail",
        "date": "2031-03-04",
        "event": "round-17",
        "url": "https://post.example/a",
        "side": "left",
        "topic": "Harbours",
        "opinion": False,
    }
    assert tables["articles"]["text"].tolist()[0] == ""
    assert tables["roundups"][["event", "issue", "items"]].values.tolist() == [
        ["round-17", "Talks in Ost", 2],
        ["round-18", "Talks in Ost", 0],
    ]
    assert tables["roundups"]["text"].tolist()[0] == "Talks failed. The left said so first."


def without(read: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in read.items() if key != name}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            '{"id": 18, "issue": "Ta',
            "this is no JSON (…); a round-up stands on each line; the file is damaged, "
            "fetch it again",
        ),
        (
            [1, 2],
            "the round-up is a list; names and values stand there; the file is damaged, "
            "fetch it again",
        ),
        (
            without(ROUNDUP, "topic"),
            "the round-up lacks 'topic'; it has id, issue, link, date, roundup, news; "
            "fetch the file again",
        ),
        (
            ROUNDUP | {"roundup": "Talks failed."},
            "roundup is str; a list of texts stands there; the file is damaged, fetch it again",
        ),
        (
            ROUNDUP | {"news": {"left": ITEM | {"newBody": ["Talks", None]}}},
            "newBody of the left is list; a list of texts stands there; the file is damaged, "
            "fetch it again",
        ),
        (
            ROUNDUP | {"news": []},
            "news is a list; names and values stand there; the file is damaged, fetch it again",
        ),
        (
            ROUNDUP | {"news": {"left": without(ITEM, "newBody")}},
            "the report of the left lacks 'newBody'; it has stance, newsSource, …; "
            "fetch the file again",
        ),
        (
            ROUNDUP | {"news": {"left": {}}},
            "the report of the left lacks 'newsSource', …; it has nothing; fetch the file again",
        ),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: object, expected: str) -> None:
    path = original(tmp_path, ROUNDUP, "", line)
    with pytest.raises(DatasetError) as fault:
        roundups.convert(tmp_path)
    assert says(fault.value, f"{path}, line 3: {expected}")


def ready(folder: Path) -> list[dict[str, Any]]:
    with gzip.open(folder / "roundups.jsonl.gz", "rt", encoding="utf-8", newline="\n") as file:
        return [json.loads(row) for row in file]


@pytest.mark.real
def test_the_sample_gives_the_records_of_the_ready_copy(real_data: Path) -> None:
    converted = roundups.convert(real_data / "upstream" / "samples")
    assert len(converted["roundups"]) == 12
    assert converted == {"roundups": ready(real_data)[:12]}


@pytest.mark.real
def test_the_tables_of_the_ready_copy(real_data: Path) -> None:
    records = ready(real_data)
    tables = roundups.arrange({"roundups": records})
    assert len(tables["roundups"]) == 506
    assert (tables["roundups"]["items"] > 0).sum() == 505
    articles = tables["articles"]
    assert len(articles) == sum(len(record["items"]) for record in records) == 1479
    assert articles["doc_id"].is_unique
    assert (articles["text"] != "").all()
    assert sorted(articles["side"].unique()) == ["center", "left", "right"]
    assert len(read_corpus(articles)) == 1479
