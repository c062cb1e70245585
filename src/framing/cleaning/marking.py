"""Where the rules of `clean` find something in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from framing.cleaning.rules import ABSTRACT, REPEATED, Rule
from framing.sections import Mark
from framing.words import fold

__all__ = ["find_marks"]

_OPENING, _CLOSING = 3, 3
_LONGEST_TEASER = 160
_REPEATED = 60
"""Letters of the shortest paragraph that is taken for a second print, not for a refrain."""
_ENDS_SENTENCE = re.compile(r"[.!?…][\"')\]”’»]*$")
_LETTERS = re.compile(r"\w+")
_ABSTRACT = re.compile(r"^\W*abstract\b\W*(?:\(english\))?\W*", re.IGNORECASE)
_FULL_TEXT = re.compile(r"(?m)^\W*full[ -]text\b\W*", re.IGNORECASE)


def find_marks(
    text: str, rules: Sequence[Rule], *, abstract: bool = False, repeated: bool = False
) -> list[Mark]:
    r"""Return what the rules mark in a text, in order; where two meet, the one that begins first.

    Examples
    --------
    >>> from framing.cleaning.rules import shipped_rules
    >>> find_marks("The port closed.\nShare | Tweet", shipped_rules())
    [Mark(start=17, end=30, section='boilerplate', rule='sharing')]
    """
    lines = list(_lines(text))
    found = [mark for rule in rules for mark in _by_rule(text, rule, lines)]
    if abstract:
        found += _abstract(text)
    if repeated:
        found += _repeated(text, lines)
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end (with what ends the line) and words of every line that has some."""
    place = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield place, place + len(line), line.strip()
        place += len(line)


def _by_rule(text: str, rule: Rule, lines: Sequence[tuple[int, int, str]]) -> Iterator[Mark]:
    if rule.scope == "inside":
        found = rule.pattern.finditer(text)
        yield from (Mark(m.start(), m.end(), rule.section, rule.name) for m in found)
        return
    chosen = range(len(lines))
    if rule.scope == "opening":
        chosen = range(min(_OPENING, len(lines)))
    elif rule.scope == "closing":
        # The only lines of a text are no closing ones.
        chosen = range(max(1, len(lines) - _CLOSING), len(lines))
    for number in chosen:
        start, end, words = lines[number]
        match = rule.pattern.search(words)
        if match is None:
            continue
        if rule.scope == "opening":
            offset = text.index(words, start)
            yield Mark(offset + match.start(), offset + match.end(), rule.section, rule.name)
        elif rule.scope == "pair":
            if number + 1 < len(lines):
                after = lines[number + 1]
                if len(after[2]) <= _LONGEST_TEASER and not _ENDS_SENTENCE.search(after[2]):
                    end = after[1]
            yield Mark(start, end, rule.section, rule.name)
        else:
            yield Mark(start, end, rule.section, rule.name)


def _abstract(text: str) -> Iterator[Mark]:
    """Mark an archive's abstract, up to where the full text begins."""
    if _ABSTRACT.match(text) and (full := _FULL_TEXT.search(text)):
        yield Mark(0, full.end(), "boilerplate", ABSTRACT)


def _repeated(text: str, lines: Sequence[tuple[int, int, str]]) -> Iterator[Mark]:
    seen: set[str] = set()
    for start, end, words in lines:
        if len(words) < _REPEATED:
            continue
        key = " ".join(_LETTERS.findall(fold(words)))
        if key in seen:
            yield Mark(start, end, "boilerplate", REPEATED)
        seen.add(key)
