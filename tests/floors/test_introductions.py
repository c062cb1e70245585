"""How sources are introduced, and the claimed-to-said ratio of two blocs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from cases import says
from made_coverage import Coverage, cover

from framing import join_people, stances
from framing.errors import TableError
from framing.floors.introductions import STANCE_COLUMNS

PEOPLE = pd.DataFrame({"speaker": ["Mara Dolen", "Ilya Brel"], "bloc": ["East", "West"]})


def texts(claims: int, says_: int, other: int) -> str:
    parts = [f"Mara Dolen claimed that mill {k} had burned." for k in range(claims)]
    parts += [f"Mara Dolen said that well {k} was dry." for k in range(says_)]
    parts += [f"Ilya Brel said that road {k} was clear." for k in range(other)]
    return " ".join(parts)


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    articles = [("Post", texts(2, 1, 2) + " Ilya Brel claimed that it rained.") for _ in range(6)]
    made = cover(*articles, ("Wire", texts(1, 2, 1)))
    return made._replace(attributions=join_people(made.attributions, PEOPLE))


def test_shares_are_of_the_source_and_sum_to_one(coverage: Coverage) -> None:
    table = stances(coverage.attributions, coverage.segments)
    assert tuple(table.columns) == STANCE_COLUMNS
    row = table[
        (table["group"] == "Post")
        & (table["source"] == "Mara Dolen")
        & (table["stance"] == "distancing")
    ].iloc[0]
    assert (row["hits"], row["exposure"]) == (12, 18)
    sums = table.groupby(["group", "source"])["estimate"].sum()
    assert sums.round(9).eq(1).all()


def test_the_ratio_is_the_odds_ratio_with_half_a_case_in_each_cell(coverage: Coverage) -> None:
    table = stances(coverage.attributions, coverage.segments, of="bloc", between=["East", "West"])
    ratio = table[table["measure"] == "claimed_to_said_ratio"].set_index("group")
    # East: 12 claimed, 6 said; West: 6 claimed, 12 said.
    assert ratio.loc["Post", "estimate"] == pytest.approx((12.5 * 12.5) / (6.5 * 6.5))
    # Every article is alike, so the bounds are Woolf's: chance is not certainty.
    half = 1.959964 * (2 / 12.5 + 2 / 6.5) ** 0.5
    assert ratio.loc["Post", "conf_low"] == pytest.approx(12.5**2 / 6.5**2 / np.exp(half))
    assert ratio.loc["Post", "note"] == "12 of 18 against 6 of 18"
    assert np.isnan(ratio.loc["Wire", "conf_low"])
    assert ratio.loc["Wire", "note"] == "1 articles introduce either: too few for an interval"


def test_two_who_are_never_introduced_at_a_distance_have_no_ratio() -> None:
    made = cover(*[("Post", texts(0, 2, 2)) for _ in range(6)])
    sided = join_people(made.attributions, PEOPLE)
    table = stances(sided, made.segments, of="bloc", between=["East", "West"])
    row = table[table["measure"] == "claimed_to_said_ratio"].iloc[0]
    assert np.isnan(row["estimate"])
    assert row["note"] == "neither is introduced at a distance"


def test_what_a_source_says_of_another_is_not_the_outlets_act() -> None:
    made = cover(("Post", "Mara Dolen said that Ilya Brel claimed that the wells were dry."))
    table = stances(made.attributions, made.segments)
    assert set(table["source"]) == {"Mara Dolen"}


def test_bad_input_is_named(coverage: Coverage) -> None:
    for between, fault in (
        (["East"], "stances: between is ['East']; a ratio is between two different sources;…"),
        (["East", "North"], "stances: there is no bloc 'North'…"),
    ):
        with pytest.raises(TableError) as caught:
            stances(coverage.attributions, coverage.segments, of="bloc", between=between)
        assert says(caught.value, fault)
    with pytest.raises(TableError):
        stances(coverage.attributions.drop(columns="stance"), coverage.segments)


@pytest.mark.slow
def test_the_interval_holds_an_even_handed_ratio() -> None:
    """Under no difference, the 95 % interval of the ratio holds 1 about as often as it says."""
    from framing.floors.introductions import _ratio

    random = np.random.default_rng(5)
    held = 0
    for _ in range(600):
        share = random.beta(2, 6, size=(40, 1))
        sizes = random.poisson(4, size=(40, 2))
        claimed = random.binomial(sizes, share)
        cells = np.column_stack(
            [claimed[:, 0], sizes[:, 0] - claimed[:, 0], claimed[:, 1], sizes[:, 1] - claimed[:, 1]]
        )
        row = _ratio("Post", ["East", "West"], cells[cells.sum(axis=1) > 0])
        held += row["conf_low"] <= 1 <= row["conf_high"]
    assert 0.93 <= held / 600 <= 0.99
