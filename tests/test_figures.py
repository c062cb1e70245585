"""Figures are checked by their artists against the table, never by pixels."""

from __future__ import annotations

import math

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib import rcParams

from framing.errors import TableError
from framing.figures import (
    PALETTE,
    plot_contrasts,
    plot_naming,
    plot_ranks,
    plot_rates,
    plot_voices,
    save_figure,
)

OUTLETS = ["The Lantern", "Harbour News", "North Quay Evening Standard-Bulletin and Advertiser"]


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def estimates(outlets=OUTLETS, category="evaluation", estimands=("own", "wording", "all")):
    rows = [
        {
            "category": category,
            "estimand": estimand,
            "group": outlet,
            "reference": "",
            "measure": "rate_per_1000",
            "estimate": 2.0 + n + 0.5 * k,
            "conf_low": 1.0 + n + 0.5 * k,
            "conf_high": 3.5 + n + 0.5 * k,
            "p_value": math.nan,
            "p_adj": math.nan,
            "n_docs": 40 + n,
            "n_events": 8,
            "hits": 60 + n,
            "exposure": 21340 + k,
            "note": "",
        }
        for n, outlet in enumerate(outlets)
        for k, estimand in enumerate(estimands)
    ]
    return pd.DataFrame(rows)


def contrasts(measure="rate_ratio", pairs=(("The Lantern", "rest"), ("Harbour News", "rest"))):
    table = pd.concat(
        [estimates([group]).assign(reference=reference) for group, reference in pairs],
        ignore_index=True,
    )
    return table.assign(measure=measure, p_value=0.004, p_adj=0.012)


def shares(names, category, outlets=OUTLETS[:2], estimand="all"):
    rows = []
    for n, outlet in enumerate(outlets):
        for k, name in enumerate(names):
            share = (k + 1 + n) / (sum(range(1, len(names) + 1)) + n * len(names))
            rows.append(
                estimates([outlet], category + name, (estimand,)).assign(
                    measure="share",
                    estimate=share,
                    conf_low=share * 0.8,
                    conf_high=min(1.0, share * 1.2),
                    hits=round(share * 54),
                    exposure=54,
                )
            )
    return pd.concat(rows, ignore_index=True)


def found(ax, kind):
    """The artists of a kind, by the row of the table they stand for."""
    return {
        int(gid.removeprefix(f"{kind}-")): artist
        for artist in ax.findobj()
        if (gid := artist.get_gid() or "").startswith(f"{kind}-")
    }


def texts(ax):
    return [t.get_text() for t in ax.findobj(matplotlib.text.Text) if t.get_text()]


