"""The coded units: labels and predictions by class, and what each unit stands for."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.errors import CodingError
from framing.stats.arithmetic import Floats
from framing.stats.validations import Drawn
from framing.validations.labels import UNSURE, plain_booleans, stand_for

__all__ = ["Judged", "judged"]

_CUT = 0.5
_CHANCES = 2


class Judged(NamedTuple):
    """The coded units: labels and predictions by class, and what each stands for."""

    table: pd.DataFrame
    classes: tuple[str, ...]
    truth: Floats
    said: Floats
    chances: Floats | None
    drawn: Drawn

    def inside(self, mask: NDArray[np.bool_]) -> Judged:
        """Return the units of a group; the others weigh nothing, but were drawn."""
        drawn = self.drawn._replace(weights=np.where(mask, self.drawn.weights, 0.0))
        keep = mask[:, None]
        return self._replace(truth=self.truth * keep, said=self.said * keep, drawn=drawn)


def judged(where: str, answers: pd.DataFrame, sample: pd.DataFrame, predicted: str) -> Judged:
    """Return the coded units of a sample.

    Raises
    ------
    CodingError
        If all are predicted alike, or in other words than people answered.
    """
    sure = answers[answers["value"] != UNSURE]
    shares = pd.crosstab(sure["unit_id"], sure["value"], normalize="index")
    ids = sample["unit_id"].astype("str")
    coded = ids.isin(shares.index).to_numpy()
    weights = 1 / stand_for(sample, coded)[coded]
    table = sample[coded].reset_index(drop=True)
    said, chances = _as_codes(where, table[predicted], set(shares.columns))
    classes = tuple(sorted({*shares.columns, *said}, key=lambda code: (code != "yes", code)))
    if len(set(said)) == 1:
        raise CodingError(
            f"{where}: all {len(table):,} coded units are predicted {said[0]!r}; of the units "
            "predicted otherwise nothing is known, so there is no recall; draw from all "
            "sentences, with and without hits (list_sentences), or ask for the precision of hits "
            "alone: verify_hits"
        )
    truth = shares.reindex(index=table["unit_id"].astype("str"), columns=list(classes))
    clusters = table["doc_id"] if "doc_id" in table else table["unit_id"]
    drawn = Drawn(weights, pd.factorize(table["stratum"])[0], pd.factorize(clusters)[0])
    one_hot = np.array([[float(code == name) for name in classes] for code in said])
    return Judged(table, classes, truth.fillna(0.0).to_numpy(float), one_hot, chances, drawn)


def _as_codes(where: str, column: pd.Series, codes: set[str]) -> tuple[list[str], Floats | None]:
    """Return predictions as codes, and the probability of yes where they are such."""
    if column.isna().any():
        raise CodingError(
            f"{where}: {int(column.isna().sum()):,} of {len(column):,} coded units have no "
            f"{column.name!r}; every unit needs a prediction; predict for all"
        )
    column = plain_booleans(column)
    if codes <= {"yes", "no"} and not set(column.astype("str")) & codes:
        tried = pd.to_numeric(column.astype("str"), errors="coerce")
        column = column if tried.isna().any() else tried
    words = column.astype("str").tolist()
    numeric = pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column)
    if numeric and codes <= {"yes", "no"}:
        numbers = column.to_numpy(float)
        if numbers.min() < 0 or numbers.max() > 1:
            raise CodingError(
                f"{where}: {column.name!r} reaches from {numbers.min():g} to {numbers.max():g}; "
                "the answers are yes and no, so predictions are True and False or probabilities; "
                "compare counts with a bound first: sample['hits'] > 0"
            )
        said = ["yes" if number >= _CUT else "no" for number in numbers]
        return said, numbers if len(np.unique(numbers)) > _CHANCES else None
    if not set(words) & codes:
        raise CodingError(
            f"{where}: {column.name!r} holds {', '.join(sorted(set(words))[:5])}; the answers are "
            f"{', '.join(sorted(codes))}; write predictions with the codes of the question"
        )
    return words, None
