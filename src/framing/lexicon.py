"""Codebooks: terms with their context rules, categories with their definitions."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from html import escape
from importlib import resources
from math import isfinite, nan
from pathlib import Path
from typing import Any, NamedTuple

from framing.errors import LexiconError, unknown_name
from framing.inflections import noun_forms, spellings, verb_forms
from framing.neighbours import Neighbours, Phrase
from framing.styles import HouseStyle, read_styles
from framing.words import WordIndex, fold

__all__ = [
    "GAP",
    "Category",
    "HouseStyle",
    "Lexicon",
    "NamingSet",
    "Term",
    "build_lexicon",
    "is_findable",
    "read_lexicon",
]

GAP = "_"
"""In a term, up to three words that may stand between."""

TERM_COLUMNS = (
    "term",
    "category",
    "inflect",
    "forms",
    "entry",
    "polarity",
    "subtype",
    "weight",
    "case",
    "name",
    "block_next",
    "block_prev",
    "block_near",
    "need_next",
    "need_prev",
    "need_near",
    "note",
)
_RULE = "its hits are found by rule"
# Names that tables give to other things; a row or category under them would be mixed up with these.
_RESERVED = (
    ("index", "index:NAME adds up the categories of an index"),
    ("floor", "floor:VOICE is the share of the words that a voice has"),
    ("headline", "it is a section of an article"),
)
# Read by the engine: a row under these names would never count, or count beside the rule.
_BY_RULE = (
    ("stance", _RULE),
    ("harm_mention", _RULE),
    ("concession", _RULE),
    ("scare", _RULE),
)
_WITHOUT_KINDS = (*(name for name, _ in _BY_RULE), "so_called", "agent_deletion", "naming")
_CONTEXTS = ("block_next", "block_prev", "block_near", "need_next", "need_prev", "need_near")
_SPECIAL = {"need_next": ("<to-inf>", "<that>", "<cap>")}
_PARTS = re.compile(r"[^\s\-‐‑]+")
_PLAIN = re.compile(r"(?:[^\W_]|\*)+(?:['’][^\W_]+)*")


class ContextRule(NamedTuple):
    """What must, or must not, stand after (+1), before (-1) or near (0) a term."""

    step: int
    needed: bool
    wanted: Neighbours


@dataclass(frozen=True)
class Term:
    """One entry of a codebook: the words, and the contexts in which they count.

    Attributes
    ----------
    term : str
        The lemma or phrase as listed.
    category : str
        What a hit is evidence of.
    entry : str
        The name hits are reported under; for a naming set, the alternative.
    patterns : tuple
        The words in a row, each as the set of forms that may stand there (or `GAP`).
    polarity : int
        -1, 0 or 1.
    weight : float
        1 unless the codebook says otherwise.
    subtype : str
        Finer kind within the category.
    case : bool
        Whether only the listed capitals match.
    name : bool
        Whether a hit inside a capitalised name or title counts.
    head : int
        Which of the words is the head, counted from 0, or from the end when negative.
    block_next, block_prev, block_near, need_next, need_prev, need_near : tuple of Phrase
        What must not, or must, stand directly after, directly before, or within eight words.
    """

    term: str
    category: str
    entry: str
    patterns: tuple[tuple[frozenset[str], ...], ...]
    polarity: int = 0
    weight: float = 1.0
    subtype: str = ""
    case: bool = False
    name: bool = False
    head: int = -1
    block_next: tuple[Phrase, ...] = ()
    block_prev: tuple[Phrase, ...] = ()
    block_near: tuple[Phrase, ...] = ()
    need_next: tuple[Phrase, ...] = ()
    need_prev: tuple[Phrase, ...] = ()
    need_near: tuple[Phrase, ...] = ()

    @cached_property
    def context(self) -> tuple[ContextRule, ...]:
        """What decides, besides the words themselves, whether they count."""
        rules = (
            (self.block_next, +1, False),
            (tuple(phrase[::-1] for phrase in self.block_prev), -1, False),
            (self.block_near, 0, False),
            (self.need_next, +1, True),
            (tuple(phrase[::-1] for phrase in self.need_prev), -1, True),
            (self.need_near, 0, True),
        )
        return tuple(
            ContextRule(step, needed, Neighbours(phrases))
            for phrases, step, needed in rules
            if phrases
        )


@dataclass(frozen=True)
class Category:
    """What a category means, and how to tell it."""

    name: str
    definition: str = ""
    how_to_tell: str = ""
    index: str = ""
    sources: tuple[str, ...] = ()
    failure_modes: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True)
class NamingSet:
    """Alternatives for one thing; the marked ones have weight 1, the unmarked ones 0."""

    name: str
    alternatives: Mapping[str, float]
    definition: str = ""
    note: str = ""
    styles: tuple[HouseStyle, ...] = ()
    """Since when whose house style uses, or avoids, which alternative."""

    def category(self, alternative: str) -> str:
        """Return the category under which an alternative is counted."""
        return f"naming:{self.name}/{alternative}"


@dataclass(frozen=True, eq=False)
class Lexicon:
    """A codebook: `read_lexicon` makes it.

    Attributes
    ----------
    name, version, licence, citation, language : str
    categories : dict of str to Category
    naming : dict of str to NamingSet
    terms : tuple of Term
    fingerprint : str
        Twelve characters that change with anything that could change a hit.
    """

    name: str
    terms: tuple[Term, ...]
    categories: Mapping[str, Category]
    naming: Mapping[str, NamingSet] = field(default_factory=dict)
    version: str = ""
    licence: str = ""
    citation: str = ""
    language: str = "en"

    @cached_property
    def fingerprint(self) -> str:
        """Twelve characters that change with anything that could change a hit."""
        lines = sorted(_canonical(term) for term in self.terms)
        sets = sorted(
            repr((s.name, sorted((name, float(w)) for name, w in s.alternatives.items())))
            for s in self.naming.values()
        )
        parts = "\n".join([*lines, *sets, *sorted(self.categories)])
        return hashlib.sha256(parts.encode()).hexdigest()[:12]

    @property
    def label(self) -> str:
        """Name, version and fingerprint in one string, as evidence carries it."""
        return f"{self.name} {self.version} {self.fingerprint}".replace("  ", " ")

    @cached_property
    def evidence_categories(self) -> tuple[str, ...]:
        """Every category evidence can have under this codebook, in a fixed order."""
        found: list[str] = []
        for name in self.categories:
            if name == "stance":
                found += [f"stance:{stance}" for stance in ("endorsing", "distancing", "hostile")]
            elif name != "naming":
                found.append(name)
        for naming in self.naming.values():
            found += [naming.category(alternative) for alternative in naming.alternatives]
        return tuple(found)

    def __len__(self) -> int:
        return len(self.terms)

    def __repr__(self) -> str:
        return (
            f"Lexicon {self.name!r} {self.version}: {len(self.terms):,} terms in "
            f"{len(self.categories)} categories, {len(self.naming)} naming sets"
        )

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the categories, their meaning, how many terms they have."""
        counts = Counter(term.category.partition(":")[0] for term in self.terms)
        rows = "".join(
            f"<tr><td>{escape(item.name)}</td><td>{escape(item.index)}</td>"
            f"<td>{counts[item.name]:,}</td>"
            f'<td style="text-align:left">{escape(item.definition)}</td></tr>'
            for item in self.categories.values()
        )
        head = "<tr><th>category</th><th>index</th><th>terms</th><th>definition</th></tr>"
        return (
            f"<div><p>{escape(repr(self))}</p><table><thead>{head}</thead>"
            f"<tbody>{rows}</tbody></table></div>"
        )


