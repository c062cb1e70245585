"""What a table of contrasts says, in words."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pandas as pd

from framing.contrasts.rows import CONTRAST_COLUMNS, many, plural
from framing.contrasts.shuffles import REST
from framing.errors import TableError, require_columns

__all__ = ["summarise"]

_CALLED = {
    "rate_ratio": "pooled rate ratio",
    "difference": "difference",
    "mh_rate_ratio": "Mantel-Haenszel rate ratio within events",
    "mh_rate_ratio of voices": "Mantel-Haenszel rate ratio within articles or events",
    "rate_ratio_bca": "pooled rate ratio with a BCa interval",
    "rate_ratio_nb2": "rate ratio of a negative binomial model (NB2)",
}
_NAMES = re.compile(r"(no (?:exposure|hits|words)) in .*")
_LONE = re.compile(r"^(one [a-z ]+?) of .*(?=: no interval)")
_NUMBERS = re.compile(r"^\d+ (?:articles?|events?) (?:of .*|with both sides|on a side)(?= \()")
_UNIT = re.compile(
    r"over ([\d,]+) (articles?|events?|events and lone articles|event or lone article)\b"
)
_FAMILY = re.compile(r"BH over ([\d,]+) tests?")
_TEST = re.compile(r"labels permuted (?:within [\d,]+ (\w+)|unstratified)")


def summarise(contrasts: pd.DataFrame) -> str:
    """Say in words what was estimated, on what unit, what was found and what was refused.

    Parameters
    ----------
    contrasts : DataFrame
        From `compare`, or some of its rows.

    Returns
    -------
    str
        A sentence or two a line.

    Raises
    ------
    TableError
        If a column is missing or there is no row.

    Examples
    --------
    >>> row = dict.fromkeys(CONTRAST_COLUMNS, "")
    >>> row |= {"category": "metaphor", "estimand": "own", "group": "The Lantern"}
    >>> row |= {"reference": "rest", "measure": "rate_ratio", "estimate": 2.0, "conf_low": 1.1}
    >>> row |= {"conf_high": 3.6, "p_value": 0.01, "p_adj": 0.03, "p_smallest": 0.001}
    >>> row |= {"n_docs": 20, "n_events": 0, "hits": 31, "exposure": 15500}
    >>> row["method"] = "jackknife-t over 20 articles; labels permuted unstratified; BH over 1 test"
    >>> print(summarise(pd.DataFrame([row])))
    Compared: The Lantern with the rest; metaphor; estimand own.
    Estimated: pooled rate ratio (1 row, 1 of them with an interval); unit: articles (20).
    Tested: 1 of 1 row, labels permuted among all articles; p adjusted (Benjamini-Hochberg) in \
families of 1; smallest attainable p .001.
    Below .05 after adjusting: 1. metaphor, own, The Lantern / rest: rate_ratio 2 [1.1, 3.6], \
