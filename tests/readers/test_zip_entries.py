"""Zips: read as the folder they were, refused where they are not safe."""

from __future__ import annotations

import io
import json
import os
import stat
import zipfile
from pathlib import Path

import pytest
from cases import says
from made_files import ROWS, noted

from framing import CorpusError, read_corpus
from framing.readers import zip_limits

CSV = "doc_id,outlet,text\nt1,Herald,They left.\n"
PLAIN = (
    "an entry is a plain file within the zip, once and without a password; unpack it yourself, "
    "look at it and read the folder"
)


def packed(path: Path, entries: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return path


def refused(path: Path) -> CorpusError:
    before = sorted(path.parent.rglob("*"))
    with pytest.raises(CorpusError) as caught:
        read_corpus(path)
    assert sorted(path.parent.rglob("*")) == before
    return caught.value


def test_a_zip_is_read_as_the_folder_it_was(tmp_path: Path) -> None:
    entries = {
        "Post/2031-03-04-talks.txt": "“Talks” failed.",
        "Times/met.txt": "They met — again.".encode("cp1252"),
        "tables/news.csv": CSV,
        "tables/more.jsonl": json.dumps(ROWS[0]),
    }
    folder = tmp_path / "folder"
    for name, data in entries.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    one, receipt = noted(packed(tmp_path / "a.zip", entries))
    other, again = noted(folder)
    assert one.articles.equals(other.articles)
    assert receipt == again
    assert one.articles["doc_id"].tolist() == ["Post/2031-03-04-talks", "Times/met", "a1", "t1"]
    assert one.receipt["source"].tolist() == [str(tmp_path / "a.zip" / "Times" / "met.txt")]
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a.zip", "folder"]


def test_files_of_the_system_are_dropped_and_named(tmp_path: Path) -> None:
    entries = {
        "Post/one.txt": "Talks failed.",
        "__MACOSX/Post/._one.txt": "x",
        "Post/.DS_Store": "x",
        "Post/one.jpg": "x",
        "Post/": "",
    }
    path = packed(tmp_path / "a.zip", entries)
    corpus, receipt = noted(path)
    hidden = "a name with a dot in front, or __MACOSX, is the system's or an editor's, no article's"
    assert len(corpus) == 1
    assert receipt == [
        ["Post/.DS_Store", "hidden file", "dropped", hidden],
        ["Post/one.jpg", "unknown ending", "dropped", "files ending in '.jpg' are not read"],
        ["__MACOSX/Post/._one.txt", "hidden file", "dropped", hidden],
    ]
    assert set(corpus.receipt["source"]) == {str(path)}


def test_slashes_of_another_system_are_slashes(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"x": "", "Post/a.txt": "One."})
    data = path.read_bytes().replace(b"Post/a.txt", b"Post\\a.txt")
    path.write_bytes(data)
    corpus, _ = noted(path)
    assert corpus.articles[["doc_id", "outlet"]].values.tolist() == [["Post/a", "Post"]]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("../talks.txt", "points out of the zip"),
        ("Post/../../talks.txt", "points out of the zip"),
        ("Post\\..\\..\\talks.txt", "points out of the zip"),
        ("/etc/talks.txt", "has an absolute path"),
        ("C:/talks.txt", "has an absolute path"),
        ("\\\\host\\talks.txt", "has an absolute path"),
    ],
)
def test_a_path_out_of_the_zip_is_refused(tmp_path: Path, name: str, what: str) -> None:
    path = packed(tmp_path / "a.zip", {"Post/one.txt": "One.", name: "Two."})
    assert says(refused(path), f"{path}: the entry {name!r} {what}; {PLAIN}")


def test_a_link_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"Post/one.txt": "One."})
    with zipfile.ZipFile(path, "a") as file:
        link = zipfile.ZipInfo("Post/two.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/hostname")
    assert says(
        refused(path), f"{path}: the entry 'Post/two.txt' is a link to another file; {PLAIN}"
    )


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_entry_twice_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"Post/one.txt": "One."})
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("Post/one.txt", "Another.")
    assert says(refused(path), f"{path}: the entry 'Post/one.txt' stands in the zip twice; {PLAIN}")


def test_an_encrypted_entry_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"Post/one.txt": "One."})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert says(refused(path), f"{path}: the entry 'Post/one.txt' is encrypted; {PLAIN}")


