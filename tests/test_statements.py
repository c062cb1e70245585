"""Who says what in one text: cases with the expectation in the text.

``‹kind|speaker|words›``; every attribution of a text is marked, nothing else may be found.
"""

from __future__ import annotations

import pytest

from framing.statements import find_attributions
from framing.tags import Tagger
from framing.words import WordIndex

Row = tuple[str, str, str]


def parse(marked: str) -> tuple[str, list[Row]]:
    """Return the text without the marks, and the rows they announce by place."""
    text = ""
    stack: list[tuple[str, str, int]] = []
    rows: list[tuple[int, int, Row]] = []
    place = 0
    while place < len(marked):
        char = marked[place]
        if char == "‹":
            kind, speaker, _ = marked[place + 1 :].split("|", 2)
            stack.append((kind, speaker, len(text)))
            place += len(kind) + len(speaker) + 3
            continue
        if char == "›":
            kind, speaker, start = stack.pop()
            rows.append((start, -len(text), (kind, speaker, text[start:])))
        else:
            text += char
        place += 1
    return text, [row for *_, row in sorted(rows)]


def found(text: str, *, title: bool = False) -> list[Row]:
    tagger = Tagger(WordIndex([text]))
    rows = find_attributions(tagger, 0, title=title)
    return [(a.kind, a.speaker, text[a.start : a.end]) for a in rows]


