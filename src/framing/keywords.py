"""Which words, entries or sources set groups of articles apart."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.columns import SECTION_GROUPS
from framing.contrasts.comparisons import whole_seed
from framing.corpus import Corpus
from framing.errors import (
    ComparisonError,
    FramingWarning,
    TableError,
    require_columns,
    unknown_name,
)
from framing.stats.dispersions import dispersion_of_places
from framing.stats.families import benjamini_hochberg
from framing.stats.likelihoods import (
    bayes_factor,
    conservative_log_ratio,
    log_likelihood_ratio,
    log_ratio,
)
from framing.stats.log_odds import log_odds
from framing.words import HYPHEN

__all__ = ["KEYNESS_COLUMNS", "drop_fragments", "keyness"]

KEYNESS_COLUMNS = (
    "group",
    "feature",
    "size",
    "log_odds",
    "z",
    "n_target",
    "n_reference",
    "exposure_target",
    "exposure_reference",
    "docs_target",
    "docs_reference",
    "n_docs_target",
    "n_docs_reference",
    "dp_norm",
    "alpha_0",
    "g2_2cell",
    "bic",
    "log_ratio",
    "lrc",
    "dp",
    "p_value",
    "p_adj",
    "p_smallest",
)
_NOT_GROUPS = ("doc_id", "text", "title")
_LONGEST = 5
_PRIOR = 0.1
_DRAWS = 9_999
_AT_ONCE = 500

Ints = NDArray[np.int64]


class _Cells(NamedTuple):
    """How often each article has each phrase of a size: the counts that are not 0."""

    size: int
    names: NDArray[np.object_] | None  # by feature; phrases are spelled out only where they count
    example: Ints  # by phrase: a place where it stands
    feature: Ints
    doc: Ints
    hits: Ints
    exposure: Ints  # by article: the places where a phrase of this size could stand


def keyness(
    corpus: Corpus,
    *,
    by: str = "side",
    sizes: Sequence[int] | int = (1, 2, 3),
    min_docs: float = 5,
    alpha_0: float | None = None,
    of: pd.DataFrame | None = None,
    feature: str = "entry",
    per: pd.DataFrame | str = "words",
    seed: int | None = None,
) -> pd.DataFrame:
    """Return the words and phrases that each group of articles uses more than all others.

    With `of` it is not phrases that are counted but what a table holds: the entries of a codebook
    (evidence), the sources of attributions.

    The rank is the z of log-odds with an informative Dirichlet prior ("Fightin' Words"), the
    prior being the language of all groups together. It is a ranking, not a test: words clump in
    articles, and the z takes each for an independent draw. `docs_target` and `dp_norm` say
    whether a group uses a word or only a few of its articles do.

    Parameters
    ----------
    corpus : Corpus
        The articles, with their headlines; captions, teasers and boilerplate are left out.
    by : str
        The column of the articles that groups them. Each group is held against all others.
    sizes : int or sequence of int
        How many words a phrase has. Phrases never run over a mark, the end of a sentence or of a
        paragraph; a hyphen parts two words, and a final possessive is left out, as in matching.
    min_docs : float
        In how many of a group's articles a phrase must stand: a count of 1 or more, or a share
        below 1.
    alpha_0 : float, optional
        The weight of the prior, in words. Unless given, a tenth of the places where a phrase of
        this size could stand in the corpus: with much less, a phrase that the others never use
        has a z near 0; with much more, all log-odds shrink towards 0.
    of : DataFrame, optional
        A row per hit with `doc_id` and the column `feature`, such as evidence or attributions, or
        those of one voice. `sizes` is then not asked.
    feature : str, default "entry"
        What is counted in that table: `entry`, `text`, `category`, `source`, `cue` ...
    per : DataFrame or str
        What hits of `of` are a share of: ``words`` of the article, ``rows`` of the table in the
        article (sources among all attributions), or segments, of which the words are added up.
    seed : int, optional
        With one, `p_value` is a permutation test: the groups are dealt out again among the
        articles 9,999 times, studentised, so that words may clump as they do; `p_value` is twice
        the share of draws in which it has as much more. Without, it is empty.

    Returns
    -------
    DataFrame
        One row per group and phrase, highest z first: `group`, `feature` (folded words),
        `size` (its words; 0 of a table), `log_odds` (natural, above 0), `z`, `n_target` and
        `n_reference` (hits in the group and in all others), `exposure_target` and
        `exposure_reference` (places where a phrase of this size could stand, or what the hits of a
        table are per), `docs_target` and `docs_reference` (articles
        with it) of `n_docs_target` and `n_docs_reference`, `dp_norm` (Gries' deviation of
        proportions over the group's articles; 0: even, 1: all in one; high for every rare word),
        `alpha_0`; what others rank by: `g2_2cell` (G2 of hits alone), `bic` (that minus the log of
        all places), `log_ratio` (base 2), `lrc` (its exact bound nearest to 0 at 95 % over all
        phrases of the group and size); `dp` (before it is normed), and `p_value`, `p_adj`
        (Benjamini-Hochberg over all that was tested: what stands in `min_docs` articles
        of all groups together, shown or not), `p_smallest` (with so many draws).

    Raises
    ------
    ComparisonError
        If the column is unknown, there are not two groups, or a parameter is out of its range.
    TableError
        If `of` or `per` lacks a column or holds an article that the corpus does not.

    Warns
    -----
    FramingWarning
        If articles without a group are left out.

    References
    ----------
    Monroe, Colaresi, Quinn (2008), Fightin' Words, Political Analysis 16(4); Lijffijt and Gries
    (2012) for `dp_norm`; Rayson and Garside (2000) for `g2_2cell`; Wilson (2013) for `bic`; Hardie
    (2014) for `log_ratio`; Evert (2022) for `lrc`; Lijffijt and others (2016) on why articles, not
    words, are dealt out.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing import read_corpus
    >>> texts = ["The Karsk regime lied.", "A Karsk regime.", "The Karsk council met.", "It met."]
    >>> table = pd.DataFrame({"outlet": "Post", "side": ["a", "a", "b", "b"], "text": texts})
    >>> found = keyness(read_corpus(table), min_docs=2)
    >>> found[["group", "feature", "n_target", "n_reference"]].values.tolist()[:3]
    [['a', 'karsk regime', 2, 0], ['a', 'regime', 2, 0], ['a', 'karsk', 2, 1]]
    """
    asked = _sizes(sizes) if of is None else [0]
    if seed is not None:
        whole_seed("keyness", seed)
    if alpha_0 is not None and not 0 < alpha_0 < float("inf"):
        raise ComparisonError(
            f"keyness: alpha_0 is {alpha_0!r}; the prior has a weight above 0, in words; "
            "write such a number or leave it out"
        )
    groups, group_of = _groups(corpus, by)
    need = _needed(min_docs, np.bincount(group_of[group_of >= 0], minlength=len(groups)))
    words = _Words.of(corpus, group_of)
    found: list[tuple[pd.DataFrame, NDArray[np.float64]]] = []
    for size in asked:
        if of is None:
            cells = words.count_phrases(size, len(corpus))
        else:
            cells = _count_rows(corpus, of, feature, per, words, group_of)
        for g in range(len(groups)):
            dice = None if seed is None else np.random.default_rng([seed, size, g])
            found.append(_compare(words, cells, group_of, g, need[g], alpha_0, dice))
    tested = np.concatenate([p for _, p in found])
    adjusted = benjamini_hochberg(tested)
    starts = np.cumsum([0, *(len(p) for _, p in found)])
    parts = [part for part, _ in found]
    numbered = [p.assign(_test=p["_test"] + at) for p, at in zip(parts, starts[:-1], strict=True)]
    table = pd.concat(numbered, ignore_index=True)
    if seed is not None:
        table["p_value"] = tested[table["_test"]]
        table["p_adj"] = adjusted[table["_test"]]
        table["p_smallest"] = 2 / (_DRAWS + 1)
    table["group"] = pd.array([groups[g] for g in table["group"]], "str")
    table = table.assign(_rank=-table["z"]).sort_values(["group", "_rank", "feature"])
    return table[list(KEYNESS_COLUMNS)].reset_index(drop=True)


def drop_fragments(table: pd.DataFrame, *, share: float = 0.75) -> pd.DataFrame:
    """Return the phrases that are not mostly parts of a longer one in the table.

    Of *military operation* and *special military operation*, the first says nothing of its own
    where nearly all its hits lie inside the second. Leave out first the phrases you do not want
    at all, such as those that begin or end with a function word: a phrase is held against every
    longer one that is there.

    Parameters
    ----------
    table : DataFrame
        From `keyness`, or some of its rows.
    share : float
        A phrase goes when more than this share of its hits in the group lies inside one longer
        phrase of the same group.

    Returns
    -------
    DataFrame
        The rows that stay, as they were.

    Raises
    ------
    TableError
        If a column is missing.
    ComparisonError
        If the share is not between 0 and 1.

    Examples
    --------
    >>> import pandas as pd
    >>> features = ["special military operation", "military operation", "operation"]
    >>> table = pd.DataFrame({"group": "a", "feature": features, "n_target": [9, 10, 40]})
    >>> drop_fragments(table)["feature"].tolist()
    ['special military operation', 'operation']
    """
    require_columns("drop_fragments", table.columns, ("group", "feature", "n_target"))
    if not 0 < share < 1:
        raise ComparisonError(
            f"drop_fragments: share is {share!r}; it is a share of a phrase's hits, between 0 and "
            "1; write such a number"
        )
    phrases = list(zip(table["group"], table["feature"], strict=True))
    hits = dict(zip(phrases, table["n_target"], strict=True))
    gone = {
        (group, part)
        for (group, phrase), n in hits.items()
        for part in _parts(phrase.split(" "))
        if n > share * hits.get((group, part), float("inf"))
    }
    return table[[phrase not in gone for phrase in phrases]]


def _parts(words: Sequence[str]) -> list[str]:
    """Return the shorter phrases inside a phrase."""
    return [
        " ".join(words[first : first + size])
        for size in range(1, len(words))
        for first in range(len(words) - size + 1)
    ]


def _sizes(sizes: Sequence[int] | int) -> list[int]:
    asked = [int(sizes)] if isinstance(sizes, int | np.integer) else list(sizes)
    if not asked or not set(asked) <= set(range(1, _LONGEST + 1)):
        raise ComparisonError(
            f"keyness: sizes is {sizes!r}; phrases have 1 to {_LONGEST} words; "
            "name such numbers, as in (1, 2, 3)"
        )
    return sorted(set(asked))


def _groups(corpus: Corpus, by: str) -> tuple[list[str], Ints]:
    """Return the names of the groups and, per article, the number of its group or -1."""
    articles = corpus.articles
    if by not in articles or by in _NOT_GROUPS:
        known = [name for name in articles if name not in _NOT_GROUPS]
        raise ComparisonError(unknown_name("keyness", "column to group by", by, known))
    named = articles[by].astype(object).where(articles[by].notna(), "").astype(str).str.strip()
    groups = sorted(set(named) - {""})
    if len(groups) < 2:
        raise ComparisonError(
            f"keyness: {by!r} has {len(groups)} value{'s' * (len(groups) != 1)} "
            f"({', '.join(groups) or 'none'}); a group is held against all others; "
            "group by another column"
        )
    without = int((named == "").sum())
    if without:
        warnings.warn(
            f"keyness: {without:,} article{'s have' if without > 1 else ' has'} no {by} and "
            f"{'are' if without > 1 else 'is'} left out",
            FramingWarning,
            stacklevel=3,
        )
    number = {name: g for g, name in enumerate(groups)}
    return groups, np.array([number.get(name, -1) for name in named], np.int64)


def _needed(min_docs: float, docs: Ints) -> list[int]:
    """Return in how many articles of each group a phrase must stand."""
    if 0 < min_docs < 1:
        # 0.07 * 100 is a hair above 7.
        return [ceil(round(min_docs * n, 9)) for n in docs.tolist()]
    if min_docs >= 1 and float(min_docs).is_integer():
        return [int(min_docs)] * len(docs)
    raise ComparisonError(
        f"keyness: min_docs is {min_docs!r}; it is a count of articles, 1 or more, or a share of "
        "them, between 0 and 1; write such a number"
    )


class _Words(NamedTuple):
    """The words that count: what each is, in which article, and whether the next goes on."""

    forms: NDArray[np.object_]
    form: Ints
    doc: Ints
    joined: NDArray[np.bool_]
    usable: NDArray[np.bool_]

    @classmethod
    def of(cls, corpus: Corpus, group_of: Ints) -> _Words:
        index = corpus.index
        number = {word: k for k, word in enumerate(index.type_ids)}
        form = np.array([number[word] for word in index.folded], np.int64)[index.ids]
        doc = corpus.places["row"].to_numpy(np.int64)[index.text_of]
        usable = group_of[doc] >= 0
        left_out = corpus.sections[~corpus.sections["section"].isin(list(SECTION_GROUPS))]
        for text, start, end in left_out[["number", "start", "end"]].itertuples(index=False):
            first, last = index.first[text : text + 2]
            usable[first:last] &= (index.starts[first:last] < start) | (
                index.starts[first:last] >= end
            )
        return cls(np.array([*number], object), form, doc, index.glue <= HYPHEN, usable)

    def count_phrases(self, size: int, n_docs: int) -> _Cells:
        """Count the phrases of a size in every article."""
        places = np.flatnonzero(self.usable)
        kind = self.form[places]
        for k in range(1, size):
            goes_on = self.joined[places + k - 1]
            goes_on[goes_on] = self.usable[places[goes_on] + k]
            places, kind = places[goes_on], kind[goes_on]
            # Numbered anew at every step, so that the product cannot overflow.
            kind = np.unique(kind, return_inverse=True)[1] * len(self.forms)
            kind += self.form[places + k]
        _, example, kind = np.unique(kind, return_index=True, return_inverse=True)
        doc = self.doc[places]
        cell, hits = np.unique(kind * n_docs + doc, return_counts=True)
        return _Cells(
            size=size,
            names=None,
            example=places[example],
            feature=cell // n_docs,
            doc=cell % n_docs,
            hits=hits,
            exposure=np.bincount(doc, minlength=n_docs),
        )

    def per_article(self, n_docs: int) -> Ints:
        """Return how many words of an article count."""
        return np.bincount(self.doc[self.usable], minlength=n_docs)

    def spelled(self, places: Ints, size: int) -> list[str]:
        """Return the phrases of a size that begin at these places."""
        return [" ".join(self.forms[self.form[place : place + size]]) for place in places.tolist()]


def _count_rows(
    corpus: Corpus,
    of: pd.DataFrame,
    feature: str,
    per: pd.DataFrame | str,
    words: _Words,
    group_of: Ints,
) -> _Cells:
    """Count what a table holds in every article, and what it is a share of."""
    where = "keyness"
    require_columns(where, of.columns, ("doc_id", feature))
    row = _rows_of(corpus, of, "of")
    named = of[feature].astype(object).where(of[feature].notna(), "").astype(str).str.strip()
    inside = (named != "").to_numpy() & (group_of[row] >= 0)
    codes, names = pd.factorize(named[inside], sort=True)
    cell, hits = np.unique(codes * np.int64(len(corpus)) + row[inside], return_counts=True)
    if isinstance(per, pd.DataFrame):
        require_columns(where, per.columns, ("doc_id", "section", "words"))
        kept = per[per["section"].astype(str).isin(list(SECTION_GROUPS))]
        exposure = np.bincount(
            _rows_of(corpus, kept, "per"), weights=kept["words"], minlength=len(corpus)
        ).astype(np.int64)
    elif per == "rows":
        exposure = np.bincount(row[inside], minlength=len(corpus))
    elif per == "words":
        exposure = words.per_article(len(corpus))
    else:
        raise ComparisonError(unknown_name(where, "exposure", per, ("words", "rows")))
    return _Cells(
        size=0,
        names=np.array(names, object),
        example=np.arange(len(names)),
        feature=cell // len(corpus),
        doc=cell % len(corpus),
        hits=hits,
        exposure=np.where(group_of >= 0, exposure, 0),
    )


def _named(words: _Words, cells: _Cells, kept: Ints) -> list[str]:
    if cells.names is None:
        return words.spelled(cells.example[kept], cells.size)
    return [str(name) for name in cells.names[kept]]


def _rows_of(corpus: Corpus, table: pd.DataFrame, name: str) -> Ints:
    """Return the article of each row of a table."""
    known = pd.Index(corpus.articles["doc_id"].astype(str))
    row = known.get_indexer(pd.Index(table["doc_id"].astype(str)))
    if (row < 0).any():
        lost = str(table["doc_id"].iloc[int(np.argmax(row < 0))])
        raise TableError(
            f"keyness: {name} holds the article {lost!r}, which the corpus does not; the groups "
            "are those of its articles; pass the corpus that the table was made from"
        )
    return np.asarray(row, np.int64)


def _compare(
    words: _Words,
    cells: _Cells,
    group_of: Ints,
    group: int,
    need: int,
    alpha_0: float | None,
    dice: np.random.Generator | None,
) -> tuple[pd.DataFrame, NDArray[np.float64]]:
    """Return the phrases that one group uses more than all others, and the p-values of the family.

    Tested is what stands in so many articles of all groups together, whether it is shown or not:
    who chose by the group that is tested would choose what is extreme in it. `_test` says which
    of the p-values is that of a row.
    """
    ours = group_of == group
    mine = ours[cells.doc]

    def per_feature(values: Ints) -> Ints:
        return np.bincount(cells.feature, weights=values, minlength=len(cells.example)).astype(
            np.int64
        )

    docs, all_docs = per_feature(mine), per_feature(np.ones_like(cells.hits))
    exposure, everything = int(cells.exposure[ours].sum()), int(cells.exposure.sum())
    # Where all others have no phrase of this size, there is nothing to be set apart from.
    kept = np.flatnonzero((docs >= need) & (exposure < everything))
    hits, all_hits = per_feature(cells.hits * mine)[kept], per_feature(cells.hits)[kept]
    weight = alpha_0 if alpha_0 is not None else _PRIOR * everything
    found = log_odds(
        hits,
        exposure,
        all_hits - hits,
        everything - exposure,
        prior=all_hits / max(everything, 1),
        alpha_0=weight,
    )
    within = mine & np.isin(cells.feature, kept)
    spread = dispersion_of_places(
        np.searchsorted(kept, cells.feature[within]),
        (np.cumsum(ours) - 1)[cells.doc[within]],
        cells.hits[within],
        cells.exposure[ours],
        len(kept),
    )
    counts = (hits, exposure, all_hits - hits, everything - exposure)
    family = np.flatnonzero((all_docs >= need) & (exposure < everything))
    tests = np.zeros(0)
    if dice is not None and len(family):
        tests = _permuted(cells, family, group_of, ours, dice)
    table = pd.DataFrame(
        {
            "group": group,
            "feature": pd.array(_named(words, cells, kept), "str"),
            "size": cells.size,
            "log_odds": found.log_odds,
            "z": found.z,
            "n_target": hits,
            "n_reference": all_hits - hits,
            "exposure_target": exposure,
            "exposure_reference": everything - exposure,
            "docs_target": docs[kept],
            "docs_reference": (all_docs - docs)[kept],
            "n_docs_target": int(ours.sum()),
            "n_docs_reference": int((group_of >= 0).sum() - ours.sum()),
            "dp_norm": spread.dp_norm,
            "alpha_0": float(weight),
            "g2_2cell": log_likelihood_ratio(*counts, cells=2),
            "bic": bayes_factor(*counts),
            "log_ratio": log_ratio(*counts),
            "lrc": conservative_log_ratio(*counts, tests=len(kept)),
            "dp": spread.dp,
            "p_value": np.nan,
            "p_adj": np.nan,
            "p_smallest": np.nan,
            "_test": np.searchsorted(family, kept),
        }
    )
    return table[table["log_odds"] > 0], tests


def _permuted(
    cells: _Cells, kept: Ints, group_of: Ints, ours: NDArray[np.bool_], dice: np.random.Generator
) -> NDArray[np.float64]:
    """Return, per phrase, how often articles dealt out at random set the group as far apart.

    The statistic is the group's hits minus those its exposure would bring at the rate of all,
    over its standard error from the articles, as in `compare` without strata.
    """
    from scipy.sparse import csr_matrix

    there = np.flatnonzero(group_of >= 0)
    place = np.full(len(group_of), -1)
    place[there] = np.arange(len(there))
    inside = np.isin(cells.feature, kept) & (place[cells.doc] >= 0)
    row, column = np.searchsorted(kept, cells.feature[inside]), place[cells.doc[inside]]
    hits = cells.hits[inside].astype(np.float64)
    exposure = cells.exposure[there].astype(np.float64)
    shape = (len(kept), len(there))
    h = csr_matrix((hits, (row, column)), shape=shape)
    h_squared = csr_matrix((hits**2, (row, column)), shape=shape)
    crossed = csr_matrix((hits * exposure[column], (row, column)), shape=shape)
    rate = np.asarray(h.sum(1)).ravel() / max(exposure.sum(), 1)
    seen = ours[there].astype(np.float64)
    whole = (
        np.asarray(h_squared.sum(1)).ravel()
        - 2 * rate * np.asarray(crossed.sum(1)).ravel()
        + rate**2 * float((exposure**2).sum())
    )

    def statistics(labels: NDArray[np.float64]) -> NDArray[np.float64]:
        e, e_squared = exposure @ labels, exposure**2 @ labels
        gap = h @ labels - rate[:, None] * e
        squares = h_squared @ labels - 2 * rate[:, None] * (crossed @ labels)
        squares += rate[:, None] ** 2 * e_squared
        share = e / max(exposure.sum(), 1)
        variance = squares * (1 - 2 * share) + whole[:, None] * share**2
        safe = variance > 1e-12 * np.maximum(whole, 1e-300)[:, None]
        value: NDArray[np.float64] = np.where(
            safe, gap / np.sqrt(np.where(safe, variance, 1.0)), 0.0
        )
        return value

    bar = statistics(seen[:, None])
    bar = bar * np.where(bar > 0, 1 - 1e-9, 1 + 1e-9)
    reached = np.zeros(len(kept))
    for start in range(0, _DRAWS, _AT_ONCE):
        size = min(_AT_ONCE, _DRAWS - start)
        labels = dice.permuted(np.repeat(seen[:, None], size, axis=1), axis=0)
        # Without a single hit the value is as far from 0 as with many: both tails apart.
        reached += (statistics(labels) >= bar).sum(axis=1)
    p: NDArray[np.float64] = np.minimum(2 * (reached + 1) / (_DRAWS + 1), 1.0)
    return p
