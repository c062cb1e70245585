"""Words and phrases a codebook lacks: proposed with reasons, accepted or rejected by people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.errors import LexiconError, require_columns
from framing.lexicon import Lexicon
from framing.tables import replacing
from framing.workbench.candidates import (
    FRAMES,
    Bools,
    Floats,
    Ints,
    count_frames,
    gather,
    over_represented,
    show_contexts,
)
from framing.workbench.likenesses import learn_likeness, nearest_entries, neighbour_vectors

__all__ = ["SUGGESTION_COLUMNS", "suggest", "write_accepted"]

SUGGESTION_COLUMNS = (
    "term",
    "category",
    "accept",
    "note",
    "likeness",
    "z_loaded",
    "z_own",
    "similarity",
    "nearest",
    "frames",
    "hits",
    "docs",
    "outlets",
    "own",
    "contexts",
)
_RANK = 60
"""What is added to a rank before its inverse is summed (Cormack and others 2009)."""
_EVERY = 10
"""One of so many proposals is a phrase."""
_TERM_COLUMNS = ("term", "category", "polarity", "note")


def suggest(
    corpus: Corpus,
    segments: pd.DataFrame,
    lexicon: Lexicon,
    *,
    sentences: pd.DataFrame | None = None,
    most: int = 200,
) -> pd.DataFrame:
    """Propose words and phrases that a codebook lacks, each with contexts to accept or reject.

    Every word and every phrase of two or three words that holds together is judged by a model
    that tells the codebook's own entries from the rest by their reasons: over-represented in
    sentences assessed as loaded, or in the outlets' own voice; neighbours in this corpus like
    those of entries; standing where loaded words stand (joined to an entry, behind *so-called*,
    behind an intensifier); endings. None is judged by a model that has seen it. Function words,
    numbers, names (hardly ever written without a capital), what the codebook has and phrases
    around it are left out, and so is what stands in fewer than three articles.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    segments : DataFrame
        What `segment` returned for them.
    lexicon : Lexicon
        The codebook.
    sentences : DataFrame, optional
        What `assess` returned; without it that reason is missing.
    most : int, default 200
        How many to propose.

    Returns
    -------
    DataFrame
        One row per word or phrase, the best first: `term`, `category` (that of its nearest
        entries, to be checked), `accept` and `note` (empty, for you), `likeness` (0 to 1, for
        ranking, not a probability; empty where fewer than twenty entries stand in the corpus,
        when the ranks of `z_loaded` and `similarity` are joined instead), `z_loaded`, `z_own`
        (log-odds over their standard error), `similarity` (mean cosine to the three nearest
        entries), `nearest`, `frames` (how often it stands in which), `hits`, `docs`, `outlets`,
        `own` (share of its hits in the outlets' own voice), `contexts`.

    Raises
    ------
    TableError
        If a column is missing.
    LexiconError
        If no word of the codebook stands in the corpus: there is nothing to be like.

    References
    ----------
    Monroe, Colaresi, Quinn (2008) for the log-odds; Levy, Goldberg, Dagan (2015) for the vectors;
    Cormack, Clarke, Buettcher (2009) for joining ranks.

    Examples
    --------
    >>> from framing import attribute, read_corpus, read_lexicon, segment
    >>> texts = [f"A reckless plan. A feckless plan of the {w}." for w in ("bank", "town", "mayor")]
    >>> corpus = read_corpus(pd.DataFrame({"outlet": "Post", "text": texts}))
    >>> found = suggest(corpus, segment(corpus, attribute(corpus)), read_lexicon("loaded"))
    >>> found["term"].tolist()
    ['plan']
    """
    found = gather(corpus, segments, sentences, lexicon)
    if not (found.listed != "").any():
        raise LexiconError(
            f"suggest: no word of {lexicon.name!r} stands in these {len(corpus):,} "
            "articles; proposals are words like those of the codebook; pass other articles or "
            "another codebook"
        )
    own = over_represented(found, found.own)
    loaded = None if found.loaded is None else over_represented(found, found.loaded)
    vectors = neighbour_vectors(corpus, found)
    similar, nearest, category = nearest_entries(found, vectors)
    frames = count_frames(corpus, found)
    measures = [values for values in (own, loaded, similar) if values is not None]
    likeness = learn_likeness(found, vectors, np.stack(measures, axis=1), frames)
    if likeness is None:
        order = _joined([s for s in (loaded, similar) if s is not None], found.open)
        likeness = np.full(len(found.forms), np.nan)
    else:
        order = _joined([likeness], found.open)
    order = _with_phrases(order, found.size[order] > 1)[:most]
    chosen = order.tolist()
    table = pd.DataFrame({"term": [found.forms[k] for k in chosen]}, dtype="str")
    table["category"] = [category[k] for k in chosen]
    table["accept"] = table["note"] = ""
    table["likeness"], table["z_own"] = likeness[order], own[order]
    table["z_loaded"] = np.nan if loaded is None else loaded[order]
    table["similarity"] = similar[order]
    table["nearest"] = [nearest[k] for k in chosen]
    table["frames"] = [_written(frames[k]) for k in chosen]
    table["hits"], table["docs"] = found.hits[order], found.docs[order]
    facts = show_contexts(corpus, found, chosen)
    for number, name in enumerate(("outlets", "own", "contexts")):
        table[name] = [fact[number] for fact in facts]
    return table[list(SUGGESTION_COLUMNS)]


def _written(counts: Ints) -> str:
    named = zip(FRAMES, counts.tolist(), strict=True)
    return ", ".join(f"{name} {count}" for name, count in named if count)


def _joined(scores: Sequence[Floats], candidates: Bools) -> Ints:
    """Return the candidates by the sum of the inverse ranks of their scores."""
    chosen = np.flatnonzero(candidates)
    total = np.zeros(len(chosen))
    for values in scores:
        ranks = np.argsort(np.argsort(-np.nan_to_num(values[chosen], nan=-9), kind="stable"))
        total += 1 / (_RANK + ranks)
    ordered: Ints = chosen[np.argsort(-total, kind="stable")]
    return ordered


def _with_phrases(order: Ints, phrase: Bools) -> Ints:
    """Let every tenth be a phrase: words are likelier, and would leave phrases no place."""
    rank = np.where(
        phrase, _EVERY * np.cumsum(phrase) - 0.5, np.cumsum(~phrase) * _EVERY / (_EVERY - 1)
    )
    mixed: Ints = order[np.argsort(rank, kind="stable")]
    return mixed


def write_accepted(suggestions: pd.DataFrame, path: str | Path) -> Path:
    """Write the accepted suggestions as a table of terms that `read_lexicon` reads.

    Parameters
    ----------
    suggestions : DataFrame
        What `suggest` returned, with something in `accept` (``yes``, ``x``, ``1``) where you
        agree, and `category` corrected; a spreadsheet read back will do.
    path : str or path
        The CSV to write: `term`, `category`, `polarity` (0, to be filled), `note`.

    Returns
    -------
    Path

    Raises
    ------
    TableError
        If a column is missing.
    LexiconError
        If nothing is accepted.

    Examples
    --------
    >>> import tempfile
    >>> from framing import read_lexicon
    >>> table = pd.DataFrame({"term": ["feckless", "plan"], "category": "evaluation"})
    >>> table["accept"], table["note"] = ["yes", ""], ""
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     len(read_lexicon(write_accepted(table, Path(folder) / "more.csv")))
    1
    """
    require_columns("write_accepted", suggestions.columns, ("term", "category", "accept", "note"))
    said = suggestions["accept"].fillna("").astype(str).str.strip().str.lower()
    kept = suggestions[said.isin(["yes", "y", "x", "1", "true"])]
    if kept.empty:
        raise LexiconError(
            f"write_accepted: none of {len(suggestions):,} suggestions is accepted; the column "
            "accept holds yes, x or 1 where you agree; fill it and pass the table again"
        )
    table = kept.assign(polarity=0)[list(_TERM_COLUMNS)].fillna("")
    path = Path(path)
    with replacing(path) as file:
        file.write(table.to_csv(index=False, lineterminator="\n").encode("utf-8"))
    return path
