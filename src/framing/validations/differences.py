"""Whether a measure errs more in one outlet than in others: what fakes a difference."""

from __future__ import annotations

from typing import Any

import numpy as np

from framing.stats.differential_errors import Part, compare_two, judge_alike
from framing.stats.families import holm
from framing.stats.score_intervals import difference_interval
from framing.stats.validations import judge, ratio
from framing.validations.judged import Judged
from framing.validations.labels import named

__all__ = ["difference_rows"]

_LEAST = 5
"""Units of a label that a group needs to be tested."""


def difference_rows(units: Judged, by: str) -> list[dict[str, Any]]:
    """Return a row for each label, and for each group and label, of one column."""
    values = named(units.table[by]).to_numpy()
    groups = sorted(set(values))
    if len(groups) < 2:
        return []
    alike: list[dict[str, Any]] = []
    apart: list[dict[str, Any]] = []
    for code in units.classes:
        parts = {g: _part(units, code, values == g) for g in groups}
        known = [part for part, _ in parts.values() if part.units >= _LEAST]
        alike.append(_alike_row(by, code, known, len(groups)))
        # Of two groups each is the other's rest: one row says it all.
        for group in groups if len(groups) > 2 else groups[:1]:
            one, two = parts[group], _part(units, code, values != group)
            apart.append(_apart_row(by, group, code, one, two))
    for rows in (alike, apart):
        adjusted = holm([row["p_value"] for row in rows])
        for row, p in zip(rows, adjusted, strict=True):
            row["p_adj"] = p
    return [*alike, *apart]


def _part(units: Judged, code: str, mask: Any) -> tuple[Part, tuple[float, float, float]]:
    """Return the recall of a label in some units, with its interval."""
    k = units.classes.index(code)
    here = units.inside(mask)
    truth, said = here.truth[:, k], here.said[:, k]
    found = ratio(truth * said, truth, here.drawn, labelled=True)
    judged = judge(found, here.drawn)
    count = int(found.inside.sum())
    clusters = len(np.unique(here.drawn.clusters[found.inside]))
    return (
        Part(found.estimate, judged.variance, count, clusters),
        (judged.estimate, judged.low, judged.high),
    )


def _alike_row(by: str, code: str, parts: list[Part], groups: int) -> dict[str, Any]:
    made: dict[str, Any] = {
        "by": by, "group": "", "measure": "recall_alike", "label": code, "predicted": "",
        "estimate": np.nan, "conf_low": np.nan, "conf_high": np.nan, "count": np.nan,
        "n": sum(part.units for part in parts), "n_docs": sum(part.clusters for part in parts),
        "p_value": np.nan, "method": "Rao-Scott test with F, articles as clusters; Holm",
    }  # fmt: skip
    few = groups - len(parts)
    made["note"] = f"{few} of {groups} groups have fewer than {_LEAST} such units" if few else ""
    if len(parts) > 1:
        f, df, rest, made["p_value"] = judge_alike(parts)
        made["note"] = "; ".join(filter(None, [f"F({df:g}, {rest:g}) = {f:.2f}", made["note"]]))
    return made


def _apart_row(
    by: str, group: str, code: str,
    one: tuple[Part, tuple[float, float, float]], two: tuple[Part, tuple[float, float, float]],
) -> dict[str, Any]:  # fmt: skip
    low, high = difference_interval(one[1], two[1])
    enough = min(one[0].units, two[0].units) >= _LEAST
    return {
        "by": by, "group": group, "measure": "recall_difference", "label": code, "predicted": "",
        "estimate": one[0].share - two[0].share, "conf_low": low, "conf_high": high,
        "count": np.nan, "n": one[0].units, "n_docs": one[0].clusters,
        "p_value": compare_two(one[0], two[0]) if enough else np.nan,
        "method": "less the recall in the other groups; MOVER interval; Rao-Scott test; Holm",
        "note": "" if enough else f"fewer than {_LEAST} such units here or in the others: no test",
    }  # fmt: skip
