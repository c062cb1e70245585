"""PolNeAR out of brat's files: the text untouched, every passage where it is said to be.

The constructed articles are invented: outlets, persons and places do not exist.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from collections.abc import Iterator
from csv import DictReader
from pathlib import Path
from typing import Any

import pytest
from cases import says

from framing import read_corpus
from framing.datasets.converters import polnear
from framing.errors import DatasetError

HEADER = (
    "compartment\tfilename\tlevel\tannotators\tpublisher\tpublication_date\tauthor\ttitle"
    "\ttrump_count\tclinton_count\tcredit\twire\n"
)
NAME = "post_2031-03-04_talks-fail"
TEXT = (
    "Talks fail.\r\n\r\n“We waited,” said Mara Dolen, an\u00a0aide, “and nobody came.\n\n"
    "“Nobody at all.”\n\nIt is feared that talks failed.\n"
)


def original(
    folder: Path, marks: dict[str, str], *, text: str = TEXT, split: str = "train"
) -> Path:
    """Write an original of one article, with a file of marks per annotator."""
    data = folder / "polnear" / "data"
    for kind in ("text", "attributions"):
        (data / split / kind).mkdir(parents=True, exist_ok=True)
    row = f"{split}\t{NAME}\t4\tab12\tpost\t2031-03-04\tNone\tTalks fail\t1\t0\tNone\tNA\n"
    (data / "metadata.tsv").write_text(HEADER + row, encoding="utf-8", newline="")
    (data / split / "text" / f"{NAME}.txt").write_bytes(text.encode("utf-8"))
    for annotator, content in marks.items():
        path = data / split / "attributions" / f"{NAME}_{annotator}.ann"
        path.write_text(content, encoding="utf-8", newline="")
    return folder


def at(*parts: str) -> str:
    """Return the places of passages of the text, as brat writes them."""
    found = [(TEXT.index(part), TEXT.index(part) + len(part)) for part in parts]
    return ";".join(f"{start} {end}" for start, end in found)


def span(part: str) -> list[int]:
    return [TEXT.index(part), TEXT.index(part) + len(part)]


def line(mark: str, kind: str, *parts: str) -> str:
    return f"{mark}\t{kind} {at(*parts)}\t{' '.join(parts)}\n"


SAID = (
    line("T1", "Source", "Mara Dolen, an\u00a0aide,")
    + line("T2", "Cue", "said")
    + line("T3", "Content", "“We waited,”", "“and nobody came.\n\n“Nobody at all.”")
    + line("T4", "Attribution", "said")
    + "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
)


def only(folder: Path) -> dict[str, Any]:
    records = polnear.convert(folder)
    (record,) = (record for part in records.values() for record in part)
    return record


def test_an_article_is_read_with_its_marks(tmp_path: Path) -> None:
    marks = SAID + line("T5", "Discuss", "nobody came", "talks failed")
    assert polnear.convert(original(tmp_path, {"ab12": marks})) == {
        "polnear_train": [
            {
                "id": NAME,
                "split": "train",
                "outlet": "post",
                "date": "2031-03-04",
                "author": "None",
                "title": "Talks fail",
                "trump_count": 1,
                "clinton_count": 0,
                "credit": "None",
                "wire": "NA",
                "level": "4",
                "annotator": "ab12",
                "text": TEXT,
                "attributions": [
                    {
                        "id": "E1",
                        "type": "Attribution",
                        "source": [span("Mara Dolen, an\u00a0aide,")],
                        "cue": [span("said")],
                        "content": [
                            span("“We waited,”"),
                            span("“and nobody came.\n\n“Nobody at all.”"),
                        ],
                    }
                ],
                "loose": [
                    {"type": "Discuss", "spans": [span("nobody came"), span("talks failed")]}
                ],
            }
        ]
    }


def test_the_test_articles_are_read_too(tmp_path: Path) -> None:
    assert list(polnear.convert(original(tmp_path, {"ab12": SAID}, split="test"))) == [
        "polnear_test"
    ]


def test_a_line_end_within_a_passage_may_be_written_as_a_space(tmp_path: Path) -> None:
    marks = SAID.replace("came.\n\n“Nobody", "came.  “Nobody")
    assert marks != SAID
    assert only(original(tmp_path, {"ab12": marks})) == only(
        original(tmp_path / "other", {"ab12": SAID})
    )


def test_a_second_content_is_content(tmp_path: Path) -> None:
    marks = (
        line("T1", "Cue", "said")
        + line("T2", "Content", "“Nobody at all.”")
        + line("T3", "Attribution", "said")
        + "E1\tAttribution:T3 Content:T2 Cue:T1 Content2:T4\n"
        + line("T4", "Content", "“We waited,”")
    )
    (attribution,) = only(original(tmp_path, {"ab12": marks}))["attributions"]
    assert attribution["content"] == [span("“We waited,”"), span("“Nobody at all.”")]
    assert attribution["source"] == []


def test_attributions_stand_by_place_and_what_is_left_over_by_file(tmp_path: Path) -> None:
    marks = (
        line("T1", "Content", "talks failed")
        + line("T2", "Cue", "is feared")
        + line("T3", "Attribution-no-source", "is feared")
        + "E7\tAttribution-no-source:T3 Content:T1 Cue:T2\n"
        + line("T4", "Discard", "It is")
        + SAID.replace("T", "T1")  # T11 to T14
        + "E8\tAttribution-no-source:T3 \n"
        + line("T9", "Cue", "waited")
        + "#1\tAnnotatorNotes T9\tno content here\nA1\tSure E7\n\n"
    )
    record = only(original(tmp_path, {"ab12": marks}))
    assert [mark["id"] for mark in record["attributions"]] == ["E8", "E1", "E7"]
    assert record["attributions"][0] == {
        "id": "E8",
        "type": "Attribution-no-source",
        "source": [],
        "cue": [],
        "content": [],
    }
    assert record["loose"] == [
        {"type": "Discard", "spans": [span("It is")]},
        {"type": "Cue", "spans": [span("waited")]},
    ]


def test_the_first_of_several_annotators_by_sign_comes_first(tmp_path: Path) -> None:
    record = only(original(tmp_path, {"cd34": "", "ab12": SAID, "ef56": SAID}))
    assert record["annotator"] == "ab12"
    assert record["other_annotators"] == {"cd34": [], "ef56": record["attributions"]}


def test_articles_without_text_are_left_out(tmp_path: Path) -> None:
    folder = original(tmp_path, {"ab12": SAID})
    metadata = folder / "polnear" / "data" / "metadata.tsv"
    content = metadata.read_text(encoding="utf-8")
    metadata.write_text(content + content.splitlines()[1].replace(NAME, "post_away") + "\n")
    assert [record["id"] for record in polnear.convert(folder)["polnear_train"]] == [NAME]


def test_no_text_at_all_is_an_error(tmp_path: Path) -> None:
    folder = original(tmp_path, {})
    data = folder / "polnear" / "data"
    (data / "train" / "text" / f"{NAME}.txt").unlink()
    with pytest.raises(DatasetError) as fault:
        polnear.convert(folder)
    assert says(
        fault.value,
        f"{data / 'metadata.tsv'}: no text of the articles it names (1) is there; "
        f"they belong below {data}; fetch the originals again",
    )


def test_a_text_without_annotations_is_an_error(tmp_path: Path) -> None:
    folder = original(tmp_path, {})
    data = folder / "polnear" / "data"
    with pytest.raises(DatasetError) as fault:
        polnear.convert(folder)
    assert says(
        fault.value,
        f"{data / 'metadata.tsv'}, line 2: nobody's annotations of '{NAME}' are there; its text "
        f"is; fetch the files of {data / 'train' / 'attributions'} again",
    )


BROKEN = [
    (
        SAID.replace("\tsaid", "\tadded", 1),
        f"line 2: the span {at('said').replace(' ', '-')} is 'said' in the text, the file says "
        "'added'; the two files do not belong together; fetch them again",
    ),
    (
        "T1\tContent 3 900;1000 1001\tks\n",
        f"line 1: the span 3-900;1000-1001 is {TEXT[3:43] + '...'!r} in the text, the file says "
        "'ks'; the two files do not belong together; fetch them again",
    ),
    (
        SAID.replace("Source:T1", "Source:T6"),
        "line 7: E1 names T6; the file marks no such passage; it is damaged, fetch it again",
    ),
    (
        SAID.replace("Attribution:T4", "Attribution:T5"),
        "line 7: E1 names T5; the file marks no such passage; it is damaged, fetch it again",
    ),
    (
        "T1 Cue 3 5\tks\n",
        "line 1: 'T1 Cue 3 5\\tks' is no mark; a passage is written as T1, type, places and text, "
        "an event as E1, type:T1 and role:T2, with tabs between; the file is damaged, "
        "fetch it again",
    ),
    (
        "T1\tCue 3-5\tks\n",
        "line 1: 'T1\\tCue 3-5\\tks' is no mark; …",
    ),
    (
        SAID + "E2\tAttribution T4\n",
        "line 8: 'E2\\tAttribution T4' is no mark; …",
    ),
    (
        SAID + "said the aide\n",
        "line 8: 'said the aide' is no mark; …",
    ),
]


@pytest.mark.parametrize(("marks", "expected"), BROKEN)
def test_broken_marks_are_named_by_file_and_line(tmp_path: Path, marks: str, expected: str) -> None:
    folder = original(tmp_path, {"ab12": marks})
    path = folder / "polnear" / "data" / "train" / "attributions" / f"{NAME}_ab12.ann"
    with pytest.raises(DatasetError) as fault:
        polnear.convert(folder)
    assert says(fault.value, f"{path}, {expected}")


def test_a_count_that_is_no_number_is_named(tmp_path: Path) -> None:
    folder = original(tmp_path, {"ab12": SAID})
    metadata = folder / "polnear" / "data" / "metadata.tsv"
    metadata.write_text(metadata.read_text(encoding="utf-8").replace("\t1\t0\t", "\tx\t0\t"))
    with pytest.raises(DatasetError) as fault:
        polnear.convert(folder)
    assert says(
        fault.value,
        f"{metadata}, line 2: trump_count is 'x'; a whole number stands there; the file is "
        "damaged, fetch it again",
    )


def test_the_tables_hold_the_marks_as_rows(tmp_path: Path) -> None:
    marks = (
        SAID
        + line("T6", "Cue", "is feared")
        + line("T7", "Content", "talks failed")
        + line("T8", "Attribution-no-source", "is feared")
        + "E2\tAttribution-no-source:T8 Content:T7 Cue:T6\n"
        + line("T9", "Discard", "Talks", "fail")
    )
    folder = original(tmp_path, {"ab12": marks, "cd34": SAID})
    tables = polnear.arrange(polnear.convert(folder))
    assert list(tables) == ["articles", "attributions", "other_attributions", "loose"]
    article = tables["articles"].iloc[0]
    assert article[["doc_id", "outlet", "title", "date", "split", "level"]].tolist() == [
        NAME,
        "post",
        "Talks fail",
        "2031-03-04",
        "train",
        "4",
    ]
    assert article[["author", "credit", "wire"]].tolist() == ["", "", ""]
    gold = tables["attributions"]
    assert gold[["attribution_id", "text", "source", "cue", "annotator"]].values.tolist() == [
        ["E1", "“We waited,”", "Mara Dolen, an\u00a0aide,", "said", "ab12"],
        [
            "E1",
            "“and nobody came.\n\n“Nobody at all.”",
            "Mara Dolen, an\u00a0aide,",
            "said",
            "ab12",
        ],
        ["E2", "talks failed", "", "is feared", "ab12"],
    ]
    assert gold[["source_start", "source_end"]].values.tolist()[2] == [0, 0]
    assert (gold["field"] == "text").all()
    assert tables["other_attributions"]["annotator"].tolist() == ["cd34", "cd34"]
    assert tables["loose"].values.tolist() == [
        [NAME, 0, "Discard", *span("Talks"), "Talks"],
        [NAME, 0, "Discard", *span("fail"), "fail"],
    ]
    text = read_corpus(tables["articles"]).articles["text"].iloc[0]
    for row in gold.to_dict("records"):
        assert text[row["start"] : row["end"]] == row["text"]
        assert text[row["source_start"] : row["source_end"]] == row["source"]
        assert text[row["cue_start"] : row["cue_end"]] == row["cue"]


def test_of_a_source_in_parts_the_longest_is_shown(tmp_path: Path) -> None:
    marks = (
        line("T1", "Source", "aide", "Mara Dolen")
        + line("T2", "Content", "“We waited,”")
        + line("T3", "Attribution", "said")
        + "E1\tAttribution:T3 Content:T2 Source:T1\n"
    )
    gold = polnear.arrange(polnear.convert(original(tmp_path, {"ab12": marks})))["attributions"]
    assert gold[["source", "source_start", "source_end"]].values.tolist() == [
        ["Mara Dolen", *span("Mara Dolen")]
    ]


def ready(folder: Path, name: str) -> list[dict[str, Any]]:
    with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8", newline="\n") as file:
        return [json.loads(row) for row in file]


@pytest.fixture(scope="module")
def copies(real_data: Path) -> dict[str, list[dict[str, Any]]]:
    return {name: ready(real_data, name) for name in ("polnear_train", "polnear_dev")}


def metadata_row(record: dict[str, Any]) -> str:
    names = ["split", "id", "level", "annotator", "outlet", "date", "author", "title"]
    names += ["trump_count", "clinton_count", "credit", "wire"]
    return "\t".join(str(record[name]) for name in names) + "\n"


@pytest.mark.real
def test_the_sample_gives_the_records_of_the_ready_copy(
    real_data: Path, copies: dict[str, list[dict[str, Any]]]
) -> None:
    converted = polnear.convert(real_data / "upstream" / "samples")
    by_id = {record["id"]: record for record in copies["polnear_train"]}
    assert list(converted) == ["polnear_train"]
    assert converted["polnear_train"]
    for record in converted["polnear_train"]:
        assert record == by_id[record["id"]]


@pytest.mark.real
def test_all_sampled_articles_give_the_records_of_the_ready_copy(
    real_data: Path, copies: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    """The sample's metadata lacks four of its five articles: their rows are made again."""
    data = tmp_path / "polnear" / "data"
    data.mkdir(parents=True)
    source = real_data / "upstream" / "samples" / "polnear" / "data"
    for path in source.glob("*/*/*"):
        target = data / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    here = {path.stem for path in data.glob("*/text/*.txt")}
    expected = [record for record in copies["polnear_train"] if record["id"] in here]
    rows = "".join(metadata_row(record) for record in expected)
    (data / "metadata.tsv").write_text(HEADER + rows, encoding="utf-8", newline="")
    assert len(expected) == 5
    assert polnear.convert(tmp_path) == {"polnear_train": expected}


