"""Articles in, with a receipt of what was dropped, marked or doubted."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from framing.columns import RECEIPT_COLUMNS
from framing.errors import CorpusError, FramingWarning
from framing.readers import ARTICLE_COLUMNS, ROW, SOURCE
from framing.readers.files import Source, read_frames
from framing.readers.identities import note_same_texts, unique
from framing.readers.inputs import Reading
from framing.readers.languages import note_languages
from framing.readers.letters import note_cuts, note_mojibake
from framing.readers.receipts import count_notes
from framing.readers.tidying import tidy
from framing.sections import Mark, lay_over, mark_sections
from framing.words import WordIndex

__all__ = ["ARTICLE_COLUMNS", "Corpus", "finish", "read_corpus"]


_WRITTEN = ("title", "event", "url", "author", "section", "language", "side", "date_raw")


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
    marks : DataFrame or None
        What `clean` marked besides: `doc_id`, `start`, `end`, `section`, `rule`.
    """

    articles: pd.DataFrame
    receipt: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=list(RECEIPT_COLUMNS), dtype="str")
    )
    marks: pd.DataFrame | None = None

    def __len__(self) -> int:
        return len(self.articles)

    def __repr__(self) -> str:
        outlets = self.articles["outlet"].nunique()
        noted = f"; {len(self.receipt)} rows in the receipt" if len(self.receipt) else ""
        return f"Corpus of {len(self):,} articles from {outlets:,} outlets{noted}"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: outlets with their articles, and what was doubted."""
        table = self.articles.groupby("outlet").agg(articles=("doc_id", "size"))
        if "date" in self.articles:
            dates = self.articles.groupby("outlet")["date"]
            table["first"], table["last"] = dates.min(), dates.max()
        shown = table.reset_index().to_html(index=False, border=0, na_rep="", max_rows=30)
        notes = self.receipt["rule"].value_counts()
        rows = zip(notes.index.tolist(), notes.tolist(), strict=True)
        said = "; ".join(f"{escape(str(rule))}: {count:,}" for rule, count in rows)
        noted = f"<p>receipt: {said}</p>" if said else ""
        return f"<div><p>{escape(repr(self))}</p>{shown}{noted}</div>"

    def parts(self, size: int) -> Iterator[Corpus]:
        """Yield the corpus so many articles at a time.

        Parameters
        ----------
        size : int
            Articles at a time.

        Yields
        ------
        Corpus
            With the marks of its articles, and without the receipt.
        """
        for start in range(0, len(self), size):
            articles = self.articles.iloc[start : start + size].reset_index(drop=True)
            marks = self.marks
            if marks is not None:
                here = marks["doc_id"].isin(articles["doc_id"])
                marks = marks[here].reset_index(drop=True)
            yield Corpus(articles, marks=marks)

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
        return WordIndex(self.texts)

    def keep_index(self, index: WordIndex) -> None:
        """Take an index of the same texts that was made before, instead of making it."""
        if index.texts != self.texts:
            raise CorpusError(
                f"keep_index: the index is of {len(index.texts):,} other texts than the "
                f"{len(self.texts):,} of this corpus; make it of the same articles"
            )
        vars(self)["index"] = index

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Every title and text, in the order of `places`."""
        columns = {
            name: self.articles[name].tolist()
            for name in ("text", "title")
            if name in self.articles
        }
        places = zip(self.places["field"].tolist(), self.places["row"].tolist(), strict=True)
        return tuple([columns[name][row] for name, row in places])

    @cached_property
    def sections(self) -> pd.DataFrame:
        """The marked stretches of every text: `number` of the text, `start`, `end`, `section`."""
        titles = self.articles["title"].tolist() if "title" in self.articles else [""] * len(self)
        found: list[tuple[int, int, int, str, str]] = []
        rows, fields = self.places["row"].tolist(), self.places["field"].tolist()
        more: dict[str, list[Mark]] = {}
        if self.marks is not None:
            columns = (self.marks[name].tolist() for name in ("doc_id", *Mark._fields))
            for doc, start, end, section, rule in zip(*columns, strict=True):
                more.setdefault(doc, []).append(Mark(start, end, section, rule))
        ids = self.places["doc_id"].tolist()
        for number, text in enumerate(self.index.texts):
            if fields[number] == "title":
                found.append((number, 0, len(text), "headline", "title"))
                continue
            title, extra = titles[rows[number]], more.get(ids[number])
            marks = lay_over(text, title, extra) if extra else mark_sections(text, title)
            found += [(number, *mark) for mark in marks]
        return pd.DataFrame(found, columns=["number", "start", "end", "section", "rule"])


