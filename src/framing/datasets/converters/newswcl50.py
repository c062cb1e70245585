"""NewsWCL50: phrases of fifty news articles, coded for whom they name and how they portray them.

Hamborg, Zhukova and Gipp (2019), Automated Identification of Media Bias by Word Choice and
Labeling in News Articles, JCDL. Ten events of 2018, five outlets each; the articles themselves
are not in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from framing.datasets.originals import read_rows, whole_number
from framing.datasets.records import Record
from framing.errors import DatasetError

__all__ = ["ADDED", "arrange", "convert"]

ADDED: tuple[str, ...] = ()
"""Fields of the ready copy that are not in the originals: none."""

_COLUMNS = (
    "id",
    "code_type",
    "code_name",
    "code_mention",
    "target_concept",
    "event_id",
    "publisher_id",
    "paragraph",
    "sentence",
    "start",
    "end",
)
# The originals know the five outlets by where they lean; their addresses say which they are.
_OUTLETS = {
    "LL": "huffpost",
    "L": "new york times",
    "M": "usa today",
    "R": "fox news",
    "RR": "breitbart",
}


def convert(folder: Path) -> dict[str, list[Record]]:
    """Read the originals below `folder`: stem of a ready copy -> its records.

    Parameters
    ----------
    folder : path
        Holds ``newswcl50`` with `Annotations.csv` and `urls.tsv`.

    Returns
    -------
    dict
        ``newswcl50``, one record per phrase. `tok_start` and `tok_end` number the words of its
        sentence, the last included.

    Raises
    ------
    DatasetError
        If a file is missing or damaged, or a phrase belongs to an article without an address.
    """
    path = folder / "newswcl50" / "Annotations.csv"
    addresses = folder / "newswcl50" / "urls.tsv"
    urls = {
        (row["Event ID"], row["Outlet"]): row["URL"]
        for _, row in read_rows(addresses, ("Event ID", "Outlet", "URL"), delimiter="\t")
    }
    # Line 1 tells a spreadsheet which separator follows.
    rows = read_rows(path, _COLUMNS, skip=1)
    return {"newswcl50": [_record(f"{path}, line {line}", row, urls) for line, row in rows]}


def _record(where: str, row: Mapping[str, str], urls: Mapping[tuple[str, str], str]) -> Record:
    event, lean = row["event_id"], row["publisher_id"]
    if (event, lean) not in urls or lean not in _OUTLETS:
        raise DatasetError(
            f"{where}: event {event!r} of outlet {lean!r} is not among the {len(urls)} articles "
            f"of urls.tsv, by {', '.join(_OUTLETS)}; the two files do not belong together; "
            "fetch them again"
        )
    return {
        "id": row["id"],
        "event": whole_number(where, "event_id", event),
        "outlet": _OUTLETS[lean],
        "lean": lean,
        "url": urls[event, lean],
        "kind": row["code_type"],
        "code": row["code_name"],
        "mention": row["code_mention"],
        "target": row["target_concept"] or None,
        "paragraph": whole_number(where, "paragraph", row["paragraph"]),
        "sentence": whole_number(where, "sentence", row["sentence"]),
        "tok_start": row["start"],
        "tok_end": row["end"],
    }


def arrange(records: Mapping[str, Sequence[Record]]) -> dict[str, pd.DataFrame]:
    """Return the records of the ready copy as a table.

    Parameters
    ----------
    records : mapping
        Stem of a ready copy -> its records.

    Returns
    -------
    dict
        `phrases`, one row per coded phrase: `phrase_id`, `event`, `outlet`, `lean` (from LL to
        RR), `url` of the article, `kind` and `code` of what it names, `text` of the phrase,
        `target` (whom a property is said of, or empty), and its place: `paragraph`, `sentence`,
        `first_word`, `last_word`, numbered from 0.
    """
    every = [record for part in records.values() for record in part]
    names = {"phrase_id": "id", "outlet": "outlet", "lean": "lean", "url": "url"}
    codes = {"kind": "kind", "code": "code", "text": "mention"}
    places = {
        "paragraph": "paragraph",
        "sentence": "sentence",
        "first_word": "tok_start",
        "last_word": "tok_end",
    }
    table = pd.DataFrame(
        {ours: [record[theirs] for record in every] for ours, theirs in (names | codes).items()}
        | {"target": [record["target"] or "" for record in every]}
        | {ours: [int(record[theirs]) for record in every] for ours, theirs in places.items()}
    )
    table.insert(1, "event", [str(record["event"]) for record in every])
    return {"phrases": table}
