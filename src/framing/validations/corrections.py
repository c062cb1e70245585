"""Correction: what outlets differ in once the errors of predictions are taken out."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from framing.errors import CodingError
from framing.validations.estimates import METHODS, Estimates, estimate_all
from framing.validations.frames import Frame, join_labels
from framing.validations.labels import check_sample, read_answers
from framing.validations.outlooks import Outlook, labels_for, say

__all__ = ["CORRECTION_COLUMNS", "correct"]

CORRECTION_COLUMNS = (
    "by",
    "group",
    "reference",
    "method",
    "measure",
    "estimate",
    "conf_low",
    "conf_high",
    "n_labels",
    "n_units",
    "n_docs",
    "n_clusters",
    "lambda",
    "explained",
    "labels_wanted",
    "note",
)
_FEW = 5
_HALF_WIDTH = 0.05


def correct(
    predictions: pd.DataFrame,
    codings: pd.DataFrame,
    sample: pd.DataFrame,
    *,
    predicted: str = "predicted",
    variable: str = "hit",
    by: str = "outlet",
    positive: str = "yes",
    half_width: float = _HALF_WIDTH,
) -> pd.DataFrame:
    """Return what outlets have of something, and how they differ, corrected by hand-coded units.

    Parameters
    ----------
    predictions : DataFrame
        One row for every unit the sample was drawn from: `doc_id`, the column `by`, the
        prediction, `unit_id` (or `field`, `start`, `end`), and `event` where there are events.
    codings : DataFrame
        From `read_coding`. Of several coders, a unit has the mean of their answers; a unit nobody
        was sure about is as good as not coded.
    sample : DataFrame
        What `draw_sample` drew, coded from its beginning to some end.
    predicted : str
        The column of predictions: words, True and False, numbers or probabilities.
    variable : str
        The question.
    by : str
        Whose means are compared.
    positive : str
        The answer that counts, where answers are words.
    half_width : float
        The precision you want, for the advice.

    Returns
    -------
    DataFrame
        A row for each group and each pair (`group` less `reference`), and method: ``raw`` (the
        predictions alone), ``labels`` (the labels alone), ``dsl`` (design-based supervised
        learning), ``ppi`` (PPI++, `lambda` tuned), ``rogan_gladen`` (with the group's own error
        rates; refused where sensitivity + specificity - 1 is below .3). `estimate`, `conf_low`,
        `conf_high` (95 %; events are clusters, else articles), `n_labels`, `n_units`, `n_docs`,
        `n_clusters` (with labels; of raw: all), `lambda`, `explained` (share of the labels'
        variance that predictions explain), `labels_wanted` (in each group, for an interval of
        -+ `half_width`), `note` (on ``ppi``: what would help more).

    Raises
    ------
    TableError
        If a column is missing.
    CodingError
        If the sample is one of convenience (a chance is missing, units were coded that were not
        drawn, or picked), or stands for other units than there are predictions.

    References
    ----------
    Egami, Hinck, Stewart and Wei (2023), NeurIPS 36; Angelopoulos, Duchi and Zrnic (2023),
    arXiv:2311.01453; Rogan and Gladen (1978), American Journal of Epidemiology 107.

    Examples
    --------
    >>> units = [f"u{k}" for k in range(400)]
    >>> predictions = pd.DataFrame({"unit_id": units, "doc_id": units})
    >>> predictions["outlet"] = ["Post", "Wire"] * 200
    >>> predictions["predicted"] = [True, False, False, False] * 100
    >>> sample = predictions[:80].assign(inclusion_probability=0.2)
    >>> sample["stratum"] = "outlet=" + sample["outlet"]
    >>> codings = pd.DataFrame({"unit_id": units[:80], "coder": "ana", "variable": "hit"})
    >>> codings["value"] = ["yes", "no", "yes", "no", "yes", "yes", "no", "no"] * 10
    >>> found = correct(predictions, codings, sample)
    >>> pair = found[found["reference"] == "Wire"].set_index("method")
    >>> pair["estimate"].round(2).to_dict()
    {'raw': 0.5, 'labels': 0.5, 'dsl': 0.5, 'ppi': 0.5, 'rogan_gladen': nan}
    """
    where = "correct"
    check_sample(where, sample)
    if not half_width > 0:
        raise CodingError(
            f"{where}: half_width is {half_width!r}; it is how far the interval may reach to each "
            "side, above 0; write for instance half_width=0.05"
        )
    answers = read_answers(where, codings, sample, variable)
    frame = join_labels(where, predictions, answers, sample, (predicted, by, positive))
    found = estimate_all(frame)
    names = frame.names
    sides = [(k,) for k in range(len(names))] + list(combinations(range(len(names)), 2))
    rows = [
        {"by": by, **_row(frame, found, method, side, half_width)}
        for side in sides
        for method in METHODS
    ]
    table = pd.DataFrame(rows, columns=list(CORRECTION_COLUMNS))
    for name in ("by", "group", "reference", "method", "measure", "note"):
        table[name] = table[name].astype("str")
    return table


def _row(
    frame: Frame, found: Estimates, method: str, side: tuple[int, ...], half_width: float
) -> dict[str, Any]:
    """Return the row of a group or a pair."""
    some = np.isin(frame.groups, side)
    labelled = some & np.isfinite(frame.labels)
    estimate, low, high = found.interval(method, side)
    row: dict[str, Any] = {
        "group": frame.names[side[0]],
        "reference": frame.names[side[1]] if len(side) > 1 else "",
        "method": method,
        "measure": "difference" if len(side) > 1 else "share" if found.shares else "mean",
        "estimate": estimate,
        "conf_low": low,
        "conf_high": high,
        "n_labels": 0 if method == "raw" else int(labelled.sum()),
        "n_units": int(some.sum()),
        "n_docs": len(np.unique(frame.docs[some])),
        "n_clusters": len(np.unique(frame.clusters[some if method == "raw" else labelled])),
        "lambda": found.weight(method, side[0]) if len(side) == 1 else np.nan,
        "explained": np.nan,
        "labels_wanted": np.nan,
    }
    notes = _notes(frame, found, method, side, row)
    if method in ("labels", "ppi") and np.isfinite(estimate):
        outlook = _outlook(frame, found, method, side)
        row["explained"] = float(np.mean(outlook.explained)) if method == "ppi" else np.nan
        row["labels_wanted"] = labels_for(outlook, half_width)
        if method == "ppi":
            notes.append(say(outlook, half_width))
    return {**row, "note": "; ".join(filter(None, notes))}


def _notes(
    frame: Frame, found: Estimates, method: str, side: tuple[int, ...], row: dict[str, Any]
) -> list[str]:
    if method == "raw":
        return ["predictions alone: the interval knows nothing of their errors"]
    missing = [f"{frame.names[k]}: {frame.notes[frame.names[k]]}" for k in side
               if frame.names[k] in frame.notes]  # fmt: skip
    if missing:
        return missing
    notes = [note for k in side if (note := found.refusal(method, k))]
    if len(side) > 1:
        notes = [f"{frame.names[k]}: {note}" for k in side if (note := found.refusal(method, k))]
    if not notes and not np.isfinite(row["estimate"]):
        notes.append("labels in fewer than two articles or events: no estimate")
    elif not notes and row["n_clusters"] < _FEW:
        notes.append(f"labels in {row['n_clusters']} articles or events: too few to say much")
    unsure = int(frame.unsure[list(side)].sum())
    if unsure:
        notes.append(f"{unsure} unit{'s' * (unsure > 1)} nobody was sure about left out")
    return notes


def _outlook(frame: Frame, found: Estimates, method: str, side: tuple[int, ...]) -> Outlook:
    labels, units, noise, explained = [], [], [], []
    for k in side:
        n, size = int(found.means["labels"].labels[k]), int((frame.groups == k).sum())
        plain = float(found.means["labels"].covariance[k, k])
        mine = float(found.means[method].covariance[k, k])
        if found.shares:
            # Labels that do not vary yet are as if half of one did.
            share = float(np.clip(found.means["labels"].estimate[k], 0.5 / n, 1 - 0.5 / n))
            more = max(share * (1 - share) / n - plain, 0.0)
            plain, mine = plain + more, mine + more
        labels.append(n)
        units.append(size)
        noise.append(plain * n)
        floor = plain * n / size
        known = 1 - (mine - floor) / (plain - floor) if plain > floor else 0.0
        explained.append(float(np.clip(known, 0, 1)))
    return Outlook(tuple(labels), tuple(units), tuple(noise), tuple(explained))
