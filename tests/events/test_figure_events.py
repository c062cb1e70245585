"""The figure of events: a dot where an outlet has articles, as sure as the least sure of them."""

from __future__ import annotations

import pandas as pd
import pytest
from cases import says
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from framing import TableError, plot_events

ROWS = [
    ("c1", "Courier", "2031-03-04-sarn-talks", 0.98),
    ("h1", "Herald", "2031-03-04-sarn-talks", 0.99),
    ("h2", "Herald", "2031-03-04-sarn-talks", 0.91),
    ("h3", "Herald", "2031-03-01-ferry-oster", 0.97),
    ("l1", "Lantern", "2031-03-01-ferry-oster", None),
    ("l2", "Lantern", "", None),
]


@pytest.fixture
def table() -> pd.DataFrame:
    return pd.DataFrame(ROWS, columns=["doc_id", "outlet", "event", "confidence"])


def dots(ax: Axes) -> dict[str, Line2D]:
    return {str(line.get_gid()): line for line in ax.lines if line.get_gid()}


def test_a_dot_stands_where_its_articles_are(table: pd.DataFrame) -> None:
    ax = plot_events(table)
    outlets = [label.get_text() for label in ax.get_xticklabels()]
    events = [label.get_text() for label in ax.get_yticklabels()]
    assert outlets == ["Courier", "Herald", "Lantern"]
    assert events == [
        "2031-03-01-ferry-oster\n2 articles, 2 outlets",
        "2031-03-04-sarn-talks\n3 articles, 2 outlets",
    ]
    found = dots(ax)
    assert set(found) == {"point-0", "point-1", "point-3", "point-4"}
    for gid, line in found.items():
        _, outlet, event, _ = ROWS[int(gid.removeprefix("point-"))]
        ((x,), (y,)) = line.get_data()
        assert outlets[x] == outlet
        assert events[y].startswith(event)


def test_doubt_and_number_are_seen(table: pd.DataFrame) -> None:
    ax = plot_events(table)
    hollow = {gid for gid, dot in dots(ax).items() if dot.get_markerfacecolor() == "white"}
    assert hollow == {"point-1", "point-4"}
    assert [text.get_text() for text in ax.texts if text.get_text()] == ["2"]
    assert ax.get_xlabel() == "hollow: confidence below 0.95; 1 article without an event"


def test_it_draws_into_the_axes_given(table: pd.DataFrame) -> None:
    from matplotlib.figure import Figure

    ax = Figure().subplots()
    assert plot_events(table, ax=ax) is ax


def test_tables_it_cannot_draw(table: pd.DataFrame) -> None:
    with pytest.raises(TableError) as caught:
        plot_events(table.drop(columns="event"))
    assert says(
        caught.value,
        "plot_events: the table lacks the column 'event'; it has doc_id, outlet, confidence; pass "
        "the table the verb before it returned",
    )
    with pytest.raises(TableError) as caught:
        plot_events(table.tail(1))
    assert says(
        caught.value,
        "plot_events: no article of the 1 has an event; there is nothing to draw; pass what "
        "match_events or read_events returned",
    )
    many = pd.concat([table.head(2).assign(event=f"e{k}") for k in range(61)])
    with pytest.raises(TableError) as caught:
        plot_events(many)
    assert says(
        caught.value,
        "plot_events: the table has 61 events; one Axes has room for 60; choose some, e.g. "
        "table[table['event'] < '2031-03-08']",
    )
