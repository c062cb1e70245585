"""What the marks around a few loose words are for: cases with the expectation beside them."""

from __future__ import annotations

import pytest

from framing.cues import claim_words
from framing.marks import SCARE, Purpose, find_longer, find_purpose
from framing.statements import Attribution, find_attributions
from framing.tags import Reading, Tagger
from framing.words import WordIndex


def read(text: str) -> Reading:
    return Tagger(WordIndex([text])).read(0)


def purpose(text: str, *, title: bool = False, which: int = -1) -> Purpose:
    reading = read(text)
    return find_purpose(reading, reading.quotes[which], title=title)


def attributed(text: str, *, title: bool = False) -> list[Attribution]:
    return find_attributions(Tagger(WordIndex([text])), 0, title=title)


def of_marks(text: str, *, title: bool = False) -> list[tuple[str, str, str, str]]:
    """Return kind, rule, speaker and words of the rows that begin with a mark."""
    return [
        (a.kind, a.rule, a.speaker, text[a.start : a.end])
        for a in attributed(text, title=title)
        if text[a.start] in "“‘\"'"
    ]


DOUBTED = {
    "slighted": [
        "The Gazette built its story on anonymous “clerks.”",
        "Much of it rests on a supposedly “private” ledger.",
        "Then came the much-vaunted new “timetable” for the ferry.",
    ],
    "verb": [
        "The council has already “mended” its records twice.",
        "The millers did not “steal” the bridge.",
        "The wardens don't “lose” the keys by chance.",
    ],
    "pointed_at": [
        "Few in Orn took part in this “carnival”.",
        "Those “lessons” lasted ten minutes.",
        "That “carnival” left three houses in ashes.",
    ],
    "theirs": ["The papers of Brel swoon at her “poise” every week."],
    "asked": [
        "And where did the “profits” go?",
        "Is the promise of the harbour board now a big “never mind”?",
    ],
    "claims": [
        "Orn held its “election” under curfew.",
        "They live under the watch of “advisers” with rifles.",
        "An “election” with one name took place.",
        "To save “our democracy,” the board locked the hall.",
        "The board sent two “independent experts” to the mine.",
        "The admirers of Orn’s “leadership” left early.",
    ],
    "praised": [
        "The “saintly” miller of Brel kept two ledgers.",
        "The ‘boundless’ hospitality of Orn was one cold tent.",
    ],
    "undone": [
        "Thus was born “river fever,” the slur against the ferrymen.",
        "There will be a “council show”, which is neither a council nor a show.",
    ],
}


@pytest.mark.parametrize(
    ("sign", "text"), [(sign, text) for sign, texts in DOUBTED.items() for text in texts]
)
def test_each_sign_shows_doubt(sign: str, text: str) -> None:
    found = purpose(text)
    assert (found.kind, found.rule) == ("scare", sign)
    assert found.confidence >= SCARE


def test_the_table_of_claims_knows_four() -> None:
    assert set(claim_words().values()) == {"standing", "good", "virtue", "quality"}
    assert all(word == word.lower() for word in claim_words())


def test_two_signs_are_surer_than_one() -> None:
    one, two = purpose("The “election” went on."), purpose("The sham “election” went on.")
    assert two.confidence > one.confidence


NOT_DOUBTED = {
    "a label before a noun": ("She pressed the red “reset” button.", "term", "label"),
    "an adjective is no label": ("The “frosty” ties thawed in May.", "candidate", "candidate"),
    "a praised one of many": ("It was a “dignified” step back.", "candidate", "candidate"),
    "credit in two words": ("The board has “credible information” now.", "candidate", "candidate"),
    "a vote by its word": ("The “no” vote won in Brel.", "term", "label"),
    "a meaning": ("The “dolna” means a sunken garden.", "term", "explained"),
    "a translation": ("They ate “dolna” in Russian style.", "term", "explained"),
    "an explanation behind a dash": (
        "They fear the “dolna” — a wind from the north.", "term", "explained",
    ),
    "a word spoken of": ("There “honesty” is a relative concept.", "term", "explained"),
    "called": ("The vote was called a “farce” in Orn.", "quotation", "named"),
    "described as": ("The bridge was described as “unsafe” in Orn.", "quotation", "named"),
    "what he calls": ("Then began what he calls “the thaw” here.", "quotation", "named"),
    "as she puts it": ("It is not “dawdling,” as Dolen puts it.", "quotation", "named"),
    "marked": ("The clerk found the jar in a box marked “evidence” later.", "quotation", "named"),
    "somebody's by name": ("Dolen’s “sole power” ends in May.", "quotation", "owned"),
    "three words": ("The mill ran on “patience and rain” again.", "candidate", "candidate"),
    "one of many": ("It grew into a “nightmare” for Orn.", "candidate", "candidate"),
    "no sign": ("The river carried “debris” to the sea.", "candidate", "candidate"),
    "the first word of a sentence": ("“Naming” is one place to start.", "candidate", "candidate"),
    "a clause behind a noun": (
        "They fear the fact that “extremes” are common.", "candidate", "candidate",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "rule"), NOT_DOUBTED.values(), ids=NOT_DOUBTED.keys())
