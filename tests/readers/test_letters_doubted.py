"""Doubts about letters: misread ones and cut ones are marked, and stay as they are."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from made_files import noted, write

from framing import read_corpus
from framing.readers.letters import EXCEL_MOST


def table(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"doc_id": ["a"], "outlet": ["Post"], **columns})


@pytest.mark.parametrize("text", ["Dorvyn’s", "“talks”", "café — bar", "£5", "🕊", "Карск"])
@pytest.mark.parametrize("wrong", ["cp1252", "latin-1"])
def test_utf_8_read_as_another_is_marked_and_not_repaired(text: str, wrong: str) -> None:
    read = text.encode().decode(wrong, "replace").replace("\ufffd", "\x8f")
    corpus, receipt = noted(table(text=[f"The {read} failed again."]))
    if wrong == "latin-1" and text in ("Dorvyn’s", "“talks”", "🕊", "Карск"):
        return  # â and two signs nobody sees: too near to what a text may hold
    assert corpus.articles["text"].tolist() == [f"The {read} failed again."]
    assert [row[:3] for row in receipt] == [["1", "mojibake", "marked"]]


@pytest.mark.parametrize("text", ["Dorvyn’s aide", "“the talks” failed"])
def test_two_more_ways_of_misreading(text: str) -> None:
    for right, wrong in (("utf-8", "mac_roman"), ("mac_roman", "cp1252")):
        _, receipt = noted(table(text=[text.encode(right).decode(wrong)]))
        assert "mojibake" in [row[1] for row in receipt], (right, wrong)


@pytest.mark.parametrize(
    "text",
    [
        "Le CAFÉ» ; il va à\u00a0« Karsk », dit-il, où l’on râle.",
        "São Paulo, ÂNGELA, Älter, Ðorvyn, über, naïve, façade, Ålesund, Õie, Òrgan",
        "“The ‘talks’ failed” — Dorvyn’s…",
        "Переговоры, сказал он.",
        "tân € 5; 5 €",
    ],
)
def test_letters_of_other_languages_are_not_doubted(text: str) -> None:
    corpus, receipt = noted(table(text=[text]))
    assert [row for row in receipt if row[1] == "mojibake"] == []
    assert len(corpus) == 1


def test_a_title_is_looked_at_too() -> None:
    _, receipt = noted(table(text=["Talks failed."], title=["Dorvynâ€™s talks"]))
    assert receipt[0][3].startswith("1 in the title, the first 'â€™'")


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("x" * EXCEL_MOST, True),
        ("x" * (EXCEL_MOST - 1), False),
        ("x" * (EXCEL_MOST + 1), False),
        ("🕊" + "x" * (EXCEL_MOST - 2), True),
        ("🕊" * (EXCEL_MOST // 2) + "x", True),
        ("🕊" + "x" * (EXCEL_MOST - 3), False),
        ("é" + "x" * (EXCEL_MOST - 1), True),
    ],
)
def test_a_text_as_long_as_excel_allows_is_marked(tmp_path: Path, text: str, cut: bool) -> None:
    path = write(tmp_path / "a.csv", f"doc_id,outlet,text\na,Post,{text}\nb,Post,Talks failed.\n")
    corpus, _ = noted(path)
    assert corpus.articles["text"].iloc[0] == text
    marks = corpus.receipt[corpus.receipt["rule"] == "cut by Excel"]
    assert marks[["row", "doc_id", "action", "reason"]].values.tolist() == cut * [
        ["1", "a", "marked", "the text has exactly 32,767 characters, where Excel cuts off a cell"]
    ]


def test_curly_quotation_marks_are_kept(tmp_path: Path) -> None:
    text = "“Talks” ‘failed’, Dorvyn’s aide said…"
    path = write(tmp_path / "a.csv", f'outlet,text\nPost,"{text}"\n'.encode("cp1252"))
    assert noted(path)[0].articles["text"].tolist() == [text]
    assert read_corpus(path, encoding="cp1252").articles["text"].tolist() == [text]
