"""One difference counted otherwise: each choice by hand, and what carries a gap."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from cases import says

from framing import (
    ComparisonError,
    TableError,
    annotate,
    attribute,
    compare,
    plot_alternatives,
    plot_left_out,
    read_corpus,
    read_lexicon,
    score,
    segment,
    summarise_alternatives,
    try_alternatives,
)
from framing.columns import VOICES

pytestmark = pytest.mark.filterwarnings("ignore::framing.FramingWarning")

POST, WIRE = "Harbour Post", "Valley Wire"


def tables(
    hits: dict[str, list[tuple[str, int, str]]], *, words: int = 1000, **more: Any
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Evidence and segments: by article, entries with their number and voice."""
    segments, evidence = [], []
    for doc, found in hits.items():
        outlet = POST if doc.startswith("p") else WIRE
        for voice in VOICES:
            for section in ("headline", "body"):
                n = {"outlet": words, "quoted": words // 2, "unsure": words // 10}.get(voice, 0)
                row = {"doc_id": doc, "outlet": outlet, "event": None, "section": section}
                segments.append(
                    row | {"voice": voice, "words": n if section == "body" else n // 100}
                )
        for entry, number, voice in found:
            row = {"doc_id": doc, "section": "body", "voice": voice.strip("-^"), "entry": entry}
            row |= {"category": "evaluation", "negated": voice.startswith("-"), "weight": 1.0}
            row["section"] = "headline" if voice.startswith("^") else "body"
            evidence += [row] * number
    frame = pd.DataFrame(evidence)
    frame["category"] = pd.Categorical(frame["category"])
    return frame.assign(**more), pd.DataFrame(segments)


def six(post: list[list[tuple[str, int, str]]], wire: list[list[tuple[str, int, str]]]) -> Any:
    names = [f"p{k}" for k in range(len(post))] + [f"w{k}" for k in range(len(wire))]
    return tables(dict(zip(names, [*post, *wire], strict=True)))


PLAIN = six(
    [[("reckless", 3, "outlet"), ("cruel", 1, "quoted"), ("cruel", 1, "-outlet")]] * 3
    + [[("reckless", 2, "outlet"), ("brazen", 2, "unsure"), ("cruel", 1, "^outlet")]] * 3,
    [[("cruel", 1, "outlet"), ("reckless", 1, "quoted")]] * 5
    + [[("cruel", 2, "outlet"), ("brazen", 1, "unsure")]],
)


def tried(**more: Any) -> pd.DataFrame:
    evidence, segments = PLAIN
    asked = {"category": "evaluation", "group": POST, "against": WIRE, "min_words": (0,)} | more
    return try_alternatives(evidence, segments, **asked)


def spec(table: pd.DataFrame, **choice: Any) -> pd.Series:
    asked = dict.fromkeys(("unsure", "negated", "headlines"), "left out")
    asked |= {"estimand": "own", "copies": "all", "min_words": 0, "lexicon": "as given"}
    rows = table[table["kind"] == "specification"]
    for name, value in (asked | choice).items():
        rows = rows[rows[name] == value]
    assert len(rows) == 1
    return rows.iloc[0]


def test_every_choice_counts_what_it_says() -> None:
    table = tried()
    for choice, hits, words in (
        ({}, (15, 7), (6000, 6000)),
        ({"estimand": "all"}, (18 + 6, 12 + 1), (9600, 9600)),
        ({"unsure": "the outlet's"}, (21, 8), (6600, 6600)),
        ({"negated": "counted"}, (18, 7), (6000, 6000)),
        ({"headlines": "counted"}, (18, 7), (6060, 6060)),
    ):
        row = spec(table, **choice)
        assert row["hits"] == sum(hits), choice
        assert row["exposure"] == sum(words), choice
        ratio = hits[0] / words[0] / (hits[1] / words[1])
        assert row["estimate"] == pytest.approx(ratio), choice
    # own and wording with or without unsure, all once; negated; headlines.
    assert (table["kind"] == "specification").sum() == 5 * 2 * 2
    main = table.iloc[0]
    assert main["kind"] == "main"
    assert main["estimate"] == spec(table)["estimate"]


def test_bounds_are_the_worst_that_unsure_words_could_do() -> None:
    bounds = tried().query("kind == 'bound'").set_index("unsure")
    # For: the Post gets 6 more hits, the Wire 600 more words; against: the reverse.
    assert bounds["estimate"]["most for"] == pytest.approx((21 / 6000) / (7 / 6600))
    assert bounds["estimate"]["most against"] == pytest.approx((15 / 6600) / (8 / 6000))
    assert tried(estimand="all").query("kind == 'bound'").empty


def test_without_an_entry_the_ratio_is_that_of_the_rest() -> None:
    table = tried()
    single = table[table["kind"] == "entry"].set_index("left_out")
    assert sorted(single.index) == ["cruel", "reckless"]
    assert single["estimate"]["cruel"] != single["estimate"]["cruel"]  # the Wire has no other
    assert single["note"]["cruel"] == "no hits in Valley Wire"
    assert single["note"]["reckless"] == "no hits in Harbour Post"
    articles = table[table["kind"] == "article"]
    assert len(articles) == 12
    assert (table["kind"] == "outlet").sum() == 0  # without either there is no side


def test_leave_one_term_out_equals_the_reference(root: Path) -> None:
    text = (root / "tests" / "reference_values.json").read_text(encoding="utf-8")
    entry = next(e for e in json.loads(text)["entries"] if e["id"] == "leave_one_term_out")
    inputs, expected = entry["inputs"], entry["expected"]
    hits = {"p": [], "w": []}
    for term, (a, b) in inputs["terms_A_B"].items():
        for side, number in (("p", a), ("w", b)):
            hits[side].append((term, number, "outlet"))
    # Four articles a side, the last of which have the hits.
    evidence, segments = tables({f"{side}{k}": found if k == 3 else [(found[0][0], 0, "outlet")]
                                 for side, found in hits.items() for k in range(4)})  # fmt: skip
    each = {POST: inputs["tokens_A"] / 4, WIRE: inputs["tokens_B"] / 4}
    body = (segments["section"] == "body") & (segments["voice"] == "outlet")
    segments["words"] = np.where(body, segments["outlet"].map(each), 0.0)
    table = try_alternatives(evidence, segments, category="evaluation", group=POST, against=WIRE)
    assert np.log(table["estimate"].iloc[0]) == pytest.approx(expected["all"], rel=1e-9)
    single = table[table["kind"] == "entry"].set_index("left_out")["estimate"]
    for term in inputs["terms_A_B"]:
        assert np.log(single[term]) == pytest.approx(expected[f"without_{term}"], rel=1e-9)


def test_one_entry_that_carries_the_gap_is_named() -> None:
    rng = np.random.default_rng(3)
    post = [
        [("regime", int(rng.poisson(4)) + 1, "outlet"), ("cruel", 2, "outlet")] for _ in range(8)
    ]
    wire = [[("regime", 1, "outlet"), ("cruel", 2, "outlet")] for _ in range(8)]
    evidence, segments = six(post, wire)
    table = try_alternatives(evidence, segments, category="evaluation", group=POST, against=WIRE,
                             min_words=(0,))  # fmt: skip
    single = table[table["kind"] == "entry"].set_index("left_out")
    assert single["taken"]["regime"] == pytest.approx(1.0)
    assert bool(single["crosses"]["regime"])
    assert single["taken"]["cruel"] < 0
    said = summarise_alternatives(table)
    assert "Without one entry (2 tried): 'regime' carries it: without it 1 [" in said
    assert "100 % of the log ratio less" in said
    assert "Without one article (16 tried): none carries it; the most is " in said
    ax = plot_left_out(table)
    assert [t.get_text().partition("\n")[0] for t in ax.get_yticklabels()] == [
        "everything", "without regime", "without cruel"
    ]  # fmt: skip


def test_the_main_row_is_what_compare_says(root: Path) -> None:
    corpus = read_corpus(root / "data" / "raw" / "demo" / "articles.csv")
    segments = segment(corpus, attribute(corpus))
    evidence = annotate(corpus, segments, read_lexicon("loaded"))
    scores = score(evidence, segments)
    group = "Daily Hammer"
    for category, estimand, measure in itertools.product(
        ("index:epistemic", "index:loaded", "evaluation"),
        ("own", "all"),
        ("rate_ratio", "mh_rate_ratio"),
    ):
        table = try_alternatives(evidence, segments, category=category, group=group,
                                 estimand=estimand, measure=measure)  # fmt: skip
        found = compare(scores, categories=category, estimands=estimand, seed=1)
        row = found[(found["group"] == group) & (found["measure"] == measure)].iloc[0]
        for name in ("estimate", "conf_low", "conf_high", "hits", "exposure", "n_docs"):
            assert table[name].iloc[0] == pytest.approx(row[name], nan_ok=True), (
                category,
                estimand,
                name,
            )
    assert set(table["kind"]) == {"main", "specification", "entry", "event", "outlet"}
    negated = compare(score(evidence, segments, negated=True), categories="evaluation", seed=1)
    row = negated[(negated["group"] == group) & (negated["measure"] == measure)
                  & (negated["estimand"] == "all")].iloc[0]  # fmt: skip
    assert spec(table, estimand="all", negated="counted")["estimate"] == pytest.approx(
        row["estimate"]
    )


def test_copies_short_articles_and_other_lexicons_are_specifications() -> None:
    evidence, _ = PLAIN
    copies = pd.DataFrame({"doc_id": ["p0", "p1"], "outlet": POST, "cluster": "p0", "date": pd.NaT})
    table = tried(duplicates=copies, min_words=(500, 5000),
                  lexicons={"no cruel": evidence[evidence["entry"] != "cruel"]})  # fmt: skip
    assert set(table["copies"]) == {"all", "once", "once per outlet", "none"}
    assert spec(table, copies="once")["n_docs"] == 11
    assert spec(table, copies="none")["n_docs"] == 10
    assert spec(table, min_words=500)["n_docs"] == 12
    long = spec(table, min_words=5000)
    assert (long["n_docs"], long["note"]) == (0, "no words in Harbour Post")
    assert spec(table, lexicon="no cruel")["note"] == "no hits in Valley Wire"
    assert (table["kind"] == "specification").sum() == 2 * 5 * 2 * 2 * 4 * 3


def test_events_and_outlets_are_left_out_where_others_are_left() -> None:
    evidence, segments = PLAIN
    events = {doc: f"e{int(doc[1:]) % 3}" for doc in segments["doc_id"].unique()}
    segments = segments.assign(event=segments["doc_id"].map(events))
    outlets = {"p0": "Third", "p1": "Third"}
    named = segments["doc_id"].map(outlets).fillna(segments["outlet"])
    other = segments.assign(side=segments["outlet"], outlet=named)
    table = try_alternatives(evidence, other, category="evaluation", group=POST, by="side",
                             min_words=(0,))  # fmt: skip
    kinds = table["kind"].value_counts()
    assert (kinds["event"], kinds["outlet"]) == (3, 2)
    assert "article" not in kinds
    assert table["n_events"].iloc[0] == 3
    assert table.set_index("left_out")["n_docs"]["Third"] == 10


def test_swapping_sides_turns_every_sign_and_order_changes_nothing() -> None:
    there, back = tried(), tried(group=WIRE, against=POST)
    np.testing.assert_allclose(there["estimate"].iloc[:21], 1 / back["estimate"].iloc[:21])
    evidence, segments = PLAIN
    mixed = try_alternatives(evidence.sample(frac=1, random_state=1),
                             segments.sample(frac=1, random_state=2), category="evaluation",
                             group=POST, against=WIRE, min_words=(0,))  # fmt: skip
    pd.testing.assert_frame_equal(mixed, there)


def test_the_curve_is_in_order_and_marks_the_main_analysis() -> None:
    table = tried()
    ax = plot_alternatives(table)
    points = [line for line in ax.lines if str(line.get_gid()).startswith("point-")]
    values = [float(line.get_ydata()[0]) for line in points]
    assert values == sorted(values)
    # Wider, and a notebook shrinks it until its letters cannot be read.
    assert ax.get_figure().get_size_inches()[0] <= 10
    for line in points:
        at = int(str(line.get_gid()).removeprefix("point-"))
        assert line.get_ydata()[0] == pytest.approx(table["estimate"].iloc[at])
        own = table.iloc[at][["estimand", "unsure", "negated", "headlines"]].tolist()
        assert (line.get_marker() == "s") == (own == ["own", "left out", "left out", "left out"])
    with pytest.raises(TableError) as caught:
        plot_alternatives(table[table["kind"] == "main"])
    says(caught.value, "plot_alternatives: no specification has a ratio; …")
    with pytest.raises(TableError) as none:
        plot_left_out(table, kind="event")
    says(none.value, "plot_left_out: nothing of the kind 'event' was left out, …; there are entry…")


@pytest.mark.parametrize(
    ("asked", "kind", "message"),
    [
        ({"category": "evaluations"}, ComparisonError, "…there is no category 'evaluations'; …"),
        ({"category": "index:structural"}, ComparisonError,
         "try_alternatives: 'index:structural' is no count per words of the voice that says it; …"),
        ({"group": "Nobody"}, ComparisonError, "…there is no outlet 'Nobody'; …"),
        ({"against": POST}, ComparisonError, "…'Harbour Post' is held against itself; …"),
        ({"estimand": "mine"}, ComparisonError, "…there is no estimand 'mine'; …"),
        ({"measure": "difference"}, ComparisonError, "…there is no measure 'difference'; …"),
        ({"min_words": (-1,)}, ComparisonError, "…min_words is [-1]; it names least numbers …"),
        ({"by": "side"}, TableError, "…the segments have no column 'side' to group by; …"),
    ],
)  # fmt: skip
def test_errors_name_what_is_wrong(asked: dict[str, Any], kind: type, message: str) -> None:
    with pytest.raises(kind) as caught:
        tried(**asked)
    says(caught.value, message)


def test_evidence_of_other_articles_is_refused() -> None:
    evidence, segments = PLAIN
    with pytest.raises(TableError) as caught:
        try_alternatives(evidence, segments[segments["doc_id"] != "p0"], category="evaluation",
                         group=POST)  # fmt: skip
    says(caught.value, "try_alternatives: the evidence 'as given' stands in article 'p0', …")
    with pytest.raises(TableError) as none:
        summarise_alternatives(tried().iloc[1:])
    says(none.value, "summarise_alternatives: the table has no main row with an estimate; …")


def test_an_entry_that_is_all_there_is_carries_the_gap() -> None:
    evidence, segments = six([[("regime", 6 + k % 3, "outlet")] for k in range(6)],
                             [[("cruel", 1, "outlet")]] * 6)  # fmt: skip
    evidence2, _ = six([[("regime", 9 + k % 3, "outlet")] for k in range(6)],
                       [[("cruel", 1, "outlet"), ("mad", 1, "outlet")]] * 6)  # fmt: skip
    for found, words in ((evidence, "'cruel' carries it (so do 1 others): without it there are no "
                          "hits in Valley Wire"),
                         (evidence2, "'regime' carries it: without it there are no hits in Harbour "
                          "Post")):  # fmt: skip
        table = try_alternatives(found, segments, category="evaluation", group=POST, against=WIRE)
        assert words in summarise_alternatives(table)
    # The figure says it too.
    legend = plot_left_out(table, kind="entry").get_legend()
    assert legend is not None
    assert "without what takes half of it" in [text.get_text() for text in legend.get_texts()]


def test_a_side_of_one_article_has_no_ratio_here_either() -> None:
    evidence, segments = tables(
        {
            "p0": [("regime", 9, "outlet")],
            **{f"w{k}": [("cruel", 1 + k % 3, "outlet")] for k in range(6)},
        }
    )
    table = try_alternatives(evidence, segments, category="evaluation", group=POST, against=WIRE)
    assert table[["estimate", "conf_low", "conf_high"]].isna().all(axis=None)
    assert table["note"][0] == "one article of Harbour Post: no interval"
    two, segments = tables(
        {
            "p0": [("regime", 9, "outlet")],
            "p1": [("regime", 8, "outlet")],
            **{f"w{k}": [("cruel", 1 + k % 3, "outlet")] for k in range(6)},
        }
    )
    table = try_alternatives(two, segments, category="evaluation", group=POST, against=WIRE)
    assert table["note"][0] == "2 articles of Harbour Post: too few to show how they differ"
    # Without one of the two articles there is one left.
    without = table[(table["kind"] == "article") & table["left_out"].isin(["p0", "p1"])]
    assert without["note"].tolist() == ["one article of Harbour Post: no interval"] * 2


def test_where_there_is_no_gap_nothing_carries_it() -> None:
    hits = [[("cruel", 1 + k % 2, "outlet"), ("mad", 2 - k % 2, "outlet")] for k in range(6)]
    evidence, segments = six(hits, hits)
    said = summarise_alternatives(
        try_alternatives(evidence, segments, category="evaluation", group=POST, against=WIRE)
    )
    assert "carries" not in said
    assert "the main interval holds 1, so there is no gap to carry" in said
    assert " of them different, " in said


def test_bounds_hold_what_the_specifications_hold() -> None:
    evidence, segments = PLAIN
    silent = segments["doc_id"].eq("p0") & segments["voice"].eq("outlet")
    bare = segments.assign(words=segments["words"].where(~silent, 0))
    more = pd.concat([evidence, *[evidence[evidence["voice"] == "unsure"].head(1)
                                  .assign(doc_id="p0")] * 40])  # fmt: skip
    kept = more[~((more["doc_id"] == "p0") & (more["voice"] == "outlet"))]
    kept["category"] = kept["category"].astype("category")
    table = try_alternatives(kept, bare, category="evaluation", group=POST, against=WIRE)
    own = table[(table["kind"] == "specification") & (table["estimand"] == "own")
                & (table["headlines"] == "left out") & (table["negated"] == "left out")
                & (table["min_words"] == 0)]  # fmt: skip
    bounds = table[table["kind"] == "bound"]["estimate"]
    assert bounds.min() <= own["estimate"].min()
    assert own["estimate"].max() <= bounds.max()


def test_ids_may_be_numbers_and_weights_count_in_an_index_of_one_category() -> None:
    evidence, segments = PLAIN
    number = {doc: k for k, doc in enumerate(sorted(segments["doc_id"].unique()))}
    table = try_alternatives(
        evidence.assign(doc_id=evidence["doc_id"].map(number)),
        segments.assign(doc_id=segments["doc_id"].map(number)),
        category="evaluation", group=POST, against=WIRE, min_words=(0,),
    )  # fmt: skip
    assert table["estimate"].iloc[0] == tried()["estimate"].iloc[0]
    light = evidence.assign(weight=(evidence["entry"] != "reckless").astype(float))
    index = try_alternatives(light, segments, category="index:loaded", group=POST, against=WIRE)
    assert index["note"].iloc[0] == "no hits in Harbour Post"


def test_an_index_without_a_hit_has_no_ratio() -> None:
    evidence, segments = tables({"p1": [("perhaps", 1, "outlet")], "w1": []})
    evidence["category"] = evidence["category"].cat.rename_categories({"evaluation": "hedge"})
    table = try_alternatives(evidence, segments, category="index:loaded", group=POST)
    assert table["estimate"].isna().all()
    assert set(table["kind"]) >= {"main", "specification"}
