"""A classifier as tables: the same bytes, the same verdicts, and nothing read that is another's."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from cases import says
from made_frames import make_texts

from framing import FrameClassifier, read_classifier, write_classifier
from framing.errors import ModelError

TEXTS, LABELS, OUTLETS = make_texts()
FILES = ["MODEL_CARD.md", "cues.csv", "model.json", "terms.csv", "vectors.csv"]


@pytest.fixture(scope="module")
def model() -> FrameClassifier:
    return FrameClassifier(folds=3).fit(TEXTS, LABELS, groups=OUTLETS)


def test_what_is_read_back_says_the_same_and_is_written_in_the_same_bytes(
    model: FrameClassifier, tmp_path: Path
) -> None:
    first = write_classifier(model, tmp_path / "first", note="Sixty invented texts.")
    same = read_classifier(first)
    second = write_classifier(same, tmp_path / "second")
    assert sorted(p.name for p in first.iterdir()) == FILES
    for name in FILES:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name
        assert b"\r" not in (first / name).read_bytes()
    np.testing.assert_allclose(same.predict_proba(TEXTS), model.predict_proba(TEXTS), rtol=1e-9)
    np.testing.assert_array_equal(same.decide(TEXTS), model.decide(TEXTS))
    assert same.get_params() == model.get_params()
    assert same.explain(TEXTS[:1]).equals(model.explain(TEXTS[:1]))


def test_the_card_says_what_was_learned_from_what(model: FrameClassifier, tmp_path: Path) -> None:
    folder = write_classifier(model, tmp_path, note="Sixty invented texts.")
    card = (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "Sixty invented texts." in card
    assert "| economic | 60 | 30 |" in card
    assert "abstains" in card


def test_the_same_codings_give_the_same_bytes(model: FrameClassifier, tmp_path: Path) -> None:
    again = FrameClassifier(folds=3).fit(TEXTS, LABELS, groups=OUTLETS)
    one, two = write_classifier(model, tmp_path / "1"), write_classifier(again, tmp_path / "2")
    for name in FILES:
        assert (one / name).read_bytes() == (two / name).read_bytes(), name


def changed(folder: Path, **values: object) -> Path:
    path = folder / "model.json"
    head = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**head, **values}), encoding="utf-8")
    return folder


def test_a_saved_model_that_does_not_fit_is_named(model: FrameClassifier, tmp_path: Path) -> None:
    def refused(folder: Path, message: str) -> None:
        with pytest.raises(ModelError) as caught:
            read_classifier(folder)
        assert says(caught.value, message)

    refused(
        tmp_path / "nowhere",
        f"{tmp_path / 'nowhere'}: there is no model.json; a classifier is a folder with …",
    )
    folder = changed(write_classifier(model, tmp_path / "a"), version=7)
    refused(
        folder,
        f"{folder}/model.json: this is 'framing FrameClassifier' in form 7; this package reads "
        "'framing FrameClassifier' in form 1; fit the classifier again and write it",
    )
    folder = changed(write_classifier(model, tmp_path / "b"), lexicon="frames 0.1 abc")
    refused(
        folder,
        f"{folder}/model.json: it was learned with the codebook 'frames 0.1 abc'; the one here is "
        "'frames …'; fit it again, or read it where that codebook is",
    )
    folder = changed(write_classifier(model, tmp_path / "c"), frames=[])
    refused(folder, f"{folder}: this is no saved classifier (…); …")
    folder = write_classifier(model, tmp_path / "d")
    (folder / "model.json").write_text("[]", encoding="utf-8")
    refused(folder, f"{folder}/model.json: this is no saved classifier (…); …")
    folder = write_classifier(model, tmp_path / "e")
    (folder / "terms.csv").write_text("term,idf,economic,conflict\n,,1,x\n", encoding="utf-8")
    refused(folder, f"{folder}: this is no saved classifier (…); …")


def test_what_has_not_learned_cannot_be_saved(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        write_classifier(FrameClassifier(), tmp_path)
    assert says(
        caught.value,
        "write_classifier: the classifier has learned nothing; only a fitted one can be saved; "
        "call fit first",
    )
