"""The same text twice: exact overlaps, clusters that chain nothing, credits, and what is kept."""

from __future__ import annotations

import itertools
import random
import re

import pandas as pd
import pytest
from cases import says
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import (
    CorpusError,
    find_duplicates,
    find_overlaps,
    find_wire,
    read_corpus,
)
from framing.corpus import Corpus
from framing.duplicates import overlaps

pytestmark = pytest.mark.filterwarnings("ignore::framing.FramingWarning")

WORDS = [f"{a}{b}{c}" for a in "bdkmrt" for b in "aeiou" for c in ("n", "rk", "st", "vo")]


def prose(seed: int, words: int = 60) -> str:
    chosen = random.Random(seed).choices(WORDS, k=words)
    return f"The {' '.join(chosen)}."


def corpus_of(texts: list[str], outlets: list[str] | None = None, **more: object) -> Corpus:
    names = [f"d{number:03}" for number in range(len(texts))]
    table = {"doc_id": names, "outlet": outlets or ["Post"] * len(texts), "text": texts, **more}
    return read_corpus(pd.DataFrame(table))


def by_hand(corpus: Corpus, threshold: float, length: int = 5) -> list[tuple[str, str, int]]:
    """Every pair, by sets of words: what the index must give."""
    runs = {}
    for doc, text in zip(corpus.articles["doc_id"], corpus.articles["text"], strict=True):
        words = re.findall(r"\w+", text.lower())
        runs[doc] = {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}
    found = []
    for one, two in itertools.combinations(sorted(runs), 2):
        least = min(len(runs[one]), len(runs[two]))
        shared = len(runs[one] & runs[two])
        if least and shared >= threshold * least and shared:
            found.append((one, two, shared))
    return found


