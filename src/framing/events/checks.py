"""A checked sheet of events back in, every doubt named by its row."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.coding.sheets.cells import restore
from framing.coding.sheets.csv_files import decode
from framing.columns import RECEIPT_COLUMNS
from framing.corpus import Corpus
from framing.errors import FramingWarning, TableError, import_extra
from framing.events.matches import EVENT_COLUMNS

__all__ = ["Checked", "read_events"]

_NEEDED = ("event", "found", "doc_id")
_TOP = 20  # rows among which the names of the columns are looked for


class Checked(NamedTuple):
    """What `read_events` returns: the corrected table, its doubts, and how many rows changed."""

    events: pd.DataFrame
    receipt: pd.DataFrame
    changes: int


def read_events(path: str | Path, corpus: Corpus) -> Checked:
    r"""Read a checked sheet back in; say in a receipt what could not be used.

    Rows are placed by `doc_id`, in any order. An article whose event a person changed has the
    confidence 1 and a note of what was found. Nothing is guessed: an article that two rows put
    into two events has none.

    Parameters
    ----------
    path : path
        A sheet that `write_events` wrote: CSV (with commas, semicolons or tabs) or XLSX.
    corpus : Corpus
        The articles.

    Returns
    -------
    Checked
        `events`: one row per article of the corpus, as `match_events` returns them. `receipt`:
        `source`, `row` (of the sheet), `doc_id`, `rule`, `action`, `reason`. `changes`: articles
        whose event is another than the one found.

    Raises
    ------
    TableError
        If the file is no such sheet, or of none of its rows the article is in the corpus.

    Warns
    -----
    FramingWarning
        Once, with counts, for what the receipt lists.

    Examples
    --------
    >>> import tempfile
    >>> from framing import match_events, read_corpus, write_events
    >>> table = pd.DataFrame({"outlet": ["Courier", "Herald"], "doc_id": ["c1", "h1"]})
    >>> table["text"], table["date"] = ["Sarn burns.", "A ferry sank."], "2031-03-04"
    >>> corpus = read_corpus(table)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = write_events(match_events(corpus), corpus, f"{folder}/events.csv")
    ...     text = path.read_text(encoding="utf-8-sig").replace('\n""', '\n"fire"')
    ...     _ = path.write_text(text, encoding="utf-8")
    ...     checked = read_events(path, corpus)
    >>> checked.changes, checked.events["event"].tolist()
    (2, ['fire', 'fire'])
    """
    path = Path(path)
    if not path.is_file():
        raise TableError(f"{path}: there is no such file; name the checked sheet")
    grid = _read_workbook(path) if path.suffix.lower() == ".xlsx" else _read_csv(path)
    sheet = _Sheet(path, corpus.articles["doc_id"].astype("str").tolist())
    sheet.place(grid)
    events = _table(corpus, sheet)
    sheet.doubt_events(events)
    receipt = pd.DataFrame(sheet.notes, columns=list(RECEIPT_COLUMNS)).astype("str")
    if sheet.notes:
        counts = Counter(note["rule"] for note in sheet.notes)
        told = ", ".join(f"{rule}: {count:,}" for rule, count in sorted(counts.items()))
        warnings.warn(
            f"read_events: {path.name}: {told}; the receipt names each",
            FramingWarning,
            stacklevel=2,
        )
    changed = [k for k, (event, found, *_) in sheet.answers.items() if event != found]
    return Checked(events, receipt, len(changed))


def _read_csv(path: Path) -> list[list[object]]:
    text, _ = decode(path.read_bytes())
    named = next((line for line in text.splitlines()[:_TOP] if "doc_id" in line.casefold()), "")
    delimiter = max((",", ";", "\t"), key=named.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return [list(row) for row in reader]
    except csv.Error as fault:
        raise TableError(
            f"{path}, line {reader.line_num}: the sheet is no readable CSV ({fault}); there is a "
            "quotation mark too many or too few; mend the line, or save the sheet again from a "
            "spreadsheet program"
        ) from fault


def _read_workbook(path: Path) -> list[list[object]]:
    openpyxl = import_extra("read_events, XLSX", "openpyxl", "openpyxl", "coding")
    try:
        with warnings.catch_warnings(), path.open("rb") as file:
            warnings.simplefilter("ignore", UserWarning)  # styles that openpyxl does not know
            book = openpyxl.load_workbook(file, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, SyntaxError) as fault:
        raise TableError(
            f"{path}: this is not a readable workbook ({fault}); it is damaged or another kind of "
            "file; open it in a spreadsheet program and save it as XLSX"
        ) from fault
    pages = [[[cell.value for cell in row] for row in page.iter_rows()] for page in book.worksheets]
    return next((page for page in pages if _header(page)), pages[0] if pages else [])


def _header(grid: Sequence[Sequence[object]]) -> tuple[int, Mapping[str, int]] | None:
    """Return the row that names the columns, and the place of each."""
    for row, cells in enumerate(grid[:_TOP]):
        names = {_said(cell).casefold(): k for k, cell in reversed(list(enumerate(cells)))}
        if "doc_id" in names:
            return row, names
    return None


def _said(cell: object) -> str:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(restore("" if cell is None else str(cell)).split())


class _Sheet:
    """The answers of a sheet, by article, and what is doubtful about them."""

    def __init__(self, path: Path, ids: Sequence[str]) -> None:
        self.path = path
        self.known = set(ids)
        self.ids = ids
        self.answers: dict[str, tuple[str, str, str, str]] = {}  # event, found, confidence, row
        self.notes: list[dict[str, str]] = []

    def note(self, row: str, doc_id: str, rule: str, action: str, reason: str) -> None:
        values = (self.path.name, row, doc_id, rule, action, reason)
        self.notes.append(dict(zip(RECEIPT_COLUMNS, values, strict=True)))

    def place(self, grid: Sequence[Sequence[object]]) -> None:
        """Take the answer of every row to its article."""
        header = _header(grid)
        names: Mapping[str, int] = header[1] if header else {}
        lost = [name for name in _NEEDED if name not in names]
        if header is None or lost:
            first = grid[header[0] if header else 0] if grid else []
            seen = ", ".join(_said(cell) for cell in first if _said(cell))
            raise TableError(
                f"{self.path}: the sheet lacks the column{'s' * (len(lost) > 1)} "
                f"{', '.join(map(repr, lost))}; it has {seen[:200] or 'nothing'}; pass a sheet "
                "that write_events wrote, its names of columns kept"
            )
        parted: set[str] = set()
        rows = 0
        for number, cells in enumerate(grid[header[0] + 1 :], start=header[0] + 2):
            values = {
                name: _said(cells[k]) if k < len(cells) else "" for name, k in names.items() if name
            }
            if any(values.values()):
                rows += 1
                self._take(str(number), values, parted)
        for doc_id in parted:
            _, found, confidence, row = self.answers[doc_id]
            self.answers[doc_id] = "", found, confidence, row
        if not self.answers:
            raise TableError(
                f"{self.path}: of none of its {rows:,} rows the article is in the corpus of "
                f"{len(self.ids):,}; it was written for another corpus; pass the one it belongs to"
            )
        for doc_id in self.ids:
            if doc_id not in self.answers:
                reason = "the sheet has no row of this article; it is left without an event"
                self.note("", doc_id, "no row", "marked", reason)

    def _take(self, row: str, values: Mapping[str, str], parted: set[str]) -> None:
        doc_id, event = values["doc_id"], values["event"]
        if doc_id not in self.known:
            said = f"{doc_id!r} is of no article of the corpus" if doc_id else "no doc_id"
            rule = "unknown doc_id" if doc_id else "no doc_id"
            self.note(row, doc_id, rule, "dropped", f"{said}; the row is not used")
        elif doc_id in self.answers:
            earlier = self.answers[doc_id]
            if earlier[0] == event:
                reason = f"row {earlier[3]} says the same of this article"
                self.note(row, doc_id, "doc_id twice", "dropped", reason)
            else:
                reason = (
                    f"row {earlier[3]} says {earlier[0] or 'no event'!r}, this row "
                    f"{event or 'no event'!r}; the article is left without an event"
                )
                self.note(row, doc_id, "doc_id twice", "marked", reason)
                parted.add(doc_id)
        else:
            self.answers[doc_id] = event, values["found"], values.get("confidence", ""), row

    def doubt_events(self, events: pd.DataFrame) -> None:
        """Doubt events of one outlet, and events whose names differ in capitals only."""
        outlets: defaultdict[str, set[str]] = defaultdict(set)
        first: dict[str, str] = {}
        for doc_id, outlet, event in zip(
            events["doc_id"], events["outlet"], events["event"], strict=True
        ):
            if event:
                outlets[event].add(outlet)
                first.setdefault(event, doc_id)
        alike: dict[str, str] = {}
        for event in sorted(first):
            doc_id = first[event]
            row = self.answers[doc_id][3]
            if len(outlets[event]) == 1:
                reason = f"{event!r} has articles of {min(outlets[event])} only: nothing to compare"
                self.note(row, doc_id, "event of one outlet", "marked", reason)
            other = alike.setdefault(event.casefold(), event)
            if other != event:
                reason = f"{event!r} and {other!r} are taken for two events"
                self.note(row, doc_id, "names alike", "marked", reason)


def _table(corpus: Corpus, sheet: _Sheet) -> pd.DataFrame:
    articles = corpus.articles.reset_index(drop=True)
    event, confidence, notes = [], [], []
    for doc_id in sheet.ids:
        said, found, sure, _ = sheet.answers.get(doc_id, ("", "", "", ""))
        event.append(said)
        changed = said != found
        confidence.append((1.0 if changed else _number(sure)) if said else np.nan)
        notes.append(f"by hand; was {found or 'without an event'}" if changed else "")
    days: Any = articles["date"] if "date" in articles else pd.Series(pd.NaT, articles.index)
    table = pd.DataFrame(
        {
            "doc_id": articles["doc_id"].astype("str"),
            "outlet": articles["outlet"].astype("str"),
            "date": days.astype("datetime64[s]"),
            "event": pd.array(event, "str"),
            "confidence": confidence,
            "note": pd.array(notes, "str"),
        }
    )
    return table[list(EVENT_COLUMNS)]


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return float("nan")
