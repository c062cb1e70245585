"""The figure of names over time shows what its table says, and when styles began."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from cases import says

from framing import TableError, plot_names_over_time

STYLE = "Post Agency: Karsko since 2031-02-15"
LATER = "Board of Names: not Karsk since 2031-04-01"


def table_of(groups: list[str], periods: list[str]) -> pd.DataFrame:
    rows = [
        {"group": group, "period": period, "estimate": 0.1 * k + 0.2 * j}
        for k, group in enumerate(groups)
        for j, period in enumerate(periods)
    ]
    table = pd.DataFrame(rows)
    table["conf_low"], table["conf_high"] = table["estimate"] / 2, table["estimate"] / 2 + 0.5
    return table.assign(
        voice="own", set="port", alternative="Karsk", n_docs=3, n_events=0, hits=4, exposure=12,
        house_style="", note="",
    )  # fmt: skip


MONTHS = ["2031-01", "2031-02", "2031-03", "2031-04"]


def by_gid(ax: plt.Axes, gid: str):
    found = [artist for artist in ax.findobj() if artist.get_gid() == gid]
    return found[0] if found else None


@pytest.fixture
def table() -> pd.DataFrame:
    table = table_of(["Vestra", "Tessel Wire"], MONTHS)
    table.loc[2, ["estimate", "conf_low", "conf_high"]] = np.nan
    table.loc[2, ["exposure", "n_docs", "hits"]] = 0
    table.loc[table["period"] >= "2031-02", "house_style"] = STYLE
    table.loc[table["period"] == "2031-04", "house_style"] = f"{STYLE}; {LATER}"
    return table


def test_points_whiskers_and_counts_are_the_tables(table: pd.DataFrame) -> None:
    ax = plot_names_over_time(table)
    for k, row in table.drop(index=2).iterrows():
        point, whisker = by_gid(ax, f"point-{k}"), by_gid(ax, f"whisker-{k}")
        assert point.get_ydata()[0] == row["estimate"]
        assert list(whisker.get_ydata()) == [row["conf_low"], row["conf_high"]]
        assert round(point.get_xdata()[0]) == MONTHS.index(row["period"])
        assert by_gid(ax, f"count-{k}").get_text() == "12/3"
    low, high = ax.get_ylim()
    assert low < 0 < 1 < high


def test_a_month_without_a_mention_is_a_gap(table: pd.DataFrame) -> None:
    ax = plot_names_over_time(table)
    assert by_gid(ax, "point-2") is None
    assert by_gid(ax, "whisker-2") is None
    assert by_gid(ax, "count-2").get_text() == "0"
    blue = by_gid(ax, "point-0").get_color()
    links = [line for line in ax.lines if line.get_color() == blue and line.get_alpha() == 0.45]
    assert [[round(x) for x in line.get_xdata()] for line in links] == [[0, 1]]


def test_a_month_that_the_table_leaves_out_keeps_its_place(table: pd.DataFrame) -> None:
    ax = plot_names_over_time(table[table["period"] != "2031-03"])
    assert [label.get_text() for label in ax.get_xticklabels()] == MONTHS


def test_styles_stand_at_their_day(table: pd.DataFrame) -> None:
    ax = plot_names_over_time(table)
    # The fifteenth of the second of 28 days; the first of the fourth month.
    assert by_gid(ax, "style-0").get_xdata()[0] == pytest.approx(0.5 + 14 / 28)
    assert by_gid(ax, "style-1").get_xdata()[0] == pytest.approx(2.5)
    texts = [by_gid(ax, f"style-name-{k}").get_text() for k in (0, 1)]
    assert texts == ["Post Agency: Karsko (2031-02-15)", "Board of Names: not Karsk (2031-04-01)"]


def test_styles_from_before_are_not_drawn(table: pd.DataFrame) -> None:
    ax = plot_names_over_time(table[table["period"] >= "2031-03"])
    assert by_gid(ax, "style-name-0").get_text().startswith("Board of Names")
    assert by_gid(ax, "style-1") is None


@pytest.mark.parametrize(
    ("voice", "alternative", "title"),
    [
        ("own", "Karsk", "“Karsk” among the names for “port”, own voice"),
        (
            "wording",
            "(marked)",
            "The marked names among the names for “port”, the outlet’s wording",
        ),
        ("quoted", "Karsk", "“Karsk” among the names for “port”, quoted voice"),
    ],
)
def test_the_title_says_what_is_drawn(voice: str, alternative: str, title: str) -> None:
    table = table_of(["Vestra"], MONTHS).assign(voice=voice, alternative=alternative)
    assert plot_names_over_time(table).get_title(loc="left") == title


@pytest.mark.parametrize(
    ("periods", "noun"), [(["2031Q1", "2031Q2"], "quarter"), (["2030", "2031"], "year")]
)
def test_quarters_and_years_are_drawn_too(periods: list[str], noun: str) -> None:
    ax = plot_names_over_time(table_of(["Vestra"], periods))
    assert [label.get_text() for label in ax.get_xticklabels()] == periods
    assert ax.get_xlabel().startswith(f"{noun}; height: share of mentions")


def test_it_draws_where_it_is_told_and_leaves_out_what_has_no_date() -> None:
    _, (left, right) = plt.subplots(1, 2)
    table = table_of(["Vestra"], [*MONTHS, "(no date)"])
    assert plot_names_over_time(table, ax=right) is right
    assert not left.lines
    assert by_gid(right, "count-4") is None


def faults() -> list[tuple[pd.DataFrame, str]]:
    table = table_of(["Vestra"], MONTHS)
    many = table_of([f"G{k}" for k in range(8)], MONTHS)
    return [
        (table.assign(set=["a", "b", "a", "b"]), "plot_names_over_time: one Axes shows one set; …"),
        (many, "plot_names_over_time: seven groups can be told apart; the table holds 8 (G0, G1, "
         "G2 and 5 more); choose some with table[table['group'].isin([...])]"),
        (table[:0], "plot_names_over_time: the table has no row with a date; a figure needs at "
         "least one; see whether a filter before it left nothing"),
        (table.assign(period="all"), "plot_names_over_time: the period 'all' has no place on the "
         "axis; it shows either months, or quarters, or years; make the table with "
         "share_names(..., period='month'), or draw a table of estimate with plot_naming"),
        (table.assign(period=["2031-01", "2031-02", "2031-03", "2031"]),
         "plot_names_over_time: the period '2031-01' has no place on the axis; …"),
        (pd.concat([table, table]), "plot_names_over_time: rows 0 and 4 of the table are both …"),
        (table.drop(columns="voice"),
         "plot_names_over_time: the table lacks the column 'voice'; …"),
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(len(faults())))
def test_what_cannot_be_drawn_is_refused(number: int) -> None:
    table, message = faults()[number]
    with pytest.raises(TableError) as caught:
        plot_names_over_time(table)
    assert says(caught.value, message)
