"""Agreement about marked stretches: word by word, and by how far the stretches miss each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.coding.agreement_rows import Measure, agreement_row, interval_cells, note_few
from framing.coding.samples import require_units
from framing.errors import CodingError, require_columns
from framing.stats.reliability import Estimate, interval_of, leave_out, measure_agreement, resample
from framing.stats.unitizing import Unitizing, unitize
from framing.words import WordIndex

__all__ = ["TOKEN_ALPHA", "U_ALPHA", "measure_spans"]

TOKEN_ALPHA, U_ALPHA = "token alpha", "u-alpha"
_NOTHING = ""

Floats = NDArray[np.float64]


class _Text(NamedTuple):
    """A unit whose text coders marked: the words of its context, and by coder the stretches."""

    words: list[int]
    length: int
    marks: dict[str, list[tuple[int, int, str]]]


def measure_spans(
    where: str,
    variable: str,
    given: pd.DataFrame,
    sample: pd.DataFrame | None,
    codes: tuple[str, ...],
) -> Measure:
    """Return what measures the agreement about stretches in some of the units."""
    texts = _texts(where, variable, given, sample)
    labels = list(codes) or sorted(set(given["value"].astype("str")) - {_NOTHING})

    def measure(units: frozenset[str], draws: int, seed: int) -> list[dict[str, Any]]:
        kept = {unit: text for unit, text in texts.items() if unit in units}
        rows = [_token_row("", kept, None, len(labels) + 1, draws, seed)]
        if len(labels) > 1:
            rows += [_token_row(label, kept, label, 2, draws, seed) for label in labels]
        return rows + _u_rows(kept, labels, draws, seed)

    return measure


def _texts(
    where: str, variable: str, given: pd.DataFrame, sample: pd.DataFrame | None
) -> dict[str, _Text]:
    if sample is None:
        raise CodingError(
            f"{where}: {variable!r} holds marked stretches; agreement is counted on the words "
            "between and around them too; pass the sample that was coded"
        )
    require_columns(where, sample.columns, ("unit_id", "context", "context_start"))
    require_columns(where, given.columns, ("start", "end"))
    require_units(where, given["unit_id"], sample)
    coded = sample[sample["unit_id"].astype("str").isin(set(given["unit_id"].astype("str")))]
    contexts = coded["context"].astype("str").tolist()
    index = WordIndex(contexts)
    found: dict[str, _Text] = {}
    first: dict[str, int] = {}
    for number, (unit, start) in enumerate(
        zip(coded["unit_id"].astype("str"), coded["context_start"], strict=True)
    ):
        words = index.starts[index.first[number] : index.first[number + 1]].tolist()
        found[unit] = _Text(words, len(contexts[number]), {})
        first[unit] = int(start)
    rows = given[["unit_id", "coder", "start", "end", "value"]].itertuples(index=False)
    for unit, coder, start, end, value in rows:
        text = found[str(unit)]
        marks = text.marks.setdefault(str(coder), [])
        if str(value) != _NOTHING:
            a, b = int(start) - first[str(unit)], int(end) - first[str(unit)]
            if not 0 <= a < b <= text.length:
                raise CodingError(
                    f"{where}: {coder} marked {start} to {end} of unit {unit!r}; its text goes "
                    f"from {first[str(unit)]} to {first[str(unit)] + text.length}; pass the "
                    "sample that was coded"
                )
            marks.append((a, b, str(value)))
    return found


def _token_row(
    label: str,
    texts: Mapping[str, _Text],
    only: str | None,
    categories: int,
    draws: int,
    seed: int,
) -> dict[str, Any]:
    """Return the row of an alpha over words; of one label, or of all."""
    coders = sorted({coder for text in texts.values() for coder in text.marks})
    values: dict[str, float] = {_NOTHING: 0.0}
    columns: list[Floats] = []
    home: list[int] = []
    shared = 0
    for number, text in enumerate(texts.values()):
        shared += len(text.marks) > 1
        grid = np.full((len(text.words), len(coders)), np.nan)
        for column, coder in enumerate(coders):
            if coder in text.marks:
                grid[:, column] = _values_of(text, coder, only, values)
        columns.append(grid)
        home += [number] * len(text.words)
    found = measure_agreement(
        np.concatenate(columns) if columns else np.empty((0, len(coders))),
        categories=categories,
        clusters=np.array(home, np.int64),
        draws=draws,
        seed=seed,
    )
    paired = {c for text in texts.values() if len(text.marks) > 1 for c in text.marks}
    return agreement_row(found, label, TOKEN_ALPHA, "nominal", len(paired), shared)


def _values_of(text: _Text, coder: str, only: str | None, values: dict[str, float]) -> list[float]:
    """Return, word by word, the number of the labels a coder put on it."""
    on: list[set[str]] = [set() for _ in text.words]
    for start, end, label in text.marks[coder]:
        if only is None or label == only:
            first, last = np.searchsorted(text.words, [start, end]).tolist()
            for word in range(first, last):
                on[word].add(label)
    return [values.setdefault("+".join(sorted(labels)), float(len(values))) for labels in on]


def _u_rows(
    texts: Mapping[str, _Text], labels: Sequence[str], draws: int, seed: int
) -> list[dict[str, Any]]:
    """Return the rows of u-alpha: for each label, and for all of them."""
    everybody = frozenset(coder for text in texts.values() for coder in text.marks)
    whole = [text for text in texts.values() if set(text.marks) == everybody]
    base = {"measure": U_ALPHA, "level": "nominal", "n_coders": len(everybody)}
    base |= {"n_units": len(whole), "n_values": len(whole) * len(everybody)}
    if len(everybody) < 2 or not whole:
        note = "no text was coded by all coders"
        return [{**base, "label": "", "note": note}]
    found = {
        label: unitize(
            [
                [
                    [(a, b) for a, b, name in text.marks[coder] if name == label]
                    for coder in sorted(everybody)
                ]
                for text in whole
            ],
            [text.length for text in whole],
        )
        for label in labels
    }
    rows = [_u_row(list(found.values()), "", len(whole), draws, seed)]
    if len(labels) > 1:
        rows += [_u_row([item], label, len(whole), draws, seed) for label, item in found.items()]
    return [{**base, **row} for row in rows]


def _u_row(
    items: Sequence[Unitizing], label: str, texts: int, draws: int, seed: int
) -> dict[str, Any]:
    """Return alpha over some labels: one minus the sum of what was seen over what was expected."""

    def alpha(weights: Floats) -> Floats:
        parts = [item.parts(weights) for item in items]
        seen = np.nansum([observed for observed, _ in parts], axis=0)
        chance = np.nansum([expected for _, expected in parts], axis=0)
        return np.where(chance > 0, 1 - seen / np.where(chance > 0, chance, 1), np.nan)

    value = float(alpha(np.ones((1, texts)))[0])
    if texts < 2:
        estimate = Estimate(value, np.nan, np.nan)
    else:
        drawn = alpha(resample(np.random.default_rng(seed), draws, texts))
        estimate = interval_of(value, drawn, alpha(leave_out(texts)))
    notes = [] if np.isfinite(value) else ["nothing is marked, or everything"]
    return {
        "label": label,
        "alpha": estimate.value,
        **interval_cells("alpha", estimate, texts),
        "note": "; ".join([*notes, *note_few(texts)]),
    }
