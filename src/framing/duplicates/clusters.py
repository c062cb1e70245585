"""Copies of one text together, each of each, so that unrelated texts are never chained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from framing.corpus import Corpus
from framing.duplicates.overlaps import overlapping

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


def find_duplicates(corpus: Corpus, *, threshold: float = 0.5, words: int = 5) -> pd.DataFrame:
    """Return the articles that are copies or versions of each other, in clusters.

    In a cluster everyone shares at least so much with everyone (complete linkage): two articles
    are never together because a third resembles both. The pairs that are most alike (Jaccard) come
    together first, of equals those whose names come first; two clusters join if all their pairs
    share enough. The order of the articles changes nothing. An article that shares much with
    several clusters is in one of them: every pair is in `find_overlaps`.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    threshold : float, default 0.5
        The least containment, as in `find_overlaps`.
    words : int, default 5
        How many words are a run, as in `find_overlaps`.

    Returns
    -------
    DataFrame
        One row per article that has a copy: `doc_id`, `outlet`, `date` (missing where unknown),
        `cluster` (the name of its centre: who shares most with the others), `containment` and
        `jaccard` (with the centre; 1 for itself), `copies` (articles of the
        cluster), `outlets` (outlets of the cluster).

    Raises
    ------
    CorpusError
        If the threshold is no share, a run has no word, or most articles are made of the same text.

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
    sets, groups, found = overlapping("find_duplicates", corpus, threshold, words)
    names = corpus.articles["doc_id"].astype(str).tolist()
    groups = [sorted(group, key=lambda number: names[number]) for group in groups]
    title = [names[group[0]] for group in groups]
    alike: dict[tuple[int, int], tuple[float, float]] = {}
    for one, two, shared in found:
        small, large = len(sets[groups[one][0]]), len(sets[groups[two][0]])
        alike[one, two] = alike[two, one] = (shared / small, shared / (small + large - shared))
    of: dict[str, tuple[str, float, float]] = {}
    for members in _together(alike, title):
        if sum(len(groups[g]) for g in members) < 2:
            continue
        total = {g: len(groups[g]) + sum(len(groups[o]) * alike[g, o][0] for o in members if o != g)
                 for g in members}  # fmt: skip
        centre = min(members, key=lambda g: (-round(total[g], 9), title[g]))
        for g in members:
            share = (1.0, 1.0) if g == centre else alike[centre, g]
            of |= {names[number]: (title[centre], *share) for number in groups[g]}
    articles = corpus.articles
    table = articles[["doc_id", "outlet"]].astype("str")
    table["date"] = articles.get("date", pd.NaT)
    table = table[table["doc_id"].isin(list(of))]
    told = pd.DataFrame([of[name] for name in table["doc_id"]], index=table.index,
                        columns=["cluster", "containment", "jaccard"])  # fmt: skip
    table = pd.concat([table, told], axis=1)
    table["cluster"] = table["cluster"].astype("str")
    together = table.groupby("cluster")
    table["copies"] = together["doc_id"].transform("size").astype("int64")
    table["outlets"] = together["outlet"].transform("nunique").astype("int64")
    table = table.sort_values(["cluster", "doc_id"]).reset_index(drop=True)
    return table[list(DUPLICATE_COLUMNS)]


def _together(alike: Mapping[tuple[int, int], tuple[float, float]], title: Sequence[str]) -> list[
    list[int]
]:  # fmt: skip
    """Return the numbers in clusters in which everyone is alike everyone."""
    members = {g: [g] for g in range(len(title))}
    at = list(range(len(title)))
    links: dict[int, dict[int, int]] = {g: {} for g in members}
    for one, two in alike:
        links[one][two] = 1
    pairs = [(one, two) for one, two in alike if title[one] < title[two]]
    pairs.sort(key=lambda pair: (-alike[pair][1], -alike[pair][0], title[pair[0]], title[pair[1]]))
    for pair in pairs:
        keep, gone = at[pair[0]], at[pair[1]]
        if keep == gone or links[keep][gone] < len(members[keep]) * len(members[gone]):
            continue
        if len(links[keep]) < len(links[gone]):
            keep, gone = gone, keep
        for number in members[gone]:
            at[number] = keep
        members[keep] += members.pop(gone)
        for other, shared in links.pop(gone).items():
            del links[other][gone]
            if other != keep:
                links[keep][other] = links[other][keep] = links[keep].get(other, 0) + shared
    return list(members.values())
