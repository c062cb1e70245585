"""A plan is written once, read as it was written, and marks what it planned."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from cases import says
from made_scores import POST, STAR, WIRE, rows

from framing.contrasts import AnalysisPlan, compare, plan, read_plan, write_plan
from framing.errors import ComparisonError
from framing.stats.families import benjamini_hochberg

FULL: dict[str, Any] = {
    "question": "Does the Post load its own words more?",
    "estimand": "own",
    "measure": "rate_ratio",
    "by": "outlet",
    "against": WIRE,
    "family": ["metaphor"],
    "section": "body",
    "copies": "once",
    "events": "matched by hand, two coders",
    "exclusions": ["opinion", "articles under 100 words"],
    "written": "2031-03-04",
}


def scores() -> pd.DataFrame:
    hits = {
        "evaluation": {
            POST: [9, 7, 8, 9, 6, 9],
            WIRE: [1, 2, 0, 3, 1, 1],
            STAR: [3, 4, 2, 3, 4, 5],
        },
        "metaphor": {POST: [1, 0, 2, 1, 0, 1], WIRE: [1, 2, 1, 0, 2, 1], STAR: [1, 1, 1, 0, 2, 0]},
        "hedge": {POST: [4, 5, 3, 6, 5, 4], WIRE: [3, 4, 5, 2, 4, 5], STAR: [4, 4, 3, 5, 4, 2]},
    }
    return pd.concat([rows(by, category=name) for name, by in hits.items()], ignore_index=True)


def test_what_was_planned_is_one_family_and_the_rest_is_exploratory() -> None:
    intended = plan("evaluation", family=["metaphor"], against=WIRE)
    table = compare(scores(), plan=intended, seed=1)
    assert table["reference"].unique().tolist() == [WIRE]
    planned = table[table["plan"] != "exploratory"]
    assert set(planned["category"]) == {"evaluation", "metaphor"}
    assert set(planned["estimand"]) == {"own"}
    assert set(planned["measure"]) == {"rate_ratio"}
    assert (planned["plan"] == "primary").equals(planned["category"] == "evaluation")
    np.testing.assert_allclose(planned["p_adj"], benjamini_hochberg(planned["p_value"]))
    assert planned["method"].str.endswith("BH over 4 tests").all()
    others = table[(table["plan"] == "exploratory") & (table["measure"] == "rate_ratio")]
    np.testing.assert_allclose(others["p_adj"], benjamini_hochberg(others["p_value"]))
    assert set(table["plan_id"]) == {intended.digest[:12]}
    # The numbers themselves know nothing of the plan.
    named = ["evaluation", "metaphor"]
    plain = compare(scores(), categories=named, against=WIRE, seed=1)
    pd.testing.assert_series_equal(table["p_value"], plain["p_value"])


@pytest.mark.parametrize(
    "other", [{"against": "rest"}, {"by": "side"}, {"section": "headline"}, {"copies": "none"}]
)
def test_another_comparison_is_exploratory(other: dict[str, Any]) -> None:
    intended = plan("evaluation", against=WIRE)
    made = scores().assign(side=lambda t: np.where(t["outlet"] == STAR, "x", t["outlet"]))
    if "section" in other:
        made = pd.concat([made, made.assign(section="headline", exposure=20)])
    if "copies" in other:
        columns = ["doc_id", "outlet", "date", "cluster"]
        other = other | {"duplicates": pd.DataFrame(columns=columns)}
    table = compare(made, plan=intended, seed=1, **other)
    assert set(table["plan"]) == {"exploratory"}


def test_naming_other_categories_keeps_those_of_the_plan() -> None:
    table = compare(scores(), plan=plan("evaluation"), categories="hedge", seed=1)
    assert set(table["category"]) == {"evaluation", "hedge"}
    alone = compare(scores(), plan=plan("evaluation"), seed=1)
    assert set(alone["category"]) == {"evaluation"}


def test_a_plan_is_read_as_it_was_written(tmp_path: Path) -> None:
    intended = plan("evaluation", **FULL)
    path = write_plan(intended, tmp_path / "plan.json")
    assert read_plan(path) == intended
    before = path.read_bytes()
    assert write_plan(intended, path).read_bytes() == before
    said = str(intended)
    for part in ("Primary: evaluation, own, rate_ratio, by outlet, against Valley Wire, in the",
                 "Family, tested together: evaluation and metaphor", "Left out: opinion",
                 "Copies: once", f"SHA-256: {intended.digest}"):  # fmt: skip
        assert part in said


@pytest.mark.parametrize("name", [*FULL, "primary"])
def test_every_part_has_a_say_in_the_digest(name: str) -> None:
    other = {"estimand": "all", "measure": "difference", "section": "headline", "copies": "all",
             "family": ["hedge"], "exclusions": ["opinion"]}.get(name, "else")  # fmt: skip
    if name == "primary":
        changed = plan("hedge", **FULL)
    else:
        changed = plan("evaluation", **FULL | {name: other})
    assert changed.digest != plan("evaluation", **FULL).digest


def test_a_changed_file_a_second_plan_and_no_plan_are_refused(tmp_path: Path) -> None:
    path = write_plan(plan("evaluation", **FULL), tmp_path / "plan.json")
    with pytest.raises(ComparisonError) as second:
        write_plan(plan("hedge"), path)
    says(second.value, "write_plan: plan.json holds another plan (…); a plan is not changed once …")
    found = json.loads(path.read_text(encoding="utf-8"))
    (tmp_path / "changed.json").write_text(json.dumps(found | {"primary": "hedge"}), "utf-8")
    (tmp_path / "none.json").write_text("{}", "utf-8")
    (tmp_path / "list.json").write_text(json.dumps(found | {"family": None}), "utf-8")
    (tmp_path / "broken.json").write_text("{", "utf-8")
    for name, said in {
        "changed.json": "read_plan: changed.json was changed after it was written: its digest "
        "is …, not …; restore the file, or write another plan and say so",
        "none.json": "read_plan: none.json is no plan (KeyError: 'primary'); pass a file …",
        "broken.json": "read_plan: broken.json is no plan (JSONDecodeError: …); pass a file …",
        "list.json": "read_plan: list.json is no plan (TypeError: …); pass a file …",
        "absent.json": "read_plan: there is no file absent.json; write one with write_plan",
    }.items():
        with pytest.raises(ComparisonError) as caught:
            read_plan(tmp_path / name)
        says(caught.value, said)


@pytest.mark.parametrize(
    ("primary", "options", "message"),
    [
        ("", {}, "plan: no category is primary; one has to decide; name it, as in …"),
        ("hedge", {"estimand": "mine"}, "plan: there is no estimand 'mine'; there are own, …"),
        ("hedge", {"measure": "ratio"}, "plan: there is no measure 'ratio'; there are rate_ratio…"),
        ("hedge", {"section": "lede"}, "plan: there is no section 'lede'; there are body, …"),
        ("hedge", {"copies": "two"}, "plan: there is no way to keep copies 'two'; there are all…"),
    ],
)
def test_unknown_names_are_refused(primary: str, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ComparisonError) as caught:
        plan(primary, **options)
    says(caught.value, message)


def test_a_plan_for_what_is_not_there_is_refused() -> None:
    with pytest.raises(ComparisonError) as caught:
        compare(scores(), plan=plan("evaluations"), seed=1)
    says(caught.value, "compare: there is no category 'evaluations'; there are …")


def test_a_plan_is_frozen() -> None:
    with pytest.raises(AttributeError):
        plan("hedge").primary = "label"  # type: ignore[misc]
    assert isinstance(plan("hedge"), AnalysisPlan)


def test_a_plan_that_nothing_fulfils_is_refused() -> None:
    with pytest.raises(ComparisonError) as caught:
        compare(scores(), plan=plan("hedge", measure="mh_rate_ratio"), seed=1)
    says(caught.value, "compare: nothing here is what the plan calls primary (hedge, own, mh_rate…")
    table = compare(scores(), plan=plan("hedge"), estimands="all", seed=1)
    assert set(table["estimand"]) == {"own", "all"}
