"""Groups of articles as a sheet that a person checks."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from framing.coding.sheets.cells import escape, neutralise
from framing.coding.sheets.shown import show
from framing.coding.sheets.xlsx_files import put_text, timeless
from framing.corpus import Corpus
from framing.errors import (
    TableError,
    import_extra,
    require_columns,
    unknown_name,
)
from framing.events.matches import EVENT_COLUMNS
from framing.tables import replacing

__all__ = ["SHEET_COLUMNS", "write_events"]

SHEET_COLUMNS = ("event", "found", "confidence", "outlet", "date", "title", "lede", "note", "url",
                 "doc_id")  # fmt: skip
_FORMATS = (".csv", ".xlsx")
_LEDE = 300
_WIDTHS = {"event": 34, "found": 20, "outlet": 16, "title": 48, "lede": 60, "note": 24, "url": 24}
_HOW = (
    "Write into the column event what each article reports on: the same word for the same event, "
    "nothing where no other outlet reports it. Do not change found or doc_id. Sorting whole lines "
    "is fine."
)


def write_events(events: pd.DataFrame, corpus: Corpus, path: str | Path) -> Path:
    """Write the groups as a sheet to check: what is least certain stands first.

    A person corrects the column `event`; `found` keeps what was found. Articles of an event stand
    together, the event with the least certain article first; articles without an event follow by
    date.

    Parameters
    ----------
    events : DataFrame
        From `match_events` or `read_events`.
    corpus : Corpus
        The articles, for headlines and first lines. The sheet holds them: it is for you.
    path : path
        Ending in ``.csv`` or ``.xlsx``.

    Returns
    -------
    Path

    Raises
    ------
    TableError
        If a column is missing, an id is of no article, or the ending is another.
    MissingExtraError
        If the ending is ``.xlsx`` and openpyxl is not installed.

    Examples
    --------
    >>> import tempfile
    >>> from framing import match_events, read_corpus
    >>> table = pd.DataFrame({"outlet": ["Courier", "Herald"], "doc_id": ["c1", "h1"]})
    >>> table["text"], table["date"] = ["Sarn burns.", "A ferry sank."], "2031-03-04"
    >>> corpus = read_corpus(table)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = write_events(match_events(corpus), corpus, f"{folder}/events.csv")
    ...     print(path.read_text(encoding="utf-8-sig").splitlines()[1])
    "","","","Courier","2031-03-04","","Sarn burns.","","","c1"
    """
    where = "write_events"
    path = Path(path)
    require_columns(where, events.columns, EVENT_COLUMNS)
    if path.suffix.lower() not in _FORMATS:
        raise TableError(unknown_name(str(path), "sheet format", path.suffix, _FORMATS))
    rows = _sheet_rows(where, events, corpus)
    if path.suffix.lower() == ".csv":
        text = io.StringIO()
        writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(SHEET_COLUMNS)
        writer.writerows([neutralise(cell) for cell in row] for row in rows)
        content = text.getvalue().encode("utf-8-sig")
    else:
        content = _workbook(where, rows)
    with replacing(path) as file:
        file.write(content)
    return path


def _sheet_rows(where: str, events: pd.DataFrame, corpus: Corpus) -> list[list[str]]:
    articles = corpus.articles.set_index(corpus.articles["doc_id"].astype("str"))
    table = events.assign(doc_id=events["doc_id"].astype("str"))
    strange = table["doc_id"][~table["doc_id"].isin(articles.index)]
    if len(strange):
        raise TableError(
            f"{where}: the id {strange.iloc[0]!r} is of no article of the corpus "
            f"({strange.nunique():,} such ids); pass the corpus that the events were matched in"
        )
    table["event"] = table["event"].astype("str").fillna("")
    lone = table["event"] == ""
    least = table.groupby("event")["confidence"].transform("min")
    table = table.assign(lone=lone, least=least.where(~lone))
    table = table.sort_values(
        ["lone", "least", "event", "date", "outlet", "doc_id"], kind="stable", na_position="first"
    )
    rows = []
    for row in table.to_dict("records"):
        article = articles.loc[row["doc_id"]]
        sure, day = row["confidence"], row["date"]
        cells: dict[str, str] = {name: str(row[name]) for name in ("event", "doc_id", "outlet")}
        cells |= {name: str(article.get(name, "")) for name in ("title", "url")}
        cells |= {
            "found": cells["event"],
            "confidence": "" if pd.isna(sure) else f"{sure:.2f}",
            "date": "" if pd.isna(day) else f"{day:%Y-%m-%d}",
            "lede": " ".join(str(article["text"])[: 2 * _LEDE].split())[:_LEDE],
            "note": str(row["note"]),
        }
        rows.append([cells[name] for name in SHEET_COLUMNS])
    return rows


def _workbook(where: str, rows: Sequence[Sequence[str]]) -> bytes:
    openpyxl = import_extra(f"{where}, XLSX", "openpyxl", "openpyxl", "coding")
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    guide, page = book.active, book.create_sheet("Events")
    guide.title = "Read me first"
    guide.column_dimensions["A"].width = 100
    put_text(guide, 1, 1, _HOW)
    bold, answer = Font(bold=True), PatternFill("solid", fgColor="FFF4D6")
    for column, name in enumerate(SHEET_COLUMNS, start=1):
        put_text(page, 1, column, name, font=bold)
        page.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, 12)
    for number, row in enumerate(rows, start=2):
        for column, cell in enumerate(row, start=1):
            style = {"fill": answer} if column == 1 else {}
            put_text(page, number, column, escape(show(cell)), **style)
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(SHEET_COLUMNS))}{len(rows) + 1}"
    book.active = 1
    content = io.BytesIO()
    book.save(content)
    return timeless(content.getvalue())
