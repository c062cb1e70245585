"""The codebook's own examples and counterexamples, run through the whole way."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd
import pytest

from framing import Lexicon, annotate, attribute, read_corpus, read_lexicon, segment
from framing.columns import base_category

LEXICON = read_lexicon("loaded")
FRAMES = read_lexicon("frames")
LEXICAL = (
    "evaluation",
    "label",
    "euphemism",
    "dysphemism",
    "metaphor",
    "intensifier",
    "hedge",
    "factive",
    "implicative",
    "generalisation",
)


def cases(lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    for name, category in lexicon.categories.items():
        for example in (*category.examples, *category.counterexamples):
            yield name, example


def found(sentence: str, category: str) -> str:
    """Mark what is found of a category in a sentence, in the codebook's own notation."""
    corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": [sentence]}))
    evidence = annotate(corpus, segment(corpus, attribute(corpus)), LEXICON)
    base = evidence["category"].astype("str").map(base_category)
    places = evidence.loc[base == category, ["start", "end"]].drop_duplicates()
    marked = sentence
    for start, end in sorted(places.itertuples(index=False), reverse=True):
        marked = f"{marked[:start]}‹{marked[start:end]}›{marked[end:]}"
    return marked


@pytest.mark.parametrize(("category", "example"), list(cases(LEXICON)))
def test_an_example_of_the_codebook_is_found_as_it_is_marked(category: str, example: str) -> None:
    plain = re.sub("[‹›]", "", example)
    assert found(plain, category) == example


def test_all_examples_of_the_cues_of_frames_are_found_as_they_are_marked() -> None:
    examples = list(cases(FRAMES))
    plain = [re.sub("[‹›]", "", example) for _, example in examples]
    ids = [f"e{k:03d}" for k in range(len(plain))]
    corpus = read_corpus(pd.DataFrame({"doc_id": ids, "outlet": "Post", "text": plain}))
    evidence = annotate(corpus, segment(corpus, attribute(corpus)), FRAMES)
    marked = dict(zip(ids, plain, strict=True))
    own = dict(zip(ids, (category for category, _ in examples), strict=True))
    hits = evidence[evidence["category"].astype("str") == evidence["doc_id"].map(own)]
    for _, hit in hits.sort_values("start", ascending=False).iterrows():
        text = marked[hit["doc_id"]]
        start, end = hit["start"], hit["end"]
        marked[hit["doc_id"]] = f"{text[:start]}‹{text[start:end]}›{text[end:]}"
    assert list(marked.values()) == [example for _, example in examples]


@pytest.mark.parametrize("name", FRAMES.categories)
def test_every_frame_defines_itself_with_examples_both_ways(name: str) -> None:
    category = FRAMES.categories[name]
    assert len(category.definition) > 40
    assert category.sources
    assert category.failure_modes
    least = 3 if name.startswith("policy:") else 5
    assert len(category.examples) >= least
    assert len(category.counterexamples) >= least
    assert sum(term.category == name for term in FRAMES.terms) >= 10


@pytest.mark.parametrize("name", LEXICON.categories)
def test_every_category_defines_itself_with_examples_both_ways(name: str) -> None:
    category = LEXICON.categories[name]
    assert len(category.definition) > 40
    assert category.sources
    assert len(category.examples) >= 10
    assert len(category.counterexamples) >= 10


def test_the_codebook_holds_four_thousand_lemmas_and_enough_of_each_kind() -> None:
    # Names are no lemmas: a list of towns must not make up for missing words.
    lemmas = {(t.category, t.entry) for t in LEXICON.terms if t.category in LEXICAL}
    assert len(lemmas) >= 4000
    for name in LEXICAL:
        assert sum(category == name for category, _ in lemmas) >= 25, name


def test_naming_alternatives_are_listed_as_terms() -> None:
    listed = {term.category for term in LEXICON.terms}
    for naming in LEXICON.naming.values():
        for alternative in naming.alternatives:
            assert naming.category(alternative) in listed
