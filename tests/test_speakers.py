"""Who a source is: ``‹speaker|source_type|source›`` in the text."""

from __future__ import annotations

import re

import pytest

from framing.speakers import Speakers
from framing.statements import find_attributions
from framing.tags import Tagger
from framing.words import WordIndex

MARKED = re.compile(r"‹([^|]*)\|([^|]*)\|([^›]*)›")

CASES = {
    "full name": "‹Mara Dolen|named_person|Mara Dolen› said it rained.",
    "surname": "Mara Dolen came. ‹Mara Dolen|named_person|Dolen› said it rained.",
    "honorific": "Mara Dolen came. ‹Mara Dolen|named_person|Ms. Dolen› said it rained.",
    "titles before": ("‹Toma Revin|named_person|Velmoran President Toma Revin› said it rained."),
    "secretary of state": (
        "‹Mara Dolen|named_person|Secretary of State Mara Dolen› said it rained."
    ),
    "office, comma, name": (
        "‹Kodo-Max Saah Brel|named_person|The foreign minister, Kodo-Max Saah Brel›, said it"
        " rained."
    ),
    "office of a place, name": (
        "‹Dorin Pesh|named_person|Minister for Roads of Belgium Dorin Pesh› said it rained."
    ),
    "spokesman of": "Mara Dolen came. ‹|office|A spokesman for Mara Dolen› said it rained.",
    "possessive": "Mara Dolen came. ‹|office|Dolen’s spokesman› said it rained.",
    "particle": "‹Ana de la Brel|named_person|Ana de la Brel› said it rained.",
    "he": "Toma Revin came. ‹Toma Revin|named_person|He› said it rained.",
    "she, not he": ("Mara Dolen met Toma Revin. ‹Mara Dolen|named_person|She› said it rained."),
    "he, across a paragraph": (
        "Toma Revin said it rained.\n\nLast month, ‹Toma Revin|named_person|he› said it snowed."
    ),
    "the last speaker": (
        "Toma Revin said Pavel Dorin had left. ‹Toma Revin|named_person|He› said it rained."
    ),
    "nobody fits": "‹|named_person|He› said it rained.",
    "wrong gender only": "Mara Dolen came. ‹|named_person|He› said it rained.",
    "role": "Minister Mara Dolen came. ‹Mara Dolen|named_person|The minister› said it rained.",
    "role, apposition": (
        "Mara Dolen, the mayor, came. ‹Mara Dolen|named_person|The mayor› said it rained."
    ),
    "role, nobody": "‹|office|The mayor› said it rained.",
    "who": "They met Toma Revin, ‹Toma Revin|named_person|who› said it rained.",
    "medium": "‹Brel Gazette|medium|The Brel Gazette› reported it rained.",
    "the outlet": ("Politico came out late. ‹Politico|medium|The outlet› reported that it rained."),
    "the paper, nobody": "‹|medium|The paper› reported that it rained.",
    "some media": "‹|medium|Some Western media› reported that it rained.",
    "ministry": "‹|organisation|The ministry› said it rained.",
    "named body": "‹Kremlin|organisation|The Kremlin› said it rained.",
    "capital city": "‹Moscow|organisation|Moscow› said it rained.",
    "acronym": "‹NATO|organisation|NATO› said it rained.",
    "sources": "‹|anonymous|Two sources› said it rained.",
    "close to": "‹|anonymous|Two people close to Mara Dolen’s office› said it rained.",
    "critics": "‹|anonymous|Critics› say it rained.",
    "experts": "‹|collective|Experts› said it rained.",
    "voters": "‹|collective|Many voters in Brel› said it rained.",
    "report": "‹|document|The report› said it rained.",
    "poll": "‹|document|A poll by the institute› found that it rained.",
    "they, after a body": ("Experts said it rained. ‹|collective|They› said that it would stop."),
}


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_speaker_and_type(marked: str) -> None:
    wanted = [match.groups() for match in MARKED.finditer(marked)]
    text = MARKED.sub(r"\3", marked)
    rows = find_attributions(Tagger(WordIndex([text])), 0)
    found = [(a.speaker, a.source_type, text[a.source_start : a.source_end]) for a in rows]
    assert [row for row in found if row[2] == wanted[0][2]] == wanted


def test_a_headline_takes_full_names_from_its_text() -> None:
    tagger = Tagger(WordIndex(["Dolen: it rained", "Mara Dolen came."]))
    elsewhere = Speakers(tagger.read(1), tagger)
    (row,) = find_attributions(tagger, 0, title=True, elsewhere=elsewhere)
    assert (row.speaker, row.source_type) == ("Mara Dolen", "named_person")


def test_no_tokens_are_no_source() -> None:
    tagger = Tagger(WordIndex(["It rained."]))
    assert Speakers(tagger.read(0), tagger).resolve(1, 1) == (0, 0, "", "none")
