"""The classifier: an estimator among others, which abstains, and gives nothing by default."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest
from cases import says
from made_frames import make_texts
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.utils import estimator_checks

from framing import FrameClassifier, read_lexicon
from framing.errors import ModelError
from framing.frames.explanations import find_pieces
from framing.frames.texts import Texts, hear_texts

TEXTS, LABELS, OUTLETS = make_texts()
ADDED = "Rivals clashed over the levy. “Wages fell,” said Mara Dolen."


@pytest.fixture(scope="module")
def model() -> FrameClassifier:
    return FrameClassifier(folds=3).fit(TEXTS, LABELS, groups=OUTLETS)


CHECKS = (
    "check_estimator_cloneable",
    "check_estimator_repr",
    "check_get_params_invariance",
    "check_set_params",
    "check_no_attributes_set_in_init",
    "check_parameters_default_constructible",
    "check_mixin_order",
    "check_estimator_tags_renamed",
    "check_valid_tag_types",
)
"""Those of scikit-learn's checks that bring no data of their own: theirs are numbers, not texts."""


@pytest.mark.parametrize("name", CHECKS)
def test_scikit_learns_checks_that_apply_are_passed(name: str) -> None:
    getattr(estimator_checks, name)("FrameClassifier", FrameClassifier())


def test_what_the_other_checks_ask_holds_with_texts(model: FrameClassifier) -> None:
    twin = clone(model)
    with pytest.raises(NotFittedError):
        twin.predict(TEXTS)
    before = dict(vars(twin))
    assert twin.fit(TEXTS, LABELS, groups=OUTLETS) is twin
    assert {name for name in vars(twin) if not name.endswith("_")} == set(before)
    chance = model.predict_proba(TEXTS)
    # The same twice, from any container, in any order, one by one, and after a pickle.
    np.testing.assert_array_equal(twin.predict_proba(TEXTS), chance)
    np.testing.assert_allclose(model.predict_proba(np.array(TEXTS, object)), chance)
    np.testing.assert_allclose(model.predict_proba(pd.Series(TEXTS[::-1]))[::-1], chance)
    np.testing.assert_allclose(np.vstack([model.predict_proba([t]) for t in TEXTS[:5]]), chance[:5])
    state = dict(vars(model))
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(model)).predict_proba(TEXTS), chance)
    assert set(vars(model)) == set(state)
    assert chance.shape == (len(TEXTS), 2)
    assert ((chance > 0) & (chance < 1)).all()
    assert [list(c) for c in model.classes_] == [[0, 1], [0, 1]]


def test_names_come_out_and_tables_where_they_are_wanted(model: FrameClassifier) -> None:
    assert model.get_feature_names_out().tolist() == ["economic", "conflict"]
    table = clone(model).set_output(transform="pandas").fit(TEXTS, LABELS).transform(TEXTS[:2])
    assert list(table.columns) == ["economic", "conflict"]


def test_it_learns_what_was_planted(model: FrameClassifier) -> None:
    texts, labels, _ = make_texts(40, seed=9)
    assert (model.predict(texts) == labels.to_numpy()).mean() > 0.95


def test_an_article_with_all_frames_keeps_all_and_one_without_hits_gets_none(
    model: FrameClassifier,
) -> None:
    both = "The levy on wages and the budget: rival opponents clashed, a feud."
    assert model.predict([both]).tolist() == [[1, 1]]
    for empty in ("", "   ", "Xyzzy qwrt.", "«»"):
        assert model.predict([empty]).tolist() == [[0, 0]]
        assert model.decide([empty]).tolist() == [[-1, -1]]


def test_a_frame_that_most_texts_have_is_no_default() -> None:
    labels = LABELS.assign(economic=[1.0] * 50 + [0.0] * 10)
    model = FrameClassifier(cues=None, folds=3).fit(TEXTS, labels)
    assert model.predict(["Xyzzy."]).tolist()[0][0] == 0


