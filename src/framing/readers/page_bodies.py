"""Which paragraphs of a saved page are the article.

Trafilatura (Barbaresi 2021) says roughly where the article stands; where in the page's tree its
paragraphs hang says what else belongs to it, and what stands among it without being it.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, NamedTuple

from framing.errors import import_extra
from framing.readers.page_blocks import ENDS, Block, find_blocks
from framing.readers.page_lines import is_appeal, is_biography, is_byline
from framing.readers.page_metadata import Metadata
from framing.readers.page_rules import (
    Boxes,
    Page,
    bare,
    is_standfirst,
    kind_of,
    measure,
)

__all__ = ["Body", "find_body"]

_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_PROSE = _HEADINGS | {"p", "li", "blockquote", "div"}
_REGIONS = frozenset({"article", "main"})
_HEADS_NOTHING = ("end", "teaser", "newsletter", "comments")
# The frame of the article holds so much of what trafilatura found.
_MOST = 0.85
_TRUSTED = 0.5
_SHORT = 25
_LABEL_WORDS = 4
_LAST = 3
_PROSE_LETTERS, _LINKS = 400, 0.2
# An appeal for money closes an article, and its signature may follow.
_CLOSING = 8


class Body(NamedTuple):
    """The article on a page.

    Attributes
    ----------
    paragraphs : tuple of str
        In order.
    left : dict
        What was left out from among them: the kind -> its texts.
    """

    paragraphs: tuple[str, ...]
    left: dict[str, list[str]]


def find_body(root: Any, markup: str, about: Metadata) -> Body:
    """Find the article's paragraphs on a page.

    Parameters
    ----------
    root : lxml element
        The page, parsed.
    markup : str
        The page as it was saved.
    about : Metadata
        What it says of itself.

    Returns
    -------
    Body
        Without paragraphs where the page holds no article.
    """
    library = import_extra("read_corpus", "trafilatura", "trafilatura", "archives")
    rough = library.extract(markup, include_comments=False) or ""
    lines = [_squeeze(re.sub(r"^- ", "", line)) for line in rough.splitlines()]
    known, votes = set(lines) - {""}, "".join(lines)
    blocks = find_blocks(root)
    squeezed = [_squeeze(block.text) for block in blocks]
    core = [text in known or (len(text) >= _SHORT and text in votes) for text in squeezed]
    if not any(core):
        return Body((), {})
    boxes = measure(blocks, (b for b, c in zip(blocks, core, strict=True) if c))
    page = Page(
        title=bare(about.title),
        authors=frozenset({bare(about.author), *map(bare, about.author.split("; "))} - {""}),
        host=about.host,
        told=frozenset(bare(text) for text in about.descriptions if text),
    )
    frame = _frame(root, boxes)
    kinds = _choose(blocks, core, boxes, page, frame)
    kept = sum(len(blocks[i].text) for i, kind in kinds.items() if not kind)
    if kept < _TRUSTED * boxes.whole:
        # Some makers call the parts of their texts what others call boxes.
        kinds = _choose(blocks, core, boxes, page._replace(names=False), frame)
    _drop_repeats(blocks, kinds)
    _drop_headings(blocks, kinds)
    for i in [i for i, kind in kinds.items() if not kind][-_LAST:]:
        if is_biography(blocks[i].text, about.author.split("; ")):
            kinds[i] = "author"
    first = next((i for i, kind in kinds.items() if not kind), None)
    above = first is not None and blocks[first].element.tag not in _HEADINGS
    if first is not None and above and is_byline(blocks[first].text):
        kinds[first] = "author"
    _drop_appeal(blocks, kinds)
    left: dict[str, list[str]] = {}
    for i, kind in kinds.items():
        if kind and kind != "title":
            left.setdefault(kind, []).append(blocks[i].text)
    return Body(tuple(blocks[i].text for i, kind in kinds.items() if not kind), left)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _frame(root: Any, boxes: Boxes) -> Any:
    """Return the innermost element that holds most of the article."""
    frame = root
    enough = _MOST * boxes.whole
    while (inner := next((e for e in frame if boxes.article[e] >= enough), None)) is not None:
        frame = inner
    return frame


def _within(element: Any, frame: Any) -> bool:
    return frame is element or any(above is frame for above in element.iterancestors())


def _choose(
    blocks: list[Block], core: list[bool], boxes: Boxes, page: Page, frame: Any
) -> dict[int, str]:
    """Say what each block in or about the article is; empty is the article."""
    region = next((e for e in (frame, *frame.iterancestors()) if e.tag in _REGIONS), frame)
    places = [i for i, c in enumerate(core) if c and _within(blocks[i].element, frame)]
    first, last = places[0], places[-1]
    paths = {_path(blocks[i].element, frame) for i in places}
    parents = {blocks[i].element.getparent() for i in places}
    alike = Counter(_signature(blocks[i].element) for i in places)
    titles = (i for i in range(first) if _is_title(blocks[i], page))
    above = max(titles, default=first)
    kinds: dict[int, str] = {}
    for i, block in enumerate(blocks):
        element = block.element
        kind = kind_of(block, boxes, page)
        if first <= i <= last and _within(element, frame):
            beside = element.getparent() in parents and element.tag in _PROSE
            ours = core[i] or beside or _path(element, frame) in paths
            kinds[i] = kind or ("" if ours else "other")
        elif (
            not kind
            and ENDS.search(block.text)
            and alike[_signature(element)] > 1
            and _within(element, region)
            and _is_prose(element.getparent(), boxes)
        ):
            # Trafilatura leaves off where a box divides the text.
            kinds[i] = ""
        elif above < i < first and is_standfirst(block, kind, page):
            kinds[i] = ""
    return kinds


def _is_title(block: Block, page: Page) -> bool:
    in_heading = any(e.tag == "h1" for e in (block.element, *block.element.iterancestors()))
    return in_heading or bare(block.text) == page.title


def _is_prose(element: Any, boxes: Boxes) -> bool:
    """Say whether an element holds paragraphs of text rather than a line or links."""
    chars = boxes.chars[element]
    return chars >= _PROSE_LETTERS and boxes.links[element] < _LINKS * chars


def _path(element: Any, frame: Any) -> tuple[str, ...]:
    tags = [element.tag]
    for above in element.iterancestors():
        if above is frame:
            break
        tags.append(above.tag)
    return tuple(tags)


def _signature(element: Any) -> tuple[str, ...]:
    parent = element.getparent()
    names = "" if parent is None else f"{parent.get('class')}"
    return (element.tag, names, *(above.tag for above in element.iterancestors()))


def _drop_repeats(blocks: list[Block], kinds: dict[int, str]) -> None:
    """Drop what says a paragraph again: pull quotes and key points."""
    kept = {i: bare(blocks[i].text) for i, kind in kinds.items() if not kind}
    for i, text in kept.items():
        if blocks[i].element.tag in _HEADINGS | {"p"} or len(text) < _SHORT:
            continue
        if any(text in other and len(other) > len(text) for other in kept.values()):
            kinds[i] = "pull quote"


def _drop_appeal(blocks: list[Block], kinds: dict[int, str]) -> None:
    """Drop what asks the reader for money at the end, and all that follows it."""
    kept = [i for i, kind in kinds.items() if not kind]
    closing = kept[max(len(kept) // 2, len(kept) - _CLOSING) :]
    asks = next((i for i in closing if is_appeal(blocks[i].text)), None)
    for i in closing:
        if asks is not None and i >= asks:
            kinds[i] = "newsletter"


def _drop_headings(blocks: list[Block], kinds: dict[int, str]) -> None:
    """Drop headings that have nothing of the article under them."""
    under = "end"
    for i in reversed(list(kinds)):
        text = blocks[i].text
        if under == "list" and text.endswith(":") and len(text.split()) <= _LABEL_WORDS:
            kinds[i] = kinds[i] or "list"
        elif blocks[i].element.tag in _HEADINGS and not kinds[i]:
            if under in _HEADS_NOTHING:
                kinds[i] = "teaser" if under == "end" else under
        elif under != "end" or not kinds[i]:
            under = kinds[i]
