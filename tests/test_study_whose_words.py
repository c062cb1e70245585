"""The study of sponsors' vocabulary: its lists, its counts, and that both hold no text."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from framing import (
    read_counts,
)
from framing.counts import COUNT_COLUMNS
from framing.studies import read_findings
from framing.words import fold

ROOT = Path(__file__).resolve().parents[1]
COMMITTED = ROOT / "data" / "processed" / "whose-words"
CODINGS = ROOT / "data" / "raw" / "whose-words" / "codings.csv"
SIDES = {"russian": "Russia", "ukrainian": "Ukraine", "western": "the US"}
WHOSE = [f"terms of {side}" for side in SIDES.values()]


@pytest.fixture(scope="module")
def terms() -> pd.DataFrame:
    return pd.read_csv(COMMITTED / "terms.csv")


def test_terms_are_phrases_with_a_weight_and_no_sentences(terms: pd.DataFrame) -> None:
    words = terms["term"].str.split().str.len()
    assert words.between(2, 5).all()
    assert [fold(term) for term in terms["term"]] == terms["term"].tolist()
    assert not terms.duplicated(["side", "term"]).any()
    assert set(terms["side"]) == set(SIDES)
    # Shrunken log-odds of what a side uses eight times as often stay above 1.
    assert (terms["weight"] > 1).all()


def test_terms_are_as_strong_as_the_notebook_says(terms: pd.DataFrame) -> None:
    others = terms["n_reference"].clip(lower=0.5) / terms["exposure_reference"]
    assert (terms["n_target"] / terms["exposure_target"] / others >= 8).all()
    assert (terms["z"] >= 1.96).all()
    assert ((terms["in_ruwa"] >= 2) == (terms["reading"] != "not coded")).all()
    assert (terms["docs_target"] >= 0.02 * terms["n_docs_target"]).all()
    assert (terms["docs_target"] <= terms["n_target"]).all()


@pytest.fixture(scope="module")
def verdicts() -> pd.DataFrame:
    codings = pd.read_csv(CODINGS, keep_default_na=False)
    assert list(codings) == ["unit_id", "coder", "variable", "value", "note"]
    assert set(codings["value"]) == {"wording", "topic"}
    assert set(codings["note"]) == {"doubt", ""}
    return codings.pivot(index="unit_id", columns="coder", values="value")


def test_every_term_that_is_looked_for_was_coded_twice(
    terms: pd.DataFrame, verdicts: pd.DataFrame
) -> None:
    assert verdicts.notna().all(axis=None)
    assert list(verdicts) == ["A", "B"]
    reading = verdicts["A"].where(verdicts["A"] == verdicts["B"], "disputed")
    coded = terms[terms["reading"] != "not coded"]
    assert (coded["term"].map(reading) == coded["reading"]).all()
    assert len(coded) >= len(verdicts) - 1


def test_the_coders_agree_as_the_notebook_says(verdicts: pd.DataFrame) -> None:
    # Krippendorff's alpha of two coders and two values, by its own formula.
    pooled = verdicts.stack().value_counts()
    n = int(pooled.sum())
    expected = 2 * pooled["wording"] * pooled["topic"] / (n * (n - 1))
    observed = (verdicts["A"] != verdicts["B"]).mean()
    alpha = read_findings(ROOT / "data" / "processed" / "findings.toml")["08"]["alpha"]
    assert alpha == round(1 - observed / expected, 2)
    assert alpha > 0.8


@pytest.mark.parametrize("name", ["ruwa", "allsides"])
def test_counts_hold_no_text(name: str) -> None:
    counts = pd.read_csv(COMMITTED / f"{name}.csv")
    columns = [c for c in COUNT_COLUMNS if c != "event" or name == "ruwa"]
    assert list(counts) == columns
    assert counts["category"].str.split().str.len().max() <= 4
    assert (COMMITTED / f"{name}.csv").stat().st_size < 2_000_000


def test_no_site_and_event_has_more_than_a_hundred_texts() -> None:
    articles = read_counts(COMMITTED / "ruwa.csv").drop_duplicates("doc_id")
    assert len(articles) == 3546
    assert articles["outlet"].nunique() == 9
    assert articles["event"].nunique() == 9
    assert articles.groupby(["outlet", "event"]).size().max() == 100


def test_the_older_articles_are_older() -> None:
    articles = read_counts(COMMITTED / "allsides.csv").drop_duplicates("doc_id")
    assert len(articles) == 847
    assert articles["date"].max() < pd.Timestamp("2021-01-01")


@pytest.mark.parametrize(
    ("figure", "section"), [("08-headlines", "headline"), ("08-ledes", "body")]
)
def test_counts_add_up_to_the_figures(figure: str, section: str) -> None:
    drawn = pd.read_csv(COMMITTED / f"{figure}.csv")
    assert list(drawn["category"].unique()) == WHOSE
    assert set(drawn["estimand"]) == {"own"}
    said = drawn["group"].str.endswith(" (described only)")
    assert (said == (drawn["n_docs"] < 100)).all()
    counts = read_counts(COMMITTED / "ruwa.csv")
    drawn["group"] = drawn["group"].str.lower().str.removesuffix(" (described only)")
    own = counts[(counts["section"] == section) & (counts["voice"] == "outlet")]
    sums = own.groupby(["category", "outlet"], observed=True)[["hits", "exposure"]].sum()
    there = sums.loc[list(drawn[["category", "group"]].itertuples(index=False, name=None))]
    assert there.to_numpy().tolist() == drawn[["hits", "exposure"]].to_numpy().tolist()


def test_the_three_sides_and_their_days_are_told() -> None:
    spans = pd.read_csv(COMMITTED / "statements.csv")
    assert list(spans) == ["side", "statements", "dated", "first", "last"]
    assert set(spans["side"]) == set(SIDES)
    assert (spans["first"] >= "2022-02-24").all()