def test_it_abstains_from_what_is_more_likely_wrong_than_right(model: FrameClassifier) -> None:
    random = np.random.default_rng(1)
    noise = LABELS.apply(lambda column: random.permutation(column))
    lost = FrameClassifier(folds=3, cues=None).fit(TEXTS, noise)
    said, chance = lost.decide(TEXTS), lost.predict_proba(TEXTS)
    right = np.where(said == 1, chance, 1 - chance)
    assert (right[said >= 0] >= 0.5).all()
    assert (model.decide(TEXTS) >= 0).mean() > (said >= 0).mean() - 0.3
    given = model.decide(TEXTS)
    assert (given[given >= 0] == model.predict(TEXTS)[given >= 0]).all()


@pytest.mark.parametrize("coverage", [0.3, 0.7])
def test_coverage_is_about_what_was_asked_for(coverage: float) -> None:
    random = np.random.default_rng(2)
    flipped = LABELS.mask(random.random(LABELS.shape) < 0.15, 1 - LABELS)
    model = FrameClassifier(folds=3, cues=None, coverage=coverage).fit(TEXTS, flipped)
    fresh, _, _ = make_texts(80, seed=5)
    assert (model.decide(fresh) >= 0).mean() <= coverage + 0.2


def test_what_nobody_coded_is_not_learned_from() -> None:
    missing = LABELS.copy()
    missing.loc[:20, "conflict"] = np.nan
    model = FrameClassifier(folds=3, cues=None).fit(TEXTS, missing, groups=OUTLETS)
    coded = model.coded_.set_index("frame")["n_texts"]
    assert coded.to_dict() == {"economic": 60, "conflict": 39}


def test_equal_texts_stay_in_one_fold() -> None:
    # Labels are noise, every text stands there twice: learned by heart, it would look known.
    random = np.random.default_rng(3)
    texts = [f"word{k} other{k} third{k}." for k in range(30)]
    labels = pd.DataFrame({"frame": random.integers(0, 2, 30).astype(float)})
    twice = pd.concat([labels, labels], ignore_index=True)
    model = FrameClassifier(cues=None, folds=5).fit([*texts, *texts], twice)
    assert model.coded_["log_loss"].iloc[0] > 0.6


def test_random_state_deals_the_folds_and_nothing_else() -> None:
    first, second = (
        FrameClassifier(folds=3, cues=None, random_state=seed).fit(TEXTS, LABELS) for seed in (0, 0)
    )
    np.testing.assert_array_equal(first.thresholds_, second.thresholds_)
    np.testing.assert_array_equal(first.layer_.weights, second.layer_.weights)


def test_probabilities_are_calibrated_where_labels_are_unsure() -> None:
    texts, labels, _ = make_texts(200, seed=4)
    random = np.random.default_rng(4)
    flipped = labels.mask(random.random(labels.shape) < 0.2, 1 - labels)
    chance = FrameClassifier(cues=None, folds=3).fit(texts, flipped).predict_proba(texts)
    likely = chance[labels.to_numpy() == 1].mean()
    assert 0.7 < likely < 0.9  # four of five labels are true


# --- explanations --------------------------------------------------------------------------------


def test_pieces_add_up_to_the_odds(model: FrameClassifier) -> None:
    texts = hear_texts([ADDED], model.lexicon_, False)
    layer = model.layer_
    blank = -(layer.cues.means / layer.cues.scales) @ layer.cues.weights + layer.bias
    odds = model.calibrations_[:, 0] + model.calibrations_[:, 1] * layer.score(texts)[0]
    base = model.calibrations_[:, 0] + model.calibrations_[:, 1] * blank
    np.testing.assert_allclose(base + find_pieces(model, texts).worth.sum(axis=0), odds)


