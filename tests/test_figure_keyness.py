"""Bars to either side: lengths, fillings, words, and what cannot be drawn."""

from __future__ import annotations

import math
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest
from cases import says

from framing import TableError, plot_keyness

mpl.use("Agg")


def row(group: str, feature: str, log_odds: float, z: float, **more: Any) -> dict[str, Any]:
    facts = {"n_target": 9, "docs_target": 4, "n_docs_target": 12, "alpha_0": 2110.0}
    return {"group": group, "feature": feature, "log_odds": log_odds, "z": z} | facts | more


TABLE = pd.DataFrame(
    [
        row("Harbour Post", "regime", 1.2, 3.0, p_adj=0.01),
        row("Harbour Post", "a $very$ long phrase of an outlet", 2.4, 2.0, p_adj=0.4),
        row("Valley Wire", "council", 0.8, 2.1, p_adj=math.nan),
        row("Morning Star", "star", 0.8, 2.1, p_adj=0.03),
    ]
)


def test_bars_go_to_their_side_and_are_filled_by_what_was_tested() -> None:
    ax = plot_keyness(TABLE, groups=("Valley Wire", "Harbour Post"))
    bars = {patch.get_gid(): patch for patch in ax.patches}
    assert {gid: bar.get_width() for gid, bar in bars.items()} == {
        "point-0": 1.2, "point-1": 2.4, "point-2": -0.8
    }  # fmt: skip
    white = (1.0, 1.0, 1.0, 1.0)
    assert bars["point-0"].get_facecolor() != white
    assert bars["point-1"].get_facecolor() == bars["point-2"].get_facecolor() == white
    assert (bars["point-1"].get_hatch() or "", bars["point-2"].get_hatch()) == ("", "///")
    # Strongest at the top of the right side; the left side mirrors it below.
    assert [text.get_text() for text in ax.get_yticklabels()] == [
        "regime", "a $very$ long phrase of an outlet", "council"
    ]  # fmt: skip
    whisker = next(line for line in ax.lines if line.get_gid() == "whisker-0")
    assert list(whisker.get_xdata()) == pytest.approx([1.2 - 1.96 * 0.4, 1.2 + 1.96 * 0.4])
    said = ax.get_xlabel()
    for part in ("α₀ 2,110", "filled: adjusted p below .05", "hollow: not", "hatched: not tested"):
        assert part in said
    assert {text.get_text() for text in ax.texts} == {"9 in 4 of 12"}
    assert ax.get_title(loc="left").endswith("← Valley Wire | Harbour Post →")


def test_too_few_draws_are_no_finding_of_nothing() -> None:
    few = TABLE[TABLE["group"] == "Harbour Post"].assign(p_value=0.0002, p_smallest=0.0002)
    ax = plot_keyness(few.assign(p_adj=0.2))
    assert {patch.get_hatch() for patch in ax.patches} == {"..."}
    assert "dotted: too few draws to tell" in ax.get_xlabel()
    assert "hollow" not in ax.get_xlabel()


def test_one_group_and_the_first_few() -> None:
    ax = plot_keyness(TABLE, groups=["Harbour Post"], top=1)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["regime"]
    assert ax.get_xlim()[0] == 0


@pytest.mark.parametrize(
    ("table", "groups", "message"),
    [
        (
            TABLE,
            None,
            "plot_keyness: it draws one group or two, …; the table has 3 (…) and asked …",
        ),
        (TABLE, ("Harbour Post", "Nobody"), "plot_keyness: it draws one group or two, …"),
        (TABLE.iloc[:0], None, "plot_keyness: the table is empty; no row sets a group apart; …"),
    ],
)
def test_what_cannot_be_drawn_is_refused(table: pd.DataFrame, groups: Any, message: str) -> None:
    with pytest.raises(TableError) as caught:
        plot_keyness(table, groups=groups)
    says(caught.value, message)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(TableError, match="n_docs_target"):
        plot_keyness(TABLE.drop(columns="n_docs_target"))
