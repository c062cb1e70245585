"""All writing on a figure can be read: ink on white, colour on the marks alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.text import Text

import framing
from framing.figures import __all__ as exported

OUTLETS = ("Vestra", "Tessel Wire", "Harbour Post", "Nyland Courier")
_LEAST = 4.5
"""Of WCAG 2.2, success criterion 1.4.3."""


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def luminance(colour: Sequence[float]) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(text: Text) -> float:
    """Return the contrast of a text with white, which is what figures are drawn on."""
    *colour, alpha = to_rgba(text.get_color())
    alpha *= 1.0 if text.get_alpha() is None else text.get_alpha()
    return 1.05 / (luminance([alpha * c + 1 - alpha for c in colour]) + 0.05)


def rows(column: str, names: Sequence[str], **columns: object) -> pd.DataFrame:
    """Return a row per outlet and name: usual ones, refused ones, without and with long bars."""
    made = []
    for number, outlet in enumerate(OUTLETS):
        for k, name in enumerate(names):
            value = 0.10 + 0.02 * number + 0.01 * k
            ends = (value / 2, value * 1.6)
            if number == 1 and k % 2:
                value, ends = math.nan, (math.nan, math.nan)
            elif number == 2:
                ends = (math.nan, math.nan) if k % 2 else (value / 2, 40.0)
            made.append({"group": outlet, column: name, "estimate": value, "conf_low": ends[0],
                         "conf_high": ends[1]})  # fmt: skip
    table = pd.DataFrame(made)
    facts = {
        "category": "evaluation", "estimand": "own", "reference": "rest", "measure": "share",
        "p_value": 0.01, "p_adj": 0.04, "n_docs": 9, "n_events": 4, "hits": 5, "exposure": 50,
        "note": table["estimate"].isna().map({True: "no hits on either side", False: ""}),
    }  # fmt: skip
    return table.assign(**{n: v for n, v in (facts | columns).items() if n not in table})


def alternatives() -> pd.DataFrame:
    choices = {"lexicon": "loaded", "unsure": "own", "negated": "in", "headlines": "in",
               "copies": "in", "min_words": 0}  # fmt: skip
    table = rows("estimand", ("own", "wording", "all"), **choices, left_out="", taken=0.6,
                 crosses=False)  # fmt: skip
    table = table.assign(kind="specification").drop(columns=["group", "reference"])
    main = table.head(1).assign(kind="main", taken=math.nan)
    names = [f"expression {k}" for k in range(len(table))]
    return pd.concat([main, table, table.assign(kind="entry", left_out=names)], ignore_index=True)


def agreement() -> pd.DataFrame:
    table = rows("measure", ("alpha",), variable="hit", label="", by="outlet", n_units=40,
                 n_coders=2)  # fmt: skip
    names = {"estimate": "alpha", "conf_low": "alpha_low", "conf_high": "alpha_high"}
    return table.rename(columns=names)


def corrected() -> pd.DataFrame:
    methods = ("raw", "labels", "dsl", "ppi", "rogan_gladen")
    return rows("method", methods, reference="", n_labels=80, n_units=900, n_clusters=50, truth=0.1)


def articles() -> pd.DataFrame:
    return pd.DataFrame(
        {"doc_id": list("abcdef"), "outlet": ["Vestra", "Vestra", *OUTLETS],
         "event": ["fire"] * 3 + ["talks"] * 3, "confidence": [0.99] * 3 + [0.5] * 3}
    )  # fmt: skip


def risk() -> pd.DataFrame:
    table = pd.DataFrame({"frame": ["(all)", "(all)", "economic", "economic", "conflict"],
                          "coverage": [0.5, 1.0, 0.5, 1.0, 1.0]})  # fmt: skip
    return table.assign(n_verdicts=90, error=0.1, conf_low=0.05, conf_high=0.2)


def keyness() -> pd.DataFrame:
    facts = {"n_target": 9, "docs_target": 4, "n_docs_target": 12, "alpha_0": 2110.0}
    table = pd.DataFrame({"group": ["Vestra", "Vestra", "Tessel Wire"], "z": [3.0, 0.4, 2.0],
                          "log_odds": [1.2, 2.4, 0.8], "p_adj": [0.01, 0.4, math.nan]})  # fmt: skip
    return table.assign(feature=["regime", "council", "star"], **facts)


VOICES = ("outlet", "quoted", "reported", "distanced", "unsure")
MONTHS = ("2031-01", "2031-02", "2031-03", "2031-04")
STYLE = "Tessel Press: Karsk since 2031-02-09"
CASES: dict[str, Callable[[], Axes]] = {
    "agreement": lambda: framing.plot_agreement(agreement()),
    "alternatives": lambda: framing.plot_alternatives(alternatives()),
    "callings": lambda: framing.plot_callings(
        rows("target", ("Mara Dolen", "Ben Roe"), caller="the outlet", words="reckless 3",
             measure="loaded expressions")
    ),
    "contrasts": lambda: framing.plot_contrasts(
        rows("estimand", ("own", "wording", "all"), measure="rate_ratio")
    ),
    "correction": lambda: framing.plot_correction(corrected()),
    "decomposition": lambda: framing.plot_decomposition(
        rows("component", ("gap", "floor", "rate"), voice="")
    ),
    "events": lambda: framing.plot_events(articles()),
    "keyness": lambda: framing.plot_keyness(keyness(), groups=("Vestra", "Tessel Wire")),
    "left_out": lambda: framing.plot_left_out(alternatives()),
    "names_over_time": lambda: framing.plot_names_over_time(
        rows("period", MONTHS, set="port", alternative="Karsk", voice="own", house_style=STYLE)
    ),
    "naming": lambda: framing.plot_naming(
        rows("category", [f"naming:war/{name}" for name in ("war", "invasion", "riot", "unrest")])
    ),
    "ranks": lambda: framing.plot_ranks(
        rows("estimand", ("all",)), rows("estimand", ("own",)).iloc[::-1],
        truth=pd.DataFrame({"group": OUTLETS, "estimate": 0.1}),
    ),
    "rates": lambda: framing.plot_rates(
        rows("estimand", ("own", "wording", "all"), measure="rate_per_1000")
    ),
    "risk": lambda: framing.plot_risk(risk()),
    "roles": lambda: framing.plot_roles(
        rows("role", ("hero", "villain", "victim"), caller="own voice", entity="Mara Dolen")
    ),
    "shares": lambda: framing.plot_shares(
        rows("category", ("stance:neutral", "stance:distancing", "stance:hostile", "stance:warm"))
    ),
    "sources": lambda: framing.plot_sources(
        rows("source", ("Mara Dolen", "Ben Roe", "East", "West"), measure="words")
    ),
    "stances": lambda: framing.plot_stances(
        rows("stance", ("neutral", "endorsing", "distancing", "hostile"), source="East")
        .query("group == 'Tessel Wire'")
    ),
    "trend": lambda: framing.plot_trend(
        rows("period", MONTHS, measure="rate_per_1000")
    ),
    "voices": lambda: framing.plot_voices(rows("category", [f"floor:{v}" for v in VOICES])),
}  # fmt: skip


def test_every_figure_is_among_the_cases() -> None:
    assert {f"plot_{name}" for name in CASES} == {n for n in exported if n.startswith("plot_")}


@pytest.mark.parametrize("name", CASES)
def test_writing_can_be_read(name: str) -> None:
    figure = CASES[name]().figure
    figure.canvas.draw()
    written = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()]
    pale = {t.get_text(): round(contrast(t), 1) for t in written if contrast(t) < _LEAST}
    assert not pale
    assert len(written) > 5


def test_without_a_colour_the_writing_says_which_series_has_no_estimate() -> None:
    table = rows("estimand", ("own", "wording", "all"), measure="rate_per_1000")
    written = [t.get_text() for t in framing.plot_rates(table).findobj(Text)]
    assert "no rate, the outlet’s wording: no hits on either side" in written
