"""One article as a fragment for notebooks, several as a page that stands alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from framing.columns import FIELDS
from framing.corpus import Corpus
from framing.errors import TableError, require_columns, unknown_name
from framing.highlights.marks import Hit, Row, Stretch, cell, text_safe, whole_cell
from framing.highlights.parts import write_body
from framing.highlights.style import STYLE
from framing.tables import replacing

__all__ = ["Highlight", "highlight", "write_page"]

_PLACE = ("doc_id", "field", "section", "start", "end", "voice", "speaker")
_SEGMENTS = (*_PLACE, "words", "source", "cue", "rule")
_EVIDENCE = (*_PLACE, "text", "category", "entry")


@dataclass(frozen=True)
class Highlight:
    """An article with its evidence marked.

    Attributes
    ----------
    doc_id : str
        The article.
    heading : str
        Its outlet and title, as plain text.
    body : str
        The HTML of the article, its key and its tables, without a style sheet.
    """

    doc_id: str
    heading: str
    body: str = field(repr=False)

    def _repr_html_(self) -> str:
        """Return a fragment that a notebook can show; its style reaches nothing around it."""
        return f"<div><style>{STYLE}</style>{self.body}</div>"

    def page(self, title: str | None = None) -> str:
        """Return an HTML document that stands alone.

        Parameters
        ----------
        title : str, optional
            The document's title; the article's heading when left out.

        Returns
        -------
        str
        """
        return _page([self], self.heading if title is None else title)


def highlight(
    corpus: Corpus, segments: pd.DataFrame, evidence: pd.DataFrame, doc_id: str
) -> Highlight:
    """Mark the evidence in an article, and whose voice every word is.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    segments, evidence : DataFrame
        What `segment` and `annotate` returned for them.
    doc_id : str
        The article to show.

    Returns
    -------
    Highlight
        A notebook shows it; `Highlight.page` and `write_page` make a document of it.

    Raises
    ------
    TableError
        If a column is missing, there is no such article, or the tables are not those of this
        corpus.

    Examples
    --------
    >>> import pandas as pd
    >>> from framing import annotate, attribute, read_corpus, read_lexicon, segment
    >>> text = "Mara Dolen said the plan was “reckless”."
    >>> corpus = read_corpus(pd.DataFrame({"doc_id": ["a"], "outlet": ["Post"], "text": [text]}))
    >>> segments = segment(corpus, attribute(corpus))
    >>> evidence = annotate(corpus, segments, read_lexicon("loaded"))
    >>> highlight(corpus, segments, evidence, "a")
    Highlight(doc_id='a', heading='Post')
    """
    where = "highlight"
    require_columns(where, segments.columns, _SEGMENTS)
    require_columns(where, evidence.columns, _EVIDENCE)
    articles = corpus.articles
    at = articles.index[articles["doc_id"].astype(str) == str(doc_id)]
    if not len(at):
        raise TableError(unknown_name(where, "article", doc_id, articles["doc_id"]))
    article = _records(articles.loc[at[:1]])[0]
    texts = {name: whole_cell(article, name) for name in FIELDS}
    parts = _records(segments[segments["doc_id"].astype(str) == str(doc_id)])
    rows = _records(evidence[evidence["doc_id"].astype(str) == str(doc_id)])
    stretches = {name: _stretches(where, name, texts[name], parts) for name in FIELDS}
    order = {name: number for number, name in enumerate(FIELDS)}
    rows.sort(key=lambda r: (order.get(str(r["field"]), 9), int(r["start"]), -int(r["end"])))
    hits = [Hit(n, int(r["start"]), int(r["end"]), r) for n, r in enumerate(rows, 1)]
    for hit in hits:
        _check(where, hit, texts)
    body = write_body(article, texts, stretches, hits)
    heading = ": ".join(filter(None, [cell(article, "outlet"), cell(article, "title")]))
    return Highlight(str(doc_id), heading or str(doc_id), body)


def write_page(
    path: str | os.PathLike[str],
    highlights: Highlight | Iterable[Highlight],
    *,
    title: str = "Highlighted articles",
) -> Path:
    """Write highlighted articles as one HTML document, whole or not at all.

    Parameters
    ----------
    path : path
        The file to write; its folder is made when it is missing.
    highlights : Highlight or iterable of Highlight
        The articles, in the order in which they are shown.
    title : str, optional
        The document's title.

    Returns
    -------
    Path

    Raises
    ------
    TableError
        If there is no article to write.
    OSError
        If the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_page(f"{folder}/page.html", Highlight("a", "Post", "<p>...</p>")).name
    'page.html'
    """
    several = [highlights] if isinstance(highlights, Highlight) else list(highlights)
    if not several:
        raise TableError(
            "write_page: there is no article to write; a page needs at least one; "
            "pass what highlight() returned"
        )
    target = Path(path)
    with replacing(target) as file:
        file.write(_page(several, title).encode("utf-8"))
    return target


# --- reading ------------------------------------------------------------------------------------


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in table.to_dict("records")]


def _stretches(where: str, name: str, text: str, parts: Sequence[Row]) -> list[Stretch]:
    """Return the segments of a field; they must be the field, end to end."""
    here = [Stretch(int(p["start"]), int(p["end"]), p) for p in parts if str(p["field"]) == name]
    here.sort(key=lambda stretch: stretch.start)
    ends = [0, *(stretch.end for stretch in here)]
    starts = [*(stretch.start for stretch in here), len(text)]
    if ends != starts:
        apart = next(n for n, (a, b) in enumerate(zip(ends, starts, strict=True)) if a != b)
        raise TableError(
            f"{where}: the segments of an article are its {name}, end to end; after character "
            f"{ends[apart]} the next begins at {starts[apart]}; "
            "pass the segments of this corpus, all of them"
        )
    return here


def _check(where: str, hit: Hit, texts: dict[str, str]) -> None:
    name, said = str(hit.row["field"]), str(hit.row["text"])
    text = texts.get(name, "")
    there = text[max(hit.start, 0) : hit.end]
    if hit.start < 0 or hit.end > len(text) or hit.start >= hit.end or there != said:
        raise TableError(
            f"{where}: the evidence says {said[:40]!r} at {hit.start}-{hit.end} of the {name}; the "
            f"article says {there[:40]!r}; pass the evidence of this corpus"
        )


def _page(highlights: Sequence[Highlight], title: str) -> str:
    named = text_safe(" ".join(title.split()))
    listed = "".join(
        f'<li><a href="#article-{number}"><bdi>{text_safe(item.heading)}</bdi></a></li>'
        for number, item in enumerate(highlights, 1)
    )
    contents = f'<nav aria-label="Articles"><ol>{listed}</ol></nav>' if len(highlights) > 1 else ""
    articles = "\n".join(
        f'<section id="article-{number}">\n{item.body}\n</section>'
        for number, item in enumerate(highlights, 1)
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{named}</title>\n<style>{STYLE}{_AROUND}</style>\n</head>\n<body>\n<main>\n"
        f"<h1><bdi>{named}</bdi></h1>\n{contents}\n{articles}\n</main>\n</body>\n</html>\n"
    )


_AROUND = """
body { margin: 0; padding: 1rem; background: Canvas; color: CanvasText;
  font: 1rem/1.6 system-ui, "Liberation Sans", "DejaVu Sans", sans-serif; }
main { max-width: 54rem; margin: 0 auto; overflow-wrap: anywhere; }
h1 { font-size: 1.3rem; }
section { margin: 0 0 1.5rem; }
"""
