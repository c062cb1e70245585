"""How far words of an unsure voice could move a rate."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest
from made_scores import POST, WIRE, one, rows

from framing.contrasts import estimate
from framing.contrasts.unsure import Doubt, say_doubt


def test_unsure_words_bound_own_and_wording() -> None:
    scores = pd.concat(
        [
            rows({POST: [2, 4, 3], WIRE: [1, 2, 3]}),
            rows({POST: [1, 0, 2]}, words=500, voice="reported"),
            rows({POST: [0, 2, 1]}, words=100, voice="unsure"),
        ]
    )
    table = estimate(scores)
    post = table[table["group"] == POST].set_index("estimand")
    assert post["estimate"]["own"] == 3
    # 9 / 3,300 and (9 + 3) / 3,000; 12 / 4,800 and (12 + 3) / 4,500.
    assert (
        post["note"]["own"]
        == "3 articles: too few to show how they differ; unsure words could move it to 2.73-4"
    )
    assert post["note"]["wording"].endswith("; unsure words could move it to 2.5-3.33")
    assert post["note"]["all"] == "3 articles: too few to show how they differ"
    assert (
        table["note"][table["group"] == WIRE] == "3 articles: too few to show how they differ"
    ).all()


def test_unsure_words_are_told_beside_what_else_is_noted() -> None:
    scores = pd.concat(
        [rows({POST: [0, 0]}), rows({POST: [1, 0]}, words={POST: [50, 0]}, voice="unsure")]
    )
    row = one(estimate(scores), estimand="own")
    assert row["note"] == (
        "no hits; 2 articles: too few to show how they differ; unsure words could move it to 0-0.5"
    )


@pytest.mark.parametrize(
    "more",
    [
        {"words": 9, "unit": "alternatives"},
        {"words": 100, "category": "floor:unsure"},
        {"words": 9, "section": "headline", "unit": "headlines"},
    ],
)
def test_shares_are_not_bounded(more: dict[str, object]) -> None:
    scores = pd.concat(
        [rows({POST: [2, 4, 3]}, **more), rows({POST: [1, 1, 1]}, voice="unsure", **more)]
    )
    table = estimate(scores, section=str(more.get("section", "body")))
    assert not table["note"].str.contains("unsure").any()


def test_no_way_to_assign_segments_leads_outside() -> None:
    segments = [(0, 40), (3, 12), (1, 1), (0, 300)]
    hits, words = 5, 700
    doubt = Doubt(sum(h for h, _ in segments), sum(w for _, w in segments))
    said = say_doubt(doubt, "own", hits, words)
    low, high = (float(end) for end in said.rpartition(" ")[2].split("-"))
    for chosen in product((False, True), repeat=len(segments)):
        taken = [s for s, mine in zip(segments, chosen, strict=True) if mine]
        rate = (hits + sum(h for h, _ in taken)) / (words + sum(w for _, w in taken)) * 1000
        assert low - 0.005 <= rate <= high + 0.05


def test_what_three_digits_cannot_show_is_not_said() -> None:
    assert say_doubt(Doubt(0, 3), "own", 20, 100_000) == ""
    assert say_doubt(Doubt(1, 3), "own", 20, 100_000) != ""
    assert say_doubt(None, "own", 20, 100_000) == ""
