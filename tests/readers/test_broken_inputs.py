"""Broken inputs, each named for its fault: an error that says what to do, or a receipt of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import says
from made_files import noted

from framing import CorpusError, read_corpus

BROKEN = Path(__file__).parents[1] / "broken" / "readers"
DELIMITER = "the delimiter is taken for ','; put cells that hold it between quotation marks, or "
ERRORS = {
    "commas-without-marks.csv": "{path}, line 2: the row has 4 cells, the header in line 1 2, and "
    f"so it is with 2 of 3 rows; {DELIMITER}mend the header",
    "quote-not-closed-before-another.csv": "{path}, line 3: the cell whose quotation mark opens in "
    "line 2 goes on with 'They met.\"' after its closing mark; one mark is not closed or not "
    "doubled; close it, or double the marks inside the cell",
    "marks-not-doubled.csv": "{path}, line 3: the cell whose quotation mark opens in line 3 goes "
    "on with 'never\" again.\"' after its closing mark; one mark is not closed or not doubled; "
    "close it, or double the marks inside the cell",
    "no-line-but-a-comment.csv": "{path}: the file holds no header line; name the columns in line "
    "1",
    "workbook-called.csv": "{path}: this is a workbook or zip, whatever its name says; its cells "
    "are not text; rename it to what it is, .xlsx or .zip",
    "no-encoding-at-all.csv": "{path}, line 2: byte 0x80 is not UTF-8, other bytes are not cp1252, "
    "and no guess fits; the file is in a rare encoding, damaged or no text; pass the encoding= it "
    "has or save it as UTF-8",
    "utf-16-cut-off.csv": "{path}, line 2: byte 0x0a is not utf-16, which the byte order mark "
    "declares; the file is cut off or damaged; copy it again, or pass the encoding= it has",
    "lines-cut-in-the-middle.jsonl": "{path}, line 1: this is not JSON (…), and so it is with 3 of "
    '3 lines; JSON lines hold one whole record such as {"outlet": ..., "text": ...} per line; mend '
    "or remove the lines",
    "cut-off.json": "{path}, line 2: this is not JSON (Unterminated string starting at); a .json "
    "file holds one array of records; mend it or write it again",
    "no-list.json": "{path}: the object has 0 lists of records, not one, under outlet, body; a "
    ".json file holds one array of records; write that list alone into a file",
    "two-lists.json": "{path}: the object has 2 lists of records, not one, under old, new; a .json "
    "file holds one array of records; write that list alone into a file",
    "empty-list.json": "{path}: the array holds no record; a record is an object such as "
    '{"outlet": ..., "text": ...}; name a file with articles',
    "number-alone.json": "{path}: the array holds no record; a record is an object such as "
    '{"outlet": ..., "text": ...}; name a file with articles',
    "no-workbook.xlsx": "{path}: this is not a readable workbook (File is not a zip file); it is "
    "damaged or another kind of file; open it in a spreadsheet program and save it as XLSX",
    "workbook-with-a-password.xlsx": "{path}: this workbook is locked by a password or in the form "
    "before 2007; its cells cannot be read; open it in a spreadsheet program and save it as plain "
    "XLSX",
    "no-zip.zip": "{path}: this is not a readable zip (File is not a zip file); it is cut off or "
    "damaged; copy or download the file again",
    "folder-of-photographs": "{path}: the folder holds no file that is read; there are .csv, …; "
    "put each article in OUTLET/name.txt, or name a table file instead",
}
CELLS = "; a line break without quotation marks cuts the row before"
ENCODING = "encoding guessed"
RECEIPTS = {
    "a-cell-too-many.csv": (
        1, ["2", "cells do not fit", "dropped", "line 3 has 3 cells, the header 2"]
    ),
    "a-cell-too-many-in-the-first-row.csv": (
        1, ["1", "cells do not fit", "dropped", "line 2 has 3 cells, the header 2"]
    ),
    "a-cell-too-few.csv": (
        2, ["2", "cells do not fit", "dropped", f"line 3 has 2 cells, the header 3{CELLS}"]
    ),
    "line-break-without-marks.csv": (
        3, ["3", "cells do not fit", "dropped", f"line 4 has 1 cells, the header 2{CELLS}"]
    ),
    "one-letter-damaged.csv": (
        2,
        ["", "broken bytes", "marked", "1 bytes are not UTF-8, which the rest of the file is (the "
         "first, 0xe9, in line 3); each replaced by U+FFFD"],
    ),
    "neither-utf-8-nor-cp1252.csv": (
        1,
        ["", ENCODING, "marked", "line 2: byte 0x8d is not UTF-8, others are not cp1252; taken for "
         "mac_iceland; pass the encoding= it has"],
    ),
    "utf-16-without-its-mark.csv": (
        1,
        ["", ENCODING, "marked", "every other byte is zero; read as utf-16-le; pass encoding= if "
         "it has another"],
    ),
    "mojibake.csv": (
        2,
        ["1", "mojibake", "marked", "2 in the text, the first 'â€œ': text of one encoding was read "
         "as another before it came here; not repaired; take it from its origin"],
        ["2", "mojibake", "marked", "2 in the text, the first 'â€™': text of one encoding was read "
         "as another before it came here; not repaired; take it from its origin"],
    ),
    "quotes-that-are-none.tsv": (
        2,
        ["", "quotation marks kept", "marked", "quotation marks of its cells are not closed or "
         "doubled; all read as they are"],
    ),
    "line-that-is-no-json.jsonl": (
        1,
        ["2", "no record", "dropped", "line 2: this is not JSON (Expecting value at column 28)"],
    ),
    "line-that-is-an-array.jsonl": (
        1, ["2", "no record", "dropped", "line 2: the record is a list, not an object"]
    ),
    "list-with-a-number.json": (
        1,
        ["2", "no record", "dropped", "record 2 of the array is a number, not an object"],
        ["3", "no record", "dropped", "record 3 of the array is a null, not an object"],
    ),
    "one-folder-around-all": (
        2,
        ["", "one outlet for all", "marked", "all 2 texts stand under 'corpus', which is taken for "
         "their outlet; if it is the folder of outlets, pass pattern='corpus/{outlet}/*.txt'"],
    ),
    "photograph-among-articles": (
        1, ["Post/one.jpg", "unknown ending", "dropped", "files ending in '.jpg' are not read"]
    ),
    "path-without-a-date": (
        1,
        ["Post/talks.txt", "path does not fit", "dropped", "the path does not fit the pattern "
         "'{outlet}/{date}_{title}.txt'"],
    ),
}  # fmt: skip
OPTIONS = {"path-without-a-date": {"pattern": "{outlet}/{date}_{title}.txt"}}


@pytest.mark.parametrize("name", ERRORS)
def test_what_cannot_be_read_is_named_with_what_to_do(name: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read_corpus(BROKEN / name)
    assert says(caught.value, ERRORS[name].replace("{path}", str(BROKEN / name)))


@pytest.mark.parametrize("name", RECEIPTS)
def test_what_is_dropped_or_doubted_stands_in_the_receipt(name: str) -> None:
    if "mac_iceland" in str(RECEIPTS[name]):
        pytest.importorskip("charset_normalizer")
    count, *rows = RECEIPTS[name]
    corpus, receipt = noted(BROKEN / name, **OPTIONS.get(name, {}))
    assert receipt == rows
    assert len(corpus) == count
    assert set(corpus.receipt["source"]) == {str(BROKEN / name)}


def test_what_a_receipt_tells_to_pass_helps() -> None:
    corpus, receipt = noted(BROKEN / "one-folder-around-all", pattern="corpus/{outlet}/*.txt")
    assert (corpus.articles["outlet"].tolist(), receipt) == (["Post", "Times"], [])


def test_every_broken_input_is_tried() -> None:
    assert {path.name for path in BROKEN.iterdir()} == {*ERRORS, *RECEIPTS}
