"""A linear model of frames: what each term, cue and direction is worth, in log odds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.assessments.sentences import TermTable, list_terms
from framing.frames.texts import Texts
from framing.models.fields import Numbers

__all__ = ["Layer", "Scaled", "count", "deal", "learn_layers", "to_digits"]

Floats = npt.NDArray[np.float64]

SEEN = 2
"""A term that stands in fewer texts is left out."""
VECTORS_SIZE = 1.0
"""How long the mean vector of a text is, beside its terms, whose length is 1."""
_MOST_ROUNDS = 1000


class Scaled:
    """Facts brought to a common scale: what their mean and scale were, and what they are worth."""

    def __init__(self, means: Floats, scales: Floats, weights: Floats) -> None:
        self.means, self.scales, self.weights = means, scales, weights

    def apply(self, facts: Floats) -> Floats:
        """Return facts as the weights take them."""
        scaled: Floats = (facts - self.means) / self.scales
        return scaled


@dataclass(frozen=True)
class Layer:
    """A linear model; its weights are frames in columns.

    Attributes
    ----------
    terms : TermTable
    weights : array, terms by frames
    cues, vectors : Scaled
    bias : array, one per frame
    """

    terms: TermTable
    weights: Floats
    cues: Scaled
    vectors: Scaled
    bias: Floats

    def score(self, texts: Texts) -> Floats:
        """Return the scores, texts by frames."""
        from scipy.sparse import csr_matrix

        rows, columns, values = self.terms.find(texts.index, texts.units)
        matrix = csr_matrix((values, (rows, columns)), shape=(len(texts), len(self.weights)))
        scores: Floats = self.bias + matrix @ self.weights
        scores = scores + self.cues.apply(count(texts)) @ self.cues.weights
        return scores + self.vectors.apply(texts.vectors[texts.rows]) @ self.vectors.weights

    def known(self, texts: Texts) -> npt.NDArray[np.bool_]:
        """Say of each text whether it holds a term or cue that is worth something."""
        worth = np.abs(self.weights).max(axis=1, initial=0) > 0
        rows, columns, _ = self.terms.find(texts.index, texts.units)
        found = np.bincount(rows[worth[columns]], minlength=len(texts)) > 0
        weighed = np.abs(self.cues.weights).max(axis=1, initial=0) > 0
        known: npt.NDArray[np.bool_] = found | (texts.cues[texts.rows][:, weighed] > 0).any(axis=1)
        return known


def count(texts: Texts) -> Floats:
    """Return how often each cue stands in each text, on a scale of logs."""
    logs: Floats = np.log1p(texts.cues[texts.rows])
    return logs


def learn_layers(texts: Texts, truth: Floats, size: float) -> Callable[[float], Layer]:
    """Return a function that learns, given a strength, from texts and what is true.

    What does not depend on the strength is done once.

    Parameters
    ----------
    texts : Texts
    truth : array, texts by frames
        1, 0, or missing where nobody coded.
    size : float
        How far a cue reaches at one standard deviation, beside terms, whose length is 1. The
        strength is the inverse of the ridge penalty.
    """
    from scipy.sparse import csr_matrix, hstack

    terms = list_terms(texts.index, texts.units, SEEN)
    rows, columns, values = terms.find(texts.index, texts.units)
    cues = _scaled(count(texts), size)
    vectors = _scaled(texts.vectors[texts.rows], VECTORS_SIZE, together=True)
    matrix = hstack(
        [
            csr_matrix((values, (rows, columns)), shape=(len(texts), len(terms.keys))),
            csr_matrix(cues.apply(count(texts))),
            csr_matrix(vectors.apply(texts.vectors[texts.rows])),
        ]
    ).tocsr()
    cuts = np.cumsum([len(terms.keys), len(cues.means)])

    def learn(strength: float) -> Layer:
        fits = [_fit(matrix, truth[:, k], strength) for k in range(truth.shape[1])]
        weights = np.column_stack([weights for weights, _ in fits])
        of_terms, of_cues, of_vectors = np.split(weights, cuts)
        return Layer(
            terms,
            of_terms,
            Scaled(cues.means, cues.scales, of_cues),
            Scaled(vectors.means, vectors.scales, of_vectors),
            np.array([bias for _, bias in fits]),
        )

    return learn


def _scaled(facts: Floats, size: float, together: bool = False) -> Scaled:
    means = facts.mean(axis=0)
    spread = (facts - means) if len(facts) else facts
    if together:
        length = float(np.sqrt((spread**2).sum(axis=1).mean())) or 1.0
        scales = np.full(facts.shape[1], length / size)
    else:
        deviations = spread.std(axis=0)
        scales = np.where(deviations > 0, deviations, 1.0) / size
    return Scaled(means, scales, np.zeros((facts.shape[1], 0)))


def _fit(matrix: Any, truth: Floats, strength: float) -> tuple[Floats, float]:
    """Return the weights and bias of one frame."""
    from sklearn.linear_model import LogisticRegression

    coded = np.flatnonzero(~np.isnan(truth))
    wanted = truth[coded]
    if len(np.unique(wanted)) < 2:
        # In a fold a rare frame may be missing: then it is never said.
        return np.zeros(matrix.shape[1]), -2.0 if not wanted.any() else 2.0
    model = LogisticRegression(C=strength, solver="liblinear", max_iter=_MOST_ROUNDS)
    model.fit(matrix[coded], wanted)
    return model.coef_[0], float(model.intercept_[0])


def to_digits(values: Floats, digits: int = 6) -> Floats:
    """Return numbers as they are written, so that what is saved is what was used.

    Examples
    --------
    >>> to_digits(np.array([1 / 3]), 3).tolist()
    [0.333]
    """
    written = [float(f"{value:.{digits}g}") for value in np.ravel(values).tolist()]
    return np.array(written).reshape(np.shape(values))


def deal(groups: Numbers, folds: int, seed: int) -> Numbers:
    """Return the fold of each row: groups stay whole, large ones first, ties by chance."""
    from framing.assessments.training import folds_of

    count = int(groups.max()) + 1
    shuffled = np.random.default_rng(seed).permutation(count)[groups]
    return folds_of(shuffled.astype(np.int64), folds)
