"""Who invokes a frame: the outlet in its own voice, or its sources."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.columns import SECTION_GROUPS, VOICES
from framing.errors import TableError, require_columns, unknown_name
from framing.stats.bounds import share_bounds
from framing.stats.jackknives import jackknife_t

__all__ = ["FRAME_SHARE_COLUMNS", "share_frames"]

FRAME_SHARE_COLUMNS = (
    "group",
    "frame",
    "voice",
    "n_docs",
    "hits",
    "exposure",
    "estimate",
    "conf_low",
    "conf_high",
    "floor",
    "method",
)
_FEW = 5
_METHOD = "delete-one-article jackknife-t on log odds"
_ALL = "(all)"

Floats = npt.NDArray[np.float64]


def share_frames(
    evidence: pd.DataFrame, segments: pd.DataFrame, *, by: str = "outlet"
) -> pd.DataFrame:
    """Return in whose voice each frame's cues stand, by outlet, with intervals.

    Parameters
    ----------
    evidence : DataFrame
        What `annotate` found with the codebook `frames`, or another one.
    segments : DataFrame
        What it was found in: their words say how much each voice speaks at all.
    by : str, default "outlet"
        The column of both tables that groups articles.

    Returns
    -------
    DataFrame
        One row per group, frame (each category of the codebook) and voice: `group`, `frame`,
        `voice`, `n_docs` (articles with a cue of the frame), `hits` (cues in this voice),
        `exposure` (cues in any), `estimate` (their share), `conf_low`, `conf_high` (95 %, over
        articles), `floor` (the share of all words that stand in this
        voice: where `estimate` lies above it, the voice invokes the frame more than it speaks),
        `method`. The first group, ``(all)``, is all articles. Headline, lede and body count; a
        negated cue counts.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> from framing import annotate, attribute, read_corpus, read_lexicon, segment
    >>> text = "The levy costs jobs. “It is a sin to tax bread,” Mara Dolen said."
    >>> corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": [text]}))
    >>> segments = segment(corpus, attribute(corpus))
    >>> table = share_frames(annotate(corpus, segments, read_lexicon("frames")), segments)
    >>> chosen = table[(table["group"] == "Post") & (table["voice"] == "quoted")]
    >>> chosen.set_index("frame").loc["frame:morality", ["hits", "exposure", "estimate"]].tolist()
    [1.0, 1.0, 1.0]
    """
    where = "share_frames"
    need = ("doc_id", "section", "category", "voice")
    require_columns(where, evidence.columns, need)
    require_columns(where, segments.columns, ("doc_id", "section", "voice", "words"))
    for table in (evidence, segments):
        if by not in table.columns:
            raise TableError(unknown_name(where, "column", by, list(table.columns)))
    here = evidence[evidence["section"].astype("str").isin(SECTION_GROUPS)]
    spoken = segments[segments["section"].astype("str").isin(SECTION_GROUPS)]
    frames = (
        list(here["category"].cat.categories)
        if isinstance(here["category"].dtype, pd.CategoricalDtype)
        else sorted(here["category"].astype("str").unique())
    )
    groups = [_ALL, *sorted(spoken[by].astype("str").unique())]
    rows = []
    for group in groups:
        mine = here if group == _ALL else here[here[by].astype("str") == group]
        said = spoken if group == _ALL else spoken[spoken[by].astype("str") == group]
        words = said.groupby(said["voice"].astype("str"))["words"].sum()
        counts = _counts(mine)
        for frame in frames:
            found = counts[counts.index.get_level_values("category") == frame]
            rows += [
                (group, frame, voice, *row[:6], _ratio(words.get(voice, 0), words.sum()), row[6])
                for voice, row in zip(VOICES, _shares(found), strict=True)
            ]
    return pd.DataFrame(rows, columns=list(FRAME_SHARE_COLUMNS))


def _counts(evidence: pd.DataFrame) -> pd.DataFrame:
    """Return hits, article and category by voice."""
    named = pd.DataFrame(
        {name: evidence[name].astype("str") for name in ("doc_id", "category", "voice")}
    )
    counts = named.groupby(["doc_id", "category", "voice"]).size().unstack("voice", fill_value=0)
    return counts.reindex(columns=list(VOICES), fill_value=0)


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else np.nan


def _shares(counts: pd.DataFrame) -> list[tuple[int, int, int, float, float, float, str]]:
    """Return for each voice articles, hits, all hits, their share, its interval and how made."""
    table = counts.to_numpy(float).reshape(-1, len(VOICES))
    every, whole = table.sum(axis=1), float(table.sum())
    made = []
    for k in range(len(VOICES)):
        hits, share = float(table[:, k].sum()), _ratio(float(table[:, k].sum()), whole)
        low, high, method = _interval(table[:, k], every, share)
        made.append((len(table), int(hits), int(whole), share, low, high, method))
    return made


def _interval(mine: Floats, every: Floats, share: float) -> tuple[float, float, str]:
    """Return the ends of an interval over articles."""
    articles = len(every)
    if not articles:
        return np.nan, np.nan, ""
    if articles >= _FEW:
        rest = (mine.sum() - mine) / np.maximum(every.sum() - every, 1)
        if ((rest > 0) & (rest < 1)).all():
            ends = jackknife_t(_odds(share), _odds(rest)[:, None])
            low, high = (float(1 / (1 + np.exp(-np.ravel(end)[0]))) for end in ends)
            return low, high, _METHOD
    # Where the jackknife sees no spread, each article is one observation.
    low, high = (float(np.ravel(end)[0]) for end in share_bounds([share * articles], [articles]))
    return low, high, f"Clopper-Pearson bounds over {articles:,} article{'s' * (articles > 1)}"


def _odds(share: npt.ArrayLike) -> Floats:
    odds: Floats = np.log(np.asarray(share, float)) - np.log1p(-np.asarray(share, float))
    return odds
