"""Copies among the scores: kept, counted once, or dropped."""

from __future__ import annotations

import pandas as pd

from framing.errors import ComparisonError, require_columns, unknown_name

__all__ = ["COPIES", "drop_copies"]

COPIES = ("all", "once", "once per outlet", "none")


def drop_copies(
    scores: pd.DataFrame, duplicates: pd.DataFrame, *, keep: str = "once per outlet"
) -> pd.DataFrame:
    """Return the scores without copies, to be compared like any others.

    Copies are no further observations: one text counted twenty times makes an interval look
    certain. What to do about them depends on the question, so it is chosen, and nothing is
    dropped unless asked.

    Parameters
    ----------
    scores : DataFrame
        From `score`.
    duplicates : DataFrame
        From `find_duplicates`, or rows of it (those of agencies' copy, of one outlet).
    keep : str, default "once per outlet"
        ``all``: change nothing. ``once``: of each cluster one article, for whoever printed it
        first. ``once per outlet``: of each cluster one article of every outlet: each chose to
        print it. ``none``: drop every article that has a copy. Of equals the earliest is kept,
        then the first by name; articles without a date come last. Only articles that are among the
        scores are chosen from; for ``none`` a copy elsewhere is a copy as well.

    Returns
    -------
    DataFrame
        The rows of the articles that are left, as they were. How many articles were dropped is
        ``scores["doc_id"].nunique()`` before and after.

    Raises
    ------
    TableError
        If a column is missing.
    ComparisonError
        If there is no such way to keep.

    Examples
    --------
    >>> scores = pd.DataFrame({"doc_id": ["a", "b", "c"], "hits": [1, 1, 0]})
    >>> copies = pd.DataFrame({"doc_id": ["a", "b"], "outlet": "Post", "cluster": "a"})
    >>> copies["date"] = pd.to_datetime(["2031-03-05", "2031-03-04"])
    >>> drop_copies(scores, copies)["doc_id"].tolist()
    ['b', 'c']
    """
    where = "drop_copies"
    require_columns(where, scores.columns, ("doc_id",))
    require_columns(where, duplicates.columns, ("doc_id", "outlet", "date", "cluster"))
    if keep not in COPIES:
        raise ComparisonError(unknown_name(where, "way to keep copies", keep, COPIES))
    if keep == "all" or duplicates.empty:
        return scores
    if keep != "none":
        # What is not among the scores cannot stand for what is.
        there = duplicates["doc_id"].astype(str).isin(set(scores["doc_id"].astype(str)))
        duplicates = duplicates[there]
    dropped = set(duplicates["doc_id"].astype(str))
    if keep != "none":
        by = ["cluster"] if keep == "once" else ["cluster", "outlet"]
        first = duplicates.sort_values(["date", "doc_id"], na_position="last")
        dropped -= set(first.drop_duplicates(by)["doc_id"].astype(str))
    return scores[~scores["doc_id"].astype(str).isin(dropped)].reset_index(drop=True)
