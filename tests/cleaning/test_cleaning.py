"""What `clean` marks and what it leaves; the text stays what it was, and the rates say so."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from cases import HOSTILE, says
from hypothesis import given

from framing import (
    CorpusError,
    TableError,
    annotate,
    attribute,
    clean,
    effect_of_cleaning,
    read_corpus,
    read_lexicon,
    score,
    segment,
)
from framing.cleaning.marking import find_marks
from framing.cleaning.rules import ABSTRACT, REPEATED, shipped_rules
from framing.columns import INDICES
from framing.corpus import Corpus
from framing.sections import lay_over

pytestmark = pytest.mark.filterwarnings("ignore::framing.FramingWarning")

CASES = [(r.name, example) for r in shipped_rules() for example in r.examples]
COUNTER = [(r.name, example) for r in shipped_rules() for example in r.counterexamples]


def corpus_of(*texts: str, **more: object) -> Corpus:
    return read_corpus(pd.DataFrame({"outlet": "Post", "text": list(texts), **more}))


def shown(text: str, name: str) -> str:
    marks = find_marks(text, [rule for rule in shipped_rules() if rule.name == name])
    for mark in reversed(marks):
        text = f"{text[: mark.start]}‹{text[mark.start : mark.end]}›{text[mark.end :]}"
    return text


@pytest.mark.parametrize(("name", "example"), CASES)
def test_an_example_is_marked_as_it_says(name: str, example: str) -> None:
    plain = re.sub("[‹›]", "", example)
    assert shown(plain, name).replace("\n›", "›\n") == example.replace("\n›", "›\n")


@pytest.mark.parametrize(("name", "example"), COUNTER)
def test_a_counterexample_is_left_alone(name: str, example: str) -> None:
    assert shown(example, name) == example


def test_every_rule_has_examples_of_both_kinds() -> None:
    assert all(rule.examples and rule.counterexamples for rule in shipped_rules())


@given(HOSTILE)
def test_the_marks_end_to_end_are_the_text(text: str) -> None:
    more = find_marks(text, shipped_rules(), abstract=True, repeated=True)
    marks = lay_over(text, "", more)
    assert "".join(text[m.start : m.end] for m in marks) == text
    assert all(m.start < m.end for m in marks)


def test_a_planted_teaser_is_not_counted_and_the_receipt_says_so() -> None:
    text = (
        "The council met on Monday and closed the bridge. READ MORE: Reckless mayor’s brutal lie\n"
        "It will open in spring.\nRead more\nShameful envoy slammed\nNobody was hurt."
    )
    corpus = corpus_of(text)
    lexicon = read_lexicon("loaded")

    def hits(some: Corpus) -> int:
        segments = segment(some, attribute(some))
        scores = score(annotate(some, segments, lexicon), segments)
        loaded = scores["category"].isin(INDICES["loaded"]) & (scores["section"] == "body")
        return int(scores.loc[loaded, "hits"].sum())

    cleaned = clean(corpus)
    assert hits(corpus) > 0
    assert hits(cleaned) == 0
    assert cleaned.articles["text"].tolist() == [text]
    assert cleaned.receipt["rule"].tolist() == ["teaser_inside", "teaser_pair"]
    assert cleaned.receipt["action"].eq("marked").all()
    segments = segment(cleaned, attribute(cleaned))
    assert "".join(segments["text"]) == text


def test_a_dateline_leaves_the_rest_of_its_line_to_the_lede() -> None:
    corpus = clean(corpus_of("SARN, March 4 (Wire) — The bridge fell.\nIt was old."))
    sections = corpus.sections
    assert sections["section"].tolist() == ["boilerplate", "lede", "body"]
    assert sections["rule"].tolist()[0] == "dateline"


def test_where_the_lede_is_taken_away_the_next_paragraph_is_the_lede() -> None:
    corpus = clean(corpus_of("We use cookies to make this page better.\nThe bridge fell.\nOld."))
    assert corpus.sections["section"].tolist() == ["boilerplate", "lede", "body"]


def test_an_abstract_goes_up_to_the_full_text() -> None:
    corpus = clean(
        corpus_of("ABSTRACT\nThe bridge fell.\nFULL TEXT\nThe bridge fell on Monday.\nIt was old."),
        rules=ABSTRACT,
    )
    where = corpus.marks
    assert where is not None
    assert where[["start", "end", "rule"]].values.tolist() == [[0, 36, ABSTRACT]]
    alone = clean(corpus_of("Abstract art was sold.\nThe full text of the treaty is secret."))
    assert alone.receipt.empty


def test_a_paragraph_printed_twice_counts_once() -> None:
    long = "The council of Sarn met on Monday and closed the old bridge over the river Orl."
    corpus = clean(corpus_of(f"{long}\n“Never,” he said.\n{long.upper()}\n“Never,” he said."))
    assert corpus.receipt["rule"].tolist() == [REPEATED]


def test_rules_are_chosen_by_name_and_added_from_a_file(tmp_path: Path) -> None:
    text = "Share | Tweet\nThe bridge fell.\nSIGNED: the desk"
    assert clean(corpus_of(text), rules=["cookies"]).receipt.empty
    path = tmp_path / "mine.toml"
    path.write_text(
        '[rule.signed]\nsection = "boilerplate"\nscope = "line"\nsays = "who signed"\n'
        "pattern = '^signed:'\n",
        encoding="utf-8",
    )
    corpus = clean(corpus_of(text), more=path)
    assert corpus.receipt["rule"].tolist() == ["sharing", "signed"]


RULE = '[rule.x]\nsection = "{0}"\nscope = "line"\nsays = "it"\npattern = \'{1}\'\n'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("rule =", "…mine.toml: this is no TOML (…); rules are tables such as [rule.my_line]; …"),
        ("", "…mine.toml: there is no rule in it; …"),
        ("[rule]\nx = 3", "…mine.toml, rule 'x': it is no table; …"),
        (RULE.format("lead", "a"), "…mine.toml, rule 'x': there is no section 'lead'; …"),
        (RULE.format("teaser", "("), "…, rule 'x': the pattern is no regular expression (…); …"),
        (RULE.format("teaser", "a*"), "…, rule 'x': the pattern fits an empty line, …"),
        ('[rule.x]\nsection = "teaser"', "…, rule 'x': it has no scope; …"),
        ("[rule.x]\nsize = 3", "…, rule 'x': there is no key 'size'; …"),
        (RULE.format("teaser", "a").replace("x]", "dateline]"),
         "…, rule 'dateline': a rule of this name comes with framing; …"),
    ],
)  # fmt: skip
def test_a_bad_file_of_rules_is_named(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        clean(corpus_of("The bridge fell."), more=path)
    says(caught.value, message)


def test_an_unknown_rule_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as caught:
        clean(corpus_of("The bridge fell."), rules=["cookie"])
    says(caught.value, "clean: there is no rule 'cookie'; …")
    with pytest.raises(CorpusError) as caught:
        clean(corpus_of("The bridge fell."), more=tmp_path / "no.toml")
    says(caught.value, "clean: …no.toml: there is no such file; check the path")


def test_the_effect_adds_up_and_moves_the_rate() -> None:
    corpus = read_corpus(
        pd.DataFrame(
            {
                "outlet": ["Post", "Bell"],
                "text": [
                    "A reckless plan failed. READ MORE: Shameful mayor\nIt was late.",
                    "The bridge fell on Monday and nobody was hurt.",
                ],
            }
        )
    )
    cleaned = clean(corpus)
    segments = segment(cleaned, attribute(cleaned))
    evidence = annotate(cleaned, segments, read_lexicon("loaded"))
    table = effect_of_cleaning(cleaned, evidence, segments).set_index(["rule", "group"])
    post = table.loc[("(all)", "Post")]
    assert (post["stretches"], post["words"], post["hits"]) == (1, 4, 1)
    assert post["rate_before"] == pytest.approx(1000 * 2 / 11)
    assert post["rate_after"] == pytest.approx(1000 * 1 / 7)
    bell = table.loc[("(all)", "Bell")]
    assert bell["rate_before"] == bell["rate_after"] == 0
    with pytest.raises(TableError) as caught:
        effect_of_cleaning(corpus, evidence, segments)
    says(caught.value, "effect_of_cleaning: the corpus was not cleaned; …")
