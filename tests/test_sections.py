"""What is headline, lede, body, caption, teaser or boilerplate; the marks, end to end, the text."""

from __future__ import annotations

import pytest
from cases import HOSTILE
from hypothesis import given

from framing.sections import mark_sections

FIRST = "The talks in Karsk failed on Monday.\n\n"


@pytest.mark.parametrize(
    "line",
    [
        "body: By Monday he resigned.",
        "body: By midnight everyone had left.",
        "body: By Monday Mira Dolan, the minister, had gone.",
        "body: Copyright holders sued on Monday.",
        "body: Reporting by the Courier found that the bridge was safe.",
        "body: Advertisement spending fell.",
        "body: Sponsored by the state, the militia went on with its march through the town.",
        "body: Watch out for the mob, he said.",
        "body: Related stories were told in the market.",
        "body: Photographs were shown in court.",
        "body: More on this was not said.",
        "body: Images of the strike were shared at once.",
        "body: The views of the mayor are known.",
        "body: Reporting by Reuters found that the bridge was safe.",
        "body: (Reporting by Reuters found that the bridge was safe.)",
        "body: Writing by Candlelight was banned in the camp.",
        "body: Picture-perfect, the mayor said, and left.",
        "body: Pictured as a fool, the mayor left.",
        "boilerplate: By Mira Dolan",
        "boilerplate: BY MIRA DOLAN",
        "boilerplate: By Mira Dolan and Toma Revin".replace(" and Toma Revin", ", Karsk"),
        "boilerplate: Reporting by Mira Dolan; editing by Toma Revin",
        "boilerplate: (Reporting by Mira Dolan; editing by Toma Revin)",
        "boilerplate: (Reporting by Mira Dolan and Toma Revin in Karsk; Editing by Ana Petz)",
        "boilerplate: [Additional reporting by Mira van Dolan in Karsk]",
        "boilerplate: Reporting by Mira Dolan, with files from the bureau, editing by Toma Revin.",
        "boilerplate: Edited by: Mira Dolan",
        "boilerplate: Copyright 2031 The Courier",
        "boilerplate: Advertisement",
        "boilerplate: Sign up for our newsletter",
        "boilerplate: Follow us on the network",
        "boilerplate: All rights reserved.",
        "boilerplate: Last updated: 4 March 2031",
        "teaser: Read more: Reckless mayor slammed",
        "teaser: READ ALSO | Mayor slammed",
        "teaser: Related articles",
        "teaser: See also: the bridge",
        "teaser: Don’t miss: the bridge",
        "caption: Photo: The bridge at Karsk",
        "caption: PICTURED: The mayor of Karsk after the strike",
        "caption: Pic: Mira Dolan",
        "caption: Picture: Mira Dolan",
        "caption: Photograph: Mira Dolan/The Courier",
        "caption: Photo - The bridge at Karsk",
        "caption: The bridge at Karsk. © The Courier",
        "caption: The bridge at Karsk (Photo by Mira Dolan)",
        "caption: FILE PHOTO: The bridge",
        "caption: Image copyright The Courier",
    ],
)
def test_a_line_is_what_stands_before_it(line: str) -> None:
    section, _, words = line.partition(": ")
    marks = mark_sections(f"{FIRST}{words}\n\nAt last they met.")
    here = next(mark for mark in marks if mark.start <= len(FIRST) < mark.end)
    assert here.section == section


@pytest.mark.parametrize(
    ("text", "title", "sections"),
    [
        ("Talks fail\nThe talks failed.\nMore.", "", ["headline", "lede", "body"]),
        ("Talks fail\n\nThe talks failed.", "Talks FAIL!", ["boilerplate", "lede"]),
        ("\n\nTalks fail\n\nThe talks failed.", "Talks fail", ["body", "boilerplate", "lede"]),
        ("The talks failed.\nTalks fail\nMore.", "Talks fail", ["lede", "boilerplate", "body"]),
        ("One.\nTwo.\nThree.\nTalks fail", "Talks fail", ["lede", "body"]),
        ("Talks fail - A News\nThey failed.", "Talks fail", ["boilerplate", "lede"]),
        ("Talks fail | A News\nThey failed.", "Talks fail", ["boilerplate", "lede"]),
        ("Talks fail – World – A News\nThey failed.", "Talks fail", ["boilerplate", "lede"]),
        ("Talks fail\nThey failed.", "Talks fail | A News", ["boilerplate", "lede"]),
        ("Talks - fail\nThey failed.", "Talks - fail", ["boilerplate", "lede"]),
        ("WORLD\n\nTalks fail\nThey failed.", "Talks fail", ["boilerplate", "lede"]),
        ("By A. Petz\nTalks fail – A News\nThey failed.", "Talks fail", ["boilerplate", "lede"]),
        (
            "Photo: Karsk\nTalks fail\nThey failed.",
            "Talks fail",
            ["caption", "boilerplate", "lede"],
        ),
        ("Talks fail; \nMayor leaves.\nMore.", "Talks fail; Mayor leaves", ["boilerplate", "lede"]),
        (
            "WORLD\nTalks fail;\nMayor leaves.\nMore.",
            "Talks fail; Mayor leaves",
            ["boilerplate", "lede"],
        ),
        ("Talks fail;\nMayor stays.\nMore.", "Talks fail; Mayor leaves", ["lede", "body"]),
        ("One.\nTwo.\nTalks fail;\nMayor leaves.", "Talks fail; Mayor leaves", ["lede", "body"]),
        ("Talks fail - and nobody in all of Karsk minds", "Talks fail", ["lede"]),
        ("Talks fail – he said.\nMore.", "Talks fail", ["lede", "body"]),
        ("Talks fail-safe\nMore.", "Talks", ["lede", "body"]),
        ("Talks fail", "", ["lede"]),
        ("The talks failed.\nThey met.", "", ["lede", "body"]),
        ("By Mira Dolan\nThe talks failed.", "", ["boilerplate", "lede"]),
        ("Talks fail\r\n\r\nThe talks failed.\r\n", "", ["headline", "lede"]),
        ("", "Talks fail", []),
        (" \n\t", "", ["body"]),
        ("word " * 60 + "\nMore.", "", ["lede", "body"]),
    ],
)
def test_an_article_has_these_sections(text: str, title: str, sections: list[str]) -> None:
    assert [mark.section for mark in mark_sections(text, title)] == sections


@pytest.mark.parametrize(
    "text",
    ["Talks fail\n\nThey failed.", "WORLD\nTalks fail | A News\nThey failed.",
     "By Mira Dolan\n\nTalks fail - A News\n\nThey failed."],
)  # fmt: skip
def test_a_repeated_title_can_be_counted(text: str) -> None:
    assert mark_sections(text, "Talks fail")[0].rule == "title repeated"


@given(HOSTILE, HOSTILE)
def test_the_marks_end_to_end_are_the_text(text: str, title: str) -> None:
    marks = mark_sections(text, title)
    assert "".join(text[mark.start : mark.end] for mark in marks) == text
    assert all(mark.start < mark.end for mark in marks)
    assert [mark.start for mark in marks[1:]] == [mark.end for mark in marks[:-1]]


def test_a_long_paragraph_is_prose_whatever_it_begins_with() -> None:
    prose = "Read more: " + "the mayor went on and on about the bridge. " * 10
    assert mark_sections(f"{FIRST}{prose}")[-1].section == "body"
