"""An invented study whose truth is known: units, predictions, a sample, codings."""

from __future__ import annotations

import numpy as np
import pandas as pd

OUTLETS = {"Tessel Wire": (0.2, 0.8), "Vestra": (0.5, 0.4)}
"""True share, and the share of it that is found."""


def make_units(n: int = 1500, seed: int = 1, false: float = 0.1) -> pd.DataFrame:
    """Return units of articles of three sentences; `truth` is what people would say."""
    rng = np.random.default_rng(seed)
    parts = []
    for outlet, (share, found) in OUTLETS.items():
        truth = rng.random(n) < share
        parts.append(pd.DataFrame({
            "doc_id": [f"{outlet}-{k // 3}" for k in range(n)],
            "outlet": outlet,
            "event": "",
            "voice": rng.choice(["outlet", "quoted"], n),
            "truth": truth,
            "predicted": rng.random(n) < np.where(truth, found, false),
        }))  # fmt: skip
    units = pd.concat(parts, ignore_index=True)
    return units.assign(unit_id=[f"u{k}" for k in range(len(units))])


def draw(units: pd.DataFrame, n: int = 150, seed: int = 2) -> pd.DataFrame:
    """Return so many units of each outlet, in an order by chance."""
    parts = [
        part.sample(n, random_state=seed).assign(
            inclusion_probability=n / len(part), stratum=f"outlet={name}"
        )
        for name, part in units.groupby("outlet")
    ]
    drawn = pd.concat(parts).sample(frac=1, random_state=seed)
    return drawn.assign(coders="ana").reset_index(drop=True)


def code(sample: pd.DataFrame, coder: str = "ana") -> pd.DataFrame:
    """Return the codings of a coder who is always right."""
    value = np.where(sample["truth"], "yes", "no")
    return sample[["unit_id"]].assign(coder=coder, variable="hit", value=value)
