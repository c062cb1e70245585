"""Headlines of a war: two panels that never meet, counts without text, figures that add up."""

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

FOLDER = Path(__file__).resolve().parents[1] / "data" / "processed" / "headlines-of-a-war"
CELL = ["outlet", "event"]
CALLED = {
    "al jazeera": "Al Jazeera",
    "bbc": "BBC",
    "censor.net": "Censor.net",
    "msnbc": "MSNBC",
    "news-front": "News-Front",
    "reuters": "Reuters",
    "rt": "RT",
    "tass": "TASS",
    "ukrinform": "Ukrinform",
}
BESIDE = ("sites", "cells", "expressions", "lengths", "cues", "tags")
OTHERS = {"Sputnik", "Kyiv Independent"}
COUNTS = {
    "headlines": "ruwa",
    "headline-names": "ruwa",
    "ledes": "ruwa",
    "other-headlines": "hl",
    "other-names": "hl",
}
HEADLINE_FIGURES = ["contrasts", "enemy", "kinds", "kyiv", "loaded", "war"]
FIGURES = [
    *(f"07-headlines-{name}" for name in HEADLINE_FIGURES),
    *(f"07-ledes-{name}" for name in ("contrasts", "kyiv", "loaded", "war")),
    *(f"07-other-{name}" for name in ("loaded", "war")),
]
NAMES = {"war", "invasion", "conflict", "aggression", "special military operation"}
VOICES = {
    "own": ["outlet"],
    "wording": ["outlet", "reported", "distanced"],
    "all": ["outlet", "quoted", "reported", "distanced", "unsure"],
}


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / f"{name}.csv", keep_default_na=False)


def sites_of(figure: str) -> set[str]:
    return {str(name).removesuffix(" (described only)") for name in table(figure)["group"]}


def main_sample(counts: pd.DataFrame, of: str) -> pd.DataFrame:
    """Return the counts of the first thirty of each cell, as `of` has them in order."""
    order = table(of).drop_duplicates("doc_id")
    return counts[counts["doc_id"].isin(order.groupby(CELL).head(30)["doc_id"])]


@pytest.mark.parametrize(("name", "prefix"), COUNTS.items())
def test_the_counts_hold_ids_and_numbers_and_no_text(name: str, prefix: str) -> None:
    held = table(name)
    event = ["event"] if prefix == "ruwa" else []
    columns = ["doc_id", "outlet", *event, "date", "section", "voice", "category"]
    assert list(held.columns) == [*columns, "hits", "exposure"]
    assert held["doc_id"].str.fullmatch(rf"{prefix}-\d+").all()
    about = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    units = {"words", "headlines", "attributions", "harm_mentions"}
    assert set(held["category"]) <= {*about["categories"], *units}
    assert about["about"]["codebook"].startswith("loaded ")
    assert len(about["about"]["commit"]) == 10


def test_what_lies_beside_the_counts_holds_no_text() -> None:
    lengths, found, verbs = table("lengths"), table("expressions"), table("cues")
    assert list(lengths.columns) == ["doc_id", "words"]
    assert lengths["doc_id"].tolist() == sorted(table("headlines")["doc_id"].unique())
    assert list(found.columns) == ["doc_id", "outlet", "voice", "category", "entry"]
    assert found["entry"].str.split().str.len().max() <= 4
    assert list(verbs.columns) == ["doc_id", "outlet", "Russia", "Ukraine", "distancing"]
    assert verbs[["Russia", "Ukraine", "distancing"]].isin([0, 1]).all(axis=None)
    for held in (lengths, found, verbs):
        assert held["doc_id"].str.fullmatch(r"ruwa-\d+").all()


def test_expressions_stand_in_the_headlines_that_count_as_loaded() -> None:
    counts = table("headlines")
    loaded = counts[(counts["category"] == "index:loaded") & (counts["hits"] > 0)]
    found = table("expressions")
    assert set(found["doc_id"]) == set(loaded["doc_id"])
    for kind in ("label", "euphemism", "evaluation"):
        told = counts[(counts["category"] == kind) & (counts["hits"] > 0)]["doc_id"]
        assert set(found[found["category"] == kind]["doc_id"]) == set(told)


