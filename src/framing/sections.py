"""First marking of what is headline, lede, body, caption, teaser or boilerplate.

A mark says what a stretch of the text is; it never cuts the text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from framing.words import fold

__all__ = ["Mark", "lay_over", "mark_sections"]


class Mark(NamedTuple):
    """A stretch of one section, and the rule that said so."""

    start: int
    end: int
    section: str
    rule: str


_CAPTION = re.compile(
    r"""^(?:image|photo|picture|media|file)\s+(?:copyright|caption|credit|by|source)\b
      | ^(?:(?:photo|photograph|picture|pic|image|file\ photo|fileimage|caption)s?|pictured)
        (?:\s*[:–—]|\s+-\s)
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
      |(?i:sign\s+up\s+(?:for|to|here)|subscribe\b|follow\s+(?:us|him|her|them|\S+)\s+on\b
      |share\s+this\b|click\s+here|all\s+rights\s+reserved
      |copyright\s*(?:©|\(c\)|:|\d{4}|$)|advertisement\W*$
      |sponsored(?:\s+(?:content|post|by\s+\S+(?:\s+\S+){0,3}))?\W*$
      |this\s+(?:material|article)\s+(?:may\s+not|was\s+originally)|the\s+views\s+expressed
      |(?:first\s+)?published\s*:|(?:last\s+)?updated\s*:))""",
    re.VERBOSE,
)
_CREDIT = (
    r"(?i:(?:additional\s+)?(?:reporting|writing|editing|compiled|edited|written)\s+by):?\s+[A-Z]"
)
_CREDITS = re.compile(rf"^\W*{_CREDIT}")
_SECOND_CREDIT = re.compile(rf"[;,.]\s+(?:and\s+)?{_CREDIT}")
# All that a credit has beside names: "Reporting by the Courier found that ..." has more.
_BETWEEN_NAMES = frozenset(
    re.findall(
        r"\w+",
        "additional reporting writing editing compiled edited written by and in at for from of the "
        "de da di la le van von der den bin al el",
    )
)
_ENDS_SENTENCE = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_TAIL = re.compile(r"\s[|–—-]\s")
_LONGEST_OUTLET = 5  # words
_TITLE_WITHIN = 3  # lines that hold something
_LONGEST_KICKER = 60
_LONGEST_HEADLINE = 160
_LONGEST_MARK = 320


def _is_credit(line: str) -> bool:
    if not _CREDITS.match(line):
        return False
    words = re.findall(r"\w+", line)
    named = all(word in _BETWEEN_NAMES or not word[0].islower() for word in words[1:])
    return named or bool(_SECOND_CREDIT.search(line))


def _same_words(left: str, right: str) -> bool:
    return re.findall(r"\w+", fold(left)) == re.findall(r"\w+", fold(right))


def _without_outlet(line: str) -> list[str]:
    """Return what a headline may be without the outlet's name behind a dash or a bar."""
    if len(line) > _LONGEST_MARK:
        return []
    tails = ((line[: mark.start()], line[mark.end() :]) for mark in _TAIL.finditer(line))
    return [
        head
        for head, tail in tails
        if 1 <= len(re.findall(r"\w+", tail)) <= _LONGEST_OUTLET and not _ENDS_SENTENCE.search(tail)
    ]


def _repeats(line: str, title: str) -> bool:
    return (
        _same_words(line, title)
        or any(_same_words(head, title) for head in _without_outlet(line))
        or any(_same_words(line, head) for head in _without_outlet(title))
    )


def _title_lines(lines: list[str], title: str) -> set[int]:
    """Return which of the first few lines repeat the title, alone or two together."""
    if not title.strip():
        return set()
    filled = [number for number, line in enumerate(lines) if line.strip()][:_TITLE_WITHIN]
    again = {number for number in filled if _repeats(lines[number].strip(), title)}
    # Press archives set the second half of a headline on a line of its own.
    for first, second in itertools.pairwise(filled):
        if _same_words(f"{lines[first]} {lines[second]}", title):
            again |= {first, second}
    return again


def _classify(line: str) -> tuple[str, str] | None:
    if len(line) > _LONGEST_MARK:
        return None
    if _TEASER.match(line):
        return "teaser", "read more"
    if _CAPTION.search(line):
        return "caption", "photo credit"
    if _BOILERPLATE.match(line) or _is_credit(line):
        return "boilerplate", "house line"
    return None


def mark_sections(text: str, title: str = "") -> list[Mark]:
    r"""Divide a text into marked stretches that, end to end, are the text.

    A line that repeats the title is `boilerplate`, because the title is counted already: one of
    the first three, or two of them together, with the outlet's name behind a dash or a bar or
    without, and with it a kicker above. Without a title the first line is the headline where it
    is short, ends no sentence and more lines follow. The first paragraph of prose is the lede,
    what follows the body.

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
    lines = text.splitlines(keepends=True)
    again = _title_lines(lines, title)
    above = max(again, default=-1) + 1
    for number, line in enumerate(lines):
        start, place = place, place + len(line)
        words = line.strip()
        if not words:
            section, rule = marks[-1][2:] if marks else ("body", "blank")
        elif number in again:
            section, rule = "boilerplate", "title repeated"
        elif found := _classify(words):
            section, rule = found
        elif number < above and _is_kicker(words):
            section, rule = "boilerplate", "above the title"
        elif first and not title and _is_headline(words, text[place:]):
            section, rule = "headline", "first line"
        elif lede_seen:
            section, rule = "body", "prose"
        else:
            section, rule, lede_seen = "lede", "first paragraph", True
        first = first and not words
        if marks and marks[-1].section == section:
            # Whoever counts repeated titles finds them below a byline too.
            rule = rule if rule == "title repeated" else marks[-1].rule
            marks[-1] = marks[-1]._replace(end=place, rule=rule)
        else:
            marks.append(Mark(start, place, section, rule))
    return marks


def lay_over(text: str, title: str, more: Sequence[Mark]) -> list[Mark]:
    r"""Return the marks of a text with others laid over them, still end to end the text.

    What is marked already is blank to the rules of `mark_sections`: the paragraph after it is the
    lede, and a headline glued to a sentence makes no headline of it.

    Examples
    --------
    >>> text = "SARN - The bridge fell.\nIt was old."
    >>> dateline = [Mark(0, 7, "boilerplate", "dateline")]
    >>> [(m.start, m.end, m.section) for m in lay_over(text, "", dateline)]
    [(0, 7, 'boilerplate'), (7, 24, 'lede'), (24, 35, 'body')]
    """
    blank = text
    for mark in more:
        inside = "".join(c if c.isspace() else " " for c in text[mark.start : mark.end])
        blank = f"{blank[: mark.start]}{inside}{blank[mark.end :]}"
    laid: list[Mark] = []
    for mark in mark_sections(blank, title):
        place = mark.start
        for other in sorted(more):
            start, end = max(other.start, place), min(other.end, mark.end)
            if start < end:
                if place < start:
                    laid.append(mark._replace(start=place, end=start))
                laid.append(Mark(start, end, other.section, other.rule))
                place = end
        if place < mark.end:
            laid.append(mark._replace(start=place))
    return laid


def _is_kicker(words: str) -> bool:
    return len(words) <= _LONGEST_KICKER and not _ENDS_SENTENCE.search(words.rstrip(":"))


def _is_headline(words: str, rest: str) -> bool:
    return (
        len(words) <= _LONGEST_HEADLINE and not _ENDS_SENTENCE.search(words) and bool(rest.strip())
    )
