"""What an entry of a codebook is, and what it does in a corpus."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import pandas as pd

from framing.corpus import Corpus
from framing.errors import LexiconError, require_columns, unknown_name
from framing.evidence import kwic
from framing.lexicon import Category, Lexicon, Term

__all__ = ["Explanation", "explain"]

_CONTEXTS = {
    "need_next": "only before", "need_prev": "only behind", "need_near": "only near",
    "block_next": "not before", "block_prev": "not behind", "block_near": "not near",
}  # fmt: skip


@dataclass(frozen=True, repr=False)
class Explanation:
    """An entry with its rules, its counts by outlet and voice, and its hits in context.

    Attributes
    ----------
    entry : str
    terms : tuple of Term
        The rows of the codebook behind it.
    categories : tuple of Category
        What they are evidence of.
    counts : DataFrame
        Hits: a row per outlet, a column per voice, and `articles`.
    lines : DataFrame
        Some hits in context, evenly over outlets and voices: columns of `kwic`.
    """

    entry: str
    terms: tuple[Term, ...]
    categories: tuple[Category, ...]
    counts: pd.DataFrame
    lines: pd.DataFrame

    def __repr__(self) -> str:
        parts = [*(_rules(term) for term in self.terms)]
        parts += [f"{c.name}: {c.definition}" for c in self.categories if c.definition]
        parts.append(self.counts.to_string() if len(self.counts) else "not found in these articles")
        for row in self.lines.itertuples():
            parts.append(f"{row.outlet}, {row.voice}: {row.pre}[{row.keyword}]{row.post}")
        return "\n".join(parts)

    def _repr_html_(self) -> str:
        head = "".join(f"<li>{escape(_rules(term))}</li>" for term in self.terms)
        head += "".join(
            f"<li>{escape(c.name)}: {escape(c.definition)}</li>"
            for c in self.categories
            if c.definition
        )
        lines = "".join(
            f"<tr><td>{escape(str(row.outlet))}</td><td>{escape(str(row.voice))}</td>"
            f"<td style='text-align:right'>{escape(str(row.pre))}</td>"
            f"<th scope='row'>{escape(str(row.keyword))}</th>"
            f"<td style='text-align:left'>{escape(str(row.post))}</td></tr>"
            for row in self.lines.itertuples()
        )
        counts = self.counts.to_html() if len(self.counts) else "<p>not found here</p>"
        table = f"<table><caption>in context</caption>{lines}</table>" if lines else ""
        return f"<ul>{head}</ul>{counts}{table}"


def explain(
    entry: str, lexicon: Lexicon, corpus: Corpus, evidence: pd.DataFrame, *, lines: int = 12
) -> Explanation:
    """Show what an entry of a codebook is and what it finds: by whom, in whose voice, in context.

    Parameters
    ----------
    entry : str
        As the column `entry` of the evidence has it.
    lexicon : Lexicon
        The codebook.
    corpus : Corpus
        The articles.
    evidence : DataFrame
        What `annotate` found in them.
    lines : int, default 12
        So many hits at most are shown, the first of each outlet and voice before the second.

    Returns
    -------
    Explanation
        Prints as text, and as a table in a notebook.

    Raises
    ------
    LexiconError
        If the codebook has no such entry.
    TableError
        If a column is missing, or the evidence was found in other articles.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing import annotate, attribute, read_corpus, read_lexicon, segment
    >>> text = "A reckless plan. “A reckless plan,” Mara Dolen said."
    >>> corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": [text]}))
    >>> lexicon = read_lexicon("loaded")
    >>> evidence = annotate(corpus, segment(corpus, attribute(corpus)), lexicon)
    >>> explain("reckless", lexicon, corpus, evidence).counts
          outlet  quoted  articles
    Post       1       1         1
    """
    terms = tuple(term for term in lexicon.terms if term.entry == entry)
    if not terms:
        raise LexiconError(
            unknown_name("explain", "entry", entry, sorted({t.entry for t in lexicon.terms}))
        )
    require_columns("explain", evidence.columns, ("doc_id", "outlet", "category", "entry", "voice"))
    hits = evidence[evidence["entry"].astype(str) == entry]
    hits = hits[hits["category"].astype(str).isin({term.category for term in terms})]
    counts = hits.groupby([hits["outlet"].astype(str), hits["voice"].astype(str)]).size()
    table = counts.unstack(fill_value=0) if len(counts) else pd.DataFrame()
    if len(counts):
        order = [voice for voice in hits["voice"].cat.categories if voice in table.columns]
        table = table[order].astype(int)
        table["articles"] = hits.groupby(hits["outlet"].astype(str))["doc_id"].nunique()
        table.index.name = table.columns.name = None
    names = dict.fromkeys(term.category.partition(":")[0] for term in terms)
    categories = tuple(lexicon.categories[name] for name in names if name in lexicon.categories)
    turn = hits.groupby([hits["outlet"].astype(str), hits["voice"].astype(str)]).cumcount()
    shown = hits.loc[turn.sort_values(kind="stable").index[:lines]]
    return Explanation(entry, terms, categories, table, kwic(corpus, shown.sort_index()))


def _rules(term: Term) -> str:
    said = [f"{term.term} ({term.category}{', ' + term.subtype if term.subtype else ''})"]
    for name, words in _CONTEXTS.items():
        phrases = [" ".join(phrase) for phrase in getattr(term, name)]
        if phrases:
            said.append(f"{words} {', '.join(phrases)}")
    if term.case:
        said.append("capitals as written")
    if term.name:
        said.append("also inside names")
    return "; ".join(said)