def brat(record: dict[str, Any], attributions: list[dict[str, Any]], loose: Any) -> Iterator[str]:
    """Yield the lines of a file of marks."""
    number = 0
    text = record["text"]

    def passage(kind: str, spans: list[list[int]]) -> str:
        nonlocal number
        number += 1
        places = ";".join(f"{start} {end}" for start, end in spans)
        return f"T{number}\t{kind} {places}\t{' '.join(text[a:b] for a, b in spans)}\n"

    for mark in attributions:
        roles = []
        for role in ("source", "cue", "content"):
            if mark[role]:
                yield passage(role.title(), mark[role])
                roles.append(f" {role.title()}:T{number}")
        yield passage(mark["type"], [[0, 1]])
        yield f"{mark['id']}\t{mark['type']}:T{number}{''.join(roles)}\n"
    for mark in loose:
        yield passage(mark["type"], mark["spans"])


@pytest.mark.real
def test_every_record_comes_back_from_files_like_the_originals(
    real_data: Path, copies: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    """Written as brat's files and read again; the texts are the originals' bytes by their hash."""
    data = tmp_path / "polnear" / "data"
    with gzip.open(real_data / "upstream" / "files.csv.gz", "rt", encoding="utf-8") as file:
        hashes = {
            row["path"]: row["sha256"] for row in DictReader(file) if row["name"] == "polnear"
        }
    rows = [HEADER]
    for record in (record for part in copies.values() for record in part):
        place = data / record["split"]
        for kind in ("text", "attributions"):
            (place / kind).mkdir(parents=True, exist_ok=True)
        content = record["text"].encode("utf-8")
        name = f"data/{record['split']}/text/{record['id']}.txt"
        assert hashlib.sha256(content).hexdigest() == hashes[name]
        (tmp_path / "polnear" / name).write_bytes(content)
        every = {record["annotator"]: record["attributions"], **record.get("other_annotators", {})}
        for annotator, marks in every.items():
            loose = record["loose"] if annotator == record["annotator"] else []
            path = place / "attributions" / f"{record['id']}_{annotator}.ann"
            assert f"data/{path.relative_to(data).as_posix()}" in hashes
            path.write_text("".join(brat(record, marks, loose)), encoding="utf-8", newline="")
        rows.append(metadata_row(record))
    (data / "metadata.tsv").write_text("".join(rows), encoding="utf-8", newline="")
    assert polnear.convert(tmp_path) == copies


@pytest.mark.real
def test_the_tables_of_the_ready_copies_keep_every_place(
    copies: dict[str, list[dict[str, Any]]],
) -> None:
    tables = polnear.arrange(copies)
    assert len(tables["articles"]) == 840 + 84
    gold = tables["attributions"]
    contents = sum(
        len(mark["content"])
        for part in copies.values()
        for record in part
        for mark in record["attributions"]
    )
    assert len(gold) == contents
    texts = tables["articles"].set_index("doc_id")["text"].to_dict()
    for prefix, name in (("", "text"), ("source_", "source"), ("cue_", "cue")):
        rows = zip(
            gold["doc_id"], gold[f"{prefix}start"], gold[f"{prefix}end"], gold[name], strict=True
        )
        assert all(texts[doc][start:end] == said for doc, start, end, said in rows)