def read_corpus(
    source: Source | Sequence[Source],
    *,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    pattern: str | None = None,
) -> Corpus:
    """Read articles from files, folders, zips or a table; say in a receipt what was doubted.

    Parameters
    ----------
    source : path, DataFrame, or a sequence of them
        A file, recognised by its ending or by what it holds: `.csv`, `.tsv`, `.jsonl`, `.json`
        (each also gzipped), `.parquet`, `.xlsx`, a `.txt` of one article; a folder or a `.zip` of
        such files, each read by its own reader; or a table. ``docs/reading.md`` says what each
        gives.
    columns : mapping, optional
        Our name -> the name in the source, for those that differ:
        ``{"doc_id": "id", "text": "body"}``.
    encoding : str, optional
        The encoding of text files. Bytes that it does not allow are an error, not a guess. Without
        it: the byte order mark, UTF-8, cp1252, a guess; the last two stand in the receipt.
    pattern : str, optional
        Where a path says what, such as ``"{outlet}/{date}_{title}.txt"``, counted from the folder
        or zip; ``*`` is what says nothing. By default texts are ``OUTLET/name.txt``, with a date
        only where the name begins with one, as in ``2031-03-04-name.txt``. A text whose path does
        not fit is dropped; in other files it fills what they leave empty.

    Returns
    -------
    Corpus
        Articles in the order read. `doc_id` is made from the content where it is absent, so the
        same article gets the same id each time.

    Raises
    ------
    CorpusError
        If a source cannot be read, changes while it is read, lacks `text` or `outlet`, or gives
        one id to two articles; if a zip is not safe to read.
    MissingExtraError
        If a workbook, or a guess of an encoding, needs a library that is not installed.

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
    how = Reading(columns or {}, encoding, pattern, notes)
    frames: list[pd.DataFrame] = []
    rows, first = 0, ""
    for part in parts:
        for name, frame in read_frames(part, how):
            # One by one: a large file is never held as it was and as it is at once.
            frames.extend(tidy(name, frame, notes))
            rows, first = rows + len(frame), first or name
    if not frames:
        raise CorpusError(
            f"{parts[0]}: no article is left; {count_notes(notes)}; the receipt's rules say why; "
            "mend the files or the pattern"
        )
    articles = pd.concat(frames, ignore_index=True)
    del frames
    articles = unique(articles, notes)
    if articles.empty:
        raise CorpusError(
            f"{first}: no article is left of {rows:,} rows; "
            f"{count_notes(notes)}; give every article an outlet and a text"
        )
    articles = finish(articles, notes)
    receipt = pd.DataFrame(notes, columns=list(RECEIPT_COLUMNS)).astype("str")
    if notes:
        warnings.warn(
            f"read_corpus: {count_notes(notes)}; the receipt names each",
            FramingWarning,
            stacklevel=2,
        )
    return Corpus(articles.drop(columns=[SOURCE, ROW]), receipt)


def finish(
    articles: pd.DataFrame, notes: list[dict[str, Any]], *, same_texts: bool = True
) -> pd.DataFrame:
    """Return tidy articles in the order of our columns, with every doubt about them noted."""
    for name in _WRITTEN:
        if name in articles:
            articles[name] = articles[name].fillna("")
    order = [name for name in ARTICLE_COLUMNS if name in articles]
    rest = [name for name in articles if name not in (*order, SOURCE, ROW)]
    if same_texts:
        note_same_texts(articles, notes)
    note_languages(articles, notes)
    note_mojibake(articles, notes)
    note_cuts(articles, notes)
    return articles[[*order, *rest, SOURCE, ROW]]
