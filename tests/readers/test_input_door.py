"""The one door: archives are asked first, and a file that changes is no source."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from cases import says
from made_files import noted, write

from framing import CorpusError, read_corpus
from framing.readers import files, inputs, json_files, tidying, txt_files
from framing.readers.archives import ArchiveFormat
from framing.readers.receipts import note_place

ASKED: list[tuple[str, bytes]] = []


def looks(name: str, head: bytes) -> bool:
    ASKED.append((name, head))
    return head.startswith(b"CLIP ")


def read(name: str, data: bytes, notes: list[dict[str, Any]]) -> pd.DataFrame:
    note_place(notes, name, 2, "advertisement", "dropped", "no article")
    return pd.DataFrame({"outlet": ["Courier"], "text": [data.decode()[5:]]})


@pytest.fixture(autouse=True)
def clippings(monkeypatch: pytest.MonkeyPatch) -> None:
    ASKED.clear()
    monkeypatch.setattr(files, "ARCHIVES", (ArchiveFormat("Clips", looks, read, (".clip",)),))


@pytest.mark.parametrize("name", ["a.clip", "a.txt", "a.csv", "a", "a.zip", "a.b.clip"])
def test_what_looks_like_an_archive_is_read_as_one(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, "CLIP Talks failed.")
    corpus, receipt = noted(path)
    assert corpus.articles[["outlet", "text"]].values.tolist() == [["Courier", "Talks failed."]]
    assert receipt == [["2", "advertisement", "dropped", "no article"]]
    assert corpus.receipt["source"].tolist() == [str(path)]
    assert ASKED[0] == (name, b"CLIP Talks failed.")


def test_an_archive_is_seen_as_it_lies_there_and_then_without_its_gzip(tmp_path: Path) -> None:
    data = gzip.compress(b"CLIP Talks failed.")
    corpus, _ = noted(write(tmp_path / "a.clip.gz", data))
    assert corpus.articles["text"].tolist() == ["Talks failed."]
    assert ASKED[0] == ("a.clip.gz", data)
    assert ("a.clip.gz", b"CLIP Talks failed.") in ASKED


def test_archives_stand_in_folders_and_zips_too(tmp_path: Path) -> None:
    import zipfile

    write(tmp_path / "in" / "Post" / "one.txt", "They met.")
    write(tmp_path / "in" / "noending", "CLIP Talks failed.")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.write(tmp_path / "in" / "Post" / "one.txt", "Post/one.txt")
        file.write(tmp_path / "in" / "noending", "noending")
    for source in (tmp_path / "in", tmp_path / "a.zip"):
        corpus, receipt = noted(source, pattern="{outlet}/{title}.txt", columns={"title": "title"})
        assert corpus.articles["text"].tolist() == ["They met.", "Talks failed."]
        assert [row[1] for row in receipt] == ["advertisement"]
        assert corpus.receipt["source"].tolist() == [str(source / "noending")]


def test_an_ending_of_an_archive_that_holds_none_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.clip", "no clip")
    with pytest.raises(CorpusError) as caught:
        read_corpus(path)
    assert says(
        caught.value,
        f"{path}: files ending in '.clip' are read, but what this holds is no Clips; there are "
        ".csv, .tsv, .jsonl, .ndjson, .json, .parquet, .xlsx, .txt, .clip, .zip (gzipped too), and "
        "folders and zips of them; convert the file",
    )
    write(tmp_path / "Post" / "one.txt", "They met.")
    corpus, receipt = noted(tmp_path)
    assert len(corpus) == 1
    reason = "files ending in '.clip' are read, but what this holds is no Clips"
    assert receipt == [["a.clip", "not what its ending says", "dropped", reason]]


CHANGED = (
    "{path}: the file changed while it was read; what was read is neither the old nor the new one; "
    "wait until nothing writes to it and read it again"
)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("a.csv", b"Post,More.\n"),
        ("a.csv", b'Post,"Half'),
        ("a.jsonl", b'{"outlet"'),
        ("Post/a.txt", b" More."),
        ("a.csv", b""),
    ],
)
def test_a_file_that_changes_while_it_is_read_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, more: bytes
) -> None:
    record = '{"outlet": "Post", "text": "Talks failed."}\n'
    table = "outlet,text\nPost,Talks failed.\n"
    start = {"jsonl": record, "csv": table, "txt": "Talks failed."}[name.split(".")[1]]
    path = write(tmp_path / name, start)
    opened = inputs.Input.open
    times = []

    def open_and_write(self: inputs.Input):  # type: ignore[no-untyped-def]
        times.append(self.name)
        # A table between finding its encoding and reading it, a text before its one reading.
        if len(times) == (1 if name.endswith("txt") else 2):
            with path.open("ab") as file:
                file.write(more)
            os.utime(path, ns=(1, 1))
        return opened(self)

    monkeypatch.setattr(inputs.Input, "open", open_and_write)
    with pytest.raises(CorpusError) as caught:
        read_corpus(path)
    assert says(caught.value, CHANGED.format(path=path))


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json", "a.parquet", "folder", "table"])
def test_slices_of_a_source_are_the_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    texts = ["One.", "Two, at “Karsk”.", " ", "Four.", "Five.", "Six.", "Seven."]
    days = ["2031-03-04", "", "", "March", "4 March 2031", "", ""]
    frame = pd.DataFrame({"outlet": "Post", "text": texts, "date": days, "page": list(range(7))})
    path = tmp_path / name
    if name == "folder":
        for number, text in enumerate(texts):
            write(path / "Post" / f"{number}.txt", text)
    elif name == "a.csv":
        frame.to_csv(path, index=False)
    elif name == "a.parquet":
        frame.to_parquet(path)
    elif name != "table":
        frame.to_json(path, orient="records", lines=name.endswith("l"))
    source = frame if name == "table" else path
    whole, receipt = noted(source)
    for module in (tidying, json_files, txt_files):
        monkeypatch.setattr(module, "SLICE", 2)
    parts, again = noted(source)
    pd.testing.assert_frame_equal(parts.articles, whole.articles)
    assert sorted(again) == sorted(receipt)
    assert [row[0] for row in receipt if row[1] == "empty text"] == ["3"]


def test_a_file_that_is_left_alone_is_none(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "outlet,text\nPost,Talks failed.\n")
    assert len(read_corpus(path)) == 1
