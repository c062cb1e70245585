"""Events: the same whatever the order, no chains, every doubt said."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from cases import says
from hypothesis import given, settings
from hypothesis import strategies as st
from made_news import ACCORD, FERRY, FLOOD, STRIKE, news

from framing import (
    Corpus,
    CorpusError,
    FramingWarning,
    TableError,
    annotate,
    attribute,
    compare,
    match_events,
    read_corpus,
    read_lexicon,
    score,
    segment,
    with_events,
)
from framing.events import EVENT_COLUMNS

DAY, NEXT = "2031-03-04", "2031-03-05"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return news(
        ("c1", "Courier", DAY, ACCORD[0]),
        ("c2", "Courier", DAY, FERRY[0]),
        ("c3", "Courier", DAY, FLOOD),
        ("h1", "Herald", NEXT, ACCORD[1]),
        ("h2", "Herald", DAY, FERRY[1]),
        ("h3", "Herald", DAY, STRIKE[0]),
        ("l1", "Lantern", DAY, ACCORD[2]),
        ("l2", "Lantern", DAY, FERRY[2]),
        ("l3", "Lantern", DAY, STRIKE[1]),
    )


def groups(table: pd.DataFrame) -> set[frozenset[str]]:
    there = table[table["event"] != ""]
    return {frozenset(part["doc_id"]) for _, part in there.groupby("event")}


def test_reports_of_one_event_stand_together_and_others_alone(corpus: Corpus) -> None:
    table = match_events(corpus)
    assert tuple(table.columns) == EVENT_COLUMNS
    assert table["doc_id"].tolist() == corpus.articles["doc_id"].tolist()
    assert groups(table) == {
        frozenset({"c1", "h1", "l1"}),
        frozenset({"c2", "h2", "l2"}),
        frozenset({"h3", "l3"}),
    }
    assert table.loc[table["doc_id"] == "c3", "event"].item() == ""


def test_a_name_is_the_earliest_day_and_what_several_say(corpus: Corpus) -> None:
    names = match_events(corpus).set_index("doc_id")["event"]
    for doc_id, texts in (("c1", ACCORD), ("h3", STRIKE)):
        day, *words = names[doc_id].rsplit("-", 2)
        assert day == DAY  # h1, of the same event as c1, is of the next day
        assert len(words) == 2
        for word in words:
            assert sum(word in re.findall(r"\w+", text.lower()) for text in texts) > 1


def test_only_members_have_a_confidence(corpus: Corpus) -> None:
    table = match_events(corpus)
    member = table["event"] != ""
    assert table["confidence"].notna().tolist() == member.tolist()
    assert table.loc[member, "confidence"].between(0.5, 1).all()


def test_closer_texts_are_surer() -> None:
    loose = ACCORD[1].replace("grain accord", "pact").replace("in Vell", "there")
    near = match_events(news(("a", "A", DAY, ACCORD[0]), ("b", "B", DAY, ACCORD[1])))
    far = match_events(news(("a", "A", DAY, ACCORD[0]), ("b", "B", DAY, loose)), threshold=0.05)
    assert near["confidence"].iloc[0] > far["confidence"].iloc[0]


@pytest.mark.parametrize(("days", "found"), [(0, 0), (1, 1), (9, 1)])
def test_articles_outside_the_window_are_not_matched(days: int, found: int) -> None:
    pair = news(("a", "A", DAY, ACCORD[0]), ("b", "B", NEXT, ACCORD[0]))
    assert len(groups(match_events(pair, days=days))) == found


def test_the_days_between_make_a_pair_less_likely() -> None:
    def likely(date: str) -> float:
        pair = news(("a", "A", DAY, ACCORD[0]), ("b", "B", date, ACCORD[1]))
        return float(match_events(pair, threshold=0.01)["confidence"].iloc[0])

    assert likely(DAY) > likely(NEXT) > likely("2031-03-06")


def test_articles_of_one_outlet_are_never_a_pair() -> None:
    rows = [("a1", "A", DAY, ACCORD[0]), ("a2", "A", DAY, ACCORD[1]), ("b", "B", DAY, FLOOD)]
    assert groups(match_events(news(*rows))) == set()
    other = [rows[0], ("a2", "C", DAY, ACCORD[1]), rows[2]]
    assert groups(match_events(news(*other))) == {frozenset({"a1", "a2"})}


def test_a_second_article_of_an_outlet_joins_unless_told_otherwise() -> None:
    rows = [("a1", "A", DAY, ACCORD[0]), ("a2", "A", DAY, ACCORD[1]), ("b", "B", DAY, ACCORD[0])]
    filler = ("b2", "B", DAY, FLOOD), ("a3", "A", DAY, FERRY[0])
    corpus = news(*rows, *filler)
    assert groups(match_events(corpus)) == {frozenset({"a1", "a2", "b"})}
    assert groups(match_events(corpus, per_outlet=1)) == {frozenset({"a1", "b"})}


def test_a_higher_threshold_finds_fewer(corpus: Corpus) -> None:
    found = [
        int((match_events(corpus, threshold=t)["event"] != "").sum()) for t in (0.01, 0.6, 0.99999)
    ]
    assert found == sorted(found, reverse=True)
    assert found[0] > found[-1]


def test_a_chain_of_likenesses_is_no_event() -> None:
    # Each text shares half of its words with the next one, and none with the one after that.
    words = [f"{letter}{number}umber" for letter in "bcdfghkl" for number in "aeiou"]
    texts = [" ".join(words[5 * k : 5 * k + 10]) for k in range(6)]
    corpus = news(*((f"d{k}", f"Outlet {k}", DAY, text) for k, text in enumerate(texts)))
    table = match_events(corpus)
    assert sorted(map(len, groups(table))) == [2, 2]
    # The ends would have gone with their neighbours, had these not better mates.
    assert table["note"].iloc[[0, 5]].tolist() == ["likeliest: d1 (0.99)", "likeliest: d4 (0.99)"]


TEXTS = st.sampled_from([*ACCORD, *FERRY, *STRIKE, FLOOD, "Rain.", "The"])
ROWS = st.lists(
    st.tuples(st.sampled_from("ABC"), st.sampled_from([DAY, NEXT, "2031-03-09", ""]), TEXTS),
    min_size=2,
    max_size=12,
)


@pytest.mark.filterwarnings("ignore::framing.FramingWarning")
@settings(max_examples=40)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_the_articles_decides_nothing(
    rows: list[tuple[str, str, str]], random: object
) -> None:
    table = pd.DataFrame(rows, columns=["outlet", "date", "text"])
    table = table.assign(doc_id=[f"d{k}" for k in range(len(table))])
    if table["outlet"].nunique() < 2:
        return
    found = match_events(read_corpus(table))
    order = list(range(len(table)))
    random.shuffle(order)  # type: ignore[attr-defined]
    again = match_events(read_corpus(table.iloc[order]))
    assert again["doc_id"].tolist() == table["doc_id"].iloc[order].tolist()
    pd.testing.assert_frame_equal(
        again.sort_values("doc_id", ignore_index=True),
        found.sort_values("doc_id", ignore_index=True),
    )
    for members in groups(found):
        here = table[table["doc_id"].isin(members)]
        assert here["outlet"].nunique() > 1  # an event is what several outlets report


def test_the_names_of_the_outlets_decide_nothing(corpus: Corpus) -> None:
    renamed = corpus.articles.assign(
        outlet=corpus.articles["outlet"].replace({"Courier": "Zeit", "Lantern": "Aurora"})
    )
    assert groups(match_events(Corpus(renamed))) == groups(match_events(corpus))


def test_headlines_alone_are_matched() -> None:
    title = ["Dorvyn and Sarn sign grain accord", "Grain accord signed by Dorvyn and Sarn"]
    rows = [("a", "A", DAY, ""), ("b", "B", DAY, "")]
    with pytest.warns(FramingWarning, match="headline alone"):
        corpus = news(*rows, title=title)
    assert groups(match_events(corpus)) == {frozenset("ab")}


def test_captions_and_house_lines_make_no_event() -> None:
    line = "Photo: Mara Dolen for the Union Agency of Dorvyn and Sarn in Vell"
    texts = [f"{line}\n\n{FLOOD}", f"{line}\n\n{FERRY[0]}"]
    corpus = news(*((f"d{k}", f"O{k}", DAY, text) for k, text in enumerate(texts)))
    assert groups(match_events(corpus)) == set()


def test_articles_without_a_date_are_matched_on_text_alone_and_it_is_said() -> None:
    rows = [("a", "A", DAY, ACCORD[0]), ("b", "B", "", ACCORD[0]), ("c", "C", "", ACCORD[2])]
    with pytest.warns(FramingWarning) as caught:
        table = match_events(news(*rows))
    assert says(
        caught[0].message,
        "match_events: 2 of 3 articles have no date, matched on text alone; their note says so",
    )
    assert groups(table) >= {frozenset("ab")} or frozenset("abc") in groups(table)
    notes = table.set_index("doc_id")["note"]
    assert notes["a"] == ""
    assert notes["b"].startswith("no date: matched on text alone")


@pytest.mark.filterwarnings("ignore::framing.FramingWarning")
def test_without_dates_more_likeness_is_needed() -> None:
    def chance(date: str) -> float:
        pair = news(("a", "A", date, ACCORD[0]), ("b", "B", date, ACCORD[1]))
        table = match_events(pair, threshold=0.001)
        return float(table["confidence"].iloc[0])

    assert chance(DAY) > chance("")


@pytest.mark.filterwarnings("ignore::framing.FramingWarning")
def test_a_corpus_without_a_column_of_dates() -> None:
    table = pd.DataFrame({"outlet": ["A", "B"], "text": [ACCORD[0]] * 2, "doc_id": ["a", "b"]})
    found = match_events(read_corpus(table))
    assert found["event"].str.startswith("undated-").all()
    assert found["date"].isna().all()


def test_articles_without_words_are_counted() -> None:
    rows = [("a", "A", DAY, "The"), ("b", "B", DAY, "And"), ("c", "B", DAY, "12 – 3")]
    with pytest.warns(FramingWarning) as caught:
        table = match_events(news(*rows))
    assert says(
        caught[0].message,
        "match_events: 2 of 3 articles have no words to match; their note says so",
    )
    assert table["note"].tolist() == ["no words to match"] * 2 + [""]
    assert (table["event"] == "").all()


def test_a_lone_article_is_told_its_likeliest() -> None:
    pair = news(("a", "A", DAY, ACCORD[0]), ("b", "B", DAY, ACCORD[1]))
    table = match_events(pair, threshold=1)
    assert table["note"].tolist() == ["likeliest: b (1.00)", "likeliest: a (1.00)"]


@pytest.mark.parametrize(
    ("settings_", "message"),
    [
        (
            {"days": -1},
            "match_events: days is -1; it is the most days between two reports of an event, 0 or "
            "more; leave it out for 3",
        ),
        (
            {"threshold": 0},
            "match_events: the threshold is 0; it is a chance above 0 and up to 1; leave it out "
            "for 0.6",
        ),
        (
            {"threshold": float("nan")},
            "match_events: the threshold is nan; it is a chance above 0 and up to 1; leave it out "
            "for 0.6",
        ),
        (
            {"per_outlet": 0},
            "match_events: per_outlet is 0; an event has one article of an outlet or more; leave "
            "it out for any number",
        ),
    ],
)
def test_settings_that_make_no_sense(
    corpus: Corpus, settings_: dict[str, float], message: str
) -> None:
    with pytest.raises(CorpusError) as caught:
        match_events(corpus, **settings_)  # type: ignore[arg-type]
    assert says(caught.value, message)


def test_one_outlet_has_nobody_to_be_matched_with() -> None:
    with pytest.raises(CorpusError) as caught:
        match_events(news(("a", "A", DAY, ACCORD[0]), ("b", "A", DAY, ACCORD[1])))
    assert says(
        caught.value,
        "match_events: events are matched between outlets; all 2 articles are of 'A'; read the "
        "articles of another outlet too",
    )


def test_events_flow_into_the_comparison(corpus: Corpus) -> None:
    table = match_events(corpus)
    loud = corpus.articles["text"] + " The reckless plan was a disaster."
    filled = with_events(Corpus(corpus.articles.assign(text=loud, event="old")), table)
    assert filled.articles["event"].tolist() == table["event"].tolist()
    segments = segment(filled, attribute(filled))
    scores = score(annotate(filled, segments, read_lexicon("loaded")), segments)
    contrasts = compare(scores, against="pairs", categories="evaluation", seed=1)
    shared = contrasts.set_index(["group", "reference"])["n_events"].groupby(level=[0, 1]).max()
    # The strike is in two of the papers only, the flood in one.
    assert shared["Courier", "Herald"] == 2
    assert shared["Herald", "Lantern"] == 3


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (
            ["a", "b", "x"],
            "with_events: the id 'x' is of no article of the corpus (1 such ids); the table has "
            "one row per article; pass what match_events or read_events returned for this corpus",
        ),
        (
            ["a", "b", "b"],
            "with_events: the id 'b' stands in two rows or more (1 such ids); the table has one "
            "row per article; pass what match_events or read_events returned for this corpus",
        ),
        (
            ["a"],
            "with_events: the id 'b' of the corpus has no row (1 such ids); the table has one row "
            "per article; pass what match_events or read_events returned for this corpus",
        ),
    ],
)
def test_a_table_of_other_articles_fills_nothing(ids: list[str], message: str) -> None:
    pair = news(("a", "A", DAY, ACCORD[0]), ("b", "B", DAY, ACCORD[1]))
    with pytest.raises(TableError) as caught:
        with_events(pair, pd.DataFrame({"doc_id": ids, "event": "e"}))
    assert says(caught.value, message)