def test_words_and_sentences_that_carry_a_frame_are_named_with_their_voice(
    model: FrameClassifier,
) -> None:
    text = "The museum opened. “The levy costs jobs and wages,” Mara Dolen said."
    table = model.explain([text], top=3)
    economic = table[(table["frame"] == "economic") & (table["log_odds"] > 0)]
    words = economic[economic["piece"] != "sentence"]
    assert {"levy", "jobs", "wages"} & set(words["text"])
    assert set(words["voice"]) == {"quoted"}
    best = economic[economic["piece"] == "sentence"].iloc[0]
    assert best["text"].startswith("“The levy")
    assert best["voice"] == "quoted"
    for row in table.itertuples():
        assert text[row.start : row.end] == row.text


# --- what cannot be ------------------------------------------------------------------------------

WRONG = {
    "one text": (
        dict(texts="The levy."),
        "FrameClassifier: the texts are str, one value; there must be a sequence of texts; write "
        "them in a list, [text]",
    ),
    "no text": (
        dict(texts=[*TEXTS[:-1], 4.5]),
        "FrameClassifier: text 59 is 4.5 (float); texts are strings and nothing else is turned "
        "into one; leave it out, or read it as text",
    ),
    "none": (
        dict(texts=[], labels=LABELS[:0]),
        "FrameClassifier: there are no texts; there is nothing to do; pass one or more",
    ),
    "no codings": (
        dict(labels=None),
        "FrameClassifier: requires y to be passed, but the target y is None; there is nothing to "
        "learn from; pass the labels that `label_frames` returned",
    ),
    "one class": (
        dict(labels=LABELS.assign(conflict=1.0)),
        "FrameClassifier: of the texts coded for 'conflict', 60 have it and 0 have it not; to "
        "learn a difference takes two of each at least, and fifty are few; code more texts, or "
        "leave the frame out",
    ),
    "other values": (
        dict(labels=LABELS + 1),
        "FrameClassifier: labels are 1, 0 or missing, texts by frames; there are others; make "
        "them with `label_frames`, or by table == 'yes'",
    ),
    "words for labels": (
        dict(labels=LABELS.astype(object).replace(1.0, "yes")),
        "FrameClassifier: labels are 1, 0 or missing, …",
    ),
    "fewer labels": (
        dict(labels=LABELS[:9]),
        "FrameClassifier: there are 60 texts and 9 rows of labels for 2 frames; each text has one "
        "row, each frame a column; pass both of one `label_frames`",
    ),
    "fewer groups": (
        dict(groups=["a"]),
        "FrameClassifier: there are 60 texts and 1 groups; each text has one; pass both of one "
        "`label_frames`",
    ),
    "one group": (
        dict(groups=["a"] * 60),
        "FrameClassifier: there are 1 groups for 3 folds; a group stays in one fold, and each "
        "fold needs one; take fewer folds, or code texts of more outlets",
    ),
    "coverage": (
        dict(model=FrameClassifier(coverage=1.5)),
        "FrameClassifier: coverage is 1.5; it is a share of the verdicts, above 0 and up to 1; "
        "write such a number",
    ),
    "folds": (
        dict(model=FrameClassifier(folds=1)),
        "FrameClassifier: folds is 1; there must be two or more to choose anything on texts that "
        "were left out; write a whole number from 2 on",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_learned_from_is_named(name: str) -> None:
    given, message = WRONG[name]
    model = given.get("model", FrameClassifier(folds=3, cues=None))
    with pytest.raises(ModelError) as caught:
        model.fit(given.get("texts", TEXTS), given.get("labels", LABELS), given.get("groups"))
    assert says(caught.value, message)


def test_texts_heard_once_are_taken_as_they_are() -> None:
    lexicon = read_lexicon("frames")
    heard = hear_texts(TEXTS, lexicon, False)
    assert hear_texts(heard, lexicon, False) is heard
    assert isinstance(heard.take([1, 2]), Texts)
    assert len(heard.take([1, 2])) == 2
    assert heard.cues.shape == (60, 2 * len(lexicon.evidence_categories))
