"""Pairs of articles: the chance by hand, every pair of the window once, mates, groups."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_news import ACCORD, FERRY, FLOOD, STRIKE

from framing.events.groups import find_mates, group_articles, mean_chances
from framing.events.links import (
    DATED,
    RANKS,
    SAMPLE,
    TYPICAL,
    UNDATED,
    Links,
    find_backgrounds,
    find_chances,
    find_links,
    find_pairs,
)
from framing.events.names import name_events
from framing.events.vectors import list_words, weigh_words

TEXTS = [text.lower().replace(",", "").split() for text in (*ACCORD, *FERRY, *STRIKE, FLOOD)]
ARTICLES = st.lists(
    st.tuples(
        st.integers(0, len(TEXTS) - 1),
        st.integers(0, 3),
        st.one_of(st.none(), st.integers(730_000, 730_030)),
    ),
    min_size=2,
    max_size=25,
)


@settings(max_examples=50)
@given(ARTICLES, st.integers(0, 9))
def test_every_pair_of_the_window_comes_once(
    articles: list[tuple[int, int, int | None]], days: int
) -> None:
    matrix = weigh_words([TEXTS[text] for text, _, _ in articles]).matrix
    outlet = np.array([outlet for _, outlet, _ in articles])
    day = np.array([np.nan if day is None else day for _, _, day in articles], float)
    cosine, ground = (matrix @ matrix.T).toarray(), find_backgrounds(matrix)
    expected = {
        (a, b): (np.sqrt(min(cosine[a, b], 1)), abs(day[a] - day[b]), ground[a] + ground[b])
        for a in range(len(day))
        for b in range(a + 1, len(day))
        if outlet[a] != outlet[b] and cosine[a, b] > 0 and not abs(day[a] - day[b]) > days
    }
    found = [
        ((int(a), int(b)), facts)
        for pairs in find_pairs(matrix, day, outlet, days=days)
        for a, b, *facts in zip(*pairs, strict=True)
    ]
    assert sorted(pair for pair, _ in found) == sorted(expected)
    for pair, facts in found:
        assert facts == pytest.approx(expected[pair], nan_ok=True)


def test_the_chance_of_a_pair_is_the_logistic_of_its_facts() -> None:
    root, ground = np.array([0.5, 0.5]), np.array([0.4, 0.4])
    found = find_chances(root, np.array([2.0, np.nan]), ground)
    dated = DATED[0] + DATED[1] * 0.5 + DATED[2] * 2 + DATED[3] * 0.4
    undated = UNDATED[0] + UNDATED[1] * 0.5 + UNDATED[3] * 0.4
    assert found == pytest.approx([1 / (1 + np.exp(-dated)), 1 / (1 + np.exp(-undated))])


def test_a_small_corpus_has_the_typical_background() -> None:
    ground = find_backgrounds(weigh_words(TEXTS).matrix)
    # Nine articles: nobody has an eleventh neighbour.
    assert ground == pytest.approx(np.full(len(TEXTS), (1 - len(TEXTS) / SAMPLE) * TYPICAL))


def test_the_background_is_of_the_topic_not_of_the_event() -> None:
    first, last = RANKS
    topic = [["sarn", "talks", f"w{k}"] for k in range(last + 5)]
    alone = [[f"x{k}", f"y{k}"] for k in range(SAMPLE - len(topic))]
    ground = find_backgrounds(weigh_words([*topic, *alone]).matrix)
    assert ground[: len(topic)].min() > 0.5
    assert ground[len(topic) :].max() == 0
    # The reports of one event, fewer than the ranks passed over, are no background.
    event = [["sarn", "talks", f"w{k}"] for k in range(first)]
    alone = [[f"x{k}", f"y{k}"] for k in range(SAMPLE - first)]
    assert find_backgrounds(weigh_words([*event, *alone]).matrix).max() == 0


def links(*pairs: tuple[int, int, float]) -> Links:
    a, b, chance = zip(*pairs, strict=True)
    return Links(np.array(a), np.array(b), np.array(chance))


OUTLETS = np.arange(6)


@pytest.mark.parametrize(
    ("pairs", "outlet", "expected"),
    [
        pytest.param([(0, 1, 0.9), (0, 2, 0.8)], [0, 1, 1], [(0, 1)], id="one of an outlet"),
        pytest.param([(0, 1, 0.9), (0, 2, 0.8)], [0, 1, 2], [(0, 1), (0, 2)], id="one of each"),
        pytest.param([(0, 2, 0.9), (1, 2, 0.9)], [0, 0, 1], [(0, 2)], id="a tie: the first"),
        pytest.param([(0, 2, 0.8), (1, 2, 0.9), (1, 3, 0.7)], [0, 0, 1, 1], [(1, 2)],
                     id="two who want the same one"),
    ],
)  # fmt: skip
def test_mates_are_each_others_best(
    pairs: list[tuple[int, int, float]], outlet: list[int], expected: list[tuple[int, int]]
) -> None:
    assert [(a, b) for _, a, b in find_mates(links(*pairs), np.array(outlet))] == expected


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        pytest.param([(0, 1, 0.9), (1, 2, 0.9), (0, 2, 0.9)], [[0, 1, 2]], id="a triangle"),
        pytest.param([(0, 1, 0.9), (1, 2, 0.8)], [[0, 1]], id="a chain"),
        pytest.param([(0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.5)], [[0, 1, 2]], id="a mean of .65"),
        pytest.param([(0, 1, 0.9), (2, 3, 0.9), (1, 2, 0.9)], [[0, 1], [2, 3]],
                     id="a bridge between two"),
        pytest.param([(0, 1, 0.9), (2, 3, 0.9), (1, 2, 0.7), (0, 3, 0.7), (0, 2, 0.7),
                      (1, 3, 0.7)], [[0, 1, 2, 3]], id="two that are one"),
        pytest.param([(0, 1, 0.59)], [], id="below the threshold"),
    ],
)  # fmt: skip
def test_groups_are_joined_by_their_mean(
    pairs: list[tuple[int, int, float]], expected: list[list[int]]
) -> None:
    assert group_articles(links(*pairs), OUTLETS, threshold=0.6) == expected


def test_left_over_articles_join_what_they_are_like() -> None:
    # 2 and 3 are of an outlet that is there already; 3 is less like the group.
    outlet = np.array([0, 1, 1, 1])
    pairs = links((0, 1, 0.9), (0, 2, 0.8), (0, 3, 0.3))
    assert group_articles(pairs, outlet, threshold=0.6) == [[0, 1, 2]]
    assert group_articles(pairs, outlet, threshold=0.6, per_outlet=1) == [[0, 1]]
    assert group_articles(pairs, outlet, threshold=0.2, per_outlet=2) == [[0, 1, 2]]
    assert group_articles(pairs, outlet, threshold=0.2) == [[0, 1, 2, 3]]
    # 2 and 3 are each like the mates of the other outlet, and not like one another.
    star = links((0, 1, 0.9), (1, 2, 0.7), (0, 3, 0.7))
    assert group_articles(star, np.array([0, 1, 0, 1]), threshold=0.6) == [[0, 1, 2]]


CHANCES = st.dictionaries(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from([0.2, 0.5, 0.6, 0.7, 0.9, 0.99]),
    min_size=1,
)


@settings(max_examples=300)
@given(CHANCES, st.lists(st.integers(0, 4), min_size=10, max_size=10), st.integers(1, 3))
def test_groups_share_no_article_and_keep_to_their_settings(
    chances: dict[tuple[int, int], float], outlets: list[int], most: int
) -> None:
    pairs = {pair: c for pair, c in chances.items() if outlets[pair[0]] != outlets[pair[1]]}
    if not pairs:
        return
    outlet = np.array(outlets)
    found = links(*((a, b, c) for (a, b), c in sorted(pairs.items())))
    groups = group_articles(found, outlet, threshold=0.6, per_outlet=most)
    members = [k for group in groups for k in group]
    assert len(members) == len(set(members))
    means = mean_chances(found, groups, outlet)
    assert sorted(means) == sorted(members)
    for group in groups:
        within = outlet[group]
        assert len(set(within.tolist())) > 1
        assert np.bincount(within).max() <= most
        between = [
            pairs.get((a, b), 0.0) for a in group for b in group if a < b and outlet[a] != outlet[b]
        ]
        assert np.mean(between) >= 0.6 - 1e-9


def test_far_articles_are_no_pair_however_alike() -> None:
    matrix = weigh_words([TEXTS[0], TEXTS[0]]).matrix
    assert len(find_links(matrix, np.array([0.0, 4.0]), np.array([0, 1]), days=3).a) == 0
    assert find_links(matrix, np.array([0.0, 3.0]), np.array([0, 1]), days=3).a.tolist() == [0]


def test_names_alike_take_a_further_word_or_a_number() -> None:
    words = ["talks", "sarn", "accord"]
    vectors = weigh_words([words, words, words, words, words[:2], words[:2]])
    day = ["2031-03-04"] * 6
    assert name_events([[0, 1], [2, 3], [4, 5]], vectors, day) == [
        "2031-03-04-accord-sarn",
        "2031-03-04-accord-sarn-talks",
        "2031-03-04-sarn-talks",
    ]
    short = weigh_words([["sarn"]] * 4)
    names = name_events([[0, 1], [2, 3]], short, ["", "2031-03-04", "", ""])
    assert names == ["2031-03-04-sarn", "undated-sarn"]
    assert name_events([[0, 1], [2, 3]], short, [""] * 4) == ["undated-sarn", "undated-sarn-2"]


def test_words_are_those_of_headline_and_first_paragraphs() -> None:
    from made_news import news

    corpus = news(
        ("a", "A", "2031-03-04", "Photo: Union Agency\n\nTalks failed.\n\nRead more\n\nOne. Two."),
        title=["Sarn’s talks"],
    )
    assert list_words(corpus) == [
        ["sarn", "talks", "sarn", "talks", "talks", "failed", "one", "two"]
    ]
    assert list_words(corpus, title=1, words=1) == [["sarn", "talks", "talks"]]
