"""The same text printed twice: kept, counted once or dropped, and said."""

from __future__ import annotations

import pandas as pd
import pytest
from cases import says
from made_scores import POST, WIRE, rows

from framing.contrasts import compare, drop_copies
from framing.errors import ComparisonError, FramingWarning, TableError


@pytest.mark.parametrize(
    ("keep", "left"),
    [
        ("all", ["a1", "a2", "b1", "c1", "z1"]),
        ("once", ["b1", "z1"]),
        ("once per outlet", ["a2", "b1", "c1", "z1"]),
        ("none", ["z1"]),
    ],
)
def test_copies_are_kept_as_asked(keep: str, left: list[str]) -> None:
    copies = pd.DataFrame(
        {
            "doc_id": ["a1", "a2", "b1", "c1"],
            "outlet": ["A", "A", "B", "C"],
            "cluster": "a1",
            "date": pd.to_datetime(["2031-03-05", "2031-03-04", "2031-03-02", None]),
        }
    )
    scores = pd.DataFrame({"doc_id": ["a1", "a2", "b1", "c1", "z1"], "hits": range(5)})
    assert drop_copies(scores, copies, keep=keep)["doc_id"].tolist() == left
    assert drop_copies(scores, copies.iloc[:0], keep=keep).equals(scores)


def test_errors_say_what_to_do() -> None:
    with pytest.raises(TableError) as missing:
        drop_copies(pd.DataFrame({"doc_id": ["a"]}), pd.DataFrame({"doc_id": ["a"]}))
    says(missing.value, "drop_copies: the table lacks the column…")
    copies = pd.DataFrame({"doc_id": ["a"], "outlet": "A", "cluster": "a", "date": pd.NaT})
    with pytest.raises(ComparisonError) as unknown:
        drop_copies(pd.DataFrame({"doc_id": ["a"]}), copies, keep="twice")
    says(
        unknown.value, "drop_copies: there is no way to keep copies 'twice'; there are all, once, …"
    )


def test_compare_says_how_many_copies_went() -> None:
    scores = rows({POST: [5, 6, 7, 4, 5, 6, 5], WIRE: [2, 1, 2, 3, 1, 1, 2]})
    names = scores["doc_id"].tolist()
    copies = pd.DataFrame({"doc_id": [names[0], names[1], names[7]], "cluster": names[0]})
    copies = copies.assign(outlet=[POST, POST, WIRE], date=pd.NaT)
    plain = compare(scores, seed=1)
    for keep, left, said in (
        (None, 13, "1 copy left out (kept: once per outlet)"),
        ("once", 12, "2 copies left out (kept: once)"),
        ("none", 11, "3 copies left out (kept: none)"),
    ):
        table = compare(scores, duplicates=copies, copies=keep, seed=1)
        assert table["n_docs"].tolist() == [left] * len(table)
        assert table["note"].str.endswith(said).all()
    kept = compare(scores, duplicates=copies, copies="all", seed=1)
    pd.testing.assert_frame_equal(kept, plain)
    with pytest.raises(ComparisonError) as caught:
        compare(scores, duplicates=copies, copies="first", seed=1)
    says(caught.value, "compare: there is no way to keep copies 'first'; there are all, once, …")


def test_a_copy_outside_of_the_scores_stands_for_nobody() -> None:
    copies = pd.DataFrame(
        {"doc_id": ["a", "b", "c"], "outlet": ["Agency", "P", "P"], "cluster": "a"}
    )
    copies["date"] = pd.to_datetime(["2031-03-01", "2031-03-02", "2031-03-03"])
    scores = pd.DataFrame({"doc_id": ["c", "d"], "hits": [1, 2]})
    for keep in ("once", "once per outlet"):
        assert drop_copies(scores, copies, keep=keep)["doc_id"].tolist() == ["c", "d"]
    assert drop_copies(scores, copies, keep="none")["doc_id"].tolist() == ["d"]


def test_an_outlet_of_copies_alone_is_named_and_copies_need_a_table() -> None:
    scores = rows({POST: [5, 6, 7, 4, 5], WIRE: [2, 1, 2, 3, 1], "Copycat": [5, 6]})
    names = scores["doc_id"].tolist()
    copies = pd.DataFrame({"doc_id": [names[0], names[10], names[1], names[11]]})
    copies = copies.assign(outlet=[POST, "Copycat"] * 2, cluster=["x", "x", "y", "y"])
    copies["date"] = pd.to_datetime(["2031-03-01", "2031-03-02"] * 2)
    with pytest.warns(FramingWarning, match="without copies no article is left of Copycat"):
        compare(scores, duplicates=copies, copies="once", seed=1)
    with pytest.raises(ComparisonError) as caught:
        compare(scores, copies="once", seed=1)
    says(caught.value, "compare: copies is 'once', but which articles are copies is not said; …")