def test_a_zip_within_a_zip_is_refused(tmp_path: Path) -> None:
    inner = packed(tmp_path / "inner.zip", {"Post/one.txt": "One."}).read_bytes()
    path = packed(tmp_path / "a.zip", {"Post/two.txt": "Two.", "more/inner.ZIP": inner})
    assert says(
        refused(path),
        f"{path}: the entry 'more/inner.ZIP' is a zip itself; a zip within a zip is not read; "
        "unpack the outer one and read the folder",
    )


def test_what_swells_beyond_all_bounds_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path / "a.zip", {"Post/one.txt": bytes(50 << 20), "Post/two.txt": "Two."})
    size = path.stat().st_size
    assert says(
        refused(path),
        f"{path}: the zip unpacks to {(50 << 20) + 4:,} bytes, {((50 << 20) + 4) // size:,} times "
        "its size; the most is 250 times, for texts shrink less; if you trust it, unpack it "
        "yourself and read the folder",
    )
    monkeypatch.setattr(zip_limits, "MOST_BYTES", 1000)
    assert says(
        refused(path),
        f"{path}: the zip unpacks to {(50 << 20) + 4:,} bytes; the most that are read from one are "
        "1,000; if you trust it, unpack it yourself and read the folder, or make several zips of "
        "it",
    )
    monkeypatch.setattr(zip_limits, "MOST_ENTRIES", 1)
    assert says(
        refused(path),
        f"{path}: the zip holds 2 entries; the most that are read from one are 1; if you trust it, "
        "unpack it yourself and read the folder, or make several zips of it",
    )


def test_a_lie_about_the_size_gives_no_more_than_it_says(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"Post/one.txt": "Talks failed. " * 100_000})
    data = bytearray(path.read_bytes())
    for begin, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.index(begin) + place
        data[at : at + 4] = (20).to_bytes(4, "little")
    path.write_bytes(data)
    assert says(
        refused(path),
        f"{path}/Post/one.txt: the entry of the zip is broken (Bad CRC-32 …); the zip is cut off "
        "or damaged; copy or download it again",
    )


def test_a_damaged_entry_is_named(tmp_path: Path) -> None:
    text = "".join(f"Talks {k} failed. " for k in range(400))
    path = packed(tmp_path / "a.zip", {"Post/one.txt": text})
    data = bytearray(path.read_bytes())
    data[100:140] = bytes(40)
    path.write_bytes(data)
    assert says(
        refused(path),
        f"{path}/Post/one.txt: the entry of the zip is broken (…); the zip is cut off or damaged; "
        "copy or download it again",
    )


def test_a_way_of_packing_nobody_has_is_named(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"Post/one.txt": "Talks failed."})
    data = bytearray(path.read_bytes())
    data[8] = data[data.index(b"PK\x01\x02") + 10] = 9
    path.write_bytes(data)
    assert says(
        refused(path),
        f"{path}/Post/one.txt: the entry is packed in a way that is not read (…); there are "
        "stored, deflate, bzip2 and lzma; unpack it and read the folder",
    )


def test_a_zip_cut_off_or_without_articles_is_named(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"Post/one.jpg": os.urandom(500)})
    assert says(
        refused(path),
        f"{path}: the zip holds no file that is read; there are .csv, …; put each article in "
        "OUTLET/name.txt, or name a table file instead",
    )
    path.write_bytes(path.read_bytes()[:300])
    assert says(
        refused(path),
        f"{path}: this is not a readable zip (File is not a zip file); it is cut off or damaged; "
        "copy or download the file again",
    )


def test_a_text_at_the_top_of_a_zip_has_no_outlet(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"one.txt": "Talks failed."})
    assert says(
        refused(path),
        f"{path}/one.txt: the file stands in no outlet's folder; its outlet is unknown; move it to "
        f"{path}/OUTLET/one.txt or say with pattern= where the outlet is",
    )


def test_a_workbook_and_a_parquet_in_a_zip_are_read(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    import pandas as pd

    book = openpyxl.Workbook()
    for row in (tuple(ROWS[0]), tuple(ROWS[0].values())):
        book.active.append(row)
    xlsx, parquet = io.BytesIO(), io.BytesIO()
    book.save(xlsx)
    pd.DataFrame(ROWS[1:]).to_parquet(parquet)
    path = packed(tmp_path / "a.zip", {"a.xlsx": xlsx.getvalue(), "b.parquet": parquet.getvalue()})
    assert read_corpus(path).articles.to_dict("records") == ROWS
