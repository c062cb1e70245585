"""Whom an expression is about: the name between « and » is the target of the words in ‹ and ›."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from cases import HOSTILE, article, says
from hypothesis import given
from hypothesis import strategies as st

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
from framing.tags import Tagger
from framing.targets import RULES, Target, Targets
from framing.words import WordIndex

DOLEN = "Mayor «Mara Dolen» met Ilko Varn, the president of Karsk, in Brel. "
VARN = "Mayor Mara Dolen met «Ilko Varn», the president of Karsk, in Brel. "
KARSK = "Mayor Mara Dolen met Ilko Varn, the president of «Karsk», in Brel. "
NOBODY = "Mayor Mara Dolen met Ilko Varn, the president of Karsk, in Brel. "


def ask(case: str, category: str, verb: bool = False, speaker: str = "") -> tuple[Target, str]:
    """Return the target found for the words in ‹ and ›, and the one the case asks for."""
    wanted = re.search("«(.*?)»", case)
    text = re.sub("[«»]", "", case)
    hit = re.search("‹(.*?)›", text)
    assert hit is not None
    tagger = Tagger(WordIndex([re.sub("[‹›]", "", text)]))
    targets = Targets(tagger.read(0, through=True), tagger)
    start = hit.start()
    found = targets.find(start, start + len(hit[1]), category, verb=verb, speaker=speaker)
    return found, wanted[1] if wanted else ""


QUALITIES = [
    (DOLEN + "The ‹reckless› mayor left.", "described"),
    (DOLEN + "Dolen's ‹reckless› plan failed.", "owner"),
    (DOLEN + "Dolen’s weak and ‹reckless› plan failed.", "owner"),
    (DOLEN + "Her ‹reckless› plan failed.", "owner"),
    (DOLEN + "The ‹reckless› plan of Mara Dolen failed.", "owner"),
    (DOLEN + "The ‹arrogance› of the mayor ended.", "owner"),
    (DOLEN + "The ‹reckless› Mara Dolen left.", "title"),
    (DOLEN + "Mara Dolen is ‹reckless›.", "predicate"),
    (DOLEN + "The mayor was never ‹reckless›.", "predicate"),
    (DOLEN + "Dolen's plan was ‹absurd›.", "predicate"),
    (DOLEN + "The plan of Mara Dolen was ‹absurd›.", "predicate"),
    (DOLEN + "Dolen seemed ‹clueless›.", "predicate"),
    (DOLEN + "Varn called her ‹reckless›.", "called"),
    (DOLEN + "Varn called the mayor's plan ‹reckless›.", "called"),
    (VARN + "Dolen described the president as ‹reckless›.", "called"),
    (VARN + "Varn was described as ‹ruthless›.", "called"),
    (VARN + "She thought Varn ‹ridiculous›.", "called"),
    (DOLEN + "Varn accused Dolen of a ‹shameful› retreat.", "blamed"),
    (DOLEN + "Dolen was accused of a ‹shameful› retreat.", "blamed"),
    (VARN + "Dolen slammed Varn for a ‹brutal› raid.", "blamed"),
    (VARN + "The ‹brutal› raids by Varn ended.", "agent"),
    (VARN + "Varn, whose ‹brutal› raids ended, left.", "owner"),
    (KARSK + "The ‹brutal› Karskan assault ended.", "owner"),
    (DOLEN + "Dolen ‹recklessly› signed the deal.", "manner"),
    (DOLEN + "The deal was ‹recklessly› signed by Dolen.", "manner"),
    # Things, events and feelings of nobody in particular.
    (NOBODY + "A ‹reckless› plan failed.", ""),
    (NOBODY + "It was a ‹disgrace›.", ""),
    (NOBODY + "That was ‹absurd›.", ""),
    (NOBODY + "Talks were ‹absurd›.", ""),
    (NOBODY + "The ‹brutal› attack on Dolen failed.", ""),
    (NOBODY + "The ‹betrayal› of Mara Dolen was long.", ""),
    (NOBODY + "The ‹terrible› streets of Brel were dark.", ""),
    (NOBODY + "The ‹reckless› storm in Brel ended.", ""),
    (NOBODY + "Varn called for ‹drastic› steps.", ""),
    (NOBODY + "Her ‹reckless› minister left.", ""),
    (NOBODY + "A ‹staunch› Dolen ally left.", ""),
    (NOBODY + "The country is a ‹mess›.", ""),
    (NOBODY + "The Dolen officials were ‹thrilled›.", ""),
    (NOBODY + "The men were ‹horrified› by Dolen.", ""),
    (NOBODY + "The raid ‹exasperated› Dolen.", ""),
    (NOBODY + "“The step is ‹reckless›”, Varn said.", ""),
    (NOBODY + "“It was a ‹reckless›,” Varn said.", ""),
    (NOBODY + "In Brel, a new bill faced ‹dismal› prospects.", ""),
]
NAMES = [
    ("The ‹strongman› «Ilko Varn» left.", "title"),
    ("The ‹puppet› president «Ilko Varn» left.", "described"),
    (VARN + "Ilko Varn, a ‹strongman›, left.", "apposition"),
    (VARN + "The ‹strongman›, Ilko Varn, left.", "apposition"),
    (VARN + "Varn spoke. He was a ‹puppet›.", "predicate"),
    (VARN + "Varn, who is a ‹tyrant›, left.", "predicate"),
    (VARN + "Varn became a ‹dictator›.", "predicate"),
    (DOLEN + "Varn called Dolen a ‹puppet›.", "called"),
    (VARN + "Critics labelled Varn a ‹dictator›.", "called"),
    (VARN + "Dolen dubbed him a ‹tyrant›.", "called"),
    (VARN + "Varn was branded a ‹tyrant› by Dolen.", "called"),
    (DOLEN + "Varn denounced the mayor as a ‹traitor›.", "called"),
    (KARSK + "The Karsk ‹regime› fell.", "rule_of"),
    (KARSK + "The Karskan ‹regime› fell.", "rule_of"),
    (KARSK + "The ‹puppet› government in Karsk fell.", "rule_of"),
    (KARSK + "In Karsk the ‹regime› slept.", "rule_of"),
    (VARN + "Varn's ‹regime› fell.", "rule_of"),
    (KARSK + "Karsk ‹terrorists› fled.", "rule_of"),
    # The label's bearer is not whom it serves, nor where it stands.
    (NOBODY + "The ‹terrorists› left.", ""),
    (NOBODY + "Islamist ‹terrorists› left.", ""),
    (NOBODY + "The ‹terrorists› in Karsk left.", ""),
    (NOBODY + "Varn's ‹puppets› left.", ""),
    (NOBODY + "A ‹puppet› of Varn left.", ""),
    (NOBODY + "Varn called them ‹cowards›.", ""),
    (NOBODY + "“I am no ‹puppet›,” Varn said.", ""),
    (NOBODY + "There was a ‹regime› of rain.", ""),
]  # fmt: skip
ACTS = [
    (DOLEN + "Dolen ‹botched› the talks.", "subject"),
    (DOLEN + "Dolen vowed to ‹whitewash› the report.", "subject"),
    (DOLEN + "The talks were ‹botched› by Dolen.", "subject"),
    (DOLEN + "She has ‹squandered› the money.", "subject"),
    (NOBODY + "The talks were ‹botched›.", ""),
    (NOBODY + "Talks ‹botched› the day.", ""),
]


@pytest.mark.parametrize(("case", "rule"), QUALITIES)
def test_whom_a_quality_is_said_of(case: str, rule: str) -> None:
    found, wanted = ask(case, "evaluation")
    assert found == Target(wanted if rule else "", rule)


@pytest.mark.parametrize(("case", "rule"), NAMES)
def test_who_bears_a_label(case: str, rule: str) -> None:
    found, wanted = ask(case, "label")
    assert found == Target(wanted if rule else "", rule)


@pytest.mark.parametrize(("case", "rule"), ACTS)
def test_who_does_what_a_verb_judges(case: str, rule: str) -> None:
    found, wanted = ask(case, "evaluation", verb=True)
    assert found == Target(wanted if rule else "", rule)


@pytest.mark.parametrize(
    "case",
    ["A ‹wave› of «migrants» came.", "They feared a ‹flood of› «refugees» there."],
)
def test_who_comes_in_waves(case: str) -> None:
    found, wanted = ask(case, "metaphor")
    assert found == Target(wanted, "mass")


def test_a_wave_of_nobody_has_no_target() -> None:
    assert ask("A ‹wave› of heat came.", "metaphor")[0] == Target("", "")


def test_the_first_person_is_the_speaker() -> None:
    case = NOBODY + "“I am no ‹puppet›,” Varn said."
    assert ask(case, "label", speaker="Ilko Varn")[0].actor == "Ilko Varn"


def test_a_label_keeps_its_bearer_in_the_article() -> None:
    text = "The Karsk regime fell. The regime had ruled for long. A regime of rain began."
    tagger = Tagger(WordIndex([text]))
    targets = Targets(tagger.read(0, through=True), tagger)
    places = [m.span() for m in re.finditer("regime", text)]
    found = [targets.find(a, b, "label") for a, b in places]
    assert [t.actor for t in found] == ["Karsk", "Karsk", ""]
    assert [t.rule for t in found] == ["rule_of", "again", ""]


def test_every_rule_has_a_case_and_a_name() -> None:
    tried = {rule for _, rule in (*QUALITIES, *NAMES, *ACTS)} | {"mass", "again"}
    assert tried - {""} == set(RULES)


def table(text: str, **columns: str) -> pd.DataFrame:
    corpus = article(text, **columns)
    segments = segment(corpus, attribute(corpus))
    lexicon = read_lexicon("loaded")
    return find_targets(corpus, annotate(corpus, segments, lexicon), lexicon)


def test_find_targets_says_whom_and_who_says_so() -> None:
    text = (
        "Mayor Mara Dolen met President Ilko Varn. The reckless mayor left. "
        "“Varn is a tyrant,” Mara Dolen said. “I am reckless,” Mara Dolen said. "
        "“Dolen is a bully,” a guard said."
    )
    found = table(text)
    found = found[found["category"].isin(["evaluation", "label"])]
    columns = ["text", "target", "target_speaker_relation"]
    assert found[columns].to_numpy().tolist() == [
        ["reckless", "Mara Dolen", "outlet"],
        ["tyrant", "Ilko Varn", "other"],
        ["reckless", "Mara Dolen", "self"],
        ["bully", "Mara Dolen", ""],
    ]


def test_a_headline_names_in_full_whom_it_names_in_short() -> None:
    found = table("Mayor Mara Dolen left early.", title="Dolen's reckless plan fails")
    assert found.loc[found["text"] == "reckless", "target"].tolist() == ["Mara Dolen"]


@given(HOSTILE, st.sampled_from(["evaluation", "label", "metaphor"]), st.booleans())
def test_no_text_breaks_the_rules(text: str, category: str, verb: bool) -> None:
    tagger = Tagger(WordIndex([text]))
    targets = Targets(tagger.read(0, through=True), tagger)
    for word in re.finditer(r"\w+", text):
        found = targets.find(*word.span(), category, verb=verb, speaker="Mara Dolen")
        assert bool(found.actor) == bool(found.rule)


def made() -> tuple[pd.DataFrame, pd.DataFrame]:
    texts = [
        "Mayor Mara Dolen met President Ilko Varn. Dolen is reckless. "
        "“Varn is a puppet,” Dolen said. "
        "“I am brave,” Mara Dolen added.",
        "President Ilko Varn is reckless. Mayor Mara Dolen is hapless.",
        "The council met on Tuesday.",
    ]
    table = pd.DataFrame({"outlet": ["Post", "Post", "Lantern"], "text": texts})
    corpus = read_corpus(table)
    segments = segment(corpus, attribute(corpus))
    lexicon = read_lexicon("loaded")
    return find_targets(corpus, annotate(corpus, segments, lexicon), lexicon), segments


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
        find_targets(other, found, read_lexicon("loaded"))
    says(caught.value, "find_targets: the evidence names article …")
