"""Outlet, date and title out of the path of a file."""

from __future__ import annotations

import re
from functools import lru_cache

from framing.errors import CorpusError, unknown_name
from framing.readers import ARTICLE_COLUMNS

__all__ = ["fields_of", "parts_of"]

_FIELD = re.compile(r"\{(\w*)\}|(\*)")
_ANY = "[^/]+?"
# A whole date is looked for first: 2031_03_04_talks does not begin with a year and a rest.
_DATE = r"(?<!\d)\d{4}(?P<sep>[-_.]?)\d{2}(?P=sep)\d{2}(?!\d)"
_NAMES = tuple(name for name in ARTICLE_COLUMNS if name not in ("text", "date_raw"))


def fields_of(pattern: str, path: str) -> dict[str, str] | None:
    """Return what the parts of a path say, or None where it does not fit.

    Parameters
    ----------
    pattern : str
        Names of article columns in braces, ``*`` for what means nothing, slashes between folders.
    path : str
        With slashes.

    Raises
    ------
    CorpusError
        If the pattern names no column, an unknown one or one twice.

    Examples
    --------
    >>> fields_of("{outlet}/{date}_{title}.txt", "Courier/2031-03-04_talks_fail.txt")
    {'outlet': 'Courier', 'date': '2031-03-04', 'title': 'talks_fail'}
    >>> fields_of("{outlet}/{date}_{title}.txt", "Courier/talks.txt") is None
    True
    """
    whole, loose = _compile(pattern)
    found = whole.fullmatch(path) or loose.fullmatch(path)
    if found is None:
        return None
    return {name: value for name, value in found.groupdict().items() if name != "sep"}


def parts_of(pattern: str) -> int:
    """Say how many folders and names a pattern spans."""
    return pattern.count("/") + 1


@lru_cache(maxsize=32)
def _compile(pattern: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return two forms: with a whole date, and with anything in its place."""
    where = f"pattern={pattern!r}"
    form, names, end = "", [], 0
    for field in _FIELD.finditer(pattern):
        between = pattern[end : field.start()]
        if end and not between:
            raise CorpusError(
                f"{where}: {pattern[: field.end()]!r} ends in two fields without a sign between "
                "them; where one ends cannot be told; put a sign or a slash between them"
            )
        form, end = form + re.escape(between), field.end()
        if field[2]:
            form += "[^/]*?"
            continue
        name = field[1]
        if name not in _NAMES:
            raise CorpusError(unknown_name(where, "article column", name, _NAMES))
        if name in names:
            raise CorpusError(
                f"{where}: {{{name}}} stands in it twice; a column has one value; name the other "
                "place * or leave it out"
            )
        names.append(name)
        form += f"(?P<{name}>{_DATE if name == 'date' else _ANY})"
    if not names:
        raise CorpusError(
            f"{where}: it names no column; there are {', '.join(_NAMES)}; write for instance "
            "'{outlet}/{date}_{title}.txt'"
        )
    form += re.escape(pattern[end:])
    forms = (form, form.replace(_DATE, _ANY))
    return re.compile(forms[0], re.IGNORECASE), re.compile(forms[1], re.IGNORECASE)
