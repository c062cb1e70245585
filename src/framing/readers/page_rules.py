"""What stands on a page beside its article: told by where it hangs in the page's tree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from framing.readers.page_blocks import ENDS, Block, tokens_of
from framing.readers.page_lines import is_label, said_by

__all__ = ["Boxes", "Page", "bare", "is_standfirst", "kind_of", "measure"]

_KINDS = (
    ("caption", r"caption|figcaption|credits?|image|img|photo|picture|media|gallery|slideshow"),
    ("embedded post", r"twitter|tweet|instagram|facebook|tiktok|bluesky|telegram|embed|iframe"),
    ("pull quote", r"pull ?quotes?"),
    (
        "teaser",
        r"related|recommend(?:ed|ations?)?|recirc(?:ulation)?|teasers?|promos?|more on|more from|"
        r"read ?more|also read|read ?also|read next|see also|most read|most viewed|popular|"
        r"trending|outbrain|taboola|onward|latest|top stories|suggested|up next|article links?",
    ),
    (
        "newsletter",
        r"news ?letters?|sign ?up|subscribe|subscription box|register|registration|optin|donat\w+|"
        r"app promo|whatsapp|push notification|call to action|cta|membership",
    ),
    ("author", r"by ?line|bio|author|authors|contributors?|about the|writer|profile"),
    ("comments", r"comments?|disqus|viafoura|coral|discussion|forum"),
    (
        "page furniture",
        r"nav|navigation|menu|breadcrumbs?|footer|cookies?|consent|share|sharing|social|toolbar|"
        r"skip|ad|ads|adv|advtext|advert|advertisement|adslot|sponsor\w*|tags?|topics?|keywords|"
        r"timestamp|date|dateline|time|disclaimer|correction|disclosure|affiliate|player|video|audio|podcast|"
        r"print|login|modal|popup|hidden|sr only|visually hidden|screen reader|sidebar|"
        r"widget|toc|table of contents|jump|poll|quiz|rating|copyright|metadata|meta",
    ),
)
_NAMED = [(kind, re.compile(rf"(?:^| )(?:{words})(?= |$)")) for kind, words in _KINDS]
_TAGS = {
    "figure": "caption",
    "figcaption": "caption",
    "aside": "teaser",
    "nav": "page furniture",
    "footer": "page furniture",
    "menu": "page furniture",
    "form": "newsletter",
    "table": "table",
    "address": "author",
    "h1": "title",
}
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_STANDFIRST = re.compile(
    r"(?:^| )(?:stand ?first|dek|deck|sub ?titles?|sub ?head(?:line|ing)?s?|summary|excerpt|lead"
    r"|lede|intro|teaser text|description|abstract|strap ?line|sell|synopsis|sub ?deck)(?= |$)"
)

# An element that holds so much of the article is no box beside it, whatever its name.
_HOLDS = 0.3
# A box of teasers is at least so much links; one that only has the name is none.
_LINKED = 0.25
_CARD = 600
_ALL_LINK, _MOSTLY_LINK = 0.9, 0.6
_SHORT = 25
_STANDFIRST_LETTERS, _ALIKE_LETTERS = 60, 40


class Page(NamedTuple):
    """What is known of a page beside its tree, in bare letters but for the host.

    Where `names` is not set, what its makers call the boxes is not heeded.
    """

    title: str
    authors: frozenset[str]
    host: str
    told: frozenset[str]
    names: bool = True


class Boxes(NamedTuple):
    """What each element holds.

    Attributes
    ----------
    chars, links, article : Counter
        Characters: in all, of links, of what trafilatura takes for the article.
    whole : int
        All characters of the article.
    prose, headed : Counter
        Paragraphs of sentences without links; headings that are links.
    """

    chars: Counter[Any]
    links: Counter[Any]
    article: Counter[Any]
    whole: int
    prose: Counter[Any]
    headed: Counter[Any]


def bare(text: str) -> str:
    """Return letters and digits alone, so that marks and blanks make no difference.

    Examples
    --------
    >>> bare("“Talks” fail!") == bare("Talks fail")
    True
    """
    return "".join(re.findall(r"\w+", text.casefold()))


def measure(blocks: Iterable[Block], article: Iterable[Block]) -> Boxes:
    """Count what each element of a page holds."""
    chars: Counter[Any] = Counter()
    links: Counter[Any] = Counter()
    held: Counter[Any] = Counter()
    headed: Counter[Any] = Counter()
    prose: Counter[Any] = Counter()
    for block in blocks:
        said = block.element.tag == "p" and not block.linked and bool(ENDS.search(block.text))
        heading = (
            block.element.tag in _HEADINGS and block.linked >= _MOSTLY_LINK * len(block.text) / 2
        )
        for element in (block.element, *block.element.iterancestors()):
            chars[element] += len(block.text)
            links[element] += block.linked
            headed[element] += heading
            prose[element] += said
    whole = 0
    for block in article:
        whole += len(block.text)
        for element in (block.element, *block.element.iterancestors()):
            held[element] += len(block.text)
    return Boxes(chars, links, held, whole, prose, headed)


def kind_of(block: Block, boxes: Boxes, page: Page) -> str:
    """Say what a block is by where it stands, then by what it says; empty is the article."""
    letters = bare(block.text)
    if page.title and letters == page.title:
        return "title"
    if letters.removeprefix("by") in page.authors:
        return "author"
    for element in (block.element, *block.element.iterancestors()):
        if boxes.article[element] >= _HOLDS * boxes.whole:
            break
        if kind := _TAGS.get(element.tag, ""):
            return kind
        if page.names and (kind := _named(element, boxes)):
            return kind
    length = len(block.text)
    if block.linked >= _ALL_LINK * length and _leads_inside(block.element, page.host):
        return "teaser"
    if block.linked >= _MOSTLY_LINK * length and is_label(block.text):
        return "teaser"
    if kind := said_by(block.text):
        return kind
    # Prices, sizes, scores: what ends no sentence is nobody's narration.
    return "list" if _listed(block.element) and not ENDS.search(block.text) else ""


def _named(element: Any, boxes: Boxes) -> str:
    names = tokens_of(element)
    for kind, pattern in _NAMED:
        if not pattern.search(names):
            continue
        if kind == "teaser" and boxes.links[element] < _LINKED * boxes.chars[element]:
            continue
        # What holds several paragraphs is no line below a picture.
        if kind in ("caption", "page furniture") and boxes.prose[element] > 1:
            continue
        return kind
    # A card: its headline leads to the article that it is about.
    card = boxes.headed[element] and boxes.chars[element] <= _CARD
    return "teaser" if card and element.tag not in _HEADINGS else ""


def _listed(element: Any) -> bool:
    return any(e.tag in ("li", "dd", "dt") for e in (element, element.getparent()) if e is not None)


def _leads_inside(element: Any, host: str) -> bool:
    """Say whether a link leads to the same site: others are sources, not teasers."""
    links = [a.get("href", "") for a in element.iter("a")]
    links += [a.get("href", "") for a in element.iterancestors("a")]
    site = ".".join(host.split(".")[-2:])
    return not host or any("//" not in link or site in link for link in links)


def is_standfirst(block: Block, kind: str, page: Page) -> bool:
    """Say whether what stands between headline and text belongs to the text."""
    if kind in ("title", "caption", "credit", "newsletter", "embedded post"):
        return False
    if len(block.text) < _SHORT or block.linked > 0.5 * len(block.text):
        return False
    letters = bare(block.text)
    if any(
        d == letters or (len(letters) > _ALIKE_LETTERS and d.startswith(letters)) for d in page.told
    ):
        return True
    if _STANDFIRST.search(tokens_of(block.element)):
        return True
    if kind not in ("", "list"):
        return False
    if any(_STANDFIRST.search(tokens_of(e)) for e in list(block.element.iterancestors())[:2]):
        return True
    prose = len(block.text) > _STANDFIRST_LETTERS and bool(ENDS.search(block.text))
    return not kind and block.element.tag == "p" and prose
