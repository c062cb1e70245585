"""The rules of `clean`, read from a table of patterns with their examples."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from framing.errors import CorpusError, unknown_name

__all__ = ["ABSTRACT", "REPEATED", "Rule", "choose_rules", "shipped_rules"]

SECTIONS = ("caption", "teaser", "boilerplate")
SCOPES = ("line", "opening", "closing", "inside", "pair")
ABSTRACT, REPEATED = "abstract", "repeated_paragraph"
"""Rules that no pattern can hold: an abstract before the full text, a paragraph printed twice."""
_KEYS = ("section", "scope", "says", "pattern", "examples", "counterexamples", "case")


class Rule(NamedTuple):
    """A named pattern, what it marks, and why."""

    name: str
    section: str
    scope: str
    says: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def shipped_rules() -> tuple[Rule, ...]:
    """Return the rules that come with framing.

    Examples
    --------
    >>> [rule.name for rule in shipped_rules()][:3]
    ['teaser_pair', 'teaser_inside', 'dateline']
    """
    place = files("framing.cleaning") / "rules.toml"
    return _build(place.read_bytes(), "framing/cleaning/rules.toml")


def choose_rules(
    rules: Sequence[str] | str | None, more: str | Path | None
) -> tuple[tuple[Rule, ...], bool, bool]:
    """Return the rules named, and whether abstracts and repeated paragraphs are among them.

    Raises
    ------
    CorpusError
        If a name is unknown, or a file of rules cannot be read.
    """
    found = shipped_rules()
    if more is not None:
        path = Path(more)
        if not path.is_file():
            raise CorpusError(f"clean: {more}: there is no such file; check the path")
        own = _build(path.read_bytes(), str(more))
        twice = {rule.name for rule in own} & {rule.name for rule in found}
        if twice:
            raise CorpusError(
                f"{more}, rule {sorted(twice)[0]!r}: a rule of this name comes with framing; names "
                "tell rules apart in the receipt; choose another"
            )
        found = (*found, *own)
    known = [*(rule.name for rule in found), ABSTRACT, REPEATED]
    if rules is None:
        return found, True, True
    asked = [rules] if isinstance(rules, str) else list(rules)
    for name in asked:
        if name not in known:
            raise CorpusError(unknown_name("clean", "rule", name, known))
    return (
        tuple(rule for rule in found if rule.name in asked),
        ABSTRACT in asked,
        REPEATED in asked,
    )


def _build(data: bytes, where: str) -> tuple[Rule, ...]:
    try:
        tables = tomllib.loads(data.decode("utf-8-sig")).get("rule")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise CorpusError(
            f"{where}: this is no TOML ({fault}); rules are tables such as [rule.my_line]; mend "
            "the file"
        ) from fault
    if not isinstance(tables, dict) or not tables:
        raise CorpusError(
            f"{where}: there is no rule in it; rules are tables such as [rule.my_line] with "
            f"{', '.join(_KEYS[:4])}; add one"
        )
    return tuple(_rule(f"{where}, rule {name!r}", name, table) for name, table in tables.items())


def _rule(here: str, name: str, table: Any) -> Rule:
    if not isinstance(table, dict):
        raise CorpusError(f"{here}: it is no table; write [rule.{name}] and its keys below")
    for key in table:
        if key not in _KEYS:
            raise CorpusError(unknown_name(here, "key", key, _KEYS))
    for key in _KEYS[:4]:
        if not isinstance(table.get(key), str) or not table[key].strip():
            raise CorpusError(
                f"{here}: it has no {key}; a rule says {', '.join(_KEYS[:4])}; add it as a string"
            )
    for key, allowed in (("section", SECTIONS), ("scope", SCOPES)):
        if table[key] not in allowed:
            raise CorpusError(unknown_name(here, key, table[key], allowed))
    flags = re.VERBOSE | re.MULTILINE | (0 if table.get("case") else re.IGNORECASE)
    try:
        pattern = re.compile(table["pattern"], flags)
    except re.error as fault:
        raise CorpusError(
            f"{here}: the pattern is no regular expression ({fault}); blanks in it are written "
            "'\\ '; mend it"
        ) from fault
    if pattern.search("") is not None:
        raise CorpusError(
            f"{here}: the pattern fits an empty line, so it would mark everything; let it begin "
            "with what must be there"
        )
    return Rule(
        name, table["section"], table["scope"], table["says"], pattern,
        tuple(table.get("examples", ())), tuple(table.get("counterexamples", ())),
    )  # fmt: skip
