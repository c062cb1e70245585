"""Which of several names is written: shares by outlet, voice and month, beside house styles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from framing.columns import ESTIMANDS, VOICES
from framing.contrasts import estimate
from framing.contrasts.rows import many
from framing.errors import require_columns
from framing.lexicon import Lexicon, NamingSet
from framing.namings.mentions import (
    MARKED,
    choose_names,
    choose_sets,
    count_mentions,
    list_articles,
)
from framing.periods import Period, find_periods
from framing.scores import SCORE_COLUMNS
from framing.styles import styles_on

__all__ = ["NAME_COLUMNS", "share_names"]

NAME_COLUMNS = (
    "group",
    "voice",
    "period",
    "set",
    "alternative",
    "estimate",
    "conf_low",
    "conf_high",
    "method",
    "n_docs",
    "n_events",
    "hits",
    "exposure",
    "house_style",
    "note",
)
_KEYS = ["group", "period", "alternative"]
_NUMBERS = ["estimate", "conf_low", "conf_high", "method", "n_docs", "n_events", "hits", "exposure"]


def share_names(
    scores: pd.DataFrame,
    lexicon: Lexicon,
    *,
    by: str = "outlet",
    sets: Sequence[str] | str | None = None,
    voices: Sequence[str] | str = tuple(ESTIMANDS),
    period: str | date | Sequence[str | date] = "month",
) -> pd.DataFrame:
    """Return which name is chosen, by outlet, voice and month, beside the house styles in force.

    Shares are those of `estimate`: all mentions of an alternative over all mentions of any of its
    set, in lede and body, with 95 % delete-one-cluster jackknife-t intervals on the logit scale,
    clusters being events where a group has two or more in that period, else articles. Where the
    jackknife sees no spread (all mentions or none, one article), Clopper-Pearson bounds take every
    article, or event, for one observation: who writes a name once in an article writes it again.
    A negation changes nothing: who writes "this is no war" has written *war*.

    Parameters
    ----------
    scores : DataFrame
        All that `score` or `read_counts` returned: articles without a mention say which months
        there are.
    lexicon : Lexicon
        The codebook they were made with.
    by : str, default "outlet"
        The column that groups articles, of the scores or joined on by `doc_id`.
    sets : str or sequence of str, optional
        Naming sets, as in `lexicon.naming`; all of them unless named, which makes many rows.
    voices : str or sequence of str
        Estimands (`own`, `wording`, `all`) or single voices (`outlet`, `quoted`, `reported`,
        `distanced`, `unsure`).
    period : str, date or sequence of these
        ``month``, ``quarter``, ``year`` or ``all``, or one or more days on which a new period
        begins, such as ``2019-08-14``.

    Returns
    -------
    DataFrame
        One row per group, voice, period, set and alternative, and one for the marked alternatives
        together (`MARKED`): `group`, `voice`, `period`, `set`, `alternative`, `estimate` (a share,
        between 0 and 1; missing where nothing is mentioned), `conf_low`, `conf_high`, `method`,
        `n_docs`, `n_events` (articles with a mention, and their events), `hits`, `exposure`
        (mentions of the alternative, of any), `house_style` (in force on the last day of the
        period), `note`. Months from the first article to the last are there for every group.

    Raises
    ------
    TableError
        If a column is missing, or some alternatives of a set.
    ComparisonError
        If a set, voice or period is unknown, no article has a date or a group, or the codebook is
        another.

    See Also
    --------
    plot_names_over_time : the same as a figure.

    Examples
    --------
    >>> from framing import annotate, attribute, read_corpus, read_lexicon, score, segment
    >>> texts = ["Talks in Kiev began.", "Talks in Kyiv ended.", "Kyiv was calm. Kyiv slept."]
    >>> dates = ["2019-06-01", "2019-08-20", "2019-08-25"]
    >>> corpus = read_corpus(pd.DataFrame({"outlet": "Post", "date": dates, "text": texts}))
    >>> segments, lexicon = segment(corpus, attribute(corpus)), read_lexicon("loaded")
    >>> scores = score(annotate(corpus, segments, lexicon), segments)
    >>> table = share_names(scores, lexicon, sets="kyiv", voices="own", period="month")
    >>> table.loc[table["alternative"] == "Kyiv", ["period", "estimate", "exposure"]]
        period  estimate  exposure
    1  2019-06       0.0         1
    4  2019-07       NaN         0
    7  2019-08       1.0         3
    >>> table["house_style"].iloc[-1]
    'US Board on Geographic Names: Kyiv since 2019-06-11; Associated Press: Kyiv since 2019-08-14'
    """
    where = "share_names"
    require_columns(where, scores.columns, (*SCORE_COLUMNS, by))
    chosen = choose_sets(where, scores, lexicon, sets)
    heard = choose_names(where, "voice", voices, (*ESTIMANDS, *VOICES))
    articles = list_articles(where, scores, by)
    named, periods = find_periods(where, articles["date"], period)
    articles = articles.assign(period=named)
    groups = sorted(articles["group"].unique())
    parts = []
    for item in chosen:
        counted = count_mentions(where, scores, articles, item)
        grid = pd.MultiIndex.from_product(
            [groups, [p.name for p in periods], _alternatives(item)], names=_KEYS
        )
        for voice in heard:
            rows = _shares(counted[counted["voice"].isin(ESTIMANDS.get(voice, (voice,)))], grid)
            parts.append(_finish(rows, item, voice, articles, periods))
    table = pd.concat(parts, ignore_index=True)
    return table[list(NAME_COLUMNS)]


def _alternatives(item: NamingSet) -> list[str]:
    marked = any(item.alternatives.values())
    return [*item.alternatives, *([MARKED] if marked else [])]


def _shares(counted: pd.DataFrame, grid: pd.MultiIndex) -> pd.DataFrame:
    """Return a row for every place of the grid, estimated where something is mentioned."""
    counted = counted[counted["exposure"] > 0]
    table = pd.DataFrame(columns=[*_KEYS, *_NUMBERS, "note"])
    if len(counted):
        cells = counted[["group", "period"]].drop_duplicates().reset_index(drop=True)
        cells["cell"] = [f"{number:09d}" for number in range(len(cells))]
        counted = counted.merge(cells, on=["group", "period"])
        made = estimate(
            counted.rename(columns={"alternative": "category"}).assign(
                section="body", unit="alternatives"
            ),
            by="cell",
            estimands="all",
        ).rename(columns={"category": "alternative", "group": "cell"})
        table = made.merge(cells, on="cell")[table.columns]
    table = table.set_index(_KEYS).reindex(grid).reset_index()
    for name in ("n_docs", "n_events", "hits", "exposure"):
        table[name] = table[name].fillna(0).astype("int64")
    for name in ("estimate", "conf_low", "conf_high"):
        table[name] = table[name].astype("float64")
    return table.fillna({"method": "", "note": ""})


def _finish(
    table: pd.DataFrame,
    item: NamingSet,
    voice: str,
    articles: pd.DataFrame,
    periods: Sequence[Period],
) -> pd.DataFrame:
    """Add what is known of each period, and say why a share is missing."""
    sizes = articles.groupby(["group", "period"]).size()
    cells = pd.MultiIndex.from_frame(table[["group", "period"]])
    there = sizes.reindex(cells).fillna(0).astype("int64").to_numpy()
    silent = table["exposure"] == 0
    told = [f"no mention in {many(int(n), 'article')}" if n else "no articles" for n in there]
    force = {
        name: "; ".join(map(str, styles_on(item.styles, last))) if last else ""
        for name, last in periods
    }
    return table.assign(
        set=item.name,
        voice=voice,
        house_style=table["period"].map(force),
        note=table["note"].where(~silent, pd.Series(told, index=table.index)),
    )
