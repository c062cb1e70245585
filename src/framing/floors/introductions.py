"""How sources are introduced: said, claimed, admitted, blasted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framing.columns import STANCES
from framing.errors import TableError, require_columns, unknown_name
from framing.floors.tallies import articles_of, labels_of, shares_within
from framing.stats.jackknives import jackknife_t

__all__ = ["STANCE_COLUMNS", "stances"]

STANCE_COLUMNS = (
    "group",
    "source",
    "reference",
    "stance",
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
_NEEDED = ("doc_id", "attribution_id", "parent_id", "cue_start", "cue_end", "stance", "source_type")
_SMALL = 0.5
"""Added to every cell, so that a ratio exists where a cell is empty (Haldane 1956)."""
_FEWEST = 5
_NORMAL = 1.959964


def stances(
    attributions: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    of: str = "speaker",
    by: str = "outlet",
    between: Sequence[str] = (),
) -> pd.DataFrame:
    """Count how each source is introduced, per outlet, with intervals.

    Only cues in the outlet's own voice count: what one source says of how another spoke is not
    the outlet's act.

    Parameters
    ----------
    attributions : DataFrame
        From `attribute`, with further columns if you like (`join_people`).
    segments : DataFrame
        From `segment`, of the same articles.
    of : str, default "speaker"
        The column that says who.
    by : str, default "outlet"
        The column of the segments that groups articles.
    between : sequence of two str, optional
        Two values of `of`, such as two blocs: adds, per group, the **claimed-to-said ratio**, the
        odds that the first is introduced at a distance (*claimed*, *alleged*, *purported*) and not
        neutrally (*said*, *told*), over the same odds of the second. 1 is even-handed; 2 means
        that the first "claims" where the second "says" twice as readily.

    Returns
    -------
    DataFrame
        One row per group, source and stance: `group`, `source`, `reference` (the second of
        `between`), `stance`, `measure` (``share`` of the source's attributions, between 0 and 1,
        or ``claimed_to_said_ratio``), `estimate`, `conf_low`, `conf_high` (95 % delete-one
        jackknife-t over articles; ratio on the log scale, with .5 added to every cell, and never
        narrower than Woolf's for independent cases), `method`,
        `n_docs`, `n_events`, `hits`, `exposure`, `note`. A ratio has no interval below five
        articles that introduce either.

    Raises
    ------
    TableError
        If a column is missing or unknown, or `between` names what is not there.

    References
    ----------
    Haldane (1956), The estimation and significance of the logarithm of a ratio of frequencies;
    Woolf (1955), On estimating the relation between blood group and disease.

    Examples
    --------
    >>> from framing import attribute, read_corpus, segment
    >>> text = "Mara Dolen said that talks had failed. Ilya Brel claimed that they went on."
    >>> corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": [text]}))
    >>> found = attribute(corpus)
    >>> table = stances(found, segment(corpus, found))
    >>> table.loc[table["hits"] > 0, ["source", "stance"]].values.tolist()
    [['Ilya Brel', 'distancing'], ['Mara Dolen', 'neutral']]
    """
    where = "stances"
    require_columns(where, attributions.columns, _NEEDED)
    articles = articles_of(where, segments, by)
    table = attributions.assign(source=labels_of(where, attributions, of))
    table = table.drop_duplicates(["doc_id", "attribution_id"])
    introduced = table["cue_end"] > table["cue_start"]
    table = table[introduced & (table["parent_id"] == "") & (table["stance"] != "")]
    counted = pd.DataFrame({"doc_id": table["doc_id"], "within": table["source"],
                            "source": table["stance"].astype("str"), "hits": 1})  # fmt: skip
    made = shares_within(
        counted, articles, by=by, measure="share", names=STANCES,
        within=sorted(set(table["source"])),
    )  # fmt: skip
    named = made.rename(columns={"source": "stance", "within": "source"})
    parts = [named.assign(reference="")] if len(named) else []
    if len(between):
        parts.append(_ratios(where, table, articles, by, of, between))
    if not parts:
        return pd.DataFrame(columns=list(STANCE_COLUMNS))
    return pd.concat(parts, ignore_index=True)[list(STANCE_COLUMNS)]


def _ratios(
    where: str,
    table: pd.DataFrame,
    articles: pd.DataFrame,
    by: str,
    of: str,
    between: Sequence[str],
) -> pd.DataFrame:
    pair = [between] if isinstance(between, str) else list(between)
    if len(pair) != 2 or pair[0] == pair[1]:
        raise TableError(
            f"{where}: between is {pair!r}; a ratio is between two different sources; write for "
            'instance between=["East", "West"]'
        )
    for name in pair:
        if name not in set(table["source"]):
            raise TableError(unknown_name(where, of, name, sorted(set(table["source"]))))
    rows = []
    for group, inside in articles.groupby(by, sort=True, observed=True):
        docs = inside["doc_id"].tolist()
        here = table[table["doc_id"].isin(docs)]
        cells = np.stack(
            [
                here[(here["source"] == name) & (here["stance"] == stance)]
                .groupby("doc_id")
                .size()
                .reindex(docs, fill_value=0)
                .to_numpy()
                for name in pair
                for stance in ("distancing", "neutral")
            ],
            axis=1,
        )
        rows.append(_ratio(str(group), pair, cells[cells.sum(axis=1) > 0]))
    return pd.DataFrame(rows)


def _ratio(group: str, pair: Sequence[str], cells: np.ndarray) -> dict[str, object]:
    total = cells.sum(axis=0)
    n = len(cells)
    estimate = _log_odds(total)
    low = high = np.nan
    note = "" if n >= _FEWEST else f"{n} articles introduce either: too few for an interval"
    sides = total.reshape(2, 2).sum(axis=1)
    for name, count in zip(pair, sides, strict=True):
        if not count:
            estimate, note = np.nan, f"{name} is never introduced at a distance or neutrally"
    if not total[0] + total[2]:
        estimate, note = np.nan, "neither is introduced at a distance"
    if n >= _FEWEST and np.isfinite(estimate):
        replicates = np.array([_log_odds(total - row) for row in cells])
        spread = (jackknife_t(estimate, replicates)[1][0] - estimate) if np.ptp(replicates) else 0.0
        # Few cases in a cell vary more than leaving articles out shows (Woolf 1955).
        half = max(float(spread), _NORMAL * float(np.sqrt((1 / (total + _SMALL)).sum())))
        low, high = (float(np.exp(estimate + sign * half)) for sign in (-1, 1))
    return {
        "group": group,
        "source": pair[0],
        "reference": pair[1],
        "stance": "distancing",
        "measure": "claimed_to_said_ratio",
        "estimate": float(np.exp(estimate)),
        "conf_low": low,
        "conf_high": high,
        "method": f"odds ratio, .5 added to each cell, jackknife-t over {n} articles, log scale",
        "n_docs": n,
        "n_events": 0,
        "hits": int(total[0]),
        "exposure": int(sides[0]),
        "note": note or f"{total[0]} of {sides[0]} against {total[2]} of {sides[1]}",
    }


def _log_odds(cells: np.ndarray) -> float:
    a, b, c, d = cells + _SMALL
    return float(np.log(a * d / (b * c)))
