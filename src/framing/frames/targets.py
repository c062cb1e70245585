"""What is to be learned: labels as a matrix, and which texts belong together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.errors import ModelError
from framing.frames.texts import Texts
from framing.models.fields import Numbers

__all__ = ["name_frames", "number_groups", "read_truth"]

Floats = npt.NDArray[np.float64]
_WHERE = "FrameClassifier"


def read_truth(labels: Any, count: int, folds: int) -> tuple[Floats, tuple[str, ...]]:
    """Return labels as numbers, texts by frames, and the names of the frames.

    Examples
    --------
    >>> read_truth(pd.DataFrame({"economic": [1, 0, 1, 0]}), 4, 2)[1]
    ('economic',)
    """
    if labels is None:
        raise ModelError(
            f"{_WHERE}: requires y to be passed, but the target y is None; there is nothing to "
            "learn from; pass the labels that `label_frames` returned"
        )
    table = labels if isinstance(labels, pd.DataFrame) else pd.DataFrame(np.asarray(labels))
    if isinstance(labels, pd.DataFrame):
        names = tuple(str(name) for name in labels.columns)
    else:
        names = tuple(f"frame{k}" for k in range(table.shape[1]))
    try:
        truth: Floats = table.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError):
        truth = np.full(table.shape, 2.0)
    odd = truth[~np.isnan(truth) & ~np.isin(truth, (0.0, 1.0))]
    if odd.size:
        raise ModelError(
            f"{_WHERE}: labels are 1, 0 or missing, texts by frames; there are others; make them "
            "with `label_frames`, or by table == 'yes'"
        )
    if len(truth) != count or not truth.size:
        raise ModelError(
            f"{_WHERE}: there are {count:,} texts and {len(truth):,} rows of labels for "
            f"{truth.shape[1]:,} frames; each text has one row, each frame a column; pass both of "
            "one `label_frames`"
        )
    for name, column in zip(names, truth.T, strict=True):
        yes, no = int((column == 1).sum()), int((column == 0).sum())
        if min(yes, no) < 2:
            raise ModelError(
                f"{_WHERE}: of the texts coded for {name!r}, {yes:,} have it and {no:,} have it "
                "not; to learn a difference takes two of each at least, and fifty are few; code "
                "more texts, or leave the frame out"
            )
    return truth, names


def number_groups(groups: Sequence[object] | None, texts: Texts, folds: int) -> Numbers:
    """Return the number of each text's group; equal texts are of one group."""
    if groups is not None and len(groups) != len(texts):
        raise ModelError(
            f"{_WHERE}: there are {len(texts):,} texts and {len(groups):,} groups; each text has "
            "one; pass both of one `label_frames`"
        )
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    named = []
    for place, row in enumerate(texts.rows.tolist()):
        own = f"g{groups[place]}" if groups is not None else f"r{place}"
        if groups is None:
            parent[root(own)] = root("t" + " ".join(texts.index.texts[row].split()).casefold())
        named.append(own)
    roots = [root(name) for name in named]
    numbers = {name: k for k, name in enumerate(dict.fromkeys(roots))}
    if len(numbers) < folds:
        raise ModelError(
            f"{_WHERE}: there are {len(numbers):,} groups for {folds} folds; a group stays in one "
            "fold, and each fold needs one; take fewer folds, or code texts of more outlets"
        )
    return np.array([numbers[name] for name in roots], np.int64)


def name_frames(frames: Sequence[str]) -> npt.NDArray[Any]:
    """Return names as scikit-learn hands them on."""
    return np.array(frames, dtype=object)
