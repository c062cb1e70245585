"""A layer as tables of weights, and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from framing.assessments.sentences import TermTable
from framing.frames.layers import Layer, Scaled

__all__ = ["read_layer", "write_layer"]


def write_layer(
    layer: Layer, frames: Sequence[str] | None = None, cues: Sequence[str] | None = None
) -> dict[str, str]:
    """Return file name -> table of a layer."""
    names = list(frames or (str(k) for k in range(len(layer.bias))))
    called = list(cues if cues is not None else (str(k) for k in range(len(layer.cues.means))))
    terms = sorted(zip(layer.terms.spelled, layer.terms.idf, layer.weights, strict=True))
    bias = [["", "", *_digits(layer.bias)]]
    return {
        "terms.csv": _csv(
            ["term", "idf", *names], bias + [[t, *_digits([i]), *_digits(w)] for t, i, w in terms]
        ),
        "cues.csv": _csv(["cue", "mean", "scale", *names], _rows(called, layer.cues)),
        "vectors.csv": _csv(
            ["dimension", "mean", "scale", *names],
            _rows([str(k + 1) for k in range(len(layer.vectors.means))], layer.vectors),
        ),
    }


def _rows(names: Sequence[str], part: Scaled) -> list[list[str]]:
    rows = zip(names, part.means, part.scales, part.weights, strict=True)
    return [
        [name, *_digits([mean, scale]), *_digits(weights)] for name, mean, scale, weights in rows
    ]


def _digits(values: Any) -> list[str]:
    return [f"{value:.6g}" for value in np.asarray(values, float).tolist()]


def _csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(header)
    table.writerows(rows)
    return file.getvalue()


def read_layer(files: Mapping[str, str]) -> Layer:
    """Return the layer that was written as these tables."""
    (_, *names), *rows = csv.reader(io.StringIO(files["terms.csv"]))
    bias, *terms = rows
    found = {row[0]: (float(row[1]), k) for k, row in enumerate(terms)}
    table = TermTable.of({term: (idf, float(k)) for term, (idf, k) in found.items()})
    weights = np.array([row[2:] for row in terms], float).reshape(-1, len(names) - 1)
    # The table is ordered by its keys; the weights follow it.
    order = table.weights.astype(np.int64)
    return Layer(
        table._replace(weights=np.zeros(len(order))),
        weights[order],
        _scaled(files["cues.csv"], len(names) - 1),
        _scaled(files["vectors.csv"], len(names) - 1),
        np.array(bias[2:], float),
    )


def _scaled(text: str, frames: int) -> Scaled:
    _, *rows = csv.reader(io.StringIO(text))
    numbers = np.array([row[1:] for row in rows], float).reshape(-1, 2 + frames)
    return Scaled(numbers[:, 0], numbers[:, 1], numbers[:, 2:])
