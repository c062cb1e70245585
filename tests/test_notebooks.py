"""The notebooks: their rhythm, their numbers, and that they still say what the code does."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from framing.studies import read_findings, refresh, run_notebook

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
# Those that make their counts from texts where there are any.
STUDIES = [path for path in NOTEBOOKS if "FRAMING_DATA" in path.read_text(encoding="utf-8")]
PROSE = [ROOT / "README.md", *NOTEBOOKS]
NUMBER = re.compile(r"(?<![\w.,/-])\d[\d,]*(?:\.\d+)?(?![\w/]|<!--|\.\d)")
# What is no finding: years, the numbering of notebooks and versions, and the language of rates.
PLAIN = re.compile(
    r"https?://\S+|`[^`]*`|!\[[^\]]*\]|\((?:[^()]*/)+[^()]*\)|\b(?:19|20)\d\d\b|1,000|95 %|"
    r"Python 3\.\d+|BSD-3|CC BY 4\.0|`loaded` 0\.1|32,767|\"3/4\"|^#.*$|\.40|loaded` 0\.1|0\.1\b"
)


def cells(path: Path, kind: str) -> list[dict[str, Any]]:
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if cell["cell_type"] == kind]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def prose(path: Path) -> str:
    if path.suffix == ".md":
        return re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = "\n\n".join(source(cell) for cell in cells(path, "markdown"))
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
class TestRhythm:
    def test_a_cell_has_ten_lines_at_most_and_defines_nothing(self, path: Path) -> None:
        for cell in cells(path, "code"):
            assert len(source(cell).splitlines()) <= 10, source(cell)
            assert not re.search(r"^\s*(def|class|lambda)\b", source(cell), re.MULTILINE)

    def test_the_first_cell_imports_the_last_writes_and_it_ends_with_doubt(
        self, path: Path
    ) -> None:
        code = [source(cell) for cell in cells(path, "code")]
        assert "from framing import" in code[0]
        assert code[-1].strip().splitlines()[-1].startswith("write_findings(")
        assert "## What could fool you" in source(cells(path, "markdown")[-1])

    def test_a_result_is_asserted(self, path: Path) -> None:
        assert any(
            line.startswith("assert ")
            for cell in cells(path, "code")
            for line in source(cell).splitlines()
        )

    def test_it_is_committed_executed_and_without_a_path_of_this_machine(self, path: Path) -> None:
        for number, cell in enumerate(cells(path, "code"), 1):
            assert cell["execution_count"] == number
            assert all(output["output_type"] != "error" for output in cell["outputs"])
            assert all(output.get("name") != "stderr" for output in cell["outputs"])
        assert str(Path.home()) not in path.read_text(encoding="utf-8")
        assert str(ROOT) not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PROSE, ids=lambda p: p.stem)
def test_every_marked_number_is_the_finding_of_its_name(path: Path) -> None:
    found = read_findings(ROOT / "data" / "processed" / "findings.toml")
    assert refresh(prose(path), found) == prose(path)


@pytest.mark.parametrize("path", PROSE, ids=lambda p: p.stem)
def test_a_number_in_prose_without_a_name_is_no_finding(path: Path) -> None:
    text = "\n".join(PLAIN.sub("", line) for line in prose(path).splitlines())
    bare = [n for n in NUMBER.findall(text) if "." in n or len(n.replace(",", "")) > 2]
    assert not bare, f"name these findings (value<!--NN.name-->) or spell them out: {bare}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_links_lead_to_a_heading_of_the_notebook_and_to_notebooks_that_are_there(
    path: Path,
) -> None:
    text = prose(path)
    # As JupyterLab and nbconvert make an anchor of a heading.
    headings = {line.replace(" ", "-") for line in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    for name, anchor in re.findall(r"\]\(([\w-]+\.ipynb)?(?:#([^)]*))?\)", text):
        assert not name or (path.parent / name).is_file(), name
        assert name or anchor in headings, anchor


def execute_again(path: Path, folder: Path) -> None:
    """Execute a copy, and compare it and all it wrote with what is committed."""
    for name in ("data", "benchmarks/tables"):
        shutil.copytree(ROOT / name, folder / name)
    copy = folder / "notebooks" / path.name
    copy.parent.mkdir()
    shutil.copy(path, copy)
    run_notebook(copy)
    same = copy.read_bytes() == path.read_bytes()
    assert same, f"{path.name} differs from what it makes now: python3 run.py figures"
    processed = ROOT / "data" / "processed"
    made = folder / "data" / "processed"
    names = {p.relative_to(made) for p in made.rglob("*") if p.is_file()}
    assert names == {p.relative_to(processed) for p in processed.rglob("*") if p.is_file()}
    for name in sorted(names):
        same = (made / name).read_bytes() == (processed / name).read_bytes()
        assert same, f"{name} differs from what is made now: python3 run.py figures"


@pytest.mark.notebooks
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_executing_it_again_without_texts_gives_the_same_bytes(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FRAMING_DATA", raising=False)
    execute_again(path, tmp_path)


@pytest.mark.real
@pytest.mark.parametrize("path", STUDIES, ids=lambda p: p.stem)
def test_with_the_texts_at_hand_the_counts_are_made_again_and_agree(
    path: Path, real_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRAMING_DATA", str(real_data.resolve()))
    execute_again(path, tmp_path)
