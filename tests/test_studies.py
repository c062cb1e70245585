"""The numbers in the prose are written by code, and a study that cannot be remade says why."""

from __future__ import annotations

import builtins
import json
from pathlib import Path

import pytest
from cases import says

from framing import FramingError, MissingExtraError, studies
from framing.studies import read_findings, refresh, remake, run_notebook, write_findings


def test_findings_are_written_and_read_by_section(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "findings.toml"
    write_findings("04", {"own": 7.4, "n": 1200, "who": "the “Hammer”\n"}, path)
    write_findings("02", {"n": 3}, path)
    write_findings("04", {"own": 7.5}, path)
    assert read_findings(path) == {"02": {"n": 3}, "04": {"own": 7.5}}
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# Written by the notebooks.")
    assert [path.name for path in path.parent.iterdir()] == ["findings.toml"]


@pytest.mark.parametrize("value", [True, None, [1], {"a": 1}])
def test_a_finding_is_a_number_or_a_word(tmp_path: Path, value: object) -> None:
    with pytest.raises(FramingError) as caught:
        write_findings("04", {"own": value}, tmp_path / "f.toml")  # type: ignore[dict-item]
    assert str(caught.value) == (
        f"write_findings: 04.own is a {type(value).__name__}; findings are numbers or words; "
        "convert it with int(), float() or str()"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_finding_that_is_not_there_is_refused(tmp_path: Path, value: float) -> None:
    with pytest.raises(FramingError) as caught:
        write_findings("04", {"own": value}, tmp_path / "f.toml")
    assert str(caught.value) == (
        f"write_findings: 04.own is {value}; prose cannot quote what is not there; look at the "
        "table it was taken from"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a rate of 7.1<!--04.own--> per 1,000", "a rate of 7.4<!--04.own--> per 1,000"),
        ("1,111<!--04.n--> words and 3 more", "1,200<!--04.n--> words and 3 more"),
        ("−2.5<!--04.gap--> and -2.5<!--04.gap-->", "-1.5<!--04.gap--> and -1.5<!--04.gap-->"),
        ("nothing <!--04.own--> here", "nothing <!--04.own--> here"),
        ("", ""),
    ],
)
def test_a_number_followed_by_its_name_is_renewed(text: str, expected: str) -> None:
    findings = {"04": {"own": 7.4, "n": 1200, "gap": -1.5}}
    assert refresh(text, findings) == expected
    assert refresh(expected, findings) == expected


def test_a_finding_that_was_never_written_is_named() -> None:
    with pytest.raises(FramingError) as caught:
        refresh("7<!--04.ovn-->", {"04": {"own": 7}, "05": {"n": 1}})
    assert str(caught.value) == (
        "prose: there is no finding '04.ovn'; there are 04.own; did you mean '04.own'?; or write "
        "it in the notebook's last cell"
    )


def test_a_folder_that_is_no_checkout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FramingError) as caught:
        remake(tmp_path, print)
    assert says(
        caught.value,
        f"framing figures: {tmp_path.resolve()} holds no notebooks/ and data/raw/demo/; the study "
        "lives in a checkout of the project; run it there or name the checkout with --root",
    )


def test_a_missing_library_names_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> object:
        if name.startswith(("nbclient", "nbformat")):
            raise ImportError(name)
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError) as caught:
        run_notebook(tmp_path / "01-a.ipynb")
    assert str(caught.value) == (
        "01-a.ipynb: executing notebooks needs nbclient, which is not installed; install the "
        "extra: pip install 'framing[study]'"
    )


def notebook(path: Path, *sources: str) -> bytes:
    import nbformat.v4 as form

    cells = [form.new_code_cell(source, id=f"c{k}") for k, source in enumerate(sources)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = form.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    path.write_text(json.dumps(made), encoding="utf-8")
    return path.read_bytes()


@pytest.mark.notebooks
def test_a_cell_that_fails_is_named_and_the_notebook_stays(tmp_path: Path) -> None:
    path = tmp_path / "01-a.ipynb"
    before = notebook(path, "x = 1", "x / 0")
    with pytest.raises(FramingError) as caught:
        run_notebook(path)
    assert str(caught.value) == (
        "01-a.ipynb: a cell failed with ZeroDivisionError: division by zero; the notebook is as it "
        "was; open it with `run.py lab` and run all cells"
    )
    assert path.read_bytes() == before


@pytest.mark.notebooks
def test_what_fails_in_one_notebook_is_said_by_the_study(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "data" / "raw" / "demo").mkdir(parents=True)
    notebook(tmp_path / "notebooks" / "01-a.ipynb", "x = 1")
    notebook(tmp_path / "notebooks" / "02-b.ipynb", "x / 0")
    monkeypatch.setattr(studies, "_make_demo", lambda *_: None)
    with pytest.raises(FramingError, match=r"^02-b\.ipynb: a cell failed with NameError"):
        remake(tmp_path, lambda _: None)


@pytest.mark.notebooks
def test_a_notebook_run_twice_has_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "01-a.ipynb"
    notebook(path, "x = 6", "x * 7")
    runs = []
    for _ in range(2):
        run_notebook(path)
        runs.append(path.read_bytes())
    assert runs[0] == runs[1]
    assert b"42" in runs[0]


def test_the_prose_of_a_notebook_is_renewed_and_its_code_left(tmp_path: Path) -> None:
    path = tmp_path / "01-a.ipynb"
    cells = [
        {"cell_type": "markdown", "source": ["A rate of\n", "7<!--01.own-->."]},
        {"cell_type": "code", "source": ["x = '7<!--01.own-->'"]},
    ]
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    studies._refresh_file(path, {"01": {"own": 8}})
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert found[0]["source"] == ["A rate of\n", "8<!--01.own-->."]
    assert found[1]["source"] == ["x = '7<!--01.own-->'"]
    before = path.stat().st_mtime_ns
    studies._refresh_file(path, {"01": {"own": 8}})
    assert path.stat().st_mtime_ns == before


def test_a_lock_left_behind_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "findings.toml"
    (tmp_path / ".findings.toml.lock").write_text("")
    with studies._alone(path, seconds=0.01):
        pass
    assert list(tmp_path.iterdir()) == []
