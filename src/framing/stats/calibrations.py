"""Whether probabilities are what they say: Brier score, logistic recalibration, gaps by bin."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from framing.stats.arithmetic import Floats, floats
from framing.stats.validations import Drawn, Measure, Ratio, judge, ratio

__all__ = ["brier", "calibration_gap", "recalibrate"]

_BINS = 10
_EDGE = 1e-6
_STEPS = 50
_MOST = 1e3


def brier(labels: ArrayLike, chances: ArrayLike, drawn: Drawn) -> Measure:
    """Return the mean squared distance of probabilities and labels: 0 perfect, .25 a coin.

    Examples
    --------
    >>> drawn = Drawn(np.ones(4), np.zeros(4, int), np.arange(4))
    >>> round(brier([1, 0, 1, 0], [0.9, 0.1, 0.6, 0.4], drawn).estimate, 3)
    0.085
    """
    gaps = (floats(chances) - floats(labels)) ** 2
    return judge(ratio(gaps, np.ones(len(gaps)), drawn), drawn)


def calibration_gap(
    labels: ArrayLike, chances: ArrayLike, drawn: Drawn, *, bins: int = _BINS
) -> Measure:
    """Return the expected calibration error: how far bins of like probability miss their labels.

    Bins hold about as many units each. Chance alone makes the gap positive: it is too large in
    small samples.

    Examples
    --------
    >>> drawn = Drawn(np.ones(8), np.zeros(8, int), np.arange(8))
    >>> found = calibration_gap([1, 1, 1, 0, 0, 0, 0, 1], [0.8] * 4 + [0.2] * 4, drawn)
    >>> round(found.estimate, 3)
    0.05
    """
    y, p = floats(labels), floats(chances)
    edges = np.unique(np.quantile(p, np.linspace(0, 1, bins + 1)[1:-1]))
    within = np.searchsorted(edges, p, side="right")
    missed = np.bincount(within, drawn.weights * (y - p))
    signs = np.sign(missed)[within]
    return judge(ratio(signs * (y - p), np.ones(len(y)), drawn), drawn)


def recalibrate(labels: ArrayLike, chances: ArrayLike, drawn: Drawn) -> tuple[Measure, Measure]:
    """Return intercept and slope of labels on the log odds of probabilities (Cox 1958).

    0 and 1 where probabilities are calibrated; a slope below 1 says that they are too extreme.

    Examples
    --------
    >>> drawn = Drawn(np.ones(8), np.zeros(8, int), np.arange(8))
    >>> intercept, slope = recalibrate([1, 1, 1, 0, 0, 0, 0, 1], [0.75] * 4 + [0.25] * 4, drawn)
    >>> abs(round(intercept.estimate, 3)), round(slope.estimate, 3)
    (0.0, 1.0)
    """
    y, p = floats(labels), np.clip(floats(chances), _EDGE, 1 - _EDGE)
    design = np.column_stack([np.ones(len(p)), np.log(p / (1 - p))])
    found, bread = _fit(design, y, drawn.weights)
    fitted = 1 / (1 + np.exp(-design @ found))
    moves = (drawn.weights * (y - fitted))[:, None] * design @ bread
    every = np.ones(len(y), bool)
    return tuple(  # type: ignore[return-value]
        judge(Ratio(float(found[k]), moves[:, k], every), drawn, share=False) for k in (0, 1)
    )


def _fit(design: Floats, y: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return weighted logistic regression, missing where it does not exist."""
    gone = floats([np.nan] * 2), floats([[np.nan] * 2] * 2)
    found = floats(np.zeros(2))
    for _ in range(_STEPS):
        fitted = 1 / (1 + np.exp(-np.clip(design @ found, -30, 30)))
        bend = design.T @ (design * (weights * fitted * (1 - fitted))[:, None])
        # Labels that the probabilities part perfectly have no finite slope.
        if np.abs(found).max() > _MOST or np.linalg.cond(bend) > 1 / _EDGE**2:
            return gone
        step = np.linalg.solve(bend, design.T @ (weights * (y - fitted)))
        found = floats(found + step)
        if np.abs(step).max() < _EDGE:
            return found, floats(np.linalg.inv(bend))
    return gone
