"""Whose copy an article is: an agency's by its credit, or somebody's by the same text elsewhere."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import pandas as pd

from framing.corpus import Corpus
from framing.errors import require_columns

__all__ = ["WIRE_COLUMNS", "find_wire"]

WIRE_COLUMNS = ("doc_id", "outlet", "wire", "reason", "text")
SHARED = "shared text"
_WITHIN = 3
"""Lines at either end in which a credit is looked for."""
_LONGEST = 160
_LEAST = 0.8
"""Containment from which a text printed by several outlets is one text."""


@lru_cache(maxsize=1)
def _agencies() -> Mapping[str, str]:
    text = (files("framing.duplicates") / "agencies.csv").read_text(encoding="utf-8")
    return {row["credit"]: row["name"] for row in csv.DictReader(text.splitlines())}


@lru_cache(maxsize=1)
def _credits() -> tuple[re.Pattern[str], ...]:
    named = "|".join(sorted(map(re.escape, _agencies()), key=len, reverse=True))
    return (
        # SARN, March 4 (Reuters) - or SARN (AP) —
        re.compile(rf"^[A-Z][\w .,’'/-]{{1,60}}?\((?:the )?({named})\)\s*[-–—]"),
        # By The Associated Press, By Ana Brel, Reuters, By ANA BREL Associated Press
        re.compile(rf"^by (?:[\w.’' -]{{2,60}}?(?:[,|/]| of| for)?\s+)?(?:the )?({named})\W*$",
                   re.I),
        # (Reuters), Reuters, Source: AFP, © 2031 The Associated Press. All rights reserved.
        re.compile(rf"^\W*(?:source:?|via|from|©|\(c\)|copyright)?[\s\d©]*(?:the )?({named})\W*"
                   r"(?:all rights reserved\W*)?$", re.I),
        re.compile(rf"\bcopyright\b.{{0,20}}\b(?:the )?({named})\b.*rights reserved", re.I),
        # The Associated Press contributed to this report. (says that it is not all theirs)
    )  # fmt: skip


def find_wire(corpus: Corpus, duplicates: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the articles that are agencies' copy, or a text that several outlets print.

    A credit counts where one stands: in a dateline (*SARN (Reuters) —*), a byline, or a line of
    its own among the first and last three, or as the author. An agency named in prose (*Reuters
    reported that*), or thanked for its help, is no credit.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    duplicates : DataFrame, optional
        What `find_duplicates` returned; with it, an article without a credit is named too where
        outlets of other names print at least four fifths of the same text.

    Returns
    -------
    DataFrame
        One row per article: `doc_id`, `outlet`, `wire` (the agency, or ``shared text``), `reason`
        (``dateline or byline``, ``author`` or the outlets that share it), `text` (the credit).

    Raises
    ------
    TableError
        If the table of duplicates lacks a column.

    Examples
    --------
    >>> from framing import read_corpus
    >>> texts = ["SARN (Reuters) - The bridge fell.", "Reuters reported that the bridge fell."]
    >>> corpus = read_corpus(pd.DataFrame({"outlet": "Post", "text": texts}))
    >>> find_wire(corpus)[["wire", "reason", "text"]].values.tolist()
    [['Reuters', 'dateline or byline', 'SARN (Reuters) -']]
    """
    articles = corpus.articles
    authors = articles["author"].tolist() if "author" in articles else [""] * len(articles)
    rows: list[tuple[str, str, str, str, str]] = []
    for doc, outlet, text, author in zip(
        articles["doc_id"].astype(str), articles["outlet"].astype(str), articles["text"], authors,
        strict=True,
    ):  # fmt: skip
        agency, credit, reason = *_credit(text), "dateline or byline"
        if not agency and author.strip():
            agency, credit = _credit(f"By {author.strip()}")
            reason = "author"
        if agency and agency.casefold() != outlet.casefold():
            rows.append((doc, outlet, agency, reason, credit))
    if duplicates is not None:
        require_columns(
            "find_wire", duplicates.columns, ("doc_id", "outlet", "cluster", "containment")
        )
        rows += _shared(duplicates, {row[0] for row in rows})
    table = pd.DataFrame(rows, columns=list(WIRE_COLUMNS), dtype="str")
    return table.sort_values("doc_id").reset_index(drop=True)


def _credit(text: str) -> tuple[str, str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    ends = lines if len(lines) <= 2 * _WITHIN else [*lines[:_WITHIN], *lines[-_WITHIN:]]
    for line in ends:
        for number, pattern in enumerate(_credits()):
            # A dateline opens a paragraph; everything else is a line of its own.
            if number and len(line) > _LONGEST:
                continue
            if match := pattern.search(line):
                spelled = {name.casefold(): agency for name, agency in _agencies().items()}
                return spelled[match[1].casefold()], match[0].strip()
    return "", ""


def _shared(duplicates: pd.DataFrame, known: set[str]) -> list[tuple[str, str, str, str, str]]:
    near = duplicates[duplicates["containment"] >= _LEAST]
    rows = []
    for _, part in near.groupby("cluster"):
        outlets = sorted(set(part["outlet"].astype(str)))
        if len(outlets) < 2:
            continue
        for doc, outlet in zip(part["doc_id"].astype(str), part["outlet"].astype(str), strict=True):
            if doc not in known:
                others = ", ".join(name for name in outlets if name != outlet)
                rows.append((doc, outlet, SHARED, f"also in {others}", ""))
    return rows
