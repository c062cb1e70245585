"""What a reader of a report sees and reaches: the page in a real browser that can reach nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from browsers import barriers, open_browser
from hostile import RAN, make_articles

from framing import Corpus, read_corpus, read_lexicon, read_table, write_report
from framing.report import payloads, pictures

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::framing.FramingWarning")]

# Where a whole page is asked for barriers: each theme and width twice, for it takes half a minute.
WHOLE = (
    ("demo", 390, "light"),
    ("demo", 1280, "dark"),
    ("hostile", 1280, "light"),
    ("no-text", 390, "dark"),
)
# What axe-core does not ask of a page.
WORDS = """
() => {
  const wrong = [];
  const all = (what) => [...document.querySelectorAll(what)];
  const ids = all("[id]").map((e) => e.id);
  ids.forEach((id, k) => { if (ids.indexOf(id) !== k) wrong.push("id twice: " + id); });
  all("[aria-labelledby]").forEach((e) => {
    for (const id of e.getAttribute("aria-labelledby").split(" ")) {
      if (!document.getElementById(id)) wrong.push("label lost: " + id);
    }
  });
  all("section, dialog, [tabindex]").forEach((e) => {
    const name = e.getAttribute("aria-label") || e.getAttribute("aria-labelledby");
    if (!name && !e.textContent.trim()) wrong.push("no name: " + e.outerHTML.slice(0, 80));
  });
  for (const what of ["main", "header", "footer", "nav", "h1"]) {
    if (all(what).filter((e) => !e.closest("article")).length !== 1) wrong.push("not one " + what);
  }
  all("table").forEach((t) => {
    if (!t.caption) wrong.push("table without a caption");
    if (!t.querySelector("th[scope=col]")) wrong.push("table without headers");
  });
  all("svg").forEach((s) => {
    if (!s.querySelector("title") || !s.querySelector("desc")) wrong.push("figure without words");
  });
  all("a[href^='#']").forEach((a) => {
    if (!document.getElementById(a.hash.slice(1))) wrong.push("leads nowhere: " + a.hash);
  });
  return wrong;
}
"""


@contextmanager
def without_figures() -> Iterator[None]:
    """Most of the time goes into drawing; where a page was drawn before, once is enough."""
    svg = b'<?xml version="1.0"?><svg width="200pt" viewBox="0 0 1 1"><g id="a"/></svg>'
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "_draw", lambda picture: {"png": b"", "svg": svg, "pdf": b""})
        yield


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with open_browser() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, root: Path) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    raw = root / "data" / "raw" / "demo"
    lexicon = read_lexicon("loaded", raw / "lexicon")
    demo, hostile = read_corpus(raw / "articles.csv"), read_corpus(make_articles().iloc[::2])
    made = {
        "demo": write_report(demo, lexicon, out=folder / "demo", seed=1),
        "hostile": write_report(hostile, lexicon, out=folder / "hostile", seed=1),
    }
    with without_figures():
        bare = write_report(hostile, lexicon, out=folder / "bare", seed=1, text=False)
    return {**made, "no-text": bare}


def visit(browser: Any, path: Path, width: int = 1280, theme: str = "light") -> Any:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
    page.asked, page.faults = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))
    page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else 0)
    page.on("dialog", lambda dialog: page.faults.append(f"a dialog: {dialog.message}"))
    page.goto(path.as_uri())
    return page


def found(page: Any) -> int:
    return int(re.sub(r"\D", "", page.locator("#found").inner_text().split(" place")[0]))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["demo", "hostile", "no-text"])
def test_a_report_stands_alone_fits_and_can_be_read(
    browser: Any, pages: dict[str, Path], name: str, width: int, theme: str
) -> None:
    page = visit(browser, pages[name], width, theme)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert page.evaluate(WORDS) == []
    if (name, width, theme) in WHOLE:
        assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if name != "no-text":
        page.locator("#hits button").first.click()
        assert barriers(page, "#reader") == []
        assert page.evaluate("document.getElementById('reader').scrollWidth") <= width
        page.keyboard.press("Escape")
    assert page.asked == [pages[name].as_uri()]
    assert page.faults == []
    assert page.title() == "Framing report"
    assert page.locator("h1").count() == 1
    page.close()


def test_nothing_runs_in_any_article_and_no_link_leads_away(
    browser: Any, pages: dict[str, Path]
) -> None:
    page = visit(browser, pages["hostile"])
    page.locator("#hits button").first.click()
    seen, links = page.evaluate(
        """() => {
          const after = document.getElementById("reader-after"), links = [];
          let seen = 0;
          for (; !after.disabled; seen += 1) {
            after.click();
            for (const a of document.querySelectorAll("#reader-view a")) links.push(a.protocol);
          }
          return [seen, links];
        }"""
    )
    assert seen > 100
    assert set(links) <= {"http:", "https:"}
    assert page.title() != "ran"
    assert page.faults == []
    assert page.locator("#reader img, #reader script, #reader h1").count() == 0
    assert RAN in page.locator("body").inner_text()
    page.close()


def test_every_filter_narrows_and_says_how_many(browser: Any, pages: dict[str, Path]) -> None:
    page = visit(browser, pages["demo"])
    evidence = read_table(pages["demo"].parent / "tables" / "evidence.csv")
    flags = evidence[["counted", "headline", "introduced"]].astype("str") == "True"
    assert found(page) == len(evidence)
    for key, value, wanted in (
        ("o", "Vestra", evidence["group"] == "Vestra"),
        ("v", "quoted", evidence["voice"] == "quoted"),
        ("v", "wording", evidence["voice"].isin(["outlet", "reported", "distanced"])),
        ("c", "evaluation", evidence["category"] == "evaluation"),
        ("c", "naming:war", evidence["category"].str.startswith("naming:war/")),
        ("n", "regime", evidence["entry"] == "regime"),
        ("w", "counted", flags["counted"]),
        ("w", "headline", flags["headline"]),
        ("w", "introduced", flags["introduced"]),
        ("t", "2031-03", evidence["month"] == "2031-03"),
    ):
        page.locator("#clear").click()
        page.select_option(f"#filter-{key}", value)
        assert found(page) == int(wanted.sum()) > 0, (key, value)
    page.locator("#clear").click()
    page.select_option("#filter-o", "Vestra")
    page.select_option("#filter-c", "evaluation")
    both = (evidence["group"] == "Vestra") & (evidence["category"] == "evaluation")
    assert found(page) == int(both.sum())
    page.go_back()
    assert found(page) == int((evidence["group"] == "Vestra").sum())
    page.close()


def test_addresses_say_what_is_shown(browser: Any, pages: dict[str, Path]) -> None:
    page = visit(browser, pages["demo"])
    everything = found(page)
    page.locator("#loaded td a[data-find]").first.click()
    assert found(page) < everything
    page.go_back()
    assert found(page) == everything
    assert page.locator("#filter-c").input_value() == ""
    page.goto(pages["demo"].as_uri() + "#evidence?v=banana")
    assert found(page) == 0
    page.goto(pages["demo"].as_uri() + "#evidence?t=%28dated%29")
    assert found(page) == everything
    page.goto(pages["demo"].as_uri() + "#evidence?t=%28no+date%29")
    assert found(page) == 0
    assert page.faults == []
    page.close()


def test_closing_an_article_goes_back_to_the_place_read_last(
    browser: Any, pages: dict[str, Path]
) -> None:
    page = visit(browser, pages["demo"], width=320)
    page.locator("#hits button").first.click()
    for _ in range(60):  # more than are listed at first
        page.locator("#reader-after").click()
    page.keyboard.press("Escape")
    at = page.evaluate(
        "[...document.querySelectorAll('#hits button')].indexOf(document.activeElement)"
    )
    assert at == 60
    page.close()


def test_only_tables_that_need_scrolling_are_stops(browser: Any, pages: dict[str, Path]) -> None:
    page = visit(browser, pages["demo"], width=1280)
    stops = """() => [...document.querySelectorAll(".wide[tabindex]")].every(
        (box) => box.scrollWidth > box.clientWidth)"""
    assert page.evaluate(stops)
    wide = page.locator(".wide[tabindex]").count()
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function(f"document.querySelectorAll('.wide[tabindex]').length > {wide}")
    assert page.evaluate(stops)
    page.close()


@pytest.mark.parametrize("name", ["demo", "hostile", "no-text"])
def test_every_number_leads_to_the_number_of_places_it_says(
    browser: Any, pages: dict[str, Path], name: str
) -> None:
    page = visit(browser, pages[name])
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    for sheet in ("rates", "rates_by_voice", "contrasts", "speakers", "stances", "names"):
        said = page.evaluate(
            """(sheet) => {
              const table = document.querySelector(`a[href="tables/${sheet}.csv"]`)
                .closest("p").previousElementSibling.querySelector("table");
              const at = [...table.tHead.rows[0].cells].findIndex((c) => c.innerText === "Hits");
              return [...table.tBodies[0].rows].slice(0, 12).map((row) => {
                const link = row.cells[at].querySelector("a");
                const hits = Number(link.innerText.replace(/,/g, ""));
                link.click();
                return [hits, document.getElementById("found").innerText];
              });
            }""",
            sheet,
        )
        assert said
        for hits, told in said:
            assert told.startswith(f"{hits:,} place"), (sheet, hits, told)
    assert page.faults == []
    page.close()


def test_all_of_it_goes_by_keyboard(browser: Any, pages: dict[str, Path]) -> None:
    page = visit(browser, pages["demo"])
    focus = "document.activeElement"
    page.keyboard.press("Tab")
    assert page.evaluate(f"{focus}.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    page.locator("#loaded td a[data-find]").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(f"{focus}.id") == "found"
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate(f"{focus}.className") == "hit":
            break
    page.keyboard.press("Enter")
    assert page.evaluate(f"{focus}.classList.contains('here')")
    assert page.evaluate("document.getElementById('reader').open")
    before = page.locator("#reader-place").inner_text()
    page.locator("#reader-after").focus()
    page.keyboard.press("Enter")
    assert page.locator("#reader-place").inner_text() != before
    page.keyboard.press("Escape")
    assert page.evaluate(f"{focus}.className") == "hit"
    page.locator("#back").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(f"{focus}.closest('section').id") == "loaded"
    page.close()


@pytest.mark.parametrize("name", ["demo", "hostile"])
def test_without_scripts_it_can_be_read(browser: Any, pages: dict[str, Path], name: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(pages[name].as_uri())
    assert page.locator("#loaded table").count() >= 4
    assert page.locator("noscript details").count() > 5
    assert not page.locator("#filters").is_visible()
    assert page.title() == "Framing report"
    context.close()


def test_it_prints(browser: Any, pages: dict[str, Path]) -> None:
    page = visit(browser, pages["demo"])
    data = page.pdf(format="A4")
    assert data[:4] == b"%PDF"
    assert 5 <= data.count(b"/Type /Page\n") <= 40
    page.close()


def test_a_thousand_articles_are_one_page_of_fifteen_megabytes_in_a_minute(
    browser: Any, root: Path, tmp_path: Path
) -> None:
    # As long as those of newspapers: seven demo articles one after the other are 6,000 letters.
    demo = read_corpus(root / "data" / "raw" / "demo" / "articles.csv").articles
    rng = np.random.default_rng(1)
    texts = demo["text"].tolist()
    rows = demo.iloc[rng.integers(0, len(demo), 1000)].reset_index(drop=True)
    rows["doc_id"] = [f"a{k}" for k in range(1000)]
    rows["text"] = [
        "\n\n".join(texts[k] for k in rng.integers(0, len(texts), 3)) for _ in range(1000)
    ]
    begun = time.perf_counter()
    page_file = write_report(Corpus(rows), read_lexicon("loaded"), out=tmp_path / "r", seed=1)
    seconds = time.perf_counter() - begun
    assert page_file.stat().st_size < 15e6
    assert seconds < 60
    begun = time.perf_counter()
    page = visit(browser, page_file)
    page.select_option("#filter-c", "evaluation")
    assert found(page) > 0
    assert time.perf_counter() - begun < 10
    page.close()


def test_more_than_fits_is_sampled_and_said(
    browser: Any, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payloads, "MOST_LETTERS", 30_000)
    corpus = read_corpus(root / "data" / "raw" / "demo" / "articles.csv")
    with without_figures():
        page_file = write_report(corpus, read_lexicon("loaded"), out=tmp_path / "r", seed=1)
    page = visit(browser, page_file)
    said = page.locator("#found").inner_text()
    assert re.search(r"This page holds a sample of \d+ of 62 articles", said)
    assert "a random sample of" in page.locator("header").inner_text()
    evidence = pd.read_csv(page_file.parent / "tables" / "evidence.csv")
    assert evidence["doc_id"].nunique() > 40
    page.close()
