"""Evidence in a notebook: choose outlet, voice, category, entry; see lines, then the article."""

from __future__ import annotations

import html
from functools import cached_property
from types import ModuleType
from typing import Any

import pandas as pd

from framing.corpus import Corpus
from framing.errors import TableError, import_extra, require_columns
from framing.evidence import EVIDENCE_COLUMNS, kwic
from framing.highlights import highlight

__all__ = ["Explorer", "explore"]

_ALL = "all"
_FILTERS = ("outlet", "voice", "category", "entry")
_LINES = 25
_WIDTH = 45
_CELL = "padding:1px 4px;line-height:1.4;white-space:pre;"
_LINE = (
    f'<tr><td style="{_CELL}text-align:right">{{pre}}</td>'
    f'<td style="{_CELL}text-align:center"><mark>{{keyword}}</mark></td>'
    f'<td style="{_CELL}text-align:left">{{post}}</td>'
    f'<td style="{_CELL}text-align:left">{{told}}</td></tr>'
)


def explore(corpus: Corpus, segments: pd.DataFrame, evidence: pd.DataFrame) -> Explorer:
    """Open the evidence in a notebook: lists to choose from, lines in context, whole articles.

    Parameters
    ----------
    corpus : Corpus
        The articles.
    segments, evidence : DataFrame
        What `segment` and `annotate` returned for them, or some rows of the evidence.

    Returns
    -------
    Explorer
        A notebook shows it; `Explorer.chosen` is the evidence that is shown.

    Raises
    ------
    TableError
        If a column is missing, or there is no evidence to look at.
    MissingExtraError
        If ipywidgets is not installed.
    """
    require_columns("explore", evidence.columns, EVIDENCE_COLUMNS)
    if evidence.empty:
        raise TableError(
            "explore: the evidence has no rows; there is nothing to look at; pass what annotate "
            "returned for articles in which something was found"
        )
    widgets = import_extra("explore", "ipywidgets", "ipywidgets", "coding")
    return Explorer(widgets, corpus, segments, evidence)


class Explorer:
    """Lists, lines and an article; made by `explore`.

    Attributes
    ----------
    chosen : DataFrame
        The evidence that fits what is chosen in the lists.
    """

    def __init__(
        self, widgets: ModuleType, corpus: Corpus, segments: pd.DataFrame, evidence: pd.DataFrame
    ) -> None:
        self._corpus, self._segments, self._evidence = corpus, segments, evidence
        self.chosen = evidence
        self._page = 0
        self._lists = {
            name: widgets.Dropdown(
                options=self._options(name), value=_ALL, description=name,
                layout=widgets.Layout(width="16rem"),
            )
            for name in _FILTERS
        }  # fmt: skip
        self._said = widgets.HTML()
        self._lines = widgets.HTML()
        self._back = widgets.Button(description="lines before")
        self._on = widgets.Button(description="lines after")
        self._article = widgets.Dropdown(options=[""], description="article",
                                         layout=widgets.Layout(width="32rem"))  # fmt: skip
        self._shown = widgets.HTML()
        for one in self._lists.values():
            one.observe(self._choose, names="value")
        self._back.on_click(lambda _: self._turn(-1))
        self._on.on_click(lambda _: self._turn(+1))
        self._article.observe(self._open, names="value")
        self._choose(None)
        self.widget = widgets.VBox(
            [
                widgets.HBox(list(self._lists.values()), layout=widgets.Layout(flex_flow="wrap")),
                self._said,
                self._lines,
                widgets.HBox([self._back, self._on]),
                self._article,
                self._shown,
            ]
        )

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.widget._repr_mimebundle_(**options)

    def _options(self, name: str) -> list[tuple[str, str]]:
        """Return what a list offers, the most frequent first, with how often it occurs."""
        counts = self._evidence[name].astype(str).value_counts()
        rows = zip(counts.index.tolist(), counts.tolist(), strict=True)
        found = [(f"{value} ({n:,})", str(value)) for value, n in rows if n]
        return [(f"all ({len(self._evidence):,})", _ALL), *found]

    def _choose(self, _: object) -> None:
        """Show what fits all lists."""
        kept = pd.Series(True, index=self._evidence.index)
        for name, one in self._lists.items():
            if one.value != _ALL:
                kept &= self._evidence[name].astype(str) == one.value
        self.chosen = self._evidence[kept]
        self._page = 0
        docs = self.chosen["doc_id"].astype(str)
        titles = self._titles
        counts = docs.value_counts()
        rows = zip(counts.index.tolist(), counts.tolist(), strict=True)
        named = [(f"{titles[doc]} ({n:,})", doc) for doc, n in rows]
        self._article.options = [("choose one to read", ""), *named]
        self._article.value = ""
        self._draw()

    @cached_property
    def _titles(self) -> dict[str, str]:
        articles = self._corpus.articles
        titles = articles["title"] if "title" in articles else [""] * len(articles)
        rows = zip(articles["doc_id"], articles["outlet"], titles, strict=True)
        return {
            str(doc): ": ".join(part for part in (outlet, title) if part)
            for doc, outlet, title in rows
        }

    def _turn(self, step: int) -> None:
        last = max(0, (len(self.chosen) - 1) // _LINES)
        self._page = min(max(0, self._page + step), last)
        self._draw()

    def _draw(self) -> None:
        """Write the lines of the page."""
        first = self._page * _LINES
        rows = self.chosen.iloc[first : first + _LINES]
        total = len(self.chosen)
        docs = self.chosen["doc_id"].nunique()
        shown = f"lines {first + 1:,} to {first + len(rows):,}" if total else "none fits"
        self._said.value = (
            f'<p role="status">{total:,} expressions in {docs:,} articles; {shown}</p>'
        )
        lines = kwic(self._corpus, rows, width=_WIDTH).to_dict("records") if total else []
        told = ("outlet", "voice", "category", "speaker")
        body = "".join(
            _LINE.format(
                **{name: html.escape(str(line[name])) for name in ("pre", "keyword", "post")},
                told=html.escape(" · ".join(str(line[name]) for name in told if line[name])),
            )
            for line in lines
        )
        self._lines.value = (
            f'<div style="overflow-x:auto"><table style="font-size:12px">{body}</table></div>'
        )
        self._back.disabled = not first
        self._on.disabled = first + _LINES >= total

    def _open(self, _: object) -> None:
        """Show an article with the evidence that is chosen."""
        doc = self._article.value
        self._shown.value = ""
        if doc:
            marked = highlight(self._corpus, self._segments, self.chosen, doc)
            self._shown.value = marked._repr_html_()
