"""How many articles cast somebody, in whose words, and the figure that shows it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from cases import says

from framing import count_roles, plot_roles
from framing.errors import FramingError, TableError
from framing.roles.counts import ROLE_COUNT_COLUMNS

SEGMENTS = pd.DataFrame({"doc_id": list("abcdef"), "outlet": ["Post"] * 4 + ["Wire"] * 2})
ROLES = pd.DataFrame(
    [
        ("a", "Mara Dolen", "hero", "outlet", 0.3),
        ("a", "Dolen", "hero", "reported", 0.3),
        ("b", "Mara Dolen", "hero", "quoted", 0.3),
        ("b", "Mara Dolen", "villain", "outlet", 0.1),
        ("e", "Mara Dolen", "victim", "outlet", 0.3),
        ("e", "ranchers", "victim", "outlet", 0.3),
        ("f", "ranchers", "victim", "unsure", 0.3),
    ],
    columns=["doc_id", "entity", "role", "voice", "confidence"],
)


def cell(table: pd.DataFrame, *key: str) -> pd.Series:
    rows = table.set_index(["group", "caller", "entity", "role"]).sort_index()
    return rows.loc[key]


def test_an_article_counts_once_and_articles_without_anybody_count() -> None:
    table = count_roles(ROLES, SEGMENTS)
    assert list(table) == list(ROLE_COUNT_COLUMNS)
    # Two groups, two callers, two entities, three roles: zero is a finding.
    assert len(table) == 2 * 2 * 2 * 3
    outlet = cell(table, "Post", "the outlet", "Mara Dolen", "hero")
    assert (outlet["hits"], outlet["exposure"], outlet["estimate"]) == (1, 4, 0.25)
    assert outlet["conf_low"] <= 0.25 <= outlet["conf_high"]
    assert cell(table, "Post", "its sources", "Mara Dolen", "hero")["hits"] == 1
    assert cell(table, "Wire", "the outlet", "Mara Dolen", "victim")["hits"] == 1
    # Unsure words are nobody's.
    assert table.loc[table["entity"] == "ranchers", "hits"].sum() == 1


def test_doubtful_rows_can_be_left_out() -> None:
    table = count_roles(ROLES, SEGMENTS, least=0.2, most=1)
    assert set(table["entity"]) == {"Mara Dolen"}
    assert cell(table, "Post", "the outlet", "Mara Dolen", "villain")["hits"] == 0


def test_what_cannot_be_counted_is_refused() -> None:
    with pytest.raises(TableError) as nobody:
        count_roles(ROLES, SEGMENTS, least=0.9)
    assert says(
        nobody.value,
        "count_roles: nobody is cast with a confidence of 0.9 or more; cast() returns who is; pass "
        "its table, or a smaller least",
    )
    with pytest.raises(FramingError) as few:
        count_roles(ROLES, SEGMENTS, most=0)
    assert says(few.value, "count_roles: most is 0; it is a number of entities, 1 or more")
    with pytest.raises(TableError) as missing:
        count_roles(ROLES.drop(columns="voice"), SEGMENTS)
    assert says(missing.value, "count_roles: …voice…")


def by_gid(ax, gid: str):
    return next(artist for artist in ax.findobj() if artist.get_gid() == gid)


@pytest.mark.parametrize("groups", [["Post"], ["Post", "Wire"]])
def test_points_and_whiskers_are_the_tables(groups: list[str]) -> None:
    table = count_roles(ROLES, SEGMENTS)
    table = table[table["group"].isin(groups)].reset_index(drop=True)
    ax = plot_roles(table)
    assert "experimental" in ax.get_title(loc="left")
    for k, row in table.iterrows():
        assert row["estimate"] in np.asarray(by_gid(ax, f"point-{k}").get_xdata())
        whisker = np.asarray(by_gid(ax, f"whisker-{k}").get_xdata())
        assert sorted(whisker) == pytest.approx([row["conf_low"], row["conf_high"]])
        assert by_gid(ax, f"beside-{k}").get_text() == f"{row['hits']} of {row['exposure']}"
    lines = {label.get_text().replace("\n", " ") for label in ax.get_yticklabels()}
    assert len(lines) == 4 * len(groups)
    colours = {by_gid(ax, f"point-{k}").get_color() for k in table.index}
    markers = {by_gid(ax, f"point-{k}").get_marker() for k in table.index}
    assert len(colours) == len(markers) == 3


def test_a_figure_refuses_what_it_cannot_show() -> None:
    table = count_roles(ROLES, SEGMENTS)
    with pytest.raises(TableError) as empty:
        plot_roles(table.head(0))
    assert says(empty.value, "plot_roles: the table is empty; a figure needs at least one row; …")
    with pytest.raises(TableError) as strange:
        plot_roles(table.assign(role="saint"))
    assert says(
        strange.value, "plot_roles: there is no role 'saint'; there are hero, villain, victim; …"
    )
    with pytest.raises(TableError) as missing:
        plot_roles(table.drop(columns="caller"))
    assert says(missing.value, "plot_roles: …caller…")
