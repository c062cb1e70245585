"""Our names for the columns of a source, and what must be there."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from framing.errors import CorpusError, unknown_name
from framing.readers import ARTICLE_COLUMNS, ROW, SOURCE
from framing.readers.strings import as_string

__all__ = ["fill", "rename", "require"]

_REQUIRED = ("outlet", "text")


def rename(
    name: str, frame: pd.DataFrame, columns: Mapping[str, str], *, fixed: bool = False
) -> pd.DataFrame:
    """Give the columns our names; of a format that names its own only where it has theirs."""
    frame = frame.rename(columns=str)
    known = frame.columns.difference([SOURCE, ROW], sort=False)
    for ours in columns:
        if ours not in ARTICLE_COLUMNS:
            raise CorpusError(unknown_name("read_corpus", "article column", ours, ARTICLE_COLUMNS))
    if fixed:
        columns = {ours: theirs for ours, theirs in columns.items() if theirs in known}
    for theirs in columns.values():
        if theirs not in known:
            raise CorpusError(unknown_name(name, "column", theirs, known))
    if len(set(columns.values())) < len(columns):
        twice = next(n for n in columns.values() if list(columns.values()).count(n) > 1)
        raise CorpusError(
            f"{name}: the column {twice!r} is named for more than one of ours "
            f"({', '.join(ours for ours, theirs in columns.items() if theirs == twice)}); each "
            "column of a source has one meaning; name it once"
        )
    doubled = frame.columns[frame.columns.duplicated()]
    if len(doubled):
        raise CorpusError(
            f"{name}: there are several columns {doubled[0]!r}; a name stands for one column; "
            "rename or drop the others"
        )
    # A mapped column takes the name; one that held it before steps aside and is kept.
    taken = {ours: f"{ours}_original" for ours, theirs in columns.items() if ours != theirs}
    frame = frame.rename(columns={k: v for k, v in taken.items() if k not in columns.values()})
    return frame.rename(columns={theirs: ours for ours, theirs in columns.items()})


def require(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame if it has the columns without which nothing is an article."""
    missing = [column for column in _REQUIRED if column not in frame]
    if missing:
        present = [str(column) for column in frame if column not in (SOURCE, ROW)]
        raise CorpusError(
            f"{name}: there is no column {' and no '.join(map(repr, missing))}; there are "
            f"{', '.join(present)}; name yours with columns={{{missing[0]!r}: 'yours'}} "
            f"(on the command line --column {missing[0]}=yours)"
        )
    return frame


def fill(frame: pd.DataFrame, fields: Mapping[str, str]) -> pd.DataFrame:
    """Put what the path says where the file itself says nothing."""
    for name, value in fields.items():
        cells = frame[name].tolist() if name in frame else [""] * len(frame)
        filled = [cell if as_string(cell).strip() else value for cell in cells]
        frame = frame.assign(**{name: pd.Series(filled, frame.index, dtype=object)})
    return frame
