"""Records out of the text of one file: CSV and JSON lines."""

from __future__ import annotations

import io
import json
import re
import warnings
from pathlib import Path
from typing import Any

import pandas as pd

from framing.errors import CorpusError

__all__ = ["read_csv", "read_lines"]

_DELIMITERS = ",\t;"
# A cell in quotation marks may hold delimiters and line ends.
_QUOTED = re.compile('"[^"]*"')
_RECORD = re.compile(r'(?:"[^"]*"|[^"\r\n])*')


def read_lines(path: Path, text: str) -> list[dict[str, Any]]:
    """Read JSON lines: one object per line."""
    records: list[dict[str, Any]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as fault:
            what = str(fault).partition(": line ")[0]
            where = f" at column {fault.colno}" if isinstance(fault, json.JSONDecodeError) else ""
            raise CorpusError(
                f"{path}, line {number}: this is not JSON ({what}{where}); "
                "JSON lines hold one whole record per line; mend or remove the line"
            ) from fault
        if not isinstance(record, dict):
            raise CorpusError(
                f"{path}, line {number}: the record is a {type(record).__name__}; it must be an "
                'object such as {"outlet": ..., "text": ...}; mend or remove the line'
            )
        records.append(record)
    if not records:
        raise CorpusError(
            f"{path}: the file holds no record; JSON lines hold one article per line; name a file "
            "with articles"
        )
    return records


def _first_line(text: str) -> str:
    return re.split("\r\n|\r|\n", text[: text.find("\n") + 1] or text, maxsplit=1)[0]


def _is_comment(line: str, rest: str) -> bool:
    """Say whether a first line with '#' is a remark, not a header such as ``#id,outlet,text``."""
    if not line.startswith("#"):
        return False
    if line[1:2].isspace() or not line[1:]:
        return True
    below = _RECORD.match(rest)
    counts = [
        [_QUOTED.sub("", record).count(mark) for mark in _DELIMITERS]
        for record in (line, below.group() if below else "")
    ]
    fits = any(mine == theirs > 0 for mine, theirs in zip(*counts, strict=True))
    return bool(rest) and not fits


def read_csv(path: Path, text: str, delimiter: str) -> pd.DataFrame:
    """Read CSV as strings; without a delimiter it is the one the header has most."""
    while _is_comment(header := _first_line(text), rest := text[len(header) :].lstrip("\r\n")):
        text = rest
    if not header.strip():
        raise CorpusError(f"{path}: the file holds no header line; name the columns in line 1")
    delimiter = delimiter or max(_DELIMITERS, key=header.count)
    try:
        with warnings.catch_warnings():
            # Without index_col=False a row with a cell too many shifts every column by one.
            warnings.simplefilter("error", pd.errors.ParserWarning)
            return pd.read_csv(
                io.StringIO(text),
                sep=delimiter,
                dtype="str",
                keep_default_na=False,
                na_filter=False,
                index_col=False,
                on_bad_lines="error",
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning, pd.errors.EmptyDataError) as fault:
        longer = isinstance(fault, pd.errors.ParserWarning)
        what = str(fault).strip().removeprefix("Error tokenizing data. C error: ")
        what = "a row has more cells than the header" if longer else what
        raise CorpusError(
            f"{path}: the rows do not fit the header ({what}); a quotation mark is "
            "probably not closed or a delimiter not quoted; mend that row"
        ) from fault
