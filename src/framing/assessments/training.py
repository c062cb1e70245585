"""How both stages are learned: from sentences that people judged, and words they marked.

Needs scikit-learn; the same records, vectors and seed give the same bytes.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from framing.assessments.models import UNKNOWN, Assessor
from framing.assessments.sentences import WORD_LENGTH, TermTable, list_terms, sum_up
from framing.assessments.words import TEMPLATES, Units, WordFacts, beginning, tail
from framing.errors import FramingError
from framing.lexicon import Lexicon
from framing.models.fields import Numbers
from framing.models.weights import Linear, keys_of, parse
from framing.words import WordIndex

__all__ = [
    "Judged",
    "Judgements",
    "fit_priors",
    "folds_of",
    "learn_spread",
    "predict",
    "read_judged",
    "train_assessor",
    "words_of",
]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

SEEN = 3
"""A value of a template, and a term, seen less often is left out."""
INNER = 4
"""Folds in which the second stage sees the first on sentences it has not learned from."""
STRENGTH = {"priors": 3.0, "words": 0.2, "sentences": 1.0, "with vectors": 0.5}
"""Inverse of the ridge penalty, chosen by cross-validation."""
_SUMS_SCALE, _TERMS_SCALE, _VECTORS_SCALE = 0.3, 2.0, 2.0
_MOST_TOKENS = 5
"""A frequent word is no more to the priors than one seen so often."""
_SENTENCES_OF_OUTLET = 90
_OUTLETS = 4


class Judged(NamedTuple):
    """A sentence that people judged.

    Attributes
    ----------
    text : str
    marked : tuple of (int, int)
        The stretches they called loaded.
    share : float
        Of the judges, who called the sentence loaded.
    verdict : bool or None
        What it counts as; None where they did not agree.
    article : str
        Sentences of one article stay in one fold.
    outlet : str
    weight : float
    """

    text: str
    marked: tuple[tuple[int, int], ...]
    share: float
    verdict: bool | None
    article: str
    outlet: str
    weight: float


def read_judged(path: str | Path, *, weight: float = 1.0) -> list[Judged]:
    """Read judged sentences from JSON lines, gzipped or not.

    Parameters
    ----------
    path : str or path
        A line has `text`, `biased_words` (objects with `at`, a list of ``[start, end]``),
        `votes_biased`, `votes_total`, `label_bias` (``Biased``, ``Non-biased`` or else), `url`
        and `outlet`.
    weight : float
        Of each of them in training.

    Raises
    ------
    FramingError
        If a line is no judged sentence.
    """
    path = Path(path)
    opened = gzip.open if path.suffix == ".gz" else open
    found = []
    with opened(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                found.append(_judged(json.loads(line), weight))
            except (KeyError, TypeError, ValueError) as fault:
                raise FramingError(
                    f"{path}, line {number}: this is no judged sentence ({fault!r}); each line is "
                    "a JSON object with text, biased_words, votes_biased, votes_total, label_bias, "
                    "url and outlet; mend the line"
                ) from None
    return found


def _judged(record: Mapping[str, Any], weight: float) -> Judged:
    text = str(record["text"])
    marked = [(int(a), int(b)) for word in record["biased_words"] for a, b in word["at"]]
    for start, end in marked:
        if not 0 <= start <= end <= len(text):
            raise ValueError(f"a word at {start} to {end} of {len(text)}")
    verdict = {"Biased": True, "Non-biased": False}.get(str(record["label_bias"]))
    total = int(record["votes_total"])
    share = int(record["votes_biased"]) / total if total else float(verdict or 0)
    article = str(record["url"] or text[:80])
    return Judged(text, tuple(marked), share, verdict, article, str(record["outlet"] or ""), weight)


class Judgements:
    """Judged sentences with the facts about their words, made once for all folds.

    Parameters
    ----------
    judged : sequence of Judged
    lexicon : Lexicon
        The codebook whose hits are facts.
    index : WordIndex
        Of their texts.
    voices : array of int
        Per word of it the number of its voice, from 1.
    """

    def __init__(
        self, judged: Sequence[Judged], lexicon: Lexicon, index: WordIndex, voices: Numbers
    ) -> None:
        self.judged = list(judged)
        self.index = index
        self.units = Units(index.first[:-1], index.first[1:])
        self.facts = WordFacts(index, lexicon, voices)
        self.gold = np.zeros(len(self.index), bool)
        for number, one in enumerate(judged):
            here = slice(self.index.first[number], self.index.first[number + 1])
            for start, end in one.marked:
                self.gold[here] |= (self.index.starts[here] < end) & (self.index.ends[here] > start)
        self.articles = _joined(judged)
        self.share = np.array([j.share for j in judged])
        self.verdict = np.array([-1 if j.verdict is None else int(j.verdict) for j in judged])
        self.weight = np.array([j.weight for j in judged])

    def some(self, chosen: Numbers) -> Units:
        """Return the words of some of the sentences."""
        return Units(self.units.first[chosen], self.units.end[chosen])


def _joined(judged: Sequence[Judged]) -> Numbers:
    """Return the articles' numbers; the same sentence under two addresses makes them one."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for one in judged:
        letters = "".join(filter(str.isalnum, one.text.lower()))[:80]
        parent[root("a" + one.article)] = root("t" + letters)
    roots = [root("a" + one.article) for one in judged]
    numbers = {name: k for k, name in enumerate(dict.fromkeys(roots))}
    return np.array([numbers[name] for name in roots], np.int64)


