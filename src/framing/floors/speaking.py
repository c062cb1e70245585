"""Who speaks how much."""

from __future__ import annotations

import pandas as pd

from framing.errors import FramingError, require_columns
from framing.floors.tallies import SHARE_COLUMNS, articles_of, labels_of, shares

__all__ = ["MEASURES", "sources"]

MEASURES = ("words", "attributions", "quotations", "articles", "first", "last")
"""What a source can have a share of; `sources` says what each is."""
_NEEDED = ("doc_id", "field", "attribution_id", "parent_id", "kind", "start", "source_type")
_QUOTED = ("direct", "partial")
_SILENT = ("scare", "concession", "unsure")


def sources(
    attributions: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    of: str = "speaker",
    by: str = "outlet",
    most: int = 20,
) -> pd.DataFrame:
    """Count who speaks how much: words, quotations, first and last, per outlet, with intervals.

    Parameters
    ----------
    attributions : DataFrame
        From `attribute`, with further columns if you like (`join_people`).
    segments : DataFrame
        From `segment`, of the same articles.
    of : str, default "speaker"
        The column that says who: ``"speaker"``, ``"source_type"`` (named persons, offices,
        anonymous sources ...), or one of your own such as ``"bloc"``.
    by : str, default "outlet"
        The column of the segments that groups articles.
    most : int, default 20
        So many sources, those with the most attributions over all groups. What is left out
        stays in every denominator; ``"(not resolved)"`` (a source without a name in the article)
        is never left out.

    Returns
    -------
    DataFrame
        One row per group, source and measure, zeros included: `group`, `source`, `measure`,
        `estimate` (a share between 0 and 1), `conf_low`, `conf_high` (95 % delete-one jackknife-t
        over events, else articles), `method`, `n_docs`, `n_events`, `hits`, `exposure`, `note`.
        Measures: ``words`` of all words spoken by a source (the innermost speaker holds a word),
        ``attributions`` and ``quotations`` (direct and partial) of all of them, ``articles`` of
        the articles in which anybody speaks, ``first`` and ``last`` of the articles by who
        speaks first and last. Devices of distance give nobody the floor and do not count.

    Raises
    ------
    TableError
        If a column is missing or unknown.
    FramingError
        If `most` is below 1.

    Examples
    --------
    >>> from framing import attribute, read_corpus, segment
    >>> text = "Mara Dolen said that talks had failed. “We waited,” she said. Ilya Brel shrugged."
    >>> corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": [text]}))
    >>> found = attribute(corpus)
    >>> table = sources(found, segment(corpus, found))
    >>> table.loc[table["measure"] == "quotations", ["source", "hits"]].values.tolist()
    [['Mara Dolen', 1]]
    """
    where = "sources"
    require_columns(where, attributions.columns, _NEEDED)
    require_columns(where, segments.columns, ("doc_id", "field", "attribution_id", "words"))
    if most < 1:
        raise FramingError(f"{where}: most is {most}; it is how many sources to list, 1 or more")
    articles = articles_of(where, segments, by)
    table = attributions.assign(source=labels_of(where, attributions, of))
    table = table[~table["kind"].isin(_SILENT)]
    # The parts of one discontinuous quotation are one attribution.
    once = table.drop_duplicates(["doc_id", "attribution_id"])
    names = _names(once, most)
    if not names:
        return pd.DataFrame(columns=list(SHARE_COLUMNS))
    counted = {
        "words": _words(table, segments),
        "attributions": once.assign(hits=1),
        "quotations": once[once["kind"].isin(_QUOTED)].assign(hits=1),
        "articles": once.drop_duplicates(["doc_id", "source"]).assign(hits=1),
        "first": _edge(table, last=False),
        "last": _edge(table, last=True),
    }
    spoken = pd.Series(1, index=pd.Index(once["doc_id"].unique()))
    parts = []
    for measure in MEASURES:
        # An article counts once, whoever else speaks in it.
        whole = spoken if measure == "articles" else None
        made = shares(counted[measure], articles, by=by, measure=measure, names=names, whole=whole)
        if measure == "articles":
            order = {name: number for number, name in enumerate(names)}
            made = made.sort_values("source", key=lambda of: of.map(order), kind="stable")
        parts.append(made)
    return pd.concat(parts, ignore_index=True)[list(SHARE_COLUMNS)]


def _names(once: pd.DataFrame, most: int) -> list[str]:
    counts = once["source"].value_counts()
    ordered = sorted(counts.index, key=lambda name: (-counts[name], name))
    named = [name for name in ordered if not name.startswith("(")]
    return [*named[:most], *(name for name in ordered if name.startswith("("))]


def _words(table: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Return the words each source speaks: those of the segments its attributions hold."""
    keys = ["doc_id", "field", "attribution_id"]
    held = table.drop_duplicates(keys)[[*keys, "source"]]
    spoken = segments[[*keys, "words"]].merge(held, on=keys)
    return spoken.rename(columns={"words": "hits"})


def _edge(table: pd.DataFrame, *, last: bool) -> pd.DataFrame:
    """Return who speaks first (or last) in the text of each article."""
    text = table[table["field"] == "text"].sort_values(["doc_id", "start"], kind="stable")
    return text.drop_duplicates("doc_id", keep="last" if last else "first").assign(hits=1)
