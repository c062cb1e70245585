"""From codings to what a classifier learns from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.errors import ModelError, require_columns, unknown_name

__all__ = ["FrameLabels", "join_title", "label_frames"]

_YES, _NO = ("yes", "1", "true", "1.0"), ("no", "0", "false", "0.0")


class FrameLabels(NamedTuple):
    """Texts, the frames people saw in them, and the groups that stay together."""

    texts: list[str]
    labels: pd.DataFrame
    groups: list[str]


def label_frames(
    codings: pd.DataFrame,
    sample: pd.DataFrame,
    *,
    frames: Sequence[str] | None = None,
    by: str = "outlet",
) -> FrameLabels:
    """Return the texts that were coded, with the majority's answer for each frame.

    Parameters
    ----------
    codings : DataFrame
        From `read_coding`: `unit_id`, `coder`, `variable`, `value` (yes or no).
    sample : DataFrame
        The sample that was coded, with `unit_id` and `text`. A `title`, joined on from the articles
        by `doc_id`, is put before the text, as `find_frames` does.
    frames : sequence of str, optional
        The variables that are frames; all unless named.
    by : str, default "outlet"
        The column of the sample that groups texts: those of one group are never both learned
        from and judged.

    Returns
    -------
    FrameLabels
        `texts`; `labels`, a row per text and a column per frame: 1, 0, or missing where coders
        are divided or nobody coded; `groups`.

    Raises
    ------
    ModelError
        If there are no codings, a frame or column is unknown, an answer is neither yes nor no, or
        a unit is not in the sample.

    Examples
    --------
    >>> sample = pd.DataFrame({"unit_id": ["u1"], "text": ["Jobs were lost."], "outlet": ["Post"]})
    >>> codings = pd.DataFrame({"unit_id": "u1", "coder": ["ana", "ben"], "variable": "economic"})
    >>> label_frames(codings.assign(value="yes"), sample).labels.values.tolist()
    [[1.0]]
    """
    where = "label_frames"
    require_columns(where, codings.columns, ("unit_id", "coder", "variable", "value"))
    require_columns(where, sample.columns, ("unit_id", "text", by))
    known = list(dict.fromkeys(codings["variable"].astype("str")))
    if not known:
        raise ModelError(
            f"{where}: there are no codings; a frame is learned from texts that people coded; read "
            "their sheets with read_coding"
        )
    for name in frames or ():
        if name not in known:
            raise ModelError(unknown_name(where, "frame", name, known))
    chosen = list(frames or known)
    given = codings[codings["variable"].astype("str").isin(chosen)]
    share = _shares(where, given)
    unknown = share.index.difference(pd.Index(sample["unit_id"].astype("str")))
    if len(unknown):
        raise ModelError(
            f"{where}: the codings name unit {unknown[0]!r}; the sample of {len(sample):,} has "
            "none of that name; pass the sample that was coded"
        )
    units = sample.assign(unit_id=sample["unit_id"].astype("str")).set_index("unit_id")
    units = units.loc[[unit for unit in units.index if unit in share.index]]
    labels = share.reindex(index=units.index, columns=chosen)
    # A majority is more than half; where coders are divided, nobody knows.
    labels = labels.mask(labels > 0.5, 1.0).mask(labels < 0.5, 0.0).mask(labels == 0.5)
    return FrameLabels(join_title(units), labels, units[by].astype("str").tolist())


def _shares(where: str, given: pd.DataFrame) -> pd.DataFrame:
    """Return the share of coders who said yes, units by variables."""
    value = given["value"].astype("str").str.strip().str.casefold()
    odd = ~value.isin((*_YES, *_NO, "", "unsure", "nan"))
    if odd.any():
        raise ModelError(
            f"{where}: {given.loc[odd, 'variable'].iloc[0]!r} has the value "
            f"{given.loc[odd, 'value'].iloc[0]!r}; a frame is coded yes or no (unsure counts as "
            "not coded); name the variables that are frames with frames=[...]"
        )
    said = pd.Series(np.where(value.isin(_YES), 1.0, np.where(value.isin(_NO), 0.0, np.nan)))
    keys = given[["unit_id", "variable"]].astype("str").reset_index(drop=True)
    return keys.assign(said=said).pivot_table(
        index="unit_id", columns="variable", values="said", aggfunc="mean", dropna=False
    )


def join_title(units: pd.DataFrame) -> list[str]:
    r"""Return texts with the title before them, unless they begin with it.

    Examples
    --------
    >>> join_title(pd.DataFrame({"title": ["A row"], "text": ["It began."]}))
    ['A row\n\nIt began.']
    """
    texts = units["text"].fillna("").astype("str").tolist()
    if "title" not in units:
        return texts
    titles = units["title"].fillna("").astype("str").tolist()
    joined = []
    for title, text in zip(titles, texts, strict=True):
        apart = title.strip() and not text.lstrip().startswith(title.strip())
        joined.append(f"{title}\n\n{text}" if apart else text)
    return joined