def test_other_marks_show_none(text: str, kind: str, rule: str) -> None:
    found = purpose(text)
    assert (found.kind, found.rule) == (kind, rule)
    assert found.confidence < 0.3


HEADLINES = [
    "‘Climate strike’ hits schools",
    "Two ‘advisers’ in Orn held",
    "Bridge is 'safe' again",
]


@pytest.mark.parametrize("text", HEADLINES)
def test_a_headline_quotes_with_single_marks(text: str) -> None:
    assert purpose(text, title=True)[:2] == ("quotation", "headline_marks")
    assert purpose(f"The bridge opened.\n\n{text}\n\nIt rained.")[:2] == (
        "quotation",
        "headline_marks",
    )
    assert [row[:3] for row in of_marks(text, title=True)] == [("partial", "headline_marks", "")]


def test_a_text_with_double_marks_quotes_its_links_with_single_ones() -> None:
    text = (
        "“We will not leave the valley,” Dolen said. More: Two ‘advisers’ in Orn held. It rained."
    )
    assert purpose(text)[:2] == ("quotation", "headline_marks")


def test_a_text_that_quotes_with_single_marks_may_doubt_with_them() -> None:
    text = "‘We will not leave the valley,’ Dolen said. Orn held its ‘election’ on Sunday."
    assert purpose(text).kind == "scare"


def test_double_marks_in_a_headline_need_a_sign_too() -> None:
    assert purpose("Orn holds its “election” today", title=True).kind == "scare"
    assert purpose("The “nightmare” of Orn ends", title=True).kind == "candidate"


def test_doubled_single_marks_are_double_ones() -> None:
    assert purpose("Orn held its ''election'' on Sunday\n\nIt rained.", which=0).kind == "scare"


def test_words_of_a_longer_quotation_are_its_speakers() -> None:
    text = "“It is a sham election,” Mara Dolen said. It rained. This “sham election” drew crowds."
    assert of_marks(text)[-1] == ("partial", "repeated", "Mara Dolen", "“sham election”")


def test_words_of_several_people_are_nobodys() -> None:
    text = (
        "“It is a sham election,” Mara Dolen said. “No sham election, please,” Toma Revin said."
        " It rained. This “sham election” drew crowds."
    )
    assert of_marks(text)[-1] == ("partial", "repeated", "", "“sham election”")


def test_one_word_is_not_laid_into_a_mouth() -> None:
    text = "“It is an election at last,” Mara Dolen said. It rained. This “election” drew crowds."
    assert of_marks(text)[-1] == ("partial", "repeated", "", "“election”")


def test_a_part_of_another_word_is_not_the_word() -> None:
    reading = read("“The elections are near,” Dolen said. Orn held its “election” today.")
    assert find_longer(reading, reading.quotes[1]) == []


def test_a_heading_takes_its_speaker_from_the_quotation_below() -> None:
    text = "‘Rain and ruin’\n\n“It was rain and ruin for us all,” Mara Dolen said. She left."
    assert of_marks(text)[0] == ("partial", "headline_marks", "Mara Dolen", "‘Rain and ruin’")


def test_a_candidate_is_neither_plain_nor_distanced() -> None:
    text = "The river carried “debris” to the sea."
    (row,) = attributed(text)
    assert (row.kind, row.rule, row.speaker) == ("partial", "candidate", "")
    assert row.confidence < 0.3


def test_a_term_stays_the_outlets() -> None:
    assert attributed("She pressed the red “reset” button.") == []
    assert attributed("The “dolna” means a sunken garden.") == []


def test_so_called_with_a_name_is_a_name() -> None:
    assert attributed("They met the so-called “Grey Geese” on Monday.") == []
    assert [a.kind for a in attributed("They met the so-called “grey geese” on Monday.")] == [
        "scare"
    ]


def test_a_name_people_chose_themselves_is_theirs() -> None:
    assert [a.kind for a in attributed("They met the self-proclaimed “fixer” on Monday.")] != [
        "scare"
    ]
    assert [a.kind for a in attributed("They met the self-styled “expert” on Monday.")] == ["scare"]


def test_words_somebody_gives_a_name_with_are_that_persons() -> None:
    text = "They went on with what Mara Dolen calls “the long thaw” in Brel."
    assert of_marks(text) == [("partial", "partial", "Mara Dolen", "“the long thaw”")]


def test_an_attitude_is_doubted_at_the_head_of_its_object_only() -> None:
    doubted = "The ministry praised the “miracle” in the valley."
    assert [row[0] for row in of_marks(doubted)] == ["scare"]
    named = "The ministry praised Toma Revin as an “honest man” on Sunday."
    assert "scare" not in [row[0] for row in of_marks(named)]
