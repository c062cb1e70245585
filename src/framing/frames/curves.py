"""How the error falls when a classifier may abstain, and when it learns from more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.errors import ModelError, require_columns
from framing.frames.layers import deal
from framing.frames.targets import number_groups, read_truth
from framing.frames.texts import hear_texts
from framing.lexicon import read_lexicon
from framing.stats.bounds import share_bounds

if TYPE_CHECKING:
    from framing.frames.classifiers import FrameClassifier

__all__ = ["LEARNING_COLUMNS", "RISK_COLUMNS", "f1_of", "measure_learning", "measure_risk"]

RISK_COLUMNS = (
    "frame", "coverage", "n_verdicts", "errors", "error", "conf_low", "conf_high", "least",
)  # fmt: skip
LEARNING_COLUMNS = ("share", "n_texts", "fold", "macro_f1")
_ALL = "(all)"
_COVERAGES = tuple(k / 20 for k in range(2, 21))

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def measure_risk(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return how often verdicts are wrong when only the surest are given.

    Parameters
    ----------
    verdicts : DataFrame
        Verdicts on texts the classifier had not learned from, one per text and frame: `frame`,
        `probability`, `said` (whether the frame was said), `truth` (1 or 0).

    Returns
    -------
    DataFrame
        One row per frame, and for all frames together, ``(all)``, and coverage: `frame`,
        `coverage` (the share of the verdicts that is given, the surest first), `n_verdicts`,
        `errors`, `error` (their share), `conf_low`, `conf_high` (95 %, Clopper-Pearson, as if
        verdicts were independent), `least` (how likely right the last of them was thought).

    Raises
    ------
    TableError
        If a column is missing.
    ModelError
        If there are no verdicts.

    See Also
    --------
    plot_risk : the same as a figure.

    Examples
    --------
    >>> table = pd.DataFrame({"frame": "economic", "probability": [0.9, 0.6], "said": True})
    >>> found = measure_risk(table.assign(truth=[1, 0]))
    >>> found[(found["frame"] == "(all)") & (found["coverage"] == 1)]["error"].tolist()
    [0.5]
    """
    where = "measure_risk"
    require_columns(where, verdicts.columns, ("frame", "probability", "said", "truth"))
    kept = verdicts[verdicts["truth"].notna()]
    if kept.empty:
        raise ModelError(
            f"{where}: there are no verdicts with a truth; an error cannot be counted; pass those "
            "on texts that people coded"
        )
    rows: list[tuple[object, ...]] = []
    for frame in (_ALL, *dict.fromkeys(kept["frame"].astype("str"))):
        some = kept if frame == _ALL else kept[kept["frame"].astype("str") == frame]
        said = some["said"].to_numpy(bool)
        chance = some["probability"].to_numpy(float)
        sure = np.where(said, chance, 1 - chance)
        wrong = (said != some["truth"].to_numpy(bool))[np.argsort(-sure, kind="stable")]
        ordered = np.sort(sure)[::-1]
        for coverage in _COVERAGES:
            count = max(1, round(coverage * len(some)))
            errors = int(wrong[:count].sum())
            low, high = (float(np.ravel(end)[0]) for end in share_bounds([errors], [count]))
            rows.append(
                (frame, coverage, count, errors, errors / count, low, high,
                 float(ordered[count - 1]))
            )  # fmt: skip
    return pd.DataFrame(rows, columns=list(RISK_COLUMNS))


def f1_of(said: Bools, truth: Floats) -> Floats:
    """Return the F1 of each frame, texts by frames; noughts where it was never rightly said.

    Examples
    --------
    >>> f1_of(np.array([[True], [True]]), np.array([[1.0], [0.0]])).round(3).tolist()
    [0.667]
    """
    coded = ~np.isnan(truth)
    true = coded & (truth == 1)
    right = (said & true).sum(axis=0)
    whole = (said & coded).sum(axis=0) + true.sum(axis=0)
    scores: Floats = np.where(whole > 0, 2 * right / np.maximum(whole, 1), 0.0)
    return scores


def measure_learning(
    model: FrameClassifier,
    texts: Sequence[str],
    labels: pd.DataFrame,
    *,
    groups: Sequence[object] | None = None,
    shares: Sequence[float] = (0.25, 0.5, 0.75, 1.0),
) -> pd.DataFrame:
    """Return how well a classifier does after learning from some, more and all of the texts.

    Parameters
    ----------
    model : FrameClassifier
        Its parameters count; it is not changed.
    texts : sequence of str
    labels : DataFrame
        As for `FrameClassifier.fit`.
    groups : sequence, optional
        Texts of one group are never both learned from and judged.
    shares : sequence of float
        Of the texts learned from, drawn by chance.

    Returns
    -------
    DataFrame
        One row per share and fold: `share`, `n_texts` (learned from), `fold` (which was judged),
        `macro_f1` (the mean over frames of the F1 of having the frame).

    Raises
    ------
    ModelError
        As `FrameClassifier.fit`.
    """
    from sklearn.base import clone

    heard = hear_texts(texts, read_lexicon(model.cues) if model.cues else None, model.vectors)
    truth, frames = read_truth(labels, len(heard), model.folds)
    numbers = number_groups(groups, heard, model.folds)
    fold = deal(numbers, model.folds, model.random_state)
    order = np.random.default_rng(model.random_state).permutation(len(heard))
    rows = []
    for share in shares:
        for k in range(model.folds):
            rest = order[fold[order] != k]
            some = np.sort(rest[: max(1, round(share * len(rest)))])
            own = np.flatnonzero(fold == k)
            table = pd.DataFrame(truth[some], columns=list(frames))
            learned = clone(model).fit(heard.take(some), table, numbers[some].tolist())
            said = learned.predict(heard.take(own)) > 0
            rows.append((share, len(some), k, float(f1_of(said, truth[own]).mean())))
    return pd.DataFrame(rows, columns=list(LEARNING_COLUMNS))
