"""Counts that may be published: small, without text, and the scores again when they are read."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from cases import HOSTILE, says
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing import (
    FramingWarning,
    Lexicon,
    TableError,
    annotate,
    attribute,
    read_corpus,
    read_counts,
    read_lexicon,
    read_table,
    score,
    segment,
    write_counts,
)

ROOT = Path(__file__).resolve().parents[1]


@cache
def loaded() -> Lexicon:
    return read_lexicon("loaded")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return loaded()


def scores_of(articles: pd.DataFrame, lexicon: Lexicon) -> pd.DataFrame:
    corpus = read_corpus(articles)
    segments = segment(corpus, attribute(corpus))
    return score(annotate(corpus, segments, lexicon), segments)


@pytest.fixture(scope="module")
def scores(lexicon: Lexicon) -> pd.DataFrame:
    table = pd.read_csv(ROOT / "data" / "raw" / "demo" / "articles.csv", comment="#")
    return scores_of(table.head(12), lexicon)


def test_scores_come_back_from_their_counts(scores: pd.DataFrame, tmp_path: Path) -> None:
    path = write_counts(scores, tmp_path / "counts.csv", about={"corpus": "demo"})
    pd.testing.assert_frame_equal(read_counts(path), scores)
    counts = read_table(path)
    assert len(counts) < len(scores) / 8
    assert json.loads((tmp_path / "counts.json").read_text())["about"] == {"corpus": "demo"}


def test_a_row_has_hits_or_is_an_exposure(scores: pd.DataFrame, tmp_path: Path) -> None:
    counts = read_table(write_counts(scores, tmp_path / "counts.csv"))
    exposures = {"words", "attributions", "harm_mentions", "headlines"}
    silent = counts[counts["hits"] == 0]
    assert set(silent["category"]) <= exposures
    assert set(silent["category"]) >= {"words", "attributions", "headlines"}
    assert not counts["category"].str.startswith("floor:").any()


def test_categories_that_never_occur_are_kept(lexicon: Lexicon, tmp_path: Path) -> None:
    scores = scores_of(pd.DataFrame({"outlet": ["Post"], "text": ["They met."]}), lexicon)
    back = read_counts(write_counts(scores, tmp_path / "counts.csv"))
    assert back["category"].cat.categories.equals(scores["category"].cat.categories)
    assert back["hits"][back["category"] == "metaphor"].tolist() == [0]


@pytest.mark.parametrize(
    "part",
    [
        {"section": ["headline"]},
        {"section": ["body"]},
        {"category": ["evaluation", "naming:war/war", "naming:war/conflict", "stance:hostile"]},
        {"category": ["so_called", "scare", "metaphor"]},
    ],
    ids=["headlines", "bodies", "some categories", "devices"],
)
def test_whole_sections_and_categories_can_be_written(
    scores: pd.DataFrame, part: dict[str, list[str]], tmp_path: Path
) -> None:
    ((name, values),) = part.items()
    chosen = scores[scores[name].isin(values)].reset_index(drop=True)
    chosen = chosen.assign(category=chosen["category"].cat.remove_unused_categories())
    pd.testing.assert_frame_equal(read_counts(write_counts(chosen, tmp_path / "c.csv")), chosen)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=5)
@given(texts=st.lists(st.tuples(HOSTILE, HOSTILE), min_size=1, max_size=3))
def test_any_text_gives_counts_that_give_its_scores(
    texts: list[tuple[str, str]], tmp_path: Path
) -> None:
    rows = [
        {"doc_id": str(n), "outlet": "Post", "title": title, "text": f"a {text}"}
        for n, (title, text) in enumerate(texts)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        scores = scores_of(pd.DataFrame(rows), loaded())
    pd.testing.assert_frame_equal(read_counts(write_counts(scores, tmp_path / "c.csv")), scores)


def test_torn_scores_are_refused(scores: pd.DataFrame, tmp_path: Path) -> None:
    torn = scores[scores["voice"] != "outlet"]
    with pytest.raises(TableError) as fault:
        write_counts(torn, tmp_path / "counts.csv")
    assert says(
        fault.value,
        f"write_counts: {len(torn):,} rows of scores would come back as … other ones; some rows "
        "of an article, voice or category are missing; pass what score returned, or whole "
        "articles, sections or categories of it",
    )
    assert not list(tmp_path.iterdir())


def test_a_missing_half_is_named(scores: pd.DataFrame, tmp_path: Path) -> None:
    path = write_counts(scores, tmp_path / "counts.csv")
    path.with_suffix(".json").unlink()
    with pytest.raises(TableError) as fault:
        read_counts(path)
    assert says(
        fault.value,
        f"{tmp_path / 'counts.json'}: there is no such file; counts are two files, counts.csv and "
        "counts.json; copy both",
    )


def test_another_schema_is_refused(scores: pd.DataFrame, tmp_path: Path) -> None:
    path = write_counts(scores, tmp_path / "counts.csv")
    beside = path.with_suffix(".json")
    beside.write_text(json.dumps({**json.loads(beside.read_text()), "schema": 7}))
    with pytest.raises(TableError) as fault:
        read_counts(path)
    assert says(
        fault.value,
        f"{beside}: the counts are of schema 7; this version reads schema 1; make them again with "
        "this version, or read them with the one that made them",
    )


def test_files_that_do_not_belong_together_are_refused(
    scores: pd.DataFrame, tmp_path: Path
) -> None:
    path = write_counts(scores, tmp_path / "counts.csv")
    beside = path.with_suffix(".json")
    beside.write_text(json.dumps({"schema": 1, "categories": ["metaphor"]}))
    with pytest.raises(TableError) as fault:
        read_counts(path)
    assert says(
        fault.value,
        f"{path}: there is a category …; counts.json names 1 others; the two files do not belong "
        "together; copy both again",
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda text: text + text.splitlines(keepends=True)[-1],
            "{path}, row …: … of article … stands there twice; it would be counted twice; copy "
            "the file again",
        ),
        (
            lambda text: text.replace(",outlet,words", ",outlett,words", 1),
            "{path}: there is no voice 'outlett'; there are outlet, quoted, reported, distanced, "
            "unsure; did you mean 'outlet'?",
        ),
        (
            lambda text: re.sub(r",\d+\n", ",-3\n", text, count=1),
            "{path}, row 1: exposure is -3; counts are whole numbers from 0; copy the file again",
        ),
        (
            lambda text: re.sub(r",\d+\n", ",x\n", text, count=1),
            "{path}: this is no table of counts (…); write_counts wrote one; copy it again",
        ),
    ],
    ids=["a row twice", "unknown voice", "negative", "no number"],
)
def test_what_cannot_be_counts_is_refused(
    change: Callable[[str], str], message: str, scores: pd.DataFrame, tmp_path: Path
) -> None:
    path = write_counts(scores, tmp_path / "counts.csv")
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(TableError) as fault:
        read_counts(path)
    assert says(fault.value, message.format(path=path))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"categories": 7}'])
def test_a_broken_list_of_categories_is_refused(
    content: str, scores: pd.DataFrame, tmp_path: Path
) -> None:
    path = write_counts(scores, tmp_path / "counts.csv")
    path.with_suffix(".json").write_text(content, encoding="utf-8")
    with pytest.raises(TableError) as fault:
        read_counts(path)
    assert says(
        fault.value,
        f"{tmp_path / 'counts.json'}: this does not name the categories of the counts (…); "
        "write_counts wrote it beside them; copy both files again",
    )