def folds_of(groups: Numbers, count: int) -> Numbers:
    """Return the fold of each row: the largest groups first, each to the smallest fold."""
    sizes = np.bincount(groups)
    order = np.argsort(-sizes, kind="stable")
    load = np.zeros(count, np.int64)
    fold_of = np.zeros(len(sizes), np.int64)
    for group in order.tolist():
        fold_of[group] = int(load.argmin())
        load[fold_of[group]] += sizes[group]
    return fold_of[groups]


def train_assessor(
    judgements: Judgements,
    chosen: Numbers,
    *,
    word_vectors: Mapping[str, Floats] | None = None,
    vectors: Floats | None = None,
    seed: int = 0,
) -> tuple[Assessor, Assessor | None]:
    """Learn both stages from some of the judged sentences.

    Parameters
    ----------
    judgements : Judgements
    chosen : array of int
        Which of them.
    word_vectors : mapping, optional
        Word -> vector, from which a prior is learned for every word.
    vectors : array, optional
        Of the sentences; gives the second model.
    seed : int

    Returns
    -------
    Assessor, Assessor or None
        Without and with sentence vectors.
    """
    priors = fit_priors(judgements, chosen, word_vectors, seed) if word_vectors else {}
    words = _fit_words(judgements, chosen, priors)
    chances = _held_out(judgements, chosen, word_vectors, seed)
    blank = _blank(words, priors)
    first = _fit_sentences(judgements, chosen, chances, blank, None)
    second = None
    if vectors is not None:
        second = _fit_sentences(judgements, chosen, chances, blank, vectors)
    return first, second


def fit_priors(
    judgements: Judgements, chosen: Numbers, vectors: Mapping[str, Floats], seed: int
) -> dict[str, float]:
    """Learn from its vector how likely a word is loaded; a word's own marks are kept from it."""
    from sklearn.linear_model import LogisticRegression

    names = sorted(vectors)
    number = {name: k for k, name in enumerate(names)}
    matrix = np.array([vectors[name] for name in names])
    units = judgements.some(chosen)
    types = np.array([number.get(w, -1) for w in judgements.index.folded])
    words = types[judgements.index.ids[units.places]]
    weight = judgements.weight[chosen][units.owners]
    marked = judgements.gold[units.places]
    there = words >= 0
    seen = np.bincount(words[there], weight[there], len(names))
    loaded = np.bincount(words[there], (weight * marked)[there], len(names))
    fold = np.random.default_rng(seed).integers(0, INNER, len(names))
    known = np.flatnonzero(seen > 0)

    def fit(some: Numbers) -> Any:
        scale = np.minimum(seen[some], _MOST_TOKENS) / seen[some]
        rows = np.concatenate([matrix[some], matrix[some]])
        gold = np.repeat([1, 0], len(some))
        weights = np.concatenate([loaded[some] * scale, (seen - loaded)[some] * scale])
        kept = weights > 0
        model = LogisticRegression(C=STRENGTH["priors"], max_iter=500)
        return model.fit(rows[kept], gold[kept], sample_weight=weights[kept])

    prior = fit(known).decision_function(matrix)
    for k in range(INNER):
        own = known[fold[known] == k]
        prior[own] = fit(known[fold[known] != k]).decision_function(matrix[own])
    return dict(zip(names, np.round(prior, 2).tolist(), strict=True))