texts = st.lists(
    st.lists(st.integers(0, 5), min_size=1, max_size=6).map(
        lambda parts: " ".join(prose(part, 9) for part in parts)
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60)
@given(texts, st.sampled_from([0.3, 0.5, 0.9]), st.sampled_from([1, 3, 5, 8]))
def test_the_pairs_are_those_that_sets_of_words_give(
    made: list[str], threshold: float, words: int
) -> None:
    corpus = corpus_of(made)
    table = find_overlaps(corpus, threshold=threshold, words=words)
    found = list(table[["doc_id", "other", "shared"]].itertuples(index=False, name=None))
    assert found == by_hand(corpus, threshold, words)


@settings(max_examples=30)
@given(texts, st.randoms(use_true_random=False))
def test_the_order_of_the_articles_changes_nothing(made: list[str], dice: random.Random) -> None:
    corpus = corpus_of(made)
    order = list(range(len(made)))
    dice.shuffle(order)
    mixed = read_corpus(corpus.articles.iloc[order].reset_index(drop=True))
    pd.testing.assert_frame_equal(find_duplicates(corpus), find_duplicates(mixed))


def test_a_text_that_resembles_two_others_does_not_bring_them_together() -> None:
    left, right = prose(1), prose(2)
    corpus = corpus_of([left, f"{left} {right}", right, prose(3)])
    # The middle one holds both, the others share nothing: it goes with one of them.
    table = find_duplicates(corpus)
    assert table["doc_id"].tolist() == ["d000", "d001"]
    assert find_overlaps(corpus)[["doc_id", "other"]].to_numpy().tolist() == [
        ["d000", "d001"],
        ["d001", "d002"],
    ]


@settings(max_examples=100)
@given(texts, st.sampled_from([0.3, 0.5, 0.9]))
def test_everyone_in_a_cluster_shares_enough_with_everyone(
    made: list[str], threshold: float
) -> None:
    corpus = corpus_of(made)
    table = find_duplicates(corpus, threshold=threshold)
    near = {(one, two) for one, two, _ in by_hand(corpus, threshold)}
    clusters = [sorted(part["doc_id"]) for _, part in table.groupby("cluster")]
    for names in clusters:
        assert set(itertools.combinations(names, 2)) <= near
    # Nobody is left alone beside a cluster, or another one left alone, that would have taken him.
    alone = [[name] for name in corpus.articles["doc_id"] if name not in set(table["doc_id"])]
    for one, two in itertools.combinations([*clusters, *alone], 2):
        assert not {(min(p), max(p)) for p in itertools.product(one, two)} <= near
    assert table["doc_id"].is_unique
    assert set(table["cluster"]) <= set(table["doc_id"])


def test_clusters_do_not_run_on_along_a_chain() -> None:
    parts = [prose(number, 40) for number in range(8)]
    made = [f"{a} {b}" for a, b in itertools.pairwise(parts)]
    table = find_duplicates(corpus_of(made), threshold=0.45)
    assert table["copies"].tolist() == [2] * 6


def test_case_marks_and_line_ends_make_no_other_text() -> None:
    text = "“Talks in Sarn failed,” the envoy’s aide said, and the bridge stayed closed."
    other = text.upper().replace("“", '"').replace("”", '"').replace("’", "'").replace(", ", ",\n")
    assert find_overlaps(corpus_of([text, other]))["containment"].tolist() == [1.0]


@pytest.mark.parametrize(
    "made", [["Four words are few."] * 2, [prose(1)], [prose(1), prose(2)], ["One", prose(2)]]
)
def test_short_texts_and_single_articles_have_no_copies(made: list[str]) -> None:
    outlets = [f"Outlet {number}" for number in range(len(made))]
    corpus = corpus_of(made, outlets)
    assert find_overlaps(corpus).empty
    assert find_duplicates(corpus).empty
    assert find_wire(corpus, find_duplicates(corpus)).empty


def test_headlines_alone_have_no_copies() -> None:
    corpus = corpus_of(["", ""], ["Post", "Bell"], title=[prose(1), prose(1)])
    assert find_overlaps(corpus).empty


def test_a_text_printed_everywhere_makes_every_pair_of_them() -> None:
    # A formula of twelve words that everyone else shares as well brings nobody else in.
    made = [prose(1, 80)] * 250 + [f"{prose(n, 30)} {prose(1, 80)[:70]}" for n in range(2, 60)]
    corpus = corpus_of(made, [f"Outlet {n}" for n in range(len(made))])
    assert len(find_overlaps(corpus)) == 250 * 249 // 2
    table = find_duplicates(corpus)
    assert table["copies"].tolist() == [250] * 250
    assert table["outlets"].tolist() == [250] * 250


def test_versions_of_one_text_stand_together_and_around_their_middle() -> None:
    words = prose(1, 200).split()
    made = [" ".join([*words[: 200 - 2 * n], *prose(50 + n, 2 * n).split()]) for n in range(40)]
    corpus = corpus_of(made)
    table = find_duplicates(corpus, threshold=0.5)
    assert table["copies"].tolist() == [40] * 40
    assert table["cluster"].unique().tolist() == ["d000"]  # it has the most of everyone's words
    assert table["containment"].between(0.5, 1).all()


def test_text_of_the_site_in_every_article_is_named_as_such(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(overlaps, "_MOST", 5)
    made = [f"{prose(1, 60)} {prose(n, 9)}" for n in range(2, 9)]
    for find in (find_overlaps, find_duplicates):
        with pytest.raises(CorpusError) as caught:
            find(corpus_of(made))
        says(
            caught.value,
            f"{find.__name__}: more than 5 pairs of articles share 50% of the shorter one (one of "
            "them is 'd000'): text of the site stands in every article. Mark it with clean(corpus) "
            "first, or ask for more with threshold=0.9",
        )


@pytest.mark.parametrize(
    ("text", "wire"),
    [
        ("SARN, March 4 (Reuters) - The bridge fell.", "Reuters"),
        ("WASHINGTON (AP) — The bridge fell.", "Associated Press"),
        ("The bridge fell\nBy The Associated Press\nIt was old.", "Associated Press"),
        ("By ANA BREL, Associated Press\nThe bridge fell.", "Associated Press"),
        ("The bridge fell.\nIt was old.\nSource: AFP", "Agence France-Presse"),
        ("The bridge fell.\n(UPI)", "United Press International"),
        ("It fell.\nCopyright 2031 The Associated Press. All rights reserved.", "Associated Press"),
        ("Reuters reported that the bridge fell.", ""),
        ("The bridge fell, AP said.", ""),
        ("By Ana Brel\nThe bridge fell.", ""),
        ("The Associated Press contributed to this report.", ""),
        ("A photographer of AFP (Paris) was hurt in Sarn - nobody else was.", ""),
        ("The army (AFP says) - and nobody else.", ""),
    ],
)
def test_a_credit_counts_where_credits_stand(text: str, wire: str) -> None:
    assert find_wire(corpus_of([text]))["wire"].tolist() == ([wire] if wire else [])


def test_an_author_is_a_credit_and_an_agency_prints_its_own() -> None:
    corpus = corpus_of(["It fell."] * 2, ["Post", "Reuters"], author=["Reuters", "Reuters"])
    table = find_wire(corpus)
    assert table[["outlet", "wire", "reason"]].values.tolist() == [["Post", "Reuters", "author"]]


def test_the_same_text_in_several_outlets_is_somebodys_copy() -> None:
    made = [prose(1), prose(1), prose(2), prose(2)]
    corpus = corpus_of(made, ["Post", "Bell", "Post", "Post"], title=list("abcd"))
    table = find_wire(corpus, find_duplicates(corpus))
    assert table[["doc_id", "wire", "reason"]].values.tolist() == [
        ["d000", "shared text", "also in Bell"],
        ["d001", "shared text", "also in Post"],
    ]


def test_errors_say_what_to_do() -> None:
    corpus = corpus_of([prose(1)])
    for find in (find_overlaps, find_duplicates):
        with pytest.raises(CorpusError) as caught:
            find(corpus, threshold=50)
        says(
            caught.value,
            f"{find.__name__}: the threshold is 50; it is the share of the shorter text that "
            "stands in the longer one, above 0 and at most 1; write such as threshold=0.5",
        )
        with pytest.raises(CorpusError) as none:
            find(corpus, words=0)
        says(
            none.value,
            f"{find.__name__}: words is 0; it is how many words in a row are compared; write such "
            "as words=5",
        )
