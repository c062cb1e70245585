"""The evidence as the page's script reads it: numbers, and each name once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.columns import ESTIMANDS, INDICES, SECTIONS, VOICES
from framing.highlights.marks import code_of, index_of, show_controls
from framing.report.findings import SPEAKS
from framing.report.materials import Materials, records

__all__ = ["Payload", "choose_articles", "make_payload", "publishable"]

MOST_LETTERS = 7_500_000
"""Bytes of articles in one page; of larger corpora a random sample of articles stands in it."""
MOST_ROWS = 120_000
_MOST_WORDS = 6
_FEW_WORDS = 3


class Payload(NamedTuple):
    """What the script gets, and how much of the corpus that is."""

    text: str
    shown: int
    articles: int


def publishable(text: str, entry: str, category: str) -> str:
    """Return an expression as it may stand without the article: never a piece of its sentences.

    What an entry leaves open is left open, and of what no list holds stand three words.

    Examples
    --------
    >>> publishable("regime", "regime", "label")
    'regime'
    >>> publishable("prevented the council of elders from", "prevent _ from", "implicative")
    'prevent _ from'
    >>> publishable("what the ministry on the hill calls", "concession", "concession")
    'what the ministry …'
    """
    if category.startswith(SPEAKS) or "_" in entry.replace(category, ""):
        return entry
    most = _FEW_WORDS if entry == category else _MOST_WORDS
    words = text.split()
    return " ".join(words[:most]) + (" …" if len(words) > most else "")


def choose_articles(materials: Materials, findings: pd.DataFrame) -> np.ndarray:
    """Return the articles that fit in the page: all, or a random sample in their order."""
    docs = materials.articles["doc_id"]
    letters = np.zeros(len(docs))
    if materials.text:
        corpus = materials.corpus.articles.set_index("doc_id")["text"].reindex(docs)
        letters = np.array([len(value.encode("utf-8", "replace")) for value in corpus.tolist()])
    rows = docs.map(findings["doc_id"].value_counts()).fillna(0).to_numpy(dtype=float)
    if letters.sum() <= MOST_LETTERS and rows.sum() <= MOST_ROWS:
        return np.arange(len(docs))
    order = np.random.default_rng(materials.seed).permutation(len(docs))
    fits = (letters[order].cumsum() <= MOST_LETTERS) & (rows[order].cumsum() <= MOST_ROWS)
    return np.sort(order[fits]) if fits.any() else order[:1]


class _Names:
    """Names as numbers, each once, in the order in which they came."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self.at: dict[str, int] = {}
        for name in known:
            self.number(name)

    def number(self, name: str) -> int:
        return self.at.setdefault(name, len(self.at))

    def list(self) -> list[str]:
        return [show_controls(name) for name in self.at]


def make_payload(materials: Materials, findings: pd.DataFrame) -> Payload:
    """Return the evidence, and the articles around it, as JSON that no parser takes for markup."""
    chosen = choose_articles(materials, findings)
    articles = materials.articles.iloc[chosen]
    at = {doc: k for k, doc in enumerate(articles["doc_id"].tolist())}
    names = {name: _Names() for name in ("categories", "entries", "expressions")}
    groups, speakers = _Names(materials.groups), _Names([""])
    places = _Places(materials, articles["doc_id"]) if materials.text else None
    there = findings[findings["doc_id"].isin(list(at))]
    categories = names["categories"]
    data = {
        "text": materials.text,
        "sampled": len(materials.articles) if len(chosen) < len(materials.articles) else 0,
        "voices": list(VOICES),
        "estimands": {name: [VOICES.index(v) for v in ESTIMANDS[name]] for name in ESTIMANDS},
        "sections": list(SECTIONS),
        "indices": list(INDICES),
        "rows": _rows(there, at, names, places),
        "articles": _articles(materials, articles, groups, speakers, places),
        "groups": groups.list(),
        "speakers": speakers.list(),
        "looks": [index_of(name) for name in categories.at],
        "codes": [
            "says" if name.startswith(SPEAKS) else show_controls(code_of(name))
            for name in categories.at
        ],
        **{name: known.list() for name, known in names.items()},
    }
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # The end of a script, or the start of a comment, must not stand in one.
    for letter in "<>&\u2028\u2029":
        written = written.replace(letter, f"\\u{ord(letter):04x}")
    return Payload(written, len(chosen), len(materials.articles))