def _canonical(term: Term) -> str:
    values = []
    for item in fields(term):
        value = getattr(term, item.name)
        if item.name == "patterns":
            value = [[sorted(forms) for forms in pattern] for pattern in value]
        values.append(repr(value))
    return "\x1f".join(values)


def read_lexicon(source: str | Path = "loaded", *more: str | Path) -> Lexicon:
    """Read a codebook; several are read as one.

    Parameters
    ----------
    source : str or path, default "loaded"
        The name of a codebook that comes with the package, a folder with `lexicon.toml` and
        `terms.csv`, or a CSV with at least the columns `term` and `category`.
    *more : str or path
        Further ones, whose terms, categories and naming sets are added.

    Returns
    -------
    Lexicon

    Raises
    ------
    LexiconError
        If a file or row cannot be used; the message names file and line.

    Examples
    --------
    >>> lexicon = read_lexicon("loaded")
    >>> "evaluation" in lexicon.categories
    True
    """
    parts = [_read(part) for part in (source, *more)]
    if len(parts) == 1:
        return parts[0]
    seen: dict[tuple[str, str, bool], str] = {}
    for part in parts:
        for term in part.terms:
            key = (fold(term.term), term.category, term.case)
            if key in seen:
                raise LexiconError(
                    f"read_lexicon: {term.term!r} ({term.category}) stands in {seen[key]} and in "
                    f"{part.name}; a term counts once per category; take it out of one of them"
                )
            seen[key] = part.name
    return Lexicon(
        name="+".join(part.name for part in parts),
        terms=tuple(term for part in parts for term in part.terms),
        categories={name: item for part in parts[::-1] for name, item in part.categories.items()},
        naming=_merged(parts),
        version="+".join(part.version for part in parts),
        licence="; ".join(dict.fromkeys(part.licence for part in parts if part.licence)),
        citation="; ".join(dict.fromkeys(part.citation for part in parts if part.citation)),
        language=parts[0].language,
    )


