"""What is chosen on inner folds: penalty, size of cues, calibration, thresholds, silence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.frames.calibrations import (
    best_threshold,
    calibrate,
    confidence,
    cut_off,
    log_loss,
    to_chance,
)
from framing.frames.layers import learn_layers, to_digits
from framing.frames.texts import Texts
from framing.models.fields import Numbers

__all__ = ["SIZES", "STRENGTHS", "Chosen", "Heldout", "choose", "hold_out"]

Floats = npt.NDArray[np.float64]

STRENGTHS = (1.0, 8.0, 64.0)
SIZES = (0.05, 0.15)
"""Inverses of the ridge penalty, and sizes of cues, that are tried."""


class Heldout(NamedTuple):
    """Scores of texts by models that had not learned from them, under one choice."""

    loss: float
    size: float
    strength: float
    scores: Floats


class Chosen(NamedTuple):
    """How scores become probabilities and verdicts, and when there is none."""

    calibrations: Floats
    thresholds: Floats
    cut_off: float
    coded: pd.DataFrame


def hold_out(texts: Texts, truth: Floats, fold: Numbers, sizes: Sequence[float]) -> Heldout:
    """Return the scores of held-out texts under the strength and size with the lowest loss."""
    folds = int(fold.max()) + 1
    parts = [(np.flatnonzero(fold != k), np.flatnonzero(fold == k)) for k in range(folds)]
    tried = []
    for size in sizes:
        scores = np.zeros((len(STRENGTHS), *truth.shape))
        for rest, own in parts:
            if len(own):
                learn = learn_layers(texts.take(rest), truth[rest], size)
                for number, strength in enumerate(STRENGTHS):
                    scores[number, own] = learn(strength).score(texts.take(own))
        for strength, some in zip(STRENGTHS, scores, strict=True):
            tried.append(Heldout(_loss(some, truth), size, strength, some))
    return min(tried, key=lambda one: one[:3])


def _loss(scores: Floats, truth: Floats) -> float:
    """Return the log loss of calibrated scores, its mean over frames."""
    losses = []
    for k in range(truth.shape[1]):
        coded = ~np.isnan(truth[:, k])
        held, true = scores[coded, k], truth[coded, k]
        a, b = calibrate(held, true)
        losses.append(log_loss(to_chance(a + b * held), true))
    return float(np.mean(losses))


def choose(scores: Floats, truth: Floats, frames: Sequence[str], coverage: float) -> Chosen:
    """Return what follows from held-out scores, for each frame and for all together."""
    pairs, thresholds, sure, rows = [], [], [], []
    for k, frame in enumerate(frames):
        coded = ~np.isnan(truth[:, k])
        held, true = scores[coded, k], truth[coded, k]
        a, b = to_digits(np.array(calibrate(held, true)))
        chance = to_chance(a + b * held)
        threshold = float(to_digits(np.array(best_threshold(chance))))
        pairs.append((a, b))
        thresholds.append(threshold)
        sure.append(confidence(chance, chance >= threshold))
        loss = float(to_digits(np.array(log_loss(chance, true))))
        rows.append((frame, int(coded.sum()), int(true.sum()), loss))
    limit = float(to_digits(np.array(cut_off(np.concatenate(sure), coverage))))
    table = pd.DataFrame(rows, columns=["frame", "n_texts", "n_framed", "log_loss"])
    return Chosen(np.array(pairs), np.array(thresholds), limit, table)
