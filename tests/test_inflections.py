"""Regular forms: one too few loses hits."""

from __future__ import annotations

import pytest

from framing.inflections import noun_forms, spellings, verb_forms


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("slam", "slams slammed slamming"),
        ("attack", "attacks attacked attacking"),
        ("decry", "decries decried decrying"),
        ("destroy", "destroys destroyed destroying"),
        ("accuse", "accuses accused accusing"),
        ("flee", "flees fleeing"),
        ("lie", "lies lied lying"),
        ("die", "dies died dying"),
        ("echo", "echoes echoed echoing"),
        ("crush", "crushes crushed crushing"),
        ("control", "controls controlled controlling"),
        ("occur", "occurs occurred occurring"),
        ("murder", "murders murdered murdering"),
        ("label", "labels labelled labelling labeled labeling"),
        ("equip", "equips equipped equipping"),
        ("gas", "gassed gassing"),
        ("panic", "panics panicked panicking"),
        ("fix", "fixes fixed fixing"),
        ("vow", "vows vowed vowing"),
        ("beat", "beats beating"),
    ],
)
def test_a_verb_has_its_regular_forms(verb: str, forms: str) -> None:
    assert {verb, *forms.split()} <= verb_forms(verb)


@pytest.mark.parametrize(
    ("verb", "wrong"),
    [("slam", "slamed"), ("accuse", "accuseed"), ("decry", "decryed"), ("fix", "fixxed"),
     ("vow", "vowwed"), ("lie", "liing")],
)  # fmt: skip
def test_a_verb_has_no_wrong_form(verb: str, wrong: str) -> None:
    assert wrong not in verb_forms(verb)


@pytest.mark.parametrize(
    ("noun", "plural"),
    [("puppet", "puppets"), ("atrocity", "atrocities"), ("boy", "boys"), ("putsch", "putsches"),
     ("hero", "heroes"), ("photo", "photos"), ("thief", "thieves"),
     ("knife", "knives"), ("chief", "chiefs"), ("strongman", "strongmen"), ("tax", "taxes")],
)  # fmt: skip
def test_a_noun_has_its_regular_plural(noun: str, plural: str) -> None:
    assert {noun, plural} <= noun_forms(noun)


@pytest.mark.parametrize(
    ("british", "american"),
    [("demonise", "demonize"), ("demonised", "demonized"), ("radicalisation", "radicalization"),
     ("paralysed", "paralyzed"), ("dishonour", "dishonor"), ("favourable", "favorable"),
     ("neighbour", "neighbor"), ("defence", "defense"), ("centre", "center"),
     ("travelled", "traveled"), ("colourful", "colorful")],
)  # fmt: skip
def test_both_spellings_are_one_word(british: str, american: str) -> None:
    assert {british, american} <= spellings(british)
    if british != "travelled":
        assert {british, american} <= spellings(american)


@pytest.mark.parametrize("word", ["four", "rise", "wise", "pour", "hour", "tour", "size", "flour"])
def test_a_word_that_only_looks_british_stays_alone(word: str) -> None:
    assert spellings(word) == {word}
