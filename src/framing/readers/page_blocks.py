"""The paragraphs of a saved page: every stretch of text that a browser sets apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

__all__ = ["ENDS", "Block", "find_blocks", "fold_blanks", "tokens_of"]

_INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q ruby s "
        "samp small span strike strong sub sup time tt u var wbr",
    )
)
_UNSEEN = frozenset(
    re.findall(
        r"\w+",
        "audio button canvas datalist dialog embed form head iframe img input map math meta link "
        "noscript object picture script select source style svg template textarea track video",
    )
)
# What a browser folds; a no-break space is a letter to it.
_BLANKS = re.compile(r"[ \t\n\r\f]+")
ENDS = re.compile(r"[.!?…][\s\"'”’»)\]]*$")
# What nobody sees at the ends of a paragraph.
_UNSEEN_MARKS = " \u00a0\u200b\u2060\ufeff"
_LONGEST_NAME = 6
_NAMING = ("class", "id", "itemprop", "role", "aria-label", "data-testid", "data-component", "name")


class Block(NamedTuple):
    """A stretch of text that stands apart on the page.

    Attributes
    ----------
    text : str
        Its characters, blanks folded as a browser does.
    element : lxml element
        The innermost element that sets it apart.
    linked : int
        How many of its characters are a link's.
    """

    text: str
    element: Any
    linked: int


def fold_blanks(text: str) -> str:
    r"""Fold blanks as a browser does.

    Examples
    --------
    >>> fold_blanks(" The  talks\n failed. ")
    'The talks failed.'
    """
    return _BLANKS.sub(" ", text).strip(_UNSEEN_MARKS)


def tokens_of(element: Any) -> str:
    """Return an element's tag and the names its makers gave it, as words in lower case.

    Examples
    --------
    >>> from lxml.html import fromstring
    >>> tokens_of(fromstring('<div class="relatedLinks read-more_box" id="b2">x</div>'))
    'div related links read more box b2'
    """
    named = " ".join(element.get(name) or "" for name in _NAMING)
    # A name of many words is an article's address or headline, and says what that is about.
    named = " ".join(n for n in named.split() if len(re.findall(r"[-_]+", n)) <= _LONGEST_NAME)
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", named)
    return " ".join(re.findall(r"[^\W_]+", f"{element.tag} {apart}")).lower()


def _hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style


def find_blocks(root: Any) -> list[Block]:
    """Return the blocks of a page in the order they stand in.

    Parameters
    ----------
    root : lxml element
        The page or a part of it.

    Returns
    -------
    list of Block
        None of them empty; two line breaks in a row divide a block.

    Examples
    --------
    >>> from lxml.html import fromstring
    >>> page = fromstring("<div>One.<br><br>Two <b>more</b>.<p>Three <a href='#'>here</a></div>")
    >>> [(b.text, b.element.tag, b.linked) for b in find_blocks(page)]
    [('One.', 'div', 0), ('Two more.', 'div', 0), ('Three here', 'p', 4)]
    """
    blocks: list[Block] = []
    parts: list[tuple[str, bool]] = []
    owner = root
    breaks = 0
    for kind, element, text, linked in _walk(root):
        if kind == "text":
            if text.strip() and (breaks > 1 or (breaks and _finished(parts))):
                _close(blocks, parts, owner)
            breaks = breaks if not text.strip() else 0
            parts.append((text, linked))
        elif kind == "break":
            breaks += 1
            parts.append((" ", False))
        else:
            _close(blocks, parts, owner)
            owner, breaks = element, 0
    _close(blocks, parts, owner)
    return blocks


def _finished(parts: list[tuple[str, bool]]) -> bool:
    """Say whether what stands before a line break ends a sentence."""
    before = "".join(part for part, _ in parts).rstrip()
    return bool(ENDS.search(before))


def _close(blocks: list[Block], parts: list[tuple[str, bool]], owner: Any) -> None:
    text = fold_blanks("".join(part for part, _ in parts))
    if text.strip():
        linked = len(fold_blanks("".join(part for part, link in parts if link)))
        blocks.append(Block(text, owner, linked))
    parts.clear()


def _walk(root: Any) -> Iterator[tuple[str, Any, str, bool]]:
    """Give text, line breaks and the borders of blocks, without recursion: pages nest deeply."""
    # An element still to open, or one whose tail is still to come, with its block around it.
    stack: list[tuple[Any, bool, Any, bool]] = [(root, True, root, False)]
    while stack:
        element, opens, owner, linked = stack.pop()
        if not opens:
            if isinstance(element.tag, str) and _is_block(element) and element is not root:
                yield "block", owner, "", False
            if element.tail and element is not root:
                yield "text", owner, element.tail, linked
            continue
        stack.append((element, False, owner, linked))
        if not isinstance(element.tag, str) or element.tag in _UNSEEN or _hidden(element):
            continue
        if element.tag == "br" or _says_break(element):
            yield "break", owner, "", False
            continue
        inner, link = owner, linked or element.tag == "a"
        if _is_block(element):
            inner = element
            yield "block", element, "", False
        if element.text:
            yield "text", inner, element.text, link
        stack.extend((child, True, inner, link) for child in reversed(element))


def _says_break(element: Any) -> bool:
    """Say whether an empty element is only called a line break."""
    names = (element.get("class") or "").split()
    return "br" in names and not len(element) and not (element.text or "").strip()


def _is_block(element: Any) -> bool:
    return element.tag not in _INLINE and element.tag != "br" and element.tag not in _UNSEEN