def _rows(
    findings: pd.DataFrame, at: dict[str, int], names: dict[str, _Names], places: _Places | None
) -> list[list[int]]:
    """Return, per article, flags, voice, category and entry, then the place or the expression."""
    found: list[list[int]] = [[] for _ in at]
    for row in records(findings):
        number, category = at[row["doc_id"]], str(row["category"])
        title = row["field"] == "title"
        flags = row["counted"] + 2 * row["headline"] + 4 * row["introduced"] + 8 * row["indices"]
        found[number] += [
            int(flags + 64 * title),
            VOICES.index(row["voice"]),
            names["categories"].number(category),
            names["entries"].number(row["entry"]),
        ]
        if places:
            start, end = places.utf16(number, title, row["start"], row["end"])
            found[number] += [start, end - start]
        else:
            said = publishable(row["text"], row["entry"], category)
            found[number].append(names["expressions"].number(said))
    return found


def _articles(
    materials: Materials,
    articles: pd.DataFrame,
    groups: _Names,
    speakers: _Names,
    places: _Places | None,
) -> list[list[Any]]:
    """Return name, group and day of every article, and its texts where they may be shown."""
    segments = _segments(materials, articles, speakers, places) if places else {}
    listed = []
    for k, row in enumerate(records(articles)):
        day = "" if pd.isna(row["date"]) else f"{row['date']:%Y-%m-%d}"
        told: list[Any] = [show_controls(row["doc_id"]), groups.number(row["group"]), day]
        if places:
            told += [show_controls(row[name]) for name in ("outlet", "title", "url")]
            told += [show_controls(places.texts[k][0])]
            told += [segments.get((k, 0), []), segments.get((k, 1), [])]
        listed.append(told)
    return listed


class _Places:
    """Texts by article, and where a code point lies among UTF-16 units."""

    def __init__(self, materials: Materials, docs: pd.Series) -> None:
        table = materials.corpus.articles.set_index("doc_id").loc[docs.tolist()]
        titles = table["title"].fillna("").tolist() if "title" in table else [""] * len(table)
        self.texts = list(zip(table["text"].tolist(), titles, strict=True))
        self.far: dict[tuple[int, bool], np.ndarray | None] = {}

    def utf16(self, number: int, title: bool, *places: int) -> list[int]:
        """Return the places as a script counts them."""
        if (number, title) not in self.far:
            text = self.texts[number][title]
            far = None
            if text and max(text) > "\uffff":
                wide = np.array([ord(letter) > 0xFFFF for letter in text], dtype=np.int64)
                far = np.concatenate([[0], wide.cumsum()])
            self.far[number, title] = far
        more = self.far[number, title]
        return [int(place) if more is None else int(place + more[place]) for place in places]


def _segments(
    materials: Materials, articles: pd.DataFrame, speakers: _Names, places: _Places
) -> dict[tuple[int, int], list[int]]:
    """Return, per article and field, where each stretch ends, its voice, section and speaker."""
    at = {doc: k for k, doc in enumerate(articles["doc_id"].tolist())}
    table = materials.segments[materials.segments["doc_id"].isin(list(at))]
    table = table.sort_values(["doc_id", "field", "start"], kind="stable")
    found: dict[tuple[int, int], list[int]] = {}
    columns: Sequence[Sequence[Any]] = [
        table[name].astype("str").tolist()
        for name in ("doc_id", "field", "voice", "section", "speaker", "source")
    ]
    for doc, name, voice, section, speaker, source, end in zip(
        *columns, table["end"].tolist(), strict=True
    ):
        number, title = at[doc], name == "title"
        who = speaker or source
        # One with the stretch before it, where nothing differs.
        told = [
            *places.utf16(number, title, end),
            VOICES.index(voice),
            SECTIONS.index(section),
            speakers.number("" if voice == "outlet" else " ".join(who.split())[:60]),
        ]
        here = found.setdefault((number, int(title)), [])
        if here and here[-3:] == told[1:]:
            del here[-4:]
        here += told
    return found
