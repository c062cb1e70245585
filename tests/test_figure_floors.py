"""The figures of who speaks, and how introduced, show what their tables say."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from cases import says

from framing import plot_sources, plot_stances
from framing.errors import TableError


def sources_table(names: list[str], groups: list[str], measure: str = "words") -> pd.DataFrame:
    rows = [
        {"group": g, "source": n, "measure": measure, "estimate": 0.1 + 0.01 * k + 0.02 * j}
        for k, n in enumerate(names)
        for j, g in enumerate(groups)
    ]
    table = pd.DataFrame(rows)
    table["conf_low"], table["conf_high"] = table["estimate"] / 2, table["estimate"] * 2
    return table.assign(n_docs=9, n_events=3, hits=5, exposure=50, note="")


def by_gid(ax, gid: str):
    return next(artist for artist in ax.findobj() if artist.get_gid() == gid)


@pytest.mark.parametrize("number", [3, 9])
def test_points_and_whiskers_are_the_tables(number: int) -> None:
    table = sources_table([f"Speaker {k}" for k in range(number)], ["Vestra", "Tessel Wire"])
    ax = plot_sources(table)
    for k, row in table.iterrows():
        assert row["estimate"] in np.asarray(by_gid(ax, f"point-{k}").get_xdata())
        whisker = np.asarray(by_gid(ax, f"whisker-{k}").get_xdata())
        assert sorted(whisker) == pytest.approx([row["conf_low"], row["conf_high"]])
        assert by_gid(ax, f"beside-{k}").get_text() == "5 of 50"
    # Up to seven sources stand side by side in an outlet's line, more have a line each.
    assert len(ax.get_yticklabels()) == (2 if number <= 7 else number)


def test_what_cannot_be_told_apart_is_refused() -> None:
    many = sources_table([f"S{k}" for k in range(8)], [f"G{k}" for k in range(8)])
    with pytest.raises(TableError) as caught:
        plot_sources(many)
    assert says(
        caught.value,
        "plot_sources: seven series can be told apart; the table holds 8 sources (S0, S1, S2 and 5 "
        "more) of 8 groups; choose some with table[table['source'].isin([...])]",
    )
    two = pd.concat([sources_table(["S"], ["G"]), sources_table(["S"], ["G"], "first")])
    with pytest.raises(TableError) as mixed:
        plot_sources(two)
    assert says(mixed.value, "plot_sources: one Axes shows one measure; the table holds 2 …")
    with pytest.raises(TableError) as other:
        plot_sources(sources_table(["S"], ["G"], "rate"))
    assert says(other.value, "plot_sources: it draws what sources() returned (…'rate'…")
    with pytest.raises(TableError) as empty:
        plot_sources(sources_table(["S"], ["G"])[:0])
    assert says(empty.value, "plot_sources: the table is empty;…")


def stances_table(measure: str) -> pd.DataFrame:
    table = sources_table(["East", "West"], ["Vestra"], measure)
    return table.assign(reference="West", stance=["neutral", "distancing"])


def test_stances_have_a_line_per_source_and_the_ratio_one_per_group() -> None:
    ax = plot_stances(stances_table("share"))
    assert [label.get_text().splitlines()[0] for label in ax.get_yticklabels()] == ["East", "West"]
    ratio = stances_table("claimed_to_said_ratio")[:1]
    ax = plot_stances(ratio)
    assert ax.get_title(loc="left") == "Claimed-to-said ratio: East over West"
    assert ax.get_xscale() == "log"
    with pytest.raises(TableError) as caught:
        plot_stances(stances_table("words"))
    assert says(caught.value, "plot_stances: it draws what stances() returned (…'words'…")
