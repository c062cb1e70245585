"""Paragraphs and sentences, by offset.

A sentence never ends inside a stretch that must stay whole (a quotation): what is inside the marks
is its own affair, and the words that tell who speaks stand outside.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from framing.cues import abbreviations, common_words, cue_words
from framing.span import Span

__all__ = ["find_paragraphs", "find_sentences", "is_line_break"]

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_NEWLINE = "\n\r\x0b\x0c\x85\u2028\u2029"
# One class comes first, so that the search leaps from stop to stop.
_END = re.compile(
    r"[.!?…。！？](?:(?<=[。！？])[。！？]*"
    r"|(?<=[.!?…])(?<![.!?…][.!?…])[.!?…]*+[.!?…\"”’'»›)\]]*(?=[\s\"“„«‘'(\[—–]|$))",
)
_LONGEST_WORD = 24
_NEXT = re.compile(r"[\s\"“”„«»‘’'(\[*—–-]*")


def find_paragraphs(text: str) -> list[Span]:
    r"""Return the paragraphs of a text, without the blanks around them.

    Every line is a paragraph, unless lines were wrapped by hand: then a blank line parts
    paragraphs. Lines count as wrapped when many go on in lower case after a lone line break.

    Parameters
    ----------
    text : str
        The text as it is.

    Returns
    -------
    list of Span
        In order, offsets in code points.

    Examples
    --------
    >>> [p.of("One.\nTwo.") for p in find_paragraphs("One.\nTwo.")]
    ['One.', 'Two.']
    >>> wrapped = "The plan that was\nmade in haste has\nfailed.\n\nNo one spoke."
    >>> len(find_paragraphs(wrapped))
    2
    """
    lines: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        line = match.group()
        kept = line.strip()
        if kept:
            start = match.start() + line.index(kept[0])
            lines.append((start, start + len(kept)))
    glued = [i for i in range(1, len(lines)) if is_line_break(text, lines[i - 1][1], lines[i][0])]
    lowered = sum(1 for i in glued if text[lines[i][0]].islower())
    # Real text wrapped at a fixed width goes on in lower case about three times in four.
    if lowered < 2 or 3 * lowered < len(glued):
        return [Span(a, b) for a, b in lines]
    joined: list[Span] = []
    sticks = set(glued)
    for i, (start, end) in enumerate(lines):
        if i in sticks:
            joined[-1] = Span(joined[-1].start, end)
        else:
            joined.append(Span(start, end))
    return joined


def is_line_break(text: str, end: int, start: int) -> bool:
    r"""Say whether one line break and nothing but blanks stands between two places.

    Examples
    --------
    >>> is_line_break("One.\r\nTwo.", 4, 6), is_line_break("One.\n\nTwo.", 4, 6)
    (True, False)
    """
    gap = text[end:start]
    if gap == "\n" or gap == "\n\n":
        return gap == "\n"
    gap = gap.replace("\r\n", "\n")
    return sum(map(gap.count, _NEWLINE)) == 1


def find_sentences(
    text: str,
    paragraphs: Sequence[Span] | None = None,
    whole: Sequence[Span] = (),
) -> list[Span]:
    """Return the sentences of a text.

    Parameters
    ----------
    text : str
        The text as it is.
    paragraphs : sequence of Span, optional
        No sentence reaches over their edges; found when not given.
    whole : sequence of Span, optional
        Stretches, in order and apart from one another, inside which no sentence ends.

    Returns
    -------
    list of Span
        In order, without the blanks between them.

    Examples
    --------
    >>> text = "Dr. Dolen met U.S. envoys at 5 p.m. on Monday. They left."
    >>> [s.of(text) for s in find_sentences(text)]
    ['Dr. Dolen met U.S. envoys at 5 p.m. on Monday.', 'They left.']
    """
    if paragraphs is None:
        paragraphs = find_paragraphs(text)
    starts = [span[0] for span in whole]
    found: list[Span] = []
    for paragraph in paragraphs:
        left, stop = paragraph
        for match in _END.finditer(text, left, stop):
            end = match.end()
            if end >= stop:
                break
            inside = bisect_right(starts, match.start()) - 1
            if inside >= 0 and match.start() < whole[inside][1]:
                kept = whole[inside][1]
                # The closing mark may be taken with the stop; inside, nothing ends.
                if end < kept or (end == kept and not _ends_quoted(text, end, stop)):
                    continue
                end = max(end, kept)
            if _ends_here(text, match.start(), end, stop):
                if end > left:
                    found.append(Span(left, end))
                left = _skip(text, end, stop)
        if left < stop:
            found.append(Span(left, stop))
    return found


def _skip(text: str, place: int, stop: int) -> int:
    while place < stop and text[place].isspace():
        place += 1
    return place


def _ends_quoted(text: str, end: int, stop: int) -> bool:
    """Say whether a quotation that closes with a full stop closes the sentence too."""
    match = _NEXT.match(text, end, stop)
    after = match.end() if match else end
    if after >= stop or text[after].islower():
        return False
    # “Who came?” Mara Dolen asked: the words that tell who speaks belong to it.
    tail = _TAIL.match(text, after, stop)
    if tail is None:
        return True
    cue = cue_words().get(tail.group("cue"))
    return cue is None or cue[0] != "V"


def _ends_here(text: str, dot: int, end: int, stop: int) -> bool:
    match = _NEXT.match(text, end, stop)
    after = match.end() if match else end
    if after >= stop:
        return after > end
    following = text[after]
    if following.islower():
        return False
    if text[dot] != "." or text[dot : dot + 2] == "..":
        return True
    # Walked, not searched: a pattern that must end here would begin at every character before.
    place, first = dot, max(0, dot - _LONGEST_WORD)
    while place > first and (text[place - 1].isalnum() or text[place - 1] in ".&'’-"):
        place -= 1
    if place == dot:
        return True
    word = text[place:dot].lstrip(".'’-")
    rule = abbreviations().get(word)
    if rule is None:
        # A single capital is an initial, whatever follows; several with dots are an acronym.
        if len(word) == 1 and word.isupper() and word != "I":
            return False
        if "." in word and all(len(part) == 1 for part in word.split(".")):
            return _common(text, after, stop)
        return True
    if rule == "always":
        return False
    if rule == "name":
        return not (following.isalpha() or following.isdigit())
    if rule == "number":
        return not following.isdigit()
    return _common(text, after, stop)


_TAIL = re.compile(
    r"(?:(?:[A-Z][\w.’'-]*\s+){1,4}|(?:He|She|They|I|We)\s+)(?P<cue>[a-z]+)(?=[.,]|\s)"
)
_FOLLOWING = re.compile(r"[^\W\d_]+")


def _common(text: str, after: int, stop: int) -> bool:
    """Say whether a word that is no name follows, so that the abbreviation ended a sentence."""
    match = _FOLLOWING.match(text, after, stop)
    return match is not None and match.group().lower() in common_words()
