"""Validation: how far predictions agree with what people said, in all and part by part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.errors import CodingError, unknown_name
from framing.validations.differences import difference_rows
from framing.validations.judged import judged
from framing.validations.labels import check_sample, named, read_answers, require_values
from framing.validations.rows import group_rows

__all__ = ["VALIDATION_COLUMNS", "validate"]

VALIDATION_COLUMNS = (
    "by",
    "group",
    "measure",
    "label",
    "predicted",
    "estimate",
    "conf_low",
    "conf_high",
    "count",
    "n",
    "n_docs",
    "p_value",
    "p_adj",
    "method",
    "note",
)


def validate(
    codings: pd.DataFrame,
    sample: pd.DataFrame,
    *,
    predicted: str = "predicted",
    variable: str = "hit",
    by: str | Sequence[str] = ("outlet", "voice"),
) -> pd.DataFrame:
    """Return how far predictions agree with codings, with intervals, and where errors differ.

    Parameters
    ----------
    codings : DataFrame
        From `read_coding`: `unit_id`, `coder`, `variable`, `value`. Of several coders, a unit
        counts with the shares of their answers; ``unsure`` is no answer.
    sample : DataFrame
        What `draw_sample` drew, whether predicted positive or not (from `list_sentences`, say),
        with the prediction as a further column.
    predicted : str
        That column: the codes of the question, or, where they are yes and no, True and False, 1
        and 0, or probabilities (cut at .5, and held against the labels).
    variable : str
        The question.
    by : str or sequence of str
        Columns of the sample to tell apart, one at a time.

    Returns
    -------
    DataFrame
        One row for each part, measure and label: `by`, `group` (both empty for all), `measure`,
        `label` (the code it is about), `predicted` (of a confusion), `estimate`, `conf_low`,
        `conf_high` (95 %), `count` (units seen so), `n` (units it is about), `n_docs`, `p_value`,
        `p_adj`, `method` (averages are named), `note`. ``recall`` of yes is sensitivity, of no
        specificity. ``recall_difference`` holds a group against the others, ``recall_alike``
        (group empty) all of them against each other: errors that differ by outlet fake a
        difference of outlets.

    Raises
    ------
    TableError
        If a column is missing.
    CodingError
        If the sample was not drawn by chance, all units are predicted alike, or the predictions
        are other words than the answers.

    References
    ----------
    Grandini, Bagli and Visani (2020), arXiv:2008.05756, for the averages; Rao and Scott (1981)
    for the test.

    Examples
    --------
    >>> units = [f"u{k}" for k in range(40)]
    >>> sample = pd.DataFrame({"unit_id": units, "stratum": "all", "inclusion_probability": 0.1})
    >>> sample["predicted"] = [True, False] * 20
    >>> codings = pd.DataFrame({"unit_id": units, "coder": "ana", "variable": "hit"})
    >>> codings["value"] = ["yes", "no"] * 15 + ["no", "no"] * 5
    >>> found = validate(codings, sample, by=[]).set_index(["measure", "label"])
    >>> found.loc[("precision", "yes"), ["estimate", "conf_low", "conf_high"]].round(2).tolist()
    [0.75, 0.51, 0.9]
    """
    where = "validate"
    check_sample(where, sample)
    names = [by] if isinstance(by, str) else list(by)
    for name in [predicted, *names]:
        if name not in sample:
            raise CodingError(unknown_name(where, "column of the sample", name, sample.columns))
    if "doc_id" in sample:
        require_values(where, sample, ("doc_id",), "units of the sample")
    answers = read_answers(where, codings, sample, variable)
    units = judged(where, answers, sample, predicted)
    rows = []
    for name, group, mask in _parts(units.table, names):
        part = units.inside(mask)
        about = {"by": name, "group": group}
        rows += [{**about, **row} for row in group_rows(part, mask)]
    for name in names:
        rows += difference_rows(units, name)
    table = pd.DataFrame(rows, columns=list(VALIDATION_COLUMNS))
    for name in ("by", "group", "label", "predicted", "note"):
        table[name] = table[name].fillna("").astype("str")
    return table


def _parts(table: pd.DataFrame, by: Sequence[str]) -> Iterator[tuple[str, str, NDArray[np.bool_]]]:
    yield "", "", np.ones(len(table), bool)
    for name in by:
        values = named(table[name])
        for group in sorted(set(values)):
            yield name, group, (values == group).to_numpy()
