"""Counts of attributions as shares with intervals, for whatever attributions are grouped by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.contrasts import estimate
from framing.errors import TableError, require_columns, unknown_name
from framing.floors.people import same_names

__all__ = ["NOBODY", "SHARE_COLUMNS", "UNRESOLVED", "articles_of", "labels_of", "shares"]

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

    Returns
    -------
    DataFrame
        Columns as in `SHARE_COLUMNS`: shares between 0 and 1, 95 % delete-one jackknife-t over
        events or articles on the logit scale (`framing.estimate`).
    """
    if not names or not len(articles):
        return pd.DataFrame(columns=list(SHARE_COLUMNS))
    wide = counted.pivot_table(
        index="doc_id", columns="source", values="hits", aggfunc="sum", fill_value=0
    )
    wide = wide.reindex(articles["doc_id"], fill_value=0)
    whole = wide.sum(axis=1).to_numpy()
    parts = []
    for name in names:
        hits = wide[name].to_numpy() if name in wide else np.zeros(len(articles), np.int64)
        parts.append(
            articles.assign(
                section="body",
                voice="outlet",
                category=_PREFIX + name,
                hits=hits,
                exposure=whole,
                unit="attributions",
            )
        )
    scores = pd.concat(parts, ignore_index=True)
    table = estimate(scores, by=by, estimands="all")
    table["source"] = table["category"].str.removeprefix(_PREFIX)
    table["measure"] = measure
    return table[list(SHARE_COLUMNS)]
