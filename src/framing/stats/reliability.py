"""How far coders agree beyond chance: Krippendorff's alpha, percent agreement, Gwet's AC1.

A table of ratings has a row per unit and a column per coder; what is missing was not coded.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from framing.stats.arithmetic import SAME, Floats, divide, floats
from framing.stats.bootstraps import bca_interval
from framing.stats.jackknives import LEVEL

__all__ = [
    "Agreement",
    "Estimate",
    "Ratings",
    "exact_floor",
    "interval_of",
    "leave_out",
    "measure_agreement",
    "resample",
    "tabulate",
]

_CELLS = 2_000_000  # weights held at a time
_FEW = 2
_GROUPS = 200


class Estimate(NamedTuple):
    """A coefficient with its interval; missing where it is undefined."""

    value: float
    low: float
    high: float


class Agreement(NamedTuple):
    """What `measure_agreement` found.

    `units` were coded by two or more, `values` are the codings of these units, `others` the units
    that hold another value than the commonest one, and `undefined` counts the bootstrap draws in
    which alpha does not exist, because all values were alike.
    """

    alpha: Estimate
    percent: Estimate
    ac1: Estimate
    units: int
    values: int
    undefined: int
    others: int


def measure_agreement(
    ratings: ArrayLike,
    *,
    level: str = "nominal",
    categories: int | None = None,
    clusters: ArrayLike | None = None,
    draws: int = 2000,
    seed: int,
) -> Agreement:
    """Return alpha, percent agreement and AC1 with intervals from a bootstrap over units.

    The interval is the bias-corrected and accelerated one. Simulated with two and three coders and
    20 to 400 units it covers .93 to .99 where two values are as frequent, and is too narrow where
    fewer than ten units hold the rarer one (.48 to .90 at 20 units, 2 of them rare); percentile
    and jackknife intervals do worse (`benchmarks/tables/agreement_coverage.csv`). Where coders
    never differ a bootstrap sees no spread: the lower bound then is what the exact bound on the
    share of disagreements would make of the coefficient.

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
    clusters : array of int, optional
        Per unit, what is drawn as a whole: the texts whose words are the units.
    draws : int
        Bootstrap samples of units, or of clusters.
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
    table = tabulate(ratings, level=level, categories=categories)
    if not table.units:
        return Agreement(_MISSING, _MISSING, _MISSING, 0, 0, 0, 0)
    home = np.arange(table.units)
    if clusters is not None:
        home = np.unique(np.asarray(clusters)[table.rows], return_inverse=True)[1]
    count = int(home.max()) + 1

    def coefficients(weights: Floats) -> Floats:
        step = max(1, _CELLS // table.units)
        parts = [
            table.coefficients(weights[start : start + step][:, home])
            for start in range(0, len(weights), step)
        ]
        return np.concatenate(parts)

    seen = coefficients(np.ones((1, count)))[0]
    drawn = coefficients(resample(np.random.default_rng(seed), draws, count))
    without = coefficients(leave_out(count))
    if seen[1] == 1:
        worst = exact_floor(count)
        chance = table.chance()
        low = [1 - divide(1 - worst, 1 - c) for c in chance]
        alpha, percent, ac1 = (
            Estimate(float(seen[k]), float(x) if np.isfinite(seen[k]) else np.nan, float(seen[k]))
            for k, x in ((0, low[0]), (1, worst), (2, low[1]))
        )
    else:
        alpha, percent, ac1 = (
            interval_of(float(seen[k]), drawn[:, k], without[:, k]) for k in range(3)
        )
    undefined = int(np.isnan(drawn[:, 0]).sum())
    commonest = table.counts[:, [int(table.counts.sum(axis=0).argmax())]].toarray()[:, 0]
    others = int((commonest < table.coders).sum())
    values = int(table.coders.sum())
    return Agreement(alpha, percent, ac1, table.units, values, undefined, others)


_MISSING = Estimate(np.nan, np.nan, np.nan)


class Ratings(NamedTuple):
    """Units coded by two or more: what every coefficient is made of."""

    level: str
    rows: NDArray[np.bool_]  # which of the ratings' rows
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
        """How many units were coded by two or more."""
        return len(self.coders)

    @classmethod
    def of(cls, ratings: Floats, level: str, categories: int | None) -> Ratings:
        """Return the table of ratings, units by coders."""
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
            both,
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

    def chance(self) -> tuple[float, float]:
        """Return the agreement that chance would bring, as alpha and as AC1 see it."""
        margins = self.counts.sum(axis=0)
        total = margins.sum()
        by_alpha = 1 - divide(total**2 - (margins**2).sum(), total * (total - 1))
        share = (self.shares.sum(axis=0) + self.alone) / (self.units + self.alone.sum())
        by_ac1 = divide((share * (1 - share)).sum(), self.categories - 1)
        return float(by_alpha), float(by_ac1)


def tabulate(
    ratings: ArrayLike, *, level: str = "nominal", categories: int | None = None
) -> Ratings:
    """Return ratings as what the coefficients are made of.

    Examples
    --------
    >>> table = tabulate([[1, 1], [2, 2], [1, 2]])
    >>> table.coefficients(np.ones((1, 3))).round(3).tolist()
    [[0.444, 0.667, 0.333]]
    """
    return Ratings.of(floats(ratings), level, categories)


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


def resample(generator: np.random.Generator, draws: int, count: int) -> Floats:
    """Return how often each of some things is in each sample of as many, drawn from them."""
    step = max(1, _CELLS // count)
    parts = []
    for start in range(0, draws, step):
        size = min(step, draws - start)
        picked = generator.integers(0, count, size=(size, count))
        cells = (np.arange(size)[:, None] * count + picked).ravel()
        parts.append(np.bincount(cells, minlength=size * count).reshape(size, count))
    return floats(np.concatenate(parts))


def leave_out(count: int) -> Floats:
    """Return weights without each of some things, or without groups of them where they are many."""
    groups = min(count, _GROUPS)
    weights = np.ones((groups, count))
    weights[np.arange(count) * groups // count, np.arange(count)] = 0
    return weights


def interval_of(value: float, drawn: Floats, without: Floats) -> Estimate:
    """Return an estimate with the interval of the draws in which it is defined."""
    drawn, without = drawn[np.isfinite(drawn)], without[np.isfinite(without)]
    if not np.isfinite(value) or len(drawn) < _FEW or len(without) < _FEW:
        return Estimate(value, np.nan, np.nan)
    low, high = bca_interval(value, drawn, without)
    return Estimate(value, low, high)


def exact_floor(count: int, level: float = LEVEL) -> float:
    """Return the exact lower bound of a share of 1, seen in so many units."""
    return float(((1 - level) / 2) ** (1 / count))
