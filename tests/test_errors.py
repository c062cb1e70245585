"""One class per door, and messages of one form."""

from __future__ import annotations

import pytest

import framing
from framing.errors import require_columns, unknown_name


@pytest.mark.parametrize(
    "name",
    ["CorpusError", "LexiconError", "TableError", "ComparisonError", "MissingExtraError"],
)
def test_every_door_has_its_class_and_one_except_catches_all(name: str) -> None:
    fault = getattr(framing, name)
    assert issubclass(fault, framing.FramingError)
    assert issubclass(fault, ValueError)
    assert fault.__doc__


def test_a_missing_extra_is_an_import_error_and_a_doubt_a_warning() -> None:
    assert issubclass(framing.MissingExtraError, ImportError)
    assert issubclass(framing.FramingWarning, UserWarning)


@pytest.mark.parametrize(
    ("have", "message"),
    [
        (
            ["doc_id", "voice"],
            "score: the table lacks the column 'hits'; it has doc_id, voice; "
            "pass the table the verb before it returned",
        ),
        (
            ["voice", 7],
            "score: the table lacks the columns 'doc_id', 'hits'; it has voice, 7; "
            "pass the table the verb before it returned",
        ),
        (
            [],
            "score: the table lacks the columns 'doc_id', 'voice', 'hits'; it has no columns; "
            "pass the table the verb before it returned",
        ),
    ],
)
def test_missing_columns_are_named(have: list[object], message: str) -> None:
    with pytest.raises(framing.TableError) as caught:
        require_columns("score", have, ["doc_id", "voice", "hits"])
    assert str(caught.value) == message


def test_columns_that_are_there_are_no_fault() -> None:
    require_columns("score", ["doc_id", "voice", "more"], ["voice", "doc_id"])


@pytest.mark.parametrize(
    ("name", "known", "message"),
    [
        ("owm", ["own", "all"], "x: there is no y 'owm'; there are own, all; did you mean 'own'?"),
        ("zzz", ["own", "all"], "x: there is no y 'zzz'; there are own, all; choose one of these"),
        ("own", [], "x: there is no y 'own'; there are none; leave it out"),
        (
            "zzz",
            range(40),
            f"x: there is no y 'zzz'; there are {', '.join(map(str, range(30)))} and 10 more; "
            "choose one of these",
        ),
    ],
)
def test_an_unknown_name_meets_the_known_ones(name: str, known: list, message: str) -> None:
    assert unknown_name("x", "y", name, known) == message
