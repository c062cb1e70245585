"""What a sample will show, before anybody codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from statistics import NormalDist

import numpy as np
import pandas as pd

from framing.coding.strata import make_frame
from framing.corpus import Corpus
from framing.errors import CodingError

__all__ = ["PLAN_COLUMNS", "plan_sample"]

PLAN_COLUMNS = (
    "group",
    "units",
    "articles",
    "n",
    "n_articles",
    "codings",
    "design_effect",
    "half_width",
    "half_width_difference",
    "note",
)


def plan_sample(
    units: pd.DataFrame,
    corpus: Corpus,
    *,
    n: int | Mapping[str, int] = 100,
    by: str | Sequence[str] = "outlet",
    coders: int = 2,
    overlap: float = 0.2,
    share: float = 0.5,
) -> pd.DataFrame:
    """Return how precise a sample would be, and how much coding it takes.

    Parameters
    ----------
    units, corpus, n, by, overlap
        As in `draw_sample`.
    coders : int
        How many people code.
    share : float
        The share you expect, such as a precision of .8; .5 is the worst case.

    Returns
    -------
    DataFrame
        One row per value of the first column of `by`: `group`, `units` and `articles` there are,
        `n` units to code, `n_articles` they will come from (expected), `codings` (verdicts in
        all, the overlap counted for every coder), `design_effect` of unequal chances (Kish),
        `half_width` of the 95 % interval of one group's share and `half_width_difference` of the
        difference of two groups planned like it (both shares, .1 is 10 points; half of what is
        lost to chance in the draw of units: how articles clump is not known before), `note`.

    Raises
    ------
    CodingError
        As `draw_sample`.

    References
    ----------
    Kish (1965), Survey Sampling, section 11.7.

    Examples
    --------
    >>> from framing import read_corpus
    >>> table = pd.DataFrame({"outlet": "Post", "text": [f"Day {k}." for k in range(300)]})
    >>> corpus = read_corpus(table)
    >>> plan_sample(corpus.articles, corpus, n=100)["note"].tolist()
    ['100 of 300 units: a share of 50 % to ±10 points, a difference of two such groups to ±14']
    """
    where = "plan_sample"
    if not 0 < share < 1:
        raise CodingError(
            f"{where}: share is {share!r}; it is the share you expect to find, between 0 and 1; "
            "write such a number, or leave it out for the worst case"
        )
    frame = make_frame(where, units, corpus, n, by)
    rows = []
    for group in frame.asked:
        inside = frame.units[frame.units["_group"] == group]
        there = inside["stratum"].value_counts()
        drawn = {stratum: frame.sizes.get(str(stratum), 0) for stratum in there.index}
        number = sum(drawn.values())
        weights = np.repeat(
            [there[s] / k for s, k in drawn.items() if k], [k for k in drawn.values() if k]
        )
        effect = float(number * (weights**2).sum() / weights.sum() ** 2)
        chance = inside["stratum"].map({s: k / there[s] for s, k in drawn.items()})
        missed = np.log1p(-np.minimum(chance.to_numpy(float), 1 - 1e-12))
        articles = 1 - np.exp(pd.Series(missed).groupby(inside["doc_id"].to_numpy()).sum())
        half = NormalDist().inv_cdf(0.975) * sqrt(share * (1 - share) * effect / number)
        twice = round(overlap * number) if coders > 1 else 0
        rows.append(
            {
                "group": group,
                "units": len(inside),
                "articles": inside["doc_id"].nunique(),
                "n": number,
                "n_articles": round(float(articles.sum())),
                "codings": number + twice * (coders - 1),
                "design_effect": effect,
                "half_width": half,
                "half_width_difference": sqrt(2) * half,
                "note": f"{number:,} of {len(inside):,} units: a share of {100 * share:.0f} % to "
                f"±{100 * half:.0f} points, a difference of two such groups to "
                f"±{100 * sqrt(2) * half:.0f}",
            }
        )
    return pd.DataFrame(rows, columns=list(PLAN_COLUMNS))
