"""Articles in, with a receipt of what was dropped, marked or doubted."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from framing.columns import RECEIPT_COLUMNS
from framing.errors import CorpusError, FramingWarning
from framing.readers import ARTICLE_COLUMNS, ROW, SOURCE
from framing.readers.files import Source, read_frames
from framing.readers.identities import note_same_texts, unique
from framing.readers.languages import note_languages
from framing.readers.receipts import count_notes
from framing.readers.tidying import tidy
from framing.sections import mark_sections
from framing.words import WordIndex

__all__ = ["ARTICLE_COLUMNS", "Corpus", "read_corpus"]


@dataclass(frozen=True, eq=False)
class Corpus:
    """The articles, and the receipt of how they were read.

    Attributes
    ----------
    articles : DataFrame
        One row per article: `doc_id`, `outlet`, `text`, and `title`, `date` (a date or missing,
        with `date_raw` kept), `event`, `url`, `author`, `section`, `language`, `side` where known.
        Further columns are kept.
    receipt : DataFrame
        One row per thing dropped, marked or doubted: `source`, `row`, `doc_id`, `rule`,
        `action`, `reason`.
    """

    articles: pd.DataFrame
    receipt: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=list(RECEIPT_COLUMNS), dtype="str")
    )

    def __len__(self) -> int:
        return len(self.articles)

    def __repr__(self) -> str:
        outlets = self.articles["outlet"].nunique()
        noted = f"; {len(self.receipt)} rows in the receipt" if len(self.receipt) else ""
        return f"Corpus of {len(self):,} articles from {outlets:,} outlets{noted}"

    @cached_property
    def places(self) -> pd.DataFrame:
        """One row per text of the index: `row` in the articles, `doc_id`, `field`."""
        titles = self.articles["title"].tolist() if "title" in self.articles else [""] * len(self)
        rows: list[int] = []
        fields: list[str] = []
        for row, title in enumerate(titles):
            named = ("title", "text") if title.strip() else ("text",)
            rows.extend([row] * len(named))
            fields.extend(named)
        ids = self.articles["doc_id"].to_numpy()[rows]
        return pd.DataFrame(
            {
                "row": rows,
                "doc_id": pd.array(ids, "str"),
                "field": pd.array(fields, "str"),
            }
        )

    @cached_property
    def index(self) -> WordIndex:
        """The words of every title and text, found once."""
        columns = {
            name: self.articles[name].tolist()
            for name in ("text", "title")
            if name in self.articles
        }
        places = zip(self.places["field"].tolist(), self.places["row"].tolist(), strict=True)
        return WordIndex([columns[name][row] for name, row in places])

    @cached_property
    def sections(self) -> pd.DataFrame:
        """The marked stretches of every text: `number` of the text, `start`, `end`, `section`."""
        titles = self.articles["title"].tolist() if "title" in self.articles else [""] * len(self)
        found: list[tuple[int, int, int, str, str]] = []
        rows, fields = self.places["row"].tolist(), self.places["field"].tolist()
        for number, text in enumerate(self.index.texts):
            if fields[number] == "title":
                found.append((number, 0, len(text), "headline", "title"))
            else:
                found += [(number, *mark) for mark in mark_sections(text, titles[rows[number]])]
        return pd.DataFrame(found, columns=["number", "start", "end", "section", "rule"])


def read_corpus(
    source: Source | Sequence[Source],
    *,
    columns: Mapping[str, str] | None = None,
    encoding: str = "utf-8",
) -> Corpus:
    """Read articles from files, a folder or a table; say in a receipt what was dropped or doubted.

    Parameters
    ----------
    source : path, DataFrame, or a sequence of them
        `.csv`, `.tsv`, `.jsonl` (each also gzipped), `.parquet`, a folder of `.txt` or one of them
        (``OUTLET/name.txt``; a date only where the name begins with one, as in
        ``2031-03-04-name.txt``), or a table.
    columns : mapping, optional
        Our name -> the name in the source, for those that differ:
        ``{"doc_id": "id", "text": "body"}``.
    encoding : str, default "utf-8"
        The encoding of text files. Bytes that it does not allow are an error, not a guess.

    Returns
    -------
    Corpus
        Articles in the order read. `doc_id` is made from the content where it is absent, so the
        same article gets the same id each time.

    Raises
    ------
    CorpusError
        If a source cannot be read, lacks `text` or `outlet`, or gives one id to two articles.

    Warns
    -----
    FramingWarning
        Once per rule, with the count, for what the receipt lists.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"outlet": ["NA", "Post"], "text": ["Talks failed.", "They met."]})
    >>> read_corpus(table)
    Corpus of 2 articles from 2 outlets
    """
    parts = [source] if isinstance(source, str | Path | pd.DataFrame) else list(source)
    if not parts:
        raise CorpusError("read_corpus: no source was given; there is nothing to read; name a file")
    notes: list[dict[str, Any]] = []
    frames = [
        frame for part in parts for frame in read_frames(part, columns or {}, encoding, notes)
    ]
    articles = pd.concat([tidy(name, frame, notes) for name, frame in frames], ignore_index=True)
    articles = unique(articles, notes)
    for name in (
        "title",
        "event",
        "url",
        "author",
        "section",
        "language",
        "side",
        "date_raw",
    ):
        if name in articles:
            articles[name] = articles[name].fillna("")
    if articles.empty:
        raise CorpusError(
            f"{frames[0][0]}: no article is left of {sum(len(f) for _, f in frames):,} rows; "
            f"{count_notes(notes)}; give every article an outlet and a text"
        )
    order = [name for name in ARTICLE_COLUMNS if name in articles]
    rest = [name for name in articles if name not in (*order, SOURCE, ROW)]
    note_same_texts(articles, notes)
    note_languages(articles, notes)
    receipt = pd.DataFrame(notes, columns=list(RECEIPT_COLUMNS)).astype("str")
    if notes:
        warnings.warn(
            f"read_corpus: {count_notes(notes)}; the receipt names each",
            FramingWarning,
            stacklevel=2,
        )
    return Corpus(articles[order + rest], receipt)