def _vocabulary(judgements: Judgements, chosen: Numbers) -> dict[str, int]:
    units = judgements.some(chosen)
    counts: Counter[str] = Counter()
    folded = judgements.index.folded
    for kind, count in Counter(judgements.index.ids[units.places].tolist()).items():
        word = folded[kind]
        for name in {word, "~" + word[-3:], tail(word), beginning(word)}:
            counts[name] += count
    known = sorted(name for name, count in counts.items() if count >= SEEN)
    return {name: k + UNKNOWN + 1 for k, name in enumerate(known)}


def _fit_words(
    judgements: Judgements, chosen: Numbers, priors: Mapping[str, float]
) -> tuple[Linear, dict[str, int]]:
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    units = judgements.some(chosen)
    vocabulary = _vocabulary(judgements, chosen)
    columns, at = judgements.facts.columns(
        units, lambda word: vocabulary.get(word, UNKNOWN), priors
    )
    parts, keys = [], []
    for template in TEMPLATES:
        values = keys_of(parse(template), columns, at)
        seen, place, count = np.unique(values, return_inverse=True, return_counts=True)
        often = np.flatnonzero(count >= SEEN)
        number = np.full(len(seen), -1)
        number[often] = np.arange(len(often))
        there = np.flatnonzero(number[place] >= 0)
        ones = np.ones(len(there))
        shape = (len(values), len(often))
        parts.append(csr_matrix((ones, (there, number[place][there])), shape=shape))
        keys.append(seen[often])
    model = LogisticRegression(C=STRENGTH["words"], solver="liblinear", random_state=0)
    model.fit(
        hstack(parts).tocsr(),
        judgements.gold[units.places],
        sample_weight=judgements.weight[chosen][units.owners],
    )
    cuts = np.cumsum([len(k) for k in keys])[:-1]
    tables = tuple(
        np.append(part, 0.0)[:, None] for part in np.split(np.round(model.coef_[0], 2), cuts)
    )
    bias = np.round(model.intercept_, 3)
    return Linear(("loaded",), bias, TEMPLATES, tuple(keys), tables), vocabulary


def _blank(words: tuple[Linear, dict[str, int]], priors: Mapping[str, float]) -> Assessor:
    """Return a model whose first stage is learned and whose second is not."""
    layer, vocabulary = words
    none = np.zeros(0)
    return Assessor(layer, vocabulary, priors, 0.0, none, none, none, TermTable.of({}), none)


def _held_out(
    judgements: Judgements,
    chosen: Numbers,
    word_vectors: Mapping[str, Floats] | None,
    seed: int,
) -> Floats:
    """Return the chances of all words of the index, by models that have not seen them."""
    chances = np.zeros(len(judgements.index))
    fold = folds_of(judgements.articles[chosen], INNER)
    for k in range(INNER):
        rest, own = chosen[fold != k], chosen[fold == k]
        if not len(own):
            continue
        priors = fit_priors(judgements, rest, word_vectors, seed) if word_vectors else {}
        words = _fit_words(judgements, rest, priors)
        model = _blank(words, priors)
        units = judgements.some(own)
        chances[units.places] = model.weigh_words(judgements.facts, units)
    return chances


