"""Quotations by their marks: cases with the expectation in the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.quotes import find_quotes

Row = tuple[str, str]


def parse(marked: str) -> tuple[str, list[Row]]:
    """Read ``‹state|words›``; nested ones too. Return the text and the rows by place."""
    text = ""
    stack: list[tuple[str, int]] = []
    rows: list[tuple[int, int, Row]] = []
    place = 0
    while place < len(marked):
        char = marked[place]
        if char == "‹":
            state, _ = marked[place + 1 :].split("|", 1)
            stack.append((state, len(text)))
            place += len(state) + 2
            continue
        if char == "›":
            state, start = stack.pop()
            rows.append((start, -len(text), (state, text[start:])))
        else:
            text += char
        place += 1
    return text, [row for *_, row in sorted(rows)]


CASES = {
    "curly": "She said ‹closed|“no”›.",
    "straight": 'She said ‹closed|"no"›.',
    "low and high": "She said ‹closed|„no“› and ‹closed|„nothing”›.",
    "back-ticks": "She said ‹closed|``no''›.",
    "doubled apostrophes": "She said ‹closed|''no''› again.",
    "angles": "She said ‹closed|«no»›.",
    "angles, German": "She said ‹closed|»no«›.",
    "single curly": "She said ‹closed|‘no’›.",
    "single straight": "She said ‹closed|'no'›.",
    "mixed": 'She said ‹closed|“no"› twice.',
    "full width": "She said ‹closed|＂no＂›.",
    "possessive": "Velmora’s plan and Dolen's bridge.",
    "plural possessive": "The workers’ plan and the mills' gate.",
    "decades": "The ’90s, the '80s and the ‘70s.",
    "elisions": "Rock ’n’ roll, ’til dawn, ‘em all, 'tis so.",
    "possessive inside singles": "He wrote ‹closed|‘the workers’ plan is dead’›.",
    "apostrophe inside singles": "He wrote ‹closed|'it's dead'›.",
    "nested": "She said ‹closed|“they call it ‹closed|‘peace’› now”›.",
    "nested, straight": "She said ‹closed|\"they call it ‹closed|'peace'› now\"›.",
    "nested at the end": "She said ‹closed|“they call it ‹closed|‘peace’›”›.",
    "nested of one kind": "She said ‹closed|“they call it ‹closed|“peace”› now”›.",
    "typist's opener closes": "She said ‹closed|“no“› twice.",
    "inches and feet": "It was 6\" wide and 3' deep.",
    "inches inside": 'It was ‹closed|"6 wide"› there.',
    "tag": "See <tweet id=\"71\"> and <a href='x'>it</a>.",
    "two in a row": "‹closed|“No.”› ‹closed|“Never.”›",
    "over paragraphs": "‹continued|“One.›\n\n‹continued|“Two.›\n\n‹closed|“Three.”›\n\nEnd.",
    "over paragraphs, straight": '‹continued|"One.›\n\n‹closed|"Two."›\n\nEnd.',
    "over paragraphs, single": (
        "‹continued|‘The millers’ bridge is late. It’s goin’ nowhere.›\n\n"
        "‹continued|‘Nobody’s here.›\n\n‹closed|‘We left.’›\n\nEnd."
    ),
    "over paragraphs, single, begun later": (
        "‹closed|‘One,’› he said. ‹continued|‘Two.›\n\n‹closed|‘Three ‹closed|“four”› five.’›"
    ),
    "over paragraphs, single, straight": "‹continued|'One.›\n\n‹closed|'Two.'›\n\nEnd.",
    "single before a paragraph that opens": (
        "It was ‹closed|‘reckless’› and ‹closed|‘the old towns’› fell.\n\n‹closed|‘One,’› he said."
    ),
    "over lines": "‹continued|“One.›\n‹closed|“Two.”›\nEnd.",
    "never closed": "She said ‹unsure|“no and left.›\n\nHe said ‹closed|“yes”›.",
    "never closed, straight": 'She said ‹unsure|"no and left.›\n\nHe said ‹closed|"yes"›.',
    "never closed, then closed": "She said ‹unsure|“no and ‹closed|“left”› early.›",
    "never closed before an opening": "The ‹unsure|“new plan failed.›\n\n‹closed|“Yes,”› he said.",
    "never opened": "‹unsure|It failed,”› she said.\n\n‹closed|“Yes,”› he said.",
    "wrapped lines": "She said ‹closed|“no\nand never\nand no”› then\nwent home.",
    "a line for each sentence": "She said: ‹closed|“It rained.\nIt poured.\nIt stopped.”› He left.",
    "a blank line joins nothing": "She: ‹unsure|“It rained.›\n\n‹unsure|It stopped.”› He left.",
    "straight inside curly": 'He wrote: ‹closed|“The ‹closed|"new"› plan failed.”›',
    "prime closes": "She said ‹closed|“no″› then.",
    "tag over lines": '<tweet date="May\n5">It rained.',
    "invisible mark before": "\u202a‹closed|“No”›, she said.",
    "no words": "An empty ‹closed|“”› pair.",
    "dash before": "It was—‹closed|“no”›—over.",
    "bracket before": "It was (‹closed|“no”›) over.",
}


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_quotations_and_nothing_else(marked: str) -> None:
    text, rows = parse(marked)
    assert [(q.state, text[q.start : q.end]) for q in find_quotes(text)] == rows


def test_a_quotation_that_goes_on_says_so() -> None:
    for opening, closing in ("“”", "‘’"):
        text = "“One.\n\n“Two.”\n\n“Three.”".replace("“", opening).replace("”", closing)
        assert [q.resumes for q in find_quotes(text)] == [False, True, False]


def test_inner_places_leave_the_marks_out() -> None:
    text = "She said ``no''."
    (quote,) = find_quotes(text)
    assert text[quote.inner_start : quote.inner_end] == "no"


marks = st.text(alphabet="“”„‟\"'‘’‚«»‹›`<>=/ aAs.,!?\n\r-—(0İ\u200b👩", max_size=60)


@given(marks)
def test_any_marks_give_quotations_that_nest(text: str) -> None:
    stack: list[int] = []
    last = -1
    for quote in find_quotes(text):
        assert 0 <= quote.start <= quote.inner_start <= quote.inner_end <= quote.end <= len(text)
        assert quote.start >= last
        last = quote.start
        while stack and stack[-1] <= quote.start:
            stack.pop()
        assert not stack or quote.end <= stack[-1]
        stack.append(quote.end)


@given(marks, marks)
def test_a_broken_mark_costs_no_other_paragraph(first: str, second: str) -> None:
    first, second = first.replace("\n", " "), second.replace("\n", " ")
    tail = "He said “yes” then."
    text = f"{first}\n\n{second}\n\n{tail}"
    found = [text[q.start : q.end] for q in find_quotes(text) if q.start >= len(text) - len(tail)]
    assert found == ["“yes”"]
