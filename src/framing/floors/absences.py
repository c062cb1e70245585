"""Who is named and never heard."""

from __future__ import annotations

from math import comb

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.errors import FramingError, TableError, require_columns
from framing.floors.actors import Actors, find_actors
from framing.stats.families import benjamini_hochberg

__all__ = ["ABSENCE_COLUMNS", "absent"]

ABSENCE_COLUMNS = (
    "within",
    "group",
    "actor",
    "articles",
    "named",
    "articles_elsewhere",
    "named_elsewhere",
    "voiced_elsewhere",
    "expected",
    "p_none",
    "p_adj",
    "note",
)


def absent(
    attributions: pd.DataFrame,
    corpus: Corpus,
    *,
    by: str = "outlet",
    within: str = "",
    least: int = 3,
) -> pd.DataFrame:
    """List who is named in the coverage and given no voice by one of its outlets.

    Absence is measured against what the others do: an actor whom the other outlets let speak in
    half of their articles is missed; one whom nobody quotes is not.

    Parameters
    ----------
    attributions : DataFrame
        From `attribute`.
    corpus : Corpus
        The same articles.
    by : str, default "outlet"
        The column of the articles that groups them.
    within : str, optional
        A column such as ``"event"``: coverage is that of one event, and the table has the
        absences of each. The whole corpus when left out.
    least : int, default 3
        Actors named in fewer articles of the coverage are left out.

    Returns
    -------
    DataFrame
        One row per coverage, group and actor to whom the group never gives a voice: `within`
        (the event, empty for the corpus), `group`, `actor`, `articles` of the group, `named` (in
        how many of them), `articles_elsewhere`, `named_elsewhere`, `voiced_elsewhere` (articles
        of the other groups: how many, naming, giving a voice), `expected` (articles in which the
        group would, at the others' rate), `p_none` (the chance that none of the articles with
        this voice falls to the group if it does as the others: hypergeometric, exact), `p_adj`
        (Benjamini-Hochberg over the rows with a voice elsewhere), `note`. Most expected first.

    Raises
    ------
    TableError
        If a column is missing.
    FramingError
        If `least` is below 1.

    Examples
    --------
    >>> from framing import attribute, read_corpus
    >>> met = "On day {} Mara Dolen met Ilya Brel. “We waited,” {} said."
    >>> texts = [met.format(k, "Mara Dolen" if k < 3 else "Ilya Brel") for k in range(6)]
    >>> table = pd.DataFrame({"outlet": ["Post"] * 3 + ["Wire"] * 3, "text": texts})
    >>> corpus = read_corpus(table.assign(doc_id=list("abcdef")))
    >>> found = absent(attribute(corpus), corpus)
    >>> found[["group", "actor", "named", "voiced_elsewhere", "p_none"]].values.tolist()
    [['Post', 'Ilya Brel', 3, 3, 0.05], ['Wire', 'Mara Dolen', 3, 3, 0.05]]
    """
    where = "absent"
    require_columns(where, attributions.columns, ("doc_id", "kind", "speaker", "source_type"))
    require_columns(where, corpus.articles.columns, ("doc_id", by, *([within] if within else [])))
    if least < 1:
        raise FramingError(f"{where}: least is {least}; it is a number of articles, 1 or more")
    strange = sorted(set(attributions["doc_id"]) - set(corpus.articles["doc_id"]))
    if strange:
        raise TableError(
            f"{where}: the attributions are of article {strange[0]!r}; the corpus does not have "
            "it; pass the corpus they were found in"
        )
    actors = find_actors(corpus, attributions)
    articles = corpus.articles
    coverage = [("", articles)]
    if within:
        known = articles[articles[within].notna() & (articles[within].astype("str") != "")]
        coverage = [(str(name), part) for name, part in known.groupby(within, sort=True)]
    rows = [row for name, part in coverage for row in _rows(name, part, by, actors, least)]
    table = pd.DataFrame(rows, columns=list(ABSENCE_COLUMNS))
    if len(table):
        tested = table["voiced_elsewhere"] > 0
        table.loc[tested, "p_adj"] = benjamini_hochberg(table.loc[tested, "p_none"])
        table = table.sort_values(
            ["expected", "named_elsewhere", "within", "group", "actor"],
            ascending=[False, False, True, True, True],
            ignore_index=True,
        )
    return table


def _rows(
    name: str, articles: pd.DataFrame, by: str, actors: Actors, least: int
) -> list[dict[str, object]]:
    docs = {
        str(group): [str(d) for d in part["doc_id"]]
        for group, part in articles.groupby(by, sort=True, observed=True)
    }
    everything = [d for part in docs.values() for d in part]
    counts: dict[str, int] = {}
    for doc in everything:
        for actor in actors.named.get(doc, ()):
            counts[actor] = counts.get(actor, 0) + 1
    rows = []
    for actor in sorted(a for a, n in counts.items() if n >= least):
        heard = {
            g: sum(actor in actors.voiced.get(d, ()) for d in part) for g, part in docs.items()
        }
        named = {g: sum(actor in actors.named.get(d, ()) for d in part) for g, part in docs.items()}
        for group, part in docs.items():
            if heard[group]:
                continue
            others = len(everything) - len(part)
            voiced = sum(heard.values())
            rows.append(
                {
                    "within": name,
                    "group": group,
                    "actor": actor,
                    "articles": len(part),
                    "named": named[group],
                    "articles_elsewhere": others,
                    "named_elsewhere": sum(named.values()) - named[group],
                    "voiced_elsewhere": voiced,
                    "expected": len(part) * voiced / others if others else np.nan,
                    "p_none": _none(len(everything), voiced, len(part)),
                    "p_adj": np.nan,
                    "note": "" if voiced else "given a voice by no group",
                }
            )
    return rows


def _none(articles: int, voiced: int, drawn: int) -> float:
    """Return the chance that none of the voiced articles is among those drawn.

    Examples
    --------
    >>> _none(6, 3, 3)
    0.05
    """
    return comb(articles - voiced, drawn) / comb(articles, drawn)
