"""The card that goes with a saved classifier."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["make_card"]


def make_card(head: Mapping[str, Any]) -> str:
    """Return the card of a classifier, as Markdown."""
    rows = "\n".join(
        f"| {item['frame']} | {item['n_texts']:,} | {item['n_framed']:,} | "
        f"{item['threshold']:.2f} | {item['log_loss']:.3f} |"
        for item in head["frames"]
    )
    sees = ["words and pairs of words"]
    if head["parameters"]["cues"]:
        sees.append(f"cues of the codebook {head['lexicon']}, in the outlet's and in others' voice")
    if head["parameters"]["vectors"]:
        sees.append("the mean vector of the sentences (MiniLM)")
    return f"""# Frames of texts

What it does: says how likely a text invokes each frame, says so from a threshold on, and abstains
where a verdict is less than {head["cut_off"]:.2f} likely to be right. A text in which it knows
nothing has no frame.

What it looks at: {"; ".join(sees)}.

| frame | texts coded | with the frame | said from | log loss, held out |
|---|---|---|---|---|
{rows}

Learned from: {head["note"] or "codings of the user; nothing more was noted."}

How: a logistic regression for each frame (inverse penalty {head["strength"]:g}); penalty,
calibration, thresholds and the limit of abstention were chosen on
{head["parameters"]["folds"]} inner folds.

How to read it: `terms.csv` has the idf of each term and what it is worth for each frame (log odds
before the calibration `a + b * score` in `model.json`), `cues.csv` and `vectors.csv` mean, scale
and worth. Rows may be edited by hand.

Where it fails: on texts of another topic, language or kind than those it was learned from; on
frames told without words it has seen; whatever its coders did not agree on, it cannot know. Measure
it on a coded sample of the corpus it is used for.
"""
