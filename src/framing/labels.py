"""Speakers given beside their words: before a colon (*Minister: talks have failed*), or signed."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from framing.cues import place_names, word_set
from framing.tags import Reading

__all__ = ["Label", "Post", "find_labels", "find_posts", "label_behind"]

_LABEL = re.compile(r"[dN&'nxKf]{1,6}")
_NO_LABELS = word_set(
    "video videos photos photo watch live update updates breaking opinion analysis exclusive"
    " editorial review explainer note correction related more gallery read listen podcast"
    " factbox timeline abstract full text title warning caption source image credit topics tags"
    " transcript explained"
    " revealed quiz profile obituary comment letters letter interview poll cartoon"
)
_SIDES = frozenset({"q", "a", "question", "answer"})
_HEADLINE = 160
"""A first paragraph longer than this, in code points, is no headline."""


_SIGNED = re.compile(
    r"^[ \t]*(?P<words>\S[^\n]*?)\s*(?:[—–]|--)[ \t]*(?P<name>[^—–\n(@]{2,60}?)[ \t]*"
    r"\((?P<handle>@\w{2,20})\)(?:[ \t]*[A-Z][a-z]+ \d{1,2}, \d{4})?[^\w\n]*$",
    re.M,
)
"""Somebody's words, a dash, a name and a handle: how a page shows a post it embeds."""


class Post(NamedTuple):
    """A paragraph that somebody signed.

    Attributes
    ----------
    words, handle : (int, int)
        Code points.
    source : (int, int)
        Tokens of the name.
    """

    words: tuple[int, int]
    handle: tuple[int, int]
    source: tuple[int, int]


def find_posts(reading: Reading) -> list[Post]:
    """Return the embedded posts of a text: words, a dash, a name and its handle.

    Examples
    --------
    >>> from framing.tags import Tagger
    >>> from framing.words import WordIndex
    >>> text = "We leave at noon! — Mara Dolen (@maradolen) May 3, 2019"
    >>> find_posts(Tagger(WordIndex([text])).read(0))[0].words
    (0, 17)
    """
    if "(@" not in reading.text:
        return []
    found = []
    for match in _SIGNED.finditer(reading.text):
        a = bisect_left(reading.starts, match.start("name"))
        b = bisect_left(reading.starts, match.end("name"))
        if b > a:
            found.append(Post(match.span("words"), match.span("handle"), (a, b)))
    return found


class Label(NamedTuple):
    """A paragraph that begins with its speaker.

    Attributes
    ----------
    source : (int, int)
        Tokens before the colon.
    colon : int
        Token.
    last : int
        Number of the paragraph's last sentence.
    headline : bool
        Otherwise a turn of a transcript.
    """

    source: tuple[int, int]
    colon: int
    last: int
    headline: bool


def find_labels(reading: Reading, *, title: bool) -> list[Label]:
    """Return the paragraphs of a text that begin with their speaker and a colon.

    A lone label is believed in a headline only; in the text, labels must recur.

    Parameters
    ----------
    reading : Reading
    title : bool
        Whether the text is a headline.

    Examples
    --------
    >>> from framing.tags import Tagger
    >>> from framing.words import WordIndex
    >>> tagger = Tagger(WordIndex(["Minister: talks have failed"]))
    >>> find_labels(tagger.read(0), title=True)[0].source
    (0, 1)
    """
    found: list[tuple[Label, str]] = []
    paragraphs = reading.paragraphs
    for number, (a, b) in enumerate(reading.sentences):
        if b <= a or (number and paragraphs[number] == paragraphs[number - 1]):
            continue
        colon = reading.tags.find(":", a, min(b, a + 7))
        if colon <= a or colon + 1 >= b or not _LABEL.fullmatch(reading.tags[a:colon]):
            continue
        end = reading.ends[colon]
        if not reading.text[end : end + 1].isspace():
            continue
        words = reading.text[reading.starts[a] : reading.ends[colon - 1]].lower()
        if not _NO_LABELS.isdisjoint(words.split()) or place_names().get(words) == "place":
            continue
        if not reading.tags[colon + 1 : b].strip("n-,;:()[]{}"):
            # Dolen: 547. A score is nobody's words.
            continue
        last = number
        while last + 1 < len(paragraphs) and paragraphs[last + 1] == paragraphs[number]:
            last += 1
        short = reading.spans[last].end - reading.spans[number].start < _HEADLINE
        headline = title or (number == 0 and short)
        # A turn of an interview may open the text.
        found.append((Label((a, colon), colon, last, headline), words))
    labels = [words for _, words in found]
    recur = {words for words in labels if labels.count(words) > 1} if len(labels) < 500 else set()
    if len(_SIDES.intersection(labels)) > 1:
        recur |= _SIDES
    capitals = {raw.lower() for raw in _raw(reading, found) if raw.isupper() and len(raw) > 2}
    if len(capitals) > 1 and (len(capitals) > 2 or not recur.isdisjoint(capitals)):
        # Who speaks once in a transcript, or in full the first time, speaks like the others.
        recur |= capitals
    return [
        label._replace(headline=label.headline and words not in recur)
        for label, words in found
        if label.headline or words in recur
    ]


def _raw(reading: Reading, found: list[tuple[Label, str]]) -> list[str]:
    starts, ends = reading.starts, reading.ends
    return [reading.text[starts[x.source[0]] : ends[x.source[1] - 1]] for x, _ in found]


def label_behind(reading: Reading) -> tuple[int, int] | None:
    """Return the tokens of a speaker behind the colon of a headline (*Talks failed: minister*).

    Examples
    --------
    >>> from framing.tags import Tagger
    >>> from framing.words import WordIndex
    >>> label_behind(Tagger(WordIndex(["Talks have failed: minister"])).read(0))
    (4, 5)
    """
    a, b = reading.sentences[-1]
    colon = max(reading.tags.rfind(":", a, b), reading.tags.rfind("-", a, b))
    if colon < a + 2 or not 0 < b - colon - 1 <= 5:
        return None
    if not re.fullmatch("[dNxK][dNxKf&']*", reading.tags[colon + 1 : b]):
        return None
    return colon + 1, b
