"""The figure of corrections shows what its table says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from cases import says

from framing import plot_correction
from framing.errors import TableError

METHODS = ["raw", "labels", "dsl", "ppi"]


def table(truth: bool = True) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for group, reference, value, n in (
        ("Vestra", "", 0.3, 80), ("Tessel Wire", "", 0.1, 80), ("Vestra", "Tessel Wire", 0.2, 160),
    ):  # fmt: skip
        for k, method in enumerate(METHODS):
            rows.append({
                "group": group, "reference": reference, "method": method,
                "measure": "difference" if reference else "share", "estimate": value + k / 50,
                "conf_low": value - 0.05, "conf_high": value + 0.12,
                "n_labels": 0 if method == "raw" else n, "n_units": 900, "n_docs": 60,
                "n_clusters": 50, "note": "",
            })  # fmt: skip
    made = pd.DataFrame(rows)
    return made.assign(truth=made["estimate"] + 0.01) if truth else made


def by_gid(ax: Any, gid: str) -> Any:
    return next(artist for artist in ax.findobj() if artist.get_gid() == gid)


def test_points_whiskers_and_truth_are_the_tables() -> None:
    rows = table()
    ax = plot_correction(rows)
    for k, row in rows.iterrows():
        assert row["estimate"] in np.asarray(by_gid(ax, f"point-{k}").get_xdata())
        whisker = by_gid(ax, f"whisker-{k}")
        assert sorted(np.asarray(whisker.get_xdata())) == [row["conf_low"], row["conf_high"]]
        beside = by_gid(ax, f"beside-{k}")
        assert beside.get_text().startswith(f"{row['estimate']:.3g} [")
        assert beside.xy[1] == pytest.approx(by_gid(ax, f"point-{k}").get_ydata()[0])
    assert by_gid(ax, "truth-0").get_xdata()[0] == pytest.approx(rows["truth"][3])
    assert by_gid(ax, "truth-key").get_text() == "green stroke: the truth"
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == [
        "shares",
        "Vestra\n80 labels, 900 units, 60 articles",
        "Tessel Wire\n80 labels, 900 units, 60 articles",
        "differences",
        "Vestra − Tessel Wire\n160 labels, 900 units, 60 articles",
    ]
    key = [text.get_text() for text in ax.get_legend().get_texts()]
    assert key == ["predictions alone", "labels alone", "DSL", "PPI++"]
    markers = {by_gid(ax, f"point-{k}").get_marker() for k in range(4)}
    assert len(markers) == 4, "told by marker as well as by colour"


def test_what_was_refused_says_why_in_its_line() -> None:
    rows = table(truth=False)
    rows["note"] = rows["note"].astype(object)
    gone = ["estimate", "conf_low", "conf_high"]
    rows.loc[3, gone] = np.nan
    rows.loc[3, "note"] = "refused: sensitivity + specificity - 1 is 0.21, below 0.3"
    ax = plot_correction(rows)
    shown = by_gid(ax, "refused-3").get_text()
    assert shown == "no estimate, PPI++: refused: sensitivity + specificity - 1 is 0.21, below 0.3"
    assert by_gid(ax, "beside-3").get_text() == ""
    assert all(artist.get_gid() != "truth-0" for artist in ax.findobj())


def test_one_kind_of_line_needs_no_heading() -> None:
    rows = table()
    pairs = rows[rows["reference"] != ""].reset_index(drop=True)
    labels = [label.get_text() for label in plot_correction(pairs).get_yticklabels()]
    assert len(labels) == 1
    assert labels[0].startswith("Vestra − Tessel Wire\n")


def test_tables_it_cannot_draw_are_refused() -> None:
    rows = table()
    with pytest.raises(TableError) as caught:
        plot_correction(rows[:0])
    says(
        caught.value, "plot_correction: the table is empty; there is nothing to draw; pass its rows"
    )
    with pytest.raises(TableError) as caught:
        plot_correction(rows.drop(columns="n_labels"))
    says(caught.value, "plot_correction: the table lacks the column 'n_labels'; it has …")
    with pytest.raises(TableError) as caught:
        plot_correction(rows.assign(method="guess"))
    says(caught.value, "plot_correction: there is no method 'guess'; there are raw, labels, …")
    with pytest.raises(TableError) as caught:
        plot_correction(pd.concat([rows, rows]))
    says(caught.value, "plot_correction: rows 0 and 12 of the table are both Vestra, 'raw'; …")
    many = pd.concat([rows[:1].assign(group=f"Outlet {k}") for k in range(31)])
    with pytest.raises(TableError) as caught:
        plot_correction(many)
    says(caught.value, "plot_correction: the table would need 31 lines, more than the 30 that …")
