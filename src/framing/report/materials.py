"""What a report is made of: the tables of a corpus, a part at a time, and who is compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from framing.columns import RECEIPT_COLUMNS
from framing.corpus import Corpus
from framing.errors import FramingError
from framing.lexicon import Lexicon
from framing.runs.pools import make_pieces

__all__ = ["MOST_GROUPS", "Materials", "gather", "group_outlets", "records", "tells",
           "with_groups"]  # fmt: skip

MOST_GROUPS = 24
"""Outlets that are told apart; the smaller ones of a corpus that has more are one group."""


@dataclass(frozen=True, eq=False)
class Materials:
    """The tables of a corpus, and how it was asked about.

    Attributes
    ----------
    corpus : Corpus
        The articles; `lexicon` is the codebook, `seed` that of every random choice.
    articles : DataFrame
        Those that were processed: `doc_id`, `outlet`, `group`, `title`, `date`, `event`, `url`,
        `words` (of lede and body).
    attributions, segments, evidence : DataFrame
        Of the verbs, with the column `group`.
    scores : DataFrame
        Of `score`, with the column `group`; of headlines only the indices.
    quarantine : DataFrame
        Articles that could not be processed.
    groups : tuple of str
        Outlets as they are compared, those with most articles first.
    text : bool
        Whether the page holds the articles.
    numbered : bool
        Whether articles (and events) have numbers in the place of names that tell what they are
        about.
    only_counts : bool
        Whether there are scores alone, and the other tables are empty.
    """

    corpus: Corpus
    lexicon: Lexicon
    seed: int
    articles: pd.DataFrame
    attributions: pd.DataFrame
    segments: pd.DataFrame
    evidence: pd.DataFrame
    scores: pd.DataFrame
    quarantine: pd.DataFrame
    groups: tuple[str, ...]
    text: bool = True
    numbered: bool = False
    only_counts: bool = False

    @property
    def rest(self) -> str:
        """The group of the smaller outlets, or nothing."""
        last = self.groups[-1]
        return "" if (self.articles["outlet"] == last).any() else last

    @property
    def receipt(self) -> pd.DataFrame:
        """What was dropped, marked or set aside."""
        return pd.concat([self.corpus.receipt, self.quarantine], ignore_index=True)

    @property
    def listed(self) -> bool:
        """Whether the page lists it: sources are paths, and reasons quote."""
        return self.text and len(self.receipt) > 0

    @property
    def dates(self) -> pd.Series:
        """The days of the articles that have one."""
        return self.articles["date"].dropna()

    @property
    def months(self) -> int:
        """How many months have articles."""
        return int(self.dates.dt.strftime("%Y-%m").nunique())

    @property
    def events(self) -> int:
        """How many events are reported."""
        names = self.articles["event"]
        return int(names[names != ""].nunique())


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table by the names of its columns."""
    return [{str(k): v for k, v in row.items()} for row in table.to_dict("records")]


def gather(
    corpus: Corpus,
    lexicon: Lexicon,
    seed: int,
    *,
    text: bool = True,
    jobs: int = 1,
    cache: str | Path | None = None,
    progress: Callable[[str, int, int], object],
) -> Materials:
    """Process a corpus, and lay its tables ready.

    Without texts, names of articles and events that say what they are about become numbers.

    Raises
    ------
    FramingError
        If there is no article, or none could be processed.
    """
    if not len(corpus):
        raise FramingError(
            "write_report: the corpus holds no articles; a report needs one; see the receipt for "
            "what was dropped on reading"
        )
    done: list[tuple[pd.DataFrame, ...]] = []
    bad: list[dict[str, str]] = []
    for piece in make_pieces(corpus, lexicon, narrow=_narrow, jobs=jobs, cache=cache):
        done += piece.tables
        bad += piece.bad
        progress("articles", piece.articles, len(corpus))
    if not done:
        raise FramingError(
            f"write_report: none of {len(corpus):,} articles could be processed; the first failed "
            f"with {bad[0]['reason']}; this is a fault of the program, please report it"
        )
    attributions, segments, evidence, scores = (
        pd.concat([part[k] for part in done], ignore_index=True) for k in range(4)
    )
    articles = _articles(corpus, segments)
    numbered = False
    if not text:
        tables = [articles, attributions, segments, evidence, scores]
        numbered = any([
            _number(tables, "doc_id", "article", corpus.articles["doc_id"].tolist()),
            _number(tables, "event", "event", sorted(set(articles["event"]) - {""})),
        ])  # fmt: skip
    groups = with_groups(articles, attributions, segments, evidence, scores)
    quarantine = pd.DataFrame(bad, columns=list(RECEIPT_COLUMNS), dtype="str")
    return Materials(
        corpus, lexicon, seed, articles, attributions, segments, evidence, scores, quarantine,
        groups, text=text, numbered=numbered,
    )  # fmt: skip


