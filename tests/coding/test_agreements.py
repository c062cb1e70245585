"""Agreement as a table: by part, by level, for stretches; and what has none."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from cases import says

from framing.coding.agreements import AGREEMENT_COLUMNS, agree
from framing.coding.forms import Form, Value, Variable
from framing.errors import CodingError, TableError

UNITS = [f"u{k}" for k in range(40)]
SAMPLE = pd.DataFrame({"unit_id": UNITS, "outlet": ["Vestra"] * 36 + ["Tessel Wire"] * 4})


def code(coder: str, values: list[object], variable: str = "hit") -> pd.DataFrame:
    table = pd.DataFrame({"unit_id": UNITS[: len(values)], "value": [str(v) for v in values]})
    return table.assign(coder=coder, variable=variable)


def two(a: list[object], b: list[object], variable: str = "hit") -> pd.DataFrame:
    return pd.concat([code("ana", a, variable), code("ben", b, variable)], ignore_index=True)


def test_the_canonical_data_through_the_table(root: Path) -> None:
    entries = json.loads((root / "tests" / "reference_values.json").read_text("utf-8"))["entries"]
    entry = next(e for e in entries if e["id"] == "krippendorff_canonical")
    rows = [
        (f"u{u}", f"c{c}", "x", str(value))
        for c, coder in enumerate(entry["inputs"]["rows_coders"])
        for u, value in enumerate(coder)
        if value is not None
    ]
    codings = pd.DataFrame(rows, columns=["unit_id", "coder", "variable", "value"])
    for level in ("nominal", "ordinal", "interval", "ratio"):
        found = agree(codings, levels={"x": level}, draws=200, seed=1)
        assert tuple(found.columns) == AGREEMENT_COLUMNS
        row = found.iloc[0]
        assert row["alpha"] == pytest.approx(entry["expected"][level], rel=1e-6)
        assert row["alpha_low"] < row["alpha"] < row["alpha_high"]
        assert (row["n_units"], row["n_values"], row["n_coders"]) == (11, 40, 4)
        assert np.isnan(row["ac1"]) == (level in ("interval", "ratio"))


def test_parts_are_told_apart_and_small_ones_have_no_interval() -> None:
    found = agree(
        two(["yes", "no"] * 20, ["yes", "no"] * 18 + ["no"] * 4), SAMPLE, by=["outlet"], seed=1
    )
    assert found[["by", "group", "n_units"]].values.tolist() == [
        ["", "", 40],
        ["outlet", "Tessel Wire", 4],
        ["outlet", "Vestra", 36],
    ]
    few, many = found.iloc[1], found.iloc[2]
    assert np.isnan(few["alpha_low"])
    assert "4 units: too few for an interval" in few["note"]
    assert many["alpha"] == 1
    assert 0.7 < many["alpha_low"] < 0.9
    assert many["note"] == "coders never differ: lower bounds are exact ones"


def test_one_value_throughout_is_undefined_and_says_so() -> None:
    found = agree(two(["yes"] * 40, ["yes"] * 40), draws=50, seed=1)
    assert np.isnan(found["alpha"].iloc[0])
    assert found["percent_agreement"].iloc[0] == 1
    assert "alpha is undefined" in found["note"].iloc[0]


def test_a_rare_value_makes_the_interval_too_narrow_and_says_so() -> None:
    found = agree(two(["no"] * 38 + ["yes"] * 2, ["no"] * 37 + ["yes"] * 3), draws=100, seed=1)
    assert (
        "3 units hold another value than the commonest: the interval is too narrow"
        in (found["note"].iloc[0])
    )


def test_a_form_gives_levels_and_order_and_the_number_of_answers() -> None:
    form = Form(
        "f",
        (
            Variable("grade", level="ordinal", values=tuple(map(Value, ("low", "mid", "high")))),
            Variable("hit", values=tuple(map(Value, ("yes", "no", "unsure")))),
        ),
    )
    a, b = ["low", "mid", "high", "low"] * 10, ["low", "high", "high", "low"] * 10
    given = pd.concat([two(a, b, "grade"), two(["yes", "no"] * 20, ["yes", "no"] * 20)])
    found = agree(given, levels=form, draws=100, seed=1).set_index("variable")
    numbers = {"low": 0, "mid": 1, "high": 2}
    same = agree(
        two([numbers[x] for x in a], [numbers[x] for x in b], "grade"),
        levels={"grade": "ordinal"}, draws=100, seed=1,
    )  # fmt: skip
    assert found.loc["grade", "alpha"] == pytest.approx(same["alpha"].iloc[0])
    assert found.loc["grade", "alpha"] > agree(given, draws=100, seed=1)["alpha"].iloc[0]


TEXT = "The reckless plan met a brutal and bitter end on Monday."
PLACES = pd.DataFrame(
    {
        "unit_id": [f"u{k}" for k in range(8)],
        "start": 50,
        "end": 50 + len(TEXT),
        "context": TEXT,
        "context_start": 50,
    }
)


def spans(coder: str, unit: str, *marks: tuple[str, str]) -> list[tuple[object, ...]]:
    if not marks:
        return [(unit, coder, "found", "", 50, 50)]
    places = [(50 + TEXT.index(words), words, label) for words, label in marks]
    return [(unit, coder, "found", label, a, a + len(w)) for a, w, label in places]


def marked(*rows: list[tuple[object, ...]]) -> pd.DataFrame:
    names = ["unit_id", "coder", "variable", "value", "start", "end"]
    return pd.DataFrame([row for part in rows for row in part], columns=names)


def test_stretches_agree_word_by_word_and_by_how_far_they_miss() -> None:
    rows = []
    for k in range(8):
        rows.append(spans("ana", f"u{k}", ("reckless", "loaded"), ("brutal and bitter", "loaded")))
        rows.append(spans("ben", f"u{k}", ("reckless", "loaded"), ("brutal", "loaded")))
    found = agree(marked(*rows), PLACES, draws=100, seed=1)
    assert found[["label", "measure", "n_units"]].values.tolist() == [
        ["", "token alpha", 8],
        ["", "u-alpha", 8],
    ]
    # Of eleven words, two of four marked ones are shared, and seven are nobody's.
    words = found.iloc[0]
    assert words["percent_agreement"] == pytest.approx(9 / 11)
    one, two_ = [1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0]
    from framing.stats.reliability import tabulate

    table = tabulate(np.tile(np.column_stack([one, two_]), (8, 1)))
    assert words["alpha"] == pytest.approx(table.coefficients(np.ones((1, 88)))[0, 0])
    from framing.stats.unitizing import unitize

    pair = [[(4, 12), (24, 41)], [(4, 12), (24, 30)]]
    parts = unitize([pair] * 8, [len(TEXT)] * 8)
    assert found["alpha"].iloc[1] == pytest.approx(parts.alpha(np.ones((1, 8)))[0])


def test_labels_are_told_apart_and_overlap_counts_as_one_more() -> None:
    rows = []
    for k in range(6):
        rows.append(spans("ana", f"u{k}", ("reckless", "loaded"), ("reckless plan", "hedge")))
        rows.append(spans("ben", f"u{k}", ("reckless", "loaded")))
    rows += [spans("ana", "u6"), spans("ben", "u6")]
    found = agree(marked(*rows), PLACES, draws=50, seed=1)
    tokens = found[found["measure"] == "token alpha"].set_index("label")
    assert tokens.loc["loaded", "alpha"] == 1
    assert tokens.loc["hedge", "alpha"] < 0.1
    assert tokens.loc["", "n_units"] == 7
    assert set(found.loc[found["measure"] == "u-alpha", "label"]) == {"", "hedge", "loaded"}


def test_a_text_only_one_coder_marked_is_in_no_u_alpha() -> None:
    rows = [spans(c, f"u{k}", ("reckless", "loaded")) for c in ("ana", "ben") for k in range(5)]
    rows.append(spans("ana", "u5", ("bitter", "loaded")))
    found = agree(marked(*rows), PLACES, draws=50, seed=1).set_index("measure")
    assert found.loc["u-alpha", "n_units"] == 5
    assert found.loc["token alpha", "n_units"] == 5


def test_what_has_no_agreement_is_named() -> None:
    with pytest.raises(CodingError) as caught:
        agree(code("ana", ["yes"] * 3), seed=1)
    assert says(
        caught.value,
        "agree: no unit has two coders for 'hit'; 3 units were coded by ana; agreement needs units "
        "that two people coded: draw a sample with an overlap, or read the other coder's sheet too",
    )
    given = two(["yes"] * 3, ["no"] * 3)
    with pytest.raises(CodingError) as caught:
        agree(pd.concat([given, given[:1]]), seed=1)
    assert says(
        caught.value,
        "agree: ana coded unit 'u0' twice for 'hit'; a coder has one answer; keep one of them",
    )
    with pytest.raises(CodingError) as caught:
        agree(given, levels={"hit": "ordinl"}, seed=1)
    assert says(
        caught.value,
        "agree: there is no level 'ordinl'; there are nominal, ordinal, interval, ratio; did you "
        "mean 'ordinal'?",
    )
    with pytest.raises(CodingError) as caught:
        agree(given, levels={"hit": "interval"}, seed=1)
    assert says(
        caught.value,
        "agree: 'yes' is no number; 'hit' has the level interval, whose values are numbers or, "
        "with the form, its codes in their order; pass levels=form, or call it nominal",
    )
    with pytest.raises(CodingError) as caught:
        agree(two([-1, 2], [1, 2]), levels={"hit": "ratio"}, seed=1)
    assert says(
        caught.value,
        "agree: -1 is below 0; 'hit' has the level ratio, whose values count from 0; call it "
        "interval",
    )
    with pytest.raises(CodingError, match="there is no column of the sample 'outlt'"):
        agree(given, SAMPLE, by=["outlt"], seed=1)
    with pytest.raises(TableError, match="agree: the table lacks the column 'coder'"):
        agree(given.drop(columns="coder"), seed=1)
    rows = marked(spans("ana", "u0", ("bitter", "x"), ("plan", "x")), spans("ben", "u0"))
    with pytest.raises(CodingError, match="pass the sample that was coded"):
        agree(rows, seed=1)
    with pytest.raises(CodingError) as caught:
        agree(rows.assign(end=999), PLACES, seed=1)
    assert says(
        caught.value,
        "agree: ana marked … to 999 of unit 'u0'; its text goes from 50 to 106; pass the sample "
        "that was coded",
    )


@pytest.mark.real
def test_six_annotators_of_polnear_are_near_the_reported_agreement(root: Path) -> None:
    import importlib.util

    place = root / "benchmarks" / "agreement.py"
    spec = importlib.util.spec_from_file_location("agreement_benchmark", place)
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    folder = Path(os.environ["FRAMING_DATA"])
    with gzip.open(folder / "polnear_annotator_training.jsonl.gz", "rt", encoding="utf-8") as f:
        assert len(f.readlines()) == 4
    found = benchmark.measure_polnear(folder)
    row = found[(found["measure"] == "token alpha") & (found["label"] == "")].iloc[0]
    assert (row["n_coders"], row["n_units"]) == (6, 4)
    assert abs(row["alpha"] - row["reported"]) < 0.06
    committed = pd.read_csv(root / "benchmarks" / "tables" / "agreement_polnear.csv")
    assert committed["alpha"].to_numpy() == pytest.approx(found["alpha"].to_numpy(), rel=1e-5)