def labels(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


# --- positions equal the table ------------------------------------------------------------------


@pytest.mark.parametrize("outlets", [OUTLETS[:2], [f"Outlet {n}" for n in range(12)]])
def test_rates_stand_where_the_table_says(outlets):
    table = estimates(outlets)
    ax = plot_rates(table)
    points, whiskers = found(ax, "point"), found(ax, "whisker")
    assert sorted(points) == sorted(whiskers) == list(range(len(table)))
    for row in table.itertuples():
        assert points[row.Index].get_xdata()[0] == row.estimate
        assert list(whiskers[row.Index].get_xdata()) == [row.conf_low, row.conf_high]
        assert points[row.Index].get_ydata()[0] == whiskers[row.Index].get_ydata()[0]


def test_contrasts_stand_where_the_table_says():
    table = contrasts()
    ax = plot_contrasts(table)
    assert ax.get_xscale() == "log"
    for row in table.itertuples():
        assert found(ax, "point")[row.Index].get_xdata()[0] == pytest.approx(row.estimate)
        ends = found(ax, "whisker")[row.Index].get_xdata()
        assert list(ends) == pytest.approx([row.conf_low, row.conf_high])
    assert any(list(line.get_xdata()) == [1.0, 1.0] for line in ax.lines)


def test_differences_have_their_line_at_zero():
    ax = plot_contrasts(contrasts("difference"))
    assert ax.get_xscale() == "linear"
    assert any(list(line.get_xdata()) == [0.0, 0.0] for line in ax.lines)
    assert ax.get_title(loc="left").startswith("Evaluation: difference in hits per 1,000 words")


def test_a_table_of_both_measures_is_drawn_by_its_ratios():
    both = pd.concat([contrasts("difference"), contrasts()], ignore_index=True)
    assert sorted(found(plot_contrasts(both), "point")) == list(range(6, 12))


def test_of_several_ratios_the_pooled_one_is_drawn():
    both = pd.concat([contrasts("mh_rate_ratio"), contrasts()], ignore_index=True)
    assert sorted(found(plot_contrasts(both), "point")) == list(range(6, 12))
    within = plot_contrasts(contrasts("mh_rate_ratio"))
    assert within.get_title(loc="left").startswith("Evaluation: rate ratio within events")


def test_differences_of_shares_and_of_rates_stand_apart():
    table = contrasts("difference")
    shares = table.assign(category="agent_deletion")
    assert plot_contrasts(shares).get_xlabel().startswith("difference between shares (0 to 1)")
    headlines = table.assign(exposure=20)
    assert plot_contrasts(headlines).get_xlabel().startswith("difference between shares (0 to 1)")
    with pytest.raises(TableError, match="agent_deletion are shares, the others rates; draw them"):
        plot_contrasts(pd.concat([table, shares]))


def test_voices_show_every_share_twice_with_its_interval():
    table = shares(["outlet", "quoted", "reported", "distanced"], "floor:")
    ax = plot_voices(table)
    points, whiskers, bars = (found(ax, kind) for kind in ("point", "whisker", "bar"))
    for row in table.itertuples():
        assert points[row.Index].get_xdata()[0] == pytest.approx(row.estimate)
        ends = [row.conf_low, row.conf_high]
        assert list(whiskers[row.Index].get_xdata()) == pytest.approx(ends)
        assert bars[row.Index].get_width() == pytest.approx(row.estimate)
    hatches = {bars[n].get_hatch() for n in range(4)}
    assert len(hatches) == 4


def test_voices_draw_all_of_several_estimands():
    table = shares(["outlet", "quoted"], "floor:")
    both = pd.concat([table.assign(estimand="own"), table], ignore_index=True)
    assert sorted(found(plot_voices(both), "point")) == [4, 5, 6, 7]


def test_voices_and_names_are_found_in_a_table_of_everything():
    names = shares(["war", "invasion"], "naming:war/", estimand="wording")
    table = pd.concat([estimates(), shares(["outlet"], "floor:"), names], ignore_index=True)
    assert sorted(found(plot_voices(table), "point")) == [9, 10]
    assert sorted(found(plot_naming(table), "point")) == [11, 12, 13, 14]


def test_naming_shows_shares_of_one_set():
    table = shares(["war", "invasion"], "naming:war/", estimand="wording")
    ax = plot_naming(table)
    for row in table.itertuples():
        assert found(ax, "point")[row.Index].get_xdata()[0] == pytest.approx(row.estimate)
    assert "54 mentions" in labels(ax)[0]
    assert ax.get_title(loc="left") == "Names chosen for “war”, the outlet’s wording"


def test_ranks_order_each_panel_by_itself_and_share_a_scale():
    naive, own = estimates(estimands=("all",)), estimates(estimands=("own",))
    own = own.assign(estimate=[9.0, 5.0, 1.0], conf_low=0.5, conf_high=10.0)
    truth = pd.DataFrame({"group": OUTLETS, "estimate": [8.0, 5.5, 1.5]})
    left, right = plot_ranks(naive, own, truth=truth).child_axes
    assert [label[0] for label in labels(left)] == ["1", "2", "3"]
    assert "North Quay" in labels(left)[0]
    assert "The Lantern" in labels(right)[0]
    assert left.get_xlim() == right.get_xlim()
    marks = found(right, "truth")
    assert [marks[n].get_xdata()[0] for n in range(3)] == [8.0, 5.5, 1.5]
    same = {n: found(left, "point")[n].get_color() for n in range(3)}
    assert same == {n: found(right, "point")[n].get_color() for n in range(3)}


def test_an_outlet_without_a_rate_has_no_rank():
    naive, own = estimates(estimands=("all",)), estimates(estimands=("own",))
    own.loc[0, ["estimate", "conf_low", "conf_high"]] = math.nan
    own["note"] = "no words in this voice"
    ax = plot_ranks(naive, own)
    assert labels(ax.child_axes[1])[-1].startswith("–  The Lantern")
    assert "no rate (1)" in texts(ax)
    assert "(1) no words in this voice" in texts(ax)


# --- what is written ----------------------------------------------------------------------------


def test_groups_are_sorted_and_say_what_stands_behind_them():
    written = labels(plot_rates(estimates()))
    assert written[1:] == [
        "Harbour News\n41 articles, 8 events",
        "The Lantern\n40 articles, 8 events",
    ]
    assert written[0].startswith("North Quay Evening")
    assert written[0].count("\n") == 2


def test_counts_that_differ_between_estimands_are_a_range():
    table = estimates(OUTLETS[:1])
    table.loc[0, ["n_docs", "n_events"]] = [1, 0]
    assert labels(plot_rates(table)) == ["The Lantern\n1–40 articles, 0–8 events"]
    table[["n_docs", "n_events"]] = [1, 0]
    assert labels(plot_rates(table)) == ["The Lantern\n1 article, no events"]


def test_hits_and_exposure_stand_beside():
    assert found(plot_rates(estimates()), "beside")[0].get_text() == "60 in 21,340"


def test_the_title_says_what_and_the_unit():
    ax = plot_rates(estimates(estimands=("own",)))
    assert ax.get_title(loc="left") == "Evaluation: hits per 1,000 words, own voice"
    assert ax.get_xlabel() == "hits per 1,000 words; bar: 95% interval"
    assert ax.get_legend() is None


@pytest.mark.parametrize(
    ("category", "title"),
    [
        ("stance:hostile", "Hostile reporting verbs: share of attributions"),
        ("agent_deletion", "Agent deletion: share of mentions of harm"),
        ("naming:war/invasion", "“invasion” among the names for “war”: share of mentions"),
        ("floor:quoted", "Floor of the voice “quoted”: share of words"),
        ("evaluation", "Evaluation: share of headlines"),
        ("index:loaded", "Loaded index: share of headlines"),
    ],
)
def test_shares_say_of_what(category, title):
    table = estimates(category=category).assign(measure="share", estimate=0.5)
    table = table.assign(conf_low=0.4, conf_high=0.6)
    assert plot_rates(table).get_title(loc="left") == title


def test_zero_is_drawn():
    table = estimates(OUTLETS[:2])
    table.loc[0, ["estimate", "conf_low", "conf_high", "hits"]] = [0.0, 0.0, 0.9, 0]
    ax = plot_rates(table)
    assert found(ax, "point")[0].get_xdata()[0] == 0.0
    assert found(ax, "beside")[0].get_text().startswith("0 in")
    assert ax.get_xlim()[0] < 0


def test_nothing_but_zeros_still_has_a_scale():
    table = estimates().assign(estimate=0.0, conf_low=0.0, conf_high=0.0)
    low, high = plot_rates(table).get_xlim()
    assert low < 0 < high


def test_a_missing_rate_says_why():
    table = estimates()
    table.loc[0, ["estimate", "conf_low", "conf_high"]] = math.nan
    table.loc[0, "note"] = "no words in this voice"
    ax = plot_rates(table)
    assert found(ax, "refused")[0].get_text() == "no rate, own voice: no words in this voice"
    assert 0 not in found(ax, "point")


def test_a_line_without_any_rate_says_so_once():
    table = estimates().assign(estimate=math.nan, conf_low=math.nan, conf_high=math.nan)
    ax = plot_rates(table)
    assert sorted(found(ax, "refused")) == [0, 3, 6]
    assert found(ax, "point") == {}


def test_a_missing_interval_is_named():
    table = estimates()
    table.loc[0, ["conf_low", "conf_high"]] = math.nan
    assert "no interval" in texts(plot_rates(table))


def test_an_enormous_interval_is_cut_with_its_number():
    table = estimates()
    table.loc[0, "conf_high"] = 812.0
    ax = plot_rates(table)
    assert "812" in texts(ax)
    assert ax.get_xlim()[1] < 30
    assert found(ax, "whisker")[0].get_xdata()[1] < ax.get_xlim()[1]


@pytest.mark.parametrize(("low", "high", "words"), [(0.0, 3.0, "0"), (1.0, math.inf, "∞")])
def test_a_ratio_without_end_is_cut(low, high, words):
    table = contrasts()
    table.loc[0, ["conf_low", "conf_high"]] = [low, high]
    ax = plot_contrasts(table)
    assert words in texts(ax)
    assert all(0 < end < 1e4 for end in found(ax, "whisker")[0].get_xdata())


def test_a_ratio_of_zero_stands_at_the_edge():
    table = contrasts()
    table.loc[0, ["estimate", "conf_low", "conf_high"]] = [0.0, 0.0, 2.0]
    ax = plot_contrasts(table)
    assert ax.get_xlim()[0] < found(ax, "point")[0].get_xdata()[0] < 1


def test_adjusted_p_is_written_and_a_refusal_too():
    table = contrasts()
    table.loc[1, "p_adj"] = 0.0002
    table.loc[2, ["p_value", "p_adj"]] = math.nan
    table.loc[2, "note"] = "2 articles without exposure; p refused: fewer than 5 events"
    ax = plot_contrasts(table)
    beside = found(ax, "beside")
    assert [beside[n].get_text() for n in range(3)] == [".012", "<.001", "refused (1)"]
    assert "(1) p refused: fewer than 5 events" in texts(ax)
    assert found(ax, "point")[2].get_markerfacecolor() == "white"
    assert found(ax, "point")[1].get_markerfacecolor() != "white"


def test_a_missing_ratio_says_why_and_leaves_the_test_to_the_table():
    table = contrasts()
    table.loc[0, ["estimate", "conf_low", "conf_high", "p_value"]] = math.nan
    table.loc[0, "note"] = "ratio undefined: no hits in rest; p refused: 3 articles"
    ax = plot_contrasts(table)
    assert found(ax, "refused")[0].get_text() == "no ratio, own voice: no hits in rest"
    assert found(ax, "beside")[0].get_text() == ""


def test_a_line_of_one_estimand_stands_in_the_middle():
    table = pd.concat([contrasts(), contrasts().assign(category="hedge")], ignore_index=True)
    points = found(plot_contrasts(table.iloc[[0, 1, 2, 6]].reset_index(drop=True)), "point")
    steps = [points[n].get_ydata()[0] for n in range(3)]
    assert steps[1] - steps[0] == pytest.approx(steps[2] - steps[1])
    assert steps[1] == pytest.approx(round(steps[1]))
    assert points[3].get_ydata()[0] == pytest.approx(round(points[3].get_ydata()[0]))


def test_contrasts_of_many_categories_stand_under_headings():
    both = pd.concat([contrasts(), contrasts().assign(category="hedge")], ignore_index=True)
    ax = plot_contrasts(both)
    assert labels(ax)[0] == "Evaluation"
    assert labels(ax)[3] == "Hedge"
    assert ax.get_title(loc="left") == "Rate ratio by category, each against rest"


def test_contrasts_of_one_pair_have_a_line_per_category():
    one = contrasts(pairs=[("The Lantern", "Harbour News")])
    ax = plot_contrasts(pd.concat([one, one.assign(category="hedge")], ignore_index=True))
    assert [label.split("\n")[0] for label in labels(ax)] == ["Evaluation", "Hedge"]
    assert ax.get_title(loc="left") == "Rate ratio by category, The Lantern / Harbour News"


# --- looks --------------------------------------------------------------------------------------


def test_colours_come_from_the_palette_and_markers_repeat_them():
    ax = plot_rates(estimates())
    points = found(ax, "point")
    assert {points[n].get_color() for n in points} <= set(PALETTE.values())
    assert len({points[n].get_color() for n in range(3)}) == 3
    assert len({points[n].get_marker() for n in range(3)}) == 3


def test_twelve_outlets_have_twelve_looks():
    outlets = [f"Outlet {n}" for n in range(12)]
    naive = estimates(outlets, estimands=("all",))
    points = found(plot_ranks(naive, naive).child_axes[0], "point").values()
    assert len({(p.get_color(), p.get_marker()) for p in points}) == 12


@pytest.mark.parametrize("name", ["$x^2$ Daily", "_Under_ <b>", "Long " * 40, "\x1b[31mRed", ""])
def test_names_are_text_and_nothing_else(name, tmp_path):
    table = estimates([name, "Other"])
    png, svg, _ = save_figure(plot_rates(table), tmp_path / "names", table)
    assert png.stat().st_size > 1000
    assert b"<b>" not in svg.read_bytes()
    assert b"\x1b" not in svg.read_bytes()


DRAWINGS = [
    lambda: plot_rates(estimates()),
    lambda: plot_contrasts(contrasts()),
    lambda: plot_voices(shares(["outlet", "quoted"], "floor:")),
    lambda: plot_naming(shares(["war", "invasion"], "naming:war/")),
    lambda: plot_ranks(estimates(estimands=("all",)), estimates(estimands=("own",))),
]


@pytest.mark.parametrize("draw", DRAWINGS)
def test_settings_stay_as_they_were(draw, tmp_path):
    before = dict(rcParams)
    ax = draw()
    save_figure(ax, tmp_path / "figure", estimates())
    assert dict(rcParams) == before


@pytest.mark.parametrize("draw", DRAWINGS)
def test_the_same_bytes_every_time(draw, tmp_path):
    first = save_figure(draw(), tmp_path / "one" / "figure.v1", estimates())
    second = save_figure(draw().figure, tmp_path / "two" / "figure.v1", estimates())
    assert [path.name for path in first] == ["figure.v1.png", "figure.v1.svg", "figure.v1.csv"]
    assert [a.read_bytes() == b.read_bytes() for a, b in zip(first, second, strict=True)] == [
        True
    ] * 3
    assert sorted(p.name for p in first[0].parent.iterdir()) == sorted(p.name for p in first)


def test_the_table_beside_has_six_digits(tmp_path):
    table = pd.DataFrame({"a": [1 / 3, 2.0, math.nan], "b": ["x", "é", ""]})
    path = save_figure(plot_rates(estimates()), tmp_path / "t", table)[2]
    assert path.read_bytes().decode() == "a,b\n0.333333,x\n2,é\n,\n"


def test_it_draws_where_it_is_told():
    _, (left, right) = plt.subplots(1, 2)
    assert plot_rates(estimates(), ax=left) is left
    assert plot_voices(shares(["outlet"], "floor:"), ax=right) is right


# --- errors -------------------------------------------------------------------------------------


@pytest.mark.parametrize("draw", [plot_rates, plot_contrasts, plot_voices, plot_naming])
def test_missing_columns_are_named(draw):
    table = contrasts().drop(columns=["n_docs", "note"])
    with pytest.raises(TableError, match=r"plot_\w+: the table lacks the columns 'n_docs', 'note'"):
        draw(table)


@pytest.mark.parametrize("draw", [plot_rates, plot_contrasts, plot_voices, plot_naming])
def test_an_empty_table_is_an_error(draw):
    with pytest.raises(TableError, match="the table is empty; a figure needs at least one row"):
        draw(contrasts().iloc[:0])


def many_contrasts():
    return pd.concat([contrasts().assign(category=f"c{n}") for n in range(30)], ignore_index=True)


@pytest.mark.parametrize(
    ("draw", "table", "message"),
    [
        (
            plot_rates,
            lambda: pd.concat([estimates(), estimates(category="label")]),
            r"plot_rates: one Axes shows one category; the table holds 2 categories "
            r"\(evaluation, label\); choose one, e.g. table\[table\['category'\] == 'evaluation'\]",
        ),
        (plot_rates, lambda: pd.concat([estimates(), estimates()]), r"rows 0 and 9 of the table"),
        (plot_rates, contrasts, r"measure is 'rate_ratio'; pass what estimate\(\) returned, or"),
        (plot_rates, lambda: estimates().assign(hits="many"), r"row 0, column 'hits': a number"),
        (plot_contrasts, lambda: contrasts("share"), r"measure is share; pass what compare\(\)"),
        (plot_contrasts, many_contrasts, r"would need 90 lines, more than the 60"),
        (plot_voices, estimates, r"no category of the table begins with 'floor:'; it holds eval"),
        (
            plot_voices,
            lambda: pd.concat([shares(["a"], "floor:").assign(estimand=e) for e in ("x", "y")]),
            r"one Axes shows one estimand; the table holds 2 estimands \(x, y\)",
        ),
        (
            plot_naming,
            lambda: pd.concat([shares(["a"], "naming:war/"), shares(["b"], "naming:city/")]),
            r"one Axes shows one naming set; the table holds 2 \(war, city\)",
        ),
    ],
)
def test_a_table_that_cannot_be_drawn_says_what_to_do(draw, table, message):
    with pytest.raises(TableError, match=message):
        draw(table())


def test_ranks_need_the_same_outlets_and_a_truth_for_each():
    one = estimates(estimands=("own",))
    with pytest.raises(TableError, match=r"same outlets; The Lantern stands in one only"):
        plot_ranks(one, one.iloc[1:])
    with pytest.raises(TableError, match=r"plot_ranks \(naive\): .* 3 estimands"):
        plot_ranks(estimates(OUTLETS[:1]).assign(group=["a", "b", "c"]), one)
    with pytest.raises(TableError, match=r"\(truth\): The Lantern has no row"):
        plot_ranks(one, one, truth=one.iloc[1:])
    with pytest.raises(TableError, match=r"\(truth\): 'The Lantern' stands there more than once"):
        plot_ranks(one, one, truth=pd.concat([one, one]))
