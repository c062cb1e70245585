"""Weeks, months, quarters, years, and time parted at given days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from framing.errors import ComparisonError, unknown_name

__all__ = ["NO_DATE", "Period", "find_periods"]

NO_DATE = "(no date)"
"""The period of articles without a date."""
_CALENDAR = {"week": "W", "month": "M", "quarter": "Q", "year": "Y"}


class Period(NamedTuple):
    """A name, and the last day."""

    name: str
    last: date | None


def find_periods(
    where: str, dates: pd.Series[pd.Timestamp], period: str | date | Sequence[str | date]
) -> tuple[pd.Series[str], list[Period]]:
    """Return the period of each article, and all periods in order, with their last days.

    Parameters
    ----------
    where : str
        The verb that errors name.
    dates : Series of datetime
        One per article.
    period : str, date or sequence of these
        ``week`` (from Monday), ``month``, ``quarter``, ``year``, ``all``, or first days of periods.

    Returns
    -------
    named : Series of str
    periods : list of Period
        From the first article to the last without a gap; `NO_DATE` last, where there is any.

    Raises
    ------
    ComparisonError
        If the period is unknown, or no article has a date.

    Examples
    --------
    >>> named, periods = find_periods("f", pd.to_datetime(pd.Series(["2031-01-30"])), "quarter")
    >>> named.tolist(), periods[0].last.isoformat()
    (['2031Q1'], '2031-03-31')
    """
    dated = dates.notna()
    if period == "all":
        last = dates.max().date() if dated.any() else None
        return pd.Series("all", index=dates.index), [Period("all", last)]
    if not dated.any():
        raise ComparisonError(
            f"{where}: no article has a date; there are {len(dates):,} without; write "
            "period='all', or read the articles with their dates"
        )
    if isinstance(period, str) and period in _CALENDAR:
        each = dates.dt.to_period(_CALENDAR[period])
        whole = pd.period_range(each.min(), each.max())
        called = {one: _name(one) for one in whole}
        named = pd.Series([called.get(one, NO_DATE) for one in each], dates.index, dtype="str")
        found = [Period(name, one.end_time.date()) for one, name in called.items()]
    else:
        named, found = _cut(dates, _days(where, period))
    return named, [*found, *([] if dated.all() else [Period(NO_DATE, None)])]


def _name(one: pd.Period) -> str:
    if one.freqstr.startswith("W"):
        # The year of a week is that of its Thursday (ISO 8601).
        year, week, _ = one.end_time.date().isocalendar()
        return f"{year}-W{week:02}"
    return str(one)


def _days(where: str, period: str | date | Sequence[str | date]) -> list[date]:
    days = []
    for day in [period] if isinstance(period, (str, date)) else period:
        try:
            whole = day.date() if isinstance(day, datetime) else date.fromisoformat(str(day))
        except ValueError:
            known = [*_CALENDAR, "all", "days such as 2019-08-14"]
            raise ComparisonError(unknown_name(where, "period", day, known)) from None
        days.append(whole)
    if not days:
        raise ComparisonError(
            f"{where}: no period is named; there are {', '.join(_CALENDAR)}, all and days; "
            "name one or leave it out"
        )
    return sorted(set(days))


def _cut(
    dates: pd.Series[pd.Timestamp], days: Sequence[date]
) -> tuple[pd.Series[str], list[Period]]:
    """Part time at the first days of new periods."""
    one = pd.Timedelta(days=1)
    ends = [(pd.Timestamp(day) - one).date() for day in days[1:]]
    names = [f"before {days[0]}"]
    names += [f"{a} to {b}" for (a, _), b in zip(pairwise(days), ends, strict=True)]
    names.append(f"from {days[-1]}")
    lasts = [(pd.Timestamp(days[0]) - one).date(), *ends, max(dates.max().date(), days[-1])]
    place = pd.Index(pd.to_datetime(list(days))).searchsorted(dates.dropna(), side="right")
    inside = pd.Series([names[k] for k in place], index=dates.dropna().index, dtype="str")
    return inside.reindex(dates.index, fill_value=NO_DATE), [
        Period(*pair) for pair in zip(names, lasts, strict=True)
    ]
