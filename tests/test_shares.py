"""Categories side by side are checked by their artists against the table, never by pixels."""

from __future__ import annotations

import math
from typing import Any

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from cases import says
from matplotlib.axes import Axes
from matplotlib.text import Text

from framing import plot_shares, save_figure
from framing.errors import TableError

OUTLETS = ["The Lantern", "Harbour News", "North Quay Evening Standard"]
STANCES = ["stance:endorsing", "stance:distancing", "stance:hostile"]


@pytest.fixture(autouse=True)
def _closed() -> Any:
    yield
    plt.close("all")


def table_of(
    categories: list[str], outlets: list[str] = OUTLETS, measure: str = "share", **more: Any
) -> pd.DataFrame:
    """Rows as `estimate` lays them out: all outlets of one category, then those of the next."""
    rows = [
        {
            "category": category,
            "estimand": "own",
            "group": outlet,
            "measure": measure,
            "estimate": 0.02 + 0.1 * k + 0.03 * n,
            "conf_low": 0.01 + 0.1 * k + 0.03 * n,
            "conf_high": 0.09 + 0.1 * k + 0.03 * n,
            "n_docs": 40 + n,
            "n_events": 8,
            "hits": 5 + k,
            "exposure": 900 + n,
            "note": "",
        }
        for k, category in enumerate(categories)
        for n, outlet in enumerate(outlets)
    ]
    return pd.DataFrame(rows).assign(**more)


def found(ax: Axes, kind: str) -> dict[int, Any]:
    """The artists of a kind, by the row of the table they stand for."""
    return {
        int(gid.removeprefix(f"{kind}-")): artist
        for artist in ax.findobj()
        if (gid := artist.get_gid() or "").startswith(f"{kind}-")
    }


def lines(ax: Axes) -> list[str]:
    return [label.get_text() for label in ax.get_yticklabels()]


def key(ax: Axes) -> list[str]:
    legend = ax.get_legend()
    assert legend is not None
    return [text.get_text() for text in legend.get_texts()]


# --- positions equal the table ------------------------------------------------------------------


@pytest.mark.parametrize("measure", ["share", "rate_per_1000"])
@pytest.mark.parametrize("number", [2, 6])
def test_points_stand_where_the_table_says(measure: str, number: int) -> None:
    names = ["label", "euphemism", "evaluation", "metaphor", "intensifier", "hedge"][:number]
    table = table_of(names, measure=measure)
    ax = plot_shares(table)
    points, whiskers = found(ax, "point"), found(ax, "whisker")
    assert sorted(points) == sorted(whiskers) == list(range(len(table)))
    for at, row in enumerate(table.to_dict("records")):
        assert points[at].get_xdata()[0] == row["estimate"]
        assert list(whiskers[at].get_xdata()) == [row["conf_low"], row["conf_high"]]
        assert points[at].get_ydata()[0] == whiskers[at].get_ydata()[0]
    assert len({(p.get_color(), p.get_marker()) for p in points.values()}) == number
    heights = [round(float(p.get_ydata()[0]), 6) for p in points.values()]
    assert len(set(heights)) == len(table)


def test_the_first_category_orders_the_lines() -> None:
    table = table_of(STANCES)
    table.loc[:2, "estimate"] = [0.02, 0.08, 0.05]
    assert [line.splitlines()[0] for line in lines(plot_shares(table))] == [
        "Harbour News",
        "North Quay Evening Standard",
        "The Lantern",
    ]


def test_categories_keep_the_order_of_the_table() -> None:
    assert key(plot_shares(table_of(STANCES[::-1]))) == ["hostile", "distancing", "endorsing"]


def test_it_draws_where_it_is_told() -> None:
    _, (left, right) = plt.subplots(1, 2)
    assert plot_shares(table_of(STANCES), ax=right) is right
    assert found(left, "point") == {}


# --- what is written ----------------------------------------------------------------------------


def test_every_line_says_what_stands_behind_it() -> None:
    ax = plot_shares(table_of(STANCES, OUTLETS[:1]))
    assert lines(ax) == ["The Lantern\n40 articles, 8 events, 900 attributions"]
    assert [found(ax, "beside")[at].get_text() for at in range(3)] == [
        f"{hits} of 900" for hits in (5, 6, 7)
    ]


def test_of_headlines_the_articles_are_the_number() -> None:
    table = table_of(["label", "metaphor"], OUTLETS[:1], exposure=40, n_events=0)
    ax = plot_shares(table)
    assert lines(ax) == ["The Lantern\n40 articles, no events"]
    assert ax.get_xlabel() == "share of headlines with at least one; bar: 95% interval"


def test_stances_of_headlines_are_shares_of_headlines() -> None:
    ax = plot_shares(table_of(STANCES[:2], OUTLETS[:1], exposure=40))
    assert ax.get_title(loc="left").endswith("share of headlines, own voice")
    mixed = plot_shares(table_of(["stance:hostile", "label"], exposure=39))
    assert mixed.get_title(loc="left").endswith("label: share of headlines, own voice")


