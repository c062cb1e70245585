"""The figure of agreement shows what its table says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing import plot_agreement
from framing.errors import TableError


def table(**columns: object) -> pd.DataFrame:
    base = {"variable": "hit", "label": "", "measure": "alpha", "by": "", "group": "",
            "n_units": 40, "n_coders": 2, "alpha": 0.8, "alpha_low": 0.6, "alpha_high": 0.9,
            "note": ""}  # fmt: skip
    return pd.DataFrame({**base, **columns}, index=range(3) if columns else range(1))


def by_gid(ax, gid: str):
    return next(artist for artist in ax.findobj() if artist.get_gid() == gid)


def test_points_and_whiskers_are_the_tables() -> None:
    rows = table(by=["", "outlet", "outlet"], group=["", "Vestra", "Tessel Wire"],
                 alpha=[0.8, 0.5, -0.2], alpha_low=[0.6, 0.2, -0.6],
                 alpha_high=[0.9, 0.7, 0.3])  # fmt: skip
    ax = plot_agreement(rows)
    for k, row in rows.iterrows():
        beside = by_gid(ax, f"beside-{k}").get_text()
        assert beside == f"{row['alpha']:.2f} [{row['alpha_low']:.2f}, {row['alpha_high']:.2f}]"
        point = by_gid(ax, f"point-{k}")
        assert row["alpha"] in np.asarray(point.get_xdata())
        whisker = by_gid(ax, f"whisker-{k}")
        assert sorted(np.asarray(whisker.get_xdata())) == [row["alpha_low"], row["alpha_high"]]
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == [
        "hit: all\n40 units, 2 coders",
        "by outlet",
        "Vestra\n40 units, 2 coders",
        "Tessel Wire\n40 units, 2 coders",
    ]
    assert {0.667, 0.8} <= {line.get_xdata()[0] for line in ax.get_lines()}


def test_what_is_undefined_or_without_interval_is_written() -> None:
    gone = np.nan
    ax = plot_agreement(
        table(by=["", "outlet", "outlet"], group=["", "A", "B"], alpha=[0.8, gone, 0.4],
              alpha_low=[0.6, gone, gone], alpha_high=[0.9, gone, gone])
    )  # fmt: skip
    assert by_gid(ax, "beside-1").get_text() == "undefined"
    assert by_gid(ax, "beside-2").get_text() == "0.40 [no interval]"


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(TableError, match="plot_agreement: the table is empty"):
        plot_agreement(table()[:0])
    with pytest.raises(TableError, match="lacks the column 'alpha'"):
        plot_agreement(table().drop(columns="alpha"))
