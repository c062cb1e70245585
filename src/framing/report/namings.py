"""Which names are chosen, and how right the codebook is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from importlib.resources import files
from io import StringIO
from typing import Any

import pandas as pd

from framing.contrasts import estimate
from framing.contrasts.rows import many
from framing.errors import TableError
from framing.figures import plot_naming
from framing.namings import share_names
from framing.report.chapters import Chapter, name_category
from framing.report.materials import Materials, records
from framing.report.pictures import Picture
from framing.report.sheets import ESTIMATES, Column, Notes, Sheet, finding

__all__ = ["check", "is_verification", "list_names", "read_measured"]

_MOST_SETS = 15
_DRAWN_SETS = 2
_MOST_SERIES = 9


def list_names(materials: Materials) -> Chapter:
    """Say which of several names each outlet chooses."""
    title = "Which names are chosen"
    scores = materials.scores
    named = scores[scores["category"].astype("str").str.startswith("naming:")]
    hits = named.groupby("category", observed=True)["hits"].sum()
    hits = hits[hits > 0]
    sets = hits.groupby([name.removeprefix("naming:").partition("/")[0] for name in hits.index])
    total = sets.sum().sort_index().sort_values(ascending=False, kind="stable")
    if not len(total):
        return Chapter("names", title, ["No name of any naming set was found."])
    asked = list(total.index[:_MOST_SETS])
    table = share_names(scores, materials.lexicon, by="group", sets=asked, voices="wording",
                        period="all")  # fmt: skip
    table = table[table["hits"] > 0].reset_index(drop=True)
    order = {name: k for k, name in enumerate(asked)}
    table = table.sort_values("set", key=lambda names: names.map(order), kind="stable")
    table = table[table["alternative"] != "(marked)"].reset_index(drop=True)
    table["measure"] = "share"
    parts: list[Sheet | Picture | Notes] = []
    drawable = [name for name in asked if 1 < sets.size()[name] <= _MOST_SERIES]
    for name in drawable[:_DRAWN_SETS]:
        chosen = [str(c) for c in hits.index if str(c).startswith(f"naming:{name}/")]
        drawn = estimate(scores, by="group", categories=chosen, estimands="wording")
        stem = "".join(letter if letter.isalnum() else "_" for letter in name)
        parts.append(_draw(stem, name, drawn))
    parts.append(
        Sheet("names", "Names chosen in the outlets’ wording: share of the mentions of any name of "
              "the set", table,
              (Column("set", "Set"), Column("alternative", "Name"), Column("group", "Outlet"),
               *ESTIMATES),
              _find_name, folded=len(table) > 30, named=3)
    )  # fmt: skip
    styles = table[["set", "alternative", "house_style"]].drop_duplicates()
    lines = [
        f"{row['set']}, {row['alternative']}: {row['house_style']}"
        for row in records(styles[styles["house_style"] != ""])
    ]
    if lines:
        parts.append(Notes("House styles in force that ask for one of these names", lines))
    said = [
        f"Names from {many(len(total), 'naming set')} occur. A share is that of all mentions of "
        "any name of the set, in the words the outlet chose."
        + (
            f" The {_MOST_SETS} sets with most mentions are shown."
            if len(total) > _MOST_SETS
            else ""
        )
    ]
    return Chapter("names", title, said, parts)


def _draw(stem: str, name: str, table: pd.DataFrame) -> Picture:
    return Picture(
        f"names_{stem}", f"Names chosen for “{name}”", "The share of each name among all mentions "
        "of any of them, by outlet, with 95 % intervals.", partial(plot_naming, table),
    )  # fmt: skip


def _find_name(row: Mapping[str, Any]) -> str:
    category = f"naming:{row['set']}/{row['alternative']}"
    return finding(o=row["group"], v="wording", c=category, w="counted")


def read_measured(name: str) -> pd.DataFrame:
    """Read what was measured by hand of the codebook `loaded`: `precision` or `measured`."""
    text = files("framing.report").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    table = pd.read_csv(StringIO(text))
    return table.assign(coder=table["coder"].fillna(""))


def check(materials: Materials, validation: Sequence[pd.DataFrame]) -> Chapter:
    """Say how right the codebook is: by codings of this corpus, and as measured elsewhere."""
    parts: list[Sheet | Picture] = []
    said = []
    for k, table in enumerate(validation, 1):
        parts.append(_codings(k, table))
    if not validation:
        said.append(
            "No codings of this corpus were given, so how often the expressions found here are "
            "right is not known. Have a sample of them coded by hand to learn it (docs/coding.md)."
        )
    if "loaded" in materials.lexicon.name.split("+"):
        table = read_measured("precision").assign(measure="share")
        table["measured"] = table["category"].map(name_category)
        parts.append(
            Sheet("precision", "How often an expression found by the codebook “loaded” was right "
                  "in other corpora, judged by hand", table,
                  (Column("measured", "Category"), Column("precision", "Right", "share"),
                   Column("conf_low", "95 % interval", "interval"),
                   Column("n", "Judged", "count"), Column("coder", "Coder")))
        )  # fmt: skip
        said.append(
            "Precision of the codebook was judged by hand on other corpora than this one, by two "
            "coders who belong to the project (B judged a quarter of what A did). Here it may "
            "differ."
        )
    return Chapter("validation", "How right it is", said, parts)


def is_verification(table: pd.DataFrame) -> bool:
    """Say whether a table is what `verify_hits` returned."""
    return {"by", "group", "precision", "n"} <= set(table.columns)


def _numbers(k: int, table: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the columns that are numbers as such: files hold them as text."""
    made = {}
    for name in ("precision", "conf_low", "conf_high", "n"):
        made[name] = pd.to_numeric(table[name], errors="coerce")
        wrong = made[name].isna() & (table[name].fillna("").astype("str") != "")
        if wrong.any():
            raise TableError(
                f"write_report: table {k} of validation holds {table[name][wrong].iloc[0]!r} as "
                f"{name}; that is no number; pass what verify_hits returned"
            )
    return made


def _codings(k: int, table: pd.DataFrame) -> Sheet:
    if is_verification(table):
        note = table.get("note", pd.Series("", table.index))
        named = table.assign(measure="share", note=note, **_numbers(k, table))
        return Sheet(
            f"validation_{k}", "Codings of this corpus: how often an expression is right", named,
            (Column("by", "By"), Column("group", "Group", find=_find_coded),
             Column("precision", "Right", "share"),
             Column("conf_low", "95 % interval", "interval"), Column("n", "Judged", "count"),
             Column("note", "Note", "note")), named=2,
        )  # fmt: skip
    if {"variable", "measure", "alpha", "n_units"} <= set(table.columns):
        return Sheet(
            f"validation_{k}", "Codings of this corpus: how far coders agree", table,
            (Column("variable", "Variable"), Column("group", "Group"),
             Column("alpha", "Alpha", "rate"), Column("alpha_low", "lower end", "rate"),
             Column("alpha_high", "upper end", "rate"),
             Column("n_units", "Units", "count"), Column("n_coders", "Coders", "count"),
             Column("note", "Note", "note")), named=2,
        )  # fmt: skip
    raise TableError(
        f"write_report: table {k} of validation is neither of verify_hits nor of agree; it has the "
        f"columns {', '.join(map(str, table.columns))}; pass what these return"
    )


def _find_coded(row: Mapping[str, Any]) -> str:
    keys = {"outlet": "o", "category": "c", "voice": "v", "entry": "n"}
    key = keys.get(str(row["by"]))
    return finding(**{key: row["group"]}, w="counted") if key else ""
