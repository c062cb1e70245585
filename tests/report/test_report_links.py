"""Every link of a table leads to what its number counts: with texts, without, of counts."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pandas as pd
import pytest

from framing import (
    Corpus,
    annotate,
    attribute,
    read_corpus,
    read_counts,
    read_lexicon,
    score,
    segment,
    write_counts,
    write_report,
)
from framing.report import materials, pictures

pytestmark = pytest.mark.filterwarnings("ignore::framing.FramingWarning")
SVG = b'<svg width="200pt" viewBox="0 0 1 1"></svg>'
LEXICON = read_lexicon("loaded")


@pytest.fixture(scope="module", autouse=True)
def no_drawing() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "_draw", lambda picture: {"png": b"", "svg": SVG, "pdf": b""})
        yield


@pytest.fixture(scope="module")
def corpus(root: Path) -> Corpus:
    """Seven articles of four outlets, one of them without a date; two outlets are told apart."""
    articles = read_corpus(root / "data" / "raw" / "demo" / "articles.csv").articles
    outlets = {"Daily Hammer": 2, "Halvern Courier": 3, "Margin Review": 1, "Vestra": 1}
    some = pd.concat([articles[articles["outlet"] == name].head(n) for name, n in outlets.items()])
    some = some.reset_index(drop=True)
    some.loc[some.index[0], "date"] = pd.NaT
    return Corpus(some)


@pytest.fixture(scope="module")
def pages(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    segments = segment(corpus, attribute(corpus))
    scores = score(annotate(corpus, segments, LEXICON), segments)
    counts = read_counts(write_counts(scores, folder / "counts.csv"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(materials, "MOST_GROUPS", 3)
        return {
            "text": write_report(corpus, LEXICON, out=folder / "text", seed=1),
            "no text": write_report(corpus, LEXICON, out=folder / "bare", seed=1, text=False),
            "counts": write_report(counts, LEXICON, out=folder / "counts", seed=1),
        }


def data_of(page: Path) -> dict[str, Any]:
    match = re.search(r'id="evidence-data">(.*?)</script>', page.read_text("utf-8"), re.S)
    assert match
    data: dict[str, Any] = json.loads(match[1])
    return data


def choose(data: dict[str, Any], wanted: dict[str, str]) -> tuple[int, int]:
    """Count the places that a filter wants, and their articles, as the page's script does."""
    size = 6 if data["text"] else 5
    rows = [
        (article, *flat[k : k + 4])
        for article, flat in enumerate(data["rows"])
        for k in range(0, len(flat), size)
    ]
    name, time = wanted.get("c", ""), wanted.get("t", "")
    voices = data["estimands"].get(wanted.get("v", ""))
    if voices is None and wanted.get("v"):
        voices = [data["voices"].index(wanted["v"])]
    if name.startswith("index:"):
        bit = 8 << data["indices"].index(name[6:])
    flag = {"counted": 1, "headline": 2, "introduced": 4}.get(wanted.get("w", ""), 0)
    found = []
    for article, flags, voice, category, entry in rows:
        said = data["categories"][category]
        _, group, day, *_ = data["articles"][article]
        if (
            (not wanted.get("o") or data["groups"][group] == wanted["o"])
            and (voices is None or voice in voices)
            and (not wanted.get("n") or data["entries"][entry] == wanted["n"])
            and (not time or (day == "" if time == "(no date)" else day != "" and
                              (time == "(dated)" or day.startswith(time))))
            and (not flag or bool(flags & flag))
            and (
                not name
                or (bool(flags & bit) if name.startswith("index:") else
                    said == name or said.startswith((f"{name}:", f"{name}/")))
            )
        ):  # fmt: skip
            found.append(article)
    return len(found), len(set(found))


