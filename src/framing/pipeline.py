"""The whole way from articles to scores; an article that breaks it costs only itself."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from framing.attributions import attribute
from framing.columns import RECEIPT_COLUMNS
from framing.corpus import Corpus
from framing.errors import FramingError, FramingWarning
from framing.evidence import annotate
from framing.lexicon import Lexicon
from framing.scores import score
from framing.segments import segment

__all__ = ["Tables", "attempt", "process"]

_AT_ONCE = 250
_log = logging.getLogger("framing")
# Who wants the traceback of a quarantined article asks for it; the receipt has its last line.
_log.addHandler(logging.NullHandler())


class Tables(NamedTuple):
    """What the verbs made of a corpus, and which articles could not be processed."""

    attributions: pd.DataFrame
    segments: pd.DataFrame
    evidence: pd.DataFrame
    scores: pd.DataFrame
    quarantine: pd.DataFrame


def process(
    corpus: Corpus,
    lexicon: Lexicon,
    *,
    tagger: str = "learned",
    progress: Callable[[int], object] | None = None,
) -> Tables:
    """Attribute, segment, annotate and score a corpus.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    lexicon : Lexicon
        The codebook.
    tagger : str, default "learned"
        As in `attribute`.
    progress : callable, optional
        Called with the number of articles just finished.

    Returns
    -------
    Tables
        `attributions`, `segments`, `evidence`, `scores`; and `quarantine`, with the columns of a
        receipt: one row per article that raised an unforeseen error and was left out.

    Raises
    ------
    FramingError
        If every article is quarantined.
    """
    done: list[tuple[pd.DataFrame, ...]] = []
    bad: list[dict[str, str]] = []
    for part in corpus.parts(_AT_ONCE):
        with warnings.catch_warnings():
            # Each part would warn on its own; the corpus warns once, below.
            warnings.simplefilter("ignore", FramingWarning)
            done += attempt(part, lexicon, tagger, bad)
        if progress is not None:
            progress(len(part))
    if not done:
        first = bad[0]
        raise FramingError(
            f"process: none of {len(corpus):,} articles could be processed; the first, "
            f"{first['doc_id']!r}, failed with {first['reason']}; this is a fault of the program, "
            "please report it"
        )
    attributions, segments, evidence, scores = (_join([part[k] for part in done]) for k in range(4))
    broken = attributions.loc[attributions["kind"] == "unsure", "doc_id"]
    if len(broken):
        warnings.warn(
            f"process: {len(broken):,} quotations are not closed or not opened, in "
            f"{broken.nunique():,} of {len(corpus):,} articles; their words have the voice unsure; "
            "mend the marks in the source to have them counted",
            FramingWarning,
            stacklevel=2,
        )
    quarantine = pd.DataFrame(bad, columns=list(RECEIPT_COLUMNS), dtype="str")
    return Tables(attributions, segments, evidence, scores, quarantine)


def attempt(
    part: Corpus,
    lexicon: Lexicon,
    tagger: str,
    bad: list[dict[str, str]],
    kept: Callable[..., pd.DataFrame] | None = None,
) -> list[tuple[pd.DataFrame, ...]]:
    """Return the four tables of a part, in pieces; articles that break the program go to `bad`.

    `kept` gives attributions that were found before, instead of `attribute`.
    """
    try:
        attributions = (kept or attribute)(part, tagger=tagger)
        segments = segment(part, attributions)
        evidence = annotate(part, segments, lexicon)
        return [(attributions, segments, evidence, score(evidence, segments))]
    except (MemoryError, KeyboardInterrupt, OSError):
        # A full disk is no fault of an article.
        raise
    except Exception as fault:
        if len(part) > 1:
            # Halving finds the few that break the program without redoing the rest one by one.
            halves = part.parts((len(part) + 1) // 2)
            pieces = [attempt(half, lexicon, tagger, bad, kept) for half in halves]
            return [tables for piece in pieces for tables in piece]
        doc_id = str(part.articles["doc_id"].iloc[0])
        _log.exception("article %s is quarantined", doc_id)
        reason = f"{type(fault).__name__}: {fault}"
        values = ("process", "", doc_id, "unforeseen error", "quarantined", reason)
        bad.append(dict(zip(RECEIPT_COLUMNS, values, strict=True)))
        return []


def _join(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Put the parts under each other; their categories are the same, so they stay categorical."""
    return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)
