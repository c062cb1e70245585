"""The words of a figure: titles, units, counts, names of lines and series."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence

from framing.columns import base_category, unit_of
from framing.figures.tables import RATE, SHARE, Point, plain


def capital(text: str) -> str:
    """Return the text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def title_of(category: str) -> str:
    """Say a category in words."""
    kind, _, rest = category.partition(":")
    rest = plain(rest)
    if kind == "naming" and rest:
        names, _, name = rest.partition("/")
        return f"“{name}” among the names for “{names}”"
    if kind == "stance" and rest:
        return f"{capital(rest)} reporting verbs"
    if kind == "index" and rest:
        return f"{capital(rest)} index"
    if kind == "floor" and rest:
        return f"Floor of the voice “{rest}”"
    if kind == "source" and rest:
        return f"Source: {rest.replace('_', ' ')}"
    if kind == "use" and rest:
        return f"Uses, {rest}"
    return capital(plain(category).replace("_", " "))


_KINDS = {
    "use": "In which voice",
    "stance": "Stance of reporting verbs",
    "source": "Types of source",
    "floor": "Who holds the floor",
    "index": "Indices",
}
"""What categories of one kind are together."""


def name_together(categories: Sequence[str]) -> tuple[str, list[str]]:
    """Say what several categories are together, and each of them beside the others."""
    kinds = {category.partition(":")[0] for category in categories if ":" in category}
    if len(kinds) == 1 and all(":" in category for category in categories):
        kind = kinds.pop()
        parts = [category.partition(":")[2] for category in categories]
        sets = {part.partition("/")[0] for part in parts}
        if kind == "naming" and len(sets) == 1:
            return f"Names chosen for “{plain(sets.pop())}”", [
                plain(part.partition("/")[2]) for part in parts
            ]
        if kind in _KINDS:
            return _KINDS[kind], [plain(part).replace("_", " ") for part in parts]
    names = [title_of(category) for category in categories]
    if len(names) > 3:
        number = {4: "Four", 5: "Five", 6: "Six"}.get(len(names), str(len(names)))
        return f"{number} categories", names
    return capital(", ".join(name[:1].lower() + name[1:] for name in names)), names


def noun_of(scale: str, category: str) -> str:
    """Say what the exposure of a category is made of."""
    if scale == RATE or base_category(category) == "floor":
        return "words"
    # A share of something counted in words can only be one of headlines.
    nouns = {"words": "headlines", "alternatives": "mentions", "harm_mentions": "mentions of harm"}
    unit = unit_of(category)
    return nouns.get(unit, unit)


def unit_label(scale: str, category: str) -> str:
    """Say the unit of an estimate."""
    if scale == RATE:
        return "hits per 1,000 words"
    return f"share of {noun_of(scale, category)}"


def show_count(number: float) -> str:
    """Write a count."""
    return "?" if math.isnan(number) else f"{number:,.6g}" if number % 1 else f"{number:,.0f}"


def show_value(number: float, scale: str) -> str:
    """Write an estimate as its axis does."""
    if math.isinf(number):
        return "∞" if number > 0 else "−∞"
    shown = f"{100 * number:.3g}%" if scale == SHARE else f"{number:.3g}"
    if "e" in shown:
        shown = f"{number:,.0f}" if abs(number) >= 1 else f"{number:.1e}"
    return shown.replace("-", "−")


def _range(numbers: Iterable[float], one: str, many: str) -> str:
    """Say a count, or the counts from smallest to largest where the points differ."""
    known = sorted({n for n in numbers if not math.isnan(n)})
    if not known or known == [0]:
        return f"no {many}"
    shown = "–".join(show_count(n) for n in (known if len(known) == 1 else (known[0], known[-1])))
    return f"{shown} {one if known == [1] else many}"


def line_labels(
    points: Sequence[Point],
    order: Sequence[str],
    names: Mapping[str, str] | None = None,
    noun: str = "",
) -> list[str]:
    """Write each line's name and, below it, how much stands behind it, in this noun too."""
    labels = []
    for line in order:
        name = names[line] if names else plain(line) or "(no name)"
        wrapped = textwrap.wrap(name, 32, max_lines=2, placeholder=" …") or [name]
        here = [p for p in points if p.line == line]
        if here:
            count = (
                _range((p.docs for p in here), "article", "articles")
                + ", "
                + _range((p.events for p in here), "event", "events")
            )
            if noun:
                first, *more = noun.split(" ")
                one = " ".join([first.removesuffix("s"), *more])
                count += ", " + _range((p.exposure for p in here), one, noun)
            wrapped.append(count)
        labels.append("\n".join(wrapped))
    return labels


def note_mark(note: str, notes: list[str]) -> str:
    """Return the mark of a footnote, and keep its text once."""
    if not note:
        return ""
    if note not in notes:
        notes.append(note)
    return f" ({notes.index(note) + 1})"
