"""Every article as the set of its runs of five words, and which articles share such runs."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from framing.corpus import Corpus

__all__ = ["LENGTH", "candidates", "overlap", "shingle"]

LENGTH = 5
"""Words of a run."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(31)
_MOST = 200
"""Articles that share a run, above which it is taken for a formula."""
_SAMPLED = 20_000_000
"""Runs above which not all of them are used to look for candidates."""
_FEWEST = 400
"""Runs below which an article is never sampled."""

Sets = list[npt.NDArray[np.uint64]]


def shingle(corpus: Corpus) -> Sets:
    """Return, per article, the sorted distinct runs of five folded words of its lede and body.

    Runs go over marks and line ends, since copies are set differently, but not over what is left
    out (captions, teasers, boilerplate), which parts the text.
    """
    index = corpus.index
    words = np.fromiter(
        (int.from_bytes(blake2b(w.encode(), digest_size=8).digest(), "little")
         for w in index.folded), np.uint64, len(index.folded),
    )  # fmt: skip
    code = words[index.ids]
    kept = _scored(corpus)
    fields = corpus.places["field"].to_numpy()
    rows = corpus.places["row"].to_numpy()
    found: Sets = [np.zeros(0, np.uint64)] * len(corpus)
    for number in range(len(fields)):
        if fields[number] == "title":
            continue
        low, high = int(index.first[number]), int(index.first[number + 1])
        mine = code[low:high][kept[low:high]]
        if len(mine) < LENGTH:
            continue
        total = np.zeros(len(mine) - LENGTH + 1, np.uint64)
        for step in range(LENGTH):
            total = total * _FACTOR + mine[step : step + len(total)]
        total = (total ^ (total >> _SHIFT)) * _MIX
        found[int(rows[number])] = np.unique(total ^ (total >> _SHIFT))
    return found


def _scored(corpus: Corpus) -> npt.NDArray[np.bool_]:
    """Say which words stand in lede or body."""
    index = corpus.index
    kept = np.ones(len(index.ids), bool)
    marks = corpus.sections[~corpus.sections["section"].isin(["lede", "body"])]
    if len(marks):
        wide = np.int64(1) << 33
        place = index.text_of.astype(np.int64) * wide + index.starts
        number = marks["number"].to_numpy(np.int64) * wide
        a = np.searchsorted(place, number + marks["start"].to_numpy(np.int64))
        b = np.searchsorted(place, number + marks["end"].to_numpy(np.int64))
        for low, high in zip(a.tolist(), b.tolist(), strict=True):
            kept[low:high] = False
    return kept


def overlap(one: npt.NDArray[np.uint64], two: npt.NDArray[np.uint64]) -> int:
    """Return how many runs two articles share, exactly."""
    small, large = (one, two) if len(one) <= len(two) else (two, one)
    at = np.minimum(np.searchsorted(large, small), len(large) - 1)
    return int((large[at] == small).sum())


def candidates(sets: Sets, threshold: float) -> Iterator[tuple[int, int]]:
    """Yield pairs of articles, each once, that may share so much of the shorter one.

    All pairs that share a run are looked at while there are up to twenty million runs. In larger
    corpora only runs are whose hash is low enough, the same ones in every article (Broder 1997);
    a pair is kept when the sample promises half of what is asked for. Articles of fewer than 400
    runs are never sampled. A run that stands in more than 200 articles is a formula, or one text
    printed everywhere: its articles are then held against the first of them only.
    """
    total = sum(map(len, sets))
    keep = 1.0 if total <= _SAMPLED else _SAMPLED / total
    bar = np.uint64(int(keep * (2**64 - 1)) if keep < 1 else 2**64 - 1)
    short = [s for s in sets if 0 < len(s) < _FEWEST]
    always = np.unique(np.concatenate(short)) if keep < 1 and short else np.zeros(0, np.uint64)
    parts, owners = [], []
    sizes = np.zeros(len(sets), np.int64)
    for number, runs in enumerate(sets):
        mine = runs
        if keep < 1:
            chosen = runs <= bar
            if len(always):
                at = np.minimum(np.searchsorted(always, runs), len(always) - 1)
                chosen |= always[at] == runs
            mine = runs[chosen]
        sizes[number] = len(mine)
        parts.append(mine)
        owners.append(np.full(len(mine), number, np.int32))
    if not parts:
        return
    runs, owner = np.concatenate(parts), np.concatenate(owners)
    order = np.argsort(runs, kind="stable")
    runs, owner = runs[order], owner[order]
    edges = np.flatnonzero(np.r_[True, runs[1:] != runs[:-1], True])
    count = np.diff(edges)
    # Only a share of the shorter one's own runs can be promised by the sample.
    needed = threshold * (1.0 if keep == 1 else 0.5)
    pairs = [_pairs_of(owner, edges[:-1][count == n], int(n)) for n in np.unique(count) if n > 1]
    if not pairs:
        return
    wide = np.int64(len(sets))
    key, shared = np.unique(np.concatenate(pairs, axis=0) @ np.array([wide, 1]), return_counts=True)
    first, second = key // wide, key % wide
    enough = shared >= needed * np.minimum(sizes[first], sizes[second])
    # Beside a formula a pair may be counted once where it shares much.
    enough |= np.isin(key, _hubs(owner, edges, count, wide))
    yield from zip(first[enough].tolist(), second[enough].tolist(), strict=True)


def _pairs_of(
    owner: npt.NDArray[np.int32], starts: npt.NDArray[np.int64], size: int
) -> npt.NDArray[np.int64]:
    """Return the pairs of articles of all runs that stand in so many articles."""
    members = owner[starts[:, None] + np.arange(size)].astype(np.int64)
    if size > _MOST:
        members = np.unique(members, axis=0)
        first = np.repeat(members[:, :1], size - 1, axis=1)
        return np.unique(np.stack([first.ravel(), members[:, 1:].ravel()], axis=1), axis=0)
    a, b = np.triu_indices(size, 1)
    return np.stack([members[:, a].ravel(), members[:, b].ravel()], axis=1)


def _hubs(
    owner: npt.NDArray[np.int32], edges: npt.NDArray[np.int64], count: npt.NDArray[np.int64],
    wide: np.int64,
) -> npt.NDArray[np.int64]:  # fmt: skip
    keys = [
        _pairs_of(owner, edges[:-1][count == n], int(n)) @ np.array([wide, 1])
        for n in np.unique(count)
        if n > _MOST
    ]
    return np.unique(np.concatenate(keys)) if keys else np.zeros(0, np.int64)
