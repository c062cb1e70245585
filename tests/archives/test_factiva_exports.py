"""Exports of Factiva: RTF and HTML, with field codes and as displayed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from cases import says
from made_archives import BROKEN, noted, rich

from framing import read_corpus
from framing.errors import CorpusError
from framing.readers.factiva import looks_like_factiva

LEAD = "The talks failed on Tuesday, “in vain”, Dorvyn’s aide said."
REST = ("Nobody was surprised by it in the town.", "The council meets again in May.")
CODED = [
    *("SE", "World", "HD", "Talks in Sarn fail: mediator “in despair”", "BY", "By Mara Dolen"),
    *("WC", "27 words", "PD", "4 March 2031", "ET", "10:12 PM", "SN", "The Herald", "SC", "HERALD"),
    *("ED", "Late Edition", "PG", "A4", "LA", "English", "CY", "(c) 2031 Herald Press", ""),
    *(
        "LP",
        LEAD,
        "",
        "TD",
        REST[0],
        "",
        REST[1],
        "CO",
        "herald : Herald Press",
        "IN",
        "i1 : Ports",
    ),
    *("RE", "sarn : Sarn", "PUB", "Herald Press", "AN", "Document HERALD0020310304ee340000v"),
]
SHOWN = [
    *("World", "Talks in Sarn fail: mediator “in despair”", "By Mara Dolen", "27 words"),
    *("4 March 2031", "22:12", "The Herald", "HERALD", "Late Edition", "A4", "English"),
    *("(c) 2031 Herald Press", "", LEAD, "", REST[0], "", REST[1], ""),
    "Document HERALD0020310304ee340000v",
]
SECOND = [
    *("Quiet night", "7 words", "5 March 2031", "The Courier", "COUR", "English"),
    *("Copyright 2031 Courier Press. All Rights Reserved", "The town slept; it was quiet there."),
    *("Document COUR000020310305ee350000w",),
]
TEXT = f"{LEAD}\n\n{REST[0]}\n\n{REST[1]}"


def coded_html(lines: list[str]) -> str:
    rows, cells = [], iter([line for line in lines if line])
    code, values = next(cells), []
    for line in [*cells, "XX"]:
        if line.isupper() and len(line) == 2:
            paragraphs = "".join(
                f'<p class="articleParagraph enarticleParagraph">{v}</p>' for v in values
            )
            rows.append(f"<tr><td><b>{code}</b>&nbsp;</td><td>{paragraphs}</td></tr>")
            code, values = line, []
        else:
            values.append(line)
    return f'<div class="article enArticle"><table>{"".join(rows)}</table></div>'


def shown_html() -> str:
    meta = "".join(f"<div>{line}</div>" for line in SHOWN[3:12])
    body = "".join(
        f'<p class="articleParagraph enarticleParagraph">{p}</p>' for p in SHOWN[13:19] if p
    )
    return (
        f'<div class="article enArticle"><div>{SHOWN[0]}</div>'
        f'<div id="hd"><span class="enHeadline">{SHOWN[1]}</span></div>'
        f'<div class="author">{SHOWN[2]}</div>{meta}{body}<p>{SHOWN[-1]}</p></div><br/>'
    )


def whole(articles: str) -> str:
    return (
        '<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; '
        f'charset=UTF-8"/><title>Factiva</title></head><body>{articles}</body></html>'
    )


FORMS = {
    "coded.rtf": rich([*CODED, *SECOND]),
    "shown.rtf": rich([*SHOWN, *SECOND]),
    "coded.html": whole(coded_html(CODED)),
    "shown.html": whole(shown_html()),
    "table.rtf": rich([f"{CODED[0]}|World|", *CODED[2:18], *CODED[18:], *SECOND]),
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_gives_the_same_document(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(FORMS[name], encoding="utf-8")
    corpus, receipt = noted(path)
    row = corpus.articles.iloc[0]
    assert row["doc_id"] == "HERALD0020310304ee340000v"
    assert row["title"] == "Talks in Sarn fail: mediator “in despair”"
    assert row["text"] == TEXT
    assert row["date"] == pd.Timestamp("2031-03-04")
    assert row["date_raw"] == "4 March 2031"
    named = ("outlet", "author", "section", "language", "source_code", "edition", "page", "length")
    assert [row[name] for name in named] == [
        *("The Herald", "Mara Dolen", "World", "English", "HERALD", "Late Edition", "A4"),
        "27 words",
    ]
    assert row["copyright"] == "(c) 2031 Herald Press"
    assert receipt == []
    if name.endswith("rtf"):
        assert corpus.articles["doc_id"][1] == "COUR000020310305ee350000w"
        assert corpus.articles["text"][1] == "The town slept; it was quiet there."


def test_two_capitals_that_came_before_are_a_line_of_the_text(tmp_path: Path) -> None:
    at = CODED.index(REST[1])
    path = tmp_path / "a.rtf"
    path.write_text(rich([*CODED[:at], "SN", *CODED[at:]]), encoding="ascii")
    row = noted(path)[0].articles.iloc[0]
    assert row["outlet"] == "The Herald"
    assert row["text"] == f"{LEAD}\n\n{REST[0]}\n\nSN\n\n{REST[1]}"


def test_a_headline_above_a_name_without_by(tmp_path: Path) -> None:
    lines = [*SHOWN[1:2], "Mara Dolen", *SHOWN[3:]]
    path = tmp_path / "a.rtf"
    path.write_text(rich(lines), encoding="ascii")
    row = noted(path)[0].articles.iloc[0]
    assert (row["title"], row["author"], "section" in row) == (SHOWN[1], "Mara Dolen", False)


def test_a_date_that_is_not_read_is_kept_as_written(tmp_path: Path) -> None:
    lines = ["March 2031" if line == "4 March 2031" else line for line in SHOWN]
    path = tmp_path / "a.rtf"
    path.write_text(rich(lines), encoding="ascii")
    corpus, receipt = noted(path)
    row = corpus.articles.iloc[0]
    assert (row["date_raw"], row["outlet"], row["text"]) == ("March 2031", "The Herald", TEXT)
    assert [rule for _, rule, _, _ in receipt] == ["date not read"]


def test_the_summary_of_the_search_is_no_document(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_text(
        rich([*SHOWN, "Search Summary", "Text", "talks AND sarn", "Results Found", "1"]),
        encoding="ascii",
    )
    corpus, receipt = noted(path)
    assert (len(corpus), receipt) == (1, [])


def test_one_number_with_two_texts_keeps_both_and_says_so(tmp_path: Path) -> None:
    changed = [line.replace("Nobody was", "Everybody was") for line in SHOWN]
    path = tmp_path / "a.rtf"
    path.write_text(rich([*SHOWN, *changed, *SHOWN]), encoding="ascii")
    corpus, receipt = noted(path)
    number = "HERALD0020310304ee340000v"
    assert corpus.articles["doc_id"].tolist()[0] == number
    assert corpus.articles["doc_id"].nunique() == len(corpus) == 2
    assert receipt == [
        (
            "2",
            "id given twice",
            "marked",
            f"the id {number!r} was there before with another text; both are kept, this one with "
            "an id made from its content",
        ),
        (
            "3",
            "repeated document",
            "dropped",
            f"the id {number!r} was there before with the same outlet, title and text",
        ),
    ]


MARKED = {
    "without-pd.rtf": ("1", "no date", "it names no date of its own; left missing"),
    "date-in-numbers.rtf": (
        "1",
        "date not read",
        "'03/04/2031' is not one whole, unambiguous date; left missing",
    ),
    "cut-in-the-text.rtf": (
        "2",
        "cut off",
        "the file ends before the document does; its text may be cut off",
    ),
    "without-lp-and-td.rtf": ("2", "no body", "it has no text; only its headline is counted"),
    "without-a-source.rtf": ("2", "no outlet", "the outlet is empty"),
    "document-of-nothing.html": ("2", "no document", "it has neither a headline nor a text"),
    "wrong-encoding-declared.html": (
        "",
        "wrong encoding declared",
        "it declares iso-8859-1, and its letters are UTF-8; read as UTF-8",
    ),
}


@pytest.mark.parametrize("name", MARKED)
def test_what_is_broken_in_a_document_is_named_and_the_rest_is_read(name: str) -> None:
    corpus, receipt = noted(BROKEN / "factiva" / name)
    assert MARKED[name] in [(row, rule, reason) for row, rule, _, reason in receipt]
    assert "Talks fail “again”" in corpus.articles["title"].tolist()


REFUSED = {
    "no-rtf.rtf": "the file does not begin as RTF does; it is another format under this name; "
    "export it again, or give it the ending it should have",
    "letter.rtf": "no document was found in it; one has the codes HD, PD, SN, LP, TD, or ends with "
    "'Document' and its accession number; export full articles from Factiva as RTF or HTML",
    "list-of-headlines.html": "no document was found in it; one has the codes …",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_holds_no_document_is_refused(name: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read_corpus(BROKEN / "factiva" / name)
    assert says(caught.value, f"{BROKEN / 'factiva' / name}: {REFUSED[name]}")


def test_every_broken_file_is_tested() -> None:
    names = {file.name for file in (BROKEN / "factiva").iterdir()}
    assert names == MARKED.keys() | REFUSED.keys()


def test_a_page_that_only_speaks_of_factiva_is_no_export() -> None:
    page = b"<!DOCTYPE html><html><head><title>Factiva sold</title></head><body><p>Factiva"
    assert looks_like_factiva("a.html", whole("").encode())
    assert not looks_like_factiva("a.html", page.replace(b"<title>Factiva", b"<title>Archive"))
