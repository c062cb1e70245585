"""Who is named and never heard, against what the others do."""

from __future__ import annotations

from math import comb

import pandas as pd
import pytest
from cases import says
from made_coverage import cover

from framing import absent
from framing.errors import FramingError, TableError
from framing.floors.absences import ABSENCE_COLUMNS

NAMED = "Mara Dolen met Ilya Brel on day {}."
HEARD = "Mara Dolen met Ilya Brel on day {}. “We waited,” Ilya Brel said."
COVERAGE = cover(
    *[("Post", NAMED.format(k)) for k in range(4)], *[("Wire", HEARD.format(k)) for k in range(6)]
)


def test_an_actor_others_let_speak_is_missed() -> None:
    table = absent(COVERAGE.attributions, COVERAGE.corpus)
    assert tuple(table.columns) == ABSENCE_COLUMNS
    row = table[(table["group"] == "Post") & (table["actor"] == "Ilya Brel")].iloc[0]
    assert row[["articles", "named", "articles_elsewhere", "voiced_elsewhere"]].tolist() == [
        4,
        4,
        6,
        6,
    ]
    assert row["expected"] == 4
    assert row["p_none"] == pytest.approx(1 / comb(10, 4))
    assert row["p_adj"] == pytest.approx(row["p_none"])


def test_whom_nobody_quotes_is_no_ones_omission() -> None:
    table = absent(COVERAGE.attributions, COVERAGE.corpus)
    rows = table[table["actor"] == "Mara Dolen"]
    assert set(rows["group"]) == {"Post", "Wire"}
    assert rows["expected"].eq(0).all()
    assert rows["note"].eq("given a voice by no group").all()
    assert rows["p_adj"].isna().all()


def test_whoever_speaks_is_not_absent() -> None:
    table = absent(COVERAGE.attributions, COVERAGE.corpus)
    assert table[(table["group"] == "Wire") & (table["actor"] == "Ilya Brel")].empty


def test_coverage_can_be_that_of_one_event() -> None:
    table = absent(COVERAGE.attributions, COVERAGE.corpus, within="event")
    assert set(table["within"]) == {"e0", "e1"}
    row = table[(table["within"] == "e0") & (table["actor"] == "Ilya Brel")].iloc[0]
    assert (row["articles"], row["articles_elsewhere"]) == (2, 3)


def test_names_written_otherwise_are_one_actor() -> None:
    made = cover(
        ("Post", "Minister Mara J. Dolen left. Dolen was late."),
        ("Post", "Mara Dolen left on day 2."),
        ("Wire", "“We waited,” Mara Dolen said on day 3."),
    )
    table = absent(made.attributions, made.corpus)
    assert table["actor"].tolist() == ["Mara Dolen"]
    assert table["named"].tolist() == [2]


def test_bodies_that_speak_are_named_where_their_name_stands() -> None:
    made = cover(
        ("Post", "The Harbour Council met on day 1."),
        ("Post", "Nobody from the Harbour Council came."),
        ("Wire", "The Harbour Council said that the port was closed."),
    )
    table = absent(made.attributions, made.corpus)
    row = table[table["actor"].str.contains("Harbour Council")].iloc[0]
    assert (row["group"], row["named"], row["voiced_elsewhere"]) == ("Post", 2, 1)


def test_bad_input_is_named() -> None:
    with pytest.raises(FramingError) as caught:
        absent(COVERAGE.attributions, COVERAGE.corpus, least=0)
    assert says(caught.value, "absent: least is 0; it is a number of articles, 1 or more")
    strange = COVERAGE.attributions.assign(doc_id="x")
    with pytest.raises(TableError) as wrong:
        absent(strange, COVERAGE.corpus)
    assert says(
        wrong.value,
        "absent: the attributions are of article 'x'; the corpus does not have it; pass the corpus "
        "they were found in",
    )
    with pytest.raises(TableError):
        absent(COVERAGE.attributions, COVERAGE.corpus, within="theme")


def test_nothing_named_gives_an_empty_table() -> None:
    made = cover(("Post", "It rained."), ("Wire", "It snowed."))
    table = absent(made.attributions, made.corpus)
    assert isinstance(table, pd.DataFrame)
    assert table.empty
