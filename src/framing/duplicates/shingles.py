"""Every article as the set of its runs of words, and which articles share such runs."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from framing.corpus import Corpus

__all__ = ["Pair", "alike", "pairs", "shingle"]

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(31)
Sets = list[npt.NDArray[np.uint64]]
Pair = tuple[int, int, int]
"""Two texts by their number, and how many runs they share."""


def shingle(corpus: Corpus, words: int) -> Sets:
    """Return, per article, the sorted distinct runs of so many folded words of lede and body.

    Runs go over marks and line ends, since copies are set differently, and over what is left out
    (captions, teasers, boilerplate): a copy may stand without the caption of the other.
    """
    index = corpus.index
    codes = np.fromiter(
        (int.from_bytes(blake2b(w.encode(), digest_size=8).digest(), "little")
         for w in index.folded), np.uint64, len(index.folded),
    )  # fmt: skip
    code = codes[index.ids]
    kept = _scored(corpus)
    fields = corpus.places["field"].to_numpy()
    rows = corpus.places["row"].to_numpy()
    found: Sets = [np.zeros(0, np.uint64)] * len(corpus)
    for number in range(len(fields)):
        if fields[number] == "title":
            continue
        low, high = int(index.first[number]), int(index.first[number + 1])
        mine = code[low:high][kept[low:high]]
        if len(mine) < words:
            continue
        total = np.zeros(len(mine) - words + 1, np.uint64)
        for step in range(words):
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


def alike(sets: Sets) -> list[list[int]]:
    """Return the articles by the runs they consist of: those of one list have the same ones.

    Articles too short for a run are in no list.
    """
    of: dict[bytes, list[int]] = {}
    for number, runs in enumerate(sets):
        if len(runs):
            of.setdefault(blake2b(runs.tobytes(), digest_size=16).digest(), []).append(number)
    return list(of.values())


def pairs(sets: Sets, threshold: float) -> Iterator[Pair]:
    """Yield every pair that shares so much of the shorter one, with the runs it shares.

    Exact, without a sample: an article can only share half of its runs with another if half of
    them stand anywhere else, which few articles of a corpus pass; these are counted against all
    others through the places of their runs.
    """
    if not sets:
        return
    sizes = np.array([len(runs) for runs in sets])
    runs = np.concatenate(sets)
    order = np.argsort(runs, kind="stable")
    runs = runs[order]
    edges = np.flatnonzero(np.r_[True, runs[1:] != runs[:-1], len(runs) > 0])
    count = np.diff(edges)
    of = np.empty(len(runs), np.int64)
    of[order] = np.repeat(np.arange(len(count)), count)
    owner = np.repeat(np.arange(len(sets), dtype=np.int32), sizes)[order]
    last = np.cumsum(sizes)
    needed = np.ceil(threshold * sizes - 1e-9)
    elsewhere = np.array(
        [(count[of[end - n : end]] > 1).sum() for n, end in zip(sizes, last, strict=True)]
    )
    for one in np.flatnonzero((sizes > 0) & (elsewhere >= needed)).tolist():
        mine = of[last[one] - sizes[one] : last[one]]
        mine = mine[count[mine] > 1]
        places = np.repeat(edges[mine] - np.r_[0, np.cumsum(count[mine])[:-1]], count[mine])
        shared = np.bincount(owner[places + np.arange(len(places))], minlength=len(sets))
        # The shorter one looks for the longer; of two as long, the first for the second.
        longer = (sizes > sizes[one]) | ((sizes == sizes[one]) & (np.arange(len(sets)) > one))
        for two in np.flatnonzero(longer & (shared >= max(needed[one], 1))).tolist():
            yield one, two, int(shared[two])
