"""Which articles share how much of their text."""

from __future__ import annotations

from itertools import combinations, product

import pandas as pd

from framing.corpus import Corpus
from framing.duplicates.shingles import Pair, Sets, alike, pairs, shingle
from framing.errors import CorpusError

__all__ = ["OVERLAP_COLUMNS", "find_overlaps", "overlapping"]

OVERLAP_COLUMNS = (
    "doc_id",
    "other",
    "outlet",
    "other_outlet",
    "shared",
    "containment",
    "jaccard",
)


_MOST = 10_000_000
"""Pairs above which a corpus is one text with variations."""


def overlapping(
    where: str, corpus: Corpus, threshold: float, words: int
) -> tuple[Sets, list[list[int]], list[Pair]]:
    """Return the runs, the articles of the same runs, and the pairs of such groups by number."""
    if not 0 < threshold <= 1:
        raise CorpusError(
            f"{where}: the threshold is {threshold!r}; it is the share of the shorter text that "
            "stands in the longer one, above 0 and at most 1; write such as threshold=0.5"
        )
    if words < 1:
        raise CorpusError(
            f"{where}: words is {words!r}; it is how many words in a row are compared; write such "
            "as words=5"
        )
    sets = shingle(corpus, words)
    groups = alike(sets)
    found: list[Pair] = []
    for pair in pairs([sets[group[0]] for group in groups], threshold):
        found.append(pair)
        if len(found) > _MOST:
            name = corpus.articles["doc_id"].iloc[groups[pair[0]][0]]
            raise CorpusError(
                f"{where}: more than {_MOST:,} pairs of articles share {threshold:.0%} of the "
                f"shorter one (one of them is {name!r}): text of the site stands in every article. "
                "Mark it with clean(corpus) first, or ask for more with threshold=0.9"
            )
    return sets, groups, found


def find_overlaps(corpus: Corpus, *, threshold: float = 0.5, words: int = 5) -> pd.DataFrame:
    """Return the pairs of articles of which the shorter stands largely in the longer.

    Counted are distinct runs of words, folded, of lede and body; what is captions, teasers
    or boilerplate is left out. Every pair is there: none is lost to a sample.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    threshold : float, default 0.5
        The least containment: shared runs over those of the shorter article.
    words : int, default 5
        How many words are a run: more of them find less that is merely phrased alike.

    Returns
    -------
    DataFrame
        One row per pair: `doc_id` and `other` (in the order of their names), `outlet`,
        `other_outlet`, `shared` (runs), `containment`, `jaccard` (shared over all of both).

    Raises
    ------
    CorpusError
        If the threshold is no share, a run has no word, or most articles are made of the same text.

    References
    ----------
    Broder (1997), On the resemblance and containment of documents.

    Examples
    --------
    >>> from framing import read_corpus
    >>> text = "The council of Sarn met on Monday and closed the old bridge over the river."
    >>> table = pd.DataFrame({"doc_id": ["a", "b", "c"], "outlet": ["Post", "Bell", "Bell"]})
    >>> corpus = read_corpus(table.assign(text=[text, f"{text} It rained.", "Nothing happened."]))
    >>> find_overlaps(corpus)[["doc_id", "other", "shared", "containment"]].values.tolist()
    [['a', 'b', 11, 1.0]]
    """
    sets, groups, found = overlapping("find_overlaps", corpus, threshold, words)
    names = corpus.articles["doc_id"].astype(str).tolist()
    outlets = corpus.articles["outlet"].astype(str).tolist()
    every = [(a, b, len(sets[a])) for group in groups for a, b in combinations(group, 2)]
    every += [(a, b, n) for one, two, n in found for a, b in product(groups[one], groups[two])]
    rows = []
    for a, b, shared in every:
        one, two = (a, b) if names[a] < names[b] else (b, a)
        small, large = sorted((len(sets[a]), len(sets[b])))
        rows.append((names[one], names[two], outlets[one], outlets[two], shared,
                     shared / small, shared / (small + large - shared)))  # fmt: skip
    table = pd.DataFrame(rows, columns=list(OVERLAP_COLUMNS))
    for name in ("doc_id", "other", "outlet", "other_outlet"):
        table[name] = table[name].astype("str")
    return table.sort_values(["doc_id", "other"]).reset_index(drop=True)