def _merged(parts: Sequence[Lexicon]) -> dict[str, NamingSet]:
    """Put naming sets of the same name together: a later codebook adds alternatives and styles."""
    found: dict[str, NamingSet] = {}
    for part in parts:
        for name, item in part.naming.items():
            first = found.get(name, item)
            both = {**first.alternatives, **item.alternatives}
            styles = tuple(dict.fromkeys((*first.styles, *item.styles)))
            found[name] = replace(first, alternatives=both, styles=styles)
    return found


def shipped() -> list[str]:
    """Return the names of the codebooks that come along."""
    folder = resources.files("framing") / "lexicons"
    return sorted(item.name for item in folder.iterdir() if (item / "terms.csv").is_file())


def _read(source: str | Path) -> Lexicon:
    path = Path(source)
    if isinstance(source, str) and source in shipped():
        folder = resources.files("framing") / "lexicons" / source
        named = f"lexicons/{source}"
        return _build(
            source,
            (folder / "lexicon.toml").read_bytes(),
            (folder / "terms.csv").read_bytes(),
            named,
        )
    if path.is_dir():
        for name in ("lexicon.toml", "terms.csv"):
            if not (path / name).is_file():
                raise LexiconError(
                    f"{path}: there is no {name}; a codebook folder holds lexicon.toml and "
                    "terms.csv; add it, or name a CSV of terms instead"
                )
        toml, terms = (path / "lexicon.toml").read_bytes(), (path / "terms.csv").read_bytes()
        return _build(path.name, toml, terms, str(path))
    if path.is_file():
        return _build(path.stem, None, path.read_bytes(), str(path))
    raise LexiconError(unknown_name("read_lexicon", "codebook or path", source, shipped()))


