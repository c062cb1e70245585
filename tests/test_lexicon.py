"""Codebooks: faults by file and line; a fingerprint that follows what can change a hit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from cases import plain, says, words_found

from framing import Lexicon, LexiconError, read_lexicon
from framing.lexicon import TERM_COLUMNS
from framing.styles import HouseStyle, styles_on

BROKEN = Path(__file__).parent / "broken" / "codebooks"
FAULTS = {
    "no-toml": "{path}: there is no lexicon.toml; a codebook folder holds lexicon.toml and "
    "terms.csv; add it, or name a CSV of terms instead",
    "no-terms": "{path}: there is no terms.csv; a codebook folder holds lexicon.toml and "
    "terms.csv; add it, or name a CSV of terms instead",
    "toml-that-is-none": "{path}/lexicon.toml: this is not TOML (…); see the shipped codebook "
    "`loaded` for the form; mend the file",
    "toml-not-utf-8": "{path}/lexicon.toml: this is not TOML (…0xe9…); see the shipped codebook "
    "`loaded` for the form; mend the file",
    "category-that-is-no-table": "{path}/lexicon.toml: category is no set of tables; each has a "
    "heading of its own, as in [category.NAME]; mend the file",
    "examples-that-are-no-list": "{path}/lexicon.toml, [category.evaluation]: examples is "
    "'A ‹reckless› plan.'; it is a list; write examples = [...]",
    "alternatives-without-numbers": "{path}/lexicon.toml, [naming.port]: alternatives is "
    "['Karsk', 'Karsko']; it holds a number for each, 1 for a marked choice and 0 for an unmarked "
    'one, as in { "Kiev" = 1, "Kyiv" = 0 }; mend it',
    "styles-that-are-no-list": "{path}/lexicon.toml, [naming.port]: styles is 'Karsko since 2031'; "
    "it is a list with a table for each day on which a style began, as in styles = [{ from = "
    '2019-08-14, by = "Associated Press", use = "Kyiv" }]; mend it',
    "style-with-an-unknown-key": "{path}/lexicon.toml, [naming.port], style 1: there is no key "
    "'since'; there are from, by, use, avoid; choose one of these",
    "style-without-a-date": "{path}/lexicon.toml, [naming.port], style 2: there is no from; a "
    "style begins on a day, written without quotation marks, as in from = 2019-08-14; mend it",
    "style-of-a-month": "{path}/lexicon.toml, [naming.port], style 1: from is '2031-04'; a style "
    "begins on a day, written without quotation marks, as in from = 2019-08-14; mend it",
    "style-of-nobody": "{path}/lexicon.toml, [naming.port], style 1: there is no by; a style is "
    'somebody\'s, who has a name without colon or semicolon, as in by = "Associated Press"; mend '
    "it",
    "style-of-two-names": "{path}/lexicon.toml, [naming.port], style 1: by is 'Harbour Post; The "
    "Lantern'; a style is somebody's, who has a name without colon or semicolon, as in by = "
    '"Associated Press"; mend it',
    "style-that-says-nothing": "{path}/lexicon.toml, [naming.port], style 1: neither use nor avoid "
    "stands there; a style says which alternative it uses, or which it avoids; write one of the "
    "two",
    "style-that-says-two-things": "{path}/lexicon.toml, [naming.port], style 1: use and avoid "
    "stand there; a style says which alternative it uses, or which it avoids; write one of the two",
    "style-of-an-unknown-alternative": "{path}/lexicon.toml, [naming.port], style 1: there is no "
    "alternative 'Karske'; there are Karsk, Karsko; did you mean 'Karsk'?",
    "missing-column": "{path}/terms.csv, line 1: there is no column 'category'; there are term, "
    "kind; name the columns term and category",
    "unknown-column": "{path}/terms.csv, line 1: there is no column 'polarty'; there are "
    f"{', '.join(TERM_COLUMNS)}; did you mean 'polarity'?",
    "column-twice": "{path}/terms.csv, line 1: the column 'term' stands there 2 times; each column "
    "has one meaning; remove the others",
    "unknown-category": "{path}/terms.csv, line 3: there is no category 'evalution'; there are "
    "evaluation, naming; did you mean 'evaluation'?",
    "category-found-by-rule": "{path}/terms.csv, line 3: the category 'stance' has no terms; its "
    "hits are found by rule; remove the row, or give it another category",
    "empty-category": "{path}/terms.csv, line 3: the category is empty; hits are counted under its "
    "name; write one",
    "naming-without-a-set": "{path}/terms.csv, line 3: the category 'naming' is no naming set of "
    "this codebook; a set is declared with its alternatives in lexicon.toml, under [naming.SET], "
    "and its rows have the category naming:SET; name a set",
    "category-of-an-index": "{path}/terms.csv, line 3: the category 'index:loaded' has no terms; "
    "index:NAME adds up the categories of an index; remove the row, or give it another category",
    "category-of-a-floor": "{path}/lexicon.toml, [category.floor:outlet]: the category "
    "'floor:outlet' cannot be declared; floor:VOICE is the share of the words that a voice has; "
    "give it another name",
    "category-of-a-stance": "{path}/lexicon.toml, [category.stance:hostile]: the category "
    "'stance:hostile' cannot be declared; stance has no finer kinds of one's own; give it another "
    "name",
    "scare-terms": "{path}/terms.csv, line 3: the category 'scare' has no terms; its hits are "
    "found by rule; remove the row, or give it another category",
    "harm-of-no-kind": "{path}/terms.csv, line 3: the subtype of 'shelled' is ''; harm is told by "
    "a verb (passive) or by a noun (nominal); write passive or nominal",
    "unknown-naming-set": "{path}/terms.csv, line 2: there is no naming set 'naming:prot'; there "
    "are naming:port; did you mean 'naming:port'?",
    "unknown-alternative": "{path}/terms.csv, line 2, set port: there is no alternative 'Karske'; "
    "there are Karsk, Karsko; did you mean 'Karsk'?",
    "polarity-of-two": "{path}/terms.csv, line 2: the polarity is 2; it is -1, 0 or 1; mend it",
    "polarity-in-words": "{path}/terms.csv, line 2: the polarity is 'negative'; it must be a "
    "number; mend it",
    "weight-in-words": "{path}/terms.csv, line 2: the weight is 'high'; it must be a number; mend "
    "it",
    "weight-of-nan": "{path}/terms.csv, line 2: the weight is 'nan'; it must be a number; mend it",
    "unknown-inflection": "{path}/terms.csv, line 2: there is no inflection 'x'; there are "
    "n (noun), v (verb), a (adjective); choose one of these",
    "unknown-case": "{path}/terms.csv, line 2: there is no choice of case 'maybe'; there are yes, "
    "no; choose one of these",
    "unknown-name": "{path}/terms.csv, line 2: there is no choice of name 'always'; there are "
    "allow, skip; choose one of these",
    "term-twice": "{path}/terms.csv, line 4: 'Reckless' (evaluation) stands on line 2 already; a "
    "term counts once per category; remove one of the rows",
    "empty-term": "{path}/terms.csv, line 3: the term '' holds no word; write one, or remove the "
    "row",
    "term-of-a-gap": "{path}/terms.csv, line 2: the term '_ *' holds no word; write one, or remove "
    "the row",
    "term-with-full-stops": "{path}/terms.csv, line 2: the term 'U.S. puppet' would never be "
    "found; texts are parted into words at marks such as those in 'U.S.'; write words of letters, "
    "digits and inner apostrophes",
    "context-with-a-comma": "{path}/terms.csv, line 2: the block_next 'driving, fast' would never "
    "be found; texts are parted into words at marks such as those in 'driving,'; write words of "
    "letters, digits and inner apostrophes",
    "unknown-token": "{path}/terms.csv, line 2: there is no token in need_next '<to-verb>'; there "
    "are <to-inf>, <that>, <cap>; choose one of these",
    "token-in-the-wrong-column": "{path}/terms.csv, line 2: there is no token in block_next "
    "'<cap>'; there are none; leave it out",
    "short-row": "{path}/terms.csv, line 3: the row has fewer cells than the header's 13; a cell "
    "with a comma must be quoted; mend the row",
    "long-row": "{path}/terms.csv, line 2: the row has more cells than the header's 13; a cell "
    "with a comma must be quoted; mend the row",
    "quote-not-closed": "{path}/terms.csv, line 3: the row cannot be read (…); a quotation mark is "
    "probably not closed; mend it",
    "quote-not-closed-in-the-header": "{path}/terms.csv, line 1: the row cannot be read (…); a "
    "quotation mark is probably not closed; mend it",
    "terms-not-utf-8": "{path}/terms.csv, line 3: byte 0xe9 is not UTF-8; the file was saved in "
    "another encoding; save it as 'CSV UTF-8'",
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_codebook_is_named_by_file_and_line(name: str) -> None:
    with pytest.raises(LexiconError) as caught:
        read_lexicon(BROKEN / name)
    assert says(caught.value, FAULTS[name].replace("{path}", str(BROKEN / name)))


def test_every_broken_codebook_is_tried() -> None:
    assert {path.name for path in BROKEN.iterdir()} == {*FAULTS, "old-line-ends"}


def test_a_codebook_that_is_nowhere_meets_those_that_come_along() -> None:
    with pytest.raises(LexiconError) as caught:
        read_lexicon("loadet")
    message = "read_lexicon: there is no codebook or path 'loadet'; there are frames, loaded; "
    assert str(caught.value) == message + "did you mean 'loaded'?"


def test_line_ends_of_old_systems_are_read() -> None:
    assert [term.term for term in read_lexicon(BROKEN / "old-line-ends").terms] == ["reckless"]


def book(folder: Path, rows: str, head: str = "term,category,inflect,need_next") -> Lexicon:
    folder.mkdir(exist_ok=True, parents=True)
    path = folder / "mine.csv"
    path.write_text(f"{head}\n{rows}\n", encoding="utf-8")
    return read_lexicon(path)


BARE = [
    ("", "the category is empty; hits are counted under its name; write one"),
    ("  ", "the category is empty; hits are counted under its name; write one"),
    ("naming", "the category 'naming' is no naming set of this codebook; a set is declared with "
     "its alternatives in lexicon.toml, under [naming.SET], and its rows have the category "
     "naming:SET; put both files into a folder"),
    ("naming:port", "the category 'naming:port' is no naming set of this codebook; a set is "
     "declared with its alternatives in lexicon.toml, under [naming.SET], and its rows have the "
     "category naming:SET; put both files into a folder"),
    ("so_called", "the category 'so_called' is found by rule; terms are added to it in a folder "
     "whose lexicon.toml declares it; put both files into a folder, or give the row another "
     "category"),
    ("agent_deletion", "the subtype of 'slam' is ''; harm is told by a verb (passive) or by a noun "
     "(nominal); write passive or nominal"),
    *((name, f"the category {name!r} has no terms; {reason}; remove the row, or give it another "
       "category")
      for name, reason in [
          ("index:loaded", "index:NAME adds up the categories of an index"),
          ("Index", "index:NAME adds up the categories of an index"),
          ("floor:outlet", "floor:VOICE is the share of the words that a voice has"),
          ("headline", "it is a section of an article"),
          ("stance:hostile", "stance has no finer kinds of one's own"),
          ("agent_deletion:x", "agent_deletion has no finer kinds of one's own"),
          ("stance", "its hits are found by rule"),
          ("harm_mention", "its hits are found by rule"),
          ("concession", "its hits are found by rule"),
          ("scare", "its hits are found by rule"),
      ]),
]  # fmt: skip


@pytest.mark.parametrize(("category", "fault"), BARE)
def test_a_plain_csv_has_no_categories_that_mean_something_else(
    tmp_path: Path, category: str, fault: str
) -> None:
    with pytest.raises(LexiconError) as caught:
        book(tmp_path, f"reckless,evaluation,,\nslam,{category},v,")
    assert str(caught.value) == f"{tmp_path / 'mine.csv'}, line 3: {fault}"


def test_harm_in_a_plain_csv_says_whether_it_is_a_verb_or_a_noun(tmp_path: Path) -> None:
    rows = "shelled,agent_deletion,passive\nshelling,agent_deletion,nominal"
    assert len(book(tmp_path, rows, "term,category,subtype")) == 2


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_plain_csv_of_terms_is_a_codebook(tmp_path: Path, mark: str) -> None:
    rows = "reckless,judgement,,\nslam,verbs:hard,v,"
    lexicon = book(
        tmp_path, rows.replace(",", mark), "term,category,inflect,note".replace(",", mark)
    )
    assert lexicon.name == "mine"
    assert lexicon.evidence_categories == ("judgement", "verbs:hard")
    assert len(lexicon) == 2
    case = "A ‹reckless› mayor ‹slammed› them."
    assert words_found(plain(case), lexicon) == case
    assert repr(lexicon) == "Lexicon 'mine' : 2 terms in 2 categories, 0 naming sets"


def test_a_plain_csv_with_a_byte_order_mark_and_crlf_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes("\ufeffterm,category\r\nfiancé,label\r\n\r\n".encode())
    assert [term.term for term in read_lexicon(path).terms] == ["fiancé"]


def test_two_codebooks_are_read_as_one(tmp_path: Path) -> None:
    one = book(tmp_path / "a", "reckless,evaluation,,")
    other = book(tmp_path / "b", "brutal,evaluation,,\nmayorish,label,,")
    both = read_lexicon(tmp_path / "a" / "mine.csv", tmp_path / "b" / "mine.csv")
    assert both.terms == one.terms + other.terms
    assert both.name == "mine+mine"
    assert set(both.categories) == {"evaluation", "label"}
    assert both.fingerprint not in {one.fingerprint, other.fingerprint}
    again = read_lexicon(tmp_path / "b" / "mine.csv", tmp_path / "a" / "mine.csv")
    assert again.fingerprint == both.fingerprint


def test_a_term_in_two_codebooks_is_a_fault(tmp_path: Path) -> None:
    book(tmp_path / "a", "reckless,evaluation,,")
    path = tmp_path / "theirs.csv"
    path.write_text("term,category\nReckless,evaluation\n")
    with pytest.raises(LexiconError) as caught:
        read_lexicon(tmp_path / "a" / "mine.csv", path)
    assert str(caught.value) == (
        "read_lexicon: 'Reckless' (evaluation) stands in mine and in theirs; a term counts once "
        "per category; take it out of one of them"
    )


def folder(path: Path, alternatives: str, row: str) -> Path:
    path.mkdir()
    toml = f"[category.naming]\n[naming.port]\nalternatives = {alternatives}\n"
    (path / "lexicon.toml").write_text(toml)
    (path / "terms.csv").write_text(f"term,category,entry\n{row}\n")
    return path


def test_a_second_codebook_adds_alternatives_to_a_naming_set(tmp_path: Path) -> None:
    one = folder(tmp_path / "a", '{ "Karsk" = 1 }', "Karsk,naming:port,Karsk")
    other = folder(tmp_path / "b", '{ "Karsko" = 0 }', "Karsko,naming:port,Karsko")
    both = read_lexicon(one, other)
    assert both.naming["port"].alternatives == {"Karsk": 1, "Karsko": 0}
    assert both.evidence_categories == ("naming:port/Karsk", "naming:port/Karsko")
    assert [term.weight for term in both.terms] == [1.0, 0.0]


HEAD = (
    "term,category,inflect,forms,entry,polarity,subtype,weight,case,name,block_next,need_near,note"
)
BASE = dict.fromkeys(HEAD.split(","), "") | {
    "term": "slam",
    "category": "evaluation",
    "inflect": "v",
    "polarity": "0",
    "weight": "1",
    "block_next": "door",
}


def fingerprint(folder: Path, *rows: dict[str, str]) -> str:
    lines = [",".join(row.values()) for row in rows]
    return book(folder, "\n".join(lines), HEAD).fingerprint


@pytest.mark.parametrize(
    ("column", "value"),
    [("term", "slam it"), ("category", "label"), ("inflect", ""), ("forms", "slammeth"),
     ("entry", "hit"), ("polarity", "-1"), ("subtype", "affect"), ("weight", "2"), ("case", "yes"),
     ("name", "allow"), ("block_next", "gate"), ("need_near", "door")],
)  # fmt: skip
def test_what_can_change_a_hit_changes_the_fingerprint(
    tmp_path: Path, column: str, value: str
) -> None:
    assert fingerprint(tmp_path, BASE) != fingerprint(tmp_path, {**BASE, column: value})


@pytest.mark.parametrize(
    ("column", "value"),
    [("note", "seen in the spring"), ("weight", "1.0"), ("name", "skip"), ("case", "no"),
     ("polarity", ""), ("entry", "slam")],
)  # fmt: skip
def test_what_changes_no_hit_leaves_the_fingerprint(
    tmp_path: Path, column: str, value: str
) -> None:
    assert fingerprint(tmp_path, BASE) == fingerprint(tmp_path, {**BASE, column: value})


def test_the_order_of_rows_changes_neither_fingerprint_nor_hit(tmp_path: Path) -> None:
    one = {**BASE, "term": "slams", "inflect": "", "entry": "b"}
    other = {**BASE, "entry": "a"}
    assert fingerprint(tmp_path, one, other) == fingerprint(tmp_path, other, one)
    rows = [",".join(row.values()) for row in (one, other)]
    from framing.matching import find_hits
    from framing.words import WordIndex

    entries = []
    for order in (rows, rows[::-1]):
        lexicon = book(tmp_path, "\n".join(order), HEAD)
        entries.append(
            [lexicon.terms[h.term].entry for h in find_hits(WordIndex(["He slams."]), lexicon)]
        )
    assert entries == [["a"], ["a"]]


def test_comments_and_definitions_leave_the_fingerprint(tmp_path: Path) -> None:
    one = folder(tmp_path / "a", '{ "Karsk" = 1, "Karsko" = 0 }', "Karsk,naming:port,Karsk")
    other = folder(tmp_path / "b", '{ "Karsko" = 0.0, "Karsk" = 1.0 }', "Karsk,naming:port,Karsk")
    toml = other / "lexicon.toml"
    toml.write_text('name = "else"\n' + toml.read_text() + 'definition = "A port."\n')
    assert read_lexicon(one).fingerprint == read_lexicon(other).fingerprint
    third = folder(tmp_path / "c", '{ "Karsk" = 0, "Karsko" = 0 }', "Karsk,naming:port,Karsk")
    assert read_lexicon(third).fingerprint != read_lexicon(one).fingerprint


def test_the_shipped_codebook_reads_the_same_each_time() -> None:
    one, other = read_lexicon("loaded"), read_lexicon("loaded")
    assert one.fingerprint == other.fingerprint
    assert one.terms == other.terms
    assert one.label == f"loaded {one.version} {one.fingerprint}"
    assert set(one.naming) <= {name.partition("/")[0][7:] for name in one.evidence_categories}


STYLED = (
    '{ "Karsk" = 1, "Karsko" = 0 }\nstyles = [{ from = 2031-04-02, by = "Post", use = "Karsko" }]'
)


def test_styles_are_read_and_cannot_change_a_hit(tmp_path: Path) -> None:
    plain = read_lexicon(
        folder(tmp_path / "a", STYLED.partition("\n")[0], "Karsk,naming:port,Karsk")
    )
    styled = read_lexicon(folder(tmp_path / "b", STYLED, "Karsk,naming:port,Karsk"))
    assert styled.naming["port"].styles == (HouseStyle("Post", date(2031, 4, 2), use="Karsko"),)
    assert plain.naming["port"].styles == ()
    assert styled.fingerprint == plain.fingerprint


def test_two_codebooks_have_the_styles_of_both_once(tmp_path: Path) -> None:
    one = folder(tmp_path / "a", STYLED, "Karsk,naming:port,Karsk")
    other = folder(tmp_path / "b", STYLED.replace("Post", "Lantern"), "Karsko,naming:port,Karsko")
    third = folder(tmp_path / "c", STYLED, "Carsk,naming:port,Karsk")
    styles = read_lexicon(one, other, third).naming["port"].styles
    assert [style.by for style in styles] == ["Post", "Lantern"]


def test_the_styles_of_the_shipped_codebook_are_said_as_they_are() -> None:
    styles = read_lexicon("loaded").naming["kyiv"].styles
    assert "Associated Press: Kyiv since 2019-08-14" in map(str, styles)
    dropped = read_lexicon("loaded").naming["migrants"].styles
    assert "Associated Press: not illegal immigrants since 2013-04-02" in map(str, dropped)


def test_of_everybody_the_latest_style_is_in_force() -> None:
    first = HouseStyle("Post", date(2031, 1, 1), use="Karsk")
    other = HouseStyle("Lantern", date(2031, 6, 1), avoid="Karsk")
    pair = [HouseStyle("Post", date(2032, 1, 1), use=name) for name in ("Karsko", "Karskov")]
    every = [*pair, other, first]
    assert styles_on(every, date(2030, 12, 31)) == ()
    assert styles_on(every, date(2031, 12, 31)) == (first, other)
    assert styles_on(every, date(2032, 1, 1)) == (other, *pair)


def test_a_notebook_shows_what_each_category_means() -> None:
    shown = read_lexicon("loaded")._repr_html_()
    assert shown.count("<tr>") == len(read_lexicon("loaded").categories) + 1
    assert "A word that judges a person" in shown
