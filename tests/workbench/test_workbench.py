"""Lints and explanations of a codebook."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from cases import says

from framing import (
    LexiconError,
    annotate,
    attribute,
    explain,
    lint_lexicon,
    read_corpus,
    read_lexicon,
    segment,
    start_lexicon,
)
from framing.cli import main
from framing.workbench.lints import CHECKS


def book(folder: Path, terms: str, toml: str = 'name = "mine"\n[category.mood]\nindex = "loaded"\n'
         '[category.tone]\nindex = "loaded"\n[category.other]\nindex = "epistemic"\n'):  # fmt: skip
    folder.mkdir(exist_ok=True)
    (folder / "lexicon.toml").write_text(toml, encoding="utf-8")
    (folder / "terms.csv").write_text(terms, encoding="utf-8")
    return read_lexicon(folder)


def checks(table: pd.DataFrame) -> list[tuple[str, str, str]]:
    return list(table[["check", "term", "other"]].itertuples(index=False, name=None))


CASES = {
    "nothing": ("puppet,mood\nreckless,tone\n", []),
    "one form in two terms": (
        "puppets,mood\npuppet*,mood\n", [("shadowed", "puppets", "puppet*")],
    ),
    "a wildcard over a word": ("kind,mood\nkin*,mood\n", [
        ("over_broad", "kin*", ""), ("shadowed", "kind", "kin*")]),
    "two categories of one index": ("kind,mood\nkind,tone\n", [("ambiguous", "kind", "tone")]),
    "two categories of two indices": ("kind,mood\nkind,other\n", []),
    "a phrase in two categories": (
        "very kind,mood\nvery kind,tone\n", [("ambiguous", "very kind", "tone")],
    ),
    "a word of grammar": ("because,mood\n", [("function_word", "because", "")]),
    "a phrase of grammar": ("because of,mood\n", []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_codebook_alone(tmp_path: Path, name: str) -> None:
    terms, wanted = CASES[name]
    assert checks(lint_lexicon(book(tmp_path / "b", "term,category\n" + terms))) == wanted


def test_terms_that_contexts_tell_apart_are_not_the_same(tmp_path: Path) -> None:
    terms = "term,category,block_next\nkind,mood,of\nkind,tone,\n"
    assert checks(lint_lexicon(book(tmp_path / "b", terms))) == []


def test_inflected_forms_that_meet(tmp_path: Path) -> None:
    terms = "term,category,inflect\nbully,mood,n\nbullies,mood,\n"
    assert checks(lint_lexicon(book(tmp_path / "b", terms))) == [("same_forms", "bully", "bullies")]


@pytest.fixture
def corpus():
    texts = [
        "It was the reckless plan of the mayor. " * 12 + "A puppet of the mayor left.",
        "“It was a shameful day for all of us,” Mara Dolen said. " * 10 + "A puppet was there.",
        "It was a puppet that slept on the boat, and it was a reckless one that rowed.",
    ]
    return read_corpus(pd.DataFrame({"outlet": ["Post", "Gazette", "Post"], "text": texts}))


def found(corpus, lexicon) -> pd.DataFrame:
    return annotate(corpus, segment(corpus, attribute(corpus)), lexicon)


def test_a_codebook_in_a_corpus(tmp_path: Path, corpus) -> None:
    lexicon = book(tmp_path / "b", "term,category\nreckless,mood\nshameful,mood\npuppet,tone\n"
                                   "craven,tone\n")  # fmt: skip
    table = lint_lexicon(lexicon, found(corpus, lexicon))
    assert checks(table) == [
        ("dominates", "reckless", ""),
        ("one_article", "reckless", corpus.articles["doc_id"].iloc[0]),
        ("dominates", "shameful", ""),
        ("mostly_quoted", "shameful", ""),
        ("one_article", "shameful", corpus.articles["doc_id"].iloc[1]),
        ("never", "craven", ""),
    ]
    values = table.set_index(["check", "term"])["value"]
    assert values["mostly_quoted", "shameful"] == 1
    assert values["dominates", "reckless"] == pytest.approx(13 / 23)
    assert values["one_article", "reckless"] == pytest.approx(12 / 13)
    assert table["advice"].isin(CHECKS.values()).all()


def test_evidence_of_another_codebook_is_refused(tmp_path: Path, corpus) -> None:
    lexicon = book(tmp_path / "b", "term,category\nreckless,mood\n")
    other = book(tmp_path / "c", "term,category\npuppet,mood\n")
    with pytest.raises(LexiconError) as caught:
        lint_lexicon(other, found(corpus, lexicon))
    assert says(caught.value, "…the evidence was found with…annotate with this one")


def test_the_shipped_codebook_has_no_doubled_forms() -> None:
    table = lint_lexicon(read_lexicon("loaded"))
    assert not set(table["check"]) & {"over_broad", "function_word"}, table.to_string()


def test_an_explanation_counts_by_outlet_and_voice(corpus) -> None:
    lexicon = read_lexicon("loaded")
    evidence = found(corpus, lexicon)
    told = explain("puppet", lexicon, corpus, evidence)
    assert told.counts.to_dict("index") == {
        "Gazette": {"outlet": 1, "articles": 1}, "Post": {"outlet": 2, "articles": 2},
    }  # fmt: skip
    assert len(told.lines) == 3
    assert "puppet (label, negative); not before show*" in str(told)
    assert "Gazette, outlet: " in str(told)
    page = told._repr_html_()
    assert "<th scope='row'>puppet</th>" in page
    assert page.count("<tr><td>") == 3


def test_few_lines_show_every_outlet_and_voice_first(corpus) -> None:
    lexicon = read_lexicon("loaded")
    told = explain("reckless", lexicon, corpus, found(corpus, lexicon), lines=1)
    assert len(told.lines) == 1
    assert told.counts.loc["Post", "outlet"] == 13
    # What a cell shows as text: Python would write the words of sets in any order.
    assert repr(told) == str(told)
    assert "frozenset" not in repr(told)


def test_what_is_not_found_or_not_there_is_said(corpus) -> None:
    lexicon = read_lexicon("loaded")
    evidence = found(corpus, lexicon)
    assert "not found in these articles" in str(explain("craven", lexicon, corpus, evidence))
    with pytest.raises(LexiconError) as caught:
        explain("pupet", lexicon, corpus, evidence)
    assert says(caught.value, "…there is no entry 'pupet'…puppet…")


def command(capfd: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    out, err = capfd.readouterr()
    return code, out, err


def test_a_codebook_of_ones_own_from_the_command_line(tmp_path: Path, capfd) -> None:
    folder = tmp_path / "mine"
    code, _, err = command(capfd, "lexicon", "new", folder)
    assert code == 0
    assert "open terms.csv in a spreadsheet" in err
    assert read_lexicon(folder).name == "mine"
    code, out, err = command(capfd, "lexicon", "lint", folder)
    assert (code, out) == (0, "check,category,entry,term,other,value,advice\n")
    assert "0 remarks" in err
    code, _, err = command(capfd, "lexicon", "new", folder)
    assert code == 2
    assert "nothing was written" in err


def test_lint_with_articles(tmp_path: Path, capfd) -> None:
    table = tmp_path / "articles.csv"
    text = "It was the puppet of the mayor that slept on the boat."
    table.write_text(f"outlet,text\nPost,{text}\n", encoding="utf-8")
    out = tmp_path / "remarks.csv"
    mine = start_lexicon(tmp_path / "mine")
    assert command(capfd, "lexicon", "lint", mine, table, "--out", out)[0] == 0
    remarks = pd.read_csv(out)
    assert remarks["check"].tolist() == ["never"] * 3
    assert sorted(remarks["term"]) == ["bungle", "reckless", "so-called"]


def test_a_dictionary_becomes_a_codebook_that_score_takes(tmp_path: Path, capfd) -> None:
    source, out = tmp_path / "mood.lc3", tmp_path / "mood.csv"
    source.write_text("+good\nkind*\n", encoding="utf-8")
    assert command(capfd, "lexicon", "convert", source, "--out", out)[0] == 0
    assert [(t.term, t.category) for t in read_lexicon(out).terms] == [("kind*", "good")]
    code, _, err = command(capfd, "lexicon", "convert", source)
    assert code == 2
    assert "name a .csv or .yml" in err
    code, _, err = command(capfd, "lexicon", "convert", source, "b.csv")
    assert code == 2
    assert "one path too many" in err
