"""What is doubtful about a codebook, alone and in a corpus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pandas as pd

from framing.cues import function_words
from framing.errors import LexiconError, require_columns
from framing.lexicon import GAP, Lexicon, Term

__all__ = ["CHECKS", "LINT_COLUMNS", "lint_lexicon"]

LINT_COLUMNS = ("check", "category", "entry", "term", "other", "value", "advice")
CHECKS = {
    "same_forms": "two terms of one category match the same words; merge them",
    "shadowed": "a wildcard of the category finds it already; remove one of the two",
    "ambiguous": "it stands in several categories of one index, and counts in each; choose one",
    "over_broad": "the wildcard begins with few letters; write more of the word",
    "function_word": "a word of grammar judges nothing by itself; add its neighbours",
    "never": "it was not found here; see its spelling and contexts, or leave it for other texts",
    "dominates": "it makes up a large part of its category here; read its hits before you compare",
    "mostly_quoted": "others say it, not the outlets; own-voice rates do not rest on it",
    "one_article": "one article holds most of its hits; one text moves the count",
}
"""Name of a check -> what to do about it."""
_SHORT = 4
_CONTEXTS = ("block_next", "block_prev", "block_near", "need_next", "need_prev", "need_near")
_ENOUGH = 10
"""Fewer hits say nothing about where an entry is found."""
_DOMINATES = 0.1
_QUOTED = 0.8
_ONE_ARTICLE = 0.5


def lint_lexicon(lexicon: Lexicon, evidence: pd.DataFrame | None = None) -> pd.DataFrame:
    r"""List what is doubtful about a codebook, and about what it found in a corpus.

    Nothing listed is an error: a codebook may have its reasons. Whoever compares outlets should
    know them.

    Parameters
    ----------
    lexicon : Lexicon
        The codebook.
    evidence : DataFrame, optional
        What `annotate` found with it: `doc_id`, `category`, `entry`, `voice`, `lexicon`. Adds the
        checks that need a corpus.

    Returns
    -------
    DataFrame
        One row per finding: `check` (`CHECKS` lists them), `category`, `entry`, `term`, `other`
        (the term, category or article it is about), `value` (letters before the wildcard, hits, or
        a share of hits), `advice`.

    Raises
    ------
    TableError
        If a column is missing.
    LexiconError
        If the evidence was found with another codebook.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from framing import read_lexicon
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "mood.csv"
    ...     _ = path.write_text("term,category\npu*,label\npuppet,label\n", encoding="utf-8")
    ...     found = lint_lexicon(read_lexicon(path))
    >>> found[["check", "term", "other"]].values.tolist()
    [['over_broad', 'pu*', ''], ['shadowed', 'puppet', 'pu*']]
    """
    rows = [*_alone(lexicon.terms), *_between(lexicon)]
    if evidence is not None:
        require_columns(
            "lint_lexicon", evidence.columns, ("doc_id", "category", "entry", "voice", "lexicon")
        )
        others = set(evidence["lexicon"].astype(str)) - {lexicon.label}
        if others:
            raise LexiconError(
                f"lint_lexicon: the evidence was found with {sorted(others)[0]!r}; the codebook is "
                f"{lexicon.label!r}; annotate with this one"
            )
        rows += _found(lexicon, evidence)
    table = pd.DataFrame(
        [(check, *rest, CHECKS[check]) for check, *rest in rows], columns=list(LINT_COLUMNS)
    )
    order = list(CHECKS)
    table["check"] = pd.Categorical(table["check"], categories=order)
    return table.sort_values(
        ["category", "entry", "check", "term", "other"], ignore_index=True, kind="stable"
    ).astype({"check": "str"})


_Row = tuple[str, str, str, str, str, float]


def _row(check: str, term: Term, other: str = "", value: float = float("nan")) -> _Row:
    return check, term.category, term.entry, term.term, other, value


def _alone(terms: Iterable[Term]) -> Iterator[_Row]:
    """Check each term by itself."""
    grammar = function_words()
    for term in terms:
        for form in sorted(
            {form for pattern in term.patterns for slot in pattern for form in slot}
        ):
            letters = form.find("*")
            if 0 <= letters < _SHORT:
                yield _row("over_broad", term, value=letters)
                break
        single = {form for pattern in term.patterns if len(pattern) == 1 for form in pattern[0]}
        # Adverbs (perhaps, allegedly) are words of grammar too, and say a lot.
        if not _bound(term) and any(grammar.get(form, "r") != "r" for form in single):
            yield _row("function_word", term)


def _bound(term: Term) -> bool:
    return term.case or any(getattr(term, name) for name in _CONTEXTS)


def _between(lexicon: Lexicon) -> Iterator[_Row]:
    """Check terms against one another."""
    by_form: defaultdict[tuple[str, ...], list[Term]] = defaultdict(list)
    globs: defaultdict[str, list[tuple[str, Term]]] = defaultdict(list)
    for term in lexicon.terms:
        for form in sorted(_single(term)):
            by_form[(form,)].append(term)
            if form.endswith("*") and not _bound(term):
                globs[term.category].append((form[:-1], term))
        for pattern in term.patterns:
            if len(pattern) > 1 and all(len(slot) == 1 for slot in pattern):
                words = tuple(next(iter(slot)) for slot in pattern)
                if GAP not in words:
                    by_form[words].append(term)
    seen: set[tuple[str, str, str]] = set()
    for same in by_form.values():
        for first, second in _pairs(same):
            check = _same(lexicon, first, second)
            key = (check, first.term + first.category, second.term + second.category)
            if check and key not in seen:
                seen.add(key)
                other = second.term if check == "same_forms" else second.category
                yield _row(check, first, other)
    for term in lexicon.terms:
        forms = _single(term)
        for start, glob in globs[term.category]:
            if glob is not term and forms and all(form.startswith(start) for form in forms):
                yield _row("shadowed", term, glob.term)
                break


def _pairs(terms: list[Term]) -> Iterator[tuple[Term, Term]]:
    unique = list(dict.fromkeys(terms))
    for k, first in enumerate(unique):
        for second in unique[k + 1 :]:
            yield first, second


def _single(term: Term) -> set[str]:
    return {form for pattern in term.patterns if len(pattern) == 1 for form in pattern[0]} - {GAP}


def _same(lexicon: Lexicon, first: Term, second: Term) -> str:
    """Return which check two terms with a form in common fail, or an empty string."""
    if _bound(first) or _bound(second):
        # Contexts and capitals may tell them apart.
        return ""
    if first.category == second.category:
        return "same_forms"
    indices = [_index(lexicon, term.category) for term in (first, second)]
    return "ambiguous" if indices[0] and indices[0] == indices[1] else ""


def _index(lexicon: Lexicon, category: str) -> str:
    known = lexicon.categories.get(category.partition(":")[0])
    return known.index if known is not None else ""


def _found(lexicon: Lexicon, evidence: pd.DataFrame) -> Iterator[_Row]:
    """Check what the entries found."""
    table = evidence.astype({"category": "str", "entry": "str", "voice": "str", "doc_id": "str"})
    entries: dict[tuple[str, str], Term] = {}
    for term in lexicon.terms:
        entries.setdefault((term.category, term.entry), term)
    totals = table.groupby("category").size()
    groups = dict(list(table.groupby(["category", "entry"])))
    for (category, entry), term in entries.items():
        hits = groups.get((category, entry))
        if hits is None:
            yield _row("never", term, value=0)
            continue
        if len(hits) < _ENOUGH:
            continue
        share = len(hits) / int(totals[category])
        if share >= _DOMINATES and totals[category] > len(hits):
            yield _row("dominates", term, value=share)
        quoted = float((hits["voice"] != "outlet").mean())
        if quoted >= _QUOTED:
            yield _row("mostly_quoted", term, value=quoted)
        most = hits["doc_id"].value_counts()
        if most.iloc[0] >= _ONE_ARTICLE * len(hits):
            name = min(most.index[most == most.iloc[0]])
            yield _row("one_article", term, name, float(most.iloc[0] / len(hits)))
