"""Invented texts of two frames, and none, whose truth is known."""

from __future__ import annotations

import numpy as np
import pandas as pd

ECONOMIC = ("levy", "jobs", "prices", "budget", "wages", "exports")
CONFLICT = ("clashed", "feud", "rival", "accused", "quarrel", "opponents")
PLAIN = ("harbour", "valley", "ferry", "spring", "river", "museum", "road", "market", "tower")


def make_texts(count: int = 60, seed: int = 0) -> tuple[list[str], pd.DataFrame, list[str]]:
    """Return texts, the frames in them (both, one or none), and the outlets they are of."""
    random = np.random.default_rng(seed)
    texts, rows, outlets = [], [], []
    for k in range(count):
        has = (k % 4 in (0, 1), k % 4 in (0, 2))
        words = list(random.choice(PLAIN, 6))
        for present, listed in zip(has, (ECONOMIC, CONFLICT), strict=True):
            words += list(random.choice(listed, 3)) if present else []
        random.shuffle(words)
        texts.append(f"The {' '.join(words)} of Sarn number {k}.")
        rows.append([float(x) for x in has])
        outlets.append(f"outlet {k % 10}")
    return texts, pd.DataFrame(rows, columns=["economic", "conflict"]), outlets
