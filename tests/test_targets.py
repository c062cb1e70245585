"""Whom an expression is about: the expression in ‹ ›, its target behind the arrow."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from cases import says

from framing import (
    TableError,
    annotate,
    attribute,
    count_callings,
    find_targets,
    read_corpus,
    read_lexicon,
    segment,
)
from framing.floors.callings import CALLING_COLUMNS
from framing.speakers import Speakers
from framing.tags import Tagger
from framing.targets import RULES, TargetFinder
from framing.words import WordIndex

CASES = """
title: The ‹strongman› Ilko Varn left the town. -> Ilko Varn
title: Mara Dolen, a ‹firebrand›, won the vote. -> Mara Dolen
title: He met ‹warlord› Ilko Varn in May. -> Ilko Varn
title: Ilko Varn, the ‹tyrant› of the valley, was late. -> Ilko Varn
named: They fear the Karsk ‹regime› most. -> Karsk
named: Troops of Ilko Varn's ‹junta› fled. -> Ilko Varn
called: The paper called Mara Dolen a ‹puppet› on Monday. -> Mara Dolen
called: Critics branded Ilko Varn a ‹traitor› in court. -> Ilko Varn
called: She described Ilko Varn as ‹reckless› last week. -> Ilko Varn
predicate: Mara Dolen is ‹reckless›, the paper wrote. -> Mara Dolen
predicate: Ilko Varn was a ‹puppet› of the bank. -> Ilko Varn
predicate: Ilko Varn has been utterly ‹spineless› for years. -> Ilko Varn
predicate: Minister Mara Dolen resigned. She was ‹hapless› to the end. -> Mara Dolen
owner: They read Mara Dolen's ‹reckless› plan. -> Mara Dolen
owner: Minister Mara Dolen spoke. Her ‹shameful› silence ended. -> Mara Dolen
owner: Nobody liked Ilko Varn’s ‹disgraceful› letter. -> Ilko Varn
of: It was the ‹folly› of Mara Dolen. -> Mara Dolen
of: They met the ‹butcher› of Karsk. -> Karsk
object: The union ‹slammed› Mara Dolen on Monday. -> Mara Dolen
object: Rivals ‹mocked› Ilko Varn again. -> Ilko Varn
subject: Mara Dolen ‹botched› the talks. -> Mara Dolen
subject: Ilko Varn ‹squandered› the money. -> Ilko Varn
: A ‹reckless› plan was made in the valley. ->
: It was ‹shameful›. ->
: Ilko Varn left Karsk. This is a ‹disgrace›. ->
: The ‹terrorists› left at dawn. ->
: Nobody wanted such a ‹disgraceful› end. ->
: BRUTAL BLOW FOR ‹SHAMELESS› MARA DOLEN AS BANK FAILS ->
""".strip().splitlines()


def find(text: str) -> tuple[str, str]:
    plain = re.sub("[‹›]", "", text)
    start = text.index("‹")
    end = text.index("›") - 1
    tagger = Tagger(WordIndex([plain]))
    target = TargetFinder(tagger.read(0), tagger).find(start, end)
    return target.name, target.rule


@pytest.mark.parametrize("case", CASES)
def test_the_target_is_found_by_its_rule(case: str) -> None:
    rule, _, rest = case.partition(": ")
    text, _, name = rest.partition(" ->")
    assert find(text) == (name.strip(), rule.strip(": "))


def test_a_headline_takes_the_full_name_from_its_article() -> None:
    index = WordIndex(["Varn is reckless, Dolen says", "Governor Ilko Varn left Karsk."])
    tagger = Tagger(index)
    full = Speakers(tagger.read(1), tagger)
    finder = TargetFinder(tagger.read(0), tagger, full)
    assert finder.find(8, 16).name == "Ilko Varn"


def made() -> tuple[pd.DataFrame, pd.DataFrame]:
    texts = [
        "Mara Dolen is reckless. “Ilko Varn is a puppet,” Dolen said. “I am brave,” she added.",
        "Ilko Varn is reckless, and Mara Dolen is hapless.",
        "The council met on Tuesday.",
    ]
    table = pd.DataFrame({"outlet": ["Post", "Post", "Lantern"], "text": texts})
    corpus = read_corpus(table)
    segments = segment(corpus, attribute(corpus))
    return find_targets(corpus, annotate(corpus, segments, read_lexicon("loaded"))), segments


def test_relations_say_who_speaks_about_whom() -> None:
    found, _ = made()
    rows = found.set_index("text")
    assert rows.loc["puppet", "target_speaker_relation"] == "other"
    assert rows.loc["hapless", "target_speaker_relation"] == "outlet"
    assert rows.loc["brave", "target_speaker_relation"] == "self"
    assert set(found["target_rule"]) <= {*RULES, ""}


def test_callings_add_up_and_keep_outlets_without_any() -> None:
    found, segments = made()
    table = count_callings(found, segments)
    assert tuple(table.columns) == CALLING_COLUMNS
    assert set(table["group"]) == {"Post", "Lantern"}
    own = table[(table["caller"] == "the outlet") & (table["group"] == "Post")]
    assert own.set_index("target")["hits"].to_dict() == {"Mara Dolen": 2, "Ilko Varn": 1}
    assert own.set_index("target").loc["Mara Dolen", "words"] == "hapless 1, reckless 1"
    assert set(own["exposure"]) == {3}
    assert table[table["group"] == "Lantern"]["hits"].sum() == 0


def test_errors_say_what_to_do() -> None:
    found, segments = made()
    with pytest.raises(TableError) as caught:
        count_callings(found.assign(target=""), segments)
    says(
        caught.value,
        "count_callings: no loaded expression has a target; find_targets fills the column; pass "
        "what it returned",
    )
    other = read_corpus(pd.DataFrame({"doc_id": ["z"], "outlet": ["A"], "text": ["It rained."]}))
    with pytest.raises(TableError) as caught:
        find_targets(other, found)
    says(caught.value, "find_targets: the evidence names article …")
