"""The figure of silence shows what its table says."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from framing import measure_risk, plot_risk
from framing.errors import TableError


def risk() -> pd.DataFrame:
    random = np.random.default_rng(0)
    chance = random.random(200)
    return measure_risk(
        pd.DataFrame(
            {
                "frame": ["economic", "conflict"] * 100,
                "probability": chance,
                "said": chance > 0.5,
                "truth": (random.random(200) < chance).astype(float),
            }
        )
    )


def by_gid(ax, gid: str):
    return next(artist for artist in ax.findobj() if artist.get_gid() == gid)


def test_lines_band_and_counts_are_the_tables() -> None:
    table = risk()
    ax = plot_risk(table)
    for name, rows in table.groupby("frame"):
        line = by_gid(ax, f"line-{name}")
        np.testing.assert_array_equal(line.get_xdata(), rows["coverage"])
        np.testing.assert_array_equal(line.get_ydata(), rows["error"])
    inside = by_gid(ax, "band-(all)").get_paths()[0].vertices[:, 1]
    whole = table[table["frame"] == "(all)"]
    assert inside.min() == whole["conf_low"].min()
    assert inside.max() == whole["conf_high"].max()
    ends = by_gid(ax, "whisker-economic").get_segments()[0][:, 1]
    last = table[(table["frame"] == "economic") & (table["coverage"] == 1)].iloc[0]
    assert ends.tolist() == [last["conf_low"], last["conf_high"]]
    told = [text.get_text() for text in ax.get_legend().get_texts()]
    assert told == ["all frames, 200 verdicts", "economic, 100 verdicts", "conflict, 100 verdicts"]


def test_what_cannot_be_drawn_is_refused() -> None:
    table = risk()
    with pytest.raises(TableError, match="plot_risk: the table is empty"):
        plot_risk(table[:0])
    with pytest.raises(TableError, match="lacks the column 'error'"):
        plot_risk(table.drop(columns="error"))
    with pytest.raises(TableError, match="two rows have the same frame and coverage"):
        plot_risk(pd.concat([table, table]))
    many = pd.concat([table[:1].assign(frame=f"f{k}") for k in range(11)])
    with pytest.raises(TableError, match="11 frames cannot be told apart"):
        plot_risk(many)
