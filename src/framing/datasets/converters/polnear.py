"""PolNeAR: news articles of 2015-16 in which people marked who says what.

Newell, Margolin and Ruths (2018), An Attribution Relations Corpus for Political News, LREC. The
marks stand in brat's standoff format, a file per article and annotator beside the article's text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from framing.datasets.originals import read_rows, read_text, whole_number
from framing.datasets.records import Record
from framing.datasets.standoff import read_standoff
from framing.errors import DatasetError

__all__ = ["ADDED", "GOLD_COLUMNS", "arrange", "convert"]

ADDED: tuple[str, ...] = ()
"""Fields of the ready copies that are not in the originals: none."""

GOLD_COLUMNS = (
    "doc_id",
    "field",
    "attribution_id",
    "start",
    "end",
    "text",
    "source_start",
    "source_end",
    "source",
    "cue_start",
    "cue_end",
    "cue",
    "annotator",
)
"""Columns of the marked attributions; those of `attribute`, as far as people marked them."""

_METADATA = (
    "compartment",
    "filename",
    "level",
    "annotators",
    "publisher",
    "publication_date",
    "author",
    "title",
    "trump_count",
    "clinton_count",
    "credit",
    "wire",
)
_ROLES = ("source", "cue", "content")
_ARTICLE = {
    "id": "doc_id",
    "outlet": "outlet",
    "text": "text",
    "title": "title",
    "date": "date",
    "author": "author",
    "split": "split",
    "wire": "wire",
    "credit": "credit",
    "level": "level",
    "annotator": "annotator",
    "trump_count": "trump_count",
    "clinton_count": "clinton_count",
}


def convert(folder: Path) -> dict[str, list[Record]]:
    """Read the originals below `folder`: stem of a ready copy -> its records.

    An article that several people marked has the marks of the first (by their sign) in
    `attributions` and those of the others in `other_annotators`. Marks that belong to no
    attribution (passages to discuss or discard, and roles left over) are in `loose`.

    Parameters
    ----------
    folder : path
        Holds ``polnear/data``, with `metadata.tsv` and the splits. Articles of the metadata
        whose text is not there are left out.

    Returns
    -------
    dict
        ``polnear_train``, ``polnear_dev``, ``polnear_test``, in the order of the metadata.
        Offsets are half-open code points of `text`.

    Raises
    ------
    DatasetError
        If a file is missing or damaged, or a marked passage is not what stands there in the text.
    """
    data = folder / "polnear" / "data"
    metadata = data / "metadata.tsv"
    rows = read_rows(metadata, _METADATA, delimiter="\t", quoted=False)
    marked = {split: _annotations(data / split) for split in {r["compartment"] for _, r in rows}}
    records: dict[str, list[Record]] = defaultdict(list)
    for line, row in rows:
        split, name = row["compartment"], row["filename"]
        path = data / split / "text" / f"{name}.txt"
        if not path.is_file():
            continue
        files = marked[split].get(name)
        if not files:
            raise DatasetError(
                f"{metadata}, line {line}: nobody's annotations of {name!r} are there; its text "
                f"is; fetch the files of {data / split / 'attributions'} again"
            )
        stem = f"polnear_{split.replace('-', '_')}"
        records[stem].append(_article(f"{metadata}, line {line}", row, read_text(path), files))
    if not records:
        raise DatasetError(
            f"{metadata}: no text of the articles it names ({len(rows):,}) is there; "
            f"they belong below {data}; fetch the originals again"
        )
    return dict(records)


def _annotations(folder: Path) -> dict[str, dict[str, Path]]:
    """Return name of an article -> sign of an annotator -> the file of marks, signs in order."""
    found: dict[str, dict[str, Path]] = defaultdict(dict)
    for path in sorted((folder / "attributions").glob("*.ann")):
        name, _, annotator = path.stem.rpartition("_")
        found[name][annotator] = path
    return found


def _article(where: str, row: Mapping[str, str], text: str, files: Mapping[str, Path]) -> Record:
    read = {who: _read_marks(path, text) for who, path in sorted(files.items())}
    (first, (attributions, loose)), *others = read.items()
    record: Record = {
        "id": row["filename"],
        "split": row["compartment"],
        "outlet": row["publisher"],
        "date": row["publication_date"],
        "author": row["author"],
        "title": row["title"],
        "trump_count": whole_number(where, "trump_count", row["trump_count"]),
        "clinton_count": whole_number(where, "clinton_count", row["clinton_count"]),
        "credit": row["credit"],
        "wire": row["wire"],
        "level": row["level"],
        "annotator": first,
        "text": text,
        "attributions": attributions,
        "loose": loose,
    }
    if others:
        record["other_annotators"] = {who: marks for who, (marks, _) in others}
    return record


def _read_marks(path: Path, text: str) -> tuple[list[Record], list[Record]]:
    """Return the attributions of a file, by their first place, and the marks left over."""
    passages, events = read_standoff(path, text)
    used = {mark for event in events for mark in (event.trigger, *(m for _, m in event.roles))}
    attributions: list[Record] = []
    for event in events:
        attribution: Record = {"id": event.mark, "type": event.type}
        for name in _ROLES:
            marks = [mark for role, mark in event.roles if role.lower() == name]
            attribution[name] = sorted(span for mark in marks for span in passages[mark].spans)
        attributions.append(attribution)
    loose: list[Record] = [
        {"type": passage.type, "spans": passage.spans}
        for mark, passage in passages.items()
        if mark not in used
    ]
    return sorted(attributions, key=_first_place), loose


def _first_place(attribution: Record) -> int:
    # Those of which only the trigger is left stand first.
    return min((start for name in _ROLES for start, _ in attribution[name]), default=-1)


def arrange(records: Mapping[str, Sequence[Record]]) -> dict[str, pd.DataFrame]:
    """Return the records of one or more ready copies as tables.

    Parameters
    ----------
    records : mapping
        Stem of a ready copy -> its records.

    Returns
    -------
    dict
        `articles` (``None`` and ``NA`` of the original are ""), `attributions` (one row per
        contiguous passage of content, columns `GOLD_COLUMNS`; of a source or cue in parts the
        longest part; where there is none its places are 0 and its text empty) by the first
        annotator, `other_attributions` by the others, and `loose` (`doc_id`, `number`, `type`,
        `start`, `end`, `text`; the parts of one mark share a number). An attribution without
        content has no row.
    """
    every = [record for part in records.values() for record in part]
    articles = pd.DataFrame(
        {ours: pd.Series([record[theirs] for record in every]) for theirs, ours in _ARTICLE.items()}
    )
    for name in ("author", "wire", "credit", "level"):
        articles[name] = articles[name].where(~articles[name].isin(["None", "NA"]), "")
    first = [row for record in every for row in _gold(record, record["annotator"])]
    others = [
        row
        for record in every
        for annotator, marks in record.get("other_annotators", {}).items()
        for row in _gold({**record, "attributions": marks}, annotator)
    ]
    loose = [
        (record["id"], number, mark["type"], start, end, record["text"][start:end])
        for record in every
        for number, mark in enumerate(record["loose"])
        for start, end in mark["spans"]
    ]
    return {
        "articles": articles,
        "attributions": pd.DataFrame(first, columns=list(GOLD_COLUMNS)),
        "other_attributions": pd.DataFrame(others, columns=list(GOLD_COLUMNS)),
        "loose": pd.DataFrame(loose, columns=["doc_id", "number", "type", "start", "end", "text"]),
    }


def _gold(record: Record, annotator: str) -> Iterator[tuple[Any, ...]]:
    text: str = record["text"]
    for mark in record["attributions"]:
        source, cue = (_longest(mark[name]) for name in ("source", "cue"))
        for start, end in mark["content"]:
            said = [(*part, text[part[0] : part[1]]) for part in ((start, end), source, cue)]
            places = [value for part in said for value in part]
            yield (record["id"], "text", mark["id"], *places, annotator)


def _longest(spans: Sequence[Sequence[int]]) -> tuple[int, int]:
    start, end = max(spans, key=lambda span: span[1] - span[0], default=[0, 0])
    return start, end
