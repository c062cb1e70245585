"""Words that a codebook lacks: which are proposed, which never, and how they are accepted."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from cases import says

from framing import (
    LexiconError,
    assess,
    attribute,
    read_corpus,
    read_lexicon,
    segment,
    suggest,
    write_accepted,
)
from framing.cli import main
from framing.corpus import Corpus
from framing.workbench.suggestions import SUGGESTION_COLUMNS

pytestmark = pytest.mark.filterwarnings("ignore::framing.FramingWarning")

# Zorbish is used where reckless, brutal and shameful are; tepal where plain nouns are.
OWN = [
    "The {a} mayor lied again to the town. A {b} plan of the bank failed on Monday.",
    "His {b} speech hurt the town, and the {a} council cheered. It was a {a} day for Karsk.",
    "A {a} minister and a {b} clerk sold the port. The tepal arrived at nine in Karsk.",
]
QUOTED = "“We met the bank on Monday in the tepal of the town,” Mara Dolen said in Karsk."


def made() -> tuple[Corpus, pd.DataFrame]:
    words = ["reckless", "brutal", "shameful", "zorbish"]
    texts = []
    for number in range(16):
        a, b = words[number % 4], words[(number + 1) % 4]
        texts.append(f"{OWN[number % 3].format(a=a, b=b)} {QUOTED}")
    table = pd.DataFrame({"outlet": ["Post", "Lantern"] * 8, "text": texts})
    corpus = read_corpus(table)
    return corpus, segment(corpus, attribute(corpus))


def test_the_word_that_stands_where_entries_stand_comes_first() -> None:
    corpus, segments = made()
    found = suggest(corpus, segments, read_lexicon("loaded"))
    assert tuple(found.columns) == SUGGESTION_COLUMNS
    assert found["term"].iloc[0] == "zorbish"
    first = found.iloc[0]
    assert first["category"] == "evaluation"
    assert set(first["nearest"].split(", ")) & {"reckless", "brutal", "shameful"}
    assert first["own"] == 1
    assert first["outlets"] == 2
    assert "[zorbish]" in first["contexts"]
    assert pd.isna(first["z_loaded"])


def test_names_function_words_and_entries_are_not_proposed() -> None:
    corpus, segments = made()
    terms = set(suggest(corpus, segments, read_lexicon("loaded"))["term"])
    assert not terms & {"karsk", "dolen", "mara", "the", "again", "reckless", "brutal", "shameful"}
    assert "tepal" in terms


def test_assessed_sentences_are_a_reason() -> None:
    corpus, segments = made()
    sentences = assess(corpus, segments)
    found = suggest(corpus, segments, read_lexicon("loaded"), sentences=sentences)
    assert found["z_loaded"].notna().all()


def test_the_same_input_gives_the_same_table() -> None:
    corpus, segments = made()
    lexicon = read_lexicon("loaded")
    one, two = (suggest(corpus, segments, lexicon, most=5) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)
    assert len(one) == 5


def test_what_is_accepted_is_a_codebook(tmp_path: Path) -> None:
    corpus, segments = made()
    found = suggest(corpus, segments, read_lexicon("loaded"))
    found.loc[found["term"] == "zorbish", "accept"] = "yes"
    lexicon = read_lexicon(write_accepted(found, tmp_path / "more.csv"))
    assert [(t.term, t.category) for t in lexicon.terms] == [("zorbish", "evaluation")]


def test_errors_say_what_to_do(tmp_path: Path) -> None:
    corpus, segments = made()
    (tmp_path / "odd.csv").write_text("term,category\nqwxyz,odd\n", encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        suggest(corpus, segments, read_lexicon(tmp_path / "odd.csv"))
    says(
        caught.value,
        "suggest: no word of 'odd' stands in these … articles; proposals are words like "
        "those of the codebook; pass other articles or another codebook",
    )
    with pytest.raises(LexiconError) as caught:
        write_accepted(suggest(corpus, segments, read_lexicon("loaded")), tmp_path / "more.csv")
    says(
        caught.value,
        "write_accepted: none of … suggestions is accepted; the column accept holds yes, x or 1 "
        "where you agree; fill it and pass the table again",
    )


def test_the_command_writes_a_sheet_or_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus, _ = made()
    corpus.articles[["doc_id", "outlet", "text"]].to_csv(tmp_path / "articles.csv", index=False)
    out = tmp_path / "suggestions.csv"
    paths = ["loaded", str(tmp_path / "articles.csv")]
    assert main(["lexicon", "suggest", *paths, "--out", str(out)]) == 0
    assert "zorbish" in out.read_text(encoding="utf-8")
    capsys.readouterr()
    assert main(["lexicon", "suggest", "loaded", "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert "framing lexicon suggest: no articles are named" in said


# Enough entries for a model to be learned: adjectives of blame stand before the same nouns.
ENTRIES = [
    "reckless",
    "brutal",
    "shameful",
    "disgraceful",
    "cynical",
    "corrupt",
    "deceitful",
    "heartless",
    "pathetic",
    "absurd",
    "cowardly",
    "outrageous",
    "ruthless",
    "incompetent",
    "hypocritical",
    "vicious",
    "ludicrous",
    "appalling",
    "sinister",
    "callous",
    "arrogant",
    "despicable",
    "foolish",
    "irresponsible",
]
NOUNS = [
    "plan",
    "mayor",
    "council",
    "bank",
    "port",
    "clerk",
    "decree",
    "speech",
    "office",
    "treaty",
]
PLAIN = [
    "wooden",
    "northern",
    "annual",
    "narrow",
    "yellow",
    "written",
    "daily",
    "former",
    "lower",
    "rented",
]

DID = ("They drank", "He sold", "It was", "We had", "She spilt")


def many() -> tuple[Corpus, pd.DataFrame]:
    texts = []
    for number in range(48):
        plain = PLAIN[number % 10]
        bad, noun = ENTRIES[number % len(ENTRIES)], NOUNS[number % len(NOUNS)]
        new = "zorbish" if number % 4 == 0 else bad
        lines = [
            f"The {new} {noun} failed on Monday, an utterly {new} day for Karsk.",
            f"It was a {bad} and zorbish {noun}." if number % 6 == 0 else f"A {bad} {noun} lied.",
            f"The {plain} {noun} stood beside the {PLAIN[(number + 3) % 10]} door.",
            f"A {NOUNS[(number + 1) % 10]} by the {NOUNS[(number + 4) % 10]} was {plain}.",
            f"{DID[number // 5 % 5]} kettle broth." if number % 5 == 0 else "They left at nine.",
        ]
        texts.append(" ".join(lines))
    corpus = read_corpus(pd.DataFrame({"outlet": ["Post", "Lantern", "Bell"] * 16, "text": texts}))
    return corpus, segment(corpus, attribute(corpus))


def test_a_model_of_the_entries_ranks_what_is_like_them_first() -> None:
    corpus, segments = many()
    found = suggest(corpus, segments, read_lexicon("loaded"))
    likeness = found.set_index("term")["likeness"]
    assert found["term"].iloc[0] == "zorbish"
    assert likeness.between(0, 1).all()
    assert likeness["zorbish"] > likeness.reindex(PLAIN).dropna().max()
    assert found["frames"].iloc[0] == "beside an entry 8, intensified 12"


def test_phrases_are_proposed_and_stand_for_their_words() -> None:
    corpus, segments = many()
    terms = suggest(corpus, segments, read_lexicon("loaded"))["term"].tolist()
    assert "kettle broth" in terms
    assert not {"kettle", "broth"} & set(terms)


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        ("A reckless and zorbish plan.", "beside an entry 1"),
        ("A zorbish but reckless plan.", "beside an entry 1"),
        ("A reckless, then zorbish plan.", ""),
        ("The so-called zorbish plan.", "so-called 1"),
        ("An utterly zorbish plan.", "intensified 1"),
        ("It was reckless and. Zorbish plans, zorbish plan.", ""),
    ],
)
def test_where_loaded_words_like_to_stand_is_a_reason(text: str, frames: str) -> None:
    rest = ["A zorbish plan, reckless.", "One zorbish plan; another zorbish plan."]
    corpus = read_corpus(pd.DataFrame({"outlet": "Post", "text": [text, *rest]}))
    segments = segment(corpus, attribute(corpus))
    found = suggest(corpus, segments, read_lexicon("loaded")).set_index("term")
    assert found["frames"]["zorbish"] == frames


def test_naming_sets_are_no_proposals() -> None:
    texts = ["The reckless militants of the special military operation met."] * 4
    table = pd.DataFrame({"outlet": "Post", "text": [f"{t} {n}." for n, t in enumerate(texts)]})
    corpus = read_corpus(table)
    found = suggest(corpus, segment(corpus, attribute(corpus)), read_lexicon("loaded"))
    assert not {"militants", "special military operation"} & set(found["term"])
