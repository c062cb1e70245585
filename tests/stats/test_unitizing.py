"""Alpha for marked stretches: the published example, brute force, and texts put end to end."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.stats.unitizing import unitize

# Krippendorff (2004), Quality and Quantity 38: a continuum from 150, 300 long, two observers.
C = [[(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]]
K = [[(30, 90), (150, 200)], [(30, 90), (150, 200)]]
ONE = np.ones((1, 1))


def test_the_published_example() -> None:
    c, k = unitize([C], [300]), unitize([K], [300])
    observed, expected = c.parts(ONE)
    assert observed[0] == pytest.approx(0.0144, abs=5e-5)
    assert expected[0] == pytest.approx(0.0532, abs=5e-5)
    assert c.alpha(ONE)[0] == pytest.approx(0.7286, abs=1e-4)
    assert k.parts(ONE)[0][0] == 0
    assert k.parts(ONE)[1][0] == pytest.approx(0.0490, abs=5e-5)
    assert k.alpha(ONE)[0] == 1
    joint = 1 - c.parts(ONE)[0] / (c.parts(ONE)[1] + k.parts(ONE)[1])
    assert joint[0] == pytest.approx(0.8591, abs=5e-4)


def test_nothing_marked_has_no_alpha() -> None:
    assert np.isnan(unitize([[[], []]], [50]).alpha(ONE)[0])


def cells(stretches: list[tuple[int, int]], length: int) -> list[tuple[int, int, bool]]:
    edges = sorted({0, length, *(e for s in stretches for e in s)})
    return [(a, b, (a, b) in stretches) for a, b in pairwise(edges)]


@st.composite
def marked(draw: st.DrawFn) -> tuple[list[list[tuple[int, int]]], int]:
    length = draw(st.integers(4, 30))
    coders = []
    for _ in range(draw(st.integers(2, 3))):
        edges = sorted(draw(st.sets(st.integers(0, length), max_size=6)))
        edges = edges[: len(edges) // 2 * 2]
        # Stretches that touch would be sections of their own; keep gaps between them.
        coders.append([(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)])
    return coders, length


@settings(max_examples=30)
@given(marked())
def test_observed_disagreement_is_its_definition(made) -> None:
    coders, length = made
    total = 0
    for i, mine in enumerate(coders):
        for j, theirs in enumerate(coders):
            if i == j:
                continue
            for a, b, one in cells(mine, length):
                for c, d, two in cells(theirs, length):
                    if one and two and a < d and c < b:
                        total += (a - c) ** 2 + (b - d) ** 2
                    elif one and not two and c <= a and b <= d:
                        total += (b - a) ** 2
                    elif two and not one and a <= c and d <= b:
                        total += (d - c) ** 2
    found = unitize([coders], [length])
    m = len(coders)
    assert found.parts(ONE)[0][0] == pytest.approx(total / (m * (m - 1) * length**2))


@settings(max_examples=20)
@given(marked(), st.integers(1, 4))
def test_a_weight_is_a_text_that_stands_several_times(made, times) -> None:
    coders, length = made
    weighted = (
        unitize([coders, K], [length, 300]) if len(coders) == 2 else unitize([coders], [length])
    )
    weights = np.full((1, len(weighted.lengths)), float(times))
    texts = [coders, K] if len(coders) == 2 else [coders]
    lengths = [length, 300] if len(coders) == 2 else [length]
    repeated = unitize(texts * times, lengths * times)
    expected = repeated.alpha(np.ones((1, len(lengths) * times)))
    assert weighted.alpha(weights) == pytest.approx(expected, nan_ok=True)


def test_farther_apart_is_less_agreement() -> None:
    alphas = [
        float(unitize([[[(10, 20)], [(10 + k, 20 + k)]]], [100]).alpha(ONE)[0])
        for k in range(0, 12, 2)
    ]
    assert alphas[0] == 1
    assert alphas == sorted(alphas, reverse=True)
