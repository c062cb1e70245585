"""Quotations, found by their marks.

One odd mark must never cost more than its own paragraph: marks are paired paragraph by paragraph
with a stack, a quotation that runs on is known by the mark that opens the next paragraph again,
and one that is never closed is `unsure` up to the end of its paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from framing.sentences import find_paragraphs, is_line_break
from framing.span import Span

__all__ = ["Quote", "find_quotes", "pair_quotes"]


class Quote(NamedTuple):
    """A stretch between quotation marks, the marks included.

    Attributes
    ----------
    start, end : int
        Code points of the text, half-open.
    inner_start, inner_end : int
        The same without the marks.
    state : str
        ``"closed"``, ``"continued"`` (runs on into the next paragraph, which opens it again) or
        ``"unsure"`` (never closed, or closed without having been opened).
    resumes : bool
        Whether it goes on from the paragraph before.
    depth : int
        0, or the number of quotations around it.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    state: str
    resumes: bool
    depth: int


# One class comes first, so that the search leaps from mark to mark.
_MARK = re.compile(
    r"[<\"“”„‟＂〝〞″«»‹›'‘’‚‛`](?:(?<=<)[A-Za-z/!][^<>]{0,300}>|(?<=`)`|(?<=')'"
    r"|(?<=[\"“”„‟＂〝〞″«»‹›])|(?<=['‘’‚‛`])(?:(?<!\w['‘’‚‛`])|(?!\w)))"
)
_DOUBLE = frozenset('"“”„‟＂〝〞″') | {"``", "''"}
_SINGLE_OPENERS = frozenset("‘'")
_GUILLEMETS = frozenset("«»‹›")
_OPENERS = frozenset("“„〝‘‚‛") | {"``"}
_BEFORE = frozenset("([{<—–-/\\|*_:;,=“„«‹‘\"'`…")
_ELIDED = re.compile(r"(?:\d0s|\d\ds?|em|n|til|tis|twas|cause|bout|round|cos|ere|neath)\b", re.I)


_INVISIBLE = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff")
_MOST_LINES = 12
"""A quotation is looked for over no more lines than this."""
_DEEPEST = 40
"""More quotations inside one another than this are broken marks."""


class _Open(NamedTuple):
    family: str
    mark: str
    start: int
    inner: int


def find_quotes(text: str, paragraphs: Sequence[Span] | None = None) -> list[Quote]:
    """Return the quotations of a text, outer before inner, in order.

    Knows straight, curly, low and angle marks, doubled back-ticks and apostrophes, and single
    marks beside apostrophes. Marks inside HTML tags are none.

    Parameters
    ----------
    text : str
        The text as it is.
    paragraphs : sequence of Span, optional
        Found when not given.

    Returns
    -------
    list of Quote
        Sorted by start; a nested one follows the one that holds it.

    Examples
    --------
    >>> text = "“We ‘won’ it,” Dolen said of Russia’s plan. “Never."
    >>> [(text[q.start : q.end], q.state, q.depth) for q in find_quotes(text)]
    [('“We ‘won’ it,”', 'closed', 0), ('‘won’', 'closed', 1), ('“Never.', 'unsure', 0)]
    """
    if paragraphs is None:
        paragraphs = find_paragraphs(text)
    return pair_quotes(text, paragraphs)[0]


def pair_quotes(text: str, paragraphs: Sequence[Span]) -> tuple[list[Quote], list[Span]]:
    r"""Return the quotations, and the paragraphs with lines joined that a quotation holds together.

    Some texts have a line for each sentence: a quotation that is opened in one line and closed
    in a later one, with no mark between, joins them.

    Parameters
    ----------
    text : str
        The text as it is.
    paragraphs : sequence of Span
        In order.

    Examples
    --------
    >>> text = "She said: “It rained.\nIt stopped.” He left."
    >>> quotes, paragraphs = pair_quotes(text, find_paragraphs(text))
    >>> quotes[0].state, len(paragraphs)
    ('closed', 1)
    """
    found: list[Quote] = []
    joined: list[Span] = []
    goes_on = ""
    n = 0
    while n < len(paragraphs):
        paragraph = paragraphs[n]
        after = paragraphs[n + 1] if n + 1 < len(paragraphs) else None
        quotes, runs_on = _pair(text, paragraph, after, goes_on)
        last = n
        if quotes and any(q.state == "unsure" and q.end == paragraph.end for q in quotes):
            last = _closing_line(text, paragraphs, n)
        if last > n:
            paragraph = Span(paragraph.start, paragraphs[last].end)
            after = paragraphs[last + 1] if last + 1 < len(paragraphs) else None
            quotes, runs_on = _pair(text, paragraph, after, goes_on)
        goes_on = runs_on
        found.extend(quotes)
        joined.append(paragraph)
        n = last + 1
    return found, joined


