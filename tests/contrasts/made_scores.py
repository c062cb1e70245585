"""Scores of invented outlets, made by hand or at random."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest

from framing.contrasts import compare, estimate, simulate_scores

POST, WIRE, STAR = "Harbour Post", "Valley Wire", "Morning Star of Ost"


def rows(
    hits: dict[str, list[int]],
    *,
    words: int | dict[str, list[int]] = 1000,
    events: dict[str, list[Any]] | None = None,
    dates: dict[str, list[Any]] | None = None,
    **more: Any,
) -> pd.DataFrame:
    """One row per article; `hits` by outlet."""
    table = []
    for outlet, counts in hits.items():
        for i, count in enumerate(counts):
            table.append(
                {
                    "doc_id": f"{outlet[:1]}{i:03}",
                    "outlet": outlet,
                    "event": events[outlet][i] if events else None,
                    "date": dates[outlet][i] if dates else None,
                    "section": "body",
                    "voice": "outlet",
                    "category": "evaluation",
                    "hits": count,
                    "exposure": words if isinstance(words, int) else words[outlet][i],
                    "unit": "words",
                }
                | more
            )
    return pd.DataFrame(table)


def matched(first: list[int], second: list[int], **more: Any) -> pd.DataFrame:
    """One article of each outlet per event."""
    names = [f"e{i}" for i in range(len(first))]
    return rows({POST: first, WIRE: second}, events={POST: names, WIRE: names}, **more)


def one(table: pd.DataFrame, **where: str) -> pd.Series[Any]:
    for name, value in where.items():
        table = table[table[name] == value]
    assert len(table) == 1, table
    return table.iloc[0]


GOOD = rows({POST: [1, 2, 3], WIRE: [1, 1, 0]})


def bad(**columns: Any) -> pd.DataFrame:
    return GOOD.assign(**columns)


def check_refusal(
    scores: Any, options: dict[str, Any], kind: type[Exception], message: str
) -> None:
    """Both verbs refuse in the same words; `message` is that of estimate."""
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        estimate(scores, **options)
    if "estimands" not in options:
        with pytest.raises(kind, match=f"^{re.escape(message.replace('estimate', 'compare', 1))}$"):
            compare(scores, seed=1, **options)


def clumped(
    seed: int, *, events: int = 0, sides: tuple[int, int] = (0, 0), per_1000: float, ways: int
) -> pd.DataFrame:
    """Articles of two outlets that do not differ; every category is one more simulated corpus.

    Negative binomial hits (k = 0.3) around a rate that each event sets for both; the Post
    writes twice as long as the Wire, one to three articles of each per event.
    """
    return simulate_scores(
        articles=sides, events=events, per_1000=per_1000, categories=ways, seed=seed
    )
