"""Seven real outlets: what is committed holds no text, adds up to its figures, can be remade."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pandas as pd
import pytest

from framing import (
    FramingWarning,
    annotate,
    attribute,
    fetch,
    read_corpus,
    read_counts,
    read_lexicon,
    score,
    segment,
)
from framing.floors.absences import ABSENCE_COLUMNS
from framing.floors.introductions import STANCE_COLUMNS
from framing.floors.tallies import SHARE_COLUMNS

FOLDER = Path(__file__).resolve().parents[1] / "data" / "processed" / "seven-outlets"
OUTLETS = {
    "breitbart": "Breitbart",
    "huff-post": "Huffington Post",
    "nyt": "New York Times",
    "politico": "Politico",
    "usa-today": "USA Today",
    "wash-post": "Washington Post",
    "west-journal": "Western Journalism",
}
COLUMNS = {
    "articles": "doc_id outlet date split wire credit",
    "attributions": "doc_id outlet date voice stance source_type n",
    "counts": "doc_id outlet date section voice category hits exposure",
    "counts-by-hand": "doc_id outlet date section voice category hits exposure",
    "counts-cut": "doc_id outlet date section voice category hits exposure",
    "cues": "outlet stance cue n",
    "expressions": "outlet category entry n",
    "sources": "outlet source_type compared agree letters",
    "who-speaks": f"{' '.join(SHARE_COLUMNS)}",
    "introduced": f"{' '.join(STANCE_COLUMNS)}",
    "never-heard": f"{' '.join(ABSENCE_COLUMNS)}",
}
FIGURES = [
    "06-contrasts",
    "06-decomposition",
    "06-epistemic",
    "06-loaded",
    "06-parts",
    "06-sensitivity",
    "06-sources",
    "06-stances",
    "06-structural",
    "06-voices",
    "09-claimed",
    "09-speakers",
]


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / f"{name}.csv", keep_default_na=False)


@pytest.mark.parametrize("name", COLUMNS)
def test_the_committed_tables_hold_counts_and_single_expressions(name: str) -> None:
    held = table(name)
    assert list(held.columns) == COLUMNS[name].split()
    for column in held.columns.intersection(["cue", "entry", "credit", "wire"]):
        assert held[column].str.split().str.len().max() <= 6


def test_every_committed_file_is_known_and_small() -> None:
    names = {path.name for path in FOLDER.iterdir()}
    counts = {f"{name}.json" for name in COLUMNS if name.startswith("counts")}
    drawn = {f"{name}.{kind}" for name in FIGURES for kind in ("png", "svg", "csv")}
    assert names == {f"{name}.csv" for name in COLUMNS} | counts | drawn
    assert max(path.stat().st_size for path in FOLDER.iterdir()) < 2_500_000


def test_no_article_is_missing() -> None:
    articles = table("articles")
    assert len(articles) == articles["doc_id"].nunique() == 924
    assert articles["split"].value_counts().to_dict() == {"train": 840, "dev": 84}
    assert set(articles["outlet"].value_counts()) == {132}
    assert set(articles["outlet"]) == set(OUTLETS)
    for name in ("counts", "counts-by-hand"):
        assert set(table(name)["doc_id"]) == set(articles["doc_id"])
    for name in ("counts-cut", "attributions"):
        assert set(table(name)["doc_id"]) < set(articles["doc_id"])


def test_the_counts_say_where_they_come_from() -> None:
    about = json.loads((FOLDER / "counts.json").read_text(encoding="utf-8"))["about"]
    assert about["repository"] == "networkdynamics/PolNeAR"
    assert about["commit"].startswith("c3eee833c0")
    assert about["codebook"].startswith("loaded ")


@pytest.mark.parametrize("index", ["loaded", "epistemic", "structural"])
def test_the_counts_add_up_to_the_rates_that_are_drawn(index: str) -> None:
    scores = read_counts(FOLDER / "counts.csv")
    here = scores[(scores["category"] == f"index:{index}") & (scores["section"] == "body")]
    drawn = table(f"06-{index}").set_index(["estimand", "group"])
    for estimand, voices in {
        "own": ["outlet"],
        "wording": ["outlet", "reported", "distanced"],
        "all": list(scores["voice"].cat.categories),
    }.items():
        sums = here[here["voice"].isin(voices)].groupby("outlet")[["hits", "exposure"]].sum()
        for outlet, name in OUTLETS.items():
            row = drawn.loc[(estimand, name)]
            assert row["hits"] == sums.loc[outlet, "hits"]
            assert row["exposure"] == sums.loc[outlet, "exposure"]
            rate = 1000 * row["hits"] / row["exposure"]
            assert row["estimate"] == pytest.approx(rate, rel=1e-5)
            assert row["conf_low"] < row["estimate"] < row["conf_high"]


def test_the_expressions_are_the_hits_of_the_own_voice() -> None:
    found = table("expressions").groupby("outlet")["n"].sum().rename(index=OUTLETS)
    drawn = table("06-loaded")
    own = drawn[drawn["estimand"] == "own"].set_index("group")["hits"]
    assert found.to_dict() == own.to_dict()


def test_the_attributions_add_up_to_stances_and_sources() -> None:
    attributions = table("attributions")
    own = attributions[attributions["voice"] == "outlet"]
    for column, figure in (("stance", "06-stances"), ("source_type", "06-sources")):
        sums = own.groupby(["outlet", column])["n"].sum()
        whole = own.groupby("outlet")["n"].sum()
        for row in table(figure).to_dict("records"):
            outlet = next(key for key, name in OUTLETS.items() if name == row["group"])
            kind = row["category"].partition(":")[2]
            assert row["hits"] == sums[outlet, kind]
            assert row["exposure"] == whole[outlet]
    verbs = table("cues").groupby(["outlet", "stance"])["n"].sum()
    stances = own[own["stance"] != "neutral"].groupby(["outlet", "stance"])["n"].sum()
    assert verbs.to_dict() == stances.to_dict()


def test_the_sources_drawn_are_those_found_well_without_named_persons() -> None:
    checked = table("sources").groupby("source_type")[["compared", "agree"]].sum()
    share = checked["agree"] / checked["compared"]
    drawn = set(table("06-sources")["category"].str.removeprefix("source:"))
    assert drawn == set(share.index[share >= 0.795]) - {"named_person"}


def test_two_fifths_of_the_structural_index_in_own_voice_are_devices() -> None:
    scores = read_counts(FOLDER / "counts.csv")
    own = scores[(scores["voice"] == "outlet") & (scores["section"] == "body")]
    hits = own.groupby("category", observed=True)["hits"].sum()
    devices = hits[["concession", "so_called", "scare"]]
    assert hits["index:structural"] == 367
    assert devices.sum() == 157
    assert devices["scare"] == 8


def test_the_family_of_the_contrasts_is_what_the_prose_says() -> None:
    drawn = table("06-contrasts")
    assert len(drawn) == 21
    assert drawn["method"].str.contains("within 12 months").all()
    assert drawn["method"].str.endswith("BH over 21 tests").all()
    assert (drawn["p_adj"] >= drawn["p_value"]).all()


def test_months_are_called_events_in_one_variant_only() -> None:
    drawn = table("06-sensitivity")
    months = drawn["variant"] == "within months (months as events)"
    assert set(drawn.loc[months, "n_events"]) == {12}
    assert set(drawn.loc[~months, "n_events"]) == {0}
    assert len(drawn) == 5 * len(OUTLETS)


def test_what_was_cut_is_shorter_and_of_two_outlets() -> None:
    cut, counts = read_counts(FOLDER / "counts-cut.csv"), read_counts(FOLDER / "counts.csv")
    assert set(cut["outlet"]) == {"nyt", "huff-post"}
    whole = counts[(counts["category"] == "index:loaded") & counts["doc_id"].isin(cut["doc_id"])]
    words = [t[t["section"] == "body"].groupby("doc_id")["exposure"].sum() for t in (cut, whole)]
    assert (words[0] <= words[1]).all()
    assert words[0].sum() < words[1].sum()


@pytest.mark.real
def test_the_committed_counts_are_what_the_program_makes_now(real_data: Path) -> None:
    # The development part; the notebook makes all of them again.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        articles = fetch("polnear").articles
        corpus = read_corpus(articles[articles["split"] == "dev"])
    segments = segment(corpus, attribute(corpus))
    made = score(annotate(corpus, segments, read_lexicon("loaded")), segments)
    committed = read_counts(FOLDER / "counts.csv")
    committed = committed[committed["doc_id"].isin(made["doc_id"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(committed, made)
