"""What would narrow a corrected interval: more labels, or predictions that say more."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

__all__ = ["Outlook", "labels_for", "say"]

REACHED = 0.4
"""Share of the variance of labels that a good predictor of loaded sentences explains.

No list or model measured here reaches it (`benchmarks/corrections.py`): a bound for hope.
"""
_Z = 1.96


class Outlook(NamedTuple):
    """What is known of one group, or of the two of a difference.

    Attributes
    ----------
    labels : tuple of int
    units : tuple of int
    noise : tuple of float
        Variance of one label, clumping in articles included.
    explained : tuple of float
        Share of it that predictions explain.
    """

    labels: tuple[int, ...]
    units: tuple[int, ...]
    noise: tuple[float, ...]
    explained: tuple[float, ...]

    def variance(self, labels: tuple[float, ...], explained: tuple[float, ...]) -> float:
        """Return the variance with so many labels and predictions that explain so much."""
        rows = zip(labels, self.units, self.noise, explained, strict=True)
        return sum(
            noise * ((1 - known) * max(1 / n - 1 / units, 0.0) + 1 / units)
            for n, units, noise, known in rows
        )


def labels_for(outlook: Outlook, half_width: float) -> float:
    """Return the labels per group that reach a half-width; missing where none does.

    Examples
    --------
    >>> labels_for(Outlook((50,), (10_000,), (0.25,), (0.0,)), 0.05)
    385.0
    >>> labels_for(Outlook((50,), (200,), (0.25,), (0.0,)), 0.05)
    nan
    """
    wanted = (half_width / _Z) ** 2
    if not np.isfinite(outlook.noise).all():
        return np.nan
    most = max(outlook.units)
    if outlook.variance(tuple(map(float, outlook.units)), outlook.explained) > wanted:
        return np.nan
    low, high = 1, most
    while low < high:
        middle = (low + high) // 2
        each = tuple(float(min(middle, units)) for units in outlook.units)
        if outlook.variance(each, outlook.explained) <= wanted:
            high = middle
        else:
            low = middle + 1
    return float(low)


def say(outlook: Outlook, half_width: float) -> str:
    """Return in words what helps more, and how much.

    A better predictor is held to `REACHED`; labels that narrow as much are counted.

    Examples
    --------
    >>> say(Outlook((100,), (5_000,), (0.25,), (0.05,)), 0.05)
    'predictions explain .05 of the labels; predictions that explain .40 would narrow as much as \
57 more labels do; more labels help more; ±0.05 takes about 367'
    """
    if not np.isfinite(outlook.noise).all():
        return ""
    mine = sum(outlook.labels) / len(outlook.labels)
    known = float(np.mean(outlook.explained))
    better = tuple(max(REACHED, k) for k in outlook.explained)
    current = tuple(map(float, outlook.labels))
    reach = outlook.variance(current, better)
    extra = _more(outlook, reach)
    each = " in each" if len(outlook.labels) > 1 else ""
    parts = [f"predictions explain {_plain(known)} of the labels"]
    if extra <= 0:
        parts.append(
            f"more labels help more, as no better predictions than {_plain(REACHED)} are known"
        )
    else:
        helps = "more labels help more" if extra < mine else "better predictions help more"
        parts.append(
            f"predictions that explain {_plain(REACHED)} would narrow as much as "
            f"{extra:,.0f} more labels{each} do; {helps}"
        )
    wanted = labels_for(outlook, half_width)
    parts.append(
        f"±{half_width:g} takes about {wanted:,.0f}{each}"
        if np.isfinite(wanted)
        else f"±{half_width:g} is out of reach of labels: there are too few units"
    )
    return "; ".join(parts)


def _more(outlook: Outlook, wanted: float) -> float:
    """Return how many more labels in each group bring the variance down to what is wanted."""
    low, high = 0, max(outlook.units)
    while low < high:
        middle = (low + high) // 2
        each = tuple(
            float(min(n + middle, units))
            for n, units in zip(outlook.labels, outlook.units, strict=True)
        )
        if outlook.variance(each, outlook.explained) <= wanted + 1e-12:
            high = middle
        else:
            low = middle + 1
    return float(low)


def _plain(share: float) -> str:
    return f"{share:.2f}".removeprefix("0")