@pytest.mark.parametrize(
    ("categories", "measure", "title", "names"),
    [
        (
            STANCES,
            "share",
            "Stance of reporting verbs: share of attributions",
            ["endorsing", "distancing", "hostile"],
        ),
        (
            ["source:named_person", "source:anonymous"],
            "share",
            "Types of source: share of attributions",
            ["named person", "anonymous"],
        ),
        (
            ["naming:war/war", "naming:war/invasion"],
            "share",
            "Names chosen for “war”: share of mentions",
            ["war", "invasion"],
        ),
        (
            ["floor:outlet", "floor:quoted"],
            "share",
            "Who holds the floor: share of words",
            ["outlet", "quoted"],
        ),
        (
            ["index:loaded", "index:epistemic"],
            "rate_per_1000",
            "Indices: hits per 1,000 words",
            ["loaded", "epistemic"],
        ),
        (
            ["label", "so_called"],
            "share",
            "Label, so called: share of headlines",
            ["Label", "So called"],
        ),
        (
            ["label", "metaphor", "hedge", "factive"],
            "rate_per_1000",
            "Four categories: hits per 1,000 words",
            ["Label", "Metaphor", "Hedge", "Factive"],
        ),
        (
            ["naming:war/war", "naming:city/Dorvin"],
            "share",
            "“war” among the names for “war”, “Dorvin” among the names for “city”: share of "
            "mentions",
            ["“war” among the names for “war”"[:32], "“Dorvin” among the names for …"],
        ),
    ],
)
def test_title_and_key_say_what_is_drawn(
    categories: list[str], measure: str, title: str, names: list[str]
) -> None:
    ax = plot_shares(table_of(categories, measure=measure))
    assert " ".join(ax.get_title(loc="left").split()) == f"{title}, own voice"
    assert key(ax) == names


def test_names_that_read_alike_stay_two_series() -> None:
    ax = plot_shares(table_of(["so_called", "so called"], OUTLETS[:1]))
    assert key(ax) == ["so_called", "so called"]
    assert sorted(found(ax, "point")) == [0, 1]


def test_an_outlet_without_any_share_says_why_once() -> None:
    table = table_of(STANCES)
    alone = table["group"] == "The Lantern"
    table.loc[alone, ["estimate", "conf_low", "conf_high"]] = math.nan
    table.loc[alone, ["n_docs", "n_events", "exposure", "hits"]] = 0
    table.loc[alone, "note"] = "no exposure"
    ax = plot_shares(table)
    assert [artist.get_text() for artist in found(ax, "refused").values()] == [
        "no share: no exposure"
    ]
    assert lines(ax)[-1] == "The Lantern\nno articles, no events, no attributions"


def test_rates_say_their_words() -> None:
    ax = plot_shares(table_of(["label", "metaphor"], OUTLETS[:1], measure="rate_per_1000"))
    assert lines(ax) == ["The Lantern\n40 articles, 8 events, 900 words"]
    assert found(ax, "beside")[0].get_text() == "5 in 900"
    assert "hits in words" in [t.get_text() for t in ax.findobj(Text)]


def test_the_same_bytes_every_time(tmp_path: Any) -> None:
    table = table_of(STANCES)
    first = save_figure(plot_shares(table), tmp_path / "one", table)
    second = save_figure(plot_shares(table), tmp_path / "two", table)
    assert [a.read_bytes() == b.read_bytes() for a, b in zip(first, second, strict=True)] == [
        True
    ] * 3


# --- errors -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            table_of(["label"]),
            "plot_shares: two to six categories can be told apart side by side; the table holds 1 "
            "category (label); choose some with table[table['category'].isin([...])], or draw one "
            "with plot_rates",
        ),
        (
            table_of([f"c{n}" for n in range(7)]),
            "plot_shares: two to six categories can be told apart side by side; the table holds 7 "
            "categories (c0, c1, c2, c3, c4, c5, c6); choose some with …",
        ),
        (
            table_of(["stance:hostile", "naming:war/war", "floor:quoted"]),
            "plot_shares: shares of different things have no common axis; the table holds "
            "stance:hostile of attributions, naming:war/war of mentions, floor:quoted of words; "
            "draw them apart",
        ),
        (
            pd.concat([table_of(STANCES), table_of(STANCES, estimand="all")]),
            "plot_shares: one Axes shows one estimand; the table holds 2 estimands (own, all); "
            "choose one, e.g. table[table['estimand'] == 'own']",
        ),
        (
            pd.concat([table_of(STANCES), table_of(["label"], measure="rate_per_1000")]),
            "plot_shares: one Axes shows one measure; the table holds 2 measures (share, "
            "rate_per_1000); choose one, e.g. table[table['measure'] == 'share']",
        ),
        (
            table_of(STANCES, measure="rate_ratio"),
            "plot_shares: it draws estimates (measure rate_per_1000 or share); the table's measure "
            "is 'rate_ratio'; pass what estimate() returned, or use plot_contrasts",
        ),
        (
            pd.concat([table_of(STANCES), table_of(STANCES)]),
            "plot_shares: rows 0 and 9 of the table are both 'The Lantern', 'endorsing'; one point "
            "needs one row; narrow the table to one row each",
        ),
        (
            table_of(STANCES).drop(columns=["note"]),
            "plot_shares: the table lacks the column 'note'; …",
        ),
        (
            table_of(STANCES).iloc[:0],
            "plot_shares: the table is empty; a figure needs at least one row; …",
        ),
    ],
    ids=lambda value: value[13:60] if isinstance(value, str) else "",
)
def test_a_table_that_cannot_be_drawn_says_what_to_do(table: pd.DataFrame, message: str) -> None:
    with pytest.raises(TableError) as fault:
        plot_shares(table)
    assert says(fault.value, message)
