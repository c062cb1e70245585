"""Colour, marker and hatch: what a point is, told twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from framing.figures.tables import plain, unique

PALETTE: Mapping[str, str] = {
    "blue": "#0072B2",
    "vermillion": "#D55E00",
    "green": "#009E73",
    "orange": "#E69F00",
    "purple": "#CC79A7",
    "sky": "#56B4E9",
    "black": "#000000",
    "grey": "#999999",
}
"""Okabe and Ito's colours without the yellow, which vanishes on white, and a neutral grey."""


class Look(NamedTuple):
    """How one series looks, and what the key calls it."""

    colour: str
    marker: str
    name: str
    hatch: str = ""


ESTIMANDS = {
    "own": Look(PALETTE["blue"], "o", "own voice"),
    "wording": Look(PALETTE["vermillion"], "s", "the outlet’s wording"),
    "all": Look(PALETTE["green"], "D", "all voices"),
}


VOICES = {
    "outlet": Look(PALETTE["blue"], "o", "outlet"),
    "quoted": Look(PALETTE["orange"], "s", "quoted", "///"),
    "reported": Look(PALETTE["sky"], "^", "reported", "..."),
    "distanced": Look(PALETTE["vermillion"], "D", "distanced", "xxx"),
    "unsure": Look(PALETTE["grey"], "v", "unsure", "\\\\\\"),
}


_CYCLE = ("blue", "vermillion", "green", "orange", "purple", "sky", "black")


_MARKERS = "osD^vPX<>"


def give_looks(series: Iterable[str], known: Mapping[str, Look]) -> dict[str, Look]:
    """Give each series its colour and marker, the known ones first and in their order."""
    there = unique(series)
    looks = {name: look for name, look in known.items() if name in there}
    for name in there:
        if name not in looks:
            number = len(looks)
            colour = PALETTE[_CYCLE[number % len(_CYCLE)]]
            looks[name] = Look(colour, _MARKERS[number % len(_MARKERS)], plain(name))
    return looks
