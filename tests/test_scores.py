"""Scores: hits and the exposure that belongs to them, checked against counting by hand."""

from __future__ import annotations

import warnings
from functools import cache

import pandas as pd
import pytest
from cases import article, says
from test_segments import row, rows

from framing import (
    Corpus,
    FramingError,
    TableError,
    annotate,
    attribute,
    read_corpus,
    read_lexicon,
    score,
    segment,
)
from framing.columns import (
    DEVICES,
    ESTIMANDS,
    INDICES,
    KIND_VOICE,
    SECTION_GROUPS,
    VOICES,
    base_category,
)
from framing.scores import SCORE_COLUMNS
from framing.words import WordIndex

LEXICON = read_lexicon("loaded")
WORDING = ESTIMANDS["wording"]

# Invented articles with every device, voice and unit; the second has no hit at all.
ARTICLES = [
    {
        "doc_id": "full",
        "outlet": "Post",
        "title": "Brutal mayor slams “reckless” plan",
        "text": "The reckless plan failed utterly on Monday. “It was a brutal idea,” Mara Dolen "
        "claimed. “Nobody asked us.” She said that the regime had been brutal and reckless. The "
        "so-called reform of Karsk was not reckless. The paper praised the “election” held under "
        "curfew.\n\nForty villagers were killed in Kharkov. Soldiers killed two in Kharkiv, and "
        "the killing of boys went on. He admitted that the invasion was a war. What the ministry "
        "considers Karskovian territory was ostensibly free. “The war in Kharkov is a brutal "
        "invasion,” Toma Revin said, and explained that it was over.\n\nRead more: Brutal "
        "mayor resigns",
    },
    {"doc_id": "none", "outlet": "Times", "title": "", "text": "The talks were held on Monday."},
    {
        "doc_id": "quoted",
        "outlet": "Times",
        "title": "“It was brutal”",
        "text": "“A reckless plan, a brutal plan. It failed in Kharkov, in Kharkiv and in Kiev.”",
    },
    {
        "doc_id": "broken",
        "outlet": "Post",
        "title": "Talks fail in Karsk",
        "text": "He said: “The reckless plan was brutal.\n\nThe mayor resigned. It was utterly "
        "brutal, she claimed.",
    },
]


@cache
def tables() -> tuple[Corpus, pd.DataFrame, pd.DataFrame]:
    corpus = read_corpus(pd.DataFrame(ARTICLES))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        segments = segment(corpus, attribute(corpus))
    return corpus, segments, annotate(corpus, segments, LEXICON)


