"""Which articles share how much of their text."""

from __future__ import annotations

import pandas as pd

from framing.corpus import Corpus
from framing.duplicates.shingles import candidates, overlap, shingle
from framing.errors import CorpusError

__all__ = ["OVERLAP_COLUMNS", "check_threshold", "find_overlaps"]

OVERLAP_COLUMNS = (
    "doc_id",
    "other",
    "outlet",
    "other_outlet",
    "shared",
    "containment",
    "jaccard",
)


def check_threshold(where: str, threshold: float) -> float:
    """Return the threshold if it is a share of a text."""
    if not 0 < threshold <= 1:
        raise CorpusError(
            f"{where}: the threshold is {threshold!r}; it is the share of the shorter text that "
            "stands in the longer one, above 0 and at most 1; write such as threshold=0.5"
        )
    return threshold


def find_overlaps(corpus: Corpus, *, threshold: float = 0.5) -> pd.DataFrame:
    """Return the pairs of articles of which the shorter stands largely in the longer.

    Counted are distinct runs of five words, folded, of lede and body; what is captions, teasers
    or boilerplate is left out. Candidates come from the runs that articles share (above twenty
    million runs from a sample of them), and each is then counted exactly.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    threshold : float, default 0.5
        The least containment: shared runs over those of the shorter article.

    Returns
    -------
    DataFrame
        One row per pair: `doc_id` and `other` (in the order of their names), `outlet`,
        `other_outlet`, `shared` (runs), `containment`, `jaccard` (shared over all of both).

    Raises
    ------
    CorpusError
        If the threshold is no share.

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
    check_threshold("find_overlaps", threshold)
    sets = shingle(corpus)
    names = corpus.articles["doc_id"].astype(str).tolist()
    outlets = corpus.articles["outlet"].astype(str).tolist()
    rows = []
    for one, two in candidates(sets, threshold):
        if names[two] < names[one]:
            one, two = two, one
        shared = overlap(sets[one], sets[two])
        least = min(len(sets[one]), len(sets[two]))
        if shared and shared >= threshold * least:
            both = len(sets[one]) + len(sets[two]) - shared
            rows.append((names[one], names[two], outlets[one], outlets[two], shared,
                         shared / least, shared / both))  # fmt: skip
    table = pd.DataFrame(rows, columns=list(OVERLAP_COLUMNS))
    for name in ("doc_id", "other", "outlet", "other_outlet"):
        table[name] = table[name].astype("str")
    return table.sort_values(["doc_id", "other"]).reset_index(drop=True)
