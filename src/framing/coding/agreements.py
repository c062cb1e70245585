"""How far coders agree: alpha, percent agreement and AC1, in all and part by part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.coding.agreement_rows import Measure, agreement_row
from framing.coding.forms import LEVELS, Form
from framing.coding.span_agreements import measure_spans
from framing.errors import CodingError, require_columns, unknown_name
from framing.stats.reliability import Estimate, measure_agreement

__all__ = ["AGREEMENT_COLUMNS", "agree"]

AGREEMENT_COLUMNS = (
    "variable",
    "label",
    "measure",
    "level",
    "by",
    "group",
    "n_coders",
    "n_units",
    "n_values",
    "alpha",
    "alpha_low",
    "alpha_high",
    "percent_agreement",
    "percent_low",
    "percent_high",
    "ac1",
    "ac1_low",
    "ac1_high",
    "note",
)
ALPHA = "alpha"

Floats = NDArray[np.float64]


def agree(
    codings: pd.DataFrame,
    sample: pd.DataFrame | None = None,
    *,
    by: Sequence[str] = (),
    levels: Form | Mapping[str, str] | None = None,
    draws: int = 2000,
    seed: int,
) -> pd.DataFrame:
    """Return how far coders agree beyond chance, with intervals from a bootstrap over units.

    Parameters
    ----------
    codings : DataFrame
        From `read_coding`: `unit_id`, `coder`, `variable`, `value`; of marked stretches also
        `start`, `end`.
    sample : DataFrame, optional
        The sample that was coded: for `by`, and for the words of marked stretches.
    by : sequence of str
        Columns of the sample, such as category, outlet and voice, to look at part by part.
    levels : Form or mapping, optional
        The form that was asked, or variable -> ``nominal`` (the default), ``ordinal``,
        ``interval`` or ``ratio``.
    draws : int
        Bootstrap samples.
    seed : int

    Returns
    -------
    DataFrame
        One row per variable, measure and part (`by` and `group`; both empty for all): `variable`,
        `label` (empty for all), `measure`, `level`, `n_coders`, `n_units` (coded by two or more),
        `n_values` (codings of these), `alpha` (Krippendorff), `percent_agreement` (share of pairs
        of coders that agree, mean over units) and `ac1` (Gwet), each with its 95 % interval,
        `note`. Marked stretches have two measures: ``token alpha`` (every word is a unit, its value
        the labels on it or none; for a label: on it or not), and ``u-alpha`` (Krippendorff's for
        unitizing, which weighs how far stretches miss each other; over the texts that all coders
        coded); their intervals draw whole texts.

    Raises
    ------
    TableError
        If a column is missing.
    CodingError
        If no unit was coded by two, one coder coded a unit twice, a level or column is unknown, or
        a value is no number where it has to be.

    References
    ----------
    Krippendorff (2019), Content Analysis, 4th ed., ch. 12; Gwet (2008), British Journal of
    Mathematical and Statistical Psychology 61; Krippendorff (2004), Quality and Quantity 38.

    Examples
    --------
    >>> units = [f"u{k}" for k in range(20)]
    >>> ana = pd.DataFrame({"unit_id": units, "coder": "ana", "value": ["yes", "no"] * 10})
    >>> ben = ana.assign(coder="ben", value=["yes", "no"] * 9 + ["no", "no"])
    >>> found = agree(pd.concat([ana, ben]).assign(variable="hit"), seed=1)
    >>> found[["n_units", "alpha", "percent_agreement"]].round(2).values.tolist()
    [[20.0, 0.9, 0.95]]
    """
    where = "agree"
    require_columns(where, codings.columns, ("unit_id", "coder", "variable", "value"))
    if sample is not None:
        require_columns(where, sample.columns, ("unit_id",))
    for name in by:
        known = [] if sample is None else list(sample.columns)
        if name not in known:
            raise CodingError(unknown_name(where, "column of the sample", name, known))
    rows: list[dict[str, Any]] = []
    for variable in dict.fromkeys(codings["variable"].astype("str")):
        given = codings[codings["variable"].astype("str") == variable]
        _check_pairs(where, variable, given)
        level, codes = _level_of(where, variable, levels)
        spans = _is_spans(variable, given, sample, levels)
        made = (
            measure_spans(where, variable, given, sample, codes)
            if spans
            else _of_units(where, variable, given, level, codes)
        )
        for part in _parts(given, sample, by):
            rows += [
                {"variable": variable, "by": part.by, "group": part.group, **row}
                for row in made(part.units, draws, seed)
            ]
    return pd.DataFrame(rows, columns=list(AGREEMENT_COLUMNS))


class _Part(NamedTuple):
    by: str
    group: str
    units: frozenset[str]


def _parts(given: pd.DataFrame, sample: pd.DataFrame | None, by: Sequence[str]) -> Iterator[_Part]:
    units = frozenset(given["unit_id"].astype("str"))
    yield _Part("", "", units)
    if sample is None:
        return
    inside = sample[sample["unit_id"].astype("str").isin(units)]
    for name in by:
        values = inside[name].astype("str")
        for group in sorted(set(values)):
            yield _Part(
                name, group, frozenset(inside.loc[values == group, "unit_id"].astype("str"))
            )


def _check_pairs(where: str, variable: str, given: pd.DataFrame) -> None:
    coders = given.groupby("unit_id")["coder"].nunique()
    if not (coders > 1).any():
        names = ", ".join(sorted(set(given["coder"].astype("str"))))
        raise CodingError(
            f"{where}: no unit has two coders for {variable!r}; {len(coders):,} units were coded "
            f"by {names}; agreement needs units that two people coded: draw a sample with an "
            "overlap, or read the other coder's sheet too"
        )


def _level_of(
    where: str, variable: str, levels: Form | Mapping[str, str] | None
) -> tuple[str, tuple[str, ...]]:
    """Return the level of a variable and its codes, where they are known."""
    if isinstance(levels, Form):
        asked = levels[variable]
        return asked.level, asked.codes
    level = (levels or {}).get(variable, "nominal")
    if level not in LEVELS:
        raise CodingError(unknown_name(where, "level", level, LEVELS))
    return level, ()


def _is_spans(
    variable: str,
    given: pd.DataFrame,
    sample: pd.DataFrame | None,
    levels: Form | Mapping[str, str] | None,
) -> bool:
    """Say whether a variable holds marked stretches: the form says so, or the places do."""
    if isinstance(levels, Form):
        return levels[variable].spans
    if "start" not in given or "end" not in given:
        return False
    if given.duplicated(["unit_id", "coder"]).any():
        return not given.duplicated(["unit_id", "coder", "start", "end", "value"]).any()
    if sample is None or not {"start", "end"} <= set(sample.columns):
        return False
    units = sample.set_index("unit_id")[["start", "end"]].reindex(given["unit_id"])
    here = given[["start", "end"]].to_numpy()
    return bool((units.to_numpy() != here).any())


# --- answers about whole units --------------------------------------------------------------------


def _of_units(
    where: str, variable: str, given: pd.DataFrame, level: str, codes: tuple[str, ...]
) -> Measure:
    twice = given.duplicated(["unit_id", "coder"])
    if twice.any():
        row = given[twice].iloc[0]
        raise CodingError(
            f"{where}: {row['coder']} coded unit {row['unit_id']!r} twice for {variable!r}; a "
            "coder has one answer; keep one of them"
        )
    numbers = _numbers(where, variable, given["value"].astype("str"), level, codes)
    wide = (
        given.assign(_number=numbers, unit_id=given["unit_id"].astype("str"))
        .pivot(index="unit_id", columns="coder", values="_number")
        .sort_index()
    )
    categories = max(len(codes), len(set(numbers)))

    def measure(units: frozenset[str], draws: int, seed: int) -> list[dict[str, Any]]:
        ratings = wide[wide.index.isin(units)].dropna(axis=1, how="all")
        found = measure_agreement(
            ratings.to_numpy(float).reshape(len(ratings), -1),
            level=level,
            categories=categories,
            draws=draws,
            seed=seed,
        )
        if level in ("interval", "ratio"):
            found = found._replace(ac1=Estimate(np.nan, np.nan, np.nan))
        coders = int((ratings[ratings.notna().sum(axis=1) > 1].notna().sum() > 0).sum())
        return [agreement_row(found, "", ALPHA, level, coders, found.units)]

    return measure


def _numbers(
    where: str, variable: str, values: pd.Series, level: str, codes: tuple[str, ...]
) -> Floats:
    """Return the values as numbers: of nominal ones the order does not matter."""
    if level == "nominal":
        known = codes or tuple(sorted(set(values)))
        place = {
            code: float(number) for number, code in enumerate(dict.fromkeys([*known, *values]))
        }
        return np.asarray(values.map(place), dtype=np.float64)
    if level == "ordinal" and codes and set(values) <= set(codes):
        order = {code: float(number) for number, code in enumerate(codes)}
        return np.asarray(values.map(order), dtype=np.float64)
    numbers = pd.to_numeric(values, errors="coerce")
    if numbers.isna().any():
        raise CodingError(
            f"{where}: {values[numbers.isna()].iloc[0]!r} is no number; {variable!r} has the level "
            f"{level}, whose values are numbers or, with the form, its codes in their order; pass "
            "levels=form, or call it nominal"
        )
    if level == "ratio" and (numbers < 0).any():
        raise CodingError(
            f"{where}: {numbers.min():g} is below 0; {variable!r} has the level ratio, whose "
            "values count from 0; call it interval"
        )
    return np.asarray(numbers, dtype=np.float64)
