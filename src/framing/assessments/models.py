"""The two stages as tables of weights, read, applied and written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from framing.assessments.sentences import SUMS, TermTable, sum_up
from framing.assessments.words import TEMPLATES, Units, WordFacts
from framing.errors import LexiconError
from framing.models.weights import Linear, parse, read_weights, spell, write_weights

__all__ = ["OTHER", "UNKNOWN", "Assessor", "read_assessor", "write_assessor"]

Floats = npt.NDArray[np.float64]

UNKNOWN = 1
OTHER = "*"
"""How a table writes a word that it does not know."""
_AT_ONCE = 4000
_KEPT = 0.05
"""Weights of words smaller than this are not written."""
_KEPT_TERM = 0.02


@dataclass(frozen=True)
class Assessor:
    """Both stages.

    Attributes
    ----------
    words : Linear
        Says of a word in its sentence how likely it is loaded.
    vocabulary : dict
        Numbers of the words, endings and beginnings it knows.
    priors : dict
        Word -> how likely it is loaded wherever it stands, in log odds.
    bias : float
    means, scales, weights : array
        Per fact of `SUMS`.
    terms : TermTable
    directions : array
        Weights of the dimensions of a sentence's vector; none without vectors.
    spread : (float, float)
        Turns the mean probability of a group into its share, in log odds: a + b * x.
    """

    words: Linear
    vocabulary: Mapping[str, int]
    priors: Mapping[str, float]
    bias: float
    means: Floats
    scales: Floats
    weights: Floats
    terms: TermTable
    directions: Floats
    spread: tuple[float, float] = (0.0, 1.0)

    def number(self, word: str) -> int:
        """Return the number of a word, ending or beginning."""
        return self.vocabulary.get(word, UNKNOWN)

    def weigh_words(self, facts: WordFacts, units: Units) -> Floats:
        """Return how likely each word of the sentences is loaded."""
        parts = []
        for low in range(0, len(units.first), _AT_ONCE):
            some = Units(units.first[low : low + _AT_ONCE], units.end[low : low + _AT_ONCE])
            columns, at = facts.columns(some, self.number, self.priors)
            parts.append(self.words.predict(columns, at)[:, 0])
        return np.concatenate(parts) if parts else np.zeros(0)

    def weigh_sentences(
        self,
        facts: WordFacts,
        units: Units,
        chances: Floats,
        texts: Sequence[str],
        vectors: Floats | None = None,
    ) -> Floats:
        """Return how likely each sentence is loaded."""
        sums = (sum_up(facts, units, chances, texts) - self.means) / self.scales
        odds = self.bias + sums @ self.weights + self.terms.worth(facts.index, units)
        if vectors is not None:
            odds = odds + vectors @ self.directions
        likely: Floats = 1 / (1 + np.exp(-odds))
        return likely


@lru_cache(maxsize=2)
def read_assessor(part: str = "words") -> Assessor:
    """Return a model that ships with the package.

    Parameters
    ----------
    part : str
        ``words``, or ``vectors`` for the one that also looks at a sentence's vector.

    Examples
    --------
    >>> read_assessor().words.heads
    ('loaded',)
    """
    folder = files("framing") / "models" / "assessment"
    vocabulary: dict[str, int] = {}

    def number(word: str) -> int:
        if word == OTHER:
            return UNKNOWN
        return vocabulary.setdefault(word, len(vocabulary) + UNKNOWN + 1)

    def text(name: str) -> str:
        return (folder / name).read_text(encoding="utf-8")

    words = read_weights(text("words.csv"), "models/assessment/words.csv", number)
    priors = {r["word"]: float(r["prior"]) for r in _rows("priors.csv", text("priors.csv"))}
    name = "sums.csv" if part == "words" else "sums_with_vectors.csv"
    sums = {r["fact"]: r for r in _rows(name, text(name))}
    terms_name = "terms.csv" if part == "words" else "terms_with_vectors.csv"
    terms = {
        r["term"]: (float(r["idf"]), float(r["weight"]))
        for r in _rows(terms_name, text(terms_name))
    }
    directions = [float(r["weight"]) for fact, r in sums.items() if fact.startswith("vector ")]
    try:
        mean, scale, weight = (
            np.array([float(sums[fact][k]) for fact in SUMS]) for k in ("mean", "scale", "weight")
        )
        bias = float(sums["bias"]["weight"])
        spread = (float(sums["spread"]["mean"]), float(sums["spread"]["scale"]))
    except KeyError as fault:
        raise LexiconError(
            f"models/assessment/{name}: there is no row {fault}; a table of sums has one row for "
            "each fact about a sentence; make it again with `framing train assessment`"
        ) from None
    return Assessor(
        words, vocabulary, priors, bias, mean, scale, weight, TermTable.of(terms),
        np.array(directions), spread,
    )  # fmt: skip


def _rows(name: str, text: str) -> list[dict[str, str]]:
    rows = list(csv.DictReader(io.StringIO(text)))
    if any(None in row.values() for row in rows):
        raise LexiconError(
            f"models/assessment/{name}: a row has fewer cells than the header; make the table "
            "again with `framing train assessment`"
        )
    return rows


def write_assessor(words: Assessor, with_vectors: Assessor | None = None) -> dict[str, str]:
    """Return file name -> table; what is written reads back as the same model.

    Parameters
    ----------
    words : Assessor
        Without sentence vectors.
    with_vectors : Assessor, optional
        The same words and priors, and sentences with vectors.
    """
    spelled = {number: word for word, number in words.vocabulary.items()}
    spelled[UNKNOWN] = OTHER
    made = {
        "words.csv": write_weights(
            words.words.heads, words.words.bias.tolist(), _word_rows(words.words, spelled)
        ),
        "priors.csv": _csv(
            ("word", "prior"), ((w, f"{p:.2f}") for w, p in sorted(words.priors.items()))
        ),
    }
    for suffix, model in (("", words), ("_with_vectors", with_vectors)):
        if model is not None:
            made[f"sums{suffix}.csv"] = _csv(("fact", "mean", "scale", "weight"), _sum_rows(model))
            made[f"terms{suffix}.csv"] = _csv(("term", "idf", "weight"), _term_rows(model.terms))
    return made


def _csv(header: Sequence[str], rows: Iterator[tuple[str, ...]]) -> str:
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(header)
    table.writerows(rows)
    return file.getvalue()


def _word_rows(layer: Linear, spelled: Mapping[int, str]) -> Iterator[tuple[str, str, list[float]]]:
    for template, keys, weights in zip(TEMPLATES, layer.keys, layer.weights, strict=True):
        parts = parse(template)
        for key, row in zip(keys.tolist(), weights[:-1], strict=True):
            if np.abs(row).max() >= _KEPT:
                yield template, spell(parts, key, spelled.__getitem__), row.tolist()


def _sum_rows(model: Assessor) -> Iterator[tuple[str, ...]]:
    yield "bias", "", "", f"{model.bias:.4f}"
    yield "spread", f"{model.spread[0]:.4f}", f"{model.spread[1]:.4f}", ""
    rows = zip(SUMS, model.means, model.scales, model.weights, strict=True)
    yield from ((f, f"{m:.5g}", f"{s:.5g}", f"{w:.4f}") for f, m, s, w in rows)
    for number, weight in enumerate(model.directions.tolist(), 1):
        yield f"vector {number}", "", "", f"{weight:.4f}"


def _term_rows(terms: TermTable) -> Iterator[tuple[str, ...]]:
    rows = []
    for term, idf, weight in zip(terms.spelled, terms.idf, terms.weights, strict=True):
        # The idf of a term without weight still takes part in a sentence's length.
        rows.append((term, f"{idf:.3f}", f"{weight:.3f}" if abs(weight) >= _KEPT_TERM else "0"))
    yield from sorted(rows)
