"""Krippendorff's alpha for marked stretches: whether coders mark the same places.

Each coder cuts a text into stretches and the gaps between them. Disagreement grows with the
square of what two overlapping stretches do not share, and of a stretch that lies in a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from framing.stats.arithmetic import Floats, divide, floats

__all__ = ["Unitizing", "unitize"]

Stretch = tuple[int, int]


class Unitizing(NamedTuple):
    """Disagreement about one label over several texts, one number per text (or pair of texts).

    `alpha` puts them together, for any weights of the texts.
    """

    coders: int
    lengths: Floats
    observed: Floats
    stretches: Floats
    cubes: Floats
    in_gaps: Floats  # texts by texts
    squares: Floats

    def parts(self, weights: Floats) -> tuple[Floats, Floats]:
        """Return observed and expected disagreement for each row of weights of the texts."""
        length = weights @ self.lengths
        m = self.coders
        observed = divide(weights @ self.observed, m * (m - 1) * length**2)
        own = (weights @ self.stretches - 1) / 3 * (weights @ self.cubes)
        gaps = ((weights @ self.in_gaps) * weights).sum(axis=1)
        pairs = m * length * (m * length - 1) - weights @ self.squares
        return observed, divide(2 * (own + gaps), length * pairs)

    def alpha(self, weights: Floats) -> Floats:
        """Return alpha for each row of weights of the texts; missing where nothing is marked."""
        observed, expected = self.parts(weights)
        marked = (weights @ self.stretches > 0) & (expected > 0)
        return np.where(marked, 1 - divide(observed, np.where(marked, expected, 1)), np.nan)


def unitize(texts: Sequence[Sequence[Sequence[Stretch]]], lengths: Sequence[int]) -> Unitizing:
    """Return what u-alpha is made of, text by text.

    Parameters
    ----------
    texts : sequence of texts, each a sequence of coders, each a sequence of (start, end)
        The stretches of one label, as every coder of the text marked them; those of one coder do
        not overlap. Every text has the same number of coders.
    lengths : sequence of int
        Of the texts, in the same unit as the places.

    Returns
    -------
    Unitizing

    References
    ----------
    Krippendorff (1995), Sociological Methodology 25; (2004), Quality and Quantity 38, the
    coefficient there called alpha_U.

    Examples
    --------
    >>> one, two = [(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]
    >>> found = unitize([[one, two]], [300])
    >>> round(float(found.alpha(np.ones((1, 1)))[0]), 4)
    0.7286
    """
    cut = [
        [_sections(stretches, length) for stretches in coders]
        for coders, length in zip(texts, lengths, strict=True)
    ]
    count = len(texts[0]) if texts else 0
    own = [floats([s[1] for coder in text for s in coder if s[2]]) for text in cut]
    gaps = [floats([s[1] for coder in text for s in coder if not s[2]]) for text in cut]
    return Unitizing(
        coders=count,
        lengths=floats(lengths),
        observed=floats([_observed(text) for text in cut]),
        stretches=floats([len(x) for x in own]),
        cubes=floats([(2 * x**3 - 3 * x**2 + x).sum() for x in own]),
        in_gaps=_in_gaps(own, gaps),
        squares=floats([(x * (x - 1)).sum() for x in own]),
    )


def _sections(stretches: Sequence[Stretch], length: int) -> list[tuple[int, int, bool]]:
    """Return stretches and gaps, end to end, as start, length and whether it is a stretch."""
    found: list[tuple[int, int, bool]] = []
    place = 0
    for start, end in sorted(stretches):
        if start > place:
            found.append((place, start - place, False))
        found.append((start, end - start, True))
        place = end
    if place < length:
        found.append((place, length - place, False))
    return found


def _observed(coders: Sequence[Sequence[tuple[int, int, bool]]]) -> float:
    """Return the sum of squared differences over all ordered pairs of coders."""
    total = 0.0
    arrays = [np.array(coder, np.float64).reshape(-1, 3) for coder in coders]
    for i, mine in enumerate(arrays):
        for j, theirs in enumerate(arrays):
            if i == j:
                continue
            b, size, is_mine = (mine[:, k][:, None] for k in range(3))
            b2, size2, is_theirs = (theirs[:, k][None, :] for k in range(3))
            apart = b - b2
            both = (is_mine > 0) & (is_theirs > 0) & (-size < apart) & (apart < size2)
            ends = apart + size - size2
            inside = (is_mine > 0) & (is_theirs == 0) & (size2 - size >= apart) & (apart >= 0)
            around = (is_mine == 0) & (is_theirs > 0) & (size - size2 >= -apart) & (-apart >= 0)
            total += float((both * (apart**2 + ends**2)).sum())
            total += float((inside * size**2).sum() + (around * size2**2).sum())
    return total


def _in_gaps(own: Sequence[Floats], gaps: Sequence[Floats]) -> Floats:
    """Return in how many places the stretches of a text could lie in the gaps of another."""
    counts = np.zeros((len(own), len(gaps)))
    for t, stretches in enumerate(own):
        if not len(stretches):
            continue
        for s, free in enumerate(gaps):
            room = free[None, :] - stretches[:, None] + 1
            counts[t, s] = float((stretches[:, None] ** 2 * np.where(room > 0, room, 0)).sum())
    return counts