def _build(name: str, toml: bytes | None, terms: bytes, where: str) -> Lexicon:
    csv_name = where if toml is None else f"{where}/terms.csv"
    try:
        head: dict[str, Any] = tomllib.loads((toml or b"").decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise LexiconError(
            f"{where}/lexicon.toml: this is not TOML ({fault}); see the shipped codebook "
            "`loaded` for the form; mend the file"
        ) from fault
    here = f"{where}/lexicon.toml"
    categories = {key: _category(here, key, item) for key, item in _tables(here, head, "category")}
    for key in categories:
        _check_name(f"{here}, [category.{key}]", key, "cannot be declared", "give it another name")
    naming = {key: _naming_set(here, key, item) for key, item in _tables(here, head, "naming")}
    found = tuple(_rows(csv_name, terms, None if toml is None else categories, naming))
    for term in found:
        named = "naming" if term.category.startswith("naming:") else term.category
        categories.setdefault(named, Category(named))
    return Lexicon(
        name=str(head.get("name", name)),
        terms=found,
        categories=categories,
        naming=naming,
        version=str(head.get("version", "")),
        licence=str(head.get("licence", "")),
        citation=str(head.get("citation", "")),
        language=str(head.get("language", "en")),
    )


def build_lexicon(name: str, terms: bytes, where: str) -> Lexicon:
    r"""Make a codebook of a table of terms that is in memory.

    Parameters
    ----------
    name : str
        The codebook's.
    terms : bytes
        A CSV with at least the columns `term` and `category`.
    where : str
        What errors call it.

    Examples
    --------
    >>> len(build_lexicon("mood", b"term,category\nkind*,good\n", "mood.csv"))
    1
    """
    return _build(name, None, terms, where)


def _tables(here: str, head: Mapping[str, Any], kind: str) -> Iterator[tuple[str, Any]]:
    tables = head.get(kind, {})
    if not isinstance(tables, dict) or not all(isinstance(v, dict) for v in tables.values()):
        raise LexiconError(
            f"{here}: {kind} is no set of tables; each has a heading of its own, as in "
            f"[{kind}.NAME]; mend the file"
        )
    yield from tables.items()


def _naming_set(here: str, name: str, item: Mapping[str, Any]) -> NamingSet:
    found = item.get("alternatives", {})
    if not isinstance(found, dict) or not all(type(v) in (int, float) for v in found.values()):
        raise LexiconError(
            f"{here}, [naming.{name}]: alternatives is {found!r}; it holds a number for each, "
            '1 for a marked choice and 0 for an unmarked one, as in { "Kiev" = 1, "Kyiv" = 0 }; '
            "mend it"
        )
    return NamingSet(
        name,
        found,
        str(item.get("definition", "")),
        str(item.get("note", "")),
        read_styles(f"{here}, [naming.{name}]", item.get("styles", []), found),
    )


def _category(here: str, name: str, item: Mapping[str, Any]) -> Category:
    def listed(key: str) -> tuple[str, ...]:
        found = item.get(key, [])
        if not isinstance(found, list):
            raise LexiconError(
                f"{here}, [category.{name}]: {key} is {found!r}; it is a list; write {key} = [...]"
            )
        return tuple(map(str, found))

    return Category(
        name,
        definition=str(item.get("definition", "")),
        how_to_tell=str(item.get("how_to_tell", "")),
        index=str(item.get("index", "")),
        sources=listed("sources"),
        failure_modes=listed("failure_modes"),
        examples=listed("examples"),
        counterexamples=listed("counterexamples"),
    )


def _rows(
    where: str,
    data: bytes,
    categories: Mapping[str, Category] | None,
    naming: Mapping[str, NamingSet],
) -> Iterator[Term]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise LexiconError(
            f"{where}, line {line}: byte 0x{data[fault.start]:02x} is not UTF-8; the file was "
            "saved in another encoding; save it as 'CSV UTF-8'"
        ) from fault
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = reader.fieldnames or []
    except csv.Error as fault:
        raise LexiconError(_unreadable(where, 1, fault)) from fault
    for need in ("term", "category"):
        if need not in columns:
            raise LexiconError(
                f"{where}, line 1: there is no column {need!r}; there are "
                f"{', '.join(columns) or 'none'}; name the columns term and category"
            )
    for column in columns:
        if column not in TERM_COLUMNS:
            raise LexiconError(unknown_name(f"{where}, line 1", "column", column, TERM_COLUMNS))
        if columns.count(column) > 1:
            raise LexiconError(
                f"{where}, line 1: the column {column!r} stands there {columns.count(column)} "
                "times; each column has one meaning; remove the others"
            )
    seen: dict[tuple[str, str, bool], int] = {}
    try:
        for row in reader:
            here = f"{where}, line {reader.line_num}"
            if None in row or None in row.values():
                raise LexiconError(
                    f"{here}: the row has {'more' if None in row else 'fewer'} cells than the "
                    f"header's {len(columns)}; a cell with a comma must be quoted; mend the row"
                )
            if not any(value.strip() for value in row.values()):
                continue
            term = _term(
                here, {key: value.strip() for key, value in row.items()}, categories, naming
            )
            key = (fold(term.term), term.category, term.case)
            if key in seen:
                raise LexiconError(
                    f"{here}: {term.term!r} ({term.category}) stands on line {seen[key]} already; "
                    "a term counts once per category; remove one of the rows"
                )
            seen[key] = reader.line_num
            yield term
    except csv.Error as fault:
        raise LexiconError(_unreadable(where, reader.line_num + 1, fault)) from fault


def _unreadable(where: str, line: int, fault: csv.Error) -> str:
    return (
        f"{where}, line {line}: the row cannot be read ({fault}); a quotation mark is probably "
        "not closed; mend it"
    )


def _term(
    here: str,
    row: Mapping[str, str],
    categories: Mapping[str, Category] | None,
    naming: Mapping[str, NamingSet],
) -> Term:
    text, category = row["term"], row["category"]
    if not _PARTS.search(text.replace(GAP, " ").replace("*", " ")):
        raise LexiconError(f"{here}: the term {text!r} holds no word; write one, or remove the row")
    _check_words(here, "term", text)
    entry = row.get("entry") or text
    weight = _number(here, "weight", row.get("weight") or "1")
    _check_category(here, text, category, row.get("subtype", ""), categories)
    if category.startswith("naming:"):
        known = naming.get(category[7:])
        if known is None:
            names = [f"naming:{name}" for name in naming]
            raise LexiconError(unknown_name(here, "naming set", category, names))
        if entry not in known.alternatives:
            where = f"{here}, set {known.name}"
            raise LexiconError(unknown_name(where, "alternative", entry, known.alternatives))
        category, weight = known.category(entry), float(known.alternatives[entry])
    polarity = _number(here, "polarity", row.get("polarity") or "0")
    if polarity not in (-1, 0, 1):
        raise LexiconError(f"{here}: the polarity is {row['polarity']}; it is -1, 0 or 1; mend it")
    inflect, case = row.get("inflect", ""), _switch(here, "case", row.get("case", ""), "yes", "no")
    if inflect not in ("", "n", "v", "a"):
        raise LexiconError(
            unknown_name(here, "inflection", inflect, ["n (noun)", "v (verb)", "a (adjective)"])
        )
    return Term(
        term=text,
        category=category,
        entry=entry,
        patterns=_patterns(text, inflect, row.get("forms", ""), case),
        polarity=int(polarity),
        weight=weight,
        subtype=row.get("subtype", ""),
        case=case,
        name=_switch(here, "name", row.get("name", ""), "allow", "skip"),
        head=0 if inflect == "v" else -1,
        **{key: _context(here, key, row.get(key, "")) for key in _CONTEXTS},
    )


def _check_name(here: str, name: str, cannot: str, advice: str) -> None:
    """Refuse names that tables give to other things."""
    base, colon, _ = name.partition(":")
    for reserved, reason in _RESERVED:
        if base.lower() == reserved:
            raise LexiconError(f"{here}: the category {name!r} {cannot}; {reason}; {advice}")
    if not name.strip():
        raise LexiconError(
            f"{here}: the category is empty; hits are counted under its name; write one"
        )
    if colon and base in _WITHOUT_KINDS:
        raise LexiconError(
            f"{here}: the category {name!r} {cannot}; {base} has no finer kinds of one's own; "
            f"{advice}"
        )


def _check_category(
    here: str,
    term: str,
    category: str,
    subtype: str,
    categories: Mapping[str, Category] | None,
) -> None:
    """Refuse a row whose category could not be counted, or would be counted as something else."""
    if category == "naming" or (category.startswith("naming:") and categories is None):
        raise LexiconError(
            f"{here}: the category {category!r} is no naming set of this codebook; a set is "
            "declared with its alternatives in lexicon.toml, under [naming.SET], and its rows have "
            "the category naming:SET; "
            + ("name a set" if categories is not None else "put both files into a folder")
        )
    if category.startswith("naming:"):
        return
    cannot, advice = "has no terms", "remove the row, or give it another category"
    _check_name(here, category, cannot, advice)
    for name, reason in _BY_RULE:
        if category == name:
            raise LexiconError(f"{here}: the category {name!r} {cannot}; {reason}; {advice}")
    if categories is None and category == "so_called":
        raise LexiconError(
            f"{here}: the category 'so_called' is found by rule; terms are added to it in a folder "
            "whose lexicon.toml declares it; put both files into a folder, or give the row another "
            "category"
        )
    if categories is not None and category not in categories:
        raise LexiconError(unknown_name(here, "category", category, categories))
    if category == "agent_deletion" and subtype not in ("passive", "nominal"):
        raise LexiconError(
            f"{here}: the subtype of {term!r} is {subtype!r}; harm is told by a verb (passive) or "
            "by a noun (nominal); write passive or nominal"
        )


def is_findable(term: str) -> bool:
    """Say whether a term could ever be found: texts are parted into words at most marks.

    Examples
    --------
    >>> is_findable("so-called"), is_findable("don't"), is_findable(":)")
    (True, True, False)
    """
    parts = _PARTS.findall(term)
    return bool(parts) and all(map(_is_word, parts))


def _is_word(part: str) -> bool:
    if part == GAP or _PLAIN.fullmatch(part):
        return True
    plain = part.replace("*", "a")
    index = WordIndex([plain])
    return len(index) == 1 and bool(index.starts[0] == 0 and index.ends[0] == len(plain))


def _check_words(here: str, column: str, cell: str) -> None:
    """Refuse marks at which texts are parted into words: such a row would never match."""
    for part in _PARTS.findall(cell):
        if not _is_word(part):
            raise LexiconError(
                f"{here}: the {column} {cell!r} would never be found; texts are parted into words "
                f"at marks such as those in {part!r}; write words of letters, digits and inner "
                "apostrophes"
            )


def _number(here: str, column: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = nan
    if not isfinite(number):
        raise LexiconError(f"{here}: the {column} is {value!r}; it must be a number; mend it")
    return number


def _switch(here: str, column: str, value: str, yes: str, no: str) -> bool:
    if value.lower() not in ("", yes, no):
        raise LexiconError(unknown_name(here, f"choice of {column}", value, [yes, no]))
    return value.lower() == yes


def _context(here: str, column: str, cell: str) -> tuple[Phrase, ...]:
    phrases: list[Phrase] = []
    for item in filter(None, (part.strip() for part in cell.split("|"))):
        if item.startswith("<"):
            if item not in _SPECIAL.get(column, ()):
                known = _SPECIAL.get(column, ())
                raise LexiconError(unknown_name(here, f"token in {column}", item, known))
            phrases.append((item,))
        else:
            _check_words(here, column, item)
            words = tuple(_fold(part) for part in _PARTS.findall(item))
            if words:
                phrases.append(words)
    return tuple(phrases)


def _fold(word: str) -> str:
    folded = fold(word)
    return folded[:-2] if folded.endswith("'s") else folded


def _patterns(
    text: str, inflect: str, forms: str, case: bool
) -> tuple[tuple[frozenset[str], ...], ...]:
    """Return the rows of word sets a term stands for: as parted by hyphens, and closed up."""
    tokens = text.split()
    moved = 0 if inflect == "v" else len(tokens) - 1
    extra = [form.strip() for form in forms.split("|") if form.strip()]
    parted: list[frozenset[str]] = []
    closed: list[frozenset[str]] = []
    for number, token in enumerate(tokens):
        parts = _PARTS.findall(token)
        for k, part in enumerate(parts):
            last = number == moved and k == len(parts) - 1
            parted.append(_forms(part, inflect if last else "", extra if last else [], case))
        closed.append(
            _forms(
                "".join(parts),
                inflect if number == moved else "",
                extra if number == moved and len(parts) == 1 else [],
                case,
            )
        )
    return (tuple(parted),) if len(parted) == len(closed) else (tuple(parted), tuple(closed))


def _forms(word: str, inflect: str, extra: list[str], case: bool) -> frozenset[str]:
    if word == GAP:
        return frozenset({GAP})
    base = word if case else fold(word)
    # The index cuts possessives, so a listed one must be cut too.
    base = base[:-2] if fold(base).endswith("'s") else base
    if "*" in base:
        return frozenset({base})
    made = {"n": noun_forms, "v": verb_forms}.get(inflect, lambda w: frozenset({w}))(base)
    found = {variant for form in made for variant in spellings(form)}
    return frozenset(found | {form if case else fold(form) for form in extra})
