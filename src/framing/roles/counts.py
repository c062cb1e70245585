"""In how many articles somebody is cast in a role, by whose words."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from framing.contrasts import estimate
from framing.errors import FramingError, TableError, require_columns
from framing.floors.callings import CALLERS
from framing.floors.people import same_names
from framing.floors.tallies import articles_of
from framing.roles.words import ROLES

__all__ = ["ROLE_COUNT_COLUMNS", "count_roles"]

ROLE_COUNT_COLUMNS = (
    "group",
    "caller",
    "entity",
    "role",
    "measure",
    "estimate",
    "conf_low",
    "conf_high",
    "method",
    "n_docs",
    "n_events",
    "hits",
    "exposure",
    "note",
)
_NEEDED = ("doc_id", "entity", "role", "voice", "confidence")


def count_roles(
    roles: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    by: str = "outlet",
    most: int = 6,
    least: float = 0.0,
) -> pd.DataFrame:
    """Count the articles that cast somebody as hero, villain or victim. Experimental, as `cast` is.

    Parameters
    ----------
    roles : DataFrame
        What `cast` returned.
    segments : DataFrame
        What `segment` returned for the same articles: those that cast nobody count, too.
    by : str, default "outlet"
        The column that groups the articles.
    most : int, default 6
        So many entities at most: those cast in most articles of all groups.
    least : float, default 0
        Rows with a smaller confidence are left out.

    Returns
    -------
    DataFrame
        One row per group, caller (``the outlet``: its wording; ``its sources``: quotations),
        entity and role, who is cast most often first: `estimate` (the share of the group's
        articles) with `conf_low` and `conf_high` (95 %, over events or articles), `hits`,
        `exposure` (articles), `n_docs`, `n_events`, `measure`, `method`, `note`.

    Raises
    ------
    TableError
        If a column is missing, or nobody is cast with that confidence.
    FramingError
        If `most` is below 1.

    Examples
    --------
    >>> roles = pd.DataFrame({"doc_id": ["a"], "entity": ["Mara Dolen"], "role": ["hero"]})
    >>> roles = roles.assign(voice="quoted", confidence=0.2)
    >>> segments = pd.DataFrame({"doc_id": ["a", "b"], "outlet": "Post"})
    >>> counted = count_roles(roles, segments)
    >>> counted.loc[counted["hits"] > 0, ["caller", "entity", "role", "estimate"]].values.tolist()
    [['its sources', 'Mara Dolen', 'hero', 0.5]]
    """
    where = "count_roles"
    require_columns(where, roles.columns, _NEEDED)
    articles = articles_of(where, segments, by)
    if most < 1:
        raise FramingError(f"{where}: most is {most}; it is a number of entities, 1 or more")
    kept = roles[roles["confidence"] >= least]
    if kept.empty:
        raise TableError(
            f"{where}: nobody is cast with a confidence of {least:g} or more; cast() returns who "
            "is; pass its table, or a smaller least"
        )
    kept = kept.assign(entity=kept["entity"].map(same_names(kept["entity"])))
    one = kept[["doc_id", "entity"]].drop_duplicates()["entity"]
    frequent = sorted(Counter(one).items(), key=lambda item: (-item[1], item[0]))
    names = [name for name, _ in frequent[:most]]
    parts = []
    for entity in names:
        mine = kept[kept["entity"] == entity]
        for caller, voices in CALLERS.items():
            for role in ROLES:
                cast_so = mine["voice"].isin(voices) & (mine["role"] == role)
                part = _share(articles, set(mine.loc[cast_so, "doc_id"]), by)
                parts.append(part.assign(caller=caller, entity=entity, role=role))
    return pd.concat(parts, ignore_index=True)[list(ROLE_COUNT_COLUMNS)]


def _share(articles: pd.DataFrame, docs: set[str], by: str) -> pd.DataFrame:
    """Return the share of articles that are among some, by group."""
    scores = articles.assign(
        section="body",
        voice="outlet",
        category="source:cast",
        hits=articles["doc_id"].isin(docs).astype(int),
        exposure=1,
        unit="attributions",
    )
    return estimate(scores, by=by, estimands="all").assign(measure="articles")
