"""What a correction works on: predictions of all units, joined with the labels of some."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.errors import CodingError, TableError, require_columns
from framing.stats.arithmetic import Floats
from framing.validations.labels import UNSURE, as_numbers, named, require_values, stand_for

__all__ = ["Frame", "join_labels"]

_PLACE = ("doc_id", "field", "start", "end")
_APART = 0.01
_SPREADS = 4
Codes = NDArray[np.int64]


class Frame(NamedTuple):
    """All units as arrays, and the groups by name.

    Attributes
    ----------
    labels : array
        Mean of the coders, missing where nobody judged.
    predictions, chances : array
    groups, strata, clusters, docs : array of int
    names : tuple of str
        The groups.
    notes : dict
        Group -> why it has no corrected estimate.
    unsure : array of int
        Units nobody was sure about, by group.
    """

    labels: Floats
    predictions: Floats
    chances: Floats
    groups: Codes
    strata: Codes
    clusters: Codes
    docs: Codes
    names: tuple[str, ...]
    notes: dict[str, str]
    unsure: Codes


def join_labels(
    where: str,
    predictions: pd.DataFrame,
    answers: pd.DataFrame,
    sample: pd.DataFrame,
    names: tuple[str, str, str],
) -> Frame:
    """Return predictions and labels unit by unit; `names` are predicted, by and positive.

    Raises
    ------
    TableError
        If a column is missing, or units cannot be told by name or place.
    CodingError
        If a drawn unit has no prediction, or the sample was drawn from other units than these.
    """
    predicted, by, positive = names
    require_columns(where, predictions.columns, ("doc_id", by, predicted))
    require_values(where, predictions, ("doc_id",), "units with a prediction")
    row_of = _rows_of(where, predictions, sample)
    sure = answers[answers["value"] != UNSURE]
    values = as_numbers(where, "answer", sure["value"], positive)
    means = pd.Series(values).groupby(sure["unit_id"].to_numpy()).mean()
    ids = sample["unit_id"].astype("str")
    label = means.reindex(ids).to_numpy(float)
    coded = np.isfinite(label)
    group, known = pd.factorize(named(predictions[by]), sort=True)
    drawn_in = group[row_of]
    _check_frame(where, sample, group, drawn_in, [str(name) for name in known])
    size = len(predictions)
    labels, chances = np.full(size, np.nan), np.ones(size)
    strata = np.zeros(size, np.int64)
    labels[row_of] = label
    with np.errstate(divide="ignore"):
        chances[row_of] = stand_for(sample, coded)
    strata[row_of] = pd.factorize(sample["stratum"])[0]
    judged = set(answers["unit_id"])
    unsure = ids.isin(judged).to_numpy() & ~coded
    docs = pd.factorize(predictions["doc_id"].astype("str"))[0]
    notes = _without_labels(sample, coded, drawn_in, [str(name) for name in known])
    return Frame(
        labels,
        as_numbers(where, "prediction", predictions[predicted], positive),
        chances,
        group.astype(np.int64),
        strata,
        _clusters(predictions),
        docs.astype(np.int64),
        tuple(str(name) for name in known),
        notes,
        np.bincount(drawn_in[unsure], minlength=len(known)),
    )


def _clusters(predictions: pd.DataFrame) -> Codes:
    """Return events, and articles where there is none."""
    docs = "doc " + predictions["doc_id"].astype("str")
    if "event" not in predictions:
        return pd.factorize(docs)[0].astype(np.int64)
    event = predictions["event"].astype(object).where(predictions["event"].notna(), "")
    event = event.astype("str").str.strip()
    return pd.factorize(("event " + event).where(event != "", docs))[0].astype(np.int64)


def _rows_of(where: str, predictions: pd.DataFrame, sample: pd.DataFrame) -> Codes:
    """Return the row of each drawn unit among the predictions."""
    if "unit_id" in predictions:
        on = ["unit_id"]
    elif set(_PLACE) <= set(predictions.columns) and set(_PLACE) <= set(sample.columns):
        on = list(_PLACE)
    else:
        raise TableError(
            f"{where}: the predictions cannot be joined with the sample; they have neither unit_id "
            f"nor {', '.join(_PLACE)}; pass the units the sample was drawn from, with a column of "
            "predictions"
        )
    every, drawn = (
        pd.MultiIndex.from_frame(table[on].astype("str")) for table in (predictions, sample)
    )
    if every.has_duplicates:
        twice = every[every.duplicated()][0]
        raise CodingError(
            f"{where}: unit {' '.join(map(str, twice))} stands twice among the predictions; a "
            "unit counts once; drop the duplicates"
        )
    row_of = every.get_indexer(drawn)
    if (row_of < 0).any():
        lost = sample["unit_id"].astype("str")[row_of < 0].iloc[0]
        raise CodingError(
            f"{where}: {int((row_of < 0).sum()):,} of {len(sample):,} drawn units, such as "
            f"{lost!r}, are not among the {len(predictions):,} predictions; pass predictions for "
            "every unit the sample was drawn from"
        )
    return np.asarray(row_of, dtype=np.int64)


def _check_frame(
    where: str, sample: pd.DataFrame, group: Codes, drawn_in: Codes, names: list[str]
) -> None:
    """Refuse predictions of more or fewer units than the sample stands for."""
    chance = sample["inclusion_probability"].to_numpy(float)
    strata = pd.factorize(sample["stratum"])[0]
    count = len(names)
    there = np.bincount(group, minlength=count)
    stands = np.bincount(drawn_in, 1 / chance, count)
    noise = np.bincount(drawn_in, (1 - chance) / chance**2, count)
    table = pd.DataFrame({"stratum": strata, "chance": chance.round(9), "group": drawn_in})
    even = table.groupby("stratum")[["chance", "group"]].nunique()
    sampled = stands > 0
    if (even["group"] == 1).all():
        checks = [(f"{names[k]}: ", there[k], stands[k], noise[k]) for k in np.flatnonzero(sampled)]
    else:
        whole = (
            there.sum()
            if abs(there.sum() - stands.sum()) < abs(there[sampled].sum() - stands.sum())
            else there[sampled].sum()
        )
        checks = [("", whole, stands.sum(), noise.sum())]
    exact = bool((even["chance"] == 1).all())
    for name, have, stood, spread in checks:
        allowed = _APART * have + (0.0 if exact else _SPREADS * np.sqrt(spread))
        if abs(have - stood) > allowed:
            raise CodingError(
                f"{where}: {name}there are predictions for {have:,} units, and the sample stands "
                f"for {stood:,.0f} (the sum of 1 / inclusion_probability); pass predictions for "
                "exactly the units it was drawn from"
            )


def _without_labels(
    sample: pd.DataFrame, coded: NDArray[np.bool_], drawn_in: Codes, names: list[str]
) -> dict[str, str]:
    """Return which groups lack labels, wholly or in a stratum, and why."""
    notes = {
        name: "no unit was drawn here: no label" for k, name in enumerate(names)
        if not (drawn_in == k).any()
    }  # fmt: skip
    strata = sample["stratum"].astype("str").to_numpy()
    for stratum in sorted(set(strata)):
        inside = strata == stratum
        if coded[inside].any():
            continue
        for k in np.unique(drawn_in[inside]):
            notes[names[k]] = f"no unit of the stratum {stratum!r} was judged: no label"
    return notes
