"""From scores to probabilities, from probabilities to verdicts, and when to give none.

Everything here is learned from scores that a model gave to texts it had not seen.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["best_threshold", "calibrate", "confidence", "cut_off", "log_loss", "to_chance"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_STEPS, _RIDGE, _SMALLEST = 50, 1e-3, 1e-6
_FAR = 30.0


def to_chance(odds: npt.ArrayLike) -> Floats:
    """Return probabilities from log odds.

    Examples
    --------
    >>> to_chance([0.0]).tolist()
    [0.5]
    """
    chance: Floats = 1 / (1 + np.exp(-np.clip(np.asarray(odds, float), -_FAR, _FAR)))
    return chance


def calibrate(scores: Floats, truth: Floats) -> tuple[float, float]:
    """Return a and b, so that a + b * score is the log odds of what is true (Platt 1999).

    The targets are pulled from 0 and 1 as Platt did, so that few texts give no certainty. A score
    that runs against the truth says nothing: then b is 0.

    Examples
    --------
    >>> a, b = calibrate(np.array([-2.0, -1.0, 1.0, 2.0] * 20), np.array([0, 0, 1.0, 1] * 20))
    >>> b > 1, abs(a) < 0.01
    (True, True)
    """
    yes = float(truth.sum())
    no = len(truth) - yes
    prior = float(np.log((yes + 1) / (no + 1)))
    spread = float(scores.std())
    if spread == 0:
        return prior, 0.0
    centre = float(scores.mean())
    target = np.where(truth > 0, (yes + 1) / (yes + 2), 1 / (no + 2))
    matrix = np.column_stack([np.ones(len(scores)), (scores - centre) / spread])
    a, b = _ascend(matrix, target, np.array([prior, 0.0]))
    if b <= 0:
        return prior, 0.0
    return a - b * centre / spread, b / spread


def _ascend(matrix: Floats, target: Floats, start: Floats) -> tuple[float, float]:
    """Return the coefficients under which the targets are likeliest, by Newton's steps, halved."""
    found, best = start, _gain(matrix, target, start)
    for _ in range(_STEPS):
        chance = to_chance(matrix @ found)
        slope = matrix.T @ (target - chance) - _RIDGE * found
        weight = np.maximum(chance * (1 - chance), 1e-9)
        step = np.linalg.solve(matrix.T @ (matrix * weight[:, None]) + _RIDGE * np.eye(2), slope)
        size = 1.0
        while size > _SMALLEST and _gain(matrix, target, found + size * step) <= best:
            size /= 2
        if size <= _SMALLEST:
            break
        found = found + size * step
        best = _gain(matrix, target, found)
    return float(found[0]), float(found[1])


def _gain(matrix: Floats, target: Floats, found: Floats) -> float:
    odds = matrix @ found
    penalty = _RIDGE * float(found @ found) / 2
    return float((target * odds - np.logaddexp(0, odds)).sum()) - penalty


def log_loss(chance: Floats, truth: Floats) -> float:
    """Return the mean negative log likelihood."""
    kept = np.clip(chance, 1e-6, 1 - 1e-6)
    return float(-(truth * np.log(kept) + (1 - truth) * np.log(1 - kept)).mean())


def best_threshold(chance: Floats) -> float:
    """Return from which probability on to say yes, so that the expected F1 is highest.

    That is half of the highest F1 that can be expected (Lipton, Elkan and Naryanaswamy 2014), and
    so never above one half.

    Examples
    --------
    >>> best_threshold(np.array([1.0, 1.0, 0.0, 0.0]))
    0.5
    """
    ordered = np.sort(chance)[::-1]
    hits = np.cumsum(ordered)
    said = np.arange(1, len(ordered) + 1)
    return float((2 * hits / (said + ordered.sum())).max() / 2)


def confidence(chance: Floats, said: Bools) -> Floats:
    """Return how likely each verdict is right.

    Examples
    --------
    >>> confidence(np.array([0.9, 0.25]), np.array([True, False])).tolist()
    [0.9, 0.75]
    """
    return np.where(said, chance, 1 - chance)


def cut_off(confidences: Floats, coverage: float) -> float:
    """Return the confidence that this share of the verdicts reaches, and one half at least.

    Below one half a verdict is more likely wrong than right: it is never given.

    Examples
    --------
    >>> cut_off(np.array([0.3, 0.6, 0.7, 0.8]), 0.5)
    0.7
    """
    ordered = np.sort(confidences)[::-1]
    kept = max(1, round(coverage * len(ordered)))
    return max(0.5, float(ordered[kept - 1]))
