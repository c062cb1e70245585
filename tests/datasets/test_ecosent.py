"""The two tables of ecosent: numbers, and NA where there are none."""

from __future__ import annotations

import gzip
from csv import DictReader
from hashlib import sha256
from pathlib import Path

import pytest
from cases import says

from framing.datasets.converters import ecosent
from framing.errors import DatasetError

GOLD = "id,value\n11,0\n12,-1\n"
PREDICTIONS = (
    "id,method,variable,language,dictionary,value,confidence,repetition\n"
    "11,dictionary,afinn,nl,afinn,-0.25,NA,NA\n"
    "12,ml,cnn,NA,NA,1,0.75,3\n"
)


def original(folder: Path, gold: str = GOLD, predictions: str = PREDICTIONS) -> Path:
    data = folder / "ecosent" / "data" / "intermediate"
    data.mkdir(parents=True)
    (data / "gold.csv").write_text(gold, encoding="utf-8", newline="")
    (data / "combined_predictions.csv").write_text(predictions, encoding="utf-8", newline="")
    return data


def test_rows_are_records_as_written(tmp_path: Path) -> None:
    original(tmp_path)
    records = ecosent.convert(tmp_path)
    assert records["gold"] == [{"id": "11", "value": "0"}, {"id": "12", "value": "-1"}]
    assert records["combined_predictions"][1] == {
        "id": "12",
        "method": "ml",
        "variable": "cnn",
        "language": "NA",
        "dictionary": "NA",
        "value": "1",
        "confidence": "0.75",
        "repetition": "3",
    }


def test_the_tables_hold_numbers(tmp_path: Path) -> None:
    original(tmp_path)
    tables = ecosent.arrange(ecosent.convert(tmp_path))
    assert list(tables) == ["gold", "predictions"]
    assert tables["gold"].values.tolist() == [["11", 0], ["12", -1]]
    table = tables["predictions"]
    assert table["value"].tolist() == [-0.25, 1.0]
    assert table[["language", "dictionary"]].values.tolist() == [["nl", "afinn"], ["", ""]]
    assert table["confidence"].isna().tolist() == [True, False]
    assert table["repetition"].isna().tolist() == [True, False]
    assert (table["confidence"][1], table["repetition"][1]) == (0.75, 3)


def test_one_of_the_two_copies_is_enough(tmp_path: Path) -> None:
    original(tmp_path)
    records = ecosent.convert(tmp_path)
    tables = ecosent.arrange({"gold": records["gold"]})
    assert (len(tables["gold"]), len(tables["predictions"])) == (2, 0)


@pytest.mark.parametrize(
    ("name", "gold", "predictions", "expected"),
    [
        (
            "gold.csv",
            GOLD.replace("-1", "minus one"),
            PREDICTIONS,
            "line 3: value is 'minus one'; a number stands there; the file is damaged, "
            "fetch it again",
        ),
        (
            "combined_predictions.csv",
            GOLD,
            PREDICTIONS.replace("-0.25", ""),
            "line 2: value is ''; a number stands there; the file is damaged, fetch it again",
        ),
        (
            "combined_predictions.csv",
            GOLD,
            GOLD,
            "line 1: the table lacks the column 'method', …; it has id, value; "
            "fetch the file again",
        ),
    ],
)
def test_a_broken_table_is_named(
    tmp_path: Path, name: str, gold: str, predictions: str, expected: str
) -> None:
    data = original(tmp_path, gold, predictions)
    with pytest.raises(DatasetError) as fault:
        ecosent.convert(tmp_path)
    assert says(fault.value, f"{data / name}, {expected}")


@pytest.mark.real
def test_the_ready_copies_are_the_originals(real_data: Path, tmp_path: Path) -> None:
    with gzip.open(real_data / "upstream" / "files.csv.gz", "rt", encoding="utf-8") as file:
        listed = {
            row["path"]: row["sha256"] for row in DictReader(file) if row["name"] == "ecosent"
        }
    contents = {
        "gold.csv": (real_data / "ecosent" / "gold.csv").read_bytes(),
        "combined_predictions.csv": gzip.decompress(
            (real_data / "ecosent" / "combined_predictions.csv.gz").read_bytes()
        ),
    }
    assert {
        f"data/intermediate/{name}": sha256(content).hexdigest()
        for name, content in contents.items()
    } == listed
    data = original(tmp_path)
    for name, content in contents.items():
        (data / name).write_bytes(content)
    records = ecosent.convert(tmp_path)
    assert {stem: len(rows) for stem, rows in records.items()} == {
        "gold": 284,
        "combined_predictions": 15723,
    }
    tables = ecosent.arrange(records)
    assert sorted(tables["gold"]["value"].unique()) == [-1, 0, 1]
    assert set(tables["predictions"]["id"]) == set(tables["gold"]["id"])
    assert sorted(tables["predictions"]["method"].unique()) == [
        "crowd",
        "dictionary",
        "manual",
        "ml",
    ]
