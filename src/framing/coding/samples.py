"""Samples to code: drawn by chance, with the chance written down."""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from math import ceil, floor

import numpy as np
import pandas as pd

from framing.coding.strata import Frame, make_frame
from framing.corpus import Corpus
from framing.errors import CodingError, FramingWarning

__all__ = ["SAMPLE_COLUMNS", "draw_sample", "require_units"]

SAMPLE_COLUMNS = (
    "unit_id",
    "doc_id",
    "field",
    "start",
    "end",
    "text",
    "context",
    "context_start",
    "stratum",
    "inclusion_probability",
    "coders",
)
_AROUND = 300
_BLANK = re.compile(r"\s+")


def draw_sample(
    units: pd.DataFrame,
    corpus: Corpus,
    *,
    n: int | Mapping[str, int] = 100,
    by: str | Sequence[str] = "outlet",
    coders: Sequence[str] = ("A", "B"),
    overlap: float = 0.2,
    seed: int,
) -> pd.DataFrame:
    """Draw a probability sample of units for people to code.

    Within a stratum every unit has the same chance (simple random sampling without replacement).
    The draw of one stratum does not depend on the others, nor on the order of the rows.

    Parameters
    ----------
    units : DataFrame
        What to draw from: evidence, attributions, sentences (`list_sentences`), or articles
        (``corpus.articles``; a table without `start` and `end` is one of whole articles).
    corpus : Corpus
        The articles the units stand in.
    n : int or mapping
        Units for each value of the first column of `by`, or value -> units for some of them.
    by : str or sequence of str
        Columns of the units or the articles that make the strata; none (``[]``) for one draw
        from all units. The units of a value of the first one are divided evenly among its strata
        by the others, as far as these reach. A column of numbers is cut into four classes at its
        quartiles.
    coders : sequence of str
        Who codes: names without blanks.
    overlap : float
        The share of the units that all of them code; the rest is dealt out among them.
    seed : int

    Returns
    -------
    DataFrame
        One row per unit, in an order by chance: `unit_id`, `doc_id`, `field`, `start`, `end`,
        `text`, `context` (the original around the unit), `context_start`, `stratum`,
        `inclusion_probability` (units drawn over units there are), `coders` (names parted by
        blanks), and the further columns of the units.

    Raises
    ------
    CodingError
        If a column is unknown, a unit stands twice, or a parameter is out of its range.
    TableError
        If a column is missing or the units are not those of the corpus.

    Warns
    -----
    FramingWarning
        If a group has fewer units than were asked for; all are taken.

    Examples
    --------
    >>> from framing import annotate, attribute, read_corpus, read_lexicon, segment
    >>> texts = ["A reckless plan.", "Mara Dolen called it shameful.", "A brutal, bitter row."]
    >>> corpus = read_corpus(pd.DataFrame({"outlet": "Post", "text": texts}))
    >>> segments = segment(corpus, attribute(corpus))
    >>> evidence = annotate(corpus, segments, read_lexicon("loaded"))
    >>> sample = draw_sample(evidence, corpus, n=2, coders=["ana"], seed=1)
    >>> sample["inclusion_probability"].tolist()
    [0.5, 0.5]
    """
    where = "draw_sample"
    names = _coder_names(where, coders)
    if not 0 <= overlap <= 1:
        raise CodingError(
            f"{where}: overlap is {overlap!r}; it is the share of the units that all coders code, "
            "from 0 to 1; write such a number"
        )
    frame = make_frame(where, units, corpus, n, by)
    _warn_of_few(where, frame)
    drawn = _draw(frame, seed)
    shared = _shared(drawn, overlap if len(names) > 1 else 1.0)
    alone = [unit for unit in drawn["unit_id"] if unit not in shared]
    dealt = {unit: names[k % len(names)] for k, unit in enumerate(alone)}
    everybody = " ".join(names)
    drawn["coders"] = pd.array([dealt.get(u, everybody) for u in drawn["unit_id"]], "str")
    _add_context(drawn, corpus)
    rest = [c for c in drawn if c not in SAMPLE_COLUMNS and not str(c).startswith("_")]
    order = np.argsort([_number(seed, unit) for unit in drawn["unit_id"]], kind="stable")
    return drawn[[*SAMPLE_COLUMNS, *rest]].iloc[order].reset_index(drop=True)


