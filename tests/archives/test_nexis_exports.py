"""Exports of Nexis Uni and LexisNexis: single and bundled, DOCX, RTF and text."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest
from cases import says
from made_archives import BROKEN, PROSE, noted, page, rich, rules, save_docx

from framing import read_corpus
from framing.errors import CorpusError, MissingExtraError
from framing.readers.nexis import looks_like_nexis

COVER = [
    "User Name: = M. Dolen",
    "Date and Time: = Friday, April 4, 2031 10:12:00 AM GMT",
    "Job Number: = 1",
    "Documents (2)",
    "1. Talks in Sarn fail",
    "Client/Matter: -None-",
    "Search Terms: talks",
]
DOCUMENT = [
    "# Talks in Sarn fail: mediator “in despair”",
    "The Herald (Sarn)",
    "March 4, 2031 Tuesday 10:12 PM GMT",
    "Late Edition - Final",
    "",
    "Copyright 2031 Herald Press All Rights Reserved",
    "Section: NEWS; Pg. 4",
    "Length: 17 words",
    "Byline: By Mara Dolen",
    "Highlight: A long night.",
    "Body",
    "",
    "The talks failed on Tuesday, “in vain”, Dorvyn’s aide said.",
    "Nobody was surprised by it in the town.",
    "Graphic",
    "",
    "PHOTO: The reckless chair of the council.",
    "Classification",
    "",
    "Language: ENGLISH",
    "Publication-Type: Newspaper",
    "Load-Date: March 9, 2031",
    "",
    "End of Document",
]
SECOND = [
    *("# Quiet night", "The Courier", "5 March 2031 Wednesday", ""),
    *("Section: CITY", "Length: 7 words", "Body", "The town slept; it was quiet there."),
    *("Load-Date: March 9, 2031", "End of Document"),
]
BODY = (
    "The talks failed on Tuesday, “in vain”, Dorvyn’s aide said.\n\n"
    "Nobody was surprised by it in the town."
)
OLD = """


                               1 of 2 DOCUMENTS


                               The Herald (Sarn)

                             March 4, 2031 Tuesday
                                   Edition 1;
                                    Orlov Kray

Talks in Sarn fail, and nobody in the
town is surprised

BYLINE: Mara Dolen

SECTION: NEWS; Pg. 4

LENGTH: 24 words


The talks failed on Tuesday after a night in which
nobody moved, the mediator said.

"Nobody was surprised," said an aide of
Dorvyn's in the town.

LOAD-DATE: March 9, 2031

LANGUAGE: ENGLISH

GRAPHIC: The reckless chair of the council

PUBLICATION-TYPE: Newspaper


                       Copyright 2031 Herald Press
                              All Rights Reserved

                               2 of 2 DOCUMENTS


                                  The Courier

                            March 5, 2031 Wednesday

Quiet night

LENGTH: 4 words

The town slept quietly.

LOAD-DATE: March 9, 2031

                       Copyright 2031 Courier Press
