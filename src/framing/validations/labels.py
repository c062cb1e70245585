"""What people said of the units of a sample, and what each of these stands for."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.coding.samples import require_units
from framing.coding.strata import MISSING
from framing.errors import CodingError, require_columns, unknown_name

__all__ = ["UNSURE", "as_numbers", "check_sample", "named", "plain_booleans", "read_answers",
           "require_values", "stand_for"]  # fmt: skip

UNSURE = "unsure"
_YES = frozenset({"yes", "no"})
_TRUE, _FALSE = frozenset({"True", "true", "TRUE"}), frozenset({"False", "false", "FALSE"})
_SKIPPED = 0.05
"""Share of the units before a coder's last one that may be left out without a question."""
_SLIPS = 2.0
"""And how many at least: who slips in 3 of 100 units leaves out 2 of 40 every fourth time or so."""

Floats = NDArray[np.float64]


def check_sample(where: str, sample: pd.DataFrame) -> None:
    """Refuse a sample whose units were not drawn by chance, or by a chance nobody knows.

    Raises
    ------
    TableError
        If a column is missing.
    CodingError
        If a chance is missing or impossible, or a unit stands twice.
    """
    require_columns(where, sample.columns, ("unit_id", "stratum", "inclusion_probability"))
    chance = pd.to_numeric(sample["inclusion_probability"], errors="coerce").to_numpy(float)
    wrong = ~((chance > 0) & (chance <= 1))
    if wrong.any():
        first = sample[wrong].iloc[0]
        raise CodingError(
            f"{where}: unit {first['unit_id']!r} has the inclusion_probability "
            f"{first['inclusion_probability']!r}; {int(wrong.sum()):,} of {len(sample):,} units "
            "have none between 0 and 1: a sample of convenience stands for nothing but itself; "
            "draw one by chance with draw_sample"
        )
    require_values(where, sample, ("unit_id", "stratum"), "units of the sample")
    twice = sample["unit_id"].astype("str").duplicated()
    if twice.any():
        raise CodingError(
            f"{where}: unit {sample.loc[twice, 'unit_id'].iloc[0]!r} stands twice in the sample; a "
            "unit is drawn once; pass the sample as draw_sample returned it"
        )


def require_values(where: str, table: pd.DataFrame, names: tuple[str, ...], what: str) -> None:
    """Refuse rows without a name, an article or a stratum.

    Raises
    ------
    CodingError
        That names the column.
    """
    for name in names:
        lost = int(table[name].isna().sum())
        if lost:
            raise CodingError(
                f"{where}: {lost:,} of {len(table):,} {what} have no {name!r}; every one needs a "
                "value; pass the table as list_sentences or draw_sample returned it"
            )


def named(column: pd.Series) -> pd.Series:
    """Return the groups of a column by name; units without value are one, as in strata."""
    return column.astype(object).where(column.notna(), MISSING).astype("str")


def plain_booleans(column: pd.Series) -> pd.Series:
    """Return True and False as such where they came as objects or as words of a CSV file.

    Examples
    --------
    >>> plain_booleans(pd.Series(["True", "False"])).tolist()
    [True, False]
    """
    if pd.api.types.is_numeric_dtype(column) or column.isna().any():
        return column
    words = column.astype("str")
    return words.isin(_TRUE) if words.isin(_TRUE | _FALSE).all() else column


