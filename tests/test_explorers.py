"""The explorer shows what its lists ask for, and runs nothing that stands in a text."""

from __future__ import annotations

import sys
import warnings
from types import SimpleNamespace

import pandas as pd
import pytest
from cases import says

from framing import (
    FramingWarning,
    MissingExtraError,
    TableError,
    annotate,
    attribute,
    explore,
    read_corpus,
    read_lexicon,
    segment,
)

pytestmark = pytest.mark.filterwarnings("ignore::framing.FramingWarning")
pytest.importorskip("ipywidgets", reason="the extra coding is not installed")
TEXT = "The reckless <script>alert(1)</script> plan failed. “A brutal idea,” Mara Dolen said. "


@pytest.fixture(scope="module")
def found() -> SimpleNamespace:
    with warnings.catch_warnings():
        # Texts of a few words again and again are hardly English.
        warnings.simplefilter("ignore", FramingWarning)
        return made()


def made() -> SimpleNamespace:
    articles = {
        "doc_id": [f"d{n}" for n in range(12)],
        "outlet": ["Post", "Wire"] * 6,
        "title": ["<b>A plan</b>", ""] * 6,
        "text": [TEXT * (1 + n) for n in range(12)],
    }
    corpus = read_corpus(pd.DataFrame(articles))
    segments = segment(corpus, attribute(corpus, tagger="rules"))
    evidence = annotate(corpus, segments, read_lexicon("loaded"))
    evidence = evidence[evidence["category"] == "evaluation"].reset_index(drop=True)
    return SimpleNamespace(corpus=corpus, segments=segments, evidence=evidence)


def test_lists_choose_the_evidence(found: SimpleNamespace) -> None:
    shown = explore(found.corpus, found.segments, found.evidence)
    assert len(shown.chosen) == len(found.evidence)
    shown._lists["voice"].value = "quoted"
    shown._lists["outlet"].value = "Wire"
    expected = found.evidence[(found.evidence["voice"] == "quoted")
                              & (found.evidence["outlet"] == "Wire")]  # fmt: skip
    pd.testing.assert_frame_equal(shown.chosen, expected)
    assert f"{len(expected):,} expressions in 6 articles" in shown._said.value
    shown._lists["entry"].value = "reckless"
    assert shown.chosen.empty
    assert "none fits" in shown._said.value


def test_pages_turn_and_stop_at_both_ends(found: SimpleNamespace) -> None:
    shown = explore(found.corpus, found.segments, found.evidence)
    assert shown._back.disabled
    assert "lines 1 to 25" in shown._said.value
    for _ in range(50):
        shown._on.click()
    assert shown._on.disabled
    assert shown._said.value.endswith(f"to {len(found.evidence):,}</p>")
    shown._back.click()
    assert not shown._on.disabled


def test_an_article_opens_and_nothing_in_it_runs(found: SimpleNamespace) -> None:
    shown = explore(found.corpus, found.segments, found.evidence)
    shown._article.value = "d3"
    assert "reckless" in shown._shown.value
    for text in (shown._shown.value, shown._lines.value):
        assert "<script" not in text
        assert "&lt;script" in text or "&lt;" in text
    shown._lists["voice"].value = "quoted"
    assert shown._article.value == ""
    assert shown._shown.value == ""


def test_a_notebook_shows_it(found: SimpleNamespace) -> None:
    bundle = explore(found.corpus, found.segments, found.evidence)._repr_mimebundle_()
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert "application/vnd.jupyter.widget-view+json" in data


def test_bad_input_is_named(found: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TableError) as caught:
        explore(found.corpus, found.segments, found.evidence.iloc[:0])
    assert says(caught.value, "explore: the evidence has no rows; …; pass what annotate …")
    with pytest.raises(TableError, match="lacks the column"):
        explore(found.corpus, found.segments, found.evidence.drop(columns="voice"))
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(MissingExtraError, match="coding"):
        explore(found.corpus, found.segments, found.evidence)