"""


def check_two(articles: pd.DataFrame) -> None:
    assert articles["outlet"].tolist() == ["The Herald (Sarn)", "The Courier"]
    assert articles["date"].tolist() == [pd.Timestamp("2031-03-04"), pd.Timestamp("2031-03-05")]
    assert articles["title"].tolist() == [
        "Talks in Sarn fail: mediator “in despair”",
        "Quiet night",
    ]
    assert articles["text"].tolist() == [BODY, "The town slept; it was quiet there."]
    assert articles["author"].tolist() == ["Mara Dolen", ""]
    assert articles["section"].tolist() == ["NEWS; Pg. 4", "CITY"]


def test_a_bundle_of_docx_gives_its_documents_without_cover_and_indexing(tmp_path: Path) -> None:
    corpus, receipt = noted(save_docx(tmp_path / "Files (2).DOCX", [*COVER, *DOCUMENT, *SECOND]))
    check_two(corpus.articles)
    assert receipt == []
    first = corpus.articles.iloc[0]
    assert first["edition"] == "Late Edition - Final"
    assert first["copyright"] == "Copyright 2031 Herald Press All Rights Reserved"
    assert first["graphic"] == "PHOTO: The reckless chair of the council."
    assert first["highlight"] == "A long night."
    assert first["language"] == "ENGLISH"
    assert first["date_raw"] == "March 4, 2031 Tuesday 10:12 PM GMT"


def test_a_single_docx_without_styles_gives_the_same_document(tmp_path: Path) -> None:
    styled, _ = noted(save_docx(tmp_path / "a.docx", DOCUMENT))
    plain, _ = noted(save_docx(tmp_path / "b.docx", DOCUMENT, headings=False))
    pd.testing.assert_frame_equal(styled.articles, plain.articles)


def test_a_headline_in_two_paragraphs_of_one_style_is_one(tmp_path: Path) -> None:
    lines = ["# Talks in Sarn", "# fail again", *DOCUMENT[1:]]
    articles = noted(save_docx(tmp_path / "a.docx", lines))[0].articles
    assert articles["title"].tolist() == ["Talks in Sarn fail again"]


def test_what_stands_in_a_table_of_the_docx_is_read(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    for text in DOCUMENT[:12]:
        document.add_paragraph(text.removeprefix("# "))
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = BODY.partition("\n")[0]
    for text in DOCUMENT[13:]:
        document.add_paragraph(text)
    document.save(str(tmp_path / "a.docx"))
    assert noted(tmp_path / "a.docx")[0].articles["text"].tolist() == [BODY]


def test_rtf_gives_what_docx_gives(tmp_path: Path) -> None:
    lines = [line.removeprefix("# ") for line in [*COVER, *DOCUMENT, *SECOND]]
    path = tmp_path / "Files.RTF"
    path.write_text(rich(lines), encoding="ascii")
    corpus, receipt = noted(path)
    check_two(corpus.articles)
    assert receipt == []


def test_old_text_gives_wrapped_paragraphs_as_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_text(OLD, encoding="utf-8")
    corpus, receipt = noted(path)
    articles = corpus.articles
    assert articles["outlet"].tolist() == ["The Herald (Sarn)", "The Courier"]
    assert articles["title"].tolist() == [
        "Talks in Sarn fail, and nobody in the town is surprised",
        "Quiet night",
    ]
    assert articles["text"].tolist() == [
        "The talks failed on Tuesday after a night in which nobody moved, the mediator said.\n\n"
        '"Nobody was surprised," said an aide of Dorvyn\'s in the town.',
        "The town slept quietly.",
    ]
    assert articles["date"].tolist() == [pd.Timestamp("2031-03-04"), pd.Timestamp("2031-03-05")]
    assert articles["edition"].tolist() == ["Edition 1; Orlov Kray", ""]
    assert articles["copyright"].tolist() == [
        "Copyright 2031 Herald Press All Rights Reserved",
        "Copyright 2031 Courier Press",
    ]
    assert receipt == []


def test_old_text_with_the_copyright_above_and_a_headline_field(tmp_path: Path) -> None:
    path = tmp_path / "older.txt"
    path.write_text(
        "1 of 1 DOCUMENT\n\nCopyright 2031 Herald Press\nAll Rights Reserved\n\nThe Herald\n\n"
        "March 4, 2031\n\nSECTION: NEWS\nLENGTH: 3 words\n\nHEADLINE: Talks fail\n\n"
        "They failed again.\n\nSection: a word that begins a paragraph of the text.\n",
        encoding="utf-8",
    )
    row = noted(path)[0].articles.iloc[0]
    assert (row["outlet"], row["title"]) == ("The Herald", "Talks fail")
    assert row["text"] == (
        "They failed again.\n\nSection: a word that begins a paragraph of the text."
    )


def test_the_date_of_loading_is_never_the_date(tmp_path: Path) -> None:
    lines = [line for line in DOCUMENT if "Tuesday 10:12" not in line and "Edition" not in line]
    corpus, receipt = noted(save_docx(tmp_path / "a.docx", lines))
    assert corpus.articles["date"].isna().all()
    assert corpus.articles["load_date"].tolist() == ["March 9, 2031"]
    assert corpus.articles["outlet"].tolist() == ["The Herald (Sarn)"]
    assert receipt == [("1", "no date", "marked", "it names no date of its own; left missing")]


@pytest.mark.parametrize("date", ["4. März 2031 Dienstag", "Spring 2031", "3/4/2031 - 10/4/2031"])
@pytest.mark.parametrize("headings", [True, False])
def test_a_date_that_is_not_read_is_kept_as_written(
    date: str, headings: bool, tmp_path: Path
) -> None:
    lines = [date if "Tuesday 10:12" in line else line for line in DOCUMENT]
    path = save_docx(tmp_path / "a.docx", [*COVER, *lines], headings=headings)
    corpus, receipt = noted(path)
    row = corpus.articles.iloc[0]
    assert pd.isna(row["date"])
    assert (row["date_raw"], row["outlet"]) == (date, "The Herald (Sarn)")
    assert row["title"] == "Talks in Sarn fail: mediator “in despair”"
    assert [rule for _, rule, _, _ in receipt] == ["date not read"]


def test_an_old_date_that_is_not_read_is_kept_as_written(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_text(OLD.replace("March 4, 2031 Tuesday", "März 2031"), encoding="utf-8")
    row = noted(path)[0].articles.iloc[0]
    assert pd.isna(row["date"])
    assert (row["date_raw"], row["outlet"]) == ("März 2031", "The Herald (Sarn)")
    assert row["title"].startswith("Talks in Sarn fail")


def test_words_of_the_indexing_may_begin_paragraphs_of_the_text(tmp_path: Path) -> None:
    lines = [*DOCUMENT[:11], "Industry", "City", "People: there were none.", *DOCUMENT[12:]]
    text = noted(save_docx(tmp_path / "a.docx", lines))[0].articles["text"][0]
    assert text.startswith("Industry\n\nCity\n\nPeople: there were none.\n\nThe talks failed")


def test_a_document_that_comes_twice_is_named(tmp_path: Path) -> None:
    corpus, receipt = noted(save_docx(tmp_path / "a.docx", [*DOCUMENT, *SECOND, *DOCUMENT]))
    assert len(corpus) == 2
    assert receipt == [
        (
            "3",
            "repeated row",
            "dropped",
            "the row repeats an earlier one in id, outlet, title, date and text",
        )
    ]


MARKED = {
    "document-without-body.txt": ("1", "no body"),
    "cut-in-the-text.rtf": ("2", "cut off"),
    "far-shorter-than-its-length.rtf": ("1", "shorter than stated"),
    "document-of-nothing.txt": ("2", "no document"),
    "byte-of-another-encoding.txt": ("", "read as cp1252"),
    "without-a-date.txt": ("1", "no date"),
}
REASONS = {
    "no body": "it has no text under 'Body'; only its headline is counted",
    "cut off": "the file ends before the document does; its text may be cut off",
    "shorter than stated": "it says 515 words and has 4; a part of the text may be missing",
    "no document": "it has neither a headline nor a text",
    "read as cp1252": "its bytes are not UTF-8; read as cp1252",
    "no date": "it names no date of its own; left missing",
}


@pytest.mark.parametrize("name", MARKED)
def test_what_is_broken_in_a_document_is_named_and_the_rest_is_read(name: str) -> None:
    corpus, receipt = noted(BROKEN / "nexis" / name)
    place, rule = MARKED[name]
    assert (place, rule, REASONS[rule]) in [(row, r, reason) for row, r, _, reason in receipt]
    assert "Talks fail" in corpus.articles["title"].tolist()


REFUSED = {
    "no-zip.docx": "the DOCX cannot be read (it is no zip, which DOCX is); it is damaged or "
    "another format under this name; download it again",
    "zip-without-a-document.docx": "the DOCX cannot be read (…); it is damaged or another format "
    "under this name; download it again",
    "cut-before-the-first-document.rtf": "no document was found in it; one ends with 'End of "
    "Document' or begins with '1 of 50 DOCUMENTS'; export full documents from Nexis as DOCX, RTF "
    "or text",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_holds_no_document_is_refused(name: str) -> None:
    with pytest.raises(CorpusError) as caught:
        read_corpus(BROKEN / "nexis" / name)
    assert says(caught.value, f"{BROKEN / 'nexis' / name}: {REFUSED[name]}")


def test_a_docx_of_something_else_is_refused(tmp_path: Path) -> None:
    path = save_docx(tmp_path / "letter.docx", ["Dear Mara,", "the talks failed."])
    with pytest.raises(CorpusError) as caught:
        read_corpus(path)
    assert says(caught.value, f"{path}: no document was found in it; …")


def test_every_broken_file_is_tested() -> None:
    names = {file.name for file in (BROKEN / "nexis").iterdir()}
    assert names == MARKED.keys() | REFUSED.keys()


def test_a_zip_of_docx_is_no_docx() -> None:
    assert not looks_like_nexis("Files.zip", b"PK\x03\x04 a.docx PK\x03\x04 word/document.xml")
    assert looks_like_nexis("Files", b"PK\x03\x04 word/document.xml")


def test_a_length_that_fits_is_not_doubted(tmp_path: Path) -> None:
    assert rules(save_docx(tmp_path / "a.docx", DOCUMENT)) == []


@pytest.mark.parametrize(
    ("ending", "module", "package"),
    [("docx", "docx", "python-docx"), ("rtf", "striprtf.striprtf", "striprtf")],
)
def test_without_the_extra_the_reader_says_what_to_install(
    ending: str, module: str, package: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / f"a.{ending}"
    if ending == "docx":
        save_docx(path, DOCUMENT)
    else:
        path.write_text(rich(DOCUMENT), encoding="ascii")
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError) as caught:
        read_corpus(path)
    assert says(caught.value, f"read_corpus: this needs {package}, which is not installed; …")


def test_one_export_that_cannot_be_read_loses_no_other(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(page(*PROSE), encoding="utf-8")
    broken = (BROKEN / "nexis" / "no-zip.docx").read_bytes()
    (tmp_path / "export.docx").write_bytes(broken)
    corpus, notes = noted(tmp_path)
    assert corpus.articles["outlet"].tolist() == ["The Courier"]
    row, _, action, reason = next(note for note in notes if note[1] == "unreadable file")
    assert (row, action) == ("export.docx", "dropped")
    assert str(tmp_path) not in reason
    # Alone it is an error, as before.
    (tmp_path / "page.html").unlink()
    with pytest.raises(CorpusError):
        read_corpus(tmp_path)
