"""Outlets compared: ratios and their parts, over time, and counted in every other way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from framing.contrasts import CHANGE, compare, decompose, summarise, trend
from framing.contrasts.rows import many
from framing.figures import (
    plot_alternatives,
    plot_contrasts,
    plot_decomposition,
    plot_left_out,
    plot_trend,
)
from framing.report.chapters import ESTIMAND_NAMES, MOST_DRAWN, Chapter, name_rows
from framing.report.findings import DATED
from framing.report.materials import Materials, records
from framing.report.pictures import Picture
from framing.report.sheets import ESTIMATES, Column, Notes, Sheet, finding
from framing.sensitivity import summarise_alternatives, try_alternatives

__all__ = ["TESTED", "compare_all", "compare_outlets", "follow_trends", "vary"]

TESTED = ("index:loaded", "index:epistemic")
"""What is tested, in one family with all outlets and estimands."""
_MEANT = {
    "index:loaded": "loaded (index)", "index:epistemic": "epistemic (index)",
    "rate_ratio": "rate ratio",
}  # fmt: skip
_ALONE = (
    "The corpus holds one outlet, so nothing is compared. Add articles of another outlet to learn "
    "whether this one writes differently."
)
_MOST_TRIED = 6
_MANY = 5_000
"""Articles above which fewer outlets are varied."""
_FEW_TRIED = 2


def compare_all(materials: Materials) -> pd.DataFrame:
    """Return each outlet beside all others; nothing, where there is one."""
    if len(materials.groups) < 2:
        return pd.DataFrame()
    return compare(materials.scores, by="group", categories=list(TESTED), seed=materials.seed)


def compare_outlets(materials: Materials, table: pd.DataFrame) -> Chapter:
    """Say what separates each outlet from the others, and from what."""
    title = "Outlets compared"
    if not len(table):
        return Chapter("compared", title, [_ALONE])
    gaps = decompose(materials.scores, by="group", categories="index:loaded")
    loaded = table[(table["category"] == "index:loaded") & (table["measure"] == "rate_ratio")]
    columns = (
        Column("measured", "Category"), Column("group", "Outlet"), Column("reference", "Against"),
        Column("counted", "Counted in"), *ESTIMATES[:2], Column("p_value", "p", "p"),
        Column("p_adj", "p adjusted", "p"), *ESTIMATES[2:],
    )  # fmt: skip
    ratios = name_rows(table[table["measure"] == "rate_ratio"])
    others = name_rows(table[table["measure"] != "rate_ratio"])
    parts: list[Sheet | Picture | Notes] = [
        Picture("contrasts", "Each outlet against the others", "The ratio of each outlet’s rate of "
                "loaded expressions to that of all others, with 95 % intervals and adjusted "
                "p-values; hollow points have no test.", partial(plot_contrasts, loaded)),
        Sheet("contrasts", "Rate ratios, each outlet against all others", ratios, columns,
              _find_sides, named=4),
        Sheet("contrasts_more", "Differences per 1,000 words, and ratios within events", others,
              (*columns[:4], Column("measure", "Measure"), *columns[4:]), _find_sides,
              folded=True, named=5),
        Picture("decomposition", "Where the gap comes from", "The gap between each outlet’s rate "
                "over all words and that of the others, split into who is given the floor and how "
                "loaded each voice is.", partial(plot_decomposition, gaps)),
        Sheet("decomposition", "The gap over all words and its parts", gaps,
              (Column("group", "Outlet"), Column("component", "Part"), Column("voice", "Voice"),
               *ESTIMATES), _find_gap, folded=True, named=3),
    ]  # fmt: skip
    said = [
        "A ratio of 1 means that the outlet uses loaded expressions as often as all others "
        "together; 2 means twice as often. An interval that holds 1 leaves open which way it goes.",
    ]
    lines = summarise(table[table["measure"] == "rate_ratio"])
    for written, meant in _MEANT.items():
        lines = lines.replace(written, meant)
    parts.insert(2, Notes("What was compared and tested, in words", lines.split("\n")))
    return Chapter("compared", title, said, parts)


def _find_sides(row: Mapping[str, Any]) -> str:
    """Say which evidence a ratio counts: that of both sides, the outlet and all others."""
    voice = "" if row["estimand"] == "all" else row["estimand"]
    return finding(v=voice, c=row.get("category", "index:loaded"), w="counted")


def _find_gap(row: Mapping[str, Any]) -> str:
    return finding(c=row["category"], w="counted")


def follow_trends(materials: Materials) -> Chapter:
    """Say how rates change over time, where dates allow."""
    title = "Over time"
    undated = len(materials.articles) - len(materials.dates)
    if materials.months < 2:
        why = "No article has a date" if not len(materials.dates) else "All dates are of one month"
        return Chapter("trends", title, [f"{why}, so nothing can be said about change."])
    period = next(
        name for name, most in (("month", 24), ("quarter", 72), ("year", np.inf))
        if _span(materials) <= most
    )  # fmt: skip
    table = trend(
        materials.scores, by="group", period=period, categories="index:loaded", seed=materials.seed
    )
    own = table[(table["estimand"] == "own")].reset_index(drop=True)
    drawn = own[own["group"].isin(materials.groups[:MOST_DRAWN])].reset_index(drop=True)
    # All that are tested as one family are shown.
    changes = name_rows(table[table["period"] == CHANGE])
    rates = own[own["period"] != CHANGE].reset_index(drop=True)
    said = [
        f"Loaded expressions in the outlets’ own voice, by {period}."
        + (f" {many(undated, 'article')} without a date stand apart." if undated else "")
        + (f" The {MOST_DRAWN} outlets with most articles are drawn."
           if len(materials.groups) > MOST_DRAWN else "")
    ]  # fmt: skip
    return Chapter(
        "trends", title, said,
        [Picture("trends", "Loaded expressions over time", f"The rate in each {period} by outlet, "
                 "with 95 % intervals; the articles behind each point stand below.",
                 partial(plot_trend, drawn)),
         Sheet("changes", f"Change from {period} to {period}: ratio", changes,
               (Column("group", "Outlet"), Column("counted", "Counted in"), *ESTIMATES[:2],
                Column("p_value", "p", "p"), Column("p_adj", "p adjusted", "p"), *ESTIMATES[2:]),
               _find_change, named=2),
         Sheet("trends", f"Rates by {period}", rates,
               (Column("period", period.capitalize()), Column("group", "Outlet"), *ESTIMATES),
               _find_period, folded=True, named=2)],
    )  # fmt: skip


def _span(materials: Materials) -> int:
    first, last = materials.dates.min(), materials.dates.max()
    return int(12 * (last.year - first.year) + last.month - first.month + 1)


def _find_change(row: Mapping[str, Any]) -> str:
    voice = "" if row["estimand"] == "all" else row["estimand"]
    return finding(o=row["group"], v=voice, c=row["category"], w="counted", t=DATED)


def _find_period(row: Mapping[str, Any]) -> str:
    return finding(o=row["group"], v="own", c=row["category"], w="counted", t=row["period"])


def vary(materials: Materials) -> Chapter:
    """Say how far the answer depends on how it was counted."""
    title = "How far it depends on how it is counted"
    if len(materials.groups) < 2:
        return Chapter("sensitivity", title, [_ALONE])
    rows: list[dict[str, Any]] = []
    notes: list[Notes] = []
    shown: list[tuple[str, pd.DataFrame]] = []
    tried_most = _MOST_TRIED if len(materials.articles) <= _MANY else _FEW_TRIED
    told_apart = [group for group in materials.groups if group != materials.rest]
    for group in told_apart[:tried_most]:
        tried = try_alternatives(
            materials.evidence, materials.segments, category="index:loaded", group=group, by="group"
        )
        rows += [{"group": group, **row} for row in records(tried)]
        if tried["estimate"].iloc[:1].notna().all():
            lines = summarise_alternatives(tried).splitlines()
            notes.append(Notes(f"{group}: {lines[0].removeprefix('Main: ')}", lines[1:]))
            shown.append((group, tried))
    if not shown:
        return Chapter("sensitivity", title, ["No ratio can be formed, so none can be varied."])
    table = pd.DataFrame(rows)
    table["counted"] = table["estimand"].map(ESTIMAND_NAMES)
    main = table[table["kind"].isin(["main", "bound"])].reset_index(drop=True)
    without = table[table["taken"].notna()].sort_values(
        ["group", "taken"], ascending=[True, False], kind="stable"
    )
    without = without.groupby("group", sort=False).head(5).reset_index(drop=True)
    common = (Column("group", "Outlet"), Column("kind", "What it is"))
    group, first = shown[0]
    parts: list[Sheet | Picture | Notes] = []
    said = [
        "Each outlet’s ratio to the others was counted again in every combination of choices that "
        "could have been made otherwise, and without each of its parts. No way of counting is the "
        "best one: what matters is whether they point the same way, and whether one expression, "
        "event or outlet carries the difference."
    ]
    if (first["kind"].eq("specification") & first["estimate"].notna()).any():
        parts.append(
            Picture("alternatives", f"{group} against the rest, counted in every way",
                    "The ratio under every specification in order of size, and below what each "
                    "one is; the main analysis is the black square.",
                    partial(plot_alternatives, first))
        )  # fmt: skip
    if (first["kind"] == "entry").any():
        parts.append(
            Picture("left_out", f"{group} against the rest, without single expressions",
                    "The ratio without each of the entries that move it most.",
                    partial(plot_left_out, first))
        )  # fmt: skip
    parts += [
        *notes,
        Sheet("alternatives_main", "Main ratios, and how far words of unsure voice could move them",
              main, (*common, Column("unsure", "Words of unsure voice"), *ESTIMATES), _find_main,
              named=2),
        Sheet("alternatives_without",
              "What moves the ratio most when it is left out (a link leads to what is left out)",
              without,
              (*common,
               Column("left_out", "Left out", find=lambda row: _find_left_out(row, told_apart)),
               *ESTIMATES[:2],
               Column("taken", "Share of the log ratio it takes", "rate"), *ESTIMATES[2:]),
              folded=True, named=3),
        Sheet("alternatives", "Every way of counting", table,
              (*common, Column("left_out", "Left out"), Column("counted", "Counted in"),
               Column("unsure", "Unsure"), Column("negated", "Negated"),
               Column("headlines", "Headlines"), Column("min_words", "Least words", "count"),
               *ESTIMATES), _find_main, folded=True, named=7),
    ]  # fmt: skip
    if len(told_apart) > tried_most:
        said.append(f"The {tried_most} outlets with most articles were varied.")
    return Chapter("sensitivity", title, said, parts)


def _find_main(row: Mapping[str, Any]) -> str:
    """Say which evidence the main ratio counts; other ways of counting are no filters."""
    return _find_sides(row) if row["kind"] == "main" else ""


def _find_left_out(row: Mapping[str, Any], groups: Sequence[str]) -> str:
    key = {"entry": "n", "outlet": "o"}.get(str(row["kind"]))
    if key == "o" and row["left_out"] not in groups:
        return ""
    return finding(v="own", c="index:loaded", w="counted", **{key: row["left_out"]}) if key else ""
