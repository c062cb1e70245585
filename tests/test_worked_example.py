"""The worked example, whole: every row of the codebook's table, and nothing loaded beside it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from framing import annotate, attribute, read_corpus, read_lexicon, score, segment

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def found() -> dict[str, pd.DataFrame]:
    import os

    (path,) = (Path(os.environ["FRAMING_DATA"]) / "seed_article").glob("*.txt")
    corpus = read_corpus(path)
    segments = segment(corpus, attribute(corpus))
    evidence = annotate(corpus, segments, read_lexicon("loaded"))
    return {"segments": segments, "evidence": evidence, "scores": score(evidence, segments)}


def hit(found: dict[str, pd.DataFrame], words: str, category: str) -> pd.Series:
    evidence = found["evidence"]
    rows = evidence[(evidence["category"] == category) & evidence["text"].str.startswith(words)]
    assert len(rows) == 1, rows[["text", "category", "voice"]]
    return rows.iloc[0]


@pytest.mark.parametrize(
    ("words", "category", "voice", "speaker"),
    [
        ("reckless", "evaluation", "quoted", "Dmitry Peskov"),
        ("cordon sanitaire", "euphemism", "quoted", "Vladimir Putin"),
        ("what the West considers", "concession", "distanced", "the West"),
        ("which some Western media", "concession", "distanced", "some Western media"),
        ("security zone", "euphemism", "reported", "Vladimir Putin"),
        ("disappointed", "evaluation", "reported", "Politico"),
        ("reportedly", "hedge", "outlet", ""),
    ],
)
def test_an_expression_has_its_category_voice_and_speaker(
    found: dict[str, pd.DataFrame], words: str, category: str, voice: str, speaker: str
) -> None:
    row = hit(found, words, category)
    held = found["segments"].set_index("attribution_id")["source"]
    named = row["speaker"] or (held[row["attribution_id"]] if row["attribution_id"] else "")
    named = named if isinstance(named, str) else named.iloc[0]
    assert (row["voice"], named) == (voice, speaker)


def test_the_distancer_of_both_concessions_is_the_outlet(found: dict[str, pd.DataFrame]) -> None:
    for words in ("what the West considers", "which some Western media"):
        assert hit(found, words, "concession")["distancer"] == "outlet"


@pytest.mark.parametrize(
    ("words", "kinds", "source", "speaker"),
    [
        ("“limited”", ("quoted", "distanced"), None, None),
        ("“there is some frustration”", ("quoted",), "two people close to", ""),
        ("“it’s a start.”", ("quoted",), "The outlet", "Politico"),
    ],
)
def test_a_quotation_is_nobodys_but_its_sources(
    found: dict[str, pd.DataFrame],
    words: str,
    kinds: tuple[str, ...],
    source: str | None,
    speaker: str | None,
) -> None:
    segments = found["segments"]
    row = segments[segments["text"].str.contains(words, regex=False)].iloc[0]
    assert row["voice"] in kinds
    assert source is None or row["source"].startswith(source)
    assert speaker is None or row["speaker"] == speaker


@pytest.mark.parametrize(
    ("cue", "stance", "target"),
    [("claimed", "distancing", "Politico"), ("explained", "endorsing", "Vladimir Putin")],
)
def test_a_cue_takes_its_stance_to_whom_it_introduces(
    found: dict[str, pd.DataFrame], cue: str, stance: str, target: str
) -> None:
    row = hit(found, cue, f"stance:{stance}")
    assert (row["voice"], row["target"]) == ("outlet", target)


def test_the_said_zone_introduces_nobody(found: dict[str, pd.DataFrame]) -> None:
    text = "".join(found["segments"]["text"])
    place = text.index("said security zone")
    assert not (found["segments"]["cue_start"] == place).any()


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("naming:kyiv/Kiev", 5),
        ("naming:kyiv/Kyiv", 0),
        ("naming:kharkiv/Kharkov", 5),
        ("naming:kharkiv/Kharkiv", 0),
        ("naming:zelensky/Zelensky", 2),
        ("naming:zelensky/Zelenskyy", 0),
        ("naming:volodymyr/Vladimir", 1),
        ("naming:volodymyr/Volodymyr", 0),
    ],
)
def test_names_are_counted_among_their_alternatives(
    found: dict[str, pd.DataFrame], name: str, times: int
) -> None:
    evidence = found["evidence"]
    assert name in evidence["category"].cat.categories
    assert int((evidence["category"] == name).sum()) == times


def test_the_unattributed_assertion_is_the_outlets_own_and_no_hit(
    found: dict[str, pd.DataFrame],
) -> None:
    segments, evidence = found["segments"], found["evidence"]
    row = segments[segments["text"].str.contains("dozens of casualties")].iloc[0]
    assert (row["voice"], row["section"]) == ("outlet", "body")
    inside = evidence[(evidence["start"] >= row["start"]) & (evidence["end"] <= row["end"])]
    loaded = ["evaluation", "label", "euphemism", "dysphemism", "metaphor", "intensifier"]
    assert not inside["category"].isin(loaded).any()


def test_headline_caption_and_teaser_are_none_of_the_body(found: dict[str, pd.DataFrame]) -> None:
    sections = found["segments"].groupby("section", observed=True)["text"].sum()
    assert sections["caption"].strip().endswith("AFP")
    assert sections["teaser"].strip() == "Read more"
    assert sections["headline"].startswith("Kiev reportedly")


def test_nothing_else_is_marked_as_loaded(found: dict[str, pd.DataFrame]) -> None:
    evidence = found["evidence"]
    loaded = ["evaluation", "label", "euphemism", "dysphemism", "metaphor", "intensifier"]
    words = evidence.loc[evidence["category"].isin(loaded), "text"].tolist()
    assert words == ["disappointed", "reckless", "cordon sanitaire", "security zone"]
