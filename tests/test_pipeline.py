"""The whole way; an article that breaks it costs only itself."""

from __future__ import annotations

import pandas as pd
import pytest
from test_scores import ARTICLES

from framing import Corpus, FramingError, FramingWarning, pipeline, read_corpus, read_lexicon
from framing.columns import RECEIPT_COLUMNS
from framing.pipeline import process

LEXICON = read_lexicon("loaded")
pytestmark = pytest.mark.filterwarnings("ignore:process:framing.FramingWarning")


@pytest.fixture
def corpus() -> Corpus:
    return read_corpus(pd.DataFrame(ARTICLES))


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every article of the Times that quotes break."""
    attribute = pipeline.attribute

    def breaks(corpus: Corpus, *, tagger: str) -> pd.DataFrame:
        if "quoted" in corpus.articles["doc_id"].tolist():
            raise ZeroDivisionError("no reason")
        return attribute(corpus, tagger=tagger)

    monkeypatch.setattr(pipeline, "attribute", breaks)


def same(one: pipeline.Tables, other: pipeline.Tables) -> None:
    for name, table in one._asdict().items():
        pd.testing.assert_frame_equal(table, getattr(other, name), obj=name)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_how_many_go_at_once_changes_nothing(
    corpus: Corpus, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = process(corpus, LEXICON)
    monkeypatch.setattr(pipeline, "_AT_ONCE", size)
    done: list[int] = []
    parts = process(corpus, LEXICON, progress=done.append)
    same(parts, whole)
    assert sum(done) == len(corpus)
    assert max(done) == size


def test_quotations_that_are_not_closed_are_counted_once(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "_AT_ONCE", 1)
    with pytest.warns(FramingWarning) as caught:
        process(corpus, LEXICON)
    assert [str(item.message) for item in caught] == [
        "process: 1 quotations are not closed or not opened, in 1 of 4 articles; their words have "
        "the voice unsure; mend the marks in the source to have them counted"
    ]


@pytest.mark.usefixtures("broken")
def test_an_article_that_breaks_is_quarantined_and_the_rest_goes_on(
    corpus: Corpus, capfd: pytest.CaptureFixture[str]
) -> None:
    tables = process(corpus, LEXICON)
    assert tuple(tables.quarantine.columns) == RECEIPT_COLUMNS
    assert tables.quarantine.values.tolist() == [
        ["process", "", "quoted", "unforeseen error", "quarantined", "ZeroDivisionError: no reason"]
    ]
    kept = [item["doc_id"] for item in ARTICLES if item["doc_id"] != "quoted"]
    assert tables.segments["doc_id"].unique().tolist() == kept
    assert set(tables.scores["doc_id"]) == set(kept)
    assert capfd.readouterr() == ("", "")
    rest = corpus.articles[corpus.articles["doc_id"] != "quoted"].reset_index(drop=True)
    for name, table in process(Corpus(rest), LEXICON)._asdict().items():
        if name != "quarantine":
            pd.testing.assert_frame_equal(table, getattr(tables, name), obj=name)


@pytest.mark.usefixtures("broken")
def test_when_every_article_breaks_that_is_a_fault(corpus: Corpus) -> None:
    only = Corpus(corpus.articles[corpus.articles["doc_id"] == "quoted"].reset_index(drop=True))
    with pytest.raises(FramingError) as caught:
        process(only, LEXICON)
    assert str(caught.value) == (
        "process: none of 1 articles could be processed; the first, 'quoted', failed with "
        "ZeroDivisionError: no reason; this is a fault of the program, please report it"
    )


@pytest.mark.parametrize("fault", [MemoryError, KeyboardInterrupt])
def test_what_is_no_fault_of_the_article_stops_at_once(
    corpus: Corpus, fault: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: Corpus, *, tagger: str) -> pd.DataFrame:
        raise fault

    monkeypatch.setattr(pipeline, "attribute", breaks)
    with pytest.raises(fault):
        process(corpus, LEXICON)


@pytest.mark.parametrize("size", [1, 4])
def test_what_clean_marked_is_counted_in_no_part(
    corpus: Corpus, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor where a part is halved because an article broke it."""
    ids, texts = (corpus.articles[name].tolist() for name in ("doc_id", "text"))
    marks = pd.DataFrame({"doc_id": ids, "start": 0, "end": [len(text) for text in texts]}).assign(
        section="boilerplate", rule="newsletter"
    )
    monkeypatch.setattr(pipeline, "_AT_ONCE", size)
    attribute, tried = pipeline.attribute, []

    def breaks_together(part: Corpus, *, tagger: str) -> pd.DataFrame:
        tried.append(len(part))
        if len(part) > 2:
            raise ZeroDivisionError("no reason")
        return attribute(part, tagger=tagger)

    monkeypatch.setattr(pipeline, "attribute", breaks_together)
    marked = process(Corpus(corpus.articles, marks=marks), LEXICON)
    assert max(tried) == size
    assert process(corpus, LEXICON).scores["hits"].sum() > 0
    body = marked.scores[marked.scores["section"].isin(["lede", "body"])]
    assert body["hits"].sum() == 0
    assert set(marked.segments["section"]) == {"headline", "boilerplate"}
