"""Words a codebook lacks: proposed with reasons and contexts, accepted or rejected by people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.columns import SECTION_GROUPS, base_category
from framing.corpus import Corpus
from framing.cues import function_words
from framing.errors import LexiconError, require_columns
from framing.lexicon import Lexicon
from framing.segments import positions
from framing.stats.log_odds import log_odds
from framing.tables import replacing
from framing.words import HYPHEN

__all__ = ["REASONS", "SUGGESTION_COLUMNS", "suggest", "write_accepted"]

SUGGESTION_COLUMNS = (
    "term",
    "category",
    "accept",
    "note",
    "z_own",
    "z_loaded",
    "similarity",
    "nearest",
    "hits",
    "docs",
    "outlets",
    "own",
    "contexts",
)
REASONS = ("z_own", "z_loaded", "similarity")
_FEWEST_DOCS = 3
_SHORTEST = 3
_LOWER = 0.5
"""A word written more rarely without a capital is taken for a name."""
_WIDTH, _DIMENSIONS, _NEIGHBOURS = 2, 100, 3
_CONTEXT_WORDS = 2000
_CONTEXTS, _AROUND = 3, 45
_RANK = 60
"""What is added to a rank before its inverse is summed (Cormack and others 2009)."""
_TERM_COLUMNS = ("term", "category", "polarity", "note")

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class _Words(NamedTuple):
    """The words of the scored sections, as numbers of folded forms, and the facts about them."""

    forms: list[str]
    form: Ints  # per kept word
    place: Ints  # its place in the index
    doc: Ints
    own: Bools
    loaded: Bools | None


def suggest(
    corpus: Corpus,
    segments: pd.DataFrame,
    lexicon: Lexicon,
    *,
    sentences: pd.DataFrame | None = None,
    most: int = 200,
) -> pd.DataFrame:
    """Propose words that a codebook lacks, each with contexts to accept or reject.

    Two reasons are ranked and their ranks joined: the word is over-represented in sentences
    assessed as loaded; its neighbours in this corpus are those of words the codebook has. How much
    more the outlets use it in their own voice is shown beside. Function words, numbers, names
    (words hardly ever written without a capital) and what the codebook has are left out, and so
    is what stands in fewer than three articles.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    segments : DataFrame
        What `segment` returned for them.
    lexicon : Lexicon
        The codebook.
    sentences : DataFrame, optional
        What `assess` returned; without it only the neighbours count, which finds less.
    most : int, default 200
        How many to propose.

    Returns
    -------
    DataFrame
        One row per word, the best first: `term`, `category` (that of its nearest entries, to be
        checked), `accept` and `note` (empty, for you), `z_own`, `z_loaded` (log-odds over their
        standard error), `similarity` (mean cosine to the three nearest entries), `nearest`,
        `hits`, `docs`, `outlets`, `own` (share of its hits in the outlets' own voice), `contexts`.

    Raises
    ------
    TableError
        If a column is missing.
    LexiconError
        If no word of the codebook stands in the corpus: there is nothing to be like.

    References
    ----------
    Monroe, Colaresi, Quinn (2008) for the log-odds; Levy, Goldberg, Dagan (2015), Improving
    distributional similarity, for positive PMI with truncated SVD; Cormack, Clarke, Buettcher
    (2009) for joining ranks.

    Examples
    --------
    >>> from framing import attribute, read_corpus, read_lexicon, segment
    >>> texts = [f"A reckless plan. A feckless plan of the {w}." for w in ("bank", "town", "mayor")]
    >>> corpus = read_corpus(pd.DataFrame({"outlet": "Post", "text": texts}))
    >>> found = suggest(corpus, segment(corpus, attribute(corpus)), read_lexicon("loaded"))
    >>> found["term"].tolist()
    ['plan']
    """
    words = _words(corpus, segments, sentences)
    known = _known(lexicon)
    listed = np.array([known.get(form, "") for form in words.forms])
    if not (listed != "").any():
        raise LexiconError(
            f"suggest: no single word of {lexicon.name!r} stands in these {len(corpus):,} "
            "articles; proposals are words like those of the codebook; pass other articles or "
            "another codebook"
        )
    candidates = _candidates(corpus, words, listed != "")
    scores = {
        "z_own": _over_represented(words, words.own),
        "z_loaded": None if words.loaded is None else _over_represented(words, words.loaded),
    }
    similar, nearest, category = _neighbours(corpus, words, listed)
    # Over-representation in own voice finds narration, and joined to the others only hurts.
    ranked = [s for s in (scores["z_loaded"], similar) if s is not None]
    order = _joined(ranked, candidates)[:most]
    table = pd.DataFrame({"term": [words.forms[k] for k in order.tolist()]})
    table["category"] = [category[k] for k in order.tolist()]
    table["accept"] = table["note"] = ""
    for name, values in scores.items():
        table[name] = np.nan if values is None else values[order]
    table["similarity"] = similar[order]
    table["nearest"] = [nearest[k] for k in order.tolist()]
    facts = [_facts(corpus, words, k) for k in order.tolist()]
    for number, name in enumerate(("hits", "docs", "outlets", "own", "contexts")):
        table[name] = [fact[number] for fact in facts]
    return table[list(SUGGESTION_COLUMNS)]


def _words(corpus: Corpus, segments: pd.DataFrame, sentences: pd.DataFrame | None) -> _Words:
    require_columns("suggest", segments.columns, ("doc_id", "field", "start", "voice", "section"))
    index = corpus.index
    places = corpus.places.iloc[index.text_of].reset_index(drop=True)
    starts = pd.Series(index.starts.astype(np.int64))
    home = positions(segments, places["doc_id"], places["field"], starts)
    section = segments["section"].astype(str).isin(SECTION_GROUPS).to_numpy()[home] & (home >= 0)
    own = (segments["voice"].astype(str) == "outlet").to_numpy()[home]
    loaded = None
    if sentences is not None:
        require_columns(
            "suggest", sentences.columns, ("doc_id", "field", "start", "end", "probability")
        )
        at = positions(sentences, places["doc_id"], places["field"], starts)
        loaded = (sentences["probability"].to_numpy()[at] > _LOWER) & (at >= 0)
    kept = np.flatnonzero(section)
    forms = sorted(set(index.folded))
    number = {form: k for k, form in enumerate(forms)}
    of_type = np.array([number[form] for form in index.folded], np.int64)
    doc = pd.factorize(places["doc_id"])[0].astype(np.int64)
    return _Words(
        forms, of_type[index.ids[kept]], kept, doc[kept], own[kept],
        None if loaded is None else loaded[kept],
    )  # fmt: skip


def _known(lexicon: Lexicon) -> dict[str, str]:
    """Return the single words of a codebook with their category; names are none."""
    found: dict[str, str] = {}
    for term in lexicon.terms:
        if base_category(term.category) == "naming":
            continue
        for pattern in term.patterns:
            if len(pattern) == 1:
                found.update(dict.fromkeys(sorted(pattern[0]), term.category))
    return found


def _candidates(corpus: Corpus, words: _Words, listed: Bools) -> Bools:
    index = corpus.index
    count = len(words.forms)
    pairs = np.unique(words.form * (len(corpus) + 1) + words.doc)
    docs = np.bincount(pairs // (len(corpus) + 1), minlength=count)
    lower = np.array([word[:1].islower() for word in index.types], bool)[index.ids[words.place]]
    hits = np.bincount(words.form, minlength=count)
    small = np.bincount(words.form, lower, count) / np.maximum(hits, 1)
    plain = [
        len(form) >= _SHORTEST and form.isalpha() and form not in function_words()
        for form in words.forms
    ]
    found: Bools = np.array(plain) & ~listed & (docs >= _FEWEST_DOCS) & (small >= _LOWER)
    return found


def _over_represented(words: _Words, side: Bools) -> Floats:
    count = len(words.forms)
    mine = np.bincount(words.form[side], minlength=count)
    rest = np.bincount(words.form[~side], minlength=count)
    total = mine.sum() + rest.sum()
    prior = (mine + rest + 1e-9) / (total + 1e-9 * count)
    return log_odds(mine, mine.sum(), rest, rest.sum(), prior=prior, alpha_0=0.1 * total).z


def _neighbours(
    corpus: Corpus, words: _Words, listed: npt.NDArray[np.str_]
) -> tuple[Floats, list[str], list[str]]:
    """Return how like the nearest entries each word is, which these are, and their category."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.preprocessing import normalize

    matrix = _positive_pmi(corpus, words)
    size = min(_DIMENSIONS, min(matrix.shape) - 1)
    vectors = normalize(TruncatedSVD(max(size, 1), random_state=0).fit_transform(matrix))
    entries = np.flatnonzero(listed != "")
    hits = np.bincount(words.form, minlength=len(words.forms))
    entries = entries[hits[entries] > 0]
    similar, nearest, category = [], [], []
    for low in range(0, len(vectors), 1000):
        cosines = vectors[low : low + 1000] @ vectors[entries].T
        cosines[np.arange(low, low + len(cosines))[:, None] == entries[None, :]] = -1
        best = np.argsort(-cosines, axis=1, kind="stable")[:, :_NEIGHBOURS]
        similar.append(np.take_along_axis(cosines, best, axis=1).mean(1))
        for row in best:
            kinds = [listed[entries[k]] for k in row]
            category.append(max(kinds, key=kinds.count))
            nearest.append(", ".join(words.forms[entries[k]] for k in row))
    return np.concatenate(similar), nearest, category


def _positive_pmi(corpus: Corpus, words: _Words) -> Any:
    """Return words by neighbours within two words: positive pointwise mutual information."""
    from scipy.sparse import csr_matrix

    index = corpus.index
    count = len(words.forms)
    frequent = np.argsort(-np.bincount(words.form, minlength=count), kind="stable")
    column = np.full(count, -1)
    column[frequent[:_CONTEXT_WORDS]] = np.arange(min(_CONTEXT_WORDS, count))
    rows, columns = [], []
    joined = index.glue[words.place] <= HYPHEN
    for step in range(1, _WIDTH + 1):
        near = (words.place[step:] - words.place[:-step] == step) & joined[:-step]
        left, right = words.form[:-step], words.form[step:]
        # What stands before a word and what behind tell different things.
        for side, (a, b) in enumerate(((left, right), (right, left))):
            there = near & (column[b] >= 0)
            rows.append(a[there])
            columns.append(2 * column[b[there]] + side)
    ones = np.ones(sum(map(len, rows)))
    shape = (count, 2 * _CONTEXT_WORDS + 1)
    counts = csr_matrix((ones, (np.concatenate(rows), np.concatenate(columns))), shape=shape)
    total = counts.sum()
    by_row = np.asarray(counts.sum(1)).ravel()
    by_column = np.asarray(counts.sum(0)).ravel() ** 0.75
    by_column = by_column / max(by_column.sum(), 1)
    found = counts.tocoo()
    expected = by_row[found.row] * by_column[found.col]
    pmi = np.maximum(np.log(found.data / np.maximum(expected, 1e-12)), 0) if total else found.data
    return csr_matrix((pmi, (found.row, found.col)), shape=shape)


def _joined(scores: Sequence[Floats], candidates: Bools) -> Ints:
    """Return the candidates by the sum of the inverse ranks of their scores."""
    chosen = np.flatnonzero(candidates)
    total = np.zeros(len(chosen))
    for values in scores:
        ranks = np.argsort(np.argsort(-np.nan_to_num(values[chosen], nan=-9), kind="stable"))
        total += 1 / (_RANK + ranks)
    ordered: Ints = chosen[np.argsort(-total, kind="stable")]
    return ordered


def _facts(corpus: Corpus, words: _Words, form: int) -> tuple[int, int, int, float, str]:
    at = np.flatnonzero(words.form == form)
    docs = np.unique(words.doc[at])
    index = corpus.index
    outlets = corpus.articles["outlet"].astype(str).to_numpy()
    rows = corpus.articles["doc_id"].to_numpy()
    codes = pd.factorize(corpus.places["doc_id"])[1]
    of_doc = {k: outlets[np.flatnonzero(rows == codes[k])[0]] for k in docs.tolist()}
    shown: list[str] = []
    seen: set[str] = set()
    for k in at.tolist():
        outlet = of_doc[int(words.doc[k])]
        if len(shown) < _CONTEXTS and (outlet not in seen or len(set(of_doc.values())) < _CONTEXTS):
            place = int(words.place[k])
            text = index.texts[int(index.text_of[place])]
            a, b = int(index.starts[place]), int(index.ends[place])
            line = f"{text[max(0, a - _AROUND) : a]}[{text[a:b]}]{text[b : b + _AROUND]}"
            shown.append(" ".join(line.split()))
            seen.add(outlet)
    return (
        len(at), len(docs), len(set(of_doc.values())), float(words.own[at].mean()),
        " | ".join(shown),
    )  # fmt: skip


def write_accepted(suggestions: pd.DataFrame, path: str | Path) -> Path:
    """Write the accepted suggestions as a table of terms that `read_lexicon` reads.

    Parameters
    ----------
    suggestions : DataFrame
        What `suggest` returned, with something in `accept` (``yes``, ``x``, ``1``) where you
        agree, and `category` corrected; a spreadsheet read back will do.
    path : str or path
        The CSV to write: `term`, `category`, `polarity` (0, to be filled), `note`.

    Returns
    -------
    Path

    Raises
    ------
    TableError
        If a column is missing.
    LexiconError
        If nothing is accepted.

    Examples
    --------
    >>> import tempfile
    >>> from framing import read_lexicon
    >>> table = pd.DataFrame({"term": ["feckless", "plan"], "category": "evaluation"})
    >>> table["accept"], table["note"] = ["yes", ""], ""
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     len(read_lexicon(write_accepted(table, Path(folder) / "more.csv")))
    1
    """
    require_columns("write_accepted", suggestions.columns, ("term", "category", "accept", "note"))
    said = suggestions["accept"].fillna("").astype(str).str.strip().str.lower()
    kept = suggestions[said.isin(["yes", "y", "x", "1", "true"])]
    if kept.empty:
        raise LexiconError(
            f"write_accepted: none of {len(suggestions):,} suggestions is accepted; the column "
            "accept holds yes, x or 1 where you agree; fill it and pass the table again"
        )
    table = kept.assign(polarity=0)[list(_TERM_COLUMNS)].fillna("")
    path = Path(path)
    with replacing(path) as file:
        file.write(table.to_csv(index=False, lineterminator="\n").encode("utf-8"))
    return path
