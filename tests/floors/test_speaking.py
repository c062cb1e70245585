"""Who speaks how much: counted by hand, and summing to the whole."""

from __future__ import annotations

import pandas as pd
import pytest
from cases import says
from made_coverage import Coverage, cover

from framing import sources
from framing.errors import FramingError, TableError
from framing.floors.speaking import MEASURES
from framing.floors.tallies import SHARE_COLUMNS

DOLEN = "Mara Dolen said that talks had failed. “We waited,” Mara Dolen said."
BREL = "Ilya Brel said that talks went on."
ASIDE = "An official said that nothing was lost."


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    return cover(("Post", f"{DOLEN} {BREL}"), ("Post", BREL), ("Wire", f"{ASIDE} {DOLEN}"))


def cell(table: pd.DataFrame, group: str, source: str, measure: str) -> tuple[int, int]:
    row = table[
        (table["group"] == group) & (table["source"] == source) & (table["measure"] == measure)
    ]
    return int(row["hits"].iloc[0]), int(row["exposure"].iloc[0])


def test_every_measure_counts_what_it_says(coverage: Coverage) -> None:
    table = sources(coverage.attributions, coverage.segments)
    assert tuple(table.columns) == SHARE_COLUMNS
    # Two attributions by Dolen and two by Brel in the Post, four in all.
    assert cell(table, "Post", "Mara Dolen", "attributions") == (2, 4)
    assert cell(table, "Post", "Mara Dolen", "quotations") == (1, 1)
    # "that talks had failed" and "We waited", "that talks went on" twice.
    assert cell(table, "Post", "Mara Dolen", "words") == (6, 14)
    assert cell(table, "Post", "Mara Dolen", "articles") == (1, 2)
    assert cell(table, "Post", "Mara Dolen", "first") == (1, 2)
    assert cell(table, "Post", "Ilya Brel", "last") == (2, 2)
    assert cell(table, "Wire", "Ilya Brel", "attributions") == (0, 3)
    assert cell(table, "Wire", "(not resolved)", "first") == (1, 1)


def test_shares_of_all_sources_sum_to_one(coverage: Coverage) -> None:
    table = sources(coverage.attributions, coverage.segments)
    for measure in set(MEASURES) - {"articles"}:
        part = table[table["measure"] == measure].groupby("group")["estimate"].sum()
        assert part.round(9).eq(1).all(), measure


def test_left_out_sources_stay_in_the_denominator(coverage: Coverage) -> None:
    table = sources(coverage.attributions, coverage.segments, most=1)
    assert set(table["source"]) == {"Mara Dolen", "(not resolved)"}
    assert cell(table, "Post", "Mara Dolen", "attributions") == (2, 4)


def test_by_type_of_source(coverage: Coverage) -> None:
    table = sources(coverage.attributions, coverage.segments, of="source_type")
    assert cell(table, "Wire", "named_person", "attributions") == (2, 3)


def test_an_outlet_without_a_source_keeps_its_row() -> None:
    silent = cover(("Post", BREL), ("Wire", "It rained on Monday."))
    table = sources(silent.attributions, silent.segments)
    row = table[(table["group"] == "Wire") & (table["measure"] == "words")].iloc[0]
    assert pd.isna(row["estimate"])
    assert row["note"] == "no exposure"


def test_nothing_at_all_gives_an_empty_table() -> None:
    silent = cover(("Post", "It rained."))
    table = sources(silent.attributions, silent.segments)
    assert table.empty
    assert tuple(table.columns) == SHARE_COLUMNS


def test_a_scare_quote_gives_nobody_the_floor() -> None:
    made = cover(("Post", f"The junta held its “election” on Sunday. {BREL}"))
    table = sources(made.attributions, made.segments)
    assert set(table["source"]) == {"Ilya Brel"}


def test_a_speaker_has_one_name_in_all_articles() -> None:
    made = cover(
        ("Post", DOLEN), ("Post", DOLEN), ("Wire", DOLEN.replace("Mara Dolen", "Mara J. Dolen"))
    )
    assert set(sources(made.attributions, made.segments)["source"]) == {"Mara Dolen"}


def test_bad_input_is_named(coverage: Coverage) -> None:
    with pytest.raises(TableError) as caught:
        sources(coverage.attributions, coverage.segments, of="bloc")
    assert says(caught.value, "sources: there is no column of the attributions 'bloc'…")
    with pytest.raises(TableError):
        sources(coverage.attributions.drop(columns="kind"), coverage.segments)
    with pytest.raises(TableError):
        sources(coverage.attributions, coverage.segments, by="theme")
    with pytest.raises(FramingError) as wrong:
        sources(coverage.attributions, coverage.segments, most=0)
    assert says(wrong.value, "sources: most is 0; it is how many sources to list, 1 or more")
