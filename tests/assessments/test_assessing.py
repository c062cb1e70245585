"""Sentences assessed: columns, laws, words that say why, and shares of groups."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from cases import says
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import (
    TableError,
    annotate,
    assess,
    attribute,
    estimate_shares,
    find_learned,
    read_corpus,
    read_lexicon,
    score,
    segment,
)
from framing.assessments import ASSESSED_COLUMNS, SHARE_COLUMNS
from framing.assessments.models import Assessor, read_assessor
from framing.columns import VOICES
from framing.corpus import Corpus
from framing.evidence import EVIDENCE_COLUMNS

pytestmark = pytest.mark.filterwarnings("ignore::framing.FramingWarning")

CASES = [
    "‹The shameless regime lied to the nation once more.› The council met at noon.",
    "‹Their disgraceful, cowardly smear campaign knows no bounds.› The report has nine pages.",
    "‹Radical thugs rampaged through the town while the spineless mayor cowered.› "
    "The bus leaves at eight from the station.",
    "The ministry published the figures on Tuesday. ‹It was an outrageous, ludicrous farce.›",
]


def corpus_of(*texts: str) -> tuple[Corpus, pd.DataFrame]:
    table = pd.DataFrame({"outlet": "Post", "text": texts})
    corpus = read_corpus(table)
    return corpus, segment(corpus, attribute(corpus))


@pytest.mark.parametrize("case", CASES)
def test_the_loaded_sentence_is_the_likelier_one(case: str) -> None:
    text = case.replace("‹", "").replace("›", "")
    found = assess(*corpus_of(text))
    loaded = [f"‹{text[a:b]}›" in case for a, b in zip(found["start"], found["end"], strict=True)]
    assert sum(loaded) == 1
    likely = found["probability"].to_numpy()
    assert likely[loaded].min() > 0.5 > likely[~np.array(loaded)].max()


def test_the_table_has_its_columns_and_says_why() -> None:
    corpus, segments = corpus_of("The shameless plan failed. It rained.")
    found = assess(corpus, segments)
    assert tuple(found.columns) == ASSESSED_COLUMNS
    assert found["words"].tolist() == [4, 2]
    assert found["why"].iloc[0].startswith("shameless 0.")
    assert found["why"].iloc[1] == ""
    assert found["probability"].between(0, 1).all()


def test_a_word_in_a_quotation_weighs_less_than_the_outlets_own() -> None:
    own = find_learned(*corpus_of("The shameful deal was signed."), threshold=0.01)
    quoted = find_learned(
        *corpus_of("“The shameful deal was signed,” Mara Dolen said."), threshold=0.01
    )
    weights = [t.loc[t["text"] == "shameful", "weight"].iloc[0] for t in (own, quoted)]
    assert weights[0] > weights[1]


def test_learned_words_share_the_table_of_evidence() -> None:
    text = "The shameless plan failed. “A brutal idea,” Mara Dolen said."
    corpus, segments = corpus_of(text)
    learned = find_learned(corpus, segments, threshold=0.05)
    assert tuple(learned.columns) == EVIDENCE_COLUMNS
    assert set(learned["entry"]) == set(learned["category"]) == {"learned"}
    for row in learned.itertuples():
        assert text[row.start : row.end] == row.text
        assert row.weight == row.confidence > 0.05
    evidence = annotate(corpus, segments, read_lexicon("loaded"))
    both = pd.concat([evidence, learned], ignore_index=True)
    kinds = [*evidence["category"].cat.categories, "learned"]
    both["category"] = pd.Categorical(both["category"], categories=kinds)
    scores = score(both, segments)
    mine = scores[scores["category"] == "learned"]
    assert mine["hits"].sum() == len(learned)
    # They are counted, and in no index.
    index = scores[scores["category"] == "index:loaded"]["hits"].sum()
    assert index == score(evidence, segments).query("category == 'index:loaded'")["hits"].sum()


def test_nothing_of_an_article_hangs_on_the_other_articles() -> None:
    texts = ["The reckless mayor lied. He left.", "A council met.", "“Shameful,” Mara Dolen said."]
    together = assess(*corpus_of(*texts))
    alone = [assess(*corpus_of(text)) for text in texts]
    assert np.allclose(together["probability"], pd.concat(alone)["probability"])


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.text(alphabet="aé “”\"'.İ\n!B-9🙂", min_size=1, max_size=60), min_size=1, max_size=4
    )
)
def test_hostile_texts_get_a_probability_for_every_sentence(texts: list[str]) -> None:
    table = pd.DataFrame({"outlet": "Post", "text": [f"x {text}" for text in texts]})
    corpus = read_corpus(table)
    found = assess(corpus, segment(corpus, attribute(corpus)))
    assert found["probability"].between(0, 1).all()
    assert set(found["voice"].astype(str)) <= set(VOICES)


def test_an_empty_table_of_sentences_is_a_finding() -> None:
    corpus, segments = corpus_of("...")
    found = assess(corpus, segments)
    assert tuple(found.columns) == ASSESSED_COLUMNS
    assert tuple(estimate_shares(found.iloc[:0]).columns) == SHARE_COLUMNS


def test_shares_spread_what_the_means_pull_together() -> None:
    rows = [(f"{o}{k}", o, p) for o, p in (("A", 0.3), ("B", 0.7)) for k in range(8)]
    table = pd.DataFrame(rows, columns=["doc_id", "outlet", "probability"])
    table["probability"] += np.tile([-0.05, 0.05], 8)
    shares = estimate_shares(table).set_index("group")
    assert shares.loc["A", "estimate"] < 0.3
    assert shares.loc["B", "estimate"] > 0.6
    assert (shares["conf_low"] < shares["estimate"]).all()
    assert (shares["estimate"] < shares["conf_high"]).all()


def test_four_articles_give_no_interval() -> None:
    table = pd.DataFrame({"doc_id": list("abcd"), "outlet": "A", "probability": 0.4})
    assert estimate_shares(table)["conf_low"].isna().all()


def test_errors_say_what_to_do() -> None:
    corpus, segments = corpus_of("A plan.")
    with pytest.raises(TableError) as caught:
        find_learned(corpus, segments, threshold=1.5)
    says(
        caught.value,
        "find_learned: the threshold is 1.5; a probability lies between 0 and 1; write such a "
        "number",
    )
    with pytest.raises(TableError) as caught:
        estimate_shares(assess(corpus, segments), by="colour")
    says(caught.value, "estimate_shares: …'colour'…")
    with pytest.raises(TableError) as caught:
        assess(corpus, segments.iloc[:0])
    says(caught.value, "list_sentences: the segments cover 0 texts…")


def test_the_models_that_ship_have_their_parts() -> None:
    for part, dimensions in (("words", 0), ("vectors", 384)):
        model = read_assessor(part)
        assert isinstance(model, Assessor)
        assert len(model.directions) == dimensions
        assert len(model.priors) > 20_000
        assert model.spread[1] > 1
