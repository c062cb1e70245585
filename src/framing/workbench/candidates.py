"""Words and phrases that a codebook might list: where they stand, and what is known of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.columns import SECTION_GROUPS, base_category
from framing.corpus import Corpus
from framing.cues import function_words
from framing.errors import require_columns
from framing.lexicon import GAP, Lexicon, Term
from framing.segments import positions
from framing.stats.log_odds import log_odds
from framing.words import HYPHEN

__all__ = [
    "FRAMES",
    "Candidates",
    "count_frames",
    "gather",
    "over_represented",
    "show_contexts",
]

FRAMES = ("beside an entry", "so-called", "intensified")
"""Where loaded words like to stand: joined to one by and, or, but; behind so-called; behind an
intensifier of the codebook."""
_FEWEST_DOCS = 3
_SHORTEST = 3
_LONGEST = 3
"""Words of the longest phrase."""
_LOWER = 0.5
"""A word written more rarely without a capital is taken for a name."""
_ASSOCIATION = 4.0
"""How much oftener the words of a phrase stand together than alone they would (natural log)."""
_SPELLINGS = 500
_CONTEXTS, _AROUND = 3, 45

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Strings = npt.NDArray[np.str_]


class Candidates(NamedTuple):
    """Words and phrases of the scored sections, and their occurrences.

    Attributes
    ----------
    forms : list of str
        Folded, words of a phrase apart by a blank, in the order of the alphabet.
    size, hits, docs : ndarray of int64
        Per form: how many words it has, how often it occurs, in how many articles.
    listed : ndarray of str
        Per form: the category it has in the codebook, or empty.
    open : ndarray of bool
        Per form: whether it may be proposed.
    form, place, doc : ndarray of int64
        Per occurrence: number of the form, of its first word in the index, of the article.
    own : ndarray of bool
        Per occurrence: whether the outlet speaks.
    loaded : ndarray of bool or None
        Per occurrence: whether its sentence was assessed as loaded; None where none was.
    """

    forms: list[str]
    size: Ints
    hits: Ints
    docs: Ints
    listed: Strings
    open: Bools
    form: Ints
    place: Ints
    doc: Ints
    own: Bools
    loaded: Bools | None


class _Words(NamedTuple):
    """The words of the index as numbers of folded forms, and what is known of each."""

    names: list[str]
    form: Ints
    scored: Bools
    own: Bools
    loaded: Bools | None
    doc: Ints


def gather(
    corpus: Corpus, segments: pd.DataFrame, sentences: pd.DataFrame | None, lexicon: Lexicon
) -> Candidates:
    """Return every word, and every phrase that holds together, of the scored sections.

    What a codebook has is among them (`listed`); function words, numbers, names, what stands in
    fewer than three articles and phrases around a listed word are not open to be proposed.
    """
    words = _words(corpus, segments, sentences)
    plain = np.array(
        [
            len(name) >= _SHORTEST and name.isalpha() and name not in function_words()
            for name in words.names
        ]
    )
    single = np.flatnonzero(words.scored)
    parts = [(1, words.form[single][:, None], single)]
    parts += [_phrases(corpus, words, plain, size) for size in range(2, _LONGEST + 1)]
    names: list[str] = []
    sizes: list[int] = []
    numbers, places = [], []
    for size, ids, place in parts:
        kinds, of = np.unique(ids, axis=0, return_inverse=True)
        numbers.append(of.ravel() + len(names))
        names += [" ".join(words.names[k] for k in kind) for kind in kinds.tolist()]
        places.append(place)
        sizes += [size] * len(kinds)
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names), np.int64)
    rank[order] = np.arange(len(names))
    forms, size_of = [names[k] for k in order], np.array([sizes[k] for k in order], np.int64)
    form, place = rank[np.concatenate(numbers)], np.concatenate(places)
    listed, taken = _listed(lexicon, forms)
    hits = np.bincount(form, minlength=len(forms))
    docs = _docs(form, words.doc[place], len(forms))
    lower = np.array([word[:1].islower() for word in corpus.index.types], bool)
    small = np.bincount(form, lower[corpus.index.ids[place]], len(forms)) / np.maximum(hits, 1)
    fit = np.array([all(part.isalpha() for part in name.split()) for name in forms])
    alone = dict(zip(words.names, plain.tolist(), strict=True))
    fit &= (size_of > 1) | np.array([alone.get(name, False) for name in forms])
    known = {name for name, kind, size in zip(forms, listed, size_of, strict=True)
             if kind and size == 1}  # fmt: skip
    around = np.array([any(part in known for part in name.split()) for name in forms])
    ready = fit & ~taken & ~around & (docs >= _FEWEST_DOCS) & (small >= _LOWER)
    ready &= ~_fragments(form, place, size_of, taken | ready)
    return Candidates(
        forms, size_of, hits, docs, listed, ready, form, place, words.doc[place],
        words.own[place], None if words.loaded is None else words.loaded[place],
    )  # fmt: skip


def _words(corpus: Corpus, segments: pd.DataFrame, sentences: pd.DataFrame | None) -> _Words:
    require_columns("suggest", segments.columns, ("doc_id", "field", "start", "voice", "section"))
    index = corpus.index
    places = corpus.places.iloc[index.text_of].reset_index(drop=True)
    starts = pd.Series(index.starts.astype(np.int64))
    home = positions(segments, places["doc_id"], places["field"], starts)
    scored = segments["section"].astype(str).isin(SECTION_GROUPS).to_numpy()[home] & (home >= 0)
    own = (segments["voice"].astype(str) == "outlet").to_numpy()[home]
    loaded = None
    if sentences is not None:
        require_columns(
            "suggest", sentences.columns, ("doc_id", "field", "start", "end", "probability")
        )
        at = positions(sentences, places["doc_id"], places["field"], starts)
        loaded = (sentences["probability"].to_numpy()[at] > 0.5) & (at >= 0)
    names = sorted(set(index.folded))
    number = {name: k for k, name in enumerate(names)}
    of_type = np.array([number[name] for name in index.folded], np.int64)
    doc = pd.factorize(places["doc_id"])[0].astype(np.int64)
    return _Words(names, of_type[index.ids], scored, own, loaded, doc)


def _phrases(corpus: Corpus, words: _Words, plain: Bools, size: int) -> tuple[int, Ints, Ints]:
    """Return the places of the phrases that hold together and stand in enough articles."""
    last = len(words.form) - size + 1
    if last <= 0:
        return size, np.zeros((0, size), np.int64), np.zeros(0, np.int64)
    kept = words.scored[:last].copy()
    for step in range(size - 1):
        kept &= corpus.index.glue[step : step + last] <= HYPHEN
        kept &= words.scored[step + 1 : step + 1 + last]
    kept &= plain[words.form[:last]] & plain[words.form[size - 1 : size - 1 + last]]
    place = np.flatnonzero(kept)
    count = len(words.names)
    key = words.form[place]
    for step in range(1, size):
        key = key * count + words.form[place + step]
    kinds, of = np.unique(key, return_inverse=True)
    hits = np.bincount(of, minlength=len(kinds))
    docs = _docs(of, words.doc[place], len(kinds))
    # The share of the phrase over what its words' shares would make it.
    total = float(max(words.scored.sum(), 1))
    often = np.bincount(words.form[words.scored], minlength=count)
    expected = np.zeros(len(kinds))
    rest = kinds.copy()
    for _ in range(size):
        expected += np.log(np.maximum(often[rest % count], 1) / total)
        rest //= count
    strength = np.log(np.maximum(hits, 1) / total) - expected
    good = (docs >= _FEWEST_DOCS) & (strength > _ASSOCIATION * (size - 1))
    chosen = place[good[of]]
    ids = np.stack([words.form[chosen + step] for step in range(size)], axis=1)
    return size, ids, chosen


def _docs(form: Ints, doc: Ints, count: int) -> Ints:
    width = int(doc.max(initial=0)) + 1
    pairs = np.unique(form * width + doc)
    return np.bincount(pairs // width, minlength=count).astype(np.int64)


def _fragments(form: Ints, place: Ints, size: Ints, phrase: Bools) -> Bools:
    """Say what stands mostly inside a longer phrase that is listed or may be proposed itself."""
    length = size[form]
    found = np.zeros(len(size), bool)
    for words in range(1, _LONGEST):
        inside = np.zeros(int(place.max(initial=0)) + _LONGEST + 1, bool)
        for more in range(words + 1, _LONGEST + 1):
            at = place[(length == more) & phrase[form]]
            for step in range(more - words + 1):
                inside[at + step] = True
        mine = length == words
        hits = np.bincount(form[mine], minlength=len(size))
        within = np.bincount(form[mine], inside[place[mine]], len(size))
        found |= (size == words) & (within > _LOWER * hits)
    return found


def _spelled(term: Term) -> Iterable[tuple[str, bool]]:
    """Yield the forms of an entry, and whether each is a pattern with a star."""
    for pattern in term.patterns:
        size = len(pattern)
        many = int(np.prod([len(forms) for forms in pattern]))
        if size > _LONGEST or many > _SPELLINGS or any(GAP in forms for forms in pattern):
            continue
        for chosen in itertools.product(*map(sorted, pattern)):
            yield " ".join(chosen), any("*" in form for form in chosen)


def _listed(lexicon: Lexicon, forms: Sequence[str]) -> tuple[Strings, Bools]:
    """Return the category of each form in the codebook, and which forms it has; names have none."""
    exact: dict[str, str] = {}
    stars: dict[str, str] = {}
    for term in lexicon.terms:
        kind = "" if base_category(term.category) == "naming" else term.category
        for form, star in _spelled(term):
            (stars if star else exact).setdefault(form, kind)
    found = [exact.get(form) for form in forms]
    for pattern, kind in stars.items():
        head = pattern.partition("*")[0]
        for k, form in enumerate(forms):
            if found[k] is None and form.startswith(head) and fnmatchcase(form, pattern):
                found[k] = kind
    taken = np.array([kind is not None for kind in found], bool)
    return np.array([kind or "" for kind in found], np.str_), taken


def over_represented(found: Candidates, side: Bools) -> Floats:
    """Return log-odds of one side against the rest, over their standard error, per form."""
    count = len(found.forms)
    mine = np.bincount(found.form[side], minlength=count)
    rest = np.bincount(found.form[~side], minlength=count)
    single = found.size[found.form] == 1
    words_a, words_b = int((side & single).sum()), int((~side & single).sum())
    total = words_a + words_b
    prior = (mine + rest + 1e-9) / (total + 1e-9 * count)
    return log_odds(mine, words_a, rest, words_b, prior=prior, alpha_0=0.1 * total).z


def count_frames(corpus: Corpus, found: Candidates) -> Ints:
    """Return how often each form stands in each of `FRAMES`: one row per form."""
    index = corpus.index
    folded = np.array(index.folded, np.str_)
    kind = np.full(len(folded), "", found.listed.dtype)
    of = {form: k for k, form in enumerate(found.forms)}
    for number, form in enumerate(index.folded):
        kind[number] = found.listed[of[form]] if form in of else ""
    is_entry, is_link = (kind != "")[index.ids], np.isin(folded, ("and", "or", "but"))[index.ids]
    is_loud = np.array([base_category(k) == "intensifier" for k in kind.tolist()])[index.ids]
    so, called = (folded == "so")[index.ids], (folded == "called")[index.ids]
    first, behind = found.place, found.place + found.size[found.form]
    last, near = len(index.ids) - 1, index.glue <= HYPHEN

    def at(mask: Bools, place: Ints) -> Bools:
        inside = (place >= 0) & (place <= last)
        return np.asarray(mask[np.clip(place, 0, last)] & inside, bool)

    before = at(near, first - 1)
    joined = before & at(is_link, first - 1) & at(near, first - 2) & at(is_entry, first - 2)
    after = at(near, behind - 1) & at(is_link, behind) & at(near, behind) & at(is_entry, behind + 1)
    dubbed = before & at(called, first - 1) & at(near, first - 2) & at(so, first - 2)
    loud = before & at(is_loud, first - 1)
    count = len(found.forms)
    return np.stack(
        [np.bincount(found.form, mask, count) for mask in (joined | after, dubbed, loud)], axis=1
    ).astype(np.int64)


def show_contexts(
    corpus: Corpus, found: Candidates, forms: Sequence[int]
) -> list[tuple[int, float, str]]:
    """Return outlets, share in their own voice, and up to three contexts of each of some forms."""
    codes = pd.factorize(corpus.places["doc_id"])[1]
    outlet_of = dict(
        zip(corpus.articles["doc_id"], corpus.articles["outlet"].astype(str), strict=True)
    )
    outlet = np.array([outlet_of[code] for code in codes], object)
    by_form = np.argsort(found.form, kind="stable")
    ends = np.cumsum(found.hits)
    facts = []
    for form in forms:
        at = by_form[ends[form] - found.hits[form] : ends[form]]
        outlets = outlet[found.doc[at]]
        chosen = at.tolist()
        if len(set(outlets)) >= _CONTEXTS:  # then one of an outlet
            chosen = sorted(dict(zip(outlets[::-1], chosen[::-1], strict=True)).values())
        lines = [_context(corpus, found, int(k)) for k in chosen[:_CONTEXTS]]
        facts.append((len(set(outlets)), float(found.own[at].mean()), " | ".join(lines)))
    return facts


def _context(corpus: Corpus, found: Candidates, occurrence: int) -> str:
    index, place = corpus.index, int(found.place[occurrence])
    text = index.texts[int(index.text_of[place])]
    a = int(index.starts[place])
    b = int(index.ends[place + int(found.size[found.form[occurrence]]) - 1])
    line = f"{text[max(0, a - _AROUND) : a]}[{text[a:b]}]{text[b : b + _AROUND]}"
    return " ".join(line.split())
