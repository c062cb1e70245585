"""What the user knows about speakers: bloc, side, gender, role."""

from __future__ import annotations

import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable

import pandas as pd

from framing.errors import FramingWarning, TableError, require_columns

__all__ = ["join_people", "key_of", "same_names"]

_NEARLY = 0.8
_INITIAL = re.compile(r"^[a-z]\.?$")
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "sir", "president", "senator", "sen", "gov"})


def join_people(attributions: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Add what you know about speakers (bloc, side, gender, role) to the attributions.

    A name is the same when it is written alike but for capitals, titles and initials (*Mara J.
    Dolen*, *Mara Dolen*). A surname alone is the one person of the table who has it.

    Parameters
    ----------
    attributions : DataFrame
        From `attribute`.
    people : DataFrame
        One row per person or body: `speaker`, and the columns to add.

    Returns
    -------
    DataFrame
        The attributions with the further columns; empty strings where the table does not know.

    Raises
    ------
    TableError
        If `speaker` is missing, a name stands twice or there is no further column.

    Warns
    -----
    FramingWarning
        With the count of attributions whose speaker is named and not in the table.

    Examples
    --------
    >>> found = pd.DataFrame({"speaker": ["Mara J. Dolen", "Brel", ""]})
    >>> people = pd.DataFrame({"speaker": ["Mara Dolen", "Ilya Brel"], "bloc": ["East", "West"]})
    >>> join_people(found, people)["bloc"].tolist()
    ['East', 'West', '']
    """
    where = "join_people"
    require_columns(where, attributions.columns, ("speaker",))
    require_columns(where, people.columns, ("speaker",))
    added = [column for column in people if column != "speaker"]
    if not added:
        raise TableError(
            f"{where}: the table of people has names and nothing about them; add a column such as "
            "bloc, side, gender or role"
        )
    full: dict[str, int] = {}
    last: defaultdict[str, set[int]] = defaultdict(set)
    for row, name in enumerate(people["speaker"].astype("str")):
        words = _words(name)
        key = " ".join(words)
        if not key or key in full:
            raise TableError(
                f"{where}: row {row + 1} of the table of people, {name!r}, "
                + ("stands there twice" if key else "has no name")
                + "; every name stands once; mend the table"
            )
        full[key] = row
        last[words[-1]].add(row)
    names = attributions["speaker"].astype("str")
    found = {name: _find(name, full, last) for name in dict.fromkeys(names)}
    rows = names.map(found)
    unknown = int(((names != "") & (rows < 0)).sum())
    if unknown:
        most = names[(names != "") & (rows < 0)].value_counts().head(3)
        warnings.warn(
            f"{where}: {unknown:,} of {int((names != '').sum()):,} attributions with a name have "
            f"one that the table of people does not have (most: {', '.join(most.index)}); their "
            "new columns are empty; add the names you need",
            FramingWarning,
            stacklevel=2,
        )
    table = attributions.copy()
    for column in added:
        values = people[column].astype("str").where(people[column].notna(), "").tolist()
        table[column] = pd.array([values[k] if k >= 0 else "" for k in rows], "str")
    return table


def key_of(name: str) -> str:
    """Return what is alike in the ways a name is written.

    Examples
    --------
    >>> key_of("Mara J. Dolen"), key_of("Mr. Dolen")
    ('mara dolen', 'dolen')
    """
    return " ".join(_words(name))


def same_names(names: Iterable[str]) -> dict[str, str]:
    """Return name -> the way it is written most often, of all ways to write the same name.

    Ways differ by capitals, titles and initials. A surname alone is the person who bears it, if
    there is one or one has four in five of all full mentions; else it stays what it is.

    Examples
    --------
    >>> same_names(["Mara J. Dolen", "Mara Dolen", "Mara Dolen", "Dolen"])["Dolen"]
    'Mara Dolen'
    """
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        written[key_of(name)][name] += 1
    bearers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, ways in written.items():
        if " " in key:
            bearers[key.split()[-1]][key] += ways.total()
    found = {}
    for key, ways in written.items():
        known = bearers.get(key, Counter())
        whole = key
        if " " not in key and known:
            best = max(known, key=lambda k: (known[k], k))
            whole = best if known[best] >= _NEARLY * known.total() else key
        best_way = max(written[whole], key=lambda n: (written[whole][n], n))
        found.update(dict.fromkeys(ways, best_way))
    return found


def _words(name: str) -> list[str]:
    words = [word.strip(".,").lower() for word in name.replace("’", "'").split()]
    kept = [w for w in words if w not in _TITLES and not _INITIAL.match(w)]
    return kept or words


def _find(name: str, full: dict[str, int], last: defaultdict[str, set[int]]) -> int:
    words = _words(name)
    if not words:
        return -1
    known = full.get(" ".join(words))
    if known is not None:
        return known
    same = last.get(words[-1], set())
    # A surname alone; several bearers cannot be told apart.
    return next(iter(same)) if len(words) == 1 and len(same) == 1 else -1
