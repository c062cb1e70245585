"""Dates in words of all kinds are read, and what has two readings is not."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from made_files import noted

from framing import read_corpus

WHOLE = """
2031-03-04T10:15:00.123456+00:00 | 2031-03-04T10Z | 20310304T101500Z | 2031.03.04 | 2031_03_04
2031/03/04 10:15 | March 4, 2031 Monday | Monday, March 4, 2031 | Mon., Mar. 4, 2031
March 4, 2031, Tuesday 10:15 AM GMT | March 4, 2031 at 10:15 p.m. EST | 4. March 2031 | 4 MARCH 2031
4th March 2031 | March 4th, 2031 | 4th of March, 2031 | Tue, 04 Mar 2031 10:15:00 +0000 | 4-Mar-2031
Tue, 4 Mar 2031 10:15:00 GMT (UTC) | 04/Mar/2031 | March 4 2031 | 4 March 2031 10.15 | mar 4, 2031
"""
DOUBTFUL = """
03/04/2031 | 3/4/31 | 25/03/2031 | 4.3.2031 | 2031-3-4 | 2031-03/04 | March 31 | March 2031
4 Mar 31 | March 32, 2031 | 31 April 2031 | 29 Feb 2031 | yesterday | 2 hours ago | Monday
4 March 2031 or later | 2031-03-04 and 2031-03-05 | 4 Marchember 2031 | 2031-00-10 | 4 Mai 2031
0 March 2031 | 20310304101500 | 4-5 March 2031 | March 4-5, 2031 | 2031-063 | 2031-W10-2 | 1e5
"""


def cases(text: str) -> list[str]:
    return [case.strip() for line in text.strip().split("\n") for case in line.split(" | ")]


@pytest.mark.parametrize("value", cases(WHOLE))
def test_a_date_that_is_whole_is_read(value: str) -> None:
    frame = pd.DataFrame({"outlet": ["Post"], "text": ["Talks failed."], "date": [value]})
    articles = read_corpus(frame).articles
    assert articles["date"].tolist() == [pd.Timestamp("2031-03-04")]
    assert articles["date_raw"].tolist() == [value]


@pytest.mark.parametrize("value", cases(DOUBTFUL))
def test_a_date_with_two_readings_or_none_is_missing(value: str) -> None:
    frame = pd.DataFrame({"outlet": ["Post"], "text": ["Talks failed."], "date": [value]})
    corpus, receipt = noted(frame)
    assert corpus.articles["date"].isna().all()
    assert corpus.articles["date_raw"].tolist() == [value]
    reason = f"{value!r} is not one whole, unambiguous date; left missing"
    assert receipt == [["1", "date not read", "marked", reason]]


def test_every_month_is_known_in_full_and_short() -> None:
    names = [dt.date(2031, number, 1).strftime("%B") for number in range(1, 13)]
    written = [f"{form} 7, 2031" for name in names for form in (name, name[:3])]
    frame = pd.DataFrame({"outlet": "Post", "date": written, "text": [*map(str, range(24))]})
    months = read_corpus(frame).articles["date"].dt.month.tolist()
    assert months == [number for number in range(1, 13) for _ in range(2)]