def read_answers(
    where: str, codings: pd.DataFrame, sample: pd.DataFrame, variable: str
) -> pd.DataFrame:
    """Return the answers to one question: `unit_id`, `coder`, `value`, unsure ones among them.

    Raises
    ------
    TableError
        If a column is missing.
    CodingError
        If the question was not asked, a unit was not drawn, a coder coded one twice, nothing was
        judged, or units were left out that are not the last of a coder's.
    """
    require_columns(where, codings.columns, ("unit_id", "coder", "variable", "value"))
    given = codings[codings["variable"].astype("str") == variable]
    if given.empty:
        known = dict.fromkeys(codings["variable"].astype("str"))
        raise CodingError(unknown_name(where, "variable", variable, known))
    # A blank cell is no answer: the unit is not coded.
    given = given[given["value"].notna() & (given["value"].astype("str").str.strip() != "")]
    require_units(where, given["unit_id"], sample)
    found = given[["unit_id", "coder", "value"]].astype("str")
    twice = found.duplicated(["unit_id", "coder"])
    if twice.any():
        row = found[twice].iloc[0]
        raise CodingError(
            f"{where}: {row['coder']} coded unit {row['unit_id']!r} twice for {variable!r}; a "
            "coder has one answer; keep one of them"
        )
    if (found["value"] == UNSURE).all():
        kind = "unsure" if len(found) else "blank"
        raise CodingError(
            f"{where}: every answer to {variable!r} is {kind}; nothing was judged; code some units"
        )
    _check_order(where, found, sample)
    return found


def _check_order(where: str, answers: pd.DataFrame, sample: pd.DataFrame) -> None:
    """Refuse codings that were picked: units are coded in the order of the sample, to some end."""
    place = {unit: k for k, unit in enumerate(sample["unit_id"].astype("str"))}
    dealt = [set(str(names).split()) for names in sample["coders"]] if "coders" in sample else None
    for coder, given in answers.groupby("coder"):
        coded = {place[unit] for unit in given["unit_id"]}
        to_code = [
            k
            for k in range(max(coded) + 1)
            if dealt is None or str(coder) in dealt[k] or k in coded
        ]
        others = {place[unit] for unit in answers["unit_id"]} if dealt is None else set()
        skipped = [k for k in to_code if k not in coded and k not in others]
        if len(skipped) > max(_SLIPS, _SKIPPED * len(to_code)):
            unit = sample["unit_id"].iloc[skipped[0]]
            raise CodingError(
                f"{where}: {coder} coded {len(coded):,} units and left out {len(skipped):,} that "
                f"stand before the last of them, such as {str(unit)!r}; units that are picked "
                "make a sample of convenience; code them too (unsure is an answer), or pass the "
                "sample in the order in which it was drawn"
            )


def as_numbers(where: str, what: str, values: pd.Series, positive: str) -> Floats:
    """Return numbers as they are, and words as 1 (the positive one) or 0.

    Raises
    ------
    CodingError
        If the words are neither yes and no, nor any of them the positive one.
    """
    blank = values.isna() | (values.astype("str").str.strip() == "")
    if blank.any():
        raise CodingError(
            f"{where}: {int(blank.sum()):,} of {len(values):,} units have no {what}; every unit "
            "needs one; predict for all, also where nothing was found"
        )
    values = plain_booleans(values)
    if pd.api.types.is_numeric_dtype(values):
        numbers = values.to_numpy(float)
    else:
        words = values.astype("str")
        seen = dict.fromkeys(words)
        tried = pd.to_numeric(words, errors="coerce")
        if not tried.isna().any():
            numbers = tried.to_numpy(float)
        elif positive in seen or set(seen) <= _YES:
            numbers = (words == positive).to_numpy(float)
        else:
            raise CodingError(
                unknown_name(where, f"{what} that counts as positive", positive, seen)
                + "; name it: positive=..."
            )
    if not np.isfinite(numbers).all():
        raise CodingError(
            f"{where}: {int((~np.isfinite(numbers)).sum()):,} of {len(numbers):,} units have an "
            f"infinite {what}; a mean needs finite numbers; write such"
        )
    return numbers


def stand_for(sample: pd.DataFrame, coded: NDArray[np.bool_]) -> Floats:
    """Return the chance of each unit of having been drawn and coded.

    Units are coded in an order by chance: those that are stand for all drawn in their stratum.
    """
    strata = pd.factorize(sample["stratum"])[0]
    share = np.bincount(strata, coded) / np.bincount(strata)
    return np.asarray(sample["inclusion_probability"].to_numpy(float) * share[strata])
