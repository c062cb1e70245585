"""The table of attributions: its columns, its ids, its warning, and the real worked example."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from cases import says
from hypothesis import given
from hypothesis import strategies as st

from framing.attributions import ATTRIBUTION_COLUMNS, attribute
from framing.columns import KINDS, SOURCE_TYPES, STANCES
from framing.corpus import Corpus, read_corpus
from framing.errors import FramingError, FramingWarning
from framing.models.contents import ContentTagger
from framing.statements import find_attributions
from framing.tags import Tagger
from framing.words import WordIndex


def corpus_of(*texts: str, titles: list[str] | None = None) -> Corpus:
    articles = pd.DataFrame(
        {"doc_id": [f"d{n}" for n in range(len(texts))], "outlet": "Post", "text": texts}
    )
    if titles is not None:
        articles["title"] = titles
    return read_corpus(articles)


def test_columns_types_and_tokens() -> None:
    table = attribute(corpus_of("Mara Dolen said: “We left.” She called it a “retreat”."))
    assert tuple(table.columns) == ATTRIBUTION_COLUMNS
    for name in ATTRIBUTION_COLUMNS:
        kind = str(table[name].dtype)
        if name == "confidence":
            assert kind == "float64"
        elif name in ("start", "end") or name.endswith(("_start", "_end")):
            assert kind == "int64"
        else:
            assert kind == "str", name
            assert not table[name].isna().any()
    assert set(table["kind"]) <= set(KINDS)
    assert set(table["source_type"]) <= set(SOURCE_TYPES)
    assert set(table["stance"]) <= {*STANCES, ""}
    assert table["confidence"].between(0, 1).all()


def test_no_attribution_gives_the_same_table_without_rows() -> None:
    table = attribute(corpus_of("It rained."))
    assert tuple(table.columns) == ATTRIBUTION_COLUMNS
    assert table.empty
    assert str(table["start"].dtype) == "int64"
    assert str(table["speaker"].dtype) == "str"


def test_ids_are_unique_in_an_article_over_title_and_text() -> None:
    corpus = corpus_of(
        "Mara Dolen said she left. “It rained,” she said, “and snowed.”",
        "Toma Revin said he stayed.",
        titles=["Dolen: we left", ""],
    )
    table = attribute(corpus)
    first = table[table["doc_id"] == "d0"]
    assert first["attribution_id"].tolist() == ["a0001", "a0002", "a0003", "a0003"]
    assert first["field"].tolist() == ["title", "text", "text", "text"]
    assert first["speaker"].tolist() == ["Mara Dolen"] * 4
    assert table[table["doc_id"] == "d1"]["attribution_id"].tolist() == ["a0001"]


def test_a_quoted_part_names_the_attribution_around_it() -> None:
    table = attribute(corpus_of("Mara Dolen called the plan “reckless”."))
    assert table["kind"].tolist() == ["indirect", "partial"]
    assert table["parent_id"].tolist() == ["", "a0001"]
    assert table["cue"].tolist() == ["called", "called"]


def test_one_warning_with_the_count() -> None:
    corpus = corpus_of("She said “no.\n\nHe said “yes.", "It “rained.", "It snowed.")
    with pytest.warns(FramingWarning) as caught:
        table = attribute(corpus)
    assert [str(w.message) for w in caught] == [
        "attribute: 3 quotations were opened and not closed, or closed and not opened, in 2 of 3 "
        "articles; their words have the kind 'unsure'; mend the marks in the source to have them "
        "counted"
    ]
    assert (table["kind"] == "unsure").sum() == 3
    assert set(table.loc[table["kind"] == "unsure", "rule"]) == {"unclosed_mark"}


def test_one_broken_quotation_is_one() -> None:
    with pytest.warns(FramingWarning, match="^attribute: 1 quotation was opened and not closed"):
        attribute(corpus_of("It “rained."))


def test_a_broken_mark_harms_no_later_paragraph() -> None:
    sound = "“It rained,” Mara Dolen said.\n\nToma Revin denied that it had."
    broken = f"It was a “retreat from the valley.\n\n{sound}"
    with pytest.warns(FramingWarning):
        table = attribute(corpus_of(broken))
    kept = table[table["kind"] != "unsure"]
    assert kept["text"].tolist() == attribute(corpus_of(sound))["text"].tolist()


hostile = st.lists(
    st.sampled_from(
        ["said", "Mara", "Dolen", "“", "”", '"', "'", "’", "‘", ",", ".", " ", "\n", "\n\n", ":",
         "that", "he", "told", "so-called", "what", "which", "considers", "(", ")", "—", "<a x=\"",
         ">", "``",
         "''", "«", "»", "according", "to", "İ", "👩‍👩", "\u00a0", "\r\n", "ﬁ", "e\u0301",
         "claims", "as", "Q:", "A:", "the", "plan", "…", "\u2028", "\ud83d"]
    ),
    max_size=40,
)  # fmt: skip


@given(hostile, st.booleans(), st.booleans())
def test_stretches_nest_and_slice_whatever_the_text(
    parts: list[str], title: bool, learned: bool
) -> None:
    text = " ".join(parts)
    stack: list[int] = []
    numbers: set[int] = set()
    tagger = Tagger(WordIndex([text]))
    contents = ContentTagger(tagger) if learned else None
    rows = find_attributions(tagger, 0, title=title, contents=contents)
    for row in rows:
        assert 0 <= row.start < row.end <= len(text)
        assert 0 <= row.source_start <= row.source_end <= len(text)
        assert 0 <= row.cue_start <= row.cue_end <= len(text)
        while stack and stack[-1] <= row.start:
            stack.pop()
        assert not stack or row.end <= stack[-1]
        assert row.parent in numbers or row.parent == -1
        stack.append(row.end)
        numbers.add(row.number)
    assert {row.parent for row in rows} - {-1} <= numbers


@pytest.mark.slow
@pytest.mark.parametrize("learned", [False, True])
@pytest.mark.parametrize("piece", ["said ", "“a ", "a” ", "he said that ", "so-called ", "A b, "])
def test_a_line_without_end_takes_time_in_proportion(piece: str, learned: bool) -> None:
    def seconds(size: int) -> float:
        tagger = Tagger(WordIndex([piece * (size // len(piece))]))
        contents = ContentTagger(tagger) if learned else None
        begin = time.process_time()
        find_attributions(tagger, 0, contents=contents)
        return time.process_time() - begin

    short = min(seconds(50_000) for _ in range(3))
    # Quadratic time would take 64 times as long for eight times the text.
    assert min(seconds(400_000) for _ in range(2)) < 32 * max(short, 0.01)


def data_folder() -> Path:
    folder = os.environ.get("FRAMING_DATA")
    if not folder:
        pytest.skip("set FRAMING_DATA to the folder of real articles described in data/README.md")
    return Path(folder)


@pytest.mark.real
def test_the_worked_example() -> None:
    (path,) = (data_folder() / "seed_article").glob("*.txt")
    text = path.read_text(encoding="utf-8")
    table = attribute(corpus_of(text))

    def rows(words: str) -> list[tuple[str, str, str, str]]:
        place = text.index(words)
        holding = table[(table["start"] <= place) & (table["end"] >= place + len(words))]
        columns = holding[["kind", "source", "speaker", "stance"]]
        return [tuple(row) for row in columns.itertuples(index=False)]

    assert rows("“reckless,”")[-1] == (
        "partial", "Kremlin spokesman Dmitry Peskov", "Dmitry Peskov", "neutral",
    )  # fmt: skip
    assert rows("“cordon sanitaire”")[-1][::2] == ("partial", "Vladimir Putin")
    west = table[table["text"] == "what the West considers Russian territory"].iloc[0]
    assert (west["kind"], west["source"], west["cue"]) == ("concession", "the West", "considers")
    chapter = table[(table["kind"] == "concession") & (table["source"] == "some Western media")]
    (whole,) = chapter["text"]
    assert whole.startswith("which some Western media")
    assert whole.endswith("the conflict")
    assert rows("“limited”")[-1][0] in ("partial", "scare")
    assert rows("“there is some frustration”")[-1][0] == "partial"
    told = table[table["text"] == "“there is some frustration”"].iloc[0]
    assert (told["source_type"], told["speaker"]) == ("anonymous", "")
    assert rows("“it’s a start.”")[-1] == ("partial", "The outlet", "Politico", "neutral")
    claimed = table[table["cue"].str.endswith("claimed")].iloc[0]
    assert (claimed["stance"], claimed["speaker"]) == ("distancing", "Politico")
    assert claimed["source_type"] == "medium"
    explained = table[table["cue"] == "explained"].iloc[0]
    assert (explained["stance"], explained["speaker"]) == ("endorsing", "Vladimir Putin")
    assert rows("the said security zone") == [("indirect", "he", "Vladimir Putin", "endorsing")]
    assert rows("disappointed")[-1][::2] == ("indirect", "Politico")
    assert rows("carrying out attacks on")[-1] == ("indirect", "he", "Dmitry Peskov", "neutral")
    for own in ("reportedly", "Many of the Ukrainian attacks", "dozens of casualties", "Debates"):
        assert rows(own) == []


def texts_in(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for path in sorted(folder.rglob("*.jsonl.gz")):
        texts: list[str] = []
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                for name in ("text", "title", "headline", "lede"):
                    if isinstance(record.get(name), str) and record[name].strip():
                        texts.append(record[name])
        if texts:
            yield path.name, texts


@pytest.mark.real
def test_no_real_text_raises() -> None:
    for name, texts in texts_in(data_folder()):
        texts = texts[::4]  # all of them take six minutes
        tagger = Tagger(WordIndex(texts))
        for contents in (None, ContentTagger(tagger)):
            count = 0
            for number, text in enumerate(texts):
                rows = find_attributions(tagger, number, contents=contents)
                count += len(rows)
                # The law of offsets, on every text.
                ends: list[int] = []
                for row in rows:
                    assert 0 <= row.start < row.end <= len(text)
                    while ends and ends[-1] <= row.start:
                        ends.pop()
                    assert not ends or row.end <= ends[-1]
                    ends.append(row.end)
            assert count, name


@pytest.mark.slow
def test_one_line_of_five_megabytes_is_read() -> None:
    sentence = "Mara Dolen said that the wells were dry and Ilya Brel wanted “more water” now, "
    text = sentence * (5_000_000 // len(sentence))
    table = attribute_quietly(corpus_of(text))
    assert len(table) > 1000
    assert table["end"].max() <= len(text)


def attribute_quietly(corpus: Corpus) -> pd.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        return attribute(corpus)


@pytest.mark.real
def test_agreement_with_people_is_what_the_committed_table_says(root: Path) -> None:
    """The figures of the development part come out again, and reach what they must."""
    data_folder()
    run = subprocess.run(
        [sys.executable, str(root / "benchmarks" / "attribution.py"), "--dev"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(root / "src")},
    )
    found = {
        (tagger, name): float(value)
        for tagger, value, name in re.findall(r"^(\w+) +([0-9.]+) (.*)$", run.stdout, re.M)
    }
    table = pd.read_csv(root / "benchmarks" / "tables" / "attribution.csv")
    dev = table[(table["split"] == "dev") & table["tagger"].notna()]
    for row in dev.itertuples():
        assert found[row.tagger, row.measure] == pytest.approx(row.value, abs=6e-5), row
    assert found["rules", "content tokens F1"] > 0.84
    assert found["learned", "content tokens F1"] > 0.87
    assert found["learned", "content with quotation marks, tokens F1"] > 0.955
    assert found["learned", "exact content spans F1"] > 0.56
    assert found["learned", "cues, by overlap F1"] > 0.76


def test_there_is_no_other_tagger() -> None:
    with pytest.raises(FramingError) as caught:
        attribute(corpus_of("It rained."), tagger="best")
    assert says(
        caught.value, "attribute: there is no tagger 'best'; there are learned, rules; choose one…"
    )
