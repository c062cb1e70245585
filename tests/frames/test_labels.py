"""From codings to labels, from labels to verdicts on a corpus, and the voices of both."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from cases import says
from made_frames import make_texts

from framing import (
    Corpus,
    FrameClassifier,
    annotate,
    attribute,
    draw_sample,
    find_frames,
    label_frames,
    measure_learning,
    measure_risk,
    read_coding,
    read_corpus,
    read_form,
    read_lexicon,
    segment,
    share_frames,
    write_sheet,
)
from framing.errors import ModelError, TableError
from framing.frames.curves import f1_of

TEXTS, LABELS, OUTLETS = make_texts()


def corpus_of(*texts: str, **columns: object) -> Corpus:
    ids = [f"d{k}" for k in range(len(texts))]
    rows = pd.DataFrame({"doc_id": ids, "text": list(texts), "outlet": "Post", **columns})
    return read_corpus(rows)


def sample_of(**columns: object) -> pd.DataFrame:
    base = {"unit_id": ["u1", "u2"], "text": ["Jobs.", "Feuds."], "outlet": ["Post", "Bell"]}
    return pd.DataFrame({**base, **columns})


def codings_of(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["unit_id", "coder", "variable", "value"])


def test_the_majority_counts_and_divided_coders_say_nothing() -> None:
    codings = codings_of(
        *(("u1", c, "economic", v) for c, v in (("ana", "yes"), ("ben", "yes"), ("cid", "no"))),
        ("u2", "ana", "economic", "yes"), ("u2", "ben", "economic", "no"),
        ("u1", "ana", "conflict", "unsure"), ("u2", "ana", "conflict", "No"),
    )  # fmt: skip
    found = label_frames(codings, sample_of())
    assert found.texts == ["Jobs.", "Feuds."]
    assert found.groups == ["Post", "Bell"]
    assert found.labels["economic"].tolist()[0] == 1
    assert found.labels.isna().to_numpy().tolist() == [[False, True], [True, False]]
    assert list(label_frames(codings, sample_of(), frames=["conflict"]).labels) == ["conflict"]


def test_a_title_is_read_before_its_text_and_once() -> None:
    codings = codings_of(("u1", "ana", "economic", "yes"), ("u2", "ana", "economic", "no"))
    sample = sample_of(title=["A row", "Feuds."])
    assert label_frames(codings, sample).texts == ["A row\n\nJobs.", "Feuds."]


WRONG = {
    "nothing coded": (
        codings_of(), {},
        "label_frames: there are no codings; a frame is learned from texts that people coded; read "
        "their sheets with read_coding",
    ),
    "unknown frame": (
        codings_of(("u1", "ana", "economic", "yes")), {"frames": ["economics"]},
        "label_frames: there is no frame 'economics'; there are economic; did you mean "
        "'economic'?",
    ),
    "neither yes nor no": (
        codings_of(("u1", "ana", "economic", "maybe")), {},
        "label_frames: 'economic' has the value 'maybe'; a frame is coded yes or no (unsure counts "
        "as not coded); name the variables that are frames with frames=[...]",
    ),
    "another sample": (
        codings_of(("u9", "ana", "economic", "yes")), {},
        "label_frames: the codings name unit 'u9'; the sample of 2 has none of that name; pass the "
        "sample that was coded",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_codings_that_cannot_be_used_are_named(name: str) -> None:
    codings, how, message = WRONG[name]
    with pytest.raises(ModelError) as caught:
        label_frames(codings, sample_of(), **how)
    assert says(caught.value, message)


def test_from_a_corpus_over_coders_sheets_to_verdicts(tmp_path) -> None:
    corpus = read_corpus(pd.DataFrame({"outlet": OUTLETS, "text": TEXTS}))
    sample = draw_sample(corpus.articles, corpus, n=60, by=[], coders=["ana"], seed=1)
    form = read_form("frames")
    truth = dict(zip(TEXTS, LABELS.to_dict("records"), strict=True))
    answers = [
        (unit, "ana", name, "yes" if truth[text].get(name) else "no")
        for unit, text in zip(sample["unit_id"], sample["text"], strict=True)
        for name in ("economic", "conflict")
    ]
    begun = codings_of(*answers).assign(note="", start=0, end=0)
    path = write_sheet(sample, form, tmp_path / "ana.csv", coder="ana", codings=begun)
    with pytest.warns(match="read_coding"):  # three questions of five stay open
        codings, _ = read_coding(path, sample, form)
    found = label_frames(codings, sample, frames=["economic", "conflict"])
    assert len(found.texts) == 60
    model = FrameClassifier(folds=3, cues=None).fit(*found)
    table = find_frames(corpus, model)
    assert len(table) == 2 * len(corpus)
    said = table.pivot(index="doc_id", columns="frame", values="probability") > 0.5
    true = pd.DataFrame([truth[t] for t in corpus.articles["text"]], corpus.articles["doc_id"])
    assert (said.loc[true.index, list(true)].to_numpy() == (true == 1).to_numpy()).mean() > 0.95


def test_verdicts_say_in_whose_voice_a_frame_is_carried() -> None:
    model = FrameClassifier(folds=3, cues=None, coverage=1.0).fit(TEXTS, LABELS, groups=OUTLETS)
    corpus = corpus_of("The museum opened. “The levy costs jobs and wages,” Mara Dolen said.",
                       "The levy cost jobs and wages.", "Qwrt.")  # fmt: skip
    table = find_frames(corpus, model).set_index(["doc_id", "frame"])
    economic = table.xs("economic", level="frame").loc[corpus.articles["doc_id"]]
    assert economic["verdict"].astype(str).tolist() == ["yes", "yes", "abstain"]
    assert economic["quoted"].iloc[0] > 0.8
    assert economic["own"].iloc[1] == 1
    assert economic["own"].isna().tolist() == [False, False, True]
    assert "levy (quoted)" in economic["why"].iloc[0]


def test_a_classifier_that_has_not_learned_finds_nothing() -> None:
    with pytest.raises(ModelError) as caught:
        find_frames(corpus_of("The levy."), FrameClassifier())
    assert says(
        caught.value,
        "find_frames: the classifier has learned nothing; frames are told by a fitted one; call "
        "fit, or read one with read_classifier",
    )


# --- cues by voice -------------------------------------------------------------------------------


def cues_of(corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    segments = segment(corpus, attribute(corpus))
    return annotate(corpus, segments, read_lexicon("frames")), segments


def test_shares_of_voices_are_those_of_the_hits_and_frames_that_never_occur_stay() -> None:
    evidence, segments = cues_of(
        corpus_of(
            *[f"The levy costs jobs. “It is a sin,” Mara Dolen said. Day {k}." for k in range(3)],
            *[f"A sin is a sin. Day {k}." for k in range(3)],
        )
    )
    table = share_frames(evidence, segments).set_index(["group", "frame", "voice"]).sort_index()
    morality = table.loc[("Post", "frame:morality")]
    assert morality["hits"].to_dict() == {
        "outlet": 6, "quoted": 3, "reported": 0, "distanced": 0, "unsure": 0,
    }  # fmt: skip
    assert morality["estimate"].sum() == pytest.approx(1)
    low, high = morality.loc["quoted", ["conf_low", "conf_high"]]
    assert low < 1 / 3 < high
    assert table.loc[("Post", "policy:health", "outlet"), "exposure"] == 0
    assert np.isnan(table.loc[("Post", "policy:health", "outlet"), "estimate"])
    assert table.groupby(["group", "frame"])["floor"].sum().to_numpy() == pytest.approx(1)
    assert table.loc["(all)"]["hits"].sum() == table.loc["Post"]["hits"].sum() == len(evidence)


def test_the_interval_is_a_jackknife_over_articles() -> None:
    from framing.stats.jackknives import jackknife_t

    own, quoted = [2, 1, 3, 1, 1, 2], [1, 1, 0, 2, 1, 0]
    texts = [
        "A sin. " * a + "“It is a sin,” Mara Dolen said. " * b + f"Day {k}."
        for k, (a, b) in enumerate(zip(own, quoted, strict=True))
    ]
    table = share_frames(*cues_of(corpus_of(*texts))).set_index(["group", "frame", "voice"])
    row = table.loc[("Post", "frame:morality", "quoted")]
    a, b = np.array(own, float), np.array(quoted, float)
    rest = (b.sum() - b) / (a.sum() + b.sum() - a - b)
    low, high = jackknife_t(
        np.log(b.sum() / a.sum()), np.log(rest / (1 - rest))[:, None]
    )  # the log odds of the share
    ends = [float(1 / (1 + np.exp(-end[0]))) for end in (low, high)]
    assert [row["conf_low"], row["conf_high"]] == pytest.approx(ends)


def test_few_articles_have_an_interval_too() -> None:
    table = share_frames(*cues_of(corpus_of("A sin. Day 1.", "A sin. Day 2."))).query("hits > 0")
    row = table[(table["group"] == "Post") & (table["frame"] == "frame:morality")].iloc[0]
    assert (row["estimate"], row["conf_high"]) == (1, 1)
    assert row["conf_low"] == pytest.approx(0.025**0.5, rel=1e-6)  # none of two against it
    assert row["method"] == "Clopper-Pearson bounds over 2 articles"


def test_shares_need_a_column_to_group_by() -> None:
    evidence, segments = cues_of(corpus_of("A sin."))
    with pytest.raises(TableError, match="share_frames: there is no column 'paper'"):
        share_frames(evidence, segments, by="paper")
    with pytest.raises(TableError, match="share_frames: the table lacks the column 'voice'"):
        share_frames(evidence.drop(columns="voice"), segments)


# --- curves --------------------------------------------------------------------------------------


def test_risk_counts_the_surest_verdicts_first() -> None:
    verdicts = pd.DataFrame(
        {"frame": "f", "probability": [0.95, 0.05, 0.6, 0.4], "said": [True, False, True, True],
         "truth": [1, 0, 0, 0]}
    )  # fmt: skip
    table = measure_risk(verdicts).set_index(["frame", "coverage"])
    assert table.loc[("f", 0.5), ["n_verdicts", "errors"]].tolist() == [2, 0]
    assert table.loc[("f", 1.0), ["n_verdicts", "errors", "error"]].tolist() == [4, 2, 0.5]
    assert table.loc[("f", 1.0), "least"] == pytest.approx(0.4)
    with pytest.raises(ModelError, match="measure_risk: there are no verdicts with a truth"):
        measure_risk(verdicts.assign(truth=np.nan))


def test_f1_is_that_of_scikit_learn() -> None:
    from sklearn.metrics import f1_score

    random = np.random.default_rng(0)
    said, truth = random.random((50, 3)) < 0.4, (random.random((50, 3)) < 0.3).astype(float)
    expected = [f1_score(truth[:, k], said[:, k]) for k in range(3)]
    np.testing.assert_allclose(f1_of(said, truth), expected)


def test_more_texts_teach_more() -> None:
    model = FrameClassifier(cues=None, folds=2)
    table = measure_learning(model, TEXTS, LABELS, groups=OUTLETS, shares=(0.4, 1.0))
    means = table.groupby("share")["macro_f1"].mean()
    assert means[1.0] >= means[0.4]
    assert not hasattr(model, "layer_")
    assert sorted(table["fold"].unique()) == [0, 1]
