"""Frame scores from items, and the forms that ask for them, there and back through sheets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from cases import says

from framing import (
    agree,
    draw_sample,
    read_coding,
    read_corpus,
    read_form,
    score_items,
    write_sheet,
)
from framing.errors import CodingError


def codings_of(answers: dict[str, dict[str, str]], item: str = "conflict") -> pd.DataFrame:
    """Return codings; answers are coder -> unit -> one letter per item."""
    rows = [
        (unit, coder, f"{item}_{k}", {"y": "yes", "n": "no", "?": "unsure"}[letter])
        for coder, units in answers.items()
        for unit, letters in units.items()
        for k, letter in enumerate(letters, 1)
    ]
    return pd.DataFrame(rows, columns=["unit_id", "coder", "variable", "value"])


BOTH = codings_of(
    {"ana": {"u1": "yyn", "u2": "nnn", "u3": "yyy", "u4": "ny?"},
     "ben": {"u1": "yyy", "u2": "nny", "u3": "yyy", "u4": "nny"}}
)  # fmt: skip


def test_a_score_is_the_mean_over_coders_of_the_mean_over_items() -> None:
    scores = score_items(BOTH, seed=1).scores.set_index("unit_id")
    assert scores["score"].to_dict() == pytest.approx(
        {"u1": (2 / 3 + 1) / 2, "u2": (0 + 1 / 3) / 2, "u3": 1.0, "u4": (1 / 2 + 1 / 3) / 2}
    )
    assert scores["n_coders"].unique().tolist() == [2]
    assert scores["n_items"].unique().tolist() == [3]


def test_alpha_of_an_item_is_that_of_agree() -> None:
    items = score_items(BOTH, seed=1).items.set_index("item")
    known = BOTH[BOTH["value"] != "unsure"]
    expected = agree(known, seed=1).set_index("variable")
    for item in ("conflict_1", "conflict_2", "conflict_3"):
        for name in ("alpha", "alpha_low", "alpha_high"):
            assert items.loc[item, name] == pytest.approx(expected.loc[item, name], nan_ok=True)
    assert items.loc["conflict_3", "n_units"] == 3
    whole = BOTH.assign(x=BOTH["value"].map({"yes": 1.0, "no": 0.0})).pivot_table(
        index="unit_id", columns="variable", values="x"
    )
    count = whole.shape[1]
    alpha = count / (count - 1) * (1 - whole.var().sum() / whole.sum(axis=1).var())
    assert items.loc["(frame)", "item_rest"] == pytest.approx(alpha)
    rest = whole[["conflict_2", "conflict_3"]].mean(axis=1)
    assert items.loc["conflict_1", "item_rest"] == pytest.approx(whole["conflict_1"].corr(rest))


def test_one_coder_gives_scores_and_no_agreement() -> None:
    found = score_items(BOTH[BOTH["coder"] == "ana"], seed=1)
    assert len(found.scores) == 4
    assert found.items["alpha"].isna().all()
    assert set(found.items["note"]) == {"no unit has two coders"}


def test_items_may_be_named_otherwise() -> None:
    renamed = BOTH.assign(variable=BOTH["variable"].str.replace("conflict_", "q"))
    found = score_items(renamed, frames={"conflict": ["q1", "q2"]}, seed=1)
    assert found.items["item"].tolist() == ["q1", "q2", "(frame)"]


WRONG = {
    "no items": (
        dict(codings=BOTH.assign(variable="conflict")),
        "score_items: there are no items; the codings have conflict, and items end in a number, as "
        "in conflict_1; name them with frames={...}",
    ),
    "unknown item": (
        dict(frames={"conflict": ["conflict_9"]}),
        "score_items: frame 'conflict' has the item 'conflict_9'; the codings have conflict_1, "
        "conflict_2, conflict_3; name those that were asked",
    ),
    "another answer": (
        dict(codings=BOTH.assign(value="often")),
        "score_items: ana answered 'often' to 'conflict_1' of unit 'u1'; an item is answered yes "
        "or no; leave the variable out with frames={...}, or mend the answer",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_item_is_named(name: str) -> None:
    given, message = WRONG[name]
    with pytest.raises(CodingError) as caught:
        score_items(given.get("codings", BOTH), frames=given.get("frames"), seed=1)
    assert says(caught.value, message)


@pytest.mark.parametrize(
    ("name", "items", "ending"),
    [
        ("generic_frames", 20, "xlsx"),
        ("generic_frames", 20, "jsonl"),
        ("entman", 8, "csv"),
        ("entman", 8, "json"),
    ],
)
def test_the_forms_go_out_as_sheets_and_come_back_as_scores(
    name: str, items: int, ending: str, tmp_path: Path
) -> None:
    texts = ["The two sides clashed over the levy.", "The museum opens in May.", "It cost jobs."]
    corpus = read_corpus(pd.DataFrame({"outlet": "Post", "text": texts}))
    sample = draw_sample(corpus.articles, corpus, n=3, by=[], coders=["ana", "ben"], overlap=1,
                         seed=1)  # fmt: skip
    form = read_form(name)
    random = np.random.default_rng(0)
    paths = []
    for coder in ("ana", "ben"):
        begun = pd.DataFrame(
            [
                (unit, coder, v.name, str(random.choice(v.codes)), "", 0, 0)
                for unit in sample["unit_id"]
                for v in form.variables
            ],
            columns=["unit_id", "coder", "variable", "value", "note", "start", "end"],
        )
        path = tmp_path / f"{coder}.{ending}"
        paths.append(write_sheet(sample, form, path, coder=coder, codings=begun))
    codings, receipt = read_coding(paths, sample, form)
    assert receipt.empty
    found = score_items(codings, draws=50, seed=1)
    assert len(found.items) == items + found.items["frame"].nunique()
    assert found.scores.groupby("unit_id").size().tolist() == [found.items["frame"].nunique()] * 3
    assert found.scores["score"].between(0, 1).all()


def test_the_twenty_items_are_five_frames_of_three_to_five_questions() -> None:
    form = read_form("generic_frames")
    frames = pd.Series([v.name.rpartition("_")[0] for v in form.variables]).value_counts()
    assert frames.to_dict() == {
        "responsibility": 5, "human_interest": 5, "conflict": 4, "morality": 3, "economic": 3,
    }  # fmt: skip
    assert all(value.meaning for v in form.variables for value in v.values)
    assert [v.name for v in read_form("frames").variables] == [
        "conflict", "human_interest", "responsibility", "morality", "economic",
    ]  # fmt: skip