CASES = {
    "indirect": "The aide, Mara Dolen, said ‹indirect|Mara Dolen|that talks had failed›.",
    "without that": "Mara Dolen said ‹indirect|Mara Dolen|talks had failed on Monday›.",
    "direct, inverted": "‹direct|Toma Revin|“We will not leave,”› said Toma Revin.",
    "direct, then name": '‹direct|Mara Dolen|"We will not leave,"› Mara Dolen said on Monday.',
    "predicate adjective": (
        "Mara Dolen was not sure ‹mental|Mara Dolen|that talks would go on›. Mara Dolen is eager "
        "‹mental|Mara Dolen|to sell the bridge›."
    ),
    "would like to": "Mara Dolen would like ‹mental|Mara Dolen|to leave the union›.",
    "made it clear": ("Mara Dolen made it clear ‹indirect|Mara Dolen|that the port would close›."),
    "a subject with a date behind it": (
        "Toma Revin two weeks ago said ‹indirect|Toma Revin|that the mill had burned›."
    ),
    "a subject in three commas": (
        "Toma Revin, 67, a retired clerk in Brel, said ‹indirect|Toma Revin|that he would stay›."
    ),
    "according to exit polls": (
        "‹indirect|exit polls|The council will fall›, according to exit polls."
    ),
    "split quotation": (
        "‹direct|Mara Dolen|“We will not leave,”› Mara Dolen said, "
        "‹direct|Mara Dolen|“and nobody will make us.”›"
    ),
    "introduced by a colon": (
        "Mara Dolen said: ‹direct|Mara Dolen|“We will not leave the valley.”›"
    ),
    "introduced by a comma": (
        "Mara Dolen replied, ‹direct|Mara Dolen|“We will not leave the valley.”›"
    ),
    "partial in indirect": (
        "Toma Revin has called ‹indirect|Toma Revin|the plan ‹partial|Toma Revin|“reckless,”››"
        " warning ‹indirect|Toma Revin|that it could fail›."
    ),
    "inserted between commas": (
        "‹indirect||Velmora›, analysts contend, ‹indirect||is losing the river›."
    ),
    "two that-clauses": (
        "Mara Dolen said ‹indirect|Mara Dolen|that the bridge was closed and that the ferry"
        " was late›."
    ),
    "sentence after sentence of one source": (
        "‹direct|Mara Dolen|“The bridge is closed,”› Mara Dolen said. "
        "‹direct|Mara Dolen|“The ferry is late.”› ‹direct|Mara Dolen|“We are cut off.”›"
    ),
    "according to, first": (
        "According to Mara Dolen, ‹indirect|Mara Dolen|the bridge was closed on Sunday›."
    ),
    "according to, last": (
        "‹indirect|Mara Dolen|The bridge was closed on Sunday›, according to Mara Dolen."
    ),
    "vowed to": "Toma Revin vowed ‹indirect|Toma Revin|to rebuild the bridge›.",
    "ordered": "Toma Revin ordered ‹decree|Toma Revin|the army to leave the valley›.",
    "believes": "Mara Dolen believes ‹mental|Mara Dolen|that the bridge will hold›.",
    "wants": "Mara Dolen wants ‹mental|Mara Dolen|to rebuild the bridge›.",
    "fears": "Mara Dolen fears ‹mental|Mara Dolen|that the bridge will fall›.",
    "negated": "Mara Dolen did not say ‹indirect|Mara Dolen|that the bridge would fall›.",
    "pronoun": (
        "Toma Revin left the valley on Sunday. He said ‹indirect|Toma Revin|that the bridge"
        " was closed›."
    ),
    "two genders": (
        "Toma Revin met Mara Dolen in Brel. She said ‹indirect|Mara Dolen|that the bridge was"
        " closed›. He said ‹indirect|Toma Revin|that it was open›."
    ),
    "surname": (
        "Kremlin-born spokesman Dorin Pesh left early. Pesh said ‹indirect|Dorin Pesh|that the"
        " bridge was closed›."
    ),
    "role": (
        "Transport Minister Mara Dolen left early. The minister said ‹indirect|Mara Dolen|that"
        " the bridge was closed›."
    ),
    "apposition": (
        "Mara Dolen, the transport minister, said ‹indirect|Mara Dolen|the bridge was closed›."
    ),
    "the paper": (
        "The Brel Gazette reported ‹indirect|Brel Gazette|that the bridge was closed›. The paper"
        " also claimed ‹indirect|Brel Gazette|that the ferry had sunk›."
    ),
    "anonymous": (
        "Two people close to Mara Dolen’s office told the Gazette ‹indirect||that"
        " ‹partial||“there is some anger”› in Brel›."
    ),
    "nested quotation": (
        "‹direct|Mara Dolen|“He told me ‹partial||‘never again’› and left,”› Mara Dolen said."
    ),
    "scare quote": (
        "The ministry praised ‹indirect|ministry|the ‹scare||“election”› in the valley›."
    ),
    "so-called": "They met the so-called ‹scare||republic› on Monday.",
    "so-called, in capitals": "They met the SO-CALLED ‹scare||republic› on Monday.",
    "title": "The film “Arrival at Night” opened in Brel on Friday.",
    "known as": "The hill known as “Old Tooth” stands above Brel.",
    "nickname": "Toma “Bear” Revin left the valley on Friday.",
    "concession": (
        "The army fired into ‹concession|the West|what the West considers Velmoran territory›."
    ),
    "concession, relative": (
        "The thaw – ‹concession||which some millers in Brel have described as an old trick› –"
        " came on Friday."
    ),
    "no concession of time": "That is what she considers every morning.",
    "the said": "The troops left the said zone on Friday.",
    "claim responsibility": "No group claimed responsibility for the blast.",
    "baggage claim": "They waited at the baggage claim for an hour.",
    "claim benefits": "Many families claim benefits in the valley.",
    "medium quotes a person": (
        "The Brel Gazette quoted ‹indirect|Brel Gazette|Toma Revin as saying ‹indirect|Toma Revin|"
        "that the bridge was closed››."
    ),
    "question before its speaker": (
        "‹direct|Mara Dolen|“Who closed it?”› Mara Dolen asked. ‹direct|Mara Dolen|“Nobody.”›"
    ),
    "participle of a source": (
        "Officials briefed on the talks said ‹indirect||that they had failed›."
    ),
    "object of control": ("The flood led Mara Dolen to announce ‹indirect|Mara Dolen|a new dam›."),
    "relative clause with commas": (
        "‹direct|Mara Dolen|“It was late,”› Mara Dolen, who served in Brel, Orn and Velm,"
        " told the Gazette."
    ),
    "two quotations in a list": (
        "Police said: ‹direct|police|“We searched the mill,”› and"
        " ‹direct|police|“The mill is empty.”›"
    ),
    "transcript": (
        "DOLEN: ‹direct|DOLEN|It was late.›\n\nREVIN: ‹direct|REVIN|It was not.›\n\n"
        "DOLEN: ‹direct|DOLEN|It was.›"
    ),
    "transcript of a man named in full above": (
        "Mara Dolen met Zubrel Ormand.\n\nOrmand: ‹direct|Zubrel Ormand|It was late.›\n\n"
        "Dolen: ‹direct|Mara Dolen|It was not.›\n\nOrmand: ‹direct|Zubrel Ormand|It was.›\n\n"
        "DOLEN: ‹direct|Mara Dolen|No.›"
    ),
    "questions and answers": "Q: ‹direct||Why?›\n\nA: ‹direct||Because.›\n\nQ: ‹direct||So?›",
    "over paragraphs": (
        "‹direct|Mara Dolen|“We left,”› Mara Dolen said. ‹direct|Mara Dolen|“It was late.›\n\n"
        "‹direct|Mara Dolen|“Nobody stayed.”›\n\nIt rained."
    ),
    "over paragraphs, single marks": (
        "‹direct|Mara Dolen|‘We left,’› Mara Dolen said. ‹direct|Mara Dolen|‘The millers’ cart was"
        " late.›\n\n‹direct|Mara Dolen|‘It’s here now.›\n\n‹direct|Mara Dolen|‘Nobody stayed.’›"
        "\n\nIt rained."
    ),
    "paragraph after paragraph of one source": (
        "Mara Dolen said: ‹direct|Mara Dolen|“We left on foot.”›\n\n‹direct|Mara Dolen|“It was"
        " late.”›\n\n‹direct|Mara Dolen|“Nobody stayed. The mill was shut.”›\n\n"
        "‹direct|Mara Dolen|“The geese stayed.”›\n\nIt rained."
    ),
    "paragraph of another source": (
        "Mara Dolen said: ‹direct|Mara Dolen|“We left on foot.”›\n\n‹direct|Mara Dolen|“It was"
        " late.”›\n\n‹direct|Toma Revin|“We stayed,”› Toma Revin said.\n\n"
        "‹direct|Toma Revin|“The mill was open.”›"
    ),
    "paragraph about somebody else": (
        "Mara Dolen said: ‹direct|Mara Dolen|“We left on foot.”›\n\nToma Revin runs the ferry."
        "\n\n‹direct|Toma Revin|“The mill was open.”›\n\n‹direct|Toma Revin|“It was late.”›"
    ),
    "a paragraph about nobody": (
        "Mara Dolen said: ‹direct|Mara Dolen|“We left on foot.”›\n\nThe hall fell silent.\n\n"
        "‹direct||“The mill was open.”›"
    ),
    "a colon and a new paragraph": (
        "Mara Dolen rows the ferry. This, at noon, is what she said:\n\n"
        "‹direct|Mara Dolen|‘It was late.›\n\n‹direct|Mara Dolen|‘It rained.’›"
    ),
    "a name before a colon": ("Mara Dolen on the plan: ‹direct|Mara Dolen|“It was late again.”›"),
    "nouns before their verb": "On Sunday, reports began to come in.",
    "he's": "Toma Revin came. He’s said ‹indirect|Toma Revin|that it was late›.",
    "two verbs of one subject": (
        "Mara Dolen said ‹indirect|Mara Dolen|that it was ‹partial|Mara Dolen|“late”›› and added"
        " ‹indirect|Mara Dolen|that it rained›."
    ),
    "the author's own voice": "I hope that it rains, and we know that it will.",
    "unclosed": (
        "It was ‹unsure||“late, Mara Dolen said.›\n\n‹direct|Toma Revin|“It was not,”› Toma"
        " Revin said."
    ),
    "troops continued": "Troops continued shelling the village and opened fire at the bridge.",
    "troops attacked": "Troops attacked the village and shelled the bridge.",
    "decades with an apostrophe": "Russia’s bridges of the ’90s were the engineers’ pride.",
    "inches": "The gap was 6\" wide and 3' deep.",
    "an embedded post": (
        "Toma Revin rowed on.\n\n‹direct|Mara Dolen|We leave at noon!› — Mara Dolen (@maradolen)"
        " May 3, 2019\n\nIt rained."
    ),
    "a handle in running text": "The account (@maradolen) went quiet in May.",
    "a share of voters": (
        "Seventy-four percent of Velmoran voters say ‹indirect||they like it›. About four in 10"
        " Brel millers say ‹indirect||that it rains›."
    ),
    "a paragraph announced and set off without marks": (
        "Toma Revin had no kind words. In a speech last July, he said:\n\n"
        "‹direct|Toma Revin|Let no goat be mistaken. It is late.›\n\nIt rained."
    ),
    "a list announced": "The list includes:\n\nApples and pears from the mill.",
    "as reported by": (
        "As reported by the Brel Gazette, ‹indirect|Brel Gazette|the mill was shut in May›."
    ),
    "as reported by, at the end": (
        "‹indirect|Brel Gazette|The mill was shut in May›, as reported by the Brel Gazette."
    ),
    "a transcript of two, in full the first time": (
        "MARA DOLEN: ‹direct|MARA DOLEN|Why not?›\n\nTOMA REVIN: ‹direct|TOMA REVIN|It rains.›"
        "\n\nDOLEN: ‹direct|DOLEN|It rained.›\n\nREVIN: ‹direct|REVIN|It did.›"
    ),
    "scores": "Dolen: 547.\n\nRevin: 46.\n\nDolen: 2,316.\n\nRevin: 1,547.",
    "tag attributes": 'It began here <tweet id="712 said that"> and ended <a href="x">there</a>.',
}


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_every_attribution_of_the_text_is_found_and_no_other(marked: str) -> None:
    text, rows = parse(marked)
    assert found(text) == rows


