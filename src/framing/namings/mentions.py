"""What a request for names is about: sets, articles, and how often each name stands in each."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence

import pandas as pd

from framing.errors import ComparisonError, FramingWarning, TableError, unknown_name
from framing.lexicon import Lexicon, NamingSet

__all__ = ["MARKED", "choose_names", "choose_sets", "count_mentions", "list_articles"]

MARKED = "(marked)"
"""What stands for the marked alternatives of a set together."""


def choose_names(
    where: str, what: str, asked: Iterable[str] | str, known: Sequence[str]
) -> list[str]:
    """Return the names asked for, each of which must be known."""
    names = [asked] if isinstance(asked, str) else list(dict.fromkeys(asked))
    if not names:
        raise ComparisonError(
            f"{where}: no {what} is named; there are {', '.join(known)}; name one or leave it out"
        )
    for name in names:
        if name not in known:
            raise ComparisonError(unknown_name(where, what, name, known))
    return names


def choose_sets(
    where: str, scores: pd.DataFrame, lexicon: Lexicon, sets: Iterable[str] | str | None
) -> list[NamingSet]:
    """Return the sets asked for, which the scores must know as the codebook does."""
    category = scores["category"]
    known = isinstance(category.dtype, pd.CategoricalDtype)
    there = set(category.cat.categories if known else category.unique())
    asked = list(lexicon.naming) if sets is None else sets
    chosen = [
        lexicon.naming[n] for n in choose_names(where, "naming set", asked, list(lexicon.naming))
    ]
    for item in chosen if known else ():
        lost = [name for name in item.alternatives if item.category(name) not in there]
        if lost:
            raise ComparisonError(
                f"{where}: the scores know no {item.category(lost[0])!r}; the codebook "
                f"{lexicon.label} has it, so they were made with another, or of some categories "
                "only; pass the codebook and the scores that belong together, or name other sets"
            )
    return chosen


def list_articles(where: str, scores: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return `doc_id`, `group`, `event`, `date` of every article that has a group."""
    table = scores.drop_duplicates("doc_id").reset_index(drop=True)
    named = table[by].notna() & (table[by].astype("str").str.strip() != "")
    if not named.any():
        raise ComparisonError(
            f"{where}: no article has a value of {by!r}; there are none to group by; "
            "fill the column or group by another"
        )
    if not named.all():
        lost = int((~named).sum())
        warnings.warn(
            f"{where}: {lost} article{'s have' if lost > 1 else ' has'} no {by} and "
            f"{'are' if lost > 1 else 'is'} left out",
            FramingWarning,
            stacklevel=3,
        )
    table = table[named]
    return pd.DataFrame(
        {
            "doc_id": table["doc_id"],
            "group": table[by].astype("str"),
            "event": table["event"],
            "date": pd.to_datetime(table["date"]),
        }
    )


def count_mentions(
    where: str, scores: pd.DataFrame, articles: pd.DataFrame, item: NamingSet
) -> pd.DataFrame:
    """Return mentions per article, voice and alternative, the marked ones also together."""
    wanted = {item.category(name): name for name in item.alternatives}
    category = scores["category"].astype("str")
    here = category.isin(list(wanted)) & (scores["section"].astype("str") == "body")
    found = scores.loc[here, ["doc_id", "voice", "hits", "exposure"]].copy()
    found["alternative"] = category[here].map(wanted)
    found["voice"] = found["voice"].astype("str")
    cells = found.groupby(["doc_id", "voice"]).agg(hits=("hits", "sum"), of=("exposure", "max"))
    lost = cells[cells["hits"] != cells["of"]]
    if len(lost):
        (doc, voice), row = lost.index[0], lost.iloc[0]
        raise TableError(
            f"{where}: article {doc!r} has {row['of']:g} mentions of the set {item.name!r} in "
            f"voice {voice}; the rows of its alternatives add up to {row['hits']:g}, so some are "
            "missing or there twice; pass what score returned"
        )
    marked = found[found["alternative"].map(lambda name: item.alternatives[name] != 0)]
    if len(marked):
        marked = marked.groupby(["doc_id", "voice"], as_index=False).agg(
            hits=("hits", "sum"), exposure=("exposure", "max")
        )
        found = pd.concat([found, marked.assign(alternative=MARKED)], ignore_index=True)
    return found.merge(articles, on="doc_id")
