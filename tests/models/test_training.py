"""Weights are learned from marked articles: the same records and seed, the same bytes."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from cases import says

from framing.cli import main
from framing.errors import FramingError
from framing.models.contents import UNKNOWN, ContentTagger, Model
from framing.models.training import read_records, train_model, write_model
from framing.models.weights import read_weights
from framing.statements import find_attributions
from framing.tags import Tagger
from framing.words import WordIndex

NAMES = ("Dolen", "Brel", "Vask", "Ostrin", "Palme")
THINGS = ("the bridge was closed", "the port would reopen", "talks had failed", "prices rose")


def record(number: int) -> dict[str, object]:
    """An invented article: what is *zorbed* is somebody's words, what is *knitted* is not."""
    name, thing = NAMES[number % 5], THINGS[number % 4]
    first = f"Mara {name} zorbed that {thing}. "
    text = first + f"The council knitted {THINGS[(number + 1) % 4].split(' ')[1]} on day {number}."
    start = first.index("that")
    return {
        "text": text,
        "attributions": [
            {
                "source": [[0, first.index(" zorbed")]],
                "cue": [[first.index("zorbed"), first.index(" that")]],
                "content": [[start, len(first) - 2]],
            }
        ],
    }


NOT = "this is no marked article "
REMEDY = (
    "; each line is a JSON object with text and attributions, a list of objects with source, cue "
    "and content, each a list of [start, end] inside the text; mend the line"
)
RECORDS = [record(number) for number in range(60)]


@pytest.fixture(scope="module")
def model() -> Model:
    return train_model(RECORDS)


def test_a_cue_no_table_has_is_learned(model: Model) -> None:
    text = "Mara Lind zorbed that the mill had burned. The council knitted mills on day 3."
    tagger = Tagger(WordIndex([text]))
    assert find_attributions(tagger, 0) == []
    (row,) = find_attributions(tagger, 0, contents=ContentTagger(tagger, model))
    assert text[row.start : row.end] == "that the mill had burned"
    assert text[row.cue_start : row.cue_end] == "zorbed"


def test_the_same_records_give_the_same_bytes(model: Model) -> None:
    assert write_model(train_model(RECORDS)) == write_model(model)


def test_what_is_written_predicts_as_what_was_learned(model: Model) -> None:
    vocabulary: dict[str, int] = {}

    def number(word: str) -> int:
        return UNKNOWN if word == "*" else vocabulary.setdefault(word, len(vocabulary) + 2)

    tables = write_model(model)
    layers = {name: read_weights(tables[f"{name}.csv"], name, number) for name in model.layers}
    again = Model(layers, vocabulary)
    assert set(again.vocabulary) == set(model.vocabulary)
    tagger = Tagger(WordIndex([str(r["text"]) for r in RECORDS[:8]]))
    for text in range(8):
        reading = tagger.read(text)
        one, other = (ContentTagger(tagger, m).chances(reading, []) for m in (model, again))
        # Weights are written with two digits, and none below .08.
        assert np.abs(one - other).max() < 0.2


def test_the_command_line_trains(tmp_path: Path, model: Model) -> None:
    path = tmp_path / "marked.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("\n".join(json.dumps(r) for r in RECORDS))
    assert main(["train", "attribution", str(path), "--out", str(tmp_path / "weights")]) == 0
    for name, table in write_model(model).items():
        assert (tmp_path / "weights" / name).read_text(encoding="utf-8") == table


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (["no json"], f", line 1: {NOT}(JSONDecodeError…){REMEDY}"),
        (['{"text": "A."}'], f", line 1: {NOT}(KeyError('attributions')){REMEDY}"),
        (
            ['{"text": "A.", "attributions": [{"source": [], "cue": [], "content": [[0, 9]]}]}'],
            f", line 1: {NOT}(ValueError('content at 0 to 9 of 2')){REMEDY}",
        ),
        (
            ['{"text": "A.", "attributions": []}'],
            ": 1 articles are too few to learn from in 5 folds; there must be 5 and should be "
            "hundreds; mark more",
        ),
    ],
)
def test_a_bad_record_is_named(tmp_path: Path, lines: list[str], fault: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(FramingError) as caught:
        read_records(path)
    assert says(caught.value, f"…bad.jsonl{fault}")
