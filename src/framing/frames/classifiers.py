"""The classifier: frames learned from codings, with probabilities, and silence where unsure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from framing.errors import ModelError
from framing.frames.calibrations import confidence, to_chance
from framing.frames.choices import SIZES, choose, hold_out
from framing.frames.explanations import explain
from framing.frames.layer_tables import read_layer, write_layer
from framing.frames.layers import Layer, deal, learn_layers
from framing.frames.targets import name_frames, number_groups, read_truth
from framing.frames.texts import Texts, hear_texts
from framing.lexicon import read_lexicon

__all__ = ["FrameClassifier"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ABSTAIN = -1


class FrameClassifier(TransformerMixin, ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Say of texts which frames they invoke, and say nothing where that is unsure.

    Each frame has a logistic regression over words and pairs of words, the cues of a codebook in
    the outlet's and in others' voices and, if wanted, vectors of sentences. The strength of the
    penalty, the calibration of the probabilities (Platt), the threshold of each frame (highest
    expected F1) and how sure a verdict must be are all chosen in `fit`, on inner folds of the
    texts it was given. A text may have no frame, several, or all. One in which nothing is known
    has none.

    Parameters
    ----------
    cues : str or None, default "frames"
        Name or path of the codebook whose expressions are looked at beside the words.
    vectors : bool, default False
        Whether to look at the mean vector of a text's sentences (needs requirements/vectors.txt).
    coverage : float, default 0.7
        The share of verdicts, text by frame, that `decide` gives at most; of the rest it abstains.
    folds : int, default 5
        Number of inner folds.
    random_state : int, default 0
        Deals the groups to the inner folds.

    Attributes
    ----------
    frames_ : tuple of str
    classes_ : list of array
        0 and 1 for each frame.
    strength_, size_ : float
        The inverse of the penalty, and how much cues count beside words.
    thresholds_ : array
        The probability from which on each frame is said.
    calibrations_ : array, frames by 2
    cut_off_ : float
        How likely right a verdict must be to be given.
    lexicon_ : Lexicon or None
        The codebook of the cues.
    coded_ : DataFrame
        Per frame: texts coded, with the frame, and the loss of held-out probabilities.

    See Also
    --------
    label_frames : texts and labels from codings.
    find_frames : the same for a corpus, as a table.

    References
    ----------
    Platt (1999), Probabilistic outputs for support vector machines; Lipton, Elkan and
    Naryanaswamy (2014), Optimal thresholding of classifiers to maximize F1 measure.

    Examples
    --------
    >>> texts = ["The levy costs jobs.", "They clashed over the dam."] * 10
    >>> labels = pd.DataFrame({"economic": [1, 0] * 10, "conflict": [0, 1] * 10})
    >>> model = FrameClassifier(folds=2).fit(texts, labels, groups=list(range(20)))
    >>> model.predict(["The levy costs too many jobs.", "Zzz."]).tolist()
    [[1, 0], [0, 0]]
    """

    def __init__(
        self,
        cues: str | None = "frames",
        vectors: bool = False,
        coverage: float = 0.7,
        folds: int = 5,
        random_state: int = 0,
    ) -> None:
        self.cues = cues
        self.vectors = vectors
        self.coverage = coverage
        self.folds = folds
        self.random_state = random_state

    def fit(self, X: Any, y: Any, groups: Sequence[object] | None = None) -> FrameClassifier:  # noqa: N803
        """Learn from texts and the frames that people saw in them.

        Parameters
        ----------
        X : sequence of str
        y : DataFrame or array, texts by frames
            1, 0, or missing where nobody coded or coders did not agree. Columns name the frames.
        groups : sequence, optional
            Texts of one group (an outlet, copies of one report) stay in one inner fold. Equal
            texts do so always.

        Raises
        ------
        ModelError
            If there is nothing to learn from, or a frame was seen in all texts or in none.
        """
        self._check()
        lexicon = read_lexicon(self.cues) if self.cues else None
        texts = hear_texts(X, lexicon, self.vectors)
        truth, frames = read_truth(y, len(texts), self.folds)
        numbers = number_groups(groups, texts, self.folds)
        self.frames_ = frames
        self.classes_ = [np.array([0, 1]) for _ in frames]
        fold = deal(numbers, self.folds, self.random_state)
        found = hold_out(texts, truth, fold, SIZES if self.cues else SIZES[:1])
        self.strength_, self.size_ = found.strength, found.size
        self.layer_: Layer = _rounded(learn_layers(texts, truth, found.size)(found.strength))
        self.lexicon_ = lexicon
        chosen = choose(found.scores, truth, frames, self.coverage)
        self.calibrations_, self.thresholds_ = chosen.calibrations, chosen.thresholds
        self.cut_off_, self.coded_ = chosen.cut_off, chosen.coded
        return self

    def _check(self) -> None:
        where = "FrameClassifier"
        if not 0 < self.coverage <= 1:
            raise ModelError(
                f"{where}: coverage is {self.coverage!r}; it is a share of the verdicts, above 0 "
                "and up to 1; write such a number"
            )
        if self.folds < 2:
            raise ModelError(
                f"{where}: folds is {self.folds!r}; there must be two or more to choose anything "
                "on texts that were left out; write a whole number from 2 on"
            )

    def predict_proba(self, X: Any) -> Floats:  # noqa: N803
        """Return how likely each text invokes each frame, texts by frames."""
        check_is_fitted(self)
        texts = hear_texts(X, self.lexicon_, self.vectors)
        return to_chance(self.calibrations_[:, 0] + self.layer_.score(texts) * self._slopes)

    @property
    def _slopes(self) -> Floats:
        slopes: Floats = self.calibrations_[:, 1]
        return slopes

    def transform(self, X: Any) -> Floats:  # noqa: N803
        """Return the same as `predict_proba`; `set_output` makes it a table."""
        return self.predict_proba(X)

    def predict(self, X: Any) -> Ints:  # noqa: N803
        """Return 1 where a text is said to invoke a frame, else 0, texts by frames."""
        check_is_fitted(self)
        said, _ = self._say(hear_texts(X, self.lexicon_, self.vectors))
        return said.astype(np.int64)

    def decide(self, X: Any) -> Ints:  # noqa: N803
        """Return the same as `predict`, and -1 where the model abstains."""
        check_is_fitted(self)
        texts = hear_texts(X, self.lexicon_, self.vectors)
        said, chance = self._say(texts)
        unsure = confidence(chance, said) < self.cut_off_
        unsure |= ~self.layer_.known(texts)[:, None]
        return np.where(unsure, ABSTAIN, said).astype(np.int64)

    def _say(self, texts: Texts) -> tuple[npt.NDArray[np.bool_], Floats]:
        chance = self.predict_proba(texts)
        # Where nothing is known, the commonest frame would be said by default.
        return (chance >= self.thresholds_) & self.layer_.known(texts)[:, None], chance

    def get_feature_names_out(self, input_features: object = None) -> npt.NDArray[Any]:
        """Return the frames: the columns of `transform`."""
        check_is_fitted(self)
        return name_frames(self.frames_)

    def explain(self, X: Any, top: int = 5) -> pd.DataFrame:  # noqa: N803
        """Return the words and sentences that carry each frame, and whose voice they are in.

        Parameters
        ----------
        X : sequence of str
        top : int
            So many words and so many sentences for each text and frame.

        Returns
        -------
        DataFrame
            `row` (of the text), `frame`, `piece` (``word``, ``cue`` or ``sentence``), `start`,
            `end`, `text`, `voice`, `log_odds` (what it adds; below 0 it speaks against).
        """
        check_is_fitted(self)
        return explain(self, hear_texts(X, self.lexicon_, self.vectors), top)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.input_tags.one_d_array = True
        tags.target_tags.multi_output = True
        tags.target_tags.single_output = False
        tags.classifier_tags.multi_label = True
        tags.no_validation = True
        return tags


def _rounded(layer: Layer) -> Layer:
    """Return a layer with the digits it is saved with."""
    return read_layer(write_layer(layer))
