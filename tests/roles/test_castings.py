"""Who is cast as what: the expectation stands in the text, ‹role:entity› or ‹role:word=entity›."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd
import pytest
from cases import HOSTILE, says
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import (
    Lexicon,
    annotate,
    attribute,
    cast,
    find_targets,
    read_corpus,
    read_lexicon,
    segment,
)
from framing.columns import VOICES
from framing.errors import LexiconError, TableError
from framing.roles import words
from framing.roles.castings import ROLE_COLUMNS
from framing.roles.words import KINDS, ROLES, role_words

MARK = re.compile("‹(\\w+(?:\\+\\w+)*):([^›=]+)(?:=([^›]+))?›")


@cache
def loaded() -> Lexicon:
    return read_lexicon("loaded")


def found_in(*texts: str, title: str = "") -> tuple[pd.DataFrame, pd.DataFrame]:
    table = pd.DataFrame({"outlet": "Post", "text": list(texts), "title": title})
    corpus = read_corpus(table.assign(doc_id=[f"d{k}" for k in range(len(texts))]))
    segments, lexicon = segment(corpus, attribute(corpus)), loaded()
    evidence = find_targets(corpus, annotate(corpus, segments, lexicon), lexicon)
    return cast(corpus, segments, evidence), segments


CASES = [
    # Verbs: who does it, and to whom.
    "The ‹villain:floods› destroyed the ‹victim:village›.",
    "Yesterday the ‹victim:village› was destroyed by the ‹villain:floods›.",
    "The ‹victim:islands› threatened by rising ‹villain:seas=rising seas› lie low.",
    "‹victim:Homes› destroyed in May stand empty.",
    "‹hero:Mara Dolen› rescued ‹victim:hundreds=children› of children.",
    "Mayor Mara Dolen came. ‹hero:She=Mara Dolen› protects ‹victim:Brel› from ‹villain:looters›.",
    "‹hero:Mara Dolen› fought ‹villain:corruption›.",
    "‹victim:Farmers› suffered for years.",
    "The ‹villain:council› vowed to dismantle the ‹victim:clinic›.",
    "The ‹villain:storms› that devastated the ‹victim:coast› are back.",
    "‹villain:Drought› and ‹villain:fire› ravaged the ‹victim:valley›.",
    "They blamed ‹villain:Ilko Varn› for the delay.",
    "‹villain:Ilko Varn› was accused of fraud.",
    "Critics praised ‹hero:Mara Dolen› on Monday.",
    "The ‹villain:army› killed ‹victim:villagers›.",
    # Nouns, persons, adjectives.
    "The ‹villain:dam› is a threat to ‹victim:salmon›.",
    "The town felt the effects of ‹villain:smog›.",
    "The mine did damage to the ‹victim:river›.",
    "They joined the fight against ‹villain:hunger›.",
    "‹villain:Climate alarmists› met in Brel.",
    "Aid reached ‹victim:flood survivors›.",
    "Help came for vulnerable ‹victim:families›.",
    "Mara ‹hero:Dolen=Mara Dolen› is a hero.",
    "Eleven of them were destroyed.",
    # Denied, undone or something else: nobody is cast.
    "The dike did not protect the town.",
    "Mara Dolen failed to protect the town.",
    "The dam is no threat to salmon.",
    "Ilko Varn is not a villain.",
    "Nobody rescued the sheep.",
    "No storm destroyed the village.",
    "The Endangered Waters Act passed.",
    "The terrorist attack was long ago.",
    "The talks began on Monday.",
]


@pytest.fixture(scope="module")
def all_cases() -> pd.DataFrame:
    return found_in(*(MARK.sub(lambda m: m[2], case) for case in CASES))[0]


@pytest.mark.parametrize("number", range(len(CASES)), ids=CASES)
def test_cases(all_cases: pd.DataFrame, number: int) -> None:
    expected = {(name or word, role) for role, word, name in MARK.findall(CASES[number])}
    rows = all_cases[all_cases["doc_id"] == f"d{number}"]
    assert set(zip(rows["entity"], rows["role"].astype(str), strict=True)) == expected


def test_the_codebooks_harm_and_loaded_words_cast() -> None:
    found, _ = found_in("Gunmen abducted Mara Dolen. President Ilko Varn is reckless.")
    rows = set(zip(found["entity"], found["role"].astype(str), found["kinds"], strict=True))
    assert rows == {
        ("Gunmen", "villain", "harm 1"),
        ("Mara Dolen", "victim", "harm 1"),
        ("Ilko Varn", "villain", "called 1"),
    }


def test_one_row_per_voice_with_all_its_cues() -> None:
    text = (
        "Mayor Mara Dolen saved the town. Dolen rescued the sheep. "
        "“Dolen harmed the farmers,” Ilko Varn said."
    )
    found, _ = found_in(text)
    mine = found[found["entity"] == "Mara Dolen"]
    assert mine[["role", "voice", "cues", "kinds"]].astype(str).values.tolist() == [
        ["hero", "outlet", "2", "help 2"],
        ["villain", "quoted", "1", "harm 1"],
    ]
    assert mine["mentions"].tolist() == [3, 3]
    assert mine["text"].tolist() == ["saved", "harmed"]
    assert mine["why"].tolist()[0] == "save: its subject"


def test_titles_name_in_full_whom_the_text_names() -> None:
    found, _ = found_in("Mayor Mara Dolen left.", title="Floods destroyed village")
    assert found[["field", "section"]].astype(str).drop_duplicates().values.tolist() == [
        ["title", "headline"]
    ]


def test_nothing_found_keeps_columns_and_types() -> None:
    empty, _ = found_in("The talks began.")
    full, _ = found_in("Floods destroyed the village.")
    assert list(empty) == list(ROLE_COLUMNS) == list(full)
    assert not len(empty)
    pd.testing.assert_series_equal(empty.dtypes, full.dtypes)
    assert list(empty["role"].cat.categories) == list(ROLES)


@settings(max_examples=2)
@given(st.lists(HOSTILE, min_size=6, max_size=6))
@pytest.mark.filterwarnings("ignore::framing.FramingWarning")
def test_rows_stand_in_the_text_in_the_voice_of_their_segment(parts: list[str]) -> None:
    told = " The floods destroyed “the village of Brel”. “It harmed Mara Dolen’s farm,” he said."
    texts = {f"d{k}": f"{part} {k}." + told for k, part in enumerate(parts)}
    found, segments = found_in(*texts.values())
    for row in found.itertuples():
        assert texts[row.doc_id][row.start : row.end] == row.text != ""
        assert row.cues >= 1
        assert sum(int(n) for n in re.findall(r"\d+", row.kinds)) == row.cues
        assert 0 < row.confidence < 1
        assert row.entity
        assert row.why
        around = segments[(segments["doc_id"] == row.doc_id) & (segments["field"] == row.field)]
        assert around[around["start"] <= row.start].iloc[-1]["voice"] == row.voice
    assert not found.duplicated(["doc_id", "entity", "role", "voice"]).any()
    assert set(found["voice"]) <= set(VOICES)


@pytest.fixture(scope="module")
def tables():
    corpus = read_corpus(pd.DataFrame({"outlet": ["Post"], "text": ["Floods destroyed Brel."]}))
    segments, lexicon = segment(corpus, attribute(corpus)), loaded()
    return corpus, segments, annotate(corpus, segments, lexicon), lexicon


def test_evidence_without_targets_is_refused(tables) -> None:
    corpus, segments, evidence, _ = tables
    with pytest.raises(TableError) as caught:
        cast(corpus, segments, evidence)
    assert says(
        caught.value,
        "cast: the evidence has no column target_rule; find_targets adds it; pass what it returned",
    )
    with pytest.raises(TableError) as missing:
        cast(corpus, segments.drop(columns="voice"), evidence)
    assert says(missing.value, "cast: …voice…")


def test_tables_of_other_articles_are_refused(tables) -> None:
    corpus, segments, evidence, lexicon = tables
    evidence = find_targets(corpus, evidence, lexicon)
    with pytest.raises(TableError) as caught:
        cast(corpus, segments.assign(doc_id="x"), evidence)
    assert says(
        caught.value,
        "cast: the segments name article 'x'; the corpus does not have it; pass the corpus they "
        "were found in",
    )
    with pytest.raises(TableError) as other:
        cast(corpus, segments, evidence.assign(doc_id="x"))
    assert says(other.value, "cast: the evidence name article 'x'; …")


def test_role_words_are_whole() -> None:
    for form, uses in role_words().items():
        for pos, (_, word) in uses.items():
            assert word.kind in KINDS, form
            assert word.bearer or word.patient or word.links, form
            assert pos == word.pos


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (["save", "werb", "", "hero", "", "", "help", ""], "part of speech 'werb'"),
        (["save", "verb", "", "saint", "", "", "help", ""], "role 'saint'"),
        (["save", "verb", "", "hero", "", "from=foe", "help", ""], "role 'foe'"),
        (["save", "verb", "", "hero", "", "", "aid", ""], "kind 'aid'"),
    ],
)
def test_a_bad_row_is_named(monkeypatch: pytest.MonkeyPatch, row: list[str], text: str) -> None:
    monkeypatch.setattr(words, "read_table", lambda name, columns: iter([(7, row)]))
    role_words.cache_clear()
    try:
        with pytest.raises(LexiconError) as caught:
            role_words()
    finally:
        role_words.cache_clear()
    assert says(caught.value, f"cues/role_words.csv, line 7: there is no {text}; there are …")
