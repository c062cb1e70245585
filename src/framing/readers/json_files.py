"""JSON lines, one record per line, and JSON, one array of records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from framing.errors import CorpusError
from framing.readers import ROW
from framing.readers.encodings import open_text
from framing.readers.inputs import Input, Reading
from framing.readers.receipts import note_place
from framing.readers.strings import mend
from framing.readers.tidying import SLICE

__all__ = ["read_json", "read_json_lines"]


def read_json_lines(item: Input, how: Reading) -> Iterator[pd.DataFrame]:
    """Read JSON lines; a line that is no record is dropped and named."""
    with open_text(item, how.encoding, how.notes, newline="\n") as stream:
        yield from _from_lines(item, how, stream)


def read_json(item: Input, how: Reading) -> Iterator[pd.DataFrame]:
    """Read an array of records, alone or as the one list of records in an object."""
    with open_text(item, how.encoding, how.notes, newline="\n") as stream:
        text = stream.read()
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as fault:
        if isinstance(fault, json.JSONDecodeError) and fault.msg == "Extra data":
            yield from _from_lines(item, how, text.split("\n"))
            return
        line = f", line {fault.lineno}" if isinstance(fault, json.JSONDecodeError) else ""
        raise CorpusError(
            f"{item.name}{line}: this is not JSON ({_what(fault)}); a .json file holds one array "
            "of records; mend it or write it again"
        ) from fault
    if isinstance(whole, dict) and not isinstance(whole.get("text"), str):
        lists = [value for value in whole.values() if _holds_records(value)]
        if len(lists) != 1:
            raise CorpusError(
                f"{item.name}: the object has {len(lists)} lists of records, not one, under "
                f"{', '.join(map(str, whole)) or 'no name'}; a .json file holds one array of "
                "records; write that list alone into a file"
            )
        whole = lists[0]
    records = whole if isinstance(whole, list) else [whole]
    del text, whole
    kept = _Records()
    for number, record in enumerate(records, start=1):
        records[number - 1] = None  # what is in a frame need not be kept twice
        if isinstance(record, dict):
            kept.add(record, number)
            continue
        reason = f"record {number} of the array is a {_kind(record)}, not an object"
        note_place(how.notes, item.name, number, "no record", "dropped", reason)
    if not kept.count:
        raise CorpusError(
            f"{item.name}: the array holds no record; a record is an object such as "
            '{"outlet": ..., "text": ...}; name a file with articles'
        )
    yield kept.take()


def _from_lines(item: Input, how: Reading, lines: Iterable[str]) -> Iterator[pd.DataFrame]:
    kept = _Records()
    notes: list[tuple[int, str]] = []
    number = 0
    for line, written in enumerate(lines, start=1):
        if not written.strip():
            continue
        number += 1
        try:
            record = json.loads(written.rstrip("\r\n"))
        except (ValueError, RecursionError) as fault:
            at = f" at column {fault.colno}" if isinstance(fault, json.JSONDecodeError) else ""
            notes.append((number, f"line {line}: this is not JSON ({_what(fault)}{at})"))
            continue
        if not isinstance(record, dict):
            reason = f"line {line}: the record is a {_kind(record)}, not an object"
            notes.append((number, reason))
            continue
        kept.add(record, number)
        if kept.count % SLICE == 0 and kept.holds({"outlet", "text"}, how):
            yield kept.take()
    if not number:
        raise CorpusError(
            f"{item.name}: the file holds no record; JSON lines hold one article per line; name a "
            "file with articles"
        )
    if len(notes) > kept.count:
        raise CorpusError(
            f"{item.name}, {notes[0][1]}, and so it is with {len(notes)} of {number} lines; JSON "
            'lines hold one whole record such as {"outlet": ..., "text": ...} per line; mend '
            "or remove the lines"
        )
    for row, reason in notes:
        note_place(how.notes, item.name, row, "no record", "dropped", reason)
    if kept.waiting or not kept.given:
        yield kept.take()


class _Records:
    """Records, made a table now and then: as dictionaries they take several times as much."""

    def __init__(self) -> None:
        self.count = 0
        self._frames: list[pd.DataFrame] = []
        self._records: list[dict[str, Any]] = []
        self._rows: list[int] = []
        self._names: dict[str, None] = {}
        self.given = False

    @property
    def waiting(self) -> bool:
        """Whether there are records that nobody took."""
        return bool(self._records or self._frames)

    def holds(self, names: set[str], how: Reading) -> bool:
        """Say whether these columns were seen, or what stands for them, and all that are named."""
        wanted = {how.columns.get(name, name) for name in names} | set(how.columns.values())
        return wanted <= set(self._names)

    def add(self, record: dict[str, Any], row: int) -> None:
        self.count += 1
        self._records.append(record)
        self._rows.append(row)
        if len(self._records) == SLICE:
            self._pack()

    def _pack(self) -> None:
        # As objects: an id of 7 must not become 7.0 where another record has none.
        frame = pd.DataFrame(self._records, dtype=object)
        for name in frame:
            values = frame[name].tolist()
            # A lone surrogate is no string of a table; it is mended later.
            if all(isinstance(value, str) and mend(value) is value for value in values):
                frame[name] = pd.array(values, "str")
        self._names |= dict.fromkeys(map(str, frame.columns))
        self._frames.append(frame.assign(**{ROW: self._rows}))
        self._records, self._rows = [], []

    def take(self) -> pd.DataFrame:
        """Return the records since the last time, as a table."""
        if self._records or not self._frames:
            self._pack()
        frames, self._frames = self._frames, []
        whole = pd.concat(frames, ignore_index=True)
        self.given = True
        # A column that an earlier record had is no column that is missing.
        return whole.reindex(columns=[*self._names, ROW])


def _holds_records(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _kind(record: object) -> str:
    return {"list": "list", "str": "text", "NoneType": "null"}.get(type(record).__name__, "number")


def _what(fault: Exception) -> str:
    return str(fault).partition(": line ")[0]
