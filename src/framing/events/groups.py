"""Articles that report the same event, put together without chains."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from framing.events.links import Ints, Links

__all__ = ["find_mates", "group_articles", "mean_chances"]


def find_mates(links: Links, outlet: Ints) -> list[tuple[float, int, int]]:
    """Return the pairs in which each is the other's best of its outlet, the likeliest first.

    Examples
    --------
    >>> links = Links(np.array([0, 0]), np.array([1, 2]), np.array([0.9, 0.6]))
    >>> find_mates(links, np.array([0, 1, 1]))
    [(0.9, 0, 1)]
    """
    source, target = np.concatenate([links.a, links.b]), np.concatenate([links.b, links.a])
    chance = np.concatenate([links.chance, links.chance])
    order = np.lexsort((target, -chance, outlet[target], source))
    source, target = source[order], target[order]
    first = np.ones(len(source), bool)
    first[1:] = (source[1:] != source[:-1]) | (outlet[target[1:]] != outlet[target[:-1]])
    best = set(zip(source[first].tolist(), target[first].tolist(), strict=True))
    pairs = zip(links.a.tolist(), links.b.tolist(), links.chance.tolist(), strict=True)
    mates = [(c, a, b) for a, b, c in pairs if (a, b) in best and (b, a) in best]
    return sorted(mates, key=lambda mate: (-mate[0], mate[1], mate[2]))


def group_articles(
    links: Links, outlet: Ints, *, threshold: float, per_outlet: int | None = None
) -> list[list[int]]:
    """Return groups of articles, each ascending, by their first article.

    Groups that a pair of mates connects are joined, the likeliest first, as long as the mean
    chance over all pairs of articles of different outlets between them is at least `threshold`
    (average linkage, Sokal and Michener 1958): one likeness alone joins no groups. Then what is
    left over, such as a second article of an outlet, joins the group with which its mean chance is
    highest, if that is high enough. So the mean chance within a group is at least the threshold.

    Examples
    --------
    >>> links = Links(np.array([0, 1]), np.array([1, 2]), np.array([0.9, 0.8]))
    >>> group_articles(links, np.array([0, 1, 2]), threshold=0.5)
    [[0, 1]]
    """
    forest = _Forest(links, outlet, per_outlet)
    forest.grow(find_mates(links, outlet), threshold)
    groups = [sorted(some) for some in forest.members.values() if len(some) > 1]
    groups.sort()
    _join_left(groups, forest, threshold)
    return sorted(sorted(group) for group in groups)


class _Forest:
    """Groups that grow together, and the sums of chances between them."""

    def __init__(self, links: Links, outlet: Ints, per_outlet: int | None) -> None:
        self.outlet = outlet.tolist()
        self.most = per_outlet or len(self.outlet)
        self.members: dict[int, list[int]] = {}
        self.between: defaultdict[int, dict[int, float]] = defaultdict(dict)
        pairs = zip(links.a.tolist(), links.b.tolist(), links.chance.tolist(), strict=True)
        for a, b, chance in pairs:
            self.between[a][b] = self.between[b][a] = chance
            self.members.setdefault(a, [a])
            self.members.setdefault(b, [b])
        self.chances = {a: dict(beside) for a, beside in self.between.items()}

    def mean(self, a: int, b: int) -> float:
        """Return the mean chance over the pairs of different outlets between two groups."""
        mine, theirs = (Counter(self.outlet[k] for k in self.members[g]) for g in (a, b))
        pairs = len(self.members[a]) * len(self.members[b])
        pairs -= sum(count * theirs[name] for name, count in mine.items())
        # Sums in another order differ in their last digits, which must decide nothing.
        return round(self.between[a].get(b, 0.0) / pairs, 10) if pairs else 0.0

    def grow(self, mates: Sequence[tuple[float, int, int]], threshold: float) -> None:
        """Join groups that mates connect, the likeliest first."""
        beside: defaultdict[int, set[int]] = defaultdict(set)
        heap = [(-round(chance, 10), a, b, 1, 1) for chance, a, b in mates if chance >= threshold]
        for _, a, b, _, _ in heap:
            beside[a].add(b)
            beside[b].add(a)
        heapq.heapify(heap)
        while heap:
            _, a, b, size, other = heapq.heappop(heap)
            there = a in self.members and b in self.members
            # What has grown since stands in the heap again, with its new mean.
            if not there or (len(self.members[a]), len(self.members[b])) != (size, other):
                continue
            if self._fullest(self.members[a] + self.members[b]) > self.most:
                continue
            self._join(a, b)
            for c in beside.pop(b):
                beside[c].discard(b)
                if c != a:
                    beside[c].add(a)
                    beside[a].add(c)
            for c in sorted(beside[a]):
                mean, low, high = self.mean(a, c), min(a, c), max(a, c)
                if mean >= threshold:
                    sizes = len(self.members[low]), len(self.members[high])
                    heapq.heappush(heap, (-mean, low, high, *sizes))

    def _fullest(self, group: Sequence[int]) -> int:
        return max(Counter(self.outlet[k] for k in group).values())

    def _join(self, a: int, b: int) -> None:
        self.members[a] += self.members.pop(b)
        for c, total in self.between.pop(b).items():
            self.between[c].pop(b, None)
            if c != a:
                total += self.between[a].get(c, 0.0)
                self.between[a][c] = self.between[c][a] = total
        self.between[a].pop(b, None)

    def mean_with(self, article: int, group: Sequence[int]) -> float:
        """Return the mean chance of an article with the others of a group."""
        others = [k for k in group if self.outlet[k] != self.outlet[article]]
        beside = self.chances.get(article, {})
        total = sum(beside.get(k, 0.0) for k in others)
        return round(total / len(others), 10) if others else 0.0


def _join_left(groups: list[list[int]], forest: _Forest, threshold: float) -> None:
    """Let what is left over join, the likeliest first, as long as it is like all that are there."""
    group_of = {k: number for number, group in enumerate(groups) for k in group}
    asking: list[tuple[float, int, int]] = []
    for article in sorted(forest.chances):
        if article not in group_of:
            near = sorted({group_of[k] for k in forest.chances[article] if k in group_of})
            means = [(-forest.mean_with(article, groups[g]), g) for g in near]
            if means and -min(means)[0] >= threshold:
                asking.append((min(means)[0], article, min(means)[1]))
    for _, article, number in sorted(asking):
        group = groups[number]
        full = sum(forest.outlet[k] == forest.outlet[article] for k in group) >= forest.most
        if not full and forest.mean_with(article, group) >= threshold:
            group.append(article)


def mean_chances(links: Links, groups: Sequence[Sequence[int]], outlet: Ints) -> dict[int, float]:
    """Return for each article of a group its mean chance with those of other outlets in it."""
    group_of = {k: number for number, group in enumerate(groups) for k in group}
    total: defaultdict[int, float] = defaultdict(float)
    for a, b, chance in zip(*(part.tolist() for part in links), strict=True):
        if a in group_of and group_of[a] == group_of.get(b, -1):
            total[a] += chance
            total[b] += chance
    others: Counter[int] = Counter()
    for group in groups:
        for a, b in combinations(group, 2):
            if outlet[a] != outlet[b]:
                others[a] += 1
                others[b] += 1
    return {k: total[k] / others[k] for k in sorted(others)}
