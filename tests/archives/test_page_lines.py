"""Lines that say what they are, and lines of prose that only begin as those do."""

from __future__ import annotations

import pytest

from framing.readers.page_lines import is_appeal, is_biography, is_byline, is_label, said_by

SAYS = {
    "teaser": """
        READ MORE: Talks in Sarn fail
        Read more
        See also: the night in the hall
        More: Who is Ilan Dorvyn?
        WATCH: Dockers leave the hall
        Click here for the full list of ports
        Most read in Sport
        More from Sarn
        Related stories
        For more stories from the port, visit our page.
        You may also like""",
    "newsletter": """
        Sign up for our newsletter
        Subscribe now
        Get the latest news from Sarn every morning
        For the latest stories, sign up to our free daily newsletter here.
        The best of the Courier, delivered to your inbox.
        Download our app
        Follow us on Facebook and X
        Support our reporting
        Subscribe today to continue reading this article""",
    "page furniture": """
        Advertisement
        Story continues below
        Share this article
        Comments (12)
        ***
        © 2031 The Courier
        Copyright 2031 Courier Press. All rights reserved.
        4 March 2031
        Tuesday, March 4, 2031 at 10:12
        21 mins ago
        5 min read
        This article was first published on 4 March.
        The post Talks in Sarn fail appeared first on The Courier.
        This is a breaking story and will be updated.
        Topics: ports, dockers""",
    "author": """
        By Mara Dolen and Ilan Dorvyn
        Email: mara@courier.example
        Do you have a story? Email us at news@courier.example""",
    "credit": """
        Reporting by Mara Dolen; Editing by Ilan Dorvyn
        Additional reporting by Mara Dolen in Sarn
        Mara Dolen contributed to this report.
        With files from the Herald""",
    "caption": """
        Photo: Mara Dolen
        Photo by Mara Dolen
        The hall on Tuesday. (Mara Dolen/AP)
        Dockers outside the hall Getty Images""",
    "embedded post": """
        — Mara Dolen (@maradolen) March 4, 2031
        The hall is empty. pic.twitter.com/abc""",
}
PROSE = """
    Read out in the hall, the letter took them by surprise.
    More in the region have died since.
    More than forty dockers had come to the hall.
    For more than forty years visitors would see the same hall.
    Watching from the door, she saw nobody leave.
    Close to 400 people died.
    Share prices fell by 4 per cent.
    Comments by the chair were not taken well.
    Save for two chairs the hall was empty.
    Video by a bystander shows the officer at the door.
    Pictures by satellite show the port.
    Voters who registered with the app were sent a letter.
    Residents registered complaints by e-mail with the council.
    He urged people to follow him on Twitter, and they did so in great numbers all day.
    Support for an independent Sarn has grown.
    Support us or lose us, the dockers' banners said.
    “Support our troops,” he said.
    “Get our children out,” she told the hall.
    Get out of the port, the dockers were told.
    Copyright law in Sarn was changed in May.
    Register offices were closed on Tuesday.
    10 days ago the council had still hoped.
    Minutes read out in court say otherwise.
    The virus first appeared in Sarn in the spring.
    This story is one of a man who had seen the sea.
    Produced by the council, the film is about the port.
    Reporting by the Courier found that nobody had asked.
    Written by a docker, the song was soon banned.
    By Monday the harbour had been empty for a week.
    Published in May, the report names three ships.
    Reuters, the agency, had reported the offer.
    The Associated Press reported the offer first.
    In your letter you say that nobody came.
    Topics of the talks were the night shift and the pay.
    Join the union or leave the port, they said to him.
    The hall was sold to Getty Images.
    March 4 was the day on which they met.
    4 people were hurt.
    Sections of the wall fell into the sea.
    The views of the chair are known.
    Breaking the story of the port had cost her the post.
"""


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize(("kind", "line"), [(k, x) for k, v in SAYS.items() for x in lines(v)])
def test_a_line_that_says_what_it_is(kind: str, line: str) -> None:
    assert said_by(line) == kind


@pytest.mark.parametrize("line", lines(PROSE))
def test_prose_that_only_begins_so_is_the_article_s(line: str) -> None:
    assert said_by(line) == ""


def test_a_long_paragraph_says_nothing_of_itself() -> None:
    assert said_by("Read more: " + "the talks went on and on, " * 12) == ""


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("We are a small newsroom. Please support our journalism if you can.", True),
        ("“We need your support for our journalism,” said the editor. “Please donate.”", False),
        ("He asked supporters to donate to the independent campaign.", False),
        ("The law would support independent reporting in Sarn.", False),
    ],
)
def test_appeals(line: str, says: bool) -> None:
    assert is_appeal(line) == says


@pytest.mark.parametrize(
    ("line", "authors", "says"),
    [
        ("Mara Dolen is a reporter at the Courier.", [], True),
        ("Mara Dolen covers the port for the Courier.", ["Mara Dolen"], True),
        ("Mara Dolen is a reporter at the Courier.", ["The Courier Staff"], False),
        ("Ilan Dorvyn was asked by a reporter whether he would stay.", [], False),
        ("Ilan Dorvyn is a docker who never wrote a line.", [], False),
        ("The Courier is a paper.", [], False),
    ],
)
def test_biographies(line: str, authors: list[str], says: bool) -> None:
    assert is_biography(line, authors) == says


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Mara Dolen", True),
        ("Mara Dolen, Ilan Dorvyn and Petra Sarn", True),
        ("Mara Dolen/Ilan Dorvyn", True),
        ("Mara", False),
        ("Talks in Sarn", False),
        ("They met again.", False),
    ],
)
def test_bylines(line: str, says: bool) -> None:
    assert is_byline(line) == says


def test_labels() -> None:
    assert is_label("MORE SPORT: Sarn win")
    assert not is_label("They met again in the hall.")