def _coder_names(where: str, coders: Sequence[str]) -> list[str]:
    names = [coders] if isinstance(coders, str) else list(coders)
    if not names or len(set(names)) < len(names) or any(not n or n.split() != [n] for n in names):
        raise CodingError(
            f"{where}: the coders are {names!r}; they are one or more different names without "
            'blanks; write for instance coders=["ana", "ben"]'
        )
    return names


def _warn_of_few(where: str, frame: Frame) -> None:
    there = frame.units["_group"].value_counts()
    few = [f"{g} {there[g]:,} of {k:,}" for g, k in frame.asked.items() if there[g] < k]
    if few:
        warnings.warn(
            f"{where}: {len(few):,} group{'s have' if len(few) > 1 else ' has'} fewer units than "
            f"were asked for ({', '.join(few[:5])}{', ...' if len(few) > 5 else ''}); all of them "
            "are taken",
            FramingWarning,
            stacklevel=3,
        )


def _number(seed: int, name: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}\x1f{name}".encode()).digest()[:8], "big")


def _draw(frame: Frame, seed: int) -> pd.DataFrame:
    """Return the units drawn, stratum by stratum, in the order in which they were drawn."""
    parts = []
    for stratum, inside in frame.units.groupby("stratum", sort=True):
        size = frame.sizes.get(str(stratum), 0)
        if not size:
            continue
        ordered = inside.sort_values("unit_id")
        generator = np.random.default_rng(_number(seed, str(stratum)))
        picked = generator.permutation(len(ordered))[:size]
        parts.append(ordered.iloc[picked].assign(inclusion_probability=size / len(ordered)))
    return pd.concat(parts, ignore_index=True)


def _shared(drawn: pd.DataFrame, overlap: float) -> set[str]:
    """Return the units that everybody codes: the first drawn of every stratum.

    Strata give their share rounded down; what is missing to the share of the whole, rounded up,
    comes from those that lost most by it.
    """
    counts = {str(s): int(k) for s, k in drawn["stratum"].value_counts().items()}
    exact = {stratum: overlap * count for stratum, count in counts.items()}
    given = {stratum: floor(share + 1e-9) for stratum, share in exact.items()}
    left = ceil(overlap * len(drawn) - 1e-9) - sum(given.values())
    ordered = sorted(counts, key=lambda s: (given[s] - exact[s], s))
    for stratum in [s for s in ordered if given[s] < counts[s]][:left]:
        given[stratum] += 1
    place = drawn.groupby("stratum").cumcount()
    return set(drawn.loc[place < drawn["stratum"].map(given), "unit_id"])


def _add_context(drawn: pd.DataFrame, corpus: Corpus) -> None:
    """Add the original around each unit, in place."""
    texts = corpus.index.texts
    starts, pieces = [], []
    rows = zip(drawn["_text_number"], drawn["start"], drawn["end"], strict=True)
    for number, start, end in rows:
        text = texts[number]
        first = _blank_after(text, start - _AROUND, start) if start > _AROUND else 0
        last = _blank_before(text, end, end + _AROUND) if end + _AROUND < len(text) else len(text)
        starts.append(first)
        pieces.append(text[first:last])
    drawn["context"] = pd.array(pieces, "str")
    drawn["context_start"] = np.array(starts, np.int64)


def _blank_after(text: str, start: int, end: int) -> int:
    """Return where the first whole word begins, or the start where there is no blank."""
    found = _BLANK.search(text, start, end)
    return found.end() if found else start


def _blank_before(text: str, start: int, end: int) -> int:
    """Return where the last whole word ends, or the end where there is no blank."""
    last = end
    for found in _BLANK.finditer(text, start, end):
        last = found.start()
    return last


def require_units(where: str, units: Iterable[object], sample: pd.DataFrame) -> None:
    """Raise a `CodingError` that names a unit which the sample does not have.

    Raises
    ------
    CodingError
        If there is one.
    """
    known = set(sample["unit_id"].astype(str))
    for unit in units:
        if str(unit) not in known:
            raise CodingError(
                f"{where}: the codings name unit {str(unit)!r}; the sample of {len(known):,} units "
                "has none of that name; pass the sample that was coded"
            )
