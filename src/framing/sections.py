"""First marking of what is headline, lede, body, caption, teaser or boilerplate.

A mark says what a stretch of the text is; it never cuts the text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from framing.words import fold

__all__ = ["Mark", "mark_sections"]


class Mark(NamedTuple):
    """A stretch of one section, and the rule that said so."""

    start: int
    end: int
    section: str
    rule: str


_CAPTION = re.compile(
    r"""^(?:image|photo|picture|media|file)\s+(?:copyright|caption|credit|by|source)\b
      | ^(?:photo|photograph|picture|image|file\ photo|fileimage|caption)\s*[:–—-]
      | ^file\ (?:photo|picture|image)\b
      | ©
      | \((?:photo|image|picture|file\ photo|ap\ photo|reuters/|getty)[^()]*\)\s*$
      | \b(?:getty\ images|/\s?afp|/\s?reuters|/\s?ap|afp\ photo|ap\ photo|epa[-/]efe)\b\W*$
      | ^\W*(?:photo|picture|image)s?\ (?:by|courtesy)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_TEASER = re.compile(
    r"""^\W*(?:read\s+more|read\s+also|also\s+read|read\s+next|see\s+also|more\s+on\s+this(?:\s+story)?
      |related(?:\s+(?:articles?|stor(?:y|ies)|coverage|content|topics?))?|recommended
      |you\s+may\s+(?:also\s+)?like|don['’]t\s+miss|watch(?:\s+(?:live|more|now))?
      |continue\s+reading|further\s+reading|most\s+read|more\s+from\s+\w+)\W*(?:$|[:|»›–—])""",
    re.IGNORECASE | re.VERBOSE,
)
# Names have capitals and bylines no full stop: "By Monday he resigned." is prose.
_BOILERPLATE = re.compile(
    r"""^\W*(?:(?i:by)\s+[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]+){1,3}(?:\s*,.{0,60})?(?<![.!?])$
      |(?i:reporting|writing|editing|additional\s+reporting)\s+(?i:by)\s+[A-Z]
      |(?i:sign\s+up\s+(?:for|to|here)|subscribe\b|follow\s+(?:us|him|her|them|\S+)\s+on\b
      |share\s+this\b|click\s+here|all\s+rights\s+reserved
      |copyright\s*(?:©|\(c\)|:|\d{4}|$)|advertisement\W*$
      |sponsored(?:\s+(?:content|post|by\s+\S+(?:\s+\S+){0,3}))?\W*$
      |this\s+(?:material|article)\s+(?:may\s+not|was\s+originally)|the\s+views\s+expressed
      |(?:first\s+)?published\s*:|(?:last\s+)?updated\s*:))""",
    re.VERBOSE,
)
_ENDS_SENTENCE = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_LONGEST_HEADLINE = 160
_LONGEST_MARK = 320


def _same_words(left: str, right: str) -> bool:
    return re.findall(r"\w+", fold(left)) == re.findall(r"\w+", fold(right))


def _classify(line: str) -> tuple[str, str] | None:
    if len(line) > _LONGEST_MARK:
        return None
    if _TEASER.match(line):
        return "teaser", "read more"
    if _CAPTION.search(line):
        return "caption", "photo credit"
    if _BOILERPLATE.match(line):
        return "boilerplate", "house line"
    return None


def mark_sections(text: str, title: str = "") -> list[Mark]:
    r"""Divide a text into marked stretches that, end to end, are the text.

    The first line is the headline where it repeats the title (then it is `boilerplate`, because
    the title is counted already) or, without a title, where it is short, ends no sentence and
    more lines follow. The first paragraph of prose is the lede, what follows the body.

    Parameters
    ----------
    text : str
        An article's text.
    title : str, optional
        Its title, when that is known apart.

    Returns
    -------
    list of Mark
        In order, without gaps; empty for an empty text.

    Examples
    --------
    >>> marks = mark_sections("Talks fail\nThe talks failed.\nRead more\nNobody was surprised.")
    >>> [mark.section for mark in marks]
    ['headline', 'lede', 'teaser', 'body']
    """
    marks: list[Mark] = []
    place, lede_seen, first = 0, False, True
    for line in text.splitlines(keepends=True):
        start, place = place, place + len(line)
        words = line.strip()
        if not words:
            section, rule = marks[-1][2:] if marks else ("body", "blank")
        elif first and title and _same_words(words, title):
            section, rule = "boilerplate", "title repeated"
        elif found := _classify(words):
            section, rule = found
        elif first and not title and _is_headline(words, text[place:]):
            section, rule = "headline", "first line"
        elif lede_seen:
            section, rule = "body", "prose"
        else:
            section, rule, lede_seen = "lede", "first paragraph", True
        first = first and not words
        if marks and marks[-1].section == section:
            marks[-1] = marks[-1]._replace(end=place)
        else:
            marks.append(Mark(start, place, section, rule))
    return marks


def _is_headline(words: str, rest: str) -> bool:
    return (
        len(words) <= _LONGEST_HEADLINE and not _ENDS_SENTENCE.search(words) and bool(rest.strip())
    )
