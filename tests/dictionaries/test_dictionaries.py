"""Dictionaries of other tools: each format with its oddities, and files broken in one way each."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from cases import says
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import (
    FramingWarning,
    LexiconError,
    annotate,
    attribute,
    read_corpus,
    read_dictionary,
    read_lexicon,
    segment,
    write_dictionary,
)

LIWC = """%
1\tmood
\t2\tgood
\t03\tbad
10  plain
%

kind*\t\t1\t2
rude   1 3
mild\t02
like (02 134)2/3
sort <of>10/2
very   kind\t2
"""


def listed(path: Path, **choices: object) -> set[tuple[str, str]]:
    lexicon = read_dictionary(path, **choices)  # type: ignore[arg-type]
    return {(term.term, term.category) for term in lexicon.terms}


def file(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_liwc_with_every_trap(tmp_path: Path) -> None:
    path = file(tmp_path, "mood.dic", LIWC)
    with pytest.warns(FramingWarning, match="1 left out, 9 kept.*a condition on categories"):
        found = listed(path)
    assert found == {
        ("kind*", "mood"), ("kind*", "mood/good"), ("rude", "mood"), ("rude", "mood/bad"),
        ("mild", "mood/good"), ("like", "mood/bad"), ("sort", "plain"), ("sort", "mood/good"),
        ("very kind", "mood/good"),
    }  # fmt: skip


def test_a_liwc_condition_looks_at_the_next_word(tmp_path: Path) -> None:
    path = file(tmp_path, "kinds.dic", "%\n1\tpart\n2\tgood\n%\nkind <of>1/2\n")
    texts = ["It is a kind of goat.", "The goat is kind today."]
    corpus = read_corpus(pd.DataFrame({"outlet": ["Post", "Post"], "text": texts}))
    evidence = annotate(corpus, segment(corpus, attribute(corpus)), read_dictionary(path))
    assert evidence["category"].astype(str).tolist() == ["part", "good"]


def test_windows_line_ends_and_marks_of_encoding(tmp_path: Path) -> None:
    text = "%\r\n1\tgood\r\n%\r\nkind*\t1\r\nna\u00efve\t1\r\n"
    wanted = {("kind*", "good"), ("na\u00efve", "good")}
    assert listed(file(tmp_path, "a.dic", text, "utf-8-sig")) == wanted
    assert listed(file(tmp_path, "b.dic", text, "utf-16")) == wanted
    assert listed(file(tmp_path, "c.dic", text, "latin-1"), encoding="latin-1") == wanted
    with pytest.warns(FramingWarning, match="not UTF-8; it was read as Windows-1252"):
        assert listed(file(tmp_path, "d.dic", text, "cp1252")) == wanted


def test_dicx_holds_marks_and_weights(tmp_path: Path) -> None:
    path = file(tmp_path, "mood.dicx", "DicTerm,good,bad\nkind*,X,\nrude,,0.5\nmild,x,0\n")
    assert {(t.term, t.category, t.weight) for t in read_dictionary(path).terms} == {
        ("kind*", "good", 1.0), ("rude", "bad", 0.5), ("mild", "good", 1.0),
    }  # fmt: skip


def test_quanteda_yaml_nested_and_with_words_that_yaml_takes_for_truth(tmp_path: Path) -> None:
    text = 'mood:\n  good:\n    - kind*\n    - "very polite"\n    - "no"\n    - yes\n  bad: rude\n'
    path = file(tmp_path, "mood.yml", text)
    wanted = {("kind*", "mood/good"), ("very polite", "mood/good"), ("no", "mood/good"),
              ("yes", "mood/good"), ("rude", "mood/bad")}  # fmt: skip
    assert listed(path) == wanted
    assert {category for _, category in listed(path, level=1)} == {"mood"}


def test_lexicoder_with_negated_keys(tmp_path: Path) -> None:
    path = file(tmp_path, "mood.lc3", "+positive\nkind*\n\n+neg_positive\nnot kind*\n")
    assert listed(path) == {("kind*", "positive"), ("not kind*", "neg_positive")}


def test_wordstat_with_depth_and_underscores(tmp_path: Path) -> None:
    text = "MOOD\n\tGOOD\n\t\tKIND* (1)\n\t\tVERY_KIND (2)\n\tBAD\n\t\tRUDE (1)\n"
    path = file(tmp_path, "mood.cat", text)
    assert listed(path) == {
        ("KIND*", "MOOD/GOOD"), ("VERY KIND", "MOOD/GOOD"), ("RUDE", "MOOD/BAD"),
    }  # fmt: skip


def test_yoshikoder_tree(tmp_path: Path) -> None:
    text = (
        '<?xml version="1.0"?><dictionary style="x"><cnode name="mood"><cnode name="good">'
        '<pnode name="kind*"/></cnode><pnode name="mild"/></cnode></dictionary>'
    )
    assert listed(file(tmp_path, "mood.ykd", text)) == {("kind*", "mood/good"), ("mild", "mood")}


def test_table_with_semicolons_and_levels(tmp_path: Path) -> None:
    path = file(tmp_path, "mood.csv", "Word;Category;Weight\nkind*;mood/good;2\nrude;mood/bad;\n")
    assert {(t.term, t.category, t.weight) for t in read_dictionary(path).terms} == {
        ("kind*", "mood/good", 2.0), ("rude", "mood/bad", 1.0),
    }  # fmt: skip


def test_what_is_left_out_is_counted_and_named(tmp_path: Path) -> None:
    path = file(tmp_path, "mood.lc3", "stray\n+good\nkind\nKind\n:)\nwh?t\n*\nmild\n")
    receipt = tmp_path / "left.csv"
    with pytest.warns(FramingWarning, match="5 left out, 2 kept.*and 2 more"):
        assert listed(path, receipt=receipt) == {("kind", "good"), ("mild", "good")}
    with receipt.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [(row["line"], row["reason"]) for row in rows] == [
        ("1", "before the first category"),
        ("4", "it stands there twice"),
        ("5", "texts are parted into words at its marks, so it would never be found"),
        ("6", "? as a wildcard is not known here"),
        ("7", "it holds no word"),
    ]


BROKEN = {
    "unknown-ending.txt": ("+good\nkind\n", "there is no ending '.txt'"),
    "no-percent.dic": ("1\tgood\nkind\t1\n", "there are no lines of %"),
    "one-percent.dic": ("%\n1\tgood\nkind\t1\n", "there is 1 line of %"),
    "category-without-number.dic": ("%\ngood\n%\nkind\t1\n", "line 2: 'good' is no category"),
    "not-dicterm.dicx": ("word,good\nkind,X\n", "line 1: the first column is 'word'"),
    "broken.yml": ("good: [kind\nbad: }\n", "this is no YAML"),
    "list-at-the-top.yml": ("- kind\n- mild\n", "at the top stands a list"),
    "no-plus.lc3": ("kind\nmild\n", "there is no category with terms"),
    "no-weights.cat": ("GOOD\n\tKIND\n", "no line ends with a weight in brackets"),
    "unclosed.ykd": ("<dictionary><cnode name='x'>", "this is no XML"),
    "entities.ykd": ("<!DOCTYPE a [<!ENTITY b 'c'>]><dictionary/>", "declares entities"),
    "other-columns.csv": ("a,b\nkind,good\n", "line 1: the columns are a, b"),
    "reserved.csv": ("word,category\nkind,scare\n", "'scare' has no terms"),
    "nothing-usable.lc3": ("+good\n:)\n", "no term can be used"),
}


@pytest.mark.filterwarnings("ignore::framing.errors.FramingWarning")
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_says_what_is_wrong(tmp_path: Path, name: str) -> None:
    text, message = BROKEN[name]
    with pytest.raises(LexiconError) as caught:
        read_dictionary(file(tmp_path, name, text))
    assert says(caught.value, f"…{message}…")


def test_a_taken_name_can_be_prefixed(tmp_path: Path) -> None:
    path = file(tmp_path, "mood.csv", "word,category\nkind,scare\n")
    assert listed(path, prefix="my-") == {("kind", "my-scare")}


def test_wrong_encoding_missing_file_and_format_are_named(tmp_path: Path) -> None:
    path = file(tmp_path, "mood.lc3", "+good\nna\u00efve\n", "latin-1")
    for choices, message in (
        ({"encoding": "utf-8"}, "this is not utf-8"),
        ({"encoding": "no-such"}, "this is not no-such"),
        ({"format": "liwk"}, "there is no format 'liwk'"),
    ):
        with pytest.raises(LexiconError) as caught:
            read_dictionary(path, **choices)  # type: ignore[arg-type]
        assert says(caught.value, f"…{message}…")
    with pytest.raises(LexiconError, match="no such file"):
        read_dictionary(tmp_path / "gone.dic")


WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=8).filter(
    lambda word: word not in ("true", "false")
)


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(WORDS, st.sets(WORDS, min_size=1, max_size=5), min_size=1, max_size=4))
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory,
                                       groups: dict[str, set[str]]) -> None:  # fmt: skip
    folder = tmp_path_factory.mktemp("round")
    lines = ["word,category", *(f"{w},x{c}" for c, words in groups.items() for w in sorted(words))]
    first = read_dictionary(file(folder, "a.csv", "\n".join(lines) + "\n"))
    for name in ("b.yml", "b.csv"):
        again = read_dictionary(write_dictionary(first, folder / name))
        forms = {
            (form, term.category)
            for term in first.terms
            for pattern in term.patterns
            for form in pattern[0]
        }
        assert {(term.term, term.category) for term in again.terms} == forms


def test_the_shipped_codebook_can_be_written_and_read(tmp_path: Path) -> None:
    lexicon = read_lexicon("loaded")
    with pytest.warns(FramingWarning, match="have contexts or capitals"):
        path = write_dictionary(lexicon, tmp_path / "loaded.csv")
    rows = path.read_text(encoding="utf-8").splitlines()
    assert len(rows) > len(lexicon.terms)
    assert "puppets,label,1" in rows


def test_only_known_endings_are_written(tmp_path: Path) -> None:
    with pytest.raises(LexiconError) as caught:
        write_dictionary(read_lexicon("loaded"), tmp_path / "loaded.dic")
    assert says(caught.value, "…there is no ending '.dic'…")
