"""One difference, counted in every way it could have been counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.columns import ESTIMANDS, VOICES
from framing.contrasts.copies import COPIES, drop_copies
from framing.contrasts.counts import Counts
from framing.contrasts.pairs import Spread, add_up_pair, lone_side, measure_pair
from framing.contrasts.rows import few_clusters, joined
from framing.contrasts.shuffles import REST
from framing.contrasts.sides import add_up
from framing.errors import ComparisonError, unknown_name
from framing.sensitivity.materials import SECTIONS, Materials, lay_out, open_materials
from framing.stats.arithmetic import Floats

__all__ = ["ALTERNATIVE_COLUMNS", "try_alternatives"]

ALTERNATIVE_COLUMNS = (
    "kind",
    "left_out",
    "lexicon",
    "estimand",
    "unsure",
    "negated",
    "headlines",
    "copies",
    "min_words",
    "estimate",
    "conf_low",
    "conf_high",
    "hits",
    "exposure",
    "n_docs",
    "n_events",
    "taken",
    "crosses",
    "note",
)
_MEASURES = ("rate_ratio", "mh_rate_ratio")
_BOUNDS = ("most for", "most against")
_AT_ONCE = 256
_MANY = 2_000
"""Articles above which only those with most hits are left out: all would cost their square."""
_HEAVIEST = 200
_CELLS = 3_000_000
"""Articles by columns that are measured together, at most: 24 MB a table of them."""


class _Choice(NamedTuple):
    """One way to count."""

    lexicon: str = "as given"
    estimand: str = "own"
    unsure: str = "left out"
    negated: str = "left out"
    headlines: str = "left out"
    copies: str = "all"
    min_words: int = 0


def try_alternatives(
    evidence: pd.DataFrame | str | Path,
    segments: pd.DataFrame | str | Path,
    *,
    category: str,
    group: str,
    against: str = REST,
    by: str = "outlet",
    estimand: str = "own",
    measure: str = "rate_ratio",
    lexicons: Mapping[str, pd.DataFrame | str | Path] | None = None,
    duplicates: pd.DataFrame | None = None,
    min_words: Sequence[int] = (0, 100, 300),
) -> pd.DataFrame:
    """Count one difference in every way it could have been counted.

    Needed are tables only, not the texts. The first row is the main analysis, the ratio that
    `compare` gives. Specifications are all combinations of: which voices count (`estimand`),
    words whose speaker is unsure (left out or taken for the outlet's), negated expressions,
    headlines (their words beside those of the body), copies (where `duplicates` are given),
    articles too short, and other lexicons. Two bounds say how far unsure words could move the main
    row at most. Then the main row again without each entry, each event, each outlet, and without
    events each article (of more than 2,000 the 200 with most hits).

    None of the rows is the best one: what matters is how many point the same way, and whether one
    entry, event or outlet carries the difference.

    Parameters
    ----------
    evidence : DataFrame or path
        From `annotate`; or where it is: a Parquet file, or the folder of a run, of which no text
        is read.
    segments : DataFrame or path
        It was found in.
    category : str
        What is counted: a category per words, or ``index:loaded``, ``index:epistemic``.
    group, against : str
        Whose rate over whose: a value of `by` and another one, or ``rest``.
    by : str, default "outlet"
        A column of the segments.
    estimand : str, default "own"
        Of the main row.
    measure : str, default "rate_ratio"
        ``rate_ratio`` (pooled) or ``mh_rate_ratio`` (within events).
    lexicons : mapping of str to DataFrame or path, optional
        The evidence of other lexicons, or other versions, in the same segments, by name.
    duplicates : DataFrame, optional
        From `find_duplicates`.
    min_words : sequence of int
        Articles below so many words of body are left out; 0 is always among them.

    Returns
    -------
    DataFrame
        Columns as in `ALTERNATIVE_COLUMNS`: `kind` (``main``, ``specification``, ``bound``,
        ``entry``, ``event``, ``outlet``, ``article``) with what is `left_out`; the seven choices;
        the ratio with its 95 % interval as in `compare`; hits, words, articles and events of both
        sides; `taken`, the share of the main log ratio that leaving it out takes away (1: all,
        below 0: the ratio grows); `crosses`, whether the interval then holds 1 and that of the
        main row does not; `note`.

    Raises
    ------
    TableError
        If a column is missing, evidence stands where there are no segments, or a path leads to no
        such table.
    ComparisonError
        If a name is unknown, or the category is no count per words of its voice.

    References
    ----------
    Simonsohn, Simmons and Nelson (2020), Specification curve analysis, Nature Human Behaviour 4;
    Steegen and others (2016), Increasing transparency through a multiverse analysis.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing import annotate, attribute, read_corpus, read_lexicon, segment
    >>> texts = ["A reckless plan failed.", "The plan failed.", "A reckless, cruel plan failed."]
    >>> table = pd.DataFrame({"outlet": ["Post", "Bell", "Post"], "text": texts})
    >>> corpus = read_corpus(
    ...     pd.concat([table, table.assign(text="Cruel men met. " + table["text"])])
    ... )
    >>> segments = segment(corpus, attribute(corpus))
    >>> found = annotate(corpus, segments, read_lexicon("loaded"))
    >>> tried = try_alternatives(
    ...     found, segments, category="evaluation", group="Post", against="Bell"
    ... )
    >>> tried["kind"].value_counts().to_dict()["entry"]
    2
    """
    where = "try_alternatives"
    if estimand not in ESTIMANDS:
        raise ComparisonError(unknown_name(where, "estimand", estimand, list(ESTIMANDS)))
    if measure not in _MEASURES:
        raise ComparisonError(unknown_name(where, "measure", measure, _MEASURES))
    limits = sorted({0, *min_words})
    if any(int(limit) != limit or limit < 0 for limit in limits):
        raise ComparisonError(
            f"{where}: min_words is {list(min_words)!r}; it names least numbers of words, 0 or "
            "more; write such as min_words=(0, 100)"
        )
    others = {n: open_materials(where, x, "evidence", by) for n, x in (lexicons or {}).items()}
    evidence = open_materials(where, evidence, "evidence", by)
    segments = open_materials(where, segments, "segments", by)
    laid = lay_out(where, evidence, segments, others, category, by)
    names = sorted({name for name in laid.group if name is not None})
    for what, known in ((group, names), (against, [REST, *names])):
        if what not in known:
            raise ComparisonError(unknown_name(where, by, what, known))
    if group == against:
        raise ComparisonError(
            f"{where}: {group!r} is held against itself; there are {', '.join(names)}; choose two"
        )
    trial = _Trial(laid, group, against, measure, _kept(laid, duplicates))
    main = _Choice(estimand=estimand)
    grid = _grid(laid, trial, limits)
    rows = [_facts("main", "", main), *(_facts("specification", "", choice) for choice in grid)]
    columns: list[Callable[[], tuple[Floats, Floats]]]
    columns = [partial(trial.count, choice) for choice in (main, *grid)]
    if estimand != "all":
        for bound in _BOUNDS:
            rows.append(_facts("bound", "", main._replace(unsure=bound)))
            columns.append(partial(trial.count, main._replace(unsure=bound)))
    hits, exposure = columns[0]()
    for kind, name, codes, code in _left_out(laid, trial, hits):
        rows.append(_facts(kind, name, main))
        columns.append(partial(_without, hits, exposure, codes, code))
    for entry in laid.entries:
        if trial.sum(laid.of(entry), main)[trial.inside].any():
            rows.append(_facts("entry", entry, main))
            columns.append(partial(trial.without_entry, entry, main, hits, exposure))
    return _table(trial, rows, columns)


def _without(
    hits: Floats, exposure: Floats, codes: NDArray[np.intp], code: int
) -> tuple[Floats, Floats]:
    drop = codes == code
    return np.where(drop, 0.0, hits), np.where(drop, 0.0, exposure)


def _facts(kind: str, left_out: str, choice: _Choice) -> dict[str, object]:
    return {"kind": kind, "left_out": left_out, **choice._asdict()}


def _kept(laid: Materials, duplicates: pd.DataFrame | None) -> dict[str, NDArray[np.bool_]]:
    """Return which articles are left by each way to keep copies."""
    every = pd.DataFrame({"doc_id": laid.docs})
    if duplicates is None:
        return {"all": np.ones(len(laid.docs), bool)}
    return {
        way: laid.docs.isin(drop_copies(every, duplicates, keep=way)["doc_id"]) for way in COPIES
    }


def _grid(laid: Materials, trial: _Trial, limits: Sequence[int]) -> list[_Choice]:
    """Return all combinations; nothing is unsure where every voice counts."""
    both = ("left out", "counted")
    made = product(
        laid.hits, ESTIMANDS, ("left out", "the outlet's"), both, both, trial.kept, limits
    )
    return [
        choice
        for choice in (_Choice(*parts) for parts in made)
        if choice.estimand != "all" or choice.unsure == "left out"
    ]


def _left_out(
    laid: Materials, trial: _Trial, hits: Floats
) -> Iterator[tuple[str, str, NDArray[np.intp], int]]:
    """Yield the events (or articles) and outlets of which there are others, as codes."""
    kinds: list[tuple[str, Sequence[str | None]]] = [
        ("event", laid.event) if trial.counts_events else ("article", list(laid.docs)),
        ("outlet", laid.outlet),
    ]
    for kind, values in kinds:
        names = np.array(["" if name is None else name for name in values], object)
        known, codes = np.unique(names, return_inverse=True)
        codes = codes.reshape(-1)
        tried = np.ones(len(known), bool)
        if kind == "article" and len(known) > _MANY:
            most = np.argsort(-np.bincount(codes, hits), kind="stable")[:_HEAVIEST]
            tried = np.isin(np.arange(len(known)), most)
        sizes = [np.bincount(codes[side], minlength=len(known)) for side in trial.sides]
        for code, name in enumerate(known.tolist()):
            here = [int(size[code]) for size in sizes]
            # Without it, both sides must be there still.
            left = [int(size.sum()) - n for size, n in zip(sizes, here, strict=True)]
            if tried[code] and name and any(here) and all(left):
                yield kind, name, codes, code


class _Trial:
    """The two sides, and how a choice is counted for them."""

    def __init__(
        self,
        laid: Materials,
        group: str,
        against: str,
        measure: str,
        kept: dict[str, NDArray[np.bool_]],
    ) -> None:
        self.laid, self.measure, self.kept, self.names = laid, measure, kept, (group, against)
        names = np.array(["" if name is None else name for name in laid.group], object)
        first = names == group
        second = (names != group) & (names != "") if against == REST else names == against
        self.sides = (first, second)
        self.inside = first | second
        events = [e for e, here in zip(laid.event, self.inside, strict=True) if here and e]
        self.counts_events = len(set(events)) > 1

    def sum(self, hits: Floats, choice: _Choice) -> Floats:
        """Return what a choice adds up, by article: negated or not, section, voice, article."""
        heard = list(ESTIMANDS[choice.estimand])
        if choice.unsure == "the outlet's" and "unsure" not in heard:
            heard.append("unsure")
        chosen = hits if choice.negated == "counted" else hits[:1]
        sections = slice(None) if choice.headlines == "counted" else [SECTIONS.index("body")]
        voices = [VOICES.index(voice) for voice in heard]
        added: Floats = chosen.sum(axis=0)[sections][:, voices].sum(axis=(0, 1))
        return added

    def without_entry(
        self, entry: str, choice: _Choice, hits: Floats, exposure: Floats
    ) -> tuple[Floats, Floats]:
        """Return the counts of a choice without the hits of an entry."""
        return hits - self.sum(self.laid.of(entry), choice), exposure

    def count(self, choice: _Choice) -> tuple[Floats, Floats]:
        """Return hits and words by article; those that are left out have neither."""
        laid = self.laid
        hits = self.sum(laid.hits[choice.lexicon], choice)
        words = self.sum(laid.words[None], choice._replace(negated="left out"))
        if choice.unsure in _BOUNDS:
            body, unsure = SECTIONS.index("body"), VOICES.index("unsure")
            # Where it shall be high, hits are taken and the words are not; where low, the reverse.
            high = self.sides[0] if choice.unsure == "most for" else self.sides[1]
            more = laid.hits[choice.lexicon][0, body, unsure]
            hits = hits + np.where(high, more, 0.0)
            # An article of nothing but unsure words gives at least the words of its hits.
            least = np.where(words > 0, 0.0, more)
            words = words + np.where(high, least, laid.words[body, unsure])
        whole = laid.words[SECTIONS.index("body")].sum(axis=0)
        kept = self.kept[choice.copies] & (whole >= choice.min_words) & (words > 0)
        return np.where(kept, hits, 0.0), np.where(kept, words, 0.0)


def _table(
    trial: _Trial,
    rows: list[dict[str, object]],
    columns: list[Callable[[], tuple[Floats, Floats]]],
) -> pd.DataFrame:
    """Return the ratios of all columns, some at a time: there can be one per article."""
    at_once = max(1, min(_AT_ONCE, _CELLS // max(1, len(trial.laid.docs))))
    parts = [
        _measured(trial, [make() for make in columns[start : start + at_once]])
        for start in range(0, len(columns), at_once)
    ]
    table = pd.concat([pd.DataFrame(rows), pd.concat(parts, ignore_index=True)], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(table["estimate"].to_numpy(np.float64))
        taken = 1 - logs / logs[0]
    single = table["kind"].isin(["entry", "event", "outlet", "article"]).to_numpy()
    table["taken"] = np.where(single & np.isfinite(taken), taken, np.nan)
    low, high = (table[name].to_numpy(np.float64) for name in ("conf_low", "conf_high"))
    known = np.isfinite(low)
    holds = (low <= 1) & (high >= 1)
    table["crosses"] = holds & (not holds[0]) & known[0] & known
    return table[list(ALTERNATIVE_COLUMNS)]


def _measured(trial: _Trial, columns: list[tuple[Floats, Floats]]) -> pd.DataFrame:
    """Return ratios, intervals and counts, a row per column."""
    laid, at = trial.laid, np.flatnonzero(trial.inside)
    event = ["\0" + doc if e is None else e for e, doc in zip(laid.event, laid.docs, strict=True)]
    hits, exposure = (np.column_stack(x)[at] for x in zip(*columns, strict=True))
    width = len(columns)
    counts = Counts(
        groups=trial.names,
        group=np.where(trial.sides[0][at], 0, 1).astype(np.int16),
        names=tuple(str(doc) for doc in laid.docs[at]),
        doc=at,
        parted=False,
        noun="event",
        event=np.unique(np.array(event, object)[at], return_inverse=True)[1].reshape(-1),
        known=np.array([e is not None for e in laid.event])[at],
        month=np.zeros(len(at), np.intp),
        columns=tuple((str(k), "") for k in range(width)),
        shares=np.zeros(width, bool),
        alike=np.zeros(width),
        hits=hits,
        exposure=exposure,
        lost=np.zeros((2, width)),
        empty=np.zeros((2, width), np.intp),
        docs=np.array([side[at].sum() for side in trial.sides], np.intp),
        whole=True,
    )
    sides = add_up(counts, trial.names[0], [0]), add_up(counts, trial.names[1], [1])
    sums, noun = add_up_pair(counts, sides)
    matched = trial.measure == "mh_rate_ratio"
    measures, clusters = measure_pair(counts, sides, sums, matched=matched)
    found = measures[trial.measure]
    known = np.isfinite(found.estimate) & np.isfinite(found.low) & np.isfinite(found.high)
    there = exposure > 0
    events = [
        np.count_nonzero(np.bincount(counts.event[there[:, k] & counts.known]))
        for k in range(width)
    ]
    return pd.DataFrame(
        {
            "estimate": np.where(known, found.estimate, np.nan),
            "conf_low": np.where(known, found.low, np.nan),
            "conf_high": np.where(known, found.high, np.nan),
            "hits": hits.sum(axis=0).round().astype(np.int64),
            "exposure": exposure.sum(axis=0).round().astype(np.int64),
            "n_docs": there.sum(axis=0),
            "n_events": events if trial.counts_events else 0,
            "note": [
                _few(clusters, trial, noun, k)
                if ok
                else _why(hits[:, k], exposure[:, k], counts)
                or lone_side(clusters, trial.names, noun, k)
                or "too few clusters for an interval"
                for k, ok in enumerate(known)
            ],
        }
    )


def _why(hits: Floats, exposure: Floats, counts: Counts) -> str:
    lacking = [
        f"no {noun} in {name}"
        for g, name in enumerate(counts.groups)
        for noun, values in (("words", exposure), ("hits", hits))
        if not values[counts.group == g].any()
    ]
    return lacking[0] if lacking else ""


def _few(clusters: Spread, trial: _Trial, noun: str, k: int) -> str:
    if trial.measure == "mh_rate_ratio":
        return few_clusters(int(clusters.both[k]), "shared event")
    sides = zip(trial.names, (clusters.first[k], clusters.second[k]), strict=True)
    return joined(*(few_clusters(int(number), noun, name) for name, number in sides))
