"""The tables of cues: they can be read, they are whole, and a bad row is named."""

from __future__ import annotations

import pytest

from framing import cues
from framing.cues import (
    abbreviations,
    adjective_cues,
    common_words,
    confidence,
    counts,
    cue_words,
    function_words,
    inflect,
    is_limited,
    noun_cues,
    particle_verbs,
    place_names,
    read_table,
    roles,
)
from framing.errors import LexiconError


@pytest.mark.parametrize(
    ("lemma", "irregular", "forms"),
    [
        ("claim", "", {"claim": "B", "claims": "V", "claiming": "G", "claimed": "V"}),
        ("deny", "", {"deny": "B", "denies": "V", "denying": "G", "denied": "V"}),
        ("stress", "", {"stress": "B", "stresses": "V", "stressing": "G", "stressed": "V"}),
        ("argue", "", {"argue": "B", "argues": "V", "arguing": "G", "argued": "V"}),
        ("agree", "", {"agree": "B", "agrees": "V", "agreeing": "G", "agreed": "V"}),
        ("lie", "", {"lie": "B", "lies": "V", "lying": "G", "lied": "V"}),
        ("write", "wrote|written", {"wrote": "V", "written": "E", "writing": "G"}),
        ("admit", "admitted|admitted|admitting", {"admitting": "G", "admitted": "V"}),
        ("say", "said|said", {"say": "B", "says": "V", "said": "V", "saying": "G"}),
        ("put", "put|put|putting", {"put": "B", "putting": "G"}),
    ],
)
def test_inflect(lemma: str, irregular: str, forms: dict[str, str]) -> None:
    made = inflect(lemma, irregular)
    assert {form: made.get(form) for form in forms} == forms


@pytest.mark.parametrize(
    ("word", "stance"),
    [
        ("said", "neutral"), ("told", "neutral"), ("explained", "endorsing"),
        ("revealed", "endorsing"), ("confirmed", "endorsing"), ("admitted", "endorsing"),
        ("conceded", "endorsing"), ("claimed", "distancing"), ("alleged", "distancing"),
        ("purported", "distancing"), ("insisted", "distancing"), ("slammed", "hostile"),
        ("blasted", "hostile"), ("vowed", "hostile"), ("threatened", "hostile"),
    ],
)  # fmt: skip
def test_stance_of_a_cue(word: str, stance: str) -> None:
    assert cue_words()[word][1].stance == stance


def test_pointed_out_endorses() -> None:
    assert particle_verbs()["point"]["out"].stance == "endorsing"


def test_there_are_as_many_verbs_as_the_reports_need() -> None:
    lemmas = {cue.lemma for _, cue in cue_words().values() if not cue.noun}
    assert len(lemmas) > 500
    kinds = {cue.kind for _, cue in cue_words().values()}
    assert kinds == {"indirect", "mental", "decree", ""}


def test_tags_are_single_letters() -> None:
    assert all(len(tag) == 1 for tag in function_words().values())
    assert not common_words() & {"monday", "two"}


def test_every_counted_lemma_is_a_cue() -> None:
    known = {cue.lemma for _, cue in cue_words().values()} | {"according to"}
    known |= {whole.lemma for wholes in particle_verbs().values() for whole in wholes.values()}
    known |= {cue.lemma + "#" for cue in noun_cues().values()} | set(adjective_cues())
    assert {lemma for lemma, _ in counts().pairs} <= known
    assert all(0 <= marked <= seen for seen, marked in counts().pairs.values())


@pytest.mark.parametrize("frame", ["that", "np", "to", "quote", "prep:of", "never seen"])
def test_confidence_is_a_share_for_any_pattern(frame: str) -> None:
    for _, cue in list(cue_words().values())[::50]:
        assert 0 < confidence(cue, f"N|{frame}|V") < 1


def test_limits() -> None:
    claimed = cue_words()["claimed"][1]
    assert is_limited(claimed, "np", lambda: ["responsibility", "for"])
    assert not is_limited(claimed, "np", lambda: ["the", "opposite"])
    assert is_limited(cue_words()["attacked"][1], "clause", lambda: ["the"])


def test_tables_of_words_hold_what_they_must() -> None:
    assert abbreviations()["Dr"] == "name"
    assert roles()["paper"] == "medium"
    assert set(roles().values()) <= {
        "office", "organisation", "medium", "document", "collective", "anonymous",
    }  # fmt: skip
    assert set(place_names().values()) == {"place", "body"}


def test_a_wrong_header_is_named() -> None:
    with pytest.raises(
        LexiconError,
        match=r"^cues/verbs.csv, line 1: the columns are lemma,irregular,kind,stance; they must "
        r"be a,b; mend the header$",
    ):
        next(read_table("verbs", ("a", "b")))


def test_a_wrong_token_is_named() -> None:
    with pytest.raises(
        LexiconError,
        match=r"^here: there is no stance 'kind'; there are neutral, .*, hostile; choose one$",
    ):
        cues._check("here", "stance", "kind", cues._STANCES)