def made(text: str, *held: dict[str, object], **columns: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    corpus = article(text, **columns)
    segments = segment(corpus, rows(*held))
    return annotate(corpus, segments, LEXICON), segments


# By hand: one number at a time, from the two tables, for one article and a set of voices.


@cache
def words_of(text: str) -> int:
    return len(WordIndex([text]))


def by_hand(
    evidence: list[dict], segments: list[dict], section: str, category: str, voices: tuple[str, ...]
) -> tuple[int, int]:
    found = []
    for hit in evidence:
        if SECTION_GROUPS.get(hit["section"]) != section or hit["negated"]:
            continue
        heard = hit["voice"]
        if hit["category"] in DEVICES:
            heard = "outlet" if hit["distancer"] in WORDING else hit["distancer"]
        if heard in voices:
            found.append(hit)
    mine = []
    for part in segments:
        if SECTION_GROUPS.get(part["section"]) == section:
            mine.append(part)

    def words(of: tuple[str, ...]) -> int:
        texts = [part["text"] for part in mine if part["voice"] in of]
        return sum(map(words_of, texts))

    if category.startswith("index:"):
        members = INDICES[category[6:]]
        hits = sum(base_category(h["category"]) in members and h["weight"] != 0 for h in found)
    else:
        hits = sum(h["category"] == category for h in found)
    if section == "headline":
        return min(hits, 1), 1
    if category.startswith("floor:"):
        return (words((category[6:],)) if category[6:] in voices else 0), words(VOICES)
    if category.startswith("naming:"):
        family = category.partition("/")[0]
        return hits, sum(h["category"].partition("/")[0] == family for h in found)
    if category == "agent_deletion":
        return hits, sum(h["category"] in ("agent_deletion", "harm_mention") for h in found)
    if category.startswith("stance:"):
        seen = set()
        for part in segments:
            if pd.isna(part["cue_start"]) or part["kind"] in ("concession", "scare"):
                continue
            for home in mine:
                at_home = home["start"] <= part["cue_start"] < home["end"]
                if home["field"] == part["field"] and at_home and home["voice"] in voices:
                    seen.add((part["field"], part["cue_start"]))
        return hits, len(seen)
    if category in DEVICES:
        others = tuple(voice for voice in voices if voice not in WORDING)
        return hits, words(WORDING if "outlet" in voices else ()) + words(others)
    return hits, words(voices)


@pytest.mark.parametrize("doc_id", [item["doc_id"] for item in ARTICLES])
@pytest.mark.parametrize("section", ["body", "headline"])
@pytest.mark.parametrize("estimand", ESTIMANDS)
def test_an_estimand_is_a_plain_sum(doc_id: str, section: str, estimand: str) -> None:
    _, segments, evidence = tables()
    scores = score(evidence, segments)
    voices = ESTIMANDS[estimand]
    mine = scores[(scores["doc_id"] == doc_id) & (scores["section"] == section)]
    mine = mine[mine["voice"].isin(voices)]
    sums = mine.groupby("category", observed=False)[["hits", "exposure"]].sum()
    hits = evidence[evidence["doc_id"] == doc_id].to_dict("records")
    parts = segments[segments["doc_id"] == doc_id].to_dict("records")
    for category in scores["category"].cat.categories:
        if section == "headline" and category.startswith("floor:"):
            continue
        if section == "headline" and doc_id == "none":
            assert mine.empty
            continue
        summed = sums.loc[category].tolist()
        expected = by_hand(hits, parts, section, category, voices)
        if category.startswith("floor:") and estimand != "all":
            continue
        if category.startswith("index:structural") and section == "body":
            # Devices of the wording stand with the outlet, whose own words are its exposure.
            assert summed[0] == expected[0], category
            continue
        assert tuple(summed) == expected, category


def test_the_articles_hold_something_of_everything() -> None:
    _, segments, evidence = tables()
    assert set(segments["voice"]) == set(VOICES)
    bases = {base_category(name) for name in evidence["category"].unique()}
    assert {"evaluation", "intensifier", "stance", "naming", "scare", "so_called",
            "agent_deletion", "harm_mention"} <= bases  # fmt: skip
    assert evidence["negated"].any()


def test_columns_types_and_units() -> None:
    _, segments, evidence = tables()
    scores = score(evidence, segments)
    assert list(scores) == list(SCORE_COLUMNS)
    assert (scores["hits"] >= 0).all()
    assert not scores.drop(columns="date").isna().any().any()
    assert scores["exposure"].dtype == "int64"
    body = scores[scores["section"] == "body"]
    units = {
        "evaluation": "words", "scare": "words", "index:loaded": "words", "floor:quoted": "words",
        "stance:hostile": "attributions", "naming:war/war": "alternatives",
        "agent_deletion": "harm_mentions",
    }  # fmt: skip
    for category, unit in units.items():
        assert set(body.loc[body["category"] == category, "unit"]) == {unit}
    assert set(scores.loc[scores["section"] == "headline", "unit"]) == {"headlines"}
    assert "harm_mention" not in scores["category"].cat.categories
    cell = ["doc_id", "section", "voice", "category"]
    assert not scores.duplicated(cell).any()


def test_zero_is_a_finding() -> None:
    _, segments, evidence = tables()
    scores = score(evidence, segments)
    known = set(scores["category"].cat.categories)
    assert set(LEXICON.evidence_categories) - {"harm_mention"} <= known
    mine = scores[(scores["doc_id"] == "none") & (scores["voice"] == "outlet")]
    assert mine.loc[mine["unit"] == "words", "hits"].sum() == 6  # floor:outlet alone
    assert {"evaluation", "hedge", "index:loaded"} <= set(mine["category"])
    assert scores["voice"].cat.categories.tolist() == list(VOICES)


def test_the_floor_is_shared_out() -> None:
    _, segments, evidence = tables()
    scores = score(evidence, segments)
    floor = scores[scores["category"].str.startswith("floor:")]
    for _, mine in floor.groupby("doc_id"):
        assert mine["hits"].sum() == mine["exposure"].iloc[0]
        assert mine["exposure"].nunique() == 1
        assert len(mine) == len(VOICES)


def test_a_voice_that_is_left_out_takes_hits_and_words_along() -> None:
    text = "The reckless plan failed. A brutal, brutal idea it was."
    evidence, segments = made(text, row(26, len(text)))
    both = score(evidence, segments)
    own = score(evidence[evidence["voice"] == "outlet"], segments[segments["voice"] == "outlet"])
    cell = (both["voice"] == "outlet") & ~both["category"].str.startswith("floor:")
    cell_own = (own["voice"] == "outlet") & ~own["category"].str.startswith("floor:")
    pd.testing.assert_frame_equal(
        both[cell].reset_index(drop=True), own[cell_own].reset_index(drop=True)
    )
    rated = both[both["category"] == "evaluation"]
    assert rated[["voice", "hits", "exposure"]].values.tolist() == [
        ["outlet", 1, 4],
        ["quoted", 2, 6],
    ]


def test_negated_expressions_count_when_asked_for() -> None:
    evidence, segments = made("The plan was not reckless, it was brutal.")
    for negated, hits in ((False, 1), (True, 2)):
        scores = score(evidence, segments, negated=negated)
        assert scores.loc[scores["category"] == "evaluation", "hits"].tolist() == [hits]


def test_doubtful_expressions_count_down_to_a_confidence() -> None:
    text = "The paper praised the “election” of a reckless mayor."
    evidence, segments = made(text, row(23, 31, "scare", confidence=0.4))
    for least, hits in ((0.0, 1), (0.4, 1), (0.5, 0)):
        scores = score(evidence, segments, min_confidence=least)
        mine = scores[(scores["category"] == "scare") & (scores["voice"] == "outlet")]
        assert mine[["hits", "exposure"]].values.tolist() == [[hits, 9]]
        assert scores.loc[scores["category"] == "evaluation", "hits"].sum() == 1


def test_a_device_counts_for_its_distancer_over_the_wording() -> None:
    text = "The “election” of Karsk. It was an “election” too."
    evidence, segments = made(
        text,
        row(5, 13, "scare", attribution_id="a1"),
        row(25, 49, "direct", attribution_id="a2"),
        row(36, 44, "scare", attribution_id="a3", parent_id="a2"),
    )
    scores = score(evidence, segments)
    mine = scores[scores["category"] == "scare"]
    assert mine[["voice", "hits", "exposure"]].values.tolist() == [
        ["outlet", 1, 5],
        ["quoted", 1, 4],
    ]


def test_an_act_of_the_outlet_counts_where_it_has_no_words_of_its_own() -> None:
    evidence, segments = made("“election”", row(0, 10, "scare"))
    scores = score(evidence, segments)
    for category in ("scare", "index:structural"):
        mine = scores[scores["category"] == category]
        assert mine[["hits", "exposure"]].sum().tolist() == [1, 1], category


@pytest.mark.parametrize(
    ("held", "own", "wording", "all_voices"),
    [
        ([], 1, 1, 1),
        ([row(0, 6, "direct", field="title")], 0, 0, 1),
        ([row(0, 6, "indirect", field="title")], 0, 1, 1),
    ],
)
def test_a_headline_counts_once_whoever_says_it(
    held: list, own: int, wording: int, all_voices: int
) -> None:
    evidence, segments = made("The talks failed.", *held, title="Brutal mayor resigns")
    scores = score(evidence, segments)
    mine = scores[(scores["section"] == "headline") & (scores["category"] == "evaluation")]
    for estimand, hits in (("own", own), ("wording", wording), ("all", all_voices)):
        part = mine[mine["voice"].isin(ESTIMANDS[estimand])]
        assert part[["hits", "exposure"]].sum().tolist() == [hits, 1], estimand


def test_teasers_captions_and_house_lines_are_not_scored() -> None:
    text = "The talks failed.\n\nRead more: Brutal mayor slams reckless plan\n\nPhoto: A brutal day"
    evidence, segments = made(text)
    assert len(evidence) >= 3
    scores = score(evidence, segments)
    rated = scores[scores["category"] == "evaluation"]
    assert rated[["hits", "exposure"]].values.tolist() == [[0, 3]]


@pytest.mark.parametrize("least", [-0.1, 1.1, 80])
def test_a_confidence_is_a_share(least: float) -> None:
    evidence, segments = made("The reckless plan failed.")
    with pytest.raises(FramingError) as caught:
        score(evidence, segments, min_confidence=least)
    assert str(caught.value) == (
        f"score: min_confidence is {least}; a confidence lies between 0 and 1; leave it out to "
        "count every candidate"
    )


def test_tables_that_lack_something_are_refused() -> None:
    evidence, segments = made("The reckless plan failed.")
    message = "score: the table lacks the column '{}'; it has …; pass the table the verb before it "
    with pytest.raises(TableError) as caught:
        score(evidence.drop(columns="distancer"), segments)
    assert says(caught.value, message.format("distancer") + "returned")
    with pytest.raises(TableError) as caught:
        score(evidence, segments.drop(columns="cue_start"))
    assert says(caught.value, message.format("cue_start") + "returned")
    with pytest.raises(TableError) as caught:
        score(evidence.astype({"category": "str"}), segments)
    assert str(caught.value) == (
        "score: the column 'category' of the evidence is no categorical, so categories that never "
        "occur are unknown; CSV does not keep them; pass what annotate returned, or a Parquet file "
        "of it"
    )


def test_every_voice_of_a_kind_is_known() -> None:
    assert set(KIND_VOICE.values()) | {"outlet"} == set(VOICES)


def test_expressions_whose_words_were_left_out_are_refused() -> None:
    evidence, segments = made(
        "The reckless plan, “a brutal idea”, failed.",
        row(18, 33, "direct", attribution_id="a1"),
    )
    assert "quoted" in set(evidence["voice"])
    with pytest.raises(TableError) as caught:
        score(evidence, segments[segments["voice"] != "quoted"])
    assert says(
        caught.value,
        "score: … expressions stand in no segment, the first is … (quoted); their words would be "
        "missing from the exposure; leave the same articles and voices out of both",
    )
