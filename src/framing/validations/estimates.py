"""All estimates of a correction, with the intervals of groups and of pairs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from framing.stats.arithmetic import Floats, divide
from framing.stats.corrections import Means, correct_means, mean_of_predictions
from framing.stats.misclassifications import (
    LEAST,
    Apparent,
    rogan_gladen,
    rogan_gladen_interval,
)
from framing.stats.score_intervals import difference_interval, mean_interval, score_interval
from framing.stats.validations import Drawn, judge, ratio
from framing.validations.frames import Frame

__all__ = ["METHODS", "Estimates", "estimate_all"]

METHODS = ("raw", "labels", "dsl", "ppi", "rogan_gladen")
_WEIGHTS = {"labels": 0.0, "dsl": 1.0, "ppi": None}
Interval = tuple[float, float, float]
_GONE: Interval = (np.nan, np.nan, np.nan)


class Estimates(NamedTuple):
    """Means by method, and Rogan and Gladen's estimates, by group.

    Attributes
    ----------
    shares : bool
        Whether labels lie between 0 and 1.
    means : dict
    alone : dict
        Method -> estimate, low and high of each group.
    refusals : tuple of str
        Why a group has no Rogan-Gladen estimate.
    """

    shares: bool
    means: dict[str, Means]
    alone: dict[str, list[Interval]]
    refusals: tuple[str, ...]

    def weight(self, method: str, group: int) -> float:
        """Return lambda, where the method has one."""
        return float(self.means[method].weight[group]) if method in _WEIGHTS else np.nan

    def refusal(self, method: str, group: int) -> str:
        """Return why a group has no estimate."""
        return self.refusals[group] if method == "rogan_gladen" else ""

    def interval(self, method: str, side: tuple[int, ...]) -> Interval:
        """Return estimate, low and high of a group, or of the first less the second."""
        one = self.alone[method][side[0]]
        if len(side) == 1:
            return one
        two = self.alone[method][side[1]]
        if not np.isfinite([one[0], two[0]]).all():
            return _GONE
        return one[0] - two[0], *self._difference(method, side, one, two)

    def _difference(
        self, method: str, side: tuple[int, ...], one: Interval, two: Interval
    ) -> tuple[float, float]:
        if method not in self.means:
            return difference_interval(one, two)
        found = self.means[method]
        first, second = (float(found.covariance[k, k]) for k in side)
        both = float(found.covariance[side[0], side[1]])
        if self.shares:
            spread = np.sqrt(first * second)
            correlation = float(np.clip(both / spread, -1, 1)) if spread > 0 else 0.0
            return difference_interval(one, two, correlation)
        df = [float(found.df[k]) for k in side]
        whole = (first + second) ** 2 / (first**2 / df[0] + second**2 / df[1])
        # On the same events both sides know no more than these tell.
        degrees = min(whole, max(df)) if both else whole
        low, high = mean_interval(one[0] - two[0], max(first + second - 2 * both, 0.0), degrees)
        return float(low), float(high)


def estimate_all(frame: Frame) -> Estimates:
    """Return the estimates of every method."""
    judged = frame.labels[np.isfinite(frame.labels)]
    shares = bool(judged.min() >= 0 and judged.max() <= 1)
    f = frame.predictions
    shares_raw = shares and bool(f.min() >= 0 and f.max() <= 1)
    means = {"raw": mean_of_predictions(f, frame.groups, clusters=frame.clusters)}
    for method, weight in _WEIGHTS.items():
        found = correct_means(
            frame.labels, f, frame.chances, frame.groups,
            strata=frame.strata, clusters=frame.clusters, weight=weight,
        )  # fmt: skip
        means[method] = _known(found, frame)
    plain = np.diag(means["labels"].covariance)
    alone = {
        method: _intervals(found, shares, plain) if method != "raw"
        else _intervals(found, shares_raw, np.diag(found.covariance))
        for method, found in means.items()
    }  # fmt: skip
    parts = [_rogan_gladen(frame, means["raw"], k, shares_raw) for k in range(len(frame.names))]
    alone["rogan_gladen"] = [found for found, _ in parts]
    return Estimates(shares, means, alone, tuple(why for _, why in parts))


def _known(found: Means, frame: Frame) -> Means:
    """Take estimates away from groups that lack the labels of a stratum."""
    count = len(frame.names)
    gone = np.array([name in frame.notes for name in frame.names])
    estimate = np.full(count, np.nan)
    estimate[: len(found.estimate)] = found.estimate
    return found._replace(estimate=np.where(gone, np.nan, estimate))


def _intervals(found: Means, shares: bool, plain: Floats) -> list[Interval]:
    """Return the intervals of all groups; `plain` is the variance of labels alone."""
    variance = np.diag(found.covariance)
    if shares:
        noise = np.where(plain > 0, np.maximum(variance - plain, 0.0), 0.0)
        low, high = score_interval(found.estimate, variance, found.df, found.labels, noise=noise)
    else:
        low, high = mean_interval(found.estimate, variance, found.df)
    rows = zip(found.estimate, low, high, strict=True)
    return [tuple(map(float, row)) if np.isfinite(row[0]) else _GONE for row in rows]  # type: ignore[misc]


def _rogan_gladen(frame: Frame, raw: Means, group: int, shares: bool) -> tuple[Interval, str]:
    """Return Rogan and Gladen's estimate of a group, or why there is none."""
    f, y = frame.predictions, frame.labels
    if not shares or not np.isin(f, (0.0, 1.0)).all():
        return _GONE, "refused: it corrects yes and no, and the predictions are numbers"
    here = (frame.groups == group) & np.isfinite(y)
    if not here.any() or frame.names[group] in frame.notes:
        return _GONE, "no label"
    drawn = Drawn(1 / frame.chances[here], frame.strata[here], frame.clusters[here])
    right = _apparent(y[here] * f[here], y[here], drawn)
    false = _apparent((1 - y[here]) * (1 - f[here]), 1 - y[here], drawn)
    seen = float(raw.estimate[group])
    found = rogan_gladen(seen, right.share, false.share)
    if not np.isfinite(found):
        gain = right.share + false.share - 1
        return _GONE, (
            f"refused: sensitivity + specificity - 1 is {gain:.2f}, below {LEAST:g}"
            if np.isfinite(gain)
            else "refused: all labels are alike, so one of the error rates is unknown"
        )
    spread = float(raw.covariance[group, group])
    size = seen * (1 - seen) / spread if spread > 0 else float(raw.labels[group])
    low, high = rogan_gladen_interval(Apparent(seen, size), right, false)
    return (found, min(low, found), max(high, found)), ""


def _apparent(top: Floats, bottom: Floats, drawn: Drawn) -> Apparent:
    """Return a rate with the size of a simple sample that knows it as well."""
    found = judge(ratio(top, bottom, drawn), drawn)
    count = float(bottom.sum())
    inner = found.estimate * (1 - found.estimate)
    known = np.isfinite(found.variance) and found.variance > 0
    return Apparent(
        found.estimate, min(float(divide(inner, found.variance)), count) if known else count
    )