def test_every_reporting_verb_of_the_ledes_is_told_by_the_country_its_source_names() -> None:
    counts = table("ledes")
    own = counts[(counts["voice"] == "outlet") & (counts["section"] == "body")]
    verbs = table("cues").groupby("outlet")["distancing"].agg(["sum", "size"])
    distancing = own[own["category"] == "stance:distancing"].groupby("outlet")["hits"].sum()
    said = own[own["category"] == "attributions"].groupby("outlet")["exposure"].sum()
    assert verbs["size"].to_dict() == said.to_dict()
    assert verbs["sum"][verbs["sum"] > 0].to_dict() == distancing.to_dict()


def test_the_phrases_the_set_does_not_know_are_counted_within_the_headlines() -> None:
    tags = table("tags").set_index("outlet")
    headlines = table("other-headlines").groupby("outlet")["doc_id"].nunique()
    assert (tags.max(axis=1) < headlines).all()
    assert 0 < tags.loc["sputnik", "Special Op Zone"] < tags.loc["sputnik", "Special Op"]
    assert tags.loc["sputnik", "Ukraine war latest"] == 0 < tags.loc["kyiv independent"].max()


def test_every_committed_file_is_known_and_small() -> None:
    known = {f"{name}.{kind}" for name in COUNTS for kind in ("csv", "json")}
    known |= {f"{name}.{kind}" for name in FIGURES for kind in ("png", "svg", "csv")}
    known |= {f"{name}.csv" for name in BESIDE}
    assert {path.name for path in FOLDER.iterdir()} == known
    assert max(path.stat().st_size for path in FOLDER.iterdir()) < 2_000_000


def test_the_sites_have_what_the_collection_gives_them() -> None:
    sites = table("sites").set_index("outlet")
    assert set(sites.index) == set(CALLED)
    assert set(sites.index[sites["with_headline"] == 0]) == {"rt"}
    assert set(sites.index[sites["with_lede"] == 0]) == {"bbc", "news-front", "reuters"}
    assert sites.loc[["reuters", "ukrinform"], "rows"].tolist() == [1992, 6749]
    kept = table("cells").groupby("outlet")[["headlines", "ledes"]].sum()
    assert kept["headlines"].to_dict() == sites["headlines_kept"].to_dict()
    assert kept["ledes"].to_dict() == sites["ledes_kept"].to_dict()


@pytest.mark.parametrize("panel", ["headlines", "ledes"])
def test_every_cell_gives_a_hundred_or_all_it_has(panel: str) -> None:
    had = table("cells").set_index(CELL)[panel]
    drawn = table(panel).drop_duplicates("doc_id").groupby(CELL).size()
    expected = had[had > 0].clip(upper=100)
    assert drawn.to_dict() == expected.to_dict()


def test_only_the_war_itself_is_in_the_panels() -> None:
    for panel in ("headlines", "ledes"):
        dates = table(panel)["date"]
        assert dates.min() >= "2022-02-24"
        assert dates.max() < "2022-12"


def test_headlines_ledes_and_the_other_collection_never_meet() -> None:
    ruwa = set(CALLED.values())
    for figure in FIGURES:
        sites = sites_of(figure)
        assert sites == OTHERS if "other" in figure else sites <= ruwa
        if "headlines" in figure:
            assert "RT" not in sites
        if "ledes" in figure:
            assert not sites & {"BBC", "Reuters", "News-Front"}
    assert set(table("headlines")["section"]) == {"headline"}
    assert set(table("ledes")["section"]) == {"body"}


def test_small_sites_are_described_and_never_compared() -> None:
    for panel, small in (("headlines", {"News-Front", "TASS"}), ("ledes", {"TASS"})):
        sample = main_sample(table(panel), panel).drop_duplicates("doc_id")
        size = sample.replace({"outlet": CALLED}).groupby("outlet")
        few = (size.size() < 100) | (size["event"].nunique() < 5)
        assert set(few.index[few]) == small
        for figure in (f"07-{panel}-contrasts", f"07-{panel}-loaded"):
            assert sites_of(figure) == set(few.index[~few])
        told = table(f"07-{panel}-kyiv")["group"]
        described = told[told.str.endswith("(described only)")]
        assert {name.removesuffix(" (described only)") for name in described} == small