p .030.
    """
    require_columns("summarise", contrasts.columns, CONTRAST_COLUMNS)
    if contrasts.empty:
        raise TableError(
            "summarise: the table has no rows; there is nothing to say; pass what compare returned"
        )
    lines = [_compared(contrasts), _estimated(contrasts), *_tested(contrasts)]
    if "plan" in contrasts:
        lines.insert(0, _planned(contrasts))
    lines += [_beside(contrasts), *_refused(contrasts)]
    return "\n".join(line for line in lines if line)


def _some(names: list[str], noun: str) -> str:
    return ", ".join(names) if len(names) <= 3 else many(len(names), noun)


def _list(table: pd.DataFrame, column: str) -> list[str]:
    return list(dict.fromkeys(table[column].astype(str)))


def _compared(table: pd.DataFrame) -> str:
    groups, others = _list(table, "group"), _list(table, "reference")
    pairs = len(table[["group", "reference"]].drop_duplicates())
    if len(others) == 1 and len(groups) > 1:
        who = f"{_some(groups, 'group')}, each with {_the(others[0])}"
    else:
        who = f"{groups[0]} with {_the(others[0])}" if pairs == 1 else many(pairs, "pair")
    estimands = _list(table, "estimand")
    word = "estimand" if len(estimands) == 1 else "estimands"
    return (
        f"Compared: {who}; {_some(_list(table, 'category'), 'category')}; "
        f"{word} {', '.join(estimands)}."
    )


def _the(name: str) -> str:
    return "the rest" if name == REST else name


def _unit(table: pd.DataFrame) -> str:
    """Return what varies as a whole, as the methods say it."""
    found = [_UNIT.search(method) for method in table["method"].astype(str)]
    sizes: dict[str, set[int]] = {}
    for match in found:
        if match:
            noun = plural(match[2].removesuffix("s")) if " and " not in match[2] else match[2]
            sizes.setdefault(noun, set()).add(int(match[1].replace(",", "")))
    told = []
    for noun, numbers in sizes.items():
        low, high = min(numbers), max(numbers)
        told.append(f"{noun} ({low:,}" + (f" to {high:,})" if low < high else ")"))
    return " or ".join(told) or "unknown"


def _estimated(table: pd.DataFrame) -> str:
    main = table[~table["measure"].isin(["rate_ratio_bca", "rate_ratio_nb2"])]
    if main.empty:
        return ""
    ending = " of voices" if set(main["estimand"]) == {"voice"} else ""
    what = [
        _CALLED.get(f"{name}{ending}", _CALLED.get(name, name)) for name in _list(main, "measure")
    ]
    known = int(main["estimate"].notna().sum())
    return (
        f"Estimated: {', '.join(what)} ({many(len(main), 'row')}, {known:,} of them with an "
        f"interval); unit: {_unit(main)}."
    )


def _tested(table: pd.DataFrame) -> list[str]:
    main = table[~table["measure"].isin(["rate_ratio_bca", "rate_ratio_nb2"])]
    done = main[main["p_value"].notna()]
    if done.empty:
        return ["Tested: nothing."] if len(main) else []
    found = [_TEST.search(method) for method in done["method"].astype(str)]
    ways = {_way(match[1]) for match in found if match}
    families = {
        int(match[1].replace(",", ""))
        for match in map(_FAMILY.search, done["method"].astype(str))
        if match
    }
    sizes = sorted(families)
    passed = done[done["p_adj"] < 0.05].sort_values(["p_adj", "p_value"])
    lines = [
        f"Tested: {len(done):,} of {many(len(main), 'row')}, labels permuted among "
        f"{' or '.join(sorted(ways)) or 'articles'}; p adjusted (Benjamini-Hochberg) in families "
        f"of {' and '.join(f'{size:,}' for size in sizes)}; smallest attainable p "
        f"{_p(float(done['p_smallest'].min()))}."
    ]
    shown = [_row(passed.loc[at]) for at in passed.index[:3]]
    more = f"; and {len(passed) - 3:,} more" if len(passed) > 3 else ""
    lines.append(
        f"Below .05 after adjusting: {len(passed):,}"
        + (f". {'; '.join(shown)}{more}." if shown else ".")
    )
    return lines


def _way(noun: str | None) -> str:
    """Say among what labels were dealt out."""
    if noun is None:
        return "all articles"
    if noun.startswith("article"):
        return "the voices of each article"
    return f"the articles of each {noun.removesuffix('s')}"


def _row(row: pd.Series[Any]) -> str:
    low, high, value, p = (float(row[n]) for n in ("conf_low", "conf_high", "estimate", "p_adj"))
    where = f"{row['category']}, {row['estimand']}, {row['group']} / {row['reference']}"
    if pd.isna(value):
        return f"{where}: {row['measure']} undefined, p {_p(p)}"
    return f"{where}: {row['measure']} {value:.3g} [{low:.3g}, {high:.3g}], p {_p(p)}"


def _p(value: float) -> str:
    return "<.001" if value < 0.001 else f"{value:.3f}".lstrip("0")


def _planned(table: pd.DataFrame) -> str:
    counted = Counter(table["plan"].astype(str))
    kinds = [f"{counted[kind]:,} {kind}" for kind in ("primary", "planned", "exploratory")]
    return f"Plan {table['plan_id'].iloc[0]}: rows {', '.join(kinds)}."


def _beside(table: pd.DataFrame) -> str:
    """Say how often what stands beside the pooled ratio tells another story."""
    keys = ["category", "estimand", "group", "reference"]
    ours = table[(table["measure"] == "rate_ratio") & table["estimate"].notna()]
    parts = []
    for measure, name in (("rate_ratio_bca", "BCa"), ("rate_ratio_nb2", "NB2")):
        theirs = table[(table["measure"] == measure) & table["estimate"].notna()]
        both = ours.merge(theirs, on=keys, suffixes=("", "_2"))
        if both.empty:
            continue
        says = [(both[f"conf_low{end}"] > 1) | (both[f"conf_high{end}"] < 1) for end in ("", "_2")]
        agree = int((says[0] == says[1]).sum())
        parts.append(
            f"{name} agrees in {agree:,} of {len(both):,} whether the interval leaves out 1"
        )
    return f"Beside: {'; '.join(parts)}." if parts else ""


def _refused(table: pd.DataFrame) -> list[str]:
    tests = table[~table["measure"].isin(["rate_ratio_bca", "rate_ratio_nb2"])]
    lines = []
    for title, rows in (
        ("No p-value", tests[tests["p_value"].isna()]),
        ("No estimate", table[table["estimate"].isna()]),
    ):
        if rows.empty:
            continue
        told = Counter(_reason(str(note), title) for note in rows["note"])
        if len(told) > 4:
            # Too many names: what they have in common.
            told = Counter(_NAMES.sub(r"\1 on a side", reason) for reason in told.elements())
            told = Counter(_LONE.sub(r"\1 on a side", reason) for reason in told.elements())
            told = Counter(_NUMBERS.sub("too few", reason) for reason in told.elements())
        listed = [f"{reason} ({n:,})" for reason, n in told.most_common(4)]
        more = f"; {len(told) - 4} other reasons" if len(told) > 4 else ""
        lines.append(f"{title} in {many(len(rows), 'row')}: {'; '.join(listed)}{more}.")
    return lines


def _reason(note: str, title: str) -> str:
    """Return the part of a note that says why something is missing."""
    parts = note.split("; ")
    if title == "No p-value":
        about = [part for part in parts if "refused" in part or "nothing to test" in part]
        parts = about or [part for part in parts if "no exposure" in part] or parts
    return parts[0].removeprefix("p refused: ") or "no reason given"