def cells(page: Path) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Yield table, heading, what a cell says and the filter it leads to, for every link."""
    text = page.read_text(encoding="utf-8")
    for block in re.findall(r"<table>.*?</table></div>\n<p class=\"files\">.*?</p>", text, re.S):
        name = re.search(r'href="tables/(\w+)\.csv"', block)
        if not name:  # of versions
            continue
        head, body = block.split("<tbody>")
        headings = [re.sub("<[^>]+>", "", h) for h in re.findall(r"<th [^>]*>(.*?)</th>", head)]
        for row in body.split("</tr>")[:-1]:
            for heading, cell in zip(
                headings, re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row), strict=True
            ):
                found = re.search(r'data-find="([^"]*)"', cell)
                if found:
                    wanted = dict(parse_qsl(html.unescape(found[1])))
                    yield name[1], heading, html.unescape(re.sub("<[^>]+>", "", cell)), wanted


@pytest.mark.parametrize("kind", ["text", "no text", "counts"])
def test_every_link_leads_to_what_the_number_counts(pages: dict[str, Path], kind: str) -> None:
    data = data_of(pages[kind])
    seen: dict[str, int] = {}
    hits: dict[str, int] = {}
    for sheet, heading, said, wanted in cells(pages[kind]):
        places, articles = choose(data, wanted)
        seen[sheet] = seen.get(sheet, 0) + 1
        if heading in ("Hits", "in own voice"):
            hits[sheet] = hits.get(sheet, 0) + 1
            # Several places of one headline are one headline.
            number = articles if sheet == "headlines" else places
            assert number == int(said.replace(",", "")), (sheet, heading, wanted)
        elif heading not in ("Estimate", "95 % interval"):
            # A name leads to all of its evidence.
            assert heading in ("Outlet", "Voice", "Left out"), (sheet, heading)
            assert places or kind == "counts" or sheet == "floors", (sheet, heading, wanted)
    counted = {"rates", "rates_by_category", "rates_by_voice", "headlines", "contrasts",
               "contrasts_more", "decomposition", "names", "changes", "trends"}  # fmt: skip
    placed = {"speakers", "stances", "stances_by_speaker", "entries", "alternatives_main"}
    assert set(hits) >= (counted if kind == "counts" else counted | placed)
    assert not {"precision", "receipt"} & set(seen)
    assert "(no date)" in {cell[3].get("t") for cell in cells(pages[kind])}


def test_a_report_of_counts_says_what_the_report_of_their_articles_says(
    pages: dict[str, Path],
) -> None:
    there, here = pages["text"].parent / "tables", pages["counts"].parent / "tables"
    made = {path.name for path in here.glob("*.csv")}
    assert made == {
        f"{name}.csv"
        for name in ("outlets", "floors", "rates", "rates_by_voice", "headlines", "names", "trends",
                     "rates_by_category", "contrasts", "contrasts_more", "decomposition", "changes",
                     "precision")
    }  # fmt: skip
    for name in sorted(made):
        assert (here / name).read_bytes() == (there / name).read_bytes(), name
    said = (pages["counts"].parent / "methods.txt").read_text("utf-8")
    assert "This report was made from their counts, without the texts." in said
    assert "recomputed under every combination" not in said
    assert "Simonsohn" not in said
    assert "tagger" not in said
    assert "made from counts alone" in pages["counts"].read_text("utf-8")


def test_the_smaller_outlets_are_said_to_be_one_group(pages: dict[str, Path]) -> None:
    said = (pages["text"].parent / "methods.txt").read_text("utf-8")
    rest = "(2 smaller outlets)"
    assert f"The smaller outlets were compared as one group, {rest}." in said
    few = "Fewer than five articles stand for: Daily Hammer, Halvern Courier, Margin Review, Vestra"
    assert few in said
    assert "7 articles" in said
    assert "6 of them dated, between" in said
    varied = pd.read_csv(pages["text"].parent / "tables" / "alternatives.csv")
    assert set(varied["group"]) == {"Daily Hammer", "Halvern Courier"}


def test_without_texts_names_that_tell_are_numbers(corpus: Corpus, tmp_path: Path) -> None:
    named = corpus.articles.head(2).copy()
    named["doc_id"] = ["Post/2031-02-03_Minister attacks secret memo", "p2"]
    named["event"] = ["the minister attacks a memo", ""]
    page = write_report(Corpus(named), LEXICON, out=tmp_path / "r", seed=1, text=False)
    for path in page.parent.rglob("*"):
        if path.suffix in (".html", ".csv", ".tex", ".txt", ".json"):
            assert "memo" not in path.read_text("utf-8"), path
    evidence = pd.read_csv(page.parent / "tables" / "evidence.csv")
    assert set(evidence["doc_id"]) <= {"article 1", "article 2"}
    assert not {"start", "end", "speaker"} & set(evidence)
    assert "Articles are numbered in the order of the corpus." in page.read_text("utf-8")


def test_what_is_marked_twice_is_one_record(tmp_path: Path) -> None:
    text = "A reckless plan. â€œNoâ€\x9d she said. Ein Plan, der nicht gut ist und auch nicht neu."
    table = pd.DataFrame({"outlet": ["Post", "Wire"], "text": [text, "A plan."]})
    corpus = read_corpus(table)
    receipt = corpus.receipt
    again = receipt.head(1).assign(rule="another")
    page = write_report(
        Corpus(corpus.articles, pd.concat([receipt, again], ignore_index=True)), LEXICON,
        out=tmp_path / "r", seed=1,
    )  # fmt: skip
    assert len(receipt) == 1
    said = (page.parent / "methods.txt").read_text("utf-8")
    assert "1 record was marked as doubtful and kept." in said


def test_few_articles_on_events_are_said(corpus: Corpus, tmp_path: Path) -> None:
    some = corpus.articles.copy()
    some["event"] = ["e1", "", "e1", "", "", "e2", ""]
    page = write_report(Corpus(some), LEXICON, out=tmp_path / "r", seed=1)
    said = (page.parent / "methods.txt").read_text("utf-8")
    assert "3 of them on 2 events" in said
    assert "2 of 7 articles report an event that several outlets report, so a difference" in said
    assert "and articles without an event each by itself" in said
