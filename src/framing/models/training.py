"""How the weights of the tagger of attribution are made: from articles marked by hand.

Needs nothing but scikit-learn; the same records and seed give the same bytes.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.clauses import Clause, find_clauses
from framing.errors import FramingError
from framing.models.candidates import clause_fields, edge_fields, edges_of
from framing.models.contents import (
    HEADS,
    LAYERS,
    OTHER,
    TEMPLATES,
    UNKNOWN,
    ContentTagger,
    Model,
    ending,
)
from framing.models.fields import Numbers
from framing.models.weights import Linear, keys_of, parse, spell, write_weights
from framing.tags import Reading, Tagger
from framing.words import WordIndex

__all__ = ["read_records", "train_model", "write_model"]

FOLDS = 5
SEEN = {"tokens": 6, "clauses": 3, "starts": 3, "ends": 3}
"""A value of a template seen less often is left out."""
_ALPHA = {"tokens": 1e-5, "clauses": 1e-3, "starts": 1e-3, "ends": 1e-3}
_PASSES = 12
_KEPT = 0.08
"""Weights smaller than this, for all heads, are not written."""
_SHARED = 0.3
_SURE = 4.0
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Part = tuple[int, int]


class _Text:
    """One marked article as the layers see it."""

    def __init__(self, reading: Reading, clauses: list[Clause], record: Mapping[str, Any]) -> None:
        self.reading = reading
        self.clauses = clauses
        starts, ends = np.array(reading.starts, np.int64), np.array(reading.ends, np.int64)

        def parts(spans: Sequence[Sequence[int]]) -> list[Part]:
            found = [_tokens(starts, ends, a, b) for a, b in spans]
            return [part for part in found if part[1] > part[0]]

        self.marks = [(parts(g["cue"]), parts(g["content"])) for g in record["attributions"]]

    def gold(self) -> Bools:
        """Return for every token whether it is content, begins or ends one, or is a cue."""
        gold = np.zeros((len(self.reading.tags), 4), bool)
        for cue, content in self.marks:
            for a, b in content:
                gold[a:b, 0] = True
                gold[a, 1] = True
                gold[_closed(self.reading.tags, a, b) - 1, 2] = True
            for a, b in cue:
                gold[a:b, 3] = True
        return gold

    def match(self, clause: Clause) -> list[Part]:
        """Return the content by hand of the attribution whose cue a clause has, or nothing."""
        best: list[Part] = []
        most = _SHARED
        for cue, content in self.marks:
            if not any(_shared(clause.cue, part) for part in cue):
                continue
            both = sum(_shared(p, q) for p in clause.content for q in content)
            size = sum(b - a for a, b in clause.content) + sum(b - a for a, b in content)
            if both / (size - both) > most:
                best, most = list(content), both / (size - both)
        return best


def _shared(p: Part, q: Part) -> int:
    return max(0, min(p[1], q[1]) - max(p[0], q[0]))


def _closed(tags: str, a: int, b: int) -> int:
    """Return the end of a stretch without the marks that close it."""
    while b > a + 1 and tags[b - 1] in ",;:-":
        b -= 1
    return b


def _tokens(starts: Numbers, ends: Numbers, start: int, end: int) -> Part:
    """Return the tokens of a stretch; one that it cuts belongs to it by its larger part."""
    low, high = np.searchsorted(starts, (start, end)).tolist()
    if low and ends[low - 1] > start:
        inside = min(int(ends[low - 1]), end) - start
        low -= int(2 * inside > ends[low - 1] - starts[low - 1])
    return int(low), int(high)


def read_records(path: str | Path) -> list[dict[str, Any]]:
    """Read marked articles from JSON lines, gzipped or not.

    Raises
    ------
    FramingError
        If a line is no marked article.
    """
    path = Path(path)
    opened = gzip.open if path.suffix == ".gz" else open
    records = []
    with opened(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                record = json.loads(line)
                _check(record)
            except (KeyError, TypeError, ValueError) as fault:
                raise FramingError(
                    f"{path}, line {number}: this is no marked article ({fault!r}); each line is a "
                    "JSON object with text and attributions, a list of objects with source, cue "
                    "and content, each a list of [start, end] inside the text; mend the line"
                ) from None
            records.append(record)
    if len(records) < FOLDS:
        raise FramingError(
            f"{path}: {len(records)} articles are too few to learn from in {FOLDS} folds; "
            f"there must be {FOLDS} and should be hundreds; mark more"
        )
    return records


def _check(record: Mapping[str, Any]) -> None:
    size = len(record["text"])
    for attribution in record["attributions"]:
        for name in ("source", "cue", "content"):
            for start, end in attribution[name]:
                if not 0 <= start <= end <= size:
                    raise ValueError(f"{name} at {start} to {end} of {size}")


def train_model(records: Sequence[Mapping[str, Any]], *, seed: int = 0) -> Model:
    """Learn all layers from marked articles.

    Parameters
    ----------
    records : sequence of mapping
        Articles with `text` and `attributions`: mappings with `source`, `cue` and `content`, each
        a list of ``[start, end]`` (code points, half-open).
    seed : int, default 0
        Of the folds and of the order in which examples are seen.

    Returns
    -------
    Model
    """
    index = WordIndex([str(record["text"]) for record in records])
    tagger = Tagger(index)
    texts = []
    for number, record in enumerate(records):
        reading = tagger.read(number)
        texts.append(_Text(reading, find_clauses(reading, tagger), record))
    vocabulary = _vocabulary(index, texts)
    blank = {name: Linear(HEADS[name], np.zeros(len(HEADS[name])), (), (), ()) for name in LAYERS}
    columns = ContentTagger(tagger, Model(blank, vocabulary))
    tables = [columns.columns(text.reading, text.clauses) for text in texts]
    examples = [
        (table, layout.at, text.gold()) for (layout, table), text in zip(tables, texts, strict=True)
    ]
    layers = {"tokens": _fit("tokens", examples, seed)}
    folds = np.random.default_rng(seed).permutation(len(texts)) % FOLDS
    later: dict[str, list[tuple[dict[str, Numbers], Numbers, Bools]]] = {
        name: [] for name in LAYERS[1:]
    }
    for fold in range(FOLDS):
        # Later layers must see the first as it is on articles it has not learned from.
        layer = _fit("tokens", [e for e, f in zip(examples, folds, strict=True) if f != fold], seed)
        aside = ContentTagger(tagger, Model({**blank, "tokens": layer}, vocabulary))
        for k in np.flatnonzero(folds == fold).tolist():
            _add_examples(later, texts[k], aside)
    for name in LAYERS[1:]:
        layers[name] = _fit(name, later[name], seed)
    return Model(layers, vocabulary)


def _add_examples(
    later: Mapping[str, list[tuple[dict[str, Numbers], Numbers, Bools]]],
    text: _Text,
    tagger: ContentTagger,
) -> None:
    reading = text.reading
    if not reading.tags:
        return
    likely = tagger.chances(reading, text.clauses)
    tried = tagger.propose(reading, text.clauses, likely)
    if not tried:
        return
    words = tagger.words(reading)
    matches = [text.match(clause) for clause in tried]
    rows = clause_fields(reading, tried, likely, words, tagger.name)
    good = np.array([bool(m) for m in matches])[:, None]
    later["clauses"].append((rows, np.arange(len(tried)), good))
    true = [c if m else c._replace(content=()) for c, m in zip(tried, matches, strict=True)]
    for layer, end in (("starts", False), ("ends", True)):
        edges = edges_of(reading, true, likely, end=end)
        if not edges:
            continue
        right = []
        for edge in edges:
            part = true[edge.clause].content[edge.part]
            held = max(matches[edge.clause], key=lambda q: _shared(part, q))
            at = held[1] if end else held[0]
            low, high = min(at, edge.place), max(at, edge.place)
            right.append(not reading.tags[low:high].strip(",;:-"))
        fields = edge_fields(edges, true, reading, likely, words, tagger.name, end=end)
        later[layer].append((fields, np.arange(len(edges)), np.array(right)[:, None]))


def _vocabulary(index: WordIndex, texts: Iterable[_Text]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for text in texts:
        reading = text.reading
        words = [
            index.folded[n] if n >= 0 else tag
            for n, tag in zip(reading.types, reading.tags, strict=True)
        ]
        counts.update(words)
        counts.update(map(ending, words))
        for c in text.clauses:
            left, frame, form = c.pattern.split("|")
            noun = "#" if c.word.noun else ""
            names.update(
                [f"{c.rule}/{c.word.kind}{noun}", c.rule, "/" + c.word.kind, "!" + c.word.stance,
                 "=" + c.word.lemma + noun, "_" + frame, "<" + left, ">" + form]
            )  # fmt: skip
    known = sorted(
        {word for word, count in counts.items() if count >= SEEN["tokens"]}
        | {name.replace(" ", "_") for name, count in names.items() if count >= SEEN["clauses"]}
    )
    return {word: k + UNKNOWN + 1 for k, word in enumerate(known)}


def _fit(
    name: str, examples: Sequence[tuple[dict[str, Numbers], Numbers, Bools]], seed: int
) -> Linear:
    """Fit one logistic regression per head over the values that were seen often enough."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import SGDClassifier

    gold = np.concatenate([marked for _, _, marked in examples])
    parts, keys = [], []
    for template in TEMPLATES[name]:
        parsed = parse(template)
        values = np.concatenate([keys_of(parsed, table, at) for table, at, _ in examples])
        seen, place, count = np.unique(values, return_inverse=True, return_counts=True)
        often = np.flatnonzero(count >= SEEN[name])
        number = np.full(len(seen), -1)
        number[often] = np.arange(len(often))
        column = number[place]
        there = np.flatnonzero(column >= 0)
        ones = np.ones(len(there), np.float32)
        shape = (len(values), len(often))
        parts.append(csr_matrix((ones, (there, column[there])), shape=shape))
        keys.append(seen[often])
    matrix = hstack(parts).tocsr()
    weights, bias = [], []
    for head in range(gold.shape[1]):
        if gold[:, head].all() or not gold[:, head].any():
            # Nothing to tell apart: always, or never.
            weights.append(np.zeros(matrix.shape[1]))
            bias.append(_SURE if gold[:, head].all() else -_SURE)
            continue
        model = SGDClassifier(
            loss="log_loss", alpha=_ALPHA[name], max_iter=_PASSES, tol=None, average=True,
            random_state=seed,
        )  # fmt: skip
        model.fit(matrix, gold[:, head])
        weights.append(model.coef_[0])
        bias.append(float(model.intercept_[0]))
    table = np.column_stack(weights)
    cuts = np.cumsum([len(k) for k in keys])[:-1]
    none = np.zeros((1, table.shape[1]))
    tables = tuple(np.concatenate([part, none]) for part in np.split(table, cuts))
    return Linear(HEADS[name], np.array(bias), TEMPLATES[name], tuple(keys), tables)


def write_model(model: Model) -> dict[str, str]:
    """Return file name -> table of weights; what is written reads back as the same model."""
    spelled = {number: word for word, number in model.vocabulary.items()}
    spelled[UNKNOWN] = OTHER
    rows = {name: list(_rows(layer, spelled)) for name, layer in model.layers.items()}
    told = {part for table in rows.values() for _, value, _ in table for part in value.split(" ")}
    # A word that weighs nothing is known all the same, and no other word.
    nothing = [0.0] * len(HEADS["tokens"])
    rows["tokens"] += [("word", w, nothing) for w in sorted(set(model.vocabulary) - told)]
    return {
        f"{name}.csv": write_weights(layer.heads, layer.bias.tolist(), rows[name])
        for name, layer in model.layers.items()
    }


def _rows(layer: Linear, spelled: Mapping[int, str]) -> Iterator[tuple[str, str, list[float]]]:
    for template, keys, weights in zip(layer.templates, layer.keys, layer.weights, strict=True):
        parts = parse(template)
        for key, row in zip(keys.tolist(), weights[:-1], strict=True):
            if np.abs(row).max() >= _KEPT:
                yield template, spell(parts, key, spelled.__getitem__), row.tolist()
