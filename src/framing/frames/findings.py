"""The frames of a corpus, article by article, and who invokes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from framing.columns import VOICES
from framing.corpus import Corpus
from framing.errors import ModelError
from framing.frames.explanations import find_pieces
from framing.frames.labels import join_title
from framing.frames.texts import Texts, hear_texts

if TYPE_CHECKING:
    from framing.frames.classifiers import FrameClassifier

__all__ = ["FRAME_COLUMNS", "VERDICTS", "find_frames"]

FRAME_COLUMNS = (
    "doc_id",
    "outlet",
    "event",
    "frame",
    "probability",
    "verdict",
    "own",
    "quoted",
    "why",
)
VERDICTS = {1: "yes", 0: "no", -1: "abstain"}
_SHOWN = 4

Floats = npt.NDArray[np.float64]


def find_frames(corpus: Corpus, model: FrameClassifier) -> pd.DataFrame:
    """Say of every article which frames it invokes, how sure that is, and in whose voice.

    Parameters
    ----------
    corpus : Corpus
        The articles; a title is read before the text.
    model : FrameClassifier
        Fitted, or read with `read_classifier`.

    Returns
    -------
    DataFrame
        One row per article and frame: `doc_id`, `outlet`, `event`, `frame`, `probability`,
        `verdict` (``yes``, ``no`` or ``abstain``), `own` and `quoted` (of what speaks for the
        frame, the share in the outlet's own voice and inside quotations; missing where nothing
        speaks for it), `why` (the words that speak for it most, with their voice).

    Raises
    ------
    ModelError
        If the classifier is not fitted.

    Examples
    --------
    >>> from framing import FrameClassifier, read_corpus
    >>> texts, labels = ["jobs", "god"] * 9, pd.DataFrame({"economic": [1, 0] * 9})
    >>> model = FrameClassifier(folds=2).fit(texts, labels, groups=list(range(18)))
    >>> corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": ["More jobs."]}))
    >>> find_frames(corpus, model)[["frame", "verdict", "own", "why"]].values.tolist()
    [['economic', 'yes', 1.0, 'jobs (outlet)']]
    """
    if not hasattr(model, "layer_"):
        raise ModelError(
            "find_frames: the classifier has learned nothing; frames are told by a fitted one; "
            "call fit, or read one with read_classifier"
        )
    articles = corpus.articles
    texts = hear_texts(join_title(articles), model.lexicon_, model.vectors)
    chance, said = model.predict_proba(texts), model.decide(texts)
    carried = [column for column in ("doc_id", "outlet", "event") if column in articles]
    table = articles[carried].loc[articles.index.repeat(len(model.frames_))].reset_index(drop=True)
    table["frame"] = list(model.frames_) * len(articles)
    table["probability"] = chance.ravel()
    table["verdict"] = pd.Categorical(
        [VERDICTS[v] for v in said.ravel().tolist()], categories=list(VERDICTS.values())
    )
    told = [row for number in range(len(texts)) for row in _voices(model, texts.take([number]))]
    table["own"] = [own for own, _, _ in told]
    table["quoted"] = [quoted for _, quoted, _ in told]
    table["why"] = pd.array([why for _, _, why in told], "str")
    return table.reindex(columns=list(FRAME_COLUMNS))


def _voices(model: FrameClassifier, one: Texts) -> list[tuple[float, float, str]]:
    """Return for each frame the shares of what speaks for it by voice, and the words."""
    pieces = find_pieces(model, one)
    voices = one.voices[pieces.first]
    text = one.index.texts[one.rows[0]]
    made = []
    for k in range(len(model.frames_)):
        worth = np.maximum(pieces.worth[:, k], 0.0)
        total = float(worth.sum())
        shares = [
            float(worth[voices == VOICES.index(voice) + 1].sum()) / total if total else np.nan
            for voice in ("outlet", "quoted")
        ]
        words: dict[str, float] = {}
        for j in np.flatnonzero(worth).tolist():
            a = int(one.index.starts[pieces.first[j]])
            b = int(one.index.ends[pieces.last[j]])
            name = f"{text[a:b].casefold()} ({VOICES[voices[j] - 1]})"
            words[name] = words.get(name, 0.0) + float(worth[j])
        best = sorted(words, key=lambda name: (-words[name], name))[:_SHOWN]
        made.append((shares[0], shares[1], ", ".join(best)))
    return made
