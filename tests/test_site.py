"""The site says what the project holds: every public name, category and committed table."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import framing
from framing import read_lexicon


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
    text = "".join((tmp_path / f"{page}.md").read_text(encoding="utf-8") for page in pages)
    shown = re.findall(r"\.\. auto(?:class|function):: framing\.(\w+)", text)
    assert sorted(shown) == sorted(framing._DOORS)


def test_every_category_has_a_page_with_its_examples_and_failures(
    build: ModuleType, tmp_path: Path
) -> None:
    build.codebooks(tmp_path)
    lexicon = read_lexicon("loaded")
    for category in lexicon.categories.values():
        page = (tmp_path / "codebooks/loaded" / f"{category.name}.md").read_text(encoding="utf-8")
        assert category.definition in page
        assert page.count("<mark>") == sum(line.count("‹") for line in category.examples)
        assert all(f"- {mode}" in page for mode in category.failure_modes)


def test_links_of_notebooks_to_headings_find_them(build: ModuleType, tmp_path: Path) -> None:
    assert "tutorial/06-seven-outlets" in build.tutorial(tmp_path)
    text = (tmp_path / "tutorial/06-seven-outlets.ipynb").read_text(encoding="utf-8")
    assert "## What there is\\n" in text
    assert "[What there is](#what-there-is)" in text


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


@pytest.mark.slow
def test_the_site_is_built_without_a_warning_and_asks_nobody(root: Path, tmp_path: Path) -> None:
    pytest.importorskip("sphinx", reason="the group site is not installed")
    command = [sys.executable, root / "docs/site/build.py", "--out", tmp_path / "site"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for page in (tmp_path / "site").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        loaded = re.findall(r"<(?:script|img|link|iframe)[^>]*(?:src|href)=\"(https?:[^\"]*)", text)
        assert not loaded, page.name
