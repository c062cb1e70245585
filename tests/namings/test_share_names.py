"""Which name is chosen: the shares are the mentions', months without one stay, styles are named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from cases import says
from scipy.stats import beta

from framing import (
    ComparisonError,
    FramingWarning,
    Lexicon,
    TableError,
    annotate,
    attribute,
    estimate,
    read_corpus,
    read_counts,
    read_lexicon,
    score,
    segment,
    share_names,
    write_counts,
)
from framing.namings import MARKED, NAME_COLUMNS, NO_DATE

TOML = """\
[category.naming]
[naming.port]
alternatives = { "Karsk" = 1, "Karska" = 1, "Karsko" = 0 }
styles = [
  { from = 2031-02-10, by = "Post Agency", use = "Karsko" },
  { from = 2031-03-01, by = "Board of Names", avoid = "Karsk" },
]
[naming.isle]
alternatives = { "Velm" = 0, "Velmora" = 0 }
"""
TERMS = "term,category,entry\nKarsk,naming:port,Karsk\nKarska,naming:port,Karska\n"
TERMS += "Karsko,naming:port,Karsko\nVelm,naming:isle,Velm\nVelmora,naming:isle,Velmora\n"
ARTICLES = [
    ("Vestra", "2031-01-05", "The talks in Karsk went on. “We love Karsko,” Mara Dolen said."),
    ("Vestra", "2031-01-20", "The ships left Karsk, then Karska and Karsko."),
    ("Vestra", "2031-03-31", "The ships left for home."),
    ("Lantern", "2031-03-02", "This was not Karsk. It was never Karsk."),
    ("Lantern", "2031-04-09", "Karsko slept."),
]


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    path = tmp_path_factory.mktemp("book") / "ports"
    path.mkdir()
    (path / "lexicon.toml").write_text(TOML)
    (path / "terms.csv").write_text(TERMS)
    return read_lexicon(path)


def scores_of(lexicon: Lexicon, articles: list[tuple[str, str | None, str]]) -> pd.DataFrame:
    corpus = read_corpus(pd.DataFrame(articles, columns=["outlet", "date", "text"]))
    segments = segment(corpus, attribute(corpus))
    return score(annotate(corpus, segments, lexicon), segments)


@pytest.fixture(scope="module")
def scores(lexicon: Lexicon) -> pd.DataFrame:
    return scores_of(lexicon, ARTICLES)


def cell(table: pd.DataFrame, **at: str) -> pd.Series:
    for name, value in at.items():
        table = table[table[name] == value]
    assert len(table) == 1
    return table.iloc[0]


def test_every_month_group_voice_and_name_has_a_row(scores: pd.DataFrame, lexicon: Lexicon) -> None:
    table = share_names(scores, lexicon)
    assert tuple(table.columns) == NAME_COLUMNS
    # 2 groups, 3 estimands, 4 months, 3 names with the marked together, 2 without marked ones.
    assert len(table) == 2 * 3 * 4 * (4 + 2)
    assert not table.duplicated(["group", "voice", "period", "set", "alternative"]).any()
    assert table["period"].unique().tolist() == ["2031-01", "2031-02", "2031-03", "2031-04"]


@pytest.mark.parametrize(
    ("voice", "alternative", "hits", "exposure", "n_docs"),
    [
        ("own", "Karsk", 2, 4, 2),
        ("outlet", "Karsk", 2, 4, 2),
        ("own", MARKED, 3, 4, 2),
        ("own", "Karsko", 1, 4, 2),
        ("quoted", "Karsko", 1, 1, 1),
        ("reported", "Karsko", 0, 0, 0),
        ("all", "Karsko", 2, 5, 2),
    ],
)
def test_mentions_are_counted_by_voice(
    scores: pd.DataFrame,
    lexicon: Lexicon,
    voice: str,
    alternative: str,
    hits: int,
    exposure: int,
    n_docs: int,
) -> None:
    table = share_names(scores, lexicon, sets="port", voices=voice)
    row = cell(table, group="Vestra", period="2031-01", alternative=alternative)
    assert (row["hits"], row["exposure"], row["n_docs"]) == (hits, exposure, n_docs)
    assert row["estimate"] == pytest.approx(hits / exposure) if exposure else row.isna()["estimate"]


def test_months_without_a_mention_are_missing_and_say_why(
    scores: pd.DataFrame, lexicon: Lexicon
) -> None:
    table = share_names(scores, lexicon, sets="port", voices="all")
    silent = cell(table, group="Vestra", period="2031-03", alternative="Karsk")
    nobody = cell(table, group="Vestra", period="2031-02", alternative="Karsk")
    for row, note in ((silent, "no mention in 1 article"), (nobody, "no articles")):
        assert row[["estimate", "conf_low", "conf_high"]].isna().all()
        assert (row["hits"], row["exposure"], row["n_docs"], row["note"]) == (0, 0, 0, note)


def test_a_negation_changes_nothing(scores: pd.DataFrame, lexicon: Lexicon) -> None:
    table = share_names(scores, lexicon, sets="port", voices="own")
    row = cell(table, group="Lantern", period="2031-03", alternative="Karsk")
    assert (row["hits"], row["exposure"], row["estimate"]) == (2, 2, 1.0)


def test_styles_are_those_in_force_on_the_last_day(scores: pd.DataFrame, lexicon: Lexicon) -> None:
    table = share_names(scores, lexicon, voices="own").drop_duplicates(["set", "period"])
    told = table.set_index(["set", "period"])["house_style"]
    first = "Post Agency: Karsko since 2031-02-10"
    assert told["port", "2031-01"] == ""
    assert told["port", "2031-02"] == first
    assert told["port", "2031-03"] == f"{first}; Board of Names: not Karsk since 2031-03-01"
    assert (told["isle"] == "").all()


@pytest.mark.parametrize(
    ("period", "names"),
    [
        ("all", ["all"]),
        ("year", ["2031"]),
        ("quarter", ["2031Q1", "2031Q2"]),
        ("2031-03-02", ["before 2031-03-02", "from 2031-03-02"]),
        (
            [date(2031, 3, 2), "2031-01-20"],
            ["before 2031-01-20", "2031-01-20 to 2031-03-01", "from 2031-03-02"],
        ),
    ],
)
def test_time_is_parted_as_asked(
    scores: pd.DataFrame, lexicon: Lexicon, period: str, names: list[str]
) -> None:
    table = share_names(scores, lexicon, sets="port", voices="all", period=period)
    assert table["period"].unique().tolist() == names
    assert table.loc[table["alternative"] != MARKED, "hits"].sum() == 8


def test_the_day_of_a_cut_belongs_to_the_new_period(scores: pd.DataFrame, lexicon: Lexicon) -> None:
    table = share_names(scores, lexicon, sets="port", voices="own", period="2031-01-20")
    row = cell(table, group="Vestra", period="from 2031-01-20", alternative="Karsk")
    assert (row["hits"], row["exposure"]) == (1, 3)


def test_shares_and_intervals_are_those_of_estimate(lexicon: Lexicon) -> None:
    texts = ["Karsk.", "Karsko and Karsk.", "Karsko.", "Karsko, Karsko, Karsk."]
    scores = scores_of(lexicon, [("Vestra", "2031-01-05", text) for text in texts])
    ours = share_names(scores, lexicon, sets="port", voices="own", period="all")
    theirs = estimate(scores, categories="naming:port/Karsk", estimands="own").iloc[0]
    row = cell(ours, alternative="Karsk")
    for name in ("estimate", "conf_low", "conf_high", "method", "n_docs", "hits", "exposure"):
        assert row[name] == theirs[name]


def test_where_nothing_varies_an_article_is_one_observation(lexicon: Lexicon) -> None:
    texts = [f"Karsk. Karsk. Karsk. Page {number}." for number in range(6)]
    scores = scores_of(lexicon, [("Vestra", "2031-01-05", text) for text in texts])
    row = cell(share_names(scores, lexicon, voices="own"), alternative="Karsk")
    assert row["conf_low"] == pytest.approx(beta.ppf(0.025, 6, 1))
    assert (row["conf_high"], row["exposure"]) == (1.0, 18)
    assert row["method"] == "Clopper-Pearson bounds over 6 articles"
    number = pd.Series(pd.factorize(scores["doc_id"])[0], index=scores.index)
    events = scores.assign(event=(number % 2).map({0: "flood", 1: "vote"}))
    row = cell(share_names(events, lexicon, voices="own"), alternative="Karsk")
    assert row["method"] == "Clopper-Pearson bounds over 2 events"
    assert row["conf_low"] == pytest.approx(beta.ppf(0.025, 2, 1))
    lone = events.assign(event=events["event"].where(number < 4, ""))
    row = cell(share_names(lone, lexicon, voices="own"), alternative="Karsk")
    assert row["method"] == "Clopper-Pearson bounds over 4 events and lone articles"
    assert row["conf_low"] == pytest.approx(beta.ppf(0.025, 4, 1))


def test_articles_without_a_date_stand_apart(lexicon: Lexicon) -> None:
    articles = [*ARTICLES, ("Vestra", None, "Karsk, Karsk and Karsk.")]
    table = share_names(scores_of(lexicon, articles), lexicon, sets="port", voices="own")
    assert table["period"].unique().tolist()[-1] == NO_DATE
    row = cell(table, group="Vestra", period=NO_DATE, alternative="Karsk")
    assert (row["hits"], row["house_style"]) == (3, "")


def test_published_counts_give_the_same_table(
    scores: pd.DataFrame, lexicon: Lexicon, tmp_path: Path
) -> None:
    again = read_counts(write_counts(scores, tmp_path / "counts.csv"))
    pd.testing.assert_frame_equal(share_names(again, lexicon), share_names(scores, lexicon))


def test_articles_are_grouped_by_another_column(scores: pd.DataFrame, lexicon: Lexicon) -> None:
    sided = scores.assign(side=scores["outlet"].map({"Vestra": "east", "Lantern": None}))
    with pytest.warns(FramingWarning) as caught:
        table = share_names(sided, lexicon, by="side", sets="port")
    assert says(caught[0].message, "share_names: 2 articles have no side and are left out")
    assert table["group"].unique().tolist() == ["east"]


FAULTS = [
    ({"sets": "prot"}, "share_names: there is no naming set 'prot'; there are port, isle; did you "
     "mean 'port'?"),
    ({"sets": []}, "share_names: no naming set is named; there are port, isle; name one or leave "
     "it out"),
    ({"voices": "quotd"}, "share_names: there is no voice 'quotd'; there are own, wording, all, "
     "outlet, quoted, reported, distanced, unsure; did you mean 'quoted'?"),
    ({"period": "months"}, "share_names: there is no period 'months'; there are week, month, "
     "quarter, year, all, days such as 2019-08-14; did you mean 'month'?"),
    ({"period": []}, "share_names: no period is named; there are week, month, quarter, year, all "
     "and days; name one or leave it out"),
    ({"by": "side"}, "share_names: the table lacks the column 'side'; it has …; pass the table the "
     "verb before it returned"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "message"), FAULTS)
def test_what_is_not_there_is_named(
    scores: pd.DataFrame, lexicon: Lexicon, asked: dict[str, object], message: str
) -> None:
    with pytest.raises((ComparisonError, TableError)) as caught:
        share_names(scores, lexicon, **asked)
    assert says(caught.value, message)


def test_scores_that_do_not_belong_are_refused(scores: pd.DataFrame, lexicon: Lexicon) -> None:
    with pytest.raises(ComparisonError) as other:
        share_names(scores, read_lexicon("loaded"), sets="kyiv")
    assert says(
        other.value,
        "share_names: the scores know no 'naming:kyiv/Kiev'; the codebook loaded … has it, so they "
        "were made with another, or of some categories only; pass the codebook and the scores that "
        "belong together, or name other sets",
    )
    with pytest.raises(TableError) as some:
        share_names(scores[scores["category"] != "naming:port/Karska"], lexicon)
    assert says(
        some.value,
        "share_names: article … has 3 mentions of the set 'port' in voice outlet; the rows of its "
        "alternatives add up to 2, so some are missing or there twice; pass what score returned",
    )
    with pytest.raises(ComparisonError) as undated:
        share_names(scores.assign(date=pd.NaT), lexicon)
    assert says(
        undated.value,
        "share_names: no article has a date; there are 5 without; write period='all', or read the "
        "articles with their dates",
    )
    with pytest.raises(ComparisonError) as alone:
        share_names(scores.assign(outlet=""), lexicon)
    assert says(
        alone.value,
        "share_names: no article has a value of 'outlet'; there are none to group by; fill the "
        "column or group by another",
    )
