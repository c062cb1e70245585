"""Counts of attributions as shares with intervals, for whatever attributions are grouped by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.contrasts import estimate
from framing.errors import TableError, require_columns, unknown_name
from framing.floors.people import same_names

__all__ = [
    "NOBODY",
    "SHARE_COLUMNS",
    "UNRESOLVED",
    "articles_of",
    "labels_of",
    "shares",
    "shares_within",
]

SHARE_COLUMNS = (
    "group",
    "source",
    "measure",
    "estimate",
    "conf_low",
    "conf_high",
    "method",
    "n_docs",
    "n_events",
    "hits",
    "exposure",
    "note",
)
UNRESOLVED = "(not resolved)"
"""What stands for a source whose name the article does not give, or the program did not find."""
NOBODY = "(no source)"
"""What stands for words in quotation marks of nobody in particular."""
_PREFIX = "source:"
_AT_ONCE = 20
"""Parts of a table that are counted in one go: all of them would not fit in memory."""


def articles_of(where: str, segments: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return one row per article: `doc_id`, the group, `event` and `date`.

    Raises
    ------
    TableError
        If a column is missing.
    """
    require_columns(where, segments.columns, ("doc_id", by))
    kept = [c for c in dict.fromkeys(("doc_id", by, "event", "date")) if c in segments]
    return segments[kept].drop_duplicates("doc_id").reset_index(drop=True)


def labels_of(where: str, attributions: pd.DataFrame, of: str) -> pd.Series[str]:
    """Return what each attribution is counted under; a speaker has one name in all articles.

    Raises
    ------
    TableError
        If there is no such column.
    """
    if of not in attributions:
        raise TableError(unknown_name(where, "column of the attributions", of, attributions))
    labels = attributions[of].astype("object").where(attributions[of].notna(), "")
    labels = labels.astype("str")
    if of == "speaker":
        labels = labels.map(same_names(labels[labels != ""])).fillna("")
    nobody = attributions["source_type"].astype("str") == "none"
    labels = labels.mask((labels == "") & nobody, NOBODY)
    return labels.mask(labels == "", UNRESOLVED)


def shares(
    counted: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: str,
    measure: str,
    names: Sequence[str],
    whole: pd.Series | None = None,
) -> pd.DataFrame:
    """Return the share each name has of all that is counted, by group, with its interval.

    Parameters
    ----------
    counted : DataFrame
        `doc_id`, `source`, `hits`: one row per article and name. All names count as exposure.
    articles : DataFrame
        From `articles_of`; articles without a count have no exposure.
    by : str
        The column that groups articles.
    measure : str
        What is counted.
    names : sequence of str
        The names to give a row, also where they have none.
    whole : Series, optional
        The exposure of each `doc_id`, where it is not all that is counted.

    Returns
    -------
    DataFrame
        Columns as in `SHARE_COLUMNS`: shares between 0 and 1, 95 % delete-one jackknife-t over
        events or articles on the logit scale (`framing.estimate`).
    """
    if not names or not len(articles):
        return pd.DataFrame(columns=list(SHARE_COLUMNS))
    parts = _lay_out(counted, articles, names, _PREFIX, whole)
    table = estimate(pd.concat(parts, ignore_index=True), by=by, estimands="all")
    table["source"] = table["category"].str.removeprefix(_PREFIX)
    table["measure"] = measure
    return table[list(SHARE_COLUMNS)]


def shares_within(
    counted: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: str,
    measure: str,
    names: Sequence[str],
    within: Sequence[str],
) -> pd.DataFrame:
    """Return `shares` of each part by itself: what is counted in other parts is no exposure.

    Parameters
    ----------
    counted : DataFrame
        As in `shares`, with the column `within`.
    articles, by, measure, names
        As in `shares`.
    within : sequence of str
        The parts, in the order of the table.

    Returns
    -------
    DataFrame
        `SHARE_COLUMNS` and `within`.
    """
    made = [pd.DataFrame(columns=[*SHARE_COLUMNS, "within"])] if not len(within) else []
    for start in range(0, len(within), _AT_ONCE):
        some = list(within[start : start + _AT_ONCE])
        parts = []
        for number, part in enumerate(some):
            inside = counted[counted["within"] == part]
            parts += _lay_out(inside, articles, names, f"{_PREFIX}{number:02}:", None)
        table = estimate(pd.concat(parts, ignore_index=True), by=by, estimands="all")
        keys = table["category"].str.removeprefix(_PREFIX).str.partition(":")
        table["source"] = keys[2]
        table["within"] = keys[0].astype("int64").map(dict(enumerate(some)))
        table["measure"] = measure
        made.append(table[[*SHARE_COLUMNS, "within"]])
    return pd.concat(made, ignore_index=True)


def _lay_out(
    counted: pd.DataFrame,
    articles: pd.DataFrame,
    names: Sequence[str],
    prefix: str,
    whole: pd.Series | None,
) -> list[pd.DataFrame]:
    """Return counts as scores, a table per name."""
    wide = counted.pivot_table(
        index="doc_id", columns="source", values="hits", aggfunc="sum", fill_value=0
    )
    wide = wide.reindex(articles["doc_id"], fill_value=0)
    exposure = wide.sum(axis=1)
    if whole is not None:
        exposure = whole.reindex(articles["doc_id"], fill_value=0)
    return [
        articles.assign(
            section="body",
            voice="outlet",
            category=prefix + name,
            hits=wide[name].to_numpy() if name in wide else np.zeros(len(articles), np.int64),
            exposure=exposure.to_numpy(),
            unit="attributions",
        )
        for name in names
    ]
