"""How far coders agree beyond chance: Krippendorff's alpha, percent agreement, Gwet's AC1.

A table of ratings has a row per unit and a column per coder; what is missing was not coded.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from framing.stats.arithmetic import SAME, Floats, divide, floats
from framing.stats.bootstraps import bca_interval

__all__ = ["Agreement", "Estimate", "measure_agreement"]

_CHUNK = 100
_FEW = 2
_GROUPS = 200


class Estimate(NamedTuple):
    """A coefficient with its interval; missing where it is undefined."""

    value: float
    low: float
    high: float


class Agreement(NamedTuple):
    """What `measure_agreement` found.

    `units` were coded by two or more, `values` are the codings of these units, and `undefined`
    counts the bootstrap draws in which alpha does not exist, because all values were alike.
    """

    alpha: Estimate
    percent: Estimate
    ac1: Estimate
    units: int
    values: int
    undefined: int


def measure_agreement(
    ratings: ArrayLike,
    *,
    level: str = "nominal",
    categories: int | None = None,
    draws: int = 2000,
    seed: int,
) -> Agreement:
    """Return alpha, percent agreement and AC1 with intervals from a bootstrap over units.

    Parameters
    ----------
    ratings : array, units by coders
        Numbers; NaN where a coder did not code a unit. At nominal level any numbers that tell
        the values apart.
    level : str
        What a difference means: ``nominal``, ``ordinal`` (squared difference of mid-ranks),
        ``interval`` (squared difference) or ``ratio`` (squared difference over sum).
    categories : int, optional
        How many values there are to choose from, for AC1; those that occur when left out.
    draws : int
        Bootstrap samples of units.
    seed : int

    Returns
    -------
    Agreement

    References
    ----------
    Krippendorff (2019), Content Analysis, 4th ed., ch. 12; Gwet (2008), British Journal of
    Mathematical and Statistical Psychology 61; Efron (1987) for the interval.

    Examples
    --------
    >>> a, b = [1, 1, 2, 2, 1, 2, 1, 2], [1, 1, 2, 2, 1, 2, 2, 2]
    >>> found = measure_agreement(np.column_stack([a, b]), draws=200, seed=1)
    >>> round(found.alpha.value, 3), round(found.percent.value, 3)
    (0.762, 0.875)
    """
    table = _Ratings.of(floats(ratings), level, categories)
    missing = Estimate(np.nan, np.nan, np.nan)
    count = table.units
    if not count:
        return Agreement(missing, missing, missing, 0, 0, 0)
    seen = table.coefficients(np.ones((1, count)))[0]
    generator = np.random.default_rng(seed)
    drawn = np.concatenate(
        [
            table.coefficients(_resample(generator, min(_CHUNK, draws - start), count))
            for start in range(0, draws, _CHUNK)
        ]
    )
    without = table.coefficients(_leave_out(count))
    found = [_interval(seen[k], drawn[:, k], without[:, k]) for k in range(3)]
    undefined = int(np.isnan(drawn[:, 0]).sum())
    alpha, percent, ac1 = found
    return Agreement(alpha, percent, ac1, count, int(table.coders.sum()), undefined)


class _Ratings(NamedTuple):
    """Units coded by two or more: what every coefficient is made of."""

    level: str
    counts: Any  # sparse, units by values
    shares: Any  # the same over the unit's coders
    coders: Floats
    disagreement: Floats
    percent: Floats
    numbers: Floats  # by value
    alone: Floats  # by value: codings of units coded by one
    categories: int

    @property
    def units(self) -> int:
        return len(self.coders)

    @classmethod
    def of(cls, ratings: Floats, level: str, categories: int | None) -> _Ratings:
        from scipy import sparse

        there = np.isfinite(ratings)
        number = there.sum(axis=1)
        values = np.unique(ratings[there])
        both, one = number >= _FEW, number == 1
        alone = np.bincount(
            np.searchsorted(values, ratings[one][there[one]]), minlength=len(values)
        )
        kept, kept_there, coders = ratings[both], there[both], floats(number[both])
        unit, coder = np.nonzero(kept_there)
        code = np.searchsorted(values, kept[unit, coder])
        shape = (len(kept), len(values))
        counts = sparse.csr_array((np.ones(len(unit)), (unit, code)), shape=shape)
        shares = sparse.csr_array((1 / coders[unit], (unit, code)), shape=shape)
        return cls(
            level,
            counts,
            shares,
            coders,
            _sum_pairs(kept, level) / np.maximum(coders - 1, 1),
            1 - _sum_pairs(kept, "nominal") / np.maximum(coders * (coders - 1), 1),
            values,
            floats(alone),
            max(categories or 0, len(values)),
        )

    def coefficients(self, weights: Floats) -> Floats:
        """Return alpha, percent agreement and AC1 for each row of weights of the units."""
        margins = (self.counts.T @ weights.T).T
        total = margins.sum(axis=1)
        observed = weights @ self.disagreement
        if self.level == "nominal":
            expected = total**2 - (margins**2).sum(axis=1)
        elif self.level == "ratio":
            expected = ((margins @ _distances(self.numbers, "ratio")) * margins).sum(axis=1)
        elif self.level == "interval":
            numbers = self.numbers - self.numbers.mean()
            expected = 2 * (total * (margins @ numbers**2) - (margins @ numbers) ** 2)
        else:
            ranks = np.cumsum(margins, axis=1) - margins / 2 - total[:, None] / 2
            expected = 2 * (
                total * (margins * ranks**2).sum(axis=1) - (margins * ranks).sum(axis=1) ** 2
            )
            squares, sums = self.counts @ (ranks**2).T, self.counts @ ranks.T
            pairs = 2 * (self.coders[:, None] * squares - sums**2)
            observed = (weights.T * (pairs / (self.coders[:, None] - 1))).sum(axis=0)
        varied = expected > SAME * np.maximum(total, 1)
        expected = np.where(varied, expected, np.nan)
        alpha = 1 - divide((total - 1) * observed, expected)
        units = weights.sum(axis=1)
        percent = divide(weights @ self.percent, units)
        prevalence = divide(
            (self.shares.T @ weights.T).T + self.alone, (units + self.alone.sum())[:, None]
        )
        chance = divide((prevalence * (1 - prevalence)).sum(axis=1), max(self.categories - 1, 0))
        ac1 = np.where(np.isfinite(chance), divide(percent - chance, 1 - chance), np.nan)
        return np.column_stack([alpha, percent, ac1])


def _distances(numbers: Floats, level: str) -> Floats:
    """Return how far values are apart at a level; at the ordinal level that depends on the data."""
    first, second = numbers[:, None], numbers[None, :]
    if level == "nominal":
        return floats(first != second)
    if level == "interval":
        return floats((first - second) ** 2)
    both = first + second
    return floats(np.where(both == 0, 0.0, (first - second) / np.where(both == 0, 1, both)) ** 2)


def _sum_pairs(ratings: Floats, level: str) -> Floats:
    """Return, per unit, the distances of all ordered pairs of its codings."""
    total = np.zeros(len(ratings))
    if level == "ordinal":
        return total
    for first in range(ratings.shape[1]):
        for second in range(first):
            a, b = ratings[:, first], ratings[:, second]
            if level == "nominal":
                apart = floats(a != b)
            elif level == "interval":
                apart = (a - b) ** 2
            else:
                apart = divide(a - b, np.where(a + b == 0, 1, a + b)) ** 2
            total += np.where(np.isfinite(a) & np.isfinite(b), 2 * apart, 0.0)
    return total


def _resample(generator: np.random.Generator, draws: int, units: int) -> Floats:
    """Return how often each unit is in each sample of as many units."""
    picked = generator.integers(0, units, size=(draws, units))
    rows = np.repeat(np.arange(draws), units)
    counts = np.bincount(rows * units + picked.ravel(), minlength=draws * units)
    return floats(counts.reshape(draws, units))


def _leave_out(units: int) -> Floats:
    """Return weights without each unit, or without each of some groups where units are many."""
    groups = min(units, _GROUPS)
    weights = np.ones((groups, units))
    weights[np.arange(units) * groups // units, np.arange(units)] = 0
    return weights


def _interval(value: float, drawn: Floats, without: Floats) -> Estimate:
    drawn, without = drawn[np.isfinite(drawn)], without[np.isfinite(without)]
    if not np.isfinite(value) or len(drawn) < 2 or len(without) < 2:
        return Estimate(float(value), np.nan, np.nan)
    if np.ptp(drawn) <= SAME:
        return Estimate(float(value), float(value), float(value))
    low, high = bca_interval(float(value), drawn, without)
    return Estimate(float(value), low, high)
