"""What may be asked for, and what is refused in which words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from made_scores import GOOD, POST, STAR, WIRE, bad, check_refusal, one, rows

from framing import annotate, attribute, read_corpus, read_lexicon, score, segment
from framing.contrasts import compare, estimate
from framing.errors import ComparisonError, FramingWarning, TableError


def test_part_of_the_table_can_be_asked_for() -> None:
    scores = pd.concat([rows({POST: [1, 2]}, category=c) for c in ("hedge", "label", "metaphor")])
    table = estimate(scores, categories=["metaphor", "hedge"], estimands=["all", "own"])
    assert list(zip(table["category"], table["estimand"], strict=True)) == [
        ("hedge", "own"),
        ("hedge", "all"),
        ("metaphor", "own"),
        ("metaphor", "all"),
    ]


def test_every_category_and_group_stays_in_the_table() -> None:
    scores = rows({POST: [1, 2], WIRE: [0, 0]})
    scores["category"] = pd.Categorical(scores["category"], ["metaphor", "evaluation"])
    scores["outlet"] = pd.Categorical(scores["outlet"], [STAR, WIRE, POST])
    table = estimate(scores, estimands="own")
    assert list(zip(table["category"], table["group"], table["note"], strict=True)) == [
        ("metaphor", STAR, "no articles"),
        ("metaphor", WIRE, "no exposure"),
        ("metaphor", POST, "no exposure"),
        ("evaluation", STAR, "no articles"),
        ("evaluation", WIRE, "no hits; 2 articles: too few to show how they differ"),
        ("evaluation", POST, "2 articles: too few to show how they differ"),
    ]
    assert table["estimate"].isna().tolist() == [True, True, True, True, False, False]
    silent = one(table, category="evaluation", group=WIRE)
    assert silent["estimate"] == 0
    # Nothing in 2,000 words of two articles: (1 + m / 0.3) ** -0.6 = 0.025 at m = 140.
    assert silent["conf_high"] == pytest.approx(0.3 * (0.025 ** (-1 / 0.6) - 1))
    assert silent["method"] == "negative binomial (k = 0.3) bounds over 2 articles"


@pytest.mark.parametrize(
    ("scores", "options", "kind", "message"),
    [
        (
            GOOD.drop(columns=["hits", "unit"]),
            {},
            TableError,
            "estimate: the table lacks the columns 'hits', 'unit'; it has doc_id, outlet, event, "
            "date, section, voice, category, exposure; pass the table the verb before it returned",
        ),
        (
            GOOD,
            {"by": "side"},
            TableError,
            "estimate: the scores have no column 'side' to group by; they have doc_id, outlet, "
            "event, date, section, voice, category, hits, exposure, unit; join one of the articles "
            'on: scores.merge(corpus.articles[["doc_id", "side"]], on="doc_id")',
        ),
        (
            [1],
            {},
            TableError,
            "estimate: scores must be a table; it is a list; pass the table that score returned",
        ),
        (
            GOOD.iloc[:0],
            {},
            TableError,
            "estimate: the table of scores is empty; it has no rows; "
            "check the receipt for articles that were dropped",
        ),
        (
            GOOD,
            {"by": "unit"},
            ComparisonError,
            "estimate: articles cannot be grouped by 'unit'; it is not a property that articles "
            "share; group by outlet, event or a column of the articles joined on by doc_id",
        ),
        (
            GOOD,
            {"categories": ["evaluations"]},
            ComparisonError,
            "estimate: there is no category 'evaluations'; there are evaluation; "
            "did you mean 'evaluation'?",
        ),
        (
            GOOD,
            {"categories": []},
            ComparisonError,
            "estimate: no category is named; there are evaluation; name one or leave it out",
        ),
        (
            GOOD,
            {"estimands": "owm"},
            ComparisonError,
            "estimate: there is no estimand 'owm'; there are own, wording, all; "
            "did you mean 'own'?",
        ),
        (
            GOOD,
            {"section": "lede"},
            ComparisonError,
            "estimate: there is no section 'lede'; there are body, headline; choose one of these",
        ),
        (
            bad(category="floor:quoted"),
            {"estimands": ["own", "wording"]},
            ComparisonError,
            "estimate: who holds the floor is counted under 'all' only; the estimands asked for "
            "are own, wording; ask for 'all'",
        ),
        (
            bad(outlet=None),
            {},
            ComparisonError,
            "estimate: no article has a value of 'outlet'; there are none to group by; "
            "fill the column or group by another",
        ),
        (
            bad(voice="outlets"),
            {},
            TableError,
            "estimate: there is no voice 'outlets'; there are outlet, quoted, reported, "
            "distanced, unsure; did you mean 'outlet'?",
        ),
        (
            bad(hits=[1, 2, 3, -1, 1, 0]),
            {},
            TableError,
            "estimate: hits must be counts of 0 or more; article 'V000' has -1 in 'evaluation'; "
            "pass the table that score returned",
        ),
        (
            bad(exposure=[1.0, np.nan, 3, 1, 1, 1]),
            {},
            TableError,
            "estimate: exposure must be counts of 0 or more; article 'H001' has nan in "
            "'evaluation'; pass the table that score returned",
        ),
    ],
)
@pytest.mark.filterwarnings("ignore::framing.errors.FramingWarning")
def test_requests_that_cannot_be_met_say_why(
    scores: Any, options: dict[str, Any], kind: type[Exception], message: str
) -> None:
    check_refusal(scores, options, kind, message)


def test_a_column_of_the_articles_groups_once_it_is_joined_on(root: Path) -> None:
    texts = ["The reckless plan failed.", "The plan failed.", "It was a reckless plan again."]
    articles = {"doc_id": ["a", "b", "c"], "outlet": [POST, WIRE, STAR], "text": texts}
    corpus = read_corpus(pd.DataFrame(articles | {"side": ["Bay", "Hill", "Bay"]}))
    segments = segment(corpus, attribute(corpus))
    scores = score(annotate(corpus, segments, read_lexicon("loaded")), segments)
    with pytest.raises(TableError) as refusal:
        estimate(scores, by="side")
    join = 'scores.merge(corpus.articles[["doc_id", "side"]], on="doc_id")'
    assert join in str(refusal.value)
    assert join in (root / "docs" / "tables.md").read_text(encoding="utf-8")
    joined = scores.merge(corpus.articles[["doc_id", "side"]], on="doc_id")
    table = estimate(joined, by="side", categories="evaluation", estimands="own")
    assert table["group"].tolist() == ["Bay", "Hill"]
    assert table["n_docs"].tolist() == [2, 1]
    assert table["hits"].tolist() == [2, 0]
    assert compare(joined, by="side", seed=1)["group"].unique().tolist() == ["Bay", "Hill"]


@pytest.mark.parametrize(
    ("missing", "text"),
    [(1, "1 article has no outlet and is left out"), (2, "2 articles have no outlet and are")],
)
def test_articles_without_a_group_are_left_out_with_a_warning(missing: int, text: str) -> None:
    scores = bad(outlet=[""] * missing + [POST] * (3 - missing) + [WIRE] * 3)
    with pytest.warns(FramingWarning, match=f"^estimate: {text}"):
        table = estimate(scores, estimands="own")
    assert table["n_docs"].tolist() == [3 - missing, 3]
