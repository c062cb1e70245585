"""Precision: what share of the found expressions people confirm."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.coding.samples import require_units
from framing.errors import CodingError, require_columns, unknown_name
from framing.stats.proportions import stratified_share

__all__ = ["VERIFICATION_COLUMNS", "verify_hits"]

VERIFICATION_COLUMNS = (
    "by",
    "group",
    "n",
    "yes",
    "no",
    "unsure",
    "precision",
    "conf_low",
    "conf_high",
    "n_effective",
    "method",
    "note",
)
_FEW = 20
_METHOD = "stratified ratio estimate; Korn-Graubard interval"


def verify_hits(
    codings: pd.DataFrame,
    sample: pd.DataFrame,
    *,
    by: Sequence[str] = ("category", "outlet"),
    variable: str = "hit",
) -> pd.DataFrame:
    """Return the precision of found expressions, by category and by outlet, with intervals.

    Parameters
    ----------
    codings : DataFrame
        Verdicts ``yes``, ``no`` or ``unsure`` on the form ``make_form(lexicon, ask="hit")``. Of
        several coders, a unit counts with the mean of their verdicts.
    sample : DataFrame
        What `draw_sample` drew from the evidence.
    by : sequence of str
        Columns of the sample to tell apart, one at a time.
    variable : str
        The question.

    Returns
    -------
    DataFrame
        One row for all, then one per value of each column: `by`, `group`, `n` (units judged yes
        or no), `yes`, `no`, `unsure` (units; where coders differ, halves or thirds), `precision`
        (weighted by 1 / inclusion probability), `conf_low`, `conf_high` (95 %), `n_effective`,
        `method`, `note`. Units that nobody is sure about are in no precision; the note says how
        far they could move it.

    Raises
    ------
    TableError
        If a column is missing.
    CodingError
        If nothing was judged, a verdict is another word, or a unit is not in the sample.

    Examples
    --------
    >>> units = [f"u{k}" for k in range(30)]
    >>> sample = pd.DataFrame({"unit_id": units, "stratum": "all", "inclusion_probability": 0.1})
    >>> sample["category"] = ["evaluation", "label"] * 15
    >>> codings = pd.DataFrame({"unit_id": units, "coder": "ana", "variable": "hit"})
    >>> codings["value"] = ["yes"] * 24 + ["no"] * 6
    >>> found = verify_hits(codings, sample, by=["category"])
    >>> found[["group", "precision", "conf_low", "conf_high"]].round(2).values.tolist()[0]
    ['', 0.8, 0.61, 0.92]
    """
    where = "verify_hits"
    require_columns(where, codings.columns, ("unit_id", "coder", "variable", "value"))
    require_columns(where, sample.columns, ("unit_id", "stratum", "inclusion_probability"))
    for name in by:
        if name not in sample:
            raise CodingError(unknown_name(where, "column of the sample", name, sample.columns))
    units = _verdicts(where, codings, sample, variable)
    slices = [("", "", np.ones(len(units), bool))]
    for name in by:
        values = units[name].astype("str")
        slices += [(name, g, (values == g).to_numpy()) for g in _groups(sample[name])]
    rows = [_row(name, group, units, inside) for name, group, inside in slices]
    return pd.DataFrame(rows, columns=list(VERIFICATION_COLUMNS))


def _groups(column: pd.Series) -> list[str]:
    """Return the values of a column, in the order of the codebook where it has one."""
    there = set(column.astype("str"))
    ordered = isinstance(column.dtype, pd.CategoricalDtype)
    known = [str(name) for name in column.cat.categories] if ordered else sorted(there)
    return [name for name in known if name in there]


def _verdicts(
    where: str, codings: pd.DataFrame, sample: pd.DataFrame, variable: str
) -> pd.DataFrame:
    """Return the sample with the shares of its coders who said yes, no and unsure."""
    given = codings[codings["variable"] == variable]
    if given.empty:
        known = dict.fromkeys(codings["variable"].astype("str"))
        raise CodingError(unknown_name(where, "variable", variable, known))
    other = sorted(set(given["value"].astype("str")) - {"yes", "no", "unsure"})
    if other:
        raise CodingError(
            f"{where}: a verdict of {variable!r} is {other[0]!r}; hits are judged yes, no or "
            'unsure; code them with make_form(lexicon, ask="hit")'
        )
    require_units(where, given["unit_id"], sample)
    counts = pd.crosstab(given["unit_id"], given["value"])
    counts = counts.reindex(columns=["yes", "no", "unsure"], fill_value=0)
    units = sample.merge(counts, left_on="unit_id", right_index=True, how="left")
    units[["yes", "no", "unsure"]] = units[["yes", "no", "unsure"]].fillna(0)
    coders = units[["yes", "no", "unsure"]].sum(axis=1)
    units["_coders"] = coders
    units["_sure"] = units["yes"] + units["no"]
    return units


def _row(
    name: str, group: str, units: pd.DataFrame, inside: NDArray[np.bool_]
) -> dict[str, object]:
    sure = units["_sure"].to_numpy(float)
    judged = inside & (sure > 0)
    value = np.divide(units["yes"].to_numpy(float), sure, out=np.zeros(len(units)), where=sure > 0)
    weights = 1 / units["inclusion_probability"].to_numpy(float)
    strata = pd.factorize(units["stratum"])[0]
    coded = units["_coders"].to_numpy(float) > 0
    # Units are coded in an order by chance: those that are stand for all drawn in their stratum.
    weights = (
        weights / np.maximum(np.bincount(strata, coded)[strata], 1) * np.bincount(strata)[strata]
    )
    share = stratified_share(value[coded], weights[coded], strata[coded], judged[coded])
    unsure = inside & coded & (sure == 0)
    yes = float(value[judged].sum())
    notes = []
    n = int(judged.sum())
    if n == 0:
        notes.append("nothing judged yes or no")
    elif n < _FEW:
        notes.append(f"{n} unit{'s' * (n > 1)}: too few to say much")
    if unsure.any() and n:
        low = (weights * value)[judged].sum() / weights[judged | unsure].sum()
        high = ((weights * value)[judged].sum() + weights[unsure].sum()) / weights[
            judged | unsure
        ].sum()
        notes.append(f"with unsure ones taken for no or yes {low:.2f}-{high:.2f}")
    differ = int((inside & (units["yes"] > 0) & (units["no"] > 0)).sum())
    if differ:
        notes.append(f"coders differ on {differ}")
    open_ = int((inside & ~coded).sum())
    if open_:
        notes.append(f"{open_} of {int(inside.sum()):,} units not coded yet")
    return {
        "by": name,
        "group": group,
        "n": n,
        "yes": yes,
        "no": n - yes,
        "unsure": int(unsure.sum()),
        "precision": share.estimate,
        "conf_low": share.low,
        "conf_high": share.high,
        "n_effective": share.effective,
        "method": _METHOD,
        "note": "; ".join(notes),
    }