def _fit_sentences(
    judgements: Judgements,
    chosen: Numbers,
    chances: Floats,
    blank: Assessor,
    vectors: Floats | None,
) -> Assessor:
    from scipy.sparse import csr_matrix, hstack, vstack
    from sklearn.linear_model import LogisticRegression

    chosen = chosen[judgements.verdict[chosen] >= 0]
    units = judgements.some(chosen)
    texts = [judgements.judged[k].text for k in chosen.tolist()]
    sums = sum_up(judgements.facts, units, chances[units.places], texts)
    means, scales = sums.mean(0), sums.std(0)
    scales = np.where(scales > 0, scales, 1.0)
    terms = list_terms(judgements.index, units, SEEN)
    rows, columns, values = terms.find(judgements.index, units)
    shape = (len(chosen), len(terms.keys))
    parts = [
        csr_matrix((sums - means) / scales * _SUMS_SCALE),
        csr_matrix((values * _TERMS_SCALE, (rows, columns)), shape=shape),
    ]
    if vectors is not None:
        parts.append(csr_matrix(vectors[chosen] * _VECTORS_SCALE))
    matrix = hstack(parts).tocsr()
    # Half of what a sentence counts is its verdict, half is how many of the judges held it.
    truth = (judgements.share[chosen] + judgements.verdict[chosen]) / 2
    weight = judgements.weight[chosen]
    strength = STRENGTH["sentences" if vectors is None else "with vectors"]
    model = LogisticRegression(C=strength, max_iter=2000)
    model.fit(
        vstack([matrix, matrix]),
        np.repeat([1, 0], len(chosen)),
        sample_weight=np.concatenate([weight * truth, weight * (1 - truth)]),
    )
    cut, second = sums.shape[1], sums.shape[1] + len(terms.keys)
    coefficients = model.coef_[0]
    return Assessor(
        blank.words,
        blank.vocabulary,
        blank.priors,
        float(model.intercept_[0]),
        means,
        scales,
        coefficients[:cut] * _SUMS_SCALE,
        terms._replace(weights=coefficients[cut:second] * _TERMS_SCALE),
        coefficients[second:] * _VECTORS_SCALE,
    )


def learn_spread(
    judgements: Judgements,
    chosen: Numbers,
    *,
    word_vectors: Mapping[str, Floats] | None = None,
    vectors: Floats | None = None,
    seed: int = 0,
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Learn how much too near to each other the means of outlets lie, leaving each out in turn.

    Returns
    -------
    (a, b), (a, b)
        Without and with sentence vectors: log odds of the share are a + b times the log odds of
        the mean probability; least squares over the outlets, weighted by their sentences.
    """
    outlets = np.array([one.outlet for one in judgements.judged])
    names = [o for o, n in Counter(outlets[chosen].tolist()).items() if n >= _SENTENCES_OF_OUTLET]
    points: tuple[list[tuple[float, float, int]], list[tuple[float, float, int]]] = ([], [])
    for name in sorted(names):
        own = chosen[(outlets[chosen] == name) & (judgements.verdict[chosen] >= 0)]
        near = np.isin(judgements.articles[chosen], judgements.articles[own])
        rest = chosen[(outlets[chosen] != name) & ~near]
        models = train_assessor(
            judgements, rest, word_vectors=word_vectors, vectors=vectors, seed=seed
        )
        for found, likely in zip(points, predict(judgements, own, models, vectors), strict=True):
            if likely is not None:
                true = float(np.average(judgements.verdict[own], weights=judgements.weight[own]))
                mean = float(np.average(likely, weights=judgements.weight[own]))
                found.append((mean, true, len(own)))
    return _line(points[0]), _line(points[1])


def _line(points: Sequence[tuple[float, float, int]]) -> tuple[float, float]:
    if len(points) < _OUTLETS:
        return 0.0, 1.0
    table = np.clip(np.array(points, float), 0.02, None)
    odds = np.log(table[:, :2] / (1 - np.minimum(table[:, :2], 0.98)))
    slope, shift = np.polyfit(odds[:, 0], odds[:, 1], 1, w=np.sqrt(table[:, 2]))
    return float(shift), float(slope)


def predict(
    judgements: Judgements,
    chosen: Numbers,
    models: tuple[Assessor, Assessor | None],
    vectors: Floats | None = None,
) -> tuple[Floats, Floats | None]:
    """Return how likely some of the sentences are loaded, by each of two models."""
    units = judgements.some(chosen)
    texts = [judgements.judged[k].text for k in chosen.tolist()]
    words, second = models
    chances = words.weigh_words(judgements.facts, units)
    first = words.weigh_sentences(judgements.facts, units, chances, texts)
    if second is None or vectors is None:
        return first, None
    return first, second.weigh_sentences(judgements.facts, units, chances, texts, vectors[chosen])


def words_of(judgements: Judgements, more: Iterable[str] = ()) -> list[str]:
    """Return the words for which a prior is wanted."""
    return sorted({w for w in {*judgements.index.folded, *more} if len(w) < WORD_LENGTH})
