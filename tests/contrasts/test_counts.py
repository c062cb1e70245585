"""Scores as arrays: what is added up, and what cannot be right."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from made_scores import GOOD, POST, bad, check_refusal, rows

from framing.contrasts import estimate
from framing.errors import TableError


def test_estimands_add_up_their_voices() -> None:
    parts = [
        rows({POST: [k, k, k + 1]}, voice=voice, words=100 * k)
        for k, voice in enumerate(["outlet", "quoted", "reported", "distanced", "unsure"], start=1)
    ]
    table = estimate(pd.concat(parts))
    assert table["estimand"].tolist() == ["own", "wording", "all"]
    assert table["hits"].tolist() == [4, 4 + 10 + 13, 4 + 7 + 10 + 13 + 16]
    assert table["exposure"].tolist() == [300, 300 + 900 + 1200, 4500]


def test_the_floor_is_a_share_and_stands_under_all() -> None:
    scores = rows({POST: [30, 50, 40]}, words=100, category="floor:quoted", voice="quoted")
    table = estimate(scores)
    assert table["estimand"].tolist() == ["all"]
    assert table["measure"].tolist() == ["share"]
    assert table["estimate"].tolist() == [0.4]


@pytest.mark.parametrize(
    ("scores", "options", "kind", "message"),
    [
        (
            bad(unit=["words"] * 5 + ["articles"]),
            {},
            TableError,
            "estimate: category 'evaluation' is counted per articles and per words; a rate has "
            "one unit; score both parts with the same settings",
        ),
        (
            bad(unit="alternatives", exposure=2),
            {},
            TableError,
            "estimate: a share cannot exceed 1; article 'H002' has 3 hits of 2 alternatives in "
            "'evaluation'; pass the table that score returned",
        ),
        (
            bad(doc_id="a1"),
            {},
            TableError,
            "estimate: article 'a1' has more than one outlet: Harbour Post, Valley Wire; an "
            "article belongs to one; give every article its own doc_id, or choose another column",
        ),
        (
            pd.concat([GOOD, GOOD]),
            {},
            TableError,
            "estimate: an article has one row of scores per section, voice and category; article "
            "'H000' has more in body, outlet, 'evaluation' (rows too many: 6); pass what score "
            "returned once, and give every article its own doc_id",
        ),
    ],
)
def test_counts_that_cannot_be_right_say_why(
    scores: Any, options: dict[str, Any], kind: type[Exception], message: str
) -> None:
    check_refusal(scores, options, kind, message)
