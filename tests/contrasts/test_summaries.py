"""What a table says in words: found, on what unit, refused, planned, beside."""

from __future__ import annotations

import pandas as pd
import pytest
from cases import says
from made_scores import POST, STAR, WIRE, matched, rows

from framing.contrasts import compare, plan, summarise
from framing.errors import TableError


def test_articles() -> None:
    hits = {POST: [9, 7, 8, 9, 6, 9], WIRE: [1, 2, 0, 3, 1, 1], STAR: [3, 4]}
    table = compare(rows(hits), seed=1)
    lines = summarise(table[table["estimand"] == "own"]).splitlines()
    assert lines[:2] == [
        "Compared: Harbour Post, Morning Star of Ost, Valley Wire, each with the rest; evaluation; "
        "estimand own.",
        "Estimated: pooled rate ratio, difference (6 rows, 6 of them with an interval); unit: "
        "articles (14).",
    ]
    assert lines[2].startswith(
        "Tested: 4 of 6 rows, labels permuted among all articles; p adjusted (Benjamini-Hochberg) "
        "in families of 6; smallest attainable p "
    )
    assert lines[3].startswith("Below .05 after adjusting: 4. evaluation, own, ")
    assert lines[3].endswith("; and 1 more.")
    assert lines[4] == "No p-value in 2 rows: 2 articles of Morning Star of Ost (5 needed) (2)."


def test_events_plan_and_what_stands_beside() -> None:
    scores = matched([9, 7, 8, 9, 6, 9, 4, 12], [1, 2, 1, 3, 1, 1, 2, 4])
    intended = plan("evaluation", against=WIRE)
    table = compare(scores, plan=intended, beside=["bca", "nb2"], seed=1)
    said = summarise(table)
    assert said.startswith(
        f"Plan {intended.digest[:12]}: rows 1 primary, 0 planned, 14 exploratory.\n"
        "Compared: Harbour Post with Valley Wire; evaluation; estimands own, wording, all.\n"
        "Estimated: pooled rate ratio, difference, Mantel-Haenszel rate ratio within events (9 "
        "rows, 9 of them with an interval); unit: events (8).\n"
        "Tested: 9 of 9 rows, labels permuted among the articles of each event; "
    )
    assert said.endswith(
        "Beside: BCa agrees in 3 of 3 whether the interval leaves out 1; NB2 agrees in 3 of 3 "
        "whether the interval leaves out 1."
    )


def test_what_is_missing_is_counted_by_reason() -> None:
    table = compare(rows({POST: [5, 6, 7, 4, 5, 6], WIRE: [0] * 6}), against=WIRE, seed=1)
    assert "No estimate in 3 rows: ratio undefined: no hits in Valley Wire (3)." in summarise(table)
    none = compare(rows({POST: [0] * 6, WIRE: [0] * 6}), against=WIRE, seed=1)
    assert "Tested: nothing." in summarise(none)


def test_only_contrasts_can_be_told() -> None:
    table = compare(rows({POST: [1, 2], WIRE: [1, 1]}), seed=1)
    with pytest.raises(TableError) as none:
        summarise(table.iloc[:0])
    says(none.value, "summarise: the table has no rows; …")
    with pytest.raises(TableError):
        summarise(pd.DataFrame({"group": ["x"]}))


def test_many_reasons_are_told_by_what_they_have_in_common() -> None:
    few = {f"{k} Outlet": [1, 2, 1] for k in range(6)}
    said = summarise(compare(rows({POST: [3] * 8} | few), against="pairs", seed=1))
    assert "No p-value in " in said
    assert "3 Outlet" not in said.split("No p-value")[1]
    assert "too few (5 needed)" in said


def test_sides_of_one_article_are_told_together() -> None:
    alone = {f"{k} Outlet": [2] for k in range(6)}
    said = summarise(compare(rows({POST: [3, 1, 2, 4, 3, 2]} | alone), seed=1))
    assert "one article on a side: no interval (36)" in said
