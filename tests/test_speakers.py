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
    "ministry": "‹ministry|organisation|The ministry› said it rained.",
    "named body": "‹Kremlin|organisation|The Kremlin› said it rained.",
    "capital city": "‹Moscow|organisation|Moscow› said it rained.",
    "acronym": "‹NATO|organisation|NATO› said it rained.",
    "sources": "‹|anonymous|Two sources› said it rained.",
    "close to": "‹|anonymous|Two people close to Mara Dolen’s office› said it rained.",
    "critics": "‹|anonymous|Critics› say it rained.",
    "experts": "‹|collective|Experts› said it rained.",
    "voters": "‹|collective|Many voters in Brel› said it rained.",
    "report": "‹report|document|The report› said it rained.",
    "poll": "‹|document|A poll by the institute› found that it rained.",
    "surname, the name unknown and before": (
        "Zubrel Ormand came late. ‹Zubrel Ormand|named_person|Ormand› said it rained."
    ),
    "surname, the name behind": (
        "‹Zubrel Ormand|named_person|Ormand› said it rained. The hall fell silent as Zubrel Ormand"
        " left."
    ),
    "according to a surname": (
        "It rained, according to ‹Zubrel Ormand|named_person|Ormand›. They had met Zubrel Ormand."
    ),
    "title and surname, name unknown": (
        "They met Zubrel Ormand. ‹Zubrel Ormand|named_person|Mr Ormand› said it rained."
    ),
    "unknown name, apposition": (
        "Zubrel Ormand, the harbour master and captain, left. ‹Zubrel Ormand|named_person|He› said"
        " it rained."
    ),
    "unknown name, called back": (
        "Zubrel Ormand carried two geese. “They weigh little,” ‹Zubrel Ormand|named_person|she›"
        " said."
    ),
    "no person: a place": "They live in Velm. ‹Upper Velm|organisation|Upper Velm› said it rained.",
    "a place by what is in it": "They live in Velm. ‹Velm|organisation|Velm› said it rained.",
    "a place before a name": (
        "They met Zubrel Ormand. In Brel Zubrel Ormand slept. ‹Zubrel Ormand|named_person|Ormand›"
        " said it rained."
    ),
    "of a body": "‹Zubrel Ormand|named_person|Zubrel Ormand of Warm Hands› said it rained.",
    "rank": "‹Zubrel Ormand|named_person|Corporal Zubrel Ormand› said it rained.",
    "somebody's patron": (
        "‹Zubrel Ormand|named_person|His patron, Zubrel Ormand›, said it rained."
    ),
    "mayor of": (
        "Zubrel Ormand, mayor of Brel, left. ‹Zubrel Ormand|named_person|The mayor› said it rained."
    ),
    "title mayor": (
        "Mayor Zubrel Ormand left. ‹Zubrel Ormand|named_person|The mayor› said it rained."
    ),
    "has been mayor": (
        "Mara Dolen has been harbour mayor for a week. ‹Mara Dolen|named_person|The mayor› said it"
        " rained."
    ),
    "was called by the mayor": (
        "Mara Dolen was called by the mayor. ‹|office|The mayor› said it rained."
    ),
    "the city's mayor": (
        "The city’s mayor, Zubrel Ormand, left. ‹Zubrel Ormand|named_person|The mayor› said it"
        " rained."
    ),
    "the deputy": (
        "Zubrel Ormand, an opposition deputy, left. ‹Zubrel Ormand|named_person|The deputy› said it"
        " rained."
    ),
    "the other minister": (
        "Defence Minister Zubrel Ormand and Foreign Minister Mara Dolen left."
        " ‹Zubrel Ormand|named_person|The defence minister› said it rained."
    ),
    "no such minister": (
        "Defence Minister Zubrel Ormand left. ‹|office|The foreign minister› said it rained."
    ),
    "the prime minister of a place": (
        "Prime Minister Zubrel Ormand left. ‹Zubrel Ormand|named_person|The prime minister of Brel›"
        " said it rained."
    ),
    "introduced later": (
        "‹Zubrel Ormand|named_person|The mayor› said it rained. Zubrel Ormand, the mayor, left."
    ),
    "somebody's, with two to choose from": (
        "President Zubrel Ormand met President Mara Dolen. ‹|office|His president› said it rained."
    ),
    "a service": "‹rescue service|organisation|The rescue service› said it rained.",
    "a service, short": (
        "Velmora’s rescue service came. Velmora’s rescue service said it snowed."
        " ‹Velmora’s rescue service|organisation|The service› said it rained."
    ),
    "a state's railway": "‹Velmora’s railway|organisation|Velmora’s railway› said it rained.",
    "a council somewhere": "‹council in Brel|organisation|The council in Brel› said it rained.",
    "a document, named": (
        "‹harbour report|document|A harbour report› said it rained. It snowed, too."
    ),
    "a document, vague": "‹|document|A report› said it rained.",
    "police": "‹police|organisation|Police› said it rained.",
    "they, after a body": ("Experts said it rained. ‹|collective|They› said that it would stop."),
    "two of one surname, by their titles": (
        "Mara Dolen met her brother, Toma Dolen. Mr. Dolen left."
        " ‹Mara Dolen|named_person|Ms. Dolen› said it rained."
    ),
    "two of one surname, by who is named most": (
        "Mara Dolen left. Dolen rowed. Dolen rested. Toma Dolen slept."
        " ‹Mara Dolen|named_person|Dolen› said it rained."
    ),
    "the full name stands in a quotation only": (
        "“Toma Revin owes us a goat,” the letter reads. ‹Toma Revin|named_person|Revin› said it"
        " rained."
    ),
    "hyphenated surname": (
        "Melissa Orn-Velm came. ‹Melissa Orn-Velm|named_person|Orn-Velm› said it rained."
    ),
    "senator, from the short title": (
        "Sen. Mara Dolen left. ‹Mara Dolen|named_person|The senator› said it rained."
    ),
    "the senator of a state, of two": (
        "Texas Sen. Mara Dolen met Sen. Toma Revin (R-Fla.). It was late."
        " ‹Mara Dolen|named_person|The Texas senator› said it rained."
    ),
    "the senator of another state": (
        "Sen. Toma Revin, R-Iowa, left. ‹|office|The Florida senator› said it rained."
    ),
    "congresswoman and representative": (
        "Rep. Mara Dolen left. ‹Mara Dolen|named_person|The congresswoman› said it rained."
    ),
    "the candidate, never called so": (
        "Mara Dolen spoke in Brel. Dolen waved. Her aide Toma Revin slept."
        " ‹Mara Dolen|named_person|The candidate› said it rained."
    ),
    "title before a title and a name": (
        "Conservative Assemblywoman Mara Dolen won. ‹Mara Dolen|named_person|Dolen› said it rained."
    ),
    "who, behind brackets": (
        "They met Mara Dolen (D-Conn.), ‹Mara Dolen|named_person|who› said it rained."
    ),
    "his, announced": (
        "In addition to ‹Toma Revin|named_person|his› fear that it rained, Toma Revin was late."
    ),
    "named before": ("A neighbour named Mara came. ‹Mara|named_person|She› said it rained."),
    "he is not whom he speaks of": (
        "Toma Revin left. Pavel Dorin’s plan was late, ‹Toma Revin|named_person|he› said."
    ),
    "behind a preposition": (
        "Toma Revin came under fire from his aides over a letter from Pavel Dorin."
        " ‹Toma Revin|named_person|He› said it rained."
    ),
    "poll by its maker": "‹Fenwick|document|A Fenwick poll› found that it rained.",
    "the poll, after its maker": (
        "A Fenwick poll found that it rained. ‹Fenwick|document|The poll› found that it snowed."
    ),
    "statement from a person": (
        "‹Mara Dolen|document|A statement from Mara Dolen› said it rained."
    ),
    "somebody's letter": ("Mara Dolen left. ‹Mara Dolen|document|Dolen’s letter› said it rained."),
    "two media with a slash": ("‹Reuters/Fenwick|medium|Reuters/Fenwick› reported that it rained."),
    "it, a company": (
        "Fenwick closed its mill in Brel. Rain fell on Fenwick."
        " Fenwick was late. ‹Fenwick|organisation|It› said it rained."
    ),
    "democrats": "‹Democrats|collective|Democrats› said it rained.",
    "somebody somewhere": "‹|anonymous|Someone in the hall› said it rained.",
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


def test_a_headline_takes_the_holder_of_an_office_from_its_text() -> None:
    tagger = Tagger(WordIndex(["Mayor says it rained", "Zubrel Ormand, the mayor, came."]))
    elsewhere = Speakers(tagger.read(1), tagger)
    (row,) = find_attributions(tagger, 0, title=True, elsewhere=elsewhere)
    assert (row.speaker, row.source_type) == ("Zubrel Ormand", "named_person")


def test_a_headline_takes_a_name_its_text_gives_once() -> None:
    tagger = Tagger(WordIndex(["Ormand: it rained", "Zubrel Ormand read from a card."]))
    elsewhere = Speakers(tagger.read(1), tagger)
    (row,) = find_attributions(tagger, 0, title=True, elsewhere=elsewhere)
    assert (row.speaker, row.source_type) == ("Zubrel Ormand", "named_person")
