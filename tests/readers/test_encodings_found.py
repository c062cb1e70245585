"""The order of encodings, and that none is taken without a word."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cases import says
from made_files import noted, write

from framing import CorpusError, MissingExtraError, read_corpus

TEXT = "“Talks” failed at Dorvyn’s café, the Courier said."
TABLE = f'outlet,text\nPost,"{TEXT}"\n'


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json", "Post/a.txt"])
def test_an_encoding_that_is_not_named_is_found(tmp_path: Path, encoding: str, name: str) -> None:
    record = f'{{"outlet": "Post", "text": "{TEXT}"}}\n'
    text = {"csv": TABLE, "jsonl": record, "json": f"[{record}]", "txt": TEXT}[name.split(".")[1]]
    corpus, receipt = noted(write(tmp_path / name, text.encode(encoding)))
    assert corpus.articles["text"].tolist() == [TEXT]
    doubted = {"cp1252": "read as cp1252", "utf-16-le": "encoding guessed"}
    doubted["utf-16-be"] = doubted["utf-16-le"]
    assert [row[1] for row in receipt] == ([doubted[encoding]] if encoding in doubted else [])


def test_cp1252_says_which_line_is_not_utf_8(tmp_path: Path) -> None:
    _, receipt = noted(write(tmp_path / "a.csv", TABLE.encode("cp1252")))
    reason = (
        "line 2: byte 0x93 is not UTF-8; read as cp1252; pass encoding= if the file has another"
    )
    assert receipt == [["", "read as cp1252", "marked", reason]]


def test_each_text_of_a_folder_has_its_own(tmp_path: Path) -> None:
    for number, encoding in enumerate(["utf-8", "cp1252", "utf-16"]):
        write(tmp_path / "Post" / f"{number}.txt", f"{TEXT} {number}".encode(encoding))
    corpus, _ = noted(tmp_path)
    assert corpus.articles["text"].tolist() == [f"{TEXT} {number}" for number in range(3)]
    assert corpus.receipt["source"].tolist() == [str(tmp_path / "Post" / "1.txt")]


def test_a_text_that_no_encoding_fits_is_dropped_and_the_others_stay(tmp_path: Path) -> None:
    pytest.importorskip("charset_normalizer")
    write(tmp_path / "Post" / "1.txt", TEXT)
    path = write(tmp_path / "Post" / "2.txt", bytes(range(0x80, 0x100)) * 3 + b"\x00\x81")
    corpus, receipt = noted(tmp_path)
    reason = "line 1: byte 0x80 is not UTF-8, other bytes are not cp1252, and no guess fits"
    assert receipt == [["Post/2.txt", "no encoding fits", "dropped", reason]]
    assert corpus.articles["text"].tolist() == [TEXT]
    for source, encoding in ((path, None), (tmp_path, "utf-8")):
        with pytest.raises(CorpusError, match="line 1: byte 0x80 is not"):
            read_corpus(source, encoding=encoding)


@pytest.mark.parametrize("lines", [3, 90_000])
@pytest.mark.parametrize("named", ["utf-8", "ascii"])
def test_a_named_encoding_is_strict_wherever_the_fault_stands(
    tmp_path: Path, lines: int, named: str
) -> None:
    data = b"outlet,text\n" + b"Post,Talks failed.\n" * lines + "Post,café\n".encode("cp1252")
    path = write(tmp_path / "a.csv", data)
    with pytest.raises(CorpusError) as caught:
        read_corpus(path, encoding=named)
    assert says(
        caught.value,
        f"{path}, line {lines + 2}: byte 0xe9 is not {named}; the file was written in another "
        "encoding; pass encoding='cp1252' or the one it has",
    )


def test_a_letter_on_the_border_of_two_blocks_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from framing.readers import encodings

    path = write(tmp_path / "a.csv", TABLE)
    for size in range(1, 8):
        monkeypatch.setattr(encodings, "_BLOCK", size)
        corpus, receipt = noted(path)
        assert (corpus.articles["text"].tolist(), receipt) == ([TEXT], [])


def test_a_guess_needs_its_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "charset_normalizer", None)
    path = write(tmp_path / "a.csv", b"outlet,text\nPost,fa\x8dade of the caf\x8e\n")
    with pytest.raises(MissingExtraError) as caught:
        read_corpus(path)
    assert says(
        caught.value,
        f"{path}, line 2: byte 0x8d is not UTF-8 and others are not cp1252; guessing another "
        "encoding needs charset-normalizer, which is not installed; pass the encoding= it has, or "
        "install the extra: pip install 'framing[archives]'",
    )


def test_a_guess_is_of_what_is_odd_wherever_it_stands(tmp_path: Path) -> None:
    pytest.importorskip("charset_normalizer")
    text = "The façade of the café in Karsk fell, said Mira Dolan’s aide; “très grave”, garçon."
    plain = "Post,The talks failed.\n" * 30_000
    data = ("outlet,text\n" + plain + f'Post,"{text}"\n').encode("mac_roman")
    corpus, receipt = noted(write(tmp_path / "a.csv", data))
    assert corpus.articles["text"].iloc[-1] == text
    assert receipt[0][1:3] == ["encoding guessed", "marked"]
