"""Weights as tables: what is written reads back, and a bad row is named."""

from __future__ import annotations

import numpy as np
import pytest
from cases import says

from framing.errors import LexiconError
from framing.models.weights import Linear, keys_of, parse, read_weights, spell, write_weights

WORDS = {"said": 2, "that": 3}
REMEDY = "; a row has a template, its value and numbers; make the table again with `framing train`"
TABLE = "template,value,content,cue\nbias,,-1.0,0.5\nword+1 tag,that V,2.0,0.0\nword,*,0.5,-0.5\n"


def number(word: str) -> int:
    return WORDS.get(word, 1)


def test_a_row_counts_where_its_template_has_its_value_and_nowhere_else() -> None:
    model = read_weights(TABLE, "here", number)
    # Three tokens: a V before "that", a V before an unknown word, the last one.
    columns = {"word": np.array([0, 2, 3, 1, 0, 0]), "tag": np.array([0, 86, 86, 120, 0, 0])}
    at = np.array([1, 2, 3])
    total = np.array([[-1 + 2, 0.5], [-1, 0.5], [-1 + 0.5, 0.5 - 0.5]])
    assert np.allclose(model.predict(columns, at), 1 / (1 + np.exp(-total)))


def test_keys_spell_what_they_stand_for() -> None:
    parts = parse("word+1 tag cue-2")
    columns = {
        "word": np.array([0, 0, 0, 2]),
        "tag": np.array([0, 0, ord("V"), 0]),
        "cue": np.array([7, 0, 0, 0]),
    }
    (key,) = keys_of(parts, columns, np.array([2])).tolist()
    assert spell(parts, key, {2: "said"}.__getitem__) == "said V 7"
    (edge,) = keys_of(parts, {**columns, "word": np.zeros(4, int)}, np.array([2])).tolist()
    assert spell(parts, edge, {2: "said"}.__getitem__) == "| V 7"


def test_what_is_written_reads_back() -> None:
    model = read_weights(TABLE, "here", number)
    rows = [
        (template, spell(parse(template), int(key), {1: "*", 2: "said", 3: "that"}.__getitem__), w)
        for template, keys, weights in zip(model.templates, model.keys, model.weights, strict=True)
        for key, w in zip(keys, weights[:-1].tolist(), strict=True)
    ]
    again = read_weights(write_weights(model.heads, model.bias.tolist(), rows), "there", number)
    assert again.heads == model.heads
    assert np.array_equal(again.bias, model.bias)
    for one, other in zip(model.weights, again.weights, strict=True):
        assert np.array_equal(one, other)


def test_a_model_without_rows_gives_its_bias() -> None:
    model = Linear(("content",), np.zeros(1), (), (), ())
    assert model.predict({}, np.arange(2)).tolist() == [[0.5], [0.5]]


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        (
            "word,weight\n",
            "here, line 1: the columns are word,weight; a table of weights has template,value and "
            "one column for each thing predicted; make it again with `framing train`",
        ),
        ("template,value,content\nword,said,much\n", f"here, line 2: could not…{REMEDY}"),
        ("template,value,content\nword,said,1,2\n", f"here, line 2: 4 cells for 3 columns{REMEDY}"),
        (
            "template,value,content\nword tag,said,1\n",
            f"here, line 2: 1 values for a template of 2 parts{REMEDY}",
        ),
    ],
)
def test_a_bad_row_is_named(table: str, fault: str) -> None:
    with pytest.raises(LexiconError) as caught:
        read_weights(table, "here", number)
    assert says(caught.value, fault)
