"""Units of groups, some of them labelled: what every corrected mean is made of."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from framing.stats.arithmetic import Floats, divide, floats

__all__ = ["Influence", "LabelledUnits"]

Codes = NDArray[np.int64]
_EVEN = 1e-9


class Influence(NamedTuple):
    """How group means vary together, and how well that is known."""

    covariance: Floats
    df: Floats

    @property
    def variances(self) -> Floats:
        """The variance of each mean."""
        return np.diag(self.covariance)


class LabelledUnits(NamedTuple):
    """Predictions of all units, and labels of some.

    Attributes
    ----------
    y, f, group, cluster : array
        Label, prediction, group and cluster of every unit.
    at : array of int
        The labelled units; what follows is about these.
    part : array of int
        The stratum of each within its group.
    owner : array of int
        The group of each part.
    mass : array
        The units each one stands for; in a group they add up to its size.
    groups : int
    """

    y: Floats
    f: Floats
    group: Codes
    cluster: Codes
    at: Codes
    part: Codes
    owner: Codes
    mass: Floats
    groups: int

    @classmethod
    def of(
        cls,
        labels: ArrayLike,
        predictions: ArrayLike,
        chances: ArrayLike,
        groups: ArrayLike,
        strata: ArrayLike | None,
        clusters: ArrayLike | None,
    ) -> LabelledUnits:
        """Return the units of arrays as `correct_means` takes them."""
        y, f, group = floats(labels), floats(predictions), np.asarray(groups, np.int64)
        at = np.flatnonzero(np.isfinite(y))
        stratum = np.zeros(len(y), np.int64) if strata is None else np.asarray(strata)
        names = np.column_stack([group, np.unique(stratum, return_inverse=True)[1]])[at]
        pairs, part = np.unique(names, axis=0, return_inverse=True)
        home = np.arange(len(y)) if clusters is None else np.asarray(clusters)
        count = int(group.max()) + 1
        mass = 1 / floats(chances)[at]
        stands = np.bincount(group[at], mass, count)
        mass = mass * divide(np.bincount(group, minlength=count), stands)[group[at]]
        return cls(
            y,
            f,
            group,
            np.unique(home, return_inverse=True)[1],
            at,
            part.ravel(),
            pairs[:, 0],
            mass,
            count,
        )

    @property
    def shares(self) -> bool:
        """Whether labels lie between 0 and 1."""
        found = self.y[self.at]
        return bool(len(found) and found.min() >= 0 and found.max() <= 1)

    @property
    def mine(self) -> Codes:
        """The group of each labelled unit."""
        return self.group[self.at]

    @property
    def sizes(self) -> Floats:
        """Units by group."""
        return floats(np.bincount(self.group, minlength=self.groups))

    @property
    def counts(self) -> Codes:
        """Labelled units by group."""
        return np.bincount(self.mine, minlength=self.groups)

    @property
    def spread(self) -> Codes:
        """Clusters with labels, by group."""
        return _distinct(self.mine, self.cluster[self.at], self.groups)

    @property
    def kinds(self) -> Codes:
        """Clusters with labels, by part."""
        return _distinct(self.part, self.cluster[self.at], len(self.owner))

    def mean(self, weight: Floats) -> Floats:
        """Return the group means of w f + (R / pi)(y - w f)."""
        rest = self.mass * (self.y - weight[self.group] * self.f)[self.at]
        whole = weight * np.bincount(self.group, self.f, self.groups)
        return divide(whole + np.bincount(self.mine, rest, self.groups), self.sizes)

    def centred(self, values: Floats) -> Floats:
        """Return values of labelled units less the mean of their part.

        A part in one cluster cannot tell how it varies: its mean is that of the group.
        """
        return values - self.averages(values)[0]

    def averages(self, values: Floats) -> tuple[Floats, Floats]:
        """Return the mean that each labelled unit is taken from, and that of its group."""
        within = np.bincount(self.part, self.mass * values) / np.bincount(self.part, self.mass)
        sums = np.bincount(self.mine, self.mass * values, self.groups)
        overall = divide(sums, np.bincount(self.mine, self.mass, self.groups))[self.mine]
        lone = (self.kinds < 2)[self.part]
        return np.where(lone, overall, within[self.part]), overall

    def tune(self) -> Floats:
        """Return the weight of the predictions that narrows most, by group."""
        inside = np.bincount(self.part)
        noise = np.maximum(self.mass - 1, 0) * self.mass
        noise_seen = noise * (inside / np.maximum(inside - 1, 1))[self.part]
        y, f = self.centred(self.y[self.at]), self.centred(self.f[self.at])
        both = np.bincount(self.mine, noise_seen * y * f, self.groups)
        square = np.bincount(self.mine, noise_seen * f * f, self.groups)
        # With one part all predictions tell how they vary, not only those with a label.
        mean = divide(np.bincount(self.group, self.f, self.groups), self.sizes)
        every = np.bincount(self.group, (self.f - mean[self.group]) ** 2, self.groups)
        pooled = np.bincount(self.mine, noise, self.groups) * divide(every, self.sizes - 1)
        single = np.bincount(self.owner, minlength=self.groups) == 1
        below = np.where(single, pooled, square)
        best = np.where(below > 0, both / np.where(below > 0, below, 1), 0.0)
        without = 1 - self.counts / np.maximum(self.sizes, 1)
        return np.clip(best, 0.0, divide(1.0, without))

    def influence(self, weight: Floats, tuned: bool = False) -> Influence:
        """Return how the means vary together, by what each cluster adds to them."""
        key, owner, there, by_cluster = self._predicted(weight)
        of, home, by_cell = self._residual(weight, tuned)
        wide = int(self.cluster.max()) + 1
        where = np.searchsorted(key, self.owner[of] * wide + home)
        total = by_cluster + np.bincount(where, by_cell, len(key))
        table = np.zeros((wide, self.groups))
        table[key % wide, owner] = total / self.sizes[owner]
        # Satterthwaite: the parts of the labels, and the predictions of all.
        labelled = floats(np.bincount(of, by_cell**2, len(self.owner)))
        predicted = np.bincount(owner, by_cluster**2, self.groups)
        top = np.bincount(self.owner, labelled, self.groups) + predicted
        below = np.bincount(
            self.owner, labelled**2 / np.maximum(self.kinds - 1, 1), self.groups
        ) + predicted**2 / np.maximum(there - 1, 1)
        df = np.where(below > 0, top**2 / np.where(below > 0, below, 1), np.inf)
        most = np.where(weight == 0, self.spread, there) - 1.0
        unseen = self._unseen(weight, labelled) + self._between(weight, key, by_cluster)
        covariance = table.T @ table + np.diag(unseen / np.maximum(self.sizes, 1) ** 2)
        return Influence(covariance, np.maximum(np.minimum(df, most), 1))

    def _unseen(self, weight: Floats, labelled: Floats) -> Floats:
        """Return what shares lack to half an error in their heaviest part, by group.

        Labels that were all alike so far, or as predicted, may be otherwise the next time; where
        one stands for many, that is most of what is not known. An interval of labels that all
        stand for as many knows this by their count.
        """
        if not self.shares:
            return np.zeros(self.groups)
        heaviest = np.zeros(len(self.owner))
        np.maximum.at(heaviest, self.part, self.mass)
        lightest = np.full(self.groups, np.inf)
        np.minimum.at(lightest, self.mine, self.mass)
        single = np.bincount(self.owner, minlength=self.groups) == 1
        even = single[self.owner] & (heaviest <= lightest[self.owner] * (1 + _EVEN))
        lacking = np.maximum(heaviest**2 / 2 - labelled, 0.0)
        lacking[even & (weight[self.owner] == 0)] = 0.0
        most = np.zeros(self.groups)
        np.maximum.at(most, self.owner, lacking)
        return most

    def _between(self, weight: Floats, key: Codes, by_cluster: Floats) -> Floats:
        """Return what parts that differ add, as articles might have held other shares of them.

        Pairs of labelled units in a cluster stand for the pairs there are.
        """
        wide = int(self.cluster.max()) + 1
        own, overall = self.averages((self.y - weight[self.group] * self.f)[self.at])
        apart = own - overall
        cell, within = np.unique(self.mine * wide + self.cluster[self.at], return_inverse=True)
        home = cell // wide
        sums = np.bincount(within, self.mass * apart)
        alone = np.bincount(self.mine, self.mass * apart**2, self.groups)
        squares = np.bincount(self.mine, (self.mass * apart) ** 2, self.groups)
        pairs = np.bincount(home, sums**2, self.groups) - squares
        shared = by_cluster[np.searchsorted(key, cell)]
        both = 2 * np.bincount(home, shared * sums, self.groups)
        return floats(np.maximum(alone + np.maximum(pairs, 0.0) + both, 0.0))

    def _predicted(self, weight: Floats) -> tuple[Codes, Codes, Codes, Floats]:
        """Return what each cluster adds through the predictions of its units."""
        wide = int(self.cluster.max()) + 1
        mean = divide(np.bincount(self.group, self.f, self.groups), self.sizes)
        fitted = weight[self.group] * (self.f - mean[self.group])
        key, inside = np.unique(self.group * wide + self.cluster, return_inverse=True)
        owner = key // wide
        there = np.bincount(owner, minlength=self.groups)
        pull = _allowance(np.bincount(inside) / self.sizes[owner], there[owner])
        return key, owner, there, pull * np.bincount(inside, fitted)

    def _residual(self, weight: Floats, tuned: bool) -> tuple[Codes, Codes, Floats]:
        """Return what each cluster adds through the residuals of its labels, part by part."""
        wide = int(self.cluster.max()) + 1
        left = (self.y - weight[self.group] * self.f)[self.at]
        rest = self.mass * self.centred(left)
        cell, within = np.unique(self.part * wide + self.cluster[self.at], return_inverse=True)
        of = cell // wide
        held = np.bincount(within, self.mass) / np.bincount(self.part, self.mass)[of]
        pull = np.where(self.kinds[of] > 1, _allowance(held, self.kinds[of]), 1.0)
        if tuned:
            # The weight was learned from the same labels: one more number estimated.
            used = self.counts - np.bincount(self.owner, minlength=self.groups)
            more = np.sqrt(np.where(weight > 0, used / np.maximum(used - 1, 1), 1.0))
            pull = pull * more[self.owner[of]]
        return of, cell % wide, pull * np.bincount(within, rest)


def _distinct(numbers: Codes, clusters: Codes, count: int) -> Codes:
    """Return how many different clusters go with each number."""
    wide = int(clusters.max(initial=0)) + 1
    return np.bincount(np.unique(numbers * wide + clusters) // wide, minlength=count)


def _allowance(share: Floats, number: Codes) -> Floats:
    """Return by how much a cluster's residuals grow for having pulled their own mean."""
    n = np.maximum(number, 2)
    return floats(np.sqrt((n - 1) / n) / np.maximum(1 - share, 1 / n))
