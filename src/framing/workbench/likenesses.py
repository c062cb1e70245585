"""How like the entries of a codebook a word or phrase is: by its neighbours, and by all reasons."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np

from framing.corpus import Corpus
from framing.words import HYPHEN
from framing.workbench.candidates import Candidates, Floats, Ints

__all__ = ["learn_likeness", "nearest_entries", "neighbour_vectors"]

_WIDTH, _DIMENSIONS, _NEIGHBOURS = 2, 100, 3
_CONTEXT_WORDS = 2000
_FOLDS = 5
_FEWEST_ENTRIES = 20
"""With fewer entries in the corpus nothing is learned from them."""
_RARE_ENDING = 20
"""An ending that fewer forms have tells nothing."""
_PENALTY = 0.1


def neighbour_vectors(corpus: Corpus, found: Candidates) -> Floats:
    """Return a vector per form from the words around it: positive PMI, truncated SVD, length 1.

    References
    ----------
    Levy, Goldberg, Dagan (2015), Improving distributional similarity.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.preprocessing import normalize

    matrix = _positive_pmi(corpus, found)
    size = max(min(_DIMENSIONS, min(matrix.shape) - 1), 1)
    vectors: Floats = normalize(TruncatedSVD(size, random_state=0).fit_transform(matrix))
    return vectors


def _positive_pmi(corpus: Corpus, found: Candidates) -> Any:
    from scipy.sparse import csr_matrix

    index, count = corpus.index, len(found.forms)
    column_of = {}
    single = np.flatnonzero(found.size == 1)
    frequent = single[np.argsort(-found.hits[single], kind="stable")][:_CONTEXT_WORDS]
    for column, form in enumerate(frequent.tolist()):
        column_of[found.forms[form]] = column
    of_type = np.array([column_of.get(form, -1) for form in index.folded], np.int64)
    columns = of_type[index.ids]
    near = index.glue <= HYPHEN
    first, last = found.place, found.place + found.size[found.form] - 1
    rows, cells = [], []
    before = np.ones(len(first), bool)
    behind = before.copy()
    for step in range(1, _WIDTH + 1):
        # What stands before a word and what behind tell different things.
        left, right = first - step, last + step
        before &= (left >= 0) & near[np.maximum(left, 0)]
        behind &= (right < len(columns)) & near[np.minimum(right, len(columns)) - 1]
        for side, (place, there) in enumerate(((left, before), (right, behind))):
            column = columns[np.clip(place, 0, len(columns) - 1)]
            kept = there & (column >= 0)
            rows.append(found.form[kept])
            cells.append(2 * column[kept] + side)
    ones = np.ones(sum(map(len, rows)))
    shape = (count, 2 * _CONTEXT_WORDS + 1)
    counts = csr_matrix((ones, (np.concatenate(rows), np.concatenate(cells))), shape=shape)
    total = counts.sum()
    by_row = np.asarray(counts.sum(1)).ravel()
    by_column = np.asarray(counts.sum(0)).ravel() ** 0.75
    by_column = by_column / max(by_column.sum(), 1)
    there = counts.tocoo()
    expected = by_row[there.row] * by_column[there.col]
    pmi = np.maximum(np.log(there.data / np.maximum(expected, 1e-12)), 0) if total else there.data
    return csr_matrix((pmi, (there.row, there.col)), shape=shape)


def nearest_entries(found: Candidates, vectors: Floats) -> tuple[Floats, list[str], list[str]]:
    """Return the mean cosine to the three nearest entries, these, and their commonest category."""
    entries = np.flatnonzero((found.listed != "") & (found.hits > 0))
    similar, nearest, category = [], [], []
    for low in range(0, len(vectors), 1000):
        cosines = vectors[low : low + 1000] @ vectors[entries].T
        cosines[np.arange(low, low + len(cosines))[:, None] == entries[None, :]] = -1
        best = np.argsort(-cosines, axis=1, kind="stable")[:, :_NEIGHBOURS]
        similar.append(np.take_along_axis(cosines, best, axis=1).mean(1))
        for row in best:
            kinds = [found.listed[entries[k]] for k in row]
            category.append(str(max(kinds, key=kinds.count)))
            nearest.append(", ".join(found.forms[entries[k]] for k in row))
    return np.concatenate(similar), nearest, category


def learn_likeness(
    found: Candidates, vectors: Floats, measures: Floats, frames: Ints
) -> Floats | None:
    """Return how like the entries each form is, by a model that has not seen the form.

    Logistic regression tells entries from what might be proposed, in five folds; a form is judged
    by the model of the other four, so that not being listed is no argument against it. None where
    fewer than twenty entries stand in the corpus.
    """
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    entry = found.listed != ""
    used = np.flatnonzero((entry & (found.hits > 0)) | found.open)
    if entry[used].sum() < _FEWEST_ENTRIES or entry[used].all():
        return None
    hits = np.maximum(found.hits, 1)[:, None]
    dense = np.hstack(
        [vectors, measures, np.log(hits), frames > 0, frames / hits,
         found.size[:, None] == np.arange(1, 4)]
    )[used]  # fmt: skip
    spread = dense.std(0)
    dense = (dense - dense.mean(0)) / np.where(spread > 0, spread, 1)
    # A vector's hundred dimensions must not drown what has one.
    dense[:, : vectors.shape[1]] /= np.sqrt(10)
    features = hstack(
        [csr_matrix(dense), _endings([found.forms[k] for k in used.tolist()])]
    ).tocsr()
    # Folds by the spelling: they do not move when other texts come in.
    fold = np.array([zlib.crc32(found.forms[k].encode()) % _FOLDS for k in used.tolist()])
    judged = np.full(len(found.forms), np.nan)
    for number in range(_FOLDS):
        here, rest = fold == number, fold != number
        if not here.any() or len(set(entry[used][rest].tolist())) < 2:
            continue
        model = LogisticRegression(C=_PENALTY, class_weight="balanced", max_iter=500)
        model.fit(features[rest], entry[used][rest])
        judged[used[here]] = model.predict_proba(features[here])[:, 1]
    return judged


def _endings(forms: list[str]) -> Any:
    """Return which of the common endings of two to four letters each form has."""
    from scipy.sparse import csr_matrix

    ends = [[form[-n:] for n in (2, 3, 4) if len(form) > n + 1] for form in forms]
    names, counts = np.unique([e for some in ends for e in some] or [""], return_counts=True)
    column = {name: k for k, name in enumerate(names[counts >= _RARE_ENDING].tolist())}
    cells = [(k, column[e]) for k, some in enumerate(ends) for e in some if e in column]
    rows, columns = zip(*cells, strict=True) if cells else ((), ())
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(forms), len(column) + 1))
