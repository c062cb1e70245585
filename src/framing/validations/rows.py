"""The rows of a validation: every measure of one group, with its interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from framing.stats.calibrations import brier, calibration_gap, recalibrate
from framing.stats.validations import Drawn, Measure, Ratio, judge, ratio
from framing.validations.judged import Judged

__all__ = ["group_rows"]

_FEW = 20
_SHARE = "weighted by 1 / inclusion probability; Wilson interval with t, articles as clusters"
_MEAN = "weighted by 1 / inclusion probability; t interval, articles as clusters"


def group_rows(part: Judged, mask: NDArray[np.bool_]) -> Iterator[dict[str, Any]]:
    """Return the rows of one group."""
    truth, said, drawn = part.truth, part.said, part.drawn
    every = mask.astype(float)
    right = (truth * said).sum(axis=1)
    docs = drawn.clusters

    def row(
        measure: str, found: Ratio, method: str, count: float, share: bool = True, **more: str
    ) -> dict[str, Any]:
        inside = found.inside & mask
        judged = judge(found, drawn, share=share)
        return _row(measure, judged, method, count, int(inside.sum()), docs[inside], **more)

    yield row("accuracy", ratio(right, every, drawn, labelled=True), _SHARE, float(right.sum()))
    f1s, recalls, shares = [], [], []
    for k, code in enumerate(part.classes):
        t, p = truth[:, k], said[:, k]
        both = float((t * p).sum())
        recall = ratio(t * p, t, drawn, labelled=True)
        f1 = ratio(2 * t * p, t + p, drawn, labelled=True)
        share = ratio(t, every, drawn, labelled=True)
        yield row("precision", ratio(t * p, p, drawn), _SHARE, both, label=code)
        yield row("recall", recall, _SHARE, both, label=code)
        yield row("f1", f1, f"F1 of this label; {_SHARE}", both, label=code)
        yield row("share", share, f"as people say; {_SHARE}", float(t.sum()), label=code)
        yield row("share_predicted", ratio(p, every, drawn), f"as predicted; {_SHARE}",
                  float(p.sum()), label=code)  # fmt: skip
        yield row("bias", ratio(p - t, every, drawn), f"predicted less true share; {_MEAN}",
                  float(p.sum() - t.sum()), share=False, label=code)  # fmt: skip
        if t.sum() or p.sum():
            f1s.append(f1)
            shares.append(share)
        if t.sum():
            recalls.append(recall)
    yield from _averages(row, f1s, recalls, shares)
    for k, code in enumerate(part.classes):
        for m, other in enumerate(part.classes):
            cell = truth[:, k] * said[:, m]
            yield row("confusion", ratio(cell, truth[:, k], drawn, labelled=True),
                      f"share of the units with this label; {_SHARE}", float(cell.sum()),
                      label=code, predicted=other)  # fmt: skip
    if part.chances is not None:
        yield from _calibration(part, mask)


def _averages(
    row: Any, f1s: Sequence[Ratio], recalls: Sequence[Ratio], shares: Sequence[Ratio]
) -> Iterator[dict[str, Any]]:
    """Return the averages over labels."""
    macro, balanced = _mean(f1s), _mean(recalls)
    weighted = f1s[0]._replace(
        estimate=sum(s.estimate * f.estimate for s, f in zip(shares, f1s, strict=True)),
        moves=sum(
            (s.moves * f.estimate + f.moves * s.estimate for s, f in zip(shares, f1s, strict=True)),
            start=np.zeros(len(f1s[0].moves)),
        ),
        inside=macro.inside,
    )
    yield row("f1_macro", macro, f"mean of the labels' F1; {_SHARE}", np.nan)
    yield row("f1_weighted", weighted, f"labels' F1, weighted by their true shares; {_SHARE}",
              np.nan)  # fmt: skip
    yield row("recall_macro", balanced, f"mean of the labels' recall: balanced accuracy; {_SHARE}",
              np.nan)  # fmt: skip


def _mean(found: Sequence[Ratio]) -> Ratio:
    total = found[0]
    for other in found[1:]:
        total = total.plus(other)
    return total._replace(estimate=total.estimate / len(found), moves=total.moves / len(found))


def _calibration(part: Judged, mask: NDArray[np.bool_]) -> Iterator[dict[str, Any]]:
    """Return how far probabilities are what they say, over the units of the group alone."""
    assert part.chances is not None
    weights, strata, clusters = part.drawn
    drawn = Drawn(weights[mask], strata[mask], clusters[mask])
    y, p = part.truth[mask, part.classes.index("yes")], part.chances[mask]
    intercept, slope = recalibrate(y, p, drawn)
    for measure, found, method in (
        ("brier", brier(y, p, drawn), f"mean squared distance; {_SHARE}"),
        ("calibration_intercept", intercept, f"logistic recalibration, 0 is right; {_MEAN}"),
        ("calibration_slope", slope, f"logistic recalibration, 1 is right; {_MEAN}"),
        ("calibration_gap", calibration_gap(y, p, drawn),
         f"expected calibration error, ten bins of as many units; {_SHARE}"),
    ):  # fmt: skip
        yield _row(measure, found, method, np.nan, len(y), drawn.clusters, label="yes")


def _row(
    measure: str,
    found: Measure,
    method: str,
    count: float,
    n: int,
    docs: NDArray[np.int64],
    **more: str,
) -> dict[str, Any]:
    note = ""
    if not n:
        note = "no unit it could be about"
    elif np.isnan(found.estimate):
        note = "not defined: labels and predictions do not overlap"
    elif np.isnan(found.low):
        note = "all in one article: no interval"
    elif n < _FEW:
        note = f"{n} unit{'s' * (n > 1)}: too few to say much"
    return {
        "measure": measure,
        "estimate": found.estimate,
        "conf_low": found.low,
        "conf_high": found.high,
        "count": count,
        "n": n,
        "n_docs": len(np.unique(docs)),
        "p_value": np.nan,
        "p_adj": np.nan,
        "method": method,
        "note": note,
        **more,
    }
