"""What the marks around a few loose words are for: doubt, a quotation, or a term.

Most words in marks that nobody nearby says are quotations or terms. They count as scare quotes
only where something shows that the outlet keeps away from them; each sign is a rule with a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from framing.cues import claim_words, word_set
from framing.quotes import Quote
from framing.tags import Reading

__all__ = ["CANDIDATE", "SCARE", "Marked", "Purpose", "find_longer", "find_purpose"]

SCARE = 0.7
"""About every fourth stretch with a sign of doubt is none all the same."""
_TWICE = 0.8
CANDIDATE = 0.2
"""So many of the stretches without any sign are scare quotes."""
_ODD_MARKS = 4
"""Quotations of so many words show which marks a text quotes with."""


class Purpose(NamedTuple):
    """What marks are for.

    Attributes
    ----------
    kind : str
        ``"scare"``, ``"quotation"``, ``"term"`` or ``"candidate"`` (it cannot be told).
    rule : str
        The sign or the rule that says so.
    confidence : float
        The chance that the marks show doubt.
    """

    kind: str
    rule: str
    confidence: float


class Marked:
    """A few words in marks with what stands around them in the sentence.

    Parameters
    ----------
    reading : Reading
    quote : Quote
        One of its quotations.

    Examples
    --------
    >>> from framing.tags import Tagger
    >>> from framing.words import WordIndex
    >>> reading = Tagger(WordIndex(["Orn held its “election” on Sunday."])).read(0)
    >>> marked = Marked(reading, reading.quotes[0])
    >>> marked.words, marked.left, marked.after
    (['election'], ['orn', 'held', 'its'], ' on Sunday.')
    """

    def __init__(self, reading: Reading, quote: Quote) -> None:
        self.reading = reading
        self.quote = quote
        self.token = bisect_left(reading.starts, quote.start)
        self.number = bisect_right(reading.sentences, (self.token, len(reading.starts))) - 1
        self.inner = reading.text[quote.inner_start : quote.inner_end]
        self.bare = self.inner.strip(" \u00a0.,;:!?-–—").lower()
        self.words = self.bare.split()

    @cached_property
    def before(self) -> str:
        """The sentence up to the opening mark."""
        start = self.reading.spans[self.number].start
        return self.reading.text[start : self.quote.start]

    @cached_property
    def after(self) -> str:
        """The sentence from the closing mark on."""
        return self.reading.text[self.quote.end : self.reading.spans[self.number].end]

    @cached_property
    def left(self) -> list[str]:
        """The words before."""
        return _WORD.findall(self.before.lower())

    @cached_property
    def tag_before(self) -> str:
        """Tag of the token before the opening mark, empty at the start of the sentence."""
        first = self.reading.sentences[self.number][0]
        return self.reading.tags[self.token - 1] if self.token > first else ""

    @cached_property
    def tag_after(self) -> str:
        """Tag of the token behind the closing mark, empty at the end of the sentence."""
        stop = self.reading.sentences[self.number][1]
        close = bisect_left(self.reading.starts, self.quote.end)
        return self.reading.tags[close] if close < stop else ""

    @cached_property
    def modifies(self) -> bool:
        """Whether a noun follows that the words go with (*the “reset” button*)."""
        return self.tag_after in _NOMINAL and self.inner[-1:] not in _STOPS


_WORD = re.compile(r"[^\W_][\w’'-]*")
_NOMINAL = frozenset("xNjKBn")
_ADJECTIVE = re.compile(
    r"(?:[^ ]{2}(?:[ia]ble|ful|less|ous|ive|ish|ic|al|ary|ory|ed|en|ent|ant)|y)$"
)
_STOPS = frozenset(",.;:?!")

_SLIGHTING = word_set(
    "supposed alleged purported ostensible anonymous nameless unnamed unidentified botched bogus"
    " phony mysterious incoherent absurd ridiculous laughable artificial would-be sham mock mere"
    " dubious questionable spurious bizarre farcical cynical credulous vaunted touted much-vaunted"
    " much-touted"
)
_SLIGHTLY = word_set(
    "supposedly allegedly purportedly ostensibly uncritically somehow conveniently seemingly"
)
_DETERMINED = tuple([word] for word in ("the", "our", "your", "their", "his", "her", "its"))
_DEMONSTRATIVE = word_set("this these those such")
_UNDONE = re.compile(
    r"^.{0,60}\b(?:slur|misnomer|euphemism|anything but|by no means|neither\b.{1,40}\bnor"
    r"|hardly an?|too (?:strong|kind) a|in name only|nothing of the (?:sort|kind)"
    r"|if (?:one|you) can call)\b"
)
_NAMING = re.compile(
    r"\b(?:call(?:s|ed|ing)?|term(?:s|ed)|dub(?:s|bed)?|label(?:s|l?ed|l?ing)?|brand(?:s|ed|ing)"
    r"|nicknam(?:es|ed)|deem(?:s|ed)?|named|marked|stamped)"
    r"(?: (?!and\b|but\b|that\b)[\w’'.-]+){0,5}? ?$"
    r"|\b(?:describ|refer|bill|hype|prais|hail|view|see|saw|regard|portray|paint|cast|dismiss|mock"
    r"|applaud|denounc|condemn|known|characteri[sz])\w*\b.{0,60}\b(?:as|to) (?:an? |the |\w+ )?$"
)
_NAMED_BEHIND = re.compile(
    r"^\W{0,3}(?:\w+ ){0,4}?(?:as [\w’'. ]{2,40} (?:put|called|described|termed|calls|puts)\b"
    r"|(?:is|was) (?:how|what|the (?:word|term|phrase|name))\b|became a (?:\w+ )?refrain\b)"
)
_EXPLAINED = re.compile(
    r"^\W{0,2}(?:\((?!d-|r-|[A-Z]\w+\))|(?:– |— ?|-- ?)(?:an?|the|which)\b|refers? to|means?\b"
    r"|is (?:an?|the) (?:\w+ )?(?:term|word|name|phrase|concept|notion)\b"
    r"|in (?:russian|french|german|english|latin)\b)",
    re.I,
)


def find_purpose(reading: Reading, quote: Quote, *, title: bool = False) -> Purpose:
    """Say what the marks around a few words are for that nobody nearby says.

    Parameters
    ----------
    reading : Reading
        The text.
    quote : Quote
        One of its quotations.
    title : bool, default False
        Whether the text is a headline.

    Examples
    --------
    >>> from framing.tags import Tagger
    >>> from framing.words import WordIndex
    >>> for text in (
    ...     "Orn held its “election” on Sunday.",
    ...     "She pressed the “reset” button.",
    ...     "The vote was called a “farce” in Orn.",
    ... ):
    ...     reading = Tagger(WordIndex([text])).read(0)
    ...     print(find_purpose(reading, reading.quotes[0])[:2])
    ('scare', 'claims')
    ('term', 'label')
    ('quotation', 'named')
    """
    marked = Marked(reading, quote)
    if is_headline(marked, title):
        return Purpose("quotation", "headline_marks", 0.1)
    if marked.quote.state != "closed" or not marked.words:
        return Purpose("candidate", "candidate", CANDIDATE)
    for name, rule in _QUOTING.items():
        if rule(marked):
            return Purpose("quotation", name, 0.1)
    if is_explained(marked):
        return Purpose("term", "explained", 0.1)
    signs = find_signs(marked)
    if signs:
        return Purpose("scare", signs[0], SCARE if len(signs) == 1 else _TWICE)
    if is_label(marked):
        return Purpose("term", "label", 0.1)
    return Purpose("candidate", "candidate", CANDIDATE)


def find_longer(reading: Reading, quote: Quote) -> list[Quote]:
    """Return the longer quotations of a text that hold the same words, in order.

    Examples
    --------
    >>> from framing.tags import Tagger
    >>> from framing.words import WordIndex
    >>> text = "“It is a bad deal,” Mara Dolen said. The “bad deal” stands."
    >>> reading = Tagger(WordIndex([text])).read(0)
    >>> [text[q.start : q.end] for q in find_longer(reading, reading.quotes[1])]
    ['“It is a bad deal,”']
    """
    text = reading.text
    bare = Marked(reading, quote).bare
    if not bare:
        return []
    whole = re.compile(rf"(?<!\w){re.escape(bare)}(?!\w)", re.I)
    size = len(bare.split())
    return [
        other
        for other in reading.quotes
        if other.start != quote.start
        and other.inner_end - other.inner_start > len(bare)
        and whole.search(text, other.inner_start, other.inner_end)
        and len(text[other.inner_start : other.inner_end].split()) > size
    ]


def is_headline(marked: Marked, title: bool) -> bool:
    """Say whether words stand in the marks that headlines quote with.

    Single marks do in a title, in a line without a full stop, and in a text that quotes with
    double ones (*More: Minister calls plan ‘reckless’*).
    """
    reading, quote = marked.reading, marked.quote
    mark = reading.text[quote.start : quote.inner_start]
    if quote.depth or mark not in ("'", "‘", "‚"):
        return False
    return title or not _has_stop(marked) or _quotes_with_double(reading)


def _has_stop(marked: Marked) -> bool:
    """Say whether the paragraph ends a sentence anywhere."""
    paragraphs = marked.reading.paragraphs
    first = bisect_left(paragraphs, paragraphs[marked.number])
    last = bisect_right(paragraphs, paragraphs[marked.number]) - 1
    spans = marked.reading.spans
    return any(sign in ".?!" for sign in marked.reading.text[spans[first].start : spans[last].end])


def _quotes_with_double(reading: Reading) -> bool:
    return any(
        not q.depth
        and reading.text[q.start] in '"“„«'
        and reading.text.count(" ", q.inner_start, q.inner_end) >= _ODD_MARKS - 1
        for q in reading.quotes
    )


def is_named(marked: Marked) -> bool:
    """Say whether somebody gives the name (*what he calls*, *described as*, *as she puts it*)."""
    return bool(
        _NAMING.search(marked.before[-90:].lower()) or _NAMED_BEHIND.search(marked.after.lower())
    )


def is_owned(marked: Marked) -> bool:
    """Say whether the words are those of somebody named (*Dolen’s “plan”*)."""
    return marked.tag_before == "'" and not claims(marked)


def is_explained(marked: Marked) -> bool:
    """Say whether the words are introduced, translated or spoken of (*“dacha” means*)."""
    return _EXPLAINED.search(marked.after) is not None


def is_label(marked: Marked) -> bool:
    """Say whether a noun is the label of another (*the “reset” button*, not *“frosty” ties*)."""
    return marked.modifies and _ADJECTIVE.search(marked.bare) is None


def find_signs(marked: Marked) -> list[str]:
    """Return the names of the signs that the outlet keeps away from the words."""
    if not is_short(marked):
        return []
    signs = {**_STRONG, **_SIGNS} if not is_one_of_many(marked) else _STRONG
    return [name for name, sign in signs.items() if sign(marked)]


def is_short(marked: Marked) -> bool:
    """Say whether words are few enough to be doubted, and open no sentence."""
    return len(marked.words) < 3 and not (marked.inner[:1].isupper() and not marked.tag_before)


def is_one_of_many(marked: Marked) -> bool:
    """Say whether *a* stands before: most such words are somebody's (*a “farce”*)."""
    return bool(marked.left) and marked.left[-1] in ("a", "an")


