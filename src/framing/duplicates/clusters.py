"""Copies of one text together: stars, so that unrelated texts are never chained."""

from __future__ import annotations

import pandas as pd

from framing.corpus import Corpus
from framing.duplicates.overlaps import check_threshold, find_overlaps

__all__ = ["DUPLICATE_COLUMNS", "find_duplicates"]

DUPLICATE_COLUMNS = (
    "doc_id",
    "outlet",
    "date",
    "cluster",
    "containment",
    "jaccard",
    "copies",
    "outlets",
)


def find_duplicates(corpus: Corpus, *, threshold: float = 0.5) -> pd.DataFrame:
    """Return the articles that are copies or versions of each other, in clusters.

    A cluster is a star: one article, and those that share at least so much with it. Two articles
    are never together because a third resembles both in different parts of it. The article with
    the most copies comes first as a centre, of equals the one whose name is first; what is taken
    is out, so every article is in one cluster at most. The order of the articles changes nothing.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    threshold : float, default 0.5
        The least containment, as in `find_overlaps`.

    Returns
    -------
    DataFrame
        One row per article that has a copy: `doc_id`, `outlet`, `date` (missing where unknown),
        `cluster` (the name of its centre), `containment` and `jaccard` (with the centre; 1 for
        itself), `copies` (articles of the cluster), `outlets` (outlets of the cluster).

    Raises
    ------
    CorpusError
        If the threshold is no share.

    See Also
    --------
    drop_copies : count one of them, or none.

    Examples
    --------
    >>> from framing import read_corpus
    >>> text = "The council of Sarn met on Monday and closed the old bridge over the river."
    >>> table = pd.DataFrame({"doc_id": ["a", "b", "c"], "outlet": ["Post", "Bell", "Bell"]})
    >>> corpus = read_corpus(table.assign(text=[text, f"{text} It rained.", "Nothing happened."]))
    >>> find_duplicates(corpus)[["doc_id", "cluster", "copies", "outlets"]].values.tolist()
    [['a', 'a', 2, 2], ['b', 'a', 2, 2]]
    """
    check_threshold("find_duplicates", threshold)
    pairs = find_overlaps(corpus, threshold=threshold)
    near: dict[str, dict[str, tuple[float, float]]] = {}
    columns = (pairs[name].tolist() for name in ("doc_id", "other", "containment", "jaccard"))
    for one, two, containment, jaccard in zip(*columns, strict=True):
        near.setdefault(one, {})[two] = near.setdefault(two, {})[one] = (containment, jaccard)
    of: dict[str, tuple[str, float, float]] = {}
    free = set(near)
    while free:
        centre = min(free, key=lambda name: (-len(near[name].keys() & free), name))
        mine = near[centre].keys() & free
        if not mine:
            break
        of[centre] = (centre, 1.0, 1.0)
        of |= {name: (centre, *near[centre][name]) for name in mine}
        free -= {centre, *mine}
    articles = corpus.articles
    table = articles[["doc_id", "outlet"]].astype("str")
    table["date"] = articles.get("date", pd.NaT)
    table = table[table["doc_id"].isin(list(of))]
    told = pd.DataFrame([of[name] for name in table["doc_id"]], index=table.index,
                        columns=["cluster", "containment", "jaccard"])  # fmt: skip
    table = pd.concat([table, told], axis=1)
    table["cluster"] = table["cluster"].astype("str")
    groups = table.groupby("cluster")
    table["copies"] = groups["doc_id"].transform("size").astype("int64")
    table["outlets"] = groups["outlet"].transform("nunique").astype("int64")
    table = table.sort_values(["cluster", "doc_id"]).reset_index(drop=True)
    return table[list(DUPLICATE_COLUMNS)]