HEADLINES = {
    "colon first": "Minister: ‹indirect||war is over›",
    "colon, named": "Mara Dolen: ‹indirect|Mara Dolen|we will not leave›",
    "behind a comma": "‹indirect||Bridge is closed›, minister says",
    "behind a colon": "‹indirect||Bridge is closed›: minister",
    "quoted": "Dolen: ‹direct|Dolen|‘We Will Not Leave’›",
    "no source": "Video: the bridge falls",
    "a part of a place": "Occupied Minsk: the bridge falls",
    "a matter": "Prisoner swap: dozens come home",
    "a matter of a place": "Realities of Brel: the bridge today",
    "a place": "Belgium: the bridge falls",
    "behind a dash": "‹indirect|Dolen|Bridge has fallen again› – Dolen",
    "a ministry behind a dash": (
        "‹indirect|Ministry of Defence|Bridge has fallen again› – Ministry of Defence"
    ),
    "a matter behind a colon": "Summit opens in Brel: bridge tops agenda",
    "verb": "Dolen says ‹indirect|Dolen|bridge has fallen›",
    "capitals": "Dolen Says ‹indirect|Dolen|Bridge Has Fallen Again in Brel›",
}


@pytest.mark.parametrize("marked", HEADLINES.values(), ids=HEADLINES.keys())
def test_headlines(marked: str) -> None:
    text, rows = parse(marked)
    assert found(text, title=True) == rows
