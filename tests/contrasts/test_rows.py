"""The columns of both tables, and what is said about what was left out."""

from __future__ import annotations

from made_scores import POST, WIRE, one, rows

from framing.contrasts import CONTRAST_COLUMNS, compare, estimate


def test_columns_are_those_of_the_schema() -> None:
    scores = rows({POST: [1, 2, 3], WIRE: [1, 1, 0]})
    assert tuple(estimate(scores).columns) == CONTRAST_COLUMNS
    assert tuple(compare(scores, seed=1).columns) == CONTRAST_COLUMNS


def test_articles_without_exposure_are_dropped_and_counted() -> None:
    scores = rows({POST: [2, 3, 4, 1]}, words={POST: [1000, 1000, 1000, 0]})
    row = one(estimate(scores), estimand="own")
    assert (row["estimate"], row["n_docs"], row["hits"]) == (3.0, 3, 9)
    assert row["note"] == (
        "3 articles: too few to show how they differ; 1 article without exposure; 1 hit without "
        "exposure left out"
    )


def test_weights_that_are_no_whole_numbers_stay() -> None:
    scores = rows({POST: [1, 2]})
    scores["hits"] = [0.5, 2.0]
    assert one(estimate(scores), estimand="own")["hits"] == 2.5