_WORD = re.compile(r"[^\W\d_]{3,}")
_MOST_NAMED = 3


def tells(name: str) -> bool:
    """Say whether a name may be a headline or an address, and not a mere name.

    Examples
    --------
    >>> tells("halvern-courier-e01"), tells("2031-02-03_minister-attacks-secret-memo")
    (False, True)
    """
    return "/" in name or "\\" in name or len(_WORD.findall(name)) > _MOST_NAMED


def _number(tables: list[pd.DataFrame], column: str, noun: str, names: list[str]) -> bool:
    """Give numbers to all names of a column, in place, if one of them tells something."""
    if not any(map(tells, names)):
        return False
    width = len(str(len(names)))
    numbers = {name: f"{noun} {k:0{width}}" for k, name in enumerate(names, 1)}
    for table in tables:
        if column in table:
            table[column] = table[column].map(lambda name: numbers.get(name, name))
    return True


def with_groups(articles: pd.DataFrame, *tables: pd.DataFrame) -> tuple[str, ...]:
    """Give every table the column `group`, in place; return the groups, the largest first.

    That of the smaller outlets comes last, however large it is.
    """
    counts = articles["group"].value_counts(sort=False)
    outlets = set(articles["outlet"])
    groups = tuple(sorted(counts.index, key=lambda g: (g not in outlets, -counts[g], g)))
    by_doc = articles.set_index("doc_id")["group"]
    for table in tables:
        table["group"] = pd.Categorical(table["doc_id"].map(by_doc), categories=sorted(groups))
    return groups


_KEPT = (
    ("doc_id", "field", "attribution_id", "parent_id", "kind", "start", "end", "text", "speaker",
     "source_type", "cue_start", "cue_end", "stance"),
    ("doc_id", "outlet", "event", "date", "field", "section", "start", "end", "voice",
     "attribution_id", "words", "source", "speaker"),
    ("doc_id", "outlet", "event", "field", "section", "start", "end", "text", "category", "entry",
     "weight", "voice", "speaker", "negated", "distancer"),
)  # fmt: skip
"""Of attributions, segments and evidence what a report needs; texts stand in the corpus."""


def _narrow(*tables: pd.DataFrame) -> tuple[pd.DataFrame, ...]:
    """Leave out what no report needs, so that tens of thousands of articles fit in memory."""
    *found, scores = tables
    index = scores["category"].astype("str").str.startswith("index:")
    # The headline rows of single categories: four in five, and not reported.
    scores = scores[(scores["section"] != "headline") | index]
    kept = [table[list(names)] for table, names in zip(found, _KEPT, strict=True)]
    return (*kept, scores)


def _articles(corpus: Corpus, segments: pd.DataFrame) -> pd.DataFrame:
    table = corpus.articles[corpus.articles["doc_id"].isin(set(segments["doc_id"]))]
    kept = pd.DataFrame({"doc_id": table["doc_id"], "outlet": table["outlet"].astype("str")})
    for name in ("title", "event", "url"):
        kept[name] = table[name].fillna("").astype("str") if name in table else ""
    kept["date"] = pd.to_datetime(table["date"]) if "date" in table else pd.NaT
    kept["date"] = kept["date"].astype("datetime64[s]")
    body = segments[segments["section"].isin(["lede", "body"])]
    words = body.groupby("doc_id", observed=True)["words"].sum()
    kept["words"] = kept["doc_id"].map(words).fillna(0).astype("int64")
    kept["group"] = group_outlets(kept["outlet"])
    return kept.reset_index(drop=True)


def group_outlets(outlets: pd.Series) -> np.ndarray:
    """Name outlets as they are; the smallest of very many share a name."""
    counts = outlets.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    if len(counts) <= MOST_GROUPS:
        return outlets.to_numpy(dtype=object)
    kept = set(counts.index[: MOST_GROUPS - 1])
    rest = f"({len(counts) - len(kept)} smaller outlets)"
    return outlets.where(outlets.isin(kept), rest).to_numpy(dtype=object)