def is_slighted(marked: Marked) -> bool:
    """Say whether a word of doubt stands before (*anonymous “officials”*)."""
    left = marked.left
    return bool(left) and (left[-1] in _SLIGHTLY or any(w in _SLIGHTING for w in left[-3:]))


def is_turned(marked: Marked) -> bool:
    """Say whether it is a verb that an adverb or *not* turns (*has already “mended” its ways*)."""
    return (
        len(marked.words) == 1
        and bool(marked.left)
        and marked.inner.islower()
        and (marked.tag_before in ("r", "z") or marked.left[-1].endswith(("n't", "n’t")))
        and marked.tag_after in frozenset("dgoN&p")
    )


def is_pointed_at(marked: Marked) -> bool:
    """Say whether the words are pointed at (*in this “vote”*)."""
    word = marked.left[-1] if marked.left else ""
    if word == "that":
        # Behind a noun or a verb it opens a clause (*the fact that "reform" failed*).
        first, place = marked.reading.sentences[marked.number][0], marked.token - 2
        return not marked.modifies and (place < first or marked.reading.tags[place] in "ift&")
    return word in _DEMONSTRATIVE and not marked.modifies


def is_theirs(marked: Marked) -> bool:
    """Say whether one word is somebody’s by a pronoun (*swoons at his “tone”*)."""
    alone = len(marked.words) == 1 and marked.inner.islower()
    return alone and marked.tag_before == "g" and not marked.modifies