def _closing_line(text: str, paragraphs: Sequence[Span], n: int) -> int:
    """Return the number of the line whose first mark closes what line `n` left open, or `n`."""
    for k in range(n + 1, min(n + _MOST_LINES, len(paragraphs))):
        if not is_line_break(text, paragraphs[k - 1].end, paragraphs[k].start):
            return n
        for match in _MARK.finditer(text, *paragraphs[k]):
            mark = match.group()
            if len(mark) > 2 or _family(mark) == "single":
                continue
            before = text[match.start() - 1]
            following = text[match.end() : match.end() + 1]
            closes = not (before.isspace() or before in "([{—–" or following.isalnum())
            return k if closes and mark not in _OPENERS else n
    return n


def _family(mark: str) -> str:
    if mark in _DOUBLE:
        return "double"
    return "angle" if mark in _GUILLEMETS else "single"


def _pair(text: str, paragraph: Span, after: Span | None, goes_on: str) -> tuple[list[Quote], str]:
    """Pair the marks of one paragraph; say which family of marks runs on into the next."""
    start, stop = paragraph
    stack: list[_Open] = []
    pairs: list[tuple[_Open, int, int]] = []
    strays: list[tuple[int, int]] = []
    runs = _may_run_on(text, after)
    for match in _MARK.finditer(text, start, stop):
        mark = match.group()
        if len(mark) > 2 or (mark[0] == "<" and mark[-1] == ">"):
            continue
        place, end = match.span()
        before = text[place - 1] if place > start else " "
        if before in _INVISIBLE:
            before = " "
        following = text[end] if end < stop else " "
        family = _family(mark)
        if family == "single":
            _single(text, stack, pairs, mark, place, end, before, following, stop, runs)
            continue
        opens = before.isspace() or before in _BEFORE
        closes = not before.isspace() and not following.isalnum()
        open_one = next((o for o in reversed(stack) if o.family == family), None)
        if mark == "”" and open_one is not None and open_one.mark == '"':
            # A straight mark left open inside curly ones was none.
            open_one = next((o for o in reversed(stack) if o.mark in "“„‟"), open_one)
        if len(stack) < _DEEPEST and _is_opener(mark, opens, closes, following, open_one):
            stack.append(_Open(family, mark, place, end))
        elif open_one is not None:
            # Single marks left open inside were apostrophes.
            while stack[-1] is not open_one:
                stack.pop()
            pairs.append((stack.pop(), place, end))
        elif mark in "”»" and closes:
            strays.append((place, end))
    if not (pairs or stack or strays):
        return [], ""
    return _settle(text, paragraph, after, goes_on, stack, pairs, strays)


def _is_opener(
    mark: str, opens: bool, closes: bool, following: str, open_one: _Open | None
) -> bool:
    if mark in _OPENERS:
        if open_one is None:
            return True
        # German style closes with the mark that opens the English one; and typists err.
        return not (open_one.mark in "„‚" or (closes and not opens))
    if mark in "«‹":
        return open_one is None or open_one.mark not in "»›"
    if mark in "»›":
        return open_one is None and opens and following.isalnum()
    if mark in "”〞":
        return open_one is None and opens and not closes
    if mark == "''":
        return open_one is None and opens and not following.isspace()
    if open_one is None:
        return opens and not following.isspace() and mark != "″"
    return opens and not closes and mark != "″" and following.isalnum()


def _single(
    text: str,
    stack: list[_Open],
    pairs: list[tuple[_Open, int, int]],
    mark: str,
    place: int,
    end: int,
    before: str,
    following: str,
    stop: int,
    runs: bool,
) -> None:
    """Read a single mark: a quotation's, or an apostrophe."""
    opens = (before.isspace() or before in _BEFORE) and (
        following.isalnum() or following in '"“”([{$£€#@…'
    )
    if before in ",;:!?" and following in '"”':
        opens = False
    top = stack[-1] if stack and stack[-1].family == "single" else None
    if opens and mark not in "’":
        if not _ELIDED.match(text, end, min(end + 8, stop)) and top is None:
            stack.append(_Open("single", mark, place, end))
        return
    if top is None or before.isspace() or following.isalnum() or mark in "‘‚‛`":
        return
    if before in "sS" and following == " " and _closes_later(text, end, stop):
        return
    # The next paragraph opens again, so this one may never close: The workers’ plan.
    unclosed = runs and following == " " and text[top.inner].isupper()
    if unclosed and _LEFT_OUT.search(text, max(top.inner, place - 24), place):
        return
    pairs.append((stack.pop(), place, end))


