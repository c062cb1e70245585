"""House styles: since when an outlet or office writes, or avoids, one of several names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from framing.errors import LexiconError, unknown_name

__all__ = ["HouseStyle", "read_styles", "styles_on"]

_KEYS = ("from", "by", "use", "avoid")
_FORM = 'styles = [{ from = 2019-08-14, by = "Associated Press", use = "Kyiv" }]'


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """Since when somebody writes an alternative of a naming set, or no longer writes it.

    Attributes
    ----------
    by : str
        Whose style it is.
    since : date
        The first day.
    use : str
        The alternative that is written, or empty.
    avoid : str
        The alternative that is no longer written, or empty.
    """

    by: str
    since: date
    use: str = ""
    avoid: str = ""

    def __str__(self) -> str:
        """Return the style in words.

        Examples
        --------
        >>> print(HouseStyle("Harbour Post", date(2031, 4, 2), avoid="Karsk"))
        Harbour Post: not Karsk since 2031-04-02
        """
        return f"{self.by}: {self.use or f'not {self.avoid}'} since {self.since}"


def styles_on(styles: Sequence[HouseStyle], day: date) -> tuple[HouseStyle, ...]:
    """Return the styles in force on a day: of everybody, the latest.

    Parameters
    ----------
    styles : sequence of HouseStyle
    day : date

    Returns
    -------
    tuple of HouseStyle
        By date, then by name; several of one where they began on the same day.

    Examples
    --------
    >>> old, new = (HouseStyle("Post", date(y, 1, 1), n) for y, n in ((2030, "A"), (2032, "B")))
    >>> [style.use for style in styles_on([old, new], date(2031, 5, 1))]
    ['A']
    """
    latest: dict[str, date] = {}
    for style in styles:
        if style.since <= day:
            latest[style.by] = max(style.since, latest.get(style.by, style.since))
    kept = [style for style in styles if latest.get(style.by) == style.since]
    return tuple(sorted(kept, key=lambda style: (style.since, style.by)))


def read_styles(where: str, found: object, alternatives: Collection[str]) -> tuple[HouseStyle, ...]:
    """Read the styles of a naming set as its codebook has them.

    Parameters
    ----------
    where : str
        File and table, for errors.
    found : object
        What stands under `styles`.
    alternatives : collection of str
        Those of the set.

    Returns
    -------
    tuple of HouseStyle

    Raises
    ------
    LexiconError
        If it is no list of tables, a key or an alternative is unknown, or something is missing.
    """
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise LexiconError(
            f"{where}: styles is {found!r}; it is a list with a table for each day on which a "
            f"style began, as in {_FORM}; mend it"
        )
    return tuple(
        _style(f"{where}, style {number}", item, alternatives)
        for number, item in enumerate(found, 1)
    )


def _style(here: str, item: dict[str, Any], alternatives: Collection[str]) -> HouseStyle:
    for key in item:
        if key not in _KEYS:
            raise LexiconError(unknown_name(here, "key", key, _KEYS))
    since, by = item.get("from"), item.get("by")
    # A moment of TOML is a datetime, which is a date to Python; a style begins on a day.
    if not isinstance(since, date) or isinstance(since, datetime):
        told = "there is no from" if since is None else f"from is {str(since)!r}"
        raise LexiconError(
            f"{here}: {told}; a style begins on a day, written without quotation marks, as in "
            "from = 2019-08-14; mend it"
        )
    # The parts of a list of styles are told apart by these marks.
    if not isinstance(by, str) or not by.strip() or ";" in by or ": " in by:
        told = "there is no by" if by is None else f"by is {by!r}"
        raise LexiconError(
            f"{here}: {told}; a style is somebody's, who has a name without colon or semicolon, as "
            'in by = "Associated Press"; mend it'
        )
    said = [key for key in ("use", "avoid") if key in item]
    if len(said) != 1:
        raise LexiconError(
            f"{here}: {'use and avoid stand' if said else 'neither use nor avoid stands'} there; a "
            "style says which alternative it uses, or which it avoids; write one of the two"
        )
    name = item[said[0]]
    if name not in alternatives:
        raise LexiconError(unknown_name(here, "alternative", name, alternatives))
    return HouseStyle(by.strip(), since, **{said[0]: name})
