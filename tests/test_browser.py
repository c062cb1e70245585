"""What a reader sees: pages opened in a real browser that can reach nothing but the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from browsers import barriers, open_browser

from framing import annotate, attribute, highlight, read_corpus, read_lexicon, segment, write_page

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::framing.FramingWarning")]

HOSTILE = (
    "<script>document.title='ran'</script> The reckless "
    "<img src=x onerror=\"document.title='ran'\"> plan, \u202egnitirw\u202c, "
    "“a brutal idea”, Mara Dolen said. </article><h1>Not a heading</h1>"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with open_browser() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, root: Path) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    demo = read_corpus(root / "data" / "raw" / "demo" / "articles.csv").articles
    hostile = pd.DataFrame({"outlet": ["<b>Post</b>"], "text": [HOSTILE], "title": ["<i>T</i>"]})
    corpora = {
        "demo": read_corpus(demo[demo["doc_id"] == "vestra-e02"]),
        "marked": read_corpus(demo[demo["doc_id"] == "daily-hammer-e01"]),
        "hostile": read_corpus(hostile),
    }
    lexicon = read_lexicon("loaded", root / "data" / "raw" / "demo" / "lexicon")
    made = {}
    for name, corpus in corpora.items():
        segments = segment(corpus, attribute(corpus))
        evidence = annotate(corpus, segments, lexicon)
        doc_id = corpus.articles["doc_id"].iloc[0]
        made[name] = folder / f"{name}.html"
        write_page(made[name], [highlight(corpus, segments, evidence, doc_id)])
    return made


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["demo", "hostile"])
def test_a_page_stands_alone_and_fits(
    browser: Any, pages: dict[str, Path], name: str, width: int, theme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.goto(pages[name].as_uri())
    assert asked == [pages[name].as_uri()]
    assert not faults
    assert page.title() != "ran"
    assert page.locator("h1", has_text="Not a heading").count() == 0
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_every_mark_is_reached_by_keyboard_and_says_what_it_is(
    browser: Any, pages: dict[str, Path]
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(pages["demo"].as_uri())
    marks = page.locator("mark[tabindex]")
    assert marks.count() >= 20
    reached = set()
    for _ in range(marks.count() + 20):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.tagName + document.activeElement.title"))
    told = {text for text in reached if text.startswith("MARK")}
    assert any("evaluation" in text and "Kirsan Doleth" in text for text in told)
    assert any("concession" in text for text in told)
    page.close()


# The title of one is in a source's words, that of the other has a marked word.
@pytest.mark.parametrize("name", ["demo", "marked"])
def test_a_screen_reader_says_tags_apart_from_words_and_headings_without(
    browser: Any, pages: dict[str, Path], name: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(pages[name].as_uri())
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    said = [(n["role"]["value"], n.get("name", {}).get("value", "")) for n in tree]
    tags = page.eval_on_selector_all(
        ".text mark[data-tag]", "all => all.map((e) => e.getAttribute('data-tag'))"
    )
    boxes = [text for role, text in said if role == "InlineTextBox" or role == "StaticText"]
    assert len(tags) > 20
    for tag in tags:
        assert f" ({tag})" in boxes
        assert tag not in boxes
    plain = page.eval_on_selector_all("h2", "all => all.map((e) => e.textContent)")
    headings = [text for role, text in said if role == "heading"]
    assert page.locator("h2 mark[data-tag], h2 .seg[data-label]").count()
    assert set(plain) <= set(headings)
    page.close()


BARRIERS = {
    "color-contrast": '<p style="color:#bbb;background:#fff">Pale.</p>',
    "button-name": "<button></button>",
    "label": "<input>",
    "landmark-one-main": "",
    "heading-order": "<h1>One</h1><h3>Three</h3>",
    "empty-table-header": "<table><tr><th scope=row></th><td>1</td></tr></table>",
}


@pytest.mark.parametrize(("rule", "body"), BARRIERS.items(), ids=BARRIERS)
def test_barriers_are_found_where_there_are_some(browser: Any, rule: str, body: str) -> None:
    page = browser.new_page()
    main = body if rule == "landmark-one-main" else f"<main>{body}</main>"
    page.set_content(f"<!doctype html><html lang=en><title>A page</title>{main}")
    assert rule in {barrier.split(":")[0] for barrier in barriers(page)}
    page.close()