# Not the first word: a plural, or one that lost its end.
_LEFT_OUT = re.compile(r"\s(?:[a-z-]*s|[a-z]+in|o)\Z")
_LATER = re.compile(r"[‘\"“”]|(?<=[\s(—–])'(?=\w)|(?<=[^\s\W])['’](?!\w)|(?<=[.,!?…])['’]")


def _closes_later(text: str, place: int, stop: int) -> bool:
    """Say whether a better closing mark follows before any other mark (*the workers’ plan’*)."""
    match = _LATER.search(text, place, min(stop, place + 400))
    return match is not None and match.group() in "'’" and text[match.start() - 1] not in " \t(—–"


def _settle(
    text: str,
    paragraph: Span,
    after: Span | None,
    goes_on: str,
    stack: list[_Open],
    pairs: list[tuple[_Open, int, int]],
    strays: list[tuple[int, int]],
) -> tuple[list[Quote], str]:
    start, stop = paragraph
    raw: list[tuple[int, int, int, int, str]] = [
        (o.start, end, o.inner, place, "closed") for o, place, end in pairs
    ]
    still_open = next((o for o in stack if o.family != "single"), None)
    if still_open is None and after is not None:
        # British style: single marks run on like double ones.
        still_open = next(
            (o for o in stack if o.mark in _SINGLE_OPENERS and _reopens(text, after, o)), None
        )
    runs_on = ""
    if still_open is not None:
        state = "unsure"
        if after is not None and _reopens(text, after, still_open):
            first = text[still_open.inner : still_open.inner + 1]
            if still_open.start == start or not first.islower():
                state, runs_on = "continued", still_open.family
        raw.append((still_open.start, stop, still_open.inner, stop, state))
    elif not raw and not strays:
        lone = next((o for o in stack if o.mark == "‘"), None)
        if lone is not None and lone.start == start:
            raw.append((lone.start, stop, lone.inner, stop, "unsure"))
    if strays:
        raw.extend(_unopened(text, start, strays, raw))
    raw.sort(key=lambda r: (r[0], -r[1]))
    quotes: list[Quote] = []
    around: list[tuple[int, int]] = []
    for begin, end, inner_start, inner_end, state in raw:
        while around and around[-1][0] <= begin:
            around.pop()
        depth = len(around)
        if state != "unsure":
            around.append((end, depth))
        resumes = bool(goes_on) and begin == start and depth == 0
        quotes.append(Quote(begin, end, inner_start, inner_end, state, resumes, depth))
    return quotes, runs_on


def _unopened(
    text: str,
    start: int,
    strays: list[tuple[int, int]],
    raw: list[tuple[int, int, int, int, str]],
) -> Iterator[tuple[int, int, int, int, str]]:
    """Yield what stands before closing marks that nothing opened."""
    ends = sorted(r[1] for r in raw)
    covered = 0
    opened = sorted((r[0], r[1]) for r in raw)
    k = 0
    for place, end in strays:
        while k < len(opened) and opened[k][0] <= place:
            covered = max(covered, opened[k][1])
            k += 1
        if place < covered:
            continue
        n = bisect_right(ends, place)
        left = max(start, ends[n - 1]) if n else start
        while left < place and (text[left].isspace() or text[left] in ",.;:!?"):
            left += 1
        if left < place:
            yield (left, end, left, place, "unsure")
        start = end


def _reopens(text: str, after: Span, open_one: _Open) -> bool:
    mark = text[after.start]
    if text.startswith(("``", "''"), after.start):
        mark = text[after.start : after.start + 2]
    if open_one.family == "single":
        return mark == open_one.mark
    return _family(mark) == open_one.family and mark in _DOUBLE | _GUILLEMETS and mark not in "”"


def _may_run_on(text: str, after: Span | None) -> bool:
    """Say whether the next paragraph opens with a single mark, so that one here may run on."""
    return after is not None and text[after.start] in _SINGLE_OPENERS
