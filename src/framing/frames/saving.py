"""A classifier as plain tables, with a card, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framing.errors import ModelError
from framing.frames.cards import make_card
from framing.frames.layer_tables import read_layer, write_layer
from framing.frames.layers import Layer
from framing.frames.texts import name_cues
from framing.lexicon import read_lexicon

__all__ = ["VERSION", "read_classifier", "write_classifier"]

VERSION = 1
"""The number of the form in which a classifier is saved."""
if TYPE_CHECKING:
    from framing.frames.classifiers import FrameClassifier

_KIND = "framing FrameClassifier"
_PARAMETERS = ("cues", "vectors", "coverage", "folds", "random_state")


def write_classifier(model: FrameClassifier, folder: str | Path, *, note: str = "") -> Path:
    """Write a fitted classifier as tables anybody can read, with a model card.

    Parameters
    ----------
    model : FrameClassifier
        Fitted.
    folder : path
        Made if it is not there: `model.json`, `terms.csv`, `cues.csv`, `vectors.csv` and
        `MODEL_CARD.md`. The same model gives the same bytes.
    note : str
        What the card should say of the texts and coders it was learned from.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ModelError
        If the classifier is not fitted.

    Examples
    --------
    >>> import tempfile
    >>> texts, labels = ["jobs", "god"] * 9, pd.DataFrame({"economic": [1, 0] * 9})
    >>> from framing import FrameClassifier
    >>> model = FrameClassifier(folds=2).fit(texts, labels, groups=list(range(18)))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     same = read_classifier(write_classifier(model, folder))
    >>> same.predict(["More jobs."]).tolist()
    [[1]]
    """
    if not hasattr(model, "layer_"):
        raise ModelError(
            "write_classifier: the classifier has learned nothing; only a fitted one can be "
            "saved; call fit first"
        )
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    head = {
        "kind": _KIND,
        "version": VERSION,
        "lexicon": model.lexicon_.label if model.lexicon_ else "",
        "parameters": {name: getattr(model, name) for name in _PARAMETERS},
        "strength": model.strength_,
        "size": model.size_,
        "cut_off": model.cut_off_,
        "frames": [
            {
                "frame": frame,
                "a": float(model.calibrations_[k, 0]),
                "b": float(model.calibrations_[k, 1]),
                "threshold": float(model.thresholds_[k]),
                **model.coded_.iloc[k].drop("frame").to_dict(),
            }
            for k, frame in enumerate(model.frames_)
        ],
        "note": note or getattr(model, "note_", ""),
    }
    files = write_layer(model.layer_, model.frames_, _cue_names(model))
    files["model.json"] = json.dumps(head, indent=1, ensure_ascii=False) + "\n"
    files["MODEL_CARD.md"] = make_card(head)
    for name, content in files.items():
        (folder / name).write_bytes(content.encode("utf-8"))
    return folder


def _cue_names(model: FrameClassifier) -> list[str]:
    return name_cues(model.lexicon_) if model.lexicon_ else []


def read_classifier(folder: str | Path) -> FrameClassifier:
    """Read a classifier that `write_classifier` wrote.

    Parameters
    ----------
    folder : path

    Raises
    ------
    ModelError
        If a file is missing or damaged, the form is of another version, or the codebook has
        changed since: its cues would count otherwise than was learned.
    """
    folder = Path(folder)
    names = ("model.json", "terms.csv", "cues.csv", "vectors.csv")
    for name in names:
        if not (folder / name).is_file():
            raise ModelError(
                f"{folder}: there is no {name}; a classifier is a folder with {', '.join(names)}; "
                "name the folder that `write_classifier` wrote"
            )
    try:
        head = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        version, kind = head["version"], head["kind"]
    except (ValueError, KeyError, TypeError) as fault:
        raise _damaged(folder / "model.json", fault) from fault
    if kind != _KIND or version != VERSION:
        raise ModelError(
            f"{folder}/model.json: this is {kind!r} in form {version!r}; this package reads "
            f"{_KIND!r} in form {VERSION}; fit the classifier again and write it"
        )
    try:
        layer = read_layer({n: (folder / n).read_text(encoding="utf-8") for n in names[1:]})
        model = _made(head, layer)
    except (ValueError, KeyError, IndexError, TypeError) as fault:
        raise _damaged(folder, fault) from fault
    model.lexicon_ = read_lexicon(model.cues) if model.cues else None
    label = model.lexicon_.label if model.lexicon_ else ""
    if label != head["lexicon"]:
        raise ModelError(
            f"{folder}/model.json: it was learned with the codebook {head['lexicon']!r}; the one "
            f"here is {label!r}; fit it again, or read it where that codebook is"
        )
    return model


def _made(head: Mapping[str, Any], layer: Layer) -> FrameClassifier:
    frames = head["frames"]
    if layer.weights.shape[1] != len(frames) or len(layer.bias) != len(frames):
        raise ValueError(f"{layer.weights.shape[1]} columns for {len(frames)} frames")
    # Here, so that naming what saves a model does not open scikit-learn.
    from framing.frames.classifiers import FrameClassifier

    model = FrameClassifier(**{name: head["parameters"][name] for name in _PARAMETERS})
    model.frames_ = tuple(str(item["frame"]) for item in frames)
    model.classes_ = [np.array([0, 1]) for _ in frames]
    model.strength_, model.size_ = float(head["strength"]), float(head["size"])
    model.cut_off_ = float(head["cut_off"])
    model.calibrations_ = np.array([(item["a"], item["b"]) for item in frames], float)
    model.thresholds_ = np.array([item["threshold"] for item in frames], float)
    columns = ["frame", "n_texts", "n_framed", "log_loss"]
    model.coded_ = pd.DataFrame([[item[c] for c in columns] for item in frames], columns=columns)
    model.layer_, model.note_ = layer, str(head["note"])
    return model


def _damaged(path: Path, fault: Exception) -> ModelError:
    return ModelError(
        f"{path}: this is no saved classifier ({fault}); one is written by `write_classifier`, "
        "and its tables keep their columns; write it again"
    )