@pytest.mark.parametrize(("panel", "times"), [("headlines", 1), ("ledes", 1000)])
def test_the_counts_add_up_to_the_rates_that_are_drawn(panel: str, times: int) -> None:
    scores = main_sample(read_counts(FOLDER / f"{panel}.csv"), panel)
    here = scores[scores["category"].astype("str") == "index:loaded"]
    drawn = table(f"07-{panel}-loaded").set_index(["estimand", "group"])
    checked = 0
    for estimand, voices in VOICES.items():
        sums = here[here["voice"].isin(voices)].groupby("outlet")[["hits", "exposure"]].sum()
        for outlet, row in sums.iterrows():
            if (estimand, CALLED[str(outlet)]) not in drawn.index:
                continue
            shown = drawn.loc[(estimand, CALLED[str(outlet)])]
            assert (shown["hits"], shown["exposure"]) == (row["hits"], row["exposure"])
            rate = times * row["hits"] / row["exposure"]
            assert shown["estimate"] == pytest.approx(rate, rel=1e-5)
            assert shown["conf_low"] < shown["estimate"] < shown["conf_high"]
            checked += 1
    assert checked == len(drawn)


@pytest.mark.parametrize(("panel", "counts"), [("headlines", "headline-names"), ("ledes", "ledes")])
def test_names_are_shares_among_the_mentions_of_a_set(panel: str, counts: str) -> None:
    scores = main_sample(read_counts(FOLDER / f"{counts}.csv"), panel)
    scores = scores[scores["voice"].isin(VOICES["wording"])]
    category = scores["category"].astype("str")
    whole = scores[category.str.startswith("naming:war/")].groupby("outlet")["hits"].sum()
    drawn = table(f"07-{panel}-war")
    for row in drawn.to_dict("records"):
        name = str(row["group"]).removesuffix(" (described only)")
        outlet = next(key for key, called in CALLED.items() if called == name)
        here = scores[(category == row["category"]) & (scores["outlet"] == outlet)]
        assert row["hits"] == here["hits"].sum()
        assert row["exposure"] == whole[outlet] > 0
    assert (drawn.groupby("group")["estimate"].sum() <= 1 + 1e-6).all()
    assert {name.partition("/")[2] for name in drawn["category"]} == NAMES
    enough = whole[whole >= 10].index
    assert sites_of(f"07-{panel}-war") == {CALLED[outlet] for outlet in enough}


@pytest.mark.parametrize(("panel", "family"), [("headlines", 18), ("ledes", 15)])
def test_the_contrasts_are_within_events_and_of_one_family(panel: str, family: int) -> None:
    drawn = table(f"07-{panel}-contrasts")
    assert len(drawn) == family
    assert set(drawn["measure"]) == {"mh_rate_ratio"}
    assert drawn["method"].str.contains(r"permuted within [89] events").all()
    assert drawn["method"].str.endswith(f"BH over {family} tests").all()
    assert (drawn["p_adj"] >= drawn["p_value"]).all()


@pytest.mark.real
def test_the_draw_and_its_counts_are_what_the_program_makes_now(real_data: Path) -> None:
    # The draw of all sites, the counts of three small ones; the notebook makes all of them again.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        ruwa = fetch("ruwa").articles.sort_values("doc_id")
        kept = ruwa["on_topic"] & (ruwa["date"] >= "2022-02-24") & (ruwa["title"] != "")
        heads = ruwa[kept].assign(text="").drop_duplicates(["outlet", "title"])
        heads = heads.sample(frac=1, random_state=7).groupby(CELL).head(100)
        assert heads["doc_id"].tolist() == table("headlines")["doc_id"].unique().tolist()
        corpus = read_corpus(heads[heads["outlet"].isin(["bbc", "news-front", "tass"])])
    segments = segment(corpus, attribute(corpus))
    words = table("lengths").set_index("doc_id")["words"]
    assert (
        segments.groupby("doc_id")["words"].sum().to_dict()
        == words[corpus.articles["doc_id"]].to_dict()
    )
    made = score(annotate(corpus, segments, read_lexicon("loaded")), segments)
    committed = read_counts(FOLDER / "headlines.csv")
    key = ["doc_id", "voice", "category"]
    shared = set(committed["category"].astype("str")) - {"enemy nouns"}
    sides = []
    for scores in (made, committed):
        scores = scores.astype({"voice": "str", "category": "str"})
        scores = scores[scores["category"].isin(shared) & scores["doc_id"].isin(made["doc_id"])]
        sides.append(scores.sort_values(key)[[*key, "hits", "exposure"]].reset_index(drop=True))
    assert sides[0]["hits"].sum() > 20
    pd.testing.assert_frame_equal(sides[0], sides[1])