def is_asked(marked: Marked) -> bool:
    """Say whether the outlet asks (*Did they really “win” it?*)."""
    return marked.after[:1] == "?" or (len(marked.words) == 1 and "?" in marked.after)


def claims(marked: Marked) -> bool:
    """Say whether words claim standing, a right or a good deed (*“advisers” with rifles*)."""
    words = marked.words[1:] if marked.words[:1] in _DETERMINED else marked.words
    claim = claim_words().get(words[0], "") if words else ""
    return claim == "virtue" or (len(words) == 1 and claim in ("standing", "good"))


def is_praised(marked: Marked) -> bool:
    """Say whether one word is praise that nobody speaks (*the “saintly” school*)."""
    return len(marked.words) == 1 and claim_words().get(marked.words[0]) == "quality"


def is_undone(marked: Marked) -> bool:
    """Say whether the sentence takes the words back (*“reform”, a misnomer*)."""
    return _UNDONE.search(marked.after.lower()) is not None


Rule = Callable[[Marked], bool]

_QUOTING: dict[str, Rule] = {"named": is_named, "owned": is_owned}
_SIGNS: dict[str, Rule] = {
    "slighted": is_slighted,
    "verb": is_turned,
    "pointed_at": is_pointed_at,
    "theirs": is_theirs,
    "asked": is_asked,
    "praised": is_praised,
}
_STRONG: dict[str, Rule] = {"claims": claims, "undone": is_undone}
