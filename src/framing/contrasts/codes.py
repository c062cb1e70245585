"""Names as numbers: what millions of rows say is looked up once for each name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["as_codes", "encode", "is_name"]


def encode(values: pd.Series[Any], *, blank: bool = False) -> pd.Series[Any]:
    """Return names as a categorical of strings, nothing and blank as missing.

    Parameters
    ----------
    values : Series
    blank : bool
        Whether a blank is a name.

    Examples
    --------
    >>> encode(pd.Series(["flood", " ", None, "flood"], dtype=object)).cat.codes.tolist()
    [0, -1, -1, 0]
    """
    if isinstance(values.dtype, pd.CategoricalDtype):
        codes, levels = values.cat.codes.to_numpy(), values.cat.categories
    else:
        codes, levels = pd.factorize(values)
    known = [str(level) for level in levels]
    if isinstance(levels.dtype, pd.StringDtype) and (blank or all(name.strip() for name in known)):
        return pd.Series(pd.Categorical.from_codes(codes, levels), index=values.index)
    # Levels that read alike are one name, as 1 and "1" are.
    names = list(dict.fromkeys(name for name in known if blank or name.strip()))
    place = {name: number for number, name in enumerate(names)}
    # The last one is for what is missing, which has the code -1.
    new = np.array([*(place.get(name, -1) for name in known), -1], np.int32)
    return pd.Series(
        pd.Categorical.from_codes(new[codes], pd.Index(names, dtype="str")), index=values.index
    )


def as_codes(values: pd.Series[Any], names: list[str]) -> NDArray[np.intp]:
    """Return where among the names each value stands, -1 where it is none of them.

    Examples
    --------
    >>> as_codes(pd.Series(["b", "c", "a"]), ["a", "b"]).tolist()
    [1, -1, 0]
    """
    known = encode(values, blank=True)
    place = {name: number for number, name in enumerate(names)}
    new = [place.get(str(name), -1) for name in known.cat.categories]
    found: NDArray[np.intp] = np.array([*new, -1], np.intp)[known.cat.codes.to_numpy()]
    return found


def is_name(values: pd.Series[Any], name: str) -> NDArray[np.bool_]:
    """Say where a column holds a name.

    Examples
    --------
    >>> is_name(pd.Series(["body", "headline"]), "body").tolist()
    [True, False]
    """
    return np.asarray(as_codes(values, [name]) == 0, dtype=bool)
