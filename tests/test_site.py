"""The site says what the project holds: every public name, category and committed table."""

from __future__ import annotations

import csv
import importlib.util
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote, urlsplit

import pytest
from browsers import barriers, open_browser

import framing
from framing import read_lexicon

PAGES = (
    "index",
    "tutorial/04-the-outlets",
    "codebooks/loaded/evaluation",
    "reference/compare",
    "explanation/voice",
    "validated/the-codebook",
    "changelog",
)


@pytest.fixture(scope="module")
def build(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("site_build", root / "docs/site/build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_public_name_is_in_the_reference(build: ModuleType, tmp_path: Path) -> None:
    pages = build.reference(tmp_path)
    text = "".join((tmp_path / f"{page}.md").read_text(encoding="utf-8") for page in pages[:-1])
    assert "genindex" in pages[-1]
    shown = re.findall(r"\.\. auto(?:class|function):: framing\.(\w+)", text)
    assert sorted(shown) == sorted(framing._DOORS)


def test_every_category_has_a_page_with_its_examples_and_failures(
    build: ModuleType, tmp_path: Path
) -> None:
    build.codebooks(tmp_path)
    lexicon = read_lexicon("loaded")
    for category in lexicon.categories.values():
        page = (tmp_path / "codebooks/loaded" / f"{category.name}.md").read_text(encoding="utf-8")
        assert ("## Measured precision" in page) == (category.name in build.measured())
        assert category.definition in page
        assert page.count("<mark>") == sum(line.count("‹") for line in category.examples)
        assert all(f"- {mode}" in page for mode in category.failure_modes)


def test_links_of_notebooks_to_headings_find_them(build: ModuleType, tmp_path: Path) -> None:
    assert any("tutorial/06-seven-outlets" in names for names in build.tutorial(tmp_path).values())
    text = (tmp_path / "tutorial/06-seven-outlets.ipynb").read_text(encoding="utf-8")
    assert "## What there is\\n" in text
    assert "[What there is](#what-there-is)" in text


def test_notebooks_come_in_the_order_of_the_map(build: ModuleType, root: Path) -> None:
    names = [name for group in build.reading_order().values() for name in group]
    assert [name[:2] for name in names] == [
        *("00", "01", "02", "03", "04", "05", "11", "12", "09", "06", "07", "08", "10", "13")
    ]
    assert sorted(names) == sorted(path.stem for path in (root / "notebooks").glob("[0-9]*.ipynb"))


def test_no_page_has_a_name_that_windows_refuses(build: ModuleType, tmp_path: Path) -> None:
    build.codebooks(tmp_path)
    assert not [path for path in tmp_path.rglob("*") if set(path.name) & set('<>:"|?*')]


def test_every_committed_table_is_shown_and_explained(build: ModuleType, root: Path) -> None:
    known = tomllib.loads((root / "docs/site/tables.toml").read_text(encoding="utf-8"))
    folder = root / "benchmarks/tables"
    stems = sorted(path.stem for path in folder.glob("*.csv"))
    assert sorted(known["tables"]) == stems
    assert sorted(name for names in build.TABLES.values() for name in names.split()) == stems
    used = set()
    for name, about in known["tables"].items():
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header = set(next(csv.reader(file)))
        own = set(about.get("columns", {}))
        assert own <= header, name
        assert header <= own | set(known["columns"]), name
        used |= header - own
        script = (root / "benchmarks" / f"{about['script']}.py").read_text(encoding="utf-8")
        assert name in script or name.split("_", 1)[1] in script, name
        assert all(about[key] for key in ("shows", "corpus", "parts")), name
    assert sorted(set(known["columns"]) - used) == []  # a meaning that no table uses


def test_a_page_of_tables_says_on_what_and_by_what(build: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "_static").mkdir()
    pages = build.benchmarks(tmp_path)
    assert pages[0].endswith("<validated/overview>")
    text = (tmp_path / "validated/statistics.md").read_text(encoding="utf-8")
    part = text.split("## contrasts_null.csv")[1].split("\n## ")[0]
    for said in ("**Measured on**", "**Learned or chosen on it?**", "`benchmarks/contrasts.py`"):
        assert said in part
    assert "| `per_1000` | expressions per 1,000 words in that world |" in part
    assert "rows; all are in the file" not in part
    cut = (tmp_path / "validated/archives-events-names.md").read_text(encoding="utf-8")
    assert "The first 250 of 2,112 rows; all are in the file" in cut
    scripts = (tmp_path / "validated/scripts.md").read_text(encoding="utf-8")
    assert "\n```\nFRAMING_DATA=... python benchmarks/allsides.py\n```" in scripts


def test_what_pages_name_leads_somewhere(build: ModuleType) -> None:
    places = build.places()
    assert places["docs/voice.md"] == "explanation/voice"
    assert places["loaded_recall.csv"] == "validated/the-codebook#loaded-recall-csv"
    assert places["compare"] == places["compare()"] == "reference/compare#framing.compare"
    assert "estimate" not in places  # also the name of a column


def test_what_the_theme_leaves_out_is_put_in(build: ModuleType) -> None:
    page = build.mended('<p class="caption" role="heading"></p><tr><th></th><th>n</th></tr>')
    assert page == (
        '<p class="caption" role="heading" aria-level="2"></p><tr><td></td><th>n</th></tr>'
    )


def test_a_cell_cannot_break_its_table(build: ModuleType) -> None:
    found = build.table(("a", "b"), [("x | y", "two\nlines"), ("*", 1.5)])
    assert found.splitlines() == [
        "| a | b |",
        "| --- | --- |",
        "| x \\| y | two lines |",
        "| \\* | 1.5 |",
    ]


def test_an_example_shows_its_marks_and_runs_nothing(build: ModuleType) -> None:
    shown = build.marked("The <b>‹reckless›</b> plan.")
    assert shown == "The &lt;b&gt;<mark>reckless</mark>&lt;/b&gt; plan."


def test_pages_that_are_copied_exist(build: ModuleType, root: Path) -> None:
    for name in ("reading", "coding", "datasets", "scale"):
        assert name in build.HOW_TO
        assert (root / "docs" / f"{name}.md").is_file()
    told = {*build.HOW_TO, *build.EXPLAINED}
    assert {path.stem for path in (root / "docs").glob("*.md")} <= told


class Seen(HTMLParser):
    """What a page has that could be missing: anchors, links, pictures, tables with headers."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.alts: list[str] = []
        self.headers: list[int] = []
        self.levels: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self.anchors |= {has[name] for name in ("id", "name") if name in has}
        if tag == "a" and "href" in has:
            self.links.append(has["href"])
        if tag == "img":
            self.alts.append(has.get("alt", ""))
        if tag == "table":
            self.headers.append(has.get("role") == "presentation")
        if tag == "th" and self.headers:
            self.headers[-1] += 1
        if tag == "h1":
            self.levels.append(tag)


def faults(site: Path) -> Iterator[str]:
    """Yield what a reader would stumble over."""
    seen = {page: Seen(page.read_text(encoding="utf-8")) for page in site.rglob("*.html")}
    for page, here in seen.items():
        name = page.relative_to(site)
        for link in here.links:
            address = urlsplit(link)
            if address.scheme or address.netloc:
                continue
            to = (page.parent / unquote(address.path)).resolve() if address.path else page
            if not to.exists():
                yield f"{name}: {link} leads nowhere"
            elif address.fragment and unquote(address.fragment) not in seen[to].anchors:
                yield f"{name}: {link} has no such place"
        if not all(here.alts):
            yield f"{name}: a picture without words"
        if not all(here.headers):
            yield f"{name}: a table without a header"
        if len(here.levels) != 1:
            yield f"{name}: {len(here.levels)} titles"


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("sphinx", reason="the group site is not installed")
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, str(root / "docs/site/build.py"), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out.resolve()


@pytest.mark.slow
def test_the_site_is_built_without_a_warning_and_asks_nobody(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        loaded = re.findall(r"<(?:script|img|link|iframe)[^>]*(?:src|href)=\"(https?:[^\"]*)", text)
        assert not loaded, page.name
    assert not list(faults(site))


@pytest.mark.slow
def test_a_narrow_window_can_be_used_without_a_mouse(site: Path) -> None:
    with open_browser() as chromium:
        page = chromium.new_page(viewport={"width": 390, "height": 800})
        page.goto((site / "validated/the-codebook.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.evaluate("document.querySelector('.sidebar-drawer').inert")
        assert page.locator("div.table-wrapper[tabindex='0']").count() > 0
        page.locator("label[for=__navigation] > .icon").focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.closest('.sidebar-drawer') !== null")
        page.keyboard.press("Escape")
        assert page.evaluate("document.querySelector('.sidebar-drawer').inert")
        page.close()


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_site_keeps_nobody_out(site: Path, theme: str) -> None:
    with open_browser() as chromium:
        page = chromium.new_page(viewport={"width": 1280, "height": 900}, color_scheme=theme)
        for name in PAGES:
            page.goto((site / f"{name}.html").as_uri())
            assert barriers(page) == [], name
        page.close()
