"""Scores from several questions about one thing: means of items, and how far items agree."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.coding.agreements import agree
from framing.errors import CodingError, require_columns

__all__ = ["ITEM_COLUMNS", "ITEM_SCORE_COLUMNS", "ItemScores", "score_items"]

ITEM_SCORE_COLUMNS = ("unit_id", "frame", "score", "n_items", "n_coders")
ITEM_COLUMNS = (
    "frame",
    "item",
    "n_units",
    "n_coders",
    "share_yes",
    "alpha",
    "alpha_low",
    "alpha_high",
    "item_rest",
    "note",
)
WHOLE = "(frame)"
_ITEM = re.compile(r"(.+)_\d+")
_CODES = {"yes": 1.0, "1": 1.0, "1.0": 1.0, "no": 0.0, "0": 0.0, "0.0": 0.0}
_MISSING = ("", "unsure", "nan")

Floats = npt.NDArray[np.float64]


class ItemScores(NamedTuple):
    """What `score_items` returns: a score per unit and frame, and a row per item."""

    scores: pd.DataFrame
    items: pd.DataFrame


def score_items(
    codings: pd.DataFrame,
    *,
    frames: Mapping[str, Sequence[str]] | None = None,
    draws: int = 2000,
    seed: int,
) -> ItemScores:
    """Return frame scores as means of their items, and how far coders and items agree.

    Parameters
    ----------
    codings : DataFrame
        From `read_coding`, on a form such as ``generic_frames`` or ``entman``: `unit_id`,
        `coder`, `variable`, `value` (yes or no; unsure and empty count as not answered).
    frames : mapping, optional
        Frame -> its items. Left out, items are the variables that end in a number
        (``conflict_1``), and their frame is what stands before it.
    draws : int
        Bootstrap samples behind the intervals of alpha.
    seed : int

    Returns
    -------
    ItemScores
        `scores`: a row per unit and frame: `unit_id`, `frame`, `score` (between 0 and 1: the mean
        over coders of the mean over the items they answered), `n_items`, `n_coders`. `items`: a
        row per item, and one for the whole frame, ``(frame)``: `frame`, `item`, `n_units` (coded
        by two or more), `n_coders`, `share_yes`, `alpha`, `alpha_low`, `alpha_high`
        (Krippendorff; nominal for an item, interval for the score), `item_rest` (correlation of
        the item with the mean of the others over units; for the frame Cronbach's alpha), `note`.

    Raises
    ------
    TableError
        If a column is missing.
    CodingError
        If there are no items, one is unknown, or an answer is neither yes nor no.

    References
    ----------
    Semetko and Valkenburg (2000), Journal of Communication 50; Cronbach (1951), Psychometrika 16.

    Examples
    --------
    >>> rows = [
    ...     (u, c, f"conflict_{k}", "yes" if u == "u1" else "no")
    ...     for u in ("u1", "u2")
    ...     for c in ("ana", "ben")
    ...     for k in (1, 2)
    ... ]
    >>> codings = pd.DataFrame(rows, columns=["unit_id", "coder", "variable", "value"])
    >>> score_items(codings, seed=1).scores[["frame", "score"]].values.tolist()
    [['conflict', 1.0], ['conflict', 0.0]]
    """
    where = "score_items"
    require_columns(where, codings.columns, ("unit_id", "coder", "variable", "value"))
    named = _items_of(where, codings, frames)
    item_of = {item: frame for frame, items in named.items() for item in items}
    given = pd.DataFrame(
        {name: codings[name].astype("str") for name in ("unit_id", "coder", "variable", "value")}
    )
    given = given[given["variable"].isin(item_of)].reset_index(drop=True)
    given["frame"] = given["variable"].map(item_of)
    given["number"] = _numbers(where, given)
    given = given[given["number"].notna()]
    by_coder = given.groupby(["unit_id", "frame", "coder"], sort=False)["number"].mean()
    by_unit = given.groupby(["unit_id", "frame"], sort=False)
    scores = pd.DataFrame(
        {
            "score": by_coder.groupby(["unit_id", "frame"], sort=False).mean(),
            "n_items": by_unit["variable"].nunique(),
            "n_coders": by_unit["coder"].nunique(),
        }
    ).reset_index()
    rows = []
    for frame, items in named.items():
        mine = given[given["frame"] == frame]
        rows += _item_rows(frame, items, mine, draws, seed)
    return ItemScores(
        scores[list(ITEM_SCORE_COLUMNS)], pd.DataFrame(rows, columns=list(ITEM_COLUMNS))
    )


def _items_of(
    where: str, codings: pd.DataFrame, frames: Mapping[str, Sequence[str]] | None
) -> dict[str, list[str]]:
    known = list(dict.fromkeys(codings["variable"].astype("str")))
    found: dict[str, list[str]] = {name: list(items) for name, items in (frames or {}).items()}
    if frames is None:
        for name in known:
            if match := _ITEM.fullmatch(name):
                found.setdefault(match.group(1), []).append(name)
    for name, items in found.items():
        for item in items:
            if item not in known:
                raise CodingError(
                    f"{where}: frame {name!r} has the item {item!r}; the codings have "
                    f"{', '.join(known) or 'no variables'}; name those that were asked"
                )
    if not any(found.values()):
        raise CodingError(
            f"{where}: there are no items; the codings have {', '.join(known) or 'no variables'}, "
            "and items end in a number, as in conflict_1; name them with frames={...}"
        )
    return found


def _numbers(where: str, given: pd.DataFrame) -> Floats:
    """Return the answers as 1, 0 or missing."""
    value = given["value"].str.strip().str.casefold()
    odd = ~value.isin((*_CODES, *_MISSING))
    if odd.any():
        row = given[odd].iloc[0]
        raise CodingError(
            f"{where}: {row['coder']} answered {row['value']!r} to {row['variable']!r} of unit "
            f"{row['unit_id']!r}; an item is answered yes or no; leave the variable out with "
            "frames={...}, or mend the answer"
        )
    return np.asarray(value.map(_CODES), dtype=np.float64)


def _item_rows(
    frame: str, items: Sequence[str], mine: pd.DataFrame, draws: int, seed: int
) -> list[tuple[object, ...]]:
    """Return a row for each item of a frame, and one for its score."""
    wide = mine.pivot_table(index="unit_id", columns="variable", values="number", aggfunc="mean")
    wide = wide.reindex(columns=list(items))
    rows = []
    for item in items:
        some = mine[mine["variable"] == item]
        rest = wide.drop(columns=item).mean(axis=1)
        said = some.assign(value=some["number"].map({1.0: "yes", 0.0: "no"}))
        rows.append(
            (frame, item, *_agreed(said, "nominal", draws, seed), _correlation(wide[item], rest))
        )
    score = mine.groupby(["unit_id", "coder"], as_index=False)["number"].mean()
    score = score.assign(variable=WHOLE, value=score["number"].astype("str"))
    rows.append((frame, WHOLE, *_agreed(score, "interval", draws, seed), _cronbach(wide)))
    # The note stands last, the correlation before it.
    return [(*row[:8], row[9], row[8]) for row in rows]


def _agreed(given: pd.DataFrame, level: str, draws: int, seed: int) -> tuple[object, ...]:
    share = float(given["number"].mean()) if len(given) else np.nan
    coders = int(given["coder"].nunique())
    if not (given.groupby("unit_id")["coder"].nunique() > 1).any():
        return (0, coders, share, np.nan, np.nan, np.nan, "no unit has two coders")
    variable = str(given["variable"].iloc[0])
    row = agree(given, levels={variable: level}, draws=draws, seed=seed).iloc[0]
    ends = [float(row[name]) for name in ("alpha", "alpha_low", "alpha_high")]
    return (int(row["n_units"]), coders, share, *ends, str(row["note"]))


def _correlation(item: pd.Series, rest: pd.Series) -> float:
    both = item.notna() & rest.notna()
    a, b = item[both].to_numpy(float), rest[both].to_numpy(float)
    if len(a) < 2 or a.std() == 0 or b.std() == 0:
        return np.nan
    return float(np.corrcoef(a, b)[0, 1])


def _cronbach(wide: pd.DataFrame) -> float:
    """Return Cronbach's alpha over units with all items answered."""
    whole = wide.dropna().to_numpy(float)
    count = whole.shape[1]
    if len(whole) < 2 or count < 2:
        return np.nan
    total = whole.sum(axis=1).var(ddof=1)
    if total == 0:
        return np.nan
    return float(count / (count - 1) * (1 - whole.var(axis=0, ddof=1).sum() / total))
