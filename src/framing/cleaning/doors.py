"""`clean`, and how much it moves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.cleaning.marking import find_marks
from framing.cleaning.rules import choose_rules
from framing.columns import INDICES, RECEIPT_COLUMNS, SECTION_GROUPS, base_category
from framing.corpus import Corpus
from framing.errors import TableError, require_columns

__all__ = ["EFFECT_COLUMNS", "clean", "effect_of_cleaning"]

EFFECT_COLUMNS = (
    "rule",
    "group",
    "stretches",
    "docs",
    "words",
    "hits",
    "rate_before",
    "rate_after",
)
ALL = "(all)"
_PER = 1000.0


def clean(
    corpus: Corpus, *, rules: Sequence[str] | str | None = None, more: str | Path | None = None
) -> Corpus:
    """Return the corpus with more of each text marked as no part of the article.

    Teasers of other articles, datelines, disclaimers, buttons, embedded posts, pictures' sources,
    notes on the author, an abstract before the full text and paragraphs printed twice become
    `teaser`, `caption` or `boilerplate`: their words are counted and not scored. No text is cut,
    so every place stays what it was. What `read_corpus` marks anyway (captions, bylines, credits,
    repeated titles) stays marked.

    Parameters
    ----------
    corpus : Corpus
        From `read_corpus`.
    rules : str or sequence of str, optional
        Names of rules; all of them unless named.
    more : path, optional
        A TOML file with rules of your own, in the form of ``framing/cleaning/rules.toml``.

    Returns
    -------
    Corpus
        The same articles; the receipt has a row for every stretch that was marked.

    Raises
    ------
    CorpusError
        If a rule is unknown, or the file of rules is not as it should be.

    See Also
    --------
    effect_of_cleaning : how much that moves the rates.

    Examples
    --------
    >>> from framing import read_corpus
    >>> text = "The port closed. READ MORE: Reckless mayor slammed"
    >>> corpus = clean(read_corpus(pd.DataFrame({"outlet": ["Post"], "text": [text]})))
    >>> corpus.receipt[["rule", "action", "reason"]].values.tolist()
    [['teaser_inside', 'marked', 'teaser, characters 17 to 50 of the text']]
    """
    chosen, abstract, repeated = choose_rules(rules, more)
    ids = corpus.articles["doc_id"].astype(str).tolist()
    rows = []
    for doc, text in zip(ids, corpus.articles["text"].tolist(), strict=True):
        marks = find_marks(text, chosen, abstract=abstract, repeated=repeated)
        rows += [(doc, *mark) for mark in marks]
    marked = pd.DataFrame(rows, columns=["doc_id", "start", "end", "section", "rule"])
    notes = pd.DataFrame(
        [
            ("clean", "", doc, rule, "marked", f"{section}, characters {a} to {b} of the text")
            for doc, a, b, section, rule in rows
        ],
        columns=list(RECEIPT_COLUMNS),
    ).astype("str")
    receipt = pd.concat([corpus.receipt, notes], ignore_index=True)
    return Corpus(corpus.articles, receipt, marked)


def effect_of_cleaning(
    corpus: Corpus, evidence: pd.DataFrame, segments: pd.DataFrame, *, by: str = "outlet"
) -> pd.DataFrame:
    """Return what each rule of `clean` marked, and how much that moves each outlet's rate.

    Parameters
    ----------
    corpus : Corpus
        What `clean` returned.
    evidence, segments : DataFrame
        What `annotate` and `segment` returned for it.
    by : str, default "outlet"
        The column of the articles that groups them.

    Returns
    -------
    DataFrame
        One row per rule and group, and one with the rule ``(all)``: `rule`, `group`, `stretches`,
        `docs` (articles with one), `words` (in them, which count no longer), `hits` (expressions
        of the loaded index among them), `rate_before` (of the index in all voices, per 1,000 words
        of lede and body, had nothing been marked), `rate_after` (with this rule alone).

    Raises
    ------
    TableError
        If the corpus was not cleaned, or a column is missing.

    Examples
    --------
    >>> from framing import annotate, attribute, read_corpus, read_lexicon, segment
    >>> text = "The port closed on Monday. READ MORE: Reckless mayor slammed"
    >>> corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": [text]}))
    >>> corpus = clean(corpus)
    >>> segments = segment(corpus, attribute(corpus))
    >>> evidence = annotate(corpus, segments, read_lexicon("loaded"))
    >>> table = effect_of_cleaning(corpus, evidence, segments)
    >>> table.loc[table["rule"] == "teaser_inside", ["words", "hits", "rate_after"]].values.tolist()
    [[5.0, 2.0, 0.0]]
    """
    where = "effect_of_cleaning"
    if corpus.marks is None:
        raise TableError(
            f"{where}: the corpus was not cleaned; its marks are those of read_corpus; pass what "
            "clean() returned"
        )
    require_columns(where, corpus.articles.columns, (by,))
    require_columns(where, evidence.columns, ("doc_id", "field", "section", "start", "category"))
    require_columns(where, segments.columns, ("doc_id", "field", "section", "start", "end"))
    group_of = dict(
        zip(corpus.articles["doc_id"].astype(str), corpus.articles[by].astype(str), strict=True)
    )
    scored = [name for name, group in SECTION_GROUPS.items() if group == "body"]
    body = segments[(segments["field"] == "text") & segments["section"].astype(str).isin(scored)]
    words = body.groupby(body["doc_id"].astype(str))["words"].sum()
    base = evidence["category"].astype(str).map(base_category)
    found = evidence[base.isin(INDICES["loaded"]) & (evidence["field"] == "text")]
    inside = found[found["section"].astype(str).isin(scored)]
    hits = inside.groupby(inside["doc_id"].astype(str)).size()
    groups = sorted(set(group_of.values()))
    whole = pd.DataFrame({"words": words, "hits": hits}).fillna(0)
    whole = whole.groupby(whole.index.map(group_of)).sum().reindex(groups, fill_value=0)
    marks = _with_counts(corpus, corpus.marks, found)
    marks["group"] = marks["doc_id"].map(group_of)
    words_of: dict[str, float] = dict(zip(whole.index, whole["words"].tolist(), strict=True))
    hits_of: dict[str, float] = dict(zip(whole.index, whole["hits"].tolist(), strict=True))
    rows = []
    for rule in [*sorted(set(marks["rule"])), ALL]:
        mine = marks if rule == ALL else marks[marks["rule"] == rule]
        for group in groups:
            here = mine[mine["group"] == group]
            lost, gone = float(here["words"].sum()), float(here["hits"].sum())
            mark = marks[marks["group"] == group]
            all_words = words_of[group] + float(mark["words"].sum())
            all_hits = hits_of[group] + float(mark["hits"].sum())
            left = all_words - lost
            rows.append((
                rule, group, len(here), here["doc_id"].nunique(), lost, gone,
                _PER * all_hits / all_words if all_words else np.nan,
                _PER * (all_hits - gone) / left if left else np.nan,
            ))  # fmt: skip
    return pd.DataFrame(rows, columns=list(EFFECT_COLUMNS))


def _with_counts(corpus: Corpus, marks: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return the marks with the words and the hits that each holds."""
    places = zip(corpus.places["doc_id"], corpus.places["field"], strict=True)
    number = {str(doc): n for n, (doc, field) in enumerate(places) if field == "text"}
    text: npt.NDArray[np.int64] = np.array([number[doc] for doc in marks["doc_id"]], np.int64)
    a, b = (marks[name].to_numpy(np.int64) for name in ("start", "end"))
    starts = {
        doc: np.sort(part["start"].to_numpy(np.int64))
        for doc, part in found.groupby(found["doc_id"].astype(str))
    }
    none = np.zeros(0, np.int64)
    hits = [
        int(np.diff(np.searchsorted(starts.get(doc, none), [low, high]))[0])
        for doc, low, high in zip(marks["doc_id"], a.tolist(), b.tolist(), strict=True)
    ]
    return marks.assign(words=corpus.index.count_words(text, a, b), hits=hits)
